//! Ties within and between kinds of partners: mixing tables, the E-I index, assortativity, segregation.
//!
//! A *kind* is a category of an attribute. A partner of unknown kind is not a kind of its own: it and its
//! ties are left out, and a caveat counts them. Cells nobody has spoken about are left out of every
//! denominator (available case); for partners that did not answer they are counted in closed form, so
//! no measure here looks at all n² cells.

mod assortativity;
mod cells;
mod ei;
mod homophily;
mod table;
#[cfg(test)]
mod tests;

pub use assortativity::AssortativityKind;
pub use ei::{EiGroup, EiIndex, EiOptions};
pub use homophily::{Homophily, Segregation};
pub use table::{Expected, Mixing, MixingCell};

use crate::network::counted;
use crate::nulls::labels::Strata;
use crate::{Attribute, Error, Network};

/// Kinds at most: tables have their square.
const MOST_KINDS: usize = 4096;

/// The kind of every partner, and how many partners each kind has.
#[derive(Debug)]
pub(super) struct Kinds<'a> {
    pub(super) attribute: &'a Attribute,
    /// Number of the kind, or [`Kinds::NONE`].
    pub(super) of: Vec<u32>,
    /// Partners of each kind.
    pub(super) sizes: Vec<u64>,
    /// Partners whose kind is known, ascending.
    pub(super) known: Vec<u32>,
}

impl<'a> Kinds<'a> {
    /// Stands for an unknown kind.
    pub(super) const NONE: u32 = u32::MAX;

    /// # Errors
    /// [`Error::LengthMismatch`] for an attribute of other partners; [`Error::TooLarge`] above 4096 kinds.
    pub(super) fn of(net: &Network, attribute: &'a Attribute) -> Result<Self, Error> {
        let n = net.partners();
        if attribute.partners() != n {
            return Err(Error::LengthMismatch {
                what: "attribute",
                found: attribute.partners(),
                expected: n,
            });
        }
        let kinds = attribute.categories().len();
        if kinds > MOST_KINDS {
            return Err(Error::TooLarge {
                what: "kinds of partners",
                found: kinds as u64,
                limit: MOST_KINDS as u64,
            });
        }
        let of: Vec<u32> = (0..n as u32)
            .map(|i| attribute.code(i).unwrap_or(Self::NONE))
            .collect();
        let mut sizes = vec![0; kinds];
        let mut known = Vec::with_capacity(n);
        for (i, &kind) in of.iter().enumerate() {
            if kind != Self::NONE {
                sizes[kind as usize] += 1;
                known.push(i as u32);
            }
        }
        Ok(Self {
            attribute,
            of,
            sizes,
            known,
        })
    }

    pub(super) fn count(&self) -> usize {
        self.sizes.len()
    }

    pub(super) fn name(&self, kind: usize) -> &str {
        self.attribute
            .categories()
            .get(kind)
            .map_or("", String::as_str)
    }

    /// Kind of partner `i`, if it is known.
    pub(super) fn get(&self, i: u32) -> Option<usize> {
        let kind = self.of[i as usize];
        (kind != Self::NONE).then_some(kind as usize)
    }

    /// What moves by chance: the kinds, over the partners whose kind is known; ties, unknown cells and unknown
    /// kinds stay where they are.
    pub(super) fn exchangeable(&self) -> Strata {
        let known = |&kind: &u32| (kind != Self::NONE).then_some(0);
        Strata::new(&self.of.iter().map(known).collect::<Vec<_>>())
    }

    /// Chance that two different partners of known kind are of one kind, Σ s(s − 1)/(n(n − 1)) over sizes s.
    pub(super) fn alike(&self) -> Option<f64> {
        let n = self.known.len() as f64;
        let pairs: f64 = self
            .sizes
            .iter()
            .map(|&s| s as f64 * (s as f64 - 1.0))
            .sum();
        (self.known.len() > 1).then(|| pairs / (n * (n - 1.0)))
    }

    /// What to say of the partners left out.
    pub(super) fn caveats(&self, net: &Network) -> Vec<String> {
        let mut caveats = net.standing_caveats();
        let left_out = (self.of.len() - self.known.len()) as u64;
        if left_out > 0 {
            caveats.push(format!(
                "{} of unknown {} and their ties are left out.",
                counted(left_out, "partner"),
                self.attribute.name()
            ));
        }
        caveats
    }
}
