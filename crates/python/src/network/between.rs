//! Betweenness of partners and of ties.

use commonweal_network::Control;
use commonweal_network::measures::betweenness::BetweennessOptions;
use pyo3::prelude::*;

use super::Network;
use super::frames::{ScoreFrame, scores};
use crate::door::enter;

#[pymethods]
impl Network {
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
    ) -> PyResult<ScoreFrame> {
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
}
