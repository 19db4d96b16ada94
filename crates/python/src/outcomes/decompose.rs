//! Where a gap comes from: between places or within them.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, DecomposeOptions};
use commonweal_tables as tab;
use polars::prelude::DataFrame;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;

use super::Outcomes;
use super::period::Period;
use crate::arrow::Frame;
use crate::convert::{Label, Names, borrowed};
use crate::door::quick;
use crate::errors::Failure;

/// An exact rate of any size as `fractions.Fraction`.
struct BigFraction(eq::BigExact);

impl<'py> IntoPyObject<'py> for BigFraction {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("fractions", "Fraction");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        // Python reads any length in base 16, but at most 4,300 digits in base 10.
        let (above, below) = self.0.digits(16);
        let int = py.get_type::<pyo3::types::PyInt>();
        py.import("fractions")?.call_method1(
            "Fraction",
            (int.call1((above, 16))?, int.call1((below, 16))?),
        )
    }
}

fn options(confidence: f64) -> Result<DecomposeOptions, Failure> {
    Ok(DecomposeOptions {
        confidence: Confidence::new(confidence)?,
        ..DecomposeOptions::default()
    })
}

#[pymethods]
impl Outcomes {
    /// Take the gap of two groups apart: between places and within them.
    ///
    /// The gap is first minus second. The part between is what the groups' different distribution over
    /// places accounts for, the part within what different rates in the same place account for. Both are
    /// exact and add up exactly. Where a place has children of only one group, the missing rate is set to
    /// the other's; places with censored counts are left out and counted. It is arithmetic, not a cause.
    /// Source: Kitagawa 1955.
    ///
    /// Parameters
    /// ----------
    /// first, second : str
    ///     Two groups (levels) of one dimension.
    /// by : str or list of str
    ///     What a place is, such as the number of the school.
    /// groups : str, optional
    ///     The dimension of the two groups; found by itself where only one has both.
    /// period : str or int, optional
    ///     The latest by default.
    /// confidence : float, default 0.95
    ///     Level of the intervals: normal, with the children of each place held as counted.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"school": ["1", "2", "1", "2"], "race": ["White", "White", "Black", "Black"],
    /// ...      "k": [60, 10, 13, 32], "n": [80, 20, 20, 80]},
    /// ...     successes="k", total="n", by=["school", "race"],
    /// ... )
    /// >>> d = o.decompose("White", "Black", by="school")
    /// >>> d.gap, d.between, d.within
    /// (Fraction(1, 4), Fraction(3, 20), Fraction(1, 10))
    #[pyo3(signature = (first, second, *, by, groups = None, period = None, confidence = 0.95))]
    #[allow(clippy::too_many_arguments)]
    fn decompose(
        &self,
        py: Python<'_>,
        first: String,
        second: String,
        by: Names,
        groups: Option<String>,
        period: Option<Label>,
        confidence: f64,
    ) -> PyResult<Decomposition> {
        let by = by.into_vec();
        let options = options(confidence)?;
        let found = quick(py, || {
            self.0.decompose(
                &first,
                &second,
                &borrowed(&by),
                groups.as_deref(),
                period.as_deref(),
                options,
            )
        })?;
        Ok(Decomposition {
            found,
            by,
            words: self.0.words().clone(),
            period: Some(Period::of(&self.0, period.as_deref())),
        })
    }

    /// Take the change between two periods apart: who the children are, and other rates in the same groups.
    ///
    /// The change is later minus earlier. ``between`` is composition (other shares of the groups),
    /// ``within`` other rates. Exact, as :meth:`decompose`.
    ///
    /// Parameters
    /// ----------
    /// earlier, later : str or int
    ///     The two periods.
    /// by : str or list of str
    ///     The groups.
    /// confidence : float, default 0.95
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"year": [2024, 2024, 2025, 2025], "race": ["A", "B", "A", "B"],
    /// ...      "k": [80, 40, 40, 60], "n": [100, 100, 50, 150]},
    /// ...     successes="k", total="n", by="race", period="year",
    /// ... )
    /// >>> d = o.decompose_change(2024, 2025, by="race")
    /// >>> d.gap, d.between, d.within
    /// (Fraction(-1, 10), Fraction(-1, 10), Fraction(0, 1))
    #[pyo3(signature = (earlier, later, *, by, confidence = 0.95))]
    fn decompose_change(
        &self,
        py: Python<'_>,
        earlier: Label,
        later: Label,
        by: Names,
        confidence: f64,
    ) -> PyResult<Decomposition> {
        let by = by.into_vec();
        let options = options(confidence)?;
        let found = quick(py, || {
            self.0
                .decompose_change(&earlier, &later, &borrowed(&by), options)
        })?;
        Ok(Decomposition {
            found,
            by,
            words: self.0.words().clone(),
            period: None,
        })
    }
}

/// A difference taken apart. ``print(d)`` is the parts in plain sentences.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Decomposition {
    found: eq::Decomposition,
    by: Vec<String>,
    words: eq::Wording,
    /// `None` of a change, whose two sides are periods.
    period: Option<Period>,
}

impl Decomposition {
    fn dated(&self, frame: Result<DataFrame, tab::Error>) -> PyResult<Frame> {
        let frame = frame.map_err(Failure::from)?;
        Ok(match &self.period {
            Some(period) => period.first(frame)?,
            None => Frame(frame),
        })
    }
}

#[pymethods]
impl Decomposition {
    /// First minus second, a share, exactly; None where a side has no children with known counts.
    #[getter]
    fn gap(&self) -> Option<BigFraction> {
        self.found.gap.map(|gap| BigFraction(gap.into()))
    }

    /// The part between places (composition), a share, exactly.
    #[getter]
    fn between(&self) -> Option<BigFraction> {
        let part = self.found.between.as_ref();
        part.map(|part| BigFraction(part.exact.clone()))
    }

    /// The part within places (rates), a share, exactly.
    #[getter]
    fn within(&self) -> Option<BigFraction> {
        let part = self.found.within.as_ref();
        part.map(|part| BigFraction(part.exact.clone()))
    }

    /// The three-fold version seen from the second group: composition, rate, interaction, exactly.
    ///
    /// Exchanging the groups changes all three.
    #[getter]
    fn three_fold(&self) -> Option<(BigFraction, BigFraction, BigFraction)> {
        let parts = self.found.three_fold.as_ref();
        parts.map(|parts| {
            (
                BigFraction(parts.composition.clone()),
                BigFraction(parts.rate.clone()),
                BigFraction(parts.interaction.clone()),
            )
        })
    }

    /// Places with children of only one of the two.
    #[getter]
    fn one_sided(&self) -> usize {
        self.found.one_sided
    }

    /// Places left out because of censored counts.
    #[getter]
    fn places_left_out(&self) -> usize {
        self.found.places_left_out
    }

    /// Rule and interval by name.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// The two parts: ``part``, ``pp``, ``standard_error_pp``, ``lower_pp``, ``upper_pp``.
    fn parts(&self) -> PyResult<Frame> {
        self.dated(tab::outcomes::decomposition_parts_frame(&self.found))
    }

    /// One row a place: the dimensions, ``first_n, first_successes, first_share, second_n,
    /// second_successes, second_share, between_pp, within_pp, status``.
    ///
    /// ``between_pp`` and ``within_pp`` add up to the two parts.
    fn to_frame(&self) -> PyResult<Frame> {
        self.dated(tab::outcomes::decomposition_frame(
            &self.found,
            &borrowed(&self.by),
        ))
    }

    fn __str__(&self) -> String {
        let sentence = self.found.sentence(&self.words);
        match &self.period {
            Some(period) => period.before(&sentence),
            None => sentence,
        }
    }

    fn __repr__(&self) -> String {
        format!(
            "<Decomposition: {} less {} over {} places>",
            self.found.first,
            self.found.second,
            self.found.places.len() - self.found.places_left_out
        )
    }
}
