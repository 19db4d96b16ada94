//! Measures: one family a file, all as methods of [`Network`].

pub mod betweenness;
pub mod brokerage;
pub mod by_name;
mod centralization;
pub mod closeness;
mod cohesion;
pub mod compare;
mod components;
mod connectedness;
mod coreness;
pub mod cuts;
mod degree;
pub mod distances;
pub mod dyads;
pub mod ego;
pub mod exclusivity;
pub mod flow;
pub mod holes;
pub mod key_players;
pub mod krackhardt;
pub mod mixing;
pub mod overview;
pub mod reach;
pub mod removal;
mod scores;
pub mod small_world;
pub mod spectral;
pub mod stability;
pub mod triads;
pub mod triangles;

pub use by_name::{NetworkMeasure, PartnerMeasure};
pub use cohesion::ReciprocityKind;
pub use components::{ComponentKind, Components};
pub use connectedness::{ConnectednessKind, FragmentationKind};
pub use coreness::{CorenessOptions, MutualTies};
pub use degree::DegreeOptions;
pub use scores::{Bounds, Mode, PartnerScores, TieScores};

use crate::network::share;
use crate::{Direction, Error, Network, ValueMeans};

impl Network {
    /// What every result of this network has to say: how the ties came about, and what is unknown.
    pub(crate) fn standing_caveats(&self) -> Vec<String> {
        let mut caveats = self.notes().to_vec();
        let cells = self.cell_counts();
        let unknown = cells.possible - cells.known;
        if unknown > 0 {
            caveats.push(format!(
                "{unknown} of {} {} are unknown; unknown is not counted as absent.",
                cells.possible,
                self.cell_name()
            ));
        }
        // What one side alone has denied is known absent by the rule, and open to the bounds.
        let denied = cells.open.saturating_sub(unknown);
        if denied > 0 {
            caveats.push(format!(
                "{denied} of {} {} were denied by one side while the other has not spoken; they count as absent, and the bounds keep them open.",
                cells.possible,
                self.cell_name()
            ));
        }
        caveats
    }

    /// The frame of a per-partner result: nothing but the name, what is known, and the standing caveats.
    /// `values`, `unit`, `convention` and `citation` are the measure's to fill.
    pub(crate) fn scores_named(&self, name: &str) -> PartnerScores {
        PartnerScores {
            name: name.to_owned(),
            values: Vec::new(),
            bounds: None,
            unit: String::new(),
            direction: Direction::None,
            coverage: self.known_share(),
            convention: String::new(),
            caveats: self.standing_caveats(),
            citation: String::new(),
        }
    }

    /// Sets the values of partners to unknown whose ties of this kind nobody has reported: a value
    /// computed from no answer at all would read as a true zero.
    pub(crate) fn hide_unreported(&self, mode: Mode, values: &mut [f64]) {
        if self.observed().is_complete() {
            return;
        }
        let (_, known, _) = self.row_knowledge(mode);
        for (value, known) in values.iter_mut().zip(known) {
            if !known {
                *value = f64::NAN;
            }
        }
    }

    /// Refuses `weighted` where there are no strengths to use.
    pub(crate) fn check_strengths(
        &self,
        measure: &'static str,
        weighted: bool,
    ) -> Result<(), Error> {
        let reason = match (weighted, self.is_valued(), self.value_means()) {
            (false, ..) | (true, true, ValueMeans::Strength) => return Ok(()),
            (true, false, _) => {
                "ties have no values. Leave `weighted` out, or give `value` when building the network."
            }
            (true, true, ValueMeans::Distance) => {
                "values are distances, and ties count here by their strength. Leave `weighted` out, or give strengths."
            }
        };
        Err(Error::NotDefined {
            measure,
            reason: reason.to_owned(),
        })
    }

    /// Share of the cells of this network that are known; `None` with fewer than two partners.
    pub(crate) fn known_share(&self) -> Option<f64> {
        let cells = self.cell_counts();
        share(cells.known, cells.possible)
    }

    pub(crate) fn cell_name(&self) -> &'static str {
        if self.is_directed() {
            "ordered pairs"
        } else {
            "pairs"
        }
    }
}
