use commonweal_network::{BuildOptions, Duplicates, Labels, Network, SelfTies, Ties};
use polars::prelude::{DataFrame, df};
use proptest::prelude::*;

use super::EdgeList;

/// The whole message of every problem.
fn messages(list: &EdgeList, ties: &DataFrame, partners: Option<&DataFrame>) -> Vec<String> {
    let problems = list.network(ties, partners).expect_err("a fault");
    problems.iter().map(ToString::to_string).collect()
}

fn valued() -> EdgeList {
    EdgeList {
        value: Some("value".to_owned()),
        ..EdgeList::default()
    }
}

#[test]
fn a_missing_column_names_those_there_are_and_the_one_that_looks_like_it() {
    let ties = df!("source_id" => ["a"], "target" => ["b"]).unwrap();
    assert_eq!(
        messages(&EdgeList::default(), &ties, None),
        [
            "E101 ties: column \"target_id\" is missing. Columns found: \"source_id\", \"target\". \
             \"target\" looks like it: name it in the call."
        ]
    );
    let ties = df!("x" => ["a"]).unwrap();
    assert_eq!(
        messages(&valued(), &ties, None),
        [
            "E101 ties: column \"source_id\" is missing. Columns found: \"x\". \
             Name the column to use, for example source=\"from\".",
            "E101 ties: column \"target_id\" is missing. Columns found: \"x\". \
             Name the column to use, for example source=\"from\".",
            "E101 ties: column \"value\" is missing. Columns found: \"x\". \
             Name the column to use, for example source=\"from\".",
        ]
    );
}

#[test]
fn every_fault_of_the_rows_is_told_at_once() {
    let partners = df!(
        "partner_id" => ["YMCA of Spokane", "Library", "Library", "Clinic", "Library"],
        "is_backbone" => ["yes", "no", "perhaps", "", "0"],
    )
    .unwrap();
    let partners_twice = "E103 partners rows 3, 4 and 6, column \"partner_id\": \"Library\" appears 3 times. \
         Give each row its own id. Nothing was merged.";
    let ties = df!("source_id" => ["Library"], "target_id" => ["Clinic"]).unwrap();
    assert_eq!(
        messages(&EdgeList::default(), &ties, Some(&partners)),
        [
            partners_twice,
            "E304 partners row 4, column \"is_backbone\": \"perhaps\" is neither yes nor no. \
             Use yes or no; empty means no.",
        ]
    );

    let partners = df!("id" => ["YMCA of Spokane", "Library", "Clinic"]).unwrap();
    let ties = df!(
        "source_id" => [Some("Library"), Some("Clinic"), Some("Library"), None, Some("Library"), Some("Clinic")],
        "target_id" => ["YMCA of Spokne", "Clinic", "Clinic", "Clinic", "Clinic", "Library"],
        "value" => [1.0, 2.0, 2.0, 1.0, 3.0, 2.0],
    )
    .unwrap();
    assert_eq!(
        messages(&valued(), &ties, Some(&partners)),
        [
            "E104 ties row 2, column \"target_id\": \"YMCA of Spokne\" is not among the partners. \
             Closest: \"YMCA of Spokane\". Correct it, or add the partner.",
            "E105 ties row 3: source and target are both \"Clinic\". \
             A partner cannot be tied to itself. Delete the row, or pass self_ties=\"drop\".",
            "E106 ties rows 4 and 6: two values (2 and 3) for Library → Clinic. \
             Keep one, or pass duplicates=\"max\" (also \"min\", \"mean\", \"sum\", \"first\", \"last\").",
            "E110 ties row 5, column \"source_id\": the cell is empty. \
             Expected a partner's id. Fill it in, or delete the row.",
        ]
    );
}

#[test]
fn values_say_why_they_cannot_be_used() {
    let ties = df!(
        "source_id" => ["a", "a", "b", "c", "c"],
        "target_id" => ["b", "c", "c", "a", "b"],
        "value" => [Some("2"), Some("weekly"), None, Some("0"), Some("-1")],
    )
    .unwrap();
    let cure =
        "Leave rows without a tie out; to say that an answer is missing, name the respondents.";
    assert_eq!(
        messages(&valued(), &ties, None),
        [
            format!(
                "E107 ties rows 5 and 6, column \"value\": 2 values are not above zero. \
                 A row is a report of a tie, so its value is above zero. {cure}"
            ),
            format!(
                "E108 ties row 3, column \"value\": 1 value is not a number. \
                 Expected a number above zero. {cure}"
            ),
            format!(
                "E110 ties row 4, column \"value\": 1 value is empty. \
                 Expected a number above zero. {cure}"
            ),
        ]
    );
    let infinite =
        df!("source_id" => ["a"], "target_id" => ["b"], "value" => [f64::INFINITY]).unwrap();
    assert!(messages(&valued(), &infinite, None)[0].starts_with("E107"));
    let huge =
        df!("source_id" => ["a", "a"], "target_id" => ["b", "c"], "value" => [1e308, 1.5e308])
            .unwrap();
    let message = messages(&valued(), &huge, None).concat();
    assert!(
        message.starts_with("E107 ties: tie 1: value 15"),
        "{message}"
    );
    assert!(
        message.ends_with("Expected values whose sum is a finite number; rescale them."),
        "{message}"
    );
}

#[test]
fn a_tie_needs_somebody_who_reported_it() {
    let ties = df!("source_id" => ["a", "b"], "target_id" => ["b", "a"]).unwrap();
    let of = |directed, respondents: &[&str]| EdgeList {
        directed,
        duplicates: Duplicates::Max,
        respondents: Some(respondents.iter().map(|&id| id.to_owned()).collect()),
        ..EdgeList::default()
    };
    assert_eq!(
        messages(&of(true, &["a"]), &ties, None),
        [
            "E109 ties row 3: b reports a tie, but is not among the respondents. One of the two is wrong."
        ]
    );
    // Without direction the tie is known from either end.
    assert!(of(false, &["a"]).network(&ties, None).is_ok());
    assert_eq!(messages(&of(false, &[]), &ties, None).len(), 2);
    assert_eq!(
        messages(&of(true, &["a", "b", "clinic"]), &ties, None),
        ["E104 respondents: \"clinic\" is not among the partners. Correct it, or add the partner."]
    );
}

#[test]
fn ids_are_the_same_whatever_the_kind_of_column() {
    // pandas makes floats of integers with gaps; the list of partners may be text.
    let partners =
        df!("partner_id" => ["1", "2", "3"], "sector" => [Some("school"), None, Some("clinic")])
            .unwrap();
    let ties = df!("source_id" => [Some(1.0), Some(3.0)], "target_id" => [2_i64, 1]).unwrap();
    let network = EdgeList::default().network(&ties, Some(&partners)).unwrap();
    let found: Vec<_> = network.iter_ties().collect();
    assert_eq!(found, [(0, 1, None), (2, 0, None)]);
    let sector = network.attribute("sector").unwrap();
    assert_eq!(
        [0, 1, 2].map(|i| sector.category(i)),
        [Some("school"), None, Some("clinic")]
    );
}

#[test]
fn the_backbone_is_read_from_booleans_numbers_and_words() {
    let ties = df!("source_id" => ["a"], "target_id" => ["b"]).unwrap();
    let backbones = [
        df!("id" => ["a", "b"], "is_backbone" => [false, true]).unwrap(),
        df!("id" => ["a", "b"], "is_backbone" => [0, 1]).unwrap(),
        df!("id" => ["a", "b"], "is_backbone" => [None, Some("Yes")]).unwrap(),
    ];
    for partners in backbones {
        let network = EdgeList::default().network(&ties, Some(&partners)).unwrap();
        assert_eq!(network.backbone(), [1]);
    }
}

#[test]
fn nothing_is_a_network_too() {
    let none: [&str; 0] = [];
    let ties = df!("source_id" => none, "target_id" => none).unwrap();
    let network = EdgeList::default().network(&ties, None).unwrap();
    assert_eq!((network.partners(), network.ties()), (0, 0));
    assert!(network.notes()[0].starts_with("No list of partners was given"));
    let partners = df!("id" => ["a", "b"]).unwrap();
    let network = EdgeList::default().network(&ties, Some(&partners)).unwrap();
    assert_eq!((network.partners(), network.ties()), (2, 0));
    let message = messages(&EdgeList::default(), &ties, Some(&DataFrame::empty()));
    assert_eq!(
        message,
        ["E101 partners: the list of partners has no columns. Give it a column partner_id."]
    );
}

proptest! {
    /// Oracle: the same ties by number, straight into `Network::from_ties`.
    #[test]
    fn a_frame_and_its_arrays_give_one_network(
        ties in prop::collection::vec((0_u32..12, 0_u32..12, 1_u32..5), 0..60),
        directed in any::<bool>(),
        with_values in any::<bool>(),
    ) {
        let name = |i: &u32| format!("P{i:02}");
        let partners = df!("partner_id" => (0..12).map(|i| name(&i)).collect::<Vec<_>>()).unwrap();
        let source: Vec<u32> = ties.iter().map(|t| t.0).collect();
        let target: Vec<u32> = ties.iter().map(|t| t.1).collect();
        let value: Vec<f64> = ties.iter().map(|t| f64::from(t.2)).collect();
        let frame = df!(
            "source_id" => source.iter().map(name).collect::<Vec<_>>(),
            "target_id" => target.iter().map(name).collect::<Vec<_>>(),
            "value" => &value,
        ).unwrap();
        for (duplicates, self_ties) in [(Duplicates::Sum, SelfTies::Drop), (Duplicates::Error, SelfTies::Error)] {
            let list = EdgeList {
                value: with_values.then(|| "value".to_owned()),
                directed, duplicates, self_ties,
                ..EdgeList::default()
            };
            let options = BuildOptions {
                directed, duplicates, self_ties,
                labels: Labels::Numbered,
                ..BuildOptions::default()
            };
            let arrays = Ties { source: &source, target: &target, value: with_values.then_some(&value[..]) };
            let direct = Network::from_ties(12, &arrays, &options);
            match (list.network(&frame, Some(&partners)), direct) {
                (Ok(ours), Ok(direct)) => {
                    prop_assert_eq!(ours.iter_ties().collect::<Vec<_>>(), direct.iter_ties().collect::<Vec<_>>());
                    prop_assert_eq!(ours.labels().get(11), "P11");
                }
                (Err(_), Err(_)) => {}
                (ours, direct) => prop_assert!(false, "{ours:?} but {direct:?}"),
            }
        }
    }
}
