//! Transitivity: how often two ties in a row come with the direct one.

use serde::{Deserialize, Serialize};

use super::super::triangles::kernel::{closed_triads, dyad, dyad_rows, triangle_counts};
use super::Closed;
use crate::measure::Measure;
use crate::network::{TieState, share};
use crate::options::named;
use crate::reduce::map_merge;
use crate::{Control, Error, Network, Symmetrise, ValueMeans};

/// Four definitions that share the name. `→` is a known tie.
///
/// sna's fifth, "correlation", is not offered: its two code paths compute different numbers (a correlation
/// over pairs and one over triples), and so are UCINET's further variants, whose definitions are unpublished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransitivityKind {
    /// Of the paths a – b – c, ties in either direction, the share with a – c: 3 × triangles / connected
    /// triples (networkx, igraph).
    #[default]
    Undirected,
    /// Of the paths a → b → c, the share with a → c (UCINET; sna "weak").
    Weak,
    /// Of all ordered triples, the share where a → b → c if and only if a → c (sna "strong").
    Strong,
    /// Of the paths a → b → c, the share where a → c is at least as strong as the weaker of the two
    /// (sna "rank").
    Rank,
}

named!(TransitivityKind, "kind", {
    "undirected" => Undirected, "weak" => Weak, "strong" => Strong, "rank" => Rank,
});

impl Network {
    /// Transitivity by one of the definitions of [`TransitivityKind`]. Range 0 to 1, no good end; it rises with
    /// density by arithmetic. `None` without anything to close (sna says 1 there).
    ///
    /// Unknown ties: a path whose closing tie nobody has spoken about is neither transitive nor not, and left
    /// out (as sna does); `strong`, which needs every triple, is then not defined. No bounds: an unknown tie can
    /// close a path and open another.
    ///
    /// Cost: `undirected`, `weak` and `strong` O(m·a) with the arboricity a ≤ √(2m); `rank`, and `weak` where
    /// partners left cells open, O(Σ d(in)·d(out) · log d).
    ///
    /// # Errors
    /// [`Error::NotDefined`] for `rank` where values are distances; [`Error::Stopped`].
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// use commonweal_network::measures::triads::TransitivityKind;
    /// // 0 → 1 → 2 is closed by 0 → 2; 1 → 2 → 3 and 0 → 2 → 3 are not closed.
    /// let ties = Ties { source: &[0, 1, 0, 2], target: &[1, 2, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// let weak = net.transitivity(TransitivityKind::Weak, &Control::new())?;
    /// assert_eq!((weak.value, weak.n), (Some(1.0 / 3.0), 3));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn transitivity(
        &self,
        kind: TransitivityKind,
        control: &Control,
    ) -> Result<Measure, Error> {
        let mut caveats = self.standing_caveats();
        let counts = match kind {
            TransitivityKind::Undirected => Some(self.closed_pairs(control)?),
            TransitivityKind::Weak => Some(self.closed_paths(control)?),
            TransitivityKind::Strong => self.agreeing_triples(control)?,
            TransitivityKind::Rank => Some(self.ranked_paths(control)?),
        };
        let (closed, n) = counts.unwrap_or((0, 0));
        if self.known_share().is_some_and(|share| share < 1.0) {
            caveats.push("Paths whose closing tie is unknown are left out.".to_owned());
        }
        let mut measure = Measure {
            value: share(closed, n),
            unit: match kind {
                TransitivityKind::Strong => "share of ordered triples",
                _ => "share of paths of two ties",
            }
            .to_owned(),
            n,
            coverage: self.known_share(),
            reference: "the density, which is the share of paths to expect closed if ties were independent"
                .to_owned(),
            convention: match kind {
                TransitivityKind::Undirected => "undirected: 3 × triangles / paths of two ties, ties in either direction (networkx, igraph)",
                TransitivityKind::Weak => "weak: of a → b → c, those with a → c (UCINET, sna weak)",
                TransitivityKind::Strong => "strong: ordered triples where a → b → c if and only if a → c (sna strong)",
                TransitivityKind::Rank => "rank: of a → b → c, those with a → c at least as strong as the weaker of the two (sna rank)",
            }
            .to_owned(),
            caveats,
            citation: "Holland & Leinhardt (1971), Comp. Group Studies 2, 107-124; Wasserman & Faust (1994), ch. 6 and 14".to_owned(),
            ..Measure::named("transitivity").of_kind(kind)
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined(if counts.is_none() {
                "with unknown ties not every triple can be judged. Ask for the kind weak, which needs only paths."
            } else if kind == TransitivityKind::Strong {
                "there are fewer than three partners."
            } else {
                "there is no path of two ties whose closing tie is known."
            }));
        };
        measure.sentence = match kind {
            TransitivityKind::Strong => format!(
                "In {closed} of {n} ordered triples a tie stands where a path of two ties leads and only there ({:.1} %).",
                100.0 * value
            ),
            TransitivityKind::Rank => format!(
                "{closed} of {n} paths of two ties are closed by a tie as strong as the weaker of them ({:.1} %).",
                100.0 * value
            ),
            _ => format!(
                "{closed} of {n} paths of two ties are closed by the direct tie ({:.1} %).",
                100.0 * value
            ),
        };
        Ok(measure)
    }

    /// Closed pairs of neighbours, and those whose tie is known, over all partners.
    fn closed_pairs(&self, control: &Control) -> Result<(u64, u64), Error> {
        let pairs = self.symmetrise(Symmetrise::Either);
        let closed = triangle_counts(pairs.out(), control)?.iter().sum();
        let unknown: u64 = pairs.unknown_neighbour_pairs(control)?.iter().sum();
        let all: u64 = (0..pairs.partners() as u32)
            .map(|i| pairs.out().degree(i) as u64)
            .map(|d| d * d.saturating_sub(1) / 2)
            .sum();
        Ok((closed, all - unknown))
    }

    /// Closed paths a → b → c, and those whose closing tie is known.
    fn closed_paths(&self, control: &Control) -> Result<(u64, u64), Error> {
        let (closed, all) = self.paths_of_two(control)?;
        let unknown = if self.observed().is_complete() {
            0
        } else {
            let open = |a, _, c, _| self.state(a, c) == TieState::Unknown;
            self.count_paths(control, open)?.0
        };
        Ok((closed, all - unknown))
    }

    /// Closed paths a → b → c, and all.
    fn paths_of_two(&self, control: &Control) -> Result<(u64, u64), Error> {
        let rows = dyad_rows(self, None);
        let closed = closed_triads(&rows, control)?
            .iter()
            .enumerate()
            .map(|(index, &count)| count * transitive(Closed::at(index)))
            .sum();
        let (mut all, mut back) = (0, 0);
        for b in 0..self.partners() as u32 {
            all += self.incoming().degree(b) as u64 * self.out().degree(b) as u64;
            for &code in rows.payload(b) {
                back += u64::from(code == dyad::MUTUAL);
            }
        }
        Ok((closed, all - back))
    }

    /// Ordered triples where a path of two stands beside a tie or neither does, and all; `None` with
    /// unknown ties.
    fn agreeing_triples(&self, control: &Control) -> Result<Option<(u64, u64)>, Error> {
        let n = self.partners() as u64;
        if self.known_share().is_some_and(|share| share < 1.0) {
            return Ok(None);
        }
        let (closed, paths) = self.paths_of_two(control)?;
        let through = n.saturating_sub(2);
        let pairs = n * n.saturating_sub(1);
        let Some(triples) = pairs.checked_mul(through) else {
            return Err(Error::TooLarge {
                what: "partners in a count of ordered triples",
                found: n,
                limit: 2_642_245,
            });
        };
        let arcs: u64 = self.out().entries() as u64;
        // Of a pair without a tie every third partner agrees but those on a path.
        let agree = closed + (pairs - arcs) * through - (paths - closed);
        Ok(Some((agree, triples)))
    }

    /// Paths closed by a tie at least as strong as the weaker of the two, and those whose closing tie is
    /// known. Without values every tie is as strong as any other.
    fn ranked_paths(&self, control: &Control) -> Result<(u64, u64), Error> {
        if self.is_valued() && self.value_means() == ValueMeans::Distance {
            return Err(Error::NotDefined {
                measure: "transitivity",
                reason: "values are distances, and the kind rank compares strengths.".to_owned(),
            });
        }
        let value = |k: usize| self.out().values().map_or(1.0, |values| values[k]);
        let strong = |a, first: usize, c, second: usize| {
            let direct = self.out().find(a, c);
            direct.is_some_and(|k| value(k) >= value(first).min(value(second)))
        };
        let known = |a, _, c, _| self.state(a, c) != TieState::Unknown;
        Ok((
            self.count_paths(control, strong)?.0,
            self.count_paths(control, known)?.0,
        ))
    }

    /// Walks every path a → b → c: those that `counts(a, position of a → b, c, position of b → c)`, and all.
    fn count_paths(
        &self,
        control: &Control,
        counts: impl Fn(u32, usize, u32, usize) -> bool + Sync,
    ) -> Result<(u64, u64), Error> {
        let out = self.out();
        control.begin(self.partners() as u64);
        let sums = map_merge(
            self.partners(),
            control,
            |block| {
                let done = block.len() as u64;
                let (mut found, mut all) = (0, 0);
                for a in block {
                    let a = a as u32;
                    for first in out.range(a) {
                        for second in out.range(out.targets()[first]) {
                            let c = out.targets()[second];
                            if c != a {
                                all += 1;
                                found += u64::from(counts(a, first, c, second));
                            }
                        }
                    }
                }
                control.advance(done)?;
                Ok((found, all))
            },
            |x, y| (x.0 + y.0, x.1 + y.1),
        )?;
        Ok(sums.unwrap_or((0, 0)))
    }
}

/// Paths a → b → c closed by a → c in a triad with these dyads.
fn transitive(triad: Closed) -> u64 {
    let tied = |code: u8| [code != dyad::IN, code != dyad::OUT];
    // names[x][y]: x names y, of the partners v, u, w.
    let mut names = [[false; 3]; 3];
    for (x, y, code) in [(0, 1, triad.vu), (0, 2, triad.vw), (1, 2, triad.uw)] {
        [names[x][y], names[y][x]] = tied(code);
    }
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let closed = orders
        .iter()
        .filter(|o| names[o[0]][o[1]] && names[o[1]][o[2]] && names[o[0]][o[2]]);
    closed.count() as u64
}
