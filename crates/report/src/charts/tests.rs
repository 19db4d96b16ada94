//! From real results to figures: the numbers of the reference example arrive unchanged.

use commonweal_equity::{
    AllocationMethod, AllocationOptions, Censoring, ConcentrationOptions, Count, GapOptions,
    GroupCount, GroupKey, Path, PrimaryRule, RankOptions, RateOptions, Rule, concentration, gaps,
    ranks,
};

use super::*;
use crate::figure::{Chart, Level, TrackStatus, Tracked};
use commonweal_equity::{Rate, Target};

fn cells() -> Vec<GroupCount> {
    [
        ("Black", 600, 270),
        ("Hispanic", 400, 200),
        ("White", 800, 580),
        ("Asian", 200, 150),
    ]
    .map(|(race, n, s)| GroupCount::new(GroupKey::of("race", race), n, s).unwrap())
    .to_vec()
}

fn target() -> Target {
    Target::new(
        "60%".parse().unwrap(),
        "80%".parse().unwrap(),
        2000,
        2026,
        5,
    )
    .unwrap()
}

fn words() -> Wording {
    Wording::new("third-graders", "read at grade level")
}

#[test]
fn a_waterfall_of_an_allocation_adds_up() {
    let capacity = [100, 60, 60, 40];
    let options = AllocationOptions {
        method: AllocationMethod::Shortfall,
        capacity: Some(&capacity),
        ..AllocationOptions::default()
    };
    let found = target().allocate(&cells(), options).unwrap();
    let figure = waterfall_figure(&target(), &found, &words());
    let Chart::Waterfall(chart) = &figure.chart else {
        panic!("a waterfall")
    };
    // 270 + 200 + 580 + 150; the goal takes 400, and the capacities hold 100 + 60 + 60 + 10 of them.
    assert_eq!((chart.baseline, chart.target), (1200, 1600));
    let children: Vec<_> = chart.steps.iter().map(|s| s.children.unwrap()).collect();
    assert_eq!(children, [100, 60, 60, 10]);
    assert_eq!(chart.unallocated, 170);
    assert!(figure.to_svg().unwrap().contains("+170"));
}

#[test]
fn a_waterfall_short_of_the_goal_does_not_end_at_it() {
    let mut cells = cells();
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    cells.push(
        GroupCount::from_counts(GroupKey::of("race", "Other"), Count::exact(20), few).unwrap(),
    );
    let options = AllocationOptions {
        method: AllocationMethod::MaxMin,
        total: Some(200),
        ..AllocationOptions::default()
    };
    let found = target().allocate(&cells, options).unwrap();
    let figure = waterfall_figure(&target(), &found, &words());
    let Chart::Waterfall(chart) = &figure.chart else {
        panic!("a waterfall")
    };
    // 200 of the 400 that the goal takes.
    assert_eq!(chart.target_label, "with these 200");
    assert!(
        chart
            .baseline_label
            .ends_with("in 4\u{a0}cells with exact counts")
    );
    assert!(!found.caveats.is_empty());
    assert_eq!(figure.footnotes, found.caveats);
    // Beyond the goal: a split by enrolment does not end there, though the sum is the price.
    let options = AllocationOptions {
        method: AllocationMethod::Enrolment,
        ..AllocationOptions::default()
    };
    let found = target().allocate(&cells, options).unwrap();
    let figure = waterfall_figure(&target(), &found, &words());
    assert!(matches!(&figure.chart, Chart::Waterfall(c) if c.target_label == "with these 400"));
}

#[test]
fn a_year_known_only_as_a_range_breaks_the_line() {
    let way = target().path(Path::Linear).unwrap();
    let rate = |successes| {
        let cell = GroupCount::from_counts(GroupKey::everyone(), Count::exact(2000), successes);
        Rate::new(&cell.unwrap(), RateOptions::default()).unwrap()
    };
    let open = rate(Count::range(1200, 1300, Censoring::Suppressed).unwrap());
    let known = |year, successes| Tracked {
        observed: observation(year, &rate(Count::exact(successes))).unwrap(),
        status: TrackStatus::Consistent,
    };
    let fan = Fan {
        tracked: vec![known(2027, 1280), known(2029, 1440)],
        ranges: observed_range(2028, &open).into_iter().collect(),
        ..Fan::default()
    };
    assert_eq!(observed_range(2027, &rate(Count::exact(1280))), None);
    let figure = fan_figure(&target(), &way, &[], fan, &words());
    assert!(
        matches!(&figure.chart, Chart::Path(p) if p.ranges[0].low == 0.6 && p.ranges[0].high == 0.65)
    );
    assert!(
        figure
            .description()
            .contains("Known only as a range: 2028: 60")
    );
    let svg = figure.to_svg().unwrap();
    assert!(svg.contains("observed: known only as a range") && svg.contains("2028: between 60"));
}

#[test]
fn a_method_that_cannot_split_stands_with_its_reason() {
    let with = |method| AllocationOptions {
        method,
        total: Some(200),
        ..AllocationOptions::default()
    };
    let shortfall = target()
        .allocate(&cells(), with(AllocationMethod::Shortfall))
        .unwrap();
    let equal = target()
        .allocate(&cells(), with(AllocationMethod::EqualRate))
        .unwrap_err();
    let methods = [
        ("shortfall".to_owned(), Ok(&shortfall)),
        ("equal rate".to_owned(), Err(equal.to_string())),
    ];
    let figure = allocation_figure(methods, &words());
    let Chart::Allocation(chart) = &figure.chart else {
        panic!("an allocation")
    };
    // The reference: 105, 60, 30, 5 give 62.5, 65, 76.25 and 77.5 %, and a gap of 15 points.
    let rates: Vec<f64> = chart.methods[0]
        .cells
        .iter()
        .map(|c| c.rate.unwrap())
        .collect();
    assert_eq!(rates, [0.625, 0.65, 0.7625, 0.775]);
    assert!(chart.methods[1].refused.is_some() && chart.methods[1].cells.is_empty());
    let svg = figure.to_svg().unwrap();
    assert!(svg.contains("highest less lowest: 15.0\u{a0}pp, now 30.0\u{a0}pp"));
    assert!(svg.contains("higher is better"));
    // Nothing but a refusal is still shown.
    let alone = allocation_figure([("equal rate".to_owned(), Err("why".to_owned()))], &words());
    assert!(alone.to_svg().unwrap().contains("not possible: why"));
}

#[test]
fn small_cells_do_not_leave_the_machine() {
    // 3 of 7: the number of children and a rounded percent would say so.
    let mut cells = cells();
    cells.push(GroupCount::new(GroupKey::of("race", "Zuni"), 7, 3).unwrap());
    let with = |cells: &[GroupCount]| {
        let options = AllocationOptions {
            method: AllocationMethod::Shortfall,
            total: Some(200),
            ..AllocationOptions::default()
        };
        target().allocate(cells, options).unwrap()
    };
    let found = with(&cells);
    let small = found.cells[4].allocated.unwrap();
    assert!(small > 0);
    let waterfall = waterfall_figure(&target(), &found, &words());
    let Chart::Waterfall(chart) = &waterfall.chart else {
        panic!("a waterfall")
    };
    // One alone could be told from the total, so the next larger cell, Asian, goes with it.
    let pooled = chart.steps.last().unwrap();
    assert_eq!(pooled.label, "2\u{a0}cells together, for privacy");
    assert_eq!(
        pooled.children,
        Some(small + found.cells[3].allocated.unwrap())
    );
    let compared = allocation_figure([("shortfall".to_owned(), Ok(&found))], &words());
    assert_eq!(
        compared.footnotes,
        ["Not drawn, for privacy: 2\u{a0}cells."]
    );
    let judged = gaps(&cells, &GapOptions::new(Direction::Higher)).unwrap();
    let dots = gaps_figure(&judged, None, PrimaryRule::default(), &words());
    let Chart::Gaps(chart) = &dots.chart else {
        panic!("gaps")
    };
    let hidden = chart.rows.last().unwrap();
    assert_eq!((hidden.label.as_str(), hidden.n), ("Zuni", None));
    let why = crate::figure::Estimate::NotShown("not shown: fewer than 10 children".to_owned());
    assert_eq!(hidden.estimate, why);
    for figure in [&waterfall, &compared] {
        assert!(!figure.to_svg().unwrap().contains("Zuni"));
    }
    let svg = dots.to_svg().unwrap();
    assert!(!svg.contains("n = 7") && !svg.contains("43\u{a0}%"));
    // Several that are no longer small together are one step of their own.
    cells.push(GroupCount::new(GroupKey::of("race", "Hopi"), 8, 2).unwrap());
    let figure = waterfall_figure(&target(), &with(&cells), &words());
    let Chart::Waterfall(chart) = &figure.chart else {
        panic!("a waterfall")
    };
    assert_eq!(chart.steps.len(), 5);
}

#[test]
fn a_fan_takes_counts_and_other_ways() {
    let way = target().path(Path::Linear).unwrap();
    let key = GroupKey::everyone;
    let rate = Rate::new(
        &GroupCount::new(key(), 2000, 1300).unwrap(),
        RateOptions::default(),
    )
    .unwrap();
    let fan = Fan {
        // 1319 to 1401 of 2,000 at 68 %: the reference's announced range.
        bands: band(2028, 1319, 1401, 2000).into_iter().collect(),
        tracked: vec![Tracked {
            observed: observation(2028, &rate).unwrap(),
            status: TrackStatus::Behind,
        }],
        shapes: vec![("the same way".to_owned(), &way)],
        ..Fan::default()
    };
    let figure = fan_figure(&target(), &way, &[], fan, &words());
    let Chart::Path(chart) = &figure.chart else {
        panic!("a path")
    };
    assert_eq!((chart.bands[0].low, chart.bands[0].high), (0.6595, 0.7005));
    assert_eq!(chart.tracked[0].observed.rate, 0.65);
    assert_eq!(chart.shapes[0].points.len(), 5);
    assert!(figure.to_svg().unwrap().contains("observed: behind"));
    assert_eq!(band(2028, 0, 0, 0), None);
    let plain = path_figure(&target(), &way, &[], &words());
    assert!(matches!(&plain.chart, Chart::Path(p) if p.bands.is_empty()));
}

#[test]
fn an_unknown_rate_is_never_a_dot_at_zero() {
    let rate = |n: Count, s: Count| {
        let cell = GroupCount::from_counts(GroupKey::of("race", "Black"), n, s).unwrap();
        Rate::new(&cell, RateOptions::default()).unwrap()
    };
    let exact = rate(Count::exact(20), Count::exact(5));
    let few = Count::range(1, 9, Censoring::Suppressed).unwrap();
    let ranged = rate(Count::exact(20), few);
    let empty = rate(Count::exact(0), Count::exact(0));
    assert_eq!(level(Ok(&exact)), Level::Known(0.25));
    // By hand: 1 of 20 to 9 of 20.
    assert_eq!(
        level(Ok(&ranged)),
        Level::Between {
            low: 0.05,
            high: 0.45
        }
    );
    assert_eq!(level(Ok(&empty)), Level::NotShown("no children".to_owned()));
    let period = PeriodRates {
        label: "2025".to_owned(),
        rates: vec![
            ("Black".to_owned(), Ok(&exact)),
            ("Asian".to_owned(), Ok(&ranged)),
            ("White".to_owned(), Err("fewer than 10 children")),
        ],
        broken: None,
    };
    let svg = equiplot_figure([period], Direction::Lower, &words())
        .to_svg()
        .unwrap();
    assert!(svg.contains("Not shown (fewer than 10 children): White 2025."));
    assert!(svg.contains("lower is better"));
    let rows = [("Riverside".to_owned(), vec![Ok(&exact), Err("suppressed")])];
    let groups = vec!["Black".to_owned(), "White".to_owned()];
    let svg = heatmap_figure(groups, rows, "schools", Direction::Higher, &words())
        .to_svg()
        .unwrap();
    assert!(svg.contains("1\u{a0}cell hatched: suppressed."));
}

#[test]
fn a_shortfall_with_ranks_says_how_sure_its_cover_is() {
    let options = ConcentrationOptions::new("80%".parse().unwrap(), Direction::Higher).unwrap();
    let found = concentration(&cells(), &options).unwrap();
    let sure = ranks(
        &found,
        RankOptions {
            draws: 200,
            ..RankOptions::default()
        },
    )
    .unwrap();
    let figure = shortfall_figure(&found, Some(&sure), "cells", &words());
    let Chart::Shortfall(chart) = &figure.chart else {
        panic!("a shortfall")
    };
    // 210, 120, 60 and 10 are missing of 400: two cells hold 330, more than 80 %.
    assert_eq!(chart.missing, [210, 120, 60, 10]);
    assert_eq!(chart.enrolled, [600, 400, 800, 200]);
    let cover = chart.cover.unwrap();
    assert_eq!((cover.cells, cover.between), (2, Some(sure.smallest)));
    assert!(figure.to_svg().is_ok());
}

#[test]
fn each_row_carries_the_cut_off_of_its_rule() {
    let with = |rule: Rule| {
        let options = GapOptions::by_rule(Direction::Higher, rule);
        let found = gaps(&cells(), &options).unwrap();
        gaps_figure(&found, None, PrimaryRule::default(), &words())
    };
    let cuts = |figure: &crate::figure::Figure| match &figure.chart {
        Chart::Gaps(chart) => chart.rows.iter().map(|r| r.cut).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    // PPG 2017 by hand: the overall rate is 1,200 of 2,000; for n = 600, E = 1.96 * sqrt(0.25 / 600).
    let ppg = with(Rule::ppg_2017().unwrap());
    let margin = 1.96 * (0.25f64 / 600.0).sqrt();
    assert!((cuts(&ppg)[0].unwrap() - (0.6 - margin)).abs() < 1e-9);
    // At a percentage point gap's cut-off a group is flagged, at a ratio's it is not.
    let legend = |figure: &crate::figure::Figure| match &figure.chart {
        Chart::Gaps(chart) => chart.rule_label.clone(),
        other => panic!("{other:?}"),
    };
    assert!(legend(&ppg).ends_with("flags here or below"));
    assert_eq!(ppg.title, "Share who read at grade level, by race");
    let rest = with(Rule::ppg_2022().unwrap());
    assert!(rest.footnotes[0].starts_with("Each group is compared with everyone else"));
    // Four fifths of the best rate, 150 of 200.
    let eighty = with(Rule::eighty_percent().unwrap());
    assert!((cuts(&eighty)[0].unwrap() - 0.6).abs() < 1e-9);
    assert!(legend(&eighty).ends_with("flags below") && eighty.footnotes.is_empty());
    assert!(
        eighty
            .to_svg()
            .unwrap()
            .contains("flagged by 80 percent rule")
    );
    // Without a rule there is nothing to draw.
    let mut plain = gaps(&cells(), &GapOptions::new(Direction::Higher)).unwrap();
    let everyone_else = "Each group is compared with everyone else.";
    assert_eq!(
        gaps_figure(&plain, None, PrimaryRule::default(), &words()).footnotes,
        [everyone_else]
    );
    // What belongs to every gap stands below the figure.
    plain.caveats.push("Weights are not used.".to_owned());
    let footnotes = gaps_figure(&plain, None, PrimaryRule::default(), &words()).footnotes;
    assert!(footnotes.contains(&plain.caveats[0]) && footnotes.len() == 2);
    assert!(
        cuts(&gaps_figure(&plain, None, PrimaryRule::default(), &words()))
            .iter()
            .all(Option::is_none)
    );
}
