//! Rules of practice as Python names them: a name, or a dictionary with its parameters.

use commonweal_equity as eq;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::convert::{Typed, Whole};
use crate::errors::Failure;

const NAMES: &str = "ppg-2017, ppg-2022, proportionality, 80-percent, idea";

/// A rule and, where it was given, the smallest group to assess.
#[derive(Clone, Copy)]
pub(crate) struct RuleGiven {
    pub(super) rule: eq::Rule,
    min_n: Option<u64>,
}

impl RuleGiven {
    /// The options of the rule; a minimum given beside it wins over the rule's own.
    pub(super) fn options(self, direction: eq::Direction, min_n: Option<u64>) -> eq::GapOptions {
        let min_n = min_n.or(self.min_n).unwrap_or_else(|| self.rule.min_n());
        eq::GapOptions::new(direction).with_rule(self.rule, min_n)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for RuleGiven {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "str"),
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            type_hint_identifier!("builtins", "str"),
            type_hint_identifier!("typing", "Any")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Ok(Self {
                rule: named(&object.extract::<String>()?, None)?,
                min_n: None,
            });
        }
        let parameters = object.cast::<PyDict>().map_err(|_| {
            Failure::input(format!(
                "option rule: expected one of {NAMES}, or a dict such as {{\"rule\": \"idea\", \"threshold\": 2}}."
            ))
        })?;
        let name = parameters.get_item("rule")?.ok_or_else(|| {
            Failure::input(format!(
                "option rule: the dict has no key \"rule\". Expected one of {NAMES} under it."
            ))
        })?;
        let threshold = parameters.get_item("threshold")?;
        let threshold = threshold
            .map(|value| value.extract::<Typed>())
            .transpose()?;
        let mut out = Self {
            rule: named(&name.extract::<String>()?, threshold.map(|value| value.0))?,
            min_n: None,
        };
        for (key, value) in parameters.iter() {
            let key: String = key.extract()?;
            if key != "rule" && key != "threshold" {
                out.set(&key, &value)?;
            }
        }
        Ok(out)
    }
}

impl RuleGiven {
    fn set(&mut self, key: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        use eq::Rule::{EightyPercent, Idea, Ppg2017, Ppg2022, Proportionality};
        match (key, &mut self.rule) {
            ("min_n", _) => self.min_n = Some(value.extract::<Whole<u64>>()?.0),
            ("z", Ppg2017 { z, .. } | Ppg2022 { z, .. }) => *z = value.extract::<Typed>()?.0,
            ("floor", Ppg2017 { floor, .. } | Ppg2022 { floor, .. }) => {
                *floor = value.extract::<Typed>()?.0;
            }
            ("cut", Proportionality { cut } | EightyPercent { cut }) => {
                *cut = value.extract::<Typed>()?.0;
            }
            ("cell", Idea { cell, .. }) => *cell = value.extract::<Whole<u64>>()?.0,
            (_, rule) => {
                let allowed = match rule {
                    Ppg2017 { .. } | Ppg2022 { .. } => "z, floor, min_n",
                    Proportionality { .. } | EightyPercent { .. } => "cut, min_n",
                    _ => "threshold, cell, min_n",
                };
                return Err(Failure::input(format!(
                    "option rule: {} has no parameter \"{key}\". Expected {allowed}.",
                    rule.name()
                ))
                .into());
            }
        }
        Ok(())
    }
}

fn named(name: &str, threshold: Option<eq::Exact>) -> Result<eq::Rule, Failure> {
    if threshold.is_some() && name != "idea" {
        return Err(Failure::input(format!(
            "option rule: {name} has no parameter \"threshold\"; it belongs to idea."
        )));
    }
    let rule = match (name, threshold) {
        ("ppg-2017", _) => eq::Rule::ppg_2017(),
        ("ppg-2022", _) => eq::Rule::ppg_2022(),
        ("proportionality", _) => eq::Rule::proportionality(),
        ("80-percent", _) => eq::Rule::eighty_percent(),
        ("idea", Some(threshold)) => eq::Rule::idea(threshold),
        ("idea", None) => {
            return Err(Failure::input(
                "option rule: idea needs the threshold of the State, which no law names. Give \
                 {\"rule\": \"idea\", \"threshold\": 2.5}.",
            ));
        }
        _ => {
            return Err(Failure::input(format!(
                "option rule: \"{name}\" is not allowed. Expected one of {NAMES}."
            )));
        }
    };
    Ok(rule?)
}

pub(crate) fn correction(text: Option<&str>) -> Result<Option<eq::Correction>, Failure> {
    match text {
        None => Ok(None),
        Some("holm") => Ok(Some(eq::Correction::Holm)),
        Some("bh") => Ok(Some(eq::Correction::BenjaminiHochberg)),
        Some(other) => Err(Failure::input(format!(
            "option correction: \"{other}\" is not allowed. Expected one of holm, bh, or None."
        ))),
    }
}
