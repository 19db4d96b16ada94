//! Evidence: everything a report shows, computed once, each number carried with its reference.
//!
//! Nothing here draws or formats a page, and nothing downstream computes again. A part that cannot be
//! computed is not left out silently: `not_shown` says what and why.

mod collect;
mod in_groups;
mod network;
mod outcomes;
mod places;
#[cfg(test)]
mod tests;

use commonweal_network::Coverage;
use commonweal_tables::{NetworkOptions, Problem, Tables};
use serde::Serialize;

pub use network::{NetworkEvidence, OnlyThroughBackbone, OtherRelation, WithAndWithout};
pub use outcomes::{GroupEvidence, GroupRow, OutcomeEvidence, TargetEvidence, Together};
pub use places::{GroupShare, PlaceEvidence};

use crate::Partnership;
use crate::in_groups::{Declared, InGroupEvidence};

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
    /// Labels whose share in the closest set of partners is tested: declared before it is looked for.
    pub declared: Vec<Declared>,
    /// An attribute inside whose levels those labels are tested as well.
    pub strata: Option<String>,
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
    /// Whether some partners are closer to one another than their work with everybody explains.
    pub in_groups: Option<InGroupEvidence>,
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
        let mut not_shown = NotShown {
            audience: options.audience,
            items: Vec::new(),
        };
        missing_tables(tables, &mut not_shown);
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
                    Err(error) => {
                        let what = format!("Coverage of \"{}\" in wave \"{wave}\"", layer.layer_id);
                        not_shown.because(&what, &error);
                    }
                }
            }
        }
        let network = main.and_then(|layer| {
            network::gather(partnership, layer, options.audience, &mut not_shown)
        });
        let in_groups =
            main.and_then(|layer| in_groups::gather(partnership, layer, options, &mut not_shown));
        let outcomes: Vec<OutcomeEvidence> = outcomes::indicators(partnership)
            .into_iter()
            .filter_map(|indicator| outcomes::gather(partnership, indicator, &mut not_shown))
            .collect();
        let title = options
            .title
            .clone()
            .unwrap_or_else(|| partnership.name().to_owned());
        for outcome in outcomes.iter().filter(|outcome| outcome.target.is_none()) {
            if partnership.target_row(&outcome.indicator).is_none() {
                let what = format!("What it takes, of \"{}\"", outcome.indicator);
                not_shown.without(&what, "the table targets has no target for all children");
            }
        }
        let collect = collect::suggestions(partnership, &waves, &outcomes);
        Self {
            lead: lead(partnership, network.is_some(), &outcomes),
            title,
            audience: options.audience,
            partners: tables.partners.len(),
            waves,
            warnings: told(&partnership.problems().warnings().collect::<Vec<_>>()),
            notices: told(&partnership.problems().notices().collect::<Vec<_>>()),
            network,
            in_groups,
            outcomes,
            collect,
            not_shown: not_shown.items,
        }
    }
}

/// Parts that could not be computed. Reasons may name partners, so the public is told only what is missing.
struct NotShown {
    audience: Audience,
    items: Vec<String>,
}

impl NotShown {
    /// A part that failed, with the reason for those who may read it.
    fn because(&mut self, what: &str, why: &impl std::fmt::Display) {
        match self.audience {
            Audience::Partners => self.without(what, &why.to_string()),
            Audience::Public => self.without(what, "the reason is in the report for partners"),
        }
    }

    /// A part that is missing for a reason that is about nobody.
    fn without(&mut self, what: &str, why: &str) {
        let item = format!("{what}: {}.", why.trim_end_matches('.'));
        if !self.items.contains(&item) {
            self.items.push(item);
        }
    }
}

/// Parts that no table speaks of.
fn missing_tables(tables: &Tables, not_shown: &mut NotShown) {
    let network = "Who works with whom";
    if !tables.given("ties") {
        not_shown.without(network, "there is no table ties");
    } else if tables.ties.is_empty() {
        not_shown.without(network, "the table ties has no rows");
    } else if tables.layers.is_empty() {
        let why = "there is no table layers, so nothing says which answers count as a tie";
        not_shown.without(network, why);
    }
    let outcomes = "Who is left behind";
    if !tables.given("outcomes") {
        not_shown.without(outcomes, "there is no table outcomes");
    } else if tables.outcomes.is_empty() {
        not_shown.without(outcomes, "the table outcomes has no rows");
    } else if tables.indicators.is_empty() {
        let why = "there is no table indicators, so nothing says which way is good";
        not_shown.without(outcomes, why);
    }
}

/// Problems by kind, with how many there are. A message may quote the name of a partner that did not agree
/// to be named, or of a stray file, so the messages themselves stay with the reader of the tables.
fn told(problems: &[&Problem]) -> Vec<String> {
    let mut kinds: Vec<(String, usize)> = Vec::new();
    for problem in problems {
        let kind = format!("{}: {}", problem.code, problem.code.meaning());
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    kinds
        .into_iter()
        .map(|(kind, count)| match count {
            1 => format!("{kind}."),
            count => format!("{kind} ({count} times)."),
        })
        .collect()
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
