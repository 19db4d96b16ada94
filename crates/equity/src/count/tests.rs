use proptest::prelude::*;

use super::*;

#[test]
fn keys_are_ordered_unique_and_print_plainly() {
    let key = GroupKey::new([("school", "12"), ("race", "Black")]).unwrap();
    assert_eq!(key.to_string(), "school 12, Black");
    assert_eq!(
        serde_json::to_string(&key).unwrap(),
        r#"{"school":"12","race":"Black"}"#
    );
    assert_eq!(key.level("gender"), None);
    let twice = GroupKey::new([("race", "Black"), ("race", "White")]).unwrap_err();
    assert_eq!(
        twice.to_string(),
        "group key: dimension \"race\" appears twice. Name each dimension once."
    );
}

#[test]
fn an_unknown_count_is_never_zero() {
    let unknown = Count::unknown(Censoring::NotCollected);
    let sum: Count = [Count::exact(5), unknown].into_iter().sum();
    assert_eq!((sum.low(), sum.high(), sum.value()), (5, None, None));
    assert_eq!(sum.reason(), Some(Censoring::NotCollected));
    assert_eq!(
        (unknown.to_string(), sum.to_string()),
        ("unknown".into(), "at least 5".into())
    );
    let few = Count::range(1, 9, Censoring::Suppressed).unwrap();
    assert_eq!((few + sum).reason(), Some(Censoring::Mixed));
    assert!(Count::range(9, 1, Censoring::Range).is_err());
    // Beyond 64 bits there is no upper bound left to state.
    assert_eq!((Count::exact(u64::MAX) + few).high(), None);
}

#[test]
fn successes_and_children_bound_each_other() {
    let key = GroupKey::everyone;
    let unknown = Count::unknown(Censoring::Suppressed);
    let group = GroupCount::from_counts(key(), Count::exact(20), unknown).unwrap();
    assert_eq!(
        (group.successes().low(), group.successes().high()),
        (0, Some(20))
    );
    assert_eq!(group.censoring(), Some(Censoring::Suppressed));
    let group = GroupCount::from_counts(key(), unknown, Count::exact(7)).unwrap();
    assert_eq!((group.n().low(), group.n().high()), (7, None));
    let message = GroupCount::new(key(), 38, 41).unwrap_err().to_string();
    assert!(
        message.contains("41") && message.contains("38"),
        "{message}"
    );
}

#[test]
fn a_range_of_rates_without_a_whole_child_is_refused() {
    let rate = |text: &str| text.parse::<Exact>().unwrap();
    let range = |n, low, high| {
        GroupCount::from_rate_range(
            GroupKey::everyone(),
            n,
            rate(low),
            rate(high),
            Censoring::Range,
        )
    };
    // 40 % to 45 % of 3 is 1.2 to 1.35.
    let message = range(3, "40%", "45%").unwrap_err().to_string();
    assert!(message.contains("40.0 % to 45.0 % of 3"), "{message}");
    // A whole percent of fewer than 101 children gives the count away: 61 % of 57 can only be 35.
    let group = range(57, "60.5%", "61.5%").unwrap();
    assert_eq!(group.exact(), Some((57, 35)));
    assert!(range(3, "40", "45").is_err());
}

proptest! {
    // Oracle: every s from 0 to n, compared in integers.
    #[test]
    fn rate_ranges_equal_search(n in 0_u64..60, a in 0_u64..=100, b in 0_u64..=100) {
        let (low, high) = (a.min(b), a.max(b));
        let fits: Vec<u64> = (0..=n).filter(|s| low * n <= 100 * s && 100 * s <= high * n).collect();
        let share = |x: u64| Exact::new(i128::from(x), 100).unwrap();
        let found =
            GroupCount::from_rate_range(GroupKey::everyone(), n, share(low), share(high), Censoring::Range);
        match found {
            Ok(group) => {
                prop_assert_eq!(Some(group.successes().low()), fits.first().copied());
                prop_assert_eq!(group.successes().high(), fits.last().copied());
            }
            Err(_) => prop_assert!(fits.is_empty()),
        }
    }
}
