//! What is not recorded: bounds, and participation.

use commonweal_equity as eq;
use commonweal_equity::Exact;
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use super::period::Period;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Typed, borrowed};
use crate::errors::Failure;

#[pymethods]
impl Outcomes {
    /// How far the children of whom something is not recorded could move each group's rate and gap.
    ///
    /// Worst-case bounds after Manski: every way of filling in the missing groups and outcomes, no
    /// assumption on who is missing. They are sharp, exact and not a confidence interval. A censored count
    /// is recorded but withheld: its range is inside every bound, and the rate as recorded is null. Where
    /// outcomes were given as counts or rates, how many children have none is not known, and they are in no
    /// bound. The gap is to everyone else whose group is recorded.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of one str
    ///     One dimension. Its level "(not recorded)" holds the children whose group is not recorded.
    /// period : str or int, optional
    ///     The latest by default.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_records(
    /// ...     {"race": ["A", "A", "B", "B", None], "reads": [True, False, True, None, True]},
    /// ...     outcome="reads", by="race",
    /// ... )
    /// >>> b = o.missing_bounds(by="race")
    /// >>> print(b)
    /// Of 5 children, the group is not recorded for 1 (20.0 %), the outcome for 1 (20.0 %), neither for 0
    /// (0.0 %).
    /// >>> b.to_frame().select("race", "source", "rate", "rate_low").row(0)
    /// ('A', 'group not recorded', 0.5, 0.5)
    #[pyo3(signature = (*, by, period = None))]
    fn missing_bounds(&self, by: Names, period: Option<Label>) -> PyResult<MissingBounds> {
        let [by] = <[String; 1]>::try_from(by.into_vec()).map_err(|names| {
            Failure::input(format!(
                "missing_bounds: by names {} dimensions. Expected one, such as by=\"race\".",
                names.len()
            ))
        })?;
        let found = self
            .0
            .missing_bounds(&by, period.as_deref())
            .map_err(Failure::from)?;
        Ok(MissingBounds {
            found,
            by,
            words: self.0.words().clone(),
            period: Period::of(&self.0, period.as_deref()),
        })
    }

    /// Rates over at least a fixed share of the enrolled, so that leaving children untested raises none.
    ///
    /// The denominator is ``max(tested, floor * enrolled)``, exactly: 60 of 90 tested of 100 enrolled is
    /// 60/95. Enrolled are the children with and without a recorded outcome; a table of counts
    /// or rates knows only those with one, and participation is then null, with the reason. Source: ESEA 1111(c)(4)(E), as amended by ESSA (95 %).
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str, optional
    ///     Groups; none gives all children.
    /// period : str or int, optional
    ///     The latest by default.
    /// floor : str or float, default "95%"
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     The dimensions, ``enrolled, tested, successes, participation, rate, adjusted_rate,
    ///     reason`` (why one of these is null).
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_records(
    /// ...     {"race": ["A"] * 100, "reads": [True] * 60 + [False] * 30 + [None] * 10},
    /// ...     outcome="reads", by="race",
    /// ... )
    /// >>> round(o.participation(by="race")["adjusted_rate"][0], 3)
    /// 0.632
    #[pyo3(signature = (by = None, *, period = None, floor = None))]
    fn participation(
        &self,
        by: Option<Names>,
        period: Option<Label>,
        floor: Option<Typed>,
    ) -> PyResult<Frame> {
        let by = by.map_or_else(Vec::new, Names::into_vec);
        let floor = match floor {
            Some(floor) => floor.0,
            None => Exact::new(95, 100).map_err(Failure::from)?,
        };
        let found = self
            .0
            .participation(&borrowed(&by), period.as_deref(), floor)
            .map_err(Failure::from)?;
        let frame = tab::outcomes::participation_frame(&found, &borrowed(&by));
        Ok(Period::of(&self.0, period.as_deref()).first(frame.map_err(Failure::from)?)?)
    }
}

/// Bounds for what is not recorded. ``print(b)`` says how much that is.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct MissingBounds {
    found: eq::MissingBounds,
    by: String,
    words: eq::Wording,
    period: Period,
}

#[pymethods]
impl MissingBounds {
    /// All children that are counted.
    #[getter]
    fn children(&self) -> u64 {
        self.found.children
    }

    /// Children whose group is not recorded, with a recorded outcome.
    #[getter]
    fn group_unknown(&self) -> u64 {
        self.found.group_unknown
    }

    /// Children with a recorded outcome for whom a censored count withholds it.
    #[getter]
    fn withheld(&self) -> u64 {
        self.found.withheld
    }

    /// Children whose outcome is not recorded, with a recorded group; None where it is not known.
    #[getter]
    fn outcome_unknown(&self) -> Option<u64> {
        self.found.outcome_unknown
    }

    /// Children of whom neither is recorded; None where it is not known.
    #[getter]
    fn both_unknown(&self) -> Option<u64> {
        self.found.both_unknown
    }

    /// Groups without bounds, because their number of children is published only as a range.
    #[getter]
    fn not_assessed(&self) -> Vec<String> {
        let groups = self.found.not_assessed.iter();
        groups.map(ToString::to_string).collect()
    }

    /// One sentence a group.
    fn describe(&self) -> Vec<String> {
        let groups = self.found.groups.iter();
        groups
            .map(|group| self.period.before_group(&group.sentence(&self.words)))
            .collect()
    }

    /// Three rows a group, one a source: the dimension, ``source, n, withheld, outcome_unknown, rate,
    /// rate_low, rate_high, gap_pp, gap_low_pp, gap_high_pp``. ``rate`` and ``gap_pp`` are null where a
    /// censored count makes them a range and where no outcome is recorded; bounds only where some way of
    /// filling in leaves a side without children.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::missing_bounds_frame(&self.found, &self.by);
        Ok(self.period.first(frame.map_err(Failure::from)?)?)
    }

    fn __str__(&self) -> String {
        self.period.before(&self.found.sentence(&self.words))
    }

    fn __repr__(&self) -> String {
        format!("<MissingBounds: {} groups>", self.found.groups.len())
    }
}
