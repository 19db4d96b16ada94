use proptest::prelude::*;

use super::super::closeness::oracle::{Case, small, sparse, with_threads};
use super::cells::Cells;
use super::*;
use crate::network::TieState;
use crate::{Control, Mode, Observed, Survey, Symmetrise};

fn attribute(kinds: &[Option<u32>]) -> Attribute {
    let names: Vec<Option<String>> = kinds.iter().map(|k| k.map(|k| format!("k{k}"))).collect();
    Attribute::new("kind", &names)
}

fn texts(kinds: &[&str]) -> Attribute {
    Attribute::new("kind", &kinds.iter().map(Some).collect::<Vec<_>>())
}

/// A network with kinds and a survey: silent partners, blanks and lists. Ties in unknown cells are dropped.
fn surveyed(most: usize) -> impl Strategy<Value = (Network, Vec<Option<u32>>)> {
    let case = prop_oneof![small(7), sparse(most)];
    case.prop_flat_map(|case| {
        let n = case.n;
        let kind = prop_oneof![9 => (0..3_u32).prop_map(Some), 1 => Just(None)];
        let cells = prop::collection::vec((0..n.max(1) as u32, 0..n.max(1) as u32), 0..=n);
        (
            Just(case),
            prop::collection::vec(kind, n),
            prop::collection::vec(prop::bool::weighted(0.8), n),
            cells.clone(),
            cells,
            any::<bool>(),
        )
    })
    .prop_map(|(mut case, kinds, answered, blank, listed, complete)| {
        if complete || case.n == 0 {
            return (case.network(), kinds);
        }
        let lists = (0..case.n as u32).filter(|i| i % 5 == 0 && listed.iter().any(|c| c.0 == *i));
        let lists = lists.map(|i| (i, listed.iter().filter(|c| c.0 == i).map(|c| c.1).collect()));
        let survey = Survey {
            asked: vec![true; case.n],
            answered,
            blank,
            lists: lists.collect(),
            ..Survey::default()
        };
        let observed = Observed::survey(&survey).unwrap();
        let directed = case.directed;
        case.ties
            .retain(|t| observed.knows(t.0, t.1) || (!directed && observed.knows(t.1, t.0)));
        (case.network().with_observed(observed).unwrap(), kinds)
    })
}

/// Known, possible and tied ordered cells by kinds, cell by cell.
fn slow_cells(net: &Network, kinds: &[Option<u32>], from: u32, to: u32) -> [u64; 3] {
    let mut counts = [0; 3];
    let n = net.partners() as u32;
    for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))) {
        if i != j && kinds[i as usize] == Some(from) && kinds[j as usize] == Some(to) {
            counts[0] += 1;
            counts[1] += u64::from(net.state(i, j) != TieState::Unknown);
            counts[2] += u64::from(net.state(i, j) == TieState::Tie);
        }
    }
    counts
}

proptest! {
    #[test]
    fn cells_are_counted_right((net, kinds) in surveyed(14), rule in 0..3_usize) {
        let net = net.symmetrise([Symmetrise::None, Symmetrise::Either, Symmetrise::Both][rule]);
        let by = attribute(&kinds);
        let known = Kinds::of(&net, &by).unwrap();
        let cells = Cells::of(&net, &known);
        let number = |g: usize| known.name(g)[1..].parse().unwrap();
        for (g, h) in (0..known.count()).flat_map(|g| (0..known.count()).map(move |h| (g, h))) {
            let expected = slow_cells(&net, &kinds, number(g), number(h));
            let found = [cells.possible.get(g, h), cells.known.get(g, h), cells.ties.get(g, h)];
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn every_model_expects_as_many_ties_as_there_are((net, kinds) in surveyed(14)) {
        let by = attribute(&kinds);
        for (_, expected) in Expected::NAMES {
            if *expected == Expected::FixedOut && !net.is_directed() {
                prop_assert!(net.mixing(&by, *expected).is_err());
                continue;
            }
            let table = net.mixing(&by, *expected).unwrap();
            let ties: u64 = table.cells.iter().map(|c| c.ties).sum();
            let sum: f64 = table.cells.iter().map(|c| c.expected).sum();
            prop_assert!(ties == 0 || (sum - ties as f64).abs() < 1e-9, "{sum} {ties}");
        }
    }

    #[test]
    fn the_index_is_within_its_bounds((net, kinds) in surveyed(14)) {
        let ei = net.ei_index(&attribute(&kinds), &EiOptions::default(), &Control::new()).unwrap();
        if let (Some(value), Some(bounds)) = (ei.whole.value, ei.whole.interval) {
            prop_assert!(bounds.low <= value + 1e-12 && value <= bounds.high + 1e-12);
        }
    }

    #[test]
    fn newman_by_the_matrix_of_shares((net, kinds) in surveyed(14)) {
        // r = (tr e − Σ a b)/(1 − Σ a b), with shares as doubles, tie by tie.
        let ends: Vec<(u32, u32)> = (0..net.partners() as u32)
            .flat_map(|i| net.out().row(i).iter().map(move |&j| (i, j)))
            .filter_map(|(i, j)| Some((kinds[i as usize]?, kinds[j as usize]?)))
            .collect();
        let m = ends.len() as f64;
        let share = |f: &dyn Fn(&(u32, u32)) -> bool| ends.iter().filter(|e| f(e)).count() as f64 / m;
        let same = share(&|e| e.0 == e.1);
        let (mut ab, mut cc) = (0.0, 0.0);
        for k in 0..3 {
            let (a, b) = (share(&|e| e.0 == k), share(&|e| e.1 == k));
            ab += a * b;
            cc += f64::midpoint(a, b).powi(2);
        }
        for (kind, margins) in [(AssortativityKind::Newman, ab), (AssortativityKind::Symmetrised, cc)] {
            let found = net.assortativity(&attribute(&kinds), kind).unwrap().value;
            if ends.is_empty() || 1.0 - margins < 1e-9 {
                prop_assert_eq!(found, None);
            } else {
                prop_assert!((found.unwrap() - (same - margins) / (1.0 - margins)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn threads_do_not_matter((net, kinds) in surveyed(40)) {
        let options = EiOptions { draws: 30, seed: 5, weighted: true };
        let answer = |threads| with_threads(threads, || {
            let ei = net.ei_index(&attribute(&kinds), &options, &Control::new()).unwrap();
            format!("{ei:?}")
        });
        prop_assert_eq!(answer(1), answer(3));
    }
}

/// Two schools that know each other, two clinics, one tie between: s0-s1, s1-c2, c2-c3, and s0-c2.
fn places() -> (Network, Attribute) {
    let net = Case::plain(4, false, &[(0, 1), (1, 2), (2, 3), (0, 2)]).network();
    (net, texts(&["school", "school", "clinic", "clinic"]))
}

#[test]
fn the_index_by_hand() {
    let (net, by) = places();
    let options = EiOptions {
        draws: 200,
        seed: 1,
        ..EiOptions::default()
    };
    let ei = net.ei_index(&by, &options, &Control::new()).unwrap();
    // Two ties between kinds, two inside: 0. By chance 1 − 2 · (2 + 2)/12 = 1/3.
    assert_eq!(ei.whole.value, Some(0.0));
    assert!((ei.expected - 1.0 / 3.0).abs() < 1e-15);
    // Each kind: one tie inside, two that leave.
    for group in &ei.groups {
        assert_eq!(
            (group.internal, group.external, group.ei_index),
            (1.0, 2.0, 1.0 / 3.0)
        );
    }
    // 0: one of each; 2: one clinic, two schools; 3: its clinic only.
    assert_eq!(ei.partners.values, [0.0, 0.0, 1.0 / 3.0, -1.0]);
    // Three arrangements: 01|23 has two ties inside (index 0); 02|13 and 03|12 have one inside and three
    // between (1/2). So the mean is 1/3, and a third of the shuffles are as low as what is observed.
    let test = ei.test.unwrap();
    assert_eq!((test.draws, test.p_high), (200, 1.0));
    assert!(
        test.p_low > 0.2 && test.p_low < 0.5,
        "near 1/3: {}",
        test.p_low
    );
    assert!((test.mean - 1.0 / 3.0).abs() < 0.1);
}

#[test]
fn expected_is_the_mean_over_every_arrangement() {
    // All 10 ways to put two partners of five in one kind.
    let net = Case::plain(5, true, &[(0, 1), (1, 2), (0, 3), (3, 1), (4, 2)]).network();
    let mut sum = 0.0;
    let mut count = 0.0;
    let mut expected = f64::NAN;
    for code in 0..32_u32 {
        if code.count_ones() != 2 {
            continue;
        }
        let kinds: Vec<Option<u32>> = (0..5).map(|i| Some(code >> i & 1)).collect();
        let ei = net
            .ei_index(&attribute(&kinds), &EiOptions::default(), &Control::new())
            .unwrap();
        sum += ei.whole.value.unwrap();
        count += 1.0;
        expected = ei.expected;
    }
    assert_eq!(count, 10.0);
    assert!((sum / count - expected).abs() < 1e-12);
}

#[test]
fn segregation_by_hand() {
    let (net, by) = places();
    let found = net.homophily(&by).unwrap().kinds;
    // Clinics: ends of their ties 2-1, 2-3, 3-2, 2-0: 2 of 4 stay. Expected (2 − 1)/(4 − 1).
    let clinic = &found[0];
    assert_eq!((clinic.ties, clinic.internal, clinic.share), (3, 1, 0.5));
    assert!((clinic.coleman - (0.5 - 1.0 / 3.0) / (2.0 / 3.0)).abs() < 1e-15);
    // Cells in their rows: 2 tied of 2 inside, 2 tied of 4 outside: ad − bc = 2 · 2 − 0, Q = 1.
    assert_eq!(clinic.yules_q, 1.0);
    // Below what is expected: 0 → 2 only, share 0, (0 − p)/p = −1; a kind that sends nothing is NaN.
    let net = Case::plain(4, true, &[(0, 2)]).network();
    let found = net.homophily(&by).unwrap().kinds;
    assert_eq!(found[1].coleman, -1.0);
    assert!(found[0].coleman.is_nan() && found[0].yules_q.is_nan());
    // Whole, directed: a = 0 of 4 inside, c = 1 of 8 between: Q = −1.
    assert_eq!(net.yules_q(&by).unwrap().value, Some(-1.0));
}

#[test]
fn numbers_correlate() {
    // A path with the numbers 1, 2, 3, 4, tied in order: ends (1,2), (2,3), (3,4) both ways.
    // From their mean 2.5: Σxy = 2(1.5 · 0.5 − 0.5 · 0.5 + 0.5 · 1.5) = 2.5, Σxx = 2 · 1.5² + 4 · 0.5² = 5.5.
    let net = Case::plain(4, false, &[(0, 1), (1, 2), (2, 3)]).network();
    let by = texts(&["1", "2.0", "3", "4e0"]);
    let found = net.assortativity(&by, AssortativityKind::Numeric).unwrap();
    assert!((found.value.unwrap() - 2.5 / 5.5).abs() < 1e-12);
    assert_eq!(found.n, 3);
    let words = net.assortativity(&texts(&["1", "2", "x", "4"]), AssortativityKind::Numeric);
    assert!(matches!(words, Err(Error::BadOption { .. })));
    let same = net
        .assortativity(&texts(&["1"; 4]), AssortativityKind::Numeric)
        .unwrap();
    assert_eq!(same.value, None);
}

#[test]
fn degrees_correlate() {
    // A star: every tie joins degree 3 and degree 1.
    let star = Case::plain(4, false, &[(0, 1), (0, 2), (0, 3)]).network();
    let found = star.degree_assortativity(Mode::Out, Mode::In).unwrap();
    assert!((found.value.unwrap() + 1.0).abs() < 1e-12);
    let cycle = Case::plain(3, true, &[(0, 1), (1, 2), (2, 0)]).network();
    assert_eq!(
        cycle
            .degree_assortativity(Mode::Out, Mode::In)
            .unwrap()
            .value,
        None
    );
    assert!(cycle.degree_assortativity(Mode::All, Mode::In).is_err());
}

#[test]
fn a_stop_is_obeyed_and_a_wrong_attribute_refused() {
    let (net, by) = places();
    let control = Control::new();
    control.stop();
    let options = EiOptions {
        draws: 5,
        ..EiOptions::default()
    };
    assert!(matches!(
        net.ei_index(&by, &options, &control),
        Err(Error::Stopped)
    ));
    let short = texts(&["school"]);
    assert!(matches!(
        net.mixing(&short, Expected::Density),
        Err(Error::LengthMismatch { .. })
    ));
    assert!(net.yules_q(&short).is_err());
}
