//! Networks made from networks, checked cell by cell against matrices.
#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use commonweal_network::network::{Cut, CutAt, EgoOptions};
use commonweal_network::{
    Attribute, BuildOptions, Duplicates, Error, Labels, Mode, Network, Observed, SelfTies, Survey,
    Symmetrise, Ties,
};
use proptest::prelude::*;

const N: usize = 7;

/// Directed, with values 1 to 4; `silent` did not answer and `blank` cells were left out.
fn survey(arcs: &[(u32, u32, u8)], silent: &[bool], blank: &[(u32, u32)], valued: bool) -> Network {
    let told = |&&(i, j, _): &&(u32, u32, u8)| !silent[i as usize] && !blank.contains(&(i, j));
    let arcs: Vec<(u32, u32, u8)> = arcs.iter().filter(told).copied().collect();
    let source: Vec<u32> = arcs.iter().map(|a| a.0).collect();
    let target: Vec<u32> = arcs.iter().map(|a| a.1).collect();
    let value: Vec<f64> = arcs.iter().map(|a| f64::from(a.2)).collect();
    let ties = Ties {
        source: &source,
        target: &target,
        value: valued.then_some(&value),
    };
    let options = BuildOptions {
        directed: true,
        duplicates: Duplicates::First,
        self_ties: SelfTies::Drop,
        ..BuildOptions::default()
    };
    let survey = Survey {
        asked: vec![true; N],
        answered: silent.iter().map(|s| !s).collect(),
        blank: blank.to_vec(),
        ..Survey::default()
    };
    Network::from_ties(N, &ties, &options)
        .unwrap()
        .with_observed(Observed::survey(&survey).unwrap())
        .unwrap()
}

fn dense(net: &Network) -> Vec<Vec<f64>> {
    let matrix = net.to_dense(f64::NAN).unwrap();
    matrix.rows().into_iter().map(|row| row.to_vec()).collect()
}

fn same(a: f64, b: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() < 1e-12
}

/// What a rule makes of two reports; NaN is unknown and 0 a reported absence. `a` is of the partner that
/// stands first.
fn paired(rule: Symmetrise, a: f64, b: f64) -> f64 {
    let known: Vec<f64> = [a, b].into_iter().filter(|x| !x.is_nan()).collect();
    let sum: f64 = known.iter().sum();
    let agreed = |value: f64| {
        if known.contains(&0.0) {
            0.0
        } else if known.len() == 2 {
            value
        } else {
            f64::NAN
        }
    };
    match rule {
        _ if known.is_empty() => f64::NAN,
        Symmetrise::Either | Symmetrise::Max => known.iter().copied().fold(0.0, f64::max),
        Symmetrise::Sum => sum,
        Symmetrise::Mean => sum / known.len() as f64,
        Symmetrise::Both | Symmetrise::Min => agreed(a.min(b)),
        Symmetrise::Product => agreed(a * b),
        Symmetrise::Difference => (a - b).abs(),
        Symmetrise::RelativeDifference if a + b == 0.0 => 0.0,
        Symmetrise::RelativeDifference => (a - b).abs() / (a + b),
        Symmetrise::Upper => a,
        Symmetrise::Lower => b,
        Symmetrise::None => unreachable!(),
    }
}

fn arcs() -> impl Strategy<Value = Vec<(u32, u32, u8)>> {
    prop::collection::vec((0..N as u32, 0..N as u32, 1u8..5), 0..30)
}

fn silence() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(prop::bool::weighted(0.3), N)
}

fn blanks() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0..N as u32, 0..N as u32), 0..5)
}

proptest! {
    #[test]
    fn every_rule_of_symmetrising(arcs in arcs(), silent in silence(), blank in blanks(), valued: bool) {
        let net = survey(&arcs, &silent, &blank, valued);
        let reports = dense(&net);
        for &(name, rule) in Symmetrise::NAMES {
            if rule == Symmetrise::None {
                continue;
            }
            let pairs = net.symmetrise(rule);
            let found = dense(&pairs);
            let mut known = 0;
            for i in 0..N {
                for j in 0..i {
                    let mut expected = paired(rule, reports[j][i], reports[i][j]);
                    if !pairs.is_valued() && expected > 0.0 {
                        expected = 1.0;
                    }
                    prop_assert!(same(found[i][j], expected), "{name} {i} {j}: {} {expected}", found[i][j]);
                    prop_assert!(same(found[i][j], found[j][i]));
                    known += u64::from(!expected.is_nan());
                }
            }
            prop_assert_eq!(pairs.density().n, known, "{}", name);
            prop_assert_eq!(pairs.unknown_pairs().count() as u64, (N * (N - 1) / 2) as u64 - known);
        }
    }

    #[test]
    fn reversed_returned_and_silenced(arcs in arcs(), silent in silence(), blank in blanks(), more in silence()) {
        let net = survey(&arcs, &silent, &blank, true);
        let cells = dense(&net);
        let (reversed, mutual) = (net.reverse().unwrap(), net.reciprocated());
        let gone: Vec<u32> = (0..N as u32).filter(|&i| more[i as usize]).collect();
        let fewer = net.without_answers(&gone).unwrap();
        let filled = net.reconstruct().unwrap();
        let (r, m, f, full) = (dense(&reversed), dense(&mutual), dense(&fewer), dense(&filled));
        for i in 0..N {
            for j in 0..N {
                prop_assert!(same(r[i][j], cells[j][i]));
                let returned = match (cells[i][j], cells[j][i]) {
                    (0.0, _) => 0.0,
                    (own, other) if own.is_nan() || other.is_nan() => f64::NAN,
                    (_, 0.0) => 0.0,
                    (own, _) => own,
                };
                prop_assert!(same(m[i][j], returned), "{i} {j} {} {returned}", m[i][j]);
                let told = if cells[i][j].is_nan() { cells[j][i] } else { cells[i][j] };
                prop_assert!(same(full[i][j], told));
                let left = if more[i] && i != j { f64::NAN } else { cells[i][j] };
                prop_assert!(same(f[i][j], left));
            }
        }
        prop_assert_eq!(reversed.coverage().arcs_observed, net.coverage().arcs_observed);
        prop_assert_eq!(reversed.incoming(), net.out());
        let turned = filled.reverse().unwrap();
        prop_assert_eq!(filled.incoming(), turned.out());
        let turned = dense(&turned);
        let known = turned.iter().flatten().filter(|x| !x.is_nan()).count() - N;
        prop_assert_eq!(filled.density().n, known as u64);
        prop_assert_eq!(mutual.incoming().entries(), mutual.out().entries());
    }

    #[test]
    fn cuts_are_those_of_the_matrix(arcs in arcs(), silent in silence(), blank in blanks(), target in 0.0..1.0f64) {
        let net = survey(&arcs, &silent, &blank, true);
        let cells = dense(&net);
        let known: Vec<f64> = (0..N)
            .flat_map(|i| (0..N).filter(move |&j| j != i).map(move |j| (i, j)))
            .map(|(i, j)| cells[i][j])
            .filter(|x| !x.is_nan())
            .collect();
        let count = known.len() as f64;
        for &(name, op) in Cut::NAMES {
            let rows = net.cuts(op).unwrap();
            for row in &rows {
                let cut = net.dichotomise(op, row.cut).unwrap();
                prop_assert_eq!(cut.ties() as u64, row.ties);
                prop_assert!(same(cut.density().value.unwrap(), row.density));
                prop_assert_eq!(cut.density().n, known.len() as u64);
                // Pearson between the value and whether it passes (0 never passes: it is no tie).
                let passes = |x: f64| f64::from(u8::from(x > 0.0 && match op {
                    Cut::AtLeast => x >= row.cut,
                    Cut::Above => x > row.cut,
                    Cut::AtMost => x <= row.cut,
                    Cut::Below => x < row.cut,
                    Cut::Equal => x == row.cut,
                    Cut::NotEqual => x != row.cut,
                }));
                let (mx, my) = (known.iter().sum::<f64>() / count, known.iter().map(|&x| passes(x)).sum::<f64>() / count);
                let sum = |f: &dyn Fn(f64) -> f64| known.iter().map(|&x| f(x)).sum::<f64>();
                let covariance = sum(&|x| (x - mx) * (passes(x) - my));
                let spread = (sum(&|x| (x - mx).powi(2)) * sum(&|x| (passes(x) - my).powi(2))).sqrt();
                prop_assert!(
                    if spread < 1e-9 { row.correlation.is_nan() } else { (row.correlation - covariance / spread).abs() < 1e-9 },
                    "{name} {row:?} {covariance} {spread}"
                );
            }
            if matches!(op, Cut::Equal | Cut::NotEqual) {
                prop_assert!(net.dichotomise(op, CutAt::Density(target)).is_err());
            } else if let Ok(cut) = net.dichotomise(op, CutAt::Density(target)) {
                // Reached, and one step more selective would not be.
                prop_assert!(cut.density().value.unwrap() >= target);
                let fewer = rows.iter().filter(|r| r.ties < cut.ties() as u64);
                prop_assert!(fewer.map(|r| r.density).fold(0.0, f64::max) < target || target == 0.0);
            } else {
                prop_assert!(rows.iter().all(|r| r.density < target));
            }
        }
    }
}

fn path(n: u32) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = (1..n).map(|i| (i - 1, i)).unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed: true,
        ..BuildOptions::default()
    };
    Network::from_ties(n as usize, &ties, &options).unwrap()
}

#[test]
fn reports_of_a_pair_by_hand() {
    // a says 4 of b and b says 1 of a; c was named 3 by a and did not answer.
    let silent = [false, false, true, false, false, false, false];
    let net = survey(&[(0, 1, 4), (1, 0, 1), (0, 2, 3)], &silent, &[], true);
    let value = |rule: &str| {
        let pairs = net.symmetrise(rule.parse().unwrap());
        let cell = |j| pairs.to_dense(f64::NAN).unwrap()[[0, j]];
        (cell(1), cell(2))
    };
    assert_eq!(value("sum"), (5.0, 3.0));
    assert_eq!(value("average"), (2.5, 3.0));
    assert_eq!(value("difference").0, 3.0);
    assert!(value("difference").1.is_nan() && value("product").1.is_nan());
    assert_eq!(value("product").0, 4.0);
    assert_eq!(value("relative_difference").0, 0.6);
    assert_eq!(value("upper"), (4.0, 3.0));
    assert_eq!(value("lower").0, 1.0);
    assert!(value("lower").1.is_nan());
    assert_eq!(value("weak"), value("either"));
    assert_eq!(value("strong").0, 1.0);
    let sums = net.symmetrise(Symmetrise::Sum);
    assert!(sums.notes().iter().any(|n| n.contains("The sum of 1 tie")));
    // Without values a sum counts the sides that report the tie.
    let bare = survey(&[(0, 1, 4), (1, 0, 1), (0, 3, 3)], &[false; N], &[], false);
    let counts: Vec<f64> = bare
        .symmetrise(Symmetrise::Sum)
        .iter_ties()
        .filter_map(|t| t.2)
        .collect();
    assert_eq!(counts, [2.0, 1.0]);
    assert_eq!(bare.symmetrise(Symmetrise::Difference).ties(), 1);
    let wrong = "minn".parse::<Symmetrise>().unwrap_err().to_string();
    assert!(
        wrong.contains("closest: \"min\"") && !wrong.contains("average"),
        "{wrong}"
    );
}

#[test]
fn an_undirected_tie_is_reported_by_both_sides() {
    let ties = Ties {
        source: &[0, 0, 1],
        target: &[1, 2, 2],
        value: None,
    };
    let net = Network::from_ties(3, &ties, &BuildOptions::default()).unwrap();
    let cells = dense(&net.without_answers(&[0, 1]).unwrap());
    assert!(cells[0][1].is_nan());
    assert_eq!((cells[0][2], cells[1][2]), (1.0, 1.0));
    assert!(net.without_answers(&[3]).is_err());
    // Under "both" a pair that one side denied no longer says whether the other confirmed it.
    let directed = BuildOptions {
        directed: true,
        ..BuildOptions::default()
    };
    let both = Network::from_ties(3, &ties, &directed)
        .unwrap()
        .symmetrise(Symmetrise::Both);
    let refused = both.without_answers(&[0]).unwrap_err().to_string();
    assert!(
        refused.contains("Set answers aside on the directed network"),
        "{refused}"
    );
}

#[test]
fn codes_are_hmac_sha_256() {
    // RFC 4231, test case 1: the key is twenty bytes 0x0b, the text "Hi There".
    let ties = Ties {
        source: &[0],
        target: &[1],
        value: None,
    };
    let options = BuildOptions {
        directed: true,
        labels: Labels::named(vec!["Hi There".to_owned(), "school".to_owned()]).unwrap(),
        ..BuildOptions::default()
    };
    let net = Network::from_ties(2, &ties, &options).unwrap();
    let hidden = net.pseudonymise(&[0x0b; 20]).unwrap();
    let code = hidden.partner("p-b0344c61d8db3853").unwrap();
    // The tie goes with the names, and partners stand in the order of their codes.
    assert_eq!(hidden.out().degree(code), 1);
    let names = hidden.labels().names().unwrap();
    assert!(names.is_sorted());
    assert!(net.pseudonymise(b"short").is_err());
    assert!(
        net.pseudonymise(&[1; 16])
            .unwrap()
            .partner("p-b0344c61d8db3853")
            .is_err()
    );
    let again = net.relabel(&[("school", "clinic")]).unwrap();
    assert_eq!(again.labels().get(1), "clinic");
    assert_eq!(
        net.relabel(&[("nobody", "x")]).unwrap_err(),
        Error::UnknownPartner("nobody".to_owned())
    );
    assert!(net.relabel(&[("school", "Hi There")]).is_err());
}

#[test]
fn ego_networks_follow_steps_and_direction() {
    let net = path(5);
    let members = |steps, mode, center| {
        let options = EgoOptions {
            steps,
            mode,
            center,
        };
        let ego = net.ego(2, &options).unwrap();
        let names = (0..ego.partners() as u32).map(|i| ego.labels().get(i).into_owned());
        names.collect::<String>()
    };
    assert_eq!(members(1, Mode::All, true), "123");
    assert_eq!(members(1, Mode::All, false), "13");
    assert_eq!(members(2, Mode::Out, true), "234");
    assert_eq!(members(9, Mode::In, true), "012");
    assert_eq!(members(0, Mode::All, true), "2");
    assert!(net.ego(5, &EgoOptions::default()).is_err());
}

#[test]
fn partners_are_picked_by_attribute() {
    let sector = Attribute::new(
        "sector",
        &[Some("school"), Some("clinic"), None, Some("school")],
    );
    let net = path(4).with_partner_data(&[3], vec![sector]).unwrap();
    let schools = net.where_attribute("sector", &["school"]).unwrap();
    assert_eq!((schools.partners(), schools.ties()), (2, 0));
    assert_eq!(schools.backbone(), [1]);
    assert!(
        schools
            .notes()
            .iter()
            .any(|n| n.contains("unknown: 1 partner"))
    );
    assert!(net.where_attribute("sector", &["park"]).is_err());
    assert!(net.where_attribute("size", &["big"]).is_err());
}
