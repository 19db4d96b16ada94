//! Layout of the equiplot: the groups' names above the first line where there is room, in the legend where there is none.

use super::lanes::{Name, dodge, places};
use super::{EquiplotFigure, EquiplotPeriod};
use crate::figure::axis::counted;
use crate::figure::error::Result;
use crate::figure::font::{Type, clean};
use crate::figure::level::{Level, reason};
use crate::figure::marks::{band, hatching, hatching_key};
use crate::figure::page::{Entry, Page, or};
use crate::figure::rows::{NOTE, RowWords, Rows, below};
use crate::figure::scene::{Anchor, DESCENT, Mark, Point, Stroke, Text};
use crate::figure::symbols::Symbol;
use crate::figure::theme::{BODY, GRID, INK_SOFT, LINE, MARGIN, MEDIUM, SMALL, THICK, THIN};

/// Radius of a dot, and how far dots that would cover each other are moved apart, px.
const RADIUS: f64 = 5.0;
const STEP: f64 = 9.0;

/// A group's name above the first line.
struct Named {
    group: String,
    text: Text,
    /// Counted upwards from the line.
    lane: usize,
    /// x of the group's dot.
    dot: f64,
}

/// The symbol of group `i`; hollow for the ends of a range.
fn symbol(i: usize, known: bool, at: Point) -> Vec<Mark> {
    let symbol = Symbol {
        sector: Some(i as u32),
        backbone: false,
        answered: known,
        small: false,
    };
    symbol.marks(at, RADIUS)
}

impl EquiplotFigure {
    pub(in crate::figure) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        let groups = self.groups();
        if self.periods.is_empty() || groups.is_empty() {
            page.nothing("No groups to show.")?;
            return Ok(vec![]);
        }
        page.paragraph(&self.axis, Type::regular(BODY), 3, true)?;
        page.skip(4.0);
        let ticks = self.ticks(Rows::most_ticks(page));
        let decimals = self.unit.decimals(ticks.step);
        let words: Vec<RowWords> = self
            .periods
            .iter()
            .map(|p| self.words(p, decimals))
            .collect();
        // Room for the numbers beside the outermost dots.
        let mut beside = 0.0f64;
        for dot in self.periods.iter().flat_map(|p| &p.dots) {
            for value in dot.level.values() {
                beside = beside.max(NOTE.width(&self.unit.show(value, decimals))?);
            }
        }
        let rows = Rows::new(page, &words, ticks, self.unit, beside + RADIUS + 2.0)?;
        let names = self.names(page, &rows)?;
        page.legend(&self.legend(&groups, &names))?;
        page.skip(6.0);
        let grid_at = page.scene.marks.len();
        let mut top = page.y;
        let mut grids = Vec::new();
        for (i, (period, words)) in self.periods.iter().zip(&words).enumerate() {
            if let Some(why) = &period.broken {
                grids.push(rows.grid(top, page.y));
                draw_break(page, why)?;
                top = page.y;
            }
            let named = if i == 0 { names.as_slice() } else { &[] };
            let lanes = named.iter().map(|n| n.lane + 1).max().unwrap_or(0);
            page.skip(lanes as f64 * NOTE.leading() + 4.0);
            if lanes > 0 {
                top = page.y;
            }
            page.skip(if rows.stacked { 0.0 } else { 4.0 });
            let middle = rows.row(page, words)? + if rows.stacked { 4.0 } else { 0.0 };
            page.skip(if rows.stacked { 10.0 } else { 4.0 });
            let ceiling = if rows.stacked {
                top
            } else {
                middle - STEP - RADIUS - 4.0
            };
            for name in named {
                let baseline = top - 6.0 - name.lane as f64 * NOTE.leading();
                let below = (name.dot, baseline + SMALL * DESCENT);
                page.scene
                    .line(below, (name.dot, ceiling), Stroke::solid(LINE, THIN));
                page.scene.text(Text {
                    at: (name.text.at.0, baseline),
                    ..name.text.clone()
                });
            }
            draw_period(page, &rows, period, &groups, middle);
        }
        grids.push(rows.grid(top, page.y));
        rows.axis(page)?;
        page.scene.marks.splice(grid_at..grid_at, grids);
        Ok(self.notes())
    }

    fn words(&self, period: &EquiplotPeriod, decimals: usize) -> RowWords {
        let hidden = |d: &&super::EquiplotDot| matches!(d.level, Level::NotShown(_));
        let hidden = period.dots.iter().filter(hidden).count();
        RowWords {
            label: period.label.clone(),
            note: if hidden == 0 {
                String::new()
            } else {
                format!("{} not shown", counted(hidden, "group", "groups"))
            },
            words: period.spread(self.unit, decimals),
            bold: false,
        }
    }

    /// The names of the groups that the first line shows, above their dots; none where one finds no room.
    fn names(&self, page: &Page, rows: &Rows) -> Result<Vec<Named>> {
        let Some(first) = self.periods.first() else {
            return Ok(vec![]);
        };
        // On a phone the line's own label stands where the names would.
        if rows.stacked || first.broken.is_some() {
            return Ok(vec![]);
        }
        let mut names = Vec::new();
        for dot in &first.dots {
            let Some(value) = dot.level.known() else {
                continue;
            };
            let words = or(&clean(&dot.group), "(no name)");
            let name = Name {
                dot: rows.at(value),
                width: NOTE.width(&words)?,
            };
            if name.width > page.inner_width() / 3.0 {
                return Ok(vec![]);
            }
            names.push((name, dot.group.clone(), words));
        }
        names.sort_by(|a, b| a.0.dot.total_cmp(&b.0.dot));
        let widths: Vec<Name> = names.iter().map(|(name, ..)| *name).collect();
        let places = places(&widths, MARGIN, page.right()).unwrap_or_default();
        let named = names.into_iter().zip(places);
        Ok(named
            .map(|((name, group, words), place)| Named {
                group,
                text: Text::new(words, (place.start, 0.0), NOTE),
                lane: place.lane,
                dot: name.dot,
            })
            .collect())
    }

    /// Groups that have marks but no name above the first line, and what is not a plain dot.
    fn legend(&self, groups: &[&str], names: &[Named]) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (i, group) in groups.iter().enumerate() {
            let mut dots = self.periods.iter().flat_map(|p| &p.dots);
            let drawn = dots.any(|d| d.group == *group && !d.level.values().is_empty());
            if drawn && names.iter().all(|n| n.group != *group) {
                let label = or(&clean(group), "(no name)");
                entries.push(Entry::new(label, move |at| symbol(i, true, at)));
            }
        }
        let has = |f: &dyn Fn(&Level) -> bool| {
            let mut dots = self.periods.iter().flat_map(|p| &p.dots);
            dots.any(|d| f(&d.level))
        };
        if has(&|l| matches!(l, Level::Between { .. })) {
            entries.push(Entry::new("published as a range", |(x, y)| {
                range(0, (x - 6.5, x + 6.5), y)
            }));
        }
        if has(&|l| matches!(l, Level::NotShown(_))) {
            entries.push(Entry::new("groups not shown", hatching_key));
        }
        entries
    }

    /// Which groups have no dot, by reason.
    fn notes(&self) -> Vec<String> {
        let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
        for period in &self.periods {
            for dot in &period.dots {
                let Level::NotShown(why) = &dot.level else {
                    continue;
                };
                let why = reason(why);
                let entry = format!("{} {}", or(&dot.group, "(no name)"), period.label);
                match reasons.iter_mut().find(|(known, _)| *known == why) {
                    Some((_, entries)) => entries.push(entry),
                    None => reasons.push((why, vec![entry])),
                }
            }
        }
        reasons
            .into_iter()
            .map(|(why, entries)| format!("Not shown ({why}): {}.", entries.join(", ")))
            .collect()
    }
}

/// The bar, its ends in words, and the dots over it.
fn draw_period(page: &mut Page, rows: &Rows, period: &EquiplotPeriod, groups: &[&str], y: f64) {
    if period
        .dots
        .iter()
        .any(|d| matches!(d.level, Level::NotShown(_)))
    {
        let right = page.right();
        let area = if rows.stacked {
            band(right - 11.0, right, y, 6.0)
        } else {
            band(right - 22.0, right, y + 13.0, 5.0)
        };
        page.scene.push(hatching(area));
    }
    if let Some([low, high]) = period.ends() {
        let (from, to) = (rows.at(low.1), rows.at(high.1));
        page.scene
            .line((from, y), (to, y), Stroke::solid(GRID, 2.0 * THICK));
        let baseline = below(y, NOTE);
        let clear = RADIUS * 1.4 + 4.0;
        let value = |v: f64, x: f64| Text::new(rows.show(v), (x, baseline), NOTE).soft().halo();
        if low.1 < high.1 {
            page.scene
                .text(value(low.1, from - clear).anchor(Anchor::End));
        }
        page.scene.text(value(high.1, to + clear));
    }
    let place = |group: &str| groups.iter().position(|g| *g == group).unwrap_or(0);
    let mut known: Vec<(f64, usize, &str, &Level)> = Vec::new();
    for dot in &period.dots {
        let i = place(&dot.group);
        match dot.level {
            Level::Known(value) => known.push((rows.at(value), i, &dot.group, &dot.level)),
            Level::Between { low, high } => page.scene.push(Mark::Named {
                name: name(rows, &dot.group, &dot.level),
                marks: range(i, (rows.at(low), rows.at(high)), y),
            }),
            Level::NotShown(_) => {}
        }
    }
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let xs: Vec<f64> = known.iter().map(|k| k.0).collect();
    for ((x, i, group, level), shift) in known.into_iter().zip(dodge(&xs, 2.0 * RADIUS, STEP)) {
        page.scene.push(Mark::Named {
            name: name(rows, group, level),
            marks: symbol(i, true, (x, y + shift)),
        });
    }
}

fn name(rows: &Rows, group: &str, level: &Level) -> String {
    let group = or(&clean(group), "(no name)");
    format!("{group}: {}", level.words(|v| rows.show(v)))
}

/// A range: hollow symbols at both ends and dots between.
fn range(group: usize, (low, high): (f64, f64), y: f64) -> Vec<Mark> {
    let mut marks = vec![Mark::Segments {
        lines: vec![[(low, y), (high, y)]],
        stroke: Stroke::dotted(INK_SOFT, MEDIUM),
    }];
    marks.extend(symbol(group, false, (low, y)));
    marks.extend(symbol(group, false, (high, y)));
    marks
}

/// A line across and why what is above cannot be compared with what is below.
fn draw_break(page: &mut Page, why: &str) -> Result<()> {
    page.skip(4.0);
    let (left, right) = (MARGIN, page.right());
    let y = page.y;
    page.scene
        .line((left, y), (right, y), Stroke::dashed(LINE, MEDIUM));
    page.skip(3.0);
    let words = format!(
        "Not comparable with above: {}",
        or(&clean(why), "a new definition")
    );
    page.paragraph(&words, NOTE, 2, true)
}
