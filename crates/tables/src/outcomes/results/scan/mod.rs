//! Rules over every scenario: each disaggregation in each subset of other dimensions, period by period.

mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use commonweal_equity::cube::Subset;
use commonweal_equity::{Confidence, Correction, GapOptions, GroupCount, GroupKey};
use polars::prelude::DataFrame;

use crate::error::Error;
use crate::outcomes::{Cell, Lattice, Outcomes};
use rows::Rows;

/// Name of the disaggregation that is none: all children of a scenario, in one row.
const NONE: &str = "none";
/// Columns of the answer that a dimension may be called like.
const COLUMNS: [&str; 2] = ["disaggregation", "group"];
/// More dimensions than this make more scenarios than anybody reads.
const MOST: usize = 12;

/// What [`scan_frame`] goes through.
#[derive(Debug, Clone)]
pub struct ScanOptions<'a> {
    /// Disaggregations, one at a time.
    pub by: Vec<&'a str>,
    /// Dimensions whose levels make the scenarios.
    pub within: Vec<&'a str>,
    /// Most of these dimensions in one scenario; all where not given.
    pub depth: Option<usize>,
    /// Rules, each with its direction and smallest group.
    pub rules: Vec<GapOptions>,
    /// One period; all where not given.
    pub period: Option<&'a str>,
    /// Tests every group against everyone else and corrects over the whole scan.
    pub correction: Option<Correction>,
    /// Level of the corrected decision.
    pub confidence: Confidence,
}

/// Every disaggregation in every scenario and period, judged by every rule.
///
/// Columns: `period` (where there are periods), the dimensions of the scenario (null: all of them),
/// `disaggregation`, `group`, `n`, `successes`, `missing` (null where not known), `rate`; for each rule, with its
/// name before them (`ppg_2017_`), `reference_rate`, `margin_pp` or `index`, `status`, `reason`, `needed_to_leave`,
/// `needed_to_parity`; with a correction `p_value`, `test_method`, `p_adjusted`, `family_size` and the
/// corrected `status` against everyone else. The family is all rows tested, over all scenarios and periods.
/// Rows are by scenario dimensions, disaggregation, period, levels and group. Outcomes counted from
/// records cost O(base cells + rows).
///
/// # Errors
/// As [`Outcomes::groups`] and [`commonweal_equity::gaps`]; [`Error::Input`] for a dimension named twice.
pub fn scan_frame(outcomes: &Outcomes, options: &ScanOptions<'_>) -> Result<DataFrame, Error> {
    check(options)?;
    let tables = tables(outcomes, options)?;
    let mut rows = Rows::new(options, outcomes.direction());
    for table in &tables {
        match &table.source {
            Source::Counted(lattice, subset) => rows.add_counted(table, lattice, *subset)?,
            Source::Given(slices) => {
                for slice in slices {
                    rows.add_given(table, slice)?;
                }
            }
        }
    }
    rows.frame()
}

/// One disaggregation (or none) in all scenarios that name the same dimensions.
struct Table<'a> {
    /// Positions in `within`.
    scenario: Vec<usize>,
    by: Option<&'a str>,
    source: Source<'a>,
}

/// Where the cells come from: arrays of codes, or keys with counts that may be ranges.
enum Source<'a> {
    /// A subset of a lattice, by position.
    Counted(Arc<Lattice>, usize),
    /// One slice a scenario and period.
    Given(Vec<Slice<'a>>),
}

/// The groups of one scenario and period.
struct Slice<'a> {
    period: Option<&'a str>,
    cells: Vec<Cell>,
    /// Whether it is known how many children have no recorded outcome.
    missing_known: bool,
    /// Everyone in the scenario.
    overall: Option<GroupCount>,
    /// Whether no child is in two of the groups.
    exclusive: bool,
}

fn tables<'a>(outcomes: &'a Outcomes, options: &ScanOptions<'a>) -> Result<Vec<Table<'a>>, Error> {
    let periods = match options.period {
        Some(period) => vec![Some(period)],
        None if outcomes.periods().is_empty() => vec![None],
        None => outcomes.periods().into_iter().map(Some).collect(),
    };
    let disaggregations = || std::iter::once(None).chain(options.by.iter().copied().map(Some));
    // Counted outcomes whose groups do not overlap: one lattice a disaggregation.
    let mut lattices = Vec::new();
    for by in disaggregations() {
        let names: Vec<&str> = options.within.iter().copied().chain(by).collect();
        let single = names.iter().all(|name| !outcomes.overlaps(&[*name]));
        let depth = options.depth.map(|depth| depth + usize::from(by.is_some()));
        lattices.push(
            if outcomes.counted().is_some() && single && options.period.is_none() {
                Some(Arc::new(outcomes.lattice(&names, depth)?))
            } else {
                None
            },
        );
    }
    let mut tables = Vec::new();
    for scenario in subsets(options.within.len(), options.depth) {
        for (by, lattice) in disaggregations().zip(&lattices) {
            let named = || scenario.iter().map(|&at| options.within[at]);
            let source = if let Some(lattice) = lattice {
                let own = by.map(|_| options.within.len());
                let wanted: Vec<usize> = scenario.iter().copied().chain(own).collect();
                let same = |subset: &Subset| subset.dimensions == wanted;
                let Some(at) = lattice.subsets.iter().position(same) else {
                    continue;
                };
                Source::Counted(Arc::clone(lattice), at)
            } else {
                let mut slices = Vec::new();
                for &period in &periods {
                    slices.extend(given(outcomes, &named().collect::<Vec<_>>(), by, period)?);
                }
                Source::Given(slices)
            };
            tables.push(Table {
                scenario: scenario.clone(),
                by,
                source,
            });
        }
    }
    Ok(tables)
}

/// The slices of one period by keys.
fn given<'a>(
    outcomes: &Outcomes,
    scenario: &[&str],
    by: Option<&str>,
    period: Option<&'a str>,
) -> Result<Vec<Slice<'a>>, Error> {
    let missing_known = outcomes.counted().is_some();
    let totals: BTreeMap<GroupKey, Cell> = outcomes
        .groups(scenario, period)?
        .into_iter()
        .map(|cell| (cell.counts.key().clone(), cell))
        .collect();
    let Some(by) = by else {
        let alone = |cell| Slice {
            period,
            cells: vec![cell],
            missing_known,
            overall: None,
            exclusive: true,
        };
        return Ok(totals.into_values().map(alone).collect());
    };
    let dimensions: Vec<&str> = scenario.iter().copied().chain([by]).collect();
    let cells = outcomes.groups(&dimensions, period)?;
    let key = |cell: &Cell| {
        GroupKey::new(
            scenario
                .iter()
                .map(|&name| (name, cell.counts.key().level(name).unwrap_or_default())),
        )
    };
    let mut slices = Vec::new();
    let levels = |cell: &Cell| -> Vec<String> {
        let level = |name: &&str| cell.counts.key().level(name).unwrap_or_default().to_owned();
        scenario.iter().map(level).collect()
    };
    for slice in cells.chunk_by(|a, b| levels(a) == levels(b)) {
        slices.push(Slice {
            period,
            missing_known,
            overall: totals.get(&key(&slice[0])?).map(|cell| cell.counts.clone()),
            exclusive: !outcomes.overlaps(&dimensions),
            cells: slice.to_vec(),
        });
    }
    Ok(slices)
}

fn check(options: &ScanOptions<'_>) -> Result<(), Error> {
    let mut seen = std::collections::BTreeSet::new();
    let all = options.by.iter().chain(&options.within);
    if let Some(twice) = all.into_iter().find(|name| !seen.insert(**name)) {
        return Err(Error::Input(format!(
            "dimension \"{twice}\" is named twice in by= and within=. Name it once."
        )));
    }
    if let Some(taken) = options.within.iter().find(|name| COLUMNS.contains(name)) {
        return Err(Error::Input(format!(
            "within= names the dimension \"{taken}\", which is a column of the answer. Rename it."
        )));
    }
    if options.within.len() > MOST {
        return Err(Error::Input(format!(
            "within= names {} dimensions. Expected at most {MOST}: every subset of them is a scenario.",
            options.within.len()
        )));
    }
    Ok(())
}

/// Every subset of at most `depth` of `names` positions, small ones first.
fn subsets(names: usize, depth: Option<usize>) -> Vec<Vec<usize>> {
    let depth = depth.unwrap_or(names);
    let positions = |set: u32| (0..names).filter(move |at| set >> at & 1 == 1);
    let mut subsets: Vec<Vec<usize>> = (0_u32..1 << names)
        .map(|set| positions(set).collect())
        .filter(|subset: &Vec<usize>| subset.len() <= depth)
        .collect();
    subsets.sort_by_key(|subset| (subset.len(), subset.clone()));
    subsets
}
