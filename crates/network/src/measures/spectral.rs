//! Positions that come from the whole matrix of ties: eigenvector, Katz, Bonacich, PageRank, hubs and
//! authorities.
//!
//! Three pieces do all the work. `pull` multiplies the matrix with a vector, every partner adding
//! up its own row, so threads never write to the same place and any number of them gives the same bits.
//! `perron` finds the largest eigenvalue and its vector of one connected piece by Arnoldi's method, which needs a
//! fraction of the multiplications of power iteration where the largest eigenvalues lie close, as they do in
//! networks with groups. `fixed_point` solves x = Gx + b for Katz, Bonacich and PageRank, on undirected
//! networks with the Chebyshev acceleration that their real eigenvalues allow: about 50 multiplications
//! instead of 170 for PageRank at damping 0.85.
//!
//! A matrix of several pieces has one leading vector only where one piece leads. `leading` finds the
//! strong components, solves only those that can lead, and says so when two do.

mod eigenvector;
mod fixed_point;
mod hits;
mod leading;
mod pagerank;
mod perron;
mod pull;
#[cfg(test)]
mod tests;
mod walks;

use serde::{Deserialize, Serialize};

use crate::options::named;

pub use eigenvector::{EigenvectorOptions, EigenvectorScope};
pub use hits::HitsOptions;
pub use pagerank::PageRankOptions;
pub(crate) use pull::dot;
pub use walks::{BonacichOptions, KatzOptions};

/// How the length of an eigenvector is set; its direction says all it has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VectorScale {
    /// The squares add up to 1 (networkx and sna; Kleinberg's hubs and authorities).
    #[default]
    L2,
    /// The largest is 1 (igraph).
    Max,
    /// They add up to 1 (networkx's hubs and authorities).
    Sum,
}

named!(VectorScale, "scale", { "l2" => L2, "max" => Max, "sum" => Sum });

impl VectorScale {
    /// Rescales non-negative numbers that are not all zero.
    fn apply(self, values: &mut [f64]) {
        let largest = values.iter().copied().fold(0.0, f64::max);
        let squares = |v: &f64| (v / largest).powi(2);
        // Through the largest, so that squares neither overflow nor vanish.
        let length = match self {
            Self::L2 => largest * values.iter().map(squares).sum::<f64>().sqrt(),
            Self::Max => largest,
            Self::Sum => values.iter().sum(),
        };
        for value in values {
            *value /= length;
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::L2 => "squares add up to 1",
            Self::Max => "largest is 1",
            Self::Sum => "add up to 1",
        }
    }
}
