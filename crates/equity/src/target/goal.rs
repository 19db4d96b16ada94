//! Goals for every group, year by year, by rules that plans use.

use serde::Serialize;

use super::{Target, more};
use crate::need::{children_to_reach, required};
use crate::words::{Wording, thousands};
use crate::{Count, Direction, Error, Exact, GroupCount, GroupKey};

/// How the goals of the groups are set. Every rule keeps a group that is already better where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
#[non_exhaustive]
pub enum GoalRule {
    /// Every group is at the target's goal in its last year, in equal steps from its own baseline.
    CommonEnd,
    /// Every group halves its distance to a level by the last year, in equal steps.
    Halve {
        /// The level; `None` for 100 % (0 % when lower is better): "halve the non-proficient share".
        to: Option<Exact>,
    },
    /// Every group halves its gap to the baseline rate of one group by the last year, in equal steps.
    HalveGap {
        /// The reference group, by its printed name.
        reference: String,
    },
    /// The same step every year, no further than 100 % (0 %).
    Steps {
        /// Change of the rate a year; halves of a point are exact.
        step: Exact,
    },
    /// A year's goal is the last result and a step, where that result reached its goal; otherwise the goal
    /// stays. Needs the results of the years between. School boards use 2 points, and 1 point above 95 %.
    Reset {
        /// Change from the last result.
        step: Exact,
        /// The step where the last result is nearer to 100 % (0 %) than `within`.
        near_step: Exact,
        /// See `near_step`; 5 % says "above 95 %".
        within: Exact,
    },
    /// No group falls behind its own baseline.
    Maintain,
}

/// The goal of one group in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Goal {
    /// Which children.
    pub key: GroupKey,
    /// Calendar year.
    pub year: i32,
    /// Children in the group at the baseline; later cohorts are taken to be of the same size.
    pub n: Count,
    /// The group's baseline rate; `None` where the counts are not exact or n is 0.
    pub baseline: Option<Exact>,
    /// The rate to reach, exact; `None` where it cannot be set, with the reason.
    pub rate: Option<Exact>,
    /// The count at that rate: ⌈rate · n⌉ (⌊·⌋ when lower is better).
    pub required: Option<u64>,
    /// Children by which that differs from the baseline count.
    pub additional: Option<u64>,
    /// Why there is no goal.
    pub reason: Option<String>,
}

/// Goals of every group, year by year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Goals {
    /// The rule.
    pub rule: GoalRule,
    /// The rule in words, with its reference.
    pub convention: String,
    /// Which way is good.
    pub direction: Direction,
    /// Year of the baseline.
    pub start: i32,
    /// One row a group and year: groups in the order given, then years.
    pub goals: Vec<Goal>,
}

/// A goal, or why there is none.
type Set = Result<Exact, String>;

impl Target {
    /// The goals of every group for every year of the target, by one rule.
    ///
    /// `results` are the counts of later years; only [`GoalRule::Reset`] looks at them. A group whose
    /// counts are censored has no goal, with the reason. Cost: O(groups · years).
    ///
    /// # Errors
    /// [`Error::UnknownGroup`] for a reference that is not there; [`Error::BadOption`] for a step or level
    /// outside 0 to 1, or a reference whose counts are not exact; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{GoalRule, GroupCount, GroupKey, Target};
    /// let target = Target::new("15%".parse()?, "75%".parse()?, 400, 2029, 10)?;
    /// let all = GroupCount::new(GroupKey::everyone(), 400, 60)?;
    /// let found = target.goals(&[all], &GoalRule::CommonEnd, &[])?;
    /// let sheet: Vec<String> =
    ///     found.goals.iter().take(3).map(|goal| goal.rate.unwrap().percent(0)).collect();
    /// assert_eq!(sheet, ["21 %", "27 %", "33 %"]);
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn goals(
        &self,
        groups: &[GroupCount],
        rule: &GoalRule,
        results: &[(i32, Vec<GroupCount>)],
    ) -> Result<Goals, Error> {
        let (rule_words, end) = self.end_of(groups, rule)?;
        let mut goals = Vec::with_capacity(groups.len() * self.years as usize);
        for group in groups {
            let rates = match (rate_of(group), rule) {
                (Err(reason), _) => vec![Err(reason); self.years as usize],
                (
                    Ok(baseline),
                    GoalRule::Reset {
                        step,
                        near_step,
                        within,
                    },
                ) => {
                    let next = |score| self.after(score, *step, *near_step, *within);
                    self.resets(group.key(), baseline, next, results)?
                }
                (Ok(baseline), GoalRule::Steps { step }) => (1..=self.years)
                    .map(|t| {
                        let steps = step.times(Exact::from(u64::from(t)))?;
                        Ok(Ok(self.forward(baseline, steps)?))
                    })
                    .collect::<Result<_, Error>>()?,
                (Ok(baseline), _) => self.to_end(baseline, end)?,
            };
            for (t, rate) in (1_i32..).zip(rates) {
                goals.push(self.goal_of(group, self.start.saturating_add(t), rate)?);
            }
        }
        Ok(Goals {
            rule: rule.clone(),
            convention: rule_words,
            direction: self.direction,
            start: self.start,
            goals,
        })
    }

    /// The rule in words, and where a group stands in the last year: a share of the way to a level.
    fn end_of(
        &self,
        groups: &[GroupCount],
        rule: &GoalRule,
    ) -> Result<(String, (Exact, Exact)), Error> {
        let half = Exact::new(1, 2)?;
        let share = |option, value: Exact| {
            if value < Exact::ZERO || value > Exact::ONE {
                return Err(Error::BadOption {
                    option,
                    found: value.to_string(),
                    expected: "a share from 0 to 1 (write 2% or 0.02, not 2)",
                });
            }
            Ok(value)
        };
        let best = self.best();
        let end = self.start.saturating_add(self.years as i32);
        Ok(match rule {
            GoalRule::CommonEnd => (
                format!(
                    "every group at {} in {end}, in equal steps",
                    self.goal.percent(1)
                ),
                (self.goal, Exact::ONE),
            ),
            GoalRule::Halve { to } => {
                let level = share("to", to.unwrap_or(best))?;
                (
                    format!(
                        "every group halves its distance to {} by {end}, in equal steps",
                        level.percent(1)
                    ),
                    (level, half),
                )
            }
            GoalRule::HalveGap { reference } => {
                let level = self::reference(groups, reference)?;
                (
                    format!(
                        "every group halves its gap to {reference} ({} in {}) by {end}, in equal steps",
                        level.percent(1),
                        self.start
                    ),
                    (level, half),
                )
            }
            GoalRule::Steps { step } => (
                format!("{} a year", share("step", *step)?.points(1)),
                (best, Exact::ZERO),
            ),
            GoalRule::Reset {
                step,
                near_step,
                within,
            } => (
                format!(
                    "the last result and {} ({} within {} of {}) where it reached its goal, otherwise the same goal",
                    share("step", *step)?.points(1),
                    share("near_step", *near_step)?.points(1),
                    share("within", *within)?.points(1),
                    best.percent(0)
                ),
                (best, Exact::ZERO),
            ),
            GoalRule::Maintain => (
                "every group stays at its baseline".to_owned(),
                (best, Exact::ZERO),
            ),
        })
    }

    /// Equal steps from a baseline to `share` of the way to a level.
    fn to_end(&self, baseline: Exact, (level, share): (Exact, Exact)) -> Result<Vec<Set>, Error> {
        let way = level.minus(baseline)?;
        let way = match self.direction {
            Direction::Higher => way.max(Exact::ZERO),
            Direction::Lower => way.min(Exact::ZERO),
        };
        let step = way
            .times(share)?
            .over(Exact::new(i128::from(self.years), 1)?)?;
        let at = |t: u32| {
            let gone = step.times(Exact::from(u64::from(t)))?;
            Ok(Ok(baseline.plus(gone)?))
        };
        (1..=self.years).map(at).collect()
    }

    /// A rate moved in the good direction, no further than the best rate.
    fn forward(&self, rate: Exact, by: Exact) -> Result<Exact, Error> {
        Ok(match self.direction {
            Direction::Higher => rate.plus(by)?.min(Exact::ONE),
            Direction::Lower => rate.minus(by)?.max(Exact::ZERO),
        })
    }

    /// The goal that follows a result under [`GoalRule::Reset`].
    fn after(
        &self,
        score: Exact,
        step: Exact,
        near_step: Exact,
        within: Exact,
    ) -> Result<Exact, Error> {
        let near = self.best().minus(score)?.abs() < within;
        self.forward(score, if near { near_step } else { step })
    }

    /// Goals that follow results; the first follows the baseline.
    fn resets(
        &self,
        key: &GroupKey,
        baseline: Exact,
        next: impl Fn(Exact) -> Result<Exact, Error>,
        results: &[(i32, Vec<GroupCount>)],
    ) -> Result<Vec<Set>, Error> {
        let mut goals: Vec<Set> = vec![Ok(next(baseline)?)];
        for t in 1..self.years {
            let year = self.start.saturating_add(t as i32);
            let result = results
                .iter()
                .find(|(of, _)| *of == year)
                .and_then(|(_, groups)| groups.iter().find(|group| group.key() == key));
            let goal = match (goals.last(), result) {
                (Some(Ok(goal)), Some(result)) => self.reset(*goal, result, year, &next)?,
                (Some(Err(reason)), _) => Err(reason.clone()),
                _ => Err(format!("set when the result of {year} is known")),
            };
            goals.push(goal);
        }
        Ok(goals)
    }

    fn reset(
        &self,
        goal: Exact,
        result: &GroupCount,
        year: i32,
        next: impl Fn(Exact) -> Result<Exact, Error>,
    ) -> Result<Set, Error> {
        let reached = |rate: Exact| match self.direction {
            Direction::Higher => rate >= goal,
            Direction::Lower => rate <= goal,
        };
        match rate_of(result) {
            Ok(score) if reached(score) => next(score).map(Ok),
            Ok(_) => Ok(Ok(goal)),
            Err(reason) => {
                // Nothing is known of the score but that it missed the goal: that is enough.
                let best = match self.direction {
                    Direction::Higher => result.successes().high(),
                    Direction::Lower => Some(result.successes().low()),
                };
                let best = result.n().value().filter(|n| *n > 0).zip(best);
                let best = best.map(|(n, s)| Exact::from(s).over(Exact::from(n)));
                Ok(match best.transpose()? {
                    Some(best) if !reached(best) => Ok(goal),
                    _ => Err(format!("in {year} {reason}")),
                })
            }
        }
    }

    fn goal_of(&self, group: &GroupCount, year: i32, rate: Set) -> Result<Goal, Error> {
        let (rate, reason) = match rate {
            Ok(rate) => (Some(rate), None),
            Err(reason) => (None, Some(reason)),
        };
        let (mut at_goal, mut additional) = (None, None);
        if let Some((rate, (n, successes))) = rate.zip(group.exact()) {
            at_goal = Some(required(n, rate, self.direction)?);
            additional = Some(children_to_reach(n, successes, rate, self.direction)?);
        }
        Ok(Goal {
            key: group.key().clone(),
            year,
            n: group.n(),
            baseline: rate_of(group).ok(),
            rate,
            required: at_goal,
            additional,
            reason,
        })
    }

    /// 100 %, or 0 % when lower is better.
    fn best(&self) -> Exact {
        match self.direction {
            Direction::Higher => Exact::ONE,
            Direction::Lower => Exact::ZERO,
        }
    }
}

/// The exact baseline rate of the group of a name.
fn reference(groups: &[GroupCount], name: &str) -> Result<Exact, Error> {
    let found = groups.iter().find(|group| group.key().is_called(name));
    let Some(group) = found else {
        return Err(Error::UnknownGroup {
            found: name.to_owned(),
            known: groups.iter().map(|group| group.key().to_string()).collect(),
        });
    };
    rate_of(group).map_err(|reason| Error::BadOption {
        option: "reference",
        found: format!("{name} ({reason})"),
        expected: "a group with exact counts and at least one child",
    })
}

/// The exact rate of a group, or why there is none.
fn rate_of(group: &GroupCount) -> Set {
    if group.n().high() == Some(0) {
        return Err("there are no children".to_owned());
    }
    let exact = group.exact();
    let rate = exact.and_then(|(n, s)| Exact::from(s).over(Exact::from(n)).ok());
    rate.ok_or_else(|| {
        let why = group.censoring().unwrap_or(crate::Censoring::Mixed);
        format!("the count is {}", why.words())
    })
}

impl Goals {
    /// The goals of the last year in plain sentences, one a group.
    pub fn sentence(&self, words: &Wording) -> String {
        let last = self.goals.iter().map(|goal| goal.year).max();
        let lines = self.goals.iter().filter(|goal| Some(goal.year) == last);
        let lines: Vec<String> = lines
            .map(|goal| goal.sentence(self.direction, words))
            .collect();
        format!("Rule: {}. {}", self.convention, lines.join(" "))
    }
}

impl Goal {
    /// The goal in one plain sentence.
    pub fn sentence(&self, direction: Direction, words: &Wording) -> String {
        match (self.rate, self.required, self.additional, self.n.value()) {
            (Some(rate), Some(count), Some(additional), Some(n)) => format!(
                "{}: {} in {}, which is {} of {} {}, {} {} than at the baseline.",
                self.key,
                rate.percent(1),
                self.year,
                thousands(count),
                thousands(n),
                words.population,
                thousands(additional),
                more(direction)
            ),
            _ => format!(
                "{}: no goal for {}: {}.",
                self.key,
                self.year,
                self.reason.as_deref().unwrap_or("not known")
            ),
        }
    }
}

#[cfg(test)]
mod tests;
