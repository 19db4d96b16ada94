//! Exact tests from counts, without a network.

use commonweal_equity as eq;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{type_hint_identifier, type_hint_subscript};

use crate::arrow::Frame;
use crate::errors::Failure;
use crate::network::frames::{counts as count_column, frame, optional_column, texts};
use crate::outcomes::correction;

/// How a ratio or a tail is read from a result: one column each.
type Ratio = fn(&eq::OverRepresentation) -> Option<eq::ExactRatio>;
type TailOf = fn(&eq::ExactTails) -> f64;

/// Counts by label: one table each, or one a stratum. Iterated in the order of the dict.
pub(crate) struct Family(Vec<(String, Vec<eq::SetCount>)>);

type Pair = (u64, u64);

impl<'a, 'py> FromPyObject<'a, 'py> for Family {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("builtins", "object")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let refused = || {
            PyErr::from(Failure::input(
                "counts: expected a dict of label to ((with, members), (with, all)), or to a list of these, one a stratum.",
            ))
        };
        let family = object.cast::<PyDict>().map_err(|_| refused())?;
        let mut found = Vec::new();
        for (label, counts) in family.iter() {
            let tables: Vec<(Pair, Pair)> = counts
                .extract::<(Pair, Pair)>()
                .map(|one| vec![one])
                .or_else(|_| counts.extract())
                .map_err(|_| refused())?;
            let strata: Result<Vec<eq::SetCount>, eq::Error> = tables
                .into_iter()
                .map(|(set, whole)| eq::SetCount::new(set, whole))
                .collect();
            let label = label.str()?.to_string();
            found.push((label, strata.map_err(Failure::from)?));
        }
        Ok(Self(found))
    }
}

/// Exact tests that an attribute is more common in a set than in the whole the set is part of, from counts.
///
/// All margins are fixed, so the number of members with the attribute is hypergeometric by chance (Fisher's exact
/// test); several tables for one label are strata, tested together for a common odds ratio (R's
/// ``mantelhaen.test(exact=TRUE)``). The smallest p the margins can give is stated beside each p; after a
/// correction for many labels it may be out of reach of any level. No good end. Nothing is hidden: these are the
/// counts you gave.
///
/// Parameters
/// ----------
/// counts : dict
///     Label to ``((with, members), (with, all))``, members counted among all; or to a list of these, one a
///     stratum.
/// tail : {"over", "under", "both"}
///     Which p-value is adjusted and whose smallest value is stated.
/// correction : {"holm", "bh"}, optional, default "holm"
///     Over all labels that can be tested.
/// confidence : float, default 0.95
///
/// Returns
/// -------
/// polars.DataFrame
///     ``label``, ``with``, ``members``, ``all_with``, ``all``, ``strata``, ``smallest_p``,
///     ``smallest_p_adjusted``, ``expected``, ``representation_ratio`` and ``odds_ratio`` (conditional maximum
///     likelihood), each with ``_lower`` and ``_upper`` (infinite where there is no limit), ``p_over``,
///     ``p_under``, ``p_both``, ``mid_p_over``, ``mid_p_under``, ``p_adjusted``, ``sentence``. Null where the
///     margins allow one outcome only.
///
/// Source: Fisher 1935; Gart 1970; Mehta, Patel & Gray 1985.
///
/// Examples
/// --------
/// >>> found = cw.over_representation({"executives of large institutions": ((6, 8), (14, 40))})
/// >>> row = found.row(0, named=True)
/// >>> round(row["p_over"], 7), row["expected"], round(row["odds_ratio"], 2)
/// (0.0138901, 2.8, 8.42)
#[pyfunction]
#[pyo3(signature = (counts, *, tail = "over", correction = "holm", confidence = 0.95))]
pub(crate) fn over_representation(
    counts: Family,
    tail: &str,
    correction: Option<&str>,
    confidence: f64,
) -> PyResult<Frame> {
    let options = eq::OverRepresentationOptions {
        confidence: eq::Confidence::new(confidence).map_err(Failure::from)?,
        tail: match tail {
            "over" => eq::Tail::Over,
            "under" => eq::Tail::Under,
            "both" => eq::Tail::Both,
            other => {
                return Err(Failure::input(format!(
                    "option tail: \"{other}\" is not allowed. Expected one of over, under, both."
                ))
                .into());
            }
        },
        correction: self::correction(correction)?,
    };
    let (labels, family): (Vec<String>, Vec<Vec<eq::SetCount>>) = counts.0.into_iter().unzip();
    let found = eq::over_representation(&family, &options).map_err(Failure::from)?;
    let whole = |name: &str, of: fn(&eq::OverRepresentation) -> u64| {
        count_column(name, found.iter().map(of))
    };
    let number = |name: &str, of: &dyn Fn(&eq::OverRepresentation) -> Option<f64>| {
        optional_column(name, found.iter().map(of).collect())
    };
    let mut columns = vec![
        texts("label", labels.iter().cloned()),
        whole("with", |t| t.count.set().0),
        whole("members", |t| t.count.set().1),
        whole("all_with", |t| t.count.whole().0),
        whole("all", |t| t.count.whole().1),
        whole("strata", |t| t.strata as u64),
        number("smallest_p", &|t| Some(t.smallest_p)),
        number("smallest_p_adjusted", &|t| t.smallest_p_adjusted),
        number("expected", &|t| Some(t.expected)),
    ];
    let ratios: [(&str, Ratio); 2] = [
        ("representation_ratio", |t| t.representation_ratio),
        ("odds_ratio", |t| t.odds_ratio),
    ];
    for (name, of) in ratios {
        columns.push(number(name, &|t| of(t).map(|r| r.value)));
        columns.push(number(&format!("{name}_lower"), &|t| {
            of(t).map(|r| r.lower)
        }));
        columns.push(number(&format!("{name}_upper"), &|t| {
            of(t).map(|r| r.upper)
        }));
    }
    let tails: [(&str, TailOf); 5] = [
        ("p_over", |p| p.over),
        ("p_under", |p| p.under),
        ("p_both", |p| p.both),
        ("mid_p_over", |p| p.mid_over),
        ("mid_p_under", |p| p.mid_under),
    ];
    for (name, of) in tails {
        columns.push(number(name, &|t| t.p.as_ref().map(of)));
    }
    columns.push(number("p_adjusted", &|t| t.p_adjusted));
    let sentences = found
        .iter()
        .zip(&labels)
        .map(|(test, label)| test.sentence(label, "the set", options.tail));
    columns.push(texts("sentence", sentences));
    frame(found.len(), columns)
}
