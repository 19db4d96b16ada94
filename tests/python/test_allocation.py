"""Whose children: golden tables, exhaustive search, whole numbers that add up in every margin."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import commonweal as cw
import polars as pl
import pytest

METHODS = ["equal_rate", "shortfall", "max_min", "leximin", "enrolment", "nonproficient"]
SEED = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
FOUR = {
    "race": ["Black", "Hispanic", "White", "Asian"],
    "k": [270, 200, 580, 150],
    "n": [600, 400, 800, 200],
}


def counts(frame: dict[str, list], by: str | list[str], direction: str = "higher") -> cw.Outcomes:
    return cw.Outcomes.from_counts(
        frame, successes="k", total="n", by=by, period=None, direction=direction
    )


def four(direction: str = "higher") -> cw.Outcomes:
    return counts(FOUR, "race", direction)


def split(outcomes: cw.Outcomes, by: str | list[str], **options: object) -> dict:
    """Children by cell."""
    frame = SEED.allocate(outcomes, by=by, **options).to_frame()
    keys = [by] if isinstance(by, str) else by
    cells = [row[0] if len(keys) == 1 else row for row in frame.select(keys).rows()]
    return dict(zip(cells, frame["allocated"].to_list(), strict=True))


def of_four(**options: object) -> list[int]:
    found = split(four(), "race", **options)
    return [found[race] for race in FOUR["race"]]


# The worked table of the reference: children of Black, Hispanic, White and Asian pupils.
GOLDEN = [
    ("enrolment", 400, [120, 80, 160, 40]),
    ("nonproficient", 400, [165, 100, 110, 25]),
    ("equal_rate", 400, [210, 120, 60, 10]),
    ("shortfall", 400, [210, 120, 60, 10]),
    ("max_min", 400, [210, 120, 60, 10]),
    ("leximin", 400, [210, 120, 60, 10]),
    ("enrolment", 200, [60, 40, 80, 20]),
    ("nonproficient", 200, [83, 50, 55, 12]),
    ("shortfall", 200, [105, 60, 30, 5]),
    ("max_min", 200, [132, 68, 0, 0]),
    ("leximin", 200, [132, 68, 0, 0]),
]


@pytest.mark.parametrize(("method", "total", "children"), GOLDEN)
def test_the_worked_table(method: str, total: int, children: list[int]) -> None:
    assert of_four(method=method, total=total) == children


def test_an_equal_rate_that_is_not_affordable_is_refused() -> None:
    with pytest.raises(cw.InputError, match="takes 400 children, and the total is 200"):
        of_four(method="equal_rate", total=200)


def test_capped_by_list_and_by_level() -> None:
    # Asian, Black, Hispanic, White: the cells are in the order of their keys.
    most = {"Black": 100, "Hispanic": 60, "White": 60, "Asian": 40}
    listed = [40, 100, 60, 60]
    for capacity in (most, listed):
        assert of_four(method="max_min", total=200, capacity=capacity) == [100, 60, 36, 4]
    a = SEED.allocate(four(), by="race", capacity=most)
    # Needs 210, 120, 60, 10 under the capacities: 230 fit.
    assert (a.total, a.allocated, a.unallocated, a.slack) == (400, 230, 170, 0)


def test_what_cannot_be_placed_is_told_and_not_dropped() -> None:
    for method, total in itertools.product(METHODS, [0, 7, 399, 400, 401, 5000]):
        options = {"method": method, "total": total, "capacity": [9, 3, 0, 8]}
        if method == "equal_rate" and total < 20:
            with pytest.raises(cw.InputError, match="takes 20 children"):
                SEED.allocate(four(), by="race", **options)
            continue
        a = SEED.allocate(four(), by="race", **options)
        assert a.allocated + a.unallocated + a.slack == total
        assert a.to_frame()["allocated"].sum() == a.allocated == min(total, 20)


def test_parity_adds_up_to_the_price_of_the_goal() -> None:
    # 245 + 88 + 46 + 3 = 382 = 1600 - 1218.
    o = counts({"g": list("abcd"), "k": [315, 232, 562, 109], "n": [700, 400, 760, 140]}, "g")
    t = cw.Target(baseline=Fraction(1218, 2000), goal="80%", cohort=2000, start=2026, years=5)
    a = t.allocate(o, by="g")
    assert a.to_frame()["allocated"].to_list() == [245, 88, 46, 3]
    assert (a.price, t.children) == (382, 382)


def test_the_next_child_to_the_lowest_rate_is_not_leximin() -> None:
    o = counts({"g": list("abc"), "k": [0, 0, 5], "n": [3, 9, 6]}, "g")
    t = cw.Target(baseline=Fraction(5, 18), goal=1, cohort=18, start=2026, years=5)

    def given(method: str) -> list[int]:
        return t.allocate(o, by="g", method=method, total=5).to_frame()["allocated"].to_list()

    assert given("max_min") == [1, 4, 0]
    assert given("leximin") == [2, 3, 0]


def exhaustive(cells: list[tuple[int, int]], total: int) -> list[Fraction]:
    """The largest vector of rates in ascending order, over every split of at most `total`."""
    ranges = [range(min(n - k, total) + 1) for k, n in cells]
    return max(
        sorted(Fraction(k + x, n) for (k, n), x in zip(cells, parts, strict=True))
        for parts in itertools.product(*ranges)
        if sum(parts) <= total
    )


@pytest.mark.parametrize("total", range(12))
@pytest.mark.parametrize(
    "cells",
    [
        [(0, 3), (0, 9), (5, 6)],
        [(1, 2), (1, 2), (2, 7)],
        [(0, 1), (0, 5), (0, 7)],
        [(2, 4), (3, 6), (1, 2), (4, 9)],
        [(5, 5), (0, 4), (1, 8)],
    ],
)
def test_leximin_is_never_beaten(cells: list[tuple[int, int]], total: int) -> None:
    names = [str(i) for i in range(len(cells))]
    o = counts({"g": names, "k": [k for k, _ in cells], "n": [n for _, n in cells]}, "g")
    t = cw.Target(baseline=0, goal=1, cohort=10, start=2026, years=5)
    frame = t.allocate(o, by="g", method="leximin", total=total).to_frame()
    rates = sorted(
        Fraction(k + x, n) for (k, n), x in zip(cells, frame["allocated"].to_list(), strict=True)
    )
    assert rates == exhaustive(cells, total)


def test_lower_is_better_is_the_mirror() -> None:
    absent = counts(
        {**FOUR, "k": [n - k for k, n in zip(FOUR["k"], FOUR["n"], strict=True)]}, "race", "lower"
    )
    t = cw.Target(baseline="40%", goal="20%", cohort=2000, start=2026, years=5, direction="lower")
    for method, total, children in GOLDEN:
        frame = t.allocate(absent, by="race", method=method, total=total).to_frame()
        found = dict(zip(frame["race"], frame["allocated"], strict=True))
        assert [found[race] for race in FOUR["race"]] == children
    rates = t.allocate(absent, by="race").to_frame()["resulting_rate"].to_list()
    assert rates == pytest.approx([0.2] * 4, abs=1e-12)
    side = t.compare_allocations(absent, by="race", total=200).summary()
    # The furthest rate is the highest.
    assert side.row(2, named=True)["furthest_rate"] == pytest.approx(0.33, abs=1e-12)


CROSSED = {
    "race": [r for r in "ABC" for _ in range(3)],
    "school": ["1", "2", "3"] * 3,
    "k": [10, 20, 21, 11, 9, 7, 42, 15, 20],
    "n": [40, 35, 50, 45, 31, 27, 61, 22, 35],
}


@pytest.mark.parametrize("method", ["shortfall", "enrolment", "nonproficient"])
@pytest.mark.parametrize("total", [1, 17, 50, 100])
def test_two_dimensions_add_up_in_both_margins(method: str, total: int) -> None:
    weight = {
        "shortfall": pl.col("need"),
        "enrolment": pl.col("n"),
        "nonproficient": pl.col("n") - pl.col("successes"),
    }[method]
    o = counts(CROSSED, ["race", "school"])
    frame = SEED.allocate(o, by=["race", "school"], method=method, total=total).to_frame()
    frame = frame.with_columns(weight=weight.cast(pl.Int64))
    everything = frame["weight"].sum()
    for by in (["race"], ["school"], ["race", "school"]):
        sums = frame.group_by(by).agg(pl.col("weight").sum(), pl.col("allocated").sum())
        for _, part, given in sums.select(pl.lit(0), "weight", "allocated").rows():
            assert abs(given - Fraction(total * part, everything)) < 1
    assert frame["allocated"].sum() == total


def test_the_order_of_a_split_is_named() -> None:
    o = counts(CROSSED, ["race", "school"])
    options = {"by": ["race", "school"], "method": "shortfall", "total": 50}
    words = {
        rounding: SEED.allocate(o, rounding=rounding, **options).convention
        for rounding in ("margins", "at_once", "nested")
    }
    assert "race and school add up" in words["margins"]
    assert "all cells at once; whole children by largest remainder" in words["at_once"]
    assert "first over race, then inside each over school" in words["nested"]
    # Nested: each race gets what a split over races alone gives it.
    needs = (
        SEED.allocate(o, by=["race", "school"])
        .to_frame()
        .group_by("race")
        .agg(pl.col("need").sum())
    )
    alone = dict(needs.rows())
    nested = SEED.allocate(o, rounding="nested", **options).to_frame()
    given = dict(nested.group_by("race").agg(pl.col("allocated").sum()).rows())
    for race, need in alone.items():
        assert abs(given[race] - Fraction(50 * need, sum(alone.values()))) < 1


def test_years_add_up_and_no_cell_falls() -> None:
    a = SEED.allocate(four(), by="race")
    years = a.by_year()
    assert years.columns == ["race", "year", "allocated"]
    totals = years.group_by("year", maintain_order=True).agg(pl.col("allocated").sum())
    # The path's own children: 80, 160, 240, 320, 400.
    assert totals.rows() == [(2027, 80), (2028, 160), (2029, 240), (2030, 320), (2031, 400)]
    last = years.filter(pl.col("year") == 2031)["allocated"].to_list()
    assert last == a.to_frame()["allocated"].to_list()
    for _, cell in years.group_by("race", maintain_order=True):
        assert cell["allocated"].is_sorted()


def test_years_follow_any_shape_of_path() -> None:
    a = SEED.allocate(four(), by="race")
    for kind, options in [
        ("geometric", {}),
        ("logit", {}),
        ("geometric_complement", {}),
        ("delayed", {"quiet_years": 2}),
    ]:
        path = SEED.path(kind, **options)
        years = a.by_year(kind, **options)
        totals = years.group_by("year", maintain_order=True).agg(pl.col("allocated").sum())
        assert totals["allocated"].to_list() == [int(x) for x in path["additional"][1:]]
    with pytest.raises(cw.InputError, match="quiet_years belongs to the delayed path"):
        a.by_year("linear", quiet_years=1)


def test_group_by_place_by_year_adds_up_in_every_margin() -> None:
    o = counts(CROSSED, ["race", "school"])
    t = cw.Target(baseline=Fraction(155, 346), goal="80%", cohort=346, start=2026, years=5)
    a = t.allocate(o, by=["race", "school"])
    years = a.by_year()
    finals = dict(a.to_frame().group_by("race").agg(pl.col("allocated").sum()).rows())
    totals = dict(years.group_by("year").agg(pl.col("allocated").sum()).rows())
    for year, race, given in years.group_by("year", "race").agg(pl.col("allocated").sum()).rows():
        assert abs(given - Fraction(totals[year] * finals[race], a.allocated)) < 1
    assert totals[2031] == a.allocated


def test_censored_cells_stay_apart() -> None:
    o = counts({"g": ["a", "b", "c"], "k": ["10", "<10", "20"], "n": ["40", "30", "40"]}, "g")
    a = SEED.allocate(o, by="g")
    frame = a.to_frame()
    assert frame["allocated"].to_list() == [22, None, 12]
    assert "1 cell, short of the goal by 15 to 24 children" in a.caveats[0]
    assert a.by_year().filter(pl.col("g") == "b")["allocated"].null_count() == 5
    side = SEED.compare_allocations(o, by="g")
    assert side.to_frame().filter(pl.col("g") == "b")["remaining"].null_count() == len(METHODS)
    assert side.caveats == a.caveats


def test_cells_without_a_known_outcome_are_not_at_the_goal() -> None:
    records = {"g": ["A"] * 20 + ["B"] * 20, "y": [None] * 40}
    frame = pl.DataFrame(records, schema={"g": pl.String, "y": pl.Boolean})
    text = str(SEED.allocate(cw.Outcomes.from_records(frame, outcome="y", by="g"), by="g"))
    assert "Nothing is allocated towards 80.0 % in every cell: no cell has exact counts" in text
    assert "Not in the allocation: 2 cells without a child with a known outcome." in text
    assert "reaches the goal" not in text
    assert "takes 0" not in text
    some = frame.with_columns(y=pl.when(pl.col("g") == "A").then(pl.lit(False)))
    text = str(SEED.allocate(cw.Outcomes.from_records(some, outcome="y", by="g"), by="g"))
    assert "16 are allocated over 1 cell" in text
    assert "Not in the allocation: 1 cell without a child with a known outcome." in text


def test_the_methods_side_by_side() -> None:
    side = SEED.compare_allocations(four(), by="race", total=200)
    frame = side.to_frame()
    assert frame.columns == [
        "race", "method", "n", "successes", "rate", "need", "allocated", "resulting_rate",
        "remaining", "remaining_pp",
    ]  # fmt: skip
    assert frame["method"].unique(maintain_order=True).to_list() == METHODS
    assert frame.height == 4 * len(METHODS)
    summary = side.summary()
    assert summary["method"].to_list() == METHODS
    assert summary["status"][0] == "takes 400 children, the total is 200"
    assert summary["allocated"].to_list() == [None, 200, 200, 200, 200, 200]
    # Spreads of the reference: shortfall .15, water-filling .08, enrolment .30, the other 133/600.
    expected = [None, 15.0, 8.0, 8.0, 30.0, 100 * 133 / 600]
    for found, spread in zip(summary["spread_pp"], expected, strict=True):
        assert found is spread is None or found == pytest.approx(spread, abs=1e-9)
    black = frame.filter((pl.col("race") == "Black") & (pl.col("method") == "shortfall"))
    row = black.row(0, named=True)
    # 105 of 210: 105 short, 80 - 62.5 points.
    assert row["remaining"] == 105
    assert row["remaining_pp"] == pytest.approx(17.5, abs=1e-9)
    assert "best" not in str(side)
    assert len(str(side).splitlines()) == len(METHODS)


def test_past_the_goal_is_no_remaining_gap() -> None:
    frame = SEED.compare_allocations(four(), by="race").to_frame()
    # By enrolment White pupils get 160 where 60 reach the goal.
    row = frame.filter((pl.col("race") == "White") & (pl.col("method") == "enrolment"))
    assert row.select("allocated", "remaining", "remaining_pp").row(0) == (160, 0, 0.0)


def test_degenerate_groups() -> None:
    one = counts({"g": ["a"], "k": [5], "n": [10]}, "g")
    empty = counts({"g": ["a", "b"], "k": [0, 5], "n": [0, 10]}, "g")
    everyone = counts({"g": ["a"], "k": [10], "n": [10]}, "g")
    for o in (one, empty, everyone):
        for method in METHODS:
            a = SEED.allocate(o, by="g", method=method, total=3)
            assert a.allocated + a.unallocated + a.slack == 3
            assert a.to_frame()["allocated"].sum() == a.allocated
            assert a.by_year().height == 5 * a.to_frame().height
    assert SEED.allocate(everyone, by="g", total=3).slack == 3
    huge = counts({"g": ["a", "b"], "k": [0, 10**13], "n": [10**14, 10**14]}, "g")
    a = SEED.allocate(huge, by="g", method="leximin", total=10**13 + 1)
    assert a.to_frame()["allocated"].to_list() == [10**13 + 1, 0]


def test_wrong_options_are_answered_with_the_right_ones() -> None:
    for options, words in [
        ({"method": "X"}, METHODS),
        ({"rounding": "X"}, ["margins", "at_once", "nested"]),
        ({"capacity": {"X": 1}}, ["no cell", "X"]),
        ({"capacity": {"Black": 1}}, ["Asian"]),
        ({"capacity": [1]}, ["1 given, 4 expected"]),
        ({"capacity": 7}, ["list of whole numbers"]),
    ]:
        with pytest.raises(cw.InputError) as error:
            SEED.allocate(four(), by="race", **options)
        assert [word for word in words if word not in str(error.value)] == []
    with pytest.raises(cw.InputError, match="linear"):
        SEED.allocate(four(), by="race").by_year("X")


def test_real_schools_and_races(outside: Path) -> None:
    records = pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")
    records = records.filter(pl.col("year").cast(pl.String) == "2025")
    o = cw.Outcomes.from_records(
        records, outcome="proficient", by=["race", "school_number"], period="year"
    )
    overall = o.rates().row(0, named=True)
    t = o.target(goal="90%", years=5, start=2025)
    by = ["race", "school_number"]
    for method in METHODS:
        a = t.allocate(o, by=by, method=method, total=None)
        assert a.to_frame()["allocated"].sum() == a.allocated
    a = t.allocate(o, by=by, method="shortfall", total=300)
    frame = a.to_frame()
    price = frame["need"].sum()
    for dimension in by:
        sums = frame.group_by(dimension).agg(pl.col("need").sum(), pl.col("allocated").sum())
        for _, need, given in sums.rows():
            assert abs(given - Fraction(300 * need, price)) < 1
    years = a.by_year()
    totals = years.group_by("year", maintain_order=True).agg(pl.col("allocated").sum())
    assert totals["allocated"].is_sorted()
    assert totals["allocated"][-1] == 300
    assert overall["n"] == t.cohort


def test_a_goal_met_overall_is_spread_over_the_years() -> None:
    o = counts({"g": ["a", "b"], "k": [950, 650], "n": [1000, 1000]}, "g")
    t = cw.Target(baseline="80%", goal="80%", cohort=2000, start=2026, years=5)
    a = t.allocate(o, by="g")
    years = a.by_year().filter(pl.col("g") == "b")["allocated"].to_list()
    assert years == [30, 60, 90, 120, 150]
    said = a.by_year_caveats()
    assert "at the goal at the start" in said[0]
    assert "How it was computed" in said[-1]
    with pytest.raises(cw.InputError, match="linear"):
        a.by_year_caveats("X")


def test_print_counts_the_cells_that_took_part_and_ends_with_caveats() -> None:
    o = counts({"g": ["a", "b", "c"], "k": ["10", "<10", "20"], "n": ["40", "30", "40"]}, "g")
    a = SEED.allocate(o, by="g")
    assert "over 2 cells" in str(a)
    assert str(a).endswith(a.caveats[-1])
    side = SEED.compare_allocations(o, by="g")
    assert str(side).splitlines()[-1] == side.caveats[-1]
