//! Records of children in a frame, to cells.
//!
//! Columns become level codes (`encode`), the cube counts them, and only integers leave: how many
//! children, how many reach the outcome, how many have no outcome recorded; beside them the sums of
//! sampling weights where children have weights.

use std::collections::BTreeMap;

use commonweal_equity::Direction;
use commonweal_equity::cube::{Coded, Codes, Records, count};
use polars::prelude::{Column, DataFrame, DataType};
use rayon::prelude::*;

use super::Outcomes;
use super::counted::Keys;
use super::encode::{Encoded, truths};
use super::levels::{check_level, column, key_columns, some_of};
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
    /// A sampling weight, if there is one: finite, 0 and more, in every row.
    pub weight: Option<String>,
    /// Dimensions whose groups overlap ("alone or in combination"), each with its groups and the true/false
    /// or 1/0 column of each. A child is in every group whose column says so.
    pub overlapping: Vec<(String, Vec<(String, String)>)>,
}

impl RecordColumns {
    /// An outcome of all children, to be disaggregated by the other fields.
    pub fn new(outcome: impl Into<String>, direction: Direction) -> Self {
        Self {
            outcome: outcome.into(),
            by: Vec::new(),
            period: None,
            direction,
            weight: None,
            overlapping: Vec::new(),
        }
    }
}

impl Outcomes {
    /// Counts records: one row a child. O(rows), with at most a few bytes a row and column beside the groups.
    ///
    /// Children without a recorded outcome are counted apart (`missing`), not as a failure; children
    /// without a recorded group (null, NaN or an empty cell) are a group of their own, "(not recorded)".
    /// Spaces around a level do not make another level. Weighted or not, children are counted one by one;
    /// weights change rates only.
    ///
    /// # Errors
    /// [`Error::Input`] for a missing or repeated column, a column of lists, an outcome that is neither
    /// 0 nor 1, a weight that is negative or missing, a flag that is missing, with rows counted like a
    /// spreadsheet's.
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
    ///     by: vec!["race".into()],
    ///     ..RecordColumns::new("reads", Direction::Higher)
    /// };
    /// let found = Outcomes::from_records(&children, &columns)?;
    /// let groups = found.groups(&["race"], None)?;
    /// assert_eq!(groups[0].counts.exact(), Some((2, 1)));
    /// assert_eq!((groups[1].counts.exact(), groups[1].missing), (Some((1, 1)), 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_records(frame: &DataFrame, columns: &RecordColumns) -> Result<Self, Error> {
        let outcome = (columns.outcome.clone(), columns.period.clone());
        let mut counted = Self::tabulate(frame, columns, &[outcome])?;
        Ok(counted.remove(0))
    }

    /// Counts several outcomes in one pass over the records: each with the column of its period, if it
    /// has one. `outcome` and `period` of `columns` are not read. O(rows).
    ///
    /// # Errors
    /// As [`Outcomes::from_records`]; [`Error::Input`] for an outcome named twice.
    pub fn tabulate(
        frame: &DataFrame,
        columns: &RecordColumns,
        outcomes: &[(String, Option<String>)],
    ) -> Result<Vec<Self>, Error> {
        Self::tabulate_coded(frame, &BTreeMap::new(), columns, outcomes)
    }

    /// The same for a frame some of whose dimensions and periods are codes (`u8`, `u16` or `u32`):
    /// `levels` has the text of each code, by the name of the column. A missing code, and a text that is
    /// missing or empty, is "(not recorded)".
    ///
    /// # Errors
    /// As [`Outcomes::tabulate`]; [`Error::Input`] for codes that are no unsigned integers, and
    /// [`Error::Equity`] for one without a text.
    pub fn tabulate_coded(
        frame: &DataFrame,
        levels: &BTreeMap<String, Column>,
        columns: &RecordColumns,
        outcomes: &[(String, Option<String>)],
    ) -> Result<Vec<Self>, Error> {
        for (position, (name, _)) in outcomes.iter().enumerate() {
            if outcomes[..position].iter().any(|(known, _)| known == name) {
                return Err(Error::Input(format!(
                    "outcome {} is named twice. Name it once.",
                    quoted(name)
                )));
            }
        }
        let states_of = || {
            let read = |(name, _): &(String, _)| states(column(frame, name)?, name);
            in_order(outcomes.par_iter().map(read))
        };
        let mut periods: Vec<&str> = Vec::new();
        for (_, period) in outcomes {
            columns.check(period.as_deref())?;
            periods.extend(period.as_deref().filter(|p| !periods.contains(p)));
        }
        let columns_of = ColumnsInOnePiece::new(frame, columns, &periods)?;
        // What is wrong with an outcome is told before what is wrong with a key.
        let (states, encoded) = rayon::join(states_of, || columns_of.encode(levels));
        let (states, encoded) = (states?, encoded?);
        let weights = columns.weight.as_deref();
        let weights = weights
            .map(|name| weights_of(column(frame, name)?, name))
            .transpose()?;
        let records = Records {
            rows: frame.height(),
            dimensions: encoded.codes()?,
            periods: encoded
                .periods
                .iter()
                .map(Encoded::coded)
                .collect::<Result<_, _>>()?,
            outcomes: Vec::new(),
            weights: weights.as_deref(),
        };
        let place = |period: &Option<String>| {
            let period = period.as_deref()?;
            periods.iter().position(|&known| known == period)
        };
        let records = outcomes
            .iter()
            .zip(&states)
            .fold(records, |records, ((_, period), states)| {
                records.with_outcome(states, place(period))
            });
        let cells = count(&records)?;
        cells
            .iter()
            .zip(outcomes)
            .map(|(cells, (name, period))| {
                let keys = encoded.keys(place(period), columns);
                let (counted, periods) = keys.counted(cells)?;
                Ok(Self::from_counted(name, columns, counted, periods))
            })
            .collect()
    }
}

impl RecordColumns {
    /// The names of all dimensions, those whose groups overlap last.
    pub(super) fn dimensions(&self) -> Vec<String> {
        let overlapping = self.overlapping.iter().map(|(name, _)| name.clone());
        self.by.iter().cloned().chain(overlapping).collect()
    }

    pub(super) fn check(&self, period: Option<&str>) -> Result<(), Error> {
        key_columns(&self.dimensions(), period)?;
        for (dimension, groups) in &self.overlapping {
            for (position, (group, _)) in groups.iter().enumerate() {
                check_level(dimension, group, "overlapping groups")?;
                if groups[..position].iter().any(|(known, _)| known == group) {
                    return Err(Error::Input(format!(
                        "the group {} of {} is named twice. Name it once.",
                        quoted(group),
                        quoted(dimension)
                    )));
                }
            }
            if groups.is_empty() {
                return Err(Error::Input(format!(
                    "the overlapping dimension {} has no groups. Name each group with its true/false column.",
                    quoted(dimension)
                )));
            }
        }
        Ok(())
    }
}

/// Possible groups beyond which levels without rows are looked for: fewer fit a processor's cache.
const SPACIOUS: usize = 1 << 16;

/// The key columns of a frame, each in one piece, so that codes can be borrowed.
pub(super) struct ColumnsInOnePiece {
    dimensions: Vec<Column>,
    flags: Vec<Column>,
    periods: Vec<Column>,
}

impl ColumnsInOnePiece {
    pub(super) fn new(
        frame: &DataFrame,
        columns: &RecordColumns,
        periods: &[&str],
    ) -> Result<Self, Error> {
        let flags = columns.overlapping.iter().flat_map(|(_, groups)| groups);
        let names = periods
            .iter()
            .copied()
            .chain(columns.by.iter().map(String::as_str))
            .chain(flags.map(|(_, name)| name.as_str()));
        let found: Result<Vec<&Column>, Error> = names.map(|name| column(frame, name)).collect();
        let pieces: Vec<Column> = found?.into_par_iter().map(Column::rechunk).collect();
        let mut pieces = pieces.into_iter();
        Ok(Self {
            periods: pieces.by_ref().take(periods.len()).collect(),
            dimensions: pieces.by_ref().take(columns.by.len()).collect(),
            flags: pieces.collect(),
        })
    }

    pub(super) fn encode(
        &self,
        levels: &BTreeMap<String, Column>,
    ) -> Result<EncodedKeys<'_>, Error> {
        let keys = self.dimensions.par_iter().chain(&self.periods);
        let read = |column| Encoded::read(column, levels.get(Column::name(column).as_str()));
        let keys: Vec<Encoded<'_>> = in_order(keys.map(read))?;
        let counters = keys.iter().fold(1, |product: usize, key| {
            product.saturating_mul(key.levels().len().max(1))
        });
        let mut keys: Vec<Encoded<'_>> = if counters > SPACIOUS {
            keys.into_par_iter().map(Encoded::without_unused).collect()
        } else {
            keys
        };
        Ok(EncodedKeys {
            periods: keys.split_off(self.dimensions.len()),
            dimensions: keys,
            flags: in_order(self.flags.par_iter().map(flags))?,
        })
    }
}

/// All results, or the first error in their order, whichever thread met one first.
fn in_order<T: Send>(
    results: impl IndexedParallelIterator<Item = Result<T, Error>>,
) -> Result<Vec<T>, Error> {
    let results: Vec<_> = results.collect();
    results.into_iter().collect()
}

/// Whether a child is in a group, row by row.
fn flags(column: &Column) -> Result<Vec<u8>, Error> {
    let name = column.name();
    let flags = states(column, name)?;
    let missing = (2_usize..).zip(&flags).filter(|(_, flag)| **flag > 1);
    let rows: Vec<String> = missing.map(|(row, _)| row.to_string()).collect();
    if rows.is_empty() {
        return Ok(flags);
    }
    Err(Error::Input(format!(
        "column {}: {} missing (rows {}). Expected true/false or 1/0 in every row: a missing flag does not say whether the child is in the group.",
        quoted(name),
        plural(rows.len(), "flag is", "flags are"),
        some_of(&rows)
    )))
}

/// The key columns as codes.
pub(super) struct EncodedKeys<'a> {
    pub(super) dimensions: Vec<Encoded<'a>>,
    pub(super) periods: Vec<Encoded<'a>>,
    flags: Vec<Vec<u8>>,
}

impl<'a> EncodedKeys<'a> {
    /// Dimensions, then flags.
    pub(super) fn codes(&self) -> Result<Vec<Coded<'_>>, Error> {
        let dimensions = self.dimensions.iter().map(Encoded::coded);
        let flags = self
            .flags
            .iter()
            .map(|flag| Ok(Coded::new(Codes::U8(flag), 2)?));
        dimensions.chain(flags).collect()
    }

    pub(super) fn keys<'k>(
        &'k self,
        period: Option<usize>,
        columns: &'k RecordColumns,
    ) -> Keys<'k, 'a> {
        Keys {
            period: period.map(|period| &self.periods[period]),
            dimensions: &self.dimensions,
            overlapping: &columns.overlapping,
        }
    }
}

/// State of a child: does not reach the outcome, reaches it, not recorded.
type State = u8;

/// The sampling weight of every row.
fn weights_of(column: &Column, name: &str) -> Result<Vec<f64>, Error> {
    let refuse = |what: String| {
        Error::Input(format!(
            "column {}: {what} Expected a number of 0 or more in every row.",
            quoted(name)
        ))
    };
    if !column.dtype().is_primitive_numeric() {
        return Err(refuse(format!(
            "{} is not a column of weights.",
            column.dtype()
        )));
    }
    let numbers = column.cast(&DataType::Float64)?;
    let mut bad = Vec::new();
    let weights = (2_usize..)
        .zip(numbers.f64()?.iter())
        .map(|(row, weight)| {
            let weight = weight.filter(|w| w.is_finite() && *w >= 0.0);
            weight.unwrap_or_else(|| {
                bad.push(row.to_string());
                0.0
            })
        })
        .collect();
    if bad.is_empty() {
        return Ok(weights);
    }
    Err(refuse(format!(
        "{} negative, infinite or missing (rows {}).",
        plural(bad.len(), "weight is", "weights are"),
        some_of(&bad)
    )))
}

fn states(column: &Column, name: &str) -> Result<Vec<State>, Error> {
    let refuse = |what: String| {
        Error::Input(format!(
            "column {}: {what} Expected true/false or 1/0, with missing values where the outcome is not recorded.",
            quoted(name)
        ))
    };
    if let Ok(truth) = column.bool() {
        return Ok(truths(truth));
    }
    if column.dtype().is_string() {
        return Err(refuse(
            "text is not a yes-or-no column. Say which text is which, for example .replace({\"Yes\": 1, \"No\": 0})."
                .to_owned(),
        ));
    }
    if !column.dtype().is_primitive_numeric() && !column.dtype().is_null() {
        return Err(refuse(format!(
            "{} is not a yes-or-no column.",
            column.dtype()
        )));
    }
    if let Some(states) = integer_states(column)? {
        return Ok(states);
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

/// States of integers, if all are 0 or 1.
fn integer_states(column: &Column) -> Result<Option<Vec<State>>, Error> {
    if !column.dtype().is_integer() {
        return Ok(None);
    }
    let column = column.rechunk();
    let encoded = Encoded::read(&column, None)?;
    let state = |level: &Option<String>| match level.as_deref() {
        Some("0") => Some(0),
        Some("1") => Some(1),
        Some(_) => None,
        None => Some(2),
    };
    let states: Option<Vec<State>> = encoded.levels().iter().map(state).collect();
    let Some(states) = states else {
        return Ok(None);
    };
    let codes = encoded.codes();
    Ok(Some(match codes {
        Codes::U8(codes) => codes
            .iter()
            .map(|&code| states[usize::from(code)])
            .collect(),
        _ => (0..codes.len())
            .map(|row| states[codes.get(row) as usize])
            .collect(),
    }))
}
