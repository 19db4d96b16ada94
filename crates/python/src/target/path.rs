//! The way to the goal.

use commonweal_equity::Path;
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Target;
use crate::arrow::Frame;
use crate::convert::Wholes;
use crate::errors::Failure;
use crate::figure::Figure;
use crate::outcomes::Outcomes;

#[pymethods]
impl Target {
    /// The way to the goal, one row a year: ``year, cohort, rate, required, additional, cumulative,
    /// change``.
    ///
    /// Parameters
    /// ----------
    /// kind : {"linear"}
    ///     The same change of the rate every year.
    /// cohorts : list of int, optional
    ///     Children in each year after the baseline, where enrolment changes.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.path()["additional"].to_list()
    /// [0.0, 80.0, 160.0, 240.0, 320.0, 400.0]
    #[pyo3(signature = (kind = "linear", *, cohorts = None))]
    fn path(&self, kind: &str, cohorts: Option<Wholes>) -> PyResult<Frame> {
        if kind != "linear" {
            return Err(Failure::input(format!(
                "option kind: \"{kind}\" is not allowed. Expected one of linear."
            ))
            .into());
        }
        let path = match cohorts {
            Some(cohorts) => self.target.path_for(Path::Linear, &cohorts.0),
            None => self.target.path(Path::Linear),
        };
        let path = path.map_err(Failure::from)?;
        Ok(Frame(
            tab::outcomes::path_frame(&path).map_err(Failure::from)?,
        ))
    }

    /// Draw the path with its milestones; `outcomes` adds what was observed before the baseline.
    #[pyo3(signature = (outcomes = None))]
    fn plot(&self, outcomes: Option<&Bound<'_, Outcomes>>) -> PyResult<Figure> {
        let path = self.target.path(Path::Linear).map_err(Failure::from)?;
        let history = match outcomes {
            Some(outcomes) => outcomes.get().0.history().map_err(Failure::from)?,
            None => Vec::new(),
        };
        Ok(Figure(charts::path_figure(
            &self.target,
            &path,
            &history,
            &self.words,
        )))
    }
}
