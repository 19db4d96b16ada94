//! A number as it is known: exactly, as a range, or not at all.

use serde::{Deserialize, Serialize};

use super::axis::Unit;
use super::error::{FigureError, Result};

/// One value of a figure. What is not known is a range or a reason, never a zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The value, in the figure's unit.
    Known(f64),
    /// Published as a range: it lies between the two.
    Between {
        /// Lowest possible value.
        low: f64,
        /// Highest possible value.
        high: f64,
    },
    /// Suppressed, or not assessable: the words that say so.
    NotShown(String),
}

impl Level {
    pub(crate) fn known(&self) -> Option<f64> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Between { .. } | Self::NotShown(_) => None,
        }
    }

    /// Every number that must lie on the axis.
    pub(crate) fn values(&self) -> Vec<f64> {
        match self {
            Self::Known(value) => vec![*value],
            Self::Between { low, high } => vec![*low, *high],
            Self::NotShown(_) => vec![],
        }
    }

    pub(crate) fn check(&self, unit: Unit, place: impl Fn() -> String) -> Result<()> {
        match self {
            Self::Known(value) => unit.check(*value, place).map(drop),
            Self::Between { low, high } => {
                unit.check(*low, &place)?;
                unit.check(*high, &place)?;
                if low <= high {
                    return Ok(());
                }
                Err(FigureError::Inconsistent {
                    place: place(),
                    problem: format!("the range {low} to {high} runs backwards"),
                    cure: "Give the lowest possible value first",
                })
            }
            Self::NotShown(_) => Ok(()),
        }
    }

    /// "64 %", "60 % to 70 %", or the reason.
    pub(crate) fn words(&self, show: impl Fn(f64) -> String) -> String {
        match self {
            Self::Known(value) => show(*value),
            Self::Between { low, high } => format!("{} to {}", show(*low), show(*high)),
            Self::NotShown(why) => reason(why),
        }
    }
}

/// Why there is no number, or that no reason was given.
pub(crate) fn reason(why: &str) -> String {
    super::page::or(why, "no number to show")
}
