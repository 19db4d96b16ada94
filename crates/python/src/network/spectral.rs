//! Centralities of the whole matrix of ties (eigenvector, Katz, Bonacich, PageRank, HITS) and of currents.

use commonweal_network::Control;
use commonweal_network::measures::flow::{CurrentFlowOptions, InformationOptions};
use commonweal_network::measures::spectral::{
    BonacichOptions, EigenvectorOptions, HitsOptions, KatzOptions, PageRankOptions,
};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, scores, scores_table};
use super::{Network, parse};
use crate::door::enter;
use crate::measure::Measure;

#[pymethods]
impl Network {
    /// Eigenvector centrality: partners score high when partners that score high are tied to them.
    ///
    /// Never negative. Zero outside the piece of the network with the largest eigenvalue; null with the
    /// reason where two pieces share it, where there are no ties, and (directed) where no tie lies on
    /// a cycle. Computed over known ties, one more of which can raise or lower any value; partners whose
    /// ties of this kind nobody has reported are null. By Arnoldi's method: O(m) a multiplication, of
    /// which it takes about 50; the caveats name the residual.
    ///
    /// Parameters
    /// ----------
    /// mode : {"in", "out", "all"}
    ///     Whose scores a partner adds up: those who name it (networkx, igraph), those it names, or both
    ///     as pairs (a tie when either side reports it).
    /// weighted : bool, default False
    ///     Whether ties count by their value (a strength).
    /// scale : {"l2", "max", "sum"}
    ///     Squares add up to 1 (networkx, sna), the largest is 1 (igraph), or all add up to 1.
    /// scope : {"network", "component"}
    ///     One vector for the network, or one for each weak component by itself.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Bonacich 1972.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", p) for p in "abcd"], directed=False)
    /// >>> star.eigenvector(scale="max")["eigenvector"].round(6).to_list()
    /// [1.0, 0.5, 0.5, 0.5, 0.5]
    #[pyo3(signature = (*, mode = "in", weighted = false, scale = "l2", scope = "network",
        progress = None))]
    fn eigenvector(
        &self,
        py: Python<'_>,
        mode: &str,
        weighted: bool,
        scale: &str,
        scope: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = EigenvectorOptions {
            mode: parse(mode)?,
            weighted,
            scale: parse(scale)?,
            scope: parse(scope)?,
        };
        let result = enter(py, "eigenvector", progress, &control, || {
            self.0.eigenvector(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// Eigenvector centralization: how much the eigenvector scores gather on one partner.
    ///
    /// The sum of differences from the largest score (scaled to 1) over n - 2, a maximum that is proved: one
    /// tied pair among isolates attains it. igraph divides by n - 2 undirected and n - 1 directed.
    /// Undefined below three partners, where the eigenvector is, and where a score is unknown.
    /// Cost of :meth:`eigenvector`.
    ///
    /// Parameters
    /// ----------
    /// mode : {"in", "out", "all"}
    ///     As in :meth:`eigenvector`.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", p) for p in "abcd"], directed=False)
    /// >>> round(star.eigenvector_centralization().value, 3)
    /// 0.667
    #[pyo3(signature = (*, mode = "in"))]
    fn eigenvector_centralization(&self, py: Python<'_>, mode: &str) -> PyResult<Measure> {
        let (mode, control) = (parse(mode)?, Control::new());
        enter(py, "eigenvector", None, &control, || {
            self.0.eigenvector_centralization(mode, &control)
        })
        .map(Measure)
    }

    /// Katz' status: walks that end at the partner, a walk of k ties counted alpha to the power k, and 1.
    ///
    /// alpha is a share of 1/lambda, where lambda is the largest eigenvalue and the series stops converging;
    /// a fixed alpha such as 0.1 means something else in every network. The convention prints alpha. Where
    /// no tie lies on a cycle lambda is 0 and a share of 1/lambda means nothing: null, unless `alpha`
    /// itself is given. Computed over known ties; partners whose ties of this kind nobody has reported are
    /// null. O(m) a step, tens of steps.
    ///
    /// Parameters
    /// ----------
    /// mode : {"in", "out", "all"}
    ///     Walks that end at the partner (networkx), that begin there, or over pairs.
    /// weighted : bool, default False
    ///     Whether ties count by their value (a strength).
    /// alpha_fraction : float, default 0.5
    ///     alpha times lambda, from 0 to below 1.
    /// alpha : float, optional
    ///     alpha itself, instead of the fraction.
    /// normalized : bool, default True
    ///     Squares add up to 1 (networkx); else the number of discounted walks, and 1.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Katz 1953.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> net.katz(alpha=0.5, normalized=False)["katz"].to_list()
    /// [1.0, 1.5, 1.75]
    #[pyo3(signature = (*, mode = "in", weighted = false, alpha_fraction = 0.5, alpha = None,
        normalized = true, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn katz(
        &self,
        py: Python<'_>,
        mode: &str,
        weighted: bool,
        alpha_fraction: f64,
        alpha: Option<f64>,
        normalized: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = KatzOptions {
            mode: parse(mode)?,
            weighted,
            alpha_fraction,
            alpha,
            normalized,
        };
        let result = enter(py, "katz", progress, &control, || {
            self.0.katz(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// Bonacich's power: being tied to the well tied (beta above 0) or to those with few others (below 0).
    ///
    /// c = (I - beta A)^-1 A 1, scaled by a positive number so that the squares add up to n (sna, R igraph); with
    /// a negative beta single values may be negative. At beta 0 it is proportional to the degree. The
    /// convention prints beta. Computed over known ties, one more of which can raise or lower any value;
    /// partners whose ties of this kind nobody has reported are null. O(m) a step, tens of steps.
    ///
    /// Parameters
    /// ----------
    /// beta_fraction : float, default 0.5
    ///     beta times the largest eigenvalue, above -1 and below 1.
    /// mode : {"out", "in", "all"}
    ///     Ties sent (sna, igraph), received, or either way.
    /// weighted : bool, default False
    ///     Whether ties count by their value (a strength).
    /// beta : float, optional
    ///     beta itself, instead of the fraction.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Bonacich 1987.
    ///
    /// Examples
    /// --------
    /// >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> path.bonacich(beta_fraction=0)["bonacich"].round(4).to_list()  # 1 : 2 : 1
    /// [0.7071, 1.4142, 0.7071]
    #[pyo3(signature = (*, beta_fraction = 0.5, mode = "out", weighted = false, beta = None,
        progress = None))]
    fn bonacich(
        &self,
        py: Python<'_>,
        beta_fraction: f64,
        mode: &str,
        weighted: bool,
        beta: Option<f64>,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = BonacichOptions {
            mode: parse(mode)?,
            weighted,
            beta_fraction,
            beta,
        };
        let result = enter(py, "bonacich", progress, &control, || {
            self.0.bonacich(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// PageRank: the share of time at each partner of a walker who follows ties and sometimes jumps.
    ///
    /// Adds up to 1. From a partner without ties to follow the walker jumps to anyone, as in networkx and
    /// igraph; so it does at one that did not answer. Computed over known ties; partners nobody was asked
    /// about are null. O(m) a step until a step moves less than 1e-12 of the whole: about 45 steps
    /// undirected, 140 directed, at the usual damping.
    ///
    /// Parameters
    /// ----------
    /// damping : float, default 0.85
    ///     Probability of following a tie, from 0 to below 1.
    /// weighted : bool, default False
    ///     Whether ties are followed in proportion to their value (a strength).
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Brin & Page 1998.
    ///
    /// Examples
    /// --------
    /// >>> cycle = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a")])
    /// >>> cycle.pagerank()["pagerank"].round(6).to_list()
    /// [0.333333, 0.333333, 0.333333]
    #[pyo3(signature = (*, damping = 0.85, weighted = false, progress = None))]
    fn pagerank(
        &self,
        py: Python<'_>,
        damping: f64,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = PageRankOptions { damping, weighted };
        let result = enter(py, "pagerank", progress, &control, || {
            self.0.pagerank(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// Hubs and authorities: good hubs name good authorities, who are named by good hubs.
    ///
    /// Null where several separate groups of senders and receivers share the largest singular value,
    /// because neither vector is determined then. On undirected networks both are the eigenvector.
    /// Computed over known ties; a hub that did not answer and an authority nobody was asked about are
    /// null. Cost as :meth:`eigenvector`, and one more copy of the ties.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Whether ties count by their value (a strength).
    /// scale : {"l2", "max", "sum"}
    ///     Squares of each vector add up to 1 (Kleinberg), the largest is 1 (igraph), or all add up to 1
    ///     (networkx).
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``hub``, ``authority``.
    ///
    /// Source: Kleinberg 1999.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")])
    /// >>> net.hits(scale="max").rows()
    /// [('a', 1.0, 0.0), ('x', 0.0, 1.0), ('y', 0.0, 1.0), ('b', 1.0, 0.0)]
    #[pyo3(signature = (*, weighted = false, scale = "l2", progress = None))]
    fn hits(
        &self,
        py: Python<'_>,
        weighted: bool,
        scale: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = HitsOptions {
            weighted,
            scale: parse(scale)?,
        };
        let result = enter(py, "hits", progress, &control, || {
            self.0.hits(&options, &control)
        })?;
        scores_table(&self.0, result.into())
    }

    /// Information centrality: how near a partner is to all others when every way counts, not the shortest.
    ///
    /// Undirected networks only (symmetrise first). Ties are wires; the resistance between two partners falls
    /// with every further way. Within each component; isolates are null, and values of components of
    /// different size cannot be compared. Computed over known ties. n^3 operations and 16 n^2
    /// bytes for the largest component, of at most 4,096 partners.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Whether ties conduct by their value: a strength, or 1/distance.
    /// convention : {"stephenson_zelen", "current_flow"}
    ///     n over the sum of resistances (sna, UCINET), or 1 over it (networkx, which calls both names).
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Stephenson & Zelen 1989.
    ///
    /// Examples
    /// --------
    /// >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> path.information()["information"].round(6).to_list()
    /// [1.0, 1.5, 1.0]
    #[pyo3(signature = (*, weighted = false, convention = "stephenson_zelen", progress = None))]
    fn information(
        &self,
        py: Python<'_>,
        weighted: bool,
        convention: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = InformationOptions {
            weighted,
            convention: parse(convention)?,
        };
        let result = enter(py, "information", progress, &control, || {
            self.0.information(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// Current-flow closeness: 1 over the sum of resistances to all others of the component (networkx).
    ///
    /// :meth:`information` on another scale; the same limits and treatment of unknown ties.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Whether ties conduct by their value: a strength, or 1/distance.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Brandes & Fleischer 2005.
    ///
    /// Examples
    /// --------
    /// >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> path.current_flow_closeness()["current_flow_closeness"].round(6).to_list()
    /// [0.333333, 0.5, 0.333333]
    #[pyo3(signature = (*, weighted = false, progress = None))]
    fn current_flow_closeness(
        &self,
        py: Python<'_>,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let result = enter(py, "current-flow closeness", progress, &control, || {
            self.0.current_flow_closeness(weighted, &control)
        })?;
        scores(&self.0, result)
    }

    /// Current-flow (random-walk) betweenness: the share of currents between others that runs through a partner.
    ///
    /// Undirected networks only (symmetrise first). Pairs in different components carry no current and
    /// count as pairs. Computed over known ties, one more of which can raise or lower any value; partners
    /// whose ties nobody has reported are null. O(n^3 + n m log n) and 16 n^2 bytes for the
    /// largest component, of at most 4,096 partners.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Whether ties conduct by their value: a strength, or 1/distance.
    /// normalized : bool, default True
    ///     Divide by the number of pairs of others, (n - 1)(n - 2)/2 (networkx); with `endpoints` of
    ///     all pairs, n(n - 1)/2.
    /// endpoints : bool, default False
    ///     Whether the current a partner itself sends and receives counts (Newman's own definition) or not
    ///     (networkx).
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Newman 2005; Brandes & Fleischer 2005.
    ///
    /// Examples
    /// --------
    /// >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> path.current_flow_betweenness()["current_flow_betweenness"].round(6).to_list()
    /// [0.0, 1.0, 0.0]
    #[pyo3(signature = (*, weighted = false, normalized = true, endpoints = false, progress = None))]
    fn current_flow_betweenness(
        &self,
        py: Python<'_>,
        weighted: bool,
        normalized: bool,
        endpoints: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = CurrentFlowOptions {
            weighted,
            normalized,
            endpoints,
        };
        let result = enter(py, "current-flow betweenness", progress, &control, || {
            self.0.current_flow_betweenness(&options, &control)
        })?;
        scores(&self.0, result)
    }
}
