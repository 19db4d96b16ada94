use proptest::prelude::*;

use super::*;
use crate::measures::closeness::oracle::{Case, sparse, steps};
use crate::{Observed, Symmetrise};

proptest! {
    /// Against plain breadth-first search, for each number of steps and each mode.
    #[test]
    fn reach_and_eccentricity_from_plain_search(case in sparse(120), most in 1..5_u32) {
        let net = case.network();
        let n = case.n;
        let from = |net: &Network| (0..n as u32).map(|s| steps(net, s)).collect::<Vec<_>>();
        let out = from(&net);
        let into: Vec<Vec<Option<u32>>> = (0..n).map(|t| out.iter().map(|row| row[t]).collect()).collect();
        let all = from(&net.symmetrise(Symmetrise::Either));
        for (mode, rows) in [(Mode::Out, out), (Mode::In, into), (Mode::All, all)] {
            for limit in [Some(most), None] {
                let found = net.reach(&ReachOptions { mode, steps: limit }, &Control::new()).unwrap();
                for (i, row) in rows.iter().enumerate() {
                    let wanted = row.iter().flatten().filter(|&&d| d > 0 && limit.is_none_or(|most| d <= most)).count();
                    prop_assert_eq!(found[0].values[i], wanted as f64);
                    if n > 1 {
                        prop_assert_eq!(found[1].values[i], wanted as f64 / (n as f64 - 1.0));
                    }
                }
            }
            let found = net.eccentricity(&EccentricityOptions { mode, weighted: false }, &Control::new()).unwrap();
            for (i, row) in rows.iter().enumerate() {
                let d: Vec<u32> = row.iter().flatten().copied().filter(|&d| d > 0).collect();
                prop_assert_eq!(found[2].values[i], (n - 1 - d.len()) as f64);
                if let Some(&farthest) = d.iter().max() {
                    prop_assert_eq!(found[0].values[i], f64::from(farthest));
                    let mean = f64::from(d.iter().sum::<u32>()) / d.len() as f64;
                    prop_assert!((found[1].values[i] - mean).abs() < 1e-12);
                } else {
                    prop_assert!(found[0].values[i].is_nan() && found[1].values[i].is_nan());
                }
            }
        }
    }

    /// The two ways of counting give the same counts, whichever one would be chosen.
    #[test]
    fn local_search_equals_the_sweep(case in sparse(200), steps in 1..6_u32) {
        let net = case.network();
        let control = Control::new();
        let swept = lengths_within(net.out(), net.incoming(), steps, &control).unwrap();
        let swept: Vec<u32> = swept.iter().map(|l| l.reached).collect();
        prop_assert_eq!(local::reached(net.out(), steps, &control).unwrap(), swept);
    }
}

#[test]
fn a_large_sparse_network_is_searched_locally_and_hubs_are_swept() {
    let ring: Vec<(u32, u32)> = (1..5000).map(|i| (i - 1, i)).collect();
    let star: Vec<(u32, u32)> = (1..5000).map(|i| (0, i)).collect();
    for (ties, expected) in [(ring, true), (star, false)] {
        let net = Case::plain(5000, false, &ties).network();
        assert_eq!(local::pays(net.out(), 2), expected);
        assert!(!local::pays(net.out(), u32::MAX));
    }
}

#[test]
fn silence_is_unknown_and_no_steps_are_refused() {
    let net = Case::plain(3, true, &[(0, 1), (1, 2)]).network();
    let net = net
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    let control = Control::new();
    let out = net.reach(&ReachOptions::default(), &control).unwrap();
    assert_eq!(out[0].values[..2], [2.0, 1.0]);
    assert!(out[0].values[2].is_nan() && out[1].values[2].is_nan());
    assert!(
        out[0]
            .caveats
            .iter()
            .any(|c| c.contains("the least it can be"))
    );
    let far = net
        .eccentricity(&EccentricityOptions::default(), &control)
        .unwrap();
    assert!(far.iter().all(|column| column.values[2].is_nan()));
    let none = ReachOptions {
        steps: Some(0),
        ..ReachOptions::default()
    };
    assert!(matches!(
        net.reach(&none, &control),
        Err(Error::BadOption { .. })
    ));
    control.stop();
    assert_eq!(
        net.reach(&ReachOptions::default(), &control),
        Err(Error::Stopped)
    );
}

#[test]
fn one_partner_alone() {
    let one = Case::plain(1, false, &[]).network();
    let columns = one
        .reach(&ReachOptions::default(), &Control::new())
        .unwrap();
    assert_eq!(columns[0].values, [0.0]);
    assert!(columns[1].values[0].is_nan() && columns[1].caveats[0].starts_with("Not defined"));
}
