use super::*;
use crate::{BuildOptions, Observed, Ties};

fn network(n: usize, arcs: &[(u32, u32)], directed: bool, values: Option<&[f64]>) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: values,
    };
    let options = BuildOptions {
        directed,
        ..Default::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

fn consensus(net: &Network, finders: &[Finder<'_>], options: &ConsensusOptions) -> Consensus {
    net.consensus(finders, options, &Control::new()).unwrap()
}

/// Partners by their number of incoming ties: at least two.
fn named_twice() -> Finder<'static> {
    Finder::new("named_twice", |net, _| {
        let often = (0..net.partners() as u32).filter(|&i| net.incoming().degree(i) >= 2);
        Ok(vec![often.collect()])
    })
}

/// By hand: 0 is named by 1, 2, 3; 4 by 0, 1 only. Without the answers of 0 or of 1, 4 falls below two; without no
/// one's does 0.
#[test]
fn each_answer_is_left_out_once() {
    let net = network(5, &[(1, 0), (2, 0), (3, 0), (0, 4), (1, 4)], true, None);
    let found = consensus(&net, &[named_twice()], &ConsensusOptions::default());
    // Two rows: as answered (one run) and one answer less (five runs, of which 3 keep 4).
    assert_eq!(found.scores[0], 1.0);
    assert!((found.scores[4] - f64::midpoint(1.0, 3.0 / 5.0)).abs() < 1e-12);
    assert_eq!(found.members, [0, 4]);
    let variations: Vec<_> = found.rows.iter().map(|r| (r.variation, r.runs)).collect();
    assert_eq!(
        variations,
        [(Variation::AsAnswered, 1), (Variation::OneAnswerLess, 5)]
    );
    assert_eq!(found.rows[0].similarity, Some(1.0));
    // Three of five runs find both, two find 0 alone.
    assert!((found.rows[1].similarity.unwrap() - (3.0 + 2.0 * 0.5) / 5.0).abs() < 1e-12);
    assert!((found.rows[1].mean_size.unwrap() - 8.0 / 5.0).abs() < 1e-12);
    assert_eq!(found.together(), [(0, 4, found.scores[4])]);
    assert!(
        found
            .caveats
            .iter()
            .any(|c| c.starts_with("No tie is unknown"))
    );
}

#[test]
fn equally_good_sets_share_a_run_and_methods_count_the_same() {
    let net = network(4, &[(0, 1)], false, None);
    let two = Finder::new("two", |_, _| Ok(vec![vec![0, 1], vec![2, 3]]));
    let one = Finder::new("one", |_, _| Ok(vec![vec![0]]));
    let none = Finder::new("none", |_, _| Ok(Vec::new()));
    let options = ConsensusOptions {
        leave_one_out: false,
        threshold: 0.5,
        ..Default::default()
    };
    let found = consensus(&net, &[two, one, none], &options);
    let expected = [0.5 + 1.0, 0.5, 0.5, 0.5].map(|share| share / 3.0);
    assert!(
        found
            .scores
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-12)
    );
    assert_eq!(found.members, [0]);
    assert_eq!((found.rows[2].found, found.rows[2].mean_size), (0, None));
    assert_eq!(found.rows[2].similarity, Some(0.0));
}

#[test]
fn cuts_are_searched_each() {
    let net = network(
        4,
        &[(0, 1), (1, 2), (2, 0), (2, 3)],
        false,
        Some(&[3.0, 3.0, 3.0, 1.0]),
    );
    let options = ConsensusOptions {
        cuts: vec![1.0, 2.0, 4.0],
        leave_one_out: false,
        ..Default::default()
    };
    let found = consensus(&net, &[ConsensusMethod::InnerCore.finder(0)], &options);
    // The triangle at cuts 1 and 2, nothing at 4.
    assert_eq!(
        found.rows.iter().map(|r| r.cut).collect::<Vec<_>>(),
        [Some(1.0), Some(2.0), Some(4.0)]
    );
    assert!((found.scores[0] - 2.0 / 3.0).abs() < 1e-12 && found.scores[3] == 0.0);
    assert!(found.members.is_empty() && found.rows[0].similarity.is_none());
    let unvalued = network(4, &[(0, 1)], false, None);
    assert!(matches!(
        unvalued.consensus(
            &[ConsensusMethod::InnerCore.finder(0)],
            &options,
            &Control::new()
        ),
        Err(Error::NotDefined { .. })
    ));
}

#[test]
fn unknown_ties_are_filled_and_the_seed_decides() {
    // A clique of five answered; five others did not.
    let arcs: Vec<(u32, u32)> = (0..5)
        .flat_map(|i| (0..5).filter(move |&j| j != i).map(move |j| (i, j)))
        .collect();
    let answered: Vec<bool> = (0..10).map(|i| i < 5).collect();
    let net = network(10, &arcs, true, None)
        .with_observed(Observed::respondents(&answered).unwrap())
        .unwrap();
    let options = ConsensusOptions {
        completions: 30,
        seed: 4,
        ..Default::default()
    };
    let found = consensus(&net, &[ConsensusMethod::InnerCore.finder(0)], &options);
    assert_eq!(
        found.rows.iter().map(|r| r.runs).collect::<Vec<_>>(),
        [1, 5, 30]
    );
    assert_eq!(found.members, [0, 1, 2, 3, 4]);
    assert_eq!(found.rows[0].similarity, Some(1.0));
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    assert_eq!(
        one.install(|| consensus(&net, &[ConsensusMethod::InnerCore.finder(0)], &options)),
        found
    );
    // Nobody is named in what is exported.
    let json = serde_json::to_value(&found).unwrap();
    assert!(
        ["scores", "members", "runs"]
            .iter()
            .all(|key| json.get(key).is_none())
    );
    assert_eq!(json["size"], 5);
}

#[test]
fn odd_networks_and_options() {
    let options = ConsensusOptions::default();
    for net in [
        network(0, &[], true, None),
        network(1, &[], false, None),
        network(3, &[], true, None),
    ] {
        let found = consensus(&net, &[ConsensusMethod::InnerCore.finder(0)], &options);
        assert!(found.members.is_empty() && found.scores.iter().all(|&s| s == 0.0));
    }
    let silent = network(3, &[], true, None)
        .with_observed(Observed::respondents(&[false; 3]).unwrap())
        .unwrap();
    assert!(
        consensus(&silent, &[ConsensusMethod::InnerCore.finder(0)], &options)
            .members
            .is_empty()
    );
    let net = network(3, &[(0, 1)], true, None);
    assert!(net.consensus(&[], &options, &Control::new()).is_err());
    let none = ConsensusOptions {
        threshold: 0.0,
        ..options.clone()
    };
    assert!(
        net.consensus(&[named_twice()], &none, &Control::new())
            .is_err()
    );
    let control = Control::new();
    control.stop();
    assert_eq!(
        net.consensus(&[named_twice()], &options, &control)
            .unwrap_err(),
        Error::Stopped
    );
}

/// A clique of four less one tie, on a cycle: the one 2-plex of four, the 2-core that holds it, and cores.
#[test]
fn methods_find_what_they_are_named_for() {
    let arcs = [
        (0, 1),
        (0, 2),
        (1, 2),
        (1, 3),
        (2, 3),
        (3, 4),
        (4, 5),
        (5, 6),
        (6, 7),
        (7, 4),
    ];
    let net = network(8, &arcs, false, None);
    let sets = |method: ConsensusMethod| (method.finder(0).find)(&net, &Control::new()).unwrap();
    // 0 and 3 are not tied, and each of the four has at least 4 − 2 ties inside; the cycle of four is a 2-plex too.
    assert_eq!(
        sets(ConsensusMethod::Plex),
        [vec![0, 1, 2, 3], vec![4, 5, 6, 7]]
    );
    assert_eq!(
        sets(ConsensusMethod::InnerCore),
        [(0..8).collect::<Vec<_>>()]
    );
    let clique = network(
        8,
        &[
            (0, 1),
            (0, 2),
            (0, 3),
            (1, 2),
            (1, 3),
            (2, 3),
            (3, 4),
            (4, 5),
            (6, 7),
        ],
        false,
        None,
    );
    let options = ConsensusOptions::default();
    let all: Vec<Finder<'_>> = ConsensusMethod::NAMES
        .iter()
        .map(|(_, method)| method.finder(3))
        .collect();
    let found = consensus(&clique, &all, &options);
    assert_eq!(found.members, [0, 1, 2, 3]);
    assert_eq!(found.scores[0], 1.0);
    assert_eq!(found.rows.len(), 2 * all.len());
}
