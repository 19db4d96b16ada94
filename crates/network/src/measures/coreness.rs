//! Coreness: how deep in the network's nested cores each partner sits.

use serde::{Deserialize, Serialize};

use super::{Mode, PartnerScores};
use crate::measure::Direction;
use crate::network::Symmetrise;
use crate::options::named;
use crate::{Csr, Network};

/// How a mutual tie of a directed network counts under `Mode::All`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MutualTies {
    /// Once: cores of the underlying undirected network (UCINET).
    #[default]
    Once,
    /// Twice: in-degree plus out-degree (igraph and NetworkX on directed graphs; sna's "freeman").
    Twice,
}

named!(MutualTies, "mutual", { "once" => Once, "twice" => Twice });

/// Options of [`Network::coreness`].
#[derive(Debug, Clone, Copy, Default)]
pub struct CorenessOptions {
    /// Which ties count in a directed network.
    pub mode: Mode,
    /// How mutual ties count when all ties do.
    pub mutual: MutualTies,
}

impl Network {
    /// The largest k such that the partner is in a k-core: a group where everyone has at least k ties
    /// inside the group (Seidman 1983). Directed: `in` counts the ties received from inside, `out` the
    /// ties sent, `all` either, with the convention of [`MutualTies`]. Range 0 to n − 1 (twice that
    /// with mutual ties counted twice); no good end. Values of ties are not used.
    ///
    /// Computed on known ties, and therefore the lowest value: an unknown tie can raise it, never lower
    /// it. Partners nobody has spoken about are NaN. Peeling with buckets (Batagelj & Zaveršnik 2003),
    /// O(n + m).
    pub fn coreness(&self, options: &CorenessOptions) -> PartnerScores {
        if self.is_directed() && options.mode == Mode::All && options.mutual == MutualTies::Once {
            let convention =
                "k-core of the underlying undirected network: a mutual tie counts once";
            return PartnerScores {
                convention: convention.to_owned(),
                caveats: self.core_caveats(),
                ..self.symmetrise(Symmetrise::Either).coreness(options)
            };
        }
        let (out, incoming) = (self.out(), self.incoming());
        let (core, convention) = match options.mode {
            _ if !self.is_directed() => (peel(&[out], &[out]), "k-core"),
            Mode::In => (
                peel(&[incoming], &[out]),
                "k-core by ties received inside the core",
            ),
            Mode::Out => (
                peel(&[out], &[incoming]),
                "k-core by ties sent inside the core",
            ),
            Mode::All => (
                peel(&[out, incoming], &[out, incoming]),
                "k-core by in-degree plus out-degree: a mutual tie counts twice",
            ),
        };
        let (_, known, _) = self.row_knowledge(options.mode);
        let value = |(&k, &known): (&u32, &bool)| if known { f64::from(k) } else { f64::NAN };
        PartnerScores {
            name: "coreness".to_owned(),
            values: core.iter().zip(&known).map(value).collect(),
            bounds: None,
            unit: "ties inside the core".to_owned(),
            direction: Direction::None,
            coverage: self.known_share(),
            convention: convention.to_owned(),
            caveats: self.core_caveats(),
            citation: "Seidman (1983), Social Networks 5, 269-287; Batagelj & Zaveršnik (2003), arXiv cs/0310049".to_owned(),
        }
    }

    fn core_caveats(&self) -> Vec<String> {
        let mut caveats = self.standing_caveats();
        if self.known_share().is_some_and(|s| s < 1.0) {
            caveats.push("Unknown ties can raise a coreness, never lower it.".to_owned());
        }
        caveats
    }
}

/// Removes partners in the order of what they have left. `counted` are the rows whose lengths are the
/// degrees; taking `i` away lowers the degree of everyone in row `i` of `lowers`.
fn peel(counted: &[&Csr], lowers: &[&Csr]) -> Vec<u32> {
    let n = counted[0].n();
    let mut degree: Vec<u32> = (0..n as u32)
        .map(|i| counted.iter().map(|rows| rows.degree(i) as u32).sum())
        .collect();
    // `order` holds the partners by degree; `bucket[d]` is where those of degree d begin.
    let mut bucket = vec![0usize; degree.iter().max().map_or(0, |&d| d as usize) + 2];
    for &d in &degree {
        bucket[d as usize + 1] += 1;
    }
    for d in 1..bucket.len() {
        bucket[d] += bucket[d - 1];
    }
    let mut place = vec![0usize; n];
    let mut order = vec![0u32; n];
    let mut next = bucket.clone();
    for i in 0..n {
        place[i] = next[degree[i] as usize];
        order[place[i]] = i as u32;
        next[degree[i] as usize] += 1;
    }
    for at in 0..n {
        let i = order[at];
        for &j in lowers.iter().flat_map(|rows| rows.row(i)) {
            let (j, d) = (j as usize, degree[j as usize]);
            if d <= degree[i as usize] {
                continue;
            }
            // Swap j with the first of its bucket and move the boundary past it.
            let first = bucket[d as usize];
            let other = order[first] as usize;
            order.swap(place[j], first);
            place.swap(j, other);
            bucket[d as usize] += 1;
            degree[j] -= 1;
        }
    }
    degree
}
