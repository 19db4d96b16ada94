use std::collections::BTreeMap;

use super::*;
use crate::{BuildOptions, Observed, Ties};

fn network(n: usize, ties: &[(u32, u32)], directed: bool) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = ties.iter().copied().unzip();
    let ties = Ties {
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

fn draw(net: &Network, options: &RewireOptions) -> Vec<(u32, u32)> {
    let rewired = net.rewire(options, &Control::new()).unwrap();
    rewired
        .network
        .iter_ties()
        .map(|(i, j, _)| (i, j))
        .collect()
}

/// How often each network comes up over many draws.
fn frequencies(net: &Network, options: RewireOptions, draws: u64) -> Vec<u64> {
    let mut seen = BTreeMap::new();
    for k in 0..draws {
        let ties = draw(net, &RewireOptions { draw: k, ..options });
        *seen.entry(ties).or_insert(0) += 1;
    }
    seen.into_values().collect()
}

/// Pearson's statistic of equal frequencies is below its 1 − 10⁻⁵ quantile, roughly (Wilson–Hilferty).
fn even(counts: &[u64], draws: u64) -> bool {
    let cells = counts.len() as f64;
    let expected = draws as f64 / cells;
    let statistic: f64 = counts
        .iter()
        .map(|&count| (count as f64 - expected).powi(2) / expected)
        .sum();
    let df = cells - 1.0;
    let spread = 2.0 / (9.0 * df);
    statistic < df * (1.0 - spread + 4.26 * spread.sqrt()).powi(3)
}

#[test]
fn every_undirected_network_of_the_degrees_is_equally_likely() {
    // Two ties each for six partners: 60 hexagons (5!/2) and 10 pairs of triangles.
    let net = network(6, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0)], false);
    let options = RewireOptions {
        swaps_per_tie: 20,
        ..RewireOptions::default()
    };
    let counts = frequencies(&net, options, 14_000);
    assert_eq!(counts.len(), 70);
    assert!(even(&counts, 14_000), "{counts:?}");
}

#[test]
fn every_directed_network_of_the_degrees_is_equally_likely() {
    // One tie out and one in for four partners: the permutations without a fixed point, 9 of them. A swap
    // of the 3-cycles alone would leave the partner outside without a tie, so take also three partners:
    let four = network(4, &[(0, 1), (1, 2), (2, 3), (3, 0)], true);
    let options = RewireOptions {
        swaps_per_tie: 30,
        ..RewireOptions::default()
    };
    let counts = frequencies(&four, options, 4_500);
    assert_eq!(counts.len(), 9);
    assert!(even(&counts, 4_500), "{counts:?}");
    // two networks, one the other turned round, that no swap connects.
    let three = network(3, &[(0, 1), (1, 2), (2, 0)], true);
    let counts = frequencies(&three, options, 2_000);
    assert_eq!(counts.len(), 2);
    assert!(even(&counts, 2_000), "{counts:?}");
}

#[test]
fn mutual_dyads_are_kept_on_request() {
    // One mutual dyad and two one-sided ties among four partners. By hand: out-degrees 2, 1, 0, 1 and
    // in-degrees 1, 1, 2, 0, of which one each is mutual for 0 and 1. The mutual dyad must be {0, 1}, the
    // arcs leave 0 and 3 and both enter 2: nothing else is possible.
    let net = network(4, &[(0, 1), (1, 0), (0, 2), (3, 2)], true);
    let keep = RewireOptions {
        keep_mutual: true,
        ..RewireOptions::default()
    };
    assert_eq!(frequencies(&net, keep, 50).len(), 1);
    // A larger one: degrees of each kind stay, the network changes.
    let ties: Vec<(u32, u32)> = (0..40_u32)
        .flat_map(|i| {
            let (next, far, other) = ((i + 1) % 40, (i + 7) % 40, (i + 16) % 40);
            [(i, next), (next, i), (i, far), (i, other)]
        })
        .collect();
    let net = network(40, &ties, true);
    let profile = |net: &Network, i: u32| {
        let mutual = net
            .out()
            .row(i)
            .iter()
            .filter(|&&j| net.out().find(j, i).is_some());
        (
            mutual.count(),
            net.out().degree(i),
            net.incoming().degree(i),
        )
    };
    let rewired = net.rewire(&keep, &Control::new()).unwrap();
    for i in 0..40 {
        assert_eq!(profile(&rewired.network, i), profile(&net, i));
    }
    assert!(rewired.unmoved.unwrap() < 0.4, "{:?}", rewired.unmoved);
    assert!(rewired.changed > rewired.tried / 4);
    // Without the request the degrees stay and the mutual dyads go.
    let free = net
        .rewire(&RewireOptions::default(), &Control::new())
        .unwrap()
        .network;
    assert!((0..40).all(|i| profile(&free, i).1 == 4 && profile(&free, i).2 == 4));
    assert!((0..40).any(|i| profile(&free, i).0 != 2));
}

#[test]
fn both_layouts_of_the_pairs_give_the_same_draw() {
    // The same ties with isolates added beyond the limit of the bit matrix.
    let ties: Vec<(u32, u32)> = (0..300_u32)
        .map(|i| (i, (i * 7 + 1) % 301))
        .filter(|t| t.0 != t.1)
        .collect();
    for directed in [false, true] {
        let mut ties = ties.clone();
        if !directed {
            for t in &mut ties {
                *t = (t.0.min(t.1), t.0.max(t.1));
            }
            ties.sort_unstable();
            ties.dedup();
        }
        let small = draw(&network(301, &ties, directed), &RewireOptions::default());
        let large = draw(&network(5000, &ties, directed), &RewireOptions::default());
        assert_eq!(small, large);
        assert_ne!(small, ties);
    }
}

#[test]
fn ties_stay_in_known_cells() {
    // Partner 5 did not answer, and 0 left its cell about 4 open: no draw puts a tie there.
    let survey = crate::Survey {
        asked: vec![true; 6],
        answered: vec![true, true, true, true, true, false],
        blank: vec![(0, 4)],
        ..crate::Survey::default()
    };
    let ties = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (1, 5), (2, 0)];
    let net = network(6, &ties, true)
        .with_observed(Observed::survey(&survey).unwrap())
        .unwrap();
    for k in 0..200 {
        let options = RewireOptions {
            draw: k,
            ..RewireOptions::default()
        };
        let rewired = net.rewire(&options, &Control::new()).unwrap().network;
        assert_eq!(rewired.out().degree(5), 0);
        assert!(rewired.out().find(0, 4).is_none());
        assert_eq!(rewired.cell_counts(), net.cell_counts());
    }
}

/// Two networks have these degrees, and the steps of the chain do not lead from one to the other. What the
/// documentation says of very small networks; a chain that reaches both makes it out of date.
#[test]
fn out_of_reach_in_very_small_networks() {
    let reached = |net: &Network, keep_mutual| {
        let options = RewireOptions {
            keep_mutual,
            swaps_per_tie: 40,
            ..RewireOptions::default()
        };
        frequencies(net, options, 200).len()
    };
    let degrees = |net: &Network, keep_mutual: bool| -> Vec<[usize; 3]> {
        (0..net.partners() as u32)
            .map(|i| {
                let row = net.out().row(i);
                let mutual = row.iter().filter(|&&j| net.out().find(j, i).is_some());
                let mutual = if keep_mutual { mutual.count() } else { 0 };
                [row.len(), net.incoming().degree(i), mutual]
            })
            .collect()
    };
    // All networks of four partners with the same degrees and no tie in `closed` cells.
    let every = |net: &Network, keep_mutual: bool, closed: &[(u32, u32)]| {
        let cells: Vec<(u32, u32)> = (0..4)
            .flat_map(|i| (0..4).map(move |j| (i, j)))
            .filter(|cell| cell.0 != cell.1 && !closed.contains(cell))
            .collect();
        (0..1_u32 << cells.len())
            .filter(|mask| {
                let ties = cells.iter().enumerate().filter(|(k, _)| mask >> k & 1 == 1);
                let ties: Vec<_> = ties.map(|(_, &cell)| cell).collect();
                degrees(&network(4, &ties, true), keep_mutual) == degrees(net, keep_mutual)
            })
            .count()
    };
    let mutual = network(4, &[(0, 1), (1, 2), (2, 3), (3, 0), (3, 2)], true);
    assert_eq!(every(&mutual, true, &[]), 2);
    assert_eq!(reached(&mutual, true), 1);
    assert!(mutual.reach_caveat(true).unwrap().contains("mutual ties"));
    assert_eq!(mutual.reach_caveat(false), None);
    // Without mutual ties kept every network is reached.
    assert_eq!(reached(&mutual, false), every(&mutual, false, &[]));

    let ties = [(0, 2), (1, 0), (2, 3), (3, 0), (3, 1)];
    let blank = [(0, 1), (1, 2), (2, 0)];
    let survey = crate::Survey {
        asked: vec![true; 4],
        answered: vec![true; 4],
        blank: blank.to_vec(),
        ..crate::Survey::default()
    };
    let unknown = network(4, &ties, true)
        .with_observed(Observed::survey(&survey).unwrap())
        .unwrap();
    assert_eq!(every(&unknown, false, &blank), 2);
    assert_eq!(reached(&unknown, false), 1);
    assert!(unknown.reach_caveat(false).unwrap().contains("unknown"));
    assert_eq!(network(12, &ties, true).reach_caveat(true), None);
}

#[test]
fn few_partners_and_a_stop() {
    for (n, ties) in [(0, vec![]), (1, vec![]), (2, vec![(0, 1)])] {
        for directed in [false, true] {
            let rewired = network(n, &ties, directed)
                .rewire(&RewireOptions::default(), &Control::new())
                .unwrap();
            assert_eq!(rewired.changed, 0);
            assert_eq!(rewired.unmoved, (!ties.is_empty()).then_some(1.0));
        }
    }
    let control = Control::new();
    control.stop();
    let stopped = network(3, &[(0, 1), (1, 2)], false).rewire(&RewireOptions::default(), &control);
    assert_eq!(stopped.unwrap_err(), Error::Stopped);
}
