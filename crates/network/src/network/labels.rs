//! Names of partners (organisations, not persons) and their numbers.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::Error;

/// What partners are called: by number, which costs no memory, or by name with look-up.
#[derive(Debug, Clone, Default)]
pub enum Labels {
    /// Partner `i` is called `i`.
    #[default]
    Numbered,
    /// Partner `i` is called by the number it had in the network this one is a part of (ascending).
    Kept(Arc<[u32]>),
    /// Partner `i` has a name.
    Named(Arc<Names>),
}

/// Names in partner order with an index from name to number.
#[derive(Debug)]
pub struct Names {
    names: Vec<String>,
    number: HashMap<String, u32>,
}

impl Names {
    fn new(names: Vec<String>) -> Self {
        let number = names
            .iter()
            .enumerate()
            .map(|(i, name)| (name.clone(), i as u32))
            .collect();
        Self { names, number }
    }
}

impl Labels {
    /// Names in partner order. O(n).
    ///
    /// # Errors
    /// [`Error::BadOption`] when a name appears twice.
    pub fn named(names: Vec<String>) -> Result<Self, Error> {
        let names = Names::new(names);
        if names.number.len() < names.names.len() {
            // The index holds the last position of a name; the first one that differs is the repeat.
            let repeat = names
                .names
                .iter()
                .enumerate()
                .find(|(i, n)| names.number[*n] != *i as u32);
            return Err(Error::BadOption {
                option: "labels",
                found: format!("\"{}\" twice", repeat.map_or("", |(_, name)| name)),
                expected: "a different name for every partner".to_owned(),
            });
        }
        Ok(Self::Named(Arc::new(names)))
    }

    /// What partner `i` is called; its number where there is no name.
    pub fn get(&self, i: u32) -> Cow<'_, str> {
        let at = i as usize;
        match self {
            Self::Named(n) => n.names.get(at).map(|name| Cow::Borrowed(name.as_str())),
            Self::Kept(numbers) => numbers.get(at).map(|old| Cow::Owned(old.to_string())),
            Self::Numbered => None,
        }
        .unwrap_or_else(|| Cow::Owned(i.to_string()))
    }

    /// All names, or `None` when partners are called by number.
    pub fn names(&self) -> Option<&[String]> {
        match self {
            Self::Named(n) => Some(&n.names),
            Self::Numbered | Self::Kept(_) => None,
        }
    }

    /// The number of the partner called `label` in a network of `n`.
    pub(super) fn find(&self, label: &str, n: usize) -> Option<u32> {
        match self {
            Self::Numbered => label.parse().ok().filter(|&i: &u32| (i as usize) < n),
            Self::Kept(numbers) => {
                let old: u32 = label.parse().ok()?;
                numbers.binary_search(&old).ok().map(|i| i as u32)
            }
            Self::Named(names) => names.number.get(label).copied(),
        }
    }

    /// Labels of the partners in `kept`, in that order.
    pub(super) fn subset(&self, kept: &[u32]) -> Self {
        match self {
            // Numbers are looked up by their order.
            Self::Numbered | Self::Kept(_) if !kept.is_sorted() => {
                let names = kept.iter().map(|&i| self.get(i).into_owned()).collect();
                Self::Named(Arc::new(Names::new(names)))
            }
            Self::Numbered => Self::Kept(kept.into()),
            Self::Kept(numbers) => Self::Kept(kept.iter().map(|&i| numbers[i as usize]).collect()),
            Self::Named(names) => {
                let names = kept
                    .iter()
                    .map(|&i| names.names[i as usize].clone())
                    .collect();
                Self::Named(Arc::new(Names::new(names)))
            }
        }
    }
}
