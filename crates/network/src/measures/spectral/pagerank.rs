//! PageRank (Brin & Page 1998).

use super::fixed_point::fixed_point;
use super::pull::{Pull, counting};
use crate::{Control, Error, Mode, Network, PartnerScores};

/// Options of [`Network::pagerank`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageRankOptions {
    /// Probability of following a tie instead of jumping to anyone, 0 to below 1.
    pub damping: f64,
    /// Whether ties are followed in proportion to their value.
    pub weighted: bool,
}

impl Default for PageRankOptions {
    fn default() -> Self {
        Self {
            damping: 0.85,
            weighted: false,
        }
    }
}

impl Network {
    /// PageRank: the share of time a walker spends at each partner who follows a tie sent with probability
    /// `damping` and else jumps to any partner. From a partner that sends no tie it jumps (the rule of
    /// networkx and igraph). The values add up to 1; no good end.
    ///
    /// Because the jump from such a partner and the ordinary jump are the same, x solves x = d·Pᵀx + 1 up to its
    /// length, without moving their share around in every step. Undirected, P has real eigenvalues, and
    /// Chebyshev's steps take about 50 instead of 170 at 0.85.
    ///
    /// Unknown ties: computed over known ties, no bounds: a walker at a partner that did not answer jumps,
    /// as if it had no ties. Partners nobody was asked about (directed) or whose ties nobody has reported are NaN.
    ///
    /// Cost: O(n + m) a step until a step moves less than 10⁻¹² of the whole; 24 bytes a partner. Same answer
    /// for any number of threads.
    ///
    /// # Errors
    /// [`Error::BadOption`] for a damping outside 0 to 1, [`Error::NotDefined`] for weights without values that are
    /// strengths, [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::spectral::PageRankOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // Everyone in a cycle is visited as often.
    /// let ties = Ties { source: &[0, 1, 2, 3], target: &[1, 2, 3, 0], value: None };
    /// let options = BuildOptions { directed: true, ..Default::default() };
    /// let net = Network::from_ties(4, &ties, &options)?;
    /// let x = net.pagerank(&PageRankOptions::default(), &Control::new())?.values;
    /// assert!(x.iter().all(|x| (x - 0.25).abs() < 1e-12));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn pagerank(
        &self,
        options: &PageRankOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        self.check_strengths("pagerank", options.weighted)?;
        let damping = options.damping;
        if !(0.0..1.0).contains(&damping) {
            return Err(Error::BadOption {
                option: "damping",
                found: damping.to_string(),
                expected: "a probability from 0 to below 1".to_owned(),
            });
        }
        let n = self.partners();
        let pull = |rows| Pull {
            // Sums of values and of their inverses are finite; only ratios matter here.
            unit: 1.0,
            ..Pull::new(rows, options.weighted)
        };
        let (sent, received) = (pull(self.out()), pull(self.incoming()));
        // y = x / (value sent), which is what a unit of a tie carries.
        let share = |i: u32| {
            let sum: f64 = sent.row(i).map(|(_, w)| w).sum();
            if sum > 0.0 { sum.recip() } else { 1.0 }
        };
        let share: Vec<f64> = (0..n as u32).map(share).collect();
        // Undirected and without jumps everyone's x is as its degree, so that y is the same for all; directed, begin
        // with the same x for all. n partners hold n / (1 − d) together.
        let whole = n as f64 / (1.0 - damping);
        let start = if self.is_directed() {
            share.iter().map(|s| s * whole / n as f64).collect()
        } else {
            let sent: f64 = share.iter().map(|s| s.recip()).sum();
            vec![whole / sent; n]
        };
        let solved = fixed_point(start, damping, !self.is_directed(), control, |i, y| {
            (damping * received.times(i as u32, y) + 1.0) * share[i]
        })?;
        let mut values: Vec<f64> = solved
            .values
            .iter()
            .zip(&share)
            .map(|(y, s)| y / s)
            .collect();
        let whole: f64 = values.iter().sum();
        for x in &mut values {
            *x /= whole;
        }
        self.hide_unreported(Mode::In, &mut values);
        let mut caveats = self.standing_caveats();
        caveats.push(format!(
            "Solved in {} steps; the last moved {:.0e} of the whole.",
            solved.steps, solved.moved
        ));
        caveats.extend(self.known_ties_only());
        Ok(PartnerScores {
            values,
            unit: "share of time".to_owned(),
            convention: format!(
                "PageRank, damping {damping}, {}, {}, a partner without ties to follow jumps to anyone, adds up to 1",
                if self.is_directed() {
                    "ties followed as sent"
                } else {
                    "ties followed either way"
                },
                counting(options.weighted),
            ),
            caveats,
            citation: "Brin & Page (1998), Comput. Netw. ISDN Syst. 30, 107-117".to_owned(),
            ..self.scores_named("pagerank")
        })
    }
}
