//! The one place for colours, sizes and stroke widths.
//!
//! Hues are Okabe and Ito's eight (*Color Universal Design*, 2008), chosen to stay apart under the common forms of colour
//! blindness. Colour never carries a meaning alone: every hue comes with a marker shape, a line pattern or words. Text is set
//! only in [`INK`] and [`INK_SOFT`], whose contrast with [`PAPER`] is at least 4.5 : 1 (WCAG 2.2, criterion 1.4.3).

use std::fmt;

/// An opaque sRGB colour. Opaque on purpose: overlapping marks look the same in SVG and PNG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl fmt::Display for Color {
    /// Writes `#rrggbb`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Background.
pub const PAPER: Color = Color(0xff, 0xff, 0xff);
/// Main text and the outlines of marks.
pub const INK: Color = Color(0x22, 0x22, 0x22);
/// Secondary text: subtitles, tick labels, footnotes.
pub const INK_SOFT: Color = Color(0x59, 0x59, 0x59);
/// Axes, reference lines.
pub const LINE: Color = Color(0x76, 0x76, 0x76);
/// Known ties.
pub const TIE: Color = Color(0x9a, 0x9a, 0x9a);
/// Ties of the backbone, and all ties of a large map: lighter, so that the others can be seen between them.
pub const TIE_LIGHT: Color = Color(0xd2, 0xd2, 0xd2);
/// Unknown ties: lighter than known ones, and dotted.
pub const UNKNOWN: Color = Color(0xb8, 0xb8, 0xb8);
/// Grid lines and hatching.
pub const GRID: Color = Color(0xe2, 0xe2, 0xe2);
/// The main series (blue).
pub const MAIN: Color = Color(0x00, 0x72, 0xb2);
/// The emphasised series (vermilion).
pub const ACCENT: Color = Color(0xd5, 0x5e, 0x00);

/// A range of the emphasised series: the same hue, so light that lines and text stay clear on it.
pub const BAND: Color = Color(0xfb, 0xea, 0xdc);

/// Fill colours of sectors on a map, in the order they are given out. Black is left out: it marks outlines.
pub const SECTORS: [Color; 8] = [
    Color(0x00, 0x72, 0xb2),
    Color(0xe6, 0x9f, 0x00),
    Color(0x00, 0x9e, 0x73),
    Color(0xcc, 0x79, 0xa7),
    Color(0x56, 0xb4, 0xe9),
    Color(0xd5, 0x5e, 0x00),
    Color(0xf0, 0xe4, 0x42),
    // Okabe and Ito have no eighth colour beside black; this one is Tol's "wine".
    Color(0x88, 0x22, 0x55),
];

/// The lightest and the darkest shade of a value: one hue, so that neither end looks good or bad. Even the darkest is light
/// enough for text in [`INK`].
pub const SHADES: [Color; 2] = [Color(0xee, 0xf5, 0xfb), Color(0x4c, 0x9d, 0xd0)];

/// Figure title, in px (one em).
pub const TITLE: f64 = 17.0;
/// Labels and values.
pub const BODY: f64 = 13.0;
/// Tick labels, legends, footnotes and labels on a map.
pub const SMALL: f64 = 11.5;
/// Line height as a multiple of the size.
pub const LEADING: f64 = 1.3;
/// Space between the figure's edge and anything in it, px.
pub const MARGIN: f64 = 14.0;
/// Hairline, px.
pub const THIN: f64 = 1.0;
/// Ordinary line, px.
pub const MEDIUM: f64 = 1.6;
/// The line that carries the message, px.
pub const THICK: f64 = 2.6;

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast ratio as defined by WCAG 2.2.
    fn contrast(a: Color, b: Color) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        let luminance =
            |c: Color| 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2);
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn contrast_formula_matches_the_standard() {
        // WCAG: black on white is 21 : 1; #767676 on white is the well-known 4.54 : 1.
        assert!((contrast(Color(0, 0, 0), PAPER) - 21.0).abs() < 1e-9);
        assert!((contrast(Color(0x76, 0x76, 0x76), PAPER) - 4.54).abs() < 0.005);
    }

    #[test]
    fn text_and_lines_that_carry_meaning_stand_out() {
        for text in [INK, INK_SOFT] {
            assert!(contrast(text, PAPER) >= 4.5, "{text}");
        }
        for shade in SHADES.into_iter().chain([BAND]) {
            assert!(contrast(INK, shade) >= 4.5, "{shade}");
        }
        // WCAG 1.4.11 asks 3 : 1 of graphics that are needed to understand the figure.
        for mark in [LINE, MAIN, ACCENT] {
            assert!(contrast(mark, PAPER) >= 3.0, "{mark}");
        }
    }
}
