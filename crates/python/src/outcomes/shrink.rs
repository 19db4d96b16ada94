//! Rates of small cells, drawn towards the rest.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, ShrinkOptions};
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use super::period::Period;
use crate::arrow::Frame;
use crate::convert::{Label, Names, borrowed, whole};
use crate::door::quick;
use crate::errors::Failure;

#[pymethods]
impl Outcomes {
    /// Draw the rates of cells towards their common mean, as far as chance explains the spread.
    ///
    /// Empirical Bayes: the true rates are taken as one Beta distribution, estimated from the cells by
    /// maximum likelihood (beta-binomial); a cell's estimate is its posterior mean. Use it to rank cells or
    /// to choose baselines: cells picked as lowest by their raw rate "improve" by themselves. Cells with
    /// censored counts are left out. With fewer than three cells nothing is shrunk, and where the rates
    /// differ no more than chance makes them every cell gets the rate of all; ``print(s)`` says which.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    ///     What a cell is.
    /// within : str or list of str, optional
    ///     One distribution for each of these groups instead of one for all cells. They need not stand in
    ///     `by` as well.
    /// period : str or int, optional
    ///     The latest by default.
    /// min_n : int, default 10
    ///     Cells with fewer children are marked ``small``.
    /// confidence : float, default 0.95
    ///     Level of the posterior intervals; they take the distribution as known.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"school": ["1", "2", "3", "4", "5"], "k": [10, 41, 12, 0, 33], "n": [40, 50, 30, 4, 60]},
    /// ...     successes="k", total="n", by="school",
    /// ... )
    /// >>> s = o.shrink(by="school")
    /// >>> s.to_frame().select("school", "rate", "small").row(3)
    /// ('4', 0.0, True)
    /// >>> s.to_frame()["estimate"][3] > 0.2
    /// True
    #[pyo3(signature = (*, by, within = None, period = None, min_n = 10, confidence = 0.95))]
    fn shrink(
        &self,
        py: Python<'_>,
        by: Names,
        within: Option<Names>,
        period: Option<Label>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<Shrinkage> {
        let within = within.map_or_else(Vec::new, Names::into_vec);
        let mut by = by.into_vec();
        by.retain(|dimension| !within.contains(dimension));
        let options = ShrinkOptions {
            confidence: Confidence::new(confidence).map_err(Failure::from)?,
            min_n: whole("min_n", min_n)?,
        };
        let parts = quick(py, || {
            self.0.shrink(
                &borrowed(&by),
                &borrowed(&within),
                period.as_deref(),
                options,
            )
        })?;
        Ok(Shrinkage {
            parts,
            dimensions: within.iter().chain(&by).cloned().collect(),
            within,
            words: self.0.words().clone(),
            period: Period::of(&self.0, period.as_deref()),
        })
    }
}

/// Shrunken rates. ``print(s)`` says what was estimated.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Shrinkage {
    parts: Vec<(eq::GroupKey, eq::Shrinkage)>,
    dimensions: Vec<String>,
    within: Vec<String>,
    words: eq::Wording,
    period: Period,
}

#[pymethods]
impl Shrinkage {
    /// The distributions of true rates, one a group of ``within``: its dimensions, ``cells, n, prior,
    /// alpha, beta, mean, strength, reason``.
    ///
    /// ``prior`` is "beta", "equal" (no spread beyond chance) or "not fitted" with a reason. ``strength``
    /// is alpha + beta, in children: a cell of that size is drawn half-way.
    fn priors(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::priors_frame(&self.parts, &borrowed(&self.within));
        Ok(self.period.first(frame.map_err(Failure::from)?)?)
    }

    /// One row a cell: the dimensions, ``n, successes, rate, estimate, lower, upper, weight, small,
    /// status``. ``weight`` is that of the cell's own rate. A cell without children has the status
    /// "no children"; its estimate is the mean of the distribution, where one is fitted.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::shrink_frame(&self.parts, &borrowed(&self.dimensions));
        Ok(self.period.first(frame.map_err(Failure::from)?)?)
    }

    fn __str__(&self) -> String {
        let sentences = self.parts.iter().map(|(key, part)| {
            let sentence = part.sentence(&self.words);
            if self.within.is_empty() {
                self.period.before(&sentence)
            } else {
                self.period.before_group(&format!("{key}: {sentence}"))
            }
        });
        sentences.collect::<Vec<_>>().join("\n")
    }

    fn __repr__(&self) -> String {
        let cells: usize = self.parts.iter().map(|(_, part)| part.cells.len()).sum();
        format!("<Shrinkage: {cells} cells in {} parts>", self.parts.len())
    }
}
