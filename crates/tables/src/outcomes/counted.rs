//! Outcomes counted from records: base cells as arrays of codes, and everything rolled up from them.
//!
//! A level has one text however many groups it is in, and text is made only for what is asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use commonweal_equity::cube::{self, Cells, Subset, Weighted};
use commonweal_equity::{GroupCount, GroupKey};

use super::encode::Encoded;
use super::levels::NOT_RECORDED;
use super::{Cell, Outcomes, periods};
use crate::error::Error;

/// What was counted from records.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    /// Whether the first dimension of all cells is the period.
    dated: bool,
    /// Texts of the codes of each dimension, sorted; the overlapping dimensions come last.
    levels: Vec<Vec<Arc<str>>>,
    /// By period and all dimensions that do not overlap.
    base: Cells,
    /// By period, the dimensions that do not overlap, and one that does.
    overlapping: Vec<Overlapping>,
    /// All of them with their texts, made when first asked for.
    cells: OnceLock<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Overlapping {
    cells: Cells,
    /// Children who are in none of its groups.
    none: u64,
}

/// The texts are made from the rest.
impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        (self.dated, &self.levels, &self.base, &self.overlapping)
            == (other.dated, &other.levels, &other.base, &other.overlapping)
    }
}

/// The columns whose codes the base cells have, in their order: period, dimensions, flags.
pub(super) struct Keys<'k, 'a> {
    pub(super) period: Option<&'k Encoded<'a>>,
    pub(super) dimensions: &'k [Encoded<'a>],
    /// The overlapping dimensions: each group with its 0/1 column.
    pub(super) overlapping: &'k [(String, Vec<(String, String)>)],
}

impl Keys<'_, '_> {
    /// Base cells under codes that sort as their texts do, and the periods in order of time.
    pub(super) fn counted(&self, raw: &Cells) -> Result<(Counted, Vec<String>), Error> {
        let dated = usize::from(self.period.is_some());
        let mut new = Vec::new();
        let mut periods = Vec::new();
        if let Some(period) = self.period {
            let text = |code: u32| recorded(period.levels()[code as usize].as_ref());
            let order = period.in_order_of_rows();
            periods = periods::in_order(order.iter().map(|&code| text(code)));
            let place = |level: &Option<String>| {
                let found = periods.iter().position(|p| p == recorded(level.as_ref()));
                found.unwrap_or_default() as u32
            };
            new.push(period.levels().iter().map(place).collect());
        }
        let mut levels = Vec::new();
        for (position, dimension) in self.dimensions.iter().enumerate() {
            let (texts, codes) = sorted(dimension.levels(), &raw.occurring(dated + position));
            levels.push(texts);
            new.push(codes);
        }
        let keys = new.len();
        new.resize(raw.width(), vec![0, 1]);
        let all = raw.relabel(&new)?;
        let keep: Vec<usize> = (0..keys).collect();
        let mut overlapping = Vec::new();
        let mut first = keys;
        for (_, groups) in self.overlapping {
            let mut groups: Vec<(&str, usize)> = groups
                .iter()
                .zip(first..)
                .map(|((group, _), flag)| (group.as_str(), flag))
                .collect();
            first += groups.len();
            groups.sort_unstable();
            let (texts, flags): (Vec<&str>, Vec<usize>) = groups.into_iter().unzip();
            levels.push(texts.into_iter().map(Arc::from).collect());
            let (cells, none) = cube::overlapping(&all, &keep, &flags)?;
            overlapping.push(Overlapping { cells, none });
        }
        let base = if overlapping.is_empty() {
            all
        } else {
            all.roll_up(&keep)?
        };
        let counted = Counted {
            dated: self.period.is_some(),
            levels,
            base,
            overlapping,
            cells: OnceLock::new(),
        };
        Ok((counted, periods))
    }
}

#[allow(clippy::ref_option, reason = "levels are stored so")]
fn recorded(level: Option<&String>) -> &str {
    level.map_or(NOT_RECORDED, String::as_str)
}

/// The texts of the codes that occur, sorted, each once; and the place of every code among them.
fn sorted(levels: &[Option<String>], occurring: &[bool]) -> (Vec<Arc<str>>, Vec<u32>) {
    let pairs = levels.iter().zip(occurring);
    let pairs = pairs.filter(|(_, occurring)| **occurring);
    let mut places: BTreeMap<&str, u32> = pairs
        .map(|(level, _)| (recorded(level.as_ref()), 0))
        .collect();
    for (place, code) in places.values_mut().zip(0..) {
        *place = code;
    }
    let place = |level: &Option<String>| {
        places
            .get(recorded(level.as_ref()))
            .copied()
            .unwrap_or_default()
    };
    let codes = levels.iter().map(place).collect();
    (places.into_keys().map(Arc::from).collect(), codes)
}

impl Counted {
    /// Number of dimensions that do not overlap.
    fn exclusive(&self) -> usize {
        self.levels.len() - self.overlapping.len()
    }

    /// The cells of a set of dimensions by period, or `None` where two of them overlap.
    fn by(&self, dimensions: &[usize]) -> Result<Option<Cells>, Error> {
        let dated = usize::from(self.dated);
        let exclusive = self.exclusive();
        let overlapping: Vec<usize> = dimensions
            .iter()
            .filter_map(|d| d.checked_sub(exclusive))
            .collect();
        let source = match overlapping.as_slice() {
            [] => &self.base,
            [one] => &self.overlapping[*one].cells,
            _ => return Ok(None),
        };
        // The overlapping dimension is the last of its cells.
        let place = |&d: &usize| dated + d.min(exclusive);
        let keep: Vec<usize> = (0..dated).chain(dimensions.iter().map(place)).collect();
        Ok(Some(source.roll_up(&keep)?))
    }
}

/// Every subset of some dimensions of counted outcomes, as arrays.
#[derive(Debug, Clone, PartialEq)]
pub struct Lattice {
    /// The periods in order: the texts of the first codes of every cell. Empty where the data have none;
    /// then the codes begin with those of the dimensions.
    pub periods: Vec<String>,
    /// The dimensions asked for, in the order asked for.
    pub dimensions: Vec<String>,
    /// Texts of the codes of each of them.
    pub levels: Vec<Vec<Arc<str>>>,
    /// The subsets, small ones first. Positions are those in `dimensions`; the groups are sorted by
    /// period and then by the dimensions in that order, so those of one period and first dimensions follow each other.
    pub subsets: Vec<Subset>,
}

impl Outcomes {
    /// The groups of every subset of some dimensions, all periods, without making a key or a text.
    ///
    /// `depth` limits the dimensions together. A dimension whose groups overlap is crossed with the
    /// others but never with another such one. O(base cells + groups of all subsets).
    ///
    /// # Errors
    /// [`Error::NotFound`] for a dimension that is not there; [`Error::Input`] for one named twice and for outcomes that were not
    /// counted from records; [`Error::Equity`] for more than 65,536 subsets.
    ///
    /// ```
    /// use commonweal_equity::Direction;
    /// use commonweal_tables::{Outcomes, RecordColumns};
    /// use polars::prelude::df;
    /// let children = df!("race" => ["A", "A", "B"], "school" => [1, 2, 2], "reads" => [1, 0, 1])?;
    /// let columns = RecordColumns {
    ///     by: vec!["race".into(), "school".into()],
    ///     ..RecordColumns::new("reads", Direction::Higher)
    /// };
    /// let found = Outcomes::from_records(&children, &columns)?.lattice(&["school", "race"], None)?;
    /// // No dimension, school, race, school and race.
    /// let children: Vec<&[u64]> = found.subsets.iter().map(|s| s.cells.n()).collect();
    /// assert_eq!(children, [&[3][..], &[1, 2], &[2, 1], &[1, 1, 1]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lattice(&self, dimensions: &[&str], depth: Option<usize>) -> Result<Lattice, Error> {
        let Some(counted) = self.counted() else {
            return Err(Error::Input(
                "these outcomes are published counts, which cannot be rolled up. Ask for the groups of one set of dimensions."
                    .to_owned(),
            ));
        };
        let places = self.places(dimensions)?;
        let exclusive = counted.exclusive();
        let dated = usize::from(counted.dated);
        let (plain, overlap): (Vec<usize>, Vec<usize>) =
            (0..places.len()).partition(|&p| places[p] < exclusive);
        let of =
            |positions: &[usize]| -> Vec<usize> { positions.iter().map(|&p| places[p]).collect() };
        let base = |first: &[usize]| {
            let positions: Vec<usize> = first.iter().chain(&plain).copied().collect();
            counted.by(&of(&positions))
        };
        let mut subsets = Vec::new();
        if let Some(base) = base(&[])? {
            for subset in cube::lattice(&base, dated, depth)? {
                let own = subset.dimensions.iter().map(|&d| plain[d]).collect();
                subsets.push(Subset {
                    dimensions: own,
                    cells: subset.cells,
                });
            }
        }
        let rest = depth.map(|depth| depth.checked_sub(1));
        for one in overlap {
            let (Some(base), Some(rest)) = (base(&[one])?, rest.unwrap_or(Some(usize::MAX))) else {
                continue;
            };
            for subset in cube::lattice(&base, dated + 1, Some(rest))? {
                let given: Vec<usize> = std::iter::once(one)
                    .chain(subset.dimensions.iter().map(|&d| plain[d]))
                    .collect();
                let mut order: Vec<usize> = (0..given.len()).collect();
                order.sort_unstable_by_key(|&at| given[at]);
                let keep: Vec<usize> = (0..dated)
                    .chain(order.iter().map(|at| dated + at))
                    .collect();
                subsets.push(Subset {
                    dimensions: order.iter().map(|&at| given[at]).collect(),
                    cells: subset.cells.roll_up(&keep)?,
                });
            }
        }
        let rank = |s: &Subset| (s.dimensions.len(), s.dimensions.clone());
        subsets.sort_by_cached_key(rank);
        Ok(Lattice {
            periods: self.periods.clone(),
            dimensions: dimensions.iter().map(|&d| d.to_owned()).collect(),
            levels: places.iter().map(|&d| counted.levels[d].clone()).collect(),
            subsets,
        })
    }

    /// Weighted sums of the groups of [`Outcomes::groups`], in their order; `None` where children have no
    /// weights. Cost as that.
    ///
    /// # Errors
    /// As [`Outcomes::groups`].
    pub fn weighted(
        &self,
        by: &[&str],
        period: Option<&str>,
    ) -> Result<Option<Vec<Weighted>>, Error> {
        let places = self.places(by)?;
        let Some(counted) = self.counted() else {
            return Ok(None);
        };
        let cells = self.counted_cells(counted, by, &places, period)?;
        Ok(cells.weighted().map(<[_]>::to_vec))
    }

    /// Whether rates are weighted.
    pub fn is_weighted(&self) -> bool {
        self.counted().is_some_and(|c| c.base.weighted().is_some())
    }

    /// Children who are in none of the groups of each overlapping dimension, all periods together: a
    /// child without any flag is in no group.
    pub fn in_no_group(&self) -> Vec<(&str, u64)> {
        let Some(counted) = self.counted() else {
            return Vec::new();
        };
        let names = self.dimensions[counted.exclusive()..].iter();
        let counts = counted.overlapping.iter().map(|o| o.none);
        names.map(String::as_str).zip(counts).collect()
    }

    /// The groups of one period with the codes of `by`.
    fn counted_cells(
        &self,
        counted: &Counted,
        by: &[&str],
        places: &[usize],
        period: Option<&str>,
    ) -> Result<Cells, Error> {
        let code = self.period_code(period)?;
        let Some(cells) = counted.by(places)? else {
            return Err(self.not_crossed(&self.counted_sets(counted), by));
        };
        Ok(match code {
            Some(code) => {
                let of_period = cells.with_code(0, code);
                of_period.roll_up(&(1..cells.width()).collect::<Vec<_>>())?
            }
            None => cells,
        })
    }

    /// The sets of dimensions that are counted together.
    fn counted_sets(&self, counted: &Counted) -> Vec<Vec<&str>> {
        let names: Vec<&str> = self.dimensions.iter().map(String::as_str).collect();
        let (plain, overlapping) = names.split_at(counted.exclusive());
        let with = overlapping.iter().map(|one| [plain, &[*one]].concat());
        std::iter::once(plain.to_vec()).chain(with).collect()
    }

    pub(super) fn counted_groups(
        &self,
        counted: &Counted,
        by: &[&str],
        period: Option<&str>,
    ) -> Result<Vec<Cell>, Error> {
        let places = self.places(by)?;
        let period = period.or_else(|| self.latest());
        let cells = self.counted_cells(counted, by, &places, period)?;
        with_texts(&cells, 0, by, &places, &counted.levels, |_| period)
    }

    /// All cells that were counted, with their texts: by all dimensions, then by each that overlaps.
    pub(super) fn counted_texts<'a>(&'a self, counted: &'a Counted) -> &'a [Cell] {
        counted.cells.get_or_init(|| {
            let sets = self.counted_sets(counted);
            let sources =
                std::iter::once(&counted.base).chain(counted.overlapping.iter().map(|o| &o.cells));
            let exclusive = counted.exclusive();
            let dated = usize::from(counted.dated);
            let mut all = Vec::new();
            for ((number, set), cells) in sets.iter().enumerate().zip(sources) {
                let overlap = number.checked_sub(1).map(|one| exclusive + one);
                let places: Vec<usize> = (0..exclusive).chain(overlap).collect();
                let codes = counted.dated.then(|| cells.codes(0));
                let period = |row: usize| {
                    let code = codes.as_ref()?[row];
                    self.periods.get(code as usize).map(String::as_str)
                };
                // Cannot fail: names are unique, and no group has more successes than children.
                all.extend(
                    with_texts(cells, dated, set, &places, &counted.levels, period)
                        .unwrap_or_default(),
                );
            }
            all
        })
    }
}

/// Cells with keys whose strings are shared.
fn with_texts<'p>(
    cells: &Cells,
    first: usize,
    by: &[&str],
    places: &[usize],
    levels: &[Vec<Arc<str>>],
    period: impl Fn(usize) -> Option<&'p str>,
) -> Result<Vec<Cell>, Error> {
    let names: Vec<Arc<str>> = by.iter().map(|&name| Arc::from(name)).collect();
    let codes: Vec<_> = (0..by.len()).map(|at| cells.codes(first + at)).collect();
    let cell = |row: usize| {
        let pair = |(at, &place): (usize, &usize)| {
            let code = codes[at][row];
            (names[at].clone(), levels[place][code as usize].clone())
        };
        let key = GroupKey::new(places.iter().enumerate().map(pair))?;
        Ok(Cell {
            period: period(row).map(str::to_owned),
            counts: GroupCount::new(key, cells.n()[row], cells.successes()[row])?,
            missing: cells.missing()[row],
        })
    };
    (0..cells.len()).map(cell).collect()
}
