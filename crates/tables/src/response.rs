//! Who was asked and who answered in a wave: one place, used by the warnings and by the network.

use std::collections::{BTreeMap, BTreeSet};

use crate::outcomes::by_number;
use crate::tables::{RosterRow, Tables};

/// Asked and answered, by partner id, of one wave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Response<'a> {
    pub(crate) asked: BTreeSet<&'a str>,
    pub(crate) answered: BTreeSet<&'a str>,
    /// Answered, but saw only part of the list: what it did not name is unknown.
    pub(crate) saw_part: BTreeSet<&'a str>,
    /// True without a roster: everybody counts as asked, and as answering who reports anything.
    pub(crate) assumed: bool,
}

/// The response of one wave: from the roster, or assumed from the ties when no roster was given.
pub(crate) fn of_wave<'a>(tables: &'a Tables, wave: &str) -> Response<'a> {
    if tables.given("roster") {
        let rows = || {
            tables
                .roster
                .iter()
                .filter(|r| r.wave_id == wave && r.asked)
        };
        let ids = |keep: fn(&RosterRow) -> bool| {
            rows()
                .filter(|r| keep(r))
                .map(|r| r.partner_id.as_str())
                .collect()
        };
        return Response {
            asked: ids(|_| true),
            answered: ids(|r| r.answered),
            saw_part: ids(|r| r.answered && r.roster_shown.is_some()),
            assumed: false,
        };
    }
    Response {
        asked: tables
            .partners
            .iter()
            .map(|p| p.partner_id.as_str())
            .collect(),
        // A row whose value is empty still shows that its source was reached and answered something.
        answered: tables
            .ties
            .iter()
            .filter(|t| t.wave_id == wave)
            .map(|t| t.source_id.as_str())
            .collect(),
        saw_part: BTreeSet::new(),
        assumed: true,
    }
}

/// Waves in order of their start where every one has a start; else by the number in their names where they
/// differ in that only (`w9`, `w10`); else in the order in which `waves`, roster and ties name them.
pub(crate) fn waves(tables: &Tables) -> Vec<&str> {
    let starts: BTreeMap<&str, _> = tables
        .waves
        .iter()
        .filter_map(|w| Some((w.wave_id.as_str(), w.starts_on?.first_day())))
        .collect();
    let listed = tables.waves.iter().map(|w| w.wave_id.as_str());
    let asked = tables.roster.iter().map(|r| r.wave_id.as_str());
    let reported = tables.ties.iter().map(|t| t.wave_id.as_str());
    let mut seen = BTreeSet::new();
    let mut waves: Vec<&str> = listed
        .chain(asked)
        .chain(reported)
        .filter(|wave| !wave.is_empty() && seen.insert(*wave))
        .collect();
    if waves.iter().all(|wave| starts.contains_key(wave)) {
        waves.sort_by_key(|wave| starts.get(wave).copied());
    } else if let Some(number) = by_number(&waves) {
        waves.sort_by_cached_key(|wave| number(wave));
    }
    waves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, read_csv_texts};

    fn order(waves: &str, ties: &[&str]) -> Vec<String> {
        let ties: Vec<String> = ties.iter().map(|w| format!("{w},P1,P2,talk,1")).collect();
        let ties = format!(
            "wave_id,source_id,target_id,layer_id,value\n{}\n",
            ties.join("\n")
        );
        let files = [
            ("partners.csv", "partner_id\nP1\nP2\n"),
            ("waves.csv", waves),
            ("ties.csv", ties.as_str()),
        ];
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let tables = read_csv_texts(files, &ReadOptions::default()).tables;
        waves_of(&tables)
    }

    fn waves_of(tables: &Tables) -> Vec<String> {
        waves(tables).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn waves_are_in_order_of_time() {
        let dated = "wave_id,starts_on\nlater,2025-01-01\nearlier,2024-01-01\n";
        assert_eq!(order(dated, &["later"]), ["earlier", "later"]);
        let numbered = "wave_id,starts_on\nw10,\nw9,\n";
        assert_eq!(order(numbered, &["w9", "w10"]), ["w9", "w10"]);
        let named = "wave_id,starts_on\nspring,\nfall,\n";
        assert_eq!(order(named, &["fall"]), ["spring", "fall"]);
    }
}
