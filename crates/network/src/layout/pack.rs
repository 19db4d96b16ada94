//! Components side by side, isolates in rows.

/// Room around a component, in the unit that one partner's side has.
const MARGIN: f64 = 0.5;

/// Places `n` partners in the unit square: each of `parts` (members and their positions, largest part
/// first) on a square whose side is the root of its size, in rows; then `isolates` in rows of their own.
pub(super) fn pack(
    n: usize,
    parts: Vec<(Vec<u32>, Vec<[f64; 2]>)>,
    isolates: &[u32],
) -> Vec<[f64; 2]> {
    let side = |members: usize| (members as f64).sqrt() + MARGIN;
    let area: f64 =
        parts.iter().map(|p| side(p.0.len()).powi(2)).sum::<f64>() + isolates.len() as f64;
    let widest = parts.first().map_or(0.0, |p| side(p.0.len()));
    let width = widest.max(area.sqrt().ceil());

    let mut places = vec![[0.0, 0.0]; n];
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0_f64);
    for (members, mut inner) in parts {
        let side = side(members.len());
        if x + side > width {
            (x, y, shelf) = (0.0, y + shelf, 0.0);
        }
        lay_across(&mut inner);
        fit(&mut inner, [x + MARGIN, y + MARGIN], side - 2.0 * MARGIN);
        for (i, p) in members.into_iter().zip(inner) {
            places[i as usize] = p;
        }
        x += side;
        shelf = shelf.max(side);
    }
    y += shelf;
    let per_row = (width.floor() as usize).max(1);
    for (k, &i) in isolates.iter().enumerate() {
        let (row, column) = (k / per_row, k % per_row);
        places[i as usize] = [column as f64 + 0.5, y + row as f64 + 0.5];
    }
    // What was packed first is on top where y points up.
    for p in &mut places {
        p[1] = -p[1];
    }
    fit(&mut places, [0.0, 0.0], 1.0);
    // The outermost are on the edge up to rounding.
    places
        .iter()
        .map(|p| p.map(|c| c.clamp(0.0, 1.0)))
        .collect()
}

/// Turns positions about their mean so that they spread most along x (their principal axis).
fn lay_across(places: &mut [[f64; 2]]) {
    let count = places.len() as f64;
    let mean = |k: usize| places.iter().map(|p| p[k]).sum::<f64>() / count;
    let (mx, my) = (mean(0), mean(1));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in &mut *places {
        *p = [p[0] - mx, p[1] - my];
        xx += p[0] * p[0];
        xy += p[0] * p[1];
        yy += p[1] * p[1];
    }
    let (sin, cos) = (0.5 * (2.0 * xy).atan2(xx - yy)).sin_cos();
    for p in places {
        *p = [cos * p[0] + sin * p[1], cos * p[1] - sin * p[0]];
    }
}

/// Scales positions evenly into a square of side `side` at `corner`, in its middle.
fn fit(places: &mut [[f64; 2]], corner: [f64; 2], side: f64) {
    let range = |k: usize| {
        places
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| {
                (low.min(p[k]), high.max(p[k]))
            })
    };
    let ((left, right), (low, high)) = (range(0), range(1));
    let size = (right - left).max(high - low);
    let scale = if size > 0.0 { side / size } else { 0.0 };
    let middle = [f64::midpoint(left, right), f64::midpoint(low, high)];
    for p in places {
        for k in 0..2 {
            p[k] = corner[k] + side / 2.0 + (p[k] - middle[k]) * scale;
        }
    }
}
