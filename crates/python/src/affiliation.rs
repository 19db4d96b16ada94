//! `Affiliation`: partners by meetings, and what it says of pairs of partners.

use commonweal_equity::{Confidence, Correction, IntervalMethod, adjust, proportion_interval};
use commonweal_network::two_mode as engine;
use commonweal_network::two_mode::{BackboneOptions, Presence, RecurrenceOptions, TwoModeScores};
use commonweal_network::{Control, Direction};
use commonweal_tables::AttendanceList;
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use crate::arrow::Frame;
use crate::convert::{Plain, whole};
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::measure::direction;
use crate::network::frames::{About, ScoreFrame, described, frame, number_column};
use crate::network::{Network, parse};
use crate::outcomes::correction;

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
        impossible: Option<Vec<(String, String)>>,
    ) -> PyResult<Self> {
        let list = AttendanceList {
            partner: partner.to_owned(),
            event: event.to_owned(),
            attended,
            complete,
            impossible: impossible.unwrap_or_default(),
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

    /// The pairs of partners who were together more often than chance.
    ///
    /// Who comes often meets everybody often: a pair is kept only when random tables with the same totals seldom
    /// bring it together as often.
    ///
    /// Parameters
    /// ----------
    /// method : {"fdsm", "sdsm", "fixed_row"}
    ///     What random tables share with this one. "fdsm": how often each partner came and how many came to each
    ///     meeting, exactly, by draws. "sdsm": both on average, exact p, little power at this size.
    ///     "fixed_row": how often each partner came, whatever the sizes of meetings.
    /// alpha : float, default 0.05
    ///     A pair is kept when its adjusted p is at most this.
    /// correction : {"bh", "holm"} or None
    ///     For the number of pairs, those never together included. None keeps every pair as if it were the only
    ///     one: of 820 pairs 41 are then kept by chance alone.
    /// draws : int, default 9999
    ///     Random tables of "fdsm".
    /// seed : int, default 0
    /// progress : bool, optional
    ///     As in :meth:`Network.closeness`.
    ///
    /// Returns
    /// -------
    /// AffiliationBackbone
    ///
    /// Notes
    /// -----
    /// One-sided. Random tables never put a partner where it could not have come or where nobody knows. Draws of
    /// the same seed are the same on any number of threads. Source: Neal, Domagalski & Sagan (2021).
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": list("aaabbbcd"), "event_id": [1, 2, 3, 1, 2, 3, 4, 5]}
    /// >>> found = cw.Affiliation.from_attendance(sheet).backbone(method="fixed_row", correction=None)
    /// >>> found.to_frame().row(0, named=True)["p_high"]  # one of the 10 ways to choose 3 of 5
    /// 0.1
    #[pyo3(signature = (*, method = "fdsm", alpha = 0.05, correction = Some("bh"), draws = 9999,
        seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn backbone(
        &self,
        py: Python<'_>,
        method: &str,
        alpha: f64,
        correction: Option<&str>,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<AffiliationBackbone> {
        let options = BackboneOptions {
            method: parse(method)?,
            alpha,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        let correction: Option<Correction> = self::correction(correction)?;
        let control = Control::new();
        let found = enter(py, "backbone", progress, &control, || {
            let adjusted = |p: &[f64]| match correction {
                Some(correction) => adjust(p, correction),
                None => p.to_vec(),
            };
            self.0.backbone(&options, adjusted, &control)
        })?;
        Ok(AffiliationBackbone {
            found,
            correction: correction.map(Correction::name),
        })
    }

    /// Whether the same partners recur at closed meetings in the days before open ones.
    ///
    /// Needs meetings with a day and a known `open`. A closed meeting belongs to the first open meeting on a
    /// later day. The overlap is the mean, over pairs of such occasions, of the partners present at both divided
    /// by those present at either.
    ///
    /// Parameters
    /// ----------
    /// days : int, default 3
    ///     How many days before an open meeting count.
    /// null : {"attendance", "dates"}
    ///     "attendance": random tables with the same attendance of partners and meetings (curveball): is it the
    ///     same partners more than attendance explains? "dates": each partner's closed meetings are shuffled
    ///     among those it could attend: are the meetings just before open ones different from other closed ones?
    /// draws : int, default 999
    /// seed : int, default 0
    /// progress : bool, optional
    ///     As in :meth:`Network.closeness`.
    ///
    /// Returns
    /// -------
    /// Recurrence
    ///
    /// Notes
    /// -----
    /// Records say nothing about what was said, and a meeting nobody recorded is not in them. A partner recorded
    /// as not invited is never drawn: to ask about invitations themselves, build the table without them.
    ///
    /// Examples
    /// --------
    /// >>> found = cw.example().affiliation("events").recurrence(days=3, draws=99)
    /// >>> found.n_preceded, found.n_open
    /// (14, 28)
    #[pyo3(signature = (*, days = 3, null = "attendance", draws = 999, seed = 0, progress = None))]
    fn recurrence(
        &self,
        py: Python<'_>,
        days: i64,
        null: &str,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<Recurrence> {
        let options = RecurrenceOptions {
            days: whole("days", days)?,
            null: parse(null)?,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        let control = Control::new();
        let found = enter(py, "recurrence", progress, &control, || {
            self.0.recurrence(&options, &control)
        })?;
        Ok(Recurrence {
            found,
            affiliation: self.0.clone(),
        })
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

/// Pairs of partners who were together more often than chance. ``print(b)`` is a plain sentence.
///
/// From :meth:`Affiliation.backbone`.
///
/// Examples
/// --------
/// >>> sheet = {"partner_id": list("aaabbbcd"), "event_id": [1, 2, 3, 1, 2, 3, 4, 5]}
/// >>> cw.Affiliation.from_attendance(sheet).backbone(draws=99)
/// <AffiliationBackbone: 0 of 6 pairs kept, fdsm>
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct AffiliationBackbone {
    found: engine::Backbone,
    correction: Option<&'static str>,
}

#[pymethods]
impl AffiliationBackbone {
    /// One row a pair: ``first_id, second_id, together, expected, p_high, p_low, smallest_p, adjusted_p, kept``.
    ///
    /// Every pair that a meeting could have brought together is there. `smallest_p` is the smallest p the pair
    /// could have had: compare it with alpha before reading any p.
    fn to_frame(&self) -> PyResult<ScoreFrame> {
        let pairs = &self.found.pairs;
        let labels = self.found.network.labels();
        let id = |name: &str, of: fn(&engine::BackbonePair) -> u32| {
            let ids: Vec<String> = pairs
                .iter()
                .map(|p| labels.get(of(p)).into_owned())
                .collect();
            Series::new(name.into(), ids).into_column()
        };
        let number = |name: &str, of: fn(&engine::BackbonePair) -> f64| {
            number_column(name, pairs.iter().map(of).collect())
        };
        let kept: Vec<bool> = pairs.iter().map(|p| p.kept).collect();
        let together: Vec<u32> = pairs.iter().map(|p| p.together).collect();
        let columns = vec![
            id("first_id", |p| p.first),
            id("second_id", |p| p.second),
            Series::new("together".into(), together).into_column(),
            number("expected", |p| p.expected),
            number("p_high", |p| p.p_high),
            number("p_low", |p| p.p_low),
            number("smallest_p", |p| p.smallest),
            number("adjusted_p", |p| p.adjusted),
            Series::new("kept".into(), kept).into_column(),
        ];
        let about = About {
            measure: "backbone".to_owned(),
            unit: "meetings together, and chances of as many".to_owned(),
            direction: direction(Direction::None),
            coverage: self.found.coverage,
            convention: self.convention(),
            caveats: self.found.caveats.clone(),
            citation: self.found.citation.clone(),
        };
        described(pairs.len(), columns, about)
    }

    /// The kept pairs as an undirected network; pairs that no meeting could have brought together are unknown.
    #[getter]
    fn network(&self) -> Network {
        Network(self.found.network.clone())
    }

    /// Number of pairs kept.
    #[getter]
    fn n_kept(&self) -> usize {
        self.found.network.ties()
    }

    /// Number of pairs tested.
    #[getter]
    fn n_pairs(&self) -> usize {
        self.found.pairs.len()
    }

    /// The model of chance.
    #[getter]
    fn method(&self) -> String {
        self.found.options.method.to_string()
    }

    /// Seed of the draws.
    #[getter]
    fn seed(&self) -> u64 {
        self.found.options.seed
    }

    /// Share of the cells in which a partner could have come of which it is known whether it did.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.found.coverage
    }

    /// The model, what it holds fixed, and the correction for the number of pairs.
    #[getter]
    fn convention(&self) -> String {
        format!(
            "{}; one-sided; correction: {}",
            self.found.convention,
            self.correction.unwrap_or("none")
        )
    }

    /// Sentences that belong to the result wherever it goes.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// Source of the model.
    #[getter]
    fn citation(&self) -> &str {
        &self.found.citation
    }

    fn __str__(&self) -> &str {
        &self.found.sentence
    }

    fn __repr__(&self) -> String {
        format!(
            "<AffiliationBackbone: {} of {} pairs kept, {}>",
            self.n_kept(),
            self.n_pairs(),
            self.found.options.method
        )
    }
}

/// Closed meetings in the days before open ones, and whether the same partners recur. ``print(r)`` is a plain
/// sentence. Nobody is named; counts of one or two partners are hidden.
///
/// From :meth:`Affiliation.recurrence`.
///
/// Examples
/// --------
/// >>> found = cw.example().affiliation("events").recurrence(draws=99)
/// >>> found.test["p_high"]
/// 0.01
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Recurrence {
    found: engine::Recurrence,
    affiliation: engine::Affiliation,
}

#[pymethods]
impl Recurrence {
    /// Open meetings whose day is known.
    #[getter]
    fn n_open(&self) -> u32 {
        self.found.open_meetings
    }

    /// Open meetings with a closed meeting in the days before.
    #[getter]
    fn n_preceded(&self) -> usize {
        self.found.preceded.len()
    }

    /// Mean over pairs of occasions of the partners present at both over those present at either; None with fewer
    /// than two occasions.
    #[getter]
    fn overlap(&self) -> Option<f64> {
        self.found.overlap
    }

    /// The overlap beside chance: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None where there
    /// is no overlap, or without draws.
    #[getter]
    fn test(&self) -> Option<Plain<&commonweal_network::nulls::Beyond>> {
        self.found.overlap_test.as_ref().map(Plain)
    }

    /// Number of partners at half of the occasions or more; None for one or two, which could point at them.
    #[getter]
    fn regulars(&self) -> Option<usize> {
        self.found.regulars_shown()
    }

    /// The number of regulars beside chance; None where the number is hidden or there is no test.
    #[getter]
    fn regulars_test(&self) -> Option<Plain<&commonweal_network::nulls::Beyond>> {
        self.found.regulars_shown()?;
        self.found.regulars_test.as_ref().map(Plain)
    }

    /// The partners at half of the occasions or more. Only the backbone's own view names partners.
    ///
    /// Parameters
    /// ----------
    /// view : {"backbone"}
    ///     Said in full, so that nobody is named by accident.
    #[pyo3(signature = (*, view))]
    fn regular_partners(&self, view: &str) -> PyResult<Vec<String>> {
        if view != "backbone" {
            return Err(Failure::input(format!(
                "option view: \"{view}\" is not allowed. Partners are named in the backbone's own view only: view=\"backbone\"."
            ))
            .into());
        }
        let labels = self.affiliation.labels();
        let regulars = self.found.regulars.iter();
        Ok(regulars.map(|&i| labels.get(i).into_owned()).collect())
    }

    /// One row an open meeting with a closed one before: ``open_event, closed_events, days_before, present``.
    ///
    /// `present` counts the partners known to have been at a closed one; null for one or two.
    fn to_frame(&self) -> PyResult<Frame> {
        let rows = &self.found.preceded;
        let name = |e: u32| self.affiliation.meetings()[e as usize].name.as_str();
        let open: Vec<&str> = rows.iter().map(|p| name(p.open)).collect();
        let closed: Vec<String> = rows
            .iter()
            .map(|p| {
                p.closed
                    .iter()
                    .map(|&e| name(e))
                    .collect::<Vec<_>>()
                    .join("|")
            })
            .collect();
        let days: Vec<u32> = rows.iter().map(|p| p.days).collect();
        let present: Vec<Option<u32>> = rows.iter().map(engine::Preceded::present_shown).collect();
        frame(
            rows.len(),
            vec![
                Series::new("open_event".into(), open).into_column(),
                Series::new("closed_events".into(), closed).into_column(),
                Series::new("days_before".into(), days).into_column(),
                Series::new("present".into(), present).into_column(),
            ],
        )
    }

    /// Seed of the draws.
    #[getter]
    fn seed(&self) -> u64 {
        self.found.seed
    }

    /// Share of the cells in which a partner could have come of which it is known whether it did.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.found.coverage
    }

    /// The definition used.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// Sentences that belong to the result wherever it goes.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    fn __str__(&self) -> &str {
        &self.found.sentence
    }

    fn __repr__(&self) -> String {
        format!(
            "<Recurrence: {} of {} open meetings with a closed one before, {} days>",
            self.found.preceded.len(),
            self.found.open_meetings,
            self.found.days
        )
    }
}
