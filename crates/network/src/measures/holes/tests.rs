use proptest::prelude::*;

use super::super::closeness::oracle::{Case, small, sparse, with_threads};
use super::*;
use crate::{BuildOptions, Observed, Ties, ValueMeans};

fn holes(net: &Network, options: HolesOptions) -> Vec<Vec<f64>> {
    let scores = net.structural_holes(&options, &Control::new()).unwrap();
    scores.into_iter().map(|s| s.values).collect()
}

/// The formulas of Burt (1992, eq. 2.3 to 2.7) over a dense matrix of strengths, with no idea of rows.
/// Order: degree, effective size, efficiency, constraint, hierarchy.
fn textbook(net: &Network, options: HolesOptions, i: usize) -> [f64; 5] {
    let n = net.partners();
    let mut s = vec![vec![0.0; n]; n];
    for (a, b, value) in net.iter_ties() {
        let z = if options.weighted {
            value.unwrap()
        } else {
            1.0
        };
        s[a as usize][b as usize] += z;
        s[b as usize][a as usize] += z;
    }
    if options.scope == Scope::Ego {
        // Leave in only ego and its contacts.
        let inside: Vec<bool> = (0..n).map(|k| k == i || s[i][k] > 0.0).collect();
        for (a, row) in s.iter_mut().enumerate() {
            for (b, z) in row.iter_mut().enumerate() {
                if !(inside[a] && inside[b]) {
                    *z = 0.0;
                }
            }
        }
    }
    let p = |a: usize, b: usize| s[a][b] / s[a].iter().sum::<f64>();
    let m = |a: usize, b: usize| s[a][b] / s[a].iter().copied().fold(0.0, f64::max);
    let contacts: Vec<usize> = (0..n).filter(|&j| s[i][j] > 0.0).collect();
    let degree = contacts.len() as f64;
    let others = |j: usize| contacts.iter().copied().filter(move |&q| q != j);
    let effective: f64 = contacts
        .iter()
        .map(|&j| 1.0 - others(j).map(|q| p(i, q) * m(j, q)).sum::<f64>())
        .sum();
    let dyadic: Vec<f64> = contacts
        .iter()
        .map(|&j| (p(i, j) + others(j).map(|q| p(i, q) * p(q, j)).sum::<f64>()).powi(2))
        .collect();
    let constraint: f64 = dyadic.iter().sum();
    let r = dyadic.iter().map(|c| c / (constraint / degree));
    let hierarchy = if contacts.len() == 1 {
        1.0
    } else {
        r.map(|r| r * r.ln()).sum::<f64>() / (degree * degree.ln())
    };
    match contacts.len() {
        0 => [0.0, f64::NAN, f64::NAN, f64::NAN, f64::NAN],
        _ => [degree, effective, effective / degree, constraint, hierarchy],
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 || (a.is_nan() && b.is_nan())
}

fn every_option() -> impl Iterator<Item = HolesOptions> {
    [Scope::Whole, Scope::Ego].into_iter().flat_map(|scope| {
        [false, true].map(|weighted| HolesOptions {
            scope,
            weighted,
            ..HolesOptions::default()
        })
    })
}

proptest! {
    #[test]
    fn the_formulas_as_printed(case in prop_oneof![small(7), sparse(20)]) {
        let net = case.network();
        for options in every_option() {
            let found = holes(&net, options);
            for i in 0..case.n {
                let expected = textbook(&net, options, i);
                for (column, expected) in found.iter().zip(expected) {
                    prop_assert!(same(column[i], expected), "{} is not {expected}", column[i]);
                }
            }
        }
    }

    #[test]
    fn dyadic_constraints_add_up_and_no_tie_is_lost(case in sparse(30)) {
        let net = case.network();
        for options in every_option() {
            let total = &holes(&net, options)[3];
            let dyadic = net.dyadic_constraint(&options, &Control::new()).unwrap();
            let mut sums = vec![0.0; case.n];
            for (&ego, c) in dyadic.source.iter().zip(&dyadic.values) {
                sums[ego as usize] += c;
            }
            for (sum, &total) in sums.iter().zip(total) {
                let total = if total.is_nan() { 0.0 } else { total };
                prop_assert!(same(*sum, total));
            }
            for (i, j, _) in net.iter_ties() {
                for (a, b) in [(i, j), (j, i)] {
                    let ends = dyadic.source.iter().zip(&dyadic.target);
                    prop_assert_eq!(ends.filter(|&(&x, &y)| (x, y) == (a, b)).count(), 1);
                }
            }
        }
    }

    #[test]
    fn threads_do_not_matter(case in sparse(60)) {
        let net = case.network();
        let bits = |threads| with_threads(threads, || {
            let found = holes(&net, HolesOptions { weighted: true, ..HolesOptions::default() });
            found.concat().iter().map(|v| v.to_bits()).collect::<Vec<_>>()
        });
        prop_assert_eq!(bits(1), bits(4));
    }
}

#[test]
fn a_triangle_by_hand() {
    // p = 1/2 each; each contact puts (1/2 + 1/2 · 1/2)² = 9/16; each is half redundant: 2 − 2 · 1/2.
    let net = Case::plain(3, false, &[(0, 1), (1, 2), (0, 2)]).network();
    for options in every_option() {
        let found = holes(&net, options);
        let first: Vec<f64> = found.iter().map(|column| column[0]).collect();
        assert_eq!(first, [2.0, 1.0, 0.5, 1.125, 0.0]);
    }
}

#[test]
fn ego_and_whole_differ_by_ties_that_leave() {
    // Triangle 0-1-2 and a tie 1-3. Whole, ego 0: p₀₁ = p₀₂ = 1/2, p₂₁ = 1/2, p₁₂ = 1/3, so
    // c₀₁ = (1/2 + 1/4)² and c₀₂ = (1/2 + 1/6)². Ego: 1-3 does not exist for 0, a plain triangle.
    let net = Case::plain(4, false, &[(0, 1), (1, 2), (0, 2), (1, 3)]).network();
    let constraint = |scope| {
        holes(
            &net,
            HolesOptions {
                scope,
                ..HolesOptions::default()
            },
        )[3][0]
    };
    assert!((constraint(Scope::Whole) - (9.0 / 16.0 + 4.0 / 9.0)).abs() < 1e-15);
    assert!((constraint(Scope::Ego) - 18.0 / 16.0).abs() < 1e-15);
}

#[test]
fn directed_strengths_use_row_maxima() {
    // 0↔1, 0→2, 1→2: strengths s₀₁ = 2, s₀₂ = 1, s₁₂ = 1. Of ego 0: p₀₁ = 2/3, p₀₂ = 1/3,
    // m₁₂ = 1/2, m₂₁ = 1. Effective size 2 − 1/3 · 1/2 − 2/3 · 1 = 7/6.
    let net = Case::plain(3, true, &[(0, 1), (1, 0), (0, 2), (1, 2)]).network();
    let found = holes(&net, HolesOptions::default());
    assert!((found[1][0] - 7.0 / 6.0).abs() < 1e-15);
}

#[test]
fn few_contacts_by_convention() {
    // 0-1, and 2 alone.
    let net = Case::plain(3, false, &[(0, 1)]).network();
    let column = |convention| {
        holes(
            &net,
            HolesOptions {
                convention,
                ..HolesOptions::default()
            },
        )
    };
    let burt = column(HolesConvention::Burt);
    assert_eq!((burt[1][0], burt[3][0], burt[4][0]), (1.0, 1.0, 1.0));
    assert!(burt[1][2].is_nan() && burt[3][2].is_nan() && burt[0][2] == 0.0);
    let ucinet = column(HolesConvention::Ucinet);
    assert!(ucinet[3][0].is_nan() && ucinet[3][2].is_nan());
    assert_eq!((ucinet[1][0], ucinet[1][2], ucinet[4][0]), (1.0, 0.0, 1.0));
}

#[test]
fn nobody_has_spoken_is_not_no_contact() {
    // 1 and 2 did not answer, but 0 has spoken about both.
    let net = Case::plain(3, true, &[(0, 1)]).network();
    let net = net
        .with_observed(Observed::respondents(&[true, false, false]).unwrap())
        .unwrap();
    let found = holes(&net, HolesOptions::default());
    assert_eq!(found[0], [1.0, 1.0, 0.0]); // 0 has spoken about 2
    let silent = Network::from_ties(2, &Ties::default(), &BuildOptions::default())
        .unwrap()
        .with_observed(Observed::respondents(&[false, false]).unwrap())
        .unwrap();
    assert!(
        holes(&silent, HolesOptions::default())[0]
            .iter()
            .all(|d| d.is_nan())
    );
}

#[test]
fn strengths_need_values_that_are_strengths() {
    let weighted = HolesOptions {
        weighted: true,
        ..HolesOptions::default()
    };
    let bare = Network::from_ties(2, &Ties::default(), &BuildOptions::default()).unwrap();
    let ties = Ties {
        source: &[0],
        target: &[1],
        value: Some(&[2.0]),
    };
    let far = BuildOptions {
        values: ValueMeans::Distance,
        ..BuildOptions::default()
    };
    let far = Network::from_ties(2, &ties, &far).unwrap();
    for net in [bare, far] {
        assert!(net.structural_holes(&weighted, &Control::new()).is_err());
        assert!(
            net.structural_holes(&HolesOptions::default(), &Control::new())
                .is_ok()
        );
    }
}

#[test]
fn a_stop_is_obeyed() {
    let control = Control::new();
    control.stop();
    let net = Case::plain(3, false, &[(0, 1)]).network();
    let options = HolesOptions::default();
    assert_eq!(
        net.structural_holes(&options, &control),
        Err(Error::Stopped)
    );
    assert_eq!(
        net.dyadic_constraint(&options, &control),
        Err(Error::Stopped)
    );
}
