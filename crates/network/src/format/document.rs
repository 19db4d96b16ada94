//! What every file says in the end (partners, ties, what was observed) and the network made of it.
//!
//! A reader pushes partners and ties as it meets them; ids become numbers at once and of a tie's fields
//! only its value and its relation are kept, so that a tie takes 32 bytes however many fields it has.

mod finish;

use std::collections::{BTreeSet, HashMap};

use super::error::{FormatCode, FormatError, quoted};
use super::{ReadOptions, ValueField};
use crate::network::Survey;

/// Attribute that marks the backbone.
pub(super) const BACKBONE: &str = "is_backbone";
/// Attribute that keeps who answered: `yes`, `no`, `not asked`.
pub(super) const ANSWERED: &str = "commonweal_answered";
/// Attribute that keeps the cells a respondent left open: a JSON list of ids.
pub(super) const OPEN: &str = "commonweal_open";
/// Names under which a tie's value is looked for.
const VALUES: [&str; 3] = ["value", "weight", "strength"];
/// Names under which a tie's relation is looked for.
const RELATIONS: [&str; 5] = ["relation", "layer_id", "layer", "kind", "type"];
/// A file with more is no node table; the bound keeps a mangled one from filling the memory.
const MOST_ATTRIBUTES: usize = 1000;

/// A tie as read. `value` is NaN where the file gives none.
#[derive(Debug, Clone, Copy)]
struct Tie {
    source: u32,
    target: u32,
    place: u32,
    relation: u32,
    value: f64,
    directed: Option<bool>,
}

/// What a tie without a value is, where others have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unvalued {
    /// A fault.
    Refused,
    /// A tie of 1.
    One,
    /// The same in formats where a number always stands, so that a file of ones has no values at all.
    OneAndNoMore,
}

/// What a file says, as far as it was read.
pub(super) struct Document<'a> {
    pub(super) options: &'a ReadOptions,
    /// What the places of partners and of ties are called: `line`, `element` and `connection` …
    units: (&'static str, &'static str),
    /// Size of the file.
    bytes: usize,
    names: Vec<String>,
    number: HashMap<String, u32>,
    /// Where a partner was first named without having been declared.
    undeclared: HashMap<u32, u32>,
    columns: Vec<(String, Vec<Option<String>>)>,
    ties: Vec<Tie>,
    relations: Vec<String>,
    relation_number: HashMap<String, u32>,
    value_fields: BTreeSet<String>,
    unread_fields: BTreeSet<String>,
    /// Direction of ties that do not say, by the file. Where the file has no word for it, `None`.
    pub(super) directed: Option<bool>,
    /// Partners need not be declared: they are those that appear in a tie.
    pub(super) inferred: bool,
    /// What a tie without a value is, by the format.
    pub(super) unvalued: Unvalued,
    /// The survey, where the format itself says which cells are open.
    pub(super) survey: Option<Survey>,
    pub(super) notes: Vec<String>,
}

impl<'a> Document<'a> {
    pub(super) fn new(
        options: &'a ReadOptions,
        units: (&'static str, &'static str),
        bytes: usize,
    ) -> Self {
        Self {
            options,
            units,
            bytes,
            names: Vec::new(),
            number: HashMap::new(),
            undeclared: HashMap::new(),
            columns: Vec::new(),
            ties: Vec::new(),
            relations: Vec::new(),
            relation_number: HashMap::new(),
            value_fields: BTreeSet::new(),
            unread_fields: BTreeSet::new(),
            directed: None,
            inferred: false,
            unvalued: Unvalued::Refused,
            survey: None,
            notes: Vec::new(),
        }
    }

    /// A fault at the place of a tie.
    pub(super) fn fault(
        &self,
        code: FormatCode,
        place: u32,
        found: impl Into<String>,
    ) -> FormatError {
        FormatError::new(code, found).at(self.units.1, place)
    }

    /// A fault at the place of a partner.
    fn partner_fault(&self, code: FormatCode, place: u32, found: impl Into<String>) -> FormatError {
        FormatError::new(code, found).at(self.units.0, place)
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Refuses a number of partners that a file of this size cannot mean: a number costs nothing to write
    /// and memory to believe.
    pub(super) fn check_announced(&self, partners: usize, place: u32) -> Result<(), FormatError> {
        const ALWAYS: usize = 1_000_000;
        if partners <= ALWAYS.max(self.bytes) {
            return Ok(());
        }
        let found = format!(
            "{partners} partners are announced in a file of {} bytes.",
            self.bytes
        );
        Err(self.fault(FormatCode::F13, place, found))
    }

    /// Gives all partners other ids, in their order.
    pub(super) fn rename(&mut self, names: Vec<String>) {
        self.number = names.iter().cloned().zip(0..).collect();
        self.names = names;
    }

    pub(super) fn partners(&self) -> usize {
        self.names.len()
    }

    /// The partner called `id`, met for the first time or again in a tie.
    pub(super) fn partner(&mut self, id: &str, place: u32) -> u32 {
        if let Some(&number) = self.number.get(id) {
            return number;
        }
        let number = self.names.len() as u32;
        self.undeclared.insert(number, place);
        self.number.insert(id.to_owned(), number);
        self.names.push(id.to_owned());
        number
    }

    /// The same where meeting a partner is all the declaring there is.
    pub(super) fn met(&mut self, id: &str, place: u32) -> Result<u32, FormatError> {
        self.number_of(id)
            .map_or_else(|| self.declare(id, place), Ok)
    }

    pub(super) fn number_of(&self, id: &str) -> Option<u32> {
        self.number.get(id).copied()
    }

    pub(super) fn name(&self, partner: u32) -> &str {
        self.names.get(partner as usize).map_or("", String::as_str)
    }

    /// Declares a partner.
    pub(super) fn declare(&mut self, id: &str, place: u32) -> Result<u32, FormatError> {
        if id.is_empty() {
            return Err(self
                .partner_fault(FormatCode::F04, place, "a partner has no id.")
                .cure("Give every partner its own id."));
        }
        let number = self.partner(id, place);
        if self.undeclared.remove(&number).is_none() {
            return Err(self
                .partner_fault(
                    FormatCode::F05,
                    place,
                    format!("{} appears twice.", quoted(id)),
                )
                .cure("Give each partner its own id. Nothing was merged."));
        }
        Ok(number)
    }

    /// Gives a partner an attribute. Beyond [`MOST_ATTRIBUTES`] further ones are left out, and told.
    pub(super) fn set(&mut self, partner: u32, name: &str, value: impl Into<String>) {
        let at = match self.columns.iter().position(|(known, _)| known == name) {
            Some(at) => at,
            None if self.columns.len() == MOST_ATTRIBUTES => {
                self.note(format!(
                    "Only the first {MOST_ATTRIBUTES} attributes were kept."
                ));
                return;
            }
            None => {
                self.columns.push((name.to_owned(), Vec::new()));
                self.columns.len() - 1
            }
        };
        let column = &mut self.columns[at].1;
        let partner = partner as usize;
        if column.len() <= partner {
            column.resize(partner + 1, None);
        }
        column[partner] = Some(value.into());
    }

    /// Adds a tie with its fields; of these the value and the relation are kept.
    pub(super) fn tie(
        &mut self,
        (source, target): (u32, u32),
        directed: Option<bool>,
        fields: &[(&str, &str)],
        place: u32,
    ) -> Result<(), FormatError> {
        let mut value = None;
        let mut relation = None;
        for &(name, text) in fields {
            let like = |names: &[&str]| names.iter().position(|n| n.eq_ignore_ascii_case(name));
            let is_value = match &self.options.value {
                ValueField::Auto => like(&VALUES).is_some(),
                ValueField::None => false,
                ValueField::Named(wanted) => wanted == name,
            };
            if is_value && !text.trim().is_empty() {
                if !self.value_fields.contains(name) {
                    self.value_fields.insert(name.to_owned());
                }
                value = Some(self.value(text, place)?);
            } else if let Some(rank) = like(&RELATIONS) {
                if relation.is_none_or(|(best, _)| rank < best) {
                    relation = Some((rank, text));
                }
            } else if !is_value && !self.unread_fields.contains(name) {
                self.unread_fields.insert(name.to_owned());
            }
        }
        let relation = relation.map_or("", |(_, text)| text).to_owned();
        self.valued_tie((source, target), directed, value, &relation, place);
        Ok(())
    }

    /// Reads a number, refusing what is none.
    pub(super) fn value(&self, text: &str, place: u32) -> Result<f64, FormatError> {
        let number = text.trim().parse().ok().filter(|v: &f64| v.is_finite());
        number.ok_or_else(|| {
            let found = format!("the value {} is not a number.", quoted(text));
            self.fault(FormatCode::F09, place, found).cure(
                "Expected a number above zero. Correct it, or read the ties without values (value=\"none\").",
            )
        })
    }

    /// Adds a tie whose value and relation are known.
    pub(super) fn valued_tie(
        &mut self,
        (source, target): (u32, u32),
        directed: Option<bool>,
        value: Option<f64>,
        relation: &str,
        place: u32,
    ) {
        let relation = self.relation(relation);
        let value = match self.options.value {
            ValueField::None => f64::NAN,
            _ => value.unwrap_or(f64::NAN),
        };
        let tie = Tie {
            source,
            target,
            place,
            relation,
            value,
            directed,
        };
        self.ties.push(tie);
    }

    /// Number of a relation, which exists from now on even without ties.
    pub(super) fn relation(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.relation_number.get(name) {
            return known;
        }
        let number = self.relations.len() as u32;
        self.relations.push(name.to_owned());
        self.relation_number.insert(name.to_owned(), number);
        number
    }
}

/// Yes or no in the words files use; empty is no.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Some(true),
        "" | "no" | "false" | "0" | "n" => Some(false),
        _ => None,
    }
}
