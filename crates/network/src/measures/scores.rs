//! Per-partner results and the options many measures share.

use serde::{Deserialize, Serialize};

use crate::measure::Direction;
use crate::options::named;

/// Which ties of a directed network count for a partner. Undirected networks have only one kind, so
/// every mode gives the same answer there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Ties others report to the partner.
    In,
    /// Ties the partner reports.
    Out,
    /// Ties in either direction.
    #[default]
    All,
}

named!(Mode, "mode", { "in" => In, "out" => Out, "all" => All });

/// One number for each partner, with what is needed to read them.
///
/// `values[i]` belongs to partner `i`; NaN means unknown or not defined, never zero, and a caveat says
/// why. No order of merit is meant: partners are listed by number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartnerScores {
    /// Name of the measure, e.g. `degree`.
    pub name: String,
    /// One value a partner; NaN where unknown or not defined.
    pub values: Vec<f64>,
    /// Lowest and highest value consistent with what was observed, where the measure can say.
    pub bounds: Option<Bounds>,
    /// Unit, e.g. `ties`.
    pub unit: String,
    /// Which way is good.
    pub direction: Direction,
    /// Share of the cells the measure needs that were observed; `None` where there are none.
    pub coverage: Option<f64>,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

/// One number for each of a list of ties, with what is needed to read them.
///
/// `values[k]` belongs to the tie from `source[k]` to `target[k]`; undirected ties stand once, with the
/// smaller number as source, in the order of [`crate::Network::iter_ties`]. NaN is unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TieScores {
    /// Name of the measure, e.g. `edge betweenness`.
    pub name: String,
    /// Partner number of the source of each tie.
    pub source: Vec<u32>,
    /// Partner number of the target of each tie.
    pub target: Vec<u32>,
    /// One value a tie; NaN where unknown or not defined.
    pub values: Vec<f64>,
    /// Unit.
    pub unit: String,
    /// Which way is good.
    pub direction: Direction,
    /// Share of the cells the measure needs that were observed; `None` where there are none.
    pub coverage: Option<f64>,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

/// Per-partner identification bounds: whatever the unknown ties are, the value lies between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Lowest possible value of each partner.
    pub low: Vec<f64>,
    /// Highest possible value of each partner.
    pub high: Vec<f64>,
}
