use proptest::prelude::*;

use super::super::closeness::oracle::small;
use super::*;
use crate::network::TieState;
use crate::{BuildOptions, Observed, Survey, Ties};

/// The name of a triad by the rules of Holland & Leinhardt: count the dyads, then look at who sends and receives.
/// Of 111, D has the one-sided tie pointing at the partner of the mutual dyad, U away from it.
fn name(net: &Network, three: [u32; 3]) -> Option<&'static str> {
    let state = |a: usize, b: usize| net.state(three[a], three[b]);
    let sides = [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)];
    if sides.iter().any(|&(a, b)| state(a, b) == TieState::Unknown) {
        return None;
    }
    let tie = |a, b| state(a, b) == TieState::Tie;
    let pairs = [(0, 1), (0, 2), (1, 2)];
    let m = pairs
        .iter()
        .filter(|&&(a, b)| tie(a, b) && tie(b, a))
        .count();
    let n = pairs
        .iter()
        .filter(|&&(a, b)| !tie(a, b) && !tie(b, a))
        .count();
    let one_sided = |a, b| tie(a, b) && !tie(b, a);
    let sent: Vec<usize> = (0..3)
        .map(|a| (0..3).filter(|&b| one_sided(a, b)).count())
        .collect();
    let got: Vec<usize> = (0..3)
        .map(|a| (0..3).filter(|&b| one_sided(b, a)).count())
        .collect();
    let mutual: Vec<bool> = (0..3)
        .map(|a| (0..3).any(|b| tie(a, b) && tie(b, a)))
        .collect();
    Some(match (m, 3 - m - n, n) {
        (0, 0, 3) => "003",
        (0, 1, 2) => "012",
        (1, 0, 2) => "102",
        (0, 2, 1) if sent.contains(&2) => "021D",
        (0, 2, 1) if got.contains(&2) => "021U",
        (0, 2, 1) => "021C",
        (1, 1, 1) if (0..3).any(|a| mutual[a] && got[a] == 1) => "111D",
        (1, 1, 1) => "111U",
        (0, 3, 0) if sent.contains(&2) => "030T",
        (0, 3, 0) => "030C",
        (2, 0, 1) => "201",
        (1, 2, 0) if sent.contains(&2) => "120D",
        (1, 2, 0) if got.contains(&2) => "120U",
        (1, 2, 0) => "120C",
        (2, 1, 0) => "210",
        _ => "300",
    })
}

fn expected(net: &Network) -> TriadCensus {
    let mut census = TriadCensus::default();
    let n = net.partners() as u32;
    for a in 0..n {
        for b in a + 1..n {
            for c in b + 1..n {
                let found = name(net, [a, b, c]);
                let at = found.and_then(|f| TriadCensus::TYPES.iter().position(|&t| t == f));
                census.add(at.map_or(Type::Unknown, Type::Known), 1);
            }
        }
    }
    census
}

/// Paths a → b → c: all whose closing tie is known, and those where it is there.
fn paths(net: &Network, closed: impl Fn(u32, u32, u32) -> bool) -> (u64, u64) {
    let n = net.partners() as u32;
    let triples = (0..n).flat_map(|a| (0..n).flat_map(move |b| (0..n).map(move |c| (a, b, c))));
    let tie = |a, b| net.state(a, b) == TieState::Tie;
    let at_risk = triples
        .filter(|&(a, b, c)| a != b && b != c && a != c && tie(a, b) && tie(b, c))
        .filter(|&(a, _, c)| net.state(a, c) != TieState::Unknown);
    at_risk.fold((0, 0), |(k, n), (a, b, c)| {
        (k + u64::from(closed(a, b, c)), n + 1)
    })
}

fn transitivity(net: &Network, kind: TransitivityKind) -> (Option<f64>, u64) {
    let measure = net.transitivity(kind, &Control::new()).unwrap();
    (measure.value, measure.n)
}

proptest! {
    /// Against naming every triad, complete and with silent partners and open cells.
    #[test]
    fn the_census_names_every_triad(case in small(8), silent in 0..8_usize, blanks in prop::collection::vec((0..8_u32, 0..8_u32), 0..6)) {
        let net = case.network();
        prop_assert_eq!(net.triad_census(&Control::new()).unwrap(), expected(&net));
        let n = case.n;
        let answered: Vec<bool> = (0..n).map(|i| i != silent).collect();
        let kept: Vec<(u32, u32)> = net.iter_ties().map(|t| (t.0, t.1)).collect();
        let blank: Vec<(u32, u32)> = blanks.into_iter()
            .filter(|&(a, b)| a != b && (a as usize) < n && (b as usize) < n && a as usize != silent && net.out().find(a, b).is_none())
            .collect();
        let ties: Vec<(u32, u32)> = kept.into_iter().filter(|t| !case.directed || t.0 as usize != silent).collect();
        let (source, target): (Vec<u32>, Vec<u32>) = ties.into_iter().unzip();
        let options = BuildOptions { directed: case.directed, ..BuildOptions::default() };
        let survey = Survey { asked: vec![true; n], answered, blank, ..Survey::default() };
        let net = Network::from_ties(n, &Ties { source: &source, target: &target, value: None }, &options).unwrap()
            .with_observed(Observed::survey(&survey).unwrap()).unwrap();
        prop_assert_eq!(net.triad_census(&Control::new()).unwrap(), expected(&net));
        let (closed, all) = paths(&net, |a, _, c| net.state(a, c) == TieState::Tie);
        prop_assert_eq!(transitivity(&net, TransitivityKind::Weak), (crate::network::share(closed, all), all));
        let (closed, all) = { let pairs = net.symmetrise(crate::Symmetrise::Either); paths(&pairs, |a, _, c| pairs.state(a, c) == TieState::Tie) };
        // Undirected paths are met from both ends.
        prop_assert_eq!(transitivity(&net, TransitivityKind::Undirected), (crate::network::share(closed, all), all / 2));
    }

    /// Transitivity against counting triples by the definitions.
    #[test]
    fn transitivity_counts_triples(case in small(7)) {
        let net = case.network();
        let tie = |a: u32, b: u32| net.out().find(a, b).map_or(0.0, |k| net.out().values().unwrap()[k]);
        let n = case.n as u32;
        let (closed, all) = paths(&net, |a, b, c| tie(a, c) >= tie(a, b).min(tie(b, c)));
        prop_assert_eq!(transitivity(&net, TransitivityKind::Rank), (crate::network::share(closed, all), all));
        let (mut agree, mut triples) = (0, 0);
        for a in 0..n {
            for b in (0..n).filter(|&b| b != a) {
                for c in (0..n).filter(|&c| c != a && c != b) {
                    triples += 1;
                    let path = tie(a, b) > 0.0 && tie(b, c) > 0.0;
                    agree += u64::from(path == (tie(a, c) > 0.0));
                }
            }
        }
        prop_assert_eq!(transitivity(&net, TransitivityKind::Strong), (crate::network::share(agree, triples), triples));
    }
}

#[test]
fn counts_beyond_64_bits() {
    // 5,000,000 partners and one tie: C(n, 3) − (n − 2) empty triads, more than 2⁶⁴.
    let options = BuildOptions {
        directed: true,
        ..BuildOptions::default()
    };
    let ties = Ties {
        source: &[0],
        target: &[1],
        value: None,
    };
    let net = Network::from_ties(5_000_000, &ties, &options).unwrap();
    let census = net.triad_census(&Control::new()).unwrap();
    assert_eq!(census.get("012"), Some(4_999_998));
    assert_eq!(
        census.get("003"),
        Some(20_833_320_833_335_000_000 - 4_999_998)
    );
}

#[test]
fn unknown_ties_leave_the_strong_form_undefined() {
    let options = BuildOptions {
        directed: true,
        ..BuildOptions::default()
    };
    let ties = Ties {
        source: &[0, 1],
        target: &[1, 2],
        value: None,
    };
    let net = Network::from_ties(3, &ties, &options)
        .unwrap()
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    let strong = net
        .transitivity(TransitivityKind::Strong, &Control::new())
        .unwrap();
    assert_eq!(strong.value, None);
    assert!(strong.caveats[0].contains("unknown"));
    assert_eq!(transitivity(&net, TransitivityKind::Weak), (Some(0.0), 1));
}
