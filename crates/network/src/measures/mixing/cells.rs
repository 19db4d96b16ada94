//! Cells of a network by the kinds at their two ends: possible, unknown, tied.

use super::Kinds;
use crate::Network;

/// A square table of counts, one row a kind (of the source, where ties have one).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) kinds: usize,
    counts: Vec<u64>,
}

impl Table {
    pub(super) fn new(kinds: usize) -> Self {
        Self {
            kinds,
            counts: vec![0; kinds * kinds],
        }
    }

    pub(super) fn get(&self, from: usize, to: usize) -> u64 {
        self.counts[from * self.kinds + to]
    }

    pub(super) fn add(&mut self, from: usize, to: usize, count: u64) {
        self.counts[from * self.kinds + to] += count;
    }

    pub(super) fn sum(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(super) fn diagonal(&self) -> u64 {
        (0..self.kinds).map(|g| self.get(g, g)).sum()
    }

    pub(super) fn row(&self, from: usize) -> u64 {
        (0..self.kinds).map(|to| self.get(from, to)).sum()
    }

    pub(super) fn column(&self, to: usize) -> u64 {
        (0..self.kinds).map(|from| self.get(from, to)).sum()
    }
}

/// Ordered cells by kinds. An undirected pair stands in both directions, so that every table of this
/// module reads rows the same way; whoever counts pairs halves.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) ties: Table,
    pub(super) possible: Table,
    pub(super) known: Table,
}

impl Cells {
    /// O(n + m + kinds²), the blank and listed cells of respondents, and n for each list.
    pub(super) fn of(net: &Network, kinds: &Kinds<'_>) -> Self {
        let k = kinds.count();
        let mut possible = Table::new(k);
        for g in 0..k {
            for h in 0..k {
                let (from, to) = (kinds.sizes[g], kinds.sizes[h]);
                possible.add(g, h, from * if g == h { to.saturating_sub(1) } else { to });
            }
        }
        let mut known = possible.clone();
        let unknown = unknown_cells(net, kinds);
        for (known, unknown) in known.counts.iter_mut().zip(&unknown.counts) {
            *known -= unknown;
        }
        Self {
            ties: ties(net, kinds),
            possible,
            known,
        }
    }

    /// Share of the cells among partners of known kind that are known.
    pub(super) fn coverage(&self) -> Option<f64> {
        crate::network::share(self.known.sum(), self.possible.sum())
    }
}

pub(super) fn ties(net: &Network, kinds: &Kinds<'_>) -> Table {
    let mut ties = Table::new(kinds.count());
    for i in 0..net.partners() as u32 {
        let Some(g) = kinds.get(i) else { continue };
        for &j in net.out().row(i) {
            if let Some(h) = kinds.get(j) {
                ties.add(g, h, 1);
            }
        }
    }
    ties
}

/// Cells nobody has spoken about. The row of a partner that did not answer is unknown as a whole, so it
/// is counted by kinds instead of cell by cell.
fn unknown_cells(net: &Network, kinds: &Kinds<'_>) -> Table {
    let observed = net.observed();
    let mut unknown = Table::new(kinds.count());
    if observed.is_complete() && net.pending_rows().is_none() {
        return unknown;
    }
    let n = net.partners() as u32;
    if net.is_directed() {
        for i in 0..n {
            let Some(g) = kinds.get(i) else { continue };
            if observed.answered(i) {
                for h in observed.open_cells(i).filter_map(|j| kinds.get(j)) {
                    unknown.add(g, h, 1);
                }
            } else {
                for (h, &size) in kinds.sizes.iter().enumerate() {
                    unknown.add(g, h, size - u64::from(g == h));
                }
            }
        }
        return unknown;
    }
    // Undirected: silent with silent in closed form, then the open cells of those who answered. Each
    // pair goes in both directions.
    let mut silent = vec![0u64; kinds.count()];
    for &i in &kinds.known {
        if let Some(g) = kinds.get(i).filter(|_| !observed.answered(i)) {
            silent[g] += 1;
        }
    }
    for (g, &a) in silent.iter().enumerate() {
        for (h, &b) in silent.iter().enumerate() {
            unknown.add(g, h, a * if g == h { b.saturating_sub(1) } else { b });
        }
    }
    for &i in &kinds.known {
        let Some(g) = kinds.get(i) else { continue };
        if observed.answered(i) {
            for j in observed.open_cells(i) {
                let Some(h) = kinds.get(j).filter(|_| !observed.knows(j, i)) else {
                    continue;
                };
                unknown.add(g, h, 1);
                // The other direction is met in the row of `j` only if `j` answered.
                if !observed.answered(j) {
                    unknown.add(h, g, 1);
                }
            }
        }
        if let Some(pending) = net.pending_rows() {
            for h in pending.row(i).iter().filter_map(|&j| kinds.get(j)) {
                unknown.add(g, h, 1);
            }
        }
    }
    unknown
}
