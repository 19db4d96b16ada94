//! To matrices and to the graphs of other libraries.

use pyo3::prelude::*;

use super::Network;
use crate::convert::Matrix;
use crate::door::quick;

#[pymethods]
impl Network {
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
}
