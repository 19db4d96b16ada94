//! Several cores, each with a periphery of its own.
//!
//! A partition into pairs of a core and a periphery is worth the ties within pairs, those among the periphery not
//! counted, beyond what chance puts there (Kojaku & Masuda 2017, 2018). Held against the configuration model, in
//! which every partner keeps its number of ties, having many of them does not make a core. Searched by label
//! switching from several starts. Directed ties count on pairs, a mutual one twice.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::Expected;
use super::discrete::Problem;

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
}

/// Sums of each pair: mass of its core and of its periphery.
type Masses = Vec<[f64; 2]>;

/// One search. Needs at least one tie. O((m + unknown cells) rounds).
pub(super) fn search(problem: &Problem, expected: Expected, rng: &mut ChaCha8Rng) -> Pairs {
    let n = problem.partners();
    let chance = Chance::of(problem, expected);
    let mut of: Vec<u32> = (0..n as u32).collect();
    let mut core = vec![true; n];
    let mut masses: Masses = chance.mass.iter().map(|&m| [m, 0.0]).collect();
    // Values of the ties of one partner to the core and periphery of each pair, less what chance is said to
    // put into cells that are unknown.
    let mut toward: Masses = vec![[0.0; 2]; n];
    let mut order = problem.candidates.clone();
    let mut near: Vec<u32> = Vec::new();
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, rng.random_range(0..=at as u32) as usize);
        }
        let mut moved = false;
        for &i in &order {
            let me = i as usize;
            let own = chance.mass[me];
            near.clear();
            near.push(of[me]);
            for (j, value) in problem.ties(i) {
                let pair = of[j as usize];
                toward[pair as usize][usize::from(!core[j as usize])] += value;
                near.push(pair);
            }
            for j in problem.unknown(i) {
                let side = usize::from(!core[j as usize]);
                toward[of[j as usize] as usize][side] +=
                    0.5 * chance.rate * own * chance.mass[j as usize];
            }
            masses[of[me] as usize][usize::from(!core[me])] -= own;
            let worth = |pair: u32, inside: bool| {
                let (ties, mass) = (toward[pair as usize], masses[pair as usize]);
                let beyond = |side: usize| ties[side] - chance.rate * own * mass[side];
                let itself = if chance.with_self {
                    0.5 * chance.rate * own * own
                } else {
                    0.0
                };
                // The periphery counts for a partner in the core only.
                if inside {
                    beyond(0) + beyond(1) - itself
                } else {
                    beyond(0)
                }
            };
            let mut best = (worth(of[me], core[me]), of[me], core[me]);
            let enough = 1e-12 * (1.0 + own);
            for &pair in &near {
                for inside in [true, false] {
                    let value = worth(pair, inside);
                    if value > best.0 + enough {
                        best = (value, pair, inside);
                    }
                }
            }
            moved |= (best.1, best.2) != (of[me], core[me]);
            (of[me], core[me]) = (best.1, best.2);
            masses[of[me] as usize][usize::from(!core[me])] += own;
            for &pair in &near {
                toward[pair as usize] = [0.0; 2];
            }
            for j in problem.unknown(i) {
                toward[of[j as usize] as usize] = [0.0; 2];
            }
        }
        if !moved {
            break;
        }
    }
    let quality = quality(problem, &chance, &of, &core, &masses);
    Pairs { of, core, quality }
}

/// Σ (x − expected) over cells within pairs with an end in the core, as a share of all ties.
fn quality(problem: &Problem, chance: &Chance, of: &[u32], core: &[bool], masses: &Masses) -> f64 {
    let counts = |i: usize, j: usize| of[i] == of[j] && (core[i] || core[j]);
    let mut beyond = 0.0;
    for &i in &problem.candidates {
        let me = i as usize;
        let ties = problem.ties(i).filter(|&(j, _)| counts(me, j as usize));
        beyond += ties.map(|(_, value)| value).sum::<f64>();
        let unknown = problem.unknown(i).filter(|&j| counts(me, j as usize));
        let masses = unknown.map(|j| chance.mass[j as usize]).sum::<f64>();
        beyond += 0.5 * chance.rate * chance.mass[me] * masses;
        if core[me] && !chance.with_self {
            beyond += chance.rate * chance.mass[me].powi(2);
        }
    }
    for [inside, outside] in masses {
        beyond -= chance.rate * inside * (inside + 2.0 * outside);
    }
    // Each tie was met from both of its ends.
    beyond / (2.0 * problem.total()[1])
}
