//! Is an attribute more common in a set than in the whole it is part of? Exact tests with fixed margins.
//!
//! The set is given (a table, a core, the regulars of a meeting) and so is the number that have the attribute.
//! If the attribute had nothing to do with membership, every way of labelling as many of the whole would be
//! equally likely, and the number of members that have it would be hypergeometric. Nothing is sampled and nothing
//! is approximated, so small sets are no problem; but a small set has few possible outcomes, and the smallest
//! p-value it can give is stated beside every p-value, because the margins fix it before anything is seen.
//!
//! Within strata (of size, of role) labels are shuffled inside each stratum only: what remains is not explained
//! by the strata. It is the exact conditional test of a common odds ratio, as R's `mantelhaen.test(exact = TRUE)`.

mod margins;
#[cfg(test)]
mod tests;

use serde::Serialize;

use self::margins::Margins;
use super::several::{Correction, adjust};
use crate::words::{plural, thousands};
use crate::{Confidence, Error};

/// How many of a set, and of the whole it is part of, have an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct SetCount {
    /// Members of the set that have the attribute.
    with: u64,
    /// Members of the set.
    size: u64,
    /// All who have the attribute, members included.
    all_with: u64,
    /// All, members included.
    all: u64,
}

impl SetCount {
    /// (with the attribute, members) of the set and (with the attribute, all) of the whole, set included.
    ///
    /// # Errors
    /// [`Error::BadSet`] for counts that contradict each other.
    pub fn new(set: (u64, u64), whole: (u64, u64)) -> Result<Self, Error> {
        let ((with, size), (all_with, all)) = (set, whole);
        // The other counts are below `all`, so their sums do not overflow either.
        let small = all < u64::MAX / 4;
        let problem = if with > size {
            format!("{with} members of the set have the attribute, but it has only {size} members")
        } else if all_with > all {
            format!("{all_with} have the attribute in the whole, but it has only {all}")
        } else if size > all || with > all_with {
            format!(
                "the set ({with} of {size}) is not part of the whole ({all_with} of {all}). Count the members of the set in the whole too"
            )
        } else if size - with > all - all_with {
            format!(
                "{} members of the set are without the attribute, but only {} of the whole are",
                size - with,
                all - all_with
            )
        } else if small {
            return Ok(Self {
                with,
                size,
                all_with,
                all,
            });
        } else {
            "the counts are too large".to_owned()
        };
        Err(Error::BadSet { problem })
    }

    /// Members of the set that have the attribute, and members.
    pub fn set(&self) -> (u64, u64) {
        (self.with, self.size)
    }

    /// All who have the attribute, and all.
    pub fn whole(&self) -> (u64, u64) {
        (self.all_with, self.all)
    }

    /// The smallest of the four cells of the table: inside or outside, with or without.
    pub fn smallest_cell(&self) -> u64 {
        let outside = self.all - self.size;
        let outside_with = self.all_with - self.with;
        self.with
            .min(self.size - self.with)
            .min(outside_with)
            .min(outside - outside_with)
    }
}

/// Which departures from chance count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tail {
    /// At least as many as seen: over-represented.
    #[default]
    Over,
    /// At most as many as seen: under-represented.
    Under,
    /// Every outcome at most as probable as the one seen.
    Both,
}

/// Options of [`over_representation`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OverRepresentationOptions {
    /// Level of the intervals. Default 95 %.
    pub confidence: Confidence,
    /// Which p-value is adjusted and whose smallest value is stated. Default [`Tail::Over`].
    pub tail: Tail,
    /// How p-values are adjusted over all tests of the call. Default Holm: few hypotheses, declared before.
    pub correction: Option<Correction>,
}

impl Default for OverRepresentationOptions {
    fn default() -> Self {
        Self {
            confidence: Confidence::default(),
            tail: Tail::Over,
            correction: Some(Correction::Holm),
        }
    }
}

/// A ratio with an exact interval; ends can be 0 and infinite. serde writes an infinite number as null.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExactRatio {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// The exact p-values of one table, or of several strata together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExactTails {
    /// Probability of at least as many members with the attribute.
    pub over: f64,
    /// Probability of at most as many.
    pub under: f64,
    /// Fisher's two-sided: probability of all outcomes at most as probable as the one seen (within a share of
    /// 1e-7, as R tells ties).
    pub both: f64,
    /// Probability of more, and half of that of as many: not conservative, and not exact.
    pub mid_over: f64,
    /// Probability of fewer, and half of that of as many.
    pub mid_under: f64,
}

/// An attribute in a set beside the whole: effect, exact test, and what the margins can give at best.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverRepresentation {
    /// The counts, over all strata.
    pub count: SetCount,
    /// Number of strata; 1 when there are none.
    pub strata: usize,
    /// The smallest p-value these margins can give in the tail asked for, whatever the labels. A p-value above
    /// it can say something; a level below it can never be reached.
    pub smallest_p: f64,
    /// The same after the correction, if every test of the family came out at its smallest.
    pub smallest_p_adjusted: Option<f64>,
    /// Members with the attribute to expect by chance; within strata, the sum of theirs.
    pub expected: f64,
    /// Members with the attribute over those expected; without strata, the share in the set over the share in the
    /// whole. `None` where none are expected. The interval is the mean count at the ends of the interval of the odds
    /// ratio, over the expected: it holds 1 exactly where that one does.
    pub representation_ratio: Option<ExactRatio>,
    /// Odds of membership of those who have the attribute over those of the others, common to the strata:
    /// conditional maximum likelihood, interval from the two exact tails. `None` where the margins allow one
    /// outcome only.
    pub odds_ratio: Option<ExactRatio>,
    /// p-values; `None` where the margins allow one outcome only: there is nothing to test.
    pub p: Option<ExactTails>,
    /// The p-value of the tail asked for, adjusted over all tests of the call that can be made.
    pub p_adjusted: Option<f64>,
}

impl OverRepresentation {
    /// The p-value of a tail.
    pub fn p_value(&self, tail: Tail) -> Option<f64> {
        self.p.map(|p| p.of(tail))
    }

    /// What was found, in one plain sentence; `attribute` and `set` name what was counted ("school", "the core").
    /// What the margins can give at best comes before what they gave.
    pub fn sentence(&self, attribute: &str, set: &str, tail: Tail) -> String {
        let SetCount {
            with,
            size,
            all_with,
            all,
        } = self.count;
        let within = match self.strata {
            0 | 1 => String::new(),
            more => format!(
                " within {}",
                plural(more, "stratum").replace("stratums", "strata")
            ),
        };
        let counts = format!(
            "{attribute}: {} of {} in {set}, {} of {} in the whole",
            thousands(with),
            thousands(size),
            thousands(all_with),
            thousands(all)
        );
        let (Some(p), Some(odds)) = (self.p, self.odds_ratio) else {
            return format!(
                "{counts}; these margins allow one outcome only{within}, so there is nothing to test."
            );
        };
        let ratio = self.representation_ratio.map_or_else(String::new, |ratio| {
            format!(
                ", {:.2} times as many ({:.2} to {:.2})",
                ratio.value, ratio.lower, ratio.upper
            )
        });
        let adjusted = self
            .p_adjusted
            .map_or_else(String::new, |p| format!(", adjusted {}", short(p)));
        format!(
            "{counts}; {:.1} would be there by chance{within}{ratio}. The smallest p these counts can give is {}; p = {}{adjusted}; odds ratio {} ({} to {}).",
            self.expected,
            short(self.smallest_p),
            short(p.of(tail)),
            ends(odds.value),
            ends(odds.lower),
            ends(odds.upper)
        )
    }

    fn of(strata: &[SetCount], options: &OverRepresentationOptions) -> Result<Self, Error> {
        let total = |of: fn(&SetCount) -> u64| crate::need::sum(strata.iter().map(of));
        let count = SetCount::new(
            (total(|s| s.with)?, total(|s| s.size)?),
            (total(|s| s.all_with)?, total(|s| s.all)?),
        )?;
        let margins = Margins::of(strata)?;
        let expected: f64 = strata
            .iter()
            .filter(|s| s.all > 0)
            .map(|s| s.size as f64 * s.all_with as f64 / s.all as f64)
            .sum();
        let chance = margins.at(0.0);
        let testable = margins.low < margins.high();
        let tail = (1.0 - options.confidence.level()) / 2.0;
        let odds_ratio = testable.then(|| ExactRatio {
            value: margins.odds_ratio(count.with),
            lower: margins.lower(count.with, tail),
            upper: margins.upper(count.with, tail),
        });
        let representation = |odds: ExactRatio| ExactRatio {
            value: count.with as f64 / expected,
            lower: margins.mean(odds.lower) / expected,
            upper: margins.mean(odds.upper) / expected,
        };
        let half = 0.5 * chance.exactly(count.with);
        let p = ExactTails {
            over: chance.at_least(count.with),
            under: chance.at_most(count.with),
            both: chance.as_improbable(count.with),
            mid_over: chance.at_least(count.with) - half,
            mid_under: chance.at_most(count.with) - half,
        };
        Ok(Self {
            count,
            strata: strata.len(),
            smallest_p: match options.tail {
                Tail::Over => chance.exactly(margins.high()),
                Tail::Under => chance.exactly(margins.low),
                Tail::Both => chance.least(),
            },
            smallest_p_adjusted: None,
            expected,
            representation_ratio: odds_ratio.filter(|_| expected > 0.0).map(representation),
            odds_ratio,
            p: testable.then_some(p),
            p_adjusted: None,
        })
    }
}

impl ExactTails {
    /// The p-value of a tail.
    pub fn of(&self, tail: Tail) -> f64 {
        match tail {
            Tail::Over => self.over,
            Tail::Under => self.under,
            Tail::Both => self.both,
        }
    }
}

/// Tests a family of attributes, each counted in one stratum or in several, for over-representation in a set.
///
/// Each test is exact given the margins: hypergeometric for one stratum (Fisher 1935), its convolution for several
/// (Gart 1970; Mehta, Patel & Gray 1985). Attributes must be declared before the set is seen, and the set must have been
/// found without them; otherwise no p-value here means what it says. Tests whose margins allow one outcome
/// only are no tests and are not counted in the family. Direction: none; over-representation says nothing of why.
///
/// p-values, odds ratio and interval agree with R's `fisher.test` and `mantelhaen.test(exact = TRUE)` and with
/// scipy's `fisher_exact` and `contingency.odds_ratio`. The two-sided p-value can be below .05 while the
/// interval holds 1, in R as here: the p-value adds outcomes by their probability, the interval cuts half of the
/// level from each side. Cost: the number of possible outcomes, times its logarithm for the intervals; within
/// strata, also the products of the numbers of outcomes of the strata.
///
/// # Errors
/// [`Error::BadSet`] for strata too large to combine; [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::{over_representation, OverRepresentationOptions, SetCount};
/// // A core of 8 among 40 partners, 14 of them executives of large institutions: 6 in the core.
/// let executives = vec![SetCount::new((6, 8), (14, 40))?];
/// let found = &over_representation(&[executives], &OverRepresentationOptions::default())?[0];
/// assert!((found.p.unwrap().over - 0.0138901).abs() < 5e-8);
/// assert!((found.expected - 2.8).abs() < 1e-12);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn over_representation(
    family: &[Vec<SetCount>],
    options: &OverRepresentationOptions,
) -> Result<Vec<OverRepresentation>, Error> {
    let mut found = family
        .iter()
        .map(|strata| OverRepresentation::of(strata, options))
        .collect::<Result<Vec<_>, _>>()?;
    let Some(correction) = options.correction else {
        return Ok(found);
    };
    let mut tested: Vec<(&mut OverRepresentation, ExactTails)> = found
        .iter_mut()
        .filter_map(|test| test.p.map(|p| (test, p)))
        .collect();
    let p_values: Vec<f64> = tested.iter().map(|(_, p)| p.of(options.tail)).collect();
    // Adjusted p-values rise with every p-value of the family, so the smallest ones together give the least.
    let smallest: Vec<f64> = tested.iter().map(|(test, _)| test.smallest_p).collect();
    let adjusted = adjust(&p_values, correction).into_iter();
    for ((test, _), (p, least)) in tested
        .iter_mut()
        .zip(adjusted.zip(adjust(&smallest, correction)))
    {
        test.p_adjusted = Some(p);
        test.smallest_p_adjusted = Some(least);
    }
    Ok(found)
}

/// A number that may be without end.
fn ends(value: f64) -> String {
    if value.is_infinite() {
        "no upper limit".to_owned()
    } else {
        format!("{value:.2}")
    }
}

/// A p-value with four decimals, or two digits where those would be zeros.
fn short(p: f64) -> String {
    if p < 0.001 {
        format!("{p:.1e}")
    } else {
        format!("{p:.4}")
    }
}
