//! Goals for every group, and quick wins.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, Exact, GoalMethod, GoalRule, QuickWinOptions, Wording};
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Target;
use super::allocate::cells;
use crate::arrow::Frame;
use crate::convert::{Fraction, Label, Names, Typed, Whole, borrowed, whole};
use crate::door::quick;
use crate::errors::Failure;
use crate::outcomes::Outcomes;

#[pymethods]
impl Target {
    /// The goals of every group for every year, by one rule.
    ///
    /// A group that is already better stays where it is. Counts are taken for a group of its present
    /// size. A group whose counts are censored, or that has no children, has no goal, with the reason.
    ///
    /// Parameters
    /// ----------
    /// outcomes : Outcomes
    ///     Where the groups stand, and for ``"reset"`` the results of later years.
    /// by : str or list of str
    ///     What a group is.
    /// rule : {"common_end", "halve", "halve_gap", "steps", "reset", "maintain"}
    ///     ``common_end``: every group at the target's goal in its last year. ``halve``: every group
    ///     halves its distance to ``to``. ``halve_gap``: every group halves its gap to the baseline rate
    ///     of ``reference``. All three in equal steps. ``steps``: ``step`` more every year. ``reset``:
    ///     the last result and ``step`` where that result reached its goal, otherwise the same goal.
    ///     ``maintain``: nobody falls behind the baseline.
    /// to : str or float, optional
    ///     For ``halve``: the level, 100 % by default (0 % when lower is better).
    /// reference : str, optional
    ///     For ``halve_gap``: the name of a group: its level, or all its levels as printed.
    /// step : str or float, optional
    ///     For ``steps``, and for ``reset``, where it is 2 points by default.
    /// near_step, within : str or float, optional
    ///     For ``reset``: the step where the last result is nearer to the best rate than ``within``; 1
    ///     point above 95 % by default.
    /// period : str or int, optional
    ///     The period of the baselines; by default the one that ends in the target's baseline year, and
    ///     the latest where there is none.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"group": ["Grade 3"], "k": [30], "n": [200]}, successes="k", total="n", by="group"
    /// ... )
    /// >>> t = cw.Target(baseline="15%", goal="75%", cohort=200, start=2029, years=10)
    /// >>> goals = t.goals(o, by="group", rule="common_end").to_frame()
    /// >>> goals["rate"].head(3).to_list(), goals["required"].head(3).to_list()
    /// ([0.21, 0.27, 0.33], [42, 54, 66])
    #[pyo3(signature = (outcomes, *, by, rule = "common_end", to = None, reference = None, step = None,
        near_step = None, within = None, period = None))]
    #[allow(clippy::too_many_arguments, reason = "options of one call, by keyword")]
    fn goals(
        &self,
        outcomes: &Bound<'_, Outcomes>,
        by: Names,
        rule: &str,
        to: Option<Typed>,
        reference: Option<Label>,
        step: Option<Typed>,
        near_step: Option<Typed>,
        within: Option<Typed>,
        period: Option<Label>,
    ) -> PyResult<Goals> {
        let by = by.into_vec();
        let outcomes = &outcomes.get().0;
        outcomes.agree_with(&self.target).map_err(Failure::from)?;
        let rule = RuleOptions {
            to,
            reference: reference.map(|reference| reference.0),
            step,
            near_step,
            within,
        }
        .rule(rule)?;
        let start = self.target.start();
        let ends_in_start = |label: &&str| tab::outcomes::end_year(label) == Some(start);
        let found = match &period {
            Some(period) => Some(&**period),
            None => outcomes.periods().into_iter().find(ends_in_start),
        };
        let groups = outcomes
            .counts(&borrowed(&by), found)
            .map_err(Failure::from)?;
        let results =
            tab::outcomes::yearly_counts(outcomes, &borrowed(&by)).map_err(Failure::from)?;
        let found = self
            .target
            .goals(&groups, &rule, &results)
            .map_err(Failure::from)?;
        Ok(Goals {
            found,
            by,
            words: self.words.clone(),
        })
    }

    /// Cells that a few children bring to the goal within a year, and how little of the whole they are.
    ///
    /// There is no authority on the term; the definition is printed with the result: 1 to
    /// ``most_children`` short of the goal, ``min_n`` children or more, and with peers a change no
    /// larger than the ``quantile`` of their one-year changes. Rates are as observed, not shrunk: part
    /// of a small cell's distance is chance.
    ///
    /// Parameters
    /// ----------
    /// outcomes : Outcomes
    ///     Where each cell stands.
    /// by : str or list of str
    ///     What a cell is: ``["school", "race"]``. Groups that overlap are refused.
    /// most_children : int, default 5
    /// min_n : int, default 10
    ///     Cells with fewer children are not assessed; nor are years of peers.
    /// peers : Outcomes, optional
    ///     Whose changes between consecutive years limit the pace, in cells of the same ``by``; the same
    ///     outcomes may be given. Peers without a single such change are refused: they set no limit.
    /// quantile : str or float, optional
    ///     Of the changes of ``peers``, 0.75 by default; refused without peers.
    /// period : str or int, optional
    ///     The latest by default.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"school": ["1", "2"], "k": [14, 46], "n": [20, 80]}, successes="k", total="n", by="school"
    /// ... )
    /// >>> t = cw.Target(baseline="60%", goal="80%", cohort=100, start=2026, years=5)
    /// >>> found = t.quick_wins(o, by="school")
    /// >>> found.to_frame().select("school", "need").rows(), found.known_need
    /// ([('1', 2)], 20)
    #[pyo3(signature = (outcomes, *, by, most_children = 5, min_n = 10, peers = None,
        quantile = None, period = None))]
    #[allow(clippy::too_many_arguments, reason = "options of one call, by keyword")]
    fn quick_wins(
        &self,
        py: Python<'_>,
        outcomes: &Bound<'_, Outcomes>,
        by: Names,
        most_children: i64,
        min_n: i64,
        peers: Option<&Bound<'_, Outcomes>>,
        quantile: Option<Typed>,
        period: Option<Label>,
    ) -> PyResult<QuickWins> {
        let by = by.into_vec();
        if quantile.is_some() && peers.is_none() {
            return Err(Failure::input(
                "option quantile: it is one of the changes of peers, and no peers are given. Give peers=, or leave it out.",
            )
            .into());
        }
        let cells = cells(&self.target, outcomes, &by, period.as_deref())?;
        let peers = peers.map(|peers| &peers.get().0);
        let (most_children, min_n) = (
            whole("most_children", most_children)?,
            whole("min_n", min_n)?,
        );
        let found = quick(py, || -> Result<_, tab::Error> {
            let columns = borrowed(&by);
            let mut options = QuickWinOptions {
                most_children,
                min_n,
                ..QuickWinOptions::default()
            };
            if let Some(peers) = peers {
                peers.agree_with(&self.target)?;
                let pasts = tab::outcomes::pasts(peers, &columns)?;
                let changes = eq::one_year_changes(&pasts, peers.direction(), min_n)?;
                options.peer_changes = Some(changes);
            }
            if let Some(quantile) = quantile {
                options.quantile = quantile.0;
            }
            Ok(self.target.quick_wins(&cells, options)?)
        })?;
        Ok(QuickWins {
            found,
            by,
            words: self.words.clone(),
        })
    }
}

/// A goal rate from a baseline, by a target-setting method of Healthy People 2030 (Hubbard and others 2020).
///
/// Parameters
/// ----------
/// successes, n : int
///     Children who reach the outcome at the baseline, and all children.
/// method : {"percent_improvement", "percentage_points", "minimal_significance", "maintain"}
///     A relative change of the rate; a change in points; the smallest change that is significant with
///     two cohorts of this size (two independent proportions, unpooled standard error, two-sided); or
///     the baseline.
/// by : str or float, optional
///     The change of the first two, in the good direction: ``"10%"``.
/// confidence : float, default 0.95
///     Of the significant change.
/// direction : {"higher", "lower"}
///     Which way is better.
///
/// Returns
/// -------
/// fractions.Fraction
///     The exact rate, as ``goal`` of :class:`Target` takes it; never beyond 100 % or 0 %.
///
/// Examples
/// --------
/// >>> cw.goal_rate(1200, 2000, method="percentage_points", by="20%")
/// Fraction(4, 5)
#[pyfunction]
#[pyo3(signature = (successes, n, *, method, by = None, confidence = 0.95, direction = "higher"))]
pub(crate) fn goal_rate(
    successes: Whole<u64>,
    n: Whole<u64>,
    method: &str,
    by: Option<Typed>,
    confidence: f64,
    direction: &str,
) -> PyResult<Fraction> {
    let direction = crate::outcomes::direction(direction)?;
    if by.is_some() && matches!(method, "maintain" | "minimal_significance") {
        return Err(Failure::input(format!(
            "option by: the method {method} has none. It belongs to percent_improvement and percentage_points."
        ))
        .into());
    }
    let by = || match &by {
        Some(by) => Ok(by.0),
        None => Err(Failure::input(format!(
            "the method {method} needs by=, such as \"10%\"."
        ))),
    };
    let method = match method {
        "percent_improvement" => GoalMethod::PercentImprovement { share: by()? },
        "percentage_points" => GoalMethod::PercentagePoints { points: by()? },
        "minimal_significance" => GoalMethod::MinimalSignificance {
            confidence: Confidence::new(confidence).map_err(Failure::from)?,
        },
        "maintain" => GoalMethod::Maintain,
        _ => {
            return Err(Failure::input(format!(
                "option method: \"{method}\" is not allowed. Expected one of percent_improvement, \
                 percentage_points, minimal_significance, maintain."
            ))
            .into());
        }
    };
    let goal = eq::goal_rate(successes.0, n.0, direction, method).map_err(Failure::from)?;
    Ok(Fraction(goal.rate))
}

/// The options of the rules; one that belongs to another rule is told.
struct RuleOptions {
    to: Option<Typed>,
    reference: Option<String>,
    step: Option<Typed>,
    near_step: Option<Typed>,
    within: Option<Typed>,
}

impl RuleOptions {
    fn rule(self, name: &str) -> Result<GoalRule, Failure> {
        let strays = [
            ("to", self.to.is_some(), &["halve"][..]),
            ("reference", self.reference.is_some(), &["halve_gap"][..]),
            ("step", self.step.is_some(), &["steps", "reset"][..]),
            ("near_step", self.near_step.is_some(), &["reset"][..]),
            ("within", self.within.is_some(), &["reset"][..]),
        ];
        let known = [
            "common_end",
            "halve",
            "halve_gap",
            "steps",
            "reset",
            "maintain",
        ];
        if !known.contains(&name) {
            return Err(Failure::input(format!(
                "option rule: \"{name}\" is not allowed. Expected one of {}.",
                known.join(", ")
            )));
        }
        if let Some((option, _, of)) = strays
            .iter()
            .find(|(_, given, of)| *given && !of.contains(&name))
        {
            return Err(Failure::input(format!(
                "option {option} belongs to the rule {}, and the rule is {name}. Leave it out.",
                of.join(" or ")
            )));
        }
        let needs = |option: &str| Failure::input(format!("the rule {name} needs {option}=."));
        let hundredths = |given: Option<Typed>, points: i128| match given {
            Some(given) => Ok(given.0),
            None => Exact::new(points, 100),
        };
        Ok(match name {
            "common_end" => GoalRule::CommonEnd,
            "halve" => GoalRule::Halve {
                to: self.to.map(|to| to.0),
            },
            "halve_gap" => GoalRule::HalveGap {
                reference: self.reference.ok_or_else(|| needs("reference"))?,
            },
            "steps" => GoalRule::Steps {
                step: self.step.ok_or_else(|| needs("step"))?.0,
            },
            "reset" => GoalRule::Reset {
                step: hundredths(self.step, 2)?,
                near_step: hundredths(self.near_step, 1)?,
                within: hundredths(self.within, 5)?,
            },
            _ => GoalRule::Maintain,
        })
    }
}

/// Goals by group and year. ``print(g)`` names the rule and the goals of the last year.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Goals {
    found: eq::Goals,
    by: Vec<String>,
    words: Wording,
}

#[pymethods]
impl Goals {
    /// The rule in words, with its reference.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// One row a group and year: the dimensions, ``year, n, baseline, rate, required, additional,
    /// reason``. ``required`` is the count at the goal in a group of the present size, ``additional``
    /// what that is beyond the present count; null with a ``reason`` where there is no goal.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::goals_frame(&self.found, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!("<Goals: {}>", self.found.convention)
    }
}

/// Quick wins and their share of the whole. ``print(q)`` gives both and the definition.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct QuickWins {
    found: eq::QuickWins,
    by: Vec<String>,
    words: Wording,
}

#[pymethods]
impl QuickWins {
    /// Children short of the goal in all cells whose counts are exact.
    #[getter]
    fn known_need(&self) -> u64 {
        self.found.known_need
    }

    /// Children short of the goal in all cells: (fewest, most), the most None where there is no end.
    #[getter]
    fn total_need(&self) -> (u64, Option<u64>) {
        (self.found.total_need.low(), self.found.total_need.high())
    }

    /// The quick wins' share of ``known_need``, an exact ``fractions.Fraction``; None where nobody is
    /// short.
    #[getter]
    fn share_of_need(&self) -> Option<Fraction> {
        self.found.share_of_need.map(Fraction)
    }

    /// The largest change in a year that peers allow, an exact ``fractions.Fraction``; None without
    /// peers.
    #[getter]
    fn change_limit(&self) -> Option<Fraction> {
        self.found.change_limit.map(Fraction)
    }

    /// Cells with children that are at the goal.
    #[getter]
    fn at_goal(&self) -> usize {
        self.found.at_goal
    }

    /// The definition in words.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// One row a quick win, the fewest children first: the dimensions, ``n, successes, rate, need,
    /// required_change, share_of_need``.
    fn to_frame(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::quick_wins_frame(&self.found, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    /// One row a cell that may or may not be a quick win, or has no children: the dimensions, ``reason``.
    fn not_assessed(&self) -> PyResult<Frame> {
        let frame = tab::outcomes::quick_wins_open_frame(&self.found, &borrowed(&self.by));
        Ok(Frame(frame.map_err(Failure::from)?))
    }

    fn __str__(&self) -> String {
        self.found.sentence(&self.words)
    }

    fn __repr__(&self) -> String {
        format!("<QuickWins: {} cells>", self.found.wins.len())
    }
}
