//! From a folder, a workbook or frames to raw tables. Content never makes these fail: it makes problems.

mod csv;
mod folder;
mod frames;
mod header;
mod sheet;
mod workbook;

use crate::options::ReadOptions;
use crate::problem::{Problem, Problems};
use crate::raw::RawTable;

pub use folder::read_csv_texts;
pub use folder::read_path;
pub use frames::read_frames;
pub(crate) use frames::text as cell_text;
pub(crate) use workbook::sheets;

/// Raw tables by their contract, at most one each, and what was wrong with the sources.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) tables: Vec<RawTable>,
    pub(crate) problems: Problems,
}

impl Sources {
    /// Takes in a table; a second source for the same table is an error, not a merge.
    pub(crate) fn add(&mut self, table: RawTable) {
        if let Some(first) = self.tables.iter().find(|t| t.name == table.name) {
            self.problems.push(
                Problem::new(
                    crate::Code::E113,
                    &table.name,
                    &table.file,
                    format!("the table \"{}\" is also in {}.", table.name, first.file),
                )
                .expected("Each table has one source.")
                .cure("Remove or rename one of them. Nothing was merged."),
            );
            return;
        }
        self.tables.push(table);
    }
}

/// The lines of a grid before a header is chosen: spreadsheet row and cells.
pub(crate) type Line = (u32, Vec<String>);

/// What every reader needs to turn a grid into a table.
pub(crate) struct Grid<'a> {
    pub(crate) table: &'a str,
    pub(crate) file: &'a str,
    pub(crate) options: &'a ReadOptions,
}
