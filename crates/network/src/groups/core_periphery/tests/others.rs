//! MINRES, several cores, blocks, the test against chance, refusals.

use super::*;

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
fn the_fewest_errors_of_a_test_are_those_of_the_list() {
    // The list is held against all cores there are in `lip_is_its_brute_force`.
    let net = plain(6, &[(0, 1), (0, 2), (0, 3), (1, 2), (1, 4), (3, 5)]);
    let problem = Problem::new(&net, Ideal::Errors, false).unwrap();
    let (cores, _) = lip::best(&problem);
    for core in cores {
        assert_eq!(problem.errors(&problem.sums(&core)), lip::fewest(&problem));
    }
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
