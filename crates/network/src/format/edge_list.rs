//! Two tables: ties, and the partners they are among.
//!
//! **Ties**: a row a tie; the columns `source_id`, `source` or `from` and `target_id`, `target` or `to`;
//! direction in `directed` (yes, no), `direction` or `type` (directed, undirected, mutual), the words of
//! Kumu and Gephi; value and relation in columns of their names. **Partners**: the first of the columns
//! `partner_id`, `id`, `name` and `label`; other columns are attributes as text. Without a table of partners
//! isolates cannot be seen, and that is told. Kept when written: everything but the notes of the network;
//! an empty category is an unknown one.

use std::borrow::Cow;

use super::Row;
use super::document::{Document, yes_or_no};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, columns, lost};
use super::text::{number, push_row};
use crate::network::Network;

const SOURCE: [&str; 3] = ["source_id", "source", "from"];
const TARGET: [&str; 3] = ["target_id", "target", "to"];
const ID: [&str; 4] = ["partner_id", "id", "name", "label"];
const DIRECTION: [&str; 3] = ["directed", "direction", "type"];

fn place(header: &[String], wanted: &[&str]) -> Option<usize> {
    let same = |name: &str, wanted: &str| {
        name.trim()
            .replace([' ', '-'], "_")
            .eq_ignore_ascii_case(wanted)
    };
    wanted
        .iter()
        .find_map(|wanted| header.iter().position(|name| same(name, wanted)))
}

/// Whether a table is a list of ties.
pub(super) fn is_list(rows: &[Row]) -> bool {
    rows.first().is_some_and(|(_, header)| {
        place(header, &SOURCE).is_some() && place(header, &TARGET).is_some()
    })
}

/// Directions of a tie: one, both, or what the network has.
enum Arrow {
    Unsaid,
    One(bool),
    Mutual,
}

fn arrow(word: &str) -> Option<Arrow> {
    match word.trim().to_ascii_lowercase().as_str() {
        "" => Some(Arrow::Unsaid),
        "directed" => Some(Arrow::One(true)),
        "undirected" => Some(Arrow::One(false)),
        "mutual" => Some(Arrow::Mutual),
        other => yes_or_no(other).map(Arrow::One),
    }
}

pub(super) fn read_partners(rows: &[Row], doc: &mut Document<'_>) -> Result<(), FormatError> {
    let Some(((line, header), body)) = rows.split_first() else {
        return Err(FormatError::new(
            FormatCode::F04,
            "the table of partners is empty.",
        ));
    };
    let Some(key) = place(header, &ID) else {
        return Err(FormatError::new(
            FormatCode::F04,
            "the table of partners has no column partner_id, id, name or label.",
        )
        .at("row", *line));
    };
    for (line, row) in body {
        let partner = doc.declare(row.get(key).map_or("", |id| id.trim()), *line)?;
        for (c, name) in header.iter().enumerate() {
            let cell = row.get(c).filter(|cell| c != key && !cell.is_empty());
            if let Some(cell) = cell {
                doc.set(partner, name, cell.as_str());
            }
        }
    }
    Ok(())
}

pub(super) fn read_ties(rows: &[Row], doc: &mut Document<'_>) -> Result<(), FormatError> {
    let Some(((line, header), body)) = rows.split_first() else {
        return Err(FormatError::new(
            FormatCode::F04,
            "the table of ties is empty.",
        ));
    };
    let (Some(source), Some(target)) = (place(header, &SOURCE), place(header, &TARGET)) else {
        return Err(FormatError::new(
            FormatCode::F04,
            "the table of ties has no columns source and target.",
        )
        .at("row", *line)
        .cure("Name them source_id and target_id, source and target, or from and to."));
    };
    // A column "type" may also hold kinds of ties: then it is a relation.
    let says_direction = |&c: &usize| {
        body.iter()
            .all(|(_, row)| row.get(c).is_none_or(|word| arrow(word).is_some()))
    };
    let direction = DIRECTION
        .iter()
        .filter_map(|name| place(header, &[name]))
        .find(says_direction);
    for (line, row) in body {
        let cell = |c: usize| row.get(c).map_or("", String::as_str);
        for (c, name) in [(source, "source"), (target, "target")] {
            if cell(c).trim().is_empty() {
                return Err(doc
                    .fault(FormatCode::F04, *line, format!("the {name} is empty."))
                    .cure("Fill it in, or delete the row."));
            }
        }
        if let Some(extra) = row
            .iter()
            .skip(header.len())
            .find(|cell| !cell.trim().is_empty())
        {
            return Err(doc.fault(
                FormatCode::F03,
                *line,
                format!("the cell {} has no column.", quoted(extra)),
            ));
        }
        let ends = (
            // As tables are read everywhere: blanks around an id are no part of it.
            doc.partner(cell(source).trim(), *line),
            doc.partner(cell(target).trim(), *line),
        );
        let fields: Vec<(&str, &str)> = header
            .iter()
            .enumerate()
            .filter(|&(c, name)| {
                c != source && c != target && Some(c) != direction && !name.trim().is_empty()
            })
            .map(|(c, name)| (name.trim(), cell(c)))
            .collect();
        match direction
            .and_then(|c| arrow(cell(c)))
            .unwrap_or(Arrow::Unsaid)
        {
            Arrow::Unsaid => doc.tie(ends, None, &fields, *line)?,
            Arrow::One(directed) => doc.tie(ends, Some(directed), &fields, *line)?,
            Arrow::Mutual => {
                doc.tie(ends, Some(true), &fields, *line)?;
                doc.tie((ends.1, ends.0), Some(true), &fields, *line)?;
            }
        }
    }
    Ok(())
}

/// The rows of the table of ties, the names first.
pub(super) fn ties(net: &Network) -> impl Iterator<Item = Vec<Cow<'_, str>>> {
    let mut header = vec!["source_id".into(), "target_id".into(), "directed".into()];
    if net.is_valued() {
        header.push("value".into());
    }
    let directed = if net.is_directed() { "yes" } else { "no" };
    let row = move |(i, j, value): (u32, u32, Option<f64>)| {
        let mut row = vec![net.labels().get(i), net.labels().get(j), directed.into()];
        row.extend(value.map(|v| Cow::Owned(number(v))));
        row
    };
    std::iter::once(header).chain(net.iter_ties().map(row))
}

/// The rows of the table of partners, the names first.
pub(super) fn partners(net: &Network, notes: &mut Vec<String>) -> Vec<Vec<String>> {
    notes.extend(lost(
        net,
        Room {
            attributes: true,
            unknown: true,
            direction: true,
        },
    ));
    if net.ties() == 0 && !net.is_directed() {
        notes.push("Without ties the file cannot say that they have no direction; read it with directed=False.".to_owned());
    }
    let columns = columns(net, &ID, notes);
    let header = std::iter::once("partner_id".to_owned())
        .chain(columns.iter().map(|c| c.name.clone()))
        .collect();
    let row = |i: usize| {
        let id = net.labels().get(i as u32).into_owned();
        std::iter::once(id)
            .chain(
                columns
                    .iter()
                    .map(|c| c.values[i].clone().unwrap_or_default()),
            )
            .collect()
    };
    std::iter::once(header)
        .chain((0..net.partners()).map(row))
        .collect()
}

pub(super) fn write(net: &Network, notes: &mut Vec<String>) -> (String, String) {
    let (mut of_ties, mut of_partners) = (String::new(), String::new());
    ties(net).for_each(|row| push_row(&mut of_ties, row));
    for row in partners(net, notes) {
        push_row(&mut of_partners, row.into_iter().map(Cow::Owned));
    }
    (of_ties, of_partners)
}
