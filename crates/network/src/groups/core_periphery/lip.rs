//! Lip's core, read off the degrees.
//!
//! Errors are cells without a tie in the core and with one in the periphery. With every cell known, a core of k
//! with D ties of its members has k(k − 1) − D errors more than no core at all: the ties inside the core drop
//! out, so the best core of any size takes the partners with the most ties (Lip 2011). The k-th partner is worth
//! taking while it has more than 2(k − 1) cells with a tie, sent and received, and with just as many it may stay
//! out: at most two sizes are best, and partners with equally many ties can stand for each other.

use super::discrete::Problem;
use super::exact::KEPT;

/// Partners with the number of cells with a tie of each, most first, and the size of the smallest best core.
fn order(problem: &Problem) -> (Vec<(f64, u32)>, usize) {
    let strength = |&i: &u32| (problem.strength(i), i);
    let mut order: Vec<(f64, u32)> = problem.candidates.iter().map(strength).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let takes = |k: &usize| order[*k].0 > 2.0 * *k as f64;
    let size = (0..order.len()).take_while(takes).count();
    (order, size)
}

/// The fewest errors of any core. Every cell must be known. O(n log n).
pub(super) fn fewest(problem: &Problem) -> f64 {
    let (order, size) = order(problem);
    let saved = |(k, o): (usize, &(f64, u32))| o.0 - 2.0 * k as f64;
    problem.total()[1] - order[..size].iter().enumerate().map(saved).sum::<f64>()
}

/// The best cores: members ascending, at most [`KEPT`] of them, and how many there are. Every cell must be known.
/// O(n log n) and the list.
pub(super) fn best(problem: &Problem) -> (Vec<Vec<u32>>, u64) {
    let (order, size) = order(problem);
    let mut sizes = vec![size];
    if size < order.len() && order[size].0 == 2.0 * size as f64 {
        sizes.push(size + 1);
    }
    let (mut cores, mut count) = (Vec::new(), 0_u64);
    for size in sizes {
        let Some(last) = size.checked_sub(1).map(|at| order[at].0) else {
            // Nobody has a tie.
            continue;
        };
        let sure: Vec<u32> = order.iter().filter(|o| o.0 > last).map(|o| o.1).collect();
        let tied: Vec<u32> = order.iter().filter(|o| o.0 == last).map(|o| o.1).collect();
        let free = size - sure.len();
        count = count.saturating_add(choices(tied.len() as u64, free as u64));
        each_choice(tied.len(), free, |chosen| {
            let mut core = sure.clone();
            core.extend(chosen.iter().map(|&at| tied[at]));
            core.sort_unstable();
            cores.push(core);
            cores.len() < KEPT
        });
    }
    (cores, count)
}

/// How many ways there are to choose `k` of `n`; `u64::MAX` where that is more.
fn choices(n: u64, k: u64) -> u64 {
    let k = k.min(n - k);
    let mut all: u128 = 1;
    for i in 1..=u128::from(k) {
        all = all * (u128::from(n - k) + i) / i;
        if all > u128::from(u64::MAX) {
            return u64::MAX;
        }
    }
    all as u64
}

/// Calls `with` for each choice of `k` of `0..n` in order, until it answers no.
fn each_choice(n: usize, k: usize, mut with: impl FnMut(&[usize]) -> bool) {
    let mut chosen: Vec<usize> = (0..k).collect();
    while with(&chosen) {
        // The last place that can still move on.
        let Some(at) = (0..k).rfind(|&at| chosen[at] < n - k + at) else {
            return;
        };
        chosen[at] += 1;
        for later in at + 1..k {
            chosen[later] = chosen[later - 1] + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_those_of_the_triangle() {
        assert_eq!(
            (choices(5, 2), choices(30, 15), choices(4, 0)),
            (10, 155_117_520, 1)
        );
        assert_eq!(choices(1000, 500), u64::MAX);
        let mut all = Vec::new();
        each_choice(4, 2, |c| {
            all.push(c.to_vec());
            true
        });
        assert_eq!(all, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
        let mut first = 0;
        each_choice(9, 3, |_| {
            first += 1;
            first < 7
        });
        assert_eq!(first, 7);
    }
}
