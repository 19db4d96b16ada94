//! Marks that several figures share, so that a shape means the same in all of them.

use super::scene::{Mark, Point, Rect, Stroke};
use super::theme::{ACCENT, Color, INK, MAIN, PAPER, THIN, UNKNOWN};

/// Distance between two lines of a hatching, px.
const HATCH: f64 = 7.0;

const EDGE: Stroke = Stroke::solid(PAPER, THIN);

/// An observed value.
pub(crate) fn disc(center: Point, radius: f64) -> Mark {
    Mark::Circle {
        center,
        radius,
        fill: Some(MAIN),
        outline: Some(EDGE),
    }
}

/// A value that is shown but not judged, or the state before a change.
pub(crate) fn ring(center: Point, radius: f64) -> Mark {
    Mark::Circle {
        center,
        radius,
        fill: Some(PAPER),
        outline: Some(Stroke::solid(INK, 1.6)),
    }
}

/// The baseline.
pub(crate) fn square(center: Point) -> Mark {
    Mark::Polygon {
        points: corners(Rect::around(center, 5.0)),
        fill: Some(INK),
        outline: Some(EDGE),
    }
}

/// A milestone, the goal, or an emphasised value.
pub(crate) fn diamond((x, y): Point, r: f64) -> Mark {
    Mark::Polygon {
        points: vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
        fill: Some(ACCENT),
        outline: Some(EDGE),
    }
}

/// A triangle that points right (`1.0`) or left (`-1.0`).
pub(crate) fn pointer((x, y): Point, direction: f64) -> Mark {
    let r = 7.0;
    Mark::Polygon {
        points: vec![
            (x + direction * r, y),
            (x - direction * r * 0.7, y - r),
            (x - direction * r * 0.7, y + r),
        ],
        fill: Some(MAIN),
        outline: Some(EDGE),
    }
}

/// A filled box.
pub(crate) fn block(area: Rect, fill: Color) -> Mark {
    Mark::Polygon {
        points: corners(area),
        fill: Some(fill),
        outline: None,
    }
}

/// The outline of a box, so that a hatching is seen to end.
pub(crate) fn frame(area: Rect) -> Mark {
    Mark::Polygon {
        points: corners(area),
        fill: None,
        outline: Some(Stroke::solid(INK, THIN)),
    }
}

/// Slanted lines that fill a box: "no number here".
pub(crate) fn hatching(area: Rect) -> Mark {
    // Lines on which x + y is a multiple of the distance: hatchings of neighbours join.
    let first = ((area.x0 + area.y0) / HATCH).ceil() as i64;
    let last = ((area.x1 + area.y1) / HATCH).floor() as i64;
    let line = |i: i64| {
        let sum = i as f64 * HATCH;
        let lower = (sum - area.y1).max(area.x0);
        let upper = (sum - area.y0).min(area.x1);
        [(lower, sum - lower), (upper, sum - upper)]
    };
    Mark::Segments {
        lines: (first..=last).map(line).collect(),
        stroke: Stroke::solid(UNKNOWN, THIN),
    }
}

/// A band along a row, `half` px to both sides of `y`.
pub(crate) fn band(x0: f64, x1: f64, y: f64, half: f64) -> Rect {
    Rect {
        x0,
        y0: y - half,
        x1,
        y1: y + half,
    }
}

fn corners(r: Rect) -> Vec<Point> {
    vec![(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)]
}

/// A legend's key for a line.
pub(crate) fn line_key(stroke: Stroke) -> impl Fn(Point) -> Vec<Mark> {
    move |(x, y)| {
        vec![Mark::Segments {
            lines: vec![[(x - 12.0, y), (x + 12.0, y)]],
            stroke,
        }]
    }
}

/// A legend's key for "no number".
pub(crate) fn hatching_key((x, y): Point) -> Vec<Mark> {
    vec![hatching(band(x - 11.0, x + 11.0, y, 6.0))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_in_its_box_and_crosses_it() {
        // By hand, a box of 10 by 20 px at the origin: x + y = 0, 7, 14, 21, 28 meet it.
        let area = Rect {
            x0: 0.0,
            y0: 0.0,
            x1: 10.0,
            y1: 20.0,
        };
        let Mark::Segments { lines, .. } = hatching(area) else {
            panic!("lines")
        };
        assert_eq!(
            lines,
            [
                [(0.0, 0.0), (0.0, 0.0)],
                [(0.0, 7.0), (7.0, 0.0)],
                [(0.0, 14.0), (10.0, 4.0)],
                [(1.0, 20.0), (10.0, 11.0)],
                [(8.0, 20.0), (10.0, 18.0)],
            ]
        );
    }
}
