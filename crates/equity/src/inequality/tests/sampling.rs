//! Standard errors, noise floors and intervals against repeated samples from known rates.

use rand::Rng;
use statrs::function::erf::erfc_inv;

use super::{UNEQUAL, estimates, ordered};
use crate::draws::stream;
use crate::inequality::groups::Groups;
use crate::inequality::*;
use crate::{GroupCount, GroupKey};
use InequalityMeasure as M;

/// Estimates of 20,000 samples of normal rates around `rows`: (mean, standard deviation).
fn resampled(rows: &[(f64, f64, f64)], options: &InequalityOptions, measure: M) -> (f64, f64) {
    const SAMPLES: u64 = 20_000;
    let quiet = InequalityOptions {
        draws: 0,
        ..options.clone()
    };
    let groups = Groups::from_estimates(&estimates(rows), &quiet).unwrap();
    let values: Vec<f64> = (0..SAMPLES)
        .map(|sample| {
            let y = noisy(rows, sample);
            groups.setting.value(measure, true, &y).unwrap()
        })
        .collect();
    let mean = values.iter().sum::<f64>() / SAMPLES as f64;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, (squares / (SAMPLES - 1) as f64).sqrt())
}

fn noisy(rows: &[(f64, f64, f64)], sample: u64) -> Vec<f64> {
    let mut rng = stream(42, sample);
    rows.iter()
        .map(|&(mean, sd, _)| {
            let uniform = ((rng.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
            mean - sd * std::f64::consts::SQRT_2 * erfc_inv(2.0 * uniform)
        })
        .collect()
}

#[test]
fn standard_errors_are_those_of_repeated_samples() {
    // 20,000 samples: a standard deviation is known to 0.5 %; the measures are nearly linear over one
    // standard error, so 2 % is four Monte Carlo errors. An error of unit (TI, MLD 1,000 times, PAF 100
    // times too small) or of weights (SII, RII by population squared) would show at once.
    let options = InequalityOptions {
        reference: Some("g4".to_owned()),
        ..ordered(5)
    };
    let adverse = InequalityOptions {
        direction: Direction::Lower,
        ..options.clone()
    };
    let linear = InequalityOptions {
        slope: SlopeModel::Linear,
        ..options.clone()
    };
    let unordered = InequalityOptions {
        order: None,
        ..options.clone()
    };
    for (options, measure) in [
        (&options, M::Difference),
        (&options, M::Ratio),
        (&adverse, M::Ratio),
        (&options, M::PopulationAttributableRisk),
        (&options, M::PopulationAttributableFraction),
        (&unordered, M::PopulationAttributableFraction),
        (&options, M::AbsoluteConcentrationIndex),
        (&options, M::RelativeConcentrationIndex),
        (&options, M::SlopeIndex),
        (&options, M::RelativeIndex),
        (&adverse, M::RelativeIndex),
        (&linear, M::SlopeIndex),
        (&linear, M::RelativeIndex),
        (&options, M::BetweenGroupVariance),
        (&options, M::Theil),
        (&options, M::MeanLogDeviation),
    ] {
        let found = inequality(&estimates(&UNEQUAL), options).unwrap();
        let row = found.rows.iter().find(|row| row.measure == measure);
        let se = row.and_then(|row| row.se).unwrap();
        let (_, simulated) = resampled(&UNEQUAL, options, measure);
        assert!(
            (se / simulated - 1.0).abs() < 0.02,
            "{measure:?}: {se} and {simulated}"
        );
    }
}

#[test]
fn the_noise_floor_is_the_bias_of_repeated_samples() {
    // Groups that hardly differ beside their standard errors.
    let rows = [
        (58.0, 4.0, 300.0),
        (60.0, 6.0, 150.0),
        (61.0, 8.0, 80.0),
        (63.0, 5.0, 200.0),
    ];
    for measure in [M::BetweenGroupVariance, M::Theil, M::MeanLogDeviation] {
        let found = inequality(&estimates(&rows), &ordered(4)).unwrap();
        let row = found.row(measure, true).unwrap();
        let (mean, sd) = resampled(&rows, &ordered(4), measure);
        let bias = mean - row.estimate.unwrap();
        let monte_carlo = 4.0 * sd / 20_000_f64.sqrt();
        // Second order only for TI and MLD: 5 % more.
        let allowed = monte_carlo + 0.05 * bias;
        assert!(
            (bias - row.noise_floor.unwrap()).abs() < allowed,
            "{measure:?}: {bias}"
        );
        assert!(row.corrected.unwrap() >= 0.0);
    }
}

#[test]
fn simulated_errors_and_floors_are_those_of_repeated_samples() {
    let options = InequalityOptions {
        draws: 20_000,
        seed: 3,
        ..InequalityOptions::new(Direction::Higher, 100)
    };
    let found = inequality(&estimates(&UNEQUAL), &options).unwrap();
    let equal = UNEQUAL.map(|(_, se, n)| (72.0, se, n));
    for measure in [
        M::MaximalRateDifference,
        M::MeanDifferenceFromMean,
        M::MeanDifferenceFromBest,
        M::IndexOfDisparity,
        M::BetweenGroupStandardDeviation,
        M::CoefficientOfVariation,
        M::SummaryRateDifference,
    ] {
        let row = found
            .rows
            .iter()
            .rfind(|row| row.measure == measure)
            .unwrap();
        let (_, sd) = resampled(&UNEQUAL, &options, measure);
        let se = row.se.unwrap();
        assert!((se / sd - 1.0).abs() < 0.03, "{measure:?}: {se} and {sd}");
        let (floor, _) = resampled(&equal, &options, measure);
        // The floor is drawn around the mean of these groups, 67.4; IDIS divides by it.
        let allowed = match measure {
            M::IndexOfDisparity => 72.0 / 67.0,
            // Root of the mean variance, not the mean root.
            M::BetweenGroupStandardDeviation | M::CoefficientOfVariation => 1.25,
            _ => 1.02,
        };
        let ratio = row.noise_floor.unwrap() / floor;
        assert!(
            ratio < allowed && ratio > 1.0 / 1.02,
            "{measure:?}: {ratio}"
        );
    }
}

#[test]
fn intervals_cover_the_truth() {
    // 600 samples from known rates, unequal and equal: the share of 95 % intervals that hold the true value
    // of the measure. Found: 91.7 % (SRD, two groups near the top) to 100 %; a share is known to 1 %. The
    // basic interval alone holds equality in 85 % of samples for the maximal difference.
    const SAMPLES: u64 = 600;
    let apart = [
        (50.0, 4.0, 300.0),
        (60.0, 5.0, 200.0),
        (64.0, 3.0, 400.0),
        (75.0, 6.0, 100.0),
        (80.0, 4.0, 250.0),
    ];
    let same = apart.map(|(_, se, n)| (64.0, se, n));
    let options = InequalityOptions {
        draws: 400,
        ..InequalityOptions::new(Direction::Higher, 100)
    };
    for truth in [apart, same] {
        let rows = ROWS_TESTED.map(|measure| {
            let groups = Groups::from_estimates(&estimates(&truth), &options).unwrap();
            (
                measure,
                groups.setting.value(measure, true, &groups.y).unwrap(),
            )
        });
        let mut held = [0_u64; ROWS_TESTED.len()];
        for sample in 0..SAMPLES {
            let y = noisy(&truth, sample);
            let drawn: Vec<_> = truth.iter().zip(y).map(|(t, y)| (y, t.1, t.2)).collect();
            let options = InequalityOptions {
                seed: sample,
                ..options.clone()
            };
            let found = inequality(&estimates(&drawn), &options).unwrap();
            for (count, (measure, value)) in held.iter_mut().zip(rows) {
                let row = found
                    .rows
                    .iter()
                    .rfind(|row| row.measure == measure)
                    .unwrap();
                let inside = row.lower.unwrap() <= value + 1e-9 && value <= row.upper.unwrap();
                *count += u64::from(inside);
            }
        }
        for (count, (measure, _)) in held.into_iter().zip(rows) {
            let share = count as f64 / SAMPLES as f64;
            assert!(
                share >= 0.9,
                "{measure:?}: {share} of intervals hold {truth:?}"
            );
        }
    }
}

#[test]
fn corrected_values_are_less_biased_and_inside_their_intervals() {
    // 600 samples from known rates. Groups far apart (nearly no bias), close together, and equal: the noise
    // floor is several points in all three, and subtracting it where groups differ would put nearly every
    // value outside its interval. Where the best two are one or two standard errors apart the simulated bias
    // is too large, by at most a sixth of a standard error here; the worst bias of the three is smaller.
    const SAMPLES: u64 = 600;
    let of = |rates: [f64; 5]| {
        let sizes = [
            (4.0, 300.0),
            (5.0, 200.0),
            (3.0, 400.0),
            (6.0, 100.0),
            (4.0, 250.0),
        ];
        let groups: Vec<_> = rates
            .iter()
            .zip(sizes)
            .map(|(y, (se, n))| (*y, se, n))
            .collect();
        groups
    };
    let truths = [
        of([40.0, 55.0, 60.0, 70.0, 80.0]),
        of([58.0, 62.0, 64.0, 67.0, 70.0]),
        of([64.0; 5]),
    ];
    let mut worst = [(0.0_f64, 0.0_f64); SIMULATED.len()];
    for truth in truths {
        let options = InequalityOptions {
            draws: 200,
            reference: Some("g2".to_owned()),
            ..InequalityOptions::new(Direction::Higher, 100)
        };
        // (value, interval ends, corrected) of each simulated measure, by sample.
        let groups = Groups::from_estimates(&estimates(&truth), &options).unwrap();
        let log = |measure: M, value: f64| {
            if measure.is_ratio() {
                value.ln()
            } else {
                value
            }
        };
        let mut sums = [(0.0, 0.0, 0.0, 0_u64); SIMULATED.len()];
        for sample in 0..SAMPLES {
            let y = noisy(&truth, sample);
            let drawn: Vec<_> = truth.iter().zip(y).map(|(t, y)| (y, t.1, t.2)).collect();
            let options = InequalityOptions {
                seed: sample,
                ..options.clone()
            };
            let found = inequality(&estimates(&drawn), &options).unwrap();
            for (sum, measure) in sums.iter_mut().zip(SIMULATED) {
                let row = found
                    .rows
                    .iter()
                    .find(|row| row.measure == measure)
                    .unwrap();
                let (estimate, corrected) = (row.estimate.unwrap(), row.corrected.unwrap());
                sum.0 += log(measure, estimate);
                sum.1 += log(measure, corrected);
                sum.2 += log(measure, estimate).powi(2);
                let inside = row.lower.unwrap() <= corrected && corrected <= row.upper.unwrap();
                sum.3 += u64::from(inside);
            }
        }
        for (at, (estimate, corrected, squares, inside)) in sums.into_iter().enumerate() {
            let measure = SIMULATED[at];
            let value = groups.setting.value(measure, false, &groups.y).unwrap();
            let (value, count) = (log(measure, value), SAMPLES as f64);
            let (before, after) = (estimate / count - value, corrected / count - value);
            let sd = (squares / count - (estimate / count).powi(2)).sqrt();
            println!("{measure:?}: {value:.4} {before:.4} {after:.4} sd {sd:.4} inside {inside}");
            worst[at].0 = worst[at].0.max(before.abs());
            worst[at].1 = worst[at].1.max(after.abs());
            assert!(
                after.abs() <= before.abs().max(sd / 6.0),
                "{measure:?} of {truth:?}: {before} {after}"
            );
            assert!(
                inside >= SAMPLES * 99 / 100,
                "{measure:?} of {truth:?}: {inside}"
            );
        }
    }
    for ((before, after), measure) in worst.into_iter().zip(SIMULATED) {
        println!("worst {measure:?}: {before:.4} {after:.4}");
        assert!(after < before, "{measure:?}: {before} {after}");
    }
}

const SIMULATED: [M; 12] = [
    M::MaximalRateDifference,
    M::MaximalRateRatio,
    M::SummaryRateDifference,
    M::SummaryRateRatio,
    M::MeanDifferenceFromMean,
    M::MeanDifferenceFromBest,
    M::MeanDifferenceFromReference,
    M::IndexOfDisparity,
    M::IndexOfDisparityFromBest,
    M::IndexOfDisparityFromReference,
    M::PearcyKeppel,
    M::Difference,
];

const ROWS_TESTED: [M; 11] = [
    M::MeanDifferenceFromBest,
    M::SummaryRateDifference,
    M::MaximalRateRatio,
    M::Theil,
    M::MeanLogDeviation,
    M::MaximalRateDifference,
    M::BetweenGroupVariance,
    M::BetweenGroupStandardDeviation,
    M::CoefficientOfVariation,
    M::MeanDifferenceFromMean,
    M::IndexOfDisparity,
];

#[test]
fn binomial_draws_have_the_binomial_moments() {
    // 20,000 draws: mean p, variance p(1 − p)/n, to four Monte Carlo errors.
    for (n, s) in [
        (1, 1),
        (5, 1),
        (40, 39),
        (3000, 1200),
        (u64::MAX / 4, u64::MAX / 10),
    ] {
        let groups = [
            GroupCount::new(GroupKey::of("g", "a"), n, s).unwrap(),
            GroupCount::new(GroupKey::of("g", "b"), 1, 0).unwrap(),
        ];
        let options = InequalityOptions {
            draws: 20_000,
            ..InequalityOptions::new(Direction::Higher, 1)
        };
        let found = inequality_of_counts(&groups, &options).unwrap();
        // The other group is certain at 0, so the range is the rate of the first.
        let p = s as f64 / n as f64;
        let expected = (p * (1.0 - p) / n as f64).sqrt();
        let se = found
            .row(M::MaximalRateDifference, false)
            .unwrap()
            .se
            .unwrap();
        assert!(
            (se - expected).abs() <= 0.03 * expected,
            "{n}: {se} and {expected}"
        );
    }
}
