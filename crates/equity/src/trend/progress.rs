//! How much of a targeted change has been achieved, in the four classes of Healthy People 2030.

use serde::Serialize;

use super::{TrendOptions, TrendPeriod};
use crate::rate::newcombe;
use crate::words::Wording;
use crate::{Direction, Error, Exact};

/// The four classes of progress of Healthy People 2030 (NCHS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressClass {
    /// The latest rate meets or exceeds the target.
    Met,
    /// Not there, and the change is towards the target beyond chance.
    Improving,
    /// The change cannot be told from chance.
    LittleOrNone,
    /// The change is away from the target beyond chance.
    Worse,
    /// Fewer than two periods on this definition have exact counts.
    NotAssessed,
}

impl ProgressClass {
    /// The class in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Met => "target met or exceeded",
            Self::Improving => "improving",
            Self::LittleOrNone => "little or no detectable change",
            Self::Worse => "getting worse",
            Self::NotAssessed => "not assessed",
        }
    }
}

/// Progress from the first to the latest period of a definition.
///
/// Percent of targeted change: `100 (x − x₀)/(T − x₀)`. Its interval is Newcombe's for `x − x₀`, divided by
/// the targeted change with the baseline taken as known; the same interval decides the class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress {
    /// Period of the baseline; empty where there is none.
    pub baseline_period: String,
    /// Latest period; empty where there is none.
    pub latest_period: String,
    /// Baseline rate.
    pub baseline: Option<Exact>,
    /// Latest rate.
    pub latest: Option<Exact>,
    /// The target.
    pub target: Exact,
    /// Share of the targeted change achieved: 1 is all of it, negative is away. `None` where the baseline
    /// already was at the target or past it.
    pub achieved: Option<Exact>,
    /// Lower end.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// The class.
    pub class: ProgressClass,
}

/// Measures progress towards a target over periods of one definition, in order of time.
///
/// # Errors
/// [`Error::BadOption`] for a target outside 0 to 1; [`Error::TooLarge`].
pub fn progress(
    series: &[TrendPeriod],
    target: Exact,
    options: &TrendOptions,
) -> Result<Progress, Error> {
    if target < Exact::ZERO || target > Exact::ONE {
        return Err(Error::BadOption {
            option: "target",
            found: target.to_string(),
            expected: "a proportion from 0 to 1 (write 80% or 0.8, not 80)",
        });
    }
    let known: Vec<(&str, u64, u64)> = series
        .iter()
        .filter_map(|period| {
            let (n, s) = period.group.exact()?;
            (n > 0).then_some((period.period.as_str(), n, s))
        })
        .collect();
    let mut out = Progress {
        baseline_period: String::new(),
        latest_period: String::new(),
        baseline: None,
        latest: None,
        target,
        achieved: None,
        lower: None,
        upper: None,
        class: ProgressClass::NotAssessed,
    };
    let [(first, n0, s0), .., (last, n1, s1)] = known[..] else {
        return Ok(out);
    };
    let rate = |n: u64, s: u64| Exact::from(s).over(Exact::from(n));
    let (baseline, latest) = (rate(n0, s0)?, rate(n1, s1)?);
    let met = |rate: Exact| match options.direction {
        Direction::Higher => rate >= target,
        Direction::Lower => rate <= target,
    };
    let interval = newcombe((s1, n1), (s0, n0), options.confidence)?;
    first.clone_into(&mut out.baseline_period);
    last.clone_into(&mut out.latest_period);
    (out.baseline, out.latest) = (Some(baseline), Some(latest));
    if !met(baseline) {
        let targeted = target.minus(baseline)?;
        out.achieved = Some(latest.minus(baseline)?.over(targeted)?);
        let scaled = interval.map(|(low, high)| {
            let (a, b) = (low / targeted.to_f64(), high / targeted.to_f64());
            (a.min(b), a.max(b))
        });
        (out.lower, out.upper) = scaled.unzip();
    }
    let (rising, falling) = interval.map_or((false, false), |(low, high)| (low > 0.0, high < 0.0));
    let (better, worse) = match options.direction {
        Direction::Higher => (rising, falling),
        Direction::Lower => (falling, rising),
    };
    out.class = match (met(latest), better, worse) {
        (true, ..) => ProgressClass::Met,
        (_, true, _) => ProgressClass::Improving,
        (_, _, true) => ProgressClass::Worse,
        _ => ProgressClass::LittleOrNone,
    };
    Ok(out)
}

impl Progress {
    /// The class and what it rests on, in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let (Some(baseline), Some(latest)) = (self.baseline, self.latest) else {
            return format!(
                "Progress to {}: not assessed, fewer than two periods with exact counts.",
                self.target.percent(1)
            );
        };
        let achieved = match (self.achieved, self.lower, self.upper) {
            (Some(achieved), Some(lower), Some(upper)) => format!(
                ", {} of the targeted change ({:.0} % to {:.0} %)",
                achieved.percent(0),
                100.0 * lower,
                100.0 * upper
            )
            .replace('-', "−"),
            _ => String::new(),
        };
        format!(
            "Progress to {} of {}: {}; {} in {}, {} in {}{achieved}.",
            self.target.percent(1),
            words.population,
            self.class.words(),
            baseline.percent(1),
            self.baseline_period,
            latest.percent(1),
            self.latest_period
        )
    }
}
