//! Betweenness: on how many shortest paths between others a partner or a tie lies.

mod prepared;
mod sampled;
mod tally;
#[cfg(test)]
mod tests;
pub(crate) mod ties;
mod unweighted;
mod weighted;

use super::closeness::paths::{Roads, length_name};
use crate::network::share;
use crate::{Control, Direction, Error, Mode, Network, PartnerScores};
use prepared::Prepared;
pub use sampled::SampleOptions;
use tally::ThroughPartners;

/// Options of [`Network::betweenness`] and [`Network::edge_betweenness`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BetweennessOptions {
    /// Whether path lengths come from tie values (1/value for strengths, value for distances) instead of
    /// counting every tie as one step.
    pub weighted: bool,
    /// Whether the count is divided by the number of pairs (default): of others for a partner,
    /// (n − 1)(n − 2) ordered pairs when directed, half as many when not; of all for a tie, n(n − 1) or half.
    pub normalized: bool,
}

impl Default for BetweennessOptions {
    fn default() -> Self {
        Self {
            weighted: false,
            normalized: true,
        }
    }
}

impl Network {
    /// Shortest-path betweenness of every partner (Freeman 1977), exact, by Brandes' algorithm (2001):
    /// the sum over pairs of others of the share of their shortest paths that pass through the partner.
    ///
    /// Undirected, each pair is counted once; directed, each ordered pair. Unit: share of pairs when
    /// normalised (0 to 1), else pairs. Direction: none; a partner between others may be a bridge or a
    /// bottleneck. Normalised it is not defined (NaN) with fewer than three partners; the count is then 0.
    ///
    /// Unknown ties: paths run over known ties, and an unknown one can raise or lower any value, so there
    /// are no bounds. A partner is unknown (NaN) when nobody has reported its ties; directed, when either
    /// those out of it or those into it are unreported, because no known path could pass it.
    ///
    /// Weighted path lengths that differ by less than one part in 10¹⁰ are equal, because sums of 1/value
    /// that are equal on paper differ in their last bits.
    ///
    /// Cost: unweighted O(n·m), usually well under half of the ties looked at (see the module on unweighted
    /// paths); 48 bytes a partner for each thread and one more copy of the ties. Weighted O(n·m log n).
    /// Same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when weighted paths are asked of ties without usable values, or there are
    /// more shortest paths between two partners than a double can count (10³⁰⁸); [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::betweenness::BetweennessOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A star: the one pair of others of each two leaves meets in the centre.
    /// let ties = Ties { source: &[0, 0, 0], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let b = net.betweenness(&BetweennessOptions::default(), &Control::new())?;
    /// assert_eq!(b.values, [1.0, 0.0, 0.0, 0.0]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn betweenness(
        &self,
        options: &BetweennessOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        let n = self.partners();
        // Both kernels count ordered pairs.
        let mut values = if options.weighted {
            let out = Roads::new(self, self.out(), "betweenness")?;
            let incoming = Roads::new(self, self.incoming(), "betweenness")?;
            let sources: Vec<(u32, f64)> = (0..n as u32).map(|v| (v, 1.0)).collect();
            control.begin(n as u64);
            let ThroughPartners(sums) = weighted::search(&out, &incoming, &sources, control)?;
            sums
        } else {
            let core = Prepared::of(self);
            let sources = core.sources();
            control.begin(sources.len() as u64);
            let ThroughPartners(sums) =
                unweighted::search(&core, &sources, control, || control.advance(1))?;
            let mut pairs = core.in_trees();
            for (&v, sum) in core.original.iter().zip(sums) {
                pairs[v as usize] += sum;
            }
            pairs
        };
        let divisor = self.pairs_divisor(*options);
        for value in &mut values {
            *value /= divisor;
        }
        self.hide_ends(&mut values);
        Ok(self.betweenness_scores(*options, values))
    }

    /// What the ordered pairs of others that the kernels count are divided by.
    fn pairs_divisor(&self, options: BetweennessOptions) -> f64 {
        let n = self.partners();
        match (options.normalized, self.is_directed()) {
            (true, _) if n < 3 => f64::NAN,
            (true, _) => (n as f64 - 1.0) * (n as f64 - 2.0),
            (false, true) => 1.0,
            (false, false) => 2.0,
        }
    }

    /// Partners whose ties out or in nobody has reported: no known path could pass them.
    fn hide_ends(&self, values: &mut [f64]) {
        self.hide_unreported(Mode::Out, values);
        self.hide_unreported(Mode::In, values);
    }

    fn betweenness_scores(&self, options: BetweennessOptions, values: Vec<f64>) -> PartnerScores {
        let pairs = if self.is_directed() {
            "ordered pairs (not halved)"
        } else {
            "each pair once (halved)"
        };
        let length = if options.weighted {
            length_name(self)
        } else {
            "every tie one step"
        };
        let scale = match (options.normalized, self.is_directed()) {
            (false, _) => "not normalised",
            (true, true) => "divided by (n − 1)(n − 2)",
            (true, false) => "divided by (n − 1)(n − 2)/2",
        };
        let cells = self.cell_counts();
        let mut caveats = self.standing_caveats();
        if options.normalized && self.partners() < 3 {
            caveats.insert(
                0,
                "Not defined: there is no pair of others to lie between.".to_owned(),
            );
        } else if cells.known < cells.possible {
            caveats.push(
                "Paths run over known ties, and an unknown tie can raise or lower any value: of the common \
                 measures betweenness suffers most from missing answers. A partner whose ties out or in \
                 nobody has reported is unknown."
                    .to_owned(),
            );
        }
        PartnerScores {
            name: "betweenness".to_owned(),
            values,
            bounds: None,
            unit: if options.normalized {
                "share of pairs of others"
            } else {
                "pairs of others"
            }
            .to_owned(),
            direction: Direction::None,
            coverage: share(cells.known, cells.possible),
            convention: format!(
                "shortest paths, {pairs}, {length}, {scale}, endpoints not counted"
            ),
            caveats,
            citation:
                "Freeman (1977), Sociometry 40, 35-41; Brandes (2001), J. Math. Sociol. 25, 163-177"
                    .to_owned(),
        }
    }
}
