//! Every subset of the dimensions, each from its smallest parent.

use rayon::prelude::*;

use super::Cells;
use crate::Error;

/// Most subsets that [`lattice`] makes: 16 dimensions, or more with a depth.
pub const MOST_SUBSETS: u64 = 1 << 16;

/// One subset of the dimensions with its groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Subset {
    /// Positions of its dimensions among those that can be left out, ascending.
    pub dimensions: Vec<usize>,
    /// Its groups, by the leading dimensions and then by its own.
    pub cells: Cells,
}

/// The groups of every subset of the dimensions of some base cells.
///
/// The first `leading` dimensions are in every subset (a period, a dimension that must not be summed); the
/// others are in or out. `depth` limits how many are in. Subsets come small ones first, then in the order of
/// their positions. Each is rolled up from the parent (one dimension more) with the fewest groups; with a
/// depth, the largest are rolled up from the base. O(groups of all subsets · dimensions).
///
/// # Errors
/// [`Error::BadOption`] for more than [`MOST_SUBSETS`] subsets, or `leading` beyond the dimensions.
pub fn lattice(base: &Cells, leading: usize, depth: Option<usize>) -> Result<Vec<Subset>, Error> {
    let Some(free) = base.width().checked_sub(leading) else {
        return Err(Error::BadOption {
            option: "leading",
            found: leading.to_string(),
            expected: "at most the number of dimensions",
        });
    };
    let depth = depth.unwrap_or(free).min(free);
    let mut subsets = 0_u64;
    let mut of_size = 1_u64;
    for size in 0..=depth as u64 {
        subsets = subsets.saturating_add(of_size);
        if subsets > MOST_SUBSETS {
            return Err(Error::BadOption {
                option: "depth",
                found: format!("{depth} of {free} dimensions"),
                expected: "a depth that gives at most 65,536 subsets",
            });
        }
        // The next binomial coefficient; below 2^16 times free, so it fits.
        of_size = of_size * (free as u64 - size) / (size + 1);
    }
    let full = base.filled();
    // By size, the largest first: a subset's parents are all in the list before it, or it is the base.
    let mut by_size: Vec<Vec<Subset>> = Vec::new();
    for size in (0..free.min(depth + 1)).rev() {
        let parents = by_size.last().map_or(&[][..], Vec::as_slice);
        let made = choices(free, size)
            .into_par_iter()
            .map(|dimensions| {
                let cells = roll_up(&full, leading, parents, &dimensions)?;
                Ok(Subset { dimensions, cells })
            })
            .collect::<Result<_, Error>>()?;
        by_size.push(made);
    }
    let made: Vec<Subset> = by_size.into_iter().rev().flatten().collect();
    let occupied = |Subset { dimensions, cells }| Subset {
        dimensions,
        cells: cells.occupied_only(),
    };
    let mut all: Vec<Subset> = made.into_par_iter().map(occupied).collect();
    if depth == free {
        all.push(Subset {
            dimensions: (0..free).collect(),
            cells: base.clone(),
        });
    }
    Ok(all)
}

fn roll_up(
    base: &Cells,
    leading: usize,
    parents: &[Subset],
    dimensions: &[usize],
) -> Result<Cells, Error> {
    let parent = parents
        .iter()
        .filter(|parent| dimensions.iter().all(|d| parent.dimensions.contains(d)))
        .min_by_key(|parent| parent.cells.len());
    let keep = |within: &dyn Fn(usize) -> Option<usize>| -> Vec<usize> {
        let own = dimensions.iter().filter_map(|&d| within(d));
        (0..leading).chain(own.map(|d| leading + d)).collect()
    };
    match parent {
        None => base.roll_up(&keep(&Some)),
        Some(parent) => {
            let within = |d: usize| parent.dimensions.iter().position(|&known| known == d);
            parent.cells.roll_up(&keep(&within))
        }
    }
}

/// All ways to choose `size` of `n`, in the order of their positions.
fn choices(n: usize, size: usize) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    let mut chosen: Vec<usize> = (0..size).collect();
    loop {
        all.push(chosen.clone());
        // The last position that can move right takes one step, and those after it follow.
        let Some(at) = (0..size).rev().find(|&at| chosen[at] < n - size + at) else {
            return all;
        };
        chosen[at] += 1;
        for next in at + 1..size {
            chosen[next] = chosen[next - 1] + 1;
        }
    }
}

/// The groups of an overlapping dimension ("alone or in combination"), and the children in none.
///
/// `flags` are dimensions of `base` with the codes 0 and 1, one a group: a child belongs to every group
/// whose flag is 1, so the groups must not be added up. The answer has the dimensions `keep` and then
/// the group, which is the position in `flags`. Cost: one [`Cells::roll_up`] a flag.
///
/// # Errors
/// As [`Cells::roll_up`].
pub fn overlapping(base: &Cells, keep: &[usize], flags: &[usize]) -> Result<(Cells, u64), Error> {
    let groups = flags
        .iter()
        .map(|&flag| base.with_code(flag, 1).roll_up(keep))
        .collect::<Result<Vec<_>, _>>()?;
    let none = flags
        .iter()
        .fold(base.clone(), |left, &flag| left.with_code(flag, 0));
    let none = none.n().iter().chain(none.missing()).sum();
    Ok((Cells::side_by_side(&groups)?, none))
}
