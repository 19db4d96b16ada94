//! The network: rows in both directions, values, labels, who was asked and who answered.

pub(crate) mod build;
pub mod csr;
mod labels;
mod options;
mod rows;

use std::sync::Arc;

pub use labels::Labels;
pub use options::{BuildOptions, Duplicates, SelfTies, Ties, ValueMeans};

use crate::Error;
use csr::Csr;

/// One relation among `n` partners in one wave. Immutable; a clone shares all memory.
#[derive(Debug, Clone)]
pub struct Network {
    out: Arc<Csr>,
    incoming: Option<Arc<Csr>>,
    values: ValueMeans,
    labels: Labels,
    notes: Arc<[String]>,
}

impl Network {
    /// Builds a network of partners `0..n` from ties. O(n + m) and parallel.
    ///
    /// # Errors
    /// A partner number outside `0..n`, arrays of different length, a value that is not finite and
    /// positive, and (unless the options say otherwise) self-ties and repeated pairs.
    pub fn from_ties(n: usize, ties: &Ties<'_>, options: &BuildOptions) -> Result<Self, Error> {
        let built = build::build(n, ties, options)?;
        let incoming = options
            .directed
            .then(|| Arc::new(build::transpose(&built.out)));
        Ok(Self {
            out: Arc::new(built.out),
            incoming,
            values: options.values,
            labels: options.labels.clone(),
            notes: built.notes.into(),
        })
    }

    /// Number of partners.
    pub fn partners(&self) -> usize {
        self.out.n()
    }

    /// Number of ties: arcs when directed, pairs when not.
    pub fn ties(&self) -> usize {
        if self.is_directed() {
            self.out.entries()
        } else {
            self.out.entries() / 2
        }
    }

    /// Whether a tie has a source and a target.
    pub fn is_directed(&self) -> bool {
        self.incoming.is_some()
    }

    /// Rows of outgoing ties (all ties when undirected).
    pub fn out(&self) -> &Csr {
        &self.out
    }

    /// Rows of incoming ties; the same object as [`Network::out`] when undirected.
    pub fn incoming(&self) -> &Csr {
        self.incoming.as_ref().unwrap_or(&self.out)
    }

    /// What the values mean.
    pub fn value_means(&self) -> ValueMeans {
        self.values
    }

    /// Labels of the partners.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// What was combined, dropped or derived on the way to this network, as sentences.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}
