//! Centrality of partners and meetings in the two-mode network itself.

use serde::{Deserialize, Serialize};

use super::{Affiliation, Presence};
use crate::measures::closeness::ClosenessVariant;
use crate::{
    BetweennessOptions, ClosenessOptions, ComponentKind, Control, Direction, Error, PartnerScores,
};

/// One number for each partner and one for each meeting. NaN is not defined, never zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoModeScores {
    /// Name of the measure.
    pub name: String,
    /// One value a partner.
    pub partners: Vec<f64>,
    /// One value a meeting.
    pub meetings: Vec<f64>,
    /// Unit.
    pub unit: String,
    /// Which way is good.
    pub direction: Direction,
    /// Share of the cells in which a partner could have come of which it is known whether it did.
    pub coverage: Option<f64>,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

const BORGATTI_EVERETT: &str = "Borgatti & Everett (1997), Soc. Networks 19, 243-269";

impl Affiliation {
    /// Meetings of each partner and partners of each meeting; normalised, the share of those that were possible
    /// and of which it is known (attendance rates; with everybody eligible and everything known, the two-mode
    /// degree of Borgatti & Everett 1997). Not defined where there is no such cell. O(cells).
    pub fn degree(&self, normalized: bool) -> TwoModeScores {
        let value = |cells: &mut dyn Iterator<Item = Presence>| {
            let (mut there, mut open) = (0_u32, 0_u32);
            for cell in cells {
                there += u32::from(cell == Presence::Present);
                open += u32::from(cell.is_open());
            }
            match (open, normalized) {
                (0, _) => f64::NAN,
                (_, false) => f64::from(there),
                (_, true) => f64::from(there) / f64::from(open),
            }
        };
        let (n, m) = (self.partners() as u32, self.meetings().len() as u32);
        let (unit, convention) = if normalized {
            ("share", "attended over possible and known, both modes")
        } else {
            (
                "meetings of a partner, partners of a meeting",
                "count of known attendances",
            )
        };
        TwoModeScores {
            partners: (0..n)
                .map(|i| value(&mut self.row(i).iter().copied()))
                .collect(),
            meetings: (0..m)
                .map(|e| value(&mut (0..n).map(|i| self.presence(i, e))))
                .collect(),
            ..self.scores("degree", unit, convention)
        }
    }

    /// Closeness in the two-mode network, in Borgatti & Everett's normalisation: the smallest total distance the
    /// mode allows, m + 2(n − 1) for a partner, over the total distance; times the share of all others reached, as
    /// networkx does where not everybody is reached (0 for who reaches nobody). O((n + m) · attendances).
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn closeness(&self, control: &Control) -> Result<TwoModeScores, Error> {
        let network = self.to_network()?;
        let (n, m) = (self.partners(), self.meetings().len());
        let options = ClosenessOptions {
            variant: ClosenessVariant::WassermanFaust,
            ..ClosenessOptions::default()
        };
        // (R/N)·(R/Σd), with R others reached of N.
        let mut scores = network.closeness(&options, control)?;
        let components = network.components(ComponentKind::Weak);
        for (k, value) in scores.values.iter_mut().enumerate() {
            let reached = components.sizes[components.membership[k] as usize] - 1;
            let (others, same) = if k < n { (m, n) } else { (n, m) };
            if reached > 0 {
                *value *= (others + 2 * (same - 1)) as f64 / f64::from(reached);
            }
        }
        Ok(self.split(
            scores,
            "closeness",
            "share of the highest possible",
            "smallest possible total distance of the mode over total distance, times the share of others reached; every attendance one step",
        ))
    }

    /// Betweenness in the two-mode network, each pair counted once; normalised, divided by the most that a node of
    /// its mode can have. The maximum is the general one: that of Borgatti & Everett (1997, p. 256) for more
    /// partners than meetings is misprinted (12 instead of 16 for 7 by 2). O((n + m) · attendances).
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn betweenness(&self, normalized: bool, control: &Control) -> Result<TwoModeScores, Error> {
        let network = self.to_network()?;
        let (n, m) = (self.partners(), self.meetings().len());
        let options = BetweennessOptions {
            normalized: false,
            ..BetweennessOptions::default()
        };
        let mut scores = network.betweenness(&options, control)?;
        if normalized {
            let (partner, meeting) = (most_between(n, m), most_between(m, n));
            for (k, value) in scores.values.iter_mut().enumerate() {
                *value /= if k < n { partner } else { meeting };
            }
        }
        let (unit, convention) = if normalized {
            (
                "share of the most possible in its mode",
                "shortest paths, each pair once, divided by the most a node of its mode can have",
            )
        } else {
            (
                "pairs of others",
                "shortest paths, each pair once (halved), not normalised",
            )
        };
        Ok(self.split(scores, "betweenness", unit, convention))
    }

    /// Scores of the two-mode network as scores of partners and of meetings; not defined where nothing is known.
    fn split(
        &self,
        scores: PartnerScores,
        name: &str,
        unit: &str,
        convention: &str,
    ) -> TwoModeScores {
        let known = self.degree(false);
        let mut values: Vec<f64> = scores.values;
        let degrees = known.partners.iter().chain(&known.meetings);
        for (value, degree) in values.iter_mut().zip(degrees) {
            if degree.is_nan() || !value.is_finite() {
                *value = f64::NAN;
            }
        }
        let meetings = values.split_off(self.partners());
        TwoModeScores {
            partners: values,
            meetings,
            ..self.scores(name, unit, convention)
        }
    }

    fn scores(&self, name: &str, unit: &str, convention: &str) -> TwoModeScores {
        TwoModeScores {
            name: name.to_owned(),
            partners: Vec::new(),
            meetings: Vec::new(),
            unit: unit.to_owned(),
            direction: Direction::None,
            coverage: self.coverage(),
            convention: convention.to_owned(),
            caveats: self.caveats(),
            citation: BORGATTI_EVERETT.to_owned(),
        }
    }
}

/// The most betweenness that one of `own` nodes can have beside `other` nodes of the other mode: it is tied to all
/// of them, and the rest of its own mode is spread over them as evenly as possible.
fn most_between(own: usize, other: usize) -> f64 {
    if own == 0 || other == 0 {
        return f64::NAN;
    }
    let (own, other) = (own as f64, other as f64);
    let s = ((own - 1.0) / other).floor();
    let t = (own - 1.0) % other;
    (other * other * (s + 1.0).powi(2) + other * (s + 1.0) * (2.0 * t - s - 1.0)
        - t * (2.0 * s - t + 3.0))
        / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Betweenness of the star-like table by its definition: pairs of the others that are not in the same branch.
    #[test]
    fn the_most_betweenness_is_that_of_the_most_even_star() {
        for own in 1..9_usize {
            for other in 1..9_usize {
                // Branch b: one node of the other mode and its share of the rest of the own mode.
                let branches: Vec<usize> = (0..other)
                    .map(|b| 1 + (own - 1) / other + usize::from(b < (own - 1) % other))
                    .collect();
                let all: usize = branches.iter().sum();
                let across: usize = branches.iter().map(|b| b * (all - b)).sum::<usize>() / 2;
                assert!(
                    (most_between(own, other) - across as f64).abs() < 1e-9,
                    "{own} by {other}: {} and {across}",
                    most_between(own, other)
                );
            }
        }
        // The published slips: 12 and 442.
        assert_eq!(most_between(7, 2), 16.0);
        assert_eq!(most_between(18, 14), 445.0);
    }
}
