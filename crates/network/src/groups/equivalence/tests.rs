use ndarray::{Array2, array};
use proptest::prelude::*;

use super::*;
use crate::{BuildOptions, Observed, Ties};

fn net(n: usize, arcs: &[(u32, u32)], directed: bool) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed,
        ..Default::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

fn distances(net: &Network, distance: ProfileDistance, diagonal: Diagonal) -> Array2<f64> {
    let options = ProfileOptions {
        distance,
        diagonal,
        weighted: false,
    };
    net.profile_distances(&options, &Control::new())
        .unwrap()
        .values
}

#[test]
fn distances_by_hand() {
    // 0 → 1, 0 → 2, 1 → 2. Profiles of 0 and 1 towards the third, 2: rows 1 and 1, columns 0 and 0: the
    // same. Between themselves 0 → 1 is not returned: two cells differ by 1, one in each direction.
    let arcs = [(0, 1), (0, 2), (1, 2)];
    let net = net(3, &arcs, true);
    let at = |distance, diagonal| distances(&net, distance, diagonal)[[0, 1]];
    assert_eq!(at(ProfileDistance::Euclidean, Diagonal::Ignore), 0.0);
    assert!((at(ProfileDistance::Euclidean, Diagonal::Reciprocal) - 2f64.sqrt()).abs() < 1e-15);
    // With zeros on the diagonal the rows are (0, 1, 1) and (0, 0, 1), the columns (0, 0, 0) and (1, 0, 0).
    assert!((at(ProfileDistance::Euclidean, Diagonal::Zero) - 2f64.sqrt()).abs() < 1e-15);
    // Matches: 2 of 2 cells; 2 of 4; 4 of 6.
    assert_eq!(at(ProfileDistance::Matches, Diagonal::Ignore), 0.0);
    assert_eq!(at(ProfileDistance::Matches, Diagonal::Reciprocal), 0.5);
    assert!((at(ProfileDistance::Matches, Diagonal::Zero) - 1.0 / 3.0).abs() < 1e-15);
    // (0,1,1,0,0,0) and (0,0,1,1,0,0): covariance 6·1 − 2·2 = 2, variances 6·2 − 4 = 8: r = 1/4.
    assert!((at(ProfileDistance::Correlation, Diagonal::Zero) - 0.75).abs() < 1e-15);
}

#[test]
fn unknown_cells_are_left_out_and_scaled_for() {
    // 3 did not answer. 0 and 1 differ in what they say of 2 (third partners: 2 and 3; rows: 2 cells; columns:
    // what 2 says; what 3 says is not known). One difference in 3 of 4 cells: √(1·4/3).
    let reports = net(4, &[(0, 2), (0, 3), (1, 3)], true);
    let observed = Observed::respondents(&[true, true, true, false]).unwrap();
    let reports = reports.with_observed(observed).unwrap();
    let d = distances(&reports, ProfileDistance::Euclidean, Diagonal::Ignore);
    assert!((d[[0, 1]] - (4.0f64 / 3.0).sqrt()).abs() < 1e-15);
    // Nobody answered: nothing to compare, and nobody has a position.
    let none = Observed::respondents(&[false; 3]).unwrap();
    let silent = net(3, &[], true).with_observed(none).unwrap();
    let d = distances(&silent, ProfileDistance::Euclidean, Diagonal::Reciprocal);
    assert!(d[[0, 1]].is_nan());
    let found = silent
        .structural_equivalence(&EquivalenceOptions::default(), &Control::new())
        .unwrap();
    assert_eq!(found.positions.membership, [None; 3]);
    assert!(found.dendrogram.merges.is_empty());
    let blocks = silent
        .concor(&ConcorOptions::default(), &Control::new())
        .unwrap();
    assert_eq!(blocks.membership, [None; 3]);
    assert_eq!(silent.structural_classes().unwrap().membership, [None; 3]);
}

/// Two senders and two receivers: {0, 1} name {2, 3}, and 4 stands alone.
fn bipartite() -> Network {
    net(5, &[(0, 2), (0, 3), (1, 2), (1, 3)], true)
}

#[test]
fn hand_made_blocks_are_found_by_every_method() {
    let net = bipartite();
    let expected = [0, 0, 1, 1, 2].map(Some);
    assert_eq!(net.structural_classes().unwrap().membership, expected);
    for distance in [
        ProfileDistance::Euclidean,
        ProfileDistance::Correlation,
        ProfileDistance::Matches,
    ] {
        for linkage in [Linkage::Average, Linkage::Complete, Linkage::Single] {
            let options = EquivalenceOptions {
                profiles: ProfileOptions {
                    distance,
                    ..Default::default()
                },
                linkage,
                groups: 3,
            };
            let found = net
                .structural_equivalence(&options, &Control::new())
                .unwrap();
            assert_eq!(found.positions.membership, expected, "{distance} {linkage}");
        }
    }
    // CONCOR sets the isolate aside, and parts senders from receivers.
    let options = ConcorOptions {
        depth: 1,
        ..Default::default()
    };
    let blocks = net.concor(&options, &Control::new()).unwrap();
    assert_eq!(blocks.membership, expected);
    assert!(blocks.caveats.iter().any(|c| c.contains("Set aside")));
    // More splits find nothing in blocks that are all alike.
    let deep = ConcorOptions {
        depth: 4,
        ..Default::default()
    };
    assert_eq!(
        net.concor(&deep, &Control::new()).unwrap().membership,
        expected
    );
}

#[test]
fn the_image_of_hand_made_blocks() {
    let net = bipartite();
    let blocks = [0, 0, 1, 1, 2].map(Some);
    let image = net.block_densities(&blocks, false).unwrap();
    assert_eq!(image.ties, array![[0, 4, 0], [0, 0, 0], [0, 0, 0]]);
    assert_eq!(image.known, array![[2, 4, 2], [4, 2, 2], [2, 2, 0]]);
    assert_eq!(image.density[[0, 1]], 1.0);
    assert!(image.density[[2, 2]].is_nan());
    // Undirected, with 2 and 3 silent: of the four pairs between the blocks 0 and 1 have told; the pair
    // inside the second block is unknown.
    let observed = Observed::respondents(&[true, true, false, false, true]).unwrap();
    let pairs = net
        .with_observed(observed)
        .unwrap()
        .symmetrise(crate::Symmetrise::Either);
    let image = pairs.block_densities(&blocks, false).unwrap();
    assert_eq!(image.known, array![[1, 4, 2], [4, 0, 2], [2, 2, 0]]);
    assert_eq!(image.ties, array![[0, 4, 0], [4, 0, 0], [0, 0, 0]]);
    assert!(pairs.block_densities(&[Some(1); 5], false).is_err());
    assert!(pairs.block_densities(&[None; 2], false).is_err());
}

#[test]
fn a_stop_is_obeyed_and_no_groups_are_refused() {
    let control = Control::new();
    control.stop();
    let net = bipartite();
    let options = EquivalenceOptions::default();
    assert_eq!(
        net.structural_equivalence(&options, &control),
        Err(Error::Stopped)
    );
    assert_eq!(
        net.concor(&ConcorOptions::default(), &control),
        Err(Error::Stopped)
    );
    let none = EquivalenceOptions {
        groups: 0,
        ..options
    };
    assert!(net.structural_equivalence(&none, &Control::new()).is_err());
}

fn random(n: usize) -> impl Strategy<Value = Network> {
    let cells = prop::collection::vec(prop::bool::weighted(0.35), n * n);
    (cells, any::<bool>()).prop_map(move |(cells, directed)| {
        let arcs: Vec<(u32, u32)> = (0..n * n)
            .map(|k| (k / n, k % n))
            .filter(|&(i, j)| i != j && cells[i * n + j] && (directed || i < j))
            .map(|(i, j)| (i as u32, j as u32))
            .collect();
        net(n, &arcs, directed)
    })
}

/// Clustering by its definition: all pairs of clusters, all pairs of members, at every step.
fn heights_by_definition(d: &Array2<f64>, linkage: Linkage) -> Vec<f64> {
    let mut clusters: Vec<Vec<usize>> = (0..d.nrows()).map(|i| vec![i]).collect();
    let mut heights = Vec::new();
    while clusters.len() > 1 {
        let apart = |a: &[usize], b: &[usize]| {
            let all: Vec<f64> = a
                .iter()
                .flat_map(|&i| b.iter().map(move |&j| d[[i, j]]))
                .collect();
            match linkage {
                Linkage::Average => all.iter().sum::<f64>() / all.len() as f64,
                Linkage::Complete => all.iter().copied().fold(0.0, f64::max),
                Linkage::Single => all.iter().copied().fold(f64::INFINITY, f64::min),
            }
        };
        let mut best = (f64::INFINITY, 0, 0);
        for a in 0..clusters.len() {
            for b in a + 1..clusters.len() {
                let height = apart(&clusters[a], &clusters[b]);
                if height < best.0 {
                    best = (height, a, b);
                }
            }
        }
        let gone = clusters.remove(best.2);
        clusters[best.1].extend(gone);
        heights.push(best.0);
    }
    heights
}

proptest! {
    #[test]
    fn classes_are_partners_who_can_change_places(net in random(6)) {
        let classes = net.structural_classes().unwrap().membership;
        for a in 0..6u32 {
            for b in 0..6u32 {
                let swap = |v: u32| if v == a { b } else if v == b { a } else { v };
                let same = net.iter_ties().all(|(i, j, _)| net.out().find(swap(i), swap(j)).is_some());
                prop_assert_eq!(classes[a as usize] == classes[b as usize], same);
            }
        }
        // Distance 0 with the mutual report swapped says the same.
        let d = distances(&net, ProfileDistance::Euclidean, Diagonal::Reciprocal);
        for a in 0..6 {
            for b in 0..6 {
                prop_assert_eq!(classes[a] == classes[b], d[[a, b]] == 0.0);
            }
        }
    }

    #[test]
    fn clustering_is_that_of_the_definition(cells in prop::collection::vec(0.0f64..1.0, 64)) {
        // Distances without ties, so that the order of merges is one only.
        let d = Array2::from_shape_fn((8, 8), |(i, j): (usize, usize)| {
            if i == j { 0.0 } else { cells[i.min(j) * 8 + i.max(j)] }
        });
        for linkage in [Linkage::Average, Linkage::Complete, Linkage::Single] {
            let found = Dendrogram::of(&d, linkage, &Control::new()).unwrap();
            let expected = heights_by_definition(&d, linkage);
            prop_assert_eq!(found.merges.len(), 7);
            for (merge, height) in found.merges.iter().zip(expected) {
                prop_assert!((merge.height - height).abs() < 1e-12);
            }
            prop_assert_eq!(found.groups_at(1), vec![0; 8]);
            prop_assert_eq!(found.groups_at(8), (0..8).collect::<Vec<u32>>());
        }
    }
}
