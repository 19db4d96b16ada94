//! Quick wins: cells a few children short of the goal.

use serde::Serialize;

use super::Target;
use crate::need::need;
use crate::words::{Wording, plural, thousands};
use crate::{Count, Direction, Error, Exact, GroupCount, GroupKey};

/// What counts as a quick win. There is no authority on the term: every number is printed with the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuickWinOptions {
    /// Most children a cell may be short of the goal.
    pub most_children: u64,
    /// Fewest children in a cell; the rate of a smaller one says little.
    pub min_n: u64,
    /// Past one-year changes of peers in the good direction, as shares; `None` for no peers and so no limit on
    /// the pace.
    pub peer_changes: Option<Vec<Exact>>,
    /// The quantile of the peers' changes that the required change may not exceed; .75 by default.
    pub quantile: Exact,
}

/// Five children, cells of ten or more, no peers.
impl Default for QuickWinOptions {
    fn default() -> Self {
        Self {
            most_children: 5,
            min_n: 10,
            peer_changes: None,
            quantile: Exact::new(3, 4).unwrap_or(Exact::ONE),
        }
    }
}

/// A cell within a few children of the goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuickWin {
    /// Which children.
    pub key: GroupKey,
    /// Children in the cell.
    pub n: u64,
    /// Children who reach the outcome.
    pub successes: u64,
    /// Their share, as observed. It is not shrunk: the rate of a small cell moves by chance.
    pub rate: Exact,
    /// Children short of the goal.
    pub need: u64,
    /// `need / n`: the change of the rate that closes it in a year.
    pub required_change: Exact,
    /// `need` as a share of [`QuickWins::known_need`].
    pub share_of_need: Exact,
}

/// Quick wins, and how little or much they are of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuickWins {
    /// The goal.
    pub goal: Exact,
    /// Which way is good.
    pub direction: Direction,
    /// What counts as one.
    pub options: QuickWinOptions,
    /// The quantile of the peers' changes; `None` without peers.
    pub change_limit: Option<Exact>,
    /// The cells, the fewest children first, then in the order given.
    pub wins: Vec<QuickWin>,
    /// Children short of the goal in all cells whose counts are exact, small ones included.
    pub known_need: u64,
    /// Children short of the goal in all cells: a range where a count is one.
    pub total_need: Count,
    /// The quick wins' share of `known_need`; `None` where nobody is short.
    pub share_of_need: Option<Exact>,
    /// Cells with children that are at the goal, whatever a censored count is.
    pub at_goal: usize,
    /// Cells that may or may not be quick wins, or have no children, with the reason.
    pub not_assessed: Vec<(GroupKey, String)>,
    /// The definition in words.
    pub convention: String,
}

impl Target {
    /// Cells that a few children bring to the goal within a year.
    ///
    /// A quick win is short of the goal by 1 to `most_children`, has `min_n` children or more and, with
    /// peers, needs a change of the rate no larger than the given quantile of their one-year changes
    /// (linear interpolation between order statistics, exact). A cell whose censored counts leave this
    /// open is not assessed. Cost: O(cells + peers log peers).
    ///
    /// # Errors
    /// [`Error::BadOption`] for a quantile outside 0 to 1 and for peers without a single change; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{GroupCount, GroupKey, QuickWinOptions, Target};
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 100, 2026, 5)?;
    /// let cells = [("a", 20, 14), ("b", 80, 46)]
    ///     .map(|(school, n, s)| GroupCount::new(GroupKey::of("school", school), n, s).unwrap());
    /// let found = target.quick_wins(&cells, QuickWinOptions::default())?;
    /// assert_eq!((found.wins[0].need, found.known_need), (2, 20));
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn quick_wins(
        &self,
        cells: &[GroupCount],
        options: QuickWinOptions,
    ) -> Result<QuickWins, Error> {
        let changes = options.peer_changes.as_deref();
        let change_limit = quantile(changes.unwrap_or_default(), options.quantile)?;
        if changes.is_some() && change_limit.is_none() {
            return Err(Error::BadOption {
                option: "peers",
                found: "no change of a rate between two consecutive years".to_owned(),
                expected: "peers with exact counts of enough children in at least two consecutive years, or no peers for no limit on the pace",
            });
        }
        let needs = cells
            .iter()
            .map(|cell| need(cell, (self.goal, self.goal), self.direction))
            .collect::<Result<Vec<Count>, Error>>()?;
        let known = crate::need::sum(needs.iter().filter_map(Count::value))?;
        let (mut wins, mut not_assessed, mut at_goal) = (Vec::new(), Vec::new(), 0);
        for (cell, need) in cells.iter().zip(&needs) {
            if cell.n().high() == Some(0) {
                not_assessed.push((cell.key().clone(), "no children".to_owned()));
                continue;
            }
            // Out of question for every completion.
            if need.low() > options.most_children || need.high() == Some(0) {
                at_goal += usize::from(need.high() == Some(0));
                continue;
            }
            if cell.n().high().is_some_and(|n| n < options.min_n) {
                let reason = format!("fewer than {} children", options.min_n);
                not_assessed.push((cell.key().clone(), reason));
                continue;
            }
            let Some(((n, successes), need)) = cell.exact().zip(need.value()) else {
                let why = cell.censoring().unwrap_or(crate::Censoring::Mixed);
                not_assessed.push((cell.key().clone(), format!("the count is {}", why.words())));
                continue;
            };
            let share = |part: u64, of: u64| Exact::from(part).over(Exact::from(of));
            let required_change = share(need, n)?;
            if change_limit.is_none_or(|limit| required_change <= limit) {
                wins.push(QuickWin {
                    key: cell.key().clone(),
                    n,
                    successes,
                    rate: share(successes, n)?,
                    need,
                    required_change,
                    share_of_need: share(need, known)?,
                });
            }
        }
        wins.sort_by_key(|win| win.need);
        let won = crate::need::sum(wins.iter().map(|win| win.need))?;
        let share_of_need = (known > 0)
            .then(|| Exact::from(won).over(Exact::from(known)))
            .transpose()?;
        Ok(QuickWins {
            goal: self.goal,
            direction: self.direction,
            change_limit,
            wins,
            known_need: known,
            total_need: needs.into_iter().sum(),
            share_of_need,
            at_goal,
            not_assessed,
            convention: convention(self, &options, change_limit),
            options,
        })
    }
}

fn convention(target: &Target, options: &QuickWinOptions, limit: Option<Exact>) -> String {
    let pace = limit.map_or_else(
        || "no limit on the pace (no peers given)".to_owned(),
        |limit| {
            format!(
                "a change in one year of at most {} (the {} quantile of {} of peers)",
                limit.points(1),
                options.quantile.decimal(2),
                plural(
                    options.peer_changes.as_ref().map_or(0, Vec::len),
                    "one-year change"
                )
            )
        },
    );
    format!(
        "1 to {} children {} {}, {} or more children, {pace}; rates as observed, not shrunk",
        thousands(options.most_children),
        beside(target.direction),
        target.goal.percent(1),
        thousands(options.min_n)
    )
}

/// Where the children are who are not at the goal.
fn beside(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "short of",
        Direction::Lower => "above",
    }
}

/// Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996), exact; `None` of nothing.
fn quantile(values: &[Exact], at: Exact) -> Result<Option<Exact>, Error> {
    if at < Exact::ZERO || at > Exact::ONE {
        return Err(Error::BadOption {
            option: "quantile",
            found: at.to_string(),
            expected: "a share from 0 to 1, such as 0.75",
        });
    }
    let Some(last) = values.len().checked_sub(1) else {
        return Ok(None);
    };
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let position = at.times(Exact::from(last as u64))?;
    let below = position.floor();
    let index = usize::try_from(below).map_err(|_| Error::TooLarge)?;
    let (low, high) = (sorted[index], sorted[last.min(index + 1)]);
    let rest = position.minus(Exact::new(below, 1)?)?;
    low.plus(high.minus(low)?.times(rest)?).map(Some)
}

impl QuickWins {
    /// The list in plain sentences, its share of the whole first.
    pub fn sentence(&self, words: &Wording) -> String {
        let won: u64 = self.wins.iter().map(|win| win.need).sum();
        let share = self.share_of_need.map_or_else(
            || {
                let beside = beside(self.direction);
                format!("No {} are counted {beside} it.", words.population)
            },
            |share| {
                format!(
                    "That is {} of the {} {} that all cells with known counts need.",
                    share.percent(1),
                    thousands(self.known_need),
                    words.population
                )
            },
        );
        let open = match self.not_assessed.len() {
            0 => String::new(),
            cells => format!(" {} not assessed.", plural(cells, "cell")),
        };
        format!(
            "{} of {} in all would reach {}. {share}{open} Definition: {}.",
            plural(self.wins.len(), "quick win"),
            thousands(won),
            self.goal.percent(1),
            self.convention
        )
    }
}

#[cfg(test)]
mod tests;
