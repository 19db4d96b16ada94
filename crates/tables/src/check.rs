//! Rules that hold between rows and between tables, one file a family.

mod outcomes;
mod partners;
mod response;
mod targets;
mod ties;
mod time;

use crate::options::ReadOptions;
use crate::problem::Problems;
use crate::tables::Tables;

/// Runs every family. `tables` is changed only where an option asked for it, and that is logged (N102).
pub(crate) fn all(tables: &mut Tables, options: &ReadOptions, problems: &mut Problems) {
    ties::repair_and_check(tables, options, problems);
    time::check(tables, problems);
    response::check(tables, problems);
    partners::check(tables, problems);
    outcomes::check(tables, options, problems);
    targets::check(tables, problems);
}
