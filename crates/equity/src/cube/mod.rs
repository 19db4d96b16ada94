//! Counts for every subset of dimensions, from one pass over dictionary-coded records.
//!
//! A record is one child: a small integer a dimension (the code of its level) and a state an outcome
//! (does not reach it, reaches it, not recorded). [`count`] fuses the codes of a record into one index and adds
//! one to a counter; what comes out are the *base cells*, the groups by all dimensions together.
//! Everything else is rolled up from those: [`Cells::roll_up`] to one set of dimensions, [`lattice`] to
//! every set, each from its smallest parent. Codes have no names here; who reads them keeps the levels.
//!
//! **Dense or ranked.** Where the product of the levels is small against the rows (see [`count`]) every
//! possible cell has a counter and a row costs one increment. Otherwise the rows' fused codes are sorted
//! and the cells that occur are numbered first. The answer is the same, in the same order.
//!
//! **Weights** are sampling weights: children are still counted one by one, and beside them are kept
//! Σw, Σwy and Σw² ([`Weighted`]). They are added up in the order of the rows on one thread, so that the sums
//! do not depend on the number of threads.
//!
//! **Overlapping dimensions** ("alone or in combination") are counted as one 0/1 dimension a group;
//! [`overlapping`] turns them into groups that are never added up.
//!
//! ```
//! use commonweal_equity::cube::{count, lattice, Coded, Codes, Records};
//! let race = Coded::new(Codes::U8(&[0, 0, 1, 1]), 2)?;
//! let gender = Coded::new(Codes::U8(&[0, 1, 0, 1]), 2)?;
//! let reads = [1, 0, 1, 2]; // the last child has no result
//! let records = Records { rows: 4, dimensions: vec![race, gender], ..Records::default() };
//! let base = count(&records.with_outcome(&reads, None))?.remove(0);
//! let all = lattice(&base, 0, None)?;
//! let subsets: Vec<_> = all.iter().map(|s| s.dimensions.as_slice()).collect();
//! assert_eq!(subsets, [&[][..], &[0], &[1], &[0, 1]]);
//! assert_eq!((all[0].cells.n(), all[0].cells.successes(), all[0].cells.missing()), (&[3][..], &[2][..], &[1][..]));
//! assert_eq!((&*all[1].cells.codes(0), all[1].cells.n()), (&[0, 1][..], &[2, 1][..]));
//! # Ok::<(), commonweal_equity::Error>(())
//! ```

mod cells;
mod count;
mod full;
mod index;
mod lattice;
#[cfg(test)]
mod tests;
mod weight;

pub use cells::{Cells, Tallies};
pub use count::{Outcome, Records, count};
pub use index::{Coded, Codes};
pub use lattice::{MOST_SUBSETS, Subset, lattice, overlapping};
pub use weight::Weighted;
