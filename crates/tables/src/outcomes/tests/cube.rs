//! The lattice and what is counted beside children: overlapping groups, weights, rows counted before.

use super::*;
use crate::{GroupedColumns, Lattice};

/// The groups of a subset: its codes as texts, with n.
fn groups(lattice: &Lattice, subset: usize) -> Vec<(Vec<String>, u64)> {
    let subset = &lattice.subsets[subset];
    let dated = usize::from(!lattice.periods.is_empty());
    (0..subset.cells.len())
        .map(|row| {
            let code = |at: usize| subset.cells.codes(at)[row] as usize;
            let period = (0..dated).map(|_| lattice.periods[code(0)].clone());
            let levels = subset.dimensions.iter().enumerate();
            let levels = levels.map(|(at, &d)| lattice.levels[d][code(dated + at)].to_string());
            (period.chain(levels).collect(), subset.cells.n()[row])
        })
        .collect()
}

fn flagged() -> (DataFrame, RecordColumns) {
    let frame = df!(
        "year" => [2024, 2024, 2025, 2025],
        "school" => ["S", "T", "S", "S"],
        "black" => [1, 1, 0, 0],
        "asian" => [0, 1, 1, 0],
        "w" => [1.0, 2.0, 4.0, 8.0],
        "y" => [Some(1), Some(0), Some(1), None],
    )
    .unwrap();
    let groups = [("Black", "black"), ("Asian", "asian")];
    let groups = groups.map(|(group, column)| (group.to_owned(), column.to_owned()));
    let columns = RecordColumns {
        by: by(&["school"]),
        period: Some("year".to_owned()),
        overlapping: vec![("race".to_owned(), groups.to_vec())],
        weight: Some("w".to_owned()),
        ..RecordColumns::new("y", Direction::Higher)
    };
    (frame, columns)
}

#[test]
fn the_lattice_is_sorted_by_period_and_then_as_asked() {
    let (frame, columns) = flagged();
    let outcomes = Outcomes::from_records(&frame, &columns).unwrap();
    let lattice = outcomes.lattice(&["race", "school"], None).unwrap();
    let sets: Vec<&[usize]> = lattice
        .subsets
        .iter()
        .map(|s| s.dimensions.as_slice())
        .collect();
    assert_eq!(sets, [&[][..], &[0], &[1], &[0, 1]]);
    let of = |texts: &[&str], n: u64| {
        let texts = texts.iter().map(|&text| text.to_owned());
        (texts.collect::<Vec<String>>(), n)
    };
    assert_eq!(groups(&lattice, 0), [of(&["2024"], 2), of(&["2025"], 1)]);
    // By hand: the second child is both Black and Asian, the last is neither.
    assert_eq!(
        groups(&lattice, 1),
        [
            of(&["2024", "Asian"], 1),
            of(&["2024", "Black"], 2),
            of(&["2025", "Asian"], 1)
        ]
    );
    assert_eq!(
        groups(&lattice, 3),
        [
            of(&["2024", "Asian", "T"], 1),
            of(&["2024", "Black", "S"], 1),
            of(&["2024", "Black", "T"], 1),
            of(&["2025", "Asian", "S"], 1),
        ]
    );
    assert_eq!(outcomes.in_no_group(), [("race", 1)]);
    // The order asked for is the order of the codes.
    let turned = outcomes.lattice(&["school", "race"], None).unwrap();
    assert_eq!(groups(&turned, 3)[0], of(&["2024", "S", "Black"], 1));
    assert_eq!(
        outcomes.lattice(&["race"], Some(0)).unwrap().subsets.len(),
        1
    );
    assert!(outcomes.lattice(&["rase"], None).is_err());
    assert!(outcomes.lattice(&["school", "school"], None).is_err());
}

#[test]
fn weights_stand_beside_the_groups_in_their_order() {
    let (frame, columns) = flagged();
    let outcomes = Outcomes::from_records(&frame, &columns).unwrap();
    let sums = outcomes.weighted(&["race"], Some("2024")).unwrap().unwrap();
    let found: Vec<(f64, f64, f64)> = sums.iter().map(|w| (w.sum, w.reached, w.squares)).collect();
    // Asian: the second child. Black: the first (1) and the second (2).
    assert_eq!(found, [(2.0, 0.0, 4.0), (3.0, 1.0, 5.0)]);
    assert!(outcomes.is_weighted());
    let plain = RecordColumns {
        weight: None,
        ..columns
    };
    let plain = Outcomes::from_records(&frame, &plain).unwrap();
    // Gaps are of children and say so where there are weights.
    let caveats = |outcomes: &Outcomes| {
        let options = commonweal_equity::GapOptions::new(Direction::Higher);
        let found = outcomes.gaps(&["school"], Some("2024"), options).unwrap();
        found.caveats.join(" ")
    };
    assert!(caveats(&outcomes).contains("weights are not used"));
    assert_eq!(caveats(&plain), "");
    assert_eq!(plain.weighted(&[], None), Ok(None));
    assert_eq!(
        plain.counts(&["race"], None),
        outcomes.counts(&["race"], None)
    );
}

#[test]
fn overlapping_groups_are_answered_and_never_summed() {
    let (frame, columns) = flagged();
    let outcomes = Outcomes::from_records(&frame, &columns).unwrap();
    assert!(outcomes.overlaps(&["race"]) && outcomes.overlaps(&["school", "race"]));
    assert!(!outcomes.overlaps(&["school"]));
    let all = outcomes.overall(Some("2024")).unwrap().unwrap();
    assert_eq!(all.exact(), Some((2, 1)));
    let texts: Vec<String> = outcomes
        .cells()
        .iter()
        .map(|c| c.counts.key().to_string())
        .collect();
    assert_eq!(
        texts,
        [
            "S", "T", "S", "S, Black", "T, Asian", "T, Black", "S, Asian"
        ]
    );
}

#[test]
fn rows_counted_before_are_added_up() {
    // The same group twice, once with a space, and a group of nobody.
    let frame = df!(
        "race" => [Some("A"), Some("A "), None, Some("B")],
        "n" => [3, 4, 2, 0],
        "k" => [Some(1), Some(2), Some(0), None],
        "m" => [0, 1, 0, 0],
    )
    .unwrap();
    let columns = |n: &str| GroupedColumns {
        records: RecordColumns {
            by: by(&["race"]),
            ..RecordColumns::new("y", Direction::Higher)
        },
        n: n.to_owned(),
        successes: "k".to_owned(),
        missing: "m".to_owned(),
        weights: None,
    };
    let outcomes = Outcomes::from_grouped(&frame, &columns("n")).unwrap();
    assert_eq!(
        found(&outcomes),
        [row("(not recorded)", 2, 0, 0), row("A", 7, 3, 1)]
    );
    let fault = Outcomes::from_grouped(&frame, &columns("race")).unwrap_err();
    assert!(
        fault.to_string().contains("is not a column of counts"),
        "{fault}"
    );
    assert!(Outcomes::from_grouped(&frame, &columns("m")).is_err());
}
