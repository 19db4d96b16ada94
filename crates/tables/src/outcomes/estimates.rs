//! A published table of rates with standard errors and populations, to grouped estimates.

use commonweal_equity::Estimate;
use polars::prelude::{DataFrame, DataType};

use super::levels::{Levels, check_level, column, some_of};
use crate::error::Error;
use crate::words::quoted;

/// Which columns of a table of published rates mean what.
#[derive(Debug, Clone)]
pub struct EstimateColumns {
    /// The columns that name a group.
    pub group: Vec<String>,
    /// The rate.
    pub estimate: String,
    /// Its standard error, in the unit of the rate.
    pub se: Option<String>,
    /// People in the group.
    pub population: Option<String>,
    /// Numbers that put the groups in order, the most disadvantaged first.
    pub order: Option<String>,
}

/// Groups with published rates.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// One a row, in the order of the rows.
    pub groups: Vec<Estimate>,
    /// Names of the groups from the most disadvantaged to the most advantaged, where a column says so.
    pub order: Option<Vec<String>>,
}

impl Estimates {
    /// Reads published rates: one row a group. An empty cell (or NaN) is a number that is not published.
    /// O(rows log rows).
    ///
    /// # Errors
    /// [`Error::Input`] for a missing column, a column that is not numbers, a group that is everyone
    /// (`all`, `Total`, `All Students`), and two rows with one place in the order; [`Error::Equity`] for a column
    /// named twice.
    ///
    /// ```
    /// use commonweal_tables::outcomes::{EstimateColumns, Estimates};
    /// use polars::prelude::df;
    /// let rates = df!("wealth" => ["richest", "poorest"], "rate" => [Some(99.2), None], "rank" => [2, 1])?;
    /// let columns = EstimateColumns {
    ///     group: vec!["wealth".into()],
    ///     estimate: "rate".into(),
    ///     se: None,
    ///     population: None,
    ///     order: Some("rank".into()),
    /// };
    /// let read = Estimates::read(&rates, &columns)?;
    /// assert_eq!((read.groups[0].value, read.groups[1].value), (Some(99.2), None));
    /// assert_eq!(read.order, Some(vec!["poorest".into(), "richest".into()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(frame: &DataFrame, columns: &EstimateColumns) -> Result<Self, Error> {
        let levels = Levels::read(frame, &columns.group, None)?;
        let optional = |name: &Option<String>| match name {
            Some(name) => numbers(frame, name),
            None => Ok(vec![None; frame.height()]),
        };
        let values = numbers(frame, &columns.estimate)?;
        let (errors, populations) = (optional(&columns.se)?, optional(&columns.population)?);
        let mut groups = Vec::with_capacity(values.len());
        let parts = values.into_iter().zip(errors).zip(populations);
        for (row, ((value, se), population)) in parts.enumerate() {
            let (_, key) = levels.key(row)?;
            for (dimension, level) in key.pairs() {
                check_level(dimension, level, &format!("row {}", row + 2))?;
            }
            groups.push(Estimate {
                key,
                value,
                se,
                population,
            });
        }
        let order = match &columns.order {
            Some(name) => Some(ordered(&groups, &numbers(frame, name)?, name)?),
            None => None,
        };
        Ok(Self { groups, order })
    }
}

/// Names of the groups by the numbers of a column, each of which must be there once.
fn ordered(groups: &[Estimate], numbers: &[Option<f64>], name: &str) -> Result<Vec<String>, Error> {
    let mut places = Vec::with_capacity(groups.len());
    for (row, (group, number)) in groups.iter().zip(numbers).enumerate() {
        let Some(number) = number else {
            return Err(Error::Input(format!(
                "column {}: row {} has no number. Give every group its place in the order, the most disadvantaged first.",
                quoted(name),
                row + 2
            )));
        };
        places.push((*number, row, group.key.to_string()));
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(tied) = places.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Error::Input(format!(
            "column {}: rows {} and {} have the same place {}. Give every group its own place in the order.",
            quoted(name),
            tied[0].1 + 2,
            tied[1].1 + 2,
            tied[0].0
        )));
    }
    Ok(places.into_iter().map(|(_, _, group)| group).collect())
}

/// A column of numbers; null and NaN are numbers that are not published.
fn numbers(frame: &DataFrame, name: &str) -> Result<Vec<Option<f64>>, Error> {
    let column = column(frame, name)?;
    let dtype = column.dtype();
    if !dtype.is_numeric() && !dtype.is_null() {
        return Err(Error::Input(format!(
            "column {} holds {dtype}, expected numbers. Convert it, and leave cells without a number empty.",
            quoted(name)
        )));
    }
    let cast = column.cast(&DataType::Float64)?;
    let values = cast.f64()?.iter();
    let found: Vec<Option<f64>> = values.map(|v| v.filter(|v| !v.is_nan())).collect();
    let endless: Vec<String> = (2..)
        .zip(&found)
        .filter(|(_, value)| value.is_some_and(f64::is_infinite))
        .map(|(row, _): (usize, _)| row.to_string())
        .collect();
    if endless.is_empty() {
        return Ok(found);
    }
    Err(Error::Input(format!(
        "column {}: infinite numbers in rows {}. Leave cells without a number empty.",
        quoted(name),
        some_of(&endless)
    )))
}
