//! From lines of cells to a table with a header: the shape checks that every source shares.

use super::header::find_header;
use super::{Grid, Line};
use crate::contract;
use crate::problem::{Code, Problem, Problems};
use crate::raw::RawTable;
use crate::words::{plural, quoted};

/// Makes a table of the lines, telling a missing or broken header (E102) and rows that do not fit (E112).
///
/// Empty rows are skipped, columns with neither a name nor a cell are left out. `None` when there is no
/// header to go by.
pub(super) fn table(
    lines: Vec<Line>,
    grid: &Grid<'_>,
    problems: &mut Problems,
) -> Option<RawTable> {
    let filled = |cells: &[String]| cells.iter().any(|c| !c.trim().is_empty());
    let lines: Vec<Line> = lines
        .into_iter()
        .filter(|(_, cells)| filled(cells))
        .collect();
    let wrong = |found: String| Problem::new(Code::E102, grid.table, grid.file, found);
    if lines.is_empty() {
        problems.push(
            wrong("the table is empty.".into())
                .expected("Expected column names in row 1.")
                .cure(
                    "Fill it, or remove it: a table that is not there is better than an empty one.",
                ),
        );
        return None;
    }
    let at = find_header(&lines, grid, problems)?;
    let header = &lines[at].1;
    let body = &lines[at + 1..];
    let width = header
        .iter()
        .rposition(|h| !h.trim().is_empty())
        .map_or(0, |last| last + 1);
    let mut sound = true;

    for (c, name) in header[..width].iter().enumerate() {
        let has_data = body
            .iter()
            .any(|(_, cells)| cells.get(c).is_some_and(|x| !x.trim().is_empty()));
        if name.trim().is_empty() && has_data {
            problems.push(
                wrong(format!("column {} has cells but no name.", c + 1))
                    .rows([lines[at].0])
                    .cure("Name the column, or delete it."),
            );
            sound = false;
        }
        let normal = contract::normal(name);
        let twin = header[..c]
            .iter()
            .position(|other| contract::normal(other) == normal);
        if let (Some(twin), false) = (twin, normal.is_empty()) {
            let both = if header[twin] == *name {
                format!("two columns are called {}.", quoted(name))
            } else {
                format!(
                    "{} and {} are the same name (case, spaces, \"_\" and \"-\" do not count).",
                    quoted(&header[twin]),
                    quoted(name)
                )
            };
            problems.push(
                wrong(both)
                    .rows([lines[at].0])
                    .cure("Rename or delete one of them."),
            );
            sound = false;
        }
    }
    if !sound {
        return None;
    }

    let keep: Vec<usize> = (0..width)
        .filter(|&c| !header[c].trim().is_empty())
        .collect();
    let names = keep.iter().map(|&c| header[c].trim().to_owned()).collect();
    let mut table = RawTable::new(grid.table, grid.file, names);
    let mut misfits: Vec<(usize, Vec<u32>)> = Vec::new();
    for (row, cells) in body {
        let used = cells
            .iter()
            .rposition(|c| !c.trim().is_empty())
            .map_or(0, |last| last + 1);
        if cells.len() < width || used > width {
            let cells_found = if used > width { used } else { cells.len() };
            match misfits.iter_mut().find(|(n, _)| *n == cells_found) {
                Some((_, rows)) => rows.push(*row),
                None => misfits.push((cells_found, vec![*row])),
            }
        }
        table.push(
            *row,
            keep.iter()
                .map(|&c| cells.get(c).map_or("", String::as_str)),
        );
    }
    for (cells, rows) in misfits {
        let cure = if cells > width {
            "Give the extra cells a column name or delete them; a comma inside a cell needs quotation marks around the cell."
        } else {
            "A missing cell needs its comma."
        };
        problems.push(
            Problem::new(
                Code::E112,
                grid.table,
                grid.file,
                format!(
                    "{} where the header has {width}.",
                    plural(cells, "cell", "cells")
                ),
            )
            .rows(rows)
            .cure(cure),
        );
    }
    Some(table)
}
