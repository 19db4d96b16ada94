//! Tie, no tie, unknown: what can be said of a pair, and how many pairs each thing can be said of.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::csr::Csr;
use super::observed::Observed;
use super::{Network, PairRule, counted};
use crate::Error;

/// What is known of one ordered pair (directed) or pair (undirected).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieState {
    /// Reported as present.
    Tie,
    /// Reported as absent: somebody who could say did not name it.
    NoTie,
    /// Nobody who could say has said.
    Unknown,
}

/// Counts of cells a measure divides by: ordered pairs when directed, pairs when not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellCounts {
    /// n(n − 1), halved when undirected.
    pub(crate) possible: u64,
    /// Cells with a state other than unknown.
    pub(crate) known: u64,
    /// Cells without a tie that could still hold one (the free cells of the identification bounds).
    pub(crate) open: u64,
}

/// Undirected pairs by how many sides have spoken, whatever they said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PairCounts {
    pub(crate) possible: u64,
    pub(crate) both: u64,
    pub(crate) one: u64,
    pub(crate) none: u64,
}

/// Above this many open cells the upper bounds are not computed (the cells would not fit in memory).
const MAX_OPEN: u64 = 1 << 27;

impl Network {
    /// Says what was observed. A tie written in beyond the respondent's list makes that cell known.
    ///
    /// On an undirected network a pair is known when either side is. O(n + m log d).
    ///
    /// # Errors
    /// A survey of another number of partners; a tie in a cell that is not known (its source did not
    /// answer, or left the cell blank); a network already symmetrised with the rule `both`.
    pub fn with_observed(mut self, observed: Observed) -> Result<Self, Error> {
        let n = self.partners();
        if let Some(found) = observed.n()
            && found != n
        {
            return Err(Error::LengthMismatch {
                what: "survey",
                found,
                expected: n,
            });
        }
        if let PairRule::Both(_) = self.pairs {
            return Err(Error::BadOption {
                option: "observed",
                found: "a network symmetrised with \"both\"".to_owned(),
                expected: "the survey to be given before symmetrising".to_owned(),
            });
        }
        let mut written_in = Vec::new();
        for (i, j, _) in self.iter_ties() {
            let sides: &[(u32, u32)] = if self.is_directed() {
                &[(i, j)]
            } else {
                &[(i, j), (j, i)]
            };
            if sides.iter().any(|&(a, b)| observed.knows(a, b)) {
                continue;
            }
            let before = written_in.len();
            written_in.extend(sides.iter().filter(|&&(a, _)| observed.had_list(a)));
            if written_in.len() == before {
                return Err(Error::UnreportedTie {
                    source_id: self.labels.get(i).into_owned(),
                    target_id: self.labels.get(j).into_owned(),
                });
            }
        }
        self.observed = observed;
        if !written_in.is_empty() {
            self.observed = self.observed.with_written_in(&written_in);
            let names = counted(written_in.len() as u64, "tie");
            self.add_note(format!("Written in beyond a list: {names}."));
        }
        Ok(self)
    }

    /// What was observed, arc by arc.
    pub fn observed(&self) -> &Observed {
        &self.observed
    }

    /// What is known of the ordered pair (i, j), or of the pair when undirected. O(log degree).
    ///
    /// Undirected pairs follow the rule the network was symmetrised with (see
    /// [`Network::symmetrise`]). A partner has no tie to itself; of a number outside the network
    /// nothing is known.
    pub fn state(&self, i: u32, j: u32) -> TieState {
        let n = self.partners();
        if i as usize >= n || j as usize >= n {
            return TieState::Unknown;
        }
        if self.out.find(i, j).is_some() {
            return TieState::Tie;
        }
        let known = match &self.pairs {
            _ if i == j => true,
            PairRule::Either if self.is_directed() => self.observed.knows(i, j),
            PairRule::Either => self.observed.knows(i, j) || self.observed.knows(j, i),
            PairRule::Both(pending) => {
                pending.find(i, j).is_none()
                    && (self.observed.knows(i, j) || self.observed.knows(j, i))
            }
        };
        if known {
            TieState::NoTie
        } else {
            TieState::Unknown
        }
    }

    /// The pairs whose state is unknown: (source, target) when directed, each pair once with the
    /// smaller number first when not. For drawing; up to n(n − 1) of them, so it is an iterator.
    pub fn unknown_pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let pending = self.pending_rows();
        let once = !self.is_directed();
        (0..self.partners() as u32).flat_map(move |i| {
            let waiting = pending.map_or(&[][..], |p| p.row(i)).iter().copied();
            let silent = self
                .observed
                .open_cells(i)
                .filter(move |&j| !(once && self.observed.knows(j, i)));
            let pairs = silent.chain(waiting).filter(move |&j| !(once && j < i));
            pairs
                .filter(move |&j| self.out.find(i, j).is_none())
                .map(move |j| (i, j))
        })
    }

    /// Under the rule `both`: the pairs that one side confirmed while the other has not spoken.
    pub(crate) fn pending_rows(&self) -> Option<&Csr> {
        match &self.pairs {
            PairRule::Both(pending) => Some(pending),
            PairRule::Either => None,
        }
    }

    /// Undirected pairs by the number of sides that have spoken. O(n + blanks and lists); O(1) where
    /// everything was observed.
    pub(crate) fn pair_counts(&self) -> PairCounts {
        let n = self.partners() as u64;
        let possible = n * n.saturating_sub(1) / 2;
        if self.observed.is_complete() {
            return PairCounts {
                possible,
                both: possible,
                one: 0,
                none: 0,
            };
        }
        let seen = self.observed.seen(self.partners());
        let both = seen.iter().map(|s| s.both).sum::<u64>() / 2;
        let one = seen.iter().map(|s| s.out).sum::<u64>() - 2 * both;
        PairCounts {
            possible,
            both,
            one,
            none: possible - both - one,
        }
    }

    /// The denominators of a measure. O(1) where everything is known, else O(n + m log d).
    pub(crate) fn cell_counts(&self) -> CellCounts {
        if self.observed.is_complete() {
            let n = self.partners() as u64;
            let ordered = n * n.saturating_sub(1);
            let possible = if self.is_directed() {
                ordered
            } else {
                ordered / 2
            };
            return CellCounts {
                possible,
                known: possible,
                open: 0,
            };
        }
        let pairs = self.pair_counts();
        if self.is_directed() {
            let (possible, known) = (2 * pairs.possible, 2 * pairs.both + pairs.one);
            return CellCounts {
                possible,
                known,
                open: possible - known,
            };
        }
        let possible = pairs.possible;
        match &self.pairs {
            PairRule::Either => CellCounts {
                possible,
                known: pairs.both + pairs.one,
                open: if self.observed.is_complete() {
                    0
                } else {
                    self.open_pairs().iter().sum::<u64>() / 2
                },
            },
            PairRule::Both(pending) => {
                let open = pairs.none + pending.entries() as u64 / 2;
                CellCounts {
                    possible,
                    known: possible - open,
                    open,
                }
            }
        }
    }

    /// For each partner of an undirected network: pairs without a tie that could still hold one. Under
    /// `either` the other side's word is enough, so a pair is open until both have spoken; under `both`
    /// one "no" closes it.
    pub(crate) fn open_pairs(&self) -> Vec<u64> {
        let n = self.partners();
        let others = (n as u64).saturating_sub(1);
        let seen = self.observed.seen(n);
        let open = |(i, s): (usize, &super::observed::Seen)| {
            let i = i as u32;
            match &self.pairs {
                PairRule::Both(pending) => {
                    others - (s.out + s.incoming - s.both) + pending.degree(i) as u64
                }
                PairRule::Either if self.observed.is_complete() => 0,
                PairRule::Either => {
                    let half_known =
                        self.out.row(i).iter().filter(|&&j| {
                            !(self.observed.knows(i, j) && self.observed.knows(j, i))
                        });
                    others - s.both - half_known.count() as u64
                }
            }
        };
        seen.iter().enumerate().map(open).collect()
    }

    /// Known ties and every open cell, as one set of rows; `None` when there are too many.
    ///
    /// A partner that did not answer may be tied to anyone. Instead of n cells each such partner gets
    /// one arc to an extra node `n`, and that node one arc to everyone they may be tied to.
    pub(crate) fn possible_ties(&self) -> Option<Arc<Csr>> {
        if self.observed.is_complete() {
            return Some(Arc::clone(&self.out));
        }
        let n = self.partners() as u32;
        let observed = self.observed();
        let silent = |i: u32| !observed.answered(i);
        let respondents = (0..n).filter(|&i| !silent(i));
        let mut arcs: Vec<(u32, u32)> = self.iter_ties().map(|(i, j, _)| (i, j)).collect();
        let waits_for_both = self.pending_rows();
        for i in respondents {
            // Under `both` a pair stays open only while neither side has said no.
            let open = observed
                .open_cells(i)
                .filter(|&j| waits_for_both.is_none() || !observed.knows(j, i));
            arcs.extend(open.map(|j| (i, j)));
            if arcs.len() as u64 > MAX_OPEN {
                return None;
            }
        }
        if let Some(pending) = waits_for_both {
            arcs.extend((0..n).flat_map(|i| pending.row(i).iter().map(move |&j| (i, j))));
        }
        let silent: Vec<u32> = (0..n).filter(|&i| silent(i)).collect();
        if !silent.is_empty() {
            arcs.extend(silent.iter().map(|&i| (i, n)));
            if waits_for_both.is_none() {
                arcs.extend((0..n).map(|j| (n, j)));
            }
        }
        let nodes = n as usize + usize::from(!silent.is_empty());
        Some(Arc::new(Csr::from_arcs(nodes, &arcs)))
    }
}

impl PairRule {
    /// The rule `both`, with the pairs that one side confirmed while the other has not spoken.
    pub(super) fn both(pending: Csr) -> Self {
        Self::Both(Arc::new(pending))
    }
}
