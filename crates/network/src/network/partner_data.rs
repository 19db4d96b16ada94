//! What is known about the partners themselves: backbone marks and named categories.

use crate::Error;

/// A categorical attribute of the partners, for example their sector.
///
/// A partner without a category is *unknown*, which is not a category of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    name: String,
    categories: Vec<String>,
    codes: Vec<u32>,
}

/// Code of an unknown category.
const UNKNOWN: u32 = u32::MAX;

impl Attribute {
    /// An attribute from one optional text a partner. Categories are listed in alphabetical order. O(n log c).
    pub fn new<S: AsRef<str>>(name: impl Into<String>, values: &[Option<S>]) -> Self {
        let mut categories: Vec<String> = values
            .iter()
            .flatten()
            .map(|v| v.as_ref().to_owned())
            .collect();
        categories.sort_unstable();
        categories.dedup();
        let code = |value: &Option<S>| {
            let text = value.as_ref()?.as_ref();
            categories.binary_search_by(|c| c.as_str().cmp(text)).ok()
        };
        let codes = values
            .iter()
            .map(|v| code(v).map_or(UNKNOWN, |c| c as u32))
            .collect();
        Self {
            name: name.into(),
            categories,
            codes,
        }
    }

    /// Name of the attribute.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of partners it was given for.
    pub fn partners(&self) -> usize {
        self.codes.len()
    }

    /// The categories that occur, in alphabetical order.
    pub fn categories(&self) -> &[String] {
        &self.categories
    }

    /// Number of the category of partner `i` in [`Attribute::categories`]; `None` where unknown.
    pub fn code(&self, i: u32) -> Option<u32> {
        self.codes
            .get(i as usize)
            .copied()
            .filter(|&c| c != UNKNOWN)
    }

    /// Category of partner `i`; `None` where unknown.
    pub fn category(&self, i: u32) -> Option<&str> {
        self.code(i).map(|c| self.categories[c as usize].as_str())
    }
}

/// What a network carries about its partners. Costs nothing where nothing was given.
#[derive(Debug, Default)]
pub(super) struct PartnerData {
    /// Ascending partner numbers.
    pub(super) backbone: Vec<u32>,
    pub(super) attributes: Vec<Attribute>,
}

impl PartnerData {
    pub(super) fn checked(
        n: usize,
        backbone: &[u32],
        attributes: Vec<Attribute>,
    ) -> Result<Self, Error> {
        let mut backbone = backbone.to_vec();
        backbone.sort_unstable();
        backbone.dedup();
        if let Some(i) = backbone.iter().find(|&&i| i as usize >= n) {
            return Err(Error::UnknownPartner(i.to_string()));
        }
        if let Some(a) = attributes.iter().find(|a| a.codes.len() != n) {
            return Err(Error::LengthMismatch {
                what: "attribute",
                found: a.codes.len(),
                expected: n,
            });
        }
        Ok(Self {
            backbone,
            attributes,
        })
    }

    pub(super) fn subset(&self, kept: &[u32], renumber: &[Option<u32>]) -> Self {
        let attribute = |a: &Attribute| Attribute {
            codes: kept.iter().map(|&i| a.codes[i as usize]).collect(),
            ..a.clone()
        };
        let mut backbone: Vec<u32> = self
            .backbone
            .iter()
            .filter_map(|&i| renumber[i as usize])
            .collect();
        backbone.sort_unstable();
        Self {
            backbone,
            attributes: self.attributes.iter().map(attribute).collect(),
        }
    }
}
