//! Frames across the boundary, over the Arrow C stream interface.
//!
//! Any object that speaks `__arrow_c_stream__` comes in without naming its library (polars, pandas,
//! pyarrow, `DuckDB`); other kinds (lazy frames, dictionaries of lists) are turned into one that does
//! by `commonweal._frames`. Frames go out as `polars.DataFrame`. This file holds all `unsafe` of the
//! project: it moves Arrow's C structures in and out of their capsules.
#![allow(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use polars::prelude::*;
use polars_arrow::array::{Array, ArrayRef, DictionaryArray, PrimitiveArray, StructArray};
use polars_arrow::datatypes::{ArrowDataType, Field as ArrowField};
use polars_arrow::ffi::{ArrowArrayStream, ArrowArrayStreamReader, export_iterator};
use pyo3::exceptions::PyException;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use pyo3::types::PyCapsule;

use crate::errors::Failure;

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
        let frames = || object.py().import("commonweal._frames");
        let object = if object.hasattr("__arrow_c_stream__")? {
            frames()?.call_method1("refuse_repeated", (object,))?;
            object.to_owned()
        } else {
            frames()?.call_method1("to_arrow", (object,))?
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
    ) -> PyResult<Bound<'py, PyAny>> {
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
                Ok(Box::new(array) as Box<dyn Array>)
            })
            .collect();
        let field = ArrowField::new(PlSmallStr::EMPTY, dtype.clone(), false);
        let stream = export_iterator(Box::new(batches.into_iter()), field);
        // An unread stream is freed with the capsule: `ArrowArrayStream` releases itself on drop.
        PyCapsule::new_with_value(py, stream, STREAM).map(Bound::into_any)
    }
}

fn import(object: &Bound<'_, PyAny>) -> PyResult<DataFrame> {
    let py = object.py();
    let capsule = object.call_method0("__arrow_c_stream__").map_err(|error| {
        // The producer's own complaint, say pyarrow's about a pandas column of texts and numbers.
        // Ctrl-C is not one.
        if !error.is_instance_of::<PyException>(py) {
            return error;
        }
        let told = PyErr::from(Failure::input(format!(
            "the frame cannot be handed over as an Arrow table: {}. Expected one kind of value in each \
             column. Make it so first, for example with .astype(\"string\") in pandas.",
            error.value(py)
        )));
        told.set_cause(py, Some(error));
        told
    })?;
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| {
        Failure::input("the object's __arrow_c_stream__ did not return an Arrow stream.")
    })?;
    let pointer = capsule
        .pointer_checked(Some(STREAM))?
        .cast::<ArrowArrayStream>();
    // SAFETY: the capsule's name says that it holds an ArrowArrayStream, which the Arrow PyCapsule
    // interface lets a consumer move out once, leaving a released stream behind.
    let mut stream = unsafe { std::ptr::replace(pointer.as_ptr(), ArrowArrayStream::empty()) };
    // polars panics where it meets what it was not built for; that is the frame's fault, or ours, and
    // never a reason to end the session.
    let frame = catch_unwind(AssertUnwindSafe(|| read(&mut stream)));
    Ok(frame.unwrap_or_else(|_| Err(unreadable("a column of an unknown kind")))?)
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::input(format!(
        "the frame could not be read through Arrow: {error}. Convert unusual columns to numbers or text \
         first."
    ))
}

fn read(stream: &mut ArrowArrayStream) -> Result<DataFrame, Failure> {
    // SAFETY: the stream came from a producer that claims the C stream interface; that claim is the
    // interface's contract and cannot be checked further.
    let mut reader = unsafe { ArrowArrayStreamReader::try_new(stream) }.map_err(unreadable)?;
    let ArrowDataType::Struct(fields) = reader.field().dtype().clone() else {
        return Err(Failure::input(
            "a table was expected, found a single column. Give a frame.",
        ));
    };
    // Before any data: polars panics on reading what it does not know.
    fields.iter().try_for_each(check)?;
    let mut columns: Vec<Vec<ArrayRef>> = vec![Vec::new(); fields.len()];
    let mut height = 0;
    // SAFETY: as above.
    while let Some(batch) = unsafe { reader.next() } {
        let batch = batch.map_err(unreadable)?;
        let Some(batch) = batch.as_any().downcast_ref::<StructArray>() else {
            return Err(unreadable("a batch of rows was expected"));
        };
        height += Array::len(batch);
        for (column, values) in columns.iter_mut().zip(batch.values()) {
            column.push(values.clone());
        }
    }
    let columns = fields
        .iter()
        .zip(columns)
        // pandas hands its row labels over as a column when they have no name of their own.
        .filter(|(field, _)| !field.name.starts_with("__index_level_"))
        .map(|(field, chunks)| column(field, chunks))
        .collect::<Result<Vec<Column>, Failure>>()?;
    DataFrame::new(height, columns).map_err(unreadable)
}

fn check(field: &ArrowField) -> Result<(), Failure> {
    if is_readable(field.dtype()) || matches!(field.dtype(), ArrowDataType::Decimal(..)) {
        return Ok(());
    }
    Err(Failure::input(format!(
        "column \"{}\" holds {:?}, which is not read here. Expected text, numbers, true/false, dates or \
         categories. Leave the column out, or convert it to text.",
        field.name,
        field.dtype()
    )))
}

fn column(field: &ArrowField, chunks: Vec<ArrayRef>) -> Result<Column, Failure> {
    if let ArrowDataType::Decimal(_, places) = field.dtype() {
        return decimals(&field.name, *places, &chunks);
    }
    if chunks.is_empty() {
        let dtype = DataType::from_arrow_field(field);
        return Ok(Series::new_empty(field.name.clone(), &dtype).into());
    }
    if let ArrowDataType::Dictionary(_, values, _) = field.dtype()
        && matches!(
            **values,
            ArrowDataType::Utf8 | ArrowDataType::LargeUtf8 | ArrowDataType::Utf8View
        )
    {
        return categories(&field.name, &chunks);
    }
    Series::try_from((field, chunks))
        .map(Column::from)
        .map_err(unreadable)
}

/// A dictionary of texts as categories of its own. polars would look up the text of every row again; here
/// the dictionaries become categories, and the rows take theirs by position.
fn categories(name: &PlSmallStr, chunks: &[ArrayRef]) -> Result<Column, Failure> {
    let parts = chunks
        .iter()
        .map(|chunk| dictionary(name, chunk.as_ref()))
        .collect::<Result<Vec<(Series, Series)>, Failure>>()?;
    let most = parts.iter().map(|(_, texts)| texts.len()).sum();
    let taken = || -> PolarsResult<Series> {
        let width = CategoricalPhysical::smallest_physical(most)?;
        let dtype = DataType::from_categories(Categories::random(PlSmallStr::EMPTY, width));
        let mut column = Series::new_empty(name.clone(), &dtype);
        for (keys, texts) in &parts {
            let keys = keys.cast(&DataType::UInt32)?;
            column.append(&texts.cast(&dtype)?.take(keys.u32()?)?)?;
        }
        Ok(column)
    };
    taken().map(Column::from).map_err(unreadable)
}

/// The keys and the texts of a dictionary.
fn dictionary(name: &PlSmallStr, chunk: &dyn Array) -> Result<(Series, Series), Failure> {
    let series = |array: ArrayRef| Series::try_from((name.clone(), array)).map_err(unreadable);
    macro_rules! parts {
        ($($key:ty),*) => {$(
            if let Some(dictionary) = chunk.as_any().downcast_ref::<DictionaryArray<$key>>() {
                let keys = series(dictionary.keys().clone().boxed())?;
                return Ok((keys, series(dictionary.values().clone())?));
            }
        )*};
    }
    parts!(i8, i16, i32, i64, u8, u16, u32, u64);
    Err(unreadable("a dictionary was expected"))
}

/// What polars turns into a column with the features it is built with.
fn is_readable(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as A;
    match dtype {
        A::Null
        | A::Boolean
        | A::Float32
        | A::Float64
        | A::Date32
        | A::Date64
        | A::Timestamp(..)
        | A::Int8
        | A::Int16
        | A::Int32
        | A::Int64
        | A::UInt8
        | A::UInt16
        | A::UInt32
        | A::UInt64
        | A::Utf8
        | A::LargeUtf8
        | A::Utf8View
        | A::Binary
        | A::LargeBinary
        | A::BinaryView => true,
        A::Dictionary(_, values, _) => is_readable(values),
        A::List(inner) | A::LargeList(inner) => is_readable(inner.dtype()),
        _ => false,
    }
}

/// `DuckDB` sums and many databases give decimals: whole ones become integers, others doubles.
fn decimals(name: &PlSmallStr, places: usize, chunks: &[ArrayRef]) -> Result<Column, Failure> {
    let numbers = chunks
        .iter()
        .filter_map(|chunk| chunk.as_any().downcast_ref::<PrimitiveArray<i128>>())
        .flat_map(|chunk| chunk.iter().map(Option::<&i128>::copied));
    if places > 0 {
        // Both are exact below 2^53, so that the one division gives the nearest double.
        let unit = 10_f64.powi(i32::try_from(places).unwrap_or(i32::MAX));
        let numbers: Float64Chunked = numbers.map(|v| v.map(|v| v as f64 / unit)).collect();
        return Ok(numbers.with_name(name.clone()).into_column());
    }
    let whole = |v: Option<i128>| v.map(i64::try_from).transpose();
    let numbers: Int64Chunked = numbers.map(whole).collect::<Result<_, _>>().map_err(|_| {
        Failure::input(format!(
            "column \"{name}\" holds a whole number of more than 18 digits. Expected counts or ids; \
             convert ids to text."
        ))
    })?;
    Ok(numbers.with_name(name.clone()).into_column())
}
