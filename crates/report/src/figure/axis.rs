//! Scales, round tick values, and numbers as words.

use serde::{Deserialize, Serialize};

use super::error::{FigureError, Result, finite};

/// What a number on an axis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share in `[0, 1]`, shown as a percentage: 0.64 is "64 %".
    #[default]
    Percent,
    /// A difference of shares in `[-1, 1]`, shown in percentage points: -0.08 is "−8 pp".
    PercentagePoints,
    /// Any finite number, shown as it is.
    Number,
    /// A number of children: at least 0, shown whole and with commas.
    Count,
}

impl Unit {
    /// Refuses a number that this unit cannot have.
    pub(crate) fn check(self, value: f64, place: impl Fn() -> String) -> Result<f64> {
        finite(value, &place)?;
        let (low, high, expected) = match self {
            Self::Percent => (0.0, 1.0, "a share between 0 and 1"),
            Self::PercentagePoints => (-1.0, 1.0, "a difference of shares between -1 and 1"),
            Self::Number => return Ok(value),
            Self::Count => (0.0, f64::MAX, "a number of children, at least 0"),
        };
        if (low..=high).contains(&value) {
            return Ok(value);
        }
        Err(FigureError::Number {
            place: place(),
            found: value,
            expected,
            cure: "Divide percentages by 100, or choose another unit",
        })
    }

    /// Checks an estimate and its interval: all of this unit, and `low <= value <= high`.
    pub(crate) fn check_interval(
        self,
        value: f64,
        interval: Option<(f64, f64)>,
        place: impl Fn() -> String,
    ) -> Result<()> {
        self.check(value, &place)?;
        let Some((low, high)) = interval else {
            return Ok(());
        };
        self.check(low, &place)?;
        self.check(high, &place)?;
        if low <= value && value <= high {
            return Ok(());
        }
        Err(FigureError::Inconsistent {
            place: place(),
            problem: format!("the interval {low} to {high} does not hold the estimate {value}"),
            cure: "Give the interval of this estimate as (low, high)",
        })
    }

    /// The number in words. A share above 0 is never shown as 0 %, nor one below 1 as 100 %.
    pub(crate) fn show(self, value: f64, decimals: usize) -> String {
        match self {
            Self::Percent => {
                let text = format!("{:.decimals$}", rounded(value * 100.0, decimals));
                let smallest = 10f64.powi(-(decimals as i32));
                if value > 0.0 && value * 100.0 < smallest / 2.0 {
                    format!("<{smallest:.decimals$}\u{a0}%")
                } else if value < 1.0 && text == format!("{:.decimals$}", 100.0) {
                    format!(">{:.decimals$}\u{a0}%", 100.0 - smallest)
                } else {
                    format!("{text}\u{a0}%")
                }
            }
            Self::PercentagePoints => {
                let text = signless(value * 100.0, decimals);
                let sign = if text.chars().all(|c| matches!(c, '0' | '.')) {
                    ""
                } else if value < 0.0 {
                    "−"
                } else {
                    "+"
                };
                format!("{sign}{text}\u{a0}pp")
            }
            Self::Count if (0.0..1e9).contains(&value) => count(value.round() as u64),
            Self::Number | Self::Count => {
                let text = signless(value, decimals);
                let zero = text.chars().all(|c| matches!(c, '0' | '.'));
                if value < 0.0 && !zero {
                    format!("−{text}")
                } else {
                    text
                }
            }
        }
    }

    /// The number without its unit, to stand where the unit is said once.
    pub(crate) fn bare(self, value: f64, decimals: usize) -> String {
        let text = self.show(value, decimals);
        text.split('\u{a0}').next().unwrap_or_default().to_string()
    }

    /// What stands between two bare numbers: a dash between signed numbers reads as a minus.
    pub(crate) fn between(self) -> &'static str {
        if self == Self::Percent { "–" } else { " to " }
    }

    /// How far two numbers of this unit lie apart, without a sign.
    pub(crate) fn distance(self, low: f64, high: f64, decimals: usize) -> String {
        let unit = match self {
            Self::Percent | Self::PercentagePoints => Self::PercentagePoints,
            Self::Number => Self::Number,
            Self::Count => Self::Count,
        };
        let shown = unit.show((high - low).abs(), decimals);
        shown.trim_start_matches('+').to_string()
    }

    /// Decimals that tell values apart on an axis with ticks `step` apart.
    pub(crate) fn decimals(self, step: f64) -> usize {
        let shown = if self == Self::Count {
            1.0
        } else if self == Self::Number {
            step / 10.0
        } else {
            step * 20.0
        };
        if shown >= 1.0 {
            0
        } else {
            (-shown.log10()).ceil().clamp(0.0, 4.0) as usize
        }
    }
}

/// Halves away from zero, as people round and as the sentences do; a half that a double misses by a hair is still a half.
fn rounded(value: f64, decimals: usize) -> f64 {
    let power = 10f64.powi(decimals as i32);
    let scaled = value * power;
    (scaled + scaled.signum() * 1e-9).round() / power
}

fn signless(value: f64, decimals: usize) -> String {
    // Beyond a thousand million nobody counts digits.
    if value.abs() < 1e9 {
        format!("{:.decimals$}", rounded(value.abs(), decimals))
    } else {
        format!("{:.2e}", value.abs())
    }
}

/// A count with commas: 1234567 is "1,234,567".
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// "1 partner", "12 partners".
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!(
        "{}\u{a0}{}",
        count(n as u64),
        if n == 1 { one } else { many }
    )
}

/// Linear map from values to px.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) start: f64,
    pub(crate) end: f64,
}

impl Scale {
    pub(crate) fn at(&self, value: f64) -> f64 {
        self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)
    }
}

/// Round values (1, 2 or 5 times a power of ten apart) from at or below `low` to at or above `high`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ticks {
    pub(crate) step: f64,
    pub(crate) values: Vec<f64>,
}

impl Ticks {
    /// Ticks that cover `low..=high` in at most `most` intervals (at least one). A range of no width, or too narrow for
    /// doubles to divide, is widened. Bounds of `unit` are not exceeded.
    pub(crate) fn covering(low: f64, high: f64, most: usize, unit: Unit) -> Self {
        let (least, top) = match unit {
            Unit::Percent => (0.0, 1.0),
            Unit::PercentagePoints => (-1.0, 1.0),
            Unit::Number => (f64::NEG_INFINITY, f64::INFINITY),
            Unit::Count => (0.0, f64::INFINITY),
        };
        let narrowest = (low.abs().max(high.abs()) * 1e-6).max(match unit {
            Unit::Number => 1e-9,
            Unit::Percent | Unit::PercentagePoints => 0.02,
            // Whole ticks, however many of them there may be.
            Unit::Count => 10.0,
        });
        let (low, high) = if high - low < narrowest {
            ((low - narrowest).max(least), (high + narrowest).min(top))
        } else {
            (low, high)
        };
        let most = most.max(1) as f64;
        let mut step = 10f64.powf(((high - low) / most).log10().floor());
        // Rounding outwards may add two intervals, so the step is the first whose rounded range is short enough.
        let intervals = |step: f64| (high / step - 1e-9).ceil() - (low / step + 1e-9).floor();
        for factor in [1.0, 2.0, 5.0, 10.0, 20.0, 50.0] {
            let candidate = step * factor;
            if intervals(candidate) <= most || factor == 50.0 {
                step = candidate;
                break;
            }
        }
        let (first, last) = (
            (low / step + 1e-9).floor() as i64,
            (high / step - 1e-9).ceil() as i64,
        );
        let values = (first..=last.max(first + 1))
            .map(|i| i as f64 * step)
            .filter(|v| (least - 1e-9..=top + 1e-9).contains(v));
        Self {
            step,
            values: values.collect(),
        }
    }

    pub(crate) fn low(&self) -> f64 {
        self.values.first().copied().unwrap_or(0.0)
    }

    pub(crate) fn high(&self) -> f64 {
        self.values.last().copied().unwrap_or(1.0)
    }
}

/// Smallest and largest of `values`; `None` when there are none.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().fold(None, |acc, v| {
        Some(acc.map_or((v, v), |(lo, hi): (f64, f64)| (lo.min(v), hi.max(v))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_for_numbers() {
        // By hand; the last two percentages are the rule that rounding must not claim "none" or "all".
        assert_eq!(Unit::Percent.show(0.64, 0), "64\u{a0}%");
        // A half goes up, as in the sentences: 62.5, and 28.5 although 0.285 * 100 is 28.499999999999996.
        assert_eq!(Unit::Percent.show(0.625, 0), "63\u{a0}%");
        assert_eq!(Unit::Percent.show(0.285, 0), "29\u{a0}%");
        assert_eq!(Unit::Count.show(1234.0, 0), "1,234");
        assert_eq!(Unit::Percent.distance(0.45, 0.75, 0), "30\u{a0}pp");
        assert_eq!(Unit::Percent.show(0.0, 0), "0\u{a0}%");
        assert_eq!(Unit::Percent.show(1.0, 1), "100.0\u{a0}%");
        assert_eq!(Unit::Percent.show(0.0004, 0), "<1\u{a0}%");
        assert_eq!(Unit::Percent.show(0.9996, 0), ">99\u{a0}%");
        assert_eq!(Unit::PercentagePoints.show(-0.081, 1), "−8.1\u{a0}pp");
        assert_eq!(Unit::PercentagePoints.show(-0.0001, 0), "0\u{a0}pp");
        assert_eq!(Unit::Number.show(-2.5, 1), "−2.5");
        assert_eq!(
            [count(0), count(999), count(1000), count(1_234_567)],
            ["0", "999", "1,000", "1,234,567"]
        );
    }

    #[test]
    fn ticks_are_the_round_ones() {
        let t = Ticks::covering(0.53, 0.81, 6, Unit::Percent);
        let shown: Vec<String> = t.values.iter().map(|v| Unit::Percent.show(*v, 0)).collect();
        assert_eq!(
            shown,
            [
                "50\u{a0}%",
                "60\u{a0}%",
                "70\u{a0}%",
                "80\u{a0}%",
                "90\u{a0}%"
            ]
        );
        assert!(
            (t.step - 0.1).abs() < 1e-12
                && (t.low() - 0.5).abs() < 1e-12
                && (t.high() - 0.9).abs() < 1e-12
        );
        let all = Ticks::covering(0.0, 1.0, 5, Unit::Percent);
        assert_eq!(all.values.len(), 6);
        let one = Ticks::covering(1.0, 1.0, 5, Unit::Percent);
        assert!(
            (one.high() - 1.0).abs() < 1e-9,
            "never above 100 %: {one:?}"
        );
    }

    proptest! {
        /// Covering, few, increasing, and a step of 1, 2 or 5 times a power of ten.
        #[test]
        fn ticks_cover(a in -1e6..1e6f64, width in 0.0..1e6f64, most in 2usize..9) {
            let t = Ticks::covering(a, a + width, most, Unit::Number);
            prop_assert!(t.low() <= a + 1e-6 * t.step && t.high() >= a + width - 1e-6 * t.step, "{t:?}");
            prop_assert!(t.values.len() >= 2 && t.values.len() <= most + 1, "{t:?}");
            prop_assert!(t.values.windows(2).all(|w| w[0] < w[1]));
            let mantissa = t.step / 10f64.powf(t.step.log10().floor());
            prop_assert!([1.0, 2.0, 5.0, 10.0].iter().any(|m| (mantissa - m).abs() < 1e-6), "{mantissa}");
        }
    }
}
