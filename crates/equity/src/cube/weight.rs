//! Sampling weights: the three sums that a weighted rate needs.

use serde::Serialize;

use crate::rate::wilson;
use crate::{Confidence, Error};

/// Sums over the children of a cell whose outcome is recorded, each with its sampling weight.
///
/// Weights stand for children who were not asked; they are no counts. Unit: that of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Weighted {
    /// Σw.
    pub sum: f64,
    /// Σwy, the weights of those who reach the outcome.
    pub reached: f64,
    /// Σw².
    pub squares: f64,
}

impl Weighted {
    /// Σwy / Σw, a share; `None` where the weights add up to 0.
    pub fn rate(&self) -> Option<f64> {
        // Rounding of the two sums may put a rate of 1 a bit above it.
        (self.sum > 0.0).then(|| (self.reached / self.sum).min(1.0))
    }

    /// Kish's effective number of children (Kish 1965), (Σw)² / Σw²: as many children of equal weight
    /// would say as much. At most the children counted. It takes account of unequal weights only, not of
    /// strata or clusters.
    pub fn effective_n(&self) -> Option<f64> {
        // Two divisions, because the square of a large sum may not be a double.
        (self.sum > 0.0 && self.squares > 0.0).then(|| self.sum / (self.squares / self.sum))
    }

    /// Wilson's interval for the weighted rate at the effective number of children, as (lower, upper).
    ///
    /// ```
    /// use commonweal_equity::cube::Weighted;
    /// use commonweal_equity::Confidence;
    /// // Nine children of weight 2, of whom seven reach it: the interval of 7 of 9.
    /// let nine = Weighted { sum: 18.0, reached: 14.0, squares: 36.0 };
    /// assert_eq!(nine.effective_n(), Some(9.0));
    /// let (low, high) = nine.interval(Confidence::default()).unwrap();
    /// assert!((low - 0.45259).abs() < 5e-6 && (high - 0.93677).abs() < 5e-6);
    /// ```
    pub fn interval(&self, confidence: Confidence) -> Option<(f64, f64)> {
        let (rate, n) = (self.rate()?, self.effective_n()?);
        Some(wilson(rate * n, n, confidence.z()))
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.sum += other.sum;
        self.reached += other.reached;
        self.squares += other.squares;
    }

    pub(super) fn add_child(&mut self, weight: f64, reaches: bool) {
        self.sum += weight;
        self.reached += if reaches { weight } else { 0.0 };
        self.squares += weight * weight;
    }

    /// Refuses sums that no double holds, which would come out as NaN further on.
    pub(super) fn check(sums: &[Self]) -> Result<(), Error> {
        let finite = |sums: &Self| {
            [sums.sum, sums.reached, sums.squares]
                .iter()
                .all(|sum| sum.is_finite() && *sum >= 0.0)
        };
        if sums.iter().all(finite) {
            return Ok(());
        }
        Err(Error::BadOption {
            option: "weight",
            found: "weights that are negative, missing, or too large to be squared and added"
                .into(),
            expected: "numbers of 0 and more, below 1e150",
        })
    }
}
