//! Rates as frames.

use commonweal_equity::cube::Weighted;
use commonweal_equity::{Exact, IntervalMethod, Rate, RateOptions, RateStatus};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::Outcomes;

/// Rates by period and group: `period` (where there are periods), the dimensions, `n`, `successes`,
/// `missing` (null where the outcomes were given as counts or rates: it is not known), `rate`, `lower`, `upper`,
/// `status`.
///
/// Where children have sampling weights, `weighted_rate` (Σwy / Σw), `weighted_lower` and `weighted_upper`
/// (Wilson's interval for it at the effective number of children) and `effective_n` (Kish) follow; `n`,
/// `successes`, `rate`, `lower` and `upper` stay those of the children counted.
///
/// A count that is a range is null in `n` or `successes`, and `lower`/`upper` are then every rate the
/// ranges allow; `status` says so. `period` limits the answer to one period.
///
/// # Errors
/// As [`Outcomes::groups`]; [`Error::Input`] for another interval than Wilson's where children have weights.
pub fn rates_frame(
    outcomes: &Outcomes,
    by: &[&str],
    period: Option<&str>,
    options: RateOptions,
) -> Result<DataFrame, Error> {
    if outcomes.is_weighted() && options.method != IntervalMethod::Wilson {
        return Err(Error::Input(
            "the rates are weighted, and only Wilson's interval is given at an effective number of children. Use interval=\"wilson\"."
                .to_owned(),
        ));
    }
    let all = outcomes.periods();
    let periods: Vec<Option<&str>> = match period {
        Some(_) => vec![period],
        None if all.is_empty() => vec![None],
        None => all.into_iter().map(Some).collect(),
    };
    let (mut labels, mut rates, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut weighted: Vec<Weighted> = Vec::new();
    for period in periods {
        for cell in outcomes.groups(by, period)? {
            labels.push(period.map(str::to_owned));
            rates.push(Rate::new(&cell.counts, options)?);
            missing.push(outcomes.missing(&cell));
        }
        weighted.extend(outcomes.weighted(by, period)?.into_iter().flatten());
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
    columns.push(numbers("missing", missing.into_iter()));
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
    if outcomes.is_weighted() {
        columns.push(shares("weighted_rate", weighted.iter().map(Weighted::rate)));
        let (lower, upper): (Vec<_>, Vec<_>) = weighted
            .iter()
            .map(|sums| sums.interval(options.confidence).unzip())
            .unzip();
        columns.push(shares("weighted_lower", lower.into_iter()));
        columns.push(shares("weighted_upper", upper.into_iter()));
        columns.push(shares(
            "effective_n",
            weighted.iter().map(Weighted::effective_n),
        ));
    }
    frame(columns, rates.len())
}

pub(super) fn rate_status(rate: &Rate) -> String {
    match rate.status {
        RateStatus::Known => "known".to_owned(),
        RateStatus::Bounded { reason } => format!("range: the count is {}", reason.words()),
        RateStatus::NoMembers => "no children".to_owned(),
    }
}
