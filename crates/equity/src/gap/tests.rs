use proptest::prelude::*;

use super::*;
use crate::{Censoring, GroupKey, Wording};

fn group(name: &str, n: u64, successes: u64) -> GroupCount {
    GroupCount::new(GroupKey::of("race", name), n, successes).unwrap()
}

fn suppressed(name: &str, n: u64) -> GroupCount {
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    GroupCount::from_counts(GroupKey::of("race", name), Count::exact(n), few).unwrap()
}

fn against(reference: Reference) -> GapOptions {
    GapOptions {
        reference,
        ..GapOptions::new(Direction::Higher)
    }
}

/// Published student-equity example: Black 607 of 2,000, all students 10,528 of 20,000. The other groups
/// are merged into two whose rates leave the highest at 0.7155 (7,155 of 10,000): ⌈.7155 · 2000⌉ − 607 = 824.
fn student_equity() -> [GroupCount; 3] {
    [
        group("Black", 2000, 607),
        group("Asian", 10_000, 7_155),
        group("Other", 8_000, 2_766),
    ]
}

fn needed(reference: Reference) -> Needed {
    gaps(&student_equity(), &against(reference)).unwrap().gaps[0]
        .needed
        .unwrap()
}

#[test]
fn parity_has_three_answers_and_each_is_named() {
    // DisImpact's three columns for Black: 446 (overall held fixed), 496 (overall moves), 824 (highest).
    let overall = needed(Reference::Overall);
    assert_eq!(
        (overall.fixed, overall.moving),
        (Count::exact(446), Some(Count::exact(496)))
    );
    assert_eq!(
        needed(Reference::Rest),
        Needed {
            fixed: Count::exact(496),
            moving: None
        }
    );
    assert_eq!(
        needed(Reference::Best { min_n: 10 }).fixed,
        Count::exact(824)
    );
    let result = gaps(&student_equity(), &against(Reference::Overall)).unwrap();
    assert_eq!(
        result.gaps[0]
            .needed_sentence(&Wording::default(), Direction::Higher)
            .unwrap(),
        "Black: parity with all children together (n = 20,000, rate 52.6 %) takes 446 more of the children, with that rate held fixed; 496 when it moves with the group."
    );
}

#[test]
fn a_fixed_level_is_exact() {
    let level = Reference::Level {
        level: "0.8".parse().unwrap(),
    };
    let result = gaps(&[group("All", 2000, 1200)], &against(level)).unwrap();
    assert_eq!(result.gaps[0].needed.unwrap().fixed, Count::exact(400));
    assert_eq!(result.gaps[0].difference, Some("-1/5".parse().unwrap()));
    // Wilson .578358 to .621259 (statsmodels) less .8.
    assert!((result.gaps[0].lower_pp.unwrap() + 22.164_230_141_454_63).abs() < 1e-7);
    assert!((result.gaps[0].upper_pp.unwrap() + 17.874_110_804_170_45).abs() < 1e-7);
    assert_eq!(result.gaps[0].status, GapStatus::Flagged);
}

#[test]
fn the_group_is_part_of_the_overall_rate() {
    let result = gaps(&student_equity(), &against(Reference::Overall)).unwrap();
    let black = &result.gaps[0];
    // Published: 0.00984 with the part-whole correlation (0.01087 when treated as independent).
    assert!((black.standard_error_pp.unwrap() - 0.984).abs() < 5e-4);
    let rest = gaps(&student_equity(), &against(Reference::Rest)).unwrap();
    // Gap to overall = gap to everyone else · (1 − 2000/20000), exactly.
    let scaled = rest.gaps[0]
        .difference
        .unwrap()
        .times("9/10".parse().unwrap())
        .unwrap();
    assert_eq!(black.difference, Some(scaled));
    assert!((black.lower_pp.unwrap() - 0.9 * rest.gaps[0].lower_pp.unwrap()).abs() < 1e-12);
}

#[test]
fn sentences_say_whom_and_how_sure() {
    let words = Wording::new("third-graders", "read at grade level");
    let groups = [group("Black", 600, 270), group("White", 1400, 950)];
    let result = gaps(
        &groups,
        &against(Reference::Group {
            name: "White".into(),
        }),
    )
    .unwrap();
    // Newcombe −.274647 to −.181442 (statsmodels).
    assert_eq!(
        result.gaps[0].sentence(&words),
        "Black: 45.0 % of 600 third-graders read at grade level, 22.9 points below White (67.9 % of 1,400); 95 % interval −27.5 to −18.1."
    );
    assert!(
        result.gaps[1]
            .sentence(&words)
            .ends_with("It is the reference.")
    );
    assert_eq!(
        result.gaps[1].status,
        GapStatus::NotAssessable(NotAssessable::IsReference)
    );
    assert_eq!(
        result.sentence(),
        "2 groups compared with White: 1 with a gap on the unfavourable side that a 95 % interval sets apart from zero, 0 without, 1 not assessed."
    );
}

#[test]
fn direction_decides_which_side_is_unfavourable() {
    let groups = [group("A", 600, 270), group("B", 1400, 950)];
    let up = gaps(&groups, &GapOptions::new(Direction::Higher)).unwrap();
    let down = gaps(&groups, &GapOptions::new(Direction::Lower)).unwrap();
    assert_eq!(
        (up.gaps[0].status, up.gaps[1].status),
        (GapStatus::Flagged, GapStatus::NotFlagged)
    );
    assert_eq!(
        (down.gaps[0].status, down.gaps[1].status),
        (GapStatus::NotFlagged, GapStatus::Flagged)
    );
    // Lower is better: B has 950 of 1,400; A's rate .45 allows ⌊630⌋, so 320 fewer.
    assert_eq!(down.gaps[1].needed.unwrap().fixed, Count::exact(320));
    assert_eq!(down.gaps[0].needed.unwrap().fixed, Count::exact(0));
}

#[test]
fn a_gap_that_chance_could_make_is_not_flagged() {
    // Newcombe (statsmodels 0.15.0) for 50/100 against 52/100: −.155428 to .116474, across zero.
    let groups = [group("A", 100, 50), group("B", 100, 52)];
    let result = gaps(&groups, &GapOptions::new(Direction::Higher)).unwrap();
    assert!((result.gaps[0].lower_pp.unwrap() + 15.542_840_126_514_65).abs() < 1e-9);
    assert!((result.gaps[0].upper_pp.unwrap() - 11.647_432_421_317_17).abs() < 1e-9);
    for direction in [Direction::Higher, Direction::Lower] {
        let result = gaps(&groups, &GapOptions::new(direction)).unwrap();
        assert_eq!(result.counts(), (0, 2, 0), "{direction:?}");
    }
}

#[test]
fn ties_for_the_best_rate_go_to_the_larger_group_then_to_the_earlier() {
    // 20/40, 30/60 and 30/60: the same rate.
    let groups = [
        group("A", 40, 20),
        group("B", 60, 30),
        group("C", 60, 30),
        group("D", 50, 10),
    ];
    let result = gaps(&groups, &against(Reference::Best { min_n: 10 })).unwrap();
    assert_eq!(result.gaps[3].reference.population, "B, the best rate");
}

#[test]
fn no_judgement_without_grounds() {
    use NotAssessable::*;
    let reason = |result: &Gaps, i: usize| match result.gaps[i].status {
        GapStatus::NotAssessable(reason) => Some(reason),
        _ => None,
    };
    let one = gaps(&[group("A", 50, 20)], &against(Reference::Rest)).unwrap();
    assert_eq!(reason(&one, 0), Some(SingleGroup));
    let groups = [
        group("A", 50, 20),
        group("B", 0, 0),
        group("C", 9, 1),
        group("D", 60, 50),
    ];
    let rest = gaps(&groups, &against(Reference::Rest)).unwrap();
    assert_eq!(reason(&rest, 1), Some(NoMembers));
    assert_eq!(reason(&rest, 2), Some(BelowMinimum { min_n: 10 }));
    assert!(rest.gaps[2].difference.is_some());
    // Ten children are enough for a minimum of ten.
    let ten = gaps(
        &[group("A", 10, 5), group("B", 60, 30)],
        &against(Reference::Rest),
    )
    .unwrap();
    assert_eq!(reason(&ten, 0), None);
    assert_eq!(reason(&rest, 0), None);
    // A group of one with rate 100 % must not become the reference of everybody else.
    let best = Reference::Best { min_n: 10 };
    let tiny = [group("A", 50, 20), group("B", 1, 1), group("C", 60, 50)];
    let result = gaps(&tiny, &against(best)).unwrap();
    assert!(
        result.gaps[0]
            .reference
            .description
            .starts_with("C, the best rate (n = 60")
    );
    let nobody = gaps(&tiny, &against(Reference::Best { min_n: 100 })).unwrap();
    assert_eq!(reason(&nobody, 0), Some(NoReference));
    assert_eq!(nobody.gaps[0].needed, None);
}

#[test]
fn censored_counts_give_bounds_and_no_verdict() {
    let groups = [group("A", 50, 20), suppressed("B", 30)];
    let result = gaps(&groups, &against(Reference::Rest)).unwrap();
    // A: 40 % against 0/30 to 9/30. B: 0 % to 30 % against 40 %.
    let range = |gap: &Gap| (gap.lower_pp.unwrap().round(), gap.upper_pp.unwrap().round());
    assert_eq!(range(&result.gaps[0]), (10.0, 40.0));
    assert_eq!(range(&result.gaps[1]), (-40.0, -10.0));
    assert_eq!(
        result.gaps[0].status,
        GapStatus::NotAssessable(NotAssessable::ReferenceCensored)
    );
    assert_eq!(
        result.gaps[1].status,
        GapStatus::NotAssessable(NotAssessable::Censored)
    );
    assert_eq!(result.gaps[1].difference, None);
    // ⌈.4 · 30⌉ = 12 less 0 to 9.
    let needed = result.gaps[1].needed.unwrap().fixed;
    assert_eq!((needed.low(), needed.high()), (3, Some(12)));
    assert_eq!(
        result.gaps[1].sentence(&Wording::default()),
        "B: between 0.0 % and 30.0 % of 30 children reach the outcome; the count is suppressed. The difference to everyone else (n = 50, rate 40.0 %) is between −40.0 and −10.0 points. Not assessed: its count is published only as a range."
    );
    let best = gaps(
        &[group("A", 50, 10), suppressed("B", 30)],
        &against(Reference::Best { min_n: 10 }),
    );
    assert_eq!(best.unwrap().caveats.len(), 1);
}

#[test]
fn a_range_that_may_be_the_best_leaves_no_verdict() {
    // B is 0 % to 30 %: above A's 20 %, but never above A's 40 %. C is far below both.
    let reason = |a: u64, rule: Option<Rule>| {
        let groups = [group("A", 50, a), suppressed("B", 30), group("C", 500, 10)];
        let options = GapOptions {
            rule,
            ..against(Reference::Best { min_n: 10 })
        };
        let found = gaps(&groups, &options).unwrap();
        assert!(found.gaps[2].difference_pp.is_some());
        assert_eq!(
            found.gaps[0].status,
            GapStatus::NotAssessable(NotAssessable::IsReference)
        );
        let test = found.gaps[2].test;
        (found.gaps[2].status, found.caveats.len(), test.is_some())
    };
    let unknown = GapStatus::NotAssessable(NotAssessable::BestUnknown);
    for rule in [None, Some(Rule::eighty_percent().unwrap())] {
        assert_eq!(reason(10, rule), (unknown, 1, false));
        assert_eq!(reason(20, rule), (GapStatus::Flagged, 0, true));
    }
}

#[test]
fn a_range_is_not_subtracted_from_itself() {
    // k = 0, 2, <5 of 6, 8, 8. All together: 2 to 6 of 22. Everyone but C: 0 + 2 of 14, exactly.
    let cell = |name: &str, n, low, high| {
        let successes = Count::range(low, high, Censoring::Suppressed).unwrap();
        GroupCount::from_counts(GroupKey::of("race", name), Count::exact(n), successes).unwrap()
    };
    let groups = [group("A", 6, 0), group("B", 8, 2), cell("C", 8, 0, 4)];
    let rest = |overall: GroupCount, i: usize| {
        let options = GapOptions {
            overall: Some(overall),
            ..against(Reference::Rest)
        };
        let found = gaps(&groups, &options).unwrap();
        let rest = found.gaps[i].reference.successes.unwrap();
        (rest.low(), rest.high())
    };
    let summed = || cell("all", 22, 2, 6);
    assert_eq!(rest(summed(), 2), (2, Some(2)));
    assert_eq!(rest(summed(), 0), (2, Some(6)));
    // An overall count that is known better than the sum still narrows: 5 less 0.
    assert_eq!(rest(cell("all", 22, 5, 5), 0), (5, Some(5)));
    // Two children in no group: they may reach it too.
    assert_eq!(rest(cell("all", 24, 2, 6), 2).1, Some(6));
}

#[test]
fn groups_that_overlap_are_not_taken_as_independent_in_silence() {
    let groups = [group("A", 60, 20), group("B", 70, 50)];
    let caveats = |exclusive, reference| {
        let options = GapOptions {
            exclusive,
            ..against(reference)
        };
        gaps(&groups, &options).unwrap().caveats.len()
    };
    let named = || Reference::Group { name: "A".into() };
    assert_eq!((caveats(false, named()), caveats(true, named())), (1, 0));
    assert_eq!(caveats(false, Reference::Best { min_n: 10 }), 1);
}

#[test]
fn overlapping_groups_need_the_overall_count() {
    let groups = [
        group("Black alone or in combination", 60, 20),
        group("White alone or in combination", 70, 50),
    ];
    let mut options = against(Reference::Rest);
    options.exclusive = false;
    assert_eq!(gaps(&groups, &options), Err(Error::OverlappingGroups));
    options.overall = Some(GroupCount::new(GroupKey::everyone(), 100, 60).unwrap());
    let result = gaps(&groups, &options).unwrap();
    assert_eq!(result.gaps[0].reference.n, Some(Count::exact(40)));
    assert_eq!(result.gaps[0].reference.rate, Some(Exact::ONE));
    options.exclusive = true;
    let message = gaps(&groups, &options).unwrap_err().to_string();
    assert!(
        message.contains("130") && message.contains("exclusive = false"),
        "{message}"
    );
}

#[test]
fn bad_groups_are_named() {
    let twice = [group("A", 5, 2), group("A", 6, 2)];
    assert!(matches!(
        gaps(&twice, &against(Reference::Rest)),
        Err(Error::DuplicateGroup { .. })
    ));
    let name = Reference::Group {
        name: "Whyte".into(),
    };
    let message = gaps(&student_equity(), &against(name))
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("Whyte") && message.contains("Black; Asian; Other"),
        "{message}"
    );
    let level = Reference::Level {
        level: Exact::from(80),
    };
    let message = gaps(&[], &against(level)).unwrap_err().to_string();
    assert!(message.contains("write 80%"), "{message}");
    let mut options = against(Reference::Rest);
    options.overall = Some(GroupCount::new(GroupKey::everyone(), 100, 90).unwrap());
    let found = gaps(&[group("A", 90, 10)], &options);
    assert!(
        matches!(found, Err(Error::InconsistentOverall { .. })),
        "{found:?}"
    );
    options.overall = Some(GroupCount::new(GroupKey::everyone(), 100, 50).unwrap());
    let found = gaps(&[group("A", 60, 10)], &options).unwrap();
    assert!(
        found.caveats[0].starts_with("40 of 100 children are in no group"),
        "{:?}",
        found.caveats
    );
}

proptest! {
    #[test]
    fn identities(cells in prop::collection::vec((1_u64..300, 0_u64..300), 2..7)) {
        let groups: Vec<_> = cells
            .iter()
            .enumerate()
            .map(|(i, &(n, s))| group(&format!("G{i}"), n, s.min(n)))
            .collect();
        let rest = gaps(&groups, &against(Reference::Rest)).unwrap();
        let overall = gaps(&groups, &against(Reference::Overall)).unwrap();
        let (n, s) = cells.iter().fold((0, 0), |(n, s), cell| (n + cell.0, s + cell.1.min(cell.0)));
        let mut weighted = Exact::ZERO;
        for (i, &(size, _)) in cells.iter().enumerate() {
            let (r, o) = (&rest.gaps[i], &overall.gaps[i]);
            // Part and whole: p_g − p_all = (1 − n_g/N)(p_g − p_rest), in exact arithmetic.
            let outside = Exact::new(i128::from(n - size), i128::from(n)).unwrap();
            prop_assert_eq!(o.difference.unwrap(), r.difference.unwrap().times(outside).unwrap());
            // A moving overall rate is parity with everyone else, and never cheaper than a fixed one.
            prop_assert_eq!(o.needed.unwrap().moving, Some(r.needed.unwrap().fixed));
            prop_assert!(o.needed.unwrap().fixed.low() <= r.needed.unwrap().fixed.low());
            // Gaps to the overall rate, weighted by children, add up to nothing.
            weighted = weighted.plus(o.difference.unwrap().times(Exact::from(size)).unwrap()).unwrap();
            // The overall count given apart must say the same as the sum of the groups.
            let mut given = against(Reference::Rest);
            given.overall = Some(GroupCount::new(GroupKey::everyone(), n, s).unwrap());
            prop_assert_eq!(&gaps(&groups, &given).unwrap().gaps[i], r);
        }
        prop_assert_eq!(weighted, Exact::ZERO);
    }

    // Oracle: every pair of counts the ranges allow, subtracted one by one.
    #[test]
    fn everyone_else_holds_every_completion(all in (0_u64..30, 0_u64..30), part in (0_u64..20, 0_u64..20)) {
        let range = |(a, b): (u64, u64)| Count::range(a.min(b), a.max(b), Censoring::Range).unwrap();
        let unknown = Count::unknown(Censoring::NotCollected);
        let one = GroupCount::from_counts(GroupKey::of("race", "A"), range(part), unknown).unwrap();
        let mut options = against(Reference::Rest);
        options.overall = Some(GroupCount::from_counts(GroupKey::everyone(), range(all), unknown).unwrap());
        let rests: Vec<u64> = (all.0.min(all.1)..=all.0.max(all.1))
            .flat_map(|n| (part.0.min(part.1)..=part.0.max(part.1)).filter_map(move |g| n.checked_sub(g)))
            .collect();
        match gaps(&[one], &options) {
            Ok(found) => {
                let n = found.gaps[0].reference.n.unwrap();
                prop_assert_eq!(Some(n.low()), rests.iter().min().copied());
                prop_assert_eq!(n.high(), rests.iter().max().copied());
            }
            Err(_) => prop_assert!(rests.is_empty()),
        }
    }

    // Oracle: every completion of the suppressed count gives a gap inside the bounds, and both ends occur.
    #[test]
    fn identification_bounds_hold_every_completion(n in 10_u64..40, other in (5_u64..40, 0_u64..40)) {
        let groups = [suppressed("A", n), group("B", other.0, other.1.min(other.0))];
        let gap = gaps(&groups, &against(Reference::Rest)).unwrap().gaps[0].clone();
        let all: Vec<f64> = (0..=9)
            .map(|s| {
                let groups = [group("A", n, s), groups[1].clone()];
                gaps(&groups, &against(Reference::Rest)).unwrap().gaps[0].difference_pp.unwrap()
            })
            .collect();
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        prop_assert!(close(gap.lower_pp.unwrap(), all.iter().copied().fold(f64::INFINITY, f64::min)));
        prop_assert!(close(gap.upper_pp.unwrap(), all.iter().copied().fold(f64::NEG_INFINITY, f64::max)));
    }
}
