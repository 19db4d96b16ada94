mod years;

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
                ..Default::default()
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
    // Four cells took part, and the sentence says what did not.
    let sentence = found.sentence(&Wording::default());
    assert!(sentence.contains("allocated over 4 cells"));
    assert!(sentence.ends_with(&found.caveats.join(" ")));
    let compared = seed()
        .compare_allocations(&cells, None, None, Rounding::default())
        .unwrap();
    let sentences = compared.sentences(&Wording::default());
    assert_eq!(sentences.last(), compared.caveats.last());
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
            ..Default::default()
        },
    );
    assert_eq!(found.unwrap().slack, 5);
}

#[test]
fn cells_without_a_known_outcome_are_said_and_not_called_at_the_goal() {
    let cell = |race: &str, n, s| GroupCount::new(GroupKey::of("race", race), n, s).unwrap();
    let sentence = |cells: &[GroupCount], total| {
        let options = AllocationOptions {
            total,
            ..AllocationOptions::default()
        };
        let found = seed().allocate(cells, options).unwrap();
        found.sentence(&Wording::default())
    };
    let empty = [cell("A", 0, 0), cell("B", 0, 0)];
    assert_eq!(
        sentence(&empty, None),
        "Nothing is allocated towards 80.0 % in every cell: no cell has exact counts and a child with a known outcome. Not in the allocation: 2 cells without a child with a known outcome."
    );
    assert!(
        sentence(&empty, Some(5)).starts_with("None of 5 children are allocated towards 80.0 %")
    );
    // One of three is assessed: 60 of 100 need 20 more.
    let one = sentence(
        &[cell("A", 0, 0), cell("B", 100, 60), cell("C", 0, 0)],
        None,
    );
    assert!(
        one.starts_with(
            "Of 20 children, 20 are allocated over 1 cell (every cell reaches the goal)"
        ),
        "{one}"
    );
    assert!(
        one.contains("Not in the allocation: 2 cells without a child with a known outcome."),
        "{one}"
    );
}

/// The golden table of the reference: children and resulting rates of every method.
#[test]
fn worked_table_of_every_method() {
    use AllocationMethod::{Enrolment, EqualRate, Leximin, MaxMin, NonProficient, Shortfall};
    let rates = |found: &Allocation| -> Vec<Exact> {
        let cells = found.cells.iter();
        cells.map(|cell| cell.resulting_rate.unwrap()).collect()
    };
    let all = |texts: [&str; 4]| texts.map(exact).to_vec();
    for (method, total, parts, resulting) in [
        (
            Enrolment,
            400,
            [120, 80, 160, 40],
            Some([".65", ".70", ".925", ".95"]),
        ),
        (
            NonProficient,
            400,
            [165, 100, 110, 25],
            Some([".725", ".75", ".8625", ".875"]),
        ),
        (EqualRate, 400, [210, 120, 60, 10], Some([".8"; 4])),
        (Shortfall, 400, [210, 120, 60, 10], Some([".8"; 4])),
        (MaxMin, 400, [210, 120, 60, 10], Some([".8"; 4])),
        (Leximin, 400, [210, 120, 60, 10], Some([".8"; 4])),
        (Enrolment, 200, [60, 40, 80, 20], None),
        // Quotas 82.5, 50, 55, 12.5: the tie goes to the larger.
        (NonProficient, 200, [83, 50, 55, 12], None),
        (Shortfall, 200, [105, 60, 30, 5], None),
        (
            MaxMin,
            200,
            [132, 68, 0, 0],
            Some([".67", ".67", ".725", ".75"]),
        ),
        (Leximin, 200, [132, 68, 0, 0], None),
    ] {
        let options = AllocationOptions {
            method,
            total: Some(total),
            ..Default::default()
        };
        let found = seed().allocate(&four(), options).unwrap();
        assert_eq!(children(&found), parts, "{method:?} {total}");
        if let Some(resulting) = resulting {
            assert_eq!(rates(&found), all(resulting), "{method:?} {total}");
        }
        assert_eq!(
            (found.allocated, found.unallocated, found.slack),
            (total, 0, 0)
        );
    }
    // Gaps of the reference at 200: enrolment keeps .30, water-filling leaves .08.
    let found = seed()
        .compare_allocations(&four(), Some(200), None, Rounding::default())
        .unwrap();
    let spread = |method: AllocationMethod| {
        let row = found
            .methods
            .iter()
            .find(|row| row.method == method)
            .unwrap();
        row.allocation.as_ref().and_then(|a| a.resulting_spread)
    };
    assert_eq!(spread(Enrolment), Some(exact(".30")));
    assert_eq!(spread(MaxMin), Some(exact(".08")));
    assert_eq!(spread(Shortfall), Some(exact(".15")));
    // 353/600 to 162/200.
    assert_eq!(spread(NonProficient), Some(exact("133/600")));
    assert_eq!(spread(EqualRate), None);
    assert_eq!(
        found.sentences(&Wording::default())[..3],
        [
            "equal_rate: takes 400 children, the total is 200.",
            "shortfall: 200 children; holds equal the share of its own shortfall that every cell closes; the lowest rate is then 62.5 %, highest and lowest 15.0 points apart.",
            "max_min: 200 children; holds equal the rate of the cells that receive children; the lowest rate is then 67.0 %, highest and lowest 8.0 points apart.",
        ]
    );
    // Capped: c = 100, 60, 60, 40.
    let options = AllocationOptions {
        method: MaxMin,
        total: Some(200),
        capacity: Some(&[100, 60, 60, 40]),
        ..Default::default()
    };
    let capped = seed().allocate(&four(), options).unwrap();
    assert_eq!(children(&capped), [100, 60, 36, 4]);
}

#[test]
fn greedy_ties_are_max_min_and_leximin() {
    // 0/3, 0/9, 5/6 towards 100 % with five children.
    let cells = [(3, 0), (9, 0), (6, 5)]
        .iter()
        .enumerate()
        .map(|(i, &(n, s))| GroupCount::new(GroupKey::of("g", i.to_string()), n, s).unwrap())
        .collect::<Vec<_>>();
    let target = Target::new(exact("5/18"), Exact::ONE, 18, 2026, 5).unwrap();
    let with = |method| {
        let options = AllocationOptions {
            method,
            total: Some(5),
            ..Default::default()
        };
        children(&target.allocate(&cells, options).unwrap())
    };
    assert_eq!(with(AllocationMethod::MaxMin), [1, 4, 0]);
    assert_eq!(with(AllocationMethod::Leximin), [2, 3, 0]);
}

#[test]
fn proportional_splits_without_the_goal_stop_where_everyone_is_there() {
    // 3 of 4 and 0 of 4 by enrolment, 6 children: quotas 3 and 3, but one is left in the first; the rest is 4
    // of 5 in the second, so one child has no room anywhere.
    let cells = [3, 0].map(|s| GroupCount::new(GroupKey::of("g", s.to_string()), 4, s).unwrap());
    let options = AllocationOptions {
        method: AllocationMethod::Enrolment,
        total: Some(6),
        ..Default::default()
    };
    let found = Target::new(exact("3/8"), exact("1/2"), 8, 2026, 5)
        .unwrap()
        .allocate(&cells, options)
        .unwrap();
    assert_eq!(
        (children(&found), found.slack, found.unallocated),
        (vec![1, 4], 1, 0)
    );
    assert!(
        found
            .sentence(&Wording::default())
            .contains("1 are more than there is room for")
    );
}

/// Race by school: 12 cells.
fn crossed() -> Vec<GroupCount> {
    [
        ("A", "1", 40, 10),
        ("A", "2", 35, 20),
        ("A", "3", 50, 21),
        ("B", "1", 45, 11),
        ("B", "2", 31, 9),
        ("B", "3", 27, 7),
        ("C", "1", 61, 42),
        ("C", "2", 22, 15),
        ("C", "3", 35, 20),
    ]
    .map(|(race, school, n, s)| {
        let key = GroupKey::new([("race", race), ("school", school)]).unwrap();
        GroupCount::new(key, n, s).unwrap()
    })
    .to_vec()
}

#[test]
fn two_dimensions_add_up_in_both_margins() {
    let target = Target::new(exact("155/346"), exact("80%"), 346, 2026, 5).unwrap();
    let options = |rounding| AllocationOptions {
        method: AllocationMethod::Shortfall,
        total: Some(50),
        rounding,
        ..Default::default()
    };
    let found = target
        .allocate(&crossed(), options(Rounding::Margins))
        .unwrap();
    for dimension in ["race", "school"] {
        for level in ["A", "B", "C", "1", "2", "3"] {
            let inside: Vec<_> = (found.cells.iter())
                .filter(|cell| cell.key.level(dimension) == Some(level))
                .collect();
            let need: u64 = inside.iter().map(|cell| cell.need.value().unwrap()).sum();
            let given: u64 = inside.iter().map(|cell| cell.allocated.unwrap()).sum();
            let quota = 50 * need;
            assert!(given == quota / found.price || given == quota.div_ceil(found.price));
        }
    }
    assert!(
        found
            .convention
            .contains("controlled rounding, so that race and school add up")
    );
    // Nested: what each race gets is the split over races alone.
    let nested = target
        .allocate(&crossed(), options(Rounding::Nested))
        .unwrap();
    let needs: Vec<u64> = (nested.cells.chunks(3))
        .map(|race| race.iter().map(|cell| cell.need.value().unwrap()).sum())
        .collect();
    let given: Vec<u64> = (nested.cells.chunks(3))
        .map(|race| race.iter().map(|cell| cell.allocated.unwrap()).sum())
        .collect();
    assert_eq!(given, crate::apportion(50, &needs).unwrap());
    assert!(
        nested
            .convention
            .contains("first over race, then inside each over school")
    );
}

#[test]
fn a_target_without_children_spreads_its_cells_evenly() {
    // Maintain: the path asks for nobody, though cells below the goal take 130: equal parts of the time,
    // 43 1/3 and 86 2/3 rounded up.
    let target = Target::new(exact("60%"), exact("60%"), 2000, 2026, 3).unwrap();
    let split = target
        .allocate(&four(), AllocationOptions::default())
        .unwrap();
    let years = target
        .allocate_years(&split, &target.path(crate::Path::Linear).unwrap())
        .unwrap();
    assert_eq!((split.allocated, years.totals), (130, vec![44, 87, 130]));
    assert!(years.caveats[0].contains("at the goal at the start"));
    let later = target
        .path(crate::Path::Delayed { quiet_years: 1 })
        .unwrap();
    let years = target.allocate_years(&split, &later).unwrap();
    assert_eq!(years.totals, [0, 65, 130]);
    let none = target.allocate(&[], AllocationOptions::default()).unwrap();
    let years = target
        .allocate_years(&none, &target.path(crate::Path::Linear).unwrap())
        .unwrap();
    assert!(years.cells.is_empty());
}

proptest! {
    #[test]
    fn allocations_add_up_and_never_overshoot(
        cells in prop::collection::vec((0_u64..200, 0_u64..200, 0_u64..80), 0..10),
        total in prop::option::of(0_u64..800),
        capped in any::<bool>(),
        goal in 0_i128..=20,
        rounding in prop::sample::select(vec![Rounding::Margins, Rounding::AtOnce, Rounding::Nested]),
        crossed in any::<bool>(),
    ) {
        let key = |i: usize| if crossed {
            GroupKey::new([("a", (i % 3).to_string()), ("b", (i / 3).to_string())]).unwrap()
        } else {
            GroupKey::of("g", i.to_string())
        };
        let groups: Vec<_> = cells
            .iter()
            .enumerate()
            .map(|(i, &(n, s, _))| GroupCount::new(key(i), n, s.min(n)).unwrap())
            .collect();
        let capacity: Vec<u64> = cells.iter().map(|cell| cell.2).collect();
        let goal = Exact::new(goal, 20).unwrap();
        let target = Target::new(Exact::ZERO, goal, 100, 2026, 5).unwrap();
        // The mirror: as many children without the outcome, towards as few with it.
        let mirror = Target::in_direction(
            Direction::Lower, Exact::ONE, Exact::ONE.minus(goal).unwrap(), 100, 2026, 5,
        ).unwrap();
        let mirrored: Vec<_> = groups
            .iter()
            .map(|group| {
                let (n, s) = group.exact().unwrap();
                GroupCount::new(group.key().clone(), n, n - s).unwrap()
            })
            .collect();
        for method in AllocationMethod::ALL {
            let options = AllocationOptions {
                method, total, capacity: capped.then_some(&capacity[..]), rounding,
            };
            let found = match target.allocate(&groups, options) {
                Err(Error::NotAffordable { price, total }) => {
                    prop_assert!(method == AllocationMethod::EqualRate && total < price);
                    prop_assert!(mirror.allocate(&mirrored, options).is_err());
                    continue;
                }
                found => found.unwrap(),
            };
            prop_assert_eq!(found.allocated + found.unallocated + found.slack, found.total);
            prop_assert_eq!(children(&found).iter().sum::<u64>(), found.allocated);
            prop_assert_eq!(children(&mirror.allocate(&mirrored, options).unwrap()), children(&found));
            for ((cell, capacity), group) in found.cells.iter().zip(&capacity).zip(&groups) {
                let (n, s) = group.exact().unwrap();
                let given = cell.allocated.unwrap();
                prop_assert!(s + given <= n && (!capped || given <= *capacity));
                if !matches!(method, AllocationMethod::Enrolment | AllocationMethod::NonProficient) {
                    prop_assert!(given <= cell.need.value().unwrap());
                }
                if method == AllocationMethod::EqualRate && !capped && n > 0 {
                    // Parity is reached, and with one child less it would not be.
                    prop_assert!(cell.resulting_rate.unwrap() >= goal);
                    prop_assert!(given == 0 || Exact::from(s + given - 1).over(Exact::from(n)).unwrap() < goal);
                }
            }
            // Turned away only by a capacity.
            prop_assert!(capped || found.unallocated == 0);
            let path = target.path(crate::Path::Linear).unwrap();
            let years = target.allocate_years(&found, &path).unwrap();
            for (t, total) in years.totals.iter().enumerate() {
                let given: u64 = years.cells.iter().map(|cell| cell.children.as_ref().unwrap()[t]).sum();
                prop_assert_eq!(given, *total);
            }
            let last: Vec<u64> = years.cells.iter().map(|cell| cell.children.as_ref().unwrap()[4]).collect();
            prop_assert_eq!(last, children(&found));
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
