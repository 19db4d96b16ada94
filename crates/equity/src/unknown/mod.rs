//! What is not recorded: how far it could move each group's rate and gap (bounds after Manski), and who
//! counts as a participant.

mod bounds;
mod participation;

use serde::Serialize;

pub use participation::{Participation, participation};

use crate::need::sum;
use crate::words::{Wording, plural, points, thousands};
use crate::{Error, Exact, GroupCount, GroupKey};
use bounds::{Tally, gap_bounds, rate_bounds};

/// A group with the children whose outcome is not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Children with a recorded outcome, and how many of them reach it.
    pub counts: GroupCount,
    /// Children of the group whose outcome is not recorded; in neither count. `None` where the source counts
    /// only children with an outcome: how many have none is then not known.
    pub missing: Option<u64>,
}

/// Smallest and largest possible value of a rate (0 to 1) or of a difference of rates (−1 to 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// Smallest.
    pub low: Exact,
    /// Largest.
    pub high: Exact,
}

impl Bounds {
    /// The value, where only one is possible.
    pub fn point(&self) -> Option<Exact> {
        (self.low == self.high).then_some(self.low)
    }
}

/// What a number could be, by what is not recorded. Not a confidence interval: every value inside is
/// possible, none is more likely.
///
/// A number has bounds where it has a value in every way of filling in. A group of which no outcome is recorded
/// has no rate as seen, and yet bounds once its children's outcomes are filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BySource {
    /// Among children with both recorded: a point, unless a count is censored. The range of what is withheld
    /// is inside each of the next three. `None` where no such child is on one of the sides.
    pub recorded: Option<Bounds>,
    /// Children whose group is not recorded are placed as unfavourably, and as favourably, as possible. `None`
    /// where `recorded` is: with none of them placed there, a side has nobody.
    pub group_unknown: Option<Bounds>,
    /// Outcomes that are not recorded are taken all as not reached, and all as reached.
    pub outcome_unknown: Bounds,
    /// Both, with the children of whom neither is recorded.
    pub both: Bounds,
}

/// A group's bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupBounds {
    /// Which children.
    pub key: GroupKey,
    /// Children with a recorded outcome.
    pub n: u64,
    /// Those of them whose outcome is withheld by a censored count: the width of its range.
    pub withheld: u64,
    /// Children of the group whose outcome is not recorded; `None` where the source does not count them, and
    /// they are in no bound.
    pub outcome_unknown: Option<u64>,
    /// The group's rate; `None` where it has no child, with or without a recorded outcome, and where the
    /// number of children whose group is not recorded is a range.
    pub rate: Option<BySource>,
    /// Its rate less that of everyone else whose group is recorded; `None` also where the others are nobody,
    /// or hold a group whose size is a range.
    pub gap: Option<BySource>,
}

/// How far the children of whom something is not recorded could move each rate and gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingBounds {
    /// All children that are counted.
    pub children: u64,
    /// Children whose group is not recorded, with a recorded outcome.
    pub group_unknown: u64,
    /// Children with a recorded outcome, of any group, for whom a censored count withholds it.
    pub withheld: u64,
    /// Children whose outcome is not recorded, with a recorded group; `None` where the source does not count
    /// them.
    pub outcome_unknown: Option<u64>,
    /// Children of whom neither is recorded; `None` where the source does not count them.
    pub both_unknown: Option<u64>,
    /// The recorded groups, in input order.
    pub groups: Vec<GroupBounds>,
    /// Groups whose number of children is published only as a range: there are no bounds, and no gap to
    /// a rest that holds them.
    pub not_assessed: Vec<GroupKey>,
}

/// Bounds of each group's rate and of its gap to everyone else, over every way in which what is not recorded
/// can be filled in (Manski 1989; worst case, no assumption on who is missing).
///
/// `unknown` are the children whose group is not recorded. A censored number of successes among a known
/// number of children is a number of outcomes that are recorded but withheld: its range is inside every bound.
/// Children whose outcome is not recorded are in no bound where the source does not count them. Bounds are sharp: some way of
/// filling in reaches them. They exist where every way of filling in gives the number a value, so a group whose
/// outcomes are all unknown has a rate from 0 to 1. With a the successes and b the failures among the children of unknown group, a
/// rate lies between `s/(n + b)` and `(s + a)/(n + a)`; where group *and* outcome are unknown, the widest gap
/// gives some of these children to the group and the rest to everyone else, and the best split is found by
/// bisection of a concave function, exactly. Cost: O(groups · log children).
///
/// # Errors
/// [`Error::DuplicateGroup`]; [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::{missing_bounds, GroupCount, GroupKey, Recorded, Wording};
/// let group = |name: &str, n, s, missing| Recorded {
///     counts: GroupCount::new(GroupKey::of("race", name), n, s).unwrap(),
///     missing: Some(missing),
/// };
/// let unknown = group("(not recorded)", 10, 6, 0);
/// let found = missing_bounds(&[group("Black", 60, 27, 0), group("White", 140, 95, 0)], Some(&unknown))?;
/// // 27/60: with the 4 who do not reach it 27/64, with the 6 who do 33/66.
/// let rate = found.groups[0].rate.unwrap();
/// assert_eq!((rate.both.low, rate.both.high), ("27/64".parse()?, "1/2".parse()?));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn missing_bounds(
    groups: &[Recorded],
    unknown: Option<&Recorded>,
) -> Result<MissingBounds, Error> {
    for (i, group) in groups.iter().enumerate() {
        if groups[..i]
            .iter()
            .any(|other| other.counts.key() == group.counts.key())
        {
            return Err(Error::DuplicateGroup {
                group: group.counts.key().to_string(),
            });
        }
    }
    let tallies: Vec<Option<Tally>> = groups.iter().map(Tally::new).collect();
    let nobody = Tally::default();
    let stray = unknown.map_or(Some(nobody), Tally::new);
    let not_assessed = groups
        .iter()
        .chain(unknown)
        .zip(tallies.iter().chain([&stray]))
        .filter(|(_, tally)| tally.is_none())
        .map(|(group, _)| group.counts.key().clone())
        .collect::<Vec<_>>();
    let known: Vec<Tally> = tallies.iter().flatten().copied().collect();
    let all = known
        .iter()
        .try_fold(nobody, |sum, tally| sum.plus(*tally))?;
    // A rest that holds a group of unknown size has no bounds.
    let whole = not_assessed.is_empty().then_some(all);
    let mut found = Vec::with_capacity(known.len());
    for (group, tally) in groups.iter().zip(&tallies) {
        let Some(own) = tally else { continue };
        let (rate, gap) = match (stray, whole) {
            (None, _) => (None, None),
            (Some(stray), None) => (by_source(*own, nobody, stray, rate_bounds)?, None),
            (Some(stray), Some(all)) => {
                let rest = all.less(*own);
                (
                    by_source(*own, nobody, stray, rate_bounds)?,
                    by_source(*own, rest, stray, gap_bounds)?,
                )
            }
        };
        found.push(GroupBounds {
            key: group.counts.key().clone(),
            n: own.n(),
            withheld: own.withheld,
            outcome_unknown: group.missing,
            rate,
            gap,
        });
    }
    let stray = stray.unwrap_or_default();
    let counted = groups
        .iter()
        .chain(unknown)
        .all(|group| group.missing.is_some());
    Ok(MissingBounds {
        children: sum([all.n(), all.missing, stray.n(), stray.missing])?,
        group_unknown: stray.n(),
        withheld: sum([all.withheld, stray.withheld])?,
        outcome_unknown: counted.then_some(all.missing),
        both_unknown: counted.then_some(stray.missing),
        groups: found,
        not_assessed,
    })
}

/// Bounds of a number that depends on a group, everyone else, and the children of unknown group.
type Measure = fn(Tally, Tally, Tally) -> Result<Option<Bounds>, Error>;

/// The same number with each source of ignorance alone, and with all of them; `None` where it has no value
/// with any of them. What has a value among children with both recorded has one with every source.
fn by_source(
    own: Tally,
    rest: Tally,
    stray: Tally,
    measure: Measure,
) -> Result<Option<BySource>, Error> {
    let nobody = Tally::default();
    let (only_own, only_rest) = (own.recorded(), rest.recorded());
    let (Some(outcome_unknown), Some(both)) =
        (measure(own, rest, nobody)?, measure(own, rest, stray)?)
    else {
        return Ok(None);
    };
    Ok(Some(BySource {
        recorded: measure(only_own, only_rest, nobody)?,
        group_unknown: measure(only_own, only_rest, stray.recorded())?,
        outcome_unknown,
        both,
    }))
}

impl GroupBounds {
    /// What is not recorded could mean for this group, in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let (key, population, outcome) = (&self.key, &words.population, &words.outcome);
        let Some(rate) = self.rate else {
            return self.without_bounds(population);
        };
        let n = thousands(self.n);
        let head = match rate.recorded.map(|seen| (seen, seen.point())) {
            None => format!("{key}: no {population} with a recorded outcome"),
            Some((_, Some(point))) => format!(
                "{key}: {} of {n} {population} with a recorded outcome {outcome}",
                point.percent(1)
            ),
            Some((seen, None)) => format!(
                "{key}: between {} and {} of {n} {population} with a recorded outcome {outcome}, withheld for {}",
                seen.low.percent(1),
                seen.high.percent(1),
                thousands(self.withheld)
            ),
        };
        let all_known = |source: &BySource| source.both.point().is_some();
        if all_known(&rate) && self.gap.as_ref().is_none_or(all_known) {
            return match self.outcome_unknown {
                Some(_) => format!("{head}; nothing is missing."),
                None => format!("{head}; how many have no recorded outcome is not known."),
            };
        }
        let range = if rate.recorded == Some(rate.both) {
            String::new()
        } else {
            format!(
                "; with those of whom something is not recorded, between {} and {}",
                rate.both.low.percent(1),
                rate.both.high.percent(1)
            )
        };
        let gap = self.gap.map_or_else(String::new, |gap| {
            let pp = |value: Exact| points(100.0 * value.to_f64());
            let seen = gap.recorded.and_then(|seen| seen.point());
            let recorded = seen.map_or_else(String::new, |point| {
                format!(", {} points as recorded,", pp(point))
            });
            let (low, high) = (pp(gap.both.low), pp(gap.both.high));
            let unit = if recorded.is_empty() { " points" } else { "" };
            format!("; the gap to everyone else{recorded} between {low} and {high}{unit}")
        });
        format!("{head}{range}{gap}.")
    }

    /// Why the rate has no bounds.
    fn without_bounds(&self, population: &str) -> String {
        let why = if self.n == 0 && self.outcome_unknown.unwrap_or(0) == 0 {
            format!("no {population} with a recorded outcome")
        } else {
            format!("the number of {population} whose group is not recorded is only a range")
        };
        format!("{}: {why}, so there are no bounds.", self.key)
    }
}

impl MissingBounds {
    /// How much is not recorded, in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let population = &words.population;
        let share = |part: u64| {
            Exact::from(part)
                .over(Exact::from(self.children))
                .map_or_else(|_| "–".to_owned(), |share| share.percent(1))
        };
        let part = |count: u64| format!("{} ({})", thousands(count), share(count));
        let or_not =
            |count: Option<u64>| count.map_or_else(|| "an unknown number".to_owned(), part);
        let withheld = match self.withheld {
            0 => String::new(),
            some => format!(" The outcome is recorded but withheld for {}.", part(some)),
        };
        let found = format!(
            "Of {} {population}, the group is not recorded for {}, the outcome for {}, neither for {}.{withheld}",
            thousands(self.children),
            part(self.group_unknown),
            or_not(self.outcome_unknown),
            or_not(self.both_unknown)
        );
        match self.not_assessed.len() {
            0 => found,
            left => format!(
                "{found} No gaps: the size of {} is published only as a range.",
                plural(left, "group")
            ),
        }
    }
}

#[cfg(test)]
mod tests;
