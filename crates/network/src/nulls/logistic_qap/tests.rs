use ndarray::Array2;
use rand::RngExt;

use super::*;
use crate::nulls::draws::stream;

fn relation(name: &str, cells: Array2<f64>) -> Relation {
    Relation::from_matrix(name, cells).unwrap()
}

#[test]
fn one_binary_predictor_by_hand() {
    // 20 ordered pairs of 5 partners; the predictor splits them into 8 and 12, of which 6 and 3 are tied:
    // odds ratio (6/2)/(3/9) = 9, standard error √(1/6 + 1/2 + 1/3 + 1/9).
    let (mut x, mut y) = (Array2::zeros((5, 5)), Array2::zeros((5, 5)));
    let cells = (0..5)
        .flat_map(|i| (0..5).map(move |j| (i, j)))
        .filter(|(i, j)| i != j);
    for (c, cell) in cells.enumerate() {
        x[cell] = f64::from(c < 8);
        y[cell] = f64::from(c < 6 || (8..11).contains(&c));
    }
    let options = RegressionOptions::default();
    let found = logistic_qap(
        &relation("y", y),
        &[relation("x", x)],
        &options,
        &Control::new(),
    )
    .unwrap();
    let term = &found.terms[1];
    assert!((term.estimate.unwrap() - 9.0_f64.ln()).abs() < 1e-10);
    let error = (1.0_f64 / 6.0 + 0.5 + 1.0 / 3.0 + 1.0 / 9.0).sqrt();
    assert!((term.standard_error.unwrap() - error).abs() < 1e-8);
    // Rao's score of a fourfold table is √(Pearson's χ²): (6·9 − 2·3) √20 / √(8·12·9·11).
    let score = 48.0 * 20.0_f64.sqrt() / (8.0 * 12.0 * 9.0 * 11.0_f64).sqrt();
    assert!((term.test.unwrap().observed - score).abs() < 1e-10);
    assert!(found.exact);
}

#[test]
fn a_predictor_that_separates_is_found() {
    // Every tie and no absence under the predictor: Wald's z would be 0/∞, the score is large.
    let mut chance = stream(3, 0);
    let y = Array2::from_shape_fn((9, 9), |_| f64::from(chance.random::<f64>() < 0.3));
    let noise = Array2::from_shape_fn((9, 9), |_| chance.random::<f64>());
    let x = [relation("x", y.clone()), relation("noise", noise)];
    let found = logistic_qap(
        &relation("y", y),
        &x,
        &RegressionOptions::default(),
        &Control::new(),
    )
    .unwrap();
    assert_eq!(
        (found.terms[1].estimate, found.terms[1].standard_error),
        (None, None)
    );
    assert!(found.terms[1].test.unwrap().p_high <= 2.0 / 10_000.0);
    assert!(found.caveats.iter().any(|c| c.contains("separate")));
    // What the predictor leaves to explain is nothing, so the other is not tested.
    assert!(found.terms[2].test.is_none());
}

#[test]
fn values_are_refused() {
    let y = relation("y", Array2::from_shape_fn((4, 4), |(i, j)| (i + j) as f64));
    let x = relation("x", Array2::from_shape_fn((4, 4), |(i, j)| (i * j) as f64));
    let refused = logistic_qap(&y, &[x], &RegressionOptions::default(), &Control::new());
    assert!(matches!(refused, Err(Error::NotDefined { .. })));
}
