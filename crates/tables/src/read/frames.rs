//! Data frames that are already in memory: one frame a table.

use polars::prelude::{AnyValue, DataFrame, TimeUnit};

use super::{Grid, Line, Sources, sheet};
use crate::contract;
use crate::load::{Loaded, load};
use crate::options::ReadOptions;
use crate::problem::{Code, Problem};
use crate::words::quoted;

/// Reads frames by table name, e.g. `[("partners", frame), ("ties", frame)]`.
///
/// Row numbers in messages are those of a spreadsheet with the names in row 1: the frame's first row is
/// row 2. Whole floats lose their `.0`, dates become ISO text, categories their labels. Cost: one pass,
/// O(cells).
pub fn read_frames<'a>(
    frames: impl IntoIterator<Item = (&'a str, &'a DataFrame)>,
    options: &ReadOptions,
) -> Loaded {
    let mut sources = Sources::default();
    for (name, frame) in frames {
        let file = format!("frame \"{name}\"");
        let Some(spec) = contract::table(name) else {
            sources.problems.push(
                Problem::new(
                    Code::N101,
                    "",
                    &file,
                    "not a table of the contract; it was not read.",
                )
                .cure(super::folder::rename_hint(name)),
            );
            continue;
        };
        let grid = Grid {
            table: spec.name,
            file: &file,
            options,
        };
        match lines(frame) {
            Ok(lines) => {
                if let Some(table) = sheet::table(lines, &grid, &mut sources.problems) {
                    sources.add(table);
                }
            }
            Err(column) => sources.problems.push(
                Problem::new(
                    Code::E113,
                    spec.name,
                    &file,
                    format!("the column {} holds lists or records.", quoted(&column)),
                )
                .expected("Expected text, numbers, yes/no or dates.")
                .cure("Convert it to text first."),
            ),
        }
    }
    load(sources, options)
}

/// Header and rows as text, or the name of a column that has no plain text.
fn lines(frame: &DataFrame) -> Result<Vec<Line>, String> {
    let header = frame
        .columns()
        .iter()
        .map(|c| c.name().to_string())
        .collect();
    let mut lines: Vec<Line> = Vec::with_capacity(frame.height() + 1);
    lines.push((1, header));
    lines.extend((0..frame.height()).map(|r| (r as u32 + 2, Vec::with_capacity(frame.width()))));
    for column in frame.columns() {
        let series = column.as_materialized_series();
        for (line, value) in lines[1..].iter_mut().zip(series.iter()) {
            line.1
                .push(text(&value).ok_or_else(|| column.name().to_string())?);
        }
    }
    Ok(lines)
}

pub(crate) fn text(value: &AnyValue<'_>) -> Option<String> {
    Some(match value {
        AnyValue::Null => String::new(),
        AnyValue::Boolean(v) => v.to_string(),
        AnyValue::Float32(v) => float_text(f64::from(*v)),
        AnyValue::Float64(v) => float_text(*v),
        AnyValue::Date(days) => day_text(i64::from(*days)),
        AnyValue::Datetime(at, unit, _) => moment_text(*at, *unit),
        other => {
            if let Some(text) = other.get_str() {
                text.to_owned()
            } else {
                other
                    .extract::<i64>()
                    .map(|v| v.to_string())
                    .or_else(|| other.extract::<u64>().map(|v| v.to_string()))?
            }
        }
    })
}

/// The shortest text of a number; `14` for 14.0, and nothing for NaN, which frames use for missing.
pub(super) fn float_text(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else {
        format!("{value}")
    }
}

fn moment_text(at: i64, unit: TimeUnit) -> String {
    let a_day = 86_400
        * match unit {
            TimeUnit::Nanoseconds => 1_000_000_000,
            TimeUnit::Microseconds => 1_000_000,
            TimeUnit::Milliseconds => 1_000,
        };
    let (days, rest) = (at.div_euclid(a_day), at.rem_euclid(a_day));
    let seconds = rest / (a_day / 86_400);
    if rest == 0 {
        return day_text(days);
    }
    format!(
        "{} {:02}:{:02}:{:02}",
        day_text(days),
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Days since 1970-01-01 as ISO text (Howard Hinnant's days-to-civil: eras of 400 years, years from March).
fn day_text(days: i64) -> String {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        // 0 is the epoch; 11016 = 2000-02-29 and 19783 = 2024-03-01 by `date -d @$((days*86400))`.
        for (days, text) in [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (19_783, "2024-03-01"),
            (-1, "1969-12-31"),
        ] {
            assert_eq!(day_text(days), text);
        }
        assert_eq!(
            moment_text(86_400_000, TimeUnit::Milliseconds),
            "1970-01-02"
        );
        assert_eq!(
            moment_text(3_661_000, TimeUnit::Milliseconds),
            "1970-01-01 01:01:01"
        );
    }

    #[test]
    fn numbers_of_ids_are_not_damaged() {
        assert_eq!(float_text(14.0), "14");
        assert_eq!(float_text(0.614), "0.614");
        assert_eq!(float_text(f64::NAN), "");
        assert_eq!(float_text(1e15), "1000000000000000");
    }
}
