//! A changed network is a new one: fewer partners, or fewer ties.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::csr::Csr;
use super::rows::{Payload, rows_in_order};
use super::{Network, PairRule, build, counted};
use crate::Error;
use crate::measures::ComponentKind;
use crate::options::named;

/// How a value is compared with a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cut {
    /// Value ≥ cut.
    #[default]
    AtLeast,
    /// Value > cut.
    Above,
    /// Value ≤ cut.
    AtMost,
    /// Value < cut.
    Below,
}

named!(Cut, "op", { "at_least" => AtLeast, "above" => Above, "at_most" => AtMost, "below" => Below });

impl Cut {
    fn keeps(self, value: f64, cut: f64) -> bool {
        match self {
            Self::AtLeast => value >= cut,
            Self::Above => value > cut,
            Self::AtMost => value <= cut,
            Self::Below => value < cut,
        }
    }
}

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

    /// Keeps the ties whose value stands as `cut` says, and drops the values. A tie that is not kept
    /// becomes a reported absence, since its reporter spoke. O(n + m).
    ///
    /// # Errors
    /// [`Error::NotDefined`] when ties have no values or the cut is not a number.
    pub fn dichotomise(&self, op: Cut, cut: f64) -> Result<Self, Error> {
        let undefined = |reason: &str| Error::NotDefined {
            measure: "dichotomise",
            reason: reason.to_owned(),
        };
        let values = self.out.values().ok_or_else(|| {
            undefined("ties have no values. Give `value` when building the network.")
        })?;
        if cut.is_nan() {
            return Err(undefined("the cut is not a number."));
        }
        let out = rows_in_order::<()>(self.partners(), |i, push| {
            let kept = self.out.range(i).filter(|&k| op.keeps(values[k], cut));
            kept.for_each(|k| push(self.out.targets()[k], ()));
        });
        let mut net = self.clone();
        net.incoming = self.is_directed().then(|| Arc::new(build::transpose(&out)));
        net.out = Arc::new(out);
        net.add_note(format!("A tie was counted where its value is {op} {cut}."));
        Ok(net)
    }

    fn subset(&self, keep: &[bool]) -> Self {
        let kept: Vec<u32> = (0..self.partners() as u32)
            .filter(|&i| keep[i as usize])
            .collect();
        let mut renumber = vec![None; self.partners()];
        for (new, &old) in kept.iter().enumerate() {
            renumber[old as usize] = Some(new as u32);
        }
        let rows = |csr: &Arc<Csr>| Arc::new(subset_rows(csr, &kept, &renumber));
        Self {
            out: rows(&self.out),
            incoming: self.incoming.as_ref().map(rows),
            values: self.values,
            labels: self.labels.subset(&kept),
            data: Arc::new(self.data.subset(&kept, &renumber)),
            observed: self.observed.subset(&kept, &renumber),
            pairs: match &self.pairs {
                PairRule::Either => PairRule::Either,
                PairRule::Both(pending) => PairRule::Both(rows(pending)),
            },
            notes: self.notes.clone(),
        }
    }
}

fn subset_rows(csr: &Csr, kept: &[u32], renumber: &[Option<u32>]) -> Csr {
    if csr.values().is_some() {
        subset_rows_with::<f64>(csr, kept, renumber)
    } else {
        subset_rows_with::<()>(csr, kept, renumber)
    }
}

fn subset_rows_with<P: Payload>(csr: &Csr, kept: &[u32], renumber: &[Option<u32>]) -> Csr {
    rows_in_order(kept.len(), |new, push| {
        for k in csr.range(kept[new as usize]) {
            if let Some(target) = renumber[csr.targets()[k] as usize] {
                push(target, P::of(csr.values(), k));
            }
        }
    })
}
