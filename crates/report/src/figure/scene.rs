//! The display list between a figure's layout and the two writers: shapes and texts in px, origin at the upper left, drawn in
//! order. Layout code speaks only this; SVG and PNG are written from it, so they cannot differ in content.

use super::error::Result;
use super::font::{Type, clean};
use super::theme::{self, Color};

/// `(x, y)` in px; y grows downwards.
pub(crate) type Point = (f64, f64);

/// Line pattern; a meaning carried by colour is always carried by the pattern or shape as well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Pattern {
    Solid,
    Dashed,
    Dotted,
}

impl Pattern {
    /// Drawn and skipped length, px.
    pub(crate) fn dash(self) -> Option<(f64, f64)> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some((6.0, 4.0)),
            Self::Dotted => Some((1.5, 3.5)),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) color: Color,
    pub(crate) width: f64,
    pub(crate) pattern: Pattern,
}

impl Stroke {
    pub(crate) const fn solid(color: Color, width: f64) -> Self {
        Self {
            color,
            width,
            pattern: Pattern::Solid,
        }
    }

    pub(crate) const fn dashed(color: Color, width: f64) -> Self {
        Self {
            color,
            width,
            pattern: Pattern::Dashed,
        }
    }

    pub(crate) const fn dotted(color: Color, width: f64) -> Self {
        Self {
            color,
            width,
            pattern: Pattern::Dotted,
        }
    }
}

/// Which point of a text its x is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text on its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    pub(crate) words: String,
    pub(crate) at: Point,
    pub(crate) anchor: Anchor,
    pub(crate) face: Type,
    pub(crate) color: Color,
    /// A paper-coloured edge, for text that crosses lines.
    pub(crate) halo: bool,
}

impl Text {
    pub(crate) fn new(words: impl AsRef<str>, at: Point, face: Type) -> Self {
        Self {
            words: clean(words.as_ref()),
            at,
            anchor: Anchor::Start,
            face,
            color: theme::INK,
            halo: false,
        }
    }

    pub(crate) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(crate) fn soft(self) -> Self {
        Self {
            color: theme::INK_SOFT,
            ..self
        }
    }

    pub(crate) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    /// The box that the text covers, from the embedded font's widths.
    pub(crate) fn bounds(&self) -> Result<Rect> {
        let width = self.face.width(&self.words)?;
        let x0 = match self.anchor {
            Anchor::Start => self.at.0,
            Anchor::Middle => self.at.0 - width / 2.0,
            Anchor::End => self.at.0 - width,
        };
        let (up, down) = (self.face.size * ASCENT, self.face.size * DESCENT);
        Ok(Rect {
            x0,
            y0: self.at.1 - up,
            x1: x0 + width,
            y1: self.at.1 + down,
        })
    }
}

/// Height of lower- and upper-case letters above the baseline and depth of descenders below, per em (0.76 and 0.24 in the
/// embedded font).
pub(crate) const ASCENT: f64 = 0.78;
/// See [`ASCENT`].
pub(crate) const DESCENT: f64 = 0.24;

/// An axis-parallel box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x0: f64,
    pub(crate) y0: f64,
    pub(crate) x1: f64,
    pub(crate) y1: f64,
}

impl Rect {
    pub(crate) fn around(center: Point, radius: f64) -> Self {
        Self {
            x0: center.0 - radius,
            y0: center.1 - radius,
            x1: center.0 + radius,
            y1: center.1 + radius,
        }
    }

    pub(crate) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub(crate) fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    pub(crate) fn grown(&self, by: f64) -> Self {
        Self {
            x0: self.x0 - by,
            y0: self.y0 - by,
            x1: self.x1 + by,
            y1: self.y1 + by,
        }
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    pub(crate) fn contains(&self, other: &Self) -> bool {
        self.x0 <= other.x0 && self.y0 <= other.y0 && self.x1 >= other.x1 && self.y1 >= other.y1
    }

    /// Whether the segment from `a` to `b` touches the box (clipping after Liang and Barsky).
    pub(crate) fn meets(&self, a: Point, b: Point) -> bool {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (mut enter, mut leave) = (0.0f64, 1.0f64);
        for (p, q) in [
            (-dx, a.0 - self.x0),
            (dx, self.x1 - a.0),
            (-dy, a.1 - self.y0),
            (dy, self.y1 - a.1),
        ] {
            if p == 0.0 {
                if q < 0.0 {
                    return false;
                }
            } else if p < 0.0 {
                enter = enter.max(q / p);
            } else {
                leave = leave.min(q / p);
            }
        }
        enter <= leave
    }
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// Separate straight lines of one stroke.
    Segments {
        lines: Vec<[Point; 2]>,
        stroke: Stroke,
    },
    /// One line through all points.
    Path { points: Vec<Point>, stroke: Stroke },
    /// A closed shape; the outline is solid.
    Polygon {
        points: Vec<Point>,
        fill: Option<Color>,
        outline: Option<Stroke>,
    },
    /// A disc or ring; the outline is solid.
    Circle {
        center: Point,
        radius: f64,
        fill: Option<Color>,
        outline: Option<Stroke>,
    },
    /// A line of text.
    Text(Text),
    /// Marks that belong together; SVG shows the name when the pointer rests on them.
    Named { name: String, marks: Vec<Mark> },
}

/// A laid-out figure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scene {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) marks: Vec<Mark>,
}

impl Scene {
    pub(crate) fn push(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    pub(crate) fn text(&mut self, text: Text) {
        if !text.words.is_empty() {
            self.push(Mark::Text(text));
        }
    }

    pub(crate) fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.push(Mark::Segments {
            lines: vec![[from, to]],
            stroke,
        });
    }
}

/// What is wrong with the texts of a scene: outside the canvas, or over one another. The tests' oracle for every figure.
#[cfg(test)]
pub(crate) fn text_problems(scene: &Scene) -> Vec<String> {
    fn collect(marks: &[Mark], out: &mut Vec<(Rect, String)>) {
        for mark in marks {
            match mark {
                Mark::Text(t) => out.push((t.bounds().unwrap(), t.words.clone())),
                Mark::Named { marks, .. } => collect(marks, out),
                _ => {}
            }
        }
    }
    let mut texts = Vec::new();
    collect(&scene.marks, &mut texts);
    let canvas = Rect {
        x0: 0.0,
        y0: 0.0,
        x1: scene.width,
        y1: scene.height,
    };
    let outside = texts
        .iter()
        .filter(|(b, _)| !canvas.contains(b))
        .map(|(b, t)| format!("outside: {t:?} {b:?}"));
    let mut problems: Vec<String> = outside.collect();
    for (i, (a, s)) in texts.iter().enumerate() {
        for (b, t) in &texts[i + 1..] {
            if a.grown(-0.01).overlaps(&b.grown(-0.01)) {
                problems.push(format!("overlap: {s:?} {a:?} and {t:?} {b:?}"));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sees_overlap_and_overflow() {
        let mut scene = Scene {
            width: 100.0,
            height: 40.0,
            marks: vec![],
        };
        let t = |s: &str, x: f64| Text::new(s, (x, 20.0), Type::regular(10.0));
        scene.text(t("one", 5.0));
        assert!(text_problems(&scene).is_empty());
        scene.text(t("two", 15.0));
        assert_eq!(text_problems(&scene).len(), 1);
        scene.text(t("three", 90.0));
        assert_eq!(text_problems(&scene).len(), 2);
    }

    #[test]
    fn segment_meets_box() {
        let r = Rect {
            x0: 0.0,
            y0: 0.0,
            x1: 2.0,
            y1: 1.0,
        };
        assert!(r.meets((-1.0, 0.5), (3.0, 0.5)), "through");
        assert!(r.meets((1.0, 0.5), (1.1, 0.6)), "inside");
        assert!(!r.meets((-1.0, 0.0), (0.5, 3.0)), "past the corner");
        assert!(!r.meets((3.0, 0.5), (4.0, 0.5)), "short of it");
        assert!(!r.meets((-1.0, 2.0), (3.0, 2.0)), "parallel");
    }
}
