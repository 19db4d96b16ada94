use proptest::prelude::*;

use super::*;
use crate::{BuildOptions, Duplicates, SelfTies, Ties};

pub(super) fn network(n: usize, ties: &[(u32, u32)]) -> Network {
    let source: Vec<u32> = ties.iter().map(|t| t.0).collect();
    let target: Vec<u32> = ties.iter().map(|t| t.1).collect();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        duplicates: Duplicates::First,
        self_ties: SelfTies::Drop,
        ..BuildOptions::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

fn lay_out(net: &Network) -> Vec<[f64; 2]> {
    positions(net, &LayoutOptions::default(), &Control::new()).unwrap()
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn least_distance(places: &[[f64; 2]]) -> f64 {
    let pairs = (0..places.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs
        .map(|(i, j)| distance(places[i], places[j]))
        .fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Any network: everyone is on the map and nobody on anybody.
    #[test]
    fn all_are_inside_and_apart(n in 1..80_usize, ties in prop::collection::vec((any::<u32>(), any::<u32>()), 0..160)) {
        let ties: Vec<(u32, u32)> = ties.iter().map(|t| (t.0 % n as u32, t.1 % n as u32)).collect();
        let places = lay_out(&network(n, &ties));
        prop_assert_eq!(places.len(), n);
        prop_assert!(places.iter().flatten().all(|c| (0.0..=1.0).contains(c)));
        prop_assert!(least_distance(&places) >= 0.5 / (n as f64).sqrt());
    }
}

#[test]
fn hard_cases_are_apart() {
    let star: Vec<(u32, u32)> = (1..300).map(|i| (0, i)).collect();
    let complete: Vec<(u32, u32)> = (0..60).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    let path: Vec<(u32, u32)> = (1..200).map(|i| (i - 1, i)).collect();
    let pairs: Vec<(u32, u32)> = (0..100).map(|i| (2 * i, 2 * i + 1)).collect();
    for (n, ties) in [
        (300, star),
        (60, complete),
        (200, path),
        (201, pairs),
        (97, vec![]),
    ] {
        let least = least_distance(&lay_out(&network(n, &ties)));
        assert!(least >= 0.5 / (n as f64).sqrt(), "{n} partners: {least}");
    }
}

#[test]
fn a_path_is_drawn_as_a_line_and_a_cycle_as_a_ring() {
    // Both have a drawing without stress or nearly so: order along x, and equal distance from the middle.
    let path = lay_out(&network(
        12,
        &(1..12).map(|i| (i - 1, i)).collect::<Vec<_>>(),
    ));
    let x: Vec<f64> = path.iter().map(|p| p[0]).collect();
    assert!(x.is_sorted() || x.iter().rev().is_sorted(), "{x:?}");
    let ring = lay_out(&network(
        12,
        &(0..12).map(|i| (i, (i + 1) % 12)).collect::<Vec<_>>(),
    ));
    let middle = [0, 1].map(|k| ring.iter().map(|p| p[k]).sum::<f64>() / 12.0);
    let radii: Vec<f64> = ring.iter().map(|&p| distance(p, middle)).collect();
    let (low, high) = radii
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(l, h), &r| (l.min(r), h.max(r)));
    assert!(high / low < 1.05, "{radii:?}");
}

#[test]
fn two_groups_lie_apart() {
    // Two complete groups of 10 with one tie between: the farthest two of a group are nearer than the
    // middles of the groups.
    let mut ties: Vec<(u32, u32)> = (0..10).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    ties.extend(ties.clone().iter().map(|t| (t.0 + 10, t.1 + 10)));
    ties.push((0, 10));
    let places = lay_out(&network(20, &ties));
    let middle =
        |members: &[[f64; 2]]| [0, 1].map(|k| members.iter().map(|p| p[k]).sum::<f64>() / 10.0);
    let between = distance(middle(&places[..10]), middle(&places[10..]));
    let widest = (0..10)
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .map(|(i, j)| distance(places[i], places[j]));
    assert!(widest.fold(0.0, f64::max) < 1.5 * between);
}

#[test]
fn isolates_stand_in_rows_away_from_the_rest() {
    let complete: Vec<(u32, u32)> = (0..20).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    let places = lay_out(&network(25, &complete));
    let lowest = places[..20]
        .iter()
        .map(|p| p[1])
        .fold(f64::INFINITY, f64::min);
    for isolate in &places[20..] {
        assert!(isolate[1] < lowest);
        assert!((isolate[1] - places[20][1]).abs() < 1e-12, "one row");
    }
}

#[test]
fn large_components_by_pivots() {
    // A 60 × 60 grid: corners are the farthest apart, and neighbours are near.
    let ties: Vec<(u32, u32)> = (0..3600)
        .flat_map(|i| {
            [
                (i % 60 < 59).then_some((i, i + 1)),
                (i < 3540).then_some((i, i + 60)),
            ]
        })
        .flatten()
        .collect();
    const { assert!(3600 > MOST_BY_STRESS) };
    let places = lay_out(&network(3600, &ties));
    let diagonal = distance(places[0], places[3599]);
    assert!(diagonal > 0.7, "{diagonal}");
    assert!(
        ties.iter()
            .all(|t| distance(places[t.0 as usize], places[t.1 as usize]) < diagonal / 10.0)
    );
}

#[test]
fn same_seed_same_map_for_any_thread_count() {
    let net = network(
        60,
        &(0..150)
            .map(|k| (k % 60, (k * k + 3 * k) % 60))
            .collect::<Vec<_>>(),
    );
    let on = |threads: usize, seed| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| positions(&net, &LayoutOptions { seed }, &Control::new()).unwrap())
    };
    let one = on(1, 5);
    assert_eq!(one, on(2, 5));
    assert_eq!(one, on(4, 5));
}

#[test]
fn degenerate_networks_and_a_stop() {
    assert!(lay_out(&network(0, &[])).is_empty());
    assert_eq!(lay_out(&network(1, &[])), [[0.5, 0.5]]);
    let two = lay_out(&network(2, &[(0, 1)]));
    assert!(distance(two[0], two[1]) > 0.3);
    let control = Control::new();
    control.stop();
    let stopped = positions(&network(3, &[(0, 1)]), &LayoutOptions::default(), &control);
    assert_eq!(stopped, Err(Error::Stopped));
}
