//! Greedy placing of labels beside points: the nearest free position, crossing as few lines as possible. A label that finds
//! no room is reported back, never drawn over another.

use super::error::Result;
use super::font::Type;
use super::scene::{ASCENT, Anchor, Point, Rect, Scene, Text};

/// What is already on the plot.
pub(crate) struct Placer {
    /// Labels stay inside.
    pub(crate) area: Rect,
    /// Boxes that a label must not touch.
    pub(crate) taken: Vec<Rect>,
    /// Lines that a label should not cross.
    pub(crate) lines: Vec<[Point; 2]>,
}

/// Directions in order of preference: right, left, below, above, then the corners. `(dx, dy)` in units of the clearance.
const DIRECTIONS: [(f64, f64); 8] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, 1.0),
    (0.0, -1.0),
    (0.7, 0.7),
    (-0.7, 0.7),
    (0.7, -0.7),
    (-0.7, -0.7),
];

impl Placer {
    /// Places `lines` of text beside `at`, at least `clearance` px away, and draws them; `false` where there is no room.
    ///
    /// Cost: candidates times (boxes + lines).
    pub(crate) fn label(
        &mut self,
        scene: &mut Scene,
        lines: &[String],
        face: Type,
        at: Point,
        clearance: f64,
    ) -> Result<bool> {
        let widths: Vec<f64> = lines.iter().map(|l| face.width(l)).collect::<Result<_>>()?;
        let width = widths.into_iter().fold(0.0, f64::max);
        let height = lines.len() as f64 * face.leading();
        let mut best: Option<(f64, Rect, f64)> = None;
        for ring in 0..3 {
            let distance = clearance + 2.0 + 6.0 * f64::from(ring);
            for (rank, (dx, dy)) in DIRECTIONS.into_iter().enumerate() {
                let rect = beside(at, (dx * distance, dy * distance), (width, height));
                if !self.area.contains(&rect) || self.taken.iter().any(|t| t.overlaps(&rect)) {
                    continue;
                }
                let crossed = self
                    .lines
                    .iter()
                    .filter(|[a, b]| rect.meets(*a, *b))
                    .count();
                let cost = 1.5 * crossed as f64 + 0.3 * rank as f64 + 3.0 * f64::from(ring);
                if best.is_none_or(|(least, ..)| cost < least) {
                    best = Some((cost, rect, dx));
                }
            }
        }
        let Some((_, rect, dx)) = best else {
            return Ok(false);
        };
        let (anchor, x) = if dx > 0.0 {
            (Anchor::Start, rect.x0)
        } else if dx < 0.0 {
            (Anchor::End, rect.x1)
        } else {
            (Anchor::Middle, f64::midpoint(rect.x0, rect.x1))
        };
        for (i, line) in lines.iter().enumerate() {
            let baseline = rect.y0 + i as f64 * face.leading() + face.size * ASCENT + 1.0;
            scene.text(Text::new(line, (x, baseline), face).anchor(anchor).halo());
        }
        self.taken.push(rect);
        Ok(true)
    }
}

/// The box of `size` that touches the point `at + offset` with the side or corner facing `at`.
fn beside(at: Point, offset: Point, size: Point) -> Rect {
    let start = |offset: f64, size: f64| {
        if offset > 0.0 {
            offset
        } else if offset < 0.0 {
            offset - size
        } else {
            -size / 2.0
        }
    };
    let (x0, y0) = (
        at.0 + start(offset.0, size.0),
        at.1 + start(offset.1, size.1),
    );
    Rect {
        x0,
        y0,
        x1: x0 + size.0,
        y1: y0 + size.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_free_side_and_says_when_there_is_none() {
        let mut scene = Scene {
            width: 200.0,
            height: 60.0,
            marks: vec![],
        };
        let area = Rect {
            x0: 0.0,
            y0: 0.0,
            x1: 200.0,
            y1: 60.0,
        };
        // The right half is taken, so the label goes left; then everything is taken.
        let mut placer = Placer {
            area,
            taken: vec![Rect { x0: 101.0, ..area }],
            lines: vec![],
        };
        let label = ["food bank".to_string()];
        assert!(
            placer
                .label(&mut scene, &label, Type::regular(10.0), (100.0, 30.0), 4.0)
                .unwrap()
        );
        let placed = *placer.taken.last().unwrap();
        assert!(placed.x1 <= 100.0 && area.contains(&placed), "{placed:?}");
        placer.taken.push(area);
        assert!(
            !placer
                .label(&mut scene, &label, Type::regular(10.0), (100.0, 30.0), 4.0)
                .unwrap()
        );
        assert_eq!(scene.marks.len(), 1);
    }
}
