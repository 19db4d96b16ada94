//! The numbers of a comparison.

use super::{Comparison, TieStatus, Turnover, Waves};
use crate::measure::Interval;
use crate::network::{ValueMeans, share};
use crate::{Direction, Measure};

/// Cells that one wave or both left unknown, by what is known of them.
#[derive(Debug, Clone, Copy)]
struct Unknown {
    /// A tie in one wave, unknown in the other.
    with_tie: u64,
    /// Unknown in both waves.
    twice: u64,
    /// All cells that are not observed in both.
    all: u64,
}

pub(super) fn measures(change: &Comparison, waves: &Waves) -> Vec<Measure> {
    let n = waves.before.partners() as u64;
    let sides = if change.directed { 1 } else { 2 };
    let cells = n * n.saturating_sub(1) / sides;
    let known = |c: Vec<(u64, u64)>| c.iter().map(|c| c.0).sum::<u64>() / sides;
    let ties = change.ties;
    let unknown = Unknown {
        with_tie: ties.unknown,
        // |A ∪ B| = |A| + |B| − |A ∩ B| of the cells known.
        twice: cells
            - (known(waves.before.known_cells()) + known(waves.after.known_cells())
                - ties.observed),
        all: cells - ties.observed,
    };
    let frame = Frame {
        ties,
        unknown,
        coverage: share(ties.observed, cells),
        caveats: caveats(change, waves, unknown),
        // An unknown pair of two reports is more than one unknown bit.
        bounded: change.directed || unknown.all == 0,
        cells: waves.before.cell_name(),
    };
    let mut measures = vec![
        frame.jaccard(),
        frame.churn(),
        frame.persistence(),
        frame.formation(),
        frame.hamming_count(),
        frame.hamming_share(),
    ];
    measures.push(frame.correlation(waves, Pairs::Cells));
    measures.push(frame.correlation(waves, Pairs::Ties));
    measures.push(partner_jaccard(change));
    measures
}

fn caveats(change: &Comparison, waves: &Waves, unknown: Unknown) -> Vec<String> {
    let mut caveats: Vec<String> = Vec::new();
    for (wave, net) in [("earlier", &waves.before), ("later", &waves.after)] {
        caveats.extend(
            net.notes()
                .iter()
                .map(|note| format!("The {wave} wave: {note}")),
        );
    }
    if unknown.all > 0 {
        caveats.push(format!(
            "{} of {} cells among stayers were not observed in both waves and are left out; {} ties stand in \
             them. An unknown tie is not lost.",
            unknown.all,
            unknown.all + change.ties.observed,
            unknown.with_tie
        ));
    }
    if change.joiners + change.leavers > 0 {
        caveats.push(format!(
            "Ties of {} joiners and {} leavers are not counted: they came or went with their partner.",
            change.joiners, change.leavers
        ));
    }
    caveats
}

/// Over what values are correlated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pairs {
    Cells,
    Ties,
}

/// What the numbers of one comparison share.
struct Frame {
    ties: Turnover,
    unknown: Unknown,
    coverage: Option<f64>,
    caveats: Vec<String>,
    bounded: bool,
    cells: &'static str,
}

const WAVES: &str = "Snijders, van de Bunt & Steglich (2010), Social Networks 32, 44-60";
const CHURN: &str =
    "Sasovova, Mehra, Borgatti & Schippers (2010), Administrative Science Quarterly 55, 639-670";

impl Frame {
    fn named(&self, name: &str, citation: &str) -> Measure {
        Measure {
            direction: Direction::None,
            coverage: self.coverage,
            caveats: self.caveats.clone(),
            citation: citation.to_owned(),
            reference: "the same between other waves of the same partners".to_owned(),
            ..Measure::named(name)
        }
    }

    /// Least and most of kept / (kept + gained + lost) over every way the unknown cells could have been.
    fn jaccard_bounds(&self) -> Option<Interval> {
        let (t, u) = (self.ties, self.unknown);
        let same = u.with_tie + u.twice;
        let low = share(t.kept, t.union() + u.all)?;
        let high = share(t.kept + same, t.union() + same)?;
        Interval::identification(low, high).filter(|_| self.bounded)
    }

    fn jaccard(&self) -> Measure {
        let t = self.ties;
        let measure = Measure {
            value: t.jaccard(),
            unit: "share of ties of either wave".to_owned(),
            n: t.union(),
            interval: self.jaccard_bounds(),
            convention: "Jaccard: kept / (kept + gained + lost), cells observed in both waves"
                .to_owned(),
            ..self.named("jaccard", WAVES)
        };
        let said = format!(
            "Of {} ties that stayers had in either wave {} were kept; {} were gained and {} lost.",
            t.union(),
            t.kept,
            t.gained,
            t.lost
        );
        told(
            measure,
            &said,
            "stayers have no tie in the cells that both waves observed.",
        )
    }

    fn churn(&self) -> Measure {
        let t = self.ties;
        let flipped = |i: Interval| Interval::identification(1.0 - i.high, 1.0 - i.low);
        let measure = Measure {
            value: share(t.gained + t.lost, t.union()),
            unit: "share of ties of either wave".to_owned(),
            n: t.union(),
            interval: self.jaccard_bounds().and_then(flipped),
            convention: "(gained + lost) / (kept + gained + lost) = 1 − Jaccard".to_owned(),
            ..self.named("churn", CHURN)
        };
        let said = format!(
            "Of {} ties that stayers had in either wave {} changed.",
            t.union(),
            t.gained + t.lost
        );
        told(
            measure,
            &said,
            "stayers have no tie in the cells that both waves observed.",
        )
    }

    fn persistence(&self) -> Measure {
        let t = self.ties;
        let measure = Measure {
            value: share(t.kept, t.kept + t.lost),
            unit: "share of earlier ties".to_owned(),
            n: t.kept + t.lost,
            convention: "kept / (kept + lost), cells observed in both waves".to_owned(),
            ..self.named("persistence", WAVES)
        };
        let said = format!("{} of {} earlier ties were kept.", t.kept, t.kept + t.lost);
        told(measure, &said, "no earlier tie was observed again.")
    }

    fn formation(&self) -> Measure {
        let t = self.ties;
        let free = t.gained + t.absent();
        let measure = Measure {
            value: share(t.gained, free),
            unit: format!("share of untied {}", self.cells),
            n: free,
            convention: "gained / (gained + absent in both), cells observed in both waves"
                .to_owned(),
            ..self.named("formation", WAVES)
        };
        let said = format!("{} of {free} untied {} became tied.", t.gained, self.cells);
        told(measure, &said, "nothing untied was observed in both waves.")
    }

    fn hamming_count(&self) -> Measure {
        let t = self.ties;
        let distance = (t.gained + t.lost) as f64;
        let measure = Measure {
            value: (t.observed > 0).then_some(distance),
            unit: self.cells.to_owned(),
            n: t.observed,
            interval: Interval::identification(distance, distance + self.unknown.all as f64)
                .filter(|_| self.bounded),
            convention: "Hamming distance: gained + lost".to_owned(),
            ..self.named("hamming", WAVES).of_kind("count")
        };
        let said = format!("{distance} of {} {} changed.", t.observed, self.cells);
        told(measure, &said, "no cell was observed in both waves.")
    }

    fn hamming_share(&self) -> Measure {
        let t = self.ties;
        let measure = Measure {
            value: share(t.gained + t.lost, t.observed),
            unit: format!("share of {}", self.cells),
            n: t.observed,
            convention: "(gained + lost) / cells observed in both waves".to_owned(),
            ..self.named("hamming", WAVES).of_kind("share")
        };
        let said = format!(
            "{} of {} {} changed ({:.1} %).",
            t.gained + t.lost,
            t.observed,
            self.cells,
            100.0 * measure.value.unwrap_or(0.0)
        );
        told(measure, &said, "no cell was observed in both waves.")
    }

    /// Pearson correlation of the two waves, from sums over the ties alone: an absence is 0.
    fn correlation(&self, waves: &Waves, over: Pairs) -> Measure {
        let valued = waves.before.is_valued() && waves.after.is_valued();
        let distance = [&waves.before, &waves.after]
            .iter()
            .any(|net| net.value_means() == ValueMeans::Distance);
        // An absence is no distance of 0, so over cells distances count as tied or not.
        let values = valued && (over == Pairs::Ties || !distance);
        let largest = |net: &crate::Network| {
            let values = net.out().values().unwrap_or_default();
            values
                .iter()
                .copied()
                .fold(0.0, f64::max)
                .max(f64::MIN_POSITIVE)
        };
        // Scaled by the largest, so that squares stay finite; a correlation does not mind.
        let (top_x, top_y) = (largest(&waves.before), largest(&waves.after));
        let number = |value: Option<f64>, top: f64| {
            if values {
                value.map_or(0.0, |v| v / top)
            } else {
                1.0
            }
        };
        let mut points = Vec::new();
        waves.each_tie(|_, _, status, before, after| match (status, over) {
            (TieStatus::Kept, _) => points.push((number(before, top_x), number(after, top_y))),
            (TieStatus::Lost, Pairs::Cells) => points.push((number(before, top_x), 0.0)),
            (TieStatus::Gained, Pairs::Cells) => points.push((0.0, number(after, top_y))),
            _ => {}
        });
        let count = match over {
            Pairs::Cells => self.ties.observed,
            Pairs::Ties => points.len() as u64,
        };
        let (kind, what, convention) = match over {
            Pairs::Cells if values => (
                "cells",
                self.cells,
                "Pearson over cells observed in both waves, an absence 0",
            ),
            Pairs::Cells => (
                "cells",
                self.cells,
                "Pearson over cells observed in both waves, tied 1 and untied 0 (phi)",
            ),
            Pairs::Ties => ("ties", "kept ties", "Pearson over the ties of both waves"),
        };
        let measure = Measure {
            value: if over == Pairs::Ties && !values {
                None
            } else {
                pearson(&points, count)
            },
            unit: "correlation".to_owned(),
            n: count,
            reference: "0, no relation; 1, the later wave is the earlier one scaled. For a test permute partners (QAP)".to_owned(),
            convention: convention.to_owned(),
            ..self
                .named("value_correlation", "Krackhardt (1988), Social Networks 10, 359-381")
                .of_kind(kind)
        };
        let said = format!(
            "Over {count} {what} the waves correlate by {:.3}.",
            measure.value.unwrap_or(0.0)
        );
        let why = if over == Pairs::Ties && !values {
            "ties have no values in both waves."
        } else {
            "one of the waves does not vary."
        };
        told(measure, &said, why)
    }
}

/// Correlation of `count` points of which those not listed are (0, 0).
fn pearson(points: &[(f64, f64)], count: u64) -> Option<f64> {
    let n = count as f64;
    let mean = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).sum::<f64>() / n;
    let (mx, my) = (mean(|p| p.0), mean(|p| p.1));
    let rest = n - points.len() as f64;
    let mut sums = (rest * mx * my, rest * mx * mx, rest * my * my);
    for (x, y) in points {
        let (dx, dy) = (x - mx, y - my);
        sums = (sums.0 + dx * dy, sums.1 + dx * dx, sums.2 + dy * dy);
    }
    let spread = sums.1.sqrt() * sums.2.sqrt();
    let varies = sums.1 > 1e-24 * n && sums.2 > 1e-24 * n;
    (count > 1 && varies).then(|| (sums.0 / spread).clamp(-1.0, 1.0))
}

fn partner_jaccard(change: &Comparison) -> Measure {
    let all = change.stayers + change.joiners + change.leavers;
    let measure = Measure {
        value: share(change.stayers, all),
        unit: "share of partners of either wave".to_owned(),
        direction: Direction::None,
        n: all,
        coverage: None,
        reference: "1, when the partners are the same".to_owned(),
        convention: "stayers / (stayers + joiners + leavers)".to_owned(),
        citation: WAVES.to_owned(),
        ..Measure::named("partner_jaccard")
    };
    let said = format!(
        "{} partners stayed, {} joined and {} left.",
        change.stayers, change.joiners, change.leavers
    );
    told(measure, &said, "neither wave has a partner.")
}

/// The sentence, or why there is no number.
fn told(measure: Measure, sentence: &str, why_not: &str) -> Measure {
    if measure.value.is_none() {
        return measure.undefined(why_not);
    }
    Measure {
        sentence: sentence.to_owned(),
        ..measure
    }
}
