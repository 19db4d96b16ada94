//! From the `outcomes` table of a partnership to cells.

use commonweal_equity::{Censoring, Count, GroupCount, GroupKey, Wording};

use super::{Cell, Outcomes};
use crate::error::Error;
use crate::tables::{Indicator, Outcome, Tables};
use crate::words::quoted;

/// Dimension name of places.
const PLACE: &str = "place_id";

impl Tables {
    /// The outcomes of one indicator, from the table `outcomes`.
    ///
    /// Places become the dimension `place_id`; a dimension `a×b` is split into its parts. Suppressed
    /// cells are ranges; rates without a number of children are not counts and are left out (the reader
    /// said so). Where an indicator has several versions of its definition the last is used, because
    /// versions must not be compared. O(rows).
    ///
    /// # Errors
    /// [`Error::Input`] for an indicator that is not there, or whose direction is not stated.
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
        for row in self.outcomes.iter().filter(|row| {
            row.indicator_id == indicator && row.definition_version == defined.definition_version
        }) {
            let Some(n) = row.n else { continue };
            let key = key(row)?;
            for (dimension, _) in key.pairs() {
                if !dimensions.iter().any(|known| known == dimension) {
                    dimensions.push(dimension.to_owned());
                }
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
            let successes = row
                .successes
                .unwrap_or_else(|| Count::unknown(Censoring::NotCollected));
            let counts = GroupCount::from_counts(key, n, successes)?;
            cells.push(Cell {
                period: row.period.as_ref().map(ToString::to_string),
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

fn key(row: &Outcome) -> Result<GroupKey, Error> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    if let Some(place) = &row.place_id {
        pairs.push((PLACE, place));
    }
    if row.dimension != "all" {
        let (dimensions, levels): (Vec<&str>, Vec<&str>) = (
            row.dimension.split('×').collect(),
            row.group.split('×').collect(),
        );
        if dimensions.len() != levels.len() {
            return Err(Error::Input(format!(
                "outcomes row {}: dimension {} has {} parts and group {} has {}. Write one level for each dimension, joined by ×.",
                row.row,
                quoted(&row.dimension),
                dimensions.len(),
                quoted(&row.group),
                levels.len()
            )));
        }
        pairs.extend(
            dimensions
                .into_iter()
                .map(str::trim)
                .zip(levels.into_iter().map(str::trim)),
        );
    }
    Ok(GroupKey::new(pairs)?)
}
