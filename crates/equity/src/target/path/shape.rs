//! The shapes of a path: what the rate is after t years.

use num_integer::Integer;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::super::Target;
use super::root::{Root, Scale};
use crate::{Direction, Error, Exact};

/// The shape of the way to the goal: p₀ the baseline, p the goal after T years, t the year.
///
/// A shape is a convention about the years between, not a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Path {
    /// The same change of the rate every year: p₀ + (p − p₀) t/T.
    #[default]
    Linear,
    /// The rate changes by the same factor every year: p₀ (p/p₀)^(t/T). Needs rates above 0.
    Geometric,
    /// The share that does not reach the outcome changes by the same factor every year:
    /// 1 − (1 − p₀) ((1 − p)/(1 − p₀))^(t/T). Needs rates below 1.
    GeometricComplement,
    /// The same change of the log odds every year. Needs rates above 0 and below 1.
    Logit,
    /// The distance to a level halves every `every` years. It does not aim at the goal year:
    /// [`Trajectory::reaches_goal`](super::Trajectory::reaches_goal) says whether it arrives.
    GapHalving {
        /// Years in which half of the distance is closed.
        every: u32,
        /// The distance to what.
        to: HalvingTo,
    },
    /// No change for `quiet_years`, then equal steps.
    Delayed {
        /// Years at the baseline rate, fewer than the years to the goal.
        quiet_years: u32,
    },
}

/// The level to which a distance is halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HalvingTo {
    /// 100 %, or 0 % when lower is better. The path stays at the goal once it is there.
    #[default]
    Best,
    /// The goal itself. The path comes ever closer and never arrives.
    Goal,
}

/// The rate of one year of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PathRate {
    /// A fraction.
    Exact(Exact),
    /// The nearest double of a root that is not a fraction. The required count is exact all the same: it is
    /// decided in integers, not on this number.
    Root(f64),
}

impl PathRate {
    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Exact(rate) => rate.to_f64(),
            Self::Root(rate) => rate,
        }
    }

    /// The fraction, where it is one.
    pub fn exact(self) -> Option<Exact> {
        match self {
            Self::Exact(rate) => Some(rate),
            Self::Root(_) => None,
        }
    }

    /// As a percentage with a fixed number of decimals.
    pub fn percent(self, decimals: u32) -> String {
        match self {
            Self::Exact(rate) => rate.percent(decimals),
            Self::Root(rate) => format!("{:.*} %", decimals as usize, 100.0 * rate),
        }
    }
}

/// As [`Exact`] writes itself; `exact` is null for a root.
impl Serialize for PathRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exact(rate) => rate.serialize(serializer),
            Self::Root(rate) => {
                let mut out = serializer.serialize_struct("PathRate", 2)?;
                out.serialize_field("exact", &None::<&str>)?;
                out.serialize_field("value", rate)?;
                out.end()
            }
        }
    }
}

/// The rate of a year before it is counted.
pub(super) enum Step {
    Exact(Exact),
    Root(Root),
}

impl Path {
    /// Name in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Geometric => "geometric",
            Self::GeometricComplement => "geometric on the complement",
            Self::Logit => "logit-linear",
            Self::GapHalving { .. } => "gap-halving",
            Self::Delayed { .. } => "delayed linear",
        }
    }

    /// Whether this shape exists between the two rates.
    pub(super) fn check(self, target: &Target) -> Result<(), Error> {
        let (from, to) = (target.baseline, target.goal);
        let refuse = |option, found: String, expected| {
            Err(Error::BadOption {
                option,
                found,
                expected,
            })
        };
        let ends = || {
            format!(
                "{} from {} to {}",
                self.name(),
                from.percent(1),
                to.percent(1)
            )
        };
        let touches = |level: Exact| from != to && (from == level || to == level);
        match self {
            Self::Geometric if touches(Exact::ZERO) => refuse(
                "path",
                ends(),
                "a baseline and a goal above 0 %: no factor leads from or to 0; use the linear path",
            ),
            Self::GeometricComplement if touches(Exact::ONE) => refuse(
                "path",
                ends(),
                "a baseline and a goal below 100 %: no factor leads from or to 0; use the linear path",
            ),
            Self::Logit if touches(Exact::ZERO) || touches(Exact::ONE) => refuse(
                "path",
                ends(),
                "a baseline and a goal above 0 % and below 100 %, where odds are finite; use the linear path",
            ),
            Self::GapHalving { every, .. } if !(1..=100).contains(&every) => {
                refuse("every", every.to_string(), "1 to 100 years")
            }
            Self::Delayed { quiet_years } if quiet_years >= target.years => refuse(
                "quiet_years",
                quiet_years.to_string(),
                "fewer quiet years than years to the goal",
            ),
            _ => Ok(()),
        }
    }

    /// The rate after `t` years.
    pub(super) fn step(self, target: &Target, t: u32) -> Result<Step, Error> {
        let (from, to, years) = (target.baseline, target.goal, target.years);
        if from == to {
            return Ok(Step::Exact(from));
        }
        let along = |t: u32, years: u32| -> Result<Step, Error> {
            let share = Exact::new(i128::from(t), i128::from(years))?;
            to.minus(from)?.times(share)?.plus(from).map(Step::Exact)
        };
        let (level, scale): (Exact, fn(Exact) -> Scale) = match self {
            Self::Linear => return along(t, years),
            Self::Delayed { quiet_years } => {
                return along(t.saturating_sub(quiet_years), years - quiet_years);
            }
            Self::GapHalving { every, to } => return halving(target, every, to, t),
            _ if t == years => return Ok(Step::Exact(to)),
            Self::Geometric => (Exact::ZERO, |level| Scale::Distance {
                level,
                below: false,
            }),
            Self::GeometricComplement => {
                (Exact::ONE, |level| Scale::Distance { level, below: true })
            }
            Self::Logit => (Exact::ZERO, |_| Scale::Odds),
        };
        let on_scale = |rate: Exact| match self {
            Self::Logit => rate.over(Exact::ONE.minus(rate)?),
            _ => Ok(rate.minus(level)?.abs()),
        };
        let common = t.gcd(&years);
        let (t, years) = (t / common, years / common);
        let factors = [(on_scale(from)?, years - t), (on_scale(to)?, t)];
        Ok(Step::Root(Root::new(scale(level), years, &factors)))
    }
}

/// `level − (level − p₀) · 2^(−t/every)`, no further than the goal.
fn halving(target: &Target, every: u32, to: HalvingTo, t: u32) -> Result<Step, Error> {
    let level = match (to, target.direction) {
        (HalvingTo::Goal, _) => target.goal,
        (HalvingTo::Best, Direction::Higher) => Exact::ONE,
        (HalvingTo::Best, Direction::Lower) => Exact::ZERO,
    };
    let distance = level.minus(target.baseline)?;
    let common = t.gcd(&every);
    let (halvings, power) = (t / common, every / common);
    let past_goal = |rate: Exact| match target.direction {
        Direction::Higher => rate > target.goal,
        Direction::Lower => rate < target.goal,
    };
    let rational = || -> Option<Exact> {
        let parts = Exact::new(1_i128.checked_shl(halvings).filter(|p| *p > 0)?, 1).ok()?;
        level.minus(distance.over(parts).ok()?).ok()
    };
    if power == 1
        && let Some(rate) = rational()
    {
        let rate = if past_goal(rate) { target.goal } else { rate };
        return Ok(Step::Exact(rate));
    }
    let scale = Scale::Distance {
        level,
        below: distance > Exact::ZERO,
    };
    let half = Exact::new(1, 2)?;
    let root = Root::new(scale, power, &[(distance.abs(), power), (half, halvings)]);
    let arrived = match target.direction {
        Direction::Higher => root.compare(target.goal)?.is_le(),
        Direction::Lower => root.compare(target.goal)?.is_ge(),
    };
    Ok(if arrived && to == HalvingTo::Best {
        Step::Exact(target.goal)
    } else {
        Step::Root(root)
    })
}
