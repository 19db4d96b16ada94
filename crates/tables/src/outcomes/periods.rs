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
    if let Some(place) = by_calendar(&known) {
        periods.sort_by_cached_key(|label| (recorded(label), place(label)));
    } else if let Some(numbers) = by_number(&known) {
        periods.sort_by_cached_key(|label| (recorded(label), numbers(label)));
    } else if known.iter().all(|label| end_year(label).is_some()) {
        periods.sort_by_key(|label| (recorded(label), end_year(label)));
    } else {
        periods.sort_by_key(recorded);
    }
    periods.into_iter().map(str::to_owned).collect()
}

/// A year and what comes first within it.
type Place = (i32, usize);

/// What to sort labels by, where all of them are seasons, all quarters, or all school years of two digits.
///
/// Their numbers alone would mislead: `Q1 2024` would be before `Q4 2023`, and `99-00` after `00-01`.
fn by_calendar(labels: &[&str]) -> Option<fn(&str) -> Option<Place>> {
    let ways: [fn(&str) -> Option<Place>; 3] = [season, quarter, short_school_year];
    ways.into_iter()
        .find(|place| labels.iter().all(|label| place(label).is_some()))
}

/// The season of `Fall 2022`, `2022 fall` or `autumn-2022`, from winter to autumn of a calendar year.
fn season(label: &str) -> Option<Place> {
    const SEASONS: [(&str, usize); 5] = [
        ("winter", 0),
        ("spring", 1),
        ("summer", 2),
        ("fall", 3),
        ("autumn", 3),
    ];
    let (year, word) = year_and_word(label)?;
    let found = SEASONS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map(|(_, position)| (year, *position))
}

/// The quarter of `Q1 2023`, `2023 Q1` or `2023-Q1`.
fn quarter(label: &str) -> Option<Place> {
    let (year, word) = year_and_word(label)?;
    let number: usize = word.strip_prefix(['q', 'Q'])?.parse().ok()?;
    (1..=4).contains(&number).then_some((year, number))
}

/// The year that `99-00` begins in: 1999. Those from `70-71` on are of the last century, the others of this.
fn short_school_year(label: &str) -> Option<Place> {
    let (first, second) = label.trim().split_once(['-', '–', '/'])?;
    let (first, second) = (number_of(first, 2)?, number_of(second, 2)?);
    let century = if first >= 70 { 1900 } else { 2000 };
    (second == (first + 1) % 100).then_some((century + first, 0))
}

/// A year of four digits and the one word beside it, whichever is first.
fn year_and_word(label: &str) -> Option<(i32, &str)> {
    let parts = label.split([' ', '-', '_', '/', ',']);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let &[first, second] = parts.as_slice() else {
        return None;
    };
    match (number_of(first, 4), number_of(second, 4)) {
        (Some(year), None) => Some((year, second)),
        (None, Some(year)) => Some((year, first)),
        _ => None,
    }
}

/// The number that exactly `width` digits are.
fn number_of(text: &str, width: usize) -> Option<i32> {
    let plain = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
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
        assert_eq!(order(&["before", "after"]), ["before", "after"]);
        assert_eq!(order(&["10", NOT_RECORDED, "9"]), [NOT_RECORDED, "9", "10"]);
        assert_eq!(order(&[]), [""; 0]);
    }

    #[test]
    fn the_calendar_decides_and_not_the_rows() {
        let series: [&[&str]; 7] = [
            &["Fall 2022", "Spring 2023", "Fall 2023", "Spring 2024"],
            &["winter 2023", "2023 Spring", "SUMMER-2023", "Autumn 2023"],
            &["Q3 2022", "2022 Q4", "2023-Q1", "q2 2023"],
            &["98-99", "99-00", "00-01", "01-02"],
            &["2023-05", "2023-12", "2024-01"],
            &["2022-23", "2023-24"],
            &[NOT_RECORDED, "Fall 2022", "Spring 2023"],
        ];
        for labels in series {
            let reversed: Vec<&str> = labels.iter().rev().copied().collect();
            assert_eq!(order(labels), labels);
            assert_eq!(order(&reversed), labels);
        }
    }

    #[test]
    fn one_label_that_is_not_of_the_calendar_leaves_the_order_of_the_rows() {
        for labels in [
            ["Spring 2024", "Fall 2023", "baseline"],
            ["Spring 2024", "Q3 2023", "Fall 2023"],
            ["Spring 2024", "Fall 2023", "Fall"],
            ["Spring 2024", "Fall 2023", "Fall 2022-23"],
        ] {
            assert_eq!(order(&labels), labels);
        }
        // No school years: 02 does not follow 00.
        assert_eq!(order(&["99-00", "00-02"]), ["00-02", "99-00"]);
        for bad in [
            "Q5 2023",
            "Q0 2023",
            "Q 2023",
            "2023 2024",
            "Fall 22",
            "",
            "été 2023",
        ] {
            assert_eq!((season(bad), quarter(bad)), (None, None), "{bad:?}");
        }
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
