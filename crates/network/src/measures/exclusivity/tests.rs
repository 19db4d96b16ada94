use proptest::prelude::*;

use super::*;
use crate::{BuildOptions, Observed, Ties};

fn network(n: usize, arcs: &[(u32, u32)], directed: bool) -> Network {
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

fn found(net: &Network, members: &[u32], options: &ExclusivityOptions) -> Exclusivity {
    net.exclusivity(members, options, &Control::new()).unwrap()
}

fn value(found: &Exclusivity, statistic: SetStatistic) -> Option<f64> {
    found.row(statistic).unwrap().value
}

/// By hand: 0 ⇄ 1, 1 → 2, 2 → 0 inside; 0 ⇄ 3, 4 → 1 across; of 5 partners.
#[test]
fn a_directed_set_by_hand() {
    use SetStatistic::*;
    let arcs = [(0, 1), (1, 0), (1, 2), (2, 0), (0, 3), (3, 0), (4, 1)];
    let none = ExclusivityOptions {
        draws: 0,
        ..Default::default()
    };
    let set = found(&network(5, &arcs, true), &[0, 1, 2], &none);
    for (statistic, expected, n) in [
        (InternalDensity, 4.0 / 6.0, 6),
        (BoundaryDensity, 3.0 / 12.0, 12),
        (DensityDifference, 4.0 / 6.0 - 0.25, 0),
        (EiIndex, -1.0 / 7.0, 7),
        (ReciprocityInside, 0.5, 4),
        (ReciprocityAcross, 2.0 / 3.0, 3),
    ] {
        let row = set.row(statistic).unwrap();
        assert_eq!(
            (row.value, row.n, row.test),
            (Some(expected), n, None),
            "{statistic}"
        );
    }
    assert_eq!((set.smallest_p, set.coverage), (None, Some(1.0)));
}

/// As above, but 2 and 4 did not answer: their rows are open, so 2 → 0 and 4 → 1 are not there.
#[test]
fn what_nobody_has_said_is_left_out() {
    use SetStatistic::*;
    let arcs = [(0, 1), (1, 0), (1, 2), (0, 3), (3, 0)];
    let net = network(5, &arcs, true)
        .with_observed(Observed::respondents(&[true, true, false, true, false]).unwrap())
        .unwrap();
    let set = found(&net, &[0, 1, 2], &ExclusivityOptions::default());
    // Inside 2 of 6 cells are open; across, 2 → 3, 2 → 4 and 4 → 0, 4 → 1, 4 → 2 of 12.
    let row = |s| set.row(s).unwrap();
    assert_eq!(
        (row(InternalDensity).value, row(InternalDensity).n),
        (Some(0.75), 4)
    );
    assert_eq!(
        (row(BoundaryDensity).value, row(BoundaryDensity).n),
        (Some(2.0 / 7.0), 7)
    );
    let interval = row(InternalDensity).interval.unwrap();
    assert_eq!((interval.low, interval.high), (3.0 / 6.0, 5.0 / 6.0));
    // 1 → 2 has no known return, so 0 ⇄ 1 alone counts.
    assert_eq!(
        (row(ReciprocityInside).value, row(ReciprocityInside).n),
        (Some(1.0), 2)
    );
    assert_eq!(set.coverage, Some(11.0 / 18.0));
    assert!(
        set.caveats[0].contains("are unknown")
            && set.sentence.contains("between 50.0 % and 83.3 %")
    );
}

#[test]
fn sets_without_pairs_have_no_value() {
    let path = network(4, &[(0, 1), (1, 2)], false);
    let options = ExclusivityOptions::default();
    for members in [vec![], vec![3], vec![0, 1, 2, 3]] {
        let set = found(&path, &members, &options);
        assert_eq!(
            set.row(SetStatistic::DensityDifference).unwrap().value,
            None,
            "{members:?}"
        );
        assert!(
            set.rows
                .iter()
                .all(|row| row.value.is_none_or(f64::is_finite))
        );
    }
    assert_eq!(
        value(&found(&path, &[3], &options), SetStatistic::EiIndex),
        None
    );
    let nobody = found(&network(0, &[], true), &[], &options);
    assert!(
        nobody
            .rows
            .iter()
            .all(|row| row.value.is_none() && row.test.is_none())
    );
    let silent = network(3, &[], true)
        .with_observed(Observed::respondents(&[false; 3]).unwrap())
        .unwrap();
    let silent = found(&silent, &[0, 1], &options);
    assert_eq!(
        (
            silent.coverage,
            value(&silent, SetStatistic::InternalDensity)
        ),
        (Some(0.0), None)
    );
    // A set that is the only one of its strata.
    let star = network(5, &[(0, 1), (0, 2), (0, 3), (0, 4)], false);
    let alone = found(&star, &[1, 2, 3, 4], &options);
    assert_eq!((alone.smallest_p, alone.rows[0].test), (None, None));
    assert!(alone.caveats.iter().any(|c| c.starts_with("Not tested")));
    assert!(matches!(
        path.exclusivity(&[4], &options, &Control::new()),
        Err(Error::UnknownPartner(_))
    ));
    let zero = ExclusivityOptions {
        strata: 0,
        ..options
    };
    assert!(matches!(
        path.exclusivity(&[0], &zero, &Control::new()),
        Err(Error::BadOption { .. })
    ));
}

/// Two triangles joined by a tie, without strata: of the 20 sets of three, the two triangles have internal density
/// 1, so p = 2/20 exactly.
#[test]
fn few_sets_are_all_compared() {
    let net = network(
        6,
        &[(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)],
        false,
    );
    let options = ExclusivityOptions {
        strata: 1,
        ..Default::default()
    };
    let set = found(&net, &[0, 1, 2], &options);
    let test = set
        .row(SetStatistic::InternalDensity)
        .unwrap()
        .test
        .unwrap();
    assert!(set.exact);
    assert_eq!(
        (test.draws, test.p_high, set.smallest_p),
        (19, 0.1, Some(0.05))
    );
    assert_eq!(test.p_low, 1.0);
    // Mean internal density of all sets but this one: 7 ties, each in 4 of 20 sets, less the 3 here, over 3 · 19.
    assert!((test.mean - 25.0 / 57.0).abs() < 1e-12);
}

#[test]
fn draws_come_near_all_sets_and_do_not_depend_on_threads() {
    let arcs: Vec<(u32, u32)> = (0..24_u32)
        .flat_map(|i| (0..24).map(move |j| (i, j)))
        .filter(|&(i, j)| i != j && (i * 7 + j * 13 + i * j) % 5 < 2)
        .collect();
    let net = network(24, &arcs, true);
    let members = [0, 3, 5, 9, 14, 20];
    let of = |draws, seed| {
        let options = ExclusivityOptions {
            draws,
            seed,
            ..Default::default()
        };
        found(&net, &members, &options)
    };
    let (all, some) = (of(200_000, 0), of(4_000, 1));
    assert!(all.exact && !some.exact);
    for (a, s) in all.rows.iter().zip(&some.rows) {
        let (a, s) = (a.test.unwrap(), s.test.unwrap());
        let error = (a.p_high * (1.0 - a.p_high) / 4_000.0).sqrt();
        assert!(
            (a.p_high - s.p_high).abs() < 4.5 * error + 1e-3,
            "{a:?} {s:?}"
        );
        assert!((a.mean - s.mean).abs() < 5.0 * a.sd / 4_000_f64.sqrt());
    }
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    assert_eq!(one.install(|| of(4_000, 1)), some);
}

/// Hubs meet each other often: with degree strata a set of hubs is not out of the ordinary, without them it is.
#[test]
fn strata_take_degree_into_account() {
    // Ten hubs are all tied to each other and each to half of the others, who are tied to nobody else.
    let arcs: Vec<(u32, u32)> = (0..10)
        .flat_map(|i| (i + 1..40).map(move |j| (i, j)))
        .filter(|&(i, j)| j < 10 || (i + j) % 2 == 0)
        .collect();
    let net = network(40, &arcs, false);
    let p = |strata| {
        let options = ExclusivityOptions {
            strata,
            ..Default::default()
        };
        let set = found(&net, &[0, 1, 2, 3, 4], &options);
        set.row(SetStatistic::InternalDensity)
            .unwrap()
            .test
            .unwrap()
            .p_high
    };
    assert!(p(1) < 0.01, "{}", p(1));
    // Any five hubs are as dense.
    assert_eq!(p(4), 1.0);
}

#[test]
fn strata_share_equal_degrees() {
    assert_eq!(
        strata(&[0.1, 0.1, 0.2, 0.9, 0.9, 0.8], 3),
        [0, 0, 1, 2, 2, 1]
    );
    assert_eq!(strata(&[0.5; 4], 3), [0; 4]);
    assert_eq!(strata(&[f64::NAN, 0.5], 1), [1, 0]);
    assert_eq!(strata(&[], 3), [0_u32; 0]);
}

proptest! {
    // Oracle: every subset of a small roster, as bits.
    #[test]
    fn numbered_sets_are_all_sets(stratum in prop::collection::vec(0_u32..3, 1..9), bits in 0_u32..512) {
        let n = stratum.len();
        let set: Vec<bool> = (0..n).map(|i| bits >> i & 1 == 1).collect();
        let taken = |set: &[bool]| {
            let mut taken = [0; 3];
            (0..n).filter(|&i| set[i]).for_each(|i| taken[stratum[i] as usize] += 1);
            taken
        };
        let mut expected: Vec<Vec<bool>> = (0..1_u32 << n)
            .map(|bits| (0..n).map(|i| bits >> i & 1 == 1).collect())
            .filter(|other: &Vec<bool>| taken(other) == taken(&set))
            .collect();
        let sets = Sets::of(&set, &stratum);
        let all = sets.others().unwrap() + 1;
        let mut numbered: Vec<Vec<bool>> = (0..all)
            .map(|k| {
                let mut other = vec![true; n];
                sets.number(k, &mut other);
                other
            })
            .collect();
        expected.sort();
        numbered.sort();
        prop_assert_eq!(numbered, expected);
        let mut drawn = vec![true; n];
        let mut chance = crate::nulls::draws::stream(u64::from(bits), 0);
        sets.draw(&mut chance, &mut sets.scratch(), &mut drawn);
        prop_assert_eq!(taken(&drawn), taken(&set));
    }

    // Oracle: the definitions over the dense matrix with unknown cells.
    #[test]
    fn counts_equal_the_matrix(
        arcs in prop::collection::vec((0_u32..8, 0_u32..8), 0..40),
        answered in prop::collection::vec(prop::bool::weighted(0.7), 8),
        set in prop::collection::vec(any::<bool>(), 8),
        directed in any::<bool>(),
    ) {
        let mut arcs: Vec<(u32, u32)> = arcs
            .into_iter()
            .filter(|&(i, j)| i != j && (answered[i as usize] || !directed && answered[j as usize]))
            .map(|(i, j)| if directed { (i, j) } else { (i.min(j), i.max(j)) })
            .collect();
        arcs.sort_unstable();
        arcs.dedup();
        let net = network(8, &arcs, directed)
            .with_observed(Observed::respondents(&answered).unwrap())
            .unwrap();
        let cells = net.to_dense(f64::NAN).unwrap();
        let members: Vec<u32> = (0..8).filter(|&i| set[i as usize]).collect();
        let options = ExclusivityOptions { draws: 0, ..Default::default() };
        let found = found(&net, &members, &options);
        let mean = |inside: bool, returned: bool| {
            let (mut sum, mut n) = (0.0, 0.0);
            for i in 0..8 {
                for j in (0..8).filter(|&j| j != i) {
                    let own = if inside { set[i] && set[j] } else { set[i] != set[j] };
                    let counts = own && if returned { cells[[i, j]] == 1.0 } else { true };
                    let cell = if returned { cells[[j, i]] } else { cells[[i, j]] };
                    if counts && !cell.is_nan() {
                        sum += cell;
                        n += 1.0;
                    }
                }
            }
            (n > 0.0).then_some(sum / n)
        };
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-12,
            (a, b) => a == b,
        };
        prop_assert!(near(value(&found, SetStatistic::InternalDensity), mean(true, false)));
        prop_assert!(near(value(&found, SetStatistic::BoundaryDensity), mean(false, false)));
        if directed {
            prop_assert!(near(value(&found, SetStatistic::ReciprocityInside), mean(true, true)));
            prop_assert!(near(value(&found, SetStatistic::ReciprocityAcross), mean(false, true)));
        }
        // The E-I index by the kinds "member" and "other" leaves out what is between others.
        let kinds: Vec<Option<&str>> = set.iter().map(|&m| Some(if m { "in" } else { "out" })).collect();
        let by = crate::Attribute::new("member", &kinds);
        let ei = net.ei_index(&by, &crate::measures::mixing::EiOptions::default(), &Control::new()).unwrap();
        let group = ei.groups.iter().find(|g| g.kind == "in").map(|g| g.ei_index).filter(|x| !x.is_nan());
        prop_assert!(near(value(&found, SetStatistic::EiIndex), group));
    }
}
