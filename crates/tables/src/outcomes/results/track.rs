//! Milestones, results beside them, goals and quick wins as frames; the pasts that feasibility reads.

use commonweal_equity::{
    Exact, Goals, GroupCount, HistoryYear, Milestones, OnTrack, PathRate, Peer, QuickWins,
};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::{Outcomes, end_year};

/// Milestones: `year`, `cohort`, `rate`, `required`, `low`, `high`, `smallest_n`.
///
/// # Errors
/// None in practice: the columns are of one length.
pub fn milestones_frame(found: &Milestones) -> Result<DataFrame, Error> {
    let rows = &found.milestones;
    let columns = vec![
        years(rows.iter().map(|row| row.year)),
        numbers("cohort", rows.iter().map(|row| Some(row.cohort))),
        shares("rate", rows.iter().map(|row| Some(row.rate.to_f64()))),
        numbers("required", rows.iter().map(|row| Some(row.required))),
        numbers("low", rows.iter().map(|row| row.low)),
        numbers("high", rows.iter().map(|row| row.high)),
        numbers("smallest_n", rows.iter().map(|row| row.smallest_n)),
    ];
    frame(columns, rows.len())
}

/// Results beside milestones: `year`, `n`, `successes`, `rate`, `milestone`, `at_most`, `at_least`, `p`,
/// `status`, `reason`. A count that is a range is null.
///
/// # Errors
/// None in practice.
pub fn on_track_frame(found: &OnTrack) -> Result<DataFrame, Error> {
    let rows = &found.years;
    let status = |row: &commonweal_equity::TrackYear| Some(row.status.name().to_owned());
    let columns = vec![
        years(rows.iter().map(|row| row.year)),
        numbers("n", rows.iter().map(|row| row.n.value())),
        numbers("successes", rows.iter().map(|row| row.successes.value())),
        shares("rate", rows.iter().map(|row| row.rate.map(Exact::to_f64))),
        shares(
            "milestone",
            rows.iter().map(|row| row.milestone.map(PathRate::to_f64)),
        ),
        shares("at_most", rows.iter().map(|row| row.at_most)),
        shares("at_least", rows.iter().map(|row| row.at_least)),
        shares("p", rows.iter().map(|row| row.p)),
        texts("status", rows.iter().map(status)),
        texts("reason", rows.iter().map(|row| row.reason.clone())),
    ];
    frame(columns, rows.len())
}

/// Goals by group and year: the dimensions, `year`, `n`, `baseline`, `rate`, `required`, `additional`,
/// `reason`.
///
/// # Errors
/// None in practice.
pub fn goals_frame(found: &Goals, by: &[&str]) -> Result<DataFrame, Error> {
    let rows = &found.goals;
    let mut columns = key_columns(by, rows.iter().map(|row| &row.key));
    columns.push(years(rows.iter().map(|row| row.year)));
    columns.push(numbers("n", rows.iter().map(|row| row.n.value())));
    let rate = |rate: Option<Exact>| rate.map(Exact::to_f64);
    columns.push(shares(
        "baseline",
        rows.iter().map(|row| rate(row.baseline)),
    ));
    columns.push(shares("rate", rows.iter().map(|row| rate(row.rate))));
    columns.push(numbers("required", rows.iter().map(|row| row.required)));
    columns.push(numbers("additional", rows.iter().map(|row| row.additional)));
    columns.push(texts("reason", rows.iter().map(|row| row.reason.clone())));
    frame(columns, rows.len())
}

/// Quick wins: the dimensions, `n`, `successes`, `rate`, `need`, `required_change`, `share_of_need`.
///
/// # Errors
/// None in practice.
pub fn quick_wins_frame(found: &QuickWins, by: &[&str]) -> Result<DataFrame, Error> {
    let rows = &found.wins;
    let mut columns = key_columns(by, rows.iter().map(|row| &row.key));
    columns.push(numbers("n", rows.iter().map(|row| Some(row.n))));
    columns.push(numbers(
        "successes",
        rows.iter().map(|row| Some(row.successes)),
    ));
    columns.push(shares(
        "rate",
        rows.iter().map(|row| Some(row.rate.to_f64())),
    ));
    columns.push(numbers("need", rows.iter().map(|row| Some(row.need))));
    columns.push(shares(
        "required_change",
        rows.iter().map(|row| Some(row.required_change.to_f64())),
    ));
    columns.push(shares(
        "share_of_need",
        rows.iter().map(|row| Some(row.share_of_need.to_f64())),
    ));
    frame(columns, rows.len())
}

/// Cells that were not assessed: the dimensions, `reason`.
///
/// # Errors
/// None in practice.
pub fn quick_wins_open_frame(found: &QuickWins, by: &[&str]) -> Result<DataFrame, Error> {
    let rows = &found.not_assessed;
    let mut columns = key_columns(by, rows.iter().map(|(key, _)| key));
    columns.push(texts(
        "reason",
        rows.iter().map(|(_, reason)| Some(reason.clone())),
    ));
    frame(columns, rows.len())
}

fn years(years: impl Iterator<Item = i32>) -> polars::prelude::Column {
    Series::new("year".into(), years.collect::<Vec<_>>()).into_column()
}

/// The groups of every period that ends in a year, with that year. A period without these dimensions is
/// left out.
///
/// # Errors
/// As [`Outcomes::counts`], save [`Error::NotCrossed`].
pub fn yearly_counts(
    outcomes: &Outcomes,
    by: &[&str],
) -> Result<Vec<(i32, Vec<GroupCount>)>, Error> {
    let mut found = Vec::new();
    for period in outcomes.periods() {
        let Some(year) = end_year(period) else {
            continue;
        };
        match outcomes.counts(by, Some(period)) {
            Ok(counts) => found.push((year, counts)),
            Err(Error::NotCrossed { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// The past of every group, in the order of their keys; years whose counts are not exact are left out.
///
/// # Errors
/// As [`yearly_counts`].
pub fn pasts(outcomes: &Outcomes, by: &[&str]) -> Result<Vec<Peer>, Error> {
    let mut pasts = std::collections::BTreeMap::new();
    for (year, groups) in yearly_counts(outcomes, by)? {
        for group in groups {
            let past: &mut Vec<HistoryYear> = pasts.entry(group.key().clone()).or_default();
            past.extend(HistoryYear::of(year, &group));
        }
    }
    let peer = |(key, history): (commonweal_equity::GroupKey, Vec<HistoryYear>)| Peer {
        name: key.to_string(),
        history,
    };
    Ok(pasts.into_iter().map(peer).collect())
}
