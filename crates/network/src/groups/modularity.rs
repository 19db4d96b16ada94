//! Modularity of given groups: how much more of the ties lie inside than the partners' numbers of ties
//! alone would put there.

use crate::measure::{Direction, Measure};
use crate::network::counted;
use crate::{Csr, Error, Network};

/// Options of [`Network::modularity`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModularityOptions {
    /// Weight γ of the expected part (Reichardt & Bornholdt 2006): above 1 favours smaller groups, below
    /// 1 larger ones.
    pub resolution: f64,
    /// Add tie values (strengths) instead of counting ties.
    pub weighted: bool,
}

impl Default for ModularityOptions {
    /// Every tie counts once, resolution 1.
    fn default() -> Self {
        Self {
            resolution: 1.0,
            weighted: false,
        }
    }
}

impl Network {
    /// Modularity of groups given as one number a partner; `None` stands alone.
    ///
    /// * Undirected (Newman & Girvan 2004): Q = Σ [ L/m − γ (K/2m)² ] over groups, with L ties inside the group
    ///   and K the sum of its members' degrees.
    /// * Directed (Leicht & Newman 2008): Q = Σ [ L/m − γ K(out)·K(in)/m² ]. igraph's and networkx's
    ///   `modularity` are the same numbers.
    ///
    /// With `weighted`, values stand in place of counts. Range −½ to 1 at resolution 1; no good end: a
    /// partnership in separate blocks has a high one. Even networks without groups have partitions of high
    /// modularity when they are sparse (Guimerà et al. 2004), so a value by itself is no evidence of groups.
    /// Undefined (`None`) without ties. Computed on the known ties; it can move either way with the unknown
    /// ones, so there are no bounds. O(n log n + m).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for another number of partners; [`Error::BadOption`] for a resolution that
    /// is negative or not finite; [`Error::NotDefined`] for `weighted` without strengths.
    ///
    /// ```
    /// use commonweal_network::groups::modularity::ModularityOptions;
    /// use commonweal_network::{BuildOptions, Network, Ties};
    /// // Two pairs: 2·(1/2 − (2/4)²) = 1/2.
    /// let ties = Ties { source: &[0, 2], target: &[1, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let groups = [0, 0, 1, 1].map(Some);
    /// assert_eq!(net.modularity(&groups, &ModularityOptions::default())?.value, Some(0.5));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn modularity(
        &self,
        groups: &[Option<u32>],
        options: &ModularityOptions,
    ) -> Result<Measure, Error> {
        if groups.len() != self.partners() {
            return Err(Error::LengthMismatch {
                what: "groups",
                found: groups.len(),
                expected: self.partners(),
            });
        }
        check_resolution(options.resolution)?;
        self.check_strengths("modularity", options.weighted)?;
        let (of, count) = numbered(groups);
        let mut measure = Measure {
            value: self.modularity_of(&of, count, options),
            unit: "share of ties beyond expectation".to_owned(),
            direction: Direction::None,
            n: self.ties() as u64,
            coverage: self.known_share(),
            reference: "0, when groups hold as many ties as the partners' numbers of ties would put there by chance; the best partition of rewired networks is well above 0".to_owned(),
            convention: self.modularity_convention(options),
            caveats: self.standing_caveats(),
            citation: if self.is_directed() {
                "Leicht & Newman (2008), Phys. Rev. Lett. 100, 118703"
            } else {
                "Newman & Girvan (2004), Phys. Rev. E 69, 026113"
            }
            .to_owned(),
            ..Measure::named("modularity")
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined("there are no known ties."));
        };
        measure.sentence = format!(
            "The modularity of {} of {} is {value:.3}.",
            counted(count as u64, "group"),
            counted(self.partners() as u64, "partner"),
        );
        Ok(measure)
    }

    /// The value itself, for groups numbered 0..count.
    pub(super) fn modularity_of(
        &self,
        of: &[u32],
        count: usize,
        options: &ModularityOptions,
    ) -> Option<f64> {
        let strength = |rows: &Csr, i: u32| match rows.row_values(i) {
            Some(values) if options.weighted => values.iter().sum::<f64>(),
            _ => rows.degree(i) as f64,
        };
        let (mut out, mut into) = (vec![0.0; count], vec![0.0; count]);
        let (mut inside, mut all) = (0.0, 0.0);
        for (i, &group) in of.iter().enumerate() {
            let i = i as u32;
            let own = strength(self.out(), i);
            out[group as usize] += own;
            all += own;
            into[group as usize] += strength(self.incoming(), i);
            for k in self.out().range(i) {
                if of[self.out().targets()[k] as usize] == group {
                    let values = self.out().values().filter(|_| options.weighted);
                    inside += values.map_or(1.0, |v| v[k]);
                }
            }
        }
        // An undirected tie stands in two rows, so that `all` is 2m there and both formulas are this one.
        let expected: f64 = (out.iter().zip(&into))
            .map(|(o, i)| (o / all) * (i / all))
            .sum();
        let value = inside / all - options.resolution * expected;
        (all > 0.0).then_some(value)
    }

    pub(super) fn modularity_convention(&self, options: &ModularityOptions) -> String {
        format!(
            "{}, {}, resolution {}",
            if self.is_directed() {
                "directed modularity (Leicht & Newman 2008): expected k_out·k_in/m"
            } else {
                "modularity (Newman & Girvan 2004): expected k·k/2m"
            },
            if options.weighted {
                "values as strengths"
            } else {
                "every tie counts once"
            },
            options.resolution,
        )
    }
}

pub(super) fn check_resolution(resolution: f64) -> Result<(), Error> {
    if resolution.is_finite() && resolution >= 0.0 {
        return Ok(());
    }
    Err(Error::BadOption {
        option: "resolution",
        found: resolution.to_string(),
        expected: "a finite number from 0 up".to_owned(),
    })
}

/// Groups numbered 0, 1, … in the order of their first partner, each partner without one in a group of its
/// own; and how many there are.
pub(super) fn numbered(groups: &[Option<u32>]) -> (Vec<u32>, usize) {
    let mut names: Vec<u32> = groups.iter().filter_map(|&g| g).collect();
    names.sort_unstable();
    names.dedup();
    let mut number = vec![u32::MAX; names.len()];
    let mut count = 0;
    let of = groups.iter().map(|group| {
        let place = group.and_then(|g| names.binary_search(&g).ok());
        if let Some(known) = place.map(|p| number[p]).filter(|&k| k != u32::MAX) {
            return known;
        }
        if let Some(p) = place {
            number[p] = count;
        }
        count += 1;
        count - 1
    });
    let of: Vec<u32> = of.collect();
    (of, count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Ties};

    fn net(n: usize, ties: &[(u32, u32, f64)], directed: bool) -> Network {
        let (source, target): (Vec<u32>, Vec<u32>) = ties.iter().map(|t| (t.0, t.1)).unzip();
        let value: Vec<f64> = ties.iter().map(|t| t.2).collect();
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&value),
        };
        let options = BuildOptions {
            directed,
            ..Default::default()
        };
        Network::from_ties(n, &ties, &options).unwrap()
    }

    fn q(net: &Network, groups: &[Option<u32>], resolution: f64, weighted: bool) -> f64 {
        let options = ModularityOptions {
            resolution,
            weighted,
        };
        net.modularity(groups, &options).unwrap().value.unwrap()
    }

    #[test]
    fn by_hand() {
        // Directed path 0 → 1 → 2 with values 1 and 3, groups {0, 1} and {2}.
        let path = net(3, &[(0, 1, 1.0), (1, 2, 3.0)], true);
        let groups = [Some(7), Some(7), Some(2)];
        // m = 2: inside 1/2; expected out(2)·in(1)/4 + out(0)·in(1)/4 = 1/2. Q = 0.
        assert!(q(&path, &groups, 1.0, false).abs() < 1e-15);
        // m = 4: inside 1/4; expected 4·1/16 + 0·3/16 = 1/4. With γ = 2: 1/4 − 1/2.
        assert!((q(&path, &groups, 2.0, true) + 0.25).abs() < 1e-15);
        // One group of everyone: 1 − 1 = 0. A partner without a group stands alone.
        assert!(q(&path, &[Some(0); 3], 1.0, true).abs() < 1e-15);
        assert_eq!(
            q(&path, &[None; 3], 1.0, false),
            q(&path, &[Some(5), Some(6), Some(7)], 1.0, false)
        );
    }

    #[test]
    fn what_is_not_defined_says_why() {
        let none = net(3, &[], false);
        let options = ModularityOptions::default();
        let measure = none.modularity(&[None; 3], &options).unwrap();
        assert_eq!(measure.value, None);
        assert!(measure.sentence.contains("no known ties"));
        assert!(none.modularity(&[None; 2], &options).is_err());
        let bad = ModularityOptions {
            resolution: f64::NAN,
            ..options
        };
        assert!(none.modularity(&[None; 3], &bad).is_err());
    }

    #[test]
    fn groups_are_numbered_by_their_first_partner() {
        let groups = [Some(9), None, Some(3), Some(9), None];
        assert_eq!(numbered(&groups), (vec![0, 1, 2, 0, 3], 4));
        assert_eq!(numbered(&[]), (vec![], 0));
    }
}
