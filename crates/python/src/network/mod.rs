//! `Network`: one relation among partners in one wave. One file a family of methods, as in the engine.

mod between;
mod change;
mod cliques;
mod cohesion;
pub(crate) mod consensus;
pub(crate) mod core_periphery;
mod cuts;
mod egos;
mod exchange;
pub(crate) mod frames;
mod groups;
mod hierarchy;
mod holes;
pub(crate) mod inference;
mod look;
pub(crate) mod mixing;
pub(crate) mod nulls;
mod overview;
mod paths;
mod positions;
mod sets;
mod spectral;
mod stability;
mod triads;
mod waves;

use commonweal_network as net;
use commonweal_network::generate::{self, PartnersOptions};
use commonweal_network::{BuildOptions, Labels, Ties};
use commonweal_tables::EdgeList;
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::{Ids, PartnerIds, Values, Whole};
use crate::coverage::Coverage;
use crate::door::quick;
use crate::errors::Failure;
pub(crate) use cliques::Subgroups;
pub(crate) use cuts::KeyPlayers;
pub(crate) use exchange::read_network;
use frames::{frame, ids, partner_ids};
pub(crate) use stability::Stability;
pub(crate) use waves::Comparison;

/// One relation among partners in one wave, with unknown ties as part of it. Immutable.
///
/// Build one with :meth:`Network.from_ties` or :meth:`Network.from_arrays`, or take it from a
/// partnership with ``p.network(layer, wave=...)``. An absent tie means "no tie" only where the
/// reporter answered; otherwise it is unknown, and every result says how much was observed.
///
/// Memory: 8 bytes a partner and 8 bytes a tie, 24 with values.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("school", "clinic"), ("clinic", "library")], directed=False)
/// >>> len(net), net.n_ties
/// (3, 2)
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Network(pub(crate) net::Network);

pub(crate) fn parse<T>(text: &str) -> PyResult<T>
where
    T: std::str::FromStr<Err = net::Error>,
{
    text.parse().map_err(|error| Failure::from(error).into())
}

#[pymethods]
impl Network {
    /// Build a network from a table of ties.
    ///
    /// Parameters
    /// ----------
    /// ties : frame or list of tuples
    ///     One row a tie: a polars, pandas, pyarrow or DuckDB frame, or ``[("a", "b"), ...]``.
    /// partners : frame, optional
    ///     Every partner, in the column ``partner_id``, ``id`` or ``name`` (else the first column); a
    ///     column ``is_backbone`` marks the backbone, other columns become attributes. Without it the
    ///     partners are those that appear in a tie, and isolates cannot be seen.
    /// source, target, value : str
    ///     Names of columns. Without `value` ties have no values.
    /// directed : bool, default True
    ///     Whether a row is a report of its source about its target.
    /// value_means : {"strength", "distance"}
    ///     Higher is closer, or higher is farther. Path lengths of strengths use 1/value.
    /// respondents : list of str, optional
    ///     Who answered. What the others could have reported is unknown. Default: everything is known.
    /// duplicates : {"error", "sum", "max", "min", "mean", "first", "last"}
    /// self_ties : {"error", "drop"}
    ///
    /// Raises
    /// ------
    /// InputError
    ///     With every problem of the table at once.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties(
    /// ...     {"source_id": ["a", "a"], "target_id": ["b", "c"]},
    /// ...     partners={"partner_id": ["a", "b", "c", "d"]},
    /// ...     respondents=["a", "b", "c"],
    /// ... )
    /// >>> net.density().n  # d did not answer: 9 of 12 ordered pairs were observed
    /// 9
    #[staticmethod]
    #[pyo3(signature = (ties, *, partners = None, source = "source_id", target = "target_id",
        value = None, directed = true, value_means = "strength", respondents = None,
        duplicates = "error", self_ties = "error"))]
    #[allow(clippy::too_many_arguments)]
    fn from_ties(
        py: Python<'_>,
        ties: Frame,
        partners: Option<Frame>,
        source: &str,
        target: &str,
        value: Option<String>,
        directed: bool,
        value_means: &str,
        respondents: Option<PartnerIds>,
        duplicates: &str,
        self_ties: &str,
    ) -> PyResult<Self> {
        let list = EdgeList {
            source: source.to_owned(),
            target: target.to_owned(),
            value,
            directed,
            values: parse(value_means)?,
            duplicates: parse(duplicates)?,
            self_ties: parse(self_ties)?,
            respondents: respondents.map(|ids| ids.0),
        };
        quick(py, move || {
            list.network(&ties.0, partners.as_ref().map(|frame| &frame.0))
        })
        .map(Self)
    }

    /// Build a network of partners ``0 .. n-1`` from arrays of partner numbers. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// n : int
    ///     Number of partners.
    /// source, target : numpy.ndarray
    ///     Partner numbers of each tie (any integer type).
    /// value : numpy.ndarray, optional
    ///     A number above zero for each tie.
    /// directed : bool, default False
    /// duplicates, self_ties : str
    ///     As in :meth:`from_ties`.
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> cw.Network.from_arrays(3, np.array([0, 1]), np.array([1, 2])).n_ties
    /// 2
    #[staticmethod]
    #[pyo3(signature = (n, source, target, value = None, *, directed = false,
        value_means = "strength", duplicates = "error", self_ties = "error"))]
    #[allow(clippy::too_many_arguments)]
    fn from_arrays(
        py: Python<'_>,
        n: Whole<usize>,
        source: Ids,
        target: Ids,
        value: Option<Values>,
        directed: bool,
        value_means: &str,
        duplicates: &str,
        self_ties: &str,
    ) -> PyResult<Self> {
        let options = BuildOptions {
            directed,
            values: parse(value_means)?,
            duplicates: parse(duplicates)?,
            self_ties: parse(self_ties)?,
            labels: Labels::Numbered,
        };
        let value = value.map(|values| values.0);
        quick(py, move || {
            let ties = Ties {
                source: &source.0,
                target: &target.0,
                value: value.as_deref(),
            };
            net::Network::from_ties(n.0, &ties, &options)
        })
        .map(Self)
    }

    /// Number of ties: reports when directed, pairs when not.
    #[getter]
    fn n_ties(&self) -> usize {
        self.0.ties()
    }

    /// Number of partners, isolates included.
    #[getter]
    fn n_partners(&self) -> usize {
        self.0.partners()
    }

    /// Whether a tie has a source and a target.
    #[getter]
    fn directed(&self) -> bool {
        self.0.is_directed()
    }

    /// Whether ties have values.
    #[getter]
    fn valued(&self) -> bool {
        self.0.is_valued()
    }

    /// What was combined, dropped or derived on the way to this network, as sentences.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes().to_vec()
    }

    /// The partners with their attributes: ``partner_id``, ``is_backbone`` and one column an attribute.
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b"], "sector": ["school", "health"]}
    /// >>> cw.Network.from_ties([("a", "b")], partners=partners).partners().rows()
    /// [('a', False, 'school'), ('b', False, 'health')]
    fn partners(&self) -> PyResult<Frame> {
        let n = self.0.partners();
        let mut backbone = vec![false; n];
        for &i in self.0.backbone() {
            backbone[i as usize] = true;
        }
        let mut columns = vec![partner_ids(&self.0)];
        columns.push(Series::new("is_backbone".into(), backbone).into_column());
        for attribute in self.0.attributes() {
            let values: Vec<Option<&str>> = (0..n as u32).map(|i| attribute.category(i)).collect();
            columns.push(Series::new(attribute.name().into(), values).into_column());
        }
        frame(n, columns)
    }

    /// The known ties: ``source_id``, ``target_id`` and ``value`` where there are values.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("a", "c")]).ties().rows()
    /// [('a', 'b'), ('a', 'c')]
    fn ties(&self) -> PyResult<Frame> {
        let (mut source, mut target, mut value) = (Vec::new(), Vec::new(), Vec::new());
        for (i, j, v) in self.0.iter_ties() {
            source.push(i);
            target.push(j);
            value.push(v);
        }
        let height = source.len();
        let mut columns = vec![
            ids("source_id", &self.0, source),
            ids("target_id", &self.0, target),
        ];
        if self.0.is_valued() {
            columns.push(Series::new("value".into(), value).into_column());
        }
        frame(height, columns)
    }

    /// Who was asked, who answered, and for how many pairs both sides, one side or nobody has spoken.
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b", "c"]}
    /// >>> net = cw.Network.from_ties([("a", "b")], partners=partners, respondents=["a"])
    /// >>> net.coverage().answered, net.coverage().pairs_none  # nobody has spoken of b and c
    /// (1, 1)
    fn coverage(&self) -> Coverage {
        Coverage(self.0.coverage())
    }

    fn __len__(&self) -> usize {
        self.0.partners()
    }

    fn __repr__(&self) -> String {
        let kind = if self.0.is_directed() {
            "directed"
        } else {
            "undirected"
        };
        let valued = if self.0.is_valued() { ", valued" } else { "" };
        format!(
            "<Network: {} partners, {} ties, {kind}{valued}>",
            self.0.partners(),
            self.0.ties()
        )
    }
}

/// The ties of a generated partner network as two arrays (source, target), for benchmarks.
#[pyfunction]
pub(crate) fn generate_partners(
    py: Python<'_>,
    n: Whole<usize>,
    mean_degree: f64,
    seed: Whole<u64>,
) -> PyResult<(Ids, Ids)> {
    let options = PartnersOptions {
        n: n.0,
        mean_degree,
        seed: seed.0,
        ..PartnersOptions::default()
    };
    let planted = quick(py, || generate::partners(&options))?;
    let (source, target) = planted.network.iter_ties().map(|(i, j, _)| (i, j)).unzip();
    Ok((Ids(source), Ids(target)))
}
