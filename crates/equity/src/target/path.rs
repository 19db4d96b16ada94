//! The way from baseline to goal, year by year, in whole children.

mod root;
mod shape;

pub use shape::{HalvingTo, Path, PathRate};

use num_bigint::BigUint;
use num_traits::ToPrimitive;
use serde::Serialize;

use self::shape::Step;
use super::{Target, more};
use crate::need::required;
use crate::words::{Wording, thousands};
use crate::{Direction, Error, Exact};

/// One year of the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathYear {
    /// Calendar year.
    pub year: i32,
    /// Children in this year's cohort.
    pub cohort: u64,
    /// The rate to reach this year.
    pub rate: PathRate,
    /// Required count: the smallest whole number of children at or above the rate (the largest at or below
    /// it when lower is better), decided on the exact rate.
    pub required: u64,
    /// Children who do better than at the baseline rate in the same cohort: |K − baseline · cohort| in the
    /// good direction, exact.
    pub additional: Exact,
    /// Sum of `additional` up to this year.
    pub cumulative: Exact,
    /// Raw change of the count since the baseline year: K − baseline · (baseline cohort). Differs from
    /// `additional` when the cohort grows or shrinks.
    pub change: Exact,
}

/// The way from baseline to goal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trajectory {
    /// Its shape.
    pub path: Path,
    /// Year of the baseline.
    pub baseline_year: i32,
    /// Rate of the baseline.
    pub baseline_rate: Exact,
    /// Children in the baseline cohort.
    pub baseline_cohort: u64,
    /// `baseline_rate · baseline_cohort`, exact.
    pub baseline_count: Exact,
    /// The count in whole children that meets the baseline rate, as [`PathYear::required`] does in every other
    /// year: the observed count where the baseline comes from counts, the next whole one otherwise.
    pub baseline_required: u64,
    /// Which way is good.
    pub direction: Direction,
    /// Whether the last year is at the goal rate. Always, save on a gap-halving path.
    pub reaches_goal: bool,
    /// The years after the baseline, the goal year last.
    pub years: Vec<PathYear>,
}

impl Target {
    /// The way to the goal with cohorts of constant size.
    ///
    /// Cost: O(years) for paths of fractions; for roots O(years² · log cohort) digit products, a few
    /// milliseconds for a century.
    ///
    /// # Errors
    /// [`Error::BadOption`] where the shape does not exist between the two rates (a factor from 0, the odds
    /// of 1); [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{Exact, Path, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let required = |path| -> Result<Vec<u64>, commonweal_equity::Error> {
    ///     Ok(target.path(path)?.years.iter().map(|year| year.required).collect())
    /// };
    /// assert_eq!(required(Path::Linear)?, [1280, 1360, 1440, 1520, 1600]);
    /// assert_eq!(required(Path::Logit)?, [1293, 1380, 1460, 1534, 1600]);
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn path(&self, path: Path) -> Result<Trajectory, Error> {
        self.path_for(path, &vec![self.cohort; self.years as usize])
    }

    /// The way to the goal with one cohort size for each year after the baseline.
    ///
    /// Both numbers are given: `additional` against the baseline rate in the same cohort, and the raw
    /// `change`, with change = ±additional + baseline · (cohort − baseline cohort).
    ///
    /// # Errors
    /// As [`Target::path`]; [`Error::LengthMismatch`] when there is not one cohort a year.
    pub fn path_for(&self, path: Path, cohorts: &[u64]) -> Result<Trajectory, Error> {
        if cohorts.len() != self.years as usize {
            return Err(Error::LengthMismatch {
                what: "cohorts (one for each year after the baseline)",
                found: cohorts.len(),
                expected: self.years as usize,
            });
        }
        path.check(self)?;
        let baseline_count = self.baseline_count()?;
        let mut cumulative = Exact::ZERO;
        let mut years = Vec::with_capacity(cohorts.len());
        for (t, &cohort) in (1_u32..).zip(cohorts) {
            let (rate, required) = match path.step(self, t)? {
                Step::Exact(rate) => (
                    PathRate::Exact(rate),
                    required(cohort, rate, self.direction)?,
                ),
                Step::Root(root) => (
                    PathRate::Root(root.value()),
                    root.count(cohort, self.direction)?,
                ),
            };
            let at_baseline = self.baseline.times(Exact::from(cohort))?;
            let count = Exact::from(required);
            let additional = match self.direction {
                Direction::Higher => count.minus(at_baseline)?,
                Direction::Lower => at_baseline.minus(count)?,
            };
            cumulative = cumulative.plus(additional)?;
            years.push(PathYear {
                year: self.start.saturating_add(t as i32),
                cohort,
                rate,
                required,
                additional,
                cumulative,
                change: count.minus(baseline_count)?,
            });
        }
        let last = years.last().map(|year| year.rate);
        Ok(Trajectory {
            path,
            baseline_year: self.start,
            baseline_rate: self.baseline,
            baseline_cohort: self.cohort,
            baseline_count,
            baseline_required: required(self.cohort, self.baseline, self.direction)?,
            direction: self.direction,
            reaches_goal: last == Some(PathRate::Exact(self.goal)),
            years,
        })
    }

    /// Cohorts after the baseline when enrolment changes by the same share every year: cohort · (1 + growth)^t,
    /// rounded to whole children on the exact value (a half goes up). Each year is rounded from the baseline,
    /// so roundings do not add up.
    ///
    /// # Errors
    /// [`Error::BadOption`] when `growth` is not between −100 % and 100 %; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::Target;
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// assert_eq!(target.cohorts_growing("-2%".parse()?)?, [1960, 1921, 1882, 1845, 1808]);
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn cohorts_growing(&self, growth: Exact) -> Result<Vec<u64>, Error> {
        let factor = Exact::ONE.plus(growth)?;
        // Beyond twice as many each year a percent sign is missing.
        if factor < Exact::ZERO || factor > Exact::from(2) {
            return Err(Error::BadOption {
                option: "growth",
                found: growth.percent(1),
                expected: "a change of enrolment a year from −100 % to 100 %, such as −2%",
            });
        }
        let above = BigUint::from(factor.numerator().unsigned_abs());
        let below = BigUint::from(factor.denominator().unsigned_abs());
        let cohort = |t: u32| {
            let whole = below.pow(t);
            let doubled = BigUint::from(2 * u128::from(self.cohort)) * above.pow(t) + &whole;
            (doubled / (whole * 2_u8)).to_u64().ok_or(Error::TooLarge)
        };
        (1..=self.years).map(cohort).collect()
    }
}

impl Trajectory {
    /// The way in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else {
            return "No years.".to_owned();
        };
        let shape = match self.path {
            Path::Linear => "In equal steps".to_owned(),
            Path::Geometric => "By the same factor every year".to_owned(),
            Path::GeometricComplement => {
                "With the same relative change of the rest every year".to_owned()
            }
            Path::Logit => "In equal steps of the log odds".to_owned(),
            Path::GapHalving { every, to } => {
                let level = match (to, self.direction) {
                    (HalvingTo::Goal, _) => "the goal",
                    (HalvingTo::Best, Direction::Higher) => "100 %",
                    (HalvingTo::Best, Direction::Lower) => "0 %",
                };
                format!("Halving the distance to {level} every {every} years")
            }
            Path::Delayed { quiet_years } => {
                format!("After {quiet_years} years without change, in equal steps")
            }
        };
        let arrives = if self.reaches_goal {
            ""
        } else {
            " The goal is not reached on this path."
        };
        format!(
            "{shape} from {} in {}: {} of {} {} in {} ({}), {} of {} in {} ({}); together {} {} than at the baseline rate.{arrives}",
            self.baseline_rate.percent(1),
            self.baseline_year,
            thousands(first.required),
            thousands(first.cohort),
            words.population,
            first.year,
            first.rate.percent(1),
            thousands(last.required),
            thousands(last.cohort),
            last.year,
            last.rate.percent(1),
            last.cumulative,
            more(self.direction)
        )
    }
}

#[cfg(test)]
mod tests;
