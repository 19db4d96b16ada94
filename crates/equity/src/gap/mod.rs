//! Gaps between groups: each with its reference population, interval, status and children to parity.

mod chance;
mod compare;
mod concentration;
mod kernel;
mod measure;
mod over_representation;
mod reference;
mod rule;
mod sentence;
mod several;

pub use chance::{ChanceGap, ChanceOptions, ChangeMethod, detectable_change, gap_if_equal};
pub use concentration::{
    CellRank, CellShortfall, Concentration, ConcentrationOptions, CurvePoint, DrawnFrom,
    RankOptions, Ranks, concentration, ranks,
};
pub use kernel::{Verdict, scan_slice};
pub use measure::{EffectSize, Measures, ZeroCells, cohens_h, odds_ratio, rate_ratio};
pub use over_representation::{
    ExactRatio, ExactTails, OverRepresentation, OverRepresentationOptions, SetCount, Tail,
    over_representation,
};
pub use reference::Reference;
pub use rule::Rule;
pub use several::{Correction, GapTest, TestMethod, adjust, two_proportions};

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
    /// combination") cannot be summed: with them, rest and overall need `overall`. Against one of the groups,
    /// intervals and p-values take the two groups as independent, and a caveat says so.
    pub exclusive: bool,
    /// All children, counted on their own. Without it the exclusive groups are summed.
    pub overall: Option<GroupCount>,
    /// A rule of practice, which then decides instead of the interval. Default none.
    pub rule: Option<Rule>,
    /// The same groups in the State, for the alternate risk ratio of [`Rule::Idea`]. Default none.
    pub state: Option<Vec<GroupCount>>,
    /// What ratio and odds ratio do with an empty cell. Default: not reported.
    pub zero: ZeroCells,
    /// Adjusts the p-values for the number of groups assessed, and decides by the adjusted p-value instead
    /// of the interval; a rule keeps its own decision. Default none.
    pub correction: Option<Correction>,
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
            rule: None,
            state: None,
            zero: ZeroCells::default(),
            correction: None,
        }
    }

    /// By a named rule: against the rule's reference, with its minimum size.
    pub fn by_rule(direction: Direction, rule: Rule) -> Self {
        Self::new(direction).with_rule(rule, rule.min_n())
    }

    /// The same with a rule and a minimum size, against the rule's reference.
    pub fn with_rule(self, rule: Rule, min_n: u64) -> Self {
        Self {
            reference: rule.reference(min_n),
            min_n,
            rule: Some(rule),
            ..self
        }
    }

    /// The rule, checked: its parameters, and that nobody asked for another reference.
    fn required_rule(&self) -> Result<Rule, Error> {
        let rule = self.rule.ok_or(Error::BadOption {
            option: "rule",
            found: "none".to_owned(),
            expected: "a rule",
        })?;
        rule.check(self.direction)?;
        if self.reference != rule.reference(self.min_n) {
            return Err(Error::BadOption {
                option: "reference",
                found: format!("{} with the rule {}", self.reference.words(), rule.name()),
                expected: "the reference the rule names; leave reference out, or leave rule out and compare by interval",
            });
        }
        Ok(rule)
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
    /// The best group is not known, because the count of another that may be better is a range.
    BestUnknown,
    /// The rate a ratio rule divides by is 0: the reference rate, or the group's where lower is better and the
    /// rule has a cut-off below 1.
    NoRatio,
    /// Fewer cases in the group than the rule's cell size.
    BelowCell {
        /// The cell size.
        cell: u64,
    },
    /// The comparison group has fewer cases or children than the rule asks for, and so has the State's, or
    /// no State counts were given.
    ComparisonBelowMinimum {
        /// The cell size, in cases.
        cell: u64,
        /// The n-size, in children.
        min_n: u64,
    },
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
            Self::BestUnknown => {
                "the best group is not known, because a count is a range".to_owned()
            }
            Self::NoRatio => "the rate to divide by is 0, so there is no ratio".to_owned(),
            Self::BelowCell { cell } => format!("fewer than {cell} cases"),
            Self::ComparisonBelowMinimum { cell, min_n } => {
                format!("the comparison group has fewer than {cell} cases or {min_n} children")
            }
        }
    }
}

/// The judgement on a gap: yes, no, or not assessable and why. Silence is never "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum GapStatus {
    /// The rule flags it. Without a rule: the whole interval lies on the unfavourable side of zero, or,
    /// with a correction, the adjusted p-value is small enough and the gap unfavourable.
    Flagged,
    /// The rule does not flag it, or the gap is favourable or within chance.
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
    /// Ratio, odds ratio and Cohen's h; where the group is part of the reference, with the part-whole
    /// variance.
    pub measures: Measures,
    /// Test of the gap, where it is assessed: against everyone else where the reference holds the group.
    pub test: Option<GapTest>,
    /// What the rule found; `None` without a rule.
    pub finding: Option<Finding>,
}

/// What a rule found about one group. The status is the gap's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Finding {
    /// The rule, with its parameters.
    pub rule: Rule,
    /// Margin of the gap rules, percentage points.
    pub margin_pp: Option<f64>,
    /// Group rate over reference rate, exact, or the inverse; see [`Verdict`]. `None` where the divisor is 0.
    pub index: Option<Exact>,
    /// Whether the comparison group is the State's (the alternate risk ratio).
    pub alternate: bool,
    /// Fewest children who must move so that the rule no longer flags the group; see [`Verdict`].
    pub to_leave: Option<u64>,
    /// Fewest children who must move to reach the reference rate; it moves with the group in the
    /// proportionality index only.
    pub to_parity: Option<u64>,
}

/// The comparisons a correction was made over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Family {
    /// The correction.
    pub correction: Correction,
    /// How many tests; groups that are not assessed are not among them.
    pub size: usize,
}

/// All groups against one kind of reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gaps {
    /// The options used.
    pub options: GapOptions,
    /// One per group, in input order.
    pub gaps: Vec<Gap>,
    /// The family of the correction: all groups assessed in this call.
    pub family: Option<Family>,
    /// Sentences that belong to every number here.
    pub caveats: Vec<String>,
}

/// Compares every group with its reference.
///
/// The difference is always group minus reference. Intervals are Newcombe's (two independent groups), its
/// part-whole version for the overall rate, or Wilson's less a fixed level. Intervals are never adjusted
/// for the number of groups; p-values are where `correction` is set. `needed` for one group assumes that
/// the others stay as they are: closing all gaps at once is not the sum of the column. Cost: O(groups · log
/// groups).
///
/// # Errors
/// [`Error::DuplicateGroup`], [`Error::OverlappingGroups`], [`Error::UnknownGroup`],
/// [`Error::GroupsExceedOverall`], [`Error::InconsistentOverall`], [`Error::BadOption`] for a level outside
/// 0 to 1, a parameter of a rule outside its range, or a reference that is not the rule's.
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
    if options.rule.is_some() {
        options.required_rule()?;
    }
    let (resolved, caveats) = resolve(groups, options)?;
    let mut gaps = (0..groups.len())
        .map(|i| compare(groups, i, &resolved, options))
        .collect::<Result<Vec<_>, _>>()?;
    let family = options
        .correction
        .map(|correction| correct(&mut gaps, correction, options));
    Ok(Gaps {
        options: options.clone(),
        gaps,
        family,
        caveats,
    })
}

/// Adjusts the p-values over all groups assessed; without a rule the adjusted p-value decides.
fn correct(gaps: &mut [Gap], correction: Correction, options: &GapOptions) -> Family {
    let p_values: Vec<f64> = gaps
        .iter()
        .filter_map(|gap| Some(gap.test?.p_value))
        .collect();
    let adjusted = adjust(&p_values, correction);
    let tested = gaps.iter_mut().filter(|gap| gap.test.is_some());
    for (gap, &adjusted) in tested.zip(&adjusted) {
        gap.test = gap.test.map(|test| GapTest {
            adjusted: Some(adjusted),
            ..test
        });
        if options.rule.is_none() {
            let unfavourable = gap
                .difference
                .is_some_and(|difference| match options.direction {
                    Direction::Higher => difference < Exact::ZERO,
                    Direction::Lower => difference > Exact::ZERO,
                });
            gap.status = if unfavourable && adjusted <= 1.0 - options.confidence.level() {
                GapStatus::Flagged
            } else {
                GapStatus::NotFlagged
            };
        }
    }
    Family {
        correction,
        size: p_values.len(),
    }
}

#[cfg(test)]
mod tests;
