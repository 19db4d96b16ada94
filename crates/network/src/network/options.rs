//! How ties are given and what to do with awkward ones.

use serde::{Deserialize, Serialize};

use super::labels::Labels;
use crate::options::named;

/// Ties as columns: tie `k` goes from `source[k]` to `target[k]` with `value[k]`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ties<'a> {
    /// Partner numbers, `0..n`.
    pub source: &'a [u32],
    /// Partner numbers, `0..n`.
    pub target: &'a [u32],
    /// One finite number above zero a tie, or none. Zero is refused because a row is a report *of* a
    /// tie: a reported absence is the lack of a row from someone who answered, and 1/0 has no length. A
    /// scale with a zero ("never") is cut by the caller, who knows what it means. The values, and their
    /// inverses, must have finite sums.
    pub value: Option<&'a [f64]>,
}

/// What a tie value means. Tools disagree on it call by call (strength for degree, distance for paths);
/// here it is said once and every measure derives what it needs and names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueMeans {
    /// Higher is a closer tie (frequency, trust). Path lengths use 1/value.
    #[default]
    Strength,
    /// Higher is farther apart. Path lengths use the value; there is no strength.
    Distance,
}

named!(ValueMeans, "value_means", { "strength" => Strength, "distance" => Distance });

/// What to do when the same pair appears twice. Undirected, (a, b) and (b, a) are the same pair.
/// Without values every rule but `Error` keeps one tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duplicates {
    /// Refuse, naming the first repeated pair.
    #[default]
    Error,
    /// Add the values.
    Sum,
    /// Keep the highest value.
    Max,
    /// Keep the lowest value.
    Min,
    /// Average the values.
    Mean,
    /// Keep the first in input order.
    First,
    /// Keep the last in input order.
    Last,
}

named!(Duplicates, "duplicates", {
    "error" => Error, "sum" => Sum, "max" => Max, "min" => Min,
    "mean" => Mean, "first" => First, "last" => Last,
});

/// What to do when a partner is tied to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SelfTies {
    /// Refuse, naming the first one.
    #[default]
    Error,
    /// Leave it out and say so in the notes.
    Drop,
}

named!(SelfTies, "self_ties", { "error" => Error, "drop" => Drop });

/// Options of [`Network::from_ties`](crate::Network::from_ties).
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Whether a tie has a source and a target (a report of one partner about another).
    pub directed: bool,
    /// What a value means.
    pub values: ValueMeans,
    /// What to do with repeated pairs.
    pub duplicates: Duplicates,
    /// What to do with self-ties.
    pub self_ties: SelfTies,
    /// Names of the partners; numbers by default.
    pub labels: Labels,
}
