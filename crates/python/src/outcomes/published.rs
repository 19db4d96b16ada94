//! Published columns cell by cell, before anything is computed from them.

use commonweal_tables as tab;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::door::quick;
use crate::errors::Failure;

/// A frame, or one column of any library.
pub(crate) struct Columns(Frame);

impl<'a, 'py> FromPyObject<'a, 'py> for Columns {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = Frame::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let frames = object.py().import("commonweal._frames")?;
        let frame = frames.call_method1("with_columns", (object,))?;
        frame.extract().map(Self)
    }
}

pub(crate) fn kind(text: &str) -> Result<tab::PublishedKind, Failure> {
    match text {
        "percent" => Ok(tab::PublishedKind::Percent),
        "proportion" => Ok(tab::PublishedKind::Proportion),
        "count" => Ok(tab::PublishedKind::Count),
        _ => Err(Failure::input(format!(
            "option kind: \"{text}\" is not allowed. Expected one of percent, proportion, count."
        ))),
    }
}

/// Read a published column cell by cell: what each says, and why where it says nothing.
///
/// Public tables hold ``*``, ``LNE``, ``<10``, ``>=95%``, ``GE95``, ``N/A``, ``#DIV/0!`` and ``81.6*``
/// beside their numbers. Each cell becomes a range, a known missing code or a coded problem; no row is
/// dropped and nothing is guessed. Percents without a number of children can be read here, but they
/// cannot become children: :meth:`Outcomes.from_counts` with ``rate=`` asks for the total. O(rows).
///
/// Parameters
/// ----------
/// data : frame, series or list
///     Read files with every column as text (``pl.read_csv(path, infer_schema=False)``): numbers lose the
///     zeros that say how finely they were rounded.
/// column : str, optional
///     Which column, where there are several.
/// kind : {"percent", "proportion", "count"}
///     What its numbers are: 0 to 100, 0 to 1, or whole numbers of children. A ``%`` sign makes a
///     percent of any rate.
/// suppressed : str, optional
///     Column of true/false or 1/0 that flags withheld cells: such an empty cell is withheld, not absent.
///
/// Returns
/// -------
/// polars.DataFrame
///     One row a row of `data`: ``row`` (as a spreadsheet counts, header = 1), ``found``, ``low`` and
///     ``high`` (every value the cell allows, in the unit of `kind`; null where there is none or no
///     bound), ``status`` (known, suppressed, top_coded, bottom_coded, range, not_collected, problem),
///     and for problems ``code``, ``expected`` and ``cure``.
///
/// Raises
/// ------
/// InputError
///     For a column that is not there, a flag that is not yes or no, and a `kind` that is not known.
///     Cells that cannot be read are rows of the result, not errors.
///
/// Examples
/// --------
/// >>> cells = cw.read_published(["61.4", "LNE", ">=95", "#VALUE!", ""])
/// >>> cells.select("found", "low", "high", "status", "code").rows()
/// [('61.4', 61.4, 61.4, 'known', None), ('LNE', 0.0, 100.0, 'suppressed', None), ('>=95', 95.0, 100.0, 'top_coded', None), ('#VALUE!', None, None, 'problem', 'E108'), (None, None, None, 'not_collected', None)]
#[pyfunction]
#[pyo3(signature = (data, *, column = None, kind = "percent", suppressed = None))]
pub(crate) fn read_published(
    py: Python<'_>,
    data: Columns,
    column: Option<String>,
    kind: &str,
    suppressed: Option<String>,
) -> PyResult<Frame> {
    let kind = self::kind(kind)?;
    let frame = data.0.0;
    let column = match column {
        Some(column) => column,
        None => only(&frame)?,
    };
    quick(py, || {
        let cells = tab::read_published(&frame, &column, kind, suppressed.as_deref())?;
        tab::outcomes::published_frame(&cells, kind)
    })
    .map(Frame)
}

fn only(frame: &polars::prelude::DataFrame) -> Result<String, Failure> {
    match frame.columns() {
        [one] => Ok(one.name().to_string()),
        more => {
            let names: Vec<String> = more.iter().map(|c| format!("\"{}\"", c.name())).collect();
            Err(Failure::input(format!(
                "the frame has {} columns ({}). Name the published one with column=.",
                more.len(),
                names.join(", ")
            )))
        }
    }
}
