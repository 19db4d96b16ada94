//! The dyad census: pairs of partners by what both sides say.

use serde::{Deserialize, Serialize};

use crate::Network;

/// Pairs of partners by what is known of them (Holland & Leinhardt 1976: M, A, N), the unknown apart.
///
/// The four counts add up to n(n − 1)/2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DyadCensus {
    /// Each names the other; in an undirected network every tie.
    pub mutual: u64,
    /// One names the other, who does not.
    pub asymmetric: u64,
    /// Neither names the other.
    pub null: u64,
    /// At least one side has not spoken (undirected: nobody who could say has said).
    pub unknown: u64,
}

impl DyadCensus {
    /// Every count with its name.
    pub fn counts(self) -> [(&'static str, u64); 4] {
        [
            ("mutual", self.mutual),
            ("asymmetric", self.asymmetric),
            ("null", self.null),
            ("unknown", self.unknown),
        ]
    }
}

impl Network {
    /// The dyad census: how many pairs are mutual, asymmetric and null, and how many are unknown because
    /// a side has not spoken. Exact; equal to igraph's where everything is known. O(n + m log d).
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Network, Ties};
    /// let ties = Ties { source: &[0, 1, 1], target: &[1, 0, 2], value: None };
    /// let net = Network::from_ties(3, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// let census = net.dyad_census();
    /// assert_eq!((census.mutual, census.asymmetric, census.null), (1, 1, 1));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn dyad_census(&self) -> DyadCensus {
        if !self.is_directed() {
            let cells = self.cell_counts();
            let mutual = self.ties() as u64;
            return DyadCensus {
                mutual,
                asymmetric: 0,
                null: cells.known - mutual,
                unknown: cells.possible - cells.known,
            };
        }
        let dyads = self.dyads();
        DyadCensus {
            mutual: dyads.mutual,
            asymmetric: dyads.asymmetric,
            null: dyads.null,
            unknown: dyads.one_yes + dyads.one_no + dyads.silent,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{BuildOptions, Network, Observed, Ties};

    #[test]
    fn silent_sides_are_unknown_and_not_null() {
        // Of 4 partners 3 was asked and did not answer: its three pairs are unknown, 0↔1 is mutual,
        // 1→2 asymmetric, (0, 2) null.
        let ties = Ties {
            source: &[0, 1, 1, 2],
            target: &[1, 0, 2, 3],
            value: None,
        };
        let options = BuildOptions {
            directed: true,
            ..BuildOptions::default()
        };
        let net = Network::from_ties(4, &ties, &options)
            .unwrap()
            .with_observed(Observed::respondents(&[true, true, true, false]).unwrap())
            .unwrap();
        assert_eq!(
            net.dyad_census().counts().map(|(_, count)| count),
            [1, 1, 1, 3]
        );
        // As pairs one side's word is enough: 2–3 is a tie and the others of 3 are known absences.
        let pairs = net.symmetrise(crate::Symmetrise::Either).dyad_census();
        assert_eq!(pairs.counts().map(|(_, count)| count), [3, 0, 3, 0]);
    }
}
