//! Summary measures of inequality between groups.

use commonweal_equity::cube::Weighted;
use commonweal_equity::{
    Direction, Estimate, GroupCount, Inequality, InequalityInterval, InequalityKind,
    InequalityOptions, InequalityRow, inequality, inequality_of_counts,
};
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, shares, texts};
use crate::error::Error;
use crate::outcomes::Outcomes;

impl Outcomes {
    /// Every measure of inequality between the groups of a set of dimensions, in one period (the latest
    /// where none is named). The direction of `options` is that of the outcome.
    ///
    /// Where children have weights, rates and populations are weighted, and the standard error is
    /// √(p(1 − p)/n) at Kish's effective number of children.
    ///
    /// # Errors
    /// As [`Outcomes::groups`] and [`inequality_of_counts`]; [`Error::Input`] for categories that overlap.
    pub fn inequality(
        &self,
        by: &[&str],
        period: Option<&str>,
        options: &InequalityOptions,
    ) -> Result<Inequality, Error> {
        if self.overlaps(by) {
            return Err(Error::Input(format!(
                "the groups of {} overlap, so they have no shares of the population and are not independent. \
                 Ask for exclusive groups, or use gaps.",
                by.join(" × ")
            )));
        }
        let options = InequalityOptions {
            direction: self.direction,
            ..options.clone()
        };
        let groups = self.counts(by, period)?;
        let Some(sums) = self.weighted(by, period)? else {
            return Ok(inequality_of_counts(&groups, &options)?);
        };
        let scale = f64::from(options.scale);
        let pairs = groups.iter().zip(&sums);
        let estimates: Vec<Estimate> = pairs
            .map(|(group, sums)| estimate(group, sums, scale))
            .collect();
        let mut found = inequality(&estimates, &options)?;
        found.caveats.push(
            "Rates are weighted; standard errors are those of the effective number of children (Kish) and take no account of strata or clusters."
                .to_owned(),
        );
        Ok(found)
    }
}

/// A weighted rate as an estimate; a group without recorded children has none.
fn estimate(group: &GroupCount, sums: &Weighted, scale: f64) -> Estimate {
    let rate = sums.rate();
    let error = |(p, n): (f64, f64)| scale * (p * (1.0 - p) / n).sqrt();
    Estimate {
        key: group.key().clone(),
        value: rate.map(|p| scale * p),
        se: rate.zip(sums.effective_n()).map(error),
        population: Some(sums.sum),
    }
}

/// Inequality as a frame, one row a measure: `measure`, `name`, `kind`, `weighted`, `ordered`, `estimate`,
/// `se`, `lower`, `upper`, `interval`, `noise_floor`, `corrected`, `unit`, `reference`, `direction`,
/// `convention`, `citation`, `groups`, `left_out`, `reason`, `caveats`.
///
/// # Errors
/// None in practice: the columns are of one length.
pub fn inequality_frame(found: &Inequality) -> Result<DataFrame, Error> {
    let rows = &found.rows;
    let text = |name: &str, of: &dyn Fn(&InequalityRow) -> String| {
        texts(name, rows.iter().map(|row| Some(of(row))))
    };
    let truth = |name: &str, of: &dyn Fn(&InequalityRow) -> bool| -> Column {
        Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    let number =
        |name: &str, of: &dyn Fn(&InequalityRow) -> Option<f64>| shares(name, rows.iter().map(of));
    let same = |name: &str, value: u64| -> Column {
        Series::new(name.into(), vec![value; rows.len()]).into_column()
    };
    let kind = |row: &InequalityRow| match row.kind {
        InequalityKind::Absolute => "absolute".to_owned(),
        InequalityKind::Relative => "relative".to_owned(),
    };
    let direction = |row: &InequalityRow| match row.direction {
        Direction::Higher => "higher".to_owned(),
        Direction::Lower => "lower".to_owned(),
    };
    let interval = rows
        .iter()
        .map(|row| row.interval.map(InequalityInterval::words));
    let caveats = Some(found.caveats.join(" ")).filter(|text| !text.is_empty());
    let columns = vec![
        text("measure", &|row| row.measure.code().to_owned()),
        text("name", &|row| row.measure.name().to_owned()),
        text("kind", &kind),
        truth("weighted", &|row| row.weighted),
        truth("ordered", &|row| row.ordered),
        number("estimate", &|row| row.estimate),
        number("se", &|row| row.se),
        number("lower", &|row| row.lower),
        number("upper", &|row| row.upper),
        texts("interval", interval),
        number("noise_floor", &|row| row.noise_floor),
        number("corrected", &|row| row.corrected),
        text("unit", &|row| row.unit.clone()),
        text("reference", &|row| row.reference.clone()),
        text("direction", &direction),
        text("convention", &|row| row.convention.clone()),
        text("citation", &|row| row.citation.to_owned()),
        same("groups", found.groups as u64),
        same("left_out", found.left_out.len() as u64),
        texts("reason", rows.iter().map(|row| row.reason.clone())),
        texts("caveats", rows.iter().map(|_| caveats.clone())),
    ];
    frame(columns, rows.len())
}
