//! Shrunken rates as frames.

use std::collections::BTreeMap;

use commonweal_equity::{
    Exact, GroupCount, GroupKey, Prior, ShrinkOptions, Shrinkage, ShrunkenRate, shrink,
};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::Outcomes;

impl Outcomes {
    /// Shrinks the rates of cells towards their common mean, one distribution for each group of `within`.
    ///
    /// The cells are those of `within` and `by` together; without `within` one distribution holds for all.
    ///
    /// # Errors
    /// As [`Outcomes::groups`] and [`commonweal_equity::shrink`]; [`Error::Input`] for cells that overlap, whose
    /// children would be counted several times.
    pub fn shrink(
        &self,
        by: &[&str],
        within: &[&str],
        period: Option<&str>,
        options: ShrinkOptions,
    ) -> Result<Vec<(GroupKey, Shrinkage)>, Error> {
        if self.overlaps(by) {
            return Err(Error::Input(format!(
                "shrink: the groups of {} overlap and do not add up to all children. Use categories that exclude one another.",
                by.join(" and ")
            )));
        }
        let dimensions: Vec<&str> = within.iter().chain(by).copied().collect();
        let mut parts: BTreeMap<GroupKey, Vec<GroupCount>> = BTreeMap::new();
        for cell in self.counts(&dimensions, period)? {
            let pairs = within
                .iter()
                .map(|d| (*d, cell.key().level(d).unwrap_or_default()));
            parts.entry(GroupKey::new(pairs)?).or_default().push(cell);
        }
        parts
            .into_iter()
            .map(|(key, cells)| Ok((key, shrink(&cells, options)?)))
            .collect()
    }
}

/// Shrunken rates by cell: the dimensions, `n`, `successes`, `rate`, `estimate`, `lower`, `upper`, `weight`,
/// `small`, `status`. Cells whose counts are ranges come last in their part, with nulls.
///
/// # Errors
/// None in practice.
pub fn shrink_frame(
    parts: &[(GroupKey, Shrinkage)],
    dimensions: &[&str],
) -> Result<DataFrame, Error> {
    let mut rows: Vec<(&GroupKey, Option<&ShrunkenRate>, String)> = Vec::new();
    for (_, part) in parts {
        let status = match part.prior {
            Prior::Beta { .. } => "shrunk".to_owned(),
            Prior::Equal { .. } => "no spread beyond chance".to_owned(),
            Prior::NotFitted { reason } => format!("not shrunk: {}", reason.words()),
        };
        let status_of = |cell: &ShrunkenRate| match cell.n {
            0 => "no children".to_owned(),
            _ => status.clone(),
        };
        rows.extend(
            part.cells
                .iter()
                .map(|cell| (&cell.key, Some(cell), status_of(cell))),
        );
        rows.extend(part.not_assessed.iter().map(|(key, reason)| {
            (
                key,
                None,
                format!("left out: the count is {}", reason.words()),
            )
        }));
    }
    let cells = || rows.iter().map(|(_, cell, _)| *cell);
    let share = |name: &str, of: fn(&ShrunkenRate) -> Option<f64>| {
        shares(name, cells().map(|cell| cell.and_then(of)))
    };
    let mut columns = key_columns(dimensions, rows.iter().map(|(key, ..)| *key));
    columns.push(numbers("n", cells().map(|cell| cell.map(|c| c.n))));
    columns.push(numbers(
        "successes",
        cells().map(|cell| cell.map(|c| c.successes)),
    ));
    columns.push(share("rate", |cell| cell.rate.map(Exact::to_f64)));
    columns.push(share("estimate", |cell| cell.estimate));
    columns.push(share("lower", |cell| cell.lower));
    columns.push(share("upper", |cell| cell.upper));
    columns.push(share("weight", |cell| cell.weight));
    let small: Vec<Option<bool>> = cells().map(|cell| cell.map(|c| c.small)).collect();
    columns.push(Series::new("small".into(), small).into_column());
    columns.push(texts(
        "status",
        rows.iter().map(|(_, _, status)| Some(status.clone())),
    ));
    frame(columns, rows.len())
}

/// The distributions, one a group of `within`: its dimensions, `cells`, `n`, `prior` ("beta", "equal" or
/// "not fitted"), `alpha`, `beta`, `mean`, `strength` (`alpha + beta`, in children), `reason`.
///
/// # Errors
/// None in practice.
pub fn priors_frame(parts: &[(GroupKey, Shrinkage)], within: &[&str]) -> Result<DataFrame, Error> {
    let priors = || parts.iter().map(|(_, part)| part.prior);
    let beta = |name: &str, of: fn(f64, f64) -> f64| {
        let value = |prior| match prior {
            Prior::Beta { alpha, beta } => Some(of(alpha, beta)),
            _ => None,
        };
        shares(name, priors().map(value))
    };
    let mut columns = key_columns(within, parts.iter().map(|(key, _)| key));
    columns.push(numbers(
        "cells",
        parts.iter().map(|(_, part)| Some(part.cells.len() as u64)),
    ));
    columns.push(numbers("n", parts.iter().map(|(_, part)| Some(part.n))));
    let kind = |prior| match prior {
        Prior::Beta { .. } => "beta",
        Prior::Equal { .. } => "equal",
        Prior::NotFitted { .. } => "not fitted",
    };
    columns.push(texts(
        "prior",
        priors().map(|prior| Some(kind(prior).to_owned())),
    ));
    columns.push(beta("alpha", |alpha, _| alpha));
    columns.push(beta("beta", |_, beta| beta));
    let mean = |prior| match prior {
        Prior::Beta { alpha, beta } => Some(alpha / (alpha + beta)),
        Prior::Equal { rate } => Some(rate.to_f64()),
        Prior::NotFitted { .. } => None,
    };
    columns.push(shares("mean", priors().map(mean)));
    columns.push(beta("strength", |alpha, beta| alpha + beta));
    let reason = |prior| match prior {
        Prior::NotFitted { reason } => Some(reason.words().to_owned()),
        _ => None,
    };
    columns.push(texts("reason", priors().map(reason)));
    frame(columns, parts.len())
}
