//! MRQAP: a relation explained by other relations, tested by double semi-partialling.

use super::regression::{Model, Regression, RegressionOptions, StandardErrors, Table, Units};
use super::relation::{Aligned, Relation};
use super::shuffles::Shuffles;
use crate::{Control, Error};

/// Least squares of a relation on other relations over the cells known in all, each predictor tested by double
/// semi-partialling: what the others leave of it moves with the labels, rows and columns together, and its t in
/// the fit beside the others is compared with the observed one. No good end.
///
/// The diagonal is left out; when all relations are without direction the cells are pairs. Unknown cells stay out
/// of the fit and move with their labels: an order is fitted over the cells where the outcome and the others are
/// known and the moved predictor is. What moves is cleared of the others over the cells known in all predictors,
/// the outcome known or not; estimates and the observed t are those of the cells known in outcome and predictors
/// (how a predictor is cleared does not change its own t in the fit beside the others). All predictors together
/// are tested by R² with the labels of the outcome moved. Cells are not independent, so standard errors serve t
/// and no p-value. p-values as in [`Beyond`](super::Beyond), both tails; exact where all orders are few.
///
/// O(draws · n² · k²) with k predictors, parallel over draws, the same for any number of threads; 8n²k² bytes.
///
/// # Errors
/// [`Error::NotDefined`] for a predictor that does not vary or is a combination of others, an outcome that does
/// not vary, and too few known cells; those of [`Relation`]; [`Error::Stopped`].
///
/// Source: Dekker, Krackhardt & Snijders (2007), Psychometrika 72, 563-581.
///
/// ```
/// use commonweal_network::nulls::mrqap::mrqap;
/// use commonweal_network::nulls::regression::RegressionOptions;
/// use commonweal_network::nulls::relation::Relation;
/// use commonweal_network::{Attribute, BuildOptions, Control, Network, Ties};
///
/// let ties = Ties { source: &[0, 1, 2, 3], target: &[1, 0, 3, 4], value: None };
/// let net = Network::from_ties(5, &ties, &BuildOptions { directed: true, ..Default::default() })?;
/// let kind = Attribute::new("kind", &[Some("x"), Some("x"), Some("y"), Some("y"), Some("y")]);
/// let fit = mrqap(
///     &Relation::of("trust", &net)?,
///     &[Relation::same(&kind, None)?, Relation::sender("size", &[5.0, 1.0, 2.0, 2.0, 3.0])?],
///     &RegressionOptions::default(),
///     &Control::new(),
/// )?;
/// assert_eq!((fit.terms.len(), fit.cells, fit.exact), (3, 20, true));
/// # Ok::<(), commonweal_network::Error>(())
/// ```
pub fn mrqap(
    outcome: &Relation,
    predictors: &[Relation],
    options: &RegressionOptions,
    control: &Control,
) -> Result<Regression, Error> {
    let t = match options.standard_errors {
        StandardErrors::Classical => "classical t",
        StandardErrors::Hc0 => "HC0 t",
    };
    let mut fit = regress(
        "mrqap",
        outcome,
        predictors,
        Model::Linear(options.standard_errors),
        options,
        control,
    )?;
    fit.convention = format!(
        "least squares over {}, diagonal left out; {t} by double semi-partialling, unknown cells moving with their labels; p = (1 + count)/(1 + draws)",
        fit.unit
    );
    "Dekker, Krackhardt & Snijders (2007), Psychometrika 72, 563-581".clone_into(&mut fit.citation);
    Ok(fit)
}

/// Either model over the pairs of the partners that all relations have.
pub(super) fn regress(
    measure: &'static str,
    outcome: &Relation,
    predictors: &[Relation],
    model: Model,
    options: &RegressionOptions,
    control: &Control,
) -> Result<Regression, Error> {
    if predictors.is_empty() {
        return Err(Error::NotDefined {
            measure,
            reason: "there is no predictor. Give at least one.".to_owned(),
        });
    }
    let relations: Vec<&Relation> = std::iter::once(outcome).chain(predictors).collect();
    let aligned = Aligned::of(&relations)?;
    let shuffles = Shuffles::new(aligned.n, options.draws, options.seed);
    let table = Table {
        units: Units::Pairs { n: aligned.n },
        cells: aligned.cells(),
        symmetric: aligned.symmetric,
        names: relations.iter().map(|r| r.name().to_owned()).collect(),
        unit: aligned.cell_name(),
        values: aligned.values,
    };
    let mut fit = table.regress(measure, model, &shuffles, control)?;
    fit.caveats.splice(0..0, aligned.caveats);
    Ok(fit)
}
