//! From ties to rows: checks, counting sort, duplicates.
//!
//! Ties are cut in chunks and partners in blocks of consecutive rows, both by the size of the problem
//! and never by the number of threads. Each chunk sorts its ties by block (counting sort), each block
//! then gathers its part of every chunk in order, sorts it by row (counting sort, now inside the
//! cache) and orders every row. The result is one canonical order of the input, so it cannot depend on
//! how many threads did the work. O(n + m) plus the ordering of single rows.

use rayon::prelude::*;

use super::csr::Csr;
use super::options::{BuildOptions, Duplicates, SelfTies, Ties};
use crate::Error;

/// Input ties a chunk holds, and rows a block holds: a block of 20 ties a partner stays in the L2 cache.
const CHUNK: usize = 1 << 20;
const BLOCK_ROWS_LOG2: u32 = 12;

/// What travels with a tie: nothing, or its value.
pub(super) trait Payload: Copy + Send + Sync + Default {
    /// Combines the values of one duplicated tie, in input order.
    fn combine(run: &[(u32, Self)], rule: Duplicates) -> Self;
}

impl Payload for () {
    fn combine(_: &[(u32, Self)], _: Duplicates) -> Self {}
}

impl Payload for f64 {
    fn combine(run: &[(u32, Self)], rule: Duplicates) -> Self {
        let values = run.iter().map(|e| e.1);
        match rule {
            Duplicates::Sum => values.sum(),
            Duplicates::Mean => values.sum::<f64>() / run.len() as f64,
            Duplicates::Max => values.fold(f64::NEG_INFINITY, f64::max),
            Duplicates::Min => values.fold(f64::INFINITY, f64::min),
            Duplicates::First | Duplicates::Error => run.first().map_or(0.0, |e| e.1),
            Duplicates::Last => run.last().map_or(0.0, |e| e.1),
        }
    }
}

/// One directed entry on its way into a row.
pub(super) type Entry<P> = (u32, u32, P);

/// Rows in flat arrays, before they become a [`Csr`].
pub(super) struct Rows<P> {
    pub(super) offsets: Vec<u64>,
    pub(super) targets: Vec<u32>,
    pub(super) payload: Vec<P>,
    /// Entries that were combined into another one.
    pub(super) combined: u64,
    /// The first duplicated entry in row order, when there is one.
    pub(super) duplicate: Option<(u32, u32)>,
}

impl Rows<()> {
    pub(super) fn into_csr(self) -> Csr {
        Csr::from_parts(self.offsets, self.targets, None)
    }
}

impl Rows<f64> {
    pub(super) fn into_csr(self) -> Csr {
        Csr::from_parts(self.offsets, self.targets, Some(self.payload))
    }
}

/// Sorts entries into rows. `each(chunk, sink)` hands every entry of a chunk to `sink`; it is called
/// twice a chunk (to count and to place) and must give the same entries both times.
pub(super) fn sort_rows<P: Payload>(
    n: usize,
    chunks: usize,
    rule: Duplicates,
    each: impl Fn(usize, &mut dyn FnMut(Entry<P>)) + Sync,
) -> Rows<P> {
    let blocks = n.div_ceil(1 << BLOCK_ROWS_LOG2);
    let sorted: Vec<(Vec<usize>, Vec<Entry<P>>)> = (0..chunks)
        .into_par_iter()
        .map(|chunk| partition(blocks, |sink| each(chunk, sink)))
        .collect();
    let finished: Vec<Block<P>> = (0..blocks)
        .into_par_iter()
        .map(|b| gather_block(n, b, &sorted, rule))
        .collect();
    drop(sorted);

    let entries = finished.iter().map(|b| b.targets.len()).sum();
    let mut rows = Rows {
        offsets: Vec::with_capacity(n + 1),
        targets: Vec::with_capacity(entries),
        payload: Vec::with_capacity(entries),
        combined: 0,
        duplicate: None,
    };
    rows.offsets.push(0);
    let mut end = 0;
    for block in finished {
        rows.offsets.extend(block.lengths.iter().map(|&len| {
            end += u64::from(len);
            end
        }));
        rows.targets.extend_from_slice(&block.targets);
        rows.payload.extend_from_slice(&block.payload);
        rows.combined += block.combined;
        rows.duplicate = rows.duplicate.or(block.duplicate);
    }
    rows
}

/// Counting sort of one chunk by block: where each block's entries begin, and the entries.
fn partition<P: Payload>(
    blocks: usize,
    each: impl Fn(&mut dyn FnMut(Entry<P>)),
) -> (Vec<usize>, Vec<Entry<P>>) {
    let mut starts = vec![0usize; blocks + 1];
    each(&mut |(row, _, _)| starts[(row >> BLOCK_ROWS_LOG2) as usize + 1] += 1);
    for b in 0..blocks {
        starts[b + 1] += starts[b];
    }
    let mut place = starts.clone();
    let mut out = vec![(0, 0, P::default()); starts[blocks]];
    each(&mut |entry| {
        let at = &mut place[(entry.0 >> BLOCK_ROWS_LOG2) as usize];
        out[*at] = entry;
        *at += 1;
    });
    (starts, out)
}

struct Block<P> {
    lengths: Vec<u32>,
    targets: Vec<u32>,
    payload: Vec<P>,
    combined: u64,
    duplicate: Option<(u32, u32)>,
}

/// Sorts the entries of one block of rows, then orders each row and combines duplicates.
fn gather_block<P: Payload>(
    n: usize,
    b: usize,
    sorted: &[(Vec<usize>, Vec<Entry<P>>)],
    rule: Duplicates,
) -> Block<P> {
    let first_row = b << BLOCK_ROWS_LOG2;
    let row_count = (n - first_row).min(1 << BLOCK_ROWS_LOG2);
    let parts = || {
        sorted
            .iter()
            .map(|(starts, entries)| &entries[starts[b]..starts[b + 1]])
    };

    let mut starts = vec![0usize; row_count + 1];
    for (row, _, _) in parts().flatten() {
        starts[*row as usize - first_row + 1] += 1;
    }
    for r in 0..row_count {
        starts[r + 1] += starts[r];
    }
    let mut place = starts.clone();
    let mut rows = vec![(0u32, P::default()); starts[row_count]];
    for &(row, target, payload) in parts().flatten() {
        let at = &mut place[row as usize - first_row];
        rows[*at] = (target, payload);
        *at += 1;
    }

    let mut block = Block {
        lengths: Vec::with_capacity(row_count),
        targets: Vec::with_capacity(rows.len()),
        payload: Vec::with_capacity(rows.len()),
        combined: 0,
        duplicate: None,
    };
    for r in 0..row_count {
        let row = &mut rows[starts[r]..starts[r + 1]];
        // Stable: duplicates stay in input order, which `First`, `Last` and the sum's rounding need.
        row.sort_by_key(|e| e.0);
        let before = block.targets.len();
        for run in row.chunk_by(|a, b| a.0 == b.0) {
            block.targets.push(run[0].0);
            block.payload.push(P::combine(run, rule));
            if run.len() > 1 {
                block.combined += run.len() as u64 - 1;
                block.duplicate = block.duplicate.or(Some(((first_row + r) as u32, run[0].0)));
            }
        }
        block.lengths.push((block.targets.len() - before) as u32);
    }
    block
}

/// Rows of a network and what was done to the ties on the way.
pub(super) struct Built {
    pub(super) out: Csr,
    pub(super) combined: u64,
    pub(super) dropped: u64,
}

/// Checks the ties and sorts them into rows; undirected ties go into both.
pub(super) fn build(n: usize, ties: &Ties<'_>, options: &BuildOptions) -> Result<Built, Error> {
    let dropped = check(n, ties, options)?;
    let (out, combined, duplicate) = if let Some(value) = ties.value {
        let rows = sort_ties(n, ties, options, |k| value[k]);
        let (combined, duplicate) = (rows.combined, rows.duplicate);
        (rows.into_csr(), combined, duplicate)
    } else {
        let rows = sort_ties(n, ties, options, |_| ());
        let (combined, duplicate) = (rows.combined, rows.duplicate);
        (rows.into_csr(), combined, duplicate)
    };
    if let (Duplicates::Error, Some(pair)) = (options.duplicates, duplicate) {
        return Err(duplicate_error(pair, ties, options));
    }
    // An undirected duplicate is seen from both of its rows.
    let combined = if options.directed {
        combined
    } else {
        combined / 2
    };
    Ok(Built {
        out,
        combined,
        dropped,
    })
}

fn sort_ties<P: Payload>(
    n: usize,
    ties: &Ties<'_>,
    options: &BuildOptions,
    payload: impl Fn(usize) -> P + Sync,
) -> Rows<P> {
    let m = ties.source.len();
    sort_rows(n, m.div_ceil(CHUNK), options.duplicates, |chunk, sink| {
        for k in chunk * CHUNK..m.min((chunk + 1) * CHUNK) {
            let (s, t) = (ties.source[k], ties.target[k]);
            if s == t {
                continue;
            }
            sink((s, t, payload(k)));
            if !options.directed {
                sink((t, s, payload(k)));
            }
        }
    })
}

/// Incoming rows: the same entries, sorted by target.
pub(super) fn transpose(out: &Csr) -> Csr {
    const ROWS: usize = 1 << 15;
    let n = out.n();
    let chunks = n.div_ceil(ROWS);
    let rows = |chunk: usize| (chunk * ROWS) as u32..n.min((chunk + 1) * ROWS) as u32;
    if out.values().is_some() {
        sort_rows(n, chunks, Duplicates::First, |chunk, sink| {
            for i in rows(chunk) {
                let values = out.row_values(i).unwrap_or_default();
                out.row(i)
                    .iter()
                    .zip(values)
                    .for_each(|(&j, &v)| sink((j, i, v)));
            }
        })
        .into_csr()
    } else {
        sort_rows(n, chunks, Duplicates::First, |chunk, sink| {
            for i in rows(chunk) {
                out.row(i).iter().for_each(|&j| sink((j, i, ())));
            }
        })
        .into_csr()
    }
}

/// Refuses what cannot be a tie; answers how many self-ties will be dropped. The first fault in input
/// order is the one reported, whatever thread found it.
fn check(n: usize, ties: &Ties<'_>, options: &BuildOptions) -> Result<u64, Error> {
    let m = ties.source.len();
    if n as u64 > u64::from(u32::MAX) {
        return Err(Error::TooLarge {
            what: "partners",
            found: n as u64,
            limit: u64::from(u32::MAX),
        });
    }
    if ties.target.len() != m {
        return Err(Error::LengthMismatch {
            what: "targets",
            found: ties.target.len(),
            expected: m,
        });
    }
    if let Some(v) = ties.value
        && v.len() != m
    {
        return Err(Error::LengthMismatch {
            what: "values",
            found: v.len(),
            expected: m,
        });
    }
    let counts: Vec<Result<u64, Error>> = (0..m.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let mut own = 0;
            for k in chunk * CHUNK..m.min((chunk + 1) * CHUNK) {
                own += u64::from(check_tie(n, k, ties, options)?);
            }
            Ok(own)
        })
        .collect();
    counts.into_iter().sum()
}

/// Checks tie `k`; answers whether it is a self-tie to be dropped.
fn check_tie(n: usize, k: usize, ties: &Ties<'_>, options: &BuildOptions) -> Result<bool, Error> {
    let (s, t) = (ties.source[k], ties.target[k]);
    for id in [s, t] {
        if id as usize >= n {
            return Err(Error::PartnerOutOfRange {
                tie: k,
                found: u64::from(id),
                n,
            });
        }
    }
    if let Some(values) = ties.value {
        options.values.check(k, values[k])?;
    }
    if s == t && options.self_ties == SelfTies::Error {
        return Err(Error::SelfTie {
            tie: k,
            partner: options.labels.get(s).into_owned(),
        });
    }
    Ok(s == t)
}

/// Finds the two input positions of a duplicated pair; paid only when there is an error to report.
fn duplicate_error(pair: (u32, u32), ties: &Ties<'_>, options: &BuildOptions) -> Error {
    let same = |&k: &usize| {
        let tie = (ties.source[k], ties.target[k]);
        tie == pair || (!options.directed && (tie.1, tie.0) == pair)
    };
    let mut found = (0..ties.source.len()).filter(same);
    Error::DuplicateTie {
        first: found.next().unwrap_or_default(),
        second: found.next().unwrap_or_default(),
        source_id: options.labels.get(pair.0).into_owned(),
        target_id: options.labels.get(pair.1).into_owned(),
    }
}
