//! Evidence: everything a report shows, computed once, each number carried with its reference.
//!
//! Nothing here draws or formats a page, and nothing downstream computes again. A part that cannot be
//! computed is not left out silently: `not_shown` says what and why.

mod collect;
mod network;
mod outcomes;

use commonweal_network::Coverage;
use commonweal_tables::NetworkOptions;
use serde::Serialize;

pub use network::{NetworkEvidence, OtherRelation, WithAndWithout};
pub use outcomes::{GroupEvidence, GroupShare, OutcomeEvidence, PlaceEvidence, TargetEvidence};

use crate::Partnership;

/// Who will read the evidence; decides what may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everyone: aggregates only. No map, because structure identifies partners even without names.
    Public,
    /// The partners themselves: the map, with the names of those that agreed to be named.
    #[default]
    Partners,
}

/// What to gather.
#[derive(Debug, Clone, Default)]
pub struct EvidenceOptions {
    /// Title; the partnership's name by default.
    pub title: Option<String>,
    /// Who will read it.
    pub audience: Audience,
}

/// Something to collect, and what it would unlock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What to collect.
    pub what: String,
    /// What could then be said.
    pub unlocks: String,
}

/// Response and coverage of one wave.
#[derive(Debug, Clone, Serialize)]
pub struct WaveCoverage {
    /// Label of the wave.
    pub wave: String,
    /// The relation whose answers are counted.
    pub layer: String,
    /// Who was asked, who answered, what is unknown.
    pub coverage: Coverage,
}

/// Everything a report shows.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// Title of the report.
    pub title: String,
    /// What the report is about, in a sentence.
    pub lead: String,
    /// Who will read it.
    pub audience: Audience,
    /// How many partners the tables list.
    pub partners: usize,
    /// Response by wave, in order of time.
    pub waves: Vec<WaveCoverage>,
    /// Warnings of the reader; they belong to every number.
    pub warnings: Vec<String>,
    /// What the reader noted.
    pub notices: Vec<String>,
    /// Who works with whom, in the latest wave.
    pub network: Option<NetworkEvidence>,
    /// Who is left behind, and what it takes, one an indicator.
    pub outcomes: Vec<OutcomeEvidence>,
    /// What to collect next.
    pub collect: Vec<Suggestion>,
    /// Parts that could not be computed, with the reason.
    pub not_shown: Vec<String>,
}

impl Evidence {
    /// Gathers the evidence of a partnership. Parts without data are absent and named in `collect`.
    pub fn gather(partnership: &Partnership, options: &EvidenceOptions) -> Self {
        let tables = partnership.tables();
        let mut not_shown = Vec::new();
        let main = tables
            .layers
            .iter()
            .find(|layer| !layer.named_partners_only)
            .or(tables.layers.first());
        let mut waves = Vec::new();
        if let Some(layer) = main {
            for wave in tables.wave_ids() {
                let of_wave = NetworkOptions {
                    wave: Some(wave.to_owned()),
                    ..Default::default()
                };
                match partnership.network(&layer.layer_id, &of_wave) {
                    Ok(network) => waves.push(WaveCoverage {
                        wave: network::wave_label(partnership, wave),
                        layer: layer.layer_id.clone(),
                        coverage: network.coverage(),
                    }),
                    Err(error) => not_shown.push(format!(
                        "Network \"{}\" in wave \"{wave}\": {error}",
                        layer.layer_id
                    )),
                }
            }
        }
        let network = main.and_then(|layer| {
            network::gather(partnership, layer, options.audience, &mut not_shown)
        });
        let outcomes: Vec<OutcomeEvidence> = outcomes::indicators(partnership)
            .into_iter()
            .filter_map(|indicator| outcomes::gather(partnership, indicator, &mut not_shown))
            .collect();
        let title = options
            .title
            .clone()
            .unwrap_or_else(|| partnership.name().to_owned());
        let collect = collect::suggestions(partnership, &waves, &outcomes);
        Self {
            lead: lead(partnership, network.is_some(), &outcomes),
            title,
            audience: options.audience,
            partners: tables.partners.len(),
            waves,
            warnings: partnership
                .problems()
                .warnings()
                .map(ToString::to_string)
                .collect(),
            notices: partnership
                .problems()
                .notices()
                .map(ToString::to_string)
                .collect(),
            network,
            outcomes,
            collect,
            not_shown,
        }
    }
}

fn lead(partnership: &Partnership, network: bool, outcomes: &[OutcomeEvidence]) -> String {
    let partners = partnership.tables().partners.len();
    let mut parts = vec![format!("{partners} partners")];
    if network {
        let waves = partnership.tables().wave_ids().len();
        parts.push(if waves == 1 {
            "one survey wave".to_owned()
        } else {
            format!("{waves} survey waves")
        });
    }
    match outcomes {
        [] => {}
        [one] => parts.push(format!("one indicator over {} periods", one.periods)),
        many => parts.push(format!("{} indicators", many.len())),
    }
    format!(
        "What the tables of {} say about how partners work together, who is left behind and what a target takes.",
        parts.join(", ")
    )
}
