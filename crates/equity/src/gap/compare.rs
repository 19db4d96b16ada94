//! One group against its resolved reference: difference, interval, status, children to parity.

use super::reference::Resolved;
use super::{
    Gap, GapOptions, GapRange, GapStatus, Needed, NotAssessable, Reference, ReferenceRate,
};
use crate::need::need;
use crate::rate::{bounds, newcombe};
use crate::{Direction, Error, Exact, GroupCount, Rate, RateOptions};

/// A group beside the people it is compared with.
struct Comparison<'a> {
    group: &'a GroupCount,
    /// The reference population in words.
    words: String,
    /// The reference population; `None` for a fixed level and where no group qualifies.
    people: Option<&'a GroupCount>,
    /// Everyone else, where rest or overall is the reference.
    rest: Option<&'a GroupCount>,
    /// Smallest and largest possible reference rate; `None` where nobody is there.
    level: Option<(Exact, Exact)>,
    /// Whether the group is its own reference.
    is_reference: bool,
    /// Whether it is the only group.
    only_group: bool,
}

impl<'a> Comparison<'a> {
    fn new(
        groups: &'a [GroupCount],
        position: usize,
        resolved: &'a Resolved,
        options: &GapOptions,
    ) -> Result<Self, Error> {
        let mut out = Self {
            group: &groups[position],
            words: String::new(),
            people: None,
            rest: None,
            level: None,
            is_reference: false,
            only_group: groups.len() == 1,
        };
        match resolved {
            Resolved::Level(level) => {
                "the fixed level".clone_into(&mut out.words);
                out.level = Some((*level, *level));
            }
            Resolved::None => "no group large enough to be the best".clone_into(&mut out.words),
            Resolved::OneOf(other) => {
                let best = matches!(options.reference, Reference::Best { .. });
                let suffix = if best { ", the best rate" } else { "" };
                out.words = format!("{}{suffix}", groups[*other].key());
                out.people = Some(&groups[*other]);
                out.is_reference = *other == position;
            }
            Resolved::Whole { overall, rest } => {
                let rest = &rest[position];
                out.rest = Some(rest);
                if options.reference == Reference::Overall {
                    "all children together".clone_into(&mut out.words);
                    out.people = Some(overall);
                } else {
                    "everyone else".clone_into(&mut out.words);
                    out.people = Some(rest);
                }
            }
        }
        if let Some(people) = out.people.filter(|people| people.n().high() != Some(0)) {
            out.level = Some(bounds(people)?);
        }
        Ok(out)
    }

    /// The reference rate, where it is exact.
    fn rate(&self) -> Option<Exact> {
        let exact = self.people.is_none_or(|people| people.exact().is_some());
        self.level.filter(|_| exact).map(|(rate, _)| rate)
    }

    fn needed(&self, options: &GapOptions) -> Result<Option<Needed>, Error> {
        let Some(level) = self.level else {
            return Ok(None);
        };
        let moves = options.reference == Reference::Overall;
        let others = self.rest.filter(|rest| moves && rest.n().high() != Some(0));
        let moving = match others {
            Some(rest) => Some(need(self.group, bounds(rest)?, options.direction)?),
            None => None,
        };
        Ok(Some(Needed {
            fixed: need(self.group, level, options.direction)?,
            moving,
        }))
    }

    /// The first reason that stands in the way of a judgement.
    fn obstacle(&self, options: &GapOptions) -> Option<NotAssessable> {
        let n = self.group.n();
        let alone = self.rest.is_some_and(|rest| rest.n().high() == Some(0));
        if n.high() == Some(0) {
            return Some(NotAssessable::NoMembers);
        }
        if self.is_reference {
            return Some(NotAssessable::IsReference);
        }
        if alone && self.only_group {
            return Some(NotAssessable::SingleGroup);
        }
        if alone || self.level.is_none() {
            return Some(NotAssessable::NoReference);
        }
        if n.high().is_some_and(|n| n < options.min_n) {
            return Some(NotAssessable::BelowMinimum {
                min_n: options.min_n,
            });
        }
        if self.group.exact().is_none() {
            return Some(NotAssessable::Censored);
        }
        self.rate()
            .is_none()
            .then_some(NotAssessable::ReferenceCensored)
    }
}

/// Compares the group at `position` with its reference.
pub(super) fn compare(
    groups: &[GroupCount],
    position: usize,
    resolved: &Resolved,
    options: &GapOptions,
) -> Result<Gap, Error> {
    let comparison = Comparison::new(groups, position, resolved, options)?;
    let obstacle = comparison.obstacle(options);
    let rate_options = RateOptions {
        confidence: options.confidence,
        ..RateOptions::default()
    };
    let mut gap = Gap {
        rate: Rate::new(comparison.group, rate_options)?,
        reference: ReferenceRate {
            description: describe(&comparison),
            n: comparison.people.map(GroupCount::n),
            successes: comparison.people.map(GroupCount::successes),
            rate: comparison.rate(),
            population: comparison.words.clone(),
        },
        difference: None,
        difference_pp: None,
        lower_pp: None,
        upper_pp: None,
        range: None,
        standard_error_pp: None,
        status: GapStatus::NotFlagged,
        needed: comparison.needed(options)?,
    };
    if let (Some(own), Some(reference)) = (gap.rate.rate, gap.reference.rate) {
        let difference = own.minus(reference)?;
        gap.difference = Some(difference);
        gap.difference_pp = Some(100.0 * difference.to_f64());
        let comparable = !matches!(
            obstacle,
            Some(
                NotAssessable::IsReference
                    | NotAssessable::SingleGroup
                    | NotAssessable::NoReference
            )
        );
        if comparable {
            set_interval(&mut gap, &comparison, options)?;
        }
    } else if let Some((least, most)) = comparison.level
        && comparison.group.n().high() != Some(0)
    {
        let (low, high) = bounds(comparison.group)?;
        gap.lower_pp = Some(100.0 * low.minus(most)?.to_f64());
        gap.upper_pp = Some(100.0 * high.minus(least)?.to_f64());
        gap.range = Some(GapRange::Identification);
    }
    gap.status = match obstacle {
        Some(reason) => GapStatus::NotAssessable(reason),
        None => judge(&gap, options.direction),
    };
    Ok(gap)
}

/// Sets interval and standard error; called when group and reference rates are exact.
fn set_interval(
    gap: &mut Gap,
    comparison: &Comparison<'_>,
    options: &GapOptions,
) -> Result<(), Error> {
    let Some((n, s)) = comparison.group.exact() else {
        return Ok(());
    };
    let people = comparison.people.and_then(GroupCount::exact);
    let (range, interval) = match (people, gap.reference.rate) {
        (Some((whole_n, _)), _) if options.reference == Reference::Overall => {
            let Some((rest_n, rest_s)) = comparison.rest.and_then(GroupCount::exact) else {
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
            let interval = newcombe((s, n), (rest_s, rest_n), options.confidence)?;
            (
                GapRange::PartWhole,
                interval.map(|(low, high)| (outside * low, outside * high)),
            )
        }
        (Some((other_n, other_s)), _) => (
            GapRange::Newcombe,
            newcombe((s, n), (other_s, other_n), options.confidence)?,
        ),
        (None, Some(level)) => {
            let level = level.to_f64();
            let wilson = gap.rate.lower.zip(gap.rate.upper);
            (
                GapRange::WilsonLessLevel,
                wilson.map(|(low, high)| (low - level, high - level)),
            )
        }
        (None, None) => return Ok(()),
    };
    if let Some((low, high)) = interval {
        (gap.lower_pp, gap.upper_pp) = (Some(100.0 * low), Some(100.0 * high));
        gap.range = Some(range);
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

fn describe(comparison: &Comparison<'_>) -> String {
    let words = &comparison.words;
    match (comparison.people, comparison.rate()) {
        (None, None) => words.clone(),
        (None, Some(rate)) => format!("{words} {}", rate.percent(1)),
        (Some(people), Some(rate)) => {
            format!("{words} (n = {}, rate {})", people.n(), rate.percent(1))
        }
        (Some(people), None) => format!("{words} (n = {}, rate not known exactly)", people.n()),
    }
}
