//! Distances between all pairs at once, as sets of bits.
//!
//! The ball of radius d around a partner is the union of the balls of radius d − 1 around its neighbours
//! (and itself), a few words or-ed together for every 64 partners. For a network that is searched again and
//! again with somebody taken out, this beats a search from each source: no queue, no branches, and the
//! inner loop is a straight line that the compiler vectorises. O(levels · m · n/64) a call.

use crate::network::csr::Csr;

/// Scratch for networks of one size: n²/4 bytes.
pub(in crate::measures) struct Balls {
    words: usize,
    near: Vec<u64>,
    far: Vec<u64>,
    /// Partners whose ball still grows.
    growing: Vec<u32>,
}

impl Balls {
    pub(in crate::measures) fn new(n: usize) -> Self {
        let words = n.div_ceil(64);
        Self {
            words,
            near: vec![0; n * words],
            far: vec![0; n * words],
            growing: Vec::with_capacity(n),
        }
    }

    /// Calls `level(d, pairs)` for d = 1, 2, … with the ordered pairs at exactly distance `d` along `rows`
    /// among the partners that are not `gone`, until there are none.
    pub(in crate::measures) fn distances(
        &mut self,
        rows: &Csr,
        gone: impl Fn(u32) -> bool,
        mut level: impl FnMut(u32, u64),
    ) {
        let words = self.words;
        self.near.fill(0);
        self.growing.clear();
        self.growing
            .extend((0..rows.n() as u32).filter(|&v| !gone(v)));
        for &v in &self.growing {
            self.near[v as usize * words + v as usize / 64] |= 1 << (v % 64);
        }
        // A partner that is gone has an empty ball and is in none.
        self.far.copy_from_slice(&self.near);
        for distance in 1.. {
            let (near, far) = (&self.near, &mut self.far);
            let mut pairs = 0;
            self.growing.retain(|&v| {
                let own = v as usize * words..(v as usize + 1) * words;
                let ball = &mut far[own.clone()];
                ball.copy_from_slice(&near[own.clone()]);
                for &u in rows.row(v) {
                    let theirs = &near[u as usize * words..(u as usize + 1) * words];
                    ball.iter_mut().zip(theirs).for_each(|(b, t)| *b |= t);
                }
                let count =
                    |ball: &[u64]| ball.iter().map(|w| u64::from(w.count_ones())).sum::<u64>();
                let new = count(ball) - count(&near[own]);
                pairs += new;
                new > 0
            });
            if pairs == 0 {
                return;
            }
            level(distance, pairs);
            // A ball that has stopped growing is the same in both from now on: it was copied when it
            // stopped.
            std::mem::swap(&mut self.near, &mut self.far);
        }
    }
}
