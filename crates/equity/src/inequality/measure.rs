//! The measures by name: kind, unit, convention, source.

use serde::Serialize;

/// A measure of inequality, by its WHO or Healthy People 2030 name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InequalityMeasure {
    /// Difference (D) between two groups.
    Difference,
    /// Ratio (R) of two groups.
    Ratio,
    /// Population attributable risk (PAR).
    PopulationAttributableRisk,
    /// Population attributable fraction (PAF).
    PopulationAttributableFraction,
    /// Absolute concentration index (ACI).
    AbsoluteConcentrationIndex,
    /// Relative concentration index (RCI).
    RelativeConcentrationIndex,
    /// Slope index of inequality (SII).
    SlopeIndex,
    /// Relative index of inequality (RII).
    RelativeIndex,
    /// Between-group variance (BGV).
    BetweenGroupVariance,
    /// Between-group standard deviation (BGSD).
    BetweenGroupStandardDeviation,
    /// Coefficient of variation (COV).
    CoefficientOfVariation,
    /// Mean difference from the mean (MDM).
    MeanDifferenceFromMean,
    /// Mean difference from the best group (MDB).
    MeanDifferenceFromBest,
    /// Mean difference from a reference group (MDR).
    MeanDifferenceFromReference,
    /// Index of disparity (IDIS) against the mean.
    IndexOfDisparity,
    /// Index of disparity against the best group.
    IndexOfDisparityFromBest,
    /// Index of disparity against a named group.
    IndexOfDisparityFromReference,
    /// Index of disparity of Pearcy and Keppel against the best group: over the other J − 1 groups.
    PearcyKeppel,
    /// The same against a named group.
    PearcyKeppelFromReference,
    /// Theil index (TI).
    Theil,
    /// Mean log deviation (MLD).
    MeanLogDeviation,
    /// Healthy People: maximal rate difference (MRD).
    MaximalRateDifference,
    /// Healthy People: maximal rate ratio (MRR).
    MaximalRateRatio,
    /// Healthy People: summary rate difference (SRD).
    SummaryRateDifference,
    /// Healthy People: summary rate ratio (SRR).
    SummaryRateRatio,
    /// Healthy People: between-group rate difference (RD), of two groups.
    BetweenGroupRateDifference,
    /// Healthy People: between-group rate ratio (RR), of two groups.
    BetweenGroupRateRatio,
}

use InequalityMeasure as M;

/// Whether a measure has the unit of the rate or is free of it. The two can move opposite ways, so both
/// are always given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InequalityKind {
    /// In the unit of the rate, or its square.
    Absolute,
    /// A ratio, a percentage of a rate or an index.
    Relative,
}

/// The rows of every table of inequality, in order: a measure and whether groups count by population.
pub(super) const ROWS: [(M, bool); 33] = [
    (M::Difference, false),
    (M::Ratio, false),
    (M::PopulationAttributableRisk, true),
    (M::PopulationAttributableFraction, true),
    (M::AbsoluteConcentrationIndex, true),
    (M::RelativeConcentrationIndex, true),
    (M::SlopeIndex, true),
    (M::RelativeIndex, true),
    (M::BetweenGroupVariance, true),
    (M::BetweenGroupStandardDeviation, true),
    (M::CoefficientOfVariation, true),
    (M::MeanDifferenceFromMean, false),
    (M::MeanDifferenceFromMean, true),
    (M::MeanDifferenceFromBest, false),
    (M::MeanDifferenceFromBest, true),
    (M::MeanDifferenceFromReference, false),
    (M::MeanDifferenceFromReference, true),
    (M::IndexOfDisparity, false),
    (M::IndexOfDisparity, true),
    (M::IndexOfDisparityFromBest, false),
    (M::IndexOfDisparityFromBest, true),
    (M::IndexOfDisparityFromReference, false),
    (M::IndexOfDisparityFromReference, true),
    (M::PearcyKeppel, false),
    (M::PearcyKeppelFromReference, false),
    (M::Theil, true),
    (M::MeanLogDeviation, true),
    (M::MaximalRateDifference, false),
    (M::MaximalRateRatio, false),
    (M::SummaryRateDifference, false),
    (M::SummaryRateRatio, false),
    (M::BetweenGroupRateDifference, false),
    (M::BetweenGroupRateRatio, false),
];

const WHO: &str = "Schlotheuber and Hosseinpoor 2022";
const HEALTHY_PEOPLE: &str = "Talih and Huang 2016; Healthy People 2030";

impl InequalityMeasure {
    /// The short name: "BGV". The three kinds of the index of disparity of WHO share "IDIS"; what they are
    /// measured against is the reference of the row.
    pub fn code(self) -> &'static str {
        match self {
            M::Difference => "D",
            M::Ratio => "R",
            M::PopulationAttributableRisk => "PAR",
            M::PopulationAttributableFraction => "PAF",
            M::AbsoluteConcentrationIndex => "ACI",
            M::RelativeConcentrationIndex => "RCI",
            M::SlopeIndex => "SII",
            M::RelativeIndex => "RII",
            M::BetweenGroupVariance => "BGV",
            M::BetweenGroupStandardDeviation => "BGSD",
            M::CoefficientOfVariation => "COV",
            M::MeanDifferenceFromMean => "MDM",
            M::MeanDifferenceFromBest => "MDB",
            M::MeanDifferenceFromReference => "MDR",
            M::IndexOfDisparity
            | M::IndexOfDisparityFromBest
            | M::IndexOfDisparityFromReference => "IDIS",
            M::PearcyKeppel | M::PearcyKeppelFromReference => "ID",
            M::Theil => "TI",
            M::MeanLogDeviation => "MLD",
            M::MaximalRateDifference => "MRD",
            M::MaximalRateRatio => "MRR",
            M::SummaryRateDifference => "SRD",
            M::SummaryRateRatio => "SRR",
            M::BetweenGroupRateDifference => "RD",
            M::BetweenGroupRateRatio => "RR",
        }
    }

    /// The name in full: "between-group variance".
    pub fn name(self) -> &'static str {
        match self {
            M::Difference => "difference",
            M::Ratio => "ratio",
            M::PopulationAttributableRisk => "population attributable risk",
            M::PopulationAttributableFraction => "population attributable fraction",
            M::AbsoluteConcentrationIndex => "absolute concentration index",
            M::RelativeConcentrationIndex => "relative concentration index",
            M::SlopeIndex => "slope index of inequality",
            M::RelativeIndex => "relative index of inequality",
            M::BetweenGroupVariance => "between-group variance",
            M::BetweenGroupStandardDeviation => "between-group standard deviation",
            M::CoefficientOfVariation => "coefficient of variation",
            M::MeanDifferenceFromMean => "mean difference from the mean",
            M::MeanDifferenceFromBest => "mean difference from the best group",
            M::MeanDifferenceFromReference => "mean difference from a reference group",
            M::IndexOfDisparity
            | M::IndexOfDisparityFromBest
            | M::IndexOfDisparityFromReference => "index of disparity",
            M::PearcyKeppel | M::PearcyKeppelFromReference => {
                "index of disparity of Pearcy and Keppel"
            }
            M::Theil => "Theil index",
            M::MeanLogDeviation => "mean log deviation",
            M::MaximalRateDifference => "maximal rate difference",
            M::MaximalRateRatio => "maximal rate ratio",
            M::SummaryRateDifference => "summary rate difference",
            M::SummaryRateRatio => "summary rate ratio",
            M::BetweenGroupRateDifference => "between-group rate difference",
            M::BetweenGroupRateRatio => "between-group rate ratio",
        }
    }

    /// Absolute or relative.
    pub fn kind(self) -> InequalityKind {
        match self {
            M::Difference
            | M::PopulationAttributableRisk
            | M::AbsoluteConcentrationIndex
            | M::SlopeIndex
            | M::BetweenGroupVariance
            | M::BetweenGroupStandardDeviation
            | M::MeanDifferenceFromMean
            | M::MeanDifferenceFromBest
            | M::MeanDifferenceFromReference
            | M::MaximalRateDifference
            | M::SummaryRateDifference
            | M::BetweenGroupRateDifference => InequalityKind::Absolute,
            _ => InequalityKind::Relative,
        }
    }

    /// Whether it needs an order of the groups.
    pub fn is_ordered(self) -> bool {
        matches!(
            self,
            M::AbsoluteConcentrationIndex
                | M::RelativeConcentrationIndex
                | M::SlopeIndex
                | M::RelativeIndex
        )
    }

    /// A ratio of two rates: 1 means equal, and chance is judged on the log scale.
    pub(super) fn is_ratio(self) -> bool {
        matches!(
            self,
            M::Ratio
                | M::RelativeIndex
                | M::MaximalRateRatio
                | M::SummaryRateRatio
                | M::BetweenGroupRateRatio
        )
    }

    /// Unit of the number, for rates written so that `scale` is everybody.
    pub(super) fn unit(self, scale: u32) -> String {
        let rate = match scale {
            1 => "share".to_owned(),
            100 => "percentage points".to_owned(),
            _ => format!("per {}", crate::words::thousands(scale)),
        };
        match self {
            M::BetweenGroupVariance => format!("({rate})²"),
            M::PopulationAttributableFraction | M::CoefficientOfVariation | M::IndexOfDisparity => {
                "% of the average".to_owned()
            }
            M::IndexOfDisparityFromBest | M::PearcyKeppel => "% of the best rate".to_owned(),
            M::IndexOfDisparityFromReference | M::PearcyKeppelFromReference => {
                "% of the reference rate".to_owned()
            }
            M::Theil | M::MeanLogDeviation => "index × 1,000".to_owned(),
            M::RelativeConcentrationIndex => "index from −1 to 1".to_owned(),
            measure if measure.is_ratio() => "ratio".to_owned(),
            _ => rate,
        }
    }

    /// Source of the definition.
    pub(super) fn citation(self) -> &'static str {
        match self {
            M::PearcyKeppel | M::PearcyKeppelFromReference => "Pearcy and Keppel 2002",
            M::MaximalRateDifference
            | M::MaximalRateRatio
            | M::SummaryRateDifference
            | M::SummaryRateRatio
            | M::BetweenGroupRateDifference
            | M::BetweenGroupRateRatio => HEALTHY_PEOPLE,
            _ => WHO,
        }
    }
}
