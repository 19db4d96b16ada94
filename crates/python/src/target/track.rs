//! Is the goal within reach, and is it being reached.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, Wording};
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Target;
use super::past::{observed, past, peers};
use super::path::{shape, way};
use crate::arrow::Frame;
use crate::convert::{Names, Plain, Typed, Whole, Wholes};
use crate::door::quick;
use crate::errors::Failure;

#[pymethods]
impl Target {
    /// The milestones of a path, each with the range of counts that would be consistent with it.
    ///
    /// Print the ranges in the work plan before the results are known. A range is the central part of
    /// the binomial distribution at the year's rate, with exact tails: the counts that
    /// :meth:`on_track` calls consistent. In a school of sixty children it is so wide that a year says
    /// little; ``smallest_n`` is the cohort from which on standing still at the baseline rate would be
    /// seen. Cost: O(√cohort) a year.
    ///
    /// Parameters
    /// ----------
    /// path : str, default "linear"
    ///     The shape of the way, as ``kind`` of :meth:`path`.
    /// confidence : float, default 0.95
    ///     Share of the distribution inside of the range, at least.
    /// quiet_years, every, to, cohorts, growth
    ///     As in :meth:`path`.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.milestones().to_frame().select("year", "required", "low", "high").row(1)
    /// (2028, 1360, 1319, 1401)
    #[pyo3(signature = (path = "linear", *, confidence = 0.95, quiet_years = None, every = None,
        to = None, cohorts = None, growth = None))]
    #[allow(clippy::too_many_arguments, reason = "options of one call, by keyword")]
    fn milestones(
        &self,
        py: Python<'_>,
        path: &str,
        confidence: f64,
        quiet_years: Option<Whole<u32>>,
        every: Option<Whole<u32>>,
        to: Option<&str>,
        cohorts: Option<Wholes>,
        growth: Option<Typed>,
    ) -> PyResult<Milestones> {
        let shape = shape(path, quiet_years, every, to)?;
        let confidence = Confidence::new(confidence).map_err(Failure::from)?;
        let way = way(&self.target, shape, cohorts, growth)?;
        let found = quick(py, || way.milestones(confidence))?;
        Ok(Milestones {
            found,
            words: self.words.clone(),
        })
    }

    /// Where results stand beside the milestones of their years: ahead, consistent or behind.
    ///
    /// Behind says that a result this low or lower has a probability below (1 − confidence)/2 at the
    /// milestone's rate, by the exact binomial tail; ahead the same on the other side (turned round when
    /// lower is better). Consistent is neither: it does not say that the milestone was met. The number
    /// of children is the one observed. A count that is a range has a status only where all its
    /// completions have the same one.
    ///
    /// Parameters
    /// ----------
    /// observed : dict or Outcomes
    ///     ``{2028: (1300, 2000)}``: the children who reach the outcome and all children of a year. A
    ///     count that is only known as a range is a pair, ``{2028: ((10, 19), 60)}``; None is unknown. Of
    ///     outcomes, the totals of the periods that end after the baseline year.
    /// path : str, default "linear"
    ///     The shape of the way, as ``kind`` of :meth:`path`.
    /// confidence : float, default 0.95
    ///     Both tails together hold the rest.
    /// quiet_years, every, to, cohorts, growth
    ///     As in :meth:`path`. A result is judged by its own number of children, whatever was planned.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> print(t.on_track({2028: (1300, 2000)}))
    /// 2028: 1,300 of 2,000 children reach the outcome, behind the milestone of 68.0 % (p = .0023).
    /// Rule: exact binomial tails at the milestone's rate, 2.5 % on each side.
    #[pyo3(signature = (observed, *, path = "linear", confidence = 0.95, quiet_years = None,
        every = None, to = None, cohorts = None, growth = None))]
    #[allow(clippy::too_many_arguments, reason = "options of one call, by keyword")]
    fn on_track(
        &self,
        py: Python<'_>,
        observed: &Bound<'_, PyAny>,
        path: &str,
        confidence: f64,
        quiet_years: Option<Whole<u32>>,
        every: Option<Whole<u32>>,
        to: Option<&str>,
        cohorts: Option<Wholes>,
        growth: Option<Typed>,
    ) -> PyResult<OnTrack> {
        let shape = shape(path, quiet_years, every, to)?;
        let confidence = Confidence::new(confidence).map_err(Failure::from)?;
        let way = way(&self.target, shape, cohorts, growth)?;
        let observed = self::observed(observed, &self.target)?;
        let found = quick(py, || way.on_track(&observed, confidence))?;
        Ok(OnTrack {
            found,
            words: self.words.clone(),
        })
    }

    /// The goal beside the past of the indicator, and beside that of peers.
    ///
    /// After m past yearly changes with mean d and standard deviation s, the chance of a change D in T
    /// years is 1 − F((D − T d)/(s √(T + T²/m))), F Student's t with m − 1 degrees of freedom: few years
    /// give a wide prediction. It says what follows if the past goes on, not what a new effort can do.
    /// Only years up to the baseline year count, and only changes between consecutive years; fewer than
    /// two give a reason in place of a chance.
    ///
    /// Parameters
    /// ----------
    /// history : Outcomes, dict or list
    ///     The totals of outcomes, ``{2022: "57%", 2023: (1162, 2000)}`` (rates, or children who reach
    ///     the outcome and all children), or a list of rates whose last one is the baseline year's; None
    ///     is a year that is not known. With counts the sampling variance p (1 − p)/n of each year is
    ///     taken out of the past changes as well: ``reach_less_sampling``.
    /// peers : Outcomes or dict, optional
    ///     Other places with their own past: outcomes by place, or ``{"name": history}`` with histories
    ///     as above. Reported is the share of their windows of T years with a change as large, (k + 1)/(w +
    ///     2), and the number of peers, because windows of one peer overlap.
    /// peers_by : str or list of str, optional
    ///     What a peer is, for outcomes; all their dimensions by default.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> found = t.feasibility(["57%", "58.1%", "57.6%", "59.2%", "60%"])
    /// >>> round(found.reach, 4)
    /// 0.0062
    #[pyo3(signature = (history, *, peers = None, peers_by = None))]
    fn feasibility(
        &self,
        py: Python<'_>,
        history: &Bound<'_, PyAny>,
        peers: Option<&Bound<'_, PyAny>>,
        peers_by: Option<Names>,
    ) -> PyResult<Feasibility> {
        let history = past(history, &self.target)?;
        let peers = peers
            .map(|given| self::peers(given, peers_by, &self.target))
            .transpose()?;
        let found = quick(py, || self.target.feasibility(&history, peers.as_deref()))?;
        Ok(Feasibility {
            found,
            words: self.words.clone(),
        })
    }

    /// The reading that makes a headcount stated beside the rates right: "level", "flow" or "average".
    ///
    /// Baseline, goal and cohort fix the number of children; one that fits no reading is an error that
    /// says what it would take.
    ///
    /// Parameters
    /// ----------
    /// headcount : int
    ///     The number stated.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.check(headcount=400)
    /// 'level'
    #[pyo3(signature = (*, headcount))]
    fn check(&self, headcount: Whole<u64>) -> PyResult<&'static str> {
        let reading = self.target.check(headcount.0).map_err(Failure::from)?;
        Ok(match reading {
            eq::ReadingKind::Level => "level",
            eq::ReadingKind::Flow => "flow",
            eq::ReadingKind::Average => "average",
        })
    }
}

/// Milestones announced in advance. ``print(m)`` is one sentence a year.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Milestones {
    found: eq::Milestones,
    words: Wording,
}

#[pymethods]
impl Milestones {
    /// How the ranges are made.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// One row a year: ``year, cohort, rate, required, low, high, smallest_n``.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::milestones_frame(&self.found);
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!("<Milestones: {} years>", self.found.milestones.len())
    }
}

/// Results beside their milestones. ``print(t)`` is one sentence a year.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct OnTrack {
    found: eq::OnTrack,
    words: Wording,
}

#[pymethods]
impl OnTrack {
    /// The rule in words.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// The status of each year: "ahead", "consistent", "behind" or "not assessable".
    #[getter]
    fn status(&self) -> std::collections::BTreeMap<i32, &'static str> {
        let years = self.found.years.iter();
        years.map(|year| (year.year, year.status.name())).collect()
    }

    /// One row a year: ``year, n, successes, rate, milestone, at_most, at_least, p, status, reason``.
    ///
    /// ``at_most`` and ``at_least`` are the two tails at the milestone's rate, ``p`` the smaller one.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::on_track_frame(&self.found);
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!("<OnTrack: {} years>", self.found.years.len())
    }
}

/// A goal beside the past. ``print(f)`` says it in sentences.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Feasibility {
    found: eq::Feasibility,
    words: Wording,
}

#[pymethods]
impl Feasibility {
    /// Chance to reach the goal if the years to come vary like the past ones; None with a ``reason``.
    #[getter]
    fn reach(&self) -> Option<f64> {
        self.found.reach
    }

    /// The same after the sampling variance of each year is taken out of the past changes; None where
    /// children are not counted.
    #[getter]
    fn reach_less_sampling(&self) -> Option<f64> {
        self.found.reach_less_sampling
    }

    /// Why there is no chance.
    #[getter]
    fn reason(&self) -> Option<&str> {
        self.found.reason.as_deref()
    }

    /// Required pace in percentage points a year.
    #[getter]
    fn pace_pp(&self) -> f64 {
        self.found.pace_pp
    }

    /// Required pace in log odds a year; None where baseline or goal is 0 or 100 %.
    #[getter]
    fn pace_log_odds(&self) -> Option<f64> {
        self.found.pace_log_odds
    }

    /// Share of the indicator's own past windows of the target's length that were slower, in percent; 100
    /// says that it was never done. None without such a window.
    #[getter]
    fn percentile(&self) -> Option<f64> {
        self.found.past_windows.percentile
    }

    /// Peers with at least one window of the target's length; None without peers.
    #[getter]
    fn peers(&self) -> Option<usize> {
        self.found.peers.as_ref().map(|peers| peers.peers)
    }

    /// Share of the peers' windows with a change as large, add-one smoothed; None without a window.
    #[getter]
    fn peer_share(&self) -> Option<f64> {
        self.found.peers.as_ref().and_then(|peers| peers.share)
    }

    /// Sentences that belong to the numbers: breaks in the history, regression to the mean.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// How the chance is computed.
    #[getter]
    fn convention(&self) -> &str {
        self.found.convention
    }

    /// Everything as plain Python values.
    fn to_dict(&self) -> Plain<&eq::Feasibility> {
        Plain(&self.found)
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        let reach = self
            .found
            .reach
            .map_or_else(|| "not known".to_owned(), |reach| format!("{reach:.4}"));
        format!("<Feasibility: chance {reach}>")
    }
}
