//! Distances between the profiles of partners: their rows and columns of the matrix.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::options::named;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Network};

/// Partners at most: three dense matrices and n³ cells to look at.
const MOST: usize = 5_000;

/// How two profiles are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProfileDistance {
    /// √Σ(a − b)² (Burt 1976). Partners with few ties are near to one another.
    #[default]
    Euclidean,
    /// 1 − Pearson's correlation: shape, not level. A constant profile has none: it is taken as 1 with
    /// an identical one and 0 with any other.
    Correlation,
    /// Share of the cells that differ: 1 − matches.
    Matches,
}

named!(ProfileDistance, "distance", {
    "euclidean" => Euclidean, "correlation" => Correlation, "matches" => Matches,
});

/// What is done with the cells of i and j themselves when their profiles are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Diagonal {
    /// The tie i → j is compared with j → i (UCINET "reciprocal"): partners may differ by nothing but which of the two they are.
    #[default]
    Reciprocal,
    /// Only ties to third partners are compared (Wasserman & Faust 1994, eq. 9.1; UCINET "ignore").
    Ignore,
    /// The diagonal counts as zeros, as in plain matrices of R and numpy.
    Zero,
}

named!(Diagonal, "diagonal", { "reciprocal" => Reciprocal, "ignore" => Ignore, "zero" => Zero });

/// Options of [`Network::profile_distances`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProfileOptions {
    /// How profiles are compared.
    pub distance: ProfileDistance,
    /// What is done with the two partners' own cells.
    pub diagonal: Diagonal,
    /// Compare values instead of whether there is a tie.
    pub weighted: bool,
}

/// Distances of all pairs of partners.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileDistances {
    /// n × n, symmetric, 0 on the diagonal; NaN where two partners have no known cell in common.
    pub values: Array2<f64>,
    /// Share of the cells of the network that are known.
    pub coverage: Option<f64>,
    /// The definition used, by its name in the field.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

impl Network {
    /// How far the ties of any two partners are from being the same: rows and columns are compared cell by
    /// cell (only rows when undirected).
    ///
    /// Unknown cells are left out pair by pair, and a Euclidean distance is scaled up to the full number of
    /// cells, as R's `dist` does. Unit: that of the values (Euclidean), else 0 to 2 (correlation) or 0 to 1
    /// (matches). Direction: none. O(n³) in parallel, 24 bytes a pair; the same for any number of threads.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 5,000 partners; [`Error::NotDefined`] for `weighted` without values;
    /// [`Error::Stopped`].
    pub fn profile_distances(
        &self,
        options: &ProfileOptions,
        control: &Control,
    ) -> Result<ProfileDistances, Error> {
        if options.weighted && !self.is_valued() {
            return Err(Error::NotDefined {
                measure: "structural equivalence",
                reason: "ties have no values. Leave `weighted` out, or give `value`.".to_owned(),
            });
        }
        let cells = Cells::new(self, options.weighted)?;
        let n = self.partners();
        let mut values = vec![0.0; n * n];
        control.begin(n as u64);
        fill_blocks(&mut values, n, control, |start, row| {
            let i = start / n;
            for (j, value) in row.iter_mut().enumerate().skip(i + 1) {
                let distance = cells
                    .compare(i, j, options.diagonal)
                    .distance(options.distance);
                *value = match options.distance {
                    ProfileDistance::Euclidean => cells.scale * distance,
                    _ => distance,
                };
            }
            control.advance(1)
        })?;
        for i in 0..n {
            for j in 0..i {
                values[i * n + j] = values[j * n + i];
            }
        }
        let mut caveats = self.standing_caveats();
        if self.known_share().is_some_and(|share| share < 1.0) {
            caveats.push("Profiles are compared on the cells that are known for both.".to_owned());
        }
        Ok(ProfileDistances {
            values: Array2::from_shape_fn((n, n), |(i, j)| values[i * n + j]),
            coverage: self.known_share(),
            convention: format!(
                "{} distance of {}, {}, diagonal: {}",
                options.distance,
                if self.is_directed() { "rows and columns" } else { "rows" },
                if options.weighted { "values" } else { "ties as 0 and 1" },
                options.diagonal
            ),
            caveats,
            citation: "Burt (1976), Social Forces 55, 93-122; Wasserman & Faust (1994), Social Network Analysis, ch. 9".to_owned(),
        })
    }
}

/// The matrix, its transpose where that is another one, and what values were divided by.
pub(super) struct Cells {
    pub(super) n: usize,
    sides: Vec<Array2<f64>>,
    scale: f64,
}

impl Cells {
    pub(super) fn new(net: &Network, weighted: bool) -> Result<Self, Error> {
        if net.partners() > MOST {
            return Err(Error::TooLarge {
                what: "partners for structural equivalence",
                found: net.partners() as u64,
                limit: MOST as u64,
            });
        }
        let mut rows = net.to_dense(f64::NAN)?;
        // Values are brought to at most 1, so that no square is too large.
        let scale = if weighted {
            rows.iter().copied().fold(0.0, f64::max)
        } else {
            1.0
        };
        if weighted && scale > 0.0 {
            rows.mapv_inplace(|v| v / scale);
        } else {
            rows.mapv_inplace(|v| if v > 0.0 { 1.0 } else { v });
        }
        let mut sides = Vec::new();
        if net.is_directed() {
            sides.push(rows.t().as_standard_layout().into_owned());
        }
        sides.push(rows);
        Ok(Self {
            n: net.partners(),
            sides,
            scale,
        })
    }

    /// The known cells of `i` with others when they are all the same, as an isolate's are.
    pub(super) fn constant(&self, i: usize) -> Option<f64> {
        let known = || {
            let cells = self
                .sides
                .iter()
                .flat_map(|side| side.row(i).into_iter().enumerate());
            cells
                .filter(|&(j, v)| j != i && !v.is_nan())
                .map(|(_, &v)| v)
        };
        let first = known().next()?;
        known().all(|v| v == first).then_some(first)
    }

    pub(super) fn compare(&self, i: usize, j: usize, diagonal: Diagonal) -> Compared {
        let mut compared = Compared::default();
        for side in &self.sides {
            let (a, b) = (side.row(i), side.row(j));
            let (Some(a), Some(b)) = (a.as_slice(), b.as_slice()) else {
                continue; // rows of a standard layout always are slices
            };
            // Without i and j: the cells before, between and after them.
            for range in [0..i, i + 1..j, j + 1..self.n] {
                for (&a, &b) in a[range.clone()].iter().zip(&b[range]) {
                    compared.add(a, b);
                }
            }
            match diagonal {
                Diagonal::Reciprocal => compared.add(a[j], b[i]),
                Diagonal::Ignore => {}
                Diagonal::Zero => {
                    compared.add(0.0, b[i]);
                    compared.add(a[j], 0.0);
                }
            }
        }
        compared
    }
}

/// Sums over the cells two profiles have in common.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Compared {
    all: f64,
    known: f64,
    same: f64,
    a: f64,
    b: f64,
    aa: f64,
    bb: f64,
    ab: f64,
    apart: f64,
}

impl Compared {
    fn add(&mut self, a: f64, b: f64) {
        self.all += 1.0;
        if a.is_nan() || b.is_nan() {
            return;
        }
        self.known += 1.0;
        self.same += f64::from(u8::from(a == b));
        self.a += a;
        self.b += b;
        self.aa += a * a;
        self.bb += b * b;
        self.ab += a * b;
        self.apart += (a - b) * (a - b);
    }

    /// Pearson's correlation; where a profile is constant 1 for identical and 0 for other ones. NaN without
    /// a cell in common.
    pub(super) fn correlation(&self) -> f64 {
        if self.known == 0.0 {
            return f64::NAN;
        }
        if self.same == self.known {
            return 1.0;
        }
        let spread = |sum: f64, squares: f64| self.known * squares - sum * sum;
        let (a, b) = (spread(self.a, self.aa), spread(self.b, self.bb));
        let rounding = 1e-12 * self.known;
        if a <= rounding * self.aa || b <= rounding * self.bb {
            return 0.0;
        }
        let together = self.known * self.ab - self.a * self.b;
        (together / (a.sqrt() * b.sqrt())).clamp(-1.0, 1.0)
    }

    fn distance(&self, distance: ProfileDistance) -> f64 {
        match distance {
            _ if self.all == 0.0 => 0.0, // two partners and no third: nothing tells them apart
            _ if self.known == 0.0 => f64::NAN,
            ProfileDistance::Euclidean => (self.apart * (self.all / self.known)).sqrt(),
            ProfileDistance::Correlation => 1.0 - self.correlation(),
            ProfileDistance::Matches => 1.0 - self.same / self.known,
        }
    }
}
