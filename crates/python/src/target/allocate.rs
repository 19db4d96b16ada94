//! Whose children: splitting the price of a goal.

use commonweal_equity as eq;
use commonweal_equity::{AllocationMethod, AllocationOptions, GroupCount, Rounding, Wording};
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use super::Target;
use super::path::shape;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Plain, Whole, Wholes, borrowed};
use crate::door::quick;
use crate::errors::Failure;
use crate::figure::Figure;
use crate::outcomes::Outcomes;

/// Most children each cell can take: a list in the order of the cells, or a dict by level.
enum Capacity {
    List(Vec<u64>),
    ByLevels(Vec<(Vec<String>, u64)>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Capacity {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        Wholes::INPUT_TYPE,
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            type_hint_identifier!("typing", "Any"),
            type_hint_identifier!("builtins", "int")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let Ok(dict) = object.cast::<PyDict>() else {
            return object.extract::<Wholes>().map(|list| Self::List(list.0));
        };
        let entry = |(key, most): (Bound<'py, PyAny>, Bound<'py, PyAny>)| {
            let levels: Vec<String> = if key.is_instance_of::<PyTuple>() {
                key.try_iter()?
                    .map(|level| level?.extract::<Label>().map(|level| level.0))
                    .collect::<PyResult<_>>()?
            } else {
                vec![key.extract::<Label>()?.0]
            };
            Ok((levels, most.extract::<Whole<u64>>()?.0))
        };
        dict.iter()
            .map(entry)
            .collect::<PyResult<_>>()
            .map(Self::ByLevels)
    }
}

impl Capacity {
    /// One capacity a cell, in the order of the cells.
    fn of(self, cells: &[GroupCount]) -> Result<Vec<u64>, Failure> {
        let given = match self {
            Self::List(list) => return Ok(list),
            Self::ByLevels(given) => given,
        };
        let levels = |cell: &GroupCount| -> Vec<String> {
            cell.key()
                .pairs()
                .map(|(_, level)| level.to_owned())
                .collect()
        };
        let position: std::collections::BTreeMap<Vec<String>, usize> =
            cells.iter().map(levels).zip(0..).collect();
        let mut most = vec![None; cells.len()];
        for (levels, children) in given {
            let Some(&cell) = position.get(&levels) else {
                return Err(Failure::input(format!(
                    "option capacity: no cell is called \"{}\". Use the levels of by=, a tuple where there are several dimensions.",
                    levels.join(", ")
                )));
            };
            most[cell] = Some(children);
        }
        most.iter()
            .zip(cells)
            .map(|(most, cell)| {
                most.ok_or_else(|| {
                    Failure::input(format!(
                        "option capacity: none is given for {}. Expected one for every cell.",
                        cell.key()
                    ))
                })
            })
            .collect()
    }
}

pub(crate) fn method(text: &str) -> Result<AllocationMethod, Failure> {
    let known = AllocationMethod::ALL;
    known
        .into_iter()
        .find(|method| method.name() == text)
        .ok_or_else(|| {
            Failure::input(format!(
                "option method: \"{text}\" is not allowed. Expected one of {}.",
                known.map(AllocationMethod::name).join(", ")
            ))
        })
}

fn rounding(text: &str) -> Result<Rounding, Failure> {
    match text {
        "margins" => Ok(Rounding::Margins),
        "at_once" => Ok(Rounding::AtOnce),
        "nested" => Ok(Rounding::Nested),
        _ => Err(Failure::input(format!(
            "option rounding: \"{text}\" is not allowed. Expected one of margins, at_once, nested."
        ))),
    }
}

/// The cells of a target. Groups that share children cannot be given whole children each.
pub(crate) fn cells(
    target: &eq::Target,
    outcomes: &Bound<'_, Outcomes>,
    by: &[String],
    period: Option<&str>,
) -> Result<Vec<GroupCount>, Failure> {
    let outcomes = &outcomes.get().0;
    outcomes.agree_with(target)?;
    Ok(outcomes.disjoint_counts(&borrowed(by), period)?)
}

#[pymethods]
impl Target {
    /// Split the children over groups or places, in whole children that add up.
    ///
    /// Cells with censored counts take no part; ``caveats`` counts them. No method is best: each holds
    /// something else equal, see :meth:`compare_allocations`. Cost: O(m log m) for m cells, up to O(m²)
    /// where two margins are rounded together (10,000 cells in about half a second).
    ///
    /// Parameters
    /// ----------
    /// outcomes : Outcomes
    ///     Where each cell stands now.
    /// by : str or list of str
    ///     What a cell is.
    /// method : {"equal_rate", "shortfall", "max_min", "leximin", "enrolment", "nonproficient"}
    ///     ``equal_rate``: every cell reaches the goal (its sum is the price of the goal).
    ///     ``shortfall``: in proportion to each cell's own distance to the goal.
    ///     ``max_min``: the lowest rate becomes as high as it can (water-filling), the larger cell first
    ///     where rates tie. ``leximin``: then the next lowest, and so on, the smaller cell first.
    ///     ``enrolment``: in proportion to the children of each cell, which keeps gaps as they are.
    ///     ``nonproficient``: in proportion to the children not there yet. The last two take no notice of
    ///     the goal.
    /// total : int, optional
    ///     Children to split; by default as many as the cells are short of the goal.
    /// capacity : list of int, or dict, optional
    ///     Most children each cell can take: in the order of the cells, or by level (a tuple of levels
    ///     where there are several dimensions). What cannot be placed is reported as ``unallocated``.
    /// rounding : {"margins", "at_once", "nested"}
    ///     How proportional parts become whole. ``margins``: both the first dimension and the others add
    ///     up (controlled rounding). ``at_once``: all cells by largest remainder. ``nested``: first over
    ///     the first dimension, then inside each over the next.
    /// period : str or int, optional
    ///     The latest by default.
    ///
    /// Source: Causey, Cox and Ernst 1985 (controlled rounding); Hamilton's largest remainder.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.example().target("early_reading")
    /// >>> print(t.allocate(cw.example().outcomes("early_reading"), by="race_ethnicity").allocated)
    /// 402
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["Black", "Hispanic", "White"], "k": [270, 200, 730], "n": [600, 400, 1000]},
    /// ...     successes="k", total="n", by="race",
    /// ... )
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.allocate(o, by="race", method="max_min", total=200).to_frame()["allocated"].to_list()
    /// [132, 68, 0]
    #[pyo3(signature = (outcomes, *, by, method = "equal_rate", total = None, capacity = None,
        rounding = "margins", period = None))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn allocate(
        &self,
        py: Python<'_>,
        outcomes: &Bound<'_, Outcomes>,
        by: Names,
        method: &str,
        total: Option<Whole<u64>>,
        capacity: Option<Capacity>,
        rounding: &str,
        period: Option<Label>,
    ) -> PyResult<Allocation> {
        let (method, rounding) = (self::method(method)?, self::rounding(rounding)?);
        let by = by.into_vec();
        let cells = cells(&self.target, outcomes, &by, period.as_deref())?;
        let capacity = capacity.map(|capacity| capacity.of(&cells)).transpose()?;
        let options = AllocationOptions {
            method,
            total: total.map(|n| n.0),
            capacity: capacity.as_deref(),
            rounding,
        };
        let split = quick(py, || self.target.allocate(&cells, options))?;
        Ok(Allocation {
            split,
            by,
            target: self.target.clone(),
            words: self.words.clone(),
        })
    }

    /// Split the same children by every method, side by side.
    ///
    /// Parameters
    /// ----------
    /// outcomes, by, total, capacity, rounding, period
    ///     As in :meth:`allocate`.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["Black", "Hispanic", "White"], "k": [270, 200, 730], "n": [600, 400, 1000]},
    /// ...     successes="k", total="n", by="race",
    /// ... )
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> side = t.compare_allocations(o, by="race", total=200)
    /// >>> side.summary().select("method", "allocated", "furthest_rate").rows()[1:3]
    /// [('shortfall', 200, 0.625), ('max_min', 200, 0.67)]
    #[pyo3(signature = (outcomes, *, by, total = None, capacity = None, rounding = "margins",
        period = None))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn compare_allocations(
        &self,
        py: Python<'_>,
        outcomes: &Bound<'_, Outcomes>,
        by: Names,
        total: Option<Whole<u64>>,
        capacity: Option<Capacity>,
        rounding: &str,
        period: Option<Label>,
    ) -> PyResult<AllocationComparison> {
        let rounding = self::rounding(rounding)?;
        let by = by.into_vec();
        let cells = cells(&self.target, outcomes, &by, period.as_deref())?;
        let capacity = capacity.map(|capacity| capacity.of(&cells)).transpose()?;
        let total = total.map(|n| n.0);
        let found = quick(py, || {
            self.target
                .compare_allocations(&cells, total, capacity.as_deref(), rounding)
        })?;
        Ok(AllocationComparison {
            found,
            by,
            words: self.words.clone(),
        })
    }
}

/// Children split over cells. ``print(a)`` is one sentence and the caveats.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Allocation {
    split: eq::Allocation,
    by: Vec<String>,
    target: eq::Target,
    words: Wording,
}

impl Allocation {
    fn years(&self, shape: eq::Path) -> Result<eq::AllocationYears, Failure> {
        let path = self.target.path(shape)?;
        Ok(self.target.allocate_years(&self.split, &path)?)
    }
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

    /// Children nobody has room for. ``total = allocated + unallocated + slack``, always.
    #[getter]
    fn slack(&self) -> u64 {
        self.split.slack
    }

    /// The rule, by its name.
    #[getter]
    fn method(&self) -> &'static str {
        self.split.method.name()
    }

    /// How it was computed, in words: the rule, the order and the rounding.
    #[getter]
    fn convention(&self) -> &str {
        &self.split.convention
    }

    /// Sentences that belong to the numbers; ``print(a)`` ends with them.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.split.caveats.clone()
    }

    /// One row a cell: the dimensions, ``n, successes, rate, need, allocated, resulting_rate``.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::allocation_frame(&self.split, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// The allocation over the years of a path, one row a cell and year: the dimensions, ``year,
    /// allocated``.
    ///
    /// Top-down: the year's total from the path, then over the first dimension, then inside each over the
    /// next, so that every margin adds up in every year. No cell falls from one year to the next where the
    /// path does not. ``allocated`` is by how many children the cohort of that year differs from one at
    /// today's rate, not new children on top of the year before. Where the allocation has more or fewer
    /// children than the target, each year has the path's share of it; where the overall rate is at the goal
    /// from the start, equal parts. :meth:`by_year_caveats` says which.
    ///
    /// Parameters
    /// ----------
    /// kind, quiet_years, every, to
    ///     The shape of the way, as in :meth:`Target.path`. On a ``"gap_halving"`` path the last year may
    ///     be short of the allocation.
    ///
    /// Source: Balinski and Young 1975; Steiner and Yeomans 1993.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["Black", "White"], "k": [270, 930], "n": [600, 1400]},
    /// ...     successes="k", total="n", by="race",
    /// ... )
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.allocate(o, by="race").by_year().rows()[:4]
    /// [('Black', 2027, 42), ('White', 2027, 38), ('Black', 2028, 84), ('White', 2028, 76)]
    #[pyo3(signature = (kind = "linear", *, quiet_years = None, every = None, to = None))]
    fn by_year(
        &self,
        kind: &str,
        quiet_years: Option<Whole<u32>>,
        every: Option<Whole<u32>>,
        to: Option<&str>,
    ) -> PyResult<Frame> {
        let years = self.years(shape(kind, quiet_years, every, to)?)?;
        let frame = tab::outcomes::allocation_years_frame(&years, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// Sentences that belong to :meth:`by_year` with the same arguments; the last is how it was computed.
    /// Those of ``caveats`` belong to it too.
    ///
    /// Parameters
    /// ----------
    /// kind, quiet_years, every, to
    ///     As in :meth:`by_year`.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["Black", "White"], "k": [650, 950], "n": [1000, 1000]},
    /// ...     successes="k", total="n", by="race",
    /// ... )
    /// >>> t = cw.Target(baseline="80%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> a = t.allocate(o, by="race")
    /// >>> a.by_year()["allocated"].to_list()[::2]
    /// [30, 60, 90, 120, 150]
    /// >>> "at the goal at the start" in a.by_year_caveats()[0]
    /// True
    #[pyo3(signature = (kind = "linear", *, quiet_years = None, every = None, to = None))]
    fn by_year_caveats(
        &self,
        kind: &str,
        quiet_years: Option<Whole<u32>>,
        every: Option<Whole<u32>>,
        to: Option<&str>,
    ) -> PyResult<Vec<String>> {
        let years = self.years(shape(kind, quiet_years, every, to)?)?;
        let mut out = years.caveats;
        out.push(format!("How it was computed: {}.", years.convention));
        Ok(out)
    }

    /// The allocation as plain Python values, fractions as text.
    fn to_dict(&self) -> Plain<&eq::Allocation> {
        Plain(&self.split)
    }

    /// Draw the way from the count now to the count at the goal, cell by cell; what capacities turned away
    /// is hatched.
    fn plot(&self) -> Figure {
        Figure(charts::waterfall_figure(
            &self.target,
            &self.split,
            &self.words,
        ))
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

/// Every method on the same cells. ``print(c)`` is one sentence a method, then the caveats.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct AllocationComparison {
    found: eq::AllocationComparison,
    by: Vec<String>,
    words: Wording,
}

#[pymethods]
impl AllocationComparison {
    /// One row a method and cell: the dimensions, ``method, n, successes, rate, need, allocated,
    /// resulting_rate, remaining, remaining_pp``.
    ///
    /// ``remaining`` is the children still short of the goal, ``remaining_pp`` the points by which the rate
    /// is. A method that the total cannot pay for has nulls.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::comparison_frame(&self.found, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// One row a method: ``method, holds_equal, total, price, allocated, unallocated, slack,
    /// furthest_rate, spread_pp, status``.
    ///
    /// ``furthest_rate`` is the lowest rate that results (the highest where lower is better), ``spread_pp``
    /// the points between the highest and the lowest. ``status`` is "allocated" or says why not.
    fn summary(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::comparison_summary_frame(&self.found);
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// Sentences that belong to the numbers; ``print(c)`` ends with them.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// The methods as plain Python values, fractions as text.
    fn to_dict(&self) -> Plain<&eq::AllocationComparison> {
        Plain(&self.found)
    }

    /// Draw the methods one above the other: children and resulting rate of each cell, and the gap that
    /// remains. No method is the best one.
    fn plot(&self) -> Figure {
        let methods = self.found.methods.iter().map(|one| {
            let found = one.allocation.as_ref();
            let reason = || one.reason.clone().unwrap_or_default();
            (one.method.words().to_owned(), found.ok_or_else(reason))
        });
        Figure(charts::allocation_figure(methods, &self.words))
    }

    fn __str__(&self) -> String {
        self.found.sentences(&self.words).join("\n")
    }

    fn __repr__(&self) -> String {
        format!(
            "<AllocationComparison: {} methods>",
            self.found.methods.len()
        )
    }
}
