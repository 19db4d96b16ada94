//! The matrix of ties, multiplied with a vector.

use crate::reduce::{fill_blocks, map_merge};
use crate::{Control, Csr, Error, Mode, Network};

/// Partners whose sums one thread makes at a time. Fixed by nothing but this number.
const BLOCK: usize = 1024;

/// Rows to add up, with what each entry counts.
#[derive(Clone, Copy)]
pub(super) struct Pull<'a> {
    pub(super) rows: &'a Csr,
    /// Values that count; `None` where every tie counts one.
    pub(super) weights: Option<&'a [f64]>,
    /// Values are taken in units of the largest, so that sums and squares of them stay finite.
    pub(super) unit: f64,
}

impl<'a> Pull<'a> {
    pub(super) fn new(rows: &'a Csr, weighted: bool) -> Self {
        let weights = rows.values().filter(|_| weighted);
        let unit = weights.map_or(1.0, |w| w.iter().copied().fold(0.0, f64::max));
        Self {
            rows,
            weights,
            unit,
        }
    }

    /// Entries of row `i` as (neighbour, weight in units of the largest).
    pub(super) fn row(&self, i: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.rows.range(i);
        let start = range.start;
        let targets = self.rows.targets()[range].iter().enumerate();
        targets.map(move |(k, &j)| (j, self.weights.map_or(1.0, |w| w[start + k] / self.unit)))
    }

    /// Row `i` times `x`: the sum of the neighbours' `x`, times the weights.
    pub(super) fn times(&self, i: u32, x: &[f64]) -> f64 {
        let range = self.rows.range(i);
        let targets = &self.rows.targets()[range.clone()];
        match self.weights {
            None => {
                // In four sums, so that no addition waits for the one before.
                let mut sums = [0.0; 4];
                let fours = targets.chunks_exact(4);
                let rest: f64 = fours.remainder().iter().map(|&j| x[j as usize]).sum();
                for four in fours {
                    for lane in 0..4 {
                        sums[lane] += x[four[lane] as usize];
                    }
                }
                (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
            }
            Some(weights) => {
                let terms = targets.iter().zip(&weights[range]);
                terms.map(|(&j, w)| w / self.unit * x[j as usize]).sum()
            }
        }
    }

    /// y = A x. O(n + m).
    pub(super) fn multiply(
        &self,
        x: &[f64],
        y: &mut [f64],
        control: &Control,
    ) -> Result<(), Error> {
        fill(y, control, |i, _| self.times(i as u32, x))
    }
}

/// Sets each element to `value(its number, what it was)`, in parallel.
pub(super) fn fill(
    values: &mut [f64],
    control: &Control,
    value: impl Fn(usize, f64) -> f64 + Sync,
) -> Result<(), Error> {
    fill_blocks(values, BLOCK, control, |start, block| {
        for (k, x) in block.iter_mut().enumerate() {
            *x = value(start + k, *x);
        }
        Ok(())
    })
}

/// Inner products of `y` with each of `vectors`, by the one fixed order of sums.
pub(super) fn products(
    vectors: &[Vec<f64>],
    y: &[f64],
    control: &Control,
) -> Result<Vec<f64>, Error> {
    /// Elements that are one item of the sum: enough to be worth a walk along every vector.
    const RUN: usize = 256;
    let sums = map_merge(
        y.len().div_ceil(RUN),
        control,
        |runs| {
            let range = runs.start * RUN..y.len().min(runs.end * RUN);
            let part = |v: &Vec<f64>| dot(&v[range.clone()], &y[range.clone()]);
            Ok(vectors.iter().map(part).collect::<Vec<f64>>())
        },
        |mut a, b| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        },
    )?;
    Ok(sums.unwrap_or_else(|| vec![0.0; vectors.len()]))
}

/// y += Σ cᵥ v, vector by vector in blocks that stay in the cache.
pub(super) fn add(
    y: &mut [f64],
    vectors: &[Vec<f64>],
    coefficients: &[f64],
    control: &Control,
) -> Result<(), Error> {
    fill_blocks(y, BLOCK, control, |start, block| {
        for (v, c) in vectors.iter().zip(coefficients) {
            for (y, v) in block.iter_mut().zip(&v[start..]) {
                *y += c * v;
            }
        }
        Ok(())
    })
}

/// Σ aᵢbᵢ in eight interleaved sums, which the processor adds side by side.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let ends = a.remainder().iter().zip(b.remainder());
    let rest: f64 = ends.map(|(x, y)| x * y).sum();
    for (x, y) in a.zip(b) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

impl Network {
    /// Rows over which a partner's score is added up: those who name it (`in`) or those it names
    /// (`out`). On undirected networks the same.
    pub(super) fn pulled(&self, mode: Mode) -> &Csr {
        match mode {
            Mode::In => self.incoming(),
            Mode::Out | Mode::All => self.out(),
        }
    }
}

/// Which ties are followed, in words.
pub(super) fn direction(net: &Network, mode: Mode) -> &'static str {
    match (net.is_directed(), mode) {
        (true, Mode::In) => "ties received (in)",
        (true, Mode::Out) => "ties sent (out)",
        _ => "ties in either direction",
    }
}

/// What a tie counts, in words.
pub(super) fn counting(weighted: bool) -> &'static str {
    if weighted {
        "ties by their value"
    } else {
        "every tie counts one"
    }
}
