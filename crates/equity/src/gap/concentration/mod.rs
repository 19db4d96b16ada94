//! Where the shortfall is: the fewest groups and places that hold most of the missing children.

mod cohort;
mod ranks;

use serde::Serialize;

pub use ranks::{CellRank, DrawnFrom, RankOptions, Ranks, ranks};

use crate::need::{need, sum};
use crate::words::{Wording, plural, thousands};
use crate::{Count, Direction, Error, Exact, GroupCount, GroupKey};

/// How the shortfall is located.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConcentrationOptions {
    /// The rate every cell is measured against, 0 to 1.
    pub level: Exact,
    /// Which way is good.
    pub direction: Direction,
    /// The share of the shortfall the smallest set of cells must hold, above 0 and at most 1. Default 4/5.
    pub cover: Exact,
    /// Only cells with this (dimension, level), for example race = Black.
    pub within: Option<(String, String)>,
}

impl ConcentrationOptions {
    /// Against `level`, covering 80 %, over all cells.
    ///
    /// # Errors
    /// None in practice: 4/5 is a fraction.
    pub fn new(level: Exact, direction: Direction) -> Result<Self, Error> {
        Ok(Self {
            level,
            direction,
            cover: Exact::new(4, 5)?,
            within: None,
        })
    }
}

/// One cell's part of the shortfall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellShortfall {
    /// Which children.
    pub key: GroupKey,
    /// How many.
    pub n: u64,
    /// How many reach the outcome.
    pub successes: u64,
    /// Their rate; never `None` in a result, because cells without children are set aside.
    pub rate: Option<Exact>,
    /// Children missing to the level; never negative, never netted against other cells.
    pub shortfall: u64,
    /// Shortfall of this and all cells before it.
    pub cumulative: u64,
    /// `cumulative` as a share of the total; `None` when nothing is missing.
    pub cumulative_share: Option<Exact>,
}

/// A point of the shortfall curve: the cells with the largest shortfall first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Share of the cells, 0 to 1.
    pub cells: f64,
    /// Share of the children, 0 to 1.
    pub children: f64,
    /// Share of the shortfall, 0 to 1.
    pub shortfall: f64,
}

/// Where the shortfall is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concentration {
    /// The options used.
    pub options: ConcentrationOptions,
    /// Cells with exact counts and at least one child, largest shortfall first; a tie goes to the larger cell, then to the key.
    pub cells: Vec<CellShortfall>,
    /// Missing children in these cells.
    pub total: u64,
    /// The fewest cells that hold at least `cover` of the total: the first `smallest` of `cells`. 0 when
    /// nothing is missing.
    pub smallest: usize,
    /// Missing children in those cells.
    pub covered: u64,
    /// The curve from (0, 0, 0) to (1, 1, 1); empty when nothing is missing. Beside `shortfall`, `children`
    /// is the reference curve: where the shortfall would be if every cell missed the same share of its children.
    pub curve: Vec<CurvePoint>,
    /// Gini coefficient of the shortfall over the cells: 0 when all miss equally many, near 1 when one cell
    /// misses them all. `None` when nothing is missing.
    pub gini: Option<f64>,
    /// Cells whose counts are ranges: left out of the ranking, with what they may be missing.
    pub not_assessed: Vec<(GroupKey, Count)>,
    /// Cells without children: they miss nobody and are no part of the ranking, the curve or the Gini coefficient.
    pub empty: Vec<GroupKey>,
}

/// Locates the shortfall to a level.
///
/// A cell's shortfall is `max(0, ⌈level · n⌉ − successes)` (lower is better: `max(0, successes − ⌊level · n⌋)`).
/// Cells above the level are not netted: netting would let shares exceed 100 %. Ranked by missing children,
/// not by rate. Ranks of small cells move by chance from year to year: [`ranks`] says how far. Shares are compared exactly. Cost: O(m log m) for m cells.
///
/// # Errors
/// [`Error::BadOption`] for a level outside 0 to 1 or a cover outside (0, 1]; [`Error::UnknownGroup`] when no
/// cell has the level of `within`; [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::{concentration, ConcentrationOptions, Direction, GroupCount, GroupKey};
/// let cells: Vec<_> = [("A", 40, 10), ("B", 30, 22), ("C", 20, 20)]
///     .into_iter()
///     .map(|(school, n, s)| GroupCount::new(GroupKey::of("school", school), n, s))
///     .collect::<Result<_, _>>()?;
/// // 80 % of 40, 30, 20 is 32, 24, 16: A misses 22, B 2, C none (and is not netted).
/// let found = concentration(&cells, &ConcentrationOptions::new("80%".parse()?, Direction::Higher)?)?;
/// assert_eq!((found.total, found.smallest, found.covered), (24, 1, 22));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn concentration(
    cells: &[GroupCount],
    options: &ConcentrationOptions,
) -> Result<Concentration, Error> {
    if options.cover <= Exact::ZERO || options.cover > Exact::ONE {
        return Err(Error::BadOption {
            option: "cover",
            found: options.cover.to_string(),
            expected: "a share above 0 and at most 1, such as 80%",
        });
    }
    crate::need::required(0, options.level, options.direction)?;
    let wanted = |group: &&GroupCount| {
        options
            .within
            .as_ref()
            .is_none_or(|(dimension, level)| group.key().level(dimension) == Some(level))
    };
    let mut ranked = Vec::new();
    let mut not_assessed = Vec::new();
    let mut empty = Vec::new();
    if let Some((dimension, level)) = &options.within
        && !cells.is_empty()
        && !cells.iter().any(|group| wanted(&group))
    {
        return Err(Error::UnknownGroup {
            found: format!("{dimension} {level}"),
            known: cells.iter().map(|group| group.key().to_string()).collect(),
        });
    }
    for group in cells.iter().filter(wanted) {
        if group.n().high() == Some(0) {
            empty.push(group.key().clone());
            continue;
        }
        let missing = need(group, (options.level, options.level), options.direction)?;
        match (group.exact(), missing.value()) {
            (Some((n, s)), Some(shortfall)) => ranked.push((group.key(), n, s, shortfall)),
            _ => not_assessed.push((group.key().clone(), missing)),
        }
    }
    ranked.sort_by(|a, b| b.3.cmp(&a.3).then(b.1.cmp(&a.1)).then(a.0.cmp(b.0)));

    let total = sum(ranked.iter().map(|cell| cell.3))?;
    let mut out = Vec::with_capacity(ranked.len());
    let mut cumulative = 0;
    let shortfalls: Vec<u64> = ranked.iter().map(|cell| cell.3).collect();
    let (smallest, covered) = cover_first(&shortfalls, total, options.cover)?;
    for (key, n, successes, shortfall) in ranked {
        cumulative += shortfall;
        let share = |a: u64, b: u64| match b {
            0 => Ok(None),
            _ => Exact::from(a).over(Exact::from(b)).map(Some),
        };
        out.push(CellShortfall {
            key: key.clone(),
            n,
            successes,
            rate: share(successes, n)?,
            shortfall,
            cumulative,
            cumulative_share: share(cumulative, total)?,
        });
    }
    Ok(Concentration {
        curve: curve(&out, total),
        gini: gini(&out, total),
        options: options.clone(),
        cells: out,
        total,
        smallest,
        covered,
        not_assessed,
        empty,
    })
}

/// How many of the first shortfalls, largest first, hold the share `cover` of the total, and what they hold.
fn cover_first(shortfalls: &[u64], total: u64, cover: Exact) -> Result<(usize, u64), Error> {
    let wanted = cover.times(Exact::from(total))?;
    let (mut smallest, mut covered) = (0, 0);
    while Exact::from(covered) < wanted {
        covered += shortfalls[smallest];
        smallest += 1;
    }
    Ok((smallest, covered))
}

fn curve(cells: &[CellShortfall], total: u64) -> Vec<CurvePoint> {
    if total == 0 {
        return Vec::new();
    }
    let all: u128 = cells.iter().map(|cell| u128::from(cell.n)).sum();
    let mut children = 0_u128;
    let mut points = vec![CurvePoint {
        cells: 0.0,
        children: 0.0,
        shortfall: 0.0,
    }];
    for (i, cell) in cells.iter().enumerate() {
        children += u128::from(cell.n);
        points.push(CurvePoint {
            cells: (i + 1) as f64 / cells.len() as f64,
            children: children as f64 / all as f64,
            shortfall: cell.cumulative as f64 / total as f64,
        });
    }
    points
}

/// Gini from ranks: with x sorted descending (rank i from 1), `G = Σ (m + 1 − 2i) x_i / (m Σ x)`.
fn gini(cells: &[CellShortfall], total: u64) -> Option<f64> {
    if total == 0 {
        return None;
    }
    let m = cells.len() as i128;
    let weighted: i128 = (1..)
        .zip(cells)
        .map(|(rank, cell): (i128, _)| (m + 1 - 2 * rank) * i128::from(cell.shortfall))
        .sum();
    Some(weighted as f64 / (m as f64 * total as f64))
}

impl Concentration {
    /// Where the shortfall is, in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let population = &words.population;
        let goal = self.options.level.percent(1);
        let whose = match &self.options.within {
            Some((dimension, level)) => format!(" ({dimension}: {level})"),
            None => String::new(),
        };
        let found = if self.cells.is_empty() {
            format!("No cell{whose} has exact counts and children, so nothing is ranked.")
        } else if self.total == 0 {
            format!("Every cell with exact counts{whose} is at {goal} or better.")
        } else {
            let share = Exact::from(self.covered).over(Exact::from(self.total));
            format!(
                "{} of {}{whose} {} {} of the {} {population} {} {goal} in each cell ({}); cells past {goal} are not set against them.",
                self.smallest,
                plural(self.cells.len(), "cell"),
                if self.smallest == 1 { "holds" } else { "hold" },
                thousands(self.covered),
                thousands(self.total),
                match self.options.direction {
                    Direction::Higher => "missing to",
                    Direction::Lower => "too many above",
                },
                share.map_or_else(|_| String::new(), |share| share.percent(1))
            )
        };
        let found = match self.empty.len() {
            0 => found,
            cells => format!(
                "{found} Set aside without children: {}.",
                plural(cells, "cell")
            ),
        };
        if self.not_assessed.is_empty() {
            return found;
        }
        let missing: Count = self.not_assessed.iter().map(|(_, count)| *count).sum();
        let missing = match self.options.direction {
            Direction::Higher => format!("missing {missing} {population}"),
            Direction::Lower => format!("with {missing} {population} too many"),
        };
        format!(
            "{found} Left out because of censored counts: {}, {missing}.",
            plural(self.not_assessed.len(), "cell")
        )
    }
}

#[cfg(test)]
mod tests;
