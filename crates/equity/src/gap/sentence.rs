//! Gaps in plain words, each with its reference.

use super::{Gap, GapStatus, Gaps, NotAssessable, Reference};
use crate::rate::percent_level;
use crate::words::{Wording, count_of, plural, points};
use crate::{Direction, Exact};

impl Gap {
    /// The gap in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let text = match (self.difference_pp, self.rate.rate, self.status) {
            (Some(_), _, GapStatus::NotAssessable(NotAssessable::IsReference)) => {
                return format!("{} It is the reference.", self.rate.sentence(words));
            }
            (Some(difference), Some(own), _) => self.known(difference, own, words),
            _ => self.uncertain(words),
        };
        match self.status {
            GapStatus::NotAssessable(reason) => format!("{text} Not assessed: {}.", reason.words()),
            _ => text,
        }
    }

    fn known(&self, difference: f64, own: Exact, words: &Wording) -> String {
        let reference = match (self.reference.rate, self.reference.n) {
            (Some(rate), Some(n)) => {
                format!("{} ({} of {n})", self.reference.population, rate.percent(1))
            }
            _ => self.reference.description.clone(),
        };
        let size = points(difference.abs());
        let comparison = if size == "0.0" {
            format!("the same as {reference}")
        } else if difference < 0.0 {
            format!("{size} points below {reference}")
        } else {
            format!("{size} points above {reference}")
        };
        let interval = self
            .lower_pp
            .zip(self.upper_pp)
            .map_or_else(String::new, |(low, high)| {
                let level = percent_level(self.rate.confidence);
                format!("; {level} interval {} to {}", points(low), points(high))
            });
        format!(
            "{}: {} of {} {}, {comparison}{interval}.",
            self.rate.key,
            own.percent(1),
            count_of(self.rate.n, &words.population),
            words.outcome
        )
    }

    fn uncertain(&self, words: &Wording) -> String {
        let rate = self.rate.sentence(words);
        match self.lower_pp.zip(self.upper_pp) {
            Some((low, high)) => format!(
                "{rate} The difference to {} is between {} and {} points.",
                self.reference.description,
                points(low),
                points(high)
            ),
            None => rate,
        }
    }

    /// Children to parity in one plain sentence; `None` where there is no reference rate.
    pub fn needed_sentence(&self, words: &Wording, direction: Direction) -> Option<String> {
        let needed = self.needed?;
        let more = match direction {
            Direction::Higher => "more",
            Direction::Lower => "fewer",
        };
        let moving = needed.moving.map_or_else(String::new, |moving| {
            format!("; {moving} when it moves with the group")
        });
        Some(format!(
            "{}: parity with {} takes {} {more} of the {}, with that rate held fixed{moving}.",
            self.rate.key, self.reference.description, needed.fixed, words.population
        ))
    }
}

impl Gaps {
    /// How many groups are flagged, not flagged, not assessable.
    pub fn counts(&self) -> (usize, usize, usize) {
        let of = |wanted: fn(&GapStatus) -> bool| {
            self.gaps.iter().filter(|gap| wanted(&gap.status)).count()
        };
        (
            of(|status| *status == GapStatus::Flagged),
            of(|status| *status == GapStatus::NotFlagged),
            of(|status| matches!(status, GapStatus::NotAssessable(_))),
        )
    }

    /// What was compared and how many gaps stand out, in one plain sentence.
    pub fn sentence(&self) -> String {
        let (flagged, other, unknown) = self.counts();
        let reference = match &self.options.reference {
            Reference::Rest => "everyone else".to_owned(),
            Reference::Overall => "all children together".to_owned(),
            Reference::Best { min_n } => format!("the best rate of a group of at least {min_n}"),
            Reference::Group { name } => name.clone(),
            Reference::Level { level } => format!("the fixed level {}", level.percent(1)),
        };
        format!(
            "{} compared with {reference}: {flagged} with a gap on the unfavourable side that a {} interval sets apart from zero, {other} without, {unknown} not assessed.",
            plural(self.gaps.len(), "group"),
            percent_level(self.options.confidence)
        )
    }
}
