//! Segregation of each kind: Coleman's index and Yule's Q.

use serde::{Deserialize, Serialize};

use super::Kinds;
use super::cells::{Cells, Table};
use crate::{Attribute, Error, Measure, Network};

/// How far one kind keeps to itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segregation {
    /// The kind.
    pub kind: String,
    /// Partners of this kind.
    pub partners: u64,
    /// Known ties its partners send to partners of known kind (undirected: ties with an end at this kind).
    pub ties: u64,
    /// Those of them that stay inside the kind.
    pub internal: u64,
    /// Share of the ends of its ties that stay inside.
    pub share: f64,
    /// The same share among all known cells: what evenly spread ties would give, (s − 1)/(n − 1) for a
    /// kind of size s when everything is known.
    pub expected_share: f64,
    /// Coleman's index: share − expected, over what is left up to 1 (above) or down to 0 (below). From −1
    /// to 1; NaN for a kind without ties, or one that could not differ.
    pub coleman: f64,
    /// Yule's Q of "same kind" and "tied" over the known cells of this kind; NaN where not defined.
    pub yules_q: f64,
}

/// The segregation of every kind with what is needed to read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Homophily {
    /// One entry a kind, in alphabetical order.
    pub kinds: Vec<Segregation>,
    /// Share of the cells that are known.
    pub coverage: Option<f64>,
    /// The definitions used.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definitions.
    pub citation: String,
}

impl Network {
    /// Coleman's homophily index and Yule's Q of every kind, in alphabetical order.
    ///
    /// Directed, a kind's ties are those its partners send; undirected ties are read in both directions.
    /// Known cells only (available case): a partner that did not answer sends nothing known and its row is
    /// in no denominator. No good end. O(n + m + kinds²).
    ///
    /// # Errors
    /// An attribute of other partners; more than 4096 kinds.
    pub fn homophily(&self, by: &Attribute) -> Result<Homophily, Error> {
        let kinds = Kinds::of(self, by)?;
        let cells = Cells::of(self, &kinds);
        let of_kind = |g: usize| {
            let (ties, inside) = (cells.ties.row(g), cells.ties.get(g, g));
            let (known, known_inside) = (cells.known.row(g), cells.known.get(g, g));
            let share = inside as f64 / ties as f64;
            let expected = known_inside as f64 / known as f64;
            let halves = if self.is_directed() { 0 } else { inside / 2 };
            Segregation {
                kind: kinds.name(g).to_owned(),
                partners: kinds.sizes[g],
                ties: ties - halves,
                internal: inside - halves,
                share,
                expected_share: expected,
                coleman: coleman(share, expected),
                yules_q: Fourfold {
                    same: (inside, known_inside - inside),
                    other: (ties - inside, known - known_inside - (ties - inside)),
                }
                .q()
                .unwrap_or(f64::NAN),
            }
        };
        Ok(Homophily {
            kinds: (0..kinds.count()).map(of_kind).collect(),
            coverage: cells.coverage(),
            convention: if self.is_directed() {
                "Coleman 1958 and Yule's Q over the ties each kind sends"
            } else {
                "Coleman 1958 and Yule's Q over the ends of each kind's ties"
            }
            .to_owned(),
            caveats: kinds.caveats(self),
            citation: "Coleman (1958), Human Organization 17(4), 28-36; Yule (1900), Phil. Trans. A 194, 257-319; compared in Bojanowski & Corten (2014), Social Networks 39, 14-32".to_owned(),
        })
    }

    /// Yule's Q of "same kind" and "tied" over all known cells: (ad − bc)/(ad + bc) with a, b the tied and
    /// untied cells within kinds and c, d those between. From −1 to 1, 0 when kind says nothing about a
    /// tie; undefined (`None`) when ad + bc = 0. Cost and unknown cells as [`Network::homophily`].
    ///
    /// # Errors
    /// As [`Network::homophily`].
    pub fn yules_q(&self, by: &Attribute) -> Result<Measure, Error> {
        let kinds = Kinds::of(self, by)?;
        let cells = Cells::of(self, &kinds);
        let halve = if self.is_directed() { 1 } else { 2 };
        let inside = |table: &Table| (table.diagonal() / halve, table.sum() / halve);
        let (same, ties) = inside(&cells.ties);
        let (known_same, known) = inside(&cells.known);
        let fourfold = Fourfold {
            same: (same, known_same - same),
            other: (ties - same, known - known_same - (ties - same)),
        };
        let mut measure = Measure {
            value: fourfold.q(),
            unit: "coefficient, -1 to 1".to_owned(),
            n: known,
            coverage: cells.coverage(),
            reference: "0, when partners of the same kind are tied as often as others".to_owned(),
            convention: format!("Yule's Q of same kind and tied over known {}", self.cell_name()),
            caveats: kinds.caveats(self),
            citation: "Yule (1900), Phil. Trans. A 194, 257-319; Borgatti, Everett, Johnson & Agneessens (2024), Analyzing Social Networks".to_owned(),
            ..Measure::named("yules_q")
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined("some row or column of the fourfold table is empty."));
        };
        measure.sentence = format!(
            "Yule's Q by {} is {value:.3}: {same} of {known_same} known {} within kinds are tied, and {} of {} between kinds.",
            by.name(),
            self.cell_name(),
            ties - same,
            known - known_same
        );
        Ok(measure)
    }
}

fn coleman(share: f64, expected: f64) -> f64 {
    let index = if share >= expected {
        (share - expected) / (1.0 - expected)
    } else {
        (share - expected) / expected
    };
    if index.is_finite() { index } else { f64::NAN }
}

/// Tied and untied cells, of the same kind and of another.
struct Fourfold {
    same: (u64, u64),
    other: (u64, u64),
}

impl Fourfold {
    fn q(&self) -> Option<f64> {
        let ad = u128::from(self.same.0) * u128::from(self.other.1);
        let bc = u128::from(self.same.1) * u128::from(self.other.0);
        (ad + bc > 0).then(|| (ad as f64 - bc as f64) / (ad + bc) as f64)
    }
}
