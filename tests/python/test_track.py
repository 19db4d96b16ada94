"""Milestones, results beside them and feasibility, beside scipy and worked figures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import commonweal as cw
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from scipy.stats import t as student


def target(**changed: object) -> cw.Target:
    options = {"baseline": "60%", "goal": "80%", "cohort": 2000, "start": 2026, "years": 5}
    return cw.Target(**{**options, **changed})


# Milestones.


@pytest.mark.parametrize("kind", ["linear", "geometric", "logit", "delayed"])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_ranges_are_the_quantiles_of_scipy(kind: str, confidence: float) -> None:
    frame = target().milestones(kind, confidence=confidence, growth="-30%").to_frame()
    tail = (1 - confidence) / 2
    low = binom.ppf(tail, frame["cohort"], frame["rate"])
    high = binom.ppf(1 - tail, frame["cohort"], frame["rate"])
    assert frame["low"].to_list() == low.tolist()
    assert frame["high"].to_list() == high.tolist()


def test_a_small_school_cannot_be_judged_yearly() -> None:
    # 2,000 at 68 %: 1,319 to 1,401. 60 at 64 %: 31 to 46, and 36 (no change at all) is inside.
    large = target().milestones().to_frame().row(1, named=True)
    assert (large["low"], large["high"], large["required"]) == (1319, 1401, 1360)
    small = target(cohort=60).milestones().to_frame().row(0, named=True)
    assert (small["low"], small["high"]) == (31, 46)
    assert small["low"] <= 36 <= small["high"]
    # Oracle of the smallest cohort: every cohort, one by one, standing still at 60 %.
    sizes = np.arange(1, 4000)
    behind = binom.cdf(sizes * 3 // 5, sizes, 0.64) < 0.025
    assert small["smallest_n"] == sizes[~behind].max() + 1
    assert str(small["smallest_n"]) in str(target(cohort=60).milestones())


def test_milestones_of_nobody_and_of_no_change() -> None:
    none = target(years=1).milestones(cohorts=[0]).to_frame().row(0, named=True)
    assert (none["low"], none["high"]) == (None, None)
    still = target(goal="60%").milestones().to_frame()
    assert still["smallest_n"].null_count() == 5
    sure = target(goal="100%", years=1).milestones().to_frame().row(0, named=True)
    assert (sure["low"], sure["high"]) == (2000, 2000)
    with pytest.raises(cw.InputError, match="confidence"):
        target().milestones(confidence=95)


# On track.


def test_the_worked_results() -> None:
    found = {
        k: target().on_track({2028: (k, 2000)}).to_frame().row(0, named=True)
        for k in (1300, 1340, 1400)
    }
    assert [found[k]["status"] for k in found] == ["behind", "consistent", "consistent"]
    assert [round(found[k]["p"], 4) for k in found] == [0.0023, 0.1749, 0.0286]
    # 35 of 60 (58 %) is consistent with 64 %, 30 is behind.
    assert target().on_track({2027: (35, 60)}).status == {2027: "consistent"}
    assert target().on_track({2027: (30, 60)}).status == {2027: "behind"}


@settings(max_examples=80, deadline=None)
@given(
    n=st.integers(1, 5000),
    share=st.floats(0, 1),
    kind=st.sampled_from(["linear", "geometric", "logit"]),
)
def test_tails_are_those_of_scipy(n: int, share: float, kind: str) -> None:
    k = round(share * n)
    row = target().on_track({2028: (k, n)}, path=kind).to_frame().row(0, named=True)
    at_most, at_least = binom.cdf(k, n, row["milestone"]), binom.sf(k - 1, n, row["milestone"])
    assert row["at_most"] == pytest.approx(at_most, rel=1e-9, abs=1e-12)
    assert row["at_least"] == pytest.approx(at_least, rel=1e-9, abs=1e-12)
    expected = "behind" if at_most < 0.025 else "ahead" if at_least < 0.025 else "consistent"
    assert row["status"] == expected


def test_tails_of_a_very_large_count() -> None:
    row = target().on_track({2028: (67_999_000, 100_000_000)}).to_frame().row(0, named=True)
    assert row["at_most"] == pytest.approx(binom.cdf(67_999_000, 10**8, 0.68), rel=1e-7)
    with pytest.raises(cw.InputError, match="at most 10,000,000,000 children"):
        target().on_track({2028: (0, 10**15)})


def test_what_is_announced_is_what_is_judged() -> None:
    t = target(cohort=60)
    row = t.milestones().to_frame().row(2, named=True)
    for k in range(61):
        inside = row["low"] <= k <= row["high"]
        assert (t.on_track({row["year"]: (k, 60)}).status[row["year"]] == "consistent") == inside


def test_a_censored_count_is_judged_only_where_all_completions_agree() -> None:
    t = target()
    # At 64 % of 60: below 31 is behind, 31 to 46 consistent.
    assert t.on_track({2027: ((10, 30), 60)}).status[2027] == "behind"
    assert t.on_track({2027: ((31, 46), 60)}).status[2027] == "consistent"
    for open_ in [((30, 31), 60), (None, 60), (None, None), ((10, 30), None)]:
        found = t.on_track({2027: open_})
        assert found.status[2027] == "not assessable"
        row = found.to_frame().row(0, named=True)
        assert row["p"] is None
        assert row["reason"]
    assert "no children" in str(t.on_track({2027: (0, 0)}))
    assert "no milestone" in str(t.on_track({2040: (1, 2)}))
    assert t.on_track({}).status == {}


def test_lower_is_better_turns_the_sides() -> None:
    t = target(baseline="36%", goal="20%", years=2, direction="lower")
    status = {k: t.on_track({2027: (k, 2000)}).status[2027] for k in (620, 560, 500)}
    assert status == {620: "behind", 560: "consistent", 500: "ahead"}


def test_results_from_outcomes() -> None:
    o = cw.Outcomes.from_counts(
        {
            "year": ["2026", "2027", "2028"],
            "g": ["county"] * 3,
            "k": [1200, 1280, 1300],
            "n": [2000] * 3,
        },
        successes="k",
        total="n",
        by="g",
        period="year",
    )
    assert target().on_track(o).status == {2027: "consistent", 2028: "behind"}


def test_observed_that_cannot_be_read() -> None:
    still = cw.Outcomes.from_counts(
        {"g": ["a"], "k": [1], "n": [2]}, successes="k", total="n", by="g"
    )
    with pytest.raises(cw.InputError, match="no totals for a period after 2026"):
        target().on_track(still)
    for wrong in ([1, 2], {2028: 1300}, {2028: (1300,)}, {2028: (2, 1)}, {2028: (-1, 5)}):
        with pytest.raises(cw.InputError):
            target().on_track(wrong)


# Feasibility.

HISTORY = ["57%", "58.1%", "57.6%", "59.2%", "60%"]


def predictive_t(history: list[float], change: float, years: int) -> float:
    d = np.diff(history)
    m = len(d)
    scale = d.std(ddof=1) * np.sqrt(years + years**2 / m)
    return float(student.sf((change - years * d.mean()) / scale, m - 1))


@pytest.mark.parametrize(
    ("goal", "years", "printed"),
    [("80%", 5, 0.0062), ("65%", 5, 0.353), ("70%", 10, 0.335), ("64%", 1, 0.024)],
)
def test_the_worked_predictions(goal: str, years: int, printed: float) -> None:
    t = target(goal=goal, years=years)
    found = t.feasibility(HISTORY)
    change = int(goal[:-1]) / 100 - 0.60
    expected = predictive_t([0.57, 0.581, 0.576, 0.592, 0.60], change, years)
    assert found.reach == pytest.approx(expected, abs=1e-9)
    assert found.reach == pytest.approx(printed, abs=6e-4)
    assert (found.reason, found.reach_less_sampling) == (None, None)
    assert t.feasibility(dict(zip(range(2022, 2027), HISTORY, strict=True))).reach == found.reach


def test_the_required_pace() -> None:
    found = target().feasibility(HISTORY)
    assert found.pace_pp == pytest.approx(4.0)
    assert found.pace_log_odds == pytest.approx((np.log(4) - np.log(1.5)) / 5)
    assert found.percentile is None
    # Windows of one year: +1.1, -.5, +1.6, +.8. Of four, one has 1.6 or more, exactly.
    one = target(goal="61.6%", years=1).feasibility(HISTORY)
    assert one.percentile == 75.0


def test_sampling_variance_is_taken_out_of_the_past() -> None:
    # A flat level of 60 % of 400 and nothing but binomial noise: the plain prediction piles the
    # noise up over five years, the other one counts it once. Truth: flat pairs 6 points apart.
    rng = np.random.default_rng(3)
    past = rng.binomial(400, 0.6, (300, 10))
    plain, less = [], []
    for counts in past.tolist():
        last = counts[-1]
        t = cw.Target(
            baseline=Fraction(last, 400),
            goal=Fraction(last + 24, 400),
            cohort=400,
            start=2026,
            years=5,
        )
        found = t.feasibility({2017 + i: (k, 400) for i, k in enumerate(counts)})
        plain.append(found.reach)
        less.append(found.reach_less_sampling)
    pairs = rng.binomial(400, 0.6, (2, 200_000))
    truth = (pairs[1] - pairs[0] >= 24).mean()
    assert abs(np.mean(less) - truth) < 0.7 * abs(np.mean(plain) - truth)


def test_fewer_than_three_years_give_a_reason() -> None:
    for few in ([], ["60%"], ["59%", "60%"], ["59%", None, "60%"]):
        found = target().feasibility(few)
        assert found.reach is None
        assert "at least three" in str(found)
    assert "no spread" in str(target().feasibility(["58%", "59%", "60%"]))


def test_peers_are_counted_and_not_their_windows() -> None:
    # Two-year windows: a 3 (one of +4), b 1, c none: (1 + 1)/(4 + 2).
    peers = {
        "a": ["60%", "61%", "64%", "62%", "62%"],
        "b": ["60%", "61%", "62%"],
        "c": ["60%", "70%"],
    }
    found = target(goal="64%", years=2).feasibility(HISTORY, peers=peers)
    assert found.peers == 2
    assert found.peer_share == pytest.approx(1 / 3)
    assert "Of 2 peers" in str(found)
    assert target().feasibility(HISTORY, peers={}).peer_share is None


def test_a_baseline_picked_as_the_worst_is_a_warning() -> None:
    peers = {name: ["70%", "70%"] for name in "abc"}
    found = target().feasibility(HISTORY, peers=peers)
    assert "regression to the mean" in found.caveats[0]
    assert target().feasibility(HISTORY).caveats == []
    assert "worst of the 4 years" in str(target().feasibility(["64%", "63%", "65%", "60%"]))


def test_districts_of_colorado_as_peers(outside: Path) -> None:
    # Percents without denominators, with cells that are no numbers: those years are not known.
    table = pl.read_csv(
        outside / "colorado" / "third_grade_proficient_csap_tcap.csv", infer_schema_length=0
    )
    table = table.filter(pl.col("Score") == "Reading").with_columns(
        pl.col("Data").str.strip_chars().cast(pl.Float64, strict=False).alias("rate")
    )
    table = table.filter(pl.col("rate").is_between(0, 1))
    pasts: dict[str, dict[int, str]] = {}
    for place, year, rate in table.select("Location", "TimeFrame", "rate").rows():
        pasts.setdefault(place, {})[int(year)] = f"{rate:.6f}"
    t = cw.Target(baseline="60%", goal="65%", cohort=2000, start=2014, years=3)
    found = t.feasibility(pasts["Colorado"], peers=pasts)
    # Oracle: all windows with both ends, in whole millionths.
    gains = [
        int(past[year + 3].replace(".", "")) - int(past[year].replace(".", ""))
        for past in pasts.values()
        for year in past
        if year + 3 in past
    ]
    fast = sum(gain >= 50_000 for gain in gains)
    assert found.peer_share == pytest.approx((fast + 1) / (len(gains) + 2))
    assert 100 < found.peers <= len(pasts)


def test_real_schools_as_history_and_peers(outside: Path) -> None:
    records = pl.read_parquet(outside / "sgp" / "grade3_reading.parquet")
    o = cw.Outcomes.from_records(records, outcome="proficient", by="school_number", period="year")
    t = o.target(goal="90%", years=2)
    found = t.feasibility(o, peers=o)
    total = o.rates().select("n", "successes").rows()
    rates = [s / n for n, s in total]
    assert found.reach == pytest.approx(predictive_t(rates, 0.9 - rates[-1], 2), abs=1e-9)
    assert found.reach_less_sampling is not None
    by_school = o.rates(by="school_number").filter(pl.col("n") > 0)
    years = by_school.group_by("school_number").agg(pl.col("period").cast(pl.Int64))
    windows = [any(y + 2 in ys for y in ys) for ys in years["period"].to_list()]
    assert found.peers == sum(windows)


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ("60%", "history"),
        (60, "history"),
        ([60, 61, 62], "from 0 to 1"),
        ([0.1 + 0.2], "looks computed"),
        ({2025: (3, 2)}, "only 2"),
    ],
)
def test_a_history_that_cannot_be_read(history: object, words: str) -> None:
    with pytest.raises(cw.InputError, match=words):
        target().feasibility(history)


def test_everything_prints_and_becomes_plain() -> None:
    found = target().feasibility(HISTORY, peers={"a": HISTORY})
    plain = found.to_dict()
    assert plain["past"]["changes"] == 4
    assert plain["target"]["children"] == 400
    assert "m − 1 degrees" in found.convention
    for result in (found, target().milestones(), target().on_track({2027: (1, 2)})):
        assert str(result)
        assert repr(result).startswith("<")


def test_a_target_and_outcomes_of_different_directions_are_told() -> None:
    o = cw.Outcomes.from_counts(
        {"year": ["2026", "2027"], "g": ["a"] * 2, "k": [1200, 1280], "n": [2000] * 2},
        successes="k",
        total="n",
        by="g",
        period="year",
        direction="lower",
    )
    t = target()
    ledger = cw.Commitments(
        {"partner": ["P"], "year": [2027], "g": ["a"], "promised": [5], "delivered": [5]}, by="g"
    )
    calls = [
        lambda: t.allocate(o, by="g"),
        lambda: t.compare_allocations(o, by="g"),
        lambda: t.goals(o, by="g"),
        lambda: t.quick_wins(o, by="g"),
        lambda: t.feasibility(o),
        lambda: t.feasibility(["58%", "59%", "60%"], peers=o),
        lambda: t.on_track(o),
        lambda: t.plot(o),
        lambda: t.plot(observed=o),
        lambda: ledger.coverage(t, o, by="g"),
    ]
    for call in calls:
        with pytest.raises(
            cw.InputError,
            match="the target says that higher is better, the outcomes say lower",
        ):
            call()


def test_results_are_judged_by_their_own_children_when_enrolment_changes() -> None:
    seen = {2027: (1300, 2000)}
    found = target().on_track(seen, growth="-2%")
    assert found.status == target().on_track(seen).status
    target().plot(growth="-2%", bands=True)
    with pytest.raises(cw.InputError, match="Give one of them"):
        target().on_track(seen, cohorts=[1], growth="-2%")


def test_a_cohort_too_large_for_exact_tails_names_the_limit() -> None:
    with pytest.raises(cw.CommonwealError, match="at most 10,000,000,000 children"):
        target(cohort=10**10 + 1).milestones()
