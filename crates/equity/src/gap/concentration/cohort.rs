//! The distribution of a cell's successes in another cohort of the same size.

use rand::{Rng, RngExt};

use crate::rate::Prior;

/// The distribution of a cell's successes: its cumulative probabilities where they are not negligible.
pub(super) struct Cohort {
    first: u64,
    cumulative: Vec<f64>,
}

impl Cohort {
    /// For a cell of (children, successes): binomial at its own rate, or under the prior.
    pub(super) fn new((n, s): (u64, u64), prior: Option<Prior>) -> Self {
        let binomial = |p: f64| {
            let odds = p / (1.0 - p);
            if p == 0.0 || p == 1.0 || n == 0 {
                return Self::certain(if p == 1.0 { n } else { 0 });
            }
            let mode = ((n as f64 + 1.0) * p).floor() as u64;
            Self::by_ratio(n, mode.min(n), |k| (n - k) as f64 / (k + 1) as f64 * odds)
        };
        match prior {
            Some(Prior::Beta { alpha, beta }) if n > 0 => {
                let (a, b) = (alpha + s as f64, beta + (n - s) as f64);
                // Any start gives the right distribution; near the mean the table is short.
                let start = (n as f64 * a / (a + b)).floor() as u64;
                Self::by_ratio(n, start.min(n), |k| {
                    let (k, n) = (k as f64, n as f64);
                    (n - k) / (k + 1.0) * (k + a) / (n - k - 1.0 + b)
                })
            }
            Some(Prior::Equal { rate }) => binomial(rate.to_f64()),
            _ if n == 0 => Self::certain(0),
            _ => binomial(s as f64 / n as f64),
        }
    }

    fn certain(value: u64) -> Self {
        Self {
            first: value,
            cumulative: vec![1.0],
        }
    }

    /// From `ratio(k) = P(k + 1)/P(k)`, both ways from `start`, until a value is 1e-18 of the largest seen and
    /// falling.
    fn by_ratio(n: u64, start: u64, ratio: impl Fn(u64) -> f64) -> Self {
        const NEGLIGIBLE: f64 = 1e-18;
        let (mut below, mut largest, mut p) = (Vec::new(), 1.0_f64, 1.0_f64);
        for k in (0..start).rev() {
            let next = p / ratio(k);
            if next < NEGLIGIBLE * largest && next < p {
                break;
            }
            below.push(next);
            (p, largest) = (next, largest.max(next));
        }
        let first = start - below.len() as u64;
        let mut values: Vec<f64> = below.into_iter().rev().chain([1.0]).collect();
        p = 1.0;
        for k in start..n {
            let next = p * ratio(k);
            if next < NEGLIGIBLE * largest && next < p {
                break;
            }
            values.push(next);
            (p, largest) = (next, largest.max(next));
        }
        let mut total = 0.0;
        for value in &mut values {
            total += *value;
            *value = total;
        }
        Self {
            first,
            cumulative: values,
        }
    }

    /// One number of successes.
    pub(super) fn draw(&self, rng: &mut impl Rng) -> u64 {
        let Some(total) = self.cumulative.last() else {
            return self.first;
        };
        let at = rng.random::<f64>() * total;
        let position = self.cumulative.partition_point(|sum| *sum <= at);
        self.first + position.min(self.cumulative.len() - 1) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Binomial, Discrete};
    use statrs::function::beta::ln_beta;
    use statrs::function::factorial::ln_binomial;

    fn probabilities(cohort: &Cohort) -> impl Fn(u64) -> f64 + '_ {
        let total = *cohort.cumulative.last().unwrap();
        move |k| {
            let Some(i) = k.checked_sub(cohort.first).map(|i| i as usize) else {
                return 0.0;
            };
            let Some(upto) = cohort.cumulative.get(i) else {
                return 0.0;
            };
            (upto
                - if i == 0 {
                    0.0
                } else {
                    cohort.cumulative[i - 1]
                })
                / total
        }
    }

    #[test]
    fn tables_are_the_distributions() {
        for (n, s) in [(1, 1), (7, 2), (40, 39), (500, 120)] {
            let p = s as f64 / n as f64;
            let raw = Cohort::new((n, s), None);
            let binomial = Binomial::new(p, n).unwrap();
            let shrunken = Cohort::new(
                (n, s),
                Some(Prior::Beta {
                    alpha: 0.6,
                    beta: 2.5,
                }),
            );
            let (a, b) = (0.6 + s as f64, 2.5 + (n - s) as f64);
            for k in 0..=n {
                assert!(
                    (probabilities(&raw)(k) - binomial.pmf(k)).abs() < 1e-10,
                    "{n} {s} {k}"
                );
                let expected = (ln_binomial(n, k) + ln_beta(k as f64 + a, (n - k) as f64 + b)
                    - ln_beta(a, b))
                .exp();
                assert!(
                    (probabilities(&shrunken)(k) - expected).abs() < 1e-10,
                    "{n} {s} {k}"
                );
            }
        }
        // The table of a very large cell is short: 40 standard deviations at most.
        let large = Cohort::new((1_000_000_000, 400_000_000), None);
        assert!(large.cumulative.len() < 700_000);
    }
}
