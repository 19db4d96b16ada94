//! Descriptions as they may come, at any width: no text outside, none over another.

use proptest::prelude::*;

use super::*;

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
                 ranged in any::<bool>(), cut in proptest::option::of(share()),
                 judgement in prop_oneof![Just(Judgement::NotFlagged), Just(Judgement::Flagged), name().prop_map(Judgement::NotAssessable)]) -> GapRow {
        let interval = limits.map(|(down, up)| interval(value, down, up));
        let known = match interval {
            Some((low, high)) if ranged => Estimate::Between { low, high },
            _ => Estimate::Known { value, interval },
        };
        GapRow { label, n, estimate: hidden.map_or(known, Estimate::NotShown), judgement, cut }
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
                     with_interval in any::<bool>(), shapes in proptest::collection::vec(name(), 0..4), most in prop_oneof![Just(5u64), Just(u64::MAX)]) -> PathFigure {
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
            bands: (split + 1..years.len()).map(|i| { let (low, high) = interval(rates[i].0, rates[i].1, rates[i].2); Band { year: years[i], low, high } }).collect(),
            tracked: (split + 1..years.len().min(split + 4)).map(|i| Tracked { observed: observed(i), status: [TrackStatus::Behind, TrackStatus::Consistent, TrackStatus::Ahead, TrackStatus::NotAssessable][i % 4] }).collect(),
            shapes: shapes.into_iter().map(|label| PathShape { label, points: (split + 1..years.len()).map(|i| (years[i], rates[i].1)).collect() }).collect(),
            ..PathFigure::default()
        }
    }
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![
        4 => share().prop_map(Level::Known),
        1 => (share(), share()).prop_map(|(a, b)| Level::Between { low: a.min(b), high: a.max(b) }),
        1 => name().prop_map(Level::NotShown),
    ]
}

prop_compose! {
    fn equiplot()(groups in proptest::collection::hash_set(name(), 0..12),
                  levels in proptest::collection::vec(level(), 72), labels in proptest::collection::vec((name(), proptest::option::of(name())), 0..6))
                  -> EquiplotFigure {
        let periods = labels.into_iter().enumerate().map(|(i, (label, broken))| {
            let dots = groups.iter().enumerate().map(|(j, group)| EquiplotDot { group: group.clone(), level: levels[i * 12 + j].clone() });
            EquiplotPeriod { label, dots: dots.collect(), broken }
        });
        EquiplotFigure { periods: periods.collect(), unit: Unit::Percent, axis: "Rate".into() }
    }
}

prop_compose! {
    fn allocation()(groups in proptest::collection::vec((name(), proptest::option::of(share())), 0..6),
                    methods in proptest::collection::vec((name(), any::<u64>(), proptest::option::weighted(0.2, name())), 0..5),
                    cells in proptest::collection::vec((proptest::option::of(any::<u64>()), proptest::option::of(share())), 30),
                    goal in proptest::option::of(share()), fewer in any::<bool>()) -> AllocationFigure {
        let methods = methods.into_iter().enumerate().map(|(i, (label, unallocated, refused))| {
            let cell = |j: usize| { let (children, rate) = cells[i * 6 + j]; AllocationCell { children, rate } };
            let cells = if refused.is_some() { vec![] } else { (0..groups.len()).map(cell).collect() };
            AllocationRow { label, cells, unallocated, refused }
        }).collect();
        let groups = groups.into_iter().map(|(label, rate)| AllocationGroup { label, rate }).collect();
        AllocationFigure { groups, methods, goal, fewer, axis: "Rate".into(), ..AllocationFigure::default() }
    }
}

prop_compose! {
    fn heatmap()(columns in proptest::collection::vec(name(), 0..30), labels in proptest::collection::vec(name(), 0..12),
                 levels in proptest::collection::vec(level(), 360), most_rows in proptest::option::of(0usize..12)) -> HeatmapFigure {
        let rows = labels.into_iter().enumerate()
            .map(|(i, label)| HeatmapRow { label, cells: levels[i * 30..i * 30 + columns.len()].to_vec() }).collect();
        HeatmapFigure { columns, rows, most_rows, axis: "Rate".into(), ..HeatmapFigure::default() }
    }
}

prop_compose! {
    fn matrix()(partners in 0usize..40)
        (cells in proptest::collection::vec(prop_oneof![Just(MatrixCell::Tie), Just(MatrixCell::NoTie), Just(MatrixCell::Unknown)], partners * partners),
         first in 0..=partners, set in name(), tie in name(), directed in any::<bool>(), partners in Just(partners)) -> MatrixFigure {
        MatrixFigure { partners, first, set, cells, directed, tie }
    }
}

prop_compose! {
    fn waterfall()(baseline in prop_oneof![0u64..5000, Just(u64::MAX / 2)], unallocated in 0u64..3,
                   steps in proptest::collection::vec((name(), proptest::option::of(prop_oneof![0u64..500, Just(1u64 << 50)])), 0..40),
                   down in any::<bool>()) -> WaterfallFigure {
        let way = steps.iter().filter_map(|s| s.1).sum::<u64>() + unallocated;
        let baseline = if down { baseline.max(way) } else { baseline };
        WaterfallFigure {
            baseline, unallocated,
            target: if down { baseline - way } else { baseline + way },
            steps: steps.into_iter().map(|(label, children)| WaterfallStep { label, children }).collect(),
            ..WaterfallFigure::default()
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
        let n_words = texts(&scene).iter().filter(|t| t.starts_with("n = ") || t.starts_with("n not shown")).count();
        prop_assert!(n_words >= rows_given);
    }

    #[test]
    fn numbers_of_any_size_are_tidy(values in proptest::collection::vec(prop_oneof![-1e12..1e12f64, -1e-6..1e-6f64, Just(0.0)], 1..8),
                                    width in LEAST_WIDTH..1200) {
        let rows = values.iter().map(|v| known("group", *v, Some((*v, *v + v.abs())))).collect();
        assert_tidy(&Figure::new("Numbers", GapFigure { rows, unit: Unit::Number, ..GapFigure::default() }).width(width));
    }

    #[test]
    fn equiplots_are_tidy(figure in equiplot(), title in name(), width in LEAST_WIDTH..1600) {
        assert_tidy(&Figure::new(title, figure).width(width));
    }

    #[test]
    fn allocations_are_tidy(figure in allocation(), title in name(), width in LEAST_WIDTH..1600) {
        assert_tidy(&Figure::new(title, figure).width(width));
    }

    #[test]
    fn heatmaps_are_tidy(figure in heatmap(), title in name(), width in LEAST_WIDTH..1600) {
        assert_tidy(&Figure::new(title, figure).width(width));
    }

    #[test]
    fn matrices_are_tidy(figure in matrix(), title in name(), width in LEAST_WIDTH..1600) {
        assert_tidy(&Figure::new(title, figure).width(width));
    }

    #[test]
    fn waterfalls_are_tidy(figure in waterfall(), title in name(), width in LEAST_WIDTH..1600) {
        assert_tidy(&Figure::new(title, figure).width(width));
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
        let cover = fewest.map(|i| Cover { cells: i + 1, percent, between: Some((i / 2, missing.len())) });
        assert_tidy(&Figure::new("Shortfall", ShortfallFigure { missing, cover, cells, ..ShortfallFigure::default() }).width(width));
    }
}
