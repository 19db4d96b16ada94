//! From ties to rows: every rule against a map that does the same one tie at a time.

use std::collections::BTreeMap;

use commonweal_network::{
    Attribute, BuildOptions, Cut, Duplicates, Error, Labels, Network, SelfTies, Ties, ValueMeans,
};
use proptest::prelude::*;

type Tie = (u32, u32, f64);

fn build(n: usize, ties: &[Tie], valued: bool, options: &BuildOptions) -> Result<Network, Error> {
    let source: Vec<u32> = ties.iter().map(|t| t.0).collect();
    let target: Vec<u32> = ties.iter().map(|t| t.1).collect();
    let value: Vec<f64> = ties.iter().map(|t| t.2).collect();
    let ties = Ties {
        source: &source,
        target: &target,
        value: valued.then_some(&value[..]),
    };
    Network::from_ties(n, &ties, options)
}

/// The oracle: values of each pair in input order, in an ordered map.
fn by_hand(ties: &[Tie], directed: bool, rule: Duplicates) -> Vec<Tie> {
    let mut pairs: BTreeMap<(u32, u32), Vec<f64>> = BTreeMap::new();
    for &(i, j, v) in ties.iter().filter(|t| t.0 != t.1) {
        let pair = if directed {
            (i, j)
        } else {
            (i.min(j), i.max(j))
        };
        pairs.entry(pair).or_default().push(v);
    }
    let combine = |values: &[f64]| match rule {
        Duplicates::Sum => values.iter().sum(),
        Duplicates::Mean => values.iter().sum::<f64>() / values.len() as f64,
        Duplicates::Max => values.iter().copied().fold(0.0, f64::max),
        Duplicates::Min => values.iter().copied().fold(f64::INFINITY, f64::min),
        Duplicates::First | Duplicates::Error => values[0],
        Duplicates::Last => values[values.len() - 1],
    };
    pairs
        .iter()
        .map(|(&(i, j), values)| (i, j, combine(values)))
        .collect()
}

fn ties(n: u32) -> impl Strategy<Value = Vec<Tie>> {
    prop::collection::vec((0..n, 0..n, 0.25f64..8.0), 0..60)
}

proptest! {
    #[test]
    fn rows_equal_a_map_filled_tie_by_tie(
        ties in ties(7), directed: bool, valued: bool, which in 1usize..Duplicates::NAMES.len(),
    ) {
        let duplicates = Duplicates::NAMES[which].1;
        let options =
            BuildOptions { directed, duplicates, self_ties: SelfTies::Drop, ..Default::default() };
        let net = build(7, &ties, valued, &options).unwrap();
        let expected = by_hand(&ties, directed, duplicates);
        let found: Vec<Tie> =
            net.iter_ties().map(|(i, j, v)| (i, j, v.unwrap_or(f64::NAN))).collect();
        prop_assert_eq!(net.ties(), expected.len());
        for (f, e) in found.iter().zip(&expected) {
            prop_assert_eq!((f.0, f.1), (e.0, e.1));
            prop_assert!((valued && f.2 == e.2) || (!valued && f.2.is_nan()));
        }
        // Incoming rows hold the same ties; the same object when undirected.
        prop_assert_eq!(directed, !std::ptr::eq(net.out(), net.incoming()));
        for i in 0..7 {
            for j in 0..7 {
                let value = |k: Option<usize>, v: Option<&[f64]>| k.map(|k| v.map(|v| v[k].to_bits()));
                prop_assert_eq!(
                    value(net.out().find(i, j), net.out().values()),
                    value(net.incoming().find(j, i), net.incoming().values())
                );
            }
        }
        // Every input tie is kept, combined or dropped, and the notes say how many.
        let own = ties.iter().filter(|t| t.0 == t.1).count();
        let repeats = ties.len() - own - expected.len();
        let said = |count: usize, start: &str| {
            net.notes().iter().any(|n| n.starts_with(start) && n.contains(&count.to_string()))
        };
        prop_assert_eq!(own > 0, said(own, "Dropped"));
        prop_assert_eq!(repeats > 0, said(repeats, "Combined"));
    }

    #[test]
    fn without_keeps_exactly_the_ties_among_the_rest(
        ties in ties(7), directed: bool, gone in prop::collection::vec(0u32..7, 0..7),
    ) {
        let options = BuildOptions {
            directed,
            duplicates: Duplicates::Max,
            self_ties: SelfTies::Drop,
            ..Default::default()
        };
        let part = build(7, &ties, true, &options).unwrap().without(&gone).unwrap();
        let kept: Vec<u32> = (0..7).filter(|i| !gone.contains(i)).collect();
        let expected: Vec<Tie> = by_hand(&ties, directed, Duplicates::Max)
            .into_iter()
            .filter(|t| kept.contains(&t.0) && kept.contains(&t.1))
            .collect();
        let found: Vec<Tie> = part
            .iter_ties()
            .map(|(i, j, v)| (kept[i as usize], kept[j as usize], v.unwrap()))
            .collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(part.partners(), kept.len());
    }
}

/// More than one chunk of ties (2²⁰) and many blocks of rows (2¹²): equal to sorting all ties, with
/// one, two and four threads.
#[test]
fn large_inputs_equal_a_sort_for_any_thread_count() {
    let (n, m) = (30_000u64, 1_300_000u64);
    // Weyl sequences: distinct pairs are not needed, repeats are combined.
    let mix = |k: u64, a: u64| ((k * a) >> 7) % n;
    let ties: Vec<Tie> = (0..m)
        .map(|k| {
            (
                mix(k, 0x9E37_79B9) as u32,
                mix(k, 0x85EB_CA6B) as u32,
                1.0 + (k % 97) as f64 / 7.0,
            )
        })
        .collect();
    for directed in [true, false] {
        let options = BuildOptions {
            directed,
            duplicates: Duplicates::Sum,
            self_ties: SelfTies::Drop,
            ..Default::default()
        };
        let expected = by_hand(&ties, directed, Duplicates::Sum);
        for threads in [1, 2, 4] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let net = pool
                .install(|| build(n as usize, &ties, true, &options))
                .unwrap();
            let found: Vec<Tie> = net
                .iter_ties()
                .map(|(i, j, v)| (i, j, v.unwrap()))
                .collect();
            assert!(found == expected, "{threads} threads, directed: {directed}");
        }
    }
}

#[test]
fn what_cannot_be_a_tie_is_refused_with_its_place() {
    let directed = BuildOptions {
        directed: true,
        ..Default::default()
    };
    let undirected = BuildOptions::default();
    let message = |ties: &[Tie], options| build(3, ties, true, options).unwrap_err().to_string();
    assert_eq!(
        message(&[(0, 1, 1.0), (1, 3, 1.0)], &directed),
        "tie 1: partner number 3 does not exist. The network has 3 partners (0 to 2). Add the partner or correct the tie."
    );
    assert_eq!(
        message(&[(2, 2, 1.0)], &directed),
        "tie 0: source and target are both \"2\". A partner cannot be tied to itself. Delete the row, or choose to drop self-ties."
    );
    let repeated = [(0, 1, 1.0), (1, 2, 1.0), (1, 0, 4.0)];
    assert!(build(3, &repeated, true, &directed).is_ok());
    assert_eq!(
        message(&repeated, &undirected),
        "ties 0 and 2: the pair 0 → 1 appears twice. Keep one, or choose how to combine them (max, mean, sum, first, last)."
    );
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(message(&[(0, 1, bad)], &directed).starts_with("tie 0: value"));
    }
    let short = Ties {
        source: &[0, 1],
        target: &[1],
        value: None,
    };
    assert_eq!(
        Network::from_ties(3, &short, &directed).unwrap_err(),
        Error::LengthMismatch {
            what: "targets",
            found: 1,
            expected: 2
        }
    );
    let named = BuildOptions {
        labels: Labels::named(vec!["a".to_owned(), "b".to_owned()]).unwrap(),
        ..BuildOptions::default()
    };
    assert_eq!(
        build(3, &[], false, &named).unwrap_err(),
        Error::LengthMismatch {
            what: "labels",
            found: 2,
            expected: 3
        }
    );
}

#[test]
fn partners_keep_their_names_sectors_and_marks() {
    let names = ["Library", "Health centre", "School", "Backbone"]
        .map(str::to_owned)
        .to_vec();
    let labels = Labels::named(names).unwrap();
    let options = BuildOptions {
        labels,
        ..Default::default()
    };
    let ties = [(0, 3, 2.0), (1, 3, 1.0), (2, 3, 3.0), (0, 2, 1.0)];
    let sector = Attribute::new(
        "sector",
        &[Some("public"), Some("health"), None, Some("public")],
    );
    let net = build(4, &ties, true, &options).unwrap();
    let net = net.with_partner_data(&[3], vec![sector]).unwrap();
    assert_eq!(net.partner("School"), Ok(2));
    assert_eq!(
        net.partner("Museum"),
        Err(Error::UnknownPartner("Museum".to_owned()))
    );
    assert_eq!(
        net.attribute("sector").unwrap().categories(),
        ["health", "public"]
    );

    let rest = net.without_backbone();
    assert_eq!(rest.partners(), 3);
    assert_eq!(rest.backbone(), [0u32; 0]);
    assert_eq!(rest.labels().get(2), "School");
    assert_eq!(rest.partner("School"), Ok(2));
    let sector = rest.attribute("sector").unwrap();
    assert_eq!(
        [0, 1, 2].map(|i| sector.category(i)),
        [Some("public"), Some("health"), None]
    );
    assert_eq!(
        rest.notes(),
        ["The backbone (1 of 4 partners) was left out."]
    );

    let twice = Labels::named(["a", "b", "a"].map(str::to_owned).to_vec()).unwrap_err();
    assert!(twice.to_string().contains("\"a\" twice"));
    assert!(net.clone().with_partner_data(&[9], vec![]).is_err());
    let short = Attribute::new("sector", &[Some("public")]);
    assert!(net.clone().with_partner_data(&[], vec![short]).is_err());
    assert_eq!(
        net.without(&[4]).unwrap_err(),
        Error::UnknownPartner("4".to_owned())
    );
}

#[test]
fn a_cut_keeps_the_ties_it_says() {
    let options = BuildOptions {
        values: ValueMeans::Distance,
        ..Default::default()
    };
    let net = build(4, &[(0, 1, 1.0), (1, 2, 2.0), (2, 3, 3.0)], true, &options).unwrap();
    let kept = |op| {
        net.dichotomise(op, 2.0)
            .unwrap()
            .iter_ties()
            .map(|t| t.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(kept(Cut::AtLeast), [1, 2]);
    assert_eq!(kept(Cut::Above), [2]);
    assert_eq!(kept(Cut::AtMost), [0, 1]);
    assert_eq!(kept(Cut::Below), [0]);
    assert!(net.dichotomise(Cut::Above, f64::NAN).is_err());
    let plain = net.dichotomise(Cut::AtLeast, 0.0).unwrap();
    assert!(!plain.is_valued() && plain.dichotomise(Cut::Above, 1.0).is_err());
}

#[test]
fn values_that_cannot_be_summed_are_refused() {
    let options = BuildOptions {
        duplicates: Duplicates::Sum,
        ..Default::default()
    };
    let of = |a, b| build(2, &[(0, 1, a), (0, 1, b)], true, &options);
    // 1e308 + 1.5e308 is beyond the largest double, 1.8e308; so is the inverse of 1e-309.
    for (a, b, worst) in [(1e308, 1.5e308, 1.5e308), (1e-309, 1.0, 1e-309)] {
        match of(a, b) {
            Err(Error::BadValue { found, .. }) => assert_eq!(found, worst),
            other => panic!("{other:?}"),
        }
    }
    let net = of(1e-300, 1e300).unwrap();
    assert!(
        net.iter_ties()
            .all(|(_, _, value)| value.unwrap().is_finite())
    );
}

#[test]
fn networks_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<Network>();
}
