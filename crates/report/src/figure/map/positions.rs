//! From given positions to px: one scale for both axes, and no symbol hidden by another.

use super::{MapFigure, MapPartner};
use crate::figure::axis::extent;
use crate::figure::scene::{Point, Rect};

/// A partner ready to draw.
pub(super) struct Placed {
    pub(super) at: Point,
    /// Of the disc of the symbol's area.
    pub(super) radius: f64,
    /// To the symbol's farthest corner or ring.
    pub(super) reach: f64,
}

impl MapFigure {
    /// Scales positions into `area` and moves symbols apart that would hide each other.
    pub(super) fn place_partners(&self, area: Rect) -> Vec<Placed> {
        let (least, most) = self.radii(area);
        let largest = self
            .partners
            .iter()
            .filter_map(|p| p.size)
            .fold(0.0, f64::max);
        let radius = |p: &MapPartner| match p.size {
            Some(size) if largest > 0.0 => {
                (least * least + (most * most - least * least) * size / largest).sqrt()
            }
            _ => least,
        };
        // Room for the double ring, and at the sides for a good part of a label.
        let side = if self.many() {
            most + 6.0
        } else {
            (area.width() * 0.07).max(most + 6.0)
        };
        let inner = Rect {
            x0: area.x0 + side,
            x1: area.x1 - side,
            y0: area.y0 + most + 8.0,
            y1: area.y1 - most - 8.0,
        };
        let fit = Fit::new(&self.partners, inner);
        let mut placed: Vec<Placed> = self
            .partners
            .iter()
            .map(|p| Placed {
                at: fit.at(p),
                radius: radius(p),
                reach: self.symbol(p).reach(radius(p)),
            })
            .collect();
        if !self.many() {
            separate(&mut placed, inner);
        }
        placed
    }

    /// Smallest and largest radius: fewer px for more partners.
    fn radii(&self, area: Rect) -> (f64, f64) {
        if self.many() {
            return (2.0, 4.5);
        }
        let per_partner = (area.width() * area.height() / self.partners.len() as f64).sqrt();
        let most = (per_partner * 0.13).clamp(5.0, 13.0);
        (most * 0.5, most)
    }
}

/// The map from given positions to px: one scale for both axes, centred.
struct Fit {
    scale: f64,
    from: Point,
    to: Point,
}

impl Fit {
    fn new(partners: &[MapPartner], inner: Rect) -> Self {
        let (x0, x1) = extent(partners.iter().map(|p| p.x)).unwrap_or((0.0, 0.0));
        let (y0, y1) = extent(partners.iter().map(|p| p.y)).unwrap_or((0.0, 0.0));
        // Halves first, so that positions near the largest double do not overflow.
        let (wide, high) = (x1 / 2.0 - x0 / 2.0, y1 / 2.0 - y0 / 2.0);
        let scale = (inner.width() / 2.0 / wide).min(inner.height() / 2.0 / high);
        Self {
            scale: if scale.is_finite() { scale } else { 0.0 },
            from: (x0 / 2.0 + x1 / 2.0, y0 / 2.0 + y1 / 2.0),
            to: (
                f64::midpoint(inner.x0, inner.x1),
                f64::midpoint(inner.y0, inner.y1),
            ),
        }
    }

    fn at(&self, p: &MapPartner) -> Point {
        (
            self.to.0 + (p.x - self.from.0) * self.scale,
            self.to.1 + (p.y - self.from.1) * self.scale,
        )
    }
}

/// Pushes symbols apart that cover one another, a little at a time and always in the same order. 40 rounds of all pairs.
fn separate(placed: &mut [Placed], inner: Rect) {
    for _ in 0..40 {
        let mut moved = false;
        for i in 1..placed.len() {
            let (before, rest) = placed.split_at_mut(i);
            let Some(b) = rest.first_mut() else { continue };
            for (j, a) in before.iter_mut().enumerate() {
                let (dx, dy) = (b.at.0 - a.at.0, b.at.1 - a.at.1);
                let (distance, wanted) = (dx.hypot(dy), a.reach + b.reach + 3.0);
                if distance >= wanted {
                    continue;
                }
                moved = true;
                // Two at one spot part in a direction of their own, so that a heap opens into a rosette.
                let angle = (i * 7 + j) as f64 * 2.4;
                let (ux, uy) = if distance > 1e-6 {
                    (dx / distance, dy / distance)
                } else {
                    (angle.cos(), angle.sin())
                };
                let half = (wanted - distance) / 2.0 + 0.01;
                a.at = within(inner, (a.at.0 - ux * half, a.at.1 - uy * half));
                b.at = within(inner, (b.at.0 + ux * half, b.at.1 + uy * half));
            }
        }
        if !moved {
            return;
        }
    }
}

fn within(r: Rect, p: Point) -> Point {
    (p.0.max(r.x0).min(r.x1), p.1.max(r.y0).min(r.y1))
}
