//! Rates that are roots of fractions: whether a count reaches one is decided in integers.
//!
//! A geometric or logit path passes through irrational rates. Its counts are whole all the same, and a
//! ceiling on a double can be one off. So the rate is never computed: `x^m ≥ a/b` is compared as
//! `numerator^m · b ≥ denominator^m · a`.

use std::cmp::Ordering;

use num_bigint::BigUint;

use crate::{Direction, Error, Exact};

/// The scale on which a path changes by the same factor every year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// Distance of the rate from a level, on the side of the baseline: from 0 it is the rate itself, from 1
    /// the share that does not reach the outcome.
    Distance {
        /// The level.
        level: Exact,
        /// Whether the path runs below the level.
        below: bool,
    },
    /// Odds, rate / (1 − rate).
    Odds,
}

/// The rate at which `scale(rate)^power` equals a fraction.
#[derive(Debug, Clone)]
pub(super) struct Root {
    scale: Scale,
    power: u32,
    numerator: BigUint,
    denominator: BigUint,
    value: f64,
}

impl Root {
    /// The rate with `scale(rate)^power = Π factor^exponent`; the factors are positive and on the scale.
    pub(super) fn new(scale: Scale, power: u32, factors: &[(Exact, u32)]) -> Self {
        let (mut numerator, mut denominator) = (BigUint::from(1_u8), BigUint::from(1_u8));
        let mut log = 0.0;
        for &(factor, exponent) in factors {
            numerator *= BigUint::from(factor.numerator().unsigned_abs()).pow(exponent);
            denominator *= BigUint::from(factor.denominator().unsigned_abs()).pow(exponent);
            log += factor.to_f64().ln() * f64::from(exponent);
        }
        let size = (log / f64::from(power)).exp();
        let value = match scale {
            Scale::Distance { level, below: true } => level.to_f64() - size,
            Scale::Distance {
                level,
                below: false,
            } => level.to_f64() + size,
            Scale::Odds => size / (1.0 + size),
        };
        Self {
            scale,
            power,
            numerator,
            denominator,
            value: value.clamp(0.0, 1.0),
        }
    }

    /// The nearest double, for plots and bands.
    pub(super) fn value(&self) -> f64 {
        self.value
    }

    /// Where an exact rate lies beside this one.
    pub(super) fn compare(&self, rate: Exact) -> Result<Ordering, Error> {
        let (above, under, rising) = match self.scale {
            Scale::Odds => (
                rate.numerator(),
                rate.denominator() - rate.numerator(),
                true,
            ),
            Scale::Distance { level, below } => {
                let distance = if below {
                    level.minus(rate)?
                } else {
                    rate.minus(level)?
                };
                // At or beyond the level: further than a path that never arrives there.
                let distance = distance.max(Exact::ZERO);
                (distance.numerator(), distance.denominator(), !below)
            }
        };
        let power = |part: i128| BigUint::from(part.unsigned_abs()).pow(self.power);
        let found = (power(above) * &self.denominator).cmp(&(power(under) * &self.numerator));
        Ok(if rising { found } else { found.reverse() })
    }

    /// The smallest count of `n` at or above the rate; the largest at or below it when lower is better.
    /// Cost: O(log n) comparisons of `power`-fold products.
    pub(super) fn count(&self, n: u64, direction: Direction) -> Result<u64, Error> {
        let (mut low, mut high) = (0, n);
        let beside = |k: u64| self.compare(Exact::from(k).over(Exact::from(n))?);
        while low < high {
            let half = (high - low) / 2;
            match direction {
                Direction::Higher => match beside(low + half)? {
                    Ordering::Less => low += half + 1,
                    _ => high = low + half,
                },
                Direction::Lower => match beside(high - half)? {
                    Ordering::Greater => high -= half + 1,
                    _ => low = high - half,
                },
            }
        }
        Ok(low)
    }
}
