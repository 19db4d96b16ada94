//! Pajek networks, `.net` (de Nooy, Mrvar & Batagelj, *Exploratory Social Network Analysis with Pajek*).
//!
//! Read: `*Vertices` with labels, `*Arcs`, `*Edges`, `*Arcslist`, `*Edgeslist`, `*Matrix`, several
//! relations (`*Arcs :2 "advice"`). Labels are the ids; where they are missing or repeated the numbers
//! are, and the label becomes the attribute `name`. Coordinates, drawing and times are left out, and that
//! is told. Written: labels, arcs or edges, values. Not kept: attributes, backbone, unknown ties.

use std::collections::BTreeSet;

use super::document::{Document, Unvalued};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, all_ones, lost};
use super::text::{lines, number, put, word, words};
use crate::network::Network;

enum Section {
    Before,
    Vertices,
    Pairs { directed: bool },
    Lists { directed: bool },
    Matrix { row: u32 },
    Other,
}

pub(super) fn read(text: &str, doc: &mut Document<'_>) -> Result<(), FormatError> {
    doc.unvalued = Unvalued::OneAndNoMore;
    let mut reader = Reader {
        section: Section::Before,
        n: 0,
        labels: Vec::new(),
        relation: String::new(),
    };
    for (line, text) in lines(text) {
        let text = text.trim();
        if text.is_empty() || text.starts_with('%') {
            continue;
        }
        let words = words(text, line, false)?;
        if text.starts_with('*') {
            reader.header(&words, line, doc)?;
        } else {
            reader.row(&words, line, doc)?;
        }
    }
    reader.matrix_is_whole()?;
    if let Section::Before = reader.section {
        return Err(FormatError::new(
            FormatCode::F04,
            "the file has no *Vertices.",
        ));
    }
    reader.name(doc);
    Ok(())
}

struct Reader {
    section: Section,
    n: u32,
    /// Label and line of each vertex.
    labels: Vec<Option<String>>,
    relation: String,
}

impl Reader {
    /// Refuses a matrix that ends early: rows that are not there are not rows without ties.
    fn matrix_is_whole(&self) -> Result<(), FormatError> {
        match self.section {
            Section::Matrix { row } if row != self.n => {
                let found = format!("the matrix ends after {row} of {} rows.", self.n);
                Err(FormatError::new(FormatCode::F03, found)
                    .cure("Save the file again; it may have been cut off."))
            }
            _ => Ok(()),
        }
    }

    fn header(
        &mut self,
        words: &[String],
        line: u32,
        doc: &mut Document<'_>,
    ) -> Result<(), FormatError> {
        let fault = |code, found: String| FormatError::new(code, found).at("line", line);
        self.matrix_is_whole()?;
        let section = words[0].to_lowercase();
        // `*Arcs :2 "advice"`: a relation by number and perhaps by name.
        self.relation = match (words.get(1).and_then(|w| w.strip_prefix(':')), words.get(2)) {
            (Some(_), Some(name)) => name.clone(),
            (Some(number), None) => number.to_owned(),
            _ => String::new(),
        };
        self.section = match section.as_str() {
            "*vertices" if self.n > 0 => Section::Other,
            "*vertices" => {
                let count = words.get(1).and_then(|w| w.parse::<u32>().ok());
                let Some(n) = count else {
                    return Err(fault(
                        FormatCode::F03,
                        "*Vertices has no number of vertices.".to_owned(),
                    ));
                };
                if words.len() > 2 {
                    return Err(
                        fault(FormatCode::F12, "the network has two modes.".to_owned())
                            .cure("A network is among partners; read events as attendance."),
                    );
                }
                doc.check_announced(n as usize, line)?;
                self.n = n;
                self.labels = vec![None; n as usize];
                for i in 1..=n {
                    doc.declare(&i.to_string(), line)?;
                }
                Section::Vertices
            }
            "*arcs" | "*edges" | "*arcslist" | "*edgeslist" | "*matrix"
                if matches!(self.section, Section::Before) =>
            {
                return Err(fault(
                    FormatCode::F04,
                    format!("{} stands before *Vertices.", words[0]),
                ));
            }
            "*arcs" => Section::Pairs { directed: true },
            "*edges" => Section::Pairs { directed: false },
            "*arcslist" => Section::Lists { directed: true },
            "*edgeslist" => Section::Lists { directed: false },
            "*matrix" => Section::Matrix { row: 0 },
            "*network" if matches!(self.section, Section::Before) => Section::Before,
            "*network" => {
                return Err(fault(
                    FormatCode::F12,
                    "the file holds several networks.".to_owned(),
                )
                .cure("Save the one you need as a .net file."));
            }
            _ => {
                doc.note(format!("The section {} was not kept.", words[0]));
                Section::Other
            }
        };
        if !matches!(
            self.section,
            Section::Before | Section::Vertices | Section::Other
        ) && words.len() > 1
        {
            // A relation without ties is a relation.
            doc.relation(&self.relation);
        }
        Ok(())
    }

    fn row(
        &mut self,
        words: &[String],
        line: u32,
        doc: &mut Document<'_>,
    ) -> Result<(), FormatError> {
        match self.section {
            Section::Before => Err(FormatError::new(
                FormatCode::F04,
                "the file does not begin with *Vertices.",
            )
            .at("line", line)),
            Section::Vertices => self.vertex(words, line, doc),
            Section::Pairs { directed } => {
                let Some((source, target)) = words.first().zip(words.get(1)) else {
                    return Err(
                        FormatError::new(FormatCode::F03, "a tie needs two vertices.")
                            .at("line", line),
                    );
                };
                let ends = (self.number(source, line)?, self.number(target, line)?);
                let value = words.get(2).map(|w| doc.value(w, line)).transpose()?;
                if words.len() > 3 {
                    doc.note("Drawing and times were not kept.");
                }
                doc.valued_tie(ends, Some(directed), value, &self.relation, line);
                Ok(())
            }
            Section::Lists { directed } => {
                let source = self.number(&words[0], line)?;
                for target in &words[1..] {
                    let target = self.number(target, line)?;
                    doc.valued_tie((source, target), Some(directed), None, &self.relation, line);
                }
                Ok(())
            }
            Section::Matrix { ref mut row } => {
                let i = *row;
                *row += 1;
                if i >= self.n || words.len() != self.n as usize {
                    let found = format!("row {} of the matrix has {} cells.", i + 1, words.len());
                    return Err(FormatError::new(FormatCode::F03, found)
                        .at("line", line)
                        .cure(format!("Expected {0} rows of {0} cells.", self.n)));
                }
                for (j, cell) in (0..).zip(words) {
                    let value = doc.value(cell, line)?;
                    if value != 0.0 {
                        doc.valued_tie((i, j), Some(true), Some(value), &self.relation, line);
                    }
                }
                Ok(())
            }
            Section::Other => Ok(()),
        }
    }

    fn vertex(
        &mut self,
        words: &[String],
        line: u32,
        doc: &mut Document<'_>,
    ) -> Result<(), FormatError> {
        let vertex = self.number(&words[0], line)?;
        self.labels[vertex as usize] = words.get(1).cloned();
        // After the label: coordinates, a shape, then names and values, of which those that are not
        // Pajek's own are attributes (networkx writes them so).
        let rest = words.get(2..).unwrap_or_default();
        let coordinates = rest.iter().take_while(|w| w.parse::<f64>().is_ok()).count();
        let mut rest = &rest[coordinates..];
        if rest
            .first()
            .is_some_and(|w| SHAPES.contains(&w.to_lowercase().as_str()))
        {
            rest = &rest[1..];
        }
        for pair in rest.chunks_exact(2) {
            if pair[0].starts_with('[') || DRAWING.contains(&pair[0].to_lowercase().as_str()) {
                doc.note("Drawing and times were not kept.");
            } else {
                doc.set(vertex, &pair[0], pair[1].as_str());
            }
        }
        Ok(())
    }

    fn number(&self, word: &str, line: u32) -> Result<u32, FormatError> {
        let number = word
            .parse::<u32>()
            .ok()
            .filter(|i| (1..=self.n).contains(i));
        number.map(|i| i - 1).ok_or_else(|| {
            FormatError::new(
                FormatCode::F06,
                format!("there is no vertex {}.", quoted(word)),
            )
            .at("line", line)
            .cure(format!("Expected a number from 1 to {}.", self.n))
        })
    }

    /// Makes the labels the ids where they can be.
    fn name(self, doc: &mut Document<'_>) {
        let labels: BTreeSet<&str> = self.labels.iter().flatten().map(String::as_str).collect();
        if labels.len() == self.n as usize && !labels.contains("") {
            doc.rename(self.labels.into_iter().flatten().collect());
        } else {
            for (i, label) in (0..).zip(self.labels) {
                if let Some(label) = label {
                    doc.set(i, "name", label);
                }
            }
        }
    }
}

const SHAPES: [&str; 8] = [
    "ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man",
];
/// Names of drawing parameters of vertices in Pajek's manual.
const DRAWING: [&str; 20] = [
    "s_size", "x_fact", "y_fact", "phi", "r", "q", "ic", "bc", "bw", "lc", "la", "lr", "lphi",
    "fos", "font", "h1", "h2", "url", "opac", "sh",
];

pub(super) fn write(net: &Network, notes: &mut Vec<String>) -> String {
    notes.extend(lost(
        net,
        Room {
            attributes: false,
            unknown: false,
            direction: true,
        },
    ));
    notes.extend(all_ones(net));
    let mut out = format!("*Vertices {}\n", net.partners());
    let mut written = BTreeSet::new();
    let mut changed = 0;
    for i in 0..net.partners() as u32 {
        let (label, differs) = word(&net.labels().get(i));
        changed += u64::from(differs);
        put!(out, "{} {label}\n", i + 1);
        written.insert(label);
    }
    notes.extend(super::changed_names(
        changed,
        written.len() == net.partners(),
    ));
    out += if net.is_directed() {
        "*Arcs\n"
    } else {
        "*Edges\n"
    };
    for (i, j, value) in net.iter_ties() {
        let value = value.map_or_else(String::new, |v| format!(" {}", number(v)));
        put!(out, "{} {}{value}\n", i + 1, j + 1);
    }
    out
}
