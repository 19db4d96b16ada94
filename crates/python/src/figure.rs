//! `Figure`: one description, drawn as SVG or PNG.

use std::path::PathBuf;

use commonweal_report::figure as fig;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::Whole;
use crate::errors::Failure;

/// A figure. Shows itself in a notebook; ``figure.save("x.svg")`` or ``.save("x.png")`` writes a file.
///
/// It needs no font, no other library and no network to draw, and its alternative text says in a
/// sentence what it shows.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Figure(pub(crate) fig::Figure);

impl From<fig::FigureError> for Failure {
    fn from(error: fig::FigureError) -> Self {
        match error {
            fig::FigureError::Write { .. } | fig::FigureError::Draw(_) => Self::other(error),
            other => Self::input(other),
        }
    }
}

#[pymethods]
impl Figure {
    /// Title of the figure.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// What the figure shows, in words, for those who cannot see it.
    #[getter]
    fn alt(&self) -> String {
        self.0.description()
    }

    /// The same figure laid out for another width in pixels (380 for a phone, 900 for a page).
    ///
    /// Examples
    /// --------
    /// >>> figure = cw.Network.from_ties([("a", "b")]).plot().width(380)
    /// >>> figure.title
    /// 'Who works with whom'
    fn width(&self, pixels: Whole<u32>) -> Self {
        Self(self.0.clone().width(pixels.0))
    }

    /// The figure as SVG text.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).plot().to_svg()[:4]
    /// '<svg'
    fn to_svg(&self) -> PyResult<String> {
        Ok(self.0.to_svg().map_err(Failure::from)?)
    }

    /// The figure as the bytes of a PNG file.
    #[pyo3(signature = (*, scale = 2.0))]
    fn to_png<'py>(&self, py: Python<'py>, scale: f64) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = crate::door::quick(py, || self.0.to_png(scale))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Write the figure to a file ending in ``.svg`` or ``.png``.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        crate::door::quick(py, || self.0.save(&path))
    }

    fn _repr_html_(&self) -> PyResult<String> {
        self.to_svg()
    }

    fn __repr__(&self) -> String {
        format!("<Figure: {}>", self.0.title)
    }
}
