//! How concentrated a shortfall is: the cumulative share of missing children over cells ranked from the largest shortfall to
//! the smallest (a concentration curve, as Lorenz drew it, read from the top).

use serde::{Deserialize, Serialize};

use super::axis::{Scale, Ticks, Unit, count, counted};
use super::error::{Result, inconsistent};
use super::font::Type;
use super::marks::{band, block, diamond, line_key};
use super::page::{Entry, Page, or, tick_row};
use super::scene::{ASCENT, Anchor, DESCENT, Mark, Point, Rect, Stroke, Text};
use super::theme::{ACCENT, BAND, BODY, GRID, LINE, MAIN, MARGIN, MEDIUM, SMALL, THICK, THIN};

/// Cumulative share of missing children against cells.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShortfallFigure {
    /// Missing children of each cell whose number is known, from the most to the fewest; cells without shortfall are 0.
    pub missing: Vec<u64>,
    /// Cells whose shortfall is not known (suppressed, not assessable): counted in a note, not drawn.
    pub unknown_cells: usize,
    /// The fewest cells that hold a stated share, as computed; checked against `missing`.
    pub cover: Option<Cover>,
    /// What a cell is, in the plural: "school–group cells".
    pub cells: String,
    /// What those children are, to stand behind them; empty stands for "missing". Where lower is better:
    /// "over the goal".
    pub state: String,
    /// Who is missing, in the plural; empty stands for "children".
    pub people: String,
    /// All children of each cell, in the order of `missing`: the reference is then the curve of a shortfall
    /// spread like enrolment. Empty: the reference is the straight line of equal cells.
    #[serde(default)]
    pub enrolled: Vec<u64>,
    /// What the range of the cover is, for the legend; empty stands for "cells in 95 % of the drawn years".
    #[serde(default)]
    pub between_label: String,
}

/// "`cells` cells hold `percent` % of the shortfall."
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// Number of cells, counted from the largest.
    pub cells: usize,
    /// Share to be covered, in percent, 1 to 100.
    pub percent: u32,
    /// How sure that is: fewest and most cells that it takes in years drawn by chance. Drawn as a band.
    #[serde(default)]
    pub between: Option<(usize, usize)>,
}

const NOTE: Type = Type::regular(SMALL);

impl ShortfallFigure {
    fn total(&self) -> u128 {
        self.missing.iter().map(|m| u128::from(*m)).sum()
    }

    fn state_words(&self) -> &str {
        if self.state.trim().is_empty() {
            "missing"
        } else {
            self.state.trim()
        }
    }

    fn cells_words(&self) -> &str {
        if self.cells.trim().is_empty() {
            "cells"
        } else {
            self.cells.trim()
        }
    }

    fn people_words(&self) -> &str {
        if self.people.trim().is_empty() {
            "children"
        } else {
            self.people.trim()
        }
    }

    fn cover_words(&self) -> Option<String> {
        let cover = self.cover.filter(|_| self.total() > 0)?;
        let (k, n, total) = (
            count(cover.cells as u64),
            count(self.missing.len() as u64),
            self.total_words(),
        );
        let k = match cover.between {
            Some((fewest, most)) => {
                format!("{k} ({} to {})", count(fewest as u64), count(most as u64))
            }
            None => k,
        };
        let verb = if cover.cells == 1 { "holds" } else { "hold" };
        Some(format!(
            "{k} of {n} {} {verb} {}\u{a0}% of {total} {}",
            self.cells_words(),
            cover.percent,
            self.people_words()
        ))
    }

    fn total_words(&self) -> String {
        u64::try_from(self.total()).map_or_else(|_| self.total().to_string(), count)
    }

    pub(super) fn describe(&self) -> String {
        let (total, people, cells) = (self.total_words(), self.people_words(), self.cells_words());
        let n = count(self.missing.len() as u64);
        let cover = self
            .cover_words()
            .map(|words| format!(": {words}"))
            .unwrap_or_default();
        let unknown = match self.unknown_cells {
            0 => String::new(),
            more => format!("; {} more not known", count(more as u64)),
        };
        format!(
            "Cumulative share of {total} {people} {} over {n} {cells}, largest first{cover}{unknown}.",
            self.state_words()
        )
    }

    fn check(&self) -> Result<()> {
        if let Some(i) = self.missing.windows(2).position(|w| w[0] < w[1]) {
            return inconsistent(
                format!("missing[{}]", i + 1),
                "a cell misses more children than the one before it",
                "Rank the cells from the most missing children to the fewest",
            );
        }
        if !self.enrolled.is_empty() && self.enrolled.len() != self.missing.len() {
            return inconsistent(
                "enrolled",
                format!(
                    "{} entries for {} cells",
                    self.enrolled.len(),
                    self.missing.len()
                ),
                "Give one entry a cell, in the order of the cells, or none at all",
            );
        }
        let over = |(missing, enrolled): (&u64, &u64)| missing > enrolled;
        if let Some(i) = self.missing.iter().zip(&self.enrolled).position(over) {
            return inconsistent(
                format!("enrolled[{i}]"),
                format!(
                    "{} of {} children are missing",
                    self.missing.get(i).copied().unwrap_or(0),
                    self.enrolled.get(i).copied().unwrap_or(0)
                ),
                "Give all children of the cell, not only those who reach the outcome",
            );
        }
        // Where nothing is missing, no number of cells is the fewest: the figure says so in words.
        let Some(cover) = self.cover.filter(|_| self.total() > 0) else {
            return Ok(());
        };
        let wrong = |problem: String| {
            inconsistent(
                "cover",
                problem,
                "Give the fewest cells that hold the share",
            )
        };
        if !(1..=100).contains(&cover.percent)
            || cover.cells == 0
            || cover.cells > self.missing.len()
        {
            return wrong(format!(
                "{} of {} cells for {} % is not possible",
                cover.cells,
                self.missing.len(),
                cover.percent
            ));
        }
        if let Some((fewest, most)) = cover.between
            && (fewest > most || most > self.missing.len())
        {
            return inconsistent(
                "cover.between",
                format!("{fewest} to {most} of {} cells", self.missing.len()),
                "Give the fewest and the most cells of the ranking",
            );
        }
        // Integers: held / total >= percent / 100 without rounding.
        let held = |cells: usize| {
            self.missing
                .iter()
                .take(cells)
                .map(|m| u128::from(*m))
                .sum::<u128>()
                * 100
        };
        let needed = self.total() * u128::from(cover.percent);
        if held(cover.cells) < needed {
            return wrong(format!(
                "the first {} cells hold less than {} %",
                cover.cells, cover.percent
            ));
        }
        if held(cover.cells - 1) >= needed {
            return wrong(format!(
                "fewer than {} cells already hold {} %",
                cover.cells, cover.percent
            ));
        }
        Ok(())
    }

    fn legend(&self) -> Vec<Entry> {
        let spread = if self.enrolled.iter().any(|n| *n > 0) {
            "if the shortfall were spread like enrolment"
        } else {
            "if every cell missed the same number"
        };
        let mut entries = vec![
            Entry::new(
                "cells, the largest shortfall first",
                line_key(Stroke::solid(MAIN, THICK)),
            ),
            Entry::new(spread, line_key(Stroke::dashed(LINE, MEDIUM))),
        ];
        if self.cover.is_some_and(|c| c.between.is_some()) {
            let label = or(&self.between_label, "cells in 95\u{a0}% of the drawn years");
            entries.push(Entry::new(label, |(x, y)| {
                vec![block(band(x - 11.0, x + 11.0, y, 6.0), BAND)]
            }));
        }
        entries
    }

    pub(super) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        let mut notes = Vec::new();
        if self.unknown_cells > 0 {
            let unknown = count(self.unknown_cells as u64);
            notes.push(format!(
                "{unknown} more {} have no number that can be shown and are not in the curve.",
                self.cells_words()
            ));
        }
        let total = self.total();
        if total == 0 {
            page.nothing(&format!(
                "No {} {} in {}.",
                self.people_words(),
                self.state_words(),
                counted(self.missing.len(), "cell", "cells")
            ))?;
            return Ok(notes);
        }
        page.paragraph(
            &format!(
                "Share of the {} {} {}",
                self.total_words(),
                self.people_words(),
                self.state_words()
            ),
            Type::regular(BODY),
            3,
            true,
        )?;
        page.skip(4.0);
        page.legend(&self.legend())?;
        page.skip(8.0);

        let n = self.missing.len() as f64;
        let gutter = NOTE.width("100\u{a0}%")? + 8.0;
        let height = (page.inner_width() * 0.52).clamp(240.0, 430.0);
        let area = Rect {
            x0: MARGIN + gutter,
            y0: page.y + SMALL / 2.0,
            x1: page.right() - 6.0,
            y1: page.y + height,
        };
        let x = Scale {
            low: 0.0,
            high: n,
            start: area.x0,
            end: area.x1,
        };
        let y = Scale {
            low: 0.0,
            high: 1.0,
            start: area.y1,
            end: area.y0,
        };
        draw_share_axis(page, area, y);
        self.draw_between(page, area, x);
        // Nobody enrolled is no reference; equal cells are the straight line.
        let equal = vec![1; self.missing.len()];
        let reference = if self.enrolled.iter().any(|n| *n > 0) {
            &self.enrolled
        } else {
            &equal
        };
        page.scene.push(Mark::Path {
            points: cumulative(reference, x, y),
            stroke: Stroke::dashed(LINE, MEDIUM),
        });
        let points = cumulative(&self.missing, x, y);
        page.scene.push(Mark::Path {
            points,
            stroke: Stroke::solid(MAIN, THICK),
        });
        self.draw_cover(page, area, x, y, total)?;
        page.y = area.y1;
        tick_row(page, &cell_ticks(x, self.missing.len()))?;
        let words = format!(
            "{}, from the most {} {} to the fewest",
            capital(self.cells_words()),
            self.people_words(),
            self.state_words()
        );
        page.paragraph(&words, NOTE, 2, true)?;
        Ok(notes)
    }

    /// The range of the number of cells that hold the share, as an upright band.
    fn draw_between(&self, page: &mut Page, area: Rect, x: Scale) {
        let Some((fewest, most)) = self.cover.and_then(|c| c.between) else {
            return;
        };
        let edge = |cells: usize| x.at(cells as f64);
        let (x0, x1) = (edge(fewest), edge(most));
        page.scene.push(block(Rect { x0, x1, ..area }, BAND));
        let sides = [x0, x1].map(|x| [(x, area.y0), (x, area.y1)]);
        page.scene.push(Mark::Segments {
            lines: sides.to_vec(),
            stroke: Stroke::dotted(ACCENT, THIN),
        });
    }

    /// The mark at the cover and its sentence, in the corner under the diagonal, which the curve never enters.
    fn draw_cover(
        &self,
        page: &mut Page,
        area: Rect,
        x: Scale,
        y: Scale,
        total: u128,
    ) -> Result<()> {
        let (Some(cover), Some(words)) = (self.cover, self.cover_words()) else {
            return Ok(());
        };
        let held: u128 = self
            .missing
            .iter()
            .take(cover.cells)
            .map(|m| u128::from(*m))
            .sum();
        let at = (x.at(cover.cells as f64), y.at(held as f64 / total as f64));
        let foot = (at.0, area.y1);
        let to_axis = vec![[(area.x0, at.1), at], [at, foot]];
        page.scene.push(Mark::Segments {
            lines: to_axis,
            stroke: Stroke::dotted(ACCENT, MEDIUM),
        });
        page.scene.push(Mark::Named {
            name: words.clone(),
            marks: vec![diamond(at, 7.0)],
        });
        let face = Type::bold(BODY);
        let lines = face.wrap_evenly(&words, area.width() * 0.44, 6)?;
        for (i, line) in lines.iter().rev().enumerate() {
            let baseline = area.y1 - 12.0 - i as f64 * face.leading();
            page.scene.text(
                Text::new(line, (area.x1 - 4.0, baseline), face)
                    .anchor(Anchor::End)
                    .halo(),
            );
        }
        Ok(())
    }
}

/// Cumulative shares of `counts` from (0, 0), without points closer than half a px to the one before.
fn cumulative(counts: &[u64], x: Scale, y: Scale) -> Vec<Point> {
    let total: u128 = counts.iter().map(|n| u128::from(*n)).sum();
    let mut held = 0u128;
    let mut points: Vec<Point> = vec![(x.at(0.0), y.at(0.0))];
    for (i, n) in counts.iter().enumerate() {
        held += u128::from(*n);
        let p = (x.at((i + 1) as f64), y.at(held as f64 / total as f64));
        let far = points
            .last()
            .is_none_or(|q| (p.0 - q.0).hypot(p.1 - q.1) >= 0.5);
        if far || i + 1 == counts.len() {
            points.push(p);
        }
    }
    points
}

fn draw_share_axis(page: &mut Page, area: Rect, y: Scale) {
    let mut grid = Vec::new();
    for value in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        let at = y.at(value);
        grid.push([(area.x0, at), (area.x1, at)]);
        let at = (area.x0 - 6.0, at + SMALL * (ASCENT - DESCENT) / 2.0);
        page.scene.text(
            Text::new(Unit::Percent.show(value, 0), at, NOTE)
                .soft()
                .anchor(Anchor::End),
        );
    }
    page.scene.push(Mark::Segments {
        lines: grid,
        stroke: Stroke::solid(GRID, THIN),
    });
}

/// Whole numbers of cells, and always the last.
fn cell_ticks(x: Scale, cells: usize) -> Vec<(f64, String)> {
    let step = Ticks::covering(0.0, cells as f64, 6, Unit::Number)
        .step
        .max(1.0) as usize;
    let tick = |k: usize| (x.at(k as f64), count(k as u64));
    // A round number right beside the last would only push it out.
    (0..cells)
        .step_by(step)
        .filter(|k| *k + step / 2 < cells || *k == 0)
        .chain([cells])
        .map(tick)
        .collect()
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
