//! Tables with a cell for every pair: the square matrix, and the wide survey with a row for every
//! respondent.
//!
//! **Matrix**: the first row and the first column name the partners in the same order. **Survey**: a row a
//! respondent, a column a partner, as PARTNER and form tools export; columns `partner: question` hold
//! several questions, of which `relation` picks one. A partner without a row was not asked; one whose row
//! is empty did not answer. In both an empty cell is *unknown*, never 0, and 0 is "no tie".
//!
//! Not kept: attributes, backbone, and that ties have no direction. Unknown cells are kept.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ndarray::ArrayView2;

use super::Row;
use super::document::{Document, Unvalued};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, all_ones, lost};
use super::text::{number, push_row};
use crate::network::{Network, Survey, TieState};

/// What stands between partner and question in the header of a survey.
const QUESTION: &str = ": ";

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    Tie(f64),
    NoTie,
    Unknown,
}

impl Cell {
    pub(super) fn of(value: f64) -> Self {
        if value == 0.0 {
            Self::NoTie
        } else {
            Self::Tie(value)
        }
    }

    fn read(text: &str, line: u32, doc: &Document<'_>) -> Result<Self, FormatError> {
        match text.trim() {
            "" | "NA" | "N/A" | "na" | "n/a" | "NaN" | "nan" => Ok(Self::Unknown),
            word => match super::document::yes_or_no(word) {
                Some(yes) if word.parse::<f64>().is_err() => {
                    Ok(if yes { Self::Tie(1.0) } else { Self::NoTie })
                }
                _ => doc.value(word, line).map(Self::of),
            },
        }
    }
}

/// The cells of one matrix on their way to ties. Only ties and open cells are kept.
pub(super) struct Cells {
    n: usize,
    relation: String,
    /// One half was given: each cell stands for the pair.
    half: bool,
    ties: Vec<(u32, u32, f64, u32)>,
    open: Vec<(u32, u32)>,
    /// Rows that were asked and rows in which anything is known.
    asked: Vec<bool>,
    answered: Vec<bool>,
}

impl Cells {
    pub(super) fn new(n: usize, relation: String, half: bool) -> Self {
        Self {
            n,
            relation,
            half,
            ties: Vec::new(),
            open: Vec::new(),
            asked: vec![true; n],
            answered: vec![false; n],
        }
    }

    pub(super) fn push(&mut self, i: u32, j: u32, cell: Cell, line: u32) {
        if i != j && cell != Cell::Unknown {
            self.answered[i as usize] = true;
            if self.half {
                self.answered[j as usize] = true;
            }
        }
        match cell {
            Cell::Tie(value) => self.ties.push((i, j, value, line)),
            Cell::Unknown if i != j => {
                self.open.push((i, j));
                if self.half {
                    self.open.push((j, i));
                }
            }
            Cell::Unknown | Cell::NoTie => {}
        }
    }

    /// Hands over the ties of the relation asked for. A matrix read as pairs must be symmetric, because
    /// a 0 on one side denies what the other side says.
    pub(super) fn into_document(self, doc: &mut Document<'_>) -> Result<(), FormatError> {
        doc.unvalued = Unvalued::OneAndNoMore;
        doc.relation(&self.relation);
        let wanted = doc.options.relation.as_deref();
        if wanted.is_some_and(|wanted| wanted != self.relation && wanted != "*") {
            return Ok(());
        }
        let pairs = self.half || doc.options.directed == Some(false);
        let reported: HashMap<(u32, u32), u64> = self
            .ties
            .iter()
            .map(|&(i, j, v, _)| ((i, j), v.to_bits()))
            .collect();
        if pairs && !self.half {
            self.check_symmetric(&reported, doc)?;
        }
        for &(i, j, value, line) in &self.ties {
            // Of a pair reported by both sides, one.
            if !pairs || i <= j || !reported.contains_key(&(j, i)) {
                doc.valued_tie((i, j), Some(!pairs), Some(value), &self.relation, line);
            }
        }
        if !self.open.is_empty() || self.asked.contains(&false) {
            // Without a choice of relation the file is refused in the end, with the list of them.
            if doc.survey.is_some() && wanted.is_some() {
                return Err(FormatError::new(
                    FormatCode::F10,
                    "several relations have open cells.",
                )
                .cure("Choose one with relation=."));
            }
            // A partner alone has no cell to leave open: it answered.
            let answered = if self.n == 1 {
                self.asked.clone()
            } else {
                self.answered
            };
            doc.survey = Some(Survey {
                blank: self
                    .open
                    .into_iter()
                    .filter(|&(i, _)| answered[i as usize])
                    .collect(),
                asked: self.asked,
                answered,
                ..Survey::default()
            });
        }
        if doc.directed.is_none() {
            doc.directed = Some(!pairs);
        }
        Ok(())
    }

    fn check_symmetric(
        &self,
        reported: &HashMap<(u32, u32), u64>,
        doc: &Document<'_>,
    ) -> Result<(), FormatError> {
        let open: HashSet<(u32, u32)> = self.open.iter().copied().collect();
        for &(i, j, value, line) in &self.ties {
            let back = reported.get(&(j, i)).copied();
            // A side that left the cell open, or was not asked, does not contradict.
            let silent = open.contains(&(j, i)) || !self.asked[j as usize];
            if back != Some(value.to_bits()) && (back.is_some() || !silent) {
                let found = format!(
                    "the cell {} – {} is not the same in both directions.",
                    quoted(doc.name(i)),
                    quoted(doc.name(j))
                );
                return Err(doc.fault(FormatCode::F11, line, found).cure("Read the ties as directed and choose how to make pairs of them with symmetrise()."));
            }
        }
        Ok(())
    }
}

/// Reads a square matrix.
pub(super) fn read_square(rows: &[Row], doc: &mut Document<'_>) -> Result<(), FormatError> {
    let (names, body) = names(rows, doc)?;
    for name in &names {
        doc.declare(name, rows[0].0)?;
    }
    let shape = |line: u32, found: String| {
        Err(FormatError::new(FormatCode::F03, found).at("line", line).cure("Expected the names of the first row, in their order, as the first cells of the rows."))
    };
    if body.len() != names.len() {
        return shape(
            rows[0].0,
            format!("{} rows for {} columns.", body.len(), names.len()),
        );
    }
    let mut cells = Cells::new(names.len(), String::new(), false);
    for (i, (line, row)) in (0..).zip(body) {
        let name = row.first().map_or("", |cell| cell.trim());
        if name != names[i as usize] {
            return shape(
                *line,
                format!(
                    "the row {} stands where {} was expected.",
                    quoted(name),
                    quoted(&names[i as usize])
                ),
            );
        }
        for j in 0..names.len() as u32 {
            let text = row.get(j as usize + 1).map_or("", String::as_str);
            cells.push(i, j, Cell::read(text, *line, doc)?, *line);
        }
    }
    cells.into_document(doc)
}

/// Reads a survey: rows of respondents among columns of partners.
pub(super) fn read_survey(rows: &[Row], doc: &mut Document<'_>) -> Result<(), FormatError> {
    let (headers, body) = names(rows, doc)?;
    let line = rows[0].0;
    let respondents: Vec<&str> = body
        .iter()
        .map(|(_, row)| row.first().map_or("", |cell| cell.trim()))
        .collect();
    // A partner's own name may hold ": ", so a header is split only when all can be and none is a respondent.
    let split = headers.iter().all(|h| h.contains(QUESTION))
        && !headers.iter().any(|h| respondents.contains(&h.as_str()));
    let columns: Vec<(&str, &str)> = headers
        .iter()
        .map(|h| {
            if split {
                h.rsplit_once(QUESTION).unwrap_or((h, ""))
            } else {
                (h.as_str(), "")
            }
        })
        .collect();
    let mut questions: Vec<&str> = Vec::new();
    for &(partner, question) in &columns {
        if doc.number_of(partner).is_none() {
            doc.declare(partner, line)?;
        } else if !split {
            return Err(doc.fault(
                FormatCode::F05,
                line,
                format!("two columns are called {}.", quoted(partner)),
            ));
        }
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    let n = doc.partners();
    let mut row_of = vec![None; n];
    for (k, name) in respondents.iter().enumerate() {
        let line = body[k].0;
        let Some(i) = doc.number_of(name) else {
            return Err(doc
                .fault(
                    FormatCode::F06,
                    line,
                    format!("the respondent {} has no column.", quoted(name)),
                )
                .cure("Give every partner a column, also those that only answered."));
        };
        if row_of[i as usize].replace(k).is_some() {
            return Err(doc
                .fault(
                    FormatCode::F05,
                    line,
                    format!("{} answered twice.", quoted(name)),
                )
                .cure("Keep one row."));
        }
    }
    for question in questions {
        let mut column_of = vec![None; n];
        for (c, &(partner, asked)) in columns.iter().enumerate() {
            if let (true, Some(j)) = (asked == question, doc.number_of(partner))
                && column_of[j as usize].replace(c + 1).is_some()
            {
                return Err(doc.fault(
                    FormatCode::F05,
                    line,
                    format!("two columns are called {}.", quoted(&headers[c])),
                ));
            }
        }
        let mut cells = Cells::new(n, question.to_owned(), false);
        for i in 0..n as u32 {
            let Some(k) = row_of[i as usize] else {
                cells.asked[i as usize] = false;
                continue;
            };
            let (line, row) = &body[k];
            for (j, c) in (0..).zip(&column_of) {
                // What was not asked is as open as what was not answered.
                let text = c.and_then(|c| row.get(c)).map_or("", String::as_str);
                cells.push(i, j, Cell::read(text, *line, doc)?, *line);
            }
        }
        cells.into_document(doc)?;
    }
    Ok(())
}

/// The names of the columns, and the rows below.
fn names<'r>(rows: &'r [Row], doc: &Document<'_>) -> Result<(Vec<String>, &'r [Row]), FormatError> {
    let Some(((line, first), body)) = rows.split_first() else {
        return Err(FormatError::new(FormatCode::F04, "the table is empty."));
    };
    let mut names: Vec<String> = first
        .iter()
        .skip(1)
        .map(|name| name.trim().to_owned())
        .collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    for (line, row) in body {
        if row
            .iter()
            .skip(names.len() + 1)
            .any(|cell| !cell.trim().is_empty())
        {
            return Err(doc.fault(
                FormatCode::F03,
                *line,
                "the row has more cells than there are names.",
            ));
        }
    }
    if names.iter().any(String::is_empty) {
        return Err(doc.fault(FormatCode::F04, *line, "a column has no name."));
    }
    Ok((names, body))
}

/// Reads a matrix of numbers: 0 is no tie, `unknown` (or NaN) a cell nobody has spoken about.
pub(super) fn read_dense(
    cells: &ArrayView2<'_, f64>,
    unknown: f64,
    names: &[String],
    doc: &mut Document<'_>,
) -> Result<(), FormatError> {
    let n = names.len();
    if cells.dim() != (n, n) {
        let (rows, columns) = cells.dim();
        let found = format!("the matrix has {rows} rows and {columns} columns for {n} partners.");
        return Err(FormatError::new(FormatCode::F03, found)
            .cure("Expected a square matrix and an id for each row."));
    }
    for (line, name) in (1..).zip(names) {
        doc.declare(name, line)?;
    }
    let mut read = Cells::new(n, String::new(), false);
    for ((i, j), &value) in cells.indexed_iter() {
        let cell = if value.is_nan() || value == unknown {
            Cell::Unknown
        } else {
            Cell::of(value)
        };
        read.push(i as u32, j as u32, cell, i as u32 + 1);
    }
    read.into_document(doc)
}

/// Whether a table names the same partners in its first row and its first column.
pub(super) fn is_square(rows: &[Row]) -> bool {
    let Some(((_, first), body)) = rows.split_first() else {
        return false;
    };
    let names = first
        .iter()
        .skip(1)
        .map(|name| name.trim())
        .filter(|name| !name.is_empty());
    names.eq(body
        .iter()
        .map(|(_, row)| row.first().map_or("", |cell| cell.trim())))
}

/// Cells beyond which a matrix is not written.
const MOST_CELLS: u64 = 1 << 28;

/// Writes a matrix, or a survey (rows only of those who were asked).
pub(super) fn write(
    net: &Network,
    survey: bool,
    notes: &mut Vec<String>,
) -> Result<String, FormatError> {
    let n = net.partners() as u64;
    if n * n > MOST_CELLS {
        return Err(FormatError::new(
            FormatCode::F13,
            format!("a matrix of {n} partners has {} cells.", n * n),
        )
        .cure("Choose a format that lists ties."));
    }
    notes.extend(lost(
        net,
        Room {
            attributes: false,
            unknown: true,
            direction: false,
        },
    ));
    notes.extend(all_ones(net));
    let known_in_part = !net.observed().is_complete();
    if known_in_part && !net.is_directed() {
        notes.push("Which side a pair is known from is not in the file.".to_owned());
    } else if !survey && (0..n as u32).any(|i| !net.observed().asked(i)) {
        notes.push("Who was not asked reads as asked and silent.".to_owned());
    }
    let name = |i: u32| Cow::Owned(net.labels().get(i).into_owned());
    let corner = if survey { "respondent" } else { "partner_id" };
    let mut out = String::new();
    push_row(
        &mut out,
        std::iter::once(Cow::Borrowed(corner)).chain((0..n as u32).map(name)),
    );
    for i in (0..n as u32).filter(|&i| !survey || !net.is_directed() || net.observed().asked(i)) {
        let cell = |j: u32| match net.state(i, j) {
            _ if i == j => Cow::Borrowed(if survey { "" } else { "0" }),
            TieState::Unknown => Cow::Borrowed(""),
            TieState::NoTie => Cow::Borrowed("0"),
            TieState::Tie => {
                let row = net
                    .out()
                    .row_values(i)
                    .zip(net.out().row(i).binary_search(&j).ok());
                Cow::Owned(number(row.map_or(1.0, |(values, k)| values[k])))
            }
        };
        push_row(
            &mut out,
            std::iter::once(name(i)).chain((0..n as u32).map(cell)),
        );
    }
    Ok(out)
}
