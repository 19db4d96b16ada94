//! Closeness of partners by the lengths of shortest paths.

pub(super) mod lengths;
#[cfg(test)]
pub(super) mod oracle;
pub(crate) mod paths;
mod sweep;
#[cfg(test)]
mod tests;
mod variants;

pub use variants::{ClosenessVariant, Unreachable};

use crate::measure::Direction;
use crate::{Control, Error, Mode, Network, PartnerScores};
use lengths::{Lengths, each_level};
use paths::length_name;

/// Options of [`Network::closeness`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosenessOptions {
    /// Whose paths are measured in a directed network: [`Mode::Out`] (default) from the partner to
    /// others along the ties, as igraph, sna and networkit do; [`Mode::In`] from others to the partner,
    /// as networkx and rustworkx do. The two answer different questions and are best shown together
    /// ([`Network::closeness_both_ways`]). [`Mode::All`] follows ties either way (a tie when either side
    /// reports it).
    pub mode: Mode,
    /// Which of the definitions called closeness.
    pub variant: ClosenessVariant,
    /// Whether path lengths come from tie values (1/value for strengths, value for distances) instead of
    /// counting every tie as one step.
    pub weighted: bool,
    /// Whether the scale does not depend on the number of partners (default); see each variant for its
    /// two scales.
    pub normalized: bool,
    /// The distance of a partner that no path reaches, for the variant `ucinet` (default there: the
    /// largest distance + 1). The other variants have a rule of their own.
    pub unreachable: Unreachable,
}

impl Default for ClosenessOptions {
    fn default() -> Self {
        Self {
            mode: Mode::Out,
            variant: ClosenessVariant::Harmonic,
            weighted: false,
            normalized: true,
            unreachable: Unreachable::MaxPlusOne,
        }
    }
}

impl Network {
    /// Closeness of every partner: how near the others are, by the definition that `variant` names.
    ///
    /// The default is harmonic closeness, the mean of 1/distance to all others, an unreachable partner
    /// adding 0 (Rochat 2009). It needs no rule for disconnected networks and no partner is left out, which
    /// is why it is the default here. Freeman's closeness is not defined where somebody cannot be reached,
    /// and is refused there. Direction: none; being near to all is not good by itself. With fewer
    /// than two partners closeness is not defined (NaN).
    ///
    /// Unknown ties: paths run over known ties, so a distance is the longest it can be and a harmonic value
    /// the least; the other variants divide by sums over those who are reached, which one more tie can
    /// raise or lower. A partner is unknown (NaN) when nobody has reported the ties its paths would begin
    /// with: for `out` one that did not answer, for `in` one that nobody was asked about.
    ///
    /// Cost: one pass for any variant: n/512 sweeps, each looking at every tie at most once a level
    /// (O(n·m·levels/512)) with 192 bytes a partner for each thread; weighted O(n·m log n). A hundred thousand
    /// partners are seconds to a minute; at a million all pairs are 10¹², and [`Network::reach`] with few
    /// steps is the question to ask. Partners are independent of each other and each one's sums are made
    /// in order of distance from exact counts, so any number of threads gives the same answer.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for `freeman` where somebody cannot be reached, and when weighted paths are
    /// asked of ties without usable values; [`Error::BadOption`] for a scale or a length that the variant
    /// does not have; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::closeness::ClosenessOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A path 0 - 1 - 2: the middle reaches both others in one step, an end has 1 and 1/2.
    /// let ties = Ties { source: &[0, 1], target: &[1, 2], value: None };
    /// let net = Network::from_ties(3, &ties, &BuildOptions::default())?;
    /// let closeness = net.closeness(&ClosenessOptions::default(), &Control::new())?;
    /// assert_eq!(closeness.values, [0.75, 1.0, 0.75]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn closeness(
        &self,
        options: &ClosenessOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        variants::check(*options)?;
        let net = self.for_paths(options.mode);
        let all = net.lengths(options.mode, options.weighted, "closeness", control)?;
        let (_, known, _) = net.row_knowledge(options.mode);
        let others = net.partners().saturating_sub(1);
        if options.variant == ClosenessVariant::Freeman {
            let short =
                |(lengths, known): (&Lengths, &bool)| *known && (lengths.reached as usize) < others;
            let count = all.iter().zip(&known).filter(|pair| short(*pair)).count();
            if count > 0 {
                return Err(Error::NotDefined {
                    measure: "closeness",
                    reason: format!(
                        "Freeman's closeness needs a path between all partners, and by {} {count} of {} \
                         are not joined to everyone. Choose another variant: harmonic (the default), \
                         wasserman_faust, reachable, ucinet, valente_forman or gil_schmidt; or take the \
                         largest component.",
                        paths_name(self, options.mode),
                        net.partners()
                    ),
                });
            }
        }
        let score = variants::Score::new(*options, net.partners(), &all);
        let mut values: Vec<f64> = all.iter().map(|lengths| score.of(lengths)).collect();
        net.hide_unreported(options.mode, &mut values);
        let lonely = values
            .iter()
            .zip(&known)
            .any(|(v, &known)| known && v.is_nan());
        Ok(net.closeness_scores(self, *options, values, lonely))
    }

    /// Closeness over paths from the partner (`out`) and over paths to it (`in`), in this order, whatever
    /// `options.mode` says; one column for an undirected network, where the two are the same. Tools pick
    /// one silently and not the same one, so on directed data it is best to see both.
    ///
    /// # Errors
    /// As [`Network::closeness`].
    pub fn closeness_both_ways(
        &self,
        options: &ClosenessOptions,
        control: &Control,
    ) -> Result<Vec<PartnerScores>, Error> {
        if !self.is_directed() {
            return Ok(vec![self.closeness(options, control)?]);
        }
        [Mode::Out, Mode::In]
            .into_iter()
            .map(|mode| {
                let mut scores = self.closeness(&ClosenessOptions { mode, ..*options }, control)?;
                scores.name = format!("{} {mode}", scores.name);
                Ok(scores)
            })
            .collect()
    }

    /// How many partners are at distance 1, 2, … from each partner: `counts[i][d - 1]` partners are
    /// exactly `d` steps from `i` (to `i` for [`Mode::In`]); the list ends with the farthest one reached.
    ///
    /// Cost as [`Network::closeness`], and 4 bytes a partner and level for the answer.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn distance_counts(&self, mode: Mode, control: &Control) -> Result<Vec<Vec<u32>>, Error> {
        let net = self.for_paths(mode);
        let mut counts = vec![Vec::new(); net.partners()];
        each_level(
            &mut counts,
            net.both_ways(mode),
            u32::MAX,
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

    /// `self` is the network whose paths were followed, `asked` the one that was asked.
    fn closeness_scores(
        &self,
        asked: &Self,
        options: ClosenessOptions,
        values: Vec<f64>,
        undefined: bool,
    ) -> PartnerScores {
        let length = if options.weighted {
            length_name(self)
        } else {
            "every tie one step"
        };
        let (unit, definition) = options.variant.definition(options);
        let mut caveats = self.standing_caveats();
        if self.partners() < 2 {
            caveats.insert(0, "Not defined: there is no other partner.".to_owned());
        } else if undefined {
            caveats.insert(
                0,
                "Not defined for a partner that no path joins to another.".to_owned(),
            );
        }
        caveats.extend(self.paths_over_known_ties(options.variant == ClosenessVariant::Harmonic));
        PartnerScores {
            values,
            unit: unit.to_owned(),
            direction: Direction::None,
            convention: format!(
                "{definition}, {}, {length}",
                paths_name(asked, options.mode)
            ),
            caveats,
            citation: options.variant.citation().to_owned(),
            ..self.scores_named(&format!("{} closeness", options.variant))
        }
    }

    /// What unknown ties do to numbers made of distances; nothing when every tie is known.
    pub(in crate::measures) fn paths_over_known_ties(&self, least: bool) -> Option<String> {
        let cells = self.cell_counts();
        (self.partners() > 1 && cells.known < cells.possible).then(|| {
            let effect = if least {
                "each value is the least it can be"
            } else {
                "an unknown tie can only shorten a distance, or join partners that were not joined"
            };
            format!(
                "Paths run over known ties: {effect}. A partner whose own end of the paths nobody has \
                 reported is unknown."
            )
        })
    }
}

/// The paths that `mode` follows, for the `convention` of a result.
pub(in crate::measures) fn paths_name(net: &Network, mode: Mode) -> &'static str {
    match (net.is_directed(), mode) {
        (true, Mode::Out) => "paths from the partner (out)",
        (true, Mode::In) => "paths to the partner (in)",
        _ => "paths in either direction",
    }
}
