//! Results of the engine as frames.

use commonweal_network as net;
use commonweal_network::Labels;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use serde::Serialize;

use crate::arrow::Frame;
use crate::convert::Plain;
use crate::errors::Failure;
use crate::measure::direction;

/// A frame of scores with what each score means: `commonweal.ScoreFrame` in Python.
pub(crate) struct ScoreFrame {
    frame: DataFrame,
    about: Vec<About>,
}

/// What belongs to one column of scores wherever it goes; the keys of `ScoreFrame.about`.
#[derive(Serialize)]
pub(crate) struct About {
    pub(crate) measure: String,
    pub(crate) unit: String,
    pub(crate) direction: &'static str,
    pub(crate) coverage: Option<f64>,
    pub(crate) convention: String,
    pub(crate) caveats: Vec<String>,
    pub(crate) citation: String,
}

impl<'py> IntoPyObject<'py> for ScoreFrame {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_identifier!("commonweal._score_frame", "ScoreFrame");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let frame = Frame(self.frame).into_pyobject(py)?;
        py.import("commonweal._score_frame")?.call_method1(
            "ScoreFrame",
            (frame, self.about.iter().map(Plain).collect::<Vec<_>>()),
        )
    }
}

impl ScoreFrame {
    /// With one more column, which the scores' own words explain.
    pub(super) fn with(mut self, column: Column) -> PyResult<Self> {
        self.frame.with_column(column).map_err(Failure::other)?;
        Ok(self)
    }
}

/// `partner_id`, the score, and `low`, `high` where the measure has bounds.
pub(super) fn scores(network: &net::Network, scores: net::PartnerScores) -> PyResult<ScoreFrame> {
    scores_table(network, vec![scores])
}

/// `partner_id` and one column a score. Bounds are `low` and `high`, with the score's name before them
/// where there are several scores.
pub(super) fn scores_table(
    network: &net::Network,
    scores: Vec<net::PartnerScores>,
) -> PyResult<ScoreFrame> {
    let mut columns = vec![partner_ids(network)];
    let alone = scores.len() == 1;
    let mut about = Vec::with_capacity(scores.len());
    for score in scores {
        // Names of columns have no spaces.
        let name = score.name.replace(' ', "_");
        let bound = |end: &str| {
            if alone {
                end.to_owned()
            } else {
                format!("{name}_{end}")
            }
        };
        columns.push(number_column(&name, score.values));
        if let Some(bounds) = score.bounds {
            columns.push(number_column(&bound("low"), bounds.low));
            columns.push(number_column(&bound("high"), bounds.high));
        }
        about.push(About {
            measure: name,
            unit: score.unit,
            direction: direction(score.direction),
            coverage: score.coverage,
            convention: score.convention,
            caveats: score.caveats,
            citation: score.citation,
        });
    }
    Ok(ScoreFrame {
        frame: frame(network.partners(), columns)?.0,
        about,
    })
}

/// `source_id`, `target_id` and the score of each tie.
pub(super) fn tie_scores(network: &net::Network, scores: net::TieScores) -> PyResult<ScoreFrame> {
    let height = scores.values.len();
    let name = scores.name.replace(' ', "_");
    let columns = vec![
        ids("source_id", network, scores.source),
        ids("target_id", network, scores.target),
        number_column(&name, scores.values),
    ];
    let about = vec![About {
        measure: name,
        unit: scores.unit,
        direction: direction(scores.direction),
        coverage: scores.coverage,
        convention: scores.convention,
        caveats: scores.caveats,
        citation: scores.citation,
    }];
    Ok(ScoreFrame {
        frame: frame(height, columns)?.0,
        about,
    })
}

/// Columns of a result that is neither of partners nor of ties, with what `about` says of them.
pub(crate) fn described(height: usize, columns: Vec<Column>, about: About) -> PyResult<ScoreFrame> {
    Ok(ScoreFrame {
        frame: frame(height, columns)?.0,
        about: vec![about],
    })
}

/// As [`described`], for a result over the known ties that brings no caveats of its own: those of the
/// network, and how much of it was observed.
pub(super) fn over_known_ties(
    network: &net::Network,
    columns: Vec<Column>,
    [measure, unit, convention, citation]: [&str; 4],
) -> PyResult<ScoreFrame> {
    // Any measure of known ties has them; density costs the least.
    let standing = network.density();
    let about = About {
        measure: measure.to_owned(),
        unit: unit.to_owned(),
        direction: "none",
        coverage: standing.coverage,
        convention: convention.to_owned(),
        caveats: standing.caveats,
        citation: citation.to_owned(),
    };
    described(columns.first().map_or(0, Column::len), columns, about)
}

pub(super) fn partner_ids(network: &net::Network) -> Column {
    ids(
        "partner_id",
        network,
        (0..network.partners() as u32).collect(),
    )
}

/// What partners are called: their names as text, or their numbers as integers.
pub(super) fn ids(column: &str, network: &net::Network, partners: Vec<u32>) -> Column {
    match network.labels() {
        Labels::Numbered => Series::new(column.into(), partners).into_column(),
        Labels::Kept(numbers) => {
            let numbers: Vec<u32> = partners.iter().map(|&i| numbers[i as usize]).collect();
            Series::new(column.into(), numbers).into_column()
        }
        labels @ Labels::Named(_) => {
            let names: Vec<String> = partners
                .iter()
                .map(|&i| labels.get(i).into_owned())
                .collect();
            Series::new(column.into(), names).into_column()
        }
    }
}

/// What a partner is called, outside a frame: its number where partners have no names.
#[derive(IntoPyObject)]
pub(super) enum Id {
    Number(u32),
    Name(String),
}

impl Id {
    pub(super) fn of(network: &net::Network, partners: &[u32]) -> Vec<Self> {
        let labels = network.labels();
        let id = |&v: &u32| match labels {
            Labels::Numbered => Self::Number(v),
            Labels::Kept(numbers) => Self::Number(numbers[v as usize]),
            Labels::Named(_) => Self::Name(labels.get(v).into_owned()),
        };
        partners.iter().map(id).collect()
    }
}

/// NaN stands for unknown inside the engine; a frame has nulls for that.
pub(crate) fn number_column(name: &str, values: Vec<f64>) -> Column {
    if !values.iter().any(|v| v.is_nan()) {
        return Series::new(name.into(), values).into_column();
    }
    let values: Vec<Option<f64>> = values
        .into_iter()
        .map(|v| (!v.is_nan()).then_some(v))
        .collect();
    Series::new(name.into(), values).into_column()
}

pub(crate) fn frame(height: usize, columns: Vec<Column>) -> PyResult<Frame> {
    Ok(Frame(
        DataFrame::new(height, columns).map_err(Failure::other)?,
    ))
}

/// Numbers of which some are not defined, as NaN or not there at all.
pub(crate) fn optional_column(name: &str, values: Vec<Option<f64>>) -> Column {
    let values = values.into_iter().map(|value| value.unwrap_or(f64::NAN));
    number_column(name, values.collect())
}

pub(crate) fn texts<S: AsRef<str>>(name: &str, values: impl Iterator<Item = S>) -> Column {
    let values: Vec<String> = values.map(|value| value.as_ref().to_owned()).collect();
    Series::new(name.into(), values).into_column()
}

pub(crate) fn counts(name: &str, values: impl Iterator<Item = u64>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}
