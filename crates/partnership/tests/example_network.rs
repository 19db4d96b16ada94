//! The ties hold what the generator says it planted in them, for every seed and both waves.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{SEEDS, rows};
use commonweal_partnership::example::{DEFAULT_SEED, Example, generate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn examples() -> impl Iterator<Item = Example> {
    std::iter::once(DEFAULT_SEED).chain(SEEDS).map(generate)
}

const WAVES: [&str; 2] = ["2023", "2025"];

/// Reports of one layer and wave at or above a value, as (source, target).
fn reports(
    example: &Example,
    wave: &str,
    layer: &str,
    at_least: u32,
) -> BTreeSet<(String, String)> {
    rows(example, "ties.csv")
        .into_iter()
        .filter(|row| row["wave_id"] == wave && row["layer_id"] == layer)
        .filter(|row| {
            row["value"]
                .parse::<u32>()
                .is_ok_and(|value| value >= at_least)
        })
        .map(|row| (row["source_id"].clone(), row["target_id"].clone()))
        .collect()
}

/// Undirected communication ties (either side reports quarterly or more often) without the backbone.
struct Ties {
    partners: Vec<String>,
    pairs: BTreeSet<(String, String)>,
    degree: BTreeMap<String, usize>,
}

impl Ties {
    fn of(example: &Example, wave: &str) -> Self {
        let backbone = &example.truth.backbone;
        let pairs: BTreeSet<(String, String)> = reports(example, wave, "communication", 2)
            .into_iter()
            .filter(|(a, b)| a != backbone && b != backbone)
            .map(|(a, b)| if a < b { (a, b) } else { (b, a) })
            .collect();
        let partners: Vec<String> = rows(example, "partners.csv")
            .into_iter()
            .map(|row| row["partner_id"].clone())
            .filter(|id| id != backbone)
            .collect();
        let mut degree: BTreeMap<String, usize> =
            partners.iter().map(|id| (id.clone(), 0)).collect();
        for (a, b) in &pairs {
            *degree.entry(a.clone()).or_default() += 1;
            *degree.entry(b.clone()).or_default() += 1;
        }
        Self {
            partners,
            pairs,
            degree,
        }
    }

    fn inside(&self, set: &[String]) -> usize {
        self.pairs
            .iter()
            .filter(|(a, b)| set.contains(a) && set.contains(b))
            .count()
    }

    fn mean_degree<'a>(&self, set: impl IntoIterator<Item = &'a String>) -> f64 {
        let degrees: Vec<usize> = set.into_iter().map(|id| self.degree[id]).collect();
        degrees.iter().sum::<usize>() as f64 / degrees.len() as f64
    }
}

#[test]
fn the_in_group_is_a_near_clique_and_no_set_of_the_same_degrees_is() {
    for example in examples() {
        let truth = &example.truth;
        for wave in WAVES {
            let ties = Ties::of(&example, wave);
            let inside = ties.inside(&truth.in_group);
            // 28 pairs; each is tied with probability .96 and then seen unless both sides leave it out.
            assert!(
                inside >= 22,
                "seed {} wave {wave}: {inside} of 28",
                truth.seed
            );
            let outsiders: Vec<&String> = ties
                .partners
                .iter()
                .filter(|id| !truth.in_group.contains(id))
                .collect();
            let outside_pairs = outsiders.len() * (outsiders.len() - 1) / 2;
            let outside = ties
                .pairs
                .iter()
                .filter(|(a, b)| outsiders.contains(&a) && outsiders.contains(&b))
                .count();
            assert!(
                inside * outside_pairs > 2 * outside * 28,
                "twice as dense inside"
            );

            // Expected ties inside if the same degrees were wired at random: sum of d_i d_j / 2m
            // over the 28 pairs (Chung and Lu 2002).
            let d: Vec<usize> = truth.in_group.iter().map(|id| ties.degree[id]).collect();
            let sum: usize = d.iter().sum();
            let squares: usize = d.iter().map(|d| d * d).sum();
            let expected = ((sum * sum - squares) / 2) as f64 / (2 * ties.pairs.len()) as f64;
            assert!(
                inside as f64 > 1.6 * expected,
                "{inside} against {expected}"
            );

            // No other eight with like degrees come near: each member is replaced by one of the five
            // outsiders nearest to it in degree that are not taken yet.
            let mut rng = ChaCha8Rng::seed_from_u64(7);
            for _ in 0..199 {
                let mut matched: Vec<String> = Vec::new();
                for id in &truth.in_group {
                    let mut free: Vec<&String> = outsiders
                        .iter()
                        .copied()
                        .filter(|o| !matched.contains(o))
                        .collect();
                    free.sort_by_key(|o| (ties.degree[*o].abs_diff(ties.degree[id]), *o));
                    matched.push(free[rng.random_range(0..5_u32) as usize].clone());
                }
                assert!(ties.inside(&matched) + 5 < inside);
            }
        }
    }
}

#[test]
fn connectors_have_the_degree_of_the_in_group_without_its_closure() {
    let (mut connectors, mut in_group, mut others) = (0.0, 0.0, 0.0);
    let mut tied = 0;
    let mut runs = 0.0;
    for example in examples() {
        let truth = &example.truth;
        let ties = Ties::of(&example, "2023");
        let rest = ties
            .partners
            .iter()
            .filter(|id| !truth.in_group.contains(id) && !truth.connectors.contains(id));
        connectors += ties.mean_degree(&truth.connectors);
        in_group += ties.mean_degree(&truth.in_group);
        others += ties.mean_degree(rest);
        tied += ties.inside(&truth.connectors);
        runs += 1.0;
    }
    // Means over the seeds: planted .42 to everyone against .16 (and .96 inside the group).
    assert!(
        (connectors - in_group).abs() / runs < 2.5,
        "{connectors} {in_group} of {runs}"
    );
    assert!(connectors > 1.5 * others);
    // 6 pairs a run, tied with probability about .42 and reported by at least one side.
    let share = f64::from(tied as u32) / (6.0 * runs);
    assert!((0.25..0.55).contains(&share), "{share}");
}

#[test]
fn ties_of_the_in_group_are_frequent_and_trusting() {
    for example in examples() {
        let truth = &example.truth;
        for wave in WAVES {
            for (layer, present, strong) in [("communication", 2, 4), ("trust_reliability", 1, 4)] {
                let present = reports(&example, wave, layer, present);
                let strong = reports(&example, wave, layer, strong);
                let within = |set: &BTreeSet<(String, String)>, inside: bool| {
                    set.iter()
                        .filter(|(a, b)| *a != truth.backbone && *b != truth.backbone)
                        .filter(|(a, b)| {
                            (truth.in_group.contains(a) && truth.in_group.contains(b)) == inside
                        })
                        .count() as f64
                };
                let inside = within(&strong, true) / within(&present, true);
                let outside = within(&strong, false) / within(&present, false);
                assert!(
                    inside > outside + 0.15,
                    "{layer} {wave}: {inside} {outside}"
                );
            }
        }
    }
}

#[test]
fn the_backbone_is_tied_to_nearly_all() {
    for example in examples() {
        for (wave, others) in WAVES.into_iter().zip([38, 40]) {
            let tied: BTreeSet<String> = reports(&example, wave, "communication", 2)
                .into_iter()
                .filter(|(a, b)| *a == example.truth.backbone || *b == example.truth.backbone)
                .flat_map(|(a, b)| [a, b])
                .filter(|id| *id != example.truth.backbone)
                .collect();
            assert!(tied.len() + 5 >= others, "{} of {others}", tied.len());
        }
    }
}

#[test]
fn reciprocity_is_partial() {
    for example in examples() {
        for (wave, truth) in WAVES.into_iter().zip(&example.truth.waves) {
            let silent: BTreeSet<&String> = truth.non_respondents.iter().collect();
            let both: Vec<_> = reports(&example, wave, "communication", 2)
                .into_iter()
                .filter(|(_, b)| !silent.contains(b))
                .collect();
            let set: BTreeSet<_> = both.iter().cloned().collect();
            let returned = both
                .iter()
                .filter(|(a, b)| set.contains(&(b.clone(), a.clone())))
                .count();
            let share = returned as f64 / both.len() as f64;
            // Sides report a tie apart from one another with probability .75 to .985.
            assert!((0.65..0.92).contains(&share), "{share}");
        }
    }
}

#[test]
fn six_of_the_eight_are_among_fourteen_executives_of_large_institutions() {
    let choose = |n: u64, k: u64| (1..=k).fold(1, |product, i| product * (n - k + i) / i);
    for example in examples() {
        let truth = &example.truth;
        assert_eq!(
            (truth.in_group.len(), truth.executives_of_large.len()),
            (8, 14)
        );
        let both = truth
            .in_group
            .iter()
            .filter(|id| truth.executives_of_large.contains(id))
            .count() as u64;
        // P(X >= 6), 8 drawn of 40 with 14 such: 0.0138901 (hypergeometric, by exact counting).
        let ways: u64 = (both..=8).map(|x| choose(14, x) * choose(26, 8 - x)).sum();
        let p = ways as f64 / choose(40, 8) as f64;
        assert!((p - 0.013_890_1).abs() < 5e-8, "{p}");
        // The truth agrees with the table.
        for row in rows(&example, "partners.csv") {
            let large_executive = row["size_class"] == "large" && row["title_level"] == "executive";
            assert_eq!(
                large_executive,
                truth.executives_of_large.contains(&row["partner_id"])
            );
            if truth.in_group.contains(&row["partner_id"]) {
                assert_eq!(row["community_rooted"], "false");
            }
        }
    }
}

#[test]
fn seen_answers_are_the_table_and_unseen_ones_have_a_reason() {
    for example in examples() {
        let truth = &example.truth;
        let seen: BTreeSet<_> = truth
            .answers
            .iter()
            .filter(|answer| answer.seen)
            .map(|a| {
                let value = a.value.to_string();
                (&a.wave_id, &a.source_id, &a.target_id, &a.layer_id, value)
            })
            .map(|(w, s, t, l, v)| [w.clone(), s.clone(), t.clone(), l.clone(), v])
            .collect();
        let ties = rows(&example, "ties.csv");
        let fields = |row: &common::Row| {
            ["wave_id", "source_id", "target_id", "layer_id", "value"].map(|c| row[c].clone())
        };
        let shown: BTreeSet<_> = ties
            .iter()
            .filter(|row| !row["value"].is_empty())
            .map(fields)
            .collect();
        assert_eq!(seen, shown);
        let blank_communication: BTreeSet<_> = ties
            .iter()
            .filter(|row| row["value"].is_empty() && row["layer_id"] == "communication")
            .map(|row| ["wave_id", "source_id", "target_id"].map(|c| row[c].clone()))
            .collect();
        let blank: BTreeSet<_> = ties
            .iter()
            .filter(|row| row["value"].is_empty())
            .map(fields)
            .collect();
        for answer in truth.answers.iter().filter(|answer| !answer.seen) {
            let wave = truth
                .waves
                .iter()
                .find(|w| w.wave_id == answer.wave_id)
                .unwrap();
            let (w, s, t) = (&answer.wave_id, &answer.source_id, &answer.target_id);
            let skipped = blank_communication.contains(&[w.clone(), s.clone(), t.clone()]);
            let blank = blank.contains(&[
                w.clone(),
                s.clone(),
                t.clone(),
                answer.layer_id.clone(),
                String::new(),
            ]);
            assert!(wave.non_respondents.contains(s) || skipped || blank);
        }
    }
}
