//! What to collect next, and what it would unlock. No partner is named: whom to follow up is a list for
//! the backbone, not for a report.

use super::{OutcomeEvidence, Suggestion, WaveCoverage};
use crate::Partnership;

/// A table that is not there, and what it would add.
const TABLES: &[(&str, &str)] = &[
    (
        "ties",
        "who works with whom: the map, cohesion, and what hangs on the backbone",
    ),
    (
        "roster",
        "who was asked and who answered, so that silence is not read as \"no tie\"",
    ),
    (
        "layers",
        "what an answer means: which values count as a tie, and which questions were asked of whom",
    ),
    (
        "outcomes",
        "who is left behind: rates and gaps by group and place",
    ),
    (
        "targets",
        "what it takes: children by group, place and year",
    ),
    (
        "events",
        "how often partners meet, and which meetings are open",
    ),
    (
        "attendance",
        "who is in the room, and whether some meet before others do",
    ),
];

pub(super) fn suggestions(
    partnership: &Partnership,
    waves: &[WaveCoverage],
    outcomes: &[OutcomeEvidence],
) -> Vec<Suggestion> {
    let tables = partnership.tables();
    let mut list = Vec::new();
    let mut add = |what: String, unlocks: String| list.push(Suggestion { what, unlocks });
    if let Some(last) = waves.last() {
        let c = &last.coverage;
        let silent = c.asked.saturating_sub(c.answered);
        if silent > 0 {
            add(
                format!(
                    "Answers of the {silent} partners that have not replied in wave \"{}\".",
                    last.wave
                ),
                format!(
                    "{} of {} pairs of partners that nobody has spoken about, and {} that only one side has.",
                    c.pairs_none, c.pairs, c.pairs_one
                ),
            );
        }
    }
    let without_sector = tables
        .partners
        .iter()
        .filter(|partner| partner.sector.is_none())
        .count();
    if without_sector > 0 {
        add(
            format!(
                "The sector of {without_sector} of {} partners.",
                tables.partners.len()
            ),
            "whether ties cross sectors; unknown is not \"other\".".to_owned(),
        );
    }
    if !tables.partners.iter().any(|partner| partner.is_backbone) {
        add(
            "Which partner is the backbone (is_backbone in partners).".to_owned(),
            "every measure without it.".to_owned(),
        );
    }
    let undecided = tables
        .partners
        .iter()
        .filter(|p| p.consent_named == commonweal_tables::Answer::Unknown)
        .count();
    if undecided > 0 {
        add(
            format!(
                "Consent to be named from {undecided} of {} partners.",
                tables.partners.len()
            ),
            "their names on the partners' map.".to_owned(),
        );
    }
    for outcome in outcomes {
        let (censored, cells) = outcome.censored;
        if censored > 0 {
            add(
                format!("Counts behind {censored} of {cells} published cells of \"{}\" in {}, which are suppressed or ranges.", outcome.name, outcome.latest),
                "the shortfall in small groups: ask for the counts under an agreement on small cells, or for several years together.".to_owned(),
            );
        }
        if outcome.target.is_none() {
            add(
                format!("A target for \"{}\" (table targets).", outcome.name),
                "children by group, place and year.".to_owned(),
            );
        }
        if outcome.history.len() < 3 {
            add(
                format!("Earlier years of \"{}\".", outcome.name),
                "whether the pace of the target has ever been reached.".to_owned(),
            );
        }
    }
    for (table, unlocks) in TABLES {
        if !tables.given(table) {
            add(format!("The table {table}."), format!("{unlocks}."));
        }
    }
    list
}
