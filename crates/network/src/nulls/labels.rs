//! Labels dealt out anew: which partner has which label is exchangeable within a stratum.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::draws::{Beyond, Null, stream, test};
use crate::{Control, Error};

/// Partners whose labels may be exchanged: those of one stratum with one another. Ties, unknown cells and
/// everything else stay where they are.
///
/// One stratum asks whether labels and structure are independent; strata of size or role ask whether they are
/// among partners alike in that. A partner outside every stratum keeps its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strata {
    /// The members of each stratum, ascending.
    members: Vec<Vec<u32>>,
    partners: usize,
}

impl Strata {
    /// Strata by their numbers; `None` keeps its label (unknown label, or unknown stratum). O(n log n).
    pub fn new(of: &[Option<u32>]) -> Self {
        let mut places: Vec<(u32, u32)> = (0_u32..)
            .zip(of)
            .filter_map(|(i, stratum)| stratum.map(|s| (s, i)))
            .collect();
        places.sort_unstable();
        let members = places
            .chunk_by(|a, b| a.0 == b.0)
            .map(|stratum| stratum.iter().map(|&(_, i)| i).collect())
            .collect();
        Self {
            members,
            partners: of.len(),
        }
    }

    /// One stratum of all `n` partners.
    pub fn one(n: usize) -> Self {
        Self::new(&vec![Some(0); n])
    }

    /// Number of different orders, Π s! over sizes s; infinite beyond the range of a double. Partners with the
    /// same label make fewer different labellings.
    pub fn orders(&self) -> f64 {
        let factorial = |s: usize| (1..=s).map(|k| k as f64).product::<f64>();
        self.members.iter().map(|m| factorial(m.len())).product()
    }

    /// Draw number `draw`: partner `i` gets the label of partner `order[i]`. Every order within the strata is
    /// equally likely. O(n).
    pub fn order(&self, seed: u64, draw: u64) -> Vec<u32> {
        let mut order = self.blank();
        self.fill(&mut stream(seed, draw), &mut order);
        order
    }

    /// A statistic beside the same statistic of labels dealt out anew `draws` times. `statistic(order)` gives
    /// partner `i` the label of partner `order[i]`. Parallel over draws; the same answer for any number of
    /// threads.
    ///
    /// # Errors
    /// An error of `statistic`; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::Control;
    /// use commonweal_network::nulls::labels::Strata;
    /// // Is the label common among the first three of six partners?
    /// let label = [true, true, true, false, false, false];
    /// let first = |order: &[u32]| {
    ///     Ok(order[..3].iter().filter(|&&i| label[i as usize]).count() as f64)
    /// };
    /// let test = Strata::one(6).test(9999, 1, &Control::new(), first)?;
    /// // Of C(6, 3) = 20 labellings one has all three.
    /// assert!((test.p_high - 1.0 / 20.0).abs() < 0.01);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn test(
        &self,
        draws: u64,
        seed: u64,
        control: &Control,
        statistic: impl Fn(&[u32]) -> Result<f64, Error> + Sync,
    ) -> Result<Beyond, Error> {
        let as_it_is: Vec<u32> = (0..self.partners as u32).collect();
        let observed = statistic(&as_it_is)?;
        test(observed, self, draws, seed, control, |order| {
            statistic(order)
        })
    }

    fn fill(&self, chance: &mut ChaCha8Rng, order: &mut [u32]) {
        let mut shuffled = Vec::new();
        for members in &self.members {
            shuffled.clone_from(members);
            shuffled.shuffle(chance);
            for (&i, &from) in members.iter().zip(&shuffled) {
                order[i as usize] = from;
            }
        }
    }
}

impl Null for Strata {
    type Draw = Vec<u32>;

    fn blank(&self) -> Vec<u32> {
        (0..self.partners as u32).collect()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Vec<u32>,
    ) -> Result<(), Error> {
        self.fill(chance, into);
        control.check()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_order_within_the_strata_is_equally_likely() {
        // 3! orders of the partners 0, 2, 4 times 2! of 1, 5; partner 3 stays.
        let strata = Strata::new(&[Some(7), Some(2), Some(7), None, Some(7), Some(2)]);
        assert_eq!(strata.orders(), 12.0);
        let mut counts = BTreeMap::new();
        for draw in 0..12_000 {
            let order = strata.order(3, draw);
            assert_eq!(order[3], 3);
            *counts.entry(order).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 12);
        let statistic: f64 = counts
            .values()
            .map(|&c| (f64::from(c) - 1000.0).powi(2) / 1000.0)
            .sum();
        // The 1 − 10⁻⁵ quantile of χ² with 11 degrees of freedom.
        assert!(statistic < 42.7, "{statistic}");
    }

    #[test]
    fn a_confounded_difference_goes_away_within_strata() {
        // The core is the four large partners; the label is held by the large ones only. Dealt out over all
        // eight, four of four in the core has p = 1/C(8, 4) = 1/70; among partners of one size it has p = 1.
        let core = |order: &[u32]| Ok(order[..4].iter().filter(|&&i| i < 4).count() as f64);
        let control = Control::new();
        let free = Strata::one(8).test(20_000, 5, &control, core).unwrap();
        assert!((free.p_high - 1.0 / 70.0).abs() < 4.0 * (0.0141_f64 / 20_000.0).sqrt());
        let size: Vec<Option<u32>> = (0..8).map(|i| Some(u32::from(i < 4))).collect();
        let within = Strata::new(&size).test(999, 5, &control, core).unwrap();
        assert_eq!((within.p_high, within.observed), (1.0, 4.0));
    }

    proptest! {
        #[test]
        fn an_order_is_a_permutation_within_strata(
            of in prop::collection::vec(prop::option::of(0..4_u32), 0..40),
            seed in any::<u64>(),
        ) {
            let order = Strata::new(&of).order(seed, 1);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert!(sorted.into_iter().eq(0..of.len() as u32));
            for (i, &from) in order.iter().enumerate() {
                prop_assert_eq!(of[i], of[from as usize]);
                prop_assert!(of[i].is_some() || from as usize == i);
            }
        }
    }
}
