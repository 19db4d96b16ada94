use super::*;
use crate::{Censoring, Count, Wording};

fn key() -> GroupKey {
    GroupKey::of("race", "Black")
}

fn period(year: i32, n: u64, s: u64) -> TrendPeriod {
    TrendPeriod {
        period: year.to_string(),
        year,
        group: GroupCount::new(key(), n, s).unwrap(),
        reference: None,
    }
}

fn with_reference(year: i32, own: (u64, u64), other: (u64, u64)) -> TrendPeriod {
    TrendPeriod {
        reference: Some(GroupCount::new(GroupKey::everyone(), other.0, other.1).unwrap()),
        ..period(year, own.0, own.1)
    }
}

fn options() -> TrendOptions {
    TrendOptions::new(Direction::Higher)
}

fn of(found: &Trend, segment: usize, measure: TrendMeasure) -> Slope {
    let slopes = &found.segments[segment].slopes;
    slopes.iter().find(|(m, _)| *m == measure).unwrap().1
}

#[test]
fn equal_cohorts_by_hand() {
    // 40, 50, 45 % of 100: slope 2.5 points; p = .45, v = 24.75 a year. Residuals −2.5, 5, −2.5: squares 37.5,
    // 37.5/24.75 > 1, so v + τ² = 37.5 and the error is √(37.5/2) = 4.330; t(1) = 12.7062.
    let found = trend(
        key(),
        &[
            period(2021, 100, 40),
            period(2022, 100, 50),
            period(2023, 100, 45),
        ],
        &options(),
    )
    .unwrap();
    let Slope::Fitted {
        per_year,
        standard_error,
        lower,
        between_sd,
        ..
    } = of(&found, 0, TrendMeasure::Rate)
    else {
        panic!();
    };
    assert!((per_year - 2.5).abs() < 1e-10);
    assert!((standard_error - 18.75_f64.sqrt()).abs() < 1e-10);
    assert!((between_sd - 12.75_f64.sqrt()).abs() < 1e-10);
    assert!((lower - (2.5 - 12.706_204_736 * 18.75_f64.sqrt())).abs() < 1e-6);
    assert_eq!(
        found.sentence(&Wording::default()),
        "Black: 2021 to 2023 (3 periods): the rate changes by 2.5 points a year (−52.5 to 57.5), no change that can be told from chance."
    );
}

#[test]
fn no_line_crosses_a_break() {
    // Two levels 20 points apart, each flat: a line through all six would rise.
    let series: Vec<_> = (2019..2025)
        .map(|year| period(year, 400, if year < 2022 { 120 } else { 200 }))
        .collect();
    let whole = trend(key(), &series, &options()).unwrap();
    assert_eq!(
        of(&whole, 0, TrendMeasure::Rate).movement(),
        Movement::Rising
    );
    let broken = TrendOptions {
        breaks: vec!["2022".to_owned()],
        ..options()
    };
    let found = trend(key(), &series, &broken).unwrap();
    assert_eq!(found.segments.len(), 2);
    assert_eq!(
        (
            found.segments[0].to.as_str(),
            found.segments[1].from.as_str()
        ),
        ("2021", "2022")
    );
    for segment in 0..2 {
        assert_eq!(
            of(&found, segment, TrendMeasure::Rate).movement(),
            Movement::Unclear
        );
    }
    assert!(
        found
            .sentence(&Wording::default())
            .ends_with("they are not joined.")
    );
    let unknown = TrendOptions {
        breaks: vec!["2030".to_owned()],
        ..options()
    };
    assert!(
        trend(key(), &series, &unknown)
            .unwrap_err()
            .to_string()
            .contains("\"2030\"")
    );
    // A break at the first period splits nothing.
    let first = TrendOptions {
        breaks: vec!["2019".to_owned()],
        ..options()
    };
    assert_eq!(trend(key(), &series, &first).unwrap().segments.len(), 1);
}

#[test]
fn what_cannot_be_judged_says_why() {
    let reason = |series: &[TrendPeriod], measure| match of(
        &trend(key(), series, &options()).unwrap(),
        0,
        measure,
    ) {
        Slope::NotAssessed { reason } => Some(reason),
        Slope::Fitted { .. } => None,
    };
    let rate = |series: &[TrendPeriod]| reason(series, TrendMeasure::Rate);
    assert_eq!(
        rate(&[period(2021, 9, 3), period(2022, 9, 4)]),
        Some(NoTrend::FewPeriods)
    );
    assert_eq!(
        rate(&[period(2021, 9, 3), period(2021, 9, 4), period(2022, 9, 4)]),
        Some(NoTrend::RepeatedYear)
    );
    let all_zero = [period(2021, 9, 0), period(2022, 9, 0), period(2023, 9, 0)];
    assert_eq!(rate(&all_zero), Some(NoTrend::NoVariation));
    assert_eq!(
        reason(&all_zero, TrendMeasure::LogOdds),
        Some(NoTrend::NoVariation)
    );
    let zero_once = [
        with_reference(2021, (9, 0), (50, 30)),
        with_reference(2022, (9, 4), (50, 31)),
        with_reference(2023, (9, 5), (50, 29)),
    ];
    assert_eq!(
        reason(&zero_once, TrendMeasure::LogRatio),
        Some(NoTrend::ZeroRate)
    );
    assert_eq!(reason(&zero_once, TrendMeasure::Gap), None);
    // A withheld count and a year without children are left out by name, not taken as zero.
    let few = Count::range(0, 9, Censoring::Suppressed).unwrap();
    let hidden = TrendPeriod {
        group: GroupCount::from_counts(key(), Count::exact(20), few).unwrap(),
        ..period(2024, 1, 1)
    };
    let found = trend(
        key(),
        &[
            period(2021, 20, 10),
            period(2022, 0, 0),
            period(2023, 20, 12),
            hidden,
        ],
        &options(),
    )
    .unwrap();
    assert_eq!(found.segments[0].left_out, ["2022", "2024"]);
    assert_eq!(
        found.sentence(&Wording::default()),
        "Black: 2021 to 2023 (2 periods; left out: 2022, 2024): the rate not assessed: fewer than 3 periods with exact counts."
    );
    assert!(trend(key(), &[], &options()).unwrap().segments.is_empty());
}

#[test]
fn absolute_and_relative_gaps_can_move_apart() {
    // From 10 against 20 % to 30 against 45 %: the gap grows from −10 to −15 points, the ratio from .5 to .67.
    let series = [
        with_reference(2021, (5000, 500), (5000, 1000)),
        with_reference(2022, (5000, 1000), (5000, 1625)),
        with_reference(2023, (5000, 1500), (5000, 2250)),
    ];
    let found = trend(key(), &series, &options()).unwrap();
    let per_year = |measure| match of(&found, 0, measure) {
        Slope::Fitted { per_year, .. } => per_year,
        Slope::NotAssessed { .. } => f64::NAN,
    };
    assert!((per_year(TrendMeasure::Gap) + 2.5).abs() < 1e-9);
    assert!(per_year(TrendMeasure::LogRatio) > 0.0);
}

fn classed(rates: &[(u64, u64)], target: &str, direction: Direction) -> Progress {
    let series: Vec<_> = (2021..)
        .zip(rates)
        .map(|(year, &(n, s))| period(year, n, s))
        .collect();
    progress(
        &series,
        target.parse().unwrap(),
        &TrendOptions::new(direction),
    )
    .unwrap()
}

#[test]
fn four_classes_of_progress() {
    let higher = |rates: &[(u64, u64)]| classed(rates, "80%", Direction::Higher);
    // 60 to 70 of a goal of 80: half the targeted change, exactly.
    let half = higher(&[(1000, 600), (1000, 700)]);
    assert_eq!(
        (half.class, half.achieved),
        (ProgressClass::Improving, "1/2".parse().ok())
    );
    assert!(half.lower.unwrap() > 0.0 && half.upper.unwrap() < 1.0);
    assert_eq!(
        higher(&[(1000, 600), (1000, 800)]).class,
        ProgressClass::Met
    );
    assert_eq!(
        higher(&[(1000, 600), (1000, 610)]).class,
        ProgressClass::LittleOrNone
    );
    assert_eq!(
        higher(&[(1000, 600), (1000, 500)]).class,
        ProgressClass::Worse
    );
    assert_eq!(higher(&[(1000, 600)]).class, ProgressClass::NotAssessed);
    // Past the goal already: no targeted change to take a share of.
    assert_eq!(higher(&[(1000, 850), (1000, 700)]).achieved, None);
    assert_eq!(
        higher(&[(1000, 850), (1000, 700)]).class,
        ProgressClass::Worse
    );
    // Lower is better: absence from 30 to 20 % with a goal of 10 %.
    let lower = classed(&[(1000, 300), (1000, 200)], "10%", Direction::Lower);
    assert_eq!(
        (lower.class, lower.achieved),
        (ProgressClass::Improving, "1/2".parse().ok())
    );
    assert!(lower.lower.unwrap() < lower.upper.unwrap());
    assert_eq!(
        half.sentence(&Wording::default()),
        "Progress to 80.0 % of children: improving; 60.0 % in 2021, 70.0 % in 2022, 50 % of the targeted change (29 % to 71 %)."
    );
    assert!(progress(&[], Exact::from(80), &options()).is_err());
}
