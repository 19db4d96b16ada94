//! Extreme rates and gaps over every way of filling in what is not recorded.

use super::{Bounds, Recorded};
use crate::{Error, Exact};

/// Children by what is known of their outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) successes: u64,
    pub(super) failures: u64,
    /// Recorded, but published only as a range.
    pub(super) withheld: u64,
    /// Not recorded.
    pub(super) missing: u64,
}

impl Tally {
    /// `None` where the number of children is a range. Successes known only to lie between two numbers are
    /// that many withheld outcomes.
    pub(super) fn new(group: &Recorded) -> Option<Self> {
        let successes = group.counts.successes();
        let n = group.counts.n().value()?;
        // `GroupCount` keeps both ends of the successes at or below n.
        let most = successes.high().unwrap_or(n).min(n);
        Some(Self {
            successes: successes.low(),
            failures: n - most,
            withheld: most - successes.low(),
            missing: group.missing.unwrap_or(0),
        })
    }

    /// Children with a recorded outcome, withheld or not: the number that is published.
    pub(super) fn n(self) -> u64 {
        self.successes + self.failures + self.withheld
    }

    /// Whether there is no child, whatever is filled in.
    fn is_empty(self) -> bool {
        self.n() == 0 && self.missing == 0
    }

    /// Children of whom nobody who reads the table knows the outcome.
    fn unknown(self) -> Result<u64, Error> {
        add(self.withheld, self.missing)
    }

    /// Without the children whose outcome is not recorded.
    pub(super) fn recorded(self) -> Self {
        Self { missing: 0, ..self }
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, Error> {
        let sum = Self {
            successes: add(self.successes, other.successes)?,
            failures: add(self.failures, other.failures)?,
            withheld: add(self.withheld, other.withheld)?,
            missing: add(self.missing, other.missing)?,
        };
        // `n` must fit too.
        add(add(sum.successes, sum.failures)?, sum.withheld)?;
        Ok(sum)
    }

    /// Without a part of itself.
    pub(super) fn less(self, part: Self) -> Self {
        Self {
            successes: self.successes - part.successes,
            failures: self.failures - part.failures,
            withheld: self.withheld - part.withheld,
            missing: self.missing - part.missing,
        }
    }
}

fn add(a: u64, b: u64) -> Result<u64, Error> {
    a.checked_add(b).ok_or(Error::TooLarge)
}

fn share(part: u64, rest: u64) -> Result<Exact, Error> {
    Exact::from(part).over(Exact::from(add(part, rest)?))
}

/// Smallest and largest rate of a group; `None` where it has no children of its own, because some way of
/// filling in then leaves it without any.
///
/// Lowest: its unknown outcomes are failures, and the children of unknown group who fail (or may) belong to
/// it. Highest: likewise with successes.
pub(super) fn rate_bounds(own: Tally, _: Tally, stray: Tally) -> Result<Option<Bounds>, Error> {
    if own.is_empty() {
        return Ok(None);
    }
    let unknown = add(own.unknown()?, stray.unknown()?)?;
    let failures = add(add(own.failures, stray.failures)?, unknown)?;
    let successes = add(add(own.successes, stray.successes)?, unknown)?;
    Ok(Some(Bounds {
        low: share(own.successes, failures)?,
        high: share(successes, own.failures)?,
    }))
}

/// Smallest and largest difference of a group's rate and the rest's; `None` where either has no children of its
/// own.
pub(super) fn gap_bounds(own: Tally, rest: Tally, stray: Tally) -> Result<Option<Bounds>, Error> {
    if own.is_empty() || rest.is_empty() {
        return Ok(None);
    }
    Ok(Some(Bounds {
        low: Exact::ZERO.minus(largest_gap(rest, own, stray)?)?,
        high: largest_gap(own, rest, stray)?,
    }))
}

/// The largest possible `rate of a − rate of b`; both have children, with or without a recorded outcome.
///
/// Unknown outcomes of a are successes, those of b failures; of the children of unknown group those who reach
/// the outcome belong to a, the others to b: each choice raises a's rate and lowers b's. Only a child of whom
/// nothing is known can serve one side alone, as a success of a or a failure of b. With k of them to a,
/// `(S + k)/(N + k) − s/(m − k)` is concave in k, and grows at k as long as
/// `f (m − k − 1)(m − k) > s (N + k)(N + k + 1)`, f being a's failures.
fn largest_gap(a: Tally, b: Tally, stray: Tally) -> Result<Exact, Error> {
    let (free, a_unknown) = (stray.unknown()?, a.unknown()?);
    let successes = add(add(a.successes, a_unknown)?, stray.successes)?;
    let of_a = add(successes, a.failures)?;
    let of_b = add(add(b.n(), b.missing)?, add(stray.failures, free)?)?;
    let product = |x: u64, y: u64, z: u64| {
        u128::from(x)
            .checked_mul(u128::from(y))
            .and_then(|xy| xy.checked_mul(u128::from(z)))
            .ok_or(Error::TooLarge)
    };
    // The fewest from which one more does not help.
    let (mut low, mut high) = (0, free);
    while low < high {
        let k = low + (high - low) / 2;
        let gain = product(a.failures, of_b - k - 1, of_b - k)?;
        let loss = product(b.successes, add(of_a, k)?, add(of_a, k + 1)?)?;
        if gain > loss {
            low = k + 1;
        } else {
            high = k;
        }
    }
    let rate_a = share(add(successes, low)?, a.failures)?;
    let rate_b = Exact::from(b.successes).over(Exact::from(of_b - low))?;
    rate_a.minus(rate_b)
}
