//! What the three ways in have in common: their cells, as tests write them.

mod cells;
mod counts;
mod cube;
mod published;
mod records;

use std::collections::BTreeMap;

use commonweal_equity::{
    Censoring, ConcentrationOptions, Direction, Exact, GapOptions, GroupCount, GroupKey,
    RateOptions, Target,
};
use polars::prelude::{Categories, Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, df};
use proptest::prelude::*;

use super::{CountColumns, Outcomes, RecordColumns};
use crate::{Error, ReadOptions, read_csv_texts};

fn by(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn columns(outcome: &str, names: &[&str], period: Option<&str>) -> RecordColumns {
    RecordColumns {
        by: by(names),
        period: period.map(str::to_owned),
        ..RecordColumns::new(outcome, Direction::Higher)
    }
}

/// `(levels, n, successes, missing)` of every cell.
fn found(outcomes: &Outcomes) -> Vec<(String, u64, u64, u64)> {
    let cell = |cell: &super::Cell| {
        let (n, k) = cell.counts.exact().expect("exact");
        (cell.counts.key().to_string(), n, k, cell.missing)
    };
    outcomes.cells().iter().map(cell).collect()
}

fn row(levels: &str, n: u64, k: u64, missing: u64) -> (String, u64, u64, u64) {
    (levels.to_owned(), n, k, missing)
}
