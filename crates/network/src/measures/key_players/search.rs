//! Finding the best sets: all of them one by one, or by exchanges.

use rand::seq::index;

use super::KeyPlayerOptions;
use super::score::Score;
use crate::nulls::draws::stream;
use crate::reduce::{fill_blocks, map_merge};
use crate::{Control, Error};

/// Best sets that are listed; all are counted.
const LISTED: usize = 1000;
/// Values this close are equal: sums in another order differ in their last bits.
const SAME: f64 = 1e-12;

/// The best sets so far.
pub(super) struct Found {
    pub(super) value: f64,
    pub(super) sets: Vec<Vec<u32>>,
    pub(super) count: u64,
    pub(super) tried: u64,
}

impl Found {
    fn nothing() -> Self {
        Self {
            value: f64::NEG_INFINITY,
            sets: Vec::new(),
            count: 0,
            tried: 0,
        }
    }

    fn offer(&mut self, set: &[u32], value: f64) {
        self.tried += 1;
        if value > self.value + SAME {
            *self = Self {
                value,
                sets: vec![set.to_vec()],
                count: 1,
                tried: self.tried,
            };
        } else if value >= self.value - SAME {
            self.count += 1;
            if self.sets.len() < LISTED {
                self.sets.push(set.to_vec());
            }
        }
    }

    fn merge(mut self, other: Self) -> Self {
        let tried = self.tried + other.tried;
        if other.value > self.value + SAME {
            return Self { tried, ..other };
        }
        if other.value >= self.value - SAME {
            self.count += other.count;
            let room = LISTED.saturating_sub(self.sets.len());
            self.sets.extend(other.sets.into_iter().take(room));
        }
        Self { tried, ..self }
    }
}

/// Number of sets of `k` of `n`; `None` when it does not fit.
pub(super) fn sets(n: usize, k: usize) -> Option<u64> {
    let k = k.min(n.checked_sub(k)?) as u64;
    (0..k).try_fold(1_u64, |sets, i| {
        // Exact at each step: the product is C(n, i + 1) (i + 1).
        Some(sets.checked_mul(n as u64 - i)? / (i + 1))
    })
}

/// Tries all `count` sets of `k`.
pub(super) fn all(
    score: &Score<'_>,
    k: usize,
    count: u64,
    control: &Control,
) -> Result<Found, Error> {
    control.begin(count);
    let n = score.partners();
    let found = map_merge(
        count as usize,
        control,
        |range| {
            let mut scratch = score.scratch();
            let mut found = Found::nothing();
            let mut set = numbered(n, k, range.start as u64);
            for _ in range {
                found.offer(&set, score.of(&set, &mut scratch));
                advance(&mut set, n);
                control.advance(1)?;
            }
            Ok(found)
        },
        Found::merge,
    )?;
    Ok(found.unwrap_or_else(Found::nothing))
}

/// The set with a number in the lexicographic order of all sets of `k` of `n`.
fn numbered(n: usize, k: usize, mut number: u64) -> Vec<u32> {
    let mut set = Vec::with_capacity(k);
    let mut candidate = 0;
    while set.len() < k {
        let with_it = sets(n - candidate - 1, k - set.len() - 1).unwrap_or(0);
        if number < with_it {
            set.push(candidate as u32);
        } else {
            number -= with_it;
        }
        candidate += 1;
    }
    set
}

/// The next set in lexicographic order; the last one stays.
fn advance(set: &mut [u32], n: usize) {
    let k = set.len();
    let Some(place) = (0..k).rev().find(|&p| (set[p] as usize) < n - k + p) else {
        return;
    };
    set[place] += 1;
    for p in place + 1..k {
        set[p] = set[p - 1] + 1;
    }
}

/// A greedy set and random ones, each improved by exchanging a member for an outsider until no exchange
/// helps. All outsiders are tried at once, in parallel, and the first best one is taken.
pub(super) fn exchange(
    score: &Score<'_>,
    options: &KeyPlayerOptions,
    control: &Control,
) -> Result<Found, Error> {
    control.begin(options.restarts + 1);
    let n = score.partners();
    let mut found = Found::nothing();
    let mut tried = 0;
    for start in 0..=options.restarts {
        let mut set: Vec<u32> = Vec::with_capacity(options.k);
        let mut value = f64::NEG_INFINITY;
        if start == 0 {
            while set.len() < options.k {
                if let Some((best, gain)) = best_addition(score, &set, &mut tried, control)? {
                    set.push(best);
                    value = gain;
                }
            }
        } else {
            let mut rng = stream(options.seed, start);
            set.extend(
                index::sample(&mut rng, n, options.k)
                    .iter()
                    .map(|v| v as u32),
            );
            value = score.of(&set, &mut score.scratch());
        }
        let mut unchanged = 0;
        for place in (0..options.k).cycle() {
            if unchanged == options.k {
                break;
            }
            unchanged += 1;
            let member = set.remove(place);
            let better = best_addition(score, &set, &mut tried, control)?;
            match better.filter(|&(_, gain)| gain > value + SAME) {
                Some((other, gain)) => {
                    set.insert(place, other);
                    value = gain;
                    unchanged = 0;
                }
                None => set.insert(place, member),
            }
        }
        set.sort_unstable();
        if !found.sets.contains(&set) {
            found.offer(&set, value);
        }
        control.advance(1)?;
    }
    found.sets.sort_unstable();
    found.tried = tried;
    Ok(found)
}

/// The outsider that makes the best set with `set`, and its value; the smallest number among equals.
fn best_addition(
    score: &Score<'_>,
    set: &[u32],
    tried: &mut u64,
    control: &Control,
) -> Result<Option<(u32, f64)>, Error> {
    /// Candidates that share one scratch.
    const BLOCK: usize = 32;
    let mut values = vec![f64::NEG_INFINITY; score.partners()];
    fill_blocks(&mut values, BLOCK, control, |start, values| {
        let mut scratch = score.scratch();
        let mut with = set.to_vec();
        for (candidate, value) in (start as u32..).zip(values) {
            if set.contains(&candidate) {
                continue;
            }
            with.push(candidate);
            *value = score.of(&with, &mut scratch);
            with.pop();
            control.check()?;
        }
        Ok(())
    })?;
    *tried += (score.partners() - set.len()) as u64;
    let mut best: Option<(u32, f64)> = None;
    for (candidate, value) in (0..).zip(values) {
        if value > best.map_or(f64::NEG_INFINITY, |(_, value)| value + SAME) {
            best = Some((candidate, value));
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_its_number() {
        for (n, k) in [(1, 1), (5, 2), (6, 3), (7, 6), (4, 4)] {
            let count = sets(n, k).unwrap();
            let mut set: Vec<u32> = (0..k as u32).collect();
            for number in 0..count {
                assert_eq!(numbered(n, k, number), set);
                advance(&mut set, n);
            }
        }
        assert_eq!(sets(34, 2), Some(561));
        assert_eq!(sets(3, 4), None);
        assert_eq!(sets(5000, 60), None, "more than 64 bits");
    }
}
