//! The number of members of a set that have an attribute, when all margins are fixed: Fisher's noncentral
//! hypergeometric distribution, summed over strata.

use super::SetCount;
use crate::Error;

/// Two outcomes whose probabilities differ by less than this share count as equally probable, as in R.
const TIE: f64 = 1e-7;
/// Terms at most in combining strata; a second of work.
const MOST_TERMS: u64 = 100_000_000;

/// Every count the margins allow, with its weight: how many ways there are to label the members so, up to a
/// common factor. Strata share one odds ratio and are independent, so their weights are convolved.
///
/// Weights are kept as logarithms, because the far ends of a large table are beyond the range of doubles and the
/// interval of the odds ratio needs them.
#[derive(Debug, Clone)]
pub(super) struct Margins {
    /// Smallest count possible.
    pub(super) low: u64,
    ln_weights: Vec<f64>,
}

impl Margins {
    /// # Errors
    /// [`Error::BadSet`] when strata with many thousands of members each would have to be combined.
    pub(super) fn of(strata: &[SetCount]) -> Result<Self, Error> {
        let mut all = Self {
            low: 0,
            ln_weights: vec![0.0],
        };
        for stratum in strata {
            all = all.and(&Self::of_one(stratum)?)?;
        }
        Ok(all)
    }

    /// Largest count possible.
    pub(super) fn high(&self) -> u64 {
        self.low + self.ln_weights.len() as u64 - 1
    }

    /// Walks from the most probable count to both ends by the ratio of neighbouring weights, so that rounding
    /// grows with the distance from it and not with the size of the table.
    fn of_one(count: &SetCount) -> Result<Self, Error> {
        let SetCount {
            size,
            all_with,
            all,
            ..
        } = *count;
        let (low, high) = ((size + all_with).saturating_sub(all), size.min(all_with));
        if high - low > MOST_TERMS {
            return Err(too_large());
        }
        let mode = u128::from(size + 1) * u128::from(all_with + 1) / u128::from(all + 2);
        let mode = (mode as u64).clamp(low, high);
        let mut ln_weights = vec![0.0; (high - low + 1) as usize];
        // Weight of k + 1 over that of k.
        let ln_ratio = |k: u64| {
            let (more, fewer) = ((size - k) as f64, (all_with - k) as f64);
            let rest = (all + k + 1 - size - all_with) as f64;
            (more * fewer / ((k + 1) as f64 * rest)).ln()
        };
        for k in mode..high {
            ln_weights[(k + 1 - low) as usize] = ln_weights[(k - low) as usize] + ln_ratio(k);
        }
        for k in (low..mode).rev() {
            ln_weights[(k - low) as usize] = ln_weights[(k + 1 - low) as usize] - ln_ratio(k);
        }
        Ok(Self { low, ln_weights })
    }

    fn and(&self, other: &Self) -> Result<Self, Error> {
        let (a, b) = (&self.ln_weights, &other.ln_weights);
        if a.len() as u64 * b.len() as u64 > MOST_TERMS {
            return Err(too_large());
        }
        let sum = |k: usize| {
            let terms = || {
                let first = (k + 1).saturating_sub(b.len());
                (first..=k.min(a.len() - 1)).map(|i| a[i] + b[k - i])
            };
            let largest = terms().fold(f64::NEG_INFINITY, f64::max);
            largest + terms().map(|term| (term - largest).exp()).sum::<f64>().ln()
        };
        Ok(Self {
            low: self.low + other.low,
            ln_weights: (0..a.len() + b.len() - 1).map(sum).collect(),
        })
    }

    /// The distribution at an odds ratio, given by its logarithm; 0 is chance alone.
    pub(super) fn at(&self, ln_odds: f64) -> Distribution {
        let tilted: Vec<f64> = (0_u32..)
            .zip(&self.ln_weights)
            .map(|(k, weight)| weight + f64::from(k) * ln_odds)
            .collect();
        let largest = tilted.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut shares: Vec<f64> = tilted.iter().map(|t| (t - largest).exp()).collect();
        let total: f64 = shares.iter().sum();
        for share in &mut shares {
            *share /= total;
        }
        Distribution {
            low: self.low,
            shares,
        }
    }

    /// The odds ratio under which `count` is the mean: the conditional maximum-likelihood estimate, 0 or
    /// infinite at the ends.
    pub(super) fn odds_ratio(&self, count: u64) -> f64 {
        if count == self.low {
            0.0
        } else if count == self.high() {
            f64::INFINITY
        } else {
            root(|ln_odds| self.at(ln_odds).mean() - count as f64).exp()
        }
    }

    /// The odds ratio at which `tail` of the counts from `count` up remain.
    pub(super) fn lower(&self, count: u64, tail: f64) -> f64 {
        if count == self.low {
            return 0.0;
        }
        root(|ln_odds| self.at(ln_odds).at_least(count) - tail).exp()
    }

    /// The odds ratio at which `tail` of the counts up to `count` remain.
    pub(super) fn upper(&self, count: u64, tail: f64) -> f64 {
        if count == self.high() {
            return f64::INFINITY;
        }
        root(|ln_odds| tail - self.at(ln_odds).at_most(count)).exp()
    }

    /// Mean count at an odds ratio, which may be infinite.
    pub(super) fn mean(&self, odds: f64) -> f64 {
        if odds == 0.0 {
            self.low as f64
        } else if odds.is_infinite() {
            self.high() as f64
        } else {
            self.at(odds.ln()).mean()
        }
    }
}

/// Probabilities of the counts from `low` up.
#[derive(Debug, Clone)]
pub(super) struct Distribution {
    low: u64,
    shares: Vec<f64>,
}

impl Distribution {
    fn mean(&self) -> f64 {
        let above: f64 = (0_u32..)
            .zip(&self.shares)
            .map(|(k, share)| f64::from(k) * share)
            .sum();
        self.low as f64 + above
    }

    pub(super) fn exactly(&self, count: u64) -> f64 {
        self.shares[(count - self.low) as usize]
    }

    pub(super) fn at_least(&self, count: u64) -> f64 {
        // From the far end, so that small terms are not lost to large ones.
        let tail = &self.shares[(count - self.low) as usize..];
        tail.iter().rev().sum::<f64>().min(1.0)
    }

    pub(super) fn at_most(&self, count: u64) -> f64 {
        let tail = &self.shares[..=(count - self.low) as usize];
        tail.iter().sum::<f64>().min(1.0)
    }

    /// All counts at most as probable as this one.
    pub(super) fn as_improbable(&self, count: u64) -> f64 {
        self.up_to(self.exactly(count))
    }

    /// The smallest two-sided p-value there is.
    pub(super) fn least(&self) -> f64 {
        self.up_to(self.shares.iter().copied().fold(1.0, f64::min))
    }

    fn up_to(&self, share: f64) -> f64 {
        let shares = self.shares.iter();
        let tail: f64 = shares.filter(|&&s| s <= share * (1.0 + TIE)).sum();
        tail.min(1.0)
    }
}

/// Where a rising function crosses zero, by bisection to the last bit: monotone, so it cannot fail.
fn root(rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-1.0_f64, 1.0_f64);
    while rising(low) > 0.0 && low > f64::MIN / 4.0 {
        low *= 2.0;
    }
    while rising(high) < 0.0 && high < f64::MAX / 4.0 {
        high *= 2.0;
    }
    loop {
        let middle = low.midpoint(high);
        if middle <= low || middle >= high {
            return middle;
        }
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

fn too_large() -> Error {
    Error::BadSet {
        problem: "the counts are too large for an exact test within strata. Use fewer strata, or leave them out"
            .to_owned(),
    }
}
