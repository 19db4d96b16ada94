//! Who is left behind and what it takes: one indicator at its latest period.

use commonweal_equity::{
    Allocation, AllocationMethod, AllocationOptions, Direction, Disclosure, GapOptions, Gaps,
    GroupCount, Path, PrimaryRule, Rate, RateOptions, Readings, Target, Trajectory, Wording,
};
use commonweal_tables::{Error, Outcomes};
use serde::Serialize;

use super::NotShown;
use super::hidden::hidden;
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
    /// Every group against everyone else.
    pub gaps: Gaps,
    /// Why a group may not be shown; `None` for those that may. A group hidden here is hidden everywhere.
    pub hidden: Vec<Option<String>>,
    /// What it takes for all groups to reach the target: its price in children.
    pub equal_rate: Option<Allocation>,
    /// The target's own children split by each group's shortfall.
    pub by_shortfall: Option<Allocation>,
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
        places(&outcomes, &target.target)
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
    Ok(Some(GroupEvidence {
        dimension: dimension.to_owned(),
        hidden: hidden(&counts),
        equal_rate: allocate(AllocationMethod::EqualRate, None),
        by_shortfall: allocate(
            AllocationMethod::Shortfall,
            target.map(|t| t.target.children()),
        ),
        gaps,
    }))
}
