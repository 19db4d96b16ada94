//! A frame of promises, to a ledger; every problem told at once.

use std::collections::BTreeMap;

use commonweal_equity::{Censoring, Commitment, Count, GroupKey, Ledger};
use polars::prelude::DataFrame;

use super::end_year;
use super::periods::in_order;
use crate::column::{find, texts};
use crate::error::Error;
use crate::problem::{Code, Problem, Problems};
use crate::value::{Mark, count_from_mark, integer, is_missing};
use crate::words::{plural, quoted};

/// The table in messages.
const TABLE: &str = "commitments";

/// Which columns of a frame of promises mean what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentColumns {
    /// Who promised; `partner_id` or `partner` where it is not named.
    pub partner: Option<String>,
    /// When; `period` or `year` where it is not named.
    pub period: Option<String>,
    /// Where and for whom; those of `place_id`, `place` and `group` that are there where it is not named.
    pub by: Option<Vec<String>>,
    /// Children promised: whole numbers.
    pub promised: String,
    /// Children delivered: whole numbers or marks (`*`, `<10`), empty where not yet reported.
    pub delivered: String,
}

impl Default for CommitmentColumns {
    fn default() -> Self {
        Self {
            partner: None,
            period: None,
            by: None,
            promised: "promised".to_owned(),
            delivered: "delivered".to_owned(),
        }
    }
}

/// Reads promises: one row a partner, period, and place or group where those are given. Returns the ledger and
/// the columns of its keys. Periods are put in order of time; a level that is not recorded is left out of the
/// key. O(rows log rows).
///
/// # Errors
/// [`Error::Problems`] with all of: a column that is missing (E101), a partner, period and place with two rows
/// (E103), what is not a whole number of children (E108), and an empty partner, period or promise, also
/// where a delivery is reported (E110). Rows are counted like a spreadsheet's.
///
/// ```
/// use commonweal_tables::outcomes::{CommitmentColumns, read_commitments};
/// use polars::prelude::df;
/// let frame = df!(
///     "partner_id" => ["P1", "P1"], "year" => [2027, 2028],
///     "promised" => [60, 80], "delivered" => [Some(45), None],
/// )?;
/// let (ledger, by) = read_commitments(&frame, &CommitmentColumns::default())?;
/// let all = ledger.summary()?.all;
/// assert_eq!((all.promised, all.not_reported, by.len()), (140, 1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_commitments(
    frame: &DataFrame,
    columns: &CommitmentColumns,
) -> Result<(Ledger, Vec<String>), Error> {
    let has = |name: &&&str| frame.column(name).is_ok();
    let named = |name: &Option<String>, known: &[&str]| {
        let found = known.iter().find(has).or(known.first());
        name.clone()
            .unwrap_or_else(|| found.map_or_else(String::new, |name| (*name).to_owned()))
    };
    let partner = named(&columns.partner, &["partner_id", "partner"]);
    let period = named(&columns.period, &["period", "year"]);
    let by = columns.by.clone().unwrap_or_else(|| {
        let known = ["place_id", "place", "group"];
        (known.iter().filter(has))
            .map(|name| (*name).to_owned())
            .collect()
    });
    let mut reader = Reader {
        frame,
        problems: Problems::new(),
    };
    let partners = reader.column(&partner);
    let periods = reader.column(&period);
    let promised = reader.column(&columns.promised);
    let delivered = reader.column(&columns.delivered);
    let levels: Vec<_> = by.iter().map(|name| reader.column(name)).collect();
    reader.finish()?;
    let partners = reader.filled(&partner, partners);
    let periods = reader.filled(&period, periods);
    let promises = reader.promises(&columns.promised, &promised, &delivered);
    let delivered = reader.delivered(&columns.delivered, &delivered);
    reader.finish()?;
    let order = in_order(periods.iter().map(String::as_str));
    let position: BTreeMap<&str, usize> = order.iter().map(String::as_str).zip(0..).collect();
    let mut rows = Vec::with_capacity(partners.len());
    let mut seen: BTreeMap<(&str, usize, GroupKey), Vec<u32>> = BTreeMap::new();
    for row in 0..partners.len() {
        let pairs = by.iter().zip(&levels);
        let key = GroupKey::new(
            pairs.filter_map(|(name, levels)| Some((name.as_str(), levels[row].clone()?))),
        )?;
        let period = position[periods[row].as_str()];
        (seen
            .entry((&partners[row], period, key.clone()))
            .or_default())
        .push(sheet_row(row));
        rows.push(Commitment {
            partner: partners[row].clone(),
            period,
            key,
            promised: promises[row],
            delivered: delivered[row],
        });
    }
    for ((partner, period, key), at) in seen.into_iter().filter(|(_, at)| at.len() > 1) {
        let of = if key.pairs().len() == 0 {
            String::new()
        } else {
            format!(" for {key}")
        };
        let found = format!(
            "partner {} promises {} times in {}{of}.",
            quoted(partner),
            at.len(),
            order[period]
        );
        reader.push(
            Problem::new(Code::E103, TABLE, TABLE, found).rows(at).cure(
                "Keep one, or name the column that sets them apart in by=. Nothing was merged.",
            ),
        );
    }
    reader.finish()?;
    let periods = order.into_iter().map(|label| {
        let year = end_year(&label);
        (label, year)
    });
    Ok((Ledger::new(periods.collect(), rows)?, by))
}

/// Spreadsheet row of a row of the frame; the names are row 1.
fn sheet_row(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX).saturating_add(2)
}

struct Reader<'a> {
    frame: &'a DataFrame,
    problems: Problems,
}

impl Reader<'_> {
    fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Stops where there are problems.
    fn finish(&mut self) -> Result<(), Error> {
        if self.problems.is_empty() {
            return Ok(());
        }
        self.problems.sort();
        Err(Error::Problems(std::mem::take(&mut self.problems)))
    }

    /// The cells of a column as text; empty after telling that it cannot be read.
    fn column(&mut self, name: &str) -> Vec<Option<String>> {
        let found = match find(self.frame, name) {
            Ok(column) => texts(column),
            Err(missing) => {
                let cure = missing.like.map_or_else(
                    || "Add it, or name the column that holds it in the call.".to_owned(),
                    |like| format!("{like} looks like it: name it in the call."),
                );
                let problem = Problem::new(Code::E101, TABLE, TABLE, missing.found);
                self.push(problem.column(name).cure(cure));
                return Vec::new();
            }
        };
        found.unwrap_or_else(|why| {
            let found = format!("column {} {why}", quoted(name));
            self.push(Problem::new(Code::E108, TABLE, TABLE, found).column(name));
            Vec::new()
        })
    }

    /// Tells rows of a column that cannot be used.
    fn tell(&mut self, code: Code, name: &str, at: Vec<u32>, what: &str, cure: &str) {
        if !at.is_empty() {
            let is = if at.len() == 1 { "is" } else { "are" };
            let found = format!("{} {is} {what}.", plural(at.len(), "cell", "cells"));
            let problem = Problem::new(code, TABLE, TABLE, found);
            self.push(problem.rows(at).column(name).cure(cure));
        }
    }

    /// Cells that must not be empty.
    fn filled(&mut self, name: &str, cells: Vec<Option<String>>) -> Vec<String> {
        let at = (cells.iter().zip(0..))
            .filter(|(cell, _)| cell.is_none())
            .map(|(_, row)| sheet_row(row))
            .collect();
        self.tell(
            Code::E110,
            name,
            at,
            "empty",
            "Fill it in, or leave the row out.",
        );
        cells.into_iter().map(Option::unwrap_or_default).collect()
    }

    fn promises(
        &mut self,
        name: &str,
        cells: &[Option<String>],
        delivered: &[Option<String>],
    ) -> Vec<u64> {
        let (mut empty, mut unpromised, mut bad) = (Vec::new(), Vec::new(), Vec::new());
        let promises = (cells.iter().zip(delivered).enumerate())
            .map(|(row, (cell, delivered))| {
                let given = |cell: &Option<String>| cell.clone().filter(|cell| !is_missing(cell));
                let Some(text) = given(cell) else {
                    let at = if given(delivered).is_some() {
                        &mut unpromised
                    } else {
                        &mut empty
                    };
                    at.push(sheet_row(row));
                    return 0;
                };
                integer(&text).unwrap_or_else(|| {
                    bad.push(sheet_row(row));
                    0
                })
            })
            .collect();
        let cure = "Give the children promised; 0 is a promise of nobody, an empty cell is none.";
        self.tell(Code::E110, name, empty, "empty", cure);
        self.tell(
            Code::E110,
            name,
            unpromised,
            "empty where a delivery is reported",
            cure,
        );
        let cure = "Write digits without separators, 0 or more.";
        self.tell(
            Code::E108,
            name,
            bad,
            "not a whole number of children",
            cure,
        );
        promises
    }

    fn delivered(&mut self, name: &str, cells: &[Option<String>]) -> Vec<Count> {
        let mut bad = Vec::new();
        let counts = (cells.iter().enumerate())
            .map(|(row, cell)| {
                let unknown = Count::unknown(Censoring::NotCollected);
                let Some(text) = cell.as_ref().filter(|cell| !is_missing(cell)) else {
                    return unknown;
                };
                Mark::parse(text)
                    .and_then(count_from_mark)
                    .unwrap_or_else(|| {
                        bad.push(sheet_row(row));
                        unknown
                    })
            })
            .collect();
        self.tell(
            Code::E108,
            name,
            bad,
            "neither a number of children nor a known mark",
            "Write digits, a mark such as * or <10, or leave it empty where nothing is reported yet.",
        );
        counts
    }
}
