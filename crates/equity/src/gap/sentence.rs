//! Gaps in plain words, each with its reference.

use super::{Finding, Gap, GapStatus, Gaps, NotAssessable, Rule};
use crate::rate::percent_level;
use crate::words::{Wording, count_of, plural, points, thousands};
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
        match (self.status, self.finding) {
            (GapStatus::NotAssessable(reason), Some(found)) => format!(
                "{text} Not assessed by the {}: {}.",
                found.rule.title(),
                reason.words()
            ),
            (GapStatus::NotAssessable(reason), None) => {
                format!("{text} Not assessed: {}.", reason.words())
            }
            (status, Some(found)) => format!("{text} {}", found.sentence(status)),
            (_, None) => text,
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

impl Finding {
    fn sentence(&self, status: GapStatus) -> String {
        let (flagged, verb) = match status {
            GapStatus::Flagged => (true, "flagged"),
            _ => (false, "not flagged"),
        };
        let index = self
            .index
            .map_or_else(String::new, |index| index.decimal(2));
        let ground = match self.rule {
            Rule::Ppg2017 { .. } | Rule::Ppg2022 { .. } => {
                format!(
                    "margin {} points",
                    points(self.margin_pp.unwrap_or_default())
                )
            }
            Rule::Proportionality { cut } | Rule::EightyPercent { cut } => {
                format!("index {index}, cut-off {}", cut.decimal(2))
            }
            Rule::Idea { threshold, .. } => {
                let kind = if self.alternate {
                    "alternate risk ratio"
                } else {
                    "risk ratio"
                };
                format!("{kind} {index}, threshold {}", threshold.decimal(2))
            }
        };
        let needed = match (self.to_leave, self.to_parity) {
            (Some(leave), Some(parity)) if flagged => format!(
                "; moving {} of the children ends the flag, moving {} brings parity",
                thousands(leave),
                thousands(parity)
            ),
            _ => String::new(),
        };
        format!("{}: {verb} ({ground}){needed}.", self.rule.title())
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
        let reference = self.options.reference.words();
        let groups = plural(self.gaps.len(), "group");
        let level = percent_level(self.options.confidence);
        if let Some(rule) = self.options.rule {
            let convention = rule.convention(self.options.direction, self.options.min_n);
            return format!(
                "{groups} compared with {reference}: {flagged} flagged, {other} not flagged, {unknown} not assessed. {convention}.{}",
                self.family_sentence()
            );
        }
        let what = match self.options.correction {
            None => format!("that a {level} interval sets apart from zero"),
            Some(_) => format!("set apart from zero at the {level} level after correction"),
        };
        format!(
            "{groups} compared with {reference}: {flagged} with a gap on the unfavourable side {what}, {other} without, {unknown} not assessed.{}",
            self.family_sentence()
        )
    }

    fn family_sentence(&self) -> String {
        self.family.as_ref().map_or_else(String::new, |family| {
            format!(
                " p-values are adjusted over {} ({}).",
                plural(family.size, "comparison"),
                family.correction.name()
            )
        })
    }
}
