"""Gaps, rules and scans equal statsmodels, Fairlearn, DisImpact and plain arithmetic."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import commonweal as cw
import numpy as np
import polars as pl
import pytest
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_effectsize,
    proportions_ztest,
)

CONTEXT = ["Ed_Goal", "College_Status"]
GROUPS = ["Ethnicity", "Gender"]
RULES = ["ppg-2017", "ppg-2022", "proportionality", "80-percent"]


def counts(direction: str = "higher", **groups: tuple[object, object]) -> cw.Outcomes:
    """Groups by name, each (successes, n)."""
    frame = {
        "race": list(groups),
        "k": [str(k) for k, _ in groups.values()],
        "n": [str(n) for _, n in groups.values()],
    }
    return cw.Outcomes.from_counts(frame, successes="k", total="n", by="race", direction=direction)


def rows(frame: pl.DataFrame, key: str = "race") -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in frame.iter_rows(named=True)}


@pytest.fixture(scope="module")
def equity(outside: Path) -> pl.DataFrame:
    return pl.read_parquet(outside / "disimpact" / "student_equity.parquet")


@pytest.fixture(scope="module")
def transfer(equity: pl.DataFrame) -> cw.Outcomes:
    return cw.Outcomes.from_records(equity, outcome="Transfer", by=[*GROUPS, *CONTEXT])


# Measures beside the difference.


def test_intervals_equal_statsmodels_on_real_counts(
    equity: pl.DataFrame, transfer: cw.Outcomes
) -> None:
    n = equity.height
    s = int(equity["Transfer"].sum())
    frame = transfer.gaps(by="Ethnicity", reference="rest")
    assert frame.height == 6
    for row in frame.iter_rows(named=True):
        own = (row["successes"], row["n"])
        rest = (s - own[0], n - own[1])
        table = np.array([[own[0], own[1] - own[0]], [rest[0], rest[1] - rest[0]]])
        for name, compare, method in [
            ("ratio", "ratio", "log"),
            ("odds_ratio", "odds-ratio", "logit"),
        ]:
            expected = confint_proportions_2indep(*own, *rest, compare=compare, method=method)
            assert (row[f"{name}_lower"], row[f"{name}_upper"]) == pytest.approx(expected, rel=1e-9)
        newcombe = confint_proportions_2indep(*own, *rest, compare="diff", method="newcomb")
        assert (row["lower_pp"], row["upper_pp"]) == pytest.approx(
            [100 * end for end in newcombe], rel=1e-9
        )
        assert row["odds_ratio"] == pytest.approx(Table2x2(table).oddsratio, rel=1e-9)
        assert row["ratio"] == pytest.approx(Table2x2(table).riskratio, rel=1e-9)
        assert row["cohens_h"] == pytest.approx(
            proportion_effectsize(own[0] / own[1], rest[0] / rest[1]), rel=1e-9
        )
        assert row["test_method"] == "two-proportion score"
        p_value = proportions_ztest([own[0], rest[0]], [own[1], rest[1]])[1]
        assert row["p_value"] == pytest.approx(p_value, rel=1e-6, abs=1e-12)


def test_an_empty_cell_has_no_ratio_unless_a_half_is_added() -> None:
    o = counts(A=(0, 12), B=(7, 15))
    plain = rows(o.gaps(by="race"))["A"]
    assert plain["ratio"] is None
    assert plain["odds_ratio"] is None
    assert plain["cohens_h"] == pytest.approx(proportion_effectsize(0, 7 / 15), rel=1e-9)
    assert plain["test_method"] == "fisher exact"
    assert plain["p_value"] == pytest.approx(fisher_exact([[0, 12], [7, 8]])[1], rel=1e-9)
    haldane = rows(o.gaps(by="race", zero="haldane"))["A"]
    table = Table2x2(np.array([[0.5, 12.5], [7.5, 8.5]]), shift_zeros=False)
    assert haldane["ratio"] == pytest.approx(table.riskratio, rel=1e-9)
    assert (haldane["odds_ratio_lower"], haldane["odds_ratio_upper"]) == pytest.approx(
        table.oddsratio_confint(), rel=1e-9
    )


def test_the_group_is_part_of_the_overall_rate(transfer: cw.Outcomes) -> None:
    black = rows(transfer.gaps(by="Ethnicity", reference="overall"), "Ethnicity")["Black"]
    # The reference gives 0.00984 for Black, and 0.01087 for who takes both rates as independent.
    assert black["standard_error_pp"] == pytest.approx(0.984, abs=5e-4)
    rest = rows(transfer.gaps(by="Ethnicity", reference="rest"), "Ethnicity")["Black"]
    share = black["n"] / 20_000
    assert black["difference_pp"] == pytest.approx((1 - share) * rest["difference_pp"], abs=1e-9)
    # p/P is p/r seen through P = wp + (1 - w)r.
    ratio = rest["ratio"]
    assert black["ratio"] == pytest.approx(ratio / (share * ratio + 1 - share), rel=1e-9)
    # Both hypotheses are one: the test is the same.
    assert black["p_value"] == rest["p_value"]


def test_differences_and_ratios_equal_fairlearn(
    equity: pl.DataFrame, transfer: cw.Outcomes
) -> None:
    metrics = pytest.importorskip("fairlearn.metrics")
    outcome = equity["Transfer"].to_numpy()
    frame = metrics.MetricFrame(
        metrics=metrics.selection_rate,
        y_true=outcome,
        y_pred=outcome,
        sensitive_features=equity["Ethnicity"].to_list(),
    )
    best = transfer.gaps(by="Ethnicity", reference="best")
    assert -best["difference_pp"].min() / 100 == pytest.approx(frame.difference(), abs=1e-9)
    assert best["rate"].min() / best["reference_rate"].max() == pytest.approx(
        frame.ratio(), abs=1e-9
    )
    overall = transfer.gaps(by="Ethnicity", reference="overall")
    largest = overall["difference_pp"].abs().max() / 100
    assert largest == pytest.approx(frame.difference(method="to_overall"), abs=1e-9)
    for name, row in rows(best, "Ethnicity").items():
        assert row["rate"] == pytest.approx(frame.by_group[name], abs=1e-12)
    # Fairlearn folds ratios above 1 to 1/x; ours keep their direction.
    assert overall["ratio"].max() > 1


# Rules.


def test_full_parity_has_three_answers_and_each_is_named(transfer: cw.Outcomes) -> None:
    # DisImpact for Black, 607 of 2,000 with 10,528 of 20,000 overall.
    expected = {"ppg-2017": 446, "ppg-2022": 496, "proportionality": 496, "80-percent": 824}
    for rule, needed in expected.items():
        black = rows(transfer.gaps(by="Ethnicity", rule=rule), "Ethnicity")["Black"]
        assert (black["successes"], black["n"]) == (607, 2000)
        assert (black["needed_to_parity"], black["status"]) == (needed, "flagged"), rule
        assert black["rule"] == rule


def test_four_fifths_exactly_is_not_below_four_fifths() -> None:
    a = rows(counts(A=(12, 20), B=(15, 20)).gaps(by="race", rule="80-percent"))["A"]
    assert (a["index"], a["status"]) == (0.8, "not flagged")
    assert (a["needed_to_leave"], a["needed_to_parity"]) == (0, 3)
    assert (12 / 20) / (15 / 20) < 0.8  # what doubles make of it


def test_the_cut_off_of_an_index_is_a_parameter() -> None:
    # 40 of 100 against 100 of 200 in all: 0.8, which is below 0.81 and not below 0.8.
    o = counts(A=(40, 100), B=(60, 100))
    for cut, status in {"0.8": "not flagged", "0.81": "flagged"}.items():
        rule = {"rule": "proportionality", "cut": cut}
        assert rows(o.gaps(by="race", rule=rule))["A"]["status"] == status


def test_exactly_at_the_margin_is_flagged() -> None:
    a = rows(counts(A=(2700, 10_000), B=(3300, 10_000)).gaps(by="race", rule="ppg-2017"))["A"]
    assert (a["reference_rate"], a["margin_pp"], a["status"]) == (0.30, 3.0, "flagged")
    assert not 0.27 + 0.03 <= 0.30
    assert a["needed_to_leave"] == 1


def test_a_group_of_one_is_not_the_best_group() -> None:
    o = counts(A=(40, 50), B=(1, 1), C=(45, 50))
    found = rows(o.gaps(by="race", rule="80-percent"))
    assert found["A"]["reference"] == "C, the best rate"
    assert found["A"]["status"] == "not flagged"
    # DisImpact's reading, if it is asked for.
    alone = rows(o.gaps(by="race", rule="80-percent", min_n=1))
    assert alone["A"]["reference"] == "B, the best rate"


def test_ten_children_are_insufficient_for_ppg_2022() -> None:
    found = rows(counts(A=(2, 10), B=(2, 11), C=(300, 500)).gaps(by="race", rule="ppg-2022"))
    assert (found["A"]["status"], found["A"]["reason"]) == (
        "not assessable",
        "fewer than 11 children",
    )
    assert found["B"]["status"] == "flagged"


@pytest.mark.parametrize("k", [0, 12])
def test_a_rate_of_zero_or_one_has_the_floor_as_its_margin(k: int) -> None:
    # DisImpact puts p = 0.5 there: n = 12 would have a margin of 28.3 points instead of 2.
    found = rows(counts(A=(k, 12), B=(30, 60)).gaps(by="race", rule="ppg-2022"))["A"]
    assert found["margin_pp"] == 2.0
    assert found["status"] == ("flagged" if k == 0 else "not flagged")


@pytest.mark.parametrize("rule", RULES)
def test_a_single_group_is_not_assessed(rule: str) -> None:
    found = rows(counts(A=(20, 50)).gaps(by="race", rule=rule))["A"]
    assert found["status"] == "not assessable"
    reason = "it is the reference" if rule == "80-percent" else "there is only one group"
    assert found["reason"] == reason


@pytest.mark.parametrize("rule", RULES)
def test_a_suppressed_count_gets_no_verdict(rule: str) -> None:
    found = rows(counts(A=(20, 50), B=("<10", 30), C=(30, 40)).gaps(by="race", rule=rule))
    assert found["B"]["status"] == "not assessable"
    assert found["B"]["reason"] == "its count is published only as a range"
    assert found["B"]["needed_to_parity"] is None
    assert found["B"]["p_value"] is None


def test_nobody_reaches_it_leaves_no_ratio() -> None:
    for rule in ["proportionality", "80-percent"]:
        found = rows(counts(A=(0, 50), B=(0, 60)).gaps(by="race", rule=rule))["A"]
        assert found["reason"] == "the rate to divide by is 0, so there is no ratio"
    found = rows(counts(A=(0, 50), B=(0, 60)).gaps(by="race", rule="ppg-2017"))["A"]
    assert found["status"] == "not flagged"


def test_idea_takes_the_state_where_the_district_is_too_small() -> None:
    here = counts("lower", A=(40, 200), B=(4, 25))
    rule = {"rule": "idea", "threshold": 3}
    alone = rows(here.gaps(by="race", rule=rule))
    assert alone["A"]["status"] == "not assessable"
    assert "fewer than 10 cases or 30 children" in alone["A"]["reason"]
    state = counts("lower", A=(400, 4000), B=(450, 9000), C=(50, 1000))
    found = rows(here.gaps(by="race", rule=rule, state=state))
    assert found["A"]["reference"] == "all other groups in the State"
    assert (found["A"]["index"], found["A"]["status"]) == (4.0, "flagged")
    # At the threshold is not above it.
    level = rows(here.gaps(by="race", rule=rule | {"threshold": 4}, state=state))
    assert level["A"]["status"] == "not flagged"
    assert found["B"]["reason"] == "fewer than 30 children"
    # Other cell sizes are stated, not hidden.
    loose = rows(here.gaps(by="race", rule=rule | {"cell": 4, "min_n": 25}))
    assert loose["A"]["index"] == pytest.approx(0.2 / 0.16)


def test_the_sentence_names_rule_reference_and_margin() -> None:
    first = counts(A=(2700, 10_000), B=(3300, 10_000)).describe(by="race", rule="ppg-2017")[0]
    assert "3.0 points below all children together (30.0 % of 20,000)" in first
    assert "PPG 2017: flagged (margin 3.0 points)" in first


def test_another_place_is_a_reference() -> None:
    o = counts(A=(270, 600), B=(0, 0))
    given = o.gaps(by="race", reference={"name": "the State", "successes": 950, "n": 1400})
    a = rows(given)["A"]
    expected = confint_proportions_2indep(270, 600, 950, 1400, compare="diff", method="newcomb")
    assert a["reference"] == "the State"
    assert (a["lower_pp"] / 100, a["upper_pp"] / 100) == pytest.approx(expected, abs=1e-9)
    other = counts(X=(500, 700), Y=(450, 700))
    assert rows(o.gaps(by="race", reference=other))["A"]["lower_pp"] == a["lower_pp"]
    assert rows(given)["B"]["reason"] == "no children in this group"


# Many comparisons and chance.


@pytest.mark.parametrize(("name", "method"), [("holm", "holm"), ("bh", "fdr_bh")])
def test_adjusted_p_values_equal_statsmodels(transfer: cw.Outcomes, name: str, method: str) -> None:
    frame = transfer.gaps(by=["Ethnicity", "Gender"], correction=name)
    tested = frame.filter(pl.col("p_value").is_not_null())
    # Groups that are not assessed are not in the family, and its size is printed.
    assert set(frame.filter(pl.col("p_value").is_null())["status"]) == {"not assessable"}
    assert set(tested["family_size"]) == {tested.height}
    reject, adjusted, *_ = multipletests(tested["p_value"].to_numpy(), alpha=0.05, method=method)
    assert tested["p_adjusted"].to_list() == pytest.approx(adjusted.tolist(), rel=1e-9)
    flagged = [r and d < 0 for r, d in zip(reject, tested["difference_pp"], strict=True)]
    assert [status == "flagged" for status in tested["status"]] == flagged


def test_small_groups_lie_far_apart_by_chance() -> None:
    o = counts(A=(9, 15), B=(12, 20), C=(15, 25), D=(24, 40), E=(36, 60))
    chance = o.gap_if_equal(by="race", seed=7)
    assert chance.mean_pp == pytest.approx(23, abs=0.6)
    assert chance.p95_pp == pytest.approx(38, abs=1.5)
    assert chance.p_value == 1.0
    assert (chance.draws, chance.seed) == (10_000, 7)
    assert o.gap_if_equal(by="race", seed=7).to_dict() == chance.to_dict()
    assert "10,000 draws, seed 7" in str(chance)
    rng = np.random.default_rng(1)
    n = np.array([15, 20, 25, 40, 60])
    rates = rng.binomial(n, 0.6, size=(40_000, 5)) / n
    assert chance.mean_pp == pytest.approx(100 * np.ptp(rates, axis=1).mean(), abs=0.4)


def test_lower_is_better_prints_the_index_that_is_compared() -> None:
    o = counts(direction="lower", A=(10, 100), B=(30, 100), C=(0, 100))
    found = rows(o.gaps(by="race", rule="80-percent"))
    # 0 % is the best rate: 0 over the group's rate is below .8, not "no ratio".
    assert (found["B"]["index"], found["B"]["status"]) == (0.0, "flagged")
    two = counts(direction="lower", A=(10, 100), B=(30, 100))
    found = rows(two.gaps(by="race", rule="80-percent"))["B"]
    assert (found["index"], found["status"]) == (pytest.approx(1 / 3), "flagged")
    found = rows(two.gaps(by="race", rule="proportionality"))["B"]
    assert found["index"] == pytest.approx(20 / 30)


def test_a_best_group_that_a_range_may_beat_leaves_no_verdict() -> None:
    o = counts(A=(10, 50), B=("<10", 30), C=(10, 500))
    found = rows(o.gaps(by="race", reference="best"))["C"]
    assert found["reference"] == "A, the best rate known exactly"
    assert found["status"] == "not assessable"
    assert found["reason"] == "the best group is not known, because a count is a range"
    assert found["p_value"] is None
    sentences = o.describe(by="race", reference="best")
    assert len(sentences) == 4
    assert "1 with censored counts may have a better one" in sentences[-1]


def test_a_ratio_of_ones_has_no_interval() -> None:
    found = rows(counts(A=(60, 60), B=(80, 80)).gaps(by="race"))["A"]
    assert (found["ratio"], found["ratio_lower"], found["ratio_upper"]) == (1.0, None, None)


def test_no_rise_above_a_hundred_percent_can_be_told() -> None:
    o = counts(A=(60, 60), B=(40, 80))
    for method in ["two-proportion", "same-se"]:
        found = rows(o.detectable_change(by="race", method=method))
        assert found["A"]["detectable_pp"] is None
        assert found["B"]["detectable_pp"] > 0


def test_groups_that_overlap_are_not_taken_as_independent() -> None:
    frame = {
        "black": [1, 1, 0, 0] * 20,
        "asian": [0, 1, 1, 0] * 20,
        "y": [1, 0, 1, 0, 0] * 16,
    }
    groups = {"race": {"Black": "black", "Asian": "asian"}}
    o = cw.Outcomes.from_records(frame, outcome="y", by=[], overlapping=groups)
    with pytest.raises(cw.InputError, match="the groups of race overlap"):
        o.gap_if_equal(by="race")
    for reference in ["best", "Black"]:
        assert "The groups overlap" in o.describe(by="race", reference=reference)[-1]


def test_gaps_say_that_weights_are_not_used() -> None:
    frame = {"race": ["A", "B"] * 20, "y": [1, 0, 1, 1] * 10, "w": [1.0, 3.0] * 20}
    o = cw.Outcomes.from_records(frame, outcome="y", by="race", weight="w")
    assert "weights are not used" in o.describe(by="race")[-1]


def test_one_group_has_no_gap_to_chance() -> None:
    chance = counts(A=(20, 50), B=("<10", 30), C=(3, 9)).gap_if_equal(by="race")
    assert (chance.groups, chance.left_out) == (1, 2)
    assert chance.mean_pp is None
    assert chance.p_value is None
    assert str(chance).startswith("Fewer than two groups")


def test_smallest_change_a_cohort_can_tell() -> None:
    sizes = [30, 60, 100, 250, 500, 1000, 2000, 10_000]
    o = counts(**{f"n{n}": (n * 3 // 5, n) for n in sizes}, none=(0, 0), hidden=("<10", 30))
    found = rows(o.detectable_change(by="race"))
    expected = [22.23, 16.40, 12.96, 8.37, 5.97, 4.25, 3.01, 1.35]
    for n, pp in zip(sizes, expected, strict=True):
        assert found[f"n{n}"]["detectable_pp"] == pytest.approx(pp, abs=0.005)
    assert found["none"]["detectable_pp"] is None
    assert found["hidden"]["detectable_pp"] is None
    same = rows(o.detectable_change(by="race", method="same-se"))["n60"]["detectable_pp"]
    assert same == pytest.approx(100 * 1.959963984540054 * math.sqrt(0.48 / 60), rel=1e-9)


# The scan.


def judged(rule: str, cells: list[tuple[int, int]]) -> list[str]:
    """The rules once more, in plain fractions; cells are (n, successes)."""
    n, s = sum(c[0] for c in cells), sum(c[1] for c in cells)
    large = [c for c in cells if c[0] >= 10]
    best = max(large, key=lambda c: (Fraction(c[1], c[0]), c[0]), default=None)
    out = []
    for position, (m, k) in enumerate(cells):
        rest = (n - m, s - k)
        least = {"ppg-2017": 1, "ppg-2022": 11}.get(rule, 10)
        reference = {"ppg-2022": rest, "80-percent": best}.get(rule, (n, s))
        is_best = rule == "80-percent" and best is not None and position == cells.index(best)
        if m < least or is_best or reference is None or reference[0] == 0:
            out.append("not assessable")
            continue
        if rule != "80-percent" and rest[0] == 0:
            out.append("not assessable")
            continue
        p, q = Fraction(k, m), Fraction(reference[1], reference[0])
        if rule.startswith("ppg"):
            spread = Fraction(1, 4) if rule == "ppg-2017" else p * (1 - p)
            floor = Fraction(3, 100) if rule == "ppg-2017" else Fraction(2, 100)
            z = Fraction(49, 25)
            flag = q - p >= floor and (q - p) ** 2 >= z * z * spread / m
        elif q == 0:
            out.append("not assessable")
            continue
        else:
            flag = p / q < Fraction(4, 5)
        out.append("flagged" if flag else "not flagged")
    return out


def test_a_scan_equals_plain_polars_and_fractions(
    equity: pl.DataFrame, transfer: cw.Outcomes
) -> None:
    scan = transfer.scan(by=GROUPS, within=CONTEXT, rules=RULES)
    known = {
        (*(row[c] for c in CONTEXT), row["disaggregation"], row["group"]): row
        for row in scan.iter_rows(named=True)
    }
    assert len(known) == scan.height
    seen = 0
    for size in range(len(CONTEXT) + 1):
        for scenario in itertools.combinations(CONTEXT, size):
            for by in GROUPS:
                counted = equity.group_by([*scenario, by]).agg(
                    pl.col("Transfer").count().alias("n"), pl.col("Transfer").sum().alias("s")
                )
                slices = (
                    counted.sort(by).partition_by(scenario, as_dict=True).items()
                    if scenario
                    else [((), counted.sort(by))]
                )
                for levels, cells in slices:
                    place = dict(zip(scenario, levels, strict=True))
                    pairs = list(cells.select("n", "s").iter_rows())
                    for rule in RULES:
                        status = judged(rule, pairs)
                        for group, (n, s), expected in zip(cells[by], pairs, status, strict=True):
                            row = known[(*(place.get(c) for c in CONTEXT), by, group)]
                            assert (row["n"], row["successes"]) == (n, s)
                            name = rule.replace("-", "_")
                            assert row[f"{name}_status"] == expected, (rule, place, group)
                            seen += 1
    # The disaggregation "none" is the rest of the rows: one for each of the 9 scenarios.
    assert seen == len(RULES) * (scan.height - 9)
    assert scan.filter(pl.col("disaggregation") == "none").height == 9


def test_a_scan_says_what_gaps_say(transfer: cw.Outcomes) -> None:
    scan = transfer.scan(by=GROUPS, rules=RULES)
    for by, rule in itertools.product(GROUPS, RULES):
        name = rule.replace("-", "_")
        whole = rows(transfer.gaps(by=by, rule=rule), by)
        for row in scan.filter(pl.col("disaggregation") == by).iter_rows(named=True):
            gap = whole[row["group"]]
            for column in ["status", "reason", "needed_to_leave", "needed_to_parity"]:
                assert row[f"{name}_{column}"] == gap[column]
            assert row[f"{name}_reference_rate"] == pytest.approx(gap["reference_rate"], abs=1e-15)


def test_a_scan_has_the_rows_of_the_published_workload(equity: pl.DataFrame) -> None:
    # DisImpact's vignette: 898 rows for three outcomes of one college (180,498 is 201 times that).
    # Groups without a recorded outcome have no row there; here they have one that says so.
    found = 0
    for outcome, cohort in [
        ("Math", "Cohort_Math"),
        ("English", "Cohort_English"),
        ("Transfer", "Cohort"),
    ]:
        o = cw.Outcomes.from_records(equity, outcome=outcome, by=[*GROUPS, *CONTEXT], period=cohort)
        frame = o.scan(by=GROUPS, within=CONTEXT)
        found += frame.filter(pl.col("n") > 0).height
        empty = frame.filter(pl.col("n") == 0)
        assert set(empty["ppg_2017_status"]) <= {"not assessable"}
    assert found == 898


def test_every_college_of_a_scan_equals_the_college_alone(equity: pl.DataFrame) -> None:
    by = [*GROUPS, *CONTEXT]
    keys = ["period", *CONTEXT, "disaggregation", "group"]
    alone = cw.Outcomes.from_records(equity, outcome="Math", by=by, period="Cohort_Math")
    expected = alone.scan(by=GROUPS, within=CONTEXT)
    colleges = pl.concat([equity.with_columns(College=pl.lit(name)) for name in "XYZ"])
    together = cw.Outcomes.from_records(
        colleges, outcome="Math", by=[*by, "College"], period="Cohort_Math"
    )
    scan = together.scan(by=GROUPS, within=["College", *CONTEXT])
    # Each college, and all three together.
    assert scan.height == 4 * expected.height
    for name in "XYZ":
        one = scan.filter(pl.col("College") == name).drop("College")
        assert one.sort(keys).equals(expected.sort(keys), null_equal=True)


def test_a_scan_corrects_over_all_its_rows(transfer: cw.Outcomes) -> None:
    scan = transfer.scan(by=GROUPS, within="Ed_Goal", rules=["ppg-2022"], correction="bh")
    tested = scan.filter(pl.col("p_value").is_not_null())
    assert set(tested["family_size"]) == {tested.height}
    # Everyone of a scenario is compared with nobody, so that row is not in the family.
    assert "none" not in set(tested["disaggregation"])
    reject, adjusted, *_ = multipletests(tested["p_value"].to_numpy(), method="fdr_bh")
    assert tested["p_adjusted"].to_list() == pytest.approx(adjusted.tolist(), rel=1e-9)
    rest = pl.col("ppg_2022_reference_rate")
    behind = tested.select((pl.col("rate") < rest).alias("behind"))["behind"]
    expected = [r and b for r, b in zip(reject, behind, strict=True)]
    assert [status == "flagged" for status in tested["status"]] == expected


def test_a_scan_keeps_ranges_as_ranges() -> None:
    o = counts(A=(20, 50), B=("<10", 30), C=(30, 40))
    scan = o.scan(by="race", rules=["ppg-2017", "80-percent"])
    b = rows(scan.filter(pl.col("disaggregation") == "race"), "group")["B"]
    assert (b["n"], b["successes"], b["rate"]) == (30, None, None)
    assert b["ppg_2017_reason"] == "its count is published only as a range"
    none = scan.filter(pl.col("disaggregation") == "none").row(0, named=True)
    assert (none["n"], none["successes"], none["ppg_2017_status"]) == (120, None, "not assessable")


def test_depth_limits_the_scenarios(transfer: cw.Outcomes) -> None:
    scan = transfer.scan(by="Gender", within=CONTEXT, rules=["ppg-2017"], depth=1)
    assert scan.filter(pl.all_horizontal(pl.col(CONTEXT).is_not_null())).height == 0
    assert transfer.scan(by="Gender", within=CONTEXT, depth=0, rules=[]).height == 3 + 1


def test_an_empty_table_has_no_rows() -> None:
    empty = {"race": pl.Series([], dtype=pl.String), "reads": pl.Series([], dtype=pl.Boolean)}
    o = cw.Outcomes.from_records(pl.DataFrame(empty), outcome="reads", by="race")
    assert o.gaps(by="race", rule="ppg-2017").height == 0
    assert o.scan(by="race").height == 0
    assert o.gap_if_equal(by="race").groups == 0


# Messages.

BAD: dict[str, tuple[Callable[[cw.Outcomes], object], str]] = {
    "rule": (lambda o: o.gaps(by="race", rule="ppg"), "ppg-2017, ppg-2022, proportionality"),
    "rule without a threshold": (
        lambda o: o.gaps(by="race", rule="idea"),
        "threshold of the State",
    ),
    "idea needs lower": (
        lambda o: o.gaps(by="race", rule={"rule": "idea", "threshold": 2}),
        "direction lower",
    ),
    "threshold below one": (
        lambda o: o.gaps(by="race", rule={"rule": "idea", "threshold": "0.5"}),
        "1 or more",
    ),
    "parameter of another rule": (
        lambda o: o.gaps(by="race", rule={"rule": "ppg-2017", "cut": 0.9}),
        "Expected z, floor, min_n",
    ),
    "cut of 80": (
        lambda o: o.gaps(by="race", rule={"rule": "80-percent", "cut": 80}),
        "at most 1",
    ),
    "reference of another rule": (
        lambda o: o.gaps(by="race", rule="ppg-2017", reference="rest"),
        "the reference the rule names",
    ),
    "place without n": (
        lambda o: o.gaps(by="race", reference={"name": "State", "successes": 3}),
        "name, successes and n",
    ),
    "correction": (lambda o: o.gaps(by="race", correction="bonferroni"), "holm, bh"),
    "zero": (lambda o: o.gaps(by="race", zero="drop"), "haldane"),
    "method": (lambda o: o.detectable_change(by="race", method="x"), "two-proportion, same-se"),
    "draws": (lambda o: o.gap_if_equal(by="race", draws=0), "at least 1"),
    "endless draws": (lambda o: o.gap_if_equal(by="race", draws=10**8), "at most 1,000,000"),
    "dimension twice": (lambda o: o.scan(by="race", within="race"), "named twice"),
    "rule twice": (lambda o: o.scan(by="race", rules=["ppg-2017", "ppg-2017"]), "named twice"),
}


@pytest.mark.parametrize("case", list(BAD))
def test_a_wrong_option_is_answered_with_what_is_allowed(case: str) -> None:
    call, expected = BAD[case]
    with pytest.raises(cw.InputError, match=expected):
        call(counts(A=(20, 50), B=(30, 60)))
