//! Orders of the labels: all of them where they are few, else random ones.

use rand::seq::SliceRandom;

use super::draws::simulate;
use crate::{Control, Error};

/// Orders enumerated at most when fewer draws were asked for: those of eight partners.
const ENUMERATED: u64 = 40_320;

/// The orders that a permutation test compares with: labels move freely, or within strata.
///
/// Where there are few, each order other than the observed one comes up once and p-values are exact; otherwise
/// they are drawn at random. `order[i]` is the partner whose label stands at `i`.
#[derive(Debug, Clone)]
pub(crate) struct Shuffles {
    n: usize,
    /// Partners that exchange labels, ascending within a stratum.
    strata: Vec<Vec<u32>>,
    draws: u64,
    exact: bool,
    seed: u64,
}

impl Shuffles {
    /// All orders when they are at most `draws + 1`, or those of at most eight labels; `draws` random
    /// ones otherwise. No draws, no test. O(n).
    pub(crate) fn new(n: usize, draws: u64, seed: u64) -> Self {
        Self::of(n, vec![(0..n as u32).collect()], draws, seed)
    }

    /// The same with labels that move only among partners of the same stratum.
    pub(crate) fn within(strata: &[u32], draws: u64, seed: u64) -> Self {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut order: Vec<u32> = (0..strata.len() as u32).collect();
        order.sort_by_key(|&i| strata[i as usize]);
        for run in order.chunk_by(|&i, &j| strata[i as usize] == strata[j as usize]) {
            groups.push(run.to_vec());
        }
        Self::of(strata.len(), groups, draws, seed)
    }

    fn of(n: usize, strata: Vec<Vec<u32>>, draws: u64, seed: u64) -> Self {
        let orders = strata.iter().try_fold(1_u64, |orders, stratum| {
            (1..=stratum.len() as u64).try_fold(orders, u64::checked_mul)
        });
        let few = orders.filter(|&orders| draws > 0 && orders <= ENUMERATED.max(draws + 1));
        Self {
            n,
            strata,
            draws: few.map_or(draws, |orders| orders - 1),
            exact: few.is_some(),
            seed,
        }
    }

    /// Orders compared with, the observed one not counted.
    pub(crate) fn draws(&self) -> u64 {
        self.draws
    }

    /// Whether these are all orders there are.
    pub(crate) fn exact(&self) -> bool {
        self.exact
    }

    /// The order in which every label stands where it was found.
    pub(crate) fn observed(&self) -> Vec<u32> {
        (0..self.n as u32).collect()
    }

    /// What the test can say at best, to be read before its result.
    pub(crate) fn plan(&self) -> String {
        let smallest = 1.0 / (1.0 + self.draws as f64);
        let within = if self.strata.len() > 1 {
            " within strata"
        } else {
            ""
        };
        if self.draws == 0 {
            return "No test: no order of the labels was drawn.".to_owned();
        }
        let what = if self.exact {
            format!("all {} orders of the labels{within}", self.draws + 1)
        } else {
            format!(
                "{} random orders of the labels{within} (seed {})",
                self.draws, self.seed
            )
        };
        let mut plan = format!(
            "Before the test: {what}, so the smallest one-tailed p that can come out is {}.",
            short(smallest)
        );
        if smallest > 0.05 {
            plan.push_str(" It cannot reach .05, whatever the data say.");
        }
        plan
    }

    /// `draw(order, scratch)` for every order, the observed one left out; results in order, the same for any
    /// number of threads. Counts each as progress.
    ///
    /// # Errors
    /// An error of `draw`, or [`Error::Stopped`].
    pub(crate) fn simulate<S, T: Send>(
        &self,
        control: &Control,
        scratch: impl Fn() -> S + Sync,
        draw: impl Fn(&[u32], &mut S) -> T + Sync,
    ) -> Result<Vec<T>, Error> {
        control.begin(self.draws);
        let observed = self.observed();
        simulate(
            self.draws,
            self.seed,
            control,
            || (observed.clone(), Vec::new(), scratch()),
            |k, chance, (order, labels, scratch)| {
                let mut number = k + 1;
                for stratum in &self.strata {
                    labels.clone_from(stratum);
                    if self.exact {
                        number = arrange(labels, number);
                    } else {
                        labels.shuffle(chance);
                    }
                    for (&i, &label) in stratum.iter().zip(labels.iter()) {
                        order[i as usize] = label;
                    }
                }
                let result = draw(order, scratch);
                control.advance(1)?;
                Ok(result)
            },
        )
    }
}

/// Puts `labels` into the order of this number, in which 0 leaves them as they are; what remains of the number
/// for the next stratum.
fn arrange(labels: &mut [u32], mut number: u64) -> u64 {
    for i in 0..labels.len() {
        let left = (labels.len() - i) as u64;
        let take = i + (number % left) as usize;
        labels[i..=take].rotate_right(1);
        number /= left;
    }
    number
}

/// A p-value as people read it: three significant digits.
pub(crate) fn short(p: f64) -> String {
    let digits = (2.0 - p.abs().max(1e-300).log10().floor()).clamp(0.0, 12.0) as usize;
    let text = format!("{p:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A statistic that is zero up to rounding is zero, so that orders which give the same count as equal.
pub(crate) fn steady(x: f64) -> f64 {
    if x.abs() < 1e-11 { 0.0 } else { x }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn orders(shuffles: &Shuffles) -> Vec<Vec<u32>> {
        shuffles
            .simulate(&Control::new(), || (), |order, ()| order.to_vec())
            .unwrap()
    }

    #[test]
    fn every_order_but_the_observed_one_comes_once() {
        for (n, all) in [(0, 1), (1, 1), (2, 2), (5, 120), (7, 5_040)] {
            let shuffles = Shuffles::new(n, 9, 0);
            let seen: BTreeSet<Vec<u32>> = orders(&shuffles).into_iter().collect();
            assert!(shuffles.exact());
            assert_eq!(shuffles.draws(), all - 1);
            assert_eq!(seen.len() as u64, all - 1);
            assert!(!seen.contains(&(0..n as u32).collect::<Vec<_>>()));
            assert!(seen.iter().all(|order| {
                let mut sorted = order.clone();
                sorted.sort_unstable();
                sorted.into_iter().eq(0..n as u32)
            }));
        }
    }

    #[test]
    fn labels_stay_in_their_stratum() {
        // 3! · 2! · 1! = 12 orders.
        let strata = [4, 7, 4, 1, 7, 4];
        let shuffles = Shuffles::within(&strata, 100, 0);
        let seen: BTreeSet<Vec<u32>> = orders(&shuffles).into_iter().collect();
        assert_eq!((shuffles.draws(), seen.len()), (11, 11));
        let kept = |order: &Vec<u32>| {
            (0..6).all(|i| strata[i] == strata[order[i] as usize]) && order[3] == 3
        };
        assert!(seen.iter().all(kept));
        // Fifteen of one stratum and two of another: drawn.
        let strata: Vec<u32> = (0..17).map(|i| u32::from(i > 14)).collect();
        let drawn = Shuffles::within(&strata, 50, 3);
        assert!(!drawn.exact());
        assert!(
            orders(&drawn)
                .iter()
                .all(|order| (0..17).all(|i| strata[i] == strata[order[i] as usize]))
        );
    }

    #[test]
    fn drawn_orders_are_even_and_repeat() {
        let shuffles = Shuffles::new(12, 24_000, 5);
        assert_eq!((shuffles.draws(), shuffles.exact()), (24_000, false));
        let first = orders(&shuffles);
        assert_eq!(first, orders(&shuffles));
        // Where the label of the first partner goes: 12 places, 2,000 each, sd 43.
        let mut at = [0_i32; 12];
        for order in &first {
            at[order[0] as usize] += 1;
        }
        assert!(at.iter().all(|&c| (c - 2_000).abs() < 5 * 43), "{at:?}");
    }

    #[test]
    fn the_plan_says_what_is_possible() {
        let three = Shuffles::new(3, 999, 0).plan();
        assert!(three.contains("all 6 orders") && three.contains("0.167"));
        assert!(three.contains("cannot reach .05"));
        let many = Shuffles::new(41, 9_999, 4).plan();
        assert!(many.contains("9999 random orders") && many.ends_with("is 0.0001."));
        assert!(Shuffles::new(41, 0, 4).plan().starts_with("No test"));
    }

    #[test]
    fn p_values_are_short() {
        let text: Vec<String> = [1.0, 0.5, 0.012_345_6, 0.0001, 2.48e-5].map(short).to_vec();
        assert_eq!(text, ["1", "0.5", "0.0123", "0.0001", "0.0000248"]);
    }
}
