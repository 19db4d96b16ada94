"""Inequality measures equal their published formulas, with the errors that repeated samples have.

The formulas are written here once more, in numpy, for the sample data of WHO; statsmodels fits
the slopes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import commonweal as cw
import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats

Z = float(stats.norm.ppf(0.975))
FILES = [
    "NonorderedSample",
    "NonorderedSampleMultipleind",
    "OrderedSample",
    "OrderedSampleMultipleind",
]
COLUMNS = {"estimate": "estimate", "se": "se", "population": "population", "group": "subgroup"}


def cases(outside: Path) -> list[tuple[str, pl.DataFrame, dict[str, Any]]]:
    """Every indicator of the four files with the options it asks for."""
    found = []
    for file in FILES:
        table = pl.read_csv(outside / "healthequal" / f"{file}.csv")
        for name in table["indicator"].unique(maintain_order=True):
            part = table.filter(pl.col("indicator") == name)
            first = part.row(0, named=True)
            options: dict[str, Any] = {
                "direction": "higher" if first["favourable_indicator"] else "lower",
                "scale": first["indicator_scale"],
            }
            if first["ordered_dimension"]:
                options["order"] = "subgroup_order"
            else:
                marked = part.filter(pl.col("reference_subgroup") == 1)
                options["reference"] = marked["subgroup"].item()
            found.append((f"{file}: {name}", part, options))
    return found


def numbers(frame: pl.DataFrame) -> dict[tuple[str, bool, str], dict[str, Any]]:
    """Rows by measure, weighting and the start of the reference."""
    rows = {}
    for row in frame.iter_rows(named=True):
        against = row["reference"].split(":")[0] if row["measure"] in ("IDIS", "ID") else ""
        rows[row["measure"], row["weighted"], against] = row
    return rows


def slope(
    y: np.ndarray, w: np.ndarray, rank: np.ndarray, scale: float
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and HC1 covariance of the logistic curve on rank, groups weighted by share once.

    The sandwich of statsmodels for a GLM has no correction for size whatever it is called: HC1 is
    J/(J - 2) times it.
    """
    model = sm.GLM(
        y / scale, sm.add_constant(rank), family=sm.families.Binomial(), var_weights=w
    ).fit(cov_type="HC0", tol=1e-14, maxiter=200)
    return model.params, len(y) / (len(y) - 2) * model.cov_params()


def logistic(x: float) -> float:
    return 1 / (1 + np.exp(-x))


def expected(table: pl.DataFrame, options: dict[str, Any]) -> dict[tuple[str, bool, str], Any]:
    """Estimate, and standard error where a formula gives one."""
    ordered = "order" in options
    if ordered:
        table = table.sort("subgroup_order")
    y, s, pop = (table[c].to_numpy() for c in ("estimate", "se", "population"))
    w = pop / pop.sum()
    mean = float(w @ y)
    higher = options["direction"] == "higher"
    sign = 1 if higher else -1
    best, worst = (y.max(), y.min()) if higher else (y.min(), y.max())
    deviation = y - mean
    r = y / mean
    bgv = float(w @ deviation**2)
    out: dict[tuple[str, bool, str], Any] = {
        ("MRD", False, ""): (y.max() - y.min(), None),
        ("MRR", False, ""): (y.max() / y.min(), None),
        ("SRD", False, ""): (sign * (best - (y.sum() - best) / (len(y) - 1)), None),
        ("BGV", True, ""): (
            bgv,
            np.sqrt(
                4 * (w**2 * s**2 @ deviation**2)
                + 2 * ((w**2 @ s**2) ** 2 - w**4 @ s**4 + (w**2 * (1 - w) ** 2) @ s**4)
            ),
        ),
        ("BGSD", True, ""): (np.sqrt(bgv), None),
        ("COV", True, ""): (100 * np.sqrt(bgv) / mean, None),
        ("MDM", False, ""): (np.abs(deviation).mean(), None),
        ("MDM", True, ""): (w @ np.abs(deviation), None),
        ("MDB", False, ""): (np.abs(y - best).mean(), None),
        ("MDB", True, ""): (w @ np.abs(y - best), None),
        ("IDIS", False, "average"): (100 * np.abs(deviation).mean() / mean, None),
        ("IDIS", True, "average"): (100 * w @ np.abs(deviation) / mean, None),
        ("ID", False, "best group"): (
            100 * np.abs(y - best).sum() / (len(y) - 1) / best,
            None,
        ),
        # 1,000 times the index has 1,000 times its standard error.
        ("MLD", True, ""): (
            -1000 * w @ np.log(r),
            1000 * np.sqrt((w**2 * s**2 / mean**2) @ (1 - 1 / r) ** 2),
        ),
        ("TI", True, ""): (
            1000 * w @ (r * np.log(r)),
            1000
            * np.sqrt((1 + np.log(r) - w @ (r * (1 + np.log(r)))) ** 2 @ (w**2 * s**2 / mean**2)),
        ),
    }
    if not ordered:
        names = table["subgroup"].to_list()
        at = names.index(options["reference"])
        others = np.delete(y, at)
        worst = others.min() if higher else others.max()
        out["D", False, ""] = (sign * (y[at] - worst), None)
        out["MDR", False, ""] = (np.abs(y - y[at]).mean(), None)
        out["MDR", True, ""] = (w @ np.abs(y - y[at]), None)
        gain = y[at] - mean
        out["PAR", True, ""] = (gain if sign * gain > 0 else 0.0, None)
        return out
    rank = np.cumsum(w) - w / 2
    pair = (y[-1], y[0]) if higher else (y[0], y[-1])
    errors = (s[-1], s[0]) if higher else (s[0], s[-1])
    ratio = pair[0] / pair[1]
    out["D", False, ""] = (pair[0] - pair[1], np.hypot(*errors))
    out["R", False, ""] = (ratio, ratio * np.hypot(errors[0] / pair[0], errors[1] / pair[1]))
    gain = y[-1] - mean
    kept = np.arange(len(y)) == len(y) - 1
    out["PAR", True, ""] = (gain, np.sqrt((kept - w) ** 2 @ s**2))
    out["PAF", True, ""] = (
        100 * gain / mean,
        100 * np.sqrt((kept / mean - y[-1] * w / mean**2) ** 2 @ s**2),
    )
    c = w * (2 * rank - 1)
    out["ACI", True, ""] = (c @ y, np.sqrt(c**2 @ s**2))
    out["RCI", True, ""] = (
        c @ y / mean,
        np.sqrt(((c - (c @ y / mean) * w) / mean) ** 2 @ s**2),
    )
    scale = options["scale"]
    b, _ = slope(y, w, rank, scale)
    top, bottom = logistic(b.sum()), logistic(b[0])
    first, second = (top, bottom) if higher else (bottom, top)
    out["SII", True, ""] = (scale * (first - second), None)
    out["RII", True, ""] = (first / second, None)
    return out


def test_the_who_family_equals_its_formulas(outside: Path) -> None:
    for name, table, options in cases(outside):
        frame = cw.inequality(table, **COLUMNS, **options, draws=0)
        found = numbers(frame)
        for key, (estimate, se) in expected(table, options).items():
            row = found[key]
            assert row["estimate"] == pytest.approx(estimate, rel=1e-9, abs=1e-9), (name, key)
            if se is not None:
                assert row["se"] == pytest.approx(se, rel=1e-9), (name, key)


def test_errors_from_residuals_equal_statsmodels(outside: Path) -> None:
    for name, table, options in cases(outside):
        if "order" not in options:
            continue
        table = table.sort("subgroup_order")
        y, pop = table["estimate"].to_numpy(), table["population"].to_numpy()
        w, scale, t = pop / pop.sum(), options["scale"], stats.t.ppf(0.975, len(pop) - 2)
        rank, mean = np.cumsum(w) - w / 2, w @ y
        frame = cw.inequality(table, **COLUMNS, **options, ordered_errors="residuals", draws=0)
        found = numbers(frame)
        # WLS of 2 σ² y / μ on rank.
        spread = w @ (rank - 0.5) ** 2
        wls = sm.WLS(2 * spread * y / mean, sm.add_constant(rank), weights=w).fit()
        rci, aci = found["RCI", True, ""], found["ACI", True, ""]
        assert rci["estimate"] == pytest.approx(wls.params[1], rel=1e-9)
        assert rci["se"] == pytest.approx(wls.bse[1], rel=1e-9)
        assert aci["se"] == pytest.approx(mean * wls.bse[1], rel=1e-9)
        assert rci["upper"] == pytest.approx(wls.conf_int()[1, 1], rel=1e-9)
        # HC1 and the delta method.
        b, cov = slope(y, w, rank, scale)
        top, bottom = logistic(b.sum()), logistic(b[0])
        gradient = np.array([top * (1 - top) - bottom * (1 - bottom), top * (1 - top)])
        sii = found["SII", True, ""]
        assert sii["se"] == pytest.approx(scale * np.sqrt(gradient @ cov @ gradient), rel=1e-8)
        assert sii["upper"] == pytest.approx(sii["estimate"] + t * sii["se"], rel=1e-9), name
        logs = np.array([bottom - top, 1 - top])
        rii = found["RII", True, ""]
        error = np.sqrt(logs @ cov @ logs)
        assert rii["se"] == pytest.approx(rii["estimate"] * error, rel=1e-8)
        assert rii["upper"] == pytest.approx(rii["estimate"] * np.exp(t * error), rel=1e-8)


def test_groups_are_weighted_by_population_once_not_squared(outside: Path) -> None:
    table = pl.read_csv(outside / "healthequal" / "OrderedSample.csv").with_columns(
        population=pl.Series([1000, 50, 2000, 100, 400])
    )
    frame = cw.inequality(
        table, **COLUMNS, order="subgroup_order", direction="higher", scale=100, draws=0
    )
    found = numbers(frame)["SII", True, ""]["estimate"]
    y = table["estimate"].to_numpy()
    w = np.array([1000, 50, 2000, 100, 400]) / 3550
    rank = np.cumsum(w) - w / 2
    once, twice = (slope(y, weights, rank, 100)[0] for weights in (w, w**2))
    assert found == pytest.approx(100 * (logistic(once.sum()) - logistic(once[0])), rel=1e-9)
    assert abs(found - 100 * (logistic(twice.sum()) - logistic(twice[0]))) > 0.5


def test_linear_slope_equals_weighted_least_squares(outside: Path) -> None:
    table = pl.read_csv(outside / "healthequal" / "OrderedSample.csv").sort("subgroup_order")
    frame = cw.inequality(
        table,
        **COLUMNS,
        order="subgroup_order",
        direction="higher",
        scale=100,
        slope="linear",
        ordered_errors="residuals",
        draws=0,
    )
    y, pop = table["estimate"].to_numpy(), table["population"].to_numpy()
    w = pop / pop.sum()
    fit = sm.WLS(y, sm.add_constant(np.cumsum(w) - w / 2), weights=w).fit(cov_type="HC1")
    found = numbers(frame)
    assert found["SII", True, ""]["estimate"] == pytest.approx(fit.params[1], rel=1e-9)
    assert found["SII", True, ""]["se"] == pytest.approx(fit.bse[1], rel=1e-9)
    assert found["RII", True, ""]["estimate"] == pytest.approx(
        fit.params.sum() / fit.params[0], rel=1e-9
    )


def test_errors_of_mld_ti_and_paf_are_on_the_scale_of_the_estimate(outside: Path) -> None:
    # MLD and TI are 1,000 times an index and PAF 100 times: an error left unscaled is that much too
    # small.
    # Oracle: the spread of the measure over 20,000 normal samples.
    table = pl.read_csv(outside / "healthequal" / "OrderedSample.csv").sort("subgroup_order")
    y, s, pop = (table[c].to_numpy() for c in ("estimate", "se", "population"))
    w = pop / pop.sum()
    drawn = np.random.default_rng(1).normal(y, s, (20_000, len(y)))
    mean = drawn @ w
    r = drawn / mean[:, None]
    simulated = {
        "MLD": (-1000 * np.log(r) @ w).std(),
        "TI": (1000 * (r * np.log(r)) @ w).std(),
        "PAF": (100 * (drawn[:, -1] / mean - 1)).std(),
        "ACI": (drawn @ (w * (2 * (np.cumsum(w) - w / 2) - 1))).std(),
    }
    frame = cw.inequality(
        table, **COLUMNS, order="subgroup_order", direction="higher", scale=100, draws=0
    )
    for measure, spread in simulated.items():
        found = numbers(frame)[measure, True, ""]["se"]
        assert found == pytest.approx(spread, rel=0.1), measure


def test_scale_is_given_and_never_guessed(outside: Path) -> None:
    # Deaths per thousand are all below 100, and percentages may all be below 1.
    table = pl.read_csv(outside / "healthequal" / "OrderedSampleMultipleind.csv").filter(
        pl.col("indicator_scale") == 1000
    )
    options = {"order": "subgroup_order", "direction": "lower", "draws": 0}
    thousand = numbers(cw.inequality(table, **COLUMNS, **options, scale=1000))
    hundred = numbers(cw.inequality(table, **COLUMNS, **options, scale=100))
    assert table["estimate"].max() < 100
    assert thousand["SII", True, ""]["unit"] == "per 1,000"
    assert thousand["SII", True, ""]["estimate"] != hundred["SII", True, ""]["estimate"]
    small = table.with_columns(pl.col("estimate", "se") / 1000)
    share = numbers(cw.inequality(small, **COLUMNS, **options, scale=1))
    assert 1000 * share["SII", True, ""]["estimate"] == pytest.approx(
        thousand["SII", True, ""]["estimate"], rel=1e-9
    )
    with pytest.raises(TypeError, match="scale"):
        cw.inequality(table, **COLUMNS, **options)  # type: ignore[call-arg]
    with pytest.raises(cw.InputError, match="Expected a rate from 0 to 1, the scale"):
        cw.inequality(table, **COLUMNS, **options, scale=1)


def test_noise_floor_of_the_sample_is_the_known_share(outside: Path) -> None:
    # Under-five mortality or births over 34 regions: E[BGV^] = BGV + Σ w (1 − w) se².
    for name, table, options in cases(outside):
        s, pop = (table[c].to_numpy() for c in ("se", "population"))
        w = pop / pop.sum()
        floor = (w * (1 - w)) @ s**2
        found = numbers(cw.inequality(table, **COLUMNS, **options, draws=0))
        bgv, bgsd = found["BGV", True, ""], found["BGSD", True, ""]
        assert bgv["noise_floor"] == pytest.approx(floor, rel=1e-9), name
        assert bgv["corrected"] == pytest.approx(max(bgv["estimate"] - floor, 0), rel=1e-9)
        assert bgv["lower"] == pytest.approx(
            max(bgv["estimate"] - floor - Z * bgv["se"], 0), rel=1e-9
        )
        assert bgsd["corrected"] == pytest.approx(np.sqrt(bgv["corrected"]), rel=1e-9)
    # 6.57 of 50.42 in the sample of 34 regions; MLD's error is 0.707, not 0.000707.
    table = pl.read_csv(outside / "healthequal" / "NonorderedSample.csv")
    found = numbers(cw.inequality(table, **COLUMNS, direction="higher", scale=100, draws=0))
    bgv = found["BGV", True, ""]
    assert (round(bgv["noise_floor"], 2), round(bgv["estimate"], 2)) == (6.57, 50.42)
    assert round(found["MLD", True, ""]["se"], 3) == 0.707


def test_floor_of_the_range_is_the_range_under_equality() -> None:
    # Groups of 15, 20, 25, 40 and 60 with one rate of .6 differ by 23 points on average.
    o = cw.Outcomes.from_counts(
        {"g": list("abcde"), "n": [15, 20, 25, 40, 60], "k": [9, 12, 15, 24, 36]},
        successes="k",
        total="n",
        by="g",
    )
    row = numbers(o.inequality(by="g", draws=20_000))["MRD", False, ""]
    draws = np.random.default_rng(2).binomial([15, 20, 25, 40, 60], 0.6, (100_000, 5))
    rates = 100 * draws / np.array([15, 20, 25, 40, 60])
    assert row["noise_floor"] == pytest.approx(np.ptp(rates, axis=1).mean(), abs=0.25)
    assert row["noise_floor"] == pytest.approx(23, abs=0.5)
    assert (row["estimate"], row["corrected"], row["lower"]) == (0, 0, 0)


def test_unordered_adverse_difference_is_highest_less_lowest() -> None:
    rates = {"g": ["a", "b"], "y": [10.0, 30.0]}
    found = cw.inequality(rates, estimate="y", group="g", direction="lower", scale=100)
    row = found.row(0, named=True)
    assert (row["measure"], row["estimate"], row["direction"]) == ("D", 20.0, "lower")
    assert row["reference"] == "best group: a; worst group: b"


def test_a_missing_estimate_is_left_out_and_said_not_a_crash(outside: Path) -> None:
    table = pl.read_csv(outside / "healthequal" / "NonorderedSample.csv")
    holes = table.with_columns(
        estimate=pl.when(pl.col("subgroup") == "bali").then(None).otherwise(pl.col("estimate"))
    )
    options = {"direction": "higher", "scale": 100, "draws": 0}
    found = cw.inequality(holes, **COLUMNS, **options)
    without = cw.inequality(table.filter(pl.col("subgroup") != "bali"), **COLUMNS, **options)
    assert found["estimate"].equals(without["estimate"])
    assert found["left_out"].unique().to_list() == [1]
    assert "bali (no estimate)" in found["caveats"][0]


def test_zero_rates_leave_the_mean_log_deviation_undefined() -> None:
    rates = {"g": ["a", "b"], "y": [0.0, 40.0], "se": [1.0, 1.0], "n": [1, 1]}
    found = cw.inequality(
        rates, estimate="y", se="se", population="n", group="g", direction="higher", scale=100
    )
    rows = numbers(found)
    assert rows["MLD", True, ""]["estimate"] is None
    assert "is 0" in rows["MLD", True, ""]["reason"]
    assert rows["TI", True, ""]["estimate"] == pytest.approx(1000 * np.log(2))


def test_ordered_measures_refuse_without_an_order(outside: Path) -> None:
    table = pl.read_csv(outside / "healthequal" / "OrderedSample.csv")
    found = cw.inequality(table, **COLUMNS, direction="higher", scale=100, draws=0)
    ordered = found.filter(pl.col("measure").is_in(["ACI", "RCI", "SII", "RII"]))
    assert ordered.height == 4
    assert ordered["estimate"].null_count() == 4
    assert ordered["reason"].str.contains("order").all()


def test_missing_errors_and_populations_leave_what_can_be_known(outside: Path) -> None:
    table = pl.read_csv(outside / "healthequal" / "NonorderedSample.csv")
    options = {"estimate": "estimate", "group": "subgroup", "direction": "higher", "scale": 100}
    bare = numbers(cw.inequality(table, **options))
    full = numbers(cw.inequality(table, **options, se="se", population="population"))
    assert bare["MRD", False, ""]["estimate"] == full["MRD", False, ""]["estimate"]
    assert bare["MRD", False, ""]["lower"] is None
    assert bare["MRD", False, ""]["reason"].startswith("no interval: no standard error for aceh")
    assert bare["BGV", True, ""]["estimate"] is None
    assert "population" in bare["BGV", True, ""]["reason"]


def test_counts_and_their_published_rates_agree(outside: Path) -> None:
    records = pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")
    o = cw.Outcomes.from_records(
        records, outcome="proficient", by=["race", "school_number"], period="year"
    )
    period = o.periods[-1]
    counts = o.rates(by="race", period=period).with_columns(
        y=100 * pl.col("rate"),
        se=100 * (pl.col("rate") * (1 - pl.col("rate")) / pl.col("n")).sqrt(),
    )
    ours = o.inequality(by="race", period=period, draws=0)
    published = cw.inequality(
        counts,
        estimate="y",
        se="se",
        population="n",
        group="race",
        direction="higher",
        scale=100,
        draws=0,
    )
    for a, b in zip(ours.iter_rows(named=True), published.iter_rows(named=True), strict=True):
        for column in ("estimate", "se", "noise_floor", "lower"):
            assert (a[column] is None) == (b[column] is None), (a, column)
            if a[column] is not None:
                assert a[column] == pytest.approx(b[column], rel=1e-9, abs=1e-9), (a, column)
    # Small cells: most of what schools seem to differ by is chance, and it is taken off.
    schools = numbers(o.inequality(by=["school_number", "race"], period=period, draws=200))
    bgv = schools["BGV", True, ""]
    assert 0 < bgv["noise_floor"] < bgv["estimate"]


def test_weights_make_weighted_rates_with_errors_of_the_effective_number() -> None:
    records = {
        "g": ["a"] * 4 + ["b"] * 4,
        "reads": [1, 0, 1, 0, 1, 1, 1, 0],
        "w": [3.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0],
    }
    o = cw.Outcomes.from_records(records, outcome="reads", by="g", weight="w")
    found = o.inequality(by="g", order=["a", "b"], draws=0)
    # a: 4/6 with (Σw)²/Σw² = 36/12 = 3 children; b: 6/8 with 4; shares 6/14 and 8/14.
    a, b = 4 / 6, 6 / 8
    row = numbers(found)["D", False, ""]
    assert row["estimate"] == pytest.approx(100 * (b - a), rel=1e-12)
    assert row["se"] == pytest.approx(100 * np.sqrt(a * (1 - a) / 3 + b * (1 - b) / 4), rel=1e-12)
    mean = (6 * a + 8 * b) / 14
    bgv = numbers(found)["BGV", True, ""]["estimate"]
    assert bgv == pytest.approx(1e4 * (6 * (a - mean) ** 2 + 8 * (b - mean) ** 2) / 14)
    assert "weighted" in row["caveats"]


def test_overlapping_groups_are_refused() -> None:
    records = {"reads": [1, 0, 1], "black": [1, 1, 0], "white": [0, 1, 1]}
    o = cw.Outcomes.from_records(
        records,
        outcome="reads",
        by=[],
        overlapping={"race": {"Black": "black", "White": "white"}},
    )
    with pytest.raises(cw.InputError, match="overlap"):
        o.inequality(by="race")


def test_the_seed_is_recorded_and_decides() -> None:
    counts = {"g": list("abc"), "k": [10, 20, 30], "n": [40, 40, 40]}
    o = cw.Outcomes.from_counts(counts, successes="k", total="n", by="g")
    first, again, other = (o.inequality(by="g", seed=seed) for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)
    assert numbers(first)["MDM", True, ""]["interval"] == "simulated, basic (1,000 draws, seed 1)"


def test_nobody_and_one_group() -> None:
    empty = pl.DataFrame({"g": [], "y": []}, schema={"g": pl.String, "y": pl.Float64})
    for frame in (empty, pl.DataFrame({"g": ["a"], "y": [5.0]})):
        found = cw.inequality(frame, estimate="y", group="g", direction="higher", scale=100)
        assert found.height == 33
        assert found["estimate"].null_count() == 33
        assert found["reason"].null_count() == 0


def test_censored_counts_are_left_out_and_said() -> None:
    counts = {"g": ["a", "b", "c"], "k": ["10", "*", "30"], "n": [40, 40, 40]}
    o = cw.Outcomes.from_counts(counts, successes="k", total="n", by="g")
    found = o.inequality(by="g")
    assert found["caveats"][0] == "Left out: b (the count is suppressed)."
    assert (found["groups"][0], found["left_out"][0]) == (2, 1)


def test_numbers_are_finite_or_missing(outside: Path) -> None:
    for name, table, options in cases(outside):
        found = cw.inequality(table, **COLUMNS, **options, draws=100)
        floats = found.select(pl.col(pl.Float64))
        assert all(column.drop_nulls().is_finite().all() for column in floats), name


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"slope": "cubic"}, "Expected one of logit, linear"),
        ({"ordered_errors": "none"}, "Expected one of groups, residuals"),
        ({"order": ["a"]}, "an order without b"),
        ({"order": ["a", "b", "x"]}, 'no group is called "x"'),
        ({"order": "text"}, "expected numbers"),
        ({"order": 3}, "option order"),
        ({"reference": "x"}, 'no group is called "x"'),
        ({"draws": 5}, "at least 100"),
        ({"draws": -1}, "option draws"),
        ({"confidence": 95}, "confidence"),
        ({"average": 101.0}, "option average"),
        ({"direction": "up"}, "higher, lower"),
        ({"se": "text"}, "expected numbers"),
        ({"estimate": "rate"}, 'column "rate" is missing'),
    ],
)
def test_wrong_options_name_what_is_allowed(options: dict[str, Any], message: str) -> None:
    rates = {"g": ["a", "b"], "y": [10.0, 30.0], "text": ["u", "v"]}
    given: dict[str, Any] = {"estimate": "y", "group": "g", "direction": "higher", "scale": 100}
    with pytest.raises(cw.InputError, match=message):
        cw.inequality(rates, **(given | options))
