//! Who works with whom: cohesion with and without the backbone, in the latest wave.

use std::collections::HashMap;

use commonweal_network::{
    ComponentKind, ConnectednessKind, Control, Measure, Mode, Network, ReciprocityKind, Symmetrise,
};
use commonweal_tables::tables::Layer;
use commonweal_tables::{Answer, NetworkOptions};
use serde::Serialize;

use super::{Audience, NotShown};
use crate::Partnership;

/// A measure of the whole network, and the same measure once the backbone is taken out.
#[derive(Debug, Clone, Serialize)]
pub struct WithAndWithout {
    /// With every partner.
    pub with: Measure,
    /// Without the backbone; `None` where none is marked.
    pub without: Option<Measure>,
}

/// Another relation of the same wave.
#[derive(Debug, Clone, Serialize)]
pub struct OtherRelation {
    /// The layer.
    pub layer: String,
    /// Its density.
    pub density: Measure,
}

/// Partners that have ties, all of them to the backbone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OnlyThroughBackbone {
    /// How many of those that answered.
    pub partners: usize,
    /// How many beside the backbone answered.
    pub answered: usize,
    /// How many did not, and may have ties that nobody reported.
    pub silent: usize,
}

/// Who works with whom.
#[derive(Debug, Clone, Serialize)]
pub struct NetworkEvidence {
    /// The relation shown.
    pub layer: String,
    /// What counts as a tie, in words.
    pub tie: String,
    /// The wave shown.
    pub wave: String,
    /// The network itself, for the map; `None` where the audience may not see it.
    #[serde(skip)]
    pub map: Option<Network>,
    /// Label of each partner on the map; `None` for those that did not agree to be named. Empty without a map.
    #[serde(skip)]
    pub labels: Vec<Option<String>>,
    /// Partners marked as backbone.
    pub backbone: usize,
    /// Whole-network measures.
    pub measures: Vec<WithAndWithout>,
    /// When two partners count as tied, in words.
    pub rule: String,
    /// How many partners hang on the backbone alone; `None` where no backbone is marked.
    pub only_through_backbone: Option<OnlyThroughBackbone>,
    /// The other relations of this wave.
    pub others: Vec<OtherRelation>,
}

pub(super) fn wave_label(partnership: &Partnership, wave: &str) -> String {
    let found = partnership
        .tables()
        .waves
        .iter()
        .find(|w| w.wave_id == wave);
    found
        .and_then(|w| w.label.clone())
        .unwrap_or_else(|| wave.to_owned())
}

pub(super) fn gather(
    partnership: &Partnership,
    layer: &Layer,
    audience: Audience,
    not_shown: &mut NotShown,
) -> Option<NetworkEvidence> {
    let tables = partnership.tables();
    let waves = tables.wave_ids();
    let options = |wave: &str, symmetrise| NetworkOptions {
        wave: Some(wave.to_owned()),
        symmetrise,
    };
    // The latest wave in which this relation was asked; a later one without it is said.
    let found = waves.iter().rev().find_map(|wave| {
        match partnership.network(&layer.layer_id, &options(wave, None)) {
            Ok(network) => Some((*wave, network)),
            Err(error) => {
                let what = format!(
                    "Who works with whom, \"{}\" in wave \"{wave}\"",
                    layer.layer_id
                );
                not_shown.because(&what, &error);
                None
            }
        }
    });
    let (wave, pairs) = found?;
    let reports = partnership
        .network(&layer.layer_id, &options(wave, Some(Symmetrise::None)))
        .ok();
    let measures = match whole_network(&pairs, reports.as_ref()) {
        Ok(measures) => measures,
        Err(error) => {
            not_shown.because(&format!("Measures of \"{}\"", layer.layer_id), &error);
            Vec::new()
        }
    };
    let others = tables
        .layers
        .iter()
        .filter(|other| other.layer_id != layer.layer_id)
        .filter_map(
            |other| match partnership.network(&other.layer_id, &options(wave, None)) {
                Ok(network) => Some(OtherRelation {
                    layer: other.layer_id.clone(),
                    density: network.density(),
                }),
                Err(error) => {
                    let what = format!("Relation \"{}\" in wave \"{wave}\"", other.layer_id);
                    not_shown.because(&what, &error);
                    None
                }
            },
        )
        .collect();
    Some(NetworkEvidence {
        layer: layer.layer_id.clone(),
        tie: tie_in_words(layer),
        wave: wave_label(partnership, wave),
        labels: match audience {
            Audience::Partners => labels(partnership, &pairs),
            Audience::Public => Vec::new(),
        },
        backbone: pairs.backbone().len(),
        rule: rule_in_words(layer, &pairs),
        only_through_backbone: (!pairs.backbone().is_empty())
            .then(|| only_through_backbone(&pairs)),
        measures,
        others,
        map: (audience == Audience::Partners).then_some(pairs),
    })
}

/// The same measure of two networks, side by side.
fn whole_network(
    pairs: &Network,
    reports: Option<&Network>,
) -> Result<Vec<WithAndWithout>, commonweal_network::Error> {
    let control = Control::new();
    let has_backbone = !pairs.backbone().is_empty();
    let bare = has_backbone.then(|| pairs.without_backbone());
    let both = |of: &dyn Fn(&Network) -> Result<Measure, commonweal_network::Error>| {
        Ok::<_, commonweal_network::Error>(WithAndWithout {
            with: of(pairs)?,
            without: bare.as_ref().map(of).transpose()?,
        })
    };
    let mut measures = vec![
        both(&|net| Ok(net.density()))?,
        both(&|net| Ok(net.mean_degree()))?,
        both(&|net| Ok(net.component_count(ComponentKind::Weak)))?,
        both(&|net| net.connectedness(ConnectednessKind::Krackhardt, &control))?,
        both(&|net| Ok(net.degree_centralization(Mode::All)))?,
    ];
    if let Some(reports) = reports.filter(|reports| reports.is_directed()) {
        measures.push(WithAndWithout {
            with: reports.reciprocity(ReciprocityKind::Arc)?,
            without: has_backbone
                .then(|| reports.without_backbone().reciprocity(ReciprocityKind::Arc))
                .transpose()?,
        });
    }
    Ok(measures)
}

fn only_through_backbone(pairs: &Network) -> OnlyThroughBackbone {
    let backbone = pairs.backbone();
    let others = (0..pairs.partners() as u32).filter(|i| !backbone.contains(i));
    let (answered, silent): (Vec<u32>, Vec<u32>) =
        others.partition(|&i| pairs.observed().is_complete() || pairs.observed().answered(i));
    let hangs = |i: &&u32| {
        let mut ties = pairs
            .out()
            .row(**i)
            .iter()
            .chain(pairs.incoming().row(**i))
            .peekable();
        ties.peek().is_some() && ties.all(|j| backbone.contains(j))
    };
    OnlyThroughBackbone {
        partners: answered.iter().filter(hangs).count(),
        answered: answered.len(),
        silent: silent.len(),
    }
}

/// How reports become ties, as the layer has it.
fn rule_in_words(layer: &Layer, network: &Network) -> String {
    if network.is_directed() {
        return "a tie is one partner's report about another".to_owned();
    }
    match layer.symmetrise {
        "both" | "min" => "two partners count as tied when both of them report it",
        "mean" => {
            "two partners count as tied when either reports it, with the mean of their values"
        }
        _ => "two partners count as tied when either of them reports it",
    }
    .to_owned()
}

fn labels(partnership: &Partnership, network: &Network) -> Vec<Option<String>> {
    let partners = &partnership.tables().partners;
    let named: HashMap<&str, &str> = partners
        .iter()
        .filter(|partner| partner.consent_named == Answer::Yes)
        .map(|partner| {
            let label = partner.map_label.as_ref().or(partner.name.as_ref());
            let id = &partner.partner_id;
            (id.as_str(), label.unwrap_or(id).as_str())
        })
        .collect();
    (0..network.partners() as u32)
        .map(|i| {
            let label = named.get(&*network.labels().get(i))?;
            Some((*label).to_owned())
        })
        .collect()
}

/// "communication at least quarterly", or the bare number where the scale has no labels.
fn tie_in_words(layer: &Layer) -> String {
    let name = layer.layer_id.replace('_', " ");
    let Some(cut) = layer.present_at else {
        return name;
    };
    let label = layer
        .labels
        .iter()
        .find(|(code, _)| *code == cut)
        .map(|(_, label)| label.clone());
    format!(
        "{name} rated at least {}",
        label.unwrap_or_else(|| cut.to_string())
    )
}
