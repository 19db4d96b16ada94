//! Gaps in plain words, each with its reference.

use super::{Gap, GapStatus, Gaps, NotAssessable, Reference};
use crate::Direction;
use crate::rate::percent_level;
use crate::words::{Wording, count_of, plural, points};

impl Gap {
    /// The gap in one plain sentence.
    pub fn sentence(&self, words: &Wording) -> String {
        let Some((difference, own)) = self.difference_pp.zip(self.rate.rate) else {
            return self.uncertain_sentence(words);
        };
        let GapStatus::NotAssessable(NotAssessable::IsReference) = self.status else {
            let reference = match (self.reference.rate, self.reference.n) {
                (Some(rate), Some(n)) => {
                    format!("{} ({} of {n})", self.reference.population, rate.percent(1))
                }
                _ => self.reference.description.clone(),
            };
            let side = if points(difference) == "0.0" {
                format!("the same as {reference}")
            } else {
                let side = if difference < 0.0 { "below" } else { "above" };
                format!("{} points {side} {reference}", points(difference.abs()))
            };
            let mut out = format!(
                "{}: {} of {} {}, {side}",
                self.rate.key,
                own.percent(1),
                count_of(self.rate.n, &words.population),
                words.outcome
            );
            if let Some((low, high)) = self.lower_pp.zip(self.upper_pp) {
                let level = self.rate.convention.rsplit(", ").next().unwrap_or_default();
                out += &format!("; {level} interval {} to {}", points(low), points(high));
            }
            out.push('.');
            if let GapStatus::NotAssessable(reason) = self.status {
                out += &format!(" Not assessed: {}.", reason.words());
            }
            return out;
        };
        format!("{} It is the reference.", self.rate.sentence(words))
    }

    fn uncertain_sentence(&self, words: &Wording) -> String {
        let mut out = self.rate.sentence(words);
        if let Some((low, high)) = self.lower_pp.zip(self.upper_pp) {
            out += &format!(
                " The difference to {} is between {} and {} points.",
                self.reference.description,
                points(low),
                points(high)
            );
        }
        if let GapStatus::NotAssessable(reason) = self.status {
            out += &format!(" Not assessed: {}.", reason.words());
        }
        out
    }

    /// Children to parity in one plain sentence; `None` where there is no reference rate.
    pub fn needed_sentence(&self, words: &Wording, direction: Direction) -> Option<String> {
        let needed = self.needed?;
        let more = match direction {
            Direction::Higher => "more",
            Direction::Lower => "fewer",
        };
        let mut out = format!(
            "{}: parity with {} takes {} {more} {}, with that rate held fixed",
            self.rate.key, self.reference.description, needed.fixed, words.population
        );
        if let Some(moving) = needed.moving {
            out += &format!("; {moving} when it moves with the group");
        }
        out.push('.');
        Some(out)
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
