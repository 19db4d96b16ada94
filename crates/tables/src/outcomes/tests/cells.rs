//! Published cells one by one, and rates with a number of children.

use super::*;
use crate::outcomes::{PublishedKind, PublishedStatus as S, RateColumns, read_published};

/// Status, ends and code of one cell.
fn one(text: &str, kind: PublishedKind) -> (S, Option<f64>, Option<f64>, Option<String>) {
    let frame = df!("c" => [text]).unwrap();
    let cells = read_published(&frame, "c", kind, None).unwrap();
    let cell = &cells[0];
    assert_eq!((cells.len(), cell.row), (1, 2));
    let double = |end: Option<Exact>| end.map(Exact::to_f64);
    (
        cell.status,
        double(cell.low),
        double(cell.high),
        cell.problem.as_ref().map(|p| p.code.to_string()),
    )
}

#[test]
fn every_kind_of_cell_by_hand() {
    use PublishedKind::{Count, Percent, Proportion};
    let all = Some(0.0);
    for (text, kind, status, low, high) in [
        ("61.4", Percent, S::Known, Some(61.4), Some(61.4)),
        ("61.4%", Percent, S::Known, Some(61.4), Some(61.4)),
        ("0.614", Proportion, S::Known, Some(0.614), Some(0.614)),
        ("61.4%", Proportion, S::Known, Some(0.614), Some(0.614)),
        ("1", Proportion, S::Known, Some(1.0), Some(1.0)),
        ("41", Count, S::Known, Some(41.0), Some(41.0)),
        ("LNE", Percent, S::Suppressed, all, Some(100.0)),
        ("*", Proportion, S::Suppressed, all, Some(1.0)),
        ("PS", Count, S::Suppressed, all, None),
        (">=95%", Percent, S::TopCoded, Some(95.0), Some(100.0)),
        ("GE95%", Proportion, S::TopCoded, Some(0.95), Some(1.0)),
        (">9", Count, S::TopCoded, Some(10.0), None),
        ("<5", Percent, S::BottomCoded, all, Some(5.0)),
        ("n<10", Count, S::BottomCoded, all, Some(9.0)),
        ("N>=30", Count, S::TopCoded, Some(30.0), None),
        // So many children, and no rate: not below 10 %.
        ("N<10", Percent, S::Suppressed, all, Some(100.0)),
        ("n<5", Proportion, S::Suppressed, all, Some(1.0)),
        ("N < 20", Percent, S::Suppressed, all, Some(100.0)),
        ("n<=10", Percent, S::Suppressed, all, Some(100.0)),
        ("N<10*", Percent, S::Suppressed, all, Some(100.0)),
        ("40-59", Percent, S::Range, Some(40.0), Some(59.0)),
        ("5–9", Count, S::Range, Some(5.0), Some(9.0)),
        ("", Percent, S::NotCollected, None, None),
        ("N/A", Percent, S::NotCollected, None, None),
        (".", Count, S::NotCollected, None, None),
    ] {
        assert_eq!(one(text, kind), (status, low, high, None), "{text:?}");
    }
    for (text, kind, code) in [
        ("#VALUE!", Percent, "E108"),
        ("#DIV/0!", Proportion, "E108"),
        ("81.6*", Percent, "E108"),
        ("1,964", Count, "E108"),
        ("about 60", Percent, "E108"),
        ("None", Percent, "E108"),
        ("-3", Count, "E107"),
        ("-0.5%", Percent, "E107"),
        ("<0", Count, "E107"),
        ("101", Percent, "E202"),
        ("81.6", Proportion, "E202"),
        (">=95", Proportion, "E202"),
        ("61%", Count, "E202"),
        ("41.5", Count, "E202"),
    ] {
        let expected = (S::Problem, None, None, Some(code.to_owned()));
        assert_eq!(one(text, kind), expected, "{text:?}");
    }
}

#[test]
fn cures_say_what_to_write() {
    let cure = |text: &str, kind| {
        let frame = df!("c" => [text]).unwrap();
        let cells = read_published(&frame, "c", kind, None).unwrap();
        cells[0].problem.clone().expect("a problem").cure
    };
    let cured = |text: &str, kind, expected: &str| {
        let said = cure(text, kind);
        assert!(said.contains(expected), "{text:?}: {said}");
    };
    cured("81.6*", PublishedKind::Percent, "write 81.6 alone");
    cured(
        "81.6*",
        PublishedKind::Proportion,
        "If it is a percent, write 0.816",
    );
    cured("1,234,964", PublishedKind::Count, "1234964");
    cured("#DIV/0!", PublishedKind::Percent, "divided by nothing");
    cured("-3", PublishedKind::Percent, "never negative");
    cured(
        "1152921504606846976",
        PublishedKind::Count,
        "up to 18 digits",
    );
    cured("61.4.2", PublishedKind::Percent, "one decimal point");
}

#[test]
fn a_flag_tells_withheld_from_absent() {
    let frame = df!(
        "k" => [None, None, Some(169), Some(4)],
        "flag" => [1, 0, 0, 1],
    )
    .unwrap();
    let cells = read_published(&frame, "k", PublishedKind::Count, Some("flag")).unwrap();
    let found: Vec<S> = cells.iter().map(|cell| cell.status).collect();
    // A number that is flagged as withheld is a contradiction, not a number.
    assert_eq!(
        found,
        [S::Suppressed, S::NotCollected, S::Known, S::Problem]
    );
    let frame = df!("k" => [1], "flag" => [2]).unwrap();
    let fault = read_published(&frame, "k", PublishedKind::Count, Some("flag")).unwrap_err();
    assert!(fault.to_string().contains("\"2\" in row 2"), "{fault}");
}

fn rate_columns(kind: PublishedKind) -> RateColumns {
    RateColumns {
        rate: "pct".to_owned(),
        kind,
        total: "n".to_owned(),
        by: by(&["race"]),
        period: None,
        direction: Direction::Higher,
    }
}

#[test]
fn rates_with_a_total_are_ranges_of_whole_numbers() {
    let frame = df!(
        "race" => ["A", "B", "C", "D", "E", "F", "G", "H"],
        "pct" => [Some("60"), Some("60.0"), Some(">=95"), Some("*"), None, Some("<5%"), Some("50"), Some("N<10")],
        "n" => [Some("2000"), Some("2000"), Some("40"), Some("20"), Some("15"), Some("40"), Some("<10"), Some("N<10")],
    )
    .unwrap();
    let found = Outcomes::from_rates(&frame, &rate_columns(PublishedKind::Percent)).unwrap();
    let ends: Vec<_> = found
        .cells()
        .iter()
        .map(|cell| {
            let k = cell.counts.successes();
            (k.low(), k.high(), k.reason())
        })
        .collect();
    assert_eq!(
        ends,
        [
            (1190, Some(1210), Some(Censoring::Range)), // 59.5 % to 60.5 % of 2,000
            (1199, Some(1201), Some(Censoring::Range)), // 59.95 % to 60.05 %
            (38, Some(40), Some(Censoring::TopCoded)),
            (0, Some(20), Some(Censoring::Suppressed)),
            (0, Some(15), Some(Censoring::NotCollected)),
            (0, Some(1), Some(Censoring::BottomCoded)),
            (0, Some(9), Some(Censoring::Range)),
            (0, Some(9), Some(Censoring::Suppressed)),
        ]
    );
}

#[test]
fn rates_that_cannot_be_are_told_with_rows() {
    let fault = |pct: &str, n: u32, kind| {
        let frame = df!("race" => ["A"], "pct" => [pct], "n" => [n]).unwrap();
        Outcomes::from_rates(&frame, &rate_columns(kind))
            .unwrap_err()
            .to_string()
    };
    // 4/7 is 57 % and 5/7 is 71 %.
    let said = fault("61", 7, PublishedKind::Percent);
    assert!(
        said.contains("\"61\" of 7 in row 2: no whole number"),
        "{said}"
    );
    let said = fault("#VALUE!", 7, PublishedKind::Percent);
    assert!(said.contains("\"#VALUE!\" in row 2"), "{said}");
    let said = fault("61", 7, PublishedKind::Proportion);
    assert!(said.contains("kind=\"percent\""), "{said}");
}

proptest! {
    #[test]
    fn any_text_becomes_one_answer_within_its_kind(text in ".{0,10}", kind in 0_usize..3) {
        let kind = [PublishedKind::Percent, PublishedKind::Proportion, PublishedKind::Count][kind];
        let (status, low, high, code) = one(&text, kind);
        prop_assert_eq!(code.is_some(), status == S::Problem);
        if let Some(low) = low {
            prop_assert!(low >= 0.0 && high.is_none_or(|high| low <= high));
        }
    }
}
