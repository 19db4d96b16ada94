//! `Affiliation`: partners by meetings, and what it says of pairs of partners.

mod backbone;
mod recurrence;

use commonweal_equity::{Confidence, IntervalMethod, proportion_interval};
use commonweal_network::two_mode as engine;
use commonweal_network::two_mode::{Presence, TwoModeScores};
use commonweal_network::{Control, Direction};
use commonweal_tables::{AttendanceList, announcements, decisions};
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::PartnerId;
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::measure::{Measure, direction};
use crate::network::frames::{About, ScoreFrame, described, frame, number_column};
use crate::network::{Network, parse};
pub(crate) use backbone::AffiliationBackbone;
pub(crate) use recurrence::Recurrence;

/// Partners by meetings: a two-mode table. Immutable.
///
/// Build one with :meth:`Affiliation.from_attendance`, or take it from a partnership with
/// ``p.affiliation("events")``. Of each partner and meeting it is known that the partner was there, was not
/// there, could not have come (not yet a member, not invited: a structural zero), or it is unknown.
///
/// Examples
/// --------
/// >>> sheet = {"partner_id": ["a", "b", "a", "c"], "event_id": ["May", "May", "June", "June"]}
/// >>> meetings = cw.Affiliation.from_attendance(sheet)
/// >>> meetings
/// <Affiliation: 3 partners, 2 meetings, 4 attendances>
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Affiliation(pub(crate) engine::Affiliation);

#[pymethods]
impl Affiliation {
    /// Build the table from an attendance list.
    ///
    /// Parameters
    /// ----------
    /// data : frame
    ///     One row an attendance: a partner at a meeting.
    /// partner, event : str
    ///     Names of columns.
    /// attended : str, optional
    ///     A column that says yes, no or unknown. Without it every row is an attendance.
    /// partners : frame, optional
    ///     Every partner, as in :meth:`Network.from_ties`. Without it the partners are those in `data`, and
    ///     whoever never came cannot be seen.
    /// events : frame, optional
    ///     Every meeting: ``event_id`` (or its first column), ``date`` and ``open`` (yes/no) where known.
    /// complete : bool, default True
    ///     Whether a partner without a row was absent, instead of unknown.
    /// impossible : list of (partner, event), optional
    ///     Where a partner could not have come: not a member that day, or not invited. Left as plain absences,
    ///     late joiners look like a circle of their own.
    ///
    /// Raises
    /// ------
    /// InputError
    ///     With every problem of the tables at once.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "a", "c"], "event_id": ["May", "May", "June", "June"]}
    /// >>> meetings = cw.Affiliation.from_attendance(sheet, impossible=[("c", "May")])
    /// >>> meetings.attendance()["eligible"].to_list()
    /// [2, 2, 1]
    #[staticmethod]
    #[pyo3(signature = (data, *, partner = "partner_id", event = "event_id", attended = None,
        partners = None, events = None, complete = true, impossible = None))]
    #[allow(clippy::too_many_arguments)]
    fn from_attendance(
        py: Python<'_>,
        data: Frame,
        partner: &str,
        event: &str,
        attended: Option<String>,
        partners: Option<Frame>,
        events: Option<Frame>,
        complete: bool,
        impossible: Option<Vec<(PartnerId, PartnerId)>>,
    ) -> PyResult<Self> {
        let list = AttendanceList {
            partner: partner.to_owned(),
            event: event.to_owned(),
            attended,
            complete,
            impossible: impossible
                .unwrap_or_default()
                .into_iter()
                .map(|(partner, event)| (partner.0, event.0))
                .collect(),
        };
        quick(py, || {
            list.affiliation(
                &data.0,
                partners.as_ref().map(|frame| &frame.0),
                events.as_ref().map(|frame| &frame.0),
            )
        })
        .map(Self)
    }

    /// Number of partners, those who never came included.
    #[getter]
    fn n_partners(&self) -> usize {
        self.0.partners()
    }

    /// Number of meetings.
    #[getter]
    fn n_events(&self) -> usize {
        self.0.meetings().len()
    }

    /// Share of the cells in which a partner could have come of which it is known whether it did.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.0.coverage()
    }

    /// How the table came about, as sentences.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes().to_vec()
    }

    /// How often each partner came of the times it could have: ``partner_id, attended, eligible, unknown, rate,
    /// low, high``.
    ///
    /// `eligible` counts the meetings it could have attended and of which it is known whether it did; the
    /// interval is Wilson's, 95 %. A partner without such a meeting has no rate.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
    /// >>> cw.Affiliation.from_attendance(sheet).attendance().select("partner_id", "attended", "rate").rows()
    /// [('a', 2, 1.0), ('b', 1, 0.5)]
    fn attendance(&self) -> PyResult<ScoreFrame> {
        let n = self.0.partners() as u32;
        let attended: Vec<u64> = (0..n).map(|i| self.0.attended(i)).collect();
        let eligible: Vec<u64> = (0..n).map(|i| self.0.eligible(i)).collect();
        let unknown = (0..n).map(|i| {
            let row = self.0.row(i).iter();
            row.filter(|c| **c == Presence::Unknown).count() as u64
        });
        let mut intervals = Vec::with_capacity(attended.len());
        for (&came, &able) in attended.iter().zip(&eligible) {
            let wilson =
                proportion_interval(came, able, IntervalMethod::Wilson, Confidence::default());
            intervals.push(wilson.map_err(Failure::input)?);
        }
        let bound = |of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
            let ends = intervals.iter().map(|i| i.as_ref().map_or(f64::NAN, of));
            ends.collect()
        };
        let columns = vec![
            self.partner_column("partner_id", 0..n),
            counts("attended", &attended),
            counts("eligible", &eligible),
            counts("unknown", &unknown.collect::<Vec<_>>()),
            number_column("rate", self.0.degree(true).partners),
            number_column("low", bound(|i| i.0)),
            number_column("high", bound(|i| i.1)),
        ];
        described(
            n as usize,
            columns,
            self.about(
                "attendance rate",
                "share of the meetings the partner could have attended",
                "attended over eligible and known; Wilson interval, 95 %",
                "Wilson (1927), J. Am. Stat. Assoc. 22, 209-212",
            ),
        )
    }

    /// How many came to each meeting: ``event_id, open, attended, eligible, unknown, rate``.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
    /// >>> cw.Affiliation.from_attendance(sheet).events().select("event_id", "attended", "eligible").rows()
    /// [('May', 2, 2), ('June', 1, 2)]
    fn events(&self) -> PyResult<Frame> {
        let m = self.0.meetings().len() as u32;
        let kind = |kind| -> Vec<u64> { (0..m).map(|e| self.0.at_meeting(e, kind)).collect() };
        let attended = kind(Presence::Present);
        let absent = kind(Presence::Absent);
        let eligible: Vec<u64> = attended.iter().zip(absent).map(|(a, b)| a + b).collect();
        let open: Vec<Option<bool>> = self.0.meetings().iter().map(|e| e.open).collect();
        let columns = vec![
            self.event_column("event_id", 0..m),
            Series::new("open".into(), open).into_column(),
            counts("attended", &attended),
            counts("eligible", &eligible),
            counts("unknown", &kind(Presence::Unknown)),
            number_column("rate", self.0.degree(true).meetings),
        ];
        frame(m as usize, columns)
    }

    /// The network of partners who were at meetings together: undirected, valued.
    ///
    /// Only meetings that both could have attended, and of which it is known whether they did, count. A pair
    /// without such a meeting is unknown, not untied.
    ///
    /// Parameters
    /// ----------
    /// weighting : {"count", "jaccard", "newman", "bonacich"}
    ///     Common meetings; the same over meetings of at least one of them; the sum of 1/(attendance - 1) over
    ///     common meetings (Newman 2001); Bonacich's overlap (1972), 1/2 for independence.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "c", "a", "b"], "event_id": ["May"] * 3 + ["June"] * 2}
    /// >>> cw.Affiliation.from_attendance(sheet).project("newman").ties().rows()
    /// [('a', 'b', 1.5), ('a', 'c', 0.5), ('b', 'c', 0.5)]
    #[pyo3(signature = (weighting = "count"))]
    fn project(&self, py: Python<'_>, weighting: &str) -> PyResult<Network> {
        let weighting = parse(weighting)?;
        quick(py, || self.0.project(weighting)).map(Network)
    }

    /// Share of the recorded decisions that were taken before the day of the meeting that lists them.
    ///
    /// Parameters
    /// ----------
    /// data : frame
    ///     One row a decision: ``decided_on``, ``event_id`` (the meeting that lists it) and, where recorded,
    ///     ``authority`` (yes, no or unknown). Meetings need a date.
    ///
    /// Examples
    /// --------
    /// >>> meetings = cw.example().affiliation("events")
    /// >>> taken = {"decided_on": ["2023-07-18", "2023-07-20"], "event_id": ["M004", "M004"]}
    /// >>> 0 <= float(meetings.decided_before(taken)) <= 1
    /// True
    fn decided_before(&self, data: Frame) -> PyResult<Measure> {
        let taken = decisions(&data.0, &self.0).map_err(Failure::from)?;
        Ok(Measure(self.0.decided_before(&taken)))
    }

    /// Median days from the announcement of a meeting to the day it took place.
    ///
    /// Parameters
    /// ----------
    /// data : frame
    ///     One row a meeting: ``event_id`` and ``announced_on``. Meetings need a date.
    ///
    /// Examples
    /// --------
    /// >>> events = {"event_id": ["May"], "date": ["2025-05-20"]}
    /// >>> meetings = cw.Affiliation.from_attendance({"partner_id": ["a"], "event_id": ["May"]}, events=events)
    /// >>> float(meetings.notice({"event_id": ["May"], "announced_on": ["2025-05-06"]}))
    /// 14.0
    fn notice(&self, data: Frame) -> PyResult<Measure> {
        let announced = announcements(&data.0, &self.0).map_err(Failure::from)?;
        Ok(Measure(self.0.notice(&announced)))
    }

    /// Meetings of each partner and partners of each meeting: ``mode, id, degree``.
    ///
    /// Parameters
    /// ----------
    /// normalized : bool, default False
    ///     The share of those that were possible and known.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
    /// >>> cw.Affiliation.from_attendance(sheet).degree().rows()
    /// [('partner', 'a', 2.0), ('partner', 'b', 1.0), ('meeting', 'May', 2.0), ('meeting', 'June', 1.0)]
    #[pyo3(signature = (*, normalized = false))]
    fn degree(&self, normalized: bool) -> PyResult<ScoreFrame> {
        self.scores(self.0.degree(normalized))
    }

    /// Closeness in the two-mode network, normalised for each mode: ``mode, id, closeness``.
    ///
    /// 1 when every node of the other mode is one step away and everybody of the own mode two (Borgatti & Everett
    /// 1997); where not everybody is reached, times the share reached, as networkx.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
    /// >>> cw.Affiliation.from_attendance(sheet).closeness()["closeness"].round(3).to_list()
    /// [1.0, 0.667, 1.0, 0.667]
    #[pyo3(signature = (*, progress = None))]
    fn closeness(&self, py: Python<'_>, progress: Option<bool>) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let scores = enter(py, "closeness", progress, &control, || {
            self.0.closeness(&control)
        })?;
        self.scores(scores)
    }

    /// Betweenness in the two-mode network: ``mode, id, betweenness``.
    ///
    /// Parameters
    /// ----------
    /// normalized : bool, default True
    ///     Divided by the most that a node of its mode can have (Borgatti & Everett 1997, with the general
    ///     maximum: the one printed there for more partners than meetings is wrong).
    /// progress : bool, optional
    ///     As in :meth:`Network.closeness`.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
    /// >>> cw.Affiliation.from_attendance(sheet).betweenness(normalized=False)["betweenness"].to_list()
    /// [2.0, 0.0, 2.0, 0.0]
    #[pyo3(signature = (*, normalized = true, progress = None))]
    fn betweenness(
        &self,
        py: Python<'_>,
        normalized: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let scores = enter(py, "betweenness", progress, &control, || {
            self.0.betweenness(normalized, &control)
        })?;
        self.scores(scores)
    }

    /// The table as one undirected network of partners and meetings, with the attribute ``mode``.
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
    /// >>> cw.Affiliation.from_attendance(sheet).to_network()
    /// <Network: 4 partners, 3 ties, undirected>
    fn to_network(&self, py: Python<'_>) -> PyResult<Network> {
        quick(py, || self.0.to_network()).map(Network)
    }

    fn __repr__(&self) -> String {
        let n = self.0.partners() as u32;
        format!(
            "<Affiliation: {n} partners, {} meetings, {} attendances>",
            self.0.meetings().len(),
            (0..n).map(|i| self.0.attended(i)).sum::<u64>()
        )
    }
}

impl Affiliation {
    fn scores(&self, scores: TwoModeScores) -> PyResult<ScoreFrame> {
        let (n, m) = (scores.partners.len(), scores.meetings.len());
        let mode: Vec<&str> = (0..n + m)
            .map(|k| if k < n { "partner" } else { "meeting" })
            .collect();
        let ids: Vec<String> = (0..n as u32)
            .map(|i| self.0.labels().get(i).into_owned())
            .chain(self.0.meetings().iter().map(|e| e.name.clone()))
            .collect();
        let values = [scores.partners, scores.meetings].concat();
        let columns = vec![
            Series::new("mode".into(), mode).into_column(),
            Series::new("id".into(), ids).into_column(),
            number_column(&scores.name, values),
        ];
        let about = About {
            measure: scores.name,
            unit: scores.unit,
            direction: direction(scores.direction),
            coverage: scores.coverage,
            convention: scores.convention,
            caveats: scores.caveats,
            citation: scores.citation,
        };
        described(n + m, columns, about)
    }

    /// What belongs to a frame of this table; the caveats are those of any of its measures.
    fn about(&self, measure: &str, unit: &str, convention: &str, citation: &str) -> About {
        let degree = self.0.degree(false);
        About {
            measure: measure.to_owned(),
            unit: unit.to_owned(),
            direction: direction(Direction::None),
            coverage: degree.coverage,
            convention: convention.to_owned(),
            caveats: degree.caveats,
            citation: citation.to_owned(),
        }
    }

    fn partner_column(&self, name: &str, partners: impl Iterator<Item = u32>) -> Column {
        let ids: Vec<String> = partners
            .map(|i| self.0.labels().get(i).into_owned())
            .collect();
        Series::new(name.into(), ids).into_column()
    }

    fn event_column(&self, name: &str, events: impl Iterator<Item = u32>) -> Column {
        let ids: Vec<&str> = events
            .map(|e| self.0.meetings()[e as usize].name.as_str())
            .collect();
        Series::new(name.into(), ids).into_column()
    }
}

fn counts(name: &str, values: &[u64]) -> Column {
    Series::new(name.into(), values).into_column()
}
