//! Hierarchical clustering of a matrix of distances.
//!
//! Every cluster knows its nearest neighbour, so that a merge looks at one row and at the clusters whose
//! neighbour it was: O(n²) in practice, O(n³) at worst.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::groups::modularity::numbered;
use crate::options::named;
use crate::{Control, Error};

/// How the distance of two clusters follows from those of their members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Linkage {
    /// The mean over pairs of members (UPGMA).
    #[default]
    Average,
    /// The largest distance of two members: clusters are tight.
    Complete,
    /// The smallest distance of two members: clusters can be chains.
    Single,
}

named!(Linkage, "linkage", { "average" => Average, "complete" => Complete, "single" => Single });

/// One merge of a dendrogram, in scipy's layout.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// The two clusters, smaller number first: below n a partner, n + k what merge k made.
    pub clusters: (u32, u32),
    /// Their distance.
    pub height: f64,
    /// Partners in the new cluster.
    pub size: u32,
}

/// All merges from single partners upwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dendrogram {
    /// Number of partners.
    pub partners: usize,
    /// At most n − 1 merges; fewer where distances are unknown (NaN).
    pub merges: Vec<Merge>,
}

impl Dendrogram {
    /// Clusters a symmetric matrix; NaN is unknown and left out of means, maxima and minima. Of equally
    /// near pairs the one with the smallest partner numbers is merged.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn of(distances: &Array2<f64>, linkage: Linkage, control: &Control) -> Result<Self, Error> {
        let n = distances.nrows();
        let mut clusters = Clusters::new(distances, linkage);
        let mut merges = Vec::with_capacity(n.saturating_sub(1));
        let mut name: Vec<u32> = (0..n as u32).collect();
        while let Some((a, b)) = clusters.nearest_pair() {
            control.check()?;
            let height = clusters.distance(a, b);
            clusters.merge(a, b);
            merges.push(Merge {
                clusters: (name[a].min(name[b]), name[a].max(name[b])),
                height,
                size: clusters.size[a],
            });
            name[a] = (n + merges.len() - 1) as u32;
        }
        Ok(Self {
            partners: n,
            merges,
        })
    }

    /// The clusters when there are `groups` of them (more where unknown distances keep them apart), numbered
    /// from 0 in the order of smallest members. O(n).
    pub fn groups_at(&self, groups: usize) -> Vec<u32> {
        let made = self.partners.saturating_sub(groups).min(self.merges.len());
        let mut cluster: Vec<u32> = (0..(self.partners + made) as u32).collect();
        // From the last merge down, so that a cluster's own cluster is already known.
        for (k, merge) in self.merges[..made].iter().enumerate().rev() {
            let own = cluster[self.partners + k];
            cluster[merge.clusters.0 as usize] = own;
            cluster[merge.clusters.1 as usize] = own;
        }
        let of: Vec<Option<u32>> = cluster[..self.partners].iter().map(|&c| Some(c)).collect();
        numbered(&of).0
    }
}

struct Clusters {
    linkage: Linkage,
    /// Sum (average), largest or smallest known distance, and how many are known.
    total: Array2<f64>,
    known: Array2<f64>,
    size: Vec<u32>,
    alive: Vec<usize>,
    nearest: Vec<Option<usize>>,
}

impl Clusters {
    fn new(distances: &Array2<f64>, linkage: Linkage) -> Self {
        let n = distances.nrows();
        let mut clusters = Self {
            linkage,
            total: distances.mapv(|d| if d.is_nan() { 0.0 } else { d }),
            known: distances.mapv(|d| f64::from(u8::from(!d.is_nan()))),
            size: vec![1; n],
            alive: (0..n).collect(),
            nearest: vec![None; n],
        };
        for i in 0..n {
            clusters.nearest[i] = clusters.find_nearest(i);
        }
        clusters
    }

    /// Distance of two clusters; infinite when nothing is known of it.
    fn distance(&self, a: usize, b: usize) -> f64 {
        match (self.known[[a, b]], self.linkage) {
            (0.0, _) => f64::INFINITY,
            (known, Linkage::Average) => self.total[[a, b]] / known,
            _ => self.total[[a, b]],
        }
    }

    fn find_nearest(&self, i: usize) -> Option<usize> {
        let mut nearest = None;
        let mut least = f64::INFINITY;
        for &j in self.alive.iter().filter(|&&j| j != i) {
            let distance = self.distance(i, j);
            if distance < least {
                (nearest, least) = (Some(j), distance);
            }
        }
        nearest
    }

    fn nearest_pair(&self) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        let mut least = f64::INFINITY;
        for &i in &self.alive {
            if let Some(j) = self.nearest[i]
                && self.distance(i, j) < least
            {
                (best, least) = (Some((i.min(j), i.max(j))), self.distance(i, j));
            }
        }
        best
    }

    /// Puts `b` into `a`.
    fn merge(&mut self, a: usize, b: usize) {
        self.alive.retain(|&i| i != b);
        self.size[a] += self.size[b];
        for &i in self.alive.iter().filter(|&&i| i != a) {
            let (x, y) = (self.total[[a, i]], self.total[[b, i]]);
            let total = match (
                self.linkage,
                self.known[[a, i]] > 0.0,
                self.known[[b, i]] > 0.0,
            ) {
                (Linkage::Average, ..) => x + y,
                (_, true, false) => x,
                (_, false, _) => y,
                (Linkage::Complete, ..) => x.max(y),
                (Linkage::Single, ..) => x.min(y),
            };
            let known = self.known[[a, i]] + self.known[[b, i]];
            for at in [[a, i], [i, a]] {
                self.total[at] = total;
                self.known[at] = known;
            }
        }
        for i in self.alive.clone() {
            // Only `a` has new distances; by these linkages none is below both of the old ones.
            let lost = self.nearest[i] == Some(a) || self.nearest[i] == Some(b);
            if i == a || lost || self.nearest[i].is_none() {
                self.nearest[i] = self.find_nearest(i);
            }
        }
    }
}
