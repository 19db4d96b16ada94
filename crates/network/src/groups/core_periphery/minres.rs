//! Continuous coreness: tie values as products of two numbers, one for each end.
//!
//! Undirected, cᵢcⱼ is fitted to xᵢⱼ by least squares over known cells without the diagonal (Comrey 1962; Boyd,
//! Fitzgerald, Mahutga & Smith 2010); directed, uᵢvⱼ. Given all others, the best cᵢ is Σⱼ xᵢⱼcⱼ / Σⱼ cⱼ², because
//! without the diagonal the error is a parabola in it. Each such step lowers the error, no number ever becomes
//! negative, and the steps go on until none of them moves. Networks in separate parts can have several fits that
//! no step improves, so there are several starts and the smallest error wins.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::discrete::{scale, unknown_cells};
use crate::{Control, Csr, Error, Network};

/// A fit is at rest when no number moved by more than this share of the largest in a round.
const AT_REST: f64 = 1e-12;
/// Rounds after which a fit is given up as still moving.
const ROUNDS: usize = 20_000;

/// A continuous fit.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    /// By what each partner sends (undirected: all its ties), scaled to a sum of squares of 1.
    pub(super) sent: Vec<f64>,
    /// By what each receives; empty when undirected.
    pub(super) received: Vec<f64>,
    /// Sum of squared errors of the known cells, both triangles when undirected.
    pub(super) error: f64,
    /// Whether the steps came to rest.
    pub(super) at_rest: bool,
}

/// The cells of a network as rows.
pub(super) struct Cells {
    network: Network,
    weighted: bool,
    scale: f64,
    unknown_out: Csr,
    unknown_in: Csr,
    known: f64,
    sum: f64,
    squares: f64,
}

impl Cells {
    /// O(n + m + unknown cells).
    ///
    /// # Errors
    /// [`Error::TooLarge`] with more than 2²⁷ unknown cells.
    pub(super) fn of(net: &Network, weighted: bool) -> Result<Self, Error> {
        let n = net.partners();
        let mut unknown = unknown_cells(net)?;
        let flip = |cells: &[(u32, u32)]| cells.iter().map(|&(i, j)| (j, i)).collect::<Vec<_>>();
        if !net.is_directed() {
            unknown.extend(flip(&unknown));
        }
        let mut cells = Self {
            network: net.clone(),
            weighted,
            scale: scale(net.out().values().filter(|_| weighted)),
            unknown_out: Csr::from_arcs(n, &unknown),
            unknown_in: Csr::from_arcs(n, &flip(&unknown)),
            known: (n * n.saturating_sub(1) - unknown.len()) as f64,
            sum: 0.0,
            squares: 0.0,
        };
        for i in 0..n as u32 {
            let (sum, squares) = cells
                .entries(net.out(), i)
                .fold((0.0, 0.0), |(s, q), (_, v)| (s + v, q + v * v));
            cells.sum += sum;
            cells.squares += squares;
        }
        Ok(cells)
    }

    /// Proportional reduction of error: 1 − error / squared distance of the cells from their mean. `None` where
    /// the cells do not vary.
    pub(super) fn reduction(&self, error: f64) -> Option<f64> {
        let spread = self.squares - self.sum * self.sum / self.known;
        (spread > 1e-12 * self.squares).then(|| 1.0 - error / spread)
    }

    fn entries<'a>(&'a self, rows: &'a Csr, i: u32) -> impl Iterator<Item = (u32, f64)> + 'a {
        let values = rows.row_values(i).filter(|_| self.weighted);
        let value = move |k: usize| values.map_or(1.0, |v| v[k] / self.scale);
        rows.row(i)
            .iter()
            .enumerate()
            .map(move |(k, &j)| (j, value(k)))
    }

    /// Σⱼ xᵢⱼ bⱼ and Σⱼ bⱼ² over the known cells of a row; `all` is Σ bⱼ² over everybody.
    fn row(&self, rows: &Csr, unknown: &Csr, i: u32, b: &[f64], all: f64) -> (f64, f64) {
        let cross = self.entries(rows, i).map(|(j, v)| v * b[j as usize]).sum();
        let away: f64 = unknown.row(i).iter().map(|&j| square(b[j as usize])).sum();
        (cross, all - square(b[i as usize]) - away)
    }

    fn sent_row(&self, i: u32, b: &[f64], all: f64) -> (f64, f64) {
        self.row(self.network.out(), &self.unknown_out, i, b, all)
    }

    fn received_row(&self, i: u32, b: &[f64], all: f64) -> (f64, f64) {
        self.row(self.network.incoming(), &self.unknown_in, i, b, all)
    }

    fn error(&self, a: &[f64], b: &[f64]) -> f64 {
        let all = norm(b);
        let change = |i: usize| {
            let (cross, squares) = self.sent_row(i as u32, b, all);
            a[i] * (a[i] * squares - 2.0 * cross)
        };
        (self.squares + (0..a.len()).map(change).sum::<f64>()).max(0.0)
    }

    /// The fit reached from one start: all ones (start 0) or random numbers. O(n + m + unknown cells) a round.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub(super) fn fit(
        &self,
        start: usize,
        rng: &mut ChaCha8Rng,
        control: &Control,
    ) -> Result<Fitted, Error> {
        let n = self.network.partners();
        let mut numbers = || -> Vec<f64> {
            let number = |_| match start {
                0 => 1.0,
                _ => 0.01 + rng.random::<f64>(),
            };
            (0..n).map(number).collect()
        };
        let mut sent = numbers();
        let mut received = Vec::new();
        if self.network.is_directed() {
            received = numbers();
        }
        let mut at_rest = false;
        for _ in 0..ROUNDS {
            control.check()?;
            let moved = if self.network.is_directed() {
                let moved = improve(
                    &mut sent,
                    |i, all| self.sent_row(i, &received, all),
                    &received,
                )
                .max(improve(
                    &mut received,
                    |i, all| self.received_row(i, &sent, all),
                    &sent,
                ));
                balance(&mut sent, &mut received);
                moved
            } else {
                self.round(&mut sent)
            };
            if moved <= AT_REST {
                at_rest = true;
                break;
            }
        }
        let other = if self.network.is_directed() {
            &received
        } else {
            &sent
        };
        let error = self.error(&sent, other);
        unit(&mut sent);
        unit(&mut received);
        Ok(Fitted {
            sent,
            received,
            error,
            at_rest,
        })
    }

    /// Every number in turn, each with the newest of the others; the largest move as a share of the largest.
    fn round(&self, c: &mut [f64]) -> f64 {
        let mut all = norm(c);
        let (mut moved, mut largest): (f64, f64) = (0.0, 0.0);
        for i in 0..c.len() {
            let (cross, squares) = self.sent_row(i as u32, c, all);
            let new = ratio(cross, squares);
            all += square(new) - square(c[i]);
            moved = moved.max((new - c[i]).abs());
            largest = largest.max(new);
            c[i] = new;
        }
        ratio(moved, largest)
    }
}

/// All numbers of one side, given the other side `b`; the largest move as a share of the largest number.
fn improve(a: &mut [f64], row: impl Fn(u32, f64) -> (f64, f64), b: &[f64]) -> f64 {
    let all = norm(b);
    let (mut moved, mut largest): (f64, f64) = (0.0, 0.0);
    for (i, a) in a.iter_mut().enumerate() {
        let (cross, squares) = row(i as u32, all);
        let new = ratio(cross, squares);
        moved = moved.max((new - *a).abs());
        largest = largest.max(new);
        *a = new;
    }
    ratio(moved, largest)
}

/// Only products are fitted, so the two sides share one scale.
fn balance(sent: &mut [f64], received: &mut [f64]) {
    let (a, b) = (norm(sent), norm(received));
    if a > 0.0 && b > 0.0 {
        let factor = (b / a).powf(0.25);
        for x in sent {
            *x *= factor;
        }
        for x in received {
            *x /= factor;
        }
    }
}

fn unit(numbers: &mut [f64]) {
    let length = norm(numbers).sqrt();
    for x in numbers {
        *x = ratio(*x, length);
    }
}

fn norm(numbers: &[f64]) -> f64 {
    numbers.iter().map(|&x| square(x)).sum()
}

fn square(x: f64) -> f64 {
    x * x
}

/// `part / whole`, and 0 where rounding leaves nothing to divide by.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 1e-300 && part > 0.0 {
        part / whole
    } else {
        0.0
    }
}
