//! Maximum of the beta-binomial likelihood, without special functions.
//!
//! With mean μ and overdispersion φ = 1/(α + β), the log likelihood of (n, s) cells is, up to a constant,
//! `Σ_j A_j ln(μ + jφ) + B_j ln(1 − μ + jφ) − C_j ln(1 + jφ)`, where `A_j` counts cells with more than j
//! successes, `B_j` those with more than j failures, `C_j` those with more than j children (Griffiths 1973).
//! Nothing cancels as φ goes to 0, where differences of log-gammas lose every digit. For a fixed φ the sum
//! is concave in μ, so the inner maximum is found for certain; the outer one is a root of the derivative in
//! ln φ.

/// Largest cell: the sums run over its size.
pub(super) const LARGEST: u64 = 1 << 24;
/// Overdispersion beyond which α + β is below a thousandth of a child.
const UNBOUNDED: f64 = 1e3;

/// What the likelihood says.
pub(super) enum Fit {
    /// Its score at no overdispersion is not positive.
    NoSpread,
    /// It grows without end as α + β goes to 0.
    Unbounded,
    /// The maximum.
    Beta { alpha: f64, beta: f64 },
}

/// Fits cells of (children, successes), each with children.
pub(super) fn fit(cells: &[(u64, u64)]) -> Fit {
    let tails = Tails {
        successes: exceeding(cells.iter().map(|&(_, s)| s)),
        failures: exceeding(cells.iter().map(|&(n, s)| n - s)),
        children: exceeding(cells.iter().map(|&(n, _)| n)),
    };
    let (n, s) = cells.iter().fold((0.0, 0.0), |(n, s), cell| {
        (n + cell.0 as f64, s + cell.1 as f64)
    });
    let pooled = s / n;
    if s == 0.0 || s == n || tails.score(pooled, 0.0) <= 0.0 {
        return Fit::NoSpread;
    }
    if cells.iter().all(|&(n, s)| s == 0 || s == n) {
        return Fit::Unbounded;
    }
    // Bracket in ln φ: the score is positive at 0, and has to turn negative.
    let mut mean = pooled;
    let mut at = |log: f64| {
        let dispersion = log.exp();
        mean = tails.best_mean(dispersion, mean);
        (tails.score(mean, dispersion) * dispersion, mean)
    };
    let (mut low, mut high) = (1e-3_f64.ln(), 1e-3_f64.ln());
    while at(high).0 > 0.0 {
        low = high;
        high += 2.0;
        if high > UNBOUNDED.ln() {
            return Fit::Unbounded;
        }
    }
    while at(low).0 <= 0.0 {
        high = low;
        low -= 2.0;
        // The score at 0 is positive, so this ends; below e^-60 doubles cannot tell φ from 0.
        if low < -60.0 {
            return Fit::NoSpread;
        }
    }
    let log = root(low, high, |log| at(log).0);
    let (_, mean) = at(log);
    let strength = (-log).exp();
    Fit::Beta {
        alpha: mean * strength,
        beta: (1.0 - mean) * strength,
    }
}

/// How many counts exceed j, for j = 0, 1, …
struct Tails {
    successes: Vec<u32>,
    failures: Vec<u32>,
    children: Vec<u32>,
}

fn exceeding(counts: impl Iterator<Item = u64> + Clone) -> Vec<u32> {
    let most = counts.clone().max().unwrap_or(0);
    let mut tails = vec![0_u32; most as usize];
    for count in counts.filter(|&count| count > 0) {
        tails[count as usize - 1] += 1;
    }
    for j in (1..tails.len()).rev() {
        tails[j - 1] += tails[j];
    }
    tails
}

/// `Σ_j t_j · term(j)`.
fn weighted(tails: &[u32], term: impl Fn(f64) -> f64) -> f64 {
    tails
        .iter()
        .enumerate()
        .map(|(j, &count)| f64::from(count) * term(j as f64))
        .sum()
}

impl Tails {
    /// Derivative of the log likelihood in φ.
    fn score(&self, mean: f64, dispersion: f64) -> f64 {
        weighted(&self.successes, |j| j / (mean + j * dispersion))
            + weighted(&self.failures, |j| j / (1.0 - mean + j * dispersion))
            - weighted(&self.children, |j| j / (1.0 + j * dispersion))
    }

    /// The mean at which the likelihood is largest for this φ.
    fn best_mean(&self, dispersion: f64, start: f64) -> f64 {
        let slope = |mean: f64| {
            weighted(&self.successes, |j| 1.0 / (mean + j * dispersion))
                - weighted(&self.failures, |j| 1.0 / (1.0 - mean + j * dispersion))
        };
        // The slope falls from +∞ at 0 to −∞ at 1. Start from a bracket round the last answer.
        let (mut low, mut high) = (start, start);
        while slope(low) < 0.0 {
            low *= 0.5;
        }
        while slope(high) > 0.0 {
            high = 0.5 * (1.0 + high);
        }
        root(low, high, slope)
    }
}

/// Where a function that is positive at `low` and negative at `high` is 0: Illinois' false position, with
/// a halving wherever that would not halve the bracket within three steps.
fn root(mut low: f64, mut high: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    let (mut f_low, mut f_high) = (f(low), f(high));
    if f_low <= 0.0 {
        return low;
    }
    if f_high >= 0.0 {
        return high;
    }
    let (mut width, mut side) = (high - low, 0_i8);
    for step in 1..200 {
        let guess = if step % 4 == 0 && high - low > 0.5 * width {
            f64::midpoint(low, high)
        } else {
            low + (high - low) * f_low / (f_low - f_high)
        };
        if step % 4 == 0 {
            width = high - low;
        }
        let middle = if guess > low && guess < high {
            guess
        } else {
            f64::midpoint(low, high)
        };
        if middle <= low || middle >= high || high - low <= 4.0 * f64::EPSILON * high.abs() {
            break;
        }
        let value = f(middle);
        if value == 0.0 {
            return middle;
        }
        if value > 0.0 {
            (low, f_low) = (middle, value);
            if side == 1 {
                f_high *= 0.5;
            }
            side = 1;
        } else {
            (high, f_high) = (middle, value);
            if side == -1 {
                f_low *= 0.5;
            }
            side = -1;
        }
    }
    if f_low.abs() < f_high.abs() {
        low
    } else {
        high
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use statrs::function::beta::ln_beta;

    /// The textbook form of the log likelihood.
    fn log_likelihood(cells: &[(u64, u64)], alpha: f64, beta: f64) -> f64 {
        cells
            .iter()
            .map(|&(n, s)| ln_beta(alpha + s as f64, beta + (n - s) as f64) - ln_beta(alpha, beta))
            .sum()
    }

    #[test]
    fn roots() {
        assert!((root(0.0, 3.0, |x| 2.0 - x * x) - 2.0_f64.sqrt()).abs() < 1e-15);
        // A function as flat as this defeats plain false position.
        assert!((root(0.0, 10.0, |x| 1.0 - x.powi(9)) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn counts_above() {
        // Of 3, 1, 0, 3: three exceed 0, two exceed 1 and 2.
        assert_eq!(exceeding([3, 1, 0, 3].into_iter()), [3, 2, 2]);
    }

    proptest! {
        // Oracle: no nearby pair of parameters is more likely, by the textbook form.
        #[test]
        fn nothing_nearby_is_more_likely(
            cells in prop::collection::vec((2_u64..80, 0_u64..80), 3..12)
        ) {
            let cells: Vec<_> = cells.into_iter().map(|(n, s)| (n, s.min(n))).collect();
            match fit(&cells) {
                Fit::Beta { alpha, beta } => {
                    let best = log_likelihood(&cells, alpha, beta);
                    for (x, y) in [(1.02, 1.0), (0.98, 1.0), (1.0, 1.02), (1.0, 0.98), (1.05, 1.05), (0.95, 0.95), (1.05, 0.95)] {
                        prop_assert!(log_likelihood(&cells, alpha * x, beta * y) <= best + 1e-7);
                    }
                }
                Fit::NoSpread => {
                    let (n, s) = cells.iter().fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
                    prop_assume!(s > 0 && s < n);
                    let mean = s as f64 / n as f64;
                    // Weaker priors of the same mean are less likely than a very strong one.
                    let at = |strength: f64| log_likelihood(&cells, mean * strength, (1.0 - mean) * strength);
                    prop_assert!(at(1e3) <= at(1e5) + 1e-6);
                }
                Fit::Unbounded => prop_assert!(cells.iter().all(|&(n, s)| s == 0 || s == n)),
            }
        }
    }
}
