//! To and from files, matrices and the graphs of other libraries.

use std::path::PathBuf;

use commonweal_network::format::{self, Format, FormatError, ReadOptions, ValueField};
use numpy::{PyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use super::{Network, parse};
use crate::convert::{Matrix, PartnerIds};
use crate::door::quick;
use crate::errors::Failure;

impl From<FormatError> for Failure {
    fn from(error: FormatError) -> Self {
        Self::input(error)
    }
}

/// `"auto"`, `"none"`, or the name of a field.
fn value_field(word: &str) -> ValueField {
    match word {
        "auto" => ValueField::Auto,
        "none" => ValueField::None,
        name => ValueField::Named(name.to_owned()),
    }
}

/// Read a network from a file of another tool.
///
/// Values, direction, isolates, ids, attributes (as text, exactly) and the backbone are kept where the
/// format has them; what was left aside stands in :attr:`Network.notes`. Nothing is guessed: repeated
/// pairs, self-ties, several relations, and ties with and without direction in one file are errors
/// until an option says what to do. An error says the line, what was found and the cure.
///
/// A tie nobody has spoken about is unknown, not absent: an empty cell of a matrix or survey, and what
/// :meth:`Network.write` kept as ``commonweal_answered`` and ``commonweal_open``. Without either
/// everything is taken as known.
///
/// Parameters
/// ----------
/// path : str or path
///     The file. An edge list ``map.csv`` takes its partners from ``map_partners.csv`` where that is
///     there; an ``.xlsx`` workbook from its sheet ``partners``, ``nodes`` or ``elements``.
/// format : str, optional
///     By default told by name and content. ``"graphml"``; ``"gexf"`` (Gephi); ``"pajek"`` (.net);
///     ``"dl"`` (UCINET: fullmatrix, upperhalf, lowerhalf, edgelist1, nodelist1); ``"vna"`` (NetDraw);
///     ``"kumu"`` and ``"node_link"`` (JSON of Kumu, of networkx); ``"edge_list"``; ``"matrix"`` (square);
///     ``"survey"`` (a row a respondent, a column a partner or ``partner: question``).
/// directed : bool, optional
///     By default as the file says, and True where it has no word for it (DL, VNA, matrix, survey).
///     With True a tie without direction becomes two reports; with False a report becomes a pair.
/// value : str, default "auto"
///     The field of a tie that is its value. ``"auto"``: the format's own place, or ``value``,
///     ``weight`` or ``strength``. ``"none"``: ties without values.
/// value_means : {"strength", "distance"}
///     Higher is closer, or higher is farther.
/// relation : str, optional
///     Which relation, where the file has several: a matrix of DL, a relation of Pajek, a column of VNA,
///     a question of a survey, or a category of the tie's field ``relation``, ``layer_id``, ``layer``,
///     ``kind`` or ``type``. ``"*"`` takes all as one.
/// id : str, optional
///     The attribute to use as the partners' ids: ``id="name"`` for GraphML written by igraph.
/// duplicates : {"error", "sum", "max", "min", "mean", "first", "last"}
/// self_ties : {"error", "drop"}
///
/// Returns
/// -------
/// Network
///
/// Raises
/// ------
/// InputError
///     With a code (F01 to F15), the place and the cure.
///
/// Notes
/// -----
/// O(bytes). Nothing outside the file is read, and no entity of an XML file is expanded.
///
/// Examples
/// --------
/// >>> import pathlib, tempfile
/// >>> path = pathlib.Path(tempfile.mkdtemp()) / "map.net"
/// >>> _ = path.write_text("*Vertices 3\n1 clinic\n2 school\n3 library\n*Arcs\n1 2 4\n2 1 2\n")
/// >>> net = cw.read_network(path)
/// >>> net.ties().rows()
/// [('clinic', 'school', 4.0), ('school', 'clinic', 2.0)]
/// >>> len(net)
/// 3
#[pyfunction]
#[pyo3(signature = (path, *, format = None, directed = None, value = "auto", value_means = "strength",
    relation = None, id = None, duplicates = "error", self_ties = "error"))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn read_network(
    py: Python<'_>,
    path: PathBuf,
    format: Option<&str>,
    directed: Option<bool>,
    value: &str,
    value_means: &str,
    relation: Option<String>,
    id: Option<String>,
    duplicates: &str,
    self_ties: &str,
) -> PyResult<Network> {
    let format = format.map(parse::<Format>).transpose()?;
    let options = ReadOptions {
        directed,
        value: value_field(value),
        value_means: parse(value_means)?,
        relation,
        id,
        duplicates: parse(duplicates)?,
        self_ties: parse(self_ties)?,
    };
    quick(py, || {
        commonweal_tables::read_network(&path, format, &options)
    })
    .map(Network)
}

#[pymethods]
impl Network {
    /// Write the network to a file of another tool, and return what the format cannot hold.
    ///
    /// GraphML, GEXF, both JSON formats, edge lists and workbooks keep ids, attributes, backbone, values,
    /// direction, isolates, and what was observed (as attributes ``commonweal_answered`` and
    /// ``commonweal_open``). VNA keeps all but direction and single open cells; a matrix or survey keeps
    /// values and unknown cells (empty); Pajek and DL keep neither attributes nor what is unknown.
    /// :func:`read_network` reads each back.
    ///
    /// Parameters
    /// ----------
    /// path : str or path
    ///     The file; it is replaced. ``.csv`` is an edge list, whose partners go to ``..._partners.csv``
    ///     beside it; ``.json`` is node-link; ``.xlsx`` is a workbook of two sheets.
    /// format : str, optional
    ///     As in :func:`read_network`; by default by the name of the file.
    ///
    /// Returns
    /// -------
    /// list of str
    ///     One sentence for each thing that is not in the file. Read it: nothing else is lost.
    ///
    /// Examples
    /// --------
    /// >>> import pathlib, tempfile
    /// >>> path = pathlib.Path(tempfile.mkdtemp()) / "map.dl"
    /// >>> partners = {"partner_id": ["a", "b", "c"]}
    /// >>> net = cw.Network.from_ties([("a", "b")], partners=partners, respondents=["a"])
    /// >>> net.write(path)
    /// ['4 of 6 cells are unknown. The file cannot say so; whoever reads it takes them for no tie.']
    #[pyo3(signature = (path, *, format = None))]
    fn write(&self, py: Python<'_>, path: PathBuf, format: Option<&str>) -> PyResult<Vec<String>> {
        let format = format.map(parse::<Format>).transpose()?;
        quick(py, || {
            commonweal_tables::write_network(&self.0, &path, format)
        })
    }

    /// Build a network from an n x n matrix.
    ///
    /// Parameters
    /// ----------
    /// matrix : array of float
    ///     Row i says what partner i reports: 0 is no tie, any other number its value. A matrix of
    ///     zeros and ones gives ties without values.
    /// ids : list of str, optional
    ///     The partners; by default ``0 .. n-1``.
    /// unknown : float, default nan
    ///     The number that marks a cell nobody has spoken about, beside NaN. A row of such cells is a
    ///     partner that did not answer.
    /// directed : bool, default True
    ///     With False the matrix must be symmetric.
    /// value_means, self_ties : str
    ///     As in :meth:`from_ties`; self-ties stand on the diagonal.
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> net = cw.Network.from_numpy(np.array([[0, 2, 0], [1, 0, 0], [np.nan] * 3]), ids=["a", "b", "c"])
    /// >>> net.ties().rows(), net.density().n
    /// ([('a', 'b', 2.0), ('b', 'a', 1.0)], 4)
    #[staticmethod]
    #[pyo3(signature = (matrix, *, ids = None, unknown = f64::NAN, directed = true,
        value_means = "strength", self_ties = "error"))]
    #[allow(clippy::too_many_arguments)]
    fn from_numpy(
        py: Python<'_>,
        matrix: Bound<'_, PyAny>,
        ids: Option<PartnerIds>,
        unknown: f64,
        directed: bool,
        value_means: &str,
        self_ties: &str,
    ) -> PyResult<Self> {
        let options = ReadOptions {
            directed: Some(directed),
            value_means: parse(value_means)?,
            self_ties: parse(self_ties)?,
            ..ReadOptions::default()
        };
        let numpy = py.import("numpy")?;
        let refused =
            |_| Failure::input("the matrix cannot be read. Expected two dimensions of numbers.");
        let array = numpy
            .call_method1("asarray", (matrix, "float64"))
            .map_err(refused)?;
        let array: PyReadonlyArray2<'_, f64> = array.extract().map_err(refused)?;
        let cells = array.as_array().to_owned();
        let ids = match ids {
            Some(ids) => ids.0,
            None => (0..cells.nrows()).map(|i| i.to_string()).collect(),
        };
        quick(py, move || {
            format::from_dense(&cells.view(), unknown, &ids, &options)
        })
        .map(Self)
    }

    /// Build a network from a sparse matrix of scipy: its stored numbers other than 0 are ties.
    ///
    /// A sparse matrix cannot say that a cell is unknown: everything is taken as known, unless
    /// `respondents` are named.
    ///
    /// Parameters
    /// ----------
    /// matrix : scipy sparse array
    ///     n x n.
    /// ids : list of str, optional
    ///     The partners; by default ``0 .. n-1``.
    /// directed : bool, default True
    ///     With False the matrix must be symmetric.
    /// valued : bool, default True
    ///     With False the numbers are not read as values.
    /// respondents, self_ties : optional
    ///     As in :meth:`from_ties`.
    ///
    /// Examples
    /// --------
    /// >>> import scipy.sparse
    /// >>> matrix = scipy.sparse.csr_array([[0, 3], [0, 0]])
    /// >>> cw.Network.from_scipy(matrix, ids=["a", "b"]).ties().rows()
    /// [('a', 'b', 3.0)]
    #[staticmethod]
    #[pyo3(signature = (matrix, *, ids = None, directed = true, valued = true, respondents = None,
        self_ties = "error"))]
    fn from_scipy<'py>(
        py: Python<'py>,
        matrix: Bound<'py, PyAny>,
        ids: Option<Bound<'py, PyAny>>,
        directed: bool,
        valued: bool,
        respondents: Option<Bound<'py, PyAny>>,
        self_ties: &str,
    ) -> PyResult<Bound<'py, Self>> {
        let arguments = (matrix, ids, directed, valued, respondents, self_ties);
        let built = py
            .import("commonweal._interop")?
            .call_method1("from_scipy", arguments)?;
        Ok(built.cast_into()?)
    }

    /// Build a network from a graph of networkx.
    ///
    /// Nodes become partners by their text, and keep their attributes as text; isolates stay. The edges of
    /// a multigraph are repeated pairs, for `duplicates` to decide.
    ///
    /// Parameters
    /// ----------
    /// graph : networkx.Graph, DiGraph, MultiGraph or MultiDiGraph
    /// value : str, optional
    ///     The edge attribute that is the value; by default ``weight`` where any edge has it.
    /// value_means, duplicates, self_ties : str
    ///     As in :meth:`from_ties`.
    /// respondents : list of str, optional
    ///     Who answered; by default everything is known.
    ///
    /// Examples
    /// --------
    /// >>> import networkx as nx
    /// >>> cw.Network.from_networkx(nx.path_graph(3)).ties().rows()
    /// [('0', '1'), ('1', '2')]
    #[staticmethod]
    #[pyo3(signature = (graph, *, value = None, value_means = "strength", respondents = None,
        duplicates = "error", self_ties = "error"))]
    fn from_networkx<'py>(
        py: Python<'py>,
        graph: Bound<'py, PyAny>,
        value: Option<&str>,
        value_means: &str,
        respondents: Option<Bound<'py, PyAny>>,
        duplicates: &str,
        self_ties: &str,
    ) -> PyResult<Bound<'py, Self>> {
        let arguments = (
            graph,
            value,
            value_means,
            respondents,
            duplicates,
            self_ties,
        );
        let built = py
            .import("commonweal._interop")?
            .call_method1("from_networkx", arguments)?;
        Ok(built.cast_into()?)
    }

    /// Build a network from a graph of igraph.
    ///
    /// Parameters
    /// ----------
    /// graph : igraph.Graph
    /// id : str, optional
    ///     The vertex attribute that holds the ids; by default ``name`` where there is one, else the
    ///     numbers of the vertices.
    /// value : str, optional
    ///     The edge attribute that is the value; by default ``weight`` where there is one.
    /// value_means, respondents, duplicates, self_ties : optional
    ///     As in :meth:`from_networkx`.
    ///
    /// Examples
    /// --------
    /// >>> import igraph as ig
    /// >>> cw.Network.from_igraph(ig.Graph.Ring(3)).n_ties
    /// 3
    #[staticmethod]
    #[pyo3(signature = (graph, *, id = None, value = None, value_means = "strength", respondents = None,
        duplicates = "error", self_ties = "error"))]
    #[allow(clippy::too_many_arguments)]
    fn from_igraph<'py>(
        py: Python<'py>,
        graph: Bound<'py, PyAny>,
        id: Option<&str>,
        value: Option<&str>,
        value_means: &str,
        respondents: Option<Bound<'py, PyAny>>,
        duplicates: &str,
        self_ties: &str,
    ) -> PyResult<Bound<'py, Self>> {
        let arguments = (
            graph,
            id,
            value,
            value_means,
            respondents,
            duplicates,
            self_ties,
        );
        let built = py
            .import("commonweal._interop")?
            .call_method1("from_igraph", arguments)?;
        Ok(built.cast_into()?)
    }

    /// Build a network from a graph of rustworkx.
    ///
    /// Parameters
    /// ----------
    /// graph : rustworkx.PyGraph or rustworkx.PyDiGraph
    /// id : str, optional
    ///     The field of the nodes that holds the ids, where nodes are mappings; by default ``partner_id``
    ///     where all have it. Other nodes are called by their text, empty ones by their number.
    /// value : str, optional
    ///     The field of the edges that is the value, where edges are mappings; by default ``weight``. An
    ///     edge that is a number is its value.
    /// value_means, respondents, duplicates, self_ties : optional
    ///     As in :meth:`from_networkx`.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b", 2.0)], value="value")
    /// >>> cw.Network.from_rustworkx(net.to_rustworkx()).ties().rows()
    /// [('a', 'b', 2.0)]
    #[staticmethod]
    #[pyo3(signature = (graph, *, id = None, value = None, value_means = "strength", respondents = None,
        duplicates = "error", self_ties = "error"))]
    #[allow(clippy::too_many_arguments)]
    fn from_rustworkx<'py>(
        py: Python<'py>,
        graph: Bound<'py, PyAny>,
        id: Option<&str>,
        value: Option<&str>,
        value_means: &str,
        respondents: Option<Bound<'py, PyAny>>,
        duplicates: &str,
        self_ties: &str,
    ) -> PyResult<Bound<'py, Self>> {
        let arguments = (
            graph,
            id,
            value,
            value_means,
            respondents,
            duplicates,
            self_ties,
        );
        let built = py
            .import("commonweal._interop")?
            .call_method1("from_rustworkx", arguments)?;
        Ok(built.cast_into()?)
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

    /// The known ties as an n x n ``scipy.sparse.csr_array``, 1 where ties have no values. O(n + m).
    ///
    /// A sparse array has no unknown cells: they become absent ties there. :meth:`to_numpy` has them.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).to_scipy().toarray().tolist()
    /// [[0.0, 1.0], [0.0, 0.0]]
    fn to_scipy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows = self.0.out();
        let values = match rows.values() {
            Some(values) => PyArray1::from_slice(py, values),
            None => PyArray1::from_vec(py, vec![1.0; rows.entries()]),
        };
        let offsets = PyArray1::from_slice(py, rows.offsets());
        let targets = PyArray1::from_slice(py, rows.targets());
        py.import("commonweal._interop")?
            .call_method1("to_scipy", (self.0.partners(), offsets, targets, values))
    }

    /// The known ties as a `networkx.Graph` or `networkx.DiGraph` with partner ids as nodes.
    ///
    /// networkx has no unknown ties: they become absent ones there.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b", 2)], value="value").to_networkx().edges["a", "b"]
    /// {'weight': 2.0}
    fn to_networkx<'py>(slf: Bound<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("commonweal._interop")?
            .call_method1("to_networkx", (slf,))
    }

    /// The known ties as an `igraph.Graph` with partner ids in the vertex attribute ``name``.
    ///
    /// igraph has no unknown ties: they become absent ones there.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).to_igraph().vs["name"]
    /// ['a', 'b']
    fn to_igraph<'py>(slf: Bound<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("commonweal._interop")?
            .call_method1("to_igraph", (slf,))
    }

    /// The known ties as a `rustworkx.PyGraph` or `PyDiGraph`: a node holds a dict of ``partner_id`` and
    /// attributes, an edge its value (None without).
    ///
    /// rustworkx has no unknown ties: they become absent ones there.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).to_rustworkx()[1]["partner_id"]
    /// 'b'
    fn to_rustworkx<'py>(slf: Bound<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("commonweal._interop")?
            .call_method1("to_rustworkx", (slf,))
    }
}
