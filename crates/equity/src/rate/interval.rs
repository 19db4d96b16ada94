//! Confidence intervals for one proportion and for the difference of two.

use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc_inv;

use crate::Error;

/// Which interval for a single proportion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson's score interval (Wilson 1927): good coverage at small n and near 0 and 1.
    #[default]
    Wilson,
    /// Clopper and Pearson's exact interval (1934): never under-covers, wide at small n.
    ClopperPearson,
    /// Equal-tailed interval of the Beta(s + 1/2, n − s + 1/2) posterior (Brown, Cai and `DasGupta` 2001).
    Jeffreys,
    /// Agresti and Coull (1998): Wilson's centre with a Wald width, cut to 0 and 1.
    AgrestiCoull,
}

impl IntervalMethod {
    /// Name in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wilson => "Wilson score",
            Self::ClopperPearson => "Clopper–Pearson exact",
            Self::Jeffreys => "Jeffreys",
            Self::AgrestiCoull => "Agresti–Coull",
        }
    }
}

/// A confidence level strictly between 0 and 1, with its normal quantile.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Confidence(f64);

impl Confidence {
    /// A level such as 0.95.
    ///
    /// # Errors
    /// [`Error::BadOption`] outside (0, 1).
    pub fn new(level: f64) -> Result<Self, Error> {
        if level > 0.0 && level < 1.0 {
            return Ok(Self(level));
        }
        Err(Error::BadOption {
            option: "confidence",
            found: level.to_string(),
            expected: "a level between 0 and 1, such as 0.95",
        })
    }

    /// The level.
    pub fn level(self) -> f64 {
        self.0
    }

    /// The two-sided normal quantile: 1.959964 for 0.95, not 1.96.
    ///
    /// ```
    /// let z = commonweal_equity::Confidence::default().z();
    /// assert!((z - 1.959963984540054).abs() < 1e-12);
    /// ```
    pub fn z(self) -> f64 {
        std::f64::consts::SQRT_2 * erfc_inv(1.0 - self.0)
    }
}

/// 95 %.
impl Default for Confidence {
    fn default() -> Self {
        Self(0.95)
    }
}

/// Interval for the proportion behind `successes` of `n`, as (lower, upper) in 0 to 1.
///
/// `None` when `n` is 0: nothing was observed, so nothing is said. At 0 and at n successes the ends that
/// are known in closed form are returned exactly (0 or 1). statsmodels' `proportion_confint` agrees
/// (methods `wilson`, `beta`, `jeffreys`, `agresti_coull`). Cost: constant; the two Beta methods invert the
/// incomplete Beta function by bisection.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`] when `successes > n`.
///
/// ```
/// use commonweal_equity::{proportion_interval, Confidence, IntervalMethod};
/// let (low, high) = proportion_interval(7, 9, IntervalMethod::Wilson, Confidence::default())?.unwrap();
/// assert!((low - 0.45259).abs() < 5e-6 && (high - 0.93677).abs() < 5e-6);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn proportion_interval(
    successes: u64,
    n: u64,
    method: IntervalMethod,
    confidence: Confidence,
) -> Result<Option<(f64, f64)>, Error> {
    if successes > n {
        return Err(Error::MoreSuccessesThanChildren {
            group: "proportion".to_owned(),
            successes,
            n,
        });
    }
    if n == 0 {
        return Ok(None);
    }
    let tail = (1.0 - confidence.0) / 2.0;
    let (s, f) = (successes as f64, (n - successes) as f64);
    let (lower, upper) = match method {
        IntervalMethod::Wilson => wilson(s, n as f64, confidence.z()),
        IntervalMethod::ClopperPearson => (
            if successes == 0 {
                0.0
            } else {
                beta_quantile(s, f + 1.0, tail)
            },
            if successes == n {
                1.0
            } else {
                beta_quantile(s + 1.0, f, 1.0 - tail)
            },
        ),
        IntervalMethod::Jeffreys => (
            beta_quantile(s + 0.5, f + 0.5, tail),
            beta_quantile(s + 0.5, f + 0.5, 1.0 - tail),
        ),
        IntervalMethod::AgrestiCoull => {
            let z2 = confidence.z().powi(2);
            let total = n as f64 + z2;
            let centre = (s + z2 / 2.0) / total;
            let half = (z2 * centre * (1.0 - centre) / total).sqrt();
            ((centre - half).max(0.0), (centre + half).min(1.0))
        }
    };
    Ok(Some((lower, upper)))
}

/// Wilson's interval; requires `n > 0` and `0 <= s <= n`. An effective sample size need not be whole.
pub(crate) fn wilson(s: f64, n: f64, z: f64) -> (f64, f64) {
    let p = s / n;
    let z2 = z * z;
    let scale = 1.0 + z2 / n;
    let centre = (p + z2 / (2.0 * n)) / scale;
    let half = z / scale * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let lower = if s == 0.0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let upper = if s == n {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    (lower, upper)
}

/// Interval for the difference p₁ − p₂ of two independent proportions from Wilson limits
/// (Newcombe 1998, method 10), each given as (successes, n). `None` when either n is 0.
///
/// statsmodels' `confint_proportions_2indep(compare="diff", method="newcomb")` agrees.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`] when successes exceed n in either sample.
///
/// ```
/// use commonweal_equity::{newcombe, Confidence};
/// // 56/70 against 48/80: 0.0524 to 0.3339 in Newcombe's Table II.
/// let (low, high) = newcombe((56, 70), (48, 80), Confidence::default())?.unwrap();
/// assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn newcombe(
    first: (u64, u64),
    second: (u64, u64),
    confidence: Confidence,
) -> Result<Option<(f64, f64)>, Error> {
    let limits = |(s, n)| proportion_interval(s, n, IntervalMethod::Wilson, confidence);
    let (Some((l1, u1)), Some((l2, u2))) = (limits(first)?, limits(second)?) else {
        return Ok(None);
    };
    let p1 = first.0 as f64 / first.1 as f64;
    let p2 = second.0 as f64 / second.1 as f64;
    let d = p1 - p2;
    let lower = d - ((p1 - l1).powi(2) + (u2 - p2).powi(2)).sqrt();
    let upper = d + ((u1 - p1).powi(2) + (p2 - l2).powi(2)).sqrt();
    Ok(Some((lower.max(-1.0), upper.min(1.0))))
}

/// The x at which the regularised incomplete Beta function of a and b is q, by bisection: monotone, so it cannot fail, and good to the last bits.
pub(crate) fn beta_quantile(a: f64, b: f64, q: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    // 1100 halvings reach the smallest double; the loop ends earlier, when low and high are neighbours.
    for _ in 0..1100 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if beta_reg(a, b, middle) < q {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests;
