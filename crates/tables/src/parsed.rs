//! A raw table laid over its contract: cells by the contract's names, read by their kind.

use crate::contract::{Column, Kind, Table};
use crate::options::ReadOptions;
use crate::raw::RawTable;
use crate::value::{self, Answer, Date, Decimal, Mark, Period};

/// A raw table with the place of each column of its contract.
pub(crate) struct Parsed<'a> {
    pub(crate) spec: &'static Table,
    pub(crate) raw: &'a RawTable,
    pub(crate) options: &'a ReadOptions,
    /// For each column of the contract, its place in the raw table.
    pub(crate) places: Vec<Option<usize>>,
}

impl<'a> Parsed<'a> {
    pub(crate) fn row(&self, r: usize) -> Row<'_, 'a> {
        Row { table: self, r }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        (0..self.raw.height()).map(|r| self.row(r))
    }
}

/// The cell's text without surrounding spaces, or `None` when it counts as missing for this kind.
pub(crate) fn present(kind: Kind, text: &str) -> Option<&str> {
    let text = text.trim();
    let missing = if kind == Kind::Group {
        text.is_empty()
    } else {
        value::is_missing(text)
    };
    (!missing).then_some(text)
}

/// A date, with Excel's day numbers when the options ask for them.
pub(crate) fn date(text: &str, options: &ReadOptions) -> Option<Date> {
    Date::parse(text).or_else(|| options.excel_dates.then(|| value::excel_date(text))?)
}

/// Labels of a scale: `0=none|1=awareness`.
pub(crate) fn labels(text: &str) -> Option<Vec<(f64, String)>> {
    text.split('|')
        .map(|part| {
            let (number, label) = part.split_once('=')?;
            let label = label.trim();
            (!label.is_empty()).then_some((value::number(number.trim())?, label.to_owned()))
        })
        .collect()
}

/// Whether a present cell can be read as its column's kind.
pub(crate) fn readable(column: &Column, text: &str, options: &ReadOptions) -> bool {
    match column.kind {
        Kind::Id | Kind::Text | Kind::Category | Kind::Group => true,
        Kind::Number => value::number(text).is_some(),
        Kind::Integer(least) => value::integer(text).is_some_and(|v| v >= least),
        Kind::Bool => matches!(
            value::answer(text, &options.truthy),
            Some(Answer::Yes | Answer::No)
        ),
        Kind::Answer => value::answer(text, &options.truthy).is_some(),
        Kind::Date => date(text, options).is_some(),
        Kind::Period => Period::parse(text).is_some(),
        Kind::OneOf(words) => words.iter().any(|w| w.eq_ignore_ascii_case(text)),
        Kind::Labels => labels(text).is_some(),
        Kind::Count => {
            Mark::parse(text).is_some_and(|m| m.is_percent() || value::count_from_mark(m).is_some())
        }
        Kind::Rate => Mark::parse(text).is_some() || Decimal::parse(text).is_some(),
    }
}

/// One row, read by column name. A cell that is missing or not readable gives `None`; that it is not
/// readable was told when the table was validated.
#[derive(Clone, Copy)]
pub(crate) struct Row<'p, 'a> {
    table: &'p Parsed<'a>,
    r: usize,
}

impl<'a> Row<'_, 'a> {
    /// Spreadsheet row.
    pub(crate) fn number_in_sheet(&self) -> u32 {
        self.table.raw.row_number(self.r)
    }

    /// The text of a present cell, trimmed.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        let at = self
            .table
            .spec
            .columns
            .iter()
            .position(|c| c.name == name)?;
        let place = self.table.places[at]?;
        present(
            self.table.spec.columns[at].kind,
            self.table.raw.cell(self.r, place),
        )
    }

    /// The text, owned.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// An id that must be there; `""` where it is missing, which was told.
    pub(crate) fn id(&self, name: &str) -> String {
        self.owned(name).unwrap_or_default()
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.text(name).and_then(value::number)
    }

    pub(crate) fn integer(&self, name: &str) -> Option<u64> {
        self.text(name).and_then(value::integer)
    }

    pub(crate) fn date(&self, name: &str) -> Option<Date> {
        self.text(name).and_then(|t| date(t, self.table.options))
    }

    pub(crate) fn period(&self, name: &str) -> Option<Period> {
        self.text(name).and_then(Period::parse)
    }

    pub(crate) fn answer(&self, name: &str) -> Answer {
        self.text(name)
            .and_then(|t| value::answer(t, &self.table.options.truthy))
            .unwrap_or_default()
    }

    /// Yes or no; `None` where missing.
    pub(crate) fn bool(&self, name: &str) -> Option<bool> {
        match self.answer(name) {
            Answer::Yes => Some(true),
            Answer::No => Some(false),
            Answer::Unknown => None,
        }
    }

    /// The allowed word, as the contract spells it.
    pub(crate) fn word(&self, name: &str) -> Option<&'static str> {
        let text = self.text(name)?;
        match self.table.spec.column(name)?.kind {
            Kind::OneOf(words) => words.iter().find(|w| w.eq_ignore_ascii_case(text)).copied(),
            _ => None,
        }
    }

    pub(crate) fn labels(&self, name: &str) -> Vec<(f64, String)> {
        self.text(name).and_then(labels).unwrap_or_default()
    }

    pub(crate) fn mark(&self, name: &str) -> Option<Mark> {
        self.text(name).and_then(Mark::parse)
    }
}
