//! From tables to networks: which cells are ties, which are no ties, which nobody knows. All expected
//! states are derived by hand from the rows.

use commonweal_network::{Symmetrise, TieState};
use commonweal_tables::{NetworkOptions, ReadOptions, Tables, read_csv_texts, read_path};

const LAYERS: &str = "layer_id,kind,directed,scale_min,scale_max,present_at,asked_of,condition_layer,symmetrise\n\
    talk,frequency,yes,0,5,2,everyone,,none\n\
    trust,trust_reliability,yes,1,4,3,named_partners,talk,none\n\
    referral,referral,yes,0,1,1,everyone,,\n";

fn tables(files: &[(&str, &str)]) -> Tables {
    let loaded = read_csv_texts(
        files.iter().map(|(n, t)| (*n, t.as_bytes())),
        &ReadOptions::default(),
    );
    assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
    loaded.tables
}

fn options(wave: &str, symmetrise: Option<Symmetrise>) -> NetworkOptions {
    NetworkOptions {
        wave: Some(wave.to_owned()),
        symmetrise,
    }
}

/// The states as a square of `1` (tie), `0` (no tie), `?` (unknown), one row a line.
fn states(net: &commonweal_network::Network) -> Vec<String> {
    let n = net.partners() as u32;
    let cell = |i, j| match net.state(i, j) {
        _ if i == j => '·',
        TieState::Tie => '1',
        TieState::NoTie => '0',
        TieState::Unknown => '?',
    };
    (0..n)
        .map(|i| (0..n).map(|j| cell(i, j)).collect())
        .collect()
}

const PARTNERS: &str =
    "partner_id,sector,is_backbone,Zone\nA,health,yes,1\nB,health,,2\nC,,,1\nD,faith,,2\n";
const ROSTER: &str = "wave_id,partner_id,asked,answered,roster_shown\n\
    w,A,yes,yes,\nw,B,yes,yes,\nw,C,yes,no,\nw,D,yes,yes,part\n";
const TIES: &str = "wave_id,source_id,target_id,layer_id,value\n\
    w,A,B,talk,3\nw,A,C,talk,1\nw,A,D,talk,\nw,B,A,talk,2\nw,D,A,talk,4\nw,D,B,talk,0\n\
    w,A,B,trust,4\nw,B,A,trust,2\n";

#[test]
fn every_cell_is_a_tie_or_none_or_unknown() {
    let t = tables(&[
        ("partners.csv", PARTNERS),
        ("roster.csv", ROSTER),
        ("layers.csv", LAYERS),
        ("ties.csv", TIES),
    ]);
    let net = t.network("talk", &options("w", None)).expect("a network");
    // A answered: B 3 is a tie, C 1 is below the cut, D left empty. B answered: A is a tie, the rest no
    // row and so no tie. C did not answer. D saw part of the list: it named A, denied B, and of C nothing
    // is known.
    assert_eq!(states(&net), ["·10?", "1·00", "??·?", "10?·"]);
    assert_eq!(net.labels().get(2), "C");
    assert_eq!(net.backbone(), [0]);
    let attribute = |name: &str, i| {
        net.attribute(name)
            .and_then(|a| a.category(i))
            .map(str::to_owned)
    };
    assert_eq!(
        (attribute("sector", 0), attribute("sector", 2)),
        (Some("health".into()), None)
    );
    assert_eq!(attribute("zone", 3), Some("2".into()));
    let coverage = net.coverage();
    assert_eq!((coverage.asked, coverage.answered), (4, 3));

    // Either side's word: A–D is known through D, C–D by nobody.
    let pairs = t
        .network("talk", &options("w", Some(Symmetrise::Either)))
        .expect("a network");
    assert!(!pairs.is_directed());
    assert_eq!(states(&pairs), ["·101", "1·00", "00·?", "10?·"]);
}

#[test]
fn a_question_about_named_partners_is_open_where_it_was_not_asked() {
    let t = tables(&[
        ("partners.csv", PARTNERS),
        ("roster.csv", ROSTER),
        ("layers.csv", LAYERS),
        ("ties.csv", TIES),
    ]);
    let net = t.network("trust", &options("w", None)).expect("a network");
    // A rated B 4 (tie); A said of C "no talk", so no trust tie; A's talk with D is unknown, so its trust is.
    // B rated A 2, below the cut; B has no talk with C and D. C did not answer. D talks with A but rated
    // nobody: unknown, not "no trust"; D denied B; of C nothing is known.
    assert_eq!(states(&net), ["·10?", "0·00", "??·?", "?0?·"]);
}

#[test]
fn without_a_roster_the_answering_is_assumed() {
    let t = tables(&[
        ("partners.csv", PARTNERS),
        ("layers.csv", LAYERS),
        ("ties.csv", TIES),
    ]);
    let net = t.network("talk", &options("w", None)).expect("a network");
    assert_eq!(states(&net), ["·10?", "1·00", "??·?", "100·"]);
    assert!(net.observed().is_assumed());
}

#[test]
fn members_of_a_wave_follow_dates_unless_the_survey_says_otherwise() {
    let partners = "partner_id,joined_on,left_on\nA,,\nGone,2019,2020-06\nGoneButAsked,2019,2020-06\nLater,2024-09,\nInSpring,2024-03-20,\n";
    let waves = "wave_id,starts_on,ends_on\nw,2024-03-01,2024-04-15\n";
    let roster = "wave_id,partner_id,asked,answered\nw,A,yes,yes\nw,GoneButAsked,yes,yes\n";
    let ties = "wave_id,source_id,target_id,layer_id,value\nw,A,GoneButAsked,talk,3\n";
    let t = tables(&[
        ("partners.csv", partners),
        ("waves.csv", waves),
        ("roster.csv", roster),
        ("layers.csv", LAYERS),
        ("ties.csv", ties),
    ]);
    let ids: Vec<&str> = t
        .members("w")
        .iter()
        .map(|p| p.partner_id.as_str())
        .collect();
    assert_eq!(ids, ["A", "GoneButAsked", "InSpring"]);
    // InSpring is an isolate that was not asked: others say it is not tied to them, it said nothing.
    let net = t
        .network(
            "talk",
            &NetworkOptions {
                wave: None,
                symmetrise: Some(Symmetrise::None),
            },
        )
        .expect("one wave only");
    assert_eq!(states(&net), ["·10", "0·0", "??·"]);
}

#[test]
fn requests_that_cannot_be_met_say_what_there_is() {
    let t = tables(&[
        ("partners.csv", PARTNERS),
        ("roster.csv", ROSTER),
        ("layers.csv", LAYERS),
        ("ties.csv", TIES),
    ]);
    let message = |layer: &str, wave: &str| {
        t.network(layer, &options(wave, None))
            .map(|_| ())
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        message("tlak", "w"),
        "layer \"tlak\" is not in the tables. Closest: \"talk\". Use \"talk\", \"trust\" or \"referral\"."
    );
    assert_eq!(
        message("talk", "2020"),
        "wave \"2020\" is not in the tables. Use \"w\"."
    );
    assert_eq!(
        message("referral", "w"),
        "layer \"referral\" has no row in wave \"w\", so it was not asked then; silence would be read as \"no tie\". Choose a wave in which it was asked."
    );
}

#[test]
fn degenerate_surveys_give_networks() {
    // One partner; a layer whose only answer is empty: one isolate, nothing known of nobody.
    let ties = "wave_id,source_id,target_id,layer_id,value\nw,A,B,talk,\n";
    let t = tables(&[
        ("partners.csv", "partner_id\nA\nB\n"),
        ("layers.csv", LAYERS),
        ("ties.csv", ties),
    ]);
    let net = t.network("talk", &options("w", None)).expect("a network");
    assert_eq!(states(&net), ["·?", "?·"]);
    assert_eq!(net.ties(), 0);
}

#[test]
fn the_example_partnership_reads_without_errors() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../python/commonweal/data/example"
    );
    let loaded = read_path(folder, &ReadOptions::default()).expect("the shipped example");
    let errors: Vec<String> = loaded.problems.errors().map(ToString::to_string).collect();
    assert_eq!(errors, [] as [String; 0]);
    let t = loaded.tables;
    // From its README: 41 organisations, two of which joined after the first wave; 38 of 39 and 27 of 41 answered.
    for (wave, partners, asked, answered) in [("2023", 39, 39, 38), ("2025", 41, 41, 27)] {
        let net = t
            .network("communication", &options(wave, None))
            .expect("a network");
        let coverage = net.coverage();
        assert_eq!(
            (net.partners(), coverage.asked, coverage.answered),
            (partners, asked, answered),
            "{wave}"
        );
        assert_eq!(net.backbone().len(), 1);
        // Trust was asked only about partners named in communication, so each rating stands on a tie there.
        let talk = t
            .network("communication", &options(wave, Some(Symmetrise::None)))
            .expect("a network");
        let trust = t
            .network("trust_reliability", &options(wave, None))
            .expect("a network");
        assert!(trust.is_directed() && trust.ties() > 50);
        assert!(
            trust
                .iter_ties()
                .all(|(i, j, _)| talk.state(i, j) == TieState::Tie)
        );
    }
}
