//! The order of periods, and the year each ends in. Never the order of the alphabet.

use super::levels::NOT_RECORDED;

/// The year a period ends in: 2024 of `2024`, `2024-05`, `2024-05-31`; 2025 of `2024-25`.
///
/// `2011-12` may be a school year or a month. It is read as the school year 2012, because indicators of
/// children are seldom monthly.
pub fn end_year(period: &str) -> Option<i32> {
    let number = |digits: &str| -> Option<i32> {
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok())?
    };
    let (first, rest) = period.split_at_checked(4)?;
    let year = number(first)?;
    if rest.is_empty() {
        return Some(year);
    }
    let second = rest.strip_prefix('-')?;
    let school_year = second.len() == 2 && number(second) == Some((year + 1) % 100);
    Some(year + i32::from(school_year))
}

/// Each period once, in order of time; see [`super::Outcomes::periods`]. One that is not recorded is first.
pub(super) fn in_order<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut periods: Vec<&str> = labels.filter(|label| seen.insert(*label)).collect();
    let recorded = |label: &&str| *label != NOT_RECORDED;
    let known: Vec<&str> = periods.iter().copied().filter(recorded).collect();
    if let Some(numbers) = by_number(&known) {
        periods.sort_by_cached_key(|label| (recorded(label), numbers(label)));
    } else if known.iter().all(|label| end_year(label).is_some()) {
        periods.sort_by_key(|label| (recorded(label), end_year(label)));
    } else {
        periods.sort_by_key(recorded);
    }
    periods.into_iter().map(str::to_owned).collect()
}

/// What to sort labels by, where they differ in their numbers only: `w9` before `w10`.
pub(crate) fn by_number(labels: &[&str]) -> Option<fn(&str) -> Vec<u64>> {
    let frame = |label: &str| -> String {
        let mut frame = String::new();
        for letter in label.chars() {
            let letter = if letter.is_ascii_digit() { '0' } else { letter };
            if letter != '0' || !frame.ends_with('0') {
                frame.push(letter);
            }
        }
        frame
    };
    let first = frame(labels.first()?);
    let alike = first.contains('0') && labels.iter().all(|label| frame(label) == first);
    alike.then_some(numbers as fn(&str) -> Vec<u64>)
}

fn numbers(label: &str) -> Vec<u64> {
    let runs = label.split(|letter: char| !letter.is_ascii_digit());
    let runs = runs.filter(|run| !run.is_empty());
    runs.map(|run| run.parse().unwrap_or(u64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(labels: &[&str]) -> Vec<String> {
        in_order(labels.iter().copied())
    }

    #[test]
    fn time_is_not_the_alphabet() {
        assert_eq!(order(&["10", "9", "10"]), ["9", "10"]);
        assert_eq!(order(&["w10", "w9"]), ["w9", "w10"]);
        assert_eq!(order(&["2000-01", "1999-00"]), ["1999-00", "2000-01"]);
        assert_eq!(
            order(&["2024-11-02", "2024-02-11"]),
            ["2024-02-11", "2024-11-02"]
        );
        // A school year beside a calendar year: by the year each ends in.
        assert_eq!(order(&["2024-25", "2024"]), ["2024", "2024-25"]);
        // Nothing says whether spring is before fall: as the data have it.
        assert_eq!(
            order(&["Spring 2024", "Fall 2024", "Fall 2023"]),
            ["Spring 2024", "Fall 2024", "Fall 2023"]
        );
        assert_eq!(order(&["before", "after"]), ["before", "after"]);
        assert_eq!(order(&["10", NOT_RECORDED, "9"]), [NOT_RECORDED, "9", "10"]);
        assert_eq!(order(&[]), [""; 0]);
    }

    #[test]
    fn the_year_a_period_ends_in() {
        for (period, year) in [
            ("2024", Some(2024)),
            ("2024-05", Some(2024)),
            ("2024-05-31", Some(2024)),
            ("2024-25", Some(2025)),
            ("1999-00", Some(2000)),
            ("2011-12", Some(2012)),
            ("2024-26", Some(2024)),
            ("+202", None),
            ("20245", None),
            ("spring", None),
            ("", None),
            ("été", None),
        ] {
            assert_eq!(end_year(period), year, "{period:?}");
        }
    }
}
