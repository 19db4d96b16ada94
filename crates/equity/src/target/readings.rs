//! "… which translates to 400 more kids each year": what such a sentence can mean.

use serde::Serialize;

use super::{Target, more};
use crate::words::{Wording, thousands};
use crate::{Error, Exact};

/// One meaning of "N more each year".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingKind {
    /// Once at the goal, each year's cohort has N more than at the baseline rate: N = cohort · span.
    Level,
    /// The count rises by N every year until the goal: N = cohort · span / years.
    Flow,
    /// On average over the years, N more per year than at the baseline rate, along a straight line:
    /// N = cohort · span · (years + 1) / (2 · years).
    Average,
}

impl ReadingKind {
    /// Short label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Level => "level, once at the goal",
            Self::Flow => "rise, every year",
            Self::Average => "average over the years",
        }
    }
}

/// One reading, worked out for the target's cohort and for a stated number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Which.
    pub kind: ReadingKind,
    /// Children per year that this reading gives for the target's own cohort, exact.
    pub per_year: Exact,
    /// The cohort at which this reading gives the stated number, exact; `None` without a stated number, or
    /// when baseline and goal are equal.
    pub implied_cohort: Option<Exact>,
    /// Children over all years together at the implied cohort, along a straight line.
    pub implied_cumulative: Option<Exact>,
    /// Whether the stated number is this reading's: to within less than one child or, for the level, the target's
    /// own [`children`](Target::children). 0 never is where baseline and goal differ. `None` without one.
    pub holds: Option<bool>,
}

/// The three readings side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readings {
    /// The number in the sentence, where one was given.
    pub stated: Option<u64>,
    /// Level, flow, average.
    pub readings: Vec<Reading>,
    /// Set when a stated number fits none of the readings for this cohort.
    pub warning: Option<String>,
    target: Target,
}

impl Target {
    /// The three readings of "`stated` more each year", with the cohort each implies and which hold here.
    ///
    /// From 60 % to 80 % in five years, 400 is the level at 2,000 children, the yearly rise at 10,000, and the
    /// yearly average at 3,333 1/3. Cost: constant.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{ReadingKind, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let found = target.readings(Some(400))?;
    /// let cohorts: Vec<String> =
    ///     found.readings.iter().map(|reading| reading.implied_cohort.unwrap().to_string()).collect();
    /// assert_eq!(cohorts, ["2,000", "10,000", "3,333 1/3"]);
    /// assert_eq!(found.holding(), [ReadingKind::Level]);
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn readings(&self, stated: Option<u64>) -> Result<Readings, Error> {
        let span = self.span()?;
        let years = i128::from(self.years);
        let factors = [
            (ReadingKind::Level, Exact::ONE),
            (ReadingKind::Flow, Exact::new(1, years)?),
            (ReadingKind::Average, Exact::new(years + 1, 2 * years)?),
        ];
        let mut readings = Vec::with_capacity(factors.len());
        for (kind, factor) in factors {
            let per_child = span.times(factor)?;
            let per_year = per_child.times(Exact::from(self.cohort))?;
            let mut reading = Reading {
                kind,
                per_year,
                implied_cohort: None,
                implied_cumulative: None,
                holds: None,
            };
            if let Some(children) = stated {
                let stated = Exact::from(children);
                let near = stated.minus(per_year)?.abs() < Exact::ONE;
                // A baseline between whole numbers is rounded down and the goal up: up to two whole
                // numbers above the exact gain.
                let own = kind == ReadingKind::Level && children == self.children;
                let nothing = children == 0 && per_child > Exact::ZERO;
                reading.holds = Some((near || own) && !nothing);
                if per_child > Exact::ZERO {
                    let cohort = stated.over(per_child)?;
                    // Σ t/T over t = 1 … T is (T + 1)/2.
                    let ramp = Exact::new(years + 1, 2)?;
                    reading.implied_cohort = Some(cohort);
                    reading.implied_cumulative = Some(cohort.times(span)?.times(ramp)?);
                }
            }
            readings.push(reading);
        }
        let warning = stated
            .filter(|_| readings.iter().all(|reading| reading.holds == Some(false)))
            .map(|stated| self.no_reading_holds(stated, &readings));
        Ok(Readings {
            stated,
            readings,
            warning,
            target: self.clone(),
        })
    }

    /// Which reading makes a headcount stated beside the rates right; the rates already fix it, so one that
    /// fits none is a contradiction.
    ///
    /// # Errors
    /// [`Error::Headcount`] when no reading gives the headcount, see [`Reading::holds`];
    /// [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{ReadingKind, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// assert_eq!(target.check(400)?, ReadingKind::Level);
    /// assert!(target.check(2000).is_err());
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn check(&self, headcount: u64) -> Result<ReadingKind, Error> {
        let found = self.readings(Some(headcount))?;
        let cohort = |kind: usize| {
            let reading = found.readings.get(kind);
            reading.and_then(|reading| reading.implied_cohort)
        };
        found
            .holding()
            .first()
            .copied()
            .ok_or_else(|| Error::Headcount {
                rates: format!(
                    "{} to {} of {} children",
                    self.baseline.percent(1),
                    self.goal.percent(1),
                    thousands(self.cohort)
                ),
                children: self.children,
                headcount,
                cohorts: cohort(0).zip(cohort(1)).map(Box::new),
            })
    }

    fn no_reading_holds(&self, stated: u64, readings: &[Reading]) -> String {
        let options: Vec<String> = readings
            .iter()
            .map(|reading| match reading.implied_cohort {
                Some(cohort) => format!(
                    "{} gives {} (and {} would take {cohort} children)",
                    reading.kind.label(),
                    reading.per_year,
                    thousands(stated)
                ),
                None => format!("{} gives {}", reading.kind.label(), reading.per_year),
            })
            .collect();
        format!(
            "{} {} each year fits no reading of {} to {} for {} children: {}. Correct the number or the cohort.",
            thousands(stated),
            more(self.direction),
            self.baseline.percent(1),
            self.goal.percent(1),
            thousands(self.cohort),
            options.join("; ")
        )
    }
}

impl Readings {
    /// The readings that hold for this cohort.
    pub fn holding(&self) -> Vec<ReadingKind> {
        let holds = self
            .readings
            .iter()
            .filter(|reading| reading.holds == Some(true));
        holds.map(|reading| reading.kind).collect()
    }

    /// One plain sentence a reading, in the order of `readings`.
    pub fn sentences(&self, words: &Wording) -> Vec<String> {
        let target = &self.target;
        let (cohort, people) = (thousands(target.cohort), &words.population);
        let more = more(target.direction);
        self.readings
            .iter()
            .map(|reading| {
                let number = reading.per_year;
                let text = match reading.kind {
                    ReadingKind::Level => format!(
                        "Once at {}, each year's {cohort} {people} hold {number} {more} who {} than at {}",
                        target.goal.percent(1),
                        words.outcome,
                        target.baseline.percent(1)
                    ),
                    ReadingKind::Flow => format!(
                        "On the way, the number among {cohort} {people} who {} changes by {number} {more} every year for {} years",
                        words.outcome, target.years
                    ),
                    ReadingKind::Average => format!(
                        "Over the {} years together, on average {number} {more} of {cohort} {people} a year {} than at {}",
                        target.years,
                        words.outcome,
                        target.baseline.percent(1)
                    ),
                };
                let stated = self.stated.map(thousands).zip(reading.implied_cohort);
                match (stated, reading.holds) {
                    (Some((stated, _)), Some(true)) => format!("{text}; this is the stated {stated}."),
                    (Some((stated, cohort)), _) => {
                        format!("{text}; {stated} would take {cohort} {people} in a year.")
                    }
                    (None, _) => format!("{text}."),
                }
            })
            .collect()
    }

    /// All three readings, one a line, and the warning where none holds.
    pub fn sentence(&self, words: &Wording) -> String {
        let mut all = self.sentences(words);
        all.extend(self.warning.clone());
        all.join("\n")
    }
}
