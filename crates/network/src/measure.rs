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
