use proptest::prelude::*;

use super::*;
use crate::{BuildOptions, Symmetrise, Ties};

const N: usize = 7;

fn networks() -> impl Strategy<Value = Network> {
    let cells = prop::collection::vec((0.2f64..3.0, 0.0f64..1.0), N * N);
    (0.1f64..0.8, cells).prop_map(|(p, cells)| {
        let (mut source, mut target, mut value) = (Vec::new(), Vec::new(), Vec::new());
        for (k, (v, chance)) in cells.into_iter().enumerate() {
            if chance < p && k / N < k % N {
                source.push((k / N) as u32);
                target.push((k % N) as u32);
                value.push(v);
            }
        }
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&value),
        };
        Network::from_ties(N, &ties, &BuildOptions::default()).unwrap()
    })
}

/// Potentials when a unit current enters at `s` and leaves at `t`, by relaxation (Gauss-Seidel): every other
/// partner's potential is the mean of its neighbours', weighted by conductance. Nothing here is a matrix.
fn potentials(net: &Network, weighted: bool, s: usize, t: usize) -> Vec<f64> {
    let mut v = [0.0; N];
    let ties: Vec<(usize, usize, f64)> = net
        .iter_ties()
        .flat_map(|(i, j, w)| {
            let w = if weighted { w.unwrap() } else { 1.0 };
            [(i as usize, j as usize, w), (j as usize, i as usize, w)]
        })
        .collect();
    for _ in 0..20_000 {
        let mut change = 0.0;
        for i in (0..N).filter(|&i| i != t) {
            let own = ties.iter().filter(|tie| tie.0 == i);
            let (sum, weight) =
                own.fold((0.0, 0.0), |(a, b), tie| (a + tie.2 * v[tie.1], b + tie.2));
            if weight > 0.0 {
                let now = (sum + f64::from(u8::from(i == s))) / weight;
                change = f64::max(change, (now - v[i]).abs());
                v[i] = now;
            }
        }
        if change < 1e-15 {
            break;
        }
    }
    v.to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn equal_to_currents_pair_by_pair(net in networks(), weighted in any::<bool>()) {
        let component = net.components(ComponentKind::Weak);
        let size = |i: usize| f64::from(component.sizes[component.membership[i] as usize]);
        let (mut distances, mut through) = ([0.0; N], [0.0; N]);
        for s in 0..N {
            for t in (s + 1..N).filter(|&t| component.membership[s] == component.membership[t]) {
                let v = potentials(&net, weighted, s, t);
                distances[s] += v[s];
                distances[t] += v[s];
                for (i, j, w) in net.iter_ties() {
                    let (i, j) = (i as usize, j as usize);
                    let current = if weighted { w.unwrap() } else { 1.0 } * (v[i] - v[j]).abs();
                    for end in [i, j].into_iter().filter(|&end| end != s && end != t) {
                        through[end] += 0.5 * current;
                    }
                }
            }
        }
        let control = Control::new();
        let options = InformationOptions { weighted, ..Default::default() };
        let found = net.information(&options, &control).unwrap().values;
        let closeness = net.current_flow_closeness(weighted, &control).unwrap().values;
        let options = CurrentFlowOptions { weighted, normalized: false, endpoints: false };
        let between = net.current_flow_betweenness(&options, &control).unwrap().values;
        let newman = CurrentFlowOptions { weighted, normalized: true, endpoints: true };
        let newman = net.current_flow_betweenness(&newman, &control).unwrap().values;
        for i in 0..N {
            if size(i) < 2.0 {
                prop_assert!(found[i].is_nan() && closeness[i].is_nan());
            } else {
                prop_assert!((found[i] * distances[i] - size(i)).abs() < 1e-8, "{i} {found:?} {distances:?}");
                prop_assert!((closeness[i] * distances[i] - 1.0).abs() < 1e-8);
            }
            prop_assert!((between[i] - through[i]).abs() < 1e-8, "{i} {between:?} {through:?}");
            // Newman counts a partner as an end of each of its own pairs.
            let with_ends = (through[i] + size(i) - 1.0) / (N * (N - 1) / 2) as f64;
            prop_assert!((newman[i] - with_ends).abs() < 1e-8);
        }
    }
}

fn path(n: u32) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = (1..n).map(|i| (i - 1, i)).unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    Network::from_ties(n as usize, &ties, &BuildOptions::default()).unwrap()
}

#[test]
fn on_a_tree_currents_follow_the_only_path() {
    // So the betweenness is that of shortest paths, i (n − 1 − i), and resistance the number of steps. A path longer than
    // a block of columns and of rows.
    let n = 300;
    let net = path(n);
    let options = CurrentFlowOptions {
        normalized: false,
        ..Default::default()
    };
    let between = net
        .current_flow_betweenness(&options, &Control::new())
        .unwrap()
        .values;
    let information = net
        .information(&InformationOptions::default(), &Control::new())
        .unwrap()
        .values;
    for i in 0..n {
        let (left, right) = (f64::from(i), f64::from(n - 1 - i));
        let at = i as usize;
        assert!(
            (between[at] - left * right).abs() < 1e-6,
            "{i}: {}",
            between[at]
        );
        let steps = 0.5 * (left * (left + 1.0) + right * (right + 1.0));
        assert!((information[at] * steps / f64::from(n) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn refused_with_the_cure() {
    let ties = Ties {
        source: &[0, 1],
        target: &[1, 2],
        value: None,
    };
    let options = BuildOptions {
        directed: true,
        ..Default::default()
    };
    let net = Network::from_ties(3, &ties, &options).unwrap();
    let options = InformationOptions::default();
    let error = net
        .information(&options, &Control::new())
        .unwrap_err()
        .to_string();
    assert!(error.contains("Symmetrise"), "{error}");
    assert!(
        net.symmetrise(Symmetrise::Either)
            .information(&options, &Control::new())
            .is_ok()
    );
    let large = path(MOST_PARTNERS as u32 + 1);
    assert!(matches!(
        large.information(&options, &Control::new()),
        Err(Error::TooLarge { .. })
    ));
    let weighted = InformationOptions {
        weighted: true,
        ..options
    };
    assert!(matches!(
        path(3).information(&weighted, &Control::new()),
        Err(Error::NotDefined { .. })
    ));
    let control = Control::new();
    control.stop();
    assert_eq!(
        path(300).information(&options, &control),
        Err(Error::Stopped)
    );
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let planted = crate::generate::partners(&crate::PartnersOptions {
        n: 400,
        ..Default::default()
    });
    let net = planted.unwrap().network;
    let with = |threads: usize| -> Vec<u64> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let options = CurrentFlowOptions::default();
        let scores = pool.install(|| {
            net.current_flow_betweenness(&options, &Control::new())
                .unwrap()
        });
        scores.values.into_iter().map(f64::to_bits).collect()
    };
    let one = with(1);
    assert_eq!(one, with(3));
    assert_eq!(one, with(4));
}

#[test]
fn what_doubles_cannot_solve_is_not_a_zero() {
    let ties = Ties {
        source: &[0, 1],
        target: &[1, 2],
        value: Some(&[1e-300, 1e300]),
    };
    let net = Network::from_ties(3, &ties, &BuildOptions::default()).unwrap();
    let options = CurrentFlowOptions {
        weighted: true,
        ..Default::default()
    };
    let between = net
        .current_flow_betweenness(&options, &Control::new())
        .unwrap();
    assert!(between.values.iter().all(|x| x.is_nan()), "{between:?}");
    assert!(between.caveats[0].starts_with("Not defined"));
}
