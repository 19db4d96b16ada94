//! Components.

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
}

/// Root of each node under union-find with path halving.
pub(super) fn weak(csr: &Csr) -> Vec<u32> {
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
