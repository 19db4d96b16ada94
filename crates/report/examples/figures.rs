//! Writes every kind of figure, as SVG and PNG, at page and phone width: `cargo run -p commonweal-report --example figures DIR`.

use std::path::PathBuf;

use commonweal_report::figure::{
    AllocationCell, AllocationFigure, AllocationGroup, AllocationRow, Band, Cover, EquiplotDot,
    EquiplotFigure, EquiplotPeriod, Estimate, Figure, FigureError, GapFigure, GapRow,
    HeatmapFigure, HeatmapRow, Judgement, Level, MapFigure, MapPartner, MapTie, Milestone,
    Observation, PathFigure, PathShape, Reference, ShortfallFigure, TrackStatus, Tracked, Unit,
    WaterfallFigure, WaterfallStep,
};

/// A made-up partnership of `n`: partner 0 is the backbone, tied to all; four fifths answered.
fn map(n: u32) -> MapFigure {
    let names = [
        "Northside Food Bank",
        "Public library",
        "Riverside elementary",
        "County health department",
        "YMCA",
        "Community college of the valley",
        "Women’s shelter",
        "Niños Primero",
        "Housing trust",
        "Chamber of commerce",
    ];
    // A Weyl sequence: evenly spread numbers in [0, 1) without a generator.
    let weyl = |i: u32, step: f64| (f64::from(i) * step).fract();
    let partners = (0..n).map(|i| {
        let (radius, angle) = (
            weyl(i, 0.618_034).sqrt(),
            weyl(i, 0.414_214) * std::f64::consts::TAU,
        );
        MapPartner {
            label: Some(match i {
                0 => "Backbone office".to_string(),
                i => format!("{} {}", names[i as usize % names.len()], i / 10 + 1),
            }),
            x: if i == 0 { 0.0 } else { radius * angle.cos() },
            y: if i == 0 { 0.0 } else { radius * angle.sin() },
            sector: (i % 11 != 10).then_some(i % 6),
            backbone: i == 0,
            size: Some(if i == 0 {
                f64::from(n)
            } else {
                3.0 + 12.0 * weyl(i, 0.732)
            }),
            answered: i % 5 != 3,
        }
    });
    let pairs = || (0..n).flat_map(move |a| (a + 1..n).map(move |b| (a, b)));
    let tie = |a: u32, b: u32| a == 0 || weyl(a * 131 + b, 0.618_034) < 3.0 / f64::from(n);
    MapFigure {
        partners: partners.collect(),
        sectors: [
            "Health",
            "Education",
            "Housing",
            "Business",
            "Faith and community groups",
            "Government",
        ]
        .map(String::from)
        .to_vec(),
        ties: pairs()
            .filter(|(a, b)| tie(*a, *b))
            .map(|(a, b)| MapTie {
                a,
                b,
                strength: Some(f64::from((a + b) % 4)),
                directed: false,
            })
            .collect(),
        unknown: pairs()
            .filter(|(a, b)| a % 5 == 3 && b % 5 == 3 && !tie(*a, *b))
            .collect(),
        tie_label: "works together".to_string(),
        strength_label: "meets weekly".to_string(),
        size_label: "number of ties".to_string(),
    }
}

fn gaps() -> GapFigure {
    let row = |label: &str, n, value: f64, half: f64, judgement| GapRow {
        label: label.to_string(),
        n: Some(n),
        estimate: Estimate::Known {
            value,
            interval: Some((value - half, value + half)),
        },
        judgement,
        cut: None,
    };
    let unsure = GapRow {
        judgement: Judgement::NotAssessable("fewer than 20 children".to_string()),
        ..row("Pacific Islander", 14, 0.5, 0.24, Judgement::NotFlagged)
    };
    let range = GapRow {
        estimate: Estimate::Between {
            low: 0.55,
            high: 0.65,
        },
        ..row("Middle Eastern", 61, 0.6, 0.1, Judgement::NotFlagged)
    };
    let hidden = GapRow {
        label: "American Indian or Alaska Native".to_string(),
        n: None,
        estimate: Estimate::NotShown("suppressed: fewer than 10 children".to_string()),
        judgement: Judgement::NotFlagged,
        cut: None,
    };
    GapFigure {
        rows: [
            row("Black", 512, 0.44, 0.043, Judgement::Flagged),
            row(
                "Hispanic or Latino",
                408,
                0.55,
                0.048,
                Judgement::NotFlagged,
            ),
            row("Two or more races", 96, 0.58, 0.097, Judgement::NotFlagged),
            row("White", 861, 0.70, 0.031, Judgement::NotFlagged),
            row("Asian", 114, 0.74, 0.08, Judgement::NotFlagged),
            unsure,
            range,
            hidden,
        ]
        .map(|row| GapRow {
            cut: row.n.map(|n| 0.6 - (0.98 / (n as f64).sqrt()).max(0.03)),
            ..row
        })
        .to_vec(),
        reference: Some(Reference {
            label: "all children".to_string(),
            value: 0.60,
        }),
        unit: Unit::Percent,
        axis: "Third-graders reading at grade level, 2024 (higher is better)".to_string(),
        flag_label: "flagged".to_string(),
        rule_label: "PPG 2017 flags at or below this bar".to_string(),
        ..GapFigure::default()
    }
}

fn equiplot() -> EquiplotFigure {
    let groups = [
        "Black",
        "Hispanic or Latino",
        "Two or more races",
        "White",
        "Asian",
    ];
    let rates = [
        [0.38, 0.47, 0.53, 0.69, 0.71],
        [0.40, 0.48, 0.55, 0.69, 0.70],
        [0.41, 0.52, 0.53, 0.68, 0.73],
        [0.44, 0.55, 0.58, 0.70, 0.74],
    ];
    let few = EquiplotDot {
        group: "Pacific Islander".to_string(),
        level: Level::NotShown("fewer than 10 children".to_string()),
    };
    let periods = (2022..).zip(rates).map(|(year, rates)| {
        let dots = groups.iter().zip(rates).map(|(group, rate)| EquiplotDot {
            group: (*group).to_string(),
            level: if year == 2023 && rate == 0.55 {
                Level::Between {
                    low: 0.50,
                    high: 0.60,
                }
            } else {
                Level::Known(rate)
            },
        });
        EquiplotPeriod {
            label: year.to_string(),
            dots: dots.chain((year > 2023).then(|| few.clone())).collect(),
            broken: (year == 2024).then(|| "a new reading test".to_string()),
        }
    });
    EquiplotFigure {
        periods: periods.collect(),
        unit: Unit::Percent,
        axis: "Third-graders reading at grade level (higher is better)".to_string(),
    }
}

fn path() -> PathFigure {
    let rates = [0.57, 0.585, 0.56, 0.59, 0.595];
    let history = (2021..2026).zip(rates).map(|(year, rate)| Observation {
        year,
        rate,
        interval: Some((rate - 0.021, rate + 0.021)),
    });
    let path = (1u32..=5).map(|i| Milestone {
        year: 2026 + i as i32,
        rate: 0.60 + 0.04 * f64::from(i),
        additional: u64::from(80 * i),
    });
    PathFigure {
        history: history.collect(),
        baseline: Observation {
            year: 2026,
            rate: 0.60,
            interval: Some((0.578, 0.621)),
        },
        path: path.collect(),
        goal: 0.80,
        unit: Unit::Percent,
        axis: "Third-graders reading at grade level".to_string(),
        ..PathFigure::default()
    }
}

fn shortfall() -> ShortfallFigure {
    let missing: Vec<u64> = (0..150u32)
        .map(|i| (140.0 * 0.93f64.powi(i as i32)) as u64)
        .collect();
    let total: u64 = missing.iter().sum();
    let mut held = 0;
    let fewest = missing.iter().position(|m| {
        held += m;
        held * 100 >= total * 80
    });
    let enrolled = missing.iter().map(|m| m + 90).collect();
    ShortfallFigure {
        enrolled,
        missing: missing.clone(),
        unknown_cells: 6,
        cover: fewest.map(|i| Cover {
            cells: i + 1,
            percent: 80,
            between: Some((i.saturating_sub(3), i + 6)),
        }),
        cells: "school–group cells".to_string(),
        ..ShortfallFigure::default()
    }
}

fn fan() -> PathFigure {
    let chance = |rate: f64| 1.96 * (rate * (1.0 - rate) / 400.0).sqrt();
    let plain = path();
    let bands = plain.path.iter().map(|m| Band {
        year: m.year,
        low: m.rate - chance(m.rate),
        high: m.rate + chance(m.rate),
    });
    let seen = [
        (2027, 0.645, TrackStatus::Consistent),
        (2028, 0.61, TrackStatus::Behind),
        (2029, 0.79, TrackStatus::Ahead),
    ];
    let tracked = seen.map(|(year, rate, status)| Tracked {
        observed: Observation {
            year,
            rate,
            interval: None,
        },
        status,
    });
    let shape = |label: &str, rates: [f64; 5]| PathShape {
        label: label.to_string(),
        points: (2027..).zip(rates).collect(),
    };
    PathFigure {
        bands: bands.collect(),
        tracked: tracked.to_vec(),
        shapes: vec![
            shape("two years flat", [0.6, 0.6, 0.6667, 0.7333, 0.8]),
            shape("gap halved each year", [0.7, 0.75, 0.775, 0.7875, 0.8]),
        ],
        ..plain
    }
}

/// Black 270 of 600, Hispanic 200 of 400, White 580 of 800, Asian 150 of 200; 200 children to split.
fn allocation() -> AllocationFigure {
    let groups = [
        ("Black", 270, 600),
        ("Hispanic or Latino", 200, 400),
        ("White", 580, 800),
        ("Asian", 150, 200),
    ];
    let method = |label: &str, children: [u64; 4], unallocated| AllocationRow {
        label: label.to_string(),
        cells: groups
            .iter()
            .zip(children)
            .map(|((_, s, n), more)| AllocationCell {
                children: Some(more),
                rate: Some((s + more) as f64 / f64::from(*n)),
            })
            .collect(),
        unallocated,
        refused: None,
    };
    AllocationFigure {
        methods: vec![
            method("In proportion to enrolment", [60, 40, 80, 20], 0),
            method(
                "In proportion to each group’s shortfall",
                [105, 60, 30, 5],
                0,
            ),
            method("The lowest rate first", [132, 68, 0, 0], 0),
            method(
                "The lowest rate first, with capacities",
                [100, 60, 0, 0],
                40,
            ),
            AllocationRow {
                label: "Every group reaches the goal".to_string(),
                refused: Some("it takes 400 children, and there are 200".to_string()),
                ..AllocationRow::default()
            },
        ],
        groups: groups
            .iter()
            .map(|(label, s, n)| AllocationGroup {
                label: (*label).to_string(),
                rate: Some(*s as f64 / f64::from(*n)),
            })
            .collect(),
        goal: Some(0.8),
        axis: "Third-graders reading at grade level (higher is better)".to_string(),
        ..AllocationFigure::default()
    }
}

fn waterfall() -> WaterfallFigure {
    let step = |label: &str, children| WaterfallStep {
        label: label.to_string(),
        children,
    };
    WaterfallFigure {
        baseline: 1200,
        baseline_label: "2026".to_string(),
        steps: vec![
            step("Black", Some(180)),
            step("Hispanic or Latino", Some(100)),
            step("White", Some(60)),
            step("Asian", Some(10)),
            step("American Indian or Alaska Native", None),
        ],
        unallocated: 50,
        target: 1600,
        target_label: "goal 2031".to_string(),
        people: "third-graders".to_string(),
        axis: "Third-graders who read at grade level".to_string(),
    }
}

fn heatmap() -> HeatmapFigure {
    let columns = [
        "Black",
        "Hispanic or Latino",
        "Two or more races",
        "White",
        "Asian",
        "American Indian or Alaska Native",
    ];
    let names = [
        "Riverside",
        "Northside",
        "Roosevelt Elementary School of the Arts and Sciences",
        "Oak Hill",
        "Lincoln",
        "Washington Park",
    ];
    let rows = (0..70u32).map(|i| {
        let cell = |j: u32| match (i * 7 + j * 5) % 13 {
            0 => Level::NotShown("fewer than 10 children".to_string()),
            1 => Level::Between {
                low: 0.4,
                high: 0.5,
            },
            k => Level::Known(0.2 + 0.6 * f64::from(k + j) / 17.0),
        };
        HeatmapRow {
            label: format!("{} {}", names[i as usize % 6], i / 6 + 1),
            cells: (0..6).map(cell).collect(),
        }
    });
    HeatmapFigure {
        columns: columns.map(String::from).to_vec(),
        rows: rows.collect(),
        most_rows: Some(14),
        axis: "Third-graders reading at grade level (higher is better)".to_string(),
        places: "schools".to_string(),
        ..HeatmapFigure::default()
    }
}

fn main() -> Result<(), FigureError> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_string()));
    let source = "Made-up data.";
    let figures = [
        (
            "map",
            Figure::new("41 organisations and who works with whom", map(41))
                .subtitle("Wave 2; 33 of 41 answered"),
        ),
        ("map-large", Figure::new("500 organisations", map(500))),
        (
            "gaps",
            Figure::new(
                "Black third-graders read at grade level less often than all others",
                gaps(),
            ),
        ),
        (
            "equiplot",
            Figure::new("The groups have come closer on the new test", equiplot()),
        ),
        (
            "path",
            Figure::new(
                "From 60 % to 80 % in five years takes 400 more children a year by 2031",
                path(),
            ),
        ),
        (
            "shortfall",
            Figure::new("Most of the shortfall is in a few cells", shortfall()),
        ),
        (
            "fan",
            Figure::new("One of three years is behind the path", fan()),
        ),
        (
            "allocation",
            Figure::new("Five ways to split 200 children", allocation()),
        ),
        (
            "waterfall",
            Figure::new("Where the 400 children would be", waterfall()),
        ),
        (
            "heatmap",
            Figure::new("Rates by school and group", heatmap()),
        ),
    ];
    for (name, figure) in figures {
        let figure = figure.footnote(source);
        for (size, width) in [("page", 900), ("phone", 380)] {
            let figure = figure.clone().width(width);
            figure.save(folder.join(format!("{name}-{size}.svg")))?;
            figure.save(folder.join(format!("{name}-{size}.png")))?;
        }
    }
    Ok(())
}
