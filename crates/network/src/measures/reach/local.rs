//! Few steps from each partner: a search that stays near it.
//!
//! The sweep of all closeness measures looks at every tie once a level for 512 sources. Within two or three
//! steps a partner of a large network sees a few hundred others, and searching just there is less work, unless
//! hubs bring everyone near. The number of walks of at most that many steps bounds the ties such a
//! search looks at and takes one pass over the ties a step to count, so the choice is made on counts, not
//! guessed. Who was seen is one bit a partner: 125 kB at a million partners, which stays in cache.

use crate::network::csr::Csr;
use crate::reduce::fill_blocks;
use crate::{Control, Error};

/// A tie costs the sweep about this many times what it costs a local search (a line of 64 bytes against a bit).
const SWEEP_COST: f64 = 2.0;
/// Above this many steps the local search is not considered.
const MOST_STEPS: u32 = 4;

/// Whether searching from each partner looks at less than sweeping all ties.
pub(super) fn pays(rows: &Csr, steps: u32) -> bool {
    if steps > MOST_STEPS {
        return false;
    }
    let sweeps = rows.n().div_ceil(512) as f64;
    let limit = sweeps * rows.entries() as f64 * SWEEP_COST;
    // Walks of 1, 2, … steps from each partner.
    let mut walks = vec![1.0; rows.n()];
    let mut total = 0.0;
    for _ in 0..steps {
        walks = (0..rows.n() as u32)
            .map(|v| rows.row(v).iter().map(|&u| walks[u as usize]).sum())
            .collect();
        total += walks.iter().sum::<f64>();
    }
    total < limit
}

/// How many others each partner reaches along `rows` within `steps`.
///
/// # Errors
/// [`Error::Stopped`].
pub(super) fn reached(rows: &Csr, steps: u32, control: &Control) -> Result<Vec<u32>, Error> {
    /// Sources that share one scratch.
    const BLOCK: usize = 1024;
    let n = rows.n();
    control.begin(n as u64);
    let mut counts = vec![0; n];
    fill_blocks(&mut counts, BLOCK, control, |start, counts| {
        let mut seen = vec![0_u64; n.div_ceil(64)];
        // One place more than partners: what is written there last is not counted.
        let mut found = vec![0_u32; n + 1];
        for (source, count) in (start as u32..).zip(counts.iter_mut()) {
            found[0] = source;
            seen[source as usize / 64] |= 1 << (source % 64);
            let (mut from, mut end) = (0, 1);
            for _ in 0..steps {
                let level = from..end;
                from = end;
                for k in level {
                    for &u in rows.row(found[k]) {
                        // Written without a branch: half of the neighbours are new, and nobody can guess which.
                        let word = &mut seen[u as usize / 64];
                        let bit = 1 << (u % 64);
                        found[end] = u;
                        end += usize::from(*word & bit == 0);
                        *word |= bit;
                    }
                }
            }
            *count = end as u32 - 1;
            for &u in &found[..end] {
                seen[u as usize / 64] = 0;
            }
        }
        control.advance(counts.len() as u64)
    })?;
    Ok(counts)
}
