//! From evidence to the sections of the page. Sentences come with the numbers; nothing is computed here.

use std::fmt::Write as _;

use commonweal_equity::{Disclosure, Exact, Gap, GapStatus, GroupCount, PrimaryRule, ReadingKind};
use commonweal_network::Measure;
use commonweal_partnership::Evidence;
use commonweal_partnership::evidence::{
    GroupEvidence, NetworkEvidence, OutcomeEvidence, PlaceEvidence, TargetEvidence,
};

use super::{Block, Details, Number, ReportError, Section, Statement, Table};
use crate::charts::{self, MapOptions, readable};

/// Seed of the map's layout: the same tables give the same picture.
const MAP_SEED: u64 = 1;
/// Rows of a table of places that are printed; the rest is counted.
const MOST_ROWS: usize = 15;

pub(super) fn all(evidence: &Evidence) -> Result<Vec<Section>, ReportError> {
    Ok(vec![
        knowledge(evidence),
        together(evidence)?,
        left_behind(evidence)?,
        what_it_takes(evidence)?,
        collect_next(evidence),
        limits(),
    ])
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

fn together(evidence: &Evidence) -> Result<Section, ReportError> {
    let mut blocks = Vec::new();
    let lead = match &evidence.network {
        None => {
            blocks.push(Block::Note(
                "There are no answers about ties yet. See what to collect next.".to_owned(),
            ));
            "Nothing is known yet about who works with whom.".to_owned()
        }
        Some(network) => {
            network_blocks(network, &mut blocks)?;
            format!(
                "{}, {}. A tie is {}; two partners count as tied when either of them reports it.",
                readable(&network.layer).to_uppercase_first(),
                network.wave,
                network.tie
            )
        }
    };
    Ok(Section {
        id: "together",
        heading: "Who works with whom",
        lead,
        blocks,
    })
}

fn network_blocks(network: &NetworkEvidence, blocks: &mut Vec<Block>) -> Result<(), ReportError> {
    if let Some(map) = &network.map {
        let options = MapOptions {
            color: map.attribute("sector").map(|_| "sector"),
            labels: network.labels.clone(),
            title: Some("Who works with whom"),
            tie: Some(&network.tie),
            seed: MAP_SEED,
        };
        let figure = charts::map_figure(map, options)?;
        blocks.push(Block::figure(
            &figure,
            "Near partners are few steps apart; the position itself has no meaning. Partners that did not \
             agree to be named have no label. A position is not a grade.",
        )?);
    } else {
        blocks.push(Block::Note(
            "No map is shown to this audience: the shape of a small network tells who is who even without names."
                .to_owned(),
        ));
    }
    if network.backbone > 0 {
        let rows = network
            .measures
            .iter()
            .map(|m| {
                let without = m.without.as_ref();
                vec![
                    readable(&m.with.name).to_uppercase_first(),
                    value(&m.with),
                    range(&m.with),
                    without.map_or_else(String::new, value),
                    without.map_or_else(String::new, range),
                ]
            })
            .collect();
        blocks.push(Block::Table(Table {
            caption: "The whole network, with and without the backbone".to_owned(),
            head: ["Measure", "With", "could be", "Without", "could be"].map(str::to_owned).to_vec(),
            rows,
            note: "The backbone is in everything by job description, so each measure is read twice. \"Could \
                   be\" is the range that the unknown ties leave open. None of these has a good end by \
                   itself, save connection: unconnected partners cannot reach one another."
                .to_owned(),
        }));
    }
    blocks.push(Block::Heading("In sentences".to_owned()));
    let mut statements = Vec::new();
    for m in &network.measures {
        let mut statement = measure(&m.with);
        if let Some(without) = &m.without {
            statement.sentence +=
                &format!(" Without the backbone: {}", lower_first(&without.sentence));
        }
        statements.push(statement);
    }
    if let Some(count) = network.only_through_backbone {
        statements.push(Statement {
            sentence: match count {
                0 => "No partner has the backbone as its only known tie.".to_owned(),
                1 => "One partner has the backbone as its only known tie.".to_owned(),
                count => format!("{count} partners have the backbone as their only known tie."),
            },
            reference: "Compared with: none, if every partner had another partner to turn to."
                .to_owned(),
        });
    }
    blocks.push(Block::Statements(statements));
    if !network.others.is_empty() {
        blocks.push(Block::Heading("Other relations of this wave".to_owned()));
        let others = network.others.iter();
        blocks.push(Block::Statements(
            others
                .map(|o| {
                    measure(
                        &format!("{}: ", readable(&o.layer).to_uppercase_first()),
                        &o.density,
                    )
                })
                .collect(),
        ));
    }
    Ok(())
}

fn left_behind(evidence: &Evidence) -> Result<Section, ReportError> {
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

fn what_it_takes(evidence: &Evidence) -> Result<Section, ReportError> {
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
            "Places with children missing",
            format!("{} of {}", ids.len(), places.places),
        ));
    }
    blocks.push(Block::Numbers(numbers));
    let figure = charts::path_figure(target, &found.path, &outcome.history, words);
    blocks.push(Block::figure(&figure, "What was observed, and equal steps to the goal. The numbers are children a year more than at the baseline rate.")?);
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
        format!(": what \"{stated} more each year\" can mean")
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
    let (Some(equal), Some(shortfall)) = (&group.equal_rate, &group.by_shortfall) else {
        return;
    };
    let words = &outcome.words;
    let rate = |rate: Option<Exact>| rate.map_or_else(|| "?".to_owned(), |rate| rate.percent(1));
    let count =
        |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let rule = PrimaryRule::default();
    let rows = equal
        .cells
        .iter()
        .zip(&shortfall.cells)
        .zip(&group.hidden)
        .filter(|(_, hidden)| hidden.is_none())
        // A result that no child or every child reaches would tell as much as the count itself.
        .filter(|((cell, _), _)| {
            GroupCount::from_counts(cell.key.clone(), cell.n, cell.successes)
                .is_ok_and(|count| rule.decide(&count) == Disclosure::Show)
        })
        .map(|((equal, shortfall), _)| {
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
    blocks.push(Block::Heading(format!(
        "Split by {}",
        readable(&group.dimension)
    )));
    blocks.push(Block::Table(Table {
        caption: format!("{} more {} a year, by two rules", shortfall.total, words.population),
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
        note: "Whole children that add up (largest remainder). Equal rates and equal shares of the distance \
               are different aims; neither is chosen here."
            .to_owned(),
    }));
    let mut statements = vec![
        plain(&equal.sentence(words)),
        plain(&shortfall.sentence(words)),
    ];
    statements.extend(equal.caveats.iter().map(|caveat| plain(caveat)));
    blocks.push(Block::Statements(statements));
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
