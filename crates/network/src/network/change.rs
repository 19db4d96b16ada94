//! A part of a network is a network of its own: its partners are numbered anew.

use std::sync::Arc;

use super::csr::Csr;
use super::rows::{Payload, rows_in_order};
use super::{Network, PairRule, counted};
use crate::Error;
use crate::measures::ComponentKind;

impl Network {
    /// The network without some partners: the others keep their order and are renumbered from 0; labels,
    /// attributes, backbone and what was observed go with them. O(n + m).
    ///
    /// # Errors
    /// [`Error::UnknownPartner`] for a number that is not in the network.
    pub fn without(&self, partners: &[u32]) -> Result<Self, Error> {
        let mut keep = vec![true; self.partners()];
        for &i in partners {
            *keep
                .get_mut(i as usize)
                .ok_or_else(|| Error::UnknownPartner(i.to_string()))? = false;
        }
        let mut net = self.subset(&keep);
        let gone = (self.partners() - net.partners()) as u64;
        net.add_note(format!("Left out: {}.", counted(gone, "partner")));
        Ok(net)
    }

    /// The network without the partners marked as backbone, who are tied to nearly everyone by the
    /// nature of their work. A note says how many were left out, also when it is none. O(n + m).
    pub fn without_backbone(&self) -> Self {
        let mut keep = vec![true; self.partners()];
        for &i in self.backbone() {
            keep[i as usize] = false;
        }
        let mut net = self.subset(&keep);
        net.add_note(match self.backbone().len() {
            0 => "No partner is marked as backbone, so none was left out.".to_owned(),
            k => format!(
                "The backbone ({k} of {} partners) was left out.",
                self.partners()
            ),
        });
        net
    }

    /// The largest weak component; of equally large ones the one with the smallest partner number.
    /// Unknown ties could join more partners to it. O(n + m).
    pub fn largest_component(&self) -> Self {
        let components = self.components(ComponentKind::Weak);
        let Some(largest) = components.largest() else {
            return self.clone();
        };
        let keep: Vec<bool> = components
            .membership
            .iter()
            .map(|&c| c == largest)
            .collect();
        let mut net = self.subset(&keep);
        net.add_note(format!(
            "Largest component: {} of {} partners.",
            net.partners(),
            self.partners()
        ));
        net
    }

    /// The partners marked in `keep`, with everything known about them. O(n + m).
    pub(super) fn subset(&self, keep: &[bool]) -> Self {
        let kept: Vec<u32> = (0..self.partners() as u32)
            .filter(|&i| keep[i as usize])
            .collect();
        self.pick(&kept)
    }

    /// These partners in this order, each at most once. O(n + m), and O(m log d) more in another order
    /// than the present one.
    pub(crate) fn pick(&self, kept: &[u32]) -> Self {
        let mut renumber = vec![None; self.partners()];
        for (new, &old) in kept.iter().enumerate() {
            renumber[old as usize] = Some(new as u32);
        }
        let rows = |csr: &Arc<Csr>| Arc::new(pick_rows(csr, kept, &renumber));
        Self {
            out: rows(&self.out),
            incoming: self.incoming.as_ref().map(rows),
            values: self.values,
            labels: self.labels.subset(kept),
            data: Arc::new(self.data.subset(kept, &renumber)),
            observed: self.observed.subset(kept, &renumber),
            pairs: match &self.pairs {
                PairRule::Either => PairRule::Either,
                PairRule::Both(pending) => PairRule::Both(rows(pending)),
            },
            notes: self.notes.clone(),
        }
    }
}

/// The rows of `kept`, in that order, with their targets numbered anew.
pub(super) fn pick_rows(csr: &Csr, kept: &[u32], renumber: &[Option<u32>]) -> Csr {
    if csr.values().is_some() {
        pick_rows_with::<f64>(csr, kept, renumber)
    } else {
        pick_rows_with::<()>(csr, kept, renumber)
    }
}

fn pick_rows_with<P: Payload>(csr: &Csr, kept: &[u32], renumber: &[Option<u32>]) -> Csr {
    let in_order = kept.is_sorted();
    rows_in_order(kept.len(), |new, push| {
        let range = csr.range(kept[new as usize]);
        let row = range.filter_map(|k| {
            let target = renumber[csr.targets()[k] as usize]?;
            Some((target, P::of(csr.values(), k)))
        });
        if in_order {
            row.for_each(|(target, payload)| push(target, payload));
        } else {
            let mut row: Vec<(u32, P)> = row.collect();
            row.sort_unstable_by_key(|entry| entry.0);
            for (target, payload) in row {
                push(target, payload);
            }
        }
    })
}
