//! Promised and delivered, beside what the goal takes.
//!
//! Rows stay rows: a delivery beyond one promise never pays for the shortfall of another, what nobody has
//! reported is unknown and not zero, and no partner is scored or ranked.

mod coverage;
mod summary;

pub use coverage::{CellCoverage, CommitmentCoverage, Required};
pub use summary::{CommitmentTotals, LedgerSummary, PartnerSummary, PeriodSummary};

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{Censoring, Count, Error, GroupKey};

/// One promise: how many children a partner promised to reach in one period, and how many it reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commitment {
    /// Who promised.
    pub partner: String,
    /// Position of the period in [`Ledger::periods`].
    pub period: usize,
    /// Where and for whom, as far as that was said; the empty key where it was not.
    pub key: GroupKey,
    /// Children promised.
    pub promised: u64,
    /// Children delivered. Not yet reported is unknown for [`Censoring::NotCollected`], never zero; reported
    /// and withheld is unknown for another reason.
    pub delivered: Count,
}

impl Commitment {
    /// Children promised and not delivered, `max(0, promised − delivered)`; a range where the delivery is one.
    pub fn shortfall(&self) -> Count {
        let short = |delivered: u64| self.promised.saturating_sub(delivered);
        let least = self.delivered.high().map_or(0, short);
        let most = short(self.delivered.low());
        match self.delivered.reason() {
            // The promise is met whatever the delivery is within its range.
            Some(reason) if least < most => {
                Count::range(least, most, reason).unwrap_or(Count::exact(most))
            }
            _ => Count::exact(most),
        }
    }

    /// Whether the delivery was reported, as a number or not: what is withheld (`*`) was.
    pub fn reported(&self) -> bool {
        self.delivered.high().is_some() || self.delivered.reason() != Some(Censoring::NotCollected)
    }
}

/// The promises of a partnership, in the order in which they were given.
///
/// ```
/// use commonweal_equity::{Commitment, Count, GroupKey, Ledger, Wording};
/// let row = |period, promised, delivered| Commitment {
///     partner: "Library".to_owned(),
///     period,
///     key: GroupKey::everyone(),
///     promised,
///     delivered: Count::exact(delivered),
/// };
/// let periods = vec![("2025".to_owned(), Some(2025)), ("2026".to_owned(), Some(2026))];
/// let ledger = Ledger::new(periods, vec![row(0, 100, 45), row(1, 100, 165)])?;
/// let all = ledger.summary()?.all;
/// // 210 of 200 delivered, and still 55 short in 2025: the surplus of 2026 is not netted.
/// assert_eq!((all.delivered, all.shortfall), (Count::exact(210), Count::exact(55)));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ledger {
    periods: Vec<(String, Option<i32>)>,
    rows: Vec<Commitment>,
}

impl Ledger {
    /// A ledger over periods in order of time, each with the calendar year it belongs to, where it has one.
    ///
    /// # Errors
    /// [`Error::BadOption`] for a row whose period is not among them; [`Error::DuplicateGroup`] when a partner
    /// promises twice for the same period and key; [`Error::TooLarge`] when the promises do not add up in `u64`.
    pub fn new(periods: Vec<(String, Option<i32>)>, rows: Vec<Commitment>) -> Result<Self, Error> {
        let mut seen = BTreeSet::new();
        for row in &rows {
            let Some((period, _)) = periods.get(row.period) else {
                return Err(Error::BadOption {
                    option: "period",
                    found: row.period.to_string(),
                    expected: "the position of one of the ledger's periods",
                });
            };
            if !seen.insert((&row.partner, row.period, &row.key)) {
                return Err(Error::DuplicateGroup {
                    group: format!("{}, {period}, {}", row.partner, row.key),
                });
            }
        }
        crate::need::sum(rows.iter().map(|row| row.promised))?;
        Ok(Self { periods, rows })
    }

    /// The periods in order of time, each with its calendar year.
    pub fn periods(&self) -> &[(String, Option<i32>)] {
        &self.periods
    }

    /// The promises, in input order.
    pub fn rows(&self) -> &[Commitment] {
        &self.rows
    }

    /// The partners, in the order in which they first appear.
    pub fn partners(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        (self.rows.iter().map(|row| row.partner.as_str()))
            .filter(|partner| seen.insert(*partner))
            .collect()
    }
}

#[cfg(test)]
mod tests;
