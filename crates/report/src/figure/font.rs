//! The embedded font: registration for PNG, and the measuring of text for both formats.
//!
//! Nothing is ever looked up on the machine, so a figure is the same with and without fonts installed.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};
use plotters::style::{FontStyle, register_font};

use super::error::{FigureError, Result};

/// Family under which the font is registered with plotters.
pub(crate) const FAMILY: &str = "commonweal";

/// Families named in SVG. Verdana has nearly the embedded font's widths; what follows is narrower, so nothing is clipped.
pub(crate) const SVG_FAMILIES: &str = "'DejaVu Sans',Verdana,sans-serif";

static REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans.subset.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold.subset.ttf");

/// Advance widths of one weight, and its vertical extent, per em.
pub(crate) struct Face {
    font: FontRef<'static>,
    units_per_em: f32,
}

impl Face {
    fn load(bytes: &'static [u8]) -> std::result::Result<Self, String> {
        let font = FontRef::try_from_slice(bytes).map_err(|e| e.to_string())?;
        let units_per_em = font
            .units_per_em()
            .ok_or("the font states no units per em")?;
        Ok(Self { font, units_per_em })
    }

    /// Width of `text` at `size` px per em. A character that the font lacks counts one em, the width of a CJK character.
    fn width(&self, text: &str, size: f64) -> f64 {
        let em = |c: char| {
            let glyph = self.font.glyph_id(c);
            if glyph.0 == 0 {
                1.0
            } else {
                f64::from(self.font.h_advance_unscaled(glyph) / self.units_per_em)
            }
        };
        text.chars().map(em).sum::<f64>() * size
    }

    /// `ab_glyph` and plotters measure a font by ascent minus descent; this is that height of a font of one px per em.
    pub(crate) fn height_per_em(&self) -> f64 {
        f64::from(self.font.height_unscaled() / self.units_per_em)
    }
}

struct Faces {
    regular: Face,
    bold: Face,
}

/// The two weights, parsed and registered with plotters at the first call.
fn faces() -> Result<&'static Faces> {
    static FACES: OnceLock<std::result::Result<Faces, String>> = OnceLock::new();
    let load = || {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, BOLD)] {
            register_font(FAMILY, style, bytes)
                .map_err(|_| "the embedded font is not readable".to_string())?;
        }
        Ok(Faces {
            regular: Face::load(REGULAR)?,
            bold: Face::load(BOLD)?,
        })
    };
    FACES
        .get_or_init(load)
        .as_ref()
        .map_err(|e| FigureError::Draw(e.clone()))
}

/// The regular or bold face.
pub(crate) fn face(bold: bool) -> Result<&'static Face> {
    faces().map(|f| if bold { &f.bold } else { &f.regular })
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Type {
    /// Size of one em, px.
    pub(crate) size: f64,
    pub(crate) bold: bool,
}

impl Type {
    pub(crate) const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    pub(crate) const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    /// Height of a line of this type.
    pub(crate) fn leading(self) -> f64 {
        self.size * super::theme::LEADING
    }

    /// Width of `text`, px.
    pub(crate) fn width(self, text: &str) -> Result<f64> {
        Ok(face(self.bold)?.width(text, self.size))
    }

    /// Breaks `text` into at most `max_lines` lines of at most `width` px, at spaces, slashes and hyphens where there are any;
    /// what does not fit ends in "…". Always returns at least one line.
    pub(crate) fn wrap(self, text: &str, width: f64, max_lines: usize) -> Result<Vec<String>> {
        let face = face(self.bold)?;
        let fits = |s: &str| face.width(s.trim_end(), self.size) <= width;
        let mut lines: Vec<String> = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() && lines.len() + 1 < max_lines && !fits(rest) {
            let cut = break_point(rest, fits);
            let (line, tail) = rest.split_at(cut);
            lines.push(line.trim_end().to_string());
            rest = tail.trim_start();
        }
        if !rest.is_empty() || lines.is_empty() {
            lines.push(if fits(rest) {
                rest.to_string()
            } else {
                shorten(rest, fits)
            });
        }
        Ok(lines)
    }

    /// [`Type::wrap`] with lines of about equal width, for labels that stand alone.
    pub(crate) fn wrap_evenly(
        self,
        text: &str,
        width: f64,
        max_lines: usize,
    ) -> Result<Vec<String>> {
        let lines = self.wrap(text, width, max_lines)?;
        if lines.len() < 2 || lines.last().is_some_and(|l| l.ends_with('…')) {
            return Ok(lines);
        }
        let words: usize = lines.iter().map(|l| l.split(' ').count()).sum();
        let mut even = lines;
        for step in 1..10 {
            let narrower = self.wrap(text, width * (1.0 - 0.07 * f64::from(step)), max_lines)?;
            let broken = narrower.iter().map(|l| l.split(' ').count()).sum::<usize>() != words;
            if narrower.len() != even.len()
                || narrower.last().is_some_and(|l| l.ends_with('…'))
                || broken
            {
                break;
            }
            even = narrower;
        }
        Ok(even)
    }
}

/// Byte offset at which to break: after the last opportunity whose line fits, else after the last character that fits (at
/// least one, so that wrapping ends).
fn break_point(text: &str, fits: impl Fn(&str) -> bool) -> usize {
    let ends = || text.char_indices().map(|(i, c)| (i + c.len_utf8(), c));
    let fitting = |end: &usize| text.get(..*end).is_some_and(&fits);
    let opportunities = ends()
        .filter(|(_, c)| matches!(c, ' ' | '/' | '-' | '–' | '—'))
        .map(|(end, _)| end);
    opportunities
        .take_while(fitting)
        .last()
        .or_else(|| ends().map(|(end, _)| end).take_while(fitting).last())
        .unwrap_or_else(|| text.chars().next().map_or(0, char::len_utf8))
}

/// The longest start of `text` that fits with an ellipsis behind it; the ellipsis alone where none does.
fn shorten(text: &str, fits: impl Fn(&str) -> bool) -> String {
    let cut = |end: usize| text.get(..end).map(|s| format!("{}…", s.trim_end()));
    let ends = std::iter::once(0).chain(text.char_indices().map(|(i, c)| i + c.len_utf8()));
    ends.filter_map(cut)
        .take_while(|s| fits(s))
        .last()
        .unwrap_or_else(|| "…".to_string())
}

/// `text` as it may stand in a picture: runs of white space become one space; control characters, which XML forbids, and
/// marks that reorder text (they could make one name read as another) are dropped.
pub(crate) fn clean(text: &str) -> String {
    let kept = |c: &char| {
        c.is_whitespace()
            || !(c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}'))
    };
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars().filter(kept) {
        // U+00A0 keeps "80 %" together and is left as it is.
        if c != '\u{a0}' && c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_those_in_the_font_file() {
        // hmtx of DejaVu Sans 2.37, units per em 2048: "A" 1401, "é" 1260, "ж" 1845, en dash 1024; Bold "A" 1585.
        let t = Type::regular(2048.0);
        for (text, units) in [
            ("A", 1401.0),
            ("é", 1260.0),
            ("ж", 1845.0),
            ("–", 1024.0),
            ("Aé", 2661.0),
        ] {
            assert!(
                (t.width(text).unwrap() - units).abs() < 0.01,
                "{text}: {}",
                t.width(text).unwrap()
            );
        }
        assert!((Type::bold(2048.0).width("A").unwrap() - 1585.0).abs() < 0.01);
        assert!(
            (t.width("子").unwrap() - 2048.0).abs() < 0.01,
            "a missing character counts one em"
        );
    }

    #[test]
    fn wraps_at_spaces_then_shortens() {
        let t = Type::regular(10.0);
        let lines = t
            .wrap("Neighbourhood food bank of the north side", 110.0, 2)
            .unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], "Neighbourhood food");
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert_eq!(t.wrap("", 100.0, 2).unwrap(), [""]);
        assert_eq!(t.wrap("abc", 0.0, 1).unwrap(), ["…"]);
    }

    #[test]
    fn drops_what_xml_forbids_and_what_reorders() {
        assert_eq!(clean(" a\u{0}b\n\tc \u{202e}d\u{a0}% "), "ab c d\u{a0}%");
    }

    proptest! {
        /// No line is wider than asked (unless one character is), no line is lost, and unshortened text survives whole.
        #[test]
        fn wrapped_lines_fit(text in "\\PC{0,60}", width in 20.0..300.0f64, max in 1usize..5) {
            let t = Type::regular(12.0);
            let text = clean(&text);
            let lines = t.wrap(&text, width, max).unwrap();
            prop_assert!(!lines.is_empty() && lines.len() <= max);
            for line in &lines {
                prop_assert!(t.width(line).unwrap() <= width + 1e-9 || line.chars().count() <= 1);
            }
            let joined: String = lines.concat().chars().filter(|c| !c.is_whitespace()).collect();
            let whole: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let shortened = lines.last().is_some_and(|l| l.ends_with('…'));
            prop_assert!(shortened || joined == whole);
        }
    }
}
