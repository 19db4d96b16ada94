"""Children are counted in exact numbers. The cases here are those where doubles go wrong."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import commonweal as cw
import pytest
from hypothesis import given
from hypothesis import strategies as st


def children(baseline: object, goal: object, cohort: int) -> int:
    return cw.Target(baseline=baseline, goal=goal, cohort=cohort, start=2026, years=5).children


def required(goal: Fraction | str, cohort: int) -> int:
    return cw.Target(baseline=0, goal=goal, cohort=cohort, start=2026, years=5).required


def by_floats(percent: int, cohort: int) -> int:
    """What a spreadsheet or a careless program does: a ceiling on a double."""
    return math.ceil(percent / 100 * cohort)


def by_whole_numbers(percent: int, cohort: int) -> int:
    return -(-percent * cohort // 100)


# Every (percent, cohort) up to 2,000 children for which the ceiling on a double is off.
WRONG_IN_FLOATS = [
    (percent, cohort)
    for percent in range(1, 100)
    for cohort in range(10, 2001, 10)
    if by_floats(percent, cohort) != by_whole_numbers(percent, cohort)
]


def test_the_sentence_of_the_article() -> None:
    t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    assert t.children == 400
    assert type(t.children) is int
    assert t.required == 1600
    assert (t.baseline, t.goal) == (Fraction(3, 5), Fraction(4, 5))


@pytest.mark.parametrize(
    ("sixty", "eighty"),
    [
        ("60%", "80%"),
        ("60 %", "80 %"),
        ("0.6", "0.8"),
        ("3/5", "4/5"),
        (Fraction(3, 5), Fraction(4, 5)),
        (Decimal("0.6"), Decimal("0.8")),
        (Decimal("0.60"), Decimal("0.80")),
        (0.6, 0.8),
    ],
)
def test_every_way_to_type_a_rate(sixty: object, eighty: object) -> None:
    assert children(sixty, eighty, 2000) == 400
    assert children(0, 1, 2000) == 2000
    t = cw.Target(baseline=sixty, goal=eighty, cohort=7, start=2026, years=1)
    assert (t.baseline, t.goal) == (Fraction(3, 5), Fraction(4, 5))


def test_floats_are_wrong_on_these_cases() -> None:
    # The guard of the two tests below: with doubles in the engine they could not pass.
    assert len(WRONG_IN_FLOATS) > 200
    assert (7, 100) in WRONG_IN_FLOATS  # 0.07 * 100 = 7.000000000000001, "8 children"
    assert by_floats(7, 100) == 8


def test_required_is_exact_where_a_ceiling_on_a_double_is_not() -> None:
    for percent, cohort in WRONG_IN_FLOATS:
        exact = by_whole_numbers(percent, cohort)
        assert required(f"{percent}%", cohort) == exact != by_floats(percent, cohort)
        assert required(Fraction(percent, 100), cohort) == exact


def test_needed_is_exact_where_a_ceiling_on_a_double_is_not() -> None:
    # The same from counts: nobody reaches the outcome, so the need is the whole requirement.
    for percent, cohort in WRONG_IN_FLOATS[::25]:
        o = cw.Outcomes.from_counts(
            {"g": ["a"], "k": [0], "n": [cohort]}, successes="k", total="n", by="g"
        )
        needed = o.needed(by="g", reference=f"{percent}%")["needed"].to_list()
        assert needed == [by_whole_numbers(percent, cohort)]


@given(
    st.fractions(0, 1, max_denominator=10_000),
    st.fractions(0, 1, max_denominator=10_000),
    st.integers(1, 10**9),
)
def test_against_fractions(a: Fraction, b: Fraction, cohort: int) -> None:
    low, high = sorted([a, b])
    if low == high:
        return
    t = cw.Target(baseline=low, goal=high, cohort=cohort, start=2026, years=3)
    assert t.required == math.ceil(high * cohort)
    # A child at the baseline is counted only when whole, so that the number always suffices.
    assert t.children == math.ceil(high * cohort) - math.floor(low * cohort)
    assert (t.baseline, t.goal) == (low, high)


@given(st.integers(0, 10**6), st.integers(0, 6))
def test_a_typed_float_is_the_decimal_that_was_typed(digits: int, places: int) -> None:
    exact = Fraction(digits, 10**places)
    if exact >= 1:
        return
    t = cw.Target(baseline=digits / 10**places, goal=1, cohort=10, start=2026, years=1)
    assert t.baseline == exact


@pytest.mark.parametrize("computed", [0.1 + 0.2, 1 / 3, 2 / 3, 0.7 - 0.6, math.pi / 4])
def test_a_computed_float_is_refused(computed: float) -> None:
    with pytest.raises(cw.InputError, match=r"Fraction|fraction|text") as error:
        children(0, computed, 2000)
    assert repr(computed)[:10] in str(error.value)
    # The cure that the message names is one.
    assert 'as "1200/2000"' in str(error.value)
    assert children(0, "1200/2000", 2000) == 1200


@pytest.mark.parametrize(
    "bad", [float("nan"), float("inf"), -0.1, "-5%", "101%", 1.01, "", "sixty", "60%%", "1/0", None]
)
def test_what_is_not_a_rate_is_refused(bad: object) -> None:
    with pytest.raises((cw.InputError, TypeError)) as error:
        children(0, bad, 2000)
    assert "panic" not in str(error.value).lower()


def test_whole_children_add_up() -> None:
    # 100 children over three equal groups: 34 + 33 + 33, by largest remainder, never 33.3.
    o = cw.Outcomes.from_counts(
        {"g": ["a", "b", "c"], "k": [100, 100, 100], "n": [300, 300, 300]},
        successes="k",
        total="n",
        by="g",
    )
    t = cw.Target(baseline="1/3", goal="80%", cohort=900, start=2026, years=5)
    split = t.allocate(o, by="g", method="shortfall", total=100)
    assert sorted(split.to_frame()["allocated"].to_list()) == [33, 33, 34]
    assert (split.allocated, split.unallocated) == (100, 0)
    # 80 % of 300 is 240: 140 short each.
    assert split.price == t.allocate(o, by="g").allocated == 420


def test_linear_path_by_hand() -> None:
    t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    path = t.path()
    assert path["year"].to_list() == [2026, 2027, 2028, 2029, 2030, 2031]
    assert path["required"].to_list() == [1200, 1280, 1360, 1440, 1520, 1600]
    assert path["additional"].to_list() == [0, 80, 160, 240, 320, 400]
    assert path["cumulative"].to_list() == [0, 80, 240, 480, 800, 1200]


def test_three_readings_by_hand() -> None:
    t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    readings = t.readings(stated=400)
    assert readings.holding == ["level"]
    # 80 more every year would be the flow; 1,200 children in five years, 240 a year the average.
    assert t.readings(stated=80).holding == ["flow"]
    assert t.readings(stated=240).holding == ["average"]
    assert t.readings(stated=123).holding == []
    assert t.readings(stated=123).warning
