use super::*;

fn variable<'a>(name: &'a str, values: &'a [f64]) -> Variable<'a> {
    Variable { name, values }
}

const FEW: PermutationOptions = PermutationOptions { draws: 99, seed: 1 };

#[test]
fn correlations_by_hand() {
    // Ranks of y: 1 2 3 4 against 1 2 3 4: only the observed order of 24 gives 1.
    let (x, y) = ([1.0, 2.0, 3.0, 4.0], [1.0, 10.0, 100.0, 1000.0]);
    let found = permutation_correlation(
        variable("x", &x),
        variable("y", &y),
        CorrelationKind::Spearman,
        None,
        &FEW,
        &Control::new(),
    )
    .unwrap();
    assert!((found.measure.value.unwrap() - 1.0).abs() < 1e-15);
    assert_eq!(
        found.test.map(|t| (t.p_high, t.p_low)),
        Some((1.0 / 24.0, 1.0))
    );
    let found = permutation_correlation(
        variable("x", &x),
        variable("y", &y),
        CorrelationKind::Pearson,
        None,
        &FEW,
        &Control::new(),
    )
    .unwrap();
    // Deviations ±1.5, ±0.5 and 1, 10, 100, 1000 less 277.75: 1543.5 over √5 √(Σ dy²), Σ dy² = 701,520.75.
    assert!((found.measure.value.unwrap() - 1_543.5 / (5.0 * 701_520.75_f64).sqrt()).abs() < 1e-12);
}

#[test]
fn an_unknown_value_leaves_the_partner_out() {
    let (x, y) = (
        [1.0, f64::NAN, 3.0, 4.0, 2.0],
        [1.0, 5.0, 2.0, f64::NAN, 3.0],
    );
    let found = permutation_correlation(
        variable("x", &x),
        variable("y", &y),
        CorrelationKind::Pearson,
        None,
        &FEW,
        &Control::new(),
    )
    .unwrap();
    // (1,1) (3,2) (2,3): covariances (−1)(−1) + (1)(0) + (0)(1) = 1 over √2·√2.
    assert!((found.measure.value.unwrap() - 0.5).abs() < 1e-15);
    assert_eq!((found.measure.n, found.measure.coverage), (3, Some(0.6)));
    assert_eq!(
        found.measure.caveats,
        ["2 partners with an unknown value left out."]
    );
    assert!(found.plan.contains("cannot reach .05"));
}

#[test]
fn a_t_test_is_exact_for_few() {
    // Fisher's way: of C(6, 3) = 20 ways to pick three of six, one is as high as 4, 5, 6 against 1, 2, 3.
    let (y, group) = (
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        [0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
    );
    for contrast in [Contrast::Welch, Contrast::Difference] {
        let found = permutation_t_test(
            variable("y", &y),
            variable("g", &group),
            contrast,
            None,
            &FEW,
            &Control::new(),
        )
        .unwrap();
        assert_eq!(found.measure.value, Some(3.0));
        let test = found.test.unwrap();
        assert!((test.p_high - 0.05).abs() < 1e-12 && test.p_low == 1.0);
        if contrast == Contrast::Welch {
            // Both variances are 1: 3/√(2/3).
            assert!((test.observed - 3.0 / (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        }
    }
    // Within strata {1,2,4} and {3,5,6} labels have 3 · 3 arrangements: one of nine is as high.
    let strata = Attribute::new("size", &["s", "s", "l", "s", "l", "l"].map(Some));
    let found = permutation_t_test(
        variable("y", &y),
        variable("g", &group),
        Contrast::Difference,
        Some(&strata),
        &FEW,
        &Control::new(),
    )
    .unwrap();
    assert!((found.test.unwrap().p_high - 1.0 / 9.0).abs() < 1e-12);
}

#[test]
fn a_group_by_its_kind() {
    let by = Attribute::new("kind", &[Some("b"), Some("a"), None, Some("b")]);
    let (name, values) = group_of(&by, None).unwrap();
    assert_eq!(name, "kind = b");
    assert!(values[2].is_nan());
    assert_eq!((values[0], values[1], values[3]), (1.0, 0.0, 1.0));
    assert_eq!(group_of(&by, Some("a")).unwrap().1[1], 1.0);
    assert!(group_of(&by, Some("z")).is_err());
    let three = Attribute::new("kind", &[Some("b"), Some("a"), Some("c")]);
    assert!(matches!(
        group_of(&three, None),
        Err(Error::BadOption {
            option: "level",
            ..
        })
    ));
}

#[test]
fn what_is_not_defined_says_why() {
    let t = |y: &[f64], g: &[f64], contrast| {
        permutation_t_test(
            variable("y", y),
            variable("g", g),
            contrast,
            None,
            &FEW,
            &Control::new(),
        )
        .unwrap()
        .measure
        .sentence
    };
    assert!(t(&[1.0, 2.0], &[1.0, 1.0], Contrast::Difference).contains("too few"));
    assert!(t(&[], &[], Contrast::Welch).contains("not defined"));
    assert!(
        t(
            &[1.0, 1.0, 2.0, 2.0],
            &[0.0, 0.0, 1.0, 1.0],
            Contrast::Welch
        )
        .contains("do not vary")
    );
    assert!(
        t(
            &[1.0, 1.0, 2.0, 2.0],
            &[0.0, 0.0, 1.0, 1.0],
            Contrast::Difference
        )
        .contains("1.000 higher")
    );
    let bad = permutation_t_test(
        variable("y", &[1.0]),
        variable("g", &[2.0]),
        Contrast::Welch,
        None,
        &FEW,
        &Control::new(),
    );
    assert!(matches!(
        bad,
        Err(Error::BadOption {
            option: "group",
            ..
        })
    ));
    let short = permutation_correlation(
        variable("y", &[1.0]),
        variable("g", &[2.0, 3.0]),
        CorrelationKind::Pearson,
        None,
        &FEW,
        &Control::new(),
    );
    assert!(matches!(short, Err(Error::LengthMismatch { .. })));
    let one = permutation_correlation(
        variable("y", &[1.0]),
        variable("g", &[2.0]),
        CorrelationKind::Spearman,
        None,
        &FEW,
        &Control::new(),
    )
    .unwrap();
    assert!(one.test.is_none() && one.measure.sentence.contains("not defined"));
}
