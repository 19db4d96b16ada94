//! The value of each measure in each period, with the variance that chance alone gives it.

use super::NoTrend;
use super::line::Observed;

/// Known counts of a period: year, then (children, successes) of the group or the reference.
pub(super) type Known = (i32, (u64, u64));

/// The rate of all periods together, with which chance is judged.
fn pooled(counts: impl Iterator<Item = (u64, u64)>) -> f64 {
    let (n, s) = counts.fold((0.0, 0.0), |(n, s), c| (n + c.0 as f64, s + c.1 as f64));
    s / n
}

pub(super) fn rates(own: &[Known]) -> Vec<Observed> {
    let p = pooled(own.iter().map(|(_, counts)| *counts));
    own.iter()
        .map(|&(year, (n, s))| Observed {
            year: year.into(),
            value: 100.0 * (s as f64 / n as f64),
            variance: 1e4 * p * (1.0 - p) / n as f64,
        })
        .collect()
}

pub(super) fn log_odds(own: &[Known]) -> Result<Vec<Observed>, NoTrend> {
    let p = pooled(own.iter().map(|(_, counts)| *counts));
    if p == 0.0 || p == 1.0 {
        return Err(NoTrend::NoVariation);
    }
    Ok(own
        .iter()
        .map(|&(year, (n, s))| Observed {
            year: year.into(),
            value: ((s as f64 + 0.5) / ((n - s) as f64 + 0.5)).ln(),
            variance: 1.0 / (n as f64 * p * (1.0 - p)),
        })
        .collect())
}

pub(super) fn gaps(both: &[(Known, Known)]) -> Vec<Observed> {
    let (own, other): (Vec<Known>, Vec<Known>) = both.iter().copied().unzip();
    difference(rates(&own), rates(&other))
}

pub(super) fn log_ratios(both: &[(Known, Known)]) -> Result<Vec<Observed>, NoTrend> {
    let (own, other): (Vec<Known>, Vec<Known>) = both.iter().copied().unzip();
    if both.iter().any(|((_, a), (_, b))| a.1 == 0 || b.1 == 0) {
        return Err(NoTrend::ZeroRate);
    }
    // Variance of a log rate: (1 − p)/(n p).
    let log = |counts: &[Known]| -> Vec<Observed> {
        let p = pooled(counts.iter().map(|(_, counts)| *counts));
        let observed = counts.iter().map(|&(year, (n, s))| Observed {
            year: year.into(),
            value: (s as f64 / n as f64).ln(),
            variance: (1.0 - p) / (p * n as f64),
        });
        observed.collect()
    };
    Ok(difference(log(&own), log(&other)))
}

/// Group less reference, year by year; the two are different children, so their variances add up.
fn difference(own: Vec<Observed>, other: Vec<Observed>) -> Vec<Observed> {
    own.into_iter()
        .zip(other)
        .map(|(a, b)| Observed {
            year: a.year,
            value: a.value - b.value,
            variance: a.variance + b.variance,
        })
        .collect()
}
