//! What chance alone would show: the gap if all groups were equal, and the smallest change n can tell.

use std::cmp::Ordering;

use rand::RngExt;
use rayon::prelude::*;
use serde::Serialize;

use super::kernel::{compare, cross};
use crate::words::{Wording, plural, points, thousands};
use crate::{Confidence, Direction, Error, Exact, GroupCount};

/// Most tables that are enumerated; above it they are drawn.
const ENUMERATED: u128 = 200_000;
/// Most draws. The gaps drawn are kept for their percentile, and a call cannot be stopped half-way; a million
/// gives the p-value to 0.001.
const MOST_DRAWS: u64 = 1_000_000;

/// How [`gap_if_equal`] works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ChanceOptions {
    /// Draws, where there are too many tables to enumerate: 1 to 1,000,000. Default 10,000.
    pub draws: u64,
    /// Seed. One stream a draw: the same seed gives the same answer for any number of threads.
    pub seed: u64,
    /// Smaller groups are left out. Default 10.
    pub min_n: u64,
}

impl Default for ChanceOptions {
    fn default() -> Self {
        Self {
            draws: 10_000,
            seed: 0,
            min_n: 10,
        }
    }
}

/// The gap between highest and lowest rate, seen and by chance alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChanceGap {
    /// Groups compared.
    pub groups: usize,
    /// Groups left out: fewer than `min_n` children, or censored counts.
    pub left_out: usize,
    /// The rate all groups are given: theirs together.
    pub pooled: Option<Exact>,
    /// Highest minus lowest rate as seen, a share; `None` with fewer than two groups.
    pub observed: Option<Exact>,
    /// Its mean if every group had the pooled rate, percentage points.
    pub mean_pp: Option<f64>,
    /// Its 95th percentile, percentage points: the smallest gap with at least 95 % at or below it.
    pub p95_pp: Option<f64>,
    /// Probability of a gap at least as large as the one seen: `(1 + count)/(1 + draws)`, or exact.
    pub p_value: Option<f64>,
    /// Tables drawn; 0 where all were enumerated, with their exact probabilities.
    pub draws: u64,
    /// The seed.
    pub seed: u64,
}

/// The gap between the highest and the lowest rate that groups of these sizes show if all have one rate.
///
/// The range of several small groups is large by chance alone: this is what a gap has to be read against.
/// Successes are binomial with the pooled rate. All tables are enumerated where there are at most 200,000
/// of them; otherwise they are drawn. Cost: O(draws · groups · log n).
///
/// # Errors
/// [`Error::TooLarge`] for counts whose sum passes 2^64; [`Error::BadOption`] for 0 or more than 1,000,000
/// draws.
///
/// ```
/// use commonweal_equity::{gap_if_equal, ChanceOptions, GroupCount, GroupKey};
/// let groups: Vec<_> = [15, 20, 25, 40, 60]
///     .map(|n| GroupCount::new(GroupKey::of("race", n.to_string()), n, n * 3 / 5).unwrap())
///     .into();
/// let found = gap_if_equal(&groups, &ChanceOptions::default())?;
/// assert!((found.mean_pp.unwrap() - 23.0).abs() < 1.0);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn gap_if_equal(groups: &[GroupCount], options: &ChanceOptions) -> Result<ChanceGap, Error> {
    if !(1..=MOST_DRAWS).contains(&options.draws) {
        return Err(Error::BadOption {
            option: "draws",
            found: options.draws.to_string(),
            expected: "at least 1 and at most 1,000,000; more takes memory and time and does not change what is printed",
        });
    }
    let large = |&(n, _): &(u64, u64)| n >= options.min_n.max(1);
    let cells: Vec<(u64, u64)> = groups
        .iter()
        .filter_map(GroupCount::exact)
        .filter(large)
        .collect();
    let mut out = ChanceGap {
        groups: cells.len(),
        left_out: groups.len() - cells.len(),
        pooled: None,
        observed: None,
        mean_pp: None,
        p95_pp: None,
        p_value: None,
        draws: 0,
        seed: options.seed,
    };
    if cells.is_empty() {
        return Ok(out);
    }
    let n = crate::need::sum(cells.iter().map(|&(n, _)| n))?;
    let s = crate::need::sum(cells.iter().map(|&(_, s)| s))?;
    out.pooled = Some(Exact::from(s).over(Exact::from(n))?);
    let Some(seen) = Range::of(cells.iter().copied()).filter(|_| cells.len() > 1) else {
        return Ok(out);
    };
    out.observed = Some(seen.exact()?);
    let tables: Vec<Binomial> = cells
        .iter()
        .map(|&(size, _)| Binomial::new(size, s as f64 / n as f64))
        .collect();
    let count = tables.iter().try_fold(1_u128, |product, table| {
        product.checked_mul(table.weights.len() as u128)
    });
    if count.is_some_and(|count| count <= ENUMERATED) {
        let all = enumerate(&tables);
        let weight = |range: &Range| if range.reaches(&seen) { 1.0 } else { 0.0 };
        out.p_value = Some(
            all.iter()
                .map(|(range, p)| p * weight(range))
                .sum::<f64>()
                .min(1.0),
        );
        out.mean_pp = Some(100.0 * all.iter().map(|(range, p)| p * range.value()).sum::<f64>());
        let gaps = all.iter().map(|(range, p)| (range.value(), *p)).collect();
        out.p95_pp = Some(100.0 * percentile(gaps, 0.95));
    } else {
        let drawn: Vec<(f64, bool)> = (0..options.draws)
            .into_par_iter()
            .filter_map(|draw| {
                let mut random = crate::draws::stream(options.seed, draw);
                let drawn = tables
                    .iter()
                    .map(|table| (table.n, table.draw(random.random())));
                Range::of(drawn).map(|range| (range.value(), range.reaches(&seen)))
            })
            .collect();
        let draws = options.draws as f64;
        let larger = drawn.iter().filter(|(_, larger)| *larger).count();
        out.p_value = Some((1.0 + larger as f64) / (1.0 + draws));
        out.mean_pp = Some(100.0 * drawn.iter().map(|(gap, _)| gap).sum::<f64>() / draws);
        let gaps = drawn.iter().map(|(gap, _)| (*gap, 1.0 / draws)).collect();
        out.p95_pp = Some(100.0 * percentile(gaps, 0.95));
        out.draws = options.draws;
    }
    Ok(out)
}

impl ChanceGap {
    /// The gap seen beside the gap by chance, in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let left = match self.left_out {
            0 => String::new(),
            more => format!(" {} left out.", plural(more, "group")),
        };
        let (Some(observed), Some(mean), Some(p95), Some(p)) =
            (self.observed, self.mean_pp, self.p95_pp, self.p_value)
        else {
            return format!(
                "Fewer than two groups of {} to compare.{left}",
                words.population
            );
        };
        let p = if p < 0.001 {
            "below 0.001".to_owned()
        } else {
            format!("{p:.3}")
        };
        let how = match self.draws {
            0 => "all tables enumerated".to_owned(),
            draws => format!("{} draws, seed {}", thousands(draws), self.seed),
        };
        format!(
            "The rates of {} lie {} points apart. If all had the same rate, groups of these sizes would lie {} points apart on average, and in 95 % of cases at most {} ({how}); a gap this large then has probability {p}.{left}",
            plural(self.groups, "group"),
            points(100.0 * observed.to_f64()),
            points(mean),
            points(p95)
        )
    }
}

/// Highest and lowest rate of a table, as (children, successes).
struct Range {
    high: (u64, u64),
    low: (u64, u64),
}

impl Range {
    fn of(cells: impl Iterator<Item = (u64, u64)>) -> Option<Self> {
        cells.fold(None, |range, cell| {
            let Some(Self { high, low }) = range else {
                return Some(Self {
                    high: cell,
                    low: cell,
                });
            };
            let above = |a, b| cross(a, b).0 > cross(a, b).1;
            Some(Self {
                high: if above(cell, high) { cell } else { high },
                low: if above(low, cell) { cell } else { low },
            })
        })
    }

    /// The gap as (numerator, denominators).
    fn parts(&self) -> (u128, [u128; 2]) {
        let (high, low) = cross(self.high, self.low);
        let n = [u128::from(self.high.0), u128::from(self.low.0)];
        (high.saturating_sub(low), n)
    }

    fn value(&self) -> f64 {
        let (gap, [a, b]) = self.parts();
        gap as f64 / (a as f64 * b as f64)
    }

    fn exact(&self) -> Result<Exact, Error> {
        let rate = |(n, s): (u64, u64)| Exact::from(s).over(Exact::from(n));
        rate(self.high)?.minus(rate(self.low)?)
    }

    /// Whether the gap is at least the other, exactly.
    fn reaches(&self, other: &Self) -> bool {
        let ((a, [an, am]), (b, [bn, bm])) = (self.parts(), other.parts());
        compare(&[a, bn, bm], &[b, an, am]) != Ordering::Less
    }
}

/// A binomial distribution as its probabilities around the mode, those below 1e-18 of it left out.
struct Binomial {
    n: u64,
    first: u64,
    weights: Vec<f64>,
    cumulative: Vec<f64>,
}

impl Binomial {
    fn new(n: u64, p: f64) -> Self {
        const NEGLIGIBLE: f64 = 1e-18;
        if p <= 0.0 || p >= 1.0 {
            let first = if p <= 0.0 { 0 } else { n };
            return Self {
                n,
                first,
                weights: vec![1.0],
                cumulative: vec![1.0],
            };
        }
        let odds = p / (1.0 - p);
        let mode = (((n as f64 + 1.0) * p).floor() as u64).min(n);
        let (mut below, mut above) = (Vec::new(), vec![1.0]);
        let mut weight = 1.0;
        for k in mode..n {
            weight *= (n - k) as f64 / (k + 1) as f64 * odds;
            if weight < NEGLIGIBLE {
                break;
            }
            above.push(weight);
        }
        weight = 1.0;
        for k in (0..mode).rev() {
            weight *= (k + 1) as f64 / ((n - k) as f64 * odds);
            if weight < NEGLIGIBLE {
                break;
            }
            below.push(weight);
        }
        let first = mode - below.len() as u64;
        let mut weights: Vec<f64> = below.into_iter().rev().chain(above).collect();
        let total: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= total;
        }
        let mut sum = 0.0;
        let cumulative = weights
            .iter()
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        Self {
            n,
            first,
            weights,
            cumulative,
        }
    }

    /// The value at a uniform number, by inversion.
    fn draw(&self, uniform: f64) -> u64 {
        let position = self.cumulative.partition_point(|&sum| sum <= uniform);
        self.first + position.min(self.weights.len() - 1) as u64
    }
}

/// Every table with its probability.
fn enumerate(tables: &[Binomial]) -> Vec<(Range, f64)> {
    let mut all = Vec::new();
    let mut at = vec![0_usize; tables.len()];
    loop {
        let cells = tables
            .iter()
            .zip(&at)
            .map(|(table, &i)| (table.n, table.first + i as u64));
        let probability = tables
            .iter()
            .zip(&at)
            .map(|(table, &i)| table.weights[i])
            .product();
        all.extend(Range::of(cells).map(|range| (range, probability)));
        // The next table, as an odometer counts.
        let Some(turn) = (0..at.len()).find(|&i| at[i] + 1 < tables[i].weights.len()) else {
            return all;
        };
        at[..turn].fill(0);
        at[turn] += 1;
    }
}

/// Smallest value with at least `share` of the weight at or below it.
fn percentile(mut values: Vec<(f64, f64)>, share: f64) -> f64 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0.0;
    for (value, weight) in &values {
        sum += weight;
        // A share reached but for rounding is reached.
        if sum >= share - 1e-12 {
            return *value;
        }
    }
    values.last().map_or(0.0, |(value, _)| *value)
}

/// Which standard error the smallest detectable change uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeMethod {
    /// Each year's own: the change equals z times `√(p₁q₁/n + p₂q₂/n)`. The default.
    #[default]
    TwoProportion,
    /// The first year's standard error for both: `z·√(2·p₁q₁/n)` (a variant of Healthy People 2030).
    SameError,
}

/// The smallest change in one direction, in percentage points, that two cohorts of `n` tell from chance,
/// starting from `rate` (0 to 1).
///
/// It is the change whose interval just reaches zero, not one that is found with a stated power. `None`
/// where n is 0, where no change that size is left (60 % can rise by 40 points only), and where the first year's
/// standard error is 0 with [`ChangeMethod::SameError`]: a rate of 0 or 1 then says nothing about chance.
/// Cost: constant.
///
/// # Errors
/// [`Error::BadOption`] for a rate outside 0 to 1.
///
/// ```
/// use commonweal_equity::{detectable_change, ChangeMethod, Confidence, Direction};
/// let change = |n| detectable_change(n, 0.6, Direction::Higher, ChangeMethod::TwoProportion, Confidence::default());
/// assert!((change(60)?.unwrap() - 16.40).abs() < 0.005);
/// assert_eq!(change(5)?, None);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn detectable_change(
    n: u64,
    rate: f64,
    direction: Direction,
    method: ChangeMethod,
    confidence: Confidence,
) -> Result<Option<f64>, Error> {
    if !(0.0..=1.0).contains(&rate) {
        return Err(Error::BadOption {
            option: "rate",
            found: rate.to_string(),
            expected: "a share from 0 to 1",
        });
    }
    if n == 0 {
        return Ok(None);
    }
    // A fall of p is a rise of 1 − p.
    let p = match direction {
        Direction::Higher => rate,
        Direction::Lower => 1.0 - rate,
    };
    let (k, variance) = (confidence.z().powi(2) / n as f64, p * (1.0 - p));
    let change = match method {
        ChangeMethod::SameError => (2.0 * k * variance).sqrt(),
        // d² = k(p(1 − p) + (p + d)(1 − p − d)), a quadratic in d.
        ChangeMethod::TwoProportion => {
            let linear = k * (1.0 - 2.0 * p);
            (linear + (linear * linear + 8.0 * k * (1.0 + k) * variance).sqrt()) / (2.0 * (1.0 + k))
        }
    };
    Ok((change > 0.0 && p + change <= 1.0).then_some(100.0 * change))
}

#[cfg(test)]
mod tests;
