//! Betweenness from the paths out of some partners only, with its error.
//!
//! The exact value of a partner is a sum over sources; sources drawn without replacement, each partner
//! equally likely, give an unbiased estimate when that sum is scaled by n over their number (Brandes &
//! Pich 2007). Pairs inside hanging trees are counted exactly whatever the sample: only the paths through
//! the core are estimated, and a source inside a tree is searched at the place where the tree hangs.
//!
//! Drawing without replacement makes the error shrink to nothing as the sample becomes everybody, and two
//! bounds hold for it: Hoeffding-Serfling, from the range alone, and empirical Bernstein-Serfling, from the
//! spread that was seen (Bardenet & Maillard 2015, corollary 2.5 and theorem 4.3). The smaller one is
//! given, each at half the allowed probability and shared evenly over the partners, so that all hold
//! at once. Bounds over all partners that are narrower need sampled pairs instead of sampled sources
//! (Riondato & Kornaropoulos 2016); at the sample sizes one can afford on large networks the standard
//! error says more than either.

use rand::seq::index;

use super::prepared::Prepared;
use super::tally::Moments;
use super::{BetweennessOptions, unweighted, weighted};
use crate::measures::closeness::paths::Roads;
use crate::nulls::draws::stream;
use crate::{ComponentKind, Control, Error, Network, PartnerScores};

/// Options of [`Network::sampled_betweenness`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleOptions {
    /// Number of partners whose shortest paths are followed, two or more; everybody when there are fewer.
    pub samples: usize,
    /// Chance: the same seed draws the same partners.
    pub seed: u64,
    /// Probability with which all error bounds hold at once, between 0 and 1.
    pub confidence: f64,
    /// What is estimated.
    pub betweenness: BetweennessOptions,
}

impl Default for SampleOptions {
    fn default() -> Self {
        Self {
            samples: 100,
            seed: 0,
            confidence: 0.95,
            betweenness: BetweennessOptions::default(),
        }
    }
}

impl Network {
    /// Betweenness estimated from the shortest paths out of a random sample of partners (Brandes & Pich
    /// 2007), for networks where the exact one takes too long. Unbiased. Three scores for each partner,
    /// in the unit of [`Network::betweenness`]:
    ///
    /// 1. `betweenness`, the estimate;
    /// 2. `standard error`, from the spread between the sampled sources, with the correction for a finite
    ///    population (0 when everybody was sampled);
    /// 3. `error bound`: with probability `confidence` no partner's estimate is farther from its exact
    ///    value than this. It supposes nothing, and is wide unless the sample is large.
    ///
    /// Unknown ties are treated as in [`Network::betweenness`]; the errors speak of sampling alone.
    ///
    /// Cost: O(samples · m) unweighted, 56 bytes a partner for each thread and one copy of the ties;
    /// weighted O(samples · m log n). Same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::BadOption`] for fewer than two samples or a confidence outside (0, 1); else as
    /// [`Network::betweenness`].
    pub fn sampled_betweenness(
        &self,
        options: &SampleOptions,
        control: &Control,
    ) -> Result<Vec<PartnerScores>, Error> {
        let refuse = |option, found: String, expected: &str| Error::BadOption {
            option,
            found,
            expected: expected.to_owned(),
        };
        if options.samples < 2 {
            let found = options.samples.to_string();
            return Err(refuse("samples", found, "two or more: one has no spread"));
        }
        if !(options.confidence > 0.0 && options.confidence < 1.0) {
            let found = options.confidence.to_string();
            return Err(refuse("confidence", found, "a probability between 0 and 1"));
        }
        let n = self.partners();
        let samples = options.samples.min(n);
        let mut chosen = index::sample(&mut stream(options.seed, 0), n, samples).into_vec();
        chosen.sort_unstable();
        let estimate = self.estimated_from(&chosen, options, control)?;
        Ok(self.sampled_scores(options, samples, estimate))
    }

    /// The estimate from the partners in `chosen`, ascending.
    pub(super) fn estimated_from(
        &self,
        chosen: &[usize],
        options: &SampleOptions,
        control: &Control,
    ) -> Result<Estimate, Error> {
        let n = self.partners();
        let components = self.components(ComponentKind::Weak);
        let size = |v: usize| f64::from(components.sizes[components.membership[v] as usize]);
        // The most a source can depend on a partner: on all others of its component but itself.
        let mut range: Vec<f64> = (0..n).map(|v| (size(v) - 2.0).max(0.0)).collect();
        let (known, sum, squares) = if options.betweenness.weighted {
            let out = Roads::new(self, self.out(), "betweenness")?;
            let incoming = Roads::new(self, self.incoming(), "betweenness")?;
            let sources: Vec<(u32, f64)> = chosen.iter().map(|&v| (v as u32, 1.0)).collect();
            control.begin(sources.len() as u64);
            let Moments { sum, squares } = weighted::search(&out, &incoming, &sources, control)?;
            (vec![0.0; n], sum, squares)
        } else {
            let core = Prepared::of(self);
            let sources = core.places_of(chosen);
            control.begin(sources.len() as u64);
            let moments: Moments =
                unweighted::search(&core, &sources, control, || control.advance(1))?;
            let (mut sum, mut squares) = (vec![0.0; n], vec![0.0; n]);
            let mut core_range = vec![0.0; n];
            for (place, &v) in core.original.iter().enumerate() {
                let v = v as usize;
                sum[v] = moments.sum[place];
                squares[v] = moments.squares[place];
                core_range[v] = (size(v) - 1.0 - core.mass[place]).max(0.0);
            }
            range = core_range;
            (core.in_trees(), sum, squares)
        };
        Ok(Estimate::of(
            &Sample {
                n,
                k: chosen.len(),
                confidence: options.confidence,
            },
            &known,
            &sum,
            &squares,
            &range,
        ))
    }

    fn sampled_scores(
        &self,
        options: &SampleOptions,
        samples: usize,
        estimate: Estimate,
    ) -> Vec<PartnerScores> {
        let n = self.partners();
        let divisor = self.pairs_divisor(options.betweenness);
        let frame = self.betweenness_scores(options.betweenness, Vec::new());
        let of = |name: &str, mut values: Vec<f64>, what: &str| {
            for value in &mut values {
                *value /= divisor;
            }
            self.hide_ends(&mut values);
            let mut caveats = frame.caveats.clone();
            caveats.push(if samples < n {
                format!(
                    "Estimated from the shortest paths out of {samples} of {n} partners, drawn with seed {}.",
                    options.seed
                )
            } else {
                "Everybody was sampled: the value is exact.".to_owned()
            });
            PartnerScores {
                name: name.to_owned(),
                values,
                convention: format!("{what}{}", frame.convention),
                caveats,
                citation: format!(
                    "{}; Brandes & Pich (2007), Int. J. Bifurcation and Chaos 17, 2303-2318; \
                     Bardenet & Maillard (2015), Bernoulli 21, 1361-1385",
                    frame.citation
                ),
                ..frame.clone()
            }
        };
        vec![
            of(
                "betweenness",
                estimate.value,
                "estimated from sources drawn evenly without replacement: ",
            ),
            of(
                "standard error",
                estimate.standard_error,
                "standard error of the estimate of: ",
            ),
            of(
                "error bound",
                estimate.bound,
                &format!(
                    "with probability {} every partner's estimate is this close to the exact value of: ",
                    options.confidence
                ),
            ),
        ]
    }
}

/// How sources were drawn: `k` of `n`.
struct Sample {
    n: usize,
    k: usize,
    confidence: f64,
}

/// Ordered pairs through each partner, with errors.
pub(super) struct Estimate {
    pub(super) value: Vec<f64>,
    pub(super) standard_error: Vec<f64>,
    pub(super) bound: Vec<f64>,
}

impl Estimate {
    /// `known` is counted exactly; `sum` and `squares` are of the dependencies of the sampled sources,
    /// each between 0 and `range`.
    fn of(sample: &Sample, known: &[f64], sum: &[f64], squares: &[f64], range: &[f64]) -> Self {
        let (n, k) = (sample.n as f64, sample.k as f64);
        // The share of the variance that a finite population leaves (ρ of Bardenet & Maillard).
        let left = if 2 * sample.k <= sample.n {
            1.0 - (k - 1.0) / n
        } else {
            (1.0 - k / n) * (1.0 + 1.0 / k)
        };
        let uncertain = range.iter().filter(|r| **r > 0.0).count().max(1) as f64;
        let miss = (1.0 - sample.confidence) / uncertain;
        // Two sides of each, half of the probability each.
        let (hoeffding, bernstein) = ((4.0 / miss).ln(), (20.0 / miss).ln());
        let kappa = 7.0 / 3.0 + 3.0 / std::f64::consts::SQRT_2;
        let (mut value, mut standard_error, mut bound) = (Vec::new(), Vec::new(), Vec::new());
        for v in 0..sample.n {
            let mean = sum[v] / k;
            let spread = (squares[v] / k - mean * mean).max(0.0);
            value.push(known[v] + n * mean);
            if sample.k == sample.n || range[v] == 0.0 {
                standard_error.push(0.0);
                bound.push(0.0);
                continue;
            }
            standard_error.push(n * (spread / (k - 1.0) * (1.0 - k / n)).sqrt());
            let from_range = range[v] * (left * hoeffding / (2.0 * k)).sqrt();
            let from_spread =
                (2.0 * spread * left * bernstein / k).sqrt() + kappa * range[v] * bernstein / k;
            bound.push(n * from_range.min(from_spread));
        }
        Self {
            value,
            standard_error,
            bound,
        }
    }
}
