//! How well a chain of random steps mixes: how long until a rewired network has forgotten where it began.

use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::curveball::{Curveball, Table};
use super::draws::simulate;
use super::rewire::Chain;
use crate::measures::NetworkMeasure;
use crate::network::share;
use crate::{Control, Error, Network};

/// Options of [`Network::rewiring_mixing`] and [`Curveball::mixing`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MixingOptions {
    /// Chains followed, all from the observed network; at least two.
    pub chains: u64,
    /// Length of each, in steps a tie (a row of a table).
    pub length: u64,
    /// Where chance comes from.
    pub seed: u64,
}

impl Default for MixingOptions {
    /// 10 chains of 20 steps a tie, seed 0.
    fn default() -> Self {
        Self {
            chains: 10,
            length: 20,
            seed: 0,
        }
    }
}

/// How a chain moves away from where it began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainMixing {
    /// One entry for 0, 1, 2 … steps a tie.
    pub course: Vec<MixingPoint>,
    /// Share of ties that the ends of two chains have in common, on average: what is left to chance.
    pub in_common: Option<f64>,
    /// The fewest steps a tie after which the chains are no nearer to their beginning than to one another,
    /// within two standard errors; `None` where that was not reached.
    pub settled: Option<u64>,
    /// What was measured.
    pub convention: String,
    /// The result in one plain sentence.
    pub sentence: String,
}

/// The chains after so many steps a tie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MixingPoint {
    /// Steps a tie (a row of a table) taken so far.
    pub steps: u64,
    /// Share of the ties that stand where they stood, mean over the chains; `None` without ties.
    pub unmoved: Option<f64>,
    /// Share of the steps since the point before that changed the network.
    pub changed: Option<f64>,
    /// Correlation of the statistic with itself `steps` steps a tie later, over the second halves of the
    /// chains; `None` beyond half of the length and where the statistic does not vary.
    pub autocorrelation: Option<f64>,
}

/// One chain, point by point.
struct Followed {
    unmoved: Vec<f64>,
    changed: Vec<f64>,
    statistic: Vec<f64>,
    end: Vec<u64>,
}

/// Something that takes random steps.
trait Walk: Clone + Sync {
    /// Steps that make one step a tie.
    fn unit(&self) -> u64;
    /// Takes steps; how many changed something.
    fn walk(
        &mut self,
        steps: u64,
        chance: &mut ChaCha8Rng,
        control: &Control,
    ) -> Result<u64, Error>;
    /// Where the ties stand, ascending.
    fn ties(&self) -> Vec<u64>;
    /// A number that changes as the ties move; NaN where it is not defined.
    fn statistic(&self, control: &Control) -> Result<f64, Error>;
}

impl Network {
    /// How fast [`Network::rewire`] forgets the network it began with: distance from the start, steps accepted,
    /// and the autocorrelation of `measure` along the chain. For choosing `swaps_per_tie`. A test against
    /// rewired networks is valid for any length; a chain that has not settled makes it weaker.
    ///
    /// Cost: `chains` · `length` times that of the measure and of m steps; parallel over chains.
    ///
    /// # Errors
    /// [`Error::BadOption`] for fewer than two chains; those of the measure; [`Error::Stopped`].
    pub fn rewiring_mixing(
        &self,
        measure: NetworkMeasure,
        keep_mutual: bool,
        options: &MixingOptions,
        control: &Control,
    ) -> Result<ChainMixing, Error> {
        // A measure that this network cannot have is refused before anything is drawn.
        self.network_measure(measure, &control.part())?;
        let keep_mutual = keep_mutual && self.is_directed();
        let start = Rewiring {
            net: self,
            chain: Chain::new(self, keep_mutual),
            measure,
        };
        let kept = if keep_mutual { " and mutual ties" } else { "" };
        let what = format!("swaps that keep every degree{kept}; autocorrelation of {measure}");
        follow(&start, options, &what, control)
    }
}

impl Curveball {
    /// How fast trades forget `table`, with steps counted a row; the statistic is the sum over pairs of rows of
    /// the squared number of columns they share, which the margins leave free.
    ///
    /// # Errors
    /// [`Error::BadOption`] for fewer than two chains or as [`Curveball::new`]; [`Error::Stopped`].
    pub fn mixing(
        table: &Table,
        impossible: &[(u32, u32)],
        options: &MixingOptions,
        control: &Control,
    ) -> Result<ChainMixing, Error> {
        let chain = super::curveball::Chain::new(table, impossible)?;
        let start = Trading {
            table: table.clone(),
            chain: &chain,
        };
        let what = "trades that keep every margin; autocorrelation of the summed squares of shared columns";
        follow(&start, options, what, control)
    }
}

#[derive(Clone)]
struct Rewiring<'a> {
    net: &'a Network,
    chain: Chain<'a>,
    measure: NetworkMeasure,
}

impl Walk for Rewiring<'_> {
    fn unit(&self) -> u64 {
        self.net.ties() as u64
    }

    fn walk(
        &mut self,
        steps: u64,
        chance: &mut ChaCha8Rng,
        control: &Control,
    ) -> Result<u64, Error> {
        self.chain.run(steps, chance, control)
    }

    fn ties(&self) -> Vec<u64> {
        let mut arcs = Vec::new();
        self.chain.arcs(&mut arcs);
        codes(arcs.into_iter())
    }

    fn statistic(&self, control: &Control) -> Result<f64, Error> {
        let net = self.net.with_rows(self.chain.rows());
        let value = net.network_measure(self.measure, control)?.value;
        Ok(value.unwrap_or(f64::NAN))
    }
}

#[derive(Clone)]
struct Trading<'a> {
    table: Table,
    chain: &'a super::curveball::Chain,
}

impl Walk for Trading<'_> {
    fn unit(&self) -> u64 {
        self.table.rows() as u64
    }

    fn walk(
        &mut self,
        steps: u64,
        chance: &mut ChaCha8Rng,
        control: &Control,
    ) -> Result<u64, Error> {
        self.chain.run(&mut self.table, steps, chance, control)
    }

    fn ties(&self) -> Vec<u64> {
        codes(self.table.ones())
    }

    fn statistic(&self, _: &Control) -> Result<f64, Error> {
        let rows = self.table.rows() as u32;
        let pairs = (0..rows).flat_map(|a| (a + 1..rows).map(move |b| (a, b)));
        Ok(pairs
            .map(|(a, b)| f64::from(self.table.shared(a, b)).powi(2))
            .sum())
    }
}

fn codes(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u64> {
    let mut codes: Vec<u64> = pairs
        .map(|(a, b)| u64::from(a) << 32 | u64::from(b))
        .collect();
    codes.sort_unstable();
    codes
}

/// Share of `ties` that are among `others`, both ascending; NaN without ties.
fn in_common(ties: &[u64], others: &[u64]) -> f64 {
    let both = ties.iter().filter(|t| others.binary_search(t).is_ok());
    share(both.count() as u64, ties.len() as u64).unwrap_or(f64::NAN)
}

fn follow<W: Walk>(
    start: &W,
    options: &MixingOptions,
    what: &str,
    control: &Control,
) -> Result<ChainMixing, Error> {
    if options.chains < 2 {
        return Err(Error::BadOption {
            option: "chains",
            found: options.chains.to_string(),
            expected: "at least 2, to compare with one another".to_owned(),
        });
    }
    let (unit, first) = (start.unit(), start.ties());
    control.begin(options.chains);
    let part = control.part();
    let draw = |_, chance: &mut ChaCha8Rng, (): &mut ()| {
        let mut chain = start.clone();
        let mut followed = Followed {
            unmoved: vec![in_common(&first, &first)],
            changed: vec![f64::NAN],
            statistic: vec![chain.statistic(&part)?],
            end: Vec::new(),
        };
        for _ in 0..options.length {
            let changed = chain.walk(unit, chance, &part)?;
            followed.changed.push(changed as f64 / unit as f64);
            followed.unmoved.push(in_common(&first, &chain.ties()));
            followed.statistic.push(chain.statistic(&part)?);
        }
        followed.end = chain.ties();
        control.advance(1)?;
        Ok(followed)
    };
    let chains = simulate(options.chains, options.seed, control, || (), draw)?;
    Ok(summary(&chains, options, what))
}

fn summary(chains: &[Followed], options: &MixingOptions, what: &str) -> ChainMixing {
    let count = chains.len() as f64;
    let mean = |of: &dyn Fn(&Followed) -> f64| chains.iter().map(of).sum::<f64>() / count;
    let pairs = || (0..chains.len()).flat_map(|a| (a + 1..chains.len()).map(move |b| (a, b)));
    let common = pairs()
        .map(|(a, b)| in_common(&chains[a].end, &chains[b].end))
        .sum::<f64>()
        / pairs().count() as f64;
    let number = |x: f64| x.is_finite().then_some(x);
    let lags = autocorrelation(chains, options.length as usize);
    let course: Vec<MixingPoint> = (0..=options.length as usize)
        .map(|t| MixingPoint {
            steps: t as u64,
            unmoved: number(mean(&|c| c.unmoved[t])),
            changed: number(mean(&|c| c.changed[t])),
            autocorrelation: lags.get(t).copied().and_then(number),
        })
        .collect();
    let near = |t: usize| {
        let here = mean(&|c| c.unmoved[t]);
        let spread = mean(&|c| (c.unmoved[t] - here).powi(2)) / (count - 1.0);
        here <= common + 2.0 * spread.sqrt() + 1e-12
    };
    let settled = (0..=options.length as usize).find(|&t| near(t));
    let sentence = match settled {
        _ if !common.is_finite() => "There are no ties to move.".to_owned(),
        Some(0) => "The chains stay where they begin: there is next to no other network with these margins.".to_owned(),
        Some(t) => format!(
            "After {t} steps a tie the chains are no nearer to their beginning than to one another ({:.0} % of the ties in common).",
            100.0 * common
        ),
        None => format!(
            "After {} steps a tie the chains are still nearer to their beginning than to one another; take more steps.",
            options.length
        ),
    };
    ChainMixing {
        course,
        in_common: number(common),
        settled: settled.map(|t| t as u64).filter(|_| common.is_finite()),
        convention: format!(
            "{} chains from the observed ties, {what}, seed {}",
            chains.len(),
            options.seed
        ),
        sentence,
    }
}

/// By lag, over the second half of every chain, around the mean of all; NaN where the statistic does not vary.
fn autocorrelation(chains: &[Followed], length: usize) -> Vec<f64> {
    let from = length.div_ceil(2);
    let tails: Vec<&[f64]> = chains.iter().map(|c| &c.statistic[from..]).collect();
    let all: Vec<f64> = tails.concat();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / all.len() as f64;
    (0..=length - from)
        .map(|lag| {
            let products = tails.iter().flat_map(|tail| {
                let later = tail.get(lag..).unwrap_or(&[]);
                tail.iter().zip(later).map(|(x, y)| (x - mean) * (y - mean))
            });
            let (sum, count) = products.fold((0.0, 0.0), |(s, k), p| (s + p, k + 1.0));
            if variance > 1e-24 * mean.abs().max(1.0) {
                sum / count / variance
            } else {
                f64::NAN
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Ties};

    fn ring(n: u32, directed: bool) -> Network {
        let (source, target): (Vec<u32>, Vec<u32>) = (0..n)
            .flat_map(|i| [(i, (i + 1) % n), (i, (i + 2) % n)])
            .unzip();
        let ties = Ties {
            source: &source,
            target: &target,
            value: None,
        };
        let options = BuildOptions {
            directed,
            ..BuildOptions::default()
        };
        Network::from_ties(n as usize, &ties, &options).unwrap()
    }

    #[test]
    fn a_ring_forgets_its_order() {
        // Everybody has 4 ties among 39 others and all are alike, so a random network with these degrees
        // keeps 4/39 of the ties on average.
        for directed in [false, true] {
            let options = MixingOptions {
                chains: 40,
                ..MixingOptions::default()
            };
            let mixing = ring(40, directed)
                .rewiring_mixing(
                    NetworkMeasure::Transitivity,
                    true,
                    &options,
                    &Control::new(),
                )
                .unwrap();
            // Directed, two ties out of 39.
            let expected = if directed { 2.0 / 39.0 } else { 4.0 / 39.0 };
            assert!(
                (mixing.in_common.unwrap() - expected).abs() < 0.01,
                "{mixing:?}"
            );
            assert_eq!(mixing.course.len(), 21);
            let start = mixing.course[0];
            assert_eq!((start.unmoved, start.changed), (Some(1.0), None));
            assert!((start.autocorrelation.unwrap() - 1.0).abs() < 1e-12);
            let last = mixing.course[20];
            assert!((last.unmoved.unwrap() - expected).abs() < 0.02);
            assert_eq!(last.autocorrelation, None);
            assert!(last.changed.unwrap() > 0.6);
            assert!((1..=8).contains(&mixing.settled.unwrap()), "{mixing:?}");
            assert!(mixing.course[5].autocorrelation.unwrap().abs() < 0.3);
        }
    }

    #[test]
    fn trades_forget_a_table() {
        // Ten meetings of three each, everybody at two of them: a random table keeps 2/10 of the cells.
        let cells: Vec<(u32, u32)> = (0..15)
            .flat_map(|i| [(i, i % 10), (i, (i + 5) % 10)])
            .collect();
        let table = Table::new(15, 10, &cells).unwrap();
        assert_eq!(table.column_sums(), [3; 10]);
        let options = MixingOptions {
            chains: 60,
            ..MixingOptions::default()
        };
        let mixing = Curveball::mixing(&table, &[], &options, &Control::new()).unwrap();
        assert!((mixing.in_common.unwrap() - 0.2).abs() < 0.02, "{mixing:?}");
        assert!(mixing.settled.is_some_and(|t| (1..=6).contains(&t)));
    }

    #[test]
    fn what_cannot_move_says_so() {
        let control = Control::new();
        let options = MixingOptions::default();
        let measure = NetworkMeasure::Density;
        let mix = |net: &Network| {
            net.rewiring_mixing(measure, false, &options, &control)
                .unwrap()
        };
        let full = mix(&ring(5, false));
        assert_eq!((full.settled, full.in_common), (Some(0), Some(1.0)));
        assert!(full.course.iter().all(|p| p.autocorrelation.is_none()));
        let empty = Network::from_ties(3, &Ties::default(), &BuildOptions::default()).unwrap();
        let none = mix(&empty);
        assert_eq!((none.settled, none.in_common), (None, None));
        assert_eq!(none.sentence, "There are no ties to move.");
        let one = MixingOptions {
            chains: 1,
            ..options
        };
        let refused = empty.rewiring_mixing(measure, false, &one, &control);
        assert!(matches!(
            refused,
            Err(Error::BadOption {
                option: "chains",
                ..
            })
        ));
        // A measure that the network cannot have.
        let reciprocity = NetworkMeasure::Reciprocity;
        assert!(
            empty
                .rewiring_mixing(reciprocity, false, &options, &control)
                .is_err()
        );
    }
}
