//! The children of each cell by one method, in whole numbers.

use std::collections::BTreeMap;

use super::levels::{Rising, Tie, raise_lowest};
use super::method::{AllocationMethod, Rounding};
use crate::apportion::{Filled, apportion_capped, fill_caps};
use crate::need::sum;
use crate::target::rounding::apportion_margins;
use crate::{Error, GroupCount, GroupKey};

/// A cell with exact counts.
pub(super) struct Open<'a> {
    /// Its place among all cells.
    pub(super) position: usize,
    pub(super) key: &'a GroupKey,
    /// Children.
    pub(super) n: u64,
    /// Children where they should be: who reach the outcome, or who do not have it where lower is better.
    pub(super) at: u64,
    /// Children short of the goal.
    pub(super) need: u64,
    /// Children it has room for by its method.
    pub(super) room: u64,
    /// The same within its capacity.
    pub(super) limit: u64,
}

/// Children of each cell, at most its limit. `wanted` is what of `total` there is room for.
pub(super) fn parts(
    cells: &[Open<'_>],
    method: AllocationMethod,
    rounding: Rounding,
    total: u64,
    wanted: u64,
) -> Result<Vec<u64>, Error> {
    let rising = |tie| {
        let cells: Vec<Rising> = (cells.iter())
            .map(|cell| Rising {
                n: cell.n,
                at: cell.at,
                room: cell.limit,
            })
            .collect();
        Ok(raise_lowest(&cells, wanted, tie))
    };
    let proportional = |weight: fn(&Open<'_>) -> u64| {
        let weights: Vec<u64> = cells.iter().map(weight).collect();
        let limits: Vec<u64> = cells.iter().map(|cell| cell.limit).collect();
        match rounding {
            Rounding::AtOnce => Ok(apportion_capped(wanted, &weights, &limits)?.0),
            Rounding::Margins => in_margins(cells, wanted, &weights, &limits),
            Rounding::Nested => {
                let mut parts = vec![0; cells.len()];
                let all: Vec<usize> = (0..cells.len()).collect();
                nested(cells, wanted, &weights, &limits, &all, 0, &mut parts)?;
                Ok(parts)
            }
        }
    };
    match method {
        AllocationMethod::EqualRate => {
            let price = sum(cells.iter().map(|cell| cell.limit))?;
            if total < price {
                return Err(Error::NotAffordable { price, total });
            }
            Ok(cells.iter().map(|cell| cell.limit).collect())
        }
        AllocationMethod::Shortfall => proportional(|cell| cell.need),
        AllocationMethod::Enrolment => proportional(|cell| cell.n),
        AllocationMethod::NonProficient => proportional(|cell| cell.n - cell.at),
        AllocationMethod::MaxMin => rising(Tie::Larger),
        AllocationMethod::Leximin => rising(Tie::Smaller),
    }
}

/// The whole convention in words.
pub(super) fn convention(
    method: AllocationMethod,
    rounding: Rounding,
    cells: &[GroupCount],
) -> String {
    let how = match method {
        AllocationMethod::EqualRate => "each cell counts whole children".to_owned(),
        AllocationMethod::MaxMin => {
            "all cells at once; whole children; at equal rates the larger cell first, then the earlier cell"
                .to_owned()
        }
        AllocationMethod::Leximin => {
            "all cells at once; whole children; at equal rates the smaller cell first, then the earlier cell"
                .to_owned()
        }
        AllocationMethod::Shortfall
        | AllocationMethod::Enrolment
        | AllocationMethod::NonProficient => {
            let dimensions: Vec<String> = cells.first().map_or_else(Vec::new, |cell| {
                cell.key().pairs().map(|(name, _)| name.to_owned()).collect()
            });
            format!(
                "{}, ties to the larger weight, then to the earlier cell",
                rounding.words(&dimensions)
            )
        }
    };
    format!("{}; {how}", method.words())
}

/// Both margins at once: the first dimension, and the others taken together.
fn in_margins(
    cells: &[Open<'_>],
    total: u64,
    weights: &[u64],
    limits: &[u64],
) -> Result<Vec<u64>, Error> {
    if cells.iter().all(|cell| cell.key.pairs().len() < 2) {
        return Ok(apportion_capped(total, weights, limits)?.0);
    }
    let Filled {
        mut parts,
        open,
        left,
    } = fill_caps(total, weights, limits)?;
    if open.is_empty() {
        return Ok(parts);
    }
    let open_weights: Vec<u64> = open.iter().map(|&i| weights[i]).collect();
    let lines = |from: usize, take: usize| -> Vec<usize> {
        let mut numbers = BTreeMap::new();
        open.iter()
            .map(|&i| {
                let line: Vec<&str> = (cells[i].key.pairs().skip(from).take(take))
                    .map(|(_, level)| level)
                    .collect();
                let next = numbers.len();
                *numbers.entry(line).or_insert(next)
            })
            .collect()
    };
    let (rows, columns) = (lines(0, 1), lines(1, usize::MAX));
    let whole = apportion_margins(left, &open_weights, &rows, &columns)?;
    for (&i, part) in open.iter().zip(whole) {
        parts[i] = part;
    }
    Ok(parts)
}

/// Over the levels of one dimension, then inside each over the next; into `parts`.
fn nested(
    cells: &[Open<'_>],
    total: u64,
    weights: &[u64],
    limits: &[u64],
    inside: &[usize],
    depth: usize,
    parts: &mut [u64],
) -> Result<(), Error> {
    let of = |list: &[u64], cells: &[usize]| sum(cells.iter().map(|&i| list[i]));
    let deeper = inside
        .iter()
        .any(|&i| cells[i].key.pairs().len() > depth + 1);
    let blocks: Vec<Vec<usize>> = if deeper {
        blocks(inside.iter().map(|&i| (i, cells[i].key)), depth)
    } else {
        inside.iter().map(|&i| vec![i]).collect()
    };
    let block_weights: Vec<u64> = blocks
        .iter()
        .map(|b| of(weights, b))
        .collect::<Result<_, _>>()?;
    let block_limits: Vec<u64> = blocks
        .iter()
        .map(|b| of(limits, b))
        .collect::<Result<_, _>>()?;
    let (totals, _) = apportion_capped(total, &block_weights, &block_limits)?;
    for (block, total) in blocks.iter().zip(totals) {
        if deeper {
            nested(cells, total, weights, limits, block, depth + 1, parts)?;
        } else {
            parts[block[0]] = total;
        }
    }
    Ok(())
}

/// Positions of the keys with the same level of dimension `depth`, in the order in which levels first appear.
pub(super) fn blocks<'a>(
    keys: impl Iterator<Item = (usize, &'a GroupKey)>,
    depth: usize,
) -> Vec<Vec<usize>> {
    let mut number = BTreeMap::new();
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for (position, key) in keys {
        let level = key.pairs().nth(depth).map(|(_, level)| level);
        let block = *number.entry(level).or_insert(blocks.len());
        if block == blocks.len() {
            blocks.push(Vec::new());
        }
        blocks[block].push(position);
    }
    blocks
}
