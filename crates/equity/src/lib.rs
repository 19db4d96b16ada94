//! Rates, gaps and targets in exact counts: pure numbers, no data frames.

mod apportion;
mod count;
mod error;
mod exact;
mod gap;
mod need;
mod rate;
mod target;
mod words;

pub use apportion::{apportion, apportion_capped};
pub use count::{Censoring, Count, GroupCount, GroupKey};
pub use error::Error;
pub use exact::Exact;
pub use gap::{
    CellShortfall, Concentration, ConcentrationOptions, CurvePoint, Gap, GapOptions, GapRange,
    GapStatus, Gaps, Needed, NotAssessable, Reference, ReferenceRate, concentration, gaps,
};
pub use need::children_to_reach;
pub use rate::{
    Confidence, IntervalMethod, Rate, RateOptions, RateStatus, newcombe, proportion_interval, rates,
};
pub use target::{
    Allocation, AllocationMethod, AllocationOptions, CellAllocation, Path, PathYear, Reading,
    ReadingKind, Readings, Target, TargetProblem, Trajectory,
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
