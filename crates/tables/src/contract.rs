//! The contracts of the tables as data: one place that the reader, the checks, the templates and the
//! documentation all take their rules from.

mod columns;

pub use columns::TABLES;

/// What a cell of a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An identifier: text, leading zeros kept, surrounding spaces ignored.
    Id,
    /// Free text.
    Text,
    /// A category; the missing tokens apply.
    Category,
    /// A group of children, a dimension or a scheme. Only an empty cell is missing: `None`, `NA` and
    /// `N/A` are names that published tables use for groups.
    Group,
    /// A finite number.
    Number,
    /// A whole number of at least this much.
    Integer(u64),
    /// Yes or no; missing has the meaning the column's note gives.
    Bool,
    /// Yes, no or unknown; missing is unknown, never no.
    Answer,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    Date,
    /// A period of an indicator: a year, a school year `2023-24`, a month, a quarter `2023-Q3` or a day.
    Period,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Labels of a scale: `0=none|1=awareness`.
    Labels,
    /// A count of children, or a suppression mark that is read as a range.
    Count,
    /// A rate or mean, or a suppression mark that is read as a range.
    Rate,
}

/// Whether a column, and each of its cells, must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The column and every cell of it.
    Required,
    /// The column; an empty cell has a meaning of its own.
    RequiredColumn,
    /// Neither.
    Optional,
}

/// One column of a contract.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name, in lower case with underscores.
    pub name: &'static str,
    /// What a cell may hold.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// The table whose key its ids must be found in, when that table is given.
    pub refers: Option<&'static str>,
    /// Other names people use for it: suggested, never applied by themselves.
    pub synonyms: &'static [&'static str],
    /// Whether it may be shown outside the machine that holds it.
    pub export: bool,
    /// One phrase for the template and the message.
    pub note: &'static str,
}

impl Column {
    const fn new(name: &'static str, kind: Kind, need: Need, note: &'static str) -> Self {
        Self {
            name,
            kind,
            need,
            refers: None,
            synonyms: &[],
            export: true,
            note,
        }
    }

    const fn refers(mut self, table: &'static str) -> Self {
        self.refers = Some(table);
        self
    }

    const fn synonyms(mut self, synonyms: &'static [&'static str]) -> Self {
        self.synonyms = synonyms;
        self
    }

    const fn private(mut self) -> Self {
        self.export = false;
        self
    }
}

/// One table of the contract.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Name: the file is `<name>.csv`, the sheet `<name>`.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Columns that together name a row; an empty one counts as a value of its own.
    pub key: &'static [&'static str],
    /// Its columns in the order of the template.
    pub columns: &'static [Column],
}

impl Table {
    /// The column of that exact name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// The contract of a table, by name; case, spaces, `_` and `-` do not count.
pub fn table(name: &str) -> Option<&'static Table> {
    let name = normal(name);
    TABLES.iter().find(|t| normal(t.name) == name)
}

/// Position of a table in the contract, for a stable order of problems; unknown tables come last.
pub(crate) fn position(name: &str) -> usize {
    TABLES
        .iter()
        .position(|t| t.name == name)
        .unwrap_or(TABLES.len())
}

/// A header as it is compared: lower case without spaces, `_` and `-`.
pub fn normal(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a column outside the contract looks like contact data or free text about people, which is
/// kept in the loaded table but never exported.
pub fn is_private(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "email",
        "mail",
        "phone",
        "contact",
        "address",
        "note",
        "comment",
        "description",
        "person",
    ];
    let name = normal(name);
    WORDS.iter().any(|w| name.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_are_whole() {
        for table in TABLES {
            for key in table.key {
                assert!(
                    table.column(key).is_some(),
                    "{}: key {key} is no column",
                    table.name
                );
            }
            for (i, column) in table.columns.iter().enumerate() {
                assert!(
                    !column.note.is_empty(),
                    "{}.{} has no note",
                    table.name,
                    column.name
                );
                if let Some(other) = column.refers {
                    let other = super::table(other).expect("refers to a table of the contract");
                    assert!(!other.key.is_empty());
                }
                for later in &table.columns[i + 1..] {
                    assert_ne!(normal(column.name), normal(later.name), "{}", table.name);
                }
            }
        }
    }

    #[test]
    fn names_match_whatever_their_spelling() {
        assert_eq!(table("Partners").map(|t| t.name), Some("partners"));
        assert_eq!(normal("\u{feff}Target ID"), normal("target_id"));
        assert!(table("budget").is_none());
    }
}
