//! Rates of past years, in order, and the changes between them.

use serde::Serialize;

use crate::{Direction, Error, Exact, GroupCount};

/// The rate of one past year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HistoryYear {
    /// Calendar year.
    pub year: i32,
    /// The rate, a share from 0 to 1.
    pub rate: Exact,
    /// Children counted; `None` where only the rate is known, so that chance cannot be told from change.
    pub n: Option<u64>,
}

impl HistoryYear {
    /// The year of a count; `None` where the count is not exact or there are no children.
    pub fn of(year: i32, counts: &GroupCount) -> Option<Self> {
        let (n, successes) = counts.exact()?;
        Some(Self {
            year,
            rate: Exact::from(successes).over(Exact::from(n)).ok()?,
            n: Some(n),
        })
    }
}

/// Another place, school or group with its own past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Peer {
    /// Its name.
    pub name: String,
    /// Its rates; years that are not known are left out.
    pub history: Vec<HistoryYear>,
}

/// By year; a year twice or a rate outside 0 to 1 is an error.
pub(super) fn in_order(history: &[HistoryYear]) -> Result<Vec<HistoryYear>, Error> {
    let mut sorted = history.to_vec();
    sorted.sort_by_key(|h| h.year);
    for (position, h) in sorted.iter().enumerate() {
        let refuse = |found, expected| {
            Err(Error::BadOption {
                option: "history",
                found,
                expected,
            })
        };
        if h.rate < Exact::ZERO || h.rate > Exact::ONE {
            return refuse(
                format!("{} in {}", h.rate, h.year),
                "rates from 0 to 1 (write 60% or 0.6, not 60)",
            );
        }
        if position > 0 && sorted[position - 1].year == h.year {
            return refuse(format!("the year {} twice", h.year), "one rate a year");
        }
    }
    Ok(sorted)
}

/// Positions of the pairs of years `length` apart; the history is in order of years.
pub(super) fn pairs(history: &[HistoryYear], length: u32) -> Vec<(usize, usize)> {
    let at = |year: i64| {
        history
            .binary_search_by_key(&year, |h| i64::from(h.year))
            .ok()
    };
    let later = |from: usize| Some((from, at(i64::from(history[from].year) + i64::from(length))?));
    (0..history.len()).filter_map(later).collect()
}

/// Changes over all pairs of years `length` apart; positive is better.
pub(super) fn gains(
    history: &[HistoryYear],
    length: u32,
    direction: Direction,
) -> Result<Vec<Exact>, Error> {
    let gain = |(from, to): (usize, usize)| match direction {
        Direction::Higher => history[to].rate.minus(history[from].rate),
        Direction::Lower => history[from].rate.minus(history[to].rate),
    };
    pairs(history, length).into_iter().map(gain).collect()
}

/// One-year changes of peers, positive where the rate got better, over years with `min_n` children or more at
/// both ends: what [`QuickWinOptions::peer_changes`](crate::QuickWinOptions::peer_changes) takes.
///
/// # Errors
/// As [`Target::feasibility`](crate::Target::feasibility).
pub fn one_year_changes(
    peers: &[Peer],
    direction: Direction,
    min_n: u64,
) -> Result<Vec<Exact>, Error> {
    let mut changes = Vec::new();
    for peer in peers {
        let large = |h: &HistoryYear| h.n.is_some_and(|n| n >= min_n);
        let mut history = in_order(&peer.history)?;
        history.retain(large);
        changes.extend(gains(&history, 1, direction)?);
    }
    Ok(changes)
}
