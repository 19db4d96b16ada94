//! From results to figures: the one place that decides how a result is drawn.

mod map;
mod matrix;
mod outcomes;
mod target;
#[cfg(test)]
mod tests;

use commonweal_equity::{Count, Direction, GroupCount, GroupKey, PrimaryRule, Wording, suppressed};

pub use map::{MapOptions, map_figure};
pub use matrix::matrix_figure;
pub use outcomes::{
    PeriodRates, equiplot_figure, gap_figure, gaps_figure, heatmap_figure, level, shortfall_figure,
};
pub use target::{
    Fan, allocation_figure, band, fan_figure, observation, observed_range, path_figure,
    waterfall_figure,
};

/// Why each cell of a figure must not be shown by itself, if it must not: n and successes by key.
fn not_shown<'a>(
    cells: impl Iterator<Item = (&'a GroupKey, Count, Count)> + Clone,
    rule: PrimaryRule,
) -> Vec<Option<String>> {
    let all = cells.clone().count();
    let counts =
        cells.map(|(key, n, successes)| GroupCount::from_counts(key.clone(), n, successes));
    match counts.collect::<Result<Vec<_>, _>>() {
        Ok(counts) => suppressed(&counts, rule),
        // Cannot be: the cells of a result are made of such counts. If it were, nothing is shown.
        Err(error) => vec![Some(format!("not shown: {error}")); all],
    }
}

/// A code as people write it: `community_based` is "community based".
pub(crate) fn readable(code: &str) -> String {
    code.replace('_', " ")
}

/// What a rate is and which way is good, for an axis.
fn share_of(words: &Wording, direction: Direction) -> String {
    let good = match direction {
        Direction::Higher => "higher is better",
        Direction::Lower => "lower is better",
    };
    format!(
        "share of {} who {} ({good})",
        words.population, words.outcome
    )
}

/// "more" or "fewer", as the indicator has it.
pub(crate) fn more(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "more",
        Direction::Lower => "fewer",
    }
}

/// What children are who are counted in a shortfall: "missing", or "too many" where lower is better.
pub(crate) fn short(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "missing",
        Direction::Lower => "over the goal",
    }
}
