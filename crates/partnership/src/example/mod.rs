//! The example partnership: a seeded, synthetic place whose truth is known.
//!
//! [`generate`] writes the tables that a partnership would bring and returns what was planted in them, so
//! that an analysis can be checked against the answer. Nothing in it is real: places, organisations and
//! counts are invented, and no person is named.
//!
//! What is there to be found:
//!
//! * 41 organisations; a backbone tied to nearly all of them; a planted in-group of eight, six of them
//!   large institutions that send an executive (14 of the other 40 are), that talk weekly and trust one
//!   another; four connectors with as many ties and no closed circle.
//! * Two waves of a survey; in the second 27 of 41 answered (65.9 %; beside the backbone 26 of 40,
//!   65 % exactly).
//! * Two years of meetings; before 14 of 24 plenaries a closed meeting, mostly of the in-group.
//! * Third-grade reading in 30 schools, 5 groups and 6 years: 2,000 children a year, 1,200 of them (60 %)
//!   at grade level in the latest; the largest shortfall among Black children at 12 schools.
//!
//! ```
//! use commonweal_partnership::example;
//!
//! let example = example::generate(example::DEFAULT_SEED);
//! assert_eq!(example.truth.in_group.len(), 8);
//! assert_eq!(example.truth.gap_schools.len(), 12);
//! assert_eq!(example.truth.target_children, 400);
//! let partners = example.table("partners.csv").unwrap();
//! assert_eq!(partners.csv.lines().count(), 1 + 41);
//! ```

mod directory;
mod draw;
mod meetings;
mod outcomes;
mod roles;
mod survey;
mod table;
mod truth;

use std::io;
use std::path::Path;

pub use table::Table;
pub use truth::{
    Answer, CellTruth, ClosedBeforeOpen, InsideOutside, PeriodTotal, PracticeTruth, RelationTruth,
    Truth, WaveTruth,
};

use directory::{BACKBONE, ORGANISATIONS, everyone, partner_id};
use roles::Roles;

/// The seed of the shipped example.
pub const DEFAULT_SEED: u64 = 2025;

/// An example partnership: what it would bring, and what is true of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Partners, waves, roster, layers, ties, events, attendance, indicators, outcomes, targets.
    pub tables: Vec<Table>,
    /// What was planted.
    pub truth: Truth,
}

impl Example {
    /// The table with this file name, such as `ties.csv`.
    pub fn table(&self, file: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.file == file)
    }

    /// Writes every table into `folder`, which is made if it is not there. Files of the same name are
    /// replaced; the truth is not written.
    ///
    /// # Errors
    /// The folder cannot be made or a file cannot be written.
    pub fn write_to(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        for table in &self.tables {
            std::fs::write(folder.join(table.file), &table.csv)?;
        }
        Ok(())
    }
}

/// Generates the partnership of a seed: the same bytes for the same seed on every machine.
///
/// Seeds change who is in the in-group, who answers, who comes to meetings, which schools hold the gap
/// and every drawn count; the directory of organisations, the questions and the totals named in the module
/// documentation stay. Takes a few milliseconds.
pub fn generate(seed: u64) -> Example {
    let roles = Roles::draw(seed);
    let waves = roles::waves(seed, &roles);
    let (survey, answers) = survey::survey(seed, &roles, &waves);
    let (meetings, closed_before_open) = meetings::meetings(seed, &roles);
    let outcomes = outcomes::outcomes(seed);
    let ids = |positions: &[usize]| positions.iter().copied().map(partner_id).collect();
    let executives: Vec<usize> = everyone()
        .into_iter()
        .filter(|&p| p != BACKBONE && ORGANISATIONS[p].is_executive_of_large())
        .collect();
    let mut tables = vec![directory::partners(seed)];
    tables.extend(survey);
    tables.extend(meetings);
    tables.extend(outcomes.tables);
    Example {
        tables,
        truth: Truth {
            seed,
            backbone: partner_id(BACKBONE),
            in_group: ids(&roles.in_group),
            executives_of_large: ids(&executives),
            connectors: ids(&roles.connectors),
            waves: waves
                .iter()
                .map(|wave| WaveTruth {
                    wave_id: wave.id.into(),
                    asked: wave.asked.len() as u32,
                    answered: wave.answered.len() as u32,
                    non_respondents: ids(&wave.non_respondents()),
                })
                .collect(),
            relations: survey::relations().into(),
            answers,
            closed_before_open,
            closed_attendance_permille: meetings::SIDE_ATTENDANCE,
            practices: meetings::practices().into(),
            totals: outcomes.totals,
            gap_schools: outcomes.gap_schools,
            cells: outcomes.cells,
            target_children: outcomes.target_children,
        },
    }
}
