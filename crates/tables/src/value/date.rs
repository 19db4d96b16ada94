//! Dates and periods as people write them, without a calendar crate.

use std::cmp::Ordering;
use std::fmt;

/// A date known to the day, the month or the year.
///
/// Text form is ISO: `2024-03-01`, `2024-03`, `2024`. Proleptic Gregorian calendar, years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: u16,
    /// 0 where only the year is known.
    month: u8,
    /// 0 where only the month is known.
    day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `None` for anything else, e.g. 2024-02-30.
    ///
    /// ```
    /// use commonweal_tables::Date;
    /// assert_eq!(Date::parse("2024-02-29").map(|d| d.to_string()), Some("2024-02-29".into()));
    /// assert_eq!(Date::parse("2024-02-30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts
            .next()
            .map_or(Some(0), |p| digits(p, 2).filter(|m| (1..=12).contains(m)))?;
        let day = match parts.next() {
            None => 0,
            Some(p) => digits(p, 2).filter(|&d| d >= 1 && d <= days_in(year, month))?,
        };
        (year >= 1 && parts.next().is_none()).then_some(Self {
            year,
            month: month as u8,
            day: day as u8,
        })
    }

    /// First day it may stand for, as (year, month, day).
    pub fn first_day(self) -> (u16, u8, u8) {
        (self.year, self.month.max(1), self.day.max(1))
    }

    /// Last day it may stand for, as (year, month, day).
    pub fn last_day(self) -> (u16, u8, u8) {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 {
            days_in(self.year, u16::from(month)) as u8
        } else {
            self.day
        };
        (self.year, month, day)
    }

    /// Days since 1970-01-01 (negative before); `None` when it is not known to the day.
    ///
    /// ```
    /// use commonweal_tables::Date;
    /// let day = |text| Date::parse(text).and_then(Date::day_number);
    /// assert_eq!((day("1970-01-02"), day("2024-03-01"), day("2024-03")), (Some(1), Some(19_783), None));
    /// ```
    pub fn day_number(self) -> Option<i64> {
        if self.day == 0 {
            return None;
        }
        // Years counted from March, so that the leap day is the last one (Hinnant, "chrono-compatible
        // low-level date algorithms").
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month < 3);
        let days_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let leap_days = year / 4 - year / 100 + year / 400;
        Some(year * 365 + leap_days + days_of_year - 719_468)
    }

    /// Whether it lies before `other` whatever the unknown parts are.
    pub fn surely_before(self, other: Self) -> bool {
        self.last_day() < other.first_day()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

/// Exactly `width` ASCII digits.
fn digits(text: &str, width: usize) -> Option<u16> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn days_in(year: u16, month: u16) -> u16 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

/// The date that an Excel day number of the years 1954 to 2119 stands for.
///
/// Narrow on purpose: a whole number outside 20,000 to 80,000 in a date column is more likely something
/// else. Day 25,569 is 1970-01-01 (1900 date system). The civil date is counted forward year by year.
pub(crate) fn excel_date(text: &str) -> Option<Date> {
    let serial = super::integer(text).filter(|s| (20_000..=80_000).contains(s))?;
    let mut days = serial - 19_360; // day 19,360 is 1953-01-01: 25,569 less 17 years of 365 days and 4 leap days
    let mut year = 1953;
    loop {
        let length = if days_in(year, 2) == 29 { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let mut month = 1;
    while days >= u64::from(days_in(year, month)) {
        days -= u64::from(days_in(year, month));
        month += 1;
    }
    Some(Date {
        year,
        month: month as u8,
        day: days as u8 + 1,
    })
}

/// How an indicator's periods are written; one convention for each indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PeriodKind {
    Year,
    SchoolYear,
    Quarter,
    Month,
    Day,
}

impl PeriodKind {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Year => "calendar years",
            Self::SchoolYear => "school years",
            Self::Quarter => "quarters",
            Self::Month => "months",
            Self::Day => "days",
        }
    }
}

/// A period of an indicator: a year `2024`, a school year `2023-24`, a quarter `2024-Q1`, a month
/// `2024-03` or a day. Sorts by its start; the text is kept as written.
///
/// `2011-12` is read as the school year, because outcomes of children come by school year: write
/// `2011-12-01` if December is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Period {
    text: String,
    kind: PeriodKind,
    year: u16,
    /// Month, quarter or 0.
    part: u8,
    day: u8,
}

impl Period {
    /// Reads a period; `None` when it is not one of the forms.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let period = |kind, year, part, day| {
            Some(Self {
                text: text.to_owned(),
                kind,
                year,
                part,
                day,
            })
        };
        if let Some((year, rest)) = text.split_once('-') {
            let year = digits(year, 4).filter(|&y| y >= 1)?;
            let next = match rest.len() {
                2 => digits(rest, 2).filter(|&y| y == (year + 1) % 100),
                4 => digits(rest, 4).filter(|&y| y == year + 1),
                _ => None,
            };
            if next.is_some() {
                return period(PeriodKind::SchoolYear, year, 0, 0);
            }
            if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
                let quarter = digits(quarter, 1).filter(|q| (1..=4).contains(q))?;
                return period(PeriodKind::Quarter, year, quarter as u8, 0);
            }
        }
        let date = Date::parse(text)?;
        let kind = match (date.month, date.day) {
            (0, _) => PeriodKind::Year,
            (_, 0) => PeriodKind::Month,
            _ => PeriodKind::Day,
        };
        period(kind, date.year, date.month, date.day)
    }

    /// The text as written, without surrounding spaces.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The calendar year in which it starts.
    pub fn year(&self) -> i32 {
        i32::from(self.year)
    }

    pub(crate) fn kind(&self) -> PeriodKind {
        self.kind
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |p: &Self| (p.year, p.part, p.day, p.kind);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_and_are_not() {
        for good in ["2024-02-29", "2000-02-29", "2024-12", "2024", "0001-01-01"] {
            assert_eq!(
                Date::parse(good).map(|d| d.to_string()).as_deref(),
                Some(good)
            );
        }
        for bad in [
            "2024-02-30",
            "2023-02-29",
            "1900-02-29",
            "2024-13",
            "2024-00",
            "24-01-01",
            "2024-1-1",
            "3/1/2024",
            "2024-01-01-01",
            "0000",
            "",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn unknown_parts_never_prove_an_order() {
        let d = |t| Date::parse(t).unwrap();
        assert!(d("2024-01-09").surely_before(d("2024-02-01")));
        assert!(d("2023").surely_before(d("2024-01")));
        assert!(!d("2024").surely_before(d("2024-06-30")));
    }

    #[test]
    fn excel_day_numbers() {
        // 45352 = 2024-03-01 is the example of the table contract; 25569 is the Unix epoch; 36585 is the
        // leap day of 2000 and 43831 the first day of 2020 (as Excel shows them).
        for (serial, date) in [
            ("45352", "2024-03-01"),
            ("25569", "1970-01-01"),
            ("36585", "2000-02-29"),
            ("43831", "2020-01-01"),
        ] {
            assert_eq!(
                excel_date(serial).map(|d| d.to_string()).as_deref(),
                Some(date)
            );
        }
        assert_eq!(excel_date("2024"), None);
        assert_eq!(excel_date("45352.5"), None);
    }

    #[test]
    fn periods_sort_by_their_start() {
        let p = |t| Period::parse(t).unwrap();
        assert!(p("2022-23") < p("2023-24"));
        assert!(p("2009-10") < p("2010-11"));
        assert_eq!(p("2011-12").kind(), PeriodKind::SchoolYear);
        assert_eq!(p("2011-11").kind(), PeriodKind::Month);
        assert_eq!(p("2023-2024").kind(), PeriodKind::SchoolYear);
        assert!(p("2024-Q1") < p("2024-Q2"));
        for bad in ["Fall 2023", "2023-25", "2024-Q5", "", "23-24", "9999-00-99"] {
            assert_eq!(Period::parse(bad), None, "{bad:?}");
        }
    }
}
