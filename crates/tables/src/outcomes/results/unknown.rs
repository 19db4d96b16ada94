//! Bounds for what is not recorded, and participation, as frames.

use commonweal_equity::{
    Bounds, BySource, Exact, GroupBounds, MissingBounds, Participation, Recorded, missing_bounds,
    participation,
};
use polars::prelude::DataFrame;

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::levels::NOT_RECORDED;
use crate::outcomes::{Cell, Outcomes};
use crate::words::quoted;

impl Outcomes {
    /// How far the children of whom something is not recorded could move the rate and gap of each group of one
    /// dimension.
    ///
    /// # Errors
    /// As [`Outcomes::groups`] and [`commonweal_equity::missing_bounds`]; [`Error::Input`] for categories that
    /// overlap.
    pub fn missing_bounds(&self, by: &str, period: Option<&str>) -> Result<MissingBounds, Error> {
        if self.overlaps(&[by]) {
            return Err(Error::Input(format!(
                "missing_bounds: the groups of {} overlap, so that a child can be in several. Use categories that exclude one another.",
                quoted(by)
            )));
        }
        let cells = self.groups(&[by], period)?;
        let (unknown, groups): (Vec<Recorded>, Vec<Recorded>) = cells
            .into_iter()
            .map(|cell| self.recorded(cell))
            .partition(|group| group.counts.key().level(by) == Some(NOT_RECORDED));
        Ok(missing_bounds(&groups, unknown.first())?)
    }

    /// Rates over at least a fixed share of the enrolled, children with and without a recorded outcome.
    ///
    /// # Errors
    /// As [`Outcomes::groups`] and [`commonweal_equity::participation`].
    pub fn participation(
        &self,
        by: &[&str],
        period: Option<&str>,
        floor: Exact,
    ) -> Result<Vec<Participation>, Error> {
        let cells = self.groups(by, period)?.into_iter();
        let groups: Vec<Recorded> = cells.map(|cell| self.recorded(cell)).collect();
        Ok(participation(&groups, floor)?)
    }

    fn recorded(&self, cell: Cell) -> Recorded {
        Recorded {
            missing: self.missing(&cell),
            counts: cell.counts,
        }
    }
}

/// Bounds by group and source: the dimension, `source` ("group not recorded", "outcome not recorded", "both"),
/// `n`, `withheld` (of n, by a censored count), `outcome_unknown` (null where it is not known), `rate`, `rate_low`,
/// `rate_high`, `gap_pp`, `gap_low_pp`, `gap_high_pp`. `rate` and `gap_pp` are null where a censored count makes
/// them a range, and where no outcome is recorded; the bounds are null only where a way of filling in leaves a
/// side without children. Three rows a group.
///
/// # Errors
/// None in practice.
pub fn missing_bounds_frame(found: &MissingBounds, by: &str) -> Result<DataFrame, Error> {
    type Of = fn(&BySource) -> Option<Bounds>;
    let sources: [(&str, Of); 3] = [
        ("group not recorded", |source| source.group_unknown),
        ("outcome not recorded", |source| {
            Some(source.outcome_unknown)
        }),
        ("both", |source| Some(source.both)),
    ];
    let rows: Vec<(&GroupBounds, &str, Of)> = found
        .groups
        .iter()
        .flat_map(|group| sources.map(|(name, of)| (group, name, of)))
        .collect();
    let rate = |name: &str, of: fn(&BySource, Option<Bounds>) -> Option<Exact>| {
        let value = |(group, _, bounds): &(&GroupBounds, &str, Of)| {
            let rate = group.rate?;
            of(&rate, bounds(&rate)).map(Exact::to_f64)
        };
        shares(name, rows.iter().map(value))
    };
    let gap = |name: &str, of: fn(&BySource, Option<Bounds>) -> Option<Exact>| {
        let value = |(group, _, bounds): &(&GroupBounds, &str, Of)| {
            let gap = group.gap?;
            of(&gap, bounds(&gap)).map(|gap| 100.0 * gap.to_f64())
        };
        shares(name, rows.iter().map(value))
    };
    let mut columns = key_columns(&[by], rows.iter().map(|(group, ..)| &group.key));
    columns.push(texts(
        "source",
        rows.iter().map(|(_, name, _)| Some((*name).to_owned())),
    ));
    columns.push(numbers("n", rows.iter().map(|(group, ..)| Some(group.n))));
    columns.push(numbers(
        "withheld",
        rows.iter().map(|(group, ..)| Some(group.withheld)),
    ));
    columns.push(numbers(
        "outcome_unknown",
        rows.iter().map(|(group, ..)| group.outcome_unknown),
    ));
    columns.push(rate("rate", |source, _| seen(source)));
    columns.push(rate("rate_low", |_, bounds| Some(bounds?.low)));
    columns.push(rate("rate_high", |_, bounds| Some(bounds?.high)));
    columns.push(gap("gap_pp", |source, _| seen(source)));
    columns.push(gap("gap_low_pp", |_, bounds| Some(bounds?.low)));
    columns.push(gap("gap_high_pp", |_, bounds| Some(bounds?.high)));
    frame(columns, rows.len())
}

/// The value as recorded, where it is one.
fn seen(source: &BySource) -> Option<Exact> {
    source.recorded.and_then(|seen| seen.point())
}

/// Participation: the dimensions, `enrolled`, `tested`, `successes`, `participation`, `rate`, `adjusted_rate`,
/// `reason` (why one of these is null).
///
/// # Errors
/// None in practice.
pub fn participation_frame(found: &[Participation], by: &[&str]) -> Result<DataFrame, Error> {
    let mut columns = key_columns(by, found.iter().map(|row| &row.key));
    let rate = |name: &str, of: fn(&Participation) -> Option<Exact>| {
        shares(name, found.iter().map(|row| of(row).map(Exact::to_f64)))
    };
    columns.push(numbers("enrolled", found.iter().map(|row| row.enrolled)));
    columns.push(numbers("tested", found.iter().map(|row| row.tested)));
    columns.push(numbers("successes", found.iter().map(|row| row.successes)));
    columns.push(rate("participation", |row| row.participation));
    columns.push(rate("rate", |row| row.rate));
    columns.push(rate("adjusted_rate", |row| row.adjusted_rate));
    let reason = |row: &Participation| row.reason.map(str::to_owned);
    columns.push(texts("reason", found.iter().map(reason)));
    frame(columns, found.len())
}
