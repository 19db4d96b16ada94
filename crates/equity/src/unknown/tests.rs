use proptest::prelude::*;

use super::*;
use crate::{Censoring, Count};

fn group(name: &str, n: u64, s: u64, missing: u64) -> Recorded {
    Recorded {
        counts: GroupCount::new(GroupKey::of("race", name), n, s).unwrap(),
        missing: Some(missing),
    }
}

fn bounds(low: &str, high: &str) -> Bounds {
    Bounds {
        low: low.parse().unwrap(),
        high: high.parse().unwrap(),
    }
}

#[test]
fn by_source_by_hand() {
    // Black 27 of 60 and 5 without an outcome, White 95 of 140; unknown group: 6 reach it, 4 do not, 2 unknown.
    let groups = [group("Black", 60, 27, 5), group("White", 140, 95, 0)];
    let found = missing_bounds(&groups, Some(&group("(not recorded)", 10, 6, 2))).unwrap();
    let rate = found.groups[0].rate.unwrap();
    assert_eq!(rate.recorded, Some(bounds("27/60", "27/60")));
    assert_eq!(rate.group_unknown, Some(bounds("27/64", "33/66")));
    assert_eq!(rate.outcome_unknown, bounds("27/65", "32/65"));
    // Lowest 27/(60 + 5 + 4 + 2), highest (27 + 5 + 6 + 2)/(60 + 5 + 6 + 2).
    assert_eq!(rate.both, bounds("27/71", "40/73"));
    let gap = found.groups[0].gap.unwrap();
    // Alone, unknown groups: from 27/64 − 101/146 to 33/66 − 95/144.
    let low = "27/64"
        .parse::<Exact>()
        .unwrap()
        .minus("101/146".parse().unwrap())
        .unwrap();
    let high = "1/2"
        .parse::<Exact>()
        .unwrap()
        .minus("95/144".parse().unwrap())
        .unwrap();
    assert_eq!(gap.group_unknown, Some(Bounds { low, high }));
    assert_eq!(
        (
            found.children,
            found.group_unknown,
            found.outcome_unknown,
            found.both_unknown
        ),
        (217, 10, Some(5), Some(2))
    );
    let words = Wording::new("third-graders", "read at grade level");
    assert_eq!(
        found.sentence(&words),
        "Of 217 third-graders, the group is not recorded for 10 (4.6 %), the outcome for 5 (2.3 %), neither for 2 (0.9 %)."
    );
    assert!(found.groups[0].sentence(&words).starts_with(
        "Black: 45.0 % of 60 third-graders with a recorded outcome read at grade level; with those of whom something is not recorded, between 38.0 % and 54.8 %; the gap to everyone else, −22.9 points as recorded, between "
    ));
}

#[test]
fn nothing_missing_is_a_point() {
    let found = missing_bounds(&[group("A", 10, 4, 0), group("B", 10, 9, 0)], None).unwrap();
    let (rate, gap) = (found.groups[0].rate.unwrap(), found.groups[0].gap.unwrap());
    assert_eq!(rate.both, bounds("2/5", "2/5"));
    assert_eq!(gap.both, bounds("-1/2", "-1/2"));
    assert_eq!(
        found.groups[0].sentence(&Wording::default()),
        "A: 40.0 % of 10 children with a recorded outcome reach the outcome; nothing is missing."
    );
}

#[test]
fn nobody_and_ranges_are_said() {
    let few = Count::range(2, 9, Censoring::Suppressed).unwrap();
    let key = |name: &str| GroupKey::of("race", name);
    let hidden = Recorded {
        counts: GroupCount::from_counts(key("C"), Count::exact(20), few).unwrap(),
        missing: Some(1),
    };
    // 2 to 9 of 20 are 2 successes, 11 failures and 7 withheld outcomes, and one more is not recorded.
    let found = missing_bounds(&[hidden, group("A", 0, 0, 3)], None).unwrap();
    let first = &found.groups[0];
    assert_eq!(
        (first.n, first.withheld, first.outcome_unknown),
        (20, 7, Some(1))
    );
    assert_eq!(first.rate.unwrap().recorded, Some(bounds("2/20", "9/20")));
    assert_eq!(found.groups[0].rate.unwrap().both, bounds("2/21", "10/21"));
    // Of A nothing is recorded: no rate as seen, and every rate possible.
    let all_missing = found.groups[1].rate.unwrap();
    assert_eq!(
        (all_missing.recorded, all_missing.group_unknown),
        (None, None)
    );
    assert_eq!(all_missing.both, bounds("0", "1"));
    let gap = first.gap.unwrap();
    assert_eq!(gap.recorded, None);
    // 2/21 − 1 to 10/21 − 0.
    assert_eq!(gap.both, bounds("-19/21", "10/21"));
    let open = Recorded {
        counts: GroupCount::from_counts(key("D"), Count::unknown(Censoring::NotCollected), few)
            .unwrap(),
        missing: Some(0),
    };
    let found = missing_bounds(&[group("A", 5, 2, 0), group("B", 5, 4, 0), open], None).unwrap();
    assert_eq!(found.not_assessed, [key("D")]);
    assert!(found.groups[0].rate.is_some() && found.groups[0].gap.is_none());
    assert!(
        found
            .sentence(&Wording::default())
            .contains("No gaps: the size of 1 group")
    );
    assert!(missing_bounds(&[group("A", 5, 2, 0), group("A", 5, 2, 0)], None).is_err());
    assert!(missing_bounds(&[], None).unwrap().groups.is_empty());
    // More children than a count can hold: an error, not a panic.
    let many = [
        group("A", u64::MAX, u64::MAX, 0),
        group("B", u64::MAX, 0, 0),
    ];
    assert!(missing_bounds(&many, None).is_err());
}

#[test]
fn the_denominator_of_participation() {
    let all = |n, s, missing| {
        participation(&[group("A", n, s, missing)], "95%".parse().unwrap())
            .unwrap()
            .remove(0)
    };
    assert_eq!(all(90, 60, 10).adjusted_rate.unwrap().percent(1), "63.2 %");
    // 96 of 100 tested: nothing changes. 47.5 children is not rounded: 40/47.5 = 16/19.
    assert_eq!(all(96, 60, 4).adjusted_rate, "60/96".parse().ok());
    assert_eq!(all(45, 40, 5).adjusted_rate, "16/19".parse().ok());
    // Nobody tested of 10: the rate over the tested has no value, the other is 0.
    let none = all(0, 0, 10);
    assert_eq!((none.rate, none.adjusted_rate), (None, Some(Exact::ZERO)));
    assert!(all(0, 0, 0).adjusted_rate.is_none());
    assert_eq!(
        all(90, 60, 10).sentence(&Wording::default()),
        "A: 90 of 100 children have a result (90.0 %); 66.7 % of these reach the outcome, 63.2 % over at least 95 % of the enrolled."
    );
    assert!(participation(&[], Exact::from(95)).is_err());
}

/// Every way of filling in: how many of each kind of unknown child go where, and reach the outcome.
fn completions(
    own: (u64, u64, u64),
    rest: (u64, u64, u64),
    stray: (u64, u64, u64),
) -> Vec<[(u64, u64); 2]> {
    let mut out = Vec::new();
    for own_reach in 0..=own.2 {
        for rest_reach in 0..=rest.2 {
            for successes in 0..=stray.0 {
                for failures in 0..=stray.1 {
                    // Of those with nothing known: to the group or not, reaching or not.
                    for to_own in 0..=stray.2 {
                        for reach_own in 0..=to_own {
                            for reach_rest in 0..=stray.2 - to_own {
                                let s = own.0 + own_reach + successes + reach_own;
                                let n = own.0 + own.1 + own.2 + successes + failures + to_own;
                                let rs = rest.0 + rest_reach + stray.0 - successes + reach_rest;
                                let rn = rest.0 + rest.1 + rest.2 + stray.0 + stray.1 + stray.2
                                    - successes
                                    - failures
                                    - to_own;
                                out.push([(s, n), (rs, rn)]);
                            }
                        }
                    }
                }
            }
        }
    }
    out
}

#[test]
fn a_withheld_count_is_a_range_and_not_missing() {
    // "<10" of 12: 0 to 9, all 12 recorded. The others: 7 of 10.
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    let key = GroupKey::of("race", "A");
    let hidden = Recorded {
        counts: GroupCount::from_counts(key, Count::exact(12), few).unwrap(),
        missing: Some(0),
    };
    let found = missing_bounds(&[hidden.clone(), group("B", 10, 7, 0)], None).unwrap();
    assert_eq!(
        (found.children, found.withheld, found.outcome_unknown),
        (22, 9, Some(0))
    );
    let (a, b) = (&found.groups[0], &found.groups[1]);
    assert_eq!((a.n, a.withheld, a.outcome_unknown), (12, 9, Some(0)));
    let rate = a.rate.unwrap();
    for inside in [
        rate.recorded,
        rate.group_unknown,
        Some(rate.outcome_unknown),
        Some(rate.both),
    ] {
        assert_eq!(inside, Some(bounds("0", "9/12")));
    }
    assert_eq!(rate.recorded.and_then(|seen| seen.point()), None);
    // −7/10 to 9/12 − 7/10.
    assert_eq!(a.gap.unwrap().recorded, Some(bounds("-7/10", "1/20")));
    // B's own rate is known; its gap is to a rest with a withheld count.
    assert_eq!(b.rate.unwrap().recorded, Some(bounds("7/10", "7/10")));
    assert_eq!(b.gap.unwrap().recorded, Some(bounds("-1/20", "7/10")));
    let words = Wording::default();
    assert_eq!(
        a.sentence(&words),
        "A: between 0.0 % and 75.0 % of 12 children with a recorded outcome reach the outcome, withheld for 9; the gap to everyone else between −70.0 and 5.0 points."
    );
    assert_eq!(
        b.sentence(&words),
        "B: 70.0 % of 10 children with a recorded outcome reach the outcome; the gap to everyone else between −5.0 and 70.0 points."
    );
    assert_eq!(
        found.sentence(&words),
        "Of 22 children, the group is not recorded for 0 (0.0 %), the outcome for 0 (0.0 %), neither for 0 (0.0 %). The outcome is recorded but withheld for 9 (40.9 %)."
    );
}

#[test]
fn children_whom_the_source_does_not_count_are_not_zero() {
    let counted_only = Recorded {
        missing: None,
        ..group("A", 10, 4, 0)
    };
    let found = missing_bounds(std::slice::from_ref(&counted_only), None).unwrap();
    assert_eq!(
        (found.outcome_unknown, found.groups[0].outcome_unknown),
        (None, None)
    );
    let words = Wording::default();
    assert!(
        found
            .sentence(&words)
            .contains("the outcome for an unknown number")
    );
    assert!(
        found.groups[0]
            .sentence(&words)
            .ends_with("how many have no recorded outcome is not known.")
    );
    let found = participation(&[counted_only], Exact::ONE)
        .unwrap()
        .remove(0);
    assert_eq!(
        (found.enrolled, found.participation, found.adjusted_rate),
        (None, None, None)
    );
    assert_eq!((found.tested, found.rate), (Some(10), "2/5".parse().ok()));
    assert!(found.reason.unwrap().contains("not known"));
    assert!(
        found
            .sentence(&words)
            .starts_with("A: no participation; the source counts only")
    );
}

#[test]
fn a_group_of_which_nothing_is_recorded_has_bounds() {
    // A 10 of 20; the 20 of B have no outcome: its rate is anything, and so is the gap around 50 %.
    let found = missing_bounds(&[group("A", 20, 10, 0), group("B", 0, 0, 20)], None).unwrap();
    let (a, b) = (&found.groups[0], &found.groups[1]);
    let rate = b.rate.unwrap();
    assert_eq!((rate.recorded, rate.group_unknown), (None, None));
    assert_eq!(
        (rate.outcome_unknown, rate.both),
        (bounds("0", "1"), bounds("0", "1"))
    );
    for gap in [a.gap.unwrap(), b.gap.unwrap()] {
        assert_eq!((gap.recorded, gap.group_unknown), (None, None));
        assert_eq!(
            (gap.outcome_unknown, gap.both),
            (bounds("-1/2", "1/2"), bounds("-1/2", "1/2"))
        );
    }
    let words = Wording::default();
    assert_eq!(
        a.sentence(&words),
        "A: 50.0 % of 20 children with a recorded outcome reach the outcome; the gap to everyone else between −50.0 and 50.0 points."
    );
    assert_eq!(
        b.sentence(&words),
        "B: no children with a recorded outcome; with those of whom something is not recorded, between 0.0 % and 100.0 %; the gap to everyone else between −50.0 and 50.0 points."
    );
    // Nobody at all, and a number of strays that is a range: no bounds, each for its own reason.
    let found = missing_bounds(&[group("A", 0, 0, 0)], None).unwrap();
    assert!(found.groups[0].rate.is_none());
    assert!(found.groups[0].sentence(&words).contains("no children"));
    let strays = Recorded {
        counts: GroupCount::from_counts(
            GroupKey::of("race", "(not recorded)"),
            Count::range(1, 9, Censoring::Suppressed).unwrap(),
            Count::exact(1),
        )
        .unwrap(),
        missing: Some(0),
    };
    let found = missing_bounds(&[group("A", 20, 10, 0)], Some(&strays)).unwrap();
    assert_eq!(
        found.groups[0].sentence(&words),
        "A: the number of children whose group is not recorded is only a range, so there are no bounds."
    );
}

/// The ends of rate and gap over every completion; `None` where one of them leaves a denominator of 0.
fn ends(all: &[[(u64, u64); 2]]) -> (Option<Bounds>, Option<Bounds>) {
    let share = |(s, n): (u64, u64)| Exact::from(s).over(Exact::from(n)).ok();
    let range = |values: Option<Vec<Exact>>| {
        let values = values?;
        Some(Bounds {
            low: *values.iter().min()?,
            high: *values.iter().max()?,
        })
    };
    (
        range(all.iter().map(|c| share(c[0])).collect()),
        range(
            all.iter()
                .map(|c| share(c[0])?.minus(share(c[1])?).ok())
                .collect(),
        ),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    // Oracle: every completion, one by one; a group may have no recorded outcome, or nobody.
    #[test]
    fn bounds_equal_exhaustive_completion(
        own in (0_u64..5, 0_u64..5, 0_u64..3), rest in (0_u64..5, 0_u64..5, 0_u64..3),
        stray in (0_u64..4, 0_u64..4, 0_u64..5),
    ) {
        let of = |name, (s, f, missing): (u64, u64, u64)| group(name, s + f, s, missing);
        let unknown = of("(not recorded)", stray);
        let found = missing_bounds(&[of("A", own), of("B", rest)], Some(&unknown)).unwrap();
        let (rate, gap) = (found.groups[0].rate, found.groups[0].gap);
        let none = |(s, f, _): (u64, u64, u64)| (s, f, 0);
        let scenarios = [
            (completions(none(own), none(rest), (0, 0, 0)), rate.and_then(|r| r.recorded), gap.and_then(|g| g.recorded)),
            (completions(none(own), none(rest), none(stray)), rate.and_then(|r| r.group_unknown), gap.and_then(|g| g.group_unknown)),
            (completions(own, rest, (0, 0, 0)), rate.map(|r| r.outcome_unknown), gap.map(|g| g.outcome_unknown)),
            (completions(own, rest, stray), rate.map(|r| r.both), gap.map(|g| g.both)),
        ];
        for (all, rate, gap) in scenarios {
            prop_assert_eq!((rate, gap), ends(&all));
        }
    }

    // The same with withheld outcomes, which no source leaves out: (successes, failures, withheld, missing).
    #[test]
    fn withheld_outcomes_are_inside_every_source(
        own in (0_u64..4, 0_u64..4, 0_u64..3, 0_u64..3), rest in (0_u64..4, 0_u64..4, 0_u64..3, 0_u64..3),
        stray in (0_u64..3, 0_u64..3, 0_u64..3, 0_u64..3),
    ) {
        type Kinds = (u64, u64, u64, u64);
        let n = |(s, f, withheld, _): Kinds| s + f + withheld;
        let of = |name, kinds: Kinds| Recorded {
            counts: GroupCount::from_counts(
                GroupKey::of("race", name),
                Count::exact(n(kinds)),
                Count::range(kinds.0, kinds.0 + kinds.2, Censoring::Suppressed).unwrap(),
            )
            .unwrap(),
            missing: Some(kinds.3),
        };
        let unknown = of("(not recorded)", stray);
        let found = missing_bounds(&[of("A", own), of("B", rest)], Some(&unknown)).unwrap();
        let (rate, gap) = (found.groups[0].rate, found.groups[0].gap);
        let known = |(s, f, withheld, _): Kinds| (s, f, withheld);
        let every = |(s, f, withheld, missing): Kinds| (s, f, withheld + missing);
        let nobody = (0, 0, 0);
        let scenarios = [
            (completions(known(own), known(rest), nobody), rate.and_then(|r| r.recorded), gap.and_then(|g| g.recorded)),
            (completions(known(own), known(rest), known(stray)), rate.and_then(|r| r.group_unknown), gap.and_then(|g| g.group_unknown)),
            (completions(every(own), every(rest), nobody), rate.map(|r| r.outcome_unknown), gap.map(|g| g.outcome_unknown)),
            (completions(every(own), every(rest), every(stray)), rate.map(|r| r.both), gap.map(|g| g.both)),
        ];
        for (all, rate, gap) in scenarios {
            prop_assert_eq!((rate, gap), ends(&all));
        }
    }
}
