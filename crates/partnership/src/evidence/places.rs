//! Where the children missing to a target are: place by place, or place and group.
//!
//! Only cells that may be shown are counted here, so that neither a table nor a curve nor a sum tells about
//! the others: cells that are too small, cells of a group that is hidden, and the cells that would give
//! those away by subtraction from their group's total.

use std::collections::{BTreeMap, BTreeSet};

use commonweal_equity::{
    CellShortfall, Concentration, ConcentrationOptions, Count, Exact, GroupCount, PrimaryRule,
    Target, concentration, suppressed,
};
use commonweal_tables::{Error, Outcomes};
use serde::Serialize;

use super::outcomes::{GroupEvidence, PLACE};

/// Where the children missing to the target are.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceEvidence {
    /// What a cell is: place and group.
    pub by: Vec<String>,
    /// The cells that may be shown, by shortfall; every sum in it is over these cells alone.
    pub concentration: Concentration,
    /// Cells with exact counts that may not be shown.
    pub withheld: usize,
    /// Cells that are published as ranges.
    pub censored: usize,
    /// What the cells published as ranges may be missing together.
    pub censored_missing: Count,
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
    /// The same as a share of the shortfall of all cells that may be shown.
    pub share: Exact,
}

/// The finest table of places in the latest period against the goal; `None` where nothing is counted by
/// place or no cell may be shown.
pub(super) fn places(
    outcomes: &Outcomes,
    target: &Target,
    groups: &[GroupEvidence],
) -> Result<Option<PlaceEvidence>, Error> {
    // Place × group where it is given, else places alone. Where groups overlap a child would be missing twice.
    let crossed = outcomes
        .dimensions()
        .iter()
        .filter(|dimension| *dimension != PLACE && !outcomes.overlaps(&[PLACE, dimension]))
        .find_map(|dimension| {
            let cells = outcomes.counts(&[PLACE, dimension], None).ok()?;
            Some((vec![PLACE.to_owned(), dimension.clone()], cells))
        });
    let (by, cells) = match crossed {
        Some(found) => found,
        None => match outcomes.counts(&[PLACE], None) {
            Ok(cells) => (vec![PLACE.to_owned()], cells),
            Err(_) => return Ok(None),
        },
    };
    let options = ConcentrationOptions::new(target.goal(), outcomes.direction())?;
    let everything = concentration(&cells, &options)?;
    let shown = shown(&by, &cells, groups);
    if shown.is_empty() {
        return Ok(None);
    }
    let exact = cells.iter().filter(|cell| cell.exact().is_some()).count();
    let concentration = concentration(&shown, &options)?;
    let group_of = |cell: &CellShortfall| Some(cell.key.level(by.get(1)?)?.to_owned());
    let smallest = &concentration.cells[..concentration.smallest];
    let top = smallest.first().and_then(group_of);
    let run = smallest
        .iter()
        .take_while(|cell| top.is_some() && group_of(cell) == top);
    let leading = share(&concentration, top.as_deref(), run);
    let mut by_group: BTreeMap<String, Vec<&CellShortfall>> = BTreeMap::new();
    for cell in smallest {
        if let Some(group) = group_of(cell) {
            by_group.entry(group).or_default().push(cell);
        }
    }
    let most = by_group
        .iter()
        .max_by_key(|(_, cells)| missing(cells.iter().copied()));
    let foremost =
        most.and_then(|(group, cells)| share(&concentration, Some(group), cells.iter().copied()));
    let places: BTreeSet<&str> = cells
        .iter()
        .filter_map(|cell| cell.key().level(PLACE))
        .collect();
    Ok(Some(PlaceEvidence {
        withheld: exact - shown.len(),
        censored: everything.not_assessed.len(),
        censored_missing: everything
            .not_assessed
            .iter()
            .map(|(_, count)| *count)
            .sum(),
        places: places.len(),
        by,
        leading,
        foremost,
        concentration,
    }))
}

/// The cells that may be shown beside the total of their group.
fn shown(by: &[String], cells: &[GroupCount], groups: &[GroupEvidence]) -> Vec<GroupCount> {
    let mut of_group: BTreeMap<Option<&str>, Vec<GroupCount>> = BTreeMap::new();
    for cell in cells {
        let group = by.get(1).and_then(|dimension| cell.key().level(dimension));
        of_group.entry(group).or_default().push(cell.clone());
    }
    let group_hidden = |group: Option<&str>| {
        let Some((dimension, level)) = by.get(1).zip(group) else {
            return false;
        };
        groups
            .iter()
            .filter(|found| found.dimension == *dimension)
            .flat_map(|found| &found.rows)
            .any(|row| row.hidden.is_some() && row.key.level(dimension) == Some(level))
    };
    let mut shown = Vec::new();
    for (group, cells) in of_group {
        if group_hidden(group) {
            continue;
        }
        let why = suppressed(&cells, PrimaryRule::default());
        let open = cells.into_iter().zip(why).filter(|(_, why)| why.is_none());
        shown.extend(
            open.map(|(cell, _)| cell)
                .filter(|cell| cell.exact().is_some()),
        );
    }
    shown
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
