//! Whom a group is compared with, as Python says it.

use commonweal_equity as eq;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use pyo3::types::{PyBool, PyDict};

use super::Outcomes;
use crate::convert::{Typed, Whole};
use crate::errors::Failure;

/// Whom a group is compared with: a name, a level, or another place.
pub(super) enum Whom {
    Name(String),
    Level(Typed),
    Counts(eq::Reference),
    Place(Py<Outcomes>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Whom {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        Typed::INPUT_TYPE,
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            type_hint_identifier!("builtins", "str"),
            type_hint_identifier!("typing", "Any")
        ),
        type_hint_identifier!("commonweal._core", "Outcomes")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyBool>() {
            return Err(Failure::input(
                "option reference: a truth value was given. Expected rest, overall, best, the name of a \
                 group, or a level such as 0.8 or \"80%\".",
            )
            .into());
        }
        if let Ok(counts) = object.cast::<PyDict>() {
            return place(&counts).map(Self::Counts);
        }
        if let Ok(outcomes) = object.cast::<Outcomes>() {
            return Ok(Self::Place(outcomes.to_owned().unbind()));
        }
        // A text without a percent sign is a name: schools may be called "1" or "101".
        match object.extract::<String>() {
            Ok(text) if !text.trim_end().ends_with('%') => Ok(Self::Name(text)),
            _ => object.extract().map(Self::Level),
        }
    }
}

/// The children of another place: `{"name": "State", "successes": …, "n": …}`.
fn place(counts: &Bound<'_, PyDict>) -> PyResult<eq::Reference> {
    let refused = || {
        Failure::input(
            "option reference: a dict of another place needs exactly the keys name, successes and n, such \
             as {\"name\": \"the State\", \"successes\": 950, \"n\": 1400}.",
        )
    };
    let (Some(name), Some(successes), Some(n), 3) = (
        counts.get_item("name")?,
        counts.get_item("successes")?,
        counts.get_item("n")?,
        counts.len(),
    ) else {
        return Err(refused().into());
    };
    Ok(eq::Reference::Counts {
        name: name.extract().map_err(|_| refused())?,
        n: n.extract::<Whole<u64>>()?.0,
        successes: successes.extract::<Whole<u64>>()?.0,
    })
}

impl Whom {
    pub(super) fn reference(
        self,
        outcomes: &Outcomes,
        period: Option<&str>,
        min_n: u64,
    ) -> Result<eq::Reference, Failure> {
        Ok(match self {
            Self::Level(level) => eq::Reference::Level { level: level.0 },
            Self::Counts(reference) => reference,
            Self::Name(name) => match name.as_str() {
                "rest" => eq::Reference::Rest,
                "overall" => eq::Reference::Overall,
                "best" => eq::Reference::Best { min_n },
                _ => eq::Reference::Group { name },
            },
            Self::Place(other) => {
                let other = &other.get().0;
                let period = period.or_else(|| outcomes.0.latest());
                let overall = other.overall(period.filter(|_| !other.periods().is_empty()))?;
                let Some((n, successes)) = overall.and_then(|overall| overall.exact()) else {
                    return Err(Failure::input(
                        "option reference: the total of the other outcomes is not an exact count in this \
                         period. Give the counts yourself: {\"name\": …, \"successes\": …, \"n\": …}.",
                    ));
                };
                eq::Reference::Counts {
                    name: format!("{} elsewhere", other.words().population),
                    n,
                    successes,
                }
            }
        })
    }
}
