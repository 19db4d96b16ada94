//! Sets of partners with as many members of each stratum as a given set: all of them by number, or one by chance.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::measures::stability::ranks::average_ranks;

/// Strata of about equal size by degree; equal degrees share one, unknown ones have their own. Numbered from 0
/// without gaps.
pub(super) fn strata(degrees: &[f64], wanted: u32) -> Vec<u32> {
    let known: Vec<usize> = (0..degrees.len())
        .filter(|&i| !degrees[i].is_nan())
        .collect();
    let of: Vec<f64> = known.iter().map(|&i| degrees[i]).collect();
    let mut found = vec![wanted; degrees.len()];
    for (&i, rank) in known.iter().zip(average_ranks(&of)) {
        let place = (rank - 0.5) / known.len() as f64;
        found[i] = ((place * f64::from(wanted)) as u32).min(wanted - 1);
    }
    let mut used = found.clone();
    used.sort_unstable();
    used.dedup();
    for stratum in &mut found {
        *stratum = used.partition_point(|u| u < stratum) as u32;
    }
    found
}

/// The sets that take as many members from each stratum as a given one.
pub(super) struct Sets {
    /// Partners of each stratum that the set takes some but not all of, and how many it takes.
    open: Vec<(Vec<u32>, usize)>,
    /// Partners that are in every such set.
    fixed: Vec<u32>,
}

impl Sets {
    pub(super) fn of(set: &[bool], stratum: &[u32]) -> Self {
        let count = stratum.iter().max().map_or(0, |&last| last as usize + 1);
        let mut strata = vec![(Vec::new(), 0); count];
        for (i, &s) in stratum.iter().enumerate() {
            strata[s as usize].0.push(i as u32);
            strata[s as usize].1 += usize::from(set[i]);
        }
        let (fixed, open): (Vec<_>, Vec<_>) = strata
            .into_iter()
            .filter(|(_, taken)| *taken > 0)
            .partition(|(partners, taken)| partners.len() == *taken);
        Self {
            open,
            fixed: fixed
                .into_iter()
                .flat_map(|(partners, _)| partners)
                .collect(),
        }
    }

    /// How many sets there are beside the given one; `None` above 2⁶⁴.
    pub(super) fn others(&self) -> Option<u64> {
        self.open
            .iter()
            .try_fold(1_u64, |product, (partners, taken)| {
                product.checked_mul(choose(partners.len(), *taken)?)
            })
            .map(|all| all - 1)
    }

    /// Working memory of [`Sets::draw`].
    pub(super) fn scratch(&self) -> Vec<Vec<u32>> {
        self.open
            .iter()
            .map(|(partners, _)| partners.clone())
            .collect()
    }

    /// One of the sets, each with equal chance. The scratch stays a rearrangement of the strata, in an order that
    /// earlier draws left; it is put back first, so that a draw depends on its own stream only.
    pub(super) fn draw(&self, chance: &mut ChaCha8Rng, scratch: &mut [Vec<u32>], set: &mut [bool]) {
        self.begin(set);
        for ((partners, taken), order) in self.open.iter().zip(scratch) {
            order.copy_from_slice(partners);
            for k in 0..*taken {
                let pick = chance.random_range(k as u32..order.len() as u32) as usize;
                order.swap(k, pick);
                set[order[k] as usize] = true;
            }
        }
    }

    /// Set number `index` of all, in a fixed order; there are `others() + 1`.
    pub(super) fn number(&self, mut index: u64, set: &mut [bool]) {
        self.begin(set);
        for (partners, taken) in &self.open {
            // All factors of a product below 2⁶⁴ are below it too.
            let all = choose(partners.len(), *taken).unwrap_or(u64::MAX);
            let (mut rest, mut left) = (index % all, *taken);
            index /= all;
            for (k, &i) in partners.iter().enumerate() {
                if left == 0 {
                    break;
                }
                // Sets that hold this partner come before those that do not.
                let with = choose(partners.len() - k - 1, left - 1).unwrap_or(u64::MAX);
                if rest < with {
                    set[i as usize] = true;
                    left -= 1;
                } else {
                    rest -= with;
                }
            }
        }
    }

    fn begin(&self, set: &mut [bool]) {
        set.fill(false);
        for &i in &self.fixed {
            set[i as usize] = true;
        }
    }
}

/// n over k; `None` above 2⁶⁴.
fn choose(n: usize, k: usize) -> Option<u64> {
    let k = k.min(n - k);
    let product = (0..k).try_fold(1_u128, |product, i| {
        // Each step is a binomial coefficient, so the division has no rest.
        let next = product.checked_mul((n - i) as u128)? / (i as u128 + 1);
        (next <= u128::from(u64::MAX)).then_some(next)
    })?;
    u64::try_from(product).ok()
}
