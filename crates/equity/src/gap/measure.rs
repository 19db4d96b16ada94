//! Measures beside the difference: ratio, odds ratio and Cohen's h, each with its interval.
//!
//! All three are differences on a scale: of logarithms, of log odds and of 2·arcsin√p. One variance by the
//! delta method serves them; for two independent groups it is Katz's, Woolf's and 1/n₁ + 1/n₂.

use serde::Serialize;

use crate::{Confidence, Error};

/// A number with its interval, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EffectSize {
    /// The estimate.
    pub value: f64,
    /// Lower end; `None` where the data show no variation at all (everyone reaches it on both sides, or in a
    /// group beside a fixed level), so that the method would give an interval of no width.
    pub lower: Option<f64>,
    /// Upper end; `None` where the lower one is.
    pub upper: Option<f64>,
}

/// What ratio and odds ratio do with a table that has an empty cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZeroCells {
    /// No ratio where a count it divides by, or whose logarithm it takes, is 0. The default.
    #[default]
    NotReported,
    /// 0.5 added to all four cells of a table with an empty cell (Haldane 1956, Anscombe 1956).
    Haldane,
}

/// Ratio of two rates with Katz's interval (Katz et al. 1978), each given as (successes, n).
///
/// `None` where it is not reported; see [`ZeroCells`]. statsmodels' `confint_proportions_2indep(compare =
/// "ratio", method = "log")` agrees.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`].
///
/// ```
/// use commonweal_equity::{rate_ratio, Confidence, ZeroCells};
/// let ratio = rate_ratio((12, 20), (15, 20), Confidence::default(), ZeroCells::NotReported)?.unwrap();
/// assert!((ratio.value - 0.8).abs() < 1e-12 && ratio.lower < Some(0.8) && ratio.upper > Some(0.8));
/// // Everyone on both sides: the ratio is 1, and there is no interval.
/// let ratio = rate_ratio((20, 20), (15, 15), Confidence::default(), ZeroCells::NotReported)?.unwrap();
/// assert_eq!((ratio.value, ratio.lower, ratio.upper), (1.0, None, None));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn rate_ratio(
    first: (u64, u64),
    second: (u64, u64),
    confidence: Confidence,
    zero: ZeroCells,
) -> Result<Option<EffectSize>, Error> {
    let (first, second) = (table(first)?, table(second)?);
    Ok(contrast(
        Scale::Log,
        first,
        Whom::Others(second),
        confidence,
        zero,
    ))
}

/// Ratio of two odds with Woolf's interval (Woolf 1955), each given as (successes, n).
///
/// `None` where it is not reported; see [`ZeroCells`]. statsmodels' `Table2x2.oddsratio_confint` agrees.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`].
pub fn odds_ratio(
    first: (u64, u64),
    second: (u64, u64),
    confidence: Confidence,
    zero: ZeroCells,
) -> Result<Option<EffectSize>, Error> {
    let (first, second) = (table(first)?, table(second)?);
    Ok(contrast(
        Scale::Logit,
        first,
        Whom::Others(second),
        confidence,
        zero,
    ))
}

/// Cohen's h, `2·arcsin√p₁ − 2·arcsin√p₂` (Cohen 1988), each given as (successes, n); `None` where an n is
/// 0. statsmodels' `proportion_effectsize` agrees.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`].
pub fn cohens_h(
    first: (u64, u64),
    second: (u64, u64),
    confidence: Confidence,
) -> Result<Option<EffectSize>, Error> {
    let (first, second) = (table(first)?, table(second)?);
    let zero = ZeroCells::NotReported;
    Ok(contrast(
        Scale::Arcsine,
        first,
        Whom::Others(second),
        confidence,
        zero,
    ))
}

/// Ratio, odds ratio and Cohen's h of one group against its reference.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Measures {
    /// Group rate over reference rate.
    pub ratio: Option<EffectSize>,
    /// Odds of the group over the odds of the reference.
    pub odds_ratio: Option<EffectSize>,
    /// Cohen's h, group less reference.
    pub cohens_h: Option<EffectSize>,
}

impl Measures {
    pub(super) fn new(own: Cells, whom: Whom, confidence: Confidence, zero: ZeroCells) -> Self {
        let of = |scale| contrast(scale, own, whom, confidence, zero);
        Self {
            ratio: of(Scale::Log),
            odds_ratio: of(Scale::Logit),
            cohens_h: of(Scale::Arcsine),
        }
    }
}

/// Successes and failures of one group; halves after a Haldane correction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells {
    s: f64,
    f: f64,
}

impl Cells {
    /// From (children, successes).
    pub(super) fn new((n, s): (u64, u64)) -> Self {
        Self {
            s: s as f64,
            f: n.saturating_sub(s) as f64,
        }
    }

    fn n(self) -> f64 {
        self.s + self.f
    }

    fn rate(self) -> f64 {
        self.s / self.n()
    }

    fn shifted(self) -> Self {
        Self {
            s: self.s + 0.5,
            f: self.f + 0.5,
        }
    }

    fn has_zero(self) -> bool {
        self.s == 0.0 || self.f == 0.0
    }
}

/// Whom the group is compared with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whom {
    /// An independent group.
    Others(Cells),
    /// All children; everyone else is given.
    Whole(Cells),
    /// A fixed rate.
    Level(f64),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    Log,
    Logit,
    Arcsine,
}

impl Scale {
    fn value(self, p: f64) -> f64 {
        match self {
            Self::Log => p.ln(),
            Self::Logit => (p / (1.0 - p)).ln(),
            Self::Arcsine => 2.0 * p.sqrt().asin(),
        }
    }

    fn slope(self, p: f64) -> f64 {
        match self {
            Self::Log => 1.0 / p,
            Self::Logit => 1.0 / (p * (1.0 - p)),
            Self::Arcsine => 1.0 / (p * (1.0 - p)).sqrt(),
        }
    }

    /// `slope² · p(1 − p)/n` and `slope · p(1 − p)/n`, in a form that stays finite at 0 and 1.
    fn variance(self, cells: Cells) -> (f64, f64) {
        let (p, n) = (cells.rate(), cells.n());
        match self {
            Self::Log => ((1.0 - p) / (p * n), (1.0 - p) / n),
            Self::Logit => (1.0 / (n * p * (1.0 - p)), 1.0 / n),
            Self::Arcsine => (1.0 / n, (p * (1.0 - p)).sqrt() / n),
        }
    }

    fn back(self, difference: f64) -> f64 {
        match self {
            Self::Log | Self::Logit => difference.exp(),
            Self::Arcsine => difference,
        }
    }
}

fn table((s, n): (u64, u64)) -> Result<Cells, Error> {
    if s > n {
        return Err(Error::MoreSuccessesThanChildren {
            group: "proportion".to_owned(),
            successes: s,
            n,
        });
    }
    Ok(Cells::new((n, s)))
}

fn contrast(
    scale: Scale,
    own: Cells,
    whom: Whom,
    confidence: Confidence,
    zero: ZeroCells,
) -> Option<EffectSize> {
    let shift = scale != Scale::Arcsine && zero == ZeroCells::Haldane;
    let (own, whom) = match whom {
        _ if own.n() == 0.0 => return None,
        Whom::Others(other) | Whom::Whole(other) if other.n() == 0.0 => return None,
        Whom::Others(other) if shift && (own.has_zero() || other.has_zero()) => {
            (own.shifted(), Whom::Others(other.shifted()))
        }
        Whom::Whole(rest) if shift && (own.has_zero() || rest.has_zero()) => {
            (own.shifted(), Whom::Whole(rest.shifted()))
        }
        whom => (own, whom),
    };
    let (own_variance, covariance) = scale.variance(own);
    let (reference, variance) = match whom {
        Whom::Level(level) => (level, own_variance),
        Whom::Others(other) => (other.rate(), own_variance + scale.variance(other).0),
        Whom::Whole(rest) => {
            // P = w·p + (1 − w)·r, so g(p) − g(P) has slope g'(p) − w·g'(P) in p and −(1 − w)·g'(P) in r.
            let share = own.n() / (own.n() + rest.n());
            let whole = share * own.rate() + (1.0 - share) * rest.rate();
            let slope = scale.slope(whole);
            let spread = |cells: Cells| cells.rate() * (1.0 - cells.rate()) / cells.n();
            let variance = own_variance - 2.0 * share * slope * covariance
                + (share * slope).powi(2) * spread(own)
                + ((1.0 - share) * slope).powi(2) * spread(rest);
            (whole, variance)
        }
    };
    let difference = scale.value(own.rate()) - scale.value(reference);
    // The whole's variance can come out just below zero where everybody is in the group.
    let half = confidence.z() * variance.max(0.0).sqrt();
    let upper = scale.back(difference + half);
    let defined = difference.is_finite() && half.is_finite() && upper.is_finite();
    // A rate of 1 has no variance of its own; an interval of no width would claim certainty.
    let end = |end: f64| (half > 0.0).then_some(end);
    defined.then_some(EffectSize {
        value: scale.back(difference),
        lower: end(scale.back(difference - half)),
        upper: end(upper),
    })
}

#[cfg(test)]
mod tests;
