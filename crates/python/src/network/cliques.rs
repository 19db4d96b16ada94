//! Cliques and the groups that are nearly cliques.

use commonweal_network as net;
use commonweal_network::groups::cliques::CliqueOptions;
use commonweal_network::groups::relaxed::{NCliqueOptions, PlexOptions};
use commonweal_network::{Control, CorenessOptions};
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, frame, ids, scores};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::whole;
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::measure::Measure;

/// Overlapping groups of partners: what :meth:`Network.cliques`, :meth:`Network.k_plexes` and
/// :meth:`Network.n_cliques` find.
///
/// Larger groups come first, equally large ones in the order of the partner table; so do the partners
/// of a group. ``len(groups)`` is their number.
///
/// Examples
/// --------
/// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
/// >>> groups = cw.Network.from_ties(ties, directed=False).cliques(min_size=2)
/// >>> groups
/// <Subgroups: 2 cliques of 2 or more partners, the largest of 3>
/// >>> groups.memberships()["memberships"].to_list()
/// [1.0, 1.0, 2.0, 1.0]
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Subgroups(net::groups::cliques::Subgroups);

#[pymethods]
impl Subgroups {
    /// What one group is called: ``"clique"``, ``"2-plex"``, ``"2-clique"`` ...
    #[getter]
    fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The definition used, by its name in the field.
    #[getter]
    fn convention(&self) -> &str {
        &self.0.convention
    }

    /// Share of the cells of the network that were observed, 0 to 1.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.0.network().density().coverage
    }

    /// Sentences that belong to the groups wherever they go.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.0.network().density().caveats
    }

    /// Source of the definition.
    #[getter]
    fn citation(&self) -> &str {
        &self.0.citation
    }

    /// Every member of every group: ``group`` (0 is the largest), ``size``, ``partner_id``.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).cliques(min_size=2).to_frame().rows()[-2:]
    /// [(1, 2, 'c'), (1, 2, 'd')]
    fn to_frame(&self) -> PyResult<Frame> {
        let (mut group, mut size, mut members) = (Vec::new(), Vec::new(), Vec::new());
        for (number, found) in self.0.iter().enumerate() {
            group.extend(found.iter().map(|_| number as u64));
            size.extend(found.iter().map(|_| found.len() as u64));
            members.extend_from_slice(found);
        }
        let columns = vec![
            Series::new("group".into(), group).into_column(),
            Series::new("size".into(), size).into_column(),
            ids("partner_id", self.0.network(), members),
        ];
        let height = columns[0].len();
        frame(height, columns)
    }

    /// In how many groups every partner is: ``partner_id``, ``memberships``.
    ///
    /// A partner nobody has spoken about is null.
    fn memberships(&self) -> PyResult<ScoreFrame> {
        scores(self.0.network(), self.0.memberships())
    }

    /// In how many groups each pair of partners is together: ``source_id``, ``target_id``, ``groups``.
    ///
    /// Each pair once, in the order of the partner table; pairs that share no group are left out. This
    /// is UCINET's co-membership matrix without its zeros.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("b", "d"), ("c", "d")]
    /// >>> shared = cw.Network.from_ties(ties, directed=False).cliques().co_membership()
    /// >>> [row for row in shared.rows() if row[2] > 1]
    /// [('b', 'c', 2)]
    fn co_membership(&self, py: Python<'_>) -> PyResult<Frame> {
        let shared = quick(py, || self.0.co_membership())?;
        let height = shared.groups.len();
        let columns = vec![
            ids("source_id", self.0.network(), shared.source),
            ids("target_id", self.0.network(), shared.target),
            Series::new("groups".into(), shared.groups).into_column(),
        ];
        frame(height, columns)
    }

    /// The number of groups as a :class:`Measure`.
    fn number(&self) -> Measure {
        Measure(self.0.number())
    }

    /// The size of the largest group as a :class:`Measure` (of cliques: the clique number).
    fn largest(&self) -> Measure {
        Measure(self.0.largest())
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        let many = if self.0.len() == 1 { "" } else { "s" };
        let largest = match self.0.iter().next() {
            Some(group) => format!(", the largest of {}", group.len()),
            None => String::new(),
        };
        format!(
            "<Subgroups: {} {}{many} of {} or more partners{largest}>",
            self.0.len(),
            self.0.kind,
            self.0.min_size
        )
    }
}

#[pymethods]
impl Network {
    /// All maximal cliques: groups where everybody is tied to everybody and nobody more could join.
    ///
    /// Cliques are of known ties: each listed group is fully tied for certain, but an unknown tie can
    /// merge groups or hide them. Exact; the number can grow exponentially with size, hence the limit.
    /// Bron-Kerbosch in degeneracy order over rows of bits, in parallel: O(d n 3^(d/3)) at worst for
    /// degeneracy d.
    ///
    /// Parameters
    /// ----------
    /// min_size : int, default 3
    ///     Smallest clique listed: UCINET's default. 1 lists isolates and lone pairs too, as networkx.
    /// ties : {"either", "mutual"}
    ///     Directed: a tie in either direction joins two partners (UCINET's default), or it takes both
    ///     (sna). networkx and igraph have cliques of undirected networks only.
    /// limit : int, default 10_000_000
    ///     Most cliques listed before the search gives up.
    /// progress : bool, optional
    ///     As in :meth:`triangles`.
    ///
    /// Returns
    /// -------
    /// Subgroups
    ///
    /// Source: Luce & Perry 1949; Eppstein, Loeffler & Strash 2013.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> net = cw.Network.from_ties(ties)
    /// >>> len(net.cliques()), len(net.cliques(ties="mutual"))
    /// (1, 0)
    #[pyo3(signature = (*, min_size = 3, ties = "either", limit = 10_000_000, progress = None))]
    fn cliques(
        &self,
        py: Python<'_>,
        min_size: i64,
        ties: &str,
        limit: i64,
        progress: Option<bool>,
    ) -> PyResult<Subgroups> {
        let control = Control::new();
        let options = CliqueOptions {
            min_size: whole("min_size", min_size)?,
            ties: parse(ties)?,
            limit: whole("limit", limit)?,
        };
        enter(py, "cliques", progress, &control, || {
            self.0.cliques(&options, &control)
        })
        .map(Subgroups)
    }

    /// All maximal k-plexes: groups of s where everybody is tied to at least s - k of the group.
    ///
    /// A clique is a 1-plex; in a 2-plex each member may lack one other. Exact, and exponential at worst:
    /// a larger `min_size` helps most. Unknown ties as in :meth:`cliques`.
    ///
    /// Parameters
    /// ----------
    /// k : int, default 2
    ///     Ties a member may lack, itself counted as one.
    /// min_size : int, optional
    ///     Smallest group listed. Default 2 k - 1 (at least 3), from where on a group hangs together
    ///     within two steps; smaller groups need not hang together at all.
    /// ties, limit, progress
    ///     As in :meth:`cliques`.
    ///
    /// Returns
    /// -------
    /// Subgroups
    ///
    /// Source: Seidman & Foster 1978.
    ///
    /// Examples
    /// --------
    /// >>> square = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]
    /// >>> cw.Network.from_ties(square, directed=False).k_plexes(k=2)
    /// <Subgroups: 1 2-plex of 3 or more partners, the largest of 4>
    #[pyo3(signature = (*, k = 2, min_size = None, ties = "either", limit = 10_000_000,
        progress = None))]
    fn k_plexes(
        &self,
        py: Python<'_>,
        k: i64,
        min_size: Option<i64>,
        ties: &str,
        limit: i64,
        progress: Option<bool>,
    ) -> PyResult<Subgroups> {
        let control = Control::new();
        let options = PlexOptions {
            k: whole("k", k)?,
            min_size: min_size.map(|size| whole("min_size", size)).transpose()?,
            ties: parse(ties)?,
            limit: whole("limit", limit)?,
        };
        enter(py, "k-plexes", progress, &control, || {
            self.0.k_plexes(&options, &control)
        })
        .map(Subgroups)
    }

    /// All maximal n-cliques: groups of which any two are at most n steps apart in the whole network.
    ///
    /// The steps may lead through partners outside the group: that is the definition, and why a group
    /// need not hang together by itself. Found as the cliques of the network that ties everybody within n
    /// steps (8 bytes for each such pair). Distances are over known ties; an unknown one could shorten
    /// them.
    ///
    /// Parameters
    /// ----------
    /// n : int, default 2
    ///     Most steps between two members; 1 gives the cliques.
    /// min_size, ties, limit, progress
    ///     As in :meth:`cliques`.
    ///
    /// Returns
    /// -------
    /// Subgroups
    ///
    /// Source: Luce 1950.
    ///
    /// Examples
    /// --------
    /// >>> star = [("hub", "a"), ("hub", "b"), ("hub", "c")]
    /// >>> cw.Network.from_ties(star, directed=False).n_cliques(n=2)
    /// <Subgroups: 1 2-clique of 3 or more partners, the largest of 4>
    #[pyo3(signature = (*, n = 2, min_size = 3, ties = "either", limit = 10_000_000,
        progress = None))]
    fn n_cliques(
        &self,
        py: Python<'_>,
        n: i64,
        min_size: i64,
        ties: &str,
        limit: i64,
        progress: Option<bool>,
    ) -> PyResult<Subgroups> {
        let control = Control::new();
        let options = NCliqueOptions {
            n: whole("n", n)?,
            min_size: whole("min_size", min_size)?,
            ties: parse(ties)?,
            limit: whole("limit", limit)?,
        };
        enter(py, "n-cliques", progress, &control, || {
            self.0.n_cliques(&options, &control)
        })
        .map(Subgroups)
    }

    /// The k-core: the partners with a coreness of at least k and the ties among them. O(n + m).
    ///
    /// Everybody in it has k ties inside it; it may be in several parts, or empty. Unknown ties can only
    /// add to it.
    ///
    /// Parameters
    /// ----------
    /// k : int
    ///     Ties everybody has inside the core.
    /// mode, mutual : str
    ///     As in :meth:`coreness`.
    ///
    /// Returns
    /// -------
    /// Network
    ///
    /// Source: Seidman 1983.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).k_core(2).partners()["partner_id"].to_list()
    /// ['a', 'b', 'c']
    #[pyo3(signature = (k, *, mode = "all", mutual = "once"))]
    fn k_core(&self, k: i64, mode: &str, mutual: &str) -> PyResult<Self> {
        let options = CorenessOptions {
            mode: parse(mode)?,
            mutual: parse(mutual)?,
        };
        let core = self.0.k_core(whole("k", k)?, &options);
        core.map(Self).map_err(|error| Failure::from(error).into())
    }
}
