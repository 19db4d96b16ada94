//! What it takes.

use commonweal_equity::{Exact, ReadingKind};
use commonweal_partnership::Evidence;
use commonweal_partnership::evidence::{GroupEvidence, OutcomeEvidence, TargetEvidence};

use super::{UppercaseFirst, counted, number, plain};
use crate::charts::{self, readable};
use crate::html::{Block, ReportError, Section, Statement, Table};

pub(super) fn section(evidence: &Evidence) -> Result<Section, ReportError> {
    let mut blocks = Vec::new();
    for outcome in &evidence.outcomes {
        let Some(found) = &outcome.target else {
            continue;
        };
        blocks.push(Block::Heading(outcome.name.clone()));
        target_blocks(outcome, found, &mut blocks)?;
    }
    if blocks.is_empty() {
        blocks.push(Block::Note(
            "No target is set. See what to collect next.".to_owned(),
        ));
    }
    Ok(Section {
        id: "takes",
        heading: "What it takes",
        lead: "From percent to children, in exact arithmetic. Each year's cohort is a different set of \
               children: nothing here says that the same children are followed."
            .to_owned(),
        blocks,
    })
}

fn target_blocks(
    outcome: &OutcomeEvidence,
    found: &TargetEvidence,
    blocks: &mut Vec<Block>,
) -> Result<(), ReportError> {
    let (target, words) = (&found.target, &outcome.words);
    let places = outcome.places.as_ref();
    let mut numbers = vec![
        number(
            "Children, once at the goal",
            format!("{} a year", target.children()),
        ),
        number("Years", format!("{} to {}", target.start(), target.end())),
    ];
    if let Some(places) = places {
        let concerned = places
            .concentration
            .cells
            .iter()
            .filter(|cell| cell.shortfall > 0);
        let mut ids: Vec<&str> = concerned
            .filter_map(|cell| cell.key.level("place_id"))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        numbers.push(number(
            "Places with a distance to go, of those counted",
            format!("{} of {}", ids.len(), places.places),
        ));
    }
    blocks.push(Block::Numbers(numbers));
    let figure = charts::path_figure(target, &found.path, &outcome.history, words);
    blocks.push(Block::figure(&figure, format!("What was observed, and equal steps to the goal. The numbers are {} a year {} than at the baseline rate.", words.population, charts::more(outcome.direction)))?);
    blocks.push(Block::Statements(vec![
        Statement {
            sentence: target.sentence(words),
            reference: format!("Compared with: the rate of {}, held still.", target.start()),
        },
        Statement {
            sentence: found.path.sentence(words),
            reference:
                "Equal steps are a convention, not a forecast; efforts of this kind often need two \
                        years before numbers move (Schmitz)."
                    .to_owned(),
        },
    ]));
    let stated = found.readings.stated.map_or_else(String::new, |stated| {
        format!(
            ": what \"{stated} {} each year\" can mean",
            charts::more(outcome.direction)
        )
    });
    blocks.push(Block::Heading(format!("The readings{stated}")));
    let readings = found
        .readings
        .readings
        .iter()
        .zip(found.readings.sentences(words));
    let mut statements: Vec<Statement> = readings
        .map(|(reading, sentence)| Statement {
            sentence,
            reference: match (reading.kind, reading.holds) {
                (_, Some(true)) => "This reading holds here.".to_owned(),
                (ReadingKind::Level | ReadingKind::Flow | ReadingKind::Average, Some(false)) => {
                    "This reading does not hold here.".to_owned()
                }
                _ => String::new(),
            },
        })
        .collect();
    statements.extend(found.readings.warning.as_deref().map(plain));
    blocks.push(Block::Statements(statements));
    for group in &outcome.groups {
        allocation_blocks(outcome, group, target.goal(), blocks);
    }
    Ok(())
}

fn allocation_blocks(
    outcome: &OutcomeEvidence,
    group: &GroupEvidence,
    goal: Exact,
    blocks: &mut Vec<Block>,
) {
    let (words, more) = (&outcome.words, charts::more(outcome.direction));
    let rate = |rate: Option<Exact>| rate.map_or_else(|| "?".to_owned(), |rate| rate.percent(1));
    let count =
        |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let rows: Vec<Vec<String>> = group
        .rows
        .iter()
        .filter_map(|row| row.equal_rate.as_ref().zip(row.by_shortfall.as_ref()))
        .map(|(equal, shortfall)| {
            vec![
                equal.key.to_string(),
                equal.n.to_string(),
                rate(equal.rate),
                count(equal.allocated),
                rate(equal.resulting_rate),
                count(shortfall.allocated),
                rate(shortfall.resulting_rate),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    blocks.push(Block::Heading(format!(
        "Split by {}",
        readable(&group.dimension)
    )));
    let hidden = group.rows.iter().filter(|row| row.hidden.is_some()).count();
    let left_out = match hidden {
        0 => String::new(),
        hidden => format!(" {} may not be shown.", counted(hidden, "group")),
    };
    blocks.push(Block::Table(Table {
        caption: format!("{} {more} a year, by two rules", words.population.to_uppercase_first()),
        head: vec![
            "Group".to_owned(),
            words.population.to_uppercase_first(),
            "Rate now".to_owned(),
            format!("All reach {}", goal.percent(0)),
            "then".to_owned(),
            "By shortfall".to_owned(),
            "then".to_owned(),
        ],
        rows,
        note: format!(
            "Whole children that add up (largest remainder). Equal rates and equal shares of the distance \
             are different aims; neither is chosen here.{left_out}"
        ),
    }));
    if let Some(together) = &group.together {
        let mut statements = vec![
            plain(&together.equal_rate.sentence(words)),
            plain(&together.by_shortfall.sentence(words)),
        ];
        let caveats = together.equal_rate.caveats.iter();
        statements.extend(caveats.map(|caveat| plain(caveat)));
        blocks.push(Block::Statements(statements));
    }
}
