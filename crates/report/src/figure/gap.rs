//! Estimates by group: a dot with its interval on one line each, and the reference they are compared with.

use serde::{Deserialize, Serialize};

use super::axis::{Scale, Ticks, Unit, count, extent};
use super::error::Result;
use super::font::{Type, clean};
use super::page::{Entry, Page, centred_within, tick_row, words_on_paper};
use super::scene::{ASCENT, Anchor, DESCENT, Mark, Point, Scene, Stroke, Text};
use super::theme::{self, ACCENT, BODY, GRID, LINE, MAIN, MARGIN, MEDIUM, SMALL, THIN};

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
    pub(super) fn describe(&self) -> String {
        let show = |value: f64| self.unit.show(value, 0);
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

    pub(super) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
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
        let or = |label: &str, default: &str| {
            if label.trim().is_empty() {
                default.to_string()
            } else {
                label.to_string()
            }
        };
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
        let values = self.rows.iter().flat_map(|r| match r.estimate {
            Estimate::Known { value, interval } => {
                let (low, high) = interval.unwrap_or((value, value));
                vec![low, high]
            }
            Estimate::NotShown(_) => vec![],
        });
        let (low, high) =
            extent(values.chain(self.reference.iter().map(|r| r.value))).unwrap_or((0.0, 1.0));
        let stacked = page.scene.width < STACKED_BELOW;
        let most = if stacked { 4 } else { 6 };
        let ticks = Ticks::covering(low, high, most, self.unit);
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
