use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Every table with these margins and zeros, by trying all fillings.
fn every_table(table: &Table, impossible: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
    let (rows, columns) = (table.rows() as u32, table.columns() as u32);
    let cells: Vec<(u32, u32)> = (0..rows)
        .flat_map(|i| (0..columns).map(move |x| (i, x)))
        .filter(|cell| !impossible.contains(cell))
        .collect();
    assert!(cells.len() <= 20);
    let margins = (table.row_sums(), table.column_sums());
    (0..1_u32 << cells.len())
        .map(|mask| {
            let ones = cells.iter().enumerate().filter(|(k, _)| mask >> k & 1 == 1);
            ones.map(|(_, &cell)| cell).collect::<Vec<_>>()
        })
        .filter(|ones| {
            let filled = Table::new(rows as usize, columns as usize, ones).unwrap();
            (filled.row_sums(), filled.column_sums()) == margins
        })
        .collect()
}

/// Draws are among all tables and, by Pearson's statistic, equally often each of them.
fn check_even(table: &Table, impossible: &[(u32, u32)], expected: usize, steps_per_row: u64) {
    const DRAWS: u64 = 12_000;
    let every = every_table(table, impossible);
    assert_eq!(every.len(), expected);
    let mut counts: BTreeMap<_, u64> = every.into_iter().map(|ones| (ones, 0)).collect();
    let null = Curveball::new(table, impossible, steps_per_row, 7, &Control::new()).unwrap();
    let mut drawn = null.blank();
    for k in 0..DRAWS {
        null.draw(&mut stream(7, k), &Control::new(), &mut drawn)
            .unwrap();
        *counts.get_mut(&drawn.ones().collect::<Vec<_>>()).unwrap() += 1;
    }
    let mean = DRAWS as f64 / expected as f64;
    let statistic: f64 = counts
        .values()
        .map(|&c| (c as f64 - mean).powi(2) / mean)
        .sum();
    // The 1 − 10⁻⁵ quantile of χ² (Wilson & Hilferty 1931).
    let df = expected as f64 - 1.0;
    let spread = 2.0 / (9.0 * df);
    let quantile = df * (1.0 - spread + 4.26 * spread.sqrt()).powi(3);
    assert!(statistic < quantile, "{statistic} of {df}: {counts:?}");
}

#[test]
fn every_table_of_the_margins_is_equally_likely() {
    // Margins 2, 1, 1 by 2, 1, 1: column 0 has two of three rows. By hand: rows {0, 1}: 0 takes one more of
    // two columns and 2 the other, 2 ways; {0, 2}: 2 ways; {1, 2}: 0 takes both others, 1 way.
    let small = Table::new(3, 3, &[(0, 0), (0, 1), (1, 0), (2, 2)]).unwrap();
    check_even(&small, &[], 5, 20);
    // Two of four each way: 90 tables (OEIS A001499).
    let square = [
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 2),
        (2, 2),
        (2, 3),
        (3, 3),
        (3, 0),
    ];
    check_even(&Table::new(4, 4, &square).unwrap(), &[], 90, 20);
}

#[test]
fn structural_zeros_stay_empty_and_every_table_is_reached() {
    // Derangements of three: two tables that differ by a cycle of six cells; no trade connects them.
    let diagonal = [(0, 0), (1, 1), (2, 2)];
    let turn = Table::new(3, 3, &[(0, 1), (1, 2), (2, 0)]).unwrap();
    check_even(&turn, &diagonal, 2, 1);
    // Derangements of four: 9.
    let diagonal = [(0, 0), (1, 1), (2, 2), (3, 3)];
    let turn = Table::new(4, 4, &[(0, 1), (1, 2), (2, 3), (3, 0)]).unwrap();
    check_even(&turn, &diagonal, 9, 1);
    // A ring of four rows and columns: only a cycle of eight cells leads from one table to the other.
    let ring: Vec<(u32, u32)> = (0..4).flat_map(|i| [(i, i), (i, (i + 1) % 4)]).collect();
    let outside: Vec<(u32, u32)> = (0..4)
        .flat_map(|i| (0..4).map(move |x| (i, x)))
        .filter(|cell| !ring.contains(cell))
        .collect();
    let turn = Table::new(4, 4, &[(0, 0), (1, 1), (2, 2), (3, 3)]).unwrap();
    check_even(&turn, &outside, 2, 2);
    // Uneven margins with some zeros; rows that joined late.
    let table = [
        (0, 0),
        (0, 1),
        (0, 3),
        (1, 0),
        (1, 2),
        (2, 2),
        (2, 3),
        (3, 3),
        (3, 4),
    ];
    let late = [(2, 0), (3, 0), (3, 1), (1, 4)];
    let table = Table::new(4, 5, &table).unwrap();
    let count = every_table(&table, &late).len();
    assert!(count > 10);
    check_even(&table, &late, count, 2);
}

/// Rows 0 and 3 share the two columns they share here in half of the tables, by the list of all of them. Draws
/// that remembered the table halfway, which belongs to the seed, would differ between seeds more than chance.
#[test]
fn with_structural_zeros_seeds_agree() {
    const DRAWS: u64 = 1_999;
    let ones = [
        (0, 0),
        (0, 3),
        (1, 2),
        (1, 3),
        (2, 2),
        (3, 0),
        (3, 3),
        (3, 4),
    ];
    let zeros = [(0, 2), (1, 0), (1, 1), (2, 1), (2, 3), (2, 4), (3, 1)];
    let table = Table::new(4, 5, &ones).unwrap();
    let together = table.shared(0, 3);
    let every = every_table(&table, &zeros);
    let as_often = every
        .iter()
        .filter(|ones| Table::new(4, 5, ones).unwrap().shared(0, 3) >= together)
        .count();
    assert_eq!(as_often * 2, every.len());
    let error = (0.25 / DRAWS as f64).sqrt();
    for seed in 0..20 {
        let null = Curveball::new(&table, &zeros, 5, seed, &Control::new()).unwrap();
        let drawn = null
            .sample(DRAWS, &Control::new(), |t| Ok(t.shared(0, 3) >= together))
            .unwrap();
        let share = drawn.iter().filter(|&&d| d).count() as f64 / DRAWS as f64;
        assert!((share - 0.5).abs() < 4.0 * error, "seed {seed}: {share}");
    }
}

proptest! {
    #[test]
    fn margins_and_zeros_are_kept(
        cells in prop::collection::btree_set((0..9_u32, 0..70_u32), 0..120),
        zeros in prop::collection::btree_set((0..9_u32, 0..70_u32), 0..60),
        seed in any::<u64>(),
    ) {
        let cells: Vec<_> = cells.into_iter().collect();
        let zeros: Vec<_> = zeros.into_iter().filter(|z| !cells.contains(z)).collect();
        let table = Table::new(9, 70, &cells).unwrap();
        let null = Curveball::new(&table, &zeros, 5, seed, &Control::new()).unwrap();
        let drawn = null.table(3, &Control::new()).unwrap();
        prop_assert_eq!(drawn.row_sums(), table.row_sums());
        prop_assert_eq!(drawn.column_sums(), table.column_sums());
        prop_assert!(zeros.iter().all(|&(i, x)| !drawn.has(i, x)));
        prop_assert_eq!(null.table(3, &Control::new()).unwrap(), drawn);
    }

    /// Against sets of the standard library.
    #[test]
    fn a_table_is_its_cells(cells in prop::collection::btree_set((0..4_u32, 0..130_u32), 0..90)) {
        let list: Vec<_> = cells.iter().copied().collect();
        let table = Table::new(4, 130, &list).unwrap();
        prop_assert_eq!(table.ones().collect::<Vec<_>>(), list);
        for a in 0..4 {
            for b in 0..4 {
                let both = (0..130).filter(|&x| cells.contains(&(a, x)) && cells.contains(&(b, x)));
                prop_assert_eq!(table.shared(a, b) as usize, both.count());
            }
        }
    }
}

#[test]
fn empty_full_and_refused() {
    let control = Control::new();
    for (rows, columns) in [(0, 0), (1, 5), (5, 0), (2, 1), (3, 64)] {
        for full in [false, true] {
            let table = if full {
                Table::full(rows, columns)
            } else {
                Table::new(rows, columns, &[]).unwrap()
            };
            let null = Curveball::new(&table, &[], 5, 0, &control).unwrap();
            assert_eq!(null.table(0, &control).unwrap(), table);
            assert_eq!(table.ones().count(), if full { rows * columns } else { 0 });
        }
    }
    let table = Table::new(2, 2, &[(0, 0)]).unwrap();
    for bad in [(0, 0), (2, 0), (0, 2)] {
        let refused = Curveball::new(&table, &[bad], 5, 0, &control);
        assert!(matches!(refused, Err(Error::BadOption { .. })));
    }
    assert!(Table::new(2, 2, &[(0, 2)]).is_err());
    control.stop();
    let stopped = Curveball::new(&table, &[], 5, 0, &control);
    assert_eq!(stopped.unwrap_err(), Error::Stopped);
}
