use proptest::prelude::*;

use super::*;
use crate::{GroupCount, GroupKey, Target};

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn target(goal: &str, years: u32) -> Target {
    Target::new(exact("60%"), exact(goal), 20_000, 2026, years).unwrap()
}

fn past(rates: &[&str], n: Option<u64>) -> Vec<HistoryYear> {
    let first = 2027 - rates.len() as i32;
    (first..)
        .zip(rates)
        .map(|(year, rate)| HistoryYear {
            year,
            rate: exact(rate),
            n,
        })
        .collect()
}

const WORKED: [&str; 5] = ["57%", "58.1%", "57.6%", "59.2%", "60%"];

#[test]
fn the_worked_predictions() {
    // scipy.stats.t.sf((D − T d)/(s √(T + T²/4)), 3); the plug-in normal would give 2.6e-16, .27, .19, .0001.
    for (goal, years, reach) in [
        ("80%", 5, 0.006_206_885_881_669_055),
        ("65%", 5, 0.352_754_136_315_541_1),
        ("70%", 10, 0.334_735_249_548_727_74),
        ("64%", 1, 0.023_866_549_597_934_578),
    ] {
        let found = target(goal, years)
            .feasibility(&past(&WORKED, None), None)
            .unwrap();
        assert!((found.reach.unwrap() - reach).abs() < 1e-9, "{goal}");
        let past = found.past.unwrap();
        assert!((past.mean_pp - 0.75).abs() < 1e-12 && (past.sd_pp - 0.896_288_6).abs() < 1e-6);
        assert_eq!((past.changes, past.sampling_sd_pp), (4, None));
        assert_eq!(found.reach_less_sampling, None);
    }
}

#[test]
fn the_past_rose_or_fell() {
    let sentence = |direction, rates: &[&str]| {
        let (from, to) = match direction {
            Direction::Higher => ("10%", "20%"),
            Direction::Lower => ("20%", "10%"),
        };
        let target = Target::in_direction(direction, exact(from), exact(to), 500, 2026, 5).unwrap();
        let found = target.feasibility(&past(rates, None), None).unwrap();
        found.sentence(&Wording::default())
    };
    let (up, down) = (["10%", "13%", "14%"], ["14%", "13%", "10%"]);
    // The way of the rate, whichever way is good; 3 and 1 points have the standard deviation √2.
    for direction in [Direction::Higher, Direction::Lower] {
        let rose = sentence(direction, &up);
        assert!(
            rose.contains("Over the past 2 changes the rate rose by 2.0 points a year on average (standard deviation 1.4)."),
            "{rose}"
        );
        let fell = sentence(direction, &down);
        assert!(
            fell.contains("the rate fell by 2.0 points a year"),
            "{fell}"
        );
    }
    let flat = sentence(Direction::Lower, &["12%", "14%", "12%"]);
    assert!(
        flat.contains("the rate changed by 0.0 points a year"),
        "{flat}"
    );
}

#[test]
fn sampling_variance_is_not_change() {
    // By numpy on the model in the doc of `sampling`: n = 20,000 a year leaves 4.9963e-5 of 8.0333e-5.
    let found = target("65%", 5)
        .feasibility(&past(&WORKED, Some(20_000)), None)
        .unwrap();
    let changes = found.past.unwrap();
    let squared = |pp: Option<f64>| (pp.unwrap() / 100.0).powi(2);
    assert!((squared(changes.sampling_sd_pp) - 3.037_038_333_333_333_6e-5).abs() < 1e-14);
    assert!((squared(changes.process_sd_pp) - 4.996_294_999_999_919e-5).abs() < 1e-14);
    assert!((found.reach_less_sampling.unwrap() - 0.329_171_354_050_553_75).abs() < 1e-9);
    // With 2,000 a year chance explains more than all of it.
    let small = target("65%", 5)
        .feasibility(&past(&WORKED, Some(2000)), None)
        .unwrap();
    assert_eq!(small.past.unwrap().process_sd_pp, Some(0.0));
}

#[test]
fn too_few_years_or_no_spread_give_a_reason() {
    let found = |rates: &[&str]| {
        target("80%", 5)
            .feasibility(&past(rates, None), None)
            .unwrap()
    };
    for few in [&[][..], &["60%"][..], &["59%", "60%"][..]] {
        let found = found(few);
        assert_eq!((found.reach, found.past), (None, None));
        assert!(found.reason.unwrap().contains("at least three"));
    }
    // Equal steps: the t statistic would divide by 0.
    let equal = found(&["58%", "59%", "60%"]);
    assert_eq!(equal.reach, None);
    assert!(equal.reason.unwrap().contains("no spread"));
    // A break: three years, but a single change between consecutive ones.
    let mut broken = past(&["58%", "59.5%", "60%"], None);
    broken[0].year -= 2;
    let found = target("80%", 5).feasibility(&broken, None).unwrap();
    assert_eq!(found.reach, None);
    assert!(found.caveats[0].contains("no rate for 2 years"));
}

#[test]
fn windows_are_compared_exactly() {
    // .3 − .1 is .19999999999999998 in doubles; exactly it is the .2 that is needed.
    let history = past(&["10%", "20%", "30%"], None);
    let target = Target::new(exact("30%"), exact("50%"), 100, 2026, 2).unwrap();
    let found = target.feasibility(&history, None).unwrap();
    assert_eq!(
        (found.past_windows.windows, found.past_windows.as_fast),
        (1, 1)
    );
    assert_eq!(found.past_windows.percentile, Some(0.0));
    assert_eq!((found.past_years.windows, found.past_years.as_fast), (2, 2));
    // Nobody waited five years yet.
    let found = target_in_five(&history);
    assert_eq!(
        (found.past_windows.windows, found.past_windows.percentile),
        (0, None)
    );
}

fn target_in_five(history: &[HistoryYear]) -> Feasibility {
    let target = Target::new(exact("30%"), exact("50%"), 100, 2026, 5).unwrap();
    target.feasibility(history, None).unwrap()
}

#[test]
fn peers_are_counted_and_not_their_windows() {
    // Two-year windows: a has 3 (one of +4), b has 1 (none), c has none. (1 + 1)/(4 + 2) = 1/3.
    let peer = |name: &str, rates: &[&str]| Peer {
        name: name.to_owned(),
        history: past(rates, None),
    };
    let peers = [
        peer("a", &["60%", "61%", "64%", "62%", "62%"]),
        peer("b", &["60%", "61%", "62%"]),
        peer("c", &["60%", "70%"]),
    ];
    let found = target("64%", 2)
        .feasibility(&past(&WORKED, None), Some(&peers))
        .unwrap();
    let beside = found.peers.clone().unwrap();
    assert_eq!(
        (beside.peers, beside.without_window, beside.peers_as_fast),
        (2, 1, 1)
    );
    assert_eq!((beside.windows.windows, beside.windows.as_fast), (4, 1));
    assert!((beside.share.unwrap() - 1.0 / 3.0).abs() < 1e-12);
    let text = found.sentence(&Wording::default());
    assert!(
        text.contains("Of 2 peers with known rates 2 years apart, 1 did as much at least once; the share of their windows that did, add-one smoothed, is 33.3 %."),
        "{text}"
    );
    // 62, 62 and 70 % in 2026: the baseline of 60 % is the worst.
    assert!(
        text.contains("worse than that of all 3 peers in 2026"),
        "{text}"
    );
    let none = target("64%", 2).feasibility(&[], Some(&[])).unwrap();
    assert_eq!(none.peers.unwrap().share, None);
}

#[test]
fn a_baseline_picked_after_a_bad_year_is_a_warning() {
    let found = target("80%", 5)
        .feasibility(&past(&["64%", "63%", "65%", "60%"], None), None)
        .unwrap();
    assert!(found.caveats[0].contains("worst of the 4 years"));
    let steady = target("80%", 5)
        .feasibility(&past(&WORKED, None), None)
        .unwrap();
    assert_eq!(steady.caveats, [""; 0]);
}

#[test]
fn years_after_the_baseline_are_no_past() {
    let mut history = past(&WORKED, None);
    let plain = target("80%", 5).feasibility(&history, None).unwrap();
    history.push(HistoryYear {
        year: 2027,
        rate: exact("90%"),
        n: None,
    });
    let found = target("80%", 5).feasibility(&history, None).unwrap();
    assert_eq!((found.years_after, found.reach), (1, plain.reach));
    assert!(
        target("80%", 5)
            .feasibility(&[history[0], history[0]], None)
            .unwrap_err()
            .to_string()
            .contains("the year 2022 twice")
    );
    let sixty = HistoryYear {
        year: 2020,
        rate: exact("60"),
        n: None,
    };
    assert!(target("80%", 5).feasibility(&[sixty], None).is_err());
}

#[test]
fn one_year_changes_of_peers_leave_small_years_and_breaks_out() {
    let year = |year, rate, n| HistoryYear {
        year,
        rate: exact(rate),
        n,
    };
    let peer = Peer {
        name: "a".to_owned(),
        history: vec![
            year(2022, "50%", Some(40)),
            year(2020, "40%", Some(30)),
            year(2021, "45%", Some(30)),
            year(2024, "60%", Some(50)),
            year(2025, "70%", Some(9)),
            year(2026, "75%", None),
        ],
    };
    // 2020 to 2021 and to 2022; 2023 is missing, 2025 small, 2026 of unknown size.
    let found = |direction| one_year_changes(std::slice::from_ref(&peer), direction, 10).unwrap();
    assert_eq!(found(Direction::Higher), [exact("5%"), exact("5%")]);
    assert_eq!(found(Direction::Lower), [exact("-5%"), exact("-5%")]);
}

#[test]
fn the_pace_in_log_odds() {
    // (ln 4 − ln 1.5)/5 = .19617
    let found = target("80%", 5).feasibility(&[], None).unwrap();
    assert!((found.pace_log_odds.unwrap() - (4.0_f64 / 1.5).ln() / 5.0).abs() < 1e-12);
    assert_eq!(
        target("100%", 5)
            .feasibility(&[], None)
            .unwrap()
            .pace_log_odds,
        None
    );
}

#[test]
fn counts_become_history_only_where_they_are_known() {
    let of = |n, s| HistoryYear::of(2020, &GroupCount::new(GroupKey::everyone(), n, s).unwrap());
    assert_eq!(of(0, 0), None);
    assert_eq!(
        of(4, 3).map(|h| (h.rate, h.n)),
        Some((exact("75%"), Some(4)))
    );
}

proptest! {
    /// Turning the indicator round (share that does not reach it, lower is better) changes no number.
    #[test]
    fn an_indicator_and_its_complement_have_the_same_chance(
        rates in prop::collection::vec(0_i128..=100, 0..9), from in 0_i128..=100, more in 0_i128..=100,
        years in 1_u32..6, n in 1_u64..500,
    ) {
        let share = |x| Exact::new(x, 100).unwrap();
        let to = (from + more).min(100);
        let up = Target::new(share(from), share(to), 50, 2026, years).unwrap();
        let down =
            Target::in_direction(Direction::Lower, share(100 - from), share(100 - to), 50, 2026, years).unwrap();
        let history = |turn: bool| -> Vec<HistoryYear> {
            let rate = |x: i128| share(if turn { 100 - x } else { x });
            (2010..).zip(&rates).map(|(year, x)| HistoryYear { year, rate: rate(*x), n: Some(n) }).collect()
        };
        let (one, other) =
            (up.feasibility(&history(false), None).unwrap(), down.feasibility(&history(true), None).unwrap());
        let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9 && (0.0..=1.0).contains(&a),
            (a, b) => a == b,
        };
        prop_assert!(same(one.reach, other.reach));
        prop_assert!(same(one.reach_less_sampling, other.reach_less_sampling));
        prop_assert_eq!(one.past_windows, other.past_windows);
        prop_assert_eq!(one.past_years, other.past_years);
        prop_assert_eq!(one.caveats.len(), other.caveats.len());
    }
}
