//! Commitments as frames. Partners are in input order; nothing here sorts by performance.

use commonweal_equity::{
    CellCoverage, Commitment, CommitmentCoverage, CommitmentTotals, Count, Exact, Ledger,
    LedgerSummary,
};
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;

/// The promises: `partner_id`, `period`, the keys `by`, `promised`, `delivered`, `shortfall`,
/// `shortfall_low`, `shortfall_high`, in input order. What is not known exactly is null; the two ends say
/// what is known.
///
/// # Errors
/// None in practice.
pub fn ledger_frame(ledger: &Ledger, by: &[&str]) -> Result<DataFrame, Error> {
    let rows = ledger.rows();
    let short: Vec<_> = rows.iter().map(Commitment::shortfall).collect();
    let mut columns = vec![
        texts(
            "partner_id",
            rows.iter().map(|row| Some(row.partner.clone())),
        ),
        texts(
            "period",
            (rows.iter()).map(|row| Some(ledger.periods()[row.period].0.clone())),
        ),
    ];
    columns.extend(key_columns(by, rows.iter().map(|row| &row.key)));
    columns.push(numbers(
        "promised",
        rows.iter().map(|row| Some(row.promised)),
    ));
    columns.push(numbers(
        "delivered",
        rows.iter().map(|row| row.delivered.value()),
    ));
    columns.push(numbers("shortfall", short.iter().map(Count::value)));
    columns.push(numbers(
        "shortfall_low",
        short.iter().map(|count| Some(count.low())),
    ));
    columns.push(numbers("shortfall_high", short.iter().map(Count::high)));
    frame(columns, rows.len())
}

/// By partner: `partner_id`, `commitments`, `not_reported`, `promised`, `promised_reported`, `delivered`,
/// `delivery_ratio`, `shortfall`, `shortfall_low`, `shortfall_high`, `raised_after_shortfall`,
/// `raised_before_report` (periods, separated by `; `, empty where there are none).
///
/// # Errors
/// None in practice.
pub fn partners_frame(found: &LedgerSummary) -> Result<DataFrame, Error> {
    let rows = &found.partners;
    let mut columns = vec![texts(
        "partner_id",
        rows.iter().map(|row| Some(row.partner.clone())),
    )];
    columns.extend(totals(rows.iter().map(|row| &row.totals)));
    columns.push(texts(
        "raised_after_shortfall",
        (rows.iter()).map(|row| Some(row.raised_after_shortfall.join("; "))),
    ));
    columns.push(texts(
        "raised_before_report",
        (rows.iter()).map(|row| Some(row.raised_before_report.join("; "))),
    ));
    frame(columns, rows.len())
}

/// By period, in order of time: `period`, then as [`partners_frame`] up to `shortfall_high`.
///
/// # Errors
/// None in practice.
pub fn periods_frame(found: &LedgerSummary) -> Result<DataFrame, Error> {
    let rows = &found.periods;
    let mut columns = vec![texts(
        "period",
        rows.iter().map(|row| Some(row.period.clone())),
    )];
    columns.extend(totals(rows.iter().map(|row| &row.totals)));
    frame(columns, rows.len())
}

fn totals<'a>(rows: impl Iterator<Item = &'a CommitmentTotals>) -> Vec<Column> {
    let rows: Vec<&CommitmentTotals> = rows.collect();
    let of = |get: fn(&CommitmentTotals) -> Option<u64>| rows.iter().map(move |row| get(row));
    vec![
        numbers("commitments", of(|row| Some(row.commitments as u64))),
        numbers("not_reported", of(|row| Some(row.not_reported as u64))),
        numbers("promised", of(|row| Some(row.promised))),
        numbers("promised_reported", of(|row| Some(row.promised_reported))),
        numbers("delivered", of(|row| row.delivered.value())),
        shares(
            "delivery_ratio",
            (rows.iter()).map(|row| row.delivery_ratio.map(Exact::to_f64)),
        ),
        numbers("shortfall", of(|row| row.shortfall.value())),
        numbers("shortfall_low", of(|row| Some(row.shortfall.low()))),
        numbers("shortfall_high", of(|row| row.shortfall.high())),
    ]
}

/// By year and cell: `year`, the dimensions, `required`, `partners`, `promised`, `counted`, `excess`,
/// `uncovered`, `coverage`, `delivered`. `promised = counted + excess`, `required = counted + uncovered`;
/// numbers that censored counts leave open are null.
///
/// # Errors
/// None in practice.
pub fn coverage_frame(found: &CommitmentCoverage) -> Result<DataFrame, Error> {
    let cells = &found.cells;
    let by: Vec<&str> = found.by.iter().map(String::as_str).collect();
    let year: Vec<i32> = cells.iter().map(|cell| cell.required.year).collect();
    let of = |get: fn(&CellCoverage) -> Option<u64>| cells.iter().map(get);
    let mut columns = vec![Series::new("year".into(), year).into_column()];
    columns.extend(key_columns(
        &by,
        cells.iter().map(|cell| &cell.required.key),
    ));
    columns.extend([
        numbers("required", of(|cell| cell.required.children)),
        numbers("partners", of(|cell| Some(cell.partners as u64))),
        numbers("promised", of(|cell| Some(cell.promised))),
        numbers("counted", of(|cell| cell.counted)),
        numbers("excess", of(|cell| cell.excess)),
        numbers("uncovered", of(|cell| cell.uncovered)),
        shares(
            "coverage",
            cells.iter().map(|cell| cell.coverage.map(Exact::to_f64)),
        ),
        numbers("delivered", of(|cell| cell.delivered.value())),
    ]);
    frame(columns, cells.len())
}
