//! Coverage: how much of the network anyone has spoken about.

use serde::{Deserialize, Serialize};

use super::Network;

/// How it is known who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// A record, or a survey that everyone answered in full.
    Complete,
    /// A roster of who was asked and who answered.
    Roster,
    /// No roster: whoever reports a tie is assumed to have answered.
    Assumed,
}

/// What was asked, answered and left open. Counts are exact; shares are `None` without a denominator.
///
/// Pairs and arcs are counted from the reports, whatever the ties were symmetrised to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// How it is known who answered.
    pub basis: Basis,
    /// Number of partners.
    pub partners: u64,
    /// Partners that were asked.
    pub asked: u64,
    /// Partners that answered.
    pub answered: u64,
    /// `answered / asked`.
    pub response_rate: Option<f64>,
    /// Unordered pairs of partners, n(n − 1)/2.
    pub pairs: u64,
    /// Pairs that both sides have spoken about.
    pub pairs_both: u64,
    /// Pairs that one side has spoken about.
    pub pairs_one: u64,
    /// Pairs that nobody has spoken about.
    pub pairs_none: u64,
    /// Ordered pairs, n(n − 1).
    pub arcs: u64,
    /// Ordered pairs whose first partner has spoken about the second.
    pub arcs_observed: u64,
    /// The same for people, one fact a sentence.
    pub sentences: Vec<String>,
}

impl Coverage {
    /// Share of ordered pairs that were observed; `None` with fewer than two partners.
    pub fn arc_share(&self) -> Option<f64> {
        share(self.arcs_observed, self.arcs)
    }

    /// Share of pairs that at least one side has spoken about; `None` with fewer than two partners.
    pub fn pair_share(&self) -> Option<f64> {
        share(self.pairs - self.pairs_none, self.pairs)
    }
}

pub(crate) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Network {
    /// Who was asked, who answered, and for how many pairs both sides, one side or nobody has spoken.
    ///
    /// With R of n answering in full, nobody has spoken about C(n − R, 2) of the C(n, 2) pairs and
    /// both sides about C(R, 2). O(n + blanks and lists). No single response rate is "enough": what is
    /// tolerable depends on the measure and the network (Smith & Moody 2013).
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Network, Observed, Ties};
    /// let net = Network::from_ties(97, &Ties::default(), &BuildOptions::default())?;
    /// let answered: Vec<bool> = (0..97).map(|i| i < 63).collect();
    /// let coverage = net.with_observed(Observed::respondents(&answered)?)?.coverage();
    /// assert_eq!((coverage.pairs_none, coverage.pairs), (561, 4656));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn coverage(&self) -> Coverage {
        let count = |what: &dyn Fn(u32) -> bool| {
            (0..self.partners() as u32).filter(|&i| what(i)).count() as u64
        };
        let observed = self.observed();
        let asked = count(&|i| observed.asked(i));
        let answered = count(&|i| observed.answered(i));
        let pairs = self.pair_counts();
        let mut coverage = Coverage {
            basis: match (observed.is_complete(), observed.is_assumed()) {
                (true, _) => Basis::Complete,
                (false, false) => Basis::Roster,
                (false, true) => Basis::Assumed,
            },
            partners: self.partners() as u64,
            asked,
            answered,
            response_rate: share(answered, asked),
            pairs: pairs.possible,
            pairs_both: pairs.both,
            pairs_one: pairs.one,
            pairs_none: pairs.none,
            arcs: 2 * pairs.possible,
            arcs_observed: 2 * pairs.both + pairs.one,
            sentences: Vec::new(),
        };
        coverage.sentences = sentences(&coverage);
        coverage
    }
}

fn sentences(c: &Coverage) -> Vec<String> {
    if c.basis == Basis::Complete {
        return vec![format!(
            "All {} pairs of {} partners are taken as known; no survey was given.",
            c.pairs, c.partners
        )];
    }
    let percent = |part, whole| {
        share(part, whole).map_or_else(String::new, |s| format!(" ({:.0} %)", 100.0 * s))
    };
    let mut said = vec![format!(
        "{} of {} partners asked have answered{}; the network has {} partners.",
        c.answered,
        c.asked,
        percent(c.answered, c.asked),
        c.partners
    )];
    if c.basis == Basis::Assumed {
        said.push("Who answered is assumed from the ties, because there is no roster; a partner that named no one counts as silent.".to_owned());
    }
    for (what, count) in [
        ("both sides have", c.pairs_both),
        ("one side has", c.pairs_one),
        ("nobody has", c.pairs_none),
    ] {
        said.push(format!(
            "For {count} of {} pairs{} {what} spoken.",
            c.pairs,
            percent(count, c.pairs)
        ));
    }
    said
}
