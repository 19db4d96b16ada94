//! Trends in words.

use super::{Movement, Segment, Slope, Trend, TrendMeasure};
use crate::Direction;
use crate::words::{Wording, plural, points};

impl Trend {
    /// The trend, one plain sentence a segment, and one for progress.
    pub fn sentence(&self, words: &Wording) -> String {
        let mut sentences: Vec<String> = self
            .segments
            .iter()
            .map(|segment| self.of_segment(segment))
            .collect();
        if self.segments.len() > 1 {
            sentences.push(
                "The definition changes between these parts; they are not joined.".to_owned(),
            );
        }
        if let Some(progress) = &self.progress {
            sentences.push(progress.sentence(words));
        }
        format!("{}: {}", self.key, sentences.join(" "))
    }

    fn of_segment(&self, segment: &Segment) -> String {
        let mut parts = Vec::new();
        for (measure, slope) in &segment.slopes {
            let what = match measure {
                TrendMeasure::Rate => "the rate".to_owned(),
                TrendMeasure::Gap => format!("the gap to {}", self.options.reference),
                TrendMeasure::LogOdds | TrendMeasure::LogRatio => continue,
            };
            parts.push(match *slope {
                Slope::NotAssessed { reason } => format!("{what} not assessed: {}", reason.words()),
                Slope::Fitted {
                    per_year,
                    lower,
                    upper,
                    ..
                } => format!(
                    "{what} changes by {} points a year ({} to {}){}",
                    points(per_year),
                    points(lower),
                    points(upper),
                    self.judged(*measure, slope)
                ),
            });
        }
        let left_out = match segment.left_out.as_slice() {
            [] => String::new(),
            some => format!("; left out: {}", some.join(", ")),
        };
        format!(
            "{} to {} ({}{left_out}): {}.",
            segment.from,
            segment.to,
            plural(segment.periods, "period"),
            parts.join("; ")
        )
    }

    /// What the interval can tell. A rising gap may be good or bad (it has a sign), so only rates are judged.
    fn judged(&self, measure: TrendMeasure, slope: &Slope) -> &'static str {
        match (slope.movement(), measure, self.options.direction) {
            (Movement::Unclear, ..) => ", no change that can be told from chance",
            (Movement::Rising, TrendMeasure::Rate, Direction::Higher)
            | (Movement::Falling, TrendMeasure::Rate, Direction::Lower) => ", towards better",
            (Movement::Falling, TrendMeasure::Rate, Direction::Higher)
            | (Movement::Rising, TrendMeasure::Rate, Direction::Lower) => ", away from better",
            _ => "",
        }
    }
}
