//! Compressed sparse rows: the one adjacency layout of the engine.

/// Adjacency of `n` partners in two flat arrays (and a third for values).
///
/// Row `i` holds the neighbours of partner `i` in ascending order, without duplicates and without
/// `i` itself. Memory: 8 bytes a partner, 4 bytes a stored tie, 8 more where valued; an undirected
/// tie is stored in both rows. Ids are `u32`, so at most 2³² − 1 partners. The row calls index as slices
/// do: `i` must be below [`Csr::n`].
#[derive(Debug, Clone, PartialEq)]
pub struct Csr {
    offsets: Box<[u64]>,
    targets: Box<[u32]>,
    values: Option<Box<[f64]>>,
}

impl Csr {
    /// Takes finished arrays. `offsets` has `n + 1` entries from 0 to `targets.len()`; rows are sorted.
    pub(crate) fn from_parts(
        offsets: Vec<u64>,
        targets: Vec<u32>,
        values: Option<Vec<f64>>,
    ) -> Self {
        debug_assert!(!offsets.is_empty());
        debug_assert_eq!(offsets.last().copied(), Some(targets.len() as u64));
        debug_assert!(values.as_ref().is_none_or(|v| v.len() == targets.len()));
        Self {
            offsets: offsets.into_boxed_slice(),
            targets: targets.into_boxed_slice(),
            values: values.map(Vec::into_boxed_slice),
        }
    }

    /// Number of rows (partners).
    pub fn n(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of stored entries (an undirected tie counts twice).
    pub fn entries(&self) -> usize {
        self.targets.len()
    }

    /// Where row `i` begins and ends in [`Csr::targets`].
    pub fn range(&self, i: u32) -> std::ops::Range<usize> {
        self.offsets[i as usize] as usize..self.offsets[i as usize + 1] as usize
    }

    /// Neighbours of `i`, ascending.
    pub fn row(&self, i: u32) -> &[u32] {
        &self.targets[self.range(i)]
    }

    /// Values of the ties of row `i`, in the order of [`Csr::row`]; `None` when the network has no values.
    pub fn row_values(&self, i: u32) -> Option<&[f64]> {
        self.values.as_ref().map(|v| &v[self.range(i)])
    }

    /// Number of neighbours of `i`.
    pub fn degree(&self, i: u32) -> usize {
        let r = self.range(i);
        r.end - r.start
    }

    /// Row boundaries, `n + 1` of them.
    pub fn offsets(&self) -> &[u64] {
        &self.offsets
    }

    /// All neighbours, row after row.
    pub fn targets(&self) -> &[u32] {
        &self.targets
    }

    /// All values, row after row.
    pub fn values(&self) -> Option<&[f64]> {
        self.values.as_deref()
    }

    /// Position of the entry `i → j` in [`Csr::targets`], if there is one. O(log degree).
    pub fn find(&self, i: u32, j: u32) -> Option<usize> {
        self.row(i)
            .binary_search(&j)
            .ok()
            .map(|k| self.range(i).start + k)
    }
}
