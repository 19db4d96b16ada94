//! Waterfall and allocation: steps that add up, methods side by side, what is refused.

use super::*;

pub(super) fn waterfall() -> WaterfallFigure {
    let step = |label: &str, children| WaterfallStep {
        label: label.into(),
        children,
    };
    WaterfallFigure {
        baseline: 1200,
        steps: vec![
            step("Black", Some(210)),
            step("Hispanic", Some(120)),
            step("Few", None),
        ],
        unallocated: 70,
        target: 1600,
        ..WaterfallFigure::default()
    }
}

#[test]
fn each_step_begins_where_the_last_one_ended() {
    for width in WIDTHS {
        let scene = assert_tidy(&Figure::new("", waterfall()).width(width));
        // Ticks are 1,200 and 1,600; 1,200 + 210 = 1,410, + 120 = 1,530, and 70 are not allocated.
        let (start, end) = (tick(&scene, "1,200"), tick(&scene, "1,600"));
        let x = |n: f64| start + (n - 1200.0) / 400.0 * (end - start);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
        let black = polygon(named(&scene, "Black"));
        let hispanic = polygon(named(&scene, "Hispanic"));
        let rest = polygon(named(&scene, "not allocated"));
        assert!(near(black.x0, x(1200.0)) && near(black.x1, x(1410.0)));
        assert!(near(hispanic.x0, x(1410.0)) && near(hispanic.x1, x(1530.0)));
        assert!(near(rest.x0, x(1530.0)) && near(rest.x1, x(1600.0)));
        // Hatched: the group without exact counts and the remainder, each with its key.
        assert_eq!(hatched(&scene), 4);
        assert!(said(
            &scene,
            "1\u{a0}row whose counts are published as ranges"
        ));
        assert!(said(&scene, "it does not start at 0"));
    }
}

#[test]
fn fewer_children_are_subtracted() {
    let figure = Figure::new(
        "",
        WaterfallFigure {
            baseline: 300,
            steps: vec![WaterfallStep {
                label: "Black".into(),
                children: Some(90),
            }],
            unallocated: 10,
            target: 200,
            ..WaterfallFigure::default()
        },
    );
    let scene = assert_tidy(&figure);
    assert!(texts(&scene).contains(&"−90".to_string()));
    assert_eq!(
        figure.description(),
        "baseline: 300 children; goal: 200. Between them: Black −90; not allocated −10."
    );
}

#[test]
fn steps_that_do_not_add_up_are_refused() {
    let mut wrong = waterfall();
    wrong.unallocated = 69;
    assert!(
        refused(wrong)
            .starts_with("steps and unallocated: together 399, but from 1200 to 1600 it is 400")
    );
    let huge = WaterfallFigure {
        target: u64::MAX,
        unallocated: u64::MAX,
        ..WaterfallFigure::default()
    };
    assert_tidy(&Figure::new("", huge));
    assert_tidy(&Figure::new("", WaterfallFigure::default()));
    // A long list is shortened and says so: 40 steps are 29 and one row for 11.
    let many = WaterfallFigure {
        steps: vec![
            WaterfallStep {
                label: "a".into(),
                children: Some(1),
            };
            40
        ],
        target: 40,
        ..WaterfallFigure::default()
    };
    let scene = assert_tidy(&Figure::new("", many));
    assert!(said(&scene, "11 more rows together") && said(&scene, "+11"));
    // Rows that move nothing do not push out those that do: 2 steps, 30 without a change, 40 not split.
    let step = |children| WaterfallStep {
        label: "a".into(),
        children,
    };
    let mut steps = vec![step(Some(0)); 30];
    steps.extend(vec![step(None); 40]);
    steps.extend([step(Some(3)), step(Some(2))]);
    let quiet = WaterfallFigure {
        steps,
        target: 5,
        ..WaterfallFigure::default()
    };
    let scene = assert_tidy(&Figure::new("", quiet));
    assert!(said(&scene, "+3") && said(&scene, "+2"));
    assert!(said(&scene, "30\u{a0}rows without a change"));
    assert!(said(&scene, "40\u{a0}rows without exact counts"));
}

#[test]
fn many_groups_are_the_largest_and_the_rest_counted() {
    let mut figure = allocation();
    // 72 groups; group i gets i children, the last is not split.
    figure.groups = (0..72)
        .map(|i| AllocationGroup {
            label: format!("School {i}"),
            rate: Some(0.5),
        })
        .collect();
    let cells = (0..72)
        .map(|i| AllocationCell {
            children: (i < 71).then_some(i),
            rate: (i < 71).then_some(0.6),
        })
        .collect();
    let method = AllocationRow {
        label: "shortfall".into(),
        cells,
        ..AllocationRow::default()
    };
    figure.methods = vec![method; 6];
    let figure = Figure::new("", figure);
    let scene = assert_tidy(&figure);
    // Groups 59 to 70 are shown; 0 to 58 get 59 · 58 / 2 = 1,711.
    let words = texts(&scene).join(" ");
    assert!(words.contains("School 59") && !words.contains("School 58"));
    assert!(words.contains("60 more groups together: +1,711; 1 of them not split."));
    assert!(figure.to_png(2.0).is_ok());
}

/// The reference example: Black 270 of 600, White 580 of 800.
pub(super) fn allocation() -> AllocationFigure {
    AllocationFigure {
        groups: vec![
            AllocationGroup {
                label: "Black".into(),
                rate: Some(0.45),
            },
            AllocationGroup {
                label: "White".into(),
                rate: Some(0.725),
            },
        ],
        methods: vec![
            AllocationRow {
                label: "shortfall".into(),
                cells: vec![
                    AllocationCell {
                        children: Some(105),
                        rate: Some(0.625),
                    },
                    AllocationCell {
                        children: Some(30),
                        rate: Some(0.7625),
                    },
                ],
                unallocated: 40,
                refused: None,
            },
            AllocationRow {
                label: "equal rate".into(),
                refused: Some("it takes 270 children".into()),
                ..AllocationRow::default()
            },
        ],
        goal: Some(0.8),
        ..AllocationFigure::default()
    }
}

#[test]
fn methods_stand_side_by_side_with_the_gap_that_remains() {
    for width in WIDTHS {
        let scene = assert_tidy(&Figure::new("", allocation()).width(width));
        // By hand: 76.25 - 62.5 = 13.75, half up 13.8; 72.5 - 45 = 27.5.
        assert!(said(
            &scene,
            "highest less lowest: 13.8\u{a0}pp, now 27.5\u{a0}pp; 40 children not allocated"
        ));
        assert!(texts(&scene).contains(&"+105 → 62.5\u{a0}%".to_string()));
        assert!(said(&scene, "not possible: it takes 270 children"));
        // The refused method and its key.
        assert_eq!(hatched(&scene), 2);
        let (ring, disc) = match named(&scene, "Black") {
            [
                Mark::Segments { .. },
                Mark::Circle { center: ring, .. },
                Mark::Circle { center: disc, .. },
            ] => (ring.0, disc.0),
            other => panic!("{other:?}"),
        };
        let step = (tick(&scene, "70\u{a0}%") - tick(&scene, "50\u{a0}%")) / 0.2;
        assert!((disc - ring - 0.175 * step).abs() < 1e-6);
    }
}

#[test]
fn a_gap_over_unknown_rates_is_a_lower_bound() {
    let mut figure = allocation();
    figure.groups.push(AllocationGroup {
        label: "Few".into(),
        rate: None,
    });
    figure.methods[0].cells.push(AllocationCell::default());
    let scene = assert_tidy(&Figure::new("", figure));
    assert!(said(
        &scene,
        "highest less lowest: at least 13.8\u{a0}pp, now at least 27.5\u{a0}pp"
    ));
    assert!(texts(&scene).contains(&"not split".to_string()));
}

#[test]
fn allocations_that_do_not_fit_their_groups_are_refused() {
    let mut short = allocation();
    short.methods[0].cells.pop();
    assert!(refused(short).starts_with("methods[0] (shortfall): 1 cells for 2 groups"));
    let mut both = allocation();
    both.methods[0].refused = Some(String::new());
    assert!(
        refused(both).starts_with("methods[0] (shortfall): the method is refused and has cells")
    );
    let mut percent = allocation();
    percent.goal = Some(80.0);
    assert!(refused(percent).starts_with("goal: 80 is not a share"));
    assert!(said(
        &assert_tidy(&Figure::new("", AllocationFigure::default())),
        "No allocation to show."
    ));
}
