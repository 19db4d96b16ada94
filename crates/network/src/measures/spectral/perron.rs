//! The largest eigenvalue of a connected piece and its positive vector (Perron 1907, Frobenius 1912).
//!
//! Arnoldi's method with full orthogonalisation: multiply, take out what is already known, and look for the
//! vector in the span of all so far. After [`WIDTH`] vectors it starts again from the best one. On
//! undirected networks this is Lanczos' method. A vector costs one multiplication, O(m), and its share of the
//! orthogonalisation, O(WIDTH · n).

use super::pull::{Pull, add, dot, fill, products};
use crate::reduce::map_merge;
use crate::{Control, Error};

/// Vectors kept at a time; 8 · n bytes each.
const WIDTH: usize = 20;
/// Wide vectors are kept in smaller number: 13 of a million partners are 104 MB.
const WIDE: usize = 500_000;
const NARROW_WIDTH: usize = 12;
/// Converged when |Ax − λx| is this small beside λ, at |x| = 1.
const RESIDUAL: f64 = 1e-11;
/// Multiplications after which the best vector so far is given, with its residual.
const MOST: usize = 20_000;

/// A positive eigenvector of length 1 with its eigenvalue, and how it was reached.
pub(super) struct Pair {
    /// In units of the largest weight.
    pub(super) value: f64,
    pub(super) vector: Vec<f64>,
    /// |Ax − λx| / λ.
    pub(super) residual: f64,
    pub(super) multiplications: usize,
}

/// Perron root and vector of an irreducible matrix of at least two rows: everyone can reach everyone.
pub(super) fn perron(matrix: Pull<'_>, control: &Control) -> Result<Pair, Error> {
    // Inside the pool once: every hand-over from outside would cost as much as a small multiplication.
    rayon::scope(|_| arnoldi(matrix, control))
}

fn arnoldi(matrix: Pull<'_>, control: &Control) -> Result<Pair, Error> {
    let n = matrix.rows.n();
    let width = n.min(if n > WIDE { NARROW_WIDTH } else { WIDTH });
    // Row sums: positive, and near the vector where degrees decide.
    let mut start = vec![0.0; n];
    fill(&mut start, control, |i, _| {
        matrix.row(i as u32).map(|(_, w)| w).sum()
    })?;
    normalise(&mut start, control)?;
    let mut basis = vec![start];
    let mut projected = Square::new(width);
    let mut multiplications = 0;
    loop {
        let k = basis.len();
        let mut next = vec![0.0; n];
        matrix.multiply(&basis[k - 1], &mut next, control)?;
        multiplications += 1;
        let before = length(&next, control)?;
        let mut after = before;
        // Once more where nearly all of the vector was known already, because the little that is left then holds
        // the rounding of what was taken out.
        for _ in 0..2 {
            let known = products(&basis, &next, control)?;
            let back: Vec<f64> = known.iter().map(|h| -h).collect();
            add(&mut next, &basis, &back, control)?;
            for (row, h) in known.iter().enumerate() {
                *projected.at(row, k - 1) += h;
            }
            let left = length(&next, control)?;
            let enough = left > 0.1 * after;
            after = left;
            if enough {
                break;
            }
        }
        // Nothing new: the span holds the vector exactly.
        let complete = after <= 1e-14 * before || k == n;
        let last = complete || k == width;
        if last || k.is_multiple_of(4) {
            let (value, inside) = projected.dominant(k);
            let own = projected.error(k, value, &inside);
            let residual = own.hypot(after * inside[k - 1]) / value;
            let converged = residual <= RESIDUAL || complete || multiplications >= MOST;
            if last || converged {
                let mut vector = vec![0.0; n];
                add(&mut vector, &basis, &inside, control)?;
                normalise(&mut vector, control)?;
                if converged {
                    return Ok(Pair {
                        value,
                        // Its sign is free, and values below the rounding may have lost theirs.
                        vector: vector.into_iter().map(f64::abs).collect(),
                        residual: if residual.is_finite() {
                            residual
                        } else {
                            f64::INFINITY
                        },
                        multiplications,
                    });
                }
                basis.clear();
                basis.push(vector);
                projected = Square::new(width);
                continue;
            }
        }
        *projected.at(k, k - 1) = after;
        fill(&mut next, control, |_, x| x / after)?;
        basis.push(next);
    }
}

fn length(x: &[f64], control: &Control) -> Result<f64, Error> {
    /// Elements that are one item of the sum.
    const RUN: usize = 256;
    let sum = map_merge(
        x.len().div_ceil(RUN),
        control,
        |runs| {
            let part = &x[runs.start * RUN..x.len().min(runs.end * RUN)];
            Ok(dot(part, part))
        },
        |a, b| a + b,
    )?;
    Ok(sum.unwrap_or(0.0).sqrt())
}

fn normalise(x: &mut [f64], control: &Control) -> Result<(), Error> {
    let length = length(x, control)?;
    fill(x, control, |_, x| x / length)
}

/// The matrix as the basis sees it: at most [`WIDTH`] rows.
struct Square {
    width: usize,
    cells: Vec<f64>,
}

impl Square {
    fn new(width: usize) -> Self {
        Self {
            width,
            cells: vec![0.0; width * width],
        }
    }

    fn at(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.width + column]
    }

    /// The first `k` rows and columns, row after row.
    fn corner(&self, k: usize) -> Vec<f64> {
        let row = |r: usize| &self.cells[r * self.width..r * self.width + k];
        (0..k).flat_map(row).copied().collect()
    }

    /// The eigenvalue of the first `k` rows and columns that lies farthest right, and its vector of length 1.
    ///
    /// By repeated squaring of H + σI: after t squarings the ratio of any other eigenvalue to this one has
    /// been raised to the power 2ᵗ, so fifty of them part any two that a double can tell apart. O(k³) each,
    /// with k at most [`WIDTH`].
    fn dominant(&self, k: usize) -> (f64, Vec<f64>) {
        let corner = self.corner(k);
        let row_sum = |row: &[f64]| row.iter().map(|x| x.abs()).sum::<f64>();
        let shift = corner.chunks_exact(k).map(row_sum).fold(0.0, f64::max);
        let mut power = corner.clone();
        for i in 0..k {
            power[i * k + i] += shift;
        }
        unit_length(&mut power);
        for _ in 0..50 {
            let mut square = vec![0.0; k * k];
            for (row, sums) in power.chunks_exact(k).zip(square.chunks_exact_mut(k)) {
                for (&x, other) in row.iter().zip(power.chunks_exact(k)) {
                    sums.iter_mut()
                        .zip(other)
                        .for_each(|(sum, y)| *sum += x * y);
                }
            }
            unit_length(&mut square);
            let moved = square.iter().zip(&power).map(|(a, b)| (a - b).abs());
            let moved = moved.fold(0.0, f64::max);
            power = square;
            if moved < 1e-15 {
                break;
            }
        }
        // Every column is a multiple of the vector; the longest has lost least.
        let column = |c: usize| power.iter().skip(c).step_by(k).copied();
        let longest = (0..k)
            .map(|c| (column(c).map(|x| x * x).sum::<f64>(), c))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(0, |(_, c)| c);
        let mut vector: Vec<f64> = column(longest).collect();
        unit_length(&mut vector);
        let value = vector
            .iter()
            .zip(corner.chunks_exact(k))
            .map(|(x, row)| x * dot(row, &vector))
            .sum();
        (value, vector)
    }

    /// |Hs − λs| over the first `k` rows and columns.
    fn error(&self, k: usize, value: f64, vector: &[f64]) -> f64 {
        let corner = self.corner(k);
        let rows = corner.chunks_exact(k).zip(vector);
        let parts = rows.map(|(row, x)| (dot(row, vector) - value * x).powi(2));
        parts.sum::<f64>().sqrt()
    }
}

fn unit_length(x: &mut [f64]) {
    let length = x.iter().map(|v| v * v).sum::<f64>().sqrt();
    for v in x {
        *v /= length;
    }
}
