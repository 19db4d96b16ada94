//! Where the missing children are.

use commonweal_equity as eq;
use commonweal_equity::{DrawnFrom, RankOptions};
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use super::period::Period;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Typed, borrowed, whole};
use crate::door::quick;
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
    ///     What a cell is: ``["school", "race"]``. Groups that overlap are refused.
    /// within : dict, optional
    ///     Only one group: ``{"race": "Black"}``, a dimension that need not be in ``by``.
    /// cover : str or float, default "80%"
    ///     The share of the missing children the set must hold.
    /// period : str or int, optional
    ///     The latest by default.
    /// draws : int, default 1000
    ///     How many other cohorts of the same size to draw, to see how sure the ranking is; 0 for none.
    /// seed : int, default 0
    /// rates : {"shrunken", "raw"}
    ///     What the cohorts are drawn from: rates drawn towards the common mean (:meth:`shrink`), or each
    ///     cell's own rate taken as known.
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
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> found = o.concentration(goal="80%", by="place_id", within={"race_ethnicity": "Black"})
    /// >>> found.smallest, found.total
    /// (12, 222)
    #[pyo3(signature = (*, goal, by, within = None, cover = None, period = None, draws = 1000, seed = 0,
        rates = "shrunken"))]
    #[allow(clippy::too_many_arguments)]
    fn concentration(
        &self,
        py: Python<'_>,
        goal: Typed,
        by: Names,
        within: Option<std::collections::BTreeMap<String, String>>,
        cover: Option<Typed>,
        period: Option<Label>,
        draws: i64,
        seed: i64,
        rates: &str,
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
        let from = match rates {
            "shrunken" => DrawnFrom::Shrunken,
            "raw" => DrawnFrom::Raw,
            _ => {
                return Err(Failure::input(format!(
                    "option rates: \"{rates}\" is not allowed. Expected one of shrunken, raw."
                ))
                .into());
            }
        };
        let drawn = RankOptions {
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
            from,
            ..RankOptions::default()
        };
        let (found, ranks) = quick(py, || -> Result<_, Failure> {
            let found = self
                .0
                .concentration(&borrowed(&by), period.as_deref(), &options)?;
            let ranks = match drawn.draws {
                0 => None,
                _ => Some(eq::ranks(&found, drawn)?),
            };
            Ok((found, ranks))
        })?;
        Ok(Concentration {
            found,
            ranks,
            by,
            words: self.0.words().clone(),
            period: Period::of(&self.0, period.as_deref()),
        })
    }
}

/// Where the children missing to a level are. ``print(c)`` is one sentence.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Concentration {
    found: eq::Concentration,
    ranks: Option<eq::Ranks>,
    by: Vec<String>,
    words: eq::Wording,
    period: Period,
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

    /// Gini coefficient of the shortfall over the cells; None where nothing is missing.
    #[getter]
    fn gini(&self) -> Option<f64> {
        self.found.gini
    }

    /// Mean Jaccard similarity of the drawn smallest sets with the set as counted; None without draws.
    #[getter]
    fn stability(&self) -> Option<f64> {
        self.ranks.as_ref().and_then(|ranks| ranks.stability)
    }

    /// The curve as a frame: ``cells, children, shortfall``, shares from 0 to 1, largest shortfall first.
    ///
    /// ``children`` is the reference: the shortfall if every cell missed the same share of its children.
    fn curve(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::curve_frame(&self.found);
        Ok(self.period.first(frame.map_err(Failure::from)?)?)
    }

    /// The cells, largest shortfall first; those with censored counts last, with nulls. Cells without
    /// children have no row.
    ///
    /// With draws also ``rank_lower, rank_median, rank_upper`` and ``in_smallest_probability``.
    fn to_frame(&self) -> PyResult<Frame> {
        let ranks = self.ranks.as_ref();
        let frame = tab::outcomes::concentration_frame(&self.found, ranks, &borrowed(&self.by));
        Ok(self.period.first(frame.map_err(Failure::from)?)?)
    }

    /// Draw the shortfall curve, with the cells in the order of their enrolment beside it and how sure the
    /// size of the smallest set is.
    fn plot(&self) -> Figure {
        let cells = format!("{} cells", self.by.join(" × "));
        let ranks = self.ranks.as_ref();
        let figure = charts::shortfall_figure(&self.found, ranks, &cells, &self.words);
        self.period.titled(figure)
    }

    fn __str__(&self) -> String {
        let found = self.period.before(&self.found.sentence(&self.words));
        match &self.ranks {
            Some(ranks) => format!("{found} {}", ranks.sentence(&self.found, &self.words)),
            None => found,
        }
    }

    fn __repr__(&self) -> String {
        format!(
            "<Concentration: {} cells hold {} of {} children not at the goal>",
            self.found.smallest, self.found.covered, self.found.total
        )
    }
}
