//! What was observed: who was asked, who answered, which cells of a row stayed open.

use std::sync::Arc;

use super::change::pick_rows;
use super::csr::Csr;
use super::rows::rows_in_order;
use crate::Error;

/// A survey as it was held: the input of [`Observed::survey`].
///
/// A cell (i, j) is what respondent `i` says about `j`. It is known when `i` answered, `j` was on the
/// list `i` saw, and `i` did not leave it blank.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Whether each partner was asked.
    pub asked: Vec<bool>,
    /// Whether each partner answered. Nobody answers unasked.
    pub answered: Vec<bool>,
    /// Cells that were asked and left blank, as (respondent, other).
    pub blank: Vec<(u32, u32)>,
    /// The lists of respondents who saw only some partners, as (respondent, partners on the list). A
    /// respondent without a list saw everyone.
    pub lists: Vec<(u32, Vec<u32>)>,
    /// Whether the above was assumed from the ties because there was no roster.
    pub assumed: bool,
}

/// What is known of each cell of a network, arc by arc; it stays at arc level when ties are symmetrised.
///
/// `Complete` (a record, or a survey that everyone answered in full) is one word, whatever the number
/// of partners. A survey takes one byte a partner, 8 bytes of row boundary, and 4 bytes for each blank
/// or listed cell. A clone shares memory.
#[derive(Debug, Clone, Default)]
pub struct Observed(Option<Arc<Cells>>);

#[derive(Debug)]
struct Cells {
    row: Box<[Row]>,
    /// Row `i` lists the open cells (`AllBut`) or the known cells (`Only`) of respondent `i`.
    exceptions: Csr,
    assumed: bool,
}

/// How much of a respondent's row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    NotAsked,
    NoAnswer,
    AllBut,
    Only,
}

/// Known cells of one partner: what it said, what others said of it, and where both sides spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) out: u64,
    pub(crate) incoming: u64,
    pub(crate) both: u64,
}

impl Observed {
    /// Every cell is known: an absent tie is no tie.
    pub fn complete() -> Self {
        Self(None)
    }

    /// What a survey of `asked.len()` partners observed. O(n + blanks + lists).
    ///
    /// # Errors
    /// Arrays of different length, more than 2³² − 1 partners, a partner number that does not exist, a
    /// partner that answered without being asked.
    pub fn survey(survey: &Survey) -> Result<Self, Error> {
        let n = survey.asked.len();
        if n as u64 > u64::from(u32::MAX) {
            let limit = u64::from(u32::MAX);
            return Err(Error::TooLarge {
                what: "partners",
                found: n as u64,
                limit,
            });
        }
        if survey.answered.len() != n {
            let found = survey.answered.len();
            return Err(Error::LengthMismatch {
                what: "answered",
                found,
                expected: n,
            });
        }
        let listed = || {
            survey
                .lists
                .iter()
                .flat_map(|(i, list)| list.iter().map(move |&j| (*i, j)))
        };
        let respondents = survey.lists.iter().map(|(i, _)| (*i, *i));
        for (k, (i, j)) in survey
            .blank
            .iter()
            .copied()
            .chain(listed())
            .chain(respondents)
            .enumerate()
        {
            let largest = i.max(j);
            if largest as usize >= n {
                return Err(Error::PartnerOutOfRange {
                    tie: k,
                    found: u64::from(largest),
                    n,
                });
            }
        }
        let mut row = Vec::with_capacity(n);
        for (i, (&asked, &answered)) in survey.asked.iter().zip(&survey.answered).enumerate() {
            row.push(match (asked, answered) {
                (true, true) => Row::AllBut,
                (true, false) => Row::NoAnswer,
                (false, false) => Row::NotAsked,
                (false, true) => {
                    return Err(Error::BadOption {
                        option: "answered",
                        found: format!("partner {i} answered but was not asked"),
                        expected: "every partner that answered to be marked as asked".to_owned(),
                    });
                }
            });
        }
        for (i, _) in &survey.lists {
            let row = &mut row[*i as usize];
            if *row == Row::AllBut {
                *row = Row::Only;
            }
        }
        let blank = Csr::from_arcs(n, &survey.blank);
        let lists = Csr::from_arcs(n, &listed().collect::<Vec<_>>());
        let cells = rows_in_order::<()>(n, |i, push| match row[i as usize] {
            Row::AllBut => blank
                .row(i)
                .iter()
                .filter(|&&j| j != i)
                .for_each(|&j| push(j, ())),
            Row::Only => lists
                .row(i)
                .iter()
                .filter(|&&j| j != i && blank.find(i, j).is_none())
                .for_each(|&j| push(j, ())),
            Row::NotAsked | Row::NoAnswer => {}
        });
        Ok(Self::from_cells(row, cells, survey.assumed))
    }

    /// A survey where everyone was asked about everyone and `answered[i]` says who replied, in full. O(n).
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 2³² − 1 partners.
    pub fn respondents(answered: &[bool]) -> Result<Self, Error> {
        Self::survey(&Survey {
            asked: vec![true; answered.len()],
            answered: answered.to_vec(),
            ..Survey::default()
        })
    }

    fn from_cells(row: Vec<Row>, cells: Csr, assumed: bool) -> Self {
        Self(Some(Arc::new(Cells {
            row: row.into_boxed_slice(),
            exceptions: cells,
            assumed,
        })))
    }

    /// Whether every cell is known by construction.
    pub fn is_complete(&self) -> bool {
        self.0.is_none()
    }

    /// Whether who answered was assumed for want of a roster.
    pub fn is_assumed(&self) -> bool {
        self.0.as_ref().is_some_and(|c| c.assumed)
    }

    /// Number of partners of the survey; `None` when complete.
    pub(crate) fn n(&self) -> Option<usize> {
        self.0.as_ref().map(|c| c.row.len())
    }

    /// Whether partner `i` was asked.
    pub fn asked(&self, i: u32) -> bool {
        !matches!(self.row(i), Row::NotAsked)
    }

    /// Whether partner `i` answered (or everything is known).
    pub fn answered(&self, i: u32) -> bool {
        matches!(self.row(i), Row::AllBut | Row::Only)
    }

    /// Whether the cell (i, j), what `i` says about `j`, is known. O(log of the open cells of `i`).
    pub fn knows(&self, i: u32, j: u32) -> bool {
        let Some(c) = &self.0 else { return true };
        match self.row(i) {
            Row::NotAsked | Row::NoAnswer => false,
            Row::AllBut => c.exceptions.find(i, j).is_none(),
            Row::Only => c.exceptions.find(i, j).is_some(),
        }
    }

    fn row(&self, i: u32) -> Row {
        let status = |c: &Arc<Cells>| c.row.get(i as usize).copied().unwrap_or(Row::NotAsked);
        self.0.as_ref().map_or(Row::AllBut, status)
    }

    /// Whether respondent `i` chose from a list, so that a name outside it is a name written in.
    pub(crate) fn had_list(&self, i: u32) -> bool {
        self.row(i) == Row::Only
    }

    /// Adds cells to the lists of their respondents. `cells` are (respondent, other).
    pub(crate) fn with_written_in(&self, cells: &[(u32, u32)]) -> Self {
        let Some(c) = &self.0 else {
            return self.clone();
        };
        let n = c.row.len();
        let listed = (0..n as u32).flat_map(|i| c.exceptions.row(i).iter().map(move |&j| (i, j)));
        let csr = Csr::from_arcs(n, &listed.chain(cells.iter().copied()).collect::<Vec<_>>());
        Self::from_cells(c.row.to_vec(), csr, c.assumed)
    }

    /// The open cells of row `i`: everyone `i` has not spoken about. Costs the open cells, or n for a
    /// respondent who chose from a list.
    pub(crate) fn open_cells(&self, i: u32) -> Box<dyn Iterator<Item = u32> + '_> {
        let Some(c) = &self.0 else {
            return Box::new(std::iter::empty());
        };
        let everyone = (0..c.row.len() as u32).filter(move |&j| j != i);
        match self.row(i) {
            Row::NotAsked | Row::NoAnswer => Box::new(everyone),
            Row::AllBut => Box::new(c.exceptions.row(i).iter().copied()),
            Row::Only => Box::new(everyone.filter(move |&j| c.exceptions.find(i, j).is_none())),
        }
    }

    /// Known cells of every partner in closed form: O(n + blanks and lists · log), never O(n²).
    pub(crate) fn seen(&self, n: usize) -> Vec<Seen> {
        let others = (n as u64).saturating_sub(1);
        let Some(c) = &self.0 else {
            return vec![
                Seen {
                    out: others,
                    incoming: others,
                    both: others
                };
                n
            ];
        };
        // Everybody who answered without a list speaks of everybody else, except where a cell is open.
        let all_but = c.row.iter().filter(|&&r| r == Row::AllBut).count() as u64;
        let mut seen: Vec<Seen> = (0..n as u32)
            .map(|i| {
                let own = u64::from(self.row(i) == Row::AllBut);
                Seen {
                    out: 0,
                    incoming: all_but - own,
                    both: 0,
                }
            })
            .collect();
        for i in 0..n as u32 {
            for &j in c.exceptions.row(i) {
                let incoming = &mut seen[j as usize].incoming;
                *incoming = if self.row(i) == Row::Only {
                    *incoming + 1
                } else {
                    *incoming - 1
                };
            }
        }
        for i in 0..n as u32 {
            let cells = c.exceptions.row(i);
            let answered_about_i = cells.iter().filter(|&&j| self.knows(j, i)).count() as u64;
            let incoming = seen[i as usize].incoming;
            let (out, both) = match self.row(i) {
                Row::NotAsked | Row::NoAnswer => (0, 0),
                Row::AllBut => (others - cells.len() as u64, incoming - answered_about_i),
                Row::Only => (cells.len() as u64, answered_about_i),
            };
            seen[i as usize] = Seen {
                out,
                incoming,
                both,
            };
        }
        seen
    }

    /// The same with some known cells left open after all. `cells` are (respondent, other).
    pub(crate) fn with_open(&self, cells: &[(u32, u32)]) -> Self {
        let (Some(c), false) = (&self.0, cells.is_empty()) else {
            return self.clone();
        };
        let n = c.row.len();
        let open = Csr::from_arcs(n, cells);
        let rows = (0..n as u32).flat_map(|i| c.exceptions.row(i).iter().map(move |&j| (i, j)));
        let listed = rows.filter(|&(i, j)| self.row(i) != Row::Only || open.find(i, j).is_none());
        let blank = cells.iter().copied();
        let blank = blank.filter(|&(i, _)| self.row(i) == Row::AllBut);
        let csr = Csr::from_arcs(n, &listed.chain(blank).collect::<Vec<_>>());
        Self::from_cells(c.row.to_vec(), csr, c.assumed)
    }

    /// The same as if the partners marked in `silent` had not answered.
    pub(crate) fn silenced(&self, silent: &[bool]) -> Self {
        if !silent.contains(&true) {
            return self.clone();
        }
        let row = |(i, &silent): (usize, &bool)| match self.row(i as u32) {
            Row::NotAsked => Row::NotAsked,
            _ if silent => Row::NoAnswer,
            row => row,
        };
        let row: Vec<Row> = silent.iter().enumerate().map(row).collect();
        let cells = rows_in_order::<()>(row.len(), |i, push| {
            let exceptions = self.0.as_ref().map_or(&[][..], |c| c.exceptions.row(i));
            if !silent[i as usize] {
                for &j in exceptions {
                    push(j, ());
                }
            }
        });
        Self::from_cells(row, cells, self.is_assumed())
    }

    /// The same cells with respondent and other exchanged.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when the open cells are more than 2²⁷.
    pub(crate) fn transposed(&self) -> Result<Self, Error> {
        const LIMIT: usize = 1 << 27;
        let Some(c) = &self.0 else {
            return Ok(Self::complete());
        };
        let n = c.row.len();
        let mut open = Vec::new();
        for i in 0..n as u32 {
            open.extend(self.open_cells(i).map(|j| (j, i)));
            if open.len() > LIMIT {
                return Err(Error::TooLarge {
                    what: "unknown cells to turn round",
                    found: open.len() as u64,
                    limit: LIMIT as u64,
                });
            }
        }
        let cells = Csr::from_arcs(n, &open);
        let row = |i: u32| {
            if n > 1 && cells.degree(i) == n - 1 {
                Row::NoAnswer
            } else {
                Row::AllBut
            }
        };
        Ok(Self::from_cells(
            (0..n as u32).map(row).collect(),
            cells,
            c.assumed,
        ))
    }

    /// The same when a cell also counts as known where its mirror image is.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when more than 2²⁷ cells would have to be listed.
    pub(crate) fn mirrored(&self) -> Result<Self, Error> {
        const LIMIT: usize = 1 << 27;
        let Some(c) = &self.0 else {
            return Ok(Self::complete());
        };
        let n = c.row.len();
        let (mut row, mut cells) = (c.row.to_vec(), Vec::new());
        for i in 0..n as u32 {
            let told = |&j: &u32| self.knows(j, i);
            match self.row(i) {
                Row::AllBut => {
                    let open = c.exceptions.row(i).iter().copied();
                    cells.extend(open.filter(|j| !told(j)).map(|j| (i, j)));
                }
                status => {
                    let before = cells.len();
                    cells.extend(c.exceptions.row(i).iter().map(|&j| (i, j)));
                    cells.extend(self.open_cells(i).filter(told).map(|j| (i, j)));
                    if status != Row::Only && cells.len() > before {
                        row[i as usize] = Row::Only;
                    }
                }
            }
            if cells.len() > LIMIT {
                return Err(Error::TooLarge {
                    what: "cells filled from the other side",
                    found: cells.len() as u64,
                    limit: LIMIT as u64,
                });
            }
        }
        Ok(Self::from_cells(row, Csr::from_arcs(n, &cells), c.assumed))
    }

    /// What either of two surveys of the same partners knows.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let (Some(a), Some(b)) = (&self.0, &other.0) else {
            return Self::complete();
        };
        let merged = |i: u32| match (self.row(i), other.row(i)) {
            (Row::AllBut, _) | (_, Row::AllBut) => Row::AllBut,
            (Row::Only, _) | (_, Row::Only) => Row::Only,
            _ => Row::NoAnswer,
        };
        let row: Vec<Row> = (0..a.row.len() as u32).map(merged).collect();
        let cells = rows_in_order::<()>(row.len(), |i, push| {
            let all = [a.exceptions.row(i), b.exceptions.row(i)].concat();
            let mut cells: Vec<u32> = match row[i as usize] {
                // An open cell stays open where the other survey does not know it either.
                Row::AllBut => all
                    .into_iter()
                    .filter(|&j| !self.knows(i, j) && !other.knows(i, j))
                    .collect(),
                _ => all,
            };
            cells.sort_unstable();
            cells.dedup();
            for j in cells {
                push(j, ());
            }
        });
        Self::from_cells(row, cells, a.assumed || b.assumed)
    }

    /// The same for the partners in `kept`, in that order; `renumber[old]` is the new number.
    pub(crate) fn subset(&self, kept: &[u32], renumber: &[Option<u32>]) -> Self {
        let Some(c) = &self.0 else { return Self(None) };
        let row = kept.iter().map(|&i| self.row(i)).collect();
        let cells = pick_rows(&c.exceptions, kept, renumber);
        Self::from_cells(row, cells, c.assumed)
    }
}
