//! Breadth-first search from many sources at once.
//!
//! A word of 512 bits stands for 512 sources. One pass over a tie moves all of them: the bits of a
//! partner's frontier are or-ed into its neighbours and those already seen are masked out. Searches
//! from different sources of a small world share most of their work, so a tie is looked at about once a
//! level for 512 sources instead of once for each (Then et al. 2014, "The more the merrier: efficient
//! multi-source graph traversal", PVLDB 8(4)). 512 bits are one cache line, the least that a random
//! access brings in anyway.
//!
//! A level is *pushed* from the frontier while the frontier is small, and *pulled* by the partners not
//! yet seen by all sources when it is large (Beamer, Asanović & Patterson 2012). Either way gives the
//! same sets, so the choice is only about time.

use std::ops::Range;

use crate::network::csr::Csr;
use crate::{Control, Error};

const WORDS: usize = 8;
/// Sources that one sweep carries.
pub(super) const SOURCES: usize = 64 * WORDS;
type Bits = [u64; WORDS];
const NONE: Bits = [0; WORDS];

/// A pushed tie reads and writes at random, a pulled one only reads: pushing pays below this share.
const PUSH_COST: u64 = 3;

fn some(a: &Bits) -> bool {
    a.iter().fold(0, |x, w| x | w) != 0
}

fn zip(a: &Bits, b: &Bits, f: impl Fn(u64, u64) -> u64) -> Bits {
    std::array::from_fn(|k| f(a[k], b[k]))
}

/// Runs the sweep from the (at most [`SOURCES`]) partners `sources` along `forward`; `backward` holds
/// the same ties the other way round. `level(d, counts)` is called for d = 1, 2, … `steps` with the number
/// of partners at exactly distance `d` from each source, until no source reaches anyone new.
///
/// Memory 192 bytes a partner. Time: ties looked at times levels at worst.
///
/// # Errors
/// [`Error::Stopped`], asked once a level.
pub(super) fn sweep(
    forward: &Csr,
    backward: &Csr,
    sources: Range<u32>,
    steps: u32,
    control: &Control,
    mut level: impl FnMut(u32, &[u32]),
) -> Result<(), Error> {
    debug_assert!(sources.len() <= SOURCES);
    let n = forward.n();
    let mut seen = vec![NONE; n];
    let mut frontier = vec![NONE; n];
    let mut next = vec![NONE; n];
    let mut all = NONE;
    for (bit, s) in sources.clone().enumerate() {
        let mask = 1 << (bit % 64);
        all[bit / 64] |= mask;
        seen[s as usize][bit / 64] |= mask;
        frontier[s as usize][bit / 64] |= mask;
    }
    let mut active: Vec<u32> = sources.clone().collect();
    let mut reached: Vec<u32> = Vec::new();
    // Partners that some source has not seen, and the ties into them; listed when first needed.
    let mut open: Option<Vec<u32>> = None;
    let mut open_ties = backward.entries() as u64;
    let mut columns = Columns::default();
    let mut counts = vec![0; sources.len()];

    for distance in 1..=steps {
        control.check()?;
        let frontier_ties: u64 = active.iter().map(|&v| forward.degree(v) as u64).sum();
        if frontier_ties * PUSH_COST < open_ties {
            for &v in &active {
                let bits = frontier[v as usize];
                for &u in forward.row(v) {
                    let fresh = zip(&bits, &seen[u as usize], |b, s| b & !s);
                    if some(&fresh) {
                        let slot = &mut next[u as usize];
                        if !some(slot) {
                            reached.push(u);
                        }
                        *slot = zip(slot, &fresh, |a, b| a | b);
                    }
                }
            }
        } else {
            let open = open.get_or_insert_with(|| (0..n as u32).collect());
            open_ties = 0;
            open.retain(|&u| {
                let known = &seen[u as usize];
                if *known == all {
                    return false;
                }
                let mut bits = NONE;
                for &v in backward.row(u) {
                    bits = zip(&bits, &frontier[v as usize], |a, b| a | b);
                }
                let fresh = zip(&bits, known, |b, s| b & !s);
                if some(&fresh) {
                    next[u as usize] = fresh;
                    reached.push(u);
                }
                open_ties += backward.degree(u) as u64;
                true
            });
        }
        if reached.is_empty() {
            return Ok(());
        }
        for &u in &reached {
            let fresh = &next[u as usize];
            seen[u as usize] = zip(&seen[u as usize], fresh, |a, b| a | b);
            columns.add(fresh);
        }
        columns.take(&mut counts);
        level(distance, &counts);
        for &v in &active {
            frontier[v as usize] = NONE;
        }
        std::mem::swap(&mut frontier, &mut next);
        std::mem::swap(&mut active, &mut reached);
        reached.clear();
    }
    Ok(())
}

/// Counts, for each of the 512 bit positions, in how many of the added words the bit is set.
///
/// The counts are kept as binary digits, `digits[k]` holding the k-th digit of all 512 of them, and
/// words are added eight at a time by a tree of carry-save adders: about a dozen operations a word
/// instead of one a set bit (the Harley-Seal population count, column-wise).
#[derive(Default)]
struct Columns {
    digits: Vec<Bits>,
    waiting: [Bits; 8],
    filled: usize,
}

impl Columns {
    fn add(&mut self, word: &Bits) {
        self.waiting[self.filled] = *word;
        self.filled += 1;
        if self.filled == 8 {
            self.absorb();
        }
    }

    fn absorb(&mut self) {
        while self.digits.len() < 3 {
            self.digits.push(NONE);
        }
        let [a, b, c, d, e, f, g, h] = &self.waiting;
        let (ones, two_a) = add3(&self.digits[0], a, b);
        let (ones, two_b) = add3(&ones, c, d);
        let (ones, two_c) = add3(&ones, e, f);
        let (ones, two_d) = add3(&ones, g, h);
        let (twos, four_a) = add3(&self.digits[1], &two_a, &two_b);
        let (twos, four_b) = add3(&twos, &two_c, &two_d);
        let (fours, mut carry) = add3(&self.digits[2], &four_a, &four_b);
        self.digits[0] = ones;
        self.digits[1] = twos;
        self.digits[2] = fours;
        let mut k = 3;
        while some(&carry) {
            if k == self.digits.len() {
                self.digits.push(NONE);
            }
            let digit = self.digits[k];
            self.digits[k] = zip(&digit, &carry, |d, c| d ^ c);
            carry = zip(&digit, &carry, |d, c| d & c);
            k += 1;
        }
        self.waiting = [NONE; 8];
        self.filled = 0;
    }

    /// Writes the counts of the first `counts.len()` positions and starts again from zero.
    fn take(&mut self, counts: &mut [u32]) {
        self.absorb();
        counts.fill(0);
        for (k, digit) in self.digits.iter().enumerate() {
            for (word, counts) in digit.iter().zip(counts.chunks_mut(64)) {
                for (bit, count) in counts.iter_mut().enumerate() {
                    *count |= ((word >> bit & 1) as u32) << k;
                }
            }
        }
        self.digits.clear();
    }
}

/// Full adder on 512 columns: (sum digit, carry digit).
fn add3(a: &Bits, b: &Bits, c: &Bits) -> (Bits, Bits) {
    let half = zip(a, b, |a, b| a ^ b);
    let sum = zip(&half, c, |h, c| h ^ c);
    let carry = zip(
        &zip(a, b, |a, b| a & b),
        &zip(&half, c, |h, c| h & c),
        |x, y| x | y,
    );
    (sum, carry)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The adders against counting bit by bit; two rounds show that `take` leaves nothing behind.
        #[test]
        fn columns_count_every_bit(rounds in prop::collection::vec(prop::collection::vec(any::<[u64; WORDS]>(), 0..60), 1..3)) {
            let mut columns = Columns::default();
            for words in rounds {
                let mut counts = vec![7; SOURCES];
                for word in &words {
                    columns.add(word);
                }
                columns.take(&mut counts);
                for (bit, &count) in counts.iter().enumerate() {
                    let expected = words.iter().filter(|w| w[bit / 64] >> (bit % 64) & 1 == 1).count();
                    prop_assert_eq!(count as usize, expected);
                }
            }
        }
    }
}
