use super::*;

/// Hollander & Wolfe (1999), table 6.6: pieces finished by workers without information, with rough and with
/// accurate information on their output.
const PIECES: [f64; 18] = [
    40., 35., 38., 43., 44., 41., 38., 40., 47., 44., 40., 42., 48., 40., 45., 43., 46., 44.,
];

fn information() -> Attribute {
    let of = |i: usize| Some(["none", "rough", "accurate"][i / 6]);
    Attribute::new("information", &(0..18).map(of).collect::<Vec<_>>())
}

fn run(
    values: &[f64],
    by: &Attribute,
    order: &[&str],
    draws: u64,
) -> Result<PermutationTest, Error> {
    let y = Variable { name: "y", values };
    jonckheere(
        y,
        by,
        order,
        &PermutationOptions { draws, seed: 2 },
        &Control::new(),
    )
}

#[test]
fn the_published_example() {
    let found = run(
        &PIECES,
        &information(),
        &["none", "rough", "accurate"],
        20_000,
    )
    .unwrap();
    assert_eq!(found.measure.value, Some(79.0));
    let test = found.test.unwrap();
    // The mean is (18² − 3 · 6²)/4 = 54.
    assert!((test.mean - 54.0).abs() < 4.0 * test.sd / 20_000_f64.sqrt());
    // All 17,153,136 arrangements counted apart from this program.
    assert!((test.p_high - EXACT).abs() < 4.0 * (EXACT / 20_000.0).sqrt());
}

/// P(J ≥ 79) over all arrangements of these values, equal ones included.
const EXACT: f64 = 0.020_966_486_8;

#[test]
fn j_by_pairs_and_by_enumeration() {
    let y = [3.0, 1.0, 2.0, 2.0, 5.0, 2.0];
    let by = Attribute::new("g", &["a", "b", "a", "c", "c", "b"].map(Some));
    let order = ["b", "a", "c"];
    let place = |g: &str| order.iter().position(|o| *o == g).unwrap();
    let of: Vec<usize> = (0..6).map(|i| place(by.category(i).unwrap())).collect();
    let j = |y: &[f64]| {
        let mut j = 0.0;
        for a in 0..6 {
            for b in 0..6 {
                if of[a] < of[b] {
                    j += f64::from(y[a] < y[b]) + 0.5 * f64::from(y[a] == y[b]);
                }
            }
        }
        j
    };
    let found = run(&y, &by, &order, 99).unwrap();
    assert_eq!(found.measure.value, Some(j(&y)));
    let mut all = Vec::new();
    let mut values = y.to_vec();
    permute(&mut values, 0, &mut |v| all.push(j(v)));
    let high = all.iter().filter(|v| **v >= j(&y)).count() as f64 / 720.0;
    assert!((found.test.unwrap().p_high - high).abs() < 1e-12);
}

fn permute(values: &mut Vec<f64>, from: usize, visit: &mut impl FnMut(&[f64])) {
    if from == values.len() {
        return visit(values);
    }
    for i in from..values.len() {
        values.swap(from, i);
        permute(values, from + 1, visit);
        values.swap(from, i);
    }
}

#[test]
fn what_is_left_out_and_what_is_refused() {
    let by = Attribute::new("g", &[Some("a"), Some("b"), None, Some("c")]);
    let found = run(&[1.0, 2.0, 3.0, 4.0], &by, &["a", "b"], 9).unwrap();
    assert_eq!((found.measure.value, found.measure.n), (Some(1.0), 2));
    assert_eq!(found.measure.caveats.len(), 1);
    assert!(
        run(&[1.0; 4], &by, &["a", "b"], 9)
            .unwrap()
            .measure
            .sentence
            .contains("do not vary")
    );
    assert!(
        run(&[1.0; 4], &by, &["a"], 9)
            .unwrap()
            .measure
            .sentence
            .contains("fewer than two groups")
    );
    assert!(run(&[1.0; 4], &by, &["a", "a"], 9).is_err());
    assert!(run(&[1.0; 4], &by, &["a", "z"], 9).is_err());
    assert!(run(&[1.0; 3], &by, &["a", "b"], 9).is_err());
}
