//! The network: rows in both directions, values, partners, and what was observed.

mod build;
mod change;
pub(crate) mod completion;
mod coverage;
pub mod csr;
mod dichotomise;
mod direction;
mod labels;
mod observed;
mod options;
mod partner_data;
mod petgraph_impl;
mod pseudonyms;
mod rows;
mod select;
mod silence;
mod states;
mod symmetrise;

use std::sync::Arc;

pub(crate) use coverage::share;
pub use coverage::{Basis, Coverage};
pub use dichotomise::{Cut, CutAt, CutRow};
pub use labels::{Labels, Names};
pub use observed::{Observed, Survey};
pub use options::{BuildOptions, Duplicates, SelfTies, Ties, ValueMeans};
pub use partner_data::Attribute;
pub use petgraph_impl::{RowTies, TieRef, Visited};
pub use select::EgoOptions;
pub use states::TieState;
pub use symmetrise::Symmetrise;

use crate::Error;
use csr::Csr;
use ndarray::Array2;
use partner_data::PartnerData;

/// One relation among `n` partners in one wave. Immutable; a clone shares all memory.
///
/// Memory: 8 bytes a partner and 4 bytes a stored tie (8 more where valued), for outgoing and again for
/// incoming ties when directed; an undirected tie is stored in the rows of both partners. So a tie costs
/// 8 bytes, 24 with a value, either way.
#[derive(Debug, Clone)]
pub struct Network {
    out: Arc<Csr>,
    /// `None` when undirected: the rows are their own transpose.
    incoming: Option<Arc<Csr>>,
    values: ValueMeans,
    labels: Labels,
    data: Arc<PartnerData>,
    observed: Observed,
    pairs: PairRule,
    notes: Arc<[String]>,
}

/// How two reports make an undirected pair; `Either` for directed networks, where it is not used.
#[derive(Debug, Clone)]
enum PairRule {
    Either,
    /// With the pairs that one side confirmed while the other has not spoken, in the rows of both.
    Both(Arc<Csr>),
}

impl Network {
    /// Builds a network of partners `0..n`; those without ties are isolates, not absent.
    ///
    /// Everything is taken as observed until [`Network::with_observed`] says otherwise. O(n + m) for
    /// the sorting into rows, plus the ordering of each single row; parallel, and the same network for
    /// any number of threads.
    ///
    /// # Errors
    /// A partner number outside `0..n`, arrays of different length, a value that is not finite and
    /// positive, more than 2³² − 1 partners or ties, and (unless the options say otherwise) self-ties
    /// and repeated pairs. The first fault in input order is reported.
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Network, Ties};
    /// let ties = Ties { source: &[0, 1, 1], target: &[1, 0, 2], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// assert_eq!((net.partners(), net.ties()), (4, 3));
    /// assert_eq!(net.incoming().row(2), [1]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
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
            data: Arc::default(),
            observed: Observed::complete(),
            pairs: PairRule::Either,
            notes: built.notes.into(),
        })
    }

    /// Marks the backbone (the partners whose work is to tie the others together) and adds attributes,
    /// replacing those there were.
    ///
    /// # Errors
    /// A partner number that does not exist; an attribute of another number of partners.
    pub fn with_partner_data(
        mut self,
        backbone: &[u32],
        attributes: Vec<Attribute>,
    ) -> Result<Self, Error> {
        self.data = Arc::new(PartnerData::checked(self.partners(), backbone, attributes)?);
        Ok(self)
    }

    /// Number of partners.
    pub fn partners(&self) -> usize {
        self.out.n()
    }

    /// Number of known ties: arcs when directed, pairs when not.
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

    /// Whether ties have values.
    pub fn is_valued(&self) -> bool {
        self.out.values().is_some()
    }

    /// Rows of outgoing ties (all ties when undirected).
    pub fn out(&self) -> &Csr {
        &self.out
    }

    /// Rows of incoming ties; the same object as [`Network::out`] when undirected.
    pub fn incoming(&self) -> &Csr {
        self.incoming.as_ref().unwrap_or(&self.out)
    }

    /// Every known tie once as (source, target, value), by source and then target; an undirected one
    /// with the smaller number first.
    pub fn iter_ties(&self) -> impl Iterator<Item = (u32, u32, Option<f64>)> + '_ {
        let directed = self.is_directed();
        (0..self.partners() as u32).flat_map(move |i| {
            let row = self
                .out
                .range(i)
                .map(move |k| (i, self.out.targets()[k], self.out.values().map(|v| v[k])));
            row.filter(move |&(i, j, _)| directed || i < j)
        })
    }

    /// What the values mean.
    pub fn value_means(&self) -> ValueMeans {
        self.values
    }

    /// What the partners are called.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The number of the partner called `label`.
    ///
    /// # Errors
    /// [`Error::UnknownPartner`] when nobody is called that.
    pub fn partner(&self, label: &str) -> Result<u32, Error> {
        let found = self.labels.find(label, self.partners());
        found.ok_or_else(|| Error::UnknownPartner(label.to_owned()))
    }

    /// The partners marked as backbone, ascending.
    pub fn backbone(&self) -> &[u32] {
        &self.data.backbone
    }

    /// The attributes of the partners.
    pub fn attributes(&self) -> &[Attribute] {
        &self.data.attributes
    }

    /// The attribute called `name`, if there is one.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.data.attributes.iter().find(|a| a.name() == name)
    }

    /// What was combined, dropped or derived on the way to this network, as sentences.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds a sentence to [`Network::notes`]: something a reader of any result must know.
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.add_note(note.into());
        self
    }

    /// The same partners, names and observations with other ties, given as outgoing rows; an undirected
    /// tie stands in both of its rows. O(n + m).
    pub(crate) fn with_rows(&self, out: Csr) -> Self {
        let mut net = self.clone();
        net.incoming = self.is_directed().then(|| Arc::new(build::transpose(&out)));
        net.out = Arc::new(out);
        net
    }

    fn add_note(&mut self, note: String) {
        self.notes = self.notes.iter().cloned().chain([note]).collect();
    }

    /// The network as an n × n matrix: value (1 where ties have none) of a tie, 0 for a known absence and
    /// on the diagonal, `unknown` (often NaN) for a cell nobody has spoken about. 8n² bytes.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 46,340 partners (16 GiB).
    pub fn to_dense(&self, unknown: f64) -> Result<Array2<f64>, Error> {
        const LIMIT: u64 = 46_340;
        let n = self.partners();
        if n as u64 > LIMIT {
            return Err(Error::TooLarge {
                what: "partners in a dense matrix",
                found: n as u64,
                limit: LIMIT,
            });
        }
        let mut dense = Array2::zeros((n, n));
        for (i, j) in self.unknown_pairs() {
            dense[[i as usize, j as usize]] = unknown;
            if !self.is_directed() {
                dense[[j as usize, i as usize]] = unknown;
            }
        }
        for i in 0..n as u32 {
            for k in self.out.range(i) {
                let value = self.out.values().map_or(1.0, |v| v[k]);
                dense[[i as usize, self.out.targets()[k] as usize]] = value;
            }
        }
        Ok(dense)
    }
}

/// A count with its noun: "1 tie", "3 ties".
pub(crate) fn counted(count: u64, noun: &str) -> String {
    let ending = match count {
        1 => "",
        _ if noun.ends_with('x') => "es",
        _ => "s",
    };
    format!("{count} {noun}{ending}")
}
