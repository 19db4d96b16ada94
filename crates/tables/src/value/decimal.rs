//! Decimal numbers as they were typed, exactly.

use std::cmp::Ordering;

/// A decimal number as typed: `digits / 10^scale`. "61.40" keeps its two decimals, because they say how
/// finely the number was rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i128,
    scale: u32,
}

/// Significant digits accepted: what a double prints, and few enough that products with counts fit.
const MOST_DIGITS: usize = 18;
/// Decimals accepted, for the same reason.
const MOST_DECIMALS: i32 = 24;

impl Decimal {
    /// Reads `61`, `61.4`, `.5`, `-3`, `1.2e-05`. No separators, at most 18 significant digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => (1, text),
        };
        let (number, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let exponent: i32 = exponent.parse().ok().filter(|e| (-40..=15).contains(e))?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits: String = [whole, fraction].concat();
        let significant = digits.trim_start_matches('0').len();
        let fine = !digits.is_empty()
            && significant <= MOST_DIGITS
            && fraction.len() <= 40
            && digits.bytes().all(|b| b.is_ascii_digit());
        let value: i128 = fine.then(|| digits.parse().ok())??;
        let scale = fraction.len() as i32 - exponent;
        if scale > MOST_DECIMALS {
            return None;
        }
        // A positive exponent beyond the decimals: 1.5e3 is 1500.
        let value = sign * value * 10_i128.pow(scale.min(0).unsigned_abs());
        Some(Self {
            digits: value,
            scale: scale.max(0) as u32,
        })
    }

    /// Numerator and denominator.
    pub(crate) fn ratio(self) -> (i128, i128) {
        (self.digits, 10_i128.pow(self.scale))
    }

    /// Number of decimals as typed.
    pub(crate) fn scale(self) -> u32 {
        self.scale
    }

    /// A hundredth of it: `61.4` percent is `0.614`.
    pub(crate) fn hundredth(self) -> Self {
        Self {
            digits: self.digits,
            scale: self.scale + 2,
        }
    }

    /// Compares with a whole number, exactly.
    pub(crate) fn cmp_whole(self, whole: i128) -> Ordering {
        let (numerator, denominator) = self.ratio();
        numerator.cmp(&(whole * denominator))
    }

    /// The value if it is a whole number of at least 0.
    pub(crate) fn whole(self) -> Option<u64> {
        let (numerator, denominator) = self.ratio();
        (numerator % denominator == 0).then(|| u64::try_from(numerator / denominator).ok())?
    }

    /// As a double, for showing.
    pub(crate) fn to_f64(self) -> f64 {
        let (numerator, denominator) = self.ratio();
        numerator as f64 / denominator as f64
    }

    /// As typed text without superfluous zeros: 0.614.
    pub(crate) fn text(self) -> String {
        let (numerator, denominator) = self.ratio();
        let sign = if numerator < 0 { "-" } else { "" };
        let (whole, rest) = (numerator.abs() / denominator, numerator.abs() % denominator);
        if rest == 0 {
            return format!("{sign}{whole}");
        }
        let fraction = format!("{rest:0width$}", width = self.scale as usize);
        format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_what_was_typed() {
        assert_eq!(Decimal::parse("61.4").map(Decimal::ratio), Some((614, 10)));
        assert_eq!(Decimal::parse("-.50").map(Decimal::ratio), Some((-50, 100)));
        assert_eq!(
            Decimal::parse("61.4").map(|d| d.hundredth().text()),
            Some("0.614".into())
        );
        assert_eq!(
            Decimal::parse("60").map(|d| d.hundredth().text()),
            Some("0.6".into())
        );
        assert_eq!(Decimal::parse("7.00").and_then(Decimal::whole), Some(7));
        for bad in [
            "",
            "-",
            ".",
            "e3",
            "1e99",
            "1e",
            "1,5",
            "1.2.3",
            "9999999999999999999",
            "NaN",
            "١",
            "1e-30",
        ] {
            assert_eq!(Decimal::parse(bad), None, "{bad:?}");
        }
    }
}
