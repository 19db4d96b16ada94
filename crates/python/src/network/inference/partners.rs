//! Tests of what partners have.

use commonweal_network as net;
use commonweal_network::nulls::node_level::{self, Variable, group_of};
use commonweal_network::nulls::regression::RegressionOptions;
use commonweal_network::nulls::relation::numbers;
use commonweal_network::nulls::trend;
use commonweal_network::{Attribute, Control};
use pyo3::prelude::*;

use super::relations::Named;
use super::{PermutationRegression, PermutationTest, permutations, regressions};
use crate::door::enter;
use crate::errors::Failure;
use crate::network::mixing::By;
use crate::network::{Network, parse};

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
        x: Named<By>,
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
