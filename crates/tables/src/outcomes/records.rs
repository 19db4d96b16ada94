//! Records of children and tables of counts in a frame, to cells.
//!
//! polars groups the rows (its eager hash group-by); only integers leave: how many children, how many
//! reach the outcome, how many have no outcome recorded. Weights that are not counts are not read here.

use commonweal_equity::{Count, Direction, GroupCount, GroupKey, Wording};
use polars::prelude::{Column, DataFrame, DataType, GroupsIndicator, IdxCa, IdxSize};
use rayon::prelude::*;

use super::{Cell, Outcomes};
use crate::error::Error;
use crate::value::{Mark, count_from_mark};
use crate::words::{closest, plural, quoted};

/// Level of children whose group is not recorded. A literal "unknown" in the data stays its own level.
pub(crate) const NOT_RECORDED: &str = "(not recorded)";

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

/// Which columns of a table of counts mean what.
#[derive(Debug, Clone)]
pub struct CountColumns {
    /// Children who reach the outcome: integers, or text with suppression marks (`*`, `<10`).
    pub successes: String,
    /// Children in the group: likewise.
    pub total: String,
    /// The disaggregating columns.
    pub by: Vec<String>,
    /// The period, if there is one.
    pub period: Option<String>,
    /// Which way is good.
    pub direction: Direction,
}

impl Outcomes {
    /// Counts records: one row a child. O(rows) and no copy of them.
    ///
    /// Children without a recorded outcome are counted apart (`missing`), not as a failure; children
    /// without a recorded group are a group of their own, "(not recorded)".
    ///
    /// # Errors
    /// [`Error::Input`] for a missing column, or an outcome that is neither 0 nor 1, with rows.
    pub fn from_records(frame: &DataFrame, columns: &RecordColumns) -> Result<Self, Error> {
        let outcome = states(column(frame, &columns.outcome)?, &columns.outcome)?;
        let keys = keys(&columns.by, columns.period.as_deref());
        for key in &keys {
            column(frame, key)?;
        }
        let groups: Vec<(IdxSize, [u64; 3])> = if keys.is_empty() {
            if frame.height() == 0 {
                Vec::new()
            } else {
                vec![(0, tally(outcome.iter().copied()))]
            }
        } else {
            let grouped = frame.group_by_stable(&keys).map_err(input)?;
            let groups = grouped.get_groups();
            groups
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
                .collect()
        };
        let first = IdxCa::from_vec(
            "first".into(),
            groups.iter().map(|(first, _)| *first).collect(),
        );
        let levels = frame
            .select(&keys)
            .and_then(|keys| keys.take(&first))
            .map_err(input)?;
        let levels = Levels::read(&levels, &columns.by, columns.period.as_deref())?;
        let cells = groups
            .iter()
            .enumerate()
            .map(|(row, (_, [failures, successes, missing]))| {
                let key = levels.key(row)?;
                let counts = GroupCount::new(key, failures + successes, *successes)?;
                Ok(Cell {
                    period: levels.period(row),
                    counts,
                    missing: *missing,
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

    /// Reads a table of counts: one row a group. Suppression marks are read as ranges, never as zero.
    ///
    /// # Errors
    /// [`Error::Input`] with all rows that cannot be read, and rows that stand for the same group.
    pub fn from_counts(frame: &DataFrame, columns: &CountColumns) -> Result<Self, Error> {
        let successes = counts(column(frame, &columns.successes)?, &columns.successes)?;
        let totals = counts(column(frame, &columns.total)?, &columns.total)?;
        for key in keys(&columns.by, columns.period.as_deref()) {
            column(frame, &key)?;
        }
        let levels = Levels::read(frame, &columns.by, columns.period.as_deref())?;
        let mut seen = std::collections::BTreeMap::new();
        let mut cells = Vec::with_capacity(frame.height());
        for (row, (s, n)) in successes.into_iter().zip(totals).enumerate() {
            let (key, period) = (levels.key(row)?, levels.period(row));
            if let Some(before) = seen.insert((period.clone(), key.clone()), row) {
                return Err(Error::Input(format!(
                    "rows {} and {}: both are the counts of {key}. Keep one, or name the column that tells them apart in by= or period=. Nothing was merged.",
                    before + 2,
                    row + 2
                )));
            }
            let counts = GroupCount::from_counts(key, n, s)?;
            cells.push(Cell {
                period,
                counts,
                missing: 0,
            });
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

fn input(error: impl std::fmt::Display) -> Error {
    Error::Input(error.to_string())
}

fn keys(by: &[String], period: Option<&str>) -> Vec<String> {
    period
        .map(str::to_owned)
        .into_iter()
        .chain(by.iter().cloned())
        .collect()
}

fn column<'a>(frame: &'a DataFrame, name: &str) -> Result<&'a Column, Error> {
    frame.column(name).map_err(|_| {
        let found: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
        let like = closest(name, found.iter().copied()).map_or_else(String::new, |like| {
            format!(" {} looks like it.", quoted(like))
        });
        let found: Vec<String> = found.iter().map(|name| quoted(name)).collect();
        Error::Input(format!(
            "column {} is missing. Columns found: {}.{like}",
            quoted(name),
            found.join(", ")
        ))
    })
}

/// Failure, success, not recorded.
type State = u8;

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
    let numbers = column.cast(&DataType::Float64).map_err(input)?;
    let mut bad = Vec::new();
    let states = numbers
        .f64()
        .map_err(input)?
        .iter()
        .enumerate()
        .map(|(row, value)| match value {
            Some(0.0) => 0,
            Some(1.0) => 1,
            // pandas writes missing numbers as NaN.
            None => 2,
            Some(value) if value.is_nan() => 2,
            Some(_) => {
                bad.push((row + 2).to_string());
                2
            }
        })
        .collect();
    if bad.is_empty() {
        return Ok(states);
    }
    let (shown, more) = (
        bad.iter().take(5).cloned().collect::<Vec<_>>(),
        bad.len().saturating_sub(5),
    );
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let count = plural(bad.len(), "value is", "values are");
    Err(refuse(format!(
        "{count} neither 0 nor 1 (rows {}{more}).",
        shown.join(", ")
    )))
}

fn counts(column: &Column, name: &str) -> Result<Vec<Count>, Error> {
    let text = column.cast(&DataType::String).map_err(input)?;
    let mut bad = Vec::new();
    let counts = text
        .str()
        .map_err(input)?
        .iter()
        .enumerate()
        .map(|(row, cell)| {
            let cell = cell
                .map(str::trim)
                .filter(|cell| !crate::value::is_missing(cell) && *cell != "NaN");
            let Some(cell) = cell else {
                return Count::unknown(commonweal_equity::Censoring::NotCollected);
            };
            // A pandas column with gaps holds whole numbers as floats.
            let whole = cell.strip_suffix(".0").unwrap_or(cell);
            Mark::parse(whole)
                .and_then(count_from_mark)
                .unwrap_or_else(|| {
                    bad.push(format!("{} in row {}", quoted(cell), row + 2));
                    Count::unknown(commonweal_equity::Censoring::NotCollected)
                })
        })
        .collect();
    if bad.is_empty() {
        return Ok(counts);
    }
    let shown = bad.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    let more = bad.len().saturating_sub(5);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    Err(Error::Input(format!(
        "column {}: {shown}{more} cannot be read as a count. Expected whole numbers, or a suppression mark such as * or <10.",
        quoted(name)
    )))
}

/// Levels of each row as text.
struct Levels<'a> {
    by: &'a [String],
    columns: Vec<Vec<Option<String>>>,
    period: Option<Vec<Option<String>>>,
}

impl<'a> Levels<'a> {
    fn read(frame: &DataFrame, by: &'a [String], period: Option<&str>) -> Result<Self, Error> {
        let read = |name: &str| Ok::<_, Error>(crate::edge_list::texts(column(frame, name)?));
        let columns = by.iter().map(|name| read(name)).collect::<Result<_, _>>()?;
        Ok(Self {
            by,
            columns,
            period: period.map(read).transpose()?,
        })
    }

    fn key(&self, row: usize) -> Result<GroupKey, Error> {
        let levels = self.by.iter().zip(&self.columns).map(|(name, levels)| {
            (
                name.as_str(),
                levels[row].as_deref().unwrap_or(NOT_RECORDED),
            )
        });
        Ok(GroupKey::new(levels)?)
    }

    fn period(&self, row: usize) -> Option<String> {
        let periods = self.period.as_ref()?;
        Some(
            periods[row]
                .clone()
                .unwrap_or_else(|| NOT_RECORDED.to_owned()),
        )
    }
}
