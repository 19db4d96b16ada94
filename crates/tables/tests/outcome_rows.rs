//! What a row of outcomes becomes: exact counts, ranges, or nothing, by hand for each way of publishing.

use commonweal_equity::{Censoring, Count};
use commonweal_tables::tables::Outcome;
use commonweal_tables::{ReadOptions, read_csv_texts};

fn rows(unit: &str, rows: &[&str]) -> Vec<Outcome> {
    let indicators =
        format!("indicator_id,name,kind,direction,unit\nx,X,population_indicator,higher,{unit}\n");
    let header = "indicator_id,period,dimension,group,numerator,denominator,value,n,value_status,lower,upper\n";
    let body: Vec<String> = (0..)
        .zip(rows)
        .map(|(i, row)| format!("x,2024,g,g{i},{row}\n"))
        .collect();
    let body = body.concat();
    let text = format!("{header}{body}");
    let files = [
        ("partners.csv", "partner_id\nP\n"),
        ("indicators.csv", &indicators),
        ("outcomes.csv", &text),
    ];
    let loaded = read_csv_texts(
        files.map(|(n, t)| (n, t.as_bytes())),
        &ReadOptions::default(),
    );
    assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
    loaded.tables.outcomes
}

fn ends(count: Option<Count>) -> Option<(u64, Option<u64>, Option<Censoring>)> {
    count.map(|c| (c.low(), c.high(), c.reason()))
}

#[test]
fn each_way_of_publishing_a_proportion() {
    use Censoring::{BottomCoded, Estimated, NotCollected, Range, Suppressed, TopCoded};
    let some = |low, high: u64, reason| Some((low, Some(high), reason));
    // numerator, denominator, value, n, value_status, lower, upper → successes, n
    let cases = [
        ("23,38,,,,,", some(23, 23, None), some(38, 38, None)),
        (
            "*,38,,,,,",
            Some((0, None, Some(Suppressed))),
            some(38, 38, None),
        ),
        (
            "<10,38,,,,,",
            some(0, 9, Some(Suppressed)),
            some(38, 38, None),
        ),
        (
            "*,<10,,,suppressed,,",
            Some((0, None, Some(Suppressed))),
            some(0, 9, Some(Suppressed)),
        ),
        (
            ",38,,,suppressed,,",
            some(0, 38, Some(Suppressed)),
            some(38, 38, None),
        ),
        (
            ",38,,,not_collected,,",
            some(0, 38, Some(NotCollected)),
            some(38, 38, None),
        ),
        (
            ">=95%,40,,,,,",
            some(38, 40, Some(TopCoded)),
            some(40, 40, None),
        ),
        (
            ",40,≥95%,,,,",
            some(38, 40, Some(TopCoded)),
            some(40, 40, None),
        ),
        (
            ",40,>95,,,,",
            some(39, 40, Some(TopCoded)),
            some(40, 40, None),
        ),
        (
            ",40,<5%,,,,",
            some(0, 1, Some(BottomCoded)),
            some(40, 40, None),
        ),
        (",,0.61,38,,,", some(23, 23, None), some(38, 38, None)),
        (
            ",2000,60%,,,,",
            some(1190, 1210, Some(Range)),
            some(2000, 2000, None),
        ),
        (
            ",40,0.95,,top_coded,,",
            some(38, 40, Some(TopCoded)),
            some(40, 40, None),
        ),
        (
            ",40,0.05,,bottom_coded,,",
            some(0, 2, Some(BottomCoded)),
            some(40, 40, None),
        ),
        // Ends of a range were rounded: 0.395 · 10 = 3.95 to 0.595 · 10 = 5.95.
        (
            ",10,,,range,0.40,0.59",
            some(4, 5, Some(Range)),
            some(10, 10, None),
        ),
        (
            "12,40,,,estimated,,",
            some(12, 12, Some(Estimated)),
            some(40, 40, None),
        ),
        (
            ",<10,61%,,,,",
            Some((0, None, Some(Range))),
            some(0, 9, Some(Suppressed)),
        ),
        (",,0.61,,,,", None, None),
    ];
    let outcomes = rows("proportion", &cases.map(|(row, _, _)| row));
    for (outcome, (row, successes, n)) in outcomes.iter().zip(cases) {
        assert_eq!(ends(outcome.successes), successes, "successes of {row}");
        assert_eq!(ends(outcome.n), n, "n of {row}");
    }
    assert_eq!(outcomes[17].value, Some(0.61));
    assert!(outcomes[10].from_rate && !outcomes[0].from_rate);
}

#[test]
fn percents_and_other_units() {
    let percents = rows("percent", &[",38,61,,,,", ",38,61%,,,,", ",,61.4,,,,"]);
    assert_eq!(percents[0].successes.and_then(|k| k.value()), Some(23));
    assert_eq!(percents[1].successes.and_then(|k| k.value()), Some(23));
    assert_eq!(
        (percents[2].value, percents[2].successes),
        (Some(61.4), None)
    );
    // A mean is not a share: it never becomes a count of children.
    let means = rows("mean", &[",,512.5,40,,,", ",,-3.5,40,,,"]);
    assert_eq!((means[0].value, means[0].successes), (Some(512.5), None));
    assert_eq!(means[1].value, Some(-3.5));
}

#[test]
fn names_of_groups_that_look_like_missing_are_kept() {
    let text = "indicator_id,period,dimension,group,numerator,denominator\nx,2024,race,NA,1,20\nx,2024,race,None,2,20\nx,2024,race,N/A,3,20\nx,2024,race,.,3,20\n";
    let files = [("partners.csv", "partner_id\nP\n"), ("outcomes.csv", text)];
    let loaded = read_csv_texts(
        files.map(|(n, t)| (n, t.as_bytes())),
        &ReadOptions::default(),
    );
    assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
    let groups: Vec<&str> = loaded
        .tables
        .outcomes
        .iter()
        .map(|o| o.group.as_str())
        .collect();
    assert_eq!(groups, ["NA", "None", "N/A", "."]);
}
