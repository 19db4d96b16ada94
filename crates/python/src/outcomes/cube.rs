//! The cube: every subset of the dimensions, and several outcomes counted in one pass.

use std::collections::BTreeMap;

use commonweal_tables as tab;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use super::engines::{self, Records};
use super::{Outcomes, direction};
use crate::arrow::Frame;
use crate::convert::{Names, Whole};
use crate::door::quick;
use crate::errors::Failure;

const STR: PyStaticExpr = type_hint_identifier!("builtins", "str");

/// Overlapping dimensions: the 0/1 column of each group of each dimension.
#[derive(Default)]
pub(crate) struct Overlapping(pub(crate) Vec<(String, Vec<(String, String)>)>);

impl<'a, 'py> FromPyObject<'a, 'py> for Overlapping {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        STR,
        type_hint_subscript!(type_hint_identifier!("builtins", "dict"), STR, STR)
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let refused = || {
            PyErr::from(Failure::input(
                "option overlapping: expected a dict of dimensions, each a dict of its groups and their \
                 true/false columns, such as {\"race\": {\"Black\": \"is_black\"}}.",
            ))
        };
        let dimensions = object.cast::<PyDict>().map_err(|_| refused())?;
        let dimension = |(name, groups): (Bound<'py, PyAny>, Bound<'py, PyAny>)| {
            let groups = groups.cast::<PyDict>().map_err(|_| refused())?;
            let group = |(group, column): (Bound<'py, PyAny>, Bound<'py, PyAny>)| {
                Ok((group.extract()?, column.extract()?))
            };
            let groups: PyResult<Vec<(String, String)>> = groups.iter().map(group).collect();
            Ok((name.extract()?, groups.map_err(|_| refused())?))
        };
        let read: PyResult<Vec<_>> = dimensions.iter().map(dimension).collect();
        read.map(Self).map_err(|_| refused())
    }
}

/// Names of outcomes, or a dict of outcomes and the columns of their periods.
pub(crate) enum Wanted {
    Names(Names),
    Dated(Vec<(String, Option<String>)>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Wanted {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        Names::INPUT_TYPE,
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            STR,
            type_hint_union!(STR, type_hint_identifier!("builtins", "None"))
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let Ok(dated) = object.cast::<PyDict>() else {
            return object.extract().map(Self::Names);
        };
        let pair = |(outcome, period): (Bound<'py, PyAny>, Bound<'py, PyAny>)| {
            Ok((outcome.extract()?, period.extract()?))
        };
        let pairs: PyResult<Vec<_>> = dated.iter().map(pair).collect();
        pairs.map(Self::Dated).map_err(|_| {
            Failure::input(
                "option outcomes: expected a dict of outcome columns and the columns of their periods, such as \
                 {\"math\": \"cohort_math\"}; None where an outcome has no period.",
            )
            .into()
        })
    }
}

/// Outcomes by name, in the order asked for.
pub(crate) struct ByName(Vec<(String, tab::Outcomes)>);

impl<'py> IntoPyObject<'py> for ByName {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        STR,
        type_hint_identifier!("commonweal._core", "Outcomes")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let dict = PyDict::new(py);
        for (name, outcomes) in self.0 {
            dict.set_item(name, Outcomes(outcomes))?;
        }
        Ok(dict)
    }
}

#[pymethods]
impl Outcomes {
    /// Every subset of the dimensions as one frame: all children, by each dimension, by each pair, ….
    ///
    /// Counted once from the records and then rolled up, each subset from its smallest parent. Groups without
    /// children have no row. A dimension whose groups overlap is never summed over and never crossed
    /// with another such one. Published outcomes answer the subsets they can; of the others there is one row
    /// a period with the status "not given".
    ///
    /// Parameters
    /// ----------
    /// depth : int, optional
    ///     Most dimensions together; all by default. Needed beyond 16 dimensions.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``period`` (where there are periods), each dimension (null = not split by it), ``dimensions``
    ///     (the subset: "race × school"), ``n``, ``successes``, ``missing`` (null where the outcomes were
    ///     given as counts or rates: not known), ``rate`` (a share), ``status``
    ///     ("known", "no children", "not given", or why it is a range); weighted outcomes also
    ///     ``weighted_n`` (the sum of the weights), ``weighted_rate``, ``effective_n`` (Kish 1965). Small
    ///     subsets come first.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_records(
    /// ...     {"race": ["A", "A", "B"], "school": [1, 2, 2], "reads": [True, False, True]},
    /// ...     outcome="reads", by=["race", "school"],
    /// ... )
    /// >>> for row in o.cube(depth=1).select("race", "school", "dimensions", "n", "successes").rows():
    /// ...     print(row)
    /// (None, None, 'all children', 3, 2)
    /// ('A', None, 'race', 2, 1)
    /// ('B', None, 'race', 1, 1)
    /// (None, '1', 'school', 1, 1)
    /// (None, '2', 'school', 2, 1)
    #[pyo3(signature = (depth = None))]
    fn cube(&self, py: Python<'_>, depth: Option<Whole<usize>>) -> PyResult<Frame> {
        let depth = depth.map(|depth| depth.0);
        quick(py, || self.0.cube(depth)).map(Frame)
    }

    /// Children who are in none of the groups of each overlapping dimension; they are in no row of it.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_records(
    /// ...     {"asian": [1, 1, 0], "white": [0, 1, 0], "reads": [1, 0, 1]}, outcome="reads",
    /// ...     by=[], overlapping={"race": {"Asian": "asian", "White": "white"}},
    /// ... )
    /// >>> o.rates(by="race").select("race", "n").rows(), o.in_no_group
    /// ([('Asian', 2), ('White', 1)], {'race': 1})
    #[getter]
    fn in_no_group(&self) -> BTreeMap<String, u64> {
        let counts = self.0.in_no_group().into_iter();
        counts
            .map(|(dimension, none)| (dimension.to_owned(), none))
            .collect()
    }

    /// Records that an engine grouped itself: one row a combination of raw values, with counts.
    #[staticmethod]
    #[pyo3(signature = (counts, *, outcome, by, period = None, n = "n".to_owned(),
        successes = "successes".to_owned(), missing = "missing".to_owned(), weights = None,
        overlapping = None, direction = "higher"))]
    #[allow(clippy::too_many_arguments)]
    fn _from_grouped(
        py: Python<'_>,
        counts: Frame,
        outcome: String,
        by: Names,
        period: Option<String>,
        n: String,
        successes: String,
        missing: String,
        weights: Option<[String; 3]>,
        overlapping: Option<Overlapping>,
        direction: &str,
    ) -> PyResult<Self> {
        let columns = tab::GroupedColumns {
            records: tab::RecordColumns {
                outcome,
                by: by.into_vec(),
                period,
                direction: self::direction(direction)?,
                weight: None,
                overlapping: overlapping.unwrap_or_default().0,
            },
            n,
            successes,
            missing,
            weights,
        };
        quick(py, || tab::Outcomes::from_grouped(&counts.0, &columns)).map(Self)
    }
}

/// Count several outcomes of the same records in one pass.
///
/// Parameters
/// ----------
/// records : frame
///     One row a child, in memory or lazy as in :meth:`Outcomes.from_records`; a lazy engine is asked once
///     for the outcomes of each period.
/// outcomes : str, list of str or dict
///     Columns with true/false or 1/0. A dict gives each outcome the column of its own period, such as
///     ``{"math": "cohort_math"}``, or None.
/// by : str or list of str
///     Disaggregating columns.
/// period : str, optional
///     Column of the year, for outcomes given as names.
/// weight : str, optional
///     Column of a sampling weight, as in :meth:`Outcomes.from_records`.
/// overlapping : dict, optional
///     As in :meth:`Outcomes.from_records`.
/// direction : {"higher", "lower"}
///     Which way is better, for all of them.
///
/// Returns
/// -------
/// dict of str to Outcomes
///     In the order asked for. O(rows), one pass for all.
///
/// Examples
/// --------
/// >>> found = cw.tabulate(
/// ...     {"race": ["A", "B", "B"], "math": [1, 0, 1], "english": [1, 1, None]},
/// ...     outcomes=["math", "english"], by="race",
/// ... )
/// >>> {name: o.rates(by="race")["successes"].to_list() for name, o in found.items()}
/// {'math': [1, 1], 'english': [1, 1]}
#[pyfunction]
#[pyo3(signature = (records, *, outcomes, by, period = None, weight = None, overlapping = None, direction = "higher"))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn tabulate(
    records: Records<'_>,
    outcomes: Wanted,
    by: Names,
    period: Option<String>,
    weight: Option<String>,
    overlapping: Option<Overlapping>,
    direction: &str,
) -> PyResult<ByName> {
    let direction = self::direction(direction)?;
    let outcomes = match outcomes {
        Wanted::Dated(_) if period.is_some() => {
            return Err(Failure::input(
                "option period: outcomes= gives each outcome its own period already. Give one or the other.",
            )
            .into());
        }
        Wanted::Dated(dated) => dated,
        Wanted::Names(names) => {
            let names = names.into_vec().into_iter();
            names.map(|name| (name, period.clone())).collect()
        }
    };
    let columns = tab::RecordColumns {
        by: by.into_vec(),
        weight,
        overlapping: overlapping.unwrap_or_default().0,
        ..tab::RecordColumns::new("", direction)
    };
    let counted = engines::count(records, &columns, &outcomes)?;
    let names = outcomes.into_iter().map(|(name, _)| name);
    Ok(ByName(names.zip(counted).collect()))
}
