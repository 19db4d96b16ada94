//! Records: every kind of column, a naive count as oracle, faults with rows.

use super::*;

#[test]
fn an_unrecorded_group_is_not_the_group_called_unknown() {
    let frame = df!(
        "race" => [Some("unknown"), None, Some("A"), Some(""), Some(" A "), Some("NA")],
        "reads" => [Some(true), Some(true), Some(false), None, Some(true), Some(false)],
    )
    .unwrap();
    let outcomes = Outcomes::from_records(&frame, &columns("reads", &["race"], None)).unwrap();
    // By hand: the empty cell joins the null (one reads, one has no outcome); " A " joins "A".
    assert_eq!(
        found(&outcomes),
        [
            row("(not recorded)", 1, 1, 1),
            row("A", 2, 1, 0),
            row("NA", 1, 0, 0),
            row("unknown", 1, 1, 0),
        ]
    );
}

#[test]
fn outcomes_may_be_yes_or_no_in_any_number() {
    let nan = f64::NAN;
    let kinds: Vec<Column> = vec![
        Series::new("y".into(), [Some(true), Some(false), None]).into_column(),
        Series::new("y".into(), [Some(1_i8), Some(0), None]).into_column(),
        Series::new("y".into(), [Some(1_u64), Some(0), None]).into_column(),
        Series::new("y".into(), [1.0, 0.0, nan]).into_column(),
        Series::new("y".into(), [Some(1.0_f32), Some(-0.0), None]).into_column(),
    ];
    for kind in kinds {
        let frame = DataFrame::new(3, vec![kind]).unwrap();
        let outcomes = Outcomes::from_records(&frame, &columns("y", &[], None)).unwrap();
        assert_eq!(found(&outcomes), [row("everyone", 2, 1, 1)]);
    }
    let nulls = Series::new_null("y".into(), 3).into_column();
    let frame = DataFrame::new(3, vec![nulls]).unwrap();
    let outcomes = Outcomes::from_records(&frame, &columns("y", &[], None)).unwrap();
    assert_eq!(found(&outcomes), [row("everyone", 0, 0, 3)]);
}

#[test]
fn truth_values_are_read_bit_by_bit_wherever_they_start() {
    let all: Vec<Option<bool>> = (0_usize..300)
        .map(|row| (row % 7 != 0).then_some(row % 3 == 0))
        .collect();
    let known: Vec<bool> = all.iter().map(|value| value.unwrap_or(true)).collect();
    let series = [
        Series::new("y".into(), all),
        Series::new("y".into(), known.clone()),
    ];
    for series in series {
        for (offset, length) in [
            (0, 300),
            (1, 63),
            (5, 64),
            (63, 65),
            (64, 128),
            (7, 200),
            (299, 1),
        ] {
            let part = series.slice(offset, length);
            let naive = |state: Option<bool>| {
                part.bool().unwrap().iter().filter(|v| *v == state).count() as u64
            };
            let frame = DataFrame::new(length, vec![part.clone().into_column()]).unwrap();
            let outcomes = Outcomes::from_records(&frame, &columns("y", &[], None)).unwrap();
            let (yes, no, missing) = (naive(Some(true)), naive(Some(false)), naive(None));
            assert_eq!(found(&outcomes), [row("everyone", yes + no, yes, missing)]);
        }
    }
}

#[test]
fn codes_with_their_texts_are_what_the_texts_are() {
    let frame =
        df!("race" => [Some(2_u8), None, Some(0), Some(3), Some(1)], "y" => [1, 0, 1, 1, 0])
            .unwrap();
    let texts = Series::new(
        "race".into(),
        [Some("B"), Some(" A"), Some("A"), None, Some("C")],
    );
    let levels = BTreeMap::from([("race".to_owned(), texts.into_column())]);
    let asked = [("y".to_owned(), None)];
    let columns = columns("", &["race"], None);
    let counted = Outcomes::tabulate_coded(&frame, &levels, &columns, &asked).unwrap();
    // By hand: codes 1 and 2 are both A; a missing code and a code without a text are not recorded.
    assert_eq!(
        found(&counted[0]),
        [
            row("(not recorded)", 2, 1, 0),
            row("A", 2, 1, 0),
            row("B", 1, 1, 0)
        ]
    );
    let few = Series::new("race".into(), ["B", "A"]).into_column();
    let levels = BTreeMap::from([("race".to_owned(), few)]);
    assert!(Outcomes::tabulate_coded(&frame, &levels, &columns, &asked).is_err());
}

#[test]
fn keys_may_be_of_any_kind() {
    let text = Series::new("school".into(), ["1", "2", "1"]);
    let categories = DataType::from_categories(Categories::global());
    let kinds = [
        text.clone(),
        text.cast(&categories).unwrap(),
        Series::new("school".into(), [1_i64, 2, 1]),
        // pandas: integers with a gap are floats.
        Series::new("school".into(), [1.0, 2.0, 1.0]),
    ];
    for kind in kinds {
        let frame = df!("y" => [1, 0, 0]).unwrap();
        let frame = frame.hstack(&[kind.into_column()]).unwrap();
        let outcomes = Outcomes::from_records(&frame, &columns("y", &["school"], None)).unwrap();
        assert_eq!(
            found(&outcomes),
            [row("school 1", 2, 1, 0), row("school 2", 1, 0, 0)]
        );
    }
    let frame = df!("y" => [1, 0, 1], "school" => [Some(f64::NAN), None, Some(3.0)]).unwrap();
    let outcomes = Outcomes::from_records(&frame, &columns("y", &["school"], None)).unwrap();
    assert_eq!(
        found(&outcomes),
        [row("(not recorded)", 2, 1, 0), row("school 3", 1, 1, 0)]
    );
    let dates = Series::new("on".into(), [0_i32, 19_783])
        .cast(&DataType::Date)
        .unwrap();
    let frame = df!("y" => [1, 0])
        .unwrap()
        .hstack(&[dates.into_column()])
        .unwrap();
    let outcomes = Outcomes::from_records(&frame, &columns("y", &[], Some("on"))).unwrap();
    assert_eq!(outcomes.periods(), ["1970-01-01", "2024-03-01"]);
}

#[test]
fn no_rows_are_no_children() {
    let none: [bool; 0] = [];
    let text: [&str; 0] = [];
    let frame = df!("y" => none, "race" => text).unwrap();
    for names in [&[][..], &["race"]] {
        let outcomes = Outcomes::from_records(&frame, &columns("y", names, None)).unwrap();
        assert!(outcomes.cells().is_empty());
        assert_eq!(outcomes.overall(None), Ok(None));
        assert_eq!(outcomes.groups(names, None), Ok(Vec::new()));
        assert_eq!((outcomes.latest(), outcomes.periods()), (None, Vec::new()));
        assert_eq!(outcomes.history(), Ok(Vec::new()));
    }
    let outcomes = Outcomes::from_records(&frame, &columns("y", &[], Some("race"))).unwrap();
    assert_eq!(
        outcomes.groups(&[], Some("2024")).unwrap_err().to_string(),
        "period \"2024\" is not in the tables. There is none."
    );
}

#[test]
fn faults_name_the_column_and_the_rows() {
    let frame =
        df!("y" => [0, 2, 1, 3, 4, 5, 6, 7], "race" => ["A"; 8], "score" => ["x"; 8]).unwrap();
    let fault = |c: &RecordColumns| Outcomes::from_records(&frame, c).unwrap_err().to_string();
    assert_eq!(
        fault(&columns("y", &[], None)),
        "column \"y\": 6 values are neither 0 nor 1 (rows 3, 5, 6, 7, 8 and 1 more). \
         Expected true/false or 1/0, with missing values where the outcome is not recorded."
    );
    assert_eq!(
        fault(&columns("score", &[], None)),
        "column \"score\": text is not a yes-or-no column. Say which text is which, for example .replace({\"Yes\": 1, \"No\": 0}). \
         Expected true/false or 1/0, with missing values where the outcome is not recorded."
    );
    assert_eq!(
        fault(&columns("scor", &[], None)),
        "column \"scor\" is missing. Columns found: \"y\", \"race\", \"score\". \"score\" looks like it."
    );
    let frame = df!("y" => [0, 1], "race" => ["A", "B"]).unwrap();
    let fault = |c: &RecordColumns| Outcomes::from_records(&frame, c).unwrap_err().to_string();
    assert_eq!(
        fault(&columns("y", &["race", "race"], None)),
        "column \"race\" is named twice in by= and period=. Name it once."
    );
    assert_eq!(
        fault(&columns("y", &["race"], Some("race"))),
        "column \"race\" is named twice in by= and period=. Name it once."
    );
    for name in ["n", "rate", "period", "status"] {
        assert_eq!(
            fault(&columns("y", &[name], None)),
            format!(
                "\"{name}\" cannot be a disaggregating column, because results have a column of that name. \
                 Rename it."
            )
        );
    }
    let taken = df!("y" => [0, 1], "race" => ["A", "(not recorded)"]).unwrap();
    assert_eq!(
        Outcomes::from_records(&taken, &columns("y", &["race"], None))
            .unwrap_err()
            .to_string(),
        "column \"race\": row 3 has the level \"(not recorded)\", which stands for missing groups in \
         results. Leave such cells empty, or use another word."
    );
    let outcomes = Outcomes::from_records(&frame, &columns("y", &["race"], None)).unwrap();
    assert_eq!(
        outcomes.groups(&["rase"], None).unwrap_err().to_string(),
        "dimension \"rase\" is not in the tables. Closest: \"race\". Use \"race\"."
    );
}

#[test]
fn a_million_rows_count_like_a_thousand() {
    // Row r is in school r mod 1000 and reads unless r mod 7 is 0; r mod 11 = 0 has no outcome.
    let rows = 1_000_000_u32;
    let school: Vec<u32> = (0..rows).map(|r| r % 1000).collect();
    let reads: Vec<Option<bool>> = (0..rows)
        .map(|r| (r % 11 != 0).then_some(r % 7 != 0))
        .collect();
    let frame = df!("school" => school, "reads" => reads).unwrap();
    let outcomes = Outcomes::from_records(&frame, &columns("reads", &["school"], None)).unwrap();
    assert_eq!(outcomes.cells().len(), 1000);
    let missing: u64 = outcomes.cells().iter().map(|cell| cell.missing).sum();
    // Multiples of 11, 7 and 77 below a million: 90,910, 142,858 and 12,988.
    assert_eq!(missing, 90_910);
    let all = outcomes.overall(None).unwrap().unwrap();
    assert_eq!(
        all.exact(),
        Some((1_000_000 - 90_910, 1_000_000 - 90_910 - (142_858 - 12_988)))
    );
}

proptest! {
    /// Oracle: a map filled row by row.
    #[test]
    fn counts_equal_a_naive_count(
        rows in prop::collection::vec(
            (prop::option::of(0_u8..4), prop::option::of("[a-c]"), prop::option::of(any::<bool>()), 2020_i32..2023),
            0..200,
        ),
    ) {
        let frame = df!(
            "school" => rows.iter().map(|r| r.0.map(i32::from)).collect::<Vec<_>>(),
            "race" => rows.iter().map(|r| r.1.clone()).collect::<Vec<_>>(),
            "y" => rows.iter().map(|r| r.2).collect::<Vec<_>>(),
            "year" => rows.iter().map(|r| r.3).collect::<Vec<_>>(),
        ).unwrap();
        let mut naive: BTreeMap<(String, GroupKey), [u64; 3]> = BTreeMap::new();
        for (school, race, y, year) in &rows {
            let none = || "(not recorded)".to_owned();
            let key = GroupKey::new([
                ("race", race.clone().unwrap_or_else(none)),
                ("school", school.map_or_else(none, |s| s.to_string())),
            ]).unwrap();
            let tally = naive.entry((year.to_string(), key)).or_default();
            tally[y.map_or(2, usize::from)] += 1;
        }
        let expected: Vec<super::super::Cell> = naive
            .into_iter()
            .map(|((period, key), [no, yes, missing])| super::super::Cell {
                period: Some(period),
                counts: GroupCount::new(key, no + yes, yes).unwrap(),
                missing,
            })
            .collect();
        let outcomes = Outcomes::from_records(&frame, &columns("y", &["race", "school"], Some("year"))).unwrap();
        prop_assert_eq!(outcomes.cells(), &expected[..]);
        // A margin counted from the records is the sum of the cells.
        let margin = Outcomes::from_records(&frame, &columns("y", &["race"], Some("year"))).unwrap();
        for period in outcomes.periods() {
            prop_assert_eq!(
                outcomes.groups(&["race"], Some(period)).unwrap(),
                margin.groups(&["race"], Some(period)).unwrap()
            );
        }
    }
}
