//! Whether a goal is within reach: what the past of this indicator and of its peers says.

mod past;
mod predict;

pub use past::{HistoryYear, Peer, one_year_changes};

use serde::Serialize;

use self::past::{gains, in_order};
use super::Target;
use crate::words::{Wording, plural, points};
use crate::{Direction, Error, Exact};

/// Fewest years before the baseline among which it can be "the worst".
const FEWEST_YEARS: usize = 2;
/// Fewest peers among which "the worst" is worth a warning.
const FEWEST_PEERS: usize = 3;

/// Past changes from one year to the next. Positive is better; percentage points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PastChange {
    /// Changes between consecutive years.
    pub changes: usize,
    /// Their mean.
    pub mean_pp: f64,
    /// Their standard deviation (divisor changes − 1).
    pub sd_pp: f64,
    /// The part of it that chance in the rates explains (binomial); `None` where children are not counted.
    pub sampling_sd_pp: Option<f64>,
    /// The rest, √(max(0, sd² − sampling²)): what is left to call change.
    pub process_sd_pp: Option<f64>,
}

/// How often the past had a change as large as the one needed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PastWindows {
    /// Years a window spans.
    pub length: u32,
    /// Pairs of years that far apart with both rates known.
    pub windows: usize,
    /// Windows in which the rate changed at least as much, in the good direction (compared exactly).
    pub as_fast: usize,
    /// Share of windows that were slower, in percent: 100 says that it was never done. `None` without one.
    pub percentile: Option<f64>,
}

/// What peers have done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeerEvidence {
    /// Peers with at least one window of the target's length. Windows of one peer overlap and depend on each
    /// other: this is the number that says how much is known.
    pub peers: usize,
    /// Peers with too few years to have one.
    pub without_window: usize,
    /// Peers that did it at least once.
    pub peers_as_fast: usize,
    /// Their windows.
    pub windows: PastWindows,
    /// (`as_fast` + 1)/(windows + 2): the share of windows with a change as large, add-one smoothed. `None`
    /// without a window.
    pub share: Option<f64>,
}

/// A goal beside the past.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Feasibility {
    /// The goal.
    pub target: Target,
    /// Distance from baseline to goal, in percentage points, never negative.
    pub needed_pp: f64,
    /// Required pace in percentage points a year.
    pub pace_pp: f64,
    /// Required pace in log odds a year; `None` where baseline or goal is 0 or 1.
    pub pace_log_odds: Option<f64>,
    /// Years of history used: those up to the baseline year.
    pub years_used: usize,
    /// Years of history after the baseline year, left out.
    pub years_after: usize,
    /// Past changes; `None` with fewer than two.
    pub past: Option<PastChange>,
    /// Chance to reach the goal if the years to come vary like the past ones: predictive t.
    pub reach: Option<f64>,
    /// The same when the sampling variance of each year is taken out of the past changes first, and chance in
    /// the baseline and goal year is added back once. `None` where children are not counted.
    pub reach_less_sampling: Option<f64>,
    /// Why there is no chance to report.
    pub reason: Option<String>,
    /// The needed change among the past windows of the same length.
    pub past_windows: PastWindows,
    /// The required yearly pace among the past changes of one year.
    pub past_years: PastWindows,
    /// What peers have done, where peers are given.
    pub peers: Option<PeerEvidence>,
    /// Sentences that belong to the numbers.
    pub caveats: Vec<String>,
    /// How the chance is computed.
    pub convention: &'static str,
}

const CONVENTION: &str = "P = 1 − F_t((D − T·mean)/(sd·√(T + T²/m)), m − 1 degrees of freedom) for a change D in T years \
     after m past yearly changes: changes of the years to come are like the past ones and independent";

impl Target {
    /// The goal beside the history of the indicator, and beside peers where they are given.
    ///
    /// With m past changes between consecutive years (mean d, standard deviation s), the chance of a change D
    /// in T years is 1 − F((D − T d)/(s √(T + T²/m))) with Student's t of m − 1 degrees of freedom: the
    /// uncertainty of the mean counts, so few years give a wide prediction. It says what follows if the past
    /// goes on, not what a new effort can do. Cost: O(years² of all peers).
    ///
    /// # Errors
    /// [`Error::BadOption`] for a rate outside 0 to 1 or a year given twice; [`Error::TooLarge`].
    ///
    /// ```
    /// use commonweal_equity::{HistoryYear, Target};
    /// let rates = ["57%", "58.1%", "57.6%", "59.2%", "60%"];
    /// let history: Vec<HistoryYear> = (2022..)
    ///     .zip(rates)
    ///     .map(|(year, rate)| HistoryYear { year, rate: rate.parse().unwrap(), n: None })
    ///     .collect();
    /// let target = Target::new("60%".parse()?, "80%".parse()?, 2000, 2026, 5)?;
    /// let found = target.feasibility(&history, None)?;
    /// assert!((found.reach.unwrap() - 0.0062).abs() < 5e-5);
    /// # Ok::<(), commonweal_equity::Error>(())
    /// ```
    pub fn feasibility(
        &self,
        history: &[HistoryYear],
        peers: Option<&[Peer]>,
    ) -> Result<Feasibility, Error> {
        let all = in_order(history)?;
        let used: Vec<HistoryYear> = all
            .iter()
            .copied()
            .filter(|h| h.year <= self.start)
            .collect();
        let needed = self.span()?;
        let pace = needed.over(Exact::new(i128::from(self.years), 1)?)?;
        let one_year = gains(&used, 1, self.direction)?;
        let prediction = self.predict(&used, &one_year, needed);
        let mut caveats = self.about_history(&used);
        let peers = match peers {
            None => None,
            Some(peers) => {
                caveats.extend(self.worst_of(peers));
                Some(self.beside(peers, needed)?)
            }
        };
        Ok(Feasibility {
            needed_pp: 100.0 * needed.to_f64(),
            pace_pp: 100.0 * pace.to_f64(),
            pace_log_odds: self.pace_log_odds(),
            years_used: used.len(),
            years_after: all.len() - used.len(),
            past: prediction.past,
            reach: prediction.reach,
            reach_less_sampling: prediction.reach_less_sampling,
            reason: prediction.reason,
            past_windows: windows(
                self.years,
                &gains(&used, self.years, self.direction)?,
                needed,
            ),
            past_years: windows(1, &one_year, pace),
            peers,
            caveats,
            convention: CONVENTION,
            target: self.clone(),
        })
    }

    fn pace_log_odds(&self) -> Option<f64> {
        let logit = |rate: Exact| {
            let inside = rate > Exact::ZERO && rate < Exact::ONE;
            inside.then(|| (rate.to_f64() / (1.0 - rate.to_f64())).ln())
        };
        let change = logit(self.goal)? - logit(self.baseline)?;
        Some(change.abs() / f64::from(self.years))
    }

    fn beside(&self, peers: &[Peer], needed: Exact) -> Result<PeerEvidence, Error> {
        let (mut with, mut fast, mut all) = (0, 0, Vec::new());
        for peer in peers {
            let gains = gains(&in_order(&peer.history)?, self.years, self.direction)?;
            with += usize::from(!gains.is_empty());
            fast += usize::from(gains.iter().any(|gain| *gain >= needed));
            all.extend(gains);
        }
        let windows = windows(self.years, &all, needed);
        let share = (windows.as_fast as f64 + 1.0) / (windows.windows as f64 + 2.0);
        Ok(PeerEvidence {
            peers: with,
            without_window: peers.len() - with,
            peers_as_fast: fast,
            windows,
            share: (with > 0).then_some(share),
        })
    }

    fn about_history(&self, used: &[HistoryYear]) -> Vec<String> {
        let mut caveats = Vec::new();
        if let Some((first, last)) = used.first().zip(used.last()) {
            let span = i64::from(last.year) - i64::from(first.year) + 1;
            if span != used.len() as i64 {
                caveats.push(format!(
                    "The history from {} to {} has no rate for {}; only changes between consecutive years are used.",
                    first.year,
                    last.year,
                    plural((span - used.len() as i64) as usize, "year")
                ));
            }
            if last.year == self.start && last.rate != self.baseline {
                caveats.push(format!(
                    "The history says {} in {}, the target starts from {}: the distance is counted from the target's baseline.",
                    last.rate.percent(1),
                    last.year,
                    self.baseline.percent(1)
                ));
            }
        }
        let earlier: Vec<&HistoryYear> = used.iter().filter(|h| h.year < self.start).collect();
        if earlier.len() >= FEWEST_YEARS && earlier.iter().all(|h| self.worse_than(h.rate)) {
            caveats.push(format!(
                "The baseline year {} is the worst of the {} years known: part of the way back is what chance does after a bad year (regression to the mean).",
                self.start,
                earlier.len() + 1
            ));
        }
        caveats
    }

    fn worst_of(&self, peers: &[Peer]) -> Option<String> {
        let then = |peer: &Peer| peer.history.iter().find(|h| h.year == self.start).copied();
        let rates: Vec<Exact> = peers.iter().filter_map(then).map(|h| h.rate).collect();
        let worst = rates.len() >= FEWEST_PEERS && rates.iter().all(|rate| self.worse_than(*rate));
        worst.then(|| {
            format!(
                "The baseline is worse than that of all {} peers in {}. A place picked because it was the worst tends to do better next year without any effort (regression to the mean): take a mean of several years, or a rate shrunk towards the peers, as its baseline.",
                rates.len(),
                self.start
            )
        })
    }

    fn worse_than(&self, rate: Exact) -> bool {
        match self.direction {
            Direction::Higher => self.baseline < rate,
            Direction::Lower => self.baseline > rate,
        }
    }
}

fn windows(length: u32, gains: &[Exact], needed: Exact) -> PastWindows {
    let as_fast = gains.iter().filter(|gain| **gain >= needed).count();
    let slower = (gains.len() - as_fast) as f64;
    PastWindows {
        length,
        windows: gains.len(),
        as_fast,
        percentile: (!gains.is_empty()).then(|| 100.0 * slower / gains.len() as f64),
    }
}

impl Feasibility {
    /// The goal beside the past, in plain sentences.
    pub fn sentence(&self, words: &Wording) -> String {
        let target = &self.target;
        let mut out = vec![format!(
            "From {} to {} of {} in {} takes {} percentage points a year.",
            target.baseline.percent(1),
            target.goal.percent(1),
            words.population,
            plural(target.years as usize, "year"),
            points(self.pace_pp)
        )];
        if let Some(past) = self.past {
            out.push(format!(
                "Over the past {} the rate {} points a year on average (standard deviation {}).",
                plural(past.changes, "change"),
                moved(past.mean_pp, target.direction),
                points(past.sd_pp)
            ));
        }
        match (self.reach, &self.reason) {
            (Some(reach), _) => out.push(format!(
                "If the years to come vary like these, the chance to reach the goal is {}.",
                chance(reach)
            )),
            (None, Some(reason)) => out.push(format!("No chance is given: {reason}.")),
            (None, None) => {}
        }
        let past = self.past_windows;
        if past.windows > 0 {
            out.push(format!(
                "Of {} of {} in its own past, {} had a change as large.",
                plural(past.windows, "window"),
                plural(past.length as usize, "year"),
                past.as_fast
            ));
        }
        if let Some(peers) = &self.peers {
            match peers.share {
                Some(share) => out.push(format!(
                    "Of {} with known rates {} apart, {} did as much at least once; the share of their windows that did, add-one smoothed, is {}.",
                    plural(peers.peers, "peer"),
                    plural(target.years as usize, "year"),
                    peers.peers_as_fast,
                    chance(share)
                )),
                None => out.push("No peer has enough years to compare.".to_owned()),
            }
        }
        out.extend(self.caveats.iter().cloned());
        out.join(" ")
    }
}

/// "rose by 2.2" or "fell by 2.2": the way the rate went. `gain` is positive where it got better.
fn moved(gain: f64, direction: Direction) -> String {
    let size = points(gain.abs());
    let up = (gain > 0.0) == (direction == Direction::Higher);
    let verb = match size.as_str() {
        "0.0" => "changed",
        _ if up => "rose",
        _ => "fell",
    };
    format!("{verb} by {size}")
}

/// A probability in percent; small ones keep two digits.
fn chance(p: f64) -> String {
    match 100.0 * p {
        p if p < 0.01 => "below 0.01 %".to_owned(),
        p if p < 1.0 => format!("{p:.2} %"),
        p if p > 99.9 => "above 99.9 %".to_owned(),
        p => format!("{p:.1} %"),
    }
}

#[cfg(test)]
mod tests;
