//! From the codes of a row to the number of its cell.

use num_traits::{AsPrimitive, PrimInt, WrappingAdd, WrappingMul};
use rayon::prelude::*;

use crate::Error;

/// Level codes of a column, one a row, in whatever width they are stored.
#[derive(Debug, Clone, Copy)]
pub enum Codes<'a> {
    /// One byte a row.
    U8(&'a [u8]),
    /// Two bytes a row.
    U16(&'a [u16]),
    /// Four bytes a row.
    U32(&'a [u32]),
}

impl Codes<'_> {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::U8(codes) => codes.len(),
            Self::U16(codes) => codes.len(),
            Self::U32(codes) => codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a row.
    pub fn get(&self, row: usize) -> u32 {
        match self {
            Self::U8(codes) => codes[row].into(),
            Self::U16(codes) => codes[row].into(),
            Self::U32(codes) => codes[row],
        }
    }

    /// The largest code; `None` without rows. O(rows), in parallel.
    pub fn largest(&self) -> Option<u32> {
        match self {
            Self::U8(codes) => largest(codes),
            Self::U16(codes) => largest(codes),
            Self::U32(codes) => largest(codes),
        }
    }
}

impl Codes<'_> {
    /// Adds `code * stride` to the slot of each row. Slots and strides fit the width, so nothing wraps:
    /// codes are below their levels, and the product of the levels is the number of slots.
    fn add<S: PrimInt + WrappingAdd + WrappingMul + 'static>(
        &self,
        rows: std::ops::Range<usize>,
        stride: S,
        slots: &mut [S],
    ) where
        u8: AsPrimitive<S>,
        u16: AsPrimitive<S>,
        u32: AsPrimitive<S>,
    {
        match self {
            Self::U8(codes) => add(&codes[rows], stride, slots),
            Self::U16(codes) => add(&codes[rows], stride, slots),
            Self::U32(codes) => add(&codes[rows], stride, slots),
        }
    }
}

fn add<S: PrimInt + WrappingAdd + WrappingMul + 'static, T: AsPrimitive<S>>(
    codes: &[T],
    stride: S,
    slots: &mut [S],
) {
    for (slot, &code) in slots.iter_mut().zip(codes) {
        *slot = slot.wrapping_add(&code.as_().wrapping_mul(&stride));
    }
}

fn largest<T: Copy + Ord + Send + Sync + Into<u32>>(codes: &[T]) -> Option<u32> {
    // One maximum a stretch: the inner loop is vectorised.
    let stretches = codes.par_chunks(1 << 16);
    let most = stretches.filter_map(|stretch| stretch.iter().copied().max());
    most.max().map(Into::into)
}

/// A column of level codes whose codes are all below its number of levels.
#[derive(Debug, Clone, Copy)]
pub struct Coded<'a> {
    codes: Codes<'a>,
    levels: u32,
}

impl<'a> Coded<'a> {
    /// Checks the codes. O(rows).
    ///
    /// # Errors
    /// [`Error::BadOption`] for a code that is not below `levels`.
    pub fn new(codes: Codes<'a>, levels: u32) -> Result<Self, Error> {
        match codes.largest() {
            Some(code) if code >= levels => Err(Error::BadOption {
                option: "levels",
                found: format!("the code {code} in a column of {levels} levels"),
                expected: "codes from 0 to one below the number of levels",
            }),
            _ => Ok(Self { codes, levels }),
        }
    }

    /// A column whose codes are known to be below `levels`.
    pub(super) fn trusted(codes: &'a [u32], levels: u32) -> Self {
        let codes = Codes::U32(codes);
        Self { codes, levels }
    }

    /// The codes.
    pub fn codes(&self) -> Codes<'a> {
        self.codes
    }

    /// The number of levels.
    pub fn levels(&self) -> u32 {
        self.levels
    }
}

/// Rows whose slots are computed together: they stay in the first cache.
pub(super) const BLOCK: usize = 4096;
/// Up to so many slots are numbered in 16 bits, which every processor multiplies eight at a time.
const NARROW: usize = 1 << 16;
/// Fewer counters than this are always dense: they fit a processor's cache.
const ALWAYS_DENSE: u128 = 1 << 16;
/// Counters a row beyond which ranking costs less memory than counting all possible cells.
const DENSE_PER_ROW: u128 = 2;

/// How rows are numbered. Slots are in the order of the codes, the first column first.
pub(super) enum Index<'a> {
    /// Every combination of codes has a slot; a column counts in steps of its stride.
    Dense {
        columns: Vec<(Coded<'a>, u32)>,
        slots: usize,
    },
    /// The slot of each row, and the codes of each slot by column.
    Ranked {
        slot: Vec<u32>,
        codes: Vec<Vec<u32>>,
        slots: usize,
    },
}

impl<'a> Index<'a> {
    /// Dense where there are at most 65,536 counters or two a row (`width` counters a slot), else ranked.
    pub(super) fn new(columns: &[Coded<'a>], rows: usize, width: u32) -> Result<Self, Error> {
        let product = columns
            .iter()
            .try_fold(1_u128, |product, column| {
                product.checked_mul(u128::from(column.levels.max(1)))
            })
            .ok_or(Error::TooLarge)?;
        let most = ALWAYS_DENSE.max(DENSE_PER_ROW * rows as u128);
        let counters = product.saturating_mul(u128::from(width));
        if counters > most || counters > u128::from(u32::MAX) {
            return rank(columns, rows, product);
        }
        let mut stride = product as u32;
        let columns = columns
            .iter()
            .map(|column| {
                stride /= column.levels.max(1);
                (*column, stride)
            })
            .collect();
        Ok(Self::Dense {
            columns,
            slots: product as usize,
        })
    }

    pub(super) fn slots(&self) -> usize {
        match self {
            Self::Dense { slots, .. } | Self::Ranked { slots, .. } => *slots,
        }
    }

    /// The slots of the rows from `first` on, into `out`, at most [`BLOCK`] of them.
    pub(super) fn fill(&self, first: usize, out: &mut [u32]) {
        let rows = first..first + out.len();
        let (columns, slots) = match self {
            Self::Ranked { slot, .. } => return out.copy_from_slice(&slot[rows]),
            Self::Dense { columns, slots } => (columns, *slots),
        };
        if slots <= NARROW {
            let mut narrow = [0_u16; BLOCK];
            let narrow = &mut narrow[..out.len()];
            for (column, stride) in columns {
                column.codes.add(rows.clone(), *stride as u16, narrow);
            }
            for (out, &slot) in out.iter_mut().zip(&*narrow) {
                *out = slot.into();
            }
        } else {
            out.fill(0);
            for (column, stride) in columns {
                column.codes.add(rows.clone(), *stride, out);
            }
        }
    }

    /// The slots of the first `rows` rows.
    pub(super) fn all(&self, rows: usize) -> Vec<u32> {
        let mut slots = vec![0; rows];
        for (block, slots) in slots.chunks_mut(BLOCK).enumerate() {
            self.fill(block * BLOCK, slots);
        }
        slots
    }

    /// The codes of some slots, ascending, by column.
    pub(super) fn codes(&self, slots: &[u32]) -> Vec<Vec<u32>> {
        match self {
            Self::Ranked { codes, .. } => {
                let of = |codes: &Vec<u32>| slots.iter().map(|&s| codes[s as usize]).collect();
                codes.iter().map(of).collect()
            }
            Self::Dense { columns, .. } => columns
                .iter()
                .map(|(column, stride)| digits(slots, *stride, column.levels.max(1)))
                .collect(),
        }
    }
}

/// `slot / stride % levels` of ascending slots.
fn digits(slots: &[u32], stride: u32, levels: u32) -> Vec<u32> {
    let (mut code, mut start) = (0, 0);
    let digit = |&slot: &u32| {
        let ahead = slot - start;
        if ahead >= stride {
            // Mostly the next code; a division is for slots left out.
            let steps = if ahead - stride < stride {
                1
            } else {
                ahead / stride
            };
            start += steps * stride;
            code += steps;
            if code >= levels {
                code %= levels;
            }
        }
        code
    };
    slots.iter().map(digit).collect()
}

/// Numbers the cells that occur: (fused codes, row) are sorted as one integer, wide enough for both.
fn rank<'a>(columns: &[Coded<'a>], rows: usize, product: u128) -> Result<Index<'a>, Error> {
    let row_bits = usize::BITS - rows.leading_zeros();
    let bits = u128::BITS - product.leading_zeros() + row_bits;
    if bits <= u64::BITS {
        ranked::<u64>(columns, rows, row_bits)
    } else if bits <= u128::BITS {
        ranked::<u128>(columns, rows, row_bits)
    } else {
        Err(Error::TooLarge)
    }
}

fn ranked<'a, K: PrimInt + From<u32> + Send + Sync>(
    columns: &[Coded<'a>],
    rows: usize,
    row_bits: u32,
) -> Result<Index<'a>, Error> {
    const STRETCH: usize = 1 << 14;
    let mut keys = vec![K::zero(); rows];
    keys.par_chunks_mut(STRETCH)
        .enumerate()
        .for_each(|(stretch, keys)| {
            for (row, key) in (stretch * STRETCH..).zip(keys) {
                let fused = columns.iter().fold(K::zero(), |key, column| {
                    key * column.levels.max(1).into() + column.codes.get(row).into()
                });
                // The row fits: its bits were counted.
                let row = num_traits::cast(row).unwrap_or_else(K::zero);
                *key = fused.unsigned_shl(row_bits) | row;
            }
        });
    keys.par_sort_unstable();
    let mask = K::one().unsigned_shl(row_bits) - K::one();
    let mut slot = vec![0_u32; rows];
    let mut first = Vec::new();
    let mut last = None;
    for key in keys {
        let row = (key & mask).to_usize().ok_or(Error::TooLarge)?;
        let cell = key.unsigned_shr(row_bits);
        if last.replace(cell) != Some(cell) {
            first.push(row);
        }
        slot[row] = u32::try_from(first.len() - 1).map_err(|_| Error::TooLarge)?;
    }
    let codes = columns
        .iter()
        .map(|column| first.iter().map(|&row| column.codes.get(row)).collect())
        .collect();
    Ok(Index::Ranked {
        slot,
        codes,
        slots: first.len(),
    })
}
