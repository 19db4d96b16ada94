//! One level of the search: a network whose nodes are partners, or groups found on the level below.
//!
//! Rows are as compact as those of the network itself: an unvalued undirected network is borrowed, not
//! copied, and has no array of weights. Directed networks are searched on the symmetric sum A + Aᵀ, because
//! moving a partner gains from ties of both directions; the expected part keeps both directions apart
//! in [`Mass`]. Ties inside a node play no part in moves and are dropped; the node's mass keeps them.

use std::borrow::Cow;
use std::ops::{AddAssign, Sub, SubAssign};

use super::Objective;
use crate::{Csr, Network};

/// What the expected number of ties between two sets is made of.
pub(super) trait Mass:
    Copy + Default + AddAssign + SubAssign + Sub<Output = Self> + Send + Sync
{
    /// Unscaled expectation of the weight between two sets, both directions together.
    fn product(self, other: Self) -> f64;
}

/// Strength (modularity) or number of partners (CPM) of an undirected network.
impl Mass for f64 {
    fn product(self, other: Self) -> f64 {
        self * other
    }
}

/// Out- and in-strength, or the number of partners twice, of a directed network.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Both {
    out: f64,
    into: f64,
}

impl Mass for Both {
    fn product(self, other: Self) -> f64 {
        self.out * other.into + self.into * other.out
    }
}

impl AddAssign for Both {
    fn add_assign(&mut self, other: Self) {
        self.out += other.out;
        self.into += other.into;
    }
}

impl Sub for Both {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            out: self.out - other.out,
            into: self.into - other.into,
        }
    }
}

impl SubAssign for Both {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

/// Rows, weights (`None`: all 1) and masses of the nodes of one level.
pub(super) struct Level<'a, M> {
    offsets: Cow<'a, [u64]>,
    targets: Cow<'a, [u32]>,
    weights: Option<Cow<'a, [f64]>>,
    pub(super) mass: Vec<M>,
}

/// A quality Σ(weight inside) − `penalty` Σ mass·mass, and the scale on which gains are compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quality {
    /// γ/2m for modularity (γ/m when directed), γ for CPM.
    pub(super) penalty: f64,
    /// Sum of all rows: twice the weight of the ties.
    pub(super) all: f64,
    /// Mean weight of a stored arc: gains below a 10⁻¹² part of it are rounding.
    pub(super) mean_weight: f64,
}

impl<M: Mass> Level<'_, M> {
    pub(super) fn n(&self) -> usize {
        self.mass.len()
    }

    fn range(&self, v: u32) -> std::ops::Range<usize> {
        self.offsets[v as usize] as usize..self.offsets[v as usize + 1] as usize
    }

    pub(super) fn row(&self, v: u32) -> &[u32] {
        &self.targets[self.range(v)]
    }

    /// Neighbours of `v` with the weights of the ties.
    pub(super) fn each(&self, v: u32, mut each: impl FnMut(u32, f64)) {
        let range = self.range(v);
        match &self.weights {
            None => self.targets[range].iter().for_each(|&u| each(u, 1.0)),
            Some(weights) => (self.targets[range.clone()].iter().zip(&weights[range]))
                .for_each(|(&u, &w)| each(u, w)),
        }
    }

    /// Σ over groups of the weight inside (both rows of a tie) less the penalty: what the search raises.
    pub(super) fn quality(&self, of: &[u32], quality: Quality) -> f64 {
        let count = of.iter().max().map_or(0, |&g| g as usize + 1);
        let mut mass = vec![M::default(); count];
        let mut inside = 0.0;
        for (v, &group) in of.iter().enumerate() {
            mass[group as usize] += self.mass[v];
            self.each(v as u32, |u, w| {
                if of[u as usize] == group {
                    inside += w;
                }
            });
        }
        inside
            - mass
                .iter()
                .map(|m| quality.penalty * m.product(*m))
                .sum::<f64>()
    }

    /// The level whose nodes are the groups `of` (numbered 0..`count`): weights between groups are summed.
    /// Members are put together by a counting sort, sums are made in one dense array. O(n + m).
    pub(super) fn aggregate(&self, of: &[u32], count: usize) -> Level<'static, M> {
        let (starts, members) = members(of, count);
        let mut mass = vec![M::default(); count];
        for (v, &group) in of.iter().enumerate() {
            mass[group as usize] += self.mass[v];
        }
        let mut sums = vec![0.0; count];
        let mut offsets = Vec::with_capacity(count + 1);
        let (mut targets, mut weights): (Vec<u32>, Vec<f64>) = (Vec::new(), Vec::new());
        offsets.push(0);
        for group in 0..count {
            let first = targets.len();
            for &v in &members[starts[group]..starts[group + 1]] {
                self.each(v, |u, w| {
                    let other = of[u as usize];
                    // Weights are above 0, so a sum of 0 has not been met yet.
                    if other as usize != group {
                        let sum = &mut sums[other as usize];
                        if *sum == 0.0 {
                            targets.push(other);
                        }
                        *sum += w;
                    }
                });
            }
            weights.extend(targets[first..].iter().map(|&t| {
                let sum = &mut sums[t as usize];
                std::mem::take(sum)
            }));
            offsets.push(targets.len() as u64);
        }
        Level {
            offsets: Cow::Owned(offsets),
            targets: Cow::Owned(targets),
            weights: Some(Cow::Owned(weights)),
            mass,
        }
    }
}

/// Nodes in the order of their groups: group `g` has `members[starts[g]..starts[g + 1]]`, ascending.
pub(super) fn members(of: &[u32], count: usize) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0; count + 1];
    for &group in of {
        starts[group as usize + 1] += 1;
    }
    for g in 0..count {
        starts[g + 1] += starts[g];
    }
    let mut place = starts.clone();
    let mut members = vec![0; of.len()];
    for (v, &group) in of.iter().enumerate() {
        members[place[group as usize]] = v as u32;
        place[group as usize] += 1;
    }
    (starts, members)
}

/// The bottom level of an undirected network and its quality; `None` without ties.
pub(super) fn undirected(
    net: &Network,
    weighted: bool,
    objective: Objective,
    resolution: f64,
) -> Option<(Level<'_, f64>, Quality)> {
    let rows = net.out();
    let values = rows.values().filter(|_| weighted);
    let strength = strengths(rows, weighted);
    let all: f64 = strength.iter().sum();
    let quality = quality(all, rows.entries(), objective, resolution, 1.0);
    quality.map(|quality| {
        let level = Level {
            offsets: Cow::Borrowed(rows.offsets()),
            targets: Cow::Borrowed(rows.targets()),
            weights: values.map(Cow::Borrowed),
            mass: match objective {
                Objective::Modularity => strength,
                Objective::Cpm => vec![1.0; rows.n()],
            },
        };
        (level, quality)
    })
}

/// The bottom level of a directed network and its quality; `None` without ties.
pub(super) fn directed(
    net: &Network,
    weighted: bool,
    objective: Objective,
    resolution: f64,
) -> Option<(Level<'static, Both>, Quality)> {
    let (out, into) = (net.out(), net.incoming());
    let n = out.n();
    let mut offsets = Vec::with_capacity(n + 1);
    let mut targets = Vec::with_capacity(2 * out.entries());
    let mut weights = Vec::with_capacity(2 * out.entries());
    offsets.push(0);
    let weight = |rows: &Csr, k: usize| match rows.values() {
        Some(values) if weighted => values[k],
        _ => 1.0,
    };
    for i in 0..n as u32 {
        let (mut a, mut b) = (out.range(i).peekable(), into.range(i).peekable());
        let target = |rows: &Csr, k: &usize| rows.targets()[*k];
        loop {
            let (x, y) = (a.peek(), b.peek());
            let next = x.map(|k| target(out, k)).into_iter();
            let Some(j) = next.chain(y.map(|k| target(into, k))).min() else {
                break;
            };
            let own = a.next_if(|k| target(out, k) == j);
            let other = b.next_if(|k| target(into, k) == j);
            targets.push(j);
            weights
                .push(own.map_or(0.0, |k| weight(out, k)) + other.map_or(0.0, |k| weight(into, k)));
        }
        offsets.push(targets.len() as u64);
    }
    let (sent, received) = (strengths(out, weighted), strengths(into, weighted));
    let all = 2.0 * sent.iter().sum::<f64>();
    let quality = quality(all, targets.len(), objective, resolution, 2.0);
    let mass = match objective {
        Objective::Modularity => (sent.into_iter().zip(received))
            .map(|(out, into)| Both { out, into })
            .collect(),
        Objective::Cpm => vec![
            Both {
                out: 1.0,
                into: 1.0
            };
            n
        ],
    };
    quality.map(|quality| {
        let level = Level {
            offsets: Cow::Owned(offsets),
            targets: Cow::Owned(targets),
            weights: Some(Cow::Owned(weights)),
            mass,
        };
        (level, quality)
    })
}

fn strengths(rows: &Csr, weighted: bool) -> Vec<f64> {
    let strength = |i: u32| match rows.row_values(i) {
        Some(values) if weighted => values.iter().sum(),
        _ => rows.degree(i) as f64,
    };
    (0..rows.n() as u32).map(strength).collect()
}

/// `all` is the sum over all rows: `sides` times the sum of the strengths that the masses hold.
fn quality(
    all: f64,
    arcs: usize,
    objective: Objective,
    resolution: f64,
    sides: f64,
) -> Option<Quality> {
    (arcs > 0).then(|| Quality {
        penalty: match objective {
            Objective::Modularity => resolution / (all / sides),
            Objective::Cpm => resolution,
        },
        all,
        mean_weight: all / arcs as f64,
    })
}
