//! Krackhardt's dimensions of hierarchy, and the centralizations that follow paths.

use commonweal_network::Control;
use pyo3::prelude::*;

use super::{Network, parse};
use crate::door::enter;
use crate::measure::Measure;

#[pymethods]
impl Network {
    /// Krackhardt's four dimensions of hierarchy: connectedness, hierarchy, efficiency and least upper
    /// boundedness, each 1 on an out-tree (arcs from the top downwards).
    ///
    /// Turn a relation such as "reports to" round first: it points upwards. Computed on known ties,
    /// bounds for connectedness only. The last takes O(k^3 / 128) for k strong components and is refused
    /// above 65,536 of them.
    ///
    /// Parameters
    /// ----------
    /// convention : {"krackhardt", "sna"}
    ///     Krackhardt 1994 and UCINET: efficiency counts ties of the underlying graph, and one upper
    ///     bound of a pair must lie on a path from all the others. R's sna counts arcs, so that a
    ///     tree of mutual ties is not efficient, and looks for an upper bound that reaches all the
    ///     others. (sna's ``hierarchy()`` by default is 1 - reciprocity, another measure.)
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// list of Measure
    ///     ``connectedness``, ``hierarchy``, ``efficiency``, ``least_upper_boundedness``.
    ///
    /// Source: Krackhardt 1994.
    ///
    /// Examples
    /// --------
    /// >>> tree = cw.Network.from_ties([("head", "a"), ("head", "b"), ("a", "c")])
    /// >>> [m.value for m in tree.krackhardt()]
    /// [1.0, 1.0, 1.0, 1.0]
    #[pyo3(signature = (*, convention = "krackhardt", progress = None))]
    fn krackhardt(
        &self,
        py: Python<'_>,
        convention: &str,
        progress: Option<bool>,
    ) -> PyResult<Vec<Measure>> {
        let (convention, control) = (parse(convention)?, Control::new());
        let four = enter(py, "krackhardt", progress, &control, || {
            self.0.krackhardt(convention, &control)
        })?;
        Ok(four.into_iter().map(Measure).collect())
    }

    /// Freeman's closeness centralization: 0 when all are equally close, 1 for a star.
    ///
    /// Not defined where a partner's own ties are unreported. Computed on known ties, no bounds. Cost as
    /// :meth:`closeness`.
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "in", "out"}
    ///     Paths along ties either way, to the partner, or from it.
    /// variant : {"freeman", "harmonic"}
    ///     Freeman's closeness, divided by (n - 1)(n - 2)/(2n - 3), and not defined on an undirected
    ///     network in pieces; directed with unreachable partners at distance n, divided by
    ///     (n - 1)^2/n (igraph, sna). Harmonic closeness, divided by (n - 2)/2, directed by n - 1.
    ///     Other variants are refused: nobody knows their largest possible sum of differences.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Freeman 1979.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    /// >>> round(star.closeness_centralization().value, 12)
    /// 1.0
    #[pyo3(signature = (*, mode = "all", variant = "freeman", progress = None))]
    fn closeness_centralization(
        &self,
        py: Python<'_>,
        mode: &str,
        variant: &str,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let (mode, variant, control) = (parse(mode)?, parse(variant)?, Control::new());
        enter(py, "closeness", progress, &control, || {
            self.0.closeness_centralization(mode, variant, &control)
        })
        .map(Measure)
    }

    /// Freeman's betweenness centralization: the differences from the largest count over
    /// (n - 1)^2 (n - 2), halved when undirected; 1 for a star.
    ///
    /// Not defined where a partner's ties are unreported. Computed on known ties, no bounds. Cost as
    /// :meth:`betweenness`.
    ///
    /// Parameters
    /// ----------
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Freeman 1979.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    /// >>> star.betweenness_centralization().value
    /// 1.0
    #[pyo3(signature = (*, progress = None))]
    fn betweenness_centralization(
        &self,
        py: Python<'_>,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let control = Control::new();
        enter(py, "betweenness", progress, &control, || {
            self.0.betweenness_centralization(&control)
        })
        .map(Measure)
    }
}
