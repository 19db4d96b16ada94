//! Finding every triangle once.
//!
//! Each tie is given to the end that comes first by (degree, number): the *forward* rows. A triangle is
//! then met exactly once, from its first partner, and no forward row is longer than √(2m), so all
//! triangles cost O(m·a) steps where a ≤ √(2m) is the arboricity bound of Chiba & Nishizeki (1985); hubs,
//! whose full rows would cost the square of their degree, have short forward rows. Membership is a mark in
//! an array of n words a thread: one load a step, no comparison of two sorted rows and no branch to
//! mispredict.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::reduce::map_merge;
use crate::{Control, Csr, Error, Network};

/// Rows a parallel piece of work holds.
const BLOCK: usize = 1024;

/// What one partner and another are to each other, seen from the first.
pub(in crate::measures) mod dyad {
    /// The first names the second only.
    pub(in crate::measures) const OUT: u8 = 0;
    /// The second names the first only.
    pub(in crate::measures) const IN: u8 = 1;
    /// Each names the other; any undirected tie.
    pub(in crate::measures) const MUTUAL: u8 = 2;
    /// At least one side has not spoken.
    pub(in crate::measures) const UNKNOWN: u8 = 3;

    /// The same dyad seen from the second.
    pub(in crate::measures) fn flipped(code: u8) -> u8 {
        match code {
            OUT => IN,
            IN => OUT,
            both => both,
        }
    }
}

/// Neighbours of every partner in ascending order, with a payload each.
pub(in crate::measures) struct Rows<P> {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    payload: Vec<P>,
}

impl<P: Copy + Send + Sync> Rows<P> {
    /// Rows that `each(i, push)` gives in ascending order. O(n + m), parallel.
    pub(in crate::measures) fn collect(
        n: usize,
        each: impl Fn(u32, &mut Vec<u32>, &mut Vec<P>) + Sync,
    ) -> Self {
        let blocks: Vec<(Vec<usize>, Vec<u32>, Vec<P>)> = (0..n.div_ceil(BLOCK))
            .into_par_iter()
            .map(|b| {
                let (mut ends, mut targets, mut payload) = (Vec::new(), Vec::new(), Vec::new());
                for i in b * BLOCK..n.min((b + 1) * BLOCK) {
                    each(i as u32, &mut targets, &mut payload);
                    ends.push(targets.len());
                }
                (ends, targets, payload)
            })
            .collect();
        let entries = blocks.iter().map(|b| b.1.len()).sum();
        let mut rows = Self {
            offsets: Vec::with_capacity(n + 1),
            targets: Vec::with_capacity(entries),
            payload: Vec::with_capacity(entries),
        };
        rows.offsets.push(0);
        for (ends, targets, payload) in blocks {
            let before = rows.targets.len();
            rows.offsets.extend(ends.iter().map(|end| before + end));
            rows.targets.extend_from_slice(&targets);
            rows.payload.extend_from_slice(&payload);
        }
        rows
    }

    pub(in crate::measures) fn n(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(in crate::measures) fn degree(&self, i: u32) -> usize {
        self.offsets[i as usize + 1] - self.offsets[i as usize]
    }

    /// Neighbours of `i`.
    pub(in crate::measures) fn row(&self, i: u32) -> &[u32] {
        &self.targets[self.offsets[i as usize]..self.offsets[i as usize + 1]]
    }

    /// Payload of each neighbour of `i`.
    pub(in crate::measures) fn payload(&self, i: u32) -> &[P] {
        &self.payload[self.offsets[i as usize]..self.offsets[i as usize + 1]]
    }

    /// Of each row the neighbours that come after its partner by (degree, number).
    fn forward(&self) -> Self {
        Self::collect(self.n(), |i, targets, payload| {
            for (&j, &p) in self.row(i).iter().zip(self.payload(i)) {
                if (self.degree(j), j) > (self.degree(i), i) {
                    targets.push(j);
                    payload.push(p);
                }
            }
        })
    }
}

/// Pairs with at least one known tie, and those with an unknown side where `unknown` gives their rows,
/// as the code of their dyad seen from the partner of the row. Undirected ties are mutual.
pub(in crate::measures) fn dyad_rows(network: &Network, unknown: Option<&Csr>) -> Rows<u8> {
    let (out, incoming) = (network.out(), network.incoming());
    Rows::collect(network.partners(), |i, targets, codes| {
        let open = unknown.map_or(&[][..], |u| u.row(i));
        each_of_three(out.row(i), incoming.row(i), open, |j, [a, b, open]| {
            targets.push(j);
            codes.push(match (a, b) {
                _ if open => dyad::UNKNOWN,
                (true, false) => dyad::OUT,
                (false, true) => dyad::IN,
                _ => dyad::MUTUAL,
            });
        });
    })
}

/// Walks three ascending rows at once: each number in any of them, and in which.
fn each_of_three(a: &[u32], b: &[u32], c: &[u32], mut each: impl FnMut(u32, [bool; 3])) {
    let mut at = [0; 3];
    let rows = [a, b, c];
    loop {
        let heads: [Option<&u32>; 3] = std::array::from_fn(|k| rows[k].get(at[k]));
        let Some(&j) = heads.into_iter().flatten().min() else {
            return;
        };
        let has = heads.map(|head| head == Some(&j));
        for k in 0..3 {
            at[k] += usize::from(has[k]);
        }
        each(j, has);
    }
}

/// Number of triangles each partner of an undirected network is in. O(m·a) steps, parallel; 4 bytes a
/// tie, 8 a partner, and 4 a partner and thread.
///
/// Counts are whole numbers, so the order in which threads add them cannot matter. A partner's own count
/// is added once, and each of its forward neighbours' once, so there is one shared addition a tie and
/// none a triangle.
///
/// # Errors
/// [`Error::Stopped`].
pub(in crate::measures) fn triangle_counts(
    rows: &Csr,
    control: &Control,
) -> Result<Vec<u64>, Error> {
    let n = rows.n();
    let forward = Rows::<()>::collect(n, |i, targets, payload| {
        let own = (rows.degree(i), i);
        targets.extend(rows.row(i).iter().filter(|&&j| (rows.degree(j), j) > own));
        payload.resize(targets.len(), ());
    });
    let counts: Vec<AtomicU64> = (0..n).map(|_| AtomicU64::new(0)).collect();
    let add = |i: u32, more: u64| counts[i as usize].fetch_add(more, Ordering::Relaxed);
    control.begin(n as u64);
    (0..n.div_ceil(BLOCK)).into_par_iter().try_for_each_init(
        // 0: no neighbour; 1 + the triangles found on the tie so far.
        || vec![0_u32; n],
        |mark, b| {
            let block = (b * BLOCK) as u32..n.min((b + 1) * BLOCK) as u32;
            let done = block.len() as u64;
            for v in block {
                let row = forward.row(v);
                if row.len() < 2 {
                    continue;
                }
                for &u in row {
                    mark[u as usize] = 1;
                }
                let mut own = 0;
                for &u in row {
                    let mut found = 0;
                    for &w in forward.row(u) {
                        let w = &mut mark[w as usize];
                        let hit = u32::from(*w != 0);
                        *w += hit;
                        found += hit;
                    }
                    mark[u as usize] += found;
                    own += u64::from(found);
                }
                if own > 0 {
                    add(v, own);
                }
                for &u in row {
                    let found = std::mem::take(&mut mark[u as usize]) - 1;
                    if found > 0 {
                        add(u, u64::from(found));
                    }
                }
            }
            control.advance(done)
        },
    )?;
    Ok(counts.into_iter().map(AtomicU64::into_inner).collect())
}

/// How many closed triads there are of each combination of dyads: of partners (v, u, w) the codes of
/// (v, u), (v, w) and (u, w) are the digits of the index, base 4. O(m·a), parallel.
///
/// # Errors
/// [`Error::Stopped`].
pub(in crate::measures) fn closed_triads(
    rows: &Rows<u8>,
    control: &Control,
) -> Result<[u64; 64], Error> {
    /// What is left of a mark where there is no neighbour.
    const NONE: u8 = u8::MAX;
    let n = rows.n();
    let forward = rows.forward();
    control.begin(n as u64);
    let counts = map_merge(
        n,
        control,
        |block| {
            let done = block.len() as u64;
            let mut counts = [0_u64; 64];
            let mut mark = vec![NONE; n];
            for v in block {
                let (row, codes) = (forward.row(v as u32), forward.payload(v as u32));
                for (&u, &code) in row.iter().zip(codes) {
                    mark[u as usize] = code;
                }
                for (&u, &vu) in row.iter().zip(codes) {
                    for (&w, &uw) in forward.row(u).iter().zip(forward.payload(u)) {
                        let vw = mark[w as usize];
                        if vw != NONE {
                            counts[usize::from(vu << 4 | vw << 2 | uw)] += 1;
                        }
                    }
                }
                for &u in row {
                    mark[u as usize] = NONE;
                }
            }
            control.advance(done)?;
            Ok(counts)
        },
        |a, b| std::array::from_fn(|k| a[k] + b[k]),
    )?;
    Ok(counts.unwrap_or([0; 64]))
}
