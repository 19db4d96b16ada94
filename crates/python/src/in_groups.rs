//! `InGroupEvidence`: is there a meeting before the meeting, and does it look like the table?

use std::collections::BTreeMap;

use commonweal_equity::Correction;
use commonweal_network as net;
use commonweal_network::Control;
use commonweal_partnership::in_groups::{self as engine, Declared, InGroupOptions, Level, View};
use commonweal_report::charts::matrix_figure;
use commonweal_report::html;
use commonweal_tables::{AffiliationOptions, NetworkOptions};
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{type_hint_identifier, type_hint_subscript};

use crate::affiliation::Affiliation;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Plain, whole};
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::figure::Figure;
use crate::network::Network;
use crate::network::frames::frame;
use crate::network::mixing::By;
use crate::outcomes::correction;
use crate::partnership::Partnership;

/// Labels from Python: ``"size_class"`` is every level of it, ``"size_class=large"`` is one, a dict is several
/// at once.
pub(crate) fn declared(
    attributes: Option<Names>,
    conjunctions: Option<Vec<BTreeMap<String, String>>>,
) -> Vec<Declared> {
    let one = |text: String| match text.split_once('=') {
        Some((attribute, level)) => {
            Declared::Levels(vec![Level::new(attribute.trim(), level.trim())])
        }
        None => Declared::Attribute(text),
    };
    let attributes = attributes
        .map_or_else(Vec::new, Names::into_vec)
        .into_iter();
    let several = |levels: BTreeMap<String, String>| {
        let levels = levels.into_iter();
        Declared::Levels(
            levels
                .map(|(attribute, level)| Level::new(attribute, level))
                .collect(),
        )
    };
    let conjunctions = conjunctions.unwrap_or_default().into_iter().map(several);
    attributes.map(one).chain(conjunctions).collect()
}

/// A survey item as it comes from Python: a dict with texts for keys.
struct SurveyItem<'py>(Bound<'py, PyDict>);

impl<'a, 'py> FromPyObject<'a, 'py> for SurveyItem<'py> {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("typing", "Any")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match object.cast::<PyDict>() {
            Ok(item) => Ok(Self(item.to_owned())),
            Err(_) => Err(Failure::input(
                "perception: expected a dict {\"question\": ..., \"answers\": ..., \"agree_at\": ...}.",
            )
            .into()),
        }
    }
}

/// A survey item from Python: ``{"question": ..., "answers": ..., "agree_at": ..., "by": ...}``.
fn perception(
    network: &net::Network,
    item: Option<SurveyItem<'_>>,
) -> PyResult<Option<engine::Perception>> {
    let Some(SurveyItem(item)) = item else {
        return Ok(None);
    };
    let needed = |key: &str| {
        item.get_item(key)?.ok_or_else(|| {
            PyErr::from(Failure::input(format!(
                "perception: \"{key}\" is missing. Expected {{\"question\": ..., \"answers\": ..., \"agree_at\": ...}} and, if wanted, \"by\"."
            )))
        })
    };
    let answers = needed("answers")?.extract::<By>()?.attribute(network)?;
    let number = |i: u32| {
        let text = answers.category(i);
        let parsed = text.map(|text| {
            text.trim().parse::<f64>().map_err(|_| {
                PyErr::from(Failure::input(format!(
                    "perception: the answer \"{text}\" is not a number. Give the codes of the scale."
                )))
            })
        });
        parsed.transpose()
    };
    let by = item.get_item("by")?.filter(|by| !by.is_none());
    // A list of another length is told by the engine, so all of its answers are handed over.
    let answers = (0..answers.partners() as u32)
        .map(number)
        .collect::<PyResult<_>>()?;
    Ok(Some(engine::Perception {
        question: needed("question")?.extract()?,
        answers,
        agree_at: needed("agree_at")?.extract()?,
        by: by.map(|by| by.extract()).transpose()?,
    }))
}

fn view(view: Option<&str>) -> PyResult<View> {
    match view {
        None => Ok(View::Shared),
        Some("backbone") => Ok(View::Backbone),
        Some(other) => Err(Failure::input(format!(
            "option view: \"{other}\" is not allowed. Expected None or \"backbone\"."
        ))
        .into()),
    }
}

/// Four lines of evidence for a closed set of partners, side by side.
///
/// From :meth:`Network.in_groups`. ``print(found)`` is what the lines say together; ``found.verdicts`` is one
/// word each. Nobody is named, and counts of fewer than three partners are not in it, unless it was made with
/// ``view="backbone"``.
///
/// Examples
/// --------
/// >>> net = cw.example().network("communication", wave="2025")
/// >>> found = net.in_groups(draws=99, completions=2)
/// >>> found.verdicts["structure"], found.set_size, found.named
/// ('supported', 8, None)
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct InGroupEvidence(engine::InGroupEvidence);

#[pymethods]
impl InGroupEvidence {
    /// ``{"structure": "supported", ...}``: supported, not supported or not testable, line by line.
    #[getter]
    fn verdicts(&self) -> BTreeMap<&'static str, &'static str> {
        let line = |line: &engine::Line| (line.name.words(), line.verdict.words());
        self.0.lines.iter().map(line).collect()
    }

    /// Why each line comes to what it comes to.
    #[getter]
    fn reasons(&self) -> BTreeMap<&'static str, &str> {
        let lines = self.0.lines.iter();
        lines
            .map(|line| (line.name.words(), line.reason.as_str()))
            .collect()
    }

    /// What could be known before any result: what is tested, and the smallest p it can give.
    #[getter]
    fn beforehand(&self) -> Vec<String> {
        self.0
            .lines
            .iter()
            .flat_map(|line| line.beforehand.clone())
            .collect()
    }

    /// The numbers of all lines in plain sentences.
    #[getter]
    fn sentences(&self) -> Vec<String> {
        self.0
            .lines
            .iter()
            .flat_map(|line| line.sentences.clone())
            .collect()
    }

    /// What the lines say together.
    #[getter]
    fn reading(&self) -> Vec<String> {
        self.0.reading.clone()
    }

    /// How much the answers that are missing could change.
    #[getter]
    fn sensitivity(&self) -> Vec<String> {
        self.0.sensitivity.clone()
    }

    /// What was assumed, and how it was computed.
    #[getter]
    fn assumptions(&self) -> Vec<String> {
        self.0.assumptions.clone()
    }

    /// Sentences that belong to the numbers wherever they go.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        let lines = self.0.lines.iter().flat_map(|line| &line.caveats);
        let mut all: Vec<String> = Vec::new();
        for caveat in lines.chain(&self.0.limits) {
            if !all.contains(caveat) {
                all.push(caveat.clone());
            }
        }
        all
    }

    /// Number of partners in the closest set; None where no set holds.
    #[getter]
    fn set_size(&self) -> Option<usize> {
        self.0.set_size
    }

    /// Ids of the partner organisations in the set that may be named; None unless made with ``view="backbone"``.
    #[getter]
    fn named(&self) -> Option<Vec<String>> {
        self.0.named.clone()
    }

    /// Every number: ``line, verdict, statistic, label, value, low, high, expected, n, p, p_adjusted, smallest_p,
    /// draws, passed, note``. Null is not defined, or may not be told; the note says which.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.example().network("communication", wave="2025")
    /// >>> net.in_groups(draws=99, completions=2).to_frame()["line"].unique().to_list()
    /// ['structure']
    fn to_frame(&self) -> PyResult<Frame> {
        let of_line = |line: &engine::Line| {
            line.rows
                .iter()
                .map(|_| line.verdict.words())
                .collect::<Vec<_>>()
        };
        let verdicts: Vec<&str> = self.0.lines.iter().flat_map(of_line).collect();
        let rows: Vec<&engine::Row> = self.0.rows().collect();
        let texts = |name: &str, get: fn(&engine::Row) -> &str| {
            let values: Vec<&str> = rows.iter().map(|row| get(row)).collect();
            Series::new(name.into(), values).into_column()
        };
        let numbers = |name: &str, get: fn(&engine::Row) -> Option<f64>| -> Column {
            let values: Vec<Option<f64>> = rows.iter().map(|row| get(row)).collect();
            Series::new(name.into(), values).into_column()
        };
        let counts = |name: &str, get: fn(&engine::Row) -> Option<u64>| -> Column {
            let values: Vec<Option<u64>> = rows.iter().map(|row| get(row)).collect();
            Series::new(name.into(), values).into_column()
        };
        let passed: Vec<Option<bool>> = rows.iter().map(|row| row.passed).collect();
        let columns = vec![
            texts("line", |row| row.line.words()),
            Series::new("verdict".into(), verdicts).into_column(),
            texts("statistic", |row| &row.statistic),
            texts("label", |row| &row.label),
            numbers("value", |row| row.value),
            numbers("low", |row| row.low),
            numbers("high", |row| row.high),
            numbers("expected", |row| row.expected),
            counts("n", |row| row.n),
            numbers("p", |row| row.p),
            numbers("p_adjusted", |row| row.p_adjusted),
            numbers("smallest_p", |row| row.smallest_p),
            counts("draws", |row| row.draws),
            Series::new("passed".into(), passed).into_column(),
            texts("note", |row| &row.note),
        ];
        frame(rows.len(), columns)
    }

    /// Everything as plain Python values, ready for JSON.
    fn to_dict(&self) -> Plain<&engine::InGroupEvidence> {
        Plain(&self.0)
    }

    /// One HTML page, self-contained: verdicts, what could be known beforehand, numbers, sensitivity, limits.
    ///
    /// It holds the matrix of the ties without names, from which insiders can tell who is who: not for the public.
    #[pyo3(signature = (*, title = "Is there a meeting before the meeting?"))]
    fn to_html(&self, py: Python<'_>, title: &str) -> PyResult<String> {
        quick(py, || html::in_groups(&self.0, title))
    }

    /// The ties as a matrix, the closest set first, without names.
    fn plot(&self) -> Figure {
        Figure(matrix_figure(&self.0))
    }

    fn __str__(&self) -> String {
        self.0.reading.join(" ")
    }

    fn __repr__(&self) -> String {
        let lines = self.0.lines.iter();
        let words: Vec<String> = lines
            .map(|line| format!("{} {}", line.name.words(), line.verdict.words()))
            .collect();
        format!("<InGroupEvidence: {}>", words.join(", "))
    }
}

/// What Python's two calls have in common.
struct Asked<'a, 'py> {
    attributes: Option<Names>,
    conjunctions: Option<Vec<BTreeMap<String, String>>>,
    strata: Option<String>,
    perception: Option<SurveyItem<'py>>,
    days_before: i64,
    correction: &'a str,
    alpha: f64,
    draws: i64,
    completions: i64,
    seed: i64,
    without_backbone: bool,
    view: Option<&'a str>,
}

impl Asked<'_, '_> {
    fn options(self, network: &net::Network) -> PyResult<InGroupOptions> {
        Ok(InGroupOptions {
            declared: declared(self.attributes, self.conjunctions),
            strata: self.strata,
            correction: correction(Some(self.correction))?.unwrap_or(Correction::Holm),
            alpha: self.alpha,
            draws: whole("draws", self.draws)?,
            seed: whole("seed", self.seed)?,
            completions: whole("completions", self.completions)?,
            without_backbone: self.without_backbone,
            perception: perception(network, self.perception)?,
            days_before: whole("days_before", self.days_before)?,
            view: view(self.view)?,
        })
    }
}

fn run(
    py: Python<'_>,
    network: &net::Network,
    meetings: Option<&commonweal_network::two_mode::Affiliation>,
    options: &InGroupOptions,
    progress: Option<bool>,
) -> PyResult<InGroupEvidence> {
    let control = Control::new();
    enter(py, "in-groups", progress, &control, || {
        engine::in_groups(network, meetings, options, &control)
    })
    .map(InGroupEvidence)
}

#[pymethods]
impl Network {
    /// Evidence for a closed set of partners, in four lines: structure, composition, access, perception.
    ///
    /// Each line is supported, not supported or not testable, with its reason; what could be known beforehand (the
    /// smallest p a test can give) is stated first. The lines are not added up, nobody is ranked, and nobody is
    /// named unless ``view="backbone"``. Sentences speak of structure, never of intent.
    ///
    /// *Structure* is supported when a set of at least 3 and at most a third of the partners holds over the ways of
    /// looking for it (two pictures of a core, cuts of the values, every respondent set aside, unknown ties filled at
    /// random), fits better than in random networks that keep every partner's number of ties, and is denser inside
    /// than across its boundary. It is found without labels. *Composition*: exact tests of the declared labels,
    /// corrected together. *Access*: do the same partners recur at closed meetings before open ones, and are they this
    /// set? *Perception*: do more than half of all partners agree to a survey item, whatever the silent would say?
    ///
    /// Parameters
    /// ----------
    /// attributes : str or list of str, optional
    ///     Labels declared before anything is seen: ``"size_class"`` tests every level, ``"size_class=large"`` one.
    /// conjunctions : list of dict, optional
    ///     Several levels at once: ``[{"size_class": "large", "title_level": "executive"}]``.
    /// strata : str, optional
    ///     An attribute inside whose levels labels are tested as well: does it explain the rest?
    /// meetings : Affiliation, optional
    ///     Partners by meetings, from ``p.affiliation("events")``.
    /// perception : dict, optional
    ///     ``{"question": str, "answers": attribute or list of codes, "agree_at": code, "by": attribute}``.
    /// days_before : int, default 3
    ///     Days before an open meeting in which a closed one counts.
    /// correction : {"holm", "bh"}
    /// alpha : float, default 0.05
    /// draws : int, default 999
    ///     Random networks, tables and labellings of each test; p = (1 + count)/(1 + draws).
    /// completions : int, default 20
    ///     Ways of filling the unknown ties.
    /// seed : int, default 0
    ///     The same seed gives the same evidence for any number of threads.
    /// without_backbone : bool, default True
    /// view : {None, "backbone"}
    ///     ``"backbone"`` gives the staff exact counts and the ids of organisations that did not refuse to be named.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Notes
    /// -----
    /// Cost: `draws` searches for a core, and methods x cuts x (1 + respondents + completions) more; a few seconds for
    /// 40 partners.
    ///
    /// Source: Borgatti & Everett 1999; Boyd, Fitzgerald & Beck 2006; Kojaku & Masuda 2018; Young, Goldman & O'Connor
    /// 2020 for the question.
    ///
    /// Examples
    /// --------
    /// >>> p = cw.example()
    /// >>> net = p.network("communication", wave="2025")
    /// >>> found = net.in_groups(conjunctions=[{"size_class": "large", "title_level": "executive"}],
    /// ...                       draws=99, completions=2)
    /// >>> found.verdicts["composition"], found.verdicts["access"]
    /// ('supported', 'not testable')
    #[pyo3(signature = (*, attributes = None, conjunctions = None, strata = None, meetings = None,
        perception = None, days_before = 3, correction = "holm", alpha = 0.05, draws = 999,
        completions = 20, seed = 0, without_backbone = true, view = None, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn in_groups(
        &self,
        py: Python<'_>,
        attributes: Option<Names>,
        conjunctions: Option<Vec<BTreeMap<String, String>>>,
        strata: Option<String>,
        meetings: Option<PyRef<'_, Affiliation>>,
        perception: Option<SurveyItem<'_>>,
        days_before: i64,
        correction: &str,
        alpha: f64,
        draws: i64,
        completions: i64,
        seed: i64,
        without_backbone: bool,
        view: Option<&str>,
        progress: Option<bool>,
    ) -> PyResult<InGroupEvidence> {
        let asked = Asked {
            attributes,
            conjunctions,
            strata,
            perception,
            days_before,
            correction,
            alpha,
            draws,
            completions,
            seed,
            without_backbone,
            view,
        };
        let options = asked.options(&self.0)?;
        let meetings = meetings.map(|meetings| meetings.0.clone());
        run(py, &self.0, meetings.as_ref(), &options, progress)
    }
}

#[pymethods]
impl Partnership {
    /// :meth:`Network.in_groups` of one relation in one wave, with the meetings of the tables where there are any.
    ///
    /// Examples
    /// --------
    /// >>> found = cw.example().in_groups("communication", wave="2025", draws=99, completions=2)
    /// >>> found.verdicts["structure"], found.verdicts["access"]
    /// ('supported', 'supported')
    #[pyo3(signature = (layer, *, wave = None, attributes = None, conjunctions = None, strata = None,
        perception = None, days_before = 3, correction = "holm", alpha = 0.05, draws = 999,
        completions = 20, seed = 0, without_backbone = true, view = None, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn in_groups(
        &self,
        py: Python<'_>,
        layer: &str,
        wave: Option<Label>,
        attributes: Option<Names>,
        conjunctions: Option<Vec<BTreeMap<String, String>>>,
        strata: Option<String>,
        perception: Option<SurveyItem<'_>>,
        days_before: i64,
        correction: &str,
        alpha: f64,
        draws: i64,
        completions: i64,
        seed: i64,
        without_backbone: bool,
        view: Option<&str>,
        progress: Option<bool>,
    ) -> PyResult<InGroupEvidence> {
        let asked = NetworkOptions {
            wave: wave.map(|wave| wave.0),
            symmetrise: None,
        };
        let network = quick(py, || self.0.network(layer, &asked))?;
        let tables = self.0.tables();
        let meetings = (tables.given("events") && tables.given("attendance"))
            .then(|| self.0.affiliation(&AffiliationOptions::default()))
            .transpose()
            .map_err(Failure::from)?;
        let asked = Asked {
            attributes,
            conjunctions,
            strata,
            perception,
            days_before,
            correction,
            alpha,
            draws,
            completions,
            seed,
            without_backbone,
            view,
        };
        let options = asked.options(&network)?;
        run(py, &network, meetings.as_ref(), &options, progress)
    }
}
