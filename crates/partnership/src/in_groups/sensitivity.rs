//! How much the answers that are missing could change.

use commonweal_network::Network;

use super::InGroupOptions;
use super::consensus::Consensus;
use super::hiding::told;
use super::sentences::percent;

/// Response, what one respondent more or fewer changes, what the unknown ties could change; in sentences.
pub(super) fn sensitivity(
    net: &Network,
    consensus: &Consensus,
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
    if let Some(set) = consensus.set() {
        let silent = set.iter().filter(|&&i| !net.observed().answered(i)).count() as u64;
        if silent > 0 {
            said.push(format!(
                "In the closest set {} did not answer and are placed by what others said of them.",
                told(silent, options.view)
            ));
        }
        let lowest = set
            .iter()
            .map(|&i| consensus.scores[i as usize])
            .fold(1.0, f64::min);
        let next = (0..net.partners() as u32).filter(|i| !set.contains(i));
        let next = next
            .map(|i| consensus.scores[i as usize])
            .fold(0.0, f64::max);
        said.push(format!(
            "Every member is in it in at least {} of the looks; nobody else in more than {}.",
            percent(lowest),
            percent(next)
        ));
    }
    for (without_one, changed) in [
        (true, "one respondent's answers are set aside"),
        (false, "the unknown ties are filled at random"),
    ] {
        if let Some((looks, same, lowest)) = consensus.likeness(without_one) {
            said.push(format!(
                "When {changed}, the core of a look is the same in {} of {looks} looks; where it differs, at least {} of the partners in either are in both.",
                percent(same),
                percent(lowest)
            ));
        }
    }
    said.extend(consensus.note.clone());
    said
}
