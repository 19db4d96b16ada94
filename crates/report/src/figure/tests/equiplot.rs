//! The equiplot: positions by hand, what is not shown is counted.

use super::*;

fn period(label: &str, levels: &[(&str, f64)]) -> EquiplotPeriod {
    let dot = |(group, value): &(&str, f64)| EquiplotDot {
        group: (*group).into(),
        level: Level::Known(*value),
    };
    EquiplotPeriod {
        label: label.into(),
        dots: levels.iter().map(dot).collect(),
        broken: None,
    }
}

fn two_years() -> EquiplotFigure {
    EquiplotFigure {
        periods: vec![
            period("2024", &[("Black", 0.45), ("White", 0.72), ("Asian", 0.75)]),
            period("2025", &[("Black", 0.48), ("White", 0.72), ("Asian", 0.70)]),
        ],
        unit: Unit::Percent,
        axis: "Share reading at grade level".into(),
    }
}

/// Centres of the discs of a scene, in drawing order.
fn discs(scene: &Scene) -> Vec<(f64, f64)> {
    let first = |m: &scene::Mark| match m {
        scene::Mark::Named { marks, .. } => match marks.first() {
            Some(scene::Mark::Circle { center, .. }) => Some(*center),
            _ => None,
        },
        _ => None,
    };
    scene.marks.iter().filter_map(first).collect()
}

#[test]
fn dots_lie_where_the_axis_says() {
    let scene = assert_tidy(&Figure::new("Reading", two_years()));
    // The first group's symbol is the disc. 0.45 lies half a step of 10 points before 0.50, and 0.48 three tenths on.
    let tick = |words: &str| {
        let found = scene.marks.iter().rev().find_map(|m| match m {
            scene::Mark::Text(t) if t.words == words => Some(t.at.0),
            _ => None,
        });
        found.unwrap()
    };
    let step = tick("60\u{a0}%") - tick("50\u{a0}%");
    let found = discs(&scene);
    assert_eq!(found.len(), 2);
    assert!((tick("50\u{a0}%") - found[0].0 - 0.5 * step).abs() < 1e-6);
    assert!((found[1].0 - found[0].0 - 0.3 * step).abs() < 1e-6);
    // By hand: 0.75 - 0.45 and 0.72 - 0.48.
    assert!(said(&scene, "30\u{a0}pp apart") && said(&scene, "24\u{a0}pp apart"));
    // All names find room above the first line, so no legend repeats them.
    assert_eq!(texts(&scene).iter().filter(|t| *t == "Black").count(), 1);
}

#[test]
fn what_is_not_known_is_hollow_counted_and_never_zero() {
    let mut figure = two_years();
    figure.periods[1].broken = Some("a new test".into());
    figure.periods[1].dots[1].level = Level::NotShown("fewer than 10 children".into());
    figure.periods[1].dots[2].level = Level::Between {
        low: 0.6,
        high: 0.8,
    };
    for width in [300, 600, 900] {
        let figure = Figure::new("Reading", figure.clone()).width(width);
        let scene = assert_tidy(&figure);
        assert!(said(&scene, "Not comparable with above: a new test"));
        assert!(said(&scene, "1\u{a0}group not shown"));
        assert!(said(
            &scene,
            "Not shown (fewer than 10 children): White 2025."
        ));
        // One known dot has no distance from anything: only the first line states one.
        let apart = texts(&scene).iter().filter(|t| t.contains("apart")).count();
        assert_eq!(apart, 1);
        assert!(figure.description().contains("2025 (not comparable with before: a new test): lowest Black 48\u{a0}%, highest Black 48\u{a0}%"));
    }
    let mut partly = two_years();
    partly.periods[0].dots[0].level = Level::NotShown(String::new());
    assert!(said(
        &assert_tidy(&Figure::new("", partly)),
        "at least 3\u{a0}pp apart"
    ));
}

#[test]
fn a_group_twice_and_a_backward_range_are_refused() {
    let refused =
        |figure: EquiplotFigure| Figure::new("", figure).to_svg().unwrap_err().to_string();
    let mut twice = two_years();
    twice.periods[0].dots[2].group = "Black".into();
    assert!(
        refused(twice)
            .starts_with("periods[0].dots[2] (Black): the group has a dot in this period already")
    );
    let mut backward = two_years();
    backward.periods[1].dots[0].level = Level::Between {
        low: 0.8,
        high: 0.6,
    };
    assert!(refused(backward).contains("the range 0.8 to 0.6 runs backwards"));
    let mut nan = two_years();
    nan.periods[1].dots[0].level = Level::Known(f64::NAN);
    assert!(refused(nan).starts_with("periods[1].dots[0] (Black): NaN is not a finite number"));
}

#[test]
fn degenerate_equiplots() {
    let empty = EquiplotFigure::default();
    assert!(said(
        &assert_tidy(&Figure::new("", empty)),
        "No groups to show."
    ));
    // One group; all equal; rates 0 and 1; as many groups as symbols.
    let many: Vec<String> = (0..64).map(|i| format!("Group number {i}")).collect();
    let many: Vec<(&str, f64)> = many.iter().map(|g| (g.as_str(), 0.5)).collect();
    for levels in [vec![("Black", 0.0)], vec![("a", 0.0), ("b", 1.0)], many] {
        let figure = EquiplotFigure {
            periods: vec![period("2024", &levels), period("2025", &[])],
            ..EquiplotFigure::default()
        };
        for width in [300, 600, 900] {
            assert_tidy(&Figure::new("", figure.clone()).width(width));
        }
    }
}
