//! What chance does to measures that pick groups or take absolute values: simulation.
//!
//! Two sets of rates a draw, from one random stream a draw: around the estimates (for standard error and
//! interval) and around one common rate (the noise floor). Counts are drawn binomially, published
//! estimates normally and not cut at 0 or at the scale, because cutting moves their mean.

use rand::Rng;
use rayon::prelude::*;
use statrs::function::erf::erfc_inv;

use super::formula::dot;
use super::groups::Groups;
use super::measure::InequalityMeasure as M;
use crate::draws::stream;

/// Above this variance the binomial is drawn as a normal; its skewness is then below 1e-4.
const LARGE: f64 = 1e8;

/// The rate of one group, to be drawn.
enum Rate {
    Normal {
        mean: f64,
        sd: f64,
    },
    /// `rates[i]` has cumulative probability `cumulative[i]`.
    Counted {
        cumulative: Vec<f64>,
        rates: Vec<f64>,
    },
}

impl Rate {
    /// A binomial count of `n` over `n`, times `scale`.
    fn binomial(n: u64, p: f64, scale: f64) -> Self {
        let variance = n as f64 * p * (1.0 - p);
        if !(variance > 0.0 && variance <= LARGE) {
            return Self::Normal {
                mean: scale * p,
                sd: scale * variance.max(0.0).sqrt() / n as f64,
            };
        }
        // Probabilities relative to the mode, by their ratios, until they cannot matter.
        let odds = p / (1.0 - p);
        let mode = (((n + 1) as f64 * p) as u64).min(n);
        let up = |k: u64| odds * (n - k) as f64 / (k + 1) as f64;
        let run = |from: u64, next: &dyn Fn(u64) -> Option<(u64, f64)>| {
            let mut found = Vec::new();
            let (mut k, mut weight) = (from, 1.0);
            while let Some((to, ratio)) = next(k) {
                (k, weight) = (to, weight * ratio);
                if weight < 1e-18 {
                    break;
                }
                found.push((k, weight));
            }
            found
        };
        let below = run(mode, &|k| (k > 0).then(|| (k - 1, 1.0 / up(k - 1))));
        let above = run(mode, &|k| (k < n).then(|| (k + 1, up(k))));
        let all = below.into_iter().rev();
        let all: Vec<(u64, f64)> = all.chain([(mode, 1.0)]).chain(above).collect();
        let total: f64 = all.iter().map(|(_, weight)| weight).sum();
        let mut sum = 0.0;
        let cumulative = all.iter().map(|(_, weight)| {
            sum += weight;
            sum / total
        });
        Self::Counted {
            cumulative: cumulative.collect(),
            rates: all
                .iter()
                .map(|(k, _)| scale * (*k as f64 / n as f64))
                .collect(),
        }
    }

    fn draw(&self, rng: &mut impl Rng) -> f64 {
        // The middle of one of 2^53 equal parts: never 0, never 1.
        let uniform = ((rng.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        match self {
            Self::Normal { mean, sd } => {
                mean - sd * std::f64::consts::SQRT_2 * erfc_inv(2.0 * uniform)
            }
            Self::Counted { cumulative, rates } => {
                let at = cumulative.partition_point(|sum| *sum < uniform);
                rates[at.min(rates.len() - 1)]
            }
        }
    }
}

/// What simulation says of one measure.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Simulated {
    /// Standard deviation over the draws.
    pub(super) se: Option<f64>,
    /// Basic (reverse percentile) interval.
    pub(super) interval: Option<(f64, f64)>,
    /// Mean if all groups had one rate (ratios: geometric mean).
    pub(super) floor: Option<f64>,
    /// How far the draws around the estimates lie from the estimate on average (ratios: of logarithms).
    pub(super) bias: Option<f64>,
    /// Whether the estimate is farther from equality than all but a tail of the draws with one rate.
    pub(super) beyond_chance: bool,
    /// Draws in which the measure is not defined, in either set.
    pub(super) undefined: usize,
}

/// Simulates the measures in `rows`; `estimates` are their values in the data.
pub(super) fn simulate(
    groups: &Groups,
    se: &[f64],
    rows: &[((M, bool), f64)],
    (draws, seed): (u64, u64),
    confidence: f64,
) -> Vec<Simulated> {
    if rows.is_empty() || draws == 0 {
        return vec![Simulated::default(); rows.len()];
    }
    let setting = &groups.setting;
    let around = samplers(groups, se, None);
    let equal = samplers(groups, se, Some(common_rate(groups)));
    let measure = |y: &[f64]| -> Vec<f64> {
        let value = |((measure, weighted), _): &((M, bool), f64)| {
            let value = setting.value(*measure, *weighted, y).unwrap_or(f64::NAN);
            if measure.is_ratio() {
                value.ln()
            } else {
                value
            }
        };
        rows.iter().map(value).collect()
    };
    let found: Vec<(Vec<f64>, Vec<f64>)> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let mut rng = stream(seed, draw);
            let mut sample = |from: &[Rate]| -> Vec<f64> {
                let y: Vec<f64> = from.iter().map(|rate| rate.draw(&mut rng)).collect();
                measure(&y)
            };
            (sample(&around), sample(&equal))
        })
        .collect();
    let summarise = |(at, ((measure, _), estimate)): (usize, &((M, bool), f64))| {
        let around: Vec<f64> = found.iter().map(|(around, _)| around[at]).collect();
        let equal: Vec<f64> = found.iter().map(|(_, equal)| equal[at]).collect();
        summary(measure.is_ratio(), *estimate, around, equal, confidence)
    };
    rows.iter().enumerate().map(summarise).collect()
}

/// One common rate: all children together; the simple mean where populations are not known.
fn common_rate(groups: &Groups) -> f64 {
    groups
        .setting
        .mean(&groups.y)
        .unwrap_or_else(|_| groups.y.iter().sum::<f64>() / groups.y.len() as f64)
}

fn samplers(groups: &Groups, se: &[f64], common: Option<f64>) -> Vec<Rate> {
    let scale = groups.setting.scale;
    let mean = |y: f64| common.unwrap_or(y);
    match &groups.counts {
        Some(counts) => counts
            .iter()
            .zip(&groups.y)
            .map(|(&(n, _), &y)| Rate::binomial(n, mean(y) / scale, scale))
            .collect(),
        None => groups
            .y
            .iter()
            .zip(se)
            .map(|(&y, &sd)| Rate::Normal { mean: mean(y), sd })
            .collect(),
    }
}

fn summary(
    log: bool,
    estimate: f64,
    mut around: Vec<f64>,
    mut equal: Vec<f64>,
    confidence: f64,
) -> Simulated {
    let bad = |values: &[f64]| values.iter().filter(|value| !value.is_finite()).count();
    let (around_bad, equal_bad) = (bad(&around), bad(&equal));
    let back = |value: f64| if log { value.exp() } else { value };
    let mut out = Simulated {
        undefined: around_bad.max(equal_bad),
        ..Simulated::default()
    };
    let value = if log { estimate.ln() } else { estimate };
    let tail = (1.0 - confidence) / 2.0;
    if equal_bad == 0 {
        out.floor = Some(back(mean(&equal)));
        // Some measures are at most 0 (PAR where lower is better): distance counts.
        for v in &mut equal {
            *v = v.abs();
        }
        equal.sort_unstable_by(f64::total_cmp);
        out.beyond_chance = value.abs() > quantile(&equal, 1.0 - tail);
    }
    if around_bad > 0 || around.len() < 2 {
        return out;
    }
    let centre = mean(&around);
    let ones = vec![1.0; around.len()];
    let squares: Vec<f64> = around.iter().map(|v| (v - centre) * (v - centre)).collect();
    let sd = (dot(&ones, &squares) / (around.len() - 1) as f64).sqrt();
    out.bias = Some(centre - value);
    // A standard error on the log scale becomes one of the ratio to first order.
    out.se = Some(if log { estimate * sd } else { sd });
    around.sort_unstable_by(f64::total_cmp);
    // The draws are spread around the estimate as estimates are around the truth, bias included.
    out.interval = Some((
        back(2.0 * value - quantile(&around, 1.0 - tail)),
        back(2.0 * value - quantile(&around, tail)),
    ));
    out
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}
