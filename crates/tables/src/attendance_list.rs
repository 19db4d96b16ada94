//! An attendance list in a frame, to partners by meetings: the short way beside the tables of the contract.

use std::collections::HashMap;

use commonweal_network::Labels;
use commonweal_network::two_mode::{Affiliation, Meeting, Presence, Record};
use polars::prelude::DataFrame;

use crate::column::{find, texts};
use crate::edge_list::{Partners, sheet_row};
use crate::problem::{Code, Problem, Problems};
use crate::value::{Answer, Date, answer};
use crate::words::{closest, quoted};

/// How a message names the frames.
const ATTENDANCE: &str = "attendance";
pub(crate) const EVENTS: &str = "events";
/// Columns in which the ids of meetings are looked for.
const EVENT_COLUMNS: [&str; 4] = ["event_id", "event", "meeting_id", "meeting"];

/// How to read an attendance list; see the fields' defaults.
///
/// ```
/// use commonweal_tables::AttendanceList;
/// use polars::prelude::df;
/// let list = df!("partner_id" => ["school", "clinic", "school"], "event_id" => ["May", "May", "June"])?;
/// let meetings = AttendanceList::default().affiliation(&list, None, None)?;
/// assert_eq!((meetings.partners(), meetings.attended(0), meetings.eligible(1)), (2, 2, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct AttendanceList {
    /// Column of the partner; default `partner_id`.
    pub partner: String,
    /// Column of the meeting; default `event_id`.
    pub event: String,
    /// Column that says yes, no or unknown; default none: a row is an attendance.
    pub attended: Option<String>,
    /// Whether a partner without a row was absent (default), instead of unknown.
    pub complete: bool,
    /// Partner and meeting where the partner could not have come: not a member, not invited.
    pub impossible: Vec<(String, String)>,
}

impl Default for AttendanceList {
    fn default() -> Self {
        Self {
            partner: "partner_id".to_owned(),
            event: "event_id".to_owned(),
            attended: None,
            complete: true,
            impossible: Vec::new(),
        }
    }
}

/// Ids in order with their numbers.
pub(crate) struct Numbers<'a>(HashMap<&'a str, u32>);

impl<'a> Numbers<'a> {
    pub(crate) fn of(ids: impl Iterator<Item = &'a str>) -> Self {
        Self(ids.zip(0..).collect())
    }

    /// The number of an id, or a problem with the closest there is.
    pub(crate) fn find(
        &self,
        id: &str,
        row: Option<u32>,
        column: &str,
        problems: &mut Problems,
    ) -> Option<u32> {
        if let Some(&number) = self.0.get(id) {
            return Some(number);
        }
        let mut there: Vec<&str> = self.0.keys().copied().collect();
        there.sort_unstable();
        let like =
            closest(id, there).map_or_else(String::new, |c| format!("Closest: {}.", quoted(c)));
        problems.push(
            Problem::new(
                Code::E104,
                ATTENDANCE,
                ATTENDANCE,
                format!("{} is not in the list.", quoted(id)),
            )
            .rows(row.into_iter().collect::<Vec<_>>())
            .column(column)
            .expected(like)
            .cure("Correct it, or add it to the list of partners or events."),
        );
        None
    }
}

impl AttendanceList {
    /// Builds the table of `attendance`. O(partners · meetings + rows).
    ///
    /// `partners` names every partner, as for a tie list; without it the partners are those that appear. `events`
    /// names every meeting in `event_id`, `event`, `meeting_id` or `meeting` (else its first column); its columns
    /// `date` and `open` are read. Without it the meetings are those that appear, in order of appearance.
    ///
    /// # Errors
    /// All problems at once: a missing column (E101), a repeated partner or meeting (E103), an id that is not in
    /// its list (E104), an empty cell (E110), a date that is none (E301), a word that is not yes, no or unknown
    /// (E304).
    pub fn affiliation(
        &self,
        attendance: &DataFrame,
        partners: Option<&DataFrame>,
        events: Option<&DataFrame>,
    ) -> Result<Affiliation, Problems> {
        let mut problems = Problems::new();
        let of = column(attendance, &self.partner, ATTENDANCE, &mut problems);
        let at = column(attendance, &self.event, ATTENDANCE, &mut problems);
        let came = self
            .attended
            .as_ref()
            .map(|name| (name, column(attendance, name, ATTENDANCE, &mut problems)));
        let (of, at) = (of.unwrap_or_default(), at.unwrap_or_default());
        let listed = partners.map(|frame| Partners::read(frame, &mut problems));
        let inferred = listed.is_none();
        let partners = listed.unwrap_or_else(|| Partners::appearing(&of, &of));
        let meetings = match events {
            Some(frame) => meetings(frame, self.complete, &mut problems),
            None => appearing(&at, self.complete),
        };
        let partner = Numbers::of(partners.names.iter().map(String::as_str));
        let meeting = Numbers::of(meetings.iter().map(|m| m.name.as_str()));

        let mut records = Vec::with_capacity(of.len());
        for (r, (i, e)) in of.iter().zip(&at).enumerate() {
            let row = Some(sheet_row(r));
            let (Some(i), Some(e)) = (i, e) else {
                let name = if i.is_none() {
                    &self.partner
                } else {
                    &self.event
                };
                problems.push(empty(ATTENDANCE, r, name));
                continue;
            };
            let i = partner.find(i, row, &self.partner, &mut problems);
            let e = meeting.find(e, row, &self.event, &mut problems);
            let presence = match &came {
                Some((name, words)) => {
                    let word = words
                        .as_ref()
                        .and_then(|words| words.get(r))
                        .cloned()
                        .flatten();
                    said(word.as_deref(), ATTENDANCE, r, name, &mut problems)
                }
                None => Some(Presence::Present),
            };
            if let (Some(partner), Some(meeting), Some(presence)) = (i, e, presence) {
                records.push(Record {
                    partner,
                    meeting,
                    presence,
                });
            }
        }
        for (i, e) in &self.impossible {
            let i = partner.find(i, None, "impossible", &mut problems);
            let e = meeting.find(e, None, "impossible", &mut problems);
            if let (Some(partner), Some(meeting)) = (i, e) {
                records.push(Record {
                    partner,
                    meeting,
                    presence: Presence::NotEligible,
                });
            }
        }
        if problems.has_errors() {
            problems.sort();
            return Err(problems);
        }
        let built = Labels::named(partners.names.clone()).and_then(|labels| {
            Affiliation::new(partners.names.len(), labels, meetings, &records)?
                .with_partner_data(&partners.backbone, partners.attributes)
        });
        let built = built.map_err(|error| {
            let mut problems = Problems::new();
            problems.push(Problem::new(Code::E103, EVENTS, EVENTS, error.to_string()));
            problems
        })?;
        Ok(if inferred {
            built.with_note(
                "Partners were taken from the attendance list; whoever never came is not in it.",
            )
        } else {
            built
        })
    }
}

/// The day of a date; a text that is no date is told.
pub(crate) fn day(
    text: &str,
    table: &'static str,
    r: usize,
    name: &str,
    problems: &mut Problems,
) -> Option<i64> {
    let date = Date::parse(text);
    if date.is_none() {
        problems.push(
            Problem::new(
                Code::E301,
                table,
                table,
                format!("{} is not a date.", quoted(text)),
            )
            .rows(vec![sheet_row(r)])
            .column(name)
            .cure("Write it like 2025-03-14."),
        );
    }
    date.and_then(Date::day_number)
}

pub(crate) fn yes_or_no(said: Option<Presence>) -> Option<bool> {
    match said {
        Some(Presence::Present) => Some(true),
        Some(Presence::Absent) => Some(false),
        _ => None,
    }
}

/// Meetings in order of appearance.
fn appearing(ids: &[Option<String>], complete: bool) -> Vec<Meeting> {
    let mut seen = std::collections::HashSet::new();
    let new = ids.iter().flatten().filter(|id| seen.insert(id.as_str()));
    new.map(|id| Meeting {
        name: id.clone(),
        complete,
        ..Meeting::default()
    })
    .collect()
}

/// Meetings of a list.
fn meetings(frame: &DataFrame, complete: bool, problems: &mut Problems) -> Vec<Meeting> {
    let names: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
    let known = EVENT_COLUMNS
        .iter()
        .find(|name| names.contains(name))
        .copied();
    let key = known.or(names.first().copied()).unwrap_or(EVENT_COLUMNS[0]);
    let ids = column(frame, key, EVENTS, problems).unwrap_or_default();
    let mut optional = |name: &str| {
        let there = names.contains(&name);
        there
            .then(|| column(frame, name, EVENTS, problems))
            .flatten()
    };
    let (dates, opens) = (optional("date"), optional("open"));
    let cell = |column: &Option<Vec<Option<String>>>, r: usize| -> Option<String> {
        column.as_ref().and_then(|cells| cells[r].clone())
    };
    let mut meetings = Vec::with_capacity(ids.len());
    for (r, id) in ids.into_iter().enumerate() {
        let Some(name) = id else {
            problems.push(empty(EVENTS, r, key));
            continue;
        };
        let date = cell(&dates, r);
        let open = said(cell(&opens, r).as_deref(), EVENTS, r, "open", problems);
        meetings.push(Meeting {
            name,
            day: date.and_then(|text| day(&text, EVENTS, r, "date", problems)),
            open: yes_or_no(open),
            complete,
        });
    }
    meetings
}

/// Yes, no or unknown as presence; `None` after telling what is wrong.
pub(crate) fn said(
    word: Option<&str>,
    table: &'static str,
    r: usize,
    column: &str,
    problems: &mut Problems,
) -> Option<Presence> {
    match answer(word.unwrap_or("unknown"), &[]) {
        Some(Answer::Yes) => Some(Presence::Present),
        Some(Answer::No) => Some(Presence::Absent),
        Some(Answer::Unknown) => Some(Presence::Unknown),
        None => {
            problems.push(
                Problem::new(
                    Code::E304,
                    table,
                    table,
                    format!(
                        "{} is neither yes, no nor unknown.",
                        quoted(word.unwrap_or_default())
                    ),
                )
                .rows(vec![sheet_row(r)])
                .column(column)
                .cure("Use yes, no or unknown."),
            );
            None
        }
    }
}

fn empty(table: &'static str, r: usize, column: &str) -> Problem {
    Problem::new(Code::E110, table, table, "the cell is empty.")
        .rows(vec![sheet_row(r)])
        .column(column)
        .cure("Fill it in, or delete the row.")
}

pub(crate) fn column(
    frame: &DataFrame,
    name: &str,
    table: &'static str,
    problems: &mut Problems,
) -> Option<Vec<Option<String>>> {
    let told = match find(frame, name) {
        Ok(column) => match texts(column) {
            Ok(texts) => return Some(texts),
            Err(why) => Problem::new(Code::E113, table, table, why).column(name),
        },
        Err(missing) => {
            let cure = missing
                .like
                .map_or_else(String::new, |like| format!("{like} looks like it."));
            Problem::new(Code::E101, table, table, missing.found).cure(cure)
        }
    };
    problems.push(told);
    None
}

#[cfg(test)]
mod tests {
    use polars::prelude::df;

    use super::*;
    use commonweal_network::two_mode::Presence::{Absent, NotEligible, Present, Unknown};

    #[test]
    fn words_dates_and_impossible_cells() {
        let list = df!(
            "who" => ["a", "b", "a", "c"],
            "when" => [1, 1, 2, 2],
            "came" => ["yes", "no", "unknown", "y"],
        )
        .unwrap();
        let events =
            df!("meeting" => [1, 2, 3], "date" => [Some("2025-01-05"), Some("2025-02"), None],
            "open" => [Some("yes"), None, Some("no")])
            .unwrap();
        let reader = AttendanceList {
            partner: "who".to_owned(),
            event: "when".to_owned(),
            attended: Some("came".to_owned()),
            complete: false,
            impossible: vec![("b".to_owned(), "3".to_owned())],
        };
        let table = reader.affiliation(&list, None, Some(&events)).unwrap();
        assert_eq!(table.row(0), [Present, Unknown, Unknown]);
        assert_eq!(table.row(1), [Absent, Unknown, NotEligible]);
        assert_eq!(table.row(2), [Unknown, Present, Unknown]);
        let meetings = table.meetings();
        assert_eq!(meetings[0].day, Some(20_093));
        assert_eq!(
            (meetings[1].day, meetings[1].open, meetings[2].open),
            (None, None, Some(false))
        );
        assert!(table.notes()[0].contains("whoever never came"));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let list = df!("partner_id" => [Some("a"), Some("z"), None], "event_id" => ["e", "e", "f"],
            "came" => ["maybe", "yes", "yes"])
        .unwrap();
        let reader = AttendanceList {
            attended: Some("came".to_owned()),
            impossible: vec![("a".to_owned(), "g".to_owned())],
            ..AttendanceList::default()
        };
        let partners = df!("partner_id" => ["a", "b"]).unwrap();
        let events = df!("event_id" => ["e", "f"], "date" => ["soon", "2025-01-01"]).unwrap();
        let problems = reader
            .affiliation(&list, Some(&partners), Some(&events))
            .unwrap_err();
        let codes: Vec<&str> = problems.iter().map(|p| p.code.as_str()).collect();
        for code in ["E104", "E110", "E301", "E304"] {
            assert!(codes.contains(&code), "{code} in {codes:?}");
        }
        let wrong = AttendanceList {
            event: "evnt_id".to_owned(),
            ..AttendanceList::default()
        };
        let message = wrong
            .affiliation(&list, None, None)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("E101") && message.contains("\"event_id\" looks like it"),
            "{message}"
        );
        // A meeting listed twice.
        let twice = df!("event_id" => ["e", "e"]).unwrap();
        let list = df!("partner_id" => ["a"], "event_id" => ["e"]).unwrap();
        let message = AttendanceList::default()
            .affiliation(&list, None, Some(&twice))
            .unwrap_err();
        assert!(message.to_string().contains("E103"), "{message}");
    }
}
