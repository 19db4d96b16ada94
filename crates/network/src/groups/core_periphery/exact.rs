//! Every core there is, one after another: the best ones for certain.
//!
//! A tree of decisions, partner by partner: in or out. Whoever is in changes what the partners still to come have
//! towards the core, and there is one row of those for every number of members, so going back costs nothing. Half
//! of all decisions are the last one, which changes nobody's row: a core costs constant time on average.

use super::discrete::{Problem, Sums, Toward, slack};
use crate::reduce::map_merge;
use crate::{Control, Error};

/// Partners a core can be chosen from at most: 2³⁰ cores take ten seconds or so.
pub(super) const MOST: usize = 30;

/// Best cores kept; when more are equally good they are counted.
pub(super) const KEPT: usize = 1000;

/// The decisions a parallel item leaves open, if there are as many.
const OPEN: usize = 12;

/// The best cores of a problem.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub(super) score: f64,
    /// How many cores are equally good.
    pub(super) count: u64,
    /// Their members as bits over the candidates, the first [`KEPT`] of them.
    pub(super) cores: Vec<u32>,
}

impl Best {
    fn worse_than(score: f64) -> Self {
        Self {
            score,
            count: 0,
            cores: Vec::new(),
        }
    }

    fn add(&mut self, score: f64, core: u32) {
        if score > self.score + slack(self.score) {
            *self = Self::worse_than(score);
        } else {
            // Equal within rounding: the mark moves up only, never down.
            self.score = self.score.max(score);
        }
        self.count += 1;
        if self.cores.len() < KEPT {
            self.cores.push(core);
        }
    }

    fn merge(self, other: Self) -> Self {
        if self.count == 0 || other.count > 0 && other.score > self.score + slack(self.score) {
            return other;
        }
        if other.count == 0 || self.score > other.score + slack(other.score) {
            return self;
        }
        let mut cores = self.cores;
        cores.extend(other.cores.iter().take(KEPT - cores.len()));
        Self {
            score: self.score.max(other.score),
            count: self.count + other.count,
            cores,
        }
    }
}

/// The best cores among all 2^k of k candidates, none of them worse than `found`, which a search has reached.
/// `None` where no core has a worth. O(2^k), 24 k² bytes a thread.
///
/// # Errors
/// [`Error::Stopped`].
pub(super) fn best(
    problem: &Problem,
    found: f64,
    control: &Control,
) -> Result<Option<Best>, Error> {
    let k = problem.candidates.len();
    debug_assert!(k <= MOST);
    let fixed = k.saturating_sub(OPEN);
    let items = 1usize << fixed;
    control.begin(items as u64);
    let cells = between(problem);
    let best = map_merge(
        items,
        control,
        |prefixes| {
            let mut walk = Walk {
                problem,
                cells: &cells,
                k,
                rows: vec![Toward::default(); (k + 1) * k.max(1)],
                best: Best::worse_than(found - 2.0 * slack(found)),
                mark: found - 3.0 * slack(found),
            };
            for prefix in prefixes {
                walk.from(prefix as u32, fixed);
                control.advance(1)?;
            }
            Ok(walk.best)
        },
        Best::merge,
    )?;
    Ok(best.filter(|b| b.count > 0))
}

/// What each candidate is to each other, as a k × k matrix.
fn between(problem: &Problem) -> Vec<Toward> {
    let k = problem.candidates.len();
    let mut place = vec![usize::MAX; problem.partners()];
    for (at, &i) in problem.candidates.iter().enumerate() {
        place[i as usize] = at;
    }
    let mut cells = vec![Toward::default(); k * k];
    for (at, &i) in problem.candidates.iter().enumerate() {
        for (j, v) in problem.ties(i) {
            let cell = &mut cells[at * k + place[j as usize]];
            cell.ties += v;
            cell.squares += v * v;
        }
        for j in problem.unknown(i) {
            // A partner without a known cell is no candidate.
            if let Some(cell) = cells[at * k..][..k].get_mut(place[j as usize]) {
                cell.unknown += 1.0;
            }
        }
    }
    cells
}

struct Walk<'a> {
    problem: &'a Problem,
    cells: &'a [Toward],
    k: usize,
    /// Row m: what every candidate has towards the core of m members decided so far.
    rows: Vec<Toward>,
    best: Best,
    /// What a core must reach to be added.
    mark: f64,
}

impl Walk<'_> {
    /// All cores whose first `fixed` decisions are the bits of `prefix`.
    fn from(&mut self, prefix: u32, fixed: usize) {
        let (mut sums, mut members) = (Sums::default(), 0);
        for at in (0..fixed).filter(|at| prefix >> at & 1 == 1) {
            sums = self.join(&sums, at, members);
            members += 1;
        }
        self.walk(fixed, &sums, members, prefix);
    }

    /// Candidate `at` joins the core of `members`: the sums after it, and the row of one member more.
    fn join(&mut self, sums: &Sums, at: usize, members: usize) -> Sums {
        let k = self.k;
        let (now, next) = self.rows.split_at_mut((members + 1) * k);
        let now = &now[members * k..];
        let cells = &self.cells[at * k..][..k];
        for later in at + 1..k {
            next[later] = Toward {
                ties: now[later].ties + cells[later].ties,
                squares: now[later].squares + cells[later].squares,
                unknown: now[later].unknown + cells[later].unknown,
            };
        }
        let i = self.problem.candidates[at];
        self.problem.moved(sums, i, &now[at], 1.0)
    }

    fn walk(&mut self, at: usize, sums: &Sums, members: usize, core: u32) {
        if at == self.k {
            self.judge(sums, core);
            return;
        }
        if at + 1 == self.k {
            // Nobody is left whose row would change.
            let toward = &self.rows[members * self.k + at];
            let joined = self
                .problem
                .moved(sums, self.problem.candidates[at], toward, 1.0);
            self.judge(sums, core);
            self.judge(&joined, core | 1 << at);
            return;
        }
        self.walk(at + 1, sums, members, core);
        let joined = self.join(sums, at, members);
        self.walk(at + 1, &joined, members + 1, core | 1 << at);
    }

    #[inline]
    fn judge(&mut self, sums: &Sums, core: u32) {
        let (worth, of) = self.problem.worth(sums);
        if of > 0.0 && worth >= self.mark * of {
            self.best.add(worth / of, core);
            self.mark = self.best.score - slack(self.best.score);
        }
    }
}
