//! Density, mean degree, reciprocity.

use serde::{Deserialize, Serialize};

use crate::measure::{Direction, Interval, Measure};
use crate::network::share;
use crate::options::named;
use crate::{Error, Network};

/// Three numbers that share the name "reciprocity". Pairs are mutual (M), asymmetric (A) or null (N).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReciprocityKind {
    /// Share of arcs that are returned, 2M/(2M + A) (UCINET "arc", igraph, NetworkX; sna "edgewise").
    #[default]
    Arc,
    /// Share of tied pairs that are mutual, M/(M + A) (UCINET "dyad", igraph "ratio").
    Dyad,
    /// Share of all pairs that agree, (M + N)/(M + A + N) (the default of sna's `grecip`).
    Agreement,
}

named!(ReciprocityKind, "kind", { "arc" => Arc, "dyad" => Dyad, "agreement" => Agreement });

/// Pairs by what both sides say; the last three have an unknown side and are free in the bounds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dyads {
    pub(super) mutual: u64,
    pub(super) asymmetric: u64,
    pub(super) null: u64,
    pub(super) one_yes: u64,
    pub(super) one_no: u64,
    pub(super) silent: u64,
}

impl Dyads {
    fn ratio(self, kind: ReciprocityKind) -> Option<f64> {
        let (m, a, n) = (self.mutual, self.asymmetric, self.null);
        match kind {
            ReciprocityKind::Arc => share(2 * m, 2 * m + a),
            ReciprocityKind::Dyad => share(m, m + a),
            ReciprocityKind::Agreement => share(m + n, m + a + n),
        }
    }

    /// Every unknown report set so that the ratio is lowest, and highest. A ratio without any tie is
    /// undefined, so it bounds nothing: then the other completions decide.
    fn bounds(self, kind: ReciprocityKind) -> Option<Interval> {
        let unknown = self.one_yes + self.one_no + self.silent;
        let lowest = Self {
            asymmetric: self.asymmetric + unknown,
            ..self
        };
        let highest = Self {
            mutual: self.mutual + self.one_yes + self.silent,
            null: self.null + self.one_no,
            ..self
        };
        let low = lowest.ratio(kind)?;
        Interval::identification(low, highest.ratio(kind).unwrap_or(low))
    }
}

impl Network {
    /// Share of the known pairs that are tied: ties / (pairs anyone has spoken about); ordered pairs when
    /// directed. Available-case, because unknown is not absent; the bounds set every open cell to no tie
    /// and then to a tie. Range 0 to 1, no good end (it falls with size by arithmetic); undefined (`None`)
    /// when no pair is known. O(n + m log d) where cells are unknown, else O(1).
    pub fn density(&self) -> Measure {
        let cells = self.cell_counts();
        let ties = self.ties() as u64;
        let what = self.cell_name();
        let mut measure = Measure {
            value: share(ties, cells.known),
            unit: format!("share of {what}"),
            direction: Direction::None,
            n: cells.known,
            coverage: self.known_share(),
            interval: self.density_bounds(),
            reference: "the same relation in another wave, or another relation among the same partners; not networks of another size".to_owned(),
            convention: format!("available case: known ties / {what} that anyone able to say has spoken about"),
            caveats: self.standing_caveats(),
            citation: "Wasserman & Faust (1994), Social Network Analysis, ch. 4; bounds: Manski (2003)".to_owned(),
            ..Measure::named("density")
        };
        let Some(value) = measure.value else {
            return measure.undefined(no_pairs(self.partners()));
        };
        measure.sentence = format!(
            "{ties} of {} known {what} of partners are tied ({:.1} %){}.",
            cells.known,
            100.0 * value,
            between(measure.interval.as_ref(), value, |x| format!(
                "{:.1} %",
                100.0 * x
            ))
        );
        measure
    }

    fn density_bounds(&self) -> Option<Interval> {
        let cells = self.cell_counts();
        let ties = self.ties() as u64;
        Interval::identification(
            share(ties, cells.possible)?,
            share(ties + cells.open, cells.possible)?,
        )
    }

    /// Mean number of ties a partner has: density × (n − 1), which is 2m/n (m/n when directed: the
    /// mean in-degree and out-degree are the same) when everything is known. No good end; undefined
    /// (`None`) when no pair is known. Cost as [`Network::density`].
    pub fn mean_degree(&self) -> Measure {
        let density = self.density();
        let others = self.partners().saturating_sub(1) as f64;
        let mut measure = Measure {
            value: density.value.map(|d| d * others),
            unit: "ties a partner".to_owned(),
            n: self.partners() as u64,
            interval: density
                .interval
                .and_then(|i| Interval::identification(i.low * others, i.high * others)),
            reference: format!("n − 1 = {others}, when everyone is tied to everyone"),
            convention: "density of known pairs × (n − 1)".to_owned(),
            citation: "Wasserman & Faust (1994), Social Network Analysis, ch. 4".to_owned(),
            ..Measure {
                name: "mean_degree".to_owned(),
                ..density
            }
        };
        let Some(value) = measure.value else {
            return Measure {
                caveats: self.standing_caveats(),
                ..measure
            }
            .undefined(no_pairs(self.partners()));
        };
        measure.sentence = format!(
            "A partner {} {value:.1} of {others} others on average{}.",
            if self.is_directed() {
                "names"
            } else {
                "is tied to"
            },
            between(measure.interval.as_ref(), value, |x| format!("{x:.1}"))
        );
        measure
    }

    /// Reciprocity among the pairs where both sides have spoken. The bounds complete every other report
    /// both ways (exact). Range 0 to 1, no good end by itself; undefined (`None`) without ties in
    /// those pairs (for `agreement`: without such pairs). O(n + m log d).
    ///
    /// # Errors
    /// [`Error::NotDefined`] on undirected networks, where it would be 1 by construction.
    pub fn reciprocity(&self, kind: ReciprocityKind) -> Result<Measure, Error> {
        if !self.is_directed() {
            let reason = "ties have no direction, so it would be 1 by construction. Compute it before symmetrising.";
            return Err(Error::NotDefined {
                measure: "reciprocity",
                reason: reason.to_owned(),
            });
        }
        let dyads = self.dyads();
        let both = dyads.mutual + dyads.asymmetric + dyads.null;
        let (part, whole, unit) = match kind {
            ReciprocityKind::Arc => (
                2 * dyads.mutual,
                2 * dyads.mutual + dyads.asymmetric,
                "ties",
            ),
            ReciprocityKind::Dyad => (dyads.mutual, dyads.mutual + dyads.asymmetric, "tied pairs"),
            ReciprocityKind::Agreement => (dyads.mutual + dyads.null, both, "pairs"),
        };
        let mut measure = Measure {
            value: share(part, whole),
            unit: format!("share of {unit}"),
            direction: Direction::None,
            n: whole,
            coverage: share(both, both + dyads.one_yes + dyads.one_no + dyads.silent),
            interval: dyads.bounds(kind),
            reference: "the density, which is the share of returned ties to expect if reports were independent".to_owned(),
            convention: match kind {
                ReciprocityKind::Arc => "arc: 2M/(2M + A), pairs where both sides have spoken",
                ReciprocityKind::Dyad => "dyad: M/(M + A), pairs where both sides have spoken",
                ReciprocityKind::Agreement => "agreement: (M + N)/(M + A + N), pairs where both sides have spoken",
            }
            .to_owned(),
            caveats: self.standing_caveats(),
            citation: "Wasserman & Faust (1994), Social Network Analysis, ch. 13".to_owned(),
            ..Measure::named("reciprocity").of_kind(kind)
        };
        let Some(value) = measure.value else {
            return Ok(
                measure.undefined("no pair where both sides have spoken has what it counts.")
            );
        };
        measure.sentence = format!(
            "Among the {both} pairs where both partners have spoken, {part} of {whole} {unit} {} ({:.1} %){}.",
            match kind {
                ReciprocityKind::Arc => "are returned",
                ReciprocityKind::Dyad => "are mutual",
                ReciprocityKind::Agreement => "agree",
            },
            100.0 * value,
            between(measure.interval.as_ref(), value, |x| format!(
                "{:.1} %",
                100.0 * x
            ))
        );
        Ok(measure)
    }

    pub(super) fn dyads(&self) -> Dyads {
        let (mut returned, mut asymmetric, mut one_yes) = (0, 0, 0);
        for (i, j, _) in self.iter_ties() {
            if self.out().find(j, i).is_some() {
                returned += 1;
            } else if self.observed().knows(j, i) {
                asymmetric += 1;
            } else {
                one_yes += 1;
            }
        }
        let pairs = self.pair_counts();
        let mutual = returned / 2;
        Dyads {
            mutual,
            asymmetric,
            null: pairs.both - mutual - asymmetric,
            one_yes,
            one_no: pairs.one - one_yes,
            silent: pairs.none,
        }
    }
}

fn no_pairs(partners: usize) -> &'static str {
    if partners < 2 {
        "there are fewer than two partners."
    } else {
        "nobody has spoken about anyone."
    }
}

/// The bounds as the end of a sentence; nothing when they say nothing new.
pub(super) fn between(
    interval: Option<&Interval>,
    value: f64,
    show: impl Fn(f64) -> String,
) -> String {
    match interval {
        Some(i) if i.low < value || i.high > value => {
            format!(
                "; with the unknown ties it lies between {} and {}",
                show(i.low),
                show(i.high)
            )
        }
        _ => String::new(),
    }
}
