//! The outcome tables hold what the generator says it planted in them, for every seed.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Row, SEEDS, rows};
use commonweal_partnership::example::{DEFAULT_SEED, Example, generate};

fn examples() -> impl Iterator<Item = Example> {
    std::iter::once(DEFAULT_SEED).chain(SEEDS).map(generate)
}

fn count(row: &Row, column: &str) -> Option<u32> {
    row[column].parse().ok()
}

/// The published counts of one period, keyed by place and group.
fn published(example: &Example, period: &str) -> BTreeMap<(String, String), Row> {
    rows(example, "outcomes.csv")
        .into_iter()
        .filter(|row| row["period"] == period)
        .map(|row| ((row["place_id"].clone(), row["group"].clone()), row))
        .collect()
}

#[test]
fn every_period_has_every_place_and_group_once() {
    for example in examples() {
        let rows = rows(&example, "outcomes.csv");
        let keys: BTreeSet<_> = rows
            .iter()
            .map(|row| {
                (
                    &row["period"],
                    &row["place_id"],
                    &row["dimension"],
                    &row["group"],
                )
            })
            .collect();
        // Six years of the whole area and 30 schools, each with a total and five groups.
        assert_eq!(rows.len(), 6 * 31 * 6);
        assert_eq!(keys.len(), rows.len());
        for row in &rows {
            assert_eq!(row["dimension"] == "all", row["group"] == "all");
        }
    }
}

#[test]
fn two_thousand_children_each_year_and_twelve_hundred_readers_in_the_latest() {
    for example in examples() {
        let periods: Vec<&str> = example
            .truth
            .totals
            .iter()
            .map(|t| t.period.as_str())
            .collect();
        assert_eq!(
            periods,
            [
                "2019-20", "2020-21", "2021-22", "2022-23", "2023-24", "2024-25"
            ]
        );
        for (year, total) in example.truth.totals.iter().enumerate() {
            let all = &published(&example, &total.period)[&(String::new(), "all".into())];
            assert_eq!(count(all, "denominator"), Some(2000));
            assert_eq!(count(all, "numerator"), Some(total.readers));
            // From 57 % by twelve readers a year to 60 %, noise of at most eight.
            assert!(total.readers.abs_diff(1140 + 12 * year as u32) <= 8);
        }
        assert_eq!(example.truth.totals[5].readers, 1200);
        assert_eq!(example.truth.target_children, 2000 * 80 / 100 - 1200);
    }
}

#[test]
fn parts_add_up_and_only_small_cells_are_suppressed() {
    for example in examples() {
        for total in &example.truth.totals {
            let published = published(&example, &total.period);
            let cells: Vec<_> = example
                .truth
                .cells
                .iter()
                .filter(|cell| cell.period == total.period)
                .collect();
            assert_eq!(cells.len(), 150);
            // Sums of the true cells, by school and group, with "" and "all" for their totals.
            let mut sums: BTreeMap<(String, String), (u32, u32)> = BTreeMap::new();
            for cell in &cells {
                assert!(cell.children >= 1 && cell.readers <= cell.children);
                for place in [cell.place_id.as_str(), ""] {
                    for group in [cell.group.as_str(), "all"] {
                        let sum = sums.entry((place.into(), group.into())).or_default();
                        sum.0 += cell.readers;
                        sum.1 += cell.children;
                    }
                }
            }
            assert_eq!(sums.len(), published.len());
            let mut suppressed = 0;
            for (key, (readers, children)) in &sums {
                let row = &published[key];
                if *children < 10 {
                    suppressed += 1;
                    assert_eq!(
                        (
                            &*row["numerator"],
                            &*row["denominator"],
                            &*row["value_status"]
                        ),
                        ("*", "<10", "suppressed")
                    );
                    assert!(!key.0.is_empty() && key.1 != "all", "totals are open");
                } else {
                    assert_eq!(count(row, "numerator"), Some(*readers));
                    assert_eq!(count(row, "denominator"), Some(*children));
                    assert!(
                        *readers > 0 && readers < children,
                        "no cell at 0 % or 100 %"
                    );
                }
            }
            assert_eq!(
                suppressed,
                cells.iter().filter(|cell| cell.suppressed).count()
            );
            assert!(
                (30..=75).contains(&suppressed),
                "{suppressed} of 150 suppressed"
            );
        }
    }
}

#[test]
fn the_largest_shortfalls_are_black_children_at_the_twelve_schools() {
    for example in examples() {
        let planted: BTreeSet<&str> = example
            .truth
            .gap_schools
            .iter()
            .map(String::as_str)
            .collect();
        assert_eq!(planted.len(), 12);
        // Tenths of a child short of 80 %: 8 n - 10 k, exact.
        let latest = published(&example, "2024-25");
        let mut shortfalls: Vec<(i64, &str, &str)> = latest
            .iter()
            .filter(|((place, group), row)| {
                !place.is_empty() && group != "all" && row["value_status"] == "ok"
            })
            .map(|((place, group), row)| {
                let readers = i64::from(count(row, "numerator").unwrap());
                let children = i64::from(count(row, "denominator").unwrap());
                (8 * children - 10 * readers, place.as_str(), group.as_str())
            })
            .collect();
        shortfalls.sort_unstable_by(|a, b| b.cmp(a));
        let top: BTreeSet<&str> = shortfalls[..12]
            .iter()
            .map(|&(_, place, _)| place)
            .collect();
        assert!(
            shortfalls[..12]
                .iter()
                .all(|&(_, _, group)| group == "Black")
        );
        assert_eq!(top, planted);
        assert!(shortfalls[11].0 > shortfalls[12].0, "no tie at the cut");
        // A suppressed cell has at most nine children, so at most 7.2 short: it cannot displace them.
        assert!(shortfalls[11].0 > 72);
        // Twelve of 150 cells, about a fifth of the children, hold well over a third of the shortfall.
        let held: i64 = shortfalls[..12].iter().map(|s| s.0).sum();
        let all: i64 = shortfalls.iter().map(|s| s.0.max(0)).sum();
        assert!(held * 100 > all * 38, "{held} of {all}");
        // And Black children are the group with the largest shortfall of the whole area.
        let by_group = |group: &str| {
            let row = &latest[&(String::new(), group.to_owned())];
            8 * i64::from(count(row, "denominator").unwrap())
                - 10 * i64::from(count(row, "numerator").unwrap())
        };
        for other in ["Asian", "Latine", "Multiracial", "White"] {
            assert!(by_group("Black") > by_group(other));
        }
    }
}

#[test]
fn planted_cells_stand_still_while_the_rest_rises() {
    // True rates, not draws: 8 per thousand a year outside the planted cells, none inside.
    let truth = generate(DEFAULT_SEED).truth;
    let rate = |period: &str, place: &str, group: &str| {
        let cell = truth
            .cells
            .iter()
            .find(|c| c.period == period && c.place_id == place && c.group == group)
            .unwrap();
        (cell.planted_gap, cell.rate_permille)
    };
    for cell in truth.cells.iter().filter(|cell| cell.period == "2019-20") {
        let (planted, latest) = rate("2024-25", &cell.place_id, &cell.group);
        let rise = if planted { 0 } else { 40 };
        assert_eq!(latest, cell.rate_permille + rise);
        assert_eq!(
            planted,
            cell.group == "Black" && truth.gap_schools.contains(&cell.place_id)
        );
    }
}

#[test]
fn the_target_is_four_hundred_children_of_each_cohort() {
    let example = generate(DEFAULT_SEED);
    let targets = rows(&example, "targets.csv");
    assert_eq!(targets.len(), 1);
    // (0.80 - 0.60) * 2,000 = 400, the headcount of basis "cohort".
    for (column, value) in [
        ("indicator_id", "early_reading"),
        ("dimension", "all"),
        ("group", "all"),
        ("place_id", ""),
        ("baseline_period", "2024-25"),
        ("target_period", "2029-30"),
        ("target_value", "0.80"),
        ("basis", "cohort"),
        ("headcount", "400"),
    ] {
        assert_eq!(targets[0][column], value);
    }
}
