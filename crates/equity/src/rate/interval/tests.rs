use super::*;
use proptest::prelude::*;

fn close(found: (f64, f64), expected: (f64, f64), tolerance: f64) {
    assert!(
        (found.0 - expected.0).abs() < tolerance && (found.1 - expected.1).abs() < tolerance,
        "found {found:?}, expected {expected:?}"
    );
}

fn interval(s: u64, n: u64, method: IntervalMethod, level: f64) -> (f64, f64) {
    proportion_interval(s, n, method, Confidence::new(level).unwrap())
        .unwrap()
        .unwrap()
}

/// scipy 1.17.1, `norm.ppf(1 - (1 - level) / 2)`.
#[test]
fn normal_quantiles() {
    for (level, z) in [
        (0.90, 1.644_853_626_951_472_2),
        (0.95, 1.959_963_984_540_054),
        (0.99, 2.575_829_303_548_900_4),
    ] {
        assert!(
            (Confidence::new(level).unwrap().z() - z).abs() < 1e-12,
            "{level}"
        );
    }
    for bad in [0.0, 1.0, -1.0, 95.0, f64::NAN] {
        assert!(Confidence::new(bad).is_err());
    }
}

/// statsmodels 0.15.0, `proportion_confint(s, n, 1 - level, method)`.
#[test]
fn one_proportion_equals_statsmodels() {
    use IntervalMethod::{AgrestiCoull, ClopperPearson, Jeffreys, Wilson};
    let cases = [
        (
            7,
            9,
            Wilson,
            0.95,
            (0.452_588_969_106_988_87, 0.936_774_892_882_153_3),
        ),
        (
            7,
            9,
            ClopperPearson,
            0.95,
            (0.399_906_426_283_687_83, 0.971_855_026_522_101_8),
        ),
        (
            7,
            9,
            Jeffreys,
            0.95,
            (0.456_175_566_880_652_47, 0.950_698_077_023_406),
        ),
        (
            7,
            9,
            AgrestiCoull,
            0.95,
            (0.442_792_373_064_135_1, 0.946_571_488_925_007_1),
        ),
        (
            18,
            24,
            Wilson,
            0.95,
            (0.551_005_559_948_459_9, 0.880_006_337_714_05),
        ),
        (
            18,
            24,
            Wilson,
            0.90,
            (0.584_539_861_760_290_9, 0.864_805_047_495_234_8),
        ),
        (
            18,
            24,
            ClopperPearson,
            0.90,
            (0.565_308_621_098_989, 0.885_089_429_435_657_7),
        ),
        (
            18,
            24,
            Jeffreys,
            0.90,
            (0.587_881_340_135_235, 0.869_902_045_437_859),
        ),
        (1, 1, Wilson, 0.95, (0.206_549_314_377_237_4, 1.0)),
        (1, 1, ClopperPearson, 0.95, (0.025, 1.0)),
        (
            1,
            1,
            Jeffreys,
            0.95,
            (0.146_746_316_309_575_13, 0.999_614_419_019_244_1),
        ),
        (0, 12, Wilson, 0.95, (0.0, 0.242_494_006_655_240_96)),
        (0, 12, ClopperPearson, 0.95, (0.0, 0.264_648_469_397_051_2)),
        (
            0,
            12,
            Jeffreys,
            0.95,
            (4.007_531_007_659_885_6e-5, 0.185_305_938_312_485_1),
        ),
        (0, 12, AgrestiCoull, 0.95, (0.0, 0.281_985_321_888_164)),
        (
            1200,
            2000,
            Wilson,
            0.95,
            (0.578_357_698_585_453_7, 0.621_258_891_958_295_5),
        ),
        (
            1200,
            2000,
            ClopperPearson,
            0.95,
            (0.578_145_898_723_078_9, 0.621_560_438_254_754_8),
        ),
        (
            1200,
            2000,
            Jeffreys,
            0.95,
            (0.578_397_767_982_228_9, 0.621_313_036_313_920_8),
        ),
        (
            3,
            100_000,
            Wilson,
            0.95,
            (1.020_275_854_451_734_8e-5, 8.820_804_925_176_734e-5),
        ),
        (
            3,
            100_000,
            ClopperPearson,
            0.95,
            (6.186_763_958_922_033e-6, 8.767_020_256_636_2e-5),
        ),
        (
            3,
            100_000,
            Jeffreys,
            0.95,
            (8.449_415_825_486_264e-6, 8.006_161_709_151_735e-5),
        ),
    ];
    for (s, n, method, level, expected) in cases {
        close(interval(s, n, method, level), expected, 1e-9);
    }
}

/// statsmodels 0.15.0, `confint_proportions_2indep(s1, n1, s2, n2, compare="diff", method="newcomb")`.
#[test]
fn difference_equals_statsmodels() {
    let cases = [
        (
            (270, 600),
            (950, 1400),
            (-0.274_646_551_464_298_17, -0.181_442_185_884_731_7),
        ),
        ((0, 10), (12, 12), (-1.0, -0.631_451_769_420_274_4)),
        (
            (56, 70),
            (48, 80),
            (0.052_431_472_402_364_98, 0.333_872_654_036_906_14),
        ),
        (
            (9, 10),
            (3, 10),
            (0.170_522_723_934_502_9, 0.809_017_973_535_488),
        ),
        ((10, 10), (0, 20), (0.679_086_037_141_914_5, 1.0)),
    ];
    for (first, second, expected) in cases {
        close(
            newcombe(first, second, Confidence::default())
                .unwrap()
                .unwrap(),
            expected,
            1e-9,
        );
    }
}

#[test]
fn nothing_observed_and_impossible_counts() {
    let level = Confidence::default();
    assert_eq!(
        proportion_interval(0, 0, IntervalMethod::Wilson, level).unwrap(),
        None
    );
    assert_eq!(newcombe((1, 2), (0, 0), level).unwrap(), None);
    assert!(proportion_interval(3, 2, IntervalMethod::Jeffreys, level).is_err());
}

proptest! {
    #[test]
    fn intervals_hold_the_rate_and_mirror(s in 0_u64..400, more in 0_u64..400) {
        let n = s + more;
        prop_assume!(n > 0);
        let p = s as f64 / n as f64;
        for method in [IntervalMethod::Wilson, IntervalMethod::ClopperPearson, IntervalMethod::AgrestiCoull] {
            let (low, high) = interval(s, n, method, 0.95);
            prop_assert!(0.0 <= low && low <= p && p <= high && high <= 1.0);
            // Counting the children who do not reach it mirrors the interval.
            let (mirror_low, mirror_high) = interval(more, n, method, 0.95);
            prop_assert!((low - (1.0 - mirror_high)).abs() < 1e-9);
            prop_assert!((high - (1.0 - mirror_low)).abs() < 1e-9);
        }
    }

    #[test]
    fn newcombe_is_antisymmetric(a in 0_u64..50, b in 0_u64..50, c in 1_u64..50, d in 1_u64..50) {
        let (first, second) = ((a, a + c), (b, b + d));
        let (low, high) = newcombe(first, second, Confidence::default()).unwrap().unwrap();
        let (other_low, other_high) = newcombe(second, first, Confidence::default()).unwrap().unwrap();
        prop_assert!((low + other_high).abs() < 1e-12 && (high + other_low).abs() < 1e-12);
    }
}
