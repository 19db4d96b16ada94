//! How well a measure survives missing answers: set some aside, measure again, compare.
//!
//! Nothing about a measure tells how far it can be trusted when a third of the partners did not answer; the
//! network at hand does, if answers it has are set aside and the measure is taken again. Draws are
//! independent and run in parallel; draw `k` has its own random stream and its own order of partners, of
//! which each share takes the first, so shares within a draw are nested and curves over shares are smooth.

pub mod ranks;
#[cfg(test)]
mod tests;
mod whole;

use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::{DegreeOptions, Mode, PartnerScores};
use crate::nulls::draws::stream;
use crate::options::named;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Measure, Network};
use ranks::{kendall, pearson, quantile, spearman};
pub use whole::WholeMeasure;

/// Whose answers are set aside first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropOrder {
    /// Anyone's, with equal chance.
    #[default]
    Random,
    /// Those of the highest scores; among equal ones, chance decides.
    CentralFirst,
    /// Those of the lowest scores; among equal ones, chance decides.
    PeripheralFirst,
}

named!(DropOrder, "how", {
    "random" => Random, "central_first" => CentralFirst, "peripheral_first" => PeripheralFirst,
});

/// What setting aside means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// What the partner reports becomes unknown; it stays a partner that others name (a survey's
    /// non-response; [`Network::without_answers`]).
    #[default]
    Answers,
    /// The partner and all its ties vanish (a partner the roster forgot; [`Network::without`]).
    Partners,
}

named!(Missing, "what", { "answers" => Answers, "partners" => Partners });

/// Options of [`Network::stability`] and [`Network::stability_whole`].
#[derive(Debug, Clone, PartialEq)]
pub struct StabilityOptions {
    /// Shares to set aside, each above 0 and below 1: of those that answered, or of all partners.
    pub shares: Vec<f64>,
    /// Draws for each share.
    pub draws: u32,
    /// Whose answers go first.
    pub how: DropOrder,
    /// What goes.
    pub what: Missing,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for StabilityOptions {
    fn default() -> Self {
        Self {
            shares: vec![0.05, 0.1, 0.2, 0.3],
            draws: 100,
            how: DropOrder::Random,
            what: Missing::Answers,
            seed: 0,
        }
    }
}

/// What is compared between the measure as it stands and after answers are set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// A whole-network measure taken again.
    Value,
    /// New minus old, for partners the mean over those that have both.
    Bias,
    /// Bias as a share of the old value, for partners of their old mean.
    RelativeBias,
    /// Pearson correlation of new and old scores.
    Pearson,
    /// Spearman's rank correlation (average ranks).
    Spearman,
    /// Kendall's rank correlation, tau-b.
    Kendall,
    /// Partners that are in the top tenth both times, as a share of those that are so either time. Ties with
    /// the last of them count as in (Borgatti, Carley & Krackhardt 2006).
    TopOverlap,
}

named!(Statistic, "statistic", {
    "value" => Value, "bias" => Bias, "relative_bias" => RelativeBias, "pearson" => Pearson,
    "spearman" => Spearman, "kendall" => Kendall, "top_overlap" => TopOverlap,
});

const OF_PARTNERS: [Statistic; 6] = [
    Statistic::Bias,
    Statistic::RelativeBias,
    Statistic::Pearson,
    Statistic::Spearman,
    Statistic::Kendall,
    Statistic::TopOverlap,
];
const OF_WHOLE: [Statistic; 3] = [Statistic::Value, Statistic::Bias, Statistic::RelativeBias];

/// One statistic at one share, over the draws where it is defined. NaN where it is in none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StabilityRow {
    /// Share set aside.
    pub share: f64,
    /// Number of partners set aside.
    pub dropped: u64,
    /// What was computed.
    pub statistic: Statistic,
    /// Draws made.
    pub draws: u64,
    /// Draws in which it is defined.
    pub defined: u64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation (divisor defined − 1); NaN below two.
    pub sd: f64,
    /// 5th percentile, by linear interpolation as the others are.
    pub p05: f64,
    /// Lower quartile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// Upper quartile.
    pub p75: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// How a measure held when answers were set aside; rows by share and statistic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// Name of the measure.
    pub measure: String,
    /// Its convention and what was done to the network.
    pub convention: String,
    /// Whose answers went first.
    pub how: DropOrder,
    /// What went.
    pub what: Missing,
    /// Seed of the draws.
    pub seed: u64,
    /// The numbers.
    pub rows: Vec<StabilityRow>,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source.
    pub citation: String,
    /// One plain sentence for each share.
    pub sentences: Vec<String>,
}

impl Network {
    /// How a measure of partners holds when answers are set aside: bias, rank correlations with the
    /// scores of the whole data and overlap of the top tenth, at each share over the draws.
    ///
    /// Scores are compared for partners that have one both times. Partners are never named: what is
    /// reported is how far any ordering could be trusted. Answers that are missing already stay missing,
    /// so the numbers say what further silence would do, not what the present one did. Undirected ties
    /// have no reporter and are taken as reported by both (see [`Network::without_answers`]).
    ///
    /// Source: Costenbader & Valente (2003), Social Networks 25, 283-307; Borgatti, Carley & Krackhardt
    /// (2006), Social Networks 28, 124-136; Smith & Moody (2013), Social Networks 35, 652-668.
    ///
    /// Cost: draws × shares times that of the measure and of a copy of the network. Same answer for any
    /// number of threads.
    ///
    /// # Errors
    /// [`Error::BadOption`] for no share, one that is not between 0 and 1, or no draws; an error of the
    /// measure on the whole data; [`Error::Stopped`]. A draw on which the measure is not defined is counted.
    ///
    /// ```
    /// use commonweal_network::measures::stability::{Statistic, StabilityOptions};
    /// use commonweal_network::{BuildOptions, Control, CorenessOptions, Network, Ties};
    ///
    /// let (source, target): (Vec<u32>, Vec<u32>) = (1..20).map(|i| (i, i / 2)).unzip();
    /// let ties = Ties { source: &source, target: &target, value: None };
    /// let net = Network::from_ties(20, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// let coreness = |net: &Network, _: &Control| Ok(net.coreness(&CorenessOptions::default()));
    /// let found = net.stability(coreness, &StabilityOptions::default(), &Control::new())?;
    /// // A lost report can lower a coreness and never raise it.
    /// assert!(found.rows.iter().filter(|r| r.statistic == Statistic::Bias).all(|r| r.mean <= 0.0));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn stability(
        &self,
        measure: impl Fn(&Self, &Control) -> Result<PartnerScores, Error> + Sync,
        options: &StabilityOptions,
        control: &Control,
    ) -> Result<Stability, Error> {
        check(options)?;
        let whole = measure(self, &control.part())?;
        let again = |net: &Self, kept: &[u32]| {
            let scores = measure(net, &control.part())?;
            let old = kept.iter().map(|&i| whole.values[i as usize]);
            let both: Vec<(f64, f64)> = old
                .zip(scores.values)
                .filter(|(a, b)| !a.is_nan() && !b.is_nan())
                .collect();
            let (old, new): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
            Ok(of_partners(&old, &new).to_vec())
        };
        let rows = self.draws(&OF_PARTNERS, &whole.values, again, options, control)?;
        let mut caveats = whole.caveats.clone();
        if options.what == Missing::Partners {
            caveats.push("A measure that depends on the number of partners also changes because there are fewer.".to_owned());
        }
        let basis = "by the measure itself";
        Ok(self.told(whole.name, &whole.convention, basis, rows, caveats, options))
    }

    /// The same for a measure of the whole network: its value and its bias. Central partners are those
    /// with the most ties in either direction.
    ///
    /// # Errors
    /// As [`Network::stability`], and [`Error::NotDefined`] where the measure has no value on the whole
    /// data.
    pub fn stability_whole(
        &self,
        measure: impl Fn(&Self, &Control) -> Result<Measure, Error> + Sync,
        options: &StabilityOptions,
        control: &Control,
    ) -> Result<Stability, Error> {
        check(options)?;
        let whole = measure(self, &control.part())?;
        let Some(old) = whole.value else {
            return Err(Error::NotDefined {
                measure: "stability",
                reason: whole.sentence,
            });
        };
        let degree = self.degree(&DegreeOptions {
            mode: Mode::All,
            weighted: false,
        })?;
        let again = |net: &Self, _: &[u32]| {
            let new = measure(net, &control.part())?.value.unwrap_or(f64::NAN);
            Ok(vec![new, new - old, relative(new - old, old)])
        };
        let rows = self.draws(&OF_WHOLE, &degree.values, again, options, control)?;
        let basis = "by degree";
        Ok(self.told(
            whole.name,
            &whole.convention,
            basis,
            rows,
            whole.caveats,
            options,
        ))
    }

    /// All draws at all shares; `again(network, its partners by their old numbers)` gives the statistics.
    fn draws(
        &self,
        statistics: &[Statistic],
        central: &[f64],
        again: impl Fn(&Self, &[u32]) -> Result<Vec<f64>, Error> + Sync,
        options: &StabilityOptions,
        control: &Control,
    ) -> Result<Vec<StabilityRow>, Error> {
        let n = self.partners() as u32;
        let eligible: Vec<u32> = match options.what {
            Missing::Answers => (0..n).filter(|&i| self.observed().answered(i)).collect(),
            Missing::Partners => (0..n).collect(),
        };
        let counts: Vec<usize> = options
            .shares
            .iter()
            .map(|share| (share * eligible.len() as f64).round() as usize)
            .collect();
        let draws = options.draws as usize;
        let mut results: Vec<Vec<f64>> = vec![Vec::new(); draws * counts.len()];
        control.begin(results.len() as u64);
        fill_blocks(&mut results, 1, control, |at, results| {
            let (draw, level) = (at / counts.len(), at % counts.len());
            let order = dropping_order(&eligible, central, options, draw as u64);
            let dropped = &order[..counts[level]];
            let (net, kept) = match options.what {
                Missing::Answers => (self.without_answers(dropped)?, (0..n).collect()),
                Missing::Partners => {
                    let mut gone = vec![false; n as usize];
                    for &i in dropped {
                        gone[i as usize] = true;
                    }
                    let kept: Vec<u32> = (0..n).filter(|&i| !gone[i as usize]).collect();
                    (self.pick(&kept), kept)
                }
            };
            for result in results {
                *result = match again(&net, &kept) {
                    Ok(numbers) => numbers,
                    Err(Error::Stopped) => return Err(Error::Stopped),
                    Err(_) => vec![f64::NAN; statistics.len()],
                };
            }
            control.advance(1)
        })?;
        let mut rows = Vec::with_capacity(counts.len() * statistics.len());
        for (level, &share) in options.shares.iter().enumerate() {
            for (k, &statistic) in statistics.iter().enumerate() {
                let all = results.iter().skip(level).step_by(counts.len());
                let numbers: Vec<f64> = all.map(|r| r[k]).collect();
                rows.push(StabilityRow::of(share, counts[level], statistic, &numbers));
            }
        }
        Ok(rows)
    }

    fn told(
        &self,
        measure: String,
        convention: &str,
        central: &str,
        rows: Vec<StabilityRow>,
        mut caveats: Vec<String>,
        options: &StabilityOptions,
    ) -> Stability {
        let what = match options.what {
            Missing::Answers => "answers set aside, their partners kept",
            Missing::Partners => "partners and all their ties taken out",
        };
        let order = match options.how {
            DropOrder::Random => "at random".to_owned(),
            DropOrder::CentralFirst => format!("the most central first, {central}"),
            DropOrder::PeripheralFirst => format!("the least central first, {central}"),
        };
        if options.what == Missing::Answers && !self.is_directed() {
            caveats.push("Ties without direction have no reporter: each is taken as reported by both of its partners.".to_owned());
        }
        if self.known_share().is_some_and(|s| s < 1.0) {
            caveats.push("Answers that are missing already stay missing: this is what further silence would do.".to_owned());
        }
        let sentences = rows
            .iter()
            .filter_map(|row| row.sentence(&measure, &order, options.what))
            .collect();
        Stability {
            measure,
            convention: format!("{convention}; {what}, {order}"),
            how: options.how,
            what: options.what,
            seed: options.seed,
            rows,
            caveats,
            citation: "Costenbader & Valente (2003), Social Networks 25, 283-307; Borgatti, Carley & Krackhardt (2006), Social Networks 28, 124-136; Smith & Moody (2013), Social Networks 35, 652-668".to_owned(),
            sentences,
        }
    }
}

/// The order in which partners are set aside in one draw.
fn dropping_order(
    eligible: &[u32],
    central: &[f64],
    options: &StabilityOptions,
    draw: u64,
) -> Vec<u32> {
    let mut order = eligible.to_vec();
    order.shuffle(&mut stream(options.seed, draw));
    // The sort is stable, so equal scores stay shuffled; a partner without a score goes last.
    let score = |i: u32, none: f64| {
        let score = central[i as usize];
        if score.is_nan() { none } else { score }
    };
    match options.how {
        DropOrder::Random => {}
        DropOrder::CentralFirst => order
            .sort_by(|&a, &b| score(b, f64::NEG_INFINITY).total_cmp(&score(a, f64::NEG_INFINITY))),
        DropOrder::PeripheralFirst => {
            order.sort_by(|&a, &b| score(a, f64::INFINITY).total_cmp(&score(b, f64::INFINITY)));
        }
    }
    order
}

fn check(options: &StabilityOptions) -> Result<(), Error> {
    let refused = |option, found: String, expected: &str| Error::BadOption {
        option,
        found,
        expected: expected.to_owned(),
    };
    let shares = "one or more shares above 0 and below 1";
    if options.shares.is_empty() {
        return Err(refused("drop", "no share".to_owned(), shares));
    }
    if let Some(bad) = options.shares.iter().find(|&&s| !(s > 0.0 && s < 1.0)) {
        return Err(refused("drop", bad.to_string(), shares));
    }
    if options.draws == 0 {
        return Err(refused("draws", "0".to_owned(), "at least one draw"));
    }
    Ok(())
}

/// The statistics of [`OF_PARTNERS`], in that order.
fn of_partners(old: &[f64], new: &[f64]) -> [f64; OF_PARTNERS.len()] {
    let count = old.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let bias = mean(new) - mean(old);
    [
        bias,
        relative(bias, mean(old)),
        pearson(old, new),
        spearman(old, new),
        kendall(old, new),
        top_overlap(old, new),
    ]
}

fn relative(bias: f64, old: f64) -> f64 {
    if old == 0.0 {
        f64::NAN
    } else {
        bias / old.abs()
    }
}

/// |top tenth of both| / |top tenth of either|; NaN without partners.
fn top_overlap(old: &[f64], new: &[f64]) -> f64 {
    let cut = |values: &[f64]| {
        let mut sorted = values.to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        sorted
            .get(sorted.len().div_ceil(10).saturating_sub(1))
            .copied()
    };
    let (Some(old_cut), Some(new_cut)) = (cut(old), cut(new)) else {
        return f64::NAN;
    };
    let top = old
        .iter()
        .zip(new)
        .map(|(&a, &b)| (a >= old_cut, b >= new_cut));
    let (both, either) = top.fold((0u32, 0u32), |(both, either), (a, b)| {
        (both + u32::from(a && b), either + u32::from(a || b))
    });
    f64::from(both) / f64::from(either)
}

impl StabilityRow {
    fn of(share: f64, dropped: usize, statistic: Statistic, numbers: &[f64]) -> Self {
        let mut defined: Vec<f64> = numbers.iter().copied().filter(|x| !x.is_nan()).collect();
        let count = defined.len() as f64;
        let mean = defined.iter().sum::<f64>() / count;
        let spread: f64 = defined.iter().map(|x| (x - mean).powi(2)).sum();
        defined.sort_by(f64::total_cmp);
        let at = |p: f64| quantile(&defined, p);
        Self {
            share,
            dropped: dropped as u64,
            statistic,
            draws: numbers.len() as u64,
            defined: defined.len() as u64,
            mean,
            sd: if defined.len() < 2 {
                f64::NAN
            } else {
                (spread / (count - 1.0)).sqrt()
            },
            p05: at(0.05),
            p25: at(0.25),
            p50: at(0.5),
            p75: at(0.75),
            p95: at(0.95),
        }
    }

    /// The sentence of a share, told by its main statistic.
    fn sentence(&self, measure: &str, order: &str, what: Missing) -> Option<String> {
        let about = match self.statistic {
            Statistic::Spearman => {
                format!("the rank correlation of {measure} with the scores of all answers")
            }
            Statistic::Value => measure.to_owned(),
            _ => return None,
        };
        let gone = match what {
            Missing::Answers => "answers",
            Missing::Partners => "partners",
        };
        let start = format!(
            "With {} {gone} ({:.0} %) set aside, {order}, {about}",
            self.dropped,
            100.0 * self.share
        );
        Some(if self.defined == 0 {
            format!("{start} is not defined in any of {} draws.", self.draws)
        } else {
            format!(
                "{start} is {:.3} in the median draw and between {:.3} and {:.3} in nine of ten; defined in {} of {} draws.",
                self.p50, self.p05, self.p95, self.defined, self.draws
            )
        })
    }
}
