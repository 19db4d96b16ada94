//! The same network as if fewer partners had answered.

use std::sync::Arc;

use super::rows::{Payload, rows_in_order};
use super::{Network, PairRule, counted};
use crate::{Csr, Error};

impl Network {
    /// The network as it would be known if these partners had not answered: what they said becomes
    /// unknown, they stay partners, and what others said of them stays.
    ///
    /// An undirected tie is taken as reported by both of its partners: under `either` one of them is
    /// enough to keep it, under `both` a tie with one silent side becomes unknown. O(n + m log d).
    ///
    /// # Errors
    /// [`Error::UnknownPartner`] for a number that is not in the network.
    pub fn without_answers(&self, partners: &[u32]) -> Result<Self, Error> {
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
            PairRule::Either => observed.knows(i, j) || observed.knows(j, i),
            PairRule::Both(_) => observed.knows(i, j) && observed.knows(j, i),
        };
        net.out = Arc::new(self.kept_rows(&self.out, &spoken));
        net.incoming = self
            .incoming
            .as_ref()
            .map(|rows| Arc::new(self.kept_rows(rows, &|i, j| spoken(j, i))));
        if let PairRule::Both(pending) = &self.pairs {
            let one_left = |i: u32, j: u32| observed.knows(i, j) || observed.knows(j, i);
            let lost = self.iter_ties().filter(|&(i, j, _)| !spoken(i, j));
            let waiting = (0..self.partners() as u32)
                .flat_map(|i| pending.row(i).iter().map(move |&j| (i, j)))
                .chain(lost.flat_map(|(i, j, _)| [(i, j), (j, i)]))
                .filter(|&(i, j)| one_left(i, j));
            net.pairs = PairRule::both(Csr::from_arcs(
                self.partners(),
                &waiting.collect::<Vec<_>>(),
            ));
        }
        net.observed = observed;
        let count = silent.iter().filter(|&&s| s).count() as u64;
        net.add_note(format!(
            "The answers of {} were set aside.",
            counted(count, "partner")
        ));
        Ok(net)
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
