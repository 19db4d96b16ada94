use proptest::prelude::*;

use super::super::super::closeness::oracle::{Case, small, with_threads};
use super::super::sampled::Estimate;
use super::super::{BetweennessOptions, SampleOptions};
use super::{betweenness, near};
use crate::{Control, Error, Network};

/// Every sample of `k` of `n` partners.
fn samples(n: usize, k: usize) -> Vec<Vec<usize>> {
    (0..1_u32 << n)
        .filter(|set| set.count_ones() as usize == k)
        .map(|set| (0..n).filter(|v| set >> v & 1 == 1).collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Over every sample that could be drawn, the mean of the estimates is the exact value and the mean of
    /// the squared standard errors is the variance of the estimates: unbiased both, by enumeration.
    #[test]
    fn every_sample_together_is_exact(case in small(7), k in 2..5_usize) {
        prop_assume!(case.n >= k);
        let net = case.network();
        for weighted in [false, true] {
            let options = SampleOptions {
                betweenness: BetweennessOptions { weighted, normalized: false },
                ..SampleOptions::default()
            };
            let exact = betweenness(&net, weighted, false);
            let all: Vec<_> = samples(case.n, k)
                .iter()
                .map(|chosen| net.estimated_from(chosen, &options, &Control::new()).unwrap())
                .collect();
            let mean = |of: &dyn Fn(&Estimate) -> f64| {
                all.iter().map(of).sum::<f64>() / all.len() as f64
            };
            let halves = if case.directed { 1.0 } else { 2.0 };
            for (v, exact) in exact.iter().enumerate() {
                let truth = exact * halves;
                prop_assert!(near(mean(&|e| e.value[v]), truth));
                let variance = mean(&|e| (e.value[v] - truth).powi(2));
                prop_assert!(near(mean(&|e| e.standard_error[v].powi(2)), variance));
                prop_assert!(all.iter().all(|e| (e.value[v] - truth).abs() <= e.bound[v] + 1e-9));
            }
        }
    }
}

/// A network of 400 with hubs, trees and isolates.
fn uneven() -> Network {
    let mut ties: Vec<(u32, u32)> = (1..380_u32)
        .flat_map(|i| {
            let hub = i * i % 17;
            let other = (i * 7919 + 13) % i;
            [(hub.min(i), hub.max(i)), (other, i)]
        })
        .filter(|(a, b)| a != b)
        .collect();
    ties.sort_unstable();
    ties.dedup();
    Case::plain(400, false, &ties).network()
}

#[test]
fn bounds_hold_and_narrow_and_errors_are_of_the_right_size() {
    let net = uneven();
    let exact = betweenness(&net, false, true);
    let draw = |samples, seed| {
        let options = SampleOptions {
            samples,
            seed,
            ..SampleOptions::default()
        };
        net.sampled_betweenness(&options, &Control::new()).unwrap()
    };
    let mut widest = Vec::new();
    for samples in [10, 100, 300] {
        let (mut squared_error, mut squared_claim) = (0.0, 0.0);
        for seed in 0..100 {
            let scores = draw(samples, seed);
            for (v, truth) in exact.iter().enumerate() {
                let error = (scores[0].values[v] - truth).abs();
                assert!(error <= scores[2].values[v] + 1e-12);
                squared_error += error * error;
                squared_claim += scores[1].values[v].powi(2);
            }
        }
        // 100 draws: the ratio of two averages over 400 partners is within a quarter of 1.
        let ratio = squared_error / squared_claim;
        assert!((0.75..1.25).contains(&ratio), "{samples}: {ratio}");
        let bound = &draw(samples, 0)[2].values;
        widest.push(bound.iter().copied().fold(0.0, f64::max));
    }
    assert!(widest[0] > 2.0 * widest[1] && widest[1] > 2.0 * widest[2]);
    assert!(widest[2] < 0.1, "a bound that says nothing: {widest:?}");
    // Everybody sampled, or more asked than there are: exact.
    for samples in [400, 1000] {
        let scores = draw(samples, 1);
        assert!(
            scores[0]
                .values
                .iter()
                .zip(&exact)
                .all(|(a, b)| near(*a, *b))
        );
        assert!(
            scores[1..]
                .iter()
                .all(|s| s.values.iter().all(|v| *v == 0.0))
        );
    }
}

#[test]
fn trees_need_no_sample() {
    // A tree is folded away whole, so any sample gives the exact values without error.
    let net = Case::plain(
        9,
        false,
        &[(0, 1), (1, 2), (1, 3), (3, 4), (3, 5), (5, 6), (6, 7)],
    )
    .network();
    let options = SampleOptions {
        samples: 2,
        ..SampleOptions::default()
    };
    let scores = net.sampled_betweenness(&options, &Control::new()).unwrap();
    assert_eq!(scores[0].values, betweenness(&net, false, true));
    assert!(scores[2].values.iter().all(|v| *v == 0.0));
}

#[test]
fn samples_repeat_with_their_seed_and_are_refused_when_they_say_nothing() {
    let net = uneven();
    let run = |options: &SampleOptions| net.sampled_betweenness(options, &Control::new());
    for weighted in [false, true] {
        let options = SampleOptions {
            samples: 30,
            seed: 5,
            betweenness: BetweennessOptions {
                weighted,
                ..BetweennessOptions::default()
            },
            ..SampleOptions::default()
        };
        let one = with_threads(1, || run(&options).unwrap());
        assert_eq!(one, with_threads(3, || run(&options).unwrap()));
        let other = run(&SampleOptions { seed: 6, ..options }).unwrap();
        assert_ne!(one[0].values, other[0].values);
    }
    for (samples, confidence) in [(1, 0.95), (0, 0.95), (9, 0.0), (9, 1.0), (9, f64::NAN)] {
        let options = SampleOptions {
            samples,
            confidence,
            ..SampleOptions::default()
        };
        assert!(matches!(run(&options), Err(Error::BadOption { .. })));
    }
    for n in 0..3 {
        let few = Case::plain(n, true, &[]).network();
        let scores = few
            .sampled_betweenness(&SampleOptions::default(), &Control::new())
            .unwrap();
        assert!(scores.iter().all(|s| s.values.len() == n));
    }
}
