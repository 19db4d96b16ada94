//! What was planted: the answers that an analysis of the tables should come to.

use serde::{Deserialize, Serialize};

/// Everything the generator knows and the tables do not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// The seed all of it follows from.
    pub seed: u64,
    /// The backbone organisation.
    pub backbone: String,
    /// The planted in-group: eight partners, six of them among `executives_of_large`.
    pub in_group: Vec<String>,
    /// Large institutions that send an executive, among the 40 partners beside the backbone: 14.
    pub executives_of_large: Vec<String>,
    /// Partners planted with many ties and no closed circle: a naive core finder names these too.
    pub connectors: Vec<String>,
    /// Who was asked, answered and did not, wave by wave.
    pub waves: Vec<WaveTruth>,
    /// The tie model, from the most particular relation to the most general; a pair has the first that fits.
    pub relations: Vec<RelationTruth>,
    /// What every partner would have answered, in every wave it was asked, those that did not answer
    /// and the cells left blank included. Pairs that are absent here have no tie.
    pub answers: Vec<Answer>,
    /// Closed meetings held one to three days before an open one.
    pub closed_before_open: Vec<ClosedBeforeOpen>,
    /// Chance (per thousand) that a member of the in-group, and another partner, is at such a meeting.
    pub closed_attendance_permille: InsideOutside,
    /// Chance (per thousand) of a practice at a plenary or work group meeting, first and second year.
    pub practices: Vec<PracticeTruth>,
    /// Third-graders and readers of the whole area, by period.
    pub totals: Vec<PeriodTotal>,
    /// The schools with the planted shortfall among Black children: 12.
    pub gap_schools: Vec<String>,
    /// Every period × school × group: the rate it was drawn from, and the counts, suppressed ones too.
    pub cells: Vec<CellTruth>,
    /// More readers each year that 80 % of 2,000 asks for, over the 1,200 of the latest year: 400.
    pub target_children: u32,
}

/// One survey wave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaveTruth {
    /// Wave id.
    pub wave_id: String,
    /// Partners that were asked.
    pub asked: u32,
    /// Partners that answered.
    pub answered: u32,
    /// Asked and silent.
    pub non_respondents: Vec<String>,
}

/// How ties between partners of one relation were drawn. Probabilities are per thousand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationTruth {
    /// `backbone`, `in_group`, `work_group`, `connector` or `other`.
    pub relation: String,
    /// Chance that the two communicate at all (present at quarterly or more often).
    pub tie_permille: u32,
    /// Weights of quarterly, monthly, weekly, daily (values 2 to 5), given that they do.
    pub frequency_weights: [u32; 4],
    /// Chance that one side reports the tie, independently of the other side.
    pub report_permille: u32,
    /// Weights of the trust answers 1 to 4, asked about partners reported at quarterly or more often.
    pub trust_weights: [u32; 4],
    /// Chance of sending families to the other (directed, drawn apart from communication).
    pub referral_permille: u32,
}

/// One answer that a partner gave or would have given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Wave id.
    pub wave_id: String,
    /// Layer id.
    pub layer_id: String,
    /// Who would report it.
    pub source_id: String,
    /// About whom.
    pub target_id: String,
    /// The value on the layer's scale.
    pub value: u32,
    /// `true` where the tables show it: the partner answered and did not leave the cell blank.
    pub seen: bool,
}

/// A closed meeting and the open one it came before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedBeforeOpen {
    /// The closed meeting.
    pub closed_event: String,
    /// The open meeting that followed.
    pub open_event: String,
    /// Days between them, 1 to 3.
    pub days: u32,
}

/// A chance (per thousand) within the in-group and outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsideOutside {
    /// For a member of the in-group.
    pub inside: u32,
    /// For anyone else but the backbone.
    pub outside: u32,
}

/// How often a meeting practice was planted. `data_disaggregated` is among the meetings that reviewed data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeTruth {
    /// Column of the events table.
    pub practice: String,
    /// Chance in the first twelve months, per thousand.
    pub first_year_permille: u32,
    /// Chance from the thirteenth month on, per thousand.
    pub second_year_permille: u32,
}

/// The whole area in one school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodTotal {
    /// School year.
    pub period: String,
    /// Third-graders.
    pub children: u32,
    /// Of them, reading at grade level.
    pub readers: u32,
}

/// One school × group in one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellTruth {
    /// School year.
    pub period: String,
    /// School.
    pub place_id: String,
    /// Group within `race_ethnicity`.
    pub group: String,
    /// Third-graders.
    pub children: u32,
    /// Of them, reading at grade level.
    pub readers: u32,
    /// The rate the readers were drawn from, per thousand.
    pub rate_permille: u32,
    /// `true` where the table shows `*` because fewer than ten children are in the cell.
    pub suppressed: bool,
    /// `true` for Black children at the twelve schools.
    pub planted_gap: bool,
}
