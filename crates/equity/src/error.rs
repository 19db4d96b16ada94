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
    /// A key names one dimension twice.
    #[error("group key: dimension \"{dimension}\" appears twice. Name each dimension once.")]
    RepeatedDimension {
        /// The dimension.
        dimension: String,
    },
}
