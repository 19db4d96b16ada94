//! Promised, delivered and the shortfall: in all, by period, by partner.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Commitment, Ledger};
use crate::need::sum;
use crate::words::{Wording, count_of, plural, thousands};
use crate::{Count, Error, Exact};

/// What some promises come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommitmentTotals {
    /// Promises.
    pub commitments: usize,
    /// Promises of which nothing is reported yet.
    pub not_reported: usize,
    /// Promises that are reported, but not as an exact count (`*`, `<10`).
    pub withheld: usize,
    /// Children promised.
    pub promised: u64,
    /// Children promised in the rows whose delivery is an exact count: the denominator of `delivery_ratio`.
    pub promised_reported: u64,
    /// Children delivered; a range or unknown where rows are withheld or not reported.
    pub delivered: Count,
    /// Σ max(0, promised − delivered), row by row, never netted: a surplus elsewhere does not pay for it.
    pub shortfall: Count,
    /// Delivered over promised in the rows whose delivery is an exact count, exact; may exceed 1. `None`
    /// where nothing was promised in them.
    pub delivery_ratio: Option<Exact>,
}

impl CommitmentTotals {
    fn of<'a>(rows: impl Iterator<Item = &'a Commitment> + Clone) -> Result<Self, Error> {
        let promised =
            |rows: &mut dyn Iterator<Item = &Commitment>| sum(rows.map(|row| row.promised));
        let exact = rows.clone().filter(|row| row.delivered.value().is_some());
        let promised_reported = promised(&mut exact.clone())?;
        let delivered = sum(exact.filter_map(|row| row.delivered.value()))?;
        Ok(Self {
            commitments: rows.clone().count(),
            not_reported: rows.clone().filter(|row| !row.reported()).count(),
            withheld: (rows.clone())
                .filter(|row| row.reported() && row.delivered.value().is_none())
                .count(),
            promised: promised(&mut rows.clone())?,
            promised_reported,
            delivered: rows.clone().map(|row| row.delivered).sum(),
            shortfall: rows.map(Commitment::shortfall).sum(),
            delivery_ratio: match promised_reported {
                0 => None,
                promised => Some(Exact::from(delivered).over(Exact::from(promised))?),
            },
        })
    }

    fn clauses(&self, words: &Wording) -> String {
        let mut clauses = vec![format!(
            "{} {} promised, {}",
            thousands(self.promised),
            words.population,
            match self.delivered.value() {
                Some(delivered) => format!("{} delivered", thousands(delivered)),
                None => format!("{} delivered", count_of(self.delivered, "children")),
            }
        )];
        if self.not_reported > 0 {
            clauses.push(format!(
                "{} not reported yet",
                plural(self.not_reported, "promise")
            ));
        }
        if self.withheld > 0 {
            clauses.push(format!(
                "{} reported without an exact number",
                plural(self.withheld, "promise")
            ));
        }
        if let Some(ratio) = self.delivery_ratio {
            clauses.push(format!(
                "{} of the {} promised where the delivery is known",
                ratio.percent(1),
                thousands(self.promised_reported)
            ));
        }
        clauses.push(format!(
            "{} short of single promises, surpluses elsewhere not set against it",
            self.shortfall
        ));
        clauses.join("; ")
    }
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodSummary {
    /// The period, as written.
    pub period: String,
    /// Its promises.
    pub totals: CommitmentTotals,
}

/// One partner, in itself. There is no order among partners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerSummary {
    /// The partner.
    pub partner: String,
    /// Its promises.
    pub totals: CommitmentTotals,
    /// Periods in which it promised more than in the one before it, right after a period with a shortfall
    /// ("over-commit and under-perform"): a reason to talk about the promise, not a mark.
    pub raised_after_shortfall: Vec<String>,
    /// The same where the period before is withheld or not fully reported, so that it may have had a shortfall.
    pub raised_before_report: Vec<String>,
}

/// A ledger in sums: all promises, each period, each partner in the order in which they first appear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerSummary {
    /// All promises.
    pub all: CommitmentTotals,
    /// By period, in order of time.
    pub periods: Vec<PeriodSummary>,
    /// By partner, in input order.
    pub partners: Vec<PartnerSummary>,
    /// How it was computed.
    pub convention: &'static str,
}

impl Ledger {
    /// What was promised and delivered, in all, by period and by partner. Cost: O(m log m) for m rows.
    ///
    /// "Right after" is the partner's next period with a promise; promises of one period over several places
    /// are added up before they are compared.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn summary(&self) -> Result<LedgerSummary, Error> {
        let mut by_period: BTreeMap<usize, Vec<&Commitment>> = BTreeMap::new();
        let mut by_partner: BTreeMap<&str, Vec<&Commitment>> = BTreeMap::new();
        for row in &self.rows {
            by_period.entry(row.period).or_default().push(row);
            by_partner.entry(&row.partner).or_default().push(row);
        }
        let periods = by_period
            .into_iter()
            .map(|(period, rows)| {
                Ok(PeriodSummary {
                    period: self.periods[period].0.clone(),
                    totals: CommitmentTotals::of(rows.into_iter())?,
                })
            })
            .collect::<Result<_, Error>>()?;
        let partners = (self.partners().into_iter())
            .filter_map(|partner| {
                by_partner
                    .get(partner)
                    .map(|rows| self.partner(partner, rows))
            })
            .collect::<Result<_, Error>>()?;
        Ok(LedgerSummary {
            all: CommitmentTotals::of(self.rows.iter())?,
            periods,
            partners,
            convention: "shortfall = Σ max(0, promised − delivered) over single promises, never netted; what is not reported is unknown, not zero; delivery ratio over promises whose delivery is an exact count",
        })
    }

    fn partner(&self, partner: &str, rows: &[&Commitment]) -> Result<PartnerSummary, Error> {
        let mut years: BTreeMap<usize, (u64, Count)> = BTreeMap::new();
        for row in rows {
            let (promised, shortfall) = (years.entry(row.period)).or_insert((0, Count::exact(0)));
            *promised = promised.checked_add(row.promised).ok_or(Error::TooLarge)?;
            *shortfall = *shortfall + row.shortfall();
        }
        let (mut after, mut unknown) = (Vec::new(), Vec::new());
        let next = years.iter().skip(1);
        for ((_, (before, shortfall)), (&period, (promised, _))) in years.iter().zip(next) {
            if promised > before {
                let label = self.periods[period].0.clone();
                match (shortfall.low(), shortfall.value()) {
                    (0, Some(_)) => {}
                    (0, None) => unknown.push(label),
                    _ => after.push(label),
                }
            }
        }
        Ok(PartnerSummary {
            partner: partner.to_owned(),
            totals: CommitmentTotals::of(rows.iter().copied())?,
            raised_after_shortfall: after,
            raised_before_report: unknown,
        })
    }
}

impl LedgerSummary {
    /// All promises in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        format!(
            "{} of {}: {}.",
            plural(self.all.commitments, "promise"),
            plural(self.partners.len(), "partner"),
            self.all.clauses(words)
        )
    }
}

impl PeriodSummary {
    /// The period in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        format!("{}: {}.", self.period, self.totals.clauses(words))
    }
}

impl PartnerSummary {
    /// The partner in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let raised = |periods: &[String], when: &str| match periods {
            [] => String::new(),
            periods => format!("; promise raised {when} in {}", periods.join(", ")),
        };
        format!(
            "{}: {}{}{}.",
            self.partner,
            self.totals.clauses(words),
            raised(&self.raised_after_shortfall, "right after a shortfall"),
            raised(
                &self.raised_before_report,
                "while the delivery of the last one was not known"
            )
        )
    }
}
