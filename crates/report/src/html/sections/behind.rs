//! Who is left behind.

use commonweal_equity::{Gap, GapStatus};
use commonweal_partnership::Evidence;
use commonweal_partnership::evidence::{GroupEvidence, GroupRow, OutcomeEvidence, PlaceEvidence};

use super::{MOST_ROWS, UppercaseFirst, counted, plain};
use crate::charts::{self, readable};
use crate::html::{Block, ReportError, Section, Statement, Table};

pub(super) fn section(evidence: &Evidence) -> Result<Section, ReportError> {
    let mut blocks = Vec::new();
    if evidence.outcomes.is_empty() {
        blocks.push(Block::Note(
            "There are no outcomes yet. See what to collect next.".to_owned(),
        ));
    }
    for outcome in &evidence.outcomes {
        blocks.push(Block::Heading(format!(
            "{}, {}",
            outcome.name, outcome.latest
        )));
        if let Some(overall) = &outcome.overall {
            blocks.push(Block::Statements(vec![Statement {
                sentence: all_of_them(&overall.sentence(&outcome.words), &outcome.words.population),
                reference: "A whole cohort is a census: the interval says how far such a rate moves from \
                            year to year by chance, not that children were counted wrongly (Wilson 1927)."
                    .to_owned(),
            }]));
        }
        for group in &outcome.groups {
            group_blocks(outcome, group, &mut blocks)?;
        }
        if let Some(places) = &outcome.places {
            place_blocks(outcome, places, &mut blocks)?;
        }
    }
    Ok(Section {
        id: "behind",
        heading: "Who is left behind",
        lead: "Rates describe what schools, agencies and systems reach with children, not the children. Each \
               group is compared with everyone else."
            .to_owned(),
        blocks,
    })
}

fn group_blocks(
    outcome: &OutcomeEvidence,
    group: &GroupEvidence,
    blocks: &mut Vec<Block>,
) -> Result<(), ReportError> {
    let why = |row: &'_ GroupRow| row.hidden.clone().unwrap_or_default();
    let reasons: Vec<String> = group.rows.iter().map(why).collect();
    let rows = group
        .rows
        .iter()
        .zip(&reasons)
        .map(|(row, why)| (row.key.to_string(), row.gap.as_ref().ok_or(why.as_str())));
    let figure = charts::gap_figure(
        rows,
        &group.reference,
        outcome.overall.as_ref(),
        &outcome.words,
    );
    blocks.push(Block::figure(
        &figure,
        format!(
            "By {}, {}. Marked groups: the whole interval of the gap to everyone else lies on the \
             unfavourable side. {} groups are compared, and nothing is adjusted for their number.",
            readable(&group.dimension),
            outcome.latest,
            group.rows.len()
        ),
    )?);
    let mut statements: Vec<Statement> = group
        .rows
        .iter()
        .map(|row| match (&row.gap, &row.hidden) {
            (Some(gap), _) => Statement {
                sentence: gap.sentence(&outcome.words),
                reference: gap_reference(gap, outcome),
            },
            (None, why) => plain(&format!(
                "{}: {}.",
                row.key,
                why.as_deref().unwrap_or_default()
            )),
        })
        .collect();
    statements.extend(group.caveats.iter().map(|caveat| plain(caveat)));
    blocks.push(Block::Statements(statements));
    Ok(())
}

fn gap_reference(gap: &Gap, outcome: &OutcomeEvidence) -> String {
    let status = match gap.status {
        GapStatus::Flagged => {
            "Flagged: chance alone would rarely give a gap this large.".to_owned()
        }
        GapStatus::NotFlagged => {
            "Not flagged: the interval reaches zero or the favourable side.".to_owned()
        }
        GapStatus::NotAssessable(reason) => format!("Not assessed: {}.", reason.words()),
    };
    // A group at or past the reference needs nobody, which goes without saying.
    let needed = gap
        .needed
        .filter(|needed| needed.fixed.high() != Some(0))
        .and_then(|_| gap.needed_sentence(&outcome.words, outcome.direction))
        .unwrap_or_default();
    format!("{status} {needed} Interval: Newcombe 1998.")
}

fn place_blocks(
    outcome: &OutcomeEvidence,
    places: &PlaceEvidence,
    blocks: &mut Vec<Block>,
) -> Result<(), ReportError> {
    let found = &places.concentration;
    let goal = found.options.level.percent(0);
    let (people, short) = (&outcome.words.population, charts::short(outcome.direction));
    let cells = match places.by.get(1) {
        Some(dimension) => format!("place × {} cells", readable(dimension)),
        None => "places".to_owned(),
    };
    blocks.push(Block::Heading(format!("Where the distance to {goal} is")));
    let mut figure = charts::shortfall_figure(found, None, &cells, &outcome.words);
    let rest = not_counted(places);
    if let Some(rest) = &rest {
        figure = figure.footnote(rest.clone());
    }
    blocks.push(Block::figure(
        &figure,
        format!("The cells with most {people} {short} come first. The straight line is what the curve would be if every cell had equally many."),
    )?);
    let mut statements = vec![Statement {
        sentence: found.sentence(&outcome.words),
        reference:
            "Compared with: the same number in every cell. Ranks of small cells move by chance \
                    from year to year."
                .to_owned(),
    }];
    if let Some(top) = &places.leading {
        statements.push(Statement {
            sentence: format!(
                "The largest are among {} {people} at {}: the first {} of the ranking, with {} of {} {short}, {} of those that can be counted.",
                top.group,
                counted(top.places, "place"),
                counted(top.places, "cell"),
                top.children,
                found.total,
                top.share.percent(1)
            ),
            reference: "Counted from the top of the ranking until another group follows.".to_owned(),
        });
    }
    if let Some(most) = &places.foremost {
        statements.push(Statement {
            sentence: format!(
                "In the whole smallest set, most is among {} {people}: {} of {} {short} ({} of those that can be counted), at {} of {}.",
                most.group,
                most.children,
                found.total,
                most.share.percent(1),
                most.places,
                counted(places.places, "place")
            ),
            reference: String::new(),
        });
    }
    statements.extend(rest.as_deref().map(plain));
    blocks.push(Block::Statements(statements));
    let rows: Vec<Vec<String>> = found
        .cells
        .iter()
        .take(MOST_ROWS)
        .map(|cell| {
            vec![
                cell.key.to_string(),
                cell.n.to_string(),
                cell.rate.map_or_else(String::new, |rate| rate.percent(0)),
                cell.shortfall.to_string(),
                cell.cumulative_share
                    .map_or_else(String::new, |share| share.percent(0)),
            ]
        })
        .collect();
    blocks.push(Block::Table(Table {
        caption: format!("The cells with most {people} {short}"),
        head: vec![
            "Cell".to_owned(),
            people.to_uppercase_first(),
            "Rate".to_owned(),
            format!("{} ({goal})", short.to_uppercase_first()),
            "Share so far, of those counted".to_owned(),
        ],
        note: format!(
            "The first {} of {} that may be shown. A place is listed because the goal is far there, not as \
             a judgement of the place.",
            rows.len(),
            counted(found.cells.len(), "cell")
        ),
        rows,
    }));
    Ok(())
}

/// Cells that are not in the ranking, and why.
fn not_counted(places: &PlaceEvidence) -> Option<String> {
    let mut parts = Vec::new();
    if places.censored > 0 {
        parts.push(format!(
            "{} published as ranges, which together may hold {} more",
            counted(places.censored, "cell"),
            places.censored_missing
        ));
    }
    if places.withheld > 0 {
        parts.push(format!(
            "{} that may not be shown beside the others",
            counted(places.withheld, "cell")
        ));
    }
    (!parts.is_empty()).then(|| format!("Not counted: {}.", parts.join("; ")))
}

/// The sentence about everyone, begun with whom it counts.
fn all_of_them(sentence: &str, population: &str) -> String {
    let rest = sentence.strip_prefix("everyone").unwrap_or(sentence);
    format!("All {population}{rest}")
}
