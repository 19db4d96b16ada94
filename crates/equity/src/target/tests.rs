use proptest::prelude::*;

use super::*;
use crate::{GroupCount, GroupKey};

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

/// The sentence this crate was written for: 60 % to 80 % of 2,000 in five years.
fn seed() -> Target {
    Target::new(exact("60%"), exact("80%"), 2000, 2026, 5).unwrap()
}

#[test]
fn four_hundred_children_exactly() {
    let target = seed();
    assert_eq!(
        (target.children(), target.required(), target.end()),
        (400, 1600, 2031)
    );
    assert_eq!(target.additional_exact().unwrap(), Exact::from(400));
    // What a double makes of the same sentence.
    assert_eq!(((0.8 - 0.6) * 2000.0_f64).ceil(), 401.0);
}

#[test]
fn a_float_ceiling_fails_on_a_grid_of_round_targets() {
    // Oracle: whole percents b, g and cohorts N that are multiples of 100 give exactly (g − b) · N / 100.
    let (mut checked, mut float_wrong) = (0, 0);
    for b in 0..=100_u64 {
        for g in b..=100 {
            for n in [100, 500, 2000, 10_000] {
                let share = |x: u64| Exact::new(i128::from(x), 100).unwrap();
                let target = Target::new(share(b), share(g), n, 2026, 5).unwrap();
                let expected = (g - b) * n / 100;
                assert_eq!(target.children(), expected, "{b} to {g} of {n}");
                let float = ((g as f64 / 100.0 - b as f64 / 100.0) * n as f64).ceil() as u64;
                checked += 1;
                float_wrong += u32::from(float != expected);
            }
        }
    }
    assert_eq!(checked, 20_604);
    // Doubles miss on thousands of these: a ceiling on a double cannot pass this test.
    assert!(float_wrong > 2000, "{float_wrong}");
}

#[test]
fn a_baseline_that_is_not_whole_children() {
    // .336 · 100 = 33.6; the goal takes 50. 16.4 exact; 17 whole children suffice (33 + 17 = 50).
    let target = Target::new(exact("33.6%"), exact("50%"), 100, 2026, 5).unwrap();
    assert_eq!(target.children(), 17);
    assert_eq!(target.additional_exact().unwrap(), exact("16.4"));
}

#[test]
fn lower_is_better() {
    // Absence from 25 % to 12.5 % of 90: 22.5 now; at most ⌊11.25⌋ = 11; ⌈22.5⌉ − 11 = 12 fewer.
    let target =
        Target::in_direction(Direction::Lower, exact("25%"), exact("12.5%"), 90, 2026, 4).unwrap();
    assert_eq!((target.required(), target.children()), (11, 12));
    let way = target.path(Path::Linear).unwrap();
    // Rates .21875 .1875 .15625 .125 of 90 = 19.6875 16.875 14.0625 11.25.
    let counts: Vec<u64> = way.years.iter().map(|year| year.required).collect();
    assert_eq!(counts, [19, 16, 14, 11]);
    assert_eq!(way.years[3].additional, exact("11.5"));
    assert_eq!(way.years[3].change, exact("-11.5"));
    let cell = GroupCount::new(GroupKey::of("school", "1"), 40, 10).unwrap();
    let found = target
        .allocate(&[cell], AllocationOptions::default())
        .unwrap();
    assert_eq!(found.cells[0].allocated, Some(5));
    assert_eq!(found.cells[0].resulting_rate, Some(exact("12.5%")));
}

#[test]
fn all_problems_are_reported_at_once() {
    let error = Target::new(Exact::from(80), Exact::from(60), 0, 26, 0).unwrap_err();
    let Error::Target { problems } = &error else {
        panic!("{error}")
    };
    assert_eq!(problems.len(), 6);
    let message = error.to_string();
    for part in [
        "baseline 80",
        "goal 60",
        "Swap the two",
        "cohort is 0",
        "years is 0",
        "start is 26",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let error = Target::new(exact("80%"), exact("60%"), 100, 2026, 5)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "target: goal 60.0 % is below the baseline 80.0 %, but higher is better for this indicator. Swap the two, or state the other direction."
    );
    assert!(Target::new(exact("60%"), exact("60%"), 100, 2026, 5).is_ok());
}

#[test]
fn three_readings_of_one_sentence() {
    let found = seed().readings(Some(400)).unwrap();
    let of = |i: usize| &found.readings[i];
    assert_eq!(of(0).implied_cohort, Some(Exact::from(2000)));
    assert_eq!(of(1).implied_cohort, Some(Exact::from(10_000)));
    assert_eq!(of(2).implied_cohort, Some(exact("10000/3")));
    // Ramps 80 … 400, 400 … 2,000, and 5 · 400.
    let together: Vec<_> = found
        .readings
        .iter()
        .map(|reading| reading.implied_cumulative)
        .collect();
    assert_eq!(
        together,
        [1200, 6000, 2000].map(|x: u64| Some(Exact::from(x)))
    );
    let per_year: Vec<_> = found
        .readings
        .iter()
        .map(|reading| reading.per_year)
        .collect();
    assert_eq!(per_year, [400, 80, 240].map(|x: u64| Exact::from(x)));
    assert_eq!(
        (found.holding(), &found.warning),
        (vec![ReadingKind::Level], &None)
    );
    let words = Wording::new("third-graders", "read at grade level");
    assert_eq!(
        found.sentences(&words)[1],
        "On the way, the number among 2,000 third-graders who read at grade level changes by 80 more every year for 5 years; 400 would take 10,000 third-graders in a year."
    );
    let big = Target::new(exact("60%"), exact("80%"), 10_000, 2026, 5).unwrap();
    assert_eq!(
        big.readings(Some(400)).unwrap().holding(),
        [ReadingKind::Flow]
    );
}

#[test]
fn a_stated_number_that_fits_nothing_is_a_warning() {
    let found = seed().readings(Some(100)).unwrap();
    let warning = found.warning.clone().unwrap();
    assert!(found.holding().is_empty());
    assert!(
        warning.starts_with(
            "100 more each year fits no reading of 60.0 % to 80.0 % for 2,000 children"
        ),
        "{warning}"
    );
    assert!(
        warning.contains("(and 100 would take 833 1/3 children)"),
        "{warning}"
    );
    // Less than one child away still holds: 2,001 children make 400.2.
    let near = Target::new(exact("60%"), exact("80%"), 2001, 2026, 5).unwrap();
    assert_eq!(
        near.readings(Some(400)).unwrap().holding(),
        [ReadingKind::Level]
    );
    assert_eq!(seed().readings(None).unwrap().warning, None);
    let keep = Target::new(exact("60%"), exact("60%"), 2000, 2026, 5).unwrap();
    assert_eq!(
        keep.readings(Some(400)).unwrap().readings[0].implied_cohort,
        None
    );
}

#[test]
fn a_headcount_beside_the_rates_must_agree_with_them() {
    assert_eq!(seed().check(400).unwrap(), ReadingKind::Level);
    assert_eq!(seed().check(80).unwrap(), ReadingKind::Flow);
    // 2,000 per cohort takes 2,000/.2 children, 2,000 more every year five times as many.
    assert_eq!(
        seed().check(2000).unwrap_err().to_string(),
        "60.0 % to 80.0 % of 2,000 children is 400 per cohort, but headcount says 2,000. Is 2,000 the gain per cohort (which needs 10,000 children) or per year on the year before (which needs 50,000 children)?"
    );
    let keep = Target::new(exact("60%"), exact("60%"), 2000, 2026, 5).unwrap();
    assert!(
        keep.check(7)
            .unwrap_err()
            .to_string()
            .ends_with("Leave the headcount out, or change a rate.")
    );
}

#[test]
fn sixty_to_eighty_of_2000_is_400_wherever_children_are_printed() {
    let target = seed();
    let words = Wording::default();
    let everyone = GroupCount::new(GroupKey::everyone(), 2000, 1200).unwrap();
    let halving = Path::GapHalving {
        every: 5,
        to: HalvingTo::Best,
    };
    for path in [
        Path::Linear,
        Path::Geometric,
        Path::GeometricComplement,
        Path::Logit,
        Path::Delayed { quiet_years: 2 },
        halving,
    ] {
        let way = target.path(path).unwrap();
        let last = way.years.last().unwrap();
        assert_eq!((last.required, last.additional), (1600, Exact::from(400)));
        let announced = way.milestones(crate::Confidence::default()).unwrap();
        assert_eq!(announced.milestones[4].required, 1600);
        let printed = format!("{} {}", way.sentence(&words), announced.sentence(&words));
        assert!(printed.contains("1,600 of 2,000") && !printed.contains("1,601"));
    }
    for rule in [
        GoalRule::CommonEnd,
        GoalRule::Halve { to: None },
        GoalRule::Steps { step: exact("4%") },
    ] {
        let found = target
            .goals(std::slice::from_ref(&everyone), &rule, &[])
            .unwrap();
        let last = found.goals.last().unwrap();
        assert_eq!((last.required, last.additional), (Some(1600), Some(400)));
        assert!(found.sentence(&words).contains("400 more"));
    }
    let options = QuickWinOptions {
        most_children: 400,
        ..QuickWinOptions::default()
    };
    let wins = target.quick_wins(&[everyone], options).unwrap();
    assert_eq!((wins.wins[0].need, wins.known_need), (400, 400));
    assert_eq!(target.check(400).unwrap(), ReadingKind::Level);
}

#[test]
fn shrinking_enrolment_separates_additional_from_change() {
    // −2 % a year from 2,000, rounded: 1960 1921 1882 1845 1808. Worked figures for year five: ⌈.8 · 1808⌉ = 1447;
    // 1447 − .6 · 1808 = 362.2 more than at the baseline rate, but the count rises by only 1447 − 1200 = 247.
    let way = seed()
        .path_for(Path::Linear, &[1960, 1921, 1882, 1845, 1808])
        .unwrap();
    let last = &way.years[4];
    assert_eq!(
        (last.required, last.additional, last.change),
        (1447, exact("362.2"), Exact::from(247))
    );
    assert!(seed().path_for(Path::Linear, &[1960]).is_err());
    let steady = seed().path(Path::Linear).unwrap();
    let more: Vec<_> = steady.years.iter().map(|year| year.additional).collect();
    assert_eq!(more, [80, 160, 240, 320, 400].map(|x: u64| Exact::from(x)));
    assert_eq!(
        steady.sentence(&Wording::default()),
        "In equal steps from 60.0 % in 2026: 1,280 of 2,000 children in 2027 (64.0 %), 1,600 of 2,000 in 2031 (80.0 %); together 1,200 more than at the baseline rate."
    );
}

#[test]
fn the_number_the_target_prints_passes_its_own_check() {
    // 80 % of 1,999 is 1,599.2, so 1,600; 61 % is 1,219.39, so 1,219: 381, where the rates alone give 379.81.
    let target = Target::new(exact("61%"), exact("80%"), 1999, 2026, 5).unwrap();
    assert_eq!(target.children(), 381);
    assert_eq!(target.check(381).unwrap(), ReadingKind::Level);
    assert_eq!(target.check(379).unwrap(), ReadingKind::Level);
    assert!(target.check(382).is_err());
    // A tenth of a child a year is not no child.
    let small = Target::new(exact("60%"), exact("65%"), 10, 2026, 5).unwrap();
    assert!(small.readings(Some(0)).unwrap().holding().is_empty());
    let text = seed().readings(Some(100)).unwrap();
    let text = text.sentence(&Wording::default());
    assert_eq!(text.lines().count(), 4);
    assert!(
        text.lines()
            .last()
            .unwrap()
            .starts_with("100 more each year fits no reading")
    );
}

proptest! {
    #[test]
    fn a_target_agrees_with_itself(
        b in 0_i128..=1000, more in 0_i128..=1000, n in 1_u64..5000, years in 1_u32..20, lower in any::<bool>(),
    ) {
        let (from, to) = (b, (b + more).min(1000));
        let share = |x| Exact::new(x, 1000).unwrap();
        let target = if lower {
            Target::in_direction(Direction::Lower, share(to), share(from), n, 2026, years)
        } else {
            Target::new(share(from), share(to), n, 2026, years)
        }
        .unwrap();
        prop_assert_eq!(target.check(target.children()).unwrap(), ReadingKind::Level);
        // No children are the gain only where there is none.
        prop_assert_eq!(target.check(0).is_ok(), from == to);
    }

    #[test]
    fn children_always_suffice_and_are_never_one_too_many(
        b in 0_i128..=1000, more in 0_i128..=1000, n in 1_u64..5000,
    ) {
        let goal = (b + more).min(1000);
        let target =
            Target::new(Exact::new(b, 1000).unwrap(), Exact::new(goal, 1000).unwrap(), n, 2026, 5).unwrap();
        // Oracle in plain integers: K is the smallest count with 1000 K >= goal · n.
        let k = i128::from(target.required());
        prop_assert!(1000 * k >= goal * i128::from(n) && 1000 * (k - 1) < goal * i128::from(n));
        let spare = Exact::from(target.children()).minus(target.additional_exact().unwrap()).unwrap();
        prop_assert!(Exact::ZERO <= spare && spare < Exact::ONE);
    }

    #[test]
    fn the_way_ends_at_the_goal_and_its_parts_add_up(
        b in 0_i128..=100, more in 0_i128..=100, n in 1_u64..3000, years in 1_u32..15,
        cohorts in prop::collection::vec(1_u64..3000, 15), lower in any::<bool>(),
    ) {
        let (from, to) = (b, (b + more).min(100));
        let (direction, from, to) =
            if lower { (Direction::Lower, to, from) } else { (Direction::Higher, from, to) };
        let share = |x| Exact::new(x, 100).unwrap();
        let target = Target::in_direction(direction, share(from), share(to), n, 2026, years).unwrap();
        let constant = target.path(Path::Linear).unwrap();
        let last = constant.years.last().unwrap();
        prop_assert_eq!((last.rate.exact(), last.required, last.year), (Some(target.goal()), target.required(), target.end()));
        let way = target.path_for(Path::Linear, &cohorts[..years as usize]).unwrap();
        let mut sum = Exact::ZERO;
        for year in &way.years {
            sum = sum.plus(year.additional).unwrap();
            prop_assert_eq!(year.cumulative, sum);
            // change = ±additional + p0 (N_t − N_0)
            let signed = if lower { Exact::ZERO.minus(year.additional).unwrap() } else { year.additional };
            let moved = Exact::from(year.cohort).minus(Exact::from(n)).unwrap().times(target.baseline()).unwrap();
            prop_assert_eq!(year.change, signed.plus(moved).unwrap());
            prop_assert!(year.additional >= Exact::ZERO);
        }
    }
}

#[test]
fn results_serialise_for_other_languages() {
    let target = serde_json::to_value(seed()).unwrap();
    assert_eq!(
        target["goal"],
        serde_json::json!({"exact": "4/5", "value": 0.8})
    );
    assert_eq!(target["children"], 400);
}
