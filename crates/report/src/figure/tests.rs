//! Every figure against the text check of `scene`: nothing outside the canvas, nothing over anything else, whatever the input.

use proptest::prelude::*;

use super::scene::text_problems;
use super::*;

fn assert_tidy(figure: &Figure) -> Scene {
    let scene = figure
        .layout()
        .unwrap_or_else(|e| panic!("{e}: {figure:?}"));
    let problems = text_problems(&scene);
    assert!(problems.is_empty(), "{problems:#?}\n{figure:?}");
    scene
}

fn partner(label: Option<&str>, x: f64, y: f64) -> MapPartner {
    MapPartner {
        label: label.map(String::from),
        x,
        y,
        sector: None,
        backbone: false,
        size: None,
        answered: true,
    }
}

fn known(label: &str, value: f64, interval: Option<(f64, f64)>) -> GapRow {
    GapRow {
        label: label.into(),
        n: Some(40),
        estimate: Estimate::Known { value, interval },
        emphasised: false,
    }
}

fn article_path() -> PathFigure {
    let path = (1u32..=5).map(|i| Milestone {
        year: 2026 + i as i32,
        rate: 0.6 + 0.04 * f64::from(i),
        additional: u64::from(80 * i),
    });
    PathFigure {
        history: vec![],
        baseline: Observation {
            year: 2026,
            rate: 0.6,
            interval: None,
        },
        path: path.collect(),
        goal: 0.8,
        unit: Unit::Percent,
        axis: "Reading at grade level".into(),
        count_label: String::new(),
    }
}

/// All texts of a scene, in drawing order.
fn texts(scene: &Scene) -> Vec<String> {
    let texts = scene.marks.iter().filter_map(|m| match m {
        scene::Mark::Text(t) => Some(t.words.clone()),
        _ => None,
    });
    texts.collect()
}

fn said(scene: &Scene, words: &str) -> bool {
    texts(scene).join(" ").contains(words)
}

#[test]
fn degenerate_maps() {
    let map = |partners: Vec<MapPartner>, unknown: Vec<(u32, u32)>| {
        Figure::new(
            "Map",
            MapFigure {
                partners,
                unknown,
                ..MapFigure::default()
            },
        )
    };
    assert!(said(
        &assert_tidy(&map(vec![], vec![])),
        "No partners to show."
    ));
    assert!(said(
        &assert_tidy(&map(vec![partner(Some("Library"), 1e300, -1e300)], vec![])),
        "Library"
    ));
    // Three at one spot, nothing known: all three must be seen, so their symbols may not overlap.
    let heap: Vec<_> = (0..3).map(|_| partner(Some("Clinic"), 0.0, 0.0)).collect();
    let scene = assert_tidy(&map(heap, vec![(0, 1), (0, 2), (1, 2)]));
    assert!(said(&scene, "neither could tell"));
    let discs: Vec<scene::Rect> = scene
        .marks
        .iter()
        .filter_map(|m| match m {
            scene::Mark::Named { marks, .. } => marks.first(),
            _ => None,
        })
        .filter_map(|m| match m {
            scene::Mark::Circle { center, radius, .. } => {
                Some(scene::Rect::around(*center, *radius * 0.7))
            }
            _ => None,
        })
        .collect();
    assert_eq!(discs.len(), 3);
    assert!(
        !discs[0].overlaps(&discs[1])
            && !discs[0].overlaps(&discs[2])
            && !discs[1].overlaps(&discs[2])
    );
}

#[test]
fn every_name_is_on_the_map_or_in_its_key_or_counted() {
    for (width, n) in [(380, 41), (900, 41), (900, 300), (380, 300)] {
        let weyl = |i: usize, step: f64| (i as f64 * step).fract();
        let label = |i: usize| format!("Étude n° {i} of the northern neighbourhood association");
        let partners: Vec<_> = (0..n)
            .map(|i| partner(Some(&label(i)), weyl(i, 0.618), weyl(i, 0.414)))
            .collect();
        let figure = Figure::new(
            "Map",
            MapFigure {
                partners,
                ..MapFigure::default()
            },
        )
        .width(width);
        let scene = assert_tidy(&figure);
        let all = texts(&scene).join(" ");
        let shown = (0..n)
            .filter(|i| all.contains(&format!("n° {i} of")))
            .count();
        let uncounted = n - shown;
        if uncounted > 0 {
            assert!(
                all.contains(&format!("{uncounted}\u{a0}partner")),
                "{shown} of {n} at {width}"
            );
        }
    }
}

#[test]
fn a_large_map_has_no_labels_and_says_so() {
    let partners = (0..301)
        .map(|i| partner(Some("A"), f64::from(i), 0.0))
        .collect();
    let scene = assert_tidy(&Figure::new(
        "Map",
        MapFigure {
            partners,
            ..MapFigure::default()
        },
    ));
    assert!(said(
        &scene,
        "No labels: the map has more than 300 partners."
    ));
    assert!(!texts(&scene).contains(&"A".to_string()));
}

#[test]
fn degenerate_gaps() {
    let gaps = |rows: Vec<GapRow>| {
        Figure::new(
            "Gaps",
            GapFigure {
                rows,
                axis: "Rate".into(),
                ..GapFigure::default()
            },
        )
    };
    assert!(said(&assert_tidy(&gaps(vec![])), "No groups to show."));
    let hidden = GapRow {
        estimate: Estimate::NotShown("fewer than 10 children".into()),
        n: None,
        ..known("Few", 0.0, None)
    };
    let scene = assert_tidy(&gaps(vec![hidden]));
    assert!(
        said(&scene, "Few")
            && said(&scene, "fewer than 10 children")
            && said(&scene, "n not shown")
    );
    assert_tidy(&gaps(vec![
        known("None", 0.0, Some((0.0, 0.1))),
        known("All", 1.0, Some((0.9, 1.0))),
    ]));
    assert_tidy(&gaps(vec![known("", 0.5, Some((0.5, 0.5))); 60]));
}

#[test]
fn degenerate_paths() {
    let scene = assert_tidy(&Figure::new("Path", article_path()));
    // The article's 2,000 children: 4 percentage points a year are 80 children, after five years 400.
    for words in [
        "+80",
        "+160",
        "+240",
        "+320",
        "+400",
        "Goal 80\u{a0}%",
        "Baseline 60\u{a0}%",
    ] {
        assert!(
            texts(&scene).contains(&words.to_string()),
            "{words}: {:?}",
            texts(&scene)
        );
    }
    // Nothing to do: the goal is the baseline.
    assert_tidy(&Figure::new(
        "Path",
        PathFigure {
            goal: 0.6,
            path: vec![],
            ..article_path()
        },
    ));
    let wide = PathFigure {
        history: vec![Observation {
            year: -2000,
            rate: 1.0,
            interval: Some((0.0, 1.0)),
        }],
        ..article_path()
    };
    assert_tidy(&Figure::new("Path", wide).width(LEAST_WIDTH));
}

#[test]
fn what_cannot_be_drawn_is_refused_with_its_place() {
    let refused = |chart: Chart| {
        Figure::new("", chart)
            .to_svg()
            .expect_err("refused")
            .to_string()
    };
    let gaps = |value, interval| GapFigure {
        rows: vec![known("Black", value, interval)],
        ..GapFigure::default()
    };
    assert_eq!(
        refused(gaps(f64::NAN, None).into()),
        "rows[0] (Black): NaN is not a finite number. Leave the entry out, or describe it in words where the figure allows it"
    );
    assert_eq!(
        refused(gaps(61.4, None).into()),
        "rows[0] (Black): 61.4 is not a share between 0 and 1. Divide percentages by 100, or choose another unit"
    );
    assert!(
        refused(gaps(0.6, Some((0.7, 0.8))).into())
            .starts_with("rows[0] (Black): the interval 0.7 to 0.8 does not hold the estimate 0.6")
    );

    let map = |tie: (u32, u32)| MapFigure {
        partners: vec![partner(None, 0.0, 0.0); 2],
        ties: vec![MapTie {
            a: tie.0,
            b: tie.1,
            strength: None,
            directed: false,
        }],
        ..MapFigure::default()
    };
    assert!(refused(map((0, 2)).into()).starts_with("ties[0]: 0, 2: there are 2 partners"));
    assert!(refused(map((1, 1)).into()).starts_with("ties[0]: partner 1 is tied to itself"));
    let sector = MapPartner {
        sector: Some(3),
        ..partner(None, 0.0, 0.0)
    };
    assert!(
        refused(
            MapFigure {
                partners: vec![sector],
                ..MapFigure::default()
            }
            .into()
        )
        .starts_with("partners[0].sector: 3 is not one of 0 sectors")
    );

    let mut backwards = article_path();
    backwards.path.reverse();
    assert!(
        refused(backwards.into()).starts_with("baseline and path: year 2031 is followed by 2030")
    );
    assert!(matches!(
        Figure::new("", article_path()).width(10).to_svg(),
        Err(FigureError::Width { .. })
    ));
    assert!(matches!(
        Figure::new("", article_path()).to_png(f64::NAN),
        Err(FigureError::Pixels { .. })
    ));
    assert!(matches!(
        Figure::new("", article_path()).to_png(1000.0),
        Err(FigureError::Pixels { .. })
    ));
    assert!(matches!(
        Figure::new("", article_path()).save("figure.gif"),
        Err(FigureError::Extension { .. })
    ));
    assert!(matches!(
        Figure::new("", article_path()).save("no/such/folder/f.svg"),
        Err(FigureError::Write { .. })
    ));
}

#[test]
fn the_cover_is_checked_exactly() {
    let figure = |cells, percent| ShortfallFigure {
        missing: vec![50, 30, 15, 5],
        cover: Some(Cover { cells, percent }),
        ..ShortfallFigure::default()
    };
    let result = |cells, percent| {
        Figure::new("", figure(cells, percent))
            .to_svg()
            .map_err(|e| e.to_string())
    };
    // By hand: 50, 80, 95, 100 % after 1, 2, 3, 4 cells.
    assert!(
        result(2, 80)
            .unwrap()
            .contains("2 of 4 cells hold 80\u{a0}% of 100 children")
    );
    assert!(
        result(1, 80)
            .unwrap_err()
            .contains("the first 1 cells hold less than 80 %")
    );
    assert!(
        result(3, 80)
            .unwrap_err()
            .contains("fewer than 3 cells already hold 80 %")
    );
    assert!(result(5, 100).is_err() && result(0, 80).is_err() && result(1, 0).is_err());
    let unranked = ShortfallFigure {
        missing: vec![1, 2],
        ..ShortfallFigure::default()
    };
    assert!(Figure::new("", unranked).to_svg().is_err());
    let none = ShortfallFigure {
        missing: vec![0, 0],
        unknown_cells: 3,
        ..ShortfallFigure::default()
    };
    let scene = assert_tidy(&Figure::new("", none));
    assert!(said(&scene, "No missing children") && said(&scene, "3 more cells have no number"));
    assert_tidy(&Figure::new("", ShortfallFigure::default()));
}

#[test]
fn a_hostile_name_stays_text() {
    let nasty = "</text><script>alert(1)</script> \"&' \u{202e}\u{0}";
    let map = MapFigure {
        partners: vec![partner(Some(nasty), 0.0, 0.0), partner(Some("b"), 1.0, 0.0)],
        sectors: vec![nasty.into()],
        tie_label: nasty.into(),
        ..MapFigure::default()
    };
    let svg = Figure::new(nasty, map)
        .subtitle(nasty)
        .footnote(nasty)
        .to_svg()
        .unwrap();
    assert!(
        !svg.contains("<script") && !svg.contains('\u{0}') && !svg.contains('\u{202e}'),
        "{svg}"
    );
    // Every '<' opens an element that this crate writes.
    let elements = [
        "svg", "title", "desc", "rect", "path", "polyline", "polygon", "circle", "text", "g",
    ];
    for piece in svg.split('<').skip(1) {
        let name: String = piece
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        assert!(elements.contains(&name.as_str()), "<{piece}");
    }
}

#[test]
fn png_has_the_size_and_ink_of_the_scene() {
    let figure = Figure::new("From 60 % to 80 %", article_path()).width(400);
    let (width, height) = figure.size().unwrap();
    let bytes = figure.to_png(1.5).unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(
        (info.width, info.height),
        (
            (f64::from(width) * 1.5).round() as u32,
            (f64::from(height) * 1.5).round() as u32
        )
    );
    // The title's ink lies within its measured box and fills it: plotters and our measure agree on the font.
    let title = match &figure.layout().unwrap().marks[0] {
        scene::Mark::Text(t) => t.bounds().unwrap(),
        other => panic!("{other:?}"),
    };
    let dark = |x: usize, y: usize| pixels[(y * info.width as usize + x) * 3] < 0x80;
    let band = (title.y0 * 1.5) as usize..(title.y1 * 1.5) as usize;
    let columns: Vec<usize> = (0..info.width as usize)
        .filter(|x| band.clone().any(|y| dark(*x, y)))
        .collect();
    let (first, last) = (
        *columns.first().unwrap() as f64,
        *columns.last().unwrap() as f64,
    );
    assert!(
        (first - title.x0 * 1.5).abs() <= 4.0 && (last - title.x1 * 1.5).abs() <= 4.0,
        "{first} {last} {title:?}"
    );
    assert!((0..info.width as usize).all(|x| (0..(title.y0 * 1.5) as usize).all(|y| !dark(x, y))));
}

#[test]
fn same_description_same_bytes_and_through_serde() {
    let figure = Figure::new("Path", article_path()).footnote("Made up.");
    let copy: Figure = serde_json::from_str(&serde_json::to_string(&figure).unwrap()).unwrap();
    assert_eq!(copy.to_svg().unwrap(), figure.to_svg().unwrap());
    assert_eq!(copy.to_png(1.0).unwrap(), figure.to_png(1.0).unwrap());
}

#[test]
fn saves_by_extension() {
    let folder = tempfile::tempdir().unwrap();
    let figure = Figure::new("Path", article_path());
    for (name, start) in [
        ("f.svg", b"<svg".as_slice()),
        ("f.PNG", b"\x89PNG".as_slice()),
    ] {
        let path = folder.path().join(name);
        figure.save(&path).unwrap();
        assert!(std::fs::read(path).unwrap().starts_with(start));
    }
}

/// Names as they come: empty, long without a space, accents, other scripts, markup.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("Ünïted Wäy of Spokâne Čounty".to_string()),
        Just("W".repeat(90)),
        Just("子どもの家 библиотека Ελλάδα".to_string()),
        "[a-zA-Z ]{1,80}",
        "\\PC{0,40}",
    ]
}

fn share() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0f64]
}

fn interval(value: f64, down: f64, up: f64) -> (f64, f64) {
    (value * down, value + (1.0 - value) * up)
}

prop_compose! {
    fn gap_row()(label in name(), n in proptest::option::of(0u64..5_000_000), value in share(),
                 limits in proptest::option::of((share(), share())), hidden in proptest::option::weighted(0.2, name()),
                 emphasised in any::<bool>()) -> GapRow {
        let interval = limits.map(|(down, up)| interval(value, down, up));
        let estimate = hidden.map_or(Estimate::Known { value, interval }, Estimate::NotShown);
        GapRow { label, n, estimate, emphasised }
    }
}

prop_compose! {
    fn map_figure()(n in 0usize..60)
        (partners in proptest::collection::vec((proptest::option::of(name()), -1.0..1.0f64, -1.0..1.0f64, proptest::option::of(0u32..9),
            proptest::bool::weighted(0.1), proptest::option::of(0.0..50.0f64), any::<bool>()), n),
         pairs in proptest::collection::vec((0u32..60, 0u32..60, proptest::option::of(0.0..5.0f64), any::<bool>()), 0..120),
         sectors in proptest::collection::vec(name(), 9)) -> MapFigure {
        let n = partners.len() as u32;
        let partners = partners.into_iter().map(|(label, x, y, sector, backbone, size, answered)|
            MapPartner { label, x, y, sector, backbone, size, answered }).collect();
        let valid: Vec<_> = pairs.into_iter().filter(|(a, b, ..)| a != b && *a < n && *b < n).collect();
        let (ties, unknown) = valid.split_at(valid.len() / 2);
        MapFigure {
            partners,
            sectors,
            ties: ties.iter().map(|&(a, b, strength, directed)| MapTie { a, b, strength, directed }).collect(),
            unknown: unknown.iter().map(|(a, b, ..)| (*a, *b)).collect(),
            ..MapFigure::default()
        }
    }
}

prop_compose! {
    fn path_figure()(start in -3000i32..3000, gaps in proptest::collection::vec(1i32..4, 1..30), split in 0usize..30,
                     rates in proptest::collection::vec((share(), share(), share()), 31), goal in share(),
                     with_interval in any::<bool>(), most in prop_oneof![Just(5u64), Just(u64::MAX)]) -> PathFigure {
        let years: Vec<i32> = gaps.iter().scan(start, |y, g| { *y += g; Some(*y) }).collect();
        let split = split.min(years.len() - 1);
        let observed = |i: usize| {
            let (rate, down, up) = rates[i];
            Observation { year: years[i], rate, interval: with_interval.then(|| interval(rate, down, up)) }
        };
        PathFigure {
            history: (0..split).map(observed).collect(),
            baseline: observed(split),
            path: (split + 1..years.len()).map(|i| Milestone { year: years[i], rate: rates[i].0, additional: most / (i as u64 + 1) }).collect(),
            goal,
            unit: Unit::Percent,
            axis: "Rate".into(),
            count_label: String::new(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn gaps_are_tidy(rows in proptest::collection::vec(gap_row(), 0..60), title in name(), axis in name(), width in LEAST_WIDTH..1600,
                     reference in proptest::option::of((name(), share()))) {
        let reference = reference.map(|(label, value)| Reference { label, value });
        let rows_given = rows.len();
        let scene = assert_tidy(&Figure::new(title, GapFigure { rows, reference, axis, ..GapFigure::default() }).width(width));
        // Every row keeps its place: one "n" each.
        let n_words = texts(&scene).iter().filter(|t| t.starts_with("n = ") || *t == "n not shown").count();
        prop_assert!(n_words >= rows_given);
    }

    #[test]
    fn numbers_of_any_size_are_tidy(values in proptest::collection::vec(prop_oneof![-1e12..1e12f64, -1e-6..1e-6f64, Just(0.0)], 1..8),
                                    width in LEAST_WIDTH..1200) {
        let rows = values.iter().map(|v| known("group", *v, Some((*v, *v + v.abs())))).collect();
        assert_tidy(&Figure::new("Numbers", GapFigure { rows, unit: Unit::Number, ..GapFigure::default() }).width(width));
    }

    #[test]
    fn maps_are_tidy(map in map_figure(), title in name(), note in name(), width in LEAST_WIDTH..1600) {
        assert_tidy(&Figure::new(title, map).footnote(note).width(width));
    }

    #[test]
    fn paths_are_tidy(path in path_figure(), title in name(), width in LEAST_WIDTH..1600) {
        assert_tidy(&Figure::new(title, path).width(width));
    }

    #[test]
    fn shortfalls_are_tidy(mut missing in proptest::collection::vec(prop_oneof![Just(0u64), 0u64..2000, Just(u64::MAX)], 0..400),
                           cells in name(), percent in 1u32..=100, width in LEAST_WIDTH..1600) {
        missing.sort_unstable_by(|a, b| b.cmp(a));
        let total: u128 = missing.iter().map(|m| u128::from(*m)).sum();
        let mut held = 0u128;
        let fewest = missing.iter().position(|m| { held += u128::from(*m); held * 100 >= total * u128::from(percent) });
        let cover = fewest.map(|i| Cover { cells: i + 1, percent });
        assert_tidy(&Figure::new("Shortfall", ShortfallFigure { missing, cover, cells, ..ShortfallFigure::default() }).width(width));
    }
}
