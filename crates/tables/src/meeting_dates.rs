//! Dates that belong to meetings: when decisions were taken, when meetings were announced.

use commonweal_network::two_mode::{Affiliation, Decision};
use polars::prelude::DataFrame;

use crate::attendance_list::{EVENTS, Numbers, column, day, said, yes_or_no};
use crate::edge_list::sheet_row;
use crate::problem::Problems;

/// How a message names the frame.
const DECISIONS: &str = "decisions";

/// Decisions from a frame with the columns `decided_on` and `event_id` (the meeting that lists the decision), and
/// `authority` (yes, no or unknown) where it is recorded. O(rows).
///
/// # Errors
/// All problems at once: a missing column (E101), a meeting that is not in the table (E104), a date that is none
/// (E301), a word that is not yes, no or unknown (E304).
pub fn decisions(frame: &DataFrame, affiliation: &Affiliation) -> Result<Vec<Decision>, Problems> {
    let mut problems = Problems::new();
    let meeting = Numbers::of(affiliation.meetings().iter().map(|m| m.name.as_str()));
    let days = days(frame, "decided_on", DECISIONS, &mut problems);
    let listed = column(frame, "event_id", DECISIONS, &mut problems).unwrap_or_default();
    let authority = frame.column("authority").is_ok();
    let authority = authority
        .then(|| column(frame, "authority", DECISIONS, &mut problems))
        .flatten();
    let mut found = Vec::with_capacity(listed.len());
    for (r, id) in listed.iter().enumerate() {
        let row = Some(sheet_row(r));
        let meeting = id
            .as_ref()
            .and_then(|id| meeting.find(id, row, "event_id", &mut problems));
        let word = authority.as_ref().and_then(|words| words[r].as_deref());
        found.push(Decision {
            day: days.get(r).copied().flatten(),
            meeting,
            authority: yes_or_no(said(word, DECISIONS, r, "authority", &mut problems)),
        });
    }
    if problems.has_errors() {
        problems.sort();
        return Err(problems);
    }
    Ok(found)
}

/// The days on which meetings were announced, from a frame with the columns `event_id` and `announced_on`: one entry
/// for each meeting of the table. O(rows).
///
/// # Errors
/// As [`decisions`].
pub fn announcements(
    frame: &DataFrame,
    affiliation: &Affiliation,
) -> Result<Vec<Option<i64>>, Problems> {
    let mut problems = Problems::new();
    let meeting = Numbers::of(affiliation.meetings().iter().map(|m| m.name.as_str()));
    let days = days(frame, "announced_on", EVENTS, &mut problems);
    let ids = column(frame, "event_id", EVENTS, &mut problems).unwrap_or_default();
    let mut found = vec![None; affiliation.meetings().len()];
    for (r, id) in ids.iter().enumerate() {
        let row = Some(sheet_row(r));
        let number = id
            .as_ref()
            .and_then(|id| meeting.find(id, row, "event_id", &mut problems));
        if let Some(e) = number {
            found[e as usize] = days.get(r).copied().flatten();
        }
    }
    if problems.has_errors() {
        problems.sort();
        return Err(problems);
    }
    Ok(found)
}

/// Days of a column of dates; `None` where a date is missing or not known to the day.
fn days(
    frame: &DataFrame,
    name: &str,
    table: &'static str,
    problems: &mut Problems,
) -> Vec<Option<i64>> {
    let texts = column(frame, name, table, problems).unwrap_or_default();
    let cells = texts.iter().enumerate();
    cells
        .map(|(r, text)| day(text.as_deref()?, table, r, name, problems))
        .collect()
}

#[cfg(test)]
mod tests {
    use polars::prelude::df;

    use super::*;
    use crate::AttendanceList;

    #[test]
    fn decisions_and_announcements_by_their_dates() {
        let list = df!("partner_id" => ["a"], "event_id" => ["May"]).unwrap();
        let events =
            df!("event_id" => ["May", "June"], "date" => ["2025-05-20", "2025-06-20"]).unwrap();
        let table = AttendanceList::default()
            .affiliation(&list, None, Some(&events))
            .unwrap();
        let recorded = df!("decided_on" => [Some("2025-05-17"), None, Some("2025-06")],
            "event_id" => [Some("May"), Some("June"), None], "authority" => ["yes", "no", "unknown"])
        .unwrap();
        let found = decisions(&recorded, &table).unwrap();
        assert_eq!(
            (found[0].meeting, found[0].authority),
            (Some(0), Some(true))
        );
        assert_eq!((found[1].day, found[1].authority), (None, Some(false)));
        assert_eq!(
            (found[2].day, found[2].meeting, found[2].authority),
            (None, None, None)
        );
        assert_eq!(table.decided_before(&found).value, Some(1.0));
        let told = df!("event_id" => ["June"], "announced_on" => ["2025-06-10"]).unwrap();
        let days = announcements(&told, &table).unwrap();
        assert_eq!(days[0], None);
        assert_eq!(table.notice(&days).value, Some(10.0));
        let wrong = df!("event_id" => ["Jun"], "announced_on" => ["soon"]).unwrap();
        let message = announcements(&wrong, &table).unwrap_err().to_string();
        assert!(
            message.contains("E104") && message.contains("E301"),
            "{message}"
        );
        let message = decisions(&told, &table).unwrap_err().to_string();
        assert!(message.contains("\"decided_on\" is missing"), "{message}");
    }
}
