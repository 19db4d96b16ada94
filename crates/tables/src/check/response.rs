//! What the pattern of answers does to every network result (W201–W205).

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::{Code, Problem, Problems};
use crate::response::{Response, of_wave, waves};
use crate::tables::{Layer, Tables};
use crate::words::{percent, plural, quoted};

pub(super) fn check(tables: &Tables, problems: &mut Problems) {
    if tables.ties.is_empty() && !tables.given("roster") {
        return;
    }
    let waves = waves(tables);
    // A wave that is only planned has neither a roster nor answers, and nothing to compare.
    let responses: Vec<(&str, Response<'_>)> = waves
        .iter()
        .map(|w| (*w, of_wave(tables, w)))
        .filter(|(_, r)| !(r.answered.is_empty() && (r.assumed || r.asked.is_empty())))
        .collect();
    for (wave, response) in &responses {
        non_response(tables, wave, response, problems);
    }
    for pair in responses.windows(2) {
        turnover(tables, &pair[0], &pair[1], problems);
    }
    let layers: BTreeMap<&str, &Layer> = tables
        .layers
        .iter()
        .map(|l| (l.layer_id.as_str(), l))
        .collect();
    for layer in tables.layers.iter().filter(|l| l.named_partners_only) {
        conditional(tables, layer, problems);
    }
    backbone(tables, &layers, problems);
}

/// W201 without a roster, W202 where partners did not answer.
fn non_response(tables: &Tables, wave: &str, response: &Response<'_>, problems: &mut Problems) {
    let (asked, answered) = (response.asked.len(), response.answered.len());
    if response.assumed {
        let which = if crate::response::waves(tables).len() > 1 {
            format!(" in wave {}", quoted(wave))
        } else {
            String::new()
        };
        problems.push(Problem::new(
            Code::W201,
            "",
            "",
            format!(
                "No roster given: assuming the {} that {} at least one tie{which} answered and the other {} did not. A partner that answered \"no one\" is counted as not answering.",
                plural(answered, "partner", "partners"),
                if answered == 1 { "reports" } else { "report" },
                asked.saturating_sub(answered)
            ),
        ));
        return;
    }
    if answered == asked || asked == 0 {
        return;
    }
    // Pairs of asked partners of whom neither answered, of all pairs: C(n - r, 2) of C(n, 2).
    let pairs = |n: usize| (n as u64) * (n as u64).saturating_sub(1) / 2;
    let nobody = if asked > 1 {
        percent(pairs(asked - answered), pairs(asked))
    } else {
        "0 %".into()
    };
    problems.push(Problem::new(
        Code::W202,
        "roster",
        "",
        format!(
            "Wave {wave}: {answered} of {} answered ({}). For {nobody} of pairs nobody answered. Betweenness is the measure most affected; see coverage.",
            plural(asked, "partner", "partners"),
            percent(answered as u64, asked as u64)
        ),
    ));
}

/// W204: respondents that changed between two waves that follow one another.
fn turnover(
    tables: &Tables,
    before: &(&str, Response<'_>),
    after: &(&str, Response<'_>),
    problems: &mut Problems,
) {
    let (first, second) = (&before.1.answered, &after.1.answered);
    let both = first.intersection(second).count();
    let all: BTreeSet<&&str> = first.union(second).collect();
    let changed = all.len() - both;
    if changed == 0 {
        return;
    }
    let which = if waves(tables).len() > 2 {
        format!("waves {} and {}", before.0, after.0)
    } else {
        "waves".to_owned()
    };
    problems.push(Problem::new(
        Code::W204,
        "roster",
        "",
        format!(
            "Between {which} {changed} of {} changed. Changes are shown for the {} in both.",
            plural(all.len(), "respondent", "respondents"),
            plural(both, "partner", "partners")
        ),
    ));
}

/// W203: a question that was asked only about partners named before, with the share of pairs it covers.
fn conditional(tables: &Tables, layer: &Layer, problems: &mut Problems) {
    // Ordered pairs that could have been asked: each answering partner about each other, over the waves in
    // which the layer was used.
    let used: BTreeSet<&str> = tables
        .ties
        .iter()
        .filter(|t| t.layer_id == layer.layer_id)
        .map(|t| t.wave_id.as_str())
        .collect();
    let others = tables.partners.len().saturating_sub(1) as u64;
    let possible: u64 = used
        .iter()
        .map(|w| of_wave(tables, w).answered.len() as u64 * others)
        .sum();
    let rated = tables
        .ties
        .iter()
        .filter(|t| t.layer_id == layer.layer_id && t.value.is_some())
        .count() as u64;
    if possible == 0 {
        return;
    }
    let what = if layer.kind.starts_with("trust") {
        "Trust"
    } else {
        "This question"
    };
    let noun = if layer.kind.starts_with("trust") {
        "mean trust"
    } else {
        "its mean"
    };
    problems.push(
        Problem::new(
            Code::W203,
            "layers",
            "",
            format!("{what} was asked only about named partners: {noun} describes existing ties ({} of pairs), not the partnership.", percent(rated.min(possible), possible)),
        )
        .context(format!("layer \"{}\"", layer.layer_id)),
    );
}

/// W205: a backbone that some layer ties to every other partner.
fn backbone(tables: &Tables, layers: &BTreeMap<&str, &Layer>, problems: &mut Problems) {
    let others = tables.partners.len().saturating_sub(1);
    for hub in tables.partners.iter().filter(|p| p.is_backbone) {
        let mut reached: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        for tie in &tables.ties {
            let cut = layers.get(tie.layer_id.as_str()).and_then(|l| l.present_at);
            let present = tie.value.is_some_and(|v| cut.is_none_or(|cut| v >= cut));
            let other = if tie.source_id == hub.partner_id {
                &tie.target_id
            } else if tie.target_id == hub.partner_id {
                &tie.source_id
            } else {
                continue;
            };
            if present && *other != hub.partner_id {
                reached
                    .entry((&tie.wave_id, &tie.layer_id))
                    .or_default()
                    .insert(other);
            }
        }
        if others > 0 && reached.values().any(|set| set.len() == others) {
            problems.push(Problem::new(
                Code::W205,
                "partners",
                "",
                format!(
                    "The backbone ({}) is tied to every partner. See the values without it.",
                    hub.partner_id
                ),
            ));
        }
    }
}
