use proptest::prelude::*;

use super::super::cliques::tests::{exhaustive, listed, network, small};
use super::*;

fn plexes(net: &Network, k: usize, min_size: Option<usize>) -> Vec<Vec<u32>> {
    let options = PlexOptions {
        k,
        min_size,
        ..PlexOptions::default()
    };
    listed(&net.k_plexes(&options, &Control::new()).unwrap())
}

fn near_cliques(net: &Network, n: u32, min_size: usize) -> Vec<Vec<u32>> {
    let options = NCliqueOptions {
        n,
        min_size,
        ..NCliqueOptions::default()
    };
    listed(&net.n_cliques(&options, &Control::new()).unwrap())
}

proptest! {
    /// Against every set of partners, below and above the size from which a k-plex hangs together.
    #[test]
    fn k_plexes_equal_exhaustive_search(net in small(9, false), k in 1..4_usize, size in 1..6_usize) {
        let holds = |set: &[u32]| {
            set.iter().all(|&i| {
                let tied = set.iter().filter(|&&j| net.out().find(i, j).is_some()).count();
                tied + k >= set.len()
            })
        };
        let expected = exhaustive(net.partners(), size, holds);
        prop_assert_eq!(plexes(&net, k, Some(size)), expected);
    }

    /// Against every set of partners, with distances by repeated widening.
    #[test]
    fn n_cliques_equal_exhaustive_search(net in small(9, false), n in 1..4_u32) {
        let within = |i: u32, j: u32| {
            let mut reached = vec![i];
            for _ in 0..n {
                let more: Vec<u32> = reached.iter().flat_map(|&x| net.out().row(x)).copied().collect();
                reached.extend(more);
            }
            reached.contains(&j)
        };
        let holds = |set: &[u32]| set.iter().all(|&i| set.iter().all(|&j| within(i, j)));
        let expected = exhaustive(net.partners(), 1, holds);
        prop_assert_eq!(near_cliques(&net, n, 1), expected);
    }

    /// A core's members have k ties inside it, and nobody could be added.
    #[test]
    fn k_cores_are_the_largest_sets_with_k_ties_inside(net in small(10, false), k in 0..5_u32) {
        let holds = |set: &[u32]| {
            set.iter().all(|&i| set.iter().filter(|&&j| net.out().find(i, j).is_some()).count() >= k as usize)
        };
        // The union of all sets with k ties inside is the core.
        let all = 0..1_u32 << net.partners();
        let members = |set: u32| (0..net.partners() as u32).filter(|i| set >> i & 1 == 1).collect::<Vec<_>>();
        let union = all.filter(|&set| holds(&members(set))).fold(0, |a, b| a | b);
        let core = net.k_core(k, &CorenessOptions::default()).unwrap();
        prop_assert_eq!(core.partners(), union.count_ones() as usize);
    }
}

#[test]
fn the_network_of_alba() {
    // Alba (1973), as in Wasserman & Faust (1994, fig. 7.2): 1–2, 1–3, 2–3, 2–4, 3–5, 4–6, 5–6. Its 2-cliques are
    // {1, 2, 3, 4, 5} and {2, 3, 4, 5, 6}; in the first, 4 and 5 are two steps apart only through 6, who is outside.
    let ties = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (3, 5), (4, 5)];
    let net = network(6, &ties, false);
    assert_eq!(near_cliques(&net, 2, 3), [[0, 1, 2, 3, 4], [1, 2, 3, 4, 5]]);
    assert_eq!(near_cliques(&net, 1, 3), [[0, 1, 2]]);
}

#[test]
fn a_square_is_a_two_plex() {
    // Everybody in a square lacks one of the others: with itself that is two.
    let square = network(4, &[(0, 1), (1, 2), (2, 3), (3, 0)], false);
    assert_eq!(plexes(&square, 2, None), [[0, 1, 2, 3]]);
    assert_eq!(plexes(&square, 1, Some(2)).len(), 4);
}

#[test]
fn wrong_options_and_stops() {
    let net = network(3, &[(0, 1)], false);
    let zero = PlexOptions {
        k: 0,
        ..PlexOptions::default()
    };
    assert!(matches!(
        net.k_plexes(&zero, &Control::new()),
        Err(Error::BadOption { .. })
    ));
    let zero = NCliqueOptions {
        n: 0,
        ..NCliqueOptions::default()
    };
    assert!(matches!(
        net.n_cliques(&zero, &Control::new()),
        Err(Error::BadOption { .. })
    ));
    let control = Control::new();
    control.stop();
    assert_eq!(
        net.k_plexes(&PlexOptions::default(), &control).unwrap_err(),
        Error::Stopped
    );
    assert_eq!(
        net.n_cliques(&NCliqueOptions::default(), &control)
            .unwrap_err(),
        Error::Stopped
    );
    let few = PlexOptions {
        limit: 1,
        min_size: Some(1),
        k: 1,
        ..PlexOptions::default()
    };
    let told = net.k_plexes(&few, &Control::new()).unwrap_err().to_string();
    assert!(told.contains("more than 1 were found"), "{told}");
}
