//! One group against its resolved reference: difference, interval, status, children to parity.

use std::borrow::Cow;

use super::kernel::{Place, too_small, turned, verdict};
use super::measure::{Cells, Whom};
use super::reference::Resolved;
use super::several::one_proportion;
use super::{
    Finding, Gap, GapOptions, GapRange, GapStatus, GapTest, Measures, Needed, NotAssessable,
    Reference, ReferenceRate, Rule, two_proportions,
};
use crate::need::need;
use crate::rate::{bounds, newcombe};
use crate::{Count, Direction, Error, Exact, GroupCount, GroupKey, Rate, RateOptions};

/// A group beside the people it is compared with.
struct Comparison<'a> {
    group: &'a GroupCount,
    /// The reference population in words.
    words: String,
    /// The reference population; `None` for a fixed level and where no group qualifies.
    people: Option<Cow<'a, GroupCount>>,
    /// Whether it is the State's, because the one here is too small (the alternate risk ratio).
    alternate: bool,
    /// Everyone else, where rest or overall is the reference.
    rest: Option<&'a GroupCount>,
    /// Smallest and largest possible reference rate; `None` where nobody is there.
    level: Option<(Exact, Exact)>,
    /// Whether the group is its own reference.
    is_reference: bool,
    /// How many groups there are.
    groups: usize,
    /// Whether a group whose count is a range may be better than the one taken as the best.
    rivals: bool,
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
            alternate: false,
            rest: None,
            level: None,
            is_reference: false,
            groups: groups.len(),
            rivals: false,
        };
        match resolved {
            Resolved::Level(level) => {
                "the fixed level".clone_into(&mut out.words);
                out.level = Some((*level, *level));
            }
            Resolved::None => "no group large enough to be the best".clone_into(&mut out.words),
            Resolved::OneOf(other) => {
                out.words = groups[*other].key().to_string();
                out.people = Some(Cow::Borrowed(&groups[*other]));
                out.is_reference = *other == position;
            }
            Resolved::Best { of, rivals } => {
                let which = if *rivals {
                    "the best rate known exactly"
                } else {
                    "the best rate"
                };
                out.words = format!("{}, {which}", groups[*of].key());
                out.people = Some(Cow::Borrowed(&groups[*of]));
                out.is_reference = *of == position;
                out.rivals = *rivals;
            }
            Resolved::Place(place) => {
                out.words = options.reference.words();
                out.people = Some(Cow::Borrowed(place));
            }
            Resolved::Whole { overall, rest } => {
                let rest = &rest[position];
                out.rest = Some(rest);
                if options.reference == Reference::Overall {
                    "all children together".clone_into(&mut out.words);
                    out.people = Some(Cow::Borrowed(overall));
                } else {
                    "everyone else".clone_into(&mut out.words);
                    out.people = Some(Cow::Borrowed(rest));
                }
                out.take_state(options)?;
            }
        }
        let people = out.people.as_deref();
        if let Some(people) = people.filter(|people| people.n().high() != Some(0)) {
            out.level = Some(bounds(people)?);
        }
        Ok(out)
    }

    /// IDEA: all other groups of the State, where those here miss the minimum sizes.
    fn take_state(&mut self, options: &GapOptions) -> Result<(), Error> {
        let (Some(rule @ Rule::Idea { .. }), Some(state)) = (options.rule, &options.state) else {
            return Ok(());
        };
        let here = self.rest.and_then(GroupCount::exact);
        let (Some(own), Some(here)) = (self.group.exact(), here) else {
            return Ok(());
        };
        let small = too_small(rule, own, here, options.min_n);
        if !matches!(small, Some(NotAssessable::ComparisonBelowMinimum { .. })) {
            return Ok(());
        }
        if !state.iter().any(|group| group.key() == self.group.key()) {
            return Err(Error::UnknownGroup {
                found: self.group.key().to_string(),
                known: state.iter().map(|group| group.key().to_string()).collect(),
            });
        }
        let others = || state.iter().filter(|group| group.key() != self.group.key());
        let n: Count = others().map(GroupCount::n).sum();
        let s: Count = others().map(GroupCount::successes).sum();
        self.people = Some(Cow::Owned(GroupCount::from_counts(
            GroupKey::everyone(),
            n,
            s,
        )?));
        self.alternate = true;
        "all other groups in the State".clone_into(&mut self.words);
        Ok(())
    }

    /// The reference rate, where it is exact.
    fn rate(&self) -> Option<Exact> {
        let people = self.people.as_deref();
        let exact = people.is_none_or(|people| people.exact().is_some());
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
        let place = Place {
            alone: !self.alternate && self.rest.is_some_and(|rest| rest.n().high() == Some(0)),
            groups: self.groups,
            is_reference: self.is_reference,
            has_reference: self.level.is_some(),
        };
        if let Some(reason) = place.obstacle(self.group.n(), options.min_n) {
            return Some(reason);
        }
        let Some(own) = self.group.exact() else {
            return Some(NotAssessable::Censored);
        };
        if self.rate().is_none() {
            return Some(NotAssessable::ReferenceCensored);
        }
        if self.rivals {
            return Some(NotAssessable::BestUnknown);
        }
        let reference = self.people.as_deref().and_then(GroupCount::exact)?;
        too_small(options.rule?, own, reference, options.min_n)
    }

    /// Whom the measures and the test compare the group with, where counts are exact.
    fn whom(&self, options: &GapOptions) -> Option<Whom> {
        let people = self.people.as_deref().and_then(GroupCount::exact);
        match (people, self.level) {
            (Some(_), _) if options.reference == Reference::Overall => {
                Some(Whom::Whole(Cells::new(self.rest?.exact()?)))
            }
            (Some(people), _) => Some(Whom::Others(Cells::new(people))),
            (None, Some((level, _))) if self.people.is_none() => Some(Whom::Level(level.to_f64())),
            _ => None,
        }
    }

    /// The test of the gap: against everyone else where the reference holds the group, because both rates
    /// are equal exactly where those are.
    fn test(&self, options: &GapOptions) -> Result<Option<GapTest>, Error> {
        let Some((n, s)) = self.group.exact() else {
            return Ok(None);
        };
        let others = match options.reference {
            Reference::Overall => self.rest,
            _ => self.people.as_deref(),
        };
        match (others.and_then(GroupCount::exact), self.level) {
            (Some((other_n, other_s)), _) => two_proportions((s, n), (other_s, other_n)),
            (None, Some((level, _))) => Ok(Some(one_proportion((s, n), level.to_f64()))),
            (None, None) => Ok(None),
        }
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
            n: comparison.people.as_deref().map(GroupCount::n),
            successes: comparison.people.as_deref().map(GroupCount::successes),
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
        measures: Measures::default(),
        test: None,
        finding: None,
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
            if let (Some(own), Some(whom)) = (comparison.group.exact(), comparison.whom(options)) {
                gap.measures =
                    Measures::new(Cells::new(own), whom, options.confidence, options.zero);
            }
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
    if let Some(rule) = options.rule {
        apply(rule, &mut gap, &comparison, obstacle, options)?;
    }
    if !matches!(gap.status, GapStatus::NotAssessable(_)) {
        gap.test = comparison.test(options)?;
    }
    Ok(gap)
}

/// Puts the rule's finding and status in the place of the interval's.
fn apply(
    rule: Rule,
    gap: &mut Gap,
    comparison: &Comparison<'_>,
    obstacle: Option<NotAssessable>,
    options: &GapOptions,
) -> Result<(), Error> {
    let reference = comparison.people.as_deref().and_then(GroupCount::exact);
    let own = comparison.group.exact().unwrap_or((0, 0));
    let found = verdict(rule, own, reference, options.direction, obstacle);
    let index = match gap.rate.rate.zip(gap.reference.rate) {
        Some((own, reference)) => {
            let (over, under) = if turned(rule, options.direction) {
                (reference, own)
            } else {
                (own, reference)
            };
            (under > Exact::ZERO)
                .then(|| over.over(under))
                .transpose()?
        }
        None => None,
    };
    gap.status = found.status;
    gap.finding = Some(Finding {
        rule,
        margin_pp: found.margin.map(|margin| 100.0 * margin),
        index,
        alternate: comparison.alternate,
        to_leave: found.to_leave,
        to_parity: found.to_parity,
    });
    Ok(())
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
    let people = comparison.people.as_deref().and_then(GroupCount::exact);
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
    match (comparison.people.as_deref(), comparison.rate()) {
        (None, None) => words.clone(),
        (None, Some(rate)) => format!("{words} {}", rate.percent(1)),
        (Some(people), Some(rate)) => {
            format!("{words} (n = {}, rate {})", people.n(), rate.percent(1))
        }
        (Some(people), None) => format!("{words} (n = {}, rate not known exactly)", people.n()),
    }
}
