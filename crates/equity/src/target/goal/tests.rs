use proptest::prelude::*;

use super::*;
use crate::Censoring;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn target(from: &str, to: &str, years: u32) -> Target {
    Target::new(exact(from), exact(to), 2000, 2026, years).unwrap()
}

fn group(name: &str, n: u64, successes: u64) -> GroupCount {
    GroupCount::new(GroupKey::of("race", name), n, successes).unwrap()
}

/// A published sheet: the baseline and the goals of the years, in percent.
fn sheet(found: &Goals, name: &str) -> Vec<String> {
    let of: Vec<&Goal> = found
        .goals
        .iter()
        .filter(|goal| goal.key.to_string() == name)
        .collect();
    let rates = of.iter().map(|goal| goal.rate);
    std::iter::once(of[0].baseline)
        .chain(rates)
        .map(|rate| {
            rate.map_or("—".to_owned(), |rate| {
                rate.times(Exact::from(100)).unwrap().decimal(1)
            })
        })
        .collect()
}

fn reset() -> GoalRule {
    GoalRule::Reset {
        step: exact("2%"),
        near_step: exact("1%"),
        within: exact("5%"),
    }
}

#[test]
fn a_common_end_point_for_every_group() {
    // A state plan: 75 % by 2038-39 for every subgroup, "All 15, 21, 27, …, 75".
    let found = target("15%", "75%", 10)
        .goals(
            &[
                group("All", 200, 30),
                group("Asian", 100, 45),
                group("Top", 50, 40),
            ],
            &GoalRule::CommonEnd,
            &[],
        )
        .unwrap();
    let all: Vec<String> = (0..=10).map(|t| format!("{}.0", 15 + 6 * t)).collect();
    assert_eq!(sheet(&found, "All"), all);
    // From 45: three points a year. 80 % is there already and stays.
    assert_eq!(sheet(&found, "Asian")[1], "48.0");
    assert_eq!(sheet(&found, "Asian")[10], "75.0");
    assert_eq!(sheet(&found, "Top"), ["80.0"; 11]);
    let last = &found.goals[9];
    assert_eq!(
        (last.year, last.required, last.additional),
        (2036, Some(150), Some(120))
    );
    assert!(found.sentence(&Wording::default()).starts_with(
        "Rule: every group at 75.0 % in 2036, in equal steps. All: 75.0 % in 2036, which is 150 of 200 children, 120 more than at the baseline."
    ));
}

#[test]
fn linear_steps_and_half_points() {
    // Board sheets: 27, 30, 33, 36, 39, 42 and 21, 24.5, 28, 31.5, 35.
    let three = GoalRule::Steps { step: exact("3%") };
    let found = target("27%", "42%", 5)
        .goals(&[group("All", 100, 27)], &three, &[])
        .unwrap();
    assert_eq!(
        sheet(&found, "All"),
        ["27.0", "30.0", "33.0", "36.0", "39.0", "42.0"]
    );
    let half = GoalRule::Steps {
        step: exact("3.5%"),
    };
    let found = target("21%", "35%", 4)
        .goals(&[group("All", 100, 21), group("Near", 100, 99)], &half, &[])
        .unwrap();
    assert_eq!(
        sheet(&found, "All"),
        ["21.0", "24.5", "28.0", "31.5", "35.0"]
    );
    // 24.5 % of 100 takes 25 children; never beyond 100 %.
    assert_eq!(found.goals[0].required, Some(25));
    assert_eq!(sheet(&found, "Near")[1], "100.0");
}

#[test]
fn half_of_the_rest_and_half_of_the_gap() {
    // "Halve the non-proficient share": 40 % to 70 % in six years, five points a year.
    let groups = [group("Black", 100, 40), group("White", 100, 80)];
    let rest = target("40%", "70%", 6)
        .goals(&groups, &GoalRule::Halve { to: None }, &[])
        .unwrap();
    assert_eq!(
        sheet(&rest, "Black"),
        ["40.0", "45.0", "50.0", "55.0", "60.0", "65.0", "70.0"]
    );
    assert_eq!(sheet(&rest, "White")[6], "90.0");
    // "Gaps at least cut in half": 40 to White's 80 is 60, and White stays.
    let rule = GoalRule::HalveGap {
        reference: "White".to_owned(),
    };
    let gap = target("40%", "70%", 2).goals(&groups, &rule, &[]).unwrap();
    assert_eq!(sheet(&gap, "Black"), ["40.0", "50.0", "60.0"]);
    assert_eq!(sheet(&gap, "White"), ["80.0"; 3]);
    assert!(gap.convention.contains("White (80.0 % in 2026)"));
    let unknown = GoalRule::HalveGap {
        reference: "Whit".to_owned(),
    };
    assert!(
        target("40%", "70%", 2)
            .goals(&groups, &unknown, &[])
            .is_err()
    );
}

#[test]
fn a_goal_is_reset_when_it_is_reached() {
    // A board sheet: 59, 62, 64, 66, 68. The sheet does not print the scores; 57 at first, then 60, 62, 64
    // and 66 are scores under which the printed rule gives it.
    let scores = |of: &[u64]| -> Vec<(i32, Vec<GroupCount>)> {
        (2027..)
            .zip(of)
            .map(|(year, score)| (year, vec![group("All", 100, *score)]))
            .collect()
    };
    let all = [group("All", 100, 57)];
    let plan = target("57%", "80%", 5);
    let found = plan
        .goals(&all, &reset(), &scores(&[60, 62, 64, 66]))
        .unwrap();
    assert_eq!(
        sheet(&found, "All"),
        ["57.0", "59.0", "62.0", "64.0", "66.0", "68.0"]
    );
    // Missed goals stay: 58 < 59, then 61 reaches it.
    let found = plan.goals(&all, &reset(), &scores(&[58, 61, 62])).unwrap();
    assert_eq!(
        sheet(&found, "All"),
        ["57.0", "59.0", "59.0", "63.0", "63.0", "—"]
    );
    assert_eq!(
        found.goals[4].reason.as_deref(),
        Some("set when the result of 2030 is known")
    );
    // "Above 95 % step 1": 95 itself still takes two points, 96 one; and never beyond 100.
    let near = |score| {
        let found = plan
            .goals(&[group("All", 100, score)], &reset(), &[])
            .unwrap();
        sheet(&found, "All")[1].clone()
    };
    assert_eq!([near(95), near(96), near(100)], ["97.0", "97.0", "100.0"]);
}

#[test]
fn masked_groups_are_blank_with_the_reason() {
    let masked = |low, high| {
        let successes = Count::range(low, high, Censoring::Suppressed).unwrap();
        GroupCount::from_counts(GroupKey::of("race", "Black"), Count::exact(100), successes)
            .unwrap()
    };
    let plan = target("57%", "80%", 3);
    for rule in [
        GoalRule::CommonEnd,
        GoalRule::Maintain,
        GoalRule::Steps { step: exact("1%") },
        GoalRule::Halve { to: None },
        reset(),
    ] {
        let found = plan
            .goals(&[masked(1, 9), group("None", 0, 0)], &rule, &[])
            .unwrap();
        assert!(
            found
                .goals
                .iter()
                .all(|goal| goal.rate.is_none() && goal.required.is_none())
        );
        assert_eq!(
            found.goals[0].reason.as_deref(),
            Some("the count is suppressed")
        );
        assert_eq!(
            found.goals[3].reason.as_deref(),
            Some("there are no children")
        );
    }
    // A masked result that surely missed its goal keeps it; one that may have reached it leaves it open.
    let black = [GroupCount::new(GroupKey::of("race", "Black"), 100, 57).unwrap()];
    let missed = [(2027, vec![masked(1, 58)])];
    let open = [(2027, vec![masked(1, 59)])];
    let goals =
        |results: &[(i32, Vec<GroupCount>)]| plan.goals(&black, &reset(), results).unwrap().goals;
    assert_eq!(goals(&missed)[1].rate, Some(exact("59%")));
    assert_eq!(
        goals(&open)[1].reason.as_deref(),
        Some("in 2027 the count is suppressed")
    );
}

#[test]
fn lower_is_better_counts_down() {
    let plan =
        Target::in_direction(Direction::Lower, exact("30%"), exact("10%"), 90, 2026, 4).unwrap();
    let all = [GroupCount::new(GroupKey::of("race", "All"), 90, 27).unwrap()];
    let ends = |rule: GoalRule| plan.goals(&all, &rule, &[]).unwrap().goals[3].clone();
    let end = ends(GoalRule::CommonEnd);
    assert_eq!((end.required, end.additional), (Some(9), Some(18)));
    assert_eq!(ends(GoalRule::Halve { to: None }).rate, Some(exact("15%")));
    assert_eq!(
        ends(GoalRule::Steps { step: exact("10%") }).rate,
        Some(Exact::ZERO)
    );
    assert_eq!(ends(GoalRule::Maintain).rate, Some(exact("30%")));
}

#[test]
fn steps_and_levels_out_of_range_are_told() {
    let bad = |rule| {
        target("57%", "80%", 3)
            .goals(&[group("All", 9, 3)], &rule, &[])
            .unwrap_err()
    };
    let message = bad(GoalRule::Steps { step: exact("3") }).to_string();
    assert!(message.contains("write 2% or 0.02, not 2"), "{message}");
    bad(GoalRule::Halve {
        to: Some(exact("95")),
    });
    bad(GoalRule::HalveGap {
        reference: "Nobody".to_owned(),
    });
}

proptest! {
    #[test]
    fn goals_never_fall_and_their_counts_suffice(
        n in 1_u64..500, s in 0_u64..500, to in 0_i128..=100, years in 1_u32..12, lower in any::<bool>(),
    ) {
        let (s, share) = (s.min(n), |x| Exact::new(x, 100).unwrap());
        let (direction, from) = if lower { (Direction::Lower, share(100)) } else { (Direction::Higher, Exact::ZERO) };
        let plan = Target::in_direction(direction, from, share(to), 100, 2026, years).unwrap();
        for rule in [
            GoalRule::CommonEnd, GoalRule::Halve { to: None }, GoalRule::Steps { step: exact("3.5%") },
            GoalRule::Maintain,
        ] {
            let found = plan.goals(&[group("All", n, s)], &rule, &[]).unwrap();
            let mut before = found.goals[0].baseline.unwrap();
            for goal in &found.goals {
                let (rate, count) = (goal.rate.unwrap(), goal.required.unwrap());
                let (worse, better) = if lower { (rate, before) } else { (before, rate) };
                prop_assert!(worse <= better);
                let met = Exact::from(count).over(Exact::from(n)).unwrap();
                let (least, most) = if lower { (met, rate) } else { (rate, met) };
                prop_assert!(least <= most);
                let moved = if lower { s.saturating_sub(count) } else { count.saturating_sub(s) };
                prop_assert_eq!(goal.additional, Some(moved));
                before = rate;
            }
        }
    }
}

#[test]
fn a_reference_is_named_by_its_level_as_in_gaps() {
    // A level without letters is printed with its dimension: "school 10".
    let schools = [("9", 40), ("10", 80)]
        .map(|(school, s)| GroupCount::new(GroupKey::of("school", school), 100, s).unwrap());
    for name in ["10", "school 10"] {
        let rule = GoalRule::HalveGap {
            reference: name.to_owned(),
        };
        let found = target("40%", "70%", 2).goals(&schools, &rule, &[]).unwrap();
        assert_eq!(sheet(&found, "school 9"), ["40.0", "50.0", "60.0"]);
    }
    // Percent of a rate and points of it are different steps.
    let step = GoalRule::Steps { step: exact("2%") };
    let found = target("40%", "70%", 2).goals(&schools, &step, &[]).unwrap();
    assert_eq!(found.convention, "2.0 points a year");
}
