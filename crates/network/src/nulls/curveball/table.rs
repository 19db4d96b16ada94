//! A table of zeros and ones, one bit a cell.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::Error;

/// Which partner (row) attended which meeting (column): one bit a cell, row after row, so that what two rows
/// share is counted 64 columns at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    rows: usize,
    columns: usize,
    words: Vec<u64>,
}

impl Table {
    /// A table with ones in `cells`; repeated cells count once. O(rows · columns / 64 + cells).
    ///
    /// # Errors
    /// [`Error::BadOption`] for a cell outside the table; [`Error::TooLarge`] above 2³² − 1 rows or columns.
    pub fn new(rows: usize, columns: usize, cells: &[(u32, u32)]) -> Result<Self, Error> {
        let limit = u64::from(u32::MAX);
        if rows.max(columns) as u64 > limit {
            return Err(Error::TooLarge {
                what: "rows or columns of a table",
                found: rows.max(columns) as u64,
                limit,
            });
        }
        let outside = |&&(i, x): &&(u32, u32)| i as usize >= rows || x as usize >= columns;
        if let Some((i, x)) = cells.iter().find(outside) {
            return Err(Error::BadOption {
                option: "cells",
                found: format!("({i}, {x})"),
                expected: format!("a cell of a table of {rows} × {columns}"),
            });
        }
        let words = vec![0; rows * columns.div_ceil(64)];
        let mut table = Self {
            rows,
            columns,
            words,
        };
        for &(i, x) in cells {
            table.set(i, x);
        }
        Ok(table)
    }

    /// A table of ones.
    pub(super) fn full(rows: usize, columns: usize) -> Self {
        let words = vec![u64::MAX; rows * columns.div_ceil(64)];
        let mut table = Self {
            rows,
            columns,
            words,
        };
        // Bits beyond the last column stay zero.
        if !columns.is_multiple_of(64) {
            let per_row = table.per_row();
            for last in table.words.iter_mut().skip(per_row - 1).step_by(per_row) {
                *last = (1 << (columns % 64)) - 1;
            }
        }
        table
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Whether the cell holds a one.
    pub fn has(&self, row: u32, column: u32) -> bool {
        self.row(row)[column as usize / 64] & bit(column) != 0
    }

    /// Number of columns in which both rows hold a one. O(columns / 64).
    pub fn shared(&self, a: u32, b: u32) -> u32 {
        let words = self.row(a).iter().zip(self.row(b));
        words.map(|(x, y)| (x & y).count_ones()).sum()
    }

    /// Ones in each row.
    pub fn row_sums(&self) -> Vec<u32> {
        let sum = |i| self.row(i).iter().map(|w| w.count_ones()).sum();
        (0..self.rows as u32).map(sum).collect()
    }

    /// Ones in each column.
    pub fn column_sums(&self) -> Vec<u32> {
        let mut sums = vec![0; self.columns];
        for (_, column) in self.ones() {
            sums[column as usize] += 1;
        }
        sums
    }

    /// Every cell that holds a one, row after row.
    pub fn ones(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.rows as u32).flat_map(move |i| {
            let cells = (0..self.columns as u32).map(move |x| (i, x));
            cells.filter(|&(i, x)| self.has(i, x))
        })
    }

    fn per_row(&self) -> usize {
        self.columns.div_ceil(64)
    }

    /// The bits of a row.
    pub(crate) fn row(&self, row: u32) -> &[u64] {
        let start = row as usize * self.per_row();
        &self.words[start..start + self.per_row()]
    }

    /// The bits of two different rows.
    pub(super) fn two_rows(&mut self, a: u32, b: u32) -> (&mut [u64], &mut [u64]) {
        let per_row = self.per_row();
        let (low, high) = (a.min(b) as usize, a.max(b) as usize);
        let (before, after) = self.words.split_at_mut(high * per_row);
        let first = &mut before[low * per_row..(low + 1) * per_row];
        let second = &mut after[..per_row];
        if a < b {
            (first, second)
        } else {
            (second, first)
        }
    }

    pub(crate) fn set(&mut self, row: u32, column: u32) {
        let at = row as usize * self.per_row() + column as usize / 64;
        self.words[at] |= bit(column);
    }

    pub(crate) fn clear(&mut self, row: u32, column: u32) {
        let at = row as usize * self.per_row() + column as usize / 64;
        self.words[at] &= !bit(column);
    }

    /// Takes the cells of a table of the same size.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.words.copy_from_slice(&other.words);
    }

    /// A column in which the row holds a one, each with the same chance; `None` in an empty row.
    pub(super) fn random_one(&self, row: u32, chance: &mut ChaCha8Rng) -> Option<u32> {
        let words = self.row(row);
        let ones: u32 = words.iter().map(|w| w.count_ones()).sum();
        if ones == 0 {
            return None;
        }
        let mut skip = chance.random_range(0..ones);
        for (w, &word) in words.iter().enumerate() {
            if skip >= word.count_ones() {
                skip -= word.count_ones();
                continue;
            }
            let mut word = word;
            for _ in 0..skip {
                word &= word - 1;
            }
            return Some(w as u32 * 64 + word.trailing_zeros());
        }
        None
    }
}

fn bit(column: u32) -> u64 {
    1 << (column % 64)
}
