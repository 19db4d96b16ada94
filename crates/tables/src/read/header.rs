//! Which line holds the column names.

use super::{Grid, Line};
use crate::contract::{self, normal};
use crate::problem::{Code, Problem, Problems};
use crate::words::quoted;

/// Lines below the first that are searched for a header.
const SEARCHED: usize = 10;

/// Index of the header line, by option or by position; tells (E102) when it is not where it should be.
pub(super) fn find_header(
    lines: &[Line],
    grid: &Grid<'_>,
    problems: &mut Problems,
) -> Option<usize> {
    let asked = grid
        .options
        .header_row
        .iter()
        .find(|(table, _)| normal(table) == normal(grid.table));
    if let Some((_, &row)) = asked {
        let at = lines.iter().position(|(r, _)| *r == row);
        if at.is_none() {
            problems.push(
                Problem::new(
                    Code::E102,
                    grid.table,
                    grid.file,
                    format!("header_row says row {row}, which is empty or beyond the end."),
                )
                .cure("Give the row that holds the column names."),
            );
        }
        return at;
    }
    let (first_row, first) = lines.first()?;
    let wrong = |found: String| Problem::new(Code::E102, grid.table, grid.file, found);
    let found = first
        .iter()
        .map(|c| c.trim())
        .find(|c| !c.is_empty())
        .unwrap_or_default();
    let known: Vec<usize> = lines
        .iter()
        .take(SEARCHED)
        .map(|(_, cells)| known_names(cells, grid))
        .collect();
    let best = known
        .iter()
        .enumerate()
        .max_by_key(|&(i, &n)| (n, std::cmp::Reverse(i)))
        .map_or(0, |(i, _)| i);
    if known[0] == 0 && known[best] > 0 {
        let row = lines[best].0;
        problems.push(
            wrong(format!(
                "no header in row {first_row} (found {}).",
                quoted(found)
            ))
            .cure(format!(
                "Put column names in row 1, or pass header_row={{\"{}\": {row}}}.",
                grid.table
            )),
        );
        return None;
    }
    if *first_row != 1 {
        problems.push(
            wrong("no header in row 1 (it is empty).".into()).cure(format!(
                "Put column names in row 1, or pass header_row={{\"{}\": {first_row}}}.",
                grid.table
            )),
        );
        return None;
    }
    let separators = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")];
    let separator = separators.iter().find(|(c, _)| found.contains(*c));
    if let (0, 1, Some((_, name))) = (known[0], first.len(), separator) {
        problems.push(
            wrong(format!(
                "the columns are separated by {name} (found {}).",
                quoted(found)
            ))
            .expected("Expected commas.")
            .cure("Save the file as \"CSV UTF-8 (comma delimited)\"."),
        );
        return None;
    }
    Some(0)
}

/// How many cells of a line are names of the contract, of its synonyms, or to be renamed.
fn known_names(cells: &[String], grid: &Grid<'_>) -> usize {
    let Some(table) = contract::table(grid.table) else {
        return 0;
    };
    let is_known = |cell: &&String| {
        let name = normal(cell);
        table
            .columns
            .iter()
            .any(|c| normal(c.name) == name || c.synonyms.iter().any(|s| normal(s) == name))
            || grid.options.rename.keys().any(|from| {
                normal(from.rsplit_once('.').map_or(from, |(_, column)| column)) == name
            })
    };
    cells
        .iter()
        .filter(|c| !c.trim().is_empty())
        .filter(is_known)
        .count()
}
