use proptest::prelude::*;

use super::*;

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    }
}

/// statsmodels 0.15.0, `multipletests(p, method)`.
#[test]
fn adjusted_equal_statsmodels() {
    let p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04];
    close(
        &adjust(&p, Correction::Holm),
        &[0.05, 0.12, 0.12, 0.03, 0.2, 0.12],
    );
    close(
        &adjust(&p, Correction::BenjaminiHochberg),
        &[0.03, 0.048, 0.048, 0.03, 0.2, 0.048],
    );
    close(&adjust(&[], Correction::Holm), &[]);
    close(&adjust(&[0.9, 1.0], Correction::Holm), &[1.0, 1.0]);
}

/// statsmodels 0.15.0 `proportions_ztest`, scipy 1.17.1 `fisher_exact`.
#[test]
fn two_proportions_equal_statsmodels_and_scipy() {
    use TestMethod::{Fisher, Score};
    for (first, second, method, p) in [
        ((270, 600), (950, 1400), Score, 7.694_673_021_753_315e-22),
        ((12, 20), (15, 20), Score, 0.311_184_668_822_617_86),
        ((3, 40), (20, 35), Score, 3.296_524_885_206_190_8e-6),
        ((1, 10), (11, 14), Score, 0.000_925_274_037_119_761_1),
        ((2, 100), (10, 900), Fisher, 0.341_226_750_193_088_1),
        ((0, 5), (0, 9), Fisher, 1.0),
        ((10, 10), (5, 20), Score, 0.000_107_511_176_729_500_55),
        ((0, 8), (7, 9), Fisher, 0.002_262_443_438_914_027),
    ] {
        let found = two_proportions(first, second).unwrap().unwrap();
        assert_eq!(found.method, method, "{first:?} {second:?}");
        assert!(
            (found.p_value - p).abs() < 1e-9,
            "{first:?} {second:?}: {}",
            found.p_value
        );
    }
    assert_eq!(two_proportions((0, 0), (1, 2)).unwrap(), None);
    assert!(two_proportions((3, 2), (1, 2)).is_err());
    assert_eq!(two_proportions((1, u64::MAX), (1, 2)), Err(Error::TooLarge));
}

/// scipy 1.17.1 `binomtest`.
#[test]
fn a_level_equals_scipy() {
    for ((s, n), level, p) in [
        ((3, 20), 0.1, 0.444_649_849_401_103_3),
        ((0, 12), 0.3, 0.023_330_658_331),
        ((18, 20), 0.9, 1.0),
        ((20, 20), 1.0, 1.0),
        ((19, 20), 1.0, 0.0),
        ((0, 20), 0.0, 1.0),
    ] {
        let found = one_proportion((s, n), level);
        assert_eq!(found.method, TestMethod::Binomial);
        assert!(
            (found.p_value - p).abs() < 1e-9,
            "{s}/{n}: {}",
            found.p_value
        );
    }
    // Score: (.6 − .5)/√(.25/100) = 2, p = 2·Φ(−2).
    let found = one_proportion((60, 100), 0.5);
    assert!((found.p_value - 0.045_500_263_896_358_42).abs() < 1e-9);
}

proptest! {
    // Oracle: Fisher's test by all tables, with binomial coefficients as whole numbers.
    #[test]
    fn fisher_equals_every_table(n1 in 1_u64..12, n2 in 1_u64..12, s in 0_u64..24, k in 0_u64..12) {
        let n = n1 + n2;
        let s = s.min(n);
        let (low, high) = ((n1 + s).saturating_sub(n), n1.min(s));
        let k = k.clamp(low, high);
        let choose = |n: u64, k: u64| (0..k).fold(1_u128, |product, i| product * u128::from(n - i) / u128::from(i + 1));
        let tables = |k| choose(n1, k) * choose(n2, s - k);
        let all: u128 = (low..=high).map(tables).sum();
        let tail: u128 = (low..=high).map(tables).filter(|&count| count <= tables(k)).sum();
        prop_assert!((fisher(k, n1, s, n) - tail as f64 / all as f64).abs() < 1e-12);
    }

    // Rejected at a level by the definition step by step, exactly where the adjusted p-value is at most it.
    #[test]
    fn adjusted_say_what_the_procedures_reject(p in prop::collection::vec(0.0..1.0_f64, 1..12), alpha in 0.01..0.3_f64) {
        let m = p.len() as f64;
        let mut sorted = p.clone();
        sorted.sort_by(f64::total_cmp);
        let holm = sorted.iter().enumerate().take_while(|(i, p)| **p * (m - *i as f64) <= alpha).count();
        let bh = sorted.iter().enumerate().filter(|(i, p)| **p * m / (*i as f64 + 1.0) <= alpha).map(|(i, _)| i + 1).next_back().unwrap_or(0);
        for (correction, rejected) in [(Correction::Holm, holm), (Correction::BenjaminiHochberg, bh)] {
            let adjusted = adjust(&p, correction);
            prop_assert_eq!(adjusted.iter().filter(|a| **a <= alpha).count(), rejected);
        }
    }
}
