//! Brandes' algorithm over unweighted paths, arranged for memory and for few ties looked at.
//!
//! Symbols of Brandes 2001: σ(v) shortest paths from the source to v, δ(v) the dependency of the source
//! on v. With credit(w) = (mass(w) + δ(w)) / σ(w) the recursion is δ(v) = σ(v) · Σ credit(w) over the
//! partners w one level farther that v is tied to.
//!
//! Both halves of the algorithm may run a level from either side, and the cheaper one is taken:
//! - *Counting.* Push: frontier partners add their σ to neighbours not seen yet. Pull: partners not seen
//!   yet add up σ over **all** their neighbours; whoever is seen there is in the frontier (else the
//!   partner would have been seen earlier) and the others hold 0, so no distance is compared.
//! - *Collecting.* Pull: a partner adds up credit over **all** its neighbours, since credit is 0 until a
//!   level is finished. Push: farther partners add their credit to all neighbours; what lands on
//!   partners at the same level or farther is never read again.
//!
//! There are no predecessor lists and no distances, and the pulled loops have no branches. In a small
//! world the widest level is entered by the narrow side both ways, about a third of the ties in all.

use std::ops::Range;

use super::prepared::Prepared;
use crate::network::csr::Csr;
use crate::reduce::map_merge;
use crate::{Control, Error, Network};

/// A pushed tie reads, compares and writes; a pulled one reads and adds.
const PUSH_COST: usize = 2;

/// Sum over ordered pairs of others of the share of shortest paths through each partner.
pub(super) fn ordered_pairs(net: &Network, control: &Control) -> Result<Vec<f64>, Error> {
    let core = Prepared::new(net);
    let sources = core.original.len();
    control.begin(sources as u64);
    let sums = map_merge(
        sources,
        control,
        |range| {
            let mut search = Search::new(&core);
            for source in range {
                search.run(source as u32)?;
                control.advance(1)?;
            }
            Ok(search.sums)
        },
        |mut left, right| {
            left.iter_mut().zip(right).for_each(|(l, r)| *l += r);
            left
        },
    )?;
    let mut pairs = core.in_trees;
    for (&v, sum) in core.original.iter().zip(sums.unwrap_or_default()) {
        pairs[v as usize] += sum;
    }
    Ok(pairs)
}

/// One level of a search: where it stands in `reached`, and the ties out of and into it.
struct Level {
    at: Range<usize>,
    ties_out: usize,
    ties_in: usize,
}

/// Scratch of searches from one source after another, and what they add up to.
struct Search<'a> {
    core: &'a Prepared,
    out: &'a Csr,
    incoming: &'a Csr,
    sums: Vec<f64>,
    /// σ; 0 until the partner's level is complete.
    paths: Vec<f64>,
    /// σ of the level being found.
    found: Vec<f64>,
    /// δ.
    dependency: Vec<f64>,
    credit: Vec<f64>,
    /// Partners level by level.
    reached: Vec<u32>,
    levels: Vec<Level>,
    /// Partners not seen yet; listed at a search's first pull.
    open: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(core: &'a Prepared) -> Self {
        let zeros = || vec![0.0; core.original.len()];
        Self {
            core,
            out: &core.out,
            incoming: core.incoming(),
            sums: zeros(),
            paths: zeros(),
            found: zeros(),
            dependency: zeros(),
            credit: zeros(),
            reached: Vec::new(),
            levels: Vec::new(),
            open: Vec::new(),
        }
    }

    fn run(&mut self, source: u32) -> Result<(), Error> {
        if self.out.degree(source) == 0 {
            return Ok(());
        }
        self.count(source)?;
        self.collect(source);
        for &v in &self.reached {
            self.paths[v as usize] = 0.0;
            self.credit[v as usize] = 0.0;
        }
        Ok(())
    }

    /// Finds the levels and the path counts.
    fn count(&mut self, source: u32) -> Result<(), Error> {
        let component = &self.core.component[source as usize];
        let into = |range: &Range<u32>| {
            let offsets = self.incoming.offsets();
            (offsets[range.end as usize] - offsets[range.start as usize]) as usize
        };
        let mut open_ties = into(component);
        let mut listed = false;
        self.reached.clear();
        self.levels.clear();
        self.reached.push(source);
        self.paths[source as usize] = 1.0;
        let mut at = 0..1;
        while !at.is_empty() {
            let members = &self.reached[at.clone()];
            let ties_out = members.iter().map(|&v| self.out.degree(v)).sum();
            let ties_in = members.iter().map(|&v| self.incoming.degree(v)).sum();
            open_ties -= ties_in;
            self.levels.push(Level {
                at: at.clone(),
                ties_out,
                ties_in,
            });
            if open_ties == 0 {
                break;
            }
            if ties_out * PUSH_COST <= open_ties {
                for k in at.clone() {
                    let v = self.reached[k];
                    let paths = self.paths[v as usize];
                    for &u in self.out.row(v) {
                        if self.paths[u as usize] == 0.0 {
                            let found = &mut self.found[u as usize];
                            if *found == 0.0 {
                                self.reached.push(u);
                            }
                            *found += paths;
                        }
                    }
                }
            } else {
                if !listed {
                    self.open.clear();
                    self.open.extend(component.clone());
                    listed = true;
                }
                let Self {
                    open,
                    paths,
                    found,
                    reached,
                    incoming,
                    ..
                } = self;
                open.retain(|&u| {
                    if paths[u as usize] != 0.0 {
                        return false;
                    }
                    let sum: f64 = incoming.row(u).iter().map(|&w| paths[w as usize]).sum();
                    if sum == 0.0 {
                        return true;
                    }
                    found[u as usize] = sum;
                    reached.push(u);
                    false
                });
            }
            at = at.end..self.reached.len();
            for &u in &self.reached[at.clone()] {
                let paths = std::mem::take(&mut self.found[u as usize]);
                if paths == f64::INFINITY {
                    return Err(too_many_paths());
                }
                self.paths[u as usize] = paths;
            }
        }
        Ok(())
    }

    /// Adds up the dependencies, from the farthest level back.
    fn collect(&mut self, source: u32) {
        let mass = &self.core.mass;
        let weight = mass[source as usize];
        if let Some(last) = self.levels.last() {
            for &v in &self.reached[last.at.clone()] {
                self.dependency[v as usize] = 0.0;
            }
        }
        for pair in self.levels.windows(2).skip(1).rev() {
            let [near, far] = pair else { continue };
            for &w in &self.reached[far.at.clone()] {
                let w = w as usize;
                self.credit[w] = (mass[w] + self.dependency[w]) / self.paths[w];
            }
            let nearer = &self.reached[near.at.clone()];
            if near.ties_out <= far.ties_in * PUSH_COST {
                for &v in nearer {
                    let credit: f64 = self
                        .out
                        .row(v)
                        .iter()
                        .map(|&w| self.credit[w as usize])
                        .sum();
                    self.dependency[v as usize] = credit;
                }
            } else {
                for &v in nearer {
                    self.dependency[v as usize] = 0.0;
                }
                for &w in &self.reached[far.at.clone()] {
                    let credit = self.credit[w as usize];
                    for &v in self.incoming.row(w) {
                        self.dependency[v as usize] += credit;
                    }
                }
            }
            for &v in nearer {
                let v = v as usize;
                self.dependency[v] *= self.paths[v];
                self.sums[v] += weight * self.dependency[v];
            }
        }
    }
}

/// The answer to a network with more shortest paths than doubles count.
pub(super) fn too_many_paths() -> Error {
    Error::NotDefined {
        measure: "betweenness",
        reason:
            "two partners have more than 10^308 shortest paths between them, which is more than a \
                 double counts. Long chains of alternative routes do this; leave some ties out."
                .to_owned(),
    }
}
