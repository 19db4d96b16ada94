//! Confidence intervals for one proportion and for the difference of two.

use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc_inv;

use crate::Error;

/// Which interval for a single proportion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson's score interval (Wilson 1927): good coverage at small n and near 0 and 1.
    #[default]
    Wilson,
    /// Clopper and Pearson's exact interval (1934): never under-covers, wide at small n.
    ClopperPearson,
    /// Equal-tailed interval of the Beta(s + 1/2, n − s + 1/2) posterior (Brown, Cai and DasGupta 2001).
    Jeffreys,
    /// Agresti and Coull (1998): Wilson's centre with a Wald width, cut to 0 and 1.
    AgrestiCoull,
}

impl IntervalMethod {
    /// Name in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wilson => "Wilson score",
            Self::ClopperPearson => "Clopper–Pearson exact",
            Self::Jeffreys => "Jeffreys",
            Self::AgrestiCoull => "Agresti–Coull",
        }
    }
}

/// A confidence level strictly between 0 and 1, with its normal quantile.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Confidence(f64);

impl Confidence {
    /// A level such as 0.95.
    ///
    /// # Errors
    /// [`Error::BadOption`] outside (0, 1).
    pub fn new(level: f64) -> Result<Self, Error> {
        if level > 0.0 && level < 1.0 {
            return Ok(Self(level));
        }
        Err(Error::BadOption {
            option: "confidence",
            found: level.to_string(),
            expected: "a level between 0 and 1, such as 0.95",
        })
    }

    /// The level.
    pub fn level(self) -> f64 {
        self.0
    }

    /// The two-sided normal quantile: 1.959964 for 0.95, not 1.96.
    ///
    /// ```
    /// let z = commonweal_equity::Confidence::default().z();
    /// assert!((z - 1.959963984540054).abs() < 1e-12);
    /// ```
    pub fn z(self) -> f64 {
        std::f64::consts::SQRT_2 * erfc_inv(1.0 - self.0)
    }
}

/// 95 %.
impl Default for Confidence {
    fn default() -> Self {
        Self(0.95)
    }
}

/// Interval for the proportion behind `successes` of `n`, as (lower, upper) in 0 to 1.
///
/// `None` when `n` is 0: nothing was observed, so nothing is said. At 0 and at n successes the ends that
/// are known in closed form are returned exactly (0 or 1). statsmodels' `proportion_confint` agrees
/// (methods `wilson`, `beta`, `jeffreys`, `agresti_coull`). Cost: constant; the two Beta methods invert the
/// incomplete Beta function by bisection.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`] when `successes > n`.
///
/// ```
/// use commonweal_equity::{proportion_interval, Confidence, IntervalMethod};
/// let (low, high) = proportion_interval(7, 9, IntervalMethod::Wilson, Confidence::default())?.unwrap();
/// assert!((low - 0.45259).abs() < 5e-6 && (high - 0.93677).abs() < 5e-6);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn proportion_interval(
    successes: u64,
    n: u64,
    method: IntervalMethod,
    confidence: Confidence,
) -> Result<Option<(f64, f64)>, Error> {
    if successes > n {
        return Err(Error::MoreSuccessesThanChildren {
            group: "proportion".to_owned(),
            successes,
            n,
        });
    }
    if n == 0 {
        return Ok(None);
    }
    let tail = (1.0 - confidence.0) / 2.0;
    let (s, f) = (successes as f64, (n - successes) as f64);
    let (lower, upper) = match method {
        IntervalMethod::Wilson => wilson(successes, n, confidence.z()),
        IntervalMethod::ClopperPearson => (
            if successes == 0 {
                0.0
            } else {
                beta_quantile(s, f + 1.0, tail)
            },
            if successes == n {
                1.0
            } else {
                beta_quantile(s + 1.0, f, 1.0 - tail)
            },
        ),
        IntervalMethod::Jeffreys => (
            beta_quantile(s + 0.5, f + 0.5, tail),
            beta_quantile(s + 0.5, f + 0.5, 1.0 - tail),
        ),
        IntervalMethod::AgrestiCoull => {
            let z2 = confidence.z().powi(2);
            let total = n as f64 + z2;
            let centre = (s + z2 / 2.0) / total;
            let half = (z2 * centre * (1.0 - centre) / total).sqrt();
            ((centre - half).max(0.0), (centre + half).min(1.0))
        }
    };
    Ok(Some((lower, upper)))
}

/// Wilson's interval; requires `n > 0` and `successes <= n`.
fn wilson(successes: u64, n: u64, z: f64) -> (f64, f64) {
    let (s, n_) = (successes as f64, n as f64);
    let p = s / n_;
    let z2 = z * z;
    let scale = 1.0 + z2 / n_;
    let centre = (p + z2 / (2.0 * n_)) / scale;
    let half = z / scale * (p * (1.0 - p) / n_ + z2 / (4.0 * n_ * n_)).sqrt();
    let lower = if successes == 0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let upper = if successes == n {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    (lower, upper)
}

/// Interval for the difference p₁ − p₂ of two independent proportions from Wilson limits
/// (Newcombe 1998, method 10), each given as (successes, n). `None` when either n is 0.
///
/// statsmodels' `confint_proportions_2indep(compare="diff", method="newcomb")` agrees.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`] when successes exceed n in either sample.
///
/// ```
/// use commonweal_equity::{newcombe, Confidence};
/// // 56/70 against 48/80: 0.0524 to 0.3339 in Newcombe's Table II.
/// let (low, high) = newcombe((56, 70), (48, 80), Confidence::default())?.unwrap();
/// assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn newcombe(
    first: (u64, u64),
    second: (u64, u64),
    confidence: Confidence,
) -> Result<Option<(f64, f64)>, Error> {
    let limits = |(s, n)| proportion_interval(s, n, IntervalMethod::Wilson, confidence);
    let (Some((l1, u1)), Some((l2, u2))) = (limits(first)?, limits(second)?) else {
        return Ok(None);
    };
    let p1 = first.0 as f64 / first.1 as f64;
    let p2 = second.0 as f64 / second.1 as f64;
    let d = p1 - p2;
    let lower = d - ((p1 - l1).powi(2) + (u2 - p2).powi(2)).sqrt();
    let upper = d + ((u1 - p1).powi(2) + (p2 - l2).powi(2)).sqrt();
    Ok(Some((lower.max(-1.0), upper.min(1.0))))
}

/// The x with I_x(a, b) = q, by bisection: monotone, so it cannot fail, and good to the last bits.
fn beta_quantile(a: f64, b: f64, q: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    // 1100 halvings reach the smallest double; the loop ends earlier, when low and high are neighbours.
    for _ in 0..1100 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if beta_reg(a, b, middle) < q {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
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
}
