"""Where the gap is: between and within places, in which cells, how sure; and what is unknown."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import commonweal as cw
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy.optimize import minimize
from scipy.special import betaln
from scipy.stats import beta as beta_distribution


@pytest.fixture(scope="module")
def records(outside: Path) -> pl.DataFrame:
    return pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")


@pytest.fixture(scope="module")
def outcomes(records: pl.DataFrame) -> cw.Outcomes:
    by = ["race", "school_number"]
    return cw.Outcomes.from_records(records, outcome="proficient", by=by, period="year")


def of_counts(columns: dict[str, list[Any]], by: list[str], **more: Any) -> cw.Outcomes:
    return cw.Outcomes.from_counts(columns, successes="k", total="n", by=by, **more)


# --- Kitagawa -------------------------------------------------------------------------------------


def kitagawa(records: pl.DataFrame, first: str, second: str) -> tuple[Fraction, Fraction]:
    """The two sums as Kitagawa (1955) writes them, over fractions, from the records of 2025."""
    counts: dict[str, dict[int, tuple[int, int]]] = {first: {}, second: {}}
    grouped = (
        records.filter((pl.col("year") == 2025) & pl.col("proficient").is_not_null())
        .group_by("race", "school_number")
        .agg(pl.len(), pl.col("proficient").sum())
    )
    for race, school, n, k in grouped.iter_rows():
        if race in counts:
            counts[race][school] = (n, k)
    a, b = counts[first], counts[second]
    all_a, all_b = (sum(n for n, _ in side.values()) for side in (a, b))
    between = within = Fraction(0)
    for school in a.keys() | b.keys():
        (na, ka), (nb, kb) = a.get(school, (0, 0)), b.get(school, (0, 0))
        wa, wb = Fraction(na, all_a), Fraction(nb, all_b)
        # The rule for a school without one group: its missing rate is the other's.
        ra = Fraction(ka, na) if na else Fraction(kb, nb)
        rb = Fraction(kb, nb) if nb else Fraction(ka, na)
        between += (wa - wb) * (ra + rb) / 2
        within += (wa + wb) / 2 * (ra - rb)
    return between, within


@pytest.mark.parametrize(
    ("second", "published", "one_sided"),
    [
        ("Hispanic", (0.16493, 0.03044, 0.13448), None),
        ("African American", (0.08369, 0.00762, 0.07608), 20),
    ],
)
def test_white_readers_and_others_over_72_schools(
    records: pl.DataFrame,
    outcomes: cw.Outcomes,
    second: str,
    published: tuple[float, float, float],
    one_sided: int | None,
) -> None:
    found = outcomes.decompose("White", second, by="school_number", period=2025)
    assert (found.between, found.within) == kitagawa(records, "White", second)
    assert found.between + found.within == found.gap
    assert [float(x) for x in (found.gap, found.between, found.within)] == pytest.approx(
        published, abs=6e-6
    )
    frame = found.to_frame()
    assert frame.height == 72
    assert frame["between_pp"].sum() == pytest.approx(100 * float(found.between), abs=1e-9)
    assert frame["within_pp"].sum() == pytest.approx(100 * float(found.within), abs=1e-9)
    alone = frame.filter((pl.col("first_n") == 0) != (pl.col("second_n") == 0))
    assert found.one_sided == alone.height
    assert alone["within_pp"].abs().sum() == 0
    if one_sided is not None:
        assert found.one_sided == one_sided
    said = f"{found.one_sided} places with children of only one of the two"
    assert (said in str(found)) == (found.one_sided > 0)
    composition, rate, interaction = found.three_fold
    assert composition + rate + interaction == found.gap
    assert composition + interaction / 2 == found.between


def test_the_exact_parts_have_more_digits_than_python_reads_in_base_ten() -> None:
    # 2,000 places of different sizes: the common denominator has thousands of digits.
    sizes = [1_000_003 + 2 * i for i in range(2000)]
    found = of_counts(
        {
            "school": [str(i) for i in range(2000)] * 2,
            "race": ["A"] * 2000 + ["B"] * 2000,
            "k": [n // 2 for n in sizes] + [n // 3 for n in sizes],
            "n": sizes + list(reversed(sizes)),
        },
        ["school", "race"],
    ).decompose("A", "B", by="school")
    assert found.between + found.within == found.gap
    assert found.between.denominator > 10**4300


def test_change_over_time_is_composition_and_rates() -> None:
    # Both groups keep their rates (80 and 40 %); the second grows from 1/2 to 3/4 of the children.
    o = of_counts(
        {
            "year": [1999, 1999, 2000, 2000],
            "race": ["A", "B"] * 2,
            "k": [80, 40, 40, 60],
            "n": [100, 100, 50, 150],
        },
        ["race"],
        period="year",
    )
    found = o.decompose_change(1999, 2000, by="race")
    assert (found.gap, found.between, found.within) == (Fraction(-1, 10), Fraction(-1, 10), 0)
    assert "composition" in str(found)


def test_standard_errors_are_the_closed_formula(outcomes: cw.Outcomes) -> None:
    found = outcomes.decompose("White", "Hispanic", by="school_number", period=2025)
    f = found.to_frame()
    totals = [(f[f"{s}_n"].sum(), f[f"{s}_successes"].sum()) for s in ("first", "second")]

    def variance(n: int, k: int, whole: tuple[int, int]) -> float:
        if n == 0:
            return 0.0
        if n == 1:
            p = whole[1] / whole[0]
            return p * (1 - p)
        return k / n * (1 - k / n) / (n - 1)

    within = between = 0.0
    for row in f.iter_rows(named=True):
        a, b = row["first_share"], row["second_share"]
        va = variance(row["first_n"], row["first_successes"], totals[0])
        vb = variance(row["second_n"], row["second_successes"], totals[1])
        both = row["first_n"] > 0 and row["second_n"] > 0
        within += ((a + b) / 2) ** 2 * (va + vb) if both else 0
        between += ((a - b) / 2) ** 2 * (va + vb) if both else a * a * va + b * b * vb
    errors = found.parts()["standard_error_pp"].to_list()
    assert errors == pytest.approx([100 * between**0.5, 100 * within**0.5], rel=1e-9)


def test_the_dimension_of_the_groups_is_found_or_asked_for() -> None:
    columns = {
        "school": ["1", "1", "2", "2"],
        "race": ["A", "B", "A", "B"],
        "language": ["A", "B", "B", "A"],
        "k": [1, 2, 3, 4],
        "n": [9, 9, 9, 9],
    }
    o = of_counts(columns, ["school", "race", "language"])
    with pytest.raises(cw.InputError, match="levels of race and of language"):
        o.decompose("A", "B", by="school")
    assert o.decompose("A", "B", by="school", groups="race").gap == Fraction(4, 18) - Fraction(
        6, 18
    )
    with pytest.raises(cw.InputError, match='"C"'):
        o.decompose("A", "C", by="school", groups="race")
    with pytest.raises(cw.InputError, match="Name one in by="):
        o.decompose("A", "B", by="race", groups="race")


def test_censored_places_are_left_out_and_their_children_counted() -> None:
    o = of_counts(
        {
            "school": ["1", "2", "3"] * 2,
            "race": ["A"] * 3 + ["B"] * 3,
            "k": ["60", "10", "<10", "13", "32", "5"],
            "n": ["80", "20", "20", "20", "80", "7"],
        },
        ["school", "race"],
    )
    found = o.decompose("A", "B", by="school")
    assert (found.gap, found.places_left_out) == (Fraction(1, 4), 1)
    assert "1 cell with 20 children of A and 7 of B" in str(found)
    assert found.to_frame()["between_pp"].to_list()[2] is None


# --- concentration --------------------------------------------------------------------------------

# By hand at 80 %: needs 40, 32, 24, 20, 16, 48, 40, 24, 16, 8 less the successes.
TEN = {
    "school": ["S01", "S05", "S02", "S03", "S04"] * 2,
    "race": ["Black"] * 5 + ["White"] * 5,
    "n": [50, 40, 30, 25, 20, 60, 50, 30, 20, 10],
    "k": [16, 14, 10, 11, 12, 47, 41, 22, 12, 9],
}
SHORT = [24, 18, 14, 9, 4, 1, 0, 2, 4, 0]


def test_ten_cells_76_missing_and_four_hold_four_fifths() -> None:
    found = of_counts(TEN, ["school", "race"]).concentration(
        goal="80%", by=["school", "race"], draws=0
    )
    assert (found.total, found.smallest, found.covered) == (sum(SHORT), 4, 65) == (76, 4, 65)
    frame = found.to_frame()
    first = frame.filter("in_smallest_set").select("school", "race").rows()
    assert first == [(s, "Black") for s in ("S01", "S05", "S02", "S03")]
    # Gini by its definition, the mean difference.
    differences = sum(abs(a - b) for a, b in itertools.product(SHORT, SHORT))
    assert found.gini == pytest.approx(differences / (2 * 10 * sum(SHORT)), abs=1e-12)
    curve = found.curve()
    assert curve.height == 11
    assert curve["children"].to_list()[1] == pytest.approx(50 / 335)
    assert curve["shortfall"].to_list()[4] == pytest.approx(65 / 76)
    assert found.stability is None
    assert "rank_lower" not in frame.columns


def test_whether_a_censored_cell_is_in_the_smallest_set_is_not_known() -> None:
    columns = {"school": ["1", "2", "3"], "k": ["60", "70", "*"], "n": ["100", "100", "5000"]}
    found = of_counts(columns, ["school"]).concentration(goal="80%", by="school", draws=20)
    frame = found.to_frame()
    hidden = frame.filter(school="3").drop("school", "period", strict=False)
    assert list(hidden.row(0)) == [None] * hidden.width
    assert frame["in_smallest_set"].to_list() == [True, True, None]
    lower = of_counts(columns, ["school"], direction="lower")
    text = str(lower.concentration(goal="5%", by="school", draws=0))
    assert "hold 120 of the 120 children too many above 5.0 % in each cell" in text
    assert "1 cell, with 0 to 4,750 children too many." in text
    assert "missing" not in text


def test_cells_above_the_goal_are_not_netted() -> None:
    o = of_counts({"school": ["1", "2"], "k": [0, 100], "n": [10, 100]}, ["school"])
    assert o.concentration(goal="80%", by="school", draws=0).total == 8


def test_within_one_group_the_cells_are_those_of_that_group() -> None:
    o = cw.example().outcomes("early_reading")
    found = o.concentration(goal="80%", by="place_id", within={"race_ethnicity": "Black"}, draws=0)
    # The same from the cells of both dimensions, in integers; five schools have censored counts.
    cells = o.rates(by=["place_id", "race_ethnicity"], period=o.periods[-1])
    known = cells.filter(pl.col("race_ethnicity") == "Black").drop_nulls("successes")
    pairs = known.select("n", "successes").rows()
    short = [max(0, -(-4 * n // 5) - k) for n, k in pairs]
    assert (found.total, len(short)) == (sum(short), 25) == (222, 25)
    assert "12 of 25 cells (race_ethnicity: Black) hold 178 of the 222" in str(found)
    assert found.to_frame().height == 30
    assert found.smallest == 12
    assert found.to_frame().columns[:2] == ["period", "place_id"]
    ten = of_counts(TEN, ["school", "race"])
    assert ten.concentration(goal="80%", by="school", within={"race": "Black"}).total == 69
    with pytest.raises(cw.CommonwealError, match='Closest: "Black"'):
        ten.concentration(goal="80%", by="school", within={"race": "Blck"})
    with pytest.raises(cw.CommonwealError, match='Closest: "race"'):
        ten.concentration(goal="80%", by="school", within={"rase": "Black"})


def test_cells_without_children_are_set_aside() -> None:
    o = of_counts({"school": ["1", "2", "3", "4"], "k": [0] * 4, "n": [10, 10, 0, 0]}, ["school"])
    found = o.concentration(goal="80%", by="school", draws=0)
    assert found.gini == 0
    assert "Set aside without children: 2 cells." in str(found)
    assert found.to_frame().height == 2
    status = o.shrink(by="school").to_frame()["status"].to_list()
    assert status[2:] == ["no children"] * 2


def test_groups_that_share_children_are_not_added_up() -> None:
    records = pl.DataFrame({"y": [0, 0, 1], "asian": [1, 1, 0], "white": [1, 0, 1], "s": ["1"] * 3})
    o = cw.Outcomes.from_records(
        records, outcome="y", by="s", overlapping={"race": {"Asian": "asian", "White": "white"}}
    )
    with pytest.raises(cw.InputError, match="overlap"):
        o.concentration(goal="80%", by="race")
    with pytest.raises(cw.InputError, match="overlap"):
        o.concentration(goal="80%", by=["s", "race"])
    t = cw.Target(baseline="60%", goal="80%", cohort=100, start=2026, years=5)
    with pytest.raises(cw.InputError, match="overlap"):
        t.quick_wins(o, by="race")
    # One of the groups holds no child twice: two Asian children, both short.
    assert o.concentration(goal="100%", by="s", within={"race": "Asian"}, draws=0).total == 2


@pytest.mark.parametrize("rates", ["raw", "shrunken"])
def test_ranks_equal_a_plain_simulation(rates: str) -> None:
    o = of_counts(TEN, ["school", "race"])
    found = o.concentration(goal="80%", by=["school", "race"], draws=4000, seed=3, rates=rates)
    frame = found.to_frame()
    n, k = (frame[name].to_numpy().astype(np.int64) for name in ("n", "successes"))
    random = np.random.default_rng(11)
    draws = 20_000
    if rates == "raw":
        p = np.tile(k / n, (draws, 1))
    else:
        prior = o.shrink(by=["school", "race"]).priors().row(0, named=True)
        p = random.beta(prior["alpha"] + k, prior["beta"] + n - k, size=(draws, n.size))
    drawn = random.binomial(n, p)
    short = np.maximum(0, -((10 * drawn - 8 * n) // 10))
    total = short.sum(axis=1, keepdims=True)
    # Ties go to the larger cell and then to the key, as documented.
    keys = frame.select("school", "race").rows()
    tie = np.array(sorted(range(n.size), key=lambda i: (-n[i], keys[i]))).argsort()
    order = np.argsort(-short * 100 + tie, axis=1)
    held = np.take_along_axis(short, order, axis=1).cumsum(axis=1)
    size = (5 * held < 4 * total).sum(axis=1) + 1
    inside = np.zeros_like(short, dtype=bool)
    np.put_along_axis(inside, order, np.arange(n.size) < size[:, None], axis=1)
    # Two Monte Carlo errors of 4,000 draws at one half are .016; four are allowed.
    assert frame["in_smallest_probability"].to_numpy() == pytest.approx(
        inside.mean(axis=0), abs=0.032
    )
    counted = np.arange(n.size) < found.smallest
    jaccard = (inside & counted).sum(axis=1) / (inside | counted).sum(axis=1)
    assert found.stability == pytest.approx(jaccard.mean(), abs=0.02)
    lower, upper = frame["rank_lower"].to_numpy(), frame["rank_upper"].to_numpy()
    assert (lower <= frame["rank_median"].to_numpy()).all()
    assert (frame["rank_median"].to_numpy() <= upper).all()


def test_the_same_seed_gives_the_same_ranks(outcomes: cw.Outcomes) -> None:
    def run(seed: int) -> pl.DataFrame:
        found = outcomes.concentration(
            goal="80%", by=["race", "school_number"], period=2025, draws=200, seed=seed
        )
        return found.to_frame()

    assert run(1).equals(run(1))
    assert not run(1).equals(run(2))


def test_bad_options_of_the_draws() -> None:
    o = of_counts(TEN, ["school", "race"])
    with pytest.raises(cw.InputError, match="shrunken, raw"):
        o.concentration(goal="80%", by="school", rates="smooth")
    with pytest.raises(cw.InputError, match="draws"):
        o.concentration(goal="80%", by="school", draws=-1)


# --- shrinkage ------------------------------------------------------------------------------------


def beta_binomial(n: np.ndarray, k: np.ndarray) -> tuple[float, float]:
    """Maximum likelihood by scipy on the textbook form."""

    def lost(logs: np.ndarray) -> float:
        a, b = np.exp(logs)
        return -float((betaln(a + k, b + n - k) - betaln(a, b)).sum())

    start = minimize(
        lost, [1.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11}
    )
    a, b = np.exp(minimize(lost, start.x, method="BFGS", options={"gtol": 1e-9}).x)
    return float(a), float(b)


def test_schools_of_2025_shrink_as_by_maximum_likelihood(outcomes: cw.Outcomes) -> None:
    found = outcomes.shrink(by="school_number", period=2025)
    prior = found.priors().row(0, named=True)
    # The published reference values.
    assert (prior["alpha"], prior["beta"]) == pytest.approx((12.437, 3.205), abs=6e-4)
    frame = found.to_frame()
    n, k = frame["n"].to_numpy(), frame["successes"].to_numpy()
    a, b = beta_binomial(n, k)
    assert (prior["alpha"], prior["beta"]) == pytest.approx((a, b), rel=2e-4)
    a, b = prior["alpha"], prior["beta"]
    assert frame["estimate"].to_numpy() == pytest.approx((a + k) / (a + b + n), abs=1e-12)
    assert frame["weight"].to_numpy() == pytest.approx(n / (a + b + n), abs=1e-12)
    for name, q in [("lower", 0.025), ("upper", 0.975)]:
        expected = beta_distribution.ppf(q, a + k, b + n - k)
        assert frame[name].to_numpy() == pytest.approx(expected, abs=1e-9)
    assert (frame["small"] == (frame["n"] < 10)).all()
    assert "Beta(12.437, 3.205)" in str(found)


def test_one_distribution_for_each_group_within(outcomes: cw.Outcomes) -> None:
    found = outcomes.shrink(by="school_number", within="race", period=2025)
    priors = found.priors()
    assert priors["race"].n_unique() == priors.height == 5
    frame = found.to_frame()
    assert frame.columns[:3] == ["period", "race", "school_number"]
    for row in priors.filter(pl.col("prior") == "beta").iter_rows(named=True):
        cells = frame.filter(pl.col("race") == row["race"])
        a, b = beta_binomial(cells["n"].to_numpy(), cells["successes"].to_numpy())
        assert row["mean"] == pytest.approx(a / (a + b), rel=1e-3)


def test_what_cannot_be_shrunk_says_why() -> None:
    two = of_counts({"school": ["1", "2"], "k": [1, 9], "n": [10, 10]}, ["school"]).shrink(
        by="school"
    )
    assert two.priors()["prior"].to_list() == ["not fitted"]
    assert str(two) == "Not shrunk: fewer than 3 cells have children and exact counts."
    assert two.to_frame()["estimate"].null_count() == 2
    alike = of_counts({"school": list("123"), "k": [5, 10, 20], "n": [10, 20, 40]}, ["school"])
    found = alike.shrink(by="school")
    assert found.priors()["prior"].to_list() == ["equal"]
    assert found.to_frame()["estimate"].to_list() == [0.5, 0.5, 0.5]
    hidden = of_counts(
        {"school": list("1234"), "k": ["5", "18", "<10", "3"], "n": ["10", "20", "40", "30"]},
        ["school"],
    ).shrink(by="school")
    assert hidden.to_frame()["status"].to_list()[-1].startswith("left out")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), min_size=3, max_size=15))
def test_an_estimate_lies_between_the_rate_and_the_mean(cells: list[tuple[int, int]]) -> None:
    columns = {
        "school": [str(i) for i in range(len(cells))],
        "k": [min(k, n) for n, k in cells],
        "n": [n for n, _ in cells],
    }
    found = of_counts(columns, ["school"]).shrink(by="school")
    mean = found.priors()["mean"][0]
    for row in found.to_frame().iter_rows(named=True):
        if row["estimate"] is not None and row["rate"] is not None:
            assert min(row["rate"], mean) - 1e-9 <= row["estimate"] <= max(row["rate"], mean) + 1e-9


# --- what is not recorded -------------------------------------------------------------------------


def test_bounds_by_source_by_hand() -> None:
    # Black 27 of 60, five more without an outcome; White 95 of 140; no race: 6 of 10, two without.
    def rows(race: str | None, reach: int, not_reach: int, unknown: int) -> list[tuple[Any, Any]]:
        return [(race, True)] * reach + [(race, False)] * not_reach + [(race, None)] * unknown

    data = rows("Black", 27, 33, 5) + rows("White", 95, 45, 0) + rows(None, 6, 4, 2)
    frame = pl.DataFrame(data, schema={"race": pl.String, "reads": pl.Boolean}, orient="row")
    found = cw.Outcomes.from_records(frame, outcome="reads", by="race").missing_bounds(by="race")
    assert (found.children, found.group_unknown, found.outcome_unknown, found.both_unknown) == (
        217,
        10,
        5,
        2,
    )
    black = found.to_frame().filter(pl.col("race") == "Black")
    expected = [(27 / 64, 33 / 66), (27 / 65, 32 / 65), (27 / 71, 40 / 73)]
    for (low, high), row in zip(expected, black.iter_rows(named=True), strict=True):
        assert (row["rate_low"], row["rate_high"]) == pytest.approx((low, high), abs=1e-15)
        assert row["rate"] == 0.45
        assert row["gap_low_pp"] <= row["gap_pp"] <= row["gap_high_pp"]
    assert "between 38.0 % and 54.8 %" in found.describe()[0]


def completions(counts: dict[str, tuple[int, int, int]]) -> Callable[[str], set[Fraction]]:
    """Every way of filling in groups and outcomes: the gaps of a group."""
    others = [g for g in counts if g != "?"]
    s, f, m = counts["?"]

    def gaps(group: str) -> set[Fraction]:
        rest = [sum(counts[g][i] for g in others if g != group) for i in range(3)]
        own = counts[group]
        out = set()
        for a, b, to_own in itertools.product(range(s + 1), range(f + 1), range(m + 1)):
            for filled in itertools.product(
                range(own[2] + 1), range(rest[2] + 1), range(to_own + 1), range(m - to_own + 1)
            ):
                k = own[0] + filled[0] + a + filled[2]
                n = sum(own) + a + b + to_own
                rk = rest[0] + filled[1] + s - a + filled[3]
                rn = sum(rest) + s - a + f - b + m - to_own
                out.add(Fraction(k, n) - Fraction(rk, rn))
        return out

    return gaps


def test_gaps_equal_every_completion() -> None:
    counts = {"A": (2, 3, 1), "B": (4, 1, 2), "?": (1, 2, 3)}
    rows = [
        (None if race == "?" else race, outcome)
        for race, (s, f, m) in counts.items()
        for outcome in [True] * s + [False] * f + [None] * m
    ]
    frame = pl.DataFrame(rows, schema={"race": pl.String, "reads": pl.Boolean}, orient="row")
    found = cw.Outcomes.from_records(frame, outcome="reads", by="race").missing_bounds(by="race")
    every = completions(counts)
    for row in found.to_frame().filter(pl.col("source") == "both").iter_rows(named=True):
        gaps = every(row["race"])
        assert row["gap_low_pp"] == pytest.approx(100 * float(min(gaps)), abs=1e-12)
        assert row["gap_high_pp"] == pytest.approx(100 * float(max(gaps)), abs=1e-12)


def test_a_group_of_which_no_outcome_is_recorded_has_bounds() -> None:
    records = {"g": ["A"] * 20 + ["B"] * 20, "y": [True] * 10 + [False] * 10 + [None] * 20}
    found = cw.Outcomes.from_records(records, outcome="y", by="g").missing_bounds(by="g")
    frame = found.to_frame()
    rates = {"A": (0.5, 0.5, 0.5), "B": (None, 0.0, 1.0)}
    for row in frame.filter(pl.col("source") != "group not recorded").iter_rows(named=True):
        assert (row["rate"], row["rate_low"], row["rate_high"]) == rates[row["g"]]
        # A's rest is all of B, at anything from 0 to 100 %; B's rest is A, at 50 %.
        assert (row["gap_pp"], row["gap_low_pp"], row["gap_high_pp"]) == (None, -50.0, 50.0)
    # With the outcomes set aside nobody is left in B: no rate of it, and no gap to it.
    alone = frame.filter(pl.col("source") == "group not recorded")
    assert alone["rate_low"].to_list() == alone["rate_high"].to_list() == [0.5, None]
    assert alone["gap_low_pp"].null_count() == alone["gap_high_pp"].null_count() == 2
    assert found.describe()[1].endswith("the gap to everyone else between −50.0 and 50.0 points.")


def test_children_without_a_result_widen_no_group_they_cannot_be_in(outcomes: cw.Outcomes) -> None:
    period = outcomes.rates().sort("missing")["period"][-1]
    found = outcomes.missing_bounds(by="race", period=period)
    assert found.group_unknown == found.both_unknown == 0
    assert found.outcome_unknown > 0
    frame = found.to_frame()
    alone = frame.filter(pl.col("source") == "group not recorded")
    assert (alone["rate_low"] == alone["rate_high"]).all()
    both = frame.filter(pl.col("source") == "both")
    width = both["rate_high"] - both["rate_low"]
    expected = both["outcome_unknown"] / (both["n"] + both["outcome_unknown"])
    assert width.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-12)


def test_a_withheld_count_is_a_range_and_not_missing() -> None:
    o = of_counts({"race": ["A", "B"], "k": ["<10", "30"], "n": ["20", "50"]}, ["race"])
    row = o.missing_bounds(by="race").to_frame().row(0, named=True)
    low, high = o.rates(by="race").select("lower", "upper").row(0)
    last = o.missing_bounds(by="race").to_frame().row(2, named=True)
    assert row["withheld"] > 0
    assert (row["outcome_unknown"], row["rate"], row["gap_pp"]) == (None, None, None)
    assert (row["rate_low"], row["rate_high"]) == pytest.approx((low, high), abs=1e-15)
    assert o.missing_bounds(by="race").withheld == row["withheld"]
    assert (last["rate_low"], last["rate_high"]) == pytest.approx((low, high), abs=1e-15)


def test_60_of_90_tested_of_100_enrolled_is_63_percent() -> None:
    records = {"race": ["A"] * 100, "reads": [True] * 60 + [False] * 30 + [None] * 10}
    o = cw.Outcomes.from_records(records, outcome="reads", by="race")
    row = o.participation(by="race").row(0, named=True)
    assert (row["enrolled"], row["tested"], row["successes"]) == (100, 90, 60)
    assert row["adjusted_rate"] == pytest.approx(60 / 95, abs=1e-15)
    assert row["rate"] == pytest.approx(2 / 3, abs=1e-15)
    assert o.participation(floor=0)["adjusted_rate"][0] == pytest.approx(2 / 3)
    with pytest.raises(cw.InputError, match="floor"):
        o.participation(floor=95)


def test_counts_do_not_say_who_has_no_outcome() -> None:
    o = of_counts({"race": ["A", "B"], "k": ["12", "30"], "n": ["20", "50"]}, ["race"])
    row = o.participation(by="race").row(0, named=True)
    assert (row["tested"], row["successes"], row["rate"]) == (20, 12, 0.6)
    assert (row["enrolled"], row["participation"], row["adjusted_rate"]) == (None, None, None)
    assert "not known" in row["reason"]
    assert o.rates(by="race")["missing"].null_count() == 2
    assert o.cube()["missing"].null_count() == o.cube().height
    found = o.missing_bounds(by="race")
    assert (found.outcome_unknown, found.both_unknown) == (None, None)
    assert all("not known" in sentence for sentence in found.describe())


def test_missing_bounds_takes_a_list_of_one() -> None:
    o = of_counts({"race": ["A", "B"], "k": ["12", "30"], "n": ["20", "50"]}, ["race"])
    assert o.missing_bounds(by=["race"]).to_frame().equals(o.missing_bounds(by="race").to_frame())
    for by in ([], ["race", "race"]):
        with pytest.raises(cw.InputError, match="Expected one"):
            o.missing_bounds(by=by)


def test_no_records_are_no_bounds() -> None:
    empty = pl.DataFrame(schema={"race": pl.String, "reads": pl.Boolean})
    o = cw.Outcomes.from_records(empty, outcome="reads", by="race")
    assert o.missing_bounds(by="race").children == 0
    assert o.shrink(by="race").to_frame().height == 0
    assert o.trend(by="race").to_frame().height == 0
    assert o.participation(by="race").height == 0


def test_a_dimension_of_within_may_stand_in_by_too() -> None:
    outcomes = cw.example().outcomes("early_reading")
    apart = outcomes.shrink(by="place_id", within="race_ethnicity").to_frame()
    both = outcomes.shrink(by=["place_id", "race_ethnicity"], within="race_ethnicity").to_frame()
    assert_frame_equal(apart, both)
    with pytest.raises(cw.InputError, match='dimension "place_id" is named twice'):
        outcomes.rates(by=["place_id", "place_id"])
