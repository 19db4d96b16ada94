//! A map filled record by record is the oracle; the order and the edges are checked beside it.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{Error, IntervalMethod, proportion_interval};

/// Codes of a group, then (n, successes, missing).
type Group = (Vec<u32>, [u64; 3]);

fn groups(cells: &Cells) -> Vec<Group> {
    (0..cells.len())
        .map(|i| {
            let codes = (0..cells.width()).map(|d| cells.codes(d)[i]).collect();
            (
                codes,
                [cells.n()[i], cells.successes()[i], cells.missing()[i]],
            )
        })
        .collect()
}

/// The groups of some columns, counted one record at a time. Sorted by the codes, because the map is.
fn naive(columns: &[&[u32]], states: &[u8]) -> Vec<Group> {
    let mut map: BTreeMap<Vec<u32>, [u64; 3]> = BTreeMap::new();
    for (row, &state) in states.iter().enumerate() {
        let tally = map
            .entry(columns.iter().map(|c| c[row]).collect())
            .or_default();
        tally[0] += u64::from(state < 2);
        tally[1] += u64::from(state == 1);
        tally[2] += u64::from(state == 2);
    }
    map.into_iter().collect()
}

fn records<'a>(columns: &'a [Vec<u32>], levels: &[u32], states: &'a [u8]) -> Records<'a> {
    let coded = |(codes, &levels): (&'a Vec<u32>, &u32)| {
        Coded::new(Codes::U32(codes), levels).expect("codes below levels")
    };
    let records = Records {
        rows: states.len(),
        dimensions: columns.iter().zip(levels).map(coded).collect(),
        ..Records::default()
    };
    records.with_outcome(states, None)
}

/// Numbers that look random but are not: Knuth's multiplicative hash.
fn scattered(row: u32, salt: u32, levels: u32) -> u32 {
    let mixed = (row ^ salt.wrapping_mul(0x9E37_79B9)).wrapping_mul(2_654_435_761);
    (mixed ^ (mixed >> 15)) % levels
}

fn table(rows: u32, levels: &[u32]) -> (Vec<Vec<u32>>, Vec<u8>) {
    let column = |salt: u32, levels: u32| (0..rows).map(|r| scattered(r, salt, levels)).collect();
    let columns = (1..)
        .zip(levels)
        .map(|(salt, &levels)| column(salt, levels));
    let states = (0..rows).map(|r| scattered(r, 99, 3) as u8).collect();
    (columns.collect(), states)
}

proptest! {
    #[test]
    fn every_subset_equals_a_naive_count(
        rows in prop::collection::vec((0_u32..3, 0_u32..4, 0_u32..2, 0_u8..3), 0..120),
        wide in any::<bool>(),
        leading in 0_usize..3,
        depth in prop::option::of(0_usize..4),
    ) {
        let columns: Vec<Vec<u32>> = vec![
            rows.iter().map(|r| r.0).collect(),
            rows.iter().map(|r| r.1).collect(),
            rows.iter().map(|r| r.2).collect(),
        ];
        let states: Vec<u8> = rows.iter().map(|r| r.3).collect();
        // With many unused levels the cells are ranked; the answer must not change.
        let levels = if wide { [3_000_000, 4_000_000, 2] } else { [3, 4, 2] };
        let base = count(&records(&columns, &levels, &states)).unwrap().remove(0);
        for subset in lattice(&base, leading, depth).unwrap() {
            prop_assert!(subset.dimensions.len() <= depth.unwrap_or(3));
            let own = subset.dimensions.iter().map(|d| leading + d);
            let chosen: Vec<&[u32]> = (0..leading).chain(own).map(|d| columns[d].as_slice()).collect();
            prop_assert_eq!(groups(&subset.cells), naive(&chosen, &states));
        }
    }

    /// Counting rows of counts is counting the records that they stand for.
    #[test]
    fn tallies_are_records_counted_before(
        rows in prop::collection::vec((0_u32..4, 0_u64..9, 0_u64..9, 0_u64..3), 0..40),
    ) {
        let codes: Vec<u32> = rows.iter().map(|r| r.0).collect();
        let n: Vec<u64> = rows.iter().map(|r| r.1.max(r.2)).collect();
        let successes: Vec<u64> = rows.iter().map(|r| r.2).collect();
        let missing: Vec<u64> = rows.iter().map(|r| r.3).collect();
        let (mut each, mut states) = (Vec::new(), Vec::new());
        for row in 0..rows.len() {
            for (state, count) in [(0, n[row] - successes[row]), (1, successes[row]), (2, missing[row])] {
                each.extend((0..count).map(|_| codes[row]));
                states.extend((0..count).map(|_| state));
            }
        }
        let column = Coded::new(Codes::U32(&codes), 4).unwrap();
        let tallies = Tallies { n: &n, successes: &successes, missing: &missing, weighted: None };
        let cells = Cells::from_tallies(&[column], tallies).unwrap();
        prop_assert_eq!(groups(&cells), naive(&[&each], &states));
    }

    #[test]
    fn weights_add_up_to_the_sums_over_the_children(
        rows in prop::collection::vec((0_u32..3, 0_u8..3, 0_u32..50), 1..60),
        wide in any::<bool>(),
    ) {
        let columns = vec![rows.iter().map(|r| r.0).collect::<Vec<u32>>()];
        let states: Vec<u8> = rows.iter().map(|r| r.1).collect();
        let weights: Vec<f64> = rows.iter().map(|r| f64::from(r.2) / 4.0).collect();
        let levels = if wide { 1_000_000 } else { 3 };
        let records = Records { weights: Some(&weights), ..records(&columns, &[levels], &states) };
        let cells = count(&records).unwrap().remove(0);
        for (i, sums) in cells.weighted().unwrap().iter().enumerate() {
            let own = |r: &&(u32, u8, u32)| r.0 == cells.codes(0)[i] && r.1 < 2;
            let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
                rows.iter().filter(own).map(|r| of(f64::from(r.2) / 4.0, f64::from(r.1))).sum()
            };
            // Quarters below 2^53 are exact, so the sums are.
            prop_assert_eq!(sums.sum, sum(&|w, _| w));
            prop_assert_eq!(sums.reached, sum(&|w, y| w * y));
            prop_assert_eq!(sums.squares, sum(&|w, _| w * w));
            if let Some(n) = sums.effective_n() {
                prop_assert!(n <= cells.n()[i] as f64 * (1.0 + 1e-12));
            }
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_cells_and_weights() {
    // Enough rows for several parts; tenths do not add up exactly, so the order of adding shows.
    let (columns, states) = table(300_000, &[8, 3, 120, 5]);
    let weights: Vec<f64> = (0..300_000)
        .map(|r| f64::from(r % 7) / 10.0 + 0.1)
        .collect();
    let records = Records {
        weights: Some(&weights),
        ..records(&columns, &[8, 3, 120, 5], &states)
    };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| lattice(&count(&records).unwrap()[0], 0, None).unwrap())
    };
    let one = with(1);
    assert_eq!(one.len(), 16);
    for threads in [2, 3, 7] {
        assert_eq!(with(threads), one, "{threads} threads");
    }
}

#[test]
fn many_levels_are_ranked_and_counted_alike() {
    // 100,000 levels by 50 over 60,000 rows: 5,000,000 possible cells, far more than two a row.
    let (columns, states) = table(60_000, &[100_000, 50]);
    let base = count(&records(&columns, &[100_000, 50], &states))
        .unwrap()
        .remove(0);
    assert_eq!(groups(&base), naive(&[&columns[0], &columns[1]], &states));
    let second = base.roll_up(&[1]).unwrap();
    assert_eq!(groups(&second), naive(&[&columns[1]], &states));
    let turned = base.roll_up(&[1, 0]).unwrap();
    assert_eq!(groups(&turned), naive(&[&columns[1], &columns[0]], &states));
}

#[test]
fn a_product_of_levels_beyond_64_bits_is_no_overflow() {
    let (columns, states) = table(500, &[7; 12]);
    // 12 columns of 400 levels are more than 10^31 cells.
    let levels = [400; 12];
    let base = count(&records(&columns, &levels, &states))
        .unwrap()
        .remove(0);
    let all: Vec<&[u32]> = columns.iter().map(Vec::as_slice).collect();
    assert_eq!(groups(&base), naive(&all, &states));
    // 14 columns of 4 billion levels do not fit 128 bits, and that is said.
    let (columns, states) = table(500, &[7; 14]);
    let answer = count(&records(&columns, &[u32::MAX; 14], &states));
    assert_eq!(answer, Err(Error::TooLarge));
}

#[test]
fn outcomes_of_one_pass_may_have_their_own_periods() {
    let race = Coded::new(Codes::U8(&[0, 1, 0, 1]), 2).unwrap();
    let maths = Coded::new(Codes::U16(&[0, 0, 1, 1]), 2).unwrap();
    let english = Coded::new(Codes::U32(&[2, 2, 2, 0]), 3).unwrap();
    let records = Records {
        rows: 4,
        dimensions: vec![race],
        periods: vec![maths, english],
        ..Records::default()
    };
    let records = records
        .with_outcome(&[1, 0, 1, 2], Some(0))
        .with_outcome(&[0, 1, 1, 1], Some(1))
        .with_outcome(&[1, 1, 1, 1], None)
        .with_outcome(&[2, 2, 0, 0], Some(0));
    let cells = count(&records).unwrap();
    let of = |codes: &[u32], tally| (codes.to_vec(), tally);
    assert_eq!(
        groups(&cells[0]),
        [
            of(&[0, 0], [1, 1, 0]),
            of(&[0, 1], [1, 0, 0]),
            of(&[1, 0], [1, 1, 0]),
            of(&[1, 1], [0, 0, 1])
        ]
    );
    assert_eq!(
        groups(&cells[1]),
        [
            of(&[0, 1], [1, 1, 0]),
            of(&[2, 0], [2, 1, 0]),
            of(&[2, 1], [1, 1, 0])
        ]
    );
    assert_eq!(
        groups(&cells[2]),
        [of(&[0], [2, 2, 0]), of(&[1], [2, 2, 0])]
    );
    assert_eq!(
        groups(&cells[3]),
        [
            of(&[0, 0], [0, 0, 1]),
            of(&[0, 1], [0, 0, 1]),
            of(&[1, 0], [1, 0, 0]),
            of(&[1, 1], [1, 0, 0])
        ]
    );
}

#[test]
fn a_child_may_be_in_several_overlapping_groups_or_in_none() {
    // Columns: school, flag A, flag B. By hand: the third child is in both, the fourth in none.
    let columns = vec![vec![0, 0, 1, 1], vec![1, 0, 1, 0], vec![0, 1, 1, 0]];
    let base = count(&records(&columns, &[2, 2, 2], &[1, 0, 1, 2]))
        .unwrap()
        .remove(0);
    let (by_school, none) = overlapping(&base, &[0], &[1, 2]).unwrap();
    let of = |codes: &[u32], tally| (codes.to_vec(), tally);
    assert_eq!(
        groups(&by_school),
        [
            of(&[0, 0], [1, 1, 0]),
            of(&[0, 1], [1, 0, 0]),
            of(&[1, 0], [1, 1, 0]),
            of(&[1, 1], [1, 1, 0])
        ]
    );
    assert_eq!(none, 1);
    // Never summed over: it leads every subset.
    let turned = by_school.roll_up(&[1, 0]).unwrap();
    let all = lattice(&turned, 1, None).unwrap();
    assert_eq!(
        groups(&all[0].cells),
        [of(&[0], [2, 2, 0]), of(&[1], [2, 1, 0])]
    );
    // No flags: nobody is in a group.
    let (nothing, none) = overlapping(&base, &[0], &[]).unwrap();
    assert_eq!((nothing.len(), none), (0, 4));
}

#[test]
fn no_dimensions_and_no_rows() {
    let base = count(&records(&[], &[], &[0, 1, 2, 1])).unwrap().remove(0);
    assert_eq!(groups(&base), [(vec![], [3, 2, 1])]);
    assert_eq!(lattice(&base, 0, None).unwrap().len(), 1);
    let empty = count(&records(&[vec![], vec![]], &[3, 0], &[]))
        .unwrap()
        .remove(0);
    assert!(empty.is_empty());
    let all = lattice(&empty, 0, None).unwrap();
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|subset| subset.cells.is_empty()));
}

#[test]
fn new_codes_may_merge_levels() {
    let columns = vec![vec![0, 1, 2, 1], vec![1, 0, 1, 0]];
    let base = count(&records(&columns, &[3, 2], &[1, 0, 1, 2]))
        .unwrap()
        .remove(0);
    let merged = base.relabel(&[vec![1, 0, 1], vec![0, 1]]).unwrap();
    let of = |codes: &[u32], tally| (codes.to_vec(), tally);
    assert_eq!(
        groups(&merged),
        [of(&[0, 0], [1, 0, 1]), of(&[1, 1], [2, 2, 0])]
    );
    assert!(base.relabel(&[vec![0, 1], vec![0, 1]]).is_err());
    assert!(base.relabel(&[vec![0, 1, 2]]).is_err());
}

proptest! {
    /// A full array keeps no codes; whichever way leads to one, it is the same cells as from records.
    #[test]
    fn full_arrays_are_relabelled_like_their_records(
        order in prop::sample::select(vec![[0_u32, 1, 2], [1, 2, 0], [2, 1, 0], [0, 2, 1]]),
        swap in any::<bool>(),
        merge in any::<bool>(),
        seed in 0_u32..1000,
    ) {
        let flag = [u32::from(swap), u32::from(!swap)];
        let last = if merge { [0, 0] } else { [1, 0] };
        let new = [order.to_vec(), flag.to_vec(), last.to_vec()];
        // Each combination has a child at least, and some have more.
        let rows: Vec<u32> = (0..12).chain((0..20).map(|row| scattered(row, seed, 12))).collect();
        let column = |stride: u32, levels: u32| -> Vec<u32> {
            rows.iter().map(|row| row / stride % levels).collect()
        };
        let columns = vec![column(4, 3), column(2, 2), column(1, 2)];
        let states: Vec<u8> = (0..32).map(|row| scattered(row, seed + 1, 3) as u8).collect();
        let weights: Vec<f64> = (0..32).map(|row| f64::from(scattered(row, seed, 8)) / 4.0).collect();
        let counted = |columns: &[Vec<u32>], levels: &[u32]| {
            let records = Records { weights: Some(&weights), ..records(columns, levels, &states) };
            count(&records).unwrap().remove(0)
        };
        let base = counted(&columns, &[3, 2, 2]);
        prop_assert_eq!(base.occurring(0), [true; 3]);
        let relabelled: Vec<Vec<u32>> = columns
            .iter()
            .zip(&new)
            .map(|(codes, new)| codes.iter().map(|&code| new[code as usize]).collect())
            .collect();
        let expected = counted(&relabelled, &[3, 2, if merge { 1 } else { 2 }]);
        prop_assert_eq!(&base.relabel(&new).unwrap(), &expected);
        // A level without groups is no full array, and its codes are the same.
        let sparse = counted(&relabelled, &[3, 2, 7]);
        for dimension in 0..3 {
            prop_assert_eq!(sparse.codes(dimension), expected.codes(dimension));
            let mut behind = vec![9];
            expected.extend_with_codes(dimension, &mut behind);
            prop_assert_eq!(&behind[1..], &*sparse.codes(dimension));
        }
    }
}

#[test]
fn subsets_come_small_ones_first_up_to_the_depth() {
    let (columns, states) = table(50, &[2, 2, 2, 2]);
    let base = count(&records(&columns, &[2; 4], &states))
        .unwrap()
        .remove(0);
    let dimensions = |leading, depth| -> Vec<Vec<usize>> {
        let all = lattice(&base, leading, depth).unwrap();
        all.into_iter().map(|subset| subset.dimensions).collect()
    };
    assert_eq!(
        dimensions(1, Some(2)),
        [
            vec![],
            vec![0],
            vec![1],
            vec![2],
            vec![0, 1],
            vec![0, 2],
            vec![1, 2]
        ]
    );
    assert_eq!(dimensions(4, None), [vec![0_usize; 0]]);
    assert_eq!(dimensions(0, Some(99)).len(), 16);
    assert!(lattice(&base, 5, None).is_err());
}

#[test]
fn more_subsets_than_anyone_reads_need_a_depth() {
    let (columns, states) = table(20, &[2; 30]);
    let base = count(&records(&columns, &[2; 30], &states))
        .unwrap()
        .remove(0);
    assert_eq!(
        lattice(&base, 0, None).unwrap_err().to_string(),
        "option depth: 30 of 30 dimensions is not allowed. Expected a depth that gives at most 65,536 subsets."
    );
    // 1 + 30 + 435.
    assert_eq!(lattice(&base, 0, Some(2)).unwrap().len(), 466);
}

#[test]
fn faults_are_told() {
    assert!(Coded::new(Codes::U8(&[0, 3]), 3).is_err());
    let race = Coded::new(Codes::U8(&[0, 1]), 2).unwrap();
    let records = |rows| Records {
        rows,
        dimensions: vec![race],
        ..Records::default()
    };
    assert!(count(&records(3).with_outcome(&[0, 1, 1], None)).is_err());
    assert!(count(&records(2).with_outcome(&[0, 3], None)).is_err());
    assert!(count(&records(2).with_outcome(&[0, 1], Some(0))).is_err());
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let weights = Some(&[1.0, bad][..]);
        let records = Records {
            weights,
            ..records(2)
        };
        assert!(
            count(&records.with_outcome(&[0, 1], None)).is_err(),
            "{bad}"
        );
    }
    // Each is a double, their squares are not.
    let huge = Records {
        weights: Some(&[1e300, 1e300]),
        ..records(2)
    };
    assert!(count(&huge.with_outcome(&[0, 1], None)).is_err());
    let tallies = |n: &'static [u64], successes: &'static [u64]| {
        let missing = &[0, 0];
        Cells::from_tallies(
            &[race],
            Tallies {
                n,
                successes,
                missing,
                weighted: None,
            },
        )
    };
    assert!(tallies(&[1, 2], &[2, 2]).is_err());
    assert_eq!(tallies(&[u64::MAX, 1], &[0, 0]), Err(Error::TooLarge));
    let cells = tallies(&[1, 2], &[1, 0]).unwrap();
    assert!(cells.roll_up(&[1]).is_err());
    assert!(cells.roll_up(&[0, 0]).is_err());
}

#[test]
fn equal_weights_say_what_the_children_say() {
    // 40 children of weight 0.3, of whom 26 reach it.
    let sums = Weighted {
        sum: 40.0 * 0.3,
        reached: 26.0 * 0.3,
        squares: 40.0 * 0.09,
    };
    assert!((sums.rate().unwrap() - 0.65).abs() < 1e-12);
    assert!((sums.effective_n().unwrap() - 40.0).abs() < 1e-9);
    let level = crate::Confidence::default();
    let (low, high) = sums.interval(level).unwrap();
    let (a, b) = proportion_interval(26, 40, IntervalMethod::Wilson, level)
        .unwrap()
        .unwrap();
    assert!((low - a).abs() < 1e-12 && (high - b).abs() < 1e-12);
    // Kish: weights 1, 1, 4 are worth (1 + 1 + 4)² / (1 + 1 + 16) = 2 children.
    let unequal = Weighted {
        sum: 6.0,
        reached: 4.0,
        squares: 18.0,
    };
    assert_eq!(unequal.effective_n(), Some(2.0));
    let nobody = Weighted::default();
    assert_eq!(
        (nobody.rate(), nobody.effective_n(), nobody.interval(level)),
        (None, None, None)
    );
}
