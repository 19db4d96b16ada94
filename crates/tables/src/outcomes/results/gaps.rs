//! Gaps as frames.

use commonweal_equity::{
    ChangeMethod, Confidence, Direction, EffectSize, Exact, Finding, Gap, GapRange, GapStatus,
    GapTest, Gaps, GroupCount, Measures, detectable_change,
};
use polars::prelude::{Column, DataFrame};

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;

/// Gaps by group: the dimensions, `n`, `successes`, `rate`, `reference`, `reference_rate`,
/// `difference_pp`, `lower_pp`, `upper_pp`, `interval`, `status`, `reason`, `needed`, `needed_moving`,
/// `standard_error_pp`, `ratio`, `odds_ratio`, `cohens_h` (each with `_lower` and `_upper`), `p_value`,
/// `test_method`, `p_adjusted`, `family_size`; by a rule also `rule`, `index`, `margin_pp`, `needed_to_leave`,
/// `needed_to_parity`.
///
/// # Errors
/// None in practice: the columns are of one length.
pub fn gaps_frame(gaps: &Gaps, by: &[&str]) -> Result<DataFrame, Error> {
    let rows: &[Gap] = &gaps.gaps;
    let mut columns = key_columns(by, rows.iter().map(|gap| &gap.rate.key));
    columns.push(numbers("n", rows.iter().map(|gap| gap.rate.n.value())));
    columns.push(numbers(
        "successes",
        rows.iter().map(|gap| gap.rate.successes.value()),
    ));
    columns.push(shares(
        "rate",
        rows.iter().map(|gap| gap.rate.rate.map(Exact::to_f64)),
    ));
    columns.push(texts(
        "reference",
        rows.iter()
            .map(|gap| Some(gap.reference.population.clone())),
    ));
    columns.push(shares(
        "reference_rate",
        rows.iter().map(|gap| gap.reference.rate.map(Exact::to_f64)),
    ));
    columns.push(shares(
        "difference_pp",
        rows.iter().map(|gap| gap.difference_pp),
    ));
    columns.push(shares("lower_pp", rows.iter().map(|gap| gap.lower_pp)));
    columns.push(shares("upper_pp", rows.iter().map(|gap| gap.upper_pp)));
    columns.push(texts("interval", rows.iter().map(interval)));
    let (status, reason): (Vec<_>, Vec<_>) = rows.iter().map(|gap| gap_status(gap.status)).unzip();
    columns.push(texts(
        "status",
        status.into_iter().map(|text| Some(text.to_owned())),
    ));
    columns.push(texts("reason", reason.into_iter()));
    let needed = |gap: &Gap| gap.needed.and_then(|needed| needed.fixed.value());
    let moving = |gap: &Gap| {
        gap.needed
            .and_then(|needed| needed.moving)
            .and_then(|n| n.value())
    };
    columns.push(numbers("needed", rows.iter().map(needed)));
    columns.push(numbers("needed_moving", rows.iter().map(moving)));
    columns.push(shares(
        "standard_error_pp",
        rows.iter().map(|gap| gap.standard_error_pp),
    ));
    columns.extend(measures(rows));
    let family = gaps.family.as_ref().map(|family| family.size as u64);
    let tests: Vec<Option<GapTest>> = rows.iter().map(|gap| gap.test).collect();
    columns.extend(test_columns(&tests, family));
    if gaps.options.rule.is_some() {
        columns.extend(findings(rows));
    }
    frame(columns, rows.len())
}

fn interval(gap: &Gap) -> Option<String> {
    gap.range.map(|range| {
        match range {
            GapRange::Newcombe => "newcombe",
            GapRange::PartWhole => "newcombe, part of whole",
            GapRange::WilsonLessLevel => "wilson less level",
            GapRange::Identification => "identification",
        }
        .to_owned()
    })
}

fn measures(rows: &[Gap]) -> Vec<Column> {
    type Kind = (&'static str, fn(&Measures) -> Option<EffectSize>);
    type End = (&'static str, fn(EffectSize) -> Option<f64>);
    let kinds: [Kind; 3] = [
        ("ratio", |measures| measures.ratio),
        ("odds_ratio", |measures| measures.odds_ratio),
        ("cohens_h", |measures| measures.cohens_h),
    ];
    let ends: [End; 3] = [
        ("", |size| Some(size.value)),
        ("_lower", |size| size.lower),
        ("_upper", |size| size.upper),
    ];
    let mut columns = Vec::new();
    for (name, of) in kinds {
        for (suffix, end) in ends {
            let values = rows.iter().map(|gap| of(&gap.measures).and_then(end));
            columns.push(shares(&format!("{name}{suffix}"), values));
        }
    }
    columns
}

/// `p_value`, `test_method`, `p_adjusted`, `family_size`: the size of the family on each of its rows.
pub(super) fn test_columns(tests: &[Option<GapTest>], family: Option<u64>) -> Vec<Column> {
    let each = || tests.iter().copied();
    vec![
        shares("p_value", each().map(|test| test.map(|test| test.p_value))),
        texts(
            "test_method",
            each().map(|test| test.map(|test| test.method.name().to_owned())),
        ),
        shares(
            "p_adjusted",
            each().map(|test| test.and_then(|test| test.adjusted)),
        ),
        numbers("family_size", each().map(|test| test.and(family))),
    ]
}

fn findings(rows: &[Gap]) -> Vec<Column> {
    let each = || rows.iter().map(|gap| gap.finding);
    let count = |of: fn(Finding) -> Option<u64>| each().map(move |found| found.and_then(of));
    vec![
        texts(
            "rule",
            each().map(|found| found.map(|found| found.rule.name().to_owned())),
        ),
        shares(
            "index",
            each().map(|found| found.and_then(|found| found.index).map(Exact::to_f64)),
        ),
        shares(
            "margin_pp",
            each().map(|found| found.and_then(|found| found.margin_pp)),
        ),
        numbers("needed_to_leave", count(|found| found.to_leave)),
        numbers("needed_to_parity", count(|found| found.to_parity)),
    ]
}

fn gap_status(status: GapStatus) -> (&'static str, Option<String>) {
    let reason = match status {
        GapStatus::NotAssessable(reason) => Some(reason.words()),
        _ => None,
    };
    (status_word(status), reason)
}

pub(super) fn status_word(status: GapStatus) -> &'static str {
    match status {
        GapStatus::Flagged => "flagged",
        GapStatus::NotFlagged => "not flagged",
        GapStatus::NotAssessable(_) => "not assessable",
    }
}

/// The smallest change each group can tell from chance: the dimensions, `n`, `rate`, `detectable_pp`
/// (null where no count of this size shows one, or counts are censored).
///
/// # Errors
/// None in practice: rates are shares.
pub fn detectable_frame(
    groups: &[GroupCount],
    by: &[&str],
    direction: Direction,
    method: ChangeMethod,
    confidence: Confidence,
) -> Result<DataFrame, Error> {
    let rates: Vec<Option<(u64, f64)>> = groups
        .iter()
        .map(|group| group.exact().filter(|(n, _)| *n > 0))
        .map(|counts| counts.map(|(n, s)| (n, s as f64 / n as f64)))
        .collect();
    let changes = rates
        .iter()
        .map(|rate| match *rate {
            Some((n, rate)) => detectable_change(n, rate, direction, method, confidence),
            None => Ok(None),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut columns = key_columns(by, groups.iter().map(GroupCount::key));
    columns.push(numbers("n", groups.iter().map(|group| group.n().value())));
    columns.push(shares(
        "rate",
        rates.iter().map(|rate| rate.map(|(_, rate)| rate)),
    ));
    columns.push(shares("detectable_pp", changes.into_iter()));
    frame(columns, groups.len())
}
