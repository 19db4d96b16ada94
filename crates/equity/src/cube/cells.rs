//! Groups of children with their counts, as columns.

use std::borrow::Cow;

use super::index::{Coded, Index};
use super::{Weighted, full};
use crate::Error;

/// Counts of rows that stand for several children each, one entry a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tallies<'a> {
    /// Children whose outcome is recorded.
    pub n: &'a [u64],
    /// Those of them who reach it.
    pub successes: &'a [u64],
    /// Children whose outcome is not recorded.
    pub missing: &'a [u64],
    /// Weighted sums, where children have weights.
    pub weighted: Option<&'a [Weighted]>,
}

/// The groups of a set of dimensions: level codes and counts, sorted by the codes, each group once.
///
/// Groups without children are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    pub(super) levels: Vec<u32>,
    /// Codes by dimension. `None` for a full array: every combination of levels has its group, in order.
    pub(super) listed: Option<Vec<Vec<u32>>>,
    pub(super) n: Vec<u64>,
    pub(super) successes: Vec<u64>,
    pub(super) missing: Vec<u64>,
    pub(super) weighted: Option<Vec<Weighted>>,
}

impl Cells {
    /// Adds up rows of counts that have the same codes. Cost as [`super::count`].
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for columns of different lengths, [`Error::MoreSuccessesThanChildren`],
    /// [`Error::BadOption`] for weights that are negative or do not add up to a double,
    /// [`Error::TooLarge`] for a total beyond `u64`.
    pub fn from_tallies(columns: &[Coded<'_>], tallies: Tallies<'_>) -> Result<Self, Error> {
        let rows = tallies.n.len();
        let lengths = [tallies.successes.len(), tallies.missing.len()];
        let lengths = lengths
            .into_iter()
            .chain(columns.iter().map(|column| column.codes().len()))
            .chain(tallies.weighted.map(<[_]>::len));
        for found in lengths {
            if found != rows {
                return Err(Error::LengthMismatch {
                    what: "counts of a cube",
                    found,
                    expected: rows,
                });
            }
        }
        let mut total = 0_u64;
        for ((&n, &successes), &missing) in
            tallies.n.iter().zip(tallies.successes).zip(tallies.missing)
        {
            if successes > n {
                return Err(Error::MoreSuccessesThanChildren {
                    group: "a row of counts".to_owned(),
                    successes,
                    n,
                });
            }
            let more = n
                .checked_add(missing)
                .and_then(|all| total.checked_add(all));
            total = more.ok_or(Error::TooLarge)?;
        }
        let cells = Self::gather(columns, tallies)?;
        Weighted::check(cells.weighted.as_deref().unwrap_or_default())?;
        Ok(cells)
    }

    /// As [`Cells::from_tallies`], for rows whose total is known to fit.
    fn gather(columns: &[Coded<'_>], tallies: Tallies<'_>) -> Result<Self, Error> {
        let rows = tallies.n.len();
        let index = Index::new(columns, rows, 1)?;
        let row_slots = index.all(rows);
        let mut counts = vec![[0_u64; 3]; index.slots()];
        let each = tallies.n.iter().zip(tallies.successes).zip(tallies.missing);
        for (&slot, ((n, successes), missing)) in row_slots.iter().zip(each) {
            let [a, b, c] = &mut counts[slot as usize];
            (*a, *b, *c) = (*a + n, *b + successes, *c + missing);
        }
        let weighted = tallies.weighted.map(|weighted| {
            let mut sums = vec![Weighted::default(); index.slots()];
            for (&slot, more) in row_slots.iter().zip(weighted) {
                sums[slot as usize].add(more);
            }
            sums
        });
        let levels = columns.iter().map(Coded::levels).collect();
        Ok(Self::occupied(
            levels,
            &index,
            |slot| counts[slot],
            weighted,
        ))
    }

    /// The slots that hold children.
    pub(super) fn occupied(
        levels: Vec<u32>,
        index: &Index<'_>,
        tally: impl Fn(usize) -> [u64; 3],
        weighted: Option<Vec<Weighted>>,
    ) -> Self {
        // Room for all at once: growing them one by one would copy them over and over.
        let room = index.slots();
        let mut slots = Vec::with_capacity(room);
        let mut cells = Self {
            levels,
            listed: None,
            n: Vec::with_capacity(room),
            successes: Vec::with_capacity(room),
            missing: Vec::with_capacity(room),
            weighted: None,
        };
        for slot in 0..room {
            let [n, successes, missing] = tally(slot);
            if n > 0 || missing > 0 {
                slots.push(slot as u32);
                cells.n.push(n);
                cells.successes.push(successes);
                cells.missing.push(missing);
            }
        }
        if full::combinations(&cells.levels) != Some(slots.len()) || slots.is_empty() {
            cells.listed = Some(index.codes(&slots));
        }
        cells.weighted =
            weighted.map(|weighted| slots.iter().map(|&slot| weighted[slot as usize]).collect());
        cells
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.n.len()
    }

    /// Whether there are no children.
    pub fn is_empty(&self) -> bool {
        self.n.is_empty()
    }

    /// Number of dimensions.
    pub fn width(&self) -> usize {
        self.levels.len()
    }

    /// The level codes of the groups in one dimension. O(groups) where every combination of levels has its
    /// group, because such codes are not kept.
    pub fn codes(&self, dimension: usize) -> Cow<'_, [u32]> {
        if let Some(codes) = &self.listed {
            return Cow::Borrowed(&codes[dimension]);
        }
        let mut codes = Vec::new();
        full::extend_with_codes(&self.levels, dimension, &mut codes);
        Cow::Owned(codes)
    }

    /// Writes the level codes of the groups in one dimension behind others. O(groups).
    pub fn extend_with_codes(&self, dimension: usize, out: &mut Vec<u32>) {
        match &self.listed {
            Some(codes) => out.extend_from_slice(&codes[dimension]),
            None => full::extend_with_codes(&self.levels, dimension, out),
        }
    }

    /// Whether each level of a dimension has groups. O(groups), or O(levels) in a full array.
    pub fn occurring(&self, dimension: usize) -> Vec<bool> {
        let Some(codes) = &self.listed else {
            return vec![true; self.levels[dimension] as usize];
        };
        let mut occurring = vec![false; self.levels[dimension] as usize];
        for &code in &codes[dimension] {
            occurring[code as usize] = true;
        }
        occurring
    }

    /// Children whose outcome is recorded, by group.
    pub fn n(&self) -> &[u64] {
        &self.n
    }

    /// Those of them who reach it.
    pub fn successes(&self) -> &[u64] {
        &self.successes
    }

    /// Children whose outcome is not recorded; they are in neither count.
    pub fn missing(&self) -> &[u64] {
        &self.missing
    }

    /// The weighted sums, where children have weights.
    pub fn weighted(&self) -> Option<&[Weighted]> {
        self.weighted.as_deref()
    }

    /// The counts as rows.
    pub fn tallies(&self) -> Tallies<'_> {
        Tallies {
            n: &self.n,
            successes: &self.successes,
            missing: &self.missing,
            weighted: self.weighted(),
        }
    }

    /// The groups of some of the dimensions, which come in the order given. O(groups), plus
    /// O(groups log groups) where the possible groups are many more than the groups.
    ///
    /// # Errors
    /// [`Error::BadOption`] for a dimension that is not there or is named twice.
    pub fn roll_up(&self, keep: &[usize]) -> Result<Self, Error> {
        for (position, &dimension) in keep.iter().enumerate() {
            if dimension >= self.width() || keep[..position].contains(&dimension) {
                return Err(Error::BadOption {
                    option: "dimensions",
                    found: format!("{keep:?}"),
                    expected: "each of the dimensions at most once",
                });
            }
        }
        if keep.iter().copied().eq(0..self.width()) {
            return Ok(self.clone());
        }
        if let Some(dropped) = self.axis_without(keep) {
            return Ok(self.summed_along(dropped));
        }
        let codes: Vec<Cow<'_, [u32]>> = keep.iter().map(|&d| self.codes(d)).collect();
        let columns = codes.iter().zip(keep);
        let columns: Vec<Coded<'_>> = columns
            .map(|(codes, &d)| Coded::trusted(codes, self.levels[d]))
            .collect();
        Self::gather(&columns, self.tallies())
    }

    /// The same children under other codes: `code` becomes `new[dimension][code]`. Groups that then
    /// coincide are added up. Cost as [`Cells::roll_up`].
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where a list of new codes does not cover a dimension.
    pub fn relabel(&self, new: &[Vec<u32>]) -> Result<Self, Error> {
        let lengths = new
            .iter()
            .map(Vec::len)
            .zip(self.levels.iter().map(|&l| l as usize));
        let widths = (new.len(), self.width());
        if let Some((found, expected)) = lengths.chain([widths]).find(|(f, e)| f != e) {
            return Err(Error::LengthMismatch {
                what: "new codes",
                found,
                expected,
            });
        }
        if let Some(permuted) = self.permuted(new) {
            return Ok(permuted);
        }
        let relabelled = |(dimension, new): (usize, &Vec<u32>)| -> Vec<u32> {
            let codes = self.codes(dimension);
            codes.iter().map(|&code| new[code as usize]).collect()
        };
        let codes: Vec<Vec<u32>> = new.iter().enumerate().map(relabelled).collect();
        let levels = |new: &Vec<u32>| new.iter().max().map_or(0, |most| most + 1);
        let columns: Vec<Coded<'_>> = new
            .iter()
            .zip(&codes)
            .map(|(new, codes)| Coded::trusted(codes, levels(new)))
            .collect();
        Self::gather(&columns, self.tallies())
    }

    /// The groups with one code in a dimension, which they keep. O(groups).
    pub fn with_code(&self, dimension: usize, code: u32) -> Self {
        let codes = self.codes(dimension);
        let groups = (0..self.len()).filter(|&group| codes[group] == code);
        self.only(&groups.collect::<Vec<usize>>())
    }

    /// Some of the groups, ascending.
    pub(super) fn only(&self, groups: &[usize]) -> Self {
        if groups.len() == self.len() {
            return self.clone();
        }
        let codes = |dimension| picked(&self.codes(dimension), groups);
        Self {
            levels: self.levels.clone(),
            listed: Some((0..self.width()).map(codes).collect()),
            n: picked(&self.n, groups),
            successes: picked(&self.successes, groups),
            missing: picked(&self.missing, groups),
            weighted: self.weighted.as_ref().map(|w| picked(w, groups)),
        }
    }

    /// The groups of several sets side by side, told apart by their number in one more dimension, the last.
    pub(super) fn side_by_side(sets: &[Self]) -> Result<Self, Error> {
        let Some(first) = sets.first() else {
            return Self::gather(&[], Tallies::default());
        };
        let width = first.width();
        let mut codes = vec![Vec::new(); width + 1];
        let (mut n, mut successes, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        let mut weighted = first.weighted.as_ref().map(|_| Vec::new());
        for (number, set) in (0_u32..).zip(sets) {
            for (dimension, codes) in codes[..width].iter_mut().enumerate() {
                set.extend_with_codes(dimension, codes);
            }
            codes[width].extend(std::iter::repeat_n(number, set.len()));
            n.extend(&set.n);
            successes.extend(&set.successes);
            missing.extend(&set.missing);
            if let (Some(all), Some(more)) = (&mut weighted, &set.weighted) {
                all.extend(more);
            }
        }
        let levels = first.levels.iter().copied().chain([sets.len() as u32]);
        let columns = codes.iter().zip(levels);
        let columns: Vec<Coded<'_>> = columns.map(|(c, l)| Coded::trusted(c, l)).collect();
        let tallies = Tallies {
            n: &n,
            successes: &successes,
            missing: &missing,
            weighted: weighted.as_deref(),
        };
        // Sets follow each other, so the groups are yet to be sorted.
        Self::gather(&columns, tallies)
    }
}

fn picked<T: Copy>(values: &[T], groups: &[usize]) -> Vec<T> {
    groups.iter().map(|&group| values[group]).collect()
}
