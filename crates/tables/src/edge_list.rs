//! A tie list in a frame, with or without a list of partners, to a network.
//!
//! The short way for people who hold one relation of one wave. The contract of the tables is the long
//! way; both give the same codes for the same faults.

mod partners;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use commonweal_network::{
    BuildOptions, Duplicates, Labels, Network, Observed, SelfTies, Ties, ValueMeans,
};
use polars::prelude::{DataFrame, DataType};

use crate::column::{find, texts};
use crate::problem::{Code, Problem, Problems};
use crate::words::{and, plural, quoted};
pub(crate) use partners::Partners;
use partners::UNKNOWN;

/// How a message names the frame of ties.
const TIES: &str = "ties";

/// How to read a tie list; see the fields' defaults.
///
/// ```
/// use commonweal_tables::EdgeList;
/// use polars::prelude::df;
/// let ties = df!("source_id" => ["school", "clinic"], "target_id" => ["clinic", "library"])?;
/// let network = EdgeList { directed: false, ..EdgeList::default() }.network(&ties, None)?;
/// assert_eq!((network.partners(), network.ties()), (3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct EdgeList {
    /// Column of the source; default `source_id`.
    pub source: String,
    /// Column of the target; default `target_id`.
    pub target: String,
    /// Column of the value; default none: ties have no value.
    pub value: Option<String>,
    /// Whether a row is a report of its source about its target. Default yes.
    pub directed: bool,
    /// What a value means. Default strength.
    pub values: ValueMeans,
    /// What to do with repeated pairs. Default refuse.
    pub duplicates: Duplicates,
    /// What to do with self-ties. Default refuse.
    pub self_ties: SelfTies,
    /// The partners that answered; everything others could have reported is unknown. Default: all
    /// cells are known, an absent row is no tie.
    pub respondents: Option<Vec<String>>,
}

impl Default for EdgeList {
    fn default() -> Self {
        Self {
            source: "source_id".to_owned(),
            target: "target_id".to_owned(),
            value: None,
            directed: true,
            values: ValueMeans::default(),
            duplicates: Duplicates::default(),
            self_ties: SelfTies::default(),
            respondents: None,
        }
    }
}

/// The rows as partner numbers; [`UNKNOWN`] where an id is empty or strange, which was told.
struct Rows {
    source: Vec<u32>,
    target: Vec<u32>,
    values: Option<Vec<f64>>,
}

impl EdgeList {
    /// Builds the network of `ties` among `partners`. O(n + m).
    ///
    /// `partners` names every partner in its column `partner_id`, `id` or `name` (the first of these
    /// that is there; else its first column); a yes/no column `is_backbone` marks the backbone and the
    /// other columns become attributes. Without it the partners are those that appear in the ties, in
    /// order of appearance, and a note says that isolates cannot be seen.
    ///
    /// # Errors
    /// All problems at once: a missing column (E101), a repeated partner (E103), an id that is not in
    /// `partners`, with the closest (E104), self-ties (E105) and repeated pairs (E106) unless they are
    /// allowed, a value that is not above zero (E107) or not a number (E108), a tie of a partner that is
    /// not among the respondents (E109), an empty cell (E110). Rows are counted like a spreadsheet's, the
    /// names being row 1.
    pub fn network(
        &self,
        ties: &DataFrame,
        partners: Option<&DataFrame>,
    ) -> Result<Network, Problems> {
        let mut problems = Problems::new();
        let listed = partners.map(|frame| Partners::read(frame, &mut problems));
        let source = ids(ties, &self.source, &mut problems);
        let target = ids(ties, &self.target, &mut problems);
        let values = self
            .value
            .as_deref()
            .and_then(|name| values(ties, name, &mut problems));
        let (Some(source), Some(target)) = (source, target) else {
            return Err(problems);
        };
        let inferred = listed.is_none();
        let partners = listed.unwrap_or_else(|| Partners::appearing(&source, &target));
        let rows = Rows {
            source: partners.numbers(&source, &self.source, &mut problems),
            target: partners.numbers(&target, &self.target, &mut problems),
            values,
        };
        self.self_ties(&rows, &partners, &mut problems);
        self.repeated_pairs(&rows, &partners, &mut problems);
        let answered = self
            .respondents
            .as_ref()
            .map(|ids| partners.marked(ids, &mut problems));
        if let Some(answered) = &answered {
            self.unanswered(&rows, answered, &partners, &mut problems);
        }
        if problems.has_errors() {
            problems.sort();
            return Err(problems);
        }
        self.build(&rows, partners, answered, inferred)
            .map_err(|error| {
                // What rows can do wrong was told above; these are sums and sizes beyond the engine.
                let code = match error {
                    commonweal_network::Error::BadValue { .. } => Code::E107,
                    _ => Code::E113,
                };
                let mut problems = Problems::new();
                problems.push(Problem::new(code, TIES, TIES, error.to_string()));
                problems
            })
    }

    fn build(
        &self,
        rows: &Rows,
        partners: Partners,
        answered: Option<Vec<bool>>,
        inferred: bool,
    ) -> Result<Network, commonweal_network::Error> {
        let n = partners.names.len();
        let options = BuildOptions {
            directed: self.directed,
            values: self.values,
            duplicates: self.duplicates,
            self_ties: self.self_ties,
            labels: Labels::named(partners.names)?,
        };
        let ties = Ties {
            source: &rows.source,
            target: &rows.target,
            value: rows.values.as_deref(),
        };
        let mut network = Network::from_ties(n, &ties, &options)?
            .with_partner_data(&partners.backbone, partners.attributes)?;
        if let Some(answered) = answered {
            network = network.with_observed(Observed::respondents(&answered)?)?;
        }
        if inferred {
            network = network.with_note(
                "No list of partners was given: the partners are those that appear in a tie, so \
                 isolates cannot be seen and size, density and coverage may be wrong.",
            );
        }
        Ok(network)
    }

    /// E105, where self-ties are refused.
    fn self_ties(&self, rows: &Rows, partners: &Partners, problems: &mut Problems) {
        if self.self_ties != SelfTies::Error {
            return;
        }
        let mut selves: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (r, (&i, &j)) in rows.source.iter().zip(&rows.target).enumerate() {
            if i == j && i != UNKNOWN {
                selves.entry(i).or_default().push(sheet_row(r));
            }
        }
        for (partner, at) in selves {
            let name = quoted(partners.name(partner));
            let found = format!("source and target are both {name}.");
            problems.push(
                Problem::new(Code::E105, TIES, TIES, found)
                    .rows(at)
                    .expected("A partner cannot be tied to itself.")
                    .cure("Delete the row, or pass self_ties=\"drop\"."),
            );
        }
    }

    /// E106, where repeated pairs are refused. Sorting positions finds them without a table of pairs.
    fn repeated_pairs(&self, rows: &Rows, partners: &Partners, problems: &mut Problems) {
        if self.duplicates != Duplicates::Error {
            return;
        }
        let pair = |r: usize| {
            let (i, j) = (rows.source[r], rows.target[r]);
            if self.directed || i < j {
                (i, j)
            } else {
                (j, i)
            }
        };
        let real = |&r: &usize| {
            let (i, j) = pair(r);
            i != j && i != UNKNOWN && j != UNKNOWN
        };
        let mut order: Vec<usize> = (0..rows.source.len()).filter(real).collect();
        order.sort_unstable_by_key(|&r| (pair(r), r));
        for group in order.chunk_by(|&a, &b| pair(a) == pair(b)) {
            let &[first, _, ..] = group else { continue };
            let (i, j) = (rows.source[first], rows.target[first]);
            let arrow = if self.directed { "→" } else { "–" };
            let tie = format!("{} {arrow} {}", partners.name(i), partners.name(j));
            let found = match &rows.values {
                Some(values) => {
                    let values: Vec<String> =
                        group.iter().map(|&r| values[r].to_string()).collect();
                    format!("{} values ({}) for {tie}.", many(group.len()), and(&values))
                }
                None => format!("{} rows for {tie}.", many(group.len())),
            };
            problems.push(
                Problem::new(Code::E106, TIES, TIES, found)
                    .rows(group.iter().map(|&r| sheet_row(r)).collect::<Vec<_>>())
                    .cure(
                        "Keep one, or pass duplicates=\"max\" (also \"min\", \"mean\", \"sum\", \"first\", \
                         \"last\").",
                    ),
            );
        }
    }

    /// E109: ties that nobody who answered can have reported.
    fn unanswered(
        &self,
        rows: &Rows,
        answered: &[bool],
        partners: &Partners,
        problems: &mut Problems,
    ) {
        let says = |i: u32| answered.get(i as usize).copied().unwrap_or(true);
        let mut silent: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (r, (&i, &j)) in rows.source.iter().zip(&rows.target).enumerate() {
            // A tie without direction may have been reported from either end.
            if i != j && !says(i) && (self.directed || !says(j)) {
                silent.entry(i).or_default().push(sheet_row(r));
            }
        }
        for (partner, at) in silent {
            let found = format!(
                "{} reports a tie, but is not among the respondents.",
                partners.name(partner)
            );
            problems.push(
                Problem::new(Code::E109, TIES, TIES, found)
                    .rows(at)
                    .cure("One of the two is wrong."),
            );
        }
    }
}

/// `two`, `3`.
fn many(count: usize) -> String {
    if count == 2 {
        "two".to_owned()
    } else {
        count.to_string()
    }
}

/// The spreadsheet row of a frame's row: the names are row 1.
pub(crate) fn sheet_row(r: usize) -> u32 {
    u32::try_from(r + 2).unwrap_or(u32::MAX)
}

fn ids(frame: &DataFrame, name: &str, problems: &mut Problems) -> Option<Vec<Option<String>>> {
    let told = match find(frame, name) {
        Ok(column) => match texts(column) {
            Ok(ids) => return Some(ids),
            Err(why) => Problem::new(Code::E113, TIES, TIES, why).column(name),
        },
        Err(missing) => missing_column(name, missing),
    };
    problems.push(told);
    None
}

fn missing_column(name: &str, missing: crate::column::Missing) -> Problem {
    let cure = missing.like.map_or_else(
        || "Name the column to use, for example source=\"from\".".to_owned(),
        |like| format!("{like} looks like it: name it in the call."),
    );
    Problem::new(Code::E101, TIES, TIES, missing.found)
        .column(name)
        .cure(cure)
}

/// The values, or `None` after telling which cannot be used (E107, E108, E110).
fn values(frame: &DataFrame, name: &str, problems: &mut Problems) -> Option<Vec<f64>> {
    let column = match find(frame, name) {
        Ok(column) => column,
        Err(missing) => {
            problems.push(missing_column(name, missing));
            return None;
        }
    };
    let cast = column.cast(&DataType::Float64).ok();
    let read: Vec<Option<f64>> = match cast.as_ref().and_then(|c| c.f64().ok()) {
        Some(values) => values.iter().map(|v| v.filter(|v| !v.is_nan())).collect(),
        None => vec![None; column.len()],
    };
    if read
        .iter()
        .all(|v| v.is_some_and(|v| v.is_finite() && v > 0.0))
    {
        return Some(read.into_iter().flatten().collect());
    }
    let written = texts(column).unwrap_or_else(|_| vec![None; read.len()]);
    let (mut empty, mut words, mut outside) = (Vec::new(), Vec::new(), Vec::new());
    for (r, (value, text)) in read.iter().zip(written).enumerate() {
        let at = sheet_row(r);
        match (value, text) {
            (Some(value), _) if value.is_finite() && *value > 0.0 => {}
            (Some(_), _) => outside.push(at),
            (None, Some(_)) => words.push(at),
            (None, None) => empty.push(at),
        }
    }
    let none =
        "Leave rows without a tie out; to say that an answer is missing, name the respondents.";
    let kinds = [
        (
            Code::E107,
            outside,
            "not above zero",
            "A row is a report of a tie, so its value is above zero.",
        ),
        (
            Code::E108,
            words,
            "not a number",
            "Expected a number above zero.",
        ),
        (Code::E110, empty, "empty", "Expected a number above zero."),
    ];
    for (code, at, what, expected) in kinds {
        if !at.is_empty() {
            let is = if at.len() == 1 { "is" } else { "are" };
            let found = format!("{} {is} {what}.", plural(at.len(), "value", "values"));
            problems.push(
                Problem::new(code, TIES, TIES, found)
                    .rows(at)
                    .column(name)
                    .expected(expected)
                    .cure(none),
            );
        }
    }
    None
}
