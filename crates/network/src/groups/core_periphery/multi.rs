//! Several cores, each with a periphery of its own.
//!
//! A partition into pairs of a core and a periphery is worth the ties within pairs, those among the periphery not
//! counted, beyond what chance puts there (Kojaku & Masuda 2017, 2018). Held against the configuration model, in
//! which every partner keeps its number of ties, having many of them does not make a core. Directed ties count on
//! pairs of partners, a mutual one twice.
//!
//! Searched by label switching, as they do, from several starts. One partner at a time can neither turn a pair round
//! whose hub came to stand in the periphery, nor carry a hub with its periphery into another pair. So places within
//! pairs are also given anew, and whole pairs are joined, wherever that is worth more, until nothing finds anything.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::Expected;
use super::discrete::Problem;
use crate::{Control, Error};

/// Rounds over all partners at most; a search is at rest long before.
const ROUNDS: usize = 100;

/// A division into pairs.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    /// The pair of each partner.
    pub(super) of: Vec<u32>,
    /// Whether each partner is in the core of its pair.
    pub(super) core: Vec<bool>,
    /// Share of the ties beyond chance.
    pub(super) quality: f64,
}

/// What chance puts into the two cells of a pair of partners: `rate` times the mass of each.
struct Chance {
    mass: Vec<f64>,
    rate: f64,
    /// Whether the sum over pairs of partners includes a partner with itself, as modularity's does.
    with_self: bool,
}

impl Chance {
    fn of(problem: &Problem, expected: Expected) -> Self {
        let n = problem.partners();
        let [cells, ties, _] = problem.total();
        match expected {
            Expected::Configuration => Self {
                mass: (0..n as u32).map(|i| problem.strength(i)).collect(),
                rate: 0.5 / ties,
                with_self: true,
            },
            Expected::Density => Self {
                mass: vec![1.0; n],
                rate: 2.0 * ties / cells,
                with_self: false,
            },
        }
    }

    /// What a partner in the core loses by itself.
    fn itself(&self, i: u32) -> f64 {
        if self.with_self {
            0.5 * self.rate * self.mass[i as usize].powi(2)
        } else {
            0.0
        }
    }

    /// What chance is said to put into one unknown cell between two partners: the half of both.
    fn unknown_cell(&self, i: u32, j: u32) -> f64 {
        0.5 * self.rate * self.mass[i as usize] * self.mass[j as usize]
    }
}

/// One search. Needs at least one tie. O((m + unknown cells) rounds), 60 bytes a partner.
///
/// # Errors
/// [`Error::Stopped`].
pub(super) fn search(
    problem: &Problem,
    expected: Expected,
    rng: &mut ChaCha8Rng,
    control: &Control,
) -> Result<Pairs, Error> {
    let n = problem.partners();
    let chance = Chance::of(problem, expected);
    let mut search = Search {
        problem,
        of: (0..n as u32).collect(),
        core: vec![true; n],
        masses: chance.mass.iter().map(|&m| [m, 0.0]).collect(),
        toward: vec![[0.0; 2]; n],
        near: Vec::new(),
        chance,
    };
    let mut order = problem.candidates.clone();
    for _ in 0..ROUNDS {
        control.check()?;
        for at in (1..order.len()).rev() {
            order.swap(at, rng.random_range(0..=at as u32) as usize);
        }
        if !search.switch(&order) && !search.reorder(&order) && !search.join(&order) {
            break;
        }
    }
    let quality = search.quality();
    Ok(Pairs {
        of: search.of,
        core: search.core,
        quality,
    })
}

struct Search<'a> {
    problem: &'a Problem,
    chance: Chance,
    of: Vec<u32>,
    core: Vec<bool>,
    /// Mass of the core and of the periphery of each pair.
    masses: Vec<[f64; 2]>,
    /// Working memory: what lies between those in hand and the core and periphery of each pair, less what
    /// chance is said to put into unknown cells. Zero between uses.
    toward: Vec<[f64; 2]>,
    /// The pairs that have an entry in `toward`.
    near: Vec<u32>,
}

impl Search<'_> {
    fn side(&self, i: u32) -> usize {
        usize::from(!self.core[i as usize])
    }

    /// Adds the cells of `i` that lie towards each pair.
    fn look(&mut self, i: u32) {
        let (problem, chance) = (self.problem, &self.chance);
        let ties = problem.ties(i);
        let unknown = problem.unknown(i).map(|j| (j, chance.unknown_cell(i, j)));
        for (j, value) in ties.chain(unknown) {
            let pair = self.of[j as usize];
            self.toward[pair as usize][usize::from(!self.core[j as usize])] += value;
            self.near.push(pair);
        }
    }

    fn forget(&mut self) {
        for pair in self.near.drain(..) {
            self.toward[pair as usize] = [0.0; 2];
        }
    }

    /// Every partner takes the pair and the place in it that is worth most; whether any moved.
    fn switch(&mut self, order: &[u32]) -> bool {
        let mut moved = false;
        for &i in order {
            let me = i as usize;
            let own = self.chance.mass[me];
            let side = self.side(i);
            self.masses[self.of[me] as usize][side] -= own;
            self.look(i);
            let rate = self.chance.rate;
            let itself = self.chance.itself(i);
            let worth = |pair: u32, inside: bool| {
                let (ties, mass) = (self.toward[pair as usize], self.masses[pair as usize]);
                let beyond = |side: usize| ties[side] - rate * own * mass[side];
                // The periphery counts for a partner in the core only.
                if inside {
                    beyond(0) + beyond(1) - itself
                } else {
                    beyond(0)
                }
            };
            let now = (self.of[me], self.core[me]);
            let (mut best, mut top) = (now, worth(now.0, now.1) + 1e-12 * (1.0 + own));
            for &pair in &self.near {
                for inside in [true, false] {
                    let value = worth(pair, inside);
                    if value > top {
                        (best, top) = ((pair, inside), value);
                    }
                }
            }
            self.forget();
            (self.of[me], self.core[me]) = best;
            let side = self.side(i);
            self.masses[best.0 as usize][side] += own;
            moved |= best != now;
        }
        moved
    }

    /// The members of each pair, in the order given.
    fn members(&self, order: &[u32]) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.of.len()];
        for &i in order {
            members[self.of[i as usize] as usize].push(i);
        }
        members
    }

    /// Places within pairs given anew: partners of few ties first, each to the periphery where that costs nothing;
    /// whether any pair is worth more so.
    fn reorder(&mut self, order: &[u32]) -> bool {
        let mut by_mass = order.to_vec();
        let strength = |i: u32| self.problem.strength(i);
        by_mass.sort_by(|&a, &b| strength(a).total_cmp(&strength(b)));
        let mut better = false;
        for members in self.members(&by_mass) {
            let before: Vec<bool> = members.iter().map(|&i| self.core[i as usize]).collect();
            let cost = self.place(&members, |at, _| !before[at]);
            let least = self.place(&members, |_, cost| cost <= 0.0);
            if least < cost - 1e-12 * (1.0 + cost.abs()) {
                better = true;
            } else {
                self.place(&members, |at, _| !before[at]);
            }
        }
        better
    }

    /// Puts the members of a pair into the core and then, one after another, those to the periphery for whom
    /// `choose(place in members, what it costs)` says so; what it cost in all.
    fn place(&mut self, members: &[u32], choose: impl Fn(usize, f64) -> bool) -> f64 {
        let Some(pair) = members.first().map(|&i| self.of[i as usize] as usize) else {
            return 0.0;
        };
        let [core, periphery] = self.masses[pair];
        self.masses[pair] = [core + periphery, 0.0];
        for &i in members {
            self.core[i as usize] = true;
        }
        let mut all = 0.0;
        for (at, &i) in members.iter().enumerate() {
            let own = self.chance.mass[i as usize];
            self.look(i);
            let beyond = self.toward[pair][1] - self.chance.rate * own * self.masses[pair][1];
            self.forget();
            let cost = beyond - self.chance.itself(i);
            if choose(at, cost) {
                self.core[i as usize] = false;
                self.masses[pair][0] -= own;
                self.masses[pair][1] += own;
                all += cost;
            }
        }
        all
    }

    /// Every pair joins the pair with which it is worth most, if that is more than apart; whether any did.
    fn join(&mut self, order: &[u32]) -> bool {
        let mut members = self.members(order);
        let mut joined = false;
        for &first in order {
            // Pairs in the order of some member; a pair that has joined another has no members left.
            let pair = self.of[first as usize] as usize;
            if members[pair].first() != Some(&first) {
                continue;
            }
            // Cells between the two peripheries do not count.
            let mut gains: Vec<(f64, u32)> = Vec::new();
            for side in [0, 1] {
                for &i in &members[pair] {
                    if self.side(i) == side {
                        self.look(i);
                    }
                }
                for &other in &self.near {
                    let [core, periphery] = std::mem::take(&mut self.toward[other as usize]);
                    gains.push((core + if side == 0 { periphery } else { 0.0 }, other));
                }
                self.forget();
            }
            gains.sort_unstable_by_key(|&(_, other)| other);
            let [core, periphery] = self.masses[pair];
            let mut best = (1e-12 * (1.0 + core + periphery), None);
            for run in gains.chunk_by(|a, b| a.1 == b.1) {
                let other = run[0].1;
                let mass = self.masses[other as usize];
                let expected = core * (mass[0] + mass[1]) + periphery * mass[0];
                let gain = run.iter().map(|g| g.0).sum::<f64>() - self.chance.rate * expected;
                if other as usize != pair && gain > best.0 {
                    best = (gain, Some(other));
                }
            }
            if let Some(other) = best.1 {
                let moving = std::mem::take(&mut members[pair]);
                for &i in &moving {
                    self.of[i as usize] = other;
                }
                members[other as usize].extend(moving);
                let [core, periphery] = std::mem::take(&mut self.masses[pair]);
                self.masses[other as usize][0] += core;
                self.masses[other as usize][1] += periphery;
                joined = true;
            }
        }
        joined
    }

    /// Σ (x − expected) over cells within pairs with an end in the core, as a share of all ties.
    fn quality(&self) -> f64 {
        let (problem, chance) = (self.problem, &self.chance);
        let counts = |i: u32, j: u32| {
            self.of[i as usize] == self.of[j as usize]
                && (self.core[i as usize] || self.core[j as usize])
        };
        let mut beyond = 0.0;
        for &i in &problem.candidates {
            let ties = problem.ties(i).filter(|&(j, _)| counts(i, j));
            beyond += ties.map(|(_, value)| value).sum::<f64>();
            let unknown = problem.unknown(i).filter(|&j| counts(i, j));
            beyond += unknown.map(|j| chance.unknown_cell(i, j)).sum::<f64>();
            if self.core[i as usize] && !chance.with_self {
                beyond += chance.rate * chance.mass[i as usize].powi(2);
            }
        }
        for [inside, outside] in &self.masses {
            beyond -= chance.rate * inside * (inside + 2.0 * outside);
        }
        // Each tie was met from both of its ends.
        beyond / (2.0 * problem.total()[1])
    }
}
