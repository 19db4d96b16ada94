//! A folder of files, one workbook, or texts in memory.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::{Grid, Sources, csv, sheet, workbook};
use crate::contract::{self, TABLES};
use crate::load::{Loaded, load};
use crate::options::ReadOptions;
use crate::problem::{Code, Problem};
use crate::words::{closest, or, quoted};

/// Reads a folder of `.csv` and `.xlsx` files, one `.xlsx` workbook, or one `.csv` file.
///
/// A file is a table when its name is that of a table (`ties.csv`); a workbook holds one table a sheet.
/// What is wrong with the content, in all tables at once, is in [`Loaded::problems`]. Files that are not
/// tables are named in a notice; files whose names start with `.` or `~$` (a spreadsheet's lock file)
/// and README files are passed over.
///
/// # Errors
/// When `path` itself cannot be read at all.
pub fn read_path(path: impl AsRef<Path>, options: &ReadOptions) -> io::Result<Loaded> {
    let path = path.as_ref();
    let mut sources = Sources::default();
    if path.is_dir() {
        let mut entries = std::fs::read_dir(path)?
            .map(|e| e.map(|e| e.path()))
            .collect::<io::Result<Vec<PathBuf>>>()?;
        entries.sort();
        for entry in entries {
            let name = file_name(&entry);
            let passed_over = name.starts_with('.')
                || name.starts_with("~$")
                || name.to_lowercase().starts_with("readme");
            if !passed_over {
                read_file(&entry, &name, options, &mut sources);
            }
        }
    } else {
        std::fs::metadata(path)?;
        read_file(path, &file_name(path), options, &mut sources);
    }
    Ok(load(sources, options))
}

/// Reads CSV texts given by file name (`ties.csv`), as they would be read from a folder.
pub fn read_csv_texts<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    options: &ReadOptions,
) -> Loaded {
    let mut sources = Sources::default();
    for (name, bytes) in files {
        read_bytes(name, bytes, options, &mut sources);
    }
    load(sources, options)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn read_file(path: &Path, name: &str, options: &ReadOptions, sources: &mut Sources) {
    if path.is_dir() {
        sources.problems.push(
            Problem::new(
                Code::N101,
                "",
                name,
                "a folder inside the folder; it was not read.",
            )
            .cure("Move its tables up if they belong here."),
        );
        return;
    }
    match std::fs::read(path) {
        Ok(bytes) => read_bytes(name, &bytes, options, sources),
        Err(error) => sources.problems.push(
            Problem::new(
                Code::E113,
                "",
                name,
                format!("the file cannot be read ({error})."),
            )
            .cure("Check that it is there and that you may open it."),
        ),
    }
}

fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions, sources: &mut Sources) {
    let path = Path::new(name);
    let stem = path
        .file_stem()
        .unwrap_or(OsStr::new(name))
        .to_string_lossy();
    let extension = path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let table = contract::table(&stem).map(|t| t.name);
    match (extension.as_str(), table) {
        ("xlsx", _) => workbook::read(bytes, name, table, options, sources),
        ("csv", Some(table)) => {
            let grid = Grid {
                table,
                file: name,
                options,
            };
            let lines = csv::lines(bytes, &grid, &mut sources.problems);
            if lines.is_empty()
                && !bytes.is_empty()
                && sources.problems.iter().any(|p| p.file == name)
            {
                return;
            }
            if let Some(table) = sheet::table(lines, &grid, &mut sources.problems) {
                sources.add(table);
            }
        }
        ("csv", None) => sources.problems.push(
            Problem::new(
                Code::N101,
                "",
                name,
                "not a table of the contract; it was not read.",
            )
            .cure(rename_hint(&stem)),
        ),
        (_, Some(table)) => sources.problems.push(
            Problem::new(
                Code::N101,
                table,
                name,
                "this kind of file is not read from a folder.",
            )
            .expected("Expected .csv or .xlsx.")
            .cure("Save it as one of them, or open it yourself and pass the frame."),
        ),
        _ => sources.problems.push(Problem::new(
            Code::N101,
            "",
            name,
            "not a table; it was not read.",
        )),
    }
}

/// What to do with a file or sheet whose name is not that of a table.
pub(super) fn rename_hint(name: &str) -> String {
    let names: Vec<&str> = TABLES.iter().map(|t| t.name).collect();
    match closest(name, names.iter().copied()) {
        Some(close) => format!("If it is the table \"{close}\", give it that name."),
        None => format!(
            "If {} is a table, give it the name {}.",
            quoted(name),
            or(&names)
        ),
    }
}
