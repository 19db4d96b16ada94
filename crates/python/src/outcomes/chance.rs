//! What chance alone would show.

use commonweal_equity as eq;
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use super::period::Period;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Plain, borrowed, whole};
use crate::door::quick;
use crate::errors::Failure;

#[pymethods]
impl Outcomes {
    /// The gap between highest and lowest rate that groups of these sizes show if all have one rate.
    ///
    /// The range of several small groups is large by chance alone; read a gap against this. Successes are
    /// binomial with the groups' common rate. Few tables are enumerated (``draws`` is then 0), many are
    /// drawn, one stream a draw. Groups that overlap are refused: they cannot be drawn apart.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    /// draws : int, default 10000
    ///     From 1 to 1,000,000.
    /// seed : int, default 0
    ///     The same seed gives the same answer for any number of threads.
    /// period : str or int, optional
    ///     The latest by default.
    /// min_n : int, default 10
    ///     Smaller groups, and those with censored counts, are left out and counted.
    ///
    /// Cost: draws times groups.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": list("ABCDE"), "k": [9, 12, 15, 24, 36], "n": [15, 20, 25, 40, 60]},
    /// ...     successes="k", total="n", by="race",
    /// ... )
    /// >>> chance = o.gap_if_equal(by="race", seed=1)
    /// >>> round(chance.mean_pp), round(chance.p95_pp)
    /// (23, 39)
    #[pyo3(signature = (by, *, draws = 10000, seed = 0, period = None, min_n = 10))]
    fn gap_if_equal(
        &self,
        py: Python<'_>,
        by: Names,
        draws: i64,
        seed: i64,
        period: Option<Label>,
        min_n: i64,
    ) -> PyResult<ChanceGap> {
        let options = eq::ChanceOptions {
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
            min_n: whole("min_n", min_n)?,
        };
        let by = by.into_vec();
        let by = borrowed(&by);
        if self.0.overlaps(&by) {
            return Err(Failure::input(format!(
                "the groups of {} overlap, and the gap by chance alone is of groups without children in common. Expected groups that exclude one another; choose dimensions that do not overlap.",
                by.join(" and ")
            ))
            .into());
        }
        let groups = self
            .0
            .counts(&by, period.as_deref())
            .map_err(Failure::from)?;
        let found = quick(py, || eq::gap_if_equal(&groups, &options))?;
        Ok(ChanceGap {
            found,
            words: self.0.words().clone(),
            period: Period::of(&self.0, period.as_deref()),
        })
    }

    /// The smallest change of a group's rate that two cohorts of its size can tell from chance.
    ///
    /// Percentage points towards the better side. Null where no change of that size is left, where there
    /// are no children, where counts are censored, and with "same-se" at a rate of 0 or 1. It is the change whose interval just reaches zero,
    /// not one found with a stated power.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str, optional
    ///     None gives all children.
    /// method : {"two-proportion", "same-se"}
    ///     Both years' own standard errors, or the first year's for both (a variant in use for Healthy
    ///     People 2030).
    /// period : str or int, optional
    ///     The latest by default.
    /// confidence : float, default 0.95
    ///
    /// Source: Hubbard et al. 2020.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"school": ["1", "2"], "k": [36, 1200], "n": [60, 2000]},
    /// ...     successes="k", total="n", by="school",
    /// ... )
    /// >>> o.detectable_change(by="school")["detectable_pp"].round(2).to_list()
    /// [16.4, 3.01]
    #[pyo3(signature = (by = None, *, method = "two-proportion", period = None, confidence = 0.95))]
    fn detectable_change(
        &self,
        by: Option<Names>,
        method: &str,
        period: Option<Label>,
        confidence: f64,
    ) -> PyResult<Frame> {
        let method = match method {
            "two-proportion" => eq::ChangeMethod::TwoProportion,
            "same-se" => eq::ChangeMethod::SameError,
            _ => {
                return Err(Failure::input(format!(
                    "option method: \"{method}\" is not allowed. Expected one of two-proportion, same-se."
                ))
                .into());
            }
        };
        let by = by.map_or_else(Vec::new, Names::into_vec);
        let groups = self
            .0
            .counts(&borrowed(&by), period.as_deref())
            .map_err(Failure::from)?;
        let confidence = eq::Confidence::new(confidence).map_err(Failure::from)?;
        let direction = self.0.direction();
        let frame =
            tab::outcomes::detectable_frame(&groups, &borrowed(&by), direction, method, confidence);
        Ok(Period::of(&self.0, period.as_deref()).first(frame.map_err(Failure::from)?)?)
    }
}

/// The gap between highest and lowest rate, seen and by chance alone. ``print(c)`` is the sentence.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct ChanceGap {
    found: eq::ChanceGap,
    words: eq::Wording,
    period: Period,
}

#[pymethods]
impl ChanceGap {
    /// Highest minus lowest rate as seen, percentage points; None with fewer than two groups.
    #[getter]
    fn observed_pp(&self) -> Option<f64> {
        self.found.observed.map(|gap| 100.0 * gap.to_f64())
    }

    /// Its mean if all groups had one rate, percentage points.
    #[getter]
    fn mean_pp(&self) -> Option<f64> {
        self.found.mean_pp
    }

    /// Its 95th percentile if all groups had one rate, percentage points.
    #[getter]
    fn p95_pp(&self) -> Option<f64> {
        self.found.p95_pp
    }

    /// Probability of a gap at least as large as the one seen: (1 + count)/(1 + draws), or exact.
    #[getter]
    fn p_value(&self) -> Option<f64> {
        self.found.p_value
    }

    /// Groups compared.
    #[getter]
    fn groups(&self) -> usize {
        self.found.groups
    }

    /// Groups left out: too small, or with censored counts.
    #[getter]
    fn left_out(&self) -> usize {
        self.found.left_out
    }

    /// Tables drawn; 0 where all were enumerated.
    #[getter]
    fn draws(&self) -> u64 {
        self.found.draws
    }

    /// The seed.
    #[getter]
    fn seed(&self) -> u64 {
        self.found.seed
    }

    /// Everything as a dictionary, ready for JSON.
    fn to_dict(&self) -> Plain<eq::ChanceGap> {
        Plain(self.found.clone())
    }

    fn __str__(&self) -> String {
        self.period.before(&self.found.sentence(&self.words))
    }

    fn __repr__(&self) -> String {
        format!(
            "<ChanceGap: {} groups, seed {}>",
            self.found.groups, self.found.seed
        )
    }
}
