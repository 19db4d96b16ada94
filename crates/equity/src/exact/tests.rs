use super::*;
use proptest::prelude::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn the_same_proportion_in_every_spelling() {
    let three_fifths = Exact::new(3, 5).unwrap();
    for text in [
        "60%",
        "60 %",
        " 60.0 % ",
        "0.6",
        ".6",
        "+0.60",
        "3/5",
        "6 / 10",
        "60\u{a0}%",
    ] {
        assert_eq!(exact(text), three_fifths, "{text}");
    }
    assert_eq!(exact("60"), Exact::from(60));
    assert_eq!(exact("-.5"), Exact::new(-1, 2).unwrap());
    assert_eq!(exact("−1/2"), Exact::new(-1, 2).unwrap());
    assert_eq!(exact("7."), Exact::from(7));
}

#[test]
fn nonsense_is_refused_with_a_cure() {
    for text in [
        "", " ", "%", ".", "/", "1/", "/2", "a", "6e-1", "0x1", "1.2.3", "--1", "3/5%", "½",
        "1/2/3", "٦",
    ] {
        let message = text.parse::<Exact>().unwrap_err().to_string();
        assert!(
            message.contains("Write") && message.contains(text.trim()),
            "{text}: {message}"
        );
    }
    let comma = "0,6".parse::<Exact>().unwrap_err().to_string();
    assert!(comma.contains("write a point"), "{comma}");
    assert_eq!("1/0".parse::<Exact>(), Err(Error::ZeroDenominator));
    let long = "0.1234567890123456789"
        .parse::<Exact>()
        .unwrap_err()
        .to_string();
    assert!(long.contains("More than 18 digits"), "{long}");
}

#[test]
fn a_double_is_read_as_typed_or_refused() {
    assert_eq!(Exact::from_decimal_float(0.6).unwrap(), exact("3/5"));
    assert_eq!(
        Exact::from_decimal_float(2000.0).unwrap(),
        Exact::from(2000)
    );
    assert_eq!(Exact::from_decimal_float(-0.125).unwrap(), exact("-1/8"));
    assert_eq!(Exact::from_decimal_float(0.0).unwrap(), Exact::ZERO);
    // 0.8 - 0.6 is 0.20000000000000007 in doubles.
    for computed in [0.8 - 0.6, 0.1 + 0.2, 1.0 / 3.0] {
        let message = Exact::from_decimal_float(computed).unwrap_err().to_string();
        assert!(
            message.contains("looks computed") && message.contains("text"),
            "{message}"
        );
    }
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 5e-324] {
        assert!(Exact::from_decimal_float(bad).is_err(), "{bad}");
    }
}

#[test]
fn rounding_and_display() {
    // Hand values: 10000/3 = 3333 + 1/3; 5/2 and -5/2 are halves.
    let third = exact("10000/3");
    assert_eq!(
        (third.floor(), third.ceil(), third.round()),
        (3333, 3334, 3333)
    );
    assert_eq!(third.to_string(), "3,333 1/3");
    let half = exact("-5/2");
    assert_eq!((half.floor(), half.ceil(), half.round()), (-3, -2, -3));
    assert_eq!(exact("5/2").round(), 3);
    assert_eq!(exact("2/3").percent(1), "66.7 %");
    assert_eq!(exact("-2/3").decimal(3), "−0.667");
    assert_eq!(exact("-0.0004").decimal(1), "0.0");
    assert_eq!(Exact::from(1_234_567_u64).decimal(0), "1,234,567");
    assert_eq!(
        serde_json::to_value(exact("60%")).unwrap(),
        serde_json::json!({"exact": "3/5", "value": 0.6})
    );
}

#[test]
fn what_does_not_fit_is_an_error_not_a_wrap() {
    let huge = Exact::new(i128::MAX, 1).unwrap();
    assert_eq!(huge.plus(Exact::ONE), Err(Error::TooLarge));
    assert_eq!(huge.times(huge), Err(Error::TooLarge));
    assert_eq!(Exact::ONE.over(Exact::ZERO), Err(Error::ZeroDenominator));
    assert_eq!(Exact::new(i128::MIN, 1), Err(Error::TooLarge));
    assert_eq!(huge.round(), i128::MAX);
}

proptest! {
    // Oracle: integer division by the definition, floor(a/b)*b <= a < (floor(a/b)+1)*b.
    #[test]
    fn floor_ceil_round_by_definition(a in -1_000_000_i128..1_000_000, b in 1_i128..1000) {
        let x = Exact::new(a, b).unwrap();
        prop_assert!(x.floor() * b <= a && a < (x.floor() + 1) * b);
        prop_assert!((x.ceil() - 1) * b < a && a <= x.ceil() * b);
        prop_assert!((2 * (x.round() * b - a)).abs() <= b);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[-+−0-9./% a,e]{0,24}") {
        let _ = text.parse::<Exact>();
    }

    #[test]
    fn typed_decimals_survive_the_double(units in 0_u64..1_000_000_000, places in 0_u32..9) {
        let exact = Exact::new(i128::from(units), 10_i128.pow(places)).unwrap();
        prop_assert_eq!(Exact::from_decimal_float(exact.to_f64()).unwrap(), exact);
    }
}
