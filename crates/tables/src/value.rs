//! One cell: what its text means.

mod date;
mod decimal;
mod mark;

pub(crate) use date::excel_date;
pub use date::{Date, Period};
pub(crate) use decimal::Decimal;
pub(crate) use mark::{Mark, count_from_mark, count_from_share};

use serde::{Deserialize, Serialize};

/// Yes, no, or nobody knows. Missing is unknown, never no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known, or not recorded.
    #[default]
    Unknown,
}

impl Answer {
    /// The word in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// Words that mean yes and no in a yes/no column, in any case.
const YES: &[&str] = &["yes", "y", "true", "t", "1"];
const NO: &[&str] = &["no", "n", "false", "f", "0"];

/// Whether a cell is missing: empty, `NA`, `N/A`, `.` or `null`, in any case.
///
/// Suppression marks (`*`, `<10`) are not missing, and in category columns only an empty cell is.
pub fn is_missing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text == "."
        || ["na", "n/a", "null"]
            .iter()
            .any(|t| text.eq_ignore_ascii_case(t))
}

/// Yes, no or unknown; `None` for a word that is none of them.
pub(crate) fn answer(text: &str, truthy: &[String]) -> Option<Answer> {
    let is = |words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(text));
    if is(YES) || truthy.iter().any(|w| w.trim().eq_ignore_ascii_case(text)) {
        Some(Answer::Yes)
    } else if is(NO) {
        Some(Answer::No)
    } else if text.eq_ignore_ascii_case("unknown") {
        Some(Answer::Unknown)
    } else {
        None
    }
}

/// A finite number written in digits with a decimal point; no thousands separators, no words.
pub(crate) fn number(text: &str) -> Option<f64> {
    let digits_only = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    if !digits_only {
        return None;
    }
    text.parse::<f64>().ok().filter(|v| v.is_finite())
}

/// A whole number; `14.0` is one, because spreadsheets write it.
pub(crate) fn integer(text: &str) -> Option<u64> {
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_tokens_are_those_of_the_contract_and_no_others() {
        for token in ["", "  ", "NA", "n/a", ".", "NULL", " na "] {
            assert!(is_missing(token), "{token:?}");
        }
        for data in ["0", "None", "-", "*", "<10", "unknown", "nan"] {
            assert!(!is_missing(data), "{data:?}");
        }
    }

    #[test]
    fn numbers_are_digits_and_nothing_else() {
        assert_eq!(number("3.5"), Some(3.5));
        assert_eq!(number("-1e3"), Some(-1000.0));
        for bad in ["1,964", "inf", "NaN", "1e999", "0x10", "3 ", "", "٣", "--1"] {
            assert_eq!(number(bad), None, "{bad:?}");
        }
        assert_eq!(integer("014"), Some(14));
        assert_eq!(integer("14.0"), Some(14));
        for bad in ["14.5", "-1", "1e3", "", ".", "14.", "99999999999999999999"] {
            assert_eq!(integer(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn unknown_is_not_no() {
        assert_eq!(answer("Y", &[]), Some(Answer::Yes));
        assert_eq!(answer("unknown", &[]), Some(Answer::Unknown));
        assert_eq!(answer("x", &[]), None);
        assert_eq!(answer("x", &["X".into()]), Some(Answer::Yes));
    }
}
