//! Components and connectedness.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::measure::{Direction, Interval, Measure};
use crate::network::share;
use crate::options::named;
use crate::{Control, Csr, Error, Network};

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

/// Two measures that share the name "connectedness"; equal on undirected networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConnectednessKind {
    /// Share of pairs joined by ties whatever their direction (Krackhardt 1994; `sna`).
    #[default]
    Krackhardt,
    /// Share of ordered pairs where the second can be reached from the first (UCINET's cohesion table).
    Reachable,
}

named!(ConnectednessKind, "kind", { "krackhardt" => Krackhardt, "reachable" => Reachable });

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
    fn new(kind: ComponentKind, raw: &[u32]) -> Self {
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

/// Above this many open cells the upper bounds are not computed (the cells would not fit in memory).
const MAX_OPEN: u64 = 1 << 27;

impl Network {
    /// Components of the known ties; isolates are components of one. O(n + m).
    ///
    /// Weak components by union-find; strong ones by Tarjan (1972), SIAM J. Comput. 1, 146-160. Unknown
    /// ties could merge components, never split them.
    pub fn components(&self, kind: ComponentKind) -> Components {
        let raw = match kind {
            ComponentKind::Strong if self.is_directed() => strong(self.out()),
            _ => weak(self.out()),
        };
        Components::new(kind, &raw)
    }

    /// Number of components, with bounds: the most is what the known ties give, the fewest is what is
    /// left when every open cell holds a tie (the count can only fall as ties are added, so both ends are
    /// exact). O(n + m + open cells), where a partner who did not answer counts as one cell.
    pub fn component_count(&self, kind: ComponentKind) -> Measure {
        let components = self.components(kind);
        let (count, n) = (components.count(), self.partners());
        let fewest = self.possible_ties().map(|csr| {
            let raw = if kind == ComponentKind::Strong && self.is_directed() {
                strong(&csr)
            } else {
                weak(&csr)
            };
            Components::new(kind, &raw[..n]).count()
        });
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
            ..Measure::named("components")
        };
        if fewest.is_none() {
            measure
                .caveats
                .push("Too many open cells to compute the lower bound.".to_owned());
        }
        let largest = components.sizes.iter().max().copied().unwrap_or(0);
        let isolates = components.sizes.iter().filter(|&&s| s == 1).count();
        measure.sentence = format!(
            "The {n} partners form {count} {kind} components by the known ties: the largest has {largest}, and {isolates} stand alone{}.",
            match fewest {
                Some(low) if low < count => format!("; unknown ties could leave as few as {low}"),
                _ => String::new(),
            }
        );
        measure
    }

    /// Share of pairs of partners that ties connect, directly or through others, with bounds: the known
    /// ties give the lowest value, every open cell filled the highest (exact, because adding ties never
    /// disconnects). 1 − this is the fragmentation. Range 0 to 1, higher is better, undefined
    /// (`None`) below two partners.
    ///
    /// Cost: O(n + m) for `krackhardt`; for `reachable` on a directed network also
    /// O(k (k + a) / 64) for k strong components and a arcs between them, in parallel.
    ///
    /// # Errors
    /// [`Error::Stopped`] when `control` asks for it.
    pub fn connectedness(
        &self,
        kind: ConnectednessKind,
        control: &Control,
    ) -> Result<Measure, Error> {
        let n = self.partners() as u64;
        let ordered = kind == ConnectednessKind::Reachable && self.is_directed();
        let connected = |csr: &Csr| -> Result<u64, Error> {
            if ordered {
                reachable_pairs(csr, n as usize, control)
            } else {
                Ok(joined_pairs(csr, n as usize))
            }
        };
        let pairs = n * n.saturating_sub(1);
        let low = connected(self.out())?;
        let high = self
            .possible_ties()
            .map(|csr| connected(&csr))
            .transpose()?;
        let unit = if ordered { "ordered pairs" } else { "pairs" };
        let halve = if ordered { 1 } else { 2 };
        let mut measure = Measure {
            value: share(low, pairs),
            unit: format!("share of {unit}"),
            direction: Direction::Higher,
            n: pairs / halve,
            coverage: self.known_share(),
            interval: high.and_then(|high| Interval::identification(share(low, pairs)?, share(high, pairs)?)),
            reference: "1, when everyone can reach everyone".to_owned(),
            convention: match kind {
                ConnectednessKind::Krackhardt => "pairs in the same weak component, of the known ties (Krackhardt connectedness)",
                ConnectednessKind::Reachable => "ordered pairs with a directed path, of the known ties (reachability)",
            }
            .to_owned(),
            caveats: self.standing_caveats(),
            citation: match kind {
                ConnectednessKind::Krackhardt => "Krackhardt (1994), in Carley & Prietula (eds), Computational Organization Theory",
                ConnectednessKind::Reachable => "Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34 (1 − fragmentation)",
            }
            .to_owned(),
            ..Measure::named("connectedness")
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined("there are fewer than two partners."));
        };
        if high.is_none() {
            measure
                .caveats
                .push("Too many open cells to compute the upper bound.".to_owned());
        }
        measure.sentence = format!(
            "{} of {} {unit} of partners ({:.1} %) are connected by the known ties, directly or through others{}.",
            low / halve,
            pairs / halve,
            100.0 * value,
            match high.and_then(|h| share(h, pairs)) {
                Some(high) if high > value => format!(
                    "; with the unknown ties it could be up to {:.1} %",
                    100.0 * high
                ),
                _ => String::new(),
            }
        );
        Ok(measure)
    }

    /// Known ties and every open cell, as one set of rows; `None` when there are too many.
    ///
    /// A partner that did not answer may be tied to anyone. Instead of n cells each such partner gets
    /// one arc to an extra node `n`, and that node one arc to everyone they may be tied to.
    fn possible_ties(&self) -> Option<Csr> {
        let n = self.partners() as u32;
        let observed = self.observed();
        let silent = |i: u32| !observed.answered(i);
        let respondents = (0..n).filter(|&i| !silent(i));
        let mut arcs: Vec<(u32, u32)> = self.iter_ties().map(|(i, j, _)| (i, j)).collect();
        let waits_for_both = self.pending_rows();
        for i in respondents {
            // Under `both` a pair stays open only while neither side has said no.
            let open = observed
                .open_cells(i)
                .filter(|&j| waits_for_both.is_none() || !observed.knows(j, i));
            arcs.extend(open.map(|j| (i, j)));
            if arcs.len() as u64 > MAX_OPEN {
                return None;
            }
        }
        if let Some(pending) = waits_for_both {
            arcs.extend((0..n).flat_map(|i| pending.row(i).iter().map(move |&j| (i, j))));
        }
        let silent: Vec<u32> = (0..n).filter(|&i| silent(i)).collect();
        if !silent.is_empty() {
            arcs.extend(silent.iter().map(|&i| (i, n)));
            if waits_for_both.is_none() {
                arcs.extend((0..n).map(|j| (n, j)));
            }
        }
        Some(Csr::from_arcs(
            n as usize + usize::from(!silent.is_empty()),
            &arcs,
        ))
    }
}

/// Root of each node under union-find with path halving.
fn weak(csr: &Csr) -> Vec<u32> {
    fn find(parent: &mut [u32], mut i: u32) -> u32 {
        while parent[i as usize] != i {
            parent[i as usize] = parent[parent[i as usize] as usize];
            i = parent[i as usize];
        }
        i
    }
    let mut parent: Vec<u32> = (0..csr.n() as u32).collect();
    for i in 0..csr.n() as u32 {
        for &j in csr.row(i) {
            let (a, b) = (find(&mut parent, i), find(&mut parent, j));
            parent[a.max(b) as usize] = a.min(b);
        }
    }
    (0..csr.n() as u32).map(|i| find(&mut parent, i)).collect()
}

/// Strong component of each node (Tarjan, with the recursion on a stack of our own). Components are
/// numbered in reverse topological order: every arc between two goes to the smaller number.
fn strong(csr: &Csr) -> Vec<u32> {
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

/// Number of real nodes (below `n`) of each raw component.
fn component_sizes(raw: &[u32], n: usize) -> Vec<u64> {
    let mut sizes = vec![0; raw.iter().max().map_or(0, |&c| c as usize + 1)];
    raw[..n].iter().for_each(|&c| sizes[c as usize] += 1);
    sizes
}

/// Ordered pairs of nodes below `n` in the same weak component.
fn joined_pairs(csr: &Csr, n: usize) -> u64 {
    component_sizes(&weak(csr), n)
        .iter()
        .map(|s| s * s.saturating_sub(1))
        .sum()
}

/// Ordered pairs of nodes below `n` with a directed path from the first to the second.
///
/// The strong components form an acyclic graph; 64 of them at a time are followed through it, one bit
/// each, in topological order.
fn reachable_pairs(csr: &Csr, n: usize, control: &Control) -> Result<u64, Error> {
    let raw = strong(csr);
    let sizes = component_sizes(&raw, n);
    let arcs: Vec<(u32, u32)> = (0..csr.n() as u32)
        .flat_map(|i| csr.row(i).iter().map(move |&j| (i, j)))
        .map(|(i, j)| (raw[i as usize], raw[j as usize]))
        .filter(|(a, b)| a != b)
        .collect();
    let between = Csr::from_arcs(sizes.len(), &arcs);
    let batches = sizes.len().div_ceil(64);
    control.begin(batches as u64);
    let reached: Vec<Result<u64, Error>> = (0..batches)
        .into_par_iter()
        .map(|batch| {
            let sources = batch * 64..sizes.len().min((batch + 1) * 64);
            let mut from = vec![0u64; sources.end];
            sources.clone().for_each(|c| from[c] = 1 << (c % 64));
            let mut pairs = 0;
            // Arcs go to smaller numbers, so nothing above the sources is reached.
            for c in (0..sources.end).rev() {
                let mask = from[c];
                if mask == 0 {
                    continue;
                }
                between
                    .row(c as u32)
                    .iter()
                    .for_each(|&d| from[d as usize] |= mask);
                let mut rest = mask;
                while rest != 0 {
                    pairs += sizes[sources.start + rest.trailing_zeros() as usize] * sizes[c];
                    rest &= rest - 1;
                }
            }
            control.advance(1).map(|()| pairs)
        })
        .collect();
    let with_itself = n as u64;
    Ok(reached.into_iter().sum::<Result<u64, Error>>()? - with_itself)
}
