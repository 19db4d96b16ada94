//! Histories and results as Python hands them over.

use commonweal_equity::{Censoring, Count, Exact, GroupCount, GroupKey, HistoryYear, Peer, Target};
use commonweal_tables as tab;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use crate::convert::{Names, Typed, Whole, borrowed};
use crate::errors::Failure;
use crate::outcomes::Outcomes;

/// The results of years after the baseline: outcomes, or a dict of (successes, n) by year.
pub(super) fn observed(
    given: &Bound<'_, PyAny>,
    target: &Target,
) -> PyResult<Vec<(i32, GroupCount)>> {
    if let Ok(outcomes) = given.cast::<Outcomes>() {
        let outcomes = &outcomes.get().0;
        outcomes.agree_with(target).map_err(Failure::from)?;
        let start = target.start();
        let all = tab::outcomes::yearly_counts(outcomes, &[]).map_err(Failure::from)?;
        let after = all.into_iter().filter(|(year, _)| *year > start);
        let found: Vec<(i32, GroupCount)> = after
            .filter_map(|(year, groups)| Some((year, groups.into_iter().next()?)))
            .collect();
        if found.is_empty() {
            return Err(Failure::input(format!(
                "observed: the outcomes have no totals for a period after {start} that ends in a year."
            ))
            .into());
        }
        return Ok(found);
    }
    let Ok(years) = given.cast::<PyDict>() else {
        return Err(Failure::input(
            "observed: expected outcomes, or a dict such as {2028: (1300, 2000)}.",
        )
        .into());
    };
    years
        .iter()
        .map(|(year, pair)| {
            let Some((successes, n)) = pair_of(&pair) else {
                return Err(Failure::input(format!(
                    "observed, {year}: expected (children who reach the outcome, children)."
                ))
                .into());
            };
            let counts =
                GroupCount::from_counts(GroupKey::everyone(), count(&n)?, count(&successes)?);
            Ok((year.extract()?, counts.map_err(Failure::from)?))
        })
        .collect()
}

/// A past: the totals of outcomes, a dict by year, or a list that ends in the baseline year.
pub(super) fn past(given: &Bound<'_, PyAny>, target: &Target) -> PyResult<Vec<HistoryYear>> {
    if let Ok(outcomes) = given.cast::<Outcomes>() {
        let outcomes = &outcomes.get().0;
        outcomes.agree_with(target).map_err(Failure::from)?;
        let pasts = tab::outcomes::pasts(outcomes, &[]).map_err(Failure::from)?;
        return Ok(pasts.into_iter().flat_map(|past| past.history).collect());
    }
    let mut history = Vec::new();
    if let Ok(years) = given.cast::<PyDict>() {
        for (year, rate) in years.iter() {
            history.extend(history_year(year.extract()?, &rate)?);
        }
    } else if !given.is_instance_of::<PyString>()
        && let Ok(rates) = given.try_iter()
    {
        let rates = rates.collect::<PyResult<Vec<_>>>()?;
        let first = target.start().saturating_sub(rates.len() as i32);
        for (year, rate) in (first.saturating_add(1)..).zip(&rates) {
            history.extend(history_year(year, rate)?);
        }
    } else {
        return Err(Failure::input(
            "history: expected outcomes, a dict such as {2025: \"57%\", 2026: (1200, 2000)}, or a list of \
             rates that ends in the baseline year.",
        )
        .into());
    }
    Ok(history)
}

/// The pasts of peers: outcomes by place, or a dict of pasts by name.
pub(super) fn peers(
    given: &Bound<'_, PyAny>,
    by: Option<Names>,
    target: &Target,
) -> PyResult<Vec<Peer>> {
    if let Ok(outcomes) = given.cast::<Outcomes>() {
        let outcomes = &outcomes.get().0;
        outcomes.agree_with(target).map_err(Failure::from)?;
        let by = by.map_or_else(|| outcomes.dimensions().to_vec(), Names::into_vec);
        return Ok(tab::outcomes::pasts(outcomes, &borrowed(&by)).map_err(Failure::from)?);
    }
    let Ok(names) = given.cast::<PyDict>() else {
        return Err(Failure::input(
            "peers: expected outcomes by place, or a dict of histories by name.",
        )
        .into());
    };
    names
        .iter()
        .map(|(name, history)| {
            Ok(Peer {
                name: name.str()?.to_string(),
                history: past(&history, target)?,
            })
        })
        .collect()
}

/// A rate or a pair of counts; None and a year without children are not known.
fn history_year(year: i32, rate: &Bound<'_, PyAny>) -> PyResult<Option<HistoryYear>> {
    if rate.is_none() {
        return Ok(None);
    }
    if let Some((successes, n)) = pair_of(rate) {
        let counts = GroupCount::from_counts(GroupKey::everyone(), count(&n)?, count(&successes)?);
        return Ok(HistoryYear::of(year, &counts.map_err(Failure::from)?));
    }
    let rate: Exact = rate.extract::<Typed>()?.0;
    Ok(Some(HistoryYear {
        year,
        rate,
        n: None,
    }))
}

fn pair_of<'py>(given: &Bound<'py, PyAny>) -> Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    let pair = given.cast::<PyTuple>().ok()?;
    if pair.len() != 2 {
        return None;
    }
    Some((pair.get_item(0).ok()?, pair.get_item(1).ok()?))
}

/// A whole number, a pair of the fewest and the most, or None.
fn count(given: &Bound<'_, PyAny>) -> PyResult<Count> {
    if given.is_none() {
        return Ok(Count::unknown(Censoring::NotCollected));
    }
    if let Some((low, high)) = pair_of(given) {
        let (low, high) = (low.extract::<Whole<u64>>()?, high.extract::<Whole<u64>>()?);
        let range = Count::range(low.0, high.0, Censoring::Range);
        return Ok(range.map_err(Failure::from)?);
    }
    Ok(Count::exact(given.extract::<Whole<u64>>()?.0))
}
