//! petgraph's algorithms run on `&Network` as they run on petgraph's own graph.
#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use commonweal_network::measures::{ComponentKind, ConnectednessKind};
use commonweal_network::{BuildOptions, Control, Network, Ties};
use petgraph::algo::{
    bellman_ford, connected_components, dijkstra, floyd_warshall, has_path_connecting,
    is_bipartite_undirected, is_cyclic_directed, is_cyclic_undirected, is_isomorphic,
    k_shortest_path, kosaraju_scc, min_spanning_tree, tarjan_scc, toposort,
};
use petgraph::data::Element;
use petgraph::graph::{DiGraph, Graph, NodeIndex, UnGraph};
use petgraph::visit::{
    Bfs, Dfs, EdgeRef, GetAdjacencyMatrix, IntoEdgeReferences, IntoEdgesDirected, Reversed, Walker,
};
use petgraph::{Direction, Undirected};
use proptest::prelude::*;

const N: u32 = 9;

fn networks(directed: bool) -> impl Strategy<Value = Network> {
    let arcs = prop::collection::btree_map((0..N, 0..N), 1u8..9, 0..25);
    arcs.prop_map(move |arcs| {
        let arcs: Vec<((u32, u32), u8)> = arcs
            .into_iter()
            .filter(|((i, j), _)| if directed { i != j } else { i < j })
            .collect();
        let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().map(|a| a.0).unzip();
        let value: Vec<f64> = arcs.iter().map(|a| f64::from(a.1)).collect();
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&value),
        };
        Network::from_ties(
            N as usize,
            &ties,
            &BuildOptions {
                directed,
                ..Default::default()
            },
        )
        .unwrap()
    })
}

fn sorted_classes(classes: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let mut classes: Vec<Vec<u32>> = classes
        .into_iter()
        .map(|mut class| {
            class.sort_unstable();
            class
        })
        .collect();
    classes.sort();
    classes
}

fn plain(classes: Vec<Vec<NodeIndex>>) -> Vec<Vec<u32>> {
    classes
        .into_iter()
        .map(|c| c.into_iter().map(|i| i.index() as u32).collect())
        .collect()
}

fn tree_weight<N, I: Iterator<Item = Element<N, f64>>>(tree: I) -> f64 {
    tree.map(|e| {
        if let Element::Edge { weight, .. } = e {
            weight
        } else {
            0.0
        }
    })
    .sum()
}

proptest! {
    #[test]
    fn directed_algorithms_agree(net in networks(true)) {
        let graph = DiGraph::<String, f64>::from(&net);
        for start in 0..N {
            let ours = dijkstra(&net, start, None, |e| *e.weight());
            let theirs = dijkstra(&graph, NodeIndex::new(start as usize), None, |e| *e.weight());
            for j in 0..N {
                let node = NodeIndex::new(j as usize);
                prop_assert_eq!(ours.get(&j), theirs.get(&node));
                prop_assert_eq!(has_path_connecting(&net, start, j, None), theirs.contains_key(&node));
                let costs = bellman_ford(&net, start).unwrap().distances[j as usize];
                prop_assert_eq!(costs.is_finite().then_some(&costs), ours.get(&j));
            }
            let second = k_shortest_path(&net, start, None, 2, |e| *e.weight());
            let expected =
                k_shortest_path(&graph, NodeIndex::new(start as usize), None, 2, |e| *e.weight());
            prop_assert_eq!(second.len(), expected.len());
            prop_assert_eq!(
                Bfs::new(Reversed(&net), start).iter(Reversed(&net)).count(),
                (0..N).filter(|&j| has_path_connecting(&net, j, start, None)).count()
            );
        }
        let classes = sorted_classes(plain(tarjan_scc(&graph)));
        prop_assert_eq!(&sorted_classes(tarjan_scc(&net)), &classes);
        prop_assert_eq!(&sorted_classes(kosaraju_scc(&net)), &classes);
        // Our own strong components are the same classes.
        let own = net.components(ComponentKind::Strong);
        let members = |c: usize| (0..N).filter(|&i| own.membership[i as usize] as usize == c).collect();
        prop_assert_eq!(sorted_classes((0..own.count()).map(members).collect()), classes);
        prop_assert_eq!(is_cyclic_directed(&net), is_cyclic_directed(&graph));
        match toposort(&net, None) {
            Ok(order) => {
                let place = |i| order.iter().position(|&o| o == i).unwrap();
                for (i, j, _) in net.iter_ties() {
                    prop_assert!(place(i) < place(j));
                }
            }
            Err(_) => prop_assert!(is_cyclic_directed(&graph)),
        }
        for a in 0..N {
            for e in (&net).edges_directed(a, Direction::Incoming) {
                prop_assert_eq!(e.target(), a);
                prop_assert_eq!(e.id(), (e.source(), a));
                let position = net.out().find(e.source(), a).unwrap();
                prop_assert_eq!(*e.weight(), net.out().values().unwrap()[position]);
            }
        }
    }

    #[test]
    fn undirected_algorithms_agree(net in networks(false)) {
        let graph = UnGraph::<String, f64>::from(&net);
        prop_assert_eq!(graph.edge_count(), net.ties());
        prop_assert_eq!((&net).edge_references().count(), net.ties());
        prop_assert_eq!(connected_components(&net), connected_components(&graph));
        prop_assert_eq!(connected_components(&net), net.components(ComponentKind::Weak).count());
        prop_assert_eq!(is_cyclic_undirected(&net), is_cyclic_undirected(&graph));
        prop_assert_eq!(tree_weight(min_spanning_tree(&net)), tree_weight(min_spanning_tree(&graph)));
        for start in 0..N {
            let node = NodeIndex::new(start as usize);
            prop_assert_eq!(
                is_bipartite_undirected(&net, start),
                is_bipartite_undirected(&graph, node)
            );
            prop_assert_eq!(Dfs::new(&net, start).iter(&net).count(), Dfs::new(&graph, node).iter(&graph).count());
            for other in 0..N {
                net.adjacency_matrix();
                prop_assert_eq!(
                    net.is_adjacent(&(), start, other),
                    graph.find_edge(node, NodeIndex::new(other as usize)).is_some()
                );
            }
        }
        // Asks whether edges have a direction, which is known only at run time.
        let ours = floyd_warshall(&net, |e| *e.weight()).unwrap();
        let theirs = floyd_warshall(&graph, |e| *e.weight()).unwrap();
        for ((a, b), distance) in theirs {
            prop_assert_eq!(ours[&(a.index() as u32, b.index() as u32)], distance);
        }
        prop_assert!(is_isomorphic(&net, &net));
    }

    #[test]
    fn there_and_back_gives_the_same_network(net in networks(true), pairs in networks(false)) {
        let options = BuildOptions::default();
        let value = |w: &f64| *w;
        let back = Network::from_petgraph(&DiGraph::<String, f64>::from(&net), Some(value), &options);
        let back = back.unwrap();
        prop_assert_eq!(back.out(), net.out());
        let graph = Graph::<String, f64, Undirected>::from(&pairs);
        let back = Network::from_petgraph(&graph, Some(value), &options).unwrap();
        prop_assert!(!back.is_directed());
        prop_assert_eq!(back.out(), pairs.out());
        // Without values, and from a graph of ours seen through the traits.
        let plain = Network::from_petgraph(&pairs, None::<fn(&f64) -> f64>, &options).unwrap();
        prop_assert_eq!(plain.out().targets(), pairs.out().targets());
        prop_assert!(!plain.is_valued());
    }
}

/// Krackhardt's two names for one word, by hand: 0 → 1 ← 2 is one weak piece, but of the six ordered
/// pairs only 0 → 1 and 2 → 1 have a path.
#[test]
fn weak_and_directed_connectedness_differ() {
    let ties = Ties {
        source: &[0, 2],
        target: &[1, 1],
        value: None,
    };
    let options = BuildOptions {
        directed: true,
        ..Default::default()
    };
    let net = Network::from_ties(3, &ties, &options).unwrap();
    let share = |kind| net.connectedness(kind, &Control::new()).unwrap().value;
    assert_eq!(share(ConnectednessKind::Krackhardt), Some(1.0));
    assert_eq!(share(ConnectednessKind::Reachable), Some(2.0 / 6.0));
}
