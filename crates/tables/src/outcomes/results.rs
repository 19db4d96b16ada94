//! Results of the equity maths as frames with stable columns; the keys come first.

use commonweal_equity::{
    Allocation, Concentration, Exact, Gap, GapStatus, Gaps, GroupKey, Rate, RateOptions,
    RateStatus, Trajectory,
};
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};

use super::Outcomes;
use crate::error::Error;

/// Rates by period and group: `period` (where there are periods), the dimensions, `n`, `successes`,
/// `missing`, `rate`, `lower`, `upper`, `status`.
///
/// A count that is a range is null in `n` or `successes`, and `lower`/`upper` are then every rate the
/// ranges allow; `status` says so. `period` limits the answer to one period.
///
/// # Errors
/// As [`Outcomes::groups`].
pub fn rates_frame(
    outcomes: &Outcomes,
    by: &[&str],
    period: Option<&str>,
    options: RateOptions,
) -> Result<DataFrame, Error> {
    let all = outcomes.periods();
    let periods: Vec<Option<&str>> = match period {
        Some(_) => vec![period],
        None if all.is_empty() => vec![None],
        None => all.into_iter().map(Some).collect(),
    };
    let (mut labels, mut rates, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for period in periods {
        for cell in outcomes.groups(by, period)? {
            labels.push(period.map(str::to_owned));
            rates.push(Rate::new(&cell.counts, options)?);
            missing.push(cell.missing);
        }
    }
    let mut columns = Vec::new();
    if labels.iter().any(Option::is_some) {
        columns.push(Series::new("period".into(), labels).into_column());
    }
    columns.extend(key_columns(by, rates.iter().map(|rate| &rate.key)));
    columns.push(numbers("n", rates.iter().map(|rate| rate.n.value())));
    columns.push(numbers(
        "successes",
        rates.iter().map(|rate| rate.successes.value()),
    ));
    columns.push(Series::new("missing".into(), missing).into_column());
    columns.push(shares(
        "rate",
        rates.iter().map(|rate| rate.rate.map(Exact::to_f64)),
    ));
    columns.push(shares("lower", rates.iter().map(|rate| rate.lower)));
    columns.push(shares("upper", rates.iter().map(|rate| rate.upper)));
    columns.push(texts(
        "status",
        rates.iter().map(|rate| Some(rate_status(rate))),
    ));
    frame(columns, rates.len())
}

/// Gaps by group: the dimensions, `n`, `successes`, `rate`, `reference`, `reference_rate`,
/// `difference_pp`, `lower_pp`, `upper_pp`, `interval`, `status`, `reason`, `needed`, `needed_moving`.
///
/// # Errors
/// None in practice: the columns are of one length.
pub fn gaps_frame(gaps: &Gaps, by: &[&str]) -> Result<DataFrame, Error> {
    let rows: &[Gap] = &gaps.gaps;
    let mut columns = key_columns(by, rows.iter().map(|gap| &gap.rate.key));
    columns.push(numbers("n", rows.iter().map(|gap| gap.rate.n.value())));
    columns.push(numbers(
        "successes",
        rows.iter().map(|gap| gap.rate.successes.value()),
    ));
    columns.push(shares(
        "rate",
        rows.iter().map(|gap| gap.rate.rate.map(Exact::to_f64)),
    ));
    columns.push(texts(
        "reference",
        rows.iter()
            .map(|gap| Some(gap.reference.population.clone())),
    ));
    columns.push(shares(
        "reference_rate",
        rows.iter().map(|gap| gap.reference.rate.map(Exact::to_f64)),
    ));
    columns.push(shares(
        "difference_pp",
        rows.iter().map(|gap| gap.difference_pp),
    ));
    columns.push(shares("lower_pp", rows.iter().map(|gap| gap.lower_pp)));
    columns.push(shares("upper_pp", rows.iter().map(|gap| gap.upper_pp)));
    let interval = |gap: &Gap| {
        use commonweal_equity::GapRange;
        gap.range.map(|range| {
            match range {
                GapRange::Newcombe => "newcombe",
                GapRange::PartWhole => "newcombe, part of whole",
                GapRange::WilsonLessLevel => "wilson less level",
                GapRange::Identification => "identification",
            }
            .to_owned()
        })
    };
    columns.push(texts("interval", rows.iter().map(interval)));
    let (status, reason): (Vec<_>, Vec<_>) = rows.iter().map(|gap| gap_status(gap.status)).unzip();
    columns.push(texts(
        "status",
        status.into_iter().map(|text| Some(text.to_owned())),
    ));
    columns.push(texts("reason", reason.into_iter()));
    let needed = |gap: &Gap| gap.needed.and_then(|needed| needed.fixed.value());
    let moving = |gap: &Gap| {
        gap.needed
            .and_then(|needed| needed.moving)
            .and_then(|n| n.value())
    };
    columns.push(numbers("needed", rows.iter().map(needed)));
    columns.push(numbers("needed_moving", rows.iter().map(moving)));
    frame(columns, rows.len())
}

/// Where the shortfall is: the dimensions, `n`, `successes`, `rate`, `shortfall`, `cumulative`,
/// `cumulative_share`, `in_smallest_set`; largest shortfall first. Cells whose counts are ranges come
/// last with a null shortfall.
///
/// # Errors
/// None in practice.
pub fn concentration_frame(found: &Concentration, by: &[&str]) -> Result<DataFrame, Error> {
    let cells = &found.cells;
    let open = &found.not_assessed;
    let nulls = |count: usize| std::iter::repeat_n(None, count);
    let keys = cells
        .iter()
        .map(|cell| &cell.key)
        .chain(open.iter().map(|(key, _)| key));
    let mut columns = key_columns(by, keys);
    let open_n = open.len();
    columns.push(numbers(
        "n",
        cells.iter().map(|c| Some(c.n)).chain(nulls(open_n)),
    ));
    columns.push(numbers(
        "successes",
        cells.iter().map(|c| Some(c.successes)).chain(nulls(open_n)),
    ));
    let rate = |cell: &commonweal_equity::CellShortfall| cell.rate.map(Exact::to_f64);
    columns.push(shares(
        "rate",
        cells
            .iter()
            .map(rate)
            .chain(std::iter::repeat_n(None, open_n)),
    ));
    columns.push(numbers(
        "shortfall",
        cells.iter().map(|c| Some(c.shortfall)).chain(nulls(open_n)),
    ));
    columns.push(numbers(
        "cumulative",
        cells
            .iter()
            .map(|c| Some(c.cumulative))
            .chain(nulls(open_n)),
    ));
    let share = |cell: &commonweal_equity::CellShortfall| cell.cumulative_share.map(Exact::to_f64);
    columns.push(shares(
        "cumulative_share",
        cells
            .iter()
            .map(share)
            .chain(std::iter::repeat_n(None, open_n)),
    ));
    let inside: Vec<bool> = (0..cells.len() + open_n)
        .map(|i| i < found.smallest)
        .collect();
    columns.push(Series::new("in_smallest_set".into(), inside).into_column());
    frame(columns, cells.len() + open_n)
}

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

/// A path: `year`, `cohort`, `rate`, `required`, `additional`, `cumulative`, `change`, the baseline year
/// first. Counts are whole where the baseline gives whole children.
///
/// # Errors
/// None in practice.
pub fn path_frame(path: &Trajectory) -> Result<DataFrame, Error> {
    let years = &path.years;
    let first = |value: f64| std::iter::once(value);
    let year: Vec<i32> = std::iter::once(path.baseline_year)
        .chain(years.iter().map(|y| y.year))
        .collect();
    let cohort: Vec<u64> = std::iter::once(path.baseline_cohort)
        .chain(years.iter().map(|y| y.cohort))
        .collect();
    let rate: Vec<f64> = first(path.baseline_rate.to_f64())
        .chain(years.iter().map(|y| y.rate.to_f64()))
        .collect();
    let required: Vec<f64> = first(path.baseline_count.to_f64())
        .chain(years.iter().map(|y| y.required as f64))
        .collect();
    let of = |get: fn(&commonweal_equity::PathYear) -> Exact| -> Vec<f64> {
        first(0.0)
            .chain(years.iter().map(|y| get(y).to_f64()))
            .collect()
    };
    let columns = vec![
        Series::new("year".into(), year).into_column(),
        Series::new("cohort".into(), cohort).into_column(),
        Series::new("rate".into(), rate).into_column(),
        Series::new("required".into(), required).into_column(),
        Series::new("additional".into(), of(|y| y.additional)).into_column(),
        Series::new("cumulative".into(), of(|y| y.cumulative)).into_column(),
        Series::new("change".into(), of(|y| y.change)).into_column(),
    ];
    frame(columns, years.len() + 1)
}

fn frame(columns: Vec<Column>, height: usize) -> Result<DataFrame, Error> {
    let built: PolarsResult<DataFrame> = DataFrame::new(height, columns);
    built.map_err(|error| Error::Input(error.to_string()))
}

fn key_columns<'a>(by: &[&str], keys: impl Iterator<Item = &'a GroupKey>) -> Vec<Column> {
    let keys: Vec<&GroupKey> = keys.collect();
    by.iter()
        .map(|dimension| {
            let levels: Vec<Option<&str>> = keys.iter().map(|key| key.level(dimension)).collect();
            Series::new((*dimension).into(), levels).into_column()
        })
        .collect()
}

fn numbers(name: &str, values: impl Iterator<Item = Option<u64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

fn shares(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

fn texts(name: &str, values: impl Iterator<Item = Option<String>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

fn rate_status(rate: &Rate) -> String {
    match rate.status {
        RateStatus::Known => "known".to_owned(),
        RateStatus::Bounded { reason } => format!("range: the count is {}", reason.words()),
        RateStatus::NoMembers => "no children".to_owned(),
    }
}

fn gap_status(status: GapStatus) -> (&'static str, Option<String>) {
    match status {
        GapStatus::Flagged => ("flagged", None),
        GapStatus::NotFlagged => ("not flagged", None),
        GapStatus::NotAssessable(reason) => ("not assessable", Some(reason.words())),
    }
}
