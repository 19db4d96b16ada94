//! Layout of the path: years across, rates upwards, labels beside the points they belong to.

use super::{Observation, PathFigure};
use crate::figure::axis::{Scale, Ticks, Unit, count, extent};
use crate::figure::error::Result;
use crate::figure::font::Type;
use crate::figure::marks::{diamond, disc, line_key, square};
use crate::figure::page::{Entry, Page, or, tick_row};
use crate::figure::place::Placer;
use crate::figure::scene::{ASCENT, Anchor, DESCENT, Mark, Point, Rect, Stroke, Text};
use crate::figure::theme::{ACCENT, BODY, GRID, LINE, MAIN, MARGIN, MEDIUM, SMALL, THICK, THIN};

/// Space above the plot that labels may use, px.
const HEADROOM: f64 = 28.0;
const NOTE: Type = Type::regular(SMALL);

/// The plot's box and its two scales.
pub(super) struct Plot {
    area: Rect,
    x: Scale,
    pub(super) y: Scale,
    ticks: Ticks,
    pub(super) decimals: usize,
}

impl Plot {
    pub(super) fn at(&self, year: i32, rate: f64) -> Point {
        (self.x.at(f64::from(year)), self.y.at(rate))
    }

    /// Every year, or round ones where there are many.
    fn year_ticks(&self) -> Vec<(f64, String)> {
        let (low, high) = (self.x.low.ceil(), self.x.high.floor());
        let step = if high - low <= 24.0 {
            1.0
        } else {
            Ticks::covering(low, high, 8, Unit::Number).step.max(1.0)
        };
        let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
        (first..=last)
            .map(|i| i as f64 * step)
            .map(|year| (self.x.at(year), format!("{year:.0}")))
            .collect()
    }
}

impl PathFigure {
    pub(in crate::figure) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        page.paragraph(&self.axis, Type::regular(BODY), 3, true)?;
        page.skip(4.0);
        page.legend(&self.legend())?;
        // Room for labels above points that lie on the upper edge.
        page.skip(HEADROOM);
        let plot = self.plot(page)?;
        self.draw_frame(page, &plot);
        self.draw_fan(page, &plot);
        self.draw_lines(page, &plot);
        let notes = self.draw_points_and_labels(page, &plot)?;
        page.y = plot.area.y1;
        let years = plot.year_ticks();
        tick_row(page, &years)?;
        Ok(notes)
    }

    fn legend(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let bar = |(x, y): Point| vec![interval_bar(x, y - 8.0, y + 8.0)];
        if !self.history.is_empty() {
            entries.push(Entry::new("observed", |at| vec![disc(at, 4.5)]));
        }
        if self
            .history
            .iter()
            .chain([&self.baseline])
            .any(|o| o.interval.is_some())
        {
            entries.push(Entry::new(
                or(&self.interval_label, "95\u{a0}% interval"),
                bar,
            ));
        }
        entries.push(Entry::new("baseline", |at| vec![square(at)]));
        if !self.path.is_empty() {
            let line = line_key(Stroke::solid(ACCENT, MEDIUM));
            let sample = move |at: Point| {
                let mut marks = line(at);
                marks.push(diamond(at, 7.0));
                marks
            };
            entries.push(Entry::new(
                format!("milestone; +n: {}", self.count_words()),
                sample,
            ));
        }
        entries.extend(self.fan_legend());
        entries.push(Entry::new("goal", line_key(Stroke::dashed(LINE, MEDIUM))));
        entries
    }

    fn plot(&self, page: &Page) -> Result<Plot> {
        let ticks = self.ticks();
        let decimals = self.unit.decimals(ticks.step);
        let mut gutter = 0.0f64;
        for value in &ticks.values {
            gutter = gutter.max(NOTE.width(&self.unit.show(*value, decimals))?);
        }
        let observed = self.history.iter().chain([&self.baseline]);
        let years = observed
            .map(|o| o.year)
            .chain(self.path.iter().map(|m| m.year))
            .chain(self.fan_years())
            .map(f64::from);
        let (first, last) = extent(years).unwrap_or((0.0, 1.0));
        let height = (page.inner_width() * 0.5).clamp(230.0, 420.0);
        let area = Rect {
            x0: MARGIN + gutter + 8.0,
            y0: page.y,
            x1: page.right(),
            y1: page.y + height,
        };
        let pad = 0.5f64.max((last - first) * 0.06);
        Ok(Plot {
            area,
            x: Scale {
                low: first - pad,
                high: last + pad,
                start: area.x0,
                end: area.x1,
            },
            y: Scale {
                low: ticks.low(),
                high: ticks.high(),
                start: area.y1,
                end: area.y0,
            },
            ticks,
            decimals,
        })
    }

    fn draw_frame(&self, page: &mut Page, plot: &Plot) {
        let mut grid = Vec::new();
        for value in &plot.ticks.values {
            let y = plot.y.at(*value);
            grid.push([(plot.area.x0, y), (plot.area.x1, y)]);
            let at = (plot.area.x0 - 6.0, y + SMALL * (ASCENT - DESCENT) / 2.0);
            page.scene.text(
                Text::new(self.unit.show(*value, plot.decimals), at, NOTE)
                    .soft()
                    .anchor(Anchor::End),
            );
        }
        page.scene.push(Mark::Segments {
            lines: grid,
            stroke: Stroke::solid(GRID, THIN),
        });
        page.scene.line(
            (plot.area.x0, plot.area.y1),
            (plot.area.x1, plot.area.y1),
            Stroke::solid(LINE, THIN),
        );
    }

    fn draw_lines(&self, page: &mut Page, plot: &Plot) {
        let y = plot.y.at(self.goal);
        page.scene.line(
            (plot.area.x0, y),
            (plot.area.x1, y),
            Stroke::dashed(LINE, MEDIUM),
        );
        let lines = self.observed_points(plot);
        for points in lines.into_iter().chain(self.tracked_points(plot)) {
            page.scene.push(Mark::Path {
                points,
                stroke: Stroke::solid(MAIN, MEDIUM),
            });
        }
        page.scene.push(Mark::Path {
            points: self.path_points(plot),
            stroke: Stroke::solid(ACCENT, THICK),
        });
    }

    /// Points of a line, broken where a year between two is known only as a range.
    fn unbroken<'a>(
        &self,
        plot: &Plot,
        observed: impl Iterator<Item = &'a Observation>,
    ) -> Vec<Vec<Point>> {
        let mut lines: Vec<Vec<Point>> = Vec::new();
        let mut before: Option<i32> = None;
        for o in observed {
            let open = |year: i32| self.ranges.iter().any(|b| year < b.year && b.year < o.year);
            if before.is_none_or(open) {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(plot.at(o.year, o.rate));
            }
            before = Some(o.year);
        }
        lines
    }

    /// History, and the baseline as its last point where it comes after it.
    fn observed_points(&self, plot: &Plot) -> Vec<Vec<Point>> {
        let joins = self
            .history
            .last()
            .is_some_and(|o| o.year < self.baseline.year);
        let last = joins.then_some(&self.baseline);
        self.unbroken(plot, self.history.iter().chain(last))
    }

    /// The baseline and what was observed since; empty where nothing was.
    fn tracked_points(&self, plot: &Plot) -> Vec<Vec<Point>> {
        let since = self.tracked.iter().map(|t| &t.observed);
        let start = since.clone().next().map(|_| &self.baseline);
        self.unbroken(plot, start.into_iter().chain(since))
    }

    fn path_points(&self, plot: &Plot) -> Vec<Point> {
        let start = plot.at(self.baseline.year, self.baseline.rate);
        std::iter::once(start)
            .chain(self.path.iter().map(|m| plot.at(m.year, m.rate)))
            .collect()
    }

    /// Markers, then labels where there is room; what found none is returned as a note.
    fn draw_points_and_labels(&self, page: &mut Page, plot: &Plot) -> Result<Vec<String>> {
        let show = |rate: f64| self.unit.show(rate, plot.decimals);
        let mut placer = Placer {
            area: Rect {
                y0: plot.area.y0 - HEADROOM,
                ..plot.area
            },
            taken: Vec::new(),
            lines: Vec::new(),
        };
        let goal = plot.y.at(self.goal);
        placer
            .lines
            .push([(plot.area.x0, goal), (plot.area.x1, goal)]);
        let lines = (self.observed_points(plot).into_iter())
            .chain(self.tracked_points(plot))
            .chain([self.path_points(plot)]);
        for points in lines {
            placer.lines.extend(points.windows(2).map(|w| [w[0], w[1]]));
        }
        for o in self.history.iter().chain([&self.baseline]) {
            let at = plot.at(o.year, o.rate);
            let mut marks = Vec::new();
            let limits = |(low, high)| format!(" ({} to {})", show(low), show(high));
            let limits = o.interval.map(limits).unwrap_or_default();
            if let Some((low, high)) = o.interval {
                let (top, bottom) = (plot.y.at(high), plot.y.at(low));
                marks.push(interval_bar(at.0, top, bottom));
                placer.taken.push(Rect {
                    x0: at.0 - 4.0,
                    y0: top,
                    x1: at.0 + 4.0,
                    y1: bottom,
                });
            }
            marks.push(if std::ptr::eq(o, &raw const self.baseline) {
                square(at)
            } else {
                disc(at, 4.5)
            });
            page.scene.push(Mark::Named {
                name: format!("{}: {}{limits}", o.year, show(o.rate)),
                marks,
            });
            placer.taken.push(Rect::around(at, 5.0));
        }
        for m in &self.path {
            let at = plot.at(m.year, m.rate);
            let name = format!(
                "{}: {}, {}{}",
                m.year,
                show(m.rate),
                self.sign(),
                count(m.additional)
            );
            page.scene.push(Mark::Named {
                name,
                marks: vec![diamond(at, 7.0)],
            });
            placer.taken.push(Rect::around(at, 6.5));
        }
        self.draw_tracked(page, plot, &mut placer);
        placer.lines.extend(self.fan_lines(plot));
        let mut notes = self.label(page, plot, &mut placer)?;
        notes.extend(self.label_shapes(page, plot, &mut placer)?);
        Ok(notes)
    }

    fn label(&self, page: &mut Page, plot: &Plot, placer: &mut Placer) -> Result<Vec<String>> {
        let show = |rate: f64| self.unit.show(rate, plot.decimals);
        let mut notes = Vec::new();
        let bold = Type::bold(BODY);
        let goal_words = format!("Goal {}", show(self.goal));
        let corner = (
            plot.area.x0 + bold.width(&goal_words)? / 2.0 + 4.0,
            plot.y.at(self.goal),
        );
        if !placer.label(
            &mut page.scene,
            std::slice::from_ref(&goal_words),
            bold,
            corner,
            2.0,
        )? {
            notes.push(format!("{goal_words}."));
        }
        let mut left_out = Vec::new();
        // The last milestone matters most, so it is placed first.
        // On a phone the rest would only cover the fan.
        let crowded = page.scene.width < 560.0 && self.has_fan();
        for (i, m) in self.path.iter().rev().enumerate() {
            let words = format!("{}{}", self.sign(), count(m.additional));
            let at = plot.at(m.year, m.rate);
            let line = std::slice::from_ref(&words);
            let skipped = crowded && i > 0;
            if skipped || !placer.label(&mut page.scene, line, bold, at, 7.0)? {
                left_out.push(format!("{} {words}", m.year));
            }
        }
        if !left_out.is_empty() {
            left_out.reverse();
            notes.push(format!(
                "Milestones without room for their number: {}.",
                left_out.join(", ")
            ));
        }
        let base = [
            format!("Baseline {}", show(self.baseline.rate)),
            self.baseline.year.to_string(),
        ];
        let at = plot.at(self.baseline.year, self.baseline.rate);
        if !placer.label(&mut page.scene, &base, Type::regular(BODY), at, 7.0)? {
            notes.push(format!("{}, {}.", base[0], base[1]));
        }
        if let Some(first) = self.history.first() {
            // The first observation is a help to the eye; it stands in the axis as well, so it may be left out.
            placer.label(
                &mut page.scene,
                &[show(first.rate)],
                NOTE,
                plot.at(first.year, first.rate),
                7.0,
            )?;
        }
        Ok(notes)
    }
}

pub(super) fn interval_bar(x: f64, top: f64, bottom: f64) -> Mark {
    let cap = |y: f64| [(x - 4.0, y), (x + 4.0, y)];
    Mark::Segments {
        lines: vec![[(x, top), (x, bottom)], cap(top), cap(bottom)],
        stroke: Stroke::solid(MAIN, MEDIUM),
    }
}
