//! Layout of the dots, intervals and cut-offs.

use super::{Estimate, GapFigure, GapRow, Judgement};
use crate::figure::axis::count;
use crate::figure::error::Result;
use crate::figure::font::{Type, clean};
use crate::figure::level::reason;
use crate::figure::marks::{band, diamond, disc, frame, hatching, hatching_key, ring};
use crate::figure::page::{Entry, Page, centred_within, or, words_on_paper};
use crate::figure::rows::{NOTE, RowWords, Rows, below};
use crate::figure::scene::{ASCENT, Anchor, Mark, Point, Scene, Stroke, Text};
use crate::figure::theme::{ACCENT, BODY, Color, INK, LINE, MAIN, MARGIN, MEDIUM, SMALL, THICK};

impl GapFigure {
    pub(in crate::figure) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        if self.rows.is_empty() {
            page.nothing("No groups to show.")?;
            return Ok(vec![]);
        }
        page.paragraph(&self.axis, Type::regular(BODY), 3, true)?;
        page.skip(4.0);
        page.legend(&self.legend())?;
        let ticks = self.ticks(Rows::most_ticks(page));
        let decimals = self.unit.decimals(ticks.step);
        let words: Vec<RowWords> = self.rows.iter().map(|r| self.words(r, decimals)).collect();
        let rows = Rows::new(page, &words, ticks, self.unit, 0.0)?;
        page.skip(6.0);
        self.draw_reference_label(page, &rows)?;
        let top = page.y;
        // The grid lies under the rows but ends where they end: its place is kept and filled afterwards.
        let grid_at = page.scene.marks.len();
        for (row, words) in self.rows.iter().zip(&words) {
            let middle = rows.row(page, words)?;
            draw_estimate(&mut page.scene, &rows, row, words, middle)?;
        }
        let bottom = page.y;
        rows.axis(page)?;
        let mut under = vec![rows.grid(top, bottom)];
        if let Some(reference) = &self.reference {
            under.push(Mark::Segments {
                lines: vec![rows.upright(reference.value, top, bottom)],
                stroke: Stroke::dashed(LINE, MEDIUM),
            });
        }
        page.scene.marks.splice(grid_at..grid_at, under);
        Ok(vec![])
    }

    fn words(&self, row: &GapRow, decimals: usize) -> RowWords {
        let n = row.n.map_or_else(
            || "n not shown".to_string(),
            |n| format!("n = {}", count(n)),
        );
        RowWords {
            label: row.label.clone(),
            note: match &row.judgement {
                Judgement::NotAssessable(why) => format!("{n}; not assessed: {}", reason(why)),
                Judgement::NotFlagged | Judgement::Flagged => n,
            },
            words: self.value_words(row, decimals),
            bold: row.judgement == Judgement::Flagged,
        }
    }

    fn legend(&self) -> Vec<Entry> {
        let has = |f: &dyn Fn(&GapRow) -> bool| self.rows.iter().any(f);
        let known = |r: &GapRow| matches!(r.estimate, Estimate::Known { .. });
        let with_interval = |r: &GapRow| {
            matches!(
                r.estimate,
                Estimate::Known {
                    interval: Some(_),
                    ..
                }
            )
        };
        let mut entries = Vec::new();
        if has(&|r| known(r) && r.judgement == Judgement::NotFlagged) {
            entries.push(Entry::new("estimate", |at| vec![disc(at, 5.5)]));
        }
        if has(&with_interval) {
            let bar = |(x, y): Point| whisker(x - 11.0, x + 11.0, y, MAIN);
            entries.push(Entry::new(
                or(&self.interval_label, "95\u{a0}% interval"),
                bar,
            ));
        }
        if has(&|r| r.judgement == Judgement::Flagged) {
            entries.push(Entry::new(self.flag_words(), |at| vec![diamond(at, 7.5)]));
        }
        if has(&|r| known(r) && matches!(r.judgement, Judgement::NotAssessable(_))) {
            entries.push(Entry::new("not assessed", |at| vec![ring(at, 5.5)]));
        }
        if has(&|r| r.cut.is_some()) {
            entries.push(Entry::new(
                or(&self.rule_label, "the rule’s cut-off"),
                |(x, y)| vec![cut_off(x, y)],
            ));
        }
        if has(&|r| matches!(r.estimate, Estimate::Between { .. })) {
            let range = |(x, y): Point| range(x - 11.0, x + 11.0, y);
            entries.push(Entry::new("published as a range", range));
        }
        if has(&|r| matches!(r.estimate, Estimate::NotShown(_))) {
            entries.push(Entry::new("no number to show", hatching_key));
        }
        entries
    }

    fn draw_reference_label(&self, page: &mut Page, rows: &Rows) -> Result<()> {
        let Some(reference) = &self.reference else {
            return Ok(());
        };
        let words = format!(
            "{}: {}",
            clean(&reference.label),
            rows.show(reference.value)
        );
        let x = rows.at(reference.value);
        for line in NOTE.wrap(&words, page.inner_width(), 2)? {
            let text = Text::new(line, (x, page.y + SMALL * ASCENT), NOTE);
            let text = centred_within(text, MARGIN, page.right())?;
            page.scene.text(text);
            page.skip(NOTE.leading());
        }
        page.skip(3.0);
        Ok(())
    }
}

fn draw_estimate(
    scene: &mut Scene,
    rows: &Rows,
    row: &GapRow,
    words: &RowWords,
    y: f64,
) -> Result<()> {
    let mut marks: Vec<Mark> = row
        .cut
        .map(|cut| cut_off(rows.at(cut), y))
        .into_iter()
        .collect();
    match &row.estimate {
        Estimate::Known { value, interval } => {
            let at = (rows.at(*value), y);
            let (color, dot) = match row.judgement {
                Judgement::NotFlagged => (MAIN, disc(at, 5.5)),
                Judgement::Flagged => (ACCENT, diamond(at, 7.5)),
                Judgement::NotAssessable(_) => (INK, ring(at, 5.5)),
            };
            if let Some((low, high)) = interval {
                marks.extend(whisker(rows.at(*low), rows.at(*high), y, color));
            }
            marks.push(dot);
        }
        Estimate::Between { low, high } => {
            marks.extend(range(rows.at(*low), rows.at(*high), y));
        }
        Estimate::NotShown(why) => {
            let (start, end) = (rows.scale.start, rows.scale.end);
            scene.push(hatching(band(start, end, y, 8.0)));
            let line = NOTE
                .wrap(&reason(&clean(why)), end - start - 12.0, 1)?
                .concat();
            let at = (f64::midpoint(start, end), below(y, NOTE));
            return words_on_paper(scene, Text::new(line, at, NOTE).anchor(Anchor::Middle));
        }
    }
    scene.push(Mark::Named {
        name: format!("{}: {}", clean(&words.label), words.words),
        marks,
    });
    Ok(())
}

/// An interval with end caps.
fn whisker(low: f64, high: f64, y: f64, color: Color) -> Vec<Mark> {
    let cap = |x: f64| [(x, y - 4.0), (x, y + 4.0)];
    vec![Mark::Segments {
        lines: vec![[(low, y), (high, y)], cap(low), cap(high)],
        stroke: Stroke::solid(color, THICK - 0.6),
    }]
}

/// A range that is all that is known: a hatched box without a dot.
fn range(low: f64, high: f64, y: f64) -> Vec<Mark> {
    // A range of no width must still be seen.
    let area = band(low.min(high - 1.0), high, y, 6.0);
    vec![hatching(area), frame(area)]
}

/// The level at which a rule flags: a short upright bar.
fn cut_off(x: f64, y: f64) -> Mark {
    Mark::Segments {
        lines: vec![[(x, y - 10.0), (x, y + 10.0)]],
        stroke: Stroke::solid(INK, MEDIUM),
    }
}
