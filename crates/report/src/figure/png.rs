//! Scene to PNG: plotters' bitmap backend draws the pixels, with the embedded font.
//!
//! That backend has whole-pixel coordinates and smooths only hairlines, so the scene is drawn [`OVERSAMPLING`] times as large
//! and each square of pixels averaged.

use plotters::backend::{BitMapBackend, DrawingBackend};
use plotters::style::{
    FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, ShapeStyle, TextStyle,
};

use super::error::{FigureError, Result};
use super::font::{FAMILY, face};
use super::scene::{Anchor, Mark, Point, Scene, Stroke, Text};
use super::theme::{Color, PAPER};

const OVERSAMPLING: u32 = 3;
const MOST_PIXELS: u64 = 40_000_000;

/// The picture, `scale` pixels to the px of the scene.
pub(crate) fn write(scene: &Scene, scale: f64) -> Result<Vec<u8>> {
    let (w, h) = (scene.width * scale, scene.height * scale);
    if !(scale.is_finite() && w.min(h) >= 1.0 && w * h <= MOST_PIXELS as f64) {
        let (width, height, most) = (
            scene.width as u32,
            scene.height as u32,
            MOST_PIXELS / 1_000_000,
        );
        return Err(FigureError::Pixels {
            width,
            height,
            scale,
            most,
        });
    }
    let (width, height) = (w.round() as u32, h.round() as u32);
    let large = (width * OVERSAMPLING, height * OVERSAMPLING);
    let mut pixels = vec![0xff; large.0 as usize * large.1 as usize * 3];
    {
        let mut canvas = Canvas {
            backend: BitMapBackend::with_buffer(&mut pixels, large),
            zoom: scale * f64::from(OVERSAMPLING),
        };
        for mark in &scene.marks {
            canvas.mark(mark)?;
        }
        canvas
            .backend
            .present()
            .map_err(|e| FigureError::Draw(e.to_string()))?;
    }
    encode(&average(&pixels, width as usize), width, height)
}

struct Canvas<'a> {
    backend: BitMapBackend<'a>,
    zoom: f64,
}

impl Canvas<'_> {
    fn mark(&mut self, mark: &Mark) -> Result<()> {
        match mark {
            Mark::Segments { lines, stroke } => {
                lines.iter().try_for_each(|line| self.stroke(line, *stroke))
            }
            Mark::Path { points, stroke } => self.stroke(points, *stroke),
            Mark::Polygon {
                points,
                fill,
                outline,
            } => {
                if let Some(color) = fill {
                    let vertices: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
                    drawn(self.backend.fill_polygon(vertices, &solid(*color, 1)))?;
                }
                let Some(stroke) = outline else {
                    return Ok(());
                };
                // Side by side with round corners: plotters loses sides of a closed path.
                for (i, corner) in points.iter().enumerate() {
                    let next = points[(i + 1) % points.len()];
                    self.stroke(&[*corner, next], *stroke)?;
                    self.disc(self.at(*corner), stroke.width / 2.0, stroke.color)?;
                }
                Ok(())
            }
            Mark::Circle {
                center,
                radius,
                fill,
                outline,
            } => {
                let at = self.at(*center);
                // A ring is a disc of the outline's colour under a smaller disc.
                let half = outline.map_or(0.0, |s| s.width / 2.0);
                match (outline, fill) {
                    (Some(stroke), Some(fill)) => {
                        self.disc(at, radius + half, stroke.color)?;
                        self.disc(at, radius - half, *fill)
                    }
                    (Some(stroke), None) => self.stroke(&ring(*center, *radius), *stroke),
                    (None, Some(fill)) => self.disc(at, *radius, *fill),
                    (None, None) => Ok(()),
                }
            }
            Mark::Text(text) => self.text(text),
            Mark::Named { marks, .. } => marks.iter().try_for_each(|mark| self.mark(mark)),
        }
    }

    fn at(&self, p: Point) -> (i32, i32) {
        (
            (p.0 * self.zoom).round() as i32,
            (p.1 * self.zoom).round() as i32,
        )
    }

    fn disc(&mut self, at: (i32, i32), radius: f64, color: Color) -> Result<()> {
        let radius = (radius * self.zoom).round().max(1.0) as u32;
        drawn(self.backend.draw_circle(at, radius, &solid(color, 1), true))
    }

    fn stroke(&mut self, points: &[Point], stroke: Stroke) -> Result<()> {
        let style = solid(
            stroke.color,
            (stroke.width * self.zoom).round().max(1.0) as u32,
        );
        let pieces = match stroke.pattern.dash() {
            None => vec![points.to_vec()],
            Some((on, off)) => dashes(points, on, off),
        };
        for piece in pieces {
            let path: Vec<_> = piece.iter().map(|p| self.at(*p)).collect();
            // plotters cannot draw a path whose points all fall on one pixel.
            if path.iter().any(|p| Some(p) != path.first()) {
                drawn(self.backend.draw_path(path, &style))?;
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &Text) -> Result<()> {
        // plotters' size is ascent minus descent; it draws with the baseline half that size below the given point.
        let size = text.face.size * self.zoom * face(text.face.bold)?.height_per_em();
        let width = text.face.width(&text.words)?;
        let x = match text.anchor {
            Anchor::Start => text.at.0,
            Anchor::Middle => text.at.0 - width / 2.0,
            Anchor::End => text.at.0 - width,
        };
        let at = (
            (x * self.zoom).round() as i32,
            (text.at.1 * self.zoom - size / 2.0).round() as i32,
        );
        let weight = if text.face.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let font = FontDesc::new(FontFamily::Name(FAMILY), size, weight);
        if text.halo {
            let style = text_style(&font, PAPER);
            let reach = 1.5 * self.zoom;
            for step in 0..12 {
                let angle = std::f64::consts::TAU * f64::from(step) / 12.0;
                let shifted = (
                    at.0 + (reach * angle.cos()).round() as i32,
                    at.1 + (reach * angle.sin()).round() as i32,
                );
                drawn(self.backend.draw_text(&text.words, &style, shifted))?;
            }
        }
        drawn(
            self.backend
                .draw_text(&text.words, &text_style(&font, text.color), at),
        )
    }
}

fn drawn(result: std::result::Result<(), impl std::fmt::Display>) -> Result<()> {
    result.map_err(|e| FigureError::Draw(e.to_string()))
}

fn text_style<'a>(font: &FontDesc<'a>, color: Color) -> TextStyle<'a> {
    font.color(&RGBColor(color.0, color.1, color.2))
}

fn solid(color: Color, width: u32) -> ShapeStyle {
    ShapeStyle {
        color: RGBAColor(color.0, color.1, color.2, 1.0),
        filled: true,
        stroke_width: width,
    }
}

/// A circle as a closed path of 48 sides, its last side drawn twice for a clean joint.
fn ring(center: Point, radius: f64) -> Vec<Point> {
    let at = |step: u32| {
        let angle = std::f64::consts::TAU * f64::from(step) / 48.0;
        (
            center.0 + radius * angle.cos(),
            center.1 + radius * angle.sin(),
        )
    };
    (0..=49).map(at).collect()
}

/// The drawn pieces of a patterned line. The pattern runs on across its corners, as it does in SVG: a curve of many short
/// sides would look solid otherwise.
fn dashes(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Point> = Vec::new();
    // Where in the pattern the line is: below `on` it is drawn.
    let mut phase = 0.0;
    for side in points.windows(2) {
        let (a, b) = (side[0], side[1]);
        let length = (b.0 - a.0).hypot(b.1 - a.1);
        let along = |t: f64| {
            (
                a.0 + (b.0 - a.0) * t / length,
                a.1 + (b.1 - a.1) * t / length,
            )
        };
        let mut t = 0.0;
        while t < length {
            let drawn = phase < on;
            let left = if drawn { on - phase } else { on + off - phase };
            let next = (t + left).min(length);
            if drawn {
                if piece.is_empty() {
                    piece.push(along(t));
                }
                piece.push(along(next));
            }
            if t + left <= length {
                phase = if drawn { on } else { 0.0 };
                if drawn {
                    pieces.push(std::mem::take(&mut piece));
                }
            } else {
                phase += next - t;
            }
            t = next;
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Each square of `OVERSAMPLING` pixels to its mean.
fn average(pixels: &[u8], width: usize) -> Vec<u8> {
    let n = OVERSAMPLING as usize;
    let row = width * n * 3;
    let mut out = Vec::with_capacity(pixels.len() / (n * n));
    for band in pixels.chunks_exact(row * n) {
        for x in 0..width {
            for channel in 0..3 {
                let square = (0..n)
                    .flat_map(|dy| (0..n).map(move |dx| dy * row + (x * n + dx) * 3 + channel));
                let sum: u32 = square.map(|i| u32::from(band[i])).sum();
                out.push(
                    ((sum + OVERSAMPLING * OVERSAMPLING / 2) / (OVERSAMPLING * OVERSAMPLING)) as u8,
                );
            }
        }
    }
    out
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let failed = |e: png::EncodingError| FigureError::Draw(e.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_runs_on_across_corners() {
        // By hand, 6 px on and 4 off along a line of 20 px in sides of 4: drawn from 0 to 6 and from 10 to 16.
        let points: Vec<Point> = (0..=5).map(|i| (4.0 * f64::from(i), 0.0)).collect();
        let ends = |p: &Vec<Point>| (p[0].0, p[p.len() - 1].0);
        let drawn: Vec<_> = dashes(&points, 6.0, 4.0).iter().map(ends).collect();
        assert_eq!(drawn, [(0.0, 6.0), (10.0, 16.0)]);
        assert!(dashes(&[(1.0, 1.0), (1.0, 1.0)], 6.0, 4.0).is_empty());
    }
}
