//! QAP correlation: whether two relations go together beyond what their own structure would give.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::Beyond;
use super::draws::p_text;
use super::relation::{Aligned, Relation};
use super::shuffles::{Shuffles, steady};
use crate::measures::stability::ranks::pearson;
use crate::network::share;
use crate::{Control, Error, Measure};

/// Options of the permutation tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermutationOptions {
    /// Random orders of the labels; 0 for no test. All orders are taken where they are no more than this, or
    /// those of at most eight labels.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
}

impl Default for PermutationOptions {
    fn default() -> Self {
        Self {
            draws: 9_999,
            seed: 0,
        }
    }
}

/// A number with its permutation test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermutationTest {
    /// The number.
    pub measure: Measure,
    /// The tested statistic beside that of moved labels; `None` without draws or where the number is not
    /// defined.
    pub test: Option<Beyond>,
    /// Whether every order of the labels was taken, so that p-values are exact.
    pub exact: bool,
    /// What the test can say at best, to be read before its result.
    pub plan: String,
}

impl PermutationTest {
    /// What the test can say at best, the number, and its p-values: one line each.
    pub fn sentences(&self) -> Vec<String> {
        let mut lines = vec![self.plan.clone(), self.measure.sentence.clone()];
        lines.extend(self.test.as_ref().map(|test| {
            format!(
                "By chance as high or higher p = {}, as low or lower p = {}, two-tailed p = {}.",
                p_text(test.p_high),
                p_text(test.p_low),
                p_text(test.p)
            )
        }));
        lines
    }

    /// Runs the test of a defined number; `statistic(order)` is NaN where an order has none.
    pub(super) fn run<S>(
        measure: Measure,
        shuffles: &Shuffles,
        control: &Control,
        scratch: impl Fn() -> S + Sync,
        statistic: impl Fn(&[u32], &mut S) -> f64 + Sync,
    ) -> Result<Self, Error> {
        let defined = measure.value.is_some() && shuffles.draws() > 0;
        let test = if defined {
            let drawn = shuffles.simulate(control, &scratch, &statistic)?;
            Some(Beyond::of(
                statistic(&shuffles.observed(), &mut scratch()),
                &drawn,
            ))
        } else {
            None
        };
        Ok(Self {
            measure,
            test,
            exact: shuffles.exact(),
            plan: shuffles.plan(),
        })
    }
}

/// Pearson's correlation of two relations over the cells known in both, −1 to 1, tested by moving the labels of
/// `b`: rows and columns together, so that each relation keeps its structure and only what ties go with what is
/// left to chance. Binary relations give phi. No good end.
///
/// The diagonal is left out; two relations without direction are compared over pairs. An unknown cell moves with
/// its labels, and an order is measured over the cells that it makes known in both. Networks are matched by what
/// their partners are called. p-values as in [`Beyond`], both tails; exact where all orders are few.
///
/// Undefined where a relation does not vary over the cells compared. O(draws · c) with c the ties of `a` when
/// nothing is unknown and all cells otherwise; parallel, the same for any number of threads. 16n² bytes.
///
/// # Errors
/// As [`Relation`] and for relations of different size; [`Error::Stopped`].
///
/// Source: Krackhardt (1988), Soc. Networks 10, 359-381; Hubert & Schultz (1976).
///
/// ```
/// use commonweal_network::nulls::qap::{PermutationOptions, qap};
/// use commonweal_network::nulls::relation::Relation;
/// use commonweal_network::{BuildOptions, Control, Network, Ties};
///
/// let star = Ties { source: &[0, 0, 0], target: &[1, 2, 3], value: None };
/// let star = Network::from_ties(4, &star, &BuildOptions::default())?;
/// let star = Relation::of("star", &star)?;
/// let found = qap(&star, &star, &PermutationOptions::default(), &Control::new())?;
/// assert_eq!(found.measure.value, Some(1.0));
/// // The centre stays in its place in 6 of all 24 orders.
/// assert_eq!(found.test.map(|t| t.p_high), Some(0.25));
/// # Ok::<(), commonweal_network::Error>(())
/// ```
pub fn qap(
    a: &Relation,
    b: &Relation,
    options: &PermutationOptions,
    control: &Control,
) -> Result<PermutationTest, Error> {
    let aligned = Aligned::of(&[a, b])?;
    let cells = aligned.cells();
    let shuffles = Shuffles::new(aligned.n, options.draws, options.seed);
    let pair = Pair {
        n: aligned.n,
        a: &aligned.values[0],
        b: &aligned.values[1],
    };
    let complete = cells.iter().all(|&cell| pair.is_known(cell));
    let (x, y): (Vec<f64>, Vec<f64>) = cells
        .iter()
        .filter(|&&cell| pair.is_known(cell))
        .map(|&(i, j)| (pair.a[pair.at(i, j)], pair.b[pair.at(i, j)]))
        .unzip();
    let r = pearson(&x, &y);
    let mut measure = Measure {
        value: (!r.is_nan()).then_some(r),
        unit: "correlation, -1 to 1".to_owned(),
        n: x.len() as u64,
        coverage: share(x.len() as u64, cells.len() as u64),
        reference: "0, the mean over all orders of the labels when everything is known".to_owned(),
        convention: format!(
            "Pearson correlation over {}, diagonal left out; labels of rows and columns of {} move together, unknown cells with them; p = (1 + count)/(1 + draws)",
            aligned.cell_name(),
            b.name()
        ),
        caveats: aligned.caveats.clone(),
        citation: "Krackhardt (1988), Soc. Networks 10, 359-381".to_owned(),
        ..Measure::named("qap_correlation")
    };
    if measure.value.is_some() {
        measure.sentence = format!(
            "{} and {} correlate {r:.3} over {} {} known in both.",
            a.name(),
            b.name(),
            x.len(),
            aligned.cell_name()
        );
    } else {
        measure = measure.undefined(if x.len() < 2 {
            "fewer than two cells are known in both."
        } else {
            "one of the two does not vary over the cells known in both."
        });
    }
    if complete {
        let kernel = Complete::of(&pair, &cells, &x, &y);
        let statistic = |order: &[u32], (): &mut ()| kernel.correlation(order);
        return PermutationTest::run(measure, &shuffles, control, || (), statistic);
    }
    let statistic =
        |order: &[u32], both: &mut (Vec<f64>, Vec<f64>)| pair.correlation(order, &cells, both);
    PermutationTest::run(measure, &shuffles, control, Default::default, statistic)
}

/// Two matrices over the same partners.
struct Pair<'a> {
    n: usize,
    a: &'a [f64],
    b: &'a [f64],
}

impl Pair<'_> {
    fn at(&self, i: u32, j: u32) -> usize {
        i as usize * self.n + j as usize
    }

    fn is_known(&self, (i, j): (u32, u32)) -> bool {
        !self.a[self.at(i, j)].is_nan() && !self.b[self.at(i, j)].is_nan()
    }

    /// Where cells are unknown, means and spreads change with the cells that an order makes known.
    fn correlation(
        &self,
        order: &[u32],
        cells: &[(u32, u32)],
        both: &mut (Vec<f64>, Vec<f64>),
    ) -> f64 {
        both.0.clear();
        both.1.clear();
        for &(i, j) in cells {
            let x = self.a[self.at(i, j)];
            let y = self.b[self.at(order[i as usize], order[j as usize])];
            if !x.is_nan() && !y.is_nan() {
                both.0.push(x);
                both.1.push(y);
            }
        }
        steady(pearson(&both.0, &both.1))
    }
}

/// When nothing is unknown, means and spreads are the same for every order, and with one side centred the
/// correlation is a sum over the cells of the other that are not zero.
struct Complete {
    n: usize,
    /// Cells of `a` that are not zero, with their value.
    cells: Vec<(u32, u32, f64)>,
    /// `b` less its mean.
    centred: Vec<f64>,
    /// Product of both lengths.
    scale: f64,
}

impl Complete {
    fn of(pair: &Pair<'_>, cells: &[(u32, u32)], x: &[f64], y: &[f64]) -> Self {
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let length =
            |v: &[f64], mean: f64| v.iter().map(|x| (x - mean).powi(2)).sum::<f64>().sqrt();
        let (of_x, of_y) = (mean(x), mean(y));
        // A relation whose zero is not its commonest value is centred too, or large sums would cancel.
        let zeros = x.iter().filter(|&&v| v == 0.0).count();
        let base = if 2 * zeros >= x.len() { 0.0 } else { of_x };
        let kept = cells.iter().zip(x).filter(|&(_, &v)| v != base);
        Self {
            n: pair.n,
            cells: kept.map(|(&(i, j), &v)| (i, j, v - base)).collect(),
            centred: pair.b.iter().map(|v| v - of_y).collect(),
            scale: length(x, of_x) * length(y, of_y),
        }
    }

    fn correlation(&self, order: &[u32]) -> f64 {
        const LANES: usize = 4;
        let term = |&(i, j, v): &(u32, u32, f64)| {
            v * self.centred[order[i as usize] as usize * self.n + order[j as usize] as usize]
        };
        let mut sums = [0.0; LANES];
        let chunks = self.cells.chunks_exact(LANES);
        let rest: f64 = chunks.remainder().iter().map(term).sum();
        for chunk in chunks {
            for (sum, cell) in sums.iter_mut().zip(chunk) {
                *sum += term(cell);
            }
        }
        steady((sums.iter().sum::<f64>() + rest) / self.scale)
    }
}
