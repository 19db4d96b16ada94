//! Estimates by group: a dot with its interval on one line each, and the reference they are compared with.

mod draw;

use serde::{Deserialize, Serialize};

use super::axis::{Ticks, Unit, extent};
use super::error::Result;
use super::font::clean;
use super::level::{Level, reason};
use super::page::or;

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
    /// What a flag means, for the legend; empty stands for "flagged".
    pub flag_label: String,
    /// The rule whose cut-offs the rows carry, for the legend; empty stands for "the rule's cut-off".
    pub rule_label: String,
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
    /// What the rule or the test says; each has its own mark.
    pub judgement: Judgement,
    /// The level at which the rule flags this group (the reference less the rule's margin), in the
    /// figure's unit; `None` where there is no rule.
    pub cut: Option<f64>,
}

/// The judgement on a group. Silence is never "no".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// A disc.
    #[default]
    NotFlagged,
    /// A diamond in the second colour, with bold words.
    Flagged,
    /// A ring; the reason stands beside n.
    NotAssessable(String),
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
    /// Published as a range: every value the estimate can have. No dot is drawn, because none is known.
    Between {
        /// Lowest possible value.
        low: f64,
        /// Highest possible value.
        high: f64,
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
            Estimate::Between { low, high } => {
                format!("{} between {} and {}", row.label, show(*low), show(*high))
            }
            Estimate::NotShown(why) => format!("{}: {}", row.label, reason(why)),
        };
        let row = |r: &GapRow| match &r.judgement {
            Judgement::NotFlagged => row(r),
            Judgement::Flagged => format!("{}, {}", row(r), self.flag_words()),
            Judgement::NotAssessable(why) => format!("{}, not assessed: {}", row(r), reason(why)),
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
            Estimate::Between { low, high } => Some((low, high)),
            Estimate::NotShown(_) => None,
        });
        let fixed = self.reference.iter().map(|r| r.value);
        let fixed = fixed.chain(self.rows.iter().filter_map(|row| row.cut));
        let all = values.flat_map(|(low, high)| [low, high]).chain(fixed);
        let (low, high) = extent(all).unwrap_or((0.0, 1.0));
        Ticks::covering(low, high, most, self.unit)
    }

    fn check(&self) -> Result<()> {
        for (i, row) in self.rows.iter().enumerate() {
            let place = || format!("rows[{i}] ({})", clean(&row.label));
            match row.estimate {
                Estimate::Known { value, interval } => {
                    self.unit.check_interval(value, interval, place)?;
                }
                Estimate::Between { low, high } => {
                    Level::Between { low, high }.check(self.unit, place)?;
                }
                Estimate::NotShown(_) => {}
            }
            if let Some(cut) = row.cut {
                self.unit.check(cut, || format!("{}: cut", place()))?;
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
        match row.estimate {
            Estimate::Known { value, interval } => {
                let shown = self.unit.show(value, decimals);
                let Some((low, high)) = interval else {
                    return shown;
                };
                let (low, high) = (
                    self.unit.bare(low, decimals),
                    self.unit.bare(high, decimals),
                );
                format!("{shown} ({low}{}{high})", self.unit.between())
            }
            Estimate::Between { low, high } => format!(
                "{}{}{}",
                self.unit.bare(low, decimals),
                self.unit.between(),
                self.unit.show(high, decimals)
            ),
            Estimate::NotShown(_) => String::new(),
        }
    }

    fn flag_words(&self) -> String {
        or(&self.flag_label, "flagged")
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
            judgement: Judgement::NotFlagged,
            cut: None,
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
        let range = GapRow {
            estimate: Estimate::Between {
                low: 0.4,
                high: 0.6,
            },
            ..row(0.0, None)
        };
        assert_eq!(share.value_words(&range, 0), "40–60\u{a0}%");
    }
}
