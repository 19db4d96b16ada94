//! From entries to rows: the two ways a [`Csr`] comes into being.
//!
//! [`sort_rows`] takes entries in any order. They are cut in chunks and the rows in blocks of
//! consecutive partners, both by the size of the problem and never by the number of threads. Each
//! chunk sorts its entries by block (counting sort); each block then gathers its part of every chunk in
//! order, sorts it by row (counting sort, now inside the cache) and orders every row. The outcome is
//! the one canonical order of the input, so it cannot depend on how many threads did the work.
//!
//! [`rows_in_order`] takes rows that are already in order, as a change of a finished network gives.

use rayon::prelude::*;

use super::csr::Csr;
use super::options::Duplicates;

/// Rows a block holds (as a power of two): at 20 ties a partner a block stays in the L2 cache.
const BLOCK_ROWS_LOG2: u32 = 12;
const BLOCK_ROWS: usize = 1 << BLOCK_ROWS_LOG2;

/// What travels with an entry: nothing, or the tie's value.
pub(super) trait Payload: Copy + Send + Sync + Default {
    /// The payload of entry `k` of a network's flat value array.
    fn of(values: Option<&[f64]>, k: usize) -> Self;
    /// The flat value array of finished rows.
    fn values(payload: Vec<Self>) -> Option<Vec<f64>>;
    /// Combines the values of one duplicated tie, given in input order.
    fn combine(run: &[(u32, Self)], rule: Duplicates) -> Self;
}

impl Payload for () {
    fn of(_: Option<&[f64]>, _: usize) -> Self {}

    fn values(_: Vec<Self>) -> Option<Vec<f64>> {
        None
    }

    fn combine(_: &[(u32, Self)], _: Duplicates) -> Self {}
}

impl Payload for f64 {
    fn of(values: Option<&[f64]>, k: usize) -> Self {
        values.map_or(1.0, |v| v[k])
    }

    fn values(payload: Vec<Self>) -> Option<Vec<f64>> {
        Some(payload)
    }

    fn combine(run: &[(u32, Self)], rule: Duplicates) -> Self {
        let values = run.iter().map(|e| e.1);
        match rule {
            Duplicates::Sum => values.sum(),
            Duplicates::Mean => values.sum::<f64>() / run.len() as f64,
            Duplicates::Max => values.fold(f64::NEG_INFINITY, f64::max),
            Duplicates::Min => values.fold(f64::INFINITY, f64::min),
            Duplicates::First | Duplicates::Error => run.first().map_or(1.0, |e| e.1),
            Duplicates::Last => run.last().map_or(1.0, |e| e.1),
        }
    }
}

/// Entries in any order, sorted into rows.
pub(super) struct Sorted {
    pub(super) csr: Csr,
    /// Entries that were combined into an equal one before them.
    pub(super) combined: u64,
    /// The first repeated entry in row order, when there is one.
    pub(super) repeated: Option<(u32, u32)>,
}

impl Csr {
    /// Rows without values from arcs in any order; repeats are merged.
    pub(crate) fn from_arcs(n: usize, arcs: &[(u32, u32)]) -> Self {
        const CHUNK: usize = 1 << 20;
        sort_rows::<()>(
            n,
            arcs.len().div_ceil(CHUNK),
            Duplicates::First,
            |chunk, sink| {
                let end = arcs.len().min((chunk + 1) * CHUNK);
                arcs[chunk * CHUNK..end]
                    .iter()
                    .for_each(|&(i, j)| sink(i, j, ()));
            },
        )
        .csr
    }
}

/// A run of consecutive finished rows.
#[derive(Default)]
struct Block<P> {
    lengths: Vec<u32>,
    targets: Vec<u32>,
    payload: Vec<P>,
    combined: u64,
    repeated: Option<(u32, u32)>,
}

/// Entries of one chunk sorted by block: where each block begins, and the entries.
type Partition<P> = (Vec<usize>, Vec<(u32, u32, P)>);

/// Sorts entries `(row, target, payload)` into rows of `n` partners.
///
/// `each(chunk, sink)` hands every entry of a chunk to `sink`; it is called twice a chunk (to count and
/// to place) and must give the same entries both times.
pub(super) fn sort_rows<P: Payload>(
    n: usize,
    chunks: usize,
    rule: Duplicates,
    each: impl Fn(usize, &mut dyn FnMut(u32, u32, P)) + Sync,
) -> Sorted {
    let blocks = n.div_ceil(BLOCK_ROWS);
    let parts: Vec<Partition<P>> = (0..chunks)
        .into_par_iter()
        .map(|chunk| partition(blocks, |sink| each(chunk, sink)))
        .collect();
    let finished = (0..blocks)
        .into_par_iter()
        .map(|b| gather_block(n, b, &parts, rule))
        .collect::<Vec<_>>();
    drop(parts);
    assemble(n, finished)
}

/// Builds rows that `each_row(i, push)` gives in ascending order of target, without repeats.
pub(super) fn rows_in_order<P: Payload>(
    n: usize,
    each_row: impl Fn(u32, &mut dyn FnMut(u32, P)) + Sync,
) -> Csr {
    let block = |b: usize| {
        let mut block = Block::default();
        for i in b * BLOCK_ROWS..n.min((b + 1) * BLOCK_ROWS) {
            let before = block.targets.len();
            each_row(i as u32, &mut |target, payload| {
                block.targets.push(target);
                block.payload.push(payload);
            });
            block.lengths.push((block.targets.len() - before) as u32);
        }
        block
    };
    assemble(
        n,
        (0..n.div_ceil(BLOCK_ROWS))
            .into_par_iter()
            .map(block)
            .collect(),
    )
    .csr
}

fn partition<P: Payload>(
    blocks: usize,
    each: impl Fn(&mut dyn FnMut(u32, u32, P)),
) -> Partition<P> {
    let mut starts = vec![0usize; blocks + 1];
    each(&mut |row, _, _| starts[(row >> BLOCK_ROWS_LOG2) as usize + 1] += 1);
    for b in 0..blocks {
        starts[b + 1] += starts[b];
    }
    let mut place = starts.clone();
    let mut entries = vec![(0, 0, P::default()); starts[blocks]];
    each(&mut |row, target, payload| {
        let at = &mut place[(row >> BLOCK_ROWS_LOG2) as usize];
        entries[*at] = (row, target, payload);
        *at += 1;
    });
    (starts, entries)
}

fn gather_block<P: Payload>(
    n: usize,
    b: usize,
    parts: &[Partition<P>],
    rule: Duplicates,
) -> Block<P> {
    let first_row = b * BLOCK_ROWS;
    let row_count = (n - first_row).min(BLOCK_ROWS);
    let entries = || {
        parts
            .iter()
            .flat_map(|(starts, all)| &all[starts[b]..starts[b + 1]])
    };

    let mut starts = vec![0usize; row_count + 1];
    for &(row, _, _) in entries() {
        starts[row as usize - first_row + 1] += 1;
    }
    for r in 0..row_count {
        starts[r + 1] += starts[r];
    }
    let mut place = starts.clone();
    let mut rows = vec![(0u32, P::default()); starts[row_count]];
    for &(row, target, payload) in entries() {
        let at = &mut place[row as usize - first_row];
        rows[*at] = (target, payload);
        *at += 1;
    }

    let mut block = Block {
        lengths: Vec::with_capacity(row_count),
        targets: Vec::with_capacity(rows.len()),
        payload: Vec::with_capacity(rows.len()),
        ..Block::default()
    };
    for r in 0..row_count {
        let row = &mut rows[starts[r]..starts[r + 1]];
        // Stable: repeats stay in input order, which `First`, `Last` and the rounding of sums need.
        row.sort_by_key(|e| e.0);
        let before = block.targets.len();
        for run in row.chunk_by(|a, b| a.0 == b.0) {
            block.targets.push(run[0].0);
            block.payload.push(P::combine(run, rule));
            if run.len() > 1 {
                block.combined += run.len() as u64 - 1;
                block.repeated = block.repeated.or(Some(((first_row + r) as u32, run[0].0)));
            }
        }
        block.lengths.push((block.targets.len() - before) as u32);
    }
    block
}

/// Joins finished blocks in order.
fn assemble<P: Payload>(n: usize, blocks: Vec<Block<P>>) -> Sorted {
    let entries = blocks.iter().map(|b| b.targets.len()).sum();
    let mut offsets = Vec::with_capacity(n + 1);
    let mut targets = Vec::with_capacity(entries);
    let mut payload = Vec::with_capacity(entries);
    let (mut combined, mut repeated, mut end) = (0, None, 0);
    offsets.push(0);
    for block in blocks {
        offsets.extend(block.lengths.iter().map(|&len| {
            end += u64::from(len);
            end
        }));
        targets.extend_from_slice(&block.targets);
        payload.extend_from_slice(&block.payload);
        combined += block.combined;
        repeated = repeated.or(block.repeated);
    }
    Sorted {
        csr: Csr::from_parts(offsets, targets, P::values(payload)),
        combined,
        repeated,
    }
}
