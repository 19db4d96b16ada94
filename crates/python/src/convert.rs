//! Arguments and results that are not frames: arrays, numbers, lists of names, dictionaries.
//!
//! Each newtype checks what pyo3 cannot (a negative count, a name that is a number) with a message, and
//! carries its own type hint into the stubs.

use numpy::{PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyInt, PyString};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::errors::Failure;

/// An object as a message shows it: its repr, cut where it is long.
fn shown(object: &Bound<'_, PyAny>) -> String {
    let text = object
        .repr()
        .map_or_else(|_| "an object".to_owned(), |repr| repr.to_string());
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

/// An object as a one-dimensional array of numpy whose kind is one of `kinds`.
fn array<'py>(
    object: Borrowed<'_, 'py, PyAny>,
    kinds: &str,
    expected: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let numpy = object.py().import("numpy")?;
    let array = numpy.call_method1("asarray", (object,))?;
    let kind: String = array.getattr("dtype")?.getattr("kind")?.extract()?;
    let dimensions: usize = array.getattr("ndim")?.extract()?;
    let empty = array.len().is_ok_and(|length| length == 0);
    if dimensions == 1 && (kinds.contains(&kind) || empty) {
        return Ok(array);
    }
    Err(Failure::input(format!(
        "an array of {dimensions} dimensions and type {} was given. Expected one dimension of {expected}.",
        array.getattr("dtype")?
    ))
    .into())
}

/// Partner numbers: any integer `numpy.ndarray` on the way in, `uint32` on the way out.
pub(crate) struct Ids(pub(crate) Vec<u32>);

impl<'a, 'py> FromPyObject<'a, 'py> for Ids {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = ARRAY;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(array) = object.extract::<PyReadonlyArray1<'_, u32>>() {
            return Ok(Self(array.as_array().to_vec()));
        }
        let array = array(object, "iu", "whole partner numbers, 0 to n - 1")?;
        let kind: String = array.getattr("dtype")?.getattr("kind")?.extract()?;
        if kind == "u" {
            let wide = array.call_method1("astype", ("uint64",))?;
            let wide = wide.extract::<PyReadonlyArray1<'_, u64>>()?;
            return narrow(wide.as_array().iter().copied());
        }
        let wide = array.call_method1("astype", ("int64",))?;
        let wide = wide.extract::<PyReadonlyArray1<'_, i64>>()?;
        narrow(wide.as_array().iter().copied())
    }
}

/// Numbers that fit a partner's, so that -1 or 2**40 is told instead of wrapping round.
fn narrow<T>(numbers: impl Iterator<Item = T>) -> PyResult<Ids>
where
    T: Copy + std::fmt::Display,
    u32: TryFrom<T>,
{
    let ids: Result<Vec<u32>, T> = numbers
        .map(|id| u32::try_from(id).map_err(|_| id))
        .collect();
    ids.map(Ids).map_err(|id| {
        Failure::input(format!(
            "partner number {id} does not exist. Expected 0 to n - 1."
        ))
        .into()
    })
}

impl<'py> IntoPyObject<'py> for Ids {
    type Target = PyArray1<u32>;
    type Output = Bound<'py, Self::Target>;
    type Error = std::convert::Infallible;
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(NDARRAY, type_hint_identifier!("numpy", "uint32"));

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyArray1::from_vec(py, self.0))
    }
}

/// One number a tie: any array of numbers on the way in.
pub(crate) struct Values(pub(crate) Vec<f64>);

impl<'a, 'py> FromPyObject<'a, 'py> for Values {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = ARRAY;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let array = array(object, "iuf", "numbers, one a tie")?;
        let array = array.call_method1("astype", ("float64",))?;
        Ok(Self(
            array
                .extract::<PyReadonlyArray1<'_, f64>>()?
                .as_array()
                .to_vec(),
        ))
    }
}

const ARRAY: PyStaticExpr = type_hint_identifier!("numpy.typing", "ArrayLike");
const NDARRAY: PyStaticExpr = type_hint_identifier!("numpy.typing", "NDArray");

/// A matrix: `numpy.ndarray` on the way out.
pub(crate) struct Matrix(pub(crate) ndarray::Array2<f64>);

impl<'py> IntoPyObject<'py> for Matrix {
    type Target = PyArray2<f64>;
    type Output = Bound<'py, Self::Target>;
    type Error = std::convert::Infallible;
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(NDARRAY, type_hint_identifier!("numpy", "float64"));

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyArray2::from_owned_array(py, self.0))
    }
}

/// A serde value as a plain dictionary, in serde's own layout.
pub(crate) struct Plain<T>(pub(crate) T);

impl<'py, T: serde::Serialize> IntoPyObject<'py> for Plain<T> {
    type Target = PyDict;
    type Output = Bound<'py, Self::Target>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("typing", "Any")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let text = serde_json::to_string(&self.0).map_err(Failure::other)?;
        let value = py.import("json")?.call_method1("loads", (text,))?;
        Ok(value.cast_into()?)
    }
}

/// A number a person typed: text, int, `Fraction` or `Decimal`, or a float read as its shortest decimal.
pub(crate) struct Typed(pub(crate) commonweal_equity::Exact);

impl<'a, 'py> FromPyObject<'a, 'py> for Typed {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("builtins", "float"),
        type_hint_identifier!("fractions", "Fraction"),
        type_hint_identifier!("decimal", "Decimal")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        use commonweal_equity::Exact;
        let exact = if object.is_instance_of::<PyFloat>() {
            Exact::from_decimal_float(object.extract()?)
        } else {
            // str(int), str(Fraction) = "3/5" and str(Decimal) all read back exactly.
            object.str()?.to_str()?.parse::<Exact>()
        };
        exact
            .map(Typed)
            .map_err(|error| Failure::input(error).into())
    }
}

/// An exact rate as `fractions.Fraction`.
pub(crate) struct Fraction(pub(crate) commonweal_equity::Exact);

impl<'py> IntoPyObject<'py> for Fraction {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("fractions", "Fraction");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        py.import("fractions")?
            .call_method1("Fraction", (self.0.numerator(), self.0.denominator()))
    }
}

/// A whole number that is not negative; also as a float, because columns with a gap hold 2000.0.
#[derive(Clone, Copy)]
pub(crate) struct Whole<T>(pub(crate) T);

impl<'a, 'py, T: TryFrom<i128>> FromPyObject<'a, 'py> for Whole<T> {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = WHOLE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let refused = || {
            PyErr::from(Failure::input(format!(
                "{} cannot be used here. Expected a whole number from 0 up.",
                shown(&object)
            )))
        };
        let number = index(&object).map_err(|_| refused())?;
        let number: i128 = number.extract().map_err(|_| refused())?;
        T::try_from(number).map(Self).map_err(|_| refused())
    }
}

const WHOLE: PyStaticExpr = type_hint_union!(
    type_hint_identifier!("typing", "SupportsIndex"),
    type_hint_identifier!("builtins", "float")
);

/// An object as a whole number of Python.
fn index<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(float) = object.cast::<PyFloat>()
        && float.call_method0("is_integer")?.is_truthy()?
    {
        return object.call_method0("__int__");
    }
    object.call_method0("__index__")
}

/// The same for an option with a default, which Python shows as a plain number.
pub(crate) fn whole<T: TryFrom<i64>>(name: &str, number: i64) -> Result<T, Failure> {
    T::try_from(number).map_err(|_| {
        Failure::input(format!(
            "option {name}: {number} is not allowed. Expected a whole number from 0 up."
        ))
    })
}

/// Whole numbers, one a cell or a year.
pub(crate) struct Wholes(pub(crate) Vec<u64>);

impl<'a, 'py> FromPyObject<'a, 'py> for Wholes {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterable"), WHOLE);

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let items = object.try_iter().map_err(|_| {
            Failure::input(format!(
                "{} was given. Expected a list of whole numbers.",
                shown(&object)
            ))
        })?;
        items
            .map(|item| item?.extract::<Whole<u64>>().map(|whole| whole.0))
            .collect::<PyResult<_>>()
            .map(Self)
    }
}

const STR: PyStaticExpr = type_hint_identifier!("builtins", "str");

/// The id of one partner: text or a whole number, numpy's included.
pub(crate) struct PartnerId(pub(crate) String);

impl<'a, 'py> FromPyObject<'a, 'py> for PartnerId {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr =
        type_hint_union!(STR, type_hint_identifier!("builtins", "int"));

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return object.extract().map(Self);
        }
        let number = object.call_method0("__index__").map_err(|_| {
            Failure::input(format!(
                "{} was given. Expected the id of a partner.",
                shown(&object)
            ))
        })?;
        Ok(Self(number.cast::<PyInt>()?.str()?.to_string()))
    }
}

/// Ids of partners: any iterable of texts or whole numbers (a frame's column, a set).
pub(crate) struct PartnerIds(pub(crate) Vec<String>);

impl<'a, 'py> FromPyObject<'a, 'py> for PartnerIds {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterable"),
        type_hint_union!(STR, type_hint_identifier!("builtins", "int"))
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let refused = |what: &Bound<'_, PyAny>| {
            PyErr::from(Failure::input(format!(
                "{} was given. Expected a list of partner ids.",
                shown(what)
            )))
        };
        if object.is_instance_of::<PyString>() {
            return Err(refused(&object));
        }
        let items = object.try_iter().map_err(|_| refused(&object))?;
        items
            .map(|item| {
                let item = item?;
                if item.is_instance_of::<PyString>() {
                    return item.extract();
                }
                // Also numpy's integers.
                let number = item.call_method0("__index__").map_err(|_| refused(&item))?;
                Ok(number.cast::<PyInt>()?.str()?.to_string())
            })
            .collect::<PyResult<_>>()
            .map(Self)
    }
}

/// New ids of partners by their old ones: a dict.
pub(crate) struct Renamed(pub(crate) Vec<(String, String)>);

impl<'a, 'py> FromPyObject<'a, 'py> for Renamed {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        PartnerId::INPUT_TYPE,
        PartnerId::INPUT_TYPE
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let names = object.cast::<PyDict>().map_err(|_| {
            Failure::input(format!(
                "{} was given. Expected a dict of new ids by old ones.",
                shown(&object)
            ))
        })?;
        let pair = |(old, new): (Bound<'py, PyAny>, Bound<'py, PyAny>)| {
            Ok((old.extract::<PartnerId>()?.0, new.extract::<PartnerId>()?.0))
        };
        names.iter().map(pair).collect::<PyResult<_>>().map(Self)
    }
}

/// The name of a wave or a period: text, or a year as a number.
pub(crate) struct Label(pub(crate) String);

impl std::ops::Deref for Label {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Label {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr =
        type_hint_union!(STR, type_hint_identifier!("builtins", "int"));

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.extract::<String>() {
            return Ok(Self(text));
        }
        let number = index(&object).map_err(|_| {
            Failure::input(format!(
                "{} was given. Expected text such as \"2024-25\", or a year.",
                shown(&object)
            ))
        })?;
        Ok(Self(number.str()?.to_string()))
    }
}

/// One name or several: names of columns.
pub(crate) struct Names(Vec<String>);

impl<'a, 'py> FromPyObject<'a, 'py> for Names {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        STR,
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterable"), STR)
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(name) = object.extract::<String>() {
            return Ok(Self(vec![name]));
        }
        let refused = |_| {
            PyErr::from(Failure::input(format!(
                "{} was given. Expected the name of a column, or a list of names.",
                shown(&object)
            )))
        };
        let items = object.try_iter().map_err(refused)?;
        items
            .map(|item| item?.extract::<String>().map_err(refused))
            .collect::<PyResult<_>>()
            .map(Self)
    }
}

impl Names {
    pub(crate) fn into_vec(self) -> Vec<String> {
        self.0
    }
}

/// One value or several: what a list of one would say may be said without the list.
pub(crate) struct Several<T>(pub(crate) Vec<T>);

impl<'a, 'py, T> FromPyObject<'a, 'py> for Several<T>
where
    T: for<'b> FromPyObject<'b, 'py, Error = PyErr>,
{
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        T::INPUT_TYPE,
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Iterable"),
            T::INPUT_TYPE
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let refused = match object.extract::<T>() {
            Ok(one) => return Ok(Self(vec![one])),
            Err(refused) => refused,
        };
        // Texts and dicts can be iterated, and are one value all the same.
        if object.is_instance_of::<PyString>() || object.is_instance_of::<PyDict>() {
            return Err(refused);
        }
        let items = object.try_iter().map_err(|_| refused)?;
        let items: PyResult<Vec<T>> = items.map(|item| item?.extract()).collect();
        items.map(Self)
    }
}

pub(crate) fn borrowed(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}
