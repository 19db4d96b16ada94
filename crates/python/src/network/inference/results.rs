//! Results of permutation tests.

use commonweal_network::nulls::Beyond;
use commonweal_network::nulls::qap as engine;
use commonweal_network::nulls::regression::{self, Term};
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use crate::convert::Plain;
use crate::measure::Measure;
use crate::network::frames::{About, ScoreFrame, described, number_column};

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
pub(crate) struct PermutationTest(pub(super) engine::PermutationTest);

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
            caveats: [std::slice::from_ref(&self.0.plan), &measure.caveats[..]].concat(),
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
pub(crate) struct PermutationRegression(pub(super) regression::Regression);

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
            caveats: [std::slice::from_ref(&self.0.plan), &self.0.caveats[..]].concat(),
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
