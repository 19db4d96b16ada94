use proptest::prelude::*;

use super::*;
use crate::generate::{PartnersOptions, partners};
use crate::measures::ComponentKind;
use crate::{BuildOptions, Observed, Ties};

fn net(n: usize, arcs: &[(u32, u32)], values: Option<&[f64]>, directed: bool) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: values,
    };
    let options = BuildOptions {
        directed,
        ..Default::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

/// A network with a tie in each cell that `cells` has true.
fn small(n: usize, directed: bool, cells: &[bool], values: Option<&[f64]>) -> Network {
    let (mut arcs, mut kept) = (Vec::new(), Vec::new());
    for i in 0..n {
        for j in 0..n {
            if i != j && cells[i * n + j] && (directed || i < j) {
                arcs.push((i as u32, j as u32));
                kept.extend(values.map(|v| v[i * n + j]));
            }
        }
    }
    net(n, &arcs, values.map(|_| kept.as_slice()), directed)
}

fn found(net: &Network, options: &CommunityOptions) -> Partition {
    net.communities(options, &Control::new()).unwrap()
}

/// Every partition of `n` partners, as restricted growth strings.
fn all_partitions(n: usize) -> Vec<Vec<u32>> {
    let mut all = vec![vec![]];
    for _ in 0..n {
        let longer = all.iter().flat_map(|p: &Vec<u32>| {
            let top = p.iter().max().map_or(0, |&g| g + 1);
            (0..=top).map(move |g| [p.as_slice(), &[g]].concat())
        });
        all = longer.collect();
    }
    all
}

/// Quality by the definition, cell by cell over ordered pairs: Σ (Aᵢⱼ − expected) for i, j together.
fn by_definition(net: &Network, of: &[u32], options: &CommunityOptions) -> f64 {
    let n = net.partners();
    let dense = net.to_dense(0.0).unwrap();
    let a = |i: usize, j: usize| match dense[[i, j]] {
        v if options.weighted => v,
        v => f64::from(u8::from(v > 0.0)),
    };
    let out = |i: usize| (0..n).map(|j| a(i, j)).sum::<f64>();
    let into = |j: usize| (0..n).map(|i| a(i, j)).sum::<f64>();
    let all: f64 = (0..n).map(out).sum();
    let mut sum = 0.0;
    for i in 0..n {
        for j in (0..n).filter(|&j| of[i] == of[j]) {
            sum += match options.objective {
                Objective::Modularity => {
                    (a(i, j) - options.resolution * out(i) * into(j) / all) / all
                }
                Objective::Cpm if i == j => 0.0,
                // A pair of an undirected network is met twice.
                Objective::Cpm if net.is_directed() => a(i, j) - options.resolution,
                Objective::Cpm => 0.5 * (a(i, j) - options.resolution),
            };
        }
    }
    sum
}

fn groups(partition: &Partition) -> Vec<u32> {
    partition.membership.iter().map(|g| g.unwrap()).collect()
}

/// Whether every group hangs together by ties in either direction.
fn connected(net: &Network, of: &[u32]) -> bool {
    let (top, n) = (of.iter().max().map_or(0, |&g| g + 1), net.partners() as u32);
    (0..top).all(|g| {
        let others: Vec<u32> = (0..n).filter(|&v| of[v as usize] != g).collect();
        let part = net.without(&others).unwrap();
        part.components(ComponentKind::Weak).count() == 1
    })
}

#[test]
fn the_best_known_partition_of_a_ring_of_cliques() {
    // Six cliques of five in a ring: m = 66. One group a clique: 6·(10/66 − (22/132)²) = 0.74242…
    let mut arcs = Vec::new();
    for c in 0..6u32 {
        for i in 0..5 {
            arcs.extend((i + 1..5).map(|j| (5 * c + i, 5 * c + j)));
        }
        let (a, b) = (5 * c, 5 * ((c + 1) % 6) + 1);
        arcs.push((a.min(b), a.max(b)));
    }
    let ring = net(30, &arcs, None, false);
    for method in [CommunityMethod::Leiden, CommunityMethod::Louvain] {
        let options = CommunityOptions {
            method,
            ..Default::default()
        };
        let partition = found(&ring, &options);
        let expected = 6.0 * (10.0 / 66.0 - 1.0 / 36.0);
        assert!((partition.modularity.value.unwrap() - expected).abs() < 1e-12);
        assert_eq!(partition.sizes, [5; 6]);
        assert_eq!(partition.runs.len(), STARTS);
        assert_eq!(
            (partition.runs[0].similarity, partition.runs[0].groups),
            (1.0, 6)
        );
    }
}

#[test]
fn planted_groups_are_found() {
    let options = PartnersOptions {
        n: 600,
        mean_degree: 24.0,
        seed: 3,
        work_group_size: 60,
        within_group: 0.85,
        within_partnership: 0.1,
        ..Default::default()
    };
    let planted = partners(&options).unwrap();
    let partition = found(&planted.network, &CommunityOptions::default());
    let likeness = adjusted_rand(&groups(&partition), &planted.work_group).unwrap();
    assert!(likeness > 0.9, "{likeness}");
    // The truth itself is not better by modularity than what was found.
    let truth: Vec<Option<u32>> = planted.work_group.iter().map(|&g| Some(g)).collect();
    let truth = planted
        .network
        .modularity(&truth, &ModularityOptions::default())
        .unwrap();
    assert!(partition.modularity.value >= truth.value);
}

#[test]
fn any_number_of_threads_gives_the_same_groups() {
    let planted = partners(&PartnersOptions {
        n: 800,
        ..Default::default()
    })
    .unwrap();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let options = CommunityOptions {
            starts: Some(5),
            ..Default::default()
        };
        pool.unwrap().install(|| found(&planted.network, &options))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
    let other = found(
        &planted.network,
        &CommunityOptions {
            starts: Some(5),
            seed: 1,
            ..Default::default()
        },
    );
    assert_ne!(one.runs, other.runs);
}

#[test]
fn partners_nobody_has_reported_ties_of_have_no_group() {
    // 3 and 4 did not answer; 0 names 3; nobody was asked about 4 but those who answered have said no.
    let reports = net(5, &[(0, 1), (1, 2), (0, 3)], None, true);
    let none = Observed::respondents(&[false; 5]).unwrap();
    let silent = net(5, &[], None, true).with_observed(none).unwrap();
    let partition = found(&silent, &CommunityOptions::default());
    assert_eq!(partition.membership, [None; 5]);
    assert_eq!((partition.count(), partition.coverage), (0, Some(0.0)));
    assert!(partition.caveats.iter().any(|c| c.contains("5 partners")));
    let some = Observed::respondents(&[true, true, true, false, false]).unwrap();
    let partition = found(
        &reports.with_observed(some).unwrap(),
        &CommunityOptions::default(),
    );
    assert!(partition.membership.iter().all(Option::is_some));
    assert!(partition.caveats.iter().any(|c| c.contains("unknown")));
}

#[test]
fn options_out_of_range_are_refused_and_a_stop_is_obeyed() {
    let tied = net(2, &[(0, 1)], None, false);
    let bad = |options: CommunityOptions| tied.communities(&options, &Control::new()).unwrap_err();
    let none = CommunityOptions {
        starts: Some(0),
        ..Default::default()
    };
    assert!(bad(none).to_string().contains("starts"));
    let negative = CommunityOptions {
        resolution: -1.0,
        ..Default::default()
    };
    assert!(bad(negative).to_string().contains("resolution"));
    let weighted = CommunityOptions {
        weighted: true,
        ..Default::default()
    };
    assert!(bad(weighted).to_string().contains("no values"));
    let control = Control::new();
    control.stop();
    let options = CommunityOptions::default();
    assert_eq!(tied.communities(&options, &control), Err(Error::Stopped));
}

#[test]
fn the_adjusted_rand_index_by_hand() {
    // Hubert & Arabie: pairs together in both 1, in a 2, in b 2, of 6: (1 − 4/6)/(2 − 4/6)… for
    // a = {0,1}{2,3} and b = {0,1}{2}{3}: both 1, a 2, b 1: (1 − 2/6)/(1.5 − 2/6) = 4/7.
    let likeness = adjusted_rand(&[0, 0, 1, 1], &[5, 5, 2, 3]).unwrap();
    assert!((likeness - 4.0 / 7.0).abs() < 1e-12);
    assert_eq!(adjusted_rand(&[0, 1, 1], &[4, 2, 2]), Some(1.0));
    assert_eq!(adjusted_rand(&[0, 1], &[3, 4]), Some(1.0));
    assert_eq!(adjusted_rand(&[0], &[0]), None);
    // {0,1}{2,3} against {0,2}{1,3}: both 0, (0 − 4/6)/(2 − 4/6) = −1/2.
    assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]).unwrap() + 0.5).abs() < 1e-12);
}

#[derive(Debug, Clone)]
struct Case {
    net: Network,
    options: CommunityOptions,
}

fn cases(n: usize) -> impl Strategy<Value = Case> {
    let cells =
        (0.1f64..0.7).prop_flat_map(move |p| prop::collection::vec(prop::bool::weighted(p), n * n));
    let values = prop::collection::vec(1u32..6, n * n);
    let choice = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0.3f64..1.6,
        0u64..1000,
    );
    (cells, values, choice).prop_map(
        move |(cells, values, (directed, weighted, cpm, resolution, seed))| {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            Case {
                net: small(n, directed, &cells, Some(&values)),
                options: CommunityOptions {
                    weighted,
                    resolution,
                    seed,
                    objective: if cpm {
                        Objective::Cpm
                    } else {
                        Objective::Modularity
                    },
                    ..Default::default()
                },
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn several_starts_reach_the_best_of_all_partitions(case in cases(7)) {
        prop_assume!(case.net.ties() > 0);
        let top = all_partitions(7)
            .iter()
            .map(|of| by_definition(&case.net, of, &case.options))
            .fold(f64::NEG_INFINITY, f64::max);
        let options = CommunityOptions { starts: Some(40), ..case.options };
        let partition = found(&case.net, &options);
        let of = groups(&partition);
        let own = by_definition(&case.net, &of, &options);
        prop_assert!((own - top).abs() < 1e-9, "{own} is not {top}");
        prop_assert!(connected(&case.net, &of));
    }

    #[test]
    fn reported_quality_is_that_of_the_definition(case in cases(12)) {
        prop_assume!(case.net.ties() > 0);
        for method in [CommunityMethod::Leiden, CommunityMethod::Louvain, CommunityMethod::LabelPropagation] {
            let options = CommunityOptions { method, starts: Some(1), ..case.options };
            let partition = found(&case.net, &options);
            let of = groups(&partition);
            prop_assert!((partition.runs[0].quality - by_definition(&case.net, &of, &options)).abs() < 1e-9);
            if method != CommunityMethod::Louvain {
                prop_assert!(connected(&case.net, &of), "{method}");
            }
            if options.objective == Objective::Modularity && method != CommunityMethod::LabelPropagation {
                prop_assert!((partition.modularity.value.unwrap() - partition.runs[0].quality).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn no_partner_gains_by_moving(case in cases(12)) {
        prop_assume!(case.net.ties() > 0);
        let options = CommunityOptions { starts: Some(1), iterations: 50, ..case.options };
        let of = groups(&found(&case.net, &options));
        let own = by_definition(&case.net, &of, &options);
        for v in 0..12 {
            for g in 0..=of.iter().max().map_or(0, |&g| g + 1) {
                let mut moved = of.clone();
                moved[v] = g;
                prop_assert!(by_definition(&case.net, &moved, &options) <= own + 1e-9);
            }
        }
    }
}
