use proptest::prelude::*;

use super::*;
use crate::{GroupKey, Path, Target};

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn way(cohort: u64) -> Trajectory {
    let target = Target::new(exact("60%"), exact("80%"), cohort, 2026, 5).unwrap();
    target.path(Path::Linear).unwrap()
}

fn seen(n: u64, successes: u64) -> GroupCount {
    GroupCount::new(GroupKey::everyone(), n, successes).unwrap()
}

fn judged(year: i32, counts: GroupCount) -> TrackYear {
    let found = way(2000).on_track(&[(year, counts)], Confidence::default());
    found.unwrap().years.remove(0)
}

#[test]
fn ranges_announced_in_advance() {
    // scipy.stats.binom.ppf([.025, .975], n, m): 1319 and 1401 for .68 of 2,000; 31 and 46 for .64 of 60.
    let large = way(2000).milestones(Confidence::default()).unwrap();
    let second = &large.milestones[1];
    assert_eq!((second.low, second.high), (Some(1319), Some(1401)));
    let small = way(60).milestones(Confidence::default()).unwrap();
    let first = &small.milestones[0];
    assert_eq!(
        (first.required, first.low, first.high),
        (39, Some(31), Some(46))
    );
    // Sixty children at the baseline rate, 36, are inside: a school of sixty cannot be judged after a year.
    assert!(first.smallest_n.unwrap() > 60);
    assert_eq!(
        second.sentence(&Wording::new("third-graders", "read at grade level")),
        format!(
            "2028: 1,360 of 2,000 third-graders read at grade level (68.0 %); 1,319 to 1,401 are consistent with that. Standing still shows from {} third-graders on.",
            second.smallest_n.unwrap()
        )
    );
}

#[test]
fn the_worked_results() {
    // scipy.stats.binom: P(X <= 1300) = .0023065, P(X <= 1340) = .1748667, P(X >= 1400) = .0286367 at .68 of 2,000.
    for (successes, p, status) in [
        (1300, 0.002_306_532_536_571_751, TrackStatus::Behind),
        (1340, 0.174_866_747_153_122_3, TrackStatus::Consistent),
        (1400, 0.028_636_683_231_595_475, TrackStatus::Consistent),
    ] {
        let found = judged(2028, seen(2000, successes));
        assert_eq!(found.status, status);
        assert!((found.p.unwrap() - p).abs() < 1e-9 * p);
    }
    // A school of sixty at 64 %: 35 (58 %) is consistent, 30 is behind.
    assert_eq!(judged(2027, seen(60, 35)).status, TrackStatus::Consistent);
    assert_eq!(judged(2027, seen(60, 30)).status, TrackStatus::Behind);
    assert_eq!(judged(2028, seen(2000, 1410)).status, TrackStatus::Ahead);
    assert_eq!(
        judged(2028, seen(2000, 1300)).sentence(&Wording::default()),
        "2028: 1,300 of 2,000 children reach the outcome, behind the milestone of 68.0 % (p = .0023)."
    );
}

#[test]
fn a_censored_count_is_judged_only_where_every_completion_agrees() {
    let range = |low, high| {
        let successes = Count::range(low, high, Censoring::Suppressed).unwrap();
        GroupCount::from_counts(GroupKey::everyone(), Count::exact(60), successes).unwrap()
    };
    // 64 % of 60: below 31 is behind, 31 to 46 consistent.
    assert_eq!(judged(2027, range(10, 30)).status, TrackStatus::Behind);
    assert_eq!(judged(2027, range(31, 46)).status, TrackStatus::Consistent);
    let open = judged(2027, range(30, 31));
    assert_eq!(open.status, TrackStatus::NotAssessable);
    assert_eq!(open.p, None);
    assert_eq!(
        open.reason.as_deref(),
        Some("the count is suppressed: its completions differ in status")
    );
    let unknown = GroupCount::from_counts(
        GroupKey::everyone(),
        Count::unknown(Censoring::NotCollected),
        Count::unknown(Censoring::NotCollected),
    )
    .unwrap();
    assert_eq!(judged(2027, unknown).status, TrackStatus::NotAssessable);
    assert_eq!(
        judged(2027, seen(0, 0)).reason.as_deref(),
        Some("no children")
    );
    assert_eq!(
        judged(2040, seen(60, 30)).reason.as_deref(),
        Some("no milestone for this year")
    );
}

#[test]
fn goals_of_every_and_of_no_child() {
    let all = Target::new(exact("90%"), exact("100%"), 50, 2026, 1).unwrap();
    let way = all.path(Path::Linear).unwrap();
    let found = way.milestones(Confidence::default()).unwrap();
    // Any child below 100 % contradicts a rate of 1: standing still shows as soon as ⌊.9 n⌋ < n, at once.
    let last = &found.milestones[0];
    assert_eq!(
        (last.low, last.high, last.smallest_n),
        (Some(50), Some(50), Some(1))
    );
    let keep = Target::new(exact("0%"), exact("0%"), 50, 2026, 1).unwrap();
    let way = keep.path_for(Path::Linear, &[0]).unwrap();
    let none = way
        .milestones(Confidence::default())
        .unwrap()
        .milestones
        .remove(0);
    assert_eq!((none.low, none.high, none.smallest_n), (None, None, None));
    assert_eq!(
        none.sentence(&Wording::default()),
        "2027: no children are expected."
    );
}

#[test]
fn lower_is_better_turns_the_sides() {
    let target =
        Target::in_direction(Direction::Lower, exact("36%"), exact("20%"), 2000, 2026, 2).unwrap();
    let way = target.path(Path::Linear).unwrap();
    // 28 % of 2,000 is 560 with a standard deviation of 20.
    let status = |successes| {
        let found = way.on_track(&[(2027, seen(2000, successes))], Confidence::default());
        found.unwrap().years[0].status
    };
    assert_eq!(
        [status(620), status(560), status(500)],
        [
            TrackStatus::Behind,
            TrackStatus::Consistent,
            TrackStatus::Ahead
        ]
    );
}

#[test]
fn the_smallest_cohort_that_could_be_judged() {
    // Oracle: every cohort up to four times the answer, judged one by one.
    for (baseline, goal, direction) in [
        ("60%", "80%", Direction::Higher),
        ("95%", "99%", Direction::Higher),
        ("30%", "12%", Direction::Lower),
        ("1%", "60%", Direction::Higher),
    ] {
        let target =
            Target::in_direction(direction, exact(baseline), exact(goal), 100, 2026, 1).unwrap();
        let way = target.path(Path::Linear).unwrap();
        let found = way.milestones(Confidence::default()).unwrap().milestones[0].smallest_n;
        let behind = |n: u64| {
            let still = target.baseline().times(Exact::from(n)).unwrap();
            let still = match direction {
                Direction::Higher => still.floor(),
                Direction::Lower => still.ceil(),
            };
            let seen = seen(n, u64::try_from(still).unwrap());
            let found = way
                .on_track(&[(2027, seen)], Confidence::default())
                .unwrap();
            found.years[0].status == TrackStatus::Behind
        };
        let last_open = (1..4 * found.unwrap() + 200).rev().find(|n| !behind(*n));
        assert_eq!(
            found.unwrap(),
            last_open.unwrap_or(0) + 1,
            "{baseline} {goal}"
        );
    }
}

proptest! {
    /// What is announced is what is judged.
    #[test]
    fn the_range_is_the_consistent_counts(n in 1_u64..200, from in 1_i128..60, more in 0_i128..40, lower in any::<bool>()) {
        let share = |x| Exact::new(x, 100).unwrap();
        let (direction, from, to) = if lower {
            (Direction::Lower, from + more, from)
        } else {
            (Direction::Higher, from, from + more)
        };
        let target = Target::in_direction(direction, share(from), share(to), n, 2026, 1).unwrap();
        let way = target.path(Path::Linear).unwrap();
        let range = way.milestones(Confidence::default()).unwrap().milestones.remove(0);
        for successes in 0..=n {
            let found = way.on_track(&[(2027, seen(n, successes))], Confidence::default()).unwrap();
            let inside = Some(successes) >= range.low && Some(successes) <= range.high;
            prop_assert_eq!(found.years[0].status == TrackStatus::Consistent, inside);
        }
    }

    /// Oracle: every completion, one by one.
    #[test]
    fn a_range_has_the_status_of_all_its_completions(
        n in 1_u64..40, more_n in 0_u64..10, low in 0_u64..40, more in 0_u64..20,
    ) {
        let (low, high) = (low.min(n), (low + more).min(n + more_n));
        let counts = GroupCount::from_counts(
            GroupKey::everyone(),
            Count::range(n, n + more_n, Censoring::Range).unwrap(),
            Count::range(low.min(high), high, Censoring::Range).unwrap(),
        ).unwrap();
        let mut statuses = Vec::new();
        for n in counts.n().low()..=counts.n().high().unwrap() {
            for successes in counts.successes().low()..=counts.successes().high().unwrap().min(n) {
                statuses.push(judged(2027, seen(n, successes)).status);
            }
        }
        let all_one = statuses.iter().all(|status| *status == statuses[0]);
        let expected = if all_one { statuses[0] } else { TrackStatus::NotAssessable };
        prop_assert_eq!(judged(2027, counts).status, expected);
    }
}

#[test]
fn a_cohort_above_the_limit_is_told_as_such() {
    let target = Target::new(
        "60%".parse().unwrap(),
        "80%".parse().unwrap(),
        10_000_000_001,
        2026,
        5,
    );
    let way = target.unwrap().path(Path::Linear).unwrap();
    let error = way
        .milestones(Confidence::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("10,000,000,001"), "{error}");
    assert!(error.contains("at most 10,000,000,000 children"), "{error}");
}
