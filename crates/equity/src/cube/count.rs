//! The pass over the records.

use rayon::prelude::*;

use super::index::{BLOCK, Coded, Codes, Index};
use super::{Cells, Weighted};
use crate::Error;

/// State of a child whose outcome is not recorded.
const NOT_RECORDED: u8 = 2;
/// Counters of a slot: one a state.
const STATES: usize = 3;
/// Rows below which another thread costs more than it saves.
const PART: usize = 1 << 16;
/// Counters a row, over all threads, beyond which fewer threads count.
const COUNTERS_PER_ROW: usize = 4;

/// One outcome of the records.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// One state a row: 0 does not reach it, 1 reaches it, 2 is not recorded.
    pub states: &'a [u8],
    /// The column of [`Records::periods`] that dates this outcome; it becomes the first dimension.
    pub period: Option<usize>,
}

/// Records of children, as columns.
#[derive(Debug, Clone, Default)]
pub struct Records<'a> {
    /// Number of records.
    pub rows: usize,
    /// The disaggregating columns.
    pub dimensions: Vec<Coded<'a>>,
    /// Columns of periods.
    pub periods: Vec<Coded<'a>>,
    /// The outcomes.
    pub outcomes: Vec<Outcome<'a>>,
    /// A sampling weight a record, where they have one.
    pub weights: Option<&'a [f64]>,
}

impl<'a> Records<'a> {
    /// The same records with one more outcome.
    pub fn with_outcome(mut self, states: &'a [u8], period: Option<usize>) -> Self {
        self.outcomes.push(Outcome { states, period });
        self
    }

    fn check(&self) -> Result<(), Error> {
        let columns = self.dimensions.iter().chain(&self.periods);
        let lengths = columns
            .map(|column| column.codes().len())
            .chain(self.outcomes.iter().map(|outcome| outcome.states.len()))
            .chain(self.weights.map(<[_]>::len));
        for found in lengths {
            if found != self.rows {
                return Err(Error::LengthMismatch {
                    what: "columns of records",
                    found,
                    expected: self.rows,
                });
            }
        }
        for outcome in &self.outcomes {
            if Codes::U8(outcome.states).largest() > Some(NOT_RECORDED.into()) {
                return Err(Error::BadOption {
                    option: "states",
                    found: "a state above 2".to_owned(),
                    expected: "0 (does not reach it), 1 (reaches it) or 2 (not recorded)",
                });
            }
            if outcome.period.is_some_and(|p| p >= self.periods.len()) {
                return Err(Error::BadOption {
                    option: "period",
                    found: "the number of a column that is not there".to_owned(),
                    expected: "a column of periods",
                });
            }
        }
        let weights = self.weights.unwrap_or_default();
        if weights.par_iter().any(|w| !w.is_finite() || *w < 0.0) {
            return Err(Error::BadOption {
                option: "weight",
                found: "a weight that is negative or not a number".to_owned(),
                expected: "finite numbers of 0 and more",
            });
        }
        Ok(())
    }
}

/// Outcomes with the same period share the index of a row.
struct Plan<'a> {
    index: Index<'a>,
    levels: Vec<u32>,
    outcomes: Vec<usize>,
}

/// The base cells of each outcome: its period (if any) first, then all dimensions.
///
/// One pass over the rows for all outcomes. O(rows · columns + possible cells); where the possible cells
/// are more than 65,536 and more than two counters a row, O(rows log rows). Memory: 4 bytes a counter and thread, with at
/// most four counters a row over all threads; ranked, 12 to 20 bytes a row.
///
/// # Errors
/// [`Error::LengthMismatch`], [`Error::BadOption`] for states above 2 and for weights that are negative or
/// not finite, [`Error::TooLarge`] where the fused codes and the rows together do not fit 128 bits.
pub fn count(records: &Records<'_>) -> Result<Vec<Cells>, Error> {
    records.check()?;
    let plans = plans(records)?;
    let mut cells: Vec<Option<Cells>> = vec![None; records.outcomes.len()];
    for (plan, counted) in plans.iter().zip(counters(records, &plans)) {
        for (&outcome, counters) in plan.outcomes.iter().zip(counted) {
            let weighted = records
                .weights
                .map(|weights| weigh(&plan.index, records.outcomes[outcome].states, weights));
            Weighted::check(weighted.as_deref().unwrap_or_default())?;
            let tally = |slot: usize| {
                let of = |state: usize| {
                    counters
                        .iter()
                        .map(|part| u64::from(part[slot * STATES + state]))
                        .sum()
                };
                let (failures, successes): (u64, u64) = (of(0), of(1));
                [failures + successes, successes, of(2)]
            };
            let levels = plan.levels.clone();
            cells[outcome] = Some(Cells::occupied(levels, &plan.index, tally, weighted));
        }
    }
    // Every outcome is in one plan.
    Ok(cells.into_iter().flatten().collect())
}

fn plans<'a>(records: &Records<'a>) -> Result<Vec<Plan<'a>>, Error> {
    let mut plans: Vec<(Option<usize>, Plan<'a>)> = Vec::new();
    for (number, outcome) in records.outcomes.iter().enumerate() {
        if let Some((_, plan)) = plans
            .iter_mut()
            .find(|(period, _)| *period == outcome.period)
        {
            plan.outcomes.push(number);
            continue;
        }
        let period = outcome.period.map(|period| records.periods[period]);
        let columns: Vec<Coded<'a>> = period
            .into_iter()
            .chain(records.dimensions.iter().copied())
            .collect();
        let plan = Plan {
            index: Index::new(&columns, records.rows, STATES as u32)?,
            levels: columns.iter().map(Coded::levels).collect(),
            outcomes: vec![number],
        };
        plans.push((outcome.period, plan));
    }
    Ok(plans.into_iter().map(|(_, plan)| plan).collect())
}

/// Counters by plan, outcome of the plan and part of the rows.
fn counters(records: &Records<'_>, plans: &[Plan<'_>]) -> Vec<Vec<Vec<Vec<u32>>>> {
    let each = |plan: &Plan<'_>| plan.index.slots() * STATES * plan.outcomes.len();
    let all: usize = plans.iter().map(each).sum();
    let parts = rayon::current_num_threads()
        .min(records.rows.div_ceil(PART))
        .min(COUNTERS_PER_ROW * records.rows / all.max(1))
        .max(records.rows.div_ceil(u32::MAX as usize))
        .max(1);
    let length = records.rows.div_ceil(parts);
    let parts: Vec<Vec<Vec<Vec<u32>>>> = (0..parts)
        .into_par_iter()
        .map(|part| {
            let end = records.rows.min((part + 1) * length);
            part_counters(records, plans, part * length..end)
        })
        .collect();
    let mut merged: Vec<Vec<Vec<Vec<u32>>>> = plans
        .iter()
        .map(|plan| vec![Vec::new(); plan.outcomes.len()])
        .collect();
    for part in parts {
        for (merged, plan) in merged.iter_mut().zip(part) {
            for (merged, counters) in merged.iter_mut().zip(plan) {
                merged.push(counters);
            }
        }
    }
    merged
}

fn part_counters(
    records: &Records<'_>,
    plans: &[Plan<'_>],
    rows: std::ops::Range<usize>,
) -> Vec<Vec<Vec<u32>>> {
    let mut counters: Vec<Vec<Vec<u32>>> = plans
        .iter()
        .map(|plan| vec![vec![0; plan.index.slots() * STATES]; plan.outcomes.len()])
        .collect();
    let mut slots = [0_u32; BLOCK];
    for first in rows.clone().step_by(BLOCK) {
        let length = BLOCK.min(rows.end - first);
        for (plan, counters) in plans.iter().zip(&mut counters) {
            plan.index.fill(first, &mut slots[..length]);
            for (&outcome, counters) in plan.outcomes.iter().zip(counters) {
                let states = &records.outcomes[outcome].states[first..first + length];
                for (&slot, &state) in slots.iter().zip(states) {
                    counters[slot as usize * STATES + usize::from(state)] += 1;
                }
            }
        }
    }
    counters
}

/// Weighted sums by slot, in the order of the rows.
fn weigh(index: &Index<'_>, states: &[u8], weights: &[f64]) -> Vec<Weighted> {
    let mut sums = vec![Weighted::default(); index.slots()];
    let mut slots = [0_u32; BLOCK];
    let blocks = states.chunks(BLOCK).zip(weights.chunks(BLOCK));
    for (block, (states, weights)) in blocks.enumerate() {
        index.fill(block * BLOCK, &mut slots[..states.len()]);
        for ((&slot, &state), &weight) in slots.iter().zip(states).zip(weights) {
            if state != NOT_RECORDED {
                sums[slot as usize].add_child(weight, state == 1);
            }
        }
    }
    sums
}
