//! Third-grade reading by school, group and year: `indicators`, `outcomes` and `targets`.
//!
//! Every year has 2,000 third-graders in 30 schools and 5 groups. Counts are drawn cell by cell and then
//! moved one child at a time until the year's total is met, so that parts add up to totals exactly.

use super::directory::{SCHOOLS, place_id};
use super::draw::{Draw, Purpose};
use super::table::Table;
use super::truth::{CellTruth, PeriodTotal};

const PERIODS: [&str; 6] = [
    "2019-20", "2020-21", "2021-22", "2022-23", "2023-24", "2024-25",
];
const LATEST: usize = PERIODS.len() - 1;
const GROUPS: [&str; 5] = ["Asian", "Black", "Latine", "Multiracial", "White"];
const BLACK: usize = 1;
/// Third-graders each year.
const CHILDREN: u32 = 2000;
/// Readers at grade level in the latest year, and the readers that the target asks for.
const READERS: u32 = 1200;
const TARGET_READERS: u32 = 1600;
/// Readers were 60 fewer five years before (57 %), and came closer by twelve a year, give or take.
const READERS_A_YEAR: u32 = 12;
const NOISE: u32 = 8;
const GAP_SCHOOLS: usize = 12;
/// Cells below this many children are suppressed.
const MINIMUM_N: u32 = 10;
/// In the latest year a planted cell is at least this many tenths of a child short of 80 %, and no
/// other published cell more than [`OTHER_SHORTFALL`]: the twelve lead the ranking for every seed.
const PLANTED_SHORTFALL: u32 = 110;
const OTHER_SHORTFALL: u32 = 100;
/// Rates elsewhere rise by this much a year; in the planted cells they do not move.
const RISE_PERMILLE: u32 = 8;

/// Rate of the latest year, per thousand, before the school's own effect.
const fn base_rate(group: usize, planted: bool) -> u32 {
    if planted {
        return 360;
    }
    [770, 610, 570, 620, 720][group]
}

/// One school × group in one year.
#[derive(Clone)]
struct Cell {
    period: usize,
    school: usize,
    group: usize,
    planted: bool,
    rate_permille: u32,
    children: u32,
    readers: u32,
}

impl Cell {
    fn suppressed(&self) -> bool {
        self.children < MINIMUM_N
    }

    /// Fewest and most readers the cell may have. A published cell is never 0 % or 100 %.
    fn bounds(&self) -> (u32, u32) {
        if self.suppressed() {
            return (0, self.children);
        }
        let (low, high) = (1, self.children - 1);
        if self.period != LATEST {
            (low, high)
        } else if self.planted {
            (low, high.min((8 * self.children - PLANTED_SHORTFALL) / 10))
        } else {
            let needed = (8 * self.children)
                .saturating_sub(OTHER_SHORTFALL)
                .div_ceil(10);
            (low.max(needed), high)
        }
    }
}

/// The three tables and their truth.
pub(crate) struct Outcomes {
    pub(crate) tables: [Table; 3],
    pub(crate) gap_schools: Vec<String>,
    pub(crate) totals: Vec<PeriodTotal>,
    pub(crate) cells: Vec<CellTruth>,
    pub(crate) target_children: u32,
}

pub(crate) fn outcomes(seed: u64) -> Outcomes {
    let mut enrolment_draw = Draw::new(seed, Purpose::Enrolment);
    let mut readers_draw = Draw::new(seed, Purpose::Readers);
    let schools = schools(&mut enrolment_draw);
    let effects: Vec<u32> = schools
        .iter()
        .map(|school| {
            if school.gap {
                readers_draw.between(985, 1015)
            } else {
                readers_draw.between(960, 1040)
            }
        })
        .collect();
    let mut cells = Vec::new();
    let mut totals = Vec::new();
    for (period, name) in PERIODS.iter().enumerate() {
        let mut year = enrol(&schools, period, &mut enrolment_draw);
        for cell in &mut year {
            let base = base_rate(cell.group, cell.planted) * effects[cell.school] / 1000;
            let years_ago = (LATEST - period) as u32;
            cell.rate_permille = if cell.planted {
                base
            } else {
                base - RISE_PERMILLE * years_ago
            };
            let (low, high) = cell.bounds();
            let drawn = readers_draw.binomial(cell.children, cell.rate_permille);
            cell.readers = drawn.clamp(low, high);
        }
        let noise = readers_draw.between(0, 2 * NOISE);
        let readers = if period == LATEST {
            READERS
        } else {
            READERS - READERS_A_YEAR * (LATEST - period) as u32 + noise - NOISE
        };
        meet_total(&mut year, readers, &mut readers_draw);
        totals.push(PeriodTotal {
            period: (*name).into(),
            children: CHILDREN,
            readers,
        });
        cells.extend(year);
    }
    Outcomes {
        tables: [indicators(), outcome_table(&cells), targets()],
        gap_schools: (0..SCHOOLS.len())
            .filter(|&s| schools[s].gap)
            .map(place_id)
            .collect(),
        totals,
        cells: cells.iter().map(cell_truth).collect(),
        target_children: TARGET_READERS - READERS,
    }
}

/// A school's usual third-graders by group, and whether its Black children are those left behind.
struct School {
    gap: bool,
    usual: [u32; GROUPS.len()],
}

/// Twelve schools where most children are Black; eighteen of which some have many Asian or multiracial
/// children and all others so few that the cell is suppressed.
fn schools(draw: &mut Draw) -> Vec<School> {
    let all: Vec<usize> = (0..SCHOOLS.len()).collect();
    let gap = draw.sample(&all, GAP_SCHOOLS);
    let rest: Vec<usize> = all.iter().copied().filter(|s| !gap.contains(s)).collect();
    let many_asian = draw.sample(&rest, 8);
    let many_multiracial = draw.sample(&rest, 8);
    let mut school = |s: &usize| {
        let asian = if many_asian.contains(s) {
            14
        } else {
            draw.between(2, 4)
        };
        let multiracial = if many_multiracial.contains(s) {
            13
        } else {
            draw.between(2, 4)
        };
        if gap.contains(s) {
            let usual = [
                asian,
                draw.between(35, 38),
                draw.between(11, 16),
                multiracial,
                draw.between(8, 14),
            ];
            return School { gap: true, usual };
        }
        let white = draw.between(26, 42);
        let usual = [
            asian,
            draw.between(7, 15),
            draw.between(8, 15),
            multiracial,
            white,
        ];
        School { gap: false, usual }
    };
    all.iter().map(&mut school).collect()
}

/// Exactly [`CHILDREN`] in one year: one child in every cell, the others in proportion to the usual
/// number, five percent either way, by largest remainder.
fn enrol(schools: &[School], period: usize, draw: &mut Draw) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut weights = Vec::new();
    for (school, at) in schools.iter().enumerate() {
        for (group, &usual) in at.usual.iter().enumerate() {
            weights.push((usual - 1) * draw.between(950, 1050));
            cells.push(Cell {
                period,
                school,
                group,
                planted: at.gap && group == BLACK,
                rate_permille: 0,
                children: 1,
                readers: 0,
            });
        }
    }
    let left = u64::from(CHILDREN) - cells.len() as u64;
    let sum: u64 = weights.iter().map(|&w| u64::from(w)).sum();
    let mut remainders = Vec::new();
    for (position, (cell, &weight)) in cells.iter_mut().zip(&weights).enumerate() {
        let share = u64::from(weight) * left;
        cell.children += (share / sum) as u32;
        remainders.push((share % sum, position));
    }
    // Largest remainder first; equal remainders go to the earlier cell.
    remainders
        .sort_unstable_by_key(|&(remainder, position)| (std::cmp::Reverse(remainder), position));
    let placed: u32 = cells.iter().map(|cell| cell.children).sum();
    for &(_, position) in remainders.iter().take((CHILDREN - placed) as usize) {
        cells[position].children += 1;
    }
    cells
}

/// Moves one child at a time, in random order of the cells and within their bounds, until the year has
/// `readers`.
///
/// The bounds leave room for the total whatever the seed, so every pass moves a child. By the ranges of
/// `schools` and `enrol` a planted cell has 25 to 51 children and any other at most 56. In the latest
/// year, then, the fewest readers of a cell are under (0.8 - 9.2 / 56) n = 0.64 n, in sum under
/// 0.64 (2,000 - 12 * 25) + 12 = 1,100; the most are n less one, or less 0.2 n + 12 where planted, in
/// sum over 2,000 - 138 - 12 * 22.2 = 1,595. In earlier years only one child a cell is bound.
fn meet_total(cells: &mut [Cell], readers: u32, draw: &mut Draw) {
    let positions: Vec<usize> = (0..cells.len()).collect();
    let mut sum: u32 = cells.iter().map(|cell| cell.readers).sum();
    while sum != readers {
        let before = sum;
        for position in draw.shuffled(&positions) {
            let cell = &mut cells[position];
            let (low, high) = cell.bounds();
            if sum < readers && cell.readers < high {
                cell.readers += 1;
                sum += 1;
            } else if sum > readers && cell.readers > low {
                cell.readers -= 1;
                sum -= 1;
            }
        }
        assert_ne!(
            before, sum,
            "the bounds of the cells leave no room for the total"
        );
    }
}

fn cell_truth(cell: &Cell) -> CellTruth {
    CellTruth {
        period: PERIODS[cell.period].into(),
        place_id: place_id(cell.school),
        group: GROUPS[cell.group].into(),
        children: cell.children,
        readers: cell.readers,
        rate_permille: cell.rate_permille,
        suppressed: cell.suppressed(),
        planted_gap: cell.planted,
    }
}

fn indicators() -> Table {
    let mut table = Table::new(
        "indicators.csv",
        &[
            "indicator_id",
            "definition_version",
            "name",
            "kind",
            "direction",
            "unit",
            "population",
            "outcome",
            "source",
            "owner",
        ],
    );
    table.push(&[
        "early_reading",
        "1",
        "Third-graders reading at grade level",
        "population_indicator",
        "higher",
        "proportion",
        "third-graders",
        "read at grade level",
        "State reading test, spring",
        "P002",
    ]);
    table
}

fn targets() -> Table {
    let mut table = Table::new(
        "targets.csv",
        &[
            "indicator_id",
            "dimension",
            "group",
            "place_id",
            "baseline_period",
            "target_period",
            "target_value",
            "basis",
            "headcount",
            "set_by",
        ],
    );
    table.push(&[
        "early_reading",
        "all",
        "all",
        "",
        PERIODS[LATEST],
        "2029-30",
        "0.80",
        "cohort",
        &(TARGET_READERS - READERS).to_string(),
        "percentage_point",
    ]);
    table
}

/// The whole area has no `place_id`; a school is a place. Each place has its total and its five groups,
/// and schools add up to the whole area group by group.
fn outcome_table(cells: &[Cell]) -> Table {
    let mut table = Table::new(
        "outcomes.csv",
        &[
            "indicator_id",
            "definition_version",
            "period",
            "place_id",
            "place_name",
            "dimension",
            "group",
            "scheme",
            "exclusive",
            "numerator",
            "denominator",
            "value_status",
        ],
    );
    let mut push = |period: usize, school: Option<usize>, group: Option<usize>| {
        let (mut readers, mut children) = (0, 0);
        for cell in cells.iter().filter(|cell| {
            cell.period == period
                && school.is_none_or(|school| school == cell.school)
                && group.is_none_or(|group| group == cell.group)
        }) {
            readers += cell.readers;
            children += cell.children;
        }
        let (numerator, denominator, status) = if children < MINIMUM_N {
            ("*".to_owned(), format!("<{MINIMUM_N}"), "suppressed")
        } else {
            (readers.to_string(), children.to_string(), "ok")
        };
        table.push(&[
            "early_reading",
            "1",
            PERIODS[period],
            &school.map(place_id).unwrap_or_default(),
            school.map_or("", |school| SCHOOLS[school]),
            if group.is_some() {
                "race_ethnicity"
            } else {
                "all"
            },
            group.map_or("all", |group| GROUPS[group]),
            if group.is_some() { "state-2018" } else { "" },
            "true",
            &numerator,
            &denominator,
            status,
        ]);
    };
    for period in 0..PERIODS.len() {
        for school in std::iter::once(None).chain((0..SCHOOLS.len()).map(Some)) {
            push(period, school, None);
            for group in 0..GROUPS.len() {
                push(period, school, Some(group));
            }
        }
    }
    table
}
