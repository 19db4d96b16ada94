//! Conditional uniform graphs: every network with this size, this number of ties or this dyad census is
//! equally likely (Holland & Leinhardt 1976; Anderson, Butts & Carley 1999).
//!
//! Draws fill known cells only and repeat the counts among known cells, so what nobody has spoken about is as
//! unknown in a draw as in the network. Where the networks are few, they can also be looked at one by one.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::arcs::{Arcs, Cells};
use super::draws::Null;
use crate::{Control, Error, Network};

/// A null model whose networks can be counted, and gone through one by one when they are few.
pub(crate) trait Countable: Null {
    /// How many networks there are; infinite beyond the range of a double.
    fn count(&self) -> f64;

    /// Goes through all of them.
    ///
    /// # Errors
    /// The first error of `visit`.
    fn every(&self, visit: &mut Visit<'_, Self::Draw>) -> Result<(), Error>;
}

/// What is done with each network.
pub(crate) type Visit<'a, D> = dyn FnMut(&D) -> Result<(), Error> + 'a;

/// Every network of these partners: each known cell holds a tie with chance one half.
#[derive(Debug, Clone)]
pub(crate) struct Size {
    cells: Cells,
}

/// Every network with as many ties in known cells.
#[derive(Debug, Clone)]
pub(crate) struct Ties {
    cells: Cells,
    ties: usize,
}

/// Every directed network with as many mutual, asymmetric and null dyads among those where both sides have
/// spoken, and as many ties in the cells whose other side has not.
#[derive(Debug, Clone)]
pub(crate) struct DyadCensus {
    cells: Cells,
    /// Known dyads by their cell with the smaller number first.
    dyads: Vec<u32>,
    /// Known cells whose mirror image is unknown.
    half: Vec<u32>,
    mutual: usize,
    asymmetric: usize,
    /// Ties in `half`.
    one_sided: usize,
}

impl Size {
    /// O(n²).
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 4,096 partners.
    pub(crate) fn new(net: &Network) -> Result<Self, Error> {
        let cells = Cells::known(net)?;
        Ok(Self { cells })
    }
}

impl Ties {
    /// O(n²).
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 4,096 partners.
    pub(crate) fn new(net: &Network) -> Result<Self, Error> {
        let (cells, ties) = (Cells::known(net)?, net.ties());
        Ok(Self { cells, ties })
    }
}

impl DyadCensus {
    /// O(n² log n). An undirected network has no dyads to tell apart: take [`Ties`].
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 4,096 partners.
    pub(crate) fn new(net: &Network) -> Result<Self, Error> {
        let cells = Cells::known(net)?;
        let is_known = |cell: u32| cells.known.binary_search(&cell).is_ok();
        let (whole, half): (Vec<u32>, Vec<u32>) = cells
            .known
            .iter()
            .partition(|&&cell| is_known(cells.mirror(cell)));
        let dyads = whole.into_iter().filter(|&c| c < cells.mirror(c)).collect();
        let census = net.dyad_census();
        let (mutual, asymmetric) = (census.mutual as usize, census.asymmetric as usize);
        Ok(Self {
            cells,
            dyads,
            half,
            mutual,
            asymmetric,
            one_sided: net.ties() - 2 * mutual - asymmetric,
        })
    }
}

/// The cells in an order whose last `count` are a random choice, drawn anew.
fn choose<'a>(
    cells: &[u32],
    count: usize,
    order: &'a mut Vec<u32>,
    chance: &mut ChaCha8Rng,
) -> &'a [u32] {
    order.clear();
    order.extend_from_slice(cells);
    order.partial_shuffle(chance, count).0
}

impl Null for Size {
    type Draw = Arcs;

    fn blank(&self) -> Arcs {
        Arcs::default()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Arcs,
    ) -> Result<(), Error> {
        into.list.clear();
        for &cell in &self.cells.known {
            if chance.random() {
                self.cells.tie(cell, &mut into.list);
            }
        }
        control.check()
    }
}

impl Null for Ties {
    type Draw = Arcs;

    fn blank(&self) -> Arcs {
        Arcs::default()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Arcs,
    ) -> Result<(), Error> {
        into.list.clear();
        for &cell in choose(&self.cells.known, self.ties, &mut into.order, chance) {
            self.cells.tie(cell, &mut into.list);
        }
        control.check()
    }
}

impl Null for DyadCensus {
    type Draw = Arcs;

    fn blank(&self) -> Arcs {
        Arcs::default()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Arcs,
    ) -> Result<(), Error> {
        into.list.clear();
        let tied = self.mutual + self.asymmetric;
        // The chosen dyads are in random order, so the first of them are a random choice in turn.
        let chosen = choose(&self.dyads, tied, &mut into.order, chance);
        for (k, &dyad) in chosen.iter().enumerate() {
            let mutual = k < self.mutual;
            if mutual || chance.random() {
                into.list.push(self.cells.pair(dyad));
                if !mutual {
                    continue;
                }
            }
            into.list.push(self.cells.pair(self.cells.mirror(dyad)));
        }
        for &cell in choose(&self.half, self.one_sided, &mut into.order, chance) {
            into.list.push(self.cells.pair(cell));
        }
        control.check()
    }
}

impl Countable for Size {
    fn count(&self) -> f64 {
        (self.cells.known.len() as f64).exp2()
    }

    fn every(&self, visit: &mut Visit<'_, Arcs>) -> Result<(), Error> {
        let cells = self.cells.known.len();
        (0..=cells).try_for_each(|ties| {
            let cells = self.cells.clone();
            Ties { cells, ties }.every(visit)
        })
    }
}

impl Countable for Ties {
    fn count(&self) -> f64 {
        arrangements(&[self.cells.known.len() - self.ties, self.ties])
    }

    fn every(&self, visit: &mut Visit<'_, Arcs>) -> Result<(), Error> {
        let cells = &self.cells.known;
        let mut arcs = Arcs::default();
        every_arrangement(&[cells.len() - self.ties, self.ties], &mut |states| {
            arcs.list.clear();
            for (&cell, &state) in cells.iter().zip(states) {
                if state == 1 {
                    self.cells.tie(cell, &mut arcs.list);
                }
            }
            visit(&arcs)
        })
    }
}

impl Countable for DyadCensus {
    fn count(&self) -> f64 {
        let null = self.dyads.len() - self.mutual - self.asymmetric;
        arrangements(&[null, self.mutual, self.asymmetric])
            * (self.asymmetric as f64).exp2()
            * arrangements(&[self.half.len() - self.one_sided, self.one_sided])
    }

    fn every(&self, visit: &mut Visit<'_, Arcs>) -> Result<(), Error> {
        let null = self.dyads.len() - self.mutual - self.asymmetric;
        let mut arcs = Arcs::default();
        (0..=self.asymmetric).try_for_each(|forward| {
            let backward = self.asymmetric - forward;
            every_arrangement(&[null, self.mutual, forward, backward], &mut |states| {
                arcs.list.clear();
                for (&dyad, &state) in self.dyads.iter().zip(states) {
                    if state == 1 || state == 2 {
                        arcs.list.push(self.cells.pair(dyad));
                    }
                    if state == 1 || state == 3 {
                        arcs.list.push(self.cells.pair(self.cells.mirror(dyad)));
                    }
                }
                let whole = arcs.list.len();
                let free = self.half.len() - self.one_sided;
                every_arrangement(&[free, self.one_sided], &mut |states| {
                    arcs.list.truncate(whole);
                    for (&cell, &state) in self.half.iter().zip(states) {
                        if state == 1 {
                            arcs.list.push(self.cells.pair(cell));
                        }
                    }
                    visit(&arcs)
                })
            })
        })
    }
}

/// Number of orders of things of which `counts[s]` look alike: (Σ counts)!/Π counts!.
fn arrangements(counts: &[usize]) -> f64 {
    let (mut product, mut placed) = (1.0, 0.0);
    for &count in counts {
        for k in 1..=count {
            placed += 1.0;
            // In this order every step is a whole number.
            product = product * placed / k as f64;
        }
    }
    product
}

/// Goes through those orders.
fn every_arrangement(
    counts: &[usize],
    visit: &mut dyn FnMut(&[usize]) -> Result<(), Error>,
) -> Result<(), Error> {
    fn place(
        at: usize,
        left: &mut [usize],
        states: &mut [usize],
        visit: &mut dyn FnMut(&[usize]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if at == states.len() {
            return visit(states);
        }
        for state in 0..left.len() {
            if left[state] > 0 {
                left[state] -= 1;
                states[at] = state;
                place(at + 1, left, states, visit)?;
                left[state] += 1;
            }
        }
        Ok(())
    }
    let mut states = vec![0; counts.iter().sum()];
    place(0, &mut counts.to_vec(), &mut states, visit)
}
