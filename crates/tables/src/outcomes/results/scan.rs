//! Rules over every scenario: each disaggregation in each subset of other dimensions, period by period.

use std::collections::BTreeMap;

use commonweal_equity::{
    Confidence, Correction, Direction, GapOptions, GapStatus, GapTest, GroupCount, GroupKey,
    NotAssessable, Reference, Verdict, adjust, gaps, scan_slice, two_proportions,
};
use polars::prelude::{Column, DataFrame};

use super::gaps::{gap_status, test_columns};
use super::{frame, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::{Cell, Outcomes};

/// Name of the disaggregation that is none: all children of a scenario, in one row.
const NONE: &str = "none";
/// Columns of the answer that a dimension may be called like.
const COLUMNS: [&str; 2] = ["disaggregation", "group"];
/// More dimensions than this make more scenarios than anybody reads.
const MOST: usize = 12;
/// Smaller groups are not tested when p-values are corrected.
const MIN_TESTED: u64 = 10;

/// What [`scan_frame`] goes through.
#[derive(Debug, Clone)]
pub struct ScanOptions<'a> {
    /// Disaggregations, one at a time.
    pub by: Vec<&'a str>,
    /// Dimensions whose levels make the scenarios.
    pub within: Vec<&'a str>,
    /// Most of these dimensions in one scenario; all where not given.
    pub depth: Option<usize>,
    /// Rules, each with its direction and smallest group.
    pub rules: Vec<GapOptions>,
    /// One period; all where not given.
    pub period: Option<&'a str>,
    /// Tests every group against everyone else and corrects over the whole scan.
    pub correction: Option<Correction>,
    /// Level of the corrected decision.
    pub confidence: Confidence,
}

/// Every disaggregation in every scenario and period, judged by every rule.
///
/// Columns: `period` (where there are periods), the dimensions of the scenario (null: all of them),
/// `disaggregation`, `group`, `n`, `successes`, `missing`, `rate`; for each rule, with its name before them
/// (`ppg_2017_`), `reference_rate`, `margin_pp` or `index`, `status`, `reason`, `needed_to_leave`,
/// `needed_to_parity`; with a correction `p_value`, `test_method`, `p_adjusted`, `family_size` and the corrected
/// `status` against everyone else. The family is all rows tested, over all scenarios and periods.
///
/// # Errors
/// As [`Outcomes::groups`] and [`commonweal_equity::gaps`]; [`Error::Input`] for a dimension named twice.
pub fn scan_frame(outcomes: &Outcomes, options: &ScanOptions<'_>) -> Result<DataFrame, Error> {
    check(options)?;
    let mut rows = Rows::new(options, outcomes.direction());
    let periods = match options.period {
        Some(period) => vec![Some(period)],
        None if outcomes.periods().is_empty() => vec![None],
        None => outcomes.periods().into_iter().map(Some).collect(),
    };
    for period in periods {
        for scenario in subsets(&options.within, options.depth) {
            let totals = outcomes.groups(&scenario, period)?;
            for by in std::iter::once(NONE).chain(options.by.iter().copied()) {
                if by == NONE {
                    for total in &totals {
                        let scene = Scene::new(period, &scenario, total, NONE);
                        rows.judge(&scene, std::slice::from_ref(total), None, true)?;
                    }
                    continue;
                }
                let dimensions: Vec<&str> = scenario.iter().copied().chain([by]).collect();
                let cells = outcomes.groups(&dimensions, period)?;
                let exclusive = !outcomes.overlaps(&dimensions);
                let totals: BTreeMap<&GroupKey, &GroupCount> = totals
                    .iter()
                    .map(|total| (total.counts.key(), &total.counts))
                    .collect();
                let same = |a: &Cell, b: &Cell| {
                    scenario
                        .iter()
                        .all(|name| a.counts.key().level(name) == b.counts.key().level(name))
                };
                for slice in cells.chunk_by(same) {
                    let scene = Scene::new(period, &scenario, &slice[0], by);
                    let overall = totals.get(&scene.key()?).copied();
                    rows.judge(&scene, slice, overall, exclusive)?;
                }
            }
        }
    }
    rows.frame()
}

fn check(options: &ScanOptions<'_>) -> Result<(), Error> {
    let mut seen = std::collections::BTreeSet::new();
    let all = options.by.iter().chain(&options.within);
    if let Some(twice) = all.into_iter().find(|name| !seen.insert(**name)) {
        return Err(Error::Input(format!(
            "dimension \"{twice}\" is named twice in by= and within=. Name it once."
        )));
    }
    if let Some(taken) = options.within.iter().find(|name| COLUMNS.contains(name)) {
        return Err(Error::Input(format!(
            "within= names the dimension \"{taken}\", which is a column of the answer. Rename it."
        )));
    }
    if options.within.len() > MOST {
        return Err(Error::Input(format!(
            "within= names {} dimensions. Expected at most {MOST}: every subset of them is a scenario.",
            options.within.len()
        )));
    }
    Ok(())
}

/// Every subset of at most `depth` names, small ones first, names in their order.
fn subsets<'a>(names: &[&'a str], depth: Option<usize>) -> Vec<Vec<&'a str>> {
    let depth = depth.unwrap_or(names.len());
    let mut subsets: Vec<Vec<&str>> = (0_u32..1 << names.len())
        .map(|set| {
            let named = names.iter().enumerate();
            named
                .filter(|(i, _)| set >> i & 1 == 1)
                .map(|(_, name)| *name)
                .collect()
        })
        .filter(|subset: &Vec<&str>| subset.len() <= depth)
        .collect();
    subsets.sort_by_key(Vec::len);
    subsets
}

/// One slice of the scan: the groups of one disaggregation in one scenario and period.
struct Scene<'a> {
    period: Option<&'a str>,
    /// The levels of the scenario.
    levels: Vec<(&'a str, &'a str)>,
    by: &'a str,
}

impl<'a> Scene<'a> {
    fn new(period: Option<&'a str>, scenario: &[&'a str], cell: &'a Cell, by: &'a str) -> Self {
        let level = |name: &&'a str| (*name, cell.counts.key().level(name).unwrap_or_default());
        Self {
            period,
            levels: scenario.iter().map(level).collect(),
            by,
        }
    }

    fn key(&self) -> Result<GroupKey, Error> {
        Ok(GroupKey::new(self.levels.iter().copied())?)
    }
}

/// The rows so far, by column.
struct Rows<'a> {
    options: &'a ScanOptions<'a>,
    direction: Direction,
    periods: Vec<Option<String>>,
    /// One column a dimension of `within`.
    levels: Vec<Vec<Option<String>>>,
    disaggregations: Vec<String>,
    groups: Vec<String>,
    counts: Vec<(Option<u64>, Option<u64>)>,
    missing: Vec<u64>,
    /// One column a rule.
    verdicts: Vec<Vec<Verdict>>,
    tests: Vec<Option<GapTest>>,
    unfavourable: Vec<bool>,
}

impl<'a> Rows<'a> {
    fn new(options: &'a ScanOptions<'a>, direction: Direction) -> Self {
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

    /// Adds one slice, judged by every rule. `overall` is everyone, where that is known apart.
    fn judge(
        &mut self,
        scene: &Scene<'_>,
        cells: &[Cell],
        overall: Option<&GroupCount>,
        exclusive: bool,
    ) -> Result<(), Error> {
        for cell in cells {
            self.periods.push(scene.period.map(str::to_owned));
            for (name, column) in self.options.within.iter().zip(&mut self.levels) {
                let level = scene.levels.iter().find(|(dimension, _)| dimension == name);
                column.push(level.map(|(_, level)| (*level).to_owned()));
            }
            let group = cell.counts.key().level(scene.by).unwrap_or("all");
            self.disaggregations.push(scene.by.to_owned());
            self.groups.push(group.to_owned());
            let counts = &cell.counts;
            self.counts
                .push((counts.n().value(), counts.successes().value()));
            self.missing.push(cell.missing);
        }
        let pairs: Option<Vec<(u64, u64)>> = cells.iter().map(|cell| cell.counts.exact()).collect();
        let adds_up = |pairs: &Vec<(u64, u64)>| {
            let sum = pairs.iter().try_fold((0_u64, 0_u64), |sum, pair| {
                Some((sum.0.checked_add(pair.0)?, sum.1.checked_add(pair.1)?))
            });
            exclusive && overall.is_none_or(|overall| overall.exact() == sum)
        };
        match pairs.filter(adds_up) {
            Some(pairs) => self.judge_exact(&pairs),
            None => self.judge_ranges(cells, overall, exclusive),
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
            let test = match own_n >= MIN_TESTED {
                true => two_proportions((own_s, own_n), rest)?,
                false => None,
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
                        .map(|index| index.to_f64()),
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
            let zero = commonweal_equity::Exact::ZERO;
            self.unfavourable
                .push(gap.difference.is_some_and(|gap| match options.direction {
                    Direction::Higher => gap < zero,
                    Direction::Lower => gap > zero,
                }));
        }
        Ok(())
    }

    fn frame(mut self) -> Result<DataFrame, Error> {
        let height = self.groups.len();
        let mut columns = Vec::new();
        if self.periods.iter().any(Option::is_some) {
            columns.push(texts("period", self.periods.into_iter()));
        }
        for (name, levels) in self.options.within.iter().zip(self.levels) {
            columns.push(texts(name, levels.into_iter()));
        }
        columns.push(texts(
            "disaggregation",
            self.disaggregations.into_iter().map(Some),
        ));
        columns.push(texts("group", self.groups.into_iter().map(Some)));
        columns.push(numbers("n", self.counts.iter().map(|counts| counts.0)));
        columns.push(numbers(
            "successes",
            self.counts.iter().map(|counts| counts.1),
        ));
        columns.push(numbers("missing", self.missing.iter().copied().map(Some)));
        let rate = |counts: &(Option<u64>, Option<u64>)| match *counts {
            (Some(n), Some(s)) if n > 0 => Some(s as f64 / n as f64),
            _ => None,
        };
        columns.push(shares("rate", self.counts.iter().map(rate)));
        for (rule, verdicts) in self.options.rules.iter().zip(&self.verdicts) {
            let name = rule.rule.map_or("rule", commonweal_equity::Rule::name);
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
    let status = |verdict: &Verdict| Some(gap_status(verdict.status).0.to_owned());
    columns.push(texts(&name("status"), verdicts.iter().map(status)));
    let reason = |verdict: &Verdict| match verdict.status {
        GapStatus::NotAssessable(reason) => Some(NotAssessable::words(reason)),
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
