//! One column that moves with the labels, against columns that stay: the statistic of one order.
//!
//! The columns that stay are orthonormal, so that an order costs one gather and one dot product a column. Where
//! the moving column is unknown the cell is left out: its share is taken from the products of the columns that
//! stay, so that orders with few unknown cells cost little more than orders with none.

use super::Units;
use super::basis::Small;
use crate::measures::spectral::dot;
use crate::nulls::shuffles::steady;

/// Stands for the t of an exact fit, which has none: beyond every other.
pub(super) const BEYOND: f64 = 1e9;

/// What is measured of the moving column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statistic {
    /// Estimate by its classical standard error.
    T,
    /// Estimate by its HC0 standard error.
    RobustT,
    /// Rao's score, standardised.
    Score,
    /// Share of the variance of the moving column that the others explain.
    RSquared,
}

/// A moving column and those that stay.
#[derive(Debug)]
pub(super) struct Moving {
    units: Units,
    /// The cells where all columns that stay are known.
    cells: Vec<(u32, u32)>,
    /// An orthonormal basis, the first of it constant, and then the response unless R² is measured.
    stay: Vec<Vec<f64>>,
    /// How many of `stay` are the basis.
    basis: usize,
    products: Small,
    /// The moving column by place, NaN where unknown.
    values: Vec<f64>,
    /// By cell; what the moving column is multiplied by.
    weight: Option<Vec<f64>>,
    statistic: Statistic,
}

/// Working memory of one order.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    moved: Vec<f64>,
    lost: Vec<u32>,
}

impl Moving {
    pub(super) fn new(
        units: Units,
        cells: Vec<(u32, u32)>,
        mut basis: Vec<Vec<f64>>,
        response: Option<Vec<f64>>,
        values: Vec<f64>,
        weight: Option<Vec<f64>>,
        statistic: Statistic,
    ) -> Self {
        let width = basis.len();
        basis.extend(response);
        let mut products = Small::zeros(basis.len());
        for a in 0..basis.len() {
            for b in 0..=a {
                products.set(a, b, dot(&basis[a], &basis[b]));
            }
        }
        Self {
            units,
            cells,
            stay: basis,
            basis: width,
            products,
            values,
            weight,
            statistic,
        }
    }

    /// The statistic when the labels stand in `order`; NaN where it is not defined. O(cells · columns).
    pub(super) fn statistic(&self, order: &[u32], scratch: &mut Scratch) -> f64 {
        self.gather(order, scratch);
        let Scratch { moved, lost } = scratch;
        let k = self.basis;
        let responds = self.stay.len() > k;
        // Basis, the moving column, the response.
        let mut all = Small::zeros(self.stay.len() + 1);
        let place = |column: usize| if column < k { column } else { column + 1 };
        for a in 0..self.stay.len() {
            for b in 0..=a {
                let left_out: f64 = lost
                    .iter()
                    .map(|&c| self.stay[a][c as usize] * self.stay[b][c as usize])
                    .sum();
                all.set(place(a), place(b), self.products.get(a, b) - left_out);
            }
            all.set(place(a), k, dot(&self.stay[a], moved));
        }
        all.set(k, k, dot(moved, moved));
        let used = self.cells.len() - lost.len();
        let needed = if responds { k + 1 } else { k };
        let free = used as f64 - needed as f64;
        if free <= 0.0 || all.factor(needed).is_none() {
            return f64::NAN;
        }
        if !responds {
            let explained: f64 = (1..k).map(|j| all.get(k, j).powi(2)).sum();
            let left = all.get(k, k).powi(2);
            let whole = explained + left;
            return if whole > 0.0 {
                steady(explained / whole)
            } else {
                f64::NAN
            };
        }
        let (own, along, left) = (all.get(k, k), all.get(k + 1, k), all.get(k + 1, k + 1));
        if self.statistic == Statistic::Score {
            return steady(along);
        }
        if left == 0.0 {
            return BEYOND.copysign(along);
        }
        let t = match self.statistic {
            Statistic::RobustT => along * own / self.meat(&all, moved, lost).sqrt(),
            _ => along * free.sqrt() / left,
        };
        steady(t).clamp(-BEYOND, BEYOND)
    }

    /// The moving column in this order, 0 where it is unknown, and the cells where it is.
    fn gather(&self, order: &[u32], scratch: &mut Scratch) {
        scratch.lost.clear();
        scratch.moved.clear();
        let values = &self.values;
        match self.units {
            Units::Partners => scratch.moved.extend(
                self.cells
                    .iter()
                    .map(|&(i, _)| values[order[i as usize] as usize]),
            ),
            Units::Pairs { n } => scratch.moved.extend(self.cells.iter().map(|&(i, j)| {
                values[order[i as usize] as usize * n + order[j as usize] as usize]
            })),
        }
        for (c, x) in scratch.moved.iter_mut().enumerate() {
            if x.is_nan() {
                *x = 0.0;
                scratch.lost.push(c as u32);
            }
        }
        if let Some(weight) = &self.weight {
            for (x, w) in scratch.moved.iter_mut().zip(weight) {
                *x *= w;
            }
        }
    }

    /// Σ u²e² over the cells used, u the residual of the fit and e the moving column without the basis.
    fn meat(&self, factor: &Small, moved: &[f64], lost: &[u32]) -> f64 {
        let k = self.basis;
        let of_moved = factor.back_solve(k, k);
        let of_response = factor.back_solve(k + 1, k + 1);
        let (estimate, response) = (of_response[k], &self.stay[k]);
        let at = |c: usize| {
            let (mut e, mut u) = (moved[c], response[c] - estimate * moved[c]);
            for j in 0..k {
                e -= of_moved[j] * self.stay[j][c];
                u -= of_response[j] * self.stay[j][c];
            }
            (e * u).powi(2)
        };
        let left_out: f64 = lost.iter().map(|&c| at(c as usize)).sum();
        (0..moved.len()).map(at).sum::<f64>() - left_out
    }
}
