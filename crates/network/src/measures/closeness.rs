//! Closeness of partners by the lengths of shortest paths.

#[cfg(test)]
pub(super) mod oracle;
pub(crate) mod paths;
mod sweep;
#[cfg(test)]
mod tests;

use crate::network::csr::Csr;

use crate::reduce::fill_blocks;
use crate::{Control, Error, Mode, Network, PartnerScores, Symmetrise};
use paths::{Dijkstra, Roads, length_name};

/// Options of [`Network::harmonic_closeness`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosenessOptions {
    /// Whose paths are measured in a directed network: [`Mode::Out`] (default) from the partner to
    /// others along the ties, as igraph, sna and networkit do; [`Mode::In`] from others to the partner,
    /// as networkx and rustworkx do. The two answer different questions and are best shown together.
    /// [`Mode::All`] follows ties either way (a tie when either side reports it).
    pub mode: Mode,
    /// Whether path lengths come from tie values (1/value for strengths, value for distances) instead of
    /// counting every tie as one step.
    pub weighted: bool,
    /// Whether the sum is divided by n − 1 (default, as igraph and sna do), which makes it the mean
    /// of 1/distance over the other partners; the plain sum (networkx, networkit) otherwise.
    pub normalized: bool,
}

impl Default for ClosenessOptions {
    fn default() -> Self {
        Self {
            mode: Mode::Out,
            weighted: false,
            normalized: true,
        }
    }
}

impl Network {
    /// Harmonic closeness of every partner: the sum of 1/distance to all others, an unreachable partner
    /// adding 0 (Rochat 2009; the reciprocal form of Gil & Schmidt 1996). It needs no rule for
    /// disconnected networks, which is why it is the default closeness here.
    ///
    /// Unit: mean of 1/distance over the n − 1 others when normalised (0 to 1 for unweighted paths),
    /// else their sum. Direction: none; being near to all is not good by itself. With fewer than two
    /// partners it is not defined (NaN).
    ///
    /// Unknown ties: paths run over known ties, so a value is the least it can be (one more tie can only
    /// shorten paths), and a partner is unknown (NaN) when nobody has reported the ties its paths would
    /// begin with: for `out` one that did not answer, for `in` one that nobody was asked about.
    ///
    /// Cost: n/512 sweeps, each looking at every tie at most once a level (O(n·m·levels/512)) with 192 bytes
    /// a partner for each thread; weighted O(n·m log n). Partners are independent of each other and each
    /// one's sum is made in order of distance from exact counts, so any number of threads gives the same
    /// answer.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when weighted paths are asked of ties without usable values,
    /// [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::closeness::ClosenessOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A path 0 - 1 - 2: the middle reaches both others in one step, an end has 1 and 1/2.
    /// let ties = Ties { source: &[0, 1], target: &[1, 2], value: None };
    /// let net = Network::from_ties(3, &ties, &BuildOptions::default())?;
    /// let closeness = net.harmonic_closeness(&ClosenessOptions::default(), &Control::new())?;
    /// assert_eq!(closeness.values, [0.75, 1.0, 0.75]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn harmonic_closeness(
        &self,
        options: &ClosenessOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        if self.is_directed() && options.mode == Mode::All {
            let pairs = self.symmetrise(Symmetrise::Either);
            return pairs.harmonic_closeness(options, control);
        }
        let n = self.partners();
        let (forward, backward) = self.both_ways(options.mode);
        control.begin(n as u64);
        let mut values = if options.weighted {
            weighted(&Roads::new(self, forward, "harmonic closeness")?, control)?
        } else {
            unweighted(forward, backward, control)?
        };
        if options.normalized {
            for value in &mut values {
                *value /= n as f64 - 1.0;
            }
        }
        self.hide_unreported(options.mode, &mut values);
        if n < 2 {
            values.fill(f64::NAN);
        }
        Ok(self.closeness_scores(*options, values))
    }

    /// How many partners are at distance 1, 2, … from each partner: `counts[i][d - 1]` partners are
    /// exactly `d` steps from `i` (to `i` for [`Mode::In`]); the list ends with the farthest one reached.
    ///
    /// Cost as [`Network::harmonic_closeness`], and 4 bytes a partner and level for the answer.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn distance_counts(&self, mode: Mode, control: &Control) -> Result<Vec<Vec<u32>>, Error> {
        if self.is_directed() && mode == Mode::All {
            return self
                .symmetrise(Symmetrise::Either)
                .distance_counts(mode, control);
        }
        let (forward, backward) = self.both_ways(mode);
        control.begin(self.partners() as u64);
        let mut counts = vec![Vec::new(); self.partners()];
        each_sweep(
            &mut counts,
            forward,
            backward,
            control,
            |counts, d, reached| {
                if reached > 0 {
                    counts.resize(d as usize - 1, 0);
                    counts.push(reached);
                }
            },
        )?;
        Ok(counts)
    }

    /// Rows along and against the direction in which `mode` measures paths.
    fn both_ways(&self, mode: Mode) -> (&Csr, &Csr) {
        match mode {
            Mode::In => (self.incoming(), self.out()),
            Mode::Out | Mode::All => (self.out(), self.incoming()),
        }
    }

    fn closeness_scores(&self, options: ClosenessOptions, values: Vec<f64>) -> PartnerScores {
        let paths = match (self.is_directed(), options.mode) {
            (true, Mode::Out) => "paths from the partner (out)",
            (true, Mode::In) => "paths to the partner (in)",
            _ => "paths in either direction",
        };
        let length = if options.weighted {
            length_name(self)
        } else {
            "every tie one step"
        };
        let scale = if options.normalized {
            "divided by n − 1"
        } else {
            "not normalised"
        };
        let cells = self.cell_counts();
        let mut caveats = self.standing_caveats();
        if self.partners() < 2 {
            caveats.insert(0, "Not defined: there is no other partner.".to_owned());
        } else if cells.known < cells.possible {
            caveats.push(
                "Paths run over known ties: each value is the least it can be. A partner whose own end of \
                 the paths nobody has reported is unknown."
                    .to_owned(),
            );
        }
        PartnerScores {
            values,
            unit: if options.normalized {
                "mean of 1/distance"
            } else {
                "sum of 1/distance"
            }
            .to_owned(),
            convention: format!("harmonic, {paths}, {length}, {scale}, unreachable partners add 0"),
            caveats,
            citation: "Rochat (2009), Closeness centrality extended to unconnected graphs; Gil & Schmidt (1996), Connections 19".to_owned(),
            ..self.scores_named("harmonic closeness")
        }
    }
}

/// Sums of 1/distance over unweighted paths.
fn unweighted(forward: &Csr, backward: &Csr, control: &Control) -> Result<Vec<f64>, Error> {
    let mut sums = vec![0.0; forward.n()];
    each_sweep(&mut sums, forward, backward, control, |sum, d, reached| {
        *sum += f64::from(reached) / f64::from(d);
    })?;
    Ok(sums)
}

/// Sweeps from all partners; `add(result of the source, distance, partners reached)` level by level.
fn each_sweep<T: Send>(
    results: &mut [T],
    forward: &Csr,
    backward: &Csr,
    control: &Control,
    add: impl Fn(&mut T, u32, u32) + Sync,
) -> Result<(), Error> {
    fill_blocks(results, sweep::SOURCES, control, |start, results| {
        let sources = start as u32..(start + results.len()) as u32;
        sweep::sweep(forward, backward, sources, control, |d, counts| {
            for (result, &reached) in results.iter_mut().zip(counts) {
                add(result, d, reached);
            }
        })?;
        control.advance(results.len() as u64)
    })
}

/// Sums of 1/distance over weighted paths, added in order of partner number.
fn weighted(roads: &Roads<'_>, control: &Control) -> Result<Vec<f64>, Error> {
    /// Sources that share one scratch.
    const BLOCK: usize = 32;
    let n = roads.rows.n();
    let mut sums = vec![0.0; n];
    fill_blocks(&mut sums, BLOCK, control, |start, sums| {
        let mut search = Dijkstra::new(n);
        for (k, sum) in sums.iter_mut().enumerate() {
            search.run(roads, (start + k) as u32);
            let others = search.distance.iter().filter(|d| **d > 0.0);
            *sum = others.fold(0.0, |sum, d| sum + d.recip());
            control.advance(1)?;
        }
        Ok(())
    })?;
    Ok(sums)
}
