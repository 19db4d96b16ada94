//! The meeting before the meeting: who is present at closed meetings in the days before open ones, and whether it
//! is the same partners more often than their attendance explains.

#[cfg(test)]
mod tests;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::{Affiliation, Presence};
use crate::network::counted;
use crate::nulls::Beyond;
use crate::nulls::curveball::Table;
use crate::nulls::draws::{Null, p_text, refit};
use crate::options::named;
use crate::{Control, Error};

/// What is held fixed while the rest is left to chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecurrenceNull {
    /// How often each partner came, how many came to each meeting, and where each could have come, over all
    /// meetings of the table: is it the same partners more than attendance explains?
    #[default]
    Attendance,
    /// How often each partner came to closed meetings; at which of those it could have attended is shuffled within
    /// the partner: are the meetings just before open ones different from other closed meetings?
    Dates,
}

named!(RecurrenceNull, "null", { "attendance" => Attendance, "dates" => Dates });

/// Options of [`Affiliation::recurrence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecurrenceOptions {
    /// How many days before an open meeting a closed one counts; 1 is the day before. Meetings of the same day
    /// do not count: their order is not recorded.
    pub days: u32,
    /// What chance leaves fixed.
    pub null: RecurrenceNull,
    /// Random tables; 0 for no test.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
}

impl Default for RecurrenceOptions {
    fn default() -> Self {
        Self {
            days: 3,
            null: RecurrenceNull::default(),
            draws: 999,
            seed: 0,
        }
    }
}

/// An open meeting and the closed ones in the days before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preceded {
    /// Number of the open meeting.
    pub open: u32,
    /// Numbers of the closed meetings.
    pub closed: Vec<u32>,
    /// Days from the last of them to the open meeting.
    pub days: u32,
    /// Partners known to have been at one of them at least.
    pub present: u32,
}

/// Closed meetings before open ones, and who recurs at them.
///
/// Not for export as it stands, and so without a serialised form: `regulars` point at partners and counts can be of
/// one or two. What anybody may see are the sentence, [`Recurrence::regulars_shown`] and
/// [`Preceded::present_shown`].
#[derive(Debug, Clone, PartialEq)]
pub struct Recurrence {
    /// Open meetings whose day is known.
    pub open_meetings: u32,
    /// Those with a closed meeting in the days before, in order of the table.
    pub preceded: Vec<Preceded>,
    /// Mean over all pairs of these occasions of the partners present at both, divided by those present at either
    /// (Jaccard); `None` with fewer than two occasions, and the first caveat says so.
    pub overlap: Option<f64>,
    /// Partners present at half of the occasions or more.
    pub regulars: Vec<u32>,
    /// The overlap beside chance; `None` where there is none, or without draws.
    pub overlap_test: Option<Beyond>,
    /// The number of regulars beside chance.
    pub regulars_test: Option<Beyond>,
    /// How many days before an open meeting count.
    pub days: u32,
    /// What chance left fixed.
    pub null: RecurrenceNull,
    /// Where chance came from.
    pub seed: u64,
    /// Share of the cells in which a partner could have come of which it is known whether it did.
    pub coverage: Option<f64>,
    /// The definition used.
    pub convention: String,
    /// Sentences that belong to the result wherever it goes.
    pub caveats: Vec<String>,
    /// The result in plain sentences.
    pub sentence: String,
}

/// What no record can say, wherever the result goes.
const LIMIT: &str =
    "Records say nothing about what was said, and meetings nobody recorded are not in them.";
/// A number of partners below this could point at them.
const FEW: usize = 3;

impl Affiliation {
    /// Whether the same partners recur at closed meetings in the days before open ones.
    ///
    /// A closed meeting belongs to the first open meeting after it. Meetings of which it is not known whether
    /// they were open, or on which day they took place, belong to nothing and are counted in the caveats.
    /// O(draws · (attendances + occasions² · partners/64)).
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn recurrence(
        &self,
        options: &RecurrenceOptions,
        control: &Control,
    ) -> Result<Recurrence, Error> {
        let table = self.table(|c| c == Presence::Present)?;
        let mut preceded = self.preceded(options.days);
        // Of an occasion without anybody known to have been there nothing can recur.
        let unseen = preceded.iter().filter(|p| p.present == 0).count();
        let occasions = Occasions::new(self, &preceded);
        let (overlap, regulars) = occasions.statistics(&table);
        let testable = overlap.is_some() && options.draws > 0;
        let drawn = match options.null {
            _ if !testable => Vec::new(),
            RecurrenceNull::Attendance => {
                let null = self.random_tables(options.seed, control)?;
                refit(
                    &null,
                    options.draws,
                    options.seed,
                    control,
                    || (),
                    |t, ()| Ok(occasions.statistics(t)),
                )?
            }
            RecurrenceNull::Dates => {
                let null = ShuffledDates::new(self, &table);
                refit(
                    &null,
                    options.draws,
                    options.seed,
                    control,
                    || (),
                    |t, ()| Ok(occasions.statistics(t)),
                )?
            }
        };
        let beyond = |observed: f64, of: fn(&(Option<f64>, Vec<u32>)) -> f64| {
            let values: Vec<f64> = drawn.iter().map(of).collect();
            testable.then(|| Beyond::of(observed, &values))
        };
        let overlap_test =
            overlap.and_then(|value| beyond(value, |(overlap, _)| overlap.unwrap_or(f64::NAN)));
        let regulars_test = beyond(regulars.len() as f64, |(_, r)| r.len() as f64);
        let open_meetings = self
            .meetings()
            .iter()
            .filter(|m| m.open == Some(true) && m.day.is_some());
        preceded.sort_by_key(|p| p.open);
        let mut found = Recurrence {
            open_meetings: open_meetings.count() as u32,
            overlap,
            regulars,
            overlap_test,
            regulars_test,
            days: options.days,
            null: options.null,
            seed: options.seed,
            coverage: self.coverage(),
            convention: format!(
                "closed meetings 1 to {} days before an open one; mean Jaccard overlap of those present, over pairs of occasions; null: {}",
                options.days,
                match options.null {
                    RecurrenceNull::Attendance =>
                        "attendance of partners and meetings and eligibility fixed (curveball)",
                    RecurrenceNull::Dates =>
                        "closed meetings each partner could attend, shuffled within the partner",
                }
            ),
            caveats: self.recurrence_caveats(unseen),
            sentence: String::new(),
            preceded,
        };
        if found.overlap.is_none() {
            found.caveats.insert(
                0,
                "Not testable: fewer than two open meetings have a closed meeting with known attendance in the days before.".to_owned(),
            );
        }
        found.sentence = found.words();
        Ok(found)
    }

    /// Open meetings with closed ones before them. Each closed one goes to the first open one after it.
    fn preceded(&self, days: u32) -> Vec<Preceded> {
        let day_of = |open: bool| -> Vec<(i64, u32)> {
            let all = self.meetings().iter().zip(0..);
            let mut found: Vec<(i64, u32)> = all
                .filter(|(m, _)| m.open == Some(open))
                .filter_map(|(m, e)| Some((m.day?, e)))
                .collect();
            found.sort_unstable();
            found
        };
        let open = day_of(true);
        let mut closed_before: Vec<Vec<(i64, u32)>> = vec![Vec::new(); open.len()];
        for (day, e) in day_of(false) {
            // The first open meeting on a later day.
            let next = open.partition_point(|&(d, _)| d <= day);
            if let Some(&(d, _)) = open.get(next)
                && d.saturating_sub(day) <= i64::from(days)
            {
                closed_before[next].push((day, e));
            }
        }
        let mut found = Vec::new();
        for ((day, e), closed) in open.into_iter().zip(closed_before) {
            if let Some(&(last, _)) = closed.last() {
                let present = (0..self.partners() as u32)
                    .filter(|&i| {
                        closed
                            .iter()
                            .any(|&(_, c)| self.presence(i, c) == Presence::Present)
                    })
                    .count() as u32;
                found.push(Preceded {
                    open: e,
                    closed: closed.iter().map(|&(_, c)| c).collect(),
                    days: (day - last) as u32,
                    present,
                });
            }
        }
        found
    }

    fn recurrence_caveats(&self, unseen: usize) -> Vec<String> {
        let mut caveats = self.caveats();
        let lost = |wanted: fn(&super::Meeting) -> bool| {
            self.meetings().iter().filter(|m| wanted(m)).count() as u64
        };
        let (unsaid, undated) = (lost(|m| m.open.is_none()), lost(|m| m.day.is_none()));
        if unsaid > 0 {
            caveats.push(format!(
                "Of {} it is not recorded whether they were open; they count as neither.",
                counted(unsaid, "meeting")
            ));
        }
        if undated > 0 {
            caveats.push(format!(
                "{} without a day left out.",
                counted(undated, "meeting")
            ));
        }
        if unseen > 0 {
            caveats.push(format!(
                "Nobody is known to have been at the closed meetings before {}; left out of the overlap.",
                counted(unseen as u64, "open meeting")
            ));
        }
        caveats.push(LIMIT.to_owned());
        caveats
    }
}

impl Preceded {
    /// The number present as it may be shown to anybody: `None` for one or two.
    pub fn present_shown(&self) -> Option<u32> {
        shown(self.present as usize).map(|count| count as u32)
    }
}

/// A number of partners as it may be shown to anybody.
fn shown(count: usize) -> Option<usize> {
    (count == 0 || count >= FEW).then_some(count)
}

impl Recurrence {
    /// The number of regulars as it may be shown to anybody: `None` for one or two.
    pub fn regulars_shown(&self) -> Option<usize> {
        shown(self.regulars.len())
    }

    fn words(&self) -> String {
        let count = self.preceded.len();
        let days = match self.days {
            1 => "the day".to_owned(),
            days => format!("the {days} days"),
        };
        let before = format!(
            "In {count} of {} {days} before held a closed meeting.",
            counted(u64::from(self.open_meetings), "open meeting")
        );
        let Some(overlap) = self.overlap else {
            return format!(
                "{before} Whether the same partners recur cannot be said: that takes two such occasions with known attendance. {LIMIT}"
            );
        };
        let beside_chance = self.overlap_test.as_ref().map_or_else(String::new, |test| {
            format!(
                "; {} alone gives {:.0} % (smallest p that {} can give {}, p = {})",
                match self.null {
                    RecurrenceNull::Attendance => "attendance",
                    RecurrenceNull::Dates => "shuffling who came to which closed meeting",
                },
                100.0 * test.mean,
                counted(test.draws, "draw"),
                p_text(test.smallest),
                p_text(test.p_high),
            )
        });
        format!(
            "{before} Of the partners at either of two such occasions, {:.0} % were at both on average{beside_chance}. {LIMIT}",
            100.0 * overlap
        )
    }
}

/// Where in a table of attendance the occasions are.
struct Occasions {
    partners: usize,
    /// For each occasion, the bits of its closed meetings in a row.
    masks: Vec<Vec<u64>>,
}

impl Occasions {
    fn new(affiliation: &Affiliation, preceded: &[Preceded]) -> Self {
        let words = affiliation.meetings().len().div_ceil(64);
        let masks = preceded
            .iter()
            .filter(|p| p.present > 0)
            .map(|p| {
                let mut mask = vec![0; words];
                for &e in &p.closed {
                    mask[e as usize / 64] |= 1 << (e % 64);
                }
                mask
            })
            .collect();
        Self {
            partners: affiliation.partners(),
            masks,
        }
    }

    /// Mean overlap of the occasions, and who was at half of them or more.
    fn statistics(&self, table: &Table) -> (Option<f64>, Vec<u32>) {
        let occasions = self.masks.len();
        if occasions < 2 {
            return (None, Vec::new());
        }
        let words = self.partners.div_ceil(64);
        let mut present = vec![0_u64; occasions * words];
        let mut regulars = Vec::new();
        for i in 0..self.partners {
            let row = table.row(i as u32);
            let mut times = 0;
            for (k, mask) in self.masks.iter().enumerate() {
                if row.iter().zip(mask).any(|(row, mask)| row & mask != 0) {
                    present[k * words + i / 64] |= 1 << (i % 64);
                    times += 1;
                }
            }
            if 2 * times >= occasions {
                regulars.push(i as u32);
            }
        }
        let set = |k: usize| &present[k * words..(k + 1) * words];
        let mut sum = 0.0;
        for a in 0..occasions {
            for b in a + 1..occasions {
                let (mut both, mut either) = (0, 0);
                for (x, y) in set(a).iter().zip(set(b)) {
                    both += (x & y).count_ones();
                    either += (x | y).count_ones();
                }
                // Shuffled dates can leave two occasions without anybody: nobody recurs.
                sum += f64::from(both) / f64::from(either.max(1));
            }
        }
        let pairs = (occasions * (occasions - 1) / 2) as f64;
        (Some(sum / pairs), regulars)
    }
}

/// Tables in which each partner has been at as many closed meetings as here, at random ones of those it could have
/// attended.
struct ShuffledDates<'a> {
    observed: &'a Table,
    /// For each partner, the closed meetings it could have attended and at how many it was.
    partners: Vec<(Vec<u32>, usize)>,
}

impl<'a> ShuffledDates<'a> {
    fn new(affiliation: &Affiliation, observed: &'a Table) -> Self {
        let closed: Vec<u32> = (0..affiliation.meetings().len() as u32)
            .filter(|&e| affiliation.meetings()[e as usize].open == Some(false))
            .collect();
        let partners = (0..affiliation.partners() as u32)
            .map(|i| {
                let able = closed.iter().copied();
                let able: Vec<u32> = able
                    .filter(|&e| affiliation.presence(i, e).is_open())
                    .collect();
                let came = able.iter().filter(|&&e| observed.has(i, e)).count();
                (able, came)
            })
            .collect();
        Self { observed, partners }
    }
}

impl Null for ShuffledDates<'_> {
    type Draw = Table;

    fn blank(&self) -> Table {
        self.observed.clone()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Table,
    ) -> Result<(), Error> {
        control.check()?;
        for (i, (able, came)) in (0..).zip(&self.partners) {
            // Selection sampling: each set of `came` of the meetings with the same chance (Knuth 3.4.2, S).
            let mut left = *came;
            for (k, &e) in able.iter().enumerate() {
                if chance.random_range(0..able.len() - k) < left {
                    into.set(i, e);
                    left -= 1;
                } else {
                    into.clear(i, e);
                }
            }
        }
        Ok(())
    }
}
