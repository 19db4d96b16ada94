//! How much the answers that are missing could change.

use commonweal_network::Network;
use commonweal_network::groups::consensus::Variation;

use super::InGroupOptions;
use super::consensus::Closest;
use super::hiding::told;
use super::sentences::percent;
use super::structure::SMALLEST;

/// Response, what one respondent fewer changes, what the unknown ties could change; in sentences.
pub(super) fn sensitivity(
    net: &Network,
    closest: &Closest,
    options: &InGroupOptions,
) -> Vec<String> {
    let coverage = net.coverage();
    let mut said = Vec::new();
    if net.observed().is_complete() {
        said.push(
            "Every tie counts as known: nothing says who was asked and who answered.".to_owned(),
        );
    } else {
        said.push(format!(
            "{} of {} partners asked answered; of {} of {} pairs nobody has spoken.",
            coverage.answered, coverage.asked, coverage.pairs_none, coverage.pairs
        ));
    }
    let silent = (0..net.partners() as u32)
        .filter(|&i| !net.observed().answered(i))
        .count();
    if silent >= SMALLEST {
        said.push(format!(
            "Of the pairs among the {silent} partners that did not answer nobody has spoken: a closed set among them could not be seen."
        ));
    }
    if let Some(set) = closest.set() {
        let silent = set.iter().filter(|&&i| !net.observed().answered(i)).count() as u64;
        if silent > 0 {
            said.push(format!(
                "In the closest set, those that did not answer ({}) are placed by what others said of them.",
                told(silent, options.view)
            ));
        }
        let score = |i: u32| closest.consensus.scores[i as usize];
        let lowest = set.iter().map(|&i| score(i)).fold(1.0, f64::min);
        let others = (0..net.partners() as u32).filter(|i| !set.contains(i));
        let highest = others.map(score).fold(0.0, f64::max);
        said.push(format!(
            "Every member is in it in at least {} of the looks, and nobody else in more than {}.",
            percent(lowest),
            percent(highest)
        ));
        for (variation, changed) in [
            (
                Variation::OneAnswerLess,
                "one respondent's answers are set aside",
            ),
            (
                Variation::Completed,
                "the unknown ties are filled at random",
            ),
        ] {
            if let Some(likeness) = closest.likeness(variation) {
                said.push(format!(
                    "When {changed}, what is found and the set share {} of the partners in either, on average, in the picture and at the cut where they share least.",
                    percent(likeness)
                ));
            }
        }
    }
    said.extend(closest.note.clone());
    said
}
