//! What the searches leave behind. The kernels find paths; a tally says which sums are kept, so sums over
//! partners, over ties and their squares come from the same code.

use std::ops::Range;

/// Sums over sources. Entries are those of the rows a kernel collects over.
pub(super) trait Tally: Send + Sized {
    /// Whether pairs over single ties are wanted. They have to be looked up tie by tie, so a kernel
    /// then gives up the shortcuts that know of partners only.
    const TIES: bool = false;

    fn new(partners: usize, entries: usize) -> Self;

    /// The source, which stands for `weight` sources, depends on partner `v` (never the source itself).
    fn partner(&mut self, v: usize, weight: f64, dependency: f64) {
        let _ = (v, weight, dependency);
    }

    /// Ordered pairs whose shortest paths run over a row of entries.
    fn ties(&mut self, entries: Range<usize>, pairs: impl Iterator<Item = f64>) {
        let _ = (entries, pairs);
    }

    fn merge(self, other: Self) -> Self;
}

/// Ordered pairs of others that pass each partner.
pub(super) struct ThroughPartners(pub(super) Vec<f64>);

impl Tally for ThroughPartners {
    fn new(partners: usize, _: usize) -> Self {
        Self(vec![0.0; partners])
    }

    fn partner(&mut self, v: usize, weight: f64, dependency: f64) {
        self.0[v] += weight * dependency;
    }

    fn merge(self, other: Self) -> Self {
        Self(added(self.0, &other.0))
    }
}

/// Sum and sum of squares of the dependencies of single sources on each partner.
pub(super) struct Moments {
    pub(super) sum: Vec<f64>,
    pub(super) squares: Vec<f64>,
}

impl Tally for Moments {
    fn new(partners: usize, _: usize) -> Self {
        Self {
            sum: vec![0.0; partners],
            squares: vec![0.0; partners],
        }
    }

    fn partner(&mut self, v: usize, weight: f64, dependency: f64) {
        self.sum[v] += weight * dependency;
        self.squares[v] += weight * dependency * dependency;
    }

    fn merge(self, other: Self) -> Self {
        Self {
            sum: added(self.sum, &other.sum),
            squares: added(self.squares, &other.squares),
        }
    }
}

/// Ordered pairs that pass each tie, in the direction of its entry.
pub(super) struct OverTies(pub(super) Vec<f64>);

impl Tally for OverTies {
    const TIES: bool = true;

    fn new(_: usize, entries: usize) -> Self {
        Self(vec![0.0; entries])
    }

    fn ties(&mut self, entries: Range<usize>, pairs: impl Iterator<Item = f64>) {
        for (sum, pairs) in self.0[entries].iter_mut().zip(pairs) {
            *sum += pairs;
        }
    }

    fn merge(self, other: Self) -> Self {
        Self(added(self.0, &other.0))
    }
}

/// Element-wise sum.
fn added(mut left: Vec<f64>, right: &[f64]) -> Vec<f64> {
    left.iter_mut().zip(right).for_each(|(l, r)| *l += r);
    left
}
