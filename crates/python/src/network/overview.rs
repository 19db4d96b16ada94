//! All whole-network numbers, and several measures of partners, in one frame.

use commonweal_network::measures::overview::CohesionOptions;
use commonweal_network::{Control, Error, PartnerMeasure};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, scores_table};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::Names;
use crate::door::enter;

#[pymethods]
impl Network {
    /// Every whole-network measure with its convention, one row each.
    ///
    /// Definitions that share a name are told apart by ``kind``. A measure that this network does not
    /// have is there with a null and its reason. No row says whether a network is good.
    ///
    /// Parameters
    /// ----------
    /// paths : bool, default True
    ///     Follow all shortest paths too: distances, closeness and betweenness centralization,
    ///     least upper bounds. O(n m), so leave them out for hundreds of thousands of partners.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``measure, kind, value, unit, direction, n, coverage, low, high, reference, convention,
    ///     sentence``.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.cohesion().filter(measure="transitivity")["value"].to_list()
    /// [0.0]
    #[pyo3(signature = (*, paths = true, progress = None))]
    fn cohesion(&self, py: Python<'_>, paths: bool, progress: Option<bool>) -> PyResult<Frame> {
        let (options, control) = (CohesionOptions { paths }, Control::new());
        let measures = enter(py, "cohesion", progress, &control, || {
            self.0.cohesion(&options, &control)
        })?;
        crate::measure::table(&measures)
    }

    /// Several measures of partners in one frame, each with its default options.
    ///
    /// Partners stand in their own order: measures of position are no ranking, and their order changes
    /// with who answered (see :meth:`stability`).
    ///
    /// Parameters
    /// ----------
    /// measures : list of str
    ///     Of ``"degree", "in_degree", "out_degree", "strength", "closeness", "in_closeness",
    ///     "out_closeness", "betweenness", "coreness", "eigenvector", "katz", "pagerank",
    ///     "authorities", "hubs", "information", "current_flow_betweenness", "clustering",
    ///     "constraint", "effective_size"``.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id`` and one column a measure; its bounds follow it where it has them.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.centrality(["degree", "coreness"])["degree"].to_list()
    /// [1.0, 2.0, 1.0]
    #[pyo3(signature = (measures, *, progress = None))]
    fn centrality(
        &self,
        py: Python<'_>,
        measures: Names,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let mut asked: Vec<PartnerMeasure> = Vec::new();
        for name in measures.into_vec() {
            let measure = parse(&name)?;
            if !asked.contains(&measure) {
                asked.push(measure);
            }
        }
        let control = Control::new();
        let all = enter(py, "centrality", progress, &control, || {
            let one = |measure: &PartnerMeasure| self.0.partner_measure(*measure, &control);
            asked.iter().map(one).collect::<Result<Vec<_>, Error>>()
        })?;
        scores_table(&self.0, all)
    }
}
