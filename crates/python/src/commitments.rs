//! `Commitments`: promised, delivered, and what the goal takes.

use commonweal_equity as eq;
use commonweal_equity::{AllocationOptions, Required, Wording};
use commonweal_tables as tab;
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::{Fraction, Label, Names, Plain, Whole, borrowed};
use crate::door::quick;
use crate::errors::Failure;
use crate::outcomes::Outcomes;
use crate::target::Target;
use crate::target::allocate::{cells, method};
use crate::target::path::shape;

/// What partners promised and delivered, row by row.
///
/// A shortfall is never paid for by a surplus elsewhere, what nobody has reported is unknown and not
/// zero, and partners are neither scored nor ranked: rows stay in the order given. ``print(c)`` is one
/// sentence.
///
/// Parameters
/// ----------
/// frame : frame
///     One row a partner, period, and place or group where those are given.
/// partner : str, optional
///     Column of the partner; ``partner_id`` or ``partner`` by default.
/// period : str, optional
///     Column of the period; ``period`` or ``year`` by default. To be set beside a target, its
///     label is a calendar or school year (``2027``, ``2026-27``); "Spring 2027" has no year.
/// by : str or list of str, optional
///     Columns of the place and the group; those of ``place_id``, ``place`` and ``group`` that are there
///     by default.
/// promised : str
///     Column of children promised: whole numbers.
/// delivered : str
///     Column of children delivered: whole numbers or marks (``*``, ``<10``), empty where not yet
///     reported.
///
/// Examples
/// --------
/// >>> c = cw.Commitments({
/// ...     "partner_id": ["Library", "Library"], "year": [2027, 2028],
/// ...     "promised": [100, 100], "delivered": [45, 165],
/// ... })
/// >>> c.delivered, c.shortfall, c.delivery_ratio
/// (210, 55, Fraction(21, 20))
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Commitments {
    ledger: eq::Ledger,
    found: eq::LedgerSummary,
    by: Vec<String>,
    words: Wording,
}

#[pymethods]
impl Commitments {
    #[new]
    #[pyo3(signature = (frame, *, partner = None, period = None, by = None, promised = "promised",
        delivered = "delivered"))]
    fn new(
        py: Python<'_>,
        frame: Frame,
        partner: Option<String>,
        period: Option<String>,
        by: Option<Names>,
        promised: &str,
        delivered: &str,
    ) -> PyResult<Self> {
        let columns = tab::outcomes::CommitmentColumns {
            partner,
            period,
            by: by.map(Names::into_vec),
            promised: promised.to_owned(),
            delivered: delivered.to_owned(),
        };
        let (ledger, by) = quick(py, || tab::outcomes::read_commitments(&frame.0, &columns))?;
        let found = ledger.summary().map_err(Failure::from)?;
        Ok(Self {
            ledger,
            found,
            by,
            words: Wording::default(),
        })
    }

    /// Children promised.
    #[getter]
    fn promised(&self) -> u64 {
        self.found.all.promised
    }

    /// Children delivered; None where a promise is not reported exactly.
    #[getter]
    fn delivered(&self) -> Option<u64> {
        self.found.all.delivered.value()
    }

    /// Children promised and not delivered, promise by promise, surpluses not set against it; None where
    /// a promise is not reported exactly.
    #[getter]
    fn shortfall(&self) -> Option<u64> {
        self.found.all.shortfall.value()
    }

    /// Delivered over promised where the delivery is known, exact; may exceed 1.
    #[getter]
    fn delivery_ratio(&self) -> Option<Fraction> {
        self.found.all.delivery_ratio.map(Fraction)
    }

    /// Promises of which nothing is reported yet.
    #[getter]
    fn not_reported(&self) -> usize {
        self.found.all.not_reported
    }

    /// Promises that are reported, but not as an exact count (``*``, ``<10``).
    #[getter]
    fn withheld(&self) -> usize {
        self.found.all.withheld
    }

    /// The promises, in the order given: ``partner_id, period``, the keys, ``promised, delivered,
    /// shortfall, shortfall_low, shortfall_high``. What is not known exactly is null; the two ends say what
    /// is known.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::ledger_frame(&self.ledger, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// Sums by partner, in the order in which they first appear, or by period, in order of time.
    ///
    /// Parameters
    /// ----------
    /// by : {"partner", "period"}
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``partner_id`` or ``period``, ``commitments, not_reported, promised, promised_reported,
    ///     delivered, delivery_ratio, shortfall, shortfall_low, shortfall_high``; for partners also
    ///     ``raised_after_shortfall`` (periods in which a partner promised more right after a shortfall)
    ///     and ``raised_before_report`` (before the last promise was reported). ``delivery_ratio`` is over
    ///     ``promised_reported``, the promises whose delivery is known.
    ///
    /// Examples
    /// --------
    /// >>> c = cw.Commitments({
    /// ...     "partner_id": ["Library", "Library"], "year": [2027, 2028],
    /// ...     "promised": [50, 80], "delivered": [30, None],
    /// ... })
    /// >>> c.summary().select("shortfall_low", "shortfall_high", "raised_after_shortfall").row(0)
    /// (20, 100, '2028')
    #[pyo3(signature = (by = "partner"))]
    fn summary(&self, by: &str) -> PyResult<Frame> {
        let frame = match by {
            "partner" => tab::outcomes::partners_frame(&self.found),
            "period" => tab::outcomes::periods_frame(&self.found),
            _ => return Err(not_a_summary(by).into()),
        };
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// One plain sentence a partner or a period.
    ///
    /// Parameters
    /// ----------
    /// by : {"partner", "period"}
    #[pyo3(signature = (by = "partner"))]
    fn sentences(&self, by: &str) -> PyResult<Vec<String>> {
        let (partners, periods) = (self.found.partners.iter(), self.found.periods.iter());
        match by {
            "partner" => Ok(partners.map(|row| row.sentence(&self.words)).collect()),
            "period" => Ok(periods.map(|row| row.sentence(&self.words)).collect()),
            _ => Err(not_a_summary(by).into()),
        }
    }

    /// Promised children beside those the goal takes, by year and place.
    ///
    /// More promised than required in a cell covers nobody else: it is told as ``excess``, which with two
    /// or more partners may be the same children counted twice. Promises where or when nothing is required
    /// are in ``elsewhere``, those of periods without a calendar year in ``without_year``.
    ///
    /// Parameters
    /// ----------
    /// target : Target
    /// outcomes : Outcomes, optional
    ///     Where each cell stands now; without it the children of the whole path are required.
    /// by : str or list of str, optional
    ///     What a cell is: dimensions of the outcomes that are also columns of the commitments.
    /// method : {"equal_rate", "shortfall", "max_min", "leximin", "enrolment", "nonproficient"}
    ///     How the required children are split over cells; see :meth:`Target.allocate`.
    /// total : int, optional
    ///     Children to split; by default as many as the cells are short of the goal.
    /// path, quiet_years, every, to
    ///     The shape of the way, as ``kind`` and its options in :meth:`Target.path`.
    /// period : str or int, optional
    ///     Of the outcomes; the latest by default.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> c = cw.Commitments({
    /// ...     "partner_id": ["Library", "School"], "year": [2027, 2027], "promised": [60, 40],
    /// ...     "delivered": [30, 40],
    /// ... })
    /// >>> c.coverage(t).to_frame().select("year", "required", "promised", "counted", "excess").row(0)
    /// (2027, 80, 100, 80, 20)
    #[pyo3(signature = (target, outcomes = None, *, by = None, method = "equal_rate", total = None,
        path = "linear", quiet_years = None, every = None, to = None, period = None))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn coverage(
        &self,
        target: &Bound<'_, Target>,
        outcomes: Option<&Bound<'_, Outcomes>>,
        by: Option<Names>,
        method: &str,
        total: Option<Whole<u64>>,
        path: &str,
        quiet_years: Option<Whole<u32>>,
        every: Option<Whole<u32>>,
        to: Option<&str>,
        period: Option<Label>,
    ) -> PyResult<CommitmentCoverage> {
        let method = self::method(method)?;
        let by = by.map_or_else(Vec::new, Names::into_vec);
        let target = target.get();
        let shape = shape(path, quiet_years, every, to)?;
        let path = target.target.path(shape).map_err(Failure::from)?;
        if let Some(unknown) = by.iter().find(|name| !self.by.contains(name)) {
            let known = if self.by.is_empty() {
                "none".to_owned()
            } else {
                self.by.join(", ")
            };
            return Err(Failure::input(format!(
                "option by: the commitments have no column \"{unknown}\" of places or groups. They have: {known}. Name the column in cw.Commitments(..., by=), under the name it has in the outcomes."
            ))
            .into());
        }
        let required = match (outcomes, by.is_empty()) {
            (None, true) => Required::of_path(&path).map_err(Failure::from)?,
            (Some(outcomes), false) => {
                let cells = cells(&target.target, outcomes, &by, period.as_deref())?;
                let options = AllocationOptions {
                    method,
                    total: total.map(|n| n.0),
                    ..AllocationOptions::default()
                };
                let split = target.target.allocate(&cells, options);
                let split = split.map_err(Failure::from)?;
                let years = target.target.allocate_years(&split, &path);
                Required::of_years(&years.map_err(Failure::from)?)
            }
            _ => {
                return Err(Failure::input(
                    "options outcomes, by: one is given without the other. Give the outcomes and by= for the cells, or neither for the whole.",
                )
                .into());
            }
        };
        let found = self
            .ledger
            .coverage(&required, &borrowed(&by))
            .map_err(Failure::from)?;
        Ok(CommitmentCoverage {
            found,
            words: target.words.clone(),
        })
    }

    /// The sums as plain Python values, fractions as text.
    fn to_dict(&self) -> Plain<&eq::LedgerSummary> {
        Plain(&self.found)
    }

    fn __len__(&self) -> usize {
        self.ledger.rows().len()
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!(
            "<Commitments: {} promises of {} partners>",
            self.found.all.commitments,
            self.found.partners.len()
        )
    }
}

fn not_a_summary(by: &str) -> Failure {
    Failure::input(format!(
        "option by: \"{by}\" is not allowed. Expected one of partner, period."
    ))
}

/// Promised children beside those the goal takes. ``print(c)`` is one sentence and the caveats.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct CommitmentCoverage {
    found: eq::CommitmentCoverage,
    words: Wording,
}

#[pymethods]
impl CommitmentCoverage {
    /// Children required over all cells and years, cohort by cohort.
    #[getter]
    fn required(&self) -> u64 {
        self.found.required
    }

    /// Promised children that count: in no cell more than are required.
    #[getter]
    fn counted(&self) -> u64 {
        self.found.counted
    }

    /// Promised beyond what is required in their cell.
    #[getter]
    fn excess(&self) -> u64 {
        self.found.excess
    }

    /// Share of the required children that somebody promised, exact; None where nothing is required.
    #[getter]
    fn covered(&self) -> Option<Fraction> {
        self.found.covered.map(Fraction)
    }

    /// Promises where or when nothing is required, with their children.
    #[getter]
    fn elsewhere(&self) -> Vec<(String, u64)> {
        self.found.elsewhere.clone()
    }

    /// Promises in periods that belong to no calendar year, with their children: they cannot be set beside
    /// a year.
    #[getter]
    fn without_year(&self) -> Vec<(String, u64)> {
        self.found.without_year.clone()
    }

    /// Sentences that belong to the numbers; they end ``print(c)`` too.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// One row a year and cell: ``year``, the dimensions, ``required, partners, promised, counted, excess,
    /// uncovered, coverage, delivered``. ``coverage`` is promised over required and may exceed 1; numbers
    /// that censored counts or missing reports leave open are null.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::coverage_frame(&self.found);
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!(
            "<CommitmentCoverage: {} of {} required children promised>",
            self.found.counted, self.found.required
        )
    }
}
