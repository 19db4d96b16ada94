use proptest::prelude::*;

use super::*;
use crate::Censoring;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn target() -> Target {
    Target::new(exact("60%"), exact("80%"), 100, 2026, 5).unwrap()
}

fn cell(name: &str, n: u64, successes: u64) -> GroupCount {
    GroupCount::new(GroupKey::of("school", name), n, successes).unwrap()
}

/// Short of 80 %: a 2 of 20, b 18 of 80, c 0, d 4 of 20, e 3 of 9 (too small), f 5 of 200.
fn cells() -> Vec<GroupCount> {
    [
        ("a", 20, 14),
        ("b", 80, 46),
        ("c", 20, 16),
        ("d", 20, 12),
        ("e", 9, 5),
        ("f", 200, 155),
    ]
    .map(|(name, n, s)| cell(name, n, s))
    .to_vec()
}

fn names(found: &QuickWins) -> Vec<String> {
    let wins = found.wins.iter();
    wins.map(|win| win.key.level("school").unwrap().to_owned())
        .collect()
}

#[test]
fn a_small_impact_stays_visible() {
    let found = target()
        .quick_wins(&cells(), QuickWinOptions::default())
        .unwrap();
    assert_eq!(names(&found), ["a", "d", "f"]);
    // 2 + 18 + 0 + 4 + 3 + 5 = 32 children in all, of whom 2 + 4 + 5 = 11.
    assert_eq!((found.known_need, found.at_goal), (32, 1));
    assert_eq!(found.total_need, Count::exact(32));
    assert_eq!(found.share_of_need, Some(exact("11/32")));
    assert_eq!(found.wins[0].share_of_need, exact("1/16"));
    assert_eq!(found.not_assessed.len(), 1);
    assert_eq!(found.not_assessed[0].1, "fewer than 10 children");
    assert_eq!(
        found.sentence(&Wording::default()),
        "3 quick wins of 11 in all would reach 80.0 %. That is 34.4 % of the 32 children that all cells with known counts need. 1 cell not assessed. Definition: 1 to 5 children short of 80.0 %, 10 or more children, no limit on the pace (no peers given); rates as observed, not shrunk."
    );
}

#[test]
fn peers_limit_the_pace() {
    // The .75 quantile of −2, 0, 4 and 12 points is 4 + .25 · 8 = 6 points. a needs 10, d 20, f 2.5.
    let options = QuickWinOptions {
        peer_changes: Some(["12%", "-2%", "4%", "0%"].map(exact).to_vec()),
        ..QuickWinOptions::default()
    };
    let found = target().quick_wins(&cells(), options).unwrap();
    assert_eq!(found.change_limit, Some(exact("6%")));
    assert_eq!(names(&found), ["f"]);
    assert!(
        found
            .convention
            .contains("at most 6.0 points (the 0.75 quantile of 4 one-year changes")
    );
    // Equal to the limit is allowed, exactly: 3 of 10 at a limit of .3, which .1 + .2 exceeds in doubles.
    let options = QuickWinOptions {
        peer_changes: Some(vec![exact("30%")]),
        ..QuickWinOptions::default()
    };
    let found = target().quick_wins(&[cell("g", 10, 5)], options).unwrap();
    assert_eq!(found.wins.len(), 1);
}

#[test]
fn censored_cells_are_not_assessed_unless_every_completion_is_out() {
    let range = |name: &str, low, high| {
        let successes = Count::range(low, high, Censoring::Suppressed).unwrap();
        GroupCount::from_counts(GroupKey::of("school", name), Count::exact(50), successes).unwrap()
    };
    // 40 of 50 are needed: 30 to 38 is open, 0 to 9 is far off, 45 to 49 is there.
    let cells = [
        range("open", 30, 38),
        range("far", 0, 9),
        range("there", 45, 49),
    ];
    let found = target()
        .quick_wins(&cells, QuickWinOptions::default())
        .unwrap();
    assert_eq!((found.wins.len(), found.at_goal), (0, 1));
    assert_eq!(found.not_assessed.len(), 1);
    assert_eq!(found.not_assessed[0].1, "the count is suppressed");
    // Unknown is not zero: 2 to 10, 31 to 40 and 0.
    assert_eq!(
        (found.total_need.low(), found.total_need.high()),
        (33, Some(50))
    );
    assert_eq!(found.share_of_need, None);
}

#[test]
fn nothing_and_nobody() {
    let none = target()
        .quick_wins(&[], QuickWinOptions::default())
        .unwrap();
    assert_eq!((none.wins.len(), none.share_of_need), (0, None));
    let empty = target()
        .quick_wins(&[cell("x", 0, 0)], QuickWinOptions::default())
        .unwrap();
    assert_eq!((empty.wins.len(), empty.known_need), (0, 0));
    // A cell without children is not at the goal.
    assert_eq!(empty.at_goal, 0);
    assert_eq!(empty.not_assessed[0].1, "no children");
    let bad = QuickWinOptions {
        quantile: exact("2"),
        ..QuickWinOptions::default()
    };
    assert!(target().quick_wins(&[], bad).is_err());
    let silent = QuickWinOptions {
        peer_changes: Some(Vec::new()),
        ..QuickWinOptions::default()
    };
    let error = target().quick_wins(&cells(), silent).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("option peers: no change of a rate")
    );
}

proptest! {
    /// Oracle: the definition, cell by cell, in plain integers (80 % is 4/5).
    #[test]
    fn the_list_is_the_definition(
        cells in prop::collection::vec((0_u64..60, 0_u64..60), 0..30), most in 0_u64..12, least in 0_u64..30,
    ) {
        let groups: Vec<GroupCount> =
            cells.iter().enumerate().map(|(i, (n, s))| cell(&i.to_string(), *n, *s.min(n))).collect();
        let options = QuickWinOptions { most_children: most, min_n: least, ..QuickWinOptions::default() };
        let found = target().quick_wins(&groups, options).unwrap();
        let short = |n: u64, s: u64| (4 * n).div_ceil(5).saturating_sub(s.min(n));
        let expected = cells.iter().filter(|(n, s)| (1..=most).contains(&short(*n, *s)) && *n >= least).count();
        prop_assert_eq!(found.wins.len(), expected);
        prop_assert_eq!(found.known_need, cells.iter().map(|(n, s)| short(*n, *s)).sum::<u64>());
    }
}
