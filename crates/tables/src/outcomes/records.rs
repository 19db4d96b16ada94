//! Records of children in a frame, to cells.
//!
//! polars groups the rows (its eager hash group-by); only integers leave: how many children, how many
//! reach the outcome, how many have no outcome recorded. Weights that are not counts are not read here.

use std::collections::BTreeMap;

use commonweal_equity::{Direction, GroupCount, Wording};
use polars::prelude::{Column, DataFrame, DataType, GroupsIndicator, IdxCa, IdxSize};
use rayon::prelude::*;

use super::levels::{Levels, column, key_columns, some_of};
use super::{Cell, Outcomes};
use crate::error::Error;
use crate::words::{plural, quoted};

/// Which columns of a table of records mean what.
#[derive(Debug, Clone)]
pub struct RecordColumns {
    /// Whether the child reaches the outcome: true/false or 1/0; null = not recorded.
    pub outcome: String,
    /// The disaggregating columns.
    pub by: Vec<String>,
    /// The period, if there is one.
    pub period: Option<String>,
    /// Which way is good.
    pub direction: Direction,
}

impl Outcomes {
    /// Counts records: one row a child. O(rows), with one byte a row beside the groups.
    ///
    /// Children without a recorded outcome are counted apart (`missing`), not as a failure; children
    /// without a recorded group (null, NaN or an empty cell) are a group of their own, "(not recorded)".
    /// Spaces around a level do not make another level.
    ///
    /// # Errors
    /// [`Error::Input`] for a missing or repeated column, a column of lists, or an outcome that is neither
    /// 0 nor 1, with rows counted like a spreadsheet's.
    ///
    /// ```
    /// use commonweal_equity::Direction;
    /// use commonweal_tables::{Outcomes, RecordColumns};
    /// use polars::prelude::df;
    /// let children = df!(
    ///     "race" => ["A", "A", "B", "B"],
    ///     "reads" => [Some(1), Some(0), Some(1), None],
    /// )?;
    /// let columns = RecordColumns {
    ///     outcome: "reads".into(),
    ///     by: vec!["race".into()],
    ///     period: None,
    ///     direction: Direction::Higher,
    /// };
    /// let found = Outcomes::from_records(&children, &columns)?;
    /// let groups = found.groups(&["race"], None)?;
    /// assert_eq!(groups[0].counts.exact(), Some((2, 1)));
    /// assert_eq!((groups[1].counts.exact(), groups[1].missing), (Some((1, 1)), 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_records(frame: &DataFrame, columns: &RecordColumns) -> Result<Self, Error> {
        let outcome = states(column(frame, &columns.outcome)?, &columns.outcome)?;
        let keys = key_columns(&columns.by, columns.period.as_deref())?;
        for key in &keys {
            column(frame, key)?;
        }
        let groups = grouped(frame, &keys, &outcome)?;
        let first = groups.iter().map(|(first, _)| *first).collect();
        let levels = frame
            .select(&keys)?
            .take(&IdxCa::from_vec("first".into(), first))?;
        let levels = Levels::read(&levels, &columns.by, columns.period.as_deref())?;
        // Levels that differ only in spaces, and null beside NaN, are one group each.
        let mut tallies: Vec<(_, [u64; 3])> = Vec::new();
        let mut place = BTreeMap::new();
        for (row, (_, tally)) in groups.iter().enumerate() {
            let key = levels.key(row)?;
            let at = *place.entry(key.clone()).or_insert_with(|| {
                tallies.push((key, [0; 3]));
                tallies.len() - 1
            });
            for (sum, count) in tallies[at].1.iter_mut().zip(tally) {
                *sum += count;
            }
        }
        let cells = tallies
            .into_iter()
            .map(|((period, key), [failures, successes, missing])| {
                Ok(Cell {
                    period,
                    counts: GroupCount::new(key, failures + successes, successes)?,
                    missing,
                })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self::new(
            columns.outcome.clone(),
            Wording::default(),
            columns.direction,
            columns.by.clone(),
            cells,
        ))
    }
}

/// Position in a tally: failure, success, not recorded.
type State = u8;

/// First row and tally of each group. Without keys all rows are one group, and no rows are none.
fn grouped(
    frame: &DataFrame,
    keys: &[String],
    outcome: &[State],
) -> Result<Vec<(IdxSize, [u64; 3])>, Error> {
    if outcome.is_empty() {
        return Ok(Vec::new());
    }
    if keys.is_empty() {
        return Ok(vec![(0, tally(outcome.iter().copied()))]);
    }
    let grouped = frame.group_by_stable(keys)?;
    Ok(grouped
        .get_groups()
        .par_iter()
        .map(|group| match group {
            GroupsIndicator::Idx((first, rows)) => {
                (first, tally(rows.iter().map(|&r| outcome[r as usize])))
            }
            GroupsIndicator::Slice([first, length]) => {
                let rows = first as usize..(first + length) as usize;
                (first, tally(outcome[rows].iter().copied()))
            }
        })
        .collect())
}

fn tally(states: impl Iterator<Item = State>) -> [u64; 3] {
    let mut counts = [0; 3];
    for state in states {
        counts[usize::from(state)] += 1;
    }
    counts
}

fn states(column: &Column, name: &str) -> Result<Vec<State>, Error> {
    let refuse = |what: String| {
        Error::Input(format!(
            "column {}: {what} Expected true/false or 1/0, with missing values where the outcome is not recorded.",
            quoted(name)
        ))
    };
    if let Ok(truth) = column.bool() {
        return Ok(truth.iter().map(|v| v.map_or(2, State::from)).collect());
    }
    if !column.dtype().is_primitive_numeric() && !column.dtype().is_null() {
        return Err(refuse(format!(
            "{} is not a yes-or-no column.",
            column.dtype()
        )));
    }
    let numbers = column.cast(&DataType::Float64)?;
    let mut bad = Vec::new();
    let states = (2_usize..)
        .zip(numbers.f64()?.iter())
        .map(|(row, value)| match value {
            Some(0.0) => 0,
            Some(1.0) => 1,
            // pandas writes missing numbers as NaN.
            None => 2,
            Some(value) if value.is_nan() => 2,
            Some(_) => {
                bad.push(row.to_string());
                2
            }
        })
        .collect();
    if bad.is_empty() {
        return Ok(states);
    }
    Err(refuse(format!(
        "{} neither 0 nor 1 (rows {}).",
        plural(bad.len(), "value is", "values are"),
        some_of(&bad)
    )))
}
