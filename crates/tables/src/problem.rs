//! What is wrong with the input, said so that the person who typed it can mend it.

use std::fmt::{self, Write};

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is computed until it is mended.
    Error,
    /// Computing goes on; the sentence stays attached to every result.
    Warning,
    /// Something the reader did or left aside, so that nothing happens silently.
    Notice,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        })
    }
}

/// Declares the codes once: name, severity by first letter, and what each stands for.
macro_rules! codes {
    ($($code:ident $what:literal,)*) => {
        /// The stable code of a problem. `E` stops, `W` goes on, `N` only tells.
        ///
        /// A code keeps its meaning for ever; its wording may improve.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[doc = $what] $code,)* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$code,)*];

            /// The code as printed, e.g. `E104`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }

            /// What the code stands for, in one phrase.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$code => $what,)* }
            }
        }
    };
}

codes! {
    E101 "a required column is missing",
    E102 "the header is missing, blank in part, or names a column twice",
    E103 "a key appears twice",
    E104 "an id is not in the table it refers to",
    E105 "a partner is tied to itself",
    E106 "two values for the same tie",
    E107 "a value outside its scale",
    E108 "not a number where a number is needed",
    E109 "a tie reported by a partner that did not answer",
    E110 "a required cell is empty",
    E111 "the text is not UTF-8",
    E112 "a row does not fit the header",
    E113 "a file or table cannot be read, or is missing",
    E201 "a count contradicts its denominator",
    E202 "a value does not fit its unit",
    E203 "the groups do not add up to the total",
    E204 "two category standards in one comparison",
    E206 "the direction of an indicator is not stated",
    E301 "not a date",
    E302 "an end before its start",
    E304 "a word outside the allowed list",
    E401 "a target's headcount contradicts its rate",
    W201 "no roster: answering is assumed",
    W202 "partners that did not answer",
    W203 "a question asked only about named partners",
    W204 "respondents changed between waves",
    W205 "the backbone is tied to every partner",
    W206 "groups too small to show",
    W207 "too few periods for a trend",
    W209 "a column that looks like personal data of children",
    W210 "two partners that may be the same",
    N101 "a file, sheet or table that was not read",
    N102 "a change that was asked for and made",
    N103 "a hidden sheet that was read",
    N104 "counts that were read as ranges",
    N105 "a wide table that was read as long",
}

impl Code {
    /// The severity that the code's first letter states.
    pub fn severity(self) -> Severity {
        match self.as_str().as_bytes()[0] {
            b'E' => Severity::Error,
            b'W' => Severity::Warning,
            _ => Severity::Notice,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many rows a message lists before it says how many more there are.
const LISTED_ROWS: usize = 5;

/// One problem: where it is, what was found, what was expected, what to do.
///
/// `found`, `expected` and `cure` are whole sentences; any of them may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The stable code.
    pub code: Code,
    /// The table, by its contract name (`ties`), or empty when it is about the whole input.
    pub table: String,
    /// The source as the user knows it: `ties.csv`, `map.xlsx, sheet "ties"`, `frame "ties"`.
    pub file: String,
    /// Spreadsheet rows concerned (header = 1), ascending; empty when it is about the whole table.
    pub rows: Vec<u32>,
    /// The column, by its contract name, when it is about one.
    pub column: Option<String>,
    /// Which slice of the table, when neither row nor column says it (`early_reading 2023-24`).
    pub context: Option<String>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub cure: String,
}

impl Problem {
    /// A problem of a whole table; refine it with the builder methods.
    pub(crate) fn new(code: Code, table: &str, file: &str, found: impl Into<String>) -> Self {
        Self {
            code,
            table: table.to_owned(),
            file: file.to_owned(),
            rows: Vec::new(),
            column: None,
            context: None,
            found: found.into(),
            expected: String::new(),
            cure: String::new(),
        }
    }

    pub(crate) fn rows(mut self, rows: impl Into<Vec<u32>>) -> Self {
        self.rows = rows.into();
        self
    }

    pub(crate) fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    pub(crate) fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    pub(crate) fn cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = cure.into();
        self
    }

    /// Error, warning or notice.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The message a person reads: code, place, what was found, what was expected, what to do.
    pub fn message(&self) -> String {
        let mut place = self.file.clone();
        if !self.rows.is_empty() {
            if !place.is_empty() {
                place.push(' ');
            }
            place.push_str(&rows_in_words(&self.rows));
        }
        // The place names the column unless the sentence itself does.
        let told = |c: &str| {
            self.found.starts_with(&format!("{c} ")) || self.found.contains(&format!("\"{c}\""))
        };
        if let Some(column) = self.column.as_deref().filter(|c| !told(c)) {
            let _ = write!(place, ", column \"{column}\"");
        }
        if let Some(context) = &self.context {
            let _ = write!(place, ", {context}");
        }
        let mut message = self.code.to_string();
        if !place.is_empty() {
            message.push(' ');
            message.push_str(place.trim_start_matches(", "));
            message.push(':');
        }
        for sentence in [&self.found, &self.expected, &self.cure] {
            if !sentence.is_empty() {
                message.push(' ');
                message.push_str(sentence);
            }
        }
        message
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// `row 7`, `rows 14 and 52`, `rows 1, 2, 3, 4, 5 and 17 more; full list: result.problems`.
fn rows_in_words(rows: &[u32]) -> String {
    let shown: Vec<String> = rows.iter().take(LISTED_ROWS).map(u32::to_string).collect();
    if rows.len() > LISTED_ROWS {
        let more = rows.len() - LISTED_ROWS;
        return format!(
            "rows {} and {more} more; full list: result.problems",
            shown.join(", ")
        );
    }
    match shown.as_slice() {
        [one] => format!("row {one}"),
        _ => format!("rows {}", crate::words::and(&shown)),
    }
}

/// All problems of an input, in a stable order: by table, code, first row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    items: Vec<Problem>,
}

impl Problems {
    /// No problems.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        self.items.push(problem);
    }

    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.items.extend(problems);
    }

    /// Sorts by severity, then table in the contract's order, code, first row; equals stay in the order
    /// in which they were found, which is that of the contract's columns.
    pub(crate) fn sort(&mut self) {
        self.items.sort_by_key(|p| {
            let table = crate::contract::position(&p.table);
            (p.severity(), table, p.code, p.rows.first().copied())
        });
    }

    /// All of them, errors first.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.items.iter()
    }

    /// Those that stop.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.of(Severity::Error)
    }

    /// Those that stay attached to every result.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.of(Severity::Warning)
    }

    /// What the reader did or left aside.
    pub fn notices(&self) -> impl Iterator<Item = &Problem> {
        self.of(Severity::Notice)
    }

    /// Whether anything stops.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Problem> {
        self.items.iter().filter(move |p| p.severity() == severity)
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl std::error::Error for Problems {}

impl fmt::Display for Problems {
    /// One message a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.items.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_at_most_five_rows() {
        // The form of the table contract: "Up to 5 rows are listed, then 'and 17 more; full list: result.problems'".
        let rows: Vec<u32> = (2..24).collect();
        let p = Problem::new(Code::E110, "layers", "layers.csv", "empty.")
            .rows(rows)
            .column("kind")
            .cure("Fill it.");
        assert_eq!(
            p.message(),
            "E110 layers.csv rows 2, 3, 4, 5, 6 and 17 more; full list: result.problems, column \"kind\": empty. Fill it."
        );
    }

    #[test]
    fn a_message_about_everything_has_no_place() {
        let p = Problem::new(Code::W201, "", "", "No roster given.");
        assert_eq!(p.message(), "W201 No roster given.");
    }

    #[test]
    fn the_first_letter_is_the_severity() {
        for code in Code::ALL {
            let expected = match &code.as_str()[..1] {
                "E" => Severity::Error,
                "W" => Severity::Warning,
                _ => Severity::Notice,
            };
            assert_eq!(code.severity(), expected);
        }
    }
}
