//! Records from any engine: rows in memory come over Arrow, lazy and remote engines send their counts.

use std::collections::BTreeMap;

use commonweal_equity::Direction;
use commonweal_tables as tab;
use polars::prelude::Column;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;

use super::Outcomes;
use crate::arrow::Frame;
use crate::door::quick;

/// What Python makes of records: a frame, which of its columns are codes with how many texts each, those
/// texts in one column, and the lazy frame where an engine is to count.
type Given<'py> = (
    Frame,
    Vec<(String, usize)>,
    Option<Frame>,
    Option<Bound<'py, PyAny>>,
);

/// Records as given: any frame, not yet read.
pub(crate) struct Records<'py>(Bound<'py, PyAny>);

impl<'py> FromPyObject<'_, 'py> for Records<'py> {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = Frame::INPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(object.to_owned()))
    }
}

/// Counts `outcomes`, each with the column of its period: here, or where the records are.
pub(crate) fn count(
    records: Records<'_>,
    columns: &tab::RecordColumns,
    outcomes: &[(String, Option<String>)],
) -> PyResult<Vec<tab::Outcomes>> {
    let py = records.0.py();
    let flags = columns.overlapping.iter().flat_map(|(_, groups)| groups);
    let used: Vec<&String> = outcomes
        .iter()
        .flat_map(|(outcome, period)| [Some(outcome), period.as_ref()])
        .flatten()
        .chain(&columns.by)
        .chain(&columns.weight)
        .chain(flags.map(|(_, flag)| flag))
        .collect();
    // What is also counted, weighed or a flag is read as it is.
    let flags = columns.overlapping.iter().flat_map(|(_, groups)| groups);
    let read: Vec<&String> = outcomes
        .iter()
        .map(|(outcome, _)| outcome)
        .chain(&columns.weight)
        .chain(flags.map(|(_, flag)| flag))
        .collect();
    let periods = outcomes.iter().filter_map(|(_, period)| period.as_ref());
    let keys = columns.by.iter().chain(periods);
    let keys: Vec<&String> = keys.filter(|key| !read.contains(key)).collect();
    let engines = py.import("commonweal._engines")?;
    let given = engines.call_method1("given", (records.0, used, keys))?;
    let (frame, sizes, stacked, lazy): Given<'_> = given.extract()?;
    let stacked = stacked.as_ref().and_then(|texts| texts.0.columns().first());
    let mut start = 0;
    let texts: BTreeMap<String, Column> = sizes
        .into_iter()
        .filter_map(|(name, size)| {
            let texts = stacked?.slice(start, size);
            start += size as i64;
            Some((name, texts))
        })
        .collect();
    // Of a lazy frame this is its header, so that every engine has the same messages.
    let counted = quick(py, || {
        tab::Outcomes::tabulate_coded(&frame.0, &texts, columns, outcomes)
    })?;
    let Some(lazy) = lazy else {
        return Ok(counted);
    };
    let direction = match columns.direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
    };
    let answer = engines.call_method1(
        "counted",
        (
            lazy,
            outcomes.to_vec(),
            &columns.by,
            columns.weight.as_deref(),
            columns.overlapping.clone(),
            direction,
        ),
    )?;
    let counted: Vec<Py<Outcomes>> = answer.extract()?;
    Ok(counted
        .iter()
        .map(|counted| counted.get().0.clone())
        .collect())
}
