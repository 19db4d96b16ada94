use super::*;
use crate::measures::closeness::oracle::Case;
use crate::{Observed, TieState};

fn of(net: &Network, mode: Mode, variant: ClosenessVariant) -> Measure {
    net.closeness_centralization(mode, variant, &Control::new())
        .unwrap()
}

fn betweenness(net: &Network) -> Option<f64> {
    net.betweenness_centralization(&Control::new())
        .unwrap()
        .value
}

fn near(value: Option<f64>, wanted: f64) -> bool {
    value.is_some_and(|v| (v - wanted).abs() < 1e-12)
}

/// Every network of `n` partners.
fn every(n: u32, directed: bool) -> impl Iterator<Item = Network> {
    let pairs: Vec<(u32, u32)> = (0..n)
        .flat_map(|a| (0..n).map(move |b| (a, b)))
        .filter(|&(a, b)| if directed { a != b } else { a < b })
        .collect();
    (0..1_u32 << pairs.len()).map(move |drawn| {
        let ties: Vec<(u32, u32)> = pairs
            .iter()
            .enumerate()
            .filter(|(k, _)| drawn >> k & 1 == 1)
            .map(|(_, pair)| *pair)
            .collect();
        Case::plain(n as usize, directed, &ties).network()
    })
}

#[test]
fn the_divisors_are_the_largest_sums_there_are() {
    for directed in [false, true] {
        let modes: &[Mode] = if directed {
            &[Mode::In, Mode::Out]
        } else {
            &[Mode::All]
        };
        for n in if directed { 2..=4 } else { 3..=5 } {
            let mut most = [0.0_f64; 5];
            for net in every(n, directed) {
                for (k, &mode) in modes.iter().enumerate() {
                    for (v, variant) in [ClosenessVariant::Freeman, ClosenessVariant::Harmonic]
                        .into_iter()
                        .enumerate()
                    {
                        let value = of(&net, mode, variant).value.unwrap_or(0.0);
                        most[2 * k + v] = most[2 * k + v].max(value);
                    }
                }
                most[4] = most[4].max(betweenness(&net).unwrap_or(0.0));
            }
            for (k, most) in most.into_iter().enumerate() {
                let used = k < 2 * modes.len() || (k == 4 && n > 2);
                assert!(
                    (most - f64::from(u8::from(used))).abs() < 1e-12,
                    "{directed} {n} {k}: {most}"
                );
            }
        }
    }
}

#[test]
fn a_star_is_one_and_a_cycle_is_zero() {
    let spokes: Vec<(u32, u32)> = (1..7).map(|i| (0, i)).collect();
    let turned: Vec<(u32, u32)> = spokes.iter().map(|&(a, b)| (b, a)).collect();
    let both: Vec<(u32, u32)> = spokes.iter().chain(&turned).copied().collect();
    let star = Case::plain(7, false, &spokes).network();
    for variant in [ClosenessVariant::Freeman, ClosenessVariant::Harmonic] {
        assert!(near(of(&star, Mode::All, variant).value, 1.0));
        assert!(near(
            of(&Case::plain(7, true, &spokes).network(), Mode::Out, variant).value,
            1.0
        ));
        assert!(near(
            of(&Case::plain(7, true, &turned).network(), Mode::In, variant).value,
            1.0
        ));
    }
    assert!(near(betweenness(&star), 1.0));
    assert!(near(
        betweenness(&Case::plain(7, true, &both).network()),
        1.0
    ));
    let ring: Vec<(u32, u32)> = (0..7).map(|i| (i, (i + 1) % 7)).collect();
    let ring = Case::plain(7, true, &ring).network();
    assert!(near(
        of(&ring, Mode::Out, ClosenessVariant::Freeman).value,
        0.0
    ));
    assert!(near(betweenness(&ring), 0.0));
}

#[test]
fn freeman_in_pieces_is_undefined_and_other_variants_refused() {
    let pieces = Case::plain(4, false, &[(0, 1), (1, 2)]).network();
    let m = of(&pieces, Mode::All, ClosenessVariant::Freeman);
    assert_eq!(m.value, None);
    assert!(m.caveats[0].contains("harmonic"), "{m:?}");
    // Harmonic: the middle has 2/3, the ends 1.5/3, the isolate 0: (0.5/3 + 0.5/3 + 2/3)/1.
    assert!(near(
        of(&pieces, Mode::All, ClosenessVariant::Harmonic).value,
        1.0
    ));
    let refused =
        pieces.closeness_centralization(Mode::All, ClosenessVariant::Ucinet, &Control::new());
    assert!(matches!(refused, Err(Error::BadOption { .. })));
}

#[test]
fn silence_leaves_it_undefined() {
    let net = Case::plain(3, true, &[(0, 1), (1, 0), (0, 2)]).network();
    let net = net
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    assert_eq!(net.state(2, 0), TieState::Unknown);
    assert_eq!(of(&net, Mode::Out, ClosenessVariant::Harmonic).value, None);
    assert!(
        of(&net, Mode::In, ClosenessVariant::Harmonic)
            .value
            .is_some()
    );
    assert_eq!(betweenness(&net), None);
}
