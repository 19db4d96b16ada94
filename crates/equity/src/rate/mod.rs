//! Rates with everything needed to read them: n, successes, interval, status.

mod interval;
mod shrink;

pub use interval::{Confidence, IntervalMethod, newcombe, proportion_interval};
pub(crate) use interval::{beta_quantile, wilson};
pub use shrink::{NotFitted, Prior, ShrinkOptions, Shrinkage, ShrunkenRate, shrink};

use serde::Serialize;

use crate::words::{Wording, count_of};
use crate::{Censoring, Count, Error, Exact, GroupCount, GroupKey};

/// How rates are computed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct RateOptions {
    /// The interval; Wilson by default.
    pub method: IntervalMethod,
    /// The confidence level; 95 % by default.
    pub confidence: Confidence,
}

/// How well a rate is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum RateStatus {
    /// Exact counts: `lower` and `upper` are a confidence interval.
    Known,
    /// A count is a range: there is no single rate; `lower` and `upper` are every value the rate itself can
    /// have, with no sampling variation added.
    Bounded {
        /// Why.
        reason: Censoring,
    },
    /// No children (n = 0): a rate has no meaning.
    NoMembers,
}

/// The rate of one group.
///
/// Unit: a share, 0 to 1. The direction is the indicator's. For a full cohort the counts are a census and
/// the interval describes how much such a rate varies from year to year by chance alone; it does not
/// describe error of counting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    /// Which children.
    pub key: GroupKey,
    /// How many children.
    pub n: Count,
    /// How many reach the outcome.
    pub successes: Count,
    /// `successes / n`, where both are exact and n > 0.
    pub rate: Option<Exact>,
    /// Lower end, a share; see [`RateStatus`] for which kind of range.
    pub lower: Option<f64>,
    /// Upper end, a share.
    pub upper: Option<f64>,
    /// How well it is known.
    pub status: RateStatus,
    /// The confidence level asked for.
    pub confidence: Confidence,
    /// Which interval, by name, with its level.
    pub convention: String,
}

impl Rate {
    /// Computes the rate of a group. Cost: constant.
    ///
    /// # Errors
    /// [`Error::TooLarge`] never for counts below 2^63 in practice; passed on rather than hidden.
    ///
    /// ```
    /// use commonweal_equity::{GroupCount, GroupKey, Rate, RateOptions, Wording};
    /// let black = GroupCount::new(GroupKey::of("race", "Black"), 600, 270)?;
    /// let rate = Rate::new(&black, RateOptions::default())?;
    /// let words = Wording::new("third-graders", "read at grade level");
    /// assert_eq!(
    ///     rate.sentence(&words),
    ///     "Black: 45.0 % of 600 third-graders read at grade level (270); 95 % interval 41.1 % to 49.0 %."
    /// );
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn new(group: &GroupCount, options: RateOptions) -> Result<Self, Error> {
        let level = percent_level(options.confidence);
        let mut out = Self {
            key: group.key().clone(),
            n: group.n(),
            successes: group.successes(),
            rate: None,
            lower: None,
            upper: None,
            status: RateStatus::NoMembers,
            confidence: options.confidence,
            convention: format!("{} interval, {level}", options.method.name()),
        };
        if group.n().high() == Some(0) {
            return Ok(out);
        }
        if let Some((n, successes)) = group.exact() {
            let interval = proportion_interval(successes, n, options.method, options.confidence)?;
            out.rate = Some(Exact::from(successes).over(Exact::from(n))?);
            (out.lower, out.upper) = interval.unzip();
            out.status = RateStatus::Known;
        } else {
            let (low, high) = bounds(group)?;
            (out.lower, out.upper) = (Some(low.to_f64()), Some(high.to_f64()));
            out.status = RateStatus::Bounded {
                reason: group.censoring().unwrap_or(Censoring::Mixed),
            };
            "every rate the published ranges allow; no sampling variation added"
                .clone_into(&mut out.convention);
        }
        Ok(out)
    }

    /// The rate in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let key = &self.key;
        let population = &words.population;
        let outcome = &words.outcome;
        match (self.status, self.rate, self.lower, self.upper) {
            (RateStatus::Known, Some(rate), Some(lower), Some(upper)) => {
                let level = percent_level(self.confidence);
                format!(
                    "{key}: {} of {} {outcome} ({}); {level} interval {:.1} % to {:.1} %.",
                    rate.percent(1),
                    count_of(self.n, population),
                    self.successes,
                    100.0 * lower,
                    100.0 * upper
                )
            }
            (RateStatus::Bounded { reason }, _, Some(lower), Some(upper)) => format!(
                "{key}: between {:.1} % and {:.1} % of {} {outcome}; the count is {}.",
                100.0 * lower,
                100.0 * upper,
                count_of(self.n, population),
                reason.words()
            ),
            _ => format!("{key}: no {population} in this group, so there is no rate."),
        }
    }
}

/// Rates of many groups, in their order. Cost: O(groups).
///
/// # Errors
/// As [`Rate::new`].
pub fn rates(groups: &[GroupCount], options: RateOptions) -> Result<Vec<Rate>, Error> {
    groups
        .iter()
        .map(|group| Rate::new(group, options))
        .collect()
}

/// Smallest and largest rate that the ranges of a group allow; requires that n can be positive.
///
/// With successes in [a, b], n in [c, d] and successes ≤ n, the smallest rate is a/d (0 when n has no
/// upper bound) and the largest is reached at the smallest n: min(b, n)/n with n = max(c, 1).
pub(crate) fn bounds(group: &GroupCount) -> Result<(Exact, Exact), Error> {
    let (n, s) = (group.n(), group.successes());
    let low = match n.high() {
        Some(most) if most > 0 => Exact::from(s.low()).over(Exact::from(most))?,
        _ => Exact::ZERO,
    };
    let least = n.low().max(1);
    let high = Exact::from(s.high().map_or(least, |b| b.min(least))).over(Exact::from(least))?;
    Ok((low, high))
}

/// "95 %", "99.5 %".
pub(crate) fn percent_level(confidence: Confidence) -> String {
    // Ten decimals remove the noise of 100 · 0.95 before the shortest form is printed.
    let percent = (confidence.level() * 1e12).round() / 1e10;
    format!("{percent} %")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> GroupKey {
        GroupKey::of("race", "Black")
    }

    #[test]
    fn a_known_rate_is_exact() {
        let rate = Rate::new(
            &GroupCount::new(key(), 9, 7).unwrap(),
            RateOptions::default(),
        )
        .unwrap();
        assert_eq!(rate.rate, Some("7/9".parse().unwrap()));
        assert_eq!(rate.status, RateStatus::Known);
        assert!((rate.lower.unwrap() - 0.45259).abs() < 5e-6);
        assert_eq!(rate.convention, "Wilson score interval, 95 %");
    }

    #[test]
    fn nobody_there_is_not_zero_percent() {
        let rate = Rate::new(
            &GroupCount::new(key(), 0, 0).unwrap(),
            RateOptions::default(),
        )
        .unwrap();
        assert_eq!(
            (rate.rate, rate.lower, rate.status),
            (None, None, RateStatus::NoMembers)
        );
        assert_eq!(
            rate.sentence(&Wording::default()),
            "Black: no children in this group, so there is no rate."
        );
    }

    #[test]
    fn a_suppressed_count_becomes_bounds() {
        let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
        let group = GroupCount::from_counts(key(), Count::exact(20), few).unwrap();
        let rate = Rate::new(&group, RateOptions::default()).unwrap();
        // 0/20 to 9/20.
        assert_eq!(
            (rate.rate, rate.lower, rate.upper),
            (None, Some(0.0), Some(0.45))
        );
        assert_eq!(
            rate.sentence(&Wording::default()),
            "Black: between 0.0 % and 45.0 % of 20 children reach the outcome; the count is suppressed."
        );
        let nothing = Count::unknown(Censoring::NotCollected);
        let group = GroupCount::from_counts(key(), nothing, nothing).unwrap();
        let rate = Rate::new(&group, RateOptions::default()).unwrap();
        assert_eq!((rate.lower, rate.upper), (Some(0.0), Some(1.0)));
    }

    proptest! {
        // Oracle: every completion of small ranges, one by one.
        #[test]
        fn bounds_equal_exhaustive_search(a in 0_u64..8, b in 0_u64..8, c in 0_u64..8, d in 1_u64..8) {
            let n = Count::range(c.min(d), c.max(d), Censoring::Range).unwrap();
            let s = Count::range(a.min(b), a.max(b), Censoring::Suppressed).unwrap();
            let Ok(group) = GroupCount::from_counts(key(), n, s) else {
                prop_assume!(false);
                unreachable!();
            };
            let mut seen = Vec::new();
            for n in n.low().max(1)..=n.high().unwrap() {
                for s in s.low()..=s.high().unwrap().min(n) {
                    seen.push(Exact::new(i128::from(s), i128::from(n)).unwrap());
                }
            }
            let (low, high) = bounds(&group).unwrap();
            prop_assert_eq!(Some(low), seen.iter().min().copied());
            prop_assert_eq!(Some(high), seen.iter().max().copied());
        }
    }
}
