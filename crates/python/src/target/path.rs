//! The way to the goal.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, HalvingTo, Path, Rate, RateOptions, Trajectory};
use commonweal_report::charts::{self, Fan};
use commonweal_report::figure::{TrackStatus, Tracked};
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Target;
use crate::arrow::Frame;
use crate::convert::{Names, Typed, Whole, Wholes};
use crate::errors::Failure;
use crate::figure::Figure;
use crate::outcomes::Outcomes;

#[pymethods]
impl Target {
    /// The way to the goal, one row a year: ``year, cohort, rate, required, additional, cumulative,
    /// change``.
    ///
    /// ``required`` is the smallest whole number of children at or above the year's rate (the largest at
    /// or below it when lower is better). It is decided in whole numbers also where the rate is a root,
    /// so it is never one off. ``additional`` compares with the baseline rate in the same cohort,
    /// ``change`` with the count of the baseline year: they differ when enrolment changes.
    ///
    /// Parameters
    /// ----------
    /// kind : {"linear", "geometric", "geometric_complement", "logit", "gap_halving", "delayed"}
    ///     What is the same every year: the change of the rate; its factor; the factor of the share that
    ///     does not reach the outcome; the change of the log odds; the years in which half of a distance
    ///     closes; or nothing for some quiet years and then equal steps. A shape is a convention about
    ///     the years between, not a forecast.
    /// quiet_years : int, optional
    ///     For ``"delayed"``: years without change, 2 by default.
    /// every : int, optional
    ///     For ``"gap_halving"``: years in which half of the distance is closed. This path does not aim
    ///     at the goal year; it stays at the goal once it is there.
    /// to : {"best", "goal"}, optional
    ///     For ``"gap_halving"``: the distance to 100 % (0 % when lower is better), the default, or to
    ///     the goal, which is then never quite reached.
    /// cohorts : list of int, optional
    ///     Children in each year after the baseline, where enrolment changes.
    /// growth : str or float, optional
    ///     Change of enrolment a year, ``"-2%"``, in place of ``cohorts``; each year is rounded to whole
    ///     children.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> t.path()["additional"].to_list()
    /// [0.0, 80.0, 160.0, 240.0, 320.0, 400.0]
    /// >>> t.path("logit")["required"].to_list()
    /// [1200, 1293, 1380, 1460, 1534, 1600]
    /// >>> t.path(growth="-2%").select("cohort", "additional", "change").row(5)
    /// (1808, 362.2, 247.0)
    #[pyo3(signature = (kind = "linear", *, quiet_years = None, every = None, to = None, cohorts = None,
        growth = None))]
    #[allow(clippy::too_many_arguments, reason = "options of one call, by keyword")]
    fn path(
        &self,
        kind: &str,
        quiet_years: Option<Whole<u32>>,
        every: Option<Whole<u32>>,
        to: Option<&str>,
        cohorts: Option<Wholes>,
        growth: Option<Typed>,
    ) -> PyResult<Frame> {
        let shape = shape(kind, quiet_years, every, to)?;
        let path = way(&self.target, shape, cohorts, growth)?;
        Ok(Frame(
            tab::outcomes::path_frame(&path).map_err(Failure::from)?,
        ))
    }

    /// Draw the way to the goal with its milestones.
    ///
    /// Parameters
    /// ----------
    /// outcomes : Outcomes, optional
    ///     Adds what was observed before the baseline.
    /// path, quiet_years, every, to
    ///     The shape, as in :meth:`path`.
    /// beside : str or list of str, optional
    ///     Other shapes to draw as lines: of rates, so enrolment does not move them.
    /// bands : bool, default False
    ///     Adds the ranges announced in advance, as in :meth:`milestones`.
    /// observed : Outcomes or dict, optional
    ///     Results since the baseline with where they stand, as in :meth:`on_track`. A year that is known only
    ///     as a range is hatched, and no line goes through it.
    /// confidence : float, default 0.95
    ///     Of the ranges and of where the results stand.
    /// cohorts, growth
    ///     Changing enrolment, as in :meth:`path`.
    ///
    /// Examples
    /// --------
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    /// >>> figure = t.plot(beside=["delayed", "logit"], bands=True, observed={2027: (1250, 2000)})
    #[pyo3(signature = (outcomes = None, *, path = "linear", quiet_years = None, every = None, to = None,
        beside = None, bands = false, observed = None, confidence = 0.95, cohorts = None, growth = None))]
    #[allow(clippy::too_many_arguments, reason = "options of one call, by keyword")]
    fn plot(
        &self,
        outcomes: Option<&Bound<'_, Outcomes>>,
        path: &str,
        quiet_years: Option<Whole<u32>>,
        every: Option<Whole<u32>>,
        to: Option<&str>,
        beside: Option<Names>,
        bands: bool,
        observed: Option<&Bound<'_, PyAny>>,
        confidence: f64,
        cohorts: Option<Wholes>,
        growth: Option<Typed>,
    ) -> PyResult<Figure> {
        let shape = shape(path, quiet_years, every, to)?;
        let confidence = Confidence::new(confidence).map_err(Failure::from)?;
        let way = way(&self.target, shape, cohorts, growth)?;
        let history = match outcomes {
            Some(outcomes) => {
                let outcomes = &outcomes.get().0;
                outcomes.agree_with(&self.target).map_err(Failure::from)?;
                outcomes.history().map_err(Failure::from)?
            }
            None => Vec::new(),
        };
        let mut others = Vec::new();
        for kind in beside.map_or_else(Vec::new, Names::into_vec) {
            let shape = self::shape(&kind, None, None, None)?;
            others.push((kind, self.target.path(shape).map_err(Failure::from)?));
        }
        let mut fan = Fan {
            shapes: others
                .iter()
                .map(|(kind, way)| (kind.clone(), way))
                .collect(),
            ..Fan::default()
        };
        if bands {
            let found = way.milestones(confidence).map_err(Failure::from)?;
            let band = |m: &eq::Milestone| charts::band(m.year, m.low?, m.high?, m.cohort);
            fan.bands = found.milestones.iter().filter_map(band).collect();
        }
        if let Some(observed) = observed {
            let observed = super::past::observed(observed, &self.target)?;
            let found = way.on_track(&observed, confidence).map_err(Failure::from)?;
            for ((year, counts), track) in observed.iter().zip(&found.years) {
                let rate = Rate::new(counts, RateOptions::default()).map_err(Failure::from)?;
                fan.ranges.extend(charts::observed_range(*year, &rate));
                fan.tracked
                    .extend(charts::observation(*year, &rate).map(|observed| Tracked {
                        observed,
                        status: match track.status {
                            eq::TrackStatus::Ahead => TrackStatus::Ahead,
                            eq::TrackStatus::Consistent => TrackStatus::Consistent,
                            eq::TrackStatus::Behind => TrackStatus::Behind,
                            eq::TrackStatus::NotAssessable => TrackStatus::NotAssessable,
                        },
                    }));
            }
        }
        Ok(Figure(charts::fan_figure(
            &self.target,
            &way,
            &history,
            fan,
            &self.words,
        )))
    }
}

/// The shape that the options name; an option that belongs to another shape is told.
pub(crate) fn shape(
    kind: &str,
    quiet_years: Option<Whole<u32>>,
    every: Option<Whole<u32>>,
    to: Option<&str>,
) -> Result<Path, Failure> {
    let strays = [
        ("quiet_years", quiet_years.is_some(), "delayed"),
        ("every", every.is_some(), "gap_halving"),
        ("to", to.is_some(), "gap_halving"),
    ];
    let path = match kind {
        "linear" => Path::Linear,
        "geometric" => Path::Geometric,
        "geometric_complement" => Path::GeometricComplement,
        "logit" => Path::Logit,
        "delayed" => Path::Delayed {
            quiet_years: quiet_years.map_or(2, |years| years.0),
        },
        "gap_halving" => Path::GapHalving {
            every: every
                .ok_or_else(|| {
                    Failure::input(
                        "a gap_halving path needs every=, the years in which half of the distance is closed.",
                    )
                })?
                .0,
            to: match to {
                None | Some("best") => HalvingTo::Best,
                Some("goal") => HalvingTo::Goal,
                Some(other) => {
                    return Err(Failure::input(format!(
                        "option to: \"{other}\" is not allowed. Expected one of best, goal."
                    )));
                }
            },
        },
        _ => {
            return Err(Failure::input(format!(
                "path \"{kind}\" is not known. Expected one of linear, geometric, \
                 geometric_complement, logit, gap_halving, delayed."
            )));
        }
    };
    match strays.iter().find(|(_, given, of)| *given && *of != kind) {
        Some((name, _, of)) => Err(Failure::input(format!(
            "option {name} belongs to the {of} path, and the path is {kind}. Leave it out, or ask for \
             \"{of}\"."
        ))),
        None => Ok(path),
    }
}

/// The path with constant or changing enrolment.
pub(super) fn way(
    target: &eq::Target,
    path: Path,
    cohorts: Option<Wholes>,
    growth: Option<Typed>,
) -> Result<Trajectory, Failure> {
    let way = match (cohorts, growth) {
        (Some(_), Some(_)) => {
            return Err(Failure::input(
                "cohorts and growth both say how enrolment changes. Give one of them.",
            ));
        }
        (Some(cohorts), None) => target.path_for(path, &cohorts.0),
        (None, Some(growth)) => target.path_for(path, &target.cohorts_growing(growth.0)?),
        (None, None) => target.path(path),
    };
    Ok(way?)
}
