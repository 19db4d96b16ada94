//! The one error type of this crate.

/// What went wrong. Every message says what was found, what was expected and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A range whose lower end is above its upper end.
    #[error("count of {what}: the range {low} to {high} is empty. Give the lower end first.")]
    EmptyRange {
        /// What was counted.
        what: String,
        /// Lower end found.
        low: u64,
        /// Upper end found.
        high: u64,
    },
    /// More children reach the outcome than there are children.
    #[error(
        "{group}: at least {successes} reach the outcome, but there are only {n} children. Swap the two columns, or correct the count."
    )]
    MoreSuccessesThanChildren {
        /// The group.
        group: String,
        /// Smallest possible number that reach the outcome.
        successes: u64,
        /// Largest possible number of children.
        n: u64,
    },
    /// Counts of a set inside a whole that contradict each other, or that no exact test can take.
    #[error("set and whole: {problem}.")]
    BadSet {
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A key names one dimension twice.
    #[error("group key: dimension \"{dimension}\" appears twice. Name each dimension once.")]
    RepeatedDimension {
        /// The dimension.
        dimension: String,
    },
    /// Text or a double that is not a number this crate reads.
    #[error("\"{found}\" is not a number that can be read exactly. {cure}.")]
    NotANumber {
        /// What was found.
        found: String,
        /// What to write instead.
        cure: &'static str,
    },
    /// A double with so many digits that it must come out of a computation.
    #[error(
        "{found} looks computed: it has more than 12 significant digits. Pass text, \"60%\" or the two counts as \"1200/2000\", so that children are counted exactly."
    )]
    ComputedFloat {
        /// The shortest decimal that gives this double.
        found: String,
    },
    /// A fraction over zero.
    #[error("a fraction has denominator 0. Give the number of children it is a share of.")]
    ZeroDenominator,
    /// An exact result does not fit 128-bit integers.
    #[error(
        "the exact result does not fit 128-bit integers. Use fewer digits in the rates, or smaller counts."
    )]
    TooLarge,
    /// A positive total and nothing to split it over.
    #[error(
        "{total} children cannot be split: every weight is 0. Nobody is short of the goal, or the weights are missing."
    )]
    NothingToWeigh {
        /// The total.
        total: u64,
    },
    /// Lists that must have the same length do not.
    #[error("{what}: {found} given, {expected} expected. Give one each, in their order.")]
    LengthMismatch {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length needed.
        expected: usize,
    },
    /// An option has a value outside its range.
    #[error("option {option}: {found} is not allowed. Expected {expected}.")]
    BadOption {
        /// Name of the option.
        option: &'static str,
        /// The value found.
        found: String,
        /// What is allowed.
        expected: &'static str,
    },
    /// Two groups with the same key.
    #[error(
        "group \"{group}\" appears twice. Add its rows up first, or name what sets them apart."
    )]
    DuplicateGroup {
        /// The key.
        group: String,
    },
    /// A published number that cannot be what it stands for.
    #[error("{group}: {what} {found} is not allowed. Expected {expected}.")]
    BadEstimate {
        /// The group.
        group: String,
        /// Which of its numbers.
        what: &'static str,
        /// The value found.
        found: String,
        /// What is allowed.
        expected: String,
    },
    /// Overlapping groups cannot be added up.
    #[error(
        "the groups overlap (exclusive = false), so they do not add up to all children. Give the overall count, or compare with the best group, a named group or a fixed level."
    )]
    OverlappingGroups,
    /// A reference group that is not among the groups.
    #[error("no group is called \"{found}\". Groups: {}. Use one of these names.", known.join("; "))]
    UnknownGroup {
        /// The name asked for.
        found: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// Groups hold more than the overall count.
    #[error(
        "the groups hold {groups} {what}, but the overall count says {overall}. Correct the overall count, or set exclusive = false if a child can be in two groups."
    )]
    GroupsExceedOverall {
        /// What was counted.
        what: &'static str,
        /// In the groups (at least).
        groups: u64,
        /// Overall (at most).
        overall: u64,
    },
    /// A group and the overall count contradict each other.
    #[error(
        "{group}: taking it out of the overall count leaves more who reach the outcome than children. One of the two counts is wrong."
    )]
    InconsistentOverall {
        /// The group.
        group: String,
    },
    /// A target that cannot be used; every problem at once.
    #[error("target: {}.", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(". "))]
    Target {
        /// The problems.
        problems: Vec<crate::TargetProblem>,
    },
    /// The total cannot bring every cell to the goal.
    #[error(
        "equal rate: bringing every cell to the goal takes {price} children, and the total is {total}. Raise the total, lower the goal, or split in proportion to the shortfall."
    )]
    NotAffordable {
        /// Children that an equal rate takes, capacities respected.
        price: u64,
        /// Children there were.
        total: u64,
    },
    /// No whole number of children has a rate in the range given.
    #[error("{group}: no whole number of children is {} to {} of {n}. The number of children or the rate is wrong.", low.percent(1), high.percent(1))]
    NoWholeNumber {
        /// The group.
        group: String,
        /// Children.
        n: u64,
        /// Lower rate.
        low: crate::Exact,
        /// Upper rate.
        high: crate::Exact,
    },
    /// A headcount that contradicts the rates it is stated with.
    #[error("{rates} is {} per cohort, but headcount says {}. {}", crate::words::thousands(*children), crate::words::thousands(*headcount), match cohorts {
        Some(cohorts) => format!("Is {} the gain per cohort (which needs {} children) or per year on the year before (which needs {} children)?", crate::words::thousands(*headcount), cohorts.0, cohorts.1),
        None => "Leave the headcount out, or change a rate.".to_owned(),
    })]
    Headcount {
        /// Baseline, goal and cohort.
        rates: String,
        /// Children per cohort that they give.
        children: u64,
        /// The headcount stated.
        headcount: u64,
        /// Cohorts for which it would be right per cohort, and year on year.
        cohorts: Option<Box<(crate::Exact, crate::Exact)>>,
    },
}
