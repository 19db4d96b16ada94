//! The rows of a scan, by column, and their judgement.

use std::borrow::Cow;

use commonweal_equity::{
    Direction, Exact, GapOptions, GapStatus, GapTest, GroupCount, Reference, Rule, Verdict, adjust,
    gaps, scan_slice, two_proportions,
};
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};

use super::super::gaps::{status_word, test_columns};
use super::super::{frame, numbers, shares, texts};
use super::{NONE, ScanOptions, Slice, Table};
use crate::error::Error;
use crate::outcomes::{Cell, Lattice};

/// Smaller groups are not tested when p-values are corrected.
const MIN_TESTED: u64 = 10;

/// The rows so far, by column.
pub(super) struct Rows<'a> {
    options: &'a ScanOptions<'a>,
    direction: Direction,
    periods: Vec<Option<&'a str>>,
    /// One column a dimension of `within`.
    levels: Vec<Vec<Option<&'a str>>>,
    disaggregations: Vec<&'a str>,
    groups: Vec<&'a str>,
    counts: Vec<(Option<u64>, Option<u64>)>,
    missing: Vec<Option<u64>>,
    /// One column a rule.
    verdicts: Vec<Vec<Verdict>>,
    tests: Vec<Option<GapTest>>,
    unfavourable: Vec<bool>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(options: &'a ScanOptions<'a>, direction: Direction) -> Self {
        Self {
            options,
            direction,
            periods: Vec::new(),
            levels: vec![Vec::new(); options.within.len()],
            disaggregations: Vec::new(),
            groups: Vec::new(),
            counts: Vec::new(),
            missing: Vec::new(),
            verdicts: vec![Vec::new(); options.rules.len()],
            tests: Vec::new(),
            unfavourable: Vec::new(),
        }
    }

    /// Adds a subset of a lattice: every run of groups in one period and scenario is a slice.
    pub(super) fn add_counted(
        &mut self,
        table: &Table<'a>,
        lattice: &'a Lattice,
        subset: usize,
    ) -> Result<(), Error> {
        let cells = &lattice.subsets[subset].cells;
        let dated = usize::from(!lattice.periods.is_empty());
        let periods = (dated == 1).then(|| cells.codes(0));
        let period = |code: u32| lattice.periods[code as usize].as_str();
        let (n, s) = (cells.n(), cells.successes());
        let level = |position: usize, code: u32| &*lattice.levels[position][code as usize];
        let named: Vec<(usize, Cow<'_, [u32]>)> = table
            .scenario
            .iter()
            .enumerate()
            .map(|(place, &position)| (position, cells.codes(dated + place)))
            .collect();
        let own = table.by.map(|_| {
            let levels = &lattice.levels[self.options.within.len()];
            (levels, cells.codes(dated + named.len()))
        });
        for (position, column) in self.levels.iter_mut().enumerate() {
            let codes = named.iter().find(|(at, _)| *at == position);
            match codes {
                Some((_, codes)) => column.extend(codes.iter().map(|&c| Some(level(position, c)))),
                None => column.extend(std::iter::repeat_n(None, n.len())),
            }
        }
        match &periods {
            Some(codes) => self.periods.extend(codes.iter().map(|&c| Some(period(c)))),
            None => self.periods.extend(std::iter::repeat_n(None, n.len())),
        }
        match &own {
            Some((levels, codes)) => {
                let text = |&code: &u32| &*levels[code as usize];
                self.groups.extend(codes.iter().map(text));
            }
            None => self.groups.extend(std::iter::repeat_n("all", n.len())),
        }
        let by = table.by.unwrap_or(NONE);
        self.disaggregations
            .extend(std::iter::repeat_n(by, n.len()));
        self.counts
            .extend(n.iter().zip(s).map(|(&n, &s)| (Some(n), Some(s))));
        self.missing
            .extend(cells.missing().iter().copied().map(Some));
        let pairs: Vec<(u64, u64)> = n.iter().copied().zip(s.iter().copied()).collect();
        let same = |a: usize, b: usize| {
            own.is_some()
                && periods.as_ref().is_none_or(|codes| codes[a] == codes[b])
                && named.iter().all(|(_, codes)| codes[a] == codes[b])
        };
        let mut first = 0;
        for next in 1..=pairs.len() {
            if next == pairs.len() || !same(first, next) {
                self.judge_exact(&pairs[first..next])?;
                first = next;
            }
        }
        Ok(())
    }

    /// Adds one slice of cells with keys.
    pub(super) fn add_given(
        &mut self,
        table: &Table<'a>,
        slice: &'a Slice<'a>,
    ) -> Result<(), Error> {
        let cells = &slice.cells;
        let named: Vec<&str> = table
            .scenario
            .iter()
            .map(|&at| self.options.within[at])
            .collect();
        for cell in cells {
            let key = cell.counts.key();
            self.periods.push(slice.period);
            for (name, column) in self.options.within.iter().zip(&mut self.levels) {
                column.push(key.level(name).filter(|_| named.contains(name)));
            }
            let group = table.by.and_then(|by| key.level(by)).unwrap_or("all");
            self.disaggregations.push(table.by.unwrap_or(NONE));
            self.groups.push(group);
            self.counts
                .push((cell.counts.n().value(), cell.counts.successes().value()));
            self.missing
                .push(slice.missing_known.then_some(cell.missing));
        }
        let pairs: Option<Vec<(u64, u64)>> = cells.iter().map(|cell| cell.counts.exact()).collect();
        let adds_up = |pairs: &Vec<(u64, u64)>| {
            let sum = pairs.iter().try_fold((0_u64, 0_u64), |sum, pair| {
                Some((sum.0.checked_add(pair.0)?, sum.1.checked_add(pair.1)?))
            });
            let whole = slice.overall.as_ref();
            slice.exclusive && whole.is_none_or(|overall| overall.exact() == sum)
        };
        match pairs.filter(adds_up) {
            Some(pairs) => self.judge_exact(&pairs),
            None => self.judge_ranges(cells, slice.overall.as_ref(), slice.exclusive),
        }
    }

    /// Exact counts that add up to everyone: the kernel alone.
    fn judge_exact(&mut self, pairs: &[(u64, u64)]) -> Result<(), Error> {
        for (rule, verdicts) in self.options.rules.iter().zip(&mut self.verdicts) {
            scan_slice(pairs, rule, verdicts)?;
        }
        if self.options.correction.is_none() {
            return Ok(());
        }
        let (n, s) = pairs
            .iter()
            .fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        for &(own_n, own_s) in pairs {
            let rest = (s - own_s, n - own_n);
            let test = if own_n >= MIN_TESTED {
                two_proportions((own_s, own_n), rest)?
            } else {
                None
            };
            let mine = u128::from(own_s) * u128::from(rest.1);
            let theirs = u128::from(rest.0) * u128::from(own_n);
            self.tests.push(test);
            self.unfavourable.push(match self.direction {
                Direction::Higher => mine < theirs,
                Direction::Lower => mine > theirs,
            });
        }
        Ok(())
    }

    /// Ranges, overlapping groups, or a total that is more than the groups: gap by gap.
    fn judge_ranges(
        &mut self,
        cells: &[Cell],
        overall: Option<&GroupCount>,
        exclusive: bool,
    ) -> Result<(), Error> {
        let groups: Vec<GroupCount> = cells.iter().map(|cell| cell.counts.clone()).collect();
        for (rule, verdicts) in self.options.rules.iter().zip(&mut self.verdicts) {
            let options = GapOptions {
                overall: overall.cloned(),
                exclusive,
                ..rule.clone()
            };
            verdicts.extend(gaps(&groups, &options)?.gaps.iter().map(|gap| {
                let reference = gap.reference.n.zip(gap.reference.successes);
                let found = gap.finding;
                Verdict {
                    status: gap.status,
                    reference: reference.and_then(|(n, s)| n.value().zip(s.value())),
                    margin: found.and_then(|found| found.margin_pp).map(|pp| pp / 100.0),
                    index: found
                        .and_then(|found| found.index)
                        .map(commonweal_equity::Exact::to_f64),
                    to_leave: found.and_then(|found| found.to_leave),
                    to_parity: found.and_then(|found| found.to_parity),
                }
            }));
        }
        if self.options.correction.is_none() {
            return Ok(());
        }
        let options = GapOptions {
            overall: overall.cloned(),
            exclusive,
            reference: Reference::Rest,
            min_n: MIN_TESTED,
            ..GapOptions::new(self.direction)
        };
        for gap in gaps(&groups, &options)?.gaps {
            self.tests.push(gap.test);
            let zero = Exact::ZERO;
            self.unfavourable
                .push(gap.difference.is_some_and(|gap| match options.direction {
                    Direction::Higher => gap < zero,
                    Direction::Lower => gap > zero,
                }));
        }
        Ok(())
    }

    pub(super) fn frame(mut self) -> Result<DataFrame, Error> {
        let height = self.groups.len();
        let mut columns = Vec::new();
        if self.periods.iter().any(Option::is_some) {
            columns.push(Series::new("period".into(), self.periods).into_column());
        }
        for (name, levels) in self.options.within.iter().zip(self.levels) {
            columns.push(Series::new((*name).into(), levels).into_column());
        }
        let disaggregations = Series::new("disaggregation".into(), self.disaggregations);
        columns.push(disaggregations.into_column());
        columns.push(Series::new("group".into(), self.groups).into_column());
        columns.push(numbers("n", self.counts.iter().map(|counts| counts.0)));
        columns.push(numbers(
            "successes",
            self.counts.iter().map(|counts| counts.1),
        ));
        columns.push(numbers("missing", self.missing.into_iter()));
        let rate = |counts: &(Option<u64>, Option<u64>)| match *counts {
            (Some(n), Some(s)) if n > 0 => Some(s as f64 / n as f64),
            _ => None,
        };
        columns.push(shares("rate", self.counts.iter().map(rate)));
        for (rule, verdicts) in self.options.rules.iter().zip(&self.verdicts) {
            let name = rule.rule.map_or("rule", Rule::name);
            columns.extend(verdict_columns(&name.replace('-', "_"), verdicts));
        }
        if let Some(correction) = self.options.correction {
            let alpha = 1.0 - self.options.confidence.level();
            let p_values: Vec<f64> = self
                .tests
                .iter()
                .flatten()
                .map(|test| test.p_value)
                .collect();
            let mut adjusted = adjust(&p_values, correction).into_iter();
            for test in self.tests.iter_mut().flatten() {
                test.adjusted = adjusted.next();
            }
            columns.extend(test_columns(&self.tests, Some(p_values.len() as u64)));
            let status = |(test, unfavourable): (&Option<GapTest>, &bool)| {
                let adjusted = test.as_ref().and_then(|test| test.adjusted);
                let status = match adjusted {
                    None => "not assessable",
                    Some(p) if *unfavourable && p <= alpha => "flagged",
                    Some(_) => "not flagged",
                };
                Some(status.to_owned())
            };
            let rows = self.tests.iter().zip(&self.unfavourable);
            columns.push(texts("status", rows.map(status)));
        }
        frame(columns, height)
    }
}

fn verdict_columns(rule: &str, verdicts: &[Verdict]) -> Vec<Column> {
    let name = |suffix: &str| format!("{rule}_{suffix}");
    let reference = |verdict: &Verdict| {
        let (n, s) = verdict.reference?;
        (n > 0).then(|| s as f64 / n as f64)
    };
    let mut columns = vec![shares(
        &name("reference_rate"),
        verdicts.iter().map(reference),
    )];
    if rule.starts_with("ppg") {
        let margin = |verdict: &Verdict| verdict.margin.map(|margin| 100.0 * margin);
        columns.push(shares(&name("margin_pp"), verdicts.iter().map(margin)));
    } else {
        columns.push(shares(
            &name("index"),
            verdicts.iter().map(|verdict| verdict.index),
        ));
    }
    let status: Vec<&str> = verdicts.iter().map(|v| status_word(v.status)).collect();
    columns.push(Series::new(name("status").into(), status).into_column());
    let reason = |verdict: &Verdict| match verdict.status {
        GapStatus::NotAssessable(reason) => Some(reason.words()),
        _ => None,
    };
    columns.push(texts(&name("reason"), verdicts.iter().map(reason)));
    let count = |of: fn(&Verdict) -> Option<u64>| verdicts.iter().map(of);
    columns.push(numbers(
        &name("needed_to_leave"),
        count(|verdict| verdict.to_leave),
    ));
    columns.push(numbers(
        &name("needed_to_parity"),
        count(|verdict| verdict.to_parity),
    ));
    columns
}
