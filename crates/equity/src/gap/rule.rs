//! Rules of practice by name: what each compares, with which margin or cut-off.
//!
//! A rule is a published convention, not a significance test and not legal advice. Its reference and its
//! parameters are printed with every result, and its cut-off is compared in whole numbers.

use serde::Serialize;

use super::Reference;
use crate::{Direction, Error, Exact};

/// A named rule that decides when a group counts as disproportionately affected.
///
/// Each rule has its own reference; [`super::GapOptions::by_rule`] sets it. The status is the rule's own
/// wherever the rule can be applied, and "not assessable" with the reason elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "rule")]
#[non_exhaustive]
pub enum Rule {
    /// Percentage point gap, 2017 (California Community Colleges; the default of the R package `DisImpact`):
    /// flagged when `rate + E ≤ overall rate`, `E = max(floor, z·√(0.25/n))`. The reference contains the
    /// group, which makes large groups look closer to it.
    #[serde(rename = "ppg-2017")]
    Ppg2017 {
        /// The literal 1.96, not 1.959964: it matters at equality.
        z: Exact,
        /// Smallest margin, a share; 3 %.
        floor: Exact,
    },
    /// Percentage point gap, 2022 (PPG-1): against everyone else, `E = max(floor, z·√(p(1 − p)/n))`; ten
    /// children or fewer are not assessed.
    #[serde(rename = "ppg-2022")]
    Ppg2022 {
        /// The literal 1.96.
        z: Exact,
        /// Smallest margin, a share; 2 %.
        floor: Exact,
    },
    /// Proportionality index: the group's share of those who reach the outcome over its share of all
    /// children, which is its rate over the overall rate. Flagged below the cut-off.
    #[serde(rename = "proportionality")]
    Proportionality {
        /// The cut-off; 0.8. Other guidance uses others.
        cut: Exact,
    },
    /// The four-fifths rule (29 CFR 1607.4 D): the group's rate over the best group's. Flagged below, not
    /// at, the cut-off.
    #[serde(rename = "80-percent")]
    EightyPercent {
        /// The cut-off; 4/5.
        cut: Exact,
    },
    /// Risk ratio for significant disproportionality under IDEA (34 CFR 300.647): the group's rate of an
    /// adverse count over that of all other groups, never of one named group. Flagged above the threshold.
    ///
    /// Where the other groups here have fewer cases than `cell` or fewer children than
    /// [`super::GapOptions::min_n`] (the n-size), all other groups of the State take their place: the
    /// alternate risk ratio. Nothing is calculated where the group itself, or that comparison too, is too
    /// small.
    #[serde(rename = "idea")]
    Idea {
        /// The threshold, which each State sets; at least 1.
        threshold: Exact,
        /// Minimum cell size, in cases; up to 10 is presumed reasonable.
        cell: u64,
    },
}

impl Rule {
    /// PPG 2017 as published: z = 1.96, floor 3 %.
    ///
    /// # Errors
    /// None in practice: the parameters are constants.
    pub fn ppg_2017() -> Result<Self, Error> {
        Ok(Self::Ppg2017 {
            z: Exact::new(49, 25)?,
            floor: Exact::new(3, 100)?,
        })
    }

    /// PPG-1 2022 as published: z = 1.96, floor 2 %.
    ///
    /// # Errors
    /// None in practice: the parameters are constants.
    pub fn ppg_2022() -> Result<Self, Error> {
        Ok(Self::Ppg2022 {
            z: Exact::new(49, 25)?,
            floor: Exact::new(2, 100)?,
        })
    }

    /// Proportionality index with the cut-off 0.8.
    ///
    /// # Errors
    /// None in practice: the parameters are constants.
    pub fn proportionality() -> Result<Self, Error> {
        Ok(Self::Proportionality {
            cut: Exact::new(4, 5)?,
        })
    }

    /// The 80 percent rule.
    ///
    /// # Errors
    /// None in practice: the parameters are constants.
    pub fn eighty_percent() -> Result<Self, Error> {
        Ok(Self::EightyPercent {
            cut: Exact::new(4, 5)?,
        })
    }

    /// The IDEA risk ratio with a State's threshold and the cell size of 10.
    ///
    /// # Errors
    /// [`Error::BadOption`] for a threshold below 1.
    pub fn idea(threshold: Exact) -> Result<Self, Error> {
        let rule = Self::Idea {
            threshold,
            cell: 10,
        };
        rule.check(Direction::Lower).map(|()| rule)
    }

    /// Its name in options and frames.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ppg2017 { .. } => "ppg-2017",
            Self::Ppg2022 { .. } => "ppg-2022",
            Self::Proportionality { .. } => "proportionality",
            Self::EightyPercent { .. } => "80-percent",
            Self::Idea { .. } => "idea",
        }
    }

    /// Its name in sentences.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ppg2017 { .. } => "PPG 2017",
            Self::Ppg2022 { .. } => "PPG-1 2022",
            Self::Proportionality { .. } => "Proportionality index",
            Self::EightyPercent { .. } => "80 percent rule",
            Self::Idea { .. } => "IDEA risk ratio",
        }
    }

    /// Fewest children a group needs to be assessed.
    ///
    /// 1 for PPG 2017, whose margin grows as groups shrink; 11 for PPG-1 2022; 30 for IDEA. The two ratio
    /// rules name none, so this package takes its own 10: with a minimum of 1 a single child who reaches
    /// the outcome becomes the best group, and everybody else is flagged.
    pub fn min_n(self) -> u64 {
        match self {
            Self::Ppg2017 { .. } => 1,
            Self::Ppg2022 { .. } => 11,
            Self::Proportionality { .. } | Self::EightyPercent { .. } => 10,
            Self::Idea { .. } => 30,
        }
    }

    /// Whom the rule compares with. `min_n` is the smallest group that may be the best one.
    pub fn reference(self, min_n: u64) -> Reference {
        match self {
            Self::Ppg2017 { .. } | Self::Proportionality { .. } => Reference::Overall,
            Self::Ppg2022 { .. } | Self::Idea { .. } => Reference::Rest,
            Self::EightyPercent { .. } => Reference::Best { min_n },
        }
    }

    /// What is compared and which parameters were used, in one line.
    pub fn convention(self, direction: Direction, min_n: u64) -> String {
        let (sign, side) = match direction {
            Direction::Higher => ("+", "is at most"),
            Direction::Lower => ("−", "is at least"),
        };
        let ratio = |whom: &str, cut: Exact| match direction {
            Direction::Higher => format!("rate / {whom} below {}", cut.decimal(2)),
            Direction::Lower => format!("{whom} / rate below {}", cut.decimal(2)),
        };
        let what = match self {
            Self::Ppg2017 { z, floor } => format!(
                "rate {sign} E {side} the rate of all children, E = max({}, {}·√(0.25/n))",
                floor.percent(1),
                z.decimal(2)
            ),
            Self::Ppg2022 { z, floor } => format!(
                "rate {sign} E {side} the rate of everyone else, E = max({}, {}·√(p(1 − p)/n))",
                floor.percent(1),
                z.decimal(2)
            ),
            Self::Proportionality { cut } => ratio("overall rate", cut),
            Self::EightyPercent { cut } => ratio("best rate", cut),
            Self::Idea { threshold, cell } => format!(
                "rate / rate of all other groups above {}; at least {cell} cases",
                threshold.decimal(2)
            ),
        };
        format!(
            "{}: flagged where {what}; groups of at least {min_n}",
            self.title()
        )
    }

    /// Refuses parameters and directions the rule has no meaning for.
    pub(super) fn check(self, direction: Direction) -> Result<(), Error> {
        let refuse = |option, found: Exact, expected| {
            Err(Error::BadOption {
                option,
                found: found.to_string(),
                expected,
            })
        };
        let share = |value: Exact| (Exact::ZERO..=Exact::ONE).contains(&value);
        match self {
            Self::Ppg2017 { z, floor } | Self::Ppg2022 { z, floor } => {
                if z < Exact::ZERO {
                    return refuse("z", z, "0 or more, such as 1.96");
                }
                if !share(floor) {
                    return refuse("floor", floor, "a share from 0 to 1, such as 3% or 0.03");
                }
            }
            Self::Proportionality { cut } | Self::EightyPercent { cut } => {
                if cut == Exact::ZERO || !share(cut) {
                    return refuse("cut", cut, "above 0 and at most 1, such as 0.8");
                }
            }
            Self::Idea { threshold, .. } => {
                if threshold < Exact::ONE {
                    return refuse(
                        "threshold",
                        threshold,
                        "the risk ratio threshold of the State, 1 or more",
                    );
                }
                if direction == Direction::Higher {
                    return Err(Error::BadOption {
                        option: "rule",
                        found: "idea with direction higher".to_owned(),
                        expected: "direction lower: the IDEA risk ratio is about counts that should be low (removals, placements)",
                    });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
