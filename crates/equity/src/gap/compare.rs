//! One group against its resolved reference: difference, interval, status, children to parity.

use super::reference::Resolved;
use super::{
    Gap, GapOptions, GapRange, GapStatus, Needed, NotAssessable, Reference, ReferenceRate,
};
use crate::need::need;
use crate::rate::{bounds, newcombe};
use crate::{Direction, Error, Exact, GroupCount, Rate, RateOptions, RateStatus};

/// Compares the group at `position` with its reference.
pub(super) fn compare(
    groups: &[GroupCount],
    position: usize,
    resolved: &Resolved,
    options: &GapOptions,
) -> Result<Gap, Error> {
    let group = &groups[position];
    let rest = match resolved {
        Resolved::Whole { rest, .. } => Some(&rest[position]),
        _ => None,
    };
    let (words, population) = match resolved {
        Resolved::Level(_) => ("the fixed level".to_owned(), None),
        Resolved::None => ("no group large enough to be the best".to_owned(), None),
        Resolved::OneOf(i) => {
            let name = groups[*i].key().to_string();
            let best = matches!(options.reference, Reference::Best { .. });
            (
                if best {
                    format!("{name}, the best rate")
                } else {
                    name
                },
                Some(&groups[*i]),
            )
        }
        Resolved::Whole { overall, .. } if options.reference == Reference::Overall => {
            ("all children together".to_owned(), Some(overall))
        }
        Resolved::Whole { .. } => ("everyone else".to_owned(), rest),
    };
    // Smallest and largest possible reference rate; `None` where nobody is there.
    let level = match (resolved, population) {
        (Resolved::Level(level), _) => Some((*level, *level)),
        (_, Some(people)) if people.n().high() != Some(0) => Some(bounds(people)?),
        _ => None,
    };
    let known_level = level.filter(|(low, high)| {
        low == high && population.is_none_or(|people| people.exact().is_some())
    });
    let rate_options = RateOptions {
        confidence: options.confidence,
        ..RateOptions::default()
    };
    let rate = Rate::new(group, rate_options)?;
    let mut gap = Gap {
        reference: ReferenceRate {
            description: describe(&words, population, known_level.map(|(level, _)| level)),
            population: words,
            n: population.map(GroupCount::n),
            successes: population.map(GroupCount::successes),
            rate: known_level.map(|(level, _)| level),
        },
        rate,
        difference: None,
        difference_pp: None,
        lower_pp: None,
        upper_pp: None,
        range: None,
        standard_error_pp: None,
        status: GapStatus::NotFlagged,
        needed: None,
    };
    if let Some(level) = level {
        let moving = match rest {
            Some(rest) if options.reference == Reference::Overall && rest.n().high() != Some(0) => {
                Some(need(group, bounds(rest)?, options.direction)?)
            }
            _ => None,
        };
        gap.needed = Some(Needed {
            fixed: need(group, level, options.direction)?,
            moving,
        });
    }
    let obstacle = obstacle(
        groups,
        position,
        resolved,
        &gap,
        level.is_some(),
        rest,
        options,
    );
    if let (Some(own), Some(reference)) = (gap.rate.rate, gap.reference.rate) {
        let difference = own.minus(reference)?;
        gap.difference = Some(difference);
        gap.difference_pp = Some(100.0 * difference.to_f64());
    } else if let (Some(low), Some(high), Some((least, most))) =
        (gap.rate.lower, gap.rate.upper, level)
    {
        let (low, high) = gap
            .rate
            .rate
            .map_or((low, high), |rate| (rate.to_f64(), rate.to_f64()));
        gap.lower_pp = Some(100.0 * (low - most.to_f64()));
        gap.upper_pp = Some(100.0 * (high - least.to_f64()));
        gap.range = Some(GapRange::Identification);
    }
    let comparable = !matches!(
        obstacle,
        Some(NotAssessable::IsReference | NotAssessable::SingleGroup | NotAssessable::NoReference)
    );
    if gap.difference.is_some() && comparable {
        set_interval(&mut gap, group, population, rest, options)?;
    }
    gap.status = match obstacle {
        Some(reason) => GapStatus::NotAssessable(reason),
        None => judge(&gap, options.direction),
    };
    Ok(gap)
}

/// The first reason that stands in the way of a judgement.
fn obstacle(
    groups: &[GroupCount],
    position: usize,
    resolved: &Resolved,
    gap: &Gap,
    has_level: bool,
    rest: Option<&GroupCount>,
    options: &GapOptions,
) -> Option<NotAssessable> {
    let group = &groups[position];
    let alone = rest.is_some_and(|rest| rest.n().high() == Some(0));
    if gap.rate.status == RateStatus::NoMembers {
        return Some(NotAssessable::NoMembers);
    }
    if matches!(resolved, Resolved::OneOf(i) if *i == position) {
        return Some(NotAssessable::IsReference);
    }
    if alone && groups.len() == 1 {
        return Some(NotAssessable::SingleGroup);
    }
    if alone || !has_level {
        return Some(NotAssessable::NoReference);
    }
    if group.n().high().is_some_and(|n| n < options.min_n) {
        return Some(NotAssessable::BelowMinimum {
            min_n: options.min_n,
        });
    }
    if group.exact().is_none() {
        return Some(NotAssessable::Censored);
    }
    gap.reference
        .rate
        .is_none()
        .then_some(NotAssessable::ReferenceCensored)
}

/// Sets interval and standard error; called when group and reference rates are exact.
fn set_interval(
    gap: &mut Gap,
    group: &GroupCount,
    population: Option<&GroupCount>,
    rest: Option<&GroupCount>,
    options: &GapOptions,
) -> Result<(), Error> {
    let Some((n, s)) = group.exact() else {
        return Ok(());
    };
    let interval = if options.reference == Reference::Overall {
        let (Some((rest_n, rest_s)), Some((whole_n, _))) = (
            rest.and_then(GroupCount::exact),
            population.and_then(GroupCount::exact),
        ) else {
            return Ok(());
        };
        // The group is part of the reference: p_g − p_all = (1 − n_g/N)(p_g − p_rest).
        let outside = rest_n as f64 / whole_n as f64;
        let variance = |n: u64, s: u64| {
            let p = s as f64 / n as f64;
            p * (1.0 - p) / n as f64
        };
        gap.standard_error_pp =
            Some(100.0 * outside * (variance(n, s) + variance(rest_n, rest_s)).sqrt());
        gap.range = Some(GapRange::PartWhole);
        newcombe((s, n), (rest_s, rest_n), options.confidence)?
            .map(|(low, high)| (outside * low, outside * high))
    } else if let Some((other_n, other_s)) = population.and_then(GroupCount::exact) {
        gap.range = Some(GapRange::Newcombe);
        newcombe((s, n), (other_s, other_n), options.confidence)?
    } else {
        gap.range = Some(GapRange::WilsonLessLevel);
        let level = gap.reference.rate.unwrap_or(Exact::ZERO).to_f64();
        gap.rate
            .lower
            .zip(gap.rate.upper)
            .map(|(low, high)| (low - level, high - level))
    };
    if let Some((low, high)) = interval {
        (gap.lower_pp, gap.upper_pp) = (Some(100.0 * low), Some(100.0 * high));
    }
    Ok(())
}

fn judge(gap: &Gap, direction: Direction) -> GapStatus {
    let behind = match direction {
        Direction::Higher => gap.upper_pp.is_some_and(|upper| upper < 0.0),
        Direction::Lower => gap.lower_pp.is_some_and(|lower| lower > 0.0),
    };
    if behind {
        GapStatus::Flagged
    } else {
        GapStatus::NotFlagged
    }
}

fn describe(words: &str, population: Option<&GroupCount>, rate: Option<Exact>) -> String {
    match (population, rate) {
        (None, None) => words.to_owned(),
        (None, Some(rate)) => format!("{words} {}", rate.percent(1)),
        (Some(people), Some(rate)) => {
            format!("{words} (n = {}, rate {})", people.n(), rate.percent(1))
        }
        (Some(people), None) => format!("{words} (n = {}, rate not known exactly)", people.n()),
    }
}
