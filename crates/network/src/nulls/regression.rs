//! Regression whose p-values come from moving labels: one engine for pairs and for partners.
//!
//! Each predictor is cleared of the others by least squares; what is left of it moves with the labels, and its
//! statistic in the fit beside the others is compared with the observed one (double semi-partialling, Dekker,
//! Krackhardt & Snijders 2007). Clearing first keeps the test valid when predictors are correlated with each
//! other, which permuting a raw predictor or the outcome is not.

mod basis;
mod logit;
mod moving;
mod table;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub(super) use self::table::{Model, Table, Units};
use super::Beyond;
use crate::options::named;

/// Which standard errors of least squares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StandardErrors {
    /// One variance for all cells (R `sna`).
    #[default]
    Classical,
    /// Every cell its own variance, White 1980 without correction (UCINET).
    Hc0,
}

named!(StandardErrors, "standard_errors", { "classical" => Classical, "hc0" => Hc0 });

/// Options of the regressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegressionOptions {
    /// Random orders of the labels; 0 for no test. All orders are taken where they are no more than this, or
    /// those of at most eight labels.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
    /// Standard errors of least squares, and with them the t that is tested. Not for logistic regression.
    pub standard_errors: StandardErrors,
}

impl Default for RegressionOptions {
    fn default() -> Self {
        Self {
            draws: 9_999,
            seed: 0,
            standard_errors: StandardErrors::Classical,
        }
    }
}

/// One line of a regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The predictor; `intercept` for the constant, which is not tested.
    pub name: String,
    /// Its coefficient, in units of the outcome per unit of the predictor; logistic: the log of the odds ratio,
    /// `None` where it is without bound.
    pub estimate: Option<f64>,
    /// The coefficient in standard deviations of both; `None` for the intercept and in logistic regression.
    pub standardised: Option<f64>,
    /// Standard error; cells are not independent, so it is no base for a p-value.
    pub standard_error: Option<f64>,
    /// Estimate by standard error: t, in logistic regression Wald's z. `None` where the fit is exact.
    pub ratio: Option<f64>,
    /// The tested statistic beside that of moved labels: t, in logistic regression Rao's score. `None` without
    /// draws and for the intercept.
    pub test: Option<Beyond>,
}

/// A fitted regression with permutation tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regression {
    /// `mrqap`, `logistic_qap` or `permutation_regression`.
    pub name: String,
    /// What is explained.
    pub outcome: String,
    /// The intercept, then the predictors in their order.
    pub terms: Vec<Term>,
    /// Share of the variance explained; logistic: `McFadden`'s 1 − lnL/lnL₀.
    pub fit: Option<f64>,
    /// R² adjusted for the number of predictors; `None` in logistic regression.
    pub adjusted: Option<f64>,
    /// All predictors together: R² beside that when the outcome's labels move. `None` without draws.
    pub together: Option<Beyond>,
    /// Cells in the fit.
    pub cells: u64,
    /// Share of the cells that all relations know.
    pub coverage: Option<f64>,
    /// What a cell is: `pairs`, `ordered pairs` or `partners`.
    pub unit: String,
    /// Whether every order of the labels was taken, so that p-values are exact.
    pub exact: bool,
    /// What the test can say at best, to be read before its result.
    pub plan: String,
    /// What was computed, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the result wherever it goes.
    pub caveats: Vec<String>,
    /// Source of the method.
    pub citation: String,
}

impl Regression {
    /// The result in plain sentences, one a line: first what the test can say at best, then each predictor.
    pub fn sentences(&self) -> Vec<String> {
        let mut lines = vec![self.plan.clone()];
        for term in self.terms.iter().skip(1) {
            lines.push(term.sentence(&self.outcome));
        }
        if let Some(together) = &self.together {
            lines.push(format!(
                "All predictors together: R² {:.3}, as high or higher by chance p = {}.",
                together.observed,
                super::shuffles::short(together.p_high)
            ));
        }
        lines
    }
}

impl Term {
    fn sentence(&self, outcome: &str) -> String {
        let number =
            |x: Option<f64>| x.map_or_else(|| "without bound".to_owned(), |x| format!("{x:.3}"));
        let test = self.test.as_ref().map_or_else(String::new, |test| {
            format!(
                "; by chance as high or higher p = {}, as low or lower p = {}",
                super::shuffles::short(test.p_high),
                super::shuffles::short(test.p_low)
            )
        });
        format!(
            "{} on {}: estimate {}{test}.",
            outcome,
            self.name,
            number(self.estimate)
        )
    }
}
