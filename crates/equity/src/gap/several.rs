//! Tests of a difference, and many of them at once: Holm, Benjamini-Hochberg.

use serde::Serialize;
use statrs::function::erf::erfc;

use crate::Error;

/// Which test a p-value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TestMethod {
    /// Two-proportion score test with the pooled rate, two-sided, no continuity correction (Pearson's χ²).
    Score,
    /// Fisher's exact test, two-sided: every table at most as probable as the one seen. Used where an
    /// expected count is below 5 (Cochran 1954).
    Fisher,
    /// Score test of one proportion against a fixed level, two-sided.
    LevelScore,
    /// Exact binomial test against a fixed level, two-sided; used where an expected count is below 5.
    Binomial,
}

impl TestMethod {
    /// Its name in frames.
    pub fn name(self) -> &'static str {
        match self {
            Self::Score => "two-proportion score",
            Self::Fisher => "fisher exact",
            Self::LevelScore => "one-proportion score",
            Self::Binomial => "binomial exact",
        }
    }
}

/// The test of one difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GapTest {
    /// Two-sided p-value.
    pub p_value: f64,
    /// Which test.
    pub method: TestMethod,
    /// p-value adjusted for the family, where that was asked for.
    pub adjusted: Option<f64>,
}

/// How p-values are adjusted for the number of comparisons in a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// Holm (1979): bounds the chance of any false flag in the family.
    Holm,
    /// Benjamini and Hochberg (1995): bounds the expected share of false flags among the flags.
    BenjaminiHochberg,
}

impl Correction {
    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holm => "Holm",
            Self::BenjaminiHochberg => "Benjamini-Hochberg",
        }
    }
}

/// Two-sided test that two independent groups, each (successes, n), have one rate; `None` where an n is 0.
///
/// The score test with the pooled rate, as statsmodels' `proportions_ztest`; where an expected count is
/// below 5, Fisher's exact test, as `scipy.stats.fisher_exact`. Cost: constant; Fisher's test walks the
/// tables around the one seen.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`]; [`Error::TooLarge`].
pub fn two_proportions(first: (u64, u64), second: (u64, u64)) -> Result<Option<GapTest>, Error> {
    for (s, n) in [first, second] {
        if s > n {
            return Err(Error::MoreSuccessesThanChildren {
                group: "proportion".to_owned(),
                successes: s,
                n,
            });
        }
    }
    let ((s1, n1), (s2, n2)) = (first, second);
    if n1 == 0 || n2 == 0 {
        return Ok(None);
    }
    let n = n1.checked_add(n2).ok_or(Error::TooLarge)?;
    let s = s1 + s2;
    // Smallest expected count: smaller column total times smaller row total over n.
    let small = u128::from(s.min(n - s)) * u128::from(n1.min(n2)) < 5 * u128::from(n);
    let (p_value, method) = if small {
        (fisher(s1, n1, s, n), TestMethod::Fisher)
    } else {
        let pooled = s as f64 / n as f64;
        let variance = pooled * (1.0 - pooled) * (1.0 / n1 as f64 + 1.0 / n2 as f64);
        let z = (s1 as f64 / n1 as f64 - s2 as f64 / n2 as f64) / variance.sqrt();
        (two_sided(z), TestMethod::Score)
    };
    Ok(Some(GapTest {
        p_value,
        method,
        adjusted: None,
    }))
}

/// Two-sided test of (successes, n) against a fixed level between 0 and 1; n is not 0.
pub(super) fn one_proportion((s, n): (u64, u64), level: f64) -> GapTest {
    let (count, total) = (s as f64, n as f64);
    let small = total * level < 5.0 || total * (1.0 - level) < 5.0;
    let (p_value, method) = if small {
        let odds = level / (1.0 - level);
        // A level of 0 or 1 leaves one outcome possible.
        let p = if level <= 0.0 {
            f64::from(u8::from(s == 0))
        } else if level >= 1.0 {
            f64::from(u8::from(s == n))
        } else {
            at_most_as_probable(s, (0, n), |k| (n - k) as f64 / (k + 1) as f64 * odds)
        };
        (p, TestMethod::Binomial)
    } else {
        let z = (count / total - level) / (level * (1.0 - level) / total).sqrt();
        (two_sided(z), TestMethod::LevelScore)
    };
    GapTest {
        p_value,
        method,
        adjusted: None,
    }
}

fn two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2).clamp(0.0, 1.0)
}

/// Fisher's exact test for `k` successes in a group of `n1`, with `s` successes among all `n`.
fn fisher(k: u64, n1: u64, s: u64, n: u64) -> f64 {
    let range = ((n1 + s).saturating_sub(n), n1.min(s));
    at_most_as_probable(k, range, |k| {
        // P(k + 1)/P(k) of the hypergeometric distribution; k is below both ends' upper bound.
        let rest = (n - n1 - (s - k)) as f64;
        (s - k) as f64 * (n1 - k) as f64 / ((k + 1) as f64 * (rest + 1.0))
    })
}

/// Probability of all values at most as probable as `seen`, for a unimodal distribution on `range` given by
/// its ratios `P(k + 1)/P(k)`.
///
/// Ties are told within a relative 1e-7, as R does.
fn at_most_as_probable(seen: u64, range: (u64, u64), step: impl Fn(u64) -> f64) -> f64 {
    const NEGLIGIBLE: f64 = 1e-25;
    let (mut total, mut tail) = (1.0, 1.0);
    let mut add = |weight: f64| {
        total += weight;
        if weight <= 1.0 + 1e-7 {
            tail += weight;
        }
    };
    let mut weight = 1.0;
    for k in seen..range.1 {
        let ratio = step(k);
        weight *= ratio;
        add(weight);
        if ratio < 1.0 && weight < NEGLIGIBLE {
            break;
        }
    }
    weight = 1.0;
    for k in (range.0..seen).rev() {
        let ratio = 1.0 / step(k);
        weight *= ratio;
        add(weight);
        if ratio < 1.0 && weight < NEGLIGIBLE {
            break;
        }
    }
    // Weights are relative to the value seen and can pass the largest double far from it.
    if total.is_finite() {
        (tail / total).min(1.0)
    } else {
        0.0
    }
}

/// Adjusted p-values of a family, in their order: a p-value is at most the level asked for exactly where the
/// procedure rejects. Cost: O(n log n).
///
/// statsmodels' `multipletests` agrees (methods `holm`, `fdr_bh`).
///
/// ```
/// use commonweal_equity::{adjust, Correction};
/// // Three tests: Holm multiplies by 3, 2, 1 and never steps back.
/// let adjusted = adjust(&[0.01, 0.04, 0.03], Correction::Holm);
/// assert!(adjusted.iter().zip([0.03, 0.06, 0.06]).all(|(a, b)| (a - b).abs() < 1e-12));
/// ```
pub fn adjust(p_values: &[f64], correction: Correction) -> Vec<f64> {
    let m = p_values.len();
    let mut order: Vec<usize> = (0..m).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut out = vec![0.0; m];
    match correction {
        Correction::Holm => {
            let mut highest = 0.0_f64;
            for (rank, &i) in order.iter().enumerate() {
                highest = highest.max((m - rank) as f64 * p_values[i]).min(1.0);
                out[i] = highest;
            }
        }
        Correction::BenjaminiHochberg => {
            let mut lowest = 1.0_f64;
            for (rank, &i) in order.iter().enumerate().rev() {
                lowest = lowest.min(p_values[i] * m as f64 / (rank + 1) as f64);
                out[i] = lowest;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
