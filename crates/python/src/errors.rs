//! The only place where an error of the engine becomes a Python exception.
//!
//! The classes are defined in `commonweal/_errors.py`, so that stubs, docs and `except` see them.

use pyo3::prelude::*;

pyo3::import_exception!(commonweal._errors, CommonwealError);
pyo3::import_exception!(commonweal._errors, InputError);

/// An error on its way to Python.
pub(crate) enum Failure {
    /// Input or an option the caller can mend.
    Input(String),
    /// Input with a list of coded problems (a frame, shown as `.problems`).
    Problems(String, polars::prelude::DataFrame),
    /// The call was stopped on request.
    Stopped,
    /// Anything else: reading or writing a file, drawing.
    Other(String),
}

impl Failure {
    pub(crate) fn input(message: impl std::fmt::Display) -> Self {
        Self::Input(message.to_string())
    }

    pub(crate) fn other(message: impl std::fmt::Display) -> Self {
        Self::Other(message.to_string())
    }
}

impl From<commonweal_network::Error> for Failure {
    fn from(error: commonweal_network::Error) -> Self {
        match error {
            commonweal_network::Error::Stopped => Self::Stopped,
            other => Self::input(other),
        }
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Input(message) => InputError::new_err(message),
            Failure::Problems(message, problems) => {
                Python::attach(|py| match crate::arrow::Frame(problems).into_pyobject(py) {
                    Ok(frame) => InputError::new_err((message, frame.unbind())),
                    Err(error) => error,
                })
            }
            Failure::Stopped => {
                pyo3::exceptions::PyKeyboardInterrupt::new_err("stopped on request")
            }
            Failure::Other(message) => CommonwealError::new_err(message),
        }
    }
}
