//! Where the missing children are.

use commonweal_equity as eq;
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Typed, borrowed};
use crate::errors::Failure;
use crate::figure::Figure;

#[pymethods]
impl Outcomes {
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
        Figure(charts::shortfall_figure(
            &self.found,
            None,
            &cells,
            &self.words,
        ))
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
