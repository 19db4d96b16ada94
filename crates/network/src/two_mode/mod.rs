//! Two-mode data: which partner was at which meeting, and what that says of pairs of partners.
//!
//! A cell of the table is one of four things, and mixing them up is the usual mistake. *Present* and *absent* are
//! known. *Not eligible* (not yet a member, not invited) can never be a one: left as a plain zero it makes those
//! who joined late look like a circle of their own. *Unknown* is a lost sign-in sheet; it is neither, and no
//! random table puts a partner there.

pub mod backbone;
mod centrality;
mod fdsm;
mod projection;
pub mod recurrence;
mod sdsm;
#[cfg(test)]
mod tests;
mod timing;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use backbone::{Backbone, BackboneMethod, BackboneOptions, BackbonePair};
pub use centrality::TwoModeScores;
pub use projection::Weighting;
pub use recurrence::{Preceded, Recurrence, RecurrenceNull, RecurrenceOptions};
pub use timing::Decision;

use crate::network::{counted, share};
use crate::nulls::curveball::Table;
use crate::{Attribute, BuildOptions, Error, Labels, Network, Observed, Survey, Ties};

/// What is known of one partner at one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It could have come and did not.
    Absent,
    /// Nobody wrote it down.
    Unknown,
    /// It could not have come: not a member that day, or not invited. A structural zero.
    NotEligible,
    /// It was there.
    Present,
}

impl Presence {
    /// Whether it is known that the partner could have come and whether it did.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Present | Self::Absent)
    }
}

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Meeting {
    /// What it is called; different for every meeting.
    pub name: String,
    /// The day it took place, counted from any fixed day; `None` where it is not known to the day.
    pub day: Option<i64>,
    /// Whether it was open to all partners; `None` is unknown.
    pub open: Option<bool>,
    /// Whether a partner without a record was absent. Otherwise that cell is unknown.
    pub complete: bool,
}

/// What was recorded of one partner (or one of its people) at one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Partner number.
    pub partner: u32,
    /// Meeting number.
    pub meeting: u32,
    /// What was recorded.
    pub presence: Presence,
}

/// Partners by meetings. Immutable; a clone shares all memory. One byte a cell.
#[derive(Debug, Clone)]
pub struct Affiliation {
    labels: Labels,
    partners: usize,
    meetings: Arc<[Meeting]>,
    /// Row by row, one row a partner.
    cells: Arc<[Presence]>,
    backbone: Vec<u32>,
    attributes: Vec<Attribute>,
    notes: Vec<String>,
}

impl Affiliation {
    /// Builds the table of `partners` partners from what was recorded.
    ///
    /// Several records of one cell (several people of one partner) become one: present if anybody was present,
    /// else not eligible, else unknown, else absent. O(cells + records).
    ///
    /// # Errors
    /// A partner or meeting number that does not exist; a meeting's name that appears twice.
    ///
    /// ```
    /// use commonweal_network::Labels;
    /// use commonweal_network::two_mode::{Affiliation, Meeting, Presence, Record};
    /// let meeting = |name: &str| Meeting { name: name.into(), complete: true, ..Meeting::default() };
    /// let there = |partner, meeting| Record { partner, meeting, presence: Presence::Present };
    /// let table = Affiliation::new(3, Labels::Numbered, vec![meeting("May"), meeting("June")],
    ///     &[there(0, 0), there(1, 0), there(1, 1)])?;
    /// assert_eq!((table.attended(1), table.eligible(1), table.presence(2, 0)), (2, 2, Presence::Absent));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn new(
        partners: usize,
        labels: Labels,
        meetings: Vec<Meeting>,
        records: &[Record],
    ) -> Result<Self, Error> {
        if let Labels::Named(_) = labels
            && labels.names().is_some_and(|names| names.len() != partners)
        {
            return Err(Error::LengthMismatch {
                what: "labels",
                found: labels.names().map_or(0, <[String]>::len),
                expected: partners,
            });
        }
        let mut names: Vec<&str> = meetings.iter().map(|m| m.name.as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).position(|w| w[0] == w[1]) {
            return Err(Error::BadOption {
                option: "meetings",
                found: format!("\"{}\" twice", names[twice]),
                expected: "a different name for every meeting".to_owned(),
            });
        }
        let m = meetings.len();
        let mut found: Vec<Option<Presence>> = vec![None; partners * m];
        let mut unexpected = 0;
        for (k, record) in records.iter().enumerate() {
            if record.partner as usize >= partners {
                let found = u64::from(record.partner);
                return Err(Error::PartnerOutOfRange {
                    tie: k,
                    found,
                    n: partners,
                });
            }
            if record.meeting as usize >= m {
                return Err(Error::BadOption {
                    option: "meeting",
                    found: record.meeting.to_string(),
                    expected: format!("the number of one of {m} meetings, counted from 0"),
                });
            }
            let cell = &mut found[record.partner as usize * m + record.meeting as usize];
            let both = [*cell, Some(record.presence)];
            unexpected += u64::from(
                both.contains(&Some(Presence::Present))
                    && both.contains(&Some(Presence::NotEligible)),
            );
            *cell = (*cell).max(Some(record.presence));
        }
        let cells = found
            .iter()
            .enumerate()
            .map(|(k, cell)| {
                cell.unwrap_or(if meetings[k % m].complete {
                    Presence::Absent
                } else {
                    Presence::Unknown
                })
            })
            .collect();
        let mut notes = Vec::new();
        if unexpected > 0 {
            notes.push(format!(
                "{} of a partner that was not invited or not a member that day: counted as present.",
                counted(unexpected, "attendance")
            ));
        }
        Ok(Self {
            labels,
            partners,
            meetings: meetings.into(),
            cells,
            backbone: Vec::new(),
            attributes: Vec::new(),
            notes,
        })
    }

    /// Marks the backbone and adds attributes, which the networks made from this table carry on.
    ///
    /// # Errors
    /// A partner number that does not exist; an attribute of another number of partners.
    pub fn with_partner_data(
        mut self,
        backbone: &[u32],
        attributes: Vec<Attribute>,
    ) -> Result<Self, Error> {
        // The network's own checks, on a network without ties.
        self.empty_network()?
            .with_partner_data(backbone, attributes.clone())?;
        self.backbone = backbone.to_vec();
        self.attributes = attributes;
        Ok(self)
    }

    /// Adds a sentence that every result of this table carries.
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Number of partners.
    pub fn partners(&self) -> usize {
        self.partners
    }

    /// The meetings, in order.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// What the partners are called.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The partners marked as backbone.
    pub fn backbone_partners(&self) -> &[u32] {
        &self.backbone
    }

    /// The attributes of the partners.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Sentences on how the table came about.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What is known of a partner at a meeting; both numbers must exist.
    pub fn presence(&self, partner: u32, meeting: u32) -> Presence {
        self.row(partner)[meeting as usize]
    }

    /// One cell a meeting, in their order; the partner must exist.
    pub fn row(&self, partner: u32) -> &[Presence] {
        let m = self.meetings.len();
        &self.cells[partner as usize * m..(partner as usize + 1) * m]
    }

    /// Meetings at which a partner is known to have been. O(meetings).
    pub fn attended(&self, partner: u32) -> u64 {
        let row = self.row(partner).iter();
        row.filter(|c| **c == Presence::Present).count() as u64
    }

    /// Meetings a partner could have attended and of which it is known whether it did. O(meetings).
    pub fn eligible(&self, partner: u32) -> u64 {
        self.row(partner).iter().filter(|c| c.is_open()).count() as u64
    }

    /// Cells of this kind in the column of a meeting. O(partners).
    pub fn at_meeting(&self, meeting: u32, presence: Presence) -> u64 {
        (0..self.partners as u32)
            .filter(|&i| self.presence(i, meeting) == presence)
            .count() as u64
    }

    /// Share of the cells in which a partner could have come of which it is known whether it did; `None` where
    /// there are none.
    pub fn coverage(&self) -> Option<f64> {
        let count =
            |wanted: fn(Presence) -> bool| self.cells.iter().filter(|c| wanted(**c)).count() as u64;
        let open = count(Presence::is_open);
        share(open, open + count(|c| c == Presence::Unknown))
    }

    /// The same partners with the meetings that `keep` answers yes to, in their order. O(cells).
    pub fn select(&self, keep: impl Fn(&Meeting) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.meetings.len())
            .filter(|&e| keep(&self.meetings[e]))
            .collect();
        let cells = (0..self.partners as u32)
            .flat_map(|i| kept.iter().map(move |&e| self.row(i)[e]))
            .collect();
        Self {
            meetings: kept.iter().map(|&e| self.meetings[e].clone()).collect(),
            cells,
            ..self.clone()
        }
    }

    /// The table as an undirected network of partners and meetings: partners first, then meetings, with the
    /// attribute `mode` (`partner` or `meeting`). Cells nobody wrote down are unknown ties. O(cells).
    ///
    /// A meeting whose name is also a partner's is called `meeting …`.
    ///
    /// # Errors
    /// [`Error::TooLarge`] beyond 2³² − 1 partners and meetings.
    pub fn to_network(&self) -> Result<Network, Error> {
        let (n, m) = (self.partners, self.meetings.len());
        let mut names: Vec<String> = (0..n as u32)
            .map(|i| self.labels.get(i).into_owned())
            .collect();
        let taken: std::collections::HashSet<&str> = names.iter().map(String::as_str).collect();
        let clash = self
            .meetings
            .iter()
            .any(|e| taken.contains(e.name.as_str()));
        let prefix = if clash { "meeting " } else { "" };
        let meetings: Vec<String> = self
            .meetings
            .iter()
            .map(|e| format!("{prefix}{}", e.name))
            .collect();
        names.extend(meetings);
        let (mut source, mut target, mut blank) = (Vec::new(), Vec::new(), Vec::new());
        for (k, cell) in self.cells.iter().enumerate() {
            let (i, e) = ((k / m) as u32, (n + k % m) as u32);
            match cell {
                Presence::Present => {
                    source.push(i);
                    target.push(e);
                }
                Presence::Unknown => blank.extend([(i, e), (e, i)]),
                Presence::Absent | Presence::NotEligible => {}
            }
        }
        let options = BuildOptions {
            labels: Labels::named(names)?,
            ..BuildOptions::default()
        };
        let ties = Ties {
            source: &source,
            target: &target,
            value: None,
        };
        let mode: Vec<Option<&str>> = (0..n + m)
            .map(|k| Some(if k < n { "partner" } else { "meeting" }))
            .collect();
        let network = Network::from_ties(n + m, &ties, &options)?
            .with_partner_data(&self.backbone, vec![Attribute::new("mode", &mode)])?;
        Ok(self.noted(observe(network, blank)?))
    }

    /// An undirected network of the partners with what this table knows of them.
    fn network(&self, ties: &Ties<'_>, blank: Vec<(u32, u32)>) -> Result<Network, Error> {
        let options = BuildOptions {
            labels: self.labels.clone(),
            ..BuildOptions::default()
        };
        let network = Network::from_ties(self.partners, ties, &options)?
            .with_partner_data(&self.backbone, self.attributes.clone())?;
        Ok(self.noted(observe(network, blank)?))
    }

    fn empty_network(&self) -> Result<Network, Error> {
        Network::from_ties(self.partners, &Ties::default(), &BuildOptions::default())
    }

    fn noted(&self, network: Network) -> Network {
        self.caveats().into_iter().fold(network, Network::with_note)
    }

    /// What every result of this table has to say.
    pub(crate) fn caveats(&self) -> Vec<String> {
        let mut caveats = self.notes.clone();
        let count = |presence| self.cells.iter().filter(|c| **c == presence).count() as u64;
        let (unknown, closed) = (count(Presence::Unknown), count(Presence::NotEligible));
        let all = self.cells.len();
        let idle = (0..self.partners as u32).filter(|&i| self.eligible(i) == 0);
        let idle = idle.count();
        if idle > 0 {
            caveats.push(format!(
                "{idle} of {} have no meeting they could have attended with a known answer.",
                counted(self.partners as u64, "partner")
            ));
        }
        if unknown > 0 {
            caveats.push(format!(
                "Of {all} cells of partner and meeting {unknown} are unknown; unknown is not counted as absent."
            ));
        }
        if closed > 0 {
            caveats.push(format!(
                "In {closed} of {all} cells the partner could not have come (not a member that day, or not invited); they are no absences."
            ));
        }
        caveats
    }

    /// The cells of the kind that `wanted` answers yes to.
    fn cells_where(&self, wanted: impl Fn(Presence) -> bool) -> Vec<(u32, u32)> {
        (0..self.partners as u32)
            .flat_map(|i| self.row(i).iter().zip(0..).map(move |(c, e)| (i, e, *c)))
            .filter(|&(_, _, c)| wanted(c))
            .map(|(i, e, _)| (i, e))
            .collect()
    }

    /// One bit a partner and meeting: whether the cell is of the kind that `wanted` answers yes to.
    fn table(&self, wanted: impl Fn(Presence) -> bool) -> Result<Table, Error> {
        let cells = self.cells_where(wanted);
        Table::new(self.partners, self.meetings.len(), &cells)
    }
}

/// Makes pairs unknown, when there are any.
fn observe(network: Network, blank: Vec<(u32, u32)>) -> Result<Network, Error> {
    if blank.is_empty() {
        return Ok(network);
    }
    let everyone = vec![true; network.partners()];
    network.with_observed(Observed::survey(&Survey {
        asked: everyone.clone(),
        answered: everyone,
        blank,
        ..Survey::default()
    })?)
}

/// Every pair of `n` partners once, the smaller number first.
fn pairs(n: usize) -> impl Iterator<Item = (u32, u32)> {
    (0..n as u32).flat_map(move |i| (i + 1..n as u32).map(move |j| (i, j)))
}
