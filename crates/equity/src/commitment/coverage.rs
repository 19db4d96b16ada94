//! Promised and delivered children beside those the goal takes, by year and cell.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Commitment, Ledger};
use crate::need::sum;
use crate::words::{Wording, plural, thousands, with_caveats};
use crate::{AllocationYears, Count, Error, Exact, GroupKey, Trajectory};

/// What the goal takes in one year from one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Required {
    /// Calendar year.
    pub year: i32,
    /// The cell; the empty key for everyone.
    pub key: GroupKey,
    /// Children; `None` where censored counts leave it open.
    pub children: Option<u64>,
}

impl Required {
    /// The additional children of each year of a path, over everyone. Where the baseline does not give whole
    /// children, the next whole number, which suffices.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn of_path(path: &Trajectory) -> Result<Vec<Self>, Error> {
        (path.years.iter())
            .map(|year| {
                let children = year.additional.ceil();
                Ok(Self {
                    year: year.year,
                    key: GroupKey::everyone(),
                    children: Some(u64::try_from(children).map_err(|_| Error::TooLarge)?),
                })
            })
            .collect()
    }

    /// The children of each cell and year of an allocation.
    pub fn of_years(years: &AllocationYears) -> Vec<Self> {
        let of_cell = |cell: &crate::CellYears, position: usize| {
            cell.children
                .as_ref()
                .and_then(|children| children.get(position).copied())
        };
        (years.years.iter().enumerate())
            .flat_map(|(position, &year)| {
                years.cells.iter().map(move |cell| Self {
                    year,
                    key: cell.key.clone(),
                    children: of_cell(cell, position),
                })
            })
            .collect()
    }
}

/// One cell in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellCoverage {
    /// What the goal takes.
    pub required: Required,
    /// Partners that promised here.
    pub partners: usize,
    /// Children promised, all partners added up.
    pub promised: u64,
    /// Children delivered; unknown where nobody has reported.
    pub delivered: Count,
    /// Promised children that count: at most those required. `None` where that is open.
    pub counted: Option<u64>,
    /// Promised beyond what is required: the same children promised twice, or children past the goal.
    pub excess: Option<u64>,
    /// Required and promised by nobody.
    pub uncovered: Option<u64>,
    /// `promised / required`, exact, not capped. `None` where that is open or nothing is required.
    pub coverage: Option<Exact>,
}

/// Promises beside what the goal takes. `promised = counted + excess` in every cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommitmentCoverage {
    /// The dimensions of the cells, as in the keys; empty for everyone.
    pub by: Vec<String>,
    /// By year and cell, in the order of what is required.
    pub cells: Vec<CellCoverage>,
    /// Children required over all cells and years where that is known. Years are cohorts, so this is a sum of
    /// yearly numbers, not of different children in one year.
    pub required: u64,
    /// Promised children that count, over the same cells.
    pub counted: u64,
    /// Promised beyond what is required in their cell, over the same cells.
    pub excess: u64,
    /// `counted / required`, exact: the share of the required children that somebody promised.
    pub covered: Option<Exact>,
    /// Children promised for a year or cell that nothing is required of, by what was written.
    pub elsewhere: Vec<(String, u64)>,
    /// Children promised in a period that belongs to no calendar year, by the period: they cannot be set
    /// beside a year.
    pub without_year: Vec<(String, u64)>,
    /// Sentences that belong to every number here.
    pub caveats: Vec<String>,
}

impl Ledger {
    /// Puts the promises beside what the goal takes, cell by cell and year by year.
    ///
    /// A promise belongs to the cell whose levels it names in all dimensions `by`; what else it names is
    /// added up. More promised than required in a cell is told as an excess and covers nothing, so that two
    /// partners who count the same children do not cover others. Promises of years or cells that are not
    /// required are listed, not dropped, and so are those of periods without a year. Cost: O((m + r) log r) for m promises and r required cells.
    ///
    /// # Errors
    /// [`Error::DuplicateGroup`] when a cell is required twice in a year; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{Commitment, Count, GroupKey, Ledger, Path, Required, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let required = Required::of_path(&target.path(Path::Linear)?)?;
    /// let promise = Commitment {
    ///     partner: "Library".to_owned(),
    ///     period: 0,
    ///     key: GroupKey::of("place", "North"),
    ///     promised: 60,
    ///     delivered: Count::exact(40),
    /// };
    /// let ledger = Ledger::new(vec![("2026-27".to_owned(), Some(2027))], vec![promise])?;
    /// let found = ledger.coverage(&required, &[])?;
    /// assert_eq!(found.cells[0].coverage, Some("3/4".parse()?)); // 60 of 80 in 2027
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn coverage(
        &self,
        required: &[Required],
        by: &[&str],
    ) -> Result<CommitmentCoverage, Error> {
        let mut place: BTreeMap<(i32, &GroupKey), usize> = BTreeMap::new();
        for (position, cell) in required.iter().enumerate() {
            if place.insert((cell.year, &cell.key), position).is_some() {
                return Err(Error::DuplicateGroup {
                    group: format!("{}, {}", cell.year, cell.key),
                });
            }
        }
        let mut rows: Vec<Vec<&Commitment>> = vec![Vec::new(); required.len()];
        let (mut elsewhere, mut without_year) = (Lines::default(), Lines::default());
        for row in &self.rows {
            let (period, year) = &self.periods[row.period];
            let Some(year) = *year else {
                without_year.add(period.clone(), row.promised);
                continue;
            };
            let levels: Option<Vec<(&str, &str)>> = by
                .iter()
                .map(|dimension| Some((*dimension, row.key.level(dimension)?)))
                .collect();
            let key = levels.map(GroupKey::new).transpose()?;
            let position = key.as_ref().and_then(|key| place.get(&(year, key)));
            if let Some(&position) = position {
                rows[position].push(row);
                continue;
            }
            let place = key.map_or_else(
                || format!("{period}, no {}", by.join(" or ")),
                |key| format!("{period}, {key}"),
            );
            elsewhere.add(place, row.promised);
        }
        let (elsewhere, without_year) = (elsewhere.rows, without_year.rows);
        let cells: Vec<CellCoverage> = (required.iter().zip(&rows))
            .map(|(required, rows)| cell(required, rows))
            .collect::<Result<_, _>>()?;
        let total = |of: fn(&CellCoverage) -> Option<u64>| sum(cells.iter().filter_map(of));
        let (needed, counted) = (total(|c| c.required.children)?, total(|c| c.counted)?);
        let excess = total(|c| c.excess)?;
        Ok(CommitmentCoverage {
            by: by.iter().map(|dimension| (*dimension).to_owned()).collect(),
            required: needed,
            counted,
            excess,
            covered: match needed {
                0 => None,
                needed => Some(Exact::from(counted).over(Exact::from(needed))?),
            },
            caveats: caveats(&cells, &elsewhere, &without_year),
            cells,
            elsewhere,
            without_year,
        })
    }
}

/// Children by what was written, in the order in which it first appears.
#[derive(Default)]
struct Lines {
    rows: Vec<(String, u64)>,
    at: BTreeMap<String, usize>,
}

impl Lines {
    fn add(&mut self, written: String, children: u64) {
        let line = *self.at.entry(written.clone()).or_insert(self.rows.len());
        if line == self.rows.len() {
            self.rows.push((written, 0));
        }
        // The promises of a ledger add up in u64.
        self.rows[line].1 += children;
    }
}

fn cell(required: &Required, rows: &[&Commitment]) -> Result<CellCoverage, Error> {
    let promised = sum(rows.iter().map(|row| row.promised))?;
    let partners: BTreeSet<&str> = rows.iter().map(|row| row.partner.as_str()).collect();
    Ok(CellCoverage {
        required: required.clone(),
        partners: partners.len(),
        promised,
        delivered: rows.iter().map(|row| row.delivered).sum(),
        counted: required.children.map(|children| promised.min(children)),
        excess: required
            .children
            .map(|children| promised.saturating_sub(children)),
        uncovered: required
            .children
            .map(|children| children.saturating_sub(promised)),
        coverage: match required.children {
            None | Some(0) => None,
            Some(children) => Some(Exact::from(promised).over(Exact::from(children))?),
        },
    })
}

fn caveats(
    cells: &[CellCoverage],
    elsewhere: &[(String, u64)],
    without_year: &[(String, u64)],
) -> Vec<String> {
    let mut out = Vec::new();
    let twice = cells
        .iter()
        .filter(|cell| cell.partners > 1 && cell.excess > Some(0))
        .count();
    if twice > 0 {
        out.push(format!(
            "In {} two or more partners promise more children than are required: some may be counted twice. Only the required children count as covered.",
            plural(twice, "cell")
        ));
    }
    let open = cells
        .iter()
        .filter(|cell| cell.required.children.is_none())
        .count();
    if open > 0 {
        out.push(format!(
            "Not assessed because of censored counts: {}.",
            plural(open, "cell")
        ));
    }
    for (lines, what) in [
        (elsewhere, "where or when nothing is required"),
        (
            without_year,
            "in periods without a calendar year, which cannot be set beside one",
        ),
    ] {
        if !lines.is_empty() {
            out.push(promised_apart(lines, what));
        }
    }
    out
}

/// "7 children are promised …: 2026, everyone; 2026, West.", three lines by name at most.
fn promised_apart(lines: &[(String, u64)], what: &str) -> String {
    let children = lines.iter().map(|(_, children)| u128::from(*children));
    let children: u128 = children.sum();
    let who = if children == 1 {
        "child is"
    } else {
        "children are"
    };
    let named: Vec<&str> = (lines.iter().take(3))
        .map(|(line, _)| line.as_str())
        .collect();
    let more = match lines.len() {
        0..=3 => String::new(),
        all => format!("; and {} more", all - 3),
    };
    format!(
        "{} {who} promised {what}: {}{more}.",
        thousands(children),
        named.join("; ")
    )
}

impl CommitmentCoverage {
    /// The coverage in one plain sentence, then its caveats.
    pub fn sentence(&self, words: &Wording) -> String {
        let Some(covered) = self.covered else {
            let nothing = "Nothing is required, so there is nothing to cover.";
            return with_caveats(nothing.to_owned(), &self.caveats);
        };
        let years: BTreeSet<i32> = self.cells.iter().map(|cell| cell.required.year).collect();
        let span = match (years.first(), years.last()) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (Some(year), _) => year.to_string(),
            _ => "no year".to_owned(),
        };
        let excess = match self.excess {
            0 => String::new(),
            excess => format!(
                "; {} more are promised than their cells require and cover nobody",
                thousands(excess)
            ),
        };
        let sentence = format!(
            "Of {} {} that the goal takes in {span}, year by year, {} are promised ({}){excess}.",
            thousands(self.required),
            words.population,
            thousands(self.counted),
            covered.percent(1)
        );
        with_caveats(sentence, &self.caveats)
    }
}
