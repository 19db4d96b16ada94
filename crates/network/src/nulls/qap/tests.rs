use ndarray::Array2;
use proptest::prelude::*;
use rand::RngExt;

use super::*;
use crate::nulls::draws::stream;

fn matrix(n: usize, seed: u64, levels: f64) -> Array2<f64> {
    let mut chance = stream(seed, 0);
    Array2::from_shape_fn((n, n), |_| (levels * chance.random::<f64>()).floor())
}

fn relation(m: &Array2<f64>) -> Relation {
    Relation::from_matrix("m", m.clone()).unwrap()
}

fn run(a: &Array2<f64>, b: &Array2<f64>, draws: u64) -> PermutationTest {
    qap(
        &relation(a),
        &relation(b),
        &PermutationOptions { draws, seed: 1 },
        &Control::new(),
    )
    .unwrap()
}

/// Pearson over ordered pairs known in both, b's labels in this order.
fn plain(a: &Array2<f64>, b: &Array2<f64>, order: &[usize]) -> f64 {
    let n = a.nrows();
    let mut both = (Vec::new(), Vec::new());
    for i in 0..n {
        for j in (0..n).filter(|&j| j != i) {
            let (x, y) = (a[[i, j]], b[[order[i], order[j]]]);
            if !x.is_nan() && !y.is_nan() {
                both.0.push(x);
                both.1.push(y);
            }
        }
    }
    pearson(&both.0, &both.1)
}

/// All orders by Heap's algorithm, apart from the one of the engine.
fn heap(k: usize, order: &mut Vec<usize>, visit: &mut impl FnMut(&[usize])) {
    if k <= 1 {
        return visit(order);
    }
    for i in 0..k {
        heap(k - 1, order, visit);
        let j = if k.is_multiple_of(2) { i } else { 0 };
        order.swap(j, k - 1);
    }
}

#[test]
fn exact_by_enumeration_with_and_without_unknown_cells() {
    for seed in 0..4 {
        let (mut a, mut b) = (matrix(6, seed, 2.0), matrix(6, seed + 50, 3.0));
        if seed > 1 {
            a.row_mut(1).fill(f64::NAN);
            b[[4, 2]] = f64::NAN;
        }
        let found = run(&a, &b, 9);
        let observed = plain(&a, &b, &[0, 1, 2, 3, 4, 5]);
        assert!((found.measure.value.unwrap() - observed).abs() < 1e-14);
        let mut all = Vec::new();
        heap(6, &mut (0..6).collect(), &mut |order| {
            all.push(plain(&a, &b, order));
        });
        assert_eq!(all.len(), 720);
        let share =
            |keep: &dyn Fn(f64) -> bool| all.iter().filter(|r| keep(**r)).count() as f64 / 720.0;
        let test = found.test.unwrap();
        assert!(found.exact);
        assert!((test.p_high - share(&|r| r >= observed - 1e-10)).abs() < 1e-12);
        assert!((test.p_low - share(&|r| r <= observed + 1e-10)).abs() < 1e-12);
    }
}

#[test]
fn draws_agree_with_enumeration() {
    // Nine partners: 362,880 orders are too many unless asked for.
    let (a, b) = (matrix(9, 3, 2.0), matrix(9, 4, 2.0));
    let exact = run(&a, &b, 362_879).test.unwrap();
    let drawn = run(&a, &b, 9_999);
    assert!(!drawn.exact);
    let p = exact.p_high;
    let error = (p * (1.0 - p) / 9_999.0).sqrt();
    assert!((drawn.test.unwrap().p_high - p).abs() < 4.0 * error);
}

#[test]
fn what_is_not_defined_says_why() {
    for n in [0, 1, 2] {
        let m = matrix(n, 1, 5.0);
        let found = run(&m, &m, 99);
        if found.measure.value.is_none() {
            assert!(found.test.is_none() && found.measure.sentence.contains("not defined"));
        }
    }
    let flat = Array2::ones((5, 5));
    let found = run(&flat, &matrix(5, 1, 3.0), 99);
    assert!(found.measure.sentence.contains("does not vary"));
    let nothing = Array2::from_elem((5, 5), f64::NAN);
    assert!(
        run(&nothing, &flat, 99)
            .measure
            .sentence
            .contains("fewer than two")
    );
    assert!(
        run(&matrix(5, 1, 3.0), &matrix(5, 2, 3.0), 0)
            .test
            .is_none()
    );
}

proptest! {
    #[test]
    fn the_mean_over_all_orders_is_zero_and_sides_do_not_matter(seed in 0..200_u64, shift in -1e6..1e6_f64) {
        let (a, b) = (matrix(5, seed, 3.0), matrix(5, seed + 1_000, 4.0));
        let one = run(&a, &b, 119);
        prop_assume!(one.measure.value.is_some());
        let test = one.test.unwrap();
        // The mean is over the other 119 orders; with the observed one it is 0.
        prop_assert!((test.mean * 119.0 + test.observed).abs() < 1e-9);
        let other = run(&b, &a.mapv(|v| v + shift), 119).test.unwrap();
        prop_assert!((test.observed - other.observed).abs() < 1e-8);
        prop_assert!((test.p_high - other.p_high).abs() < 1e-12);
    }
}
