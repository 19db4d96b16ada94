//! Tests of relations: QAP, MRQAP, logistic QAP.

use commonweal_network::Control;
use commonweal_network::nulls::logistic_qap as logistic;
use commonweal_network::nulls::mrqap as linear;
use commonweal_network::nulls::qap as engine;
use commonweal_network::nulls::regression::RegressionOptions;
use commonweal_network::nulls::relation::Relation;
use pyo3::prelude::*;

use super::relations::{Named, Side};
use super::{PermutationRegression, PermutationTest, permutations, regressions};
use crate::door::enter;
use crate::network::parse;

/// QAP correlation: whether two relations go together beyond what the structure of each would give.
///
/// Pearson's correlation over the cells known in both, diagonal left out (pairs when neither relation has
/// a direction), tested by moving the labels of `b`, rows and columns together. An unknown cell moves with
/// its labels: an order is measured over the cells it makes known in both. All orders are taken where they
/// are few (eight partners, or no more than `draws`), and p is exact then; otherwise p = (1 + count)/(1 +
/// draws). Networks are matched by what their partners are called. O(draws times the ties of `a`).
///
/// Parameters
/// ----------
/// a, b : Network, matrix or AttributePairs
///     A matrix holds NaN where a cell is unknown, its partners in the order of `a`.
/// names : (str, str), default ("a", "b")
///     What the two are called in sentences.
/// draws : int, default 9999
///     Random orders; 0 for no test.
/// seed : int, default 0
/// progress : bool, optional
///     Show a bar; by default when the call takes longer than a second.
///
/// Returns
/// -------
/// PermutationTest
///
/// Source: Krackhardt 1988.
///
/// Examples
/// --------
/// >>> marriage = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
/// >>> business = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "d")], directed=False)
/// >>> found = cw.qap(marriage, business, names=("marriage", "business"))
/// >>> round(float(found), 3), found.exact
/// (0.333, True)
#[pyfunction]
#[pyo3(signature = (a, b, *, names = None, draws = 9999, seed = 0, progress = None))]
pub(crate) fn qap(
    py: Python<'_>,
    a: Side<'_>,
    b: Side<'_>,
    names: Option<(String, String)>,
    draws: i64,
    seed: i64,
    progress: Option<bool>,
) -> PyResult<PermutationTest> {
    let options = permutations(draws, seed)?;
    let (first, second) = names.unzip();
    let outcome = a.network();
    let (x, y) = (
        a.relation(first, "a", outcome)?,
        b.relation(second, "b", outcome)?,
    );
    let control = Control::new();
    enter(py, "qap", progress, &control, || {
        engine::qap(&x, &y, &options, &control)
    })
    .map(PermutationTest)
}

/// MRQAP: a relation explained by others, tested by double semi-partialling.
///
/// Least squares over the cells known in all, diagonal left out. What the other predictors leave of a
/// predictor moves with the labels, and its t beside them is compared with the observed one, which stays
/// valid when predictors go together. Unknown cells stay out of the fit and move with their labels: a
/// predictor is cleared over the cells known in all predictors, the fit and its t are over those known in
/// outcome and predictors. Cells are not independent, so standard errors serve t and no p-value. All
/// predictors together are tested by R squared with the outcome moved. p = (1 + count)/(1 + draws), both
/// tails; exact where all orders are few. O(draws * n^2 * k^2).
///
/// Parameters
/// ----------
/// y : Network, matrix or AttributePairs
///     What is explained.
/// x : list or dict
///     Predictors, by name in a dict: networks, matrices (NaN unknown), or pairs made from attributes of the
///     partners of `y` with :func:`same`, :func:`sender`, :func:`receiver`, :func:`difference`.
/// name : str, default "outcome"
///     What the outcome is called in sentences.
/// standard_errors : {"classical", "hc0"}
///     As in R's sna, or White's robust ones as in UCINET; coefficients are the same.
/// draws : int, default 9999
/// seed : int, default 0
/// progress : bool, optional
///
/// Returns
/// -------
/// PermutationRegression
///
/// Source: Dekker, Krackhardt & Snijders 2007.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
/// >>> fit = cw.mrqap(net, {"kind": cw.same(["x", "x", "y", "y", "y"])}, name="trust")
/// >>> print(fit)
/// Before the test: all 120 orders of the labels, so the smallest one-tailed p that can come out is 0.00833.
/// trust on kind: estimate 0.500; by chance as high or higher p = 0.1, as low or lower p = 1.
/// All predictors together: R² 0.375, as high or higher by chance p = 0.1.
#[pyfunction]
#[pyo3(signature = (y, x, *, name = "outcome", standard_errors = "classical", draws = 9999, seed = 0,
    progress = None))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn mrqap(
    py: Python<'_>,
    y: Side<'_>,
    x: Named<Side<'_>>,
    name: &str,
    standard_errors: &str,
    draws: i64,
    seed: i64,
    progress: Option<bool>,
) -> PyResult<PermutationRegression> {
    let options = RegressionOptions {
        standard_errors: parse(standard_errors)?,
        ..regressions(draws, seed)?
    };
    let (y, x) = relations(&y, &x, name)?;
    let control = Control::new();
    enter(py, "mrqap", progress, &control, || {
        linear::mrqap(&y, &x, &options, &control)
    })
    .map(PermutationRegression)
}

/// Logistic QAP: whether there is a tie, explained by other relations.
///
/// Log odds ratios by maximum likelihood over the cells known in all, tested by double semi-partialling as in
/// :func:`mrqap`, with Rao's score in place of Wald's z: z falls back to 0 for an effect without bound and
/// does not exist where the predictors separate ties from absences, the score is right in both.
/// O(draws * n^2 * k^2).
///
/// Parameters
/// ----------
/// y : Network, matrix or AttributePairs
///     Ties and absences, 1 and 0; dichotomise values first.
/// x, name, draws, seed, progress : optional
///     As in :func:`mrqap`.
///
/// Returns
/// -------
/// PermutationRegression
///
/// Source: Dekker, Krackhardt & Snijders 2007; Rao 1948.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e"), ("a", "e")])
/// >>> fit = cw.logistic_qap(net, {"kind": cw.same(["x", "x", "y", "y", "y"])})
/// >>> round(fit.to_frame()["odds_ratio"][1], 6)  # (4/4)/(1/11)
/// 11.0
#[pyfunction]
#[pyo3(signature = (y, x, *, name = "outcome", draws = 9999, seed = 0, progress = None))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn logistic_qap(
    py: Python<'_>,
    y: Side<'_>,
    x: Named<Side<'_>>,
    name: &str,
    draws: i64,
    seed: i64,
    progress: Option<bool>,
) -> PyResult<PermutationRegression> {
    let options = regressions(draws, seed)?;
    let (y, x) = relations(&y, &x, name)?;
    let control = Control::new();
    enter(py, "logistic_qap", progress, &control, || {
        logistic::logistic_qap(&y, &x, &options, &control)
    })
    .map(PermutationRegression)
}

fn relations(y: &Side<'_>, x: &Named<Side<'_>>, name: &str) -> PyResult<(Relation, Vec<Relation>)> {
    let outcome = y.network();
    let predictor = |(k, (name, side)): (usize, &(Option<String>, Side<'_>))| {
        side.relation(name.clone(), &format!("x{}", k + 1), outcome)
    };
    let predictors: PyResult<Vec<Relation>> = x.0.iter().enumerate().map(predictor).collect();
    Ok((
        y.relation(Some(name.to_owned()), name, outcome)?,
        predictors?,
    ))
}
