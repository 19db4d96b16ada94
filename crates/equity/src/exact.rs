//! Exact rational numbers: no count, threshold or number of children ever passes through a double.
//!
//! Why it matters: `((0.8 - 0.6) * 2000.0).ceil()` is 401 in doubles; the answer is 400.

use std::fmt;
use std::str::FromStr;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::Error;

/// Longest run of digits taken from text. Eighteen digits times any `u64` count stays inside `i128`.
const MAX_DIGITS: usize = 18;
/// A double that needs more significant digits than this was computed, not typed.
const MAX_FLOAT_DIGITS: usize = 12;

/// An exact rational number (a reduced fraction of two `i128`).
///
/// Arithmetic is checked: a result too large for `i128` is [`Error::TooLarge`], never a wrapped value
/// and never a panic. Ordering and equality are exact. Serialised as `{"exact": "3/5", "value": 0.6}`.
///
/// ```
/// use commonweal_equity::Exact;
/// let goal: Exact = "80%".parse()?;
/// let baseline: Exact = "0.6".parse()?;
/// let children = goal.minus(baseline)?.times(Exact::from(2000))?;
/// assert_eq!(children, Exact::from(400));
/// assert_eq!(((0.8 - 0.6) * 2000.0_f64).ceil(), 401.0); // what doubles make of it
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(Ratio<i128>);

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));
    /// One, or 100 %.
    pub const ONE: Self = Self(Ratio::new_raw(1, 1));

    /// The fraction `numerator / denominator`, reduced.
    ///
    /// # Errors
    /// [`Error::ZeroDenominator`]; [`Error::TooLarge`] at the very edge of `i128`.
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, Error> {
        if denominator == 0 {
            return Err(Error::ZeroDenominator);
        }
        // The reduction negates; i128::MIN has no negative.
        if numerator == i128::MIN || denominator == i128::MIN {
            return Err(Error::TooLarge);
        }
        Ok(Self(Ratio::new(numerator, denominator)))
    }

    /// Reads a double as the shortest decimal that its writer can have typed: 0.6 is 3/5.
    ///
    /// # Errors
    /// [`Error::NotANumber`] for NaN and infinities; [`Error::ComputedFloat`] when the shortest decimal
    /// has more than twelve significant digits, because such a value comes out of a computation (0.1 + 0.2)
    /// and its exact meaning is lost: pass text or counts instead.
    ///
    /// ```
    /// use commonweal_equity::Exact;
    /// assert_eq!(Exact::from_decimal_float(0.6)?, "3/5".parse()?);
    /// assert!(Exact::from_decimal_float(0.1 + 0.2).is_err());
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn from_decimal_float(value: f64) -> Result<Self, Error> {
        let text = value.to_string();
        if !value.is_finite() {
            return Err(Error::NotANumber {
                found: text,
                cure: CURE,
            });
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let significant = if text.contains('.') {
            digits.trim_start_matches('0').len()
        } else {
            digits.trim_matches('0').len()
        };
        if significant > MAX_FLOAT_DIGITS {
            return Err(Error::ComputedFloat { found: text });
        }
        text.parse()
    }

    /// Numerator of the reduced fraction; carries the sign.
    pub fn numerator(self) -> i128 {
        *self.0.numer()
    }

    /// Denominator of the reduced fraction; positive.
    pub fn denominator(self) -> i128 {
        *self.0.denom()
    }

    /// The sum.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn plus(self, other: Self) -> Result<Self, Error> {
        self.0
            .checked_add(&other.0)
            .map(Self)
            .ok_or(Error::TooLarge)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn minus(self, other: Self) -> Result<Self, Error> {
        self.0
            .checked_sub(&other.0)
            .map(Self)
            .ok_or(Error::TooLarge)
    }

    /// The product.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn times(self, other: Self) -> Result<Self, Error> {
        self.0
            .checked_mul(&other.0)
            .map(Self)
            .ok_or(Error::TooLarge)
    }

    /// The quotient.
    ///
    /// # Errors
    /// [`Error::ZeroDenominator`], [`Error::TooLarge`].
    pub fn over(self, other: Self) -> Result<Self, Error> {
        if other == Self::ZERO {
            return Err(Error::ZeroDenominator);
        }
        self.0
            .checked_div(&other.0)
            .map(Self)
            .ok_or(Error::TooLarge)
    }

    /// Largest integer not above.
    pub fn floor(self) -> i128 {
        self.numerator().div_euclid(self.denominator())
    }

    /// Smallest integer not below.
    pub fn ceil(self) -> i128 {
        let floor = self.floor();
        if self.is_integer() { floor } else { floor + 1 }
    }

    /// Nearest integer; a half goes away from zero.
    pub fn round(self) -> i128 {
        let remainder = self.numerator().abs().rem_euclid(self.denominator());
        let magnitude = self.numerator().abs() / self.denominator();
        // remainder >= denominator - remainder, written without doubling so that it cannot overflow.
        let up = i128::from(remainder >= self.denominator() - remainder && remainder > 0);
        self.numerator().signum() * (magnitude + up)
    }

    /// Whether it is a whole number.
    pub fn is_integer(self) -> bool {
        self.denominator() == 1
    }

    /// Distance from zero.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// The nearest double (within one unit in the last place for parts beyond 2^53), for plots and frames.
    pub fn to_f64(self) -> f64 {
        self.numerator() as f64 / self.denominator() as f64
    }

    /// As a percentage with a fixed number of decimals, rounded exactly: 2/3 is "66.7 %".
    pub fn percent(self, decimals: u32) -> String {
        match self.times(Self::from(100)) {
            Ok(hundredfold) => format!("{} %", hundredfold.decimal(decimals)),
            Err(_) => format!("{} × 100 %", self.decimal(decimals)),
        }
    }

    /// A change of a rate in percentage points, rounded exactly: 1/50 is "2.0 points". 2 % more of a rate of 50 %
    /// is 51 %; 2 points more is 52 %.
    pub fn points(self, decimals: u32) -> String {
        match self.times(Self::from(100)) {
            Ok(hundredfold) => format!("{} points", hundredfold.decimal(decimals)),
            Err(_) => format!("{} × 100 points", self.decimal(decimals)),
        }
    }

    /// As a decimal with a fixed number of places, rounded exactly; a true minus sign when negative.
    pub fn decimal(self, decimals: u32) -> String {
        let scaled = 10_i128.checked_pow(decimals).and_then(|power| {
            self.times(Self::from_i128(power))
                .ok()
                .map(|value| (value, power))
        });
        let Some((value, power)) = scaled else {
            return self.to_string();
        };
        let whole = value.round();
        let sign = if whole < 0 { "−" } else { "" };
        let units = crate::words::thousands(whole.unsigned_abs() / power.unsigned_abs());
        if decimals == 0 {
            return format!("{sign}{units}");
        }
        let rest = whole.unsigned_abs() % power.unsigned_abs();
        format!("{sign}{units}.{rest:0width$}", width = decimals as usize)
    }

    fn from_i128(value: i128) -> Self {
        Self(Ratio::new_raw(value, 1))
    }
}

impl From<u64> for Exact {
    fn from(value: u64) -> Self {
        Self::from_i128(i128::from(value))
    }
}

impl From<i32> for Exact {
    fn from(value: i32) -> Self {
        Self::from_i128(i128::from(value))
    }
}

/// Lossless: "400", "3,333 1/3", "−1/2".
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.numerator().unsigned_abs();
        let denominator = self.denominator().unsigned_abs();
        let (whole, rest) = (magnitude / denominator, magnitude % denominator);
        if self.numerator() < 0 {
            f.write_str("−")?;
        }
        match (whole, rest) {
            (_, 0) => f.write_str(&crate::words::thousands(whole)),
            (0, _) => write!(f, "{rest}/{denominator}"),
            _ => write!(f, "{} {rest}/{denominator}", crate::words::thousands(whole)),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Exact", 2)?;
        out.serialize_field("exact", &self.0.to_string())?;
        out.serialize_field("value", &self.to_f64())?;
        out.end()
    }
}

const CURE: &str = "Write a percentage (60%), a decimal (0.6) or a fraction (3/5)";

/// Reads `60%`, `60 %`, `0.6`, `.6`, `3/5`, `60`, with an optional sign.
///
/// A bare `60` is sixty, not sixty percent: what takes proportions says so. Decimal commas, thousands
/// separators and exponents are refused rather than guessed.
impl FromStr for Exact {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let refuse = |cure| Error::NotANumber {
            found: text.to_owned(),
            cure,
        };
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(refuse(CURE));
        }
        if trimmed.contains(',') {
            return Err(refuse(
                "A comma can mean two things: write a point for decimals (0.6) and no thousands separator (2000)",
            ));
        }
        let (negative, body) = match trimmed.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (body, percent) = match body.strip_suffix('%') {
            Some(rest) => (rest.trim_end(), true),
            None => (body, false),
        };
        let value =
            match body.split_once('/') {
                Some(_) if percent => {
                    return Err(refuse(
                        "Write either a fraction (3/5) or a percentage (60%)",
                    ));
                }
                Some((above, below)) => {
                    let above = digits(above.trim()).ok_or_else(|| refuse(CURE))?;
                    let below = digits(below.trim()).ok_or_else(|| refuse(CURE))?;
                    Self::new(above, below)?
                }
                None => {
                    let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
                    let all = format!("{whole}{decimals}");
                    let numerator = digits(&all).ok_or_else(|| {
                    refuse(if all.len() > MAX_DIGITS && all.bytes().all(|b| b.is_ascii_digit()) {
                        "More than 18 digits: round it, or give the two counts as a fraction"
                    } else {
                        CURE
                    })
                })?;
                    let places = decimals.len() as u32 + if percent { 2 } else { 0 };
                    Self::new(numerator, 10_i128.pow(places))?
                }
            };
        Ok(if negative { Self(-value.0) } else { value })
    }
}

/// At least one and at most [`MAX_DIGITS`] ASCII digits.
fn digits(text: &str) -> Option<i128> {
    let fits = (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
