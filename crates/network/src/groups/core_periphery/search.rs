//! Looking for the best core from many starts.
//!
//! A start is climbed in passes (Kernighan & Lin 1970): always the change of one partner that leaves the best
//! core, even where it is worse than before, each partner once; then back to the best core of the pass, and
//! again while a pass gains. Two changes in a row are an exchange, so the search is not stopped by cores of
//! one size. Equal changes: the partner with the smaller number, so a start always ends at the same core.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::discrete::{Problem, Sums, Toward, slack};
use crate::{Control, Error};

/// Changes that a pass goes on without a better core.
const PATIENCE: usize = 12;

/// Working memory of a search; grown once and used again for every start and every draw.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    in_core: Vec<bool>,
    changed: Vec<bool>,
    toward: Vec<Toward>,
    sums: Sums,
    order: Vec<(f64, u32)>,
    trail: Vec<u32>,
}

impl Scratch {
    fn clear(&mut self, n: usize) {
        self.in_core.clear();
        self.in_core.resize(n, false);
        self.toward.clear();
        self.toward.resize(n, Toward::default());
        self.changed.clear();
        self.changed.resize(n, false);
        self.sums = Sums::default();
    }

    /// Partner `i` changes sides. O(its ties and unknown cells).
    fn change(&mut self, problem: &Problem, i: u32) {
        let inside = &mut self.in_core[i as usize];
        let sign = if *inside { -1.0 } else { 1.0 };
        *inside = !*inside;
        self.sums = problem.moved(&self.sums, i, &self.toward[i as usize], sign);
        for (j, v) in problem.ties(i) {
            let toward = &mut self.toward[j as usize];
            toward.ties += sign * v;
            toward.squares += sign * v * v;
        }
        for j in problem.unknown(i) {
            self.toward[j as usize].unknown += sign;
        }
    }

    fn after(&self, problem: &Problem, i: u32) -> f64 {
        let sign = if self.in_core[i as usize] { -1.0 } else { 1.0 };
        problem.score(&problem.moved(&self.sums, i, &self.toward[i as usize], sign))
    }

    /// The members of the present core, ascending.
    pub(super) fn core(&self, problem: &Problem) -> Vec<u32> {
        let all = problem.candidates.iter().copied();
        all.filter(|&i| self.in_core[i as usize]).collect()
    }
}

/// Climbs start number `start`; its core is in `scratch` then. −∞ where no core has a worth. Nothing is
/// allocated once `scratch` has grown. O(k) a change for k partners, besides the ties of the changed one.
///
/// # Errors
/// [`Error::Stopped`].
pub(super) fn climb(
    problem: &Problem,
    start: usize,
    rng: &mut ChaCha8Rng,
    scratch: &mut Scratch,
    control: &Control,
) -> Result<f64, Error> {
    begin(problem, start, rng, scratch);
    let mut best = problem.score(&scratch.sums);
    loop {
        let before = best;
        for &i in &problem.candidates {
            scratch.changed[i as usize] = false;
        }
        scratch.trail.clear();
        let mut best_at = 0;
        while scratch.trail.len() < problem.candidates.len()
            && scratch.trail.len() < best_at + PATIENCE
        {
            control.check()?;
            let mut choice = None;
            for &i in &problem.candidates {
                if scratch.changed[i as usize] {
                    continue;
                }
                let score = scratch.after(problem, i);
                if choice.is_none_or(|(top, _)| score > top) {
                    choice = Some((score, i));
                }
            }
            let Some((score, i)) = choice else { break };
            scratch.change(problem, i);
            scratch.changed[i as usize] = true;
            scratch.trail.push(i);
            if score > best + slack(best) {
                best = score;
                best_at = scratch.trail.len();
            }
        }
        while scratch.trail.len() > best_at {
            if let Some(i) = scratch.trail.pop() {
                scratch.change(problem, i);
            }
        }
        if best <= before || best.is_infinite() {
            return Ok(best);
        }
    }
}

/// The best of several starts. For the draws of a test, which look as hard as the search that they are held
/// against.
///
/// # Errors
/// [`Error::Stopped`].
pub(super) fn best_of(
    problem: &Problem,
    starts: usize,
    rng: &mut ChaCha8Rng,
    scratch: &mut Scratch,
    control: &Control,
) -> Result<f64, Error> {
    (0..starts).try_fold(f64::NEG_INFINITY, |best, start| {
        Ok(best.max(climb(problem, start, rng, scratch, control)?))
    })
}

/// The first core of a start. Even starts take the partners in the order of their ties, the first as it is and
/// the others shaken by chance, and cut where the core is best; odd ones take a partner and all it is tied to.
fn begin(problem: &Problem, start: usize, rng: &mut ChaCha8Rng, scratch: &mut Scratch) {
    scratch.clear(problem.partners());
    if problem.candidates.is_empty() {
        return;
    }
    if start % 2 == 1 {
        let at = rng.random_range(0..problem.candidates.len() as u32) as usize;
        let i = problem.candidates[at];
        scratch.change(problem, i);
        for (j, _) in problem.ties(i) {
            if !scratch.in_core[j as usize] {
                scratch.change(problem, j);
            }
        }
        return;
    }
    let mut order = std::mem::take(&mut scratch.order);
    order.clear();
    order.extend(problem.candidates.iter().map(|&i| {
        let shaken = if start == 0 { 1.0 } else { rng.random::<f64>() };
        (problem.strength(i) * shaken, i)
    }));
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut best, mut members) = (f64::NEG_INFINITY, 0);
    for (at, &(_, i)) in order.iter().enumerate() {
        scratch.change(problem, i);
        let score = problem.score(&scratch.sums);
        if score > best {
            (best, members) = (score, at + 1);
        }
    }
    for &(_, i) in order[members..].iter().rev() {
        scratch.change(problem, i);
    }
    scratch.order = order;
}
