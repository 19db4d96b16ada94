//! Structural equivalence: partners with the same ties to the same others.
//!
//! * Exact classes ([`Network::structural_classes`]): partners who could change places without a trace, from
//!   sorted rows in O(m log n).
//! * Degrees of it: distances between profiles ([`Network::profile_distances`]), clustered
//!   ([`Network::structural_equivalence`]) or split by CONCOR ([`Network::concor`]).
//! * What the positions do: densities between them ([`Network::block_densities`]).

mod clustering;
mod concor;
mod image;
mod profiles;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use clustering::{Dendrogram, Linkage, Merge};
pub use concor::ConcorOptions;
pub use image::BlockDensities;
pub use profiles::{Diagonal, ProfileDistance, ProfileDistances, ProfileOptions};

use super::communities::Partition;
use super::modularity::ModularityOptions;
use crate::options::named;
use crate::{Control, Error, Network};

/// How positions are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EquivalenceMethod {
    /// The same ties to the same others: exact classes, or clusters of profile distances.
    #[default]
    Structural,
    /// Correlations of correlations.
    Concor,
}

named!(EquivalenceMethod, "method", { "structural" => Structural, "concor" => Concor });

/// Options of [`Network::structural_equivalence`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquivalenceOptions {
    /// How profiles are compared.
    pub profiles: ProfileOptions,
    /// How the distance of two clusters follows from those of their members.
    pub linkage: Linkage,
    /// Number of positions at which the dendrogram is cut.
    pub groups: usize,
}

impl Default for EquivalenceOptions {
    /// Euclidean distances, average linkage, four positions.
    fn default() -> Self {
        Self {
            profiles: ProfileOptions::default(),
            linkage: Linkage::Average,
            groups: 4,
        }
    }
}

/// Positions by clustering, with the dendrogram they were cut from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Equivalence {
    /// The positions.
    pub positions: Partition,
    /// All merges.
    pub dendrogram: Dendrogram,
}

impl Network {
    /// Classes of exact structural equivalence (Lorrain & White 1971): two partners are in one class when
    /// they have the same known ties from and to all others, and what one reports of the other is returned.
    /// They could change places without a trace. Values of ties are not used; a partner like no other is
    /// a class of its own.
    ///
    /// Unknown cells count as no tie here, so that the classes are those of the known ties; a partner
    /// whose ties nobody has reported has no class. O(m log n).
    ///
    /// # Errors
    /// None on any network; the type is that of its family.
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Network, Ties};
    /// // A star: all leaves are equivalent.
    /// let ties = Ties { source: &[0, 0, 0], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// assert_eq!(net.structural_classes()?.membership, [0, 1, 1, 1].map(Some));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn structural_classes(&self) -> Result<Partition, Error> {
        let n = self.partners() as u32;
        let open = |v: u32| (self.out().row(v).to_vec(), self.incoming().row(v).to_vec());
        let closed = |v: u32| {
            let (mut out, mut into) = open(v);
            for row in [&mut out, &mut into] {
                let place = row.partition_point(|&u| u < v);
                row.insert(place, v);
            }
            (out, into)
        };
        let mut class: Vec<Option<u32>> = (0..n).map(Some).collect();
        // Members of a class are all tied to one another, or none is: with or without themselves in their
        // rows they have the same rows. No partner has both kinds of twin.
        let rows: [Vec<_>; 2] = [(0..n).map(open).collect(), (0..n).map(closed).collect()];
        for rows in rows {
            let mut order: Vec<u32> = (0..n).collect();
            order.sort_by(|&a, &b| rows[a as usize].cmp(&rows[b as usize]).then(a.cmp(&b)));
            for twins in order.chunk_by(|&a, &b| rows[a as usize] == rows[b as usize]) {
                if let [first, _, ..] = twins {
                    for &v in twins {
                        class[v as usize] = Some(*first);
                    }
                }
            }
        }
        Ok(Partition {
            convention: "exact structural equivalence of known ties, every tie counts once, mutual report swapped".to_owned(),
            citation: "Lorrain & White (1971), J. Math. Sociol. 1, 49-80".to_owned(),
            ..Partition::new(self, "structural", &class, &ModularityOptions::default())?
        })
    }

    /// Positions of roughly equivalent partners: hierarchical clustering of [`Network::profile_distances`],
    /// cut at a number of groups.
    ///
    /// A partner whose ties nobody has reported has no position. O(n³), 24 bytes a pair.
    ///
    /// # Errors
    /// [`Error::BadOption`] for no groups; those of [`Network::profile_distances`].
    pub fn structural_equivalence(
        &self,
        options: &EquivalenceOptions,
        control: &Control,
    ) -> Result<Equivalence, Error> {
        if options.groups == 0 {
            return Err(Error::BadOption {
                option: "groups",
                found: "0".to_owned(),
                expected: "at least 1 group".to_owned(),
            });
        }
        let distances = self.profile_distances(&options.profiles, control)?;
        let dendrogram = Dendrogram::of(&distances.values, options.linkage, control)?;
        // Partners without a position must not use up groups.
        let silent = self.partners_heard_of().iter().filter(|&&h| !h).count();
        let groups: Vec<Option<u32>> = dendrogram
            .groups_at(options.groups + silent)
            .into_iter()
            .map(Some)
            .collect();
        let quality = ModularityOptions {
            weighted: options.profiles.weighted,
            ..Default::default()
        };
        let mut positions = Partition::new(self, "structural", &groups, &quality)?;
        positions.convention = format!(
            "{}; {} linkage, cut at {} groups",
            distances.convention, options.linkage, options.groups
        );
        positions.citation = distances.citation;
        positions.caveats.extend(distances.caveats);
        positions.caveats.dedup();
        Ok(Equivalence {
            positions,
            dendrogram,
        })
    }
}
