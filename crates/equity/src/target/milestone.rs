//! Milestones announced in advance, and whether a result is on track.

use serde::Serialize;

use super::binomial::Binomial;
use super::{PathRate, Trajectory};
use crate::words::{Wording, count_of, thousands};
use crate::{Censoring, Confidence, Count, Direction, Error, Exact, GroupCount};

/// Cohorts above this are not searched for; see [`Milestone::smallest_n`].
const MOST_SEARCHED: f64 = 1e6;

/// What to expect in one year of a path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Milestone {
    /// Calendar year.
    pub year: i32,
    /// Children in this year's cohort.
    pub cohort: u64,
    /// The rate to reach.
    pub rate: PathRate,
    /// Required count, exact; see [`PathYear::required`](super::PathYear::required).
    pub required: u64,
    /// Fewest children that are still consistent with the rate; `None` without children.
    pub low: Option<u64>,
    /// Most children that are still consistent with the rate.
    pub high: Option<u64>,
    /// The cohort from which on (every larger one too) standing still at the baseline rate would be judged
    /// behind. `None` where the milestone is the baseline, or above a million children.
    pub smallest_n: Option<u64>,
}

/// The milestones of a path, with ranges to print in the work plan before the results are known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Milestones {
    /// The years after the baseline.
    pub milestones: Vec<Milestone>,
    /// Share of years in which a result at exactly the path's rate falls in the range, at least.
    pub confidence: Confidence,
    /// Which way is good.
    pub direction: Direction,
    /// How the range is made.
    pub convention: String,
}

/// Where a result stands beside its milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackStatus {
    /// Better than chance explains at the milestone's rate.
    Ahead,
    /// Neither: it does not say that the milestone was met.
    Consistent,
    /// Worse than chance explains at the milestone's rate.
    Behind,
    /// Not assessable, with the reason in [`TrackYear::reason`].
    NotAssessable,
}

impl TrackStatus {
    /// The status as printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Consistent => "consistent",
            Self::Behind => "behind",
            Self::NotAssessable => "not assessable",
        }
    }
}

/// One year's result beside its milestone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrackYear {
    /// Calendar year.
    pub year: i32,
    /// Children counted.
    pub n: Count,
    /// Children who reach the outcome.
    pub successes: Count,
    /// `successes / n`, where both are exact and n > 0.
    pub rate: Option<Exact>,
    /// The milestone's rate; `None` for a year that is not on the path.
    pub milestone: Option<PathRate>,
    /// P(X ≤ successes) at the milestone's rate; `None` for counts that are not exact.
    pub at_most: Option<f64>,
    /// P(X ≥ successes) at the milestone's rate.
    pub at_least: Option<f64>,
    /// The smaller tail: how unusual the result would be.
    pub p: Option<f64>,
    /// Where it stands. For a censored count: the status of every completion, where they agree.
    pub status: TrackStatus,
    /// Why it is not assessable.
    pub reason: Option<String>,
}

/// Results beside the milestones of a path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnTrack {
    /// One row a year observed, in the order given.
    pub years: Vec<TrackYear>,
    /// The tails outside of this share, half on each side, are ahead or behind.
    pub confidence: Confidence,
    /// Which way is good.
    pub direction: Direction,
    /// The rule, in words.
    pub convention: String,
}

impl Trajectory {
    /// Milestones with the range of counts that would be consistent with each, to be announced in advance.
    ///
    /// The range is the central part of the binomial distribution at the path's rate: the counts that
    /// [`Trajectory::on_track`] calls consistent. At 95 % and 68 % of 2,000 it is 1,319 to 1,401; at 64 % of
    /// 60 it is 31 to 46: a small school cannot be judged yearly. Cost: O(√cohort) a year, and O(n) for the
    /// smallest cohort n that could be judged.
    ///
    /// # Errors
    /// [`Error::BadOption`] above ten thousand million children; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{Confidence, Path, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let found = target.path(Path::Linear)?.milestones(Confidence::default())?;
    /// let second = &found.milestones[1];
    /// assert_eq!((second.required, second.low, second.high), (1360, Some(1319), Some(1401)));
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn milestones(&self, confidence: Confidence) -> Result<Milestones, Error> {
        let tail = tail(confidence);
        let mut milestones = Vec::with_capacity(self.years.len());
        for year in &self.years {
            let expected = Binomial::new(year.cohort, year.rate.to_f64())?;
            let (low, high) = expected.central(tail);
            let some = year.cohort > 0;
            milestones.push(Milestone {
                year: year.year,
                cohort: year.cohort,
                rate: year.rate,
                required: year.required,
                low: some.then_some(low),
                high: some.then_some(high),
                smallest_n: self.smallest_n(year.rate, confidence)?,
            });
        }
        Ok(Milestones {
            milestones,
            confidence,
            direction: self.direction,
            convention: format!(
                "central {} % of the binomial distribution at the path's rate, exact tails",
                hundredfold(confidence.level())
            ),
        })
    }

    /// Where results stand beside the milestones of their years, by exact binomial tails.
    ///
    /// Behind: a result this bad or worse has a probability below (1 − confidence)/2 at the milestone's rate.
    /// Ahead: the same on the other side. Otherwise consistent, which does not say that the milestone was
    /// met. The number of children is the one observed, not the planned cohort. A censored count has a status
    /// only where every completion has the same one.
    ///
    /// # Errors
    /// [`Error::BadOption`] above ten thousand million children; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{Confidence, GroupCount, GroupKey, Path, Target, TrackStatus};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let seen = GroupCount::new(GroupKey::everyone(), 2000, 1300)?;
    /// let found = target.path(Path::Linear)?.on_track(&[(2028, seen)], Confidence::default())?;
    /// assert_eq!(found.years[0].status, TrackStatus::Behind);
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn on_track(
        &self,
        observed: &[(i32, GroupCount)],
        confidence: Confidence,
    ) -> Result<OnTrack, Error> {
        let years = observed
            .iter()
            .map(|(year, counts)| self.judge(*year, counts, tail(confidence)))
            .collect::<Result<_, _>>()?;
        Ok(OnTrack {
            years,
            confidence,
            direction: self.direction,
            convention: format!(
                "exact binomial tails at the milestone's rate, {} % on each side",
                hundredfold(tail(confidence))
            ),
        })
    }

    fn judge(&self, year: i32, counts: &GroupCount, tail: f64) -> Result<TrackYear, Error> {
        let milestone = self.years.iter().find(|step| step.year == year);
        let mut out = TrackYear {
            year,
            n: counts.n(),
            successes: counts.successes(),
            rate: None,
            milestone: milestone.map(|step| step.rate),
            at_most: None,
            at_least: None,
            p: None,
            status: TrackStatus::NotAssessable,
            reason: None,
        };
        if let Some((n, successes)) = counts.exact().filter(|(n, _)| *n > 0) {
            out.rate = Some(Exact::from(successes).over(Exact::from(n))?);
        }
        let Some(milestone) = milestone else {
            out.reason = Some("no milestone for this year".to_owned());
            return Ok(out);
        };
        if counts.n().high() == Some(0) {
            out.reason = Some("no children".to_owned());
            return Ok(out);
        }
        let rate = milestone.rate.to_f64();
        if let Some((n, successes)) = counts.exact() {
            let expected = Binomial::new(n, rate)?;
            let (at_most, at_least) = (expected.at_most(successes), expected.at_least(successes));
            (out.at_most, out.at_least) = (Some(at_most), Some(at_least));
            out.p = Some(at_most.min(at_least));
        }
        // More successes of fewer children is a higher result, so two completions bound all of them.
        let (n, successes) = (counts.n(), counts.successes());
        let lowest = n.high().map(|most| (most, successes.low()));
        let highest = successes.high().map(|most| (n.low().max(most), most));
        let status = |completion: Option<(u64, u64)>| {
            completion
                .map(|(n, successes)| self.status(n, successes, rate, tail))
                .transpose()
        };
        let why = counts.censoring().unwrap_or(Censoring::Mixed).words();
        match (status(lowest)?, status(highest)?) {
            (Some(one), Some(other)) if one == other => out.status = one,
            (Some(_), Some(_)) => {
                out.reason = Some(format!(
                    "the count is {why}: its completions differ in status"
                ));
            }
            _ => out.reason = Some(format!("the count is {why}, with no upper end")),
        }
        Ok(out)
    }

    fn status(&self, n: u64, successes: u64, rate: f64, tail: f64) -> Result<TrackStatus, Error> {
        let expected = Binomial::new(n, rate)?;
        let (few, many) = match self.direction {
            Direction::Higher => (TrackStatus::Behind, TrackStatus::Ahead),
            Direction::Lower => (TrackStatus::Ahead, TrackStatus::Behind),
        };
        Ok(if expected.at_most(successes) < tail {
            few
        } else if expected.at_least(successes) < tail {
            many
        } else {
            TrackStatus::Consistent
        })
    }

    /// See [`Milestone::smallest_n`].
    fn smallest_n(&self, rate: PathRate, confidence: Confidence) -> Result<Option<u64>, Error> {
        if rate == PathRate::Exact(self.baseline_rate) {
            return Ok(None);
        }
        let rate = rate.to_f64();
        let distance = (rate - self.baseline_rate.to_f64()).abs();
        // About where: z² m (1 − m)/(m − p₀)². The exact answer differs by skewness and by whole children.
        let about = confidence.z().powi(2) * rate * (1.0 - rate) / distance.powi(2);
        if about.is_nan() || about > MOST_SEARCHED {
            return Ok(None);
        }
        let spread = 1.0 + (about * rate * (1.0 - rate)).sqrt();
        let mut n = (about * (1.0 + 6.0 / spread) + 2.0 / distance + 50.0) as u64;
        // Down from where every cohort is large enough to the first that is not.
        while n > 0 {
            let count = self.baseline_rate.times(Exact::from(n))?;
            let still = match self.direction {
                Direction::Higher => count.floor(),
                Direction::Lower => count.ceil(),
            };
            let still = u64::try_from(still).map_err(|_| Error::TooLarge)?;
            if self.status(n, still, rate, tail(confidence))? != TrackStatus::Behind {
                break;
            }
            n -= 1;
        }
        Ok(Some(n + 1))
    }
}

/// The share outside of the confidence, on one side.
fn tail(confidence: Confidence) -> f64 {
    (1.0 - confidence.level()) / 2.0
}

/// 0.95 as "95", 0.025 as "2.5".
fn hundredfold(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}

impl Milestone {
    /// The milestone in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let (Some(low), Some(high)) = (self.low, self.high) else {
            return format!("{}: no {} are expected.", self.year, words.population);
        };
        let smallest = self.smallest_n.map_or_else(String::new, |n| {
            format!(
                " Standing still shows from {} {} on.",
                thousands(n),
                words.population
            )
        });
        format!(
            "{}: {} of {} {} {} ({}); {} to {} are consistent with that.{smallest}",
            self.year,
            thousands(self.required),
            thousands(self.cohort),
            words.population,
            words.outcome,
            self.rate.percent(1),
            thousands(low),
            thousands(high),
        )
    }
}

impl Milestones {
    /// One sentence a year, and how the ranges are made.
    pub fn sentence(&self, words: &Wording) -> String {
        let years = self.milestones.iter().map(|year| year.sentence(words));
        let years: Vec<String> = years.collect();
        format!("{} Ranges: {}.", years.join(" "), self.convention)
    }
}

impl TrackYear {
    /// Where this year stands in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let seen = format!(
            "{}: {} of {} {}",
            self.year,
            self.successes,
            count_of(self.n, &words.population),
            words.outcome
        );
        let milestone = self
            .milestone
            .map_or_else(String::new, |rate| rate.percent(1));
        let p = self.p.map_or_else(String::new, |p| match p {
            p if p < 0.0001 => " (p < .0001)".to_owned(),
            p => format!(" (p = {p:.4})").replace("0.", "."),
        });
        match self.status {
            TrackStatus::Ahead => format!("{seen}, ahead of the milestone of {milestone}{p}."),
            TrackStatus::Behind => format!("{seen}, behind the milestone of {milestone}{p}."),
            TrackStatus::Consistent => {
                format!("{seen}, consistent with the milestone of {milestone}{p}.")
            }
            TrackStatus::NotAssessable => format!(
                "{seen}; not assessable: {}.",
                self.reason.as_deref().unwrap_or("the counts are not known")
            ),
        }
    }
}

impl OnTrack {
    /// One sentence a year, and the rule.
    pub fn sentence(&self, words: &Wording) -> String {
        let years: Vec<String> = self.years.iter().map(|year| year.sentence(words)).collect();
        format!("{} Rule: {}.", years.join(" "), self.convention)
    }
}

#[cfg(test)]
mod tests;
