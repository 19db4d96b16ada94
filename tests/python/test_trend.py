"""Trends of rates and gaps: the line equals statsmodels, and no line crosses a break."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import commonweal as cw
import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy.optimize import brentq
from scipy.stats import t


@pytest.fixture(scope="module")
def outcomes(outside: Path) -> cw.Outcomes:
    records = pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")
    return cw.Outcomes.from_records(
        records, outcome="proficient", by=["race", "school_number"], period="year"
    )


def series(k: list[Any], n: list[Any], years: list[Any] | None = None, **more: Any) -> cw.Outcomes:
    years = years or list(range(2021, 2021 + len(k)))
    columns = {"year": years, "site": ["x"] * len(k), "k": k, "n": n}
    return cw.Outcomes.from_counts(
        columns, successes="k", total="n", by="site", period="year", **more
    )


def line(years: np.ndarray, y: np.ndarray, v: np.ndarray) -> tuple[float, float, float, float]:
    """Slope, error and interval by statsmodels; the variance between years by Paule and Mandel."""
    x = sm.add_constant(years - years[0])

    def fitted(extra: float) -> Any:
        return sm.WLS(y, x, weights=1 / (v + extra)).fit(cov_type="fixed scale")

    def excess(extra: float) -> float:
        return float((fitted(extra).wresid ** 2).sum()) - (len(y) - 2)

    extra = 0.0 if excess(0.0) <= 0 else brentq(excess, 0.0, 1e6, xtol=1e-14, rtol=1e-14)
    fit = fitted(extra)
    half = t.ppf(0.975, len(y) - 2) * fit.bse[1]
    return fit.params[1], fit.bse[1], fit.params[1] - half, fit.params[1] + half


def test_rates_and_gaps_equal_statsmodels(outcomes: cw.Outcomes) -> None:
    rates = outcomes.rates(by="race")
    frame = outcomes.trend(by="race").to_frame()
    assert frame.height == 5 * 4
    for race in rates["race"].unique():
        own = rates.filter(pl.col("race") == race).sort("period")
        other = (
            rates.filter(pl.col("race") != race)
            .group_by("period")
            .agg(pl.col("n").sum(), pl.col("successes").sum())
            .sort("period")
        )
        years = own["period"].cast(pl.Int64).to_numpy().astype(float)

        def parts(rows: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, float]:
            n, k = rows["n"].to_numpy(), rows["successes"].to_numpy()
            return n, k, k.sum() / n.sum()

        (n, k, p), (m, j, q) = parts(own), parts(other)
        v, w = p * (1 - p) / n, q * (1 - q) / m
        expected = {
            "rate": line(years, 100 * k / n, 1e4 * v),
            "log odds": line(years, np.log((k + 0.5) / (n - k + 0.5)), 1 / (n * p * (1 - p))),
            "gap": line(years, 100 * (k / n - j / m), 1e4 * (v + w)),
            "log ratio": line(
                years, np.log(k / n / (j / m)), (1 - p) / (n * p) + (1 - q) / (m * q)
            ),
        }
        for measure, numbers in expected.items():
            row = frame.filter((pl.col("race") == race) & (pl.col("measure") == measure))
            found = row.select("per_year", "standard_error", "lower", "upper").row(0)
            assert found == pytest.approx(numbers, rel=1e-7, abs=1e-9), (race, measure)
            assert row["periods"].item() == 5


def test_equal_cohorts_by_hand() -> None:
    # 40, 50, 45 %: slope 2.5; squares 37.5 > chance 24.75, so the error is sqrt(37.5 / 2).
    row = series([40, 50, 45], [100] * 3).trend().to_frame().row(0, named=True)
    assert row["per_year"] == pytest.approx(2.5, abs=1e-9)
    assert row["standard_error"] == pytest.approx(18.75**0.5, abs=1e-9)
    assert row["between_sd"] == pytest.approx(12.75**0.5, abs=1e-9)
    assert row["movement"] == "unclear"


def test_no_line_crosses_a_break_of_the_definition() -> None:
    o = series([120, 120, 120, 200, 200, 200], [400] * 6)
    assert o.trend().to_frame()["movement"][0] == "rising"
    broken = o.trend(breaks=[2024])
    rates = broken.to_frame().filter(pl.col("measure") == "rate")
    assert rates["movement"].to_list() == ["unclear", "unclear"]
    assert rates.select("from", "to").rows() == [("2021", "2023"), ("2024", "2026")]
    assert "they are not joined" in str(broken)
    with pytest.raises(cw.InputError, match="2030"):
        o.trend(breaks=["2030"])


def test_two_periods_are_not_a_trend() -> None:
    row = series([4, 5], [10, 10]).trend().to_frame().row(0, named=True)
    assert (row["movement"], row["per_year"]) == ("not assessed", None)
    assert row["reason"] == "fewer than 3 periods with exact counts"


def test_a_withheld_count_is_left_out_and_not_zero() -> None:
    found = series(["40", "<10", "50", "45"], ["100"] * 4).trend()
    assert found.to_frame()["periods"][0] == 3
    assert "left out: 2022" in str(found)


def test_every_period_at_100_percent_says_nothing_about_chance() -> None:
    row = series([9, 8, 7], [9, 8, 7]).trend().to_frame().row(0, named=True)
    assert row["reason"] == "every period is at 0 or 100 %"


def test_periods_without_a_year_are_refused() -> None:
    with pytest.raises(cw.InputError, match="does not end in a year"):
        series([1, 2, 3], [9, 9, 9], ["fall", "winter", "spring"]).trend()


def test_outcomes_without_periods_have_no_trend() -> None:
    o = cw.Outcomes.from_counts(
        {"site": ["x"], "k": [1], "n": [2]}, successes="k", total="n", by="site"
    )
    with pytest.raises(cw.InputError, match="no periods"):
        o.trend()


def test_school_years_are_the_year_they_end_in() -> None:
    row = series([40, 45, 60], [100] * 3, ["1998-99", "1999-00", "2001-02"]).trend().to_frame()
    # Years 1999, 2000, 2002, so the fit over 0, 1, 3; equal weights.
    slope = np.polyfit([0, 1, 3], [40, 45, 60], 1)[0]
    assert row["per_year"][0] == pytest.approx(slope, abs=1e-9)


def test_a_named_reference_has_no_gap_to_itself(outcomes: cw.Outcomes) -> None:
    frame = outcomes.trend(by="race", reference="White").to_frame()
    assert set(frame.filter(pl.col("race") == "White")["measure"]) == {"rate", "log odds"}
    assert frame["reference"].drop_nulls().unique().to_list() == ["White"]
    with pytest.raises(cw.InputError, match="Whit"):
        outcomes.trend(by="race", reference="Whit")


def test_absolute_and_relative_gaps_can_move_apart() -> None:
    columns = {
        "year": [2021, 2022, 2023] * 2,
        "race": ["A"] * 3 + ["B"] * 3,
        "k": [500, 1000, 1500, 1000, 1625, 2250],
        "n": [5000] * 6,
    }
    o = cw.Outcomes.from_counts(columns, successes="k", total="n", by="race", period="year")
    frame = o.trend(by="race").to_frame().filter(pl.col("race") == "A")
    change = dict(frame.select("measure", "per_year").rows())
    assert change["gap"] == pytest.approx(-2.5)
    assert change["log ratio"] > 0


@pytest.mark.parametrize(
    ("k", "target", "direction", "achieved", "words"),
    [
        ([600, 650, 700], "80%", "higher", 0.5, "improving"),
        ([600, 700, 800], "80%", "higher", 1.0, "target met or exceeded"),
        ([600, 605, 610], "80%", "higher", 0.05, "little or no detectable change"),
        ([600, 550, 500], "80%", "higher", -0.5, "getting worse"),
        ([300, 250, 200], "10%", "lower", 0.5, "improving"),
        ([850, 800, 700], "80%", "higher", None, "getting worse"),
    ],
)
def test_progress_in_four_classes(
    k: list[int], target: str, direction: str, achieved: float | None, words: str
) -> None:
    row = (
        series(k, [1000] * 3, direction=direction)
        .trend(target=target)
        .progress()
        .row(0, named=True)
    )
    assert (row["class"], row["achieved"]) == (words, achieved)


def test_progress_stays_on_the_last_definition() -> None:
    o = series([100, 100, 600, 700], [1000] * 4)
    row = o.trend(target="80%", breaks=[2023]).progress().row(0, named=True)
    assert (row["baseline_period"], row["achieved"]) == ("2023", 0.5)
    assert o.trend().progress().height == 0
