//! Ties within and between kinds of partners.

use std::borrow::Cow;

use commonweal_network as net;
use commonweal_network::measures::mixing;
use commonweal_network::nulls::Beyond;
use commonweal_network::{Attribute, Control};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use super::frames::{About, ScoreFrame, counts, described, frame, number_column, scores, texts};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::{Plain, whole};
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::measure::Measure;

/// What partners are sorted by: the name of an attribute, or one value a partner.
#[derive(Clone)]
pub(crate) enum By {
    Name(String),
    Values(Vec<Option<String>>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for By {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "str"),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Iterable"),
            type_hint_identifier!("builtins", "object")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return object.extract().map(Self::Name);
        }
        let refused = || {
            PyErr::from(Failure::input(
                "by: expected the name of an attribute, or a list with one value a partner in their order.",
            ))
        };
        // Iterating a mapping would give its keys.
        if object.is_instance_of::<PyDict>() {
            return Err(refused());
        }
        let value = |item: PyResult<Bound<'py, PyAny>>| {
            let item = item?;
            let missing = item.is_none() || item.extract::<f64>().is_ok_and(f64::is_nan);
            let text = || item.str().map(|text| text.to_string());
            (!missing).then(text).transpose()
        };
        let items = object.try_iter().map_err(|_| refused())?;
        items.map(value).collect::<PyResult<_>>().map(Self::Values)
    }
}

impl By {
    pub(crate) fn attribute(self, network: &net::Network) -> PyResult<Cow<'_, Attribute>> {
        match self {
            Self::Values(values) => Ok(Cow::Owned(Attribute::new("kind", &values))),
            Self::Name(name) => network.attribute(&name).map(Cow::Borrowed).ok_or_else(|| {
                let names: Vec<&str> = network.attributes().iter().map(Attribute::name).collect();
                let there = if names.is_empty() {
                    "The partners have no attributes: give a table of partners, or a list with one value a partner."
                        .to_owned()
                } else {
                    format!("Expected one of {}, or a list with one value a partner.", names.join(", "))
                };
                Failure::input(format!("attribute \"{name}\" is not in this network. {there}")).into()
            }),
        }
    }
}

/// The E-I index of a network, of its kinds of partners and of its partners.
///
/// From :meth:`Network.ei_index`. ``print(e)`` is one plain sentence, ``float(e)`` the whole index.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
/// >>> e = net.ei_index(["x", "x", "y", "y"], draws=0)
/// >>> round(float(e), 3), round(e.expected, 3)
/// (-0.333, 0.333)
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct EiIndex {
    index: mixing::EiIndex,
    network: net::Network,
}

#[pymethods]
impl EiIndex {
    /// The index over all known ties, as a :class:`Measure`.
    #[getter]
    fn whole(&self) -> Measure {
        Measure(self.index.whole.clone())
    }

    /// Mean of the index when the kinds are shuffled over the partners, from their sizes alone.
    #[getter]
    fn expected(&self) -> f64 {
        self.index.expected
    }

    /// The index beside its shuffles: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None
    /// without draws. p-values are (1 + count)/(1 + draws).
    #[getter]
    fn test(&self) -> Option<Plain<&Beyond>> {
        self.index.test.as_ref().map(Plain)
    }

    /// One row a kind: ``kind, partners, internal, external, ei_index`` and, with draws, ``mean, z,
    /// p_high, p_low`` of the shuffles. External ties are those with one end in the kind.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.ei_index(["x", "x", "y"], draws=0).groups().rows()[0]
    /// ('x', 2, 1.0, 1.0, 0.0)
    fn groups(&self) -> PyResult<Frame> {
        let groups = &self.index.groups;
        let numbers = |name: &str, of: &dyn Fn(&mixing::EiGroup) -> f64| {
            number_column(name, groups.iter().map(of).collect())
        };
        let mut columns = vec![
            texts("kind", groups.iter().map(|g| g.kind.as_str())),
            counts("partners", groups.iter().map(|g| g.partners)),
            numbers("internal", &|g| g.internal),
            numbers("external", &|g| g.external),
            numbers("ei_index", &|g| g.ei_index),
        ];
        if self.index.test.is_some() {
            let of = |name: &str, pick: fn(&Beyond) -> f64| {
                numbers(name, &|g| g.test.as_ref().map_or(f64::NAN, pick))
            };
            columns.push(of("mean", |t| t.mean));
            columns.push(of("z", |t| t.z));
            columns.push(of("p_high", |t| t.p_high));
            columns.push(of("p_low", |t| t.p_low));
        }
        frame(groups.len(), columns)
    }

    /// The index of every partner over its own contacts: ``partner_id, ei_index``. Null without contacts,
    /// of unknown kind, or where nobody has spoken about the partner.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.ei_index(["x", "x", "y"], draws=0).partners()["ei_index"].to_list()
    /// [-1.0, 0.0, 1.0]
    fn partners(&self) -> PyResult<ScoreFrame> {
        scores(&self.network, self.index.partners.clone())
    }

    fn __float__(&self) -> f64 {
        self.index.whole.value.unwrap_or(f64::NAN)
    }

    fn __str__(&self) -> &str {
        &self.index.whole.sentence
    }

    fn __repr__(&self) -> String {
        match self.index.whole.value {
            Some(value) => format!("<EiIndex: {value}, expected {}>", self.index.expected),
            None => "<EiIndex: not defined>".to_owned(),
        }
    }
}

#[pymethods]
impl Network {
    /// Krackhardt and Stern's E-I index: ties between kinds of partners against ties inside them.
    ///
    /// (E - I)/(E + I), from -1 (all ties inside) to 1 (all between); no good end. Its value by chance is
    /// not 0 but follows from the sizes of the kinds (``.expected``); the test shuffles the kinds over
    /// the partners while ties and unknown cells stay. Known ties between partners of known kind;
    /// ``.whole.interval`` bounds the index whatever the unknown ties are (directed, unweighted). O((n +
    /// m)(1 + draws)), parallel over draws.
    ///
    /// Parameters
    /// ----------
    /// by : str or list
    ///     An attribute of the partners, or one value a partner in their order (None is unknown, and
    ///     left out; it is not a kind).
    /// weighted : bool, default False
    ///     Add up the values of ties instead of counting them, throughout (UCINET's "treat as binary"
    ///     reaches its mixing table only).
    /// draws : int, default 999
    ///     Shuffles; 0 for none.
    /// seed : int, default 0
    /// progress : bool, optional
    ///     Show a bar; by default when the call takes longer than a second.
    ///
    /// Source: Krackhardt & Stern 1988.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
    /// >>> print(net.ei_index(["x", "x", "y", "y"], draws=99))
    /// The E-I index by kind is -0.333 over 3 known ties; kinds of these sizes at random give 0.333.
    #[pyo3(signature = (by, *, weighted = false, draws = 999, seed = 0, progress = None))]
    fn ei_index(
        &self,
        py: Python<'_>,
        by: By,
        weighted: bool,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<EiIndex> {
        let control = Control::new();
        let by = by.attribute(&self.0)?;
        let options = mixing::EiOptions {
            weighted,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        let index = enter(py, "E-I index", progress, &control, || {
            self.0.ei_index(&by, &options, &control)
        })?;
        Ok(EiIndex {
            index,
            network: self.0.clone(),
        })
    }

    /// Assortativity by an attribute: whether ties join partners of the same kind, or of similar number.
    ///
    /// 1 when all do, 0 when ends of ties meet at random, negative when unlike partners are tied. Known
    /// ties between partners of known kind; None when all ends are of one kind. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// by : str or list
    ///     An attribute of the partners, or one value a partner in their order (None is unknown).
    /// kind : {"newman", "symmetrised", "numeric"}
    ///     Newman's coefficient with rows and columns of their own (networkx, igraph, UCINET); with the
    ///     mixing table made symmetric first (R netseg), another number on directed ties; or the
    ///     correlation of the attribute read as numbers.
    ///
    /// Source: Newman 2003.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> net.assortativity(["x", "x", "y", "y"]).value
    /// 1.0
    #[pyo3(signature = (by, *, kind = "newman"))]
    fn assortativity(&self, py: Python<'_>, by: By, kind: &str) -> PyResult<Measure> {
        let (by, kind) = (by.attribute(&self.0)?, parse(kind)?);
        quick(py, || self.0.assortativity(&by, kind)).map(Measure)
    }

    /// Correlation between the degrees of the two ends of a tie.
    ///
    /// Known ties and degrees; ties to a partner whose ties of that kind nobody has reported are left
    /// out; None where degrees do not vary. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// source, target : {"out", "in"}
    ///     Which degree of each end of a directed tie (networkx's ``x`` and ``y``); ignored when
    ///     undirected.
    ///
    /// Source: Newman 2002, 2003.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
    /// >>> star.degree_assortativity().value
    /// -1.0
    #[pyo3(signature = (*, source = "out", target = "in"))]
    fn degree_assortativity(&self, source: &str, target: &str) -> PyResult<Measure> {
        let measure = self.0.degree_assortativity(parse(source)?, parse(target)?);
        Ok(Measure(measure.map_err(Failure::from)?))
    }

    /// Ties between every two kinds of partners, beside what one of three models expects.
    ///
    /// Columns: ``from_kind, to_kind, ties, possible, unknown, expected, ratio``; undirected, each two
    /// kinds once. Expected ties are among known cells. Partners of unknown kind are left out and
    /// counted in ``about``. O(n + m + kinds^2).
    ///
    /// Parameters
    /// ----------
    /// by : str or list
    ///     An attribute of the partners, or one value a partner in their order (None is unknown).
    /// expected : {"density", "configuration", "fixed_out"}
    ///     Every known cell equally likely; kinds keep the ties they send and receive; or partners keep
    ///     the number of ties they send and spread them evenly (directed only). The three mark different
    ///     cells as over-represented.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
    /// >>> net.mixing(["x", "x", "y", "y"]).rows()[1]
    /// ('x', 'y', 1, 4, 0, 2.0, 0.5)
    #[pyo3(signature = (by, *, expected = "density"))]
    fn mixing(&self, py: Python<'_>, by: By, expected: &str) -> PyResult<ScoreFrame> {
        let (by, expected) = (by.attribute(&self.0)?, parse(expected)?);
        let table = quick(py, || self.0.mixing(&by, expected))?;
        let cells = &table.cells;
        let columns = vec![
            texts("from_kind", cells.iter().map(|c| c.from.as_str())),
            texts("to_kind", cells.iter().map(|c| c.to.as_str())),
            counts("ties", cells.iter().map(|c| c.ties)),
            counts("possible", cells.iter().map(|c| c.possible)),
            counts("unknown", cells.iter().map(|c| c.unknown)),
            number_column("expected", cells.iter().map(|c| c.expected).collect()),
            number_column("ratio", cells.iter().map(|c| c.ratio).collect()),
        ];
        let about = About {
            measure: "mixing".to_owned(),
            unit: "ties".to_owned(),
            direction: "none",
            coverage: table.coverage,
            convention: table.convention,
            caveats: table.caveats,
            citation: table.citation,
        };
        described(cells.len(), columns, about)
    }

    /// How far each kind of partners keeps to itself: Coleman's index and Yule's Q.
    ///
    /// Columns: ``kind, partners, ties, internal, share, expected_share, coleman, yules_q``. Coleman:
    /// (share - expected)/(1 - expected) above what is expected, /expected below; expected is the
    /// kind's share of the known cells, (n_g - 1)/(n - 1) when everything is known. Directed, a kind's
    /// ties are those it sends. Null for a kind without ties. O(n + m + kinds^2).
    ///
    /// Parameters
    /// ----------
    /// by : str or list
    ///     An attribute of the partners, or one value a partner in their order (None is unknown).
    ///
    /// Source: Coleman 1958; Yule 1900.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> net.homophily(["x", "x", "y", "y"])["coleman"].to_list()
    /// [1.0, 1.0]
    #[pyo3(signature = (by))]
    fn homophily(&self, py: Python<'_>, by: By) -> PyResult<ScoreFrame> {
        let by = by.attribute(&self.0)?;
        let found = quick(py, || self.0.homophily(&by))?;
        let kinds = &found.kinds;
        let numbers = |name: &str, of: fn(&mixing::Segregation) -> f64| {
            number_column(name, kinds.iter().map(of).collect())
        };
        let columns = vec![
            texts("kind", kinds.iter().map(|k| k.kind.as_str())),
            counts("partners", kinds.iter().map(|k| k.partners)),
            counts("ties", kinds.iter().map(|k| k.ties)),
            counts("internal", kinds.iter().map(|k| k.internal)),
            numbers("share", |k| k.share),
            numbers("expected_share", |k| k.expected_share),
            numbers("coleman", |k| k.coleman),
            numbers("yules_q", |k| k.yules_q),
        ];
        let about = About {
            measure: "homophily".to_owned(),
            unit: "coefficient, -1 to 1".to_owned(),
            direction: "none",
            coverage: found.coverage,
            convention: found.convention,
            caveats: found.caveats,
            citation: found.citation,
        };
        described(kinds.len(), columns, about)
    }

    /// Yule's Q of "same kind" and "tied" over all known pairs, -1 to 1; 0 when kind says nothing.
    ///
    /// None when a row or column of the fourfold table is empty. O(n + m + kinds^2).
    ///
    /// Parameters
    /// ----------
    /// by : str or list
    ///     An attribute of the partners, or one value a partner in their order (None is unknown).
    ///
    /// Source: Yule 1900.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> net.yules_q(["x", "x", "y", "y"]).value
    /// 1.0
    #[pyo3(signature = (by))]
    fn yules_q(&self, py: Python<'_>, by: By) -> PyResult<Measure> {
        let by = by.attribute(&self.0)?;
        quick(py, || self.0.yules_q(&by)).map(Measure)
    }
}
