//! An Excel workbook: one sheet a table.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Grid, Line, Sources, sheet};
use crate::contract;
use crate::options::ReadOptions;
use crate::problem::{Code, Problem};
use crate::words::quoted;

/// Reads every sheet that is named like a table. `only` is the table's name when the file itself is
/// named like a table: then its one sheet may have any name.
pub(super) fn read(
    bytes: &[u8],
    file: &str,
    only: Option<&'static str>,
    options: &ReadOptions,
    sources: &mut Sources,
) {
    let broken = |error: String| {
        Problem::new(
            Code::E113,
            only.unwrap_or_default(),
            file,
            format!("the workbook cannot be opened ({error})."),
        )
        .cure("Open it in a spreadsheet program and save it again as .xlsx without a password.")
    };
    let mut workbook = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => return sources.problems.push(broken(error.to_string())),
    };
    let sheets: Vec<_> = workbook
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .cloned()
        .collect();
    let single = sheets.len() == 1;
    for info in &sheets {
        let by_name = contract::table(&info.name).map(|t| t.name);
        let Some(table) = by_name.or(only.filter(|_| single)) else {
            sources.problems.push(
                Problem::new(
                    Code::N101,
                    "",
                    file,
                    format!(
                        "the sheet {} is not a table of the contract and was not read.",
                        quoted(&info.name)
                    ),
                )
                .cure(super::folder::rename_hint(&info.name)),
            );
            continue;
        };
        let shown = if only.is_some() && single {
            file.to_owned()
        } else {
            format!("{file}, sheet \"{}\"", info.name)
        };
        if info.visible != SheetVisible::Visible {
            sources.problems.push(
                Problem::new(
                    Code::N103,
                    table,
                    &shown,
                    "the sheet is hidden; it was read all the same.",
                )
                .cure("Delete it if it should not be used."),
            );
        }
        let lines = match lines(&mut workbook, &info.name) {
            Ok(lines) => lines,
            Err(error) => {
                let problem = Problem::new(Code::E113, table, &shown, error);
                sources
                    .problems
                    .push(problem.cure("Copy its cells into a new sheet and save that as .xlsx."));
                continue;
            }
        };
        let grid = Grid {
            table,
            file: &shown,
            options,
        };
        if let Some(table) = sheet::table(lines, &grid, &mut sources.problems) {
            sources.add(table);
        }
    }
}

/// Every visible or hidden sheet of a workbook with its rows, as they stand.
pub(crate) fn sheets(bytes: &[u8]) -> Result<Vec<(String, Vec<Line>)>, String> {
    let mut workbook = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| format!("the workbook cannot be opened ({error})."))?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let read = |name: String| lines(&mut workbook, &name).map(|lines| (name, lines));
    names.into_iter().map(read).collect()
}

/// More cells than this, empty ones included, are not a table but a stray mark far away.
const MOST_CELLS: usize = 50_000_000;

/// The rows that hold anything, each as wide as the widest. Cells are read one by one, because a single
/// stray cell in the far corner would make a full grid of the sheet too large for any memory.
fn lines(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Line>, String> {
    let unreadable = |error: XlsxError| format!("the sheet cannot be read ({error}).");
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let mut cells: BTreeMap<u32, Vec<(usize, String)>> = BTreeMap::new();
    let mut width = 0;
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value().clone().into());
        if !text.is_empty() {
            width = width.max(column as usize + 1);
            cells.entry(row).or_default().push((column as usize, text));
        }
    }
    if cells.len().saturating_mul(width) > MOST_CELLS {
        let rows = cells.len();
        return Err(format!(
            "the sheet has {rows} rows and cells up to column {width}."
        ));
    }
    let dense = cells.into_iter().map(|(row, filled)| {
        let mut line = vec![String::new(); width];
        for (column, text) in filled {
            line[column] = text;
        }
        (row.saturating_add(1), line)
    });
    Ok(dense.collect())
}

/// A cell as the text a person sees: `14` and not `14.0`, dates in ISO form.
///
/// A number with a date format is a date; a time of day that is not midnight is kept behind the date,
/// which makes the date check name it.
fn text(cell: Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Int(value) => value.to_string(),
        Data::Float(value) => super::frames::float_text(value),
        Data::Bool(value) => value.to_string(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(date) if !date.is_datetime() => super::frames::float_text(date.as_f64()),
        Data::DateTime(date) => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
    }
}
