//! Groups over time: one line a period, one dot a group, joined by a bar from the lowest to the highest (an equiplot, as the
//! International Center for Equity in Health draws it).

mod draw;
mod lanes;

use serde::{Deserialize, Serialize};

use super::axis::{Ticks, Unit, counted, extent};
use super::error::{Result, inconsistent};
use super::font::clean;
use super::level::Level;
use super::page::or;

/// Dots of all groups, one line a period, in the order given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EquiplotFigure {
    /// Periods from top to bottom.
    pub periods: Vec<EquiplotPeriod>,
    /// Unit of every number.
    pub unit: Unit,
    /// What the axis measures, and which direction is good if there is one.
    pub axis: String,
}

/// One period, or several taken together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EquiplotPeriod {
    /// Its name: "2025", "2021 to 2023".
    pub label: String,
    /// The groups, each at most once.
    pub dots: Vec<EquiplotDot>,
    /// What changed before this period, so that it cannot be compared with those above it: "new test".
    pub broken: Option<String>,
}

/// One group in one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EquiplotDot {
    /// The group's name; the same name is the same group in every period.
    pub group: String,
    /// Its level.
    pub level: Level,
}

impl EquiplotPeriod {
    /// Lowest and highest known level with the groups' names; of equal ones, the first.
    fn ends(&self) -> Option<[(&str, f64); 2]> {
        let mut known = self
            .dots
            .iter()
            .filter_map(|d| Some((d.group.as_str(), d.level.known()?)));
        let first = known.next()?;
        Some(known.fold([first, first], |[low, high], dot| {
            [
                if dot.1 < low.1 { dot } else { low },
                if dot.1 > high.1 { dot } else { high },
            ]
        }))
    }

    /// Whether every group is known exactly, so that the distance of the ends is the whole distance.
    fn complete(&self) -> bool {
        self.dots.iter().all(|d| d.level.known().is_some())
    }

    /// "24 pp apart", "at least 24 pp apart" where a group is missing.
    fn spread(&self, unit: Unit, decimals: usize) -> String {
        let several = self
            .dots
            .iter()
            .filter(|d| d.level.known().is_some())
            .count()
            > 1;
        match self.ends() {
            Some([low, high]) if several => {
                let distance = unit.distance(low.1, high.1, decimals);
                let least = if self.complete() { "" } else { "at least " };
                format!("{least}{distance} apart")
            }
            _ => String::new(),
        }
    }
}

impl EquiplotFigure {
    /// Names of the groups in the order in which they first appear.
    fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for dot in self.periods.iter().flat_map(|p| &p.dots) {
            if !groups.contains(&dot.group.as_str()) {
                groups.push(&dot.group);
            }
        }
        groups
    }

    fn ticks(&self, most: usize) -> Ticks {
        let dots = self.periods.iter().flat_map(|p| &p.dots);
        let (low, high) = extent(dots.flat_map(|d| d.level.values())).unwrap_or((0.0, 1.0));
        Ticks::covering(low, high, most, self.unit)
    }

    pub(super) fn describe(&self) -> String {
        let decimals = self.unit.decimals(self.ticks(6).step);
        let show = |value: f64| self.unit.show(value, decimals);
        let period = |p: &EquiplotPeriod| {
            let ends = p.ends().map_or_else(
                || "no number to show".to_string(),
                |[low, high]| {
                    let spread = p.spread(self.unit, decimals);
                    format!(
                        "lowest {} {}, highest {} {}{}",
                        or(low.0, "(no name)"),
                        show(low.1),
                        or(high.0, "(no name)"),
                        show(high.1),
                        if spread.is_empty() {
                            spread
                        } else {
                            format!(", {spread}")
                        }
                    )
                },
            );
            let broken = p.broken.as_ref();
            let broken = broken.map(|why| format!(" (not comparable with before: {why})"));
            format!("{}{}: {ends}", p.label, broken.unwrap_or_default())
        };
        format!(
            "{}: {} in {}. {}.",
            self.axis,
            counted(self.groups().len(), "group", "groups"),
            counted(self.periods.len(), "period", "periods"),
            self.periods
                .iter()
                .map(period)
                .collect::<Vec<_>>()
                .join("; ")
        )
    }

    fn check(&self) -> Result<()> {
        for (i, period) in self.periods.iter().enumerate() {
            for (j, dot) in period.dots.iter().enumerate() {
                let place = || format!("periods[{i}].dots[{j}] ({})", clean(&dot.group));
                dot.level.check(self.unit, place)?;
                if period.dots[..j].iter().any(|d| d.group == dot.group) {
                    return inconsistent(
                        place(),
                        "the group has a dot in this period already",
                        "Give each group one dot a period",
                    );
                }
            }
        }
        Ok(())
    }
}
