//! Outcomes given as published rows: cells of whatever sets of dimensions there are.

use std::collections::BTreeMap;

use commonweal_equity::{GroupCount, GroupKey};

use super::{Cell, Outcomes};
use crate::error::Error;

impl Outcomes {
    pub(super) fn given_groups(
        &self,
        cells: &[Cell],
        by: &[&str],
        period: Option<&str>,
    ) -> Result<Vec<Cell>, Error> {
        self.places(by)?;
        let period = period.or_else(|| self.latest());
        let chosen: Vec<&Cell> = cells
            .iter()
            .filter(|c| c.period.as_deref() == period)
            .collect();
        if let (true, Some(found)) = (chosen.is_empty(), period) {
            return Err(Error::not_found("period", found, &self.periods()));
        }
        if chosen.is_empty() {
            return Ok(Vec::new());
        }
        let sets = sets(&chosen);
        let exact = sets.iter().find(|set| same_set(set, by));
        let finer = || {
            sets.iter()
                .find(|set| by.iter().all(|d| set.contains(d)) && !self.overlaps(set))
        };
        let Some(source) = exact.or_else(finer) else {
            return Err(self.not_crossed(&sets, by));
        };
        let mut sums: BTreeMap<GroupKey, Cell> = BTreeMap::new();
        for cell in chosen.iter().filter(|cell| dimensions_of(cell) == *source) {
            let key = GroupKey::new(
                by.iter()
                    .map(|d| (*d, cell.counts.key().level(d).unwrap_or_default())),
            )?;
            let sum = match sums.remove(&key) {
                None => (cell.counts.n(), cell.counts.successes(), cell.missing),
                Some(sum) => (
                    sum.counts.n() + cell.counts.n(),
                    sum.counts.successes() + cell.counts.successes(),
                    sum.missing + cell.missing,
                ),
            };
            let counts = GroupCount::from_counts(key.clone(), sum.0, sum.1)?;
            sums.insert(
                key,
                Cell {
                    period: cell.period.clone(),
                    counts,
                    missing: sum.2,
                },
            );
        }
        Ok(sums.into_values().collect())
    }
}

fn dimensions_of(cell: &Cell) -> Vec<&str> {
    cell.counts
        .key()
        .pairs()
        .map(|(dimension, _)| dimension)
        .collect()
}

fn same_set(a: &[&str], b: &[&str]) -> bool {
    a.len() == b.len() && a.iter().all(|x| b.contains(x))
}

/// The sets of dimensions that cells are given by: small ones first, then in alphabetical order.
fn sets<'a>(cells: &[&'a Cell]) -> Vec<Vec<&'a str>> {
    let mut sets: Vec<Vec<&str>> = cells.iter().map(|cell| dimensions_of(cell)).collect();
    sets.sort_unstable_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    sets.dedup();
    sets
}
