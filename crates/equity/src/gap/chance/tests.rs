use proptest::prelude::*;

use super::*;
use crate::GroupKey;

fn groups(cells: &[(u64, u64)]) -> Vec<GroupCount> {
    let of = |(i, &(n, s)): (usize, &(u64, u64))| {
        GroupCount::new(GroupKey::of("race", i.to_string()), n, s).unwrap()
    };
    cells.iter().enumerate().map(of).collect()
}

#[test]
fn small_groups_lie_far_apart_by_chance() {
    // Published simulation: N = 15, 20, 25, 40, 60 at .6 has mean ≈ .23 and 95th percentile ≈ .38.
    let five = groups(&[(15, 9), (20, 12), (25, 15), (40, 24), (60, 36)]);
    let found = gap_if_equal(&five, &ChanceOptions::default()).unwrap();
    assert_eq!(found.pooled, Some("3/5".parse().unwrap()));
    assert!((found.mean_pp.unwrap() - 23.0).abs() < 0.6, "{found:?}");
    assert!((found.p95_pp.unwrap() - 38.0).abs() < 1.5, "{found:?}");
    // All rates are equal: every draw is at least as far apart.
    assert_eq!((found.p_value, found.draws), (Some(1.0), 10_000));
    assert_eq!(
        gap_if_equal(&five, &ChanceOptions::default()).unwrap(),
        found
    );
    let other = ChanceOptions {
        seed: 1,
        ..ChanceOptions::default()
    };
    assert_ne!(gap_if_equal(&five, &other).unwrap().mean_pp, found.mean_pp);
}

#[test]
fn few_tables_are_enumerated() {
    // scipy 1.17.1 `binom.pmf` over all 11 · 13 tables of 10 and 12 children at 13/22.
    let found = gap_if_equal(&groups(&[(10, 4), (12, 9)]), &ChanceOptions::default()).unwrap();
    assert_eq!(
        (found.draws, found.observed),
        (0, Some("7/20".parse().unwrap()))
    );
    assert!((found.mean_pp.unwrap() - 16.827_288_248_897_03).abs() < 1e-9);
    assert!((found.p95_pp.unwrap() - 40.0).abs() < 1e-9);
    assert!((found.p_value.unwrap() - 0.111_533_227_598_957_58).abs() < 1e-12);
    assert_eq!(
        found.sentence(&Wording::default()),
        "The rates of 2 groups lie 35.0 points apart. If all had the same rate, groups of these sizes would lie 16.8 points apart on average, and in 95 % of cases at most 40.0 (all tables enumerated); a gap this large then has probability 0.112."
    );
}

#[test]
fn draws_and_enumeration_agree() {
    // 41 · 41 · 41 tables are enumerated, 201³ are drawn; the same groups both ways by the smaller distribution.
    let cells = groups(&[(40, 20), (40, 24), (40, 30)]);
    let exact = gap_if_equal(&cells, &ChanceOptions::default()).unwrap();
    let table = Binomial::new(40, 74.0 / 120.0);
    let mut sum = 0.0;
    for draw in 0..20_000 {
        let mut random = crate::draws::stream(3, draw);
        let cells = [0; 3].map(|_| (40, table.draw(random.random())));
        sum += Range::of(cells.into_iter()).unwrap().value();
    }
    assert_eq!(exact.draws, 0);
    // The standard error of the mean of 20,000 draws is about .0004.
    assert!((exact.mean_pp.unwrap() - 100.0 * sum / 20_000.0).abs() < 0.2);
}

#[test]
fn nothing_to_compare_is_said() {
    let censored = GroupCount::from_counts(
        GroupKey::of("race", "C"),
        crate::Count::exact(40),
        crate::Count::unknown(crate::Censoring::Suppressed),
    );
    let mut cells = groups(&[(50, 20), (9, 9)]);
    cells.push(censored.unwrap());
    let found = gap_if_equal(&cells, &ChanceOptions::default()).unwrap();
    assert_eq!((found.groups, found.left_out, found.mean_pp), (1, 2, None));
    assert_eq!(
        found.sentence(&Wording::default()),
        "Fewer than two groups of children to compare. 2 groups left out."
    );
    assert_eq!(
        gap_if_equal(&[], &ChanceOptions::default()).unwrap().groups,
        0
    );
    // Rates 0 and 1 leave one table.
    for s in [0, 50] {
        let found = gap_if_equal(&groups(&[(50, s), (50, s)]), &ChanceOptions::default()).unwrap();
        assert_eq!(
            (found.mean_pp, found.p95_pp, found.p_value),
            (Some(0.0), Some(0.0), Some(1.0))
        );
    }
    let none = ChanceOptions {
        draws: 0,
        ..ChanceOptions::default()
    };
    assert!(gap_if_equal(&cells, &none).is_err());
    let endless = ChanceOptions {
        draws: 100_000_000,
        ..ChanceOptions::default()
    };
    let message = gap_if_equal(&cells, &endless).unwrap_err().to_string();
    assert!(message.contains("at most 1,000,000"), "{message}");
}

#[test]
fn smallest_change_a_cohort_can_tell() {
    // Published to two decimals, from 60 %.
    for (n, pp) in [
        (30, 22.23),
        (60, 16.40),
        (100, 12.96),
        (250, 8.37),
        (500, 5.97),
        (1000, 4.25),
        (2000, 3.01),
        (10_000, 1.35),
    ] {
        let of = |direction, rate| {
            let method = ChangeMethod::TwoProportion;
            detectable_change(n, rate, direction, method, Confidence::default())
                .unwrap()
                .unwrap()
        };
        assert!(
            (of(Direction::Higher, 0.6) - pp).abs() < 0.005,
            "{n}: {}",
            of(Direction::Higher, 0.6)
        );
        // A fall from .4 is a rise from .6.
        assert!((of(Direction::Higher, 0.6) - of(Direction::Lower, 0.4)).abs() < 1e-12);
        // The definition, put back: the change is z standard errors.
        let d = of(Direction::Higher, 0.6) / 100.0;
        let q = 0.6 + d;
        let error = ((0.24 + q * (1.0 - q)) / n as f64).sqrt();
        assert!((d - Confidence::default().z() * error).abs() < 1e-12);
    }
    let same = ChangeMethod::SameError;
    let found = detectable_change(60, 0.6, Direction::Higher, same, Confidence::default())
        .unwrap()
        .unwrap();
    // z · √(2 · .24/60).
    assert!((found - 100.0 * 1.959_963_984_540_054 * 0.008_f64.sqrt()).abs() < 1e-9);
    assert_eq!(
        detectable_change(0, 0.6, Direction::Higher, same, Confidence::default()).unwrap(),
        None
    );
    assert!(detectable_change(5, 60.0, Direction::Higher, same, Confidence::default()).is_err());
    // Nothing is left above 100 % or below 0 %; a first year without variation has no standard error.
    let of = |rate, direction, method| {
        detectable_change(50, rate, direction, method, Confidence::default()).unwrap()
    };
    for method in [same, ChangeMethod::TwoProportion] {
        assert_eq!(of(1.0, Direction::Higher, method), None);
        assert_eq!(of(0.0, Direction::Lower, method), None);
    }
    assert_eq!(of(0.0, Direction::Higher, same), None);
    // From 0 %: d = k(1 − d), so d = k/(1 + k) with k = z²/50.
    let k = Confidence::default().z().powi(2) / 50.0;
    let rise = of(0.0, Direction::Higher, ChangeMethod::TwoProportion).unwrap();
    assert!((rise - 100.0 * k / (1.0 + k)).abs() < 1e-9);
}

proptest! {
    // Oracle: binomial coefficients.
    #[test]
    fn binomial_probabilities(n in 1_u64..40, p in 0.01..0.99_f64) {
        let table = Binomial::new(n, p);
        let mut choose = 1.0;
        for k in 0..=n {
            let expected = choose * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32);
            let found = k.checked_sub(table.first).and_then(|i| table.weights.get(i as usize)).copied().unwrap_or(0.0);
            prop_assert!((found - expected).abs() < 1e-12);
            choose *= (n - k) as f64 / (k + 1) as f64;
        }
    }
}
