//! Components.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::measure::{Direction, Interval, Measure};
use crate::network::counted;
use crate::options::named;
use crate::{Csr, Network};

/// Which partners belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComponentKind {
    /// Joined by ties whatever their direction.
    #[default]
    Weak,
    /// Each can reach the other along the direction of ties.
    Strong,
}

named!(ComponentKind, "kind", { "weak" => Weak, "strong" => Strong });

/// Which component each partner is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Components {
    /// Weak or strong.
    pub kind: ComponentKind,
    /// Number of the component of each partner, counted from 0 in the order of smallest members.
    pub membership: Vec<u32>,
    /// Number of partners in each component.
    pub sizes: Vec<u32>,
}

impl Components {
    pub(super) fn new(kind: ComponentKind, raw: &[u32]) -> Self {
        let mut number = vec![u32::MAX; raw.iter().max().map_or(0, |&m| m as usize + 1)];
        let mut sizes: Vec<u32> = Vec::new();
        let membership = raw
            .iter()
            .map(|&c| {
                let number = &mut number[c as usize];
                if *number == u32::MAX {
                    *number = sizes.len() as u32;
                    sizes.push(0);
                }
                sizes[*number as usize] += 1;
                *number
            })
            .collect();
        Self {
            kind,
            membership,
            sizes,
        }
    }

    /// Number of components.
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// Number of the largest component, the first of equally large ones; `None` without partners.
    pub fn largest(&self) -> Option<u32> {
        let largest = self.sizes.iter().max()?;
        self.sizes
            .iter()
            .position(|s| s == largest)
            .map(|c| c as u32)
    }
}

impl Network {
    /// Components of the known ties; isolates are components of one. O(n + m).
    ///
    /// Weak components by union-find that looks at two ties of most partners (Sutton et al. 2018) and any
    /// number of threads; strong ones by Tarjan (1972), SIAM J. Comput. 1, 146-160. 4 bytes a partner
    /// for weak ones, 12 and the open calls for strong ones. Unknown ties could merge components, never
    /// split them.
    pub fn components(&self, kind: ComponentKind) -> Components {
        let raw = match (kind, self.is_directed()) {
            (ComponentKind::Strong, true) => strong(self.out()),
            (ComponentKind::Weak, true) => weak_both_ends(&[self.out(), self.incoming()]),
            (_, false) => weak_both_ends(&[self.out()]),
        };
        Components::new(kind, &raw)
    }

    /// Number of components, with bounds: the most is what the known ties give, the fewest is what is
    /// left when every open cell holds a tie (the count can only fall as ties are added, so both ends are
    /// exact). O(n + m + open cells), where a partner who did not answer counts as one cell.
    pub fn component_count(&self, kind: ComponentKind) -> Measure {
        let components = self.components(kind);
        let (count, n) = (components.count(), self.partners());
        let fewest = if self.observed().is_complete() {
            Some(count)
        } else {
            self.fewest_components(kind)
        };
        let mut measure = Measure {
            value: Some(count as f64),
            unit: "components".to_owned(),
            direction: Direction::Lower,
            n: n as u64,
            coverage: self.known_share(),
            interval: fewest.and_then(|low| Interval::identification(low as f64, count as f64)),
            reference: "1, when everyone is in one piece; n, when nobody is tied".to_owned(),
            convention: format!(
                "{kind} components of the known ties; isolates count as components"
            ),
            caveats: self.standing_caveats(),
            citation: "Wasserman & Faust (1994), Social Network Analysis, ch. 4".to_owned(),
            ..Measure::named("components").of_kind(kind)
        };
        if fewest.is_none() {
            measure
                .caveats
                .push("Too many open cells to compute the lower bound.".to_owned());
        }
        let largest = components.sizes.iter().max().copied().unwrap_or(0);
        let isolates = components.sizes.iter().filter(|&&s| s == 1).count();
        measure.sentence = format!(
            "{} form {} by the known ties: the largest has {largest}, standing alone: {isolates}{}.",
            counted(n as u64, "partner"),
            counted(count as u64, &format!("{kind} component")),
            match fewest {
                Some(low) if low < count => format!("; unknown ties could leave as few as {low}"),
                _ => String::new(),
            }
        );
        measure
    }

    /// Number of components when every open cell holds a tie; `None` with too many of them.
    fn fewest_components(&self, kind: ComponentKind) -> Option<usize> {
        let csr = self.possible_ties()?;
        let raw = if kind == ComponentKind::Strong && self.is_directed() {
            strong(&csr)
        } else {
            weak(&csr)
        };
        Some(Components::new(kind, &raw[..self.partners()]).count())
    }
}

/// Root (smallest member) of the weak component of each node, from rows that hold every arc at one end.
pub(super) fn weak(csr: &Csr) -> Vec<u32> {
    let forest = Forest::new(csr.n());
    each_block(csr.n(), |i| {
        csr.row(i).iter().for_each(|&j| forest.link(i, j));
    });
    forest.roots()
}

/// As [`weak`], from rows that together hold every arc at both of its ends.
///
/// Afforest (Sutton, Ben-Nun & Barak 2018, IPDPS, 388-397): two ties of every node, here those to its smallest and
/// its largest neighbour, already join nearly all of what will be the largest component. Its members need no further
/// look, because a tie between one of them and an outsider also stands in the row of the outsider. So most
/// ties are never read.
pub(super) fn weak_both_ends(rows: &[&Csr]) -> Vec<u32> {
    let n = rows.first().map_or(0, |csr| csr.n());
    if n <= BLOCK {
        afforest(rows, n)
    } else {
        // Inside the pool once: a hand-over from outside costs as much as a pass over a small network.
        rayon::scope(|_| afforest(rows, n))
    }
}

fn afforest(rows: &[&Csr], n: usize) -> Vec<u32> {
    let forest = Forest::new(n);
    each_block(n, |i| {
        let smallest = rows.iter().filter_map(|csr| csr.row(i).first());
        // Right under the neighbour's own parent, which in a row of ascending nodes is its root already.
        let above = smallest.copied().fold(i, u32::min);
        forest.hang(i, forest.parent(above));
    });
    each_block(n, |i| {
        let largest = rows.iter().filter_map(|csr| csr.row(i).last());
        largest.max().into_iter().for_each(|&j| forest.link(i, j));
    });
    each_block(n, |i| forest.compress(i));
    let most = forest.frequent();
    each_block(n, |i| {
        if forest.parent(i) != most {
            let ties = rows.iter().flat_map(|csr| csr.row(i));
            ties.for_each(|&j| forest.link(i, j));
        }
    });
    forest.roots()
}

/// Nodes that are worth a thread of their own.
const BLOCK: usize = 1 << 13;

/// Calls `work` for each of `0..n`, in parallel where there is more than one block of work.
fn each_block(n: usize, work: impl Fn(u32) + Send + Sync) {
    if n <= BLOCK {
        (0..n as u32).for_each(work);
    } else {
        (0..n as u32)
            .into_par_iter()
            .with_min_len(BLOCK)
            .for_each(work);
    }
}

/// Union-find that many threads may link in at once. A root is only ever hung under a smaller number, so
/// the root of a finished tree is its smallest member, whatever the order of the links.
struct Forest(Vec<AtomicU32>);

impl Forest {
    fn new(n: usize) -> Self {
        Self((0..n as u32).map(AtomicU32::new).collect())
    }

    /// Hangs `i` under somebody with no larger number; only while no other link is made.
    fn hang(&self, i: u32, above: u32) {
        self.0[i as usize].store(above, Relaxed);
    }

    fn parent(&self, i: u32) -> u32 {
        self.0[i as usize].load(Relaxed)
    }

    #[inline]
    fn link(&self, i: u32, j: u32) {
        let (a, b) = (self.parent(i), self.parent(j));
        if a != b {
            self.join(a, b);
        }
    }

    fn join(&self, mut a: u32, mut b: u32) {
        while a != b {
            let (low, high) = (a.min(b), a.max(b));
            let above = self.parent(high);
            let hung = above == high
                && self.0[high as usize]
                    .compare_exchange(high, low, Relaxed, Relaxed)
                    .is_ok();
            if hung || above == low {
                return;
            }
            // `high` had a parent, or has just got one from another thread: go on from above it.
            a = self.parent(self.parent(high));
            b = self.parent(low);
        }
    }

    /// Hangs `i` right under its root.
    fn compress(&self, i: u32) {
        let (mut own, mut above) = (self.parent(i), self.parent(self.parent(i)));
        while own != above {
            self.0[i as usize].store(above, Relaxed);
            own = above;
            above = self.parent(own);
        }
    }

    /// The most frequent parent among about a thousand nodes spread evenly: a guess that costs speed at
    /// most.
    fn frequent(&self) -> u32 {
        const SAMPLE: usize = 1024;
        let step = self.0.len().div_ceil(SAMPLE).max(1);
        let mut sample: Vec<u32> = (0..self.0.len())
            .step_by(step)
            .map(|i| self.parent(i as u32))
            .collect();
        sample.sort_unstable();
        let runs = sample.chunk_by(|a, b| a == b);
        runs.max_by_key(|run| run.len()).map_or(0, |run| run[0])
    }

    fn roots(self) -> Vec<u32> {
        each_block(self.0.len(), |i| self.compress(i));
        self.0.into_iter().map(AtomicU32::into_inner).collect()
    }
}

/// Strong component of each node (Tarjan, with the recursion on a stack of our own). Components are
/// numbered in reverse topological order: every arc between two goes to the smaller number.
pub(super) fn strong(csr: &Csr) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    struct Call {
        node: u32,
        index: u32,
        next: usize,
    }
    let n = csr.n();
    let mut component = vec![UNSEEN; n];
    let mut low = vec![UNSEEN; n];
    let (mut order, mut components) = (0, 0);
    let mut open: Vec<u32> = Vec::new();
    let mut calls: Vec<Call> = Vec::new();
    for root in 0..n as u32 {
        let mut enter = (low[root as usize] == UNSEEN).then_some(root);
        loop {
            if let Some(node) = enter.take() {
                low[node as usize] = order;
                open.push(node);
                calls.push(Call {
                    node,
                    index: order,
                    next: csr.range(node).start,
                });
                order += 1;
            }
            let Some(call) = calls.last_mut() else { break };
            let i = call.node as usize;
            while call.next < csr.range(call.node).end {
                let j = csr.targets()[call.next];
                if low[j as usize] == UNSEEN {
                    enter = Some(j);
                    break;
                }
                // Also right after a return from j, which is met again because `next` has not moved.
                if component[j as usize] == UNSEEN {
                    low[i] = low[i].min(low[j as usize]);
                }
                call.next += 1;
            }
            if enter.is_some() {
                continue;
            }
            let root_of_component = low[i] == call.index;
            let node = call.node;
            calls.pop();
            if root_of_component {
                while let Some(j) = open.pop() {
                    component[j as usize] = components;
                    if j == node {
                        break;
                    }
                }
                components += 1;
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{self, PartnersOptions};
    use crate::nulls::draws::stream;
    use rand::RngExt;

    #[test]
    fn looking_at_few_ties_finds_the_same_components() {
        // Around one tie a partner a large component grows out of many small ones; 100,000 partners take more than one
        // block. Checked against union-find over every tie.
        for (n, ties) in [(50u32, 30), (3000, 2500), (100_000, 70_000)] {
            let mut rng = stream(7, u64::from(n));
            let arcs: Vec<(u32, u32)> = (0..ties)
                .map(|_| (rng.random_range(0..n), rng.random_range(0..n)))
                .collect();
            let back: Vec<(u32, u32)> = arcs.iter().map(|&(i, j)| (j, i)).collect();
            let both = [arcs.clone(), back.clone()].concat();
            let csr = |arcs: &[(u32, u32)]| Csr::from_arcs(n as usize, arcs);
            let (out, incoming, pairs) = (csr(&arcs), csr(&back), csr(&both));
            let expected = weak(&out);
            assert_eq!(weak_both_ends(&[&out, &incoming]), expected);
            assert_eq!(weak_both_ends(&[&pairs]), expected);
            // The root is the smallest member, and every arc lies within a component.
            for (i, &root) in expected.iter().enumerate() {
                assert!(root as usize <= i && expected[root as usize] == root);
            }
            assert!(
                arcs.iter()
                    .all(|&(i, j)| expected[i as usize] == expected[j as usize])
            );
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_components() {
        let options = PartnersOptions {
            n: 120_000,
            mean_degree: 2.0,
            ..PartnersOptions::default()
        };
        let net = generate::partners(&options).unwrap().network;
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| net.components(ComponentKind::Weak))
        };
        assert_eq!(with(1), with(4));
    }
}
