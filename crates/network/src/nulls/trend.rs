//! Jonckheere and Terpstra's test: whether values rise with ordered groups.

#[cfg(test)]
mod tests;

use super::node_level::Variable;
use super::qap::{PermutationOptions, PermutationTest};
use super::shuffles::Shuffles;
use crate::network::{counted, share};
use crate::{Attribute, Control, Error, Measure};

/// Jonckheere's J: over all pairs of partners in different groups, how many times the one of the later group has
/// the higher value, equal values counting one half. `order` lists the groups from first to last; partners of
/// other groups, of unknown group or value are left out. Tested by moving the values over the partners; p-values
/// as in [`Beyond`](super::Beyond), both tails. Undefined with fewer than two groups that have partners, and where
/// the values do not vary. O(draws · n · groups).
///
/// # Errors
/// [`Error::BadOption`] for an order that repeats a group or names one that no partner has;
/// [`Error::LengthMismatch`]; [`Error::Stopped`].
///
/// Source: Jonckheere (1954), Biometrika 41, 133-145; Terpstra (1952).
pub fn jonckheere(
    y: Variable<'_>,
    by: &Attribute,
    order: &[&str],
    options: &PermutationOptions,
    control: &Control,
) -> Result<PermutationTest, Error> {
    if by.partners() != y.values.len() {
        return Err(Error::LengthMismatch {
            what: "groups of the partners",
            found: by.partners(),
            expected: y.values.len(),
        });
    }
    for (k, group) in order.iter().enumerate() {
        if order[..k].contains(group) || !by.categories().iter().any(|c| c == group) {
            return Err(Error::BadOption {
                option: "order",
                found: format!("\"{group}\""),
                expected: format!("each group once, of {}", by.categories().join(", ")),
            });
        }
    }
    let place = |i: usize| {
        let group = by.category(i as u32)?;
        let place = order.iter().position(|g| *g == group)?;
        y.values[i]
            .is_finite()
            .then_some((place as u32, y.values[i]))
    };
    let (groups, values): (Vec<u32>, Vec<f64>) = (0..y.values.len()).filter_map(place).unzip();
    let runs = Runs::of(&values);
    let mut sizes = vec![0_u64; order.len()];
    for &g in &groups {
        sizes[g as usize] += 1;
    }
    let n = groups.len() as u64;
    let pairs = (n * n - sizes.iter().map(|s| s * s).sum::<u64>()) / 2;
    let left_out = (y.values.len() - groups.len()) as u64;
    let observed = runs.statistic(&groups, &mut sizes.clone());
    let mut measure = Measure {
        value: (pairs > 0 && runs.ends.len() > 1).then_some(observed),
        unit: "pairs of partners".to_owned(),
        n,
        coverage: share(n, y.values.len() as u64),
        reference: format!("{}, half of the {pairs} pairs: the mean over all orders of the labels", pairs as f64 / 2.0),
        convention: "Jonckheere-Terpstra J, equal values one half; values move over the partners; p = (1 + count)/(1 + draws)".to_owned(),
        caveats: match left_out {
            0 => Vec::new(),
            k => vec![format!("{} of another or unknown group, or of unknown value, left out.", counted(k, "partner"))],
        },
        citation: "Jonckheere (1954), Biometrika 41, 133-145".to_owned(),
        ..Measure::named("jonckheere")
    };
    if measure.value.is_some() {
        measure.sentence = format!(
            "In {observed} of {pairs} pairs of partners in different groups of {} the later group has the higher {}; without a trend it is half of them.",
            by.name(),
            y.name
        );
    } else {
        measure = measure.undefined(if pairs == 0 {
            "fewer than two groups have partners of known value."
        } else {
            "the values do not vary."
        });
    }
    let shuffles = Shuffles::new(groups.len(), options.draws, options.seed);
    let moved = |order: &[u32], (below, of): &mut (Vec<u64>, Vec<u32>)| {
        of.clear();
        of.extend(order.iter().map(|&i| groups[i as usize]));
        below.resize(sizes.len(), 0);
        runs.statistic(of, below)
    };
    PermutationTest::run(measure, &shuffles, control, Default::default, moved)
}

/// Partners by rising value, equal values in one run.
struct Runs {
    order: Vec<u32>,
    /// Where each run ends.
    ends: Vec<usize>,
}

impl Runs {
    fn of(values: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_by(|&i, &j| values[i as usize].total_cmp(&values[j as usize]));
        let mut ends = Vec::new();
        for run in order.chunk_by(|&i, &j| values[i as usize] == values[j as usize]) {
            ends.push(ends.last().copied().unwrap_or(0) + run.len());
        }
        Self { order, ends }
    }

    /// J when partner `i` is of group `groups[i]`; `below` is working memory, a place a group.
    fn statistic(&self, groups: &[u32], below: &mut [u64]) -> f64 {
        below.fill(0);
        let (mut start, mut halves) = (0, 0);
        for &end in &self.ends {
            let run = &self.order[start..end];
            let of = |i: u32| groups[i as usize] as usize;
            let earlier = |below: &[u64], i: u32| below[..of(i)].iter().sum::<u64>();
            halves += run.iter().map(|&i| earlier(below, i)).sum::<u64>();
            for &i in run {
                below[of(i)] += 1;
            }
            // What the run itself added counts in the second sum only: one half.
            halves += run.iter().map(|&i| earlier(below, i)).sum::<u64>();
            start = end;
        }
        halves as f64 / 2.0
    }
}
