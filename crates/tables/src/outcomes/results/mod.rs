//! Results of the equity maths as frames with stable columns; the keys come first. One file a family.

mod allocation;
mod commitments;
mod concentration;
mod cube;
mod decompose;
mod gaps;
mod inequality;
mod published;
mod rates;
mod scan;
mod shrink;
mod target;
mod track;
mod trend;
mod unknown;

pub use allocation::*;
pub use commitments::*;
pub use concentration::*;
pub use decompose::*;
pub use gaps::*;
pub use inequality::*;
pub use published::*;
pub use rates::*;
pub use scan::*;
pub use shrink::*;
pub use target::*;
pub use track::*;
pub use trend::*;
pub use unknown::*;

use commonweal_equity::GroupKey;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};

use crate::error::Error;
use crate::words::quoted;

pub(super) fn frame(columns: Vec<Column>, height: usize) -> Result<DataFrame, Error> {
    let twice = |at: usize| columns[..at].iter().any(|c| c.name() == columns[at].name());
    if let Some(at) = (0..columns.len()).find(|&at| twice(at)) {
        return Err(Error::Input(format!(
            "column {}: a dimension and a column of this result have the same name. Rename the dimension.",
            quoted(columns[at].name())
        )));
    }
    let built: PolarsResult<DataFrame> = DataFrame::new(height, columns);
    built.map_err(|error| Error::Input(error.to_string()))
}

pub(super) fn key_columns<'a>(
    by: &[&str],
    keys: impl Iterator<Item = &'a GroupKey>,
) -> Vec<Column> {
    let keys: Vec<&GroupKey> = keys.collect();
    by.iter()
        .map(|dimension| {
            let levels: Vec<Option<&str>> = keys.iter().map(|key| key.level(dimension)).collect();
            Series::new((*dimension).into(), levels).into_column()
        })
        .collect()
}

pub(super) fn numbers(name: &str, values: impl Iterator<Item = Option<u64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

pub(super) fn shares(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

pub(super) fn texts(name: &str, values: impl Iterator<Item = Option<String>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}
