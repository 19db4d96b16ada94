//! The same network as if fewer partners had answered, or as their partners describe them.

use std::sync::Arc;

use super::rows::{Payload, rows_in_order};
use super::symmetrise::merge;
use super::{Network, PairRule, counted};
use crate::{Csr, Error};

impl Network {
    /// The network as it would be known if these partners had not answered: what they said becomes
    /// unknown, they stay partners, and what others said of them stays.
    ///
    /// An undirected tie is taken as reported by both of its partners, so one of them is enough to keep it,
    /// with the value it has. O(n + m log d).
    ///
    /// # Errors
    /// [`Error::UnknownPartner`] for a number that is not in the network; [`Error::NotDefined`] after
    /// symmetrising with `both`, which no longer holds what each side said.
    pub fn without_answers(&self, partners: &[u32]) -> Result<Self, Error> {
        if let PairRule::Both(_) = &self.pairs {
            // A pair that one side denied may have been confirmed by the other: that is no longer here.
            return Err(Error::NotDefined {
                measure: "without_answers",
                reason: "two reports were already made into one by the rule \"both\". Set answers aside on the directed network, then symmetrise.".to_owned(),
            });
        }
        let mut silent = vec![false; self.partners()];
        for &i in partners {
            *silent
                .get_mut(i as usize)
                .ok_or_else(|| Error::UnknownPartner(i.to_string()))? = true;
        }
        let observed = self.observed.silenced(&silent);
        let mut net = self.clone();
        // What is left of a row after the silence: a directed tie needs its source, an undirected one
        // either side or both.
        let spoken = |i: u32, j: u32| match &self.pairs {
            _ if self.is_directed() => !silent[i as usize],
            PairRule::Either | PairRule::Both(_) => observed.knows(i, j) || observed.knows(j, i),
        };
        net.out = Arc::new(self.kept_rows(&self.out, &spoken));
        net.incoming = self
            .incoming
            .as_ref()
            .map(|rows| Arc::new(self.kept_rows(rows, &|i, j| spoken(j, i))));
        net.observed = observed;
        let count = silent.iter().filter(|&&s| s).count() as u64;
        net.add_note(format!(
            "The answers of {} were set aside.",
            counted(count, "partner")
        ));
        Ok(net)
    }

    /// The network with every unknown report filled by the other side's: what `i` would have said of `j` is
    /// taken to be what `j` said of `i`, with its value (reconstruction, Stork & Richards 1992, Group &
    /// Organization Management 17, 193-209). Cells that neither side has spoken about stay unknown.
    /// Undirected networks are returned as they are, since the rules of [`Network::symmetrise`] say it there.
    ///
    /// It rests on ties being returned, so compare [`Network::reciprocity`] first; the reciprocity of the
    /// result is no finding. Partners that did not answer count as having answered where they were
    /// described. O(n + m log d + S·n) with S partners that did not answer.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when more than 2²⁷ cells would have to be listed.
    pub fn reconstruct(&self) -> Result<Self, Error> {
        if !self.is_directed() || self.observed.is_complete() {
            return Ok(self.clone());
        }
        let filled = |rows: &Csr, mirror: &Csr, from_source: bool| {
            Arc::new(if rows.values().is_some() {
                self.reconstructed_rows::<f64>(rows, mirror, from_source)
            } else {
                self.reconstructed_rows::<()>(rows, mirror, from_source)
            })
        };
        let mut net = self.clone();
        net.out = filled(&self.out, self.incoming(), true);
        net.incoming = Some(filled(self.incoming(), &self.out, false));
        net.observed = self.observed.mirrored()?;
        net.add_note(format!(
            "Unknown reports were taken from the other side (reconstruction): {} added.",
            counted((net.ties() - self.ties()) as u64, "tie")
        ));
        Ok(net)
    }

    /// Row `i` of `rows`, and of `mirror` what stands in a cell that its own reporter left open. That
    /// reporter is `i` in outgoing rows and the other partner in incoming ones.
    fn reconstructed_rows<P: Payload>(&self, rows: &Csr, mirror: &Csr, from_source: bool) -> Csr {
        rows_in_order(self.partners(), |i, push| {
            let open = |j: u32| {
                !(if from_source {
                    self.observed.knows(i, j)
                } else {
                    self.observed.knows(j, i)
                })
            };
            merge(rows.row(i), mirror.row(i), |j, own, other| {
                if let Some(k) = own {
                    push(j, P::of(rows.row_values(i), k));
                } else if let Some(k) = other.filter(|_| open(j)) {
                    push(j, P::of(mirror.row_values(i), k));
                }
            });
        })
    }

    fn kept_rows(&self, rows: &Csr, keeps: &(impl Fn(u32, u32) -> bool + Sync)) -> Csr {
        if rows.values().is_some() {
            self.kept_rows_with::<f64>(rows, keeps)
        } else {
            self.kept_rows_with::<()>(rows, keeps)
        }
    }

    fn kept_rows_with<P: Payload>(
        &self,
        rows: &Csr,
        keeps: &(impl Fn(u32, u32) -> bool + Sync),
    ) -> Csr {
        rows_in_order(self.partners(), |i, push| {
            for k in rows.range(i) {
                let j = rows.targets()[k];
                if keeps(i, j) {
                    push(j, P::of(rows.values(), k));
                }
            }
        })
    }
}
