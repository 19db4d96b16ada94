//! A decomposition in words.

use super::{Contrast, Decomposition, GapPart};
use crate::words::{Wording, plural, points, thousands};

impl Decomposition {
    /// The difference and its two parts, in plain sentences.
    pub fn sentence(&self, words: &Wording) -> String {
        let population = &words.population;
        let (first, second) = (&self.first, &self.second);
        let (Some(gap), Some(between), Some(within), Some(a), Some(b)) = (
            self.gap,
            &self.between,
            &self.within,
            self.first_rate,
            self.second_rate,
        ) else {
            let nobody = if self.first_n == 0 { first } else { second };
            return format!(
                "Not taken apart: no {population} of {nobody} in the places with known counts.{}",
                self.left_out(population)
            );
        };
        let range = |part: &GapPart| {
            format!(
                "{} points ({} to {})",
                points(part.pp),
                points(part.lower_pp),
                points(part.upper_pp)
            )
        };
        let stratum = match self.options.contrast {
            Contrast::Groups => "place",
            Contrast::Periods => "group",
        };
        let counted = self.places.len() - self.places_left_out;
        let head = format!(
            "{first} {} of {} {population}, {second} {} of {}: {} points over {}.",
            a.percent(1),
            thousands(self.first_n),
            b.percent(1),
            thousands(self.second_n),
            points(100.0 * gap.to_f64()),
            plural(counted, stratum)
        );
        let parts = match self.options.contrast {
            Contrast::Groups => format!(
                "{} between places, because the two are not in the same places; {} within places, where their rates differ.",
                range(between),
                range(within)
            ),
            Contrast::Periods => format!(
                "{} from who the {population} are (composition); {} from other rates in the same groups.",
                range(between),
                range(within)
            ),
        };
        let alone = match self.one_sided {
            0 => String::new(),
            n => format!(
                " {} with {population} of only one of the two; the rate that is missing there is set equal, so nothing of it counts as within.",
                plural(n, stratum)
            ),
        };
        format!("{head} {parts}{alone}{}", self.left_out(population))
    }

    fn left_out(&self, population: &str) -> String {
        if self.places_left_out == 0 {
            return String::new();
        }
        format!(
            " Left out because of censored counts: {} with {} {population} of {} and {} of {}.",
            plural(self.places_left_out, "cell"),
            self.first_left_out,
            self.first,
            self.second_left_out,
            self.second
        )
    }
}
