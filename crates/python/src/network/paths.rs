//! Distances, closeness and reach.

use commonweal_network::Control;
use commonweal_network::Mode;
use commonweal_network::measures::closeness::ClosenessOptions;
use commonweal_network::measures::distances::Distances;
use commonweal_network::measures::reach::{EccentricityOptions, ReachOptions};
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, over_known_ties, scores_table};
use super::{Network, parse};
use crate::convert::whole;
use crate::door::enter;
use crate::measure::Measure;

impl Network {
    fn distances(
        &self,
        py: Python<'_>,
        label: &str,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<Distances> {
        let control = Control::new();
        enter(py, label, progress, &control, || {
            self.0.distances(weighted, &control)
        })
    }
}

#[pymethods]
impl Network {
    /// Closeness of every partner: how near the others are, by the definition that `variant` names.
    ///
    /// The default, harmonic closeness, is the mean of 1/distance to all others. Unconnected pairs count
    /// zero, so disconnected networks and isolates are fine, and Freeman's closeness, which is not
    /// defined there, is refused there. All variants come from one pass: bit-parallel breadth-first
    /// search, O(n m levels / 512) word operations; weighted by Dijkstra, O(n m log n). A hundred thousand
    /// partners take seconds to a minute; for millions use :meth:`reach` with few steps.
    ///
    /// Unknown ties: paths run over known ties, so a harmonic value is the least it can be. A partner
    /// whose own end of the paths nobody has reported is None.
    ///
    /// Parameters
    /// ----------
    /// mode : {"in", "out", "all"}, optional
    ///     Distances to the partner (networkx), from it (igraph, sna), or along ties either way.
    ///     Default: both ``_out`` and ``_in`` as two columns on a directed network, because they answer
    ///     different questions and tools silently pick one.
    /// variant : str, default "harmonic"
    ///     With R of the n - 1 others reached, D the longest distance of the network:
    ///
    ///     * ``"harmonic"``: sum of 1/d, over n - 1 (igraph, sna) or not normalised (networkx).
    ///     * ``"freeman"``: (n - 1) / sum of d; only where everyone is reached.
    ///     * ``"wasserman_faust"``: R/(n - 1) times R / sum of d (networkx, rustworkx).
    ///     * ``"reachable"``: R / sum of d over those reached (igraph from 0.10).
    ///     * ``"ucinet"``: (n - 1) / sum of d with `unreachable` in the place of missing distances.
    ///     * ``"valente_forman"``: mean of D + 1 - d over all others, divided by D when normalised
    ///       (integration for in, radiality for out).
    ///     * ``"gil_schmidt"``: sum of 1/d, over R (sna's power index).
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths, the value for distances.
    /// normalized : bool, default True
    ///     False gives the plain sum, or one over it.
    /// unreachable : {"max_plus_one", "n", "left_out"}
    ///     For ``"ucinet"`` only: D + 1 (its default), n (igraph before 0.10), or no distance at all.
    /// progress : bool, optional
    ///     Default: a bar where somebody looks, for calls longer than a second.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``<variant>_closeness``; or ``<variant>_closeness_out`` and
    ///     ``<variant>_closeness_in``.
    ///
    /// Source: Freeman 1979; Wasserman & Faust 1994; Valente & Foreman 1998; Gil & Schmidt 1996;
    /// Rochat 2009.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> net.closeness(mode="out", normalized=False)["harmonic_closeness"].to_list()
    /// [1.5, 1.0, 0.0]
    /// >>> net.closeness(variant="wasserman_faust").columns
    /// ['partner_id', 'wasserman_faust_closeness_out', 'wasserman_faust_closeness_in']
    #[pyo3(signature = (*, mode = None, variant = "harmonic", weighted = false, normalized = true,
        unreachable = "max_plus_one", progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn closeness(
        &self,
        py: Python<'_>,
        mode: Option<&str>,
        variant: &str,
        weighted: bool,
        normalized: bool,
        unreachable: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let asked: Option<Mode> = mode.map(parse).transpose()?;
        let options = ClosenessOptions {
            mode: asked.unwrap_or(Mode::Out),
            variant: parse(variant)?,
            weighted,
            normalized,
            unreachable: parse(unreachable)?,
        };
        let columns = enter(py, "closeness", progress, &control, || {
            if asked.is_some() {
                self.0.closeness(&options, &control).map(|one| vec![one])
            } else {
                self.0.closeness_both_ways(&options, &control)
            }
        })?;
        scores_table(&self.0, columns)
    }

    /// How many others each partner reaches within some steps, and what share of all others that is.
    ///
    /// Paths run over known ties, so each number is the least it can be; a partner whose own end of the
    /// paths nobody has reported is None. One step is the degree. Few steps are fast at any size (a
    /// search from each partner, or the sweep of :meth:`closeness` ended early, whichever is less work).
    ///
    /// Parameters
    /// ----------
    /// steps : int or None, default 2
    ///     The most ties a path may have; None for paths of any length.
    /// mode : {"out", "in", "all"}
    ///     Whom the partner reaches, who reaches it, or along ties either way.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``reach``, ``reach_share``.
    ///
    /// Source: Borgatti, Everett & Johnson 2013, ch. 10 (k-step reach).
    ///
    /// Examples
    /// --------
    /// >>> chain = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")])
    /// >>> chain.reach(steps=2)["reach"].to_list()
    /// [2.0, 2.0, 1.0, 0.0]
    #[pyo3(signature = (*, steps = Some(2), mode = "out", progress = None))]
    fn reach(
        &self,
        py: Python<'_>,
        steps: Option<i64>,
        mode: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = ReachOptions {
            mode: parse(mode)?,
            steps: steps.map(|steps| whole("steps", steps)).transpose()?,
        };
        let columns = enter(py, "reach", progress, &control, || {
            self.0.reach(&options, &control)
        })?;
        scores_table(&self.0, columns)
    }

    /// How far each partner is from the farthest and on average from those it reaches, and how many it
    /// does not reach.
    ///
    /// Distances are within those reached (igraph's rule; networkx refuses disconnected networks), which
    /// is why ``unreachable`` stands beside them. Who reaches nobody has no distance: None, where
    /// igraph says 0. Paths run over known ties; unreported partners are None. Cost as
    /// :meth:`closeness`.
    ///
    /// Parameters
    /// ----------
    /// mode : {"out", "in", "all"}
    ///     Distances from the partner, to it, or along ties either way.
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``eccentricity``, ``average_distance``, ``unreachable``.
    ///
    /// Source: Hage & Harary 1995.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> net.eccentricity().rows()
    /// [('a', 2.0, 1.5, 0.0), ('b', 1.0, 1.0, 1.0), ('c', None, None, 2.0)]
    #[pyo3(signature = (*, mode = "out", weighted = false, progress = None))]
    fn eccentricity(
        &self,
        py: Python<'_>,
        mode: &str,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = EccentricityOptions {
            mode: parse(mode)?,
            weighted,
        };
        let columns = enter(py, "eccentricity", progress, &control, || {
            self.0.eccentricity(&options, &control)
        })?;
        scores_table(&self.0, columns)
    }

    /// Mean length of the shortest paths between partners, along the direction of ties.
    ///
    /// Paths run over known ties. An unknown tie can shorten paths and can join partners that are far
    /// apart, so there are no bounds, but for ``unreachable="n"``, where a tie can only lower the mean.
    /// Cost as :meth:`closeness`.
    ///
    /// Parameters
    /// ----------
    /// unreachable : {"left_out", "n", "max_plus_one"}
    ///     What pairs without a path do: not counted (UCINET, igraph's ``unconn``; networkx refuses),
    ///     n apart, or one more than the longest distance apart.
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths. Only with ``"left_out"``.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Wasserman & Faust 1994, ch. 4.
    ///
    /// Examples
    /// --------
    /// >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> print(path.mean_distance())
    /// Partners are 1.33 ties apart on average.
    #[pyo3(signature = (*, unreachable = "left_out", weighted = false, progress = None))]
    fn mean_distance(
        &self,
        py: Python<'_>,
        unreachable: &str,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let rule = parse(unreachable)?;
        let distances = self.distances(py, "mean distance", weighted, progress)?;
        let mean = distances.mean(rule);
        Ok(Measure(mean.map_err(crate::errors::Failure::from)?))
    }

    /// The longest of the shortest paths between partners whom a path joins.
    ///
    /// With pairs that no path joins the diameter of graph theory is infinite; a caveat counts them.
    /// Paths run over known ties; no bounds. Cost as :meth:`closeness`.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Wasserman & Faust 1994, ch. 4.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).diameter().value
    /// 2.0
    #[pyo3(signature = (*, weighted = false, progress = None))]
    fn diameter(
        &self,
        py: Python<'_>,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let distances = self.distances(py, "diameter", weighted, progress)?;
        Ok(Measure(distances.diameter()))
    }

    /// The smallest eccentricity among partners who reach everyone; not defined when nobody does.
    ///
    /// igraph counts an isolate as 0 there, so that a network with an isolate has radius 0. Paths run
    /// over known ties; no bounds. Cost as :meth:`closeness`.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Hage & Harary 1995.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False).radius().value
    /// 1.0
    #[pyo3(signature = (*, weighted = false, progress = None))]
    fn radius(&self, py: Python<'_>, weighted: bool, progress: Option<bool>) -> PyResult<Measure> {
        let distances = self.distances(py, "radius", weighted, progress)?;
        Ok(Measure(distances.radius()))
    }

    /// Compactness: the mean of 1/distance over all pairs, a pair without a path adding 0 (UCINET).
    ///
    /// The same number as :meth:`global_efficiency`. The bounds are exact: an unknown tie can only raise
    /// it. Cost as :meth:`closeness`, twice with unknown ties.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths; then it is not a share and has no bounds.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Borgatti 2006; Latora & Marchiori 2001.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).compactness().value == 2.5 / 6
    /// True
    #[pyo3(signature = (*, weighted = false, progress = None))]
    fn compactness(
        &self,
        py: Python<'_>,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let distances = self.distances(py, "compactness", weighted, progress)?;
        Ok(Measure(distances.compactness()))
    }

    /// Global efficiency: :meth:`compactness` under the name that networkx gives it, for directed
    /// networks too.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Path lengths from values: 1/value for strengths.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Latora & Marchiori 2001.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")], directed=False).global_efficiency().value
    /// 1.0
    #[pyo3(signature = (*, weighted = false, progress = None))]
    fn global_efficiency(
        &self,
        py: Python<'_>,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let distances = self.distances(py, "global efficiency", weighted, progress)?;
        Ok(Measure(distances.global_efficiency()))
    }

    /// Breadth: 1 - :meth:`compactness`, with its bounds (UCINET). 0 when everyone is tied to everyone.
    ///
    /// Parameters
    /// ----------
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Borgatti 2006.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).breadth().value
    /// 0.5
    #[pyo3(signature = (*, progress = None))]
    fn breadth(&self, py: Python<'_>, progress: Option<bool>) -> PyResult<Measure> {
        let distances = self.distances(py, "breadth", false, progress)?;
        Ok(Measure(distances.breadth()))
    }

    /// How many pairs of partners are 1, 2, ... ties apart, and how many no path joins.
    ///
    /// Ordered pairs when directed. Counts are exact; paths run over known ties. Cost as
    /// :meth:`closeness`.
    ///
    /// Parameters
    /// ----------
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``distance``, ``pairs``; in the last row ``distance`` is None: pairs without a path.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).distance_distribution().rows()
    /// [(1, 2), (2, 1), (None, 3)]
    #[pyo3(signature = (*, progress = None))]
    fn distance_distribution(
        &self,
        py: Python<'_>,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let counts = enter(py, "distances", progress, &control, || {
            self.0.distance_distribution(&control)
        })?;
        let distance: Vec<Option<u32>> = (1..=counts.pairs.len() as u32)
            .map(Some)
            .chain([None])
            .collect();
        let pairs: Vec<u64> = counts
            .pairs
            .into_iter()
            .chain([counts.unreachable])
            .collect();
        let columns = vec![
            Series::new("distance".into(), &distance).into_column(),
            Series::new("pairs".into(), pairs).into_column(),
        ];
        let about = [
            "pairs",
            "pairs of partners",
            "shortest paths of the known ties; the last row counts pairs that no known path joins",
            "Wasserman & Faust (1994), Social Network Analysis, ch. 4",
        ];
        over_known_ties(&self.0, columns, about)
    }

    /// Share of pairs of partners that cannot reach one another, with bounds. Three definitions.
    ///
    /// O(n + m) for ``"borgatti"``; ``"reachable"`` as :meth:`connectedness`; ``"distance_weighted"`` as
    /// :meth:`compactness`.
    ///
    /// Parameters
    /// ----------
    /// kind : {"reachable", "borgatti", "distance_weighted"}
    ///     Ordered pairs without a directed path (UCINET's multiple-measures block); F, pairs in
    ///     different components whatever the direction; or DF, 1 - mean of 1/distance over
    ///     undirected ties.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Borgatti 2006.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "b")])
    /// >>> round(net.fragmentation().value, 3), net.fragmentation(kind="borgatti").value
    /// (0.667, 0.0)
    #[pyo3(signature = (*, kind = "reachable", progress = None))]
    fn fragmentation(
        &self,
        py: Python<'_>,
        kind: &str,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let (kind, control) = (parse(kind)?, Control::new());
        enter(py, "fragmentation", progress, &control, || {
            self.0.fragmentation(kind, &control)
        })
        .map(Measure)
    }
}
