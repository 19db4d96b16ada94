use proptest::prelude::*;

use super::*;

fn close(found: Option<EffectSize>, expected: (f64, f64, f64)) {
    let found = found.unwrap();
    for (found, expected) in [
        (found.value, expected.0),
        (found.lower.unwrap(), expected.1),
        (found.upper.unwrap(), expected.2),
    ] {
        assert!(
            (found - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{found} is not {expected}"
        );
    }
}

const PLAIN: ZeroCells = ZeroCells::NotReported;

/// statsmodels 0.15.0: `confint_proportions_2indep(compare = "ratio", method = "log")` and
/// `Table2x2(…, shift_zeros = False).oddsratio_confint()`.
#[test]
fn ratios_equal_statsmodels() {
    let level = Confidence::default();
    let cases = [
        (
            (270, 600),
            (950, 1400),
            (
                0.663_157_894_736_842_1,
                0.602_741_602_499_322_6,
                0.729_630_062_912_896,
            ),
            (
                0.387_559_808_612_440_2,
                0.318_552_396_221_740_86,
                0.471_516_168_244_915_7,
            ),
        ),
        (
            (12, 20),
            (15, 20),
            (0.8, 0.516_125_760_342_171_8, 1.240_007_860_827_764_3),
            (0.5, 0.129_514_927_227_161_35, 1.930_279_430_737_085_6),
        ),
        (
            (3, 40),
            (20, 35),
            (0.131_25, 0.042_589_023_641_634_28, 0.404_483_621_060_512_2),
            (
                0.060_810_810_810_810_814,
                0.015_706_528_447_711_466,
                0.235_440_614_632_257_7,
            ),
        ),
    ];
    for (first, second, ratio, odds) in cases {
        close(rate_ratio(first, second, level, PLAIN).unwrap(), ratio);
        close(odds_ratio(first, second, level, PLAIN).unwrap(), odds);
    }
    // Everybody reaches it in one group: the ratio stands, the odds ratio does not.
    let full = ((10, 10), (5, 20));
    close(
        rate_ratio(full.0, full.1, level, PLAIN).unwrap(),
        (4.0, 1.872_367_314_822_904, 8.545_331_823_159_573),
    );
    assert_eq!(odds_ratio(full.0, full.1, level, PLAIN).unwrap(), None);
    // Nobody: neither.
    assert_eq!(rate_ratio((0, 12), (7, 15), level, PLAIN).unwrap(), None);
    assert_eq!(rate_ratio((7, 15), (0, 12), level, PLAIN).unwrap(), None);
    assert_eq!(rate_ratio((0, 0), (7, 15), level, PLAIN).unwrap(), None);
    assert!(rate_ratio((3, 2), (7, 15), level, PLAIN).is_err());
}

/// statsmodels 0.15.0 `Table2x2` on the four cells with 0.5 added by hand: its own `shift_zeros` puts 0.5
/// into the empty cell only.
#[test]
fn haldane_adds_a_half_where_a_cell_is_empty() {
    let level = Confidence::default();
    let zero = ZeroCells::Haldane;
    close(
        rate_ratio((0, 12), (7, 15), level, zero).unwrap(),
        (
            0.082_051_282_051_282_05,
            0.005_153_931_959_180_153,
            1.306_267_319_704_775_4,
        ),
    );
    close(
        odds_ratio((0, 12), (7, 15), level, zero).unwrap(),
        (
            0.045_333_333_333_333_34,
            0.002_274_267_596_365_538_5,
            0.903_636_456_147_614_5,
        ),
    );
    close(
        odds_ratio((10, 10), (5, 20), level, zero).unwrap(),
        (
            59.181_818_181_818_18,
            2.948_919_465_639_291_6,
            1_187.718_974_396_098,
        ),
    );
    // Without an empty cell nothing is added.
    assert_eq!(
        odds_ratio((12, 20), (15, 20), level, zero).unwrap(),
        odds_ratio((12, 20), (15, 20), level, PLAIN).unwrap()
    );
}

/// statsmodels 0.15.0 `proportion_effectsize`; the standard error is √(1/n₁ + 1/n₂).
#[test]
fn h_equals_statsmodels() {
    let level = Confidence::default();
    for (first, second, h) in [
        ((270, 600), (950, 1400), -0.465_374_642_451_926_5),
        ((10, 10), (5, 20), 2.094_395_102_393_195_3),
        ((0, 12), (7, 15), -1.504_080_178_384_671_3),
    ] {
        let half = level.z() * (1.0 / first.1 as f64 + 1.0 / second.1 as f64).sqrt();
        close(
            cohens_h(first, second, level).unwrap(),
            (h, h - half, h + half),
        );
    }
}

/// p₁ = p₂ = 1 has the Katz variance (1 − p₁)/(n₁p₁) + (1 − p₂)/(n₂p₂) = 0: six children of six prove nothing.
#[test]
fn a_rate_of_one_is_not_certain() {
    let level = Confidence::default();
    let bare = |value| EffectSize {
        value,
        lower: None,
        upper: None,
    };
    let both = rate_ratio((6, 6), (8, 8), level, PLAIN).unwrap();
    assert_eq!(both, Some(bare(1.0)));
    let ratio = |cells, whom| Measures::new(Cells::new(cells), whom, level, PLAIN).ratio;
    assert_eq!(ratio((6, 6), Whom::Level(0.5)), Some(bare(2.0)));
    assert_eq!(
        ratio((6, 6), Whom::Whole(Cells::new((8, 8)))),
        Some(bare(1.0))
    );
    // One child short on one side is variation enough.
    let some = rate_ratio((6, 6), (7, 8), level, PLAIN).unwrap().unwrap();
    assert!(some.lower.is_some() && some.upper.is_some());
    // With a half in every cell there is an interval.
    let haldane = rate_ratio((6, 6), (8, 8), level, ZeroCells::Haldane).unwrap();
    assert!(haldane.unwrap().lower.unwrap() < 1.0);
}

proptest! {
    // Against a level nothing but the group's own error counts: the limit of a huge second group.
    #[test]
    fn a_level_is_an_endless_group(s in 1_u64..50, more in 1_u64..50, level in 1_u64..10) {
        let own = Cells::new((s + more, s));
        let confidence = Confidence::default();
        let of = |whom| Measures::new(own, whom, confidence, PLAIN);
        let n = 1_000_000_000_000;
        let (a, b) = (of(Whom::Level(level as f64 / 10.0)), of(Whom::Others(Cells::new((n, n / 10 * level)))));
        for (a, b) in [(a.ratio, b.ratio), (a.odds_ratio, b.odds_ratio), (a.cohens_h, b.cohens_h)] {
            let (a, b) = (a.unwrap(), b.unwrap());
            prop_assert!((a.value - b.value).abs() < 1e-4 * a.value.abs().max(1.0));
            let (lower, endless) = (a.lower.unwrap(), b.lower.unwrap());
            prop_assert!((lower - endless).abs() < 1e-4 * lower.abs().max(1.0));
        }
    }

    // Oracle: the slopes of ln(p/P) in p and r by differences, P = wp + (1 − w)r, put into the delta method.
    #[test]
    fn part_and_whole_equal_the_delta_method(own in (2_u64..60, 1_u64..60), rest in (2_u64..60, 1_u64..60)) {
        let cell = |(n, s): (u64, u64)| (n, s.min(n - 1));
        let ((n, s), (m, k)) = (cell(own), cell(rest));
        let (own, rest) = (Cells::new((n, s)), Cells::new((m, k)));
        let w = n as f64 / (n + m) as f64;
        let value = |scale: Scale, p: f64, r: f64| scale.value(p) - scale.value(w * p + (1.0 - w) * r);
        for scale in [Scale::Log, Scale::Logit, Scale::Arcsine] {
            let (p, r, step) = (own.rate(), rest.rate(), 1e-6);
            let dp = (value(scale, p + step, r) - value(scale, p - step, r)) / (2.0 * step);
            let dr = (value(scale, p, r + step) - value(scale, p, r - step)) / (2.0 * step);
            let variance = dp * dp * p * (1.0 - p) / n as f64 + dr * dr * r * (1.0 - r) / m as f64;
            let half = Confidence::default().z() * variance.sqrt();
            let found = contrast(scale, own, Whom::Whole(rest), Confidence::default(), PLAIN).unwrap();
            let expected = scale.back(value(scale, p, r) + half);
            let upper = found.upper.unwrap();
            prop_assert!((upper - expected).abs() < 1e-5 * expected.abs().max(1.0), "{} {}", upper, expected);
        }
    }
}
