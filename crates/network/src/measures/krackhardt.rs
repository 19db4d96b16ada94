//! Krackhardt's four dimensions of hierarchy: how close an organisation's ties are to an out-tree.
//!
//! Connectedness, hierarchy, efficiency and least-upper-boundedness are each 1 on an out-tree (arcs from
//! the top downwards), and only an out-tree has 1 on all four. Direction matters: a relation "reports to"
//! points upwards and must be turned round first to be read as a hierarchy from the top.
//!
//! Least upper bounds are found on the acyclic graph of strong components. Write A(v) for the ancestors of
//! v, itself included. The upper bounds of a and b are U = A(a) ∩ A(b), and one of them, c, lies on a path
//! from all of them just when A(c) = U: an ancestor of c is an upper bound, because c is one. Components
//! are numbered so that every arc goes to a smaller number, so c can only be the smallest number in U, and
//! one comparison of two counts decides a pair instead of a search through its upper bounds.

#[cfg(test)]
mod tests;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::components::{strong, weak};
use super::connectedness::{component_sizes, reachable_pairs};
use super::{ConnectednessKind, Mode};
use crate::measure::Measure;
use crate::network::share;
use crate::options::named;
use crate::{Control, Csr, Error, Network};

/// Whose efficiency and least upper bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KrackhardtConvention {
    /// Krackhardt (1994), as UCINET: ties of the underlying graph; one of the upper bounds is reached from
    /// all the others.
    #[default]
    Krackhardt,
    /// R's sna: arcs, so that a tie both ways counts twice; one of the upper bounds reaches all the others.
    Sna,
}

named!(KrackhardtConvention, "convention", { "krackhardt" => Krackhardt, "sna" => Sna });

const SOURCE: &str = "Krackhardt (1994), Graph theoretical dimensions of informal organizations, in Carley & Prietula (eds), Computational Organization Theory";
/// Strong components at most in the search for least upper bounds: k²/8 bytes, 512 MiB.
const MOST: usize = 1 << 16;

impl Network {
    /// Krackhardt's four: connectedness, hierarchy, efficiency, least upper boundedness.
    ///
    /// # Errors
    /// As [`Network::least_upper_boundedness`].
    ///
    /// ```
    /// use commonweal_network::measures::krackhardt::KrackhardtConvention;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // An out-tree: 0 leads 1 and 2, and 1 leads 3.
    /// let ties = Ties { source: &[0, 0, 1], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// let four = net.krackhardt(KrackhardtConvention::Krackhardt, &Control::new())?;
    /// assert!(four.iter().all(|m| m.value == Some(1.0)));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn krackhardt(
        &self,
        convention: KrackhardtConvention,
        control: &Control,
    ) -> Result<Vec<Measure>, Error> {
        Ok(vec![
            self.connectedness(ConnectednessKind::Krackhardt, control)?,
            self.hierarchy(control)?,
            self.efficiency(convention),
            self.least_upper_boundedness(convention, control)?,
        ])
    }

    /// Hierarchy (Krackhardt 1994): of the pairs joined by a directed path, the share where only one can
    /// reach the other. 1 in any acyclic network, 0 where everyone who is reached can reach back (so always
    /// in an undirected one). sna's `hierarchy()` has another default under this name, 1 − reciprocity;
    /// this is its `measure = "krackhardt"`. No good end, no bounds under unknown ties (a tie can order a
    /// pair or make it mutual); undefined (`None`) where no path joins anyone. Cost as
    /// [`Network::connectedness`] of kind `reachable`.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn hierarchy(&self, control: &Control) -> Result<Measure, Error> {
        let n = self.partners();
        let sizes = component_sizes(&strong(self.out()), n);
        // Unordered pairs who can reach each other, and who are joined at least one way.
        let mutual: u64 = sizes.iter().map(|s| s * s.saturating_sub(1) / 2).sum();
        let joined = reachable_pairs(self.out(), n, control)? - mutual;
        let mut measure = Measure {
            value: share(joined - mutual, joined),
            unit: "share of pairs joined by a directed path".to_owned(),
            n: joined,
            reference: "1, no cycles at all; 0, whoever is reached can reach back".to_owned(),
            convention: "Krackhardt: pairs where one can reach the other and not the reverse, of the pairs where at least one can".to_owned(),
            ..self.dimension("hierarchy")
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined("no known path joins any two partners."));
        };
        if !self.is_directed() {
            let told = "Ties have no direction, so it is 0 by construction.".to_owned();
            measure.caveats.push(told);
        }
        measure.sentence = format!(
            "In {} of {joined} pairs of partners joined by a directed path ({:.1} %) only one can reach the other.",
            joined - mutual,
            100.0 * value
        );
        Ok(measure)
    }

    /// Efficiency (Krackhardt 1994): 1 − the share of the ties that could be spared in holding every weak
    /// component together: the excess over size − 1, out of the most there could be, each summed over the
    /// components. 1 for a tree or several, 0 when every component is complete.
    ///
    /// Ties are those of the underlying graph, so a tie both ways is one. sna counts arcs instead, so that a
    /// tree of mutual ties scores below 1. No good end, no bounds; undefined (`None`) where every
    /// component has at most two partners (sna: one). O(n + m).
    pub fn efficiency(&self, convention: KrackhardtConvention) -> Measure {
        let n = self.partners();
        let (pair, held) = match convention {
            KrackhardtConvention::Krackhardt => (2, self.for_paths(Mode::All).ties() as u64),
            KrackhardtConvention::Sna => (1, self.out().entries() as u64),
        };
        let (mut needed, mut possible) = (0, 0);
        for s in component_sizes(&weak(self.out()), n) {
            needed += s.saturating_sub(1);
            possible += s * s.saturating_sub(1) / pair;
        }
        let (excess, most) = (held - needed, possible - needed);
        let mut measure = Measure {
            value: share(most - excess, most),
            unit: "1 − share of the ties in excess of a tree".to_owned(),
            n: most,
            reference: "1, no tie could be spared; 0, every component is complete".to_owned(),
            convention: match convention {
                KrackhardtConvention::Krackhardt => "Krackhardt: ties of the underlying graph beyond size − 1, pooled over the weak components",
                KrackhardtConvention::Sna => "sna: arcs beyond size − 1, pooled over the weak components",
            }
            .to_owned(),
            ..self.dimension("efficiency").of_kind(convention)
        };
        let Some(value) = measure.value else {
            return measure
                .undefined("no component has room for a tie beyond those that hold it together.");
        };
        measure.sentence = format!(
            "Of the {most} ties there could be beyond those that hold the partners together, {excess} are there: the efficiency is {value:.3}."
        );
        measure
    }

    /// Least upper boundedness (Krackhardt 1994): 1 − the share of pairs in the same weak component without
    /// a least upper bound, out of the most there could be, (s − 1)(s − 2)/2 for a component of s partners.
    ///
    /// An upper bound of two partners is one from whom directed paths lead to both (or one of the two who
    /// reaches the other); it is the least when it lies on a path from all their upper bounds. 1 on an
    /// out-tree. `sna` looks for the opposite, an upper bound that reaches all others: equal on out-trees
    /// and strongly connected networks, not otherwise. No good end, no bounds; undefined (`None`) where
    /// every component has at most two partners.
    ///
    /// Cost: O(k³/128) in parallel and k²/8 bytes for k strong components (twice the bytes for `sna`).
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 65,536 strong components, [`Error::Stopped`].
    pub fn least_upper_boundedness(
        &self,
        convention: KrackhardtConvention,
        control: &Control,
    ) -> Result<Measure, Error> {
        let n = self.partners();
        let parts = component_sizes(&weak(self.out()), n);
        let pairs: u64 = parts.iter().map(|s| s * s.saturating_sub(1) / 2).sum();
        let most: u64 = parts
            .iter()
            .map(|s| s.saturating_sub(1) * s.saturating_sub(2) / 2)
            .sum();
        let violations = if most == 0 {
            0
        } else {
            pairs - bounded_pairs(self.out(), convention, control)?
        };
        let mut measure = Measure {
            value: share(most - violations, most),
            unit: "1 − share of pairs without a least upper bound".to_owned(),
            n: most,
            reference: "1, an out-tree: any two have one nearest common superior".to_owned(),
            convention: match convention {
                KrackhardtConvention::Krackhardt => {
                    "Krackhardt: one of the upper bounds is on a path from all the others"
                }
                KrackhardtConvention::Sna => "sna: one of the upper bounds reaches all the others",
            }
            .to_owned(),
            ..self
                .dimension("least_upper_boundedness")
                .of_kind(convention)
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined("no component has more than two partners."));
        };
        measure.sentence = format!(
            "{violations} pairs of partners, of at most {most}, have no nearest common superior: least upper boundedness is {value:.3}."
        );
        Ok(measure)
    }

    fn dimension(&self, name: &str) -> Measure {
        let mut caveats = self.standing_caveats();
        let cells = self.cell_counts();
        if cells.known < cells.possible {
            caveats.push(
                "Computed on known ties; an unknown tie can move it either way, so it has no bounds."
                    .to_owned(),
            );
        }
        Measure {
            coverage: self.known_share(),
            caveats,
            citation: SOURCE.to_owned(),
            ..Measure::named(name)
        }
    }
}

/// Unordered pairs of nodes that have a least upper bound.
fn bounded_pairs(
    csr: &Csr,
    convention: KrackhardtConvention,
    control: &Control,
) -> Result<u64, Error> {
    let raw = strong(csr);
    let sizes = component_sizes(&raw, csr.n());
    let k = sizes.len();
    if k > MOST {
        return Err(Error::TooLarge {
            what: "strong components in the search for least upper bounds",
            found: k as u64,
            limit: MOST as u64,
        });
    }
    control.begin(k as u64);
    let arcs: Vec<(u32, u32)> = (0..csr.n() as u32)
        .flat_map(|i| csr.row(i).iter().map(move |&j| (i, j)))
        .map(|(i, j)| (raw[i as usize], raw[j as usize]))
        .filter(|(a, b)| a != b)
        .collect();
    // Arcs go to smaller numbers, so ancestors are ready from the top down, descendants from the bottom up.
    let turned: Vec<(u32, u32)> = arcs.iter().map(|&(a, b)| (b, a)).collect();
    let above = Closure::of(&Csr::from_arcs(k, &turned), (0..k).rev());
    let below = match convention {
        KrackhardtConvention::Krackhardt => None,
        KrackhardtConvention::Sna => Some(Closure::of(&Csr::from_arcs(k, &arcs), 0..k)),
    };
    let counts: Vec<u32> = (0..k)
        .map(|c| above.row(c).iter().map(|w| w.count_ones()).sum())
        .collect();
    let bounded = |a: usize, b: usize| {
        let shared = || above.row(a).iter().zip(above.row(b)).map(|(x, y)| x & y);
        match &below {
            None => {
                let (mut least, mut count) = (None, 0);
                for (w, bits) in shared().enumerate().filter(|(_, bits)| *bits != 0) {
                    least.get_or_insert(64 * w + bits.trailing_zeros() as usize);
                    count += bits.count_ones();
                }
                least.is_some_and(|c| counts[c] == count)
            }
            Some(below) => {
                // Only the largest number among them can reach all the others.
                let top = shared()
                    .enumerate()
                    .rfind(|(_, bits)| *bits != 0)
                    .map(|(w, bits)| 64 * w + 63 - bits.leading_zeros() as usize);
                top.is_some_and(|c| shared().zip(below.row(c)).all(|(u, d)| u & !d == 0))
            }
        }
    };
    let of_row: Vec<u64> = (0..k)
        .into_par_iter()
        .map(|a| {
            control.advance(1)?;
            let others: u64 = (0..a).filter(|&b| bounded(a, b)).map(|b| sizes[b]).sum();
            // Two who reach each other have the upper bounds of either.
            let inside = if bounded(a, a) {
                (sizes[a] - 1) * sizes[a] / 2
            } else {
                0
            };
            Ok(sizes[a] * others + inside)
        })
        .collect::<Result<_, Error>>()?;
    Ok(of_row.iter().sum())
}

/// For each node of an acyclic graph the set of nodes that its arcs lead to, itself included, as bits.
struct Closure {
    words: usize,
    bits: Vec<u64>,
}

impl Closure {
    /// `order` must name the nodes so that an arc leads to one named before.
    fn of(rows: &Csr, order: impl Iterator<Item = usize>) -> Self {
        let words = rows.n().div_ceil(64);
        let mut bits = vec![0; rows.n() * words];
        for v in order {
            bits[v * words + v / 64] |= 1 << (v % 64);
            for &u in rows.row(v as u32) {
                for w in 0..words {
                    let led: u64 = bits[u as usize * words + w];
                    bits[v * words + w] |= led;
                }
            }
        }
        Self { words, bits }
    }

    fn row(&self, v: usize) -> &[u64] {
        &self.bits[v * self.words..(v + 1) * self.words]
    }
}
