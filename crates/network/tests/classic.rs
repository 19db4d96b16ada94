//! Published and hand-checked values. Outside data is read from the folder that `COMMONWEAL_TEST_DATA`
//! names (default: `../shared/data` beside the repository); where it is absent, the test says so and passes.
#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use commonweal_network::measures::{
    ComponentKind, ConnectednessKind, CorenessOptions, DegreeOptions, Mode, MutualTies,
    ReciprocityKind,
};
use commonweal_network::{
    BuildOptions, Control, Duplicates, Labels, Network, Observed, SelfTies, Symmetrise, Ties,
};

/// Rows of a CSV file of the networks folder as maps from column to text; none of these files quotes.
fn table(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let folder = std::env::var_os("COMMONWEAL_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join("networks").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!(
            "skipped: {} is not there (see COMMONWEAL_TEST_DATA)",
            path.display()
        );
        return None;
    };
    let mut lines = text
        .lines()
        .map(|l| l.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next()?;
    Some(
        lines
            .map(|row| header.iter().cloned().zip(row).collect())
            .collect(),
    )
}

/// A directed network of the nodes and edges files; `relation` picks rows where there are several.
fn read(name: &str, relation: Option<&str>) -> Option<Network> {
    let nodes = table(&format!("{name}_nodes.csv"))?;
    let edges = table(&format!("{name}_edges.csv"))?;
    let ids: Vec<String> = nodes.iter().map(|r| r["id"].clone()).collect();
    let labels = Labels::named(ids.clone()).unwrap();
    let number = |id: &String| ids.iter().position(|i| i == id).unwrap() as u32;
    let edges: Vec<_> = edges
        .iter()
        .filter(|r| relation.is_none_or(|relation| r["relation"] == relation))
        .map(|r| (number(&r["source"]), number(&r["target"])))
        .collect();
    let (source, target): (Vec<u32>, Vec<u32>) = edges.into_iter().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed: true,
        labels,
        duplicates: Duplicates::Max,
        self_ties: SelfTies::Drop,
        ..Default::default()
    };
    Some(Network::from_ties(ids.len(), &ties, &options).unwrap())
}

fn close(found: Option<f64>, expected: f64, digits: i32) {
    let found = found.unwrap();
    assert!(
        (found - expected).abs() <= 0.5 * 10f64.powi(-digits),
        "{found} is not {expected}"
    );
}

/// Appendix A of the domain study, n = 41, m = 246, largest degree 40: (41·40 − 492)/(40·39).
#[test]
fn freeman_identity_on_a_published_map() {
    // The hub is tied to all 40; the other 206 ties go along rings of the rest at distance 1, 2, …
    let rings = (1..).flat_map(|d| (0..40).map(move |i| (1 + i, 1 + (i + d) % 40)));
    let pairs: Vec<(u32, u32)> = (1..41).map(|i| (0, i)).chain(rings.take(206)).collect();
    let (source, target): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let net = Network::from_ties(41, &ties, &BuildOptions::default()).unwrap();
    let degrees = net.degree(&DegreeOptions::default()).unwrap().values;
    let c = net.degree_centralization(Mode::All);
    assert_eq!((net.ties(), degrees[0]), (246, 40.0));
    assert_eq!(c.value, Some(1148.0 / 1560.0));
    // The definition, summed in plain sight.
    let sum: f64 = degrees.iter().map(|d| 40.0 - d).sum();
    assert_eq!(c.value, Some(sum / 1560.0));
    assert_eq!(
        c.sentence,
        "Degree centralization is 0.736 on a scale from 0 (all partners have equally many ties) to 1 (a star): 41 partners, 246 known ties (0.300 of all pairs), largest degree 40."
    );
}

/// One ten-partner survey has many "densities"; ours is 13 known ties of the 81 cells that the nine
/// respondents filled, between 13/90 and 22/90.
#[test]
fn density_of_a_messy_survey() {
    let (Some(net), Some(nodes)) = (read("messy", Some("contact")), table("messy_nodes.csv"))
    else {
        return;
    };
    let answered: Vec<bool> = nodes.iter().map(|r| r["responded"] == "yes").collect();
    let net = net
        .with_observed(Observed::respondents(&answered).unwrap())
        .unwrap();
    let density = net.density();
    assert_eq!((net.ties(), density.n), (13, 81));
    assert_eq!(density.value, Some(13.0 / 81.0));
    assert_eq!(
        density.interval.map(|i| (i.low, i.high)),
        Some((13.0 / 90.0, 22.0 / 90.0))
    );
    assert_eq!(
        density.sentence,
        "13 of 81 known ordered pairs of partners are tied (16.0 %); with the unknown ties it lies between 14.4 % and 24.4 %."
    );
    assert_eq!(
        density.caveats,
        [
            "Dropped: 1 tie of a partner to itself.",
            "Combined by the rule \"max\": 1 repeated tie.",
            "9 of 90 ordered pairs are unknown; unknown is not counted as absent."
        ]
    );
}

/// Values that several programs print for Krackhardt's managers (reference page, traps 8, 10 and 23):
/// arc reciprocity 0.474 (UCINET, igraph, NetworkX), dyad 0.310 (UCINET, igraph "ratio"), 0.524
/// (sna's default); reachable share 0.086 for `reports_to` (UCINET), weak 1.0 (sna); largest core of
/// friendship 7 with mutual ties twice (igraph, NetworkX), 5 with mutual ties once (UCINET).
#[test]
fn krackhardts_managers() {
    let Some(advice) = read("hightech", Some("advice")) else {
        return;
    };
    let reciprocity = |kind| advice.reciprocity(kind).unwrap().value;
    close(reciprocity(ReciprocityKind::Arc), 0.474, 3);
    close(reciprocity(ReciprocityKind::Dyad), 0.310, 3);
    close(reciprocity(ReciprocityKind::Agreement), 0.524, 3);

    let control = Control::new();
    let reports = read("hightech", Some("reports_to")).unwrap();
    let friendship = read("hightech", Some("friendship")).unwrap();
    let share = |net: &Network, kind| net.connectedness(kind, &control).unwrap().value;
    close(share(&reports, ConnectednessKind::Reachable), 0.086, 3);
    close(share(&friendship, ConnectednessKind::Reachable), 0.905, 3);
    close(share(&reports, ConnectednessKind::Krackhardt), 1.0, 12);
    close(share(&friendship, ConnectednessKind::Krackhardt), 1.0, 12);

    let largest = |mutual| {
        let core = friendship.coreness(&CorenessOptions {
            mode: Mode::All,
            mutual,
        });
        core.values.into_iter().fold(0.0, f64::max)
    };
    assert_eq!(largest(MutualTies::Twice), 7.0);
    assert_eq!(largest(MutualTies::Once), 5.0);
}

/// Zachary's karate club: 34 members, 78 ties, largest degree 17 (member 34), a 4-core of ten; one piece.
#[test]
fn zacharys_club() {
    let Some(net) = read("karate", None) else {
        return;
    };
    let net = net.symmetrise(Symmetrise::Either);
    assert_eq!((net.partners(), net.ties()), (34, 78));
    let degree = net.degree(&DegreeOptions::default()).unwrap().values;
    assert_eq!(degree[net.partner("34").unwrap() as usize], 17.0);
    assert_eq!(net.density().value, Some(78.0 / 561.0));
    let core = net.coreness(&CorenessOptions::default()).values;
    assert_eq!(core.iter().filter(|&&k| k == 4.0).count(), 10);
    assert_eq!(net.component_count(ComponentKind::Weak).value, Some(1.0));
}

/// By hand: 0 → 1 (4), 1 → 0 (2), 2 → 0 (5), 2 → 1 (1); partner 3 is silent and not named.
#[test]
fn degree_and_strength_by_hand() {
    let ties = Ties {
        source: &[0, 1, 2, 2],
        target: &[1, 0, 0, 1],
        value: Some(&[4.0, 2.0, 5.0, 1.0]),
    };
    let options = BuildOptions {
        directed: true,
        ..Default::default()
    };
    let observed = Observed::respondents(&[true, true, true, false]).unwrap();
    let net = Network::from_ties(4, &ties, &options)
        .unwrap()
        .with_observed(observed)
        .unwrap();
    let scores = |mode, weighted| net.degree(&DegreeOptions { mode, weighted }).unwrap();
    let (inward, all) = (scores(Mode::In, false), scores(Mode::All, false));
    assert_eq!(inward.values, [2.0, 2.0, 0.0, 0.0]);
    // A mutual tie is one partner, not two.
    assert_eq!(all.values, [2.0, 2.0, 2.0, 0.0]);
    assert_eq!(inward.bounds.unwrap().high, [3.0, 3.0, 1.0, 0.0]);
    assert_eq!(scores(Mode::Out, false).values[..3], [1.0, 1.0, 2.0]);
    assert_eq!(scores(Mode::In, true).values, [7.0, 5.0, 0.0, 0.0]);
    assert_eq!(scores(Mode::All, true).values, [11.0, 7.0, 6.0, 0.0]);
    let out = scores(Mode::Out, true).values;
    assert_eq!(out[..3], [4.0, 2.0, 6.0]);
    assert!(out[3].is_nan());
    // Mean degree: 4 ties in 9 known cells, times the 3 others.
    assert_eq!(net.mean_degree().value, Some(4.0 / 9.0 * 3.0));
}
