//! Partner symbols: sector by colour *and* shape, hollow for who did not answer, a double ring for the backbone.

use super::font::clean;
use super::scene::{Mark, Point, Stroke};
use super::theme::{Color, INK, LINE, PAPER, SECTORS};

/// Distance of the backbone's ring from the symbol's farthest corner, px.
const BACKBONE_RING: f64 = 3.5;

/// Corners and rotation (in turns, 0 points right) of the shapes, in the order they are given out; `None` is the circle.
/// Eight shapes against eight colours, the shapes moved on by one after each round: a pair repeats only
/// after 64 sectors.
const SHAPES: [Option<(u32, f64)>; 8] = [
    None,
    Some((4, 0.125)),
    Some((3, -0.25)),
    Some((4, 0.0)),
    Some((3, 0.25)),
    Some((5, -0.25)),
    Some((6, 0.0)),
    Some((8, 0.0625)),
];

#[derive(Debug, Clone, Copy)]
pub(crate) struct Symbol {
    /// `None`: not known, a grey circle.
    pub(crate) sector: Option<u32>,
    pub(crate) backbone: bool,
    pub(crate) answered: bool,
    /// Thin outlines, for maps with many partners.
    pub(crate) small: bool,
}

impl Symbol {
    fn shape(self) -> Option<(u32, f64)> {
        let sector = self.sector? as usize;
        let shape = (sector + sector / SECTORS.len()) % SHAPES.len();
        SHAPES.get(shape).copied().flatten()
    }

    /// How far from its centre the symbol extends, ring included.
    pub(crate) fn reach(self, radius: f64) -> f64 {
        let corner = self
            .shape()
            .map_or(radius, |(corners, _)| radius * equal_area(corners));
        corner + if self.backbone { BACKBONE_RING } else { 0.0 }
    }

    /// The symbol's marks; `radius` is that of the disc of the same area.
    pub(crate) fn marks(self, at: Point, radius: f64) -> Vec<Mark> {
        let color = self
            .sector
            .and_then(|s| SECTORS.get(s as usize % SECTORS.len()))
            .copied()
            .unwrap_or(LINE);
        let (fill, outline) = if self.answered {
            (
                color,
                Stroke::solid(darker(color), if self.small { 0.5 } else { 1.0 }),
            )
        } else {
            (
                PAPER,
                Stroke::solid(darker(color), if self.small { 0.9 } else { 2.0 }),
            )
        };
        let mut marks = Vec::new();
        if self.backbone {
            let ring = Stroke::solid(INK, if self.small { 1.0 } else { 1.8 });
            marks.push(Mark::Circle {
                center: at,
                radius: self.reach(radius),
                fill: Some(PAPER),
                outline: Some(ring),
            });
        }
        marks.push(match self.shape() {
            None => Mark::Circle {
                center: at,
                radius,
                fill: Some(fill),
                outline: Some(outline),
            },
            Some((corners, turn)) => Mark::Polygon {
                points: polygon(at, radius, corners, turn),
                fill: Some(fill),
                outline: Some(outline),
            },
        });
        marks
    }

    /// The marks, with the name that SVG shows under the pointer.
    pub(crate) fn named(self, at: Point, radius: f64, label: Option<&str>) -> Mark {
        let mut words: Vec<String> = label
            .map(clean)
            .into_iter()
            .filter(|l| !l.is_empty())
            .collect();
        if self.backbone {
            words.push("backbone".to_string());
        }
        if !self.answered {
            words.push("did not answer".to_string());
        }
        if words.is_empty() {
            words.push("partner".to_string());
        }
        Mark::Named {
            name: words.join(", "),
            marks: self.marks(at, radius),
        }
    }
}

/// A regular polygon with the area of a disc of this radius, so that size means the same whatever the sector.
fn polygon((x, y): Point, radius: f64, corners: u32, turn: f64) -> Vec<Point> {
    let sector = std::f64::consts::TAU / f64::from(corners);
    let circumradius = radius * equal_area(corners);
    let corner = |i: u32| {
        let angle = turn * std::f64::consts::TAU + sector * f64::from(i);
        (
            x + circumradius * angle.cos(),
            y + circumradius * angle.sin(),
        )
    };
    (0..corners).map(corner).collect()
}

/// Circumradius of a regular polygon over the radius of the disc of the same area: n/2 R² sin(2π/n) = π r².
fn equal_area(corners: u32) -> f64 {
    let sector = std::f64::consts::TAU / f64::from(corners);
    (sector / sector.sin()).sqrt()
}

/// Outlines keep pale fills (yellow, sky blue) visible on paper.
fn darker(c: Color) -> Color {
    let half = |v: u8| (u16::from(v) * 6 / 10) as u8;
    Color(half(c.0), half(c.1), half(c.2))
}

/// A small filled triangle that points at `b` and ends `gap` px before it; none where the two lie too close.
pub(crate) fn arrow_head(a: Point, b: Point, gap: f64, color: Color) -> Option<Mark> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.hypot(dy);
    if length < gap + 8.0 {
        return None;
    }
    let (ux, uy) = (dx / length, dy / length);
    let tip = (b.0 - ux * gap, b.1 - uy * gap);
    let base = (tip.0 - ux * 6.0, tip.1 - uy * 6.0);
    let points = vec![
        tip,
        (base.0 - uy * 2.6, base.1 + ux * 2.6),
        (base.0 + uy * 2.6, base.1 - ux * 2.6),
    ];
    Some(Mark::Polygon {
        points,
        fill: Some(color),
        outline: None,
    })
}
