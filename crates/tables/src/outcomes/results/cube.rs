//! Every subset of the dimensions as one frame.

use commonweal_equity::cube::{Cells, MOST_SUBSETS, Subset, Weighted};
use commonweal_equity::{Exact, Rate, RateOptions};
use polars::prelude::{
    Column, DataFrame, IdxCa, IdxSize, IntoColumn, NamedFrom, NamedFromOwned, PlSmallStr, Scalar,
    Series,
};
use polars_arrow::bitmap::BitmapBuilder;
use rayon::prelude::*;

use super::rates::rate_status;
use super::{frame, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::{Cell, Lattice, Outcomes};

/// What `dimensions` says of all children together.
const EVERYONE: &str = "all children";
/// What `status` says of counts that are exact, of groups without them, and of sets nobody published.
const STATUS: [&str; 3] = ["known", "no children", "not given"];

impl Outcomes {
    /// The groups of every subset of the dimensions and every period: `period` (where there are periods), each
    /// dimension (null = not split by it; "(not recorded)" is a level), `dimensions` (the subset:
    /// "race × school"), `n`, `successes`, `missing`, `rate` (a share), `status`, and `weighted_n` (Σw),
    /// `weighted_rate`, `effective_n` (Kish) where children have weights.
    ///
    /// `depth` limits the dimensions together. Small subsets come first; within one, rows are by period
    /// and then by level. Published outcomes answer the subsets they can, from a given set or from
    /// sums; of the others there is one row a period, "not given" in `status` and without numbers. Their
    /// counts that are ranges are null, and `status` says so; `rates` has their ends. Their `missing` is null:
    /// not known. Counted outcomes cost O(base cells + rows of the answer).
    ///
    /// # Errors
    /// [`Error::Equity`] or [`Error::Input`] for more than 65,536 subsets.
    pub fn cube(&self, depth: Option<usize>) -> Result<DataFrame, Error> {
        let names: Vec<&str> = self.dimensions().iter().map(String::as_str).collect();
        if self.counted().is_some() {
            return counted(&self.lattice(&names, depth)?);
        }
        given(self, &names, depth)
    }
}

/// What a subset is called.
fn called(names: &[&str], positions: &[usize]) -> String {
    match positions {
        [] => EVERYONE.to_owned(),
        some => {
            let names: Vec<&str> = some.iter().map(|&position| names[position]).collect();
            names.join(" × ")
        }
    }
}

fn counted(lattice: &Lattice) -> Result<DataFrame, Error> {
    let subsets = &lattice.subsets;
    let dated = usize::from(!lattice.periods.is_empty());
    let rows: usize = subsets.iter().map(|subset| subset.cells.len()).sum();
    let mut columns = Vec::new();
    if dated == 1 {
        let periods = lattice.periods.iter().map(String::as_str).collect();
        let mut codes = Vec::with_capacity(rows);
        for subset in subsets {
            subset.cells.extend_with_codes(0, &mut codes);
        }
        columns.push(picked("period", periods, codes)?);
    }
    let dimension = |place: usize| {
        let levels: Vec<&str> = lattice.levels[place].iter().map(AsRef::as_ref).collect();
        let mut codes: Vec<IdxSize> = Vec::with_capacity(rows);
        let mut split = BitmapBuilder::with_capacity(rows);
        for Subset { dimensions, cells } in subsets {
            let own = dimensions.iter().position(|&p| p == place);
            match own {
                Some(at) => cells.extend_with_codes(dated + at, &mut codes),
                None => codes.resize(codes.len() + cells.len(), 0),
            }
            split.extend_constant(cells.len(), own.is_some());
        }
        let texts = picked(&lattice.dimensions[place], levels, codes)?;
        let texts = texts.take_materialized_series();
        // Where it is not split, the text of any level stands below the null: no row has to look.
        Ok(texts.with_validity(split.into_opt_validity()).into_column())
    };
    let dimensions = || -> Result<Vec<Column>, Error> {
        let places = (0..lattice.dimensions.len()).into_par_iter();
        places.map(dimension).collect()
    };
    let (dimensions, counts) = rayon::join(dimensions, || counts(lattice, rows));
    columns.extend(dimensions?);
    columns.extend(counts?);
    let weighted: Option<Vec<&[Weighted]>> = subsets.iter().map(|s| s.cells.weighted()).collect();
    if let Some(weighted) = weighted {
        let of = |name: &str, of: fn(&Weighted) -> Option<f64>| {
            shares(name, weighted.iter().copied().flatten().map(of))
        };
        columns.push(of("weighted_n", |w| Some(w.sum)));
        columns.push(of("weighted_rate", Weighted::rate));
        columns.push(of("effective_n", Weighted::effective_n));
    }
    frame(columns, rows)
}

/// The columns of a counted cube that do not name groups: the subset, the counts and the rate.
fn counts(lattice: &Lattice, rows: usize) -> Result<Vec<Column>, Error> {
    let subsets = &lattice.subsets;
    let names: Vec<&str> = lattice.dimensions.iter().map(String::as_str).collect();
    let mut which = Vec::with_capacity(rows);
    for (number, subset) in (0..).zip(subsets) {
        which.resize(which.len() + subset.cells.len(), number);
    }
    let called: Vec<String> = subsets
        .iter()
        .map(|subset| called(&names, &subset.dimensions))
        .collect();
    let called = called.iter().map(String::as_str).collect();
    let mut columns = vec![picked("dimensions", called, which)?];
    let all = |of: fn(&Cells) -> &[u64]| -> Vec<u64> {
        let mut all = Vec::with_capacity(rows);
        for subset in subsets {
            all.extend_from_slice(of(&subset.cells));
        }
        all
    };
    let (n, successes) = (all(Cells::n), all(Cells::successes));
    let rates = n.iter().zip(&successes).map(|(&n, &s)| s as f64 / n as f64);
    let rates: Vec<f64> = rates.collect();
    let rates = Series::from_vec("rate".into(), rates);
    let all_known = !n.contains(&0);
    let rates = if all_known {
        rates
    } else {
        rates.with_validity(Some(n.iter().map(|&n| n > 0).collect()))
    };
    let known = if all_known {
        Column::new_scalar(
            "status".into(),
            Scalar::from(PlSmallStr::from_static(STATUS[0])),
            rows,
        )
    } else {
        let known = n.iter().map(|&n| IdxSize::from(n == 0)).collect();
        picked("status", STATUS.to_vec(), known)?
    };
    columns.push(Series::from_vec("n".into(), n).into_column());
    columns.push(Series::from_vec("successes".into(), successes).into_column());
    columns.push(Series::from_vec("missing".into(), all(Cells::missing)).into_column());
    columns.push(rates.into_column());
    columns.push(known);
    Ok(columns)
}

/// A text a level, and the rows refer to it by its code.
fn picked(name: &str, levels: Vec<&str>, codes: Vec<IdxSize>) -> Result<Column, Error> {
    let levels = Series::new(name.into(), levels);
    let codes = IdxCa::from_vec("codes".into(), codes);
    Ok(levels.take(&codes)?.into_column())
}

/// One row of the cube of published outcomes: the place of its subset, and its counts where they are given.
struct Row<'a> {
    period: Option<&'a str>,
    subset: usize,
    cell: Option<Cell>,
}

fn given(outcomes: &Outcomes, names: &[&str], depth: Option<usize>) -> Result<DataFrame, Error> {
    let subsets = subsets(names.len(), depth)?;
    let all = outcomes.periods();
    let periods: Vec<Option<&str>> = match all.as_slice() {
        [] => vec![None],
        some => some.iter().copied().map(Some).collect(),
    };
    let mut rows = Vec::new();
    for (subset, positions) in subsets.iter().enumerate() {
        let by: Vec<&str> = positions.iter().map(|&position| names[position]).collect();
        for &period in &periods {
            let row = |cell| Row {
                period,
                subset,
                cell,
            };
            match outcomes.groups(&by, period) {
                Ok(cells) => rows.extend(cells.into_iter().map(Some).map(row)),
                Err(Error::NotCrossed { .. }) => rows.push(row(None)),
                Err(error) => return Err(error),
            }
        }
    }
    let rate = |row: &Row<'_>| {
        let cell = row.cell.as_ref();
        cell.map(|cell| Rate::new(&cell.counts, RateOptions::default()))
            .transpose()
    };
    let rates: Vec<Option<Rate>> = rows.iter().map(rate).collect::<Result<_, _>>()?;
    let mut columns = Vec::new();
    if !all.is_empty() {
        let periods: Vec<Option<&str>> = rows.iter().map(|row| row.period).collect();
        columns.push(Series::new("period".into(), periods).into_column());
    }
    for &name in names {
        let level = |row: &'_ Row<'_>| {
            let cell = row.cell.as_ref()?;
            cell.counts.key().level(name).map(str::to_owned)
        };
        columns.push(texts(name, rows.iter().map(level)));
    }
    let set = |row: &Row<'_>| Some(called(names, &subsets[row.subset]));
    columns.push(texts("dimensions", rows.iter().map(set)));
    let of = |value: fn(&Rate) -> Option<u64>| {
        rates.iter().map(move |rate| rate.as_ref().and_then(value))
    };
    columns.push(numbers("n", of(|rate| rate.n.value())));
    columns.push(numbers("successes", of(|rate| rate.successes.value())));
    let missing = rows
        .iter()
        .map(|row| row.cell.as_ref().and_then(|cell| outcomes.missing(cell)));
    columns.push(numbers("missing", missing));
    let share = |rate: &Option<Rate>| rate.as_ref()?.rate.map(Exact::to_f64);
    columns.push(shares("rate", rates.iter().map(share)));
    let status = |rate: &Option<Rate>| {
        Some(
            rate.as_ref()
                .map_or_else(|| STATUS[2].to_owned(), rate_status),
        )
    };
    columns.push(texts("status", rates.iter().map(status)));
    frame(columns, rows.len())
}

/// Subsets of some dimensions as positions: small ones first, then in the order of the positions.
fn subsets(dimensions: usize, depth: Option<usize>) -> Result<Vec<Vec<usize>>, Error> {
    let all = 1_u64.checked_shl(dimensions as u32).unwrap_or(u64::MAX);
    if dimensions >= 64 || all > MOST_SUBSETS {
        return Err(Error::Input(format!(
            "{dimensions} dimensions have too many subsets. Ask for the groups of one set of dimensions."
        )));
    }
    let depth = depth.unwrap_or(dimensions);
    let positions = |set: u64| (0..dimensions).filter(move |d| set >> d & 1 == 1).collect();
    let sets = (0..all).map(positions);
    let mut subsets: Vec<Vec<usize>> = sets.filter(|s: &Vec<usize>| s.len() <= depth).collect();
    subsets.sort_by_cached_key(|subset| (subset.len(), subset.clone()));
    Ok(subsets)
}
