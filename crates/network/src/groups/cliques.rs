//! Maximal cliques, and what all overlapping cohesive subgroups share.

pub(super) mod search;
#[cfg(test)]
pub(super) mod tests;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::measure::Measure;
use crate::network::counted;
use crate::options::named;
use crate::{Control, Csr, Error, Network, PartnerScores, Symmetrise};

/// Which directed ties join two partners of a subgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JoinedBy {
    /// A tie in either direction (UCINET's default: weak ties).
    #[default]
    Either,
    /// Ties in both directions (sna's `clique.census` of directed networks: strong ties).
    Mutual,
}

named!(JoinedBy, "ties", { "either" => Either, "mutual" => Mutual });

impl JoinedBy {
    /// The pairs of partners that are joined.
    pub(super) fn pairs(self, network: &Network) -> Network {
        network.symmetrise(match self {
            Self::Either => Symmetrise::Either,
            Self::Mutual => Symmetrise::Both,
        })
    }

    pub(super) fn words(self, network: &Network) -> &'static str {
        match self {
            _ if !network.is_directed() => "ties",
            Self::Either => "ties in either direction",
            Self::Mutual => "mutual ties",
        }
    }
}

/// Options of [`Network::cliques`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CliqueOptions {
    /// Smallest clique listed. Three is UCINET's default; 1 lists isolates and lone pairs as networkx does.
    pub min_size: usize,
    /// Which directed ties join two partners.
    pub ties: JoinedBy,
    /// Most cliques listed before the search gives up.
    pub limit: usize,
}

impl Default for CliqueOptions {
    fn default() -> Self {
        Self {
            min_size: 3,
            ties: JoinedBy::Either,
            limit: DEFAULT_LIMIT,
        }
    }
}

/// Groups a search lists unless told otherwise.
pub(super) const DEFAULT_LIMIT: usize = 10_000_000;

/// Overlapping groups of partners: maximal cliques, k-plexes or n-cliques.
///
/// Larger groups come first, equally large ones in the order of their partner numbers, which ascend inside a
/// group. The list is the same for any number of threads.
#[derive(Debug, Clone)]
pub struct Subgroups {
    /// What one group is called: `clique`, `2-plex`, `2-clique` …
    pub kind: String,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Source of the definition.
    pub citation: String,
    /// Smallest group listed.
    pub min_size: usize,
    network: Network,
    ends: Vec<usize>,
    members: Vec<u32>,
}

/// Pairs of partners by the number of groups they share; pairs that share none are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoMembership {
    /// The smaller partner number of each pair.
    pub source: Vec<u32>,
    /// The larger one.
    pub target: Vec<u32>,
    /// Groups that hold both.
    pub groups: Vec<u64>,
}

impl Network {
    /// All maximal cliques: groups in which everybody is tied to everybody and that no further partner could join
    /// (Luce & Perry 1949). They overlap; the number can grow exponentially with size, hence the limit.
    ///
    /// Unknown ties: cliques are of known ties. A tie that is unknown can merge cliques or hide them, so the list
    /// is not a lower bound of anything; what is certain is that each listed group is fully tied.
    ///
    /// Bron–Kerbosch with pivots from every partner in degeneracy order (Eppstein, Löffler & Strash 2013),
    /// O(d·n·3^(d/3)) for degeneracy d, with the later neighbours of a partner as bit rows (d²/64 words), in
    /// parallel; the answer takes 4 bytes a member and 8 a clique.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when more than `limit` are found; [`Error::Stopped`].
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// use commonweal_network::groups::cliques::CliqueOptions;
    /// // A triangle with a tail.
    /// let ties = Ties { source: &[0, 1, 2, 2], target: &[1, 2, 0, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let options = CliqueOptions { min_size: 2, ..Default::default() };
    /// let cliques = net.cliques(&options, &Control::new())?;
    /// assert_eq!(cliques.iter().collect::<Vec<_>>(), [&[0, 1, 2][..], &[2, 3]]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn cliques(&self, options: &CliqueOptions, control: &Control) -> Result<Subgroups, Error> {
        let pairs = options.ties.pairs(self);
        let found = search::maximal(
            pairs.out(),
            "cliques",
            options.min_size,
            options.limit,
            control,
        )?;
        Ok(Subgroups::new(self, &found, options.min_size, "clique").defined(
            format!("maximal cliques of {}", options.ties.words(self)),
            "Luce & Perry (1949), Psychometrika 14, 95-116; Eppstein, Löffler & Strash (2013), ACM J. Exp. Algorithmics 18, 3.1",
        ))
    }
}

impl Subgroups {
    /// Groups as they were found, brought into the order of the list.
    pub(super) fn new(network: &Network, found: &[Found], min_size: usize, kind: &str) -> Self {
        let mut groups: Vec<&[u32]> = found.iter().flat_map(Found::iter).collect();
        groups.par_sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        let mut ends = Vec::with_capacity(groups.len());
        let mut members = Vec::with_capacity(groups.iter().map(|g| g.len()).sum());
        for group in groups {
            members.extend_from_slice(group);
            ends.push(members.len());
        }
        Self {
            kind: kind.to_owned(),
            convention: String::new(),
            citation: String::new(),
            min_size,
            network: network.clone(),
            ends,
            members,
        }
    }

    pub(super) fn defined(self, convention: String, citation: &str) -> Self {
        let citation = citation.to_owned();
        Self {
            convention,
            citation,
            ..self
        }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The partner numbers of each group, ascending.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        slices(&self.ends, &self.members)
    }

    /// The network that was searched.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// In how many of the groups every partner is. A whole number; no good end. Partners nobody has spoken
    /// about are NaN.
    pub fn memberships(&self) -> PartnerScores {
        let mut values = vec![0.0; self.network.partners()];
        for &i in &self.members {
            values[i as usize] += 1.0;
        }
        self.network.hide_unreported(crate::Mode::All, &mut values);
        PartnerScores {
            values,
            unit: "groups".to_owned(),
            convention: format!("{} of {} partners or more", self.convention, self.min_size),
            citation: self.citation.clone(),
            ..self.network.scores_named("memberships")
        }
    }

    /// In how many of the groups each pair of partners is together (the co-membership matrix of UCINET without
    /// its zeros). O(Σ s²) for groups of s partners, 8 bytes each.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when the groups hold more than 2²⁸ pairs.
    pub fn co_membership(&self) -> Result<CoMembership, Error> {
        const LIMIT: u64 = 1 << 28;
        let pairs = self
            .iter()
            .map(|g| g.len() as u64 * (g.len() as u64 - 1) / 2);
        let all = pairs.fold(0, u64::saturating_add);
        if all > LIMIT {
            return Err(Error::TooLarge {
                what: "pairs of partners in the same groups",
                found: all,
                limit: LIMIT,
            });
        }
        let mut together = Vec::with_capacity(all as usize);
        for group in self.iter() {
            for (at, &i) in group.iter().enumerate() {
                together.extend(group[at + 1..].iter().map(|&j| (i, j)));
            }
        }
        together.par_sort_unstable();
        let mut counted = CoMembership {
            source: Vec::new(),
            target: Vec::new(),
            groups: Vec::new(),
        };
        for run in together.chunk_by(|a, b| a == b) {
            counted.source.push(run[0].0);
            counted.target.push(run[0].1);
            counted.groups.push(run.len() as u64);
        }
        Ok(counted)
    }

    /// The number of groups as a measure.
    pub fn number(&self) -> Measure {
        Measure {
            value: Some(self.len() as f64),
            unit: "groups".to_owned(),
            sentence: format!(
                "There {} {} of {} or more partners.",
                if self.len() == 1 { "is" } else { "are" },
                counted(self.len() as u64, &self.kind),
                self.min_size
            ),
            ..self.measure("subgroups")
        }
    }

    /// The size of the largest group (of cliques: the clique number) as a measure; `None` without a group.
    pub fn largest(&self) -> Measure {
        let largest = self.iter().next().map(<[u32]>::len);
        let measure = Measure {
            value: largest.map(|size| size as f64),
            unit: "partners".to_owned(),
            ..self.measure("largest_subgroup")
        };
        match largest {
            Some(size) => Measure {
                sentence: format!("The largest {} has {size} partners.", self.kind),
                ..measure
            },
            None => measure.undefined("there is no group of that size."),
        }
    }

    fn measure(&self, name: &str) -> Measure {
        Measure {
            n: self.network.partners() as u64,
            coverage: self.network.known_share(),
            reference: "the same number in rewired networks with the same degrees".to_owned(),
            convention: format!("{} of {} partners or more", self.convention, self.min_size),
            caveats: self.network.standing_caveats(),
            citation: self.citation.clone(),
            ..Measure::named(name).of_kind(&self.kind)
        }
    }
}

/// Groups in the order a search found them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) ends: Vec<usize>,
    pub(super) members: Vec<u32>,
}

impl Found {
    /// Adds a group, its members in any order.
    pub(super) fn push(&mut self, group: impl Iterator<Item = u32>) {
        let start = self.members.len();
        self.members.extend(group);
        self.members[start..].sort_unstable();
        self.ends.push(self.members.len());
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        slices(&self.ends, &self.members)
    }
}

fn slices<'a>(ends: &'a [usize], members: &'a [u32]) -> impl Iterator<Item = &'a [u32]> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| &members[start..end])
}

/// Rows in the order in which partners are left when the one with the fewest remaining neighbours goes first
/// (smallest last; Matula & Beck 1983): nobody has more later neighbours than the degeneracy.
pub(super) struct Peeled {
    /// The partner at each place.
    pub(super) order: Vec<u32>,
    /// Places of the later neighbours of each place, ascending.
    pub(super) later: Csr,
    /// Places of the earlier neighbours.
    pub(super) earlier: Csr,
}

impl Peeled {
    /// Of undirected rows. O(n + m).
    pub(super) fn of(rows: &Csr) -> Self {
        let n = rows.n();
        let mut degree: Vec<usize> = (0..n as u32).map(|i| rows.degree(i)).collect();
        // Partners by remaining degree; a partner is listed again whenever its degree falls.
        let mut buckets = vec![Vec::new(); degree.iter().max().map_or(0, |d| d + 1)];
        (0..n as u32)
            .rev()
            .for_each(|i| buckets[degree[i as usize]].push(i));
        let mut place = vec![u32::MAX; n];
        let mut order = Vec::with_capacity(n);
        let mut least = 0;
        while let Some(bucket) = buckets.get_mut(least) {
            let Some(i) = bucket.pop() else {
                least += 1;
                continue;
            };
            if place[i as usize] != u32::MAX || degree[i as usize] != least {
                continue;
            }
            place[i as usize] = order.len() as u32;
            order.push(i);
            for &j in rows.row(i) {
                if place[j as usize] == u32::MAX {
                    degree[j as usize] -= 1;
                    buckets[degree[j as usize]].push(j);
                }
            }
            least = least.saturating_sub(1);
        }
        let arcs = |later: bool| {
            let all = (0..n as u32).flat_map(|i| rows.row(i).iter().map(move |&j| (i, j)));
            let placed = all.map(|(i, j)| (place[i as usize], place[j as usize]));
            placed
                .filter(|&(i, j)| (i < j) == later)
                .collect::<Vec<_>>()
        };
        let later = Csr::from_arcs(n, &arcs(true));
        let earlier = Csr::from_arcs(n, &arcs(false));
        Self {
            order,
            later,
            earlier,
        }
    }

    /// The places so that any run of them holds early and late ones: the work of a search gathers at the end of
    /// the order, and threads take runs.
    pub(super) fn mixed(&self) -> Vec<u32> {
        const STRIDE: usize = 256;
        let n = self.order.len();
        (0..STRIDE)
            .flat_map(|first| (first..n).step_by(STRIDE))
            .map(|place| place as u32)
            .collect()
    }
}
