//! Depth-first search with low points (Hopcroft & Tarjan 1973): one pass gives cut points, bridges, blocks
//! and the sizes of the pieces that every partner's removal leaves. The recursion is on a stack of our
//! own, because a path of a million partners is as deep as it is long.

use crate::network::csr::Csr;

pub(in crate::measures) const NONE: u32 = u32::MAX;

/// A depth-first forest of an undirected network and its blocks (biconnected components).
///
/// A block is entered from its `top`, the partner the search met first, by one child; everything below
/// that child loses the rest when the top leaves. O(n + m) time, 28 bytes a partner.
pub(in crate::measures) struct Lowlink {
    /// Partners in the order in which they were met.
    pub(super) met: Vec<u32>,
    /// The partner each was met from; `NONE` for roots.
    pub(super) parent: Vec<u32>,
    /// The block that holds the tie to the parent; `NONE` for roots.
    pub(super) block: Vec<u32>,
    /// Top of each block.
    pub(super) top: Vec<u32>,
    /// Partners below the top of each block: a piece of its own when the top leaves.
    pub(super) below: Vec<u32>,
    /// Size of the component of each partner.
    pub(in crate::measures) component: Vec<u32>,
}

impl Lowlink {
    /// Searches the rows of an undirected network.
    pub(in crate::measures) fn new(rows: &Csr) -> Self {
        struct Call {
            node: u32,
            next: usize,
        }
        let n = rows.n();
        let (mut place, mut low) = (vec![NONE; n], vec![0; n]);
        let mut forest = Self {
            met: Vec::with_capacity(n),
            parent: vec![NONE; n],
            block: vec![NONE; n],
            top: Vec::new(),
            below: Vec::new(),
            component: vec![0; n],
        };
        let mut open: Vec<u32> = Vec::new();
        let mut calls: Vec<Call> = Vec::new();
        for root in 0..n as u32 {
            let mut enter = (place[root as usize] == NONE).then_some(root);
            loop {
                if let Some(node) = enter.take() {
                    place[node as usize] = forest.met.len() as u32;
                    low[node as usize] = place[node as usize];
                    forest.met.push(node);
                    open.push(node);
                    calls.push(Call {
                        node,
                        next: rows.range(node).start,
                    });
                }
                let Some(call) = calls.last_mut() else { break };
                let v = call.node as usize;
                while call.next < rows.range(call.node).end {
                    let u = rows.targets()[call.next];
                    call.next += 1;
                    if place[u as usize] == NONE {
                        forest.parent[u as usize] = call.node;
                        enter = Some(u);
                        break;
                    }
                    // The tie to the parent may count too: no block is closed above its own top.
                    low[v] = low[v].min(place[u as usize]);
                }
                if enter.is_some() {
                    continue;
                }
                let child = call.node;
                calls.pop();
                let parent = forest.parent[v];
                if parent == NONE {
                    open.pop();
                    continue;
                }
                low[parent as usize] = low[parent as usize].min(low[v]);
                if low[v] >= place[parent as usize] {
                    forest.close_block(child, parent, &mut open);
                }
            }
        }
        forest.count_components();
        forest
    }

    /// Everything met since `child` and not yet in a block is in one block with `parent`.
    fn close_block(&mut self, child: u32, parent: u32, open: &mut Vec<u32>) {
        let number = self.top.len() as u32;
        self.top.push(parent);
        while let Some(v) = open.pop() {
            self.block[v as usize] = number;
            if v == child {
                break;
            }
        }
    }

    /// Sizes of components, and of what hangs below the top of each block.
    fn count_components(&mut self) {
        let mut subtree = vec![1_u32; self.met.len()];
        self.below = vec![0; self.top.len()];
        for &v in self.met.iter().rev() {
            let parent = self.parent[v as usize];
            if parent != NONE {
                subtree[parent as usize] += subtree[v as usize];
                // The top of a block has one child in it.
                let block = self.block[v as usize] as usize;
                if self.top[block] == parent {
                    self.below[block] = subtree[v as usize];
                }
            }
        }
        for &v in &self.met {
            let parent = self.parent[v as usize];
            self.component[v as usize] = if parent == NONE {
                subtree[v as usize]
            } else {
                self.component[parent as usize]
            };
        }
    }

    /// Calls `piece(partner, size)` for every piece into which the component of a partner falls when the
    /// partner leaves; one piece where it does not fall apart, none for an isolate. O(n).
    pub(in crate::measures) fn pieces(&self, mut piece: impl FnMut(u32, u32)) {
        let mut rest: Vec<u32> = self.component.iter().map(|&size| size - 1).collect();
        for (&top, &below) in self.top.iter().zip(&self.below) {
            piece(top, below);
            rest[top as usize] -= below;
        }
        for (v, &rest) in rest.iter().enumerate() {
            if rest > 0 {
                piece(v as u32, rest);
            }
        }
    }
}
