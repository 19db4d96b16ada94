use proptest::prelude::*;

use super::*;
use crate::{Attribute, BuildOptions, Duplicates, Observed, SelfTies, Ties};

fn network(directed: bool, n: usize, arcs: &[(u32, u32)]) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed,
        duplicates: Duplicates::First,
        self_ties: SelfTies::Drop,
        ..BuildOptions::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

fn columns(net: &Network, mode: Mode) -> Vec<Vec<f64>> {
    let found = net.ego_networks(mode, &Control::new()).unwrap();
    found.into_iter().map(|c| c.values).collect()
}

/// The same from the definitions, pair by pair.
fn by_definition(net: &Network, mode: Mode, i: u32) -> [f64; 11] {
    let n = net.partners() as u32;
    let tied = |a: u32, b: u32| net.out().find(a, b).is_some();
    let step = |a: u32, b: u32| match mode {
        Mode::Out => tied(a, b),
        Mode::In => tied(b, a),
        Mode::All => tied(a, b) || tied(b, a),
    };
    let alters: Vec<u32> = (0..n).filter(|&j| step(i, j)).collect();
    let k = alters.len() as f64;
    let (mut ties, mut known) = (0.0, 0.0);
    for &a in &alters {
        for &b in &alters {
            if a != b && (net.is_directed() || a < b) {
                ties += f64::from(u8::from(tied(a, b)));
                known += f64::from(u8::from(net.state(a, b) != TieState::Unknown));
            }
        }
    }
    let mut part: Vec<usize> = (0..alters.len()).collect();
    for _ in 0..alters.len() {
        for a in 0..alters.len() {
            for b in 0..alters.len() {
                if tied(alters[a], alters[b]) {
                    let least = part[a].min(part[b]);
                    (part[a], part[b]) = (least, least);
                }
            }
        }
    }
    part.sort_unstable();
    part.dedup();
    let reached = (0..n)
        .filter(|&j| j != i && (step(i, j) || alters.iter().any(|&a| step(a, j))))
        .count() as f64;
    let leads: usize = alters
        .iter()
        .map(|&a| (0..n).filter(|&j| j != i && step(a, j)).count())
        .sum();
    let sides = if net.is_directed() { 2.0 } else { 1.0 };
    let ratio = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
    let components = part.len() as f64;
    [
        k,
        ties,
        sides * k * (k - 1.0) / 2.0,
        ratio(ties, known),
        components,
        ratio(components - 1.0, k - 1.0),
        reached,
        ratio(reached, f64::from(n) - 1.0),
        ratio(reached, leads as f64 + k),
        (known - ties) / sides,
        ratio(known - ties, known),
    ]
}

fn same(a: f64, b: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() < 1e-12
}

proptest! {
    #[test]
    fn every_column_follows_its_definition(
        directed: bool,
        arcs in prop::collection::vec((0u32..9, 0u32..9), 0..30),
        answered in prop::collection::vec(any::<bool>(), 9),
        survey: bool,
        both: bool,
    ) {
        let mut net = network(directed, 9, &arcs);
        if survey {
            let silent: Vec<u32> = (0..9).filter(|&i| !answered[i as usize]).collect();
            net = net.without_answers(&silent).unwrap();
        }
        if both {
            net = net.symmetrise(Symmetrise::Both);
        }
        for mode in [Mode::All, Mode::Out, Mode::In] {
            let found = columns(&net, mode);
            let (_, known, _) = net.row_knowledge(mode);
            for i in 0..9 {
                let expected = by_definition(&net, mode, i as u32);
                for (column, expected) in found.iter().zip(expected) {
                    let value = column[i];
                    prop_assert!(
                        if known[i] { same(value, expected) } else { value.is_nan() },
                        "{mode} {i}: {value} is not {expected}"
                    );
                }
            }
        }
    }
}

#[test]
fn silent_alters_leave_their_cells_out_of_the_density() {
    // 0 names 1, 2, 3. 1 names 2. 3 did not answer. Of the 6 cells among 1, 2, 3 the two of row 3 are
    // unknown: density 1/4; three of the four known cells are empty, 1.5 pairs to broker.
    let net = network(true, 4, &[(0, 1), (0, 2), (0, 3), (1, 2)])
        .with_observed(Observed::respondents(&[true, true, true, false]).unwrap())
        .unwrap();
    let found = columns(&net, Mode::Out);
    let of_0: Vec<f64> = found.iter().map(|c| c[0]).collect();
    assert_eq!(of_0[..4], [3.0, 1.0, 6.0, 0.25]);
    assert_eq!(of_0[9..], [1.5, 0.75]);
    // 3 said nothing, so who its alters are is unknown.
    assert!(found.iter().all(|c| c[3].is_nan()));
}

#[test]
fn any_thread_count_gives_the_same_answer_and_a_stop_is_obeyed() {
    let arcs: Vec<(u32, u32)> = (0..3000u32)
        .map(|k| (k % 500, (k * 7919 + k / 500) % 500))
        .collect();
    let net = network(true, 500, &arcs);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        format!("{:?}", pool.unwrap().install(|| columns(&net, Mode::All)))
    };
    assert_eq!(with(1), with(3));
    let control = Control::new();
    control.stop();
    assert_eq!(net.ego_networks(Mode::All, &control), Err(Error::Stopped));
}

#[test]
fn composition_by_hand() {
    // 0 (school) is tied to 1, 2 (school), 3 (clinic) and 4 (unknown): shares 2/3 and 1/3, Blau
    // 1 - 4/9 - 1/9 = 4/9, with two kinds at most 1/2, so IQV 8/9.
    let sector = [
        Some("school"),
        Some("school"),
        Some("school"),
        Some("clinic"),
        None,
    ];
    let net = network(false, 5, &[(0, 1), (0, 2), (0, 3), (0, 4)])
        .with_partner_data(&[], vec![Attribute::new("sector", &sector)])
        .unwrap();
    let options = CompositionOptions::default();
    let found = net.composition("sector", options).unwrap();
    let names: Vec<&str> = found.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "alters",
            "same",
            "share clinic",
            "share school",
            "heterogeneity",
            "iqv"
        ]
    );
    let of_0: Vec<f64> = found.iter().map(|c| c.values[0]).collect();
    let expected = [3.0, 2.0 / 3.0, 1.0 / 3.0, 2.0 / 3.0, 4.0 / 9.0, 8.0 / 9.0];
    assert!(
        of_0.iter().zip(expected).all(|(&a, b)| same(a, b)),
        "{of_0:?}"
    );
    // 4's own kind is unknown, its one alter is a school.
    assert!(found[1].values[4].is_nan());
    assert_eq!(found[3].values[4], 1.0);
    let different = CompositionOptions {
        ignore_own: true,
        ..options
    };
    let found = net.composition("sector", different).unwrap();
    let of_0: Vec<f64> = found.iter().map(|c| c.values[0]).collect();
    assert_eq!(of_0, [1.0, 2.0 / 3.0, 1.0, 0.0, 0.0, 0.0]);
    let missing = net.composition("size", options).unwrap_err().to_string();
    assert!(missing.contains("sector"), "{missing}");
}
