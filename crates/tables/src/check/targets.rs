//! Targets whose headcount and rate do not say the same (E401), in exact fractions.

use crate::problem::{Code, Problem, Problems};
use crate::tables::{Indicator, Outcome, Tables, Target};
use crate::value::Decimal;
use crate::words::thousands;

pub(super) fn check(tables: &Tables, problems: &mut Problems) {
    let file = tables.file("targets");
    for target in &tables.targets {
        let Some(reading) = reading(target, tables) else {
            continue;
        };
        if let Some(found) = contradiction(target, &reading) {
            problems.push(Problem::new(Code::E401, "targets", &file, found).rows([target.row]));
        }
    }
}

/// What the target says of one cohort, exactly.
struct Reading {
    successes: u64,
    n: u64,
    goal: (i128, i128),
}

/// The baseline of the target's own slice, where it is known exactly, with the goal as a fraction.
fn reading(target: &Target, tables: &Tables) -> Option<Reading> {
    let period = target.baseline_period.as_ref()?;
    let same = |o: &&Outcome| {
        o.indicator_id == target.indicator_id
            && o.period.as_ref() == Some(period)
            && o.place_id == target.place_id
            && o.dimension == target.dimension
            && o.group == target.group
    };
    let baseline = tables.outcomes.iter().find(same)?;
    let unit = |i: &&Indicator| i.indicator_id == target.indicator_id;
    let unit = tables
        .indicators
        .iter()
        .find(unit)
        .map_or("proportion", |i| i.unit);
    let goal = match target.target_value.strip_suffix('%') {
        Some(percent) => Decimal::parse(percent.trim())?.hundredth(),
        None if unit == "percent" => Decimal::parse(&target.target_value)?.hundredth(),
        None if unit == "proportion" => Decimal::parse(&target.target_value)?,
        None => return None,
    };
    goal.cmp_whole(1).is_le().then_some(())?;
    Some(Reading {
        successes: baseline.successes?.value()?,
        n: baseline.n?.value()?,
        goal: goal.ratio(),
    })
}

/// Beyond a million million nothing counts children, and the products of a comparison would not fit.
const MOST: i128 = 1_000_000_000_000;

/// The sentence, when the headcount is not what the rate needs under the stated basis.
fn contradiction(target: &Target, r: &Reading) -> Option<String> {
    let headcount = i128::from(target.headcount?);
    let (p, q) = r.goal;
    let (k, n) = (i128::from(r.successes), i128::from(r.n));
    if n == 0 || [n, k, headcount, q].iter().any(|v| *v > MOST) {
        return None;
    }
    // Children of one cohort: the smallest whole number that reaches the goal, less the baseline.
    let gain = -(-p * n).div_euclid(q) - k;
    // As a gain on the year before, headcount children at (goal - baseline) need headcount / (p/q - k/n)
    // children in the cohort.
    let (up, over) = (headcount * q * n, p * n - k * q);
    let cohort_needed = (over > 0).then(|| (up / over, up % over));
    let fits = match target.basis {
        Some("annual_increment") => cohort_needed == Some((n, 0)),
        _ => gain == headcount,
    };
    if fits {
        return None;
    }
    let percent = |numerator: i128, denominator: i128| {
        let tenths = (numerator * 2_000 + denominator).div_euclid(2 * denominator);
        if tenths % 10 == 0 {
            format!("{} %", tenths / 10)
        } else {
            format!("{}.{} %", tenths / 10, tenths % 10)
        }
    };
    let count = |value: i128| thousands(u64::try_from(value.max(0)).unwrap_or(u64::MAX));
    let needed = match cohort_needed {
        Some((whole, 0)) => format!(", which needs {} children", count(whole)),
        Some((whole, _)) => format!(", which needs about {} children", count(whole)),
        None => String::new(),
    };
    Some(format!(
        "{} → {} of {} children is {} per cohort, but headcount says {}. Is {} the gain per cohort (basis=\"cohort\") or per year on the year before (basis=\"annual_increment\"{needed})?",
        percent(k, n),
        percent(p, q),
        count(n),
        count(gain),
        count(headcount),
        count(gain),
    ))
}
