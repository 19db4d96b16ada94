use proptest::prelude::*;

use super::*;
use crate::Censoring;

fn cell(school: &str, race: &str, n: u64, s: u64) -> GroupCount {
    let key = GroupKey::new([("school", school), ("race", race)]).unwrap();
    GroupCount::new(key, n, s).unwrap()
}

fn options(level: &str) -> ConcentrationOptions {
    ConcentrationOptions::new(level.parse().unwrap(), Direction::Higher).unwrap()
}

/// By hand at 60 %: needs 24, 18, 12, 6, 30 of n 40, 30, 20, 10, 50 less 4, 6, 6, 6, 40
/// = 20, 12, 6, 0, 0 (not −10). Total 38; 80 % is 30.4: 20 + 12 = 32 is enough, so two cells.
fn cells() -> Vec<GroupCount> {
    vec![
        cell("3", "Black", 20, 6),
        cell("1", "White", 10, 6),
        cell("1", "Black", 40, 4),
        cell("2", "White", 50, 40),
        cell("2", "Black", 30, 6),
    ]
}

#[test]
fn fewest_cells_that_hold_four_fifths() {
    let found = concentration(&cells(), &options("60%")).unwrap();
    let ranked: Vec<_> = found
        .cells
        .iter()
        .map(|c| (c.key.to_string(), c.shortfall))
        .collect();
    assert_eq!(
        ranked,
        [
            ("school 1, Black".to_owned(), 20),
            ("school 2, Black".to_owned(), 12),
            ("school 3, Black".to_owned(), 6),
            ("school 2, White".to_owned(), 0),
            ("school 1, White".to_owned(), 0),
        ]
    );
    assert_eq!((found.total, found.smallest, found.covered), (38, 2, 32));
    // Definition by mean difference: Σ|x_i − x_j| over ordered pairs is 2 (8 + 14 + 20 + 20 + 6 + 12 + 12 + 6 + 6)
    // = 208; 208 / (2 · 5² · 7.6) = 208/380.
    assert!((found.gini.unwrap() - 208.0 / 380.0).abs() < 1e-12);
    assert_eq!(found.curve.len(), 6);
    assert_eq!(
        found.sentence(&Wording::default()),
        "2 of 5 cells hold 32 of the 38 children missing to 60.0 % in each cell (84.2 %); cells past 60.0 % are not set against them."
    );
}

#[test]
fn the_cover_is_compared_exactly() {
    // Shortfalls 8 and 2 at 100 %: 8 of 10 is exactly four fifths, so one cell is enough.
    let found =
        concentration(&[cell("1", "A", 8, 0), cell("2", "A", 2, 0)], &options("1")).unwrap();
    assert_eq!(found.smallest, 1);
    let mut strict = options("1");
    strict.cover = "0.800001".parse().unwrap();
    let found = concentration(&[cell("1", "A", 8, 0), cell("2", "A", 2, 0)], &strict).unwrap();
    assert_eq!(found.smallest, 2);
}

#[test]
fn within_one_group_and_with_nothing_missing() {
    let mut within = options("60%");
    within.within = Some(("race".into(), "White".into()));
    let found = concentration(&cells(), &within).unwrap();
    assert_eq!((found.cells.len(), found.total, found.smallest), (2, 0, 0));
    assert!(found.curve.is_empty() && found.gini.is_none());
    assert!(
        found
            .sentence(&Wording::default())
            .starts_with("Every cell")
    );
    within.cover = Exact::ZERO;
    assert!(concentration(&cells(), &within).is_err());
}

#[test]
fn no_cells_are_not_cells_at_the_goal() {
    let found = concentration(&[], &options("60%")).unwrap();
    assert_eq!(
        found.sentence(&Wording::default()),
        "No cell has exact counts and children, so nothing is ranked."
    );
    // Cells by school alone cannot be told apart by race: an error, not zero missing children.
    let by_school = [GroupCount::new(GroupKey::of("school", "1"), 40, 4).unwrap()];
    let mut within = options("60%");
    within.within = Some(("race".into(), "Black".into()));
    assert!(matches!(
        concentration(&by_school, &within),
        Err(Error::UnknownGroup { .. })
    ));
}

#[test]
fn cells_without_children_are_no_inequality() {
    // Two cells missing 6 each are equal, however many empty cells stand beside them.
    let all = [("1", 10), ("2", 10), ("3", 0), ("4", 0)].map(|(school, n)| cell(school, "A", n, 0));
    let found = concentration(&all, &options("60%")).unwrap();
    assert_eq!((found.gini, found.cells.len()), (Some(0.0), 2));
    assert_eq!(found.empty.len(), 2);
    assert!(
        found
            .sentence(&Wording::default())
            .ends_with("Set aside without children: 2 cells.")
    );
}

#[test]
fn censored_cells_are_reported_apart() {
    let mut all = cells();
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    let key = GroupKey::new([("school", "4"), ("race", "Black")]).unwrap();
    all.push(GroupCount::from_counts(key, Count::exact(20), few).unwrap());
    let found = concentration(&all, &options("60%")).unwrap();
    assert_eq!(found.total, 38);
    // ⌈.6 · 20⌉ = 12 less 0 to 9.
    assert_eq!(found.not_assessed[0].1.low(), 3);
    assert!(
        found
            .sentence(&Wording::default())
            .ends_with("Left out because of censored counts: 1 cell, missing 3 to 12 children.")
    );
}

#[test]
fn where_lower_is_better_children_are_too_many() {
    // At most 2 of 40 and 1 of 20 at 5 %: 10 and 3 are 8 and 2 too many. "*" of 100 is 0 to 100, at most 5.
    let mut lower = options("5%");
    lower.direction = Direction::Lower;
    let key = GroupKey::new([("school", "3"), ("race", "A")]).unwrap();
    let hidden = Count::unknown(Censoring::Suppressed);
    let cells = [
        cell("1", "A", 40, 10),
        cell("2", "A", 20, 3),
        GroupCount::from_counts(key, Count::exact(100), hidden).unwrap(),
    ];
    assert_eq!(
        concentration(&cells, &lower)
            .unwrap()
            .sentence(&Wording::default()),
        "1 of 2 cells holds 8 of the 10 children too many above 5.0 % in each cell (80.0 %); cells past 5.0 % are not set against them. Left out because of censored counts: 1 cell, with 0 to 95 children too many."
    );
}

proptest! {
    // Oracle: every subset of the cells.
    #[test]
    fn no_smaller_set_covers(cells in prop::collection::vec((1_u64..40, 0_u64..40), 1..9)) {
        let groups: Vec<_> = cells
            .iter()
            .enumerate()
            .map(|(i, &(n, s))| cell(&i.to_string(), "A", n, s.min(n)))
            .collect();
        let found = concentration(&groups, &options("0.7")).unwrap();
        // ⌈.7 n⌉ in integers.
        let missing: Vec<u64> =
            cells.iter().map(|&(n, s)| (7 * n).div_ceil(10).saturating_sub(s.min(n))).collect();
        let total: u64 = missing.iter().sum();
        let fewest = (0_u32..1 << missing.len())
            .filter(|set| {
                let held: u64 = (0..missing.len()).filter(|i| set >> i & 1 == 1).map(|i| missing[i]).sum();
                5 * held >= 4 * total
            })
            .map(u32::count_ones)
            .min()
            .unwrap();
        prop_assert_eq!((found.total, found.smallest), (total, fewest as usize));
        // Input order changes nothing.
        let mut reversed = groups.clone();
        reversed.reverse();
        prop_assert_eq!(concentration(&reversed, &options("0.7")).unwrap(), found);
    }
}
