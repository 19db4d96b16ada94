//! Relations as people give them: networks, matrices, and pairs made from attributes.

use commonweal_network as net;
use commonweal_network::Attribute;
use commonweal_network::nulls::relation::{Relation, numbers};
use numpy::{PyArray2, PyArrayMethods};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::errors::Failure;
use crate::network::Network;
use crate::network::mixing::By;

/// What a pair made from an attribute holds.
#[derive(Clone, Copy)]
enum Made {
    Same,
    Sender,
    Receiver,
    Difference,
}

/// A predictor for pairs of partners, made from an attribute of each.
///
/// From :func:`same`, :func:`sender`, :func:`receiver` and :func:`difference`; give it to :func:`qap`,
/// :func:`mrqap` or :func:`logistic_qap`. The attribute is that of the outcome's partners.
///
/// Examples
/// --------
/// >>> cw.same("kind")
/// <AttributePairs: same kind>
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct AttributePairs {
    made: Made,
    by: By,
    level: Option<String>,
}

#[pymethods]
impl AttributePairs {
    fn __repr__(&self) -> String {
        let made = match self.made {
            Made::Same => "same",
            Made::Sender => "sender",
            Made::Receiver => "receiver",
            Made::Difference => "difference in",
        };
        let by = match &self.by {
            By::Name(name) => name,
            By::Values(_) => "values",
        };
        let level = self
            .level
            .as_ref()
            .map_or_else(String::new, |level| format!(" = {level}"));
        format!("<AttributePairs: {made} {by}{level}>")
    }
}

impl AttributePairs {
    fn relation(&self, outcome: Option<&net::Network>) -> PyResult<Relation> {
        let by = match (&self.by, outcome) {
            (By::Values(values), _) => Attribute::new("values", values),
            (By::Name(_), Some(network)) => self.by.clone().attribute(network)?.into_owned(),
            (By::Name(name), None) => {
                return Err(Failure::input(format!(
                    "attribute \"{name}\": the outcome is a matrix, which has no attributes. Give the outcome as a network, or one value a partner."
                ))
                .into());
            }
        };
        let level = self.level.as_deref();
        let relation = match self.made {
            Made::Same => Relation::same(&by, level),
            Made::Sender => {
                numbers(&by, level).and_then(|x| Relation::sender(&called(&by, level), &x))
            }
            Made::Receiver => {
                numbers(&by, level).and_then(|x| Relation::receiver(&called(&by, level), &x))
            }
            Made::Difference => {
                numbers(&by, None).and_then(|x| Relation::difference(by.name(), &x))
            }
        };
        Ok(relation.map_err(Failure::from)?)
    }
}

fn called(by: &Attribute, level: Option<&str>) -> String {
    level.map_or_else(
        || by.name().to_owned(),
        |level| format!("{} = {level}", by.name()),
    )
}

/// 1 for two partners of the same kind, 0 for different kinds; unknown where a kind is.
///
/// Parameters
/// ----------
/// by : str or list
///     An attribute of the outcome's partners, or one value a partner in their order (None is unknown).
/// level : str, optional
///     1 only for two partners of this kind.
///
/// Examples
/// --------
/// >>> cw.same("sector", "school")
/// <AttributePairs: same sector = school>
#[pyfunction]
#[pyo3(signature = (by, level = None))]
pub(crate) fn same(by: By, level: Option<String>) -> AttributePairs {
    AttributePairs {
        made: Made::Same,
        by,
        level,
    }
}

/// The number of the partner that reports the tie: whether large partners report more ties, for example.
///
/// Parameters
/// ----------
/// by : str or list
///     An attribute of numbers, or one number a partner in their order (None is unknown).
/// level : str, optional
///     For an attribute of kinds: 1 for partners of this kind, 0 for others.
///
/// Examples
/// --------
/// >>> cw.sender([3, 1, 2])
/// <AttributePairs: sender values>
#[pyfunction]
#[pyo3(signature = (by, level = None))]
pub(crate) fn sender(by: By, level: Option<String>) -> AttributePairs {
    AttributePairs {
        made: Made::Sender,
        by,
        level,
    }
}

/// The number of the partner that is named in the tie.
///
/// Parameters
/// ----------
/// by, level : optional
///     As in :func:`sender`.
///
/// Examples
/// --------
/// >>> cw.receiver("size")
/// <AttributePairs: receiver size>
#[pyfunction]
#[pyo3(signature = (by, level = None))]
pub(crate) fn receiver(by: By, level: Option<String>) -> AttributePairs {
    AttributePairs {
        made: Made::Receiver,
        by,
        level,
    }
}

/// How far two partners are apart in a number, always 0 or more.
///
/// Parameters
/// ----------
/// by : str or list
///     An attribute of numbers, or one number a partner in their order (None is unknown).
///
/// Examples
/// --------
/// >>> cw.difference("size")
/// <AttributePairs: difference in size>
#[pyfunction]
pub(crate) fn difference(by: By) -> AttributePairs {
    AttributePairs {
        made: Made::Difference,
        by,
        level: None,
    }
}

const MATRIX: PyStaticExpr = type_hint_identifier!("numpy.typing", "ArrayLike");
const RELATION: PyStaticExpr = type_hint_union!(
    type_hint_identifier!("commonweal._core", "Network"),
    type_hint_identifier!("commonweal._core", "AttributePairs"),
    MATRIX
);

/// A relation as people give it.
pub(crate) enum Side<'py> {
    Network(PyRef<'py, Network>),
    Pairs(PyRef<'py, AttributePairs>),
    Matrix(ndarray::Array2<f64>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Side<'py> {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = RELATION;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(network) = object.cast::<Network>() {
            return Ok(Self::Network(network.borrow()));
        }
        if let Ok(pairs) = object.cast::<AttributePairs>() {
            return Ok(Self::Pairs(pairs.borrow()));
        }
        let refused = |_| {
            PyErr::from(Failure::input(
                "a relation cannot be read. Expected a Network, a square matrix of numbers (NaN where unknown), or cw.same(...), cw.sender(...), cw.receiver(...), cw.difference(...).",
            ))
        };
        let numpy = object.py().import("numpy")?;
        let array = numpy
            .call_method1("asarray", (object, "float64"))
            .map_err(refused)?;
        let array = array
            .cast_into::<PyArray2<f64>>()
            .map_err(|error| refused(error.into()))?;
        let array = array.readonly();
        Ok(Self::Matrix(array.as_array().to_owned()))
    }
}

impl Side<'_> {
    pub(super) fn network(&self) -> Option<&net::Network> {
        match self {
            Self::Network(network) => Some(&network.0),
            _ => None,
        }
    }

    /// `outcome` is the network whose partners attributes belong to. Pairs bring a name of their own.
    pub(super) fn relation(
        &self,
        name: Option<String>,
        fallback: &str,
        outcome: Option<&net::Network>,
    ) -> PyResult<Relation> {
        let plain = || name.clone().unwrap_or_else(|| fallback.to_owned());
        match self {
            Self::Network(network) => Ok(Relation::of(plain(), &network.0).map_err(Failure::from)?),
            Self::Matrix(cells) => {
                Ok(Relation::from_matrix(plain(), cells.clone()).map_err(Failure::from)?)
            }
            Self::Pairs(pairs) => {
                let relation = pairs.relation(outcome)?;
                Ok(match name {
                    Some(name) => relation.named(name),
                    None => relation,
                })
            }
        }
    }
}

/// Predictors: a list, or a dict by name.
pub(crate) struct Named<T>(pub(super) Vec<(Option<String>, T)>);

impl<'a, 'py, T> FromPyObject<'a, 'py> for Named<T>
where
    T: for<'b> FromPyObject<'b, 'py, Error = PyErr>,
{
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Mapping"),
            type_hint_identifier!("builtins", "str"),
            type_hint_identifier!("typing", "Any")
        ),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Sequence"),
            type_hint_identifier!("typing", "Any")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let pairs: PyResult<Vec<(Option<String>, T)>> = if let Ok(dict) = object.cast::<PyDict>() {
            dict.iter()
                .map(|(name, value)| Ok((Some(name.str()?.to_string()), value.extract()?)))
                .collect()
        } else if let Ok(list) = object.cast::<PyList>() {
            list.iter()
                .map(|value| Ok((None, value.extract()?)))
                .collect()
        } else {
            return Err(Failure::input(
                "predictors: expected a list of them, or a dict of them by name.",
            )
            .into());
        };
        pairs.map(Self)
    }
}
