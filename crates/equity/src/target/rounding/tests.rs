use proptest::prelude::*;

use super::*;
use crate::apportion;

/// Whether every margin is its quota rounded down or up: the certificate.
fn holds(total: u64, weights: &[u64], lines: &[usize], parts: &[u64]) -> bool {
    let sum: u64 = weights.iter().sum();
    (0..=lines.iter().max().copied().unwrap_or(0)).all(|line| {
        let of = |values: &[u64]| -> u64 {
            let inside = values.iter().zip(lines).filter(|(_, l)| **l == line);
            inside.map(|(value, _)| value).sum()
        };
        let (quota, part) = (total * of(weights), of(parts));
        part == quota / sum || part == quota.div_ceil(sum)
    })
}

#[test]
fn two_independent_roundings_do_not_add_up() {
    // Two rows of quotas 1/2 1/2: rounded row by row, both ones fall into the first column (2 where 1 is
    // exact). Here the column decides too.
    let parts = apportion_margins(2, &[1, 1, 1, 1], &[0, 0, 1, 1], &[0, 1, 0, 1]).unwrap();
    assert_eq!(parts, [1, 0, 0, 1]);
    let by_row = apportion(1, &[1, 1]).unwrap();
    assert_eq!(by_row[0] * 2, 2);
}

#[test]
fn a_large_remainder_gives_way_to_a_margin() {
    // Total 10 over weights 7 6 0 / 0 3 4 (sum 20): quotas 3.5 3 0 / 0 1.5 2, rows 6.5 and 3.5, columns 3.5,
    // 4.5 and 2. Only two cells are fractional; one goes up, the larger weight of the tie.
    let found = apportion_margins(
        10,
        &[7, 6, 0, 0, 3, 4],
        &[0, 0, 0, 1, 1, 1],
        &[0, 1, 2, 0, 1, 2],
    );
    assert_eq!(found.unwrap(), [4, 3, 0, 0, 1, 2]);
    // Quotas .6 .4 / .4 .6 of total 2: rows and columns are exactly 1, so the diagonal.
    let found = apportion_margins(2, &[3, 2, 2, 3], &[0, 0, 1, 1], &[0, 1, 0, 1]);
    assert_eq!(found.unwrap(), [1, 0, 0, 1]);
    // Quotas .8 .7 / .5 0 of total 2, rows 1.5 and .5, columns 1.3 and .7: .8 and .7 come first and leave
    // row 1 with 0, which is allowed.
    let found = apportion_margins(2, &[8, 7, 5, 0], &[0, 0, 1, 1], &[0, 1, 0, 1]);
    assert_eq!(found.unwrap(), [1, 1, 0, 0]);
}

#[test]
fn nothing_to_split_and_lists_of_other_lengths() {
    assert_eq!(
        apportion_margins(0, &[0, 0], &[0, 1], &[0, 0]).unwrap(),
        [0, 0]
    );
    assert_eq!(apportion_margins(0, &[], &[], &[]).unwrap(), [0; 0]);
    assert!(apportion_margins(1, &[0], &[0], &[0]).is_err());
    assert!(apportion_margins(1, &[1], &[0, 1], &[0]).is_err());
    assert!(apportion_margins(1, &[1], &[0], &[usize::MAX]).is_err());
    // The largest total there is, in quotas of a third.
    let all = u64::MAX;
    let parts = apportion_margins(all - 1, &[all, all, all], &[0, 0, 1], &[0, 1, 1]).unwrap();
    assert_eq!(
        parts.iter().map(|&x| u128::from(x)).sum::<u128>(),
        u128::from(all - 1)
    );
}

/// Whether a table with these cells rounded up, and only these, adds up: every table of few cells.
fn feasible(total: u64, weights: &[u64], rows: &[usize], columns: &[usize]) -> Vec<Vec<u64>> {
    let sum: u64 = weights.iter().sum();
    let mut all = vec![Vec::new()];
    for weight in weights {
        let quota = total * weight;
        let ends = (quota / sum)..=quota.div_ceil(sum);
        all = (all.into_iter())
            .flat_map(|parts: Vec<u64>| {
                ends.clone().map(move |part| {
                    let mut parts = parts.clone();
                    parts.push(part);
                    parts
                })
            })
            .collect();
    }
    all.retain(|parts| {
        parts.iter().sum::<u64>() == total
            && holds(total, weights, rows, parts)
            && holds(total, weights, columns, parts)
    });
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    // Oracle: of all tables that add up, the one whose rounded-up cells come first by remainder.
    #[test]
    fn equals_exhaustive_search(
        cells in prop::collection::vec((0_u64..12, 0_usize..3, 0_usize..4), 4..9),
        total in 1_u64..40,
    ) {
        let weights: Vec<u64> = cells.iter().map(|cell| cell.0).collect();
        let rows: Vec<usize> = cells.iter().map(|cell| cell.1).collect();
        let columns: Vec<usize> = cells.iter().map(|cell| cell.2).collect();
        let sum: u64 = weights.iter().sum();
        prop_assume!(sum > 0);
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse((total * weights[i] % sum, weights[i])));
        let best = feasible(total, &weights, &rows, &columns)
            .into_iter()
            .max_by_key(|parts| order.iter().map(|&i| parts[i]).collect::<Vec<_>>());
        prop_assert_eq!(Some(apportion_margins(total, &weights, &rows, &columns).unwrap()), best);
    }

    #[test]
    fn every_margin_adds_up(
        weights in prop::collection::vec(prop_oneof![Just(0_u64), 1_u64..5_000], 1..120),
        width in 1_usize..12,
        total in 0_u64..10_000,
    ) {
        let sum: u64 = weights.iter().sum();
        prop_assume!(sum > 0);
        let rows: Vec<usize> = (0..weights.len()).map(|i| i / width).collect();
        let columns: Vec<usize> = (0..weights.len()).map(|i| i % width).collect();
        let parts = apportion_margins(total, &weights, &rows, &columns).unwrap();
        prop_assert_eq!(parts.iter().sum::<u64>(), total);
        prop_assert!(holds(total, &weights, &rows, &parts));
        prop_assert!(holds(total, &weights, &columns, &parts));
        for (part, weight) in parts.iter().zip(&weights) {
            prop_assert!((part * sum).abs_diff(total * weight) < sum);
        }
        // One line is largest remainder.
        let line = vec![0; weights.len()];
        let one = apportion_margins(total, &weights, &line, &rows).unwrap();
        let each: Vec<usize> = (0..weights.len()).collect();
        prop_assert_eq!(one.iter().sum::<u64>(), total);
        prop_assert_eq!(
            apportion_margins(total, &weights, &line, &each).unwrap(),
            apportion(total, &weights).unwrap()
        );
    }

    #[test]
    fn over_time_no_cell_falls_and_every_year_adds_up(
        finals in prop::collection::vec(0_u64..40, 1..10),
        shares in prop::collection::vec(0_u64..=100, 1..8),
    ) {
        let sum: u64 = finals.iter().sum();
        let mut totals: Vec<u64> = shares.iter().map(|share| (sum * share).div_ceil(100)).collect();
        totals.sort_unstable();
        totals.push(sum);
        let years = over_time(&finals, &totals);
        prop_assert_eq!(years.last().unwrap(), &finals);
        let mut before = vec![0; finals.len()];
        for (now, total) in years.iter().zip(&totals) {
            prop_assert_eq!(now.iter().sum::<u64>(), *total);
            for i in 0..finals.len() {
                prop_assert!(before[i] <= now[i]);
                // Strictly within one child of the quota total · final / sum.
                prop_assert!(sum == 0 || (now[i] * sum).abs_diff(total * finals[i]) < sum);
            }
            before.clone_from(now);
        }
        // Every total in turn, the hardest case, and in any order.
        let all: Vec<u64> = (0..=sum).rev().collect();
        for (now, total) in over_time(&finals, &all).iter().zip(&all) {
            prop_assert_eq!(now.iter().sum::<u64>(), *total);
        }
    }
}

#[test]
fn the_last_child_never_waits_for_a_cell_that_has_none_due() {
    // Finals 1 and 3 of 4: the children of the second are due at 4/3, 8/3 and 4, the one of the first at 4. A
    // tie at the last: the larger first.
    assert_eq!(
        over_time(&[1, 3], &[1, 2, 3, 4]),
        [[0, 1], [0, 2], [0, 3], [1, 3]]
    );
    // In any order of the years.
    assert_eq!(over_time(&[1, 3], &[4, 1]), [[1, 3], [0, 1]]);
    assert_eq!(over_time(&[0, 0], &[0, 0]), [[0, 0], [0, 0]]);
    assert_eq!(over_time(&[], &[0]), [[0; 0]]);
}
