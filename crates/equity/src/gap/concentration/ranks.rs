//! How sure a ranking of cells is: other cohorts of the same size, drawn from the same rates.

use rand::Rng;
use rayon::prelude::*;
use serde::Serialize;

use super::cohort::Cohort;
use super::{CellShortfall, Concentration, ConcentrationOptions, cover_first};
use crate::draws::stream;
use crate::need::{children_to_reach, sum};
use crate::rate::{Prior, ShrinkOptions, shrink};
use crate::words::Wording;
use crate::{Confidence, Direction, Error, GroupCount};

/// Which rates the cohorts are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawnFrom {
    /// Each cell's posterior under the common Beta distribution of [`shrink`]: a rate is drawn, then a cohort.
    /// Cells too few or too alike for a distribution are drawn as they are or from the common rate.
    #[default]
    Shrunken,
    /// Each cell's own rate, taken as known. A cell at 0 or 100 % never moves, and chance is counted twice in
    /// small cells: once in the rate, once in the draw.
    Raw,
}

/// How the ranking is tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RankOptions {
    /// Number of drawn cohorts. Default 1000.
    pub draws: u64,
    /// Seed of the draws. Default 0.
    pub seed: u64,
    /// Which rates they are drawn from.
    pub from: DrawnFrom,
    /// Level of the intervals of ranks; 95 % by default.
    pub confidence: Confidence,
}

/// 1,000 draws with seed 0 from shrunken rates, 95 %.
impl Default for RankOptions {
    fn default() -> Self {
        Self {
            draws: 1000,
            seed: 0,
            from: DrawnFrom::default(),
            confidence: Confidence::default(),
        }
    }
}

/// How far a cell's rank moves by chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CellRank {
    /// Lower end of the rank: 1 is the largest shortfall. Equal shortfalls share the mean of their ranks.
    pub lower: f64,
    /// Middle rank.
    pub median: f64,
    /// Upper end.
    pub upper: f64,
    /// Share of the draws in which the cell is in the smallest set, 0 to 1.
    pub in_smallest: f64,
    /// Share of the draws in which it has the largest shortfall of all, 0 to 1.
    pub first: f64,
}

/// How sure the ranking and the smallest set are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranks {
    /// The options used.
    pub options: RankOptions,
    /// The distribution that was used; `None` for raw rates.
    pub prior: Option<Prior>,
    /// One for each of the ranked cells, in their order.
    pub cells: Vec<CellRank>,
    /// Mean Jaccard similarity of the drawn smallest sets with the set as counted: 1 where every draw gives
    /// the same cells. `None` where nothing is missing.
    pub stability: Option<f64>,
    /// Interval of the size of the smallest set.
    pub smallest: (usize, usize),
}

/// Tries the ranking of a concentration on drawn cohorts.
///
/// Each draw gives every cell another number of successes, from which shortfalls, ranks and the smallest set
/// follow by the same exact rules. One stream of chance a draw: the same seed gives the same answer for any
/// number of threads. Cost: O(draws · m log m) for m cells, and a table of each cell's distribution.
///
/// # Errors
/// [`Error::BadOption`] without draws; [`Error::TooLarge`].
///
/// ```
/// use commonweal_equity::{concentration, ranks, ConcentrationOptions, Direction, GroupCount, GroupKey, RankOptions};
/// let cells: Vec<_> = [("A", 400, 100), ("B", 300, 200), ("C", 200, 196), ("D", 100, 95)]
///     .into_iter()
///     .map(|(school, n, s)| GroupCount::new(GroupKey::of("school", school), n, s))
///     .collect::<Result<_, _>>()?;
/// let found = concentration(&cells, &ConcentrationOptions::new("80%".parse()?, Direction::Higher)?)?;
/// let sure = ranks(&found, RankOptions::default())?;
/// // A misses 220 of 260: it stays first, whatever the cohort.
/// assert_eq!((sure.cells[0].lower, sure.cells[0].upper), (1.0, 1.0));
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn ranks(found: &Concentration, options: RankOptions) -> Result<Ranks, Error> {
    if options.draws == 0 {
        return Err(Error::BadOption {
            option: "draws",
            found: "0".to_owned(),
            expected: "at least 1, such as 1000",
        });
    }
    let prior = match options.from {
        DrawnFrom::Raw => None,
        DrawnFrom::Shrunken => {
            let groups: Vec<GroupCount> = found
                .cells
                .iter()
                .map(|cell| GroupCount::new(cell.key.clone(), cell.n, cell.successes))
                .collect::<Result<_, _>>()?;
            Some(shrink(&groups, ShrinkOptions::default())?.prior)
        }
    };
    let cohorts: Vec<Cohort> = found
        .cells
        .iter()
        .map(|cell| Cohort::new((cell.n, cell.successes), prior))
        .collect();
    let draws: Vec<Draw> = (0..options.draws)
        .into_par_iter()
        .map(|draw| {
            let mut rng = stream(options.seed, draw);
            Draw::new(&found.cells, &cohorts, &found.options, &mut rng)
        })
        .collect::<Result<_, _>>()?;
    let m = found.cells.len();
    let cells = (0..m)
        .map(|cell| {
            let ranks: Vec<f64> = draws.iter().map(|draw| draw.ranks[cell]).collect();
            let share = |of: &dyn Fn(&Draw) -> bool| {
                draws.iter().filter(|draw| of(draw)).count() as f64 / draws.len() as f64
            };
            let [lower, median, upper] = quantiles(ranks, options.confidence);
            CellRank {
                lower,
                median,
                upper,
                in_smallest: share(&|draw| draw.inside[cell]),
                first: share(&|draw| draw.ranks[cell] == 1.0),
            }
        })
        .collect();
    let sizes = draws
        .iter()
        .map(|draw| draw.inside.iter().filter(|inside| **inside).count() as f64);
    let [fewest, _, most] = quantiles(sizes.collect(), options.confidence);
    Ok(Ranks {
        options,
        prior,
        cells,
        stability: (found.total > 0).then(|| {
            let alike = draws
                .iter()
                .map(|draw| jaccard(&draw.inside, found.smallest));
            alike.sum::<f64>() / draws.len() as f64
        }),
        smallest: (fewest as usize, most as usize),
    })
}

/// Empirical quantiles at both ends and in the middle: the smallest value with at least that share at or
/// below it.
fn quantiles(mut values: Vec<f64>, confidence: Confidence) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - confidence.level()) / 2.0;
    [tail, 0.5, 1.0 - tail].map(|share| {
        let position = (share * values.len() as f64).ceil() as usize;
        values[position.clamp(1, values.len()) - 1]
    })
}

/// Similarity of a drawn set with the first `smallest` cells.
fn jaccard(inside: &[bool], smallest: usize) -> f64 {
    let shared = inside[..smallest].iter().filter(|inside| **inside).count();
    let either = smallest + inside[smallest..].iter().filter(|inside| **inside).count();
    shared as f64 / either as f64
}

/// One draw: the rank of each cell, and whether it is in the smallest set.
struct Draw {
    ranks: Vec<f64>,
    inside: Vec<bool>,
}

impl Draw {
    fn new(
        cells: &[CellShortfall],
        cohorts: &[Cohort],
        options: &ConcentrationOptions,
        rng: &mut impl Rng,
    ) -> Result<Self, Error> {
        let short: Vec<u64> = cells
            .iter()
            .zip(cohorts)
            .map(|(cell, cohort)| {
                children_to_reach(cell.n, cohort.draw(rng), options.level, options.direction)
            })
            .collect::<Result<_, _>>()?;
        // Ties go to the larger cell and then to the key, as in the ranking as counted.
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by(|&a, &b| {
            let by = |i: usize| (short[i], cells[i].n);
            by(b)
                .cmp(&by(a))
                .then_with(|| cells[a].key.cmp(&cells[b].key))
        });
        let total = sum(short.iter().copied())?;
        let sorted: Vec<u64> = order.iter().map(|&i| short[i]).collect();
        let (smallest, _) = cover_first(&sorted, total, options.cover)?;
        let (mut ranks, mut inside) = (vec![0.0; cells.len()], vec![false; cells.len()]);
        for &cell in &order[..smallest] {
            inside[cell] = true;
        }
        let mut start = 0;
        while start < sorted.len() {
            let end = sorted[start..]
                .iter()
                .take_while(|s| **s == sorted[start])
                .count()
                + start;
            for &cell in &order[start..end] {
                ranks[cell] = f64::midpoint((start + 1) as f64, end as f64);
            }
            start = end;
        }
        Ok(Self { ranks, inside })
    }
}

impl Ranks {
    /// How sure the smallest set is, in one plain sentence.
    pub fn sentence(&self, found: &Concentration, words: &Wording) -> String {
        let Some(stability) = self.stability else {
            let none = match found.options.direction {
                Direction::Higher => "missing",
                Direction::Lower => "too many",
            };
            return format!(
                "No {} are {none}, so there is no ranking.",
                words.population
            );
        };
        let sure = self.cells[..found.smallest]
            .iter()
            .filter(|cell| cell.in_smallest >= self.options.confidence.level())
            .count();
        let (fewest, most) = self.smallest;
        format!(
            "In {} drawn cohorts of the same size, {sure} of these {} cells are in the smallest set at least {} of the time; it has {fewest} to {most} cells and shares {:.0} % of its cells with the set as counted on average (Jaccard; seed {}).",
            crate::words::thousands(self.options.draws),
            found.smallest,
            crate::rate::percent_level(self.options.confidence),
            100.0 * stability,
            self.options.seed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GroupKey, concentration};

    fn cells(counts: &[(u64, u64)]) -> Vec<GroupCount> {
        let key = |i: usize| GroupKey::of("school", (i + 1).to_string());
        counts
            .iter()
            .enumerate()
            .map(|(i, &(n, s))| GroupCount::new(key(i), n, s).unwrap())
            .collect()
    }

    fn found(counts: &[(u64, u64)], level: &str) -> Concentration {
        let options = ConcentrationOptions::new(level.parse().unwrap(), Direction::Higher).unwrap();
        concentration(&cells(counts), &options).unwrap()
    }

    #[test]
    fn equal_cells_are_equally_likely() {
        // Six cells alike: each is in a smallest set of the same expected size, and first one time in six
        // (ties share a rank and are not first).
        let found = found(&[(60, 30); 6], "80%");
        let sure = ranks(
            &found,
            RankOptions {
                draws: 4000,
                from: DrawnFrom::Raw,
                ..RankOptions::default()
            },
        )
        .unwrap();
        // Standard error of a share of 4,000 draws: below .008.
        let inside: Vec<f64> = sure.cells.iter().map(|cell| cell.in_smallest).collect();
        let mean = inside.iter().sum::<f64>() / 6.0;
        // Ties at the edge of the set go to the first key, which moves the shares a little.
        assert!(
            inside.iter().all(|share| (share - mean).abs() < 0.1),
            "{inside:?}"
        );
        let firsts: Vec<f64> = sure.cells.iter().map(|cell| cell.first).collect();
        let mean = firsts.iter().sum::<f64>() / 6.0;
        assert!(
            firsts.iter().all(|share| (share - mean).abs() < 0.03),
            "{firsts:?}"
        );
        assert!(
            sure.cells
                .iter()
                .all(|cell| cell.lower <= 1.5 && cell.upper >= 5.0)
        );
        // Alike cells are shrunk to one rate, which is the same here.
        let shrunken = ranks(&found, RankOptions::default()).unwrap();
        assert!(matches!(shrunken.prior, Some(Prior::Equal { .. })));
    }

    #[test]
    fn the_same_seed_gives_the_same_answer_on_any_number_of_threads() {
        let found = found(&[(40, 10), (35, 12), (30, 8), (20, 4), (12, 9)], "80%");
        let run = |threads: usize, seed: u64| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| {
                ranks(
                    &found,
                    RankOptions {
                        seed,
                        draws: 200,
                        ..RankOptions::default()
                    },
                )
                .unwrap()
            })
        };
        assert_eq!(run(1, 5), run(4, 5));
        assert_ne!(run(1, 5).cells, run(1, 6).cells);
    }

    #[test]
    fn nothing_missing_and_no_draws() {
        let found = found(&[(10, 10), (8, 8), (5, 5)], "80%");
        let sure = ranks(
            &found,
            RankOptions {
                draws: 10,
                ..RankOptions::default()
            },
        )
        .unwrap();
        assert_eq!((sure.stability, sure.smallest), (None, (0, 0)));
        assert!(
            sure.sentence(&found, &Wording::default())
                .starts_with("No children")
        );
        assert!(
            ranks(
                &found,
                RankOptions {
                    draws: 0,
                    ..RankOptions::default()
                }
            )
            .is_err()
        );
    }
}
