//! Permutation tests of relations and of what partners have.

use commonweal_network as net;
use commonweal_network::nulls::logistic_qap as logistic;
use commonweal_network::nulls::mrqap as linear;
use commonweal_network::nulls::node_level::{self, Variable, group_of};
use commonweal_network::nulls::qap::{self as engine, PermutationOptions};
use commonweal_network::nulls::regression::{self, RegressionOptions, Term};
use commonweal_network::nulls::relation::{Relation, numbers};
use commonweal_network::nulls::{Beyond, trend};
use commonweal_network::{Attribute, Control};
use numpy::PyReadonlyArray2;
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use super::frames::{About, ScoreFrame, described, number_column};
use super::mixing::By;
use super::{Network, parse};
use crate::convert::{Plain, whole};
use crate::door::enter;
use crate::errors::Failure;
use crate::measure::Measure;

/// What a pair made from an attribute holds.
#[derive(Clone, Copy)]
enum Made {
    Same,
    Sender,
    Receiver,
    Difference,
}

/// A predictor for pairs of partners, made from an attribute of each.
///
/// From :func:`same`, :func:`sender`, :func:`receiver` and :func:`difference`; give it to :func:`qap`,
/// :func:`mrqap` or :func:`logistic_qap`. The attribute is that of the outcome's partners.
///
/// Examples
/// --------
/// >>> cw.same("kind")
/// <AttributePairs: same kind>
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct AttributePairs {
    made: Made,
    by: By,
    level: Option<String>,
}

#[pymethods]
impl AttributePairs {
    fn __repr__(&self) -> String {
        let made = match self.made {
            Made::Same => "same",
            Made::Sender => "sender",
            Made::Receiver => "receiver",
            Made::Difference => "difference in",
        };
        let by = match &self.by {
            By::Name(name) => name,
            By::Values(_) => "values",
        };
        let level = self
            .level
            .as_ref()
            .map_or_else(String::new, |level| format!(" = {level}"));
        format!("<AttributePairs: {made} {by}{level}>")
    }
}

impl AttributePairs {
    fn relation(&self, outcome: Option<&net::Network>) -> PyResult<Relation> {
        let by = match (&self.by, outcome) {
            (By::Values(values), _) => Attribute::new("values", values),
            (By::Name(_), Some(network)) => self.by.clone().attribute(network)?.into_owned(),
            (By::Name(name), None) => {
                return Err(Failure::input(format!(
                    "attribute \"{name}\": the outcome is a matrix, which has no attributes. Give the outcome as a network, or one value a partner."
                ))
                .into());
            }
        };
        let level = self.level.as_deref();
        let relation = match self.made {
            Made::Same => Relation::same(&by, level),
            Made::Sender => {
                numbers(&by, level).and_then(|x| Relation::sender(&called(&by, level), &x))
            }
            Made::Receiver => {
                numbers(&by, level).and_then(|x| Relation::receiver(&called(&by, level), &x))
            }
            Made::Difference => {
                numbers(&by, None).and_then(|x| Relation::difference(by.name(), &x))
            }
        };
        Ok(relation.map_err(Failure::from)?)
    }
}

fn called(by: &Attribute, level: Option<&str>) -> String {
    level.map_or_else(
        || by.name().to_owned(),
        |level| format!("{} = {level}", by.name()),
    )
}

/// 1 for two partners of the same kind, 0 for different kinds; unknown where a kind is.
///
/// Parameters
/// ----------
/// by : str or list
///     An attribute of the outcome's partners, or one value a partner in their order (None is unknown).
/// level : str, optional
///     1 only for two partners of this kind.
///
/// Examples
/// --------
/// >>> cw.same("sector", "school")
/// <AttributePairs: same sector = school>
#[pyfunction]
#[pyo3(signature = (by, level = None))]
pub(crate) fn same(by: By, level: Option<String>) -> AttributePairs {
    AttributePairs {
        made: Made::Same,
        by,
        level,
    }
}

/// The number of the partner that reports the tie: whether large partners report more ties, for example.
///
/// Parameters
/// ----------
/// by : str or list
///     An attribute of numbers, or one number a partner in their order (None is unknown).
/// level : str, optional
///     For an attribute of kinds: 1 for partners of this kind, 0 for others.
///
/// Examples
/// --------
/// >>> cw.sender([3, 1, 2])
/// <AttributePairs: sender values>
#[pyfunction]
#[pyo3(signature = (by, level = None))]
pub(crate) fn sender(by: By, level: Option<String>) -> AttributePairs {
    AttributePairs {
        made: Made::Sender,
        by,
        level,
    }
}

/// The number of the partner that is named in the tie.
///
/// Parameters
/// ----------
/// by, level : optional
///     As in :func:`sender`.
///
/// Examples
/// --------
/// >>> cw.receiver("size")
/// <AttributePairs: receiver size>
#[pyfunction]
#[pyo3(signature = (by, level = None))]
pub(crate) fn receiver(by: By, level: Option<String>) -> AttributePairs {
    AttributePairs {
        made: Made::Receiver,
        by,
        level,
    }
}

/// How far two partners are apart in a number, always 0 or more.
///
/// Parameters
/// ----------
/// by : str or list
///     An attribute of numbers, or one number a partner in their order (None is unknown).
///
/// Examples
/// --------
/// >>> cw.difference("size")
/// <AttributePairs: difference in size>
#[pyfunction]
pub(crate) fn difference(by: By) -> AttributePairs {
    AttributePairs {
        made: Made::Difference,
        by,
        level: None,
    }
}

const MATRIX: PyStaticExpr = type_hint_identifier!("numpy.typing", "ArrayLike");
const RELATION: PyStaticExpr = type_hint_union!(
    type_hint_identifier!("commonweal._core", "Network"),
    type_hint_identifier!("commonweal._core", "AttributePairs"),
    MATRIX
);

/// A relation as people give it.
pub(crate) enum Side<'py> {
    Network(PyRef<'py, Network>),
    Pairs(PyRef<'py, AttributePairs>),
    Matrix(ndarray::Array2<f64>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Side<'py> {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = RELATION;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(network) = object.cast::<Network>() {
            return Ok(Self::Network(network.borrow()));
        }
        if let Ok(pairs) = object.cast::<AttributePairs>() {
            return Ok(Self::Pairs(pairs.borrow()));
        }
        let refused = |_| {
            PyErr::from(Failure::input(
                "a relation cannot be read. Expected a Network, a square matrix of numbers (NaN where unknown), or cw.same(...), cw.sender(...), cw.receiver(...), cw.difference(...).",
            ))
        };
        let numpy = object.py().import("numpy")?;
        let array = numpy
            .call_method1("asarray", (object, "float64"))
            .map_err(refused)?;
        let array: PyReadonlyArray2<'_, f64> = array.extract().map_err(|_| refused(()))?;
        Ok(Self::Matrix(array.as_array().to_owned()))
    }
}

impl Side<'_> {
    fn network(&self) -> Option<&net::Network> {
        match self {
            Self::Network(network) => Some(&network.0),
            _ => None,
        }
    }

    /// `outcome` is the network whose partners attributes belong to. Pairs bring a name of their own.
    fn relation(
        &self,
        name: Option<String>,
        fallback: &str,
        outcome: Option<&net::Network>,
    ) -> PyResult<Relation> {
        let plain = || name.clone().unwrap_or_else(|| fallback.to_owned());
        match self {
            Self::Network(network) => Ok(Relation::of(plain(), &network.0).map_err(Failure::from)?),
            Self::Matrix(cells) => {
                Ok(Relation::from_matrix(plain(), cells.clone()).map_err(Failure::from)?)
            }
            Self::Pairs(pairs) => {
                let relation = pairs.relation(outcome)?;
                Ok(match name {
                    Some(name) => relation.named(name),
                    None => relation,
                })
            }
        }
    }
}

/// Predictors: a list, or a dict by name.
pub(crate) struct Named<'py, T>(Vec<(Option<String>, T)>, std::marker::PhantomData<&'py ()>);

impl<'a, 'py, T> FromPyObject<'a, 'py> for Named<'py, T>
where
    T: for<'b> FromPyObject<'b, 'py, Error = PyErr>,
{
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Mapping"),
            type_hint_identifier!("builtins", "str"),
            type_hint_identifier!("typing", "Any")
        ),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Sequence"),
            type_hint_identifier!("typing", "Any")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let pairs: PyResult<Vec<(Option<String>, T)>> = if let Ok(dict) = object.cast::<PyDict>() {
            dict.iter()
                .map(|(name, value)| Ok((Some(name.str()?.to_string()), value.extract()?)))
                .collect()
        } else if let Ok(list) = object.cast::<PyList>() {
            list.iter()
                .map(|value| Ok((None, value.extract()?)))
                .collect()
        } else {
            return Err(Failure::input(
                "predictors: expected a list of them, or a dict of them by name.",
            )
            .into());
        };
        Ok(Self(pairs?, std::marker::PhantomData))
    }
}

/// A number with its permutation test.
///
/// From :func:`qap` and the permutation tests of :class:`Network`. ``print(t)`` says first what the test
/// can say at best, then the number and its p-values; ``float(t)`` is the number.
///
/// Examples
/// --------
/// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
/// >>> print(cw.qap(star, star))
/// Before the test: all 24 orders of the labels, so the smallest one-tailed p that can come out is 0.0417.
/// a and b correlate 1.000 over 6 pairs known in both.
/// By chance as high or higher p = 0.25, as low or lower p = 1, two-tailed p = 0.5.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct PermutationTest(engine::PermutationTest);

#[pymethods]
impl PermutationTest {
    /// The number, as a :class:`Measure`.
    #[getter]
    fn measure(&self) -> Measure {
        Measure(self.0.measure.clone())
    }

    /// The tested statistic beside that of moved labels: ``observed, draws, mean, sd, z, p_high, p_low, p,
    /// smallest``; None without draws or where the number is not defined.
    #[getter]
    fn test(&self) -> Option<Plain<&Beyond>> {
        self.0.test.as_ref().map(Plain)
    }

    /// Share of the orders that give as much or more, the observed one included.
    #[getter]
    fn p_high(&self) -> Option<f64> {
        self.0.test.map(|test| test.p_high)
    }

    /// Share of the orders that give as little or less, the observed one included.
    #[getter]
    fn p_low(&self) -> Option<f64> {
        self.0.test.map(|test| test.p_low)
    }

    /// Twice the smaller tail, at most 1.
    #[getter]
    fn p(&self) -> Option<f64> {
        self.0.test.map(|test| test.p)
    }

    /// Whether every order of the labels was taken, so that p-values are exact.
    #[getter]
    fn exact(&self) -> bool {
        self.0.exact
    }

    /// What the test can say at best, to be read before its result.
    #[getter]
    fn plan(&self) -> &str {
        &self.0.plan
    }

    /// One row: ``measure, kind, estimate, statistic, p_low, p_high, p, draws, smallest, exact``.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
    /// >>> cw.qap(star, star).to_frame()["p_high"].to_list()
    /// [0.3333333333333333]
    fn to_frame(&self) -> PyResult<ScoreFrame> {
        let measure = &self.0.measure;
        let test = |of: fn(&Beyond) -> f64| vec![self.0.test.as_ref().map_or(f64::NAN, of)];
        let text = |name: &str, value: &str| Series::new(name.into(), [value]).into_column();
        let columns = vec![
            text("measure", &measure.name),
            text("kind", &measure.kind),
            number_column("estimate", vec![measure.value.unwrap_or(f64::NAN)]),
            number_column("statistic", test(|t| t.observed)),
            number_column("p_low", test(|t| t.p_low)),
            number_column("p_high", test(|t| t.p_high)),
            number_column("p", test(|t| t.p)),
            Series::new("draws".into(), [self.0.test.as_ref().map(|t| t.draws)]).into_column(),
            number_column("smallest", test(|t| t.smallest)),
            Series::new("exact".into(), [self.0.exact]).into_column(),
        ];
        let about = About {
            measure: measure.name.clone(),
            unit: measure.unit.clone(),
            direction: "none",
            coverage: measure.coverage,
            convention: measure.convention.clone(),
            caveats: [&[self.0.plan.clone()], &measure.caveats[..]].concat(),
            citation: measure.citation.clone(),
        };
        described(1, columns, about)
    }

    /// Everything as plain Python values, ready for JSON.
    ///
    /// Examples
    /// --------
    /// >>> pair = cw.Network.from_ties([("a", "b")])
    /// >>> sorted(cw.qap(pair, pair).to_dict())
    /// ['exact', 'measure', 'plan', 'test']
    fn to_dict(&self) -> Plain<&engine::PermutationTest> {
        Plain(&self.0)
    }

    fn __float__(&self) -> f64 {
        self.0.measure.value.unwrap_or(f64::NAN)
    }

    fn __str__(&self) -> String {
        self.0.sentences().join("\n")
    }

    fn __repr__(&self) -> String {
        match (self.0.measure.value, &self.0.test) {
            (Some(value), Some(test)) => {
                format!(
                    "<PermutationTest {}: {value}, p {}>",
                    self.0.measure.name, test.p
                )
            }
            (Some(value), None) => format!("<PermutationTest {}: {value}>", self.0.measure.name),
            (None, _) => format!("<PermutationTest {}: not defined>", self.0.measure.name),
        }
    }
}

/// A regression whose p-values come from moving labels.
///
/// From :func:`mrqap`, :func:`logistic_qap` and :meth:`Network.permutation_regression`. ``print(r)`` says
/// first what the test can say at best, then each predictor.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
/// >>> fit = cw.mrqap(net, [cw.same(["x", "x", "y", "y", "y"])])
/// >>> fit.exact, fit.cells, fit.to_frame()["term"].to_list()
/// (True, 20, ['intercept', 'same values'])
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct PermutationRegression(regression::Regression);

#[pymethods]
impl PermutationRegression {
    /// Share of the variance explained; for logistic QAP McFadden's 1 - lnL/lnL0. None where it has none.
    #[getter]
    fn r_squared(&self) -> Option<f64> {
        self.0.fit
    }

    /// R squared adjusted for the number of predictors; None in logistic regression.
    #[getter]
    fn adjusted(&self) -> Option<f64> {
        self.0.adjusted
    }

    /// All predictors together: R squared beside that when the outcome's labels move; None without draws.
    #[getter]
    fn together(&self) -> Option<Plain<&Beyond>> {
        self.0.together.as_ref().map(Plain)
    }

    /// Cells in the fit: pairs, ordered pairs or partners.
    #[getter]
    fn cells(&self) -> u64 {
        self.0.cells
    }

    /// Share of the cells that all relations know.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.0.coverage
    }

    /// Whether every order of the labels was taken, so that p-values are exact.
    #[getter]
    fn exact(&self) -> bool {
        self.0.exact
    }

    /// What the test can say at best, to be read before its result.
    #[getter]
    fn plan(&self) -> &str {
        &self.0.plan
    }

    /// What was computed, by its name in the field.
    #[getter]
    fn convention(&self) -> &str {
        &self.0.convention
    }

    /// Sentences that belong to the result wherever it goes.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.0.caveats.clone()
    }

    /// Source of the method.
    #[getter]
    fn citation(&self) -> &str {
        &self.0.citation
    }

    /// One row a term: ``term, estimate, standardised`` (logistic: ``odds_ratio``), ``standard_error, t``
    /// (``z, score``), ``p_low, p_high, p, draws, smallest``.
    ///
    /// The intercept is not tested. Null where there is no number: without draws, or an estimate without
    /// bound.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
    /// >>> fit = cw.mrqap(net, {"kind": cw.same(["x", "x", "y", "y", "y"])})
    /// >>> fit.to_frame()["estimate"].round(3).to_list()  # ties per pair: 4 of 8 alike, none of 12 others
    /// [0.0, 0.5]
    fn to_frame(&self) -> PyResult<ScoreFrame> {
        let terms = &self.0.terms;
        let logistic = self.0.adjusted.is_none();
        let column = |name: &str, of: &dyn Fn(&Term) -> Option<f64>| {
            number_column(
                name,
                terms
                    .iter()
                    .map(|term| of(term).unwrap_or(f64::NAN))
                    .collect(),
            )
        };
        let test =
            |name: &str, of: fn(&Beyond) -> f64| column(name, &|term| term.test.as_ref().map(of));
        let names: Vec<&str> = terms.iter().map(|term| term.name.as_str()).collect();
        let draws: Vec<Option<u64>> = terms
            .iter()
            .map(|term| term.test.map(|t| t.draws))
            .collect();
        let mut columns = vec![
            Series::new("term".into(), names).into_column(),
            column("estimate", &|term| term.estimate),
            if logistic {
                column("odds_ratio", &|term| term.estimate.map(f64::exp))
            } else {
                column("standardised", &|term| term.standardised)
            },
            column("standard_error", &|term| term.standard_error),
            column(if logistic { "z" } else { "t" }, &|term| term.ratio),
        ];
        if logistic {
            columns.push(test("score", |t| t.observed));
        }
        columns.extend([
            test("p_low", |t| t.p_low),
            test("p_high", |t| t.p_high),
            test("p", |t| t.p),
            Series::new("draws".into(), draws).into_column(),
            test("smallest", |t| t.smallest),
        ]);
        let about = About {
            measure: self.0.name.clone(),
            unit: format!("units of {}", self.0.outcome),
            direction: "none",
            coverage: self.0.coverage,
            convention: self.0.convention.clone(),
            caveats: [&[self.0.plan.clone()], &self.0.caveats[..]].concat(),
            citation: self.0.citation.clone(),
        };
        described(terms.len(), columns, about)
    }

    /// Everything as plain Python values, ready for JSON.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
    /// >>> cw.mrqap(net, [cw.sender([1, 2, 3, 4, 5])]).to_dict()["unit"]
    /// 'ordered pairs'
    fn to_dict(&self) -> Plain<&regression::Regression> {
        Plain(&self.0)
    }

    fn __str__(&self) -> String {
        self.0.sentences().join("\n")
    }

    fn __repr__(&self) -> String {
        let predictors = self.0.terms.len() - 1;
        format!(
            "<PermutationRegression {}: {predictors} predictors over {} {}>",
            self.0.name, self.0.cells, self.0.unit
        )
    }
}

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
/// valid when predictors go together. Unknown cells stay out of the fit and move with their labels. Cells
/// are not independent, so standard errors serve t and no p-value. All predictors together are tested by R
/// squared with the outcome moved. p = (1 + count)/(1 + draws), both tails; exact where all orders are few.
/// O(draws * n^2 * k^2).
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
    x: Named<'_, Side<'_>>,
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
    x: Named<'_, Side<'_>>,
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

fn permutations(draws: i64, seed: i64) -> PyResult<PermutationOptions> {
    Ok(PermutationOptions {
        draws: whole("draws", draws)?,
        seed: whole("seed", seed)?,
    })
}

fn regressions(draws: i64, seed: i64) -> PyResult<RegressionOptions> {
    let PermutationOptions { draws, seed } = permutations(draws, seed)?;
    Ok(RegressionOptions {
        draws,
        seed,
        ..RegressionOptions::default()
    })
}

fn relations(
    y: &Side<'_>,
    x: &Named<'_, Side<'_>>,
    name: &str,
) -> PyResult<(Relation, Vec<Relation>)> {
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

/// Numbers of the partners, with a name.
fn variable(
    by: By,
    network: &net::Network,
    name: Option<String>,
    fallback: &str,
) -> PyResult<(String, Vec<f64>)> {
    let given = match &by {
        By::Name(name) => name.clone(),
        By::Values(_) => fallback.to_owned(),
    };
    let attribute = by.attribute(network)?;
    let values = numbers(&attribute, None).map_err(Failure::from)?;
    if values.len() != network.partners() {
        return Err(Failure::from(net::Error::LengthMismatch {
            what: "values of the partners",
            found: values.len(),
            expected: network.partners(),
        })
        .into());
    }
    Ok((name.unwrap_or(given), values))
}

fn strata(by: Option<By>, network: &net::Network) -> PyResult<Option<Attribute>> {
    by.map(|by| Ok(by.attribute(network)?.into_owned()))
        .transpose()
}

fn of((name, values): &(String, Vec<f64>)) -> Variable<'_> {
    Variable { name, values }
}

#[pymethods]
impl Network {
    /// Correlation of two numbers of the partners, tested by moving one of them over the partners.
    ///
    /// For partners that are no random sample, and for centralities, which depend on each other. Partners
    /// with an unknown value are left out first. Exact where all orders are few. O(draws * n).
    ///
    /// Parameters
    /// ----------
    /// x, y : str or list
    ///     An attribute of numbers, or one number a partner in their order (None is unknown), such as
    ///     ``net.degree()["degree"]``.
    /// method : {"pearson", "spearman"}
    ///     Of the numbers or of their ranks; ranks for dose and response.
    /// strata : str or list, optional
    ///     Values move only among partners of the same stratum (of the same size or role): a test given
    ///     that.
    /// draws : int, default 9999
    /// seed : int, default 0
    /// progress : bool, optional
    ///
    /// Returns
    /// -------
    /// PermutationTest
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("a", "c"), ("a", "d")], directed=False)
    /// >>> found = net.permutation_correlation(net.degree()["degree"], [9, 2, 2, 2])
    /// >>> round(float(found), 6), found.p_high
    /// (1.0, 0.25)
    #[pyo3(signature = (x, y, *, method = "pearson", strata = None, draws = 9999, seed = 0,
        progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn permutation_correlation(
        &self,
        py: Python<'_>,
        x: By,
        y: By,
        method: &str,
        strata: Option<By>,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<PermutationTest> {
        let (method, options) = (parse(method)?, permutations(draws, seed)?);
        let (x, y) = (
            variable(x, &self.0, None, "x")?,
            variable(y, &self.0, None, "y")?,
        );
        let strata = self::strata(strata, &self.0)?;
        let control = Control::new();
        enter(py, "permutation_correlation", progress, &control, || {
            node_level::permutation_correlation(
                of(&x),
                of(&y),
                method,
                strata.as_ref(),
                &options,
                &control,
            )
        })
        .map(PermutationTest)
    }

    /// Difference of the means of two groups of partners, tested by moving values over the partners.
    ///
    /// Exact where all orders are few. O(draws * n).
    ///
    /// Parameters
    /// ----------
    /// y : str or list
    ///     What is compared: an attribute of numbers, or one number a partner (None is unknown).
    /// by : str or list
    ///     The groups: an attribute, or one value a partner.
    /// level : str, optional
    ///     The kind to compare with all others; by default, of two kinds the second in alphabetical order.
    /// statistic : {"welch", "difference"}
    ///     What is compared with its draws: Welch's t, which holds its level when the groups differ in
    ///     spread, or the difference itself as in UCINET.
    /// strata : str or list, optional
    ///     As in :meth:`permutation_correlation`.
    /// draws : int, default 9999
    /// seed : int, default 0
    /// progress : bool, optional
    ///
    /// Returns
    /// -------
    /// PermutationTest
    ///
    /// Examples
    /// --------
    /// >>> ids = list("abcdef")
    /// >>> net = cw.Network.from_ties([("a", "b")], partners={"partner_id": ids})
    /// >>> found = net.permutation_t_test([1, 2, 3, 4, 5, 6], ["small"] * 3 + ["large"] * 3, level="large")
    /// >>> float(found), found.p_high
    /// (3.0, 0.05)
    #[pyo3(signature = (y, by, *, level = None, statistic = "welch", strata = None, draws = 9999,
        seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn permutation_t_test(
        &self,
        py: Python<'_>,
        y: By,
        by: By,
        level: Option<&str>,
        statistic: &str,
        strata: Option<By>,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<PermutationTest> {
        let (contrast, options) = (parse(statistic)?, permutations(draws, seed)?);
        let y = variable(y, &self.0, None, "y")?;
        let group = group_of(&*by.attribute(&self.0)?, level).map_err(Failure::from)?;
        let strata = self::strata(strata, &self.0)?;
        let control = Control::new();
        enter(py, "permutation_t_test", progress, &control, || {
            node_level::permutation_t_test(
                of(&y),
                of(&group),
                contrast,
                strata.as_ref(),
                &options,
                &control,
            )
        })
        .map(PermutationTest)
    }

    /// Regression of a number of the partners on others, tested by moving labels (double semi-partialling).
    ///
    /// What the other predictors leave of a predictor moves over the partners, and its t beside them is
    /// compared with the observed one. Partners with an unknown value are left out. Exact where all orders
    /// are few. O(draws * n * k^2).
    ///
    /// Parameters
    /// ----------
    /// y : str or list
    ///     What is explained: an attribute of numbers, or one number a partner (None is unknown).
    /// x : list or dict
    ///     Predictors, by name in a dict: each as `y`.
    /// standard_errors : {"classical", "hc0"}
    /// strata : str or list, optional
    ///     As in :meth:`permutation_correlation`.
    /// draws : int, default 9999
    /// seed : int, default 0
    /// progress : bool, optional
    ///
    /// Returns
    /// -------
    /// PermutationRegression
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("a", "c"), ("d", "a"), ("e", "c")])
    /// >>> fit = net.permutation_regression(net.degree()["degree"], {"size": [9, 2, 5, 2, 1]})
    /// >>> fit.cells, fit.exact
    /// (5, True)
    #[pyo3(signature = (y, x, *, standard_errors = "classical", strata = None, draws = 9999, seed = 0,
        progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn permutation_regression(
        &self,
        py: Python<'_>,
        y: By,
        x: Named<'_, By>,
        standard_errors: &str,
        strata: Option<By>,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<PermutationRegression> {
        let options = RegressionOptions {
            standard_errors: parse(standard_errors)?,
            ..regressions(draws, seed)?
        };
        let y = variable(y, &self.0, None, "outcome")?;
        let predictor = |(k, (name, by)): (usize, (Option<String>, By))| {
            variable(by, &self.0, name, &format!("x{}", k + 1))
        };
        let x: Vec<(String, Vec<f64>)> =
            x.0.into_iter()
                .enumerate()
                .map(predictor)
                .collect::<PyResult<_>>()?;
        let x: Vec<Variable<'_>> = x.iter().map(of).collect();
        let strata = self::strata(strata, &self.0)?;
        let control = Control::new();
        enter(py, "permutation_regression", progress, &control, || {
            node_level::permutation_regression(of(&y), &x, strata.as_ref(), &options, &control)
        })
        .map(PermutationRegression)
    }

    /// Jonckheere and Terpstra's test: whether a number rises with ordered groups of partners.
    ///
    /// J counts the pairs of partners in different groups in which the one of the later group has the
    /// higher number, equal ones one half; values move over the partners. O(draws * n * groups).
    ///
    /// Parameters
    /// ----------
    /// y : str or list
    ///     An attribute of numbers, or one number a partner (None is unknown), a coreness for example.
    /// by : str or list
    ///     The groups: an attribute, or one value a partner.
    /// order : list of str
    ///     The groups from first to last; partners of others are left out.
    /// draws : int, default 9999
    /// seed : int, default 0
    /// progress : bool, optional
    ///
    /// Returns
    /// -------
    /// PermutationTest
    ///
    /// Source: Jonckheere 1954; Terpstra 1952.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
    /// >>> found = net.jonckheere([1, 2, 3, 4], ["small", "small", "large", "large"], order=["small", "large"])
    /// >>> float(found), round(found.p_high, 3)  # all 4 pairs; one of 6 ways to place the two
    /// (4.0, 0.167)
    #[pyo3(signature = (y, by, *, order, draws = 9999, seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn jonckheere(
        &self,
        py: Python<'_>,
        y: By,
        by: By,
        order: Vec<String>,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<PermutationTest> {
        let options = permutations(draws, seed)?;
        let y = variable(y, &self.0, None, "y")?;
        let by = by.attribute(&self.0)?;
        let order: Vec<&str> = order.iter().map(String::as_str).collect();
        let control = Control::new();
        enter(py, "jonckheere", progress, &control, || {
            trend::jonckheere(of(&y), &by, &order, &options, &control)
        })
        .map(PermutationTest)
    }
}
