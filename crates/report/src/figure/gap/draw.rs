//! Layout of the dots and intervals: beside their labels on a page, under them on a phone.

use super::{Estimate, GapFigure, GapRow};
use crate::figure::axis::{Scale, Ticks, count};
use crate::figure::error::Result;
use crate::figure::font::{Type, clean};
use crate::figure::page::{Entry, Page, centred_within, or, tick_row, words_on_paper};
use crate::figure::scene::{ASCENT, Anchor, DESCENT, Mark, Point, Scene, Stroke, Text};
use crate::figure::theme::{self, ACCENT, BODY, GRID, LINE, MAIN, MARGIN, MEDIUM, SMALL, THIN};

/// Below this width the label stands above its line instead of beside it.
const STACKED_BELOW: f64 = 560.0;
const LABEL: Type = Type::regular(BODY);
const NOTE: Type = Type::regular(SMALL);

/// Where a row's parts go.
struct Layout {
    stacked: bool,
    scale: Scale,
    ticks: Ticks,
    decimals: usize,
}

impl GapFigure {
    pub(in crate::figure) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        if self.rows.is_empty() {
            page.nothing("No groups to show.")?;
            return Ok(vec![]);
        }
        page.paragraph(&self.axis, LABEL, 3, true)?;
        page.skip(4.0);
        page.legend(&self.legend())?;
        let layout = self.layout(page)?;
        page.skip(6.0);
        self.draw_reference_label(page, &layout)?;
        let top = page.y;
        // The grid lies under the rows but ends where they end: its place is kept and filled afterwards.
        let grid_at = page.scene.marks.len();
        for row in &self.rows {
            self.draw_row(page, &layout, row)?;
        }
        let bottom = page.y;
        self.draw_ticks(page, &layout)?;
        let grid = self.grid(&layout, top, bottom);
        page.scene.marks.splice(grid_at..grid_at, grid);
        Ok(vec![])
    }

    fn legend(&self) -> Vec<Entry> {
        let has = |f: &dyn Fn(&GapRow) -> bool| self.rows.iter().any(f);
        let with_interval = |r: &GapRow| {
            matches!(
                r.estimate,
                Estimate::Known {
                    interval: Some(_),
                    ..
                }
            )
        };
        let mut entries = vec![Entry::new("estimate", |at| vec![dot(at, false)])];
        if has(&with_interval) {
            let bar = |(x, y): Point| whisker(x - 11.0, x + 11.0, y, MAIN);
            entries.push(Entry::new(
                or(&self.interval_label, "95\u{a0}% interval"),
                bar,
            ));
        }
        if has(&|r| r.emphasised) {
            entries.push(Entry::new(or(&self.emphasis_label, "highlighted"), |at| {
                vec![dot(at, true)]
            }));
        }
        if has(&|r| matches!(r.estimate, Estimate::NotShown(_))) {
            let band = |(x, y): Point| vec![hatching(x - 11.0, x + 11.0, y - 6.0, y + 6.0)];
            entries.push(Entry::new("no number to show", band));
        }
        entries
    }

    fn layout(&self, page: &Page) -> Result<Layout> {
        let stacked = page.scene.width < STACKED_BELOW;
        let ticks = self.ticks(if stacked { 4 } else { 6 });
        let decimals = self.unit.decimals(ticks.step);
        let (start, end) = if stacked {
            (MARGIN + 14.0, page.right() - 14.0)
        } else {
            let mut labels = 60.0f64;
            let mut values = 60.0f64;
            for row in &self.rows {
                labels = labels
                    .max(Type::bold(BODY).width(&clean(&row.label))?)
                    .max(NOTE.width(&n_words(row.n))?);
                values = values.max(Type::bold(BODY).width(&self.value_words(row, decimals))?);
            }
            (
                MARGIN + labels.min(page.inner_width() * 0.34) + 26.0,
                page.right() - values - 26.0,
            )
        };
        Ok(Layout {
            stacked,
            scale: Scale {
                low: ticks.low(),
                high: ticks.high(),
                start,
                end,
            },
            ticks,
            decimals,
        })
    }

    fn draw_reference_label(&self, page: &mut Page, layout: &Layout) -> Result<()> {
        let Some(reference) = &self.reference else {
            return Ok(());
        };
        let words = format!(
            "{}: {}",
            clean(&reference.label),
            self.unit.show(reference.value, layout.decimals)
        );
        let words = NOTE.wrap(&words, page.inner_width(), 2)?;
        let x = layout.scale.at(reference.value);
        for line in words {
            let text = Text::new(line, (x, page.y + SMALL * ASCENT), NOTE);
            let text = centred_within(text, MARGIN, page.right())?;
            page.scene.text(text);
            page.skip(NOTE.leading());
        }
        page.skip(3.0);
        Ok(())
    }

    fn draw_row(&self, page: &mut Page, layout: &Layout, row: &GapRow) -> Result<()> {
        let face = if row.emphasised {
            Type::bold(BODY)
        } else {
            LABEL
        };
        let label = if row.label.trim().is_empty() {
            "(no name)".to_string()
        } else {
            clean(&row.label)
        };
        let words = self.value_words(row, layout.decimals);
        let n = n_words(row.n);
        let (left, right) = (MARGIN, page.right());
        let top = page.y;
        let middle;
        if layout.stacked {
            let room = page.inner_width() - face.width(&words)? - 12.0;
            let lines = face.wrap(&label, room, 3)?;
            let baseline = |i: usize| top + 6.0 + face.size * ASCENT + i as f64 * face.leading();
            for (i, line) in lines.iter().enumerate() {
                page.scene
                    .text(Text::new(line, (left, baseline(i)), face).halo());
            }
            page.scene.text(
                Text::new(words, (right, baseline(0)), face)
                    .anchor(Anchor::End)
                    .halo(),
            );
            page.scene.text(
                Text::new(n, (left, baseline(lines.len())), NOTE)
                    .soft()
                    .halo(),
            );
            middle = baseline(lines.len()) + 14.0;
            page.y = middle + 12.0;
        } else {
            let lines = face.wrap(&label, layout.scale.start - left - 26.0, 2)?;
            let height = lines.len() as f64 * face.leading() + NOTE.leading();
            middle = top + 5.0 + height / 2.0;
            for (i, line) in lines.iter().enumerate() {
                let baseline = top + 5.0 + face.size * ASCENT + i as f64 * face.leading();
                page.scene.text(Text::new(line, (left, baseline), face));
            }
            let n_baseline = top + 5.0 + lines.len() as f64 * face.leading() + SMALL * ASCENT;
            page.scene
                .text(Text::new(n, (left, n_baseline), NOTE).soft());
            let baseline = middle + face.size * (ASCENT - DESCENT) / 2.0;
            page.scene
                .text(Text::new(words, (right, baseline), face).anchor(Anchor::End));
            page.y = top + height + 10.0;
        }
        self.draw_estimate(&mut page.scene, layout, row, middle)
    }

    fn draw_estimate(
        &self,
        scene: &mut Scene,
        layout: &Layout,
        row: &GapRow,
        y: f64,
    ) -> Result<()> {
        let scale = &layout.scale;
        match &row.estimate {
            Estimate::Known { value, interval } => {
                let mut marks = Vec::new();
                if let Some((low, high)) = interval {
                    let color = if row.emphasised { ACCENT } else { MAIN };
                    marks.extend(whisker(scale.at(*low), scale.at(*high), y, color));
                }
                marks.push(dot((scale.at(*value), y), row.emphasised));
                let name = format!(
                    "{}: {}",
                    clean(&row.label),
                    self.value_words(row, layout.decimals)
                );
                scene.push(Mark::Named { name, marks });
            }
            Estimate::NotShown(why) => {
                scene.push(hatching(scale.start, scale.end, y - 8.0, y + 8.0));
                let why = if why.trim().is_empty() {
                    "no number to show".to_string()
                } else {
                    clean(why)
                };
                let line = NOTE.wrap(&why, scale.end - scale.start - 12.0, 1)?.concat();
                let x = f64::midpoint(scale.start, scale.end);
                let text = Text::new(line, (x, y + SMALL * (ASCENT - DESCENT) / 2.0), NOTE)
                    .anchor(Anchor::Middle);
                words_on_paper(scene, text)?;
            }
        }
        Ok(())
    }

    fn draw_ticks(&self, page: &mut Page, layout: &Layout) -> Result<()> {
        let tick = |value: f64| {
            (
                layout.scale.at(value),
                self.unit.show(value, layout.decimals),
            )
        };
        tick_row(
            page,
            &layout
                .ticks
                .values
                .iter()
                .copied()
                .map(tick)
                .collect::<Vec<_>>(),
        )
    }

    fn grid(&self, layout: &Layout, top: f64, bottom: f64) -> Vec<Mark> {
        let upright = |value: f64| {
            [
                (layout.scale.at(value), top),
                (layout.scale.at(value), bottom),
            ]
        };
        let lines = layout.ticks.values.iter().copied().map(upright).collect();
        let mut marks = vec![Mark::Segments {
            lines,
            stroke: Stroke::solid(GRID, THIN),
        }];
        if let Some(reference) = &self.reference {
            marks.push(Mark::Segments {
                lines: vec![upright(reference.value)],
                stroke: Stroke::dashed(LINE, MEDIUM),
            });
        }
        marks
    }
}

fn n_words(n: Option<u64>) -> String {
    n.map_or_else(
        || "n not shown".to_string(),
        |n| format!("n = {}", count(n)),
    )
}

/// Circle, or diamond when emphasised: the difference does not rest on colour.
fn dot((x, y): Point, emphasised: bool) -> Mark {
    let outline = Some(Stroke::solid(theme::PAPER, 1.0));
    if emphasised {
        let r = 7.5;
        let points = vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
        Mark::Polygon {
            points,
            fill: Some(ACCENT),
            outline,
        }
    } else {
        Mark::Circle {
            center: (x, y),
            radius: 5.5,
            fill: Some(MAIN),
            outline,
        }
    }
}

/// An interval with end caps.
fn whisker(low: f64, high: f64, y: f64, color: theme::Color) -> Vec<Mark> {
    let cap = |x: f64| [(x, y - 4.0), (x, y + 4.0)];
    let lines = vec![[(low, y), (high, y)], cap(low), cap(high)];
    vec![Mark::Segments {
        lines,
        stroke: Stroke::solid(color, theme::THICK - 0.6),
    }]
}

/// Slanted lines in a band: "no number here".
fn hatching(x0: f64, x1: f64, y0: f64, y1: f64) -> Mark {
    let height = y1 - y0;
    let steps = ((x1 - x0 - height) / 7.0).floor().max(0.0) as usize;
    let lines = (0..=steps)
        .map(|i| x0 + 7.0 * i as f64)
        .map(|x| [(x, y1), (x + height, y0)])
        .collect();
    Mark::Segments {
        lines,
        stroke: Stroke::solid(theme::UNKNOWN, THIN),
    }
}
