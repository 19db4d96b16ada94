//! Who is left behind.

use std::fmt::Write as _;

use commonweal_equity::{Gap, GapStatus};
use commonweal_partnership::Evidence;
use commonweal_partnership::evidence::{GroupEvidence, OutcomeEvidence, PlaceEvidence};

use super::{MOST_ROWS, UppercaseFirst, plain};
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
                sentence: overall.sentence(&outcome.words).replacen("everyone", "All children", 1),
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
    let figure = charts::gap_figure(
        &group.gaps,
        outcome.overall.as_ref(),
        &group.hidden,
        &outcome.words,
    );
    blocks.push(Block::figure(
        &figure,
        format!(
            "By {}, {}. Marked groups: the whole interval of the gap to everyone else lies on the \
             unfavourable side.",
            readable(&group.dimension),
            outcome.latest
        ),
    )?);
    let mut statements = Vec::new();
    for (gap, hidden) in group.gaps.gaps.iter().zip(&group.hidden) {
        statements.push(match hidden {
            Some(why) => plain(&format!("{}: {why}.", gap.rate.key)),
            None => Statement {
                sentence: gap.sentence(&outcome.words),
                reference: gap_reference(gap, outcome),
            },
        });
    }
    statements.extend(group.gaps.caveats.iter().map(|caveat| plain(caveat)));
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
    let cells = match places.by.get(1) {
        Some(dimension) => format!("place × {} cells", readable(dimension)),
        None => "places".to_owned(),
    };
    blocks.push(Block::Heading(format!("Where the distance to {goal} is")));
    let figure = charts::shortfall_figure(found, &cells, &outcome.words);
    blocks.push(Block::figure(
        &figure,
        "The cells with most missing children come first. The straight line is what the curve would be if \
         every cell missed equally many.",
    )?);
    let mut statements = vec![Statement {
        sentence: found.sentence(&outcome.words),
        reference:
            "Compared with: the same number missing in every cell. Ranks of small cells move by \
                    chance from year to year."
                .to_owned(),
    }];
    let people = &outcome.words.population;
    if let Some(top) = &places.leading {
        statements.push(Statement {
            sentence: format!(
                "The largest are among {0} {people} at {1} places: the first {1} cells of the ranking, with {2} of {3} missing, {4}.",
                top.group,
                top.places,
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
                "In the whole smallest set, most is among {} {people}: {} of {} missing ({}), at {} of {} places.",
                most.group,
                most.children,
                found.total,
                most.share.percent(1),
                most.places,
                places.places
            ),
            reference: "Compared with: the group's share of all children.".to_owned(),
        });
    }
    blocks.push(Block::Statements(statements));
    let rows: Vec<Vec<String>> = places
        .shown
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
    let left = places.shown.len().saturating_sub(MOST_ROWS);
    let mut note = String::new();
    if left > 0 {
        note = format!("{left} more cells of the set are not listed. ");
    }
    if places.withheld > 0 {
        let _ = write!(
            note,
            "{} cells of the set are too small to be shown one by one. ",
            places.withheld
        );
    }
    note += "A place is listed because children there are missing to the goal, not as a judgement of the place.";
    let words = &outcome.words;
    blocks.push(Block::Table(Table {
        caption: format!("The cells with most {} missing to {goal}", words.population),
        head: vec![
            "Cell".to_owned(),
            words.population.to_uppercase_first(),
            "Rate".to_owned(),
            format!("Missing to {goal}"),
            "Share so far".to_owned(),
        ],
        rows,
        note,
    }));
    Ok(())
}
