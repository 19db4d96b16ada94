//! A partition of the partners into groups, and how alike two partitions are.

use serde::{Deserialize, Serialize};

use crate::Measure;
use crate::groups::modularity::{ModularityOptions, numbered};
use crate::network::counted;
use crate::{Error, Mode, Network};

/// Groups of partners and how they were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    /// The word that asks for the method, e.g. `leiden`.
    pub method: String,
    /// Number of the group of each partner, counted from 0 in the order of smallest members; `None` for a
    /// partner whose ties nobody has reported.
    pub membership: Vec<Option<u32>>,
    /// Number of partners in each group.
    pub sizes: Vec<u32>,
    /// Modularity of the groups; a partner without a group stands alone in it.
    pub modularity: Measure,
    /// Seed of all chance; `None` where the method uses none.
    pub seed: Option<u64>,
    /// Every start of a method that uses chance, in order.
    pub runs: Vec<Run>,
    /// Share of the cells of the network that are known.
    pub coverage: Option<f64>,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the groups wherever they go.
    pub caveats: Vec<String>,
    /// Source of the method.
    pub citation: String,
    /// The result in one plain sentence.
    pub sentence: String,
}

/// One start of a search that uses chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// What the search raises: modularity, or the constant Potts quality `Σ (ties inside − γ pairs inside)` over groups.
    pub quality: f64,
    /// Number of groups it found.
    pub groups: u32,
    /// How alike its groups are to those reported, by the adjusted Rand index: 1 the same, 0 as alike as
    /// chance makes them.
    pub similarity: f64,
}

impl Partition {
    /// The partition of a finished search: numbers the groups and leaves partners nobody has reported ties
    /// of without one. `convention`, `citation` and `runs` are the method's to fill.
    pub(in crate::groups) fn new(
        net: &Network,
        method: &str,
        groups: &[Option<u32>],
        options: &ModularityOptions,
    ) -> Result<Self, Error> {
        let heard = net.partners_heard_of();
        let heard_groups: Vec<Option<u32>> = (groups.iter().zip(&heard))
            .map(|(&g, &heard)| g.filter(|_| heard))
            .collect();
        let modularity = net.modularity(&heard_groups, options)?;
        // Numbered among themselves, so that partners without a group leave no gap.
        let known: Vec<Option<u32>> = heard_groups
            .iter()
            .filter(|g| g.is_some())
            .copied()
            .collect();
        let (numbers, count) = numbered(&known);
        let mut numbers = numbers.into_iter();
        let membership: Vec<Option<u32>> = heard_groups
            .iter()
            .map(|g| g.and_then(|_| numbers.next()))
            .collect();
        let mut sizes = vec![0; count];
        for &g in membership.iter().flatten() {
            sizes[g as usize] += 1;
        }
        let mut caveats = net.standing_caveats();
        let silent = heard.iter().filter(|&&h| !h).count() as u64;
        if silent > 0 {
            caveats.push(format!(
                "Nobody has reported the ties of {}: no group is given, and modularity takes each as standing alone.",
                counted(silent, "partner")
            ));
        }
        if net.known_share().is_some_and(|share| share < 1.0) {
            caveats.push(
                "Groups are those of the known ties; unknown ties could join or divide them."
                    .to_owned(),
            );
        }
        let largest = sizes.iter().max().copied().unwrap_or(0);
        let told = modularity
            .value
            .map_or_else(String::new, |q| format!("; modularity {q:.3}"));
        let sentence = format!(
            "{} form {} (method {method}); the largest has {largest}{told}.",
            counted(sizes.iter().map(|&s| u64::from(s)).sum(), "partner"),
            counted(count as u64, "group"),
        );
        Ok(Self {
            method: method.to_owned(),
            membership,
            sizes,
            modularity,
            seed: None,
            runs: Vec::new(),
            coverage: net.known_share(),
            convention: String::new(),
            caveats,
            citation: String::new(),
            sentence,
        })
    }

    /// Number of groups.
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// How alike two partitions of the same partners are, by the adjusted Rand index; partners without a group
    /// in either are left out. O(n log n).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for another number of partners.
    pub fn similarity(&self, other: &Self) -> Result<Option<f64>, Error> {
        if self.membership.len() != other.membership.len() {
            return Err(Error::LengthMismatch {
                what: "partition",
                found: other.membership.len(),
                expected: self.membership.len(),
            });
        }
        let (a, b): (Vec<u32>, Vec<u32>) = (self.membership.iter().zip(&other.membership))
            .filter_map(|(&a, &b)| Some((a?, b?)))
            .unzip();
        Ok(adjusted_rand(&a, &b))
    }
}

impl Network {
    /// Whether anyone has reported a partner's ties, or could have reported their absence.
    pub(in crate::groups) fn partners_heard_of(&self) -> Vec<bool> {
        let mut marks = vec![0.0; self.partners()];
        self.hide_unreported(Mode::All, &mut marks);
        marks.into_iter().map(|mark: f64| !mark.is_nan()).collect()
    }
}

/// The adjusted Rand index of two partitions (Hubert & Arabie 1985): pairs that both put together, beyond
/// what group sizes give by chance, as a part of the most there could be. 1 for the same partition, about 0
/// for unrelated ones, negative for less alike than chance; 1 where both are all alone or all together.
/// `None` for fewer than two partners. Counts are exact. O(n log n).
pub(in crate::groups) fn adjusted_rand(a: &[u32], b: &[u32]) -> Option<f64> {
    fn pairs_within<T: PartialEq>(sorted: &[T]) -> u128 {
        let pairs = |run: &[T]| (run.len() as u128) * (run.len() as u128 - 1) / 2;
        sorted.chunk_by(|x, y| x == y).map(pairs).sum()
    }
    let n = a.len() as u128;
    if n < 2 {
        return None;
    }
    let mut both: Vec<(u32, u32)> = a.iter().copied().zip(b.iter().copied()).collect();
    both.sort_unstable();
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    let all = n * (n - 1) / 2;
    let (both, a, b) = (pairs_within(&both), pairs_within(&a), pairs_within(&b));
    let expected = a as f64 * (b as f64 / all as f64);
    let most = 0.5 * (a as f64 + b as f64);
    // Both all alone or both all together: nothing is left to chance, and they are the same.
    Some(if (a == 0 && b == 0) || (a == all && b == all) {
        1.0
    } else {
        (both as f64 - expected) / (most - expected)
    })
}
