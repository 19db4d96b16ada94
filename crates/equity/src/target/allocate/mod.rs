//! Who the goal is about: splitting the children a goal takes over groups and places, in whole numbers.

mod compare;
mod levels;
mod method;
mod split;
mod years;

pub use compare::{AllocationComparison, Compared};
pub use method::{AllocationMethod, Rounding};
pub use years::{AllocationYears, CellYears};

use serde::Serialize;

use super::Target;
use crate::need::{need, sum};
use crate::words::{Wording, plural, thousands, with_caveats};
use crate::{Count, Direction, Error, Exact, GroupCount, GroupKey};
use split::Open;

/// How an allocation is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct AllocationOptions<'a> {
    /// The rule.
    pub method: AllocationMethod,
    /// Children to split; `None` for as many as all cells together are short of the goal.
    pub total: Option<u64>,
    /// Most children each cell can take (seats, tutors), one per cell in the order of the cells.
    pub capacity: Option<&'a [u64]>,
    /// How the parts of a proportional split become whole.
    pub rounding: Rounding,
}

/// What one cell gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellAllocation {
    /// Which children.
    pub key: GroupKey,
    /// How many.
    pub n: Count,
    /// How many reach the outcome now.
    pub successes: Count,
    /// Children short of the goal; a range where the counts are ranges.
    pub need: Count,
    /// Most it can take, where that was given.
    pub capacity: Option<u64>,
    /// Children allocated; `None` where the counts are ranges.
    pub allocated: Option<u64>,
    /// Rate now; `None` without exact counts or children.
    pub rate: Option<Exact>,
    /// Rate with the allocated children.
    pub resulting_rate: Option<Exact>,
}

/// Children split over cells. `total = allocated + unallocated + slack`, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Allocation {
    /// The rule.
    pub method: AllocationMethod,
    /// The rate to reach in every cell.
    pub goal: Exact,
    /// Which way is good.
    pub direction: Direction,
    /// Children there were to split.
    pub total: u64,
    /// Children short of the goal over all cells with exact counts: the price of the goal in every cell.
    pub price: u64,
    /// Children allocated.
    pub allocated: u64,
    /// Children needed but turned away by capacities.
    pub unallocated: u64,
    /// Children nobody has room for: beyond the price, or for the proportional splits by enrolment and by
    /// children not there yet, beyond everyone.
    pub slack: u64,
    /// Highest minus lowest rate over the cells with exact counts, now.
    pub spread: Option<Exact>,
    /// The same with the allocated children.
    pub resulting_spread: Option<Exact>,
    /// One per cell, in input order.
    pub cells: Vec<CellAllocation>,
    /// Sentences that belong to every number here.
    pub caveats: Vec<String>,
    /// How it was computed.
    pub convention: String,
}

impl Target {
    /// Splits children over cells (groups, places, or both at once) so that whole numbers add up.
    ///
    /// A cell's need is `max(0, ⌈goal · n⌉ − successes)`; with lower better, children are counted down. A
    /// method that heads for the goal stops a cell at its need; the proportional splits by enrolment and by
    /// children not there yet stop it where everyone is there. Cells must not share children. Cells with
    /// censored counts take no part: their need stays a range and a caveat counts them. Where cells and
    /// target disagree on the number of children or the baseline, the cells decide and a caveat says so.
    ///
    /// Proportional splits follow [`AllocationOptions::rounding`]; the methods that raise rates count whole
    /// children from the start. Cost: O(m log m) for m cells; with capacities that fill up one by one, or with
    /// margins, up to O(m²).
    ///
    /// # Errors
    /// [`Error::NotAffordable`] for an equal rate with too small a total; [`Error::LengthMismatch`] when
    /// there is not one capacity a cell; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{AllocationMethod, AllocationOptions, GroupCount, GroupKey, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let cells = [("Black", 600, 270), ("Hispanic", 400, 200), ("White", 800, 580), ("Asian", 200, 150)]
    ///     .map(|(race, n, s)| GroupCount::new(GroupKey::of("race", race), n, s).unwrap());
    /// let split = |method| {
    ///     let options = AllocationOptions { method, total: Some(200), ..AllocationOptions::default() };
    ///     let found = target.allocate(&cells, options)?;
    ///     Ok::<_, commonweal_equity::Error>(found.cells.iter().filter_map(|cell| cell.allocated).collect::<Vec<_>>())
    /// };
    /// assert_eq!(split(AllocationMethod::Shortfall)?, [105, 60, 30, 5]);
    /// assert_eq!(split(AllocationMethod::MaxMin)?, [132, 68, 0, 0]);
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn allocate(
        &self,
        cells: &[GroupCount],
        options: AllocationOptions<'_>,
    ) -> Result<Allocation, Error> {
        if let Some(capacity) = options
            .capacity
            .filter(|capacity| capacity.len() != cells.len())
        {
            return Err(Error::LengthMismatch {
                what: "capacities",
                found: capacity.len(),
                expected: cells.len(),
            });
        }
        let needs: Vec<Count> = cells
            .iter()
            .map(|cell| need(cell, (self.goal, self.goal), self.direction))
            .collect::<Result<_, _>>()?;
        // Only cells with exact counts take part; the others stay ranges.
        let open: Vec<Open<'_>> = (cells.iter().zip(&needs).enumerate())
            .filter_map(|(position, (cell, need))| {
                let (n, successes) = cell.exact()?;
                let at = match self.direction {
                    Direction::Higher => successes,
                    Direction::Lower => n - successes,
                };
                let need = need.low();
                let room = options.method.room(n - at, need);
                let capacity = options.capacity.map(|capacity| capacity[position]);
                Some(Open {
                    position,
                    key: cell.key(),
                    n,
                    at,
                    need,
                    room,
                    limit: capacity.map_or(room, |capacity| capacity.min(room)),
                })
            })
            .collect();
        let price = sum(open.iter().map(|cell| cell.need))?;
        let total = options.total.unwrap_or(price);
        let wanted = total.min(sum(open.iter().map(|cell| cell.room))?);
        let parts = split::parts(&open, options.method, options.rounding, total, wanted)?;
        let allocated = sum(parts.iter().copied())?;
        let mut given = vec![None; cells.len()];
        for (cell, &part) in open.iter().zip(&parts) {
            given[cell.position] = Some(part);
        }
        let mut out = Vec::with_capacity(cells.len());
        for (i, cell) in cells.iter().enumerate() {
            out.push(CellAllocation {
                key: cell.key().clone(),
                n: cell.n(),
                successes: cell.successes(),
                need: needs[i],
                capacity: options.capacity.map(|capacity| capacity[i]),
                allocated: given[i],
                rate: rate_with(cell, 0, self.direction)?,
                resulting_rate: match given[i] {
                    Some(part) => rate_with(cell, part, self.direction)?,
                    None => None,
                },
            });
        }
        Ok(Allocation {
            method: options.method,
            goal: self.goal,
            direction: self.direction,
            total,
            price,
            allocated,
            // What no cell takes that has room met a capacity.
            unallocated: wanted.saturating_sub(allocated),
            slack: total - wanted,
            spread: spread(out.iter().filter_map(|cell| cell.rate))?,
            resulting_spread: spread(out.iter().filter_map(|cell| cell.resulting_rate))?,
            caveats: self.caveats(cells, &needs, price)?,
            cells: out,
            convention: split::convention(options.method, options.rounding, cells),
        })
    }

    fn caveats(
        &self,
        cells: &[GroupCount],
        needs: &[Count],
        price: u64,
    ) -> Result<Vec<String>, Error> {
        let mut out = Vec::new();
        let n: Count = cells.iter().map(GroupCount::n).sum();
        let successes: Count = cells.iter().map(GroupCount::successes).sum();
        if let (Some(n), Some(successes)) = (n.value(), successes.value()) {
            if n > 0 {
                let rate = Exact::from(successes).over(Exact::from(n))?;
                if n != self.cohort || rate != self.baseline {
                    out.push(format!(
                        "The cells hold {} children at {}; the target says {} at {}. The cells were used.",
                        thousands(n),
                        rate.percent(2),
                        thousands(self.cohort),
                        self.baseline.percent(2)
                    ));
                }
            }
        } else {
            let hidden: Vec<Count> = (cells.iter().zip(needs))
                .filter(|(cell, _)| cell.exact().is_none())
                .map(|(_, need)| *need)
                .collect();
            out.push(format!(
                "Left out because of censored counts: {}, {} the goal by {} children.",
                plural(hidden.len(), "cell"),
                match self.direction {
                    Direction::Higher => "short of",
                    Direction::Lower => "above",
                },
                hidden.iter().copied().sum::<Count>()
            ));
        }
        let empty = cells.iter().filter(|cell| cell.n().high() == Some(0));
        match empty.count() {
            0 => {}
            empty => out.push(format!(
                "Not in the allocation: {} without a child with a known outcome.",
                plural(empty, "cell")
            )),
        }
        // Where no cell is assessed, the goal has no known price over the cells.
        let assessed = |cell: &GroupCount| cell.exact().is_some_and(|(n, _)| n > 0);
        if price != self.children && cells.iter().any(assessed) {
            out.push(format!(
                "Every cell at the goal takes {} children; the overall rate at the goal takes {}. Cells past the goal are not set against the others, and each cell counts whole children.",
                thousands(price),
                thousands(self.children)
            ));
        }
        Ok(out)
    }
}

/// The rate of a cell after `part` children moved in the good direction.
fn rate_with(cell: &GroupCount, part: u64, direction: Direction) -> Result<Option<Exact>, Error> {
    let Some((n, successes)) = cell.exact().filter(|&(n, _)| n > 0) else {
        return Ok(None);
    };
    let after = match direction {
        Direction::Higher => successes.saturating_add(part),
        Direction::Lower => successes.saturating_sub(part),
    };
    Exact::from(after).over(Exact::from(n)).map(Some)
}

fn spread(rates: impl Iterator<Item = Exact>) -> Result<Option<Exact>, Error> {
    let mut ends: Option<(Exact, Exact)> = None;
    for rate in rates {
        ends = Some(ends.map_or((rate, rate), |(low, high)| (low.min(rate), high.max(rate))));
    }
    ends.map(|(low, high)| high.minus(low)).transpose()
}

impl Allocation {
    /// The allocation in one plain sentence, then its caveats.
    pub fn sentence(&self, words: &Wording) -> String {
        // Cells with censored counts or without children took no part; the caveats count them.
        let assessed = self.cells.iter().filter(|cell| cell.rate.is_some()).count();
        if assessed == 0 {
            return with_caveats(self.nothing(words), &self.caveats);
        }
        let mut clauses = vec![format!(
            "Of {} {}, {} are allocated over {} ({}) towards {} in every cell, which takes {}",
            thousands(self.total),
            words.population,
            thousands(self.allocated),
            plural(assessed, "cell"),
            self.method.words(),
            self.goal.percent(1),
            thousands(self.price)
        )];
        if self.unallocated > 0 {
            let number = thousands(self.unallocated);
            clauses.push(format!(
                "{number} exceed the capacities and are unallocated"
            ));
        }
        if self.slack > 0 {
            clauses.push(format!(
                "{} are more than {}",
                thousands(self.slack),
                if self.method.stops_at_goal() {
                    "the goal takes"
                } else {
                    "there is room for"
                }
            ));
        }
        if let Some((before, after)) = self.spread.zip(self.resulting_spread) {
            clauses.push(format!(
                "highest and lowest rate are then {} points apart instead of {}",
                points(after),
                points(before)
            ));
        }
        with_caveats(clauses.join("; ") + ".", &self.caveats)
    }

    /// The sentence where no cell can take part.
    fn nothing(&self, words: &Wording) -> String {
        let head = match self.total {
            0 => "Nothing is allocated".to_owned(),
            total => format!(
                "None of {} {} are allocated",
                thousands(total),
                words.population
            ),
        };
        format!(
            "{head} towards {} in every cell: no cell has exact counts and a child with a known outcome.",
            self.goal.percent(1)
        )
    }
}

fn points(share: Exact) -> String {
    share.percent(1).trim_end_matches(" %").to_owned()
}

#[cfg(test)]
mod tests;
