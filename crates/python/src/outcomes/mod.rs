//! `Outcomes`: who reaches it, by group. One file a family of calls.

mod concentration;
mod cube;
mod decompose;
mod gaps;
mod inequality;
mod shrink;
mod trend;
mod unknown;

pub(crate) use concentration::Concentration;
pub(crate) use cube::tabulate;
pub(crate) use decompose::Decomposition;
pub(crate) use shrink::Shrinkage;
pub(crate) use trend::Trends;
pub(crate) use unknown::MissingBounds;

use commonweal_equity as eq;
use commonweal_equity::{Confidence, IntervalMethod, RateOptions};
use commonweal_tables as tab;
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::{Label, Names, Typed, Whole, borrowed};
use crate::door::quick;
use crate::errors::Failure;
use crate::target::Target;

impl From<eq::Error> for Failure {
    fn from(error: eq::Error) -> Self {
        Self::input(error)
    }
}

impl From<tab::Error> for Failure {
    fn from(error: tab::Error) -> Self {
        match error {
            tab::Error::Problems(problems) => Self::from(problems),
            other => Self::input(other),
        }
    }
}

impl From<tab::Problems> for Failure {
    fn from(problems: tab::Problems) -> Self {
        match problems.to_frame() {
            Ok(frame) => Self::Problems(problems.to_string(), frame),
            Err(_) => Self::input(problems),
        }
    }
}

pub(crate) fn direction(text: &str) -> Result<eq::Direction, Failure> {
    match text {
        "higher" => Ok(eq::Direction::Higher),
        "lower" => Ok(eq::Direction::Lower),
        _ => Err(Failure::input(format!(
            "option direction: \"{text}\" is not allowed. Expected one of higher, lower: which way is better."
        ))),
    }
}

fn rate_options(interval: &str, confidence: f64) -> Result<RateOptions, Failure> {
    let method = match interval {
        "wilson" => IntervalMethod::Wilson,
        "clopper_pearson" => IntervalMethod::ClopperPearson,
        "jeffreys" => IntervalMethod::Jeffreys,
        "agresti_coull" => IntervalMethod::AgrestiCoull,
        _ => {
            return Err(Failure::input(format!(
                "option interval: \"{interval}\" is not allowed. Expected one of wilson, \
                 clopper_pearson, jeffreys, agresti_coull."
            )));
        }
    };
    Ok(RateOptions {
        method,
        confidence: Confidence::new(confidence)?,
    })
}

/// One outcome of children, by period and group.
///
/// Counts in, counts out: rates, gaps and shortfalls are computed from exact integers, and a count that
/// is published only as a range (``*``, ``<10``, ``>=95%``) stays a range.
///
/// Examples
/// --------
/// >>> o = cw.Outcomes.from_counts(
/// ...     {"race": ["Black", "White"], "k": [270, 950], "n": [600, 1400]},
/// ...     successes="k", total="n", by="race",
/// ... )
/// >>> o.rates(by="race")["rate"].round(3).to_list()
/// [0.45, 0.679]
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Outcomes(pub(crate) tab::Outcomes);

#[pymethods]
impl Outcomes {
    /// Count records: a frame with one row a child. O(rows), in one pass.
    ///
    /// Categories (polars, pandas, Arrow dictionaries) are the quickest columns: their codes are
    /// counted and no text is looked at.
    ///
    /// Parameters
    /// ----------
    /// records : frame
    /// outcome : str
    ///     Column with true/false or 1/0; missing where the outcome is not recorded. Those children are
    ///     counted apart, not as a failure.
    /// by : str or list of str
    ///     Disaggregating columns. Key schools by number: two schools may share a name.
    /// period : str, optional
    ///     Column of the year.
    /// weight : str, optional
    ///     Column of a sampling weight, 0 or more in every row. Children are still counted one by one
    ///     (``n``, ``successes``, gaps, targets); :meth:`rates` and :meth:`cube` give the weighted rate
    ///     and Kish's effective number of children beside them.
    /// overlapping : dict, optional
    ///     Dimensions whose groups overlap ("alone or in combination"), as true/false columns:
    ///     ``{"race": {"Black": "is_black", "Asian": "is_asian"}}``. A child is in every group whose
    ///     column says so, and the groups are never added up; ``in_no_group`` counts the rest.
    /// direction : {"higher", "lower"}
    ///     Which way is better.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_records(
    /// ...     {"race": ["A", "A", "B"], "reads": [True, False, None]}, outcome="reads", by="race"
    /// ... )
    /// >>> o.rates(by="race").select("race", "n", "successes", "missing").rows()
    /// [('A', 2, 1, 0), ('B', 0, 0, 1)]
    #[staticmethod]
    #[pyo3(signature = (records, *, outcome, by, period = None, weight = None, overlapping = None, direction = "higher"))]
    #[allow(clippy::too_many_arguments)]
    fn from_records(
        py: Python<'_>,
        records: Frame,
        outcome: String,
        by: Names,
        period: Option<String>,
        weight: Option<String>,
        overlapping: Option<cube::Overlapping>,
        direction: &str,
    ) -> PyResult<Self> {
        let direction = self::direction(direction)?;
        let columns = tab::RecordColumns {
            outcome,
            by: by.into_vec(),
            period,
            direction,
            weight,
            overlapping: overlapping.unwrap_or_default().0,
        };
        quick(py, || tab::Outcomes::from_records(&records.0, &columns)).map(Self)
    }

    /// Read a table of counts: one row a group.
    ///
    /// Parameters
    /// ----------
    /// counts : frame
    /// successes, total : str
    ///     Columns of whole numbers; suppression marks are read as ranges.
    /// by, period, direction
    ///     As in :meth:`from_records`.
    #[staticmethod]
    #[pyo3(signature = (counts, *, successes, total, by, period = None, direction = "higher"))]
    fn from_counts(
        py: Python<'_>,
        counts: Frame,
        successes: String,
        total: String,
        by: Names,
        period: Option<String>,
        direction: &str,
    ) -> PyResult<Self> {
        let direction = self::direction(direction)?;
        let columns = tab::CountColumns {
            successes,
            total,
            by: by.into_vec(),
            period,
            direction,
        };
        quick(py, || tab::Outcomes::from_counts(&counts.0, &columns)).map(Self)
    }

    /// What is measured.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Which way is better.
    #[getter]
    fn direction(&self) -> &'static str {
        match self.0.direction() {
            eq::Direction::Higher => "higher",
            eq::Direction::Lower => "lower",
        }
    }

    /// The disaggregating dimensions.
    #[getter]
    fn dimensions(&self) -> Vec<String> {
        self.0.dimensions().to_vec()
    }

    /// The periods, in order.
    #[getter]
    fn periods(&self) -> Vec<String> {
        self.0.periods().into_iter().map(str::to_owned).collect()
    }

    /// Rates with intervals, by period and group.
    ///
    /// A tested cohort is a census: the interval describes how far such a rate moves from year to year
    /// by chance, not an error of counting.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str, optional
    ///     Dimensions; none gives all children.
    /// period : str or int, optional
    ///     One period; all by default.
    /// interval : {"wilson", "clopper_pearson", "jeffreys", "agresti_coull"}
    /// confidence : float, default 0.95
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``period``, the dimensions, ``n``, ``successes``, ``missing``, ``rate``, ``lower``,
    ///     ``upper``, ``status``. Weighted outcomes also have ``weighted_rate`` and ``effective_n`` (Kish
    ///     1965), and ``lower`` and ``upper`` are then Wilson's interval for the weighted rate at the
    ///     effective number of children; it knows nothing of strata or clusters.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> o.rates(by="race_ethnicity", period="2024-25").select("race_ethnicity", "n", "successes").row(1)
    /// ('Black', 611, 272)
    #[pyo3(signature = (by = None, *, period = None, interval = "wilson", confidence = 0.95))]
    fn rates(
        &self,
        by: Option<Names>,
        period: Option<Label>,
        interval: &str,
        confidence: f64,
    ) -> PyResult<Frame> {
        let by = by.map_or_else(Vec::new, Names::into_vec);
        let options = rate_options(interval, confidence)?;
        let frame = tab::outcomes::rates_frame(&self.0, &borrowed(&by), period.as_deref(), options);
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// A target that starts from the overall rate of a period.
    ///
    /// Parameters
    /// ----------
    /// goal : str or float
    /// years : int
    /// start : int, optional
    ///     Year of the baseline; by default the year the period ends in.
    /// period : str or int, optional
    ///     The latest by default.
    ///
    /// Examples
    /// --------
    /// >>> cw.example().outcomes("early_reading").target(goal="80%", years=5).children
    /// 400
    #[pyo3(signature = (*, goal, years, start = None, period = None))]
    fn target(
        &self,
        goal: Typed,
        years: Whole<u32>,
        start: Option<i32>,
        period: Option<Label>,
    ) -> PyResult<Target> {
        let target = self
            .0
            .target(goal.0, years.0, start, period.as_deref())
            .map_err(Failure::from)?;
        Ok(Target {
            target,
            words: self.0.words().clone(),
        })
    }

    fn __repr__(&self) -> String {
        format!(
            "<Outcomes: {} by {}; {} periods>",
            self.0.name(),
            self.0.dimensions().join(", "),
            self.0.periods().len()
        )
    }
}
