//! `Target`: from percent to children. One file a family of calls.

pub(crate) mod allocate;
mod goals;
mod past;
pub(crate) mod path;
mod track;

pub(crate) use allocate::{Allocation, AllocationComparison};
pub(crate) use goals::{Goals, QuickWins, goal_rate};
pub(crate) use track::{Feasibility, Milestones, OnTrack};

use commonweal_equity as eq;
use commonweal_equity::Wording;
use pyo3::prelude::*;

use crate::convert::{Fraction, Plain, Typed, Whole};
use crate::errors::Failure;

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
        self.readings.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        self.__str__()
    }
}
