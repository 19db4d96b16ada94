use proptest::prelude::*;

use super::*;
use crate::TieState::{NoTie, Tie, Unknown};
use crate::{BuildOptions, Duplicates, Labels, SelfTies, Symmetrise, Ties};

/// Partners are called by the letters of `names`.
fn network(directed: bool, names: &str, arcs: &[(u32, u32)]) -> Network {
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
        labels: Labels::named(names.chars().map(String::from).collect()).unwrap(),
        ..BuildOptions::default()
    };
    Network::from_ties(names.len(), &ties, &options).unwrap()
}

fn value(change: &Comparison, name: &str, kind: &str) -> Option<f64> {
    change.measure(name, kind).unwrap().value
}

#[test]
fn partners_are_matched_by_name_in_any_order() {
    // a, b, c, d, then c, e, b, a: d left and e joined. Stayers a, b, c had a→b, b→c, c→d and now have
    // a→b (kept), c→a (gained), e→a; b→c is lost.
    let before = network(true, "abcd", &[(0, 1), (1, 2), (2, 3)]);
    let after = network(true, "ceba", &[(3, 2), (0, 3), (1, 3)]);
    let change = before.compare(&after).unwrap();
    let t = change.ties;
    assert_eq!(
        (t.kept, t.gained, t.lost, t.unknown, t.observed),
        (1, 1, 1, 0, 6)
    );
    assert_eq!((change.stayers, change.joiners, change.leavers), (3, 1, 1));
    let named = |k: u32| change.partners[k as usize].partner.as_str();
    let listed: Vec<(&str, &str, String)> = change
        .changes
        .iter()
        .map(|c| (named(c.source), named(c.target), c.status.to_string()))
        .collect();
    let expected = [
        ("a", "b", "kept"),
        ("b", "c", "lost"),
        ("c", "a", "gained"),
        ("c", "d", "with_leaver"),
        ("e", "a", "with_joiner"),
    ];
    assert_eq!(listed, expected.map(|(s, t, c)| (s, t, c.to_owned())));
    // Jaccard 1/3; of two earlier ties one persisted; of 6 - 2 = 4 untied cells one formed; 2 changed.
    let third = value(&change, "jaccard", "").unwrap();
    assert!((third - 1.0 / 3.0).abs() < 1e-15);
    assert_eq!(value(&change, "persistence", ""), Some(0.5));
    assert_eq!(value(&change, "formation", ""), Some(0.25));
    assert_eq!(value(&change, "hamming", "count"), Some(2.0));
    assert_eq!(value(&change, "partner_jaccard", ""), Some(0.6));
    // Phi of the table 1, 1, 1, 3: (1·3 − 1·1)/(√(2·4·2·4)) = 2/8.
    let phi = value(&change, "value_correlation", "cells").unwrap();
    assert!((phi - 0.25).abs() < 1e-15);
    assert_eq!(value(&change, "value_correlation", "ties"), None);
    let a = &change.partners[0];
    assert_eq!((a.sent.kept, a.received.gained, a.sent.observed), (1, 1, 2));
}

#[test]
fn a_tie_whose_reporter_fell_silent_is_not_lost() {
    let before = network(true, "abc", &[(0, 1), (1, 2)]);
    let after = network(true, "abc", &[(0, 1)])
        .without_answers(&[1])
        .unwrap();
    let change = before.compare(&after).unwrap();
    let t = change.ties;
    assert_eq!(
        (t.kept, t.gained, t.lost, t.unknown, t.observed),
        (1, 0, 0, 1, 4)
    );
    // Row b is unknown: b→c may be kept or lost, b→a may be gained. Jaccard between 1/3 and 2/2.
    let jaccard = change.measure("jaccard", "").unwrap();
    assert_eq!(jaccard.value, Some(1.0));
    let interval = jaccard.interval.unwrap();
    assert!((interval.low - 1.0 / 3.0).abs() < 1e-15 && interval.high == 1.0);
    assert!(jaccard.caveats.iter().any(|c| c.contains("not lost")));
    assert!(
        before
            .compare(&after.symmetrise(Symmetrise::Either))
            .is_err()
    );
}

#[test]
fn values_correlate_over_cells_and_over_kept_ties() {
    let wave = |values: &[f64]| {
        let ties = Ties {
            source: &[0, 1, 2],
            target: &[1, 2, 0],
            value: Some(values),
        };
        Network::from_ties(
            3,
            &ties,
            &BuildOptions {
                directed: true,
                ..BuildOptions::default()
            },
        )
        .unwrap()
    };
    let change = wave(&[1.0, 2.0, 3.0])
        .compare(&wave(&[2.0, 4.0, 3.0]))
        .unwrap();
    // Kept ties: (1,2), (2,4), (3,3): covariance 1, variances 2 and 2, r = 1/2.
    let ties = value(&change, "value_correlation", "ties").unwrap();
    assert!((ties - 0.5).abs() < 1e-14);
    // With three cells (0,0): n Σxy − Σx Σy = 6·19 − 6·9 = 60; √(6·14 − 36) √(6·29 − 81) = √48 √93.
    let cells = value(&change, "value_correlation", "cells").unwrap();
    assert!((cells - 60.0 / (48.0f64 * 93.0).sqrt()).abs() < 1e-14);
}

fn add(sum: &mut Turnover, one: Turnover) {
    sum.kept += one.kept;
    sum.gained += one.gained;
    sum.lost += one.lost;
    sum.unknown += one.unknown;
    sum.observed += one.observed;
}

proptest! {
    /// Every cell looked at one by one.
    #[test]
    fn counts_follow_their_definition(
        directed: bool,
        first in prop::collection::vec((0u32..7, 0u32..7), 0..20),
        second in prop::collection::vec((0u32..7, 0u32..7), 0..20),
        silent_first in prop::collection::vec(0u32..7, 0..4),
        silent_second in prop::collection::vec(0u32..7, 0..4),
        both: bool,
    ) {
        let rule = if both { Symmetrise::Both } else { Symmetrise::None };
        let before = network(directed || both, "abcdefg", &first).without_answers(&silent_first).unwrap();
        let after = network(directed || both, "gfaxcde", &second).without_answers(&silent_second).unwrap();
        let (before, after) = (before.symmetrise(rule), after.symmetrise(rule));
        let change = before.compare(&after).unwrap();
        let mut counted = Turnover::default();
        for (i, p) in "abcdefg".chars().enumerate() {
            let mut own = Turnover::default();
            for (j, q) in "abcdefg".chars().enumerate() {
                let (Ok(x), Ok(y)) = (after.partner(&p.to_string()), after.partner(&q.to_string())) else {
                    continue;
                };
                if i == j {
                    continue;
                }
                let states = (before.state(i as u32, j as u32), after.state(x, y));
                let mut one = Turnover::default();
                match states {
                    (Tie, Tie) => one.kept = 1,
                    (NoTie, Tie) => one.gained = 1,
                    (Tie, NoTie) => one.lost = 1,
                    (Tie, Unknown) | (Unknown, Tie) => one.unknown = 1,
                    _ => {}
                }
                one.observed = u64::from(states.0 != Unknown && states.1 != Unknown);
                add(&mut own, one);
                if before.is_directed() || i < j {
                    add(&mut counted, one);
                }
            }
            prop_assert_eq!(change.partners[i].sent, own);
        }
        prop_assert_eq!(change.ties, counted);
        for measure in &change.measures {
            if let (Some(value), Some(i)) = (measure.value, measure.interval) {
                prop_assert!(i.low <= value + 1e-12 && value <= i.high + 1e-12);
            }
            prop_assert!(measure.value.is_some() || measure.caveats[0].starts_with("Not defined"));
        }
    }
}
