//! Degree centralization.

use super::Mode;
use super::cohesion::between;
use crate::Network;
use crate::measure::{Direction, Interval, Measure};
use crate::network::Symmetrise;

impl Network {
    /// Degree centralization (Freeman 1979): how much the ties gather on one partner.
    ///
    /// C = Σ(d* − dᵢ) / ((n − 1)(n − 2)), d* the largest degree, on undirected networks, and with (n − 1)² below for the in- or
    /// out-degree of directed ones; `all` on a directed network uses distinct partners tied in either
    /// direction. Range 0 to 1, no good end; undefined (`None`) below three partners (two when directed).
    ///
    /// The numerator is n·d* − 2m (n·d* − m for in and out), so the number holds nothing beyond
    /// size, density and the largest degree; the sentence prints all three. Bounds: the upper is exact
    /// (fill the open cells of one partner), the lower may lie below what can be attained. O(n + m).
    pub fn degree_centralization(&self, mode: Mode) -> Measure {
        if self.is_directed() && mode == Mode::All {
            let measure = self
                .symmetrise(Symmetrise::Either)
                .degree_centralization(mode);
            let convention = "Freeman, (n − 1)(n − 2), distinct partners tied in either direction";
            return Measure {
                convention: convention.to_owned(),
                ..measure
            }
            .of_kind(mode);
        }
        let n = self.partners() as u64;
        let (rows, known, open) = self.row_knowledge(mode);
        let degrees: Vec<u64> = (0..n as u32).map(|i| rows.degree(i) as u64).collect();
        let largest = degrees.iter().max().copied().unwrap_or(0);
        let total: u64 = degrees.iter().sum();
        let open_total: u64 = open.iter().sum();
        // Each tie of the hub adds one to the sum of degrees when directed, two when not.
        let (ends, denominator) = if self.is_directed() {
            (1, n.saturating_sub(1).pow(2))
        } else {
            (2, n.saturating_sub(1) * n.saturating_sub(2))
        };
        let scaled = |numerator: u64| numerator as f64 / denominator as f64;
        let highest = degrees
            .iter()
            .zip(&open)
            .map(|(&d, &open)| (n * (d + open)).saturating_sub(total + ends * open))
            .max()
            .unwrap_or(0);
        let lowest = (n * largest).saturating_sub(total + open_total);
        let cells = self.cell_counts();
        let (unit, convention) = match (self.is_directed(), mode) {
            (false, _) => ("degree", "Freeman, (n − 1)(n − 2)"),
            (true, Mode::In) => ("in-degree", "Freeman, (n − 1)², in-degree"),
            (true, _) => ("out-degree", "Freeman, (n − 1)², out-degree"),
        };
        let mut measure = Measure {
            unit: "share of the largest possible sum of differences".to_owned(),
            direction: Direction::None,
            n,
            coverage: self.known_share(),
            reference: "0, when all degrees are equal; 1, a star; the same network without its backbone".to_owned(),
            convention: convention.to_owned(),
            caveats: self.standing_caveats(),
            citation: "Freeman (1979), Social Networks 1, 215-239; identity C = (n·d_max − 2m)/((n − 1)(n − 2))".to_owned(),
            ..Measure::named("degree_centralization").of_kind(if self.is_directed() { mode } else { Mode::All })
        };
        let least = if self.is_directed() { 2 } else { 3 };
        if n < least {
            return measure.undefined(&format!(
                "it needs at least {least} partners, and there are {n}."
            ));
        }
        measure.interval =
            Interval::identification(scaled(lowest), scaled(highest.min(denominator)));
        // Known ties over all pairs, as the identity takes them: not the available-case density.
        let ties = self.ties();
        let density = ties as f64 / cells.possible as f64;
        measure.caveats.push(format!(
            "It holds nothing beyond size ({n}), known ties ({ties}, {density:.3} of all {}) and the largest {unit} ({largest}).",
            self.cell_name()
        ));
        if cells.known == 0 {
            return measure.undefined("nobody has spoken about anyone.");
        }
        if mode == Mode::Out && self.is_directed() && known.contains(&false) {
            return measure.undefined(
                "the out-degrees of those who did not answer are unknown; use in-degree.",
            );
        }
        if cells.known < cells.possible {
            measure.caveats.push("Computed on known ties. The upper bound is exact; the lower one may lie below what can be attained.".to_owned());
        }
        measure.value = Some(scaled(n * largest - total));
        measure.sentence = format!(
            "Degree centralization is {:.3} on a scale from 0 (all partners have equally many ties) to 1 (a star){}: {n} partners, {ties} known ties ({density:.3} of all {}), largest {unit} {largest}.",
            scaled(n * largest - total),
            between(
                measure.interval.as_ref(),
                scaled(n * largest - total),
                |x| format!("{x:.3}")
            ),
            self.cell_name()
        );
        measure
    }
}
