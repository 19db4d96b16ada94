//! One straight line through few points whose chance errors are known: weighted least squares with extra
//! variance between the years.

use crate::Confidence;
use crate::rate::beta_quantile;

/// A period's value with the variance that chance alone gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observed {
    pub(super) year: f64,
    pub(super) value: f64,
    pub(super) variance: f64,
}

/// A fitted line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fitted {
    pub(super) slope: f64,
    pub(super) standard_error: f64,
    /// Variance between the years beyond chance.
    pub(super) extra: f64,
}

/// Fits the line, with the variance between years by Paule and Mandel (1982): the smallest τ² ≥ 0 at which the
/// weighted squared residuals, weights `1/(v + τ²)`, do not exceed their degrees of freedom. The standard error
/// is `1/√Σ w (x − x̄)²`. Requires three points of two different years and positive variances.
pub(super) fn fit(points: &[Observed]) -> Fitted {
    let freedom = points.len() as f64 - 2.0;
    let excess = |extra: f64| weighted(points, extra).1 - freedom;
    let mut extra = 0.0;
    if excess(0.0) > 0.0 {
        let mut high = points
            .iter()
            .map(|point| point.variance)
            .fold(0.0, f64::max);
        while excess(high) > 0.0 {
            high *= 2.0;
        }
        // The squares fall as τ² grows, so bisection cannot fail; it ends at neighbouring doubles.
        let mut low = 0.0;
        loop {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            if excess(middle) > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        extra = high;
    }
    Fitted {
        extra,
        ..weighted(points, extra).0
    }
}

/// The weighted line for one τ², and its weighted squared residuals.
fn weighted(points: &[Observed], extra: f64) -> (Fitted, f64) {
    let weight = |point: &Observed| 1.0 / (point.variance + extra);
    let all: f64 = points.iter().map(weight).sum();
    let mean =
        |of: fn(&Observed) -> f64| points.iter().map(|p| weight(p) * of(p)).sum::<f64>() / all;
    let (year, value) = (mean(|p| p.year), mean(|p| p.value));
    let spread: f64 = points
        .iter()
        .map(|p| weight(p) * (p.year - year).powi(2))
        .sum();
    let slope = points
        .iter()
        .map(|p| weight(p) * (p.year - year) * (p.value - value))
        .sum::<f64>()
        / spread;
    let squares = points
        .iter()
        .map(|p| weight(p) * (p.value - value - slope * (p.year - year)).powi(2))
        .sum();
    let line = Fitted {
        slope,
        standard_error: 1.0 / spread.sqrt(),
        extra,
    };
    (line, squares)
}

/// Two-sided quantile of Student's t.
pub(super) fn t_quantile(confidence: Confidence, freedom: f64) -> f64 {
    // P(|T| > t) = I_x(ν/2, 1/2) with x = ν/(ν + t²).
    let x = beta_quantile(freedom / 2.0, 0.5, 1.0 - confidence.level());
    (freedom * (1.0 - x) / x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn observed(rows: &[(f64, f64, f64)]) -> Vec<Observed> {
        let point = |&(year, value, variance): &(f64, f64, f64)| Observed {
            year,
            value,
            variance,
        };
        rows.iter().map(point).collect()
    }

    #[test]
    fn quantiles_of_the_table() {
        // Student's table, two-sided 95 %.
        for (freedom, t) in [
            (1.0, 12.706_204_736),
            (3.0, 3.182_446_305),
            (30.0, 2.042_272_456),
        ] {
            assert!(
                (t_quantile(Confidence::default(), freedom) - t).abs() < 1e-8,
                "{freedom}"
            );
        }
    }

    #[test]
    fn equal_weights_by_hand() {
        // y = 1, 3, 8 over 0, 1, 2: slope 7/2, residuals 1/2, −1, 1/2, so 3/2 of squares with 1 degree of
        // freedom. τ² with Σ r²/(v + τ²) = 1 is 3/2 − v; then the error is √((v + τ²)/2) = √(3/4).
        let fitted = fit(&observed(&[
            (0.0, 1.0, 0.25),
            (1.0, 3.0, 0.25),
            (2.0, 8.0, 0.25),
        ]));
        assert!((fitted.slope - 3.5).abs() < 1e-12);
        assert!((fitted.extra - 1.25).abs() < 1e-12);
        assert!((fitted.standard_error - 0.75_f64.sqrt()).abs() < 1e-12);
        // Chance alone (v = 4 > 3/2) explains the residuals: no extra variance, error √(4/2).
        let fitted = fit(&observed(&[
            (0.0, 1.0, 4.0),
            (1.0, 3.0, 4.0),
            (2.0, 8.0, 4.0),
        ]));
        assert_eq!(fitted.extra, 0.0);
        assert!((fitted.standard_error - 2.0_f64.sqrt()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_extra_variance_uses_up_the_residuals(
            rows in prop::collection::vec((-50.0_f64..50.0, 0.1_f64..30.0), 3..9)
        ) {
            let rows: Vec<_> = (0..).zip(rows).map(|(x, (y, v))| (f64::from(x), y, v)).collect();
            let points = observed(&rows);
            let fitted = fit(&points);
            let (_, squares) = weighted(&points, fitted.extra);
            let freedom = rows.len() as f64 - 2.0;
            prop_assert!(squares <= freedom * (1.0 + 1e-9));
            prop_assert!(fitted.extra == 0.0 || (squares / freedom - 1.0).abs() < 1e-6);
        }
    }
}
