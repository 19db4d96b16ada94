//! Room for discs and labels.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::MOST_BY_STRESS;
use crate::{Control, Error};

/// Distance that is promised and the one that is aimed at, in units of 1/√n. Discs of the second fill
/// a quarter of the square, well below what can be packed, so that pushing apart comes to rest.
const PROMISED: f64 = 0.5;
const AIM: f64 = 0.58;
/// Rounds at most; large maps get a few, for looks.
const ROUNDS: usize = 1000;
const ROUNDS_LARGE: usize = 20;
/// Stream of chance of this step; the layouts use low numbers.
const STREAM: u64 = 1 << 40;

/// Moves partners in the unit square until no two are closer than 0.5/√n.
///
/// Each round sorts partners into cells as wide as the distance aimed at, so only neighbouring cells are
/// compared: O(n log n) a round.
pub(super) fn apart(places: &mut [[f64; 2]], seed: u64, control: &Control) -> Result<(), Error> {
    let n = places.len();
    if n < 2 {
        return Ok(());
    }
    let aim = AIM / (n as f64).sqrt();
    let enough = PROMISED / (n as f64).sqrt();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(STREAM);
    let rounds = if n <= MOST_BY_STRESS {
        ROUNDS
    } else {
        ROUNDS_LARGE
    };
    for _ in 0..rounds {
        control.check()?;
        if push_apart(places, aim, &mut rng) >= enough {
            break;
        }
    }
    Ok(())
}

/// One round: pairs closer than `aim` move apart, half the lack each. The least distance met before
/// moving.
fn push_apart(places: &mut [[f64; 2]], aim: f64, rng: &mut ChaCha8Rng) -> f64 {
    let cell = |p: &[f64; 2]| ((p[0] / aim) as i64, (p[1] / aim) as i64);
    let mut order: Vec<((i64, i64), usize)> = places.iter().map(cell).zip(0..).collect();
    order.sort_unstable();
    let column = |x: i64, from: i64, to: i64| {
        let start = order.partition_point(|e| e.0 < (x, from));
        let end = order.partition_point(|e| e.0 <= (x, to));
        start..end
    };
    let mut least = f64::INFINITY;
    for (k, &((x, y), i)) in order.iter().enumerate() {
        // Later partners of this cell and the one above it, and the next column: each pair once.
        let here = k + 1..column(x, y, y + 1).end;
        for m in here.chain(column(x + 1, y - 1, y + 1)) {
            let j = order[m].1;
            let (a, b) = (places[i], places[j]);
            let (mut dx, mut dy) = (b[0] - a[0], b[1] - a[1]);
            let distance = dx.hypot(dy);
            least = least.min(distance);
            if distance >= aim {
                continue;
            }
            if distance == 0.0 {
                (dy, dx) = (rng.random::<f64>() * std::f64::consts::TAU).sin_cos();
            } else {
                (dx, dy) = (dx / distance, dy / distance);
            }
            let half = (aim - distance) / 2.0;
            // The edge of the square holds a partner back; the other then goes on alone next round.
            places[i] = [
                (a[0] - dx * half).clamp(0.0, 1.0),
                (a[1] - dy * half).clamp(0.0, 1.0),
            ];
            places[j] = [
                (b[0] + dx * half).clamp(0.0, 1.0),
                (b[1] + dy * half).clamp(0.0, 1.0),
            ];
        }
    }
    least
}
