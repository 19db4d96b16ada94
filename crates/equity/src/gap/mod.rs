//! Gaps between groups: each with its reference population, interval, status and children to parity.

mod chance;
mod compare;
mod concentration;
mod measure;
mod reference;
mod rule;
mod sentence;
mod several;

pub use concentration::{
    CellRank, CellShortfall, Concentration, ConcentrationOptions, CurvePoint, DrawnFrom,
    RankOptions, Ranks, concentration, ranks,
};
pub use reference::Reference;

use serde::Serialize;

use crate::{Confidence, Count, Direction, Error, Exact, GroupCount, Rate};
use compare::compare;
use reference::resolve;

/// How gaps are computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapOptions {
    /// Whom each group is compared with.
    pub reference: Reference,
    /// Which way is good, as the indicator says.
    pub direction: Direction,
    /// Groups with fewer children get numbers but no judgement. Default 10.
    pub min_n: u64,
    /// Confidence level. Default 95 %.
    pub confidence: Confidence,
    /// Whether no child is in two of the groups. Default true. Overlapping groups ("alone or in
    /// combination") cannot be summed: with them, rest and overall need `overall`.
    pub exclusive: bool,
    /// All children, counted on their own. Without it the exclusive groups are summed.
    pub overall: Option<GroupCount>,
}

impl GapOptions {
    /// Against everyone else, at 95 %, at least 10 children, exclusive groups. The direction has no default.
    pub fn new(direction: Direction) -> Self {
        Self {
            reference: Reference::default(),
            direction,
            min_n: 10,
            confidence: Confidence::default(),
            exclusive: true,
            overall: None,
        }
    }
}

/// The population a group was compared with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReferenceRate {
    /// Who they are: "everyone else", "all children together", "White, the best rate", "the fixed level".
    pub population: String,
    /// How many; `None` for a fixed level.
    pub n: Option<Count>,
    /// How many of them reach the outcome; `None` for a fixed level.
    pub successes: Option<Count>,
    /// Their rate, where it is exact.
    pub rate: Option<Exact>,
    /// Population, n and rate in words: "everyone else (n = 1,400, rate 67.9 %)".
    pub description: String,
}

/// Why no judgement is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotAssessable {
    /// The group has no children.
    NoMembers,
    /// The group has fewer children than the minimum.
    BelowMinimum {
        /// The minimum.
        min_n: u64,
    },
    /// A count of the group is a range.
    Censored,
    /// A count of the reference is a range.
    ReferenceCensored,
    /// There is only one group, so there is nobody else to compare with.
    SingleGroup,
    /// Nobody is in the reference population, or no group is large enough to be it.
    NoReference,
    /// The group is the reference.
    IsReference,
}

impl NotAssessable {
    /// The reason in words, to stand after "Not assessed:".
    pub fn words(self) -> String {
        match self {
            Self::NoMembers => "no children in this group".to_owned(),
            Self::BelowMinimum { min_n } => format!("fewer than {min_n} children"),
            Self::Censored => "its count is published only as a range".to_owned(),
            Self::ReferenceCensored => {
                "a count of the reference is published only as a range".to_owned()
            }
            Self::SingleGroup => "there is only one group".to_owned(),
            Self::NoReference => "nobody to compare with".to_owned(),
            Self::IsReference => "it is the reference".to_owned(),
        }
    }
}

/// The judgement on a gap: yes, no, or not assessable and why. Silence is never "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum GapStatus {
    /// The whole interval lies on the unfavourable side of zero.
    Flagged,
    /// The interval reaches zero or the favourable side.
    NotFlagged,
    /// No judgement.
    NotAssessable(NotAssessable),
}

/// What the range around a gap stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapRange {
    /// Confidence interval from Newcombe's method (difference of two independent groups).
    Newcombe,
    /// Newcombe's interval against everyone else times `1 − n_g/N`: the group is part of the reference.
    PartWhole,
    /// Wilson's interval of the group, less the fixed level.
    WilsonLessLevel,
    /// Every gap that the published ranges allow; no sampling variation added.
    Identification,
}

/// Children to parity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Needed {
    /// Children who must move for the group to reach the reference rate as it stands (held fixed).
    pub fixed: Count,
    /// Overall reference only: children needed when the overall rate moves with the group. Equal to
    /// reaching everyone else, because (s + x)/n = (S + x)/N exactly when (s + x)/n = (S − s)/(N − n).
    pub moving: Option<Count>,
}

/// One group against its reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// The group's own rate, with its Wilson interval.
    pub rate: Rate,
    /// Whom it is compared with.
    pub reference: ReferenceRate,
    /// Group rate minus reference rate, a share from −1 to 1, exact. Negative means below the reference,
    /// whether that is good or not; `status` knows the direction.
    pub difference: Option<Exact>,
    /// The same in percentage points.
    pub difference_pp: Option<f64>,
    /// Lower end of the range, percentage points.
    pub lower_pp: Option<f64>,
    /// Upper end of the range, percentage points.
    pub upper_pp: Option<f64>,
    /// What the range stands for.
    pub range: Option<GapRange>,
    /// Overall reference only: `(1 − n_g/N) · √(v_g + v_rest)` with `v = p(1 − p)/n`, percentage points.
    pub standard_error_pp: Option<f64>,
    /// The judgement.
    pub status: GapStatus,
    /// Children to parity; `None` where there is no reference rate.
    pub needed: Option<Needed>,
}

/// All groups against one kind of reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gaps {
    /// The options used.
    pub options: GapOptions,
    /// One per group, in input order.
    pub gaps: Vec<Gap>,
    /// Sentences that belong to every number here.
    pub caveats: Vec<String>,
}

/// Compares every group with its reference.
///
/// The difference is always group minus reference. Intervals are Newcombe's (two independent groups), its
/// part-whole version for the overall rate, or Wilson's less a fixed level. Nothing is adjusted for the
/// number of groups. `needed` for one group assumes that the others stay as they are: closing all gaps at
/// once is not the sum of the column. Cost: O(groups · log groups).
///
/// # Errors
/// [`Error::DuplicateGroup`], [`Error::OverlappingGroups`], [`Error::UnknownGroup`],
/// [`Error::GroupsExceedOverall`], [`Error::InconsistentOverall`], [`Error::BadOption`] for a level outside
/// 0 to 1.
///
/// ```
/// use commonweal_equity::{gaps, Direction, GapOptions, GroupCount, GroupKey, Wording};
/// let groups = [
///     GroupCount::new(GroupKey::of("race", "Black"), 600, 270)?,
///     GroupCount::new(GroupKey::of("race", "White"), 1400, 950)?,
/// ];
/// let result = gaps(&groups, &GapOptions::new(Direction::Higher))?;
/// let words = Wording::new("third-graders", "read at grade level");
/// assert_eq!(
///     result.gaps[0].sentence(&words),
///     "Black: 45.0 % of 600 third-graders read at grade level, 22.9 points below everyone else \
///      (67.9 % of 1,400); 95 % interval −27.5 to −18.1."
/// );
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn gaps(groups: &[GroupCount], options: &GapOptions) -> Result<Gaps, Error> {
    let (resolved, caveats) = resolve(groups, options)?;
    let gaps = (0..groups.len())
        .map(|i| compare(groups, i, &resolved, options))
        .collect::<Result<_, _>>()?;
    Ok(Gaps {
        options: options.clone(),
        gaps,
        caveats,
    })
}

#[cfg(test)]
mod tests;
