//! Gaps as frames.

use commonweal_equity::{Exact, Gap, GapStatus, Gaps};
use polars::prelude::DataFrame;

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;

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

fn gap_status(status: GapStatus) -> (&'static str, Option<String>) {
    match status {
        GapStatus::Flagged => ("flagged", None),
        GapStatus::NotFlagged => ("not flagged", None),
        GapStatus::NotAssessable(reason) => ("not assessable", Some(reason.words())),
    }
}
