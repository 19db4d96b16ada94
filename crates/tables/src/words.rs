//! Small pieces of sentences: lists, counts, shares, closest matches.

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn and(items: &[impl AsRef<str>]) -> String {
    join(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn or(items: &[impl AsRef<str>]) -> String {
    join(items, "or")
}

fn join(items: &[impl AsRef<str>], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", head.join(", "), last.as_ref())
        }
    }
}

/// Quotes text for a message; long or many-line text is cut, so that a message stays readable.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let one_line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if one_line.chars().count() <= LONGEST {
        return format!("\"{one_line}\"");
    }
    let cut: String = one_line.chars().take(LONGEST).collect();
    format!("\"{cut}…\"")
}

/// `1,964`.
pub(crate) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share of counts as a whole percent, rounded half up: `65 %`. Not for `whole = 0`.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    let (part, whole) = (u128::from(part), u128::from(whole.max(1)));
    format!("{} %", (part * 200 + whole) / (whole * 2))
}

/// `1 partner`, `2 partners`.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        thousands(count as u64),
        if count == 1 { one } else { many }
    )
}

/// The candidate most like `text`, if one is alike enough to be worth a suggestion.
///
/// Jaro–Winkler on lower-cased text; the cut of 0.85 lets one slip in a short word pass and unrelated
/// words not (checked on the cases in the tests). Ties go to the earlier candidate.
pub(crate) fn closest<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    const ALIKE: f64 = 0.85;
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return None;
    }
    let mut best: Option<(&str, f64)> = None;
    for candidate in candidates {
        let score = strsim::jaro_winkler(&text, &candidate.trim().to_lowercase());
        if score >= ALIKE && best.is_none_or(|(_, s)| score > s) {
            best = Some((candidate, score));
        }
    }
    best.map(|(candidate, _)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_numbers_read_as_a_person_writes_them() {
        assert_eq!(and(&["a"]), "a");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        assert_eq!(or(&["yes", "no", "unknown"]), "yes, no or unknown");
        assert_eq!(thousands(1_964), "1,964");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(percent(26, 40), "65 %");
        assert_eq!(percent(1, 8), "13 %"); // 12.5 half up
    }

    #[test]
    fn closest_finds_slips_and_not_strangers() {
        let names = ["YMCA of Spokane", "Public Library", "County Health"];
        assert_eq!(closest("YMCA of Spokne", names), Some("YMCA of Spokane"));
        assert_eq!(closest("Zoo", names), None);
        assert_eq!(closest("", names), None);
    }
}
