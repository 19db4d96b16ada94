//! Cut points, bridges, what a removal does, key players.

use commonweal_network as net;
use commonweal_network::Control;
use commonweal_network::measures::key_players::KeyPlayerOptions;
use commonweal_network::measures::removal::RemovalOptions;
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{
    Id, ScoreFrame, frame, ids, over_known_ties, scores, scores_table, tie_scores,
};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::{Plain, Whole};
use crate::door::{enter, quick};
use crate::measure::Measure;

#[pymethods]
impl Network {
    /// Which partners are cut points, and into how many pieces their component falls without them.
    ///
    /// Direction of ties is ignored. One unknown tie can be the second way that undoes a cut, and can
    /// make a new one; there are no bounds. A partner whose ties nobody has reported is null.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``, ``pieces`` (2 or more for a cut point, 1 where the rest stays together, 0
    ///     for an isolate) and ``is_cut_point``.
    ///
    /// Notes
    /// -----
    /// O(n + m), one depth-first search. Source: Hopcroft & Tarjan 1973.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.cut_points().rows()
    /// [('a', 1.0, False), ('b', 2.0, True), ('c', 1.0, False)]
    fn cut_points(&self, py: Python<'_>) -> PyResult<ScoreFrame> {
        let pieces = quick(py, || Ok::<_, net::Error>(self.0.cut_points()))?;
        let flags: Vec<Option<bool>> = pieces
            .values
            .iter()
            .map(|&pieces| (!pieces.is_nan()).then_some(pieces >= 2.0))
            .collect();
        scores(&self.0, pieces)?.with(Series::new("is_cut_point".into(), flags).into_column())
    }

    /// The ties without which two partners have no way to one another.
    ///
    /// Direction of ties is ignored, and a returned tie is one: each pair of partners stands once. An
    /// unknown tie can be the second way, so no known tie is sure to be a bridge.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``source_id``, ``target_id``, ``pairs_connected``: pairs of partners that the tie alone
    ///     connects.
    ///
    /// Notes
    /// -----
    /// O(n + m), one depth-first search. Source: Hopcroft & Tarjan 1973.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).bridges().rows()
    /// [('c', 'd', 3.0)]
    fn bridges(&self, py: Python<'_>) -> PyResult<ScoreFrame> {
        let bridges = quick(py, || Ok::<_, net::Error>(self.0.bridges()))?;
        tie_scores(&self.0, bridges)
    }

    /// Biconnected components (blocks): the largest sets that stay connected whichever partner leaves.
    ///
    /// Direction of ties is ignored. A cut point is in several blocks, an isolate in none, and the two
    /// ends of a bridge are a block of two; the two ends of every tie share exactly one block. Unknown
    /// ties can merge blocks and make new ones.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``block``, ``partner_id``: one row a partner and block.
    ///
    /// Notes
    /// -----
    /// O(n + m), one depth-first search. Source: Hopcroft & Tarjan 1973.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).biconnected().rows()
    /// [(0, 'a'), (0, 'b'), (0, 'c'), (1, 'c'), (1, 'd')]
    fn biconnected(&self, py: Python<'_>) -> PyResult<ScoreFrame> {
        let found = quick(py, || Ok::<_, net::Error>(self.0.biconnected()))?;
        let columns = member_columns("block", &self.0, &found.blocks);
        let about = [
            "block",
            "number of the block",
            found.convention.as_str(),
            found.citation.as_str(),
        ];
        over_known_ties(&self.0, columns, about)
    }

    /// What leaves with each partner, for every partner by itself.
    ///
    /// Components and pairs ignore the direction of ties. Unknown ties can hold together what falls
    /// apart here, and be lost where none are seen; there are no bounds. A partner whose ties nobody
    /// has reported is null, and pairs of others need three partners.
    ///
    /// Parameters
    /// ----------
    /// compactness : bool, default False
    ///     Also how much longer the ways of the others become, which takes a search of the whole
    ///     network for each partner; at most 2,000 partners.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``; ``components_gained`` (-1 for an isolate); ``largest_component`` of the
    ///     others, in partners; ``pairs_disconnected``, share of the pairs of others that were
    ///     connected and no longer are; ``fragmentation``, share of the pairs of others that are not
    ///     connected then; ``ties_held``, share of all ties; and with `compactness`
    ///     ``compactness_lost``, fall of the mean of 1/distance over ordered pairs of others.
    ///
    /// Notes
    /// -----
    /// O(n + m) for all partners together; compactness O(levels m n^2 / 64). Source: Borgatti 2006;
    /// Hopcroft & Tarjan 1973.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
    /// >>> net.removal_impact()["components_gained"].to_list()
    /// [0.0, 1.0, 1.0, 0.0]
    #[pyo3(signature = (*, compactness = false, progress = None))]
    fn removal_impact(
        &self,
        py: Python<'_>,
        compactness: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = RemovalOptions { compactness };
        let columns = enter(py, "removal impact", progress, &control, || {
            self.0.removal_impact(&options, &control)
        })?;
        scores_table(&self.0, columns)
    }

    /// What the others lose when the whole backbone leaves, and how many single partners would take more.
    ///
    /// The share of the pairs of partners outside the backbone that are connected with it and not
    /// without it; ``reference`` counts the other partners who would disconnect a larger share by
    /// leaving alone. Undefined without a backbone. Unknown ties as in :meth:`removal_impact`. O(n + m).
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["hub", "a", "b", "c"], "is_backbone": [True, False, False, False]}
    /// >>> ties = [("hub", "a"), ("hub", "b"), ("hub", "c"), ("a", "b")]
    /// >>> print(cw.Network.from_ties(ties, partners=partners, directed=False).backbone_impact())
    /// Without the backbone (1 partner), 2 of 3 connected pairs of the 3 others fall apart
    /// (66.7 % of their pairs); 0 of them would disconnect a larger share by leaving alone.
    fn backbone_impact(&self, py: Python<'_>) -> PyResult<Measure> {
        quick(py, || Ok::<_, net::Error>(self.0.backbone_impact())).map(Measure)
    }

    /// The sets of `k` partners whose leaving fragments the rest the most, or who reach the most of it.
    ///
    /// A set is more than its members: the two partners who matter most one by one often do the same
    /// work. All sets are tried when there are at most `exact_limit`, and every best one is given;
    /// else a greedy set and random ones are improved by exchanges and the result says that it is not
    /// proven best.
    ///
    /// Paths run over known ties: with the unknown ones a set reaches as much or more and fragments as
    /// much or less, and another may be best.
    ///
    /// Parameters
    /// ----------
    /// k : int, default 1
    ///     Partners in the set.
    /// goal : {"fragment", "disconnect", "reach", "reach_within"}
    ///     Borgatti's DF (1 - mean of 1/distance among the n - k others, once the set has left), F
    ///     (share of their pairs that are not connected), DR (sum of 1/distance from the nearest
    ///     member to everyone over n, members counting as distance 1) or m-reach (share of the n
    ///     partners within `steps` of a member, members included). The first two ignore the direction
    ///     of ties, the others follow it out from the set.
    /// steps : int, default 2
    ///     For "reach_within".
    /// exact_limit : int, default 1000000
    ///     All sets are tried when there are at most this many.
    /// restarts : int, default 10
    ///     Random starts beside the greedy one, when there are more.
    /// seed : int, default 0
    ///     Chance of the random starts.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// KeyPlayers
    ///
    /// Raises
    /// ------
    /// InputError
    ///     When `k` is 0, too large to leave a pair to fragment, or there are more than 5,000 partners.
    ///
    /// Notes
    /// -----
    /// A set costs O(k n) to reach (after O(n m) once), O(n + m) to disconnect, O(levels m n / 64)
    /// to fragment. Source: Borgatti 2006.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties(
    /// ...     [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")], directed=False
    /// ... )
    /// >>> found = net.key_players(k=1)
    /// >>> found.sets, round(found.value, 3), found.exact
    /// ([['c']], 0.667, True)
    #[pyo3(signature = (*, k = Whole(1), goal = "fragment", steps = Whole(2),
        exact_limit = Whole(1_000_000), restarts = Whole(10), seed = Whole(0), progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn key_players(
        &self,
        py: Python<'_>,
        k: Whole<usize>,
        goal: &str,
        steps: Whole<u32>,
        exact_limit: Whole<u64>,
        restarts: Whole<u64>,
        seed: Whole<u64>,
        progress: Option<bool>,
    ) -> PyResult<KeyPlayers> {
        let control = Control::new();
        let options = KeyPlayerOptions {
            k: k.0,
            goal: parse(goal)?,
            steps: steps.0,
            exact_limit: exact_limit.0,
            restarts: restarts.0,
            seed: seed.0,
        };
        let found = enter(py, "key players", progress, &control, || {
            self.0.key_players(&options, &control)
        })?;
        Ok(KeyPlayers {
            found,
            network: self.0.clone(),
        })
    }
}

/// Sets of partners in long form: the set's number and each member.
fn member_columns(name: &str, network: &net::Network, sets: &[Vec<u32>]) -> Vec<Column> {
    let numbers: Vec<u32> = (0..)
        .zip(sets)
        .flat_map(|(number, set)| std::iter::repeat_n(number, set.len()))
        .collect();
    vec![
        Series::new(name.into(), numbers).into_column(),
        ids("partner_id", network, sets.concat()),
    ]
}

/// The best sets of partners at fragmenting or reaching a network, from :meth:`Network.key_players`.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct KeyPlayers {
    found: net::measures::key_players::KeyPlayers,
    network: net::Network,
}

#[pymethods]
impl KeyPlayers {
    /// What the sets reach, 0 to 1.
    #[getter]
    fn value(&self) -> f64 {
        self.found.value
    }

    /// The same without any set: the fragmentation of the whole network; 0 for reach.
    #[getter]
    fn baseline(&self) -> f64 {
        self.found.baseline
    }

    /// The best sets, each a list of partners; at most 1,000 are listed.
    #[getter]
    fn sets(&self) -> Vec<Vec<Id>> {
        let called = |set: &Vec<u32>| Id::of(&self.network, set);
        self.found.sets.iter().map(called).collect()
    }

    /// Number of equally good sets: of all there are when `exact`, else of those that were found.
    #[getter]
    fn optima(&self) -> u64 {
        self.found.optima
    }

    /// Whether every set was tried, so that no better one exists.
    #[getter]
    fn exact(&self) -> bool {
        self.found.exact
    }

    /// Number of sets whose value was computed.
    #[getter]
    fn tried(&self) -> u64 {
        self.found.tried
    }

    /// Share of the cells of the network that were observed.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.found.coverage
    }

    /// The definition used and how the sets were found.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// Sentences that belong to the sets wherever they go.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// The sets as a frame: ``set``, ``partner_id``, one row a member.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    /// >>> net.key_players(goal="reach").to_frame().rows()
    /// [(0, 'b')]
    fn to_frame(&self) -> PyResult<Frame> {
        let columns = member_columns("set", &self.network, &self.found.sets);
        frame(columns[0].len(), columns)
    }

    /// Everything as a plain dictionary; partners by their numbers in the node table.
    fn to_dict(&self) -> Plain<net::measures::key_players::KeyPlayers> {
        Plain(self.found.clone())
    }

    fn __str__(&self) -> String {
        let found = &self.found;
        let how = if found.exact {
            "no set does better"
        } else {
            "not proven best"
        };
        format!(
            "{} of {} tried sets reach {:.3} for the goal \"{}\" ({how}). {}.",
            found.optima, found.tried, found.value, found.goal, found.convention
        )
    }

    fn __repr__(&self) -> String {
        let found = &self.found;
        format!(
            "<KeyPlayers: goal \"{}\", value {:.3}, {} best of {} sets tried, {}>",
            found.goal,
            found.value,
            found.optima,
            found.tried,
            if found.exact { "exact" } else { "greedy" }
        )
    }
}
