//! Trends as frames.

use std::collections::BTreeMap;

use commonweal_equity::{
    Count, Exact, GroupCount, GroupKey, Movement, Progress, Reference, Slope, Trend, TrendMeasure,
    TrendOptions, TrendPeriod, trend,
};
use polars::prelude::DataFrame;

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::levels::NOT_RECORDED;
use crate::outcomes::{Outcomes, end_year};
use crate::words::quoted;

/// A group's counts by period, each with its reference; `None` where it has none.
type Series = Vec<Option<(GroupCount, Option<GroupCount>)>>;

impl Outcomes {
    /// The trend of each group, and of its gap to the reference, over the periods.
    ///
    /// A table of outcomes holds one version of a definition; breaks inside it are named in the options. A
    /// group without children in a period is left out there, by name. The reference is everyone else or a named
    /// group; where categories overlap there is no everyone else, and no gap.
    ///
    /// # Errors
    /// As [`Outcomes::groups`] and [`commonweal_equity::trend`]; [`Error::NotFound`] for a break that is no
    /// period; [`Error::Input`] without periods, for periods that do not end in a year and for another kind of reference.
    pub fn trend(
        &self,
        by: &[&str],
        reference: &Reference,
        options: &TrendOptions,
    ) -> Result<Vec<Trend>, Error> {
        let recorded = |period: &&str| *period != NOT_RECORDED;
        let periods: Vec<&str> = self.periods().into_iter().filter(recorded).collect();
        if periods.is_empty() && !self.cells().is_empty() {
            return Err(Error::Input(
                "trend: these outcomes have no periods. Name the column of the year with period= when reading them."
                    .to_owned(),
            ));
        }
        for found in &options.breaks {
            if !periods.contains(&found.as_str()) {
                return Err(Error::not_found("period", found, &periods));
            }
        }
        let mut years = Vec::with_capacity(periods.len());
        for period in &periods {
            let year = end_year(period).ok_or_else(|| {
                Error::Input(format!(
                    "trend: the period {} does not end in a year, so there is no change a year. Write periods as 2024, 2023-24 or 2024-05-31.",
                    quoted(period)
                ))
            })?;
            years.push(year);
        }
        let mut series: BTreeMap<GroupKey, Series> = BTreeMap::new();
        for (position, period) in periods.iter().enumerate() {
            let groups = match self.counts(by, Some(period)) {
                Ok(groups) => groups,
                Err(Error::NotCrossed { .. }) => continue,
                Err(error) => return Err(error),
            };
            let others = references(&groups, reference, self.overlaps(by))?;
            for (group, other) in groups.into_iter().zip(others) {
                let values = series
                    .entry(group.key().clone())
                    .or_insert_with(|| vec![None; periods.len()]);
                values[position] = Some((group, other));
            }
        }
        let options = TrendOptions {
            reference: match reference {
                Reference::Group { name } => name.clone(),
                _ => options.reference.clone(),
            },
            ..options.clone()
        };
        series
            .into_iter()
            .map(|(key, values)| {
                let points = values
                    .into_iter()
                    .zip(periods.iter().zip(&years))
                    .map(|(value, (period, year))| {
                        let (group, reference) = match value {
                            Some(value) => value,
                            None => (GroupCount::new(key.clone(), 0, 0)?, None),
                        };
                        Ok(TrendPeriod {
                            period: (*period).to_owned(),
                            year: *year,
                            group,
                            reference,
                        })
                    })
                    .collect::<Result<Vec<_>, Error>>()?;
                Ok(trend(key, &points, &options)?)
            })
            .collect()
    }
}

/// The reference population of each group in one period; `None` for a group that has none.
fn references(
    groups: &[GroupCount],
    reference: &Reference,
    overlap: bool,
) -> Result<Vec<Option<GroupCount>>, Error> {
    match reference {
        Reference::Rest if overlap || groups.len() < 2 => Ok(vec![None; groups.len()]),
        Reference::Rest => {
            // Sums of ranges cannot be subtracted: everyone else is the sum before and the sum after.
            let empty = (Count::exact(0), Count::exact(0));
            let add = |sum: (Count, Count), group: &GroupCount| {
                (sum.0 + group.n(), sum.1 + group.successes())
            };
            let mut after = vec![empty; groups.len() + 1];
            for (i, group) in groups.iter().enumerate().rev() {
                after[i] = add(after[i + 1], group);
            }
            let mut before = empty;
            let mut out = Vec::with_capacity(groups.len());
            for (i, group) in groups.iter().enumerate() {
                let (n, s) = (before.0 + after[i + 1].0, before.1 + after[i + 1].1);
                out.push(Some(GroupCount::from_counts(GroupKey::everyone(), n, s)?));
                before = add(before, group);
            }
            Ok(out)
        }
        Reference::Group { name } => {
            let named = |group: &&GroupCount| {
                let mut pairs = group.key().pairs();
                group.key().to_string() == *name
                    || (pairs.len() == 1 && pairs.next().is_some_and(|(_, level)| level == name))
            };
            let Some(other) = groups.iter().find(named) else {
                let known: Vec<String> = groups.iter().map(|g| g.key().to_string()).collect();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                return Err(Error::not_found("group", name, &known));
            };
            let gap = |group: &GroupCount| (group.key() != other.key()).then(|| other.clone());
            Ok(groups.iter().map(gap).collect())
        }
        _ => Err(Error::Input(
            "trend: the reference is everyone else (rest) or the name of a group.".to_owned(),
        )),
    }
}

/// Trends: the dimensions, `from`, `to`, `periods`, `measure` ("rate", "log odds", "gap", "log ratio"), `unit`,
/// `reference` (for gaps and ratios), `per_year`, `standard_error`, `lower`, `upper`, `between_sd`, `movement`
/// ("rising", "falling", "unclear", "not assessed"), `reason`. One row a group, segment and measure.
///
/// # Errors
/// None in practice.
pub fn trend_frame(trends: &[Trend], by: &[&str]) -> Result<DataFrame, Error> {
    let mut rows = Vec::new();
    for trend in trends {
        for segment in &trend.segments {
            for (measure, slope) in &segment.slopes {
                rows.push((trend, segment, *measure, slope));
            }
        }
    }
    let fitted = |name: &str, at: usize| {
        let value = |slope: &Slope| match *slope {
            Slope::Fitted {
                per_year,
                standard_error,
                lower,
                upper,
                between_sd,
            } => Some([per_year, standard_error, lower, upper, between_sd][at]),
            Slope::NotAssessed { .. } => None,
        };
        shares(name, rows.iter().map(move |(_, _, _, slope)| value(slope)))
    };
    let mut columns = key_columns(by, rows.iter().map(|(trend, ..)| &trend.key));
    columns.push(texts(
        "from",
        rows.iter().map(|(_, part, ..)| Some(part.from.clone())),
    ));
    columns.push(texts(
        "to",
        rows.iter().map(|(_, part, ..)| Some(part.to.clone())),
    ));
    columns.push(numbers(
        "periods",
        rows.iter().map(|(_, part, ..)| Some(part.periods as u64)),
    ));
    let name = |measure| match measure {
        TrendMeasure::Rate => "rate",
        TrendMeasure::LogOdds => "log odds",
        TrendMeasure::Gap => "gap",
        TrendMeasure::LogRatio => "log ratio",
    };
    columns.push(texts(
        "measure",
        rows.iter()
            .map(|(_, _, measure, _)| Some(name(*measure).to_owned())),
    ));
    columns.push(texts(
        "unit",
        rows.iter()
            .map(|(_, _, measure, _)| Some(measure.unit().to_owned())),
    ));
    columns.push(texts(
        "reference",
        rows.iter().map(|(trend, _, measure, _)| {
            matches!(measure, TrendMeasure::Gap | TrendMeasure::LogRatio)
                .then(|| trend.options.reference.clone())
        }),
    ));
    for (at, name) in ["per_year", "standard_error", "lower", "upper", "between_sd"]
        .into_iter()
        .enumerate()
    {
        columns.push(fitted(name, at));
    }
    let movement = |slope: &Slope| match slope.movement() {
        Movement::Rising => "rising",
        Movement::Falling => "falling",
        Movement::Unclear => "unclear",
        Movement::NotAssessed => "not assessed",
    };
    columns.push(texts(
        "movement",
        rows.iter()
            .map(|(.., slope)| Some(movement(slope).to_owned())),
    ));
    let reason = |slope: &Slope| match slope {
        Slope::Fitted { .. } => None,
        Slope::NotAssessed { reason } => Some(reason.words().to_owned()),
    };
    columns.push(texts(
        "reason",
        rows.iter().map(|(.., slope)| reason(slope)),
    ));
    frame(columns, rows.len())
}

/// Progress to a goal: the dimensions, `baseline_period`, `baseline`, `latest_period`, `latest`, `target`,
/// `achieved` (share of the targeted change), `lower`, `upper`, `class`. Empty without a goal.
///
/// # Errors
/// None in practice.
pub fn progress_frame(trends: &[Trend], by: &[&str]) -> Result<DataFrame, Error> {
    let rows: Vec<(&GroupKey, &Progress)> = trends
        .iter()
        .filter_map(|trend| Some((&trend.key, trend.progress.as_ref()?)))
        .collect();
    let rate = |name: &str, of: fn(&Progress) -> Option<Exact>| {
        shares(name, rows.iter().map(|(_, row)| of(row).map(Exact::to_f64)))
    };
    let mut columns = key_columns(by, rows.iter().map(|(key, _)| *key));
    let label = |text: &String| (!text.is_empty()).then(|| text.clone());
    columns.push(texts(
        "baseline_period",
        rows.iter().map(|(_, row)| label(&row.baseline_period)),
    ));
    columns.push(rate("baseline", |row| row.baseline));
    columns.push(texts(
        "latest_period",
        rows.iter().map(|(_, row)| label(&row.latest_period)),
    ));
    columns.push(rate("latest", |row| row.latest));
    columns.push(rate("target", |row| Some(row.target)));
    columns.push(rate("achieved", |row| row.achieved));
    columns.push(shares("lower", rows.iter().map(|(_, row)| row.lower)));
    columns.push(shares("upper", rows.iter().map(|(_, row)| row.upper)));
    columns.push(texts(
        "class",
        rows.iter()
            .map(|(_, row)| Some(row.class.words().to_owned())),
    ));
    frame(columns, rows.len())
}
