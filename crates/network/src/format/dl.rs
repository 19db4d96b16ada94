//! UCINET DL (<http://www.analytictech.com/ucinet/help/hs5000.htm>).
//!
//! Read: `fullmatrix`, `upperhalf`, `lowerhalf`, `nodelist1`, `nodelist1b`, `edgelist1`; labels in the
//! header or embedded, in quotation marks where they hold separators; words separated by spaces, commas or
//! line ends; a diagonal that is absent; several matrices, one after another or (lists) separated by `!`,
//! as relations. A cell `NA` or from 1e36 to 1e38 (UCINET keeps a missing value as 1e37) is unknown. Refused: two modes.
//! Written: `edgelist1` with labels in the header, so that isolates stay. Not kept: attributes, backbone,
//! unknown ties, and that ties have no direction. (igraph does not know quotation marks: it reads no file
//! whose labels need them.)

use std::collections::BTreeSet;

use super::document::{Document, Unvalued};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, all_ones, in_both_directions, lost};
use super::matrix::{Cell, Cells};
use super::text::{number, put, word};
use crate::network::Network;

/// UCINET keeps a missing value as 1e37.
const MISSING: std::ops::RangeInclusive<f64> = 1e36..=1e38;

/// A word of the file. One in quotation marks is never a keyword.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    quoted: bool,
    line: u32,
    /// Whether a colon ends it, as in `labels:`.
    colon: bool,
}

#[derive(Default)]
struct Header {
    n: Option<usize>,
    matrices: usize,
    form: String,
    labels: Vec<String>,
    embedded: bool,
    matrix_labels: Vec<String>,
    no_diagonal: bool,
}

pub(super) fn read(text: &str, doc: &mut Document<'_>) -> Result<(), FormatError> {
    let words = split(text)?;
    let (header, at) = header(&words)?;
    let Some(n) = header.n else {
        return Err(
            FormatError::new(FormatCode::F04, "the header gives no number of nodes.")
                .cure("Write N = followed by it."),
        );
    };
    let line = words.first().map_or(1, |w| w.line);
    doc.check_announced(n, line)?;
    if !header.embedded {
        for i in 0..n {
            let label = header
                .labels
                .get(i)
                .cloned()
                .unwrap_or_else(|| (i + 1).to_string());
            doc.declare(&label, line)?;
        }
    }
    let data = &words[at..];
    match header.form.as_str() {
        "fullmatrix" | "fm" | "upperhalf" | "uh" | "lowerhalf" | "lh" => matrices(n, &header, data, doc),
        "edgelist1" | "el1" | "nodelist1" | "nl1" | "nodelist1b" | "nl1b" => lists(n, &header, data, doc),
        other => Err(FormatError::new(FormatCode::F12, format!("the sub-format {} is not read.", quoted(other)))
            .cure("Export from UCINET as fullmatrix, edgelist1 or nodelist1; two-mode data is no network of partners.")),
    }
}

/// All words of the file. Commas and equal signs are spaces; a new line matters only to lists.
fn split(text: &str) -> Result<Vec<Word>, FormatError> {
    let mut out = Vec::new();
    for (line, text) in super::text::lines(text) {
        let is_space = |c: char| c.is_whitespace() || matches!(c, ',' | '=');
        let mut rest = text.trim_start_matches(is_space);
        while !rest.is_empty() {
            let (word, quoted, after) = if let Some(inside) = rest.strip_prefix('"') {
                let Some((word, after)) = inside.split_once('"') else {
                    return Err(FormatError::new(
                        FormatCode::F03,
                        "a quotation mark is not closed.",
                    )
                    .at("line", line));
                };
                (word, true, after)
            } else {
                let (word, after) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
                (word, false, after)
            };
            let colon = !quoted && word.ends_with(':');
            out.push(Word {
                text: word
                    .trim_end_matches(if colon { ':' } else { '\0' })
                    .to_owned(),
                quoted,
                line,
                colon,
            });
            rest = after.trim_start_matches(is_space);
        }
    }
    Ok(out)
}

/// Reads up to `data:`; answers the header and where the data begin.
fn header(words: &[Word]) -> Result<(Header, usize), FormatError> {
    let mut header = Header {
        matrices: 1,
        form: "fullmatrix".to_owned(),
        ..Header::default()
    };
    let is = |at: usize, key: &str| {
        words
            .get(at)
            .is_some_and(|w: &Word| !w.quoted && w.text.eq_ignore_ascii_case(key))
    };
    let fault = |at: usize, found: String| {
        let line = words
            .get(at.min(words.len().saturating_sub(1)))
            .map_or(1, |w| w.line);
        FormatError::new(FormatCode::F03, found).at("line", line)
    };
    let count = |at: usize| {
        let found = words.get(at).and_then(|w| w.text.parse::<usize>().ok());
        found.ok_or_else(|| {
            fault(
                at,
                "a number was expected after N, NR, NC or NM.".to_owned(),
            )
        })
    };
    if !is(0, "dl") {
        return Err(fault(0, "the file does not begin with DL.".to_owned()));
    }
    let (mut at, mut rows, mut columns) = (1, None, None);
    while at < words.len() {
        let key = words[at].text.to_lowercase();
        at += 1;
        match key.as_str() {
            "data" => {
                if rows.or(columns).is_some() {
                    if rows != columns {
                        let found = "the matrix has other rows than columns: two modes.";
                        return Err(
                            FormatError::new(FormatCode::F12, found).at("line", words[at - 1].line)
                        );
                    }
                    header.n = rows;
                }
                return Ok((header, at));
            }
            "n" => header.n = Some(count(at)?),
            "nr" => rows = Some(count(at)?),
            "nc" => columns = Some(count(at)?),
            "nm" => header.matrices = count(at)?,
            "format" => {
                header.form = words
                    .get(at)
                    .map(|w| w.text.to_lowercase())
                    .unwrap_or_default();
            }
            "diagonal" => header.no_diagonal = is(at, "absent"),
            "title" => {}
            "labels" | "row" | "column" | "col" | "matrix" | "level" => {
                if key != "labels" {
                    if !is(at, "labels") {
                        return Err(fault(
                            at,
                            format!("LABELS was expected after {}.", key.to_uppercase()),
                        ));
                    }
                    at += 1;
                }
                if is(at, "embedded") {
                    header.embedded = key != "matrix" && key != "level";
                    at += 1;
                    continue;
                }
                let of_matrices = matches!(key.as_str(), "matrix" | "level");
                let wanted = if of_matrices {
                    Some(header.matrices)
                } else {
                    header.n.or(rows).or(columns)
                };
                let Some(wanted) = wanted else {
                    return Err(fault(
                        at,
                        "labels stand before the number of nodes.".to_owned(),
                    ));
                };
                let labels: Vec<String> = words[at..]
                    .iter()
                    .take(wanted)
                    .map(|w| w.text.clone())
                    .collect();
                let cut_short = words[at..]
                    .iter()
                    .take(wanted)
                    .any(|w| !w.quoted && w.colon && w.text.eq_ignore_ascii_case("data"));
                if labels.len() < wanted || cut_short {
                    return Err(fault(at, format!("{wanted} labels were expected.")));
                }
                at += wanted;
                if of_matrices {
                    header.matrix_labels = labels;
                } else if header.labels.is_empty() {
                    header.labels = labels;
                } else if header.labels != labels {
                    return Err(FormatError::new(
                        FormatCode::F12,
                        "rows and columns have other labels: two modes.",
                    ));
                }
                continue;
            }
            _ => {
                return Err(fault(
                    at - 1,
                    format!("{} is no word of a DL header.", quoted(&key)),
                ));
            }
        }
        // The word that belongs to the key; a title may be several, up to the next known key.
        at += 1;
        if key == "title" {
            let keys = [
                "n", "nr", "nc", "nm", "format", "labels", "row", "column", "matrix", "data",
                "diagonal",
            ];
            while words
                .get(at)
                .is_some_and(|w| w.quoted || !keys.contains(&w.text.to_lowercase().as_str()))
            {
                at += 1;
            }
        }
    }
    Err(FormatError::new(FormatCode::F04, "the file has no DATA:."))
}

fn relation(header: &Header, k: usize) -> String {
    match header.matrix_labels.get(k) {
        Some(name) => name.clone(),
        None if header.matrices > 1 => (k + 1).to_string(),
        None => String::new(),
    }
}

fn cell(word: &Word, doc: &Document<'_>) -> Result<Cell, FormatError> {
    if word.text.eq_ignore_ascii_case("na") {
        return Ok(Cell::Unknown);
    }
    let value = doc.value(&word.text, word.line)?;
    Ok(if MISSING.contains(&value) {
        Cell::Unknown
    } else {
        Cell::of(value)
    })
}

fn matrices(
    n: usize,
    header: &Header,
    data: &[Word],
    doc: &mut Document<'_>,
) -> Result<(), FormatError> {
    let columns = |i: usize| match header.form.as_str() {
        "upperhalf" | "uh" => i..n,
        "lowerhalf" | "lh" => 0..i + 1,
        _ => 0..n,
    };
    let half = !matches!(header.form.as_str(), "fullmatrix" | "fm");
    let mut words = data.iter();
    let end = data.last().map_or(1, |w| w.line);
    let mut next = || {
        words.next().ok_or_else(|| {
            FormatError::new(FormatCode::F03, "the matrix ends too early.")
                .at("line", end)
                .cure("Check N, NM and the diagonal.")
        })
    };
    if header.embedded {
        let labels: Vec<&Word> = (0..n).map(|_| next()).collect::<Result<_, _>>()?;
        for label in labels {
            doc.declare(&label.text, label.line)?;
        }
    }
    // A matrix of no words at all could be announced any number of times.
    if header.matrices > data.len().max(1) {
        let found = format!(
            "{} matrices are announced in {} words.",
            header.matrices,
            data.len()
        );
        return Err(FormatError::new(FormatCode::F03, found)
            .at("line", end)
            .cure("Check NM."));
    }
    for k in 0..header.matrices {
        // The labels of the columns stand above every matrix; those of the first were read.
        if header.embedded && k > 0 {
            for _ in 0..n {
                next()?;
            }
        }
        let mut cells = Cells::new(n, relation(header, k), half);
        for i in 0..n {
            if header.embedded {
                let label = next()?;
                if doc.partner(&label.text, label.line) as usize != i {
                    let found = format!(
                        "the row {} is not in the order of the columns.",
                        quoted(&label.text)
                    );
                    return Err(FormatError::new(FormatCode::F03, found).at("line", label.line));
                }
            }
            for j in columns(i) {
                if i == j && header.no_diagonal {
                    continue;
                }
                let word = next()?;
                cells.push(i as u32, j as u32, cell(word, doc)?, word.line);
            }
        }
        cells.into_document(doc)?;
    }
    match words.next() {
        Some(word) => Err(FormatError::new(
            FormatCode::F03,
            "cells are left over after the last matrix.",
        )
        .at("line", word.line)
        .cure("Check N, NM and the diagonal.")),
        None => Ok(()),
    }
}

fn lists(
    n: usize,
    header: &Header,
    data: &[Word],
    doc: &mut Document<'_>,
) -> Result<(), FormatError> {
    doc.unvalued = Unvalued::OneAndNoMore;
    let mut k = 0;
    doc.relation(&relation(header, k));
    for row in data.chunk_by(|a, b| a.line == b.line) {
        let line = row[0].line;
        if row.len() == 1 && row[0].text == "!" {
            k += 1;
            doc.relation(&relation(header, k));
            continue;
        }
        let node = |word: &Word, doc: &mut Document<'_>| {
            if header.embedded {
                if doc.partners() == n && doc.number_of(&word.text).is_none() {
                    let found = format!("{} is one node more than N = {n}.", quoted(&word.text));
                    return Err(FormatError::new(FormatCode::F03, found).at("line", line));
                }
                return doc.met(&word.text, line);
            }
            let by_number = word
                .text
                .parse::<usize>()
                .ok()
                .filter(|i| !word.quoted && (1..=n).contains(i));
            by_number
                .map(|i| i as u32 - 1)
                .or_else(|| doc.number_of(&word.text))
                .ok_or_else(|| {
                    FormatError::new(
                        FormatCode::F06,
                        format!("there is no node {}.", quoted(&word.text)),
                    )
                    .at("line", line)
                    .cure(format!("Expected a number from 1 to {n}, or a label."))
                })
        };
        let source = node(&row[0], doc)?;
        let relation = relation(header, k);
        match header.form.as_str() {
            "edgelist1" | "el1" => {
                let Some(target) = row.get(1) else {
                    return Err(FormatError::new(FormatCode::F03, "a tie needs two nodes.")
                        .at("line", line));
                };
                let target = node(target, doc)?;
                if row.len() > 3 {
                    let found = format!("the tie has {} words.", row.len());
                    return Err(FormatError::new(FormatCode::F03, found)
                        .at("line", line)
                        .cure("Expected two nodes and, where ties have one, a value."));
                }
                let value = match row.get(2).map(|word| cell(word, doc)).transpose()? {
                    Some(Cell::Unknown) => {
                        let found = "the value of the tie is missing.".to_owned();
                        return Err(FormatError::new(FormatCode::F09, found)
                            .at("line", line)
                            .cure("A list cannot say that a tie is unknown: leave the line out, or save a full matrix."));
                    }
                    Some(_) => Some(doc.value(&row[2].text, line)?),
                    None => None,
                };
                // The list fills a matrix: a value of 0 is an empty cell.
                if value != Some(0.0) {
                    doc.valued_tie((source, target), None, value, &relation, line);
                }
            }
            form => {
                let counted = usize::from(form.ends_with('b'));
                for target in row.get(1 + counted..).unwrap_or_default() {
                    let target = node(target, doc)?;
                    doc.valued_tie((source, target), None, None, &relation, line);
                }
            }
        }
    }
    // Nodes that no list names have no label where labels are embedded.
    let mut unnamed = 0;
    while doc.partners() < n {
        unnamed += 1;
        let label = format!("unnamed {unnamed}");
        if doc.number_of(&label).is_none() {
            doc.declare(&label, 1)?;
        }
    }
    if unnamed > 0 {
        doc.note("Nodes without a tie have no label in the file; they are called \"unnamed 1\" and so on.");
    }
    Ok(())
}

pub(super) fn write(net: &Network, notes: &mut Vec<String>) -> String {
    notes.extend(lost(
        net,
        Room {
            attributes: false,
            unknown: false,
            direction: false,
        },
    ));
    notes.extend(all_ones(net));
    let n = net.partners();
    let mut out = format!("dl n={n}\nformat = edgelist1\nlabels:\n");
    let (mut written, mut changed, mut long) = (BTreeSet::new(), 0, 0);
    for i in 0..n as u32 {
        let name = net.labels().get(i);
        let needs_marks =
            name.is_empty() || name.contains(|c: char| c.is_whitespace() || ",=\":".contains(c));
        let (label, differs) = if needs_marks {
            word(&name)
        } else {
            (name.clone().into_owned(), false)
        };
        changed += u64::from(differs);
        long += u64::from(name.chars().count() > 18);
        out += &label;
        out.push('\n');
        written.insert(label);
    }
    notes.extend(super::changed_names(changed, written.len() == n));
    if long > 0 {
        notes.push(format!(
            "UCINET cuts labels after 18 letters; {long} are longer."
        ));
    }
    out += "data:\n";
    for (i, j, value) in in_both_directions(net) {
        let value = value.map_or_else(String::new, |v| format!(" {}", number(v)));
        put!(out, "{} {}{value}\n", i + 1, j + 1);
    }
    out
}
