//! What a division into core and periphery is worth.
//!
//! The three objectives of Borgatti & Everett (1999) correlate the known cells of the network with an ideal
//! picture: 1 in the core, 0 in the periphery, and between the two nothing at all, or numbers. Each of them, and
//! Lip's count of errors, is a function of a few sums over the core, and every sum is either additive over
//! partners or over pairs. So what a partner adds follows from its own totals and from its cells *towards the
//! core*; searches keep those and never read the matrix again.
//!
//! A pair counts with both of its cells: xᵢⱼ + xⱼᵢ is all that directed networks need, and an undirected one
//! is the symmetric matrix with both of its triangles, which have the same correlation as one.

use crate::{Error, Network};

/// Cells of the two blocks between core and periphery in the ideal picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Ideal {
    /// Left out: within the core against within the periphery.
    Within,
    /// Held against these numbers: from core to periphery, and from periphery to core.
    Blocks(f64, f64),
    /// Not a correlation: cells without a tie in the core and with one in the periphery (Lip 2011).
    Errors,
}

/// Entries by partner: both ends of every tie, or of every unknown cell. One stands there twice where both
/// directions are.
#[derive(Debug, Clone, Default)]
struct Ends {
    starts: Vec<usize>,
    to: Vec<u32>,
    values: Vec<f64>,
}

impl Ends {
    /// Takes the cells `(i, j, value)`. O(n + cells), no allocation once grown.
    fn fill(&mut self, n: usize, cells: impl Iterator<Item = (u32, u32, f64)> + Clone) {
        // Row i begins at `starts[i + 1]` while it is filled, and there where row i + 1 begins it ends.
        self.starts.clear();
        self.starts.resize(n + 2, 0);
        for (i, j, _) in cells.clone() {
            self.starts[i as usize + 2] += 1;
            self.starts[j as usize + 2] += 1;
        }
        for i in 2..n + 2 {
            self.starts[i] += self.starts[i - 1];
        }
        let all = self.starts[n + 1];
        self.to.clear();
        self.to.resize(all, 0);
        self.values.clear();
        self.values.resize(all, 0.0);
        for (i, j, value) in cells {
            for (a, b) in [(i, j), (j, i)] {
                let place = &mut self.starts[a as usize + 1];
                self.to[*place] = b;
                self.values[*place] = value;
                *place += 1;
            }
        }
    }

    #[inline]
    fn of(&self, i: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let row = self.starts[i as usize]..self.starts[i as usize + 1];
        let values = self.values[row.clone()].iter().copied();
        self.to[row].iter().copied().zip(values)
    }
}

/// Sums over the cells between a partner and the core.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Toward {
    /// Of values.
    pub(super) ties: f64,
    /// Of squared values.
    pub(super) squares: f64,
    /// Unknown cells.
    pub(super) unknown: f64,
}

/// The sums over a core that its worth depends on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    size: f64,
    /// Known cells inside the core, their values and squared values.
    cells: f64,
    ties: f64,
    squares: f64,
    /// Sums over members of what each adds by itself (see [`Problem::linear`]).
    linear: [f64; 3],
}

/// A network as a search for its core sees it.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    n: usize,
    ideal: Ideal,
    ties: Ends,
    unknown: Ends,
    /// What each member adds by itself. `Within` and `Errors`: values, known cells and squared values of its
    /// cells in either direction. `Blocks`: the same cells as the ideal picture weighs them, Σxp, Σp and Σp².
    linear: Vec<[f64; 3]>,
    /// Known cells each partner sends and receives.
    known: Vec<[f64; 2]>,
    /// The partners that have a known cell. The others fit anywhere, so they are in no group.
    pub(super) candidates: Vec<u32>,
    /// Known cells of the network, their values and squared values.
    total: [f64; 3],
}

/// The unknown cells of a network, an undirected one once.
///
/// # Errors
/// [`Error::TooLarge`] with more than 2²⁷ of them, which would not fit in memory.
pub(super) fn unknown_cells(net: &Network) -> Result<Vec<(u32, u32)>, Error> {
    const LIMIT: usize = 1 << 27;
    let cells: Vec<(u32, u32)> = net.unknown_pairs().take(LIMIT + 1).collect();
    if cells.len() > LIMIT {
        return Err(Error::TooLarge {
            what: "unknown cells in a core-periphery fit",
            found: cells.len() as u64,
            limit: LIMIT as u64,
        });
    }
    Ok(cells)
}

/// The largest value, by which values are divided so that their squares neither overflow nor vanish; 1 without
/// values.
pub(super) fn scale(values: Option<&[f64]>) -> f64 {
    values.map_or(1.0, |v| v.iter().copied().fold(f64::MIN_POSITIVE, f64::max))
}

impl Problem {
    /// O(n + m + unknown cells): 24 bytes a cell with a tie or without an answer.
    ///
    /// # Errors
    /// [`Error::TooLarge`] with more than 2²⁷ unknown cells.
    pub(super) fn new(net: &Network, ideal: Ideal, weighted: bool) -> Result<Self, Error> {
        let n = net.partners();
        let unknown = unknown_cells(net)?;
        let others = n.saturating_sub(1) as f64;
        let mut known = vec![[others; 2]; n];
        for &(i, j) in &unknown {
            known[i as usize][0] -= 1.0;
            known[j as usize][1] -= 1.0;
            if !net.is_directed() {
                known[i as usize][1] -= 1.0;
                known[j as usize][0] -= 1.0;
            }
        }
        let mut problem = Self {
            n,
            ideal,
            ties: Ends::default(),
            unknown: Ends::default(),
            linear: Vec::new(),
            candidates: (0..n as u32)
                .filter(|&i| known[i as usize].iter().any(|&k| k > 0.0))
                .collect(),
            known,
            total: [0.0; 3],
        };
        let both = if net.is_directed() { 1 } else { 2 };
        let cells = unknown
            .iter()
            .flat_map(|&(i, j)| std::iter::repeat_n((i, j, 1.0), both));
        problem.unknown.fill(n, cells);
        let largest = scale(net.out().values().filter(|_| weighted));
        problem.load((0..n as u32).flat_map(|i| {
            let values = net.out().row_values(i).filter(|_| weighted);
            let row = net.out().row(i).iter().enumerate();
            row.map(move |(k, &j)| (i, j, values.map_or(1.0, |v| v[k] / largest)))
        }));
        Ok(problem)
    }

    /// Takes other ties among the same known cells: every cell with a tie, an undirected one both ways. Nothing is
    /// allocated once the ties have room. O(n + m).
    pub(super) fn load(&mut self, cells: impl Iterator<Item = (u32, u32, f64)> + Clone) {
        self.linear.clear();
        self.linear.resize(self.n, [0.0; 3]);
        self.total = [self.known.iter().map(|k| k[0]).sum(), 0.0, 0.0];
        for (i, j, v) in cells.clone() {
            self.total[1] += v;
            self.total[2] += v * v;
            match self.ideal {
                Ideal::Blocks(to_periphery, to_core) => {
                    self.linear[i as usize][0] += to_periphery * v;
                    self.linear[j as usize][0] += to_core * v;
                }
                Ideal::Within | Ideal::Errors => {
                    for end in [i, j] {
                        self.linear[end as usize][0] += v;
                        self.linear[end as usize][2] += v * v;
                    }
                }
            }
        }
        for (linear, &[sent, received]) in self.linear.iter_mut().zip(&self.known) {
            match self.ideal {
                Ideal::Blocks(a, b) => {
                    linear[1] = a * sent + b * received;
                    linear[2] = a * a * sent + b * b * received;
                }
                Ideal::Within | Ideal::Errors => linear[1] = sent + received,
            }
        }
        self.ties.fill(self.n, cells);
    }

    pub(super) fn partners(&self) -> usize {
        self.n
    }

    /// Whether every cell is known.
    pub(super) fn is_complete(&self) -> bool {
        self.unknown.to.is_empty()
    }

    /// Known cells, sum of values, sum of squared values.
    pub(super) fn total(&self) -> [f64; 3] {
        self.total
    }

    /// Values of a partner's cells in either direction, as far as the ideal picture does not weigh them.
    pub(super) fn strength(&self, i: u32) -> f64 {
        self.ties(i).map(|(_, v)| v).sum()
    }

    /// Partner and value of each tie of `i`, sent or received.
    #[inline]
    pub(super) fn ties(&self, i: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.ties.of(i)
    }

    /// The partner of each unknown cell of `i`, sent or received.
    #[inline]
    pub(super) fn unknown(&self, i: u32) -> impl Iterator<Item = u32> + '_ {
        self.unknown.of(i).map(|(j, _)| j)
    }

    /// The sums after partner `i` joins (`sign` 1) or leaves (−1); `toward` does not count `i` itself.
    #[inline]
    pub(super) fn moved(&self, sums: &Sums, i: u32, toward: &Toward, sign: f64) -> Sums {
        let linear = &self.linear[i as usize];
        // Members besides `i`.
        let others = if sign > 0.0 {
            sums.size
        } else {
            sums.size - 1.0
        };
        Sums {
            size: sums.size + sign,
            cells: sums.cells + sign * (2.0 * others - toward.unknown),
            ties: sums.ties + sign * toward.ties,
            squares: sums.squares + sign * toward.squares,
            linear: [
                sums.linear[0] + sign * linear[0],
                sums.linear[1] + sign * linear[1],
                sums.linear[2] + sign * linear[2],
            ],
        }
    }

    /// The worth of a core as a fraction whose denominator is 0 where it is not defined: the correlation
    /// squared, with its sign. Searches compare it by products alone.
    #[inline]
    pub(super) fn worth(&self, sums: &Sums) -> (f64, f64) {
        let [cells, ties, squares] = self.total;
        let (n, x, xx, xp, p, pp) = match self.ideal {
            Ideal::Blocks(a, b) => {
                let both = 1.0 - a - b;
                (
                    cells,
                    ties,
                    squares,
                    both * sums.ties + sums.linear[0],
                    both * sums.cells + sums.linear[1],
                    (1.0 - a * a - b * b) * sums.cells + sums.linear[2],
                )
            }
            Ideal::Within => {
                let outside = |all: f64, of_members: f64, inside: f64| all - of_members + inside;
                let periphery = outside(cells, sums.linear[1], sums.cells);
                (
                    sums.cells + periphery,
                    sums.ties + outside(ties, sums.linear[0], sums.ties),
                    sums.squares + outside(squares, sums.linear[2], sums.squares),
                    sums.ties,
                    sums.cells,
                    sums.cells,
                )
            }
            Ideal::Errors => return (-self.errors(sums), 1.0),
        };
        let spread = n * xx - x * x;
        let contrast = n * pp - p * p;
        // What rounding leaves of a spread of zero is no spread.
        if spread <= 1e-12 * n * xx || contrast <= 1e-12 * n * pp {
            return (0.0, 0.0);
        }
        let covariance = n * xp - x * p;
        (covariance * covariance.abs(), spread * contrast)
    }

    /// Lip's count: known cells without a tie in the core and with one in the periphery.
    #[inline]
    pub(super) fn errors(&self, sums: &Sums) -> f64 {
        sums.cells + self.total[1] - sums.linear[0]
    }

    /// The worth as one number that orders cores; −∞ where it is not defined.
    #[inline]
    pub(super) fn score(&self, sums: &Sums) -> f64 {
        let (worth, of) = self.worth(sums);
        if of > 0.0 {
            worth / of
        } else {
            f64::NEG_INFINITY
        }
    }

    /// A score in the words of the field: the correlation, or the share of known cells that are no error. `None`
    /// where it is not defined.
    pub(super) fn fit(&self, score: f64) -> Option<f64> {
        let fit = match self.ideal {
            Ideal::Errors => 1.0 + score / self.total[0],
            // Rounding may carry a perfect fit past 1.
            _ => (score.signum() * score.abs().sqrt()).clamp(-1.0, 1.0),
        };
        (score.is_finite() && fit.is_finite()).then_some(fit)
    }

    /// The sums of a given core, added up afresh. O(ties and unknown cells of its members).
    pub(super) fn sums(&self, core: &[u32]) -> Sums {
        let mut inside = vec![false; self.n];
        let mut sums = Sums::default();
        for &i in core {
            let mut toward = Toward::default();
            for (j, v) in self.ties(i).filter(|&(j, _)| inside[j as usize]) {
                debug_assert_ne!(i, j);
                toward.ties += v;
                toward.squares += v * v;
            }
            toward.unknown = self.unknown(i).filter(|&j| inside[j as usize]).count() as f64;
            sums = self.moved(&sums, i, &toward, 1.0);
            inside[i as usize] = true;
        }
        sums
    }
}

/// Scores this close count as equal: sums in another order differ in their last bits.
#[inline]
pub(super) fn slack(score: f64) -> f64 {
    if score.is_finite() {
        1e-12 * score.abs().max(1e-3)
    } else {
        0.0
    }
}
