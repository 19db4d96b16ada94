//! Which piece of a network leads, and its vector (Frobenius normal form; Rothblum 1975).
//!
//! The eigenvalues of a non-negative matrix are those of its strong components. A vector without negative
//! numbers belongs to the largest eigenvalue λ when it starts in a component that has λ and from which no other
//! such component is reached; it is positive there and in everything reached from there, and zero elsewhere.
//! Where two components qualify, every mixture of their vectors is one too: none is *the* leading vector.

use super::VectorScale;
use super::perron::{Pair, perron};
use super::pull::Pull;
use crate::network::csr::Csr;
use crate::{Control, Error};

/// Eigenvalues closer than this, relatively, are equal: they come out of rounded sums.
const EQUAL: f64 = 1e-9;
/// Sweeps over what is reached from the leading component.
const SWEEPS: usize = 20_000;

/// The matrix, its transpose and its strong components in an order of reach.
pub(super) struct Pieces<'a> {
    pub(super) pull: Pull<'a>,
    /// Where scores flow: the entry (i, j) of `pull` lets j's score reach i, and stands here as j → i.
    flow: &'a Csr,
    /// Number of the component of each row.
    component: Vec<u32>,
    /// Members of each component, ascending; component `c` holds `members[starts[c]..starts[c + 1]]`.
    members: Vec<u32>,
    starts: Vec<usize>,
    /// No eigenvalue of the component is larger: the largest row sum, or Frobenius' norm where smaller.
    limit: Vec<f64>,
    /// Whether score flows to smaller component numbers.
    descending: bool,
}

/// The largest eigenvalue of a group of components.
struct Largest {
    /// In units of the largest weight; 0 where no tie lies on a cycle.
    value: f64,
    /// Components that have it and reach no other one that has it, with their vectors.
    heads: Vec<(u32, Pair)>,
}

/// The leading vectors of some groups of components.
pub(super) struct Vectors {
    /// NaN in groups without a leading vector.
    pub(super) values: Vec<f64>,
    /// The largest eigenvalue of all.
    pub(super) largest: f64,
    /// Rows that are 0 because nothing reaches them from the component that leads.
    pub(super) zeros: usize,
    /// The largest |Ax − λx| / λ|x|.
    pub(super) residual: f64,
    pub(super) multiplications: usize,
    /// Groups where several components lead, and how many in the last of them.
    pub(super) shared: usize,
    pub(super) leaders: usize,
    /// Rows in groups where no tie lies on a cycle.
    pub(super) acyclic: usize,
}

impl Vectors {
    /// How exact the vectors are, in a sentence.
    pub(super) fn reached(&self) -> Option<String> {
        (self.multiplications > 0).then(|| {
            format!(
                "Converged to |Ax − λx| ≤ {:.0e} λ in {} multiplications.",
                self.residual, self.multiplications
            )
        })
    }
}

impl<'a> Pieces<'a> {
    /// `component` numbers the strong components of the rows; where score flows between two it flows to the
    /// smaller number when `descending`, else to the larger.
    pub(super) fn new(
        pull: Pull<'a>,
        flow: &'a Csr,
        component: Vec<u32>,
        descending: bool,
    ) -> Self {
        let n = component.len();
        let count = component.iter().max().map_or(0, |&c| c as usize + 1);
        let mut starts = vec![0; count + 1];
        for &c in &component {
            starts[c as usize + 1] += 1;
        }
        for c in 0..count {
            starts[c + 1] += starts[c];
        }
        let mut place = starts.clone();
        let mut members = vec![0; n];
        for (i, &c) in component.iter().enumerate() {
            members[place[c as usize]] = i as u32;
            place[c as usize] += 1;
        }
        let mut limit = vec![0.0; count];
        for (c, limit) in limit.iter_mut().enumerate() {
            let (mut row_sum, mut squares) = (0.0, 0.0);
            for &i in &members[starts[c]..starts[c + 1]] {
                let inside = pull
                    .row(i)
                    .filter(|(j, _)| component[*j as usize] == c as u32);
                let (sum, square) = inside.fold((0.0, 0.0), |(s, q), (_, w)| (s + w, q + w * w));
                row_sum = f64::max(row_sum, sum);
                squares += square;
            }
            *limit = row_sum.min(squares.sqrt());
        }
        Self {
            pull,
            flow,
            component,
            members,
            starts,
            limit,
            descending,
        }
    }

    /// The largest eigenvalue of the whole matrix, in units of the largest weight.
    pub(super) fn radius(&self, control: &Control) -> Result<f64, Error> {
        let mut seen = vec![u32::MAX; self.component.len()];
        Ok(self.largest(self.all(), &mut seen, control)?.value)
    }

    /// Every component's number.
    pub(super) fn all(&self) -> Vec<u32> {
        (0..self.limit.len() as u32).collect()
    }

    pub(super) fn members(&self, c: u32) -> &[u32] {
        &self.members[self.starts[c as usize]..self.starts[c as usize + 1]]
    }

    /// The largest eigenvalue among `components`, with `seen` as scratch. Components are solved in the order of the largest their
    /// eigenvalue could be, until none that is left could reach the best one.
    fn largest(
        &self,
        mut components: Vec<u32>,
        seen: &mut [u32],
        control: &Control,
    ) -> Result<Largest, Error> {
        components.retain(|&c| self.limit[c as usize] > 0.0);
        let limit = |c: u32| self.limit[c as usize];
        components.sort_by(|&a, &b| limit(b).total_cmp(&limit(a)).then(a.cmp(&b)));
        let mut value: f64 = 0.0;
        let mut solved: Vec<(u32, Pair)> = Vec::new();
        for c in components {
            if self.limit[c as usize] < value * (1.0 - EQUAL) {
                break;
            }
            let pair = self.solve(c, control)?;
            if pair.value >= value * (1.0 - EQUAL) {
                value = value.max(pair.value);
                solved.push((c, pair));
                solved.retain(|(_, pair)| pair.value >= value * (1.0 - EQUAL));
            }
        }
        if solved.len() > 1 {
            let tied: Vec<u32> = solved.iter().map(|(c, _)| *c).collect();
            solved.retain(|&(c, _)| {
                let reached = self.reached_from(c, seen);
                let another = |&i: &u32| tied.contains(&self.component[i as usize]);
                !reached.iter().any(another)
            });
        }
        Ok(Largest {
            value,
            heads: solved,
        })
    }

    /// The leading vector of each group of components, each of the length that `scale` says.
    pub(super) fn vectors(
        &self,
        groups: Vec<Vec<u32>>,
        scale: VectorScale,
        control: &Control,
    ) -> Result<Vectors, Error> {
        let n = self.component.len();
        let mut found = Vectors {
            values: vec![f64::NAN; n],
            largest: 0.0,
            zeros: 0,
            residual: 0.0,
            multiplications: 0,
            shared: 0,
            leaders: 0,
            acyclic: 0,
        };
        let mut seen = vec![u32::MAX; n];
        for group in groups {
            control.check()?;
            let rows: Vec<u32> = group
                .iter()
                .flat_map(|&c| self.members(c))
                .copied()
                .collect();
            let mut largest = self.largest(group, &mut seen, control)?;
            found.largest = found.largest.max(largest.value * self.pull.unit);
            let (Some((c, pair)), 0) = (largest.heads.pop(), largest.heads.len()) else {
                if largest.value > 0.0 {
                    found.shared += 1;
                    found.leaders = largest.heads.len() + 1;
                } else {
                    found.acyclic += rows.len();
                }
                continue;
            };
            for &i in &rows {
                found.values[i as usize] = 0.0;
            }
            for (&i, score) in self.members(c).iter().zip(&pair.vector) {
                found.values[i as usize] = *score;
            }
            let mut reached = self.reached_from(c, &mut seen);
            let moved = self.follow(&mut found.values, &mut reached, largest.value, control)?;
            found.residual = found.residual.max(pair.residual).max(moved);
            found.multiplications += pair.multiplications;
            let carriers = self.members(c).len() + reached.len();
            found.zeros += rows.len() - carriers;
            let mut scores: Vec<f64> = rows.iter().map(|&i| found.values[i as usize]).collect();
            scale.apply(&mut scores);
            for (&i, score) in rows.iter().zip(scores) {
                found.values[i as usize] = score;
            }
        }
        Ok(found)
    }

    /// Scores of `reached`, who get theirs from others: x = Ax/λ, swept in the order of reach, so that whatever
    /// lies on no cycle is exact after one sweep. Returns the last sweep's largest change beside the
    /// largest score.
    fn follow(
        &self,
        x: &mut [f64],
        reached: &mut [u32],
        value: f64,
        control: &Control,
    ) -> Result<f64, Error> {
        let order = |&i: &u32| (self.component[i as usize], i);
        reached.sort_unstable_by_key(order);
        if self.descending {
            reached.reverse();
        }
        let mut share = 0.0;
        for _ in 0..SWEEPS {
            control.check()?;
            let (mut change, mut largest) = (0.0, f64::MIN_POSITIVE);
            for &i in reached.iter() {
                let score = self.pull.times(i, x) / value;
                change = f64::max(change, (score - x[i as usize]).abs());
                largest = f64::max(largest, score);
                x[i as usize] = score;
            }
            share = change / largest;
            if share <= 1e-14 {
                break;
            }
        }
        Ok(share)
    }

    /// Rows outside component `c` that its score flows to, in order of discovery. `seen` is scratch, all
    /// `u32::MAX` before and after.
    fn reached_from(&self, c: u32, seen: &mut [u32]) -> Vec<u32> {
        let mut reached: Vec<u32> = Vec::new();
        let mut next = 0;
        let mut visit = |i: u32, reached: &mut Vec<u32>| {
            for &j in self.flow.row(i) {
                if self.component[j as usize] != c && seen[j as usize] != c {
                    seen[j as usize] = c;
                    reached.push(j);
                }
            }
        };
        for &i in self.members(c) {
            visit(i, &mut reached);
        }
        while let Some(&i) = reached.get(next) {
            next += 1;
            visit(i, &mut reached);
        }
        for &i in &reached {
            seen[i as usize] = u32::MAX;
        }
        reached
    }

    /// Eigenvalue and vector of one component by itself.
    fn solve(&self, c: u32, control: &Control) -> Result<Pair, Error> {
        let members = self.members(c);
        if members.len() == self.component.len() {
            return perron(self.pull, control);
        }
        let (mut offsets, mut targets, mut weights) = (vec![0], Vec::new(), Vec::new());
        for &i in members {
            for (j, weight) in self.pull.row(i) {
                if self.component[j as usize] == c {
                    // Members are ascending, so the place of one is found by halving.
                    let place = members.partition_point(|&m| m < j);
                    targets.push(place as u32);
                    weights.push(weight);
                }
            }
            offsets.push(targets.len() as u64);
        }
        let values = self.pull.weights.map(|_| weights);
        let rows = Csr::from_parts(offsets, targets, values);
        perron(
            Pull {
                rows: &rows,
                weights: rows.values(),
                unit: 1.0,
            },
            control,
        )
    }
}
