//! Girvan–Newman: take away the tie that most pairs depend on, again and again, and see how the network
//! falls apart.
//!
//! Only the components that lost a tie are measured again, and betweenness itself skips trees and shares
//! searches (see the module on edge betweenness), so that the usual cost is far below the O(n·m²) of the
//! worst case. The dendrogram is kept as one parent for each group that was split off: O(n) memory.

use serde::{Deserialize, Serialize};

use super::communities::Partition;
use super::modularity::{ModularityOptions, check_resolution, numbered};
use crate::measures::ComponentKind;
use crate::measures::betweenness::ties::of_living_ties;
use crate::network::Symmetrise;
use crate::options::named;
use crate::{Control, Csr, Error, Network};

/// Betweennesses closer than this part of the largest are equal: they are sums of shares of pairs.
const TIED: f64 = 1e-9;
/// Largest n·m² that is begun: hours on one core.
const MOST_WORK: u64 = 1_000_000_000_000;

/// What is done with several ties that share the highest betweenness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TiedEdges {
    /// All are taken away at once (UCINET): the result does not depend on the order of partners.
    #[default]
    Together,
    /// The first in the order of partners is taken away (as networkx and igraph, which keep theirs).
    First,
}

named!(TiedEdges, "tied", { "together" => Together, "first" => First });

/// Options of [`Network::girvan_newman`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GirvanNewmanOptions {
    /// What is done with several ties that share the highest betweenness.
    pub tied: TiedEdges,
    /// Choose the cut by modularity with tie values as strengths. Paths always count every tie one step.
    pub weighted: bool,
    /// Resolution of the modularity that chooses the cut.
    pub resolution: f64,
    /// Cut at the first split into at least this many groups instead of the highest modularity.
    pub groups: Option<usize>,
}

impl Default for GirvanNewmanOptions {
    /// Tied edges together, every tie counted once, cut at the highest modularity.
    fn default() -> Self {
        Self {
            tied: TiedEdges::Together,
            weighted: false,
            resolution: 1.0,
            groups: None,
        }
    }
}

/// The order in which a network falls apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GirvanNewman {
    /// The groups at the chosen split.
    pub best: Partition,
    /// Every split in order; the first is the network as it is.
    pub splits: Vec<Split>,
    /// Group of each partner after the last split.
    leaf: Vec<u32>,
    /// The group that each group came from (itself when it was there from the start), and the split that
    /// brought it.
    origin: Vec<(u32, u32)>,
}

/// One split of the dendrogram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// Ties taken away so far.
    pub removed: u64,
    /// Groups (components of what is left).
    pub groups: u32,
    /// Modularity of these groups in the whole network; `None` without ties.
    pub modularity: Option<f64>,
}

impl GirvanNewman {
    /// The groups after split `split` of [`GirvanNewman::splits`], numbered in the order of smallest members.
    /// O(n·depth).
    pub fn groups_at(&self, split: usize) -> Vec<u32> {
        groups_at(&self.leaf, &self.origin, split)
    }
}

impl Network {
    /// The order in which the network falls apart when the tie of highest edge betweenness is taken away
    /// again and again (Girvan & Newman 2002), and the groups at the split of highest modularity.
    ///
    /// Betweenness is measured anew after each removal, unweighted, on ties in either direction; of equally
    /// good splits the earliest is chosen. Modularity is that of the whole network, directed when it is.
    /// Unknown ties count as absent here, as paths run over known ones.
    ///
    /// O(n·m²) at worst; refused above n·m² = 10¹². Memory O(n + m).
    ///
    /// # Errors
    /// [`Error::TooLarge`]; [`Error::BadOption`]; [`Error::NotDefined`] for `weighted` without strengths;
    /// [`Error::Stopped`].
    pub fn girvan_newman(
        &self,
        options: &GirvanNewmanOptions,
        control: &Control,
    ) -> Result<GirvanNewman, Error> {
        check_resolution(options.resolution)?;
        self.check_strengths("communities", options.weighted)?;
        let pairs = self.symmetrise(Symmetrise::Either);
        let ties = pairs.ties() as u64;
        let work = (self.partners() as u64)
            .saturating_mul(ties)
            .saturating_mul(ties);
        if work > MOST_WORK {
            return Err(Error::TooLarge {
                what: "partners × ties² for Girvan-Newman",
                found: work,
                limit: MOST_WORK,
            });
        }
        control.begin(ties);
        let quality = ModularityOptions {
            resolution: options.resolution,
            weighted: options.weighted,
        };
        let mut falling = Falling::new(&pairs);
        let mut splits = Vec::new();
        loop {
            splits.push(Split {
                removed: falling.removed,
                groups: falling.origin.len() as u32,
                modularity: self.modularity_of(&falling.of, falling.origin.len(), &quality),
            });
            if !falling.split(splits.len() as u32, options.tied, control)? {
                break;
            }
        }
        let chosen = match options.groups {
            Some(k) => splits.iter().position(|s| s.groups as usize >= k),
            None => best(&splits),
        };
        let chosen = chosen.unwrap_or(splits.len() - 1);
        let groups: Vec<Option<u32>> = groups_at(&falling.of, &falling.origin, chosen)
            .into_iter()
            .map(Some)
            .collect();
        let best = Partition {
            convention: format!(
                "Girvan-Newman on ties in either direction, tied edges {}; cut {} {}",
                match options.tied {
                    TiedEdges::Together => "taken away together (UCINET)",
                    TiedEdges::First => "taken away in the order of partners",
                },
                match options.groups {
                    Some(k) => format!("at {k} groups or more;"),
                    None => "at the highest".to_owned(),
                },
                self.modularity_convention(&quality)
            ),
            citation: "Girvan & Newman (2002), PNAS 99, 7821-7826".to_owned(),
            ..Partition::new(self, "girvan_newman", &groups, &quality)?
        };
        Ok(GirvanNewman {
            best,
            splits,
            leaf: falling.of,
            origin: falling.origin,
        })
    }
}

fn groups_at(leaf: &[u32], origin: &[(u32, u32)], split: usize) -> Vec<u32> {
    let group = |&leaf: &u32| {
        let mut group = leaf;
        while let Some(&(from, born)) = origin.get(group as usize)
            && born as usize > split
        {
            group = from;
        }
        Some(group)
    };
    numbered(&leaf.iter().map(group).collect::<Vec<_>>()).0
}

/// The earliest split of highest modularity.
fn best(splits: &[Split]) -> Option<usize> {
    let top = splits
        .iter()
        .filter_map(|s| s.modularity)
        .reduce(f64::max)?;
    splits
        .iter()
        .position(|s| s.modularity.is_some_and(|q| q >= top - 1e-12))
}

/// What is left of a network while ties are taken away.
struct Falling<'a> {
    rows: &'a Csr,
    /// For each entry of the rows: whether the tie is still there, and its betweenness.
    alive: Vec<bool>,
    pairs: Vec<f64>,
    /// Component of each partner, the partners of each, and where each came from.
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
    origin: Vec<(u32, u32)>,
    removed: u64,
    /// Components whose betweenness is out of date.
    stale: Vec<u32>,
}

impl<'a> Falling<'a> {
    fn new(net: &'a Network) -> Self {
        let components = net.components(ComponentKind::Weak);
        let mut members = vec![Vec::new(); components.count()];
        for (v, &c) in components.membership.iter().enumerate() {
            members[c as usize].push(v as u32);
        }
        let count = components.count() as u32;
        Self {
            rows: net.out(),
            alive: vec![true; net.out().entries()],
            pairs: vec![0.0; net.out().entries()],
            of: components.membership,
            members,
            origin: (0..count).map(|c| (c, 0)).collect(),
            removed: 0,
            stale: (0..count).collect(),
        }
    }

    /// Takes ties away until a component falls apart, as split number `number`. False when no tie is left.
    fn split(&mut self, number: u32, tied: TiedEdges, control: &Control) -> Result<bool, Error> {
        loop {
            for c in std::mem::take(&mut self.stale) {
                let members = &self.members[c as usize];
                if members.len() > 1 {
                    of_living_ties(self.rows, &self.alive, members, &mut self.pairs, control)?;
                }
            }
            let cut = self.most_between(tied);
            if cut.is_empty() {
                return Ok(false);
            }
            for &(i, j) in &cut {
                for k in [self.rows.find(i, j), self.rows.find(j, i)]
                    .into_iter()
                    .flatten()
                {
                    self.alive[k] = false;
                }
                self.stale.push(self.of[i as usize]);
            }
            self.removed += cut.len() as u64;
            control.advance(cut.len() as u64)?;
            self.stale.sort_unstable();
            self.stale.dedup();
            let before = self.origin.len();
            for c in self.stale.clone() {
                self.part(c, number);
            }
            self.stale.extend(before as u32..self.origin.len() as u32);
            if self.origin.len() > before {
                return Ok(true);
            }
        }
    }

    /// The living ties of highest betweenness, or the first of them.
    fn most_between(&self, tied: TiedEdges) -> Vec<(u32, u32)> {
        let living = || {
            (0..self.rows.n() as u32).flat_map(move |i| {
                let row = self
                    .rows
                    .range(i)
                    .map(move |k| (i, self.rows.targets()[k], k));
                row.filter(|&(i, j, k)| i < j && self.alive[k])
            })
        };
        let top = living().map(|(_, _, k)| self.pairs[k]).fold(0.0, f64::max);
        let tops = living()
            .filter(|&(_, _, k)| self.pairs[k] >= top * (1.0 - TIED))
            .map(|(i, j, _)| (i, j));
        match tied {
            TiedEdges::Together => tops.collect(),
            TiedEdges::First => tops.take(1).collect(),
        }
    }

    /// Parts component `c` into what is still joined: the part of its first partner keeps the number.
    fn part(&mut self, c: u32, number: u32) {
        const UNSEEN: u32 = u32::MAX;
        let members = std::mem::take(&mut self.members[c as usize]);
        for &v in &members {
            self.of[v as usize] = UNSEEN;
        }
        let mut stack = Vec::new();
        for &root in &members {
            if self.of[root as usize] != UNSEEN {
                continue;
            }
            let own = if self.members[c as usize].is_empty() {
                c
            } else {
                self.origin.push((c, number));
                self.members.push(Vec::new());
                self.origin.len() as u32 - 1
            };
            self.of[root as usize] = own;
            stack.push(root);
            while let Some(v) = stack.pop() {
                self.members[own as usize].push(v);
                for k in self.rows.range(v).filter(|&k| self.alive[k]) {
                    let u = self.rows.targets()[k];
                    if self.of[u as usize] == UNSEEN {
                        self.of[u as usize] = own;
                        stack.push(u);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Ties};

    fn net(n: usize, ties: &[(u32, u32)]) -> Network {
        let (source, target): (Vec<u32>, Vec<u32>) = ties.iter().copied().unzip();
        let ties = Ties {
            source: &source,
            target: &target,
            value: None,
        };
        Network::from_ties(n, &ties, &BuildOptions::default()).unwrap()
    }

    #[test]
    fn two_triangles_part_at_their_bridge() {
        let ties = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)];
        let net = net(6, &ties);
        let found = net
            .girvan_newman(&GirvanNewmanOptions::default(), &Control::new())
            .unwrap();
        assert_eq!(found.best.membership, [0, 0, 0, 1, 1, 1].map(Some));
        // 2·(3/7 − (7/14)²) = 5/14.
        assert!((found.splits[1].modularity.unwrap() - 5.0 / 14.0).abs() < 1e-12);
        assert_eq!((found.splits[1].removed, found.splits[1].groups), (1, 2));
        // In both triangles all ties are equal: together they go at once.
        assert_eq!(found.splits.len(), 3);
        assert_eq!((found.splits[2].removed, found.splits[2].groups), (7, 6));
        assert_eq!(found.groups_at(0), [0; 6]);
        assert_eq!(found.groups_at(2), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn tied_edges_one_at_a_time_depend_on_the_order() {
        // A square: all four ties are equal.
        let square = net(4, &[(0, 1), (1, 2), (2, 3), (0, 3)]);
        let go = |tied| {
            let options = GirvanNewmanOptions {
                tied,
                ..Default::default()
            };
            square.girvan_newman(&options, &Control::new()).unwrap()
        };
        let together = go(TiedEdges::Together);
        assert_eq!(together.splits.len(), 2);
        assert_eq!(together.splits[1].groups, 4);
        // 0 - 1 goes first, which leaves the path 1 - 2 - 3 - 0 with its middle 2 - 3: {0, 3} and {1, 2}.
        let first = go(TiedEdges::First);
        assert_eq!((first.splits[1].removed, first.splits[1].groups), (2, 2));
        assert_eq!(first.groups_at(1), [0, 1, 1, 0]);
        // Cut at a number of groups.
        let three = GirvanNewmanOptions {
            groups: Some(3),
            tied: TiedEdges::First,
            ..Default::default()
        };
        let found = square.girvan_newman(&three, &Control::new()).unwrap();
        assert_eq!(found.best.count(), 3);
    }

    #[test]
    fn too_much_work_is_refused_and_a_stop_is_obeyed() {
        let ring: Vec<(u32, u32)> = (0..12_000).map(|i| (i, (i + 1) % 12_000)).collect();
        let large = net(12_000, &ring);
        let options = GirvanNewmanOptions::default();
        assert!(matches!(
            large.girvan_newman(&options, &Control::new()),
            Err(Error::TooLarge { .. })
        ));
        let control = Control::new();
        control.stop();
        let small = net(3, &[(0, 1), (1, 2)]);
        assert_eq!(small.girvan_newman(&options, &control), Err(Error::Stopped));
    }
}
