use proptest::prelude::*;

use super::oracle::{Case, classic, small, sparse, steps, with_threads};
use super::*;
use crate::{Observed, ValueMeans};

fn harmonic(net: &Network, mode: Mode, weighted: bool, normalized: bool) -> Vec<f64> {
    let options = ClosenessOptions {
        mode,
        weighted,
        normalized,
        ..ClosenessOptions::default()
    };
    net.closeness(&options, &Control::new()).unwrap().values
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Against the shortest of all simple paths. Lengths of the oracle are 60/strength, so 60 times ours.
    #[test]
    fn small_networks_equal_exhaustive_search(case in small(6)) {
        let net = case.network();
        for (weighted, unit) in [(false, 1.0), (true, 60.0)] {
            let (out, into) = (harmonic(&net, Mode::Out, weighted, false), harmonic(&net, Mode::In, weighted, false));
            for i in 0..case.n {
                let sum = |d: &dyn Fn(usize) -> u32| -> f64 {
                    let others = (0..case.n).filter(|&j| j != i).map(d).filter(|&d| d < u32::MAX);
                    others.map(|d| unit / f64::from(d)).sum()
                };
                if case.n > 1 {
                    prop_assert!(near(out[i], sum(&|j| case.shortest(i, j, weighted).0)));
                    prop_assert!(near(into[i], sum(&|j| case.shortest(j, i, weighted).0)));
                }
            }
        }
    }

    /// Against plain breadth-first search, several sweeps wide, both ways round.
    #[test]
    fn distance_counts_equal_plain_search(case in sparse(700)) {
        let net = case.network();
        let n = case.n;
        let out = net.distance_counts(Mode::Out, &Control::new()).unwrap();
        let into = net.distance_counts(Mode::In, &Control::new()).unwrap();
        let (mut expected_out, mut expected_in) = (vec![Vec::new(); n], vec![Vec::new(); n]);
        for (s, from_s) in (0..n as u32).map(|s| steps(&net, s)).enumerate() {
            for (t, d) in from_s.into_iter().enumerate() {
                let Some(d) = d.filter(|&d| d > 0) else { continue };
                for list in [&mut expected_out[s], &mut expected_in[t]] {
                    let list: &mut Vec<u32> = list;
                    list.resize(list.len().max(d as usize), 0);
                    list[d as usize - 1] += 1;
                }
            }
        }
        prop_assert_eq!(&out, &expected_out);
        prop_assert_eq!(&into, &expected_in);
        if n > 1 {
            for (sum, counts) in harmonic(&net, Mode::Out, false, false).iter().zip(&out) {
                let expected: f64 = counts.iter().zip(1..).map(|(&c, d)| f64::from(c) / f64::from(d)).sum();
                prop_assert!(near(*sum, expected));
            }
        }
    }

    /// Weighted distances against petgraph's Dijkstra.
    #[test]
    fn weighted_equals_petgraph(case in sparse(60)) {
        let net = case.network();
        let mut graph = petgraph::graph::DiGraph::<(), f64>::new();
        let nodes: Vec<_> = (0..case.n).map(|_| graph.add_node(())).collect();
        for &(a, b, strength) in &case.ties {
            let length = f64::from(strength).recip();
            graph.add_edge(nodes[a as usize], nodes[b as usize], length);
            if !case.directed {
                graph.add_edge(nodes[b as usize], nodes[a as usize], length);
            }
        }
        if case.n > 1 {
            for (i, value) in harmonic(&net, Mode::Out, true, false).into_iter().enumerate() {
                let found = petgraph::algo::dijkstra(&graph, nodes[i], None, |e| *e.weight());
                let expected: f64 = nodes.iter().filter_map(|v| found.get(v)).filter(|d| **d > 0.0).map(|d| d.recip()).sum();
                prop_assert!(near(value, expected));
            }
        }
    }

    /// Closed forms: star, path, cycle, complete.
    #[test]
    fn closed_forms(n in 3..200_u32) {
        let h = |k: u32| (1..=k).map(|d| 1.0 / f64::from(d)).sum::<f64>();
        let plain = |ties: Vec<(u32, u32)>| harmonic(&Case::plain(n as usize, false, &ties).network(), Mode::Out, false, false);
        let star = plain((1..n).map(|i| (0, i)).collect());
        prop_assert_eq!(star[0], f64::from(n - 1));
        prop_assert_eq!(star[1], 1.0 + f64::from(n - 2) / 2.0);
        for (i, value) in plain((1..n).map(|i| (i - 1, i)).collect()).into_iter().zip(0..).map(|(v, i)| (i, v)) {
            prop_assert!(near(value, h(i) + h(n - 1 - i)));
        }
        let cycle = plain((0..n).map(|i| (i, (i + 1) % n)).map(|(a, b)| (a.min(b), a.max(b))).collect());
        let half = 2.0 * h((n - 1) / 2) + if n % 2 == 0 { 2.0 / f64::from(n) } else { 0.0 };
        for value in cycle {
            prop_assert!(near(value, half));
        }
    }
}

#[test]
fn krackhardts_kite() {
    // Distances from Diane, the most connected: 6 partners at 1, Heather at 2, Ike at 3, Jane at 4:
    // 6 + 1/2 + 1/3 + 1/4 = 85/12. From Fernando: 5 at 1, Ed, Beverley and Ike at 2, Jane at 3: 5 + 3/2 + 1/3.
    let Some((names, case)) = classic("kite", |_| true) else {
        return;
    };
    let values = harmonic(&case.network(), Mode::Out, false, true);
    let of = |name: &str| values[names.iter().position(|s| s == name).unwrap()];
    assert!(near(of("Diane"), 85.0 / 12.0 / 9.0));
    assert!(near(of("Fernando"), (5.0 + 1.5 + 1.0 / 3.0) / 9.0));
}

#[test]
fn direction_and_scale_are_as_named() {
    // 0 → 1 → 2.
    let net = Case::plain(3, true, &[(0, 1), (1, 2)]).network();
    assert_eq!(harmonic(&net, Mode::Out, false, false), [1.5, 1.0, 0.0]);
    assert_eq!(harmonic(&net, Mode::In, false, false), [0.0, 1.0, 1.5]);
    assert_eq!(harmonic(&net, Mode::Out, false, true), [0.75, 0.5, 0.0]);
}

#[test]
fn values_as_distances_and_as_strengths() {
    // One tie of value 4: length 1/4 as a strength, 4 as a distance.
    let ties = crate::Ties {
        source: &[0],
        target: &[1],
        value: Some(&[4.0]),
    };
    for (values, expected) in [(ValueMeans::Strength, 4.0), (ValueMeans::Distance, 0.25)] {
        let options = crate::BuildOptions {
            values,
            ..Default::default()
        };
        let net = Network::from_ties(2, &ties, &options).unwrap();
        assert_eq!(harmonic(&net, Mode::Out, true, false), [expected, expected]);
    }
}

#[test]
fn degenerate_networks() {
    assert!(
        harmonic(
            &Case::plain(0, false, &[]).network(),
            Mode::Out,
            false,
            true
        )
        .is_empty()
    );
    let one = Case::plain(1, false, &[]).network();
    let scores = one
        .closeness(&ClosenessOptions::default(), &Control::new())
        .unwrap();
    assert!(scores.values[0].is_nan() && scores.caveats[0].starts_with("Not defined"));
    assert_eq!(
        harmonic(
            &Case::plain(2, false, &[(0, 1)]).network(),
            Mode::Out,
            false,
            true
        ),
        [1.0, 1.0]
    );
    for weighted in [false, true] {
        // Isolates are 0, and not the −0 of an empty sum.
        let isolates = harmonic(
            &Case::plain(1200, true, &[]).network(),
            Mode::In,
            weighted,
            true,
        );
        assert!(isolates.iter().all(|v| v.to_bits() == 0));
    }
    let plain = Network::from_ties(
        2,
        &crate::Ties {
            source: &[0],
            target: &[1],
            value: None,
        },
        &crate::BuildOptions::default(),
    );
    let options = ClosenessOptions {
        weighted: true,
        ..Default::default()
    };
    let refused = plain.unwrap().closeness(&options, &Control::new());
    assert!(matches!(refused, Err(Error::NotDefined { .. })));
}

#[test]
fn any_thread_count_gives_the_same_bits_and_a_stop_is_obeyed() {
    let ties: Vec<(u32, u32)> = (0..3000_u32)
        .map(|i| (i / 3, 1000 + (i * 7919) % 1000))
        .collect();
    let mut ties = ties;
    ties.sort_unstable();
    ties.dedup();
    let net = Case::plain(2000, false, &ties).network();
    for weighted in [false, true] {
        let one = with_threads(1, || harmonic(&net, Mode::Out, weighted, true));
        for threads in [2, 4] {
            assert_eq!(
                one,
                with_threads(threads, || harmonic(&net, Mode::Out, weighted, true))
            );
        }
    }
    let control = Control::new();
    control.stop();
    let stopped = net.closeness(&ClosenessOptions::default(), &control);
    assert_eq!(stopped, Err(Error::Stopped));
}

#[test]
fn silence_is_unknown_and_not_zero() {
    // 0 → 1, 1 → 0, 0 → 2; 2 did not answer, so its own paths are unknown, while the way to it is known.
    let net = Case::plain(3, true, &[(0, 1), (1, 0), (0, 2)]).network();
    let net = net
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    let scores = |mode| {
        let options = ClosenessOptions {
            mode,
            normalized: false,
            ..ClosenessOptions::default()
        };
        net.closeness(&options, &Control::new()).unwrap()
    };
    let out = scores(Mode::Out);
    assert_eq!(out.values[..2], [2.0, 1.5]);
    assert!(out.values[2].is_nan());
    assert_eq!(out.coverage, Some(4.0 / 6.0));
    assert!(
        out.caveats
            .iter()
            .any(|c| c.contains("the least it can be"))
    );
    assert_eq!(scores(Mode::In).values, [1.0, 1.0, 1.5]);
    // Either way 0 is tied to both, and every pair has been spoken about.
    assert_eq!(scores(Mode::All).values, [2.0, 1.5, 1.5]);
}
