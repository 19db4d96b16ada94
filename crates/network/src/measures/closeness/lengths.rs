//! How far every partner is from the others, in one pass.
//!
//! Every variant of closeness, reach, eccentricity and the distances of a whole network are made of four
//! numbers a partner: how many others it reaches, the largest and the sum of its distances, and the sum of
//! their reciprocals. So one pass serves them all: unweighted the 512-wide sweep, whose counts a level give
//! the four exactly (sums of whole numbers, exact below 2⁵³); weighted Dijkstra from each partner.

use super::paths::{Dijkstra, Roads};
use super::sweep::{self, SOURCES};
use crate::network::csr::Csr;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Mode, Network, Symmetrise};

/// Distances between one partner and the others, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::measures) struct Lengths {
    /// Number of others that a path joins to the partner.
    pub(in crate::measures) reached: u32,
    /// The largest distance to those; 0 when there are none.
    pub(in crate::measures) farthest: f64,
    /// Sum of the distances.
    pub(in crate::measures) sum: f64,
    /// Sum of 1/distance.
    pub(in crate::measures) reciprocal: f64,
}

impl Lengths {
    fn add(&mut self, distance: f64, partners: u32) {
        if partners > 0 {
            self.reached += partners;
            self.farthest = distance;
            self.sum += distance * f64::from(partners);
            self.reciprocal += f64::from(partners) / distance;
        }
    }
}

impl Network {
    /// The network whose paths `mode` follows: in a directed one `all` follows ties either way.
    pub(in crate::measures) fn for_paths(&self, mode: Mode) -> Self {
        if self.is_directed() && mode == Mode::All {
            self.symmetrise(Symmetrise::Either)
        } else {
            self.clone()
        }
    }

    /// The sums of every partner, over weighted or unweighted paths.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when weighted paths are asked of ties without usable values,
    /// [`Error::Stopped`].
    pub(in crate::measures) fn lengths(
        &self,
        mode: Mode,
        weighted: bool,
        measure: &'static str,
        control: &Control,
    ) -> Result<Vec<Lengths>, Error> {
        let (forward, backward) = self.both_ways(mode);
        if weighted {
            weighted_lengths(&Roads::new(self, forward, measure)?, control)
        } else {
            lengths_within(forward, backward, u32::MAX, control)
        }
    }

    /// Rows along and against the direction in which `mode` measures paths; `all` asks for
    /// [`Network::for_paths`] first.
    pub(in crate::measures) fn both_ways(&self, mode: Mode) -> (&Csr, &Csr) {
        match mode {
            Mode::In => (self.incoming(), self.out()),
            Mode::Out | Mode::All => (self.out(), self.incoming()),
        }
    }
}

/// The sums of every partner over the others at most `steps` ties away.
///
/// # Errors
/// [`Error::Stopped`].
pub(in crate::measures) fn lengths_within(
    forward: &Csr,
    backward: &Csr,
    steps: u32,
    control: &Control,
) -> Result<Vec<Lengths>, Error> {
    let mut all = vec![Lengths::default(); forward.n()];
    each_level(
        &mut all,
        (forward, backward),
        steps,
        control,
        |lengths, d, reached| {
            lengths.add(f64::from(d), reached);
        },
    )?;
    Ok(all)
}

/// Sweeps from all partners; `add(result of the source, distance, partners reached)` level by level.
///
/// # Errors
/// [`Error::Stopped`].
pub(super) fn each_level<T: Send>(
    results: &mut [T],
    (forward, backward): (&Csr, &Csr),
    steps: u32,
    control: &Control,
    add: impl Fn(&mut T, u32, u32) + Sync,
) -> Result<(), Error> {
    control.begin(results.len() as u64);
    fill_blocks(results, SOURCES, control, |start, results| {
        let sources = start as u32..(start + results.len()) as u32;
        sweep::sweep(forward, backward, sources, steps, control, |d, counts| {
            for (result, &reached) in results.iter_mut().zip(counts) {
                add(result, d, reached);
            }
        })?;
        control.advance(results.len() as u64)
    })
}

/// Number of ordered pairs at distance 1, 2, … along `forward`. One list of levels a sweep is kept, so
/// memory is n/512 times the longest distance.
///
/// # Errors
/// [`Error::Stopped`].
pub(in crate::measures) fn pairs_at_distance(
    forward: &Csr,
    backward: &Csr,
    control: &Control,
) -> Result<Vec<u64>, Error> {
    let n = forward.n();
    control.begin(n as u64);
    let mut of_sweep: Vec<Vec<u64>> = vec![Vec::new(); n.div_ceil(SOURCES)];
    fill_blocks(&mut of_sweep, 1, control, |block, pairs| {
        for (k, pairs) in pairs.iter_mut().enumerate() {
            let start = (block + k) * SOURCES;
            let sources = start as u32..n.min(start + SOURCES) as u32;
            let count = sources.len() as u64;
            sweep::sweep(
                forward,
                backward,
                sources,
                u32::MAX,
                control,
                |_, counts| {
                    pairs.push(counts.iter().map(|&c| u64::from(c)).sum());
                },
            )?;
            control.advance(count)?;
        }
        Ok(())
    })?;
    let mut pairs = vec![0; of_sweep.iter().map(Vec::len).max().unwrap_or(0)];
    for levels in of_sweep {
        for (sum, level) in pairs.iter_mut().zip(levels) {
            *sum += level;
        }
    }
    Ok(pairs)
}

/// The sums of every partner over weighted paths, added nearest first.
fn weighted_lengths(roads: &Roads<'_>, control: &Control) -> Result<Vec<Lengths>, Error> {
    /// Sources that share one scratch.
    const BLOCK: usize = 32;
    let n = roads.rows.n();
    control.begin(n as u64);
    let mut all = vec![Lengths::default(); n];
    fill_blocks(&mut all, BLOCK, control, |start, block| {
        let mut search = Dijkstra::new(n);
        for (k, lengths) in block.iter_mut().enumerate() {
            search.run(roads, (start + k) as u32);
            for &v in search.settled.iter().skip(1) {
                lengths.add(search.distance[v as usize], 1);
            }
            control.advance(1)?;
        }
        Ok(())
    })?;
    Ok(all)
}
