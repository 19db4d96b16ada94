use proptest::prelude::*;

use super::*;
use crate::{BuildOptions, Ties};

pub(in crate::groups) fn network(n: usize, ties: &[(u32, u32)], directed: bool) -> Network {
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

/// Networks of up to `most` partners, from sparse to dense.
pub(in crate::groups) fn small(most: usize, directed: bool) -> impl Strategy<Value = Network> {
    (0..=most, 0.1..1.0_f64).prop_flat_map(move |(n, density)| {
        let pairs: Vec<(u32, u32)> = (0..n as u32)
            .flat_map(|a| (0..n as u32).map(move |b| (a, b)))
            .filter(|&(a, b)| if directed { a != b } else { a < b })
            .collect();
        let count = pairs.len();
        prop::collection::vec(prop::bool::weighted(density), count).prop_map(move |drawn| {
            let ties = pairs.iter().zip(drawn).filter(|t| t.1).map(|t| *t.0);
            network(n, &ties.collect::<Vec<_>>(), directed)
        })
    })
}

/// Every maximal set with a hereditary property, by trying all sets, in the order of the list.
pub(in crate::groups) fn exhaustive(
    n: usize,
    min_size: usize,
    holds: impl Fn(&[u32]) -> bool,
) -> Vec<Vec<u32>> {
    let members = |set: u32| {
        (0..n as u32)
            .filter(|i| set >> i & 1 == 1)
            .collect::<Vec<_>>()
    };
    let good: Vec<bool> = (0..1_u32 << n)
        .map(|set| set > 0 && holds(&members(set)))
        .collect();
    let maximal = |set: &u32| {
        good[*set as usize] && (0..n).all(|i| set >> i & 1 == 1 || !good[(set | 1 << i) as usize])
    };
    let mut sets: Vec<Vec<u32>> = (0..1_u32 << n).filter(maximal).map(members).collect();
    sets.retain(|set| set.len() >= min_size);
    sets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    sets
}

pub(in crate::groups) fn listed(groups: &Subgroups) -> Vec<Vec<u32>> {
    groups.iter().map(<[u32]>::to_vec).collect()
}

fn cliques(net: &Network, min_size: usize, ties: JoinedBy) -> Vec<Vec<u32>> {
    let options = CliqueOptions {
        min_size,
        ties,
        ..CliqueOptions::default()
    };
    listed(&net.cliques(&options, &Control::new()).unwrap())
}

proptest! {
    /// Against every set of partners, for every smallest size and both readings of direction.
    #[test]
    fn small_networks_equal_exhaustive_search(net in small(9, true), min_size in 1..5_usize) {
        for (ties, rule) in [(JoinedBy::Either, Symmetrise::Either), (JoinedBy::Mutual, Symmetrise::Both)] {
            let pairs = net.symmetrise(rule);
            let tied = |set: &[u32]| {
                set.iter().all(|&i| set.iter().all(|&j| i == j || pairs.out().find(i, j).is_some()))
            };
            let expected = exhaustive(net.partners(), min_size, tied);
            prop_assert_eq!(cliques(&net, min_size, ties), expected);
        }
    }

    /// What two cliques share, against counting in the list.
    #[test]
    fn co_membership_counts_the_list(net in small(9, false)) {
        let groups = net.cliques(&CliqueOptions { min_size: 2, ..CliqueOptions::default() }, &Control::new()).unwrap();
        let shared = groups.co_membership().unwrap();
        let both = |i, j| groups.iter().filter(|g| g.contains(&i) && g.contains(&j)).count() as u64;
        let mut pairs = 0;
        for i in 0..net.partners() as u32 {
            for j in i + 1..net.partners() as u32 {
                pairs += usize::from(both(i, j) > 0);
                // Every tie is in a clique, and every pair in one is a tie.
                prop_assert_eq!(both(i, j) > 0, net.out().find(i, j).is_some());
            }
        }
        prop_assert_eq!(shared.groups.len(), pairs);
        for k in 0..pairs {
            prop_assert_eq!(shared.groups[k], both(shared.source[k], shared.target[k]));
        }
    }
}

/// Parts of three partners, everybody tied to all outside the own part: 3^parts maximal cliques, the most that
/// many partners can have (Moon & Moser 1965).
fn moon_moser(parts: u32) -> Network {
    let n = 3 * parts;
    let ties: Vec<(u32, u32)> = (0..n)
        .flat_map(|a| (a + 1..n).map(move |b| (a, b)))
        .filter(|(a, b)| a / 3 != b / 3)
        .collect();
    network(n as usize, &ties, false)
}

#[test]
fn the_most_cliques_there_can_be() {
    let net = moon_moser(7);
    let groups = net
        .cliques(&CliqueOptions::default(), &Control::new())
        .unwrap();
    assert_eq!(groups.len(), 2187);
    assert_eq!(groups.largest().value, Some(7.0));
    // By symmetry everybody is in a third of them, and two partners of different parts in a ninth.
    assert!(groups.memberships().values.iter().all(|&v| v == 729.0));
    assert!(
        groups
            .co_membership()
            .unwrap()
            .groups
            .iter()
            .all(|&c| c == 243)
    );
}

#[test]
fn candidates_beyond_one_word() {
    // 100 partners who all know each other, and one outside tied to 70 of them: two cliques.
    let mut ties: Vec<(u32, u32)> = (0..100)
        .flat_map(|a| (a + 1..100).map(move |b| (a, b)))
        .collect();
    ties.extend((0..70).map(|a| (a, 100)));
    let found = cliques(&network(101, &ties, false), 1, JoinedBy::Either);
    let outside: Vec<u32> = (0..70).chain([100]).collect();
    assert_eq!(found, [(0..100).collect::<Vec<u32>>(), outside]);
}

#[test]
fn a_limit_is_told_and_a_stop_obeyed() {
    let net = moon_moser(6);
    let options = CliqueOptions {
        limit: 728,
        ..CliqueOptions::default()
    };
    let told = net
        .cliques(&options, &Control::new())
        .unwrap_err()
        .to_string();
    assert!(told.contains("more than 728 were found"), "{told}");
    let exact = CliqueOptions {
        limit: 729,
        ..options
    };
    assert_eq!(net.cliques(&exact, &Control::new()).unwrap().len(), 729);
    let control = Control::new();
    control.stop();
    let stopped = net.cliques(&CliqueOptions::default(), &control);
    assert_eq!(stopped.unwrap_err(), Error::Stopped);
}

#[test]
fn any_number_of_threads_gives_the_same_list() {
    let net = crate::generate::partners(&crate::PartnersOptions {
        n: 600,
        mean_degree: 12.0,
        ..Default::default()
    })
    .unwrap()
    .network;
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| cliques(&net, 2, JoinedBy::Either))
    };
    let one = with(1);
    assert!(one.len() > 100);
    assert_eq!(with(3), one);
}
