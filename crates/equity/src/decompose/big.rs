//! Exact sums over many places: fractions whose parts outgrow 128 bits.

use std::fmt;

use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::Exact;

/// An exact rational number of any size.
///
/// The common denominator of 72 school rates has more digits than 128 bits hold; here nothing overflows.
/// Serialised like [`Exact`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BigExact(Ratio<BigInt>);

impl BigExact {
    /// `numerator / denominator`; the caller knows that the denominator is positive.
    pub(super) fn ratio(numerator: u64, denominator: u64) -> Self {
        Self(Ratio::new(numerator.into(), denominator.into()))
    }

    pub(super) fn zero() -> Self {
        Self(Ratio::zero())
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    pub(super) fn half(&self) -> Self {
        Self(&self.0 / BigInt::from(2))
    }

    /// The sum, in halves: the numbers that are added stay of similar size, so that many places cost
    /// little more than the last addition.
    pub(super) fn sum(values: &[Self]) -> Self {
        match values {
            [] => Self::zero(),
            [one] => one.clone(),
            more => {
                let (a, b) = more.split_at(more.len() / 2);
                Self::sum(a).plus(&Self::sum(b))
            }
        }
    }

    /// Numerator and denominator of the reduced fraction as digits of a base from 2 to 36; the numerator carries
    /// the sign. Bases 2, 4, 8, 16 and 32 cost time linear in the digits.
    pub fn digits(&self, base: u32) -> (String, String) {
        let base = base.clamp(2, 36);
        (
            self.0.numer().to_str_radix(base),
            self.0.denom().to_str_radix(base),
        )
    }

    /// The nearest double, within one unit in the last place.
    pub fn to_f64(&self) -> f64 {
        let (above, below) = (self.0.numer().abs(), self.0.denom());
        // Shift until the whole part of the quotient has at least 64 bits, then divide once.
        let shift = (64 + below.bits()).saturating_sub(above.bits());
        let whole = ((above << shift) / below).to_f64().unwrap_or(f64::INFINITY);
        let size = match i32::try_from(shift) {
            // In two steps: 2^-shift alone may be below the smallest double.
            Ok(shift) => whole * 0.5_f64.powi(shift / 2) * 0.5_f64.powi(shift - shift / 2),
            Err(_) => 0.0,
        };
        if self.0.is_negative() { -size } else { size }
    }
}

impl From<Exact> for BigExact {
    fn from(value: Exact) -> Self {
        Self(Ratio::new(
            value.numerator().into(),
            value.denominator().into(),
        ))
    }
}

/// As a fraction: "3/20".
impl fmt::Display for BigExact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for BigExact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("BigExact", 2)?;
        out.serialize_field("exact", &self.0.to_string())?;
        out.serialize_field("value", &self.to_f64())?;
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_beyond_128_bits() {
        // (2/3)^200 has 318-bit parts; the double is 2^200/3^200, both exact powers in logarithms.
        let mut value = BigExact::ratio(1, 1);
        for _ in 0..200 {
            value = value.times(&BigExact::ratio(2, 3));
        }
        let expected = (200.0 * (2.0_f64 / 3.0).ln()).exp();
        assert!((value.to_f64() / expected - 1.0).abs() < 1e-12);
        assert_eq!(BigExact::zero().to_f64(), 0.0);
        let half = BigExact::zero().minus(&BigExact::ratio(17, 34));
        assert_eq!(half.digits(16), ("-1".to_owned(), "2".to_owned()));
        assert_eq!(
            BigExact::ratio(3, 20)
                .minus(&BigExact::ratio(1, 1))
                .to_string(),
            "-17/20"
        );
    }

    proptest! {
        #[test]
        fn the_double_is_the_nearest_or_next(a in any::<u32>(), b in 1..u32::MAX) {
            // Both fit a double, so the division rounds once.
            let expected = f64::from(a) / f64::from(b);
            let found = BigExact::ratio(a.into(), b.into()).to_f64();
            prop_assert!((found - expected).abs() <= expected * f64::EPSILON);
        }
    }
}
