//! Betweenness of partners and of ties.

use commonweal_network::Control;
use commonweal_network::measures::betweenness::{BetweennessOptions, SampleOptions};
use pyo3::prelude::*;

use super::Network;
use super::frames::{ScoreFrame, scores, scores_table, tie_scores};
use crate::convert::Whole;
use crate::door::enter;

#[pymethods]
impl Network {
    /// Betweenness of every partner: the share of pairs of others whose shortest paths run through it.
    ///
    /// Exact by Brandes' algorithm, or estimated from the paths out of `samples` partners drawn at
    /// random, for networks where the exact one takes too long. The estimate is unbiased.
    ///
    /// Paths run over known ties; an unknown tie can raise or lower any value, so there are no bounds.
    /// A partner whose ties out or in nobody has reported is null. Weighted path lengths are compared
    /// with a relative tolerance, so that 1/3 + 1/3 + 1/3 is 1 (networkx splits such ties).
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths, value for distances.
    /// normalized : bool, default True
    ///     Divide by the pairs of others: (n - 1)(n - 2) ordered pairs when directed, half as many
    ///     when not (networkx, rustworkx). False gives the pairs that igraph gives; undirected, each
    ///     pair counts once (networkit counts it twice).
    /// samples : int, optional
    ///     Estimate from this many partners (two or more) instead of all; with everybody it is exact.
    /// seed : int, default 0
    ///     Which partners are drawn. The same seed gives the same answer.
    /// confidence : float, default 0.95
    ///     Probability with which all error bounds hold at once.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``betweenness``; with `samples` also ``standard_error``, from the spread
    ///     between the drawn partners, and ``error_bound``, which supposes nothing and is wide unless
    ///     the sample is large.
    ///
    /// Notes
    /// -----
    /// O(n m) unweighted, O(samples m) when sampled, times log n when weighted.
    ///
    /// Source: Freeman 1977; Brandes 2001; Brandes & Pich 2007; Bardenet & Maillard 2015.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.betweenness(normalized=False)["betweenness"].to_list()
    /// [0.0, 1.0, 0.0]
    /// >>> net.betweenness(samples=2, seed=1).columns
    /// ['partner_id', 'betweenness', 'standard_error', 'error_bound']
    #[pyo3(signature = (*, weighted = false, normalized = true, samples = None, seed = Whole(0),
        confidence = 0.95, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn betweenness(
        &self,
        py: Python<'_>,
        weighted: bool,
        normalized: bool,
        samples: Option<Whole<usize>>,
        seed: Whole<u64>,
        confidence: f64,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let betweenness = BetweennessOptions {
            weighted,
            normalized,
        };
        let Some(samples) = samples else {
            let result = enter(py, "betweenness", progress, &control, || {
                self.0.betweenness(&betweenness, &control)
            })?;
            return scores(&self.0, result);
        };
        let options = SampleOptions {
            samples: samples.0,
            seed: seed.0,
            confidence,
            betweenness,
        };
        let result = enter(py, "betweenness", progress, &control, || {
            self.0.sampled_betweenness(&options, &control)
        })?;
        scores_table(&self.0, result)
    }

    /// Betweenness of every tie: the share of pairs of partners whose shortest paths run over it.
    ///
    /// The ends of the tie belong to the pairs. Paths run over known ties; an unknown one can raise or
    /// lower any value, so there are no bounds.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     As in :meth:`betweenness`.
    /// normalized : bool, default True
    ///     Divide by n(n - 1) ordered pairs when directed, half as many when not (networkx); False
    ///     gives the pairs that igraph gives.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``source_id``, ``target_id``, ``edge_betweenness``, in the order of :meth:`ties`.
    ///
    /// Notes
    /// -----
    /// O(n m) unweighted, O(n m log n) weighted.
    ///
    /// Source: Girvan & Newman 2002; Brandes 2008.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
    /// >>> net.edge_betweenness(normalized=False)["edge_betweenness"].to_list()
    /// [3.0, 4.0, 3.0]
    #[pyo3(signature = (*, weighted = false, normalized = true, progress = None))]
    fn edge_betweenness(
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
        let result = enter(py, "edge betweenness", progress, &control, || {
            self.0.edge_betweenness(&options, &control)
        })?;
        tie_scores(&self.0, result)
    }
}
