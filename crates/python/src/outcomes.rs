//! `Outcomes`: who reaches it, by group. And `Concentration`: where the missing children are.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, IntervalMethod, RateOptions};
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyBool;

use crate::arrow::Frame;
use crate::convert::{Label, Names, Typed, Whole, borrowed, whole};
use crate::door::quick;
use crate::errors::Failure;
use crate::figure::Figure;
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

/// Whom a group is compared with: a name, or a level.
enum Whom {
    Name(String),
    Level(Typed),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Whom {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = Typed::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyBool>() {
            return Err(Failure::input(
                "option reference: a truth value was given. Expected rest, overall, best, the name of a \
                 group, or a level such as 0.8 or \"80%\".",
            )
            .into());
        }
        // A text without a percent sign is a name: schools may be called "1" or "101".
        match object.extract::<String>() {
            Ok(text) if !text.trim_end().ends_with('%') => Ok(Self::Name(text)),
            _ => object.extract().map(Self::Level),
        }
    }
}

impl Whom {
    fn reference(self, min_n: u64) -> eq::Reference {
        match self {
            Self::Level(level) => eq::Reference::Level { level: level.0 },
            Self::Name(name) => match name.as_str() {
                "rest" => eq::Reference::Rest,
                "overall" => eq::Reference::Overall,
                "best" => eq::Reference::Best { min_n },
                _ => eq::Reference::Group { name },
            },
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
    /// Count records: a frame with one row a child. O(rows).
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
    #[pyo3(signature = (records, *, outcome, by, period = None, direction = "higher"))]
    fn from_records(
        py: Python<'_>,
        records: Frame,
        outcome: String,
        by: Names,
        period: Option<String>,
        direction: &str,
    ) -> PyResult<Self> {
        let direction = self::direction(direction)?;
        let columns = tab::RecordColumns {
            outcome,
            by: by.into_vec(),
            period,
            direction,
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
    ///     ``upper``, ``status``.
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

    /// The gap of every group to a named reference, with interval, status and children to parity.
    ///
    /// ``difference_pp`` is group minus reference in percentage points. ``status`` is "flagged" when the
    /// whole interval lies on the unfavourable side, "not flagged", or "not assessable" with a reason.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    /// reference : {"rest", "overall", "best"}, group name or level, default "rest"
    ///     "rest" is everyone else. A level is a share: 0.8 or "80%"; a text without a percent sign is
    ///     the name of a group, so write the number of a school as text.
    /// period : str or int, optional
    ///     The latest by default.
    /// min_n : int, default 10
    ///     Smaller groups are not assessed, and cannot be the best group.
    /// confidence : float, default 0.95
    ///
    /// Source: Newcombe 1998; Wilson 1927.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> gaps = o.gaps(by="race_ethnicity", reference="rest")
    /// >>> gaps.select("race_ethnicity", "status", "needed").row(1)
    /// ('Black', 'flagged', 137)
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10, confidence = 0.95))]
    fn gaps(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<Frame> {
        let by = by.into_vec();
        let gaps = self.compare(&by, reference, period.as_deref(), min_n, confidence)?;
        Ok(Frame(
            tab::outcomes::gaps_frame(&gaps, &borrowed(&by)).map_err(Failure::from)?,
        ))
    }

    /// The gaps as sentences, one a group, each with its reference.
    ///
    /// Examples
    /// --------
    /// >>> sentences = cw.example().outcomes("early_reading").describe(by="race_ethnicity")
    /// >>> len(sentences)
    /// 5
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10, confidence = 0.95))]
    fn describe(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<Vec<String>> {
        let gaps = self.compare(
            &by.into_vec(),
            reference,
            period.as_deref(),
            min_n,
            confidence,
        )?;
        Ok(gaps
            .gaps
            .iter()
            .map(|gap| gap.sentence(self.0.words()))
            .collect())
    }

    /// Draw the rates of the groups as dots with intervals; flagged groups are marked.
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10, confidence = 0.95))]
    fn plot(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<Figure> {
        let gaps = self.compare(
            &by.into_vec(),
            reference,
            period.as_deref(),
            min_n,
            confidence,
        )?;
        let overall = self
            .0
            .rates(&[], period.as_deref(), RateOptions::default())
            .map_err(Failure::from)?;
        let rows = gaps
            .gaps
            .iter()
            .map(|gap| (gap.rate.key.to_string(), Ok(gap)));
        let reference = &gaps.options.reference;
        Ok(Figure(charts::gap_figure(
            rows,
            reference,
            overall.first(),
            self.0.words(),
        )))
    }

    /// Children each group needs to reach its reference, in exact integers.
    ///
    /// ``needed`` holds the reference fixed; ``needed_moving`` (overall only) lets it move with the
    /// group. Closing all gaps at once is not the sum of the column.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["A", "B"], "k": [30, 45], "n": [60, 50]}, successes="k", total="n", by="race"
    /// ... )
    /// >>> o.needed(by="race", reference="80%").select("race", "needed").rows()
    /// [('A', 18), ('B', 0)]
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10))]
    fn needed(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
    ) -> PyResult<Frame> {
        let by = by.into_vec();
        let gaps = self.compare(&by, reference, period.as_deref(), min_n, 0.95)?;
        let frame = tab::outcomes::gaps_frame(&gaps, &borrowed(&by)).map_err(Failure::from)?;
        let columns: Vec<&str> = borrowed(&by)
            .into_iter()
            .chain([
                "n",
                "successes",
                "reference",
                "reference_rate",
                "needed",
                "needed_moving",
            ])
            .collect();
        Ok(Frame(frame.select(columns).map_err(Failure::other)?))
    }

    /// The fewest cells that hold most of the children missing to a level.
    ///
    /// Parameters
    /// ----------
    /// goal : str or float
    ///     The level, "80%" or 0.8.
    /// by : str or list of str
    ///     What a cell is: ``["school", "race"]``.
    /// within : dict, optional
    ///     Only one group: ``{"race": "Black"}``.
    /// cover : str or float, default "80%"
    ///     The share of the missing children the set must hold.
    /// period : str or int, optional
    ///     The latest by default.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"school": ["1", "2", "3"], "k": [10, 70, 78], "n": [100, 100, 100]},
    /// ...     successes="k", total="n", by="school",
    /// ... )
    /// >>> found = o.concentration(goal="80%", by="school")
    /// >>> found.smallest, found.covered, found.total
    /// (1, 70, 82)
    #[pyo3(signature = (*, goal, by, within = None, cover = None, period = None))]
    fn concentration(
        &self,
        goal: Typed,
        by: Names,
        within: Option<std::collections::BTreeMap<String, String>>,
        cover: Option<Typed>,
        period: Option<Label>,
    ) -> PyResult<Concentration> {
        let by = by.into_vec();
        let mut options =
            eq::ConcentrationOptions::new(goal.0, self.0.direction()).map_err(Failure::from)?;
        if let Some(cover) = cover {
            options.cover = cover.0;
        }
        let mut within = within.unwrap_or_default().into_iter();
        options.within = within.next();
        if within.next().is_some() {
            return Err(
                Failure::input("option within: expected one dimension and its level.").into(),
            );
        }
        let found = self
            .0
            .concentration(&borrowed(&by), period.as_deref(), &options)
            .map_err(Failure::from)?;
        Ok(Concentration {
            found,
            by,
            words: self.0.words().clone(),
        })
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

impl Outcomes {
    fn compare(
        &self,
        by: &[String],
        reference: Option<Whom>,
        period: Option<&str>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<eq::Gaps> {
        let min_n = whole("min_n", min_n)?;
        let reference = reference.map_or(eq::Reference::Rest, |whom| whom.reference(min_n));
        let options = eq::GapOptions {
            reference,
            min_n,
            confidence: Confidence::new(confidence).map_err(Failure::from)?,
            ..eq::GapOptions::new(self.0.direction())
        };
        Ok(self
            .0
            .gaps(&borrowed(by), period, options)
            .map_err(Failure::from)?)
    }
}

/// Where the children missing to a level are. ``print(c)`` is one sentence.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Concentration {
    found: eq::Concentration,
    by: Vec<String>,
    words: eq::Wording,
}

#[pymethods]
impl Concentration {
    /// Children missing in all cells with exact counts.
    #[getter]
    fn total(&self) -> u64 {
        self.found.total
    }

    /// The fewest cells that hold the share asked for.
    #[getter]
    fn smallest(&self) -> usize {
        self.found.smallest
    }

    /// Children missing in those cells.
    #[getter]
    fn covered(&self) -> u64 {
        self.found.covered
    }

    /// The cells, largest shortfall first; those with censored counts last, with nulls.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::concentration_frame(&self.found, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// Draw the shortfall curve.
    fn plot(&self) -> Figure {
        let cells = format!("{} cells", self.by.join(" × "));
        Figure(charts::shortfall_figure(&self.found, &cells, &self.words))
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!(
            "<Concentration: {} cells hold {} of {} missing children>",
            self.found.smallest, self.found.covered, self.found.total
        )
    }
}
