//! Dyads, triads, triangles, clustering, and the networks they are compared with.

use commonweal_network::Control;
use commonweal_network::measures::small_world::SmallWorldOptions;
use commonweal_network::measures::triangles::ClusteringOptions;
use commonweal_network::nulls::rewire::RewireOptions;
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, over_known_ties, scores};
use super::{Network, parse};
use crate::convert::whole;
use crate::door::enter;
use crate::measure::Measure;

#[pymethods]
impl Network {
    /// Triangles every partner is in: pairs of its partners that are tied to each other.
    ///
    /// Ties in either direction join a pair. Counted over known ties, so it is the lowest value: an
    /// unknown tie can only add triangles; a partner nobody has spoken about is null. Every triangle is
    /// found once, from the end of lowest degree: O(m sqrt(m)) at worst, memory 4 bytes a tie.
    ///
    /// Parameters
    /// ----------
    /// progress : bool, optional
    ///     Default: a bar where somebody looks, for calls longer than a second.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``triangles``.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).triangles()["triangles"].to_list()
    /// [1.0, 1.0, 1.0, 0.0]
    #[pyo3(signature = (*, progress = None))]
    fn triangles(&self, py: Python<'_>, progress: Option<bool>) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let result = enter(py, "triangles", progress, &control, || {
            self.0.triangles(&control)
        })?;
        scores(&self.0, result)
    }

    /// Triangles in all: sets of three partners that are all tied, in either direction.
    ///
    /// Unknown ties can only add to it. Cost as :meth:`triangles`.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).triangle_count().value
    /// 1.0
    #[pyo3(signature = (*, progress = None))]
    fn triangle_count(&self, py: Python<'_>, progress: Option<bool>) -> PyResult<Measure> {
        let control = Control::new();
        enter(py, "triangles", progress, &control, || {
            self.0.triangle_count(&control)
        })
        .map(Measure)
    }

    /// Clustering of every partner: the share of the pairs of its partners that are tied to each other.
    ///
    /// Pairs whose own tie is unknown are left out, above and below the line, so unknown is not counted
    /// as open. A partner nobody has spoken about is null. Range 0 to 1, no good end.
    ///
    /// Parameters
    /// ----------
    /// variant : {"binary", "barrat", "onnela"}
    ///     Every tie alike (Watts & Strogatz 1998; networkx and igraph without weights); pairs by the
    ///     mean strength of the partner's two ties (Barrat et al. 2004; igraph with weights); triangles
    ///     by the geometric mean of their strengths over the largest (Onnela et al. 2005; networkx with
    ///     ``weight=``).
    /// directed : bool, default False
    ///     Whether direction counts (Fagiolo 2007; networkx on a ``DiGraph``). Otherwise ties in either
    ///     direction join a pair.
    /// convention : {"igraph", "networkx"}
    ///     A partner with fewer than two partners of its own has no pair that could be tied: null
    ///     (igraph's default) or 0 (networkx).
    /// progress : bool, optional
    ///     As in :meth:`triangles`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``clustering``.
    ///
    /// Cost: binary as :meth:`triangles`; the others the sum of squared degrees.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> net = cw.Network.from_ties(ties, directed=False)
    /// >>> net.clustering(convention="networkx")["clustering"].round(3).to_list()
    /// [1.0, 1.0, 0.333, 0.0]
    #[pyo3(signature = (*, variant = "binary", directed = false, convention = "igraph",
        progress = None))]
    fn clustering(
        &self,
        py: Python<'_>,
        variant: &str,
        directed: bool,
        convention: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let (control, options) = (Control::new(), clustering(variant, directed, convention)?);
        let result = enter(py, "clustering", progress, &control, || {
            self.0.clustering(&options, &control)
        })?;
        scores(&self.0, result)
    }

    /// Mean of :meth:`clustering` over the partners.
    ///
    /// With ``convention="igraph"`` over those with two partners or more, with "networkx" over all, the
    /// others counting 0: 0.218 and 0.16 for the marriages of Florence. The convention is the kind of
    /// the measure. Partners nobody has spoken about are left out of both.
    ///
    /// Parameters
    /// ----------
    /// variant, directed, convention, progress
    ///     As in :meth:`clustering`.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> net = cw.Network.from_ties(ties, directed=False)
    /// >>> [round(float(net.average_clustering(convention=c)), 3) for c in ["igraph", "networkx"]]
    /// [0.778, 0.583]
    #[pyo3(signature = (*, variant = "binary", directed = false, convention = "igraph",
        progress = None))]
    fn average_clustering(
        &self,
        py: Python<'_>,
        variant: &str,
        directed: bool,
        convention: &str,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let (control, options) = (Control::new(), clustering(variant, directed, convention)?);
        enter(py, "clustering", progress, &control, || {
            self.0.average_clustering(&options, &control)
        })
        .map(Measure)
    }

    /// How often two ties in a row come with the direct one. Range 0 to 1, no good end.
    ///
    /// A path whose closing tie is unknown is left out; "strong", which needs every triple, is then not
    /// defined. Without anything to close the value is None (sna says 1).
    ///
    /// Parameters
    /// ----------
    /// kind : {"undirected", "weak", "strong", "rank"}
    ///     "undirected": 3 x triangles / paths of two, ties in either direction (networkx, igraph).
    ///     "weak": of a -> b -> c, the share with a -> c (UCINET; sna "weak"). "strong": of all ordered
    ///     triples, the share where a -> b -> c if and only if a -> c (sna "strong"). "rank": of
    ///     a -> b -> c, the share where a -> c is at least as strong as the weaker of the two (sna
    ///     "rank"). For the same advice network the first two are 0.735 and 0.664. sna's "correlation"
    ///     is not offered: its two code paths compute different numbers.
    /// progress : bool, optional
    ///     As in :meth:`triangles`.
    ///
    /// Cost: as :meth:`triangles`; "rank" the sum over partners of in-degree times out-degree.
    ///
    /// Source: Holland & Leinhardt 1971; Wasserman & Faust 1994.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
    /// >>> [round(float(net.transitivity(kind=k)), 3) for k in ["undirected", "weak"]]
    /// [0.6, 0.333]
    #[pyo3(signature = (*, kind = "undirected", progress = None))]
    fn transitivity(
        &self,
        py: Python<'_>,
        kind: &str,
        progress: Option<bool>,
    ) -> PyResult<Measure> {
        let (control, kind) = (Control::new(), parse(kind)?);
        enter(py, "transitivity", progress, &control, || {
            self.0.transitivity(kind, &control)
        })
        .map(Measure)
    }

    /// Pairs of partners that are mutual, asymmetric, null, and unknown because a side has not spoken.
    ///
    /// The counts add up to n (n - 1) / 2. In an undirected network every tie is mutual. O(n + m log d).
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``type``, ``count``.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")]).dyad_census().rows()
    /// [('mutual', 1), ('asymmetric', 1), ('null', 1), ('unknown', 0)]
    fn dyad_census(&self) -> PyResult<ScoreFrame> {
        let (types, counts): (Vec<&str>, Vec<u64>) =
            self.0.dyad_census().counts().into_iter().unzip();
        let columns = vec![
            Series::new("type".into(), types).into_column(),
            Series::new("count".into(), counts).into_column(),
        ];
        let about = [
            "count",
            "pairs",
            "dyads by what both sides say; a pair with a side that has not spoken is unknown",
            "Holland & Leinhardt (1970), Am. J. Sociol. 76, 492-513",
        ];
        over_known_ties(&self.0, columns, about)
    }

    /// Sets of three partners by the 16 types of Holland & Leinhardt, and those with an unknown tie.
    ///
    /// The name counts mutual, asymmetric and null dyads; a letter tells orientations apart (Down, Up,
    /// Cyclic, Transitive). Undirected networks have 003, 102, 201 and 300: none, one, two and three
    /// ties. A triad with an unknown tie has no type and stands in the row "unknown"; all counts
    /// add up to C(n, 3). Equal to networkx and igraph where everything is known.
    ///
    /// Closed triads are listed, all others follow from counts of dyads: O(n + m sqrt(m)) at worst.
    ///
    /// Parameters
    /// ----------
    /// progress : bool, optional
    ///     As in :meth:`triangles`.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``type``, ``count``, in the order of the field. A count that does not fit in 64 bits (empty
    ///     triads of five million partners and more) is null.
    ///
    /// Examples
    /// --------
    /// >>> census = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "c")]).triad_census()
    /// >>> dict(census.rows())["030T"]
    /// 1
    #[pyo3(signature = (*, progress = None))]
    fn triad_census(&self, py: Python<'_>, progress: Option<bool>) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let census = enter(py, "triad census", progress, &control, || {
            self.0.triad_census(&control)
        })?;
        let unknown = ("unknown", census.unknown());
        let (types, counts): (Vec<&str>, Vec<Option<u64>>) = census
            .iter()
            .chain([unknown])
            .map(|(name, count)| (name, u64::try_from(count).ok()))
            .unzip();
        let columns = vec![
            Series::new("type".into(), types).into_column(),
            Series::new("count".into(), counts).into_column(),
        ];
        let about = [
            "count",
            "triples of partners",
            "the sixteen types by mutual, asymmetric and null dyads; a triple with an unknown cell is unknown",
            "Holland & Leinhardt (1976), Sociol. Methodol. 7, 1-45; Batagelj & Mrvar (2001), Social Networks 23, 237-243",
        ];
        over_known_ties(&self.0, columns, about)
    }

    /// Clustering and mean distance beside networks rewired at random with the same degrees.
    ///
    /// Four measures, told apart by ``kind``: "sigma" = (C / C_random) / (L / L_random), its parts
    /// "clustering" and "distance", and "analytic", sigma against the formulas for a random graph of the
    /// same size and density (C = k / (n - 1), L = ln n / ln k), as older work reports it. The reference
    /// gives mean and standard deviation of the rewired networks, the interval the central 95 % of the
    /// ratios to single ones. Ties in either direction join a pair; distances are over pairs that can
    /// reach one another. No good end: no limit is agreed above which a network "is" a small world.
    ///
    /// Parameters
    /// ----------
    /// clustering : {"transitivity", "average"}
    ///     3 x triangles / paths of two (Humphries & Gurney 2008; networkx), or the mean over partners
    ///     (Watts & Strogatz 1998).
    /// draws : int, default 100
    ///     Number of rewired networks.
    /// seed : int, default 0
    ///     Same seed, same answer.
    /// swaps_per_tie : int, default 10
    ///     As in :meth:`rewire`.
    /// progress : bool, optional
    ///     As in :meth:`triangles`.
    ///
    /// Computed on known ties; rewired ties stay in known cells. Cost: all distances of draws + 1
    /// networks.
    ///
    /// Examples
    /// --------
    /// >>> ring = [(i, (i + k) % 20) for i in range(20) for k in (1, 2)]
    /// >>> net = cw.Network.from_ties([(f"p{i}", f"p{j}") for i, j in ring], directed=False)
    /// >>> sigma, clustering, distance, analytic = net.small_world(draws=20, seed=1)
    /// >>> float(clustering) > 1 and float(distance) > 1
    /// True
    #[pyo3(signature = (*, clustering = "transitivity", draws = 100, seed = 0, swaps_per_tie = 10,
        progress = None))]
    fn small_world(
        &self,
        py: Python<'_>,
        clustering: &str,
        draws: i64,
        seed: i64,
        swaps_per_tie: i64,
        progress: Option<bool>,
    ) -> PyResult<Vec<Measure>> {
        let control = Control::new();
        let options = SmallWorldOptions {
            clustering: parse(clustering)?,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
            swaps_per_tie: whole("swaps_per_tie", swaps_per_tie)?,
        };
        let result = enter(py, "small world", progress, &control, || {
            self.0.small_world(&options, &control)
        })?;
        Ok(result.measures.into_iter().map(Measure).collect())
    }

    /// A random network in which every partner has as many ties as here.
    ///
    /// Directed, in-degree and out-degree both stay. A chain of swaps: two ties a -> b, c -> d become
    /// a -> d, c -> b unless that repeats a tie; directed triangles are also turned round, which swaps
    /// alone cannot do. All networks with these degrees are then equally likely. With mutual ties kept,
    /// or with unknown cells, that holds for those the chain can reach: a few may be out of reach, which
    /// matters in very small networks only (fewer than about 10 partners). Known ties move into
    /// known cells only, so what nobody has spoken about stays unknown; values are dropped. The notes of
    /// the result say how many steps changed a tie.
    ///
    /// Parameters
    /// ----------
    /// seed : int, default 0
    ///     Same seed and draw, same network.
    /// draw : int, default 0
    ///     Networks 0, 1, 2 ... of one seed are independent of one another.
    /// swaps_per_tie : int, default 10
    ///     Steps of the chain for each tie (Milo et al. 2003); more where degrees are very uneven.
    /// keep_mutual : bool, default False
    ///     Whether every partner also keeps its number of mutual ties.
    /// progress : bool, optional
    ///     As in :meth:`triangles`.
    ///
    /// Constant time a step; 24 to 40 bytes a tie.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.example().network("communication", wave="2025")
    /// >>> random = net.rewire(seed=1)
    /// >>> random.degree()["degree"].equals(net.degree()["degree"])
    /// True
    #[pyo3(signature = (*, seed = 0, draw = 0, swaps_per_tie = 10, keep_mutual = false,
        progress = None))]
    fn rewire(
        &self,
        py: Python<'_>,
        seed: i64,
        draw: i64,
        swaps_per_tie: i64,
        keep_mutual: bool,
        progress: Option<bool>,
    ) -> PyResult<Self> {
        let control = Control::new();
        let options = RewireOptions {
            seed: whole("seed", seed)?,
            draw: whole("draw", draw)?,
            swaps_per_tie: whole("swaps_per_tie", swaps_per_tie)?,
            keep_mutual,
        };
        let rewired = enter(py, "rewiring", progress, &control, || {
            self.0.rewire(&options, &control)
        })?;
        Ok(Self(rewired.network))
    }
}

fn clustering(variant: &str, directed: bool, convention: &str) -> PyResult<ClusteringOptions> {
    Ok(ClusteringOptions {
        variant: parse(variant)?,
        directed,
        convention: parse(convention)?,
    })
}
