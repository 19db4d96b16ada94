//! From evidence to the sections of the page. Sentences come with the numbers; nothing is computed here.

use std::fmt::Write as _;

mod behind;
pub(super) mod in_groups;
mod takes;
mod together;

use commonweal_network::Measure;
use commonweal_partnership::{Audience, Evidence};

use super::{Block, Details, Number, ReportError, Section, Statement};
use crate::charts::readable;

/// Seed of the map's layout: the same tables give the same picture.
const MAP_SEED: u64 = 1;
/// Rows of a table of places that are printed; the rest is counted.
const MOST_ROWS: usize = 15;

pub(super) fn all(evidence: &Evidence) -> Result<Vec<Section>, ReportError> {
    let mut sections = vec![knowledge(evidence), together::section(evidence)?];
    if let Some(found) = &evidence.in_groups {
        sections.push(in_groups::section(
            found,
            evidence.audience == Audience::Partners,
        )?);
    }
    sections.extend([
        behind::section(evidence)?,
        takes::section(evidence)?,
        collect_next(evidence),
        limits(),
    ]);
    Ok(sections)
}

fn knowledge(evidence: &Evidence) -> Section {
    let mut blocks = Vec::new();
    let mut numbers = vec![number("Partners", evidence.partners.to_string())];
    if let Some(last) = evidence.waves.last() {
        let c = &last.coverage;
        numbers.push(number(
            "Answered the last survey",
            format!("{} of {}", c.answered, c.asked),
        ));
        numbers.push(number(
            "Pairs nobody has spoken about",
            format!("{} of {}", c.pairs_none, c.pairs),
        ));
    }
    for outcome in &evidence.outcomes {
        let (censored, cells) = outcome.censored;
        numbers.push(number(
            &format!("Cells published as ranges, {}", outcome.latest),
            format!("{censored} of {cells}"),
        ));
    }
    blocks.push(Block::Numbers(numbers));
    for wave in &evidence.waves {
        blocks.push(Block::Heading(format!(
            "{}, {}",
            wave.wave,
            readable(&wave.layer)
        )));
        blocks.push(Block::Statements(
            wave.coverage.sentences.iter().map(|s| plain(s)).collect(),
        ));
    }
    if !evidence.waves.is_empty() {
        blocks.push(Block::Note(
            "A tie that nobody was asked about, or whose reporter did not answer, is unknown. It is not \
             counted as absent anywhere in this report; where it matters, a range says what it could change."
                .to_owned(),
        ));
    }
    for (summary, items) in [
        (
            "Warnings that belong to every number here",
            &evidence.warnings,
        ),
        ("What the reader noted", &evidence.notices),
        ("Parts that could not be computed", &evidence.not_shown),
    ] {
        if !items.is_empty() {
            let summary = format!("{summary} ({})", items.len());
            blocks.push(Block::Details(Details {
                summary,
                items: items.clone(),
            }));
        }
    }
    Section {
        id: "know",
        heading: "What we know and do not know",
        lead: "Every number below rests on these answers and these counts.".to_owned(),
        blocks,
    }
}

fn collect_next(evidence: &Evidence) -> Section {
    let items = evidence.collect.iter();
    let statements: Vec<Statement> = items
        .map(|s| Statement {
            sentence: s.what.clone(),
            reference: format!("Unlocks: {}", s.unlocks),
        })
        .collect();
    let blocks = if statements.is_empty() {
        vec![Block::Note(
            "Nothing is missing for what this report can show.".to_owned(),
        )]
    } else {
        vec![Block::Statements(statements)]
    };
    Section {
        id: "next",
        heading: "What to collect next",
        lead: "What would change what can be said, and how.".to_owned(),
        blocks,
    }
}

fn limits() -> Section {
    let sentences = [
        "Why. One partnership shows what goes together, not what causes what: whether meetings, jobs or \
         agreements moved an indicator is not in these tables.",
        "Intent. A dense group is a pattern of answers. What was said in a meeting, and whether an \
         unrecorded one took place, no record shows.",
        "Power. A partner may be central because it coordinates by contract, or because it answered most fully.",
        "The silent. The ranges say what missing answers could change, not what would have been answered; \
         partners that do not answer may differ from those that do.",
        "Children. A cohort's rate is not the growth of the same children, and a rate describes what systems \
         reach, not what a group is able to do.",
        "Attribution. A population indicator moves for many reasons; this report does not credit or blame \
         a partner, a school or a partnership for it.",
    ];
    Section {
        id: "limits",
        heading: "What this cannot tell you",
        lead: "Said here so that nobody reads it into the numbers.".to_owned(),
        blocks: vec![Block::Statements(
            sentences.iter().map(|s| plain(s)).collect(),
        )],
    }
}

/// "1 cell", "12 cells".
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn number(label: &str, value: impl Into<String>) -> Number {
    Number {
        label: label.to_owned(),
        value: value.into(),
    }
}

fn plain(sentence: &str) -> Statement {
    Statement {
        sentence: sentence.to_owned(),
        reference: String::new(),
    }
}

fn measure(measure: &Measure) -> Statement {
    let mut reference = String::new();
    if !measure.reference.is_empty() {
        reference = format!(
            "Compare with: {}. ",
            measure.reference.trim_end_matches('.')
        );
    }
    let _ = write!(
        reference,
        "{} ({}).",
        measure
            .convention
            .to_uppercase_first()
            .trim_end_matches('.'),
        measure.citation.trim_end_matches('.')
    );
    Statement {
        sentence: measure.sentence.clone(),
        reference,
    }
}

/// A sentence to follow a colon.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// The number as it is read at a glance: counts whole, everything else to three digits.
fn value(measure: &Measure) -> String {
    measure
        .value
        .map_or_else(|| "not defined".to_owned(), short)
}

fn range(measure: &Measure) -> String {
    measure.interval.map_or_else(String::new, |interval| {
        if interval.low == interval.high {
            String::new()
        } else {
            format!("{} to {}", short(interval.low), short(interval.high))
        }
    })
}

fn short(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() >= 1.0 {
        format!("{value:.0}")
    } else if value.abs() >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

trait UppercaseFirst {
    /// The text with its first letter in upper case, to begin a sentence or a cell.
    fn to_uppercase_first(&self) -> String;
}

impl UppercaseFirst for str {
    fn to_uppercase_first(&self) -> String {
        let mut letters = self.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    }
}
