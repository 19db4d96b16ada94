//! The one validator: each table against its contract, cell by cell.

use std::collections::BTreeMap;

use crate::contract::{Column, Kind, Need, Table, normal};
use crate::options::ReadOptions;
use crate::parsed::{Parsed, present, readable};
use crate::problem::{Code, Problem, Problems};
use crate::raw::RawTable;
use crate::value::{Answer, excel_date};
use crate::words::{and, closest, or, quoted};

/// Finds the place of every column of the contract, by name or by rename.
pub(crate) fn places(
    spec: &'static Table,
    raw: &RawTable,
    options: &ReadOptions,
) -> Vec<Option<usize>> {
    let names: Vec<String> = raw
        .header()
        .iter()
        .map(|h| renamed(spec, h, options))
        .collect();
    spec.columns
        .iter()
        .map(|c| names.iter().position(|n| *n == normal(c.name)))
        .collect()
}

/// The normal name of a header, after renames.
pub(crate) fn renamed(spec: &Table, header: &str, options: &ReadOptions) -> String {
    let own = normal(header);
    let target = options
        .rename
        .iter()
        .find(|(from, _)| match from.split_once('.') {
            Some((table, column)) if normal(table) == normal(spec.name) => normal(column) == own,
            _ => normal(from) == own,
        });
    target.map_or(own, |(_, to)| normal(to))
}

/// Tells missing columns (E101).
pub(crate) fn columns(table: &Parsed<'_>, problems: &mut Problems) {
    let used: Vec<usize> = table.places.iter().flatten().copied().collect();
    let spare: Vec<&str> = (0..table.raw.width())
        .filter(|c| !used.contains(c))
        .map(|c| table.raw.header()[c].as_str())
        .collect();
    let found: Vec<String> = table.raw.header().iter().map(|h| quoted(h)).collect();
    let mut offered: Vec<&str> = Vec::new();
    for (column, place) in table.spec.columns.iter().zip(&table.places) {
        if place.is_some() || column.need == Need::Optional {
            continue;
        }
        let like = looks_like(
            column,
            spare.iter().copied().filter(|s| !offered.contains(s)),
        );
        let cure = match like {
            Some(name) => {
                offered.push(name);
                format!(
                    "{} looks like it: pass rename={{{}: {}}}.",
                    quoted(name),
                    quoted(name),
                    quoted(column.name)
                )
            }
            None => format!("Add it: {}.", column.note),
        };
        problems.push(
            Problem::new(
                Code::E101,
                table.spec.name,
                &table.raw.file,
                format!("column {} is missing.", quoted(column.name)),
            )
            .column(column.name)
            .expected(format!("Columns found: {}.", found.join(", ")))
            .cure(cure),
        );
    }
}

/// A spare column that may be meant: a known synonym first, else the closest spelling.
fn looks_like<'a>(
    column: &Column,
    spare: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let synonym = column
        .synonyms
        .iter()
        .find_map(|s| spare.clone().find(|name| normal(name) == normal(s)));
    synonym.or_else(|| closest(column.name, spare))
}

/// Tells cells that are empty where they may not be, or not readable as their kind. The same cell text
/// in many rows is one problem with many rows.
pub(crate) fn cells(table: &Parsed<'_>, problems: &mut Problems) {
    for (column, place) in table.spec.columns.iter().zip(&table.places) {
        let Some(place) = *place else { continue };
        let tie_value = table.spec.name == "ties" && column.name == "value"; // told with the code book's words in check::ties
        let mut empty: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let mut unreadable: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for r in 0..table.raw.height() {
            let cell = table.raw.cell(r, place);
            match present(column.kind, cell) {
                None if column.need == Need::Required => empty
                    .entry(cell.trim())
                    .or_default()
                    .push(table.raw.row_number(r)),
                Some(text) if !tie_value && !readable(column, text, table.options) => {
                    unreadable
                        .entry(text)
                        .or_default()
                        .push(table.raw.row_number(r));
                }
                _ => {}
            }
        }
        for (cell, rows) in empty {
            problems.extend(empty_cells(table, column, cell, rows));
        }
        for (text, rows) in unreadable {
            problems.push(unreadable_cells(table, column, text).rows(rows));
        }
    }
}

fn empty_cells(table: &Parsed<'_>, column: &Column, cell: &str, rows: Vec<u32>) -> Vec<Problem> {
    let problem = |code, found: String, cure: &str| {
        Problem::new(code, table.spec.name, &table.raw.file, found)
            .column(column.name)
            .cure(cure)
    };
    let what = if cell.is_empty() {
        "empty".to_owned()
    } else {
        format!("{} counts as empty", quoted(cell))
    };
    match (table.spec.name, column.name) {
        ("indicators", "direction") => {
            vec![
                problem(
                    Code::E206,
                    format!("{what}."),
                    "Say whether higher or lower is better; it is not guessed.",
                )
                .rows(rows),
            ]
        }
        // One message a layer, because each needs its own number.
        ("layers", "present_at") => rows
            .into_iter()
            .map(|row| {
                let layer = (0..table.raw.height())
                    .find(|&r| table.raw.row_number(r) == row)
                    .map(|r| table.row(r).id("layer_id"));
                problem(
                    Code::E110,
                    format!("{what} for {}.", quoted(&layer.unwrap_or_default())),
                    "State the smallest value that counts as a tie (for example 1 = awareness).",
                )
                .rows([row])
            })
            .collect(),
        _ => vec![
            problem(
                Code::E110,
                format!("{what}."),
                &format!("Fill it in: {}.", column.note),
            )
            .rows(rows),
        ],
    }
}

fn unreadable_cells(table: &Parsed<'_>, column: &Column, text: &str) -> Problem {
    let shown = quoted(text);
    let name = column.name;
    let problem = |code, found: String| {
        Problem::new(code, table.spec.name, &table.raw.file, found).column(name)
    };
    let bare = shown.trim_matches('"');
    match column.kind {
        Kind::Number => problem(Code::E108, format!("{shown} is not a number."))
            .cure("Write digits with a decimal point and no separators, or leave it empty."),
        Kind::Integer(least) => problem(
            Code::E108,
            format!("{shown} is not a whole number of {least} or more."),
        )
        .cure("Write digits without separators, or leave it empty."),
        Kind::Bool => words_allowed(
            problem(Code::E304, format!("{shown} in column \"{name}\".")),
            &["yes", "no"],
            text,
        ),
        Kind::Answer => words_allowed(
            problem(Code::E304, format!("{shown} in column \"{name}\".")),
            &[Answer::Yes.as_str(), "no", "unknown"],
            text,
        ),
        Kind::OneOf(words) => {
            let like = closest(text, words.iter().copied())
                .map(|w| format!("Closest: \"{w}\"."))
                .unwrap_or_default();
            problem(Code::E304, format!("{shown} in column \"{name}\"."))
                .expected(format!("Use {}.", or(words)))
                .cure(like)
        }
        Kind::Date => match excel_date(text) {
            Some(date) => problem(
                Code::E301,
                format!(
                    "{name} {bare} looks like an Excel date number ({date}); pass excel_dates=True."
                ),
            ),
            None => problem(Code::E301, format!("{name} {bare} is not a date."))
                .cure("Write YYYY-MM-DD, YYYY-MM or YYYY."),
        },
        Kind::Period => problem(Code::E301, format!("{name} {bare} is not a period."))
            .cure("Write 2024, 2023-24 (a school year), 2024-03, 2024-Q1 or 2024-03-31."),
        Kind::Labels => problem(Code::E304, format!("{shown} cannot be read as labels."))
            .cure("Write number=label pairs with bars between them: 0=none|1=awareness."),
        Kind::Count => problem(
            Code::E108,
            format!("{shown} is neither a count nor a known mark."),
        )
        .expected("Expected a whole number, or *, <10, >95, 5-9, >=95%.")
        .cure("Say in value_status why there is no number, and empty the cell."),
        Kind::Rate => problem(
            Code::E108,
            format!("{shown} is neither a number nor a known mark."),
        )
        .expected("Expected a number with a decimal point, or *, <5%, >=95%, 40-59%.")
        .cure("Say in value_status why there is no number, and empty the cell."),
        Kind::Id | Kind::Text | Kind::Category | Kind::Group => {
            problem(Code::E304, format!("{shown} cannot be read."))
        }
    }
}

fn words_allowed(problem: Problem, words: &[&str], text: &str) -> Problem {
    let shown = quoted(text);
    problem.expected(format!(
        "Use {}; pass truthy=[{shown}] if {} means yes.",
        or(words),
        shown.trim_matches('"')
    ))
}

/// Tells keys that appear more than once (E103). Ties have their own rule (E106).
pub(crate) fn keys(table: &Parsed<'_>, problems: &mut Problems) {
    if table.spec.name == "ties" {
        return;
    }
    let mut seen: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (r, row) in table.rows().enumerate() {
        let key: Vec<&str> = table
            .spec
            .key
            .iter()
            .map(|k| row.text(k).unwrap_or_default())
            .collect();
        if !key.first().is_some_and(|k| k.is_empty()) {
            seen.entry(key).or_default().push(r);
        }
    }
    for (key, rows) in seen.into_iter().filter(|(_, rows)| rows.len() > 1) {
        let parts: Vec<&str> = key.iter().copied().filter(|k| !k.is_empty()).collect();
        let shown = if table.spec.key.len() == 1 {
            quoted(parts[0])
        } else {
            format!("the key ({})", parts.join(", "))
        };
        let times = if rows.len() == 2 {
            "twice".to_owned()
        } else {
            format!("{} times", rows.len())
        };
        let names: Vec<String> = rows
            .iter()
            .filter_map(|&r| table.row(r).text("name"))
            .map(quoted)
            .collect();
        let differ =
            names.len() == rows.len() && names.len() <= 3 && names.windows(2).any(|w| w[0] != w[1]);
        let names = if differ {
            format!(" ({})", and(&names))
        } else {
            String::new()
        };
        let cure = if table.spec.key.len() == 1 {
            "Give each row its own id."
        } else {
            "Keep one of the rows."
        };
        let problem = Problem::new(
            Code::E103,
            table.spec.name,
            &table.raw.file,
            format!("{shown} appears {times}{names}."),
        )
        .rows(
            rows.iter()
                .map(|&r| table.raw.row_number(r))
                .collect::<Vec<_>>(),
        )
        .cure(format!("{cure} Nothing was merged."));
        problems.push(if table.spec.key.len() == 1 {
            problem.column(table.spec.key[0])
        } else {
            problem
        });
    }
}

/// Tells ids that are not in the table they refer to (E104), with the closest that is.
pub(crate) fn references(table: &Parsed<'_>, others: &[Parsed<'_>], problems: &mut Problems) {
    /// Beyond so many unknown ids the file is of another kind, and a search for each would take long.
    const SUGGESTED: usize = 200;
    for (column, place) in table.spec.columns.iter().zip(&table.places) {
        let (Some(place), Some(other)) = (*place, column.refers) else {
            continue;
        };
        let Some(other) = others.iter().find(|o| o.spec.name == other) else {
            continue;
        };
        let key = other.spec.key[0];
        if other.places[0].is_none() {
            continue; // its own key column is missing, which was told
        }
        let known: std::collections::BTreeSet<&str> =
            other.rows().filter_map(|row| row.text(key)).collect();
        let mut unknown: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for r in 0..table.raw.height() {
            if let Some(id) =
                present(column.kind, table.raw.cell(r, place)).filter(|id| !known.contains(id))
            {
                unknown.entry(id).or_default().push(table.raw.row_number(r));
            }
        }
        for (i, (id, rows)) in unknown.into_iter().enumerate() {
            let like = if i < SUGGESTED {
                closest_row(id, other)
            } else {
                None
            };
            let one = other.spec.name.strip_suffix('s').unwrap_or(other.spec.name);
            problems.push(
                Problem::new(
                    Code::E104,
                    table.spec.name,
                    &table.raw.file,
                    format!("{} is not in {}.", quoted(id), other.raw.file),
                )
                .rows(rows)
                .column(column.name)
                .expected(like.map(|l| format!("Closest: {l}.")).unwrap_or_default())
                .cure(format!("Correct it, or add the {one}.")),
            );
        }
    }
}

/// The row whose id or name is most like `text`, as `"YMCA of Spokane" (P014)` or `"P014"`.
fn closest_row(text: &str, table: &Parsed<'_>) -> Option<String> {
    let key = table.spec.key[0];
    let mut words: Vec<(&str, &str)> = Vec::new();
    for row in table.rows() {
        if let Some(id) = row.text(key) {
            words.push((id, id));
            words.extend(row.text("name").map(|name| (name, id)));
        }
    }
    let best = closest(text, words.iter().map(|(word, _)| *word))?;
    let id = words.iter().find(|(word, _)| *word == best)?.1;
    Some(if best == id {
        quoted(id)
    } else {
        format!("{} ({id})", quoted(best))
    })
}
