//! The network with a tie in every open cell: the other end of the bounds of what ties can only raise.

use crate::{Csr, Network};

/// Above this many ties the filled network is not searched for the bounds.
const MOST: usize = 1 << 24;

impl Network {
    /// Rows along and against the ties with every open cell filled; `None` when there are too many.
    pub(super) fn filled_rows(&self) -> Option<(Csr, Csr)> {
        let possible = self.possible_ties()?;
        let n = self.partners() as u32;
        let mut arcs: Vec<(u32, u32)> = Vec::new();
        // A silent partner is tied to one extra node instead of to everyone: back to one tie each.
        let (mut silent, mut told) = (Vec::new(), Vec::new());
        for i in 0..possible.n() as u32 {
            for &j in possible.row(i) {
                match (i == n, j == n) {
                    (false, false) => arcs.push((i, j)),
                    (false, true) => silent.push(i),
                    (true, _) => told.push(j),
                }
            }
        }
        if told.is_empty() {
            // Pairs that wait for both sides: open only between two silent partners.
            told.clone_from(&silent);
        }
        if arcs.len() + silent.len() * told.len() > MOST {
            return None;
        }
        for &i in &silent {
            arcs.extend(told.iter().filter(|&&j| j != i).map(|&j| (i, j)));
        }
        let turned: Vec<(u32, u32)> = arcs.iter().map(|&(i, j)| (j, i)).collect();
        if self.is_directed() {
            return Some((
                Csr::from_arcs(n as usize, &arcs),
                Csr::from_arcs(n as usize, &turned),
            ));
        }
        arcs.extend(turned);
        let rows = Csr::from_arcs(n as usize, &arcs);
        Some((rows.clone(), rows))
    }
}
