//! Small linear algebra: an orthonormal basis of a few long columns, and factors of small matrices.

use crate::measures::spectral::dot;

/// A column that keeps less than this share of its length is a combination of those before it.
const DEPENDENT: f64 = 1e-9;
/// The same for squares of lengths got by subtraction, which rounding leaves less exact.
pub(super) const DEPENDENT_SQUARE: f64 = 1e-13;

/// Orthonormal columns Q and the upper triangle R with X = QR.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    pub(super) columns: Vec<Vec<f64>>,
    /// Column k of R, k + 1 entries.
    r: Vec<Vec<f64>>,
}

impl Basis {
    /// Gram-Schmidt, each column cleared twice, which keeps Q orthogonal to machine precision. O(cells · k²).
    ///
    /// # Errors
    /// The number of the first column that is a combination of those before it.
    pub(super) fn of(x: Vec<Vec<f64>>) -> Result<Self, usize> {
        let mut basis = Self {
            columns: Vec::with_capacity(x.len()),
            r: Vec::with_capacity(x.len()),
        };
        for (k, mut column) in x.into_iter().enumerate() {
            let before = dot(&column, &column).sqrt();
            let mut r = basis.clear(&mut column);
            for (r, again) in r.iter_mut().zip(basis.clear(&mut column)) {
                *r += again;
            }
            let length = dot(&column, &column).sqrt();
            if length.is_nan() || length <= DEPENDENT * before {
                return Err(k);
            }
            for x in &mut column {
                *x /= length;
            }
            r.push(length);
            basis.columns.push(column);
            basis.r.push(r);
        }
        Ok(basis)
    }

    /// Takes the part along the basis out of `column`; its coordinates.
    pub(super) fn clear(&self, column: &mut [f64]) -> Vec<f64> {
        let along = |q: &Vec<f64>| {
            let c = dot(q, column);
            for (x, q) in column.iter_mut().zip(q) {
                *x -= c * q;
            }
            c
        };
        self.columns.iter().map(along).collect()
    }

    /// Coefficients of the columns of X from coordinates along Q.
    pub(super) fn coefficients(&self, coordinates: &[f64]) -> Vec<f64> {
        let mut b = coordinates.to_vec();
        for k in (0..b.len()).rev() {
            b[k] /= self.r[k][k];
            let (rest, from) = b.split_at_mut(k);
            for (x, r) in rest.iter_mut().zip(&self.r[k]) {
                *x -= r * from[0];
            }
        }
        b
    }

    /// Column j of R⁻¹.
    pub(super) fn inverse_column(&self, j: usize) -> Vec<f64> {
        let mut unit = vec![0.0; self.r.len()];
        unit[j] = 1.0;
        self.coefficients(&unit)
    }

    /// Diagonal of R⁻¹ M R⁻ᵀ: the variances of the coefficients when M is that of the coordinates.
    pub(super) fn variances(&self, m: &Small) -> Vec<f64> {
        let k = self.r.len();
        let columns: Vec<Vec<f64>> = (0..k).map(|j| self.inverse_column(j)).collect();
        let variance = |i: usize| -> f64 {
            let row = |j: usize| columns[j][i];
            (0..k)
                .map(|a| row(a) * (0..k).map(|b| m.get(a, b) * row(b)).sum::<f64>())
                .sum()
        };
        (0..k).map(variance).collect()
    }
}

/// A small symmetric matrix, of which the lower triangle is kept row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Small {
    pub(super) size: usize,
    lower: Vec<f64>,
}

impl Small {
    pub(super) fn zeros(size: usize) -> Self {
        Self {
            size,
            lower: vec![0.0; size * (size + 1) / 2],
        }
    }

    pub(super) fn get(&self, i: usize, j: usize) -> f64 {
        self.lower[Self::at(i, j)]
    }

    pub(super) fn set(&mut self, i: usize, j: usize, value: f64) {
        self.lower[Self::at(i, j)] = value;
    }

    fn at(i: usize, j: usize) -> usize {
        let (i, j) = (i.max(j), i.min(j));
        i * (i + 1) / 2 + j
    }

    /// Replaces the matrix by its lower Cholesky factor. The last pivots may vanish: a column that depends on
    /// those before it has a pivot of 0. `None` when one of the first `needed` does.
    pub(super) fn factor(&mut self, needed: usize) -> Option<()> {
        for j in 0..self.size {
            let before = self.get(j, j);
            let row =
                |i: usize, j: usize| (0..j).map(|k| self.get(i, k) * self.get(j, k)).sum::<f64>();
            let pivot = before - row(j, j);
            let length = if pivot > DEPENDENT_SQUARE * before {
                pivot.sqrt()
            } else {
                0.0
            };
            if j < needed && length == 0.0 {
                return None;
            }
            let below: Vec<f64> = (j + 1..self.size)
                .map(|i| {
                    if length == 0.0 {
                        0.0
                    } else {
                        (self.get(i, j) - row(i, j)) / length
                    }
                })
                .collect();
            self.set(j, j, length);
            for (i, value) in (j + 1..).zip(below) {
                self.set(i, j, value);
            }
        }
        Some(())
    }

    /// Solves Lᵀx = (L[row, 0..k]) for a factor L: the coefficients of column `row` on the first k columns.
    pub(super) fn back_solve(&self, row: usize, k: usize) -> Vec<f64> {
        let mut x: Vec<f64> = (0..k).map(|j| self.get(row, j)).collect();
        for j in (0..k).rev() {
            x[j] /= self.get(j, j);
            let (rest, from) = x.split_at_mut(j);
            for (i, value) in rest.iter_mut().enumerate() {
                *value -= self.get(j, i) * from[0];
            }
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_basis_gives_back_its_columns(
            x in proptest::collection::vec(proptest::collection::vec(-5.0..5.0_f64, 12), 1..5),
            far in 0.0..1e4_f64,
        ) {
            let x: Vec<Vec<f64>> = x.into_iter().map(|c| c.into_iter().map(|v| v + far).collect()).collect();
            let Ok(basis) = Basis::of(x.clone()) else { return Ok(()) };
            let k = x.len();
            for a in 0..k {
                for b in 0..k {
                    let d = dot(&basis.columns[a], &basis.columns[b]);
                    prop_assert!((d - f64::from(a == b)).abs() < 1e-12);
                }
                // A column is itself with coefficient 1 and nothing of the others.
                let mut rest = x[a].clone();
                let b = basis.coefficients(&basis.clear(&mut rest));
                for (j, b) in b.iter().enumerate() {
                    prop_assert!((b - f64::from(j == a)).abs() < 1e-6);
                }
            }
        }
    }

    #[test]
    fn a_combination_is_named() {
        let (one, x) = (vec![1.0; 4], vec![1.0, 2.0, 4.0, 8.0]);
        let both: Vec<f64> = x.iter().map(|x| 3.0 * x - 2.0).collect();
        assert_eq!(Basis::of(vec![one.clone(), x, both]).unwrap_err(), 2);
        assert_eq!(Basis::of(vec![one, vec![0.0; 4]]).unwrap_err(), 1);
        assert_eq!(Basis::of(vec![vec![]]).unwrap_err(), 0);
    }

    #[test]
    fn a_factor_by_hand() {
        // [4 2; 2 5] = L Lᵀ with L = [2 0; 1 2].
        let mut m = Small::zeros(2);
        m.set(0, 0, 4.0);
        m.set(1, 0, 2.0);
        m.set(1, 1, 5.0);
        m.factor(2).unwrap();
        assert_eq!((m.get(0, 0), m.get(1, 0), m.get(1, 1)), (2.0, 1.0, 2.0));
        // The second column is half the first, plus what is left.
        assert_eq!(m.back_solve(1, 1), [0.5]);
        let mut flat = Small::zeros(2);
        flat.set(0, 0, 1.0);
        flat.set(1, 0, 1.0);
        flat.set(1, 1, 1.0);
        assert!(flat.clone().factor(2).is_none());
        assert!(flat.factor(1).is_some());
    }
}
