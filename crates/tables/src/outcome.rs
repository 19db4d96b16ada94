//! From a row of `outcomes` to counts: exact where they are, ranges where they are not, never zero for unknown.

use commonweal_equity::{Censoring, Count};

use crate::parsed::{Parsed, Row};
use crate::problem::{Code, Problem, Problems};
use crate::tables::{Indicator, Outcome};
use crate::value::{Decimal, Mark, count_from_mark, count_from_share};
use crate::words::{plural, quoted};

/// Reads all rows, telling counts that contradict their denominator (E201), values that do not fit the
/// unit (E202), rows without any number (E110), and what was read as ranges (N104).
pub(crate) fn read(
    table: &Parsed<'_>,
    indicators: &[Indicator],
    problems: &mut Problems,
) -> Vec<Outcome> {
    let mut told = Told::default();
    let rows = table
        .rows()
        .map(|row| outcome(row, table, indicators, &mut told))
        .collect();
    told.finish(table, problems);
    rows
}

/// What the rows gave rise to, gathered so that like problems become one.
#[derive(Default)]
struct Told {
    problems: Vec<Problem>,
    no_number: Vec<u32>,
    no_denominator: Vec<u32>,
    rates_without_n: Vec<u32>,
    ranges: Vec<u32>,
    range_example: Option<String>,
    rounded: Vec<u32>,
}

impl Told {
    fn finish(self, table: &Parsed<'_>, problems: &mut Problems) {
        let problem =
            |code, found: String| Problem::new(code, table.spec.name, &table.raw.file, found);
        problems.extend(self.problems);
        if !self.no_number.is_empty() {
            problems.push(
                problem(Code::E110, "no number: neither numerator and denominator nor value is filled.".into())
                    .rows(self.no_number)
                    .cure("Fill them, or say why there is none in value_status (suppressed, not_collected)."),
            );
        }
        if !self.no_denominator.is_empty() {
            problems.push(
                problem(Code::E110, "numerator without denominator.".into())
                    .rows(self.no_denominator)
                    .column("denominator")
                    .cure("Give the number of children in the group; without it there is no rate."),
            );
        }
        if !self.rates_without_n.is_empty() {
            problems.push(
                problem(Code::N104, format!("{} without the number of children: shown as given, without interval, and left out of counts.", plural(self.rates_without_n.len(), "rate", "rates")))
                    .rows(self.rates_without_n)
                    .cure("Give denominator (or n) where you have it."),
            );
        }
        if !self.ranges.is_empty() {
            let example = self.range_example.unwrap_or_default();
            problems.push(
                problem(
                    Code::N104,
                    format!(
                        "{} read as ranges ({example}). They stay ranges in every result.",
                        plural(self.ranges.len(), "row has counts", "rows have counts")
                    ),
                )
                .rows(self.ranges),
            );
        }
        if !self.rounded.is_empty() {
            problems.push(
                problem(Code::N104, format!("{} a rounded rate and no numerator: read as every count that rounds to it.", plural(self.rounded.len(), "row has", "rows have")))
                    .rows(self.rounded)
                    .cure("Give numerator where you have it."),
            );
        }
    }
}

fn outcome(
    row: Row<'_, '_>,
    table: &Parsed<'_>,
    indicators: &[Indicator],
    told: &mut Told,
) -> Outcome {
    let (indicator_id, version) = (row.id("indicator_id"), row.id("definition_version"));
    let known = indicators
        .iter()
        .find(|i| i.indicator_id == indicator_id && i.definition_version == version);
    let unit = known
        .or_else(|| indicators.iter().find(|i| i.indicator_id == indicator_id))
        .map_or("proportion", |i| i.unit);
    let (dimension, group) = crate::outcomes::canonical(row.id("dimension"), row.id("group"));
    let status = row.word("value_status").unwrap_or("ok");
    let sheet_row = row.number_in_sheet();
    let is_share = matches!(unit, "proportion" | "percent");
    let n_mark = row.mark("denominator").or_else(|| row.mark("n"));
    let n = n_mark.and_then(count_from_mark);
    let numerator_mark = row.mark("numerator");
    let value_mark = row.mark("value");
    let mut from_rate = false;

    // A unit that the value cannot have.
    if let Some(problem) = value_mark
        .filter(|_| is_share)
        .and_then(|m| misfit(m, unit, row, table))
    {
        told.problems.push(problem.rows([sheet_row]));
    }

    // A share of children whose number is itself a range says nothing exact: the count stays open.
    let of_n = |mark: Mark, hundredths: bool, told: &mut Told| match n.map(|n| n.value()) {
        Some(Some(n)) => share(mark, hundredths, n, row, table, told),
        Some(None) => Some(Count::unknown(Censoring::Range)),
        None => None,
    };
    let successes = match numerator_mark {
        Some(mark) if mark.is_percent() => of_n(mark, true, told),
        Some(mark) => count_from_mark(mark),
        None if is_share => coded_value(row, status, value_mark).and_then(|mark| {
            from_rate = matches!(mark, Mark::Exact { .. });
            of_n(mark, in_hundredths(mark, unit), told)
        }),
        None => None,
    };
    let successes = with_status(successes, status);

    if let (Some(k), Some(most)) = (successes, n.and_then(|n| n.high()))
        && k.low() > most
    {
        told.problems.push(
            Problem::new(
                Code::E201,
                table.spec.name,
                &table.raw.file,
                format!(
                    "numerator {} is larger than denominator {most} ({}).",
                    k.low(),
                    slice(row)
                ),
            )
            .rows([sheet_row])
            .cure("Correct one of them."),
        );
    }
    gaps(row, status, is_share, n, successes, value_mark, told);
    let n_column = if row.text("denominator").is_some() {
        "denominator"
    } else {
        "n"
    };
    let ranges = [
        ("numerator", numerator_mark),
        (n_column, n_mark),
        ("value", value_mark),
    ];
    let counted = |column: &str| column != "value" || (numerator_mark.is_none() && !from_rate);
    if let Some((column, _)) = ranges.into_iter().find(|(column, mark)| {
        mark.is_some_and(|m| !matches!(m, Mark::Exact { .. })) && counted(column)
    }) {
        let count = if column == n_column { n } else { successes };
        told.range(row, column, count);
    }
    if from_rate && successes.is_some_and(|k| k.value().is_none()) {
        told.rounded.push(sheet_row);
    }

    let value = match value_mark {
        Some(Mark::Exact { value, percent }) if percent && unit == "proportion" => {
            Some(value.hundredth().to_f64())
        }
        Some(Mark::Exact { value, .. }) => Some(value.to_f64()),
        _ => row.number("value"),
    };
    Outcome {
        row: sheet_row,
        indicator_id,
        definition_version: version,
        period: row.period("period"),
        place_id: row.owned("place_id"),
        dimension,
        group,
        scheme: row.owned("scheme"),
        exclusive: row.bool("exclusive").unwrap_or(true),
        n,
        successes,
        value,
        se: row.number("se"),
        value_status: status,
        from_rate,
    }
}

impl Told {
    /// A row with a count that was read as a range; the first is the example of the notice.
    fn range(&mut self, row: Row<'_, '_>, column: &str, count: Option<Count>) {
        let sheet_row = row.number_in_sheet();
        self.ranges.push(sheet_row);
        self.range_example.get_or_insert_with(|| {
            let text = quoted(row.text(column).unwrap_or_default());
            let read = count.map_or_else(String::new, |c| format!(" as {}", in_words(c)));
            format!("for example {text} in row {sheet_row}{read}")
        });
    }
}

/// `early_reading, 2023-24, Lincoln, Black`, as messages name a row of outcomes.
fn slice(row: Row<'_, '_>) -> String {
    let parts: Vec<&str> = ["indicator_id", "period", "place_id", "group"]
        .iter()
        .filter_map(|c| row.text(c))
        .collect();
    parts.join(", ")
}

fn in_words(count: Count) -> String {
    match (count.value(), count.high()) {
        (Some(value), _) => value.to_string(),
        (None, Some(high)) => format!("{} to {high}", count.low()),
        (None, None) if count.low() == 0 => "unknown".into(),
        (None, None) => format!("at least {}", count.low()),
    }
}

/// Whether the number of a mark is a percent: by its sign, by the unit, or because a limit above 1
/// cannot be a proportion (`≥95`).
fn in_hundredths(mark: Mark, unit: &str) -> bool {
    let above_one = |d: Decimal| d.cmp_whole(1).is_gt();
    let limit = !matches!(mark, Mark::Exact { .. });
    mark.is_percent()
        || unit == "percent"
        || (limit && mark.ends().into_iter().flatten().any(above_one))
}

/// A share as a count, telling a share that no count of the group can have.
fn share(
    mark: Mark,
    hundredths: bool,
    n: u64,
    row: Row<'_, '_>,
    table: &Parsed<'_>,
    told: &mut Told,
) -> Option<Count> {
    let count = count_from_share(mark, hundredths, n);
    let possible = mark.ends().into_iter().flatten().all(|d| {
        if hundredths { d.hundredth() } else { d }
            .cmp_whole(1)
            .is_le()
    });
    // A value above 100 % was told as E202.
    if count.is_none() && (possible || row.text("numerator").is_some()) {
        let text = row
            .text("numerator")
            .or_else(|| row.text("value"))
            .unwrap_or_default();
        told.problems.push(
            Problem::new(
                Code::E201,
                table.spec.name,
                &table.raw.file,
                format!(
                    "no whole number of {} gives {} ({}).",
                    plural(n as usize, "child", "children"),
                    quoted(text),
                    slice(row)
                ),
            )
            .rows([row.number_in_sheet()])
            .cure("Check the rate and the denominator, or give the numerator."),
        );
    }
    count
}

/// A value outside what its unit allows (E202).
fn misfit(mark: Mark, unit: &str, row: Row<'_, '_>, table: &Parsed<'_>) -> Option<Problem> {
    let text = row.text("value")?;
    let problem = |found: String| {
        Problem::new(Code::E202, table.spec.name, &table.raw.file, found).column("value")
    };
    let most = if in_hundredths(mark, unit) { 100 } else { 1 };
    let worst = mark
        .ends()
        .into_iter()
        .flatten()
        .find(|d| d.cmp_whole(most).is_gt())?;
    Some(if most == 1 && worst.cmp_whole(100).is_le() {
        problem(format!("{text} with unit \"proportion\".")).cure(format!(
            "Use {}, or set unit \"percent\" in indicators.csv.",
            worst.hundredth().text()
        ))
    } else {
        problem(format!("{text} is more than everybody."))
            .expected("A share is at most 100 %.")
            .cure("Correct it, or set the unit of the indicator to rate_per, mean or count.")
    })
}

/// The value column together with `value_status`, `lower` and `upper`.
fn coded_value(row: Row<'_, '_>, status: &str, value: Option<Mark>) -> Option<Mark> {
    let end = |name| row.text(name).and_then(Decimal::parse);
    let plain = match value {
        Some(Mark::Exact { value, percent }) => Some((value, percent)),
        _ => None,
    };
    match (status, end("lower"), end("upper")) {
        ("ok" | "estimated", _, _) => value,
        (_, Some(low), Some(high)) => Some(Mark::Between {
            low,
            high,
            percent: false,
        }),
        (_, Some(value), None) => Some(Mark::Above {
            value,
            inclusive: true,
            percent: false,
        }),
        (_, None, Some(value)) => Some(Mark::Below {
            value,
            inclusive: true,
            percent: false,
        }),
        ("top_coded", None, None) => plain
            .map(|(value, percent)| Mark::Above {
                value,
                inclusive: true,
                percent,
            })
            .or(value),
        ("bottom_coded", None, None) => plain
            .map(|(value, percent)| Mark::Below {
                value,
                inclusive: true,
                percent,
            })
            .or(value),
        _ => value.or(Some(Mark::Hidden)),
    }
}

/// The count with the reason that the status column gives.
fn with_status(count: Option<Count>, status: &str) -> Option<Count> {
    let reason = match status {
        "suppressed" => Censoring::Suppressed,
        "top_coded" => Censoring::TopCoded,
        "bottom_coded" => Censoring::BottomCoded,
        "range" => Censoring::Range,
        "not_collected" => Censoring::NotCollected,
        "estimated" => Censoring::Estimated,
        _ => return count,
    };
    match count {
        None if matches!(status, "suppressed" | "not_collected") => Some(Count::unknown(reason)),
        None => None,
        Some(count) => match count.high() {
            Some(high) => Count::range(count.low(), high, reason).ok(),
            None => Some(Count::at_least(count.low(), reason)),
        },
    }
}

/// Rows that lack what they need.
fn gaps(
    row: Row<'_, '_>,
    status: &str,
    is_share: bool,
    n: Option<Count>,
    successes: Option<Count>,
    value: Option<Mark>,
    told: &mut Told,
) {
    let sheet_row = row.number_in_sheet();
    let any = |names: &[&str]| names.iter().any(|name| row.text(name).is_some());
    let excused = matches!(status, "suppressed" | "not_collected");
    if any(&["numerator"]) && !any(&["denominator", "n"]) {
        told.no_denominator.push(sheet_row);
    } else if !excused && !any(&["numerator", "value", "lower", "upper"]) {
        told.no_number.push(sheet_row);
    } else if is_share && n.is_none() && successes.is_none() && value.is_some() {
        told.rates_without_n.push(sheet_row);
    }
}
