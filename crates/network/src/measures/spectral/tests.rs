use proptest::prelude::*;

use super::*;
use crate::generate::{self, PartnersOptions};
use crate::{BuildOptions, Control, Error, Mode, Network, Observed, PartnerScores, Ties};

const N: usize = 7;

fn net(n: usize, directed: bool, arcs: &[(u32, u32)]) -> Network {
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

/// Networks of seven with values, sparse to dense.
fn networks() -> impl Strategy<Value = Network> {
    let cell = (0.1f64..3.0, 0.0f64..1.0);
    let cells = prop::collection::vec(cell, N * N);
    (any::<bool>(), 0.05f64..0.7, cells).prop_map(|(directed, p, cells)| {
        let (mut source, mut target, mut value) = (Vec::new(), Vec::new(), Vec::new());
        for (k, (v, chance)) in cells.into_iter().enumerate() {
            let (i, j) = (k / N, k % N);
            if chance < p && i != j && (directed || i < j) {
                source.push(i as u32);
                target.push(j as u32);
                value.push(v);
            }
        }
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&value),
        };
        let options = BuildOptions {
            directed,
            ..Default::default()
        };
        Network::from_ties(N, &ties, &options).unwrap()
    })
}

type Dense = Vec<Vec<f64>>;

/// The matrix that scores are pulled through: row i holds the ties to i (in) or of i (out).
fn dense(net: &Network, mode: Mode, weighted: bool) -> Dense {
    let n = net.partners();
    let mut a = vec![vec![0.0; n]; n];
    for (i, j, value) in net.iter_ties() {
        let w = if weighted { value.unwrap() } else { 1.0 };
        let (i, j) = (i as usize, j as usize);
        if mode == Mode::Out || !net.is_directed() {
            a[i][j] = w;
        }
        if mode == Mode::In || !net.is_directed() {
            a[j][i] = w;
        }
    }
    a
}

fn times(a: &Dense, x: &[f64]) -> Vec<f64> {
    let row = |row: &Vec<f64>| row.iter().zip(x).map(|(a, x)| a * x).sum();
    a.iter().map(row).collect()
}

/// Gelfand's formula by repeated squaring: ρ = lim |Aᵏ|^(1/k), with k = 2⁴⁰ and the size kept as a logarithm.
fn radius(a: &Dense) -> f64 {
    let n = a.len();
    let (mut power, mut log) = (a.clone(), 0.0f64);
    for t in 0..=40 {
        let size: f64 = power.iter().flatten().sum();
        if size == 0.0 {
            return 0.0;
        }
        power.iter_mut().flatten().for_each(|x| *x /= size);
        log += size.ln() / 2f64.powi(t);
        let columns: Dense = (0..n)
            .map(|j| power.iter().map(|row| row[j]).collect())
            .collect();
        power = power.iter().map(|row| times(&columns, row)).collect();
    }
    log.exp()
}

/// Gauss' elimination with pivots.
fn solve(mut a: Dense, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for k in 0..n {
        let pivot = (k..n)
            .max_by(|&p, &q| a[p][k].abs().total_cmp(&a[q][k].abs()))
            .unwrap();
        a.swap(k, pivot);
        b.swap(k, pivot);
        for i in (0..n).filter(|&i| i != k) {
            let factor = a[i][k] / a[k][k];
            let above = a[k].clone();
            a[i].iter_mut()
                .zip(&above)
                .for_each(|(x, y)| *x -= factor * y);
            b[i] -= factor * b[k];
        }
    }
    (0..n).map(|i| b[i] / a[i][i]).collect()
}

fn near(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance * (1.0 + b.abs());
    found.len() == expected.len() && found.iter().zip(expected).all(close)
}

fn eigenvector(net: &Network, mode: Mode, scope: EigenvectorScope) -> PartnerScores {
    let options = EigenvectorOptions {
        mode,
        scope,
        ..Default::default()
    };
    net.eigenvector(&options, &Control::new()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_eigenvector_belongs_to_the_largest_eigenvalue(
        net in networks(), out in any::<bool>(), weighted in any::<bool>(),
    ) {
        let mode = if out { Mode::Out } else { Mode::In };
        let options = EigenvectorOptions { mode, weighted, ..Default::default() };
        let found = net.eigenvector(&options, &Control::new()).unwrap();
        let a = dense(&net, mode, weighted);
        let rho = radius(&a);
        if found.values[0].is_nan() {
            // No cycle, or two pieces of the same eigenvalue.
            prop_assert!(found.values.iter().all(|x| x.is_nan()));
            prop_assert!(found.caveats[0].starts_with("Not defined"), "{:?}", found.caveats);
            prop_assert!(rho == 0.0 || found.caveats[0].contains("share the largest"));
        } else {
            let scaled: Vec<f64> = found.values.iter().map(|x| rho * x).collect();
            prop_assert!(near(&times(&a, &found.values), &scaled, 1e-9), "{rho} {:?}", found);
            prop_assert!(found.values.iter().all(|x| *x >= 0.0));
            let length: f64 = found.values.iter().map(|x| x * x).sum();
            prop_assert!((length - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn katz_and_bonacich_solve_their_systems(
        net in networks(), out in any::<bool>(), weighted in any::<bool>(), fraction in -0.95f64..0.95,
    ) {
        let mode = if out { Mode::Out } else { Mode::In };
        let a = dense(&net, mode, weighted);
        let rho = radius(&a);
        let identity_less = |c: f64| -> Dense {
            let cell = |i: usize, j: usize| f64::from(u8::from(i == j)) - c * a[i][j];
            (0..N).map(|i| (0..N).map(|j| cell(i, j)).collect()).collect()
        };
        let options = KatzOptions {
            mode, weighted, normalized: false, alpha_fraction: fraction.abs(), ..Default::default()
        };
        let katz = net.katz(&options, &Control::new()).unwrap();
        let options = BonacichOptions { mode, weighted, beta_fraction: fraction, ..Default::default() };
        let power = net.bonacich(&options, &Control::new()).unwrap();
        if rho == 0.0 {
            prop_assert!(net.ties() == 0 || katz.values.iter().chain(&power.values).all(|x| x.is_nan()));
        } else {
            let expected = solve(identity_less(fraction.abs() / rho), vec![1.0; N]);
            prop_assert!(near(&katz.values, &expected, 1e-9), "{:?} {expected:?}", katz.values);
            let raw = solve(identity_less(fraction / rho), times(&a, &[1.0; N]));
            let length = (raw.iter().map(|x| x * x).sum::<f64>() / N as f64).sqrt();
            let expected: Vec<f64> = raw.iter().map(|x| x / length).collect();
            prop_assert!(near(&power.values, &expected, 1e-9), "{:?} {expected:?}", power.values);
        }
    }

    #[test]
    fn pagerank_is_where_the_walker_stays(
        net in networks(), weighted in any::<bool>(), damping in 0.0f64..0.98,
    ) {
        let options = PageRankOptions { damping, weighted };
        let x = net.pagerank(&options, &Control::new()).unwrap().values;
        let a = dense(&net, Mode::Out, weighted);
        let mut after = [(1.0 - damping) / N as f64; N];
        for (i, row) in a.iter().enumerate() {
            let sent: f64 = row.iter().sum();
            for (j, w) in row.iter().enumerate() {
                let share = if sent > 0.0 { w / sent } else { 1.0 / N as f64 };
                after[j] += damping * share * x[i];
            }
        }
        prop_assert!(near(&x, &after, 1e-12), "{x:?} {after:?}");
        prop_assert!((x.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn hubs_and_authorities_make_each_other(net in networks(), weighted in any::<bool>()) {
        let options = HitsOptions { weighted, ..Default::default() };
        let [hub, authority] = net.hits(&options, &Control::new()).unwrap();
        if hub.values[0].is_nan() {
            prop_assert!(hub.caveats[0].starts_with("Not defined"));
        } else {
            let (out, into) = (dense(&net, Mode::Out, weighted), dense(&net, Mode::In, weighted));
            let squared = times(&into, &times(&out, &authority.values));
            // σ² is the largest eigenvalue of AᵀA.
            let columns: Dense = (0..N).map(|j| out.iter().map(|row| row[j]).collect()).collect();
            let product: Dense = into.iter().map(|row| times(&columns, row)).collect();
            let sigma2 = radius(&product);
            let scaled: Vec<f64> = authority.values.iter().map(|x| sigma2 * x).collect();
            prop_assert!(near(&squared, &scaled, 1e-9), "{squared:?} {scaled:?}");
            let hubs: Vec<f64> = hub.values.iter().map(|x| sigma2.sqrt() * x).collect();
            prop_assert!(near(&times(&out, &authority.values), &hubs, 1e-9));
        }
    }
}

#[test]
fn stars_by_hand() {
    // λ = √(n − 1); the centre holds half of the squares, the leaves the other half.
    let star = net(5, false, &[(0, 1), (0, 2), (0, 3), (0, 4)]);
    let found = eigenvector(&star, Mode::All, EigenvectorScope::Network);
    let leaf = (1.0f64 / 8.0).sqrt();
    assert!(near(
        &found.values,
        &[0.5f64.sqrt(), leaf, leaf, leaf, leaf],
        1e-12
    ));
    assert!(
        found.convention.contains("largest eigenvalue 2.000000"),
        "{}",
        found.convention
    );
    // Centralization of the star of five: 4 (1 − 1/2) / 3. igraph says 2/3 as well.
    let c = star
        .eigenvector_centralization(Mode::All, &Control::new())
        .unwrap();
    assert!((c.value.unwrap() - 2.0 / 3.0).abs() < 1e-12);
    // The stated maximum is attained by one pair among isolates.
    let pair = net(6, false, &[(2, 4)]);
    let c = pair
        .eigenvector_centralization(Mode::All, &Control::new())
        .unwrap();
    assert!((c.value.unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn two_pieces_that_lead_are_told_and_asked_apart() {
    // Two triangles and a pair: λ = 2 twice.
    let arcs = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (6, 7)];
    let net = net(9, false, &arcs);
    let whole = eigenvector(&net, Mode::All, EigenvectorScope::Network);
    assert!(whole.values.iter().all(|x| x.is_nan()));
    assert!(
        whole.caveats[0].contains("2 pieces share"),
        "{:?}",
        whole.caveats
    );
    let each = eigenvector(&net, Mode::All, EigenvectorScope::Component).values;
    let (third, half) = ((1.0f64 / 3.0).sqrt(), 0.5f64.sqrt());
    assert!(near(
        &each[..8],
        &[third, third, third, third, third, third, half, half],
        1e-12
    ));
    assert!(each[8].is_nan());
}

#[test]
fn direction_decides_who_leads() {
    // A cycle of three that names 3, who names 4: with ties received the score flows on (λ = 1, all equal);
    // with ties sent nobody gets anything from outside the cycle.
    let arcs = [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4)];
    let net = net(5, true, &arcs);
    let fifth = 0.2f64.sqrt();
    let found = eigenvector(&net, Mode::In, EigenvectorScope::Network).values;
    assert!(near(&found, &[fifth; 5], 1e-12), "{found:?}");
    let third = (1.0f64 / 3.0).sqrt();
    let found = eigenvector(&net, Mode::Out, EigenvectorScope::Network);
    assert!(near(&found.values, &[third, third, third, 0.0, 0.0], 1e-12));
    assert!(
        found
            .caveats
            .iter()
            .any(|c| c.starts_with("2 partners of 5 are 0")),
        "{:?}",
        found.caveats
    );
    // Two cycles of the same λ, one below the other: the vector is that of the lower one alone.
    let arcs = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2)];
    let chain = self::net(4, true, &arcs);
    let half = 0.5f64.sqrt();
    let found = eigenvector(&chain, Mode::In, EigenvectorScope::Network).values;
    assert!(near(&found, &[0.0, 0.0, half, half], 1e-12), "{found:?}");
}

#[test]
fn a_share_of_nothing_is_refused_and_a_number_taken() {
    // 0 → 1 → 2 has no cycle: λ = 0. With α = 1/2: 1, 1.5, 1.75.
    let path = net(3, true, &[(0, 1), (1, 2)]);
    let refused = path.katz(&KatzOptions::default(), &Control::new()).unwrap();
    assert!(refused.values.iter().all(|x| x.is_nan()));
    let options = KatzOptions {
        alpha: Some(0.5),
        normalized: false,
        ..Default::default()
    };
    let found = path.katz(&options, &Control::new()).unwrap().values;
    assert!(near(&found, &[1.0, 1.5, 1.75], 1e-12), "{found:?}");
    // A triangle has λ = 2: an α of 1/2 is past the end.
    let triangle = net(3, false, &[(0, 1), (1, 2), (0, 2)]);
    let error = triangle.katz(&options, &Control::new()).unwrap_err();
    assert!(
        matches!(
            error,
            Error::BadOption {
                option: "alpha",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_partner_nobody_described_is_unknown() {
    let net = net(4, true, &[(0, 1), (1, 0), (0, 2), (1, 2), (0, 3)])
        .with_observed(Observed::respondents(&[true, true, false, false]).unwrap())
        .unwrap();
    let options = BonacichOptions::default();
    let found = net.bonacich(&options, &Control::new()).unwrap();
    let unknown: Vec<bool> = found.values.iter().map(|x| x.is_nan()).collect();
    assert_eq!(unknown, [false, false, true, true]);
    let into = eigenvector(&net, Mode::In, EigenvectorScope::Network);
    assert!(into.values.iter().all(|x| !x.is_nan()));
    assert!(into.coverage.unwrap() < 1.0);
}

fn everything(net: &Network, control: &Control) -> Result<Vec<f64>, Error> {
    let mut all = net
        .eigenvector(&EigenvectorOptions::default(), control)?
        .values;
    all.extend(net.katz(&KatzOptions::default(), control)?.values);
    all.extend(net.bonacich(&BonacichOptions::default(), control)?.values);
    all.extend(net.pagerank(&PageRankOptions::default(), control)?.values);
    for scores in net.hits(&HitsOptions::default(), control)? {
        all.extend(scores.values);
    }
    Ok(all)
}

#[test]
fn any_number_of_threads_gives_the_same_bits_and_a_stop_is_obeyed() {
    let options = PartnersOptions {
        n: 3000,
        ..PartnersOptions::default()
    };
    let net = generate::partners(&options).unwrap().network;
    let with = |threads: usize| -> Vec<u64> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let all = pool.install(|| everything(&net, &Control::new()).unwrap());
        all.into_iter().map(f64::to_bits).collect()
    };
    let one = with(1);
    assert_eq!(one, with(3));
    assert_eq!(one, with(4));
    let control = Control::new();
    control.stop();
    assert_eq!(everything(&net, &control), Err(Error::Stopped));
}

#[test]
fn a_small_gap_still_converges() {
    // A path of n has λ = 2 cos(π/(n + 1)) and the vector sin(kπ/(n + 1)); the next eigenvalue is 10⁻³ away.
    let n = 120;
    let arcs: Vec<(u32, u32)> = (1..n).map(|i| (i - 1, i)).collect();
    let found = eigenvector(
        &net(n as usize, false, &arcs),
        Mode::All,
        EigenvectorScope::Network,
    );
    let angle = std::f64::consts::PI / (f64::from(n) + 1.0);
    let length = (0.5 * (f64::from(n) + 1.0)).sqrt();
    let expected: Vec<f64> = (1..=n)
        .map(|k| (f64::from(k) * angle).sin() / length)
        .collect();
    assert!(near(&found.values, &expected, 1e-9), "{:?}", found.caveats);
}
