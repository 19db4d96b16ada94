//! Who is left behind and what it takes: one indicator at its latest period.

use commonweal_equity::{
    Allocation, AllocationMethod, AllocationOptions, CellAllocation, Direction, Disclosure, Gap,
    GapOptions, GroupCount, GroupKey, Path, PrimaryRule, Rate, RateOptions, Readings, Reference,
    Target, Trajectory, Wording, suppressed,
};
use commonweal_tables::{Error, Outcomes};
use serde::Serialize;

use super::NotShown;
use super::places::{PlaceEvidence, places};
use crate::Partnership;

/// Dimension of places.
pub(super) const PLACE: &str = "place_id";
/// A dimension with more groups is a list of places rather than of groups, and is not drawn group by group.
const MOST_GROUPS: usize = 15;

/// The groups of one dimension.
#[derive(Debug, Clone, Serialize)]
pub struct GroupEvidence {
    /// The dimension.
    pub dimension: String,
    /// Whom each group is compared with.
    pub reference: Reference,
    /// One a group, in the order of their keys.
    pub rows: Vec<GroupRow>,
    /// Sentences that belong to every number here.
    pub caveats: Vec<String>,
    /// What the groups take together; `None` where one of them is hidden, because sums and spreads would
    /// tell about it, and where there is no target.
    pub together: Option<Together>,
}

/// One group. Of a hidden one nothing but its name and the reason is here.
#[derive(Debug, Clone, Serialize)]
pub struct GroupRow {
    /// The group.
    pub key: GroupKey,
    /// Why it may not be shown; `None` when it may. A group hidden here is hidden everywhere.
    pub hidden: Option<String>,
    /// The group against everyone else.
    pub gap: Option<Gap>,
    /// What it takes for this group to reach the target.
    pub equal_rate: Option<CellAllocation>,
    /// Its part of the target's own children by shortfall.
    pub by_shortfall: Option<CellAllocation>,
}

/// What all groups take together.
#[derive(Debug, Clone, Serialize)]
pub struct Together {
    /// Every group reaches the target: its price in children.
    pub equal_rate: Allocation,
    /// The target's own children, split by shortfall.
    pub by_shortfall: Allocation,
}

/// What the target takes.
#[derive(Debug, Clone, Serialize)]
pub struct TargetEvidence {
    /// The target.
    pub target: Target,
    /// The readings of the stated number; without one, of the target's own.
    pub readings: Readings,
    /// The linear way.
    pub path: Trajectory,
}

/// One indicator.
#[derive(Debug, Clone, Serialize)]
pub struct OutcomeEvidence {
    /// Its id.
    pub indicator: String,
    /// Its name.
    pub name: String,
    /// How sentences call the children and the outcome.
    pub words: Wording,
    /// Which way is good.
    pub direction: Direction,
    /// Number of periods.
    pub periods: usize,
    /// The latest period.
    pub latest: String,
    /// All children, latest period.
    pub overall: Option<Rate>,
    /// All children, every period, by the year it ends in.
    pub history: Vec<(i32, Rate)>,
    /// The groups of each dimension.
    pub groups: Vec<GroupEvidence>,
    /// Where the shortfall is.
    pub places: Option<PlaceEvidence>,
    /// What the target takes.
    pub target: Option<TargetEvidence>,
    /// Cells of the latest period whose counts are ranges, and all cells of that period.
    pub censored: (usize, usize),
}

/// Indicators that have outcomes, in the order of the table `indicators`.
pub(super) fn indicators(partnership: &Partnership) -> Vec<&str> {
    let tables = partnership.tables();
    let mut ids: Vec<&str> = Vec::new();
    for indicator in &tables.indicators {
        let id = indicator.indicator_id.as_str();
        if !ids.contains(&id) && tables.outcomes.iter().any(|row| row.indicator_id == id) {
            ids.push(id);
        }
    }
    ids
}

pub(super) fn gather(
    partnership: &Partnership,
    indicator: &str,
    not_shown: &mut NotShown,
) -> Option<OutcomeEvidence> {
    let mut note = |what: &str, error: &Error| {
        not_shown.because(&format!("{what} of \"{indicator}\""), error);
    };
    let outcomes = match partnership.outcomes(indicator) {
        Ok(outcomes) => outcomes,
        Err(error) => {
            note("Outcomes", &error);
            return None;
        }
    };
    let Some(latest) = outcomes.latest().map(str::to_owned) else {
        let what = format!("Outcomes of \"{indicator}\"");
        not_shown.without(&what, "no row has a number of children (denominator or n)");
        return None;
    };
    let overall = outcomes
        .overall(None)
        .map_err(|error| note("The overall rate", &error))
        .ok()
        .flatten();
    let overall = overall.filter(|all| {
        let known = all.n().value().is_some();
        if !known {
            let why = "the number of children is not known in every part".to_owned();
            note("The overall rate", &Error::Input(why));
        }
        known
    });
    if overall.as_ref().is_some_and(|all| !may_be_shown(all)) {
        let what = format!("Outcomes of \"{indicator}\" in {latest}");
        not_shown.without(
            &what,
            "so few children, or so equal, that a rate would tell about each",
        );
        return None;
    }
    let overall = overall.and_then(|all| {
        Rate::new(&all, RateOptions::default())
            .map_err(|error| note("The overall rate", &error.into()))
            .ok()
    });
    let history = history(&outcomes)
        .map_err(|error| note("The history", &error))
        .unwrap_or_default();
    let finer = partnership.tables().targets.iter().filter(|row| {
        row.indicator_id == indicator
            && (row.dimension != "all" || row.group != "all" || row.place_id.is_some())
    });
    let finer = finer.count();
    if finer > 0 {
        let what = format!("{finer} target(s) of \"{indicator}\" for groups or places");
        not_shown.without(
            &what,
            "the report works out the target of all children only",
        );
    }
    let mut note = |what: &str, error: &Error| {
        not_shown.because(&format!("{what} of \"{indicator}\""), error);
    };
    let target = if partnership.target_row(indicator).is_some() {
        target(partnership, indicator)
            .map_err(|error| note("The target", &error))
            .ok()
    } else {
        None
    };
    let mut groups = Vec::new();
    for dimension in outcomes
        .dimensions()
        .iter()
        .filter(|dimension| *dimension != PLACE)
    {
        match self::groups(&outcomes, dimension, target.as_ref()) {
            Ok(found) => groups.extend(found),
            Err(error) => note(&format!("Groups by {dimension}"), &error),
        }
    }
    let places = target.as_ref().and_then(|target| {
        places(&outcomes, &target.target, &groups)
            .map_err(|error| note("The shortfall by place", &error))
            .ok()
            .flatten()
    });
    let now: Vec<_> = outcomes
        .cells()
        .iter()
        .filter(|cell| cell.period.as_deref() == Some(&latest))
        .collect();
    let censored = now
        .iter()
        .filter(|cell| cell.counts.exact().is_none())
        .count();
    Some(OutcomeEvidence {
        indicator: indicator.to_owned(),
        name: outcomes.name().to_owned(),
        words: outcomes.words().clone(),
        direction: outcomes.direction(),
        periods: outcomes.periods().len(),
        overall,
        history,
        groups,
        places,
        target,
        censored: (censored, now.len()),
        latest,
    })
}

/// Whether a count of all children may stand in a report.
fn may_be_shown(all: &GroupCount) -> bool {
    PrimaryRule::default().decide(all) == Disclosure::Show
}

/// The overall rates that may be shown, by year.
fn history(outcomes: &Outcomes) -> Result<Vec<(i32, Rate)>, Error> {
    let mut history = outcomes.history()?;
    history.retain(|(_, rate)| {
        GroupCount::from_counts(rate.key.clone(), rate.n, rate.successes)
            .is_ok_and(|all| may_be_shown(&all))
    });
    Ok(history)
}

fn target(partnership: &Partnership, indicator: &str) -> Result<TargetEvidence, Error> {
    let target = partnership.target(indicator)?;
    let stated = partnership
        .target_row(indicator)
        .and_then(|row| row.headcount);
    Ok(TargetEvidence {
        readings: target.readings(Some(stated.unwrap_or(target.children())))?,
        path: target.path(Path::Linear)?,
        target,
    })
}

fn groups(
    outcomes: &Outcomes,
    dimension: &str,
    target: Option<&TargetEvidence>,
) -> Result<Option<GroupEvidence>, Error> {
    let counts = match outcomes.counts(&[dimension], None) {
        Ok(counts) => counts,
        // A dimension that is only crossed with others in the latest period has no margin to show.
        Err(Error::NotCrossed { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    if counts.len() > MOST_GROUPS {
        return Ok(None);
    }
    let gaps = outcomes.gaps(&[dimension], None, GapOptions::new(outcomes.direction()))?;
    let allocate = |method, total| {
        let target = &target?.target;
        let options = AllocationOptions {
            method,
            total,
            ..AllocationOptions::default()
        };
        // With overlapping groups there is nothing to split; the gaps say that they overlap.
        gaps.options
            .exclusive
            .then(|| target.allocate(&counts, options).ok())?
    };
    let equal_rate = allocate(AllocationMethod::EqualRate, None);
    let split = target.map(|target| target.target.children());
    let by_shortfall = allocate(AllocationMethod::Shortfall, split);
    let cell = |of: &Option<Allocation>, i: usize| of.as_ref()?.cells.get(i).cloned();
    let rows: Vec<GroupRow> = gaps
        .gaps
        .iter()
        .zip(suppressed(&counts, PrimaryRule::default()))
        .enumerate()
        .map(|(i, (gap, hidden))| GroupRow {
            key: gap.rate.key.clone(),
            gap: hidden.is_none().then(|| gap.clone()),
            equal_rate: hidden
                .as_ref()
                .map_or_else(|| cell(&equal_rate, i), |_| None),
            by_shortfall: hidden
                .as_ref()
                .map_or_else(|| cell(&by_shortfall, i), |_| None),
            hidden,
        })
        .collect();
    let all_shown = rows.iter().all(|row| row.hidden.is_none());
    let together = equal_rate.zip(by_shortfall).filter(|_| all_shown);
    Ok(Some(GroupEvidence {
        dimension: dimension.to_owned(),
        reference: gaps.options.reference,
        rows,
        caveats: gaps.caveats,
        together: together.map(|(equal_rate, by_shortfall)| Together {
            equal_rate,
            by_shortfall,
        }),
    }))
}
