//! Random networks that keep every degree.
//!
//! A Markov chain of swaps. Two ties a → b and c → d become a → d and c → b, so everybody keeps the number of
//! ties sent and received; a swap that would tie a partner to itself, repeat a tie, or put one where nobody has
//! spoken is refused and the chain stays where it is. Because a step and its reverse are equally likely, all
//! networks with these degrees that the chain can reach come up equally often in the long run.
//!
//! Where every cell is known, all of them can be reached: undirected by swaps; directed, swaps alone never turn
//! a triangle a → b → c → a round, so one step in eight tries that (Roberts & Coolen 2012). With mutual ties
//! kept, or with unknown cells, these steps are not always enough: a few of the networks with these degrees may
//! be out of reach. That matters in very small networks only; tests hold their level all the same,
//! because they compare the network with those it can reach.
//!
//! The ties stand in two flat arrays. A swap changes only the target of a directed tie, so the arcs of one
//! source stay together and no index has to be kept; whether a pair is taken is one probe of the row.

mod taken;
#[cfg(test)]
mod tests;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use self::taken::Taken;
use super::draws::stream;
use crate::network::TieState;
use crate::{Control, Csr, Error, Network};

/// Below so many partners it can matter that a few networks are out of reach of the chain.
pub(crate) const SMALL: usize = 10;

/// Options of [`Network::rewire`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RewireOptions {
    /// Where chance comes from.
    pub seed: u64,
    /// Which of the networks of this seed: draws 0, 1, 2 … are independent of one another.
    pub draw: u64,
    /// Steps of the chain a tie. Every tie takes part in two steps for each of these on average; 10 is
    /// enough in practice (Milo et al. 2003), and [`Rewired::unmoved`] tells where it is not.
    pub swaps_per_tie: u64,
    /// Whether mutual and one-sided ties of a directed network are swapped each among themselves, so that
    /// everybody also keeps the number of mutual ties.
    pub keep_mutual: bool,
}

impl Default for RewireOptions {
    fn default() -> Self {
        Self {
            seed: 0,
            draw: 0,
            swaps_per_tie: 10,
            keep_mutual: false,
        }
    }
}

/// A rewired network and how far the chain went.
#[derive(Debug, Clone)]
pub struct Rewired {
    /// The network: same partners, same degrees, no values.
    pub network: Network,
    /// Steps tried.
    pub tried: u64,
    /// Steps that changed the network; the others were refused.
    pub changed: u64,
    /// Share of the ties that stand where they stood. A chain long enough brings it to what chance gives
    /// for these degrees; near 1 the degrees leave next to no other network. `None` without ties.
    pub unmoved: Option<f64>,
}

impl Network {
    /// What to say of a test that keeps degrees where networks out of reach of the chain can matter.
    pub(crate) fn reach_caveat(&self, keep_mutual: bool) -> Option<String> {
        let mutual = keep_mutual && self.is_directed();
        let why = match (mutual, self.observed().is_complete()) {
            (false, true) => return None,
            (true, true) => "mutual ties kept",
            (false, false) => "unknown cells",
            (true, false) => "mutual ties kept and unknown cells",
        };
        (self.partners() < SMALL).then(|| {
            format!(
                "With {why}, the swaps may not reach a few of the networks with these degrees, which can matter among {} partners: p compares the network with those it can reach.",
                self.partners()
            )
        })
    }

    /// A random network in which everybody has as many ties as here: in-degree and out-degree when directed,
    /// on request also the number of mutual ties. All such networks that the chain can reach are equally likely,
    /// up to its length, and it reaches all of them where every cell is known. With mutual ties kept in a
    /// directed network, or with unknown cells, a few of them may be out of reach, which matters in very small
    /// networks only (fewer than about 10 partners). Partners, names, attributes and what was observed stay;
    /// values are dropped.
    ///
    /// Unknown ties: known ties are swapped into known cells only, so what nobody has spoken about stays
    /// unknown in every draw. Same seed and draw, same network.
    ///
    /// `swaps_per_tie` × m steps of constant time; 8 bytes a tie and 2 MiB at most for 4,096 partners,
    /// else 24 to 40 bytes a tie.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// use commonweal_network::nulls::rewire::RewireOptions;
    /// let ties = Ties { source: &[0, 1, 2, 3], target: &[1, 2, 3, 0], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let rewired = net.rewire(&RewireOptions::default(), &Control::new())?;
    /// assert!((0..4).all(|i| rewired.network.out().degree(i) == 2));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn rewire(&self, options: &RewireOptions, control: &Control) -> Result<Rewired, Error> {
        let mut chain = Chain::new(self, options.keep_mutual);
        let tried = options.swaps_per_tie.saturating_mul(self.ties() as u64);
        control.begin(tried);
        let changed = chain.run(tried, &mut stream(options.seed, options.draw), control)?;
        let network = self.with_rows(chain.rows()).with_note(format!(
            "Rewired at random, keeping every degree{}: seed {}, draw {}, {changed} of {tried} steps changed a tie.",
            if options.keep_mutual && self.is_directed() { " and every number of mutual ties" } else { "" },
            options.seed,
            options.draw,
        ));
        let stayed = network
            .iter_ties()
            .filter(|&(i, j, _)| self.out().find(i, j).is_some());
        let unmoved = crate::network::share(stayed.count() as u64, self.ties() as u64);
        Ok(Rewired {
            network,
            tried,
            changed,
            unmoved,
        })
    }
}

/// The state of the chain. Draws start from clones of the same state.
#[derive(Clone)]
pub(crate) struct Chain<'a> {
    network: &'a Network,
    source: Vec<u32>,
    target: Vec<u32>,
    /// The ties before this place have no direction; those after it are arcs, sorted by source.
    symmetric: usize,
    /// Where the arcs of each source begin among all ties.
    starts: Vec<usize>,
    /// Whether a pair holds one tie at most, whatever its direction.
    one_a_pair: bool,
    taken: Taken,
}

impl<'a> Chain<'a> {
    pub(crate) fn new(network: &'a Network, keep_mutual: bool) -> Self {
        let one_a_pair = keep_mutual || !network.is_directed();
        let symmetric =
            |i, j| !network.is_directed() || keep_mutual && network.out().find(j, i).is_some();
        let ties = || network.iter_ties().map(|(i, j, _)| (i, j));
        let (mut source, mut target): (Vec<u32>, Vec<u32>) =
            ties().filter(|&(i, j)| symmetric(i, j) && i < j).unzip();
        let first_arc = source.len();
        let mut starts = vec![first_arc; network.partners() + 1];
        for (i, j) in ties().filter(|&(i, j)| !symmetric(i, j)) {
            source.push(i);
            target.push(j);
            starts[i as usize + 1] += 1;
        }
        for i in 0..network.partners() {
            starts[i + 1] += starts[i] - first_arc;
        }
        let mut chain = Self {
            network,
            symmetric: first_arc,
            starts,
            one_a_pair,
            taken: Taken::new(network.partners(), source.len()),
            source: Vec::new(),
            target: Vec::new(),
        };
        for (&a, &b) in source.iter().zip(&target) {
            let (a, b) = chain.cell(a, b);
            chain.taken.insert(a, b);
        }
        Self {
            source,
            target,
            ..chain
        }
    }

    /// Takes steps; how many changed the network.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub(crate) fn run(
        &mut self,
        steps: u64,
        rng: &mut ChaCha8Rng,
        control: &Control,
    ) -> Result<u64, Error> {
        /// Steps between two looks at the stop flag.
        const BATCH: u64 = 1 << 14;
        let (mut done, mut changed) = (0, 0);
        while done < steps {
            let batch = BATCH.min(steps - done);
            for _ in 0..batch {
                changed += u64::from(self.step(rng));
            }
            done += batch;
            control.advance(batch)?;
        }
        Ok(changed)
    }

    /// The ties as outgoing rows.
    pub(crate) fn rows(&self) -> Csr {
        let mut arcs = Vec::with_capacity(self.source.len() + self.symmetric);
        self.arcs(&mut arcs);
        Csr::from_arcs(self.network.partners(), &arcs)
    }

    /// Replaces `arcs` by the ties, those without direction both ways.
    pub(crate) fn arcs(&self, arcs: &mut Vec<(u32, u32)>) {
        arcs.clear();
        for (k, (&a, &b)) in self.source.iter().zip(&self.target).enumerate() {
            arcs.push((a, b));
            if k < self.symmetric {
                arcs.push((b, a));
            }
        }
    }

    fn step(&mut self, rng: &mut ChaCha8Rng) -> bool {
        let ties = self.source.len() as u32;
        let p = rng.random_range(0..ties) as usize;
        if p < self.symmetric {
            let q = rng.random_range(0..self.symmetric as u32) as usize;
            // The second tie is read in either direction, or half of the swaps would never come up.
            if rng.random() {
                std::mem::swap(&mut self.source[q], &mut self.target[q]);
            }
            self.swap(p, q)
        } else if rng.random_range(0..8_u32) == 0 {
            self.turn(p, rng)
        } else {
            self.swap(p, rng.random_range(self.symmetric as u32..ties) as usize)
        }
    }

    /// a → b and c → d become a → d and c → b.
    fn swap(&mut self, p: usize, q: usize) -> bool {
        let (a, b) = (self.source[p], self.target[p]);
        let (c, d) = (self.source[q], self.target[q]);
        if !(self.is_free(a, d) && self.is_free(c, b)) {
            return false;
        }
        self.target[p] = d;
        self.target[q] = b;
        self.replace([(a, b), (c, d)], [(a, d), (c, b)]);
        true
    }

    /// a → b → c → a becomes a ← b ← c ← a, when the arc at `p` and one that follows it are two sides of such
    /// a triangle. Out-degrees do not change, so both ways round are found with the same chance.
    fn turn(&mut self, p: usize, rng: &mut ChaCha8Rng) -> bool {
        let (a, b) = (self.source[p], self.target[p]);
        let arcs = |of: u32| self.starts[of as usize]..self.starts[of as usize + 1];
        let onward = arcs(b);
        if onward.is_empty() {
            return false;
        }
        let q = rng.random_range(onward.start as u32..onward.end as u32) as usize;
        let c = self.target[q];
        let Some(r) = arcs(c).find(|&r| self.target[r] == a) else {
            return false;
        };
        // Pairs that hold one tie at most are free for the tie turned round.
        let back = [(a, c), (b, a), (c, b)];
        let free = |&(x, y): &(u32, u32)| {
            if self.one_a_pair {
                self.is_known(x, y)
            } else {
                self.is_free(x, y)
            }
        };
        if !back.iter().all(free) {
            return false;
        }
        (self.target[p], self.target[q], self.target[r]) = (c, a, b);
        if !self.one_a_pair {
            self.replace([(a, b), (b, c), (c, a)], back);
        }
        true
    }

    fn replace<const K: usize>(&mut self, old: [(u32, u32); K], new: [(u32, u32); K]) {
        for (a, b) in old {
            let (a, b) = self.cell(a, b);
            self.taken.remove(a, b);
        }
        for (a, b) in new {
            let (a, b) = self.cell(a, b);
            self.taken.insert(a, b);
        }
    }

    /// The pair under which a tie is looked up.
    fn cell(&self, a: u32, b: u32) -> (u32, u32) {
        if self.one_a_pair {
            (a.min(b), a.max(b))
        } else {
            (a, b)
        }
    }

    fn is_free(&self, a: u32, b: u32) -> bool {
        let (x, y) = self.cell(a, b);
        a != b && !self.taken.has(x, y) && self.is_known(a, b)
    }

    fn is_known(&self, a: u32, b: u32) -> bool {
        self.network.observed().is_complete() || self.network.state(a, b) != TieState::Unknown
    }
}
