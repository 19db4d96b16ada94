//! Seeded chance: one `ChaCha8` stream a purpose, and whole-number probabilities.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream of random numbers is for. Each purpose draws from its own stream of the seed, so a
/// new table, or one draw more in a table, leaves every other table as it was. A number in use is never
/// given to another purpose.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Roles = 1,
    Response = 2,
    Directory = 3,
    Communication = 4,
    Trust = 5,
    Referral = 6,
    Blanks = 7,
    Events = 8,
    Attendance = 9,
    Enrolment = 10,
    Readers = 11,
}

/// Random draws for one purpose. Probabilities are whole numbers per thousand and ranges are `u32`, so
/// that the answer is the same on every platform.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64, purpose: Purpose) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(purpose as u64);
        Self(rng)
    }

    /// True with probability `permille` / 1000.
    pub(crate) fn chance(&mut self, permille: u32) -> bool {
        self.0.random_range(0..1000) < permille
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        self.0.random_range(low..=high)
    }

    /// A position of `weights`, drawn in proportion to its weight.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.0.random_range(0..weights.iter().sum());
        for (position, &weight) in weights.iter().enumerate() {
            if left < weight {
                return position;
            }
            left -= weight;
        }
        unreachable!("the draw is below the sum of the weights")
    }

    /// `k` different members of `from` (all of them if there are fewer), in ascending order.
    pub(crate) fn sample(&mut self, from: &[usize], k: usize) -> Vec<usize> {
        let mut chosen = self.shuffled(from);
        chosen.truncate(k);
        chosen.sort_unstable();
        chosen
    }

    /// The members of `from` in random order (Fisher–Yates).
    pub(crate) fn shuffled(&mut self, from: &[usize]) -> Vec<usize> {
        let mut items = from.to_vec();
        for last in (1..items.len()).rev() {
            items.swap(last, self.between(0, last as u32) as usize);
        }
        items
    }

    /// How many of `n` independent trials succeed, each with probability `permille` / 1000.
    pub(crate) fn binomial(&mut self, n: u32, permille: u32) -> u32 {
        (0..n).map(|_| u32::from(self.chance(permille))).sum()
    }
}
