//! A table of counts or of rates in a frame, to cells: exact counts, and ranges where a mark or a rounded
//! rate stands for several.

use std::collections::BTreeMap;

use commonweal_equity::{Censoring, Count, Direction, GroupCount, Wording};
use polars::prelude::DataFrame;

use super::levels::{Levels, check_level, column, key_columns, some_of};
use super::{Cell, Outcomes, PublishedKind, PublishedStatus, read_published};
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

/// Which columns of a table of published rates mean what.
#[derive(Debug, Clone)]
pub struct RateColumns {
    /// Rates: numbers, or text with suppression marks (`*`, `<5%`, `>=95%`, `40-59%`).
    pub rate: String,
    /// What the rates are: percents or proportions. A cell with a `%` sign is a percent in both.
    pub kind: PublishedKind,
    /// Children in the group, as in [`CountColumns`].
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
    /// successes than children, a group that is everyone (`all`, `Total`, `All Students`), and rows that stand for the same group, with rows counted like a
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
        let cells = cells(
            frame,
            &columns.by,
            columns.period.as_deref(),
            successes,
            totals,
        )?;
        Ok(Self::new(
            columns.successes.clone(),
            Wording::default(),
            columns.direction,
            columns.by.clone(),
            cells,
        ))
    }

    /// Reads a table of published rates beside the number of children: one row a group.
    ///
    /// A rate was rounded when it was published, at least to whole percents and finer where more decimals
    /// are written, so it stands for every whole number of children that rounds to it (half a unit of its
    /// last place to either side): 61 % of 38 children is 23 of them, 61 % of 380 is 230 to 233. The ends of
    /// `<5%` and `>=95%` are limits of a policy and are taken as they stand. An empty cell is a rate that
    /// nobody gave. Give rates as text where their last zeros count: 60.0 says more than 60. O(rows log rows).
    ///
    /// # Errors
    /// As [`Outcomes::from_counts`]; [`Error::Input`] for rates that no whole number of the children gives.
    ///
    /// ```
    /// use commonweal_equity::Direction;
    /// use commonweal_tables::{Outcomes, PublishedKind, RateColumns};
    /// use polars::prelude::df;
    /// let table = df!("race" => ["A", "B", "C"], "pct" => ["61", "61", "LNE"], "n" => [38, 380, 7])?;
    /// let columns = RateColumns {
    ///     rate: "pct".into(),
    ///     kind: PublishedKind::Percent,
    ///     total: "n".into(),
    ///     by: vec!["race".into()],
    ///     period: None,
    ///     direction: Direction::Higher,
    /// };
    /// let counts = Outcomes::from_rates(&table, &columns)?.counts(&["race"], None)?;
    /// let ends = |at: usize| (counts[at].successes().low(), counts[at].successes().high());
    /// assert_eq!([ends(0), ends(1), ends(2)], [(23, Some(23)), (230, Some(233)), (0, Some(7))]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_rates(frame: &DataFrame, columns: &RateColumns) -> Result<Self, Error> {
        let totals = counts(frame, &columns.total, None)?;
        let successes = rates(frame, &columns.rate, columns.kind, &totals)?;
        let cells = cells(
            frame,
            &columns.by,
            columns.period.as_deref(),
            successes,
            totals,
        )?;
        Ok(Self::new(
            columns.rate.clone(),
            Wording::default(),
            columns.direction,
            columns.by.clone(),
            cells,
        ))
    }
}

/// The cells of a table with one row a group.
fn cells(
    frame: &DataFrame,
    by: &[String],
    period: Option<&str>,
    successes: Vec<Count>,
    totals: Vec<Count>,
) -> Result<Vec<Cell>, Error> {
    for key in key_columns(by, period)? {
        column(frame, &key)?;
    }
    let levels = Levels::read(frame, by, period)?;
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
    Ok(cells)
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

/// The number of children each rate allows, told together where some cannot be read or cannot be.
fn rates(
    frame: &DataFrame,
    name: &str,
    kind: PublishedKind,
    totals: &[Count],
) -> Result<Vec<Count>, Error> {
    if kind == PublishedKind::Count {
        return Err(Error::Input(format!(
            "column {}: rates are percents or proportions. Read counts with from_counts and successes=.",
            quoted(name)
        )));
    }
    let (mut bad, mut impossible) = (Vec::new(), Vec::new());
    let read = read_published(frame, name, kind, None)?;
    let successes = read.into_iter().zip(totals).map(|(cell, total)| {
        let text = cell.found.as_deref().unwrap_or_default();
        if let Some(problem) = cell.problem {
            bad.push(format!(
                "{} in row {} ({})",
                quoted(text),
                cell.row,
                problem.cure
            ));
            return Count::unknown(Censoring::NotCollected);
        }
        if cell.status == PublishedStatus::NotCollected {
            return Count::unknown(Censoring::NotCollected);
        }
        let mark = Mark::parse(text).unwrap_or(Mark::Hidden);
        let Some(n) = total.value() else {
            return match mark {
                Mark::Children { .. } | Mark::Hidden => Count::unknown(Censoring::Suppressed),
                // A share of a number that is itself a range says nothing exact.
                _ => Count::unknown(Censoring::Range),
            };
        };
        let hundredths = kind == PublishedKind::Percent || mark.is_percent();
        count_from_share(mark, hundredths, n).unwrap_or_else(|| {
            impossible.push(format!("{} of {n} in row {}", quoted(text), cell.row));
            Count::unknown(Censoring::NotCollected)
        })
    });
    let successes = successes.collect();
    if !bad.is_empty() {
        return Err(Error::Input(format!(
            "column {}: {} cannot be read as a rate. Expected {}, or a mark such as *, <5% or >=95%.",
            quoted(name),
            some_of(&bad),
            match kind {
                PublishedKind::Proportion => "proportions from 0 to 1",
                _ => "percents from 0 to 100",
            }
        )));
    }
    if !impossible.is_empty() {
        return Err(Error::Input(format!(
            "column {}: {}: no whole number of children gives this rate. Check that both columns are about the same children.",
            quoted(name),
            some_of(&impossible)
        )));
    }
    Ok(successes)
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
