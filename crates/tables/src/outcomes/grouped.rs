//! Rows of counts that an engine grouped itself: what is counted from records, counted elsewhere.

use std::collections::BTreeMap;

use commonweal_equity::cube::{Cells, Tallies, Weighted};
use polars::prelude::{Column, DataFrame, DataType};

use super::Outcomes;
use super::levels::{column, some_of};
use super::records::{ColumnsInOnePiece, RecordColumns};
use crate::error::Error;
use crate::words::quoted;

/// Which columns of a frame of grouped records mean what.
#[derive(Debug, Clone)]
pub struct GroupedColumns {
    /// The outcome (a name only), dimensions, period, overlapping dimensions and direction, as for records.
    /// `weight` is not read.
    pub records: RecordColumns,
    /// Children whose outcome is recorded.
    pub n: String,
    /// Those of them who reach it.
    pub successes: String,
    /// Children whose outcome is not recorded.
    pub missing: String,
    /// Σw, Σwy and Σw² over the children of `n`, where they have sampling weights.
    pub weights: Option<[String; 3]>,
}

impl Outcomes {
    /// Reads records that were grouped already: each row is any number of children who share the raw
    /// values of the key columns. Rows of the same group are added up, so the result is that of
    /// [`Outcomes::from_records`] on the records themselves. O(rows).
    ///
    /// # Errors
    /// [`Error::Input`] for a missing column and for counts that are no whole numbers of 0 and more;
    /// [`Error::Equity`] for more successes than children.
    pub fn from_grouped(frame: &DataFrame, columns: &GroupedColumns) -> Result<Self, Error> {
        let records = &columns.records;
        let period = records.period.as_deref();
        records.check(period)?;
        let n = whole(column(frame, &columns.n)?, &columns.n)?;
        let successes = whole(column(frame, &columns.successes)?, &columns.successes)?;
        let missing = whole(column(frame, &columns.missing)?, &columns.missing)?;
        let weighted = columns
            .weights
            .as_ref()
            .map(|names| weighted(frame, names, &n))
            .transpose()?;
        let periods: Vec<&str> = period.into_iter().collect();
        let in_one_piece = ColumnsInOnePiece::new(frame, records, &periods)?;
        let encoded = in_one_piece.encode(&BTreeMap::new())?;
        let mut codes = Vec::new();
        for period in &encoded.periods {
            codes.push(period.coded()?);
        }
        codes.extend(encoded.codes()?);
        let tallies = Tallies {
            n: &n,
            successes: &successes,
            missing: &missing,
            weighted: weighted.as_deref(),
        };
        let cells = Cells::from_tallies(&codes, tallies)?;
        let keys = encoded.keys(period.map(|_| 0), records);
        let (counted, periods) = keys.counted(&cells)?;
        Ok(Self::from_counted(
            &records.outcome,
            records,
            counted,
            periods,
        ))
    }
}

/// Counts of a column; a database's sum over no children is missing and counts none.
fn whole(column: &Column, name: &str) -> Result<Vec<u64>, Error> {
    let refuse = |what: String| {
        Error::Input(format!(
            "column {}: {what} Expected whole numbers of children.",
            quoted(name)
        ))
    };
    let numbers = if column.dtype().is_primitive_numeric() || column.dtype().is_null() {
        column.cast(&DataType::Float64)?
    } else {
        return Err(refuse(format!(
            "{} is not a column of counts.",
            column.dtype()
        )));
    };
    let mut bad = Vec::new();
    let counts = (2_usize..)
        .zip(numbers.f64()?.iter())
        .map(|(row, count)| match count {
            None => 0,
            // Whole doubles up to 2^53 are exact.
            Some(count) if count >= 0.0 && count.fract() == 0.0 && count <= 9e15 => count as u64,
            Some(count) => {
                bad.push(format!("{count} in row {row}"));
                0
            }
        })
        .collect();
    if bad.is_empty() {
        return Ok(counts);
    }
    Err(refuse(format!("found {}.", some_of(&bad))))
}

fn weighted(frame: &DataFrame, names: &[String; 3], n: &[u64]) -> Result<Vec<Weighted>, Error> {
    let sums = |name: &String| {
        let numbers = column(frame, name)?.cast(&DataType::Float64)?;
        let sums = numbers.f64()?.iter().map(|sum| sum.unwrap_or(0.0));
        Ok::<Vec<f64>, Error>(sums.collect())
    };
    let [sum, reached, squares] = names;
    let (sum, reached, squares) = (sums(sum)?, sums(reached)?, sums(squares)?);
    let all = sum.into_iter().zip(reached).zip(squares).zip(n);
    let weighted = all.map(|(((sum, reached), squares), &n)| match n {
        0 => Weighted::default(),
        _ => Weighted {
            sum,
            reached,
            squares,
        },
    });
    Ok(weighted.collect())
}
