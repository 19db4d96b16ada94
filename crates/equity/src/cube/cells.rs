//! Groups of children with their counts, as columns.

use super::Weighted;
use super::index::{Coded, Index};
use crate::Error;

/// Counts of rows that stand for several children each, one entry a row.
#[derive(Debug, Clone, Copy)]
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
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cells {
    levels: Vec<u32>,
    codes: Vec<Vec<u32>>,
    n: Vec<u64>,
    successes: Vec<u64>,
    missing: Vec<u64>,
    weighted: Option<Vec<Weighted>>,
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
            n: Vec::with_capacity(room),
            successes: Vec::with_capacity(room),
            missing: Vec::with_capacity(room),
            ..Self::default()
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
        cells.codes = index.codes(&slots);
        cells.weighted =
            weighted.map(|weighted| slots.iter().map(|&slot| weighted[slot as usize]).collect());
        cells.levels = levels;
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
        self.codes.len()
    }

    /// The level codes of the groups in one dimension.
    pub fn codes(&self, dimension: usize) -> &[u32] {
        &self.codes[dimension]
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

    fn column(&self, dimension: usize) -> Coded<'_> {
        Coded::trusted(&self.codes[dimension], self.levels[dimension])
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
        let columns: Vec<Coded<'_>> = keep.iter().map(|&d| self.column(d)).collect();
        Self::gather(&columns, self.tallies())
    }

    /// The dimension that `keep` leaves out, where it keeps the others in order and every combination of
    /// levels has its group: the counts are then a full array, and a sum along an axis needs no codes.
    fn axis_without(&self, keep: &[usize]) -> Option<usize> {
        let dropped = (0..self.width()).find(|&d| keep.get(d) != Some(&d))?;
        let rest = keep.get(dropped..)?;
        let in_order = rest.iter().copied().eq(dropped + 1..self.width());
        let combinations = self
            .levels
            .iter()
            .try_fold(1_usize, |all, &levels| all.checked_mul(levels as usize));
        (in_order && !self.is_empty() && combinations == Some(self.len())).then_some(dropped)
    }

    /// The groups without one dimension of a full array, in the order in which a roll-up adds them up.
    fn summed_along(&self, dropped: usize) -> Self {
        let axis = self.levels[dropped] as usize;
        let inner: usize = self.levels[dropped + 1..]
            .iter()
            .map(|&levels| levels as usize)
            .product();
        let sums = |counts: &[u64]| {
            let add = |sum: &mut u64, more: &u64| *sum += more;
            along(counts, axis, inner, add)
        };
        let mut levels = self.levels.clone();
        levels.remove(dropped);
        Self {
            codes: full_codes(&levels),
            levels,
            n: sums(&self.n),
            successes: sums(&self.successes),
            missing: sums(&self.missing),
            weighted: self
                .weighted
                .as_ref()
                .map(|weighted| along(weighted, axis, inner, Weighted::add)),
        }
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
        let codes: Vec<Vec<u32>> = new
            .iter()
            .zip(&self.codes)
            .map(|(new, codes)| codes.iter().map(|&code| new[code as usize]).collect())
            .collect();
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
        let codes = &self.codes[dimension];
        let groups = (0..self.len()).filter(|&group| codes[group] == code);
        self.only(&groups.collect::<Vec<usize>>())
    }

    fn only(&self, groups: &[usize]) -> Self {
        Self {
            levels: self.levels.clone(),
            codes: self.codes.iter().map(|c| picked(c, groups)).collect(),
            n: picked(&self.n, groups),
            successes: picked(&self.successes, groups),
            missing: picked(&self.missing, groups),
            weighted: self.weighted.as_ref().map(|w| picked(w, groups)),
        }
    }

    /// Every combination of levels, those without children too, where they are few beside the groups:
    /// sums along an axis then need no codes. [`Cells::occupied_only`] takes them out again.
    pub(super) fn filled(&self) -> Self {
        let combinations = self
            .levels
            .iter()
            .try_fold(1_usize, |all, &levels| all.checked_mul(levels as usize));
        let Some(room) = combinations.filter(|&c| c > self.len() && c <= 2 * self.len()) else {
            return self.clone();
        };
        let columns: Vec<Coded<'_>> = (0..self.width()).map(|d| self.column(d)).collect();
        let Ok(index) = Index::new(&columns, room, 1) else {
            return self.clone();
        };
        let slots = index.all(self.len());
        Self {
            levels: self.levels.clone(),
            codes: full_codes(&self.levels),
            n: spread(&self.n, &slots, room),
            successes: spread(&self.successes, &slots, room),
            missing: spread(&self.missing, &slots, room),
            weighted: self.weighted.as_ref().map(|w| spread(w, &slots, room)),
        }
    }

    /// The groups that have children.
    pub(super) fn occupied_only(self) -> Self {
        let empty = |&group: &usize| self.n[group] + self.missing[group] == 0;
        if (0..self.len()).any(|group| empty(&group)) {
            let occupied: Vec<usize> = (0..self.len()).filter(|group| !empty(group)).collect();
            return self.only(&occupied);
        }
        self
    }

    /// The groups of several sets side by side, told apart by their number in one more dimension, the last.
    pub(super) fn side_by_side(sets: &[Self]) -> Result<Self, Error> {
        let width = sets.first().map_or(0, Self::width);
        let mut all = Self {
            levels: sets.first().map_or_else(Vec::new, |set| set.levels.clone()),
            codes: vec![Vec::new(); width + 1],
            weighted: sets
                .first()
                .and_then(|set| set.weighted.as_ref().map(|_| Vec::new())),
            ..Self::default()
        };
        for (number, set) in (0_u32..).zip(sets) {
            for (all, codes) in all.codes.iter_mut().zip(&set.codes) {
                all.extend(codes);
            }
            all.codes[width].extend(std::iter::repeat_n(number, set.len()));
            all.n.extend(&set.n);
            all.successes.extend(&set.successes);
            all.missing.extend(&set.missing);
            if let (Some(all), Some(more)) = (&mut all.weighted, &set.weighted) {
                all.extend(more);
            }
        }
        all.levels.push(sets.len() as u32);
        // Sets follow each other, so the groups are yet to be sorted.
        let columns: Vec<Coded<'_>> = (0..=width).map(|d| all.column(d)).collect();
        Self::gather(&columns, all.tallies())
    }
}

fn picked<T: Copy>(values: &[T], groups: &[usize]) -> Vec<T> {
    groups.iter().map(|&group| values[group]).collect()
}

/// The codes of every combination of levels in order, by dimension.
fn full_codes(levels: &[u32]) -> Vec<Vec<u32>> {
    let combinations = |levels: &[u32]| levels.iter().map(|&l| l as usize).product::<usize>();
    let all = combinations(levels);
    let of = |(dimension, &own): (usize, &u32)| {
        let behind = combinations(&levels[dimension + 1..]);
        let mut codes = Vec::with_capacity(all);
        for code in 0..own {
            codes.resize(codes.len() + behind, code);
        }
        // The pattern repeats: whole stretches are copied, each as long as all before it.
        while codes.len() < all {
            codes.extend_from_within(..codes.len().min(all - codes.len()));
        }
        codes
    };
    levels.iter().enumerate().map(of).collect()
}

/// Values at their slots among `room`, nothing at the others.
fn spread<T: Copy + Default>(values: &[T], slots: &[u32], room: usize) -> Vec<T> {
    let mut all = vec![T::default(); room];
    for (&slot, &value) in slots.iter().zip(values) {
        all[slot as usize] = value;
    }
    all
}

/// Sums of a row-major array along an axis with `inner` entries behind each of its steps.
fn along<T: Copy + Default>(
    array: &[T],
    axis: usize,
    inner: usize,
    add: impl Fn(&mut T, &T) + Copy,
) -> Vec<T> {
    let mut sums = vec![T::default(); array.len() / axis.max(1)];
    // Few entries, their number known to the compiler: flags, which are the last dimensions, are common.
    match inner {
        1 => along_few::<1, T>(array, axis, &mut sums, add),
        2 => along_few::<2, T>(array, axis, &mut sums, add),
        4 => along_few::<4, T>(array, axis, &mut sums, add),
        _ => {
            let stretches = array.chunks_exact(axis * inner);
            for (sums, stretch) in sums.chunks_exact_mut(inner).zip(stretches) {
                for step in stretch.chunks_exact(inner) {
                    for (sum, more) in sums.iter_mut().zip(step) {
                        add(sum, more);
                    }
                }
            }
        }
    }
    sums
}

fn along_few<const INNER: usize, T>(
    array: &[T],
    axis: usize,
    sums: &mut [T],
    add: impl Fn(&mut T, &T),
) {
    let (steps, _) = array.as_chunks::<INNER>();
    let (sums, _) = sums.as_chunks_mut::<INNER>();
    for (sums, steps) in sums.iter_mut().zip(steps.chunks_exact(axis)) {
        for step in steps {
            for (sum, more) in sums.iter_mut().zip(step) {
                add(sum, more);
            }
        }
    }
}
