//! Where a rate and a gap are heading, on a constant definition.

mod line;
mod observed;
mod progress;
mod sentence;

use serde::Serialize;

pub use progress::{Progress, ProgressClass, progress};

use crate::rate::percent_level;
use crate::{Confidence, Direction, Error, Exact, GroupCount, GroupKey};
use line::{Observed, fit, t_quantile};
use observed::{Known, gaps, log_odds, log_ratios, rates};

/// Fewest periods a line is drawn through.
const FEWEST: usize = 3;

/// A period of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendPeriod {
    /// Its label.
    pub period: String,
    /// The year it ends in.
    pub year: i32,
    /// The group then.
    pub group: GroupCount,
    /// The people it is compared with then; `None` for no gap.
    pub reference: Option<GroupCount>,
}

/// How trends are computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendOptions {
    /// Which way is good.
    pub direction: Direction,
    /// Level of the intervals. Default 95 %.
    pub confidence: Confidence,
    /// Periods from which another definition holds: no line crosses them.
    pub breaks: Vec<String>,
    /// A goal, 0 to 1, to measure progress towards.
    pub target: Option<Exact>,
    /// What the reference population is called, for the sentences.
    pub reference: String,
}

impl TrendOptions {
    /// No breaks, no goal, against everyone else, at 95 %.
    pub fn new(direction: Direction) -> Self {
        Self {
            direction,
            confidence: Confidence::default(),
            breaks: Vec::new(),
            target: None,
            reference: "everyone else".to_owned(),
        }
    }
}

/// What changes from year to year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendMeasure {
    /// The rate, percentage points.
    Rate,
    /// The log odds of the rate, `ln((s + ½)/(n − s + ½))`: a steady change keeps the rate inside 0 to 1.
    LogOdds,
    /// The rate less the reference's rate, percentage points: the absolute gap.
    Gap,
    /// The log of the rate over the reference's rate: the relative gap. Absolute and relative gaps can move
    /// in opposite directions, so both are given (Keppel et al. 2005).
    LogRatio,
}

impl TrendMeasure {
    /// Unit of the change a year.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Rate | Self::Gap => "percentage points a year",
            Self::LogOdds => "log odds a year",
            Self::LogRatio => "log ratio a year",
        }
    }
}

/// Why no line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoTrend {
    /// Fewer than three periods with exact counts and children.
    FewPeriods,
    /// Two periods end in the same year.
    RepeatedYear,
    /// Every period is at 0 or 100 %: nothing says how far chance moves the rate.
    NoVariation,
    /// A rate is 0, so a ratio has no logarithm.
    ZeroRate,
}

impl NoTrend {
    /// The reason in words, to stand after "Not assessed:".
    pub fn words(self) -> &'static str {
        match self {
            Self::FewPeriods => "fewer than 3 periods with exact counts",
            Self::RepeatedYear => "two periods end in the same year",
            Self::NoVariation => "every period is at 0 or 100 %",
            Self::ZeroRate => "a rate is 0, so there is no ratio",
        }
    }
}

/// A change a year, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Slope {
    /// A line was fitted; units as in [`TrendMeasure::unit`].
    Fitted {
        /// Change a year.
        per_year: f64,
        /// Its standard error.
        standard_error: f64,
        /// Lower end of the t interval.
        lower: f64,
        /// Upper end.
        upper: f64,
        /// Standard deviation between years beyond chance, in the unit of the measure.
        between_sd: f64,
    },
    /// No line.
    NotAssessed {
        /// Why.
        reason: NoTrend,
    },
}

/// Which way a measure moves, as far as the interval can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// The whole interval is above zero.
    Rising,
    /// The whole interval is below zero.
    Falling,
    /// The interval holds zero: no change can be told from chance. That is not "no change".
    Unclear,
    /// No line.
    NotAssessed,
}

impl Slope {
    /// Which way, as far as the interval can tell.
    pub fn movement(&self) -> Movement {
        match *self {
            Self::Fitted { lower, .. } if lower > 0.0 => Movement::Rising,
            Self::Fitted { upper, .. } if upper < 0.0 => Movement::Falling,
            Self::Fitted { .. } => Movement::Unclear,
            Self::NotAssessed { .. } => Movement::NotAssessed,
        }
    }
}

/// The part of a series on one definition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// First period with a known rate; the first of all where none is known.
    pub from: String,
    /// Last period with a known rate.
    pub to: String,
    /// Periods with a known rate.
    pub periods: usize,
    /// Periods left out: a count is a range, or nobody was there.
    pub left_out: Vec<String>,
    /// The change of each measure; gap and ratio only where there is a reference.
    pub slopes: Vec<(TrendMeasure, Slope)>,
}

/// A group's trends, one segment for each definition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Which children.
    pub key: GroupKey,
    /// The options used.
    pub options: TrendOptions,
    /// In order of time; more than one where a definition changed. No line crosses a break.
    pub segments: Vec<Segment>,
    /// Progress towards the goal within the last segment; `None` without a goal.
    pub progress: Option<Progress>,
    /// Model by name.
    pub convention: String,
}

/// Fits the change a year of a group's rate and of its gap, period by period in order of time.
///
/// Weighted least squares on the years the periods end in. A period's variance is that of chance at the pooled
/// rate of the segment, `p(1 − p)/n`, so that no weight depends on the rate it weighs, plus a variance between
/// years that chance does not explain (Paule and Mandel 1982); the interval is Student's t with two degrees of
/// freedom fewer than periods. The chance part describes a cohort as one draw of many. Each break starts another
/// segment with its own line: values on two definitions are never joined. A straight line does not say why, nor
/// what comes next. Cost: O(periods).
///
/// # Errors
/// [`Error::BadOption`] for a break that is not a period of the series or a target outside 0 to 1;
/// [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::{trend, Direction, GroupCount, GroupKey, Movement, Slope, TrendOptions, TrendPeriod};
/// let key = GroupKey::of("race", "Black");
/// let periods: Vec<_> = [(2021, 410), (2022, 430), (2023, 455), (2024, 470)]
///     .iter()
///     .map(|&(year, s)| TrendPeriod {
///         period: year.to_string(),
///         year,
///         group: GroupCount::new(key.clone(), 1000, s).unwrap(),
///         reference: None,
///     })
///     .collect();
/// let found = trend(key, &periods, &TrendOptions::new(Direction::Higher))?;
/// let (_, slope) = found.segments[0].slopes[0];
/// assert_eq!(slope.movement(), Movement::Unclear); // +2 points a year, but four years are few
/// assert!(matches!(slope, Slope::Fitted { per_year, .. } if (per_year - 2.05).abs() < 1e-9));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn trend(
    key: GroupKey,
    series: &[TrendPeriod],
    options: &TrendOptions,
) -> Result<Trend, Error> {
    for found in &options.breaks {
        if !series.iter().any(|period| period.period == *found) {
            return Err(Error::BadOption {
                option: "breaks",
                found: format!("\"{found}\""),
                expected: "labels of periods of the series, each the first one on a new definition",
            });
        }
    }
    let mut parts: Vec<&[TrendPeriod]> = Vec::new();
    let mut start = 0;
    for at in 1..series.len() {
        if options.breaks.contains(&series[at].period) {
            parts.push(&series[start..at]);
            start = at;
        }
    }
    if start < series.len() {
        parts.push(&series[start..]);
    }
    let progress = match (options.target, parts.last()) {
        (Some(target), Some(last)) => Some(progress(last, target, options)?),
        _ => None,
    };
    Ok(Trend {
        key,
        segments: parts
            .into_iter()
            .map(|part| segment(part, options))
            .collect(),
        progress,
        convention: format!(
            "weighted least squares, variance between years by Paule and Mandel, t interval, {}",
            percent_level(options.confidence)
        ),
        options: options.clone(),
    })
}

fn known<'a>(
    part: &'a [TrendPeriod],
    of: impl Fn(&'a TrendPeriod) -> Option<&'a GroupCount>,
) -> Vec<Option<Known>> {
    part.iter()
        .map(|period| {
            let (n, s) = of(period)?.exact()?;
            (n > 0).then_some((period.year, (n, s)))
        })
        .collect()
}

fn segment(part: &[TrendPeriod], options: &TrendOptions) -> Segment {
    let own = known(part, |period| Some(&period.group));
    let other = known(part, |period| period.reference.as_ref());
    let used = |wanted: bool| {
        part.iter()
            .zip(&own)
            .filter(move |(_, known)| known.is_some() == wanted)
            .map(|(period, _)| period.period.clone())
    };
    let label = |end: Option<&TrendPeriod>| end.map_or_else(String::new, |p| p.period.clone());
    let alone: Vec<Known> = own.iter().flatten().copied().collect();
    let both: Vec<(Known, Known)> = own
        .iter()
        .zip(&other)
        .filter_map(|(own, other)| Some(((*own)?, (*other)?)))
        .collect();
    let mut slopes = vec![
        (
            TrendMeasure::Rate,
            slope(&Ok(rates(&alone)), options.confidence),
        ),
        (
            TrendMeasure::LogOdds,
            slope(&log_odds(&alone), options.confidence),
        ),
    ];
    if part.iter().any(|period| period.reference.is_some()) {
        slopes.push((
            TrendMeasure::Gap,
            slope(&Ok(gaps(&both)), options.confidence),
        ));
        slopes.push((
            TrendMeasure::LogRatio,
            slope(&log_ratios(&both), options.confidence),
        ));
    }
    Segment {
        from: used(true).next().unwrap_or_else(|| label(part.first())),
        to: used(true).next_back().unwrap_or_else(|| label(part.last())),
        periods: alone.len(),
        left_out: used(false).collect(),
        slopes,
    }
}

fn slope(observed: &Result<Vec<Observed>, NoTrend>, confidence: Confidence) -> Slope {
    let reason = match observed {
        Err(reason) => *reason,
        Ok(points) if points.len() < FEWEST => NoTrend::FewPeriods,
        Ok(points) if points.windows(2).any(|pair| pair[0].year == pair[1].year) => {
            NoTrend::RepeatedYear
        }
        Ok(points) if points.iter().any(|point| point.variance <= 0.0) => NoTrend::NoVariation,
        Ok(points) => {
            let line = fit(points);
            let half = t_quantile(confidence, points.len() as f64 - 2.0) * line.standard_error;
            return Slope::Fitted {
                per_year: line.slope,
                standard_error: line.standard_error,
                lower: line.slope - half,
                upper: line.slope + half,
                between_sd: line.extra.sqrt(),
            };
        }
    };
    Slope::NotAssessed { reason }
}

#[cfg(test)]
mod tests;
