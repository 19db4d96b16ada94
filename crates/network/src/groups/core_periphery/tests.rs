mod others;

use proptest::prelude::*;

use super::*;
use crate::nulls::draws::stream;
use crate::{BuildOptions, Observed, Ties};

/// Marks of the off-diagonal blocks that the field uses, and a pair of its own.
const MARKS: [Option<(f64, f64)>; 4] = [None, Some((1.0, 1.0)), Some((0.0, 0.0)), Some((0.6, 0.2))];

fn network(n: usize, ties: &[(u32, u32, f64)], directed: bool, answered: &[bool]) -> Network {
    let source: Vec<u32> = ties.iter().map(|t| t.0).collect();
    let target: Vec<u32> = ties.iter().map(|t| t.1).collect();
    let value: Vec<f64> = ties.iter().map(|t| t.2).collect();
    let ties = Ties {
        source: &source,
        target: &target,
        value: Some(&value),
    };
    let options = BuildOptions {
        directed,
        ..Default::default()
    };
    let net = Network::from_ties(n, &ties, &options).unwrap();
    net.with_observed(Observed::respondents(answered).unwrap())
        .unwrap()
}

fn plain(n: usize, ties: &[(u32, u32)]) -> Network {
    let ties: Vec<_> = ties.iter().map(|&(i, j)| (i, j, 1.0)).collect();
    network(n, &ties, false, &vec![true; n])
}

/// Networks of up to nine partners, some of whom did not answer.
fn networks() -> impl Strategy<Value = Network> {
    (2..10usize, any::<bool>()).prop_flat_map(|(n, directed)| {
        let cell = prop_oneof![3 => Just(0.0), 1 => Just(1.0), 1 => Just(2.0), 1 => 0.1..3.0];
        let cells = prop::collection::vec(cell, n * n);
        let answered = prop::collection::vec(prop::bool::weighted(0.8), n);
        (cells, answered).prop_map(move |(cells, answered)| {
            let mut ties = Vec::new();
            for i in 0..n {
                for j in 0..n {
                    let told = answered[i] || (!directed && answered[j]);
                    if (directed && i != j || i < j) && cells[i * n + j] > 0.0 && told {
                        ties.push((i as u32, j as u32, cells[i * n + j]));
                    }
                }
            }
            network(n, &ties, directed, &answered)
        })
    })
}

fn dense(net: &Network, weighted: bool) -> ndarray::Array2<f64> {
    let dense = net.to_dense(f64::NAN).unwrap();
    dense.mapv(|x| {
        if weighted || x.is_nan() {
            x
        } else {
            f64::from(u8::from(x > 0.0))
        }
    })
}

/// Pearson's correlation as a textbook writes it, cell by cell.
fn by_definition(x: &ndarray::Array2<f64>, core: &[bool], mark: Option<(f64, f64)>) -> Option<f64> {
    let (mut data, mut picture) = (Vec::new(), Vec::new());
    for ((i, j), &x) in x.indexed_iter() {
        let ideal = match (core[i], core[j]) {
            (true, true) => Some(1.0),
            (false, false) => Some(0.0),
            (true, false) => mark.map(|m| m.0),
            (false, true) => mark.map(|m| m.1),
        };
        if let (true, false, Some(ideal)) = (i != j, x.is_nan(), ideal) {
            data.push(x);
            picture.push(ideal);
        }
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (a, b) = (mean(&data), mean(&picture));
    let sum = |f: &dyn Fn(usize) -> f64| (0..data.len()).map(f).sum::<f64>();
    let aa = sum(&|k| (data[k] - a).powi(2));
    let bb = sum(&|k| (picture[k] - b).powi(2));
    let ab = sum(&|k| (data[k] - a) * (picture[k] - b));
    (aa > 1e-9 && bb > 1e-9).then(|| ab / (aa * bb).sqrt())
}

fn errors_by_definition(x: &ndarray::Array2<f64>, core: &[bool]) -> f64 {
    x.indexed_iter()
        .filter(|&((i, j), x)| i != j && !x.is_nan())
        .map(|((i, j), x)| match (core[i], core[j]) {
            (true, true) => 1.0 - x,
            (false, false) => *x,
            _ => 0.0,
        })
        .sum()
}

/// Every core of the partners somebody has spoken about.
fn every_core(net: &Network, x: &ndarray::Array2<f64>) -> Vec<Vec<bool>> {
    let n = net.partners();
    let spoken = |i: usize| (0..n).any(|j| i != j && !(x[[i, j]].is_nan() && x[[j, i]].is_nan()));
    let free: Vec<usize> = (0..n).filter(|&i| spoken(i)).collect();
    (0..1u32 << free.len())
        .map(|bits| {
            let mut core = vec![false; n];
            for (at, &i) in free.iter().enumerate() {
                core[i] = bits >> at & 1 == 1;
            }
            core
        })
        .collect()
}

/// The best value and all cores that reach it, members ascending.
fn best_by_definition(
    cores: &[Vec<bool>],
    worth: impl Fn(&[bool]) -> Option<f64>,
) -> Option<(f64, Vec<Vec<u32>>)> {
    let worths: Vec<Option<f64>> = cores.iter().map(|c| worth(c)).collect();
    let top = worths
        .iter()
        .copied()
        .flatten()
        .fold(f64::NEG_INFINITY, f64::max);
    let members = |c: &Vec<bool>| (0..c.len() as u32).filter(|&i| c[i as usize]).collect();
    let at_top = |w: &Option<f64>| w.is_some_and(|w| w >= top - 1e-9);
    let mut found: Vec<Vec<u32>> = cores
        .iter()
        .zip(&worths)
        .filter(|(_, w)| at_top(w))
        .map(|(c, _)| members(c))
        .collect();
    found.sort();
    (!found.is_empty()).then_some((top, found))
}

fn fit(net: &Network, options: &CorePeripheryOptions) -> CorePeriphery {
    net.core_periphery(options, &Control::new()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_certified_optima_are_those_of_the_definition(
        net in networks(), mark in 0..4usize, weighted in any::<bool>(),
    ) {
        let (mut off, x) = (MARKS[mark], dense(&net, weighted));
        if !net.is_directed() {
            off = off.map(|(a, _)| (a, a));
        }
        let found = fit(&net, &CorePeripheryOptions { off_diagonal: off, weighted, ..Default::default() });
        let oracle = best_by_definition(&every_core(&net, &x), |c| by_definition(&x, c, off));
        match (found.fit, oracle) {
            (Some(fit), Some((top, cores))) => {
                prop_assert!((fit - top).abs() < 1e-9, "{} and {}", fit, top);
                prop_assert!(found.certified);
                prop_assert_eq!(found.optima_count, cores.len() as u64);
                prop_assert_eq!(&found.optima, &cores);
                prop_assert_eq!(&found.members, &cores[0]);
            }
            (None, None) => prop_assert!(found.caveats[0].starts_with("Not defined")),
            // A fit of nothing but cells without a tie, or none at all, has no core for us.
            (None, Some(_)) => prop_assert!(net.ties() == 0),
            (Some(_), None) => prop_assert!(false, "a fit without a definition"),
        }
    }

    #[test]
    fn lip_is_its_brute_force(net in networks()) {
        let x = dense(&net, false);
        let lip = CorePeripheryOptions { method: CoreMethod::Lip, ..Default::default() };
        let found = fit(&net, &lip);
        let (fewest, cores) = best_by_definition(&every_core(&net, &x), |c| Some(-errors_by_definition(&x, c))).unwrap();
        let known = x.iter().filter(|x| !x.is_nan()).count() - x.nrows();
        let Some(fit) = found.fit else {
            prop_assert!(found.caveats[0].starts_with("Not defined"));
            return Ok(());
        };
        prop_assert!((fit - (1.0 + fewest / known as f64)).abs() < 1e-12);
        prop_assert!(found.certified);
        prop_assert_eq!(&found.optima, &cores);
        prop_assert_eq!(found.optima_count, cores.len() as u64);
    }

    #[test]
    fn the_search_is_never_better_than_the_truth_and_says_what_it_found(
        net in networks(), mark in 0..3usize,
    ) {
        let options = CorePeripheryOptions { off_diagonal: MARKS[mark], ..Default::default() };
        let sure = fit(&net, &options);
        let sought = fit(&net, &CorePeripheryOptions { exact_up_to: 0, ..options });
        prop_assert_eq!(sure.fit.is_some(), sought.fit.is_some());
        if let (Some(sure), Some(fit)) = (sure.fit, sought.fit) {
            // Twenty starts find the best core of nine partners.
            prop_assert!((fit - sure).abs() < 1e-9, "{} and {}", fit, sure);
            let x = dense(&net, false);
            for core in &sought.optima {
                let inside: Vec<bool> = (0..net.partners() as u32).map(|i| core.contains(&i)).collect();
                prop_assert!((by_definition(&x, &inside, MARKS[mark]).unwrap() - fit).abs() < 1e-9);
            }
            prop_assert!(!sought.certified);
        }
    }

    #[test]
    fn relabelled_partners_have_the_same_cores(net in networks(), turn in 0..9u32) {
        let n = net.partners() as u32;
        let to = |i: u32| (i + turn) % n;
        let ties: Vec<_> = net.iter_ties().map(|(i, j, v)| (to(i), to(j), v.unwrap_or(1.0))).collect();
        let mut answered = vec![false; n as usize];
        (0..n).for_each(|i| answered[to(i) as usize] = net.observed().answered(i));
        let turned = network(n as usize, &ties, net.is_directed(), &answered);
        let (a, b) = (fit(&net, &CorePeripheryOptions::default()), fit(&turned, &CorePeripheryOptions::default()));
        let mut moved: Vec<Vec<u32>> = a.optima.iter().map(|core| {
            let mut core: Vec<u32> = core.iter().map(|&i| to(i)).collect();
            core.sort_unstable();
            core
        }).collect();
        moved.sort_unstable();
        prop_assert_eq!(moved, b.optima);
    }

    #[test]
    fn pairs_have_the_quality_of_the_definition(net in networks(), density in any::<bool>()) {
        let expected = if density { Expected::Density } else { Expected::Configuration };
        let options = CorePeripheryOptions { method: CoreMethod::Multi, expected, ..Default::default() };
        let found = fit(&net, &options);
        let (Some(quality), Some(pair)) = (found.fit, &found.pair) else { return Ok(()) };
        let x = dense(&net, false);
        let n = net.partners();
        let zero = |x: f64| if x.is_nan() { 0.0 } else { x };
        let known = |i: usize, j: usize| f64::from(u8::from(!x[[i, j]].is_nan()));
        let ties: f64 = x.iter().map(|&x| zero(x)).sum();
        let cells: f64 = (0..n * n).filter(|k| k / n != k % n).map(|k| known(k / n, k % n)).sum();
        let degree: Vec<f64> = (0..n).map(|i| (0..n).map(|j| zero(x[[i, j]]) + zero(x[[j, i]])).sum()).collect();
        let mut beyond = 0.0;
        for i in 0..n {
            for j in 0..n {
                let inside = |i: usize| found.in_core[i] == Some(true);
                // Alone, a partner is told as in no pair; in the core, as all begin, it may still be: the
                // diagonal of the configuration model counts there.
                let one_pair = if i == j { true } else { pair[i].is_some() && pair[i] == pair[j] };
                if !(one_pair && (inside(i) || inside(j))) { continue; }
                let both = known(i, j) + known(j, i);
                let chance = match expected {
                    Expected::Configuration if i == j => degree[i] * degree[i] / (2.0 * ties),
                    Expected::Configuration => 0.5 * both * degree[i] * degree[j] / (2.0 * ties),
                    Expected::Density if i == j => 0.0,
                    Expected::Density => both * ties / cells,
                };
                beyond += if i == j { -chance } else { zero(x[[i, j]]) + zero(x[[j, i]]) - chance };
            }
        }
        // A lone core partner is told as in no core; with ties, label switching never leaves one behind whose
        // own diagonal matters, so the sums agree where everyone with a tie is in a pair.
        let lone = (0..n).any(|i| pair[i].is_none() && degree[i] > 0.0);
        if !lone {
            prop_assert!((quality - beyond / (2.0 * ties)).abs() < 1e-9, "{} and {}", quality, beyond / (2.0 * ties));
        }
    }
}

#[test]
fn search_finds_the_certified_best_of_twenty_partners() {
    // Random networks of 20 partners at three densities; all optima of the search are certified ones.
    for seed in 0..12 {
        use rand::RngExt;
        let mut chance = stream(seed, 0);
        let share = [0.1, 0.25, 0.5][seed as usize % 3];
        let pairs = (0..20).flat_map(|i| (i + 1..20).map(move |j| (i, j)));
        let ties: Vec<_> = pairs.filter(|_| chance.random::<f64>() < share).collect();
        let net = plain(20, &ties);
        for mark in [None, Some((1.0, 1.0)), Some((0.0, 0.0))] {
            let options = CorePeripheryOptions {
                off_diagonal: mark,
                ..Default::default()
            };
            let sure = fit(&net, &options);
            let sought = fit(
                &net,
                &CorePeripheryOptions {
                    exact_up_to: 0,
                    ..options
                },
            );
            assert!(
                (sure.fit.unwrap() - sought.fit.unwrap()).abs() < 1e-12,
                "seed {seed}, {mark:?}: {:?} {:?}",
                sure.fit,
                sought.fit
            );
            assert!(sought.optima.iter().all(|core| sure.optima.contains(core)));
        }
    }
}
