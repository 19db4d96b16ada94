//! `Measure`: a whole-network number that says what it means.

use commonweal_network as net;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::Plain;
use crate::errors::Failure;

/// A number with everything needed to read it.
///
/// ``print(m)`` is one plain sentence; ``float(m)`` is the bare number; ``m.to_dict()`` is ready for
/// JSON. ``direction`` is ``"none"`` for most network measures: neither end is good by itself.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
/// >>> m = net.density()
/// >>> round(float(m), 3), m.n, m.direction
/// (0.667, 3, 'none')
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Measure(pub(crate) net::Measure);

#[pymethods]
impl Measure {
    /// Name of the measure.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Which of the definitions under this name, in the word that asks for it; empty where there is one.
    #[getter]
    fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The number, or None where it is not defined; `caveats` then says why.
    #[getter]
    fn value(&self) -> Option<f64> {
        self.0.value
    }

    /// Unit of the value.
    #[getter]
    fn unit(&self) -> &str {
        &self.0.unit
    }

    /// Which way is good: ``"higher"``, ``"lower"`` or ``"none"``.
    #[getter]
    fn direction(&self) -> &'static str {
        direction(self.0.direction)
    }

    /// How many things were counted (the denominator).
    #[getter]
    fn n(&self) -> u64 {
        self.0.n
    }

    /// Share of the cells the measure needs that were observed, 0 to 1.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.0.coverage
    }

    /// ``(low, high, kind)`` or None; the kind is ``"identification"`` (whatever the unknown ties
    /// are), ``"sampling"`` or ``"monte_carlo"``.
    #[getter]
    fn interval(&self) -> Option<(f64, f64, &'static str)> {
        self.0.interval.map(|interval| {
            let kind = match interval.kind {
                net::IntervalKind::Identification => "identification",
                net::IntervalKind::Sampling => "sampling",
                net::IntervalKind::MonteCarlo => "monte_carlo",
            };
            (interval.low, interval.high, kind)
        })
    }

    /// What the value may be compared with.
    #[getter]
    fn reference(&self) -> &str {
        &self.0.reference
    }

    /// The definition used, by its name in the field.
    #[getter]
    fn convention(&self) -> &str {
        &self.0.convention
    }

    /// Sentences that belong to the number wherever it goes.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.0.caveats.clone()
    }

    /// Source of the definition.
    #[getter]
    fn citation(&self) -> &str {
        &self.0.citation
    }

    /// The measure as plain Python values, ready for JSON.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).density().to_dict()["value"]
    /// 0.5
    fn to_dict(&self) -> Plain<&net::Measure> {
        Plain(&self.0)
    }

    fn __float__(&self) -> f64 {
        self.0.value.unwrap_or(f64::NAN)
    }

    fn __str__(&self) -> &str {
        &self.0.sentence
    }

    fn __repr__(&self) -> String {
        match self.0.value {
            Some(value) => format!("<Measure {}: {value}>", self.0.name),
            None => format!("<Measure {}: not defined>", self.0.name),
        }
    }

    fn _repr_html_(&self) -> String {
        commonweal_report::html::measure_card(&self.0)
    }
}

/// The word for a direction, as serde writes it.
pub(crate) fn direction(direction: net::Direction) -> &'static str {
    match direction {
        net::Direction::Higher => "higher",
        net::Direction::Lower => "lower",
        net::Direction::None => "none",
    }
}

/// Measures as a frame, one row each.
pub(crate) fn table(measures: &[net::Measure]) -> PyResult<Frame> {
    let texts = |name: &str, get: fn(&net::Measure) -> &str| {
        Series::new(name.into(), measures.iter().map(get).collect::<Vec<_>>()).into_column()
    };
    let numbers = |name: &str, get: fn(&net::Measure) -> Option<f64>| {
        Series::new(name.into(), measures.iter().map(get).collect::<Vec<_>>()).into_column()
    };
    let columns = vec![
        texts("measure", |m| &m.name),
        texts("kind", |m| &m.kind),
        numbers("value", |m| m.value),
        texts("unit", |m| &m.unit),
        texts("direction", |m| direction(m.direction)),
        Series::new("n".into(), measures.iter().map(|m| m.n).collect::<Vec<_>>()).into_column(),
        numbers("coverage", |m| m.coverage),
        numbers("low", |m| m.interval.map(|i| i.low)),
        numbers("high", |m| m.interval.map(|i| i.high)),
        texts("reference", |m| &m.reference),
        texts("convention", |m| &m.convention),
        texts("sentence", |m| &m.sentence),
    ];
    Ok(Frame(
        DataFrame::new(measures.len(), columns).map_err(Failure::other)?,
    ))
}
