//! The stochastic degree sequence model: every total kept on average, and the exact law of a pair's common
//! meetings under it.

use super::{Affiliation, Presence};
use crate::{Control, Error};

/// Chance of each cell, row by row: the random table of greatest entropy whose expected totals, of every partner
/// and every meeting, are those observed (the bipartite configuration model, Saracco et al. 2015), with chance 0
/// where a partner could not have come or nobody knows.
pub(super) struct Chances {
    pub(super) cells: Vec<f64>,
    /// Largest difference between an expected total and the observed one.
    pub(super) error: f64,
}

/// A difference of totals that is as good as none.
const CLOSE: f64 = 1e-10;
/// Sweeps over rows and columns. Tables on the edge of what margins allow approach their limit slowly.
const SWEEPS: usize = 5_000;

impl Chances {
    /// Fits the model: rows and columns in turn, each total met exactly by Newton steps on its own parameter.
    /// The likelihood is concave, so this climbs to its one top. O(sweeps · cells); a few dozen sweeps on
    /// ordinary tables.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub(super) fn fit(affiliation: &Affiliation, control: &Control) -> Result<Self, Error> {
        let (n, m) = (affiliation.partners(), affiliation.meetings().len());
        let mut margins = Margins::of(affiliation);
        margins.peel();
        let Margins {
            free,
            rows,
            columns,
            ..
        } = &margins;
        let mut row_parameter = vec![0.0; n];
        let mut column_parameter = vec![0.0; m];
        let mut error = f64::INFINITY;
        let row_cells: Vec<Vec<usize>> = (0..n)
            .map(|i| (0..m).filter(|e| free[i * m + e]).collect())
            .collect();
        let column_cells: Vec<Vec<usize>> = (0..m)
            .map(|e| (0..n).filter(|i| free[i * m + e]).collect())
            .collect();
        let chance = |x: f64| 1.0 / (1.0 + (-x).exp());
        for _ in 0..SWEEPS {
            control.check()?;
            // After the columns of the last sweep only the rows can be off.
            error = (0..n)
                .map(|i| {
                    let sum: f64 = row_cells[i]
                        .iter()
                        .map(|&e| chance(row_parameter[i] + column_parameter[e]))
                        .sum();
                    (sum - f64::from(rows[i])).abs()
                })
                .chain((0..m).map(|e| {
                    let sum: f64 = column_cells[e]
                        .iter()
                        .map(|&i| chance(row_parameter[i] + column_parameter[e]))
                        .sum();
                    (sum - f64::from(columns[e])).abs()
                }))
                .fold(0.0, f64::max);
            if error < CLOSE {
                break;
            }
            for i in 0..n {
                solve(
                    &mut row_parameter[i],
                    rows[i],
                    &row_cells[i],
                    &column_parameter,
                );
            }
            for e in 0..m {
                solve(
                    &mut column_parameter[e],
                    columns[e],
                    &column_cells[e],
                    &row_parameter,
                );
            }
        }
        let cells = (0..n * m)
            .map(|k| {
                if free[k] {
                    chance(row_parameter[k / m] + column_parameter[k % m])
                } else {
                    f64::from(u8::from(margins.certain[k]))
                }
            })
            .collect();
        Ok(Self { cells, error })
    }
}

/// Moves one parameter so that its total of chances is `total`, which lies strictly between none and all.
fn solve(parameter: &mut f64, total: u32, cells: &[usize], others: &[f64]) {
    if cells.is_empty() {
        return;
    }
    let (mut low, mut high) = (-80.0, 80.0);
    for _ in 0..100 {
        let (mut excess, mut slope) = (-f64::from(total), 0.0);
        for &k in cells {
            let chance = 1.0 / (1.0 + (-*parameter - others[k]).exp());
            excess += chance;
            slope += chance * (1.0 - chance);
        }
        if excess.abs() < CLOSE / 100.0 {
            return;
        }
        if excess > 0.0 {
            high = *parameter;
        } else {
            low = *parameter;
        }
        let step = *parameter - excess / slope;
        // Newton where it stays inside the bracket, halving where it would leave it.
        *parameter = if step > low && step < high {
            step
        } else {
            f64::midpoint(low, high)
        };
    }
}

/// Totals still to be met by cells that are not settled.
struct Margins {
    m: usize,
    free: Vec<bool>,
    certain: Vec<bool>,
    rows: Vec<u32>,
    columns: Vec<u32>,
}

impl Margins {
    fn of(affiliation: &Affiliation) -> Self {
        let (n, m) = (affiliation.partners(), affiliation.meetings().len());
        let mut margins = Self {
            m,
            free: Vec::with_capacity(n * m),
            certain: vec![false; n * m],
            rows: vec![0; n],
            columns: vec![0; m],
        };
        for i in 0..n {
            for (e, cell) in affiliation.row(i as u32).iter().enumerate() {
                margins.free.push(cell.is_open());
                let present = u32::from(*cell == Presence::Present);
                margins.rows[i] += present;
                margins.columns[e] += present;
            }
        }
        margins
    }

    /// Settles the cells of rows and columns that are empty or full: their chances are 0 or 1, which no finite
    /// parameter gives. Settling one can fill or empty another.
    fn peel(&mut self) {
        let (n, m) = (self.rows.len(), self.m);
        loop {
            let mut settled = false;
            for line in 0..n + m {
                let cells: Vec<usize> = if line < n {
                    (line * m..(line + 1) * m)
                        .filter(|&k| self.free[k])
                        .collect()
                } else {
                    (0..n)
                        .map(|i| i * m + line - n)
                        .filter(|&k| self.free[k])
                        .collect()
                };
                let total = if line < n {
                    self.rows[line]
                } else {
                    self.columns[line - n]
                };
                if cells.is_empty() || (total != 0 && total as usize != cells.len()) {
                    continue;
                }
                settled = true;
                for k in cells {
                    self.free[k] = false;
                    if total != 0 {
                        self.certain[k] = true;
                        self.rows[k / m] -= 1;
                        self.columns[k % m] -= 1;
                    }
                }
            }
            if !settled {
                return;
            }
        }
    }
}

/// The law of a sum of independent yes-or-no draws with these chances (Poisson-binomial) at `k`: the chance of
/// `k` or more, and of `k` or fewer. Exact: the sum is built up one draw at a time. O(draws · k).
pub(super) fn poisson_binomial(chances: impl Iterator<Item = f64>, k: usize) -> (f64, f64) {
    // Sums 0 to k, and "more than k" in the last place.
    let mut law = vec![0.0; k + 2];
    law[0] = 1.0;
    for p in chances {
        if p == 0.0 {
            continue;
        }
        law[k + 1] += law[k] * p;
        for sum in (1..=k).rev() {
            law[sum] = law[sum] * (1.0 - p) + law[sum - 1] * p;
        }
        law[0] *= 1.0 - p;
    }
    let low: f64 = law[..=k].iter().sum();
    (law[k] + law[k + 1], low.min(1.0))
}
