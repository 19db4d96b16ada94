//! Freeman's centralizations: how much a measure of partners gathers on one of them.
//!
//! Each is the sum of the differences from the largest value, divided by the most that sum can be among
//! networks of this size. The divisor is exact or the measure is refused: for eigenvector centrality and
//! most variants of closeness no largest value is known.

#[cfg(test)]
mod tests;

use super::Mode;
use super::betweenness::BetweennessOptions;
use super::closeness::lengths::Lengths;
use super::closeness::{ClosenessVariant, paths_name};
use super::cohesion::between;
use crate::measure::{Direction, Interval, Measure};
use crate::network::Symmetrise;
use crate::{Control, Error, Network};

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
    /// Closeness centralization (Freeman 1979): 0 when all are equally close, 1 for a star.
    ///
    /// C = Σ(c* − cᵢ)/most, with
    ///
    /// | variant | network | closeness | most |
    /// |---|---|---|---|
    /// | `freeman` | undirected, in one piece | (n − 1)/Σd | (n − 1)(n − 2)/(2n − 3), the star |
    /// | `freeman` | directed, `in` or `out` | (n − 1)/Σd, unreachable at distance n | (n − 1)²/n, the star of arcs in or out (igraph, sna) |
    /// | `harmonic` | undirected | mean of 1/distance | (n − 2)/2, the star |
    /// | `harmonic` | directed, `in` or `out` | mean of 1/distance | n − 1, the star of arcs |
    ///
    /// `all` on a directed network follows ties either way. Undefined (`None`) below three partners (two
    /// when directed), for `freeman` on an undirected network in pieces, and where a partner's own ties
    /// are unreported. No bounds: an unknown tie can raise or lower it. Cost as [`Network::closeness`].
    ///
    /// # Errors
    /// [`Error::BadOption`] for the other variants, whose largest sum is not known; [`Error::Stopped`].
    pub fn closeness_centralization(
        &self,
        mode: Mode,
        variant: ClosenessVariant,
        control: &Control,
    ) -> Result<Measure, Error> {
        let freeman = match variant {
            ClosenessVariant::Freeman => true,
            ClosenessVariant::Harmonic => false,
            _ => {
                return Err(Error::BadOption {
                    option: "variant",
                    found: format!("\"{variant}\""),
                    expected: "freeman or harmonic: for the others the largest possible sum of differences is not known".to_owned(),
                });
            }
        };
        let net = self.for_paths(mode);
        let n = net.partners();
        let size = n as f64;
        let others = size - 1.0;
        let all = net.lengths(mode, false, "closeness_centralization", control)?;
        let (most, divisor) = match (freeman, net.is_directed()) {
            (true, false) => (
                others * (size - 2.0) / (2.0 * size - 3.0),
                "(n − 1)(n − 2)/(2n − 3)",
            ),
            (true, true) => (
                others * others / size,
                "(n − 1)²/n, unreachable partners at distance n",
            ),
            (false, false) => ((size - 2.0) / 2.0, "(n − 2)/2"),
            (false, true) => (others, "n − 1"),
        };
        let closeness = |l: &Lengths| {
            if freeman {
                others / (l.sum + (others - f64::from(l.reached)) * size)
            } else {
                l.reciprocal / others
            }
        };
        let mut values: Vec<f64> = all.iter().map(closeness).collect();
        net.hide_unreported(mode, &mut values);
        let apart = all.iter().any(|l| f64::from(l.reached) < others);
        let refused = (freeman && !net.is_directed() && apart).then_some(
            "some partners have no path between them. Choose the variant harmonic, or take the largest component.",
        );
        let kind = if self.is_directed() {
            format!("{variant}_{mode}")
        } else {
            variant.to_string()
        };
        let convention = format!(
            "Freeman centralization of {variant} closeness, {divisor}, {}",
            paths_name(self, mode)
        );
        let measure = Measure {
            convention,
            ..net
                .centralization("closeness_centralization", "closeness")
                .of_kind(kind)
        };
        Ok(net.centralized(measure, &values, most, refused, "closeness"))
    }

    /// Betweenness centralization (Freeman 1979): Σ(b* − bᵢ) of the raw counts over (n − 1)²(n − 2)/2, the
    /// star, undirected; (n − 1)²(n − 2), the star of ties both ways, directed. Undefined (`None`) below three
    /// partners and where a partner's ties are unreported. No bounds. Cost as [`Network::betweenness`].
    ///
    /// # Errors
    /// As [`Network::betweenness`].
    pub fn betweenness_centralization(&self, control: &Control) -> Result<Measure, Error> {
        let options = BetweennessOptions {
            normalized: false,
            ..BetweennessOptions::default()
        };
        let values = self.betweenness(&options, control)?.values;
        let size = self.partners() as f64;
        let most = (size - 1.0).powi(2) * (size - 2.0);
        let (most, divisor) = if self.is_directed() {
            (most, "(n − 1)²(n − 2)")
        } else {
            (most / 2.0, "(n − 1)²(n − 2)/2")
        };
        let measure = Measure {
            convention: format!(
                "Freeman centralization of betweenness, {divisor}, every tie one step"
            ),
            ..self.centralization("betweenness_centralization", "betweenness")
        };
        let needs_pairs = (self.partners() < 3).then_some("it needs at least 3 partners.");
        Ok(self.centralized(measure, &values, most, needs_pairs, "betweenness"))
    }

    fn centralization(&self, name: &str, of: &str) -> Measure {
        let mut caveats = self.standing_caveats();
        let cells = self.cell_counts();
        if cells.known < cells.possible {
            caveats.push(
                "Paths run over known ties; an unknown tie can move it either way, so it has no bounds."
                    .to_owned(),
            );
        }
        Measure {
            unit: "share of the largest possible sum of differences".to_owned(),
            direction: Direction::None,
            n: self.partners() as u64,
            coverage: self.known_share(),
            reference: format!(
                "0, when all have the same {of}; 1, a star; the same network without its backbone"
            ),
            caveats,
            citation: "Freeman (1979), Social Networks 1, 215-239".to_owned(),
            ..Measure::named(name)
        }
    }

    /// Completes the measure from the partners' values and the largest possible sum of differences.
    fn centralized(
        &self,
        mut measure: Measure,
        values: &[f64],
        most: f64,
        refused: Option<&str>,
        of: &str,
    ) -> Measure {
        let least = if self.is_directed() { 2 } else { 3 };
        if self.partners() < least {
            return measure.undefined(&format!(
                "it needs at least {least} partners, and there are {}.",
                self.partners()
            ));
        }
        if values.iter().any(|v| v.is_nan()) {
            return measure.undefined(&format!(
                "the {of} of partners whose ties nobody has reported is unknown."
            ));
        }
        if let Some(reason) = refused {
            return measure.undefined(reason);
        }
        let largest = values.iter().copied().fold(0.0, f64::max);
        let value = values.iter().map(|v| largest - v).sum::<f64>() / most;
        measure.value = Some(value);
        measure.sentence = format!(
            "{} centralization is {value:.3} on a scale from 0 (all partners have the same {of}) to 1 (a star).",
            if of == "closeness" {
                "Closeness"
            } else {
                "Betweenness"
            }
        );
        measure
    }
}
