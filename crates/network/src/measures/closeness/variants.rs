//! The definitions called closeness. They differ in what becomes of those who cannot be reached.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::ClosenessOptions;
use super::lengths::Lengths;
use crate::Error;
use crate::options::named;

/// Which closeness. Below, N = n − 1 is the number of others, R how many of them are reached, Σd the sum of
/// the distances to those, Σ1/d the sum of their reciprocals, D the longest distance in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosenessVariant {
    /// Σ1/d / N, or Σ1/d not normalised: who cannot be reached adds 0 (Rochat 2009; igraph and sna divide by
    /// N, networkx and networkit do not).
    #[default]
    Harmonic,
    /// N/Σd, or 1/Σd not normalised (Freeman 1979); only where everyone is reached.
    Freeman,
    /// (R/N)·(R/Σd), 0 for who reaches nobody (Wasserman & Faust 1994, p. 201; networkx and rustworkx by
    /// default). Has no other scale.
    WassermanFaust,
    /// R/Σd, or 1/Σd not normalised, over those who are reached (igraph from 0.10; networkx without
    /// `wf_improved`). The end of a chain scores 1; NaN for who reaches nobody.
    Reachable,
    /// N/(Σd + (N − R)·u), or 1/(…) not normalised, u the distance that [`ClosenessOptions::unreachable`]
    /// puts in the place of a missing one (UCINET: D + 1; igraph before 0.10: n).
    Ucinet,
    /// Reversed distances: Σ(D + 1 − d)/N over those who are reached, divided by D when normalised, so that
    /// 1 is next to everyone (Valente & Foreman 1998: integration for `in`, radiality for `out`).
    ValenteForman,
    /// Σ1/d / R, or Σ1/d not normalised (the power index of Gil & Schmidt 1996, as sna's `gilschmidt`). NaN
    /// for who reaches nobody.
    GilSchmidt,
}

named!(ClosenessVariant, "variant", {
    "harmonic" => Harmonic, "freeman" => Freeman, "wasserman_faust" => WassermanFaust,
    "reachable" => Reachable, "ucinet" => Ucinet, "valente_forman" => ValenteForman,
    "gil_schmidt" => GilSchmidt,
});

/// What becomes of pairs that no path joins, where distances are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreachable {
    /// They add no distance (UCINET's "zero" for closeness; means are over the joined pairs).
    #[default]
    LeftOut,
    /// They are n steps apart, more than any path is long (igraph before 0.10).
    N,
    /// They are one step farther apart than the farthest that are joined (UCINET).
    MaxPlusOne,
}

named!(Unreachable, "unreachable", {
    "left_out" => LeftOut, "n" => N, "max_plus_one" => MaxPlusOne,
});

impl Unreachable {
    /// The distance in the place of a missing one, among `n` partners of whom the farthest are `longest`
    /// steps apart; `None` where the rule has none.
    pub(in crate::measures) fn distance(self, n: usize, longest: f64) -> Option<f64> {
        match self {
            Self::LeftOut => Some(0.0),
            Self::N => Some(n as f64),
            // Nobody is joined to anyone: there is no longest distance to go beyond.
            Self::MaxPlusOne => (longest > 0.0).then_some(longest + 1.0),
        }
    }
}

impl ClosenessVariant {
    /// Unit and definition, as the options scale it.
    pub(super) fn definition(self, options: ClosenessOptions) -> (&'static str, String) {
        let scale = |yes: &str, no: &str| if options.normalized { yes } else { no }.to_owned();
        match self {
            Self::Harmonic if options.normalized => (
                "mean of 1/distance",
                "harmonic, divided by n − 1, unreachable partners add 0".to_owned(),
            ),
            Self::Harmonic => (
                "sum of 1/distance",
                "harmonic, not normalised, unreachable partners add 0".to_owned(),
            ),
            Self::Freeman => (
                "1/distance",
                scale(
                    "Freeman, (n − 1)/sum of distances",
                    "Freeman, 1/sum of distances, not normalised",
                ),
            ),
            Self::WassermanFaust => (
                "1/distance",
                "Wasserman-Faust, share reached × 1/mean distance to those reached".to_owned(),
            ),
            Self::Reachable => (
                "1/distance",
                scale(
                    "1/mean distance to those reached (igraph ≥ 0.10)",
                    "1/sum of distances to those reached (igraph ≥ 0.10), not normalised",
                ),
            ),
            Self::Ucinet => {
                let rule = match options.unreachable {
                    Unreachable::LeftOut => "unreachable partners add no distance",
                    Unreachable::N => "unreachable partners at distance n",
                    Unreachable::MaxPlusOne => "unreachable partners at the longest distance + 1",
                };
                let scale = scale("(n − 1)/sum", "1/sum, not normalised");
                (
                    "1/distance",
                    format!("UCINET, {scale} of distances, {rule}"),
                )
            }
            Self::ValenteForman => (
                "reversed distance",
                scale(
                    "Valente-Foreman, mean of longest distance + 1 − distance, divided by the longest distance, unreachable partners add 0",
                    "Valente-Foreman, mean of longest distance + 1 − distance, unreachable partners add 0",
                ),
            ),
            Self::GilSchmidt if options.normalized => (
                "mean of 1/distance",
                "Gil-Schmidt power index, mean over those reached".to_owned(),
            ),
            Self::GilSchmidt => (
                "sum of 1/distance",
                "Gil-Schmidt power index, not normalised".to_owned(),
            ),
        }
    }

    pub(super) fn citation(self) -> &'static str {
        match self {
            Self::Harmonic => {
                "Rochat (2009), Closeness centrality extended to unconnected graphs; Gil & Schmidt (1996), Connections 19"
            }
            Self::Freeman | Self::Ucinet => "Freeman (1979), Social Networks 1, 215-239",
            Self::WassermanFaust | Self::Reachable => {
                "Wasserman & Faust (1994), Social Network Analysis, p. 200-201"
            }
            Self::ValenteForman => "Valente & Foreman (1998), Social Networks 20, 89-105",
            Self::GilSchmidt => "Gil & Schmidt (1996), Connections 19, 37-51",
        }
    }
}

/// Refuses scales and lengths that a variant does not have.
pub(super) fn check(options: ClosenessOptions) -> Result<(), Error> {
    if options.variant == ClosenessVariant::WassermanFaust && !options.normalized {
        return Err(Error::BadOption {
            option: "normalized",
            found: "false".to_owned(),
            expected: "true: the variant wasserman_faust has one scale".to_owned(),
        });
    }
    let adds_a_step = matches!(
        options.variant,
        ClosenessVariant::Ucinet | ClosenessVariant::ValenteForman
    );
    if adds_a_step && options.weighted {
        return Err(Error::BadOption {
            option: "weighted",
            found: "true".to_owned(),
            expected: format!(
                "false: the variant {} adds one step to a distance, and lengths made of values have no steps",
                options.variant
            ),
        });
    }
    Ok(())
}

/// From the sums of a partner to its closeness.
pub(super) struct Score {
    variant: ClosenessVariant,
    normalized: bool,
    others: f64,
    longest: f64,
    missing: Option<f64>,
}

impl Score {
    pub(super) fn new(options: ClosenessOptions, n: usize, all: &[Lengths]) -> Self {
        let longest = all.iter().map(|l| l.farthest).fold(0.0, f64::max);
        Self {
            variant: options.variant,
            normalized: options.normalized,
            others: n as f64 - 1.0,
            longest,
            missing: options.unreachable.distance(n, longest),
        }
    }

    /// NaN where the variant has no answer: with nobody to be close to, 0/0 in each of the quotients.
    pub(super) fn of(&self, from: &Lengths) -> f64 {
        let (others, reached) = (self.others, f64::from(from.reached));
        if others < 1.0 {
            return f64::NAN;
        }
        let scaled = |factor: f64| if self.normalized { factor } else { 1.0 };
        match self.variant {
            ClosenessVariant::Harmonic => from.reciprocal / scaled(others),
            ClosenessVariant::Freeman => scaled(others) / from.sum,
            ClosenessVariant::WassermanFaust if from.reached == 0 => 0.0,
            ClosenessVariant::WassermanFaust => reached / others * (reached / from.sum),
            ClosenessVariant::Reachable | ClosenessVariant::GilSchmidt
                if from.reached == 0
                    && (self.normalized || self.variant == ClosenessVariant::Reachable) =>
            {
                f64::NAN
            }
            ClosenessVariant::Reachable => scaled(reached) / from.sum,
            ClosenessVariant::GilSchmidt => from.reciprocal / scaled(reached),
            ClosenessVariant::Ucinet => match self.missing {
                Some(missing) if from.sum + missing > 0.0 => {
                    scaled(others) / (from.sum + (others - reached) * missing)
                }
                _ => f64::NAN,
            },
            ClosenessVariant::ValenteForman if self.longest > 0.0 => {
                let reversed = reached * (self.longest + 1.0) - from.sum;
                reversed / others / scaled(self.longest)
            }
            ClosenessVariant::ValenteForman => f64::NAN,
        }
    }
}
