//! Which pairs hold a tie: the one question that every swap asks.

/// Above this many partners a bit a pair is more memory than a slot a tie.
const BITS_UP_TO: usize = 4096;
/// A slot that holds no pair; no partner is tied to itself, so no pair looks like it.
const FREE: u64 = u64::MAX;

/// A set of ordered pairs: a bit matrix (at most 2 MiB) for few partners, else slots with linear probing, at
/// most half of them full (16 to 32 bytes a tie).
#[derive(Clone)]
pub(super) enum Taken {
    Bits { words: Vec<u64>, n: usize },
    Slots { slots: Vec<u64>, shift: u32 },
}

impl Taken {
    pub(super) fn new(n: usize, ties: usize) -> Self {
        if n <= BITS_UP_TO {
            let words = vec![0; (n * n).div_ceil(64)];
            return Self::Bits { words, n };
        }
        let size = (2 * ties).next_power_of_two().max(2);
        let shift = 64 - size.trailing_zeros();
        let slots = vec![FREE; size];
        Self::Slots { slots, shift }
    }

    pub(super) fn has(&self, a: u32, b: u32) -> bool {
        match self {
            Self::Bits { words, n } => {
                let (word, bit) = bit(*n, a, b);
                words[word] & bit != 0
            }
            Self::Slots { slots, shift } => {
                let key = key(a, b);
                slots[find(slots, *shift, key)] == key
            }
        }
    }

    pub(super) fn insert(&mut self, a: u32, b: u32) {
        match self {
            Self::Bits { words, n } => {
                let (word, bit) = bit(*n, a, b);
                words[word] |= bit;
            }
            Self::Slots { slots, shift } => {
                let key = key(a, b);
                let at = find(slots, *shift, key);
                slots[at] = key;
            }
        }
    }

    pub(super) fn remove(&mut self, a: u32, b: u32) {
        match self {
            Self::Bits { words, n } => {
                let (word, bit) = bit(*n, a, b);
                words[word] &= !bit;
            }
            Self::Slots { slots, shift } => {
                let at = find(slots, *shift, key(a, b));
                close_gap(slots, *shift, at);
            }
        }
    }
}

fn bit(n: usize, a: u32, b: u32) -> (usize, u64) {
    let cell = a as usize * n + b as usize;
    (cell / 64, 1 << (cell % 64))
}

fn key(a: u32, b: u32) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

/// Where a key belongs: the high bits of a multiplication by 2⁶⁴/φ.
fn home(key: u64, shift: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift) as usize
}

/// The slot that holds the key, or the free one where it would go. Half of the slots are free.
fn find(slots: &[u64], shift: u32, key: u64) -> usize {
    let mut at = home(key, shift);
    while slots[at] != FREE && slots[at] != key {
        at = (at + 1) & (slots.len() - 1);
    }
    at
}

/// Empties a slot and moves back those behind it that are not at home, so that no probe breaks off early.
fn close_gap(slots: &mut [u64], shift: u32, mut gap: usize) {
    let mask = slots.len() - 1;
    let mut at = gap;
    loop {
        slots[gap] = FREE;
        loop {
            at = (at + 1) & mask;
            if slots[at] == FREE {
                return;
            }
            // It may move when its home is not between the gap (excluded) and where it is.
            let from_home = at.wrapping_sub(home(slots[at], shift)) & mask;
            if from_home >= at.wrapping_sub(gap) & mask {
                break;
            }
        }
        slots[gap] = slots[at];
        gap = at;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a set of the standard library, both layouts.
        #[test]
        fn it_is_a_set(steps in prop::collection::vec((0..12_u32, 0..12_u32, any::<bool>()), 0..300)) {
            let slots = Taken::new(BITS_UP_TO + 1, 144);
            prop_assert!(matches!(slots, Taken::Slots { .. }), "the large layout");
            for mut taken in [Taken::new(12, 144), slots] {
                let mut expected = BTreeSet::new();
                for &(a, b, insert) in steps.iter().filter(|s| s.0 != s.1) {
                    if insert {
                        taken.insert(a, b);
                        expected.insert((a, b));
                    } else if expected.remove(&(a, b)) {
                        taken.remove(a, b);
                    }
                    for x in 0..12 {
                        for y in 0..12 {
                            prop_assert_eq!(taken.has(x, y), expected.contains(&(x, y)));
                        }
                    }
                }
            }
        }
    }
}
