use num_rational::Ratio;
use proptest::prelude::*;
use rand::RngExt;

use super::*;
use crate::draws::stream;
use crate::{Censoring, Wording};

fn cell(place: usize, n: u64, s: u64) -> GroupCount {
    GroupCount::new(GroupKey::of("school", place.to_string()), n, s).unwrap()
}

fn cells(counts: &[(u64, u64)]) -> Vec<GroupCount> {
    counts
        .iter()
        .enumerate()
        .map(|(i, &(n, s))| cell(i, n, s))
        .collect()
}

fn apart(first: &[GroupCount], second: &[GroupCount]) -> Decomposition {
    let population = |name, cells| Population { name, cells };
    decompose(
        population("White", first),
        population("Black", second),
        DecomposeOptions::default(),
    )
    .unwrap()
}

#[test]
fn hand_case() {
    // Shares .8/.2 and .2/.8, rates .75/.50 and .65/.40: gap .70 − .45 = .25.
    // Between .6·(.75+.65)/2 − .6·(.50+.40)/2 = .42 − .27 = .15; within .5·.10 + .5·.10 = .10.
    let found = apart(&cells(&[(80, 60), (20, 10)]), &cells(&[(20, 13), (80, 32)]));
    assert_eq!(found.gap, Some("1/4".parse().unwrap()));
    let (between, within) = (
        found.between.clone().unwrap(),
        found.within.clone().unwrap(),
    );
    assert_eq!(
        (between.exact.to_string(), within.exact.to_string()),
        ("3/20".into(), "1/10".into())
    );
    assert!((between.pp - 15.0).abs() < 1e-12 && (within.pp - 10.0).abs() < 1e-12);
    // Equal differences of rate: the interaction is (.6 − .6)·.10 = 0.
    let three = found.three_fold.clone().unwrap();
    assert_eq!(
        [three.composition, three.rate, three.interaction].map(|part| part.to_string()),
        ["3/20", "1/10", "0"]
    );
    // Place 1 centred on (.70 + .45)/2 = .575: .6·(.70 − .575) = 7.5 points; place 2 −.6·(.45 − .575) = 7.5.
    let between: Vec<f64> = found.places.iter().map(|p| p.between_pp.unwrap()).collect();
    assert!(between.iter().all(|pp| (pp - 7.5).abs() < 1e-12));
    // Within: .25 Σ p(1−p)/(n−1) = .25 (.1875/79 + .25/19 + .2275/19 + .24/79).
    let error =
        100.0 * (0.25 * (0.1875 / 79.0 + 0.25 / 19.0 + 0.2275 / 19.0 + 0.24 / 79.0_f64)).sqrt();
    assert!((found.within.as_ref().unwrap().standard_error_pp - error).abs() < 1e-12);
    assert_eq!(
        found.sentence(&Wording::new("third-graders", "read at grade level")),
        "White 70.0 % of 100 third-graders, Black 45.0 % of 100: 25.0 points over 2 places. 15.0 points (4.7 to 25.3) between places, because the two are not in the same places; 10.0 points (−7.1 to 27.1) within places, where their rates differ."
    );
}

#[test]
fn a_place_with_one_group_counts_as_between() {
    // White only in place 0: rate of Black there is set to .5, so its part within is 0.
    let found = apart(&cells(&[(10, 5), (10, 8)]), &cells(&[(0, 0), (10, 6)]));
    assert_eq!(
        (found.one_sided, found.places[0].status),
        (1, PlaceStatus::FirstOnly)
    );
    assert_eq!(found.places[0].within_pp, Some(0.0));
    // Gap .65 − .60 = .05; within (.5 + 1)/2 · (.8 − .6) = .15; between .5·.5 − .5·.7 = −.10.
    assert_eq!(found.within.as_ref().unwrap().exact.to_string(), "3/20");
    assert_eq!(found.between.as_ref().unwrap().exact.to_string(), "-1/10");
    assert!(
        found
            .sentence(&Wording::default())
            .contains("1 place with children of only one of the two")
    );
    // A place that a population does not name is a place without its children.
    let unnamed = apart(&cells(&[(10, 5), (10, 8)]), &[cell(1, 10, 6)]);
    assert_eq!(unnamed, found);
}

#[test]
fn censored_places_are_left_out_and_counted() {
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    let key = GroupKey::of("school", "9");
    let hidden = GroupCount::from_counts(key.clone(), Count::exact(20), few).unwrap();
    let (mut white, mut black) = (cells(&[(80, 60), (20, 10)]), cells(&[(20, 13), (80, 32)]));
    white.push(hidden);
    black.push(GroupCount::new(key, 7, 3).unwrap());
    let found = apart(&white, &black);
    assert_eq!(found.gap, Some("1/4".parse().unwrap()));
    assert_eq!(found.places_left_out, 1);
    assert_eq!(
        (found.first_left_out.value(), found.second_left_out.value()),
        (Some(20), Some(7))
    );
    assert!(found.sentence(&Wording::default()).ends_with(
        "Left out because of censored counts: 1 cell with 20 children of White and 7 of Black."
    ));
}

#[test]
fn nobody_there_is_said() {
    let found = apart(&cells(&[(0, 0)]), &cells(&[(10, 5)]));
    assert!(found.gap.is_none() && found.between.is_none());
    assert_eq!(
        found.sentence(&Wording::default()),
        "Not taken apart: no children of White in the places with known counts."
    );
    assert!(apart(&[], &[]).gap.is_none());
    let twice = [cell(1, 5, 5), cell(1, 5, 5)];
    let white = Population {
        name: "White",
        cells: &twice,
    };
    assert!(decompose(white, white, DecomposeOptions::default()).is_err());
}

#[test]
fn the_standard_error_is_the_spread_of_repeated_cohorts() {
    // True rates and fixed sizes; the SD of the parts over many drawn cohorts, and the mean of the
    // estimated variances, which is unbiased.
    let sizes = [[3_u64, 40], [12, 9], [25, 2], [60, 15]];
    let rates = [[0.8, 0.55], [0.7, 0.5], [0.6, 0.3], [0.9, 0.75]];
    let draws = 20_000_u32;
    let mut sums = [[0.0_f64; 3]; 2];
    for draw in 0..draws {
        let mut rng = stream(7, draw.into());
        let mut drawn = |side: usize| -> Vec<GroupCount> {
            (0..4)
                .map(|i| {
                    let n = sizes[i][side];
                    let s = (0..n)
                        .filter(|_| rng.random::<f64>() < rates[i][side])
                        .count();
                    cell(i, n, s as u64)
                })
                .collect()
        };
        let (first, second) = (drawn(0), drawn(1));
        let found = apart(&first, &second);
        for (sum, part) in sums.iter_mut().zip([found.between, found.within]) {
            let part = part.unwrap();
            sum[0] += part.pp;
            sum[1] += part.pp * part.pp;
            sum[2] += part.standard_error_pp.powi(2);
        }
    }
    for [total, squares, variances] in sums {
        let n = f64::from(draws);
        let variance = squares / n - (total / n).powi(2);
        // The relative Monte Carlo error of a variance from 20,000 draws is √(2/20,000) = 1 %.
        assert!(
            (variance / (variances / n) - 1.0).abs() < 0.04,
            "{variance} {}",
            variances / n
        );
    }
}

type Fraction = Ratio<num_bigint::BigInt>;

/// Kitagawa's two sums as the paper writes them, on fractions.
fn by_definition(first: &[(u64, u64)], second: &[(u64, u64)]) -> [Fraction; 2] {
    let fraction = |a: u64, b: u64| Fraction::new(a.into(), b.into());
    let total = |cells: &[(u64, u64)]| cells.iter().map(|c| c.0).sum::<u64>();
    let (all_a, all_b) = (total(first), total(second));
    let two = fraction(2, 1);
    let mut out = [fraction(0, 1), fraction(0, 1)];
    for (a, b) in first.iter().zip(second) {
        let of = |own: &(u64, u64), other: &(u64, u64)| match (own.0, other.0) {
            (0, 0) => fraction(0, 1),
            (0, n) => fraction(other.1, n),
            (n, _) => fraction(own.1, n),
        };
        let (wa, wb) = (fraction(a.0, all_a), fraction(b.0, all_b));
        let (ra, rb) = (of(a, b), of(b, a));
        out[0] += (&wa - &wb) * (&ra + &rb) / &two;
        out[1] += (wa + wb) / &two * (ra - rb);
    }
    out
}

proptest! {
    #[test]
    fn adds_up_exactly(
        counts in prop::collection::vec((0_u64..5000, 0_u64..5000, 0_u64..5000, 0_u64..5000), 1..40)
    ) {
        let first: Vec<_> = counts.iter().map(|c| (c.0, c.1.min(c.0))).collect();
        let second: Vec<_> = counts.iter().map(|c| (c.2, c.3.min(c.2))).collect();
        prop_assume!(first.iter().any(|c| c.0 > 0) && second.iter().any(|c| c.0 > 0));
        let found = apart(&cells(&first), &cells(&second));
        let (between, within) = (found.between.unwrap(), found.within.unwrap());
        let gap = BigExact::from(found.gap.unwrap());
        prop_assert_eq!(between.exact.plus(&within.exact), gap.clone());
        let three = found.three_fold.unwrap();
        prop_assert_eq!(three.composition.plus(&three.rate).plus(&three.interaction), gap);
        let expected = by_definition(&first, &second);
        prop_assert_eq!(
            [between.exact.to_string(), within.exact.to_string()],
            expected.map(|part| part.to_string())
        );
        // The places add up too.
        let sum = |of: fn(&PlacePart) -> Option<f64>| found.places.iter().filter_map(of).sum::<f64>();
        prop_assert!((sum(|p| p.between_pp) - between.pp).abs() < 1e-9);
        prop_assert!((sum(|p| p.within_pp) - within.pp).abs() < 1e-9);
    }

    #[test]
    fn exchanging_the_two_changes_only_the_sign(
        counts in prop::collection::vec((1_u64..60, 0_u64..60, 1_u64..60, 0_u64..60), 1..8)
    ) {
        let first: Vec<_> = counts.iter().map(|c| (c.0, c.1.min(c.0))).collect();
        let second: Vec<_> = counts.iter().map(|c| (c.2, c.3.min(c.2))).collect();
        let one = apart(&cells(&first), &cells(&second));
        let other = apart(&cells(&second), &cells(&first));
        let sum = one.between.unwrap().exact.plus(&other.between.unwrap().exact);
        prop_assert_eq!(sum, BigExact::zero());
    }
}
