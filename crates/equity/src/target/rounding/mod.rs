//! Whole numbers that add up in every margin, and over the years.

mod flow;

use crate::Error;
use flow::Network;

/// Splits `total` in proportion to `weights` so that whole numbers add up in two crossing margins
/// (controlled rounding).
///
/// Cell i lies in row `rows[i]` and column `columns[i]`, both numbered from 0. Each cell is its quota
/// `total · w / Σw` rounded down or up, each row and each column is the sum of its quotas rounded down or up,
/// and the whole is `total`; a zero stays zero. Such a rounding always exists (flows with whole bounds have
/// whole solutions). Of those there are, cells are rounded up in the order of
/// [`apportion`](crate::apportion), largest remainder first, ties to the larger weight, then to the earlier
/// input, each where the margins can still be met; with one row, or one column, that is largest remainder. All
/// arithmetic is in integers. Cost: at most two searches of the table a cell, O(m²) at worst for m cells.
///
/// Source: Causey, Cox and Ernst 1985, "Applications of transportation theory to statistical problems",
/// *Journal of the American Statistical Association* 80.
///
/// # Errors
/// [`Error::LengthMismatch`] when there is not one row and one column a weight, [`Error::BadOption`] for a line
/// beyond the number of cells, [`Error::NothingToWeigh`] when `total > 0` and every weight is zero,
/// [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::apportion_margins;
/// // Quotas .75 .75 / .75 .75: rows and columns of 1.5 become 1 or 2, and all four are 3.
/// assert_eq!(apportion_margins(3, &[1, 1, 1, 1], &[0, 0, 1, 1], &[0, 1, 0, 1])?, [1, 1, 1, 0]);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn apportion_margins(
    total: u64,
    weights: &[u64],
    rows: &[usize],
    columns: &[usize],
) -> Result<Vec<u64>, Error> {
    for (what, found) in [("rows", rows.len()), ("columns", columns.len())] {
        if found != weights.len() {
            return Err(Error::LengthMismatch {
                what,
                found,
                expected: weights.len(),
            });
        }
    }
    if let Some(line) = rows
        .iter()
        .chain(columns)
        .find(|&&line| line >= weights.len())
    {
        return Err(Error::BadOption {
            option: "rows, columns",
            found: line.to_string(),
            expected: "lines numbered from 0, with no more lines than cells",
        });
    }
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if total == 0 {
        return Ok(vec![0; weights.len()]);
    }
    if sum == 0 {
        return Err(Error::NothingToWeigh { total });
    }
    let quota = |weight: u64| u128::from(total) * u128::from(weight);
    let rest: Vec<u128> = weights.iter().map(|&weight| quota(weight) % sum).collect();
    let up = round_up(&rest, sum, weights, rows, columns).ok_or(Error::TooLarge)?;
    let parts = weights.iter().zip(up);
    // A quota is at most `total`, so it fits, rounded up only where it is not whole.
    Ok(parts
        .map(|(&weight, up)| (quota(weight) / sum) as u64 + u64::from(up))
        .collect())
}

/// Which cells to round up, given what is left of each over `unit`; `None` where `u128` is too small for a
/// margin.
fn round_up(
    rest: &[u128],
    unit: u128,
    weights: &[u64],
    rows: &[usize],
    columns: &[usize],
) -> Option<Vec<bool>> {
    let margin = |of: &[usize]| -> Option<Vec<u128>> {
        let mut sums = vec![0_u128; of.iter().max().map_or(0, |most| most + 1)];
        for (&line, &rest) in of.iter().zip(rest) {
            sums[line] = sums[line].checked_add(rest)?;
        }
        Some(sums)
    };
    let (row_sums, column_sums) = (margin(rows)?, margin(columns)?);
    let all: u128 = row_sums
        .iter()
        .try_fold(0, |a: u128, &b| a.checked_add(b))?;
    let floors = |sums: &[u128]| {
        sums.iter()
            .map(|&sum| (sum / unit) as u64)
            .collect::<Vec<_>>()
    };
    let (row_floors, column_floors) = (floors(&row_sums), floors(&column_sums));
    // Units to place; whole, because the quotas add up to a whole number.
    let units = (all / unit) as u64;
    // Rows, columns, and two nodes that take what a margin is rounded up by. What a margin must have at
    // least is a flow of its own from `must` and to `has`; all of those are full when the bounds are met.
    let lines = row_sums.len() + column_sums.len();
    let (row_ups, column_ups, must, has) = (lines, lines + 1, lines + 2, lines + 3);
    let column_node = |column: usize| row_sums.len() + column;
    let mut network = Network::new(lines + 4);
    for (row, (&sum, &floor)) in row_sums.iter().zip(&row_floors).enumerate() {
        network.arc(must, row, floor);
        network.arc(row_ups, row, u64::from(sum % unit > 0));
    }
    network.arc(must, row_ups, units.checked_sub(row_floors.iter().sum())?);
    let mut order: Vec<usize> = (0..rest.len()).filter(|&cell| rest[cell] > 0).collect();
    // The sort is stable: equal remainder and weight stay in input order.
    order.sort_by_key(|&cell| std::cmp::Reverse((rest[cell], weights[cell])));
    let arcs: Vec<usize> = order
        .iter()
        .map(|&cell| network.arc(rows[cell], column_node(columns[cell]), 1))
        .collect();
    for (column, (&sum, &floor)) in column_sums.iter().zip(&column_floors).enumerate() {
        network.arc(column_node(column), has, floor);
        network.arc(column_node(column), column_ups, u64::from(sum % unit > 0));
    }
    let loose = units.checked_sub(column_floors.iter().sum())?;
    network.arc(column_ups, has, loose);
    if network.fill(must, has) != units {
        return None;
    }
    network.freeze_node(must);
    network.freeze_node(has);
    let mut up = vec![false; rest.len()];
    for (&cell, &arc) in order.iter().zip(&arcs) {
        // Another table with this cell rounded up differs by a cycle through it.
        if network.room(arc) == 1
            && let Some(way) = network.way(column_node(columns[cell]), rows[cell])
        {
            network.push(arc);
            for arc in way {
                network.push(arc);
            }
        }
        up[cell] = network.room(arc) == 0;
        network.freeze(arc);
    }
    Some(up)
}

/// Spreads final numbers over time: one list a total, in the order of `totals`, each adding up to its total.
///
/// At total t, cell i has its quota `t · x / Σx` rounded down or up; a cell never falls while totals rise,
/// and at `Σx` it has x. Every total is at most `Σx`. Of the cells that may be rounded up, those whose
/// quota reaches the next whole number first come first (earliest deadline), then the larger x, then input
/// order. That such numbers exist for every total at once is the theorem on quota methods without the
/// Alabama paradox (Balinski and Young 1975, "The quota method of apportionment", *American Mathematical
/// Monthly* 82); that earliest deadlines find them, the one on level schedules (Steiner and Yeomans 1993,
/// *Management Science* 39). Cost: O(k m log m) for k totals and m cells.
pub(super) fn over_time(finals: &[u64], totals: &[u64]) -> Vec<Vec<u64>> {
    let sum: u128 = finals.iter().map(|&x| u128::from(x)).sum();
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by_key(|&year| totals[year]);
    let mut out = vec![vec![0; finals.len()]; totals.len()];
    let mut now = vec![0; finals.len()];
    for year in order {
        if sum > 0 {
            now = at_total(finals, sum, totals[year], &now);
        }
        out[year].clone_from(&now);
    }
    out
}

/// The numbers at one total, none below `before`.
fn at_total(finals: &[u64], sum: u128, total: u64, before: &[u64]) -> Vec<u64> {
    let quota = |cell: usize| u128::from(total) * u128::from(finals[cell]);
    // At most finals[cell], because the total is at most the sum.
    let mut now: Vec<u64> = (0..finals.len())
        .map(|cell| before[cell].max((quota(cell) / sum) as u64))
        .collect();
    let left = u128::from(total).saturating_sub(now.iter().map(|&x| u128::from(x)).sum());
    let mut open: Vec<usize> = (0..finals.len())
        .filter(|&cell| u128::from(now[cell]) < quota(cell).div_ceil(sum))
        .collect();
    // Its next child is due at the total (now + 1) · sum / final.
    let due = |cell: usize| u128::from(now[cell]) + 1;
    open.sort_by(|&a, &b| {
        let (x, y) = (u128::from(finals[a]), u128::from(finals[b]));
        (due(a) * y)
            .cmp(&(due(b) * x))
            .then(y.cmp(&x))
            .then(a.cmp(&b))
    });
    for cell in open
        .into_iter()
        .take(usize::try_from(left).unwrap_or(usize::MAX))
    {
        now[cell] += 1;
    }
    now
}

#[cfg(test)]
mod tests;
