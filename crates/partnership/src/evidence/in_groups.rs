//! Whether some partners are closer to one another than their work with everybody explains, in the latest wave.

use commonweal_network::Control;
use commonweal_tables::tables::Layer;
use commonweal_tables::{AffiliationOptions, NetworkOptions};

use super::{EvidenceOptions, NotShown};
use crate::Partnership;
use crate::in_groups::{InGroupEvidence, InGroupOptions, in_groups};

/// Where no network can be built, [`super::network::gather`] says so.
pub(super) fn gather(
    partnership: &Partnership,
    layer: &Layer,
    options: &EvidenceOptions,
    not_shown: &mut NotShown,
) -> Option<InGroupEvidence> {
    let tables = partnership.tables();
    let network = tables.wave_ids().into_iter().rev().find_map(|wave| {
        let asked = NetworkOptions {
            wave: Some(wave.to_owned()),
            symmetrise: None,
        };
        partnership.network(&layer.layer_id, &asked).ok()
    })?;
    let meetings = (tables.given("events") && tables.given("attendance"))
        .then(|| partnership.affiliation(&AffiliationOptions::default()));
    let meetings = match meetings.transpose() {
        Ok(meetings) => meetings,
        Err(error) => {
            not_shown.because("Meetings before meetings", &error);
            None
        }
    };
    let asked = InGroupOptions {
        declared: options.declared.clone(),
        strata: options.strata.clone(),
        ..InGroupOptions::default()
    };
    match in_groups(&network, meetings.as_ref(), &asked, &Control::new()) {
        Ok(found) => Some(found),
        Err(error) => {
            not_shown.because("Is there a meeting before the meeting", &error);
            None
        }
    }
}
