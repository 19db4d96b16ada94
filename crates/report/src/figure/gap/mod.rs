//! Estimates by group: a dot with its interval on one line each, and the reference they are compared with.

mod draw;

use serde::{Deserialize, Serialize};

use super::axis::{Ticks, Unit, extent};
use super::error::Result;
use super::font::clean;

/// Dots with intervals, one row a group, in the order given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GapFigure {
    /// Rows from top to bottom.
    pub rows: Vec<GapRow>,
    /// What the groups are compared with: a dashed line through all rows.
    pub reference: Option<Reference>,
    /// Unit of every number.
    pub unit: Unit,
    /// What the axis measures, and which direction is good if there is one.
    pub axis: String,
    /// What the bars are, for the legend; empty stands for "95 % interval".
    pub interval_label: String,
    /// Why rows are emphasised, for the legend; empty stands for "highlighted".
    pub emphasis_label: String,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapRow {
    /// The group's name.
    pub label: String,
    /// Children in the group; `None` where the number is not known or may not be shown.
    pub n: Option<u64>,
    /// The number, or why there is none.
    pub estimate: Estimate,
    /// Drawn in the second colour, with a diamond and bold words.
    pub emphasised: bool,
}

/// A number with its interval, or the reason why it cannot be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimate {
    /// An estimate, with `(low, high)` where there is an interval.
    Known {
        /// The estimate, in the figure's unit.
        value: f64,
        /// Lower and upper limit.
        interval: Option<(f64, f64)>,
    },
    /// Suppressed, or not assessable: the words that say so.
    NotShown(String),
}

/// The level that groups are compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Whose level it is: "all other children".
    pub label: String,
    /// The level, in the figure's unit.
    pub value: f64,
}

impl GapFigure {
    pub(super) fn describe(&self) -> String {
        let decimals = self.unit.decimals(self.ticks(6).step);
        let show = |value: f64| self.unit.show(value, decimals);
        let row = |row: &GapRow| match &row.estimate {
            Estimate::Known { value, interval } => {
                let limits =
                    interval.map(|(low, high)| format!(" ({} to {})", show(low), show(high)));
                format!(
                    "{} {}{}",
                    row.label,
                    show(*value),
                    limits.unwrap_or_default()
                )
            }
            Estimate::NotShown(why) => format!("{}: {why}", row.label),
        };
        let shown = |r: &&GapRow| matches!(r.estimate, Estimate::Known { .. });
        let shown = self.rows.iter().filter(shown).count();
        let reference = self.reference.as_ref();
        let beside =
            reference.map(|r| format!(", beside the reference {} at {}", r.label, show(r.value)));
        format!(
            "{}: estimates for {shown} of {} groups{}. {}.",
            self.axis,
            self.rows.len(),
            beside.unwrap_or_default(),
            self.rows.iter().map(row).collect::<Vec<_>>().join("; ")
        )
    }

    /// Round values that cover all rows and the reference, in at most `most` intervals.
    fn ticks(&self, most: usize) -> Ticks {
        let values = self.rows.iter().filter_map(|row| match row.estimate {
            Estimate::Known { value, interval } => Some(interval.unwrap_or((value, value))),
            Estimate::NotShown(_) => None,
        });
        let reference = self.reference.iter().map(|r| r.value);
        let all = values.flat_map(|(low, high)| [low, high]).chain(reference);
        let (low, high) = extent(all).unwrap_or((0.0, 1.0));
        Ticks::covering(low, high, most, self.unit)
    }

    fn check(&self) -> Result<()> {
        for (i, row) in self.rows.iter().enumerate() {
            if let Estimate::Known { value, interval } = row.estimate {
                self.unit.check_interval(value, interval, || {
                    format!("rows[{i}] ({})", clean(&row.label))
                })?;
            }
        }
        let Some(reference) = &self.reference else {
            return Ok(());
        };
        self.unit
            .check(reference.value, || {
                format!("reference ({})", clean(&reference.label))
            })
            .map(drop)
    }

    /// "47 % (42–52)": the estimate in full, the limits without repeating the unit.
    fn value_words(&self, row: &GapRow, decimals: usize) -> String {
        let Estimate::Known { value, interval } = row.estimate else {
            return String::new();
        };
        let shown = self.unit.show(value, decimals);
        let Some((low, high)) = interval else {
            return shown;
        };
        let bare = |v: f64| {
            let text = self.unit.show(v, decimals);
            text.split('\u{a0}').next().unwrap_or_default().to_string()
        };
        let (low, high) = (bare(low), bare(high));
        // A dash between signed numbers reads as a minus.
        let between = if self.unit == Unit::Percent {
            "–"
        } else {
            " to "
        };
        format!("{shown} ({low}{between}{high})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_written_without_repeating_the_unit() {
        let row = |value, interval| GapRow {
            label: "a".into(),
            n: None,
            estimate: Estimate::Known { value, interval },
            emphasised: false,
        };
        let share = GapFigure::default();
        assert_eq!(
            share.value_words(&row(0.47, Some((0.42, 0.52))), 0),
            "47\u{a0}% (42–52)"
        );
        let pp = GapFigure {
            unit: Unit::PercentagePoints,
            ..GapFigure::default()
        };
        assert_eq!(
            pp.value_words(&row(-0.08, Some((-0.13, 0.02))), 0),
            "−8\u{a0}pp (−13 to +2)"
        );
        assert_eq!(pp.value_words(&row(0.0, None), 1), "0.0\u{a0}pp");
    }
}
