//! Rates when not every enrolled child was tested.

use serde::Serialize;

use super::Recorded;
use crate::words::{Wording, thousands};
use crate::{Error, Exact, GroupKey};

/// A group's rate over those tested, and over at least a fixed share of those enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Participation {
    /// Which children.
    pub key: GroupKey,
    /// Children with and without a result; `None` where a count is a range or those without are not counted.
    pub enrolled: Option<u64>,
    /// Children with a result.
    pub tested: Option<u64>,
    /// Those of them who reach the outcome.
    pub successes: Option<u64>,
    /// Share tested; `None` where nobody is enrolled, or it is not known how many are.
    pub participation: Option<Exact>,
    /// Rate over the tested; `None` where nobody is or a count is a range.
    pub rate: Option<Exact>,
    /// `successes / max(tested, floor · enrolled)`: what an accountability rule counts.
    pub adjusted_rate: Option<Exact>,
    /// The share of enrolled children who count at least, 0 to 1.
    pub floor: Exact,
    /// Why there is no participation or no rate; `None` where there are both.
    pub reason: Option<&'static str>,
}

/// Rates over `max(tested, floor · enrolled)`, exactly.
///
/// In United States law (ESEA 1111(c)(4)(E), as amended by ESSA) achievement is measured over at least 95 % of
/// the enrolled, so that leaving children untested cannot raise a rate: the floor is 95 % there. The floor of a
/// small group is not rounded: 95 % of 50 is 47.5 children. Enrolled children are those with and without a
/// recorded outcome; where a source counts only those with one, participation and the adjusted rate are not
/// known. Cost: O(groups).
///
/// # Errors
/// [`Error::BadOption`] for a floor outside 0 to 1; [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::{participation, GroupCount, GroupKey, Recorded};
/// let counts = GroupCount::new(GroupKey::everyone(), 90, 60)?;
/// let found = participation(&[Recorded { counts, missing: Some(10) }], "95%".parse()?)?;
/// // 60 of 95 is 63.2 %, not 60 of 90.
/// assert_eq!(found[0].adjusted_rate, Some("60/95".parse()?));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn participation(groups: &[Recorded], floor: Exact) -> Result<Vec<Participation>, Error> {
    if floor < Exact::ZERO || floor > Exact::ONE {
        return Err(Error::BadOption {
            option: "floor",
            found: floor.to_string(),
            expected: "a share of the enrolled from 0 to 1, such as 95%",
        });
    }
    groups.iter().map(|group| one(group, floor)).collect()
}

fn one(group: &Recorded, floor: Exact) -> Result<Participation, Error> {
    let tested = group.counts.n().value();
    let successes = group.counts.successes().value();
    let enrolled = tested
        .zip(group.missing)
        .map(|(n, missing)| n.checked_add(missing).ok_or(Error::TooLarge))
        .transpose()?;
    let reason = if group.missing.is_none() {
        Some(
            "the source counts only children with a recorded outcome; how many have none is not known",
        )
    } else if group.counts.exact().is_none() {
        Some("a count is published only as a range")
    } else {
        match (tested, enrolled) {
            (_, Some(0)) => Some("nobody is enrolled"),
            (Some(0), _) => Some("nobody was tested"),
            _ => None,
        }
    };
    let share = |part: Option<u64>, whole: Option<Exact>| match (part, whole) {
        (Some(part), Some(whole)) if whole > Exact::ZERO => Exact::from(part).over(whole).map(Some),
        _ => Ok(None),
    };
    let whole = match (tested, enrolled) {
        (Some(n), Some(all)) => Some(floor.times(Exact::from(all))?.max(Exact::from(n))),
        _ => None,
    };
    Ok(Participation {
        key: group.counts.key().clone(),
        enrolled,
        tested,
        successes,
        participation: share(tested, enrolled.map(Exact::from))?,
        rate: share(successes, tested.map(Exact::from))?,
        adjusted_rate: share(successes, whole)?,
        floor,
        reason,
    })
}

impl Participation {
    /// Both rates, in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let (key, population, outcome) = (&self.key, &words.population, &words.outcome);
        let (Some(enrolled), Some(tested), Some(share), Some(adjusted)) = (
            self.enrolled,
            self.tested,
            self.participation,
            self.adjusted_rate,
        ) else {
            let why = self.reason.unwrap_or("not known");
            return format!("{key}: no participation; {why}.");
        };
        let rate = self
            .rate
            .map_or_else(|| "no rate".to_owned(), |rate| rate.percent(1));
        format!(
            "{key}: {} of {} {population} have a result ({}); {rate} of these {outcome}, {} over at least {} of the enrolled.",
            thousands(tested),
            thousands(enrolled),
            share.percent(1),
            adjusted.percent(1),
            self.floor.percent(0)
        )
    }
}
