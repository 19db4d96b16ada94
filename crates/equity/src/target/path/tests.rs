use proptest::prelude::*;

use super::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn seed() -> Target {
    Target::new(exact("60%"), exact("80%"), 2000, 2026, 5).unwrap()
}

fn counts(target: &Target, path: Path) -> Vec<u64> {
    let way = target.path(path).unwrap();
    way.years.iter().map(|year| year.required).collect()
}

fn rates(target: &Target, path: Path) -> Vec<f64> {
    let way = target.path(path).unwrap();
    way.years.iter().map(|year| year.rate.to_f64()).collect()
}

#[test]
fn the_five_worked_ways_from_60_to_80() {
    // Worked figures: 60 % to 80 % of 2,000 in five years, rates to four decimals and counts.
    for (path, printed, required) in [
        (
            Path::Linear,
            [0.64, 0.68, 0.72, 0.76, 0.80],
            [1280, 1360, 1440, 1520, 1600],
        ),
        (
            Path::Geometric,
            [0.6355, 0.6732, 0.7130, 0.7553, 0.80],
            [1272, 1347, 1427, 1511, 1600],
        ),
        (
            Path::Logit,
            [0.6460, 0.6895, 0.7299, 0.7668, 0.80],
            [1293, 1380, 1460, 1534, 1600],
        ),
        (
            Path::GeometricComplement,
            [0.6518, 0.6969, 0.7361, 0.7703, 0.80],
            [1304, 1394, 1473, 1541, 1600],
        ),
        (
            Path::Delayed { quiet_years: 2 },
            [0.60, 0.60, 0.6667, 0.7333, 0.80],
            [1200, 1200, 1334, 1467, 1600],
        ),
    ] {
        assert_eq!(counts(&seed(), path), required, "{path:?}");
        for (found, printed) in rates(&seed(), path).iter().zip(printed) {
            assert!((found - printed).abs() < 5.1e-5, "{path:?}: {found}");
        }
        assert!(seed().path(path).unwrap().reaches_goal);
    }
}

#[test]
fn halving_the_distance() {
    // To 100 %: .4 · 2^(−t/5): 1 − .4 · (.8706, .7579, .6598, .5743, .5) = .6518 .6969 .7361 .7703 .80: the same
    // as the complement path, because halving .4 in five years is 80 %.
    let five = Path::GapHalving {
        every: 5,
        to: HalvingTo::Best,
    };
    assert_eq!(counts(&seed(), five), [1304, 1394, 1473, 1541, 1600]);
    // Every year: .8 is reached after the first and kept.
    let yearly = Path::GapHalving {
        every: 1,
        to: HalvingTo::Best,
    };
    assert_eq!(counts(&seed(), yearly), [1600; 5]);
    // To the goal, every year: .8 − .2/2^t = .7 .75 .775 .7875 .79375 of 2,000.
    let closer = Path::GapHalving {
        every: 1,
        to: HalvingTo::Goal,
    };
    assert_eq!(counts(&seed(), closer), [1400, 1500, 1550, 1575, 1588]);
    let way = seed().path(closer).unwrap();
    assert!(!way.reaches_goal);
    assert!(
        way.sentence(&Wording::default())
            .ends_with("The goal is not reached on this path."),
    );
    // Every ten years to 100 % is too slow: 1 − .4/√2 = .71716 in year five, 1434.3.
    let slow = Path::GapHalving {
        every: 10,
        to: HalvingTo::Best,
    };
    let way = seed().path(slow).unwrap();
    assert_eq!((way.years[4].required, way.reaches_goal), (1435, false));
}

#[test]
fn lower_is_better_rounds_down() {
    // Absence 36 % to 25 % of 100 in two years: √(.36 · .25) = .3 exactly, so 30 and not 29 or 31.
    let lower = |from, to, n, years| {
        Target::in_direction(Direction::Lower, exact(from), exact(to), n, 2026, years).unwrap()
    };
    assert_eq!(
        counts(&lower("36%", "25%", 100, 2), Path::Geometric),
        [30, 25]
    );
    // Complement: 1 − √(.64 · .75) = .30718: at most 30. Odds: √(.5625 · .3333) = .43301, rate .30217: 30.
    assert_eq!(
        counts(&lower("36%", "25%", 100, 2), Path::GeometricComplement),
        [30, 25]
    );
    assert_eq!(counts(&lower("36%", "25%", 100, 2), Path::Logit), [30, 25]);
    // Halving towards 0 % every two years: .36/√2 = .25456, then .18, but no further than the goal.
    let half = Path::GapHalving {
        every: 2,
        to: HalvingTo::Best,
    };
    assert_eq!(counts(&lower("36%", "25%", 1000, 2), half), [254, 250]);
}

#[test]
fn a_root_that_is_a_fraction_is_not_rounded_up() {
    // √(a² b²)/10⁴ = a b/10⁴ exactly: of 10,000 children that is a · b, which doubles miss again and again.
    let (mut checked, mut float_wrong) = (0, 0);
    for a in 1..=99_u64 {
        for b in a + 1..=99 {
            let share = |x: u64| Exact::new(i128::from(x * x), 10_000).unwrap();
            let target = Target::new(share(a), share(b), 10_000, 2026, 2).unwrap();
            assert_eq!(counts(&target, Path::Geometric), [a * b, b * b]);
            let (from, to) = (share(a).to_f64(), share(b).to_f64());
            let float = (from * (to / from).powf(0.5) * 10_000.0).ceil() as u64;
            checked += 1;
            float_wrong += u32::from(float != a * b);
        }
    }
    assert_eq!(checked, 4851);
    assert!(float_wrong > 500, "{float_wrong}");
}

#[test]
fn undefined_shapes_say_what_to_use() {
    let way = |from, to, path| {
        Target::new(exact(from), exact(to), 100, 2026, 4)
            .unwrap()
            .path(path)
    };
    for (from, to, path) in [
        ("0%", "80%", Path::Geometric),
        ("0%", "80%", Path::Logit),
        ("60%", "100%", Path::Logit),
        ("60%", "100%", Path::GeometricComplement),
    ] {
        let message = way(from, to, path).unwrap_err().to_string();
        assert!(message.contains("use the linear path"), "{message}");
    }
    // Still defined: the factor from 60 % to 100 %, and nothing to change at either end.
    assert!(way("60%", "100%", Path::Geometric).is_ok());
    for level in ["0%", "100%"] {
        for path in [Path::Geometric, Path::Logit, Path::GeometricComplement] {
            let way = way(level, level, path).unwrap();
            assert!(way.years.iter().all(|year| year.additional == Exact::ZERO));
        }
    }
    assert!(way("0%", "80%", Path::Delayed { quiet_years: 4 }).is_err());
    let never = Path::GapHalving {
        every: 0,
        to: HalvingTo::Goal,
    };
    assert!(way("0%", "80%", never).is_err());
}

#[test]
fn a_century_one_year_and_an_empty_cohort() {
    let long = Target::new(exact("1/3"), exact("6/7"), u64::MAX / 4, 2026, 100).unwrap();
    for path in [
        Path::Geometric,
        Path::Logit,
        Path::GeometricComplement,
        Path::GapHalving {
            every: 99,
            to: HalvingTo::Goal,
        },
    ] {
        let way = long.path(path).unwrap();
        assert_eq!(way.years.len(), 100);
        assert!(
            way.years
                .windows(2)
                .all(|two| two[0].required < two[1].required)
        );
    }
    let one = Target::new(exact("60%"), exact("80%"), 2000, 2026, 1).unwrap();
    assert_eq!(counts(&one, Path::Logit), [1600]);
    let way = seed()
        .path_for(Path::Logit, &[2000, 0, 0, 1, 2000])
        .unwrap();
    let required: Vec<u64> = way.years.iter().map(|year| year.required).collect();
    assert_eq!(required, [1293, 0, 0, 1, 1600]);
}

#[test]
fn the_baseline_year_counts_whole_children_too() {
    // 2001/7 = 285 6/7: 286 meet one in seven, in the baseline year as in the quiet ones.
    let target = Target::new(exact("1/7"), exact("1/3"), 2001, 2026, 5).unwrap();
    let way = target.path(Path::Delayed { quiet_years: 2 }).unwrap();
    assert_eq!(way.baseline_required, 286);
    assert_eq!((way.years[0].required, way.years[1].required), (286, 286));
    assert_eq!(way.years[4].required, 667);
    // Against the baseline rate, and not against the 286.
    assert_eq!(way.baseline_count, exact("2001/7"));
    assert_eq!(way.years[4].additional, exact("2668/7"));
    // A baseline from counts is the count; where lower is better, the largest number at or below the rate.
    assert_eq!(seed().path(Path::Linear).unwrap().baseline_required, 1200);
    let fewer =
        Target::in_direction(Direction::Lower, exact("2/3"), exact("1/7"), 100, 2026, 2).unwrap();
    assert_eq!(fewer.path(Path::Linear).unwrap().baseline_required, 66);
}

#[test]
fn enrolment_that_falls_by_two_percent() {
    // 2000 · .98^t = 1960, 1920.8, 1882.384, 1844.73, 1807.83. Year five on every path that arrives: ⌈.8 · 1808⌉ = 1447,
    // 362.2 above the baseline rate, and 247 above the count of the baseline year.
    let cohorts = seed().cohorts_growing(exact("-2%")).unwrap();
    assert_eq!(cohorts, [1960, 1921, 1882, 1845, 1808]);
    for path in [Path::Linear, Path::Geometric, Path::Logit] {
        let way = seed().path_for(path, &cohorts).unwrap();
        let last = &way.years[4];
        assert_eq!((last.required, last.cohort), (1447, 1808));
        assert_eq!(
            (last.additional, last.change),
            (exact("362.2"), Exact::from(247))
        );
    }
    assert_eq!(seed().cohorts_growing(exact("-100%")).unwrap(), [0; 5]);
    assert_eq!(seed().cohorts_growing(Exact::ZERO).unwrap(), [2000; 5]);
    assert!(seed().cohorts_growing(exact("-101%")).is_err());
    let century = Target::new(exact("1%"), exact("2%"), u64::MAX, 2026, 100).unwrap();
    assert_eq!(
        century.cohorts_growing(exact("50%")).unwrap_err(),
        Error::TooLarge
    );
}

#[test]
fn roots_serialise_without_a_fraction() {
    let way = serde_json::to_value(seed().path(Path::Geometric).unwrap()).unwrap();
    assert_eq!(way["path"], "geometric");
    assert_eq!(way["years"][0]["rate"]["exact"], serde_json::Value::Null);
    assert_eq!(way["years"][4]["rate"]["exact"], "4/5");
}

proptest! {
    /// Oracle in plain integers: with two years the middle rate is a square root.
    #[test]
    fn the_middle_of_two_years_is_a_square_root(
        a in 1_u128..100, b in 1_u128..100, n in 1_u64..3000, lower in any::<bool>(),
    ) {
        let (a, b) = if (a <= b) == lower { (b, a) } else { (a, b) };
        let direction = if lower { Direction::Lower } else { Direction::Higher };
        let share = |x: u128| Exact::new(x as i128, 100).unwrap();
        let target = Target::in_direction(direction, share(a), share(b), n, 2026, 2).unwrap();
        let n = u128::from(n);
        // (k/n)² beside a b/100²; ((n − k)/n)² beside (100 − a)(100 − b)/100²; (k/(n − k))² beside
        // a b/((100 − a)(100 − b)).
        let (ca, cb) = (100 - a, 100 - b);
        let up = |path: Path, k: u128| match path {
            Path::Geometric => (k * k * 10_000).cmp(&(n * n * a * b)),
            Path::Logit => (k * k * ca * cb).cmp(&((n - k) * (n - k) * a * b)),
            _ => (n * n * ca * cb).cmp(&((n - k) * (n - k) * 10_000)),
        };
        for path in [Path::Geometric, Path::Logit, Path::GeometricComplement] {
            let expected = match direction {
                Direction::Higher => (0..=n).find(|&k| up(path, k).is_ge()).unwrap(),
                Direction::Lower => (0..=n).rev().find(|&k| up(path, k).is_le()).unwrap(),
            };
            prop_assert_eq!(u128::from(counts(&target, path)[0]), expected, "{:?}", path);
        }
    }

    #[test]
    fn every_way_runs_from_the_baseline_to_the_goal_in_one_direction(
        from in 1_i128..50, more in 0_i128..50, n in 1_u64..4000, years in 1_u32..12, quiet in 0_u32..12,
    ) {
        let share = |x| Exact::new(x, 100).unwrap();
        let target = Target::new(share(from), share(from + more), n, 2026, years).unwrap();
        for path in [
            Path::Linear, Path::Geometric, Path::Logit, Path::GeometricComplement,
            Path::Delayed { quiet_years: quiet % years },
            Path::GapHalving { every: quiet + 1, to: HalvingTo::Best },
            Path::GapHalving { every: quiet + 1, to: HalvingTo::Goal },
        ] {
            let way = target.path(path).unwrap();
            let mut before = from as f64 / 100.0;
            for year in &way.years {
                let rate = year.rate.to_f64();
                prop_assert!(rate >= before - 1e-12 && rate <= (from + more) as f64 / 100.0 + 1e-12);
                before = rate;
                // The double and the exact count agree to a child.
                let off = year.required as f64 - rate * n as f64;
                prop_assert!((-1e-6..1.0 + 1e-6).contains(&off), "{path:?} {off}");
            }
            if way.reaches_goal {
                prop_assert_eq!(way.years.last().unwrap().required, target.required());
            } else {
                let halving = matches!(path, Path::GapHalving { .. });
                prop_assert!(halving, "{path:?}");
            }
        }
    }
}
