//! Published cells as a frame.

use commonweal_equity::Exact;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::{PublishedCell, PublishedKind};

/// One row a cell: `row`, `found`, `low`, `high`, `status`, `code`, `expected`, `cure`.
///
/// `low` and `high` are whole numbers for counts and doubles for rates, in the unit of `kind`.
///
/// # Errors
/// [`Error::Input`] when the frame cannot be built.
pub fn published_frame(cells: &[PublishedCell], kind: PublishedKind) -> Result<DataFrame, Error> {
    let ends = |name: &str, end: fn(&PublishedCell) -> Option<Exact>| -> Column {
        match kind {
            PublishedKind::Count => numbers(
                name,
                cells
                    .iter()
                    .map(|cell| end(cell).and_then(|count| u64::try_from(count.floor()).ok())),
            ),
            _ => shares(name, cells.iter().map(|cell| end(cell).map(Exact::to_f64))),
        }
    };
    let problems = || cells.iter().map(|cell| cell.problem.as_ref());
    let rows: Vec<u64> = cells.iter().map(|cell| cell.row as u64).collect();
    let columns = vec![
        Series::new("row".into(), rows).into_column(),
        texts("found", cells.iter().map(|cell| cell.found.clone())),
        ends("low", |cell| cell.low),
        ends("high", |cell| cell.high),
        texts(
            "status",
            cells
                .iter()
                .map(|cell| Some(cell.status.as_str().to_owned())),
        ),
        texts("code", problems().map(|p| p.map(|p| p.code.to_string()))),
        texts(
            "expected",
            problems().map(|p| p.map(|p| p.expected.to_owned())),
        ),
        texts("cure", problems().map(|p| p.map(|p| p.cure.clone()))),
    ];
    frame(columns, cells.len())
}
