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
fn minres_reaches_the_same_numbers_from_any_start_and_they_solve_its_equations() {
    // Zachary-like: two hubs with shared and own partners.
    let ties = [
        (0, 1),
        (0, 2),
        (1, 2),
        (0, 3),
        (1, 3),
        (2, 3),
        (0, 4),
        (1, 5),
        (2, 6),
        (3, 7),
        (4, 5),
        (6, 7),
        (0, 8),
        (1, 8),
    ];
    let net = plain(9, &ties);
    let cells = minres::Cells::of(&net, false).unwrap();
    let control = Control::new();
    let first = cells.fit(0, &mut stream(0, 0), &control).unwrap();
    assert!(first.at_rest);
    for start in 1..=100 {
        let other = cells
            .fit(start, &mut stream(7, start as u64), &control)
            .unwrap();
        assert!(other.at_rest && (other.error - first.error).abs() < 1e-10);
        let far = first
            .sent
            .iter()
            .zip(&other.sent)
            .map(|(a, b)| (a - b).abs());
        assert!(far.fold(0.0, f64::max) < 1e-9);
    }
    // The gradient vanishes: Σ_{j≠i} (x_ij − c_i c_j) c_j = 0 with c scaled back to its own size.
    let x = dense(&net, false);
    let c = &first.sent;
    let cross: f64 = (0..81)
        .filter(|k| k / 9 != k % 9)
        .map(|k| x[[k / 9, k % 9]] * c[k / 9] * c[k % 9])
        .sum();
    let square: f64 = (0..81)
        .filter(|k| k / 9 != k % 9)
        .map(|k| (c[k / 9] * c[k % 9]).powi(2))
        .sum();
    let size = cross / square;
    for i in 0..9 {
        let slope: f64 = (0..9)
            .filter(|&j| j != i)
            .map(|j| (x[[i, j]] - size * c[i] * c[j]) * c[j])
            .sum();
        assert!(slope.abs() < 1e-9, "{i}: {slope}");
    }
}

#[test]
fn a_directed_product_is_found_exactly() {
    // x_ij = u_i v_j off the diagonal: no error, whatever the scale of the two sides.
    let (u, v) = ([1.0, 2.0, 0.5, 1.5, 3.0], [2.0, 0.25, 1.0, 4.0, 1.0]);
    let mut ties = Vec::new();
    for i in 0..5_u32 {
        for j in (0..5).filter(|&j| j != i) {
            ties.push((i, j, u[i as usize] * v[j as usize]));
        }
    }
    let net = network(5, &ties, true, &[true; 5]);
    let minres = CorePeripheryOptions {
        method: CoreMethod::Minres,
        weighted: true,
        ..Default::default()
    };
    let found = fit(&net, &minres);
    assert!(found.fit.unwrap() > 1.0 - 1e-9, "{:?}", found.fit);
    let length = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
    for (k, c) in found.coreness.unwrap().iter().enumerate() {
        assert!((c - u[k] / length(&u)).abs() < 1e-6);
    }
    for (k, c) in found.coreness_received.unwrap().iter().enumerate() {
        assert!((c - v[k] / length(&v)).abs() < 1e-6);
    }
}

#[test]
fn a_single_hub_has_no_finite_coreness_and_it_is_said() {
    let net = plain(5, &[(0, 1), (0, 2), (0, 3), (0, 4)]);
    let found = fit(
        &net,
        &CorePeripheryOptions {
            method: CoreMethod::Minres,
            off_diagonal: Some((1.0, 1.0)),
            ..Default::default()
        },
    );
    assert_eq!(found.members, [0]);
    assert!(found.caveats.iter().any(|c| c.contains("come to rest")));
}

#[test]
fn two_cliques_with_hangers_on_are_two_pairs() {
    // Two triangles of hubs, each hub with two partners of its own; one tie between the halves.
    let mut ties = vec![(0, 1), (0, 2), (1, 2), (9, 10), (9, 11), (10, 11), (2, 9)];
    for (hub, first) in [(0, 3), (1, 5), (2, 7), (9, 12), (10, 14), (11, 16)] {
        ties.extend([(hub, first), (hub, first + 1)]);
    }
    let net = plain(18, &ties);
    let found = fit(
        &net,
        &CorePeripheryOptions {
            method: CoreMethod::Multi,
            expected: Expected::Density,
            ..Default::default()
        },
    );
    // Of the 19 ties one lies between the pairs; each has 21 cells with an end in its core, and density 19/153.
    let by_hand = (18.0 - 42.0 * 19.0 / 153.0) / 19.0;
    assert!((found.fit.unwrap() - by_hand).abs() < 1e-12);
    let pair = found.pair.unwrap();
    assert!(
        (0..9).all(|i| pair[i] == Some(0)) && (9..18).all(|i| pair[i] == Some(1)),
        "{pair:?}"
    );
    assert_eq!(found.members, [0, 1, 2, 9, 10, 11]);
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

#[test]
fn blocks_count_known_cells() {
    // 3 did not answer: nobody has spoken of 3 → anyone.
    let net = network(
        4,
        &[(0, 1, 1.0), (1, 0, 1.0), (0, 3, 1.0), (2, 0, 1.0)],
        true,
        &[true, true, true, false],
    );
    let blocks = net.core_blocks(&[Some(true), Some(true), Some(false), Some(false)]);
    let told: Vec<_> = blocks.iter().map(|b| (b.ties, b.known)).collect();
    assert_eq!(told, [(2, 2), (1, 4), (1, 2), (0, 1)]);
    let net = plain(4, &[(0, 1), (0, 2), (2, 3)]);
    let blocks = net.core_blocks(&[Some(true), Some(true), Some(false), Some(false)]);
    let told: Vec<_> = blocks.iter().map(|b| (b.ties, b.known)).collect();
    assert_eq!(told, [(1, 1), (1, 4), (1, 4), (1, 1)]);
}

#[test]
fn a_partner_nobody_has_spoken_about_is_in_neither_group() {
    // Partner 4 did not answer, and everybody left the cell about 4 blank.
    let survey = crate::Survey {
        asked: vec![true; 5],
        answered: vec![true, true, true, true, false],
        blank: (0..4).map(|i| (i, 4)).collect(),
        ..Default::default()
    };
    for directed in [true, false] {
        let ties = Ties {
            source: &[0],
            target: &[1],
            value: None,
        };
        let options = BuildOptions {
            directed,
            ..Default::default()
        };
        let net = Network::from_ties(5, &ties, &options).unwrap();
        let net = net
            .with_observed(Observed::survey(&survey).unwrap())
            .unwrap();
        for method in CoreMethod::NAMES.iter().map(|m| m.1) {
            let off_diagonal = Some((1.0, 1.0));
            let found = fit(
                &net,
                &CorePeripheryOptions {
                    method,
                    off_diagonal,
                    ..Default::default()
                },
            );
            assert!(found.fit.is_some(), "{method}");
            assert_eq!(found.in_core[4], None, "{method}");
            assert!(found.in_core[..4].iter().all(Option::is_some));
            assert!(found.caveats.iter().any(|c| c.contains("neither group")));
            if let Some(coreness) = &found.coreness {
                assert!(coreness[4].is_nan());
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_test_for_any_number_of_threads() {
    let ties: Vec<(u32, u32)> = (0..30)
        .flat_map(|i| [(i, (i + 1) % 30), (i, (i * 7 + 3) % 30)])
        .filter(|(i, j)| i != j)
        .collect();
    let mut ties: Vec<_> = ties
        .into_iter()
        .map(|(i, j)| (i.min(j), i.max(j)))
        .collect();
    ties.sort_unstable();
    ties.dedup();
    let net = plain(30, &ties);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            let test = CoreTestOptions {
                draws: 60,
                seed: 3,
                ..Default::default()
            };
            net.core_periphery_test(&CorePeripheryOptions::default(), &test, &Control::new())
                .unwrap()
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one.smallest, 1.0 / 61.0);
    let before = one.sentence.find("no p can be smaller").unwrap();
    assert!(before < one.sentence.find("p = ").unwrap());
}

#[test]
fn refused_with_a_reason() {
    let net = plain(3, &[(0, 1)]);
    let refused = |options: CorePeripheryOptions| {
        net.core_periphery(&options, &Control::new())
            .unwrap_err()
            .to_string()
    };
    let base = CorePeripheryOptions::default();
    assert!(refused(CorePeripheryOptions { starts: 0, ..base }).contains("start"));
    assert!(
        refused(CorePeripheryOptions {
            exact_up_to: 31,
            ..base
        })
        .contains("30")
    );
    assert!(
        refused(CorePeripheryOptions {
            off_diagonal: Some((0.5, 0.4)),
            ..base
        })
        .contains("undirected")
    );
    assert!(
        refused(CorePeripheryOptions {
            off_diagonal: Some((f64::NAN, 0.4)),
            ..base
        })
        .contains("0 to 1")
    );
    let test = |options: CorePeripheryOptions, draws| {
        let test = CoreTestOptions {
            draws,
            ..Default::default()
        };
        net.core_periphery_test(&options, &test, &Control::new())
            .unwrap_err()
            .to_string()
    };
    assert!(test(base, 0).contains("draw"));
    assert!(
        test(
            CorePeripheryOptions {
                weighted: true,
                ..base
            },
            9
        )
        .contains("weighted")
    );
    let control = Control::new();
    control.stop();
    assert_eq!(net.core_periphery(&base, &control), Err(Error::Stopped));
}

#[test]
fn no_ties_all_tied_nobody_answered() {
    for method in CoreMethod::NAMES.iter().map(|m| m.1) {
        for off_diagonal in MARKS.into_iter().filter(|m| m.is_none_or(|(a, b)| a == b)) {
            let options = CorePeripheryOptions {
                method,
                off_diagonal,
                ..Default::default()
            };
            let all = [(0, 1), (0, 2), (1, 2)];
            for net in [
                plain(0, &[]),
                plain(1, &[]),
                plain(5, &[]),
                plain(3, &all),
                plain(2, &[(0, 1)]),
                network(4, &[], true, &[false; 4]),
            ] {
                let found = fit(&net, &options);
                assert_eq!((found.fit, found.members.len()), (None, 0));
                assert!(found.caveats[0].starts_with("Not defined"));
                let test = net
                    .core_periphery_test(
                        &options,
                        &CoreTestOptions {
                            draws: 9,
                            ..Default::default()
                        },
                        &Control::new(),
                    )
                    .unwrap();
                assert_eq!(test.beyond, None);
            }
        }
    }
}
