//! Core and periphery: a dense core, a sparse periphery, and how well a network fits that picture.
//!
//! Four methods under one roof, because "the core" means four things in the field: the discrete division of
//! Borgatti & Everett with its three objectives, Lip's division by degrees, continuous coreness by MINRES, and
//! several cores with a periphery each (Kojaku & Masuda). Every result names its objective, says how many
//! divisions are equally good and whether the best is certain. A fit alone is no evidence of an inner circle:
//! most of it follows from some partners having more ties than others, which [`Network::core_periphery_test`]
//! takes into account.

mod chance;
mod discrete;
mod exact;
mod lip;
mod minres;
mod multi;
mod result;
mod search;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use self::chance::{CoreNull, CoreTest, CoreTestOptions};
use self::discrete::{Ideal, Problem, slack};
use self::minres::Cells;
pub use self::result::{CoreBlock, CorePeriphery};
use crate::nulls::draws::simulate;
use crate::options::named;
use crate::{Control, Error, Network};

/// What is called the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoreMethod {
    /// One core, chosen so that the cells correlate best with the ideal picture (Borgatti & Everett 1999).
    #[default]
    Discrete,
    /// One core with the fewest errors: cells without a tie inside, cells with one in the periphery (Lip 2011).
    Lip,
    /// A number for each partner, so that tie values are near the products (Boyd et al. 2010).
    Minres,
    /// Several cores, each with a periphery (Kojaku & Masuda 2017, 2018).
    Multi,
}

named!(CoreMethod, "method", {
    "discrete" => Discrete, "lip" => Lip, "minres" => Minres, "multi" => Multi,
});

/// What several cores are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Every partner keeps its number of ties (Kojaku & Masuda 2018): many ties do not make a core.
    #[default]
    Configuration,
    /// Every cell is equally likely to hold a tie (Kojaku & Masuda 2017).
    Density,
}

named!(Expected, "expected", { "configuration" => Configuration, "density" => Density });

/// Options of [`Network::core_periphery`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CorePeripheryOptions {
    /// What is called the core.
    pub method: CoreMethod,
    /// What the ideal picture has between core and periphery: `None` leaves those cells out (UCINET's default);
    /// else the density from core to periphery and from periphery to core, 0 to 1. (1, 1) is equation 1 of
    /// Borgatti & Everett, (0, 0) a core that keeps to itself. Lip's method does not use it; MINRES cuts by it.
    pub off_diagonal: Option<(f64, f64)>,
    /// Use tie values as strengths.
    pub weighted: bool,
    /// Up to how many partners every core is looked at, so that the best is certain; at most 30, where it takes
    /// ten seconds or so. Each partner more doubles the time: keep it small where many fits are made.
    pub exact_up_to: usize,
    /// Number of starts of the searches by chance.
    pub starts: usize,
    /// Seed of all chance.
    pub seed: u64,
    /// What several cores are held against.
    pub expected: Expected,
}

impl Default for CorePeripheryOptions {
    /// The discrete division, cells between core and periphery left out, every tie counted once, exact up to 25
    /// partners, 20 starts, seed 0.
    fn default() -> Self {
        Self {
            method: CoreMethod::Discrete,
            off_diagonal: None,
            weighted: false,
            exact_up_to: 25,
            starts: 20,
            seed: 0,
            expected: Expected::Configuration,
        }
    }
}

impl Network {
    /// Divides the network into a core and a periphery.
    ///
    /// *Discrete*: Pearson's correlation of the known off-diagonal cells with the ideal picture, 1 in the core
    /// and 0 in the periphery; `off_diagonal` says what stands between them, and the three usual answers
    /// give quite different cores. Up to `exact_up_to` partners every core is looked at, all best ones are
    /// listed, and the answer is certified; above, the best of several starts, with how many reached it.
    /// *Lip*: the fewest errors, read off the degrees where every cell is known (certified), else searched as
    /// above; values are not used. *Minres*: coreness of every partner; members are those whose place in its
    /// order gives the best discrete fit. *Multi*: several pairs of a core and a periphery.
    ///
    /// Unit: see [`CorePeriphery::unit`]; no good end. Unknown cells are left out of the fit; partners nobody
    /// has spoken about are in no group. Directed and valued networks as they are (values as shares of the
    /// largest). A fit says nothing about whether the core is exclusive, nor whether its degrees alone explain
    /// it: see [`Network::core_periphery_test`].
    ///
    /// O(2ⁿ) up to `exact_up_to` partners (2²⁵ cores: less than a second); a start above O(n (n + m)) in practice.
    /// Lip O(n log n + m). 24 bytes a cell with a tie and an unknown one. The same seed gives the same answer for any
    /// number of threads.
    ///
    /// Sources: Borgatti & Everett 1999; Lip 2011; Boyd, Fitzgerald, Mahutga & Smith 2010; Kojaku & Masuda 2018.
    ///
    /// # Errors
    /// [`Error::BadOption`] for densities outside 0 to 1, unequal ones on undirected ties, no starts, or more
    /// than 30 partners to be exact; [`Error::NotDefined`] for `weighted` without strengths or with Lip's
    /// method; [`Error::TooLarge`] with more than 2²⁷ unknown cells; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::groups::core_periphery::CorePeripheryOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// // A triangle with one more partner at each corner.
    /// let ties = Ties { source: &[0, 0, 1, 0, 1, 2], target: &[1, 2, 2, 3, 4, 5], value: None };
    /// let net = Network::from_ties(6, &ties, &BuildOptions::default())?;
    /// let core = net.core_periphery(&CorePeripheryOptions::default(), &Control::new())?;
    /// assert_eq!(core.members, [0, 1, 2]);
    /// assert_eq!((core.fit, core.certified, core.optima_count), (Some(1.0), true, 1));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn core_periphery(
        &self,
        options: &CorePeripheryOptions,
        control: &Control,
    ) -> Result<CorePeriphery, Error> {
        self.check_core(options)?;
        let ideal = ideal(options);
        let problem = Problem::new(self, ideal, options.weighted)?;
        let mut found = self.no_core(options, ideal);
        if let Some(reason) = why_not(&problem) {
            return Ok(found.undefined(reason));
        }
        match options.method {
            CoreMethod::Lip if problem.is_complete() => {
                let (cores, count) = lip::best(&problem);
                let sums = problem.sums(&cores[0]);
                found.fit = problem.fit(problem.score(&sums));
                found.certified = true;
                found.settle(self, &problem, cores, count);
            }
            CoreMethod::Discrete | CoreMethod::Lip => {
                found.search(self, &problem, options, control)?;
            }
            CoreMethod::Minres => found.continuous(self, &problem, options, control)?,
            CoreMethod::Multi => found.pairs(self, &problem, options, control)?,
        }
        if found.fit.is_none() {
            return Ok(found.undefined(
                "no division leaves known cells that differ both in the core and in the periphery.",
            ));
        }
        found.blocks = self.core_blocks(&found.in_core);
        found.tell(&problem);
        Ok(found)
    }

    fn check_core(&self, options: &CorePeripheryOptions) -> Result<(), Error> {
        self.check_strengths("core_periphery", options.weighted)?;
        let bad = |option, found: String, expected: &str| {
            let expected = expected.to_owned();
            Err(Error::BadOption {
                option,
                found,
                expected,
            })
        };
        if options.weighted && options.method == CoreMethod::Lip {
            return Err(Error::NotDefined {
                measure: "core_periphery",
                reason: "Lip's method counts errors, so a tie is there or not. Leave `weighted` out, or use the method \"discrete\".".to_owned(),
            });
        }
        if options.starts == 0 {
            return bad("starts", "0".to_owned(), "at least 1 start");
        }
        if options.exact_up_to > exact::MOST {
            let most = format!("at most {} partners (2^30 cores)", exact::MOST);
            return bad("exact_up_to", options.exact_up_to.to_string(), &most);
        }
        if let Some((to_periphery, to_core)) = options.off_diagonal {
            let found = format!("({to_periphery}, {to_core})");
            if ![to_periphery, to_core]
                .iter()
                .all(|d| (0.0..=1.0).contains(d))
            {
                return bad("off_diagonal", found, "densities from 0 to 1");
            }
            if !self.is_directed() && to_periphery != to_core {
                return bad(
                    "off_diagonal",
                    found,
                    "one density: undirected ties run both ways",
                );
            }
        }
        Ok(())
    }
}

/// What a method searches for. MINRES cuts its order by the discrete objective.
fn ideal(options: &CorePeripheryOptions) -> Ideal {
    match (options.method, options.off_diagonal) {
        (CoreMethod::Lip, _) => Ideal::Errors,
        // Only the ties are used.
        (CoreMethod::Multi, _) | (_, None) => Ideal::Within,
        (_, Some((to_periphery, to_core))) => Ideal::Blocks(to_periphery, to_core),
    }
}

/// Why a network has no core at all, whatever the method.
fn why_not(problem: &Problem) -> Option<&'static str> {
    let [cells, ties, squares] = problem.total();
    if problem.partners() < 2 {
        Some("there are fewer than two partners.")
    } else if cells == 0.0 {
        Some("no tie and no absence of a tie is known.")
    } else if ties == 0.0 {
        Some("there are no known ties.")
    } else if cells * squares - ties * ties <= 1e-12 * cells * squares {
        Some("all known cells are the same, so nothing sets a core apart.")
    } else {
        None
    }
}

impl CorePeriphery {
    /// The best core by looking at all of them, or from several starts.
    fn search(
        &mut self,
        net: &Network,
        problem: &Problem,
        options: &CorePeripheryOptions,
        control: &Control,
    ) -> Result<(), Error> {
        let exact = problem.candidates.len() <= options.exact_up_to;
        control.begin(options.starts as u64);
        let found = simulate(
            options.starts as u64,
            options.seed,
            control,
            search::Scratch::default,
            |start, chance, scratch| {
                let score = search::climb(problem, start as usize, chance, scratch, control)?;
                control.advance(1)?;
                Ok((score, scratch.core(problem)))
            },
        )?;
        let top = found.iter().map(|f| f.0).fold(f64::NEG_INFINITY, f64::max);
        let (cores, count) = if exact {
            let Some(best) = exact::best(problem, top, control)? else {
                return Ok(());
            };
            let members = |core: u32| {
                let all = problem.candidates.iter().enumerate();
                all.filter(|&(at, _)| core >> at & 1 == 1)
                    .map(|(_, &i)| i)
                    .collect()
            };
            self.certified = true;
            let cores: Vec<Vec<u32>> = best.cores.into_iter().map(members).collect();
            (cores, best.count)
        } else {
            if top.is_infinite() {
                return Ok(());
            }
            let at_top = |f: &&(f64, Vec<u32>)| f.0 >= top - slack(top);
            let reached = found.iter().filter(at_top).count() as u64;
            self.reached = Some((reached, options.starts as u64));
            let mut cores: Vec<Vec<u32>> =
                found.iter().filter(at_top).map(|f| f.1.clone()).collect();
            cores.sort_unstable();
            cores.dedup();
            let count = cores.len() as u64;
            (cores, count)
        };
        self.settle(net, problem, cores, count);
        self.fit = problem.fit(problem.score(&problem.sums(&self.members)));
        Ok(())
    }

    fn continuous(
        &mut self,
        net: &Network,
        problem: &Problem,
        options: &CorePeripheryOptions,
        control: &Control,
    ) -> Result<(), Error> {
        let cells = Cells::of(net, options.weighted)?;
        control.begin(options.starts as u64);
        let fits = simulate(
            options.starts as u64,
            options.seed,
            control,
            || (),
            |start, chance, ()| {
                let fit = cells.fit(start as usize, chance, control)?;
                control.advance(1)?;
                Ok(fit)
            },
        )?;
        let least = fits.iter().map(|f| f.error).fold(f64::INFINITY, f64::min);
        // Errors differ in what the sums of squares lose to rounding.
        let near = |error: f64| error <= least + 1e-9 * problem.total()[2];
        let reached = fits.iter().filter(|f| near(f.error)).count() as u64;
        self.reached = Some((reached, options.starts as u64));
        let Some(best) = fits.into_iter().find(|f| near(f.error)) else {
            return Ok(());
        };
        if !best.at_rest {
            self.caveats.push(
                "Coreness had not come to rest: products fit ever better while one partner's number grows, as round a single hub. Its order is of use, its size is not.".to_owned(),
            );
        }
        self.fit = cells.reduction(best.error);
        let mut order = problem.candidates.clone();
        let coreness =
            |i: u32| best.sent[i as usize] + best.received.get(i as usize).copied().unwrap_or(0.0);
        order.sort_by(|&a, &b| coreness(b).total_cmp(&coreness(a)).then(a.cmp(&b)));
        let cut = |size: &usize| problem.score(&problem.sums(&order[..*size]));
        let mut top = (f64::NEG_INFINITY, 0);
        for size in 1..=order.len() {
            let score = cut(&size);
            if score > top.0 + slack(top.0) {
                top = (score, size);
            }
        }
        if top.1 == 0 {
            self.caveats.push(
                "Nobody is called core: no cut of the order leaves known cells that differ both in the core and in the periphery.".to_owned(),
            );
        }
        order.truncate(top.1);
        order.sort_unstable();
        self.divide(problem, order);
        let hide = |mut values: Vec<f64>| {
            for (value, place) in values.iter_mut().zip(&self.in_core) {
                if place.is_none() {
                    *value = f64::NAN;
                }
            }
            values
        };
        let sent = hide(best.sent);
        self.coreness_received = net.is_directed().then(|| hide(best.received));
        self.coreness = Some(sent);
        Ok(())
    }

    fn pairs(
        &mut self,
        net: &Network,
        problem: &Problem,
        options: &CorePeripheryOptions,
        control: &Control,
    ) -> Result<(), Error> {
        control.begin(options.starts as u64);
        let found = simulate(
            options.starts as u64,
            options.seed,
            control,
            || (),
            |_, chance, ()| {
                let pairs = multi::search(problem, options.expected, chance, control)?;
                control.advance(1)?;
                Ok(pairs)
            },
        )?;
        let top = found
            .iter()
            .map(|f| f.quality)
            .fold(f64::NEG_INFINITY, f64::max);
        let near = |f: &&multi::Pairs| f.quality >= top - slack(top);
        let reached = found.iter().filter(near).count() as u64;
        self.reached = Some((reached, options.starts as u64));
        let Some(best) = found.iter().find(near) else {
            return Ok(());
        };
        let mut sizes = vec![0_u32; net.partners()];
        best.of.iter().for_each(|&pair| sizes[pair as usize] += 1);
        let mut number = vec![None; net.partners()];
        let mut next = 0;
        let mut pair = Vec::with_capacity(best.of.len());
        for &of in &best.of {
            // Somebody alone is no pair of a core and a periphery.
            if sizes[of as usize] > 1 && number[of as usize].is_none() {
                number[of as usize] = Some(next);
                next += 1;
            }
            pair.push(number[of as usize]);
        }
        let all = 0..net.partners() as u32;
        let members = all.filter(|&i| best.core[i as usize] && pair[i as usize].is_some());
        self.divide(problem, members.collect());
        self.pair = Some(pair);
        self.fit = Some(best.quality);
        Ok(())
    }
}
