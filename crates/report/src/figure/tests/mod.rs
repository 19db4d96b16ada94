//! Every figure against the text check of `scene`: nothing outside the canvas, nothing over anything else, whatever the input.

mod equiplot;
mod outcomes;
mod properties;

use super::scene::text_problems;
use super::*;

fn assert_tidy(figure: &Figure) -> Scene {
    let scene = figure
        .layout()
        .unwrap_or_else(|e| panic!("{e}: {figure:?}"));
    let problems = text_problems(&scene);
    assert!(problems.is_empty(), "{problems:#?}\n{figure:?}");
    let svg = svg::write(&scene, "", "");
    // Only what stands between < and >: a name may well contain "NaN".
    let drawn = svg.split('<').filter_map(|tag| tag.split('>').next());
    for markup in drawn {
        assert!(
            !markup.contains("NaN") && !markup.contains("inf"),
            "{markup}"
        );
    }
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
        judgement: Judgement::NotFlagged,
        cut: None,
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
        ..PathFigure::default()
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
    assert!(said(
        &scene,
        "unknown: not asked or not answered (3\u{a0}pairs)"
    ));
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
        cover: Some(Cover {
            cells,
            percent,
            between: None,
        }),
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
        cover: Some(Cover {
            cells: 1,
            percent: 80,
            between: None,
        }),
        ..ShortfallFigure::default()
    };
    let scene = assert_tidy(&Figure::new("", none));
    assert!(said(&scene, "No children missing") && said(&scene, "3 more cells have no number"));
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
