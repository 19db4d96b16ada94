//! From the tables to partners by meetings, with what is unknown kept unknown.

use std::collections::HashMap;

use commonweal_network::Labels;
use commonweal_network::two_mode::{Affiliation, Meeting, Presence, Record};

use crate::error::Error;
use crate::tables::{Event, Partner, Tables};
use crate::value::{Answer, Date};

/// Which meetings, and what counts as not being able to come.
#[derive(Debug, Clone, PartialEq)]
pub struct AffiliationOptions {
    /// Types of meeting to keep, as in the table `events`; all when empty.
    pub types: Vec<String>,
    /// Whether a partner recorded as not invited could not have come. Switch it off to ask about invitations
    /// themselves: with it, who was left out is no longer part of the question.
    pub invitations: bool,
}

impl Default for AffiliationOptions {
    fn default() -> Self {
        Self {
            types: Vec::new(),
            invitations: true,
        }
    }
}

impl Tables {
    /// Partners by meetings, from the tables `events` and `attendance`. O(partners · meetings + rows).
    ///
    /// * **Partners**: everyone in `partners`, with the attributes they have in a network.
    /// * **Not eligible**: a partner that surely had not joined by then or had left
    ///   (`joined_on`, `left_on`), and one recorded as not invited.
    /// * **Without a row**: absent where the meeting's `attendance_complete` is yes, else unknown.
    /// * **Several people of a partner**: present if anybody was.
    ///
    /// # Errors
    /// Without a table of meetings; a type of meeting that is not in it.
    ///
    /// ```
    /// use commonweal_tables::{AffiliationOptions, ReadOptions, read_csv_texts};
    /// let files = [
    ///     ("partners.csv", "partner_id,joined_on\nP1,2020\nP2,2025\n"),
    ///     ("events.csv", "event_id,date,attendance_complete\nM1,2024-05-01,yes\nM2,2025-05-01,\n"),
    ///     ("attendance.csv", "event_id,partner_id,attended\nM1,P1,yes\nM2,P2,yes\n"),
    /// ];
    /// let loaded = read_csv_texts(files.map(|(name, text)| (name, text.as_bytes())), &ReadOptions::default());
    /// let meetings = loaded.into_result()?.0.affiliation(&AffiliationOptions::default())?;
    /// assert_eq!((meetings.eligible(0), meetings.eligible(1)), (1, 1)); // P1 at M2 is unknown
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn affiliation(&self, options: &AffiliationOptions) -> Result<Affiliation, Error> {
        if self.events.is_empty() {
            return Err(Error::Input(
                "no meetings. Add a table events (event_id, date) and a table attendance (event_id, partner_id, attended)."
                    .to_owned(),
            ));
        }
        let events = self.events_of(&options.types)?;
        let partner: HashMap<&str, u32> = (0..)
            .zip(&self.partners)
            .map(|(i, p)| (p.partner_id.as_str(), i))
            .collect();
        let event: HashMap<&str, u32> = (0..)
            .zip(&events)
            .map(|(e, event)| (event.event_id.as_str(), e))
            .collect();
        let mut records = Vec::new();
        for row in &self.attendance {
            let (Some(&i), Some(&e)) = (
                partner.get(row.partner_id.as_str()),
                event.get(row.event_id.as_str()),
            ) else {
                continue;
            };
            let mut add = |presence| {
                records.push(Record {
                    partner: i,
                    meeting: e,
                    presence,
                });
            };
            add(match row.attended {
                Answer::Yes => Presence::Present,
                Answer::No => Presence::Absent,
                Answer::Unknown => Presence::Unknown,
            });
            if options.invitations && row.invited == Answer::No {
                add(Presence::NotEligible);
            }
        }
        for (i, member) in (0..).zip(&self.partners) {
            for (e, event) in (0..).zip(&events) {
                if !could_be_member(member, event) {
                    records.push(Record {
                        partner: i,
                        meeting: e,
                        presence: Presence::NotEligible,
                    });
                }
            }
        }
        let meetings = events
            .iter()
            .map(|event| Meeting {
                name: event.event_id.clone(),
                day: event.date.and_then(Date::day_number),
                open: event.open,
                complete: event.attendance_complete == Answer::Yes,
            })
            .collect();
        let members: Vec<&Partner> = self.partners.iter().collect();
        let labels = Labels::named(members.iter().map(|p| p.partner_id.clone()).collect())?;
        let backbone: Vec<u32> = (0..members.len() as u32)
            .filter(|&i| members[i as usize].is_backbone)
            .collect();
        Ok(Affiliation::new(members.len(), labels, meetings, &records)?
            .with_partner_data(&backbone, self.attributes(&members))?)
    }

    /// The meetings of these types, in the order of the table.
    fn events_of(&self, types: &[String]) -> Result<Vec<&Event>, Error> {
        let mut there: Vec<&str> = self.events.iter().filter_map(|e| e.kind).collect();
        there.sort_unstable();
        there.dedup();
        if let Some(wrong) = types.iter().find(|t| !there.contains(&t.as_str())) {
            return Err(Error::not_found("type of meeting", wrong, &there));
        }
        let wanted = |e: &&Event| {
            types.is_empty() || e.kind.is_some_and(|kind| types.iter().any(|t| t == kind))
        };
        Ok(self.events.iter().filter(wanted).collect())
    }
}

/// Whether the partner may have belonged to the partnership on the day of the meeting.
fn could_be_member(partner: &Partner, event: &Event) -> bool {
    let before =
        |a: Option<Date>, b: Option<Date>| a.zip(b).is_some_and(|(a, b)| a.surely_before(b));
    !before(event.date, partner.joined_on) && !before(partner.left_on, event.date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, read_csv_texts};
    use commonweal_network::two_mode::Presence::{Absent, NotEligible, Present, Unknown};

    fn tables(partners: &str, events: &str, attendance: &str) -> Tables {
        let files = [
            ("partners.csv", partners),
            ("events.csv", events),
            ("attendance.csv", attendance),
        ];
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        read_csv_texts(files, &ReadOptions::default())
            .into_result()
            .unwrap()
            .0
    }

    #[test]
    fn members_invitations_and_lost_sheets() {
        let tables = tables(
            "partner_id,joined_on,left_on\nA,,\nB,2024-06-01,\nC,,2024-05\n",
            "event_id,date,type,open,attendance_complete\n\
             M1,2024-05-20,plenary,yes,yes\nM2,2024-06-20,side,no,yes\nM3,2024-07-20,plenary,yes,no\n",
            "event_id,partner_id,attended,invited\n\
             M1,A,yes,\nM1,C,no,\nM2,A,yes,yes\nM2,B,no,no\nM3,A,unknown,\nM3,B,yes,\n",
        );
        let of = |invitations| {
            let options = AffiliationOptions {
                invitations,
                ..AffiliationOptions::default()
            };
            tables.affiliation(&options).unwrap()
        };
        let strict = of(true);
        assert_eq!(strict.row(0), [Present, Present, Unknown]);
        assert_eq!(strict.row(1), [NotEligible, NotEligible, Present]);
        // C left some day in May: it may still have been a member on the 20th.
        assert_eq!(strict.row(2), [Absent, NotEligible, NotEligible]);
        assert_eq!(of(false).row(1), [NotEligible, Absent, Present]);
        let days: Vec<_> = strict.meetings().iter().map(|m| m.day).collect();
        assert_eq!(days[1].unwrap() - days[0].unwrap(), 31);
        assert_eq!(strict.meetings()[1].open, Some(false));
    }

    #[test]
    fn types_are_chosen_and_a_wrong_one_is_told() {
        let tables = tables(
            "partner_id\nA\n",
            "event_id,date,type\nM1,2024-05-20,plenary\nM2,2024-06,side\nM3,2024-06-02,\n",
            "event_id,partner_id,attended\nM1,A,yes\n",
        );
        let of = |types: &[&str]| {
            let types = types.iter().map(|t| (*t).to_owned()).collect();
            tables.affiliation(&AffiliationOptions {
                types,
                ..AffiliationOptions::default()
            })
        };
        assert_eq!(of(&["side"]).unwrap().meetings()[0].name, "M2");
        // Known to the month only.
        assert_eq!(of(&["side"]).unwrap().meetings()[0].day, None);
        assert_eq!(of(&[]).unwrap().meetings().len(), 3);
        let message = of(&["sides"]).unwrap_err().to_string();
        assert!(message.contains("Closest: \"side\""), "{message}");
    }
}
