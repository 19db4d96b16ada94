//! Cut points, bridges and biconnected components: where a network falls apart.
//!
//! All three look at ties without their direction (a tie when either side reports it) and come from one
//! depth-first search, O(n + m). Cutting needs *every* other way to be absent, so these are the measures
//! that an unreported tie undoes most easily.

pub(in crate::measures) mod lowlink;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Mode, Network, PartnerScores, Symmetrise, TieScores};
use lowlink::{Lowlink, NONE};

const SOURCE: &str = "Hopcroft & Tarjan (1973), Commun. ACM 16, 372-378; Wasserman & Faust (1994), Social Network Analysis, ch. 4";

/// The biconnected components of a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Biconnected {
    /// The partners of each block, ascending; blocks in the order of their members. A cut point is in
    /// several, an isolate in none, and the two ends of a bridge are a block of two.
    pub blocks: Vec<Vec<u32>>,
    /// The definition used.
    pub convention: String,
    /// Sentences that belong to the blocks wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

impl Network {
    /// Into how many pieces each partner's component falls when the partner leaves: 2 or more for a *cut
    /// point*, 1 where the rest stays in one piece, 0 for an isolate.
    ///
    /// Direction of ties is ignored. Unit: pieces. Direction: none; a cut point may be a bridge-builder or a
    /// single point of failure. O(n + m).
    ///
    /// Unknown ties: an unknown tie can join pieces that look apart, and can hang somebody on a partner
    /// who would then be a cut point, so there are no bounds. A partner whose ties nobody has reported is
    /// unknown (NaN).
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Network, Ties};
    /// let ties = Ties { source: &[0, 1], target: &[1, 2], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// assert_eq!(net.cut_points().values, [1.0, 2.0, 1.0, 0.0]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn cut_points(&self) -> PartnerScores {
        let mut values = vec![0.0; self.partners()];
        self.lowlink().pieces(|v, _| values[v as usize] += 1.0);
        self.hide_unreported(Mode::All, &mut values);
        PartnerScores {
            values,
            unit: "pieces".to_owned(),
            convention: format!(
                "components into which the partner's own component falls without it ({}); 2 or more: cut point",
                self.pair_rule()
            ),
            caveats: self.cut_caveats(),
            citation: SOURCE.to_owned(),
            ..self.scores_named("pieces")
        }
    }

    /// The ties without which two partners would have no way to one another: each pair of partners once,
    /// the smaller number first, with the number of pairs of partners that the tie alone connects.
    ///
    /// Direction of ties is ignored, and a returned tie is one. Unit: pairs. Direction: none. O(n + m).
    ///
    /// Unknown ties: an unknown tie can be the second way, and no known tie is sure to stay a bridge.
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Network, Ties};
    /// // A triangle 0, 1, 2 and an end: 2 - 3 alone connects 3 with three others.
    /// let ties = Ties { source: &[0, 0, 1, 2], target: &[1, 2, 2, 3], value: None };
    /// let bridges = Network::from_ties(4, &ties, &BuildOptions::default())?.bridges();
    /// assert_eq!((bridges.source, bridges.target, bridges.values), (vec![2], vec![3], vec![3.0]));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn bridges(&self) -> TieScores {
        let search = self.lowlink();
        let mut members = vec![1_u32; search.top.len()];
        for &block in search.block.iter().filter(|&&block| block != NONE) {
            members[block as usize] += 1;
        }
        let mut found = Vec::new();
        for (v, &block) in search.block.iter().enumerate() {
            if block != NONE && members[block as usize] == 2 {
                let (v, parent) = (v as u32, search.parent[v]);
                let below = f64::from(search.below[block as usize]);
                let rest = f64::from(search.component[v as usize]) - below;
                found.push((v.min(parent), v.max(parent), below * rest));
            }
        }
        found.sort_unstable_by_key(|&(source, target, _)| (source, target));
        let frame = self.scores_named("pairs connected");
        TieScores {
            name: frame.name,
            source: found.iter().map(|b| b.0).collect(),
            target: found.iter().map(|b| b.1).collect(),
            values: found.iter().map(|b| b.2).collect(),
            unit: "pairs".to_owned(),
            direction: frame.direction,
            coverage: frame.coverage,
            convention: format!(
                "bridges: ties whose removal adds a component ({}), with the pairs that only they connect",
                self.pair_rule()
            ),
            caveats: self.cut_caveats(),
            citation: SOURCE.to_owned(),
        }
    }

    /// Biconnected components (blocks): the largest sets in which every two partners stay connected
    /// whichever third one leaves. Two blocks share one partner at most, and that is a cut point; the two
    /// ends of every tie share exactly one block.
    ///
    /// Direction of ties is ignored. Unknown ties can merge blocks and make new ones. O(n + m).
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Network, Ties};
    /// let ties = Ties { source: &[0, 0, 1, 2], target: &[1, 2, 2, 3], value: None };
    /// let net = Network::from_ties(5, &ties, &BuildOptions::default())?;
    /// assert_eq!(net.biconnected().blocks, [vec![0, 1, 2], vec![2, 3]]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn biconnected(&self) -> Biconnected {
        let search = self.lowlink();
        let mut blocks: Vec<Vec<u32>> = search.top.iter().map(|&top| vec![top]).collect();
        for (v, &block) in search.block.iter().enumerate() {
            if block != NONE {
                blocks[block as usize].push(v as u32);
            }
        }
        for block in &mut blocks {
            block.sort_unstable();
        }
        blocks.sort_unstable();
        Biconnected {
            blocks,
            convention: format!(
                "biconnected components ({}); isolates are in none",
                self.pair_rule()
            ),
            caveats: self.cut_caveats(),
            citation: SOURCE.to_owned(),
        }
    }

    /// The depth-first search of the network without directions.
    pub(in crate::measures) fn lowlink(&self) -> Lowlink {
        Lowlink::new(self.undirected().out())
    }

    /// The network without directions: a tie when either side reports it.
    pub(in crate::measures) fn undirected(&self) -> Cow<'_, Self> {
        if self.is_directed() {
            Cow::Owned(self.symmetrise(Symmetrise::Either))
        } else {
            Cow::Borrowed(self)
        }
    }

    pub(in crate::measures) fn pair_rule(&self) -> &'static str {
        if self.is_directed() {
            "of the known ties, direction ignored"
        } else {
            "of the known ties"
        }
    }

    fn cut_caveats(&self) -> Vec<String> {
        let mut caveats = self.standing_caveats();
        if self.known_share().is_some_and(|share| share < 1.0) {
            caveats.push(
                "One unknown tie can be the second way that undoes a cut, and can make a new one: what is \
                 said here is true of the known ties only. A partner whose ties nobody has reported is \
                 unknown."
                    .to_owned(),
            );
        }
        caveats
    }
}
