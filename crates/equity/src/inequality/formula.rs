//! The measures as functions of the rates; everything else is held fixed.

use super::groups::Setting;
use super::measure::InequalityMeasure as M;
use super::slope;
use crate::Direction;

/// Why a measure has no value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Undefined {
    NoGroups,
    OneGroup,
    NoOrder,
    NoReference,
    /// The groups without a population.
    NoPopulation(String),
    NoPeople,
    ZeroAverage,
    ZeroRate,
    NotTwoGroups,
    NoFit,
}

impl Undefined {
    /// The reason in words, to stand after "Not defined:".
    pub(super) fn words(&self) -> String {
        match self {
            Self::NoGroups => "no group has an estimate".to_owned(),
            Self::OneGroup => "there is only one group with an estimate".to_owned(),
            Self::NoOrder => {
                "it needs an order of the groups, from the most disadvantaged to the most advantaged (order)"
                    .to_owned()
            }
            Self::NoReference => "no reference group with an estimate was named".to_owned(),
            Self::NoPopulation(groups) => {
                format!("it needs the population of every group; none for {groups}")
            }
            Self::NoPeople => "all populations are 0".to_owned(),
            Self::ZeroAverage => "the average rate is 0".to_owned(),
            Self::ZeroRate => "a rate it divides by, or takes the logarithm of, is 0".to_owned(),
            Self::NotTwoGroups => "only for exactly two groups".to_owned(),
            Self::NoFit => {
                "the regression on rank has no solution: the rates are all 0, all at the top of the scale, or \
                 split by rank into 0 and the top, or too few groups have people"
                    .to_owned()
            }
        }
    }
}

impl Setting {
    pub(super) fn shares(&self) -> Result<&[f64], Undefined> {
        self.shares.as_deref().map_err(Clone::clone)
    }

    /// Population-weighted mean of the rates.
    pub(super) fn mean(&self, y: &[f64]) -> Result<f64, Undefined> {
        Ok(dot(self.shares()?, y))
    }

    /// The average that was given, otherwise the weighted mean.
    pub(super) fn average(&self, y: &[f64]) -> Result<f64, Undefined> {
        self.average.map_or_else(|| self.mean(y), Ok)
    }

    pub(super) fn best(&self, y: &[f64]) -> f64 {
        match self.direction {
            Direction::Higher => max(y),
            Direction::Lower => min(y),
        }
    }

    pub(super) fn worst(&self, y: &[f64]) -> f64 {
        match self.direction {
            Direction::Higher => min(y),
            Direction::Lower => max(y),
        }
    }

    pub(super) fn reference(&self, y: &[f64]) -> Result<f64, Undefined> {
        self.reference.map(|at| y[at]).ok_or(Undefined::NoReference)
    }

    /// The two rates of D and R, the advantaged first: the ends of the order; otherwise the named reference
    /// and the worst of the others; otherwise the best and the worst.
    pub(super) fn pair(&self, y: &[f64]) -> (f64, f64) {
        match (self.ordered, self.reference) {
            (true, _) => (y[y.len() - 1], y[0]),
            (false, Some(at)) => {
                let others = y.iter().enumerate().filter(|(i, _)| *i != at);
                let others: Vec<f64> = others.map(|(_, y)| *y).collect();
                (y[at], self.worst(&others))
            }
            (false, None) => (self.best(y), self.worst(y)),
        }
    }

    /// The rate everybody would have for PAR and PAF: the advantaged end of the order; otherwise the named
    /// reference; otherwise the best rate.
    pub(super) fn attainable(&self, y: &[f64]) -> f64 {
        match (self.ordered, self.reference) {
            (true, _) => y[y.len() - 1],
            (false, Some(at)) => y[at],
            (false, None) => self.best(y),
        }
    }

    /// How far the first is ahead of the second: positive when it is better.
    pub(super) fn ahead(&self, first: f64, second: f64) -> f64 {
        match self.direction {
            Direction::Higher => first - second,
            Direction::Lower => second - first,
        }
    }

    /// How many times better the first is: above 1 when it is better.
    pub(super) fn times(&self, first: f64, second: f64) -> Result<f64, Undefined> {
        let (over, under) = match self.direction {
            Direction::Higher => (first, second),
            Direction::Lower => (second, first),
        };
        // A ratio of 0 has no logarithm: no interval, no direction. Neither end may be 0.
        if over <= 0.0 || under <= 0.0 {
            return Err(Undefined::ZeroRate);
        }
        Ok(over / under)
    }

    /// Population rank of each group: the share before it plus half its own (ridit).
    pub(super) fn ridits(&self) -> Result<Vec<f64>, Undefined> {
        if !self.ordered {
            return Err(Undefined::NoOrder);
        }
        let mut before = 0.0;
        let rank = |share: &f64| {
            let middle = before + share / 2.0;
            before += share;
            middle
        };
        Ok(self.shares()?.iter().map(rank).collect())
    }

    /// Σ w (2 R − 1) y: the absolute concentration index is linear in the rates.
    pub(super) fn concentration_weights(&self) -> Result<Vec<f64>, Undefined> {
        let ridits = self.ridits()?;
        let pairs = self.shares()?.iter().zip(ridits);
        Ok(pairs.map(|(w, rank)| w * (2.0 * rank - 1.0)).collect())
    }

    /// The value of a measure.
    pub(super) fn value(&self, measure: M, weighted: bool, y: &[f64]) -> Result<f64, Undefined> {
        match y.len() {
            0 => return Err(Undefined::NoGroups),
            1 => return Err(Undefined::OneGroup),
            _ => {}
        }
        let distance = |from: f64| self.distance(weighted, y, from);
        let percent = |part: f64, of: f64| {
            if of > 0.0 {
                Ok(100.0 * part / of)
            } else {
                Err(Undefined::ZeroRate)
            }
        };
        let best = self.best(y);
        match measure {
            M::Difference => {
                let (first, second) = self.pair(y);
                Ok(self.ahead(first, second))
            }
            M::Ratio => {
                let (first, second) = self.pair(y);
                self.times(first, second)
            }
            M::PopulationAttributableRisk => {
                let average = self.average(y)?;
                let gain = self.ahead(self.attainable(y), average).max(0.0);
                Ok(match self.direction {
                    Direction::Higher => gain,
                    Direction::Lower => 0.0 - gain,
                })
            }
            M::PopulationAttributableFraction => {
                let risk = self.value(M::PopulationAttributableRisk, weighted, y)?;
                percent(risk, self.average(y)?).map_err(|_| Undefined::ZeroAverage)
            }
            M::AbsoluteConcentrationIndex => Ok(dot(&self.concentration_weights()?, y)),
            M::RelativeConcentrationIndex => {
                let absolute = dot(&self.concentration_weights()?, y);
                Ok(percent(absolute, self.mean(y)?).map_err(|_| Undefined::ZeroAverage)? / 100.0)
            }
            M::SlopeIndex | M::RelativeIndex => slope::value(self, measure, y),
            M::BetweenGroupVariance => self.variance(y),
            M::BetweenGroupStandardDeviation => Ok(self.variance(y)?.sqrt()),
            M::CoefficientOfVariation => {
                let spread = self.variance(y)?.sqrt();
                percent(spread, self.mean(y)?).map_err(|_| Undefined::ZeroAverage)
            }
            M::MeanDifferenceFromMean => distance(self.average(y)?),
            M::MeanDifferenceFromBest => distance(best),
            M::MeanDifferenceFromReference => distance(self.reference(y)?),
            M::IndexOfDisparity => {
                let average = self.average(y)?;
                percent(distance(average)?, average).map_err(|_| Undefined::ZeroAverage)
            }
            M::IndexOfDisparityFromBest => percent(distance(best)?, best),
            M::IndexOfDisparityFromReference => {
                let reference = self.reference(y)?;
                percent(distance(reference)?, reference)
            }
            M::PearcyKeppel => percent(distance(best)? * over_others(y), best),
            M::PearcyKeppelFromReference => {
                let reference = self.reference(y)?;
                percent(distance(reference)? * over_others(y), reference)
            }
            M::Theil => self.entropy(y, |r| if r > 0.0 { Ok(r * r.ln()) } else { Ok(0.0) }),
            M::MeanLogDeviation => self.entropy(y, |r| {
                if r > 0.0 {
                    Ok(-r.ln())
                } else {
                    Err(Undefined::ZeroRate)
                }
            }),
            M::BetweenGroupRateDifference | M::BetweenGroupRateRatio if y.len() != 2 => {
                Err(Undefined::NotTwoGroups)
            }
            M::MaximalRateDifference | M::BetweenGroupRateDifference => Ok(max(y) - min(y)),
            M::MaximalRateRatio | M::BetweenGroupRateRatio => self.times(best, self.worst(y)),
            M::SummaryRateDifference => Ok(self.ahead(best, others(y, best))),
            M::SummaryRateRatio => self.times(best, others(y, best)),
        }
    }

    /// Mean distance of the rates from a level, over all J groups, the reference included.
    fn distance(&self, weighted: bool, y: &[f64], from: f64) -> Result<f64, Undefined> {
        let distances = y.iter().map(|y| (y - from).abs());
        if weighted {
            let shares = self.shares()?.iter();
            return Ok(shares.zip(distances).map(|(w, d)| w * d).sum());
        }
        Ok(distances.sum::<f64>() / y.len() as f64)
    }

    fn variance(&self, y: &[f64]) -> Result<f64, Undefined> {
        let mean = self.mean(y)?;
        let parts = self.shares()?.iter().zip(y);
        Ok(parts.map(|(w, y)| w * (y - mean) * (y - mean)).sum())
    }

    /// 1,000 · Σ w f(y/μ). Groups without people do not count.
    fn entropy(
        &self,
        y: &[f64],
        f: impl Fn(f64) -> Result<f64, Undefined>,
    ) -> Result<f64, Undefined> {
        let mean = self.mean(y)?;
        if mean <= 0.0 {
            return Err(Undefined::ZeroAverage);
        }
        let mut sum = 0.0;
        for (w, y) in self.shares()?.iter().zip(y).filter(|(w, _)| **w > 0.0) {
            sum += w * f(y / mean)?;
        }
        // Both indices are at least 0 (Jensen); rounding may fall below.
        Ok((1000.0 * sum).max(0.0))
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub(super) fn max(y: &[f64]) -> f64 {
    y.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

pub(super) fn min(y: &[f64]) -> f64 {
    y.iter().copied().fold(f64::INFINITY, f64::min)
}

/// From a mean over all J groups to one over the J − 1 that are not the reference.
fn over_others(y: &[f64]) -> f64 {
    y.len() as f64 / (y.len() - 1) as f64
}

/// Simple mean of the rates of all groups but one with this rate.
fn others(y: &[f64], rate: f64) -> f64 {
    (y.iter().sum::<f64>() - rate) / (y.len() - 1) as f64
}
