//! x = Gx + b, solved by stepping towards it.

use super::pull::fill;
use crate::reduce::map_merge;
use crate::{Control, Error};

/// Stop when a step moves the whole by no more than this share of it.
const MOVED: f64 = 1e-12;
/// Steps between two looks at how far they move, each of which reads both vectors.
const LOOK: usize = 4;
/// Steps at most; at this many a radius of 0.999 has converged.
const MOST: usize = 40_000;

pub(super) struct Solved {
    pub(super) values: Vec<f64>,
    pub(super) steps: usize,
    /// How far the last step moved, as a share of the whole.
    pub(super) moved: f64,
}

/// The x that solves x = Gx + b, from `start`, where `step(i, x)` is element i of Gx + b and every eigenvalue of G is at most
/// `radius` (below 1) in modulus.
///
/// `real` says that the eigenvalues of G are real, as they are for undirected networks. Then the steps are
/// Chebyshev's (Golub & Varga 1961): the error falls by ρ/(1 + √(1 − ρ²)) a step instead of by ρ, at the cost of
/// remembering one more vector. On a disc of complex eigenvalues no such polynomial is better than plain steps
/// (Manteuffel 1977), which are the same formula with ω = 1.
pub(super) fn fixed_point(
    start: Vec<f64>,
    radius: f64,
    real: bool,
    control: &Control,
    step: impl Fn(usize, &[f64]) -> f64 + Send + Sync,
) -> Result<Solved, Error> {
    // Inside the pool once: every hand-over from outside would cost as much as a small step.
    rayon::scope(|_| iterate(start, radius, real, control, step))
}

fn iterate(
    start: Vec<f64>,
    radius: f64,
    real: bool,
    control: &Control,
    step: impl Fn(usize, &[f64]) -> f64 + Send + Sync,
) -> Result<Solved, Error> {
    let mut before = start;
    let mut now = vec![0.0; before.len()];
    fill(&mut now, control, |i, _| step(i, &before))?;
    let mut omega = 2.0; // so that the first one below is 2 / (2 − ρ²)
    let mut steps = 1usize;
    loop {
        if real {
            omega = 1.0 / (1.0 - radius * radius * omega / 4.0);
        } else {
            omega = 1.0;
        }
        fill(&mut before, control, |i, old| {
            omega * (step(i, &now) - old) + old
        })?;
        std::mem::swap(&mut before, &mut now);
        steps += 1;
        if steps.is_multiple_of(LOOK) || radius == 0.0 {
            let (change, whole) = distance(&before, &now, control)?;
            let moved = if whole > 0.0 { change / whole } else { 0.0 };
            if moved <= MOVED || moved.is_nan() || steps >= MOST {
                return Ok(Solved {
                    values: now,
                    steps,
                    moved,
                });
            }
        }
    }
}

/// Σ|a − b| and Σ|b|.
fn distance(a: &[f64], b: &[f64], control: &Control) -> Result<(f64, f64), Error> {
    let sums = map_merge(
        a.len(),
        control,
        |range| {
            let pairs = a[range.clone()].iter().zip(&b[range]);
            Ok(pairs.fold((0.0, 0.0), |(change, whole), (a, b)| {
                (change + (a - b).abs(), whole + b.abs())
            }))
        },
        |a, b| (a.0 + b.0, a.1 + b.1),
    )?;
    Ok(sums.unwrap_or((0.0, 0.0)))
}
