//! Outcome and predictors over cells, their fit, and what moves in the tests.

use super::basis::{Basis, DEPENDENT_SQUARE, Small};
use super::logit::Logit;
use super::moving::{BEYOND, Moving, Scratch, Statistic};
use super::{Regression, StandardErrors, Term};
use crate::measures::spectral::dot;
use crate::network::share;
use crate::nulls::Beyond;
use crate::nulls::shuffles::Shuffles;
use crate::{Control, Error};

/// What carries the labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::nulls) enum Units {
    /// Partners: a cell is one of them.
    Partners,
    /// Pairs of partners: a cell is a place of an n × n matrix.
    Pairs {
        /// Number of partners.
        n: usize,
    },
}

impl Units {
    fn place(self, (i, j): (u32, u32)) -> usize {
        match self {
            Self::Partners => i as usize,
            Self::Pairs { n } => i as usize * n + j as usize,
        }
    }
}

/// Outcome and predictors over all cells, known or not.
#[derive(Debug)]
pub(in crate::nulls) struct Table {
    pub(in crate::nulls) units: Units,
    /// (i, j) for pairs, (i, i) for partners.
    pub(in crate::nulls) cells: Vec<(u32, u32)>,
    /// By place, NaN where unknown: the outcome, then the predictors.
    pub(in crate::nulls) values: Vec<Vec<f64>>,
    /// Whether (i, j) and (j, i) are one cell.
    pub(in crate::nulls) symmetric: bool,
    pub(in crate::nulls) names: Vec<String>,
    /// What cells are, in the plural.
    pub(in crate::nulls) unit: &'static str,
}

/// Which model is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::nulls) enum Model {
    Linear(StandardErrors),
    Logistic,
}

/// Name of the constant among the terms.
const INTERCEPT: &str = "intercept";

impl Table {
    fn predictors(&self) -> usize {
        self.values.len() - 1
    }

    /// The cells where all of these columns are known.
    fn known(&self, columns: &[usize]) -> Vec<(u32, u32)> {
        let known = |&cell: &(u32, u32)| {
            let place = self.units.place(cell);
            columns.iter().all(|&c| !self.values[c][place].is_nan())
        };
        self.cells.iter().copied().filter(known).collect()
    }

    fn column(&self, which: usize, cells: &[(u32, u32)]) -> Vec<f64> {
        let values = &self.values[which];
        cells
            .iter()
            .map(|&cell| values[self.units.place(cell)])
            .collect()
    }

    /// The constant and some predictors as an orthonormal basis over `cells`.
    fn basis(
        &self,
        predictors: &[usize],
        cells: &[(u32, u32)],
        measure: &'static str,
    ) -> Result<Basis, Error> {
        let mut x = vec![vec![1.0; cells.len()]];
        x.extend(predictors.iter().map(|&k| self.column(k, cells)));
        Basis::of(x).map_err(|k| Error::NotDefined {
            measure,
            reason: match k {
                0 => format!("no cell is known for all of {}.", self.names.join(", ")),
                _ => format!(
                    "{} does not vary, or is a combination of the predictors before it. Leave it out.",
                    self.names[predictors[k - 1]]
                ),
            },
        })
    }

    /// Fits the model and tests every predictor. `name`, `convention` and `citation` are the caller's to fill.
    ///
    /// # Errors
    /// [`Error::NotDefined`] where there is no fit; [`Error::Stopped`].
    pub(in crate::nulls) fn regress(
        &self,
        measure: &'static str,
        model: Model,
        shuffles: &Shuffles,
        control: &Control,
    ) -> Result<Regression, Error> {
        let all: Vec<usize> = (0..self.values.len()).collect();
        let cells = self.known(&all);
        let refused = |reason: String| Error::NotDefined { measure, reason };
        if cells.len() <= self.values.len() {
            return Err(refused(format!(
                "{} {} are known for all of {}; a fit of {} coefficients needs more.",
                cells.len(),
                self.unit,
                self.names.join(", "),
                self.values.len()
            )));
        }
        let basis = self.basis(&all[1..], &cells, measure)?;
        let y = self.column(0, &cells);
        if y.iter().all(|v| *v == y[0]) {
            return Err(refused(format!(
                "{} does not vary over the {} compared.",
                self.names[0], self.unit
            )));
        }
        let fit = match model {
            Model::Linear(errors) => self.least_squares(&basis, &y, &cells, errors),
            Model::Logistic => logistic(&basis, &y),
        };
        let mut caveats = fit.caveats;
        let mut movers = Vec::new();
        let mut tested: Vec<Option<usize>> = vec![None];
        for k in 1..self.values.len() {
            let mover = if shuffles.draws() > 0 {
                self.mover(k, model, measure)?
            } else {
                None
            };
            if mover.is_none() && shuffles.draws() > 0 {
                caveats.push(format!(
                    "{} is not tested: the other predictors explain {} completely.",
                    self.names[k], self.names[0]
                ));
            }
            tested.push(mover.as_ref().map(|_| movers.len()));
            movers.extend(mover);
        }
        if shuffles.draws() > 0 {
            movers.push(self.outcome_mover(measure)?);
        }
        let tests = run(&movers, shuffles, control)?;
        let terms = (0..=self.predictors())
            .map(|k| Term {
                name: if k == 0 { INTERCEPT } else { &self.names[k] }.to_owned(),
                estimate: fit.estimates[k].map(|e| e.0),
                standardised: fit.standardised[k],
                standard_error: fit.estimates[k].map(|e| e.1),
                ratio: fit.estimates[k]
                    .map(|e| e.0 / e.1)
                    .filter(|t| t.abs() < BEYOND),
                test: tested[k].map(|m| tests[m]),
            })
            .collect();
        Ok(Regression {
            name: measure.to_owned(),
            outcome: self.names[0].clone(),
            terms,
            fit: fit.share,
            adjusted: fit.adjusted,
            together: tests.last().copied(),
            cells: cells.len() as u64,
            coverage: share(cells.len() as u64, self.cells.len() as u64),
            unit: self.unit.to_owned(),
            exact: shuffles.exact(),
            plan: shuffles.plan(),
            convention: String::new(),
            caveats,
            citation: String::new(),
        })
    }

    fn least_squares(
        &self,
        basis: &Basis,
        y: &[f64],
        cells: &[(u32, u32)],
        errors: StandardErrors,
    ) -> Fit {
        let k = basis.columns.len();
        let mut residual = y.to_vec();
        let coordinates = basis.clear(&mut residual);
        let (left, free) = (dot(&residual, &residual), (y.len() - k) as f64);
        let explained: f64 = coordinates[1..].iter().map(|c| c * c).sum();
        let whole = explained + left;
        let mut middle = Small::zeros(k);
        for a in 0..k {
            match errors {
                StandardErrors::Classical => middle.set(a, a, left / free),
                StandardErrors::Hc0 => {
                    let weighted: Vec<f64> = basis.columns[a]
                        .iter()
                        .zip(&residual)
                        .map(|(q, u)| q * u * u)
                        .collect();
                    for b in 0..=a {
                        middle.set(a, b, dot(&weighted, &basis.columns[b]));
                    }
                }
            }
        }
        let estimates = basis.coefficients(&coordinates);
        let spread = |column: &[f64]| {
            let mean = column.iter().sum::<f64>() / column.len() as f64;
            column
                .iter()
                .map(|x| (x - mean).powi(2))
                .sum::<f64>()
                .sqrt()
        };
        let standardised = |(k, &b): (usize, &f64)| {
            (k > 0).then(|| b * spread(&self.column(k, cells)) / spread(y))
        };
        let standardised = estimates.iter().enumerate().map(standardised).collect();
        let share = explained / whole;
        let exact = left <= DEPENDENT_SQUARE * whole;
        let caveat =
            "The predictors explain the outcome completely, so t is without bound.".to_owned();
        Fit {
            estimates: estimates
                .into_iter()
                .zip(basis.variances(&middle))
                .map(|(b, v)| Some((b, if exact { 0.0 } else { v.sqrt() })))
                .collect(),
            standardised,
            share: Some(share),
            adjusted: Some(1.0 - (1.0 - share) * (y.len() - 1) as f64 / free),
            caveats: if exact { vec![caveat] } else { Vec::new() },
        }
    }

    /// What is left of predictor `k` beside the others, to move with the labels; `None` where the others leave
    /// nothing of the outcome to explain.
    fn mover(
        &self,
        k: usize,
        model: Model,
        measure: &'static str,
    ) -> Result<Option<Moving>, Error> {
        let others: Vec<usize> = (1..self.values.len()).filter(|&j| j != k).collect();
        // Cleared where all predictors are known, also where the outcome is not: more of it can move.
        let predictors: Vec<usize> = (1..self.values.len()).collect();
        let known = self.known(&predictors);
        let mut left = self.column(k, &known);
        let clearing = self.basis(&others, &known, measure)?;
        clearing.clear(&mut left);
        clearing.clear(&mut left);
        let values = self.by_place(&known, &left);

        let mut fixed = others.clone();
        fixed.push(0);
        let cells = self.known(&fixed);
        let basis = self.basis(&others, &cells, measure)?;
        let mut y = self.column(0, &cells);
        match model {
            Model::Linear(errors) => {
                let before = dot(&y, &y);
                basis.clear(&mut y);
                basis.clear(&mut y);
                if dot(&y, &y) <= DEPENDENT_SQUARE * before {
                    return Ok(None);
                }
                let statistic = match errors {
                    StandardErrors::Classical => Statistic::T,
                    StandardErrors::Hc0 => Statistic::RobustT,
                };
                Ok(Some(Moving::new(
                    self.units,
                    cells,
                    basis.columns,
                    Some(y),
                    values,
                    None,
                    statistic,
                )))
            }
            Model::Logistic => {
                let Some(null) = Logit::fit(&basis.columns, &y) else {
                    return Ok(None);
                };
                let weight: Vec<f64> = null.fitted.iter().map(|p| (p * (1.0 - p)).sqrt()).collect();
                let weighted = |q: Vec<f64>| q.iter().zip(&weight).map(|(q, w)| q * w).collect();
                let columns = basis.columns.into_iter().map(weighted).collect();
                let score = y
                    .iter()
                    .zip(&null.fitted)
                    .zip(&weight)
                    .map(|((y, p), w)| (y - p) / w)
                    .collect();
                Ok(Some(Moving::new(
                    self.units,
                    cells,
                    columns,
                    Some(score),
                    values,
                    Some(weight),
                    Statistic::Score,
                )))
            }
        }
    }

    /// The outcome itself, to move against all predictors.
    fn outcome_mover(&self, measure: &'static str) -> Result<Moving, Error> {
        let predictors: Vec<usize> = (1..self.values.len()).collect();
        let cells = self.known(&predictors);
        let basis = self.basis(&predictors, &cells, measure)?;
        // Centred, so that squares do not cancel; R² does not mind.
        let known = self.column(0, &self.known(&[0]));
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let values = self.values[0].iter().map(|v| v - mean).collect();
        Ok(Moving::new(
            self.units,
            cells,
            basis.columns,
            None,
            values,
            None,
            Statistic::RSquared,
        ))
    }

    /// A column over `cells` as one over places, NaN elsewhere.
    fn by_place(&self, cells: &[(u32, u32)], column: &[f64]) -> Vec<f64> {
        let mut values = vec![f64::NAN; self.values[0].len()];
        for (&cell, &x) in cells.iter().zip(column) {
            values[self.units.place(cell)] = x;
            // A pair without direction is met in either order once labels move.
            if let (Units::Pairs { .. }, true) = (self.units, self.symmetric) {
                values[self.units.place((cell.1, cell.0))] = x;
            }
        }
        values
    }
}

/// A fit of one model; entries for the intercept first.
struct Fit {
    /// Coefficient and standard error; `None` where there is none.
    estimates: Vec<Option<(f64, f64)>>,
    standardised: Vec<Option<f64>>,
    share: Option<f64>,
    adjusted: Option<f64>,
    caveats: Vec<String>,
}

fn logistic(basis: &Basis, y: &[f64]) -> Fit {
    let k = basis.columns.len();
    let none = |estimates, share, caveats| Fit {
        estimates,
        standardised: vec![None; k],
        share,
        adjusted: None,
        caveats,
    };
    let Some(fit) = Logit::fit(&basis.columns, y) else {
        let caveat = "The predictors separate ties from absences, so estimates are without bound; the tests, which do not need them, stand.";
        return none(vec![None; k], None, vec![caveat.to_owned()]);
    };
    let ones: f64 = y.iter().sum();
    let rate = ones / y.len() as f64;
    let without = ones * rate.ln() + (y.len() as f64 - ones) * (1.0 - rate).ln();
    let estimates = basis.coefficients(&fit.coordinates).into_iter();
    let errors = basis.variances(&fit.covariance).into_iter().map(f64::sqrt);
    none(
        estimates.zip(errors).map(Some).collect(),
        Some(1.0 - fit.log_likelihood / without),
        Vec::new(),
    )
}

/// Moves every column through the same orders and compares.
fn run(movers: &[Moving], shuffles: &Shuffles, control: &Control) -> Result<Vec<Beyond>, Error> {
    let statistics = |order: &[u32], scratch: &mut Scratch| -> Vec<f64> {
        movers
            .iter()
            .map(|mover| mover.statistic(order, scratch))
            .collect()
    };
    let drawn = shuffles.simulate(control, Scratch::default, statistics)?;
    let observed = statistics(&shuffles.observed(), &mut Scratch::default());
    let test = |(m, &value): (usize, &f64)| {
        let draws: Vec<f64> = drawn.iter().map(|row| row[m]).collect();
        Beyond::of(value, &draws)
    };
    Ok(observed.iter().enumerate().map(test).collect())
}
