//! A tie list in a frame, with or without a list of partners, to a network.
//!
//! The short way for people who hold one relation of one wave. The contract of the tables is the long
//! way; both give the same codes for the same faults.

use std::collections::HashMap;

use commonweal_network::{
    Attribute, BuildOptions, Duplicates, Labels, Network, Observed, SelfTies, Ties, ValueMeans,
};
use polars::prelude::{Column, DataFrame, DataType};

use crate::problem::{Code, Problem, Problems};
use crate::words::{closest, plural, quoted};

/// Names under which the partners' ids are looked for in a list of partners.
const ID_COLUMNS: [&str; 3] = ["partner_id", "id", "name"];

/// How to read a tie list; see the fields' defaults.
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

impl EdgeList {
    /// Builds the network of `ties` among `partners`. O(n + m).
    ///
    /// `partners` names every partner in its column `partner_id`, `id` or `name` (the first of these
    /// that is there; else its first column); a true/false column `is_backbone` marks the backbone and
    /// the other text columns become attributes. Without it the partners are those that appear in the
    /// ties, in order of appearance, and a note says that isolates cannot be seen.
    ///
    /// # Errors
    /// All problems at once: a missing column, an id that is empty or not in `partners` (with the
    /// closest), a repeated partner, a value that is not a number above zero, and self-ties and repeated
    /// pairs unless they are allowed. Rows are counted like a spreadsheet's, the names being row 1.
    pub fn network(
        &self,
        ties: &DataFrame,
        partners: Option<&DataFrame>,
    ) -> Result<Network, Problems> {
        let mut problems = Problems::new();
        let listed = partners.map(|frame| Listed::read(frame, &mut problems));
        let source = id_column(ties, &self.source, &mut problems);
        let target = id_column(ties, &self.target, &mut problems);
        let values = self
            .value
            .as_deref()
            .map(|name| numbers(ties, name, &mut problems));
        let (Some(source), Some(target)) = (source, target) else {
            return Err(problems);
        };
        let inferred = listed.is_none();
        let listed = listed.unwrap_or_else(|| Listed::appearing(&source, &target));
        let source = listed.numbers(&source, &self.source, &mut problems);
        let target = listed.numbers(&target, &self.target, &mut problems);
        self.awkward_pairs(&source, &target, &listed.names, &mut problems);
        let answered = self
            .respondents
            .as_ref()
            .map(|ids| listed.marked(ids, &mut problems));
        if problems.has_errors() {
            problems.sort();
            return Err(problems);
        }
        let build = || {
            let options = BuildOptions {
                directed: self.directed,
                values: self.values,
                duplicates: self.duplicates,
                self_ties: self.self_ties,
                labels: Labels::named(listed.names.clone())?,
            };
            let values = values.flatten();
            let ties = Ties {
                source: &source,
                target: &target,
                value: values.as_deref(),
            };
            let mut network = Network::from_ties(listed.names.len(), &ties, &options)?
                .with_partner_data(&listed.backbone, listed.attributes)?;
            if let Some(answered) = answered {
                network = network.with_observed(Observed::respondents(&answered)?)?;
            }
            if inferred {
                network = network.with_note(
                    "No list of partners was given: the partners are those that appear in a tie, so \
                     isolates cannot be seen and size, density and coverage may be wrong.",
                );
            }
            Ok::<_, commonweal_network::Error>(network)
        };
        build().map_err(|error| {
            let mut problems = Problems::new();
            problems.push(Problem::new(Code::E107, "ties", FRAME, error.to_string()));
            problems
        })
    }

    /// Self-ties and repeated pairs, where the rule is to refuse them.
    fn awkward_pairs(
        &self,
        source: &[u32],
        target: &[u32],
        names: &[String],
        problems: &mut Problems,
    ) {
        if self.self_ties == SelfTies::Error {
            for (r, (&i, &j)) in source.iter().zip(target).enumerate() {
                if i == j && i != UNKNOWN {
                    let found =
                        format!("source and target are both {}.", quoted(&names[i as usize]));
                    problems.push(
                        Problem::new(Code::E105, "ties", FRAME, found)
                            .rows([row(r)])
                            .expected("A partner cannot be tied to itself.")
                            .cure("Delete the row, or pass self_ties=\"drop\"."),
                    );
                }
            }
        }
        if self.duplicates == Duplicates::Error {
            let mut first: HashMap<(u32, u32), usize> = HashMap::with_capacity(source.len());
            for (r, (&i, &j)) in source.iter().zip(target).enumerate() {
                if i == j || i == UNKNOWN || j == UNKNOWN {
                    continue;
                }
                let pair = if self.directed || i < j {
                    (i, j)
                } else {
                    (j, i)
                };
                if let Some(&before) = first.get(&pair) {
                    let (a, b) = (&names[i as usize], &names[j as usize]);
                    let arrow = if self.directed { "→" } else { "–" };
                    let found = format!("the pair {a} {arrow} {b} appears twice.");
                    problems.push(
                        Problem::new(Code::E106, "ties", FRAME, found)
                            .rows([row(before), row(r)])
                            .cure(
                                "Keep one, or pass duplicates=\"max\" (also \"min\", \"mean\", \"sum\", \
                                 \"first\", \"last\").",
                            ),
                    );
                } else {
                    first.insert(pair, r);
                }
            }
        }
    }
}

const FRAME: &str = "ties";
/// Stands for an id that is not among the partners; a problem was told.
const UNKNOWN: u32 = u32::MAX;

fn row(r: usize) -> u32 {
    r as u32 + 2
}

/// Partners in order, with their numbers.
struct Listed {
    names: Vec<String>,
    number: HashMap<String, u32>,
    backbone: Vec<u32>,
    attributes: Vec<Attribute>,
}

impl Listed {
    fn appearing(source: &[Option<String>], target: &[Option<String>]) -> Self {
        let mut listed = Self::of(Vec::new());
        for name in source
            .iter()
            .zip(target)
            .flat_map(|(a, b)| [a, b])
            .flatten()
        {
            if !listed.number.contains_key(name) {
                listed
                    .number
                    .insert(name.clone(), listed.names.len() as u32);
                listed.names.push(name.clone());
            }
        }
        listed
    }

    fn of(names: Vec<String>) -> Self {
        let number = names.iter().cloned().zip(0..).collect();
        Self {
            names,
            number,
            backbone: Vec::new(),
            attributes: Vec::new(),
        }
    }

    fn read(frame: &DataFrame, problems: &mut Problems) -> Self {
        let columns: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
        let key = ID_COLUMNS
            .iter()
            .find(|name| columns.contains(name))
            .or_else(|| columns.first());
        let Some(&key) = key else {
            return Self::of(Vec::new());
        };
        let ids = frame.column(key).map(texts).unwrap_or_default();
        let mut names = Vec::with_capacity(ids.len());
        let mut first: HashMap<String, usize> = HashMap::with_capacity(ids.len());
        for (r, id) in ids.into_iter().enumerate() {
            match id {
                None => problems.push(
                    Problem::new(Code::E110, "partners", "partners", "the cell is empty.")
                        .rows([row(r)])
                        .column(key)
                        .expected("Expected the partner's id."),
                ),
                Some(id) => {
                    if let Some(&before) = first.get(&id) {
                        let found = format!("{} appears twice.", quoted(&id));
                        problems.push(
                            Problem::new(Code::E103, "partners", "partners", found)
                                .rows([row(before), row(r)])
                                .column(key)
                                .cure("Give each row its own id. Nothing was merged."),
                        );
                    } else {
                        first.insert(id.clone(), r);
                    }
                    names.push(id);
                }
            }
        }
        let mut listed = Self::of(names);
        if problems.has_errors() {
            return listed;
        }
        for column in frame.columns().iter().filter(|c| c.name() != key) {
            if column.name() == "is_backbone" {
                let marks = column.cast(&DataType::Boolean);
                let marks = marks
                    .ok()
                    .and_then(|c| c.bool().ok().map(|b| b.iter().collect::<Vec<_>>()));
                let marked = (0..).zip(marks.unwrap_or_default());
                listed.backbone = marked
                    .filter(|(_, m)| *m == Some(true))
                    .map(|(i, _)| i)
                    .collect();
            } else {
                listed
                    .attributes
                    .push(Attribute::new(column.name().as_str(), &texts(column)));
            }
        }
        listed
    }

    fn numbers(&self, ids: &[Option<String>], column: &str, problems: &mut Problems) -> Vec<u32> {
        let mut empty = Vec::new();
        let mut strange: HashMap<&str, usize> = HashMap::new();
        let mut unknown: Vec<(&str, Vec<u32>)> = Vec::new();
        let mut numbers = Vec::with_capacity(ids.len());
        for (r, id) in ids.iter().enumerate() {
            let number = id.as_ref().and_then(|id| self.number.get(id).copied());
            match (id, number) {
                (_, Some(_)) => {}
                (None, None) => empty.push(row(r)),
                (Some(id), None) => {
                    let at = *strange.entry(id).or_insert(unknown.len());
                    if at == unknown.len() {
                        unknown.push((id, Vec::new()));
                    }
                    unknown[at].1.push(row(r));
                }
            }
            numbers.push(number.unwrap_or(UNKNOWN));
        }
        if !empty.is_empty() {
            problems.push(
                Problem::new(Code::E110, "ties", FRAME, "the cell is empty.")
                    .rows(empty)
                    .column(column)
                    .expected("Expected a partner's id.")
                    .cure("Fill it in, or delete the row."),
            );
        }
        for (id, rows) in unknown {
            let like = closest(id, self.names.iter().map(String::as_str));
            let like = like.map_or_else(String::new, |name| format!(" Closest: {}.", quoted(name)));
            problems.push(
                Problem::new(
                    Code::E104,
                    "ties",
                    FRAME,
                    format!("{} is not among the partners.{like}", quoted(id)),
                )
                .rows(rows)
                .column(column)
                .cure("Correct it, or add the partner."),
            );
        }
        numbers
    }

    fn marked(&self, ids: &[String], problems: &mut Problems) -> Vec<bool> {
        let mut marked = vec![false; self.names.len()];
        for id in ids {
            if let Some(&i) = self.number.get(id) {
                marked[i as usize] = true;
            } else {
                let like = closest(id, self.names.iter().map(String::as_str));
                let like =
                    like.map_or_else(String::new, |name| format!(" Closest: {}.", quoted(name)));
                let found = format!("respondent {} is not among the partners.{like}", quoted(id));
                problems.push(Problem::new(Code::E104, "roster", "respondents", found));
            }
        }
        marked
    }
}

fn find<'a>(frame: &'a DataFrame, name: &str, problems: &mut Problems) -> Option<&'a Column> {
    if let Ok(column) = frame.column(name) {
        return Some(column);
    }
    let columns: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
    let shown: Vec<String> = columns.iter().map(|c| quoted(c)).collect();
    let found = format!(
        "column {} is missing. Columns found: {}.",
        quoted(name),
        shown.join(", ")
    );
    let cure = closest(name, columns).map_or_else(
        || "Name the column to use, for example source=\"from\".".to_owned(),
        |like| format!("{} looks like it: name it in the call.", quoted(like)),
    );
    problems.push(
        Problem::new(Code::E101, "ties", FRAME, found)
            .column(name)
            .cure(cure),
    );
    None
}

fn id_column(
    frame: &DataFrame,
    name: &str,
    problems: &mut Problems,
) -> Option<Vec<Option<String>>> {
    find(frame, name, problems).map(texts)
}

/// A column as text; whole floats (what pandas makes of integers with gaps) lose their ".0".
pub(crate) fn texts(column: &Column) -> Vec<Option<String>> {
    let column = match column.dtype() {
        DataType::Float32 | DataType::Float64 => whole(column).unwrap_or_else(|| column.clone()),
        _ => column.clone(),
    };
    let Ok(column) = column.cast(&DataType::String) else {
        return vec![None; column.len()];
    };
    let Ok(text) = column.str() else {
        return vec![None; column.len()];
    };
    let trimmed = |t: &str| Some(t.trim().to_owned()).filter(|t| !t.is_empty());
    text.iter().map(|t| t.and_then(trimmed)).collect()
}

fn whole(column: &Column) -> Option<Column> {
    let floats = column.cast(&DataType::Float64).ok()?;
    let all_whole = floats
        .f64()
        .ok()?
        .iter()
        .flatten()
        .all(|v| v.fract() == 0.0 && v.abs() < 9e15);
    all_whole.then(|| floats.cast(&DataType::Int64).ok())?
}

fn numbers(frame: &DataFrame, name: &str, problems: &mut Problems) -> Option<Vec<f64>> {
    let column = find(frame, name, problems)?;
    let cast = column.cast(&DataType::Float64).ok();
    let read: Vec<Option<f64>> = match cast.as_ref().and_then(|c| c.f64().ok()) {
        Some(values) => values.iter().collect(),
        None => vec![None; column.len()],
    };
    let usable = |v: &Option<f64>| v.is_some_and(|v| v.is_finite() && v > 0.0);
    let bad: Vec<u32> = (0..)
        .zip(&read)
        .filter(|(_, v)| !usable(v))
        .map(|(r, _)| row(r))
        .collect();
    if !bad.is_empty() {
        let found = format!(
            "{} that cannot be used.",
            plural(bad.len(), "value", "values")
        );
        problems.push(
            Problem::new(Code::E107, "ties", FRAME, found)
                .rows(bad)
                .column(name)
                .expected("Expected a number above zero: a row is a report of a tie.")
                .cure("Leave rows without a tie out; to say that an answer is missing, name the respondents."),
        );
        return None;
    }
    Some(read.into_iter().flatten().collect())
}
