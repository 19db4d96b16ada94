//! Exact tails of the binomial distribution, for counts of children.
//!
//! The probability of one count is Loader's saddle-point form (C. Loader, "Fast and accurate computation of
//! binomial probabilities", 2000), which keeps full precision where differences of log-gamma lose it; the tail
//! is its sum, term by term from the count outwards.

use crate::Error;
use crate::words::thousands;

/// Largest number of children judged; the sums take O(√n) terms.
const MOST: u64 = 10_000_000_000;

/// Children drawn with one probability.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binomial {
    n: u64,
    p: f64,
}

impl Binomial {
    /// `n` children, each with probability `p` in 0 to 1.
    ///
    /// # Errors
    /// [`Error::BadOption`] above ten thousand million children.
    pub(super) fn new(n: u64, p: f64) -> Result<Self, Error> {
        if n > MOST {
            return Err(Error::BadOption {
                option: "cohort",
                found: thousands(n),
                expected: "at most 10,000,000,000 children in a year: exact binomial tails are summed term by term",
            });
        }
        Ok(Self { n, p })
    }

    /// P(X = x).
    fn at(self, x: u64) -> f64 {
        let (n, p) = (self.n as f64, self.p);
        let rest = self.n - x;
        if p <= 0.0 || p >= 1.0 {
            let sure = if p <= 0.0 { 0 } else { self.n };
            return f64::from(u8::from(x == sure));
        }
        if x == 0 {
            return (n * (-p).ln_1p()).exp();
        }
        if rest == 0 {
            return (n * p.ln()).exp();
        }
        let (x, rest) = (x as f64, rest as f64);
        let log = stirling_error(n)
            - stirling_error(x)
            - stirling_error(rest)
            - deviance(x, n * p)
            - deviance(rest, n * (1.0 - p));
        log.exp() * (n / (std::f64::consts::TAU * x * rest)).sqrt()
    }

    /// P(X ≤ x).
    pub(super) fn at_most(self, x: u64) -> f64 {
        if x >= self.n {
            return 1.0;
        }
        // Sum the side away from the mean: its terms fall from the first one on.
        if (x as f64) < self.n as f64 * self.p {
            self.sum_down(x)
        } else {
            (1.0 - self.sum_up(x + 1)).max(0.0)
        }
    }

    /// P(X ≥ x).
    pub(super) fn at_least(self, x: u64) -> f64 {
        match x.checked_sub(1) {
            None => 1.0,
            Some(_) if x > self.n => 0.0,
            Some(_) if x as f64 > self.n as f64 * self.p => self.sum_up(x),
            Some(below) => (1.0 - self.sum_down(below)).max(0.0),
        }
    }

    /// The counts that neither tail of size `tail` calls unusual: the smallest x with P(X ≤ x) ≥ tail and the
    /// largest with P(X ≥ x) ≥ tail.
    pub(super) fn central(self, tail: f64) -> (u64, u64) {
        let low = first(self.n, |x| self.at_most(x) >= tail);
        let high = self.n - first(self.n, |left| self.at_least(self.n - left) >= tail);
        (low, high)
    }

    fn sum_down(self, from: u64) -> f64 {
        let odds = (1.0 - self.p) / self.p;
        let mut term = self.at(from);
        let mut sum = term;
        for x in (1..=from).rev() {
            term *= odds * x as f64 / (self.n - x + 1) as f64;
            sum += term;
            if term <= sum * f64::EPSILON * 1e-3 {
                break;
            }
        }
        sum.min(1.0)
    }

    fn sum_up(self, from: u64) -> f64 {
        let mirrored = Self {
            n: self.n,
            p: 1.0 - self.p,
        };
        mirrored.sum_down(self.n - from)
    }
}

/// Smallest x in 0 to n for which a rising condition holds; n where it holds nowhere before.
fn first(n: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// ln n! less Stirling's approximation.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        // n! is exact in a double here.
        let factorial = (1..=n as u32).fold(1.0, |product, k| product * f64::from(k));
        let half_log = (std::f64::consts::TAU * n).ln() / 2.0;
        return factorial.ln() - half_log - n * n.ln() + n;
    }
    // 1/12n − 1/360n³ + 1/1260n⁵ − 1/1680n⁷ + 1/1188n⁹ − 691/360360n¹¹.
    let square = n * n;
    let inner = 1.0 / 1188.0 - 691.0 / 360_360.0 / square;
    let inner = 1.0 / 1680.0 - inner / square;
    let inner = 1.0 / 1260.0 - inner / square;
    let inner = 1.0 / 360.0 - inner / square;
    (1.0 / 12.0 - inner / square) / n
}

/// x ln(x/mean) + mean − x without cancellation near the mean.
fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    if difference.abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() - difference;
    }
    let v = difference / (x + mean);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    for k in 1..1000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * k + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: f64, expected: f64) -> bool {
        (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3)
    }

    #[test]
    fn tails_by_hand() {
        // Four fair coins: 1 4 6 4 1 of 16.
        let coins = Binomial::new(4, 0.5).unwrap();
        for (x, at_most) in [(0, 1.0), (1, 5.0), (2, 11.0), (3, 15.0), (4, 16.0)] {
            assert!(close(coins.at_most(x), at_most / 16.0), "{x}");
            assert!(close(coins.at_least(4 - x), at_most / 16.0), "{x}");
        }
        assert_eq!(coins.at_least(5), 0.0);
    }

    #[test]
    fn tails_as_scipy_has_them() {
        // scipy.stats.binom.cdf(x, n, p) and .sf(x - 1, n, p).
        for (n, p, x, at_most, at_least) in [
            (
                60,
                0.64,
                30,
                0.018_185_915_147_447_725,
                0.990_671_947_507_495_8,
            ),
            (
                60,
                0.64,
                35,
                0.216_346_472_390_158_75,
                0.852_702_644_869_000_8,
            ),
            (
                2000,
                0.68,
                1300,
                0.002_306_532_536_571_751,
                0.998_012_194_997_806_2,
            ),
            (
                2000,
                0.68,
                1340,
                0.174_866_747_153_122_3,
                0.837_142_885_616_73,
            ),
            (
                2_000_000,
                0.68,
                1_358_000,
                0.001_221_981_902_106_050_7,
                0.998_784_134_093_985,
            ),
        ] {
            let found = Binomial::new(n, p).unwrap();
            assert!(close(found.at_most(x), at_most), "{n} {}", found.at_most(x));
            assert!(
                close(found.at_least(x), at_least),
                "{n} {}",
                found.at_least(x)
            );
        }
    }

    #[test]
    fn certain_outcomes() {
        let never = Binomial::new(10, 0.0).unwrap();
        let always = Binomial::new(10, 1.0).unwrap();
        assert_eq!((never.at_most(0), never.at_least(1)), (1.0, 0.0));
        assert_eq!((always.at_most(9), always.at_least(10)), (0.0, 1.0));
        assert_eq!(
            (never.central(0.025), always.central(0.025)),
            ((0, 0), (10, 10))
        );
        assert_eq!(Binomial::new(0, 0.5).unwrap().central(0.025), (0, 0));
        assert!(Binomial::new(u64::MAX, 0.5).is_err());
    }

    proptest! {
        /// Oracle: the probabilities by Pascal's rule, one child at a time.
        #[test]
        fn tails_are_sums_of_pascals_rule(n in 0_u64..150, p in 0.0..=1.0_f64, x in 0_u64..150) {
            let x = x.min(n);
            let mut mass = vec![1.0];
            for _ in 0..n {
                let mut next = vec![0.0; mass.len() + 1];
                for (k, m) in mass.iter().enumerate() {
                    next[k] += m * (1.0 - p);
                    next[k + 1] += m * p;
                }
                mass = next;
            }
            let found = Binomial::new(n, p).unwrap();
            let at_most: f64 = mass[..=x as usize].iter().sum();
            let at_least: f64 = mass[x as usize..].iter().sum();
            prop_assert!((found.at_most(x) - at_most).abs() < 1e-11);
            prop_assert!((found.at_least(x) - at_least).abs() < 1e-11);
            let (low, high) = found.central(0.025);
            prop_assert!(low <= high);
            prop_assert!(found.at_most(low) >= 0.025 && (low == 0 || found.at_most(low - 1) < 0.025));
            prop_assert!(found.at_least(high) >= 0.025 && (high == n || found.at_least(high + 1) < 0.025));
        }
    }
}
