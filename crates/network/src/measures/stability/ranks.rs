//! Correlations of two lists of scores, and quantiles.

/// Pearson's correlation; NaN below two values or where one list does not vary. O(n).
pub fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let mut sums = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (dx, dy) = (x - ma, y - mb);
        sums = (sums.0 + dx * dy, sums.1 + dx * dx, sums.2 + dy * dy);
    }
    // Equal values leave no more than rounding behind.
    let varies = |sum: f64, mean: f64| sum > n * (1e-14 * mean).powi(2) && sum > 0.0;
    if a.len() < 2 || !varies(sums.1, ma) || !varies(sums.2, mb) {
        return f64::NAN;
    }
    (sums.0 / (sums.1.sqrt() * sums.2.sqrt())).clamp(-1.0, 1.0)
}

/// Spearman's rank correlation: Pearson's of average ranks. O(n log n).
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    pearson(&average_ranks(a), &average_ranks(b))
}

/// Ranks from 1 up; equal values share the mean of their ranks. O(n log n).
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    for run in order.chunk_by(|&i, &j| values[i] == values[j]) {
        // The mean of first + 1 and first + length.
        let shared = f64::midpoint(first as f64 + 1.0, (first + run.len()) as f64);
        for &i in run {
            ranks[i] = shared;
        }
        first += run.len();
    }
    ranks
}

/// Kendall's tau-b, which allows for equal values on either side: (concordant − discordant pairs) /
/// √(pairs that differ in a · pairs that differ in b). NaN where a list does not vary. O(n log n)
/// (Knight 1966, JASA 61, 436-439): sorted by `a`, a discordant pair is an inversion of `b`.
pub fn kendall(a: &[f64], b: &[f64]) -> f64 {
    let mut pairs: Vec<(f64, f64)> = a.iter().copied().zip(b.iter().copied()).collect();
    pairs.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.total_cmp(&q.1)));
    let choose = |k: usize| (k as u64) * (k as u64).saturating_sub(1) / 2;
    let tied_a: u64 = pairs
        .chunk_by(|p, q| p.0 == q.0)
        .map(|run| choose(run.len()))
        .sum();
    let tied_both: u64 = pairs
        .chunk_by(|p, q| p == q)
        .map(|run| choose(run.len()))
        .sum();
    let mut of_b: Vec<f64> = pairs.iter().map(|p| p.1).collect();
    let mut scratch = of_b.clone();
    let inversions = sort_counting(&mut of_b, &mut scratch);
    let tied_b: u64 = of_b
        .chunk_by(|x, y| x == y)
        .map(|run| choose(run.len()))
        .sum();
    let all = choose(a.len());
    if all == tied_a || all == tied_b {
        return f64::NAN;
    }
    let score = (all + tied_both) as f64 - (tied_a + tied_b + 2 * inversions) as f64;
    score / ((all - tied_a) as f64 * (all - tied_b) as f64).sqrt()
}

/// Merge sort that counts the pairs it had to turn round.
fn sort_counting(values: &mut [f64], scratch: &mut [f64]) -> u64 {
    let n = values.len();
    if n < 2 {
        return 0;
    }
    let middle = n / 2;
    let (left, right) = values.split_at_mut(middle);
    let (left_scratch, right_scratch) = scratch.split_at_mut(middle);
    let mut turned = sort_counting(left, left_scratch) + sort_counting(right, right_scratch);
    let (mut x, mut y) = (0, 0);
    for slot in scratch.iter_mut() {
        if y == right.len() || (x < left.len() && left[x] <= right[y]) {
            *slot = left[x];
            x += 1;
        } else {
            *slot = right[y];
            y += 1;
            turned += (left.len() - x) as u64;
        }
    }
    values.copy_from_slice(scratch);
    turned
}

/// Quantile of ascending values by linear interpolation (numpy's default); NaN without values.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let at = p.clamp(0.0, 1.0) * last as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    sorted[low] + (at - at.floor()) * (sorted[high] - sorted[low])
}
