//! Stress majorisation (Gansner, Koren & North 2004, "Graph drawing by stress majorization").
//!
//! Stress is Σ wᵢⱼ (‖xᵢ − xⱼ‖ − dᵢⱼ)² over pairs, dᵢⱼ the steps between two partners and wᵢⱼ = dᵢⱼ⁻². One
//! partner at a time moves to the minimum of a parabola that lies above the stress and touches it at the
//! present position, so stress never rises and no step length has to be chosen.

use ndarray::Array2;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::distance::Part;
use super::pivot;
use crate::{Control, Error};

/// Rounds at most, and the mean move (in steps) below which a layout is at rest.
const ROUNDS: usize = 200;
const AT_REST: f64 = 1e-3;
/// Starts for small components, where the best of several costs nothing and shows.
const STARTS: u64 = 8;
const SMALL: usize = 150;

/// Positions in steps.
pub(super) fn place(part: &Part, seed: u64, control: &Control) -> Result<Vec<[f64; 2]>, Error> {
    let n = part.n();
    let steps = part.all_steps(control)?;
    let scaled = pivot::place(part, control)?;
    let starts = if n <= SMALL { STARTS } else { 1 };
    let mut best: Option<(f64, Vec<[f64; 2]>)> = None;
    for start in 0..starts {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(start);
        // The first start keeps to the scaling, and only parts partners that it puts on one spot; the
        // others are thrown wide.
        let spread = if start == 0 { 0.1 } else { (n as f64).sqrt() };
        let mut places = scaled.clone();
        for p in &mut places {
            p[0] += spread * (rng.random::<f64>() - 0.5);
            p[1] += spread * (rng.random::<f64>() - 0.5);
        }
        for _ in 0..ROUNDS {
            control.check()?;
            if round(&steps, &mut places) < AT_REST * n as f64 {
                break;
            }
        }
        let stress = stress(&steps, &places);
        if best.as_ref().is_none_or(|b| stress < b.0) {
            best = Some((stress, places));
        }
    }
    Ok(best.map(|b| b.1).unwrap_or_default())
}

/// Moves every partner once; the sum of the moves.
fn round(steps: &Array2<f64>, places: &mut [[f64; 2]]) -> f64 {
    let mut moved = 0.0;
    for (i, row) in steps.outer_iter().enumerate() {
        let [x, y] = places[i];
        let (mut to_x, mut to_y, mut weights) = (0.0, 0.0, 0.0);
        for (&d, &[xj, yj]) in row.iter().zip(places.iter()) {
            if d == 0.0 {
                continue;
            }
            let weight = 1.0 / (d * d);
            let (dx, dy) = (x - xj, y - yj);
            let length = (dx * dx + dy * dy).sqrt();
            // On one spot there is no direction to keep; the others decide.
            let stretch = if length > 0.0 { d / length } else { 0.0 };
            to_x += weight * (xj + dx * stretch);
            to_y += weight * (yj + dy * stretch);
            weights += weight;
        }
        let to = [to_x / weights, to_y / weights];
        moved += (to[0] - x).hypot(to[1] - y);
        places[i] = to;
    }
    moved
}

/// Stress over all pairs (each counted twice).
pub(super) fn stress(steps: &Array2<f64>, places: &[[f64; 2]]) -> f64 {
    let mut sum = 0.0;
    for (row, p) in steps.outer_iter().zip(places) {
        for (&d, q) in row.iter().zip(places) {
            if d > 0.0 {
                let off = (p[0] - q[0]).hypot(p[1] - q[1]) / d - 1.0;
                sum += off * off;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tests::network;

    #[test]
    fn every_round_lowers_the_stress() {
        let net = network(
            30,
            &(0..60)
                .map(|k| (k % 30, (k * k + 7 * k + 1) % 30))
                .collect::<Vec<_>>(),
        );
        let all: Vec<u32> = (0..30).collect();
        let steps = Part::new(net.out(), &all)
            .all_steps(&Control::new())
            .unwrap();
        assert!(
            steps.iter().all(|d| !d.is_nan()),
            "the example is in one piece"
        );
        let mut places: Vec<[f64; 2]> = (0..30)
            .map(|i| [f64::from(i * i % 7), f64::from(i * 3 % 11)])
            .collect();
        let mut last = stress(&steps, &places);
        for _ in 0..50 {
            round(&steps, &mut places);
            let now = stress(&steps, &places);
            assert!(now <= last * (1.0 + 1e-12), "{now} after {last}");
            last = now;
        }
    }
}
