//! One row of the result: estimate, standard error, interval, noise floor, and the words around them.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::chance::{Simulated, simulate};
use super::formula::Undefined;
use super::groups::Groups;
use super::measure::{InequalityKind, InequalityMeasure as M, ROWS};
use super::words::{definition, reference};
use super::{InequalityOptions, OrderedErrors, slope};
use crate::words::thousands;
use crate::{Confidence, Direction};

/// Which kind of interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum InequalityInterval {
    /// Estimate ± z · standard error.
    Normal,
    /// The same for the logarithm of a ratio.
    NormalOfLog,
    /// Corrected value ± z · standard error: the estimate is too high by the noise floor on average.
    NormalOfCorrected,
    /// Estimate ± t · standard error, with degrees of freedom.
    Student {
        /// Degrees of freedom: groups less two.
        df: usize,
    },
    /// The same for the logarithm of a ratio.
    StudentOfLog {
        /// Degrees of freedom: groups less two.
        df: usize,
    },
    /// Basic (reverse percentile) interval of simulated rates; of the logarithm for a ratio.
    Simulated {
        /// Draws.
        draws: u64,
        /// Seed.
        seed: u64,
    },
}

impl InequalityInterval {
    /// The interval in words.
    pub fn words(self) -> String {
        match self {
            Self::Normal => "normal".to_owned(),
            Self::NormalOfLog => "normal, log scale".to_owned(),
            Self::NormalOfCorrected => "normal, around the corrected value".to_owned(),
            Self::Student { df } => format!("Student t, {df} df"),
            Self::StudentOfLog { df } => format!("Student t, {df} df, log scale"),
            Self::Simulated { draws, seed } => {
                format!("simulated, basic ({} draws, seed {seed})", thousands(draws))
            }
        }
    }
}

/// One measure of inequality.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InequalityRow {
    /// The measure.
    pub measure: M,
    /// Absolute or relative.
    pub kind: InequalityKind,
    /// Whether groups count by their population (otherwise each counts once).
    pub weighted: bool,
    /// Whether it uses an order of the groups.
    pub ordered: bool,
    /// The value; `None` where it is not defined.
    pub estimate: Option<f64>,
    /// Standard error, in the unit of the estimate.
    pub se: Option<f64>,
    /// Lower end of the interval.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
    /// Which kind of interval.
    pub interval: Option<InequalityInterval>,
    /// A benchmark: the value that chance in the rates would give on average if all groups were equal; see
    /// `convention`. `None` where that is equality itself or where no standard errors are known.
    pub noise_floor: Option<f64>,
    /// The estimate less its bias, never on the other side of equality (unless the measure is signed: D and R
    /// against a reference). The bias is the noise floor only for BGV, TI and MLD (BGSD and COV: through the
    /// variance); for all others it is smaller where groups differ, and simulated around the estimates (parametric bootstrap). In samples from known rates that
    /// removed about 90 % of it where groups are close and 40 % where all are equal; where they are far apart
    /// both biases are below a sixth of a standard error. `None` where there is no noise floor or no interval.
    pub corrected: Option<f64>,
    /// Unit of all these.
    pub unit: String,
    /// Whom or what the groups are compared with.
    pub reference: String,
    /// Which way the indicator is good.
    pub direction: Direction,
    /// Confidence level of the interval.
    pub confidence: Confidence,
    /// Definition, source of the standard error, and rule of the noise floor.
    pub convention: String,
    /// Source of the definition.
    pub citation: &'static str,
    /// Why there is no estimate, or no interval.
    pub reason: Option<String>,
}

/// All rows, in the order of [`ROWS`].
pub(super) fn rows(groups: &Groups, options: &InequalityOptions) -> Vec<InequalityRow> {
    let mut rows: Vec<InequalityRow> = ROWS
        .iter()
        .map(|&(measure, weighted)| row(groups, measure, weighted, options))
        .collect();
    let Ok(se) = &groups.se else {
        return rows;
    };
    let rough = |row: &InequalityRow| {
        let smooth = groups.setting.gradient(row.measure, &groups.y).is_some();
        !smooth && groups.setting.bias(row.measure, &groups.y, se).is_none()
    };
    let (mut open, mut asked) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        if let Some(estimate) = row.estimate.filter(|_| rough(row)) {
            open.push(at);
            asked.push((ROWS[at], estimate));
        }
    }
    let chance = (options.draws, options.seed);
    let found = simulate(groups, se, &asked, chance, options.confidence.level());
    for (at, simulated) in open.into_iter().zip(found) {
        rows[at].simulated(groups, se, simulated, options);
    }
    rows
}

fn row(groups: &Groups, measure: M, weighted: bool, options: &InequalityOptions) -> InequalityRow {
    let setting = &groups.setting;
    let value = setting.value(measure, weighted, &groups.y);
    let mut row = InequalityRow {
        measure,
        kind: measure.kind(),
        weighted,
        ordered: measure.is_ordered() || (setting.ordered && takes_ends(measure)),
        estimate: None,
        se: None,
        lower: None,
        upper: None,
        interval: None,
        noise_floor: None,
        corrected: None,
        unit: measure.unit(options.scale),
        reference: reference(groups, measure),
        direction: options.direction,
        confidence: options.confidence,
        convention: definition(measure, weighted, options),
        citation: measure.citation(),
        reason: None,
    };
    match value {
        Err(why) => row.reason = Some(why.words()),
        Ok(value) => {
            row.estimate = Some(value);
            if let Err(why) = row.smooth(groups, value, options) {
                row.reason = Some(format!("no standard error: {}", why.words()));
            }
        }
    }
    row
}

/// Measures that compare the two ends of an order, where there is one.
fn takes_ends(measure: M) -> bool {
    matches!(
        measure,
        M::Difference
            | M::Ratio
            | M::PopulationAttributableRisk
            | M::PopulationAttributableFraction
    )
}

impl InequalityRow {
    /// Standard error, interval and noise floor of a measure that has formulas for them.
    fn smooth(
        &mut self,
        groups: &Groups,
        value: f64,
        options: &InequalityOptions,
    ) -> Result<(), Undefined> {
        let (setting, y) = (&groups.setting, groups.y.as_slice());
        let residuals = options.ordered_errors == OrderedErrors::Residuals || groups.se.is_err();
        if self.measure.is_ordered() && residuals {
            return self.residual_errors(groups, value);
        }
        let se = match &groups.se {
            Ok(se) => se,
            Err(without) => {
                self.reason = Some(format!("no interval: no standard error for {without}"));
                return Ok(());
            }
        };
        let level = options.confidence;
        if let Some(floor) = setting.bias(self.measure, y, se) {
            let variance = match setting.gradient(self.measure, y) {
                Some(gradient) => first_order(&gradient?, se),
                None => setting.variance_of_variance(y, se)?,
            };
            let (floor, error) = (floor?, variance.sqrt());
            self.se = Some(error);
            self.noise_floor = Some(floor);
            self.corrected = Some(shrunk(value, floor));
            self.set(
                value - floor,
                level.z() * error,
                InequalityInterval::NormalOfCorrected,
            );
            self.say(if self.measure == M::BetweenGroupVariance {
                "Standard error for normal rates. Noise floor Σ w(1 − w)se², exact on average"
            } else {
                "Standard error by the delta method, too small where the groups are nearly equal. Noise floor to second order"
            });
            self.say("Corrected = estimate − floor, never below 0");
            return Ok(());
        }
        let Some(gradient) = setting.gradient(self.measure, y) else {
            return Ok(());
        };
        let attributable = matches!(
            self.measure,
            M::PopulationAttributableRisk | M::PopulationAttributableFraction
        );
        if attributable && setting.nothing_attainable(y) {
            self.reason = Some(
                "no interval: the reference is no better than the average, and the measure is then 0 by convention"
                    .to_owned(),
            );
            return Ok(());
        }
        let error = first_order(&gradient?, se).sqrt();
        self.se = Some(error);
        self.say("Standard error from those of the groups, by the delta method");
        if attributable {
            self.say(
                "Walter's formula (1978), which takes populations for sample sizes, is not used",
            );
        }
        if self.measure.is_ratio() {
            self.set_log(
                value,
                level.z() * error / value,
                InequalityInterval::NormalOfLog,
            );
        } else {
            self.set(value, level.z() * error, InequalityInterval::Normal);
        }
        Ok(())
    }

    fn residual_errors(&mut self, groups: &Groups, value: f64) -> Result<(), Undefined> {
        let (setting, y) = (&groups.setting, groups.y.as_slice());
        let slope = matches!(self.measure, M::SlopeIndex | M::RelativeIndex);
        let (error, method) = if slope {
            (
                slope::robust_error(setting, self.measure, y)?,
                "Standard error HC1 from the residuals, J − 2 degrees of freedom",
            )
        } else {
            (
                slope::regression_error(setting, self.measure, y)?,
                "Standard error of the weighted regression on rank, J − 2 degrees of freedom",
            )
        };
        let Some(error) = error else {
            self.reason =
                Some("no interval: residuals need at least three groups with people".to_owned());
            return Ok(());
        };
        let df = y.len() - 2;
        let t = student(self.confidence, df);
        self.se = Some(error);
        self.say(method);
        if self.measure.is_ratio() {
            self.set_log(
                value,
                t * error / value,
                InequalityInterval::StudentOfLog { df },
            );
        } else {
            self.set(value, t * error, InequalityInterval::Student { df });
        }
        Ok(())
    }

    /// Standard error, interval and noise floor of a measure that picks groups or takes absolute values.
    fn simulated(
        &mut self,
        groups: &Groups,
        se: &[f64],
        found: Simulated,
        options: &InequalityOptions,
    ) {
        let Some(value) = self.estimate else { return };
        if options.draws == 0 {
            self.reason = Some("no interval: draws = 0".to_owned());
        }
        if found.undefined > 0 {
            let missing = match (found.interval, found.floor) {
                (None, None) => "no interval, no noise floor and no correction",
                (None, Some(_)) => "no interval and no correction",
                _ => "no noise floor",
            };
            self.reason = Some(format!(
                "{missing}: not defined in {} of {} draws",
                thousands(found.undefined as u64),
                thousands(options.draws)
            ));
        }
        self.se = found.se;
        if let Some((lower, upper)) = found.interval {
            let signed = groups.setting.reference.is_some();
            self.keep(lower, upper, signed);
            if !found.beyond_chance {
                self.reach_equality(signed);
            }
            self.interval = Some(InequalityInterval::Simulated {
                draws: options.draws,
                seed: options.seed,
            });
            self.say(
                "Standard error and interval simulated, everything computed anew in each draw; the interval reaches equality unless the estimate is beyond chance at one rate",
            );
        }
        let setting = &groups.setting;
        if let (M::BetweenGroupStandardDeviation | M::CoefficientOfVariation, Some(Ok(floor))) = (
            self.measure,
            setting.bias(M::BetweenGroupVariance, &groups.y, se),
        ) {
            let unit = match (self.measure, setting.mean(&groups.y)) {
                (M::CoefficientOfVariation, Ok(mean)) => 100.0 / mean,
                _ => 1.0,
            };
            let floor = floor * unit * unit;
            self.noise_floor = Some(floor.sqrt());
            self.corrected = Some((value * value - floor).max(0.0).sqrt());
            self.say("Noise floor and correction through the variance: √(estimate² − floor²), never below 0");
            return;
        }
        self.noise_floor = found.floor;
        let signed =
            setting.reference.is_some() && matches!(self.measure, M::Difference | M::Ratio);
        let unbiased = |value: f64, bias: f64| match value {
            _ if signed => value - bias,
            _ if value >= 0.0 => (value - bias).max(0.0),
            _ => (value - bias).min(0.0),
        };
        if self.measure.is_ratio() {
            self.corrected = found.bias.map(|bias| unbiased(value.ln(), bias).exp());
            self.say("Noise floor: geometric mean of the draws if all groups had one rate. Corrected = estimate² ÷ geometric mean of the draws around the estimates, never beyond 1");
        } else {
            self.corrected = found.bias.map(|bias| unbiased(value, bias));
            self.say("Noise floor: mean of the draws if all groups had one rate. Corrected = 2 × estimate − mean of the draws around the estimates, never beyond 0");
        }
    }

    fn set(&mut self, centre: f64, margin: f64, interval: InequalityInterval) {
        self.keep(centre - margin, centre + margin, true);
        self.interval = Some(interval);
    }

    fn set_log(&mut self, ratio: f64, margin: f64, interval: InequalityInterval) {
        self.keep(ratio * (-margin).exp(), ratio * margin.exp(), true);
        self.interval = Some(interval);
    }

    /// Keeps an interval inside the values the measure can have.
    fn keep(&mut self, lower: f64, upper: f64, signed: bool) {
        let (least, most) = self.range(signed);
        self.lower = Some(lower.clamp(least, most));
        self.upper = Some(upper.clamp(least, most));
    }

    /// An interval holds equality wherever chance at one common rate gives as much as the estimate: near
    /// equality the draws around the estimate show too little of its bias.
    fn reach_equality(&mut self, signed: bool) {
        let (least, most) = self.range(signed);
        if most == 0.0 {
            self.upper = Some(most);
        } else if least >= 0.0 && !(signed && self.measure == M::Ratio) {
            self.lower = Some(least);
        }
    }

    /// The values a measure can have. `signed`: the pair of D and R is fixed, and either may be ahead.
    fn range(&self, signed: bool) -> (f64, f64) {
        const TOP: f64 = f64::INFINITY;
        match self.measure {
            M::Difference if signed => (-TOP, TOP),
            M::Ratio if signed => (0.0, TOP),
            M::AbsoluteConcentrationIndex | M::SlopeIndex => (-TOP, TOP),
            M::RelativeConcentrationIndex => (-1.0, 1.0),
            M::RelativeIndex => (0.0, TOP),
            M::PopulationAttributableRisk | M::PopulationAttributableFraction
                if self.direction == Direction::Lower =>
            {
                (-TOP, 0.0)
            }
            measure if measure.is_ratio() => (1.0, TOP),
            _ => (0.0, TOP),
        }
    }

    fn say(&mut self, more: &str) {
        self.convention.push_str(". ");
        self.convention.push_str(more);
    }
}

fn first_order(gradient: &[f64], se: &[f64]) -> f64 {
    gradient.iter().zip(se).map(|(g, s)| g * g * s * s).sum()
}

/// The estimate less the floor, stopped at equality (0) and never farther from it than the estimate.
fn shrunk(value: f64, floor: f64) -> f64 {
    if floor >= 0.0 {
        (value - floor).max(0.0).min(value)
    } else {
        (value - floor).min(0.0).max(value)
    }
}

fn student(confidence: Confidence, df: usize) -> f64 {
    let upper = 0.5 + confidence.level() / 2.0;
    StudentsT::new(0.0, 1.0, df as f64).map_or(f64::INFINITY, |t| t.inverse_cdf(upper))
}
