//! How many children it takes: the one place where a rate to reach becomes a number of children.

use crate::{Count, Direction, Error, Exact, GroupCount};

/// Children who must move so that `successes / n` reaches `level`, exactly.
///
/// Higher is better: `max(0, ⌈level · n⌉ − successes)` more. Lower is better:
/// `max(0, successes − ⌊level · n⌋)` fewer. The group size is held fixed. Unit: children.
///
/// # Errors
/// [`Error::BadOption`] when the level is outside 0 to 1, [`Error::MoreSuccessesThanChildren`],
/// [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::{children_to_reach, Direction};
/// // 60 % to 80 % of 2,000 is 400; in doubles ceil((0.8 − 0.6) · 2000) is 401.
/// assert_eq!(children_to_reach(2000, 1200, "80%".parse()?, Direction::Higher)?, 400);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn children_to_reach(
    n: u64,
    successes: u64,
    level: Exact,
    direction: Direction,
) -> Result<u64, Error> {
    if successes > n {
        return Err(Error::MoreSuccessesThanChildren {
            group: "group".to_owned(),
            successes,
            n,
        });
    }
    let needed = required(n, level, direction)?;
    Ok(match direction {
        Direction::Higher => needed.saturating_sub(successes),
        Direction::Lower => successes.saturating_sub(needed),
    })
}

/// The count at which a group of `n` meets `level`: `⌈level · n⌉`, or `⌊level · n⌋` when lower is better.
pub(crate) fn required(n: u64, level: Exact, direction: Direction) -> Result<u64, Error> {
    if level < Exact::ZERO || level > Exact::ONE {
        return Err(Error::BadOption {
            option: "level",
            found: level.to_string(),
            expected: "a proportion from 0 to 1 (write 80% or 0.8, not 80)",
        });
    }
    let product = level.times(Exact::from(n))?;
    let count = match direction {
        Direction::Higher => product.ceil(),
        Direction::Lower => product.floor(),
    };
    // The level is at most 1, so the count is at most n.
    u64::try_from(count).map_err(|_| Error::TooLarge)
}

/// The sum of counts of children.
pub(crate) fn sum(counts: impl IntoIterator<Item = u64>) -> Result<u64, Error> {
    counts
        .into_iter()
        .try_fold(0_u64, u64::checked_add)
        .ok_or(Error::TooLarge)
}

/// As [`children_to_reach`] for a group whose counts may be ranges and a level known to lie between
/// `level.0` and `level.1`: every number the ranges allow, as a range.
pub(crate) fn need(
    group: &GroupCount,
    level: (Exact, Exact),
    direction: Direction,
) -> Result<Count, Error> {
    let (n, s) = (group.n(), group.successes());
    let cap = |successes: u64, n: u64| successes.min(n);
    let (low, high) = match direction {
        // Fewest: the smallest group with the most successes. Most: the largest group with the fewest.
        Direction::Higher => (
            children_to_reach(
                n.low(),
                s.high().map_or(n.low(), |b| cap(b, n.low())),
                level.0,
                direction,
            )?,
            n.high()
                .map(|most| children_to_reach(most, s.low(), level.1, direction))
                .transpose()?,
        ),
        // Fewest: the largest group with the fewest cases. Most: all b cases in the smallest group that
        // can hold them.
        Direction::Lower => (
            match n.high() {
                Some(most) => children_to_reach(most, s.low(), level.1, direction)?,
                None => 0,
            },
            s.high()
                .map(|b| children_to_reach(b.max(n.low()), b, level.0, direction))
                .transpose()?,
        ),
    };
    if group.exact().is_some() && level.0 == level.1 {
        return Ok(Count::exact(low));
    }
    let reason = group.censoring().unwrap_or(crate::Censoring::Mixed);
    high.map_or(Ok(Count::at_least(low, reason)), |high| {
        Count::range(low, high, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Censoring, GroupKey};
    use proptest::prelude::*;

    #[test]
    fn where_doubles_are_one_too_high() {
        // Exact by hand: 7, 7, 55, 400. In doubles the ceilings are 8, 8, 56, 401.
        for (n, s, level, exact) in [
            (100, 0, "0.07", 7),
            (50, 0, "0.14", 7),
            (100, 0, "0.55", 55),
            (2000, 1200, "0.8", 400),
        ] {
            let level: Exact = level.parse().unwrap();
            assert_eq!(
                children_to_reach(n, s, level, Direction::Higher).unwrap(),
                exact
            );
            let rate = s as f64 / n as f64;
            assert_eq!(
                ((level.to_f64() - rate) * n as f64).ceil() as u64,
                exact + 1
            );
        }
    }

    #[test]
    fn eighteen_digits_count() {
        // 3 · 0.333333333333333334 is 1.000000000000000002: one child of three (1/3) is just below it. A
        // double cannot tell the product from 1.
        let level: Exact = ".333333333333333334".parse().unwrap();
        assert_eq!(
            children_to_reach(3, 0, level, Direction::Higher).unwrap(),
            2
        );
        assert_eq!(level.times(Exact::from(3)).unwrap().to_f64(), 1.0);
    }

    #[test]
    fn lower_is_better_counts_down() {
        // 25 % of 50 is 12.5: at most 12 may remain, so 8 of 20 must move.
        let quarter = "25%".parse().unwrap();
        assert_eq!(
            children_to_reach(50, 20, quarter, Direction::Lower).unwrap(),
            8
        );
        assert_eq!(
            children_to_reach(50, 12, quarter, Direction::Lower).unwrap(),
            0
        );
        assert!(children_to_reach(50, 12, Exact::from(25), Direction::Lower).is_err());
    }

    proptest! {
        // Oracle: the smallest x that reaches the level, found by trying 0, 1, 2 … with integer comparison.
        #[test]
        fn equals_search(n in 0_u64..60, s in 0_u64..60, a in 0_u64..30, more in 0_u64..30) {
            prop_assume!(s <= n && a + more > 0);
            let b = a + more;
            let level = Exact::new(i128::from(a), i128::from(b)).unwrap();
            let up = (0..=n - s).find(|x| (s + x) * b >= a * n).unwrap();
            let down = (0..=s).find(|x| (s - x) * b <= a * n).unwrap();
            prop_assert_eq!(children_to_reach(n, s, level, Direction::Higher).unwrap(), up);
            prop_assert_eq!(children_to_reach(n, s, level, Direction::Lower).unwrap(), down);
        }

        #[test]
        fn grows_with_the_level(n in 1_u64..500, s in 0_u64..500, a in 0_i128..100, b in 0_i128..100) {
            prop_assume!(s <= n);
            let at = |x: i128| children_to_reach(n, s, Exact::new(x, 100).unwrap(), Direction::Higher).unwrap();
            prop_assert!(at(a.min(b)) <= at(a.max(b)));
        }

        // Oracle: every completion of small ranges and every level, one by one.
        #[test]
        fn ranges_equal_exhaustive_search(
            n in (0_u64..7, 0_u64..7), s in (0_u64..7, 0_u64..7), level in (0_i128..=8, 0_i128..=8),
            higher in any::<bool>(),
        ) {
            let direction = if higher { Direction::Higher } else { Direction::Lower };
            let count = |(a, b): (u64, u64)| Count::range(a.min(b), a.max(b), Censoring::Range).unwrap();
            let Ok(group) = GroupCount::from_counts(GroupKey::everyone(), count(n), count(s)) else {
                return Ok(());
            };
            let levels = level.0.min(level.1)..=level.0.max(level.1);
            let mut seen = Vec::new();
            for n in group.n().low()..=group.n().high().unwrap() {
                for s in group.successes().low()..=group.successes().high().unwrap().min(n) {
                    for level in levels.clone() {
                        let level = Exact::new(level, 8).unwrap();
                        seen.push(children_to_reach(n, s, level, direction).unwrap());
                    }
                }
            }
            let ends = (Exact::new(*levels.start(), 8).unwrap(), Exact::new(*levels.end(), 8).unwrap());
            let found = need(&group, ends, direction).unwrap();
            prop_assert_eq!(Some(&found.low()), seen.iter().min());
            prop_assert_eq!(found.high(), seen.iter().max().copied());
        }
    }
}
