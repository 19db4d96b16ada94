//! Published cells one by one: what each says, as a range, a known missing code or a coded problem.
//!
//! Nothing here needs a number of children, so percents that were published without one can be read too.
//! They stay rates: only [`super::Outcomes::from_rates`], which asks for the total, makes children of them.

use commonweal_equity::Exact;
use polars::prelude::DataFrame;
use serde::Serialize;

use super::levels::column;
use crate::column::texts;
use crate::error::Error;
use crate::problem::Code;
use crate::value::{Answer, Decimal, Mark, answer, is_missing};
use crate::words::quoted;

/// What the numbers of a published column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishedKind {
    /// Percents, 0 to 100.
    #[default]
    Percent,
    /// Proportions, 0 to 1; a cell with a `%` sign is a percent all the same.
    Proportion,
    /// Whole numbers of children.
    Count,
}

impl PublishedKind {
    /// The largest value, where there is one.
    fn most(self) -> Option<Exact> {
        match self {
            Self::Percent => Some(Exact::from(100)),
            Self::Proportion => Some(Exact::ONE),
            Self::Count => None,
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Percent => {
                "A percent from 0 to 100, a mark such as * or >=95, or an empty cell was expected."
            }
            Self::Proportion => {
                "A proportion from 0 to 1, a mark such as * or >=0.95, or an empty cell was expected."
            }
            Self::Count => {
                "A whole number of children, a mark such as * or <10, or an empty cell was expected."
            }
        }
    }
}

/// What a published cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PublishedStatus {
    /// A number.
    Known,
    /// Withheld (`*`, `LNE`, `N<10` in a column of rates, or an empty cell whose flag says so): anything the
    /// kind allows.
    Suppressed,
    /// At least so much (`>=95%`).
    TopCoded,
    /// At most so much (`<10`).
    BottomCoded,
    /// Between two numbers (`40-49`).
    Range,
    /// Empty, `NA`, `N/A`, `.` or `null`: nobody gave a number, and there may be none.
    NotCollected,
    /// Not readable; see [`PublishedCell::problem`].
    Problem,
}

impl PublishedStatus {
    /// The word in frames.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Suppressed => "suppressed",
            Self::TopCoded => "top_coded",
            Self::BottomCoded => "bottom_coded",
            Self::Range => "range",
            Self::NotCollected => "not_collected",
            Self::Problem => "problem",
        }
    }
}

/// Why a cell cannot be read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellProblem {
    /// The stable code of the problem.
    pub code: Code,
    /// What was expected, one sentence.
    pub expected: &'static str,
    /// What to do, one sentence.
    pub cure: String,
}

/// One published cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedCell {
    /// Row as a spreadsheet counts it (header = 1).
    pub row: usize,
    /// The text without spaces around it; `None` for an empty cell.
    pub found: Option<String>,
    /// Smallest value it allows, in the unit of the kind; `None` where no number is told.
    pub low: Option<Exact>,
    /// Largest value it allows. The end of `<5` is 5 for a rate, although 5 itself is not reached, and
    /// 4 for a count. `None` where no number or no bound is told.
    pub high: Option<Exact>,
    /// What it says.
    pub status: PublishedStatus,
    /// Why it cannot be read, where that is its status.
    pub problem: Option<CellProblem>,
}

/// Reads a published column, one answer a row: nothing is dropped, and nothing is guessed. O(rows).
///
/// `suppressed` names a column of yes/no or 1/0 that flags withheld cells: an empty cell with a yes is
/// withheld, not merely absent. Known values are as printed; by how much they were rounded is used where
/// there is a number of children ([`super::Outcomes::from_rates`]). Read columns as text, because numbers
/// lose the zeros that say how finely they were rounded.
///
/// # Errors
/// [`Error::Input`] for a missing column, a column without plain text, and a flag that is not yes or no.
///
/// ```
/// use commonweal_tables::{PublishedKind, PublishedStatus, read_published};
/// use polars::prelude::df;
/// let frame = df!("Data" => ["0.697", "LNE", "#VALUE!"])?;
/// let cells = read_published(&frame, "Data", PublishedKind::Proportion, None)?;
/// assert_eq!(cells[0].low, cells[0].high);
/// assert_eq!(cells[1].status, PublishedStatus::Suppressed);
/// assert_eq!(cells[2].problem.as_ref().map(|p| p.code.as_str()), Some("E108"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_published(
    frame: &DataFrame,
    name: &str,
    kind: PublishedKind,
    suppressed: Option<&str>,
) -> Result<Vec<PublishedCell>, Error> {
    let cells = texts(column(frame, name)?)
        .map_err(|why| Error::Input(format!("column {} {why}", quoted(name))))?;
    let flags = suppressed.map(|flag| flags(frame, flag)).transpose()?;
    let withheld = |at: usize| flags.as_ref().is_some_and(|flags| flags[at]);
    Ok(cells
        .into_iter()
        .enumerate()
        .map(|(at, found)| cell(at + 2, found, kind, withheld(at)))
        .collect())
}

fn flags(frame: &DataFrame, name: &str) -> Result<Vec<bool>, Error> {
    let cells = texts(column(frame, name)?)
        .map_err(|why| Error::Input(format!("column {} {why}", quoted(name))))?;
    let read = |(at, cell): (usize, Option<String>)| match cell.as_deref() {
        None => Ok(false),
        Some(text) => match answer(text, &[]) {
            Some(Answer::Yes) => Ok(true),
            Some(Answer::No) => Ok(false),
            _ => Err(Error::Input(format!(
                "column {}: {} in row {} does not say whether the cell is withheld. Expected true/false, yes/no or 1/0.",
                quoted(name),
                quoted(text),
                at + 2
            ))),
        },
    };
    cells.into_iter().enumerate().map(read).collect()
}

fn cell(row: usize, found: Option<String>, kind: PublishedKind, withheld: bool) -> PublishedCell {
    use PublishedStatus as S;
    let told = |found, status, low, high| PublishedCell {
        row,
        found,
        low,
        high,
        status,
        problem: None,
    };
    let zero = || Some(Exact::from(0));
    let Some(text) = found.as_deref().filter(|text| !is_missing(text)) else {
        return if withheld {
            told(found, S::Suppressed, zero(), kind.most())
        } else {
            told(found, S::NotCollected, None, None)
        };
    };
    let problem = |problem| PublishedCell {
        problem: Some(problem),
        ..told(found.clone(), S::Problem, None, None)
    };
    let Some(mark) = Mark::parse(text) else {
        return problem(unreadable(text, kind));
    };
    // A number in a cell that is flagged as withheld: one of the two is wrong.
    if withheld && matches!(mark, Mark::Exact { .. }) {
        return problem(CellProblem {
            code: Code::E201,
            expected: "A cell that is flagged as withheld was expected to hold no number.",
            cure: "Correct the flag or empty the cell; a withheld number must not be published."
                .to_owned(),
        });
    }
    match ends(mark, kind) {
        Ok((status, low, high)) => told(found, status, low, high),
        Err(why) => problem(why),
    }
}

type Ends = (PublishedStatus, Option<Exact>, Option<Exact>);

/// Status and ends of a mark in the unit of the kind.
fn ends(mark: Mark, kind: PublishedKind) -> Result<Ends, CellProblem> {
    use PublishedStatus as S;
    let zero = || Some(Exact::from(0));
    let one = |value: Decimal| in_unit(value, mark.is_percent(), kind);
    // Counts are whole, so "<10" ends at 9 and ">9" starts at 10.
    let next = |value: Exact, inclusive: bool, step: i32| match (kind, inclusive) {
        (PublishedKind::Count, false) => value.plus(Exact::from(step)).ok(),
        _ => Some(value),
    };
    let found = match mark {
        Mark::Exact { value, .. } => {
            let value = one(value)?;
            (S::Known, Some(value), Some(value))
        }
        Mark::Below {
            value, inclusive, ..
        } => (S::BottomCoded, zero(), next(one(value)?, inclusive, -1)),
        Mark::Above {
            value, inclusive, ..
        } => (S::TopCoded, next(one(value)?, inclusive, 1), kind.most()),
        Mark::Between { low, high, .. } => (S::Range, Some(one(low)?), Some(one(high)?)),
        Mark::Children { least, most } if kind == PublishedKind::Count => match most {
            Some(most) => (S::BottomCoded, zero(), Some(Exact::from(most))),
            None => (S::TopCoded, Some(Exact::from(least)), None),
        },
        Mark::Children { .. } | Mark::Hidden => (S::Suppressed, zero(), kind.most()),
    };
    if found.2.is_some_and(|high| high < Exact::from(0)) {
        return Err(CellProblem {
            code: Code::E107,
            expected: kind.expected(),
            cure: "Fewer than no children cannot be meant: correct the number after the sign."
                .to_owned(),
        });
    }
    Ok(found)
}

fn in_unit(value: Decimal, percent: bool, kind: PublishedKind) -> Result<Exact, CellProblem> {
    let misfit = |cure: String| CellProblem {
        code: Code::E202,
        expected: kind.expected(),
        cure,
    };
    if kind == PublishedKind::Count {
        if percent {
            return Err(misfit(
                "A percent is no number of children: give the column as kind=\"percent\", or write the count."
                    .to_owned(),
            ));
        }
        let whole = value.whole().ok_or_else(|| {
            misfit("Children are counted in whole numbers: write the count, or give the column as a rate.".to_owned())
        })?;
        return Ok(Exact::from(whole));
    }
    let scaled = if percent && kind == PublishedKind::Proportion {
        value.hundredth()
    } else {
        value
    };
    let (numerator, denominator) = scaled.ratio();
    let exact = Exact::new(numerator, denominator).ok();
    exact
        .filter(|exact| kind.most().is_none_or(|most| *exact <= most))
        .ok_or_else(|| misfit(too_much(value, kind)))
}

fn too_much(value: Decimal, kind: PublishedKind) -> String {
    let percent = value.cmp_whole(100).is_le();
    if kind == PublishedKind::Proportion && percent {
        return format!(
            "If it is a percent, write {}; if the whole column is, read it with kind=\"percent\".",
            value.hundredth().text()
        );
    }
    "A share of children cannot be more than all of them: correct the number at its source."
        .to_owned()
}

/// What to say of a text that is neither a number nor a known mark.
fn unreadable(text: &str, kind: PublishedKind) -> CellProblem {
    let mut code = Code::E108;
    let cure = if text.eq_ignore_ascii_case("#DIV/0!") {
        "The spreadsheet divided by nothing: where there are no children there is no rate, so empty the cell; otherwise mend its formula.".to_owned()
    } else if text.starts_with('#') {
        "The spreadsheet's formula failed: mend it at the source, or empty the cell if there is no number."
            .to_owned()
    } else if let Some(number) = without_footnote(text) {
        let also = match in_unit(number, text.contains('%'), kind) {
            Ok(_) => String::new(),
            Err(also) => format!(" {}", also.cure),
        };
        format!(
            "A mark follows the number: look up what it says, then write {} alone or the range that is meant.{also}",
            number.text()
        )
    } else if let Some(number) = without_separators(text) {
        format!("Write the number without separators: {number}.")
    } else if Decimal::parse(text.trim_end_matches(['%', ' '])).is_some() {
        // Only a negative number is left here.
        code = Code::E107;
        "A share or a number of children is never negative: if it is a change, it belongs in another column."
            .to_owned()
    } else if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        "Numbers of up to 18 digits are read: write it with one decimal point and fewer digits."
            .to_owned()
    } else {
        "Write a number; write * if it is withheld, or empty the cell if nobody gave one."
            .to_owned()
    };
    CellProblem {
        code,
        expected: kind.expected(),
        cure,
    }
}

/// The number of `81.6*` or `12 †`.
fn without_footnote(text: &str) -> Option<Decimal> {
    const MARKS: &[char] = &[
        '*', '†', '‡', '§', '^', '#', '¹', '²', '³', 'a', 'b', 'c', ' ', '%',
    ];
    let number = text.trim_end_matches(MARKS);
    (number.len() < text.trim_end_matches(['%', ' ']).len())
        .then(|| Decimal::parse(number))?
        .filter(|number| number.ratio().0 >= 0)
}

/// `1964` of `1,964`, `1 964` or `1'964`.
fn without_separators(text: &str) -> Option<String> {
    let mut groups = text.split([',', ' ', '\'', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let fits = digits(first)
        && first.len() <= 3
        && !rest.is_empty()
        && rest.iter().all(|group| digits(group) && group.len() == 3);
    fits.then(|| [first, &rest.concat()].concat())
}
