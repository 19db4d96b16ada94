//! Outcomes by group: sums, category standards, conventions of periods, small groups, short series.

use std::collections::{BTreeMap, BTreeSet};

use commonweal_equity::{Count, PrimaryRule};

use crate::options::ReadOptions;
use crate::problem::{Code, Problem, Problems};
use crate::tables::{Outcome, Tables};
use crate::words::{and, plural, quoted, thousands};

/// Children below which figures and reports hide a group.
const SMALL: u64 = PrimaryRule::MIN_N;

pub(super) fn check(tables: &mut Tables, options: &ReadOptions, problems: &mut Problems) {
    choose_scheme(tables, options, problems);
    let file = tables.file("outcomes");
    schemes(&tables.outcomes, &file, problems);
    sums(&tables.outcomes, options, &file, problems);
    periods(&tables.outcomes, &file, problems);
    small_groups(&tables.outcomes, &file, problems);
}

/// Leaves aside the rows of other schemes when one was chosen.
fn choose_scheme(tables: &mut Tables, options: &ReadOptions, problems: &mut Problems) {
    let Some(chosen) = &options.scheme else {
        return;
    };
    let other = |o: &Outcome| o.scheme.as_ref().is_some_and(|s| s != chosen);
    let rows: Vec<u32> = tables
        .outcomes
        .iter()
        .filter(|o| other(o))
        .map(|o| o.row)
        .collect();
    if !rows.is_empty() {
        let found = format!(
            "{} of other category standards left aside (scheme={}).",
            plural(rows.len(), "row", "rows"),
            quoted(chosen)
        );
        problems.push(
            Problem::new(Code::N102, "outcomes", &tables.file("outcomes"), found)
                .rows(rows)
                .column("scheme"),
        );
        tables.outcomes.retain(|o| !other(o));
    }
}

/// E204: one indicator and dimension in two category standards.
fn schemes(outcomes: &[Outcome], file: &str, problems: &mut Problems) {
    type Groups<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;
    let one_indicator = outcomes
        .windows(2)
        .all(|w| w[0].indicator_id == w[1].indicator_id);
    let mut found: BTreeMap<(&str, &str, &str), Groups<'_>> = BTreeMap::new();
    for o in outcomes {
        if let Some(scheme) = &o.scheme {
            let entry = found
                .entry((&o.indicator_id, &o.definition_version, &o.dimension))
                .or_default()
                .entry(scheme);
            entry.or_default().insert(&o.group);
        }
    }
    for ((indicator, _, dimension), schemes) in found.into_iter().filter(|(_, s)| s.len() > 1) {
        let names: Vec<String> = schemes.keys().map(|s| quoted(s)).collect();
        let sets: Vec<&BTreeSet<&str>> = schemes.values().collect();
        let new: Vec<String> = sets[1..]
            .iter()
            .flat_map(|s| s.difference(sets[0]))
            .map(|g| quoted(g))
            .collect();
        let new = match new.len() {
            0 => String::new(),
            1 => format!(" (new category {})", new[0]),
            _ => format!(" (new categories {})", and(&new)),
        };
        let last = names.last().cloned().unwrap_or_default();
        let found = format!(
            "categories of scheme {} cannot be compared{new}.",
            and(&names)
        );
        let problem = Problem::new(Code::E204, "outcomes", file, found).cure(format!(
            "Choose one scheme: pass scheme={last}, or recode the file to one standard."
        ));
        problems.push(if one_indicator {
            problem
        } else {
            problem.context(format!("{indicator} by {dimension}"))
        });
    }
}

/// E203: groups of a dimension that do not add up to the total of the same indicator, period and place.
fn sums(outcomes: &[Outcome], options: &ReadOptions, file: &str, problems: &mut Problems) {
    type Slice<'a> = (&'a str, &'a str, &'a str, &'a str);
    fn slice(o: &Outcome) -> Slice<'_> {
        let period = o.period.as_ref().map_or("", |p| p.as_str());
        (
            &o.indicator_id,
            &o.definition_version,
            period,
            o.place_id.as_deref().unwrap_or_default(),
        )
    }
    let totals: BTreeMap<Slice<'_>, &Outcome> = outcomes
        .iter()
        .filter(|o| o.dimension == "all" && o.group == "all")
        .map(|o| (slice(o), o))
        .collect();
    let mut parts: BTreeMap<(Slice<'_>, &str, &str), Vec<&Outcome>> = BTreeMap::new();
    for o in outcomes.iter().filter(|o| o.dimension != "all") {
        parts
            .entry((
                slice(o),
                &o.dimension,
                o.scheme.as_deref().unwrap_or_default(),
            ))
            .or_default()
            .push(o);
    }
    for ((slice, dimension, _), rows) in parts {
        let Some(total) = totals.get(&slice) else {
            continue;
        };
        if rows.iter().any(|o| !o.exclusive) {
            continue;
        }
        let add =
            |of: fn(&Outcome) -> Option<Count>| rows.iter().map(|o| of(o)).sum::<Option<Count>>();
        let n = (add(|o| o.n), total.n, "children");
        let reach = (
            add(|o| o.successes),
            total.successes,
            "children who reach it",
        );
        for (sum, whole, what) in [n, reach] {
            let (Some(sum), Some(whole)) = (sum, whole) else {
                continue;
            };
            let missing = whole.low().saturating_sub(sum.high().unwrap_or(u64::MAX));
            let extra = whole
                .high()
                .map_or(0, |most| sum.low().saturating_sub(most));
            if extra == 0 && (missing == 0 || options.allow_unassigned) {
                continue;
            }
            let (shown, verb) = (
                sum.value().unwrap_or(if extra > 0 {
                    sum.low()
                } else {
                    sum.high().unwrap_or(0)
                }),
                if extra > 0 { "at least " } else { "at most " },
            );
            let bound = if sum.value().is_some() { "" } else { verb };
            let whole_shown = whole.value().unwrap_or(whole.low());
            let place = if slice.3.is_empty() {
                String::new()
            } else {
                format!(", {}", slice.3)
            };
            let found = format!(
                "{dimension} groups add up to {bound}{} {what}, \"all\" says {}.",
                thousands(shown),
                thousands(whole_shown)
            );
            let problem = Problem::new(Code::E203, "outcomes", file, found)
                .context(format!("{} {}{place}", slice.0, slice.2))
                .rows(Vec::new());
            problems.push(if extra > 0 {
                problem
                    .expected(format!("{} more than the total.", thousands(extra)))
                    .cure("Correct the counts, or set exclusive=no if a child may be in several groups.")
            } else {
                problem
                    .expected(format!("{} {} in no group.", thousands(missing), if missing == 1 { "is" } else { "are" }))
                    .cure("Add a group \"unknown\", or pass allow_unassigned=True (bounds will be reported).")
            });
            break; // one message a slice: mending the children mends their outcomes most of the time
        }
    }
}

/// E301 for periods written in two ways, W207 for series too short for a trend.
fn periods(outcomes: &[Outcome], file: &str, problems: &mut Problems) {
    let mut by_indicator: BTreeMap<(&str, &str), Vec<&Outcome>> = BTreeMap::new();
    for o in outcomes {
        by_indicator
            .entry((&o.indicator_id, &o.definition_version))
            .or_default()
            .push(o);
    }
    let many = by_indicator.len() > 1;
    for ((indicator, _), rows) in by_indicator {
        let mut kinds: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        let mut distinct = BTreeSet::new();
        for (row, period) in rows
            .iter()
            .filter_map(|o| Some((o.row, o.period.as_ref()?)))
        {
            kinds.entry(period.kind()).or_default().push(row);
            distinct.insert(period);
        }
        if kinds.len() > 1 {
            let words: Vec<&str> = kinds.keys().map(|k| k.words()).collect();
            let fewest = kinds
                .values()
                .min_by_key(|rows| rows.len())
                .cloned()
                .unwrap_or_default();
            problems.push(
                Problem::new(
                    Code::E301,
                    "outcomes",
                    file,
                    format!("{} is given by {}.", quoted(indicator), and(&words)),
                )
                .rows(fewest)
                .column("period")
                .expected("One convention for each indicator.")
                .cure("Write all its periods in the same way."),
            );
        }
        if distinct.len() <= 2 && !distinct.is_empty() {
            let problem = Problem::new(
                Code::W207,
                "outcomes",
                "",
                format!(
                    "Only {}: no trend, no projection.",
                    plural(distinct.len(), "period", "periods")
                ),
            );
            problems.push(if many {
                problem.context(indicator)
            } else {
                problem
            });
        }
    }
}

/// W206: groups so small that what leaves this machine hides them.
fn small_groups(outcomes: &[Outcome], file: &str, problems: &mut Problems) {
    let small: Vec<u32> = outcomes
        .iter()
        .filter(|o| {
            o.n.and_then(|n| n.value())
                .is_some_and(|n| (1..SMALL).contains(&n))
        })
        .map(|o| o.row)
        .collect();
    if !small.is_empty() {
        let verb = if small.len() == 1 { "has" } else { "have" };
        let found = format!(
            "{} {verb} fewer than {SMALL} children. Figures and reports hide such groups; frames and sentences, for staff on this machine, show exact counts.",
            plural(small.len(), "group", "groups")
        );
        problems.push(Problem::new(Code::W206, "outcomes", file, found).rows(small));
    }
}
