//! Where a goal may be set: the target-setting methods of Healthy People 2030 that need a baseline alone.

use serde::Serialize;

use crate::need::required;
use crate::words::{Wording, thousands};
use crate::{Confidence, Direction, Error, Exact};

/// How a goal rate is derived from a baseline (Hubbard and others 2020, Healthy People Statistical Notes 28).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "method", rename_all = "snake_case")]
#[non_exhaustive]
pub enum GoalMethod {
    /// A relative change of the rate: 10 % of 60 % is 6 points.
    PercentImprovement {
        /// The share of the baseline.
        share: Exact,
    },
    /// A change in percentage points.
    PercentagePoints {
        /// The change, a share.
        points: Exact,
    },
    /// The smallest change that would be statistically significant with as many children again: two
    /// independent proportions, unpooled (Wald) standard error, two-sided.
    MinimalSignificance {
        /// The confidence level.
        confidence: Confidence,
    },
    /// The baseline.
    Maintain,
}

/// A goal rate and what it is based on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GoalRate {
    /// The method.
    pub method: GoalMethod,
    /// Which way is good.
    pub direction: Direction,
    /// Children at the baseline.
    pub n: u64,
    /// Baseline rate, exact.
    pub baseline: Exact,
    /// Goal rate, exact; never beyond 100 % or 0 %.
    pub rate: Exact,
    /// The count at that rate among as many children.
    pub required: u64,
}

/// The goal rate of a method. Cost: constant, O(log n) for the significant change.
///
/// # Errors
/// [`Error::MoreSuccessesThanChildren`]; [`Error::ZeroDenominator`] without children; [`Error::BadOption`] for
/// a change outside 0 to 1, or where no change of so few children would be significant.
///
/// ```
/// use commonweal_equity::{goal_rate, Direction, GoalMethod};
/// let method = GoalMethod::PercentImprovement { share: "10%".parse()? };
/// assert_eq!(goal_rate(1200, 2000, Direction::Higher, method)?.rate, "66%".parse()?);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn goal_rate(
    successes: u64,
    n: u64,
    direction: Direction,
    method: GoalMethod,
) -> Result<GoalRate, Error> {
    if successes > n {
        return Err(Error::MoreSuccessesThanChildren {
            group: "baseline".to_owned(),
            successes,
            n,
        });
    }
    let baseline = Exact::from(successes).over(Exact::from(n))?;
    let moved = |by: Exact| match direction {
        Direction::Higher => Ok(baseline.plus(by)?.min(Exact::ONE)),
        Direction::Lower => Ok(baseline.minus(by)?.max(Exact::ZERO)),
    };
    let rate = match method {
        GoalMethod::PercentImprovement { share } => moved(baseline.times(change(share)?)?)?,
        GoalMethod::PercentagePoints { points } => moved(change(points)?)?,
        GoalMethod::Maintain => baseline,
        GoalMethod::MinimalSignificance { confidence } => {
            // Lower is better: the same question about the children who do not reach the outcome.
            let from = match direction {
                Direction::Higher => successes,
                Direction::Lower => n - successes,
            };
            let to = significant(from, n, confidence)?;
            let to = match direction {
                Direction::Higher => to,
                Direction::Lower => n - to,
            };
            Exact::from(to).over(Exact::from(n))?
        }
    };
    Ok(GoalRate {
        method,
        direction,
        n,
        baseline,
        rate,
        required: required(n, rate, direction)?,
    })
}

fn change(by: Exact) -> Result<Exact, Error> {
    if by < Exact::ZERO || by > Exact::ONE {
        return Err(Error::BadOption {
            option: "by",
            found: by.to_string(),
            expected: "a change from 0 to 1 (write 10% or 0.1, not 10), in the good direction",
        });
    }
    Ok(by)
}

/// Smallest k above `from` with (k − from)/n ≥ z √((p q + p′ q′)/n).
fn significant(from: u64, n: u64, confidence: Confidence) -> Result<u64, Error> {
    let (s, size, z2) = (from as f64, n as f64, confidence.z().powi(2));
    // Convex in k and not positive at `from`: it changes sign once above it.
    let shows = |k: u64| {
        let k = k as f64;
        (k - s).powi(2) * size >= z2 * (s * (size - s) + k * (size - k))
    };
    if from == n || !shows(n) {
        return Err(Error::BadOption {
            option: "method",
            found: format!("minimal significance for {} children", thousands(n)),
            expected: "more children or a baseline further from the best rate: no change would be significant",
        });
    }
    let (mut low, mut high) = (from + 1, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if shows(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

impl GoalRate {
    /// The goal rate in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let method = match self.method {
            GoalMethod::PercentImprovement { share } => {
                format!("{} of the baseline better", share.percent(1))
            }
            GoalMethod::PercentagePoints { points } => {
                format!("{} points better", points.percent(1))
            }
            GoalMethod::MinimalSignificance { confidence } => format!(
                "the smallest change that is significant at {} % with two cohorts of this size (Wald, unpooled)",
                (confidence.level() * 1e6).round() / 1e4
            ),
            GoalMethod::Maintain => "the baseline maintained".to_owned(),
        };
        format!(
            "From {} of {} {} to {}: {method}.",
            self.baseline.percent(1),
            thousands(self.n),
            words.population,
            self.rate.percent(1)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn changes_by_hand() {
        let rate = |s, direction, method| goal_rate(s, 2000, direction, method).unwrap().rate;
        let tenth = GoalMethod::PercentImprovement {
            share: exact("10%"),
        };
        let points = GoalMethod::PercentagePoints {
            points: exact("20%"),
        };
        assert_eq!(rate(1200, Direction::Higher, tenth), exact("66%"));
        assert_eq!(rate(1200, Direction::Lower, tenth), exact("54%"));
        assert_eq!(rate(1200, Direction::Higher, points), exact("80%"));
        assert_eq!(rate(200, Direction::Lower, points), Exact::ZERO);
        assert_eq!(rate(1950, Direction::Higher, points), Exact::ONE);
        assert_eq!(
            rate(1200, Direction::Lower, GoalMethod::Maintain),
            exact("60%")
        );
        // 60 % to 80 % of 2,000 is 1,600 children, 400 more.
        let found = goal_rate(1200, 2000, Direction::Higher, points).unwrap();
        assert_eq!(found.required, 1600);
    }

    #[test]
    fn the_smallest_significant_change() {
        // By hand for 1,200 of 2,000, z² = 3.8415: at 1,260, 60² · 2,000 = 7,200,000 is below z² · (960,000 + 932,400)
        // = 7,269,600; at 1,261, 61² · 2,000 = 7,442,000 is above z² · (960,000 + 931,879) = 7,267,600.
        let method = GoalMethod::MinimalSignificance {
            confidence: Confidence::default(),
        };
        let found = goal_rate(1200, 2000, Direction::Higher, method).unwrap();
        assert_eq!(found.required, 1261);
        let lower = goal_rate(800, 2000, Direction::Lower, method).unwrap();
        assert_eq!(lower.required, 739);
        assert!(
            found
                .sentence(&Wording::default())
                .contains("significant at 95 %")
        );
        for (s, n) in [(2000, 2000), (2, 3), (1, 1)] {
            assert!(goal_rate(s, n, Direction::Higher, method).is_err());
        }
        assert!(goal_rate(0, 0, Direction::Higher, method).is_err());
        assert!(goal_rate(3, 2, Direction::Higher, GoalMethod::Maintain).is_err());
    }

    proptest! {
        /// Oracle: every count above the baseline, one by one, by the textbook statistic.
        #[test]
        fn no_smaller_change_is_significant(n in 5_u64..400, s in 0_u64..400) {
            let s = s.min(n);
            let method = GoalMethod::MinimalSignificance { confidence: Confidence::default() };
            let p = |k: u64| k as f64 / n as f64;
            let z = |k: u64| {
                let variance = (p(s) * (1.0 - p(s)) + p(k) * (1.0 - p(k))) / n as f64;
                (p(k) - p(s)) / variance.sqrt()
            };
            let expected = (s + 1..=n).find(|k| z(*k) >= Confidence::default().z());
            let found = goal_rate(s, n, Direction::Higher, method).ok().map(|goal| goal.required);
            prop_assert_eq!(found, expected);
        }
    }
}
