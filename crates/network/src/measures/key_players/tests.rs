use proptest::prelude::*;

use super::super::closeness::oracle::{Case, classic, small, sparse, steps, with_threads};
use super::*;
use crate::{Observed, Symmetrise};

const GOALS: [KeyGoal; 4] = [
    KeyGoal::Fragment,
    KeyGoal::Disconnect,
    KeyGoal::Reach,
    KeyGoal::ReachWithin,
];

fn players(net: &Network, options: &KeyPlayerOptions) -> KeyPlayers {
    net.key_players(options, &Control::new()).unwrap()
}

/// The definitions as printed, by one plain search a partner.
fn worth(net: &Network, set: &[u32], goal: KeyGoal, limit: u32) -> f64 {
    let n = net.partners();
    match goal {
        KeyGoal::Fragment | KeyGoal::Disconnect => {
            let rest = net.symmetrise(Symmetrise::Either).without(set).unwrap();
            let left = rest.partners() as f64;
            let held: f64 = (0..rest.partners() as u32)
                .flat_map(|s| steps(&rest, s))
                .flatten()
                .filter(|&d| d > 0)
                .map(|d| {
                    if goal == KeyGoal::Fragment {
                        1.0 / f64::from(d)
                    } else {
                        1.0
                    }
                })
                .sum();
            1.0 - held / (left * (left - 1.0))
        }
        KeyGoal::Reach | KeyGoal::ReachWithin => {
            let from: Vec<_> = set.iter().map(|&v| steps(net, v)).collect();
            let reach = |t: usize| {
                let nearest = from.iter().filter_map(|d| d[t]).min();
                match nearest {
                    None => 0.0,
                    Some(d) if goal == KeyGoal::Reach => 1.0 / f64::from(d.max(1)),
                    Some(d) => f64::from(u8::from(d <= limit)),
                }
            };
            (0..n).map(reach).sum::<f64>() / n as f64
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Every set by the definition: the value is the highest there is, and all sets that have it are named.
    #[test]
    fn exact_is_the_best_of_all_sets(case in small(7), k in 1..4_usize, limit in 1..3_u32) {
        let net = case.network();
        for goal in GOALS {
            let options = KeyPlayerOptions { k, goal, steps: limit, ..KeyPlayerOptions::default() };
            let least = if matches!(goal, KeyGoal::Fragment | KeyGoal::Disconnect) { k + 2 } else { k };
            if case.n < least {
                let refused = net.key_players(&options, &Control::new());
                let is_refused = matches!(refused, Err(Error::BadOption { .. }));
                prop_assert!(is_refused);
                continue;
            }
            let found = players(&net, &options);
            let sets: Vec<Vec<u32>> = (0..1_u32 << case.n)
                .filter(|set| set.count_ones() as usize == k)
                .map(|set| (0..case.n as u32).filter(|v| set >> v & 1 == 1).collect())
                .collect();
            let values: Vec<f64> = sets.iter().map(|set| worth(&net, set, goal, limit)).collect();
            let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((found.value - best).abs() < 1e-12, "{goal}: {} is not {best}", found.value);
            let mut expected: Vec<Vec<u32>> =
                sets.iter().zip(&values).filter(|(_, v)| **v > best - 1e-9).map(|(s, _)| s.clone()).collect();
            expected.sort_unstable();
            prop_assert_eq!(&found.sets, &expected);
            prop_assert_eq!(found.optima, expected.len() as u64);
            prop_assert_eq!((found.exact, found.tried), (true, sets.len() as u64));
            let whole = if matches!(goal, KeyGoal::Fragment | KeyGoal::Disconnect) { worth(&net, &[], goal, limit) } else { 0.0 };
            prop_assert!((found.baseline - whole).abs() < 1e-12);
        }
    }

    /// Exchanges never beat the best, always say what their set is worth, and no single exchange improves it.
    #[test]
    fn greedy_is_labelled_and_no_exchange_improves_it(case in sparse(20), k in 1..4_usize, seed in any::<u64>()) {
        prop_assume!(case.n >= k + 2);
        let net = case.network();
        for goal in GOALS {
            let options = KeyPlayerOptions { k, goal, seed, restarts: 2, ..KeyPlayerOptions::default() };
            let best = players(&net, &options);
            let found = players(&net, &KeyPlayerOptions { exact_limit: 0, ..options });
            prop_assert!(!found.exact && found.caveats[0].contains("a better one may exist"));
            prop_assert!(found.value <= best.value + 1e-12);
            for set in &found.sets {
                prop_assert!((worth(&net, set, goal, 2) - found.value).abs() < 1e-12);
                for place in 0..k {
                    for other in (0..case.n as u32).filter(|v| !set.contains(v)) {
                        let mut exchanged = set.clone();
                        exchanged[place] = other;
                        prop_assert!(worth(&net, &exchanged, goal, 2) <= found.value + 1e-9);
                    }
                }
            }
        }
    }
}

#[test]
fn karate_by_exhaustive_search() {
    // Published optima of pairs (reference: exhaustive): {1, 2} fragments most, {1, 34} reaches most.
    let Some((names, case)) = classic("karate", |_| true) else {
        return;
    };
    let net = case.network();
    let named = |goal| {
        let options = KeyPlayerOptions {
            k: 2,
            goal,
            ..KeyPlayerOptions::default()
        };
        let found = players(&net, &options);
        assert_eq!((found.optima, found.tried, found.exact), (1, 561, true));
        let set: Vec<&str> = found.sets[0]
            .iter()
            .map(|&v| names[v as usize].as_str())
            .collect();
        assert!((worth(&net, &found.sets[0], goal, 2) - found.value).abs() < 1e-12);
        set.join(" ")
    };
    assert_eq!(named(KeyGoal::Fragment), "1 2");
    assert_eq!(named(KeyGoal::Reach), "1 34");
}

#[test]
fn a_star_by_hand() {
    // Without the centre nothing is connected; from the centre everyone is one step away.
    let net = Case::plain(6, false, &[(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)]).network();
    for goal in GOALS {
        let found = players(
            &net,
            &KeyPlayerOptions {
                goal,
                steps: 1,
                ..KeyPlayerOptions::default()
            },
        );
        assert_eq!((found.sets, found.value), (vec![vec![0]], 1.0), "{goal}");
    }
    // F of the whole star is 0; DF is 1 − (10 · 1 + 20 · 1/2)/30 = 1/3.
    let base = |goal| {
        players(
            &net,
            &KeyPlayerOptions {
                goal,
                ..KeyPlayerOptions::default()
            },
        )
        .baseline
    };
    assert_eq!(base(KeyGoal::Disconnect), 0.0);
    assert!((base(KeyGoal::Fragment) - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn reach_follows_directions_and_fragmentation_does_not() {
    // 0 → 1 → 2 → 3.
    let net = Case::plain(4, true, &[(0, 1), (1, 2), (2, 3)]).network();
    let found = |goal| {
        players(
            &net,
            &KeyPlayerOptions {
                goal,
                ..KeyPlayerOptions::default()
            },
        )
    };
    // From 0: itself 1, then 1, 1/2, 1/3.
    let reach = found(KeyGoal::Reach);
    assert_eq!(reach.sets, [vec![0]]);
    assert!((reach.value - (2.0 + 0.5 + 1.0 / 3.0) / 4.0).abs() < 1e-12);
    let cut = found(KeyGoal::Disconnect);
    assert_eq!(cut.sets, [vec![1], vec![2]]);
    assert!(cut.caveats.iter().any(|c| c.contains("equally good")));
    assert!((cut.value - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn many_optima_are_counted_and_not_all_listed() {
    // Nobody is tied: each of the C(60, 2) = 1,770 pairs is as good as another.
    let net = Case::plain(60, false, &[]).network();
    let found = players(
        &net,
        &KeyPlayerOptions {
            k: 2,
            ..KeyPlayerOptions::default()
        },
    );
    assert_eq!(
        (found.optima, found.sets.len(), found.value),
        (1770, 1000, 1.0)
    );
    assert!(found.sets.is_sorted());
}

#[test]
fn any_thread_count_gives_the_same_answer_and_a_stop_is_obeyed() {
    let mut ties: Vec<(u32, u32)> = (0..120_u32)
        .map(|i| (i / 3, 40 + (i * 7919) % 40))
        .collect();
    ties.sort_unstable();
    ties.dedup();
    let net = Case::plain(80, false, &ties).network();
    for exact_limit in [1_000_000, 0] {
        for goal in GOALS {
            let options = KeyPlayerOptions {
                k: 2,
                goal,
                exact_limit,
                ..KeyPlayerOptions::default()
            };
            let one = with_threads(1, || players(&net, &options));
            assert_eq!(one, with_threads(4, || players(&net, &options)));
            let control = Control::new();
            control.stop();
            assert_eq!(net.key_players(&options, &control), Err(Error::Stopped));
        }
    }
}

#[test]
fn what_has_no_answer_is_refused_and_silence_is_said() {
    let net = Case::plain(3, true, &[(0, 1), (1, 2)]).network();
    let refused = |options: KeyPlayerOptions| net.key_players(&options, &Control::new()).is_err();
    let base = KeyPlayerOptions::default();
    assert!(refused(KeyPlayerOptions { k: 0, ..base }));
    assert!(
        refused(KeyPlayerOptions { k: 2, ..base }),
        "one partner has no pairs"
    );
    assert!(refused(KeyPlayerOptions {
        k: 4,
        goal: KeyGoal::Reach,
        ..base
    }));
    assert!(refused(KeyPlayerOptions {
        steps: 0,
        goal: KeyGoal::ReachWithin,
        ..base
    }));
    let net = net
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    let everyone = KeyPlayerOptions {
        k: 3,
        goal: KeyGoal::Reach,
        ..base
    };
    let found = players(&net, &everyone);
    assert_eq!((found.value, found.coverage), (1.0, Some(4.0 / 6.0)));
    assert!(
        found
            .caveats
            .iter()
            .any(|c| c.contains("nobody has reported"))
    );
    let large = Case::plain(MOST_PARTNERS + 1, false, &[]).network();
    let refused = large.key_players(&base, &Control::new());
    assert!(matches!(refused, Err(Error::TooLarge { .. })));
}
