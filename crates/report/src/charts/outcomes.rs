//! Rates, gaps and where the shortfall is.

use commonweal_equity::{
    Concentration, Direction, Exact, Gap, GapStatus, Gaps, PrimaryRule, Ranks, Rate, RateStatus,
    Reference as Whom, Rule, Wording,
};

use super::{not_shown, readable, share_of, short};
use crate::figure::{
    Chart, Cover, EquiplotDot, EquiplotFigure, EquiplotPeriod, Estimate, Figure, GapFigure, GapRow,
    HeatmapFigure, HeatmapRow, Judgement, Level, Reference, ShortfallFigure, Unit,
};

/// Rates of the groups with their intervals. A group without a gap is one that may not be shown, with the
/// reason. A reference that differs from group to group (everyone else) has no line; the overall rate is
/// drawn instead where it is given.
pub fn gap_figure<'a>(
    groups: impl IntoIterator<Item = (String, Result<&'a Gap, &'a str>)>,
    reference: &Whom,
    overall: Option<&Rate>,
    words: &Wording,
) -> Figure {
    let rows = groups
        .into_iter()
        .map(|(label, gap)| (gap_row(label, gap), gap.ok()));
    rows_figure(rows, reference, overall, words)
}

/// All gaps of one comparison, its caveats below. Under a rule, each row carries the level at which the rule
/// flags it.
///
/// Groups that `rule` hides ([`commonweal_equity::suppressed`]) stand with the reason and without number and dot, because a count
/// and a rounded rate give every child away.
pub fn gaps_figure(
    found: &Gaps,
    overall: Option<&Rate>,
    rule: PrimaryRule,
    words: &Wording,
) -> Figure {
    let cells = found
        .gaps
        .iter()
        .map(|gap| (&gap.rate.key, gap.rate.n, gap.rate.successes));
    let why = not_shown(cells, rule);
    let rows = found.gaps.iter().zip(why).map(|(gap, why)| {
        let label = gap.rate.key.to_string();
        let row = match why {
            None => GapRow {
                cut: cut_off(gap, found.options.direction),
                ..gap_row(label, Ok(gap))
            },
            Some(why) => gap_row(label, Err(&why)),
        };
        (row, Some(gap))
    });
    let mut figure = rows_figure(rows, &found.options.reference, overall, words);
    if let (Some(rule), Chart::Gaps(chart)) = (found.options.rule, &mut figure.chart) {
        chart.flag_label = format!("flagged by {}", rule.title());
        let side = flagged_side(rule, found.options.direction);
        chart.rule_label = format!("{}: flags {side}", rule.title());
    }
    figure.footnotes.extend(found.caveats.iter().cloned());
    figure
}

/// Where a rule flags, seen from its cut-off: at a percentage point gap's, not at a ratio's.
fn flagged_side(rule: Rule, direction: Direction) -> &'static str {
    match (rule, direction) {
        (Rule::Ppg2017 { .. } | Rule::Ppg2022 { .. }, Direction::Higher) => "here or below",
        (Rule::Ppg2017 { .. } | Rule::Ppg2022 { .. }, Direction::Lower) => "here or above",
        (Rule::Idea { .. }, _) | (_, Direction::Lower) => "above",
        (_, Direction::Higher) => "below",
    }
}

/// The rate at which the gap's rule begins to flag; `None` without a rule or where no rate would be flagged.
fn cut_off(gap: &Gap, direction: Direction) -> Option<f64> {
    let finding = gap.finding.as_ref()?;
    let reference = gap.reference.rate?.to_f64();
    let level = match (finding.rule, direction) {
        (Rule::Ppg2017 { .. } | Rule::Ppg2022 { .. }, Direction::Higher) => {
            reference - finding.margin_pp? / 100.0
        }
        (Rule::Ppg2017 { .. } | Rule::Ppg2022 { .. }, Direction::Lower) => {
            reference + finding.margin_pp? / 100.0
        }
        (Rule::Proportionality { cut } | Rule::EightyPercent { cut }, Direction::Higher) => {
            reference * cut.to_f64()
        }
        (Rule::Proportionality { cut } | Rule::EightyPercent { cut }, Direction::Lower) => {
            reference / cut.to_f64()
        }
        (Rule::Idea { threshold, .. }, _) => reference * threshold.to_f64(),
        _ => return None,
    };
    (0.0..=1.0).contains(&level).then_some(level)
}

fn rows_figure<'a>(
    rows: impl Iterator<Item = (GapRow, Option<&'a Gap>)>,
    reference: &Whom,
    overall: Option<&Rate>,
    words: &Wording,
) -> Figure {
    let line = |label: &str, rate: Exact| Reference {
        label: label.to_owned(),
        value: rate.to_f64(),
    };
    let (mut fixed, mut by) = (None, None);
    let rows = rows
        .map(|(row, gap)| {
            by = by.take().or_else(|| gap.map(|gap| dimensions(&gap.rate)));
            if let (Some(gap), false) = (gap, *reference == Whom::Rest) {
                let rate = gap.reference.rate;
                fixed = rate
                    .map(|rate| line(&gap.reference.population, rate))
                    .or(fixed.take());
            }
            row
        })
        .collect();
    let overall = overall.and_then(|rate| rate.rate);
    let chart = GapFigure {
        rows,
        reference: match reference {
            Whom::Rest => overall.map(|rate| line(&format!("all {}", words.population), rate)),
            _ => fixed,
        },
        unit: Unit::Percent,
        axis: format!("share of {} who {}", words.population, words.outcome),
        flag_label: "interval of the gap lies wholly on the unfavourable side".to_owned(),
        ..GapFigure::default()
    };
    let by = by.unwrap_or_else(|| "group".to_owned());
    let figure = Figure::new(format!("Share who {}, by {by}", words.outcome), chart);
    if *reference != Whom::Rest {
        return figure;
    }
    let line = match overall {
        Some(_) => format!(
            "; the line is all {}, which is not the reference",
            words.population
        ),
        None => String::new(),
    };
    figure.footnote(format!("Each group is compared with everyone else{line}."))
}

/// What the groups are, in words: "race ethnicity and school".
fn dimensions(rate: &Rate) -> String {
    let names: Vec<String> = (rate.key.pairs()).map(|(name, _)| readable(name)).collect();
    if names.is_empty() {
        return "group".to_owned();
    }
    names.join(" and ")
}

fn gap_row(label: String, gap: Result<&Gap, &str>) -> GapRow {
    let hidden = |why: &str| GapRow {
        label: label.clone(),
        n: None,
        estimate: Estimate::NotShown(why.to_owned()),
        judgement: Judgement::NotFlagged,
        cut: None,
    };
    let gap = match gap {
        Ok(gap) => gap,
        Err(why) => return hidden(why),
    };
    let interval = gap.rate.lower.zip(gap.rate.upper);
    let estimate = match (gap.rate.rate, interval) {
        (Some(value), _) => Estimate::Known {
            value: value.to_f64(),
            interval,
        },
        (None, Some((low, high))) => Estimate::Between { low, high },
        (None, None) => return hidden("no children"),
    };
    GapRow {
        n: gap.rate.n.value(),
        judgement: match gap.status {
            GapStatus::Flagged => Judgement::Flagged,
            GapStatus::NotFlagged => Judgement::NotFlagged,
            GapStatus::NotAssessable(why) => Judgement::NotAssessable(why.words()),
        },
        cut: None,
        label,
        estimate,
    }
}

/// How concentrated the missing children are over the cells; with `ranks`, how sure that is.
pub fn shortfall_figure(
    found: &Concentration,
    ranks: Option<&Ranks>,
    cells: &str,
    words: &Wording,
) -> Figure {
    let hundredths = found
        .options
        .cover
        .times(Exact::from(100))
        .map_or(80, Exact::ceil);
    let chart = ShortfallFigure {
        missing: found.cells.iter().map(|cell| cell.shortfall).collect(),
        unknown_cells: found.not_assessed.len(),
        cover: (found.total > 0).then(|| Cover {
            cells: found.smallest,
            percent: u32::try_from(hundredths).unwrap_or(80),
            between: ranks.map(|ranks| ranks.smallest),
        }),
        cells: cells.to_owned(),
        people: words.population.clone(),
        state: short(found.options.direction).to_owned(),
        between_label: ranks.map_or_else(String::new, |ranks| {
            format!(
                "cells it takes in {:.0}\u{a0}% of the drawn years",
                100.0 * ranks.options.confidence.level()
            )
        }),
        enrolled: found.cells.iter().map(|cell| cell.n).collect(),
    };
    Figure::new(
        format!(
            "Where the distance of {} to {} is",
            words.population,
            found.options.level.percent(0)
        ),
        chart,
    )
}

/// A rate as a figure shows it: exact, as the range that published counts leave, or why it is not shown.
pub fn level(rate: Result<&Rate, &str>) -> Level {
    let rate = match rate {
        Ok(rate) => rate,
        Err(why) => return Level::NotShown(why.to_owned()),
    };
    match (rate.rate, rate.status, rate.lower.zip(rate.upper)) {
        (Some(value), ..) => Level::Known(value.to_f64()),
        (None, RateStatus::Bounded { .. }, Some((low, high))) => Level::Between { low, high },
        (None, RateStatus::NoMembers, _) => Level::NotShown("no children".to_owned()),
        (None, ..) => Level::NotShown("no number".to_owned()),
    }
}

/// The groups' rates in one period; a group that may not be shown stands with the reason.
#[derive(Debug, Clone, Default)]
pub struct PeriodRates<'a> {
    /// Name of the period, or of several taken together.
    pub label: String,
    /// Group and rate.
    pub rates: Vec<(String, Result<&'a Rate, &'a str>)>,
    /// What changed before this period, so that it cannot be compared with those above it.
    pub broken: Option<String>,
}

/// The groups over time: one line a period, from the lowest rate to the highest.
pub fn equiplot_figure<'a>(
    periods: impl IntoIterator<Item = PeriodRates<'a>>,
    direction: Direction,
    words: &Wording,
) -> Figure {
    let period = |p: PeriodRates<'a>| EquiplotPeriod {
        label: p.label,
        dots: p
            .rates
            .into_iter()
            .map(|(group, rate)| EquiplotDot {
                group,
                level: level(rate),
            })
            .collect(),
        broken: p.broken,
    };
    let chart = EquiplotFigure {
        periods: periods.into_iter().map(period).collect(),
        unit: Unit::Percent,
        axis: share_of(words, direction),
    };
    Figure::new(
        format!("Share who {}, by group over time", words.outcome),
        chart,
    )
}

/// Rates of `groups` (columns) in places (rows), both in the order given. `places` is what a row is, in the
/// plural: "schools".
pub fn heatmap_figure<'a>(
    groups: Vec<String>,
    rows: impl IntoIterator<Item = (String, Vec<Result<&'a Rate, &'a str>>)>,
    places: &str,
    direction: Direction,
    words: &Wording,
) -> Figure {
    let chart = HeatmapFigure {
        columns: groups,
        rows: rows
            .into_iter()
            .map(|(label, rates)| HeatmapRow {
                label,
                cells: rates.into_iter().map(level).collect(),
            })
            .collect(),
        most_rows: None,
        unit: Unit::Percent,
        axis: share_of(words, direction),
        places: places.to_owned(),
    };
    Figure::new(
        format!("Share who {}, by group and place", words.outcome),
        chart,
    )
}
