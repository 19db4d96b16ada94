use std::collections::BTreeMap;

use commonweal_equity::{
    Censoring, Direction, Exact, GapOptions, GroupCount, GroupKey, RateOptions,
};
use polars::prelude::{Categories, Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, df};
use proptest::prelude::*;

use super::{CountColumns, Outcomes, RecordColumns};
use crate::{Error, ReadOptions, read_csv_texts};

fn by(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn columns(outcome: &str, names: &[&str], period: Option<&str>) -> RecordColumns {
    RecordColumns {
        outcome: outcome.to_owned(),
        by: by(names),
        period: period.map(str::to_owned),
        direction: Direction::Higher,
    }
}

/// `(levels, n, successes, missing)` of every cell.
fn found(outcomes: &Outcomes) -> Vec<(String, u64, u64, u64)> {
    let cell = |cell: &super::Cell| {
        let (n, k) = cell.counts.exact().expect("exact");
        (cell.counts.key().to_string(), n, k, cell.missing)
    };
    outcomes.cells().iter().map(cell).collect()
}

fn row(levels: &str, n: u64, k: u64, missing: u64) -> (String, u64, u64, u64) {
    (levels.to_owned(), n, k, missing)
}

mod records {
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
            let outcomes =
                Outcomes::from_records(&frame, &columns("y", &["school"], None)).unwrap();
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
            "column \"score\": str is not a yes-or-no column. \
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
        let outcomes =
            Outcomes::from_records(&frame, &columns("reads", &["school"], None)).unwrap();
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
}

mod counts {
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
            df!("race" => ["A", "B", "C"], "k" => ["few", "-3", "7"], "n" => ["9", "9", "9"])
                .unwrap();
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
        for total in ["all", "Total", "OVERALL"] {
            let frame =
                df!("race" => ["A", total, "B"], "k" => [1, 3, 2], "n" => [9, 18, 9]).unwrap();
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
}

mod published {
    use super::*;

    fn read(outcomes: &str) -> crate::Tables {
        let files = [
            ("partners.csv", "partner_id\nP\n"),
            (
                "indicators.csv",
                "indicator_id,name,kind,direction,unit\nx,Reading,population_indicator,higher,proportion\n",
            ),
            ("outcomes.csv", outcomes),
        ];
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let loaded = read_csv_texts(files, &ReadOptions::default());
        assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
        loaded.tables
    }

    const HEADER: &str =
        "indicator_id,period,place_id,dimension,group,numerator,denominator,exclusive\n";

    fn table(rows: &[&str]) -> Result<Outcomes, Error> {
        read(&format!("{HEADER}x,{}\n", rows.join("\nx,"))).outcomes("x")
    }

    fn pairs(counts: &[GroupCount]) -> Vec<(String, Option<(u64, u64)>)> {
        counts
            .iter()
            .map(|c| (c.key().to_string(), c.exact()))
            .collect()
    }

    #[test]
    fn a_published_margin_is_better_than_a_sum() {
        // One school's cell is suppressed, so the sum over schools is a range; the published margin is not.
        let rows = [
            "2024,,race,A,30,50,",
            "2024,s1,race,A,25,40,",
            "2024,s2,race,A,*,10,",
            "2024,s1,race,B,6,20,",
            "2024,s2,race,B,*,20,",
        ];
        let outcomes = table(&rows).unwrap();
        let a = outcomes.counts(&["race"], None).unwrap();
        assert_eq!(pairs(&a), [("A".to_owned(), Some((50, 30)))]);
        // No margin by school is published: it is summed, and the suppressed part stays a range.
        let schools = outcomes.counts(&["place_id"], None).unwrap();
        assert_eq!(schools[0].exact(), Some((60, 31)));
        assert_eq!(schools[1].n().value(), Some(30));
        assert_eq!(
            (schools[1].successes().low(), schools[1].successes().high()),
            (0, Some(30))
        );
        // The smallest set that holds everyone is the margin by race.
        assert_eq!(
            outcomes.overall(None).unwrap().unwrap().exact(),
            Some((50, 30))
        );
    }

    #[test]
    fn crossed_dimensions_are_one_table_whatever_their_order() {
        let rows = [
            "2024,,race × gender,A × girls,10,20,",
            "2024,,gender×race,boys×A,5,15,",
            "2024,,race×gender,B×girls,1,2,",
        ];
        let outcomes = table(&rows).unwrap();
        assert_eq!(outcomes.dimensions(), ["race", "gender"]);
        let races = outcomes.counts(&["race"], None).unwrap();
        assert_eq!(
            pairs(&races),
            [
                ("A".to_owned(), Some((35, 15))),
                ("B".to_owned(), Some((2, 1)))
            ]
        );
        let twice = [
            "2024,,race×gender,A×girls,10,20,",
            "2024,,gender×race,girls×A,10,20,",
        ];
        assert_eq!(
            table(&twice).unwrap_err().to_string(),
            "outcomes rows 2 and 3: both are the counts of A, girls. Keep one of the rows. Nothing was merged."
        );
        assert_eq!(
            table(&["2024,,race×gender,A,10,20,"])
                .unwrap_err()
                .to_string(),
            "outcomes row 2: dimension \"race×gender\" has 2 parts and group \"A\" has 1. Write one level \
             for each dimension, joined by ×."
        );
    }

    #[test]
    fn overlapping_groups_are_never_added_up() {
        // A child may be in several groups: 60 + 50 of them are fewer than 110 children.
        let rows = [
            "2024,,race,A alone or combined,30,60,no",
            "2024,,race,B alone or combined,20,50,no",
        ];
        let outcomes = table(&rows).unwrap();
        assert_eq!(
            outcomes.overall(None).unwrap_err().to_string(),
            "no counts by all children. Counts are given by: race (overlapping, not summed). \
             Ask for one of these, or add the cross-tabulation."
        );
        assert_eq!(outcomes.counts(&["race"], None).unwrap().len(), 2);
        assert_eq!(outcomes.history(), Ok(Vec::new()));
        let gaps = outcomes.gaps(&["race"], None, GapOptions::new(Direction::Higher));
        assert!(gaps.is_err() || !gaps.unwrap().options.exclusive);
    }

    #[test]
    fn the_total_is_everyone_in_any_case_and_never_a_group() {
        let rows = [
            "2024,,All,Total,50,100,",
            "2024,,race,A,30,50,",
            "2024,,race,B,20,50,",
        ];
        assert_eq!(
            table(&rows)
                .unwrap()
                .overall(None)
                .unwrap()
                .unwrap()
                .exact(),
            Some((100, 50))
        );
        let fault = table(&["2024,,race,Total,50,100,", "2024,,race,A,50,100,"])
            .unwrap_err()
            .to_string();
        assert!(
            fault.starts_with("outcomes row 2: the group \"Total\" of \"race\" names everyone"),
            "{fault}"
        );
        let fault = table(&["2024,,rate,A,50,100,"]).unwrap_err().to_string();
        assert!(
            fault.starts_with("\"rate\" cannot be a disaggregating column"),
            "{fault}"
        );
    }

    #[test]
    fn a_rate_without_children_leaves_sums_open() {
        let text = "indicator_id,period,dimension,group,value,numerator,denominator\n\
            x,2024,race,A,,30,50\nx,2024,race,B,0.4,,\n";
        let outcomes = read(text).outcomes("x").unwrap();
        let all = outcomes.overall(None).unwrap().unwrap();
        // At least A's 50 children of whom 30 reach it; B's number is not known.
        assert_eq!(
            (all.n().low(), all.n().high(), all.successes().low()),
            (50, None, 30)
        );
        assert!(
            outcomes
                .target("80%".parse().unwrap(), 5, None, None)
                .is_err()
        );
    }

    #[test]
    fn periods_are_apart() {
        let rows = [
            "2022-23,,all,all,50,100,",
            "2023-24,,all,all,*,100,",
            "2024-25,,race,A,30,50,",
            "2024-25,,race,B,25,50,",
        ];
        let outcomes = table(&rows).unwrap();
        assert_eq!(outcomes.periods(), ["2022-23", "2023-24", "2024-25"]);
        let history = outcomes.history().unwrap();
        let history: Vec<_> = history
            .iter()
            .map(|(year, rate)| (*year, rate.rate.map(Exact::to_f64)))
            .collect();
        assert_eq!(
            history,
            [(2023, Some(0.5)), (2024, None), (2025, Some(0.55))]
        );
        assert_eq!(
            outcomes
                .counts(&["race"], Some("2022-23"))
                .unwrap_err()
                .to_string(),
            "no counts by race. Counts are given by: all children. \
             Ask for one of these, or add the cross-tabulation."
        );
        assert_eq!(
            outcomes
                .rates(&[], Some("2021-22"), RateOptions::default())
                .unwrap_err()
                .to_string(),
            "period \"2021-22\" is not in the tables. Closest: \"2022-23\". Use \"2022-23\", \"2023-24\" or \"2024-25\"."
        );
    }

    #[test]
    fn a_target_starts_from_the_exact_rate() {
        let outcomes = table(&["2025-26,,all,all,1200,2000,"]).unwrap();
        let target = outcomes
            .target("80%".parse().unwrap(), 5, None, None)
            .unwrap();
        // 80 % of 2,000 are 1,600: 400 more than 1,200.
        assert_eq!(
            (target.start(), target.end(), target.children()),
            (2026, 2031, 400)
        );
        let open = table(&["2025-26,,all,all,*,2000,"]).unwrap();
        assert!(
            open.target("80%".parse().unwrap(), 5, None, None)
                .unwrap_err()
                .to_string()
                .contains("not an exact count")
        );
        let frame = df!("y" => [true, false]).unwrap();
        let undated = Outcomes::from_records(&frame, &columns("y", &[], None)).unwrap();
        assert!(
            undated
                .target(Exact::ONE, 1, None, None)
                .unwrap_err()
                .to_string()
                .contains("start=")
        );
        assert_eq!(
            undated
                .target(Exact::ONE, 1, Some(2026), None)
                .unwrap()
                .children(),
            1
        );
    }
}
