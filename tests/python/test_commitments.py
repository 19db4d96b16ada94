"""Promised and delivered: never netted, unknown is not zero, covered is not counted twice."""

from __future__ import annotations

from fractions import Fraction

import commonweal as cw
import pandas as pd
import polars as pl
import pytest

SEED = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)


def ledger(rows: list[tuple], **options: object) -> cw.Commitments:
    """Rows of partner, year, promised, delivered."""
    partners, years, promised, delivered = zip(*rows, strict=True)
    return cw.Commitments(
        {
            "partner_id": list(partners),
            "year": list(years),
            "promised": list(promised),
            "delivered": list(delivered),
        },
        **options,
    )


def test_a_surplus_does_not_pay_for_a_shortfall() -> None:
    # One partner: 55 % short in the first period, 105 % delivered in total.
    c = ledger([("A", 2027, 100, 45), ("A", 2028, 100, 165)])
    assert (c.promised, c.delivered, c.shortfall) == (200, 210, 55)
    assert c.delivery_ratio == Fraction(105, 100)
    periods = c.summary(by="period")
    assert periods.select("period", "shortfall").rows() == [("2027", 55), ("2028", 0)]
    assert "55 short of single promises, surpluses elsewhere not set against it" in str(c)


def test_not_reported_is_unknown_and_not_zero() -> None:
    c = ledger([("A", 2027, 100, 90), ("A", 2028, 60, None)])
    assert (c.delivered, c.shortfall, c.not_reported) == (None, None, 1)
    # Over the promise that is reported, with its denominator.
    assert c.delivery_ratio == Fraction(9, 10)
    row = c.summary().row(0, named=True)
    assert (row["promised"], row["promised_reported"]) == (160, 100)
    assert (row["shortfall"], row["shortfall_low"], row["shortfall_high"]) == (None, 10, 70)
    assert c.to_frame()["delivered"].to_list() == [90, None]
    assert "1 promise not reported yet" in str(c)
    # A reported zero is a zero.
    c = ledger([("A", 2027, 100, 0)])
    assert (c.delivered, c.shortfall, c.delivery_ratio) == (0, 100, 0)


def test_a_censored_delivery_is_a_range() -> None:
    c = cw.Commitments(
        {"partner_id": ["A"], "year": [2027], "promised": [20], "delivered": ["<10"]}
    )
    row = c.summary().row(0, named=True)
    assert (row["shortfall_low"], row["shortfall_high"]) == (11, 20)
    assert (c.not_reported, c.delivery_ratio) == (0, None)


def test_a_promise_raised_right_after_a_shortfall() -> None:
    c = ledger(
        [
            ("Z", 2027, 50, 30),
            ("Z", 2028, 80, 80),
            ("Z", 2029, 90, None),
            ("Z", 2030, 95, None),
            ("A", 2027, 50, 30),
            ("A", 2028, 40, 10),
        ]
    )
    frame = c.summary().select("partner_id", "raised_after_shortfall", "raised_before_report")
    assert frame.rows() == [("Z", "2028", "2030"), ("A", "", "")]
    assert "promise raised right after a shortfall in 2028" in c.sentences()[0]


def test_partners_are_not_ranked() -> None:
    c = ledger([("Worst", 2027, 10, 0), ("Best", 2027, 10, 10), ("Middle", 2027, 10, 5)])
    assert c.summary()["partner_id"].to_list() == ["Worst", "Best", "Middle"]
    words = {"rank", "score", "grade", "best", "worst"}
    assert words.isdisjoint(" ".join(c.summary().columns).split())


def test_periods_are_in_order_of_time() -> None:
    c = ledger([("A", "2027-28", 1, 1), ("A", "2026-27", 2, 2)])
    assert c.summary(by="period")["period"].to_list() == ["2026-27", "2027-28"]


def test_two_partners_who_promise_the_same_children_cover_them_once() -> None:
    # The path takes 80, 160, 240, 320, 400 from 2027 on.
    c = ledger([("A", 2027, 60, 30), ("B", 2027, 40, 40), ("A", 2028, 120, None)])
    found = c.coverage(SEED)
    frame = found.to_frame()
    columns = ["year", "required", "partners", "promised", "counted", "excess", "uncovered"]
    assert frame.columns == [*columns, "coverage", "delivered"]
    assert frame.select(columns).rows()[:3] == [
        (2027, 80, 2, 100, 80, 20, 0),
        (2028, 160, 1, 120, 120, 0, 40),
        (2029, 240, 0, 0, 0, 0, 240),
    ]
    assert frame["coverage"].to_list()[:3] == [1.25, 0.75, 0.0]
    assert frame["delivered"].to_list()[:2] == [70, None]
    assert (found.required, found.counted, found.excess) == (1200, 200, 20)
    assert found.covered == Fraction(200, 1200)
    assert "some may be counted twice" in found.caveats[0]


def test_what_is_promised_elsewhere_is_told() -> None:
    c = ledger([("A", 2020, 7, None), ("A", 2027, 5, None)])
    found = c.coverage(SEED)
    assert found.elsewhere == [("2020, everyone", 7)]
    assert found.counted + found.excess + 7 == c.promised


def places() -> cw.Outcomes:
    return cw.Outcomes.from_counts(
        {"place": ["North", "South", "East"], "k": ["500", "700", "<10"], "n": [1000, 1000, 20]},
        successes="k",
        total="n",
        by="place",
    )


def test_coverage_by_place() -> None:
    c = cw.Commitments(
        {
            "partner": ["A", "A", "B", "B", "B"],
            "period": ["2026-27"] * 5,
            "place": ["North", "South", "North", "East", None],
            "promised": [20, 5, 10, 4, 9],
            "delivered": [None] * 5,
        }
    )
    found = c.coverage(SEED, places(), by="place")
    frame = found.to_frame().filter(pl.col("year") == 2027)
    # 300 and 100 of 400 children; a fifth of them in the first year. East is censored.
    assert frame.select("place", "required", "promised", "uncovered").rows() == [
        ("East", None, 4, None),
        ("North", 60, 30, 30),
        ("South", 20, 5, 15),
    ]
    assert found.elsewhere == [("2026-27, no place", 9)]
    assert any("censored" in caveat for caveat in found.caveats)
    # Every year's required children add up to those of the path.
    years = found.to_frame().group_by("year", maintain_order=True).agg(pl.col("required").sum())
    assert years["required"].to_list() == [80, 160, 240, 320, 400]


def test_the_options_of_coverage() -> None:
    c = ledger([("A", 2027, 1, None)])
    for call, words in [
        (lambda: c.coverage(SEED, places(), by="place"), ['no column "place"', "none"]),
        (lambda: c.coverage(SEED, places()), ["without the other"]),
        (lambda: c.coverage(SEED, path="X"), ['"X"', "linear"]),
        (lambda: c.coverage(SEED, method="X"), ['"X"', "leximin"]),
        (lambda: c.summary(by="X"), ['"X"', "partner, period"]),
        (lambda: c.sentences(by="X"), ['"X"', "partner, period"]),
    ]:
        with pytest.raises(cw.InputError) as error:
            call()
        assert [word for word in words if word not in str(error.value)] == []


def test_all_problems_of_the_cells_at_once() -> None:
    frame = {
        "partner_id": ["A", None, "A", "A", "A", "A"],
        "year": ["2027", "2027", "2028", "2029", "2030", "2031"],
        "promised": ["10", "10", "-3", "many", None, None],
        "delivered": ["-1", None, None, None, "5", None],
    }
    with pytest.raises(cw.InputError) as error:
        cw.Commitments(frame)
    problems = error.value.problems
    assert problems is not None
    message = str(error.value)
    for words in [
        'E108 commitments row 2, column "delivered"',
        'E110 commitments row 3, column "partner_id"',
        'E108 commitments rows 4 and 5, column "promised"',
        'E110 commitments row 6, column "promised": 1 cell is empty where a delivery is reported',
        'E110 commitments row 7, column "promised"',
    ]:
        assert words in message
    # One row for each row concerned.
    assert len(problems) == 6


def test_duplicated_rows_are_not_merged() -> None:
    with pytest.raises(cw.InputError, match=r"E103 commitments rows 2 and 4.*Nothing was merged"):
        ledger([("A", 2027, 1, None), ("A", 2028, 1, None), ("A", 2027, 2, None)])
    # Two places are two promises.
    c = cw.Commitments(
        {
            "partner_id": ["A", "A"],
            "year": [2027, 2027],
            "place_id": ["N", "S"],
            "promised": [1, 2],
            "delivered": [None, None],
        }
    )
    assert (len(c), c.promised) == (2, 3)


def test_missing_columns_are_told_together() -> None:
    with pytest.raises(cw.InputError) as error:
        cw.Commitments({"partner_id": ["A"], "yeer": [2027], "promised": [1]})
    message = str(error.value)
    assert 'column "delivered" is missing' in message
    assert 'column "period" is missing' in message


def test_an_empty_frame_promises_nothing() -> None:
    frame = pl.DataFrame(
        schema={
            "partner_id": pl.String,
            "year": pl.Int64,
            "promised": pl.Int64,
            "delivered": pl.Int64,
        }
    )
    c = cw.Commitments(frame)
    assert (len(c), c.promised, c.delivered, c.shortfall, c.delivery_ratio) == (0, 0, 0, 0, None)
    assert c.summary().height == 0
    found = c.coverage(SEED)
    assert (found.counted, found.covered) == (0, 0)
    assert str(c).startswith("0 promises of 0 partners")


def test_a_frame_of_pandas_with_missing_as_nan() -> None:
    frame = pd.DataFrame(
        {
            "partner": ["A", "B"],
            "when": [2027, 2027],
            "c": [10, 20],
            "d": [float("nan"), 15.0],
        }
    )
    c = cw.Commitments(frame, partner="partner", period="when", promised="c", delivered="d")
    assert (c.promised, c.not_reported, c.delivery_ratio) == (30, 1, Fraction(3, 4))


def test_withheld_is_reported_and_absent_is_not() -> None:
    for mark, expected in [("*", (0, 1)), ("<10", (0, 1)), (None, (1, 0)), ("12", (0, 0))]:
        c = cw.Commitments(
            {"partner_id": ["A"], "year": [2027], "promised": [60], "delivered": [mark]},
        )
        assert (c.not_reported, c.withheld) == expected


def test_a_period_without_a_year_is_said() -> None:
    c = cw.Commitments(
        {
            "partner_id": ["A", "A", "B"],
            "period": ["2027", "Spring 2027", "FY27"],
            "promised": [60, 5, 4],
            "delivered": [None, None, None],
        }
    )
    found = c.coverage(SEED)
    assert sorted(found.without_year) == [("FY27", 4), ("Spring 2027", 5)]
    assert found.elsewhere == []
    assert "9 children are promised in periods without a calendar year" in str(found)
