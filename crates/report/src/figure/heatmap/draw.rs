//! Layout of the heat map: as many columns as the width allows, names cut short with a key below.

use super::{HeatmapFigure, HeatmapRow};
use crate::figure::axis::{Scale, Unit};
use crate::figure::error::Result;
use crate::figure::font::{Type, clean};
use crate::figure::level::Level;
use crate::figure::marks::{block, frame, hatching, hatching_key};
use crate::figure::page::{Entry, Page, or, tick_row, words_on_paper};
use crate::figure::rows::{NOTE, below};
use crate::figure::scene::{ASCENT, Anchor, Mark, Rect, Text};
use crate::figure::theme::{BODY, Color, MARGIN, SHADES, SMALL};

/// Narrowest and widest cell, its height, and the space between two, px.
const LEAST: f64 = 24.0;
const WIDEST: f64 = 92.0;
const HEIGHT: f64 = 24.0;
const BETWEEN: f64 = 2.0;
/// Names of places take at most this share of the page.
const LABEL_SHARE: f64 = 0.36;
/// Steps in the legend's ramp.
const RAMP: usize = 24;

/// Where the table lies.
struct Grid {
    left: f64,
    /// Width of a cell with the space after it, px.
    pitch: f64,
    columns: usize,
}

impl HeatmapFigure {
    pub(in crate::figure) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        if self.rows.is_empty() || self.columns.is_empty() {
            page.nothing("No cells to show.")?;
            return Ok(vec![]);
        }
        page.paragraph(&self.axis, Type::regular(BODY), 3, true)?;
        page.skip(6.0);
        let ticks = self.ticks();
        let decimals = self.unit.decimals(ticks.step);
        let shade = Scale {
            low: ticks.low(),
            high: ticks.high(),
            start: 0.0,
            end: 1.0,
        };
        if self.extent().is_some() {
            self.draw_ramp(page, &ticks.values, shade, decimals)?;
        }
        page.legend(&self.legend())?;
        page.skip(6.0);
        let grid = self.grid(page)?;
        let mut keys = Vec::new();
        self.draw_heads(page, &grid, &mut keys)?;
        for (i, row) in self.shown_rows().iter().enumerate() {
            self.draw_row(page, &grid, (i, row), shade, decimals, &mut keys)?;
        }
        let mut notes = self.notes(grid.columns);
        if !keys.is_empty() {
            notes.insert(0, format!("Names in full: {}.", keys.join("; ")));
        }
        Ok(notes)
    }

    fn grid(&self, page: &Page) -> Result<Grid> {
        let mut labels = 40.0f64;
        for row in self.shown_rows() {
            labels = labels.max(NOTE.width(&name(&row.label))?);
        }
        let left = MARGIN + labels.min(page.inner_width() * LABEL_SHARE) + 8.0;
        let room = page.right() - left;
        let columns =
            ((room / (LEAST + BETWEEN)).floor().max(1.0) as usize).min(self.columns.len());
        let pitch = (room / columns as f64).min(WIDEST + BETWEEN);
        Ok(Grid {
            left,
            pitch,
            columns,
        })
    }

    /// The scale of shades with its ticks.
    fn draw_ramp(
        &self,
        page: &mut Page,
        ticks: &[f64],
        shade: Scale,
        decimals: usize,
    ) -> Result<()> {
        let width = (page.inner_width() - 40.0).min(260.0);
        let (x0, y0) = (MARGIN + 20.0, page.y);
        for i in 0..RAMP {
            let share = (i as f64 + 0.5) / RAMP as f64;
            let area = Rect {
                x0: x0 + width * i as f64 / RAMP as f64,
                y0,
                x1: x0 + width * (i + 1) as f64 / RAMP as f64,
                y1: y0 + 12.0,
            };
            page.scene.push(block(area, color(share)));
        }
        page.scene.push(frame(Rect {
            x0,
            y0,
            x1: x0 + width,
            y1: y0 + 12.0,
        }));
        page.y = y0 + 10.0;
        let at = |v: &f64| (x0 + shade.at(*v) * width, self.unit.show(*v, decimals));
        tick_row(page, &ticks.iter().map(at).collect::<Vec<_>>())?;
        page.skip(2.0);
        Ok(())
    }

    fn legend(&self) -> Vec<Entry> {
        let has = |f: &dyn Fn(&Level) -> bool| self.cells().any(f);
        let mut entries = Vec::new();
        if has(&|l| matches!(l, Level::Between { .. })) {
            entries.push(Entry::new("published as a range", |(x, y)| {
                let area = crate::figure::marks::band(x - 11.0, x + 11.0, y, 6.0);
                vec![hatching(area), frame(area)]
            }));
        }
        if has(&|l| matches!(l, Level::NotShown(_))) {
            entries.push(Entry::new("no number to show", hatching_key));
        }
        entries
    }

    /// The groups' names over their columns; letters where they are too long, with the names in the key.
    fn draw_heads(&self, page: &mut Page, grid: &Grid, keys: &mut Vec<String>) -> Result<()> {
        let room = grid.pitch - BETWEEN - 2.0;
        let shown = self.columns.iter().take(grid.columns);
        let mut heads = Vec::new();
        let mut fit = true;
        for column in shown.clone() {
            let label = name(column);
            let lines = NOTE.wrap(&label, room, 4)?;
            // A word broken in the middle, or cut, is harder to read than a letter with a key.
            let whole = lines
                .join(" ")
                .split_whitespace()
                .eq(label.split_whitespace());
            let mut fits = whole;
            for line in &lines {
                fits &= NOTE.width(line)? <= room;
            }
            fit &= fits;
            heads.push(lines);
        }
        if !fit {
            heads = Vec::new();
            for (i, column) in shown.enumerate() {
                keys.push(format!("{} {}", letters(i), name(column)));
                heads.push(vec![letters(i)]);
            }
        }
        let most = heads.iter().map(Vec::len).max().unwrap_or(0);
        for (j, lines) in heads.iter().enumerate() {
            let x = grid.left + (j as f64 + 0.5) * grid.pitch - BETWEEN / 2.0;
            for (i, line) in lines.iter().enumerate() {
                let row = (most - lines.len() + i) as f64;
                let y = page.y + SMALL * ASCENT + row * NOTE.leading();
                page.scene
                    .text(Text::new(line, (x, y), NOTE).soft().anchor(Anchor::Middle));
            }
        }
        page.skip(most as f64 * NOTE.leading() + 4.0);
        Ok(())
    }

    fn draw_row(
        &self,
        page: &mut Page,
        grid: &Grid,
        (i, row): (usize, &HeatmapRow),
        shade: Scale,
        decimals: usize,
        keys: &mut Vec<String>,
    ) -> Result<()> {
        let top = page.y;
        let baseline = below(top + HEIGHT / 2.0, NOTE);
        let room = grid.left - MARGIN - 8.0;
        let full = name(&row.label);
        let label = if NOTE.width(&full)? <= room {
            full.clone()
        } else {
            // The row's number ties the shortened name to its key.
            let numbered = format!("{} {full}", i + 1);
            keys.push(numbered.clone());
            NOTE.wrap(&numbered, room, 1)?.concat()
        };
        page.scene.text(Text::new(label, (MARGIN, baseline), NOTE));
        let columns = self.columns.iter().zip(&row.cells).take(grid.columns);
        for (j, (column, level)) in columns.enumerate() {
            let x0 = grid.left + j as f64 * grid.pitch;
            let area = Rect {
                x0,
                y0: top,
                x1: x0 + grid.pitch - BETWEEN,
                y1: top + HEIGHT - BETWEEN,
            };
            let marks = match level {
                Level::Known(value) => vec![block(area, color(shade.at(*value)))],
                Level::Between { .. } => vec![hatching(area), frame(area)],
                Level::NotShown(_) => vec![hatching(area)],
            };
            let value = level.words(|v| self.unit.show(v, decimals));
            page.scene.push(Mark::Named {
                name: format!("{full}, {}: {value}", name(column)),
                marks,
            });
            let words = cell_words(self.unit, level, decimals);
            if words.is_empty() || NOTE.width(&words)? > area.width() - 4.0 {
                continue;
            }
            let at = (f64::midpoint(area.x0, area.x1), baseline - BETWEEN / 2.0);
            let text = Text::new(words, at, NOTE).anchor(Anchor::Middle);
            if matches!(level, Level::Known(_)) {
                page.scene.text(text);
            } else {
                words_on_paper(&mut page.scene, text)?;
            }
        }
        page.y = top + HEIGHT;
        Ok(())
    }
}

/// The number without its unit, which the scale above states.
fn cell_words(unit: Unit, level: &Level, decimals: usize) -> String {
    match level {
        Level::Known(value) => unit.bare(*value, decimals),
        Level::Between { low, high } => format!(
            "{}{}{}",
            unit.bare(*low, decimals),
            unit.between(),
            unit.bare(*high, decimals)
        ),
        Level::NotShown(_) => String::new(),
    }
}

/// A shade between the lightest (0) and the darkest (1).
fn color(share: f64) -> Color {
    let share = share.clamp(0.0, 1.0);
    let [light, dark] = SHADES;
    let mix = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    Color(
        mix(light.0, dark.0),
        mix(light.1, dark.1),
        mix(light.2, dark.2),
    )
}

fn name(label: &str) -> String {
    or(&clean(label), "(no name)")
}

/// A, B, …, Z, AA, AB, … as columns of a spreadsheet.
fn letters(mut i: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'A' + (i % 26) as u8));
        if i < 26 {
            return out.iter().rev().collect();
        }
        i = i / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!(
            [0, 25, 26, 27, 701, 702].map(letters),
            ["A", "Z", "AA", "AB", "ZZ", "AAA"]
        );
    }

    #[test]
    fn shades_run_from_light_to_dark() {
        let [light, dark] = SHADES;
        assert_eq!((color(-1.0), color(0.0), color(2.0)), (light, light, dark));
    }
}
