use proptest::prelude::*;

use super::*;
use crate::measures::closeness::oracle::{Case, small};
use crate::{Control, Mode, Network, Observed};

fn closeness(net: &Network, options: ClosenessOptions) -> Vec<f64> {
    net.closeness(&options, &Control::new()).unwrap().values
}

fn of(variant: ClosenessVariant, normalized: bool) -> ClosenessOptions {
    ClosenessOptions {
        variant,
        normalized,
        ..ClosenessOptions::default()
    }
}

fn same(a: f64, b: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Every variant from its definition over the list of distances that exhaustive search finds.
    #[test]
    fn every_variant_is_its_definition(case in small(6)) {
        use ClosenessVariant as V;
        prop_assume!(case.n > 1);
        let net = case.network();
        let n = case.n as f64;
        let rows: Vec<Vec<Option<f64>>> = (0..case.n).map(|i| (0..case.n).filter(|&j| j != i).map(|j| {
            let d = case.shortest(i, j, false).0;
            (d < u32::MAX).then_some(f64::from(d))
        }).collect()).collect();
        let longest = rows.iter().flatten().flatten().copied().fold(0.0, f64::max);
        let filled = |row: &[Option<f64>], with: f64| row.iter().map(|d| d.unwrap_or(with)).sum::<f64>();
        for (i, row) in rows.iter().enumerate() {
            let found: Vec<f64> = row.iter().flatten().copied().collect();
            let r = found.len() as f64;
            let sum: f64 = found.iter().sum();
            let inverse: f64 = found.iter().map(|d| 1.0 / d).sum();
            let reversed: f64 = found.iter().map(|d| longest + 1.0 - d).sum();
            let wanted = [
                (V::Harmonic, true, inverse / (n - 1.0)),
                (V::Harmonic, false, inverse),
                (V::WassermanFaust, true, if r > 0.0 { r * r / (n - 1.0) / sum } else { 0.0 }),
                (V::Reachable, true, if r > 0.0 { r / sum } else { f64::NAN }),
                (V::Reachable, false, if r > 0.0 { 1.0 / sum } else { f64::NAN }),
                (V::GilSchmidt, true, inverse / r),
                (V::GilSchmidt, false, inverse),
                (V::ValenteForman, true, reversed / (n - 1.0) / longest),
            ];
            for (variant, normalized, wanted) in wanted {
                let found = closeness(&net, of(variant, normalized))[i];
                prop_assert!(same(found, wanted), "{variant} {normalized}: {found}, {wanted}");
            }
            for (unreachable, missing) in [(Unreachable::N, n), (Unreachable::MaxPlusOne, longest + 1.0)] {
                let options = ClosenessOptions { unreachable, ..of(V::Ucinet, true) };
                let wanted = if longest == 0.0 && unreachable == Unreachable::MaxPlusOne { f64::NAN } else { (n - 1.0) / filled(row, missing) };
                prop_assert!(same(closeness(&net, options)[i], wanted));
            }
        }
        let freeman = net.closeness(&of(V::Freeman, true), &Control::new());
        if rows.iter().flatten().all(Option::is_some) {
            for (found, row) in freeman.unwrap().values.iter().zip(&rows) {
                prop_assert!(same(*found, (n - 1.0) / filled(row, f64::NAN)));
            }
        } else {
            let told = freeman.unwrap_err().to_string();
            prop_assert!(told.contains("harmonic") && told.contains("wasserman_faust"), "{told}");
        }
    }
}

#[test]
fn the_end_of_a_chain_by_each_convention() {
    // 0 → 1 → 2 and an isolate 3; n = 4, the longest distance is 2. From 0: 1 and 2; from 1: 1.
    let net = Case::plain(4, true, &[(0, 1), (1, 2)]).network();
    let values = |variant| closeness(&net, of(variant, true));
    assert_eq!(
        values(ClosenessVariant::WassermanFaust),
        [2.0 / 3.0 * (2.0 / 3.0), 1.0 / 3.0, 0.0, 0.0]
    );
    let reachable = values(ClosenessVariant::Reachable);
    assert_eq!(reachable[..2], [2.0 / 3.0, 1.0]);
    assert!(reachable[2].is_nan() && reachable[3].is_nan());
    // Missing distances are 2 + 1: 0 has 1 + 2 + 3, 1 has 1 + 3 + 3, the others 9.
    assert_eq!(
        values(ClosenessVariant::Ucinet),
        [0.5, 3.0 / 7.0, 1.0 / 3.0, 1.0 / 3.0]
    );
    // Reversed distances are 3 − d: 0 has 2 + 1, 1 has 2; over 3 others, over 2.
    assert_eq!(
        values(ClosenessVariant::ValenteForman),
        [0.5, 1.0 / 3.0, 0.0, 0.0]
    );
    assert_eq!(values(ClosenessVariant::GilSchmidt)[..2], [0.75, 1.0]);
}

#[test]
fn both_ways_are_named_and_one_when_undirected() {
    let options = ClosenessOptions::default();
    let net = Case::plain(3, true, &[(0, 1), (1, 2)]).network();
    let both = net.closeness_both_ways(&options, &Control::new()).unwrap();
    let names: Vec<&str> = both.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["harmonic closeness out", "harmonic closeness in"]);
    assert_eq!(both[0].values, [0.75, 0.5, 0.0]);
    assert_eq!(both[1].values, [0.0, 0.5, 0.75]);
    let pair = Case::plain(2, false, &[(0, 1)]).network();
    let one = pair.closeness_both_ways(&options, &Control::new()).unwrap();
    assert_eq!((one.len(), one[0].name.as_str()), (1, "harmonic closeness"));
}

#[test]
fn what_a_variant_does_not_have_is_refused() {
    let net = Case::plain(2, false, &[(0, 1)]).network();
    let refused = |options: ClosenessOptions| net.closeness(&options, &Control::new()).unwrap_err();
    let told = refused(of(ClosenessVariant::WassermanFaust, false)).to_string();
    assert!(told.contains("one scale"), "{told}");
    for variant in [ClosenessVariant::Ucinet, ClosenessVariant::ValenteForman] {
        let options = ClosenessOptions {
            weighted: true,
            ..of(variant, true)
        };
        assert!(refused(options).to_string().contains("no steps"));
    }
}

#[test]
fn freeman_asks_only_of_those_who_have_spoken() {
    // 2 did not answer: its own paths are unknown and do not stand in the way of the others'.
    let net = Case::plain(3, true, &[(0, 1), (1, 0), (0, 2)]).network();
    let net = net
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    let values = closeness(&net, of(ClosenessVariant::Freeman, true));
    assert_eq!(values[..2], [1.0, 2.0 / 3.0]);
    assert!(values[2].is_nan());
    let into = ClosenessOptions {
        mode: Mode::In,
        ..of(ClosenessVariant::Freeman, true)
    };
    assert!(net.closeness(&into, &Control::new()).is_err());
}
