//! Logistic QAP: whether there is a tie, explained by other relations.

#[cfg(test)]
mod tests;

use super::mrqap::regress;
use super::regression::{Model, Regression, RegressionOptions};
use super::relation::Relation;
use crate::{Control, Error};

/// Logistic regression of a relation of ties and absences (0 and 1) on other relations, each predictor tested by
/// double semi-partialling: what the others leave of it moves with the labels, and Rao's score for adding it to
/// the fit of the others is compared with the observed one.
///
/// Estimates are log odds ratios by maximum likelihood with Wald's z. The score is tested and not Wald's z (R
/// `sna`), because z falls back to 0 for an effect that grows without bound (Hauck & Donner 1977) and does not
/// exist where the predictors separate ties from absences; the score exists wherever the other predictors can be
/// fitted, and for effects of ordinary size the two agree. Where an order leaves cells unknown, the fit of the
/// others is kept and the score cleared of them (Neyman's C(α)). All predictors together are tested by the score,
/// which orders the arrangements as R² does. Else as [`mrqap`](super::mrqap::mrqap).
///
/// O(draws · n² · k²) with k predictors, parallel over draws; `standard_errors` is not used.
///
/// # Errors
/// [`Error::NotDefined`] for an outcome with values other than 0 and 1; those of
/// [`mrqap`](super::mrqap::mrqap).
///
/// Source: Dekker, Krackhardt & Snijders (2007); Rao (1948); Neyman (1959).
pub fn logistic_qap(
    outcome: &Relation,
    predictors: &[Relation],
    options: &RegressionOptions,
    control: &Control,
) -> Result<Regression, Error> {
    let n = outcome.partners();
    let binary = |(i, j): (usize, usize)| {
        let x = outcome.cells[[i, j]];
        i == j || x.is_nan() || x == 0.0 || x == 1.0
    };
    if !(0..n).all(|i| (0..n).all(|j| binary((i, j)))) {
        return Err(Error::NotDefined {
            measure: "logistic_qap",
            reason: format!(
                "{} has values other than 0 and 1. Dichotomise it, or use mrqap.",
                outcome.name()
            ),
        });
    }
    let mut fit = regress(
        "logistic_qap",
        outcome,
        predictors,
        Model::Logistic,
        options,
        control,
    )?;
    fit.convention = format!(
        "logistic regression over {}, diagonal left out; Rao's score by double semi-partialling, unknown cells moving with their labels; p = (1 + count)/(1 + draws)",
        fit.unit
    );
    "Dekker, Krackhardt & Snijders (2007), Psychometrika 72, 563-581; Rao (1948)"
        .clone_into(&mut fit.citation);
    Ok(fit)
}
