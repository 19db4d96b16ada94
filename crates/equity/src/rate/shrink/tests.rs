use proptest::prelude::*;

use super::*;
use crate::Count;

fn cells(counts: &[(u64, u64)]) -> Vec<GroupCount> {
    let key = |i: usize| GroupKey::of("school", (i + 1).to_string());
    let cell = |(i, &(n, s)): (usize, &(u64, u64))| GroupCount::new(key(i), n, s).unwrap();
    counts.iter().enumerate().map(cell).collect()
}

fn shrunk(counts: &[(u64, u64)]) -> Shrinkage {
    shrink(&cells(counts), ShrinkOptions::default()).unwrap()
}

#[test]
fn between_its_own_rate_and_the_mean() {
    let found = shrunk(&[(40, 10), (50, 41), (30, 12), (4, 0), (60, 33), (0, 0)]);
    let Prior::Beta { alpha, beta } = found.prior else {
        panic!("{:?}", found.prior);
    };
    let mean = alpha / (alpha + beta);
    for cell in &found.cells {
        let estimate = cell.estimate.unwrap();
        let weight = cell.weight.unwrap();
        let raw = cell.rate.map_or(mean, Exact::to_f64);
        assert!((estimate - (weight * raw + (1.0 - weight) * mean)).abs() < 1e-12);
        assert!(cell.lower.unwrap() < estimate && estimate < cell.upper.unwrap());
        assert_eq!(cell.small, cell.n < 10);
    }
    // Nobody there: the mean of the others, with no weight of its own.
    assert_eq!(
        (found.cells[5].rate, found.cells[5].weight),
        (None, Some(0.0))
    );
    assert!(
        found
            .sentence(&Wording::default())
            .ends_with("2 cells with fewer than 10.")
    );
}

#[test]
fn rates_no_more_apart_than_chance() {
    // Four equal rates: Σ (s − nμ)² = 0, far below what chance gives.
    let found = shrunk(&[(20, 10), (40, 20), (10, 5), (60, 30)]);
    assert_eq!(
        found.prior,
        Prior::Equal {
            rate: "1/2".parse().unwrap()
        }
    );
    assert!(
        found
            .cells
            .iter()
            .all(|cell| cell.estimate == Some(0.5) && cell.weight == Some(0.0))
    );
    // Wilson for 65 of 130: (65 + z²/2)/(130 + z²) ± …, symmetric round one half.
    let (low, high) = (found.cells[0].lower.unwrap(), found.cells[0].upper.unwrap());
    assert!((low + high - 1.0).abs() < 1e-12 && low > 0.41);
    assert_eq!(
        found.sentence(&Wording::default()),
        "The rates of 4 cells differ no more than chance makes them; every cell gets the rate of all, 50.0 % of 130 children."
    );
    for all in [[(5, 0), (9, 0), (3, 0)], [(5, 5), (9, 9), (3, 3)]] {
        assert!(matches!(shrunk(&all).prior, Prior::Equal { .. }));
    }
}

#[test]
fn what_cannot_be_fitted_is_not_shrunk() {
    for (counts, reason) in [
        (&[(20, 10), (40, 35), (0, 0)][..], NotFitted::FewCells),
        (&[], NotFitted::FewCells),
        (&[(1, 1), (1, 0), (1, 1)], NotFitted::OneChildEach),
        (&[(10, 10), (12, 0), (9, 9)], NotFitted::AllOrNone),
        (&[(10, 4), (12, 0), (1 << 25, 9)], NotFitted::VeryLarge),
    ] {
        let found = shrunk(counts);
        assert_eq!(found.prior, Prior::NotFitted { reason });
        assert!(found.cells.iter().all(|cell| cell.estimate.is_none()));
        assert!(
            found
                .sentence(&Wording::default())
                .starts_with("Not shrunk: ")
        );
    }
}

#[test]
fn censored_cells_stay_apart() {
    let counts = [(40, 10), (50, 41), (30, 12), (60, 33)];
    let mut groups = cells(&counts);
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    let key = GroupKey::of("school", "9");
    groups.push(GroupCount::from_counts(key.clone(), Count::exact(20), few).unwrap());
    let found = shrink(&groups, ShrinkOptions::default()).unwrap();
    assert_eq!(found.not_assessed, [(key, Censoring::Suppressed)]);
    assert_eq!(found.prior, shrunk(&counts).prior);
    assert!(
        found
            .sentence(&Wording::default())
            .ends_with("censored counts: 1 cell.")
    );
}

proptest! {
    #[test]
    fn an_estimate_is_never_outside(
        counts in prop::collection::vec((0_u64..200, 0_u64..200), 3..20)
    ) {
        let counts: Vec<_> = counts.into_iter().map(|(n, s)| (n, s.min(n))).collect();
        let found = shrunk(&counts);
        let mean = match found.prior {
            Prior::Beta { alpha, beta } => alpha / (alpha + beta),
            Prior::Equal { rate } => rate.to_f64(),
            Prior::NotFitted { .. } => return Ok(()),
        };
        for cell in &found.cells {
            let (raw, estimate) = (cell.rate.map_or(mean, Exact::to_f64), cell.estimate.unwrap());
            prop_assert!(estimate >= raw.min(mean) - 1e-12 && estimate <= raw.max(mean) + 1e-12);
        }
    }
}
