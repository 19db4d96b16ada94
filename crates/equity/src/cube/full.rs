//! Full arrays: cells in which every combination of levels has its group, in order. The place of a group
//! says its codes, so none are kept, and a sum over a dimension is a sum along an axis.

use std::borrow::Cow;

use super::Cells;
use super::index::{Coded, Index};

impl Cells {
    /// The dimension that `keep` leaves out of a full array, where it keeps the others in order.
    pub(super) fn axis_without(&self, keep: &[usize]) -> Option<usize> {
        let dropped = (0..self.width()).find(|&d| keep.get(d) != Some(&d))?;
        let rest = keep.get(dropped..)?;
        let in_order = rest.iter().copied().eq(dropped + 1..self.width());
        (in_order && self.listed.is_none()).then_some(dropped)
    }

    /// The groups without one dimension of a full array, in the order in which a roll-up adds them up.
    pub(super) fn summed_along(&self, dropped: usize) -> Self {
        let axis = self.levels[dropped] as usize;
        let inner: usize = self.levels[dropped + 1..]
            .iter()
            .map(|&levels| levels as usize)
            .product();
        let sums = |counts: &[u64]| {
            let add = |sum: &mut u64, more: &u64| *sum += more;
            along(counts, axis, inner, add)
        };
        let weights = |weighted| along(weighted, axis, inner, super::Weighted::add);
        let mut levels = self.levels.clone();
        levels.remove(dropped);
        Self {
            levels,
            listed: None,
            n: sums(&self.n),
            successes: sums(&self.successes),
            missing: sums(&self.missing),
            weighted: self.weighted.as_deref().map(weights),
        }
    }

    /// A full array under other codes, where those of each dimension are the old ones in another order.
    pub(super) fn permuted(&self, new: &[Vec<u32>]) -> Option<Self> {
        let permutation = |new: &Vec<u32>| {
            let mut seen = vec![false; new.len()];
            let mut first = |&code: &u32| {
                let seen = seen.get_mut(code as usize);
                seen.is_some_and(|seen| !std::mem::replace(seen, true))
            };
            new.iter().all(&mut first)
        };
        if self.listed.is_some() || !new.iter().all(permutation) {
            return None;
        }
        // From the last dimension on: the places of the groups behind are those of every code before.
        let mut slots = vec![0_usize];
        for new in new.iter().rev() {
            let behind = slots;
            slots = Vec::with_capacity(behind.len() * new.len());
            for &code in new {
                let first = code as usize * behind.len();
                slots.extend(behind.iter().map(|slot| first + slot));
            }
        }
        Some(Self {
            levels: self.levels.clone(),
            listed: None,
            n: spread(&self.n, &slots, slots.len()),
            successes: spread(&self.successes, &slots, slots.len()),
            missing: spread(&self.missing, &slots, slots.len()),
            weighted: self
                .weighted
                .as_ref()
                .map(|w| spread(w, &slots, slots.len())),
        })
    }

    /// The cells as a full array, with groups that have no children, where those are few beside the others.
    /// [`Cells::occupied_only`] takes them out again.
    pub(super) fn filled(&self) -> Cow<'_, Self> {
        let (Some(codes), Some(room)) = (&self.listed, combinations(&self.levels)) else {
            return Cow::Borrowed(self);
        };
        if self.is_empty() || room > 2 * self.len() {
            return Cow::Borrowed(self);
        }
        let columns = codes.iter().zip(&self.levels);
        let columns: Vec<Coded<'_>> = columns.map(|(c, &l)| Coded::trusted(c, l)).collect();
        let Ok(index) = Index::new(&columns, room, 1) else {
            return Cow::Borrowed(self);
        };
        let slots: Vec<usize> = index.all(self.len()).iter().map(|&s| s as usize).collect();
        Cow::Owned(Self {
            levels: self.levels.clone(),
            listed: None,
            n: spread(&self.n, &slots, room),
            successes: spread(&self.successes, &slots, room),
            missing: spread(&self.missing, &slots, room),
            weighted: self.weighted.as_ref().map(|w| spread(w, &slots, room)),
        })
    }

    /// The groups that have children.
    pub(super) fn occupied_only(self) -> Self {
        let counts = self.n().iter().zip(self.missing());
        let occupied = counts.map(|(n, missing)| n + missing > 0);
        if occupied.clone().all(|occupied| occupied) {
            return self;
        }
        let groups = (0..).zip(occupied).filter(|(_, occupied)| *occupied);
        self.only(&groups.map(|(group, _)| group).collect::<Vec<usize>>())
    }
}

/// How many groups a full array of these levels has, if they can be counted.
pub(super) fn combinations(levels: &[u32]) -> Option<usize> {
    let mut levels = levels.iter().map(|&levels| levels as usize);
    levels.try_fold(1, usize::checked_mul)
}

/// The codes of a full array in one dimension, written behind others.
pub(super) fn extend_with_codes(levels: &[u32], dimension: usize, out: &mut Vec<u32>) {
    // The groups are in memory, so their number fits.
    let count = |levels: &[u32]| combinations(levels).unwrap_or_default();
    let (all, behind) = (count(levels), count(&levels[dimension + 1..]));
    let start = out.len();
    out.reserve(all);
    for code in 0..levels[dimension] {
        out.resize(out.len() + behind, code);
    }
    // The pattern repeats: whole stretches are copied, each as long as all before it.
    while out.len() < start + all {
        let more = (out.len() - start).min(start + all - out.len());
        out.extend_from_within(start..start + more);
    }
}

/// Values at their slots among `room`, nothing at the others.
fn spread<T: Copy + Default>(values: &[T], slots: &[usize], room: usize) -> Vec<T> {
    let mut all = vec![T::default(); room];
    for (&slot, &value) in slots.iter().zip(values) {
        all[slot] = value;
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
