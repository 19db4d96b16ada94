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

//!
//! Pairs over single ties (edge betweenness) are σ(v) · credit(w) for a tie from v one level farther to
//! w. They are collected by pulling at every level: ties at the same level or back see a credit of 0.

use std::ops::Range;

use super::prepared::Prepared;
use super::tally::Tally;
use crate::network::csr::Csr;
use crate::reduce::map_merge;
use crate::{Control, Error};

/// A pushed tie reads, compares and writes; a pulled one reads and adds.
const PUSH_COST: usize = 2;

/// Searches from `sources`, each with the number of sources it stands for, and what they add up to.
///
/// `done` is called after each source and may stop the whole.
pub(super) fn search<T: Tally>(
    core: &Prepared,
    sources: &[(u32, f64)],
    control: &Control,
    done: impl Fn() -> Result<(), Error> + Sync,
) -> Result<T, Error> {
    let new = || T::new(core.out.n(), core.out.entries());
    let sums = map_merge(
        sources.len(),
        control,
        |range| {
            let mut search = Search::new(core, new());
            for &(source, weight) in &sources[range] {
                search.run(source, weight)?;
                done()?;
            }
            Ok(search.tally)
        },
        T::merge,
    )?;
    Ok(sums.unwrap_or_else(new))
}

/// One level of a search: where it stands in `reached`, and the ties out of and into it.
struct Level {
    at: Range<usize>,
    ties_out: usize,
    ties_in: usize,
}

/// Scratch of searches from one source after another, and what they add up to.
struct Search<'a, T> {
    core: &'a Prepared,
    tally: T,
    /// σ; 0 until the partner's level is complete.
    paths: Vec<f64>,
    /// σ of the level being found. Of use only until the level is complete; after that it is merely not 0,
    /// which marks the partner as seen.
    found: Vec<f64>,
    /// δ.
    dependency: Vec<f64>,
    credit: Vec<f64>,
    /// Partners level by level, in the first `levels.last().at.end` places; one place to spare.
    reached: Vec<u32>,
    levels: Vec<Level>,
    /// Partners not seen yet, listed at a search's first pull.
    open: Vec<u32>,
}

impl<'a, T: Tally> Search<'a, T> {
    fn new(core: &'a Prepared, tally: T) -> Self {
        let n = core.out.n();
        let zeros = || vec![0.0; n];
        Self {
            core,
            tally,
            paths: zeros(),
            found: zeros(),
            dependency: zeros(),
            credit: zeros(),
            reached: vec![0; n + 1],
            levels: Vec::new(),
            open: Vec::new(),
        }
    }

    fn run(&mut self, source: u32, weight: f64) -> Result<(), Error> {
        if self.core.out.degree(source) == 0 {
            return Ok(());
        }
        self.count(source)?;
        self.collect(weight);
        let seen = self.levels.last().map_or(0, |level| level.at.end);
        for &v in &self.reached[..seen] {
            self.paths[v as usize] = 0.0;
            self.found[v as usize] = 0.0;
            self.credit[v as usize] = 0.0;
        }
        Ok(())
    }

    /// Finds the levels and the path counts.
    fn count(&mut self, source: u32) -> Result<(), Error> {
        let Self {
            core,
            paths,
            found,
            reached,
            levels,
            open,
            ..
        } = self;
        let (out, incoming) = (&core.out, core.incoming());
        let component = &core.component[source as usize];
        let ends = incoming.offsets();
        let mut open_ties =
            (ends[component.end as usize] - ends[component.start as usize]) as usize;
        open.clear();
        levels.clear();
        reached[0] = source;
        found[source as usize] = 1.0;
        let mut at = 0..1;
        while !at.is_empty() {
            let (mut ties_out, mut ties_in) = (0, 0);
            for &v in &reached[at.clone()] {
                let count = found[v as usize];
                if count == f64::INFINITY {
                    return Err(too_many_paths());
                }
                paths[v as usize] = count;
                ties_out += out.degree(v);
                ties_in += incoming.degree(v);
            }
            levels.push(Level {
                at: at.clone(),
                ties_out,
                ties_in,
            });
            open_ties -= ties_in;
            if open_ties == 0 {
                break;
            }
            let next = if ties_out * PUSH_COST <= open_ties {
                push(out, paths, found, reached, &at)
            } else {
                if open.is_empty() {
                    open.extend(component.clone());
                }
                pull(incoming, paths, found, reached, at.end, open)
            };
            at = at.end..next;
        }
        Ok(())
    }

    /// Adds up the dependencies, from the farthest level back.
    fn collect(&mut self, weight: f64) {
        let Self {
            core,
            tally,
            paths,
            dependency,
            credit,
            reached,
            levels,
            ..
        } = self;
        let (out, incoming, mass) = (&core.out, core.incoming(), &core.mass);
        if let Some(last) = levels.last() {
            for &v in &reached[last.at.clone()] {
                dependency[v as usize] = 0.0;
            }
        }
        // The source depends on nobody for itself, but its ties carry pairs.
        let first = usize::from(!T::TIES);
        for pair in levels.windows(2).skip(first).rev() {
            let [near, far] = pair else { continue };
            let (nearer, farther) = (&reached[near.at.clone()], &reached[far.at.clone()]);
            for &w in farther {
                let w = w as usize;
                credit[w] = (mass[w] + dependency[w]) / paths[w];
            }
            if T::TIES || near.ties_out <= far.ties_in * PUSH_COST {
                for &v in nearer {
                    let credits = out.row(v).iter().map(|&w| credit[w as usize]);
                    dependency[v as usize] = credits.clone().sum();
                    let each = weight * paths[v as usize];
                    tally.ties(out.range(v), credits.map(|c| each * c));
                }
            } else {
                for &v in nearer {
                    dependency[v as usize] = 0.0;
                }
                for &w in farther {
                    let credit = credit[w as usize];
                    for &v in incoming.row(w) {
                        dependency[v as usize] += credit;
                    }
                }
            }
            for &v in nearer {
                let v = v as usize;
                dependency[v] *= paths[v];
                tally.partner(v, weight, dependency[v]);
            }
        }
    }
}

/// Counts paths of the next level from the frontier `reached[at]`; returns where the next level ends.
///
/// No branch depends on the data: every neighbour is written to the next place of the list, and the
/// place is kept when it was new. Counts that land on partners seen earlier are never read.
fn push(
    out: &Csr,
    paths: &[f64],
    found: &mut [f64],
    reached: &mut [u32],
    at: &Range<usize>,
) -> usize {
    let mut next = at.end;
    for k in at.clone() {
        let v = reached[k];
        let count = paths[v as usize];
        for &u in out.row(v) {
            let so_far = found[u as usize];
            reached[next] = u;
            next += usize::from(so_far == 0.0);
            found[u as usize] = so_far + count;
        }
    }
    next
}

/// Counts paths of the next level into the partners of `open` that were not seen, and takes those that
/// were reached from it; returns where the next level ends.
fn pull(
    incoming: &Csr,
    paths: &[f64],
    found: &mut [f64],
    reached: &mut [u32],
    end: usize,
    open: &mut Vec<u32>,
) -> usize {
    let (mut next, mut kept) = (end, 0);
    for k in 0..open.len() {
        let u = open[k];
        if found[u as usize] != 0.0 {
            continue;
        }
        let count: f64 = incoming.row(u).iter().map(|&w| paths[w as usize]).sum();
        let new = count != 0.0;
        found[u as usize] = count;
        reached[next] = u;
        next += usize::from(new);
        open[kept] = u;
        kept += usize::from(!new);
    }
    open.truncate(kept);
    next
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
