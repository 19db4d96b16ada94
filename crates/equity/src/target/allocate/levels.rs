//! Raising the lowest rate in whole children: max-min and leximin, exactly.
//!
//! Cell i has `at` of `n` children at the outcome and room for `room` more. Its j-th further child is a
//! *step* that starts from the rate (at + j − 1)/n. Giving each next child to a cell whose rate is lowest
//! takes the A steps with the smallest starting rates. Let L be the starting rate of the first step left
//! out, so that x⁰ᵢ, the steps of cell i that start below L, are all taken and R children remain for
//! steps that start exactly at L.
//!
//! **Max-min.** Under x⁰ every cell has reached min(L, its own ceiling), and no allocation brings every
//! cell with room above L: that takes one step more from each cell at L, and one of those was left out.
//! So any choice of the R cells is max-min optimal.
//!
//! **Leximin.** The vector of rates in ascending order is largest when the R children go to the tied cells
//! with the *smallest n*. Proof. Cut all rates at L. Under x⁰ each cut rate is min(L, ceiling), which no
//! allocation exceeds in any cell, so an allocation that is at least as good has the same cut rates, hence
//! x ≥ x⁰, and spends at most R children beyond x⁰. Leaving L costs a tied cell one child, so at least
//! T − R of the T tied cells stay at L, and with exactly T − R the R children are single steps of R tied
//! cells. Those end at L + 1/n: the smallest n give the largest values, one by one. ∎
//!
//! So "the next child to the lowest rate" is leximin with this rule for ties and only with it: 0/3, 0/9
//! and 5/6 with five children give 2, 3, 0 (rates 1/3, 2/3, 5/6); with the larger cell first 1, 4, 0 (1/3,
//! 4/9, 5/6), max-min but not leximin.
//!
//! The level is found by bisection over multiples of 2⁻⁶³ (steps below a level are counted by one
//! multiplication a cell), after which at most about two steps a cell remain, taken one by one from a
//! heap. All comparisons are of integers. Cost: O(64 m + m log m) for m cells, whatever the children.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Levels are multiples of 2⁻⁶³: finer than any 1/n below 2⁶³.
const BITS: u32 = 63;

/// A cell on its way up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rising {
    /// Children.
    pub(super) n: u64,
    /// Children where they should be.
    pub(super) at: u64,
    /// Most children it can take; at most `n - at`.
    pub(super) room: u64,
}

impl Rising {
    /// Its steps that start below `level · 2⁻⁶³`.
    fn steps_below(&self, level: u64) -> u64 {
        // level ≤ 2^63 and n < 2^64, so neither the product nor the rounding reaches 2^128.
        let count = (u128::from(level) * u128::from(self.n)).div_ceil(1 << BITS);
        // At most n: the level is at most 1.
        (count as u64).saturating_sub(self.at).min(self.room)
    }
}

/// Who is first among cells of equal rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// The smaller cell, whose rate rises most: leximin.
    Smaller,
    /// The larger cell, whose rate rises least.
    Larger,
}

/// The next step of a cell, in the order in which steps are taken.
#[derive(PartialEq, Eq)]
struct Step {
    from: u64,
    n: u64,
    /// Position among cells of equal rate.
    tie: u64,
    cell: usize,
}

impl Ord for Step {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
        product(self.from, other.n)
            .cmp(&product(other.from, self.n))
            .then(self.tie.cmp(&other.tie))
            .then(self.cell.cmp(&other.cell))
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Children of each cell when each next child goes to the lowest rate; `tie`, then input order, decide
/// between equal rates. Everything that has room is given, at most `total`.
pub(super) fn raise_lowest(cells: &[Rising], total: u64, tie: Tie) -> Vec<u64> {
    let steps = |level: u64| cells.iter().map(move |cell| cell.steps_below(level));
    let count = |level: u64| steps(level).map(u128::from).sum::<u128>();
    let (mut low, mut high) = (0_u64, 1_u64 << BITS);
    if count(high) <= u128::from(total) {
        return cells.iter().map(|cell| cell.room).collect();
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if count(middle) <= u128::from(total) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut parts: Vec<u64> = steps(low).collect();
    let mut left = total - parts.iter().sum::<u64>();
    let step = |cell: usize, given: u64| {
        let Rising { n, at, room } = cells[cell];
        (given < room).then(|| {
            let tie = match tie {
                Tie::Smaller => n,
                Tie::Larger => u64::MAX - n,
            };
            Reverse(Step {
                from: at + given,
                n,
                tie,
                cell,
            })
        })
    };
    let mut next: BinaryHeap<_> = (0..cells.len())
        .filter_map(|cell| step(cell, parts[cell]))
        .collect();
    while left > 0
        && let Some(Reverse(Step { cell, .. })) = next.pop()
    {
        parts[cell] += 1;
        left -= 1;
        next.extend(step(cell, parts[cell]));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rising(cells: &[(u64, u64)]) -> Vec<Rising> {
        let cell = |&(at, n)| Rising {
            n,
            at,
            room: n - at,
        };
        cells.iter().map(cell).collect()
    }

    /// Rates in ascending order over a common denominator.
    fn ascending(cells: &[Rising], parts: &[u64]) -> Vec<u64> {
        let common: u64 = cells.iter().map(|cell| cell.n).product();
        let mut rates: Vec<u64> = (cells.iter().zip(parts))
            .map(|(cell, part)| (cell.at + part) * (common / cell.n))
            .collect();
        rates.sort_unstable();
        rates
    }

    /// Every allocation of at most `total` children.
    fn every(cells: &[Rising], total: u64) -> Vec<Vec<u64>> {
        let mut all = vec![(Vec::new(), total)];
        for cell in cells {
            all = (all.into_iter())
                .flat_map(|(parts, left): (Vec<u64>, u64)| {
                    (0..=cell.room.min(left)).map(move |part| {
                        let mut parts = parts.clone();
                        parts.push(part);
                        (parts, left - part)
                    })
                })
                .collect();
        }
        all.into_iter().map(|(parts, _)| parts).collect()
    }

    #[test]
    fn the_next_child_to_the_lowest_is_leximin_only_with_the_smaller_cell_first() {
        // Published counterexample: 0/3, 0/9, 5/6 with five children.
        let cells = rising(&[(0, 3), (0, 9), (5, 6)]);
        assert_eq!(raise_lowest(&cells, 5, Tie::Larger), [1, 4, 0]);
        assert_eq!(raise_lowest(&cells, 5, Tie::Smaller), [2, 3, 0]);
    }

    #[test]
    fn water_finds_its_level() {
        // Worked table: level .67 of 600 and 400 is 402 and 268, less 270 and 200.
        let mut cells = rising(&[(270, 600), (200, 400), (580, 800), (150, 200)]);
        for tie in [Tie::Smaller, Tie::Larger] {
            assert_eq!(raise_lowest(&cells, 200, tie), [132, 68, 0, 0]);
        }
        // Capped: level .77 of 800 and 200 is 616 and 154, less 580 and 150.
        for (cell, room) in cells.iter_mut().zip([100, 60, 60, 40]) {
            cell.room = room;
        }
        assert_eq!(raise_lowest(&cells, 200, Tie::Larger), [100, 60, 36, 4]);
        assert_eq!(raise_lowest(&cells, 999, Tie::Larger), [100, 60, 60, 40]);
    }

    #[test]
    fn largest_counts_there_are() {
        // Two cells of u64::MAX children, one child apart: the first child evens them out, the rest in turn.
        let cells = rising(&[(0, u64::MAX), (1, u64::MAX)]);
        assert_eq!(raise_lowest(&cells, 4, Tie::Smaller), [3, 1]);
        let half = u64::MAX / 2;
        assert_eq!(
            raise_lowest(&cells, u64::MAX, Tie::Smaller),
            [half + 1, half]
        );
        assert_eq!(raise_lowest(&[], 4, Tie::Smaller), [0; 0]);
        assert_eq!(raise_lowest(&rising(&[(0, 0)]), 4, Tie::Smaller), [0]);
    }

    /// The rule itself, one child at a time: the oracle for many children.
    fn one_by_one(cells: &[Rising], total: u64, tie: Tie) -> Vec<u64> {
        let mut parts = vec![0; cells.len()];
        for _ in 0..total {
            let lowest = (0..cells.len())
                .filter(|&i| parts[i] < cells[i].room)
                .min_by(|&i, &j| {
                    let rate = |i: usize, other: usize| (cells[i].at + parts[i]) * cells[other].n;
                    let size = cells[i].n.cmp(&cells[j].n);
                    rate(i, j).cmp(&rate(j, i)).then(match tie {
                        Tie::Smaller => size,
                        Tie::Larger => size.reverse(),
                    })
                });
            if let Some(lowest) = lowest {
                parts[lowest] += 1;
            }
        }
        parts
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn never_beaten_by_exhaustive_search(
            cells in prop::collection::vec((1_u64..8, 0_u64..8, 0_u64..8), 1..5),
            total in 0_u64..10,
        ) {
            let cells: Vec<Rising> = (cells.iter())
                .map(|&(n, at, room)| {
                    let at = at.min(n);
                    Rising { n, at, room: room.min(n - at) }
                })
                .collect();
            let all = every(&cells, total);
            let best = all.iter().map(|parts| ascending(&cells, parts)).max().unwrap();
            let leximin = raise_lowest(&cells, total, Tie::Smaller);
            prop_assert_eq!(ascending(&cells, &leximin), best.clone());
            // Max-min: the lowest rate among the cells that can rise at all is as high as can be, and so is
            // the lowest of all.
            let max_min = raise_lowest(&cells, total, Tie::Larger);
            prop_assert_eq!(ascending(&cells, &max_min)[0], best[0]);
            for parts in [leximin, max_min] {
                let given: u64 = parts.iter().sum();
                prop_assert_eq!(given, total.min(cells.iter().map(|cell| cell.room).sum()));
                prop_assert!(parts.iter().zip(&cells).all(|(part, cell)| *part <= cell.room));
            }
        }
    }

    proptest! {
        #[test]
        fn equals_one_child_at_a_time(
            cells in prop::collection::vec((1_u64..400, 0_u64..400, 0_u64..400), 1..9),
            total in 0_u64..900,
        ) {
            let cells: Vec<Rising> = (cells.iter())
                .map(|&(n, at, room)| {
                    let at = at.min(n);
                    Rising { n, at, room: room.min(n - at) }
                })
                .collect();
            for tie in [Tie::Smaller, Tie::Larger] {
                prop_assert_eq!(raise_lowest(&cells, total, tie), one_by_one(&cells, total, tie));
            }
        }
    }
}
