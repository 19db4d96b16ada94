//! Brandes' algorithm over weighted paths.
//!
//! Distances come first, path counts after: a tie (w, v) is the last step of a shortest path when
//! distance(w) + length(w, v) equals distance(v) up to a relative epsilon. Deciding it during the search,
//! as textbooks do, lets the last bit of a sum of 1/value drop one of several equal paths.

use super::super::closeness::paths::{Dijkstra, Roads};
use super::tally::Tally;
use super::unweighted::too_many_paths;
use crate::reduce::map_merge;
use crate::{Control, Error};

/// Path lengths closer than this share of their size are equal: far above the rounding of a sum of
/// lengths (10⁻¹⁶ a step), far below any difference between answers on a survey's scale.
const SAME: f64 = 1e-10;

/// Searches from `sources`, each with the number of sources it stands for, and what they add up to; the
/// entries of a tally are those of `incoming`.
pub(super) fn search<T: Tally>(
    out: &Roads<'_>,
    incoming: &Roads<'_>,
    sources: &[(u32, f64)],
    control: &Control,
) -> Result<T, Error> {
    let n = out.rows.n();
    let new = || T::new(n, incoming.rows.entries());
    let sums = map_merge(
        sources.len(),
        control,
        |range| {
            let mut search = Search::new(n, new());
            for &(source, weight) in &sources[range] {
                search.run(out, incoming, source, weight)?;
                control.advance(1)?;
            }
            Ok(search.tally)
        },
        T::merge,
    )?;
    Ok(sums.unwrap_or_else(new))
}

/// Scratch of searches from one source after another, and what they add up to.
struct Search<T> {
    tally: T,
    shortest: Dijkstra,
    /// Place of a partner in the order of settling; read only for settled partners.
    place: Vec<u32>,
    /// σ and δ of Brandes 2001.
    paths: Vec<f64>,
    dependency: Vec<f64>,
}

impl<T: Tally> Search<T> {
    fn new(n: usize, tally: T) -> Self {
        Self {
            tally,
            shortest: Dijkstra::new(n),
            place: vec![0; n],
            paths: vec![0.0; n],
            dependency: vec![0.0; n],
        }
    }

    fn run(
        &mut self,
        out: &Roads<'_>,
        incoming: &Roads<'_>,
        source: u32,
        weight: f64,
    ) -> Result<(), Error> {
        self.shortest.run(out, source);
        let Self {
            tally,
            shortest,
            place,
            paths,
            dependency,
        } = self;
        for (k, &v) in shortest.settled.iter().enumerate() {
            place[v as usize] = k as u32;
            dependency[v as usize] = 0.0;
        }
        let distance = &shortest.distance;
        // Whether a shortest path to v may come from w over a tie of this length. A partner that the
        // source does not reach has an infinite distance, which is never near; the order of settling
        // keeps ties too short to matter from pointing both ways.
        let last_step = |w: u32, length: f64, v: u32| {
            let (to, via) = (distance[v as usize], distance[w as usize] + length);
            (via - to).abs() <= SAME * to && place[w as usize] < place[v as usize]
        };
        paths[source as usize] = 1.0;
        for &v in shortest.settled.iter().skip(1) {
            let steps = incoming
                .from(v)
                .filter(|&(w, length)| last_step(w, length, v));
            let count: f64 = steps.map(|(w, _)| paths[w as usize]).sum();
            if count == f64::INFINITY {
                return Err(too_many_paths());
            }
            paths[v as usize] = count;
        }
        for &v in shortest.settled.iter().skip(1).rev() {
            let credit = (1.0 + dependency[v as usize]) / paths[v as usize];
            let pairs = |(w, length): (u32, f64)| {
                if last_step(w, length, v) {
                    paths[w as usize] * credit
                } else {
                    0.0
                }
            };
            for (w, length) in incoming.from(v) {
                dependency[w as usize] += pairs((w, length));
            }
            tally.ties(
                incoming.rows.range(v),
                incoming.from(v).map(|step| weight * pairs(step)),
            );
            tally.partner(v as usize, weight, dependency[v as usize]);
        }
        Ok(())
    }
}
