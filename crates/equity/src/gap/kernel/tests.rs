use proptest::prelude::*;

use super::*;
use crate::{GroupCount, GroupKey, children_to_reach, gaps};

const UP: Direction = Direction::Higher;

fn rules() -> [Rule; 4] {
    [
        Rule::ppg_2017().unwrap(),
        Rule::ppg_2022().unwrap(),
        Rule::proportionality().unwrap(),
        Rule::eighty_percent().unwrap(),
    ]
}

fn scan(groups: &[(u64, u64)], options: &GapOptions) -> Vec<Verdict> {
    let mut out = Vec::new();
    scan_slice(groups, options, &mut out).unwrap();
    out
}

fn judged(groups: &[(u64, u64)], rule: Rule) -> Vec<Verdict> {
    scan(groups, &GapOptions::by_rule(UP, rule))
}

/// Student equity: Black 607 of 2,000, all 10,528 of 20,000, highest rate .7155 (others merged).
const EQUITY: [(u64, u64); 3] = [(2000, 607), (10_000, 7155), (8000, 2766)];

#[test]
fn full_parity_has_three_answers() {
    // DisImpact's columns for Black: 446 (overall fixed), 496 (overall moves), 824 (highest group).
    let [ppg, rest, index, four_fifths] = rules().map(|rule| judged(&EQUITY, rule)[0]);
    assert_eq!(ppg.to_parity, Some(446));
    assert_eq!((rest.to_parity, index.to_parity), (Some(496), Some(496)));
    assert_eq!(four_fifths.to_parity, Some(824));
    // To leave the flag. 80 %: ⌈.8 · .7155 · 2000⌉ − 607 = ⌈1144.8⌉ − 607.
    assert_eq!(four_fifths.to_leave, Some(1145 - 607));
    // Proportionality: ⌈(c·S·w − s)/(1 − c·w)⌉ = ⌈(.8 · 10528 · .1 − 607)/.92⌉ = ⌈255.69…⌉.
    assert_eq!(index.to_leave, Some(256));
    // PPG 2017: E = max(.03, .98/√2000 = .02191) = .03; (.5264 − .03) · 2000 = 992.8, so 993 − 607. Exactly
    // at the margin would still be flagged.
    assert_eq!(ppg.to_leave, Some(386));
    assert_eq!(ppg.margin, Some(0.03));
}

#[test]
fn exactly_at_the_margin_is_flagged() {
    // 2700/10000, E = max(.03, .98/100) = .03, against an overall rate of exactly .30: officially flagged
    // (rate + E ≤ reference). In doubles .27 + .03 is .30000000000000004.
    let groups = [(10_000, 2700), (10_000, 3300)];
    let found = judged(&groups, rules()[0]);
    assert_eq!(found[0].status, GapStatus::Flagged);
    assert_eq!(
        (found[0].to_leave, found[0].to_parity),
        (Some(1), Some(300))
    );
    assert_eq!(
        judged(&[(10_000, 2701), (10_000, 3299)], rules()[0])[0].status,
        GapStatus::NotFlagged
    );
    // The square root branch: n = 49, E = .98/7 = .14 exactly. 7/49 + .14 against 14/50: 1/7 + 7/50 = 99/350
    // is above .28; against 99/350 exactly it is flagged.
    let ppg = rules()[0];
    assert!(flags(ppg, (49, 7), (350, 99), UP));
    assert!(!flags(ppg, (49, 7), (3500, 989), UP));
    // 2022 at n = 100, p = 1/2: E = 1.96 · .05 = .098; against .598 exactly flagged.
    let ppg = rules()[1];
    assert!(flags(ppg, (100, 50), (1000, 598), UP));
    assert!(!flags(ppg, (100, 50), (10_000, 5979), UP));
}

#[test]
fn four_fifths_is_not_below_four_fifths() {
    // All pairs of groups of one size, 10 to 200, whose rates are exactly 4/5 apart: 5s₁ = 4s₂.
    let mut wrong_in_doubles = 0;
    for n in 10..=200_u64 {
        for high in (5..=n).step_by(5) {
            let low = high / 5 * 4;
            assert_eq!(
                judged(&[(n, low), (n, high)], rules()[3])[0].status,
                GapStatus::NotFlagged
            );
            wrong_in_doubles +=
                usize::from((low as f64 / n as f64) / (high as f64 / n as f64) < 0.8);
        }
    }
    assert!(
        wrong_in_doubles > 0,
        "the test must hold cases that doubles get wrong"
    );
    let found = judged(&[(20, 12), (20, 15)], rules()[3]);
    assert_eq!((found[0].to_leave, found[0].to_parity), (Some(0), Some(3)));
}

#[test]
fn very_large_counts_are_compared_exactly() {
    // 10^18 children: the products pass 2^128 and a double cannot tell one child.
    let n = 1_000_000_000_000_000_000;
    let of = |s: u64, rule: Rule| flags(rule, (n, s), (n, n / 10 * 3), UP);
    let [ppg, p_hat, index, _] = rules();
    let at = n / 100 * 27;
    assert!(of(at, ppg) && !of(at + 1, ppg));
    let at = n / 100 * 28;
    assert!(of(at, p_hat) && !of(at + 1, p_hat));
    let at = n / 100 * 24;
    assert!(!of(at, index) && of(at - 1, index));
    let mut out = Vec::new();
    let options = GapOptions::by_rule(UP, ppg);
    assert_eq!(
        scan_slice(&[(u64::MAX, 0), (1, 0)], &options, &mut out),
        Err(Error::TooLarge)
    );
    assert!(scan_slice(&[(1, 2)], &options, &mut out).is_err());
}

#[test]
fn a_margin_of_zero_still_needs_a_gap() {
    // p of 0 and 1 have no p-hat margin: the 2 % floor is left (n = 12, p = 0: 2 %, not 28.3 %).
    let [_, p_hat, ..] = rules();
    let found = judged(&[(12, 0), (500, 20)], p_hat);
    assert_eq!(
        (found[0].margin, found[0].status),
        (Some(0.02), GapStatus::Flagged)
    );
    let bare = Rule::Ppg2022 {
        z: "1.96".parse().unwrap(),
        floor: Exact::ZERO,
    };
    let found = judged(&[(20, 20), (30, 30)], bare);
    assert_eq!(
        (found[0].status, found[0].margin),
        (GapStatus::NotFlagged, Some(0.0))
    );
}

#[test]
fn each_reason_not_to_judge_is_named() {
    use NotAssessable::*;
    let reason = |groups: &[(u64, u64)], rule: Rule, i: usize| match judged(groups, rule)[i].status
    {
        GapStatus::NotAssessable(reason) => Some(reason),
        _ => None,
    };
    let [ppg, p_hat, index, four_fifths] = rules();
    for rule in rules() {
        assert_eq!(judged(&[], rule), []);
        assert_eq!(reason(&[(0, 0), (50, 20)], rule, 0), Some(NoMembers));
        let single = if rule == four_fifths {
            IsReference
        } else {
            SingleGroup
        };
        assert_eq!(reason(&[(50, 20)], rule, 0), Some(single));
    }
    assert_eq!(reason(&[(50, 20), (0, 0)], ppg, 0), Some(NoReference));
    // "n of 10 or fewer: insufficient data".
    assert_eq!(
        reason(&[(10, 2), (50, 20)], p_hat, 0),
        Some(BelowMinimum { min_n: 11 })
    );
    assert_eq!(reason(&[(11, 2), (50, 20)], p_hat, 0), None);
    // Nobody anywhere reaches it: no ratio, while the gaps are 0.
    assert_eq!(reason(&[(50, 0), (60, 0)], index, 0), Some(NoRatio));
    assert_eq!(reason(&[(50, 0), (60, 0)], four_fifths, 0), Some(NoRatio));
    assert_eq!(reason(&[(50, 0), (60, 0)], ppg, 0), None);
    // A group of one with rate 1 is no reference, and nobody large enough is none.
    assert_eq!(
        judged(&[(50, 40), (1, 1), (50, 45)], four_fifths)[0].reference,
        Some((50, 45))
    );
    assert_eq!(reason(&[(9, 4), (9, 9)], four_fifths, 0), Some(NoReference));
    // A tie: the first is the reference, the second equals it.
    let tie = judged(&[(50, 40), (50, 40)], four_fifths);
    assert_eq!(tie[0].status, GapStatus::NotAssessable(IsReference));
    assert_eq!(
        (tie[1].status, tie[1].to_parity),
        (GapStatus::NotFlagged, Some(0))
    );
}

#[test]
fn idea_needs_cells_and_children() {
    use NotAssessable::*;
    // 40 of 200 against 30 of 600: .2/.05 = 4, above 3; at 4 exactly it is not.
    let groups = [(200, 40), (600, 30), (9, 3)];
    let rule = |threshold: &str| Rule::idea(threshold.parse().unwrap()).unwrap();
    let with = |rule| scan(&groups[..2], &GapOptions::by_rule(Direction::Lower, rule));
    assert_eq!(with(rule("3"))[0].status, GapStatus::Flagged);
    assert_eq!(with(rule("4"))[0].status, GapStatus::NotFlagged);
    // 3 · .05 · 200 = 30 and .05 · 200 = 10 may remain.
    let first = with(rule("3"))[0];
    assert_eq!((first.to_leave, first.to_parity), (Some(10), Some(30)));
    let small = scan(&groups, &GapOptions::by_rule(Direction::Lower, rule("3")));
    assert_eq!(
        small[2].status,
        GapStatus::NotAssessable(BelowMinimum { min_n: 30 })
    );
    let few = scan(
        &[(200, 9), (600, 30)],
        &GapOptions::by_rule(Direction::Lower, rule("3")),
    );
    assert_eq!(
        few[0].status,
        GapStatus::NotAssessable(BelowCell { cell: 10 })
    );
    assert_eq!(
        few[1].status,
        GapStatus::NotAssessable(ComparisonBelowMinimum {
            cell: 10,
            min_n: 30
        })
    );
    assert!(Rule::idea("1/2".parse().unwrap()).is_err());
    let mut out = Vec::new();
    assert!(scan_slice(&groups, &GapOptions::by_rule(UP, rule("3")), &mut out).is_err());
    assert!(scan_slice(&groups, &GapOptions::new(UP), &mut out).is_err());
}

#[test]
fn lower_is_better_turns_the_ratio() {
    // 20 % against the lowest, 10 %: 10/20 is below .8. Leaving takes s ≤ .1/.8 · 100 = 12.5, so 8 fewer.
    let options = GapOptions::by_rule(Direction::Lower, rules()[3]);
    let found = scan(&[(100, 20), (100, 10)], &options);
    assert_eq!(
        (found[0].status, found[0].index),
        (GapStatus::Flagged, Some(0.5))
    );
    assert_eq!((found[0].to_leave, found[0].to_parity), (Some(8), Some(10)));
    // The proportionality index of 30 % among 20 % overall is 20/30; the gap rules have no index to turn.
    let of = |rule| {
        scan(
            &[(100, 10), (100, 30)],
            &GapOptions::by_rule(Direction::Lower, rule),
        )
    };
    let index = of(rules()[2]);
    assert!((index[1].index.unwrap() - 2.0 / 3.0).abs() < 1e-15);
    assert_eq!(index[1].status, GapStatus::Flagged);
    assert!((of(rules()[0])[1].index.unwrap() - 1.5).abs() < 1e-15);
}

#[test]
fn lower_is_better_divides_by_the_groups_own_rate() {
    // Best is 0 %: 0/.3 = 0 is below .8, and only parity (30 fewer) ends the flag.
    let options = GapOptions::by_rule(Direction::Lower, rules()[3]);
    let found = scan(&[(100, 30), (100, 0), (100, 0)], &options);
    assert_eq!(
        (found[0].status, found[0].index),
        (GapStatus::Flagged, Some(0.0))
    );
    assert_eq!(
        (found[0].to_leave, found[0].to_parity),
        (Some(30), Some(30))
    );
    // 0/0 is no ratio.
    assert_eq!(
        (found[2].status, found[2].index),
        (GapStatus::NotAssessable(NotAssessable::NoRatio), None)
    );
}

/// The definition once more, in exact fractions instead of products.
fn by_fractions(rule: Rule, own: (u64, u64), reference: (u64, u64), direction: Direction) -> bool {
    let rate = |(n, s): (u64, u64)| Exact::from(s).over(Exact::from(n)).unwrap();
    let (p, q) = (rate(own), rate(reference));
    let (worse, better, gap) = match direction {
        UP => (p, q, q.minus(p).unwrap()),
        Direction::Lower => (q, p, p.minus(q).unwrap()),
    };
    if gap <= Exact::ZERO {
        return false;
    }
    let n = Exact::from(own.0);
    let square = gap.times(gap).unwrap();
    let beyond = |z: Exact, floor, variance: Exact| {
        let bound = z
            .times(z)
            .unwrap()
            .times(variance)
            .unwrap()
            .over(n)
            .unwrap();
        gap >= floor && square >= bound
    };
    match rule {
        Rule::Ppg2017 { z, floor } => beyond(z, floor, "1/4".parse().unwrap()),
        Rule::Ppg2022 { z, floor } => {
            beyond(z, floor, p.times(Exact::ONE.minus(p).unwrap()).unwrap())
        }
        Rule::Proportionality { cut } | Rule::EightyPercent { cut } => {
            worse.over(better).unwrap() < cut
        }
        Rule::Idea { threshold, .. } => p.over(q).unwrap() > threshold,
    }
}

fn cells() -> impl Strategy<Value = Vec<(u64, u64)>> {
    prop::collection::vec((0_u64..80, 0_u64..80), 1..6)
        .prop_map(|cells| cells.into_iter().map(|(n, s)| (n, s.min(n))).collect())
}

proptest! {
    // Oracle: every number of children one by one, judged by fractions.
    #[test]
    fn verdicts_equal_search(groups in cells(), higher in any::<bool>()) {
        let direction = if higher { UP } else { Direction::Lower };
        for rule in rules() {
            let options = GapOptions::by_rule(direction, rule);
            for (found, &own) in scan(&groups, &options).iter().zip(&groups) {
                if matches!(found.status, GapStatus::NotAssessable(_)) {
                    prop_assert_eq!((found.to_leave, found.to_parity), (None, None));
                    continue;
                }
                let reference = found.reference.unwrap();
                let state = |x| after(rule, own, reference, direction, x);
                let flagged = |x| { let (own, other) = state(x); by_fractions(rule, own, other, direction) };
                let there = |x| {
                    let ((n, s), (all, reach)) = state(x);
                    if higher { s * all >= reach * n } else { s * all <= reach * n }
                };
                let most = if higher { own.0 - own.1 } else { own.1 };
                prop_assert_eq!(found.status == GapStatus::Flagged, flagged(0));
                let leave = (0..=most).find(|&x| !flagged(x));
                prop_assert_eq!(found.to_leave, leave);
                prop_assert_eq!(found.to_parity, (0..=most).find(|&x| there(x)));
            }
        }
    }

    // The same through keys and options.
    #[test]
    fn gaps_use_the_same_arithmetic(groups in cells()) {
        let counts: Vec<GroupCount> = groups
            .iter()
            .enumerate()
            .map(|(i, &(n, s))| GroupCount::new(GroupKey::of("race", i.to_string()), n, s).unwrap())
            .collect();
        for (rule, direction) in rules().into_iter().flat_map(|rule| [(rule, UP), (rule, Direction::Lower)]) {
            let options = GapOptions::by_rule(direction, rule);
            let whole = gaps(&counts, &options).unwrap();
            for (gap, verdict) in whole.gaps.iter().zip(scan(&groups, &options)) {
                let found = gap.finding.unwrap();
                prop_assert_eq!(gap.status, verdict.status);
                prop_assert_eq!((found.to_leave, found.to_parity), (verdict.to_leave, verdict.to_parity));
                prop_assert_eq!(found.margin_pp, verdict.margin.map(|margin| 100.0 * margin));
                if let Some(index) = verdict.index {
                    let exact = found.index.unwrap();
                    prop_assert!((exact.to_f64() - index).abs() < 1e-12);
                }
            }
        }
    }

    // Two ways to the one number of children.
    #[test]
    fn parity_equals_the_number_to_a_level(n in 1_u64..500, s in 0_u64..500, other in (1_u64..500, 0_u64..500), higher in any::<bool>()) {
        let direction = if higher { UP } else { Direction::Lower };
        let (own, other) = ((n, s.min(n)), (other.0, other.1.min(other.0)));
        let level = Exact::from(other.1).over(Exact::from(other.0)).unwrap();
        prop_assert_eq!(
            parity(rules()[0], own, other, direction),
            children_to_reach(own.0, own.1, level, direction).unwrap()
        );
    }

    #[test]
    fn products_compare_as_big_integers(left in prop::collection::vec(any::<u64>(), 0..6), right in prop::collection::vec(any::<u64>(), 0..6)) {
        let wide = |factors: &[u64]| factors.iter().map(|&f| u128::from(f)).collect::<Vec<_>>();
        let big = |factors: &[u64]| factors.iter().fold(BigUint::from(1_u8), |product, &f| product * f);
        prop_assert_eq!(compare(&wide(&left), &wide(&right)), big(&left).cmp(&big(&right)));
    }
}
