//! Whom a group is compared with, as an explicit population.

use std::collections::BTreeSet;

use serde::Serialize;

use super::GapOptions;
use crate::{Count, Direction, Error, Exact, GroupCount, GroupKey};

/// Whom each group is compared with. The choice changes the gap, so it is printed with every number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reference {
    /// Everyone else: all children who are not in the group (leave-one-out).
    ///
    /// The default: a gap to the overall rate is always the gap to everyone else times `1 − n_g/N`, so the
    /// largest groups would look least unequal.
    #[default]
    Rest,
    /// All children, the group included.
    Overall,
    /// The group with the best rate among those with at least `min_n` children; a tie goes to the larger
    /// group, then to the earlier one. Only exact counts can be the best; where a group whose count is a
    /// range may be better, differences are to the best known one and nothing is judged.
    Best {
        /// Smallest group that may serve as the reference.
        min_n: u64,
    },
    /// A named group: its level (one dimension), or its key as printed ("Black, school 12").
    Group {
        /// The name.
        name: String,
    },
    /// A fixed rate, such as a standard or a goal.
    Level {
        /// The rate, 0 to 1.
        level: Exact,
    },
    /// The children of another place, who are not among the groups.
    Counts {
        /// What to call them: "the State".
        name: String,
        /// How many children.
        n: u64,
        /// How many of them reach the outcome.
        successes: u64,
    },
}

impl Reference {
    /// Whom it stands for, in words.
    pub fn words(&self) -> String {
        match self {
            Self::Rest => "everyone else".to_owned(),
            Self::Overall => "all children together".to_owned(),
            Self::Best { min_n } => format!("the best rate of a group of at least {min_n}"),
            Self::Group { name } | Self::Counts { name, .. } => name.clone(),
            Self::Level { level } => format!("the fixed level {}", level.percent(1)),
        }
    }
}

/// The populations a set of groups is compared with, resolved once.
pub(super) enum Resolved {
    /// A fixed rate.
    Level(Exact),
    /// One of the groups, by position.
    OneOf(usize),
    /// The group with the best rate among those with exact counts, by position; with `rivals`, a group whose
    /// count is a range may be better.
    Best { of: usize, rivals: bool },
    /// Children of another place.
    Place(GroupCount),
    /// All children, and everyone else for each group.
    Whole {
        overall: GroupCount,
        rest: Vec<GroupCount>,
    },
    /// No group qualifies.
    None,
}

/// Checks the groups and finds the reference. Also returns sentences that belong to every result.
pub(super) fn resolve(
    groups: &[GroupCount],
    options: &GapOptions,
) -> Result<(Resolved, Vec<String>), Error> {
    let mut keys = BTreeSet::new();
    if let Some(twice) = groups.iter().find(|group| !keys.insert(group.key())) {
        return Err(Error::DuplicateGroup {
            group: twice.key().to_string(),
        });
    }
    let mut caveats = Vec::new();
    if !options.exclusive
        && matches!(
            options.reference,
            Reference::Best { .. } | Reference::Group { .. }
        )
    {
        caveats.push("The groups overlap: a child may be in a group and in its reference too. Intervals and p-values take the two as independent, so they are approximate.".to_owned());
    }
    let resolved = match &options.reference {
        Reference::Rest | Reference::Overall => whole(groups, options, &mut caveats)?,
        Reference::Best { min_n } => best(groups, *min_n, options.direction, &mut caveats)?,
        Reference::Group { name } => {
            let position = groups
                .iter()
                .position(|group| group.key().is_called(name))
                .ok_or_else(|| Error::UnknownGroup {
                    found: name.clone(),
                    known: groups.iter().map(|group| group.key().to_string()).collect(),
                })?;
            Resolved::OneOf(position)
        }
        Reference::Level { level } => {
            // Refuses a level outside 0 to 1 even where there are no groups.
            crate::need::required(0, *level, options.direction)?;
            Resolved::Level(*level)
        }
        Reference::Counts { name, n, successes } => {
            let key = GroupKey::of("place", name.as_str());
            Resolved::Place(GroupCount::new(key, *n, *successes)?)
        }
    };
    Ok((resolved, caveats))
}

fn whole(
    groups: &[GroupCount],
    options: &GapOptions,
    caveats: &mut Vec<String>,
) -> Result<Resolved, Error> {
    if !options.exclusive && options.overall.is_none() {
        return Err(Error::OverlappingGroups);
    }
    if let Some(overall) = &options.overall {
        if options.exclusive {
            unassigned(groups, overall, caveats)?;
        }
        let mut rest = groups
            .iter()
            .map(|group| subtract(overall, group))
            .collect::<Result<Vec<_>, _>>()?;
        let n: Count = groups.iter().map(GroupCount::n).sum();
        // Where the groups are all children, everyone else is also the sum of the others: both hold.
        if options.exclusive && n.value().is_some() && n.value() == overall.n().value() {
            let (_, sums) = summed(groups)?;
            rest = rest
                .iter()
                .zip(&sums)
                .map(|(rest, sum)| narrowed(rest, sum))
                .collect::<Result<_, _>>()?;
        }
        return Ok(Resolved::Whole {
            overall: overall.clone(),
            rest,
        });
    }
    let (overall, rest) = summed(groups)?;
    Ok(Resolved::Whole { overall, rest })
}

/// All groups together, and everyone else for each: the sum before the group plus the sum after it.
fn summed(groups: &[GroupCount]) -> Result<(GroupCount, Vec<GroupCount>), Error> {
    let empty = (Count::exact(0), Count::exact(0));
    let add = |(n, s): (Count, Count), group: &GroupCount| (n + group.n(), s + group.successes());
    let mut after = vec![empty; groups.len() + 1];
    for (i, group) in groups.iter().enumerate().rev() {
        after[i] = add(after[i + 1], group);
    }
    let mut before = empty;
    let mut rest = Vec::with_capacity(groups.len());
    for (i, group) in groups.iter().enumerate() {
        let (n, s) = after[i + 1];
        rest.push(GroupCount::from_counts(
            GroupKey::everyone(),
            before.0 + n,
            before.1 + s,
        )?);
        before = add(before, group);
    }
    let overall = GroupCount::from_counts(GroupKey::everyone(), before.0, before.1)?;
    Ok((overall, rest))
}

/// Successes that two counts of the same children both allow; those of the first where none is.
fn narrowed(first: &GroupCount, second: &GroupCount) -> Result<GroupCount, Error> {
    let (a, b) = (first.successes(), second.successes());
    let low = a.low().max(b.low());
    let high = match (a.high(), b.high()) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let successes = match (high, a.reason().or(b.reason())) {
        (Some(high), _) if high == low => Count::exact(low),
        (Some(high), Some(reason)) if high > low => Count::range(low, high, reason)?,
        _ => return Ok(first.clone()),
    };
    GroupCount::from_counts(first.key().clone(), first.n(), successes)
}

/// Groups that exclude one another cannot hold more children than there are; fewer is said.
fn unassigned(
    groups: &[GroupCount],
    overall: &GroupCount,
    caveats: &mut Vec<String>,
) -> Result<(), Error> {
    let n: Count = groups.iter().map(GroupCount::n).sum();
    let successes: Count = groups.iter().map(GroupCount::successes).sum();
    for (what, groups, overall) in [
        ("children", n, overall.n()),
        ("children who reach it", successes, overall.successes()),
    ] {
        if let Some(most) = overall.high().filter(|&most| groups.low() > most) {
            return Err(Error::GroupsExceedOverall {
                what,
                groups: groups.low(),
                overall: most,
            });
        }
    }
    if let (Some(groups), Some(overall)) = (n.value(), overall.n().value())
        && groups < overall
    {
        caveats.push(format!(
            "{} of {} children are in no group; they are counted in the overall rate and in everyone else.",
            crate::words::thousands(overall - groups),
            crate::words::thousands(overall)
        ));
    }
    Ok(())
}

/// Everyone in `overall` who is not in `group`.
fn subtract(overall: &GroupCount, group: &GroupCount) -> Result<GroupCount, Error> {
    let less = |what, all: Count, part: Count| {
        let high = match all.high() {
            Some(high) => Some(
                high.checked_sub(part.low())
                    .ok_or(Error::GroupsExceedOverall {
                        what,
                        groups: part.low(),
                        overall: high,
                    })?,
            ),
            None => None,
        };
        let low = part.high().map_or(0, |part| all.low().saturating_sub(part));
        match (high, part.reason().or(all.reason())) {
            (Some(high), None) => Ok(Count::exact(high)),
            (Some(high), Some(reason)) => Count::range(low.min(high), high, reason),
            (None, reason) => Ok(Count::at_least(
                low,
                reason.unwrap_or(crate::Censoring::Mixed),
            )),
        }
    };
    let n = less("children", overall.n(), group.n())?;
    let s = less(
        "children who reach it",
        overall.successes(),
        group.successes(),
    )?;
    GroupCount::from_counts(GroupKey::everyone(), n, s).map_err(|_| Error::InconsistentOverall {
        group: group.key().to_string(),
    })
}

fn best(
    groups: &[GroupCount],
    min_n: u64,
    direction: Direction,
    caveats: &mut Vec<String>,
) -> Result<Resolved, Error> {
    // A group with censored counts cannot be the best one.
    let cells: Vec<(u64, u64)> = groups
        .iter()
        .map(|group| group.exact().unwrap_or((0, 0)))
        .collect();
    let Some(position) = super::kernel::best(&cells, min_n, direction) else {
        return Ok(Resolved::None);
    };
    let (n, s) = cells[position];
    let rate = Exact::from(s).over(Exact::from(n))?;
    let mut possibly_better = 0;
    for group in groups {
        let large_enough = group.n().high().is_none_or(|n| n >= min_n.max(1));
        if group.exact().is_none() && large_enough {
            let (low, high) = crate::rate::bounds(group)?;
            possibly_better += usize::from(match direction {
                Direction::Higher => high > rate,
                Direction::Lower => low < rate,
            });
        }
    }
    if possibly_better > 0 {
        caveats.push(format!(
            "The best rate is the best among groups with exact counts; {possibly_better} with censored counts may have a better one, so nothing is judged."
        ));
    }
    Ok(Resolved::Best {
        of: position,
        rivals: possibly_better > 0,
    })
}
