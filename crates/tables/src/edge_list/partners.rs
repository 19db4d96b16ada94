//! The partners of a tie list: their ids in order, backbone and attributes.

use std::collections::HashMap;

use commonweal_network::Attribute;
use polars::prelude::DataFrame;

use super::{TIES, many, sheet_row};
use crate::column::texts;
use crate::problem::{Code, Problem, Problems};
use crate::value::{Answer, answer};
use crate::words::{closest, quoted};

/// Columns in which the partners' ids are looked for.
const ID_COLUMNS: [&str; 3] = ["partner_id", "id", "name"];
const BACKBONE: &str = "is_backbone";
/// How a message names the frame of partners.
const PARTNERS: &str = "partners";
/// Stands for an id that is not among the partners; a problem was told.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// Names that may be compared in search of the closest; beyond, the lists are of different kinds.
const COMPARED: usize = 2_000_000;

/// Partners in order, with their numbers.
pub(crate) struct Partners {
    pub(crate) names: Vec<String>,
    pub(crate) backbone: Vec<u32>,
    pub(crate) attributes: Vec<Attribute>,
    number: HashMap<String, u32>,
}

impl Partners {
    fn of(names: Vec<String>) -> Self {
        Self {
            number: names.iter().cloned().zip(0..).collect(),
            names,
            backbone: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// Those that appear in ties, in order of appearance: row by row, the source first.
    pub(crate) fn appearing(source: &[Option<String>], target: &[Option<String>]) -> Self {
        let mut partners = Self::of(Vec::new());
        let ends = source.iter().zip(target).flat_map(|(a, b)| [a, b]);
        for name in ends.flatten() {
            if !partners.number.contains_key(name) {
                let number = partners.names.len() as u32;
                partners.number.insert(name.clone(), number);
                partners.names.push(name.clone());
            }
        }
        partners
    }

    /// Reads a list of partners, telling empty and repeated ids and marks that are neither yes nor no.
    pub(crate) fn read(frame: &DataFrame, problems: &mut Problems) -> Self {
        let columns = frame.columns();
        let has = |name: &&&str| columns.iter().any(|c| c.name() == **name);
        let first = || columns.first().map(|c| c.name().as_str());
        let Some(key) = ID_COLUMNS.iter().find(has).copied().or_else(first) else {
            problems.push(
                tell(Code::E101, "the list of partners has no columns.")
                    .cure("Give it a column partner_id."),
            );
            return Self::of(Vec::new());
        };
        let (mut ids, mut backbone, mut attributes) = (Vec::new(), Vec::new(), Vec::new());
        for column in columns {
            let name = column.name().as_str();
            match texts(column) {
                Err(why) => problems.push(tell(Code::E113, why).column(name)),
                Ok(texts) if name == key => ids = texts,
                Ok(texts) if name == BACKBONE => backbone = marked_yes(&texts, problems),
                Ok(texts) => attributes.push(Attribute::new(name, &texts)),
            }
        }
        let names = unique(&ids, key, problems);
        Self {
            backbone,
            attributes,
            ..Self::of(names)
        }
    }

    /// The id of a partner's number.
    pub(super) fn name(&self, partner: u32) -> &str {
        self.names.get(partner as usize).map_or("", String::as_str)
    }

    /// Numbers of ids, telling empty ones (E110) and those of nobody (E104).
    pub(super) fn numbers(
        &self,
        ids: &[Option<String>],
        column: &str,
        problems: &mut Problems,
    ) -> Vec<u32> {
        let mut empty = Vec::new();
        let mut unknown: Vec<(&str, Vec<u32>)> = Vec::new();
        let mut place: HashMap<&str, usize> = HashMap::new();
        let mut numbers = Vec::with_capacity(ids.len());
        for (r, id) in ids.iter().enumerate() {
            let number = id.as_ref().and_then(|id| self.number.get(id).copied());
            match (id, number) {
                (_, Some(_)) => {}
                (None, None) => empty.push(sheet_row(r)),
                (Some(id), None) => {
                    let at = *place.entry(id).or_insert_with(|| {
                        unknown.push((id, Vec::new()));
                        unknown.len() - 1
                    });
                    unknown[at].1.push(sheet_row(r));
                }
            }
            numbers.push(number.unwrap_or(UNKNOWN));
        }
        if !empty.is_empty() {
            problems.push(
                Problem::new(Code::E110, TIES, TIES, "the cell is empty.")
                    .rows(empty)
                    .column(column)
                    .expected("Expected a partner's id.")
                    .cure("Fill it in, or delete the row."),
            );
        }
        for (k, (id, rows)) in unknown.into_iter().enumerate() {
            let found = format!("{} is not among the partners.", quoted(id));
            problems.push(
                Problem::new(Code::E104, TIES, TIES, found)
                    .rows(rows)
                    .column(column)
                    .expected(self.closest(id, k))
                    .cure("Correct it, or add the partner."),
            );
        }
        numbers
    }

    /// Which partners are named in `ids`, telling ids of nobody (E104).
    pub(super) fn marked(&self, ids: &[String], problems: &mut Problems) -> Vec<bool> {
        let mut marked = vec![false; self.names.len()];
        for (k, id) in ids.iter().enumerate() {
            if let Some(mark) = self.number.get(id.trim()).map(|&i| i as usize) {
                marked[mark] = true;
            } else {
                let found = format!("{} is not among the partners.", quoted(id));
                problems.push(
                    Problem::new(Code::E104, TIES, "respondents", found)
                        .expected(self.closest(id, k))
                        .cure("Correct it, or add the partner."),
                );
            }
        }
        marked
    }

    /// The closest partner in words, for the `k`-th unknown id.
    fn closest(&self, id: &str, k: usize) -> String {
        if (k + 1).saturating_mul(self.names.len()) > COMPARED {
            return String::new();
        }
        closest(id, self.names.iter().map(String::as_str))
            .map_or_else(String::new, |name| format!("Closest: {}.", quoted(name)))
    }
}

fn tell(code: Code, found: impl Into<String>) -> Problem {
    Problem::new(code, PARTNERS, PARTNERS, found)
}

/// The ids, telling empty (E110) and repeated ones (E103).
fn unique(ids: &[Option<String>], key: &str, problems: &mut Problems) -> Vec<String> {
    let rows_of = |wanted: &dyn Fn(&Option<String>) -> bool| -> Vec<u32> {
        let rows = ids.iter().enumerate().filter(|(_, id)| wanted(id));
        rows.map(|(r, _)| sheet_row(r)).collect()
    };
    let empty = rows_of(&Option::is_none);
    if !empty.is_empty() {
        problems.push(
            tell(Code::E110, "the cell is empty.")
                .rows(empty)
                .column(key)
                .expected("Expected the partner's id.")
                .cure("Fill it in, or delete the row."),
        );
    }
    let mut order: Vec<usize> = (0..ids.len()).filter(|&r| ids[r].is_some()).collect();
    order.sort_by_key(|&r| (&ids[r], r));
    let mut repeated: Vec<&[usize]> = order
        .chunk_by(|&a, &b| ids[a] == ids[b])
        .filter(|group| group.len() > 1)
        .collect();
    repeated.sort_unstable();
    for group in repeated {
        let id = ids[group[0]].as_deref().unwrap_or_default();
        let times = match group.len() {
            2 => "twice".to_owned(),
            more => format!("{} times", many(more)),
        };
        problems.push(
            tell(Code::E103, format!("{} appears {times}.", quoted(id)))
                .rows(group.iter().map(|&r| sheet_row(r)).collect::<Vec<_>>())
                .column(key)
                .cure("Give each row its own id. Nothing was merged."),
        );
    }
    ids.iter().flatten().cloned().collect()
}

/// Partners marked yes, telling words that are neither yes, no nor unknown (E304).
fn marked_yes(marks: &[Option<String>], problems: &mut Problems) -> Vec<u32> {
    let mut yes = Vec::new();
    let mut strange: Vec<(&str, u32)> = Vec::new();
    for (i, mark) in (0..).zip(marks) {
        match mark.as_deref().map(|mark| answer(mark, &[]).ok_or(mark)) {
            Some(Ok(Answer::Yes)) => yes.push(i),
            Some(Err(word)) => strange.push((word, sheet_row(i as usize))),
            None | Some(Ok(_)) => {}
        }
    }
    if let Some((word, _)) = strange.first() {
        problems.push(
            tell(
                Code::E304,
                format!("{} is neither yes nor no.", quoted(word)),
            )
            .rows(strange.iter().map(|(_, row)| *row).collect::<Vec<_>>())
            .column(BACKBONE)
            .cure("Use yes or no; empty means no."),
        );
    }
    yes
}
