//! Against least squares and logistic regression written out plainly, over all orders of few labels.

use ndarray::Array2;
use proptest::prelude::*;

use super::*;
use crate::nulls::logistic_qap::logistic_qap;
use crate::nulls::mrqap::mrqap;
use crate::nulls::node_level::{Variable, permutation_regression};
use crate::nulls::relation::Relation;
use crate::{Control, Error};

/// Solves Ax = b by elimination with row pivots.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let k = b.len();
    for c in 0..k {
        let pivot = (c..k).max_by(|&i, &j| a[i][c].abs().total_cmp(&a[j][c].abs()))?;
        if a[pivot][c].abs() < 1e-9 {
            return None;
        }
        a.swap(c, pivot);
        b.swap(c, pivot);
        for r in 0..k {
            if r != c {
                let f = a[r][c] / a[c][c];
                let pivot = a[c].clone();
                for (x, p) in a[r].iter_mut().zip(&pivot) {
                    *x -= f * p;
                }
                b[r] -= f * b[c];
            }
        }
    }
    Some((0..k).map(|i| b[i] / a[i][i]).collect())
}

fn gram(x: &[Vec<f64>], weight: impl Fn(usize) -> f64) -> Vec<Vec<f64>> {
    let product =
        |a: &Vec<f64>, b: &Vec<f64>| -> f64 { (0..a.len()).map(|c| a[c] * b[c] * weight(c)).sum() };
    x.iter()
        .map(|a| x.iter().map(|b| product(a, b)).collect())
        .collect()
}

fn inverse(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let unit = |j: usize| (0..a.len()).map(|i| f64::from(i == j)).collect();
    (0..a.len()).map(|j| solve(a.to_vec(), unit(j))).collect()
}

/// Coefficients and t of least squares; x holds the constant.
fn plain(x: &[Vec<f64>], y: &[f64], hc0: bool) -> Option<(Vec<f64>, Vec<f64>)> {
    let (k, n) = (x.len(), y.len());
    if n <= k {
        return None;
    }
    let xy = x
        .iter()
        .map(|a| a.iter().zip(y).map(|(a, y)| a * y).sum())
        .collect();
    let a = gram(x, |_| 1.0);
    let b = solve(a.clone(), xy)?;
    let u: Vec<f64> = (0..n)
        .map(|c| y[c] - (0..k).map(|j| b[j] * x[j][c]).sum::<f64>())
        .collect();
    let inv = inverse(&a)?;
    let s2 = u.iter().map(|u| u * u).sum::<f64>() / (n - k) as f64;
    let middle = gram(x, |c| u[c] * u[c]);
    let variance = |i: usize| {
        if hc0 {
            (0..k)
                .map(|p| inv[i][p] * (0..k).map(|q| middle[p][q] * inv[q][i]).sum::<f64>())
                .sum()
        } else {
            s2 * inv[i][i]
        }
    };
    let t = (0..k)
        .map(|i: usize| b[i] / f64::sqrt(variance(i)))
        .collect();
    Some((b, t))
}

fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for rest in orders(n - 1) {
        for at in 0..n {
            let mut order = rest.clone();
            order.insert(at, n - 1);
            all.push(order);
        }
    }
    all
}

/// p-values by the definition: residual of predictor k over the cells where all predictors are known, moved.
fn tails(y: &Array2<f64>, x: &[Array2<f64>], k: usize, hc0: bool) -> (f64, f64) {
    let n = y.nrows();
    let cells: Vec<(usize, usize)> = (0..n)
        .flat_map(|i| (0..n).map(move |j| (i, j)))
        .filter(|(i, j)| i != j)
        .collect();
    let known: Vec<(usize, usize)> = cells
        .iter()
        .copied()
        .filter(|&c| x.iter().all(|x| !x[c].is_nan()))
        .collect();
    let others: Vec<&Array2<f64>> = (0..x.len()).filter(|&j| j != k).map(|j| &x[j]).collect();
    let columns = |cells: &[(usize, usize)]| {
        let mut columns = vec![vec![1.0; cells.len()]];
        columns.extend(
            others
                .iter()
                .map(|z| cells.iter().map(|&c| z[c]).collect::<Vec<f64>>()),
        );
        columns
    };
    let z = columns(&known);
    let of_k: Vec<f64> = known.iter().map(|&c| x[k][c]).collect();
    let (b, _) = plain(&z, &of_k, false).unwrap();
    let mut left = Array2::from_elem((n, n), f64::NAN);
    for (c, &cell) in known.iter().enumerate() {
        left[cell] = of_k[c] - (0..z.len()).map(|j| b[j] * z[j][c]).sum::<f64>();
    }
    let statistic = |order: &[usize]| {
        let used: Vec<(usize, usize)> = cells
            .iter()
            .copied()
            .filter(|&c| !y[c].is_nan() && others.iter().all(|z| !z[c].is_nan()))
            .filter(|&(i, j)| !left[(order[i], order[j])].is_nan())
            .collect();
        let mut x = columns(&used);
        x.push(
            used.iter()
                .map(|&(i, j)| left[(order[i], order[j])])
                .collect(),
        );
        let y: Vec<f64> = used.iter().map(|&c| y[c]).collect();
        plain(&x, &y, hc0).map(|(_, t)| t[x.len() - 1])
    };
    let identity: Vec<usize> = (0..n).collect();
    let observed = statistic(&identity).unwrap();
    let all: Vec<f64> = orders(n)
        .iter()
        .filter_map(|order| statistic(order))
        .collect();
    let share = |count: usize| count as f64 / all.len() as f64;
    let slack = 1e-8;
    (
        share(all.iter().filter(|t| **t <= observed + slack).count()),
        share(all.iter().filter(|t| **t >= observed - slack).count()),
    )
}

fn matrix(n: usize, seed: u64, levels: f64) -> Array2<f64> {
    use rand::RngExt;
    let mut chance = crate::nulls::draws::stream(seed, 0);
    Array2::from_shape_fn((n, n), |_| (levels * chance.random::<f64>()).floor())
}

fn options(errors: StandardErrors) -> RegressionOptions {
    RegressionOptions {
        draws: 99,
        seed: 0,
        standard_errors: errors,
    }
}

#[test]
fn mrqap_by_enumeration_with_unknown_cells() {
    for (seed, unknown) in [(1, false), (2, true), (3, true)] {
        let mut y = matrix(5, 10 * seed, 7.0);
        let mut x = [matrix(5, 10 * seed + 1, 3.0), matrix(5, 10 * seed + 2, 5.0)];
        if unknown {
            // A partner that did not answer about y, and cells left open elsewhere.
            y.row_mut(2).fill(f64::NAN);
            x[0][[0, 3]] = f64::NAN;
            x[1][[4, 1]] = f64::NAN;
        }
        let relation =
            |name: &str, m: &Array2<f64>| Relation::from_matrix(name, m.clone()).unwrap();
        let predictors = [relation("a", &x[0]), relation("b", &x[1])];
        for errors in [StandardErrors::Classical, StandardErrors::Hc0] {
            let found = mrqap(
                &relation("y", &y),
                &predictors,
                &options(errors),
                &Control::new(),
            )
            .unwrap();
            assert!(found.exact);
            let cells: Vec<(usize, usize)> = (0..5)
                .flat_map(|i| (0..5).map(move |j| (i, j)))
                .filter(|&c| c.0 != c.1 && ![&y, &x[0], &x[1]].iter().any(|m| m[c].is_nan()))
                .collect();
            assert_eq!(found.cells, cells.len() as u64);
            let mut columns = vec![vec![1.0; cells.len()]];
            columns.extend(
                x.iter()
                    .map(|x| cells.iter().map(|&c| x[c]).collect::<Vec<f64>>()),
            );
            let of_y: Vec<f64> = cells.iter().map(|&c| y[c]).collect();
            let (b, t) = plain(&columns, &of_y, errors == StandardErrors::Hc0).unwrap();
            for (term, (b, t)) in found.terms.iter().zip(b.iter().zip(&t)) {
                assert!((term.estimate.unwrap() - b).abs() < 1e-10);
                assert!((term.ratio.unwrap() - t).abs() < 1e-9, "{term:?} {t}");
            }
            for k in 0..2 {
                let test = found.terms[k + 1].test.unwrap();
                assert!((test.observed - t[k + 1]).abs() < 1e-9);
                let (low, high) = tails(&y, &x, k, errors == StandardErrors::Hc0);
                assert!((test.p_low - low).abs() < 1e-12, "{} {low}", test.p_low);
                assert!((test.p_high - high).abs() < 1e-12, "{} {high}", test.p_high);
            }
        }
    }
}

#[test]
fn one_predictor_without_direction_is_the_qap_of_it() {
    // t rises with r, so both tests have the same tails.
    let symmetric = |seed| {
        let m = matrix(6, seed, 4.0);
        Relation::from_matrix(
            "m",
            Array2::from_shape_fn((6, 6), |(i, j)| m[[i.max(j), i.min(j)]]),
        )
        .unwrap()
    };
    for seed in 0..5 {
        let (a, b) = (symmetric(2 * seed), symmetric(2 * seed + 1));
        let fit = mrqap(
            &a,
            std::slice::from_ref(&b),
            &options(StandardErrors::Classical),
            &Control::new(),
        )
        .unwrap();
        let permutation = crate::nulls::qap::PermutationOptions { draws: 99, seed: 0 };
        let r = crate::nulls::qap::qap(&a, &b, &permutation, &Control::new()).unwrap();
        assert_eq!(fit.cells, 15);
        let (t, q) = (fit.terms[1].test.unwrap(), r.test.unwrap());
        assert_eq!((t.p_low, t.p_high), (q.p_low, q.p_high));
        let r = r.measure.value.unwrap();
        assert!((fit.fit.unwrap() - r * r).abs() < 1e-12);
        assert!((fit.terms[1].standardised.unwrap() - r).abs() < 1e-12);
        // R² is high for a strong correlation of either sign.
        let both = fit.together.unwrap();
        assert!((both.observed - r * r).abs() < 1e-12);
    }
}

#[test]
fn an_exact_fit_is_beyond_every_other() {
    let x = matrix(6, 4, 9.0);
    let y = x.mapv(|v| 3.0 - 2.0 * v);
    let relation = |name: &str, m: &Array2<f64>| Relation::from_matrix(name, m.clone()).unwrap();
    let fit = mrqap(
        &relation("y", &y),
        &[relation("x", &x)],
        &options(StandardErrors::Classical),
        &Control::new(),
    )
    .unwrap();
    assert!((fit.terms[1].estimate.unwrap() + 2.0).abs() < 1e-12);
    assert_eq!(fit.terms[1].ratio, None);
    let test = fit.terms[1].test.unwrap();
    assert_eq!((test.p_low, test.p_high), (1.0 / 720.0, 1.0));
    assert!(fit.caveats[0].contains("completely"));
    // A predictor beside one that explains everything has nothing to explain.
    let more = [relation("x", &x), relation("z", &matrix(6, 5, 9.0))];
    let fit = mrqap(
        &relation("y", &y),
        &more,
        &options(StandardErrors::Classical),
        &Control::new(),
    )
    .unwrap();
    assert!(fit.terms[2].test.is_none() && fit.terms[1].test.is_some());
    assert!(fit.caveats.iter().any(|c| c.starts_with("z is not tested")));
}

#[test]
fn what_has_no_fit_is_refused() {
    let relation = |m: Array2<f64>| Relation::from_matrix("m", m).unwrap();
    let (y, flat) = (matrix(5, 1, 5.0), Array2::from_elem((5, 5), 2.0));
    let fit = |y: &Array2<f64>, x: &[Array2<f64>]| {
        let x: Vec<Relation> = x.iter().map(|x| relation(x.clone())).collect();
        mrqap(
            &relation(y.clone()),
            &x,
            &options(StandardErrors::Classical),
            &Control::new(),
        )
    };
    let reason = |result: Result<Regression, Error>| match result {
        Err(Error::NotDefined { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    assert!(reason(fit(&y, &[])).contains("no predictor"));
    assert!(
        reason(fit(&y, std::slice::from_ref(&flat))).contains("does not vary, or is a combination")
    );
    assert!(reason(fit(&flat, std::slice::from_ref(&y))).contains("does not vary"));
    assert!(reason(fit(&y, &[y.clone(), y.mapv(|v| v + 1.0)])).contains("combination"));
    let nothing = Array2::from_elem((5, 5), f64::NAN);
    assert!(reason(fit(&nothing, std::slice::from_ref(&y))).contains("0 ordered pairs are known"));
    assert!(fit(&Array2::zeros((0, 0)), &[Array2::zeros((0, 0))]).is_err());
    assert!(fit(&Array2::zeros((1, 1)), &[Array2::zeros((1, 1))]).is_err());
}

#[test]
fn partners_by_enumeration() {
    let y = [3.0, 1.0, 4.0, 1.5, 9.0, 2.6, f64::NAN];
    let a = [1.0, 2.0, 2.0, 1.0, 5.0, 3.0, 1.0];
    let b = [0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0];
    let variable = |values| Variable { name: "v", values };
    let found = permutation_regression(
        variable(&y),
        &[variable(&a), variable(&b)],
        None,
        &options(StandardErrors::Classical),
        &Control::new(),
    )
    .unwrap();
    assert_eq!((found.cells, found.exact), (6, true));
    assert_eq!(found.coverage, Some(6.0 / 7.0));
    let columns = |x: Vec<f64>| vec![vec![1.0; 6], b[..6].to_vec(), x];
    let t_of = |x: Vec<f64>| plain(&columns(x), &y[..6], false).unwrap().1[2];
    let observed = t_of(a[..6].to_vec());
    assert!((found.terms[1].test.unwrap().observed - observed).abs() < 1e-10);
    let z = vec![vec![1.0; 6], b[..6].to_vec()];
    let (g, _) = plain(&z, &a[..6], false).unwrap();
    let left: Vec<f64> = (0..6).map(|i| a[i] - g[0] - g[1] * b[i]).collect();
    let all: Vec<f64> = orders(6)
        .iter()
        .map(|o| t_of(o.iter().map(|&i| left[i]).collect()))
        .collect();
    let high = all.iter().filter(|t| **t >= observed - 1e-9).count() as f64 / 720.0;
    assert!((found.terms[1].test.unwrap().p_high - high).abs() < 1e-12);
}

#[test]
fn any_number_of_threads_gives_the_same_p() {
    let relation = |seed| Relation::from_matrix("m", matrix(14, seed, 3.0)).unwrap();
    let (y, x) = (relation(1), [relation(2), relation(3)]);
    let run = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(|| mrqap(&y, &x, &options(StandardErrors::Hc0), &Control::new()).unwrap())
    };
    assert_eq!(run(1), run(3));
    let control = Control::new();
    control.stop();
    assert_eq!(
        mrqap(&y, &x, &options(StandardErrors::Hc0), &control),
        Err(Error::Stopped)
    );
}

proptest! {
    #[test]
    fn names_and_units_do_not_matter(seed in 0..500_u64, scale in 0.1..50.0_f64, shift in -20.0..20.0_f64) {
        // A predictor in other units, an outcome too: the same tests.
        let (y, a, b) = (matrix(6, seed, 5.0), matrix(6, seed + 1000, 4.0), matrix(6, seed + 2000, 4.0));
        let relation = |m: &Array2<f64>| Relation::from_matrix("m", m.clone()).unwrap();
        let fit = |y: &Array2<f64>, a: &Array2<f64>| {
            mrqap(&relation(y), &[relation(a), relation(&b)], &options(StandardErrors::Classical), &Control::new()).unwrap()
        };
        let (one, other) = (fit(&y, &a), fit(&y.mapv(|v| v * 3.0), &a.mapv(|v| scale * v + shift)));
        for k in 1..3 {
            let (p, q) = (one.terms[k].test.unwrap(), other.terms[k].test.unwrap());
            prop_assert!((p.observed - q.observed).abs() < 1e-6 * (1.0 + p.observed.abs()));
            prop_assert!((p.p_high - q.p_high).abs() < 1e-12);
        }
        prop_assert!((one.fit.unwrap() - other.fit.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn logistic_estimates_leave_no_slope(seed in 0..200_u64) {
        // At the maximum the residual is orthogonal to every predictor.
        let y = matrix(7, seed, 2.0);
        let x = [matrix(7, seed + 300, 4.0), matrix(7, seed + 600, 3.0)];
        let relation = |m: &Array2<f64>| Relation::from_matrix("m", m.clone()).unwrap();
        let found = logistic_qap(&relation(&y), &[relation(&x[0]), relation(&x[1])], &RegressionOptions { draws: 0, ..Default::default() }, &Control::new());
        let Ok(found) = found else { return Ok(()) };
        let Some(b) = found.terms.iter().map(|t| t.estimate).collect::<Option<Vec<f64>>>() else { return Ok(()) };
        let mut slopes = [0.0; 3];
        for i in 0..7 {
            for j in (0..7).filter(|&j| j != i) {
                let row = [1.0, x[0][[i, j]], x[1][[i, j]]];
                let e: f64 = row.iter().zip(&b).map(|(x, b)| x * b).sum();
                let u = y[[i, j]] - 1.0 / (1.0 + (-e).exp());
                for (s, x) in slopes.iter_mut().zip(row) {
                    *s += x * u;
                }
            }
        }
        prop_assert!(slopes.iter().all(|s| s.abs() < 1e-8), "{slopes:?}");
    }
}
