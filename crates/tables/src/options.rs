//! What a reader may be told to do. Nothing here happens unless it is asked for, and what happens is logged.

use std::collections::BTreeMap;

/// What to do with two values for the same tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DuplicateTies {
    /// Tell both rows and stop.
    #[default]
    Error,
    /// Keep the largest value.
    Max,
    /// Keep the mean of the values.
    Mean,
    /// Keep the value of the last row.
    Last,
}

/// What to do with a partner that is tied to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SelfTies {
    /// Tell the row and stop.
    #[default]
    Error,
    /// Leave the row aside.
    Drop,
}

/// Options of the readers; the default changes nothing and assumes nothing.
///
/// Every cure that a message names is one of these or an edit of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// Names of columns as found, and the contract's names they stand for: `to` → `target_id`. A name
    /// may be limited to one table: `ties.to`.
    pub rename: BTreeMap<String, String>,
    /// Spreadsheet row of the header, by table; 1 where not given.
    pub header_row: BTreeMap<String, u32>,
    /// Two values for the same tie.
    pub duplicates: DuplicateTies,
    /// A partner tied to itself.
    pub self_ties: SelfTies,
    /// Read tie values that are labels of their layer's scale (`weekly`) as its numbers.
    pub labels: bool,
    /// Read whole numbers from 20,000 to 80,000 in date columns as Excel day numbers (1900 system).
    pub excel_dates: bool,
    /// More words that mean yes in yes/no columns.
    pub truthy: Vec<String>,
    /// Accept groups that do not add up to their total; the rest are in no known group.
    pub allow_unassigned: bool,
    /// Where a file holds several category standards, the one to use; rows of others are left aside.
    pub scheme: Option<String>,
}
