//! A drawn network as a list of arcs, and the cells that a draw may fill.

use crate::{Csr, Error, Network};

/// Partners at most of a null that draws from all cells: 64 MiB of cells.
const MOST_PARTNERS: u64 = 4096;

/// The ties of a drawn network as outgoing rows hold them: (source, target), an undirected tie in both
/// directions; in no order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arcs {
    pub(crate) list: Vec<(u32, u32)>,
    /// Working memory of the draw: cells in a drawn order.
    pub(super) order: Vec<u32>,
}

impl Arcs {
    /// The draw as rows of `n` partners. O(n + m log d).
    pub(crate) fn rows(&self, n: usize) -> Csr {
        Csr::from_arcs(n, &self.list)
    }
}

/// The known cells of a network: ordered pairs when directed, pairs with the smaller number first when not.
/// What nobody has spoken about is no cell, so no draw puts a tie there.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    n: u32,
    pub(super) directed: bool,
    /// Cell (i, j) as i·n + j, ascending.
    pub(super) known: Vec<u32>,
}

impl Cells {
    /// O(n²).
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 4,096 partners.
    pub(super) fn known(net: &Network) -> Result<Self, Error> {
        let n = net.partners();
        if n as u64 > MOST_PARTNERS {
            return Err(Error::TooLarge {
                what: "partners of a null model over all cells",
                found: n as u64,
                limit: MOST_PARTNERS,
            });
        }
        let mut unknown = vec![false; n * n];
        for (i, j) in net.unknown_pairs() {
            unknown[i as usize * n + j as usize] = true;
        }
        let first = |i: usize| if net.is_directed() { 0 } else { i + 1 };
        let known = (0..n)
            .flat_map(|i| (first(i)..n).map(move |j| (i, j)))
            .filter(|&(i, j)| i != j && !unknown[i * n + j])
            .map(|(i, j)| (i * n + j) as u32)
            .collect();
        Ok(Self {
            n: n as u32,
            directed: net.is_directed(),
            known,
        })
    }

    /// Puts a tie into a cell.
    pub(super) fn tie(&self, cell: u32, arcs: &mut Vec<(u32, u32)>) {
        let (i, j) = self.pair(cell);
        arcs.push((i, j));
        if !self.directed {
            arcs.push((j, i));
        }
    }

    /// The cell behind a number.
    pub(super) fn pair(&self, cell: u32) -> (u32, u32) {
        (cell / self.n, cell % self.n)
    }

    /// The number of the cell the other way round.
    pub(super) fn mirror(&self, cell: u32) -> u32 {
        let (i, j) = self.pair(cell);
        j * self.n + i
    }
}
