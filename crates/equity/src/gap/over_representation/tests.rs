use proptest::prelude::*;

use super::*;

fn one(set: (u64, u64), whole: (u64, u64)) -> OverRepresentation {
    within(&[SetCount::new(set, whole).unwrap()])
}

fn within(strata: &[SetCount]) -> OverRepresentation {
    over_representation(&[strata.to_vec()], &OverRepresentationOptions::default())
        .unwrap()
        .remove(0)
}

fn close(found: f64, expected: f64) {
    let same = found == expected || (found - expected).abs() <= 1e-9 * expected.abs();
    assert!(same, "{found} is not {expected}");
}

/// 40 partners, 14 of them executives of large institutions, a core of 8: Python's fractions.
#[test]
fn a_core_of_eight() {
    let six = one((6, 8), (14, 40));
    let five = one((5, 8), (14, 40));
    assert!((six.p.unwrap().over - 0.013_890_1).abs() < 5e-8);
    assert!((five.p.unwrap().over - 0.081_573_8).abs() < 5e-8);
    close(six.expected, 2.8);
    close(
        six.representation_ratio.unwrap().value,
        (6.0 / 8.0) / (14.0 / 40.0),
    );
    close(
        six.p.unwrap().mid_over,
        six.p.unwrap().over - 0.5 * 28.0 * 1.0 * 3003.0 * 325.0 / (28.0 * 76_904_685.0),
    );
}

/// What the margins can give at best, before anything is seen.
#[test]
fn smallest_p_values() {
    assert!((one((3, 6), (15, 30)).smallest_p - 0.008_4).abs() < 5e-5);
    let halves = one((2, 5), (12, 25));
    assert!((halves.smallest_p - 0.014_9).abs() < 5e-5);
    let conjunction = one((4, 5), (4, 25));
    assert!((conjunction.smallest_p - 4.0e-4).abs() < 5e-6);
    close(conjunction.p.unwrap().over, conjunction.smallest_p);
    // Holm over four such attributes cannot reach .05, whatever is seen.
    let four: Vec<Vec<SetCount>> = (2..6)
        .map(|with| vec![SetCount::new((with, 5), (12, 25)).unwrap()])
        .collect();
    for test in over_representation(&four, &OverRepresentationOptions::default()).unwrap() {
        close(test.smallest_p_adjusted.unwrap(), 4.0 * halves.smallest_p);
        assert!(test.p_adjusted >= test.smallest_p_adjusted);
    }
}

/// scipy 1.17.1: `fisher_exact` (greater, less, two-sided), `contingency.odds_ratio` and its interval. The first
/// is Fisher's tea tasting and the last his twins (R's `Convictions`), whose published odds ratios are R's 6.408309
/// and 0.04693661.
#[test]
fn equal_to_scipy() {
    let inf = f64::INFINITY;
    for (table, p, odds) in [
        (
            [[3, 1], [1, 3]],
            [
                0.242_857_142_857_142_83,
                0.985_714_285_714_285_7,
                0.485_714_285_714_285_65,
            ],
            [
                6.408_319_658_199_662,
                0.211_735_595_446_579_66,
                626.243_530_588_814_1,
            ],
        ),
        (
            [[6, 2], [8, 24]],
            [
                0.013_890_051_041_753_827,
                0.998_800_658_243_382_7,
                0.013_890_051_041_753_827,
            ],
            [
                8.423_226_974_784_242,
                1.204_598_626_172_679_8,
                101.674_817_649_196_02,
            ],
        ),
        (
            [[0, 5], [6, 14]],
            [1.0, 0.218_859_401_468_097_1, 0.288_706_945_228_684_34],
            [0.0, 0.0, 3.504_896_482_188_835_5],
        ),
        (
            [[4, 1], [0, 20]],
            [
                0.000_395_256_916_996_047_5,
                1.0,
                0.000_395_256_916_996_047_5,
            ],
            [inf, 4.682_115_610_330_094, inf],
        ),
        (
            [[2, 10], [15, 3]],
            [
                0.999_984_519_018_686_1,
                0.000_465_180_943_362_905,
                0.000_536_724_119_143_435_7,
            ],
            [
                0.046_936_639_049_680_03,
                0.003_317_163_950_657_363,
                0.363_189_602_356_680_74,
            ],
        ),
    ] {
        let [[a, b], [c, d]] = table;
        let found = one((a, a + b), (a + c, a + b + c + d));
        let (tails, ratio) = (found.p.unwrap(), found.odds_ratio.unwrap());
        for (found, expected) in [(tails.over, p[0]), (tails.under, p[1]), (tails.both, p[2])] {
            close(found, expected);
        }
        // scipy stops its search at a relative 1e-6 or so.
        for (found, expected) in [
            (ratio.value, odds[0]),
            (ratio.lower, odds[1]),
            (ratio.upper, odds[2]),
        ] {
            assert!(
                found == expected || (found / expected - 1.0).abs() < 1e-4,
                "{table:?}: {found} is not {expected}"
            );
        }
    }
}

/// Penicillin and rabbits, 2 × 2 × 5 (Mantel & Haenszel's worked example in R's `mantelhaen.test`): exact conditional
/// test, S = 16, p = 0.03994, odds ratio 10.36102 in R. The interval by bisection over whole-number weights with 50
/// digits in Python.
#[test]
fn strata_equal_mantelhaen_test() {
    // Strata: (cured at once, cured later) of (no delay, 1.5 h delay); the set is "no delay".
    let tables = [
        [[0, 0], [6, 5]],
        [[3, 0], [3, 6]],
        [[6, 2], [0, 4]],
        [[5, 6], [1, 0]],
        [[2, 5], [0, 0]],
    ];
    let strata: Vec<SetCount> = tables
        .iter()
        .map(|&[[a, c], [b, d]]| SetCount::new((a, a + b), (a + c, a + b + c + d)).unwrap())
        .collect();
    let found = within(&strata);
    let (p, ratio) = (found.p.unwrap(), found.odds_ratio.unwrap());
    assert_eq!((found.count.set().0, found.strata), (16, 5));
    assert!((p.both - 0.039_94).abs() < 5e-6, "{}", p.both);
    assert!((ratio.value - 10.361_02).abs() < 1e-4, "{ratio:?}");
    assert!(
        (ratio.lower - 1.077_387_763_518_033_6).abs() < 1e-9
            && (ratio.upper - 531.512_782_889_933_1).abs() < 1e-6,
        "{ratio:?}"
    );
}

#[test]
fn what_cannot_be_tested_says_so() {
    // Nobody has it; everybody has it; the set is empty; the set is everyone; there is nobody.
    for (set, whole) in [
        ((0, 3), (0, 9)),
        ((3, 3), (9, 9)),
        ((0, 0), (4, 9)),
        ((4, 9), (4, 9)),
        ((0, 0), (0, 0)),
    ] {
        let found = one(set, whole);
        assert_eq!(
            (found.p, found.odds_ratio, found.p_adjusted),
            (None, None, None)
        );
        assert_eq!(found.smallest_p, 1.0);
        assert!(
            found
                .sentence("x", "the set", Tail::Over)
                .contains("nothing to test")
        );
    }
    // Such tests do not enlarge the family.
    let family = [(1, 4, 6, 12), (0, 4, 0, 12)]
        .map(|(x, n, k, all)| vec![SetCount::new((x, n), (k, all)).unwrap()]);
    let found = over_representation(&family, &OverRepresentationOptions::default()).unwrap();
    assert_eq!(found[0].p_adjusted, found[0].p_value(Tail::Over));
    for (set, whole) in [
        ((4, 3), (4, 9)),
        ((2, 3), (1, 9)),
        ((1, 3), (8, 9)),
        ((1, 10), (5, 9)),
        ((0, 1), (10, 9)),
    ] {
        assert!(
            matches!(SetCount::new(set, whole), Err(Error::BadSet { .. })),
            "{set:?} {whole:?}"
        );
    }
    assert_eq!(
        over_representation(&[], &OverRepresentationOptions::default()).unwrap(),
        []
    );
}

#[test]
fn the_smallest_p_stands_before_the_test() {
    let text =
        one((6, 8), (14, 40)).sentence("executives of large institutions", "the core", Tail::Over);
    assert_eq!(
        text,
        "executives of large institutions: 6 of 8 in the core, 14 of 40 in the whole; 2.8 would be there by chance, \
         2.14 times as many (1.10 to 2.76). The smallest p these counts can give is 3.9e-5; p = 0.0139, adjusted \
         0.0139; odds ratio 8.42 (1.20 to 101.67)."
    );
}

#[test]
fn large_tables_stay_finite() {
    let found = one((60_000, 100_000), (500_000, 1_000_000));
    let (p, ratio) = (found.p.unwrap(), found.odds_ratio.unwrap());
    assert!(p.over < 1e-300 && p.under > 1.0 - 1e-9);
    // Woolf's interval by hand: ln OR = ln(1.5 / (44/46)), variance the sum of the four reciprocals.
    let (a, b, c, d) = (6e4_f64, 4e4_f64, 4.4e5_f64, 4.6e5_f64);
    let half = 1.959_964 * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    let woolf = a * d / (b * c);
    assert!((ratio.value / woolf - 1.0).abs() < 1e-4);
    assert!((ratio.lower / (woolf * (-half).exp()) - 1.0).abs() < 1e-3);
}

fn choose(n: u64, k: u64) -> u128 {
    (0..k).fold(1, |product, i| {
        product * u128::from(n - i) / u128::from(i + 1)
    })
}

/// Ways to label each stratum so that the members hold each total, as whole numbers.
fn ways(strata: &[SetCount]) -> Vec<u128> {
    let mut all = vec![1_u128];
    for s in strata {
        let mut next = vec![0; all.len() + s.size as usize];
        for k in 0..=s.size.min(s.all_with) {
            if s.all_with - k <= s.all - s.size {
                let own = choose(s.size, k) * choose(s.all - s.size, s.all_with - k);
                for (i, count) in all.iter().enumerate() {
                    next[i + k as usize] += count * own;
                }
            }
        }
        all = next;
    }
    all
}

fn stratum() -> impl Strategy<Value = SetCount> {
    (0_u64..6, 0_u64..6, 0_u64..6, 0_u64..6)
        .prop_map(|(a, b, c, d)| SetCount::new((a, a + b), (a + c, a + b + c + d)).unwrap())
}

proptest! {
    // Oracle: every labelling counted in whole numbers.
    #[test]
    fn tails_equal_counting(strata in prop::collection::vec(stratum(), 1..4)) {
        let found = within(&strata);
        let ways = ways(&strata);
        let (x, all) = (found.count.set().0 as usize, ways.iter().sum::<u128>());
        let share = |counts: &mut dyn Iterator<Item = &u128>| counts.sum::<u128>() as f64 / all as f64;
        let possible = ways.iter().filter(|&&w| w > 0).count();
        prop_assert_eq!(found.p.is_some(), possible > 1);
        let Some(p) = found.p else { return Ok(()) };
        prop_assert!((p.over - share(&mut ways[x..].iter())).abs() < 1e-12);
        prop_assert!((p.under - share(&mut ways[..=x].iter())).abs() < 1e-12);
        prop_assert!((p.both - share(&mut ways.iter().filter(|&&w| w <= ways[x]))).abs() < 1e-12);
        let last = ways.iter().rev().find(|&&w| w > 0).unwrap();
        prop_assert!((found.smallest_p - *last as f64 / all as f64).abs() < 1e-12);
        prop_assert!(p.over >= found.smallest_p - 1e-15);
        prop_assert!((p.mid_over + p.mid_under - 1.0).abs() < 1e-12);
        // The mean of the distribution is what is expected.
        let mean: f64 = (0_u32..).zip(&ways).map(|(k, &w)| f64::from(k) * w as f64).sum::<f64>() / all as f64;
        prop_assert!((found.expected - mean).abs() < 1e-9);
    }

    // Oracle: the defining equations of estimate and interval, in sums over whole-number weights.
    #[test]
    fn odds_ratio_solves_its_equations(strata in prop::collection::vec(stratum(), 1..4)) {
        let found = within(&strata);
        let Some(odds) = found.odds_ratio else { return Ok(()) };
        let ways = ways(&strata);
        let x = found.count.set().0 as usize;
        let at = |odds: f64| -> Vec<f64> {
            let tilted: Vec<f64> = (0_i32..).zip(&ways).map(|(k, &w)| w as f64 * odds.powi(k)).collect();
            let all: f64 = tilted.iter().sum();
            tilted.iter().map(|t| t / all).collect()
        };
        if odds.value > 0.0 && odds.value.is_finite() {
            let mean: f64 = (0_u32..).zip(at(odds.value)).map(|(k, p)| f64::from(k) * p).sum();
            prop_assert!((mean - x as f64).abs() < 1e-9);
        }
        if odds.lower > 0.0 {
            prop_assert!((at(odds.lower)[x..].iter().sum::<f64>() - 0.025).abs() < 1e-9);
        }
        if odds.upper.is_finite() {
            prop_assert!((at(odds.upper)[..=x].iter().sum::<f64>() - 0.025).abs() < 1e-9);
        }
        prop_assert!(odds.lower <= odds.value && odds.value <= odds.upper);
        let ratio = found.representation_ratio.unwrap();
        prop_assert!(ratio.lower <= ratio.value + 1e-9 && ratio.value <= ratio.upper + 1e-9);
        // Both intervals hold 1, or neither does.
        if (odds.lower - 1.0).abs() > 1e-9 && (odds.upper - 1.0).abs() > 1e-9 {
            prop_assert_eq!(odds.lower < 1.0 && odds.upper > 1.0, ratio.lower < 1.0 && ratio.upper > 1.0);
        }
    }
}
