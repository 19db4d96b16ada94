//! Networks with nothing to measure: every measure has a defined answer or says why there is none.
#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use commonweal_network::measures::{CorenessOptions, DegreeOptions, Mode, ReciprocityKind};
use commonweal_network::{
    BuildOptions, CohesionOptions, Control, Duplicates, Measure, Network, Observed, PartnerScores,
    SelfTies, Survey, Symmetrise, Ties,
};

fn network(directed: bool, n: usize, arcs: &[(u32, u32)]) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed,
        duplicates: Duplicates::First,
        self_ties: SelfTies::Drop,
        ..Default::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

fn silent(n: usize, asked: bool) -> Network {
    let survey = Survey {
        asked: vec![asked; n],
        answered: vec![false; n],
        ..Survey::default()
    };
    network(true, n, &[])
        .with_observed(Observed::survey(&survey).unwrap())
        .unwrap()
}

/// Value of one measure, by name and position among equal names.
fn values(net: &Network, name: &str) -> Vec<Option<f64>> {
    let all = net
        .cohesion(&CohesionOptions::default(), &Control::new())
        .unwrap();
    all.iter()
        .filter(|m| m.name == name)
        .map(|m| m.value)
        .collect()
}

/// What holds for every measure of every network.
fn check(net: &Network, m: &Measure) {
    let text = format!("{m:#?}\n{net:#?}");
    for said in [
        &m.unit,
        &m.reference,
        &m.convention,
        &m.citation,
        &m.sentence,
    ] {
        let mut words = said.split(|c: char| !c.is_alphanumeric());
        assert!(
            !said.is_empty() && !words.any(|word| word == "NaN" || word == "inf"),
            "{text}"
        );
    }
    assert!(m.value.is_none_or(f64::is_finite), "{text}");
    assert!(
        m.coverage.is_none_or(|c| (0.0..=1.0).contains(&c)),
        "{text}"
    );
    if m.value.is_none() {
        assert!(m.caveats[0].starts_with("Not defined: "), "{text}");
        assert!(m.sentence.contains("is not defined"), "{text}");
    }
    if let Some(i) = &m.interval {
        assert!(i.low <= i.high, "{text}");
        assert!(m.value.is_none_or(|v| i.low <= v && v <= i.high), "{text}");
    }
    // The JSON that Python's to_dict gives comes back as the same measure.
    let json = serde_json::to_string(m).unwrap();
    assert_eq!(&serde_json::from_str::<Measure>(&json).unwrap(), m);
}

fn check_scores(net: &Network, s: &PartnerScores) {
    assert_eq!(s.values.len(), net.partners());
    for said in [&s.name, &s.unit, &s.convention, &s.citation] {
        assert!(!said.is_empty());
    }
    if let Some(bounds) = &s.bounds {
        for (i, value) in s.values.iter().enumerate() {
            assert!(bounds.low[i] <= bounds.high[i]);
            assert!(value.is_nan() || (bounds.low[i] <= *value && *value <= bounds.high[i]));
        }
    }
}

#[test]
fn every_measure_of_every_degenerate_network() {
    let star: Vec<(u32, u32)> = (1..5).map(|i| (0, i)).collect();
    let half = Observed::respondents(&[true, false, false]).unwrap();
    let mut networks = vec![
        silent(0, true),
        silent(1, true),
        silent(2, true),
        silent(2, false),
        silent(5, true),
        network(true, 3, &[(0, 1)]).with_observed(half).unwrap(),
    ];
    for directed in [true, false] {
        for n in 0..4 {
            networks.push(network(directed, n, &[]));
        }
        networks.push(network(directed, 2, &[(0, 1)]));
        networks.push(network(directed, 2, &[(1, 1)]));
        networks.push(network(directed, 2, &[(0, 1), (0, 1), (1, 0)]));
        networks.push(network(directed, 5, &star));
        networks.push(network(directed, 5, &star).without(&[0]).unwrap());
    }
    let rules = [Symmetrise::None, Symmetrise::Either, Symmetrise::Both];
    for net in networks
        .iter()
        .flat_map(|net| rules.map(|rule| net.symmetrise(rule)))
    {
        for net in [&net, &net.without_backbone(), &net.largest_component()] {
            net.cohesion(&CohesionOptions::default(), &Control::new())
                .unwrap()
                .iter()
                .for_each(|m| check(net, m));
            for (_, mode) in Mode::NAMES {
                check(net, &net.degree_centralization(*mode));
                let degree = DegreeOptions {
                    mode: *mode,
                    weighted: false,
                };
                check_scores(net, &net.degree(&degree).unwrap());
                let core = CorenessOptions {
                    mode: *mode,
                    ..Default::default()
                };
                check_scores(net, &net.coreness(&core));
            }
            if net.is_directed() {
                for (_, kind) in ReciprocityKind::NAMES {
                    check(net, &net.reciprocity(*kind).unwrap());
                }
            }
            let coverage = net.coverage();
            assert_eq!(
                coverage.pairs,
                coverage.pairs_both + coverage.pairs_one + coverage.pairs_none
            );
            assert!(!coverage.sentences.is_empty());
            assert_eq!(net.to_dense(f64::NAN).unwrap().nrows(), net.partners());
        }
    }
}

#[test]
fn the_answers_are_the_ones_to_expect() {
    let nobody = network(true, 0, &[]);
    assert_eq!(values(&nobody, "density"), [None]);
    assert_eq!(values(&nobody, "components"), [Some(0.0), Some(0.0)]);
    let alone = network(true, 1, &[]);
    assert_eq!(values(&alone, "mean_degree"), [None]);
    assert_eq!(values(&alone, "connectedness"), [None, None]);
    assert_eq!(
        alone.degree(&DegreeOptions::default()).unwrap().values,
        [0.0]
    );
    let untied = network(true, 3, &[]);
    assert_eq!(values(&untied, "density"), [Some(0.0)]);
    // No ties, so there is no share of them to be returned; sna's default would say 1.
    assert_eq!(values(&untied, "reciprocity"), [None, None]);
    assert_eq!(
        untied
            .reciprocity(ReciprocityKind::Agreement)
            .unwrap()
            .value,
        Some(1.0)
    );
    assert_eq!(values(&untied, "degree_centralization"), [Some(0.0); 3]);
    assert_eq!(values(&untied, "components"), [Some(3.0), Some(3.0)]);

    let silent = silent(3, true);
    let density = silent.density();
    assert_eq!(
        (density.value, density.n, density.coverage),
        (None, 0, Some(0.0))
    );
    assert_eq!(density.interval.map(|i| (i.low, i.high)), Some((0.0, 1.0)));
    assert!(density.sentence.contains("nobody has spoken about anyone"));
    assert!(
        silent
            .degree(&DegreeOptions::default())
            .unwrap()
            .values
            .iter()
            .all(|v| v.is_nan())
    );

    // One of three answered and named one: its out-degree is known, those of the others are not.
    let half = Observed::respondents(&[true, false, false]).unwrap();
    let net = network(true, 3, &[(0, 1)]).with_observed(half).unwrap();
    let out = net
        .degree(&DegreeOptions {
            mode: Mode::Out,
            weighted: false,
        })
        .unwrap();
    assert_eq!(out.values[0], 1.0);
    assert!(out.values[1].is_nan() && out.values[2].is_nan());
    assert_eq!(net.degree_centralization(Mode::Out).value, None);

    let undirected = network(false, 2, &[(0, 1)]);
    assert!(undirected.reciprocity(ReciprocityKind::Arc).is_err());
    assert!(
        undirected
            .degree(&DegreeOptions {
                weighted: true,
                ..Default::default()
            })
            .is_err()
    );
}
