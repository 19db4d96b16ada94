//! From reports to pairs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::csr::Csr;
use super::rows::{Payload, rows_in_order};
use super::{Network, PairRule, ValueMeans};
use crate::options::named;

/// How two reports about one pair become one tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Symmetrise {
    /// A tie when either side reports it; its value is the closer of the two reports.
    #[default]
    Either,
    /// A tie when both sides report it; its value is the less close of the two reports.
    Both,
    /// A tie when either side reports it; its value is the mean over the sides that spoke (a reported
    /// absence counts 0, silence does not count; distances: the mean over the reported ones).
    Mean,
    /// As `either`, with the larger value whatever it means.
    Max,
    /// As `both`, with the smaller value whatever it means.
    Min,
    /// Leave directed.
    None,
}

named!(Symmetrise, "symmetrise", {
    "either" => Either, "both" => Both, "mean" => Mean,
    "max" => Max, "min" => Min, "none" => None,
});

impl Network {
    /// An undirected network from a directed one. O(n + m log d); an undirected one is returned as it is.
    ///
    /// What was observed stays at arc level, so pairs seen by both sides, by one and by none stay apart:
    ///
    /// * `either`, `max`, `mean`: one side's word is what the rule accepts, so a pair is *known* when
    ///   either side has spoken (reconstruction, Stork & Richards 1992: a non-respondent is
    ///   described by its respondent partners). A lone "no" could still be overruled by the silent side,
    ///   so the identification bounds keep such a pair open and the upper bound counts it.
    /// * `both`, `min`: known absent when either side says no, known present when both say yes, else
    ///   unknown. One "yes" beside a silent side is unknown, neither a tie nor an absence.
    pub fn symmetrise(&self, rule: Symmetrise) -> Self {
        if rule == Symmetrise::None || !self.is_directed() {
            return self.clone();
        }
        let one_is_enough = !matches!(rule, Symmetrise::Both | Symmetrise::Min);
        let out = if self.out.values().is_some() {
            self.pair_rows::<f64>(one_is_enough, |a, b, known| {
                combine(rule, self.values, a, b, known)
            })
        } else {
            self.pair_rows::<()>(one_is_enough, |_, _, _| ())
        };
        let mut net = self.clone();
        net.incoming = None;
        net.out = Arc::new(out);
        if !one_is_enough {
            net.pairs = PairRule::both(self.pending_pairs());
        }
        net.add_note(format!(
            "Reports were made into pairs by the rule \"{rule}\"."
        ));
        net
    }

    /// Rows of pairs: both directions merged. `value(a, b, known)` combines the two reports (`None`
    /// where not reported), with how many sides spoke.
    fn pair_rows<P: Payload>(
        &self,
        one_is_enough: bool,
        value: impl Fn(Option<P>, Option<P>, u32) -> P + Sync,
    ) -> Csr {
        let incoming = self.incoming();
        rows_in_order(self.partners(), |i, push| {
            merge(self.out.row(i), incoming.row(i), |j, a, b| {
                if one_is_enough || (a.is_some() && b.is_some()) {
                    let known =
                        u32::from(self.observed.knows(i, j)) + u32::from(self.observed.knows(j, i));
                    let own = a.map(|k| P::of(self.out.row_values(i), k));
                    let other = b.map(|k| P::of(incoming.row_values(i), k));
                    push(j, value(own, other, known));
                }
            });
        })
    }

    /// Pairs that one side confirmed while the other has not spoken, in the rows of both.
    fn pending_pairs(&self) -> Csr {
        rows_in_order::<()>(self.partners(), |i, push| {
            merge(self.out.row(i), self.incoming().row(i), |j, a, b| {
                let waiting = match (a, b) {
                    (Some(_), None) => !self.observed.knows(j, i),
                    (None, Some(_)) => !self.observed.knows(i, j),
                    _ => false,
                };
                if waiting {
                    push(j, ());
                }
            });
        })
    }
}

fn combine(rule: Symmetrise, means: ValueMeans, a: Option<f64>, b: Option<f64>, known: u32) -> f64 {
    let reports = || a.into_iter().chain(b);
    let max = || reports().fold(f64::NEG_INFINITY, f64::max);
    let min = || reports().fold(f64::INFINITY, f64::min);
    match (rule, means) {
        (Symmetrise::Mean, ValueMeans::Strength) => {
            reports().sum::<f64>() / f64::from(known.max(1))
        }
        // A reported absence has no distance to average.
        (Symmetrise::Mean, ValueMeans::Distance) => {
            reports().sum::<f64>() / reports().count() as f64
        }
        (Symmetrise::Max, _)
        | (Symmetrise::Either | Symmetrise::None, ValueMeans::Strength)
        | (Symmetrise::Both, ValueMeans::Distance) => max(),
        (Symmetrise::Min, _)
        | (Symmetrise::Both, ValueMeans::Strength)
        | (Symmetrise::Either | Symmetrise::None, ValueMeans::Distance) => min(),
    }
}

/// Walks two ascending rows at once: `each(j, position in a, position in b)`.
fn merge(a: &[u32], b: &[u32], mut each: impl FnMut(u32, Option<usize>, Option<usize>)) {
    let (mut x, mut y) = (0, 0);
    while let Some(j) = a.get(x).into_iter().chain(b.get(y)).min().copied() {
        let in_a = a.get(x) == Some(&j);
        let in_b = b.get(y) == Some(&j);
        each(j, in_a.then_some(x), in_b.then_some(y));
        x += usize::from(in_a);
        y += usize::from(in_b);
    }
}
