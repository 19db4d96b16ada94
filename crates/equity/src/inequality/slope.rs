//! SII and RII: the regression of the rates on population rank, read at rank 0 and rank 1.
//!
//! Groups are weighted by their share of the population, once. (Binomial counts *and* weights would give
//! each group its population squared.)

use super::formula::{Undefined, dot};
use super::groups::Setting;
use super::measure::InequalityMeasure as M;

const ITERATIONS: usize = 100;
const TOLERANCE: f64 = 1e-12;

/// A fitted line (identity link) or logistic curve on rank.
pub(super) struct Fit {
    intercept: f64,
    slope: f64,
    linear: bool,
    ridits: Vec<f64>,
    /// Shares of the population.
    shares: Vec<f64>,
    /// Rates on the scale 0 to 1.
    rates: Vec<f64>,
}

type Pair = [f64; 2];

/// (a b; b c)⁻¹ as its three entries.
fn inverse([a, b, c]: [f64; 3]) -> Option<[f64; 3]> {
    let determinant = a * c - b * b;
    // Two groups with people are enough; all people in one group leave no slope.
    let well = determinant > 1e-14 * a * c && determinant.is_finite();
    well.then(|| [c / determinant, -b / determinant, a / determinant])
}

fn apply([a, b, c]: [f64; 3], [x, y]: Pair) -> Pair {
    [a * x + b * y, b * x + c * y]
}

impl Fit {
    pub(super) fn new(setting: &Setting, y: &[f64]) -> Result<Self, Undefined> {
        let ridits = setting.ridits()?;
        let shares = setting.shares()?.to_vec();
        let rates: Vec<f64> = y.iter().map(|y| y / setting.scale).collect();
        let mean = dot(&shares, &rates);
        let mut fit = Self {
            intercept: mean,
            slope: 0.0,
            linear: setting.linear,
            ridits,
            shares,
            rates,
        };
        if fit.linear {
            // Least squares: one step from any start.
            fit.step().ok_or(Undefined::NoFit)?;
            return Ok(fit);
        }
        if mean <= 0.0 || mean >= 1.0 {
            return Err(Undefined::NoFit);
        }
        fit.intercept = (mean / (1.0 - mean)).ln();
        let mut likelihood = fit.likelihood();
        for _ in 0..ITERATIONS {
            let before = (fit.intercept, fit.slope);
            let change = fit.step().ok_or(Undefined::NoFit)?;
            let mut part = 1.0;
            // The likelihood is concave: a full Newton step that overshoots is halved.
            while fit.likelihood() < likelihood - 1e-12 && part > 1e-6 {
                part /= 2.0;
                (fit.intercept, fit.slope) =
                    (before.0 + part * change[0], before.1 + part * change[1]);
            }
            likelihood = fit.likelihood();
            if !likelihood.is_finite() || fit.slope.abs() > 60.0 {
                return Err(Undefined::NoFit);
            }
            let size = 1.0 + fit.intercept.abs() + fit.slope.abs();
            if change[0].abs() + change[1].abs() < TOLERANCE * size {
                return Ok(fit);
            }
        }
        Err(Undefined::NoFit)
    }

    fn at(&self, rank: f64) -> f64 {
        let line = self.intercept + self.slope * rank;
        if self.linear {
            line
        } else {
            1.0 / (1.0 + (-line).exp())
        }
    }

    /// Derivative of the fitted rate by the line: p(1 − p), or 1.
    fn rise(&self, rank: f64) -> f64 {
        if self.linear {
            return 1.0;
        }
        let p = self.at(rank);
        p * (1.0 - p)
    }

    fn likelihood(&self) -> f64 {
        let part = |((w, rank), y): ((&f64, &f64), &f64)| {
            let line = self.intercept + self.slope * rank;
            // y·line − ln(1 + e^line), without overflow.
            w * (y * line - line.max(0.0) - (-line.abs()).exp().ln_1p())
        };
        let groups = self.shares.iter().zip(&self.ridits).zip(&self.rates);
        groups.map(part).sum()
    }

    /// Σ w · rise · xx' with x = (1, rank), inverted: the (unscaled) model covariance.
    fn bread(&self) -> Option<[f64; 3]> {
        let mut sums = [0.0; 3];
        for (w, &rank) in self.shares.iter().zip(&self.ridits) {
            let v = w * self.rise(rank);
            sums = [sums[0] + v, sums[1] + v * rank, sums[2] + v * rank * rank];
        }
        inverse(sums)
    }

    /// One Newton step; returns it.
    fn step(&mut self) -> Option<Pair> {
        let mut score = [0.0; 2];
        let groups = self.shares.iter().zip(&self.ridits).zip(&self.rates);
        for ((w, &rank), y) in groups {
            let residual = w * (y - self.at(rank));
            score = [score[0] + residual, score[1] + residual * rank];
        }
        let change = apply(self.bread()?, score);
        self.intercept += change[0];
        self.slope += change[1];
        Some(change)
    }

    /// Value of SII (on the scale 0 to 1) or RII, and its derivatives by intercept and slope.
    fn index(&self, setting: &Setting, measure: M) -> Result<(f64, Pair), Undefined> {
        let (top, bottom) = (self.at(1.0), self.at(0.0));
        let (rise_top, rise_bottom) = (self.rise(1.0), self.rise(0.0));
        if measure == M::SlopeIndex {
            let sign = setting.ahead(1.0, 0.0);
            let gradient = [sign * (rise_top - rise_bottom), sign * rise_top];
            return Ok((setting.ahead(top, bottom), gradient));
        }
        let ratio = setting.times(top, bottom)?;
        let sign = setting.ahead(1.0, 0.0) * ratio;
        let (high, low) = (rise_top / top, rise_bottom / bottom);
        Ok((ratio, [sign * (high - low), sign * high]))
    }

    /// HC1 sandwich: J/(J − 2) · A⁻¹ (Σ w² (y − p)² xx') A⁻¹, as the standard error of a function with
    /// these derivatives.
    fn robust_error(&self, derivatives: Pair) -> Option<f64> {
        let groups = self.rates.len() as f64;
        let toward = apply(self.bread()?, derivatives);
        let rows = self.shares.iter().zip(&self.ridits).zip(&self.rates);
        let meat: f64 = rows
            .map(|((w, &rank), y)| {
                let part = w * (y - self.at(rank)) * (toward[0] + toward[1] * rank);
                part * part
            })
            .sum();
        (groups > 2.0).then(|| (groups / (groups - 2.0) * meat).sqrt())
    }
}

fn scale(setting: &Setting, measure: M) -> f64 {
    match measure {
        M::SlopeIndex => setting.scale,
        _ => 1.0,
    }
}

/// SII or RII.
pub(super) fn value(setting: &Setting, measure: M, y: &[f64]) -> Result<f64, Undefined> {
    let (value, _) = Fit::new(setting, y)?.index(setting, measure)?;
    Ok(scale(setting, measure) * value)
}

/// `∂m/∂y_j` through the fit: the coefficients solve Σ w (y − p) x = 0, so
/// `∂β/∂y_j = A⁻¹ w_j x_j`.
pub(super) fn gradient(setting: &Setting, measure: M, y: &[f64]) -> Result<Vec<f64>, Undefined> {
    let fit = Fit::new(setting, y)?;
    let (_, derivatives) = fit.index(setting, measure)?;
    let toward = apply(fit.bread().ok_or(Undefined::NoFit)?, derivatives);
    let unit = scale(setting, measure) / setting.scale;
    let groups = fit.shares.iter().zip(&fit.ridits);
    Ok(groups
        .map(|(w, rank)| unit * w * (toward[0] + toward[1] * rank))
        .collect())
}

/// Standard error from how far the groups lie from the fit (HC1); `None` for two groups.
pub(super) fn robust_error(
    setting: &Setting,
    measure: M,
    y: &[f64],
) -> Result<Option<f64>, Undefined> {
    let fit = Fit::new(setting, y)?;
    let (_, derivatives) = fit.index(setting, measure)?;
    let error = fit.robust_error(derivatives);
    Ok(error.map(|error| scale(setting, measure) * error))
}

/// Standard error of RCI from the weighted regression of 2σ²y/μ on rank, J − 2 degrees of freedom (ACI: times
/// μ); `None` for two groups.
pub(super) fn regression_error(
    setting: &Setting,
    measure: M,
    y: &[f64],
) -> Result<Option<f64>, Undefined> {
    let (ridits, shares) = (setting.ridits()?, setting.shares()?);
    let mean = setting.mean(y)?;
    if mean <= 0.0 {
        return Err(Undefined::ZeroAverage);
    }
    // Shares add to 1, so the mean rank is 1/2.
    let spread: f64 = shares
        .iter()
        .zip(&ridits)
        .map(|(w, r)| w * (r - 0.5) * (r - 0.5))
        .sum();
    if y.len() < 3 || spread <= 0.0 {
        return Ok(None);
    }
    let response: Vec<f64> = y.iter().map(|y| 2.0 * spread * y / mean).collect();
    let middle = dot(shares, &response);
    let groups = || shares.iter().zip(&ridits).zip(&response);
    let slope: f64 = groups()
        .map(|((w, r), z)| w * (r - 0.5) * (z - middle))
        .sum::<f64>()
        / spread;
    let residual: f64 = groups()
        .map(|((w, r), z)| {
            let left = z - middle - slope * (r - 0.5);
            w * left * left
        })
        .sum();
    let error = (residual / (y.len() - 2) as f64 / spread).sqrt();
    Ok(Some(match measure {
        M::AbsoluteConcentrationIndex => mean * error,
        _ => error,
    }))
}
