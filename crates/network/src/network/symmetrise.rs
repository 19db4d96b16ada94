//! From reports to pairs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::csr::Csr;
use super::rows::{Payload, rows_in_order};
use super::{Network, PairRule, ValueMeans, counted};
use crate::options::named;

/// How two reports about one pair become one tie.
///
/// In brackets what the same rule is called elsewhere. Three of UCINET's sixteen rules are left out
/// on purpose: `division`, `gt`/`ge`/`le`/`lt` compare the partner that happens to stand first with the
/// other, and `eq` would tie every pair that agrees on "no tie"; its opposite `ne` is `difference` cut
/// above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Symmetrise {
    /// A tie when either side reports it; its value is the closer of the two reports (sna "weak").
    #[default]
    Either,
    /// A tie when both sides report it; its value is the less close of the two reports (sna "strong").
    Both,
    /// A tie when either side reports it; its value is the mean over the sides that spoke (a reported
    /// absence counts 0, silence does not count; distances: the mean over the reported ones) (UCINET
    /// "average").
    Mean,
    /// As `either`, with the larger value whatever it means (UCINET "maximum").
    Max,
    /// As `both`, with the smaller value whatever it means (UCINET "minimum").
    Min,
    /// A tie when either side reports it; its value is the sum of the reports. Without values it is the
    /// number of sides that report the tie, 1 or 2.
    Sum,
    /// As `both`; its value is the product of the reports, held within 10^-300 to 10^300.
    Product,
    /// How far the two reports are apart, |a − b|, a reported absence being 0: a tie where they differ.
    Difference,
    /// The same as a share of their sum, |a − b|/(a + b), 0 to 1 (UCINET "absdiffsum").
    RelativeDifference,
    /// What the partner that stands first in the order of partners reports (the upper triangle).
    Upper,
    /// What the partner that stands later in the order of partners reports (the lower triangle).
    Lower,
    /// Leave directed.
    None,
}

named!(Symmetrise, "symmetrise", {
    "either" => Either, "both" => Both, "mean" => Mean, "max" => Max, "min" => Min, "sum" => Sum,
    "product" => Product, "difference" => Difference, "relative_difference" => RelativeDifference,
    "upper" => Upper, "lower" => Lower, "none" => None,
}, also {
    "weak" => Either, "strong" => Both, "average" => Mean, "maximum" => Max, "minimum" => Min,
});

/// Whose word a rule needs before it can say anything of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// One side's, whichever: known when either has spoken.
    Either,
    /// Both yeses: one "no" settles the pair, one "yes" does not.
    Agreement,
    /// Both words, whatever they are.
    Each,
    /// The word of the partner that stands first, or of the one that stands later.
    First,
    Later,
}

impl Symmetrise {
    fn needs(self) -> Needs {
        match self {
            Self::Either | Self::Mean | Self::Max | Self::Sum | Self::None => Needs::Either,
            Self::Both | Self::Min | Self::Product => Needs::Agreement,
            Self::Difference | Self::RelativeDifference => Needs::Each,
            Self::Upper => Needs::First,
            Self::Lower => Needs::Later,
        }
    }

    /// Whether the result has values although the reports have none.
    fn gives_values(self) -> bool {
        self == Self::Sum
    }
}

/// One pair: what partner `i` says of `j` and `j` of `i` (`None` where not reported), and who spoke.
#[derive(Debug, Clone, Copy)]
struct Pair<P> {
    own: Option<P>,
    other: Option<P>,
    own_spoke: bool,
    other_spoke: bool,
    /// Whether `i` stands before `j`.
    first: bool,
}

impl Network {
    /// An undirected network from a directed one; an undirected one is returned as it is.
    ///
    /// What was observed stays at arc level, so pairs seen by both sides, by one and by none stay apart:
    ///
    /// * `either`, `max`, `mean`, `sum`: one side's word is what the rule accepts, so a pair is *known*
    ///   when either side has spoken (reconstruction, Stork & Richards 1992: a non-respondent is
    ///   described by its respondent partners). A lone "no" could still be overruled by the silent side,
    ///   so the identification bounds keep such a pair open and the upper bound counts it. The sum of one
    ///   report beside a silent side is the least it can be, and a note counts those.
    /// * `both`, `min`, `product`: known absent when either side says no, known present when both say
    ///   yes, else unknown. One "yes" beside a silent side is unknown, neither a tie nor an absence.
    /// * `difference`, `relative_difference`: known only where both sides have spoken. Where values are
    ///   distances, an absence has no number to compare and only pairs that both report can differ.
    /// * `upper`, `lower`: known where the partner whose word the rule takes has spoken. They are meant for
    ///   matrices kept as a triangle; in a survey the order of partners is an accident.
    ///
    /// O(n + m log d); the last two kinds hold 8 bytes more for every pair that only one side spoke
    /// about and the rule leaves unknown, up to R(n − R) of them with R respondents.
    pub fn symmetrise(&self, rule: Symmetrise) -> Self {
        if rule == Symmetrise::None || !self.is_directed() {
            return self.clone();
        }
        let out = if self.is_valued() || rule.gives_values() {
            self.pair_rows(rule, |pair| value(rule, self.values, pair))
        } else {
            // Without values two reports cannot differ.
            let never = |pair: &Pair<()>| {
                rule.needs() == Needs::Each && pair.own.is_some() && pair.other.is_some()
            };
            self.pair_rows::<()>(rule, |pair| (!never(&pair)).then_some(()))
        };
        let mut net = self.clone();
        net.incoming = None;
        net.out = Arc::new(out);
        if rule.needs() != Needs::Either {
            net.pairs = PairRule::both(self.open_after(rule));
        }
        net.add_note(format!(
            "Reports were made into pairs by the rule \"{rule}\"."
        ));
        if rule == Symmetrise::Sum {
            net.note_sums_of_one();
        }
        net
    }

    /// Rows of pairs: both directions merged. `value` combines the two reports of a pair that the rule
    /// counts as tied; `None` where there is then nothing left.
    fn pair_rows<P: Payload>(
        &self,
        rule: Symmetrise,
        value: impl Fn(Pair<P>) -> Option<P> + Sync,
    ) -> Csr {
        let incoming = self.incoming();
        rows_in_order(self.partners(), |i, push| {
            merge(self.out.row(i), incoming.row(i), |j, a, b| {
                let pair = Pair {
                    own: a.map(|k| P::of(self.out.row_values(i), k)),
                    other: b.map(|k| P::of(incoming.row_values(i), k)),
                    own_spoke: self.observed.knows(i, j),
                    other_spoke: self.observed.knows(j, i),
                    first: i < j,
                };
                if tied(rule, &pair)
                    && let Some(value) = value(pair)
                {
                    push(j, value);
                }
            });
        })
    }

    /// Pairs of which somebody has spoken and that the rule leaves unknown all the same, in the rows of
    /// both.
    fn open_after(&self, rule: Symmetrise) -> Csr {
        match rule.needs() {
            Needs::Either => Csr::from_arcs(self.partners(), &[]),
            Needs::Agreement => rows_in_order::<()>(self.partners(), |i, push| {
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
            }),
            needs => {
                let n = self.partners() as u32;
                let open = (0..n).flat_map(|i| {
                    let silent = self.observed.open_cells(i);
                    silent
                        .filter(move |&j| {
                            let decides = match needs {
                                Needs::First => i < j,
                                Needs::Later => i > j,
                                _ => true,
                            };
                            decides && self.observed.knows(j, i)
                        })
                        .flat_map(move |j| [(i, j), (j, i)])
                });
                Csr::from_arcs(self.partners(), &open.collect::<Vec<_>>())
            }
        }
    }

    fn note_sums_of_one(&mut self) {
        let of_one = |&(i, j, _): &(u32, u32, Option<f64>)| {
            !(self.observed.knows(i, j) && self.observed.knows(j, i))
        };
        let count = self.iter_ties().filter(of_one).count() as u64;
        if count > 0 {
            self.add_note(format!(
                "The sum of {} holds one report only, because the other side has not spoken: it is the \
                 least it can be.",
                counted(count, "tie")
            ));
        }
    }
}

/// Whether the rule makes a tie of a pair that at least one side reports.
fn tied<P: Copy>(rule: Symmetrise, pair: &Pair<P>) -> bool {
    match rule.needs() {
        Needs::Either => true,
        Needs::Agreement => pair.own.is_some() && pair.other.is_some(),
        Needs::Each => pair.own_spoke && pair.other_spoke,
        Needs::First => (if pair.first { pair.own } else { pair.other }).is_some(),
        Needs::Later => (if pair.first { pair.other } else { pair.own }).is_some(),
    }
}

/// The value of a tied pair; `None` where the reports do not differ and only a difference makes a tie.
fn value(rule: Symmetrise, means: ValueMeans, pair: Pair<f64>) -> Option<f64> {
    let reports = || pair.own.into_iter().chain(pair.other);
    let sum = || reports().sum::<f64>();
    let max = || reports().fold(f64::NEG_INFINITY, f64::max);
    let min = || reports().fold(f64::INFINITY, f64::min);
    let spoke = f64::from(u8::from(pair.own_spoke) + u8::from(pair.other_spoke)).max(1.0);
    // A reported absence is a strength of 0, but no distance.
    let difference = || match (pair.own, pair.other, means) {
        (Some(a), Some(b), _) => Some((a - b).abs()),
        (_, _, ValueMeans::Strength) => Some(sum()),
        (_, _, ValueMeans::Distance) => None,
    };
    let value = match (rule, means) {
        (Symmetrise::Mean, ValueMeans::Strength) => sum() / spoke,
        (Symmetrise::Mean, ValueMeans::Distance) => sum() / reports().count() as f64,
        (Symmetrise::Sum, _) => sum(),
        (Symmetrise::Product, _) => reports().product::<f64>().clamp(1e-300, 1e300),
        (Symmetrise::Difference, _) => difference()?,
        (Symmetrise::RelativeDifference, _) => difference()? / sum(),
        (Symmetrise::Upper, _) => (if pair.first { pair.own } else { pair.other })?,
        (Symmetrise::Lower, _) => (if pair.first { pair.other } else { pair.own })?,
        (Symmetrise::Max, _)
        | (Symmetrise::Either | Symmetrise::None, ValueMeans::Strength)
        | (Symmetrise::Both, ValueMeans::Distance) => max(),
        (Symmetrise::Min, _)
        | (Symmetrise::Both, ValueMeans::Strength)
        | (Symmetrise::Either | Symmetrise::None, ValueMeans::Distance) => min(),
    };
    (value > 0.0).then_some(value)
}

/// Walks two ascending rows at once: `each(j, position in a, position in b)`.
pub(super) fn merge(a: &[u32], b: &[u32], mut each: impl FnMut(u32, Option<usize>, Option<usize>)) {
    let (mut x, mut y) = (0, 0);
    while let Some(j) = a.get(x).into_iter().chain(b.get(y)).min().copied() {
        let in_a = a.get(x) == Some(&j);
        let in_b = b.get(y) == Some(&j);
        each(j, in_a.then_some(x), in_b.then_some(y));
        x += usize::from(in_a);
        y += usize::from(in_b);
    }
}
