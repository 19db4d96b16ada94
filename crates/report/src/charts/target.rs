//! The way to a goal, and who the goal is about.

use commonweal_equity::{
    Allocation, CellAllocation, Direction, Exact, PrimaryRule, Rate, Target, Trajectory, Wording,
};

use super::{more, not_shown, share_of};
use crate::figure::{
    AllocationCell, AllocationFigure, AllocationGroup, AllocationRow, Band, Figure, Milestone,
    Observation, PathFigure, PathShape, Tracked, Unit, WaterfallFigure, WaterfallStep, count,
    counted,
};

/// What a path figure shows beside the path.
#[derive(Debug, Clone, Default)]
pub struct Fan<'a> {
    /// Ranges announced in advance; see [`band`].
    pub bands: Vec<Band>,
    /// What was observed since the baseline, with its status.
    pub tracked: Vec<Tracked>,
    /// What was observed since the baseline and is known only as a range; see [`observed_range`].
    pub ranges: Vec<Band>,
    /// Other ways to the goal, with their names.
    pub shapes: Vec<(String, &'a Trajectory)>,
}

/// The range of a year's rate from the range of its count; `None` without a cohort.
pub fn band(year: i32, low: u64, high: u64, cohort: u64) -> Option<Band> {
    let share = |count: u64| count as f64 / cohort as f64;
    (cohort > 0).then(|| Band {
        year,
        low: share(low),
        high: share(high),
    })
}

/// What was observed in a year; `None` where the rate is not known exactly.
pub fn observation(year: i32, rate: &Rate) -> Option<Observation> {
    rate.rate.map(|value| Observation {
        year,
        rate: value.to_f64(),
        interval: rate.lower.zip(rate.upper),
    })
}

/// The range of a rate that is not known exactly; `None` for one that is, and where nothing is known.
pub fn observed_range(year: i32, rate: &Rate) -> Option<Band> {
    let (low, high) = rate.lower.zip(rate.upper)?;
    (rate.rate.is_none()).then_some(Band { year, low, high })
}

/// The way to a goal, with what was observed before it.
pub fn path_figure(
    target: &Target,
    path: &Trajectory,
    history: &[(i32, Rate)],
    words: &Wording,
) -> Figure {
    fan_figure(target, path, history, Fan::default(), words)
}

/// The way to a goal with what was observed before and since, the ranges announced in advance, and other
/// ways to the same goal.
pub fn fan_figure(
    target: &Target,
    path: &Trajectory,
    history: &[(i32, Rate)],
    fan: Fan<'_>,
    words: &Wording,
) -> Figure {
    let shape = |(label, way): (String, &Trajectory)| PathShape {
        label,
        points: way
            .years
            .iter()
            .map(|y| (y.year, y.rate.to_f64()))
            .collect(),
    };
    let before = || history.iter().filter(|(year, _)| *year < target.start());
    let ranges = before().filter_map(|(year, rate)| observed_range(*year, rate));
    let chart = PathFigure {
        ranges: ranges.chain(fan.ranges).collect(),
        history: before()
            .filter_map(|(year, rate)| observation(*year, rate))
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
        bands: fan.bands,
        tracked: fan.tracked,
        shapes: fan.shapes.into_iter().map(shape).collect(),
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

/// From the count now to the count with everyone whom the allocation was to reach, the largest part first;
/// what capacities turned away is hatched. The end is called the goal only where the goal is there. Cells that
/// may not be shown by themselves ([`commonweal_equity::suppressed`]) are one step together.
pub fn waterfall_figure(target: &Target, found: &Allocation, words: &Wording) -> Figure {
    let step = |cell: &CellAllocation| WaterfallStep {
        label: cell.key.to_string(),
        children: cell.allocated,
    };
    let known = || {
        let cells = found.cells.iter();
        cells.filter_map(|cell| cell.successes.value().filter(|_| cell.allocated.is_some()))
    };
    let open = known().count();
    // What does not fit 64 bits does not add up, and the figure refuses it.
    let baseline = known().fold(0u64, u64::saturating_add);
    let all = found.allocated.saturating_add(found.unallocated);
    let hidden = suppressed_cells(&found.cells);
    let mut steps: Vec<WaterfallStep> = of(&found.cells, &hidden, false).map(step).collect();
    let pooled = of(&found.cells, &hidden, true).count();
    if pooled > 0 {
        let allocated = of(&found.cells, &hidden, true).filter_map(|cell| cell.allocated);
        steps.push(WaterfallStep {
            label: format!("{} together, for privacy", counted(pooled, "cell", "cells")),
            children: Some(allocated.fold(0, u64::saturating_add)),
        });
    }
    steps.sort_by_key(|step| std::cmp::Reverse(step.children));
    let at_goal = found.method.stops_at_goal() && all == found.price;
    let chart = WaterfallFigure {
        baseline,
        baseline_label: if open < found.cells.len() {
            let cells = counted(open, "cell", "cells");
            format!("{}, in {cells} with exact counts", target.start())
        } else {
            target.start().to_string()
        },
        steps,
        unallocated: found.unallocated,
        target: match found.direction {
            Direction::Higher => baseline.saturating_add(all),
            Direction::Lower => baseline.saturating_sub(all),
        },
        target_label: if at_goal {
            format!("{} in {}", found.goal.percent(0), target.end())
        } else {
            format!("with these {}", count(all))
        },
        people: words.population.clone(),
        axis: format!("number of {} who {}", words.population, words.outcome),
    };
    let mut figure = Figure::new(
        format!(
            "Who the {} {} {} are",
            count(found.allocated),
            more(found.direction),
            words.population
        ),
        chart,
    );
    if found.slack > 0 {
        let room = if found.method.stops_at_goal() {
            "the goal takes"
        } else {
            "there is room for"
        };
        figure = figure.footnote(format!(
            "{} more {} could be reached than {room}.",
            count(found.slack),
            words.population
        ));
    }
    (found.caveats.iter()).fold(figure, Figure::footnote)
}

/// Whether each cell must not be shown by itself, by the default rule. A cell that took no part shows no number.
fn suppressed_cells(cells: &[CellAllocation]) -> Vec<bool> {
    let part = |cell: &&CellAllocation| cell.allocated.is_some();
    let counts = cells.iter().filter(part);
    let counts = counts.map(|cell| (&cell.key, cell.n, cell.successes));
    let mut why = not_shown(counts, PrimaryRule::default()).into_iter();
    let hidden = |cell: &CellAllocation| part(&cell) && why.next().flatten().is_some();
    cells.iter().map(hidden).collect()
}

/// The cells that are hidden, or those that are not.
fn of<'a>(
    cells: &'a [CellAllocation],
    hidden: &'a [bool],
    wanted: bool,
) -> impl Iterator<Item = &'a CellAllocation> {
    let cells = cells.iter().zip(hidden);
    cells
        .filter(move |(_, hidden)| **hidden == wanted)
        .map(|(cell, _)| cell)
}

/// The same children split in several ways. A method that cannot split this total stands with the reason;
/// cells that may not be shown by themselves ([`commonweal_equity::suppressed`]) are left out, which a note says.
pub fn allocation_figure<'a>(
    methods: impl IntoIterator<Item = (String, Result<&'a Allocation, String>)>,
    words: &Wording,
) -> Figure {
    let methods: Vec<_> = methods.into_iter().collect();
    let first = methods.iter().find_map(|(_, found)| found.as_ref().ok());
    let hidden = first.map_or_else(Vec::new, |found| suppressed_cells(&found.cells));
    let cell = |cell: &CellAllocation| AllocationCell {
        children: cell.allocated,
        rate: cell.resulting_rate.map(Exact::to_f64),
    };
    let row = |(label, found): &(String, Result<&Allocation, String>)| AllocationRow {
        label: label.clone(),
        cells: found.as_ref().map_or_else(
            |_| vec![],
            |f| of(&f.cells, &hidden, false).map(cell).collect(),
        ),
        unallocated: found.as_ref().map_or(0, |f| f.unallocated),
        refused: found.as_ref().err().cloned(),
    };
    let group = |cell: &CellAllocation| AllocationGroup {
        label: cell.key.to_string(),
        rate: cell.rate.map(Exact::to_f64),
    };
    let direction = first.map_or(Direction::Higher, |found| found.direction);
    let chart = AllocationFigure {
        groups: first.map_or_else(Vec::new, |found| {
            of(&found.cells, &hidden, false).map(group).collect()
        }),
        methods: methods.iter().map(row).collect(),
        goal: first.map(|found| found.goal.to_f64()),
        unit: Unit::Percent,
        axis: share_of(words, direction),
        people: words.population.clone(),
        fewer: direction == Direction::Lower,
    };
    let figure = Figure::new(
        format!("Ways to split the same {}", words.population),
        chart,
    );
    match hidden.iter().filter(|hidden| **hidden).count() {
        0 => figure,
        left => figure.footnote(format!(
            "Not drawn, for privacy: {}.",
            counted(left, "cell", "cells")
        )),
    }
}
