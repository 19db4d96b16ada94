//! Closeness, reach and distances.

use commonweal_network::Control;
use commonweal_network::measures::closeness::ClosenessOptions;
use pyo3::prelude::*;

use super::frames::{ScoreFrame, scores};
use super::{Network, parse};
use crate::door::enter;

#[pymethods]
impl Network {
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
    ) -> PyResult<ScoreFrame> {
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
}
