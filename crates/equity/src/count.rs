//! The input of everything here: how many children, how many reach the outcome, and how well that is known.
//!
//! A published cell is often not a number: `*`, `<10`, `>=95%`. Such a cell is a *range*, and ranges
//! stay ranges through every sum; nothing turns an unknown count into zero.

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::need::required;
use crate::{Direction, Error, Exact};

/// Which children a count is about: ordered pairs of dimension and level, e.g. race = Black, school = 12.
///
/// The empty key is everyone. Two keys are equal when they name the same pairs in the same order;
/// keys sort by those pairs, which is the fixed order ties fall back on. Serialised as an ordered map.
/// Strings are shared, so a key costs little to clone.
///
/// ```
/// use commonweal_equity::GroupKey;
/// let key = GroupKey::new([("race", "Black"), ("school", "12")])?;
/// assert_eq!(key.level("school"), Some("12"));
/// assert_eq!(key.to_string(), "Black, school 12");
/// assert_eq!(GroupKey::everyone().to_string(), "everyone");
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct GroupKey(Vec<(Arc<str>, Arc<str>)>);

impl GroupKey {
    /// Builds a key from (dimension, level) pairs, kept in the order given.
    ///
    /// # Errors
    /// [`Error::RepeatedDimension`] when a dimension is named twice.
    pub fn new<D, L>(pairs: impl IntoIterator<Item = (D, L)>) -> Result<Self, Error>
    where
        D: Into<Arc<str>>,
        L: Into<Arc<str>>,
    {
        let mut parts: Vec<(Arc<str>, Arc<str>)> = Vec::new();
        for (dimension, level) in pairs {
            let dimension = dimension.into();
            if parts.iter().any(|(seen, _)| *seen == dimension) {
                return Err(Error::RepeatedDimension {
                    dimension: dimension.to_string(),
                });
            }
            parts.push((dimension, level.into()));
        }
        Ok(Self(parts))
    }

    /// The key of a group in one dimension.
    pub fn of(dimension: impl Into<Arc<str>>, level: impl Into<Arc<str>>) -> Self {
        Self(vec![(dimension.into(), level.into())])
    }

    /// The key of all children, with no dimension.
    pub fn everyone() -> Self {
        Self::default()
    }

    /// The (dimension, level) pairs in order.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(dimension, level)| (&**dimension, &**level))
    }

    /// The level of one dimension, if the key has it.
    pub fn level(&self, dimension: &str) -> Option<&str> {
        self.pairs()
            .find(|(name, _)| *name == dimension)
            .map(|(_, level)| level)
    }

    /// Whether a person who writes `name` means this key: its level where there is one dimension, or the key as
    /// printed ("school 12").
    ///
    /// ```
    /// use commonweal_equity::GroupKey;
    /// let key = GroupKey::of("school", "12");
    /// assert!(key.is_called("12") && key.is_called("school 12") && !key.is_called("1"));
    /// ```
    pub fn is_called(&self, name: &str) -> bool {
        let mut pairs = self.pairs();
        self.to_string() == name
            || (pairs.len() == 1 && pairs.next().is_some_and(|(_, level)| level == name))
    }
}

/// Levels joined by commas; a level that is only digits is printed with its dimension ("school 12").
impl fmt::Display for GroupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("everyone");
        }
        for (position, (dimension, level)) in self.pairs().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            if level.bytes().all(|byte| byte.is_ascii_digit()) {
                write!(f, "{dimension} ")?;
            }
            f.write_str(level)?;
        }
        Ok(())
    }
}

impl Serialize for GroupKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (dimension, level) in self.pairs() {
            map.serialize_entry(dimension, level)?;
        }
        map.end()
    }
}

/// Why a count is not an exact count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Censoring {
    /// Withheld to protect children in a small cell (`*`, `<10`).
    Suppressed,
    /// Published as "at least" (`>=95%`).
    TopCoded,
    /// Published as "at most" (`<=5%`).
    BottomCoded,
    /// Published as a range.
    Range,
    /// Somebody's estimate.
    Estimated,
    /// Never counted.
    NotCollected,
    /// A sum over counts that are censored for different reasons.
    Mixed,
}

impl Censoring {
    /// The reason in words, to stand after "is".
    pub fn words(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::TopCoded => "published only as a lower bound",
            Self::BottomCoded => "published only as an upper bound",
            Self::Range => "published only as a range",
            Self::Estimated => "an estimate",
            Self::NotCollected => "not collected",
            Self::Mixed => "partly unknown",
        }
    }
}

/// A count of children: exact, or known only to lie between two numbers.
///
/// ```
/// use commonweal_equity::{Censoring, Count};
/// let a = Count::exact(12);
/// let b = Count::range(1, 9, Censoring::Suppressed)?;      // published as "<10"
/// let sum = a + b;
/// assert_eq!((sum.low(), sum.high()), (13, Some(21)));
/// assert_eq!(sum.value(), None);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Count {
    low: u64,
    high: Option<u64>,
    reason: Option<Censoring>,
}

impl Count {
    /// An exact count.
    pub fn exact(value: u64) -> Self {
        Self {
            low: value,
            high: Some(value),
            reason: None,
        }
    }

    /// A count known to lie between `low` and `high`, both included.
    ///
    /// # Errors
    /// [`Error::EmptyRange`] when `low > high`.
    pub fn range(low: u64, high: u64, reason: Censoring) -> Result<Self, Error> {
        if low > high {
            return Err(Error::EmptyRange {
                what: "children".to_owned(),
                low,
                high,
            });
        }
        Ok(Self {
            low,
            high: Some(high),
            reason: Some(reason),
        })
    }

    /// A count of which only a lower end is known.
    pub fn at_least(low: u64, reason: Censoring) -> Self {
        Self {
            low,
            high: None,
            reason: Some(reason),
        }
    }

    /// A count of which nothing is known.
    pub fn unknown(reason: Censoring) -> Self {
        Self::at_least(0, reason)
    }

    /// Smallest value it can have.
    pub fn low(&self) -> u64 {
        self.low
    }

    /// Largest value it can have; `None` where there is no bound.
    pub fn high(&self) -> Option<u64> {
        self.high
    }

    /// The value, where only one is possible.
    pub fn value(&self) -> Option<u64> {
        (self.high == Some(self.low)).then_some(self.low)
    }

    /// Why it is not an exact count; `None` for an exact count.
    pub fn reason(&self) -> Option<Censoring> {
        self.reason
    }
}

/// Sums add both ends; an unbounded part makes an unbounded sum.
///
/// Counts of children are far below 2^63; an end beyond `u64` saturates (low) or becomes unbounded (high).
impl std::ops::Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => a.checked_add(b),
            _ => None,
        };
        let reason = match (self.reason, other.reason) {
            (Some(a), Some(b)) if a != b => Some(Censoring::Mixed),
            (a, b) => a.or(b),
        };
        Self {
            low: self.low.saturating_add(other.low),
            high,
            reason,
        }
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::exact(0), |sum, count| sum + count)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.value(), self.high) {
            (Some(value), _) => write!(f, "{}", crate::words::thousands(value)),
            (None, Some(high)) => write!(
                f,
                "{} to {}",
                crate::words::thousands(self.low),
                crate::words::thousands(high)
            ),
            (None, None) if self.low == 0 => f.write_str("unknown"),
            (None, None) => write!(f, "at least {}", crate::words::thousands(self.low)),
        }
    }
}

/// One group: how many children it has and how many reach the outcome.
///
/// The outcome is whatever the indicator counts; whether reaching it is good is the indicator's
/// direction ([`crate::Direction`]), never assumed here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct GroupCount {
    key: GroupKey,
    n: Count,
    successes: Count,
}

impl GroupCount {
    /// A group with exact counts.
    ///
    /// # Errors
    /// [`Error::MoreSuccessesThanChildren`] when `successes > n`.
    ///
    /// ```
    /// use commonweal_equity::{GroupCount, GroupKey};
    /// let black = GroupCount::new(GroupKey::of("race", "Black"), 600, 270)?;
    /// assert_eq!(black.n().value(), Some(600));
    /// assert!(GroupCount::new(GroupKey::everyone(), 3, 4).is_err());
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn new(key: GroupKey, n: u64, successes: u64) -> Result<Self, Error> {
        Self::from_counts(key, Count::exact(n), Count::exact(successes))
    }

    /// A group whose counts may be ranges.
    ///
    /// The upper end of `successes` is cut to that of `n`, and the lower end of `n` raised to that of
    /// `successes`: at most every child can reach the outcome. With `n` known, an unknown number of
    /// successes is therefore the range 0 to `n`.
    ///
    /// # Errors
    /// [`Error::MoreSuccessesThanChildren`] when even the smallest number of successes exceeds the
    /// largest number of children.
    pub fn from_counts(key: GroupKey, n: Count, successes: Count) -> Result<Self, Error> {
        let mut n = n;
        let mut successes = successes;
        if let Some(most) = n.high {
            let least = successes.low;
            if least > most {
                return Err(Error::MoreSuccessesThanChildren {
                    group: key.to_string(),
                    successes: least,
                    n: most,
                });
            }
            successes.high = Some(successes.high.map_or(most, |high| high.min(most)));
        }
        n.low = n.low.max(successes.low);
        Ok(Self { key, n, successes })
    }

    /// A group of `n` of which only a range of rates is published (`>=95%`, "40–49 %").
    ///
    /// The successes are the whole numbers s with `low ≤ s/n ≤ high`, counted exactly.
    ///
    /// # Errors
    /// [`Error::NoWholeNumber`] when no whole number of children fits; [`Error::BadOption`] for rates
    /// outside 0 to 1; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{Censoring, Exact, GroupCount, GroupKey};
    /// let key = GroupKey::of("race", "Black");
    /// let top = GroupCount::from_rate_range(key, 30, "95%".parse()?, Exact::ONE, Censoring::TopCoded)?;
    /// assert_eq!((top.successes().low(), top.successes().high()), (29, Some(30)));
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn from_rate_range(
        key: GroupKey,
        n: u64,
        low: Exact,
        high: Exact,
        reason: Censoring,
    ) -> Result<Self, Error> {
        let least = required(n, low, Direction::Higher)?;
        let most = required(n, high, Direction::Lower)?;
        if least > most {
            return Err(Error::NoWholeNumber {
                group: key.to_string(),
                n,
                low,
                high,
            });
        }
        Self::from_counts(key, Count::exact(n), Count::range(least, most, reason)?)
    }

    /// Which children.
    pub fn key(&self) -> &GroupKey {
        &self.key
    }

    /// How many children.
    pub fn n(&self) -> Count {
        self.n
    }

    /// How many of them reach the outcome.
    pub fn successes(&self) -> Count {
        self.successes
    }

    /// (children, successes), where both are known exactly.
    pub fn exact(&self) -> Option<(u64, u64)> {
        Some((self.n.value()?, self.successes.value()?))
    }

    /// Why the counts are not exact; `None` for exact counts.
    pub fn censoring(&self) -> Option<Censoring> {
        if self.exact().is_some() {
            return None;
        }
        self.successes.reason.or(self.n.reason)
    }
}

#[cfg(test)]
mod tests;
