//! Components, connectedness and coreness against their definitions on small random networks.
#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use commonweal_network::measures::{
    ComponentKind, ConnectednessKind, CorenessOptions, Mode, MutualTies,
};
use commonweal_network::{BuildOptions, Control, Network, Ties};
use proptest::prelude::*;

const N: usize = 8;

fn network(directed: bool, cells: &[bool]) -> Network {
    let tied = |i: usize, j: usize| i != j && cells[i * N + j] && (directed || i < j);
    let arcs = (0..N)
        .flat_map(|i| (0..N).map(move |j| (i, j)))
        .filter(|&(i, j)| tied(i, j));
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.map(|(i, j)| (i as u32, j as u32)).unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    Network::from_ties(
        N,
        &ties,
        &BuildOptions {
            directed,
            ..Default::default()
        },
    )
    .unwrap()
}

fn networks() -> impl Strategy<Value = Network> {
    let cells =
        (0.02f64..0.6).prop_flat_map(|p| prop::collection::vec(prop::bool::weighted(p), N * N));
    (any::<bool>(), cells).prop_map(|(directed, cells)| network(directed, &cells))
}

/// Warshall's closure: `reach[i][j]` when a path leads from i to j (or i = j).
fn closure(net: &Network, directed: bool) -> [[bool; N]; N] {
    let mut reach = [[false; N]; N];
    for (i, j, _) in net.iter_ties() {
        reach[i as usize][j as usize] = true;
        reach[j as usize][i as usize] |= !directed;
    }
    for (i, row) in reach.iter_mut().enumerate() {
        row[i] = true;
    }
    for k in 0..N {
        for i in 0..N {
            for j in 0..N {
                reach[i][j] |= reach[i][k] && reach[k][j];
            }
        }
    }
    reach
}

/// The definition: over all groups that hold the partner, the largest smallest degree inside.
fn coreness_by_search(degree_inside: impl Fn(usize, usize) -> usize) -> Vec<f64> {
    let members = |group: usize| (0..N).filter(move |i| group >> i & 1 == 1);
    let mut best = vec![0; N];
    for group in 1usize..1 << N {
        let smallest = members(group)
            .map(|i| degree_inside(i, group))
            .min()
            .unwrap();
        members(group).for_each(|i| best[i] = smallest.max(best[i]));
    }
    best.into_iter().map(|k| k as f64).collect()
}

proptest! {
    #[test]
    fn components_are_the_classes_of_mutual_reach(net in networks()) {
        for (_, kind) in ComponentKind::NAMES {
            let reach = closure(&net, net.is_directed() && *kind == ComponentKind::Strong);
            let found = net.components(*kind);
            let pairs = (0..N).flat_map(|i| (0..N).map(move |j| (i, j)));
            for (i, j) in pairs {
                let same = found.membership[i] == found.membership[j];
                prop_assert_eq!(same, reach[i][j] && reach[j][i]);
            }
            // Numbered in the order of smallest members, and sizes add up.
            let mut seen = 0;
            for &c in &found.membership {
                prop_assert!(c <= seen);
                seen = seen.max(c + 1);
            }
            prop_assert_eq!(found.sizes.iter().sum::<u32>() as usize, N);
            prop_assert_eq!(found.count(), seen as usize);
            let count = net.component_count(*kind);
            prop_assert_eq!(count.value, Some(f64::from(seen)));
        }
    }

    #[test]
    fn connectedness_counts_the_pairs_with_a_path(net in networks()) {
        for (_, kind) in ConnectednessKind::NAMES {
            let directed = net.is_directed() && *kind == ConnectednessKind::Reachable;
            let reach = closure(&net, directed);
            let paths = reach.iter().flatten().filter(|&&r| r).count() - N;
            let found = net.connectedness(*kind, &Control::new()).unwrap();
            prop_assert_eq!(found.value, Some(paths as f64 / (N * (N - 1)) as f64));
        }
    }

    #[test]
    fn coreness_is_the_largest_smallest_degree_of_a_group(net in networks()) {
        let tied = |i: usize, j: usize| net.out().find(i as u32, j as u32).is_some();
        let inside = |group: usize, ties: &dyn Fn(usize) -> usize| {
            (0..N).filter(|j| group >> j & 1 == 1).map(ties).sum::<usize>()
        };
        for (_, mode) in Mode::NAMES {
            for (_, mutual) in MutualTies::NAMES {
                let expected = coreness_by_search(|i, group| inside(group, &|j| {
                    let (sent, received) = (usize::from(tied(i, j)), usize::from(tied(j, i)));
                    match (mode, mutual) {
                        _ if !net.is_directed() => sent,
                        (Mode::Out, _) => sent,
                        (Mode::In, _) => received,
                        (Mode::All, MutualTies::Once) => sent.max(received),
                        (Mode::All, MutualTies::Twice) => sent + received,
                    }
                }));
                let options = CorenessOptions { mode: *mode, mutual: *mutual };
                prop_assert_eq!(net.coreness(&options).values, expected);
            }
        }
    }

    #[test]
    fn largest_component_is_one_of_the_largest(net in networks()) {
        let part = net.largest_component();
        let sizes = net.components(ComponentKind::Weak).sizes;
        prop_assert_eq!(part.partners() as u32, sizes.iter().max().copied().unwrap());
        prop_assert_eq!(part.components(ComponentKind::Weak).count(), 1);
    }
}

/// More than 64 strong components, so that several batches of bits are used: on a chain of arcs
/// 0 → 1 → … → 199 partner i reaches the 199 − i after it, which is half of all ordered pairs.
#[test]
fn reach_along_a_chain_is_half_of_all_pairs() {
    let source: Vec<u32> = (0..199).collect();
    let target: Vec<u32> = (1..200).collect();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let net = Network::from_ties(
        200,
        &ties,
        &BuildOptions {
            directed: true,
            ..Default::default()
        },
    );
    let net = net.unwrap();
    let control = Control::new();
    let share = |kind| net.connectedness(kind, &control).unwrap().value;
    assert_eq!(share(ConnectednessKind::Reachable), Some(0.5));
    assert_eq!(share(ConnectednessKind::Krackhardt), Some(1.0));
    control.stop();
    assert!(
        net.connectedness(ConnectednessKind::Reachable, &control)
            .is_err()
    );
}
