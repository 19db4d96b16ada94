//! `Outcomes`: who reaches it, by group. One file a family of calls.

mod chance;
mod concentration;
mod cube;
mod decompose;
mod engines;
mod gaps;
pub(crate) mod inequality;
mod look;
mod period;
mod published;
mod rule;
pub(crate) use rule::correction;
mod scan;
mod shrink;
mod trend;
mod unknown;
mod whom;

pub(crate) use chance::ChanceGap;
pub(crate) use concentration::Concentration;
pub(crate) use cube::tabulate;
pub(crate) use decompose::Decomposition;
pub(crate) use published::read_published;
pub(crate) use shrink::Shrinkage;
pub(crate) use trend::Trends;
pub(crate) use unknown::MissingBounds;

use commonweal_equity as eq;
use commonweal_equity::{Confidence, IntervalMethod, RateOptions};
use commonweal_tables as tab;
use engines::Records;
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
    ///     In memory (polars, pandas, pyarrow), or lazy and remote: polars ``LazyFrame``, DuckDB
    ///     relations, Spark, Dask and whatever else narwhals knows as lazy. Those group their records
    ///     themselves and only counts come back, a row a group; polars streams, so
    ///     ``pl.scan_parquet(path)`` may be larger than memory. They do not number their rows: a value
    ///     that is no outcome is told without them, and periods without a year are in the order of the
    ///     alphabet.
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
        records: Records<'_>,
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
        let asked = [(columns.outcome.clone(), columns.period.clone())];
        engines::count(records, &columns, &asked).map(|mut counted| Self(counted.remove(0)))
    }

    /// Read a table of counts, or of rates with the number of children: one row a group.
    ///
    /// Parameters
    /// ----------
    /// counts : frame
    /// successes : str, optional
    ///     Column of whole numbers; suppression marks (``*``, ``<10``, ``>=95%``) are read as ranges.
    /// rate : str, optional
    ///     Instead: column of published rates. A rate was rounded, at least to whole percents and finer
    ///     where more decimals are written, and stands for every whole number of children that rounds to
    ///     it: 61 % of 38 children is 23, 61 % of 380 is 230 to 233.
    /// kind : {"percent", "proportion"}
    ///     What `rate` holds: 0 to 100, or 0 to 1.
    /// total : str
    ///     Column of the number of children, marks as above. Rates without it cannot become children;
    ///     :func:`read_published` reads them as rates.
    /// by, period, direction
    ///     As in :meth:`from_records`.
    ///
    /// Examples
    /// --------
    /// >>> table = {"race": ["A", "B"], "pct": ["61", "LNE"], "n": [38, 7]}
    /// >>> o = cw.Outcomes.from_counts(table, rate="pct", total="n", by="race")
    /// >>> o.rates(by="race").select("race", "n", "successes", "status").rows()
    /// [('A', 38, 23, 'known'), ('B', 7, None, 'range: the count is suppressed')]
    #[staticmethod]
    #[pyo3(signature = (counts, *, successes = None, rate = None, kind = "percent", total = None, by,
        period = None, direction = "higher"))]
    #[allow(clippy::too_many_arguments)]
    fn from_counts(
        py: Python<'_>,
        counts: Frame,
        successes: Option<String>,
        rate: Option<String>,
        kind: &str,
        total: Option<String>,
        by: Names,
        period: Option<String>,
        direction: &str,
    ) -> PyResult<Self> {
        let (direction, kind) = (self::direction(direction)?, published::kind(kind)?);
        let by = by.into_vec();
        let missing = |message: &str| PyErr::from(Failure::input(message));
        let Some(total) = total else {
            return Err(missing(
                "rates or counts without the number of children cannot become children. Give total=, the \
                 column of that number; read_published reads published rates without it.",
            ));
        };
        match (successes, rate) {
            (Some(successes), None) => {
                let columns = tab::CountColumns {
                    successes,
                    total,
                    by,
                    period,
                    direction,
                };
                quick(py, || tab::Outcomes::from_counts(&counts.0, &columns)).map(Self)
            }
            (None, Some(rate)) => {
                let columns = tab::RateColumns {
                    rate,
                    kind,
                    total,
                    by,
                    period,
                    direction,
                };
                quick(py, || tab::Outcomes::from_rates(&counts.0, &columns)).map(Self)
            }
            _ => Err(missing(
                "give one of successes= (a column of counts) and rate= (a column of published rates).",
            )),
        }
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
    ///     ``period``, the dimensions, ``n``, ``successes``, ``missing`` (null where the outcomes were given
    ///     as counts or rates: not known), ``rate``, ``lower``, ``upper`` (of ``rate``), ``status``. Weighted
    ///     outcomes also have ``weighted_rate``, ``weighted_lower``, ``weighted_upper`` (Wilson's interval
    ///     for the weighted rate at the effective number of children; it knows nothing of strata or
    ///     clusters) and ``effective_n`` (Kish 1965).
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
