//! Whether a core is more than chance gives: the same fit, searched for again in random networks.

use serde::{Deserialize, Serialize};

use super::discrete::Problem;
use super::minres::Cells;
use super::search::{Scratch, best_of};
use super::{CoreMethod, CorePeripheryOptions, ideal, lip, multi, why_not};
use crate::nulls::Beyond;
use crate::nulls::arcs::Arcs;
use crate::nulls::cug::{Condition, CugNull};
use crate::nulls::degree::Degrees;
use crate::nulls::draws::{Null, refit, stream};
use crate::options::named;
use crate::{Control, Error, Network};

/// What random networks keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoreNull {
    /// Every partner's number of ties, sent and received, and directed also of mutual ties.
    #[default]
    Degree,
    /// The numbers of mutual, asymmetric and null dyads (undirected: of ties).
    DyadCensus,
    /// The number of ties.
    Ties,
    /// The partners alone: every known cell holds a tie with chance one half.
    Size,
}

named!(CoreNull, "null", {
    "degree" => Degree, "dyad_census" => DyadCensus, "ties" => Ties, "size" => Size,
});

/// Options of [`Network::core_periphery_test`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoreTestOptions {
    /// What random networks keep.
    pub null: CoreNull,
    /// Random networks.
    pub draws: u64,
    /// Seed of all chance.
    pub seed: u64,
}

impl Default for CoreTestOptions {
    /// Degrees kept, 999 draws, seed 0.
    fn default() -> Self {
        Self {
            null: CoreNull::Degree,
            draws: 999,
            seed: 0,
        }
    }
}

/// Steps of the chain a tie before each draw.
const SWAPS_PER_TIE: u64 = 10;

/// A fit beside the fits of random networks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoreTest {
    /// What random networks keep.
    pub null: CoreNull,
    /// The fit beside its draws; `None` where the network has no fit, and the first caveat says why.
    pub beyond: Option<Beyond>,
    /// The fit of each draw, in order; NaN where it is not defined.
    pub drawn: Vec<f64>,
    /// The smallest p these draws can give, known before any of them is made.
    pub smallest: f64,
    /// Seed of all chance.
    pub seed: u64,
    /// Share of the cells that are known; `None` with fewer than two partners.
    pub coverage: Option<f64>,
    /// What was compared with what.
    pub convention: String,
    /// Sentences that belong to the test wherever it goes.
    pub caveats: Vec<String>,
    /// Source of the test.
    pub citation: String,
    /// The test in plain words: the smallest attainable p first.
    pub sentence: String,
}

impl Network {
    /// Holds the fit of a core against the best fits of random networks of the same kind.
    ///
    /// Each draw is searched anew, as hard as the network itself: both from the same `starts` starts of
    /// `options.seed` and never by looking at all cores, because a statistic that is sought harder in the data than in the draws is not the
    /// same statistic. p-values are (1 + count)/(1 + draws), both tails; the sentence gives the smallest that
    /// these draws can reach before it gives the one reached.
    ///
    /// `Degree`: everybody keeps the number of ties, so a core that only gathers the partners with most ties is no
    /// more than chance; directed, also the number of mutual ties. Directed, or with unknown cells, a few of these
    /// networks may be out of reach ([`Network::rewire`]); below about 10 partners a caveat says so. The other nulls ask whether there is any core
    /// at all, and degrees alone can make one. Unknown cells stay unknown in every draw. Random networks have no
    /// values, so `weighted` is refused.
    ///
    /// O(draws (m + search)), parallel over draws; the same seed gives the same p for any number of threads.
    ///
    /// # Errors
    /// As [`Network::core_periphery`]; [`Error::BadOption`] for no draws; [`Error::NotDefined`] for `weighted`.
    ///
    /// ```
    /// use commonweal_network::groups::core_periphery::{CorePeripheryOptions, CoreTestOptions};
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// // In a star the degrees leave no other network: every draw is the same.
    /// let ties = Ties { source: &[0, 0, 0], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let options = CorePeripheryOptions { off_diagonal: Some((1.0, 1.0)), ..Default::default() };
    /// let test = net.core_periphery_test(&options, &CoreTestOptions::default(), &Control::new())?;
    /// assert_eq!(test.beyond.map(|b| (b.observed, b.p_high)), Some((1.0, 1.0)));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn core_periphery_test(
        &self,
        options: &CorePeripheryOptions,
        test: &CoreTestOptions,
        control: &Control,
    ) -> Result<CoreTest, Error> {
        self.check_core(options)?;
        if test.draws == 0 {
            return Err(Error::BadOption {
                option: "draws",
                found: "0".to_owned(),
                expected: "at least 1 draw".to_owned(),
            });
        }
        if options.weighted {
            return Err(Error::NotDefined {
                measure: "core_periphery_test",
                reason: "random networks that keep degrees have no values. Leave `weighted` out, or dichotomise the ties first.".to_owned(),
            });
        }
        let base = Refit::new(self, options)?;
        let mut found = self.no_test(options, test);
        if let Some(reason) = why_not(&base.problem) {
            found.sentence = format!("{} The test is not defined: {reason}", found.sentence);
            found.caveats.insert(0, format!("Not defined: {reason}"));
            return Ok(found);
        }
        let observed = {
            let mut arcs = Arcs::default();
            let row = |i| self.out().row(i).iter().map(move |&j| (i, j));
            arcs.list.extend((0..self.partners() as u32).flat_map(row));
            base.clone().fit(&arcs, control)?
        };
        let condition = match test.null {
            CoreNull::Degree => None,
            CoreNull::DyadCensus => Some(Condition::DyadCensus),
            CoreNull::Ties => Some(Condition::Ties),
            CoreNull::Size => Some(Condition::Size),
        };
        found.drawn = if let Some(condition) = condition {
            base.draws(&CugNull::new(self, condition)?, test, control)?
        } else {
            let null = Degrees::new(self, true, SWAPS_PER_TIE, test.seed, control)?;
            found.caveats.extend(self.reach_caveat(true));
            base.draws(&null, test, control)?
        };
        if observed.is_nan() {
            let reason = "the network has no core in the sense of this method.";
            found.sentence = format!("{} The test is not defined: {reason}", found.sentence);
            found.caveats.insert(0, format!("Not defined: {reason}"));
            return Ok(found);
        }
        let beyond = Beyond::of(observed, &found.drawn);
        found.sentence = format!(
            "{} The best fit is {observed:.3}; random networks of the same kind reach {:.3} on average. Share at least as good: p = {:.4}; at most as good: p = {:.4}.",
            found.sentence, beyond.mean, beyond.p_high, beyond.p_low
        );
        if beyond.draws < test.draws {
            found.caveats.push(format!(
                "{} of {} draws have no core in the sense of this method and were not counted.",
                test.draws - beyond.draws,
                test.draws
            ));
        }
        found.beyond = Some(beyond);
        Ok(found)
    }

    fn no_test(&self, options: &CorePeripheryOptions, test: &CoreTestOptions) -> CoreTest {
        let smallest = 1.0 / (1.0 + test.draws as f64);
        let core = self.no_core(options, ideal(options));
        let kept = match test.null {
            CoreNull::Degree if self.is_directed() => {
                "every partner's number of ties sent, received and mutual"
            }
            CoreNull::Degree => "every partner's number of ties",
            CoreNull::DyadCensus if self.is_directed() => {
                "the numbers of mutual, asymmetric and null dyads"
            }
            CoreNull::DyadCensus | CoreNull::Ties => "the number of ties",
            CoreNull::Size => "the partners alone",
        };
        CoreTest {
            null: test.null,
            beyond: None,
            drawn: Vec::new(),
            smallest,
            seed: test.seed,
            coverage: core.coverage,
            convention: format!(
                "{}; the best of {} starts, in the network and in each of {} random networks that keep {kept}; p = (1 + count)/(1 + draws)",
                core.convention, options.starts, test.draws
            ),
            caveats: core.caveats,
            citation: "Boyd, Fitzgerald & Beck (2006), Social Networks 28, 165-178; Kojaku & Masuda (2018), New J. Phys. 20, 043012; Phipson & Smyth (2010), doi:10.2202/1544-6115.1585".to_owned(),
            sentence: format!(
                "With {} draws no p can be smaller than {smallest:.4}.",
                test.draws
            ),
        }
    }
}

/// The statistic of a test, computed again and again in the same memory.
#[derive(Clone)]
struct Refit<'a> {
    network: &'a Network,
    options: CorePeripheryOptions,
    problem: Problem,
    scratch: Scratch,
}

impl<'a> Refit<'a> {
    fn new(network: &'a Network, options: &CorePeripheryOptions) -> Result<Self, Error> {
        Ok(Self {
            network,
            options: *options,
            problem: Problem::new(network, ideal(options), false)?,
            scratch: Scratch::default(),
        })
    }

    fn draws(
        &self,
        null: &impl Null<Draw = Arcs>,
        test: &CoreTestOptions,
        control: &Control,
    ) -> Result<Vec<f64>, Error> {
        let quiet = control.part();
        let memory = || self.clone();
        refit(
            null,
            test.draws,
            test.seed,
            control,
            memory,
            |arcs, refit| refit.fit(arcs, &quiet),
        )
    }

    /// The best fit of a network with other ties among the same known cells; NaN where it has none. The starts
    /// are the same for every network, so this is one statistic and has no chance of its own.
    fn fit(&mut self, arcs: &Arcs, control: &Control) -> Result<f64, Error> {
        self.problem
            .load(arcs.list.iter().map(|&(i, j)| (i, j, 1.0)));
        let chance = &mut stream(self.options.seed, 0);
        let starts = self.options.starts;
        let fit = match self.options.method {
            CoreMethod::Lip if self.problem.is_complete() => {
                self.problem.fit(-lip::fewest(&self.problem))
            }
            CoreMethod::Discrete | CoreMethod::Lip => {
                let score = best_of(&self.problem, starts, chance, &mut self.scratch, control)?;
                self.problem.fit(score)
            }
            CoreMethod::Minres => {
                let rows = arcs.rows(self.network.partners());
                let cells = Cells::of(&self.network.with_rows(rows), false)?;
                let mut least = f64::INFINITY;
                for start in 0..starts {
                    least = least.min(cells.fit(start, chance, control)?.error);
                }
                cells.reduction(least)
            }
            CoreMethod::Multi => {
                let mut best = f64::NAN;
                for _ in 0..starts {
                    let expected = self.options.expected;
                    let pairs = multi::search(&self.problem, expected, chance, control)?;
                    best = best.max(pairs.quality);
                }
                Some(best)
            }
        };
        Ok(fit.unwrap_or(f64::NAN))
    }
}
