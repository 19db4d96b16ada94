//! A network divided into core and periphery, in words and numbers.

use serde::{Deserialize, Serialize};

use super::discrete::{Ideal, Problem};
use super::{CoreMethod, CorePeripheryOptions, Expected};
use crate::Network;
use crate::network::{counted, share};

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
    /// The frame of a result, before anything is found.
    pub(super) fn no_core(&self, options: &CorePeripheryOptions, ideal: Ideal) -> CorePeriphery {
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
    pub(super) fn core_blocks(&self, in_core: &[Option<bool>]) -> Vec<CoreBlock> {
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

impl CorePeriphery {
    pub(super) fn undefined(mut self, reason: &str) -> Self {
        self.fit = None;
        self.sentence = format!("Core and periphery are not defined: {reason}");
        self.caveats.insert(0, format!("Not defined: {reason}"));
        self
    }

    /// Takes the equally good cores.
    pub(super) fn settle(
        &mut self,
        net: &Network,
        problem: &Problem,
        mut cores: Vec<Vec<u32>>,
        count: u64,
    ) {
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

    pub(super) fn divide(&mut self, problem: &Problem, members: Vec<u32>) {
        for &i in &problem.candidates {
            self.in_core[i as usize] = Some(false);
        }
        for &i in &members {
            self.in_core[i as usize] = Some(true);
        }
        self.members = members;
    }

    /// Sentence, and caveats about how firm the answer is.
    pub(super) fn tell(&mut self, problem: &Problem) {
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
