//! Who works with whom.

use commonweal_partnership::Evidence;
use commonweal_partnership::evidence::NetworkEvidence;

use super::{MAP_SEED, UppercaseFirst, counted, lower_first, measure, range, value};
use crate::charts::{self, MapOptions, readable};
use crate::html::{Block, ReportError, Section, Statement, Table};

pub(super) fn section(evidence: &Evidence) -> Result<Section, ReportError> {
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
                "{}, {}. What counts is {}; {}.",
                readable(&network.layer).to_uppercase_first(),
                network.wave,
                network.tie,
                network.rule
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
            let bare = lower_first(&without.sentence);
            statement.sentence = format!("{} Without the backbone: {bare}", statement.sentence);
        }
        statements.push(statement);
    }
    if let Some(found) = network.only_through_backbone {
        let silent = match found.silent {
            0 => String::new(),
            silent => format!(
                " {} did not answer; whether they have other ties is not known.",
                counted(silent, "partner")
            ),
        };
        statements.push(Statement {
            sentence: format!(
                "{} of the {} partners beside the backbone that answered {} no known tie but to it.{silent}",
                found.partners,
                found.answered,
                if found.partners == 1 { "has" } else { "have" }
            ),
            reference: "Compared with: 0, when each has another partner to turn to.".to_owned(),
        });
    }
    blocks.push(Block::Statements(statements));
    if !network.others.is_empty() {
        blocks.push(Block::Heading("Other relations of this wave".to_owned()));
        let others = network.others.iter();
        blocks.push(Block::Statements(
            others
                .map(|o| {
                    let mut statement = measure(&o.density);
                    let layer = readable(&o.layer).to_uppercase_first();
                    statement.sentence.insert_str(0, &format!("{layer}: "));
                    statement
                })
                .collect(),
        ));
    }
    Ok(())
}
