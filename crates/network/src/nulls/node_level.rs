//! Tests of what partners have (a degree, a size, a kind), for partners that are no random sample.
//!
//! Centralities of one network depend on each other, so textbook p-values do not hold; here the values move over
//! the partners instead. A partner with an unknown value is left out before anything moves.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::qap::{PermutationOptions, PermutationTest};
use super::regression::{Model, Regression, RegressionOptions, StandardErrors, Table, Units};
use super::relation::numbers;
use super::shuffles::{Shuffles, steady};
use crate::measures::stability::ranks::{average_ranks, pearson};
use crate::network::{counted, share};
use crate::options::named;
use crate::{Attribute, Control, Error, Measure};

/// Numbers of the partners under a name.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'a> {
    /// What the numbers are.
    pub name: &'a str,
    /// One a partner, NaN where unknown.
    pub values: &'a [f64],
}

/// Which correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CorrelationKind {
    /// Of the numbers.
    #[default]
    Pearson,
    /// Of their ranks, equal numbers sharing the mean of theirs.
    Spearman,
}

named!(CorrelationKind, "method", { "pearson" => Pearson, "spearman" => Spearman });

/// What of two groups is compared when labels move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Contrast {
    /// The difference of means by its standard error, each group with a variance of its own; holds its level
    /// also where the groups differ in spread (Janssen 1997).
    #[default]
    Welch,
    /// The difference of means (UCINET).
    Difference,
}

named!(Contrast, "statistic", { "welch" => Welch, "difference" => Difference });

/// Partners of which all is known, and the strata within which their labels move.
struct Complete {
    partners: Vec<usize>,
    strata: Option<Vec<u32>>,
    of: usize,
}

impl Complete {
    /// # Errors
    /// [`Error::LengthMismatch`].
    fn of(lists: &[&[f64]], strata: Option<&Attribute>) -> Result<Self, Error> {
        let of = lists[0].len();
        let lengths = lists.iter().map(|list| list.len());
        let lengths = lengths.chain(strata.map(Attribute::partners));
        if let Some(found) = lengths.into_iter().find(|&length| length != of) {
            return Err(Error::LengthMismatch {
                what: "values of the partners",
                found,
                expected: of,
            });
        }
        let stratum = |i: usize| strata.map_or(Some(0), |strata| strata.code(i as u32));
        let known =
            |&i: &usize| stratum(i).is_some() && lists.iter().all(|list| list[i].is_finite());
        let partners: Vec<usize> = (0..of).filter(known).collect();
        let codes = || partners.iter().filter_map(|&i| stratum(i)).collect();
        Ok(Self {
            strata: strata.map(|_| codes()),
            partners,
            of,
        })
    }

    fn pick(&self, values: &[f64]) -> Vec<f64> {
        self.partners.iter().map(|&i| values[i]).collect()
    }

    fn shuffles(&self, draws: u64, seed: u64) -> Shuffles {
        match &self.strata {
            None => Shuffles::new(self.partners.len(), draws, seed),
            Some(strata) => Shuffles::within(strata, draws, seed),
        }
    }

    fn caveats(&self) -> Vec<String> {
        match (self.of - self.partners.len()) as u64 {
            0 => Vec::new(),
            left_out => vec![format!(
                "{} with an unknown value left out.",
                counted(left_out, "partner")
            )],
        }
    }

    /// A measure with what is the same for every test here.
    fn measure(&self, name: &str) -> Measure {
        Measure {
            n: self.partners.len() as u64,
            coverage: share(self.partners.len() as u64, self.of as u64),
            caveats: self.caveats(),
            ..Measure::named(name)
        }
    }
}

/// Correlation of two lists of numbers of the partners, −1 to 1, tested by moving one over the partners, within
/// strata where they are given. Spearman: of ranks, the dose-response of a share over
/// coreness for example. No good end; undefined where one list does not vary. p-values as in
/// [`Beyond`](super::Beyond), both tails. O(draws · n).
///
/// # Errors
/// [`Error::LengthMismatch`]; [`Error::Stopped`].
pub fn permutation_correlation(
    x: Variable<'_>,
    y: Variable<'_>,
    kind: CorrelationKind,
    strata: Option<&Attribute>,
    options: &PermutationOptions,
    control: &Control,
) -> Result<PermutationTest, Error> {
    let complete = Complete::of(&[x.values, y.values], strata)?;
    let numbers = |variable: Variable<'_>| {
        let values = complete.pick(variable.values);
        match kind {
            CorrelationKind::Pearson => values,
            CorrelationKind::Spearman => average_ranks(&values),
        }
    };
    let (a, b) = (numbers(x), numbers(y));
    let r = pearson(&a, &b);
    let mut measure = Measure {
        value: (!r.is_nan()).then_some(r),
        unit: "correlation, -1 to 1".to_owned(),
        reference: "0, the mean over all orders of the labels".to_owned(),
        convention: format!(
            "{}; values move over the partners; p = (1 + count)/(1 + draws)",
            match kind {
                CorrelationKind::Pearson => "Pearson correlation",
                CorrelationKind::Spearman =>
                    "Spearman rank correlation, equal values sharing the mean of their ranks",
            }
        ),
        citation: "Edgington & Onghena (2007), Randomization Tests".to_owned(),
        ..complete.measure("permutation_correlation").of_kind(kind)
    };
    if measure.value.is_some() {
        measure.sentence = format!(
            "{} and {} correlate {r:.3} ({kind}) over {} partners.",
            x.name,
            y.name,
            a.len()
        );
    } else {
        measure = measure
            .undefined("one of the two does not vary over the partners of whom both are known.");
    }
    let statistic = |order: &[u32], moved: &mut Vec<f64>| {
        moved.clear();
        moved.extend(order.iter().map(|&i| b[i as usize]));
        steady(pearson(&a, moved))
    };
    let shuffles = complete.shuffles(options.draws, options.seed);
    PermutationTest::run(measure, &shuffles, control, Vec::new, statistic)
}

/// The partners of one kind as 1 and the others as 0, NaN where the kind is unknown, with what the group is called.
/// Without a level there must be two kinds, and the second in alphabetical order is compared with the first.
///
/// # Errors
/// [`Error::BadOption`] for a level that no partner has, and without one where there are not two kinds.
pub fn group_of(by: &Attribute, level: Option<&str>) -> Result<(String, Vec<f64>), Error> {
    let level = match (level, by.categories()) {
        (Some(level), _) => level,
        (None, [_, second]) => second,
        (None, kinds) => {
            return Err(Error::BadOption {
                option: "level",
                found: format!(
                    "none, and \"{}\" has {}",
                    by.name(),
                    counted(kinds.len() as u64, "kind")
                ),
                expected: format!(
                    "the kind to compare with all others, one of {}",
                    kinds.join(", ")
                ),
            });
        }
    };
    Ok((
        format!("{} = {level}", by.name()),
        numbers(by, Some(level))?,
    ))
}

/// Difference of the means of two groups of partners (`group` 1 less 0), tested by moving the values over the
/// partners, within strata where they are given. No good end; undefined where a group is empty, for
/// [`Contrast::Welch`] below two partners a group, or where the values do not vary within them. p-values as in
/// [`Beyond`](super::Beyond), both tails. O(draws · n).
///
/// # Errors
/// [`Error::BadOption`] for a group other than 0 and 1; [`Error::LengthMismatch`]; [`Error::Stopped`].
pub fn permutation_t_test(
    y: Variable<'_>,
    group: Variable<'_>,
    contrast: Contrast,
    strata: Option<&Attribute>,
    options: &PermutationOptions,
    control: &Control,
) -> Result<PermutationTest, Error> {
    let complete = Complete::of(&[y.values, group.values], strata)?;
    let inside: Vec<bool> = complete
        .pick(group.values)
        .into_iter()
        .map(|g| match g {
            0.0 => Ok(false),
            1.0 => Ok(true),
            other => Err(Error::BadOption {
                option: "group",
                found: other.to_string(),
                expected: "1 for the partners of one group and 0 for those of the other".to_owned(),
            }),
        })
        .collect::<Result<_, _>>()?;
    let values = complete.pick(y.values);
    // Centred, so that squares do not cancel.
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let values: Vec<f64> = values.iter().map(|v| v - mean).collect();
    let observed = Groups::of(&inside, values.iter().copied());
    let sizes = [observed.size(0), observed.size(1)];
    let difference = observed.difference();
    let statistic = |groups: &Groups| match contrast {
        Contrast::Welch => groups.welch(),
        Contrast::Difference => steady(groups.difference()),
    };
    let mut measure = Measure {
        value: (!statistic(&observed).is_nan()).then_some(difference),
        unit: format!("units of {}", y.name),
        reference: "0, the mean over all orders of the labels".to_owned(),
        convention: format!(
            "difference of means; {} of values moved over the partners; p = (1 + count)/(1 + draws)",
            match contrast {
                Contrast::Welch => "Welch's t",
                Contrast::Difference => "the difference",
            }
        ),
        citation: match contrast {
            Contrast::Welch => "Janssen (1997), Stat. Probab. Lett. 36, 9-21",
            Contrast::Difference => "Edgington & Onghena (2007), Randomization Tests",
        }
        .to_owned(),
        ..complete.measure("permutation_t_test").of_kind(contrast)
    };
    if measure.value.is_some() {
        measure.sentence = format!(
            "{} is {difference:.3} {} on average among the {} partners with {} than among the other {}.",
            y.name,
            if difference < 0.0 {
                "lower (negative)"
            } else {
                "higher"
            },
            sizes[1],
            group.name,
            sizes[0]
        );
    } else {
        let few = sizes.iter().any(|&size| size < 2.0);
        measure = measure.undefined(if few {
            "a group has too few partners."
        } else {
            "the values do not vary within the groups."
        });
    }
    let moved = |order: &[u32], (): &mut ()| {
        statistic(&Groups::of(
            &inside,
            order.iter().map(|&i| values[i as usize]),
        ))
    };
    let shuffles = complete.shuffles(options.draws, options.seed);
    PermutationTest::run(measure, &shuffles, control, || (), moved)
}

/// Size, sum and sum of squares of two groups.
#[derive(Default)]
struct Groups([[f64; 3]; 2]);

impl Groups {
    fn of(inside: &[bool], values: impl Iterator<Item = f64>) -> Self {
        let mut groups = Self::default();
        for (&inside, v) in inside.iter().zip(values) {
            let group = &mut groups.0[usize::from(inside)];
            for (sum, add) in group.iter_mut().zip([1.0, v, v * v]) {
                *sum += add;
            }
        }
        groups
    }

    fn size(&self, g: usize) -> f64 {
        self.0[g][0]
    }

    fn mean(&self, g: usize) -> f64 {
        self.0[g][1] / self.0[g][0]
    }

    fn difference(&self) -> f64 {
        self.mean(1) - self.mean(0)
    }

    fn welch(&self) -> f64 {
        let squared_error = |g: usize| {
            let [n, _, squares] = self.0[g];
            let around = squares - n * self.mean(g).powi(2);
            // Less than rounding is no spread.
            let around = if around > 1e-13 * squares {
                around
            } else {
                0.0
            };
            around / (n - 1.0) / n
        };
        let error = squared_error(0) + squared_error(1);
        if error > 0.0 {
            steady(self.difference() / error.sqrt())
        } else {
            f64::NAN
        }
    }
}

/// Least squares of a number of the partners on others, each predictor tested by double semi-partialling over the
/// partners, within strata where they are given: what the other predictors leave of it moves, and its t beside
/// them is compared with the observed one. All predictors together are tested by R² with the outcome moved.
/// p-values as in [`Beyond`](super::Beyond), both tails. O(draws · n · k²) with k predictors.
///
/// # Errors
/// As [`mrqap`](super::mrqap::mrqap), for partners in place of cells.
///
/// Source: Dekker, Krackhardt & Snijders (2007), Psychometrika 72, 563-581.
pub fn permutation_regression(
    outcome: Variable<'_>,
    predictors: &[Variable<'_>],
    strata: Option<&Attribute>,
    options: &RegressionOptions,
    control: &Control,
) -> Result<Regression, Error> {
    const NAME: &str = "permutation_regression";
    if predictors.is_empty() {
        return Err(Error::NotDefined {
            measure: NAME,
            reason: "there is no predictor. Give at least one.".to_owned(),
        });
    }
    let all: Vec<Variable<'_>> = std::iter::once(outcome)
        .chain(predictors.iter().copied())
        .collect();
    let lists: Vec<&[f64]> = all.iter().map(|v| v.values).collect();
    let complete = Complete::of(&lists, strata)?;
    let shuffles = complete.shuffles(options.draws, options.seed);
    let table = Table {
        units: Units::Partners,
        cells: (0..complete.partners.len() as u32)
            .map(|i| (i, i))
            .collect(),
        symmetric: true,
        values: lists.iter().map(|list| complete.pick(list)).collect(),
        names: all.iter().map(|v| v.name.to_owned()).collect(),
        unit: "partners",
    };
    let mut fit = table.regress(
        NAME,
        Model::Linear(options.standard_errors),
        &shuffles,
        control,
    )?;
    fit.coverage = share(complete.partners.len() as u64, complete.of as u64);
    fit.caveats.splice(0..0, complete.caveats());
    fit.convention = format!(
        "least squares over partners; {} by double semi-partialling; p = (1 + count)/(1 + draws)",
        match options.standard_errors {
            StandardErrors::Classical => "classical t",
            StandardErrors::Hc0 => "HC0 t",
        }
    );
    "Dekker, Krackhardt & Snijders (2007), Psychometrika 72, 563-581".clone_into(&mut fit.citation);
    Ok(fit)
}
