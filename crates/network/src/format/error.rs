//! What is wrong with a file, said so that its owner can mend it.

use std::fmt;

/// The stable code of a fault in a file. A code keeps its meaning for ever; its wording may improve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormatCode {
    /// The format is not known or cannot be told from the file.
    F01,
    /// The bytes are not text in an encoding that is read.
    F02,
    /// The text does not follow the rules of its format.
    F03,
    /// A part that is needed is missing.
    F04,
    /// A partner is declared twice.
    F05,
    /// A tie or an option names somebody or something that is not there.
    F06,
    /// A partner is tied to itself.
    F07,
    /// The same pair appears twice.
    F08,
    /// A value is not a usable number.
    F09,
    /// The file holds several relations or values and none was chosen.
    F10,
    /// Ties with and without direction are mixed, or contradict the direction asked for.
    F11,
    /// The file holds something a network of one relation cannot: two modes, hyperedges, nested graphs.
    F12,
    /// Too large or too deeply nested.
    F13,
    /// The network cannot be built of what was read.
    F14,
    /// The file cannot be opened or written.
    F15,
}

/// A fault in a file: code, place, what was found, what was expected, and the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    /// Stable code.
    pub code: FormatCode,
    /// Kind of place and number from 1, such as `("line", 12)` or `("connection", 3)`.
    pub place: Option<(&'static str, u32)>,
    /// What was found, as a sentence.
    pub found: String,
    /// What was expected and what to do, as sentences; may be empty.
    pub cure: String,
}

impl FormatError {
    pub(super) fn new(code: FormatCode, found: impl Into<String>) -> Self {
        Self {
            code,
            place: None,
            found: found.into(),
            cure: String::new(),
        }
    }

    pub(super) fn at(mut self, unit: &'static str, number: u32) -> Self {
        self.place = Some((unit, number));
        self
    }

    pub(super) fn cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = cure.into();
        self
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.code)?;
        if let Some((unit, number)) = self.place {
            write!(f, " {unit} {number}")?;
        }
        write!(f, ": {}", self.found)?;
        if !self.cure.is_empty() {
            write!(f, " {}", self.cure)?;
        }
        Ok(())
    }
}

impl std::error::Error for FormatError {}

/// A name as messages show it, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("\"{} …\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}

/// Names as a list in a message: the first few, and how many more there are.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let all: Vec<&str> = names.collect();
    let mut text: Vec<String> = all.iter().take(SHOWN).map(|name| quoted(name)).collect();
    if all.len() > SHOWN {
        text.push(format!("{} more", all.len() - SHOWN));
    }
    text.join(", ")
}
