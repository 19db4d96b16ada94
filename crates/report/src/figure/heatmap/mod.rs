//! Groups by places: a table whose cells are shaded by their value, with what is suppressed hatched.

mod draw;

use serde::{Deserialize, Serialize};

use super::axis::{Ticks, Unit, count, counted, extent};
use super::error::{Result, inconsistent};
use super::font::clean;
use super::level::Level;
use super::page::or;

/// Shaded cells, one row a place, one column a group, both in the order given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct HeatmapFigure {
    /// Names of the groups, from left to right.
    pub columns: Vec<String>,
    /// The places, from top to bottom; those beyond `most_rows` are counted in a note.
    pub rows: Vec<HeatmapRow>,
    /// Places drawn at most; `None` stands for 60.
    pub most_rows: Option<usize>,
    /// Unit of every number.
    pub unit: Unit,
    /// What the cells measure, and which direction is good if there is one.
    pub axis: String,
    /// What a row is, in the plural; empty stands for "places".
    pub places: String,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct HeatmapRow {
    /// Its name.
    pub label: String,
    /// One a column.
    pub cells: Vec<Level>,
}

impl HeatmapFigure {
    fn place_words(&self) -> String {
        or(&self.places, "places")
    }

    fn shown_rows(&self) -> &[HeatmapRow] {
        let most = self.most_rows.unwrap_or(60).max(1);
        self.rows.get(..most).unwrap_or(&self.rows)
    }

    /// Every level with its place in the table.
    fn cells(&self) -> impl Iterator<Item = &Level> {
        self.rows.iter().flat_map(|r| &r.cells)
    }

    fn extent(&self) -> Option<(f64, f64)> {
        extent(self.cells().filter_map(Level::known))
    }

    /// Round values over the scale of shades.
    fn ticks(&self) -> Ticks {
        let (low, high) = self.extent().unwrap_or((0.0, 1.0));
        Ticks::covering(low, high, 5, self.unit)
    }

    pub(super) fn describe(&self) -> String {
        let decimals = self.unit.decimals(self.ticks().step);
        let show = |v: f64| self.unit.show(v, decimals);
        let mut ends: Option<[(f64, &str, &str); 2]> = None;
        for row in &self.rows {
            for (column, level) in self.columns.iter().zip(&row.cells) {
                let Some(value) = level.known() else { continue };
                let cell = (value, column.as_str(), row.label.as_str());
                let [low, high] = ends.unwrap_or([cell, cell]);
                ends = Some([
                    if value < low.0 { cell } else { low },
                    if value > high.0 { cell } else { high },
                ]);
            }
        }
        let total = self.cells().count();
        let known = self.cells().filter(|l| l.known().is_some()).count();
        let cell = |(value, group, place): (f64, &str, &str)| {
            format!("{} ({group}, {place})", show(value))
        };
        let range = ends.map_or_else(String::new, |[low, high]| {
            format!(" They run from {} to {}.", cell(low), cell(high))
        });
        format!(
            "{}: {} by {} {}; {} of {} cells have a number.{range}",
            self.axis,
            counted(self.columns.len(), "group", "groups"),
            count(self.rows.len() as u64),
            self.place_words(),
            count(known as u64),
            count(total as u64),
        )
    }

    fn check(&self) -> Result<()> {
        for (i, row) in self.rows.iter().enumerate() {
            let place = || format!("rows[{i}] ({})", clean(&row.label));
            if row.cells.len() != self.columns.len() {
                return inconsistent(
                    place(),
                    format!(
                        "{} cells for {} columns",
                        row.cells.len(),
                        self.columns.len()
                    ),
                    "Give one cell a column; a cell without a number says why",
                );
            }
            for (j, level) in row.cells.iter().enumerate() {
                level.check(self.unit, || format!("{}.cells[{j}]", place()))?;
            }
        }
        Ok(())
    }

    /// What has no number, by reason, and what is not drawn.
    fn notes(&self, columns: usize) -> Vec<String> {
        let mut notes = Vec::new();
        let more_rows = self.rows.len() - self.shown_rows().len();
        if more_rows > 0 {
            notes.push(format!(
                "{} more {} are not drawn: the figure shows the first {}.",
                count(more_rows as u64),
                self.place_words(),
                count(self.shown_rows().len() as u64)
            ));
        }
        let more_columns = self.columns.len() - columns;
        if more_columns > 0 {
            notes.push(format!(
                "{} more {} no room at this width and {} not drawn.",
                count(more_columns as u64),
                if more_columns == 1 {
                    "group has"
                } else {
                    "groups have"
                },
                if more_columns == 1 { "is" } else { "are" }
            ));
        }
        let mut reasons: Vec<(String, usize)> = Vec::new();
        for row in self.shown_rows() {
            for level in row.cells.iter().take(columns) {
                let Level::NotShown(why) = level else {
                    continue;
                };
                let why = super::level::reason(why);
                match reasons.iter_mut().find(|(known, _)| *known == why) {
                    Some((_, n)) => *n += 1,
                    None => reasons.push((why, 1)),
                }
            }
        }
        for (why, n) in reasons {
            notes.push(format!("{} hatched: {why}.", counted(n, "cell", "cells")));
        }
        notes
    }
}
