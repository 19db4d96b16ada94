//! Pictures over several periods and places.

use commonweal_equity::{Rate, RateOptions};
use commonweal_report::charts::{self, PeriodRates};
use pyo3::prelude::*;

use super::Outcomes;
use super::period::Period;
use crate::convert::{Label, Names, Several, borrowed, whole};
use crate::errors::Failure;
use crate::figure::Figure;

#[pymethods]
impl Outcomes {
    /// Draw the groups over time: one line a period, from the lowest rate to the highest (an equiplot).
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    /// breaks : str, int or list of them, optional
    ///     Periods before which the definition changed; the figure says so between the lines.
    /// min_n : int, default 10
    ///     Smaller groups are named, not drawn.
    ///
    /// Examples
    /// --------
    /// >>> figure = cw.example().outcomes("early_reading").plot_over_time(by="race_ethnicity")
    #[pyo3(signature = (by, *, breaks = None, min_n = 10))]
    fn plot_over_time(
        &self,
        by: Names,
        breaks: Option<Several<Label>>,
        min_n: i64,
    ) -> PyResult<Figure> {
        let by = by.into_vec();
        let min_n = whole("min_n", min_n)?;
        let small = too_small(min_n);
        let breaks: Vec<&str> = breaks
            .iter()
            .flat_map(|labels| &labels.0)
            .map(|label| &**label)
            .collect();
        let periods = self.0.periods();
        if let Some(stray) = breaks.iter().find(|label| !periods.contains(label)) {
            return Err(Failure::input(format!(
                "option breaks: there is no period \"{stray}\". Expected some of {}.",
                periods.join(", ")
            ))
            .into());
        }
        if periods.is_empty() {
            return Err(Failure::input(
                "the outcomes have no periods, so there is nothing over time. Name the column with period=.",
            )
            .into());
        }
        let mut found = Vec::with_capacity(periods.len());
        for period in &periods {
            let options = RateOptions::default();
            let rates = self.0.rates(&borrowed(&by), Some(period), options);
            found.push(rates.map_err(Failure::from)?);
        }
        let lines = periods
            .iter()
            .zip(&found)
            .map(|(period, rates)| PeriodRates {
                label: (*period).to_owned(),
                rates: rates
                    .iter()
                    .map(|rate| (rate.key.to_string(), shown(rate, min_n, &small)))
                    .collect(),
                broken: breaks
                    .contains(period)
                    .then(|| "another definition from here".to_owned()),
            });
        Ok(Figure(charts::equiplot_figure(
            lines,
            self.0.direction(),
            self.0.words(),
        )))
    }

    /// Draw the rates of groups in places as a table of colours: one row a place, one column a group.
    ///
    /// Suppressed counts and cells below `min_n` are hatched. The order is that of the data.
    ///
    /// Parameters
    /// ----------
    /// places, groups : str
    ///     The dimension of the rows and that of the columns.
    /// period : str or int, optional
    ///     The latest by default.
    /// min_n : int, default 10
    ///     Smaller cells are hatched.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> figure = o.plot_heatmap(places="place_id", groups="race_ethnicity")
    #[pyo3(signature = (*, places, groups, period = None, min_n = 10))]
    fn plot_heatmap(
        &self,
        places: &str,
        groups: &str,
        period: Option<Label>,
        min_n: i64,
    ) -> PyResult<Figure> {
        let min_n = whole("min_n", min_n)?;
        let small = too_small(min_n);
        let rates = self
            .0
            .rates(&[places, groups], period.as_deref(), RateOptions::default())
            .map_err(Failure::from)?;
        let level = |rate: &Rate, of: &str| rate.key.level(of).unwrap_or_default().to_owned();
        let mut columns: Vec<String> = Vec::new();
        let mut rows: Vec<(String, Vec<&Rate>)> = Vec::new();
        for rate in &rates {
            let column = level(rate, groups);
            if !columns.contains(&column) {
                columns.push(column);
            }
            let row = level(rate, places);
            match rows.iter_mut().find(|(name, _)| *name == row) {
                Some((_, cells)) => cells.push(rate),
                None => rows.push((row, vec![rate])),
            }
        }
        let lines = rows.iter().map(|(name, cells)| {
            let cell = |column: &String| {
                let found = cells.iter().find(|rate| level(rate, groups) == *column);
                found.map_or(Err("no children"), |rate| shown(rate, min_n, &small))
            };
            (name.clone(), columns.iter().map(cell).collect())
        });
        let direction = self.0.direction();
        let figure =
            charts::heatmap_figure(columns.clone(), lines, places, direction, self.0.words());
        Ok(Period::of(&self.0, period.as_deref()).titled(figure))
    }
}

fn too_small(min_n: u64) -> String {
    format!("fewer than {min_n} children")
}

/// A rate that may be drawn, or why it may not.
fn shown<'a>(rate: &'a Rate, min_n: u64, small: &'a str) -> Result<&'a Rate, &'a str> {
    match rate.n.high() {
        Some(most) if most > 0 && most < min_n => Err(small),
        _ => Ok(rate),
    }
}
