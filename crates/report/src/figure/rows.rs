//! Figures of one row a group, place or step: the label on the left, a shared axis, words on the right. Below
//! [`STACKED_BELOW`] px the label stands above its line.

use super::axis::{Scale, Ticks, Unit};
use super::error::Result;
use super::font::{Type, clean};
use super::page::{Page, tick_row};
use super::scene::{ASCENT, Anchor, DESCENT, Mark, Point, Stroke, Text};
use super::theme::{BODY, GRID, MARGIN, SMALL, THIN};

const STACKED_BELOW: f64 = 560.0;
/// Labels take at most this share of the page's width.
const LABEL_SHARE: f64 = 0.34;
/// Letters' heights that a label needs beside the words of its row; with less, the words stand below it.
const LEAST_LABEL: f64 = 4.0;
/// Space between the label or the words and the axis, px.
const GUTTER: f64 = 26.0;
pub(crate) const NOTE: Type = Type::regular(SMALL);

/// What a row says beside its marks.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowWords {
    pub(crate) label: String,
    /// A second, smaller line under the label; empty for none.
    pub(crate) note: String,
    /// What stands at the right end.
    pub(crate) words: String,
    pub(crate) bold: bool,
}

impl RowWords {
    fn face(&self) -> Type {
        Type {
            size: BODY,
            bold: self.bold,
        }
    }

    fn label(&self) -> String {
        let label = clean(&self.label);
        if label.is_empty() {
            "(no name)".to_string()
        } else {
            label
        }
    }
}

/// The axis that all rows share, and where it lies.
pub(crate) struct Rows {
    pub(crate) stacked: bool,
    pub(crate) scale: Scale,
    label_room: f64,
    unit: Unit,
    ticks: Ticks,
    decimals: usize,
}

impl Rows {
    /// Most intervals between ticks that a page of this width has room for.
    pub(crate) fn most_ticks(page: &Page) -> usize {
        if page.scene.width < STACKED_BELOW {
            4
        } else {
            6
        }
    }

    /// Makes room for the widest label and words. `inset` px stay free at both ends of the axis.
    pub(crate) fn new<'a>(
        page: &Page,
        rows: impl IntoIterator<Item = &'a RowWords>,
        ticks: Ticks,
        unit: Unit,
        inset: f64,
    ) -> Result<Self> {
        let stacked = page.scene.width < STACKED_BELOW;
        let (start, end) = if stacked {
            (MARGIN + 14.0, page.right() - 14.0)
        } else {
            let (mut labels, mut words) = (60.0f64, 60.0f64);
            let bold = Type::bold(BODY);
            for row in rows {
                labels = labels
                    .max(bold.width(&row.label())?)
                    .max(NOTE.width(&clean(&row.note))?);
                words = words.max(bold.width(&clean(&row.words))?);
            }
            let share = page.inner_width() * LABEL_SHARE;
            (
                MARGIN + labels.min(share) + GUTTER,
                page.right() - words - GUTTER,
            )
        };
        let scale = Scale {
            low: ticks.low(),
            high: ticks.high(),
            start: start + inset,
            end: end - inset,
        };
        Ok(Self {
            stacked,
            scale,
            label_room: start - MARGIN - GUTTER,
            unit,
            decimals: unit.decimals(ticks.step),
            ticks,
        })
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        self.scale.at(value)
    }

    pub(crate) fn show(&self, value: f64) -> String {
        self.unit.show(value, self.decimals)
    }

    /// Sets a row's texts and moves below it; returns the y of its marks.
    pub(crate) fn row(&self, page: &mut Page, row: &RowWords) -> Result<f64> {
        let face = row.face();
        let (left, right, top) = (MARGIN, page.right(), page.y);
        let note = clean(&row.note);
        let note_height = if note.is_empty() { 0.0 } else { NOTE.leading() };
        let words = clean(&row.words);
        if self.stacked {
            let inner = page.inner_width();
            let beside = inner - face.width(&words)? - 12.0;
            let below_label = beside < LEAST_LABEL * face.size;
            let room = if below_label { inner } else { beside };
            let lines = face.wrap(&row.label(), room, 3)?;
            let baseline = |i: usize| top + 6.0 + face.size * ASCENT + i as f64 * face.leading();
            for (i, line) in lines.iter().enumerate() {
                page.scene
                    .text(Text::new(line, (left, baseline(i)), face).halo());
            }
            let first = if below_label { lines.len() } else { 0 };
            let words = face.wrap(&words, inner, 2)?;
            for (i, line) in words.iter().enumerate() {
                let at = (right, baseline(first + i));
                page.scene
                    .text(Text::new(line, at, face).anchor(Anchor::End).halo());
            }
            let height = lines.len().max(first + words.len()) as f64 * face.leading();
            let under = top + 6.0 + height;
            let note = NOTE.wrap(&note, page.inner_width(), 1)?.concat();
            page.scene.text(
                Text::new(note, (left, under + SMALL * ASCENT), NOTE)
                    .soft()
                    .halo(),
            );
            let middle = under + note_height + 10.0;
            page.y = middle + 12.0;
            return Ok(middle);
        }
        let room = self.label_room;
        let lines = face.wrap(&row.label(), room, 2)?;
        let height = lines.len() as f64 * face.leading() + note_height;
        let middle = top + 5.0 + height / 2.0;
        for (i, line) in lines.iter().enumerate() {
            let line_middle = top + 5.0 + (i as f64 + 0.5) * face.leading();
            page.scene
                .text(Text::new(line, (left, below(line_middle, face)), face));
        }
        let under = top + 5.0 + lines.len() as f64 * face.leading();
        let baseline = below(under + NOTE.leading() / 2.0, NOTE);
        let note = NOTE.wrap(&note, room, 1)?.concat();
        page.scene
            .text(Text::new(note, (left, baseline), NOTE).soft());
        let at = (right, below(middle, face));
        page.scene
            .text(Text::new(&words, at, face).anchor(Anchor::End));
        page.y = top + height + 10.0;
        Ok(middle)
    }

    /// An upright line at a value, from `top` to `bottom`.
    pub(crate) fn upright(&self, value: f64, top: f64, bottom: f64) -> [Point; 2] {
        [(self.at(value), top), (self.at(value), bottom)]
    }

    /// The grid between `top` and `bottom`.
    pub(crate) fn grid(&self, top: f64, bottom: f64) -> Mark {
        let lines = self.ticks.values.iter();
        Mark::Segments {
            lines: lines.map(|v| self.upright(*v, top, bottom)).collect(),
            stroke: Stroke::solid(GRID, THIN),
        }
    }

    /// The tick labels under the last row.
    pub(crate) fn axis(&self, page: &mut Page) -> Result<()> {
        let ticks = self.ticks.values.iter();
        let ticks: Vec<_> = ticks.map(|v| (self.at(*v), self.show(*v))).collect();
        tick_row(page, &ticks)
    }
}

/// The baseline of a text whose letters stand in the middle of `y`.
pub(crate) fn below(y: f64, face: Type) -> f64 {
    y + face.size * (ASCENT - DESCENT) / 2.0
}
