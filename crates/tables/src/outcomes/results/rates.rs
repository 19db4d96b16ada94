//! Rates as frames.

use commonweal_equity::{Exact, Rate, RateOptions, RateStatus};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::Outcomes;

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

fn rate_status(rate: &Rate) -> String {
    match rate.status {
        RateStatus::Known => "known".to_owned(),
        RateStatus::Bounded { reason } => format!("range: the count is {}", reason.words()),
        RateStatus::NoMembers => "no children".to_owned(),
    }
}
