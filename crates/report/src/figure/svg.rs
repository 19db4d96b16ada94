//! Scene to SVG.
//!
//! Written here and not by plotters' SVG backend, which has whole-px coordinates only, no line patterns (a dotted line is one
//! element a dot), a guessed font size (px divided by 1.24), and no way to name the picture for a screen reader.

use std::fmt::Write as _;

use super::font::{SVG_FAMILIES, clean};
use super::scene::{Anchor, Mark, Point, Scene, Stroke, Text};
use super::theme::{Color, PAPER};

/// An SVG element that scales with the page: as wide as designed, narrower where the page is; the
/// height follows from the `viewBox`. `title` and `description` are what a screen reader says.
pub(crate) fn write(scene: &Scene, title: &str, description: &str) -> String {
    let mut out = String::with_capacity(1024 + scene.marks.len() * 96);
    let (w, h) = (px(scene.width), px(scene.height));
    // Writing into a String cannot fail, so the results of `write!` are dropped throughout.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" style=\"max-width:100%\" \
         role=\"img\" font-family=\"{SVG_FAMILIES}\"><title>{}</title><desc>{}</desc>\
         <rect width=\"{w}\" height=\"{h}\" fill=\"{PAPER}\"/>",
        escape(title),
        escape(description),
    );
    for mark in &scene.marks {
        write_mark(&mut out, mark);
    }
    out.push_str("</svg>\n");
    out
}

fn write_mark(out: &mut String, mark: &Mark) {
    match mark {
        Mark::Segments { lines, stroke } => {
            out.push_str("<path d=\"");
            for [a, b] in lines {
                let _ = write!(out, "M{}L{}", point(*a), point(*b));
            }
            let _ = write!(
                out,
                "\" fill=\"none\"{}/>",
                stroke_attributes(Some(*stroke))
            );
        }
        Mark::Path { points, stroke } => {
            let _ = write!(
                out,
                "<polyline points=\"{}\" fill=\"none\"{}/>",
                joined(points),
                stroke_attributes(Some(*stroke))
            );
        }
        Mark::Polygon {
            points,
            fill,
            outline,
        } => {
            let _ = write!(
                out,
                "<polygon points=\"{}\"{}{}/>",
                joined(points),
                fill_attribute(*fill),
                stroke_attributes(*outline)
            );
        }
        Mark::Circle {
            center,
            radius,
            fill,
            outline,
        } => {
            let (x, y, r) = (px(center.0), px(center.1), px(*radius));
            let _ = write!(
                out,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{}{}/>",
                fill_attribute(*fill),
                stroke_attributes(*outline)
            );
        }
        Mark::Text(text) => write_text(out, text),
        Mark::Named { name, marks } => {
            let _ = write!(out, "<g><title>{}</title>", escape(name));
            for mark in marks {
                write_mark(out, mark);
            }
            out.push_str("</g>");
        }
    }
    out.push('\n');
}

fn write_text(out: &mut String, text: &Text) {
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if text.face.bold {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let (x, y, size, color) = (px(text.at.0), px(text.at.1), px(text.face.size), text.color);
    let place = format!("x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{weight}");
    let words = escape(&text.words);
    if text.halo {
        // A text of its own: many converters do not know `paint-order` and would cover the letters.
        let _ = write!(
            out,
            "<text {place} fill=\"{PAPER}\" stroke=\"{PAPER}\" stroke-width=\"3\" stroke-linejoin=\"round\" \
             aria-hidden=\"true\">{words}</text>"
        );
    }
    let _ = write!(out, "<text {place} fill=\"{color}\">{words}</text>");
}

fn fill_attribute(fill: Option<Color>) -> String {
    fill.map_or_else(
        || " fill=\"none\"".to_string(),
        |c| format!(" fill=\"{c}\""),
    )
}

fn stroke_attributes(stroke: Option<Stroke>) -> String {
    let Some(stroke) = stroke else {
        return String::new();
    };
    let mut out = format!(
        " stroke=\"{}\" stroke-width=\"{}\"",
        stroke.color,
        px(stroke.width)
    );
    if let Some((on, off)) = stroke.pattern.dash() {
        let _ = write!(out, " stroke-dasharray=\"{on} {off}\"");
    }
    out
}

fn point(p: Point) -> String {
    format!("{} {}", px(p.0), px(p.1))
}

fn joined(points: &[Point]) -> String {
    points
        .iter()
        .map(|p| format!("{},{}", px(p.0), px(p.1)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A tenth of a px is finer than any screen shows.
fn px(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // "-0" is not wrong, only ugly.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// Text as XML character data; safe in attributes as well.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::font::Type;

    #[test]
    fn nothing_from_input_is_markup() {
        let nasty = "</text><script>alert('x')</script> & \"quoted\"\u{0}";
        let mut scene = Scene {
            width: 100.0,
            height: 20.0,
            marks: vec![],
        };
        scene.text(Text::new(nasty, (0.0, 10.0), Type::regular(10.0)));
        scene.push(Mark::Named {
            name: nasty.to_string(),
            marks: vec![],
        });
        let svg = write(&scene, nasty, nasty);
        assert!(!svg.contains("<script") && !svg.contains('\u{0}'));
        let safe = "&lt;/text&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;<";
        assert_eq!(
            svg.matches(safe).count(),
            4,
            "title, description, text and name: {svg}"
        );
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [px(1.0), px(0.25), px(-0.01), px(12.34)],
            ["1", "0.3", "0", "12.3"]
        );
    }
}
