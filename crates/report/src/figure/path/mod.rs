//! The way to a goal: what was observed, the milestones, and the children each of them takes.

mod draw;
mod fan;

use serde::{Deserialize, Serialize};

use super::axis::{Ticks, Unit, count, counted, extent};
use super::error::{Result, inconsistent};

pub use fan::{Band, PathShape, TrackStatus, Tracked};

/// Observed rates up to now, the baseline, and milestones up to a goal.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PathFigure {
    /// What was observed, by year; years increase. May be empty.
    pub history: Vec<Observation>,
    /// Where the path starts.
    pub baseline: Observation,
    /// The path after the baseline, by year; years increase. May be empty.
    pub path: Vec<Milestone>,
    /// The rate to be reached.
    pub goal: f64,
    /// Unit of every rate.
    pub unit: Unit,
    /// What the axis measures.
    pub axis: String,
    /// What the counts at the milestones are; empty stands for "children more than at the baseline".
    pub count_label: String,
    /// What the bars are, for the legend; empty stands for "95 % interval".
    pub interval_label: String,
    /// Ranges announced in advance, by year; years increase. May be empty.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// What those ranges are, for the legend; empty stands for "announced in advance: where 95 % of the
    /// years on the path fall".
    #[serde(default)]
    pub band_label: String,
    /// What was observed since the baseline, by year; years increase. May be empty.
    #[serde(default)]
    pub tracked: Vec<Tracked>,
    /// What was observed before or since and is known only as a range: a hatched box, and no line through that
    /// year. May be empty.
    #[serde(default)]
    pub ranges: Vec<Band>,
    /// Other ways to the goal, as lines with their names. May be empty.
    #[serde(default)]
    pub shapes: Vec<PathShape>,
}

/// A rate in a year.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Observation {
    /// Year (of a school year, the one it ends in).
    pub year: i32,
    /// The rate.
    pub rate: f64,
    /// Lower and upper limit of its interval.
    pub interval: Option<(f64, f64)>,
}

/// A rate to be reached in a year, and what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    /// Year.
    pub year: i32,
    /// The rate to be reached.
    pub rate: f64,
    /// Children it takes; shown as "+80", or "−80" where the goal lies below the baseline.
    pub additional: u64,
}

impl PathFigure {
    /// Sign of the counts: a goal below the baseline is reached by fewer children.
    fn sign(&self) -> char {
        if self.goal < self.baseline.rate {
            '−'
        } else {
            '+'
        }
    }

    pub(super) fn describe(&self) -> String {
        let decimals = self.unit.decimals(self.ticks().step);
        let show = |rate| self.unit.show(rate, decimals);
        let way = self.path.last().map(|last| {
            let milestones = counted(self.path.len(), "milestone", "milestones");
            let (rate, children) = (show(last.rate), count(last.additional));
            let people = self.count_words();
            format!(
                " along {milestones} to {rate} in {}, which takes {children} {people}",
                last.year
            )
        });
        format!(
            "{}: from {} in {}{}; the goal is {}; {} before.{}",
            self.axis,
            show(self.baseline.rate),
            self.baseline.year,
            way.unwrap_or_default(),
            show(self.goal),
            counted(self.history.len(), "year observed", "years observed"),
            self.fan_words(show)
        )
    }

    fn count_words(&self) -> &str {
        let label = self.count_label.trim();
        if label.is_empty() {
            "children more than at the baseline"
        } else {
            label
        }
    }

    /// Round values that cover every rate, every interval and the goal.
    fn ticks(&self) -> Ticks {
        let observed = self.history.iter().chain([&self.baseline]);
        let limits = observed.map(|o| o.interval.unwrap_or((o.rate, o.rate)));
        let targets = self.path.iter().map(|m| m.rate).chain([self.goal]);
        let all = limits.flat_map(|(low, high)| [low, high]).chain(targets);
        let all = all.chain(self.fan_rates());
        let (low, high) = extent(all).unwrap_or((0.0, 1.0));
        Ticks::covering(low, high, 5, self.unit)
    }

    fn check(&self) -> Result<()> {
        let observed = |o: &Observation, place: String| {
            self.unit
                .check_interval(o.rate, o.interval, || place.clone())
        };
        for (i, o) in self.history.iter().enumerate() {
            observed(o, format!("history[{i}] (year {})", o.year))?;
        }
        observed(
            &self.baseline,
            format!("baseline (year {})", self.baseline.year),
        )?;
        for (i, m) in self.path.iter().enumerate() {
            self.unit
                .check(m.rate, || format!("path[{i}] (year {})", m.year))?;
        }
        self.unit.check(self.goal, || "goal".to_string())?;
        let history: Vec<i32> = self.history.iter().map(|o| o.year).collect();
        increasing("history", &history)?;
        let path: Vec<i32> = std::iter::once(self.baseline.year)
            .chain(self.path.iter().map(|m| m.year))
            .collect();
        increasing("baseline and path", &path)?;
        self.check_fan()
    }
}

fn increasing(list: &str, years: &[i32]) -> Result<()> {
    let Some(pair) = years.windows(2).find(|w| w[0] >= w[1]) else {
        return Ok(());
    };
    inconsistent(
        list,
        format!("year {} is followed by {}", pair[0], pair[1]),
        "Give each year once, from the first to the last",
    )
}
