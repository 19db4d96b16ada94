//! Tables of counts: marks as ranges, shares of a total, faults with rows.

use super::*;

fn count_columns(names: &[&str]) -> CountColumns {
    CountColumns {
        successes: "k".to_owned(),
        total: "n".to_owned(),
        by: by(names),
        period: None,
        direction: Direction::Higher,
    }
}

#[test]
fn marks_are_ranges_and_never_zero() {
    let frame = df!(
        "race" => ["A", "B", "C", "D", "E", "F", "G"],
        "k" => [Some("12"), Some("*"), Some("<10"), Some(">=95%"), None, Some("3.0"), Some("61%")],
        "n" => [Some("40"), Some("20"), Some("<10"), Some("40"), Some("15"), Some("NA"), Some("<10")],
    )
    .unwrap();
    let outcomes = Outcomes::from_counts(&frame, &count_columns(&["race"])).unwrap();
    let ends: Vec<_> = outcomes
        .cells()
        .iter()
        .map(|cell| {
            let (n, k) = (cell.counts.n(), cell.counts.successes());
            ((n.low(), n.high()), (k.low(), k.high()), k.reason())
        })
        .collect();
    let exactly = |value: u64| (value, Some(value));
    assert_eq!(
        ends,
        [
            (exactly(40), exactly(12), None),
            (exactly(20), (0, Some(20)), Some(Censoring::Suppressed)),
            ((0, Some(9)), (0, Some(9)), Some(Censoring::Suppressed)),
            // 38/40 = 95 % is the least that "at least 95 %" allows.
            (exactly(40), (38, Some(40)), Some(Censoring::TopCoded)),
            (exactly(15), (0, Some(15)), Some(Censoring::NotCollected)),
            // 3 children who reach it are at least 3 children.
            ((3, None), exactly(3), None),
            ((0, Some(9)), (0, Some(9)), Some(Censoring::Range)),
        ]
    );
    // The sum is known only between its ends: 12 + 0 + 0 + 38 + 0 + 3 + 0 reach it at the least.
    let all = outcomes.overall(None).unwrap().unwrap();
    assert_eq!((all.successes().low(), all.exact()), (53, None));
}

#[test]
fn numbers_may_come_in_any_column() {
    for (k, n) in [
        (
            Series::new("k".into(), [3_i64, 4]),
            Series::new("n".into(), [10_u32, 9]),
        ),
        (
            Series::new("k".into(), [3.0, 4.0]),
            Series::new("n".into(), ["10", "9.0"]),
        ),
    ] {
        let frame = DataFrame::new(2, vec![k.into_column(), n.into_column()]).unwrap();
        let race = Series::new("race".into(), ["A", "B"]).into_column();
        let frame = frame.hstack(&[race]).unwrap();
        let outcomes = Outcomes::from_counts(&frame, &count_columns(&["race"])).unwrap();
        assert_eq!(found(&outcomes), [row("A", 10, 3, 0), row("B", 9, 4, 0)]);
    }
}

#[test]
fn faults_name_the_rows() {
    let frame =
        df!("race" => ["A", "B", "C"], "k" => ["few", "-3", "7"], "n" => ["9", "9", "9"]).unwrap();
    let fault = |frame: &DataFrame, names: &[&str]| {
        Outcomes::from_counts(frame, &count_columns(names))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        fault(&frame, &["race"]),
        "column \"k\": \"few\" in row 2, \"-3\" in row 3 cannot be read as a count. Expected whole \
         numbers, a suppression mark such as * or <10, or a share of the total such as >=95%."
    );
    let frame = df!("race" => ["A", "A"], "k" => [1, 2], "n" => ["50%", "9"]).unwrap();
    assert_eq!(
        fault(&frame, &["race"]),
        "column \"n\": \"50%\" in row 2 cannot be read as a count. Expected whole numbers, \
         a suppression mark such as * or <10."
    );
    let frame = df!("race" => ["A", "B", "A"], "k" => [1, 2, 3], "n" => [9, 9, 9]).unwrap();
    assert_eq!(
        fault(&frame, &["race"]),
        "rows 2 and 4 (A) are the counts of the same group. Keep one, or name the column that tells \
         them apart in by= or period=. Nothing was merged."
    );
    for total in ["all", "Total", "OVERALL", "All Students", "Grand Total"] {
        let frame = df!("race" => ["A", total, "B"], "k" => [1, 3, 2], "n" => [9, 18, 9]).unwrap();
        assert_eq!(
            fault(&frame, &["race"]),
            format!(
                "row 3: the group \"{total}\" of \"race\" names everyone, and beside the other groups it \
                 would count all children twice. Leave such rows out, or give the total as dimension and \
                 group \"all\" in the table outcomes."
            )
        );
    }
    let frame = df!("race" => ["A", "B"], "k" => [1, 12], "n" => [9, 9]).unwrap();
    assert!(
        fault(&frame, &["race"]).starts_with("row 3: "),
        "{}",
        fault(&frame, &["race"])
    );
}

#[test]
fn within_counts_its_own_dimension_too() {
    // By hand at 80 %: Black children of school 1 miss 40 - 16 = 24, of school 2 8 - 8 = 0; White ones 2 and 8.
    let frame = df!(
        "school" => ["1", "1", "2", "2"],
        "race" => ["Black", "White", "Black", "White"],
        "k" => ["16", "6", "8", "0"],
        "n" => ["50", "10", "10", "10"],
    )
    .unwrap();
    let outcomes = Outcomes::from_counts(&frame, &count_columns(&["school", "race"])).unwrap();
    let goal: Exact = "80%".parse().unwrap();
    let mut options = ConcentrationOptions::new(goal, Direction::Higher).unwrap();
    let mut missing = |dimension: &str, level: &str| {
        options.within = Some((dimension.to_owned(), level.to_owned()));
        let found = outcomes.concentration(&["school"], None, &options)?;
        Ok::<_, Error>((found.total, found.cells.len()))
    };
    assert_eq!(missing("race", "Black").unwrap(), (24, 2));
    assert_eq!(missing("race", "White").unwrap(), (10, 2));
    assert_eq!(missing("school", "1").unwrap(), (26, 1));
    let told = |answer: Result<_, Error>| answer.unwrap_err().to_string();
    let level = told(missing("race", "Blck"));
    assert!(level.contains("Closest: \"Black\""), "{level}");
    let dimension = told(missing("rase", "Black"));
    assert!(dimension.contains("Closest: \"race\""), "{dimension}");
}

#[test]
fn a_target_of_the_other_direction_is_told() {
    let frame = df!("g" => ["a"], "k" => ["3"], "n" => ["10"]).unwrap();
    let outcomes = Outcomes::from_counts(&frame, &count_columns(&["g"])).unwrap();
    let rate = |text: &str| text.parse::<Exact>().unwrap();
    let lower =
        Target::in_direction(Direction::Lower, rate("40%"), rate("20%"), 10, 2026, 5).unwrap();
    assert_eq!(
        outcomes.agree_with(&lower).unwrap_err().to_string(),
        "the target says that lower is better, the outcomes say higher. State direction= in one of them."
    );
    let higher = Target::new(rate("20%"), rate("40%"), 10, 2026, 5).unwrap();
    assert!(outcomes.agree_with(&higher).is_ok());
}
