//! Random ties with given expected degrees.

use std::ops::Range;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Draws the pairs (i, j) with i in `rows` and j > i, each with probability min(1, scale · wᵢ · wⱼ) and
/// independently of the others (Chung & Lu 2002), without looking at pairs that are not drawn: along a
/// row of falling weights the next candidate is found by a geometric jump and then thinned (Miller &
/// Hagberg 2011). `weights` must not rise. Expected cost O(rows + pairs drawn).
pub(super) fn pairs(
    weights: &[f64],
    rows: Range<usize>,
    scale: f64,
    rng: &mut ChaCha8Rng,
    mut tie: impl FnMut(usize, usize, &mut ChaCha8Rng),
) {
    debug_assert!(weights.is_sorted_by(|a, b| a >= b));
    for i in rows {
        let chance = |j: usize| {
            weights
                .get(j)
                .map_or(0.0, |w| (scale * weights[i] * w).min(1.0))
        };
        let mut j = i + 1;
        let mut bound = chance(j);
        while bound > 0.0 {
            if bound < 1.0 {
                // 1 − u is in (0, 1], so the logarithm is finite.
                let u: f64 = rng.random();
                j = j.saturating_add(((1.0 - u).ln() / (-bound).ln_1p()) as usize);
            }
            let exact = chance(j);
            if exact > 0.0 && (exact == bound || rng.random::<f64>() * bound < exact) {
                tie(i, j, rng);
            }
            bound = exact;
            j = j.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_pair_has_its_own_chance() {
        let weights = [4.0, 3.0, 1.0, 1.0, 0.5, 0.0];
        let (scale, draws) = (0.2, 20_000);
        let mut count = [[0_u32; 6]; 6];
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for _ in 0..draws {
            pairs(&weights, 0..6, scale, &mut rng, |i, j, _| count[i][j] += 1);
        }
        for i in 0..6 {
            for j in i + 1..6 {
                let p: f64 = (scale * weights[i] * weights[j]).min(1.0);
                // Five standard errors of a binomial share: fails by chance once in two million.
                let error = 5.0 * (p * (1.0 - p) / f64::from(draws)).sqrt();
                let share = f64::from(count[i][j]) / f64::from(draws);
                assert!(
                    (share - p).abs() <= error,
                    "pair {i} {j}: {share} is not {p}"
                );
            }
        }
    }

    #[test]
    fn pairs_are_drawn_independently() {
        // Two pairs of one row, each with chance 1/2: both together in a quarter of the draws.
        let mut rng = ChaCha8Rng::seed_from_u64(8);
        let (mut both, draws) = (0, 20_000);
        for _ in 0..draws {
            let mut drawn = 0;
            pairs(&[1.0, 1.0, 1.0], 0..1, 0.5, &mut rng, |_, _, _| drawn += 1);
            both += i32::from(drawn == 2);
        }
        let error = 5.0 * (0.25 * 0.75 / f64::from(draws)).sqrt();
        assert!((f64::from(both) / f64::from(draws) - 0.25).abs() <= error);
    }
}
