//! Key players (Borgatti 2006): the set of partners whose leaving breaks the network up the most, or who
//! together reach the most of it.
//!
//! A set is more than its members: the two partners who matter most one by one often do the same work.
//! Where all sets can be tried they are, and every best one is given; sets are numbered in
//! lexicographic order and shared out over threads by their numbers. Beyond that, a greedy start and random
//! ones are improved by exchanging one member at a time, and the answer says that it is not proven.

mod score;
mod search;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::options::named;
use crate::{Control, Error, Mode, Network};
use score::Score;
use search::Found;

/// Above this many partners key players are refused: a table of all distances is needed for reach, and a
/// network search for every set that is tried for fragmentation.
const MOST_PARTNERS: usize = 5000;

/// What the set of key players is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyGoal {
    /// Break up the rest by leaving, distance-weighted: Borgatti's DF, 1 − the mean of 1/distance among the
    /// rest. The default of the negative problem, because it also sees ways that become longer.
    #[default]
    Fragment,
    /// Break up the rest by leaving, in pieces: Borgatti's F, the share of pairs of the rest that are not
    /// connected.
    Disconnect,
    /// Reach everyone in few steps: Borgatti's DR, the sum of 1/distance from the nearest member to each
    /// partner over n, members counting as distance 1.
    Reach,
    /// Reach as many as possible within a number of steps: Borgatti's m-reach, as a share of n, members
    /// included.
    ReachWithin,
}

named!(KeyGoal, "goal", {
    "fragment" => Fragment, "disconnect" => Disconnect,
    "reach" => Reach, "reach_within" => ReachWithin,
});

/// Options of [`Network::key_players`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPlayerOptions {
    /// Members of the set, one or more.
    pub k: usize,
    /// What the set is to do.
    pub goal: KeyGoal,
    /// Steps of [`KeyGoal::ReachWithin`]; not used by the others.
    pub steps: u32,
    /// All sets are tried when there are at most this many.
    pub exact_limit: u64,
    /// Random starts beside the greedy one, when there are more.
    pub restarts: u64,
    /// Chance of the random starts.
    pub seed: u64,
}

impl Default for KeyPlayerOptions {
    fn default() -> Self {
        Self {
            k: 1,
            goal: KeyGoal::default(),
            steps: 2,
            exact_limit: 1_000_000,
            restarts: 10,
            seed: 0,
        }
    }
}

/// The best sets found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyPlayers {
    /// What the sets are to do.
    pub goal: KeyGoal,
    /// The best sets, members ascending, sets in lexicographic order; at most 1,000 are listed.
    pub sets: Vec<Vec<u32>>,
    /// Number of equally good sets: of all there are when `exact`, else of those that were found.
    pub optima: u64,
    /// What the best sets reach, 0 to 1.
    pub value: f64,
    /// The same without any set: the fragmentation of the whole network; 0 for reach.
    pub baseline: f64,
    /// Whether every set was tried, so that no better one exists.
    pub exact: bool,
    /// Number of sets whose value was computed.
    pub tried: u64,
    /// Share of the cells of the network that were observed.
    pub coverage: Option<f64>,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the sets wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

impl Network {
    /// The sets of `k` partners that do best at [`KeyPlayerOptions::goal`]: leave and fragment the rest
    /// (Borgatti's KPP-neg), or reach it (KPP-pos).
    ///
    /// * *Fragment*, *disconnect*: the set is taken out, and pairs are those of the n − k partners that
    ///   remain. Direction of ties is ignored.
    /// * *Reach*, *reach within*: along the direction of ties, out from the set; divided by n.
    ///
    /// Exact, with every best set, when there are at most [`KeyPlayerOptions::exact_limit`] sets (default
    /// a million); else the best of a greedy start and seeded random ones, improved by exchanges, marked
    /// as such. Values are shares, 0 to 1.
    ///
    /// Unknown ties: paths run over known ties, so reach is the least it can be and fragmentation the most,
    /// set by set; the best set itself may be another one. Sets may hold partners who did not answer.
    ///
    /// Cost of a set: reach O(k n), after O(n·m) and 2 n² bytes once; disconnect O(n + m); fragment
    /// O(levels · m · n/64). At most 5,000 partners. Same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::BadOption`] when `k` is 0, above n, or leaves fewer than two partners to fragment, or
    /// `steps` is 0; [`Error::TooLarge`] above 5,000 partners; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::key_players::KeyPlayerOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A path of five: without its middle no way is left but the two ends' own ties.
    /// let ties = Ties { source: &[0, 1, 2, 3], target: &[1, 2, 3, 4], value: None };
    /// let net = Network::from_ties(5, &ties, &BuildOptions::default())?;
    /// let found = net.key_players(&KeyPlayerOptions::default(), &Control::new())?;
    /// assert_eq!((found.sets, found.exact), (vec![vec![2]], true));
    /// assert!((found.value - 2.0 / 3.0).abs() < 1e-12); // 2 of 6 pairs have a distance, 1
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn key_players(
        &self,
        options: &KeyPlayerOptions,
        control: &Control,
    ) -> Result<KeyPlayers, Error> {
        let n = self.partners();
        let most = match options.goal {
            KeyGoal::Fragment | KeyGoal::Disconnect => n.saturating_sub(2),
            KeyGoal::Reach | KeyGoal::ReachWithin => n,
        };
        if options.k == 0 || options.k > most {
            return Err(Error::BadOption {
                option: "k",
                found: options.k.to_string(),
                expected: if most == 0 {
                    format!("a larger network: {n} partners have no such set")
                } else {
                    format!("a value from 1 to {most} for this goal and {n} partners")
                },
            });
        }
        if options.goal == KeyGoal::ReachWithin && options.steps == 0 {
            return Err(Error::BadOption {
                option: "steps",
                found: "0".to_owned(),
                expected: "a value of 1 or more".to_owned(),
            });
        }
        if n > MOST_PARTNERS {
            return Err(Error::TooLarge {
                what: "partners for key players",
                found: n as u64,
                limit: MOST_PARTNERS as u64,
            });
        }
        let score = Score::new(self, options.goal, options.steps, control)?;
        let exact = search::sets(n, options.k).filter(|&sets| sets <= options.exact_limit);
        let found = match exact {
            Some(sets) => search::all(&score, options.k, sets, control)?,
            None => search::exchange(&score, options, control)?,
        };
        let baseline = score.of(&[], &mut score.scratch());
        Ok(self.key_player_result(options, found, exact.is_some(), baseline))
    }

    fn key_player_result(
        &self,
        options: &KeyPlayerOptions,
        found: Found,
        exact: bool,
        baseline: f64,
    ) -> KeyPlayers {
        let what = match options.goal {
            KeyGoal::Fragment => format!(
                "distance-weighted fragmentation DF of the n − k others: 1 − mean of 1/distance ({})",
                self.pair_rule()
            ),
            KeyGoal::Disconnect => format!(
                "fragmentation F of the n − k others: share of their pairs that are not connected ({})",
                self.pair_rule()
            ),
            KeyGoal::Reach => {
                "distance-weighted reach DR: sum of 1/distance from the nearest member over n, members at \
                 distance 1, out along known ties"
                    .to_owned()
            }
            KeyGoal::ReachWithin => format!(
                "m-reach: share of the n partners within {} of a member, members included, out along known \
                 ties",
                crate::network::counted(u64::from(options.steps), "step")
            ),
        };
        let how = if exact {
            format!("exact, all {} sets tried", found.tried)
        } else {
            format!(
                "greedy and {} random starts (seed {}) with exchanges, not proven best",
                options.restarts, options.seed
            )
        };
        let mut caveats = self.standing_caveats();
        if !exact {
            caveats.insert(
                0,
                format!(
                    "Too many sets to try ({} were): a better one may exist.",
                    found.tried
                ),
            );
        }
        if found.count > 1 {
            caveats.push(format!(
                "{} sets are equally good: none of them is the one.",
                found.count
            ));
        }
        if self.known_share().is_some_and(|share| share < 1.0) {
            caveats.push(
                "Paths run over known ties: with the unknown ones every set reaches as much or more and \
                 fragments as much or less, and another may be best."
                    .to_owned(),
            );
        }
        let (_, answered, _) = self.row_knowledge(Mode::Out);
        let silent = |set: &Vec<u32>| set.iter().any(|&v| !answered[v as usize]);
        if found.sets.iter().any(silent) {
            caveats
                .push("A listed set has a member whose own ties nobody has reported.".to_owned());
        }
        KeyPlayers {
            goal: options.goal,
            sets: found.sets,
            optima: found.count,
            value: found.value,
            baseline,
            exact,
            tried: found.tried,
            coverage: self.known_share(),
            convention: format!("{what}; {how}"),
            caveats,
            citation: "Borgatti (2006), Identifying sets of key players in a social network, Comput. Math. Organ. Theory 12, 21-34".to_owned(),
        }
    }
}
