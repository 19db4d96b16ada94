//! Records from any engine: rows in memory come over Arrow, lazy and remote engines send their counts.

use pyo3::prelude::*;

use super::Outcomes;
use crate::arrow::Frame;

/// What an engine hands over.
pub(crate) enum Given {
    /// One row a child.
    Records(Frame),
    /// The outcomes asked for, counted where the records are.
    Counted(Vec<Py<Outcomes>>),
}

/// A dimension whose groups overlap: the flag column of each level.
type Overlapping = (String, Vec<(String, String)>);

/// Asks the frame's engine for `outcomes` (each with the column of its period).
pub(crate) fn given(
    records: &Bound<'_, PyAny>,
    outcomes: &[(String, Option<String>)],
    by: &[String],
    weight: Option<&str>,
    overlapping: &[Overlapping],
    direction: &str,
) -> PyResult<Given> {
    let engines = records.py().import("commonweal._engines")?;
    let answer = engines.call_method1(
        "given",
        (
            records,
            outcomes.to_vec(),
            by.to_vec(),
            weight,
            overlapping.to_vec(),
            direction,
        ),
    )?;
    let (records, counted): (Option<Bound<'_, PyAny>>, Vec<Py<Outcomes>>) = answer.extract()?;
    match records {
        Some(records) => records.extract().map(Given::Records),
        None => Ok(Given::Counted(counted)),
    }
}
