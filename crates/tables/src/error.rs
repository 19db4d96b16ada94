//! What can go wrong after reading: asking for something the tables do not hold.

use crate::problem::Problems;
use crate::words::{closest, or, quoted};

/// A request that the tables cannot answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input has errors; nothing is computed on it.
    #[error("{0}")]
    Problems(Problems),
    /// No such wave, layer, indicator, period … The cure lists those there are.
    #[error("{what} {found} {why} {cure}")]
    NotFound {
        /// What was asked for: `wave`, `layer` …
        what: &'static str,
        /// The name asked for, quoted, or empty.
        found: String,
        /// Why it cannot be used.
        why: String,
        /// What there is instead.
        cure: String,
    },
    /// The counts are not given by these dimensions together.
    #[error(
        "no counts by {asked}. Counts are given by: {known}. Ask for one of these, or add the cross-tabulation."
    )]
    NotCrossed {
        /// What was asked for.
        asked: String,
        /// The sets of dimensions there are.
        known: String,
    },
    /// A column or cell of a frame that cannot be used.
    #[error("{0}")]
    Input(String),
    /// The network cannot be built.
    #[error(transparent)]
    Network(#[from] commonweal_network::Error),
    /// The counts contradict each other.
    #[error(transparent)]
    Equity(#[from] commonweal_equity::Error),
    /// polars refused; a column of a kind that was not foreseen.
    #[error("the frame cannot be built: {0}")]
    Frame(String),
}

impl Error {
    /// Nothing of that name, with the closest that is there and the whole list when it is short.
    pub(crate) fn not_found(what: &'static str, name: &str, there_are: &[&str]) -> Self {
        const SHORT: usize = 12;
        let like =
            closest(name, there_are.iter().copied()).map(|c| format!("Closest: {}. ", quoted(c)));
        let list = match there_are.len() {
            0 => "There is none.".to_owned(),
            n if n <= SHORT => {
                let names: Vec<String> = there_are.iter().map(|t| quoted(t)).collect();
                format!("Use {}.", or(&names))
            }
            n => format!("There are {n}."),
        };
        Self::NotFound {
            what,
            found: quoted(name),
            why: "is not in the tables.".into(),
            cure: format!("{}{list}", like.unwrap_or_default()),
        }
    }
}

impl From<polars::error::PolarsError> for Error {
    fn from(error: polars::error::PolarsError) -> Self {
        Self::Frame(error.to_string())
    }
}
