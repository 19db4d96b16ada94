//! Degrees kept: networks in which everybody has as many ties as here, for tests.

use rand_chacha::ChaCha8Rng;

use super::arcs::Arcs;
use super::draws::{Null, stream};
use super::rewire::Chain;
use crate::{Control, Error, Network};

/// Random networks with the degrees of one network, by swaps ([`Network::rewire`]); known ties stay in known
/// cells.
///
/// Every draw starts from one network halfway, which the chain of swaps has reached from the observed one.
/// Steps and their reverse are equally likely, so the observed network and the draws are all at the same
/// number of random steps from there and none is marked out: p = (1 + count)/(1 + draws) holds its level
/// whatever the number of steps and whether or not the chain reaches every network (the parallel method of
/// Besag & Clifford 1989, Biometrika 76, 633-642). With mutual ties kept, or with unknown cells, a few networks
/// with these degrees may be out of reach, which matters in very small ones only ([`Network::rewire`]). More steps make the test more powerful, not more valid.
pub(crate) struct Degrees<'a> {
    halfway: Chain<'a>,
    steps: u64,
}

impl<'a> Degrees<'a> {
    /// `keep_mutual` keeps everybody's number of mutual ties too; `seed` is that of the draws.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub(crate) fn new(
        net: &'a Network,
        keep_mutual: bool,
        swaps_per_tie: u64,
        seed: u64,
        control: &Control,
    ) -> Result<Self, Error> {
        let mut halfway = Chain::new(net, keep_mutual);
        let steps = swaps_per_tie.saturating_mul(net.ties() as u64);
        // The last stream of the seed: draws count from 0.
        halfway.run(steps, &mut stream(seed, u64::MAX), &control.part())?;
        Ok(Self { halfway, steps })
    }
}

impl Null for Degrees<'_> {
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
        let mut chain = self.halfway.clone();
        chain.run(self.steps, chance, control)?;
        chain.arcs(&mut into.list);
        Ok(())
    }
}
