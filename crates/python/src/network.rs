//! `Network`: one relation among partners in one wave.

use commonweal_network as net;
use commonweal_network::generate::{self, PartnersOptions};
use commonweal_network::measures::betweenness::BetweennessOptions;
use commonweal_network::measures::closeness::ClosenessOptions;
use commonweal_network::{BuildOptions, Control, CorenessOptions, DegreeOptions, Labels, Ties};
use commonweal_report::charts::{MapOptions, map_figure};
use commonweal_tables::EdgeList;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::{Ids, Matrix, PartnerIds, Values, Whole, whole};
use crate::coverage::Coverage;
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::figure::Figure;
use crate::measure::Measure;

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

/// A frame of per-partner scores: `partner_id`, the score, and its bounds where the measure has them.
fn scores(network: &net::Network, scores: net::PartnerScores) -> PyResult<Frame> {
    let mut columns = vec![partner_ids(network)];
    // Names of columns have no spaces.
    let name = scores.name.replace(' ', "_");
    columns.push(number_column(&name, scores.values));
    if let Some(bounds) = scores.bounds {
        columns.push(number_column("low", bounds.low));
        columns.push(number_column("high", bounds.high));
    }
    frame(network.partners(), columns)
}

fn partner_ids(network: &net::Network) -> Column {
    ids(
        "partner_id",
        network,
        (0..network.partners() as u32).collect(),
    )
}

/// What partners are called: their names as text, or their numbers as integers.
fn ids(column: &str, network: &net::Network, partners: Vec<u32>) -> Column {
    match network.labels() {
        Labels::Numbered => Series::new(column.into(), partners).into_column(),
        Labels::Kept(numbers) => {
            let numbers: Vec<u32> = partners.iter().map(|&i| numbers[i as usize]).collect();
            Series::new(column.into(), numbers).into_column()
        }
        labels @ Labels::Named(_) => {
            let names: Vec<String> = partners
                .iter()
                .map(|&i| labels.get(i).into_owned())
                .collect();
            Series::new(column.into(), names).into_column()
        }
    }
}

/// NaN stands for unknown inside the engine; a frame has nulls for that.
fn number_column(name: &str, values: Vec<f64>) -> Column {
    let values: Vec<Option<f64>> = values
        .into_iter()
        .map(|v| (!v.is_nan()).then_some(v))
        .collect();
    Series::new(name.into(), values).into_column()
}

fn frame(height: usize, columns: Vec<Column>) -> PyResult<Frame> {
    Ok(Frame(
        DataFrame::new(height, columns).map_err(Failure::other)?,
    ))
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

    /// Share of the observed possible ties that are ties (available case), with the bounds that the
    /// unknown ones leave open. Falls with size by arithmetic; no good end. O(n + m).
    ///
    /// Source: Wasserman & Faust 1994.
    ///
    /// Examples
    /// --------
    /// >>> print(cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False).density())
    /// 2 of 3 known pairs of partners are tied (66.7 %).
    fn density(&self) -> Measure {
        Measure(self.0.density())
    }

    /// Known ties a partner has on average. O(1).
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a")], directed=False).mean_degree().value
    /// 2.0
    fn mean_degree(&self) -> Measure {
        Measure(self.0.mean_degree())
    }

    /// Share of ties that are returned, among pairs where both sides have spoken. O(m log d).
    ///
    /// Parameters
    /// ----------
    /// kind : {"arc", "dyad", "agreement"}
    ///     Share of arcs that are returned (igraph's and networkx's default, UCINET's "arc"); of
    ///     connected pairs that are mutual (UCINET's "dyad", igraph's "ratio"); or of all pairs that
    ///     are mutual or empty (sna's "edgewise" default).
    #[pyo3(signature = (*, kind = "arc"))]
    fn reciprocity(&self, kind: &str) -> PyResult<Measure> {
        Ok(Measure(
            self.0.reciprocity(parse(kind)?).map_err(Failure::from)?,
        ))
    }

    /// Number of components of the known ties, with bounds. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// kind : {"weak", "strong"}
    ///     Whether the direction of ties is ignored.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
    /// >>> net.components().value, net.components(kind="strong").value
    /// (2.0, 4.0)
    #[pyo3(signature = (*, kind = "weak"))]
    fn components(&self, kind: &str) -> PyResult<Measure> {
        Ok(Measure(self.0.component_count(parse(kind)?)))
    }

    /// The component of every partner: ``partner_id``, ``component``.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
    /// >>> net.component_membership()["component"].to_list()
    /// [0, 0, 1, 1]
    #[pyo3(signature = (*, kind = "weak"))]
    fn component_membership(&self, kind: &str) -> PyResult<Frame> {
        let components = self.0.components(parse(kind)?);
        let columns = vec![
            partner_ids(&self.0),
            Series::new("component".into(), components.membership).into_column(),
        ];
        frame(self.0.partners(), columns)
    }

    /// Share of pairs of partners that can reach one another. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// kind : {"krackhardt", "reachable"}
    ///     Krackhardt's connectedness, which ignores direction, or the share of ordered pairs with a
    ///     directed path (UCINET's multiple-measures block). Two definitions, two names.
    #[pyo3(signature = (*, kind = "krackhardt"))]
    fn connectedness(&self, py: Python<'_>, kind: &str) -> PyResult<Measure> {
        let (kind, control) = (parse(kind)?, Control::new());
        enter(py, "connectedness", None, &control, || {
            self.0.connectedness(kind, &control)
        })
        .map(Measure)
    }

    /// Freeman's degree centralization. O(n + m).
    ///
    /// It holds nothing beyond size, density and the largest degree, which are printed beside it: for
    /// an undirected network ``C = (n * d_max - 2 m) / ((n - 1)(n - 2))``.
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "in", "out"}
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    /// >>> star.degree_centralization().value
    /// 1.0
    #[pyo3(signature = (*, mode = "all"))]
    fn degree_centralization(&self, mode: &str) -> PyResult<Measure> {
        Ok(Measure(self.0.degree_centralization(parse(mode)?)))
    }

    /// Every whole-network measure with its convention, one row each.
    ///
    /// Columns: ``measure, value, unit, direction, n, coverage, low, high, reference, convention,
    /// sentence``.
    fn cohesion(&self, py: Python<'_>) -> PyResult<Frame> {
        let control = Control::new();
        let measures = enter(py, "cohesion", None, &control, || self.0.cohesion(&control))?;
        crate::measure::table(&measures)
    }

    /// Number of ties of every partner, or the sum of their values.
    ///
    /// The out-degree of a partner that did not answer is unknown (null), not zero; ``low`` and
    /// ``high`` bound what it can be.
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "in", "out"}
    ///     Which ties of a directed network count. "all" counts distinct partners, as UCINET does: one
    ///     tied both ways counts once (igraph and networkx add in and out).
    /// weighted : bool, default False
    ///     Sum of values instead; the column is then ``strength``.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "b")])
    /// >>> net.degree(mode="in")["degree"].to_list()
    /// [0.0, 2.0, 0.0]
    #[pyo3(signature = (*, mode = "all", weighted = false))]
    fn degree(&self, mode: &str, weighted: bool) -> PyResult<Frame> {
        let options = DegreeOptions {
            mode: parse(mode)?,
            weighted,
        };
        scores(&self.0, self.0.degree(&options).map_err(Failure::from)?)
    }

    /// Harmonic closeness of every partner: the sum of 1/distance to (or from) all others.
    ///
    /// Unconnected pairs count zero, so disconnected networks and isolates are fine. Bit-parallel
    /// breadth-first search, O(n m / 512) word operations; weighted by Dijkstra.
    ///
    /// Parameters
    /// ----------
    /// mode : {"out", "in"}
    ///     Distances from the partner (igraph's default) or to it (networkx's).
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths.
    /// normalized : bool, default True
    ///     Divide by n - 1 (igraph, sna) or not (networkx, networkit).
    /// progress : bool, optional
    ///     Default: a bar where somebody looks, for calls longer than a second.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``partner_id``, ``harmonic_closeness``.
    ///
    /// Source: Rochat 2009; Gil-Schmidt 1996.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> net.closeness(mode="out", normalized=False)["harmonic_closeness"].to_list()
    /// [1.5, 1.0, 0.0]
    #[pyo3(signature = (*, mode = "out", weighted = false, normalized = true, progress = None))]
    fn closeness(
        &self,
        py: Python<'_>,
        mode: &str,
        weighted: bool,
        normalized: bool,
        progress: Option<bool>,
    ) -> PyResult<Frame> {
        let control = Control::new();
        let options = ClosenessOptions {
            mode: parse(mode)?,
            weighted,
            normalized,
        };
        let result = enter(py, "closeness", progress, &control, || {
            self.0.harmonic_closeness(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// Betweenness of every partner: shortest paths of others that run through it (Brandes), exact.
    ///
    /// O(n m) unweighted. Ties in path length are compared with a relative tolerance, so that 1/3 + 1/3
    /// + 1/3 is 1.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths.
    /// normalized : bool, default True
    ///     Divide by (n - 1)(n - 2), halved when undirected; False gives the sums igraph gives.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Freeman 1977; Brandes 2001.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.betweenness(normalized=False)["betweenness"].to_list()
    /// [0.0, 1.0, 0.0]
    #[pyo3(signature = (*, weighted = false, normalized = true, progress = None))]
    fn betweenness(
        &self,
        py: Python<'_>,
        weighted: bool,
        normalized: bool,
        progress: Option<bool>,
    ) -> PyResult<Frame> {
        let control = Control::new();
        let options = BetweennessOptions {
            weighted,
            normalized,
        };
        let result = enter(py, "betweenness", progress, &control, || {
            self.0.betweenness(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// Coreness of every partner: the largest k of a k-core it belongs to. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "in", "out"}
    ///     Which ties of a directed network count.
    /// mutual : {"once", "twice"}
    ///     Whether a returned tie counts once (UCINET: cores of pairs) or twice (igraph and networkx on
    ///     directed ties) when all ties count.
    ///
    /// Source: Seidman 1983; Batagelj & Zaversnik 2003.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).coreness()["coreness"].to_list()
    /// [2.0, 2.0, 2.0, 1.0]
    #[pyo3(signature = (*, mode = "all", mutual = "once"))]
    fn coreness(&self, mode: &str, mutual: &str) -> PyResult<Frame> {
        let options = CorenessOptions {
            mode: parse(mode)?,
            mutual: parse(mutual)?,
        };
        scores(&self.0, self.0.coreness(&options))
    }

    /// The network without some partners; everything else is carried along.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).without(["c"]).ties().rows()
    /// [('a', 'b')]
    fn without(&self, partners: PartnerIds) -> PyResult<Self> {
        let numbers: Result<Vec<u32>, _> = partners
            .0
            .iter()
            .map(|label| self.0.partner(label))
            .collect();
        let network = numbers.and_then(|numbers| self.0.without(&numbers));
        network
            .map(Self)
            .map_err(|error| Failure::from(error).into())
    }

    /// The network without its backbone; the same network where none is marked.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.example().network("communication", wave="2025")
    /// >>> len(net), len(net.without_backbone())
    /// (41, 40)
    fn without_backbone(&self) -> Self {
        Self(self.0.without_backbone())
    }

    /// The partners of the largest component (weak when directed) and their ties.
    ///
    /// Examples
    /// --------
    /// >>> len(cw.Network.from_ties([("a", "b"), ("b", "c"), ("d", "e")]).largest_component())
    /// 3
    fn largest_component(&self) -> Self {
        Self(self.0.largest_component())
    }

    /// Turn two reports about a pair into one undirected tie.
    ///
    /// Parameters
    /// ----------
    /// rule : {"either", "both", "max", "min", "mean"}
    ///     "either" takes one side's word; "both" needs two.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")])
    /// >>> net.symmetrise("either").n_ties, net.symmetrise("both").n_ties
    /// (2, 1)
    fn symmetrise(&self, rule: &str) -> PyResult<Self> {
        Ok(Self(self.0.symmetrise(parse(rule)?)))
    }

    /// Keep the ties whose value passes a cut, without values.
    ///
    /// Parameters
    /// ----------
    /// op : {"at_least", "above", "at_most", "below"}
    /// cut : float
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "c", 1)], value="value")
    /// >>> net.dichotomise("at_least", 2).ties().rows()
    /// [('a', 'b')]
    fn dichotomise(&self, op: &str, cut: f64) -> PyResult<Self> {
        let network = self.0.dichotomise(parse(op)?, cut);
        network
            .map(Self)
            .map_err(|error| Failure::from(error).into())
    }

    /// The network as an n x n matrix; cells nobody has spoken about get `unknown`. 8 n^2 bytes.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")], directed=False).to_numpy(unknown=0).tolist()
    /// [[0.0, 1.0], [1.0, 0.0]]
    #[pyo3(signature = (*, unknown = f64::NAN))]
    fn to_numpy(&self, py: Python<'_>, unknown: f64) -> PyResult<Matrix> {
        quick(py, || self.0.to_dense(unknown)).map(Matrix)
    }

    /// The known ties as a `networkx.Graph` or `networkx.DiGraph` with partner ids as nodes.
    ///
    /// networkx has no unknown ties: they become absent ones there.
    fn to_networkx<'py>(slf: Bound<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("commonweal._interop")?
            .call_method1("to_networkx", (slf,))
    }

    /// The known ties as an `igraph.Graph` with partner ids in the vertex attribute ``name``.
    ///
    /// igraph has no unknown ties: they become absent ones there.
    fn to_igraph<'py>(slf: Bound<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("commonweal._interop")?
            .call_method1("to_igraph", (slf,))
    }

    /// Draw the map: partners by colour and shape, backbone marked, unknown ties dotted.
    ///
    /// Positions come from stress majorisation of path lengths, the same for the same seed.
    ///
    /// Parameters
    /// ----------
    /// color : str, optional
    ///     An attribute of the partners, for example ``"sector"``.
    /// labels : bool, default True
    ///     Whether partners are named.
    /// seed : int, default 0
    #[pyo3(signature = (*, color = None, labels = true, title = None, seed = 0))]
    fn plot(
        &self,
        py: Python<'_>,
        color: Option<&str>,
        labels: bool,
        title: Option<&str>,
        seed: i64,
    ) -> PyResult<Figure> {
        let labels = if labels {
            let labels = self.0.labels();
            (0..self.0.partners() as u32)
                .map(|i| Some(labels.get(i).into_owned()))
                .collect()
        } else {
            Vec::new()
        };
        let options = MapOptions {
            color,
            labels,
            title,
            tie: None,
            seed: whole("seed", seed)?,
        };
        quick(py, || map_figure(&self.0, options)).map(Figure)
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
