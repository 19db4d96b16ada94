//! Whose children: splitting the price of a goal.

use commonweal_equity as eq;
use commonweal_equity::{AllocationMethod, AllocationOptions, Wording};
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Target;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Whole, Wholes, borrowed};
use crate::errors::Failure;
use crate::outcomes::Outcomes;

#[pymethods]
impl Target {
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
