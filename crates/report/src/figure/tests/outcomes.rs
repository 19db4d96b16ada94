//! Heat map, fan, shortfall and gaps: positions and words by hand, what is refused, what is hatched.

mod allocation;

use super::*;
use crate::figure::scene::{Mark, Point, Rect};
use crate::figure::theme::UNKNOWN;

const WIDTHS: [u32; 3] = [300, 600, 900];

fn refused(chart: impl Into<Chart>) -> String {
    Figure::new("", chart).to_svg().unwrap_err().to_string()
}

/// x of the tick with these words: the last text that says them.
fn tick(scene: &Scene, words: &str) -> f64 {
    let found = scene.marks.iter().rev().find_map(|m| match m {
        Mark::Text(t) if t.words == words => Some(t.at.0),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no tick {words}"))
}

/// Marks under a name that starts like this.
fn named<'a>(scene: &'a Scene, start: &str) -> &'a [Mark] {
    let found = scene.marks.iter().find_map(|m| match m {
        Mark::Named { name, marks } if name.starts_with(start) => Some(marks.as_slice()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("nothing is named {start}"))
}

fn bounds(points: &[Point]) -> Rect {
    let xs = || points.iter().map(|p| p.0);
    let ys = || points.iter().map(|p| p.1);
    Rect {
        x0: xs().fold(f64::INFINITY, f64::min),
        y0: ys().fold(f64::INFINITY, f64::min),
        x1: xs().fold(f64::NEG_INFINITY, f64::max),
        y1: ys().fold(f64::NEG_INFINITY, f64::max),
    }
}

fn polygon(marks: &[Mark]) -> Rect {
    let found = marks.iter().find_map(|m| match m {
        Mark::Polygon { points, .. } => Some(bounds(points)),
        _ => None,
    });
    found.expect("a polygon")
}

/// Bands that are hatched, legend included.
fn hatched(scene: &Scene) -> usize {
    fn count(marks: &[Mark]) -> usize {
        let one = |m: &Mark| match m {
            Mark::Segments { stroke, .. } => usize::from(stroke.color == UNKNOWN),
            Mark::Named { marks, .. } => count(marks),
            _ => 0,
        };
        marks.iter().map(one).sum()
    }
    count(&scene.marks)
}

fn heatmap() -> HeatmapFigure {
    let row = |label: &str, cells: Vec<Level>| HeatmapRow {
        label: label.into(),
        cells,
    };
    HeatmapFigure {
        columns: vec!["Black".into(), "White".into()],
        rows: vec![
            row("Riverside", vec![Level::Known(0.4), Level::Known(0.8)]),
            row(
                "Northside",
                vec![
                    Level::NotShown("fewer than 10 children".into()),
                    Level::Between {
                        low: 0.5,
                        high: 0.6,
                    },
                ],
            ),
        ],
        ..HeatmapFigure::default()
    }
}

#[test]
fn cells_are_shaded_printed_or_hatched() {
    for width in WIDTHS {
        let figure = Figure::new("", heatmap()).width(width);
        let scene = assert_tidy(&figure);
        // The scale runs from 40 to 80 %: its ends are the lightest and the darkest shade.
        let fill = |name: &str| match named(&scene, name) {
            [Mark::Polygon { fill, .. }] => fill.unwrap(),
            other => panic!("{other:?}"),
        };
        assert_eq!(fill("Riverside, Black: 40"), theme::SHADES[0]);
        assert_eq!(fill("Riverside, White: 80"), theme::SHADES[1]);
        assert!(texts(&scene).contains(&"40".to_string()));
        // One suppressed cell and one range, each with its key.
        assert_eq!(hatched(&scene), 4);
        assert!(said(&scene, "1\u{a0}cell hatched: fewer than 10 children."));
        assert_eq!(
            figure.description(),
            ": 2\u{a0}groups by 2 places; 2 of 4 cells have a number. They run from 40\u{a0}% (Black, Riverside) to 80\u{a0}% (White, Riverside)."
        );
    }
}

#[test]
fn what_is_cut_or_left_out_is_in_the_notes() {
    let mut figure = heatmap();
    figure.rows[0].label = "Roosevelt Elementary School of the Arts and Sciences".into();
    figure.most_rows = Some(1);
    let scene = assert_tidy(&Figure::new("", figure.clone()).width(300));
    assert!(said(
        &scene,
        "1 Roosevelt Elementary School of the Arts and Sciences"
    ));
    assert!(said(&scene, "1 more places are not drawn"));
    figure.columns = (0..40).map(|i| format!("Group {i}")).collect();
    for row in &mut figure.rows {
        row.cells = vec![Level::Known(0.5); 40];
    }
    let scene = assert_tidy(&Figure::new("", figure.clone()).width(300));
    let drawn = scene
        .marks
        .iter()
        .filter(|m| matches!(m, Mark::Named { name, .. } if name.contains(", Group")))
        .count();
    assert!(said(
        &scene,
        &format!("{} more groups have no room at this width", 40 - drawn)
    ));
    figure.rows[0].cells.pop();
    assert!(refused(figure).contains("39 cells for 40 columns"));
    assert_tidy(&Figure::new("", HeatmapFigure::default()));
}

fn fan() -> PathFigure {
    let observed = |year, rate| Observation {
        year,
        rate,
        interval: None,
    };
    PathFigure {
        bands: vec![Band {
            year: 2027,
            low: 0.6,
            high: 0.68,
        }],
        tracked: vec![
            Tracked {
                observed: observed(2027, 0.65),
                status: TrackStatus::Consistent,
            },
            Tracked {
                observed: observed(2028, 0.6),
                status: TrackStatus::Behind,
            },
        ],
        shapes: vec![PathShape {
            label: "two years flat".into(),
            points: vec![(2027, 0.6), (2028, 0.6), (2031, 0.8)],
        }],
        ..article_path()
    }
}

#[test]
fn the_fan_shows_what_was_announced_and_what_came() {
    for width in WIDTHS {
        let figure = Figure::new("", fan()).width(width);
        let scene = assert_tidy(&figure);
        // 0.68 and 0.60 lie two fifths of the way from 60 to 80 % apart.
        let Some(Mark::Segments { lines, .. }) =
            named(&scene, "2027: 60\u{a0}% to 68\u{a0}%").first()
        else {
            panic!("limits")
        };
        let bar = (lines[0][0].1 - lines[0][1].1).abs();
        let y = |words: &str| {
            let found = scene.marks.iter().find_map(|m| match m {
                Mark::Text(t) if t.words == words => Some(t.at.1),
                _ => None,
            });
            found.unwrap()
        };
        let step = (y("60\u{a0}%") - y("80\u{a0}%")) / 0.2;
        assert!((bar - 0.08 * step).abs() < 1e-6, "{bar} {step}");
        assert!(said(&scene, "observed: behind") && said(&scene, "observed: consistent"));
        assert!(said(&scene, "two years flat"));
        // A disc for consistent, a triangle for behind.
        assert!(matches!(
            named(&scene, "2027: 65\u{a0}%, consistent"),
            [Mark::Circle { .. }]
        ));
        assert!(matches!(
            named(&scene, "2028: 60\u{a0}%, behind"),
            [Mark::Polygon { points, .. }] if points.len() == 3
        ));
        assert!(figure.description().ends_with(
            "Since the baseline: 2027: 65\u{a0}%, consistent with the path; 2028: 60\u{a0}%, behind. Other ways to the goal: two years flat."
        ));
    }
}

#[test]
fn a_fan_out_of_order_is_refused() {
    let mut early = fan();
    early.bands[0].year = 2026;
    assert!(refused(early).starts_with("baseline and bands: year 2026 is followed by 2026"));
    let mut backward = fan();
    backward.bands[0].low = 0.7;
    assert!(
        refused(backward).starts_with("bands[0] (year 2027): the range 0.7 to 0.68 runs backwards")
    );
    let mut unordered = fan();
    unordered.tracked.reverse();
    assert!(refused(unordered).starts_with("baseline and tracked: year 2028 is followed by 2027"));
    let mut beyond = fan();
    beyond.shapes[0].points[0].1 = 1.2;
    assert!(
        refused(beyond).starts_with("shapes[0] (two years flat) year 2027: 1.2 is not a share")
    );
}

#[test]
fn the_reference_of_a_shortfall_is_enrolment_where_it_is_known() {
    let figure = ShortfallFigure {
        missing: vec![30, 10],
        enrolled: vec![50, 150],
        cover: Some(Cover {
            cells: 1,
            percent: 75,
            between: Some((1, 2)),
        }),
        ..ShortfallFigure::default()
    };
    let scene = assert_tidy(&Figure::new("", figure.clone()));
    let paths: Vec<&Vec<Point>> = scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Path { points, .. } => Some(points),
            _ => None,
        })
        .collect();
    // By hand: the first of two cells has a quarter of the children and three quarters of the missing.
    let height = |points: &[Point]| (points[0].1 - points[1].1) / (points[0].1 - points[2].1);
    assert!((height(paths[0]) - 0.25).abs() < 1e-9 && (height(paths[1]) - 0.75).abs() < 1e-9);
    assert!(said(&scene, "spread like enrolment"));
    assert!(said(
        &scene,
        "1 (1 to 2) of 2 cells holds 75\u{a0}% of 40 children"
    ));
    // The band of the cover runs from the first cell to the second: half of the axis.
    let band = scene.marks.iter().find_map(|m| match m {
        Mark::Polygon {
            points,
            fill: Some(theme::BAND),
            ..
        } if bounds(points).height() > 100.0 => Some(bounds(points)),
        _ => None,
    });
    let (band, axis) = (band.unwrap(), paths[0][2].0 - paths[0][0].0);
    assert!((band.width() - axis / 2.0).abs() < 1e-6);
    assert!(
        refused(ShortfallFigure {
            enrolled: vec![50],
            ..figure.clone()
        })
        .starts_with("enrolled: 1 entries for 2 cells")
    );
    assert!(
        refused(ShortfallFigure {
            enrolled: vec![20, 150],
            ..figure
        })
        .starts_with("enrolled[0]: 30 of 20 children are missing")
    );
}

#[test]
fn gaps_have_a_look_for_each_judgement_and_a_bar_for_the_rule() {
    let row = |label: &str, judgement| GapRow {
        judgement,
        cut: Some(0.55),
        ..known(label, 0.5, None)
    };
    let figure = GapFigure {
        rows: vec![
            row("a", Judgement::NotFlagged),
            row("b", Judgement::Flagged),
            row(
                "c",
                Judgement::NotAssessable("fewer than 10 children".into()),
            ),
            GapRow {
                estimate: Estimate::Between {
                    low: 0.4,
                    high: 0.6,
                },
                ..row("d", Judgement::NotFlagged)
            },
        ],
        rule_label: "PPG-1 2022".into(),
        ..GapFigure::default()
    };
    for width in WIDTHS {
        let scene = assert_tidy(&Figure::new("", figure.clone()).width(width));
        // After the rule's bar: a filled disc, a diamond, a hollow ring, a hatched box.
        assert!(matches!(
            named(&scene, "a: "),
            [
                _,
                Mark::Circle {
                    fill: Some(theme::MAIN),
                    ..
                }
            ]
        ));
        assert!(
            matches!(named(&scene, "b: "), [_, Mark::Polygon { points, .. }] if points.len() == 4)
        );
        assert!(matches!(
            named(&scene, "c: "),
            [
                _,
                Mark::Circle {
                    fill: Some(theme::PAPER),
                    ..
                }
            ]
        ));
        assert_eq!(hatched(&scene), 2);
        assert!(said(&scene, "PPG-1 2022"));
    }
    let backward = Estimate::Between {
        low: 0.6,
        high: 0.4,
    };
    let rows = vec![GapRow {
        estimate: backward,
        ..known("d", 0.5, None)
    }];
    assert!(
        refused(GapFigure {
            rows,
            ..GapFigure::default()
        })
        .starts_with("rows[0] (d): the range 0.6 to 0.4 runs backwards")
    );
}

#[test]
fn every_new_description_goes_through_serde() {
    for chart in [
        Chart::from(allocation::waterfall()),
        allocation::allocation().into(),
        heatmap().into(),
        fan().into(),
    ] {
        let figure = Figure::new("Title", chart);
        let copy: Figure = serde_json::from_str(&serde_json::to_string(&figure).unwrap()).unwrap();
        assert_eq!(copy, figure);
        assert_eq!(copy.to_svg().unwrap(), figure.to_svg().unwrap());
    }
}
