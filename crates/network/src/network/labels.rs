//! Names of partners (organisations, not persons) and their numbers.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::Error;

/// Partner labels: plain numbers, which cost no memory, or names with look-up.
#[derive(Debug, Clone, Default)]
pub enum Labels {
    /// Partner `i` is called by its number `i`.
    #[default]
    Numbered,
    /// Partner `i` has a name.
    Named(Arc<Names>),
}

/// Names in partner order with an index from name to number.
#[derive(Debug)]
pub struct Names {
    names: Vec<String>,
    number: HashMap<String, u32>,
}

impl Labels {
    /// Names in partner order. O(n).
    ///
    /// # Errors
    /// [`Error::BadOption`] when a name appears twice.
    pub fn named(names: Vec<String>) -> Result<Self, Error> {
        let mut number = HashMap::with_capacity(names.len());
        for (i, name) in names.iter().enumerate() {
            if number.insert(name.clone(), i as u32).is_some() {
                return Err(Error::BadOption {
                    option: "labels",
                    found: format!("\"{name}\" twice"),
                    expected: "a different name for every partner".to_owned(),
                });
            }
        }
        Ok(Self::Named(Arc::new(Names { names, number })))
    }

    /// The label of partner `i`; its number where there is no name.
    pub fn get(&self, i: u32) -> Cow<'_, str> {
        match self {
            Self::Named(n) if (i as usize) < n.names.len() => Cow::Borrowed(&n.names[i as usize]),
            _ => Cow::Owned(i.to_string()),
        }
    }

    /// The number of the partner called `label`. Numbered labels answer any number; the network checks the range.
    pub fn find(&self, label: &str) -> Option<u32> {
        match self {
            Self::Numbered => label.parse().ok(),
            Self::Named(n) => n.number.get(label).copied(),
        }
    }

    /// All names, or `None` when partners are numbered.
    pub fn names(&self) -> Option<&[String]> {
        match self {
            Self::Numbered => None,
            Self::Named(n) => Some(&n.names),
        }
    }
}
