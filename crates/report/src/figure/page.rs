//! What every figure has around its plot: title and subtitle above, legend, footnotes below. Laid out from the top down; the
//! height is whatever the content needs.

use super::error::Result;
use super::font::{Type, clean};
use super::scene::{ASCENT, Anchor, DESCENT, Mark, Point, Rect, Scene, Text};
use super::theme::{BODY, MARGIN, PAPER, SMALL, TITLE};

/// Space between a legend's key and its words, and between entries, px.
const GAP: f64 = 6.0;
/// Lines of one footnote before it ends in an ellipsis: room for the key of a map of 300 partners on a phone.
const MOST_NOTE_LINES: usize = 400;
/// Width kept for a legend's key, px.
const KEY: f64 = 24.0;

/// One legend entry: how its key is drawn around a centre, and what it means.
pub(crate) struct Entry {
    pub(crate) key: Box<dyn Fn(Point) -> Vec<Mark>>,
    pub(crate) label: String,
}

impl Entry {
    pub(crate) fn new(
        label: impl Into<String>,
        key: impl Fn(Point) -> Vec<Mark> + 'static,
    ) -> Self {
        Self {
            key: Box::new(key),
            label: label.into(),
        }
    }
}

/// A figure under construction.
pub(crate) struct Page {
    pub(crate) scene: Scene,
    /// Everything above this y is taken.
    pub(crate) y: f64,
}

impl Page {
    pub(crate) fn new(width: f64, title: &str, subtitle: Option<&str>) -> Result<Self> {
        let mut page = Self {
            scene: Scene {
                width,
                ..Scene::default()
            },
            y: MARGIN,
        };
        page.paragraph(title, Type::bold(TITLE), 4, false)?;
        if let Some(subtitle) = subtitle {
            page.paragraph(subtitle, Type::regular(BODY), 4, true)?;
        }
        Ok(page)
    }

    pub(crate) fn right(&self) -> f64 {
        self.scene.width - MARGIN
    }

    pub(crate) fn inner_width(&self) -> f64 {
        self.right() - MARGIN
    }

    pub(crate) fn skip(&mut self, by: f64) {
        self.y += by;
    }

    /// Sets `text` across the full width, wrapped, and moves below it. Empty text takes no room.
    pub(crate) fn paragraph(
        &mut self,
        text: &str,
        face: Type,
        max_lines: usize,
        soft: bool,
    ) -> Result<()> {
        let text = clean(text);
        if text.is_empty() {
            return Ok(());
        }
        for line in face.wrap(&text, self.inner_width(), max_lines)? {
            let at = (MARGIN, self.y + face.size * ASCENT);
            let line = Text::new(line, at, face);
            self.scene.text(if soft { line.soft() } else { line });
            self.y += face.leading();
        }
        Ok(())
    }

    /// Entries from left to right, in as many rows as they need.
    pub(crate) fn legend(&mut self, entries: &[Entry]) -> Result<()> {
        let face = Type::regular(SMALL);
        let (left, right) = (MARGIN, self.right());
        let mut x = left;
        let mut row_height = 0.0f64;
        for entry in entries {
            let lines = face.wrap(&clean(&entry.label), right - left - KEY - GAP, 2)?;
            let widths: Vec<f64> = lines.iter().map(|l| face.width(l)).collect::<Result<_>>()?;
            let width = KEY + GAP + widths.into_iter().fold(0.0, f64::max);
            if x > left && x + width > right {
                self.y += row_height;
                (x, row_height) = (left, 0.0);
            }
            let middle = self.y + face.leading() / 2.0 + 1.0;
            let marks = (entry.key)((x + KEY / 2.0, middle));
            self.scene.marks.extend(marks);
            for (i, line) in lines.iter().enumerate() {
                let baseline =
                    middle + face.size * (ASCENT - DESCENT) / 2.0 + i as f64 * face.leading();
                self.scene
                    .text(Text::new(line, (x + KEY + GAP, baseline), face).soft());
            }
            x += width + 3.0 * GAP;
            row_height = row_height.max(lines.len() as f64 * face.leading() + 4.0);
        }
        self.y += row_height;
        Ok(())
    }

    /// Words in the place of a plot that has nothing to show.
    pub(crate) fn nothing(&mut self, words: &str) -> Result<()> {
        self.skip(BODY);
        self.paragraph(words, Type::regular(BODY), 3, true)?;
        self.skip(BODY);
        Ok(())
    }

    /// Sets the footnotes and closes the page at the height they end.
    pub(crate) fn finish(mut self, footnotes: &[String]) -> Result<Scene> {
        self.skip(MARGIN / 2.0);
        for note in footnotes {
            self.paragraph(note, Type::regular(SMALL), MOST_NOTE_LINES, true)?;
        }
        self.scene.height = (self.y + MARGIN).ceil();
        Ok(self.scene)
    }
}

/// `words`, or `default` where there are none.
pub(crate) fn or(words: &str, default: &str) -> String {
    let words = words.trim();
    if words.is_empty() { default } else { words }.to_string()
}

/// Tick labels in a row, centred on their x. Where they would touch, only every second, third, … is set.
pub(crate) fn tick_row(page: &mut Page, ticks: &[(f64, String)]) -> Result<()> {
    let face = Type::regular(SMALL);
    // Below the lowest label of an upright axis, which may stand right beside.
    let y = page.y + 7.0 + SMALL * ASCENT;
    let (left, right) = (MARGIN, page.right());
    let label = |(x, words): &(f64, String)| {
        centred_within(Text::new(words, (*x, y), face).soft(), left, right)
    };
    let texts: Vec<Text> = ticks.iter().map(label).collect::<Result<_>>()?;
    let boxes: Vec<Rect> = texts.iter().map(Text::bounds).collect::<Result<_>>()?;
    let fits = |every: usize| {
        let kept: Vec<_> = boxes.iter().step_by(every).collect();
        kept.windows(2).all(|w| w[0].x1 + 6.0 <= w[1].x0)
    };
    let every = (1..=boxes.len().max(1))
        .find(|every| fits(*every))
        .unwrap_or(1);
    for text in texts.into_iter().step_by(every) {
        page.scene.text(text);
    }
    page.y = y + SMALL * DESCENT + 4.0;
    Ok(())
}

/// Words in the middle of a band, on paper so that hatching does not run through them.
pub(crate) fn words_on_paper(scene: &mut Scene, text: Text) -> Result<()> {
    let b = text.bounds()?.grown(3.0);
    let points = vec![(b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1)];
    scene.push(Mark::Polygon {
        points,
        fill: Some(PAPER),
        outline: None,
    });
    scene.text(text);
    Ok(())
}

/// A text centred on `x` but moved so that it stays between `left` and `right`.
pub(crate) fn centred_within(text: Text, left: f64, right: f64) -> Result<Text> {
    let half = text.face.width(&text.words)? / 2.0;
    let x = text.at.0.min(right - half).max(left + half);
    Ok(Text {
        at: (x, text.at.1),
        ..text
    }
    .anchor(Anchor::Middle))
}
