//! The words around a measure: sentence, reference, definition.

use super::groups::Groups;
use super::measure::InequalityMeasure as M;
use super::row::InequalityRow;
use super::{InequalityOptions, SlopeModel};
use crate::Direction;
use crate::words::Wording;

impl InequalityRow {
    /// The measure in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let mut name = self.measure.name().to_owned();
        if let Some(first) = name.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        let weights = match (self.weighted, self.measure) {
            (true, _) => ", groups weighted by population",
            (false, _) => "",
        };
        let what = format!(
            "{name} ({}) of the rates at which {} {}{weights}",
            self.measure.code(),
            words.population,
            words.outcome
        );
        let Some(estimate) = self.estimate else {
            let why = self.reason.as_deref().unwrap_or("no estimate");
            return format!("{what}: not defined; {why}.");
        };
        let unit = &self.unit;
        let mut parts = vec![format!(
            "{what}, against {}: {} {unit}",
            self.reference,
            short(estimate)
        )];
        if let (Some(lower), Some(upper)) = (self.lower, self.upper) {
            let level = crate::rate::percent_level(self.confidence);
            parts.push(format!(
                "{level} interval {} to {}",
                short(lower),
                short(upper)
            ));
        }
        if let (Some(floor), Some(corrected)) = (self.noise_floor, self.corrected) {
            parts.push(format!(
                "equal groups would show about {} by chance, corrected {}",
                short(floor),
                short(corrected)
            ));
        }
        parts.join("; ") + "."
    }
}

/// Four significant digits, with a true minus sign.
fn short(value: f64) -> String {
    let places = if value == 0.0 {
        1
    } else {
        (3 - value.abs().log10().floor() as i32).clamp(0, 8) as usize
    };
    format!("{value:.places$}").replace('-', "−")
}

/// Whom the groups are compared with.
pub(super) fn reference(groups: &Groups, measure: M) -> String {
    let (setting, y) = (&groups.setting, &groups.y);
    if y.is_empty() {
        return "none".to_owned();
    }
    let best = || format!("best group: {}", groups.at(setting.best(y)));
    let worst = || groups.at(setting.worst(y));
    let key = |at: usize| groups.keys[at].to_string();
    let named = || setting.reference.map_or_else(|| "none".to_owned(), key);
    match measure {
        M::Difference | M::Ratio => match (setting.ordered, setting.reference) {
            (true, _) => format!("ends of the order: {} and {}", key(y.len() - 1), key(0)),
            (false, Some(at)) => format!("{} and the worst of the others", key(at)),
            (false, None) => format!("{}; worst group: {}", best(), worst()),
        },
        M::PopulationAttributableRisk | M::PopulationAttributableFraction => {
            match (setting.ordered, setting.reference) {
                (true, _) => format!("most advantaged group: {}", key(y.len() - 1)),
                (false, Some(at)) => key(at),
                (false, None) => best(),
            }
        }
        M::MaximalRateDifference
        | M::MaximalRateRatio
        | M::BetweenGroupRateDifference
        | M::BetweenGroupRateRatio => format!("{}; worst group: {}", best(), worst()),
        M::SummaryRateDifference
        | M::SummaryRateRatio
        | M::MeanDifferenceFromBest
        | M::IndexOfDisparityFromBest
        | M::PearcyKeppel => best(),
        M::MeanDifferenceFromReference
        | M::IndexOfDisparityFromReference
        | M::PearcyKeppelFromReference => named(),
        M::MeanDifferenceFromMean | M::IndexOfDisparity if setting.average.is_some() => {
            "average, as given".to_owned()
        }
        measure if measure.is_ordered() => "the same rate at every rank".to_owned(),
        _ => "average".to_owned(),
    }
}

/// The definition in words.
pub(super) fn definition(measure: M, weighted: bool, options: &InequalityOptions) -> String {
    let higher = options.direction == Direction::Higher;
    if matches!(measure, M::SlopeIndex | M::RelativeIndex) {
        return slope_index(measure, options);
    }
    let text = match measure {
        M::Difference if higher => "rate of the advantaged less that of the disadvantaged",
        M::Difference => "rate of the disadvantaged less that of the advantaged (lower is better)",
        M::Ratio if higher => "rate of the advantaged over that of the disadvantaged",
        M::Ratio => "rate of the disadvantaged over that of the advantaged (lower is better)",
        M::PopulationAttributableRisk => {
            "reference rate less the average: the change if all had it; 0 if it is no better. Negative where lower is better"
        }
        M::PopulationAttributableFraction => {
            "100 × (reference rate − average) / average; 0 if it is no better. Negative where lower is better"
        }
        M::AbsoluteConcentrationIndex => {
            "Σ w (2R − 1) y with R the population rank from the disadvantaged end; positive: concentrated among the advantaged"
        }
        M::RelativeConcentrationIndex => {
            "ACI / μ, not times 100; positive: concentrated among the advantaged"
        }
        M::BetweenGroupVariance => "Σ w (y − μ)²",
        M::BetweenGroupStandardDeviation => "√BGV",
        M::CoefficientOfVariation => "100 × BGSD / μ",
        M::MeanDifferenceFromMean | M::MeanDifferenceFromBest | M::MeanDifferenceFromReference => {
            if weighted {
                "Σ w |y − reference|"
            } else {
                "mean of |y − reference| over all J groups, the reference included"
            }
        }
        M::IndexOfDisparity | M::IndexOfDisparityFromBest | M::IndexOfDisparityFromReference => {
            if weighted {
                "100 × Σ w |y − reference| / reference"
            } else {
                "100 × mean of |y − reference| / reference, over all J groups"
            }
        }
        M::PearcyKeppel | M::PearcyKeppelFromReference => {
            "100 × mean of |y − reference| / reference over the J − 1 other groups"
        }
        M::Theil => "1,000 × Σ w r ln r with r = y/μ; a rate of 0 counts as 0",
        M::MeanLogDeviation => "1,000 × Σ w (−ln r) with r = y/μ; not defined with a rate of 0",
        M::MaximalRateDifference => "highest rate less lowest rate, whichever way is good",
        M::MaximalRateRatio => "better of the extreme rates against the worse, at least 1",
        M::SummaryRateDifference => "best rate against the simple mean of all other groups",
        M::SummaryRateRatio => {
            "best rate against the simple mean of all other groups, as a ratio of at least 1"
        }
        M::BetweenGroupRateDifference => "distance of the rates of two groups",
        M::BetweenGroupRateRatio => "ratio of the rates of two groups, at least 1",
        M::SlopeIndex | M::RelativeIndex => "",
    };
    text.to_owned()
}

fn slope_index(measure: M, options: &InequalityOptions) -> String {
    let curve = match options.slope {
        SlopeModel::Logit => "logistic curve",
        SlopeModel::Linear => "straight line",
    };
    let against = if measure == M::SlopeIndex {
        "less"
    } else {
        "over"
    };
    let (first, second, lower) = match options.direction {
        Direction::Higher => ("top", "bottom", ""),
        Direction::Lower => ("bottom", "top", " (lower is better)"),
    };
    format!(
        "{curve} on population rank, groups weighted by share: fitted rate at the {first} {against} that at the {second}{lower}"
    )
}
