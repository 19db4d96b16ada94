//! Allocations as frames.

use commonweal_equity::{
    Allocation, AllocationComparison, AllocationYears, CellAllocation, Direction, Exact,
};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;

/// An allocation: the dimensions, `n`, `successes`, `rate`, `need`, `allocated`, `resulting_rate`.
/// Numbers that censored counts leave open are null.
///
/// # Errors
/// None in practice.
pub fn allocation_frame(allocation: &Allocation, by: &[&str]) -> Result<DataFrame, Error> {
    let cells = &allocation.cells;
    let mut columns = key_columns(by, cells.iter().map(|cell| &cell.key));
    columns.push(numbers("n", cells.iter().map(|cell| cell.n.value())));
    columns.push(numbers(
        "successes",
        cells.iter().map(|cell| cell.successes.value()),
    ));
    columns.push(shares(
        "rate",
        cells.iter().map(|cell| cell.rate.map(Exact::to_f64)),
    ));
    columns.push(numbers("need", cells.iter().map(|cell| cell.need.value())));
    columns.push(numbers(
        "allocated",
        cells.iter().map(|cell| cell.allocated),
    ));
    columns.push(shares(
        "resulting_rate",
        cells
            .iter()
            .map(|cell| cell.resulting_rate.map(Exact::to_f64)),
    ));
    frame(columns, cells.len())
}

/// An allocation by year: the dimensions, `year`, `allocated`; year by year, cells in the order of the
/// allocation. The cells of a year add up to the year's total.
///
/// # Errors
/// None in practice.
pub fn allocation_years_frame(years: &AllocationYears, by: &[&str]) -> Result<DataFrame, Error> {
    let rows =
        || (0..years.years.len()).flat_map(|year| years.cells.iter().map(move |cell| (year, cell)));
    let mut columns = key_columns(by, rows().map(|(_, cell)| &cell.key));
    let year: Vec<i32> = rows().map(|(year, _)| years.years[year]).collect();
    columns.push(Series::new("year".into(), year).into_column());
    columns.push(numbers(
        "allocated",
        rows().map(|(year, cell)| cell.children.as_ref().map(|children| children[year])),
    ));
    let height = years.years.len() * years.cells.len();
    frame(columns, height)
}

/// The methods side by side: the dimensions, `method`, `n`, `successes`, `rate`, `need`, `allocated`,
/// `resulting_rate`, `remaining` (children still short of the goal), `remaining_pp` (points the rate is
/// still short of it). A method that the total cannot pay for has nulls.
///
/// # Errors
/// None in practice.
pub fn comparison_frame(found: &AllocationComparison, by: &[&str]) -> Result<DataFrame, Error> {
    // Every method has the same cells; those of a method without an allocation are taken from another.
    let cells: &[CellAllocation] = (found.methods.iter())
        .find_map(|row| row.allocation.as_ref())
        .map_or(&[][..], |allocation| allocation.cells.as_slice());
    let rows: Vec<(&str, &CellAllocation, bool)> = (found.methods.iter())
        .flat_map(|row| {
            let own = row
                .allocation
                .as_ref()
                .map_or(cells, |a| a.cells.as_slice());
            let met = row.allocation.is_some();
            own.iter().map(move |cell| (row.method.name(), cell, met))
        })
        .collect();
    let with = |get: fn(&CellAllocation) -> Option<u64>| {
        (rows.iter()).map(move |(_, cell, met)| get(cell).filter(|_| *met))
    };
    let short = |cell: &CellAllocation| -> Option<f64> {
        let (rate, goal) = (cell.resulting_rate?, found.goal);
        let short = match found.direction {
            Direction::Higher => goal.minus(rate),
            Direction::Lower => rate.minus(goal),
        };
        Some(100.0 * short.ok()?.max(Exact::ZERO).to_f64())
    };
    let mut columns = key_columns(by, rows.iter().map(|(_, cell, _)| &cell.key));
    columns.push(texts(
        "method",
        rows.iter().map(|(method, ..)| Some((*method).to_owned())),
    ));
    columns.push(numbers("n", rows.iter().map(|(_, cell, _)| cell.n.value())));
    columns.push(numbers(
        "successes",
        rows.iter().map(|(_, cell, _)| cell.successes.value()),
    ));
    columns.push(shares(
        "rate",
        rows.iter().map(|(_, cell, _)| cell.rate.map(Exact::to_f64)),
    ));
    columns.push(numbers(
        "need",
        rows.iter().map(|(_, cell, _)| cell.need.value()),
    ));
    columns.push(numbers("allocated", with(|cell| cell.allocated)));
    let rates = rows.iter().map(|(_, cell, met)| {
        let rate = cell.resulting_rate.filter(|_| *met);
        rate.map(Exact::to_f64)
    });
    columns.push(shares("resulting_rate", rates));
    columns.push(numbers(
        "remaining",
        with(|cell| Some(cell.need.value()?.saturating_sub(cell.allocated?))),
    ));
    columns.push(shares(
        "remaining_pp",
        (rows.iter()).map(|(_, cell, met)| short(cell).filter(|_| *met)),
    ));
    frame(columns, rows.len())
}

/// One row a method: `method`, `holds_equal`, `total`, `price`, `allocated`, `unallocated`, `slack`,
/// `furthest_rate` (the lowest rate that results, the highest where lower is better), `spread_pp` (highest
/// less lowest), `status` ("allocated", or why not).
///
/// # Errors
/// None in practice.
pub fn comparison_summary_frame(found: &AllocationComparison) -> Result<DataFrame, Error> {
    let rows = &found.methods;
    let of = |get: fn(&Allocation) -> u64| rows.iter().map(move |r| r.allocation.as_ref().map(get));
    let words = |text: &str| Some(text.to_owned());
    let columns = vec![
        texts("method", rows.iter().map(|row| words(row.method.name()))),
        texts("holds_equal", rows.iter().map(|row| words(row.holds_equal))),
        numbers("total", of(|a| a.total)),
        numbers("price", of(|a| a.price)),
        numbers("allocated", of(|a| a.allocated)),
        numbers("unallocated", of(|a| a.unallocated)),
        numbers("slack", of(|a| a.slack)),
        shares(
            "furthest_rate",
            rows.iter().map(|row| row.furthest_rate.map(Exact::to_f64)),
        ),
        shares(
            "spread_pp",
            rows.iter().map(|row| {
                let spread = row.allocation.as_ref()?.resulting_spread?;
                Some(100.0 * spread.to_f64())
            }),
        ),
        texts(
            "status",
            (rows.iter()).map(|row| words(row.reason.as_deref().unwrap_or("allocated"))),
        ),
    ];
    frame(columns, rows.len())
}
