//! Who is found together, whatever the method, the cut, the answer left out, or the unknown ties turn out to be.
//!
//! One search on one version of the data always finds something. What holds is what is found again: by other
//! methods, at other cuts, without any single partner's answers, and with the unknown ties filled in as they might be.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::core_periphery::CorePeripheryOptions;
use super::relaxed::PlexOptions;
use crate::network::completion::Completion;
use crate::network::{Cut, counted};
use crate::nulls::draws::{simulate, stream};
use crate::{Control, CorenessOptions, Error, Network};

/// Equally good sets, each the numbers of its members; none where nothing was found.
pub type FoundSets = Vec<Vec<u32>>;

type Find<'a> = dyn Fn(&Network, &Control) -> Result<FoundSets, Error> + Send + Sync + 'a;

/// A way to find a set of partners in a network, with its name.
pub struct Finder<'a> {
    name: String,
    find: Box<Find<'a>>,
}

impl std::fmt::Debug for Finder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finder")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl<'a> Finder<'a> {
    /// `find` gives the equally good sets of a network; it must give the same sets for the same network.
    pub fn new(
        name: impl Into<String>,
        find: impl Fn(&Network, &Control) -> Result<FoundSets, Error> + Send + Sync + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            find: Box::new(find),
        }
    }
}

/// Ways to find a set that need no labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsensusMethod {
    /// The core of a core and periphery, ties between the two left out (Borgatti & Everett 1999).
    Core,
    /// The same, where ties between core and periphery count against it: a core that keeps to itself.
    ClosedCore,
    /// The innermost k-core of the underlying undirected network: the partners of the highest coreness (Seidman
    /// 1983). No set where there are no ties.
    InnerCore,
    /// The largest 2-plexes: each member lacks at most one tie to another (Seidman & Foster 1978).
    Plex,
}

crate::options::named!(ConsensusMethod, "methods", {
    "core" => Core, "closed_core" => ClosedCore, "inner_core" => InnerCore, "k_plex" => Plex,
});

impl ConsensusMethod {
    /// A finder by this method; `seed` is that of the search for cores, the others use no chance.
    pub fn finder(self, seed: u64) -> Finder<'static> {
        let core = move |off_diagonal: Option<(f64, f64)>| {
            move |net: &Network, control: &Control| {
                let options = CorePeripheryOptions {
                    off_diagonal,
                    seed,
                    // A search that is made again and again: certainty about each one is not worth its price.
                    exact_up_to: 12,
                    ..CorePeripheryOptions::default()
                };
                Ok(net.core_periphery(&options, control)?.optima)
            }
        };
        match self {
            Self::Core => Finder::new(self.to_string(), core(None)),
            Self::ClosedCore => Finder::new(self.to_string(), core(Some((0.0, 0.0)))),
            Self::InnerCore => Finder::new(self.to_string(), |net, _| Ok(inner_core(net))),
            Self::Plex => Finder::new(self.to_string(), largest_plexes),
        }
    }
}

fn inner_core(net: &Network) -> FoundSets {
    let coreness = net.coreness(&CorenessOptions::default()).values;
    let highest = coreness
        .iter()
        .copied()
        .filter(|c| !c.is_nan())
        .fold(0.0, f64::max);
    let inner = (0_u32..).zip(&coreness).filter(|&(_, &c)| c == highest);
    let members: Vec<u32> = inner.map(|(i, _)| i).collect();
    if highest > 0.0 {
        vec![members]
    } else {
        Vec::new()
    }
}

/// From the largest size the coreness allows downwards: a large size leaves the search little to look at.
fn largest_plexes(net: &Network, control: &Control) -> Result<FoundSets, Error> {
    const K: usize = 2;
    let coreness = net.coreness(&CorenessOptions::default()).values;
    let highest = coreness
        .into_iter()
        .filter(|c| !c.is_nan())
        .fold(0.0, f64::max);
    for size in (3..=highest as usize + K).rev() {
        let options = PlexOptions {
            k: K,
            min_size: Some(size),
            ..PlexOptions::default()
        };
        let found = net.k_plexes(&options, &control.part())?;
        if found.iter().next().is_some() {
            return Ok(found.iter().map(<[u32]>::to_vec).collect());
        }
    }
    Ok(Vec::new())
}

/// What a run changed in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// Nothing: the answers as they are, unknown ties left out.
    AsAnswered,
    /// One partner's answers set aside ([`Network::without_answers`]).
    OneAnswerLess,
    /// Every unknown tie filled at random ([`Network::completed`]).
    Completed,
}

crate::options::named!(Variation, "variation", {
    "as_answered" => AsAnswered, "one_answer_less" => OneAnswerLess, "completed" => Completed,
});

/// Options of [`Network::consensus`].
#[derive(Debug, Clone, PartialEq)]
pub struct ConsensusOptions {
    /// Cuts of a valued network: a tie counts from this value up. Empty: ties as they are.
    pub cuts: Vec<f64>,
    /// Whether each respondent's answers are set aside once.
    pub leave_one_out: bool,
    /// Times the unknown ties are filled at random; not done where none is unknown.
    pub completions: u64,
    /// Seed of the completions.
    pub seed: u64,
    /// Score from which a partner belongs to the consensus, above 0 and at most 1.
    pub threshold: f64,
}

impl Default for ConsensusOptions {
    /// Ties as they are, every respondent left out once, 20 completions, seed 0, members from a score of 0.8.
    fn default() -> Self {
        Self {
            cuts: Vec::new(),
            leave_one_out: true,
            completions: 20,
            seed: 0,
            threshold: 0.8,
        }
    }
}

/// The runs of one method at one cut with one kind of variation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConsensusRow {
    /// Name of the method.
    pub method: String,
    /// The cut; `None` for ties as they are.
    pub cut: Option<f64>,
    /// What was changed in the data.
    pub variation: Variation,
    /// Runs made.
    pub runs: u64,
    /// Runs that found a set.
    pub found: u64,
    /// Mean size of the sets found; `None` where none was.
    pub mean_size: Option<f64>,
    /// Mean likeness of what was found to the consensus: partners in both over partners in either (Jaccard), of
    /// several equally good sets their mean, 0 for a run without a set. `None` without a consensus.
    pub similarity: Option<f64>,
}

/// What is found again and again. Only the rows are serialised: nobody is named in what is exported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consensus {
    /// Score of each partner, 0 to 1: the mean over the rows of the share of their runs that found it. Of several
    /// equally good sets each counts as a part of a run.
    #[serde(skip)]
    pub scores: Vec<f64>,
    /// Partners with a score of at least the threshold, ascending.
    #[serde(skip)]
    pub members: Vec<u32>,
    /// Number of these.
    pub size: u64,
    /// One row a method, cut and kind of variation.
    pub rows: Vec<ConsensusRow>,
    /// What each run of each row found.
    #[serde(skip)]
    runs: Vec<Vec<FoundSets>>,
    /// Score from which a partner is a member.
    pub threshold: f64,
    /// Seed of the completions.
    pub seed: u64,
    /// Share of the pairs that are known.
    pub coverage: Option<f64>,
    /// The definition used.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source.
    pub citation: String,
    /// The result in one plain sentence.
    pub sentence: String,
}

/// One version of the data: as answered, without the answers of a partner, or a completion by its number.
#[derive(Debug, Clone, Copy)]
enum Version {
    AsAnswered,
    Without(u32),
    Completed(u64),
}

impl Version {
    fn variation(self) -> Variation {
        match self {
            Self::AsAnswered => Variation::AsAnswered,
            Self::Without(_) => Variation::OneAnswerLess,
            Self::Completed(_) => Variation::Completed,
        }
    }
}

impl Network {
    /// Which partners are found together by every method, at every cut, without any one partner's answers, and
    /// however the unknown ties are filled in.
    ///
    /// Each method searches each version of the data anew. A partner's score is the mean, over all methods, cuts and
    /// kinds of variation, of the share of the runs that found it: each method, cut and kind of variation counts the
    /// same, however many runs it takes. Unit: share, 0 to 1. Direction: none; that a set is found again says that
    /// it is stable, not that it is more than chance.
    ///
    /// Cost: methods × cuts × (1 + respondents + completions) searches, parallel over the versions of the data. The
    /// same seed gives the same answer for any number of threads.
    ///
    /// Source: Lancichinetti & Fortunato (2012), Sci. Rep. 2, 336 (consensus over runs); Costenbader & Valente (2003),
    /// Social Networks 25, 283-307 (answers set aside).
    ///
    /// # Errors
    /// [`Error::BadOption`] without methods or for a threshold outside 0 to 1; [`Error::NotDefined`] for cuts of ties
    /// without values, or answers set aside after two reports were made into one; an error of a search;
    /// [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::groups::consensus::{ConsensusMethod, ConsensusOptions};
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // Four partners all tied to each other, and a path that hangs on them.
    /// let ties = Ties { source: &[0, 0, 0, 1, 1, 2, 3, 4], target: &[1, 2, 3, 2, 3, 3, 4, 5], value: None };
    /// let net = Network::from_ties(6, &ties, &BuildOptions::default())?;
    /// let methods = [ConsensusMethod::InnerCore, ConsensusMethod::Plex].map(|method| method.finder(0));
    /// let found = net.consensus(&methods, &ConsensusOptions::default(), &Control::new())?;
    /// assert_eq!(found.members, [0, 1, 2, 3]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn consensus(
        &self,
        finders: &[Finder<'_>],
        options: &ConsensusOptions,
        control: &Control,
    ) -> Result<Consensus, Error> {
        check(finders, options)?;
        let completion = match options.completions {
            0 => None,
            _ => Completion::of(self)?,
        };
        let versions = self.versions(options, completion.is_some());
        let cuts: Vec<Option<f64>> = match options.cuts.as_slice() {
            [] => vec![None],
            cuts => cuts.iter().copied().map(Some).collect(),
        };
        let searches = versions.len() * cuts.len() * finders.len();
        control.begin(searches as u64);
        let search = |version: Version| -> Result<Vec<FoundSets>, Error> {
            let net = match version {
                Version::AsAnswered => self.clone(),
                Version::Without(i) => self.without_answers(&[i])?,
                Version::Completed(k) => completion.as_ref().map_or_else(
                    || self.clone(),
                    |completion| completion.draw(self, &mut stream(options.seed, k)),
                ),
            };
            let mut found = Vec::with_capacity(cuts.len() * finders.len());
            for &cut in &cuts {
                let net =
                    cut.map_or_else(|| Ok(net.clone()), |cut| net.dichotomise(Cut::AtLeast, cut))?;
                for finder in finders {
                    found.push((finder.find)(&net, &control.part())?);
                    control.advance(1)?;
                }
            }
            Ok(found)
        };
        let found = simulate(
            versions.len() as u64,
            options.seed,
            control,
            || (),
            |k, _, ()| search(versions[k as usize]),
        )?;

        // Runs in the order of their rows: method, cut, variation.
        let mut rows: Vec<ConsensusRow> = Vec::new();
        let mut runs: Vec<Vec<FoundSets>> = Vec::new();
        for (f, finder) in finders.iter().enumerate() {
            for (c, &cut) in cuts.iter().enumerate() {
                for (version, found) in versions.iter().zip(&found) {
                    let variation = version.variation();
                    let same = |row: &ConsensusRow| {
                        row.variation == variation && row.method == finder.name && row.cut == cut
                    };
                    if !rows.last().is_some_and(same) {
                        rows.push(ConsensusRow::new(&finder.name, cut, variation));
                        runs.push(Vec::new());
                    }
                    if let Some(row) = runs.last_mut() {
                        row.push(found[c * finders.len() + f].clone());
                    }
                }
            }
        }
        Ok(self.agreed(rows, runs, options, completion.is_some()))
    }

    fn versions(&self, options: &ConsensusOptions, unknown: bool) -> Vec<Version> {
        let respondents = (0..self.partners() as u32)
            .filter(|&i| options.leave_one_out && self.observed().answered(i))
            .map(Version::Without);
        let completions = (0..options.completions)
            .filter(|_| unknown)
            .map(Version::Completed);
        std::iter::once(Version::AsAnswered)
            .chain(respondents)
            .chain(completions)
            .collect()
    }

    fn agreed(
        &self,
        mut rows: Vec<ConsensusRow>,
        runs: Vec<Vec<FoundSets>>,
        options: &ConsensusOptions,
        unknown: bool,
    ) -> Consensus {
        let mut scores = vec![0.0; self.partners()];
        for (i, score) in shares(&runs, <[u32]>::to_vec) {
            scores[i as usize] = score;
        }
        // Means of thirds and the like differ in their last bits.
        let enough = options.threshold - 1e-9;
        let members: Vec<u32> = (0_u32..)
            .zip(&scores)
            .filter(|&(_, &score)| score >= enough)
            .map(|(i, _)| i)
            .collect();
        for (row, runs) in rows.iter_mut().zip(&runs) {
            let found = || runs.iter().filter(|sets| !sets.is_empty());
            row.runs = runs.len() as u64;
            row.found = found().count() as u64;
            let sizes: f64 = found().map(|sets| mean(sets, |set| set.len() as f64)).sum();
            row.mean_size = (row.found > 0).then(|| sizes / row.found as f64);
            let alike: f64 = found()
                .map(|sets| mean(sets, |set| jaccard(set, &members)))
                .sum();
            row.similarity = (!members.is_empty()).then(|| alike / row.runs as f64);
        }
        let mut caveats = self.standing_caveats();
        caveats.push("That a set is found again says that it is stable, not that it is more than chance would give.".to_owned());
        if !unknown && options.completions > 0 {
            caveats.push("No tie is unknown, so none was filled in.".to_owned());
        }
        let searches = runs.iter().map(Vec::len).sum::<usize>() as u64;
        let mut methods: Vec<&str> = rows.iter().map(|row| row.method.as_str()).collect();
        methods.dedup();
        let sentence = format!(
            "{} of {} are found in at least {:.0} % of {}, each kind of search counted the same.",
            members.len(),
            counted(self.partners() as u64, "partner"),
            100.0 * options.threshold,
            counted(searches, "search").replace("searchs", "searches"),
        );
        Consensus {
            size: members.len() as u64,
            scores,
            members,
            threshold: options.threshold,
            seed: options.seed,
            coverage: self.known_share(),
            convention: format!(
                "mean share of runs over {} ({}; unknown ties filled with seed {}), members from {}",
                counted(rows.len() as u64, "row"),
                methods.join(", "),
                options.seed,
                options.threshold
            ),
            caveats,
            citation: "Lancichinetti & Fortunato (2012), Sci. Rep. 2, 336".to_owned(),
            sentence,
            rows,
            runs,
        }
    }
}

impl ConsensusRow {
    fn new(method: &str, cut: Option<f64>, variation: Variation) -> Self {
        Self {
            method: method.to_owned(),
            cut,
            variation,
            runs: 0,
            found: 0,
            mean_size: None,
            similarity: None,
        }
    }
}

impl Consensus {
    /// Pairs of partners that were found together, with their score: the mean over the rows of the share of their
    /// runs that found both in one set. Ascending by first and second partner; pairs never found are left out.
    /// O(runs · s²) for sets of s.
    pub fn together(&self) -> Vec<(u32, u32, f64)> {
        let pairs = |set: &[u32]| {
            let pair = |i: u32, j: u32| (i.min(j), i.max(j));
            let others = |(k, &i): (usize, &u32)| {
                set[k + 1..]
                    .iter()
                    .map(move |&j| pair(i, j))
                    .collect::<Vec<_>>()
            };
            set.iter().enumerate().flat_map(others).collect()
        };
        shares(&self.runs, pairs)
            .into_iter()
            .map(|((i, j), share)| (i, j, share))
            .collect()
    }
}

/// Mean over the rows of the share of their runs that found each key; `keys` gives those of one set.
fn shares<K: Ord>(runs: &[Vec<FoundSets>], keys: impl Fn(&[u32]) -> Vec<K>) -> BTreeMap<K, f64> {
    let mut all: BTreeMap<K, f64> = BTreeMap::new();
    for row in runs {
        let mut found: BTreeMap<K, f64> = BTreeMap::new();
        for sets in row {
            for key in sets.iter().flat_map(|set| keys(set)) {
                *found.entry(key).or_default() += 1.0 / sets.len() as f64;
            }
        }
        for (key, count) in found {
            *all.entry(key).or_default() += count / row.len() as f64;
        }
    }
    for share in all.values_mut() {
        *share /= runs.len() as f64;
    }
    all
}

fn mean(sets: &FoundSets, of: impl Fn(&[u32]) -> f64) -> f64 {
    sets.iter().map(|set| of(set)).sum::<f64>() / sets.len() as f64
}

/// Partners in both over partners in either. `members` ascends.
fn jaccard(set: &[u32], members: &[u32]) -> f64 {
    let both = set
        .iter()
        .filter(|i| members.binary_search(i).is_ok())
        .count();
    both as f64 / (set.len() + members.len() - both).max(1) as f64
}

fn check(finders: &[Finder<'_>], options: &ConsensusOptions) -> Result<(), Error> {
    let refused = |option, found: String, expected: &str| {
        Err(Error::BadOption {
            option,
            found,
            expected: expected.to_owned(),
        })
    };
    if finders.is_empty() {
        return refused("methods", "none".to_owned(), "at least one method");
    }
    if !(options.threshold > 0.0 && options.threshold <= 1.0) {
        return refused(
            "threshold",
            options.threshold.to_string(),
            "a share above 0 and at most 1",
        );
    }
    Ok(())
}
