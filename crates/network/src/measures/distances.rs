//! Distances of a whole network: mean, diameter, radius, compactness, and how many pairs are how far apart.
//!
//! All of them come from one pass over the partners (see the module on lengths), so they are read off one
//! [`Distances`]: ask for it once and call what is needed.

mod filled;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::closeness::Unreachable;
use super::closeness::lengths::{Lengths, lengths_within, pairs_at_distance};
use super::closeness::paths::length_name;
use super::cohesion::between;
use crate::measure::{Direction, Interval, Measure};
use crate::network::share;
use crate::{Control, Error, Mode, Network};

/// Sums of the distances between all partners, from which the measures of a whole network are read.
#[derive(Debug, Clone)]
pub struct Distances {
    net: Network,
    weighted: bool,
    known: Totals,
    /// The same with a tie in every open cell; `None` when weighted or too many.
    filled: Option<Totals>,
}

/// Sums over ordered pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Totals {
    joined: u64,
    sum: f64,
    reciprocal: f64,
    longest: f64,
    /// Smallest eccentricity among the partners who reach everyone.
    radius: Option<f64>,
}

impl Totals {
    fn of(all: &[Lengths]) -> Self {
        let others = all.len().saturating_sub(1);
        let everyone = all.iter().filter(|l| l.reached as usize == others);
        Self {
            joined: all.iter().map(|l| u64::from(l.reached)).sum(),
            sum: all.iter().map(|l| l.sum).sum(),
            reciprocal: all.iter().fold(0.0, |sum, l| sum + l.reciprocal),
            longest: all.iter().map(|l| l.farthest).fold(0.0, f64::max),
            radius: everyone.map(|l| l.farthest).min_by(f64::total_cmp),
        }
    }
}

/// How many pairs of partners are how far apart; unordered pairs when undirected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistanceCounts {
    /// `pairs[d - 1]` pairs are joined by a shortest path of `d` ties.
    pub pairs: Vec<u64>,
    /// Pairs that no known path joins.
    pub unreachable: u64,
}

impl Network {
    /// The distances between all partners along the ties, added up in one pass.
    ///
    /// With unknown ties the pass is made a second time over the network with every open cell filled, for
    /// the bounds, as long as that has fewer than 2²⁴ ties.
    ///
    /// Cost and memory as [`Network::closeness`]: exact, so a matter of seconds for a hundred thousand
    /// partners and out of reach for millions.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when weighted paths are asked of ties without usable values,
    /// [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::closeness::Unreachable;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A path 0 - 1 - 2 and an isolate: four of the ordered pairs are 1 apart, two are 2, six not joined.
    /// let ties = Ties { source: &[0, 1], target: &[1, 2], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let distances = net.distances(false, &Control::new())?;
    /// assert_eq!(distances.mean(Unreachable::LeftOut)?.value, Some(8.0 / 6.0));
    /// assert_eq!(distances.diameter().value, Some(2.0));
    /// assert_eq!(distances.compactness().value, Some(5.0 / 12.0));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn distances(&self, weighted: bool, control: &Control) -> Result<Distances, Error> {
        let all = self.lengths(Mode::Out, weighted, "distances", control)?;
        let known = Totals::of(&all);
        let filled = if weighted {
            None
        } else if self.observed().is_complete() {
            Some(known)
        } else {
            match self.filled_rows() {
                Some((forward, backward)) => {
                    let all = lengths_within(&forward, &backward, u32::MAX, control)?;
                    Some(Totals::of(&all))
                }
                None => None,
            }
        };
        Ok(Distances {
            net: self.clone(),
            weighted,
            known,
            filled,
        })
    }

    /// How many pairs are 1, 2, … ties apart, and how many are not joined. Cost as
    /// [`Network::distances`] unweighted; counts are exact. Paths run over known ties.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn distance_distribution(&self, control: &Control) -> Result<DistanceCounts, Error> {
        let mut pairs = pairs_at_distance(self.out(), self.incoming(), control)?;
        if !self.is_directed() {
            for count in &mut pairs {
                *count /= 2;
            }
        }
        let joined: u64 = pairs.iter().sum();
        let unreachable = self.cell_counts().possible - joined;
        Ok(DistanceCounts { pairs, unreachable })
    }
}

impl Distances {
    /// Mean length of the shortest paths between partners ("average distance", "characteristic path
    /// length"). Unit: ties, or the unit of the lengths when weighted. No good end by itself. Undefined
    /// (`None`) below two partners, where nobody has spoken, and (except with `n`) where no path joins
    /// anyone.
    ///
    /// `left_out` is the mean over the pairs that a path joins (UCINET, igraph's `unconnected`); networkx
    /// refuses disconnected networks. `n` and `max_plus_one` put a distance in the place of a missing one,
    /// so that a network in pieces is not flattered. Unknown ties: one more tie can shorten paths and can
    /// join far pairs, so only `n` has bounds (there a tie can only lower the mean).
    ///
    /// # Errors
    /// [`Error::BadOption`] for `n` and `max_plus_one` when weighted: they count steps.
    pub fn mean(&self, unreachable: Unreachable) -> Result<Measure, Error> {
        if self.weighted && unreachable != Unreachable::LeftOut {
            return Err(Error::BadOption {
                option: "unreachable",
                found: format!("\"{unreachable}\" for weighted paths"),
                expected: "left_out: the others count steps, and lengths made of values have none"
                    .to_owned(),
            });
        }
        let mean = |t: &Totals| match unreachable {
            Unreachable::LeftOut => (t.joined > 0).then(|| t.sum / t.joined as f64),
            Unreachable::N | Unreachable::MaxPlusOne => {
                let missing = unreachable.distance(self.net.partners(), t.longest)?;
                let apart = self.ordered_pairs() - t.joined;
                Some((t.sum + missing * apart as f64) / self.ordered_pairs() as f64)
            }
        };
        let rule = match unreachable {
            Unreachable::LeftOut => "pairs that a path joins only",
            Unreachable::N => "pairs that no path joins at distance n",
            Unreachable::MaxPlusOne => "pairs that no path joins at the longest distance + 1",
        };
        let counted = match unreachable {
            Unreachable::LeftOut => self.known.joined,
            Unreachable::N | Unreachable::MaxPlusOne => self.ordered_pairs(),
        };
        let mut measure = Measure {
            value: mean(&self.known),
            n: self.in_pairs(counted),
            interval: match (unreachable, &self.filled) {
                (Unreachable::N, Some(filled)) => mean(filled)
                    .zip(mean(&self.known))
                    .and_then(|(low, high)| Interval::identification(low, high)),
                _ => None,
            },
            reference: "a random network of the same size and degrees; ln n/ln(mean degree) as a rule of thumb".to_owned(),
            citation: "Wasserman & Faust (1994), Social Network Analysis, ch. 4; Watts & Strogatz (1998), Nature 393, 440-442".to_owned(),
            ..self.measure("mean_distance", rule).of_kind(unreachable)
        };
        if let Some(reason) = self.undefined_because(unreachable != Unreachable::N) {
            return Ok(measure.undefined(reason));
        }
        if unreachable != Unreachable::N {
            measure.caveats.extend(self.no_bounds());
        }
        let value = measure.value.unwrap_or(f64::NAN);
        measure.sentence = format!(
            "Partners are {value:.2} {} apart on average{}{}.",
            self.steps(),
            between(measure.interval.as_ref(), value, |x| format!("{x:.2}")),
            self.apart_clause(match unreachable {
                Unreachable::LeftOut => "are not counted",
                Unreachable::N => "count as n apart",
                Unreachable::MaxPlusOne => "count as one more than the longest distance",
            })
        );
        Ok(measure)
    }

    /// The longest of the shortest paths between partners whom a path joins (UCINET, igraph's
    /// `unconnected`; with a pair that no path joins the diameter of graph theory is infinite, and a caveat
    /// says so). No good end; undefined (`None`) where no path joins anyone. No bounds: an unknown tie can
    /// shorten the longest path or join a farther pair.
    pub fn diameter(&self) -> Measure {
        let mut measure = Measure {
            value: Some(self.known.longest),
            n: self.in_pairs(self.known.joined),
            reference: "the mean distance".to_owned(),
            citation: "Wasserman & Faust (1994), Social Network Analysis, ch. 4".to_owned(),
            ..self.measure("diameter", "longest among the pairs that a path joins")
        };
        if let Some(reason) = self.undefined_because(true) {
            return measure.undefined(reason);
        }
        if self.apart() > 0 {
            measure.caveats.push(format!(
                "{} of {} {} are not joined by any path: over all of them the diameter is infinite.",
                self.in_pairs(self.apart()),
                self.in_pairs(self.ordered_pairs()),
                self.net.cell_name()
            ));
        }
        measure.caveats.extend(self.no_bounds());
        measure.sentence = format!(
            "The farthest partners that a path joins are {} {} apart{}.",
            self.length(self.known.longest),
            self.steps(),
            self.apart_clause("are not joined at all")
        );
        measure
    }

    /// The smallest eccentricity: how far the partner nearest to everyone is from the farthest. Only
    /// partners who reach everyone have a finite eccentricity, so it is undefined (`None`) when nobody
    /// does (igraph counts an isolate as 0 there, which makes the radius of any network with an isolate 0).
    /// No good end, no bounds.
    pub fn radius(&self) -> Measure {
        let mut measure = Measure {
            value: self.known.radius,
            n: self.net.partners() as u64,
            reference: "the diameter, which is at most twice the radius when undirected".to_owned(),
            citation: "Wasserman & Faust (1994), Social Network Analysis, ch. 4; Hage & Harary (1995), Social Networks 17, 57-63".to_owned(),
            ..self.measure("radius", "smallest eccentricity among partners who reach everyone")
        };
        if let Some(reason) = self.undefined_because(false) {
            return measure.undefined(reason);
        }
        let Some(value) = measure.value else {
            return measure.undefined("nobody reaches everyone by the known ties.");
        };
        measure.caveats.extend(self.no_bounds());
        measure.sentence = format!(
            "The partner nearest to everyone is {} {} from the farthest.",
            self.length(value),
            self.steps()
        );
        measure
    }

    /// Compactness: the mean of 1/distance over all n(n − 1) ordered pairs, a pair that no path joins adding
    /// 0 (UCINET). It is the global efficiency of Latora & Marchiori (2001), also for directed networks, which
    /// networkx refuses. Range 0 to 1 unweighted; no good end by itself; undefined (`None`) below two partners
    /// and where nobody has spoken. Unweighted bounds are exact: a tie can only raise it.
    pub fn compactness(&self) -> Measure {
        self.of_reciprocals("compactness")
    }

    /// [`Distances::compactness`] under the name that physics and networkx give it.
    pub fn global_efficiency(&self) -> Measure {
        self.of_reciprocals("global_efficiency")
    }

    fn of_reciprocals(&self, name: &str) -> Measure {
        let pairs = self.ordered_pairs();
        let value = self.mean_reciprocal(&self.known);
        let mut measure = Measure {
            value,
            unit: "mean of 1/distance".to_owned(),
            n: self.in_pairs(pairs),
            interval: self.compactness_bounds(),
            reference: if self.weighted {
                "the same network in another wave, with values on the same scale"
            } else {
                "1, when everyone is tied to everyone; the density, which is the part that direct ties make"
            }
            .to_owned(),
            citation: "Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34; Latora & Marchiori (2001), Phys. Rev. Lett. 87, 198701".to_owned(),
            ..self.measure(name, "mean of 1/distance over all pairs, unreachable pairs add 0")
        };
        if let Some(reason) = self.undefined_because(false) {
            return measure.undefined(reason);
        }
        if measure.interval.is_none() {
            measure.caveats.push(
                if self.weighted {
                    "No bounds: nobody knows the values of unknown ties."
                } else {
                    "Too many open cells to compute the upper bound."
                }
                .to_owned(),
            );
        }
        let value = value.unwrap_or(f64::NAN);
        let ends = if self.weighted {
            ""
        } else {
            " (0: nobody is joined, 1: everyone is tied to everyone)"
        };
        measure.sentence = format!(
            "The mean of 1/distance over all pairs of partners is {value:.3}{ends}{}{}.",
            between(measure.interval.as_ref(), value, |x| format!("{x:.3}")),
            self.apart_clause("add 0")
        );
        measure
    }

    /// Breadth: 1 − compactness (UCINET), 0 when everyone is tied to everyone. Unweighted only; undefined
    /// (`None`) for weighted paths, whose compactness is not a share.
    pub fn breadth(&self) -> Measure {
        if self.weighted {
            return self
                .measure("breadth", "1 − compactness")
                .undefined("over weighted paths the compactness is not a share of anything.");
        }
        self.compactness().complement(
            "breadth",
            "1 − compactness",
            "(0: everyone is tied to everyone, 1: nobody is joined)",
        )
    }

    fn compactness_bounds(&self) -> Option<Interval> {
        let high = self.mean_reciprocal(self.filled.as_ref()?)?;
        Interval::identification(self.mean_reciprocal(&self.known)?, high)
    }

    fn mean_reciprocal(&self, totals: &Totals) -> Option<f64> {
        let pairs = self.ordered_pairs();
        (pairs > 0).then(|| totals.reciprocal / pairs as f64)
    }

    /// What all of them share; `rule` goes into the convention.
    fn measure(&self, name: &str, rule: &str) -> Measure {
        let length = if self.weighted {
            length_name(&self.net)
        } else {
            "every tie one step"
        };
        let paths = if self.net.is_directed() {
            "along the direction of ties"
        } else {
            "undirected"
        };
        Measure {
            unit: if self.weighted { "length" } else { "ties" }.to_owned(),
            coverage: self.net.known_share(),
            convention: format!("{rule}; shortest paths of known ties {paths}, {length}"),
            caveats: self.net.standing_caveats(),
            ..Measure::named(name)
        }
    }

    fn ordered_pairs(&self) -> u64 {
        let n = self.net.partners() as u64;
        n * n.saturating_sub(1)
    }

    fn apart(&self) -> u64 {
        self.ordered_pairs() - self.known.joined
    }

    /// Ordered pairs as the pairs that are spoken of.
    fn in_pairs(&self, ordered: u64) -> u64 {
        ordered / if self.net.is_directed() { 1 } else { 2 }
    }

    fn steps(&self) -> &'static str {
        if self.weighted { "of length" } else { "ties" }
    }

    fn length(&self, value: f64) -> String {
        if self.weighted {
            format!("{value:.3}")
        } else {
            format!("{value}")
        }
    }

    fn apart_clause(&self, what: &str) -> String {
        match share(self.apart(), self.ordered_pairs()) {
            Some(part) if part > 0.0 => format!(
                "; {} of {} {} ({:.1} %) have no path between them and {what}",
                self.in_pairs(self.apart()),
                self.in_pairs(self.ordered_pairs()),
                self.net.cell_name(),
                100.0 * part
            ),
            _ => String::new(),
        }
    }

    fn undefined_because(&self, needs_a_path: bool) -> Option<&'static str> {
        if self.net.partners() < 2 {
            Some("there are fewer than two partners.")
        } else if self.net.cell_counts().known == 0 {
            Some("nobody has spoken about anyone.")
        } else if needs_a_path && self.known.joined == 0 {
            Some("no known path joins any two partners.")
        } else {
            None
        }
    }

    fn no_bounds(&self) -> Option<String> {
        let cells = self.net.cell_counts();
        (cells.known < cells.possible).then(|| {
            "Paths run over known ties. An unknown tie can shorten paths and can join partners that are not \
             joined, so the value may move either way and has no bounds."
                .to_owned()
        })
    }
}

impl Measure {
    /// 1 − the measure, with its bounds turned round. `ends` says what 0 and 1 are.
    pub(super) fn complement(mut self, name: &str, convention: &str, ends: &str) -> Self {
        let title = name.replace('_', " ");
        self.value = self.value.map(|v| 1.0 - v);
        self.interval = self
            .interval
            .and_then(|i| Interval::identification(1.0 - i.high, 1.0 - i.low));
        self.direction = match self.direction {
            Direction::Higher => Direction::Lower,
            Direction::Lower => Direction::Higher,
            Direction::None => Direction::None,
        };
        self.sentence = match self.value {
            Some(value) => format!(
                "The {title} is {value:.3} {ends}{}.",
                between(self.interval.as_ref(), value, |x| format!("{x:.3}"))
            ),
            None => format!(
                "The {title} is not defined: {}",
                self.caveats
                    .first()
                    .map_or("", |c| c.trim_start_matches("Not defined: "))
            ),
        };
        Self {
            name: name.to_owned(),
            kind: String::new(),
            unit: format!("1 − {}", self.unit),
            reference: format!("the ends of its scale {ends}"),
            convention: format!("{convention}; {}", self.convention),
            ..self
        }
    }
}
