//! What is said, and what is said to be missing, of partnerships with little data; and the planted truth.

use commonweal_tables::{ReadOptions, read_csv_texts};

use super::{Audience, Evidence, EvidenceOptions, GroupRow, OnlyThroughBackbone};
use crate::Partnership;
use crate::example;

const PARTNERS: &str = "partner_id,name,is_backbone\nP1,Library,no\nP2,Clinic,no\nP3,Hub,yes\n";
const LAYERS: &str = "layer_id,kind,directed,scale_min,scale_max,present_at,asked_of\ntalk,frequency,yes,0,5,2,everyone\n";
const TIES: &str = "wave_id,source_id,target_id,layer_id,value\nw1,P1,P2,talk,3\nw1,P3,P1,talk,4\n";
const INDICATORS: &str = "indicator_id,name,kind,direction,unit\nreading,Reading,population_indicator,higher,proportion\n";
const OUTCOMES: &str = "indicator_id,period,place_id,dimension,group,numerator,denominator\n\
    reading,2025-26,,all,all,60,100\nreading,2025-26,,race,A,40,50\nreading,2025-26,,race,B,20,50\n";
const TARGETS: &str =
    "indicator_id,dimension,group,baseline_period,target_period,target_value,basis\n";

fn partnership(files: &[(&str, &str)]) -> Partnership {
    let files = files.iter().map(|(name, text)| (*name, text.as_bytes()));
    let loaded = read_csv_texts(files, &ReadOptions::default());
    Partnership::from_loaded("Test", loaded).unwrap_or_else(|problems| panic!("{problems}"))
}

fn evidence(files: &[(&str, &str)]) -> Evidence {
    Evidence::gather(&partnership(files), &EvidenceOptions::default())
}

fn suggested(evidence: &Evidence, what: &str) -> bool {
    evidence.collect.iter().any(|s| s.what.contains(what))
}

#[test]
fn partners_alone_are_counted_and_everything_else_is_said_to_be_missing() {
    for partners in [PARTNERS, "partner_id\nP1\n"] {
        let evidence = evidence(&[("partners.csv", partners)]);
        assert!(
            evidence.waves.is_empty() && evidence.network.is_none() && evidence.outcomes.is_empty()
        );
        assert_eq!(
            evidence.not_shown,
            [
                "Who works with whom: there is no table ties.",
                "Who is left behind: there is no table outcomes.",
            ]
        );
        for table in ["ties", "roster", "layers", "outcomes", "targets"] {
            assert!(
                suggested(&evidence, &format!("The table {table}.")),
                "{table}"
            );
        }
    }
}

/// Two schools and three groups, one of them of six children of whom one reads.
#[test]
fn nothing_tells_about_a_group_of_six() {
    let mut outcomes = String::from(
        "indicator_id,period,place_id,dimension,group,numerator,denominator\n\
         r,2023,,all,all,119,206\nr,2023,,race,A,90,100\nr,2023,,race,B,28,100\nr,2023,,race,C,1,6\n",
    );
    for (school, cells) in [
        ("s1", [(45, 50), (10, 50), (1, 6)]),
        ("s2", [(45, 50), (18, 50), (0, 0)]),
    ] {
        for (group, (k, n)) in ["A", "B", "C"].iter().zip(cells) {
            if n > 0 {
                outcomes.push_str(
                    &["r,2023,", school, ",race,", group, &format!(",{k},{n}\n")].concat(),
                );
            }
        }
    }
    let evidence = evidence(&[
        ("partners.csv", PARTNERS),
        (
            "indicators.csv",
            "indicator_id,name,direction,unit,kind\nr,Reading,higher,proportion,population_indicator\n",
        ),
        ("outcomes.csv", &outcomes),
        (
            "targets.csv",
            &format!("{TARGETS}r,all,all,2023,2028,0.80,cohort\n"),
        ),
    ]);
    let outcome = &evidence.outcomes[0];
    let group = &outcome.groups[0];
    // C is hidden, and the next smallest with it, or 206 − 100 − 100 would give it away.
    let hidden: Vec<&GroupRow> = group
        .rows
        .iter()
        .filter(|row| row.hidden.is_some())
        .collect();
    assert_eq!(hidden.len(), 2);
    assert!(hidden.iter().any(|row| row.key.level("race") == Some("C")));
    for row in hidden {
        assert!(row.gap.is_none() && row.equal_rate.is_none() && row.by_shortfall.is_none());
    }
    assert!(group.together.is_none());
    // No cell of a hidden group is ranked, summed or named.
    let places = outcome.places.as_ref().unwrap();
    let open: Vec<Option<&str>> = group
        .rows
        .iter()
        .filter(|row| row.hidden.is_none())
        .map(|row| row.key.level("race"))
        .collect();
    assert!(
        places
            .concentration
            .cells
            .iter()
            .all(|cell| open.contains(&cell.key.level("race")))
    );
    let sum: u64 = places
        .concentration
        .cells
        .iter()
        .map(|cell| cell.shortfall)
        .sum();
    assert_eq!(places.concentration.total, sum);
    for found in [&places.leading, &places.foremost].into_iter().flatten() {
        assert!(open.contains(&Some(found.group.as_str())));
    }
    assert_eq!(places.withheld, 5 - places.concentration.cells.len());
}

#[test]
fn without_a_roster_the_network_is_shown_and_coverage_is_assumed() {
    let evidence = evidence(&[
        ("partners.csv", PARTNERS),
        ("layers.csv", LAYERS),
        ("ties.csv", TIES),
    ]);
    let network = evidence.network.as_ref().unwrap();
    // P1 and P3 report; P1–P2 and P1–P3 are tied; what P2 and P3 would say of each other is half known.
    assert_eq!(network.map.as_ref().unwrap().ties(), 2);
    // P1 answered and is tied to P2 as well; P2 did not answer, so nothing is said of it.
    let hanging = OnlyThroughBackbone {
        partners: 0,
        answered: 1,
        silent: 1,
    };
    assert_eq!(
        (network.backbone, network.only_through_backbone),
        (1, Some(hanging))
    );
    assert!(
        evidence.warnings.iter().any(|w| w.starts_with("W201")),
        "{:?}",
        evidence.warnings
    );
    assert!(suggested(&evidence, "The table roster."));
    assert_eq!(
        evidence.not_shown,
        ["Who is left behind: there is no table outcomes."]
    );
    assert_eq!(network.labels, [None, None, None]);
}

#[test]
fn without_a_code_book_answers_mean_nothing_and_that_is_said() {
    let evidence = evidence(&[("partners.csv", PARTNERS), ("ties.csv", TIES)]);
    assert!(evidence.network.is_none());
    assert_eq!(
        evidence.not_shown[0],
        "Who works with whom: there is no table layers, so nothing says which answers count as a tie."
    );
    assert!(suggested(&evidence, "The table layers."));
}

#[test]
fn when_nobody_answered_nothing_is_known() {
    let roster = "wave_id,partner_id,asked,answered\nw1,P1,yes,no\nw1,P2,yes,no\nw1,P3,yes,no\n";
    let waves = "wave_id,starts_on\nw1,2025-01-01\n";
    let ties = "wave_id,source_id,target_id,layer_id,value\n";
    let evidence = evidence(&[
        ("partners.csv", PARTNERS),
        ("layers.csv", LAYERS),
        ("waves.csv", waves),
        ("roster.csv", roster),
        ("ties.csv", ties),
    ]);
    assert!(evidence.network.is_none());
    assert_eq!(
        evidence.not_shown[0],
        "Who works with whom: the table ties has no rows."
    );
    // An empty answer is a question left open: the network is there, and every pair is unknown.
    let ties = "wave_id,source_id,target_id,layer_id,value\nw1,P1,P2,talk,\n";
    let evidence = self::evidence(&[
        ("partners.csv", PARTNERS),
        ("layers.csv", LAYERS),
        ("waves.csv", waves),
        ("roster.csv", roster),
        ("ties.csv", ties),
    ]);
    let coverage = &evidence.waves[0].coverage;
    assert_eq!(
        (coverage.answered, coverage.pairs, coverage.pairs_none),
        (0, 3, 3)
    );
    let density = &evidence.network.as_ref().unwrap().measures[0].with;
    assert_eq!(density.value, None);
}

#[test]
fn outcomes_without_a_target_show_gaps_and_no_price() {
    let files = [
        ("partners.csv", PARTNERS),
        ("indicators.csv", INDICATORS),
        ("outcomes.csv", OUTCOMES),
    ];
    let evidence = evidence(&files);
    let outcome = &evidence.outcomes[0];
    assert!(outcome.target.is_none() && outcome.places.is_none());
    assert!(outcome.groups[0].together.is_none());
    // A is 40 of 50 and everyone else 20 of 50: 40 points.
    assert_eq!(
        outcome.groups[0].rows[0]
            .gap
            .as_ref()
            .unwrap()
            .difference_pp,
        Some(40.0)
    );
    assert_eq!(
        evidence.not_shown,
        [
            "Who works with whom: there is no table ties.",
            "What it takes, of \"reading\": the table targets has no target for all children.",
        ]
    );
    // A target of one group is not a target for all, and its headcount is not everyone's.
    let targets = format!("{TARGETS}reading,race,B,2025-26,2030-31,60%,cohort\n");
    let evidence = self::evidence(&[files[0], files[1], files[2], ("targets.csv", &targets)]);
    assert!(evidence.outcomes[0].target.is_none());
    assert_eq!(
        evidence.not_shown[1],
        "1 target(s) of \"reading\" for groups or places: the report works out the target of all children only."
    );
}

#[test]
fn a_target_has_a_goal_in_its_unit_and_years_in_order() {
    let of = |target: &str, indicators: &str| {
        let targets = format!("{TARGETS}reading,all,all,{target},cohort\n");
        // Periods of the outcomes follow the convention of the target's baseline.
        let outcomes = match target.split_once(',') {
            Some(("2026-03", _)) => OUTCOMES.replace("2025-26", "2026-03"),
            _ => OUTCOMES.to_owned(),
        };
        let files = [
            ("partners.csv", PARTNERS),
            ("indicators.csv", indicators),
            ("outcomes.csv", &outcomes),
            ("targets.csv", &targets),
        ];
        partnership(&files)
            .target("reading")
            .map_err(|error| error.to_string())
    };
    let target = of("2025-26,2030-31,80%", INDICATORS).unwrap();
    // 60 of 100 now, 80 of 100 then.
    assert_eq!(
        (target.children(), target.start(), target.end()),
        (20, 2026, 2031)
    );
    assert_eq!(of("2025-26,2030-31,0.8", INDICATORS).unwrap(), target);
    let percents = INDICATORS.replace("proportion", "percent");
    assert_eq!(of("2025-26,2030-31,80", &percents).unwrap(), target);
    assert_eq!(of("2025-26,2030-31,80%", &percents).unwrap(), target);
    // The months are in order, and the years are one.
    assert_eq!(
        of("2026-03,2026-09,80%", INDICATORS).unwrap_err(),
        "targets row 2: target_period 2026-09 is not in a later year than baseline_period 2026-03. Correct one of them."
    );
    assert!(
        of("2024-25,2030-31,80%", INDICATORS)
            .unwrap_err()
            .contains("2024-25")
    );
    let none = partnership(&[("partners.csv", PARTNERS)])
        .target("reading")
        .unwrap_err();
    assert_eq!(
        none.to_string(),
        "indicator \"reading\" is not in the tables. There is none."
    );
}

#[test]
fn an_indicator_of_a_handful_of_children_is_withheld() {
    let outcomes = "indicator_id,period,dimension,group,numerator,denominator\n\
        reading,2024-25,all,all,3,7\nreading,2025-26,all,all,4,9\n";
    let files = [
        ("partners.csv", PARTNERS),
        ("indicators.csv", INDICATORS),
        ("outcomes.csv", outcomes),
    ];
    let evidence = evidence(&files);
    assert!(evidence.outcomes.is_empty());
    assert_eq!(
        evidence.not_shown[1],
        "Outcomes of \"reading\" in 2025-26: so few children, or so equal, that a rate would tell about each."
    );
    // A later year with enough children is shown, without the small years before it.
    let outcomes = format!("{outcomes}reading,2026-27,all,all,30,60\n");
    let evidence = self::evidence(&[files[0], files[1], ("outcomes.csv", &outcomes)]);
    let years: Vec<i32> = evidence.outcomes[0]
        .history
        .iter()
        .map(|(year, _)| *year)
        .collect();
    assert_eq!(years, [2027]);
}

#[test]
fn rates_without_children_are_not_counts() {
    let outcomes = "indicator_id,period,dimension,group,value\nreading,2025-26,all,all,0.6\n";
    let files = [
        ("partners.csv", PARTNERS),
        ("indicators.csv", INDICATORS),
        ("outcomes.csv", outcomes),
    ];
    assert_eq!(
        evidence(&files).not_shown[1],
        "The overall rate of \"reading\": the number of children is not known in every part."
    );
}

mod of_the_example {
    use super::*;

    fn planted() -> (Partnership, example::Truth) {
        let truth = example::generate(example::DEFAULT_SEED).truth;
        (Partnership::example().unwrap(), truth)
    }

    #[test]
    fn reading_the_shipped_folder_gives_the_same_tables() {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../python/commonweal/data/example"
        );
        let read = Partnership::read(folder, &ReadOptions::default()).unwrap();
        let example = Partnership::example().unwrap();
        assert_eq!(example.problems().errors().count(), 0);
        assert_eq!(read.name(), "example");
        assert_eq!(read.problems(), example.problems());
        for (ours, shipped) in example
            .tables()
            .frames()
            .unwrap()
            .iter()
            .zip(read.tables().frames().unwrap())
        {
            assert!(
                ours.0 == shipped.0 && ours.1.equals_missing(&shipped.1),
                "{}",
                ours.0
            );
        }
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let error = Partnership::read("no/such/folder", &ReadOptions::default()).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("no/such/folder: cannot be read ("),
            "{error}"
        );
    }

    #[test]
    fn the_evidence_finds_what_was_planted() {
        let (partnership, truth) = planted();
        let evidence = Evidence::gather(&partnership, &EvidenceOptions::default());
        assert_eq!(evidence.not_shown, [""; 0]);
        assert_eq!(evidence.partners, 41);
        let last = &evidence.waves[1].coverage;
        assert_eq!(
            (last.asked as u32, last.answered as u32),
            (truth.waves[1].asked, truth.waves[1].answered)
        );
        let network = evidence.network.unwrap();
        assert_eq!(network.backbone, 1);
        // The backbone is tied to nearly all, so without it partners have fewer ties each.
        let degree = network
            .measures
            .iter()
            .find(|m| m.with.name.contains("degree"))
            .unwrap();
        assert!(degree.without.as_ref().unwrap().value < degree.with.value);

        let outcome = &evidence.outcomes[0];
        assert_eq!(outcome.history.len(), truth.totals.len());
        assert_eq!(outcome.target.as_ref().unwrap().target.children(), 400);
        let places = outcome.places.as_ref().unwrap();
        for found in [places.leading.as_ref(), places.foremost.as_ref()] {
            let found = found.unwrap();
            assert_eq!(found.group, "Black");
            assert!(found.places >= truth.gap_schools.len(), "{found:?}");
        }
        let leading: Vec<&str> = places
            .concentration
            .cells
            .iter()
            .take(truth.gap_schools.len())
            .filter_map(|cell| cell.key.level("place_id"))
            .collect();
        for school in &truth.gap_schools {
            assert!(
                leading.contains(&school.as_str()),
                "{school} is not among {leading:?}"
            );
        }
        assert_eq!(places.places, 30);
    }

    #[test]
    fn the_public_is_shown_no_map_and_told_no_name() {
        let (partnership, _) = planted();
        let options = EvidenceOptions {
            audience: Audience::Public,
            ..Default::default()
        };
        let evidence = Evidence::gather(&partnership, &options);
        let network = evidence.network.as_ref().unwrap();
        assert!(network.map.is_none() && network.labels.is_empty());
        let everything = format!("{evidence:?}");
        for partner in &partnership.tables().partners {
            let names = [
                Some(&partner.partner_id),
                partner.name.as_ref(),
                partner.map_label.as_ref(),
            ];
            for name in names.into_iter().flatten().filter(|name| name.len() > 3) {
                assert!(
                    !everything.contains(&format!("{name} "))
                        && !everything.contains(&format!("\"{name}\"")),
                    "{name}"
                );
            }
        }
        // The same warnings, by kind.
        let named = Evidence::gather(&partnership, &EvidenceOptions::default());
        assert!(!named.warnings.is_empty() && !evidence.warnings.is_empty());
        assert!(named.network.unwrap().labels.iter().any(Option::is_some));
    }
}
