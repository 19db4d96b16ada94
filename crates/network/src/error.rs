//! The one error type of this crate.

/// What went wrong in building a network or computing on it.
///
/// Every message says what was found, what was expected and what to do, because the person who reads
/// it is often not the person who wrote the call.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A tie names a partner outside `0..n`.
    #[error("tie {tie}: partner number {found} does not exist. The network has {n} partners (0 to {last}). Add the partner or correct the tie.", last = n.saturating_sub(1))]
    PartnerOutOfRange {
        /// Position of the tie in the input.
        tie: usize,
        /// The number found.
        found: u64,
        /// Number of partners.
        n: usize,
    },
    /// A partner is tied to itself and the rule is to refuse.
    #[error(
        "tie {tie}: source and target are both \"{partner}\". A partner cannot be tied to itself. Delete the row, or choose to drop self-ties."
    )]
    SelfTie {
        /// Position of the tie in the input.
        tie: usize,
        /// The partner.
        partner: String,
    },
    /// The same pair appears twice and the rule is to refuse.
    #[error(
        "ties {first} and {second}: the pair {source_id} → {target_id} appears twice. Keep one, or choose how to combine them (max, mean, sum, first, last)."
    )]
    DuplicateTie {
        /// Position of the first appearance.
        first: usize,
        /// Position of the second appearance.
        second: usize,
        /// Source partner.
        source_id: String,
        /// Target partner.
        target_id: String,
    },
    /// A tie stands in a cell that nobody has spoken about.
    #[error(
        "the tie {source_id} → {target_id} is reported, but \"{source_id}\" did not answer or left that cell blank. One of the two is wrong: correct the roster or delete the tie."
    )]
    UnreportedTie {
        /// Source partner.
        source_id: String,
        /// Target partner.
        target_id: String,
    },
    /// A tie value is not a finite number, or not positive where it must be.
    #[error("tie {tie}: value {found} is not usable. Expected {expected}.")]
    BadValue {
        /// Position of the tie in the input.
        tie: usize,
        /// The value found.
        found: f64,
        /// What would do.
        expected: &'static str,
    },
    /// Arrays that must have the same length do not.
    #[error("{what}: {found} given, {expected} expected. They must have the same length.")]
    LengthMismatch {
        /// Which array.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length needed.
        expected: usize,
    },
    /// A partner's name or number is not in this network.
    #[error("partner \"{0}\" is not in this network. Check the spelling, or list the partners.")]
    UnknownPartner(String),
    /// An option has a value outside its range.
    #[error("option {option}: {found} is not allowed. Expected {expected}.")]
    BadOption {
        /// Name of the option.
        option: &'static str,
        /// The value found.
        found: String,
        /// What is allowed.
        expected: String,
    },
    /// The measure does not apply to this kind of network.
    #[error("{measure}: {reason}")]
    NotDefined {
        /// The measure asked for.
        measure: &'static str,
        /// Why it has no meaning here, and what to do instead.
        reason: String,
    },
    /// More partners or ties than 32-bit ids can hold.
    #[error("{what}: {found} is more than this engine holds ({limit}).")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Its size.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// The caller asked to stop (for example with Ctrl-C).
    #[error("stopped on request")]
    Stopped,
}
