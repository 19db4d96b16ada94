//! A column of a frame as level codes: the numbers that the cube counts.
//!
//! Categories keep the codes that the frame has, and no text is touched per row. Truth values and integers
//! within a small range are their own codes. Everything else is hashed, by stretches of rows in parallel; only
//! one row a level is turned into text. A caller whose frame holds codes already gives the text of each
//! code beside them.

use std::borrow::Cow;
use std::hash::Hash;

use commonweal_equity::cube::{Coded, Codes};
use num_traits::AsPrimitive;
use polars::prelude::{
    BooleanChunked, ChunkedArray, Column, DataType, IdxCa, IdxSize, IntoColumn, PlHashMap,
    PolarsIntegerType,
};
use rayon::prelude::*;

use super::levels::NOT_RECORDED;
use crate::column::texts;
use crate::error::Error;
use crate::words::quoted;

/// Integers that span fewer values than this are their own codes.
const SMALL_RANGE: i128 = 1 << 16;
/// Rows below which hashing on another thread costs more than it saves.
const STRETCH: usize = 1 << 16;

/// Codes of the rows, and the text of each code: `None` where nothing is recorded. Several codes may
/// have the same text, and some may have no row.
pub(super) struct Encoded<'a> {
    codes: Stored<'a>,
    levels: Vec<Option<String>>,
}

enum Stored<'a> {
    Kept(Codes<'a>),
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

impl<'a> Encoded<'a> {
    /// Codes of a column, which must be in one piece; with `levels` the column holds codes, and those are the
    /// texts of the codes. O(rows).
    ///
    /// # Errors
    /// [`Error::Input`] for cells that have no plain text (lists), and for the level that stands for
    /// missing groups, with its row.
    pub(super) fn read(column: &'a Column, levels: Option<&Column>) -> Result<Self, Error> {
        let encoded = match levels {
            Some(levels) => Self::of_codes(column, levels)?,
            None => Self::of_kind(column)?,
        };
        let taken = |level: &Option<String>| level.as_deref() == Some(NOT_RECORDED);
        if let Some(code) = encoded.levels.iter().position(taken) {
            let codes = encoded.codes();
            let mut rows = 0..codes.len();
            if let Some(row) = rows.find(|&row| codes.get(row) as usize == code) {
                return Err(Error::Input(format!(
                    "column {}: row {} has the level \"{NOT_RECORDED}\", which stands for missing groups in results. Leave such cells empty, or use another word.",
                    quoted(column.name()),
                    row + 2
                )));
            }
        }
        Ok(encoded)
    }

    fn of_kind(column: &'a Column) -> Result<Self, Error> {
        let series = column.as_materialized_series();
        if let Ok(kept) = categories(column) {
            return Ok(kept);
        }
        if let Ok(truth) = series.bool() {
            let levels = ["false", "true"].map(|level| Some(level.to_owned()));
            let missing = (truth.null_count() > 0).then_some(None);
            return Ok(Self {
                codes: Stored::U8(truths(truth)),
                levels: levels.into_iter().chain(missing).collect(),
            });
        }
        if let Ok(text) = series.str() {
            let parts = stretches(text.len(), |first, length| text.slice(first, length));
            return Self::hashed(column, parts.len(), |part| parts[part].iter());
        }
        if series.dtype().is_float() {
            let cast = series.cast(&DataType::Float64)?;
            let doubles = cast.f64()?;
            // Frames write years with a gap as 2017.0.
            let whole = |v: f64| v.is_nan() || (v.fract() == 0.0 && v.abs() < 1e15);
            if doubles.iter().flatten().all(whole) {
                let whole = cast.cast(&DataType::Int64)?.into_column();
                return Ok(Encoded::of_kind(&whole)?.owned());
            }
            // Minus zero is zero.
            let bits = |v: f64| (!v.is_nan()).then(|| (v + 0.0).to_bits());
            let parts = stretches(doubles.len(), |first, length| doubles.slice(first, length));
            return Self::hashed(column, parts.len(), |part| {
                parts[part].iter().map(move |v| v.and_then(bits))
            });
        }
        let physical = series.to_physical_repr();
        let plain = matches!(physical, Cow::Borrowed(_)) && series.dtype().is_integer();
        macro_rules! integers {
            ($($kind:ident),*) => {$(
                if let Ok(numbers) = physical.$kind() {
                    if let Some(encoded) = plain.then(|| small_range(numbers)).flatten() {
                        return Ok(encoded);
                    }
                    let parts = stretches(numbers.len(), |first, length| numbers.slice(first, length));
                    return Self::hashed(column, parts.len(), |part| parts[part].iter());
                }
            )*};
        }
        integers!(i8, i16, i32, i64, u8, u16, u32, u64);
        if series.dtype().is_null() {
            return Ok(Self::narrow((0..series.len()).map(|_| 0), vec![None]));
        }
        // Lists and the like: the message is that of reading them as text.
        let found = texts(column).err().unwrap_or_else(|| {
            format!(
                "holds {}, expected text, numbers, yes/no or dates.",
                series.dtype()
            )
        });
        Err(Error::Input(format!(
            "column {} {found}",
            quoted(column.name())
        )))
    }

    /// Codes that a frame holds as numbers, with the text of each; a missing one gets the code after the last.
    fn of_codes(column: &'a Column, levels: &Column) -> Result<Self, Error> {
        let mut levels = texts(levels)
            .map_err(|why| Error::Input(format!("column {} {why}", quoted(column.name()))))?;
        let missing = levels.len() as u32;
        macro_rules! numbers {
            ($($kind:ident, $width:ident),*) => {$(
                if let Ok(numbers) = column.$kind() {
                    if let Ok(codes) = numbers.cont_slice() {
                        return Ok(Self { codes: Stored::Kept(Codes::$width(codes)), levels });
                    }
                    levels.push(None);
                    let codes = numbers.iter().map(|v| v.map_or(missing, u32::from));
                    return Ok(Self::narrow(codes, levels));
                }
            )*};
        }
        numbers!(u8, U8, u16, U16, u32, U32);
        Err(Error::Input(format!(
            "column {} holds {}, expected codes of levels.",
            quoted(column.name()),
            column.dtype()
        )))
    }

    /// The same with the levels that have rows. Categories may be shared with other columns, and the
    /// cube would have a counter for each. O(rows) where there are such levels.
    pub(super) fn without_unused(self) -> Self {
        let used = match self.codes() {
            Codes::U8(codes) => used(codes, self.levels.len()),
            Codes::U16(codes) => used(codes, self.levels.len()),
            Codes::U32(codes) => used(codes, self.levels.len()),
        };
        if used.iter().all(|&used| used) {
            return self;
        }
        let mut next = 0_u32..;
        let new = used
            .iter()
            .map(|&used| if used { next.next() } else { None });
        let new: Vec<u32> = new.map(Option::unwrap_or_default).collect();
        let levels = self.levels.iter().zip(&used).filter(|(_, used)| **used);
        let levels = levels.map(|(level, _)| level.clone()).collect();
        match self.codes() {
            Codes::U8(codes) => Self::narrow(codes.iter().map(|&c| new[usize::from(c)]), levels),
            Codes::U16(codes) => Self::narrow(codes.iter().map(|&c| new[usize::from(c)]), levels),
            Codes::U32(codes) => Self::narrow(codes.iter().map(|&c| new[c as usize]), levels),
        }
    }

    /// Codes in the narrowest width that holds the levels.
    fn narrow(codes: impl Iterator<Item = u32>, levels: Vec<Option<String>>) -> Self {
        let codes = match levels.len() {
            0..=0x100 => Stored::U8(codes.map(|code| code as u8).collect()),
            0x101..=0x1_0000 => Stored::U16(codes.map(|code| code as u16).collect()),
            _ => Stored::U32(codes.collect()),
        };
        Self { codes, levels }
    }

    /// Codes in the order in which values are met, whose texts are those of the first rows.
    fn hashed<T: Hash + Eq + Copy + Send, I: Iterator<Item = Option<T>>>(
        column: &Column,
        parts: usize,
        values: impl Fn(usize) -> I + Sync,
    ) -> Result<Self, Error> {
        let own = |part: usize| {
            let mut known: PlHashMap<Option<T>, u32> = PlHashMap::default();
            let mut first: Vec<(Option<T>, usize)> = Vec::new();
            let code = |(row, value)| {
                *known.entry(value).or_insert_with(|| {
                    first.push((value, row));
                    first.len() as u32 - 1
                })
            };
            let codes: Vec<u32> = values(part).enumerate().map(code).collect();
            (codes, first)
        };
        let parts: Vec<_> = (0..parts).into_par_iter().map(own).collect();
        let mut known: PlHashMap<Option<T>, u32> = PlHashMap::default();
        let (mut codes, mut first_rows, mut start) = (Vec::new(), Vec::<IdxSize>::new(), 0);
        for (own, first) in parts {
            let code = |(value, row): (Option<T>, usize)| {
                *known.entry(value).or_insert_with(|| {
                    first_rows.push((start + row) as IdxSize);
                    first_rows.len() as u32 - 1
                })
            };
            let new: Vec<u32> = first.into_iter().map(code).collect();
            start += own.len();
            codes.extend(own.into_iter().map(|code| new[code as usize]));
        }
        let rows = column.take(&IdxCa::from_vec("first".into(), first_rows))?;
        let levels = texts(&rows)
            .map_err(|why| Error::Input(format!("column {} {why}", quoted(column.name()))))?;
        let codes = Stored::U32(codes);
        Ok(Self { codes, levels })
    }

    fn owned<'b>(self) -> Encoded<'b> {
        let codes = match self.codes {
            Stored::U8(codes) => Stored::U8(codes),
            Stored::U16(codes) => Stored::U16(codes),
            Stored::U32(codes) => Stored::U32(codes),
            Stored::Kept(Codes::U8(codes)) => Stored::U8(codes.to_vec()),
            Stored::Kept(Codes::U16(codes)) => Stored::U16(codes.to_vec()),
            Stored::Kept(Codes::U32(codes)) => Stored::U32(codes.to_vec()),
        };
        let levels = self.levels;
        Encoded { codes, levels }
    }

    pub(super) fn codes(&self) -> Codes<'_> {
        match &self.codes {
            Stored::Kept(codes) => *codes,
            Stored::U8(codes) => Codes::U8(codes),
            Stored::U16(codes) => Codes::U16(codes),
            Stored::U32(codes) => Codes::U32(codes),
        }
    }

    pub(super) fn coded(&self) -> Result<Coded<'_>, Error> {
        Ok(Coded::new(self.codes(), self.levels.len() as u32)?)
    }

    /// The text of each code.
    pub(super) fn levels(&self) -> &[Option<String>] {
        &self.levels
    }

    /// The codes that have rows, in the order in which the rows name them. O(rows), and less where all
    /// are named early.
    pub(super) fn in_order_of_rows(&self) -> Vec<u32> {
        let mut seen = vec![false; self.levels.len()];
        let mut order = Vec::new();
        let codes = self.codes();
        for row in 0..codes.len() {
            let code = codes.get(row);
            if !std::mem::replace(&mut seen[code as usize], true) {
                order.push(code);
                if order.len() == seen.len() {
                    break;
                }
            }
        }
        order
    }
}

/// Which of the levels have rows; a code beyond them is told when the codes are checked.
fn used<T: Copy + Sync + Into<u32>>(codes: &[T], levels: usize) -> Vec<bool> {
    let none = || vec![false; levels];
    let mark = |mut used: Vec<bool>, stretch: &[T]| {
        for &code in stretch {
            if let Some(used) = used.get_mut(code.into() as usize) {
                *used = true;
            }
        }
        used
    };
    let either = |a: Vec<bool>, b: Vec<bool>| a.iter().zip(&b).map(|(a, b)| a | b).collect();
    codes
        .par_chunks(STRETCH)
        .fold(none, mark)
        .reduce(none, either)
}

/// 0 for false, 1 for true, 2 where missing, straight from the bits.
pub(super) fn truths(truth: &BooleanChunked) -> Vec<u8> {
    // The last two words of a chunk are filled up with zeros, which are cut off again.
    let mut codes = Vec::with_capacity(truth.len() + 128);
    for chunk in truth.downcast_iter() {
        let end = codes.len() + chunk.len();
        let mut values = chunk.values().fast_iter_u64();
        if let Some(known) = chunk.validity() {
            let mut known = known.fast_iter_u64();
            for (values, known) in values.by_ref().zip(known.by_ref()) {
                spread(values & known, !known, &mut codes);
            }
            for (values, known) in values.remainder().0.into_iter().zip(known.remainder().0) {
                spread(values & known, !known, &mut codes);
            }
        } else {
            values
                .by_ref()
                .for_each(|values| spread(values, 0, &mut codes));
            for values in values.remainder().0 {
                spread(values, 0, &mut codes);
            }
        }
        codes.truncate(end);
    }
    codes
}

/// A byte for each of 64 bits.
fn spread(values: u64, missing: u64, codes: &mut Vec<u8>) {
    for (values, missing) in values.to_le_bytes().into_iter().zip(missing.to_le_bytes()) {
        let eight = BYTES[usize::from(values)] | BYTES[usize::from(missing)] << 1;
        codes.extend_from_slice(&eight.to_le_bytes());
    }
}

/// The bits of a byte as eight bytes, the lowest first.
const BYTES: [u64; 256] = {
    let mut bytes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            bytes[byte] |= ((byte as u64 >> bit) & 1) << (8 * bit);
            bit += 1;
        }
        byte += 1;
    }
    bytes
};

/// The codes of categories as they are; where some are missing, those get the code after the last.
fn categories(column: &Column) -> Result<Encoded<'_>, Error> {
    macro_rules! physical {
        ($($kind:ident, $width:ident),*) => {$(
            if let Ok(categories) = column.$kind() {
                let mapping = categories.get_mapping();
                let count = mapping.num_cats_upper_bound();
                let text = |code: usize| {
                    let text = mapping.cat_to_str(code as u32)?.trim();
                    (!text.is_empty()).then(|| text.to_owned())
                };
                let mut levels: Vec<_> = (0..=count).map(text).collect();
                let physical = categories.physical();
                return Ok(match physical.cont_slice() {
                    Ok(codes) => {
                        levels.truncate(count);
                        Encoded { codes: Stored::Kept(Codes::$width(codes)), levels }
                    }
                    Err(_) => {
                        let missing = count as u32;
                        let code = physical.iter().map(|v| v.map_or(missing, u32::from));
                        Encoded::narrow(code, levels)
                    }
                });
            }
        )*};
    }
    physical!(cat8, U8, cat16, U16, cat32, U32);
    Err(Error::Input("no categories".to_owned()))
}

/// Integers less the smallest, where they span few values.
fn small_range<T: PolarsIntegerType>(numbers: &ChunkedArray<T>) -> Option<Encoded<'static>>
where
    T::Native: Into<i128> + Ord + AsPrimitive<i64>,
{
    // Without missing values the loops over a slice are vectorised.
    let ends = match numbers.cont_slice() {
        Ok(values) => (values.iter().copied().min(), values.iter().copied().max()),
        Err(_) => (
            numbers.iter().flatten().min(),
            numbers.iter().flatten().max(),
        ),
    };
    let (Some(least), Some(most)) = ends else {
        return Some(Encoded::narrow((0..numbers.len()).map(|_| 0), vec![None]));
    };
    let (least, most): (i128, i128) = (least.into(), most.into());
    let missing = most - least + 1;
    if missing >= SMALL_RANGE {
        return None;
    }
    let text = |k: i128| (k < missing).then(|| (least + k).to_string());
    let mut levels: Vec<_> = (0..=missing).map(text).collect();
    // Right whatever wraps: the difference is below SMALL_RANGE. In 128 bits nothing would be vectorised.
    let first = least as i64;
    let code = |value: T::Native| AsPrimitive::<i64>::as_(value).wrapping_sub(first) as u32;
    // A contiguous slice has no nulls, so no level for them.
    if let Ok(values) = numbers.cont_slice() {
        levels.pop();
        return Some(Encoded::narrow(values.iter().map(|&v| code(v)), levels));
    }
    let code = |v: Option<T::Native>| v.map_or(missing as u32, code);
    Some(Encoded::narrow(numbers.iter().map(code), levels))
}

/// Rows in about equal parts, one a thread.
fn stretches<C>(rows: usize, slice: impl Fn(i64, usize) -> C) -> Vec<C> {
    let parts = rayon::current_num_threads().min(rows / STRETCH).max(1);
    let length = rows.div_ceil(parts).max(1);
    let first = (0..parts).map(|part| part * length);
    first
        .map(|first| slice(first as i64, length.min(rows.saturating_sub(first))))
        .collect()
}
