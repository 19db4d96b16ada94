//! One rule on whole numbers: no keys, no text, no allocation for a group.
//!
//! Every pair is (children, successes), as [`crate::GroupCount::exact`] gives it.

use std::cmp::Ordering;

use num_bigint::BigUint;
use serde::Serialize;

use super::{GapOptions, GapStatus, NotAssessable, Rule};
use crate::{Count, Direction, Error, Exact};

/// What a rule says about one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Verdict {
    /// Flagged, not flagged, or not assessable and why.
    pub status: GapStatus,
    /// Children and successes of the reference population; `None` where there is none.
    pub reference: Option<(u64, u64)>,
    /// Margin of the gap rules, a share.
    pub margin: Option<f64>,
    /// The group's rate over the reference rate, where that is not 0. With the proportionality index and the
    /// 80 percent rule where lower is better, the reference rate over the group's, where that is not 0.
    pub index: Option<f64>,
    /// Fewest children who must move so that the rule no longer flags the group; 0 where it is not flagged,
    /// `None` where it is not assessed. The margin moves with the group. The reference is held fixed, but
    /// for the proportionality index, where the overall rate moves too.
    pub to_leave: Option<u64>,
    /// Fewest children who must move to reach the reference rate, with the reference as in `to_leave`.
    pub to_parity: Option<u64>,
}

/// Applies the rule of `options` to groups that add up to all children, given as (children, successes).
///
/// One verdict a group is pushed on `out`, in order, by the same arithmetic as [`super::gaps`]. Cost:
/// O(groups), and O(log n) more for a flagged group. An alternate IDEA ratio is not formed: those groups
/// are not assessable.
///
/// # Errors
/// [`Error::BadOption`] without a rule or with a reference that is not the rule's; [`Error::TooLarge`];
/// [`Error::MoreSuccessesThanChildren`].
///
/// ```
/// use commonweal_equity::{scan_slice, Direction, GapOptions, GapStatus, Rule};
/// // 12 of 20 against 15 of 20 is exactly four fifths, which is not below it.
/// let options = GapOptions::by_rule(Direction::Higher, Rule::eighty_percent()?);
/// let mut out = Vec::new();
/// scan_slice(&[(20, 12), (20, 15), (20, 11)], &options, &mut out)?;
/// assert_eq!(out[0].status, GapStatus::NotFlagged);
/// assert_eq!(out[2].status, GapStatus::Flagged);
/// assert_eq!((out[2].to_leave, out[2].to_parity), (Some(1), Some(4)));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn scan_slice(
    groups: &[(u64, u64)],
    options: &GapOptions,
    out: &mut Vec<Verdict>,
) -> Result<(), Error> {
    let rule = options.required_rule()?;
    let (mut n, mut s) = (0_u64, 0_u64);
    for &(children, successes) in groups {
        if successes > children {
            return Err(Error::MoreSuccessesThanChildren {
                group: "group".to_owned(),
                successes,
                n: children,
            });
        }
        n = n.checked_add(children).ok_or(Error::TooLarge)?;
        // Not more than n, so it cannot overflow.
        s += successes;
    }
    let best = match rule {
        Rule::EightyPercent { .. } => best(groups, options.min_n, options.direction),
        _ => None,
    };
    for (position, &own) in groups.iter().enumerate() {
        let rest = (n - own.0, s - own.1);
        let reference = match rule {
            Rule::Ppg2017 { .. } | Rule::Proportionality { .. } => Some((n, s)),
            Rule::Ppg2022 { .. } | Rule::Idea { .. } => Some(rest),
            Rule::EightyPercent { .. } => best.map(|best| groups[best]),
        };
        let against_others = !matches!(rule, Rule::EightyPercent { .. });
        let place = Place {
            alone: against_others && rest.0 == 0,
            groups: groups.len(),
            is_reference: best == Some(position),
            has_reference: reference.is_some_and(|reference| reference.0 > 0),
        };
        let obstacle = place
            .obstacle(Count::exact(own.0), options.min_n)
            .or_else(|| too_small(rule, own, reference?, options.min_n));
        out.push(verdict(rule, own, reference, options.direction, obstacle));
    }
    Ok(())
}

/// Where a group stands beside its reference.
pub(super) struct Place {
    /// Everyone else is nobody.
    pub(super) alone: bool,
    /// Groups in the comparison, this one included.
    pub(super) groups: usize,
    pub(super) is_reference: bool,
    pub(super) has_reference: bool,
}

impl Place {
    /// The first reason, apart from censored counts, that stands in the way of a judgement.
    pub(super) fn obstacle(&self, n: Count, min_n: u64) -> Option<NotAssessable> {
        if n.high() == Some(0) {
            Some(NotAssessable::NoMembers)
        } else if self.is_reference {
            Some(NotAssessable::IsReference)
        } else if self.alone && self.groups == 1 {
            Some(NotAssessable::SingleGroup)
        } else if self.alone || !self.has_reference {
            Some(NotAssessable::NoReference)
        } else if n.high().is_some_and(|n| n < min_n) {
            Some(NotAssessable::BelowMinimum { min_n })
        } else {
            None
        }
    }
}

/// The best rate among groups of at least `min_n`; a tie goes to the larger group, then to the earlier.
pub(super) fn best(groups: &[(u64, u64)], min_n: u64, direction: Direction) -> Option<usize> {
    let large = |&(_, &(n, _)): &(usize, &(u64, u64))| n >= min_n.max(1);
    let better = |a: (u64, u64), b: (u64, u64)| {
        let rates = cross(a, b).0.cmp(&cross(a, b).1);
        let ahead = match direction {
            Direction::Higher => rates,
            Direction::Lower => rates.reverse(),
        };
        ahead.then(a.0.cmp(&b.0)) == Ordering::Greater
    };
    let all = groups.iter().enumerate().filter(large);
    let first = all.reduce(|best, next| if better(*next.1, *best.1) { next } else { best });
    first.map(|(position, _)| position)
}

/// The minimum sizes of IDEA: cases in the group and in its comparison, children in the comparison.
pub(super) fn too_small(
    rule: Rule,
    own: (u64, u64),
    reference: (u64, u64),
    min_n: u64,
) -> Option<NotAssessable> {
    let Rule::Idea { cell, .. } = rule else {
        return None;
    };
    if own.1 < cell {
        return Some(NotAssessable::BelowCell { cell });
    }
    let small = reference.1 < cell || reference.0 < min_n;
    small.then_some(NotAssessable::ComparisonBelowMinimum { cell, min_n })
}

/// The rule on one group; `obstacle` is a reason found earlier not to judge.
pub(super) fn verdict(
    rule: Rule,
    own: (u64, u64),
    reference: Option<(u64, u64)>,
    direction: Direction,
    obstacle: Option<NotAssessable>,
) -> Verdict {
    let mut out = Verdict {
        status: GapStatus::NotFlagged,
        reference: reference.filter(|reference| reference.0 > 0),
        margin: None,
        index: None,
        to_leave: None,
        to_parity: None,
    };
    let Some(other) = out.reference.filter(|_| own.0 > 0) else {
        out.status = GapStatus::NotAssessable(obstacle.unwrap_or(NotAssessable::NoReference));
        return out;
    };
    out.margin = margin(rule, own);
    let (over, under) = if turned(rule, direction) {
        (other, own)
    } else {
        (own, other)
    };
    out.index = (under.1 > 0).then(|| rate(over) / rate(under));
    let ratio = !matches!(rule, Rule::Ppg2017 { .. } | Rule::Ppg2022 { .. });
    let obstacle = obstacle.or((ratio && under.1 == 0).then_some(NotAssessable::NoRatio));
    if let Some(reason) = obstacle {
        out.status = GapStatus::NotAssessable(reason);
        return out;
    }
    let to_parity = parity(rule, own, other, direction);
    out.to_parity = Some(to_parity);
    if flags(rule, own, other, direction) {
        out.status = GapStatus::Flagged;
    }
    // Flagged at 0 and not at parity, with one change between: the rules are monotone on the way.
    let (mut low, mut high) = (0, to_parity);
    while low < high {
        let middle = low + (high - low) / 2;
        let (moved, reference) = after(rule, own, other, direction, middle);
        if flags(rule, moved, reference, direction) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    out.to_leave = Some(low);
    out
}

/// Whether the rule's index is the reference rate over the group's: the two cut-offs below 1, where lower is
/// better.
pub(super) fn turned(rule: Rule, direction: Direction) -> bool {
    let below_one = matches!(
        rule,
        Rule::Proportionality { .. } | Rule::EightyPercent { .. }
    );
    below_one && direction == Direction::Lower
}

/// Both pairs after `x` children of the group have moved.
fn after(
    rule: Rule,
    own: (u64, u64),
    reference: (u64, u64),
    direction: Direction,
    x: u64,
) -> ((u64, u64), (u64, u64)) {
    let moved = |(n, s): (u64, u64)| match direction {
        Direction::Higher => (n, s.saturating_add(x).min(n)),
        Direction::Lower => (n, s.saturating_sub(x)),
    };
    match rule {
        Rule::Proportionality { .. } => (moved(own), moved(reference)),
        _ => (moved(own), reference),
    }
}

/// Children to the reference rate: `⌈S·n/N⌉ − s`, or `s − ⌊S·n/N⌋` where lower is better.
///
/// With the proportionality index the overall rate moves with the group; the group then meets it exactly
/// where it meets everyone else.
fn parity(rule: Rule, own: (u64, u64), reference: (u64, u64), direction: Direction) -> u64 {
    let (n, s) = match rule {
        Rule::Proportionality { .. } => (
            reference.0.saturating_sub(own.0),
            reference.1.saturating_sub(own.1),
        ),
        _ => reference,
    };
    if n == 0 {
        return 0;
    }
    let level = u128::from(s) * u128::from(own.0);
    // The level is at most own.0, because s is at most n.
    let whole = |count: u128| u64::try_from(count).unwrap_or(own.0);
    match direction {
        Direction::Higher => whole(level.div_ceil(u128::from(n))).saturating_sub(own.1),
        Direction::Lower => own.1.saturating_sub(whole(level / u128::from(n))),
    }
}

/// Whether the rule flags, compared in whole numbers. The rate a ratio rule divides by is not 0.
fn flags(rule: Rule, own: (u64, u64), reference: (u64, u64), direction: Direction) -> bool {
    let (mine, theirs) = cross(own, reference);
    let (n, s) = (u128::from(own.0), u128::from(own.1));
    let whole = u128::from(reference.0);
    // The gap on the unfavourable side is short / (n · N).
    let (short, smaller, larger) = match direction {
        Direction::Higher => (theirs.checked_sub(mine), mine, theirs),
        Direction::Lower => (mine.checked_sub(theirs), theirs, mine),
    };
    let Some(short) = short.filter(|&short| short > 0) else {
        return false;
    };
    match rule {
        // gap ≥ floor, and gap² ≥ z² · 0.25/n.
        Rule::Ppg2017 { z, floor } => {
            let ((z, one), (floor, unit)) = (parts(z), parts(floor));
            compare(&[short, unit], &[floor, n, whole]).is_ge()
                && compare(&[short, short, 4, one, one], &[z, z, n, whole, whole]).is_ge()
        }
        // gap ≥ floor, and gap² ≥ z² · s(n − s)/n³.
        Rule::Ppg2022 { z, floor } => {
            let ((z, one), (floor, unit)) = (parts(z), parts(floor));
            let variance = &[z, z, s, n - s, whole, whole];
            compare(&[short, unit], &[floor, n, whole]).is_ge()
                && compare(&[short, short, one, one, n], variance).is_ge()
        }
        Rule::Proportionality { cut } | Rule::EightyPercent { cut } => {
            let (cut, unit) = parts(cut);
            compare(&[smaller, unit], &[cut, larger]).is_lt()
        }
        Rule::Idea { threshold, .. } => {
            let (threshold, unit) = parts(threshold);
            compare(&[mine, unit], &[threshold, theirs]).is_gt()
        }
    }
}

/// The margin of a gap rule, a share.
pub(super) fn margin(rule: Rule, own: (u64, u64)) -> Option<f64> {
    let (n, p) = (own.0 as f64, rate(own));
    let (z, floor, variance) = match rule {
        Rule::Ppg2017 { z, floor } => (z, floor, 0.25 / n),
        Rule::Ppg2022 { z, floor } => (z, floor, p * (1.0 - p) / n),
        _ => return None,
    };
    Some(floor.to_f64().max(z.to_f64() * variance.sqrt()))
}

fn rate((n, s): (u64, u64)) -> f64 {
    s as f64 / n as f64
}

/// Both rates over the common denominator: `s₁·n₂` and `s₂·n₁`.
pub(super) fn cross(first: (u64, u64), second: (u64, u64)) -> (u128, u128) {
    (
        u128::from(first.1) * u128::from(second.0),
        u128::from(second.1) * u128::from(first.0),
    )
}

/// Numerator and denominator of a number that is not negative.
fn parts(value: Exact) -> (u128, u128) {
    (
        value.numerator().unsigned_abs(),
        value.denominator().unsigned_abs(),
    )
}

/// Compares two products exactly: in `u128` where both fit, else in big integers.
pub(super) fn compare(left: &[u128], right: &[u128]) -> Ordering {
    let small = |factors: &[u128]| {
        factors
            .iter()
            .try_fold(1_u128, |product, &factor| product.checked_mul(factor))
    };
    let big = |factors: &[u128]| {
        factors
            .iter()
            .fold(BigUint::from(1_u8), |product, &factor| product * factor)
    };
    match (small(left), small(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => big(left).cmp(&big(right)),
    }
}

#[cfg(test)]
mod tests;
