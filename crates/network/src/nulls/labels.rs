//! Labels dealt out anew: which partner has which label is exchangeable within a stratum.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::draws::{Beyond, Null, stream};
use super::shuffles::Shuffles;
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

    /// Number of strata.
    pub(crate) fn count(&self) -> usize {
        self.members.len()
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
        let mut order = self.as_found();
        self.shuffle(&mut stream(seed, draw), &mut order);
        order
    }

    /// A statistic beside the same statistic of labels dealt out anew `draws` times, or in every other order
    /// where those are few. `statistic(order)` gives partner `i` the label of partner `order[i]`. Parallel over
    /// draws; the same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::Control;
    /// use commonweal_network::nulls::labels::Strata;
    /// // Is the label common among the first three of six partners?
    /// let label = [true, true, true, false, false, false];
    /// let first = |order: &[u32]| {
    ///     order[..3].iter().filter(|&&i| label[i as usize]).count() as f64
    /// };
    /// let test = Strata::one(6).test(999, 1, &Control::new(), first)?;
    /// // Of C(6, 3) = 20 labellings one has all three; all 6! orders were looked at.
    /// assert!((test.p_high - 1.0 / 20.0).abs() < 1e-12);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn test(
        &self,
        draws: u64,
        seed: u64,
        control: &Control,
        statistic: impl Fn(&[u32]) -> f64 + Sync,
    ) -> Result<Beyond, Error> {
        let observed = statistic(&self.as_found());
        let orders = Shuffles::of(self.clone(), draws, seed);
        let moved = orders.simulate(control, || (), |order, ()| statistic(order))?;
        Ok(Beyond::of(observed, &moved))
    }

    /// The order in which every label stands where it was found.
    pub(crate) fn as_found(&self) -> Vec<u32> {
        (0..self.partners as u32).collect()
    }

    /// A random order; what stood in `order` plays no part, except for partners outside every stratum.
    pub(crate) fn shuffle(&self, chance: &mut ChaCha8Rng, order: &mut [u32]) {
        let mut shuffled = Vec::new();
        for members in &self.members {
            shuffled.clone_from(members);
            shuffled.shuffle(chance);
            deal(members, &shuffled, order);
        }
    }

    /// The order of this number, of [`Strata::orders`]; 0 leaves every label where it was found.
    pub(crate) fn arrange(&self, mut number: u64, order: &mut [u32]) {
        let mut arranged = Vec::new();
        for members in &self.members {
            arranged.clone_from(members);
            number = rearrange(&mut arranged, number);
            deal(members, &arranged, order);
        }
    }
}

/// Partner `members[k]` gets the label of partner `from[k]`.
fn deal(members: &[u32], from: &[u32], order: &mut [u32]) {
    for (&i, &from) in members.iter().zip(from) {
        order[i as usize] = from;
    }
}

/// Puts `labels` into the order of this number, in which 0 leaves them as they are; what remains of the number
/// for the next stratum.
fn rearrange(labels: &mut [u32], mut number: u64) -> u64 {
    for i in 0..labels.len() {
        let left = (labels.len() - i) as u64;
        let take = i + (number % left) as usize;
        labels[i..=take].rotate_right(1);
        number /= left;
    }
    number
}

impl Null for Strata {
    type Draw = Vec<u32>;

    fn blank(&self) -> Vec<u32> {
        self.as_found()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Vec<u32>,
    ) -> Result<(), Error> {
        self.shuffle(chance, into);
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
        let core = |order: &[u32]| order[..4].iter().filter(|&&i| i < 4).count() as f64;
        let control = Control::new();
        let free = Strata::one(8).test(999, 5, &control, core).unwrap();
        assert!((free.p_high - 1.0 / 70.0).abs() < 1e-12, "all 8! orders");
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
