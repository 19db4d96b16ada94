use proptest::prelude::*;

use super::super::closeness::oracle::{small, with_threads};
use super::*;
use crate::{BuildOptions, Observed, Ties};

fn clustering(net: &Network, variant: ClusteringVariant, directed: bool) -> Vec<f64> {
    let options = ClusteringOptions {
        variant,
        directed,
        ..ClusteringOptions::default()
    };
    net.clustering(&options, &Control::new()).unwrap().values
}

fn near(a: f64, b: f64) -> bool {
    a.is_nan() && b.is_nan() || (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

/// Strength of the tie from a to b, 0 without one.
fn strength(net: &Network, a: u32, b: u32) -> f64 {
    net.out()
        .find(a, b)
        .map_or(0.0, |k| net.out().values().unwrap()[k])
}

proptest! {
    /// Every coefficient against its formula as printed, over ordered pairs of others.
    #[test]
    fn small_networks_equal_the_formulas(case in small(8)) {
        let net = case.network();
        let pairs = net.symmetrise(Symmetrise::Either);
        let n = case.n as u32;
        let largest = net.iter_ties().filter_map(|t| t.2).fold(0.0, f64::max);
        let w = |a, b| strength(&pairs, a, b);
        let arc = |a, b| f64::from(u8::from(strength(&net, a, b) > 0.0));
        let root = |a, b| (strength(&net, a, b) / largest).cbrt();
        let [binary, barrat, onnela] = ["binary", "barrat", "onnela"]
            .map(|v| clustering(&net, v.parse().unwrap(), false));
        let fagiolo = clustering(&net, ClusteringVariant::Binary, true);
        let both = clustering(&net, ClusteringVariant::Onnela, true);
        let triangles = net.triangles(&Control::new()).unwrap().values;
        for i in 0..n {
            let others = || (0..n).flat_map(|j| (0..n).map(move |h| (j, h)))
                .filter(|&(j, h)| j != h && j != i && h != i);
            let neighbours = |&(j, h): &(u32, u32)| w(i, j) > 0.0 && w(i, h) > 0.0;
            let closed = |&(j, h): &(u32, u32)| w(j, h) > 0.0;
            let ends = |(j, h)| f64::midpoint(w(i, j), w(i, h));
            let cube = |(j, h)| (w(i, j) * w(i, h) * w(j, h) / largest.powi(3)).cbrt();
            let all = others().filter(neighbours).count() as f64;
            let shut = others().filter(neighbours).filter(closed).count() as f64;
            let at = i as usize;
            prop_assert_eq!(triangles[at], shut / 2.0);
            prop_assert!(near(binary[at], shut / all), "binary {} {}", binary[at], shut / all);
            let mean: f64 = others().filter(neighbours).map(ends).sum();
            let part: f64 = others().filter(neighbours).filter(closed).map(ends).sum();
            prop_assert!(near(barrat[at], part / mean), "barrat {} {}", barrat[at], part / mean);
            let intensity: f64 = others().filter(neighbours).map(cube).sum();
            prop_assert!(near(onnela[at], intensity / all), "onnela");
            if case.directed {
                // Fagiolo 2007, eq. 6: (A + Aᵀ)³ at (i, i) over twice what the degrees allow.
                let cubes = |x: &dyn Fn(u32, u32) -> f64| {
                    let s = |a, b| x(a, b) + x(b, a);
                    others().map(|(j, h)| s(i, j) * s(j, h) * s(h, i)).sum::<f64>()
                };
                let total: f64 = (0..n).map(|j| arc(i, j) + arc(j, i)).sum();
                let mutual: f64 = (0..n).map(|j| arc(i, j) * arc(j, i)).sum();
                let possible = 2.0 * (total * (total - 1.0) - 2.0 * mutual);
                let defined = if all > 0.0 { possible } else { f64::NAN };
                prop_assert!(near(fagiolo[at], cubes(&arc) / defined), "fagiolo {} {}", fagiolo[at], cubes(&arc) / defined);
                prop_assert!(near(both[at], cubes(&root) / defined), "fagiolo weighted");
            }
        }
    }
}

fn plain(n: usize, ties: &[(u32, u32)], directed: bool) -> Network {
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

#[test]
fn unknown_pairs_of_neighbours_are_neither_closed_nor_open() {
    // 0 names everybody; 1 and 2 answered, 3 and 4 did not. Of the six pairs of 0's neighbours {1, 2} is tied,
    // {3, 4} is unknown because neither spoke, and the other four are known not to be tied: 1/5, not 1/6.
    let ties = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2)];
    let net = plain(5, &ties, true)
        .with_observed(Observed::respondents(&[true, true, true, false, false]).unwrap())
        .unwrap();
    let found = clustering(&net, ClusteringVariant::Binary, false);
    assert_eq!(found[0], 1.0 / 5.0);
    // Directed: of 0's ordered pairs of neighbours the cells out of 3 and 4 are unknown: 3→1, 3→2, 4→1, 4→2, 3→4
    // and 4→3, six of twelve. Known: 1→2, the only tie, and 2→1, 1→3, 1→4, 2→3, 2→4: 1/6.
    assert_eq!(
        clustering(&net, ClusteringVariant::Binary, true)[0],
        1.0 / 6.0
    );
    // 3 has one neighbour: not defined by igraph's convention, zero by networkx's.
    assert!(found[3].is_nan());
    let zero = ClusteringOptions {
        convention: ClusteringConvention::Networkx,
        ..ClusteringOptions::default()
    };
    let zeros = net.clustering(&zero, &Control::new()).unwrap().values;
    assert_eq!((zeros[0], zeros[3]), (1.0 / 5.0, 0.0));
}

#[test]
fn nobody_who_spoke_is_nothing_known() {
    let net = plain(4, &[], true)
        .with_observed(Observed::respondents(&[false; 4]).unwrap())
        .unwrap();
    assert!(
        net.triangles(&Control::new())
            .unwrap()
            .values
            .iter()
            .all(|v| v.is_nan())
    );
    let average = net
        .average_clustering(&ClusteringOptions::default(), &Control::new())
        .unwrap();
    assert_eq!(average.value, None);
}

#[test]
fn threads_do_not_matter_and_a_stop_is_obeyed() {
    let net = crate::generate::partners(&crate::PartnersOptions {
        n: 3000,
        mean_degree: 10.0,
        ..Default::default()
    })
    .unwrap()
    .network;
    let counts = || net.triangles(&Control::new()).unwrap().values;
    let one = with_threads(1, counts);
    assert!(one.iter().sum::<f64>() > 0.0);
    assert_eq!(with_threads(3, counts), one);
    let control = Control::new();
    control.stop();
    assert_eq!(net.triangles(&control).unwrap_err(), Error::Stopped);
    let fagiolo = ClusteringOptions {
        directed: true,
        variant: ClusteringVariant::Onnela,
        ..Default::default()
    };
    assert!(net.clustering(&fagiolo, &control).is_err());
}
