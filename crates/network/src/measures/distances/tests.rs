use proptest::prelude::*;

use super::*;
use crate::measures::FragmentationKind;
use crate::measures::closeness::oracle::{Case, small, sparse, steps, with_threads};
use crate::{Observed, Symmetrise};

fn distances(net: &Network) -> Distances {
    net.distances(false, &Control::new()).unwrap()
}

fn near(a: Option<f64>, b: f64) -> bool {
    a.is_some_and(|a| (a - b).abs() <= 1e-12 * b.abs().max(1.0))
}

proptest! {
    /// Against plain breadth-first search, over several sweeps.
    #[test]
    fn all_of_them_from_plain_search(case in sparse(600)) {
        let net = case.network();
        let n = case.n;
        let rows: Vec<Vec<Option<u32>>> = (0..n as u32).map(|s| steps(&net, s)).collect();
        let found: Vec<u32> = rows.iter().flatten().flatten().copied().filter(|&d| d > 0).collect();
        let pairs = (n * n.saturating_sub(1)) as f64;
        let sum: f64 = found.iter().map(|&d| f64::from(d)).sum();
        let ours = distances(&net);
        let longest = found.iter().max().copied();
        if n > 1 {
            prop_assert!(near(ours.compactness().value, found.iter().map(|&d| 1.0 / f64::from(d)).sum::<f64>() / pairs));
            prop_assert!(near(ours.breadth().value, 1.0 - ours.compactness().value.unwrap()));
            let apart = pairs - found.len() as f64;
            prop_assert!(near(ours.mean(Unreachable::N).unwrap().value, (sum + apart * n as f64) / pairs));
            if let Some(longest) = longest {
                prop_assert!(near(ours.mean(Unreachable::LeftOut).unwrap().value, sum / found.len() as f64));
                let missing = f64::from(longest + 1);
                prop_assert!(near(ours.mean(Unreachable::MaxPlusOne).unwrap().value, (sum + apart * missing) / pairs));
            }
        }
        prop_assert_eq!(ours.diameter().value, longest.map(f64::from));
        let reaching = rows.iter().filter(|row| row.iter().all(Option::is_some));
        let radius = reaching.filter_map(|row| row.iter().flatten().max()).min().map(|&d| f64::from(d));
        prop_assert_eq!(ours.radius().value, radius.filter(|_| n > 1));
        let counts = net.distance_distribution(&Control::new()).unwrap();
        let half = if net.is_directed() { 1 } else { 2 };
        for (d, &count) in (1..).zip(&counts.pairs) {
            prop_assert_eq!(count as usize, found.iter().filter(|&&x| x == d).count() / half);
        }
        prop_assert_eq!(counts.pairs.len() as u32, longest.unwrap_or(0));
        prop_assert_eq!(counts.unreachable as usize, (n * n.saturating_sub(1) - found.len()) / half);
    }

    /// Weighted: lengths of the oracle are 60/strength, 60 times ours.
    #[test]
    fn weighted_from_exhaustive_search(case in small(5)) {
        let net = case.network();
        let ours = net.distances(true, &Control::new()).unwrap();
        let found: Vec<f64> = (0..case.n).flat_map(|i| (0..case.n).map(move |j| (i, j))).filter(|(i, j)| i != j)
            .map(|(i, j)| case.shortest(i, j, true).0).filter(|&d| d < u32::MAX).map(|d| f64::from(d) / 60.0).collect();
        if found.is_empty() {
            prop_assert_eq!(ours.diameter().value, None);
        } else {
            prop_assert!(near(ours.diameter().value, found.iter().copied().fold(0.0, f64::max)));
            let mean = found.iter().sum::<f64>() / found.len() as f64;
            prop_assert!(near(ours.mean(Unreachable::LeftOut).unwrap().value, mean));
        }
        prop_assert!(ours.mean(Unreachable::N).is_err());
        prop_assert_eq!(ours.breadth().value, None);
    }

    /// The bounds are the lowest and the highest value over every way the silent could have answered.
    #[test]
    fn bounds_are_those_of_every_completion(cells in prop::collection::vec(any::<bool>(), 16), answered in prop::collection::vec(prop::bool::weighted(0.6), 4), rule in 0..3_usize) {
        let rule = [Symmetrise::None, Symmetrise::Either, Symmetrise::Both][rule];
        let arcs: Vec<(u32, u32)> = (0..16_u32).map(|c| (c / 4, c % 4)).filter(|(i, j)| i != j).collect();
        let said: Vec<(u32, u32)> = arcs.iter().copied().filter(|&(i, j)| answered[i as usize] && cells[(4 * i + j) as usize]).collect();
        let open: Vec<(u32, u32)> = arcs.iter().copied().filter(|&(i, _)| !answered[i as usize]).collect();
        let net = Case::plain(4, true, &said).network()
            .with_observed(Observed::respondents(&answered).unwrap()).unwrap().symmetrise(rule);
        let ours = distances(&net);
        let mut values = Vec::new();
        let mut means = Vec::new();
        for filled in 0..1_u32 << open.len() {
            let more = open.iter().enumerate().filter(|(k, _)| filled >> k & 1 == 1).map(|(_, arc)| *arc);
            let all: Vec<(u32, u32)> = said.iter().copied().chain(more).collect();
            let complete = distances(&Case::plain(4, true, &all).network().symmetrise(rule));
            values.push(complete.compactness().value.unwrap());
            means.push(complete.mean(Unreachable::N).unwrap().value.unwrap());
        }
        let ends = |values: &[f64]| (values.iter().copied().fold(f64::MAX, f64::min), values.iter().copied().fold(f64::MIN, f64::max));
        let interval = |m: &Measure| m.interval.map(|i| (i.low, i.high)).unwrap();
        let close = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12;
        prop_assert!(close(interval(&ours.compactness()), ends(&values)), "{:?} {:?}", interval(&ours.compactness()), ends(&values));
        prop_assert!(close(interval(&ours.mean(Unreachable::N).unwrap()), ends(&means)));
    }
}

#[test]
fn closed_forms() {
    // A path of n has mean distance (n + 1)/3, diameter n − 1 and radius ⌊n/2⌋.
    for n in [2_u32, 5, 8] {
        let ties: Vec<(u32, u32)> = (1..n).map(|i| (i - 1, i)).collect();
        let path = distances(&Case::plain(n as usize, false, &ties).network());
        let mean = path.mean(Unreachable::LeftOut).unwrap();
        assert!(near(mean.value, f64::from(n + 1) / 3.0));
        assert_eq!(mean.n, u64::from(n * (n - 1) / 2));
        assert_eq!(path.diameter().value, Some(f64::from(n - 1)));
        assert_eq!(path.radius().value, Some(f64::from(n / 2)));
    }
    // A directed path of 3: only the first reaches everyone, in 2 steps.
    let chain = distances(&Case::plain(3, true, &[(0, 1), (1, 2)]).network());
    assert_eq!(chain.radius().value, Some(2.0));
    assert_eq!(chain.compactness().value, Some(2.5 / 6.0));
    assert_eq!(chain.global_efficiency().name, "global_efficiency");
}

#[test]
fn three_fragmentations() {
    // 0 → 1 → 2 and the isolate 3: 3 of 12 ordered pairs reachable; 3 of 6 pairs in one piece; undirected
    // 1/distance is 1, 1, 1/2 over 6 pairs.
    let net = Case::plain(4, true, &[(0, 1), (1, 2)]).network();
    let of = |kind| net.fragmentation(kind, &Control::new()).unwrap();
    assert_eq!(of(FragmentationKind::Reachable).value, Some(0.75));
    assert_eq!(of(FragmentationKind::Borgatti).value, Some(0.5));
    let weighted = of(FragmentationKind::DistanceWeighted);
    assert!(near(weighted.value, 1.0 - 2.5 / 6.0));
    assert_eq!(
        (weighted.name.as_str(), weighted.kind.as_str()),
        ("fragmentation", "distance_weighted")
    );
}

#[test]
fn nothing_to_measure_is_said_and_not_zero() {
    let nobody = Observed::respondents(&[false; 3]).unwrap();
    let silent = Case::plain(3, true, &[])
        .network()
        .with_observed(nobody)
        .unwrap();
    let networks = [
        (Case::plain(0, true, &[]).network(), "two partners"),
        (Case::plain(1, false, &[]).network(), "two partners"),
        (silent, "nobody has spoken"),
    ];
    for (net, reason) in networks {
        let d = distances(&net);
        let mut all = vec![d.diameter(), d.radius(), d.compactness(), d.breadth()];
        all.extend(
            [
                Unreachable::LeftOut,
                Unreachable::N,
                Unreachable::MaxPlusOne,
            ]
            .map(|u| d.mean(u).unwrap()),
        );
        for m in all {
            assert_eq!(m.value, None, "{}", m.name);
            assert!(
                m.caveats[0].contains(reason) && m.sentence.contains(reason),
                "{m:?}"
            );
            assert!(m.sentence.contains("is not defined"), "{m:?}");
        }
    }
    // Known absences are an answer: nobody is joined, so the mean distance has nothing to average.
    let isolates = distances(&Case::plain(4, true, &[]).network());
    assert_eq!(isolates.compactness().value, Some(0.0));
    assert_eq!(isolates.mean(Unreachable::LeftOut).unwrap().value, None);
    assert_eq!(isolates.mean(Unreachable::N).unwrap().value, Some(4.0));
}

#[test]
fn any_thread_count_gives_the_same_bits_and_a_stop_is_obeyed() {
    let ties: Vec<(u32, u32)> = (1..2000)
        .map(|i| (i * 7 % i.max(1) + i / 3, i))
        .filter(|(a, b)| a != b)
        .collect();
    let net = Case::plain(2000, false, &ties).network();
    let value = || distances(&net).compactness().value.map(f64::to_bits);
    let one = with_threads(1, value);
    assert_eq!(one, with_threads(3, value));
    let control = Control::new();
    control.stop();
    assert!(matches!(
        net.distances(false, &control),
        Err(Error::Stopped)
    ));
    assert!(matches!(
        net.distance_distribution(&control),
        Err(Error::Stopped)
    ));
}
