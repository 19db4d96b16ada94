//! What partners say of one another: `waves`, `roster`, `layers` and `ties`.
//!
//! Each pair has a relation; the relation gives the chance of a tie and its strength; each side then
//! reports the tie, or not, by itself, which makes reciprocity partial. Draws are made for every pair
//! whether or not the answer is seen, so that response never changes what would have been said.

use super::directory::{BACKBONE, ORGANISATIONS, everyone, partner_id};
use super::draw::{Draw, Purpose};
use super::roles::{Roles, Wave};
use super::table::{Table, true_false};
use super::truth::{Answer, RelationTruth};

/// Communication counts as a tie from quarterly on, and trust is asked about those ties.
const PRESENT_AT: u32 = 2;
/// Share of pairs (per thousand) whose tie is drawn anew between the waves.
const CHURN_PERMILLE: u32 = 350;
/// Chance that a pair without a tie still reports contact once a year (value 1, below `PRESENT_AT`).
const YEARLY_PERMILLE: u32 = 80;
/// Communication cells asked and left empty, per wave; and the chance of it for a trust question.
const COMMUNICATION_BLANKS: usize = 12;
const TRUST_BLANK_PERMILLE: u32 = 30;

/// The tie model. A pair has the first relation that fits it.
pub(crate) fn relations() -> [RelationTruth; 5] {
    let relation = |relation: &str, tie, frequency, report, trust, referral| RelationTruth {
        relation: relation.into(),
        tie_permille: tie,
        frequency_weights: frequency,
        report_permille: report,
        trust_weights: trust,
        referral_permille: referral,
    };
    [
        relation("backbone", 975, [10, 40, 40, 10], 985, [3, 15, 45, 37], 40),
        relation("in_group", 960, [0, 10, 65, 25], 970, [0, 5, 35, 60], 60),
        relation(
            "work_group",
            450,
            [35, 45, 17, 3],
            800,
            [8, 27, 45, 20],
            220,
        ),
        relation("connector", 420, [45, 40, 13, 2], 780, [8, 27, 45, 20], 80),
        relation("other", 160, [55, 35, 9, 1], 750, [8, 27, 45, 20], 50),
    ]
}

/// Position in [`relations`] of the relation between two partners.
fn relation_of(roles: &Roles, a: usize, b: usize) -> usize {
    if a == BACKBONE || b == BACKBONE {
        0
    } else if roles.in_group(a) && roles.in_group(b) {
        1
    } else if ORGANISATIONS[a].work_group == ORGANISATIONS[b].work_group {
        2
    } else if roles.connector(a) || roles.connector(b) {
        3
    } else {
        4
    }
}

/// Ordered pairs of different partners, by source and then target.
fn ordered_pairs() -> impl Iterator<Item = (usize, usize)> {
    let n = ORGANISATIONS.len();
    (0..n).flat_map(move |a| (0..n).filter(move |&b| b != a).map(move |b| (a, b)))
}

/// One number for each ordered pair.
struct Matrix(Vec<u32>);

impl Matrix {
    fn empty() -> Self {
        Self(vec![0; ORGANISATIONS.len() * ORGANISATIONS.len()])
    }

    fn get(&self, a: usize, b: usize) -> u32 {
        self.0[a * ORGANISATIONS.len() + b]
    }

    fn set(&mut self, a: usize, b: usize, value: u32) {
        self.0[a * ORGANISATIONS.len() + b] = value;
    }
}

/// What everyone would answer in one wave: 0 is no tie (or, for trust, not asked).
struct Answers {
    communication: Matrix,
    trust: Matrix,
    referral: Matrix,
}

/// The answers of both waves; ties of the second are those of the first but for [`CHURN_PERMILLE`].
fn answers(seed: u64, roles: &Roles) -> [Answers; 2] {
    let relations = relations();
    let of = |a, b| &relations[relation_of(roles, a, b)];
    let mut frequency = Matrix::empty();
    let mut communication_draw = Draw::new(seed, Purpose::Communication);
    let mut trust_draw = Draw::new(seed, Purpose::Trust);
    let mut referral_draw = Draw::new(seed, Purpose::Referral);
    let mut wave = |kept_permille: u32| {
        let mut answers = Answers {
            communication: Matrix::empty(),
            trust: Matrix::empty(),
            referral: Matrix::empty(),
        };
        for (a, b) in ordered_pairs().filter(|(a, b)| a < b) {
            let kept = communication_draw.chance(kept_permille);
            let drawn = if communication_draw.chance(of(a, b).tie_permille) {
                PRESENT_AT + communication_draw.weighted(&of(a, b).frequency_weights) as u32
            } else {
                0
            };
            if !kept {
                frequency.set(a, b, drawn);
            }
        }
        for (a, b) in ordered_pairs() {
            let relation = of(a, b);
            let shared = frequency.get(a.min(b), a.max(b));
            let reported = communication_draw.chance(relation.report_permille);
            let blur = communication_draw.weighted(&[20, 60, 20]) as u32;
            let yearly = communication_draw.chance(YEARLY_PERMILLE);
            let said = match (shared, reported) {
                (0, _) => u32::from(yearly),
                (_, false) => 0,
                (level, true) => (level + blur).saturating_sub(1).clamp(1, 5),
            };
            answers.communication.set(a, b, said);
            let trust = 1 + trust_draw.weighted(&relation.trust_weights) as u32;
            if said >= PRESENT_AT {
                answers.trust.set(a, b, trust);
            }
            let refers = referral_draw.chance(relation.referral_permille);
            answers.referral.set(a, b, u32::from(refers));
        }
        answers
    };
    [wave(0), wave(1000 - CHURN_PERMILLE)]
}

/// The four tables, and every answer that was or would have been given.
pub(crate) fn survey(seed: u64, roles: &Roles, waves: &[Wave; 2]) -> (Vec<Table>, Vec<Answer>) {
    let mut ties = Table::new(
        "ties.csv",
        &["wave_id", "source_id", "target_id", "layer_id", "value"],
    );
    let mut truth = Vec::new();
    let mut blanks = Draw::new(seed, Purpose::Blanks);
    for (wave, answers) in waves.iter().zip(answers(seed, roles)) {
        let cells: Vec<(usize, usize)> = ordered_pairs()
            .filter(|&(a, b)| wave.asked(a) && wave.asked(b))
            .collect();
        // Blanks stay clear of the backbone and of the in-group: they are noise, not part of the plant.
        let may_be_blank: Vec<usize> = (0..cells.len())
            .filter(|&cell| {
                let (a, b) = cells[cell];
                wave.answered(a) && relation_of(roles, a, b) > 1
            })
            .collect();
        let blank_cells = blanks.sample(&may_be_blank, COMMUNICATION_BLANKS);
        for (cell, &(a, b)) in cells.iter().enumerate() {
            let blank = blank_cells.binary_search(&cell).is_ok();
            // A respondent that skips the communication question is not asked about trust.
            let trust_blank = blanks.chance(TRUST_BLANK_PERMILLE);
            let questions = [
                (
                    "communication",
                    answers.communication.get(a, b),
                    blank,
                    blank,
                ),
                (
                    "trust_reliability",
                    answers.trust.get(a, b),
                    trust_blank,
                    false,
                ),
                ("referral", answers.referral.get(a, b), false, false),
            ];
            for (layer, value, left_empty, shown_when_zero) in questions {
                let unasked = layer == "trust_reliability" && blank;
                let shown = wave.answered(a) && !unasked && (value > 0 || shown_when_zero);
                let (source, target) = (partner_id(a), partner_id(b));
                if shown {
                    let value = if left_empty {
                        String::new()
                    } else {
                        value.to_string()
                    };
                    ties.push(&[wave.id, &source, &target, layer, &value]);
                }
                if value > 0 {
                    truth.push(Answer {
                        wave_id: wave.id.into(),
                        layer_id: layer.into(),
                        source_id: source,
                        target_id: target,
                        value,
                        seen: shown && !left_empty,
                    });
                }
            }
        }
    }
    (
        vec![wave_table(waves), roster(waves), layers(), ties],
        truth,
    )
}

fn wave_table(waves: &[Wave; 2]) -> Table {
    let mut table = Table::new(
        "waves.csv",
        &["wave_id", "starts_on", "ends_on", "label", "instrument"],
    );
    for wave in waves {
        table.push(&[
            wave.id,
            wave.starts_on,
            wave.ends_on,
            &format!("Spring {}", wave.id),
            "partner survey, version 1",
        ]);
    }
    table
}

/// One row for every partner and wave, those not yet partners included: asked is a fact, not an absence.
fn roster(waves: &[Wave; 2]) -> Table {
    let mut table = Table::new(
        "roster.csv",
        &["wave_id", "partner_id", "asked", "answered", "answered_on"],
    );
    for wave in waves {
        for position in everyone() {
            // Answers came in over the first four weeks, in an order that says nothing.
            let day = 7 + (position * 11) % 21;
            let answered_on = format!("{}-03-{day:02}", wave.id);
            let answered = wave.answered(position);
            table.push(&[
                wave.id,
                &partner_id(position),
                true_false(wave.asked(position)),
                true_false(answered),
                if answered { &answered_on } else { "" },
            ]);
        }
    }
    table
}

fn layers() -> Table {
    let mut table = Table::new(
        "layers.csv",
        &[
            "layer_id",
            "kind",
            "directed",
            "scale_min",
            "scale_max",
            "labels",
            "present_at",
            "asked_of",
            "condition_layer",
            "symmetrise",
        ],
    );
    table.push(&[
        "communication",
        "frequency",
        "true",
        "0",
        "5",
        "0=never|1=yearly|2=quarterly|3=monthly|4=weekly|5=daily",
        &PRESENT_AT.to_string(),
        "everyone",
        "",
        "either",
    ]);
    table.push(&[
        "trust_reliability",
        "trust_reliability",
        "true",
        "1",
        "4",
        "1=rarely|2=sometimes|3=mostly|4=always",
        "3",
        "named_partners",
        "communication",
        "none",
    ]);
    table.push(&[
        "referral",
        "referral",
        "true",
        "0",
        "1",
        "0=no|1=yes",
        "1",
        "everyone",
        "",
        "none",
    ]);
    table
}
