//! Two years of meetings: `events` and `attendance`.
//!
//! A plenary on the third Thursday of every month is open to all. In fourteen of the 24 months a closed
//! side meeting comes one to three days before it, attended mostly by the in-group. Work groups meet in the
//! first week and the steering group in the fourth, so that no other closed meeting comes just before
//! an open one.

use super::directory::{
    BACKBONE, ORGANISATIONS, WORK_GROUPS, everyone, is_lasting, is_member, partner_id,
};
use super::draw::{Draw, Purpose};
use super::roles::Roles;
use super::table::{Table, yes_no};
use super::truth::{ClosedBeforeOpen, InsideOutside, PracticeTruth};

const MONTHS: usize = 24;
const SIDE_MEETINGS: usize = 14;
pub(crate) const SIDE_ATTENDANCE: InsideOutside = InsideOutside {
    inside: 800,
    outside: 25,
};
/// The backbone comes to about half of the side meetings and to nearly everything else.
const BACKBONE_SIDE_PERMILLE: u32 = 500;
const BACKBONE_PERMILLE: u32 = 970;
/// Months (from 0) whose sign-in sheet is known to be incomplete, and the share of those present it has.
const INCOMPLETE_MONTHS: [usize; 3] = [4, 11, 18];
const SIGNED_IN_PERMILLE: u32 = 650;
/// Entries on a sign-in sheet that cannot be read.
const UNREADABLE_PERMILLE: u32 = 10;

/// Practices at plenaries and work groups: some fade in the second year.
pub(crate) fn practices() -> [PracticeTruth; 6] {
    let practice = |name: &str, first, second| PracticeTruth {
        practice: name.into(),
        first_year_permille: first,
        second_year_permille: second,
    };
    [
        practice("had_checkin", 900, 450),
        practice("values_on_agenda", 800, 400),
        practice("data_reviewed", 600, 500),
        practice("data_disaggregated", 450, 450),
        practice("commitments_recorded", 550, 550),
        practice("previous_reviewed", 500, 300),
    ]
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plenary,
    WorkGroup(usize),
    Steering,
    Side,
    Community,
    Networking,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Plenary => "plenary",
            Self::WorkGroup(_) => "work_group",
            Self::Steering => "steering",
            Self::Side => "side",
            Self::Community => "community",
            Self::Networking => "networking",
        }
    }

    /// Whether anyone may come; nobody wrote it down for networking hours.
    fn open(self) -> &'static str {
        match self {
            Self::Plenary | Self::Community => "true",
            Self::WorkGroup(_) | Self::Steering | Self::Side => "false",
            Self::Networking => "",
        }
    }

    fn group_id(self) -> &'static str {
        match self {
            Self::WorkGroup(group) => WORK_GROUPS[group],
            Self::Steering => "steering",
            _ => "",
        }
    }
}

struct Meeting {
    month: usize,
    day: u32,
    kind: Kind,
}

impl Meeting {
    /// ISO date; month 0 is July 2023.
    fn date(&self) -> String {
        let (year, month) = calendar(self.month);
        format!("{year}-{month:02}-{:02}", self.day)
    }
}

fn calendar(month: usize) -> (u32, u32) {
    let months = 6 + month as u32;
    (2023 + months / 12, months % 12 + 1)
}

/// Day of the week, Sunday = 0 (Sakamoto's method, Gregorian calendar).
fn weekday(year: u32, month: u32, day: u32) -> u32 {
    const SHIFT: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = year - u32::from(month < 3);
    (year + year / 4 - year / 100 + year / 400 + SHIFT[month as usize - 1] + day) % 7
}

/// The third Thursday of a month: a day from 15 to 21.
fn third_thursday(month: usize) -> u32 {
    const THURSDAY: u32 = 4;
    let (year, month) = calendar(month);
    15 + (7 + THURSDAY - weekday(year, month, 15)) % 7
}

/// All meetings in order of date.
fn schedule(draw: &mut Draw) -> Vec<Meeting> {
    let months: Vec<usize> = (0..MONTHS).collect();
    let with_side = draw.sample(&months, SIDE_MEETINGS);
    let mut meetings = Vec::new();
    for month in months {
        let mut add = |day, kind| meetings.push(Meeting { month, day, kind });
        let plenary = third_thursday(month);
        // Every work group meets every other month, two weeks before the plenary; the steering group a
        // week after a plenary, four times a year.
        for group in (0..WORK_GROUPS.len()).filter(|group| (group + month) % 2 == 0) {
            add(plenary - 14 + group as u32 % 2, Kind::WorkGroup(group));
        }
        if with_side.contains(&month) {
            add(plenary - draw.between(1, 3), Kind::Side);
        }
        add(plenary, Kind::Plenary);
        if month % 3 == 2 {
            add(plenary + 7, Kind::Steering);
        }
        if month % 6 == 3 {
            add(plenary - 5, Kind::Community);
        }
        if month % 4 == 1 {
            add(plenary + 5, Kind::Networking);
        }
    }
    meetings.sort_by_key(Meeting::date);
    meetings
}

/// Both tables, and the closed meetings held just before open ones.
pub(crate) fn meetings(seed: u64, roles: &Roles) -> ([Table; 2], Vec<ClosedBeforeOpen>) {
    let mut draw = Draw::new(seed, Purpose::Events);
    let schedule = schedule(&mut draw);
    let mut sheets = Sheets::new(seed, roles);
    let mut events = Table::new(
        "events.csv",
        &[
            "event_id",
            "date",
            "type",
            "group_id",
            "open",
            "minutes_total",
            "minutes_report",
            "had_checkin",
            "values_on_agenda",
            "data_reviewed",
            "data_disaggregated",
            "commitments_recorded",
            "previous_reviewed",
            "attendance_complete",
        ],
    );
    let mut closed_before_open: Vec<ClosedBeforeOpen> = Vec::new();
    let mut side: Option<(String, u32)> = None;
    for (number, meeting) in schedule.iter().enumerate() {
        let id = format!("M{:03}", number + 1);
        let complete = match meeting.kind {
            Kind::Networking => "",
            Kind::Plenary => yes_no(!INCOMPLETE_MONTHS.contains(&meeting.month)),
            _ => "yes",
        };
        let (total, report) = minutes(meeting, &mut draw);
        let mut row: Vec<String> = vec![
            id.clone(),
            meeting.date(),
            meeting.kind.name().into(),
            meeting.kind.group_id().into(),
            meeting.kind.open().into(),
            total,
            report,
        ];
        row.extend(practice_flags(meeting, &mut draw));
        row.push(complete.into());
        events.push(&row.iter().map(String::as_str).collect::<Vec<_>>());
        sheets.write(&id, meeting, complete == "no");
        match meeting.kind {
            Kind::Side => side = Some((id, meeting.day)),
            Kind::Plenary => {
                if let Some((closed_event, day)) = side.take() {
                    closed_before_open.push(ClosedBeforeOpen {
                        closed_event,
                        open_event: id,
                        days: meeting.day - day,
                    });
                }
            }
            _ => {}
        }
    }
    ([events, sheets.table], closed_before_open)
}

/// Length of the meeting and minutes spent on reports, which take up more of the plenary over time.
fn minutes(meeting: &Meeting, draw: &mut Draw) -> (String, String) {
    let variation = draw.between(0, 10);
    match meeting.kind {
        Kind::Plenary => (
            "120".into(),
            (30 + meeting.month as u32 + variation).to_string(),
        ),
        Kind::WorkGroup(_) => ("90".into(), (15 + variation).to_string()),
        _ => (String::new(), String::new()),
    }
}

/// yes or no at plenaries and work groups, now and then unknown; nothing was recorded elsewhere. Where
/// data were not reviewed, or nobody knows, the same is said of disaggregated data.
fn practice_flags(meeting: &Meeting, draw: &mut Draw) -> Vec<String> {
    let recorded = matches!(meeting.kind, Kind::Plenary | Kind::WorkGroup(_));
    let mut reviewed = "";
    let mut flags = Vec::new();
    for practice in practices() {
        let chance = if meeting.month < 12 {
            practice.first_year_permille
        } else {
            practice.second_year_permille
        };
        let happened = draw.chance(chance);
        let known = draw.chance(950);
        let mut flag = match (recorded, known) {
            (false, _) => "",
            (true, false) => "unknown",
            (true, true) => yes_no(happened),
        };
        if practice.practice == "data_reviewed" {
            reviewed = flag;
        } else if practice.practice == "data_disaggregated" && reviewed != "yes" {
            flag = reviewed;
        }
        flags.push(flag.to_owned());
    }
    flags
}

/// Sign-in sheets: who was invited and who came.
struct Sheets<'a> {
    draw: Draw,
    roles: &'a Roles,
    /// How often each partner comes to open meetings, per thousand.
    habit: Vec<u32>,
    steering: Vec<usize>,
    table: Table,
}

impl<'a> Sheets<'a> {
    fn new(seed: u64, roles: &'a Roles) -> Self {
        let mut draw = Draw::new(seed, Purpose::Attendance);
        let habit = everyone()
            .into_iter()
            .map(|position| {
                let usual = draw.between(350, 850);
                if position == BACKBONE {
                    BACKBONE_PERMILLE
                } else {
                    usual
                }
            })
            .collect();
        // The steering group: the backbone, four of the in-group and seven others.
        let outside: Vec<usize> = everyone()
            .into_iter()
            .filter(|&p| p != BACKBONE && is_lasting(p) && !roles.in_group(p))
            .collect();
        let mut steering = vec![BACKBONE];
        steering.extend(draw.sample(&roles.in_group, 4));
        steering.extend(draw.sample(&outside, 7));
        Self {
            draw,
            roles,
            habit,
            steering,
            table: Table::new(
                "attendance.csv",
                &["event_id", "partner_id", "attended", "invited"],
            ),
        }
    }

    /// The sheet of one meeting. Draws are made for everyone; a partner that is not a member that day
    /// is left out.
    fn write(&mut self, event: &str, meeting: &Meeting, incomplete: bool) {
        let date = meeting.date();
        for position in everyone() {
            let (chance, invited) = self.expectation(meeting.kind, position);
            let came = self.draw.chance(chance);
            let signed_in = self.draw.chance(SIGNED_IN_PERMILLE);
            let unreadable = self.draw.chance(UNREADABLE_PERMILLE);
            if !is_member(position, &date) {
                continue;
            }
            let open = matches!(
                meeting.kind,
                Kind::Plenary | Kind::Community | Kind::Networking
            );
            let attended = if meeting.kind == Kind::Plenary && unreadable {
                "unknown"
            } else if came && (!incomplete || signed_in) {
                "yes"
            } else if open || invited == "no" {
                // Open meetings have only a sign-in sheet: who did not come has no line.
                continue;
            } else {
                "no"
            };
            // A guest who is not on the list of a closed meeting: whether it was invited, nobody wrote down.
            let invited = if invited == "no" { "unknown" } else { invited };
            self.table
                .push(&[event, &partner_id(position), attended, invited]);
        }
    }

    /// Chance per thousand that the partner comes, and whether it is on the list of invited.
    fn expectation(&self, kind: Kind, position: usize) -> (u32, &'static str) {
        let backbone = position == BACKBONE;
        let organisation = &ORGANISATIONS[position];
        match kind {
            Kind::Plenary => (self.habit[position], "yes"),
            Kind::Community if organisation.community_rooted || backbone => (850, "yes"),
            Kind::Community | Kind::Networking => (self.habit[position] / 2, "yes"),
            Kind::WorkGroup(_) if backbone => (BACKBONE_PERMILLE, "yes"),
            Kind::WorkGroup(group) if organisation.work_group == WORK_GROUPS[group] => (700, "yes"),
            Kind::WorkGroup(_) => (15, "no"),
            Kind::Steering if self.steering.contains(&position) => (800, "yes"),
            Kind::Steering => (0, "no"),
            Kind::Side if backbone => (BACKBONE_SIDE_PERMILLE, "unknown"),
            Kind::Side if self.roles.in_group(position) => (SIDE_ATTENDANCE.inside, "yes"),
            Kind::Side => (SIDE_ATTENDANCE.outside, "no"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_agree_with_known_dates() {
        // 1 January 2000 was a Saturday; 29 February 2024 a Thursday; 15 June 2025 a Sunday.
        assert_eq!(weekday(2000, 1, 1), 6);
        assert_eq!(weekday(2024, 2, 29), 4);
        assert_eq!(weekday(2025, 6, 15), 0);
    }

    #[test]
    fn months_run_from_july_2023_to_june_2025() {
        assert_eq!(calendar(0), (2023, 7));
        assert_eq!(calendar(5), (2023, 12));
        assert_eq!(calendar(6), (2024, 1));
        assert_eq!(calendar(MONTHS - 1), (2025, 6));
    }

    #[test]
    fn plenaries_fall_on_the_third_thursday() {
        // Third Thursdays read off a calendar: 20 July 2023, 15 February 2024, 19 June 2025.
        assert_eq!(third_thursday(0), 20);
        assert_eq!(third_thursday(7), 15);
        assert_eq!(third_thursday(23), 19);
    }
}
