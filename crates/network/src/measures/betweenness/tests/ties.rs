use proptest::prelude::*;

use super::super::super::closeness::oracle::{Case, small, sparse};
use super::super::BetweennessOptions;
use super::super::ties::of_living_ties;
use super::{betweenness, near};
use crate::{ComponentKind, Control, Mode, Network, TieScores};

fn edge_betweenness(net: &Network, weighted: bool, normalized: bool) -> TieScores {
    let options = BetweennessOptions {
        weighted,
        normalized,
    };
    net.edge_betweenness(&options, &Control::new()).unwrap()
}

/// Pairs whose shortest paths run over a tie, from all simple paths.
fn pairs_over(case: &Case, (i, j): (u32, u32), weighted: bool) -> f64 {
    let mut pairs = 0.0;
    for s in 0..case.n {
        for t in (0..case.n).filter(|&t| t != s) {
            let (_, paths) = case.shortest(s, t, weighted);
            let over =
                |path: &&Vec<usize>| path.windows(2).any(|step| step == [i as usize, j as usize]);
            pairs += paths.iter().filter(over).count() as f64 / paths.len().max(1) as f64;
        }
    }
    pairs // undirected, the other direction has the reversed pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Every tie against the definition, over all simple paths.
    #[test]
    fn ties_of_small_networks_equal_exhaustive_search(case in small(6)) {
        let net = case.network();
        for weighted in [false, true] {
            let found = edge_betweenness(&net, weighted, false);
            let ties: Vec<(u32, u32)> = net.iter_ties().map(|(i, j, _)| (i, j)).collect();
            prop_assert_eq!(&found.source, &ties.iter().map(|t| t.0).collect::<Vec<_>>());
            prop_assert_eq!(&found.target, &ties.iter().map(|t| t.1).collect::<Vec<_>>());
            for (tie, value) in ties.iter().zip(&found.values) {
                let expected = pairs_over(&case, *tie, weighted);
                prop_assert!(near(*value, expected), "{tie:?}: {value} is not {expected}");
            }
        }
    }

    /// A shortest path of length d has d ties, so edge betweenness adds up to the sum of distances; and a
    /// partner's betweenness is what its ties carry beyond its own pairs.
    #[test]
    fn ties_add_up_to_distances_and_to_partners(case in sparse(300)) {
        let net = case.network();
        let counts = net.distance_counts(Mode::Out, &Control::new()).unwrap();
        let steps: u64 = counts.iter().flat_map(|c| c.iter().zip(1..).map(|(&c, d)| u64::from(c) * d)).sum();
        let halves = if case.directed { 1.0 } else { 2.0 };
        let found = edge_betweenness(&net, false, false);
        prop_assert!(near(found.values.iter().sum(), steps as f64 / halves));
        let mut carried = vec![0.0; case.n];
        for (k, value) in found.values.iter().enumerate() {
            carried[found.source[k] as usize] += value;
            carried[found.target[k] as usize] += value;
        }
        // Own pairs: as a source, and when directed as a target too (undirected both are the same pair).
        let into = net.distance_counts(Mode::In, &Control::new()).unwrap();
        let reached = |c: &[Vec<u32>], v: usize| c[v].iter().map(|&r| f64::from(r)).sum::<f64>();
        for (v, value) in betweenness(&net, false, false).into_iter().enumerate() {
            let own = reached(&counts, v) + if case.directed { reached(&into, v) } else { 0.0 };
            prop_assert!(near(value, (carried[v] - own) / 2.0));
        }
    }

    /// Ties taken away one by one: the living ones have the values of a network built without the dead,
    /// and entries of other partners are left alone.
    #[test]
    fn living_ties_equal_a_network_without_the_dead(case in sparse(60), modulus in 2..5_u32) {
        let mut case = case;
        case.directed = false;
        case.ties.iter_mut().for_each(|t| if t.0 > t.1 { (t.0, t.1) = (t.1, t.0) });
        case.ties.sort_unstable();
        case.ties.dedup_by_key(|t| (t.0, t.1));
        let net = case.network();
        let rows = net.out();
        let dead = |i: u32, j: u32| (i * 31 + j).is_multiple_of(modulus);
        let mut alive = vec![true; rows.entries()];
        for i in 0..case.n as u32 {
            for k in rows.range(i) {
                let j = rows.targets()[k];
                alive[k] = !dead(i.min(j), i.max(j));
            }
        }
        let mut rest = case.clone();
        rest.ties.retain(|t| !dead(t.0, t.1));
        let rest = rest.network();
        let components = rest.components(ComponentKind::Weak);
        let members: Vec<u32> = (0..case.n as u32).rev().filter(|&v| components.membership[v as usize] != 0).collect();
        let mut pairs = vec![-1.0; rows.entries()];
        of_living_ties(rows, &alive, &members, &mut pairs, &Control::new()).unwrap();
        let expected = edge_betweenness(&rest, false, false);
        let mut seen = 0;
        for (k, value) in expected.values.iter().enumerate() {
            let (i, j) = (expected.source[k], expected.target[k]);
            let inside = components.membership[i as usize] != 0;
            for (a, b) in [(i, j), (j, i)] {
                let found = pairs[rows.find(a, b).unwrap()];
                let right = if inside { near(found, *value) } else { found == -1.0 };
                prop_assert!(right, "{a}-{b}: {found}, {value}");
                seen += usize::from(inside);
            }
        }
        prop_assert_eq!(pairs.iter().filter(|p| **p != -1.0).count(), seen);
    }
}
