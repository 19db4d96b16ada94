//! An allocation over the years of a path.

use super::*;

#[test]
fn years_add_up_in_every_margin_and_no_cell_falls() {
    let target = Target::new(exact("155/346"), exact("80%"), 346, 2026, 5).unwrap();
    let split = target
        .allocate(&crossed(), AllocationOptions::default())
        .unwrap();
    let path = target.path(crate::Path::Linear).unwrap();
    let years = target.allocate_years(&split, &path).unwrap();
    // Every cell in whole children: 123 where the whole takes 277 − 155 = 122.
    assert_eq!((split.allocated, target.children()), (123, 122));
    assert_eq!(years.caveats.len(), 1);
    assert_eq!(years.totals[4], 123);
    let mut before = vec![0; 9];
    for (t, &total) in years.totals.iter().enumerate() {
        let now: Vec<u64> = (years.cells.iter())
            .map(|cell| cell.children.as_ref().unwrap()[t])
            .collect();
        assert_eq!(now.iter().sum::<u64>(), total);
        for race in 0..3 {
            let (given, last) = (
                now[race * 3..][..3].iter().sum::<u64>(),
                children(&split)[race * 3..][..3].iter().sum::<u64>(),
            );
            assert!((given * 123).abs_diff(last * total) < 123);
        }
        assert!(now.iter().zip(&before).all(|(now, before)| now >= before));
        before = now;
    }
    assert_eq!(before, children(&split));
    assert!(
        years
            .convention
            .contains("over race, then inside each over school")
    );
    // The worked target: exactly the path's children, and of each cell its share.
    let split = seed()
        .allocate(&four(), AllocationOptions::default())
        .unwrap();
    let years = seed()
        .allocate_years(&split, &seed().path(crate::Path::Linear).unwrap())
        .unwrap();
    assert_eq!(
        (years.totals, years.caveats.len()),
        (vec![80, 160, 240, 320, 400], 0)
    );
    assert_eq!(years.cells[2].children, Some(vec![12, 24, 36, 48, 60]));
}

#[test]
fn years_of_a_path_of_few_children_are_its_share_of_the_way() {
    // The overall rate is one child short of the goal, the cells 150: a fifth a year, not all in the first.
    let cells = [("White", 950), ("Black", 649)]
        .map(|(race, s)| GroupCount::new(GroupKey::of("race", race), 1000, s).unwrap());
    let target = Target::new(exact("1599/2000"), exact("80%"), 2000, 2026, 5).unwrap();
    let split = target
        .allocate(&cells, AllocationOptions::default())
        .unwrap();
    assert_eq!((split.allocated, target.children()), (151, 1));
    let years = target
        .allocate_years(&split, &target.path(crate::Path::Linear).unwrap())
        .unwrap();
    // ⌈151 t / 5⌉ by hand.
    assert_eq!(years.totals, [31, 61, 91, 121, 151]);
    assert_eq!(years.cells[0].children, Some(vec![0; 5]));
}
