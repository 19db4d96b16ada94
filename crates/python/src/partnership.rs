//! `Partnership`: tables of a place. And `read` and `example`, which make one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use commonweal_partnership as part;
use commonweal_partnership::{Audience, Evidence, EvidenceOptions};
use commonweal_tables as tab;
use commonweal_tables::{AffiliationOptions, DuplicateTies, NetworkOptions, ReadOptions, SelfTies};
use polars::prelude::DataFrame;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::affiliation::Affiliation;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Plain, Whole};
use crate::door::quick;
use crate::errors::Failure;
use crate::in_groups;
use crate::network::{Network, parse};
use crate::outcomes::Outcomes;
use crate::target::Target;

impl From<part::ReadError> for Failure {
    fn from(error: part::ReadError) -> Self {
        match error {
            part::ReadError::Problems(problems) => Self::from(problems),
            other => Self::input(other),
        }
    }
}

impl From<commonweal_report::html::ReportError> for Failure {
    fn from(error: commonweal_report::html::ReportError) -> Self {
        Self::other(error)
    }
}

/// The tables of a partnership, checked, and the networks, outcomes and targets in them.
///
/// Made by :func:`read` or :func:`example`.
///
/// Examples
/// --------
/// >>> p = cw.example()
/// >>> sorted(p.tables)[:3]
/// ['attendance', 'events', 'indicators']
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Partnership(pub(crate) part::Partnership);

#[pymethods]
impl Partnership {
    /// Name of the partnership: that of its folder or workbook.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Warnings and notices of the reader, one row each: ``code, severity, table, row, column, found,
    /// expected, cure``. Errors would have stopped the reading.
    #[getter]
    fn problems(&self) -> PyResult<Frame> {
        Ok(Frame(self.0.problems().to_frame().map_err(Failure::from)?))
    }

    /// What was loaded, typed, as a dict of frames. Contact data and free text are not in it.
    #[getter]
    fn tables(&self) -> PyResult<Tables> {
        Ok(Tables(self.0.tables().frames().map_err(Failure::from)?))
    }

    /// The network of one relation in one wave.
    ///
    /// Partners without ties are in it; what nobody answered is unknown.
    ///
    /// Parameters
    /// ----------
    /// layer : str
    ///     Which relation: an id of the table ``layers``.
    /// wave : str or int, optional
    ///     May be left out when there is one only.
    /// symmetrise : {"either", "both", "mean", "max", "min", "none"}, optional
    ///     How two reports about a pair become one; the layer's own rule by default.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.example().network("communication", wave="2025")
    /// >>> net.coverage().answered, net.coverage().asked
    /// (27, 41)
    #[pyo3(signature = (layer, *, wave = None, symmetrise = None))]
    fn network(
        &self,
        py: Python<'_>,
        layer: &str,
        wave: Option<Label>,
        symmetrise: Option<&str>,
    ) -> PyResult<Network> {
        let options = NetworkOptions {
            wave: wave.map(|wave| wave.0),
            symmetrise: symmetrise.map(parse).transpose()?,
        };
        quick(py, || self.0.network(layer, &options)).map(Network)
    }

    /// Partners by meetings, from the tables ``events`` and ``attendance``.
    ///
    /// A partner that was not a member that day, or is recorded as not invited, could not have come. A partner
    /// without a row was absent where ``attendance_complete`` is yes, else unknown.
    ///
    /// Parameters
    /// ----------
    /// table : {"events"}
    ///     Where the meetings are.
    /// types : str or list of str, optional
    ///     Types of meeting to keep, for example ``"plenary"``; all by default.
    /// invitations : bool, default True
    ///     Whether a partner recorded as not invited could not have come. Switch it off to ask about
    ///     invitations themselves.
    ///
    /// Examples
    /// --------
    /// >>> meetings = cw.example().affiliation("events")
    /// >>> meetings.n_partners, meetings.n_events
    /// (41, 116)
    #[pyo3(signature = (table = "events", *, types = None, invitations = true))]
    fn affiliation(
        &self,
        py: Python<'_>,
        table: &str,
        types: Option<Names>,
        invitations: bool,
    ) -> PyResult<Affiliation> {
        if table != "events" {
            return Err(wrong("table", table, "events"));
        }
        let options = AffiliationOptions {
            types: types.map_or_else(Vec::new, Names::into_vec),
            invitations,
        };
        quick(py, || self.0.affiliation(&options)).map(Affiliation)
    }

    /// The outcomes of one indicator. Places are the dimension ``place_id``.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> o.rates(period="2024-25").select("n", "successes").row(0)
    /// (2000, 1200)
    fn outcomes(&self, indicator: &str) -> PyResult<Outcomes> {
        Ok(Outcomes(self.0.outcomes(indicator).map_err(Failure::from)?))
    }

    /// The target for all children of one indicator, from the table ``targets``.
    ///
    /// Examples
    /// --------
    /// >>> cw.example().target("early_reading").children
    /// 400
    fn target(&self, indicator: &str) -> PyResult<Target> {
        let target = self.0.target(indicator).map_err(Failure::from)?;
        let outcomes = self.0.outcomes(indicator).map_err(Failure::from)?;
        Ok(Target {
            target,
            words: outcomes.words().clone(),
        })
    }

    /// Everything a report shows, as plain Python values.
    #[pyo3(signature = (*, audience = "partners"))]
    fn evidence(&self, py: Python<'_>, audience: &str) -> PyResult<Plain<Evidence>> {
        let options = EvidenceOptions {
            audience: self::audience(audience)?,
            ..EvidenceOptions::default()
        };
        quick(py, || Ok::<_, Failure>(Evidence::gather(&self.0, &options))).map(Plain)
    }

    /// Write the report: one self-contained HTML file that opens offline and prints.
    ///
    /// Parameters
    /// ----------
    /// path : path
    /// audience : {"partners", "public"}
    ///     The public report has no map and names no partner.
    /// title : str, optional
    /// attributes, conjunctions, strata
    ///     Labels whose share in the closest set of partners is tested, as in :meth:`Network.in_groups`.
    #[pyo3(signature = (path, *, audience = "partners", title = None, attributes = None,
        conjunctions = None, strata = None))]
    #[allow(clippy::too_many_arguments)]
    fn report(
        &self,
        py: Python<'_>,
        path: PathBuf,
        audience: &str,
        title: Option<String>,
        attributes: Option<Names>,
        conjunctions: Option<Vec<BTreeMap<String, String>>>,
        strata: Option<String>,
    ) -> PyResult<()> {
        let options = EvidenceOptions {
            title,
            audience: self::audience(audience)?,
            declared: in_groups::declared(attributes, conjunctions),
            strata,
        };
        quick(py, || {
            commonweal_report::html::write(&Evidence::gather(&self.0, &options), &path)
        })
    }

    fn __repr__(&self) -> String {
        let tables = self.0.tables();
        format!(
            "<Partnership {}: {} partners, {} waves, {} ties, {} outcomes, {} warnings>",
            self.0.name(),
            tables.partners.len(),
            tables.wave_ids().len(),
            tables.ties.len(),
            tables.outcomes.len(),
            self.0.problems().warnings().count()
        )
    }
}

/// Frames by the names of their tables, in the order of the contract.
struct Tables(Vec<(&'static str, DataFrame)>);

impl<'py> IntoPyObject<'py> for Tables {
    type Target = PyDict;
    type Output = Bound<'py, Self::Target>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        type_hint_identifier!("builtins", "str"),
        Frame::OUTPUT_TYPE
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let tables = PyDict::new(py);
        for (name, frame) in self.0 {
            tables.set_item(name, Frame(frame))?;
        }
        Ok(tables)
    }
}

fn audience(text: &str) -> Result<Audience, Failure> {
    match text {
        "partners" => Ok(Audience::Partners),
        "public" => Ok(Audience::Public),
        _ => Err(Failure::input(format!(
            "option audience: \"{text}\" is not allowed. Expected one of partners, public."
        ))),
    }
}

/// A path, or a frame for each table.
pub(crate) enum Source {
    Path(PathBuf),
    Frames(BTreeMap<String, Frame>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Source {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "str"),
        type_hint_subscript!(
            type_hint_identifier!("os", "PathLike"),
            type_hint_identifier!("builtins", "str")
        ),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Mapping"),
            type_hint_identifier!("builtins", "str"),
            Frame::INPUT_TYPE
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let told = |what: String| {
            PyErr::from(Failure::input(format!(
                "{what} was given. Expected the path of a folder or workbook, or a dict of frames such as \
                 {{\"partners\": ..., \"ties\": ...}}."
            )))
        };
        let Ok(mapping) = object.cast::<PyMapping>() else {
            let path = object.extract::<PathBuf>();
            return path
                .map(Self::Path)
                .or_else(|_| Err(told(format!("a {}", object.get_type().name()?))));
        };
        let mut frames = BTreeMap::new();
        for item in mapping.items()?.iter() {
            let (name, frame): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let name: String = name
                .extract()
                .map_err(|_| told(format!("a dict with the key {name}")))?;
            let frame = frame.extract::<Frame>().map_err(|error| {
                // Which of the frames it was.
                match error
                    .value(object.py())
                    .call_method1("add_note", (format!("in the table \"{name}\""),))
                {
                    Ok(_) => error,
                    Err(other) => other,
                }
            })?;
            frames.insert(name, frame);
        }
        Ok(Self::Frames(frames))
    }
}

/// Read a partnership: a folder of CSV files, one ``.xlsx`` workbook, or a dict of frames.
///
/// Nothing is changed or merged silently: each of the options below repairs one kind of thing, and only
/// when asked to.
///
/// Parameters
/// ----------
/// data : path or dict of frames
///     Frames of polars, pandas, pyarrow or DuckDB by table name, ``{"partners": ..., "ties": ...}``.
/// rename : dict, optional
///     Names of columns as found and the names they stand for: ``{"to": "target_id"}``.
/// header_row : dict, optional
///     Row of the column names by table, where it is not the first: ``{"partners": 3}``.
/// duplicates : {"error", "max", "mean", "last"}
///     Two values for the same tie.
/// self_ties : {"error", "drop"}
/// labels : bool, default False
///     Read tie values that are labels of their scale ("weekly").
/// excel_dates : bool, default False
///     Read Excel's day numbers in date columns.
/// truthy : list of str, optional
///     More words that mean yes.
/// allow_unassigned : bool, default False
///     Accept groups that do not add up to their total.
/// scheme : str, optional
///     The category standard to use where there are several.
///
/// Raises
/// ------
/// InputError
///     With every problem of every table; ``error.problems`` is a frame of them.
///
/// Examples
/// --------
/// >>> p = cw.read({"partners": {"partner_id": ["a", "b"]}})
/// >>> len(p.tables["partners"])
/// 2
#[pyfunction]
#[pyo3(signature = (data, *, rename = None, header_row = None, duplicates = "error",
    self_ties = "error", labels = false, excel_dates = false, truthy = None,
    allow_unassigned = false, scheme = None))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn read(
    py: Python<'_>,
    data: Source,
    rename: Option<BTreeMap<String, String>>,
    header_row: Option<BTreeMap<String, Whole<u32>>>,
    duplicates: &str,
    self_ties: &str,
    labels: bool,
    excel_dates: bool,
    truthy: Option<Names>,
    allow_unassigned: bool,
    scheme: Option<String>,
) -> PyResult<Partnership> {
    let options = ReadOptions {
        rename: rename.unwrap_or_default(),
        header_row: header_row
            .unwrap_or_default()
            .into_iter()
            .map(|(table, row)| (table, row.0))
            .collect(),
        duplicates: match duplicates {
            "error" => DuplicateTies::Error,
            "max" => DuplicateTies::Max,
            "mean" => DuplicateTies::Mean,
            "last" => DuplicateTies::Last,
            _ => return Err(wrong("duplicates", duplicates, "error, max, mean, last")),
        },
        self_ties: match self_ties {
            "error" => SelfTies::Error,
            "drop" => SelfTies::Drop,
            _ => return Err(wrong("self_ties", self_ties, "error, drop")),
        },
        labels,
        excel_dates,
        truthy: truthy.map_or_else(Vec::new, Names::into_vec),
        allow_unassigned,
        scheme,
    };
    quick(py, || match data {
        Source::Path(path) => part::Partnership::read(path, &options).map_err(Failure::from),
        Source::Frames(frames) => {
            let frames = frames.iter().map(|(name, frame)| (name.as_str(), &frame.0));
            let loaded = tab::read_frames(frames, &options);
            part::Partnership::from_loaded("partnership", loaded).map_err(Failure::from)
        }
    })
    .map(Partnership)
}

fn wrong(option: &str, found: &str, allowed: &str) -> PyErr {
    Failure::input(format!(
        "option {option}: \"{found}\" is not allowed. Expected one of {allowed}."
    ))
    .into()
}

/// The example partnership: synthetic, with a known truth.
///
/// 41 organisations of an invented valley asked twice who they work with, two years of meetings, and the
/// reading results of 30 schools over six years.
///
/// Examples
/// --------
/// >>> cw.example().name
/// 'Tarrow Valley (example)'
#[pyfunction]
pub(crate) fn example(py: Python<'_>) -> PyResult<Partnership> {
    quick(py, part::Partnership::example).map(Partnership)
}
