//! VNA, the text format of `NetDraw` (<https://gephi.org/users/supported-graph-formats/netdraw-vna-format>).
//!
//! Read: `*Node data` (first column the id, other columns attributes as text) and `*Tie data` (from, to,
//! then one column a relation: 0 is no tie). With several numeric columns `relation` picks one. Words are
//! separated by spaces, tabs or commas, in quotation marks where they hold any. `*Node properties` (drawing)
//! are left out, and that is told. Ties have no word for "undirected". Kept when written: attributes,
//! backbone, who answered. Not kept: that ties have no direction, quotation marks and line ends in names.

use std::collections::BTreeSet;

use super::document::{Document, Unvalued};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, all_ones, columns, in_both_directions, lost};
use super::text::{lines, number, put, word, words};
use crate::network::Network;

#[derive(Clone, Copy, PartialEq)]
enum Section {
    None,
    Nodes,
    Ties,
    Other,
}

pub(super) fn read(text: &str, doc: &mut Document<'_>) -> Result<(), FormatError> {
    doc.unvalued = Unvalued::OneAndNoMore;
    doc.inferred = true;
    let mut section = Section::None;
    let mut header: Option<Vec<String>> = None;
    let mut any = false;
    for (line, text) in lines(text) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if let Some(name) = text.strip_prefix('*') {
            let name = name.trim().trim_end_matches(':').to_lowercase();
            section = match name.as_str() {
                "node data" => {
                    doc.inferred = false;
                    Section::Nodes
                }
                "tie data" => Section::Ties,
                other => {
                    doc.note(format!("The section *{other} was not kept."));
                    Section::Other
                }
            };
            header = None;
            any = true;
            continue;
        }
        if section == Section::Other {
            continue;
        }
        let words = words(text, line, true)?;
        let Some(names) = &header else {
            header = Some(words);
            continue;
        };
        if words.len() != names.len() {
            let found = format!(
                "{} words where the names of the columns are {}.",
                words.len(),
                names.len()
            );
            return Err(FormatError::new(FormatCode::F03, found)
                .at("line", line)
                .cure("Words with spaces or commas need quotation marks."));
        }
        match section {
            Section::Nodes => {
                let partner = doc.declare(&words[0], line)?;
                for (name, value) in names.iter().zip(&words).skip(1) {
                    // An empty word is no category.
                    if !value.is_empty() {
                        doc.set(partner, name, value.as_str());
                    }
                }
            }
            Section::Ties => tie(names, &words, line, doc)?,
            Section::None | Section::Other => {
                return Err(FormatError::new(
                    FormatCode::F04,
                    "the file does not begin with a section such as *Tie data.",
                )
                .at("line", line));
            }
        }
    }
    if any {
        return Ok(());
    }
    Err(FormatError::new(
        FormatCode::F04,
        "the file has neither *Node data nor *Tie data.",
    ))
}

/// One row: a tie in every relation whose cell is not 0.
fn tie(
    names: &[String],
    words: &[String],
    line: u32,
    doc: &mut Document<'_>,
) -> Result<(), FormatError> {
    let place = |wanted: [&str; 2]| {
        names
            .iter()
            .position(|n| wanted.iter().any(|w| n.eq_ignore_ascii_case(w)))
    };
    let (Some(from), Some(to)) = (place(["from", "source"]), place(["to", "target"])) else {
        return Err(
            FormatError::new(FormatCode::F04, "the ties have no columns from and to.")
                .at("line", line),
        );
    };
    let ends = (
        doc.partner(&words[from], line),
        doc.partner(&words[to], line),
    );
    let relations: Vec<usize> = (0..names.len()).filter(|&c| c != from && c != to).collect();
    if relations.is_empty() {
        doc.valued_tie(ends, None, None, "", line);
    }
    for c in relations {
        doc.relation(&names[c]);
        let wanted = doc.options.relation.as_deref();
        if wanted.is_some_and(|wanted| wanted != names[c] && wanted != "*") {
            continue;
        }
        let value = doc.value(&words[c], line).map_err(|error| {
            error.cure(format!(
                "The column {} is read as a relation: expected a number, 0 for no tie.",
                quoted(&names[c])
            ))
        })?;
        if value != 0.0 {
            doc.valued_tie(ends, None, Some(value), &names[c], line);
        }
    }
    Ok(())
}

pub(super) fn write(net: &Network, notes: &mut Vec<String>) -> String {
    notes.extend(lost(
        net,
        Room {
            attributes: true,
            unknown: true,
            direction: false,
        },
    ));
    notes.extend(all_ones(net));
    let columns = columns(net, &["id"], notes);
    // The list of open cells is JSON, which needs the quotation marks this format has no escape for.
    let (columns, open): (Vec<_>, Vec<_>) = columns
        .into_iter()
        .partition(|c| c.name != super::document::OPEN);
    if !open.is_empty() {
        notes.push(
            "The cells that respondents left open are not in the file; they will read as no tie."
                .to_owned(),
        );
    }
    let (mut written, mut changed_ids, mut changed) = (BTreeSet::new(), 0, false);
    let mut plain = |text: &str| {
        let (word, differs) = word(text);
        changed |= differs;
        word
    };
    let mut ids = Vec::with_capacity(net.partners());
    let mut out = String::from("*Node data\nID");
    for column in &columns {
        put!(out, " {}", plain(&column.name));
    }
    out.push('\n');
    for i in 0..net.partners() {
        let (id, differs) = word(&net.labels().get(i as u32));
        changed_ids += u64::from(differs);
        out += &id;
        for column in &columns {
            put!(
                out,
                " {}",
                plain(column.values[i].as_deref().unwrap_or_default())
            );
        }
        out.push('\n');
        written.insert(id.clone());
        ids.push(id);
    }
    if changed {
        notes.push("Quotation marks and line ends in attributes were replaced.".to_owned());
    }
    notes.extend(super::changed_names(
        changed_ids,
        written.len() == net.partners(),
    ));
    out += "*Tie data\nfrom to strength\n";
    for (i, j, value) in in_both_directions(net) {
        put!(
            out,
            "{} {} {}\n",
            ids[i as usize],
            ids[j as usize],
            number(value.unwrap_or(1.0))
        );
    }
    out
}
