//! Where the children missing to a target are: place by place, or place and group.

use std::collections::BTreeMap;

use commonweal_equity::{
    CellShortfall, Concentration, ConcentrationOptions, Disclosure, Exact, GroupCount, PrimaryRule,
    Target,
};
use commonweal_tables::{Error, Outcomes};
use serde::Serialize;

use super::outcomes::PLACE;

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

/// The finest table of places in the latest period against the goal; `None` where nothing is counted by place.
pub(super) fn places(outcomes: &Outcomes, target: &Target) -> Result<Option<PlaceEvidence>, Error> {
    // Place × group where it is given, else places alone. Where groups overlap a child would be missing twice.
    let crossed = outcomes
        .dimensions()
        .iter()
        .filter(|dimension| *dimension != PLACE && !outcomes.overlaps(&[PLACE, dimension]))
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
