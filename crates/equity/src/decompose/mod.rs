//! Where a gap comes from: who is counted where, and what happens in each place (Kitagawa 1955).

mod big;
mod parts;
mod sentence;

use std::collections::BTreeMap;

use serde::Serialize;

pub use big::BigExact;
use parts::{Pair, Sums, between_weights, standard_error, total, within_weights};

use crate::{Confidence, Count, Error, Exact, GroupCount, GroupKey};

/// Which question is taken apart. The arithmetic is the same; the words differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// Two groups over the same places.
    #[default]
    Groups,
    /// Two periods over the same groups: the first is the later one.
    Periods,
}

/// How a difference of two rates is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct DecomposeOptions {
    /// What the two populations are.
    pub contrast: Contrast,
    /// Level of the intervals; 95 % by default.
    pub confidence: Confidence,
}

/// One of two populations: its name and its cells, one a place (or another stratum).
#[derive(Debug, Clone, Copy)]
pub struct Population<'a> {
    /// As sentences call it: "White", "2024-25".
    pub name: &'a str,
    /// The cells; a key that only the other population has is a place without children of this one.
    pub cells: &'a [GroupCount],
}

/// A part of the difference: exact, with its uncertainty.
///
/// Unit: a share (−1 to 1) for `exact`, percentage points for the rest. With the children of each place
/// held as counted, each part is a weighted sum of rates, so its standard error is a closed formula:
/// `√Σ c² p(1 − p)/(n − 1)` over the cells, with c the weight of the cell's rate. A cell of one child, which
/// has no variance of its own, takes the `p(1 − p)` of its whole population.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapPart {
    /// The part, exactly.
    pub exact: BigExact,
    /// The same in percentage points.
    pub pp: f64,
    /// Standard error, percentage points.
    pub standard_error_pp: f64,
    /// Lower end of the normal interval, percentage points.
    pub lower_pp: f64,
    /// Upper end, percentage points.
    pub upper_pp: f64,
}

/// The three-fold version, seen from the second population: `gap = composition + rate + interaction`.
///
/// `composition = Σ (wA − wB) rB`, `rate = Σ wB (rA − rB)`, `interaction = Σ (wA − wB)(rA − rB)`. Exchanging
/// the populations changes all three: a named reference is part of the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreeFold {
    /// The population whose rates and shares are the yardstick: always the second.
    pub reference: String,
    /// The other distribution over places at the reference's rates.
    pub composition: BigExact,
    /// The other rates at the reference's distribution over places.
    pub rate: BigExact,
    /// What neither explains alone.
    pub interaction: BigExact,
}

/// What is known of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceStatus {
    /// Children of both populations, exact counts.
    Both,
    /// Children of the first only: the second's rate there is set to the first's, so nothing is "within".
    FirstOnly,
    /// Children of the second only; likewise.
    SecondOnly,
    /// Nobody of either.
    Empty,
    /// A count is a range: left out of every number.
    Censored,
}

/// A place's part of the difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlacePart {
    /// The place.
    pub key: GroupKey,
    /// Counts of the first population there: children, successes.
    pub first: (Count, Count),
    /// Counts of the second.
    pub second: (Count, Count),
    /// Share of the first population that is here; `None` where the place is left out.
    pub first_share: Option<f64>,
    /// Share of the second.
    pub second_share: Option<f64>,
    /// `(wA − wB)((rA + rB)/2 − m)`, percentage points, with m the mean of the two overall rates. Without m
    /// the sum is the same (the shares' differences add up to 0), but every large place would seem to matter.
    pub between_pp: Option<f64>,
    /// `(wA + wB)/2 · (rA − rB)`, percentage points.
    pub within_pp: Option<f64>,
    /// What is known.
    pub status: PlaceStatus,
}

/// A difference of two rates, taken apart exactly: `gap = between + within`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decomposition {
    /// The options used.
    pub options: DecomposeOptions,
    /// The first population.
    pub first: String,
    /// The second.
    pub second: String,
    /// Children of the first in the places that count.
    pub first_n: u64,
    /// Children of the second.
    pub second_n: u64,
    /// Rate of the first there; `None` where it has no children.
    pub first_rate: Option<Exact>,
    /// Rate of the second.
    pub second_rate: Option<Exact>,
    /// First minus second, a share; `None` where a population has no children there.
    pub gap: Option<Exact>,
    /// What the different distribution over places accounts for (composition).
    pub between: Option<GapPart>,
    /// What different rates in the same place account for.
    pub within: Option<GapPart>,
    /// The same with the interaction apart.
    pub three_fold: Option<ThreeFold>,
    /// Every place, in the order of keys.
    pub places: Vec<PlacePart>,
    /// Places with children of only one population.
    pub one_sided: usize,
    /// Children of the first in places left out for censored counts.
    pub first_left_out: Count,
    /// Children of the second there.
    pub second_left_out: Count,
    /// Places left out.
    pub places_left_out: usize,
    /// Rule and interval by name.
    pub convention: String,
}

/// Takes the difference of two rates apart into what lies between places and what lies within them.
///
/// With shares w of each population's children over the places and rates r in them,
/// `gap = Σ (wA − wB)(rA + rB)/2 + Σ (wA + wB)/2 · (rA − rB)` (Kitagawa 1955): the sums are exact and add up
/// exactly. The first is what different places account for (composition), the second what different rates in
/// the same place account for. In a place with children of only one population the other's missing rate is
/// set equal, so its part within is 0; such places are counted. Places with a censored count are left out of
/// every number and their children counted. This is arithmetic, not a cause: moving children would change
/// the rates. Cost: O(m log m) for m places, times the length of the exact fractions.
///
/// # Errors
/// [`Error::DuplicateGroup`] when a population has a place twice; [`Error::TooLarge`] beyond 2^64 children.
///
/// ```
/// use commonweal_equity::{decompose, DecomposeOptions, GroupCount, GroupKey, Population};
/// let cells = |counts: [(&str, u64, u64); 2]| {
///     counts.map(|(school, n, s)| GroupCount::new(GroupKey::of("school", school), n, s).unwrap())
/// };
/// // Eight of ten White children are in school 1 (75 % and 50 % read), two of ten Black children.
/// let white = cells([("1", 80, 60), ("2", 20, 10)]);
/// let black = cells([("1", 20, 13), ("2", 80, 32)]);
/// let found = decompose(
///     Population { name: "White", cells: &white },
///     Population { name: "Black", cells: &black },
///     DecomposeOptions::default(),
/// )?;
/// // .70 − .45 = .6 (.70 − .45) + .5 (.10 + .10) = .15 + .10.
/// assert_eq!(found.between.unwrap().exact.to_string(), "3/20");
/// assert_eq!(found.within.unwrap().exact.to_string(), "1/10");
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn decompose(
    first: Population<'_>,
    second: Population<'_>,
    options: DecomposeOptions,
) -> Result<Decomposition, Error> {
    let pairs = paired(first.cells, second.cells)?;
    let counted: Vec<Pair> = pairs
        .iter()
        .filter_map(|(_, a, b)| Pair::new(a, b))
        .collect();
    let totals = [
        total(counted.iter().map(|pair| pair.first))?,
        total(counted.iter().map(|pair| pair.second))?,
    ];
    let rate = |(n, s): (u64, u64)| match n {
        0 => Ok(None),
        _ => Exact::from(s).over(Exact::from(n)).map(Some),
    };
    let rates = [rate(totals[0])?, rate(totals[1])?];
    let gap = match rates {
        [Some(a), Some(b)] => Some(a.minus(b)?),
        _ => None,
    };
    let sums = gap.map(|_| Sums::new(&counted, totals));
    let part = |exact: &BigExact, weights: fn(&Pair, [f64; 2]) -> [f64; 2]| {
        let pp = 100.0 * exact.to_f64();
        let error = 100.0 * standard_error(&counted, totals, weights);
        let half = options.confidence.z() * error;
        GapPart {
            exact: exact.clone(),
            pp,
            standard_error_pp: error,
            lower_pp: pp - half,
            upper_pp: pp + half,
        }
    };
    let left_out = |side: fn(&Both) -> &GroupCount| {
        pairs
            .iter()
            .filter(|pair| Pair::new(&pair.1, &pair.2).is_none())
            .map(|pair| side(pair).n())
            .sum()
    };
    let one_sided = |pair: &&Pair| (pair.first.0 == 0) != (pair.second.0 == 0);
    Ok(Decomposition {
        options,
        first: first.name.to_owned(),
        second: second.name.to_owned(),
        first_n: totals[0].0,
        second_n: totals[1].0,
        first_rate: rates[0],
        second_rate: rates[1],
        gap,
        between: sums
            .as_ref()
            .map(|sums| part(&sums.between(), between_weights)),
        within: sums
            .as_ref()
            .map(|sums| part(&sums.within(), within_weights)),
        three_fold: sums.map(|sums| ThreeFold {
            reference: second.name.to_owned(),
            composition: sums.composition,
            rate: sums.rate,
            interaction: sums.interaction,
        }),
        places: pairs
            .iter()
            .map(|pair| place(pair, totals, gap.is_some()))
            .collect(),
        one_sided: counted.iter().filter(one_sided).count(),
        first_left_out: left_out(|pair| &pair.1),
        second_left_out: left_out(|pair| &pair.2),
        places_left_out: pairs.len() - counted.len(),
        convention: format!(
            "Kitagawa, two parts; where one side has no children its rate is set to the other's; normal interval, {}, children per place held as counted",
            crate::rate::percent_level(options.confidence)
        ),
    })
}

/// A place with the cell of each population.
type Both = (GroupKey, GroupCount, GroupCount);

/// Every place of either population; nobody is where a population has no cell.
fn paired(first: &[GroupCount], second: &[GroupCount]) -> Result<Vec<Both>, Error> {
    let mut places: BTreeMap<&GroupKey, [Option<&GroupCount>; 2]> = BTreeMap::new();
    for (side, cells) in [first, second].into_iter().enumerate() {
        for cell in cells {
            let place = places.entry(cell.key()).or_default();
            if place[side].replace(cell).is_some() {
                return Err(Error::DuplicateGroup {
                    group: cell.key().to_string(),
                });
            }
        }
    }
    places
        .into_iter()
        .map(|(key, [a, b])| {
            let nobody = GroupCount::new(key.clone(), 0, 0)?;
            let cell = |side: Option<&GroupCount>| side.cloned().unwrap_or_else(|| nobody.clone());
            Ok((key.clone(), cell(a), cell(b)))
        })
        .collect()
}

/// A place's contribution, for the list of places.
fn place((key, first, second): &Both, totals: [(u64, u64); 2], defined: bool) -> PlacePart {
    let pair = Pair::new(first, second);
    let mut out = PlacePart {
        key: key.clone(),
        first: (first.n(), first.successes()),
        second: (second.n(), second.successes()),
        first_share: None,
        second_share: None,
        between_pp: None,
        within_pp: None,
        status: match pair.map(|pair| (pair.first.0, pair.second.0)) {
            None => PlaceStatus::Censored,
            Some((0, 0)) => PlaceStatus::Empty,
            Some((0, _)) => PlaceStatus::SecondOnly,
            Some((_, 0)) => PlaceStatus::FirstOnly,
            Some(_) => PlaceStatus::Both,
        },
    };
    let (Some(pair), true) = (pair, defined) else {
        return out;
    };
    let [a, b] = pair.shares(totals);
    (out.first_share, out.second_share) = (Some(a), Some(b));
    let share = |(n, s): (u64, u64)| s as f64 / n as f64;
    let middle = f64::midpoint(share(totals[0]), share(totals[1]));
    let (between, within) = match pair.rates() {
        None => (0.0, 0.0),
        Some(rates) => {
            let [rate_a, rate_b] = rates.map(share);
            (
                (a - b) * (f64::midpoint(rate_a, rate_b) - middle),
                f64::midpoint(a, b) * (rate_a - rate_b),
            )
        }
    };
    (out.between_pp, out.within_pp) = (Some(100.0 * between), Some(100.0 * within));
    out
}

#[cfg(test)]
mod tests;
