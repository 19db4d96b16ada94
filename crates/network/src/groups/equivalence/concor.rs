//! CONCOR: correlations of correlations, until every one is 1 or −1.

use ndarray::Array2;

use super::profiles::{Cells, Diagonal};
use crate::groups::communities::Partition;
use crate::groups::modularity::ModularityOptions;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Network};

/// A correlation this near to 1 or −1 has arrived.
const ARRIVED: f64 = 1e-9;
/// Rounds at most; ten or so are usual.
const ROUNDS: usize = 500;

/// Options of [`Network::concor`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConcorOptions {
    /// How often blocks are split in two: at most 2^depth blocks.
    pub depth: usize,
    /// What is done with two partners' own cells in the first correlations.
    pub diagonal: Diagonal,
    /// Correlate values instead of whether there is a tie.
    pub weighted: bool,
}

impl Default for ConcorOptions {
    /// Two splits (at most four blocks), own cells left out, ties as 0 and 1.
    fn default() -> Self {
        Self {
            depth: 2,
            diagonal: Diagonal::Ignore,
            weighted: false,
        }
    }
}

impl Network {
    /// Blocks by CONCOR (Breiger, Boorman & Arabie 1975): the profiles (rows and columns) of a block's
    /// partners are correlated, then the columns of that matrix, and so on until all correlations are 1 or
    /// −1; those with 1 are one block, and blocks are split again `depth` − 1 times.
    ///
    /// Partners whose known cells are all the same, such as isolates, have no correlation: they are set
    /// aside as a block of their own before the first split (a second one for those tied to everyone). A
    /// block whose profiles are all alike is not split. Unknown cells are left out pair by pair; a partner
    /// whose ties nobody has reported has no block. CONCOR has no criterion that it optimises, and its
    /// splits in two follow from the method, not from the network.
    ///
    /// O(n³) a round in parallel, 16 bytes a pair; the same for any number of threads.
    ///
    /// # Errors
    /// As [`Network::profile_distances`].
    pub fn concor(&self, options: &ConcorOptions, control: &Control) -> Result<Partition, Error> {
        if options.weighted && !self.is_valued() {
            return Err(Error::NotDefined {
                measure: "CONCOR",
                reason: "ties have no values. Leave `weighted` out, or give `value`.".to_owned(),
            });
        }
        let cells = Cells::new(self, options.weighted)?;
        let heard = self.partners_heard_of();
        let mut aside: Vec<(f64, usize)> = Vec::new();
        let mut rest = Vec::new();
        for i in (0..cells.n).filter(|&i| heard[i]) {
            match cells.constant(i) {
                Some(value) => aside.push((value, i)),
                None => rest.push(i),
            }
        }
        aside.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut blocks: Vec<Vec<usize>> = aside
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| same.iter().map(|&(_, i)| i).collect())
            .collect();
        let first = matrix(rest.len(), control, |a, b| {
            let (a, b) = (rest[a], rest[b]);
            let known = cells
                .compare(a.min(b), a.max(b), options.diagonal)
                .correlation();
            // Nothing in common says nothing: as if unrelated.
            if known.is_nan() { 0.0 } else { known }
        })?;
        let mut at_rest = true;
        // Positions in `rest` of the blocks that are still to be split.
        let mut level: Vec<Vec<usize>> = vec![(0..rest.len()).collect()];
        for _ in 0..options.depth {
            let mut next = Vec::new();
            for block in level {
                let (halves, arrived) = split(&first, &block, control)?;
                at_rest &= arrived;
                next.extend(halves);
            }
            level = next;
        }
        blocks.extend(level.iter().map(|b| b.iter().map(|&i| rest[i]).collect()));
        let mut of = vec![None; cells.n];
        for (b, block) in blocks.iter().enumerate() {
            for &i in block {
                of[i] = Some(b as u32);
            }
        }
        let quality = ModularityOptions {
            weighted: options.weighted && self.check_strengths("CONCOR", true).is_ok(),
            ..Default::default()
        };
        let mut partition = Partition {
            convention: format!(
                "CONCOR of {}, {}, {} splits, diagonal: {}",
                if self.is_directed() {
                    "rows and columns"
                } else {
                    "rows"
                },
                if options.weighted {
                    "values"
                } else {
                    "ties as 0 and 1"
                },
                options.depth,
                options.diagonal
            ),
            citation: "Breiger, Boorman & Arabie (1975), J. Math. Psychol. 12, 328-383".to_owned(),
            ..Partition::new(self, "concor", &of, &quality)?
        };
        if !aside.is_empty() {
            partition.caveats.push(format!(
                "Set aside before the first split, because all their known cells are the same: {}.",
                crate::network::counted(aside.len() as u64, "partner")
            ));
        }
        if !at_rest {
            partition.caveats.push(format!(
                "Correlations of some block had not come to 1 and −1 after {ROUNDS} rounds; it was split by sign."
            ));
        }
        Ok(partition)
    }
}

/// A block in two, by sign of the converged correlations with its first member, and whether they
/// converged; the block itself where its profiles are all alike.
fn split(
    first: &Array2<f64>,
    block: &[usize],
    control: &Control,
) -> Result<(Vec<Vec<usize>>, bool), Error> {
    let whole = || vec![block.to_vec()];
    if block.len() < 2 {
        return Ok((
            if block.is_empty() {
                Vec::new()
            } else {
                whole()
            },
            true,
        ));
    }
    let mut now = Array2::from_shape_fn((block.len(), block.len()), |(i, j)| {
        first[[block[i], block[j]]]
    });
    let mut arrived = false;
    for _ in 0..ROUNDS {
        arrived = now.iter().all(|r| r.abs() >= 1.0 - ARRIVED);
        if arrived {
            break;
        }
        let Some(next) = correlations(&now, control)? else {
            return Ok((whole(), true));
        };
        now = next;
    }
    let (with, against): (Vec<usize>, Vec<usize>) =
        (0..block.len()).partition(|&i| now[[0, i]] > 0.0);
    let halves = [with, against]
        .into_iter()
        .filter(|half| !half.is_empty())
        .map(|half| half.into_iter().map(|i| block[i]).collect());
    Ok((halves.collect(), arrived))
}

/// Correlations of the columns of a symmetric matrix; `None` when a column does not vary.
fn correlations(of: &Array2<f64>, control: &Control) -> Result<Option<Array2<f64>>, Error> {
    let n = of.nrows();
    let mut centred = of.clone();
    for mut row in centred.rows_mut() {
        let mean = row.sum() / n as f64;
        row.mapv_inplace(|v| v - mean);
        let length = row.iter().map(|v| v * v).sum::<f64>().sqrt();
        if length <= 1e-12 * (n as f64).sqrt() {
            return Ok(None);
        }
        row.mapv_inplace(|v| v / length);
    }
    matrix(n, control, |i, j| {
        let products = centred.row(i).into_iter().zip(centred.row(j));
        products.map(|(a, b)| a * b).sum::<f64>().clamp(-1.0, 1.0)
    })
    .map(Some)
}

/// A symmetric matrix with 1 on the diagonal from its upper half.
fn matrix(
    n: usize,
    control: &Control,
    cell: impl Fn(usize, usize) -> f64 + Sync,
) -> Result<Array2<f64>, Error> {
    let mut values = vec![1.0; n * n];
    fill_blocks(&mut values, n, control, |start, row| {
        let i = start / n;
        for (j, value) in row.iter_mut().enumerate().skip(i + 1) {
            *value = cell(i, j);
        }
        Ok(())
    })?;
    Ok(Array2::from_shape_fn((n, n), |(i, j)| {
        values[i.min(j) * n + i.max(j)]
    }))
}
