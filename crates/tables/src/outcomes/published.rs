//! From the `outcomes` table of a partnership to cells.

use std::collections::BTreeMap;

use commonweal_equity::{Censoring, Count, GroupCount, GroupKey, Wording};

use super::levels::{check_dimension, check_level};
use super::{Cell, Outcomes};
use crate::error::Error;
use crate::tables::{Indicator, Outcome, Tables};
use crate::words::quoted;

/// Dimension name of places.
const PLACE: &str = "place_id";

impl Tables {
    /// The outcomes of one indicator, from the table `outcomes`.
    ///
    /// Places become the dimension `place_id`; a dimension `a×b` is split into its parts, and `b×a` is the
    /// same table. Suppressed cells are ranges; a rate without a number of children is a group of unknown
    /// size, so that sums over it stay open. Where an indicator has several versions of its definition the last
    /// is used, because versions must not be compared. Places must not contain one another: where a total
    /// is not given it is the sum over places. O(rows log rows).
    ///
    /// # Errors
    /// [`Error::NotFound`] for an indicator that is not there; [`Error::Input`] for one whose direction is
    /// not stated, a group with more or fewer levels than its dimension has parts, a group of a dimension
    /// that is everyone, a dimension called like a column of results, and two rows for the same children; [`Error::Equity`] for a dimension that is crossed with itself.
    pub fn outcomes(&self, indicator: &str) -> Result<Outcomes, Error> {
        let mut versions = self
            .indicators
            .iter()
            .filter(|i| i.indicator_id == indicator);
        let Some(defined) = versions.next_back() else {
            let ids: Vec<&str> = self
                .indicators
                .iter()
                .map(|i| i.indicator_id.as_str())
                .collect();
            return Err(Error::not_found("indicator", indicator, &ids));
        };
        let Some(direction) = defined.direction else {
            return Err(Error::Input(format!(
                "indicator {}: say in indicators whether higher or lower is better; it is not guessed.",
                quoted(indicator)
            )));
        };
        let mut dimensions: Vec<String> = Vec::new();
        let mut overlapping: Vec<Vec<String>> = Vec::new();
        let mut cells = Vec::new();
        let mut first_row: BTreeMap<(Option<String>, GroupKey), u32> = BTreeMap::new();
        for row in self.outcomes.iter().filter(|row| {
            row.indicator_id == indicator && row.definition_version == defined.definition_version
        }) {
            let key = key(row, &mut dimensions)?;
            let period = row.period.as_ref().map(ToString::to_string);
            if let Some(first) = first_row.insert((period.clone(), key.clone()), row.row) {
                return Err(Error::Input(format!(
                    "outcomes rows {first} and {}: both are the counts of {key}. Keep one of the rows. Nothing was merged.",
                    row.row
                )));
            }
            if !row.exclusive {
                let set: Vec<String> = key
                    .pairs()
                    .map(|(dimension, _)| dimension.to_owned())
                    .collect();
                if !overlapping.contains(&set) {
                    overlapping.push(set);
                }
            }
            let open = || Count::unknown(Censoring::NotCollected);
            let (n, successes) = match row.n {
                Some(n) => (n, row.successes.unwrap_or_else(open)),
                None => (open(), open()),
            };
            let counts = GroupCount::from_counts(key, n, successes)?;
            cells.push(Cell {
                period,
                counts,
                missing: 0,
            });
        }
        let mut outcomes = Outcomes::new(
            defined.name.clone(),
            words(defined),
            direction,
            dimensions,
            cells,
        );
        outcomes.overlapping = overlapping;
        Ok(outcomes)
    }
}

fn words(indicator: &Indicator) -> Wording {
    let default = Wording::default();
    Wording::new(
        indicator.population.clone().unwrap_or(default.population),
        indicator.outcome.clone().unwrap_or(default.outcome),
    )
}

/// Whom a row is about, its dimensions in the order of `dimensions`, to which new ones are added.
fn key(row: &Outcome, dimensions: &mut Vec<String>) -> Result<GroupKey, Error> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    if let Some(place) = &row.place_id {
        pairs.push((PLACE, place));
    }
    if row.dimension != "all" {
        let (parts, levels): (Vec<&str>, Vec<&str>) = (
            row.dimension.split('×').collect(),
            row.group.split('×').collect(),
        );
        if parts.len() != levels.len() {
            return Err(Error::Input(format!(
                "outcomes row {}: dimension {} has {} parts and group {} has {}. Write one level for each dimension, joined by ×.",
                row.row,
                quoted(&row.dimension),
                parts.len(),
                quoted(&row.group),
                levels.len()
            )));
        }
        let levels = levels.into_iter().map(str::trim);
        pairs.extend(parts.into_iter().map(str::trim).zip(levels));
    }
    for (dimension, level) in &pairs {
        check_dimension(dimension)?;
        if *dimension != PLACE {
            check_level(dimension, level, &format!("outcomes row {}", row.row))?;
        }
        if !dimensions.iter().any(|known| known == dimension) {
            dimensions.push((*dimension).to_owned());
        }
    }
    pairs.sort_by_key(|(dimension, _)| dimensions.iter().position(|known| known == dimension));
    Ok(GroupKey::new(pairs)?)
}
