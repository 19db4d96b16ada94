//! A table of counts in a frame, to cells: exact counts, and ranges where a mark stands for one.

use std::collections::BTreeMap;

use commonweal_equity::{Censoring, Count, Direction, GroupCount, Wording};
use polars::prelude::DataFrame;

use super::levels::{Levels, check_level, column, key_columns, some_of};
use super::{Cell, Outcomes};
use crate::column::texts;
use crate::error::Error;
use crate::value::{Mark, count_from_mark, count_from_share, is_missing};
use crate::words::quoted;

/// Which columns of a table of counts mean what.
#[derive(Debug, Clone)]
pub struct CountColumns {
    /// Children who reach the outcome: integers, or text with suppression marks (`*`, `<10`, `>=95%`).
    pub successes: String,
    /// Children in the group: integers, or text with suppression marks.
    pub total: String,
    /// The disaggregating columns.
    pub by: Vec<String>,
    /// The period, if there is one.
    pub period: Option<String>,
    /// Which way is good.
    pub direction: Direction,
}

impl Outcomes {
    /// Reads a table of counts: one row a group. Suppression marks are read as ranges, never as zero; an
    /// empty cell is a count that nobody gave. O(rows log rows).
    ///
    /// # Errors
    /// [`Error::Input`] for a missing or repeated column, cells that are not counts, groups with more
    /// successes than children, a group that is everyone (`all`, `total`, `overall`), and rows that stand for the same group, with rows counted like a
    /// spreadsheet's.
    ///
    /// ```
    /// use commonweal_equity::Direction;
    /// use commonweal_tables::{CountColumns, Outcomes};
    /// use polars::prelude::df;
    /// let counts = df!("race" => ["A", "B"], "k" => ["24", "<10"], "n" => ["40", "31"])?;
    /// let columns = CountColumns {
    ///     successes: "k".into(),
    ///     total: "n".into(),
    ///     by: vec!["race".into()],
    ///     period: None,
    ///     direction: Direction::Higher,
    /// };
    /// let all = Outcomes::from_counts(&counts, &columns)?.overall(None)?.unwrap();
    /// assert_eq!(all.n().value(), Some(71));
    /// assert_eq!((all.successes().low(), all.successes().high()), (24, Some(33)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_counts(frame: &DataFrame, columns: &CountColumns) -> Result<Self, Error> {
        let totals = counts(frame, &columns.total, None)?;
        let successes = counts(frame, &columns.successes, Some(&totals))?;
        for key in key_columns(&columns.by, columns.period.as_deref())? {
            column(frame, &key)?;
        }
        let levels = Levels::read(frame, &columns.by, columns.period.as_deref())?;
        let (mut cells, mut seen) = (Vec::with_capacity(totals.len()), BTreeMap::new());
        let (mut repeated, mut impossible) = (Vec::new(), Vec::new());
        for (row, (s, n)) in successes.into_iter().zip(totals).enumerate() {
            let (period, key) = levels.key(row)?;
            let sheet_row = row + 2;
            for (dimension, level) in key.pairs() {
                check_level(dimension, level, &format!("row {sheet_row}"))?;
            }
            match seen.entry((period.clone(), key.clone())) {
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(sheet_row);
                }
                std::collections::btree_map::Entry::Occupied(taken) => {
                    let first = taken.get();
                    repeated.push(format!("rows {first} and {sheet_row} ({key})"));
                    continue;
                }
            }
            match GroupCount::from_counts(key, n, s) {
                Ok(counts) => cells.push(Cell {
                    period,
                    counts,
                    missing: 0,
                }),
                Err(error) => impossible.push(format!("row {sheet_row}: {error}")),
            }
        }
        if !repeated.is_empty() {
            return Err(Error::Input(format!(
                "{} are the counts of the same group. Keep one, or name the column that tells them apart in by= or period=. Nothing was merged.",
                some_of(&repeated)
            )));
        }
        if !impossible.is_empty() {
            return Err(Error::Input(some_of(&impossible)));
        }
        Ok(Self::new(
            columns.successes.clone(),
            Wording::default(),
            columns.direction,
            columns.by.clone(),
            cells,
        ))
    }
}

/// One count a row, told together when some cannot be read. `successes` of `totals` may be shares
/// (`>=95%`): every count of the group's children that the share allows.
fn counts(frame: &DataFrame, name: &str, totals: Option<&[Count]>) -> Result<Vec<Count>, Error> {
    let cells = texts(column(frame, name)?)
        .map_err(|why| Error::Input(format!("column {} {why}", quoted(name))))?;
    let unknown = || Count::unknown(Censoring::NotCollected);
    let mut bad = Vec::new();
    let counts = cells
        .into_iter()
        .enumerate()
        .map(|(row, cell)| match cell.filter(|cell| !is_missing(cell)) {
            None => unknown(),
            Some(cell) => {
                let total = totals.and_then(|totals| totals.get(row));
                let count = Mark::parse(&cell).and_then(|mark| count(mark, total));
                count.unwrap_or_else(|| {
                    bad.push(format!("{} in row {}", quoted(&cell), row + 2));
                    unknown()
                })
            }
        })
        .collect();
    if bad.is_empty() {
        return Ok(counts);
    }
    let shares = if totals.is_some() {
        ", or a share of the total such as >=95%"
    } else {
        ""
    };
    Err(Error::Input(format!(
        "column {}: {} cannot be read as a count. Expected whole numbers, a suppression mark such as * or <10{shares}.",
        quoted(name),
        some_of(&bad)
    )))
}

fn count(mark: Mark, total: Option<&Count>) -> Option<Count> {
    if !mark.is_percent() {
        return count_from_mark(mark);
    }
    match total?.value() {
        Some(n) => count_from_share(mark, true, n),
        // A share of a number that is itself a range says nothing exact.
        None => Some(Count::unknown(Censoring::Range)),
    }
}
