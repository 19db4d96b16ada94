use crate::{
    Censoring, Correction, Count, Direction, Error, Exact, Gap, GapOptions, GapStatus, GroupCount,
    GroupKey, NotAssessable, Reference, Rule, Wording, gaps,
};

fn group(name: &str, n: u64, successes: u64) -> GroupCount {
    GroupCount::new(GroupKey::of("race", name), n, successes).unwrap()
}

fn by_rule(rule: Rule) -> GapOptions {
    GapOptions::by_rule(Direction::Higher, rule)
}

fn idea(threshold: &str) -> GapOptions {
    GapOptions::by_rule(
        Direction::Lower,
        Rule::idea(threshold.parse().unwrap()).unwrap(),
    )
}

/// Student equity with the groups merged into three.
fn student_equity() -> [GroupCount; 3] {
    [
        group("Black", 2000, 607),
        group("Asian", 10_000, 7_155),
        group("Other", 8_000, 2_766),
    ]
}

#[test]
fn the_sentence_names_rule_reference_and_margin() {
    let result = gaps(&student_equity(), &by_rule(Rule::ppg_2017().unwrap())).unwrap();
    assert_eq!(
        result.gaps[0].sentence(&Wording::default()),
        "Black: 30.4 % of 2,000 children reach the outcome, 22.3 points below all children together (52.6 % of 20,000); 95 % interval −24.2 to −20.3. PPG 2017: flagged (margin 3.0 points); moving 386 of the children ends the flag, moving 446 brings parity."
    );
    assert_eq!(
        result.sentence(),
        "3 groups compared with all children together: 2 flagged, 1 not flagged, 0 not assessed. PPG 2017: flagged where rate + E is at most the rate of all children, E = max(3.0 %, 1.96·√(0.25/n)); groups of at least 1."
    );
    let ratio = gaps(&student_equity(), &by_rule(Rule::eighty_percent().unwrap())).unwrap();
    // .3035 / .7155.
    assert!(
        ratio.gaps[0]
            .sentence(&Wording::default())
            .contains("80 percent rule: flagged (index 0.42, cut-off 0.80)")
    );
    assert_eq!(
        ratio.gaps[1].status,
        GapStatus::NotAssessable(NotAssessable::IsReference)
    );
}

#[test]
fn another_reference_is_refused() {
    let options = GapOptions {
        reference: Reference::Rest,
        ..by_rule(Rule::ppg_2017().unwrap())
    };
    let message = gaps(&student_equity(), &options).unwrap_err().to_string();
    assert!(
        message.contains("everyone else with the rule ppg-2017")
            && message.contains("leave reference out"),
        "{message}"
    );
    let message = gaps(
        &student_equity(),
        &by_rule(Rule::idea("2".parse().unwrap()).unwrap()),
    )
    .unwrap_err()
    .to_string();
    assert!(message.contains("direction lower"), "{message}");
    for (rule, what) in [
        (Rule::EightyPercent { cut: Exact::ZERO }, "cut"),
        (
            Rule::Proportionality {
                cut: Exact::from(80),
            },
            "cut",
        ),
        (
            Rule::Ppg2017 {
                z: "-1".parse().unwrap(),
                floor: Exact::ZERO,
            },
            "z",
        ),
        (
            Rule::Ppg2022 {
                z: Exact::ONE,
                floor: Exact::from(3),
            },
            "floor",
        ),
    ] {
        let message = gaps(&student_equity(), &by_rule(rule))
            .unwrap_err()
            .to_string();
        assert!(message.starts_with(&format!("option {what}:")), "{message}");
    }
}

#[test]
fn the_state_steps_in_where_the_district_is_too_small() {
    // A: 40 of 200 (.2). Everyone else here: 4 of 25, fewer than 10 cases. In the State everyone else is
    // 500 of 10,000 (.05): alternate ratio 4.
    let here = [group("A", 200, 40), group("B", 25, 4)];
    let alone = gaps(&here, &idea("3")).unwrap();
    let small = NotAssessable::ComparisonBelowMinimum {
        cell: 10,
        min_n: 30,
    };
    assert_eq!(alone.gaps[0].status, GapStatus::NotAssessable(small));
    let mut options = idea("3");
    options.state = Some(vec![
        group("A", 4000, 400),
        group("B", 9000, 450),
        group("C", 1000, 50),
    ]);
    let found = gaps(&here, &options).unwrap();
    let a = found.gaps[0].finding.unwrap();
    assert!(a.alternate);
    assert_eq!(
        (a.index, found.gaps[0].status),
        (Some(Exact::from(4)), GapStatus::Flagged)
    );
    assert_eq!(found.gaps[0].reference.n, Some(Count::exact(10_000)));
    assert!(
        found.gaps[0]
            .sentence(&Wording::default())
            .contains("all other groups in the State (5.0 % of 10,000)")
    );
    // B itself is too small: the State does not help.
    assert_eq!(
        found.gaps[1].status,
        GapStatus::NotAssessable(NotAssessable::BelowMinimum { min_n: 30 })
    );
    // A group the State does not know, and a State that is too small.
    options.state = Some(vec![group("B", 9000, 450)]);
    assert!(matches!(
        gaps(&here, &options),
        Err(Error::UnknownGroup { .. })
    ));
    options.state = Some(vec![group("A", 4000, 400), group("B", 29, 20)]);
    let found = gaps(&here, &options).unwrap();
    assert_eq!(found.gaps[0].status, GapStatus::NotAssessable(small));
    // One group only here: the State is its comparison.
    options.state = Some(vec![group("A", 4000, 400), group("B", 9000, 450)]);
    let found = gaps(&here[..1], &options).unwrap();
    assert_eq!(found.gaps[0].status, GapStatus::Flagged);
}

#[test]
fn censored_counts_get_no_verdict() {
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    let hidden = GroupCount::from_counts(GroupKey::of("race", "B"), Count::exact(30), few).unwrap();
    for rule in [Rule::ppg_2017(), Rule::ppg_2022(), Rule::proportionality()] {
        let found = gaps(
            &[group("A", 50, 20), hidden.clone()],
            &by_rule(rule.unwrap()),
        )
        .unwrap();
        assert_eq!(
            found.gaps[0].status,
            GapStatus::NotAssessable(NotAssessable::ReferenceCensored)
        );
        assert_eq!(
            found.gaps[1].status,
            GapStatus::NotAssessable(NotAssessable::Censored)
        );
        assert_eq!(found.gaps[1].finding.unwrap().to_parity, None);
        assert_eq!(found.gaps[1].test, None);
    }
}

#[test]
fn another_place_is_a_reference() {
    let options = GapOptions {
        reference: Reference::Counts {
            name: "the State".to_owned(),
            n: 1400,
            successes: 950,
        },
        ..GapOptions::new(Direction::Higher)
    };
    let found = gaps(&[group("Black", 600, 270), group("None", 0, 0)], &options).unwrap();
    let gap: &Gap = &found.gaps[0];
    // Newcombe −.274647 to −.181442 and Katz .602742 to .729630 (statsmodels).
    assert!((gap.lower_pp.unwrap() + 27.464_655_146_429_82).abs() < 1e-7);
    assert!((gap.measures.ratio.unwrap().upper.unwrap() - 0.729_630_062_912_896).abs() < 1e-9);
    assert_eq!(
        gap.reference.description,
        "the State (n = 1,400, rate 67.9 %)"
    );
    assert_eq!(
        found.gaps[1].status,
        GapStatus::NotAssessable(NotAssessable::NoMembers)
    );
    assert!(
        found
            .sentence()
            .starts_with("2 groups compared with the State: 1 with")
    );
    let wrong = GapOptions {
        reference: Reference::Counts {
            name: "the State".to_owned(),
            n: 3,
            successes: 4,
        },
        ..options
    };
    assert!(gaps(&[], &wrong).is_err());
}

#[test]
fn a_family_holds_the_groups_assessed_and_no_others() {
    // A alone is set apart at 95 % (p = .033); among three tests Holm asks for p ≤ .0167.
    let groups = [
        group("A", 100, 42),
        group("B", 300, 159),
        group("C", 300, 162),
        group("D", 5, 1),
    ];
    let mut options = GapOptions::new(Direction::Higher);
    let plain = gaps(&groups, &options).unwrap();
    assert_eq!(plain.gaps[0].status, GapStatus::Flagged);
    assert_eq!(plain.family, None);
    options.correction = Some(Correction::Holm);
    let found = gaps(&groups, &options).unwrap();
    assert_eq!(found.gaps[0].status, GapStatus::NotFlagged);
    assert_eq!(found.family.as_ref().unwrap().size, 3);
    assert_eq!(found.gaps[3].test, None);
    let test = found.gaps[0].test.unwrap();
    assert!((test.adjusted.unwrap() - 3.0 * test.p_value).abs() < 1e-12);
    assert!(
        found
            .sentence()
            .ends_with("p-values are adjusted over 3 comparisons (Holm)."),
        "{}",
        found.sentence()
    );
    // A rule keeps its own decision; the adjusted p-value stands beside it.
    let rule = Rule::proportionality().unwrap();
    let plain = gaps(&groups, &by_rule(rule)).unwrap();
    let beside = GapOptions {
        correction: Some(Correction::BenjaminiHochberg),
        ..by_rule(rule)
    };
    let beside = gaps(&groups, &beside).unwrap();
    assert_eq!(plain.counts(), beside.counts());
    assert!(beside.gaps[0].test.unwrap().adjusted.is_some());
}
