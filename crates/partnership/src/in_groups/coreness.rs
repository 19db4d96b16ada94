//! Labels from the periphery to the core: a second view of composition, without a line between a set and the others.

use commonweal_network::groups::core_periphery::{CoreMethod, CorePeripheryOptions};
use commonweal_network::nulls::node_level::{CorrelationKind, Variable, permutation_correlation};
use commonweal_network::nulls::qap::PermutationOptions;
use commonweal_network::{Attribute, Control, Network};
use commonweal_tables::Error;

use super::options::{Hypothesis, attribute};
use super::sentences::short;
use super::{InGroupOptions, Line, LineName, Row};

/// Does a label become more common from the periphery to the core? Over all partners, so without the line between
/// the set and the others; it is a second view and decides nothing. Directed: coreness by ties received, because who
/// did not answer sends none.
pub(super) fn along_coreness(
    net: &Network,
    hypotheses: &[Hypothesis],
    told: &[bool],
    options: &InGroupOptions,
    control: &Control,
    line: &mut Line,
) -> Result<(), Error> {
    let fit = CorePeripheryOptions {
        method: CoreMethod::Minres,
        seed: options.seed,
        ..CorePeripheryOptions::default()
    };
    let found = net.core_periphery(&fit, control)?;
    let Some(coreness) = found.coreness_received.or(found.coreness) else {
        return Ok(());
    };
    let strata = options
        .strata
        .as_deref()
        .map(|name| attribute(net, name))
        .transpose()?;
    let asked = PermutationOptions {
        draws: options.draws,
        seed: options.seed,
    };
    // A correlation with as many digits as ranks tells the counts it is made of.
    for (h, _) in hypotheses.iter().zip(told).filter(|(_, told)| **told) {
        let label = &h.label;
        let number = |has: &Option<bool>| has.map_or(f64::NAN, f64::from);
        let has: Vec<f64> = h.has.iter().map(number).collect();
        // Within strata a label that everybody of a stratum has, or nobody, cannot move.
        let within = strata.map_or_else(String::new, |by| format!(" within {}", by.name()));
        if strata.is_some_and(|by| !moves(h, by)) {
            line.rows.push(Row {
                note: "within the strata the label cannot move, so there is nothing to test"
                    .to_owned(),
                ..Row::new(
                    LineName::Composition,
                    &format!("rank correlation with coreness{within}"),
                    label,
                )
            });
            continue;
        }
        let of = |name, values| Variable { name, values };
        let test = permutation_correlation(
            of("coreness", &coreness),
            of(label, &has),
            CorrelationKind::Spearman,
            strata,
            &asked,
            control,
        )?;
        let Some(beyond) = test.test.filter(|test| test.draws > 0) else {
            continue;
        };
        line.rows.push(Row {
            passed: None,
            note: "a second view; decides nothing".to_owned(),
            ..Row::beside(
                LineName::Composition,
                &format!("rank correlation with coreness{within}"),
                label,
                &beyond,
                options.alpha,
            )
        });
        line.sentences.push(format!(
            "{label}: rank correlation with coreness over all partners {:.2} (labels moved{within}, p = {}); it needs no line between the set and the others.",
            beyond.observed,
            short(beyond.p_high)
        ));
    }
    Ok(())
}

/// Whether some stratum holds partners with the label and without.
fn moves(h: &Hypothesis, by: &Attribute) -> bool {
    let has = |k: u32, wanted: bool| {
        (0_u32..)
            .zip(&h.has)
            .any(|(i, has)| by.code(i) == Some(k) && *has == Some(wanted))
    };
    (0..by.categories().len() as u32).any(|k| has(k, true) && has(k, false))
}
