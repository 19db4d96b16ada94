use proptest::prelude::*;

use super::super::closeness::oracle::{Case, small, sparse, steps, with_threads};
use super::*;
use crate::Observed;

fn impact(net: &Network, compactness: bool) -> Vec<PartnerScores> {
    net.removal_impact(&RemovalOptions { compactness }, &Control::new())
        .unwrap()
}

/// Sum of 1/distance over ordered pairs, from one plain search a partner.
fn ways(net: &Network, skip: Option<u32>) -> f64 {
    (0..net.partners() as u32)
        .filter(|&s| Some(s) != skip)
        .flat_map(|s| {
            let found = steps(net, s);
            (0..net.partners() as u32)
                .filter(move |&t| t != s && Some(t) != skip)
                .filter_map(move |t| found[t as usize])
        })
        .map(|d| 1.0 / f64::from(d))
        .sum()
}

/// Connected pairs, and the size of the largest component.
fn parts(net: &Network) -> (u64, u64) {
    let sizes = net.components(ComponentKind::Weak).sizes;
    let pairs = sizes.iter().map(|&s| pairs_of(u64::from(s))).sum();
    (pairs, sizes.iter().max().map_or(0, |&s| u64::from(s)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Each partner taken out for real, and everything counted again.
    #[test]
    fn impact_is_what_a_removal_shows(case in sparse(40)) {
        prop_assume!(case.n >= 3);
        let net = case.network();
        let columns = impact(&net, true);
        let components = net.components(ComponentKind::Weak);
        let pairs = pairs_of(case.n as u64 - 1) as f64;
        for v in 0..case.n as u32 {
            let rest = net.without(&[v]).unwrap();
            let at = |column: usize| columns[column].values[v as usize];
            let gained = rest.components(ComponentKind::Weak).count() as f64 - components.count() as f64;
            prop_assert_eq!(at(0), gained);
            let (connected, largest) = parts(&rest);
            prop_assert_eq!(at(1), largest as f64);
            let own = u64::from(components.sizes[components.membership[v as usize] as usize]);
            let before = parts(&net).0 - (own - 1);
            prop_assert!((at(2) - (before - connected) as f64 / pairs).abs() < 1e-12);
            prop_assert!((at(3) - (1.0 - connected as f64 / pairs)).abs() < 1e-12);
            let own = net.iter_ties().filter(|t| t.0 == v || t.1 == v).count();
            if net.ties() > 0 {
                prop_assert!((at(4) - own as f64 / net.ties() as f64).abs() < 1e-12);
            } else {
                prop_assert!(at(4).is_nan());
            }
            let lost = (ways(&net, Some(v)) - ways(&rest, None)) / (2.0 * pairs);
            prop_assert!((at(5) - lost).abs() < 1e-9, "{} is not {lost}", at(5));
        }
    }

    /// The sets of bits against one search a partner, directed and not.
    #[test]
    fn balls_hold_every_distance(case in sparse(150)) {
        let net = case.network();
        let mut found = Vec::new();
        Balls::new(case.n).distances(net.out(), |_| false, |_, pairs| found.push(pairs));
        let counts = net.distance_counts(Mode::Out, &Control::new()).unwrap();
        let mut expected = vec![0; counts.iter().map(Vec::len).max().unwrap_or(0)];
        for counts in counts {
            counts.iter().enumerate().for_each(|(d, &c)| expected[d] += u64::from(c));
        }
        prop_assert_eq!(found, expected);
    }

    /// The backbone taken out for real, whatever it is.
    #[test]
    fn backbone_impact_is_what_its_removal_shows(case in small(7), set in 1..128_u32) {
        let backbone: Vec<u32> = (0..case.n as u32).filter(|v| set >> v & 1 == 1).collect();
        let net = case.network().with_partner_data(&backbone, Vec::new()).unwrap();
        let measure = net.backbone_impact();
        let others: Vec<u32> = (0..case.n as u32).filter(|v| !backbone.contains(v)).collect();
        if backbone.is_empty() || others.len() < 2 {
            prop_assert!(measure.value.is_none() && measure.caveats[0].starts_with("Not defined"));
            return Ok(());
        }
        let share = |gone: &[u32]| {
            let rest: Vec<u32> = (0..case.n as u32).filter(|v| !gone.contains(v)).collect();
            let joined = |net: &Network, of: &[u32]| {
                let m = net.components(ComponentKind::Weak).membership;
                let pairs = of.iter().flat_map(|&a| of.iter().map(move |&b| (a, b)));
                pairs.filter(|&(a, b)| a < b && m[a as usize] == m[b as usize]).count()
            };
            let cut = net.without(gone).unwrap();
            let renumbered: Vec<u32> = (0..rest.len() as u32).collect();
            let lost = joined(&net, &rest) - joined(&cut, &renumbered);
            lost as f64 / pairs_of(rest.len() as u64) as f64
        };
        let value = share(&backbone);
        prop_assert!((measure.value.unwrap() - value).abs() < 1e-12);
        let more = others.iter().filter(|&&v| share(&[v]) > value + 1e-12).count();
        let start = format!("{more} of {} other partners", others.len());
        prop_assert!(measure.reference.starts_with(&start), "{}: {start}", measure.reference);
    }
}

#[test]
fn a_star_and_its_centre() {
    // Without the centre of a star of five none of the 6 pairs of leaves is connected; each had 1/2.
    let net = Case::plain(5, false, &[(0, 1), (0, 2), (0, 3), (0, 4)])
        .network()
        .with_partner_data(&[0], Vec::new())
        .unwrap();
    let columns = impact(&net, true);
    let centre: Vec<f64> = columns.iter().map(|c| c.values[0]).collect();
    assert_eq!(centre, [3.0, 1.0, 1.0, 1.0, 1.0, 0.5]);
    let leaf: Vec<f64> = columns.iter().map(|c| c.values[1]).collect();
    assert_eq!(leaf, [0.0, 4.0, 0.0, 0.0, 0.25, 0.0]);
    let measure = net.backbone_impact();
    assert_eq!(measure.value, Some(1.0));
    assert_eq!(
        measure.sentence,
        "Without the backbone (1 partner), 6 of 6 connected pairs of the 4 others fall apart (100.0 % of \
         their pairs); 0 of them would disconnect a larger share by leaving alone."
    );
}

#[test]
fn degenerate_networks() {
    for n in 0..3 {
        for directed in [false, true] {
            let net = Case::plain(n, directed, &[]).network();
            let columns = impact(&net, true);
            assert_eq!(columns.len(), 6);
            for column in &columns[2..] {
                assert!(column.values.iter().all(|v| v.is_nan()), "{}", column.name);
            }
            assert!(columns[0].values.iter().all(|v| *v == -1.0));
            assert!(net.backbone_impact().value.is_none());
        }
    }
}

#[test]
fn any_thread_count_gives_the_same_bits_and_limits_and_stops_are_obeyed() {
    let ties: Vec<(u32, u32)> = (1..300_u32).map(|i| (i * i % 37 % i, i)).collect();
    let net = Case::plain(300, false, &ties).network();
    let one = with_threads(1, || impact(&net, true));
    assert_eq!(one, with_threads(3, || impact(&net, true)));
    let control = Control::new();
    control.stop();
    let compactness = RemovalOptions { compactness: true };
    assert_eq!(
        net.removal_impact(&compactness, &control),
        Err(Error::Stopped)
    );
    let large = Case::plain(2001, false, &[]).network();
    assert!(matches!(
        large.removal_impact(&compactness, &Control::new()),
        Err(Error::TooLarge { .. })
    ));
    assert!(
        large
            .removal_impact(&RemovalOptions::default(), &Control::new())
            .is_ok()
    );
}

#[test]
fn silence_is_unknown_and_not_zero() {
    let net = Case::plain(4, true, &[(0, 1), (1, 2)])
        .network()
        .with_observed(Observed::respondents(&[true, true, true, false]).unwrap())
        .unwrap();
    let columns = impact(&net, false);
    assert!(
        columns
            .iter()
            .all(|c| c.caveats.iter().any(|c| c.contains("unknown tie")))
    );
    let nobody = Case::plain(4, true, &[])
        .network()
        .with_observed(Observed::respondents(&[false; 4]).unwrap())
        .unwrap();
    for column in impact(&nobody, true) {
        assert!(column.values.iter().all(|v| v.is_nan()), "{}", column.name);
    }
}
