//! Communities, modularity, lambda sets and positions.

use commonweal_network::Control;
use commonweal_network::groups::communities::{self as engine, CommunityMethod, CommunityOptions};
use commonweal_network::groups::equivalence::{
    ConcorOptions, EquivalenceMethod, EquivalenceOptions, Merge, ProfileOptions,
};
use commonweal_network::groups::girvan_newman::{GirvanNewmanOptions, Split};
use commonweal_network::groups::lambda_sets::LambdaOptions;
use commonweal_network::groups::modularity::ModularityOptions;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, frame, ids, number_column, over_known_ties, partner_ids};
use super::{Network, parse};
use crate::convert::{Matrix, Whole, whole};
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::measure::Measure;
use crate::partition::{Grouping, Partition};

#[pymethods]
impl Network {
    /// Groups of partners with more ties inside than their numbers of ties would put there.
    ///
    /// No method finds the best groups for sure, and those that use chance end in different places: the
    /// best of several starts is kept, and ``history()`` and ``caveats`` say how alike the starts are.
    /// Where they differ, the groups are not firm. Found on the known ties; a partner whose ties nobody
    /// has reported has no group.
    ///
    /// Parameters
    /// ----------
    /// method : {"leiden", "louvain", "label_propagation", "girvan_newman"}
    ///     "leiden" raises the objective and gives connected groups; "louvain" is the same search without
    ///     refinement, and its groups can fall apart; "label_propagation" has no objective: every partner
    ///     takes the label most of its ties carry; "girvan_newman" takes away the tie of highest
    ///     betweenness again and again, and cuts where modularity is highest.
    /// objective : {"modularity", "cpm"}
    ///     What Leiden and Louvain raise. On directed ties modularity is the directed one (Leicht & Newman
    ///     2008), searched with its own gain. "cpm" is the constant Potts model: groups denser inside than
    ///     `resolution`.
    /// resolution : float, default 1.0
    ///     Above 1 favours smaller groups. For "cpm" a density, usually below 1.
    /// weighted : bool, default False
    ///     Use values of ties as strengths.
    /// seed : int, default 0
    ///     The same seed gives the same groups for any number of threads.
    /// starts : int, optional
    ///     Number of starts. Default: 10 up to 100,000 ties, above that 1.
    /// iterations : int, default 2
    ///     How often Leiden begins again from its own result, at most.
    /// tied : {"together", "first"}
    ///     Girvan-Newman: take away ties of equal betweenness together (UCINET; does not depend on the
    ///     order of partners) or the first of them (as networkx).
    /// groups : int, optional
    ///     Girvan-Newman: cut at the first split into at least this many groups instead.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// Partition
    ///
    /// Notes
    /// -----
    /// One start costs a few passes over the ties and 45 bytes a partner; ten million ties take about ten
    /// seconds. Girvan-Newman is O(n m^2) at worst and refused above 10^12.
    ///
    /// Source: Traag, Waltman & van Eck 2019; Blondel et al. 2008; Raghavan, Albert & Kumara 2007; Girvan &
    /// Newman 2002.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("c", "d")]
    /// >>> net = cw.Network.from_ties(ties, directed=False)
    /// >>> print(net.communities())
    /// 6 partners form 2 groups (method leiden); the largest has 3; modularity 0.357. 10 of 10
    /// starts gave these groups; likeness of all starts to them 1.00 (adjusted Rand index, 1 = the same).
    /// >>> net.communities(method="girvan_newman").sizes
    /// [3, 3]
    #[pyo3(signature = (*, method = "leiden", objective = "modularity", resolution = 1.0,
        weighted = false, seed = 0, starts = None, iterations = 2, tied = "together", groups = None,
        progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn communities(
        &self,
        py: Python<'_>,
        method: &str,
        objective: &str,
        resolution: f64,
        weighted: bool,
        seed: i64,
        starts: Option<Whole<usize>>,
        iterations: i64,
        tied: &str,
        groups: Option<Whole<usize>>,
        progress: Option<bool>,
    ) -> PyResult<Partition> {
        let control = Control::new();
        let options = CommunityOptions {
            method: parse(method)?,
            objective: parse(objective)?,
            resolution,
            weighted,
            seed: whole("seed", seed)?,
            starts: starts.map(|starts| starts.0),
            iterations: whole("iterations", iterations)?,
            tied: parse(tied)?,
        };
        if options.method == CommunityMethod::GirvanNewman {
            let options = GirvanNewmanOptions {
                tied: options.tied,
                weighted,
                resolution,
                groups: groups.map(|groups| groups.0),
            };
            let found = enter(py, "communities", progress, &control, || {
                self.0.girvan_newman(&options, &control)
            })?;
            return self.partition(found.best, splits(&found.splits)?);
        }
        let found = enter(py, "communities", progress, &control, || {
            self.0.communities(&options, &control)
        })?;
        let history = runs(&found.runs)?;
        self.partition(found, history)
    }

    /// Modularity of given groups: ties inside beyond what the partners' numbers of ties would put there.
    ///
    /// Undirected: Newman & Girvan 2004; directed: Leicht & Newman 2008, with k_out k_in / m expected, as
    /// networkx and igraph. Even networks without groups have partitions of high modularity when they are
    /// sparse, so a value by itself is no evidence of groups. On the known ties, which it can leave either
    /// way, so there are no bounds. O(n log n + m).
    ///
    /// Parameters
    /// ----------
    /// groups : Partition, str or list
    ///     A partition, the name of an attribute of the partners, or one label a partner in their order.
    ///     None stands alone.
    /// resolution : float, default 1.0
    ///     Weight of the expected part.
    /// weighted : bool, default False
    ///     Use values of ties as strengths.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> float(net.modularity(["x", "x", "y", "y"]))
    /// 0.5
    #[pyo3(signature = (groups, *, resolution = 1.0, weighted = false))]
    fn modularity(
        &self,
        py: Python<'_>,
        groups: Grouping,
        resolution: f64,
        weighted: bool,
    ) -> PyResult<Measure> {
        let options = ModularityOptions {
            resolution,
            weighted,
        };
        quick(py, || self.0.modularity(&groups.of(&self.0)?.0, &options)).map(Measure)
    }

    /// Lambda sets: groups whose members are harder to cut apart than to cut off.
    ///
    /// One row for each member of each set: ``set`` (numbered from 0, strong sets first), ``lambda`` (the
    /// fewest ties that must go before two members have no path left) and ``partner_id``. Sets are nested
    /// or apart; those with lambda >= k give networkx's ``k_edge_components``. Ties of a directed network
    /// count in either direction. Connectivity is that of the known ties and the least it can be: unknown
    /// ties can raise it, never lower it.
    ///
    /// n - 1 maximum flows: near O(n m) on partner networks; refused above n m = 2 10^10.
    ///
    /// Parameters
    /// ----------
    /// weighted : bool, default False
    ///     Cut values (strengths) instead of counting ties.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Source: Borgatti, Everett & Shirey 1990; Gusfield 1990.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")], directed=False)
    /// >>> net.lambda_sets().rows()[:3]
    /// [(0, 2.0, 'a'), (0, 2.0, 'b'), (0, 2.0, 'c')]
    #[pyo3(signature = (*, weighted = false, progress = None))]
    fn lambda_sets(
        &self,
        py: Python<'_>,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = LambdaOptions { weighted };
        let found = enter(py, "lambda sets", progress, &control, || {
            self.0.lambda_sets(&options, &control)
        })?;
        let (mut set, mut lambda, mut partner) = (Vec::new(), Vec::new(), Vec::new());
        for (number, one) in found.sets.iter().enumerate() {
            set.extend(one.members.iter().map(|_| number as u32));
            lambda.extend(one.members.iter().map(|_| one.lambda));
            partner.extend(&one.members);
        }
        let columns = vec![
            Series::new("set".into(), set).into_column(),
            number_column("lambda", lambda),
            ids("partner_id", &self.0, partner),
        ];
        over_known_ties(
            &self.0,
            columns,
            ["lambda", "ties", &found.convention, &found.citation],
        )
    }

    /// Positions: partners with the same ties to the same others.
    ///
    /// Parameters
    /// ----------
    /// method : {"structural", "concor"}
    ///     "structural" without `groups` gives the exact classes (Lorrain & White 1971): partners who could
    ///     change places without a trace. With `groups` the distances of :meth:`profile_distances` are
    ///     clustered and cut. "concor" splits in two by correlations of correlations (Breiger, Boorman &
    ///     Arabie 1975), `depth` times.
    /// groups : int, optional
    ///     Number of positions of the clustering.
    /// distance : {"euclidean", "correlation", "matches"}
    ///     How profiles are compared (clustering).
    /// diagonal : {"reciprocal", "ignore", "zero"}, optional
    ///     What is done with the cells of the two partners themselves, as in :meth:`profile_distances`.
    ///     Default: "reciprocal" for the clustering, "ignore" for CONCOR. The exact classes are always
    ///     "reciprocal".
    /// linkage : {"average", "complete", "single"}
    ///     Distance of two clusters: mean, largest or smallest of their members'.
    /// depth : int, default 2
    ///     CONCOR: splits, giving at most 2**depth blocks besides isolates.
    /// weighted : bool, default False
    ///     Compare values; the exact classes do not use them.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// Partition
    ///
    /// Notes
    /// -----
    /// Unknown cells are left out pair by pair; the exact classes are those of the known ties. A partner
    /// whose ties nobody has reported has no position. CONCOR sets partners aside whose cells are all the
    /// same (isolates), because they have no correlation. O(n^3), the exact classes O(m log n); at most
    /// 5,000 partners.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    /// >>> star.equivalence().sizes
    /// [1, 3]
    /// >>> star.equivalence(groups=2).to_frame()["group"].to_list()
    /// [0, 1, 1, 1]
    #[pyo3(signature = (*, method = "structural", groups = None, distance = "euclidean",
        diagonal = None, linkage = "average", depth = 2, weighted = false, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn equivalence(
        &self,
        py: Python<'_>,
        method: &str,
        groups: Option<Whole<usize>>,
        distance: &str,
        diagonal: Option<&str>,
        linkage: &str,
        depth: i64,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<Partition> {
        let control = Control::new();
        let distance = parse(distance)?;
        let linkage = parse(linkage)?;
        let diagonal = diagonal.map(parse).transpose()?;
        let method: EquivalenceMethod = parse(method)?;
        match (method, groups) {
            (EquivalenceMethod::Concor, _) => {
                let options = ConcorOptions {
                    depth: whole("depth", depth)?,
                    diagonal: diagonal.unwrap_or(ConcorOptions::default().diagonal),
                    weighted,
                };
                let found = enter(py, "CONCOR", progress, &control, || {
                    self.0.concor(&options, &control)
                })?;
                self.partition(found, DataFrame::default())
            }
            (EquivalenceMethod::Structural, None) => {
                let found = quick(py, || self.0.structural_classes())?;
                self.partition(found, DataFrame::default())
            }
            (EquivalenceMethod::Structural, Some(groups)) => {
                let options = EquivalenceOptions {
                    profiles: ProfileOptions {
                        distance,
                        diagonal: diagonal.unwrap_or_default(),
                        weighted,
                    },
                    linkage,
                    groups: groups.0,
                };
                let found = enter(py, "equivalence", progress, &control, || {
                    self.0.structural_equivalence(&options, &control)
                })?;
                self.partition(found.positions, merges(&found.dendrogram.merges)?)
            }
        }
    }

    /// How far the ties of any two partners are from being the same, as an n x n matrix.
    ///
    /// Rows and columns are compared cell by cell (only rows when undirected). Unknown cells are left out
    /// pair by pair, and a Euclidean distance is scaled up to the full number of cells, as R's ``dist``
    /// does; NaN where two partners have no known cell in common. O(n^3), at most 5,000 partners.
    ///
    /// Parameters
    /// ----------
    /// distance : {"euclidean", "correlation", "matches"}
    ///     Root of the summed squares (Burt 1976); 1 - Pearson's correlation (a constant profile counts as
    ///     correlated 1 with an identical one and 0 with others); share of cells that differ.
    /// diagonal : {"reciprocal", "ignore", "zero"}
    ///     The two partners' own cells: "reciprocal" compares the tie i to j with j to i (UCINET's default),
    ///     "ignore" compares ties to third partners only, "zero" takes the diagonal as zeros, as numpy and
    ///     R do with a plain matrix.
    /// weighted : bool, default False
    ///     Compare values instead of whether there is a tie.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b", "c"]}
    /// >>> net = cw.Network.from_ties([("a", "c"), ("b", "c")], partners=partners)
    /// >>> net.profile_distances().round(2).tolist()
    /// [[0.0, 0.0, 1.73], [0.0, 0.0, 1.73], [1.73, 1.73, 0.0]]
    #[pyo3(signature = (*, distance = "euclidean", diagonal = "reciprocal", weighted = false,
        progress = None))]
    fn profile_distances(
        &self,
        py: Python<'_>,
        distance: &str,
        diagonal: &str,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<Matrix> {
        let control = Control::new();
        let options = ProfileOptions {
            distance: parse(distance)?,
            diagonal: parse(diagonal)?,
            weighted,
        };
        let found = enter(py, "profile distances", progress, &control, || {
            self.0.profile_distances(&options, &control)
        })?;
        Ok(Matrix(found.values))
    }

    /// How dense the ties are within and between groups: the image of a blockmodel.
    ///
    /// One row for each ordered pair of groups (undirected: both orders, the same): ``from_group``,
    /// ``to_group``, ``ties``, ``known_pairs`` and ``density``, which is ties over the pairs that anyone
    /// able to say has spoken about; null where there is no such pair. O(m + unknown pairs).
    ///
    /// Parameters
    /// ----------
    /// groups : Partition, str or list
    ///     As in :meth:`modularity`; partners without a group are left out. Groups of a partition are told by
    ///     their numbers, those of an attribute or a list by their labels.
    /// weighted : bool, default False
    ///     Mean value of the known pairs, an absent tie counting 0.
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b", "c"]}
    /// >>> net = cw.Network.from_ties([("a", "c"), ("b", "c")], partners=partners)
    /// >>> net.block_densities(["senders", "senders", "receiver"]).rows()[1]
    /// ('senders', 'receiver', 2, 2, 1.0)
    #[pyo3(signature = (groups, *, weighted = false))]
    fn block_densities(
        &self,
        py: Python<'_>,
        groups: Grouping,
        weighted: bool,
    ) -> PyResult<ScoreFrame> {
        let (groups, names) = groups.of(&self.0).map_err(Failure::from)?;
        let image = quick(py, || self.0.block_densities(&groups, weighted))?;
        let named = |column: &str, groups: Vec<u32>| match &names {
            None => Series::new(column.into(), groups).into_column(),
            Some(names) => {
                let names: Vec<&str> = groups.iter().map(|&g| names[g as usize].as_str()).collect();
                Series::new(column.into(), names).into_column()
            }
        };
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for ((r, c), _) in image.ties.indexed_iter() {
            from.push(r as u32);
            to.push(c as u32);
        }
        let counts = |name: &str, values: &ndarray::Array2<u64>| {
            let values: Vec<u64> = values.iter().copied().collect();
            Series::new(name.into(), values).into_column()
        };
        let columns = vec![
            named("from_group", from),
            named("to_group", to),
            counts("ties", &image.ties),
            counts("known_pairs", &image.known),
            number_column("density", image.density.iter().copied().collect()),
        ];
        let about = [
            "density",
            "share of the known pairs between two groups",
            "known ties / known pairs of partners with a group",
            "White, Boorman & Breiger (1976), Am. J. Sociol. 81, 730-780",
        ];
        over_known_ties(&self.0, columns, about)
    }
}

impl Network {
    fn partition(&self, partition: engine::Partition, history: DataFrame) -> PyResult<Partition> {
        let groups = Series::new("group".into(), &partition.membership).into_column();
        let columns = vec![partner_ids(&self.0), groups];
        Ok(Partition {
            frame: frame(self.0.partners(), columns)?.0,
            network: self.0.clone(),
            found: partition,
            history,
        })
    }
}

fn table(columns: Vec<polars::prelude::Column>) -> PyResult<DataFrame> {
    let height = columns.first().map_or(0, polars::prelude::Column::len);
    Ok(DataFrame::new(height, columns).map_err(Failure::other)?)
}

fn runs(runs: &[engine::Run]) -> PyResult<DataFrame> {
    let groups: Vec<u32> = runs.iter().map(|r| r.groups).collect();
    table(vec![
        number_column("quality", runs.iter().map(|r| r.quality).collect()),
        Series::new("groups".into(), groups).into_column(),
        number_column("similarity", runs.iter().map(|r| r.similarity).collect()),
    ])
}

fn splits(splits: &[Split]) -> PyResult<DataFrame> {
    let removed: Vec<u64> = splits.iter().map(|s| s.removed).collect();
    let groups: Vec<u32> = splits.iter().map(|s| s.groups).collect();
    let modularity: Vec<Option<f64>> = splits.iter().map(|s| s.modularity).collect();
    table(vec![
        Series::new("removed".into(), removed).into_column(),
        Series::new("groups".into(), groups).into_column(),
        Series::new("modularity".into(), modularity).into_column(),
    ])
}

fn merges(merges: &[Merge]) -> PyResult<DataFrame> {
    let whole = |name: &str, get: fn(&Merge) -> u32| {
        Series::new(name.into(), merges.iter().map(get).collect::<Vec<u32>>()).into_column()
    };
    table(vec![
        whole("first", |m| m.clusters.0),
        whole("second", |m| m.clusters.1),
        number_column("height", merges.iter().map(|m| m.height).collect()),
        whole("size", |m| m.size),
    ])
}
