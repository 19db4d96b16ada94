//! Rates, gaps and targets in exact counts: pure numbers, no data frames.
//!
//! The input is always a slice of [`GroupCount`]: which children, how many, how many reach the outcome.
//! From there:
//!
//! | question | call |
//! |---|---|
//! | how many children, by every set of dimensions? | [`cube`] |
//! | what share reaches it, and how sure is that? | [`rates`] |
//! | how far from whom, and is that more than chance? | [`gaps`] |
//! | is an attribute over-represented in a set? | [`over_representation`] |
//! | how unequal are all the groups together? | [`inequality()`], [`inequality_of_counts`] |
//! | which groups and places hold the shortfall, and how sure is that? | [`concentration`], [`ranks`] |
//! | is a gap between places or within them? | [`decompose`] |
//! | what do small cells tell? | [`shrink`] |
//! | where are rates and gaps heading? | [`trend`] |
//! | how much could the unrecorded change? | [`missing_bounds`] |
//! | how many children is "60 % to 80 %"? | [`Target`] |
//! | who would they be? | [`Target::allocate`] |
//! | and who has promised what? | [`Ledger`] |
//! | which cells must not be shown? | [`protect`] |
//!
//! Four rules hold everywhere. Children are counted in integers and [`Exact`] rationals; a double appears
//! only in intervals and plots. A count that is not known is a range ([`Count`]), never zero. Every
//! comparison names its reference and every indicator its [`Direction`]. Every result prints itself as a
//! plain sentence and serialises with serde.
//!
//! ```
//! use commonweal_equity::{gaps, Direction, GapOptions, GroupCount, GroupKey, Target, Wording};
//!
//! let groups = [("Black", 600, 270), ("Hispanic", 400, 200), ("White", 1000, 730)]
//!     .map(|(race, n, s)| GroupCount::new(GroupKey::of("race", race), n, s).unwrap());
//! let words = Wording::new("third-graders", "read at grade level");
//! let found = gaps(&groups, &GapOptions::new(Direction::Higher))?;
//! println!("{}", found.gaps[0].sentence(&words));
//!
//! let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
//! assert_eq!(target.children(), 400);
//! # Ok::<(), commonweal_equity::Error>(())
//! ```

mod apportion;
mod commitment;
mod count;
pub mod cube;
mod decompose;
mod draws;
mod error;
mod exact;
mod gap;
mod inequality;
mod need;
mod rate;
mod suppress;
mod target;
mod trend;
mod unknown;
mod words;

pub use apportion::{apportion, apportion_capped};
pub use commitment::{
    CellCoverage, Commitment, CommitmentCoverage, CommitmentTotals, Ledger, LedgerSummary,
    PartnerSummary, PeriodSummary, Required,
};
pub use count::{Censoring, Count, GroupCount, GroupKey};
pub use decompose::{
    BigExact, Contrast, DecomposeOptions, Decomposition, GapPart, PlacePart, PlaceStatus,
    Population, ThreeFold, decompose,
};
pub use error::Error;
pub use exact::Exact;
pub use gap::{
    CellRank, CellShortfall, ChanceGap, ChanceOptions, ChangeMethod, Concentration,
    ConcentrationOptions, Correction, CurvePoint, DrawnFrom, EffectSize, ExactRatio, ExactTails,
    Family, Finding, Gap, GapOptions, GapRange, GapStatus, GapTest, Gaps, Measures, Needed,
    NotAssessable, OverRepresentation, OverRepresentationOptions, RankOptions, Ranks, Reference,
    ReferenceRate, Rule, SetCount, Tail, TestMethod, Verdict, ZeroCells, adjust, cohens_h,
    concentration, detectable_change, gap_if_equal, gaps, odds_ratio, over_representation, ranks,
    rate_ratio, scan_slice, two_proportions,
};
pub use inequality::{
    Estimate, Inequality, InequalityInterval, InequalityKind, InequalityMeasure, InequalityOptions,
    InequalityRow, LeftOut, OrderedErrors, SlopeModel, inequality, inequality_of_counts,
};
pub use need::children_to_reach;
pub use rate::{
    Confidence, IntervalMethod, NotFitted, Prior, Rate, RateOptions, RateStatus, ShrinkOptions,
    Shrinkage, ShrunkenRate, newcombe, proportion_interval, rates, shrink,
};
pub use suppress::{Disclosure, HideReason, PrimaryRule, Protection, protect, suppressed};
pub use target::{
    Allocation, AllocationComparison, AllocationMethod, AllocationOptions, AllocationYears,
    CellAllocation, CellYears, Compared, Feasibility, Goal, GoalMethod, GoalRate, GoalRule, Goals,
    HalvingTo, HistoryYear, Milestone, Milestones, OnTrack, PastChange, PastWindows, Path,
    PathRate, PathYear, Peer, PeerEvidence, QuickWin, QuickWinOptions, QuickWins, Reading,
    ReadingKind, Readings, Rounding, Target, TargetProblem, TrackStatus, TrackYear, Trajectory,
    apportion_margins, goal_rate, one_year_changes,
};
pub use trend::{
    Movement, NoTrend, Progress, ProgressClass, Segment, Slope, Trend, TrendMeasure, TrendOptions,
    TrendPeriod, progress, trend,
};
pub use unknown::{
    Bounds, BySource, GroupBounds, MissingBounds, Participation, Recorded, missing_bounds,
    participation,
};
pub use words::Wording;

/// Which end of an indicator is good. It is stated by the indicator, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better (reading at grade level).
    Higher,
    /// Lower is better (chronic absence).
    Lower,
}
