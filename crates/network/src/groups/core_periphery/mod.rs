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
mod search;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use self::chance::{CoreNull, CoreTest, CoreTestOptions};
use self::discrete::{Ideal, Problem, slack};
use self::minres::Cells;
use crate::network::{counted, share};
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
    /// some seconds.
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

/// One block of the matrix: ties and known cells from one group to the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CoreBlock {
    /// Whether the ties come from the core.
    pub from_core: bool,
    /// Whether they go to the core.
    pub to_core: bool,
    /// Ties, an undirected one within a group once.
    pub ties: u64,
    /// Cells that somebody able to say has spoken about.
    pub known: u64,
    /// Ties over known cells; `None` without any.
    pub density: Option<f64>,
}

/// A network divided into core and periphery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CorePeriphery {
    /// What is called the core.
    pub method: CoreMethod,
    /// Members of the core, ascending; of several equally good cores the first of `optima`; of several pairs
    /// the members of all cores. Empty where nothing fits.
    pub members: Vec<u32>,
    /// Whether each partner is in the core; `None` for partners nobody has spoken about, or where nothing fits.
    pub in_core: Vec<Option<bool>>,
    /// Share of the equally good cores that hold each partner; `None` where there is one answer by construction
    /// (MINRES, several pairs) or none.
    pub share_of_optima: Option<Vec<Option<f64>>>,
    /// MINRES: coreness by ties sent (undirected: by all ties), squares summing to 1.
    pub coreness: Option<Vec<f64>>,
    /// MINRES of directed ties: coreness by ties received.
    pub coreness_received: Option<Vec<f64>>,
    /// Several pairs: the pair of each partner, numbered in the order of first members; `None` for partners
    /// in none.
    pub pair: Option<Vec<Option<u32>>>,
    /// How well it fits, in `unit`; `None` where that is not defined, and the first caveat says why.
    pub fit: Option<f64>,
    /// What the fit is: a correlation (discrete), a share of cells (Lip), a reduction of error (MINRES) or a
    /// share of ties beyond chance (several pairs).
    pub unit: String,
    /// The equally good cores, members ascending, in lexicographic order; at most 1000 of them.
    pub optima: Vec<Vec<u32>>,
    /// How many equally good cores there are; those that were found, where not certified.
    pub optima_count: u64,
    /// Whether no better core exists, for certain.
    pub certified: bool,
    /// Starts that reached the best fit, and starts made; `None` where no search by chance was made.
    pub reached: Option<(u64, u64)>,
    /// Densities: core to core, core to periphery, periphery to core, periphery to periphery.
    pub blocks: Vec<CoreBlock>,
    /// Seed of all chance.
    pub seed: u64,
    /// Share of the cells that are known; `None` with fewer than two partners.
    pub coverage: Option<f64>,
    /// What the fit may be compared with.
    pub reference: String,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the result wherever it goes.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
    /// The result in one plain sentence.
    pub sentence: String,
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
    /// O(2ⁿ) up to `exact_up_to` partners (2²⁵ cores: about a second); a start above O(n (n + m)) in practice.
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

    /// The frame of a result, before anything is found.
    fn no_core(&self, options: &CorePeripheryOptions, ideal: Ideal) -> CorePeriphery {
        let between = match options.off_diagonal {
            None => "cells between core and periphery left out".to_owned(),
            Some((a, b)) if a == b => format!("cells between core and periphery held against {a}"),
            Some((a, b)) => format!(
                "cells from core to periphery held against {a}, from periphery to core against {b}"
            ),
        };
        let values = match (options.weighted, options.method) {
            (true, _) => "values as shares of the largest",
            (false, _) => "every tie counts once",
        };
        let (unit, definition, citation) = match options.method {
            CoreMethod::Discrete => (
                "correlation with the ideal picture",
                format!("discrete core-periphery, Pearson correlation with 1 in the core and 0 in the periphery, {between}, {values}"),
                "Borgatti & Everett (1999), Social Networks 21, 375-395",
            ),
            CoreMethod::Lip => (
                "share of known cells that are no error",
                "fewest errors: known cells without a tie in the core and with one in the periphery; cells between them are no errors".to_owned(),
                "Lip (2011), arXiv 1102.5511",
            ),
            CoreMethod::Minres => (
                "proportional reduction of error",
                format!(
                    "MINRES coreness: {} fitted to the known cells without the diagonal, {values}; members by the best discrete cut in the order of coreness, {between}",
                    if self.is_directed() { "products of sender and receiver numbers" } else { "products of two numbers" }
                ),
                "Boyd, Fitzgerald, Mahutga & Smith (2010), Social Networks 32, 125-137",
            ),
            CoreMethod::Multi => (
                "share of ties beyond chance",
                format!(
                    "several core-periphery pairs by label switching, against {}, {values}{}",
                    match options.expected {
                        Expected::Configuration => "networks in which everybody keeps the number of ties",
                        Expected::Density => "networks of the same density",
                    },
                    if self.is_directed() { ", directed ties on pairs, a mutual one twice" } else { "" }
                ),
                match options.expected {
                    Expected::Configuration => "Kojaku & Masuda (2018), New J. Phys. 20, 043012",
                    Expected::Density => "Kojaku & Masuda (2017), Phys. Rev. E 96, 052313",
                },
            ),
        };
        debug_assert_eq!(ideal == Ideal::Errors, options.method == CoreMethod::Lip);
        CorePeriphery {
            method: options.method,
            members: Vec::new(),
            in_core: vec![None; self.partners()],
            share_of_optima: None,
            coreness: None,
            coreness_received: None,
            pair: None,
            fit: None,
            unit: unit.to_owned(),
            optima: Vec::new(),
            optima_count: 0,
            certified: false,
            reached: None,
            blocks: Vec::new(),
            seed: options.seed,
            coverage: self.known_share(),
            reference: "the best fit of random networks in which every partner keeps its number of ties; a fit by itself is no evidence of an inner circle".to_owned(),
            convention: definition,
            caveats: self.standing_caveats(),
            citation: citation.to_owned(),
            sentence: String::new(),
        }
    }

    /// The four blocks of a division; partners in neither group are left out. O(n + m + unknown cells).
    fn core_blocks(&self, in_core: &[Option<bool>]) -> Vec<CoreBlock> {
        let directed = self.is_directed();
        let place = |i: u32, j: u32| Some((in_core[i as usize]?, in_core[j as usize]?));
        let size = |core| in_core.iter().filter(|&&c| c == Some(core)).count() as u64;
        // Undirected ties run both ways; halved again where both ends are in one group.
        let both = |cells: &mut dyn Iterator<Item = (u32, u32)>| {
            let mut counts = [[0_u64; 2]; 2];
            for (i, j) in cells {
                if let Some((a, b)) = place(i, j) {
                    counts[usize::from(a)][usize::from(b)] += 1;
                    if !directed {
                        counts[usize::from(b)][usize::from(a)] += 1;
                    }
                }
            }
            counts
        };
        let ties = both(&mut self.iter_ties().map(|(i, j, _)| (i, j)));
        let unknown = both(&mut self.unknown_pairs());
        let block = |from: bool, to: bool| {
            let (a, b) = (usize::from(from), usize::from(to));
            let halve = if !directed && from == to { 2 } else { 1 };
            let cells = size(from) * (size(to) - u64::from(from == to && size(to) > 0));
            let (ties, known) = (ties[a][b] / halve, (cells - unknown[a][b]) / halve);
            CoreBlock {
                from_core: from,
                to_core: to,
                ties,
                known,
                density: share(ties, known),
            }
        };
        vec![
            block(true, true),
            block(true, false),
            block(false, true),
            block(false, false),
        ]
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
    fn undefined(mut self, reason: &str) -> Self {
        self.fit = None;
        self.sentence = format!("Core and periphery are not defined: {reason}");
        self.caveats.insert(0, format!("Not defined: {reason}"));
        self
    }

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
                let score = search::climb(problem, start as usize, chance, scratch);
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

    /// Takes the equally good cores.
    fn settle(&mut self, net: &Network, problem: &Problem, mut cores: Vec<Vec<u32>>, count: u64) {
        cores.sort_unstable();
        let mut held = vec![None; net.partners()];
        for &i in &problem.candidates {
            held[i as usize] = Some(0.0);
        }
        for &i in cores.iter().flatten() {
            if let Some(held) = &mut held[i as usize] {
                *held += 1.0 / cores.len() as f64;
            }
        }
        // Sums of thirds and the like end beside 1.
        held.iter_mut().flatten().for_each(|h| *h = h.min(1.0));
        self.share_of_optima = Some(held);
        self.divide(problem, cores[0].clone());
        self.optima = cores;
        self.optima_count = count;
    }

    fn divide(&mut self, problem: &Problem, members: Vec<u32>) {
        for &i in &problem.candidates {
            self.in_core[i as usize] = Some(false);
        }
        for &i in &members {
            self.in_core[i as usize] = Some(true);
        }
        self.members = members;
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
                let pairs = multi::search(problem, options.expected, chance);
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

    /// Sentence, and caveats about how firm the answer is.
    fn tell(&mut self, problem: &Problem) {
        let fit = self.fit.unwrap_or(f64::NAN);
        let groups = match &self.pair {
            Some(pair) => {
                let pairs = pair.iter().flatten().max().map_or(0, |p| p + 1);
                format!("{} with", counted(u64::from(pairs), "core-periphery pair"))
            }
            None => "A core of".to_owned(),
        };
        self.sentence = format!(
            "{groups} {} of {}{} fits with {fit:.3} ({}).",
            self.members.len(),
            counted(problem.candidates.len() as u64, "partner"),
            if self.pair.is_some() { " in cores" } else { "" },
            self.unit
        );
        let apart = problem.partners() - problem.candidates.len();
        if apart > 0 {
            self.caveats.push(format!(
                "{} nobody has spoken about: in neither group.",
                counted(apart as u64, "partner")
            ));
        }
        if self.optima_count > 1 {
            self.caveats.push(format!(
                "{} cores fit equally well; the first in the order of partners is shown. See `optima`.",
                self.optima_count
            ));
        }
        if let Some((reached, starts)) = self.reached {
            self.caveats.push(if reached < starts {
                format!("Found by search: {reached} of {starts} starts reached this fit; a better one cannot be ruled out.")
            } else {
                format!("Found by search: all {starts} starts reached this fit; that is no proof that there is none better.")
            });
        }
    }
}
