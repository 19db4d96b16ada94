//! What positions do: how dense the ties are within and between groups.

use ndarray::Array2;

use crate::groups::modularity::numbered;
use crate::network::share;
use crate::{Error, Network};

/// Ties and known pairs between groups: the image of a blockmodel.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockDensities {
    /// Known ties from group `r` to group `c`; within a group, or when undirected, each tie once.
    pub ties: Array2<u64>,
    /// Pairs that could hold a tie and of which it is known.
    pub known: Array2<u64>,
    /// ties/known (with values: their sum/known); NaN where nothing is known or there is no pair.
    pub density: Array2<f64>,
    /// Share of the cells of the network that are known.
    pub coverage: Option<f64>,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
}

impl Network {
    /// Densities within and between groups, given as one number a partner (0, 1, … as in
    /// [`super::super::communities::Partition`]); partners with `None` are left out.
    ///
    /// Available case: ties over pairs that anyone able to say has spoken about; with `weighted` the mean
    /// value of these pairs, an absent tie counting 0. Direction: rows send, columns receive; undirected the
    /// matrix is symmetric. O(m + unknown pairs + groups²).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for another number of partners; [`Error::NotDefined`] for `weighted` without
    /// strengths.
    pub fn block_densities(
        &self,
        groups: &[Option<u32>],
        weighted: bool,
    ) -> Result<BlockDensities, Error> {
        if groups.len() != self.partners() {
            return Err(Error::LengthMismatch {
                what: "groups",
                found: groups.len(),
                expected: self.partners(),
            });
        }
        self.check_strengths("block densities", weighted)?;
        let named: Vec<Option<u32>> = groups.iter().copied().flatten().map(Some).collect();
        let count = numbered(&named).1;
        // Numbers are used as they are, so that a frame can name its groups.
        if named.iter().flatten().any(|&g| g as usize >= count) {
            return Err(Error::BadOption {
                option: "groups",
                found: "numbers with gaps".to_owned(),
                expected: "groups numbered 0, 1, … without gaps".to_owned(),
            });
        }
        let mut sizes = vec![0u64; count];
        for &g in groups.iter().flatten() {
            sizes[g as usize] += 1;
        }
        let directed = self.is_directed();
        let mut known = Array2::from_shape_fn((count, count), |(r, c)| match (r == c, directed) {
            (false, _) => sizes[r] * sizes[c],
            (true, true) => sizes[r] * (sizes[r] - 1),
            (true, false) => sizes[r] * (sizes[r] - 1) / 2,
        });
        let ends = |i: u32, j: u32| {
            let (r, c) = (groups[i as usize]?, groups[j as usize]?);
            Some((r as usize, c as usize))
        };
        for (i, j) in self.unknown_pairs() {
            if let Some((r, c)) = ends(i, j) {
                known[[r, c]] -= 1;
                if !directed && r != c {
                    known[[c, r]] -= 1;
                }
            }
        }
        let mut ties = Array2::<u64>::zeros((count, count));
        let mut sums = Array2::<f64>::zeros((count, count));
        for (i, j, value) in self.iter_ties() {
            let Some((r, c)) = ends(i, j) else { continue };
            let value = value.filter(|_| weighted).unwrap_or(1.0);
            let both = !directed && r != c;
            for at in [Some([r, c]), both.then_some([c, r])].into_iter().flatten() {
                ties[at] += 1;
                sums[at] += value;
            }
        }
        let density = Array2::from_shape_fn((count, count), |at| {
            let cells = known[at];
            match share(ties[at], cells) {
                Some(_) if weighted => sums[at] / cells as f64,
                Some(density) => density,
                None => f64::NAN,
            }
        });
        Ok(BlockDensities {
            ties,
            known,
            density,
            coverage: self.known_share(),
            caveats: self.standing_caveats(),
        })
    }
}
