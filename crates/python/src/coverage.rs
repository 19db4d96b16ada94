//! `Coverage`: how much of a network anyone has spoken about.

use commonweal_network as net;
use pyo3::prelude::*;

use crate::convert::Plain;

/// How much of a network anyone has spoken about. ``print(c)`` is a few plain sentences.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Coverage(pub(crate) net::Coverage);

#[pymethods]
impl Coverage {
    /// Partners that were asked.
    #[getter]
    fn asked(&self) -> u64 {
        self.0.asked
    }

    /// Partners that answered.
    #[getter]
    fn answered(&self) -> u64 {
        self.0.answered
    }

    /// ``answered / asked``, or None when nobody was asked.
    #[getter]
    fn response_rate(&self) -> Option<f64> {
        self.0.response_rate
    }

    /// Pairs of partners in all.
    #[getter]
    fn pairs(&self) -> u64 {
        self.0.pairs
    }

    /// Pairs that both sides have spoken about.
    #[getter]
    fn pairs_both(&self) -> u64 {
        self.0.pairs_both
    }

    /// Pairs that one side has spoken about.
    #[getter]
    fn pairs_one(&self) -> u64 {
        self.0.pairs_one
    }

    /// Pairs that nobody has spoken about: unknown, not unconnected.
    #[getter]
    fn pairs_none(&self) -> u64 {
        self.0.pairs_none
    }

    /// The coverage as plain Python values, ready for JSON.
    fn to_dict(&self) -> Plain<&net::Coverage> {
        Plain(&self.0)
    }

    fn __str__(&self) -> String {
        self.0.sentences.join(" ")
    }

    fn __repr__(&self) -> String {
        format!(
            "<Coverage: {} of {} answered>",
            self.0.answered, self.0.asked
        )
    }
}
