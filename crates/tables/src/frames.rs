//! Tables and problems as data frames.

use polars::prelude::{Column, DataFrame};

use crate::ReadOptions;
use crate::contract::{Kind, TABLES, Table, is_private};
use crate::error::Error;
use crate::parsed::{Parsed, present};
use crate::problem::Problems;
use crate::tables::{Source, Tables};

impl Tables {
    /// What was loaded, as one frame a table, in the order of the contract: first the columns of the
    /// contract that were given, typed, then the extra columns as text under their own names.
    ///
    /// Numbers are `Float64`, whole numbers `Int64`, yes/no `Boolean`, yes/no/unknown the words. Dates
    /// stay ISO text, because they may be known to the month or year only. Columns that hold counts or
    /// rates with suppression marks stay text as published. A missing cell is null. Contact data and
    /// free text about people (`email`, `contact`, `role_description`, `updated_on`, `person_id`, and extra columns named
    /// like them) are left out. Rows are those of the source, before any repair. O(cells).
    ///
    /// # Errors
    /// When polars refuses a column.
    pub fn frames(&self) -> Result<Vec<(&'static str, DataFrame)>, Error> {
        let order = TABLES.iter().filter_map(|spec| {
            let source = self.sources.iter().find(|s| s.raw.name() == spec.name)?;
            Some((spec, source))
        });
        order
            .map(|(spec, source)| Ok((spec.name, frame(spec, source)?)))
            .collect()
    }
}

fn frame(spec: &'static Table, source: &Source) -> Result<DataFrame, Error> {
    let options = ReadOptions {
        excel_dates: true,
        ..ReadOptions::default()
    };
    let parsed = Parsed {
        spec,
        raw: &source.raw,
        options: &options,
        places: source.places.clone(),
    };
    let mut columns: Vec<Column> = Vec::new();
    for (column, place) in spec.columns.iter().zip(&source.places) {
        if place.is_none() || !column.export {
            continue;
        }
        let name = column.name;
        let rows = || parsed.rows();
        columns.push(match column.kind {
            Kind::Number => Column::new(
                name.into(),
                rows().map(|r| r.number(name)).collect::<Vec<_>>(),
            ),
            Kind::Integer(_) => Column::new(
                name.into(),
                rows()
                    .map(|r| r.integer(name).and_then(|v| i64::try_from(v).ok()))
                    .collect::<Vec<_>>(),
            ),
            Kind::Bool => Column::new(
                name.into(),
                rows().map(|r| r.bool(name)).collect::<Vec<_>>(),
            ),
            Kind::Answer => Column::new(
                name.into(),
                rows().map(|r| r.answer(name).as_str()).collect::<Vec<_>>(),
            ),
            Kind::Date => Column::new(
                name.into(),
                rows()
                    .map(|r| r.date(name).map(|d| d.to_string()))
                    .collect::<Vec<_>>(),
            ),
            _ => Column::new(
                name.into(),
                rows().map(|r| r.text(name)).collect::<Vec<_>>(),
            ),
        });
    }
    for c in source.extra_columns() {
        let header = &source.raw.header()[c];
        let taken = columns
            .iter()
            .any(|column| column.name() == header.as_str());
        if is_private(header) || taken {
            continue;
        }
        let cells: Vec<Option<&str>> = (0..source.raw.height())
            .map(|r| present(Kind::Group, source.raw.cell(r, c)))
            .collect();
        columns.push(Column::new(header.as_str().into(), cells));
    }
    Ok(DataFrame::new(source.raw.height(), columns)?)
}

impl Problems {
    /// One line for each problem and row: `code, severity, table, row, column, found, expected, cure`.
    ///
    /// A problem with many rows has a line for each, so that the frame is the full list that messages
    /// cut short; `row` is null for a problem of a whole table.
    ///
    /// # Errors
    /// When polars refuses a column.
    pub fn to_frame(&self) -> Result<DataFrame, Error> {
        let lines: Vec<_> = self
            .iter()
            .flat_map(|p| {
                let rows: Vec<Option<u32>> = if p.rows.is_empty() {
                    vec![None]
                } else {
                    p.rows.iter().copied().map(Some).collect()
                };
                rows.into_iter().map(move |row| (p, row))
            })
            .collect();
        let text = |of: fn(&crate::Problem) -> String| {
            lines.iter().map(|(p, _)| of(p)).collect::<Vec<String>>()
        };
        let optional = |of: fn(&crate::Problem) -> Option<String>| {
            lines
                .iter()
                .map(|(p, _)| of(p))
                .collect::<Vec<Option<String>>>()
        };
        let columns = vec![
            Column::new("code".into(), text(|p| p.code.to_string())),
            Column::new("severity".into(), text(|p| p.severity().to_string())),
            Column::new(
                "table".into(),
                optional(|p| (!p.table.is_empty()).then(|| p.table.clone())),
            ),
            Column::new(
                "row".into(),
                lines.iter().map(|(_, row)| *row).collect::<Vec<_>>(),
            ),
            Column::new("column".into(), optional(|p| p.column.clone())),
            Column::new("found".into(), text(|p| p.found.clone())),
            Column::new("expected".into(), text(|p| p.expected.clone())),
            Column::new("cure".into(), text(|p| p.cure.clone())),
        ];
        Ok(DataFrame::new(lines.len(), columns)?)
    }
}
