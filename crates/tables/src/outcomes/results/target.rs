//! Paths as frames.

use commonweal_equity::{Exact, Trajectory};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::frame;
use crate::error::Error;

/// A path: `year`, `cohort`, `rate`, `required`, `additional`, `cumulative`, `change`, the baseline year
/// first. `required` is in whole children; the other counts are exact, and whole where the baseline gives
/// whole children.
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
    let required: Vec<u64> = std::iter::once(path.baseline_required)
        .chain(years.iter().map(|y| y.required))
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
