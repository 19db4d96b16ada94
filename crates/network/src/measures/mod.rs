//! Measures: one family a file, all as methods of [`Network`].

pub mod betweenness;
mod centralization;
pub mod closeness;
mod cohesion;
mod components;
mod connectedness;
mod coreness;
mod degree;
mod scores;

pub use cohesion::ReciprocityKind;
pub use components::{ComponentKind, Components};
pub use connectedness::ConnectednessKind;
pub use coreness::{CorenessOptions, MutualTies};
pub use degree::DegreeOptions;
pub use scores::{Bounds, Mode, PartnerScores};

use crate::Network;
use crate::network::share;

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
        caveats
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
