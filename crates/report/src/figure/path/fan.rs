//! What a path figure shows beside the path: the ranges announced in advance, what was observed since the baseline, and
//! other ways to the same goal.

use serde::{Deserialize, Serialize};

use super::draw::Plot;
use super::{Observation, PathFigure, increasing};
use crate::figure::error::Result;
use crate::figure::font::{Type, clean};
use crate::figure::level::Level;
use crate::figure::marks::{block, disc, frame, hatching, pointer, ring};
use crate::figure::page::{Entry, Page, or};
use crate::figure::place::Placer;
use crate::figure::scene::{Mark, Pattern, Point, Rect, Stroke};
use crate::figure::theme::{ACCENT, BAND, MEDIUM, SECTORS, SMALL, THIN};

/// The range in which a year's rate is to lie if the path is followed, announced before the year begins.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Band {
    /// Year.
    pub year: i32,
    /// Lowest rate of the range.
    pub low: f64,
    /// Highest rate of the range.
    pub high: f64,
}

/// What was observed in a year after the baseline, and how it compares with the path.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tracked {
    /// What was observed.
    pub observed: Observation,
    /// How it compares with the milestone.
    pub status: TrackStatus,
}

/// Whether a year is on the path. Each has its own shape; none has a colour of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackStatus {
    /// Worse than the announced range.
    Behind,
    /// Within the announced range: chance alone could give it.
    Consistent,
    /// Better than the announced range.
    Ahead,
    /// No judgement.
    #[default]
    NotAssessable,
}

impl TrackStatus {
    fn words(self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::Consistent => "consistent with the path",
            Self::Ahead => "ahead",
            Self::NotAssessable => "not assessed",
        }
    }

    /// Left for behind and right for ahead, whichever way is good.
    fn mark(self, at: Point) -> Mark {
        match self {
            Self::Behind => pointer(at, -1.0),
            Self::Consistent => disc(at, 5.5),
            Self::Ahead => pointer(at, 1.0),
            Self::NotAssessable => ring(at, 5.0),
        }
    }
}

/// Another way to the goal.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PathShape {
    /// Its name: "two years flat".
    pub label: String,
    /// Year and rate after the baseline; years increase.
    pub points: Vec<(i32, f64)>,
}

/// Colour and pattern of the other ways, in the order they are given out.
fn style(i: usize) -> Stroke {
    let color = SECTORS.get((2 + i) % SECTORS.len()).copied();
    let stroke = Stroke::solid(color.unwrap_or(ACCENT), MEDIUM + 0.4);
    let pattern = if i.is_multiple_of(2) {
        Pattern::Dashed
    } else {
        Pattern::Dotted
    };
    Stroke { pattern, ..stroke }
}

impl PathFigure {
    pub(super) fn check_fan(&self) -> Result<()> {
        let mut years = vec![self.baseline.year];
        for (i, b) in self.bands.iter().enumerate() {
            let (low, high) = (b.low, b.high);
            Level::Between { low, high }
                .check(self.unit, || format!("bands[{i}] (year {})", b.year))?;
            years.push(b.year);
        }
        increasing("baseline and bands", &years)?;
        for (i, b) in self.ranges.iter().enumerate() {
            let (low, high) = (b.low, b.high);
            Level::Between { low, high }
                .check(self.unit, || format!("ranges[{i}] (year {})", b.year))?;
        }
        let mut years = vec![self.baseline.year];
        for (i, t) in self.tracked.iter().enumerate() {
            let o = t.observed;
            self.unit.check_interval(o.rate, o.interval, || {
                format!("tracked[{i}] (year {})", o.year)
            })?;
            years.push(o.year);
        }
        increasing("baseline and tracked", &years)?;
        for (i, shape) in self.shapes.iter().enumerate() {
            let place = || format!("shapes[{i}] ({})", clean(&shape.label));
            let mut years = vec![self.baseline.year];
            for (year, rate) in &shape.points {
                self.unit
                    .check(*rate, || format!("{} year {year}", place()))?;
                years.push(*year);
            }
            increasing(&place(), &years)?;
        }
        Ok(())
    }

    pub(super) fn has_fan(&self) -> bool {
        !(self.bands.is_empty() && self.tracked.is_empty() && self.shapes.is_empty())
    }

    /// Every year and rate that must lie on the plot.
    pub(super) fn fan_years(&self) -> impl Iterator<Item = i32> {
        let shapes = self
            .shapes
            .iter()
            .flat_map(|s| s.points.iter().map(|p| p.0));
        let tracked = self.tracked.iter().map(|t| t.observed.year);
        (self.bands.iter())
            .chain(&self.ranges)
            .map(|b| b.year)
            .chain(tracked)
            .chain(shapes)
    }

    pub(super) fn fan_rates(&self) -> impl Iterator<Item = f64> {
        let shapes = self
            .shapes
            .iter()
            .flat_map(|s| s.points.iter().map(|p| p.1));
        let tracked = self.tracked.iter().map(|t| t.observed);
        let tracked = tracked.flat_map(|o| {
            let (low, high) = o.interval.unwrap_or((o.rate, o.rate));
            [low, high]
        });
        let bands = self.bands.iter().chain(&self.ranges);
        let bands = bands.flat_map(|b| [b.low, b.high]);
        bands.chain(tracked).chain(shapes)
    }

    pub(super) fn fan_words(&self, show: impl Fn(f64) -> String) -> String {
        let tracked = |t: &Tracked| {
            let o = t.observed;
            format!("{}: {}, {}", o.year, show(o.rate), t.status.words())
        };
        let list = |words: &str, items: Vec<String>| match items.len() {
            0 => String::new(),
            _ => format!(" {words}: {}.", items.join("; ")),
        };
        let names = self.shapes.iter().map(|s| or(&s.label, "(no name)"));
        let range = |b: &Band| format!("{}: {} to {}", b.year, show(b.low), show(b.high));
        [
            list(
                "Since the baseline",
                self.tracked.iter().map(tracked).collect(),
            ),
            list(
                "Known only as a range",
                self.ranges.iter().map(range).collect(),
            ),
            list("Other ways to the goal", names.collect()),
        ]
        .concat()
    }

    pub(super) fn fan_legend(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        if !self.bands.is_empty() {
            let label = or(
                &self.band_label,
                "announced in advance: where 95\u{a0}% of the years on the path fall",
            );
            entries.push(Entry::new(label, |(x, y)| {
                let area = Rect {
                    x0: x - 11.0,
                    y0: y - 6.0,
                    x1: x + 11.0,
                    y1: y + 6.0,
                };
                vec![block(area, BAND), limits(x, area.y0, area.y1)]
            }));
        }
        for status in [
            TrackStatus::Behind,
            TrackStatus::Consistent,
            TrackStatus::Ahead,
            TrackStatus::NotAssessable,
        ] {
            if self.tracked.iter().any(|t| t.status == status) {
                let label = format!("observed: {}", status.words());
                entries.push(Entry::new(label, move |at| vec![status.mark(at)]));
            }
        }
        if !self.ranges.is_empty() {
            entries.push(Entry::new("observed: known only as a range", |(x, y)| {
                open_range(x, y - 6.0, y + 6.0)
            }));
        }
        entries
    }

    /// The fan under everything, the other ways over it.
    pub(super) fn draw_fan(&self, page: &mut Page, plot: &Plot) {
        let start = plot.at(self.baseline.year, self.baseline.rate);
        if !self.bands.is_empty() {
            let upper = self.bands.iter().map(|b| plot.at(b.year, b.high));
            let lower = self.bands.iter().rev().map(|b| plot.at(b.year, b.low));
            let edge = std::iter::once(start).chain(upper).chain(lower);
            page.scene.push(fill(edge.collect()));
        }
        for b in &self.bands {
            let (x, top) = plot.at(b.year, b.high);
            let (_, bottom) = plot.at(b.year, b.low);
            let show = |rate: f64| self.unit.show(rate, plot.decimals);
            page.scene.push(Mark::Named {
                name: format!("{}: {} to {} announced", b.year, show(b.low), show(b.high)),
                marks: vec![limits(x, top, bottom)],
            });
        }
        for (i, shape) in self.shapes.iter().enumerate() {
            page.scene.push(Mark::Path {
                points: self.shape_points(shape, plot),
                stroke: style(i),
            });
        }
    }

    fn shape_points(&self, shape: &PathShape, plot: &Plot) -> Vec<Point> {
        let start = plot.at(self.baseline.year, self.baseline.rate);
        let points = shape
            .points
            .iter()
            .map(|(year, rate)| plot.at(*year, *rate));
        std::iter::once(start).chain(points).collect()
    }

    /// Lines that labels should not cross.
    pub(super) fn fan_lines(&self, plot: &Plot) -> Vec<[Point; 2]> {
        let limits = self.bands.iter();
        let limits = limits.map(|b| [plot.at(b.year, b.low), plot.at(b.year, b.high)]);
        let mut lines: Vec<[Point; 2]> = limits.collect();
        for shape in &self.shapes {
            let points = self.shape_points(shape, plot);
            lines.extend(points.windows(2).map(|w| [w[0], w[1]]));
        }
        lines
    }

    /// What was observed since the baseline, with its marks kept free of labels.
    pub(super) fn draw_tracked(&self, page: &mut Page, plot: &Plot, placer: &mut Placer) {
        for t in &self.tracked {
            let o = t.observed;
            let at = plot.at(o.year, o.rate);
            let show = |rate: f64| self.unit.show(rate, plot.decimals);
            let mut marks = Vec::new();
            if let Some((low, high)) = o.interval {
                marks.push(super::draw::interval_bar(
                    at.0,
                    plot.y.at(high),
                    plot.y.at(low),
                ));
            }
            marks.push(t.status.mark(at));
            page.scene.push(Mark::Named {
                name: format!("{}: {}, {}", o.year, show(o.rate), t.status.words()),
                marks,
            });
            placer.taken.push(Rect::around(at, 7.5));
        }
        for b in &self.ranges {
            let ((x, top), (_, bottom)) = (plot.at(b.year, b.high), plot.at(b.year, b.low));
            let show = |rate: f64| self.unit.show(rate, plot.decimals);
            page.scene.push(Mark::Named {
                name: format!("{}: between {} and {}", b.year, show(b.low), show(b.high)),
                marks: open_range(x, top, bottom),
            });
            placer.taken.push(range_box(x, top, bottom));
        }
    }

    /// Names beside the other ways, each where its line is farthest from the rest; what finds no room is
    /// returned.
    pub(super) fn label_shapes(
        &self,
        page: &mut Page,
        plot: &Plot,
        placer: &mut Placer,
    ) -> Result<Vec<String>> {
        let path: Vec<(i32, f64)> = self.path.iter().map(|m| (m.year, m.rate)).collect();
        let mut left_out = Vec::new();
        for (i, shape) in self.shapes.iter().enumerate() {
            let others = self.shapes.iter().enumerate().filter(|(j, _)| *j != i);
            let others: Vec<&[(i32, f64)]> = others
                .map(|(_, s)| s.points.as_slice())
                .chain([path.as_slice()])
                .collect();
            let apart = |(year, rate): (i32, f64)| {
                let same = others.iter().flat_map(|o| o.iter()).filter(|p| p.0 == year);
                same.map(|p| (p.1 - rate).abs())
                    .fold(f64::INFINITY, f64::min)
            };
            let mut points = shape.points.clone();
            points.sort_by(|a, b| apart(*b).total_cmp(&apart(*a)));
            let words = [or(&clean(&shape.label), "(no name)")];
            let mut placed = false;
            for (year, rate) in points {
                if !placed {
                    let at = plot.at(year, rate);
                    let face = Type::regular(SMALL);
                    placed = placer.label(&mut page.scene, &words, face, at, 4.0)?;
                }
            }
            if !placed {
                let pattern = match style(i).pattern {
                    Pattern::Dotted => "dotted",
                    Pattern::Dashed | Pattern::Solid => "dashed",
                };
                left_out.push(format!("{} ({pattern})", words.concat()));
            }
        }
        if left_out.is_empty() {
            return Ok(vec![]);
        }
        Ok(vec![format!(
            "Lines without room for their name: {}.",
            left_out.join(", ")
        )])
    }
}

/// The ribbon between the announced limits.
fn fill(points: Vec<Point>) -> Mark {
    Mark::Polygon {
        points,
        fill: Some(BAND),
        outline: None,
    }
}

/// A range that is all that is known of a year: a hatched box without a dot. One of no height must be seen.
fn open_range(x: f64, top: f64, bottom: f64) -> Vec<Mark> {
    let area = range_box(x, top, bottom);
    vec![hatching(area), frame(area)]
}

fn range_box(x: f64, top: f64, bottom: f64) -> Rect {
    Rect {
        x0: x - 6.0,
        y0: top.min(bottom - 1.0),
        x1: x + 6.0,
        y1: bottom,
    }
}

/// The announced limits of one year: a thin bar with caps.
fn limits(x: f64, top: f64, bottom: f64) -> Mark {
    let cap = |y: f64| [(x - 5.0, y), (x + 5.0, y)];
    Mark::Segments {
        lines: vec![[(x, top), (x, bottom)], cap(top), cap(bottom)],
        stroke: Stroke::solid(ACCENT, THIN),
    }
}
