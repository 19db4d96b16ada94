//! Who is left behind and what it takes: one indicator at its latest period.

use std::collections::BTreeMap;

use commonweal_equity::{
    Allocation, AllocationMethod, AllocationOptions, CellShortfall, Concentration,
    ConcentrationOptions, Direction, Disclosure, Exact, GapOptions, Gaps, GroupCount, HideReason,
    Path, PrimaryRule, Rate, RateOptions, Readings, Target, Trajectory, Wording, protect,
};
use commonweal_tables::{Error, Outcomes};
use serde::Serialize;

use crate::Partnership;

/// Dimension of places.
const PLACE: &str = "place_id";
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

/// Where the children missing to the target are.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceEvidence {
    /// What a cell is: place and group.
    pub by: Vec<String>,
    /// The cells by shortfall.
    pub concentration: Concentration,
    /// The cells of the smallest set that may be shown, in order.
    pub shown: Vec<CellShortfall>,
    /// Cells of the smallest set that may not be shown one by one.
    pub withheld: usize,
    /// The longest run of cells of one group from the top of the ranking.
    pub leading: Option<GroupShare>,
    /// The group with most of the shortfall in the smallest set.
    pub foremost: Option<GroupShare>,
    /// How many places there are.
    pub places: usize,
}

/// A group's part of the shortfall in some of its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupShare {
    /// The group.
    pub group: String,
    /// Number of its places among those cells.
    pub places: usize,
    /// Children missing there.
    pub children: u64,
    /// The same as a share of the whole shortfall.
    pub share: Exact,
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
    not_shown: &mut Vec<String>,
) -> Option<OutcomeEvidence> {
    let mut note =
        |what: &str, error: &Error| not_shown.push(format!("{what} of \"{indicator}\": {error}"));
    let outcomes = match partnership.outcomes(indicator) {
        Ok(outcomes) => outcomes,
        Err(error) => {
            note("Outcomes", &error);
            return None;
        }
    };
    let latest = outcomes.latest()?.to_owned();
    let overall = outcomes
        .rates(&[], None, RateOptions::default())
        .map_err(|error| note("The overall rate", &error))
        .ok();
    let history = outcomes
        .history()
        .map_err(|error| note("The history", &error))
        .unwrap_or_default();
    let set = partnership
        .tables()
        .targets
        .iter()
        .any(|row| row.indicator_id == indicator);
    let target = if set {
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
        overall: overall.and_then(|rates| rates.into_iter().next()),
        history,
        groups,
        places,
        target,
        censored: (censored, now.len()),
        latest,
    })
}

fn target(partnership: &Partnership, indicator: &str) -> Result<TargetEvidence, Error> {
    let target = partnership.target(indicator)?;
    let stated = partnership
        .tables()
        .targets
        .iter()
        .find(|row| row.indicator_id == indicator)
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

/// Which groups may not be shown beside a total: those that tell about single children by themselves,
/// and then the smallest others until the total minus the shown groups gives nothing away.
fn hidden(counts: &[GroupCount]) -> Vec<Option<String>> {
    let rule = PrimaryRule::default();
    let protection = protect(counts, rule);
    let mut hidden: Vec<Option<String>> = protection
        .cells
        .iter()
        .map(|cell| match cell {
            Disclosure::Show => None,
            Disclosure::Hide(HideReason::FewChildren { min_n }) => {
                Some(format!("not shown: fewer than {min_n} children"))
            }
            Disclosure::Hide(_) => {
                Some("not shown: the rate would tell the outcome of every child".to_owned())
            }
        })
        .collect();
    if protection.total_is_safe {
        return hidden;
    }
    let mut shown: Vec<usize> = (0..counts.len()).filter(|&i| hidden[i].is_none()).collect();
    shown.sort_by_key(|&i| (counts[i].n().low(), i));
    for i in shown {
        hidden[i] = Some("not shown: would give a smaller group away by subtraction".to_owned());
        let out = || {
            hidden
                .iter()
                .zip(counts)
                .filter(|(why, _)| why.is_some())
                .map(|(_, count)| count)
        };
        if out().count() >= 2 && out().map(|count| count.n().low()).sum::<u64>() >= rule.min_n {
            break;
        }
    }
    hidden
}

fn places(outcomes: &Outcomes, target: &Target) -> Result<Option<PlaceEvidence>, Error> {
    // The finest table of places: place × group where it is given, else places alone.
    let crossed = outcomes
        .dimensions()
        .iter()
        .filter(|dimension| *dimension != PLACE)
        .find_map(|dimension| {
            let by = vec![PLACE.to_owned(), dimension.clone()];
            let cells = outcomes.counts(&[PLACE, dimension], None).ok()?;
            Some((by, cells))
        });
    let (by, cells) = match crossed {
        Some(found) => found,
        None => match outcomes.counts(&[PLACE], None) {
            Ok(cells) => (vec![PLACE.to_owned()], cells),
            Err(_) => return Ok(None),
        },
    };
    let options = ConcentrationOptions::new(target.goal(), outcomes.direction())?;
    let concentration = commonweal_equity::concentration(&cells, &options)?;
    let rule = PrimaryRule::default();
    let smallest = &concentration.cells[..concentration.smallest];
    let mut shown = Vec::new();
    for cell in smallest {
        let count = GroupCount::new(cell.key.clone(), cell.n, cell.successes)?;
        if rule.decide(&count) == Disclosure::Show {
            shown.push(cell.clone());
        }
    }
    let group_of = |cell: &CellShortfall| Some(cell.key.level(by.get(1)?)?.to_owned());
    let top = smallest.first().and_then(group_of);
    let run = smallest
        .iter()
        .take_while(|cell| top.is_some() && group_of(cell) == top);
    let leading = share(&concentration, top.as_deref(), run);
    let mut by_group: BTreeMap<String, Vec<&CellShortfall>> = BTreeMap::new();
    for cell in smallest {
        by_group
            .entry(group_of(cell).unwrap_or_default())
            .or_default()
            .push(cell);
    }
    let most = by_group
        .iter()
        .max_by_key(|(_, cells)| missing(cells.iter().copied()));
    let foremost = most.and_then(|(group, cells)| {
        let group = Some(group.as_str()).filter(|group| !group.is_empty());
        share(&concentration, group, cells.iter().copied())
    });
    let mut places: Vec<&str> = cells
        .iter()
        .filter_map(|cell| cell.key().level(PLACE))
        .collect();
    places.sort_unstable();
    places.dedup();
    Ok(Some(PlaceEvidence {
        withheld: concentration.smallest - shown.len(),
        places: places.len(),
        by,
        shown,
        leading,
        foremost,
        concentration,
    }))
}

fn missing<'a>(cells: impl Iterator<Item = &'a CellShortfall>) -> u64 {
    cells.map(|cell| cell.shortfall).sum()
}

fn share<'a>(
    found: &Concentration,
    group: Option<&str>,
    cells: impl Iterator<Item = &'a CellShortfall> + Clone,
) -> Option<GroupShare> {
    let children = missing(cells.clone());
    Some(GroupShare {
        group: group?.to_owned(),
        places: cells.count(),
        children,
        share: Exact::from(children).over(Exact::from(found.total)).ok()?,
    })
}
