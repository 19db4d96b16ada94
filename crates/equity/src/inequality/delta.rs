//! First-order standard errors, and the second-order bias of spread measures.
//!
//! Shares, order and a given average are held fixed; the groups are independent. The standard error of a
//! smooth measure m is then `√Σ (∂m/∂y_j)² se_j²`, in the unit of m whatever that unit is: scaling m scales
//! its gradient.

use super::formula::{Undefined, dot};
use super::groups::Setting;
use super::measure::InequalityMeasure as M;
use super::slope;
use crate::Direction;

impl Setting {
    /// `∂m/∂y_j` of a measure that is smooth in the rates; `None` for one that picks groups by their rate or
    /// takes absolute values.
    pub(super) fn gradient(&self, measure: M, y: &[f64]) -> Option<Result<Vec<f64>, Undefined>> {
        let fixed_pair = self.ordered || (self.reference.is_some() && y.len() == 2);
        let fixed_level = self.ordered || self.reference.is_some();
        match measure {
            M::Difference | M::Ratio if !fixed_pair => None,
            M::PopulationAttributableRisk | M::PopulationAttributableFraction if !fixed_level => {
                None
            }
            M::Difference | M::Ratio => Some(self.pair_gradient(measure, y)),
            M::PopulationAttributableRisk | M::PopulationAttributableFraction => {
                Some(self.attributable_gradient(measure, y))
            }
            M::AbsoluteConcentrationIndex => Some(self.concentration_weights()),
            M::RelativeConcentrationIndex => Some(self.relative_concentration_gradient(y)),
            M::SlopeIndex | M::RelativeIndex => Some(slope::gradient(self, measure, y)),
            M::Theil | M::MeanLogDeviation => Some(self.entropy_gradient(measure, y)),
            _ => None,
        }
    }

    fn pair_gradient(&self, measure: M, y: &[f64]) -> Result<Vec<f64>, Undefined> {
        let (first, second) = match (self.ordered, self.reference) {
            (false, Some(at)) => (at, 1 - at),
            _ => (y.len() - 1, 0),
        };
        let mut gradient = vec![0.0; y.len()];
        if measure == M::Difference {
            gradient[first] = self.ahead(1.0, 0.0);
            gradient[second] = self.ahead(0.0, 1.0);
            return Ok(gradient);
        }
        // ∂R/∂y = ±R/y: plus for the rate above the line, minus for the one below.
        let ratio = self.times(y[first], y[second])?;
        gradient[first] = self.ahead(1.0, 0.0) * ratio / y[first];
        gradient[second] = self.ahead(0.0, 1.0) * ratio / y[second];
        Ok(gradient)
    }

    /// `PAR = y_ref − μ` and `PAF = 100 (y_ref/μ − 1)`.
    fn attributable_gradient(&self, measure: M, y: &[f64]) -> Result<Vec<f64>, Undefined> {
        let at = match (self.ordered, self.reference) {
            (false, Some(at)) => at,
            _ => y.len() - 1,
        };
        let average = self.average(y)?;
        if average <= 0.0 && measure == M::PopulationAttributableFraction {
            return Err(Undefined::ZeroAverage);
        }
        // A given average is a constant.
        let shares = match self.average {
            Some(_) => vec![0.0; y.len()],
            None => self.shares()?.to_vec(),
        };
        let (own, other) = if measure == M::PopulationAttributableRisk {
            (1.0, 1.0)
        } else {
            (100.0 / average, 100.0 * y[at] / (average * average))
        };
        let mut gradient: Vec<f64> = shares.iter().map(|w| -other * w).collect();
        gradient[at] += own;
        Ok(gradient)
    }

    fn relative_concentration_gradient(&self, y: &[f64]) -> Result<Vec<f64>, Undefined> {
        let weights = self.concentration_weights()?;
        let mean = self.mean(y)?;
        if mean <= 0.0 {
            return Err(Undefined::ZeroAverage);
        }
        let index = dot(&weights, y) / mean;
        let pairs = weights.iter().zip(self.shares()?);
        Ok(pairs.map(|(c, w)| (c - index * w) / mean).collect())
    }

    /// TI = Σ w r ln r and MLD = −Σ w ln r with r = y/μ, both × 1,000.
    fn entropy_gradient(&self, measure: M, y: &[f64]) -> Result<Vec<f64>, Undefined> {
        let mean = self.mean(y)?;
        let theil = self.value(M::Theil, true, y)? / 1000.0;
        let pairs = self.shares()?.iter().zip(y);
        pairs
            .map(|(w, y)| {
                let r = y / mean;
                match measure {
                    _ if *w == 0.0 => Ok(0.0),
                    // The slope of r ln r and of ln r is infinite at 0.
                    _ if r <= 0.0 => Err(Undefined::ZeroRate),
                    // Σ w r (1 + ln r) = 1 + TI.
                    M::Theil => Ok(1000.0 * w / mean * (1.0 + r.ln() - (1.0 + theil))),
                    _ => Ok(1000.0 * w / mean * (1.0 - 1.0 / r)),
                }
            })
            .collect()
    }

    /// Variance of the between-group variance for normal rates: with A = diag(w) − ww' and Σ = diag(se²),
    /// `4 y'AΣAy + 2 tr(AΣAΣ)`.
    pub(super) fn variance_of_variance(&self, y: &[f64], se: &[f64]) -> Result<f64, Undefined> {
        let mean = self.mean(y)?;
        let (mut linear, mut all, mut own) = (0.0, 0.0, 0.0);
        let mut squares = 0.0;
        for ((w, y), s) in self.shares()?.iter().zip(y).zip(se) {
            let ws = w * w * s * s;
            linear += ws * (y - mean) * (y - mean);
            all += ws;
            squares += ws * ws;
            own += ws * (1.0 - w) * (1.0 - w) * s * s;
        }
        Ok(4.0 * linear + 2.0 * (all * all - squares + own))
    }

    /// What sampling alone adds to a spread measure on average: `½ Σ se_j² ∂²m/∂y_j²`. Exact for BGV
    /// (Σ w(1 − w)se²), second order for TI and MLD; `None` for other measures.
    pub(super) fn bias(&self, measure: M, y: &[f64], se: &[f64]) -> Option<Result<f64, Undefined>> {
        matches!(
            measure,
            M::BetweenGroupVariance | M::Theil | M::MeanLogDeviation
        )
        .then(|| self.second_order(measure, y, se))
    }

    fn second_order(&self, measure: M, y: &[f64], se: &[f64]) -> Result<f64, Undefined> {
        let mean = self.mean(y)?;
        let theil = match measure {
            M::BetweenGroupVariance => 0.0,
            _ => self.value(M::Theil, true, y)? / 1000.0,
        };
        let mut sum = 0.0;
        for ((w, y), s) in self.shares()?.iter().zip(y).zip(se) {
            if *w == 0.0 || *s == 0.0 {
                continue;
            }
            let (r, share) = (y / mean, w / mean);
            let curvature = match measure {
                M::BetweenGroupVariance => 2.0 * w * (1.0 - w),
                _ if r <= 0.0 => return Err(Undefined::ZeroRate),
                M::Theil => {
                    1000.0 * (share / y - share * share * (1.0 + 2.0 * r.ln() - 2.0 * theil))
                }
                _ => 1000.0 * (w / (y * y) - share * share),
            };
            sum += 0.5 * s * s * curvature;
        }
        Ok(sum)
    }

    /// Whether the reference is no better than the average, so that PAR and PAF are 0 by convention.
    pub(super) fn nothing_attainable(&self, y: &[f64]) -> bool {
        self.average(y).is_ok_and(|average| {
            let rate = self.attainable(y);
            match self.direction {
                Direction::Higher => rate <= average,
                Direction::Lower => rate >= average,
            }
        })
    }
}
