"""Rates, counts and gaps from records of children equal a plain group-by and closed formulas."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import commonweal as cw
import polars as pl
import pytest
from scipy.stats import norm

Z = float(norm.ppf(0.975))
DIMENSIONS = ["race", "school_number"]


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Wilson (1927), the score interval in closed form."""
    p = successes / n
    centre = p + Z * Z / (2 * n)
    spread = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (centre - spread) / (1 + Z * Z / n), (centre + spread) / (1 + Z * Z / n)


def newcombe(a: tuple[int, int], b: tuple[int, int]) -> tuple[float, float]:
    """Newcombe (1998), method 10: the difference of two proportions from their Wilson limits."""
    (p, q), ((la, ua), (lb, ub)) = (a[0] / a[1], b[0] / b[1]), (wilson(*a), wilson(*b))
    difference = p - q
    return (
        difference - math.sqrt((p - la) ** 2 + (ub - q) ** 2),
        difference + math.sqrt((ua - p) ** 2 + (q - lb) ** 2),
    )


@pytest.fixture(scope="module")
def records(outside: Path) -> pl.DataFrame:
    return pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")


@pytest.fixture(scope="module")
def outcomes(records: pl.DataFrame) -> cw.Outcomes:
    return cw.Outcomes.from_records(records, outcome="proficient", by=DIMENSIONS, period="year")


def counted(records: pl.DataFrame, by: list[str]) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Plain polars: (n, successes, missing) by group, keys as text."""
    frame = records.group_by(by).agg(
        pl.col("proficient").count().alias("n"),
        pl.col("proficient").sum().alias("k"),
        pl.col("proficient").null_count().alias("missing"),
    )
    return {
        tuple(str(row[c]) for c in by): (row["n"], row["k"], row["missing"])
        for row in frame.iter_rows(named=True)
    }


@pytest.mark.parametrize("by", [[], ["race"], ["school_number"], DIMENSIONS])
def test_counts_and_rates_equal_a_group_by(
    records: pl.DataFrame, outcomes: cw.Outcomes, by: list[str]
) -> None:
    expected = counted(records, ["year", *by])
    frame = outcomes.rates(by=by)
    found = {tuple(row[c] for c in ["period", *by]): row for row in frame.iter_rows(named=True)}
    assert found.keys() == expected.keys()
    for key, (n, k, missing) in expected.items():
        row = found[key]
        assert (row["n"], row["successes"], row["missing"]) == (n, k, missing)
        if n == 0:
            assert row["rate"] is None
            continue
        assert row["rate"] == pytest.approx(k / n, abs=1e-15)
        assert (row["lower"], row["upper"]) == pytest.approx(wilson(k, n), abs=1e-12)


def test_children_without_a_result_are_counted_apart(
    records: pl.DataFrame, outcomes: cw.Outcomes
) -> None:
    frame = outcomes.rates()
    assert frame["n"].sum() + frame["missing"].sum() == records.height == 21_828
    assert frame["missing"].sum() == records["proficient"].null_count() == 67
    # Counting them as failures would lower the rate.
    assert frame["successes"].sum() / frame["n"].sum() > records["proficient"].sum() / 21_828


def test_the_latest_period_does_not_depend_on_the_order_of_rows() -> None:
    for labels in (
        ["Fall 2022", "Spring 2023", "Fall 2023", "Spring 2024"],
        ["Q4 2022", "Q1 2023", "Q2 2023", "Q1 2024"],
        ["98-99", "99-00", "00-01", "01-02"],
    ):
        for order in (labels, labels[::-1]):
            table = {"when": order, "g": ["A"] * 4, "k": [1] * 4, "n": [10] * 4}
            counted = cw.Outcomes.from_counts(
                table, successes="k", total="n", by="g", period="when"
            )
            records = {"when": order, "g": ["A"] * 4, "reads": [True] * 4}
            for o in (
                counted,
                cw.Outcomes.from_records(records, outcome="reads", by="g", period="when"),
            ):
                assert o.periods == labels


def test_schools_are_known_by_number_because_two_share_a_name(records: pl.DataFrame) -> None:
    by_name = cw.Outcomes.from_records(records, outcome="proficient", by="school")
    by_number = cw.Outcomes.from_records(records, outcome="proficient", by="school_number")
    name = "Cedar Meadow Elementary School"
    numbers = records.filter(pl.col("school") == name)["school_number"].unique().to_list()
    assert len(numbers) == 2
    merged = by_name.rates(by="school").filter(pl.col("school") == name)
    apart = by_number.rates(by="school_number").filter(
        pl.col("school_number").is_in([str(number) for number in numbers])
    )
    assert merged["n"].to_list() == [apart["n"].sum()]  # one row that is neither school
    assert apart["rate"].n_unique() == 2
    assert by_number.rates(by="school_number").height == by_name.rates(by="school").height + 1


def reference_of(
    name: str | float, groups: dict[tuple[str, ...], tuple[int, int, int]], key: tuple[str, ...]
) -> tuple[int, int] | float:
    """(successes, n) of the population a group is compared with, or the level."""
    if isinstance(name, float):
        return name
    if name == "best":
        large = {k: v for k, v in groups.items() if v[0] >= 10}
        # Equal rates (1.0 at small schools) go to the larger group, as the documentation says.
        n, k, _ = groups[max(large, key=lambda k: (large[k][1] / large[k][0], large[k][0]))]
        return k, n
    if name in {"rest", "overall"}:
        chosen = [v for k, v in groups.items() if name == "overall" or k != key]
        return sum(v[1] for v in chosen), sum(v[0] for v in chosen)
    n, k, _ = groups[(name,)]
    return k, n


@pytest.mark.parametrize("period", ["2021", "2023", "2025"])
@pytest.mark.parametrize(
    ("by", "name"),
    [
        *itertools.product(
            [["race"], ["school_number"], DIMENSIONS], ["rest", "overall", "best", 0.8]
        ),
        (["race"], "White"),
    ],
)
def test_gaps_equal_closed_formulas(
    records: pl.DataFrame,
    outcomes: cw.Outcomes,
    by: list[str],
    period: str,
    name: str | float,
) -> None:
    year = records.filter(pl.col("year") == int(period))
    groups = counted(year, by)
    frame = outcomes.gaps(by=by, reference=name, period=period)
    assert frame.height == len(groups)
    assessed = 0
    for row in frame.iter_rows(named=True):
        key = tuple(row[c] for c in by)
        n, k, _ = groups[key]
        assert (row["n"], row["successes"]) == (n, k)
        other = reference_of(name, groups, key)
        rate = other if isinstance(other, float) else other[0] / other[1]
        assert row["reference_rate"] == pytest.approx(rate, abs=1e-12)
        if n == 0:
            assert row["status"] == "not assessable"
            continue
        assert row["difference_pp"] == pytest.approx(100 * (k / n - rate), abs=1e-9)
        itself = row["lower_pp"] is None  # the best or the named group beside itself
        if itself:
            assert row["reference"].startswith(str(key[0])) or name == "best"
            assert row["difference_pp"] == 0
            continue
        low, high = interval(name, (k, n), other, groups, key)
        assert (row["lower_pp"], row["upper_pp"]) == pytest.approx((low, high), abs=1e-9)
        if n < 10:
            assert row["status"] == "not assessable"
        else:
            assessed += 1
            assert row["status"] == ("flagged" if high < 0 else "not flagged")
    assert assessed > 0


def interval(
    name: str | float,
    own: tuple[int, int],
    other: tuple[int, int] | float,
    groups: dict[tuple[str, ...], tuple[int, int, int]],
    key: tuple[str, ...],
) -> tuple[float, float]:
    """Percentage points: Wilson less a level, Newcombe for two groups, scaled for a part."""
    if isinstance(other, float):
        low, high = wilson(*own)
        return 100 * (low - other), 100 * (high - other)
    if name == "overall":
        # The group is part of everyone: p_g - p_all = (1 - n_g / n) (p_g - p_rest).
        rest: Any = reference_of("rest", groups, key)
        share = 1 - own[1] / other[1]
        low, high = newcombe(own, rest)
        return 100 * share * low, 100 * share * high
    low, high = newcombe(own, other)
    return 100 * low, 100 * high


def test_needed_is_the_smallest_whole_number_that_reaches_the_reference(
    records: pl.DataFrame, outcomes: cw.Outcomes
) -> None:
    year = records.filter(pl.col("year") == 2025)
    groups = counted(year, DIMENSIONS)
    for row in outcomes.needed(by=DIMENSIONS, reference="80%", period="2025").iter_rows(named=True):
        n, k, _ = groups[tuple(row[c] for c in DIMENSIONS)]
        # By search, in whole numbers: 10 (k + x) >= 8 n.
        assert row["needed"] == next(x for x in range(n + 1) if 10 * (k + x) >= 8 * n)


def test_concentration_by_school_and_race(records: pl.DataFrame, outcomes: cw.Outcomes) -> None:
    year = records.filter(pl.col("year") == 2025)
    short = sorted(
        (max(0, -((10 * k - 8 * n) // 10)) for n, k, _ in counted(year, DIMENSIONS).values()),
        reverse=True,
    )
    found = outcomes.concentration(goal="80%", by=DIMENSIONS, period="2025")
    total = sum(short)
    assert found.total == total
    running, cells = 0, 0
    while 10 * running < 8 * total:
        running, cells = running + short[cells], cells + 1
    assert (found.smallest, found.covered) == (cells, running)
    frame = found.to_frame()
    assert frame["in_smallest_set"].sum() == cells
    assert frame["shortfall"].drop_nulls().sum() == total
