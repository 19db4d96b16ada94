//! Degree and strength.

use super::{Bounds, Mode, PartnerScores};
use crate::measure::Direction;
use crate::network::{Symmetrise, ValueMeans, share};
use crate::{Csr, Error, Network};

/// Options of [`Network::degree`].
#[derive(Debug, Clone, Copy, Default)]
pub struct DegreeOptions {
    /// Which ties count in a directed network.
    pub mode: Mode,
    /// Add the values of the ties (strength) instead of counting them.
    pub weighted: bool,
}

impl Network {
    /// Number of known ties of each partner, or with `weighted` the sum of their values (strength).
    ///
    /// * `out`: ties the partner reports; unknown (NaN) for a partner that did not answer.
    /// * `in`: ties others report to it, out of those who have spoken about it.
    /// * `all`: distinct partners tied in either direction (not in + out, which counts a mutual tie
    ///   twice); the strength adds both directions' values, zᵢⱼ + zⱼᵢ. Undirected networks have only this.
    ///
    /// A partner nobody has spoken about is NaN. The bounds count every open cell as no tie and then as
    /// a tie; strength has no upper bound and carries none. Range 0 to n − 1; no good end: a partner
    /// with few ties may have the right ones. O(n + m), or O(n + m log d) where cells are unknown.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for a strength without values, or where values are distances.
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Network, Ties, measures::DegreeOptions};
    /// let ties = Ties { source: &[0, 0], target: &[1, 2], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// assert_eq!(net.degree(&DegreeOptions::default())?.values, [2.0, 1.0, 1.0, 0.0]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn degree(&self, options: &DegreeOptions) -> Result<PartnerScores, Error> {
        if options.weighted {
            self.strength(options.mode)
        } else if self.is_directed() && options.mode == Mode::All {
            let convention = "distinct partners tied in either direction";
            Ok(PartnerScores {
                convention: convention.to_owned(),
                caveats: self.degree_frame().caveats,
                ..self.symmetrise(Symmetrise::Either).degree(options)?
            })
        } else {
            Ok(self.counted(options.mode))
        }
    }

    fn counted(&self, mode: Mode) -> PartnerScores {
        let (rows, known, open) = self.row_knowledge(mode);
        let low: Vec<f64> = (0..rows.n() as u32)
            .map(|i| rows.degree(i) as f64)
            .collect();
        let high = low
            .iter()
            .zip(&open)
            .map(|(d, &open)| d + open as f64)
            .collect();
        PartnerScores {
            name: "degree".to_owned(),
            values: low
                .iter()
                .zip(&known)
                .map(|(&d, &k)| if k { d } else { f64::NAN })
                .collect(),
            bounds: Some(Bounds { low, high }),
            unit: "ties".to_owned(),
            convention: match (self.is_directed(), mode) {
                (false, _) => "ties of the partner, unnormalised",
                (true, Mode::In) => "ties others report to the partner (in-degree), unnormalised",
                (true, _) => "ties the partner reports (out-degree), unnormalised",
            }
            .to_owned(),
            ..self.degree_frame()
        }
    }

    fn strength(&self, mode: Mode) -> Result<PartnerScores, Error> {
        let undefined = |reason: &str| Error::NotDefined {
            measure: "strength",
            reason: reason.to_owned(),
        };
        if !self.is_valued() {
            return Err(undefined(
                "ties have no values. Ask for the plain degree, or give `value`.",
            ));
        }
        if self.value_means() == ValueMeans::Distance {
            return Err(undefined(
                "values are distances, and a sum of distances is no strength.",
            ));
        }
        // From 0, because the sum of no numbers is −0.
        let sum = |rows: &Csr, i: u32| {
            rows.row_values(i)
                .unwrap_or_default()
                .iter()
                .fold(0.0, |a, b| a + b)
        };
        let (_, known, _) = self.row_knowledge(mode);
        let value = |(i, &known): (usize, &bool)| {
            let i = i as u32;
            match mode {
                _ if !known => f64::NAN,
                Mode::In => sum(self.incoming(), i),
                Mode::All if self.is_directed() => sum(self.out(), i) + sum(self.incoming(), i),
                Mode::Out | Mode::All => sum(self.out(), i),
            }
        };
        Ok(PartnerScores {
            name: "strength".to_owned(),
            values: known.iter().enumerate().map(value).collect(),
            unit: "sum of tie values".to_owned(),
            convention: match (self.is_directed(), mode) {
                (false, _) => "sum of the values of the partner's ties",
                (true, Mode::In) => "sum of the values others report (in-strength)",
                (true, Mode::Out) => "sum of the values the partner reports (out-strength)",
                (true, Mode::All) => "sum of the values reported in either direction",
            }
            .to_owned(),
            ..self.degree_frame()
        })
    }

    /// Rows to count, whether anything is known of each partner, and its number of open cells.
    pub(super) fn row_knowledge(&self, mode: Mode) -> (&Csr, Vec<bool>, Vec<u64>) {
        let n = self.partners();
        let others = (n as u64).saturating_sub(1);
        let seen = self.observed().seen(n);
        if !self.is_directed() {
            let known = seen
                .iter()
                .map(|s| n == 1 || s.out + s.incoming > 0)
                .collect();
            return (self.out(), known, self.open_pairs());
        }
        let (rows, cells): (&Csr, Vec<u64>) = match mode {
            Mode::In => (self.incoming(), seen.iter().map(|s| s.incoming).collect()),
            Mode::Out => (self.out(), seen.iter().map(|s| s.out).collect()),
            Mode::All => (
                self.out(),
                seen.iter().map(|s| s.out + s.incoming).collect(),
            ),
        };
        let open = cells.iter().map(|&c| others.saturating_sub(c)).collect();
        (rows, cells.iter().map(|&c| n == 1 || c > 0).collect(), open)
    }

    fn degree_frame(&self) -> PartnerScores {
        let cells = self.cell_counts();
        let mut caveats = self.standing_caveats();
        if cells.known < cells.possible {
            caveats.push("A count is of known ties; the bounds say how far unknown ones could raise it. A partner nobody has spoken about, or for its own reports one that did not answer, is unknown.".to_owned());
        }
        PartnerScores {
            name: String::new(),
            values: Vec::new(),
            bounds: None,
            unit: String::new(),
            direction: Direction::None,
            coverage: share(cells.known, cells.possible),
            convention: String::new(),
            caveats,
            citation: "Freeman (1979), Social Networks 1, 215-239; strength: Barrat et al. (2004), PNAS 101, 3747-3752".to_owned(),
        }
    }
}
