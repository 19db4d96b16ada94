//! Lambda sets: groups whose members are harder to cut apart than to cut off.
//!
//! The edge connectivity of all n(n − 1)/2 pairs is that of the paths in one tree of n − 1 maximum flows (see
//! the module `flow`). Lambda sets are the parts of the tree that are left without its weaker branches.

mod flow;

use serde::{Deserialize, Serialize};

use super::modularity::numbered;
use crate::network::Symmetrise;
use crate::{Control, Error, Network};

/// Sums of values that differ by less than this part of them are equal.
const EQUAL: f64 = 1e-9;
/// Largest n·m that is begun: hours on one core.
const MOST_WORK: u64 = 20_000_000_000;

/// Options of [`Network::lambda_sets`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LambdaOptions {
    /// Cut values (strengths) instead of counting ties.
    pub weighted: bool,
}

/// One lambda set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LambdaSet {
    /// The least edge connectivity of two members: no fewer ties (or less value) cut them apart.
    pub lambda: f64,
    /// Partner numbers, ascending; at least two.
    pub members: Vec<u32>,
}

/// All lambda sets of a network, and the edge connectivity of every pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LambdaSets {
    /// The sets from strong to weak, equally strong ones by smallest member. Two sets are nested or apart.
    pub sets: Vec<LambdaSet>,
    /// For each partner another one and their edge connectivity: a tree on which the least value of a
    /// path is the edge connectivity of its ends. The first partner of a component is its own parent.
    pub tree: Vec<(u32, f64)>,
    /// Share of the cells of the network that are known.
    pub coverage: Option<f64>,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the sets wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

impl LambdaSets {
    /// Number of ties (or value) that must go before no path is left between two partners; 0 when there is
    /// none, `None` for a partner with itself or outside the network. O(n).
    pub fn connectivity(&self, a: u32, b: u32) -> Option<f64> {
        let known = self.tree.len() as u32;
        if a == b || a >= known || b >= known {
            return None;
        }
        let up = |from: u32| {
            std::iter::successors(Some(from), |&v| {
                let above = self.tree[v as usize].0;
                (above != v).then_some(above)
            })
        };
        let mut least = vec![f64::NAN; self.tree.len()];
        let mut so_far = f64::INFINITY;
        for v in up(a) {
            least[v as usize] = so_far;
            so_far = so_far.min(self.tree[v as usize].1);
        }
        let mut so_far = f64::INFINITY;
        for v in up(b) {
            if !least[v as usize].is_nan() {
                return Some(so_far.min(least[v as usize]));
            }
            so_far = so_far.min(self.tree[v as usize].1);
        }
        Some(0.0)
    }

    /// The group of each partner when two belong together that at least `lambda` ties join (the
    /// k-edge-components), numbered from 0 in the order of smallest members. O(n).
    pub fn groups_at(&self, lambda: f64) -> Vec<u32> {
        let n = self.tree.len() as u32;
        let mut root: Vec<u32> = (0..n).collect();
        for v in 0..n {
            let (above, flow) = self.tree[v as usize];
            if flow >= lambda * (1.0 - EQUAL) {
                join(&mut root, v, above);
            }
        }
        let groups: Vec<Option<u32>> = (0..n).map(|v| Some(find(&mut root, v))).collect();
        numbered(&groups).0
    }
}

impl Network {
    /// The lambda sets (Borgatti, Everett & Shirey 1990): maximal groups in which every two members have a
    /// higher edge connectivity with one another than any member has with an outsider. Edge connectivity
    /// is the number of ties that must be cut to leave no path; with `weighted`, their total strength.
    ///
    /// Sets are nested: those at level λ are the classes of partners joined by at least λ ties, which is
    /// networkx's `k_edge_components`. Members need not be tied to one another. Ties of a directed network
    /// count in either direction. Unit: ties (or strength). Direction: none.
    ///
    /// Computed on the known ties, so that every connectivity is the least it can be; unknown ties can
    /// raise it, never lower it.
    ///
    /// n − 1 maximum flows, O(n·m·√m) at worst and near O(n·m) on partner networks; refused above
    /// n·m = 2·10¹⁰. Memory O(n + m) beside the members of the sets.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for `weighted` without strengths; [`Error::TooLarge`]; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::groups::lambda_sets::LambdaOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// // A triangle with a pendant: two ties must go to cut the triangle, one to cut off the pendant.
    /// let ties = Ties { source: &[0, 0, 1, 2], target: &[1, 2, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let found = net.lambda_sets(&LambdaOptions::default(), &Control::new())?;
    /// assert_eq!((found.sets[0].lambda, found.sets[0].members.as_slice()), (2.0, &[0, 1, 2][..]));
    /// assert_eq!(found.connectivity(0, 3), Some(1.0));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn lambda_sets(
        &self,
        options: &LambdaOptions,
        control: &Control,
    ) -> Result<LambdaSets, Error> {
        self.check_strengths("lambda sets", options.weighted)?;
        let pairs = self.symmetrise(Symmetrise::Either);
        let n = pairs.partners();
        let work = (n as u64).saturating_mul(pairs.ties() as u64);
        if work > MOST_WORK {
            return Err(Error::TooLarge {
                what: "partners × ties for lambda sets",
                found: work,
                limit: MOST_WORK,
            });
        }
        control.begin(n as u64);
        let tree = flow::tree(&pairs, options.weighted, control)?;
        let mut caveats = self.standing_caveats();
        if self.known_share().is_some_and(|share| share < 1.0) {
            caveats.push(
                "Connectivity is that of the known ties and the least it can be: unknown ties could raise it and enlarge the sets."
                    .to_owned(),
            );
        }
        Ok(LambdaSets {
            sets: sets(&tree),
            tree,
            coverage: self.known_share(),
            convention: format!(
                "edge connectivity of {}{}",
                if self.is_directed() {
                    "ties in either direction, "
                } else {
                    ""
                },
                if options.weighted {
                    "values as strengths (pairs: the stronger report)"
                } else {
                    "every tie counts once"
                }
            ),
            caveats,
            citation: "Borgatti, Everett & Shirey (1990), Social Networks 12, 337-357; Gusfield (1990), SIAM J. Comput. 19, 143-155".to_owned(),
        })
    }
}

fn find(root: &mut [u32], mut v: u32) -> u32 {
    while root[v as usize] != v {
        root[v as usize] = root[root[v as usize] as usize];
        v = root[v as usize];
    }
    v
}

/// Joins two sets under the smaller root and answers with both old roots, smaller first.
fn join(root: &mut [u32], a: u32, b: u32) -> (u32, u32) {
    let (a, b) = (find(root, a), find(root, b));
    root[a.max(b) as usize] = a.min(b);
    (a.min(b), a.max(b))
}

/// The sets of a tree: branches are added from strong to weak, and what has grown after all branches of one
/// strength is a set.
fn sets(tree: &[(u32, f64)]) -> Vec<LambdaSet> {
    let mut branches: Vec<(u32, u32, f64)> = (0..tree.len() as u32)
        .map(|v| (v, tree[v as usize].0, tree[v as usize].1))
        .filter(|&(v, above, flow)| v != above && flow > 0.0)
        .collect();
    branches.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    let mut root: Vec<u32> = (0..tree.len() as u32).collect();
    let mut members: Vec<Vec<u32>> = root.iter().map(|&v| vec![v]).collect();
    let mut sets = Vec::new();
    for level in branches.chunk_by(|a, b| b.2 >= a.2 * (1.0 - EQUAL)) {
        for &(a, b, _) in level {
            let (kept, gone) = join(&mut root, a, b);
            if kept != gone {
                let mut joined = std::mem::take(&mut members[gone as usize]);
                members[kept as usize].append(&mut joined);
            }
        }
        let mut grown: Vec<u32> = level.iter().map(|&(v, ..)| find(&mut root, v)).collect();
        grown.sort_unstable();
        grown.dedup();
        let lambda = level.last().map_or(0.0, |branch| branch.2);
        sets.extend(grown.into_iter().map(|r| {
            let mut members = members[r as usize].clone();
            members.sort_unstable();
            LambdaSet { lambda, members }
        }));
    }
    sets
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{BuildOptions, Ties};

    fn net(n: usize, ties: &[(u32, u32, f64)], directed: bool) -> Network {
        let (source, target): (Vec<u32>, Vec<u32>) = ties.iter().map(|t| (t.0, t.1)).unzip();
        let value: Vec<f64> = ties.iter().map(|t| t.2).collect();
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&value),
        };
        let options = BuildOptions {
            directed,
            ..Default::default()
        };
        Network::from_ties(n, &ties, &options).unwrap()
    }

    /// The least cut between a and b over all 2^(n − 2) ways to part the others.
    fn least_cut(net: &Network, a: u32, b: u32, weighted: bool) -> f64 {
        (0u32..1 << net.partners())
            .filter(|side| side >> a & 1 == 1 && side >> b & 1 == 0)
            .map(|side| {
                net.iter_ties()
                    .filter(|&(i, j, _)| (side >> i & 1) != (side >> j & 1))
                    .map(|(.., value)| value.filter(|_| weighted).unwrap_or(1.0))
                    .sum()
            })
            .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn nested_sets_by_hand() {
        // Two tetrahedra (λ = 3) joined by the ties 0 - 4 and 1 - 5 (λ = 2), and a pendant (λ = 1). 0 and 1
        // have a fourth path through the other tetrahedron, and so have 4 and 5.
        let mut ties = vec![(0, 4, 1.0), (1, 5, 1.0), (7, 8, 1.0)];
        for c in [0, 4] {
            for i in 0..4 {
                ties.extend((i + 1..4).map(|j| (c + i, c + j, 1.0)));
            }
        }
        let found = net(10, &ties, false)
            .lambda_sets(&LambdaOptions::default(), &Control::new())
            .unwrap();
        let sets: Vec<(f64, Vec<u32>)> = found
            .sets
            .iter()
            .map(|s| (s.lambda, s.members.clone()))
            .collect();
        let expected = [
            (4.0, vec![0, 1]),
            (4.0, vec![4, 5]),
            (3.0, vec![0, 1, 2, 3]),
            (3.0, vec![4, 5, 6, 7]),
            (2.0, (0..8).collect()),
            (1.0, (0..9).collect()),
        ];
        assert_eq!(sets, expected);
        assert_eq!(found.connectivity(8, 9), Some(0.0));
        assert_eq!(
            (found.connectivity(3, 3), found.connectivity(0, 10)),
            (None, None)
        );
        assert_eq!(found.groups_at(2.0), [0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    }

    #[test]
    fn strengths_are_cut_by_their_sum_and_a_stop_is_obeyed() {
        // 0 -5- 1 -2- 2 with 0 -1- 2 besides: cutting 2 off takes 3, parting 0 and 1 takes 6.
        let valued = net(3, &[(0, 1, 5.0), (1, 2, 2.0), (0, 2, 1.0)], false);
        let options = LambdaOptions { weighted: true };
        let found = valued.lambda_sets(&options, &Control::new()).unwrap();
        assert_eq!(found.connectivity(0, 1), Some(6.0));
        assert_eq!(found.connectivity(0, 2), Some(3.0));
        let control = Control::new();
        control.stop();
        assert_eq!(valued.lambda_sets(&options, &control), Err(Error::Stopped));
    }

    proptest! {
        #[test]
        fn connectivity_is_the_least_cut(
            cells in prop::collection::vec(prop::bool::weighted(0.45), 49),
            values in prop::collection::vec(1u32..5, 49),
            directed: bool,
            weighted: bool,
        ) {
            let mut ties = Vec::new();
            for i in 0..7usize {
                for j in 0..7usize {
                    if i != j && cells[i * 7 + j] && (directed || i < j) {
                        ties.push((i as u32, j as u32, f64::from(values[i * 7 + j])));
                    }
                }
            }
            prop_assume!(!ties.is_empty());
            let net = net(7, &ties, directed);
            let options = LambdaOptions { weighted };
            let found = net.lambda_sets(&options, &Control::new()).unwrap();
            let pairs = net.symmetrise(Symmetrise::Either);
            for a in 0..7 {
                for b in (0..7).filter(|&b| b != a) {
                    let least = least_cut(&pairs, a, b, weighted);
                    prop_assert_eq!(found.connectivity(a, b), Some(least));
                }
            }
            // By the definition of a lambda set, on every set.
            for set in &found.sets {
                let inside = |v: &u32| set.members.contains(v);
                for &a in &set.members {
                    for b in (0..7).filter(|&b| b != a) {
                        let joined = found.connectivity(a, b).unwrap();
                        prop_assert_eq!(joined >= set.lambda, inside(&b));
                    }
                }
            }
        }
    }
}
