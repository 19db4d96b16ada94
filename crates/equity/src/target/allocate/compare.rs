//! The methods side by side. None is called best.

use serde::Serialize;

use super::{Allocation, AllocationMethod, AllocationOptions, Rounding, points};
use crate::target::Target;
use crate::words::{Wording, thousands};
use crate::{Direction, Error, Exact, GroupCount};

/// One method on the same cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The rule.
    pub method: AllocationMethod,
    /// What it holds equal over the cells, in words.
    pub holds_equal: &'static str,
    /// The allocation; `None` where the method cannot be met with this total, see `reason`.
    pub allocation: Option<Allocation>,
    /// Why there is no allocation.
    pub reason: Option<String>,
    /// Rate that is furthest on the wrong side after the allocation: the lowest, or the highest where lower
    /// is better. `None` without cells of exact counts.
    pub furthest_rate: Option<Exact>,
}

/// Every method on the same cells, total and capacities, in the order of [`AllocationMethod::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllocationComparison {
    /// The rate to reach.
    pub goal: Exact,
    /// Which way is good.
    pub direction: Direction,
    /// The methods.
    pub methods: Vec<Compared>,
    /// Sentences that belong to every number here.
    pub caveats: Vec<String>,
}

impl Target {
    /// Splits the same children by every method. Each holds something else equal; none is best.
    ///
    /// Cost: that of [`Target::allocate`] for each method.
    ///
    /// # Errors
    /// As [`Target::allocate`], save that a total too small for an equal rate is said in its row.
    pub fn compare_allocations(
        &self,
        cells: &[GroupCount],
        total: Option<u64>,
        capacity: Option<&[u64]>,
        rounding: Rounding,
    ) -> Result<AllocationComparison, Error> {
        let mut methods = Vec::with_capacity(AllocationMethod::ALL.len());
        for method in AllocationMethod::ALL {
            let options = AllocationOptions {
                method,
                total,
                capacity,
                rounding,
            };
            let (allocation, reason) = match self.allocate(cells, options) {
                Ok(allocation) => (Some(allocation), None),
                Err(Error::NotAffordable { price, total }) => (
                    None,
                    Some(format!(
                        "takes {} children, the total is {}",
                        thousands(price),
                        thousands(total)
                    )),
                ),
                Err(error) => return Err(error),
            };
            methods.push(Compared {
                method,
                holds_equal: method.holds_equal(),
                furthest_rate: allocation.as_ref().and_then(Allocation::furthest_rate),
                allocation,
                reason,
            });
        }
        let caveats = (methods.iter().find_map(|row| row.allocation.as_ref()))
            .map_or_else(Vec::new, |allocation| allocation.caveats.clone());
        Ok(AllocationComparison {
            goal: self.goal,
            direction: self.direction,
            methods,
            caveats,
        })
    }
}

impl Allocation {
    /// Rate that is furthest on the wrong side with the allocated children.
    pub fn furthest_rate(&self) -> Option<Exact> {
        let rates = self.cells.iter().filter_map(|cell| cell.resulting_rate);
        match self.direction {
            Direction::Higher => rates.min(),
            Direction::Lower => rates.max(),
        }
    }
}

impl AllocationComparison {
    /// One sentence a method, then the caveats.
    pub fn sentences(&self, words: &Wording) -> Vec<String> {
        let end = match self.direction {
            Direction::Higher => "lowest",
            Direction::Lower => "highest",
        };
        let sentence = |row: &Compared| {
            let name = row.method.name();
            let Some(found) = &row.allocation else {
                let reason = row.reason.as_deref().unwrap_or("not assessed");
                return format!("{name}: {reason}.");
            };
            let rates = row.furthest_rate.zip(found.resulting_spread).map_or_else(
                String::new,
                |(rate, spread)| {
                    format!(
                        "; the {end} rate is then {}, highest and lowest {} points apart",
                        rate.percent(1),
                        points(spread)
                    )
                },
            );
            let left = match (found.unallocated, found.slack) {
                (0, 0) => String::new(),
                (unallocated, slack) => format!(
                    " ({} turned away by capacities, {} nobody has room for)",
                    thousands(unallocated),
                    thousands(slack)
                ),
            };
            format!(
                "{name}: {} {}{left}; holds equal {}{rates}.",
                thousands(found.allocated),
                words.population,
                row.holds_equal
            )
        };
        let methods = self.methods.iter().map(sentence);
        methods.chain(self.caveats.iter().cloned()).collect()
    }
}
