//! Where the shortfall is, as frames.

use commonweal_equity::{CellRank, Concentration, Exact, Ranks};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::{frame, key_columns, numbers, shares};
use crate::error::Error;

/// Where the shortfall is: the dimensions, `n`, `successes`, `rate`, `shortfall`, `cumulative`,
/// `cumulative_share`, `in_smallest_set`; largest shortfall first. With ranks also `rank_lower`, `rank_median`,
/// `rank_upper` and `in_smallest_probability`. Cells whose counts are ranges come last with nulls: whether one
/// of them belongs to the smallest set is not known.
///
/// # Errors
/// None in practice.
pub fn concentration_frame(
    found: &Concentration,
    ranks: Option<&Ranks>,
    by: &[&str],
) -> Result<DataFrame, Error> {
    let cells = &found.cells;
    let open = &found.not_assessed;
    let nulls = |count: usize| std::iter::repeat_n(None, count);
    let keys = cells
        .iter()
        .map(|cell| &cell.key)
        .chain(open.iter().map(|(key, _)| key));
    let mut columns = key_columns(by, keys);
    let open_n = open.len();
    columns.push(numbers(
        "n",
        cells.iter().map(|c| Some(c.n)).chain(nulls(open_n)),
    ));
    columns.push(numbers(
        "successes",
        cells.iter().map(|c| Some(c.successes)).chain(nulls(open_n)),
    ));
    let rate = |cell: &commonweal_equity::CellShortfall| cell.rate.map(Exact::to_f64);
    columns.push(shares(
        "rate",
        cells
            .iter()
            .map(rate)
            .chain(std::iter::repeat_n(None, open_n)),
    ));
    columns.push(numbers(
        "shortfall",
        cells.iter().map(|c| Some(c.shortfall)).chain(nulls(open_n)),
    ));
    columns.push(numbers(
        "cumulative",
        cells
            .iter()
            .map(|c| Some(c.cumulative))
            .chain(nulls(open_n)),
    ));
    let share = |cell: &commonweal_equity::CellShortfall| cell.cumulative_share.map(Exact::to_f64);
    columns.push(shares(
        "cumulative_share",
        cells
            .iter()
            .map(share)
            .chain(std::iter::repeat_n(None, open_n)),
    ));
    let inside: Vec<Option<bool>> = (0..cells.len())
        .map(|i| Some(i < found.smallest))
        .chain(std::iter::repeat_n(None, open_n))
        .collect();
    columns.push(Series::new("in_smallest_set".into(), inside).into_column());
    if let Some(ranks) = ranks {
        let rank = |name: &str, of: fn(&CellRank) -> f64| {
            let ranked = ranks.cells.iter().map(|cell| Some(of(cell)));
            shares(name, ranked.chain(std::iter::repeat_n(None, open_n)))
        };
        columns.push(rank("rank_lower", |cell| cell.lower));
        columns.push(rank("rank_median", |cell| cell.median));
        columns.push(rank("rank_upper", |cell| cell.upper));
        columns.push(rank("in_smallest_probability", |cell| cell.in_smallest));
    }
    frame(columns, cells.len() + open_n)
}

/// The shortfall curve, largest shortfall first: `cells`, `children`, `shortfall`, shares from 0 to 1. `children`
/// is the reference: the shortfall if every cell missed the same share of its children.
///
/// # Errors
/// None in practice.
pub fn curve_frame(found: &Concentration) -> Result<DataFrame, Error> {
    let curve = &found.curve;
    let columns = vec![
        shares("cells", curve.iter().map(|point| Some(point.cells))),
        shares("children", curve.iter().map(|point| Some(point.children))),
        shares("shortfall", curve.iter().map(|point| Some(point.shortfall))),
    ];
    frame(columns, curve.len())
}
