use std::collections::BTreeMap;

use super::*;
use crate::nulls::draws::stream;
use crate::{BuildOptions, Observed, Survey};

fn network(n: usize, ties: &[(u32, u32)], directed: bool) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = ties.iter().copied().unzip();
    let ties = crate::Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed,
        ..BuildOptions::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

/// Five partners; 4 did not answer and 0 left its cell about 3 open.
fn survey() -> Network {
    let observed = Observed::survey(&Survey {
        asked: vec![true; 5],
        answered: vec![true, true, true, true, false],
        blank: vec![(0, 3)],
        ..Survey::default()
    });
    let ties = [(0, 1), (1, 0), (1, 2), (3, 1), (2, 4), (3, 4)];
    network(5, &ties, true)
        .with_observed(observed.unwrap())
        .unwrap()
}

fn sorted(arcs: &Arcs) -> Vec<(u32, u32)> {
    let mut list = arcs.list.clone();
    list.sort_unstable();
    list
}

/// Every network of the null model, each once.
fn all(null: &CugNull) -> Vec<Vec<(u32, u32)>> {
    let mut seen = Vec::new();
    null.every(&mut |arcs| {
        seen.push(sorted(arcs));
        Ok(())
    })
    .unwrap();
    seen.sort();
    let count = seen.len();
    seen.dedup();
    assert_eq!((count, count as f64), (seen.len(), null.count()));
    seen
}

fn choose(n: u64, k: u64) -> f64 {
    (1..=k).fold(1.0, |c, i| c * (n - k + i) as f64 / i as f64)
}

#[test]
fn every_network_of_a_condition_is_equally_likely() {
    const DRAWS: u64 = 20_000;
    let pairs = network(4, &[(0, 1), (1, 2)], false);
    let arcs = network(4, &[(0, 1), (1, 0), (1, 2)], true);
    let square = [(0, 1), (1, 2), (2, 3), (3, 0)];
    let cases = [
        (pairs.clone(), Condition::Size, 64.0),
        (pairs.clone(), Condition::Ties, 15.0),
        (pairs, Condition::DyadCensus, 15.0),
        (arcs.clone(), Condition::Ties, 220.0),
        // 6 places of the mutual dyad, 5 of the other, 2 directions.
        (arcs, Condition::DyadCensus, 60.0),
        (network(4, &square, true), Condition::Ties, 495.0),
        // Known dyads: {0,1}, {0,2}, {1,2}, {1,3}, {2,3}, of which one mutual, two asymmetric: 5 · C(4,2) · 4.
        // Known cells without their mirror: (3,0) and the four about 4, with two ties: C(5,2).
        (survey(), Condition::DyadCensus, 1200.0),
        // 20 cells less the four of partner 4 and one blank, six ties.
        (survey(), Condition::Ties, 5005.0),
    ];
    for (net, condition, count) in cases {
        let null = CugNull::new(&net, condition).unwrap();
        let every = all(&null);
        assert_eq!(every.len() as f64, count, "{condition}");
        let own: Vec<(u32, u32)> = (0..net.partners() as u32)
            .flat_map(|i| net.out().row(i).iter().map(move |&j| (i, j)))
            .collect();
        assert!(every.contains(&own), "the network itself is one of them");
        let mut counts: BTreeMap<_, u64> = every.into_iter().map(|ties| (ties, 0)).collect();
        let mut arcs = null.blank();
        for k in 0..DRAWS {
            null.draw(&mut stream(1, k), &Control::new(), &mut arcs)
                .unwrap();
            // A draw outside the list would be a defect.
            *counts.get_mut(&sorted(&arcs)).unwrap() += 1;
        }
        let expected = DRAWS as f64 / count;
        let statistic: f64 = counts
            .values()
            .map(|&c| (c as f64 - expected).powi(2) / expected)
            .sum();
        // The 1 − 10⁻⁵ quantile of χ² (Wilson & Hilferty 1931).
        let df = count - 1.0;
        let spread = 2.0 / (9.0 * df);
        let quantile = df * (1.0 - spread + 4.26 * spread.sqrt()).powi(3);
        assert!(statistic < quantile, "{condition}: {statistic} of {df}");
    }
}

#[test]
fn reciprocity_given_the_ties_is_a_known_distribution() {
    // Of C(2D, m) networks with m ties on D dyads, C(D, M) C(D − M, m − 2M) 2^(m − 2M) have M mutual dyads.
    let exact = |dyads: u64, ties: u64, mutual: u64| {
        choose(dyads, mutual)
            * choose(dyads - mutual, ties - 2 * mutual)
            * ((ties - 2 * mutual) as f64).exp2()
            / choose(2 * dyads, ties)
    };
    let tails = |dyads, ties: u64, mutual: u64| {
        let high: f64 = (mutual..=ties / 2).map(|k| exact(dyads, ties, k)).sum();
        let low: f64 = (0..=mutual).map(|k| exact(dyads, ties, k)).sum();
        (high, low)
    };
    // Four partners, exact: 2 of 5 ties make a mutual dyad.
    let small = network(4, &[(0, 1), (1, 0), (1, 2), (2, 3), (3, 0)], true);
    let test = small
        .cug(
            NetworkMeasure::Reciprocity,
            &CugOptions::default(),
            &Control::new(),
        )
        .unwrap();
    let (high, low) = tails(6, 5, 1);
    let beyond = test.test.unwrap();
    assert!(
        test.exact && (beyond.p_high - high).abs() < 1e-12,
        "{beyond:?} {high}"
    );
    assert!((beyond.p_low - low).abs() < 1e-12);
    assert!((test.smallest.unwrap() - 1.0 / 792.0).abs() < 1e-15);
    assert!(
        test.sentence
            .starts_with("The smallest p this test can give is 0.00126.")
    );
    // Ten partners, drawn: within four standard errors.
    let ties: Vec<(u32, u32)> = (0..10)
        .flat_map(|i| [(i, (i + 1) % 10), (i, (i + 3) % 10)])
        .chain([(1, 0), (2, 1), (3, 2)])
        .collect();
    let large = network(10, &ties, true);
    let options = CugOptions {
        draws: 4999,
        seed: 3,
        ..CugOptions::default()
    };
    let test = large
        .cug(NetworkMeasure::Reciprocity, &options, &Control::new())
        .unwrap();
    let (high, low) = tails(45, 23, 3);
    let beyond = test.test.unwrap();
    assert!(!test.exact);
    for (p, exact) in [(beyond.p_high, high), (beyond.p_low, low)] {
        let error = (exact * (1.0 - exact) / 5000.0).sqrt();
        assert!((p - exact).abs() < 4.0 * error, "{p} beside {exact}");
    }
}

#[test]
fn what_is_kept_does_not_vary() {
    let net = survey();
    for (condition, measure, varies) in [
        (Condition::Size, NetworkMeasure::Density, true),
        (Condition::Ties, NetworkMeasure::Density, false),
        (Condition::Ties, NetworkMeasure::Reciprocity, true),
        (Condition::DyadCensus, NetworkMeasure::Reciprocity, false),
        (
            Condition::DyadCensus,
            NetworkMeasure::InDegreeCentralization,
            true,
        ),
    ] {
        let options = CugOptions {
            condition,
            draws: 200,
            seed: 1,
        };
        let beyond = net
            .cug(measure, &options, &Control::new())
            .unwrap()
            .test
            .unwrap();
        assert_eq!(beyond.sd > 1e-12, varies, "{condition} {measure}");
        if !varies {
            assert_eq!((beyond.p_high, beyond.p_low, beyond.p), (1.0, 1.0, 1.0));
        }
    }
}

#[test]
fn few_partners_nobody_answered_all_tied() {
    let silent = network(3, &[], true)
        .with_observed(Observed::respondents(&[false; 3]).unwrap())
        .unwrap();
    let full: Vec<(u32, u32)> = (0..3)
        .flat_map(|i| (0..3).filter(move |&j| j != i).map(move |j| (i, j)))
        .collect();
    let nets = [
        network(0, &[], true),
        network(1, &[], false),
        network(2, &[(0, 1)], true),
        network(5, &[], false),
        network(3, &full, true),
        silent,
    ];
    for net in &nets {
        for condition in [Condition::Size, Condition::Ties, Condition::DyadCensus] {
            for &(_, measure) in NetworkMeasure::NAMES {
                let options = CugOptions {
                    condition,
                    draws: 20,
                    seed: 0,
                };
                let test = match net.cug(measure, &options, &Control::new()) {
                    Ok(test) => test,
                    Err(Error::NotDefined { .. }) => continue,
                    Err(other) => panic!("{measure}: {other}"),
                };
                assert_eq!(test.test.is_some(), test.measure.value.is_some());
                assert!(!test.sentence.is_empty() && !test.sentence.contains("NaN"));
                if let Some(beyond) = test.test {
                    assert!(beyond.p_high > 0.0 && beyond.p_low > 0.0);
                }
            }
        }
    }
}

#[test]
fn same_seed_same_answer_for_any_threads_and_a_stop() {
    let net = network(
        9,
        &[(0, 1), (1, 2), (2, 0), (3, 4), (5, 6), (6, 3), (7, 0)],
        true,
    );
    let run = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let options = CugOptions {
            condition: Condition::DyadCensus,
            draws: 100,
            seed,
        };
        pool.unwrap()
            .install(|| net.cug(NetworkMeasure::Transitivity, &options, &Control::new()))
            .unwrap()
    };
    assert_eq!(run(1, 4), run(3, 4));
    assert_ne!(run(1, 4).test, run(1, 5).test);
    let control = Control::new();
    control.stop();
    let stopped = net.cug(NetworkMeasure::Density, &CugOptions::default(), &control);
    assert_eq!(stopped.unwrap_err(), Error::Stopped);
}
