//! Frames and arrays across the boundary, over the Arrow C stream interface.
//!
//! Any object that speaks `__arrow_c_stream__` comes in without naming its library (polars, pandas,
//! pyarrow, `DuckDB`); other kinds (lazy frames, dictionaries of lists) are turned into one that does
//! by `commonweal._frames`. Frames go out as `polars.DataFrame`. This file holds all `unsafe` of the
//! project: it moves Arrow's C structures in and out of their capsules.
#![allow(unsafe_code)]

use numpy::{PyArray1, PyArray2, PyReadonlyArray1};
use polars::prelude::*;
use polars_arrow::array::StructArray;
use polars_arrow::datatypes::{ArrowDataType, Field as ArrowField};
use polars_arrow::ffi::{ArrowArrayStream, ArrowArrayStreamReader, export_iterator};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use pyo3::{type_hint_identifier, type_hint_union};

use crate::errors::{Failure, InputError};

const STREAM: &std::ffi::CStr = c"arrow_array_stream";

/// A frame: `polars.DataFrame` on the way out, anything that speaks Arrow on the way in.
pub(crate) struct Frame(pub(crate) DataFrame);

impl<'py> IntoPyObject<'py> for Frame {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("polars", "DataFrame");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let stream = Bound::new(py, ArrowStream { frame: self.0 })?;
        py.import("polars")?.call_method1("DataFrame", (stream,))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Frame {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("commonweal._frames", "IntoFrame");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let object = if object.hasattr("__arrow_c_stream__")? {
            object.to_owned()
        } else {
            object
                .py()
                .import("commonweal._frames")?
                .call_method1("to_arrow", (object,))?
        };
        import(&object).map(Frame)
    }
}

/// What `polars.DataFrame(...)` reads a frame of ours from.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct ArrowStream {
    frame: DataFrame,
}

#[pymethods]
impl ArrowStream {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer ignore the request.
        drop(requested_schema);
        let mut frame = self.frame.clone();
        frame.align_chunks_par();
        let fields: Vec<ArrowField> = frame
            .schema()
            .iter_fields()
            .map(|field| field.to_arrow(CompatLevel::newest()))
            .collect();
        let dtype = ArrowDataType::Struct(fields);
        let batches: Vec<_> = frame
            .iter_chunks(CompatLevel::newest(), true)
            .map(|batch| {
                let length = batch.len();
                let array = StructArray::new(dtype.clone(), length, batch.into_arrays(), None);
                Ok(Box::new(array) as Box<dyn polars_arrow::array::Array>)
            })
            .collect();
        let field = ArrowField::new(PlSmallStr::EMPTY, dtype.clone(), false);
        let stream = export_iterator(Box::new(batches.into_iter()), field);
        // An unread stream is freed with the capsule: `ArrowArrayStream` releases itself on drop.
        PyCapsule::new_with_value(py, stream, STREAM)
    }
}

fn import(object: &Bound<'_, PyAny>) -> PyResult<DataFrame> {
    let capsule = object.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| {
        InputError::new_err("the object's __arrow_c_stream__ did not return an Arrow stream")
    })?;
    let pointer = capsule
        .pointer_checked(Some(STREAM))?
        .cast::<ArrowArrayStream>();
    // SAFETY: the capsule's name says that it holds an ArrowArrayStream, which the Arrow PyCapsule
    // interface lets a consumer move out once, leaving a released stream behind.
    let mut stream = unsafe { std::ptr::replace(pointer.as_ptr(), ArrowArrayStream::empty()) };
    read(&mut stream).map_err(|error| {
        Failure::input(format!(
            "the frame could not be read through Arrow: {error}. Convert unusual columns (decimals, \
             lists, structs) to numbers or text first."
        ))
        .into()
    })
}

fn read(stream: &mut ArrowArrayStream) -> PolarsResult<DataFrame> {
    // SAFETY: the stream came from a producer that claims the C stream interface; that claim is the
    // interface's contract and cannot be checked further.
    let mut reader = unsafe { ArrowArrayStreamReader::try_new(stream)? };
    let ArrowDataType::Struct(fields) = reader.field().dtype().clone() else {
        polars_bail!(SchemaMismatch: "a table was expected, found a single column");
    };
    let mut columns: Vec<Vec<polars_arrow::array::ArrayRef>> = vec![Vec::new(); fields.len()];
    let mut height = 0;
    // SAFETY: as above.
    while let Some(batch) = unsafe { reader.next() } {
        let batch = batch?;
        let Some(batch) = batch.as_any().downcast_ref::<StructArray>() else {
            polars_bail!(SchemaMismatch: "a batch of rows was expected");
        };
        height += polars_arrow::array::Array::len(batch);
        for (column, values) in columns.iter_mut().zip(batch.values()) {
            column.push(values.clone());
        }
    }
    let columns = fields
        .iter()
        .zip(columns)
        .map(|(field, chunks)| {
            if chunks.is_empty() {
                let dtype = DataType::from_arrow_field(field);
                return Ok(Series::new_empty(field.name.clone(), &dtype).into());
            }
            Series::try_from((field, chunks)).map(Column::from)
        })
        .collect::<PolarsResult<Vec<Column>>>()?;
    DataFrame::new(height, columns)
}

/// Partner numbers: any integer `numpy.ndarray` on the way in, `uint32` on the way out.
pub(crate) struct Ids(pub(crate) Vec<u32>);

impl<'a, 'py> FromPyObject<'a, 'py> for Ids {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("numpy", "ndarray");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(array) = object.extract::<PyReadonlyArray1<'_, u32>>() {
            return Ok(Self(array.as_array().to_vec()));
        }
        // Signed and wide integers: numpy refuses a lossy cast to int64 here, and the range is
        // checked below, so that -1 or 2**40 is told instead of wrapping round.
        let wide = object.call_method("astype", ("int64",), Some(&casting(object.py())?))?;
        let wide = wide.extract::<PyReadonlyArray1<'_, i64>>()?;
        let ids: Result<Vec<u32>, i64> = wide
            .as_array()
            .iter()
            .map(|&id| u32::try_from(id).map_err(|_| id))
            .collect();
        ids.map(Self).map_err(|id| {
            Failure::input(format!(
                "partner number {id} does not exist. Expected 0 to n - 1."
            ))
            .into()
        })
    }
}

fn casting(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let options = PyDict::new(py);
    options.set_item("casting", "same_kind")?;
    Ok(options)
}

impl<'py> IntoPyObject<'py> for Ids {
    type Target = PyArray1<u32>;
    type Output = Bound<'py, Self::Target>;
    type Error = std::convert::Infallible;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("numpy", "ndarray");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyArray1::from_vec(py, self.0))
    }
}

/// One number a tie: a `float64` array on the way in.
pub(crate) struct Values(pub(crate) Vec<f64>);

impl<'a, 'py> FromPyObject<'a, 'py> for Values {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("numpy", "ndarray");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let array = object.call_method1("astype", ("float64",))?;
        Ok(Self(
            array
                .extract::<PyReadonlyArray1<'_, f64>>()?
                .as_array()
                .to_vec(),
        ))
    }
}

/// A matrix: `numpy.ndarray` on the way out.
pub(crate) struct Matrix(pub(crate) ndarray::Array2<f64>);

impl<'py> IntoPyObject<'py> for Matrix {
    type Target = PyArray2<f64>;
    type Output = Bound<'py, Self::Target>;
    type Error = std::convert::Infallible;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("numpy", "ndarray");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyArray2::from_owned_array(py, self.0))
    }
}

/// Any serde value as plain Python objects, in serde's own layout.
pub(crate) fn to_python<'py>(
    py: Python<'py>,
    value: &impl serde::Serialize,
) -> PyResult<Bound<'py, PyAny>> {
    let text = serde_json::to_string(value).map_err(Failure::other)?;
    py.import("json")?.call_method1("loads", (text,))
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
        let exact = if object.is_instance_of::<pyo3::types::PyFloat>() {
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
