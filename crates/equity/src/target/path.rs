//! The way from baseline to goal, year by year, in whole children.

use serde::Serialize;

use super::{Target, more};
use crate::need::required;
use crate::words::{Wording, thousands};
use crate::{Direction, Error, Exact};

/// The shape of the way to the goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Path {
    /// The same change of the rate every year.
    #[default]
    Linear,
}

impl Path {
    /// The rate after `t` of `years` years, exact.
    fn rate(self, target: &Target, t: u32) -> Result<Exact, Error> {
        match self {
            Self::Linear => {
                let share = Exact::new(i128::from(t), i128::from(target.years))?;
                target
                    .goal
                    .minus(target.baseline)?
                    .times(share)?
                    .plus(target.baseline)
            }
        }
    }
}

/// One year of the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathYear {
    /// Calendar year.
    pub year: i32,
    /// Children in this year's cohort.
    pub cohort: u64,
    /// The rate to reach this year, exact.
    pub rate: Exact,
    /// Required count: K = ⌈rate · cohort⌉ (⌊·⌋ when lower is better), rounded on the exact value.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// Which way is good.
    pub direction: Direction,
    /// The years after the baseline, the goal year last.
    pub years: Vec<PathYear>,
}

impl Target {
    /// The way to the goal with cohorts of constant size. Cost: O(years).
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{Exact, Path, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let way = target.path(Path::Linear)?;
    /// let required: Vec<u64> = way.years.iter().map(|year| year.required).collect();
    /// assert_eq!(required, [1280, 1360, 1440, 1520, 1600]);
    /// assert_eq!(way.years[4].cumulative, Exact::from(1200));
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
    /// [`Error::LengthMismatch`] when there is not one cohort a year; [`Error::TooLarge`].
    pub fn path_for(&self, path: Path, cohorts: &[u64]) -> Result<Trajectory, Error> {
        if cohorts.len() != self.years as usize {
            return Err(Error::LengthMismatch {
                what: "cohorts (one for each year after the baseline)",
                found: cohorts.len(),
                expected: self.years as usize,
            });
        }
        let baseline_count = self.baseline_count()?;
        let mut cumulative = Exact::ZERO;
        let mut years = Vec::with_capacity(cohorts.len());
        for (t, &cohort) in (1_u32..).zip(cohorts) {
            let rate = path.rate(self, t)?;
            let required = required(cohort, rate, self.direction)?;
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
        Ok(Trajectory {
            path,
            baseline_year: self.start,
            baseline_rate: self.baseline,
            baseline_cohort: self.cohort,
            baseline_count,
            direction: self.direction,
            years,
        })
    }
}

impl Trajectory {
    /// The way in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else {
            return "No years.".to_owned();
        };
        let shape = match self.path {
            Path::Linear => "In equal steps",
        };
        format!(
            "{shape} from {} in {}: {} of {} {} in {} ({}), {} of {} in {} ({}); together {} {} than at the baseline rate.",
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
