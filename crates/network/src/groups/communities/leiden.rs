//! Louvain and Leiden: one local mover, with and without refinement.
//!
//! Why it is fast: a queue holds only the nodes whose neighbourhood has changed, so that late rounds cost
//! little; the weight of a node to each group is summed in one dense array that is cleared by the list
//! of groups met (no hash maps); levels are built by counting sort. Memory beside the network: 33 bytes
//! a partner, and the second level, which holds a fraction of the ties.
//!
//! Leiden (Traag, Waltman & van Eck 2019) differs from Louvain (Blondel et al. 2008) in what becomes a node
//! of the next level: not the groups but well-connected parts of them, grown from single nodes. Every
//! node of every level is then a connected set, and so is every group in the end.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::level::{Level, Mass, Quality};
use crate::{Control, Error};

/// Randomness of the refinement, as a part of the mean weight of a tie (θ of the paper, 0.01 there too).
const THETA: f64 = 0.01;
/// Gains below this part of the mean weight are rounding.
const SLACK: f64 = 1e-12;
/// Nodes visited between two looks at the stop flag.
const VISITS: usize = 1 << 14;

/// How a search goes: with or without refinement, and how often it starts again from its own result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    pub(super) quality: Quality,
    pub(super) refine: bool,
    pub(super) iterations: usize,
}

/// Groups of the nodes of one level.
struct Groups<M> {
    of: Vec<u32>,
    mass: Vec<M>,
    size: Vec<u32>,
}

impl<M: Mass> Groups<M> {
    fn new(level: &Level<'_, M>, of: Vec<u32>) -> Self {
        let n = level.n();
        let mut groups = Self {
            of,
            mass: vec![M::default(); n],
            size: vec![0; n],
        };
        for (v, &g) in groups.of.iter().enumerate() {
            groups.mass[g as usize] += level.mass[v];
            groups.size[g as usize] += 1;
        }
        groups
    }

    fn leave(&mut self, v: u32, mass: M) {
        let g = self.of[v as usize] as usize;
        self.size[g] -= 1;
        self.mass[g] -= mass;
        if self.size[g] == 0 {
            self.mass[g] = M::default(); // without rounding
        }
    }

    fn enter(&mut self, v: u32, mass: M, group: u32) {
        self.of[v as usize] = group;
        self.size[group as usize] += 1;
        self.mass[group as usize] += mass;
    }
}

/// Sums of weights by group, in an array of one cell a group and a list of the cells in use.
struct Sums {
    of: Vec<f64>,
    met: Vec<u32>,
}

impl Sums {
    fn new(n: usize) -> Self {
        Self {
            of: vec![0.0; n],
            met: Vec::new(),
        }
    }

    fn add(&mut self, group: u32, weight: f64) {
        let sum = &mut self.of[group as usize];
        if *sum == 0.0 {
            self.met.push(group);
        }
        *sum += weight;
    }

    fn clear(&mut self) {
        for g in self.met.drain(..) {
            self.of[g as usize] = 0.0;
        }
    }
}

/// Searches from single partners, or from `scattered` groups: as many as are drawn, filled at random.
/// Always moving to the best neighbouring group, single partners can never reach some partitions, whatever
/// their order; scattered groups can. Returns a group number for each partner (with gaps).
pub(super) fn search<M: Mass>(
    base: &Level<'_, M>,
    search: &Search,
    scattered: bool,
    rng: &mut ChaCha8Rng,
    control: &Control,
) -> Result<Vec<u32>, Error> {
    let n = base.n() as u32;
    let mut of: Vec<u32> = (0..n).collect();
    if scattered && n > 1 {
        let groups = rng.random_range(1..n);
        of.fill_with(|| rng.random_range(0..groups));
    }
    for _ in 0..search.iterations.max(1) {
        let (found, moved) = climb(base, of, search, rng, control)?;
        of = found;
        if !moved {
            break;
        }
    }
    Ok(of)
}

/// Moves, refines and aggregates until every group is one node. Answers whether anything moved.
fn climb<M: Mass>(
    base: &Level<'_, M>,
    of: Vec<u32>,
    search: &Search,
    rng: &mut ChaCha8Rng,
    control: &Control,
) -> Result<(Vec<u32>, bool), Error> {
    let mut groups = Groups::new(base, of);
    let mut node_of: Option<Vec<u32>> = None;
    let mut owned: Option<Level<'static, M>> = None;
    let mut moved = false;
    loop {
        let level = owned.as_ref().unwrap_or(base);
        moved |= move_nodes(level, &mut groups, search.quality, rng, control)?;
        if groups.size.iter().all(|&s| s <= 1) {
            break;
        }
        let (mut part, mut count) = if search.refine {
            compact(&refine(level, &groups, search.quality, rng, control)?)
        } else {
            compact(&groups.of)
        };
        if count == level.n() {
            // Nothing could be joined: a group that is not well connected. Its connected parts can be.
            (part, count) = connected_parts(level, &groups.of);
        }
        // The groups of the new level's nodes, renumbered because there are fewer nodes.
        let (of, _) = compact(&groups.of);
        let mut next = vec![0; count];
        for (&p, &g) in part.iter().zip(&of) {
            next[p as usize] = g;
        }
        if count == level.n() {
            // Every connected part is one node: the group held nodes without ties to one another.
            next = (0..count as u32).collect();
        }
        node_of = Some(match node_of {
            None => part.clone(),
            Some(old) => old.iter().map(|&node| part[node as usize]).collect(),
        });
        let above = level.aggregate(&part, count);
        groups = Groups::new(&above, next);
        owned = Some(above);
    }
    let of = match node_of {
        None => groups.of,
        Some(node_of) => node_of.iter().map(|&v| groups.of[v as usize]).collect(),
    };
    Ok((of, moved))
}

/// Moves nodes to the group with the largest gain until no move gains (the queue of Leiden's fast local
/// move). A node may also leave for a group of its own.
fn move_nodes<M: Mass>(
    level: &Level<'_, M>,
    groups: &mut Groups<M>,
    quality: Quality,
    rng: &mut ChaCha8Rng,
    control: &Control,
) -> Result<bool, Error> {
    let n = level.n();
    let slack = SLACK * quality.mean_weight;
    // A ring: a node stands in it at most once.
    let mut ring: Vec<u32> = (0..n as u32).collect();
    ring.shuffle(rng);
    let mut waits = vec![true; n];
    let (mut head, mut waiting) = (0, n);
    let mut empty: Vec<u32> = (0..n as u32)
        .filter(|&g| groups.size[g as usize] == 0)
        .collect();
    let mut sums = Sums::new(n);
    let (mut visits, mut moved) = (0, false);
    while waiting > 0 {
        let v = ring[head];
        head = if head + 1 == n { 0 } else { head + 1 };
        waiting -= 1;
        waits[v as usize] = false;
        visits += 1;
        if visits % VISITS == 0 {
            control.check()?;
        }
        let own = groups.of[v as usize];
        let mass = level.mass[v as usize];
        level.each(v, |u, w| sums.add(groups.of[u as usize], w));
        groups.leave(v, mass);
        let cost = quality.penalty;
        let gain = |g: u32, sum: f64| sum - cost * mass.product(groups.mass[g as usize]);
        let mut best = (own, gain(own, sums.of[own as usize]));
        for &g in &sums.met {
            let gain = gain(g, sums.of[g as usize]);
            if gain > best.1 + slack {
                best = (g, gain);
            }
        }
        if best.1 < -slack
            && let Some(alone) = empty.pop()
        {
            best = (alone, 0.0);
        }
        sums.clear();
        groups.enter(v, mass, best.0);
        if best.0 == own {
            continue;
        }
        moved = true;
        if groups.size[own as usize] == 0 {
            empty.push(own);
        }
        for &u in level.row(v) {
            if !waits[u as usize] && groups.of[u as usize] != best.0 {
                waits[u as usize] = true;
                let tail = head + waiting;
                ring[if tail >= n { tail - n } else { tail }] = u;
                waiting += 1;
            }
        }
    }
    Ok(moved)
}

/// Well-connected parts of the groups: single nodes join a part of their own group at random, the more
/// likely the larger the gain, and only where the gain is not negative and node and part are well
/// connected to the rest of the group.
fn refine<M: Mass>(
    level: &Level<'_, M>,
    groups: &Groups<M>,
    quality: Quality,
    rng: &mut ChaCha8Rng,
    control: &Control,
) -> Result<Vec<u32>, Error> {
    let n = level.n();
    let mut parts = Groups::new(level, (0..n as u32).collect());
    let theta = THETA * quality.mean_weight;
    let cost = quality.penalty;
    // Weight between each part and the rest of its group.
    let mut cut: Vec<f64> = (0..n as u32)
        .map(|v| {
            let mut sum = 0.0;
            level.each(v, |u, w| {
                if groups.of[u as usize] == groups.of[v as usize] {
                    sum += w;
                }
            });
            sum
        })
        .collect();
    let well_connected = |part: M, group: M, cut: f64| cut >= cost * part.product(group - part);
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.shuffle(rng);
    let mut sums = Sums::new(n);
    let mut chances: Vec<f64> = Vec::new();
    for (visit, &v) in order.iter().enumerate() {
        if visit % VISITS == 0 {
            control.check()?;
        }
        let group = groups.of[v as usize];
        let whole = groups.mass[group as usize];
        let mass = level.mass[v as usize];
        let single = parts.size[parts.of[v as usize] as usize] == 1;
        if !single
            || groups.size[group as usize] == 1
            || !well_connected(mass, whole, cut[v as usize])
        {
            continue;
        }
        level.each(v, |u, w| {
            if groups.of[u as usize] == group {
                sums.add(parts.of[u as usize], w);
            }
        });
        // A part's number is that of its first node, so staying alone is the part `v` with gain 0.
        chances.clear();
        chances.extend(sums.met.iter().map(|&p| {
            let part = parts.mass[p as usize];
            let gain = sums.of[p as usize] - cost * mass.product(part);
            if gain >= 0.0 && well_connected(part, whole, cut[p as usize]) {
                gain
            } else {
                f64::NEG_INFINITY
            }
        }));
        let best = chances.iter().copied().fold(0.0, f64::max);
        let alone = (-best / theta).exp();
        let mut total = alone;
        for chance in &mut chances {
            *chance = ((*chance - best) / theta).exp();
            total += *chance;
        }
        let mut throw = rng.random::<f64>() * total - alone;
        let mut chosen = None;
        for (&p, &chance) in sums.met.iter().zip(&chances) {
            if throw < 0.0 {
                break;
            }
            if chance > 0.0 {
                chosen = Some(p);
                throw -= chance;
            }
        }
        if let Some(p) = chosen {
            cut[p as usize] += cut[v as usize] - 2.0 * sums.of[p as usize];
            parts.leave(v, mass);
            parts.enter(v, mass, p);
        }
        sums.clear();
    }
    Ok(parts.of)
}

/// Numbers 0, 1, … in the order of first appearance, and how many.
pub(super) fn compact(of: &[u32]) -> (Vec<u32>, usize) {
    let top = of.iter().max().map_or(0, |&g| g as usize + 1);
    let mut number = vec![u32::MAX; top];
    let mut count = 0;
    let of = of.iter().map(|&g| {
        let number = &mut number[g as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *number
    });
    let of = of.collect();
    (of, count as usize)
}

/// The connected parts of every group, and how many there are. O(n + m).
pub(super) fn connected_parts<M: Mass>(level: &Level<'_, M>, of: &[u32]) -> (Vec<u32>, usize) {
    let mut part = vec![u32::MAX; level.n()];
    let mut count = 0;
    let mut stack = Vec::new();
    for root in 0..level.n() as u32 {
        if part[root as usize] != u32::MAX {
            continue;
        }
        part[root as usize] = count;
        stack.push(root);
        while let Some(v) = stack.pop() {
            for &u in level.row(v) {
                if part[u as usize] == u32::MAX && of[u as usize] == of[v as usize] {
                    part[u as usize] = count;
                    stack.push(u);
                }
            }
        }
        count += 1;
    }
    (part, count as usize)
}
