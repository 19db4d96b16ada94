//! Partners picked by what they are or by whom they are tied to.

use super::{Network, counted};
use crate::{Error, Mode, Symmetrise};

/// Options of [`Network::ego`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EgoOptions {
    /// How many steps from the partner others may be.
    pub steps: u32,
    /// Which ties of a directed network the steps follow.
    pub mode: Mode,
    /// Whether the partner itself is part of the network.
    pub center: bool,
}

impl Default for EgoOptions {
    fn default() -> Self {
        Self {
            steps: 1,
            mode: Mode::All,
            center: true,
        }
    }
}

impl Network {
    /// The partners that have one of these values of an attribute, and the ties among them. A partner
    /// whose value is unknown is left out and counted in a note. O(n + m).
    ///
    /// # Errors
    /// [`Error::BadOption`] for an attribute, or a value of it, that this network does not have.
    pub fn where_attribute<S: AsRef<str>>(&self, name: &str, values: &[S]) -> Result<Self, Error> {
        let attribute = self.attribute_named(name)?;
        let mut wanted = vec![false; attribute.categories().len()];
        for value in values {
            let value = value.as_ref();
            let at = attribute.categories().iter().position(|c| c == value);
            let Some(at) = at else {
                return Err(Error::BadOption {
                    option: "values",
                    found: format!("\"{value}\""),
                    expected: format!(
                        "values of \"{name}\": {}",
                        attribute.categories().join(", ")
                    ),
                });
            };
            wanted[at] = true;
        }
        let n = self.partners() as u32;
        let keep: Vec<bool> = (0..n)
            .map(|i| attribute.code(i).is_some_and(|c| wanted[c as usize]))
            .collect();
        let unknown = (0..n).filter(|&i| attribute.code(i).is_none()).count() as u64;
        let mut net = self.subset(&keep);
        let picked: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        net.add_note(format!(
            "Only partners whose {name} is {}: {} of {n}.",
            picked.join(" or "),
            net.partners()
        ));
        if unknown > 0 {
            net.add_note(format!(
                "Left out because their {name} is unknown: {}.",
                counted(unknown, "partner")
            ));
        }
        Ok(net)
    }

    /// The attribute called `name`.
    ///
    /// # Errors
    /// [`Error::BadOption`] with the attributes there are.
    pub(crate) fn attribute_named(&self, name: &str) -> Result<&super::Attribute, Error> {
        self.attribute(name).ok_or_else(|| {
            let names: Vec<&str> = self
                .attributes()
                .iter()
                .map(super::Attribute::name)
                .collect();
            Error::BadOption {
                option: "attribute",
                found: format!("\"{name}\""),
                expected: if names.is_empty() {
                    "an attribute of the partners, and this network has none".to_owned()
                } else {
                    format!("one of {}", names.join(", "))
                },
            }
        })
    }

    /// The ego network of a partner: everyone within some steps of it, and all known ties among them.
    /// O(n + m).
    ///
    /// Unknown ties: the partners are those that known ties reach, so the true ego network may hold
    /// more; pairs inside stay unknown where they were.
    ///
    /// # Errors
    /// [`Error::UnknownPartner`] for a number that is not in the network.
    pub fn ego(&self, partner: u32, options: &EgoOptions) -> Result<Self, Error> {
        if partner as usize >= self.partners() {
            return Err(Error::UnknownPartner(partner.to_string()));
        }
        let pairs;
        let rows = match options.mode {
            Mode::Out => self.out(),
            Mode::In => self.incoming(),
            Mode::All if !self.is_directed() => self.out(),
            Mode::All => {
                pairs = self.symmetrise(Symmetrise::Either);
                pairs.out()
            }
        };
        let mut keep = vec![false; self.partners()];
        keep[partner as usize] = true;
        let mut front = vec![partner];
        for _ in 0..options.steps {
            let mut next = Vec::new();
            for &j in front.iter().flat_map(|&i| rows.row(i)) {
                if !std::mem::replace(&mut keep[j as usize], true) {
                    next.push(j);
                }
            }
            if next.is_empty() {
                break;
            }
            front = next;
        }
        keep[partner as usize] = options.center;
        let mut net = self.subset(&keep);
        net.add_note(format!(
            "The ego network of one partner: {} within {} of it{}.",
            counted(net.partners() as u64, "partner"),
            counted(u64::from(options.steps), "step"),
            if options.center {
                ", itself included"
            } else {
                ", itself left out"
            }
        ));
        Ok(net)
    }
}
