//! Rates of small groups, drawn towards the rest as far as chance explains them (empirical Bayes).

mod likelihood;

use serde::Serialize;

use super::interval::beta_quantile;
use super::{Confidence, IntervalMethod, percent_level, proportion_interval};
use crate::need::sum;
use crate::words::{Wording, plural, thousands};
use crate::{Censoring, Error, Exact, GroupCount, GroupKey};
use likelihood::Fit;

/// Fewest cells that a distribution of rates is fitted to.
const FEWEST: usize = 3;

/// How rates are shrunk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShrinkOptions {
    /// Level of the posterior intervals; 95 % by default.
    pub confidence: Confidence,
    /// Cells with fewer children are marked small. Default 10.
    pub min_n: u64,
}

/// 95 %, fewer than 10 children are few.
impl Default for ShrinkOptions {
    fn default() -> Self {
        Self {
            confidence: Confidence::default(),
            min_n: 10,
        }
    }
}

/// The distribution of the true rates over the cells, estimated from the cells themselves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Prior {
    /// Beta(alpha, beta): mean `alpha/(alpha + beta)`, worth `alpha + beta` children.
    Beta {
        /// First parameter.
        alpha: f64,
        /// Second parameter.
        beta: f64,
    },
    /// The rates differ no more than chance makes them: the prior is infinitely strong, and every cell gets
    /// the rate of all.
    Equal {
        /// That rate, of all children in the cells together.
        rate: Exact,
    },
    /// No distribution can be estimated; no cell is shrunk.
    NotFitted {
        /// Why.
        reason: NotFitted,
    },
}

/// Why no distribution of rates can be estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotFitted {
    /// Fewer than three cells have children and exact counts.
    FewCells,
    /// No cell has two children, so spread between cells and chance within them look alike.
    OneChildEach,
    /// Every cell is at 0 or 100 %, so the likelihood has no maximum.
    AllOrNone,
    /// A cell has more than 2^24 children: it does not need to borrow strength.
    VeryLarge,
}

impl NotFitted {
    /// The reason in words, to stand after "Not shrunk:".
    pub fn words(self) -> &'static str {
        match self {
            Self::FewCells => "fewer than 3 cells have children and exact counts",
            Self::OneChildEach => "no cell has two children",
            Self::AllOrNone => "every cell is at 0 or 100 %",
            Self::VeryLarge => "a cell has more than 16,777,216 children and needs no help",
        }
    }
}

/// A cell's rate beside its shrunken estimate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShrunkenRate {
    /// Which children.
    pub key: GroupKey,
    /// How many.
    pub n: u64,
    /// How many reach the outcome.
    pub successes: u64,
    /// `successes / n` as counted; `None` for an empty cell.
    pub rate: Option<Exact>,
    /// Posterior mean `(alpha + successes)/(alpha + beta + n)`, a share; for an empty cell the prior mean.
    pub estimate: Option<f64>,
    /// Lower end of the equal-tailed posterior interval, a share. It takes the prior as known.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Weight of the cell's own rate, `n/(n + alpha + beta)`: 0 to 1.
    pub weight: Option<f64>,
    /// Whether the cell has fewer children than the minimum.
    pub small: bool,
}

/// Shrunken rates of cells that are taken to be of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shrinkage {
    /// The options used.
    pub options: ShrinkOptions,
    /// The distribution of true rates.
    pub prior: Prior,
    /// Children in the cells with exact counts.
    pub n: u64,
    /// Those who reach the outcome.
    pub successes: u64,
    /// Cells with exact counts, in input order.
    pub cells: Vec<ShrunkenRate>,
    /// Cells whose counts are ranges: not shrunk, and not part of the prior.
    pub not_assessed: Vec<(GroupKey, Censoring)>,
    /// Method and interval by name.
    pub convention: String,
}

/// Shrinks the rates of cells towards their common mean, as far as chance explains the spread.
///
/// The true rates are taken as drawn from one Beta distribution, whose parameters maximise the beta-binomial
/// likelihood of the exact counts; each cell's estimate is then the posterior mean, between its own rate and
/// the mean of all. Use it to rank or to set baselines: cells chosen as lowest by their raw rate "improve" by
/// themselves. It is not for a cell's own account of itself. Where the score of the likelihood shows no
/// spread beyond chance (`Σ s(s−1)/μ + f(f−1)/(1−μ) − n(n−1) ≤ 0` at the common rate μ), every cell gets the
/// common rate, with the Wilson interval of that rate. Cost: a few hundred passes over the largest cell's
/// size, and two inversions of the Beta function a cell.
///
/// # Errors
/// [`Error::TooLarge`] when the children do not fit 64 bits.
///
/// ```
/// use commonweal_equity::{shrink, GroupCount, GroupKey, Prior, ShrinkOptions};
/// let cells: Vec<_> = [(40, 10), (50, 41), (30, 12), (4, 0), (60, 33)]
///     .iter()
///     .zip(1..)
///     .map(|(&(n, s), school)| GroupCount::new(GroupKey::of("school", school.to_string()), n, s))
///     .collect::<Result<_, _>>()?;
/// let found = shrink(&cells, ShrinkOptions::default())?;
/// // None of 4 children says little about a school: the estimate stays near the others.
/// assert!(found.cells[3].small && found.cells[3].estimate.unwrap() > 0.2);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn shrink(cells: &[GroupCount], options: ShrinkOptions) -> Result<Shrinkage, Error> {
    let exact: Vec<(&GroupKey, u64, u64)> = cells
        .iter()
        .filter_map(|cell| cell.exact().map(|(n, s)| (cell.key(), n, s)))
        .collect();
    let not_assessed = cells
        .iter()
        .filter_map(|cell| Some((cell.key().clone(), cell.censoring()?)))
        .collect();
    let n = sum(exact.iter().map(|&(_, n, _)| n))?;
    let successes = sum(exact.iter().map(|&(_, _, s)| s))?;
    let counts: Vec<(u64, u64)> = exact.iter().map(|&(_, n, s)| (n, s)).collect();
    let prior = prior(&counts, (n, successes))?;
    // Every cell has the same interval where every cell has the same rate.
    let pooled = match prior {
        Prior::Equal { .. } => {
            proportion_interval(successes, n, IntervalMethod::Wilson, options.confidence)?
        }
        _ => None,
    };
    let level = percent_level(options.confidence);
    Ok(Shrinkage {
        options,
        prior,
        n,
        successes,
        cells: exact
            .into_iter()
            .map(|(key, n, s)| shrunken(key, (n, s), prior, pooled, options))
            .collect::<Result<_, _>>()?,
        not_assessed,
        convention: match prior {
            Prior::Beta { .. } => format!(
                "beta-binomial by maximum likelihood, posterior mean, equal-tailed posterior interval, {level}, prior taken as known"
            ),
            Prior::Equal { .. } => format!(
                "no spread beyond chance: the rate of all cells together, Wilson score interval, {level}"
            ),
            Prior::NotFitted { reason } => format!("not shrunk: {}", reason.words()),
        },
    })
}

/// The distribution of true rates behind (children, successes).
fn prior(counts: &[(u64, u64)], all: (u64, u64)) -> Result<Prior, Error> {
    let people: Vec<(u64, u64)> = counts.iter().copied().filter(|&(n, _)| n > 0).collect();
    let not_fitted = |reason| Ok(Prior::NotFitted { reason });
    if people.len() < FEWEST {
        return not_fitted(NotFitted::FewCells);
    }
    if people.iter().all(|&(n, _)| n == 1) {
        return not_fitted(NotFitted::OneChildEach);
    }
    if people.iter().any(|&(n, _)| n > likelihood::LARGEST) {
        return not_fitted(NotFitted::VeryLarge);
    }
    Ok(match likelihood::fit(&people) {
        Fit::NoSpread => Prior::Equal {
            rate: Exact::from(all.1).over(Exact::from(all.0))?,
        },
        Fit::Unbounded => Prior::NotFitted {
            reason: NotFitted::AllOrNone,
        },
        Fit::Beta { alpha, beta } => Prior::Beta { alpha, beta },
    })
}

fn shrunken(
    key: &GroupKey,
    (n, s): (u64, u64),
    prior: Prior,
    pooled: Option<(f64, f64)>,
    options: ShrinkOptions,
) -> Result<ShrunkenRate, Error> {
    let rate = match n {
        0 => None,
        _ => Some(Exact::from(s).over(Exact::from(n))?),
    };
    let (estimate, interval, weight) = match prior {
        Prior::NotFitted { .. } => (None, None, None),
        Prior::Equal { rate } => (Some(rate.to_f64()), pooled, Some(0.0)),
        Prior::Beta { alpha, beta } => {
            let (a, b) = (alpha + s as f64, beta + (n - s) as f64);
            let tail = (1.0 - options.confidence.level()) / 2.0;
            (
                Some(a / (a + b)),
                Some((beta_quantile(a, b, tail), beta_quantile(a, b, 1.0 - tail))),
                Some(n as f64 / (a + b)),
            )
        }
    };
    let (lower, upper) = interval.unzip();
    Ok(ShrunkenRate {
        key: key.clone(),
        n,
        successes: s,
        rate,
        estimate,
        lower,
        upper,
        weight,
        small: n < options.min_n,
    })
}

impl Shrinkage {
    /// What was estimated, in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let cells = plural(self.cells.len(), "cell");
        let population = &words.population;
        let found = match self.prior {
            Prior::Beta { alpha, beta } => {
                let small = self.cells.iter().filter(|cell| cell.small).count();
                format!(
                    "True rates over {cells} of {} {population} are taken as Beta({alpha:.3}, {beta:.3}): mean {:.1} %, worth {:.1} {population}, so a cell of that size is drawn half-way to the mean. {} with fewer than {}.",
                    thousands(self.n),
                    100.0 * alpha / (alpha + beta),
                    alpha + beta,
                    plural(small, "cell"),
                    self.options.min_n
                )
            }
            Prior::Equal { rate } => format!(
                "The rates of {cells} differ no more than chance makes them; every cell gets the rate of all, {} of {} {population}.",
                rate.percent(1),
                thousands(self.n)
            ),
            Prior::NotFitted { reason } => format!("Not shrunk: {}.", reason.words()),
        };
        match self.not_assessed.len() {
            0 => found,
            left => format!(
                "{found} Left out because of censored counts: {}.",
                plural(left, "cell")
            ),
        }
    }
}

#[cfg(test)]
mod tests;
