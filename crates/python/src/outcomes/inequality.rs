//! Summary measures of inequality between groups.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, OrderedErrors, SlopeModel};
use commonweal_tables as tab;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use super::period::Period;
use super::{Outcomes, direction};
use crate::arrow::Frame;
use crate::convert::{Label, Names, Whole, borrowed, whole};
use crate::door::quick;
use crate::errors::Failure;

/// The order of the groups: a column of places, or the names of the groups.
pub(crate) enum Order {
    Column(String),
    Groups(Vec<String>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Order {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "str"),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Sequence"),
            type_hint_identifier!("builtins", "str")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(name) = object.extract::<String>() {
            return Ok(Self::Column(name));
        }
        object.extract().map(Self::Groups).map_err(|_| {
            Failure::input(
                "option order: expected the name of a column of places, or the names of all groups from the \
                 most disadvantaged to the most advantaged.",
            )
            .into()
        })
    }
}

/// Options that both calls share, as Python gives them.
struct Given<'a> {
    slope: &'a str,
    errors: &'a str,
    confidence: f64,
    draws: i64,
    seed: i64,
}

impl Given<'_> {
    fn options(
        &self,
        direction: eq::Direction,
        scale: u32,
    ) -> Result<eq::InequalityOptions, Failure> {
        let slope = match self.slope {
            "logit" => SlopeModel::Logit,
            "linear" => SlopeModel::Linear,
            found => {
                return Err(Failure::input(format!(
                    "option slope: \"{found}\" is not allowed. Expected one of logit, linear."
                )));
            }
        };
        let ordered_errors = match self.errors {
            "groups" => OrderedErrors::Groups,
            "residuals" => OrderedErrors::Residuals,
            found => {
                return Err(Failure::input(format!(
                    "option ordered_errors: \"{found}\" is not allowed. Expected one of groups, residuals."
                )));
            }
        };
        Ok(eq::InequalityOptions {
            slope,
            ordered_errors,
            confidence: Confidence::new(self.confidence)?,
            draws: whole("draws", self.draws)?,
            seed: whole("seed", self.seed)?,
            ..eq::InequalityOptions::new(direction, scale)
        })
    }
}

#[pymethods]
impl Outcomes {
    /// Every summary measure of inequality between groups, absolute and relative side by side.
    ///
    /// The families of WHO and Healthy People 2030 from exact counts: rate s/n in percent, standard error
    /// ``sqrt(p (1 - p) / n)``, population n. Spread measures are too high on average, because chance alone
    /// spreads the rates of small groups. ``noise_floor`` is a benchmark: what equal groups would show by
    /// chance. ``corrected`` is the estimate less its bias, never beyond equality: by formula for BGV, BGSD,
    /// COV, TI and MLD, for the others simulated around the estimates, because groups that differ carry less
    /// bias than equal ones. A group whose count is a range is left out, and ``caveats`` says so. Where
    /// children have weights, rates and populations are weighted and n is the effective number of children.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    ///     Dimensions whose groups do not overlap.
    /// period : str or int, optional
    ///     The latest by default.
    /// reference : str, optional
    ///     The group for MDR and the indices of disparity against a group; without `order` also for D, R,
    ///     PAR and PAF, which otherwise take the best (and the worst) group.
    /// order : list of str, optional
    ///     All groups from the most disadvantaged to the most advantaged. ACI, RCI, SII and RII are not
    ///     defined without it; D, R, PAR and PAF take its ends.
    /// slope : {"logit", "linear"}
    ///     The curve of SII and RII.
    /// ordered_errors : {"groups", "residuals"}
    ///     Standard errors of ACI, RCI, SII and RII: from those of the groups (delta method), or from how
    ///     far the groups lie from the line, as WHO computes them (weighted regression and HC1, with
    ///     Student's t on groups less two degrees of freedom).
    /// confidence : float, default 0.95
    /// draws, seed : int, default 1000 and 0
    ///     Simulation of the measures that pick groups or take absolute values; 0 draws for none,
    ///     or 100 to 1,000,000.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     33 rows, the same for every table: ``measure`` (D, R, PAR, PAF, ACI, RCI, SII, RII, BGV, BGSD,
    ///     COV, MDM, MDB, MDR, IDIS, ID of Pearcy and Keppel, TI, MLD; Healthy People's MRD, MRR, SRD, SRR, RD,
    ///     RR), ``name``, ``kind``, ``weighted``, ``ordered``, ``estimate``, ``se``, ``lower``, ``upper``,
    ///     ``interval``, ``noise_floor``, ``corrected``, ``unit``, ``reference``, ``direction``,
    ///     ``convention``, ``citation``, ``groups``, ``left_out``, ``reason`` (why there is no estimate or no
    ///     interval), ``caveats``.
    ///
    /// Source: Schlotheuber and Hosseinpoor 2022; Talih and Huang 2016; Pearcy and Keppel 2002. Cost: draws
    /// times groups.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["Black", "Hispanic", "White"], "k": [270, 200, 730], "n": [600, 400, 1000]},
    /// ...     successes="k", total="n", by="race",
    /// ... )
    /// >>> found = o.inequality(by="race", draws=0)
    /// >>> bgv = found.filter(found["measure"] == "BGV").row(0, named=True)
    /// >>> round(bgv["estimate"], 3), round(bgv["noise_floor"], 3), bgv["unit"]
    /// (172.0, 2.359, '(percentage points)²')
    #[pyo3(signature = (by, *, period = None, reference = None, order = None, slope = "logit", ordered_errors = "groups", confidence = 0.95, draws = 1000, seed = 0))]
    #[allow(clippy::too_many_arguments)]
    fn inequality(
        &self,
        py: Python<'_>,
        by: Names,
        period: Option<Label>,
        reference: Option<String>,
        order: Option<Vec<String>>,
        slope: &str,
        ordered_errors: &str,
        confidence: f64,
        draws: i64,
        seed: i64,
    ) -> PyResult<Frame> {
        let by = by.into_vec();
        let given = Given {
            slope,
            errors: ordered_errors,
            confidence,
            draws,
            seed,
        };
        let mut options = given.options(self.0.direction(), 100)?;
        (options.reference, options.order) = (reference, order);
        quick(py, || {
            let found = self
                .0
                .inequality(&borrowed(&by), period.as_deref(), &options)?;
            let frame = tab::outcomes::inequality_frame(&found).map_err(Failure::from)?;
            Period::of(&self.0, period.as_deref()).first(frame)
        })
    }
}

/// Inequality between groups whose rates are published with standard errors and populations.
///
/// For counts use :meth:`Outcomes.inequality`; the measures, options and columns are the same.
///
/// Parameters
/// ----------
/// frame : frame
///     One row a group. A rate that is missing is left out and said; a missing standard error leaves point
///     estimates; a missing population leaves the unweighted measures.
/// estimate : str
///     Column of the rates.
/// group : str or list of str
///     Columns that name the groups.
/// direction : {"higher", "lower"}
///     Which way is better.
/// scale : int
///     What stands for everybody: 1 for shares, 100 for percentages, 1000 for rates per thousand. It is
///     never guessed: percentages below 1 and rates below 100 per thousand are common.
/// se : str, optional
///     Column of standard errors, in the unit of the rates.
/// population : str, optional
///     Column of people in each group; any unit.
/// order : str or list of str, optional
///     A column of places, the most disadvantaged first, or the names of all groups in that order.
/// reference : str, optional
/// average : float, optional
///     The rate of everybody as the source gives it, for MDM, IDIS, PAR and PAF; by default the
///     population-weighted mean of the groups.
/// slope, ordered_errors, confidence, draws, seed
///     As in :meth:`Outcomes.inequality`.
///
/// Returns
/// -------
/// polars.DataFrame
///     As :meth:`Outcomes.inequality`, in the unit of the rates.
///
/// Examples
/// --------
/// >>> rates = {"wealth": ["poorest", "middle", "richest"], "rate": [75.6, 91.0, 99.2],
/// ...          "se": [1.6, 1.1, 0.2], "people": [2000, 2000, 2000], "place": [1, 2, 3]}
/// >>> found = cw.inequality(rates, estimate="rate", se="se", population="people", group="wealth",
/// ...                       order="place", direction="higher", scale=100)
/// >>> [[round(x, 2) for x in row] for row in found.select("estimate", "se").rows()[:2]]
/// [[23.6, 1.61], [1.31, 0.03]]
#[pyfunction]
#[pyo3(signature = (frame, *, estimate, group, direction, scale, se = None, population = None, order = None, reference = None, average = None, slope = "logit", ordered_errors = "groups", confidence = 0.95, draws = 1000, seed = 0))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn inequality(
    py: Python<'_>,
    frame: Frame,
    estimate: String,
    group: Names,
    direction: &str,
    scale: Whole<u32>,
    se: Option<String>,
    population: Option<String>,
    order: Option<Order>,
    reference: Option<String>,
    average: Option<f64>,
    slope: &str,
    ordered_errors: &str,
    confidence: f64,
    draws: i64,
    seed: i64,
) -> PyResult<Frame> {
    let given = Given {
        slope,
        errors: ordered_errors,
        confidence,
        draws,
        seed,
    };
    let mut options = given.options(self::direction(direction)?, scale.0)?;
    (options.reference, options.average) = (reference, average);
    let mut columns = tab::outcomes::EstimateColumns {
        group: group.into_vec(),
        estimate,
        se,
        population,
        order: None,
    };
    match order {
        Some(Order::Column(name)) => columns.order = Some(name),
        Some(Order::Groups(groups)) => options.order = Some(groups),
        None => {}
    }
    quick(py, || {
        let read = tab::outcomes::Estimates::read(&frame.0, &columns)?;
        options.order = options.order.or(read.order);
        let found = eq::inequality(&read.groups, &options).map_err(tab::Error::from)?;
        tab::outcomes::inequality_frame(&found).map(Frame)
    })
}
