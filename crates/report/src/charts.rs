//! From results to figures: the one place that decides how a result is drawn.

use commonweal_equity::{
    Concentration, Direction, Exact, Gap, GapStatus, Rate, Reference as Whom, Target, Trajectory,
    Wording,
};
use commonweal_network::{Attribute, Network, layout};

use crate::figure::{
    Cover, Estimate, Figure, GapFigure, GapRow, Judgement, MapFigure, MapPartner, MapTie,
    Milestone, Observation, PathFigure, Reference, ShortfallFigure, Unit,
};

/// What a map shows beside the ties.
#[derive(Debug, Clone, Default)]
pub struct MapOptions<'a> {
    /// Attribute shown by colour and shape; `sector` where there is one.
    pub color: Option<&'a str>,
    /// A label for each partner, `None` for those that may not be named; empty: no labels.
    pub labels: Vec<Option<String>>,
    /// Title of the figure.
    pub title: Option<&'a str>,
    /// What a tie is, for the legend.
    pub tie: Option<&'a str>,
    /// Seed of the layout.
    pub seed: u64,
}

/// The map of a network: stress layout, ties known and unknown, who answered, the backbone.
///
/// # Errors
/// [`commonweal_network::Error`] when the colour is not an attribute of the partners.
pub fn map_figure(
    network: &Network,
    options: MapOptions<'_>,
) -> Result<Figure, commonweal_network::Error> {
    let attribute: Option<&Attribute> = match options.color {
        Some(name) => Some(network.attribute(name).ok_or_else(|| {
            let known: Vec<&str> = network.attributes().iter().map(Attribute::name).collect();
            commonweal_network::Error::BadOption {
                option: "color",
                found: format!("\"{name}\""),
                expected: format!("an attribute of the partners: {}", known.join(", ")),
            }
        })?),
        None => network.attribute("sector"),
    };
    let positions = layout::positions(
        network,
        &layout::LayoutOptions { seed: options.seed },
        &commonweal_network::Control::new(),
    )?;
    let mut backbone = vec![false; network.partners()];
    for &i in network.backbone() {
        backbone[i as usize] = true;
    }
    let mut labels = options.labels.into_iter();
    let partners = (0..network.partners() as u32)
        .zip(positions)
        .zip(backbone)
        .map(|((i, [x, y]), backbone)| MapPartner {
            label: labels.next().flatten(),
            x,
            y,
            sector: attribute.and_then(|a| a.code(i)),
            backbone,
            size: None,
            answered: network.observed().answered(i),
        })
        .collect();
    let ties = network
        .iter_ties()
        .map(|(a, b, value)| MapTie {
            a,
            b,
            strength: value,
            directed: network.is_directed(),
        })
        .collect();
    let chart = MapFigure {
        partners,
        sectors: attribute.map_or_else(Vec::new, |a| {
            a.categories().iter().map(|c| readable(c)).collect()
        }),
        ties,
        unknown: network.unknown_pairs().collect(),
        tie_label: options.tie.unwrap_or_default().to_owned(),
        ..MapFigure::default()
    };
    Ok(Figure::new(
        options.title.unwrap_or("Who works with whom"),
        chart,
    ))
}

/// A code as people write it: `community_based` is "community based".
pub(crate) fn readable(code: &str) -> String {
    code.replace('_', " ")
}

/// Rates of the groups with their intervals. A group without a gap is one that may not be shown, with the
/// reason. A reference that differs from group to group (everyone else) has no line; the overall rate is
/// drawn instead where it is given.
pub fn gap_figure<'a>(
    groups: impl IntoIterator<Item = (String, Result<&'a Gap, &'a str>)>,
    reference: &Whom,
    overall: Option<&Rate>,
    words: &Wording,
) -> Figure {
    let line = |label: &str, rate: Exact| Reference {
        label: label.to_owned(),
        value: rate.to_f64(),
    };
    let mut fixed = None;
    let rows = groups
        .into_iter()
        .map(|(label, gap)| {
            if let (Ok(gap), false) = (gap, *reference == Whom::Rest) {
                let rate = gap.reference.rate;
                fixed = rate
                    .map(|rate| line(&gap.reference.population, rate))
                    .or(fixed.take());
            }
            gap_row(label, gap)
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
    Figure::new(format!("Share who {}, by group", words.outcome), chart)
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

/// The way to a goal, with what was observed before it.
pub fn path_figure(
    target: &Target,
    path: &Trajectory,
    history: &[(i32, Rate)],
    words: &Wording,
) -> Figure {
    let observed = |year: i32, rate: &Rate| {
        rate.rate.map(|value| Observation {
            year,
            rate: value.to_f64(),
            interval: rate.lower.zip(rate.upper),
        })
    };
    let before = history.iter().filter(|(year, _)| *year < target.start());
    let chart = PathFigure {
        history: before
            .filter_map(|(year, rate)| observed(*year, rate))
            .collect(),
        baseline: Observation {
            year: target.start(),
            rate: target.baseline().to_f64(),
            interval: None,
        },
        path: path
            .years
            .iter()
            .map(|year| Milestone {
                year: year.year,
                rate: year.rate.to_f64(),
                additional: u64::try_from(year.additional.abs().ceil()).unwrap_or(0),
            })
            .collect(),
        goal: target.goal().to_f64(),
        unit: Unit::Percent,
        axis: format!("share of {} who {}", words.population, words.outcome),
        count_label: format!(
            "{} {} than at the baseline rate",
            words.population,
            more(target.direction())
        ),
        ..PathFigure::default()
    };
    Figure::new(
        format!(
            "From {} in {} to {} in {}",
            target.baseline().percent(0),
            target.start(),
            target.goal().percent(0),
            target.end()
        ),
        chart,
    )
}

/// "more" or "fewer", as the indicator has it.
pub(crate) fn more(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "more",
        Direction::Lower => "fewer",
    }
}

/// What children are who are counted in a shortfall: "missing", or "too many" where lower is better.
pub(crate) fn short(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "missing",
        Direction::Lower => "over the goal",
    }
}

/// How concentrated the missing children are over the cells.
pub fn shortfall_figure(found: &Concentration, cells: &str, words: &Wording) -> Figure {
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
        }),
        cells: cells.to_owned(),
        people: words.population.clone(),
        state: short(found.options.direction).to_owned(),
        enrolled: found.cells.iter().map(|cell| cell.n).collect(),
        ..ShortfallFigure::default()
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
