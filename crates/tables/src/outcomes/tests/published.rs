//! The table `outcomes`: margins, crossed and overlapping dimensions, periods, targets.

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
