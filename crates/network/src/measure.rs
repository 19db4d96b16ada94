//! The result contract: a number that says what it means.

use serde::{Deserialize, Serialize};

/// Which way a measure is good. Most network measures have no good end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
    /// Neither end is good by itself.
    None,
}

/// What an interval stands for; the three kinds answer different questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// Every value consistent with what was observed, whatever the unknown ties are (Manski bounds).
    Identification,
    /// Sampling or process variation.
    Sampling,
    /// Monte-Carlo error of a simulated value.
    MonteCarlo,
}

/// A range around a value, with its kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end, in the measure's unit.
    pub low: f64,
    /// Upper end, in the measure's unit.
    pub high: f64,
    /// What the range stands for.
    pub kind: IntervalKind,
}

/// A whole-network number with everything needed to read it.
///
/// `value` is `None` where the measure is not defined (one partner, nobody answered …); the first
/// caveat then says why. serde's layout of this struct is the JSON that `to_dict()` gives in Python.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Name of the measure, e.g. `density`.
    pub name: String,
    /// Which of the definitions under this name, in the word that asks for it (`arc`, `weak`, `in`);
    /// empty where there is one only.
    pub kind: String,
    /// The number, or `None` where it is not defined.
    pub value: Option<f64>,
    /// Unit, e.g. `share of ordered pairs`.
    pub unit: String,
    /// Which way is good.
    pub direction: Direction,
    /// How many things were counted (the denominator).
    pub n: u64,
    /// Share of the cells the measure needs that were observed, 0 to 1; `None` where there are none.
    pub coverage: Option<f64>,
    /// A range with its kind.
    pub interval: Option<Interval>,
    /// What the value may be compared with; never an unexplained cut-off.
    pub reference: String,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the number wherever it goes.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
    /// The value in one plain sentence.
    pub sentence: String,
}

impl Measure {
    /// A measure without a value, to be completed by the function that computes it.
    pub(crate) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: String::new(),
            value: None,
            unit: String::new(),
            direction: Direction::None,
            n: 0,
            coverage: None,
            interval: None,
            reference: String::new(),
            convention: String::new(),
            caveats: Vec::new(),
            citation: String::new(),
            sentence: String::new(),
        }
    }

    /// One of several definitions under the same name.
    pub(crate) fn of_kind(self, kind: impl std::fmt::Display) -> Self {
        let kind = kind.to_string();
        Self { kind, ..self }
    }

    /// Leaves the value undefined and says why, first among the caveats and in the sentence.
    pub(crate) fn undefined(mut self, reason: &str) -> Self {
        self.value = None;
        self.sentence = format!("{} is not defined: {reason}", capitalised(&self.name));
        self.caveats.insert(0, format!("Not defined: {reason}"));
        self
    }
}

impl Interval {
    /// The range that the unknown ties leave open; `None` when an end is not a number.
    pub(crate) fn identification(low: f64, high: f64) -> Option<Self> {
        let kind = IntervalKind::Identification;
        (low.is_finite() && high.is_finite()).then_some(Self { low, high, kind })
    }
}

fn capitalised(name: &str) -> String {
    let text = name.replace('_', " ");
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}
