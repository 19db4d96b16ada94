//! Numbers as people read them, in one place.

use crate::Count;

/// An integer with thousands separators: 12345 is "12,345".
pub(crate) fn thousands(value: impl Into<u128>) -> String {
    let digits = value.into().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What the sentences call the children and the outcome.
///
/// Groups are named by their own labels; sentences speak of rates, places and what a goal takes, never of
/// what a group lacks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Wording {
    /// Whom the counts are about, in the plural: "third-graders".
    pub population: String,
    /// The outcome as a plural verb phrase: "read at grade level".
    pub outcome: String,
}

impl Wording {
    /// Words for an indicator.
    pub fn new(population: impl Into<String>, outcome: impl Into<String>) -> Self {
        Self {
            population: population.into(),
            outcome: outcome.into(),
        }
    }
}

/// "children" who "reach the outcome".
impl Default for Wording {
    fn default() -> Self {
        Self::new("children", "reach the outcome")
    }
}

/// "600 third-graders", "12 to 20 third-graders", "an unknown number of third-graders".
pub(crate) fn count_of(count: Count, noun: &str) -> String {
    if count.low() == 0 && count.high().is_none() {
        return format!("an unknown number of {noun}");
    }
    format!("{count} {noun}")
}

/// Percentage points with one decimal and a true minus sign: −22.86 is "−22.9".
pub(crate) fn points(pp: f64) -> String {
    let tenths = (pp * 10.0).round() / 10.0;
    // Adding zero turns -0.0 into 0.0.
    format!("{:.1}", tenths + 0.0).replace('-', "−")
}

/// A sentence and the sentences that belong to its numbers.
pub(crate) fn with_caveats(sentence: String, caveats: &[String]) -> String {
    std::iter::once(sentence)
        .chain(caveats.iter().cloned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// "1 cell", "12 cells".
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        thousands(count as u64),
        if count == 1 { "" } else { "s" }
    )
}
