//! Logistic regression by Newton's method on an orthonormal basis.

use super::basis::Small;
use crate::measures::spectral::dot;

/// A linear predictor beyond this, a probability within 10⁻¹³ of 0 or 1, is a certainty: the predictors separate
/// the outcomes, and the estimates would run on for ever.
const SEPARATED: f64 = 30.0;
const STEPS: usize = 100;

/// A fit along an orthonormal basis.
#[derive(Debug)]
pub(super) struct Logit {
    /// Along the basis.
    pub(super) coordinates: Vec<f64>,
    /// Their covariances.
    pub(super) covariance: Small,
    /// Fitted probabilities by cell.
    pub(super) fitted: Vec<f64>,
    pub(super) log_likelihood: f64,
}

impl Logit {
    /// Maximum likelihood for outcomes of 0 and 1; `None` where it does not exist because the columns separate
    /// the outcomes. Newton with halved steps. O(steps · cells · k²).
    pub(super) fn fit(basis: &[Vec<f64>], y: &[f64]) -> Option<Self> {
        let k = basis.len();
        let mut at = vec![0.0; k];
        let mut now = Point::of(basis, y, &at);
        for _ in 0..STEPS {
            let (gradient, mut information) = now.slopes(basis, y);
            // The gradient stands as one more row, so that one factor solves for the step.
            let mut bordered = Small::zeros(k + 1);
            for (i, &slope) in gradient.iter().enumerate() {
                for j in 0..=i {
                    bordered.set(i, j, information.get(i, j));
                }
                bordered.set(k, i, slope);
            }
            bordered.set(k, k, f64::MAX);
            bordered.factor(k)?;
            let mut step = bordered.back_solve(k, k);
            let promised = dot(&step, &gradient);
            loop {
                let next: Vec<f64> = at.iter().zip(&step).map(|(a, s)| a + s).collect();
                let point = Point::of(basis, y, &next);
                if point.log_likelihood >= now.log_likelihood - 1e-12 * now.log_likelihood.abs() {
                    (at, now) = (next, point);
                    break;
                }
                for s in &mut step {
                    *s /= 2.0;
                }
                if step.iter().all(|s| s.abs() < 1e-14) {
                    break;
                }
            }
            if promised < 1e-20 * (1.0 + now.log_likelihood.abs()) {
                if now.linear.iter().any(|e| e.abs() > SEPARATED) {
                    return None;
                }
                (_, information) = now.slopes(basis, y);
                return Some(Self {
                    coordinates: at,
                    covariance: inverse(&information)?,
                    fitted: now.fitted(),
                    log_likelihood: now.log_likelihood,
                });
            }
        }
        None
    }
}

struct Point {
    linear: Vec<f64>,
    log_likelihood: f64,
}

impl Point {
    fn of(basis: &[Vec<f64>], y: &[f64], at: &[f64]) -> Self {
        let mut linear = vec![0.0; y.len()];
        for (column, a) in basis.iter().zip(at) {
            for (e, q) in linear.iter_mut().zip(column) {
                *e += a * q;
            }
        }
        // ln(1 + exp(e)) without overflow.
        let soft = |e: f64| e.max(0.0) + (-e.abs()).exp().ln_1p();
        let log_likelihood = linear.iter().zip(y).map(|(&e, y)| y * e - soft(e)).sum();
        Self {
            linear,
            log_likelihood,
        }
    }

    fn fitted(&self) -> Vec<f64> {
        self.linear
            .iter()
            .map(|e| 1.0 / (1.0 + (-e).exp()))
            .collect()
    }

    /// Gradient and information.
    fn slopes(&self, basis: &[Vec<f64>], y: &[f64]) -> (Vec<f64>, Small) {
        let fitted = self.fitted();
        let residual: Vec<f64> = y.iter().zip(&fitted).map(|(y, p)| y - p).collect();
        let mut information = Small::zeros(basis.len());
        for (i, a) in basis.iter().enumerate() {
            let weighted: Vec<f64> = a
                .iter()
                .zip(&fitted)
                .map(|(a, p)| a * p * (1.0 - p))
                .collect();
            for (j, b) in basis.iter().enumerate().take(i + 1) {
                information.set(i, j, dot(&weighted, b));
            }
        }
        (
            basis.iter().map(|q| dot(q, &residual)).collect(),
            information,
        )
    }
}

/// Inverse of a small positive definite matrix.
fn inverse(m: &Small) -> Option<Small> {
    let k = m.size;
    let mut inverse = Small::zeros(k);
    for column in 0..k {
        // A unit vector as one more row gives one column of the inverse.
        let mut bordered = Small::zeros(k + 1);
        for i in 0..k {
            for j in 0..=i {
                bordered.set(i, j, m.get(i, j));
            }
        }
        bordered.set(k, column, 1.0);
        bordered.set(k, k, f64::MAX);
        bordered.factor(k)?;
        for (i, x) in bordered.back_solve(k, k).into_iter().enumerate() {
            inverse.set(i, column, x);
        }
    }
    Some(inverse)
}
