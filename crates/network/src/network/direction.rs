//! Ties turned round, and ties that are returned.

use std::sync::Arc;

use super::rows::{Payload, rows_in_order};
use super::{Network, counted};
use crate::{Csr, Error};

impl Network {
    /// Every tie turned round (the transpose): the target becomes the source. Undirected networks are
    /// returned as they are. O(1) where everything is known, since both directions are stored; else
    /// O(n + m + S(n − 1)) with S partners that did not answer.
    ///
    /// A cell (i, j) of the result is what `j` said of `i`, and unknown where `j` did not say. Who answered
    /// can no longer be read from the result: a partner's row is now what others said of it.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when more than 2²⁷ cells would have to be listed as unknown.
    pub fn reverse(&self) -> Result<Self, Error> {
        let Some(incoming) = &self.incoming else {
            return Ok(self.clone());
        };
        let mut net = self.clone();
        net.out = Arc::clone(incoming);
        net.incoming = Some(Arc::clone(&self.out));
        net.add_note("The direction of every tie was reversed.".to_owned());
        if !self.observed.is_complete() {
            net.observed = self.observed.transposed()?;
            net.add_note(
                "A row is now what others said of a partner, so who answered cannot be read from it."
                    .to_owned(),
            );
        }
        Ok(net)
    }

    /// Only the ties that are returned, still directed and with their own values. Undirected networks are
    /// returned as they are, since every tie of theirs is.
    ///
    /// A tie whose other side has not spoken becomes unknown, neither returned nor not; a tie that the
    /// other side denies becomes a known absence. O(n + m log d).
    pub fn reciprocated(&self) -> Self {
        if !self.is_directed() {
            return self.clone();
        }
        let mut waiting = Vec::new();
        if !self.observed.is_complete() {
            let open = |&(i, j, _): &(u32, u32, Option<f64>)| {
                self.out.find(j, i).is_none() && !self.observed.knows(j, i)
            };
            waiting.extend(self.iter_ties().filter(open).map(|(i, j, _)| (i, j)));
        }
        let mutual = |rows: &Csr| {
            Arc::new(if rows.values().is_some() {
                self.mutual_rows::<f64>(rows)
            } else {
                self.mutual_rows::<()>(rows)
            })
        };
        let mut net = self.clone();
        net.out = mutual(&self.out);
        net.incoming = Some(mutual(self.incoming()));
        net.observed = self.observed.with_open(&waiting);
        net.add_note("Only ties that are returned were kept.".to_owned());
        if !waiting.is_empty() {
            net.add_note(format!(
                "Whether {} {} returned is unknown, because the other side has not spoken.",
                counted(waiting.len() as u64, "tie"),
                if waiting.len() == 1 { "is" } else { "are" }
            ));
        }
        net
    }

    fn mutual_rows<P: Payload>(&self, rows: &Csr) -> Csr {
        rows_in_order(self.partners(), |i, push| {
            for k in rows.range(i) {
                let j = rows.targets()[k];
                if self.out.find(i, j).is_some() && self.out.find(j, i).is_some() {
                    push(j, P::of(rows.values(), k));
                }
            }
        })
    }
}
