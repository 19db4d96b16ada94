//! The inverse of a grounded Laplacian, by Cholesky's factorisation.
//!
//! The Laplacian of a connected circuit with one row and column taken out is positive definite. It is
//! factorised row by row (each cell a product of two finished rows, which lie one after the other in memory), and
//! the inverse is solved for [`COLUMNS`] unit vectors at a time, so that a row of the factor is read once
//! for all of them and every operation has that many neighbours to be done with.

use ndarray::Array2;

use crate::measures::spectral::dot;
use crate::reduce::fill_blocks;
use crate::{Control, Error};

/// Columns of the inverse that are solved together.
const COLUMNS: usize = 8;

/// A tie as a wire between two places.
#[derive(Clone, Copy)]
pub(super) struct Wire {
    pub(super) ends: [u32; 2],
    pub(super) conductance: f64,
}

/// G: the potentials of a circuit whose last place is grounded. Row s is the potential of every place when a
/// unit current enters at s; the last row and column are 0.
pub(super) struct Grounded(Array2<f64>);

impl Grounded {
    /// Solves the connected circuit of `n` places, at least two. n³ operations, 16n² bytes while it works.
    pub(super) fn new(n: usize, wires: &[Wire], control: &Control) -> Result<Self, Error> {
        let free = n - 1;
        // In units of the largest, so that squares stay finite.
        let unit = wires.iter().map(|w| w.conductance).fold(0.0, f64::max);
        let mut factor = Array2::zeros((free, free));
        for &Wire {
            ends: [u, v],
            conductance,
        } in wires
        {
            let (u, v, c) = (u as usize, v as usize, conductance / unit);
            for end in [u, v].into_iter().filter(|&end| end < free) {
                factor[[end, end]] += c;
            }
            if u < free && v < free {
                factor[[u.max(v), u.min(v)]] -= c;
            }
        }
        factorise(&mut factor, control)?;
        let mut inverse = Array2::zeros((n, n));
        let cells = inverse.as_slice_mut().unwrap_or_default();
        fill_blocks(cells, COLUMNS * n, control, |start, rows| {
            solve(&factor, start / n, rows, n);
            Ok(())
        })?;
        inverse.mapv_inplace(|x| x / unit);
        Ok(Self(inverse))
    }

    pub(super) fn n(&self) -> usize {
        self.0.nrows()
    }

    /// Potentials when a unit current enters at `s`.
    pub(super) fn row(&self, s: u32) -> &[f64] {
        let n = self.n();
        let cells = self.0.as_slice().unwrap_or_default();
        &cells[s as usize * n..(s as usize + 1) * n]
    }

    /// Σⱼ Rᵢⱼ for every place i, where Rᵢⱼ = Gᵢᵢ + Gⱼⱼ − 2Gᵢⱼ.
    pub(super) fn resistance_sums(&self) -> Vec<f64> {
        let n = self.n();
        let trace: f64 = self.0.diag().sum();
        let sum = |i: usize| n as f64 * self.0[[i, i]] + trace - 2.0 * self.0.row(i).sum();
        (0..n).map(sum).collect()
    }
}

/// The lower triangular L that times its transpose gives `a`, in place; the upper triangle is not looked at.
fn factorise(a: &mut Array2<f64>, control: &Control) -> Result<(), Error> {
    /// Rows of one column that a thread finishes at a time.
    const ROWS: usize = 256;
    let n = a.nrows();
    let Some(cells) = a.as_slice_mut() else {
        return Ok(());
    };
    for j in 0..n {
        // Rows up to j are finished left of column j; those below still need it.
        let (done, below) = cells.split_at_mut((j + 1) * n);
        let own = &mut done[j * n..=j * n + j];
        let (left, pivot) = own.split_at_mut(j);
        pivot[0] = (pivot[0] - dot(left, left)).sqrt();
        let (left, pivot) = (&*left, pivot[0]);
        fill_blocks(below, ROWS * n, control, |_, rows| {
            for row in rows.chunks_exact_mut(n) {
                row[j] = (row[j] - dot(&row[..j], left)) / pivot;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Rows `first..` of the inverse (it is symmetric, so they are its columns), as many as `rows` holds of `n`.
fn solve(factor: &Array2<f64>, first: usize, rows: &mut [f64], n: usize) {
    let free = n - 1;
    let Some(cells) = factor.as_slice() else {
        return;
    };
    // Before `first` a unit vector's solution of Ly = e is 0.
    let mut y = vec![[0.0; COLUMNS]; free];
    for i in first..free {
        let mut sum = [0.0; COLUMNS];
        if i - first < COLUMNS {
            sum[i - first] = 1.0;
        }
        let row = &cells[i * free..=i * free + i];
        for (l, y) in row[first..i].iter().zip(&y[first..i]) {
            for c in 0..COLUMNS {
                sum[c] -= l * y[c];
            }
        }
        y[i] = sum.map(|s| s / row[i]);
    }
    // Lᵀx = y from the end, taking each finished x out of all before it.
    for i in (0..free).rev() {
        let row = &cells[i * free..=i * free + i];
        let x = y[i].map(|s| s / row[i]);
        y[i] = x;
        for (l, y) in row[..i].iter().zip(&mut y[..i]) {
            for c in 0..COLUMNS {
                y[c] -= l * x[c];
            }
        }
    }
    for (column, row) in rows.chunks_exact_mut(n).enumerate() {
        row.iter_mut()
            .zip(&y)
            .for_each(|(cell, y)| *cell = y[column]);
    }
}
