//! `Target`: from percent to children. `Readings` and `Allocation` belong to it.

use commonweal_equity as eq;
use commonweal_equity::{AllocationMethod, AllocationOptions, Path, Wording};
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::{Fraction, Label, Names, Plain, Typed, Whole, Wholes, borrowed};
use crate::errors::Failure;
use crate::figure::Figure;
use crate::outcomes::Outcomes;

/// A goal in exact arithmetic: from a baseline rate to a goal rate, for cohorts of one size.
///
/// Parameters
/// ----------
/// baseline, goal : str, int, fractions.Fraction, decimal.Decimal or float
///     ``"60%"``, ``"0.6"``, ``Fraction(3, 5)``. A float is read as the decimal that was typed; one
///     with more than twelve digits was computed and is refused.
/// cohort : int
///     Children counted in one year.
/// start : int
///     Year of the baseline.
/// years : int
///     Years from the baseline to the goal.
/// direction : {"higher", "lower"}
///     Which way is better.
///
/// Examples
/// --------
/// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
/// >>> t.children
/// 400
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Target {
    pub(crate) target: eq::Target,
    pub(crate) words: Wording,
}

#[pymethods]
impl Target {
    #[new]
    #[pyo3(signature = (*, baseline, goal, cohort, start, years, direction = "higher"))]
    fn new(
        baseline: Typed,
        goal: Typed,
        cohort: Whole<u64>,
        start: i32,
        years: Whole<u32>,
        direction: &str,
    ) -> PyResult<Self> {
        let direction = crate::outcomes::direction(direction)?;
        let target =
            eq::Target::in_direction(direction, baseline.0, goal.0, cohort.0, start, years.0);
        Ok(Self {
            target: target.map_err(Failure::from)?,
            words: Wording::default(),
        })
    }

    /// Whole children by which the goal year's cohort must differ from one at the baseline rate.
    ///
    /// The count at the goal, rounded up, less the count at the baseline, rounded down: it always
    /// suffices.
    #[getter]
    fn children(&self) -> u64 {
        self.target.children()
    }

    /// The count at the goal: the goal rate of the cohort, rounded up on the exact value.
    #[getter]
    fn required(&self) -> u64 {
        self.target.required()
    }

    /// The baseline rate as an exact ``fractions.Fraction``.
    #[getter]
    fn baseline(&self) -> Fraction {
        Fraction(self.target.baseline())
    }

    /// The goal rate as an exact ``fractions.Fraction``.
    #[getter]
    fn goal(&self) -> Fraction {
        Fraction(self.target.goal())
    }

    /// Children counted in one year.
    #[getter]
    fn cohort(&self) -> u64 {
        self.target.cohort()
    }

    /// Year of the baseline.
    #[getter]
    fn start(&self) -> i32 {
        self.target.start()
    }

    /// Years from the baseline to the goal.
    #[getter]
    fn years(&self) -> u32 {
        self.target.years()
    }

    /// The three readings of "N more each year": level, rise, average.
    ///
    /// Parameters
    /// ----------
    /// stated : int, optional
    ///     The number in the sentence; the readings then say which cohort each implies and which hold.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.readings(stated=400).holding
    /// ['level']
    #[pyo3(signature = (stated = None))]
    fn readings(&self, stated: Option<Whole<u64>>) -> PyResult<Readings> {
        let readings = self
            .target
            .readings(stated.map(|n| n.0))
            .map_err(Failure::from)?;
        Ok(Readings {
            readings,
            words: self.words.clone(),
        })
    }

    /// The way to the goal, one row a year: ``year, cohort, rate, required, additional, cumulative,
    /// change``.
    ///
    /// Parameters
    /// ----------
    /// kind : {"linear"}
    ///     The same change of the rate every year.
    /// cohorts : list of int, optional
    ///     Children in each year after the baseline, where enrolment changes.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.path()["additional"].to_list()
    /// [0.0, 80.0, 160.0, 240.0, 320.0, 400.0]
    #[pyo3(signature = (kind = "linear", *, cohorts = None))]
    fn path(&self, kind: &str, cohorts: Option<Wholes>) -> PyResult<Frame> {
        if kind != "linear" {
            return Err(Failure::input(format!(
                "option kind: \"{kind}\" is not allowed. Expected one of linear."
            ))
            .into());
        }
        let path = match cohorts {
            Some(cohorts) => self.target.path_for(Path::Linear, &cohorts.0),
            None => self.target.path(Path::Linear),
        };
        let path = path.map_err(Failure::from)?;
        Ok(Frame(
            tab::outcomes::path_frame(&path).map_err(Failure::from)?,
        ))
    }

    /// Split the children over groups or places, in whole children that add up.
    ///
    /// Parameters
    /// ----------
    /// outcomes : Outcomes
    ///     Where each cell stands now.
    /// by : str or list of str
    ///     What a cell is.
    /// method : {"equal_rate", "shortfall"}
    ///     Every cell reaches the goal (its sum is the price of the goal), or each gets a share in
    ///     proportion to its own shortfall.
    /// total : int, optional
    ///     Children to split; by default as many as the cells are short of the goal.
    /// capacity : list of int, optional
    ///     Most children each cell can take, in the order of the cells. What cannot be placed is
    ///     reported as ``unallocated``.
    /// period : str or int, optional
    ///     The latest by default.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.example().target("early_reading")
    /// >>> print(t.allocate(cw.example().outcomes("early_reading"), by="race_ethnicity").allocated)
    /// 402
    #[pyo3(signature = (outcomes, *, by, method = "equal_rate", total = None, capacity = None,
        period = None))]
    fn allocate(
        &self,
        outcomes: &Bound<'_, Outcomes>,
        by: Names,
        method: &str,
        total: Option<Whole<u64>>,
        capacity: Option<Wholes>,
        period: Option<Label>,
    ) -> PyResult<Allocation> {
        let method = match method {
            "equal_rate" => AllocationMethod::EqualRate,
            "shortfall" => AllocationMethod::Shortfall,
            _ => {
                return Err(Failure::input(format!(
                    "option method: \"{method}\" is not allowed. Expected one of equal_rate, shortfall."
                ))
                .into());
            }
        };
        let by = by.into_vec();
        let cells = outcomes
            .get()
            .0
            .counts(&borrowed(&by), period.as_deref())
            .map_err(Failure::from)?;
        let options = AllocationOptions {
            method,
            total: total.map(|n| n.0),
            capacity: capacity.as_ref().map(|list| list.0.as_slice()),
        };
        let allocation = self
            .target
            .allocate(&cells, options)
            .map_err(Failure::from)?;
        Ok(Allocation {
            split: allocation,
            by,
            words: self.words.clone(),
        })
    }

    /// Draw the path with its milestones; `outcomes` adds what was observed before the baseline.
    #[pyo3(signature = (outcomes = None))]
    fn plot(&self, outcomes: Option<&Bound<'_, Outcomes>>) -> PyResult<Figure> {
        let path = self.target.path(Path::Linear).map_err(Failure::from)?;
        let history = match outcomes {
            Some(outcomes) => outcomes.get().0.history().map_err(Failure::from)?,
            None => Vec::new(),
        };
        Ok(Figure(charts::path_figure(
            &self.target,
            &path,
            &history,
            &self.words,
        )))
    }

    fn __str__(&self) -> String {
        self.target.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!(
            "<Target: {} to {}, {} to {}, {} children a year>",
            self.target.baseline().percent(1),
            self.target.goal().percent(1),
            self.target.start(),
            self.target.end(),
            self.target.cohort()
        )
    }
}

/// The three readings of "N more each year", side by side. ``print(r)`` says which hold.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Readings {
    readings: eq::Readings,
    words: Wording,
}

#[pymethods]
impl Readings {
    /// The readings under which the stated number is right: "level", "flow", "average".
    #[getter]
    fn holding(&self) -> Vec<&'static str> {
        let name = |kind| match kind {
            eq::ReadingKind::Level => "level",
            eq::ReadingKind::Flow => "flow",
            eq::ReadingKind::Average => "average",
        };
        self.readings.holding().into_iter().map(name).collect()
    }

    /// Set when the stated number fits no reading.
    #[getter]
    fn warning(&self) -> Option<String> {
        self.readings.warning.clone()
    }

    /// The readings as plain Python values, fractions as text.
    fn to_dict(&self) -> Plain<&eq::Readings> {
        Plain(&self.readings)
    }

    fn __str__(&self) -> String {
        self.readings.sentences(&self.words).join("\n")
    }

    fn __repr__(&self) -> String {
        self.__str__()
    }
}

/// Children split over cells. ``print(a)`` is one sentence.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Allocation {
    split: eq::Allocation,
    by: Vec<String>,
    words: Wording,
}

#[pymethods]
impl Allocation {
    /// Children there were to split.
    #[getter]
    fn total(&self) -> u64 {
        self.split.total
    }

    /// Children all cells together are short of the goal: the price of the goal in every cell.
    #[getter]
    fn price(&self) -> u64 {
        self.split.price
    }

    /// Children allocated.
    #[getter]
    fn allocated(&self) -> u64 {
        self.split.allocated
    }

    /// Children needed but turned away by capacities.
    #[getter]
    fn unallocated(&self) -> u64 {
        self.split.unallocated
    }

    /// Children beyond the price.
    #[getter]
    fn slack(&self) -> u64 {
        self.split.slack
    }

    /// Sentences that belong to the numbers.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.split.caveats.clone()
    }

    /// One row a cell: the dimensions, ``n, successes, rate, need, allocated, resulting_rate``.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::allocation_frame(&self.split, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    fn __str__(&self) -> String {
        self.split.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!(
            "<Allocation: {} of {} children>",
            self.split.allocated, self.split.total
        )
    }
}
