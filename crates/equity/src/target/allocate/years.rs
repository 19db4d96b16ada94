//! An allocation spread over the years of a path, in whole children that add up.

use serde::Serialize;

use super::Allocation;
use super::split::blocks;
use crate::target::rounding::over_time;
use crate::target::{Path, Target, Trajectory};
use crate::words::thousands;
use crate::{Error, Exact, GroupKey};

/// The years of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellYears {
    /// Which children.
    pub key: GroupKey,
    /// Children by year, in the order of [`AllocationYears::years`]: by how many its cohort of that year
    /// differs from one at the rate of today. `None` where the counts are ranges.
    pub children: Option<Vec<u64>>,
}

/// An allocation by year. The cells of a year add up to its total, and no cell falls while totals rise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllocationYears {
    /// Calendar years after the baseline.
    pub years: Vec<i32>,
    /// Children of all cells by year. Where the allocation has as many children as the target, these are
    /// those of the path.
    pub totals: Vec<u64>,
    /// One per cell of the allocation, in its order.
    pub cells: Vec<CellYears>,
    /// Sentences that belong to every number here.
    pub caveats: Vec<String>,
    /// How it was computed.
    pub convention: String,
}

impl Target {
    /// Spreads an allocation over the years of a path, top-down: years from the path, then the levels of the
    /// first dimension, then inside each the second, and so on, so that every margin adds up in every year.
    ///
    /// With A children allocated, cₜ whole additional children of the path in year t and
    /// c = [`children`](Target::children), a year's total is cₜ where A = c. Otherwise it is the path's share
    /// of A, rounded up: `(pₜ − p₀) / (p − p₀)` for a rate that is a fraction, `cₜ / c` for a root, and, where
    /// the baseline is at the goal already so that the path has no way to go, the share of the time passed
    /// (after the quiet years of a delayed path). Every level's number is its part of the total above it,
    /// rounded down or up; over the years it never falls, and it ends at the allocation. Unit: children of that
    /// year's cohort, not new children on top of the year before. Cost: O(T m log m) for T years and m cells.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{AllocationOptions, GroupCount, GroupKey, Path, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let cells = [("Black", 600, 270), ("Hispanic", 400, 200), ("White", 800, 580), ("Asian", 200, 150)]
    ///     .map(|(race, n, s)| GroupCount::new(GroupKey::of("race", race), n, s).unwrap());
    /// let split = target.allocate(&cells, AllocationOptions::default())?;
    /// let years = target.allocate_years(&split, &target.path(Path::Linear)?)?;
    /// assert_eq!(years.totals, [80, 160, 240, 320, 400]);
    /// assert_eq!(years.cells[0].children, Some(vec![42, 84, 126, 168, 210]));
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn allocate_years(
        &self,
        allocation: &Allocation,
        path: &Trajectory,
    ) -> Result<AllocationYears, Error> {
        let (goal, allocated) = (self.children, allocation.allocated);
        let mut totals = Vec::with_capacity(path.years.len());
        for position in 0..path.years.len() {
            let share = self.share_of_way(allocated, path, position)?;
            let total = Exact::from(allocated).times(share)?.ceil();
            totals.push(
                u64::try_from(total)
                    .map_err(|_| Error::TooLarge)?
                    .min(allocated),
            );
        }
        let mut caveats = Vec::new();
        if goal == 0 && allocated > 0 {
            caveats.push(format!(
                "The overall rate is at the goal at the start, so the path takes no children; the cells are allocated {}, spread evenly over the years.",
                thousands(allocated)
            ));
        } else if allocated != goal {
            caveats.push(format!(
                "The cells are allocated {} children, the target takes {}: each year has the path's share of the {}.",
                thousands(allocated),
                thousands(goal),
                thousands(allocated)
            ));
        }
        // Cells with exact counts, and what each has in the end.
        let open: Vec<usize> = (0..allocation.cells.len())
            .filter(|&cell| allocation.cells[cell].allocated.is_some())
            .collect();
        let mut by_cell = vec![None; allocation.cells.len()];
        top_down(allocation, &totals, &open, 0, &mut by_cell);
        let dimensions: Vec<&str> = (allocation.cells.first()).map_or_else(Vec::new, |cell| {
            cell.key.pairs().map(|(name, _)| name).collect()
        });
        let order = match dimensions.as_slice() {
            [] => "over the cells".to_owned(),
            dimensions => format!("over {}", dimensions.join(", then inside each over ")),
        };
        Ok(AllocationYears {
            years: path.years.iter().map(|year| year.year).collect(),
            totals,
            cells: (allocation.cells.iter().zip(by_cell))
                .map(|(cell, children)| CellYears {
                    key: cell.key.clone(),
                    children,
                })
                .collect(),
            caveats,
            convention: format!(
                "totals of the years from the path, then {order}; each part rounded down or up so that no cell falls while totals rise, the child that is due first; children of that year's cohort"
            ),
        })
    }

    /// Share of the way to the goal behind by the year at `position`; see [`Target::allocate_years`].
    fn share_of_way(
        &self,
        allocated: u64,
        path: &Trajectory,
        position: usize,
    ) -> Result<Exact, Error> {
        let year = &path.years[position];
        let span = self.span()?;
        if span == Exact::ZERO {
            let quiet = match path.path {
                Path::Delayed { quiet_years } => i128::from(quiet_years),
                _ => 0,
            };
            let passed = (position as i128 + 1 - quiet).max(0);
            return Exact::new(passed, i128::from(self.years) - quiet);
        }
        match year.rate.exact() {
            Some(rate) if allocated != self.children => rate.minus(self.baseline)?.abs().over(span),
            // Not 0: there is a way to go, so it takes a child at least.
            _ => Exact::new(year.additional.ceil(), i128::from(self.children)),
        }
    }
}

/// Splits the totals of the years over the levels of one dimension, then inside each over the next.
fn top_down(
    allocation: &Allocation,
    totals: &[u64],
    inside: &[usize],
    depth: usize,
    by_cell: &mut [Option<Vec<u64>>],
) {
    let cells = &allocation.cells;
    let deeper = inside
        .iter()
        .any(|&i| cells[i].key.pairs().len() > depth + 1);
    let blocks: Vec<Vec<usize>> = if deeper {
        blocks(inside.iter().map(|&i| (i, &cells[i].key)), depth)
    } else {
        inside.iter().map(|&i| vec![i]).collect()
    };
    let finals: Vec<u64> = blocks
        .iter()
        .map(|block| block.iter().filter_map(|&i| cells[i].allocated).sum())
        .collect();
    let years = over_time(&finals, totals);
    for (position, block) in blocks.iter().enumerate() {
        let of_block: Vec<u64> = years.iter().map(|year| year[position]).collect();
        if deeper {
            top_down(allocation, &of_block, block, depth + 1, by_cell);
        } else {
            by_cell[block[0]] = Some(of_block);
        }
    }
}
