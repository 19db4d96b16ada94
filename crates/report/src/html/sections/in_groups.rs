//! Is there a meeting before the meeting? Four lines of evidence, side by side.

use commonweal_partnership::in_groups::{InGroupEvidence, Line, Row};

use super::{UppercaseFirst, number, plain, short};
use crate::charts;
use crate::html::{Block, Details, ReportError, Section, Statement, Table};

/// The section; `figure` says whether its readers may see the matrix, from which insiders can tell who is who.
pub(crate) fn section(found: &InGroupEvidence, figure: bool) -> Result<Section, ReportError> {
    let mut blocks = vec![
        Block::Numbers(vec![
            number("Partners looked at", found.partners.to_string()),
            number(
                "Partners in the closest set",
                found.set_size.map_or_else(|| "no set holds".to_owned(), |size| size.to_string()),
            ),
        ]),
        // Sentences, not a table: a reason is too long for a column.
        Block::Heading("Four lines of evidence".to_owned()),
        Block::Statements(found.lines.iter().map(verdict).collect()),
        Block::Note(
            "The lines stand side by side; they are not added up, and no partner is ranked or named."
                .to_owned(),
        ),
        Block::Statements(found.reading.iter().map(|s| plain(s)).collect()),
    ];
    if figure && found.picture().partners > 0 {
        blocks.push(Block::figure(
            &charts::matrix_figure(found),
            "A dense corner at the upper left and little beside and below it is a set that keeps to itself. The \
             tests below say whether it is more than numbers of ties would give.",
        )?);
    }
    for line in &found.lines {
        blocks.push(Block::Heading(line.name.words().to_uppercase_first()));
        if !line.beforehand.is_empty() {
            blocks.push(Block::Heading("Known beforehand".to_owned()));
            blocks.push(Block::Statements(
                line.beforehand.iter().map(|s| plain(s)).collect(),
            ));
            blocks.push(Block::Heading("Found".to_owned()));
        }
        if !line.sentences.is_empty() {
            blocks.push(Block::Statements(
                line.sentences.iter().map(|s| plain(s)).collect(),
            ));
        }
        if !line.rows.is_empty() {
            blocks.push(numbers(line));
        }
        if line.sentences.is_empty() {
            blocks.push(Block::Note(format!(
                "{}: {}.",
                line.verdict.words().to_uppercase_first(),
                line.reason
            )));
        }
        if !line.caveats.is_empty() {
            blocks.push(Block::Details(Details {
                summary: format!("What belongs to these numbers ({})", line.caveats.len()),
                items: line.caveats.clone(),
            }));
        }
    }
    for (heading, sentences) in [
        ("If others had answered", &found.sensitivity),
        ("What no record shows", &found.limits),
    ] {
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.push(Block::Statements(
            sentences.iter().map(|s| plain(s)).collect(),
        ));
    }
    blocks.push(Block::Details(Details {
        summary: format!("Assumptions ({})", found.assumptions.len()),
        items: found.assumptions.clone(),
    }));
    Ok(Section {
        id: "in-groups",
        heading: "Is there a meeting before the meeting?",
        lead: "Whether some partners are closer to one another than their work with everybody explains, and whether they look like the table."
            .to_owned(),
        blocks,
    })
}

fn verdict(line: &Line) -> Statement {
    plain(&format!(
        "{}: {}. {}.",
        line.name.words().to_uppercase_first(),
        line.verdict.words(),
        line.reason.to_uppercase_first()
    ))
}

/// The numbers of a line as a table.
fn numbers(line: &Line) -> Block {
    let row = |row: &Row| {
        let cell = |value: Option<f64>| value.map_or_else(String::new, short);
        let p = |value: Option<f64>| value.map_or_else(String::new, |p| format!("{p:.4}"));
        vec![
            row.statistic.to_uppercase_first(),
            row.label.clone(),
            cell(row.value),
            cell(row.expected),
            p(row.p),
            p(row.smallest_p),
        ]
    };
    Block::Table(Table {
        caption: format!("Numbers of the line \"{}\"", line.name.words()),
        head: ["Number", "Of", "Value", "Compared with", "p", "Smallest p possible"]
            .map(str::to_owned)
            .to_vec(),
        rows: line.rows.iter().map(row).collect(),
        note: "p is the chance of as much or more by chance alone, as the line defines chance. An empty cell is not \
               defined, or counts fewer than 3 partners."
            .to_owned(),
    })
}
