//! Whether decisions come before the meeting that lists them, and how much notice meetings have.

use super::Affiliation;
use crate::network::{counted, share};
use crate::{Direction, Measure};

/// One decision as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decision {
    /// The day it was taken, counted as the days of meetings are; `None` where it is not known to the day.
    pub day: Option<i64>,
    /// Number of the meeting that lists it.
    pub meeting: Option<u32>,
    /// Whether the authority to take it is recorded; `None` is unknown.
    pub authority: Option<bool>,
}

impl Affiliation {
    /// Share of the recorded decisions that were taken at least a day before the meeting that lists them.
    ///
    /// A census of what was recorded: there is no sampling and no interval. Decisions without a day, or without a
    /// meeting whose day is known, are left out and counted by the coverage. O(decisions).
    ///
    /// ```
    /// use commonweal_network::Labels;
    /// use commonweal_network::two_mode::{Affiliation, Decision, Meeting};
    /// let plenary = Meeting { name: "May".into(), day: Some(20), ..Meeting::default() };
    /// let table = Affiliation::new(0, Labels::Numbered, vec![plenary], &[])?;
    /// let taken = |day| Decision { day: Some(day), meeting: Some(0), authority: Some(true) };
    /// assert_eq!(table.decided_before(&[taken(17), taken(20)]).value, Some(0.5));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn decided_before(&self, decisions: &[Decision]) -> Measure {
        let leads: Vec<i64> = decisions
            .iter()
            .filter_map(|d| Some(self.day_of(d.meeting?)?.saturating_sub(d.day?)))
            .collect();
        let before: Vec<i64> = leads.iter().copied().filter(|&lead| lead > 0).collect();
        let unsaid = |wanted: Option<bool>| {
            decisions.iter().filter(|d| d.authority == wanted).count() as u64
        };
        let (all, n) = (decisions.len() as u64, leads.len() as u64);
        let mut measure = Measure {
            unit: "share of decisions".to_owned(),
            direction: Direction::Lower,
            n,
            coverage: share(n, all),
            reference: "the partnership's own rule on who decides what, and when".to_owned(),
            convention: "taken at least one day before the meeting that lists the decision".to_owned(),
            citation: "Schmitz, 10 Dangers to Collective Impact (danger 4)".to_owned(),
            caveats: vec![
                "Only what was recorded; a decision can be prepared before a meeting and taken at it.".to_owned(),
            ],
            ..Measure::named("decided_before")
        };
        if unsaid(Some(false)) > 0 {
            measure.caveats.push(format!(
                "For {} no authority to take it is recorded.",
                counted(unsaid(Some(false)), "decision")
            ));
        }
        if n < all {
            measure.caveats.push(format!(
                "{} of {all} decisions without a day, or without a meeting whose day is known, left out.",
                all - n
            ));
        }
        let Some(value) = share(before.len() as u64, n) else {
            return measure.undefined("no decision has a day and a meeting whose day is known.");
        };
        measure.value = Some(value);
        measure.sentence = format!(
            "{} of {} taken before the day of the meeting that lists them{}.",
            before.len(),
            if n == 1 {
                "1 decision was".to_owned()
            } else {
                format!("{n} decisions were")
            },
            median(before).map_or_else(String::new, |days| format!(
                ", half of these by {days} days or more"
            ))
        );
        measure
    }

    /// Median days of notice: from the day a meeting was announced (one entry a meeting, `None` unknown) to the
    /// day it took place. O(meetings log meetings).
    ///
    /// ```
    /// use commonweal_network::Labels;
    /// use commonweal_network::two_mode::{Affiliation, Meeting};
    /// let meeting = |name: &str, day| Meeting { name: name.into(), day: Some(day), ..Meeting::default() };
    /// let table = Affiliation::new(0, Labels::Numbered, vec![meeting("May", 20), meeting("June", 50)], &[])?;
    /// assert_eq!(table.notice(&[Some(13), None]).value, Some(7.0));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn notice(&self, announced: &[Option<i64>]) -> Measure {
        let days: Vec<i64> = (0..)
            .zip(announced)
            .filter_map(|(e, day)| Some(self.day_of(e)?.saturating_sub((*day)?)))
            .collect();
        let late = days.iter().filter(|&&lag| lag < 0).count() as u64;
        let (all, n) = (self.meetings().len() as u64, days.len() as u64);
        let mut measure = Measure {
            unit: "days".to_owned(),
            direction: Direction::Higher,
            n,
            coverage: share(n, all),
            reference: "the partnership's own rule on notice".to_owned(),
            convention: "median days from announcement to meeting".to_owned(),
            citation: "Schmitz, 10 Dangers to Collective Impact (danger 4)".to_owned(),
            ..Measure::named("notice")
        };
        if late > 0 {
            measure.caveats.push(format!(
                "{} announced after it took place: correct the dates, or read it as no notice.",
                counted(late, "meeting")
            ));
        }
        let Some(value) = median(days) else {
            return measure.undefined("no meeting has a day and a day of announcement.");
        };
        measure.value = Some(value);
        measure.sentence = format!(
            "Half of {} were announced {value} days before or earlier.",
            counted(n, "meeting")
        );
        measure
    }

    fn day_of(&self, meeting: u32) -> Option<i64> {
        self.meetings().get(meeting as usize)?.day
    }
}

/// The middle value, or the mean of the two middle ones.
fn median(mut values: Vec<i64>) -> Option<f64> {
    values.sort_unstable();
    let (low, high) = (values.len().checked_sub(1)? / 2, values.len() / 2);
    Some(f64::midpoint(values[low] as f64, values[high] as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Labels;
    use crate::two_mode::Meeting;

    fn meetings(days: &[Option<i64>]) -> Affiliation {
        let meeting = |(e, day): (usize, &Option<i64>)| Meeting {
            name: e.to_string(),
            day: *day,
            ..Meeting::default()
        };
        let meetings = days.iter().enumerate().map(meeting).collect();
        Affiliation::new(0, Labels::Numbered, meetings, &[]).unwrap()
    }

    #[test]
    fn decisions_by_hand() {
        let table = meetings(&[Some(10), Some(20), None]);
        let decision = |day, meeting, authority| Decision {
            day,
            meeting,
            authority,
        };
        let measure = table.decided_before(&[
            decision(Some(7), Some(0), Some(true)),
            decision(Some(10), Some(0), Some(false)),
            decision(Some(19), Some(1), None),
            decision(Some(25), Some(1), Some(true)),
            decision(None, Some(1), Some(true)),
            decision(Some(1), Some(2), Some(true)),
            decision(Some(1), None, Some(true)),
            decision(Some(1), Some(9), Some(true)),
        ]);
        // 3 days and 1 day before; on the day and after it are not before.
        assert_eq!(
            (measure.value, measure.n, measure.coverage),
            (Some(0.5), 4, Some(0.5))
        );
        assert_eq!(
            measure.sentence,
            "2 of 4 decisions were taken before the day of the meeting that lists them, half of these by 2 days or more."
        );
        assert!(
            measure
                .caveats
                .iter()
                .any(|c| c.contains("For 1 decision no authority"))
        );
        let none = table.decided_before(&[]);
        assert_eq!((none.value, none.coverage), (None, None));
        assert!(none.sentence.contains("not defined"));
    }

    #[test]
    fn notice_by_hand() {
        let table = meetings(&[Some(10), Some(20), Some(30), None]);
        let measure = table.notice(&[Some(3), Some(18), Some(31), Some(1)]);
        // 7, 2 and -1.
        assert_eq!(
            (measure.value, measure.n, measure.coverage),
            (Some(2.0), 3, Some(0.75))
        );
        assert!(measure.caveats[0].starts_with("1 meeting announced after"));
        assert_eq!(table.notice(&[]).value, None);
    }
}
