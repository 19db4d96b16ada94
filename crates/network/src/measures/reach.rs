//! Whom a partner reaches: within a number of steps, and how far it is to those it reaches.

mod local;
#[cfg(test)]
mod tests;

use super::closeness::lengths::lengths_within;
use super::closeness::paths::length_name;
use super::closeness::paths_name;
use crate::{Control, Error, Mode, Network, PartnerScores};

/// Options of [`Network::reach`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReachOptions {
    /// Paths from the partner, to it, or in either direction.
    pub mode: Mode,
    /// The most ties a path may have; `None` for paths of any length.
    pub steps: Option<u32>,
}

impl Default for ReachOptions {
    /// Two steps from the partner: those it knows and whom they know.
    fn default() -> Self {
        Self {
            mode: Mode::Out,
            steps: Some(2),
        }
    }
}

/// Options of [`Network::eccentricity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EccentricityOptions {
    /// Distances from the partner, to it, or in either direction.
    pub mode: Mode,
    /// Whether path lengths come from tie values instead of counting every tie as one step.
    pub weighted: bool,
}

impl Default for EccentricityOptions {
    fn default() -> Self {
        Self {
            mode: Mode::Out,
            weighted: false,
        }
    }
}

impl Network {
    /// How many others each partner reaches within `steps` ties: the columns `reach` (others) and
    /// `reach share` (of the n − 1). Range 0 to n − 1; no good end. One step is the degree; any number of
    /// steps is the size of the partner's out- or in-component without itself.
    ///
    /// Unknown ties: paths run over known ties, so each number is the least it can be; a partner is unknown
    /// (NaN) when nobody has reported the ties its paths would begin with. The share is not defined (NaN)
    /// for one partner alone.
    ///
    /// Cost: the smaller of the sweep of [`Network::closeness`] ended after `steps` levels, O(n·m·steps/512), and
    /// a search from each partner, which looks at no more ties than there are walks of `steps`: two steps take
    /// 15 ms for 20,000 partners of 15 ties and 6 s for a million of 20 (two cores).
    ///
    /// # Errors
    /// [`Error::BadOption`] for no steps, [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::reach::ReachOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // 0 → 1 → 2 → 3: within two steps the first reaches two of the three others.
    /// let ties = Ties { source: &[0, 1, 2], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// let columns = net.reach(&ReachOptions::default(), &Control::new())?;
    /// assert_eq!(columns[0].values, [2.0, 2.0, 1.0, 0.0]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn reach(
        &self,
        options: &ReachOptions,
        control: &Control,
    ) -> Result<Vec<PartnerScores>, Error> {
        let within = match options.steps {
            Some(0) => {
                return Err(Error::BadOption {
                    option: "steps",
                    found: "0".to_owned(),
                    expected: "1 or more".to_owned(),
                });
            }
            Some(1) => "within 1 step".to_owned(),
            Some(steps) => format!("within {steps} steps"),
            None => "by paths of any length".to_owned(),
        };
        let net = self.for_paths(options.mode);
        let (forward, backward) = net.both_ways(options.mode);
        let steps = options.steps.unwrap_or(u32::MAX);
        let counts = if local::pays(forward, steps) {
            local::reached(forward, steps, control)?
        } else {
            let all = lengths_within(forward, backward, steps, control)?;
            all.iter().map(|l| l.reached).collect()
        };
        let mut reached: Vec<f64> = counts.into_iter().map(f64::from).collect();
        net.hide_unreported(options.mode, &mut reached);
        let others = net.partners() as f64 - 1.0;
        let part = reached.iter().map(|r| r / others).collect();
        let frame = |name: &str, unit: &str, values: Vec<f64>| {
            let mut scores = PartnerScores {
                values,
                unit: unit.to_owned(),
                convention: format!(
                    "others reached {within}, {}",
                    paths_name(self, options.mode)
                ),
                citation: "Borgatti, Everett & Johnson (2013), Analyzing Social Networks, ch. 10"
                    .to_owned(),
                ..net.scores_named(name)
            };
            scores.caveats.extend(net.paths_over_known_ties(true));
            scores
        };
        let mut share = frame("reach share", "share of the n − 1 others", part);
        if net.partners() == 1 {
            let reason = "Not defined: there is no other partner.".to_owned();
            share.caveats.insert(0, reason);
        }
        Ok(vec![frame("reach", "partners", reached), share])
    }

    /// How far each partner is from those it reaches: the columns `eccentricity` (distance to the farthest),
    /// `average distance` (over those reached) and `unreachable` (others that no path joins to it, without
    /// whom the first two would mislead). No good end.
    ///
    /// A partner that reaches nobody has no distance: NaN (igraph gives its eccentricity as 0). Where somebody
    /// is unreachable the eccentricity of graph theory is infinite and networkx refuses; here, as in igraph, it
    /// is within those reached. Unknown ties: paths run over known ties, and one more tie can shorten a
    /// distance or join somebody farther; unreported partners are NaN.
    ///
    /// Cost as [`Network::closeness`]: one pass.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when weighted paths are asked of ties without usable values,
    /// [`Error::Stopped`].
    pub fn eccentricity(
        &self,
        options: &EccentricityOptions,
        control: &Control,
    ) -> Result<Vec<PartnerScores>, Error> {
        let net = self.for_paths(options.mode);
        let all = net.lengths(options.mode, options.weighted, "eccentricity", control)?;
        let others = net.partners().saturating_sub(1) as f64;
        let length = if options.weighted {
            length_name(&net)
        } else {
            "every tie one step"
        };
        let frame = |name: &str, unit: &str, mut values: Vec<f64>| {
            net.hide_unreported(options.mode, &mut values);
            let mut scores = PartnerScores {
                values,
                unit: unit.to_owned(),
                convention: format!(
                    "{name}, {}, {length}, within those reached",
                    paths_name(self, options.mode)
                ),
                citation: "Hage & Harary (1995), Social Networks 17, 57-63".to_owned(),
                ..net.scores_named(name)
            };
            if name != "unreachable" && all.iter().any(|l| l.reached == 0) {
                let reason = "Not defined for a partner that no path joins to another.".to_owned();
                scores.caveats.insert(0, reason);
            }
            scores.caveats.extend(net.paths_over_known_ties(false));
            scores
        };
        let unit = if options.weighted { "length" } else { "ties" };
        let farthest = all
            .iter()
            .map(|l| if l.reached > 0 { l.farthest } else { f64::NAN });
        let average = all.iter().map(|l| l.sum / f64::from(l.reached));
        let apart = all.iter().map(|l| others - f64::from(l.reached));
        Ok(vec![
            frame("eccentricity", unit, farthest.collect()),
            frame("average distance", unit, average.collect()),
            frame("unreachable", "partners", apart.collect()),
        ])
    }
}
