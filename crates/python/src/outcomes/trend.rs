//! Where rates and gaps are heading.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, Reference, TrendOptions};
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Several, Typed, borrowed};
use crate::door::quick;
use crate::errors::Failure;

#[pymethods]
impl Outcomes {
    /// The change a year of each group's rate, and of its gap to a reference, with intervals.
    ///
    /// Weighted least squares on the years in which the periods end: chance variance at the pooled rate,
    /// plus a variance between years beyond chance (Paule and Mandel 1982), t interval. Fewer than three
    /// periods are not assessed. The gap is given in points and as a log ratio, because the two can move in
    /// opposite directions (Keppel et al. 2005). A break of the definition splits the series: no line
    /// crosses it. Outcomes of a partnership's tables hold one version of a definition.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str, optional
    ///     Groups; none gives all children.
    /// reference : str, default "rest"
    ///     Whom the gap is to: "rest" is everyone else; otherwise the name of a group.
    /// breaks : str, int or list of them, optional
    ///     Periods from which another definition holds.
    /// target : str or float, optional
    ///     A goal, "80%" or 0.8: progress from the first to the latest period on the last definition, in
    ///     the four classes of Healthy People 2030. See ``progress()`` of the result.
    /// confidence : float, default 0.95
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"year": [2021, 2022, 2023], "k": [40, 50, 45], "n": [100, 100, 100], "site": ["x"] * 3},
    /// ...     successes="k", total="n", by="site", period="year",
    /// ... )
    /// >>> print(o.trend(target="60%"))
    /// everyone: 2021 to 2023 (3 periods): the rate changes by 2.5 points a year (−52.5 to 57.5), no change
    /// that can be told from chance. Progress to 60.0 % of children: little or no detectable change; 40.0 %
    /// in 2021, 45.0 % in 2023, 25 % of the targeted change (−43 % to 92 %).
    #[pyo3(signature = (by = None, *, reference = "rest", breaks = None, target = None, confidence = 0.95))]
    fn trend(
        &self,
        py: Python<'_>,
        by: Option<Names>,
        reference: &str,
        breaks: Option<Several<Label>>,
        target: Option<Typed>,
        confidence: f64,
    ) -> PyResult<Trends> {
        let by = by.map_or_else(Vec::new, Names::into_vec);
        let reference = match reference {
            "rest" => Reference::Rest,
            name => Reference::Group {
                name: name.to_owned(),
            },
        };
        let options = TrendOptions {
            confidence: Confidence::new(confidence).map_err(Failure::from)?,
            breaks: breaks
                .map_or_else(Vec::new, |Several(labels)| labels)
                .into_iter()
                .map(|label| label.0)
                .collect(),
            target: target.map(|target| target.0),
            ..TrendOptions::new(self.0.direction())
        };
        let trends = quick(py, || self.0.trend(&borrowed(&by), &reference, &options))?;
        Ok(Trends {
            found: trends,
            by,
            words: self.0.words().clone(),
        })
    }
}

/// Trends by group. ``print(t)`` is a sentence a group.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Trends {
    found: Vec<eq::Trend>,
    by: Vec<String>,
    words: eq::Wording,
}

#[pymethods]
impl Trends {
    /// One row a group, definition and measure: the dimensions, ``from, to, periods, measure, unit,
    /// reference, per_year, standard_error, lower, upper, between_sd, movement, reason``.
    ///
    /// ``movement`` is "rising", "falling", "unclear" (the interval holds zero: that is not "no change") or
    /// "not assessed" with a reason.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::trend_frame(&self.found, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// Progress to the goal, one row a group: the dimensions, ``baseline_period, baseline, latest_period,
    /// latest, target, achieved, lower, upper, class``. Empty without a goal.
    ///
    /// ``achieved`` is the share of the targeted change; the interval takes the baseline as known and also
    /// decides between improving, little or no detectable change, and getting worse.
    fn progress(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::progress_frame(&self.found, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    fn __str__(&self) -> String {
        let sentences = self.found.iter().map(|trend| trend.sentence(&self.words));
        sentences.collect::<Vec<_>>().join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<Trends: {} groups>", self.found.len())
    }
}
