use proptest::prelude::*;

use super::*;
use crate::Censoring;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

/// 60 % to 80 % of 2,000 in five years.
fn seed() -> Target {
    Target::new(exact("60%"), exact("80%"), 2000, 2026, 5).unwrap()
}

fn four() -> Vec<GroupCount> {
    [
        ("Black", 600, 270),
        ("Hispanic", 400, 200),
        ("White", 800, 580),
        ("Asian", 200, 150),
    ]
    .map(|(race, n, s)| GroupCount::new(GroupKey::of("race", race), n, s).unwrap())
    .to_vec()
}

fn children(found: &Allocation) -> Vec<u64> {
    found
        .cells
        .iter()
        .map(|cell| cell.allocated.unwrap())
        .collect()
}

#[test]
fn worked_table_of_allocations() {
    let with = |method, total, capacity: Option<&'static [u64]>| {
        seed().allocate(
            &four(),
            AllocationOptions {
                method,
                total,
                capacity,
            },
        )
    };
    let equal = with(AllocationMethod::EqualRate, Some(400), None).unwrap();
    assert_eq!(children(&equal), [210, 120, 60, 10]);
    assert_eq!(equal.resulting_spread, Some(Exact::ZERO));
    assert_eq!(equal.spread, Some(exact(".30")));
    assert!(equal.caveats.is_empty());
    let shortfall = with(AllocationMethod::Shortfall, Some(400), None).unwrap();
    assert_eq!(children(&shortfall), children(&equal));
    assert_eq!(
        with(AllocationMethod::Shortfall, None, None).unwrap(),
        shortfall
    );
    let half = with(AllocationMethod::Shortfall, Some(200), None).unwrap();
    assert_eq!(
        (children(&half), half.resulting_spread),
        (vec![105, 60, 30, 5], Some(exact(".15")))
    );
    // 200 cannot make rates equal.
    let error = with(AllocationMethod::EqualRate, Some(200), None).unwrap_err();
    assert_eq!(
        error,
        Error::NotAffordable {
            price: 400,
            total: 200
        }
    );
    // By hand: quotas 105, 60 reach caps 100, 60; 40 over needs 60 and 10 are 34 2/7 and 5 5/7.
    let capped = with(
        AllocationMethod::Shortfall,
        Some(200),
        Some(&[100, 60, 60, 40]),
    )
    .unwrap();
    assert_eq!(
        (children(&capped), capped.unallocated),
        (vec![100, 60, 34, 6], 0)
    );
    // Needs 210, 120, 60, 10 under caps 100, 60, 60, 40: 230 fit, 170 of 400 do not.
    for method in [AllocationMethod::EqualRate, AllocationMethod::Shortfall] {
        let full = with(method, Some(450), Some(&[100, 60, 60, 40])).unwrap();
        assert_eq!(children(&full), [100, 60, 60, 10]);
        assert_eq!(
            (full.allocated, full.unallocated, full.slack),
            (230, 170, 50)
        );
        assert_eq!(
            full.sentence(&Wording::default())
                .replace(method.words(), "…"),
            "Of 450 children, 230 are allocated over 4 cells (…) towards 80.0 % in every cell, which takes 400; 170 exceed the capacities and are unallocated; 50 are more than the goal takes; highest and lowest rate are then 18.3 points apart instead of 30.0."
        );
    }
    assert!(with(AllocationMethod::Shortfall, None, Some(&[1])).is_err());
    // 230 is all that fits, so 230 is enough for an equal rate as far as capacities let it.
    let fits = with(
        AllocationMethod::EqualRate,
        Some(230),
        Some(&[100, 60, 60, 40]),
    )
    .unwrap();
    assert_eq!(
        (children(&fits), fits.unallocated, fits.slack),
        (vec![100, 60, 60, 10], 0, 0)
    );
    let error = with(
        AllocationMethod::EqualRate,
        Some(229),
        Some(&[100, 60, 60, 40]),
    )
    .unwrap_err();
    assert_eq!(
        error,
        Error::NotAffordable {
            price: 230,
            total: 229
        }
    );
}

#[test]
fn parity_at_eighty_percent() {
    // Published worked example: needs 245, 88, 46, 3 = 382 = 1600 − 1218.
    let cells: Vec<_> = [(700, 315), (400, 232), (760, 562), (140, 109)]
        .iter()
        .enumerate()
        .map(|(i, &(n, s))| GroupCount::new(GroupKey::of("group", i.to_string()), n, s).unwrap())
        .collect();
    let target = Target::new(exact("1218/2000"), exact("0.8"), 2000, 2026, 5).unwrap();
    let found = target
        .allocate(&cells, AllocationOptions::default())
        .unwrap();
    assert_eq!(
        (children(&found), found.price, target.children()),
        (vec![245, 88, 46, 3], 382, 382)
    );
}

#[test]
fn cells_that_disagree_or_are_hidden_are_said() {
    let other = Target::new(exact("61%"), exact("80%"), 2100, 2026, 5).unwrap();
    let found = other
        .allocate(&four(), AllocationOptions::default())
        .unwrap();
    assert_eq!(
        found.caveats[0],
        "The cells hold 2,000 children at 60.00 %; the target says 2,100 at 61.00 %. The cells were used."
    );
    let mut cells = four();
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    cells.push(
        GroupCount::from_counts(GroupKey::of("race", "Other"), Count::exact(20), few).unwrap(),
    );
    let found = seed()
        .allocate(&cells, AllocationOptions::default())
        .unwrap();
    assert_eq!((found.cells[4].allocated, found.price), (None, 400));
    // ⌈.8 · 20⌉ = 16 less 0 to 9.
    assert_eq!(
        found.caveats[0],
        "Left out because of censored counts: 1 cell, short of the goal by 7 to 16 children."
    );
}

#[test]
fn nobody_to_allocate_to() {
    let none = seed()
        .allocate(
            &[],
            AllocationOptions {
                total: Some(5),
                ..Default::default()
            },
        )
        .unwrap();
    assert_eq!((none.price, none.slack, none.spread), (0, 5, None));
    let past = [GroupCount::new(GroupKey::of("race", "A"), 10, 10).unwrap()];
    let method = AllocationMethod::Shortfall;
    let found = seed().allocate(
        &past,
        AllocationOptions {
            method,
            total: Some(5),
            capacity: None,
        },
    );
    assert_eq!(found.unwrap().slack, 5);
}

proptest! {
    #[test]
    fn allocations_add_up_and_never_overshoot(
        cells in prop::collection::vec((0_u64..200, 0_u64..200, 0_u64..80), 0..10),
        total in prop::option::of(0_u64..800),
        capped in any::<bool>(),
        goal in 0_i128..=20,
    ) {
        let groups: Vec<_> = cells
            .iter()
            .enumerate()
            .map(|(i, &(n, s, _))| GroupCount::new(GroupKey::of("g", i.to_string()), n, s.min(n)).unwrap())
            .collect();
        let capacity: Vec<u64> = cells.iter().map(|cell| cell.2).collect();
        let target = Target::new(Exact::ZERO, Exact::new(goal, 20).unwrap(), 100, 2026, 5).unwrap();
        for method in [AllocationMethod::EqualRate, AllocationMethod::Shortfall] {
            let options = AllocationOptions { method, total, capacity: capped.then_some(&capacity[..]) };
            let found = match target.allocate(&groups, options) {
                Err(Error::NotAffordable { price, total }) => {
                    prop_assert!(method == AllocationMethod::EqualRate && total < price);
                    continue;
                }
                found => found.unwrap(),
            };
            prop_assert_eq!(found.allocated + found.unallocated + found.slack, found.total);
            prop_assert_eq!(children(&found).iter().sum::<u64>(), found.allocated);
            for (cell, capacity) in found.cells.iter().zip(&capacity) {
                prop_assert!(cell.allocated.unwrap() <= cell.need.value().unwrap());
                prop_assert!(!capped || cell.allocated.unwrap() <= *capacity);
                if method == AllocationMethod::EqualRate && !capped && cell.rate.is_some() {
                    prop_assert!(cell.resulting_rate.unwrap() >= target.goal());
                }
            }
        }
    }
}

#[test]
fn serialises_for_other_languages() {
    let found = seed()
        .allocate(&four(), AllocationOptions::default())
        .unwrap();
    let found = serde_json::to_value(&found).unwrap();
    assert_eq!(
        found["cells"][0]["key"],
        serde_json::json!({"race": "Black"})
    );
    assert_eq!(found["method"], "equal_rate");
}
