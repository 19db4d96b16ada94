//! Who was asked and who answered in a wave: one place, used by the warnings and by the network.

use std::collections::{BTreeMap, BTreeSet};

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

/// Waves in order of their start, else of their name: those of `waves`, and others that ties or roster name.
pub(crate) fn waves(tables: &Tables) -> Vec<&str> {
    let starts: BTreeMap<&str, _> = tables
        .waves
        .iter()
        .map(|w| (w.wave_id.as_str(), w.starts_on.map(crate::Date::first_day)))
        .collect();
    let named = tables
        .ties
        .iter()
        .map(|t| t.wave_id.as_str())
        .chain(tables.roster.iter().map(|r| r.wave_id.as_str()));
    let all: BTreeSet<&str> = starts
        .keys()
        .copied()
        .chain(named)
        .filter(|w| !w.is_empty())
        .collect();
    let mut all: Vec<&str> = all.into_iter().collect();
    all.sort_by_key(|w| (starts.get(w).copied().flatten(), *w));
    all
}
