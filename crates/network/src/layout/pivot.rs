//! Pivot multidimensional scaling (Brandes & Pich 2007, "Eigensolver methods for progressive
//! multidimensional scaling of large data").

use ndarray::{Array1, Array2, Axis};

use super::distance::Part;
use crate::{Control, Error};

/// Partners whose distances to all others are looked at.
const PIVOTS: usize = 50;
/// Rounds of the power iteration: the axes need to be good to look at, not exact.
const ROUNDS: usize = 100;

/// Positions in steps, roughly. O(PIVOTS · (n + m)) time and 400 bytes a partner.
pub(super) fn place(part: &Part, control: &Control) -> Result<Vec<[f64; 2]>, Error> {
    let (n, k) = (part.n(), PIVOTS.min(part.n()));
    let mut columns = Array2::<f64>::zeros((n, k));
    let mut nearest = vec![f64::INFINITY; n];
    let (mut steps, mut queue) = (vec![0.0; n], Vec::new());
    // The first pivot is the partner with most ties, each further one the farthest from those before.
    let mut pivot = first_largest((0..n as u32).map(|i| part.rows.degree(i) as f64));
    for mut column in columns.columns_mut() {
        control.check()?;
        part.steps(pivot as u32, &mut steps, &mut queue);
        for ((cell, near), &d) in column.iter_mut().zip(&mut nearest).zip(&steps) {
            *cell = d * d;
            *near = near.min(d);
        }
        pivot = first_largest(nearest.iter().copied());
    }
    // Double centring turns squared distances into inner products.
    let column_means = columns.mean_axis(Axis(0)).unwrap_or_default();
    columns -= &column_means;
    let row_means = columns.mean_axis(Axis(1)).unwrap_or_default();
    columns -= &row_means.insert_axis(Axis(1));
    columns *= -0.5;
    let mut products = columns.t().dot(&columns);
    let first = axis(&mut products);
    let second = axis(&mut products);
    let (x, y) = (columns.dot(&first), columns.dot(&second));
    let mut places: Vec<[f64; 2]> = x.iter().zip(&y).map(|(&x, &y)| [x, y]).collect();
    to_steps(&mut places, &steps);
    Ok(places)
}

/// Index of the largest value, the first of equal ones.
fn first_largest(values: impl Iterator<Item = f64>) -> usize {
    let better = |best: (usize, f64), (i, v)| if v > best.1 { (i, v) } else { best };
    values.enumerate().fold((0, f64::NEG_INFINITY), better).0
}

/// The leading eigenvector, which is then taken out of the matrix; zero when nothing is left.
fn axis(products: &mut Array2<f64>) -> Array1<f64> {
    let k = products.nrows();
    // Not orthogonal to anything by symmetry.
    let mut v = Array1::from_iter((0..k).map(|i| 1.0 + (i as f64 * 0.618_034).fract()));
    let mut value = 0.0;
    for _ in 0..ROUNDS {
        let next = products.dot(&v);
        value = next.dot(&next).sqrt();
        if value <= f64::MIN_POSITIVE {
            return Array1::zeros(k);
        }
        v = next / value;
    }
    let column = v.view().insert_axis(Axis(1));
    let row = v.view().insert_axis(Axis(0));
    *products -= &(column.dot(&row) * value);
    v
}

/// Scales positions so that distances from the last pivot fit the steps from it best (least squares).
fn to_steps(places: &mut [[f64; 2]], steps: &[f64]) {
    let Some(origin) = steps.iter().position(|&d| d == 0.0).map(|i| places[i]) else {
        return;
    };
    let length = |p: &[f64; 2]| (p[0] - origin[0]).hypot(p[1] - origin[1]);
    let (mut fit, mut square) = (0.0, 0.0);
    for (p, d) in places.iter().zip(steps) {
        fit += length(p) * d;
        square += length(p) * length(p);
    }
    if square > 0.0 {
        for p in places {
            *p = [p[0] * fit / square, p[1] * fit / square];
        }
    }
}
