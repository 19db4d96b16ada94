//! Coreness: how deep in the network's nested cores each partner sits.

use serde::{Deserialize, Serialize};

use super::{Mode, PartnerScores};
use crate::options::named;
use crate::{Csr, Network};

/// How a mutual tie of a directed network counts under `Mode::All`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MutualTies {
    /// Once: cores of the underlying undirected network (UCINET).
    #[default]
    Once,
    /// Twice: in-degree plus out-degree (igraph and NetworkX on directed graphs; sna's "freeman").
    Twice,
}

named!(MutualTies, "mutual", { "once" => Once, "twice" => Twice });

/// Options of [`Network::coreness`].
#[derive(Debug, Clone, Copy, Default)]
pub struct CorenessOptions {
    /// Which ties count in a directed network.
    pub mode: Mode,
    /// How mutual ties count when all ties do.
    pub mutual: MutualTies,
}

impl Network {
    /// The largest k such that the partner is in a k-core: a group where everyone has at least k ties
    /// inside the group (Seidman 1983). Directed: `in` counts the ties received from inside, `out` the
    /// ties sent, `all` either, with the convention of [`MutualTies`]. Range 0 to n − 1 (twice that
    /// with mutual ties counted twice); no good end. Values of ties are not used.
    ///
    /// Computed on known ties, and therefore the lowest value: an unknown tie can raise it, never lower
    /// it. Partners nobody has spoken about are NaN. Peeling level by level, O(n + m), 12 bytes a partner.
    pub fn coreness(&self, options: &CorenessOptions) -> PartnerScores {
        let (out, incoming) = (self.out(), self.incoming());
        let n = out.n();
        let length = |rows: &Csr, i: u32| rows.degree(i) as u32;
        let (core, convention) = match (options.mode, options.mutual) {
            _ if !self.is_directed() => {
                (peel(n, |i| length(out, i), |i| entries(out, i)), "k-core")
            }
            (Mode::In, _) => (
                peel(n, |i| length(incoming, i), |i| entries(out, i)),
                "k-core by ties received inside the core",
            ),
            (Mode::Out, _) => (
                peel(n, |i| length(out, i), |i| entries(incoming, i)),
                "k-core by ties sent inside the core",
            ),
            (Mode::All, MutualTies::Once) => {
                let partners = |i| either(out.row(i), incoming.row(i));
                (
                    peel(n, |i| partners(i).count() as u32, partners),
                    "k-core of the underlying undirected network: a mutual tie counts once",
                )
            }
            (Mode::All, MutualTies::Twice) => (
                peel(
                    n,
                    |i| length(out, i) + length(incoming, i),
                    |i| entries(out, i).chain(entries(incoming, i)),
                ),
                "k-core by in-degree plus out-degree: a mutual tie counts twice",
            ),
        };
        let mut values: Vec<f64> = core.into_iter().map(f64::from).collect();
        self.hide_unreported(options.mode, &mut values);
        PartnerScores {
            values,
            unit: "ties inside the core".to_owned(),
            convention: convention.to_owned(),
            caveats: self.core_caveats(),
            citation: "Seidman (1983), Social Networks 5, 269-287; Batagelj & Zaveršnik (2003), arXiv cs/0310049".to_owned(),
            ..self.scores_named("coreness")
        }
    }

    fn core_caveats(&self) -> Vec<String> {
        let mut caveats = self.standing_caveats();
        if self.known_share().is_some_and(|s| s < 1.0) {
            caveats.push("Unknown ties can raise a coreness, never lower it.".to_owned());
        }
        caveats
    }
}

/// Coreness of `0..n` by peeling level by level. `degree(i)` is what `i` begins with, and `lowers(i)` are
/// those who have one less when `i` is taken away (twice there: two less).
///
/// Level k removes everyone with k left, and those who come down to k by it, before a higher level
/// begins. A level reads the partners that are left in order, and no partner is left at more levels
/// than it has ties: O(n + m). Bucket sorting (Batagelj & Zaveršnik 2003) has the same bound, but moves a
/// partner between buckets at every removal beside it: four scattered writes where this has one.
fn peel<I: Iterator<Item = u32>>(
    n: usize,
    degree: impl Fn(u32) -> u32,
    lowers: impl Fn(u32) -> I,
) -> Vec<u32> {
    let mut left: Vec<u32> = (0..n as u32).map(degree).collect();
    let mut rest: Vec<u32> = (0..n as u32).collect();
    let mut queue: Vec<u32> = Vec::new();
    let mut k = left.iter().copied().min().unwrap_or(0);
    while !rest.is_empty() {
        queue.extend(rest.iter().filter(|&&i| left[i as usize] == k));
        while let Some(i) = queue.pop() {
            lowers(i).for_each(|j| {
                // Whether j is still there is a coin toss, so no branch hangs on it; whether it has just come
                // down to k is rarely so.
                let left = &mut left[j as usize];
                let before = *left;
                *left -= u32::from(before > k);
                if before == k + 1 {
                    queue.push(j);
                }
            });
        }
        let mut next = u32::MAX;
        rest.retain(|&i| {
            let left = left[i as usize];
            if left > k {
                next = next.min(left);
            }
            left > k
        });
        k = next;
    }
    left
}

fn entries(rows: &Csr, i: u32) -> impl Iterator<Item = u32> + '_ {
    rows.row(i).iter().copied()
}

/// Everyone in either of two ascending rows, once.
fn either<'a>(mut a: &'a [u32], mut b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    std::iter::from_fn(move || {
        let least = match (a.first(), b.first()) {
            (Some(&i), Some(&j)) => i.min(j),
            (first, second) => *first.or(second)?,
        };
        a = &a[usize::from(a.first() == Some(&least))..];
        b = &b[usize::from(b.first() == Some(&least))..];
        Some(least)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nulls::draws::stream;
    use crate::{BuildOptions, Ties};
    use rand::RngExt;

    /// The definition, peeled in no clever order: with `k` rising, drop whoever has fewer than `k` until nobody has.
    fn by_deletion(n: usize, count: impl Fn(usize, &[bool]) -> u32) -> Vec<f64> {
        let mut core = vec![0.0; n];
        let mut inside = vec![true; n];
        for k in 1.. {
            while let Some(i) = (0..n).find(|&i| inside[i] && count(i, &inside) < k) {
                inside[i] = false;
            }
            if !inside.contains(&true) {
                return core;
            }
            (0..n)
                .filter(|&i| inside[i])
                .for_each(|i| core[i] = f64::from(k));
        }
        core
    }

    #[test]
    fn every_mode_equals_plain_deletion() {
        let n = 60u32;
        for (draw, ties) in [100, 400, 900].into_iter().enumerate() {
            let mut rng = stream(11, draw as u64);
            let mut arcs: Vec<(u32, u32)> = (0..ties)
                // Squared, so that degrees are uneven.
                .map(|_| {
                    (
                        rng.random_range(0..n) * rng.random_range(0..n) / n,
                        rng.random_range(0..n),
                    )
                })
                .filter(|(i, j)| i != j)
                .collect();
            arcs.sort_unstable();
            arcs.dedup();
            let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
            let ties = Ties {
                source: &source,
                target: &target,
                value: None,
            };
            let options = BuildOptions {
                directed: true,
                ..Default::default()
            };
            let net = Network::from_ties(n as usize, &ties, &options).unwrap();
            for (_, mode) in Mode::NAMES {
                for (_, mutual) in MutualTies::NAMES {
                    let found = net.coreness(&CorenessOptions {
                        mode: *mode,
                        mutual: *mutual,
                    });
                    let tied = |i: usize, j: usize| net.out().find(i as u32, j as u32).is_some();
                    let expected = by_deletion(n as usize, |i, inside| {
                        let others = (0..n as usize).filter(|&j| inside[j]);
                        others
                            .map(|j| match (mode, mutual) {
                                (Mode::Out, _) => u32::from(tied(i, j)),
                                (Mode::In, _) => u32::from(tied(j, i)),
                                (Mode::All, MutualTies::Twice) => {
                                    u32::from(tied(i, j)) + u32::from(tied(j, i))
                                }
                                (Mode::All, MutualTies::Once) => {
                                    u32::from(tied(i, j) || tied(j, i))
                                }
                            })
                            .sum()
                    });
                    assert_eq!(found.values, expected, "{mode} {mutual}");
                }
            }
        }
    }
}
