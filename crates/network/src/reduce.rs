//! The one deterministic parallel map-reduce.
//!
//! Adding doubles in another order changes their last bits, so the shape of every sum belongs to the
//! problem and never to the machine: items `0..k` are cut into blocks whose length depends on `k`
//! alone, each block is mapped to one partial result, and the partials are merged up a binary tree over
//! the block numbers. Threads only decide who computes which branch, so one thread and sixty-four give
//! the same bits.
//!
//! The tree also bounds memory. `rayon::join` descends to the left first, so a thread keeps at most one
//! finished partial for each level of the tree (eight for 256 blocks) and a partial is freed as soon as
//! it is merged; a plain `collect` would keep all of them.

use std::ops::Range;

use rayon::prelude::*;

use crate::{Control, Error};

/// Blocks at most: enough to keep many threads evenly busy, few enough that clearing and merging one
/// partial a block costs little beside the work of a block.
const MAX_BLOCKS: usize = 256;
/// Items a block has at least, so that a small problem is not all merging.
const MIN_BLOCK: usize = 8;

/// Length of the blocks that `items` items are cut into. A function of the problem alone.
fn block_len(items: usize) -> usize {
    items.div_ceil(MAX_BLOCKS).max(MIN_BLOCK)
}

/// Maps blocks of `0..items` to partial results and merges them in a fixed order.
///
/// `map` gets a block's range, makes its own scratch and counts what it has done with
/// [`Control::advance`]; `merge(left, right)` always has the lower block numbers on the left.
/// `None` when there are no items.
///
/// # Errors
/// The first error of `map` in block order among those that ran, or [`Error::Stopped`].
pub(crate) fn map_merge<A: Send>(
    items: usize,
    control: &Control,
    map: impl Fn(Range<usize>) -> Result<A, Error> + Sync,
    merge: impl Fn(A, A) -> A + Sync,
) -> Result<Option<A>, Error> {
    if items == 0 {
        return Ok(None);
    }
    let len = block_len(items);
    let tree = Tree {
        items,
        len,
        control,
        map: &map,
        merge: &merge,
    };
    tree.branch(0..items.div_ceil(len)).map(Some)
}

struct Tree<'a, M, G> {
    items: usize,
    len: usize,
    control: &'a Control,
    map: &'a M,
    merge: &'a G,
}

impl<M, G> Tree<'_, M, G> {
    /// Result of the blocks `blocks` (at least one).
    fn branch<A: Send>(&self, blocks: Range<usize>) -> Result<A, Error>
    where
        M: Fn(Range<usize>) -> Result<A, Error> + Sync,
        G: Fn(A, A) -> A + Sync,
    {
        if blocks.len() == 1 {
            self.control.check()?;
            let start = blocks.start * self.len;
            return (self.map)(start..self.items.min(start + self.len));
        }
        let middle = blocks.start + blocks.len() / 2;
        let (left, right) = rayon::join(
            || self.branch(blocks.start..middle),
            || self.branch(middle..blocks.end),
        );
        Ok((self.merge)(left?, right?))
    }
}

/// Fills one result per item, `block` items at a time: `fill(start, slice)` writes the results of the
/// items `start..start + slice.len()`. No sums cross a block, so any block length is deterministic.
///
/// # Errors
/// An error of `fill`, or [`Error::Stopped`].
pub(crate) fn fill_blocks<T: Send>(
    results: &mut [T],
    block: usize,
    control: &Control,
    fill: impl Fn(usize, &mut [T]) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    results
        .par_chunks_mut(block.max(1))
        .enumerate()
        .try_for_each(|(k, slice)| {
            control.check()?;
            fill(k * block.max(1), slice)
        })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(work)
    }

    fn harmonic_sum(items: usize) -> Option<f64> {
        map_merge(
            items,
            &Control::new(),
            |range| Ok(range.map(|i| 1.0 / (i as f64 + 1.0)).sum::<f64>()),
            |a, b| a + b,
        )
        .unwrap()
    }

    #[test]
    fn any_thread_count_gives_the_same_bits() {
        // Reversed halves of this sum differ in their last bits, so equality is not a matter of luck.
        let one = with_threads(1, || harmonic_sum(100_003));
        for threads in [2, 3, 4, 7] {
            assert_eq!(
                one.map(f64::to_bits),
                with_threads(threads, || harmonic_sum(100_003)).map(f64::to_bits)
            );
        }
        // Euler-Maclaurin: H_n = ln n + γ + 1/(2n) - 1/(12 n²).
        let n: f64 = 100_003.0;
        let expected = n.ln() + 0.577_215_664_901_532_9 + 0.5 / n - 1.0 / (12.0 * n * n);
        assert!((one.unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn every_item_is_mapped_once_and_merged_in_order() {
        for items in [1, 7, 8, 9, 255, 256, 257, 5000] {
            let all = map_merge(
                items,
                &Control::new(),
                |r| Ok(r.collect::<Vec<_>>()),
                |mut a, b| {
                    a.extend(b);
                    a
                },
            );
            assert_eq!(all.unwrap().unwrap(), (0..items).collect::<Vec<_>>());
        }
        assert_eq!(harmonic_sum(0), None);
    }

    /// A partial that counts how many of its kind are alive.
    struct Partial<'a>(&'a AtomicUsize);

    impl Drop for Partial<'_> {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn few_partials_are_alive_at_once() {
        let (alive, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        with_threads(1, || {
            map_merge(
                100_000,
                &Control::new(),
                |_| {
                    most.fetch_max(alive.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    Ok(Partial(&alive))
                },
                |a, _| a,
            )
            .map(|_| ())
        })
        .unwrap();
        // One a level of the tree over 256 blocks, and the one being made.
        assert!(
            most.load(Ordering::SeqCst) <= 9,
            "{} partials at once",
            most.load(Ordering::SeqCst)
        );
    }

    #[test]
    fn a_stop_is_obeyed_and_an_error_passed_on() {
        let control = Control::new();
        control.stop();
        assert_eq!(
            map_merge(10, &control, |_| Ok(1), |a, b| a + b),
            Err(Error::Stopped)
        );
        assert_eq!(
            fill_blocks(&mut [0; 4], 2, &control, |_, _| Ok(())),
            Err(Error::Stopped)
        );
        let bad = map_merge(
            100,
            &Control::new(),
            |r| {
                if r.contains(&50) {
                    Err(Error::Stopped)
                } else {
                    Ok(1)
                }
            },
            |a, b| a + b,
        );
        assert_eq!(bad, Err(Error::Stopped));
    }

    #[test]
    fn rows_are_filled_in_place() {
        let mut rows = vec![0; 1000];
        fill_blocks(&mut rows, 64, &Control::new(), |start, slice| {
            for (k, x) in slice.iter_mut().enumerate() {
                *x = start + k;
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(rows, (0..1000).collect::<Vec<_>>());
    }
}
