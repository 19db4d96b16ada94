//! From percent to children: a goal for a rate, in whole children.

mod allocate;
mod binomial;
mod feasibility;
mod goal;
mod goal_rate;
mod milestone;
mod path;
mod quick_win;
mod readings;
mod rounding;

pub use allocate::{
    Allocation, AllocationComparison, AllocationMethod, AllocationOptions, AllocationYears,
    CellAllocation, CellYears, Compared, Rounding,
};
pub use feasibility::{
    Feasibility, HistoryYear, PastChange, PastWindows, Peer, PeerEvidence, one_year_changes,
};
pub use goal::{Goal, GoalRule, Goals};
pub use goal_rate::{GoalMethod, GoalRate, goal_rate};
pub use milestone::{Milestone, Milestones, OnTrack, TrackStatus, TrackYear};
pub use path::{HalvingTo, Path, PathRate, PathYear, Trajectory};
pub use quick_win::{QuickWin, QuickWinOptions, QuickWins};
pub use readings::{Reading, ReadingKind, Readings};
pub use rounding::apportion_margins;

use serde::Serialize;

use crate::need::required;
use crate::words::{Wording, thousands};
use crate::{Direction, Error, Exact};

/// A goal: from a baseline rate to a goal rate for cohorts of one size, in a number of years.
///
/// A cohort is the children counted in one year (all third-graders). Each year's cohort is a different set of
/// children: nothing here says that the same children are followed. Rates are exact; see [`Exact`] for what
/// text is read.
///
/// ```
/// use commonweal_equity::{Target, Wording};
/// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
/// assert_eq!(target.children(), 400);
/// assert_eq!(
///     target.sentence(&Wording::new("third-graders", "read at grade level")),
///     "From 60.0 % in 2026 to 80.0 % in 2031: of 2,000 third-graders in a year, 1,600 read at grade level \
///      in place of 1,200, which is 400 more."
/// );
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    baseline: Exact,
    goal: Exact,
    cohort: u64,
    start: i32,
    years: u32,
    direction: Direction,
    required: u64,
    children: u64,
}

/// One thing wrong with a target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetProblem {
    /// A rate outside 0 to 1.
    #[error(
        "{which} {found} is not a rate from 0 to 1. Write a percentage (60%), a decimal (0.6) or a fraction (3/5)"
    )]
    NotARate {
        /// "baseline" or "goal".
        which: &'static str,
        /// The value.
        found: Exact,
    },
    /// The goal lies on the wrong side of the baseline.
    #[error("goal {} is {} the baseline {}, but {} is better for this indicator. Swap the two, or state the other direction", .goal.percent(1), if .direction == &Direction::Higher { "below" } else { "above" }, .baseline.percent(1), if .direction == &Direction::Higher { "higher" } else { "lower" })]
    WrongWay {
        /// The baseline.
        baseline: Exact,
        /// The goal.
        goal: Exact,
        /// Which way is good.
        direction: Direction,
    },
    /// No children.
    #[error("cohort is 0. Give the number of children counted in one year")]
    NoCohort,
    /// No time, or more than a century.
    #[error("years is {found}. Expected 1 to 100 years from the start to the goal")]
    BadYears {
        /// The number of years.
        found: u32,
    },
    /// A start that is not a calendar year.
    #[error("start is {found}. Expected the calendar year of the baseline, such as 2026")]
    BadStart {
        /// The year.
        found: i32,
    },
}

impl Target {
    /// A target for an indicator where higher is better.
    ///
    /// `start` is the year of the baseline; the goal is due in `start + years`. Equal baseline and goal
    /// (maintain) are allowed and need no children.
    ///
    /// # Errors
    /// [`Error::Target`] with every problem at once; [`Error::TooLarge`].
    pub fn new(
        baseline: Exact,
        goal: Exact,
        cohort: u64,
        start: i32,
        years: u32,
    ) -> Result<Self, Error> {
        Self::in_direction(Direction::Higher, baseline, goal, cohort, start, years)
    }

    /// A target for an indicator of either direction; with [`Direction::Lower`] the goal is at or below the
    /// baseline and children are counted down.
    ///
    /// # Errors
    /// As [`Target::new`].
    pub fn in_direction(
        direction: Direction,
        baseline: Exact,
        goal: Exact,
        cohort: u64,
        start: i32,
        years: u32,
    ) -> Result<Self, Error> {
        let mut problems = Vec::new();
        for (which, rate) in [("baseline", baseline), ("goal", goal)] {
            if rate < Exact::ZERO || rate > Exact::ONE {
                problems.push(TargetProblem::NotARate { which, found: rate });
            }
        }
        let wrong_way = match direction {
            Direction::Higher => goal < baseline,
            Direction::Lower => goal > baseline,
        };
        if wrong_way {
            problems.push(TargetProblem::WrongWay {
                baseline,
                goal,
                direction,
            });
        }
        if cohort == 0 {
            problems.push(TargetProblem::NoCohort);
        }
        if !(1..=100).contains(&years) {
            problems.push(TargetProblem::BadYears { found: years });
        }
        if !(1900..=2200).contains(&start) {
            problems.push(TargetProblem::BadStart { found: start });
        }
        if !problems.is_empty() {
            return Err(Error::Target { problems });
        }
        let required = required(cohort, goal, direction)?;
        let at_baseline = baseline.times(Exact::from(cohort))?;
        let children = match direction {
            Direction::Higher => i128::from(required) - at_baseline.floor(),
            Direction::Lower => at_baseline.ceil() - i128::from(required),
        };
        let children = u64::try_from(children).map_err(|_| Error::TooLarge)?;
        Ok(Self {
            baseline,
            goal,
            cohort,
            start,
            years,
            direction,
            required,
            children,
        })
    }

    /// The rate at the start.
    pub fn baseline(&self) -> Exact {
        self.baseline
    }

    /// The rate to reach.
    pub fn goal(&self) -> Exact {
        self.goal
    }

    /// Children counted in one year.
    pub fn cohort(&self) -> u64 {
        self.cohort
    }

    /// The year of the baseline.
    pub fn start(&self) -> i32 {
        self.start
    }

    /// Years from the baseline to the goal.
    pub fn years(&self) -> u32 {
        self.years
    }

    /// Which way is good.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The year in which the goal is due.
    pub fn end(&self) -> i32 {
        // Both were checked: at most 2200 + 100.
        self.start.saturating_add(self.years as i32)
    }

    /// The count at the goal: K = ⌈goal · cohort⌉, or ⌊goal · cohort⌋ when lower is better.
    pub fn required(&self) -> u64 {
        self.required
    }

    /// Whole children by which the goal year's cohort must differ from the same cohort at the baseline rate.
    ///
    /// Higher is better: K − ⌊baseline · cohort⌋; lower is better: ⌈baseline · cohort⌉ − K. Where
    /// baseline · cohort is whole this is the exact difference; where it is not, a baseline child is not
    /// counted until it is whole, so the number always suffices and exceeds
    /// [`additional_exact`](Self::additional_exact) by less than one.
    pub fn children(&self) -> u64 {
        self.children
    }

    /// `baseline · cohort`, exact; a fraction where the baseline rate does not give whole children.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn baseline_count(&self) -> Result<Exact, Error> {
        self.baseline.times(Exact::from(self.cohort))
    }

    /// The distance from `baseline · cohort` to [`required`](Self::required), exact.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn additional_exact(&self) -> Result<Exact, Error> {
        Ok(Exact::from(self.required)
            .minus(self.baseline_count()?)?
            .abs())
    }

    /// The target in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let at_baseline = self
            .baseline_count()
            .map_or_else(|_| "?".to_owned(), |count| count.to_string());
        format!(
            "From {} in {} to {} in {}: of {} {} in a year, {} {} in place of {at_baseline}, which is {} {}.",
            self.baseline.percent(1),
            self.start,
            self.goal.percent(1),
            self.end(),
            thousands(self.cohort),
            words.population,
            thousands(self.required),
            words.outcome,
            thousands(self.children),
            more(self.direction),
        )
    }

    /// Distance from baseline to goal, a share, never negative.
    fn span(&self) -> Result<Exact, Error> {
        Ok(self.goal.minus(self.baseline)?.abs())
    }
}

/// "more" or "fewer".
fn more(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "more",
        Direction::Lower => "fewer",
    }
}

#[cfg(test)]
mod tests;
