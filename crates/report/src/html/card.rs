//! A measure as a small card, for notebooks.

use askama::Template;
use commonweal_network::{Direction, IntervalKind, Measure};

#[derive(Template)]
#[template(
    ext = "html",
    source = "<div style=\"border-left:4px solid #0b5c8a;padding:.4em .8em;max-width:44em\">\
<div><strong>{{ name }}</strong> <span style=\"font-size:1.3em\">{{ value }}</span> {{ unit }}</div>\
<div>{{ sentence }}</div>\
<div style=\"color:#5a6573;font-size:.9em\">{{ facts }}</div>\
{% for caveat in caveats %}<div style=\"color:#5a6573;font-size:.9em\">{{ caveat }}</div>{% endfor %}\
</div>"
)]
struct Card<'a> {
    name: &'a str,
    value: String,
    unit: &'a str,
    sentence: &'a str,
    facts: String,
    caveats: &'a [String],
}

/// A measure as an HTML card without script or outside address; text from input is escaped.
pub fn measure_card(measure: &Measure) -> String {
    let mut facts = vec![format!("n = {}", measure.n)];
    facts.extend(
        measure
            .coverage
            .map(|share| format!("{:.0} % observed", 100.0 * share)),
    );
    facts.extend(measure.interval.map(|interval| {
        let kind = match interval.kind {
            IntervalKind::Identification => "whatever the unknown ties are",
            IntervalKind::Sampling => "sampling interval",
            IntervalKind::MonteCarlo => "Monte-Carlo error",
        };
        format!("{:.3} to {:.3} ({kind})", interval.low, interval.high)
    }));
    facts.push(
        match measure.direction {
            Direction::Higher => "higher is better",
            Direction::Lower => "lower is better",
            Direction::None => "no good end",
        }
        .to_owned(),
    );
    facts.push(measure.convention.clone());
    let card = Card {
        name: &measure.name,
        value: measure
            .value
            .map_or_else(|| "not defined".to_owned(), |value| format!("{value:.3}")),
        unit: &measure.unit,
        sentence: &measure.sentence,
        facts: facts.join(" · "),
        caveats: &measure.caveats,
    };
    // Writing to a string does not fail; an empty card is better than a failed cell.
    card.render().unwrap_or_default()
}
