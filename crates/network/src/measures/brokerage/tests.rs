use proptest::prelude::*;

use super::super::closeness::oracle::{Case, small, sparse, with_threads};
use super::*;
use crate::Observed;

fn attribute(kinds: &[Option<u32>]) -> Attribute {
    let names: Vec<Option<String>> = kinds.iter().map(|k| k.map(|k| format!("k{k}"))).collect();
    Attribute::new("kind", &names)
}

fn brokerage(
    net: &Network,
    kinds: &[Option<u32>],
    options: BrokerageOptions,
) -> Vec<PartnerScores> {
    net.brokerage(&attribute(kinds), &options, &Control::new())
        .unwrap()
}

/// Every ordered triple, by the definition of Gould & Fernandez.
fn triple_loop(net: &Network, kinds: &[Option<u32>]) -> Vec<[f64; 6]> {
    let n = net.partners();
    let mut counts = vec![[0.0; 6]; n];
    for b in 0..n {
        for a in 0..n {
            for c in 0..n {
                let tie = |x: usize, y: usize| net.state(x as u32, y as u32);
                let (Some(ka), Some(kb), Some(kc)) = (kinds[a], kinds[b], kinds[c]) else {
                    continue;
                };
                if a == b
                    || b == c
                    || a == c
                    || tie(a, b) != TieState::Tie
                    || tie(b, c) != TieState::Tie
                    || tie(a, c) != TieState::NoTie
                {
                    continue;
                }
                let role = if ka == kb && kb == kc {
                    0
                } else if ka == kc {
                    1
                } else if kb == kc {
                    2
                } else if ka == kb {
                    3
                } else {
                    4
                };
                counts[b][role] += 1.0;
                counts[b][5] += 1.0;
            }
        }
    }
    counts
}

fn with_kinds(
    case: impl Strategy<Value = Case>,
) -> impl Strategy<Value = (Case, Vec<Option<u32>>)> {
    case.prop_flat_map(|case| {
        let kind = prop_oneof![9 => (0..3_u32).prop_map(Some), 1 => Just(None)];
        let n = case.n;
        (Just(case), prop::collection::vec(kind, n))
    })
}

proptest! {
    #[test]
    fn counts_are_those_of_a_triple_loop((case, kinds) in with_kinds(small(7))) {
        let net = case.network();
        let found = brokerage(&net, &kinds, BrokerageOptions::default());
        let expected = triple_loop(&net, &kinds);
        for (role, scores) in found[..6].iter().enumerate() {
            for (i, value) in scores.values.iter().enumerate() {
                if kinds[i].is_some() {
                    prop_assert_eq!(*value, expected[i][role]);
                } else {
                    prop_assert!(value.is_nan());
                }
            }
        }
    }

    #[test]
    fn halving_halves_and_ends_are_alike((case, kinds) in with_kinds(sparse(15))) {
        prop_assume!(!case.directed);
        let net = case.network();
        let whole = brokerage(&net, &kinds, BrokerageOptions::default());
        let halved = BrokerageOptions { halved: true, ..BrokerageOptions::default() };
        for (once, twice) in brokerage(&net, &kinds, halved).iter().zip(&whole) {
            for (a, b) in once.values.iter().zip(&twice.values) {
                prop_assert!(a.is_nan() && b.is_nan() || (2.0 * a - b).abs() < 1e-12);
            }
        }
        prop_assert_eq!(format!("{:?}", whole[2].values), format!("{:?}", whole[3].values));
    }

    #[test]
    fn threads_do_not_matter((case, kinds) in with_kinds(sparse(40))) {
        let net = case.network();
        let options = BrokerageOptions { draws: 20, seed: 3, ..BrokerageOptions::default() };
        let bits = |threads| with_threads(threads, || {
            let scores = brokerage(&net, &kinds, options);
            let all = scores.iter().flat_map(|s| &s.values);
            all.map(|v| v.to_bits()).collect::<Vec<_>>()
        });
        prop_assert_eq!(bits(1), bits(3));
    }
}

#[test]
fn roles_have_the_names_of_gould_and_fernandez() {
    // Broker 1 between 0 and 2, kinds as letters.
    let net = Case::plain(3, true, &[(0, 1), (1, 2)]).network();
    for (kinds, role) in [
        ([0, 0, 0], "coordinator"),
        ([0, 1, 0], "itinerant"),
        ([0, 1, 1], "gatekeeper"),
        ([0, 0, 1], "representative"),
        ([0, 1, 2], "liaison"),
    ] {
        let kinds = kinds.map(Some);
        for scores in &brokerage(&net, &kinds, BrokerageOptions::default())[..5] {
            let expected = if scores.name == role { 1.0 } else { 0.0 };
            assert_eq!(scores.values, [0.0, expected, 0.0], "{}", scores.name);
        }
    }
}

#[test]
fn a_direct_tie_needs_no_broker() {
    // 0 → 1 → 2 and 0 → 2: nobody brokers.
    let closed = Case::plain(3, true, &[(0, 1), (1, 2), (0, 2)]).network();
    let total = |net: &Network| {
        brokerage(net, &[Some(0); 3], BrokerageOptions::default())[5]
            .values
            .clone()
    };
    assert_eq!(total(&closed), [0.0; 3]);
    // A tie 2 → 0 does not close the pair (0, 2); it makes three pairs around a cycle.
    let cycle = Case::plain(3, true, &[(0, 1), (1, 2), (2, 0)]).network();
    assert_eq!(total(&cycle), [1.0; 3]);
}

#[test]
fn an_unknown_direct_tie_is_no_absence() {
    // 0 → 1 → 2; 0 left the cell (0, 2) blank, so whether 1 stands between is unknown.
    let net = Case::plain(3, true, &[(0, 1), (1, 2)]).network();
    let survey = crate::Survey {
        asked: vec![true; 3],
        answered: vec![true, true, false],
        blank: vec![(0, 2)],
        ..Default::default()
    };
    let net = net
        .with_observed(Observed::survey(&survey).unwrap())
        .unwrap();
    let total = &brokerage(&net, &[Some(0); 3], BrokerageOptions::default())[5].values;
    assert_eq!(total[..2], [0.0, 0.0]);
    assert!(
        total[2].is_nan(),
        "2 did not answer: what it passes on is unknown"
    );
}

#[test]
fn expected_is_the_mean_over_every_arrangement() {
    // All 5!/(2! 2! 1!) = 30 arrangements of the kinds a a b b c on a network of five.
    let net = Case::plain(5, true, &[(0, 1), (1, 2), (3, 1), (1, 4), (2, 3), (4, 0)]).network();
    let mut sums = [0.0; 5];
    let mut count = 0.0;
    for code in 0..3_u32.pow(5) {
        let kinds: Vec<u32> = (0..5).map(|i| code / 3_u32.pow(i) % 3).collect();
        let of = |k| kinds.iter().filter(|&&x| x == k).count();
        if (of(0), of(1), of(2)) != (2, 2, 1) {
            continue;
        }
        let kinds: Vec<Option<u32>> = kinds.into_iter().map(Some).collect();
        count += 1.0;
        for (sum, role) in sums.iter_mut().zip(triple_loop(&net, &kinds)[1]) {
            *sum += role;
        }
    }
    assert_eq!(count, 30.0);
    let kinds = [0, 0, 1, 1, 2].map(Some);
    let draws = BrokerageOptions {
        draws: 4000,
        seed: 1,
        ..BrokerageOptions::default()
    };
    let found = brokerage(&net, &kinds, draws);
    for (r, (name, _)) in ROLES.iter().enumerate() {
        let of = |what: &str| {
            let wanted = format!("{name} {what}");
            found.iter().find(|s| s.name == wanted).unwrap().values[1]
        };
        assert!((of("expected") - sums[r] / count).abs() < 1e-12, "{name}");
        // No kind has three partners, so there is never a coordinator and nothing to scale by.
        assert_eq!(of("z").is_nan(), *name == "coordinator");
        assert!(of("p high") + of("p low") > 1.0);
        if of("z").abs() > 0.2 {
            // z · sd = observed − mean, and the mean of the shuffles is near the exact one.
            let above = found[r].values[1] - of("expected");
            assert_eq!(of("z").signum(), above.signum(), "{name}");
        }
    }
}

#[test]
fn too_much_and_a_stop_are_refused() {
    let net = Case::plain(3, false, &[(0, 1)]).network();
    let by = attribute(&[Some(0); 3]);
    let many = BrokerageOptions {
        draws: 1 << 31,
        ..BrokerageOptions::default()
    };
    assert!(matches!(
        net.brokerage(&by, &many, &Control::new()),
        Err(Error::TooLarge { .. })
    ));
    let control = Control::new();
    control.stop();
    assert_eq!(
        net.brokerage(&by, &BrokerageOptions::default(), &control),
        Err(Error::Stopped)
    );
    let short = attribute(&[Some(0); 2]);
    assert!(
        net.brokerage(&short, &BrokerageOptions::default(), &Control::new())
            .is_err()
    );
}
