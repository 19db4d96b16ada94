//! Rules over every scenario.

use commonweal_equity as eq;
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use super::rule::{RuleGiven, correction};
use crate::arrow::Frame;
use crate::convert::{Label, Names, Several, borrowed, whole};
use crate::door::quick;
use crate::errors::Failure;

#[pymethods]
impl Outcomes {
    /// Every disaggregation in every scenario and period, judged by every rule: one frame.
    ///
    /// A scenario is a set of levels of the ``within`` dimensions, one subset of dimensions after the
    /// other; null means all levels together. The disaggregation "none" is one row: everyone in the
    /// scenario. What the rules mean is told in :meth:`gaps`; none of them is legal advice. With many rows
    /// some are flagged by chance: ask for a correction, or read :meth:`gap_if_equal`.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    ///     Disaggregations, one at a time.
    /// within : str or list of str, optional
    ///     Dimensions whose levels make the scenarios; at most 12.
    /// rules : str, dict or list of them, optional
    ///     As ``rule`` of :meth:`gaps`; by default ppg-2017, proportionality and 80-percent.
    /// depth : int, optional
    ///     Most dimensions in one scenario; all by default.
    /// period : str or int, optional
    ///     One period; all by default.
    /// correction : {"holm", "bh"}, optional
    ///     Tests each group of ten children or more against everyone else, and adjusts the p-values over
    ///     all rows tested: the family is the whole frame. A rule keeps its own status.
    /// confidence : float, default 0.95
    ///     Level of the corrected ``status``.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``period``, the ``within`` dimensions, ``disaggregation``, ``group``, ``n``, ``successes``,
    ///     ``missing`` (null where not known), ``rate``; for each rule, after its name (``ppg_2017_``, ``80_percent_``),
    ///     ``reference_rate``, ``margin_pp`` or ``index``, ``status``, ``reason``, ``needed_to_leave``,
    ///     ``needed_to_parity``; with a correction ``p_value``, ``test_method``, ``p_adjusted``,
    ///     ``family_size``, ``status``.
    ///
    /// Children are counted one by one: sampling weights are not used.
    ///
    /// Cost: one count of the cells for each scenario set and disaggregation, and constant for each rule
    /// and row. Source: the layout of DisImpact's ``di_iterate``.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["A", "B", "A", "B"], "college": ["1", "1", "2", "2"],
    /// ...      "k": [30, 45, 20, 40], "n": [100, 90, 80, 80]},
    /// ...     successes="k", total="n", by=["race", "college"],
    /// ... )
    /// >>> found = o.scan(by="race", within="college", rules=["ppg-2022"])
    /// >>> found.select("college", "group", "ppg_2022_status").rows()[1:3]
    /// [(None, 'A', 'flagged'), (None, 'B', 'not flagged')]
    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (by, *, within = None, rules = None, depth = None, period = None,
        correction = None, confidence = 0.95))]
    fn scan(
        &self,
        py: Python<'_>,
        by: Names,
        within: Option<Names>,
        rules: Option<Several<RuleGiven>>,
        depth: Option<i64>,
        period: Option<Label>,
        correction: Option<&str>,
        confidence: f64,
    ) -> PyResult<Frame> {
        let (by, within) = (by.into_vec(), within.map_or_else(Vec::new, Names::into_vec));
        let direction = self.0.direction();
        let options: Vec<eq::GapOptions> = match rules {
            Some(Several(rules)) => rules
                .into_iter()
                .map(|rule| rule.options(direction, None))
                .collect(),
            None => [
                eq::Rule::ppg_2017(),
                eq::Rule::proportionality(),
                eq::Rule::eighty_percent(),
            ]
            .into_iter()
            .map(|rule| Ok(eq::GapOptions::by_rule(direction, rule?)))
            .collect::<Result<_, eq::Error>>()
            .map_err(Failure::from)?,
        };
        let mut names: Vec<&str> = options
            .iter()
            .filter_map(|o| Some(o.rule?.name()))
            .collect();
        names.sort_unstable();
        if let Some([twice, _]) = names.array_windows().find(|[a, b]| a == b) {
            return Err(Failure::input(format!(
                "option rules: {twice} is named twice. Scan once for each set of parameters."
            ))
            .into());
        }
        let options = tab::outcomes::ScanOptions {
            by: borrowed(&by),
            within: borrowed(&within),
            depth: depth.map(|depth| whole("depth", depth)).transpose()?,
            rules: options,
            period: period.as_deref(),
            correction: self::correction(correction)?,
            confidence: eq::Confidence::new(confidence).map_err(Failure::from)?,
        };
        quick(py, || tab::outcomes::scan_frame(&self.0, &options)).map(Frame)
    }
}
