//! The meeting before the meeting.

use commonweal_network::Control;
use commonweal_network::nulls::Beyond;
use commonweal_network::two_mode as engine;
use commonweal_network::two_mode::RecurrenceOptions;
use commonweal_partnership::in_groups::may_be_named;
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::Affiliation;
use crate::arrow::Frame;
use crate::convert::{Plain, whole};
use crate::door::enter;
use crate::errors::Failure;
use crate::network::frames::frame;
use crate::network::parse;

#[pymethods]
impl Affiliation {
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
    fn test(&self) -> Option<Plain<&Beyond>> {
        self.found.overlap_test.as_ref().map(Plain)
    }

    /// Number of partners at half of the occasions or more; None for one or two, which could point at them.
    #[getter]
    fn regulars(&self) -> Option<usize> {
        self.found.regulars_shown()
    }

    /// The number of regulars beside chance; None where the number is hidden or there is no test.
    #[getter]
    fn regulars_test(&self) -> Option<Plain<&Beyond>> {
        self.found.regulars_shown()?;
        self.found.regulars_test.as_ref().map(Plain)
    }

    /// The partners at half of the occasions or more. Only the backbone's own view names partners, and persons and
    /// those that refused to be named (``consent_named``) are left out.
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
        let nameable = |&&i: &&u32| may_be_named(self.affiliation.attributes(), i);
        let regulars = self.found.regulars.iter().filter(nameable);
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
