//! The whole evidence on networks whose truth is known.

use commonweal_network::{Attribute, BuildOptions, Control, Network, Observed, Ties};
use commonweal_tables::{AffiliationOptions, NetworkOptions};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::composition::composition;
use super::options::hypotheses;
use super::*;
use crate::{Partnership, example};

fn example_network(wave: &str) -> Network {
    let options = NetworkOptions {
        wave: Some(wave.into()),
        ..Default::default()
    };
    Partnership::example()
        .unwrap()
        .network("communication", &options)
        .unwrap()
}

fn quick() -> InGroupOptions {
    InGroupOptions {
        draws: 99,
        completions: 3,
        ..InGroupOptions::default()
    }
}

fn executives() -> Declared {
    Declared::Levels(vec![
        Level::new("size_class", "large"),
        Level::new("title_level", "executive"),
    ])
}

fn find(net: &Network, options: &InGroupOptions) -> InGroupEvidence {
    in_groups(net, None, options, &Control::new()).unwrap()
}

fn verdict(found: &InGroupEvidence, name: LineName) -> Verdict {
    found.line(name).unwrap().verdict
}

/// Ties with one chance for each pair.
fn random(n: usize, seed: u64, chance: impl Fn(usize, usize) -> f64) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (mut source, mut target) = (Vec::new(), Vec::new());
    for i in 0..n {
        for j in 0..i {
            if rng.random::<f64>() < chance(i, j) {
                source.push(i as u32);
                target.push(j as u32);
            }
        }
    }
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    Network::from_ties(n, &ties, &BuildOptions::default()).unwrap()
}

#[test]
fn the_planted_set_is_found_at_65_percent_response_and_nobody_is_named() {
    let truth = example::generate(example::DEFAULT_SEED).truth;
    for wave in ["2023", "2025"] {
        let net = example_network(wave);
        let options = InGroupOptions {
            declared: vec![executives()],
            ..quick()
        };
        let found = find(&net, &options);
        assert_eq!(
            verdict(&found, LineName::Structure),
            Verdict::Supported,
            "{wave}: {found:#?}"
        );
        assert_eq!(
            verdict(&found, LineName::Composition),
            Verdict::Supported,
            "{wave}: {found:#?}"
        );
        assert_eq!(found.named, None);
        let everything = format!("{found:?}");
        for i in 0..net.partners() as u32 {
            assert!(!everything.contains(&*net.labels().get(i)), "{wave}");
        }
        let private = InGroupOptions {
            view: View::Backbone,
            ..options
        };
        // One of the eight refused to be named.
        let tables = Partnership::example().unwrap();
        let refused = |id: &&String| {
            let partners = &tables.tables().partners;
            let partner = partners.iter().find(|p| p.partner_id == **id).unwrap();
            partner.consent_named == commonweal_tables::Answer::No
        };
        let may: Vec<String> = truth
            .in_group
            .iter()
            .filter(|id| !refused(id))
            .cloned()
            .collect();
        assert_eq!(may.len(), 7);
        assert_eq!(find(&net, &private).named.unwrap(), may, "{wave}");
    }
}

#[test]
fn the_golden_table_is_exact_for_the_staff_and_bounded_for_others() {
    // domain: 40 partners, 14 of them executives of large institutions, 6 in a core of 8: P = 0.0138901.
    let has = |i: usize| {
        if i < 6 || (20..28).contains(&i) {
            "yes"
        } else {
            "no"
        }
    };
    let labels: Vec<Option<&str>> = (0..40).map(|i| Some(has(i))).collect();
    let net = random(40, 1, |_, _| 0.2)
        .with_partner_data(&[], vec![Attribute::new("executive", &labels)])
        .unwrap();
    let set: Vec<u32> = (0..8).collect();
    let of = |view| {
        let options = InGroupOptions {
            declared: vec![Declared::Levels(vec![Level::new("executive", "yes")])],
            view,
            ..quick()
        };
        let declared = hypotheses(&net, &options.declared).unwrap();
        composition(&net, Some(&set), &declared, &options)
            .unwrap()
            .0
    };
    let exact = of(View::Backbone);
    let row = &exact.rows[0];
    assert!((row.p.unwrap() - 0.013_890_1).abs() < 5e-8);
    assert_eq!(
        (row.value, row.passed, exact.verdict),
        (Some(6.0), Some(true), Verdict::Supported)
    );
    assert!((row.expected.unwrap() - 2.8).abs() < 1e-12);
    // Two of the set are not executives: fewer than three, so neither 6, nor the p that gives it away.
    let shared = of(View::Shared);
    assert_eq!(shared.verdict, Verdict::Supported);
    for row in &shared.rows {
        assert_eq!(
            (row.value, row.p, row.p_adjusted, row.low),
            (None, None, None, None),
            "{row:?}"
        );
    }
    assert_eq!(shared.rows[0].smallest_p, row.smallest_p);
    let said = format!("{:?}", shared.sentences);
    assert!(
        said.contains("adjusted p at most 0.05")
            && !said.contains("6 of 8")
            && !said.contains("0.0138"),
        "{said}"
    );
}

#[test]
fn what_the_margins_cannot_show_is_said_beforehand() {
    // Reference: 25 partners, 12 with the attribute, core of 5: at best 0.0149, so Holm over 4 cannot reach .05.
    let label = |first: usize| -> Vec<Option<&str>> {
        (0..25)
            .map(|i| {
                Some(if (first..first + 12).contains(&i) {
                    "yes"
                } else {
                    "no"
                })
            })
            .collect()
    };
    let names = ["a", "b", "c", "d"];
    let attributes = (0..4)
        .map(|k| Attribute::new(names[k], &label(k)))
        .collect();
    let net = random(25, 1, |_, _| 0.2)
        .with_partner_data(&[], attributes)
        .unwrap();
    let options = InGroupOptions {
        declared: names
            .iter()
            .map(|name| Declared::Levels(vec![Level::new(*name, "yes")]))
            .collect(),
        view: View::Backbone,
        ..quick()
    };
    let declared = hypotheses(&net, &options.declared).unwrap();
    let line = composition(&net, Some(&[3, 4, 5, 6, 7]), &declared, &options)
        .unwrap()
        .0;
    assert_eq!(line.verdict, Verdict::NotTestable);
    assert!((line.rows[0].smallest_p.unwrap() - 0.0149).abs() < 5e-5);
    assert!(
        line.beforehand[1].contains("cannot reach 0.05"),
        "{:?}",
        line.beforehand
    );
}

#[test]
fn strata_tell_what_they_explain() {
    // Size and title go together in every partner, so within sizes the title has one possible outcome.
    let large = |i: usize| i < 6 || (20..28).contains(&i);
    let of = |yes: &'static str, no: &'static str| -> Vec<Option<&str>> {
        (0..40)
            .map(|i| Some(if large(i) { yes } else { no }))
            .collect()
    };
    let attributes = vec![
        Attribute::new("title", &of("executive", "staff")),
        Attribute::new("size", &of("large", "small")),
    ];
    let net = random(40, 1, |_, _| 0.2)
        .with_partner_data(&[], attributes)
        .unwrap();
    let options = InGroupOptions {
        declared: vec![Declared::Levels(vec![Level::new("title", "executive")])],
        strata: Some("size".into()),
        ..quick()
    };
    let declared = hypotheses(&net, &options.declared).unwrap();
    let set: Vec<u32> = (0..8).collect();
    let line = composition(&net, Some(&set), &declared, &options)
        .unwrap()
        .0;
    assert_eq!(line.verdict, Verdict::Supported);
    assert!(
        line.sentences
            .iter()
            .any(|s| s.contains("whether size explains it cannot be tested")),
        "{line:#?}"
    );
}

#[test]
fn a_conjunction_does_not_tell_the_rest_of_its_parts() {
    // 10 of a set of 20 are large, 8 of them executives: the two that are large and no executives are few.
    let size: Vec<Option<&str>> = (0..60)
        .map(|i| Some(if i % 2 == 0 { "large" } else { "small" }))
        .collect();
    let title: Vec<Option<&str>> = (0..60)
        .map(|i| {
            Some(if i % 2 == 0 && i != 0 && i != 2 || i % 5 == 1 {
                "executive"
            } else {
                "staff"
            })
        })
        .collect();
    let net = random(60, 1, |_, _| 0.2)
        .with_partner_data(
            &[],
            vec![
                Attribute::new("size", &size),
                Attribute::new("title", &title),
            ],
        )
        .unwrap();
    let large = Level::new("size", "large");
    let both = vec![large.clone(), Level::new("title", "executive")];
    let options = InGroupOptions {
        declared: vec![Declared::Levels(vec![large]), Declared::Levels(both)],
        ..quick()
    };
    let declared = hypotheses(&net, &options.declared).unwrap();
    let set: Vec<u32> = (0..20).collect();
    let line = composition(&net, Some(&set), &declared, &options)
        .unwrap()
        .0;
    let counts: Vec<Option<f64>> = line
        .rows
        .iter()
        .filter(|row| row.statistic == "members that have it")
        .map(|row| row.value)
        .collect();
    assert_eq!(counts, [Some(10.0), None], "{line:#?}");
    // The p-value of the hidden one is not in the adjusted ones of the other.
    assert!(line.rows.iter().all(|row| row.p_adjusted.is_none()));
}

#[test]
fn a_small_level_takes_another_with_it() {
    // Of 40, two are of faith: how many are business (5), the next smallest, would give them away.
    let sector = |i: usize| match i {
        0..2 => "faith",
        2..7 => "business",
        7..19 => "health",
        _ => "schools",
    };
    let sectors: Vec<Option<&str>> = (0..40).map(|i| Some(sector(i))).collect();
    let net = random(40, 1, |_, _| 0.2)
        .with_partner_data(&[], vec![Attribute::new("sector", &sectors)])
        .unwrap();
    let of = |declared: Declared| {
        let options = InGroupOptions {
            declared: vec![declared],
            ..quick()
        };
        let declared = hypotheses(&net, &options.declared).unwrap();
        let set: Vec<u32> = (10..22).collect();
        let line = composition(&net, Some(&set), &declared, &options)
            .unwrap()
            .0;
        let rows = line
            .rows
            .into_iter()
            .filter(|row| row.statistic == "members that have it");
        rows.map(|row| (row.label, row.n.is_some(), row.value))
            .collect::<Vec<_>>()
    };
    // In the set are 9 of health, 3 of schools and none of the two small ones: hiding those alone would tell "none".
    assert_eq!(
        of(Declared::Attribute("sector".into())),
        [
            ("sector = business".to_owned(), false, None),
            ("sector = faith".to_owned(), false, None),
            ("sector = health".to_owned(), true, None),
            ("sector = schools".to_owned(), true, Some(3.0)),
        ]
    );
    // Asked alone, health is beside all others: 9 in the set and 3 outside, 3 and 25 of the rest.
    let alone = of(Declared::Levels(vec![Level::new("sector", "health")]));
    assert_eq!(alone, [("sector = health".to_owned(), true, Some(9.0))]);
}

#[test]
fn a_network_without_a_closed_set_supports_nothing() {
    let found = find(&random(40, 7, |_, _| 0.2), &quick());
    assert_ne!(
        verdict(&found, LineName::Structure),
        Verdict::Supported,
        "{found:#?}"
    );
}

#[test]
fn hubs_are_not_taken_for_a_closed_set() {
    // Five partners tied to nearly everyone, chosen alone: a core to a naive eye, and no more than their numbers of ties.
    let hub = |i: usize| i < 5;
    let net = random(40, 3, |i, j| if hub(i) || hub(j) { 0.8 } else { 0.15 });
    let found = find(&net, &quick());
    assert_ne!(
        verdict(&found, LineName::Structure),
        Verdict::Supported,
        "{found:#?}"
    );
}

#[test]
fn the_same_seed_gives_the_same_evidence() {
    let net = example_network("2025");
    assert_eq!(find(&net, &quick()), find(&net, &quick()));
    let other = InGroupOptions { seed: 1, ..quick() };
    assert_ne!(
        find(&net, &quick()).rows().collect::<Vec<_>>(),
        find(&net, &other).rows().collect::<Vec<_>>()
    );
}

#[test]
fn closed_meetings_before_open_ones_are_held_beside_attendance() {
    let partnership = Partnership::example().unwrap();
    let meetings = partnership
        .affiliation(&AffiliationOptions::default())
        .unwrap();
    let found = in_groups(
        &example_network("2025"),
        Some(&meetings),
        &quick(),
        &Control::new(),
    )
    .unwrap();
    let line = found.line(LineName::Access).unwrap();
    assert_eq!(line.verdict, Verdict::Supported, "{line:#?}");
    // Truth: fourteen side meetings before 24 plenaries.
    assert_eq!(line.rows[0].value, Some(14.0), "{line:#?}");
}

#[test]
fn degenerate_networks_are_not_testable_and_say_why() {
    let empty = |n| Network::from_ties(n, &Ties::default(), &BuildOptions::default()).unwrap();
    let all = random(12, 1, |_, _| 1.0);
    let silent = empty(12)
        .with_observed(Observed::respondents(&[false; 12]).unwrap())
        .unwrap();
    for (net, why) in [
        (empty(0), "0 partners are too few"),
        (empty(1), "1 partners are too few"),
        (empty(12), "no tie is known"),
        (silent, "no tie is known"),
        (all, "no set can be told apart"),
    ] {
        let found = find(&net, &quick());
        let line = found.line(LineName::Structure).unwrap();
        assert_eq!(line.verdict, Verdict::NotTestable, "{found:#?}");
        assert!(line.reason.starts_with(why), "{}", line.reason);
        assert!(found.lines.iter().all(|line| !line.reason.is_empty()));
        assert_eq!(found.picture().cells.len(), net.partners().pow(2));
    }
}

#[test]
fn directed_reports_with_silent_partners_are_tested_too() {
    let options = NetworkOptions {
        wave: Some("2025".into()),
        symmetrise: Some(commonweal_network::Symmetrise::None),
    };
    let net = Partnership::example()
        .unwrap()
        .network("communication", &options)
        .unwrap();
    assert!(net.is_directed());
    let found = find(&net, &quick());
    assert_eq!(
        verdict(&found, LineName::Structure),
        Verdict::Supported,
        "{found:#?}"
    );
    assert!(
        found
            .rows()
            .any(|row| row.statistic == "reciprocity inside")
    );
}

#[test]
fn options_out_of_range_are_refused() {
    let net = random(12, 1, |_, _| 0.5);
    let refused = |options: InGroupOptions| {
        in_groups(&net, None, &options, &Control::new())
            .unwrap_err()
            .to_string()
    };
    assert!(
        refused(InGroupOptions {
            alpha: 0.0,
            ..quick()
        })
        .contains("alpha")
    );
    assert!(
        refused(InGroupOptions {
            draws: 0,
            ..quick()
        })
        .contains("draws")
    );
    assert!(
        refused(InGroupOptions {
            declared: vec![executives()],
            ..quick()
        })
        .contains("size_class")
    );
    let few = InGroupOptions {
        draws: 9,
        ..quick()
    };
    assert!(
        find(&net, &few)
            .line(LineName::Structure)
            .unwrap()
            .reason
            .contains("cannot give a p below")
    );
    let stopped = Control::new();
    stopped.stop();
    assert!(in_groups(&net, None, &quick(), &stopped).is_err());
}
