//! Is there a meeting before the meeting, and does it look like the table?
//!
//! Four lines of evidence, each supported, not supported or not testable with its reason: the *structure* of
//! the ties, the *composition* of the closest set, *access* to meetings, and what partners *perceive*. They are
//! reported side by side; there is no score and no ranking of partners. What can be known beforehand (the
//! smallest p a test can give) is said before what was found.
//!
//! The set is found without labels, else the exact tests of its composition would mean nothing. It is named to
//! nobody but the staff that keeps the tables, and counts of fewer than three partners are told to nobody else.

mod composition;
mod hiding;
mod options;
mod perception;
mod sentences;

use serde::Serialize;

pub use options::{Declared, InGroupOptions, Level, Perception, View};

/// Which line of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineName {
    /// Is there a closed set in the ties, beyond what numbers of ties explain?
    Structure,
    /// Is a declared attribute more common in it than chance would make it?
    Composition,
    /// Do the same partners meet before open meetings?
    Access,
    /// Do partners say that decisions are made before the meeting?
    Perception,
}

impl LineName {
    /// Its name in sentences and frames.
    pub fn words(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Composition => "composition",
            Self::Access => "access",
            Self::Perception => "perception",
        }
    }
}

/// What a line of evidence comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Beyond what chance, as defined in the line, would give.
    Supported,
    /// Not beyond it.
    NotSupported,
    /// Nothing can be said; the reason says why.
    NotTestable,
}

impl Verdict {
    /// Its name in sentences and frames.
    pub fn words(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::NotSupported => "not supported",
            Self::NotTestable => "not testable",
        }
    }
}

/// One number of a line, as it may be exported: what may not be told is `None`, and the note says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its line.
    pub line: LineName,
    /// What was computed.
    pub statistic: String,
    /// Of what: a label, a null model, a group; empty where there is one only.
    pub label: String,
    /// The number.
    pub value: Option<f64>,
    /// Lower end of its range.
    pub low: Option<f64>,
    /// Upper end of its range.
    pub high: Option<f64>,
    /// What it is compared with: the mean of chance, or a level.
    pub expected: Option<f64>,
    /// How many things were counted.
    pub n: Option<u64>,
    /// p-value, of the tail the line asks about.
    pub p: Option<f64>,
    /// The same after correction for the family.
    pub p_adjusted: Option<f64>,
    /// The smallest p that could have come out.
    pub smallest_p: Option<f64>,
    /// Random draws behind the p-value; `None` where it is exact.
    pub draws: Option<u64>,
    /// Whether it is beyond chance at the level of the call; `None` where it is not a test.
    pub passed: Option<bool>,
    /// Why something is not shown, or how to read it.
    pub note: String,
}

impl Row {
    fn new(line: LineName, statistic: &str, label: &str) -> Self {
        Self {
            line,
            statistic: statistic.to_owned(),
            label: label.to_owned(),
            value: None,
            low: None,
            high: None,
            expected: None,
            n: None,
            p: None,
            p_adjusted: None,
            smallest_p: None,
            draws: None,
            passed: None,
            note: String::new(),
        }
    }
}

/// One line of evidence. Nothing in it is more than its reader may know.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Which.
    pub name: LineName,
    /// What it comes to.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// What could be known before the answer was seen: what is tested, and the smallest p.
    pub beforehand: Vec<String>,
    /// The numbers.
    pub rows: Vec<Row>,
    /// The numbers in plain sentences.
    pub sentences: Vec<String>,
    /// Sentences that belong to the line wherever it goes.
    pub caveats: Vec<String>,
}

impl Line {
    fn new(name: LineName) -> Self {
        Self {
            name,
            verdict: Verdict::NotTestable,
            reason: String::new(),
            beforehand: Vec::new(),
            rows: Vec::new(),
            sentences: Vec::new(),
            caveats: Vec::new(),
        }
    }
}
