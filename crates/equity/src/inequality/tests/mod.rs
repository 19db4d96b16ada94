mod sampling;

use super::formula::dot;
use super::*;
use crate::{Censoring, Count, GroupKey, Wording};
use InequalityMeasure as M;
use proptest::prelude::*;

fn estimates(rows: &[(f64, f64, f64)]) -> Vec<Estimate> {
    rows.iter()
        .enumerate()
        .map(|(i, &(value, se, population))| Estimate {
            key: GroupKey::of("group", format!("g{i}")),
            value: Some(value),
            se: Some(se),
            population: Some(population),
        })
        .collect()
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("g{i}")).collect()
}

fn ordered(count: usize) -> InequalityOptions {
    InequalityOptions {
        order: Some(names(count)),
        ..InequalityOptions::new(Direction::Higher, 100)
    }
}

fn races() -> Vec<GroupCount> {
    [
        ("Black", 600, 270),
        ("Hispanic", 400, 200),
        ("White", 1000, 730),
    ]
    .map(|(race, n, s)| GroupCount::new(GroupKey::of("race", race), n, s).unwrap())
    .to_vec()
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a number");
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn by_hand() {
    // Rates 45, 50, 73 with shares .3, .2, .5: μ = 13.5 + 10 + 36.5 = 60.
    let options = InequalityOptions {
        reference: Some("White".to_owned()),
        order: Some(["Black", "Hispanic", "White"].map(String::from).to_vec()),
        ..InequalityOptions::new(Direction::Higher, 100)
    };
    let found = inequality_of_counts(&races(), &options).unwrap();
    let value = |measure, weighted| found.row(measure, weighted).unwrap().estimate;
    close(value(M::Difference, false), 28.0);
    close(value(M::Ratio, false), 73.0 / 45.0);
    close(value(M::PopulationAttributableRisk, true), 13.0);
    close(
        value(M::PopulationAttributableFraction, true),
        1300.0 / 60.0,
    );
    // Ridits .15, .4, .75: .3 (−.7) 45 + .2 (−.2) 50 + .5 (.5) 73 = −9.45 − 2 + 18.25.
    close(value(M::AbsoluteConcentrationIndex, true), 6.8);
    close(value(M::RelativeConcentrationIndex, true), 6.8 / 60.0);
    // .3 · 225 + .2 · 100 + .5 · 169.
    close(value(M::BetweenGroupVariance, true), 172.0);
    close(
        value(M::BetweenGroupStandardDeviation, true),
        172.0_f64.sqrt(),
    );
    close(
        value(M::CoefficientOfVariation, true),
        100.0 * 172.0_f64.sqrt() / 60.0,
    );
    close(
        value(M::MeanDifferenceFromMean, false),
        (15.0 + 10.0 + 13.0) / 3.0,
    );
    close(value(M::MeanDifferenceFromMean, true), 4.5 + 2.0 + 6.5);
    // The best group counts among the J = 3 with distance 0.
    close(value(M::MeanDifferenceFromBest, false), 51.0 / 3.0);
    close(
        value(M::MeanDifferenceFromBest, true),
        0.3 * 28.0 + 0.2 * 23.0,
    );
    close(value(M::MeanDifferenceFromReference, false), 51.0 / 3.0);
    close(value(M::IndexOfDisparity, false), 3800.0 / 3.0 / 60.0);
    close(
        value(M::IndexOfDisparityFromBest, false),
        5100.0 / 3.0 / 73.0,
    );
    close(value(M::PearcyKeppel, false), 5100.0 / 2.0 / 73.0);
    close(
        value(M::PearcyKeppelFromReference, false),
        5100.0 / 2.0 / 73.0,
    );
    let r: [f64; 3] = [0.75, 50.0 / 60.0, 73.0 / 60.0];
    let w = [0.3, 0.2, 0.5];
    close(
        value(M::Theil, true),
        1000.0 * dot(&w, &r.map(|r: f64| r * r.ln())),
    );
    close(
        value(M::MeanLogDeviation, true),
        -1000.0 * dot(&w, &r.map(f64::ln)),
    );
    close(value(M::MaximalRateDifference, false), 28.0);
    close(value(M::SummaryRateDifference, false), 73.0 - 47.5);
    close(value(M::SummaryRateRatio, false), 73.0 / 47.5);
    assert_eq!(value(M::BetweenGroupRateDifference, false), None);
    // se² = 45·55/600, 50·50/400, 73·27/1000; floor Σ w(1 − w)se².
    let spread = found.row(M::BetweenGroupVariance, true).unwrap();
    let floor = 0.21 * 4.125 + 0.16 * 6.25 + 0.25 * 1.971;
    close(spread.noise_floor, floor);
    close(spread.corrected, 172.0 - floor);
    assert_eq!(
        spread.sentence(&Wording::new("third-graders", "read at grade level")),
        // se² = 4 Σ w² se² (y − μ)² = 4 · 191.8 + 2 (1.241 − .443 + 1.993) = 772.8: 169.64 ± 54.49.
        "Between-group variance (BGV) of the rates at which third-graders read at grade level, groups \
         weighted by population, against average: 172.0 (percentage points)²; 95 % interval 115.2 to \
         224.1; equal groups would show about 2.359 by chance, corrected 169.6."
    );
}

const UNEQUAL: [(f64, f64, f64); 5] = [
    (55.0, 0.9, 1000.0),
    (68.0, 1.2, 50.0),
    (72.0, 0.6, 2000.0),
    (81.0, 1.5, 100.0),
    (90.0, 0.5, 400.0),
];

fn all_finite(found: &Inequality) {
    for row in &found.rows {
        let numbers = [
            row.estimate,
            row.se,
            row.lower,
            row.upper,
            row.noise_floor,
            row.corrected,
        ];
        assert!(numbers.into_iter().flatten().all(f64::is_finite), "{row:?}");
        assert_eq!(row.lower.is_some(), row.interval.is_some(), "{row:?}");
        let explained = row.reason.is_some() || (row.estimate.is_some() && row.se.is_some());
        assert!(explained, "{row:?}");
        assert!(row.sentence(&Wording::default()).ends_with('.'));
    }
}

#[test]
fn nobody_one_group_and_all_equal() {
    let options = ordered(0);
    let none = inequality(&[], &options).unwrap();
    all_finite(&none);
    assert!(none.rows.iter().all(|row| row.estimate.is_none()));
    let one = inequality(&estimates(&[(50.0, 1.0, 10.0)]), &ordered(1)).unwrap();
    all_finite(&one);
    let gap = one.row(M::Difference, false).unwrap();
    assert_eq!(
        gap.reason.as_deref(),
        Some("there is only one group with an estimate")
    );
    let equal = inequality(&estimates(&[(50.0, 0.0, 10.0); 3]), &ordered(3)).unwrap();
    all_finite(&equal);
    close(equal.row(M::Theil, true).unwrap().estimate, 0.0);
    close(equal.row(M::SlopeIndex, true).unwrap().estimate, 0.0);
    close(equal.row(M::RelativeIndex, true).unwrap().estimate, 1.0);
    close(equal.row(M::MaximalRateRatio, false).unwrap().estimate, 1.0);
}

#[test]
fn zero_rates_are_not_replaced_by_small_ones() {
    // By hand: shares 1/2, μ = 20, r = 0 and 2: TI = 1000 · (2 ln 2)/2. MLD has ln 0.
    let rows = [(0.0, 1.0, 10.0), (40.0, 2.0, 10.0)];
    let found = inequality(&estimates(&rows), &ordered(2)).unwrap();
    all_finite(&found);
    close(
        found.row(M::Theil, true).unwrap().estimate,
        1000.0 * 2_f64.ln(),
    );
    assert_eq!(found.row(M::Theil, true).unwrap().se, None);
    let deviation = found.row(M::MeanLogDeviation, true).unwrap();
    assert_eq!(deviation.estimate, None);
    assert!(deviation.reason.as_deref().unwrap().contains("is 0"));
    assert_eq!(found.row(M::Ratio, false).unwrap().estimate, None);
    close(found.row(M::Difference, false).unwrap().estimate, 40.0);
    // All zero: no relative measure, absolute ones 0.
    let nothing = inequality(&estimates(&[(0.0, 0.0, 10.0); 3]), &ordered(3)).unwrap();
    all_finite(&nothing);
    close(
        nothing.row(M::BetweenGroupVariance, true).unwrap().estimate,
        0.0,
    );
    assert_eq!(
        nothing
            .row(M::CoefficientOfVariation, true)
            .unwrap()
            .estimate,
        None
    );
    assert_eq!(nothing.row(M::SlopeIndex, true).unwrap().estimate, None);
    // 0 below and everybody above: the logistic curve has no finite slope; the line has.
    let split = [(0.0, 0.0, 10.0), (100.0, 0.0, 10.0)];
    let found = inequality(&estimates(&split), &ordered(2)).unwrap();
    all_finite(&found);
    assert_eq!(found.row(M::SlopeIndex, true).unwrap().estimate, None);
}

#[test]
fn what_is_missing_is_said() {
    let mut rows = estimates(&UNEQUAL);
    rows[1].value = None;
    rows[2].se = None;
    rows[3].population = None;
    let found = inequality(&rows, &ordered(5)).unwrap();
    all_finite(&found);
    assert_eq!(
        (found.groups, found.left_out[0].reason.as_str()),
        (4, "no estimate")
    );
    assert_eq!(found.caveats, ["Left out: g1 (no estimate)."]);
    let gap = found.row(M::Difference, false).unwrap();
    close(gap.estimate, 35.0);
    assert_eq!(
        gap.reason.as_deref(),
        Some("no interval: no standard error for g2")
    );
    let spread = found.row(M::BetweenGroupVariance, true).unwrap();
    assert_eq!(spread.estimate, None);
    assert!(spread.reason.as_deref().unwrap().ends_with("none for g3"));
    // Without standard errors the ordered measures take theirs from the residuals, and say so.
    rows[3].population = Some(100.0);
    let found = inequality(&rows, &ordered(5)).unwrap();
    let slope = found.row(M::SlopeIndex, true).unwrap();
    assert_eq!(slope.interval, Some(InequalityInterval::Student { df: 2 }));
    assert!(slope.convention.contains("HC1"));
}

#[test]
fn censored_counts_and_empty_groups_are_left_out_not_zero() {
    let mut groups = races();
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    let hidden = GroupKey::of("race", "Pacific");
    groups.push(GroupCount::from_counts(hidden, Count::exact(20), few).unwrap());
    groups.push(GroupCount::new(GroupKey::of("race", "Other"), 0, 0).unwrap());
    let options = InequalityOptions::new(Direction::Higher, 100);
    let found = inequality_of_counts(&groups, &options).unwrap();
    all_finite(&found);
    assert_eq!(
        found.caveats,
        ["Left out: Pacific (the count is suppressed), Other (no children)."]
    );
    close(found.row(M::Difference, false).unwrap().estimate, 28.0);
}

#[test]
fn ordered_measures_refuse_without_an_order() {
    let options = InequalityOptions::new(Direction::Higher, 100);
    let found = inequality(&estimates(&UNEQUAL), &options).unwrap();
    for row in found.rows.iter().filter(|row| row.measure.is_ordered()) {
        assert_eq!(row.estimate, None);
        assert!(row.reason.as_deref().unwrap().contains("order"));
    }
    let mut bad = ordered(5);
    bad.order = Some(names(4));
    let error = inequality(&estimates(&UNEQUAL), &bad)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "option order: an order without g4 is not allowed. Expected every group once, from the most \
         disadvantaged to the most advantaged."
    );
    bad.order = Some(
        ["g0", "g0", "g1", "g2", "g3", "g4"]
            .map(String::from)
            .to_vec(),
    );
    assert!(inequality(&estimates(&UNEQUAL), &bad).is_err());
    bad.order = Some(vec!["nobody".to_owned()]);
    assert!(matches!(
        inequality(&estimates(&UNEQUAL), &bad),
        Err(Error::UnknownGroup { .. })
    ));
}

#[test]
fn adverse_unordered_difference_is_highest_less_lowest() {
    let rows = [(10.0, 1.0, 10.0), (30.0, 1.0, 10.0), (20.0, 1.0, 20.0)];
    let options = InequalityOptions::new(Direction::Lower, 100);
    let found = inequality(&estimates(&rows), &options).unwrap();
    let gap = found.row(M::Difference, false).unwrap();
    close(gap.estimate, 20.0);
    assert_eq!(gap.reference, "best group: g0; worst group: g1");
    close(found.row(M::Ratio, false).unwrap().estimate, 3.0);
    close(
        found
            .row(M::PopulationAttributableRisk, true)
            .unwrap()
            .estimate,
        -10.0,
    );
    // The same as the maximal difference, interval included.
    let maximal = found.row(M::MaximalRateDifference, false).unwrap();
    assert_eq!((gap.lower, gap.upper), (maximal.lower, maximal.upper));
}

#[test]
fn ties_of_the_best_do_not_depend_on_their_order_or_size() {
    let rows = [(80.0, 1.0, 10.0), (80.0, 1.0, 500.0), (60.0, 1.0, 200.0)];
    let turned = [rows[1], rows[0], rows[2]];
    let options = InequalityOptions {
        draws: 20_000,
        ..InequalityOptions::new(Direction::Higher, 100)
    };
    let [a, b] = [rows, turned].map(|rows| inequality(&estimates(&rows), &options).unwrap());
    let [a, b] = [&a, &b].map(|found| found.row(M::PopulationAttributableFraction, true).unwrap());
    close(a.estimate, b.estimate.unwrap());
    assert!((a.se.unwrap() / b.se.unwrap() - 1.0).abs() < 0.03);
    assert_eq!(a.reference, "best group: g0, g1 (tied)");
}

#[test]
fn the_same_seed_gives_the_same_numbers_on_any_number_of_threads() {
    let options = InequalityOptions::new(Direction::Higher, 100);
    let run = |threads: usize, seed: u64| {
        let options = InequalityOptions {
            seed,
            ..options.clone()
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| inequality_of_counts(&races(), &options).unwrap().rows)
    };
    assert_eq!(run(1, 7), run(4, 7));
    assert_ne!(run(1, 7), run(1, 8));
}

#[test]
fn numbers_off_the_scale_are_refused_with_the_cure() {
    let rows = estimates(&[(340.4, 3.0, 10.0), (50.0, 1.0, 10.0)]);
    let options = InequalityOptions::new(Direction::Lower, 100);
    let error = inequality(&rows, &options).unwrap_err().to_string();
    assert!(
        error.starts_with("g0: the estimate 340.4 is not allowed. Expected a rate from 0 to 100")
    );
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        let mut rows = estimates(&UNEQUAL);
        rows[0].se = Some(bad);
        assert!(inequality(&rows, &InequalityOptions::new(Direction::Lower, 100)).is_err());
    }
    let few = InequalityOptions {
        draws: 10,
        ..options.clone()
    };
    assert!(inequality(&[], &few).is_err());
    let endless = InequalityOptions {
        draws: 1_000_001,
        ..options.clone()
    };
    let message = inequality(&[], &endless).unwrap_err().to_string();
    assert!(message.contains("at most 1,000,000"), "{message}");
    assert!(inequality(&[], &InequalityOptions::new(Direction::Lower, 0)).is_err());
    let twice = [rows[1].clone(), rows[1].clone()];
    assert!(matches!(
        inequality(&twice, &options),
        Err(Error::DuplicateGroup { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // The scale is what the caller says: percentages read per thousand after × 10 change absolute measures
    // tenfold (variances a hundredfold) and relative ones not at all, however small the numbers are.
    #[test]
    fn scale_is_never_guessed(
        rows in prop::collection::vec((0.01_f64..99.0, 0.0_f64..0.5, 1.0_f64..1000.0), 2..8),
        higher in any::<bool>(),
        small in 1.0_f64..200.0,
    ) {
        let direction = if higher { Direction::Higher } else { Direction::Lower };
        let percent: Vec<_> = rows.iter().map(|r| (r.0 / small, r.1 / small, r.2)).collect();
        let thousand: Vec<_> = percent.iter().map(|r| (10.0 * r.0, 10.0 * r.1, r.2)).collect();
        let run = |rows: &[(f64, f64, f64)], scale| {
            let options = InequalityOptions { scale, direction, draws: 100, ..ordered(rows.len()) };
            inequality(&estimates(rows), &options).unwrap()
        };
        let (a, b) = (run(&percent, 100), run(&thousand, 1000));
        all_finite(&a);
        for (a, b) in a.rows.iter().zip(&b.rows) {
            let times = match (a.measure, a.kind) {
                (M::BetweenGroupVariance, _) => 100.0,
                (_, InequalityKind::Absolute) => 10.0,
                (_, InequalityKind::Relative) => 1.0,
            };
            for (a, b) in [(a.estimate, b.estimate), (a.se, b.se), (a.upper, b.upper)] {
                prop_assert_eq!(a.is_some(), b.is_some());
                if let (Some(a), Some(b)) = (a, b) {
                    prop_assert!((times * a - b).abs() <= 1e-6 * (1.0 + b.abs()), "{} {}", a, b);
                }
            }
        }
    }

    // Identities: COV² = 100² BGV/μ², MDM ≥ 0, RCI = ACI/μ, PAR = PAF μ/100, corrected on the estimate's side of equality.
    #[test]
    fn identities(
        groups in prop::collection::vec((1_u64..60, 0_u64..60), 2..7),
        higher in any::<bool>(),
    ) {
        let direction = if higher { Direction::Higher } else { Direction::Lower };
        let counts: Vec<GroupCount> = groups
            .iter()
            .enumerate()
            .map(|(i, &(n, s))| {
                GroupCount::new(GroupKey::of("group", format!("g{i}")), n, s.min(n)).unwrap()
            })
            .collect();
        let options = InequalityOptions { direction, draws: 100, ..ordered(counts.len()) };
        let found = inequality_of_counts(&counts, &options).unwrap();
        all_finite(&found);
        let value = |measure| found.row(measure, true).unwrap().estimate;
        let mean = 100.0 * groups.iter().map(|(n, s)| s.min(n)).sum::<u64>() as f64
            / groups.iter().map(|(n, _)| n).sum::<u64>() as f64;
        if let Some(cov) = value(M::CoefficientOfVariation) {
            let variance = value(M::BetweenGroupVariance).unwrap();
            prop_assert!((cov * mean / 100.0 - variance.sqrt()).abs() < 1e-9);
            let (aci, rci) = (value(M::AbsoluteConcentrationIndex), value(M::RelativeConcentrationIndex));
            prop_assert!((aci.unwrap() - rci.unwrap() * mean).abs() < 1e-9);
            let risk = value(M::PopulationAttributableRisk).unwrap();
            let fraction = value(M::PopulationAttributableFraction).unwrap();
            prop_assert!((risk - fraction * mean / 100.0).abs() < 1e-9);
        }
        for row in &found.rows {
            if let (Some(estimate), Some(corrected)) = (row.estimate, row.corrected) {
                let equality = if row.measure.is_ratio() { 1.0 } else { 0.0 };
                let (near, far) = (corrected - equality, estimate - equality);
                prop_assert!(near * far >= 0.0, "{:?}", row);
                if row.measure == M::BetweenGroupVariance {
                    prop_assert!(near <= far + 1e-9, "{:?}", row);
                }
            }
        }
    }
}
