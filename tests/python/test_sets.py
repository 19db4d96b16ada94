"""A set of partners: composition, exclusivity, consensus. Oracles: scipy, enumeration."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb, inf
from pathlib import Path

import commonweal as cw
import numpy as np
import polars as pl
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic
from scipy import stats
from scipy.stats.contingency import odds_ratio
from statsmodels.stats.multitest import multipletests
from test_degenerate import MAKERS, check

TABLES = [
    ((a, a + b), (a + c, a + b + c + d))
    for a, b, c, d in [
        (6, 2, 8, 24),
        (5, 3, 9, 23),
        (3, 1, 1, 3),
        (0, 5, 6, 14),
        (4, 1, 0, 20),
        (2, 10, 15, 3),
        (1, 7, 20, 12),
        (30, 70, 200, 900),
    ]
]


def cells(table: tuple[tuple[int, int], tuple[int, int]]) -> np.ndarray:
    (x, size), (k, n) = table
    return np.array([[x, size - x], [k - x, n - size - k + x]])


def test_exact_tests_are_those_of_scipy() -> None:
    found = cw.over_representation({str(i): t for i, t in enumerate(TABLES)}, correction=None)
    for table, row in zip(TABLES, found.iter_rows(named=True), strict=True):
        fourfold = cells(table)
        for column, alternative in [
            ("p_over", "greater"),
            ("p_under", "less"),
            ("p_both", "two-sided"),
        ]:
            theirs = stats.fisher_exact(fourfold, alternative=alternative).pvalue
            assert row[column] == pytest.approx(theirs, rel=1e-9), (table, column)
        theirs = odds_ratio(fourfold)
        interval = theirs.confidence_interval(0.95)
        for ours, value in [
            (row["odds_ratio"], theirs.statistic),
            (row["odds_ratio_lower"], interval.low),
            (row["odds_ratio_upper"], interval.high),
        ]:
            assert ours == value or ours == pytest.approx(value, rel=1e-4)
        (x, size), (k, n) = table
        distribution = stats.hypergeom(n, k, size)
        assert row["expected"] == pytest.approx(distribution.mean())
        assert row["smallest_p"] == pytest.approx(distribution.pmf(min(size, k)), rel=1e-9)
        assert row["mid_p_over"] == pytest.approx(
            distribution.sf(x) + distribution.pmf(x) / 2, rel=1e-9
        )
        assert row["representation_ratio"] == pytest.approx((x / size) / (k / n))


def test_golden_numbers_and_the_smallest_p() -> None:
    found = cw.over_representation({"six": ((6, 8), (14, 40)), "five": ((5, 8), (14, 40))})
    assert_allclose(found["p_over"], [0.0138901, 0.0815738], atol=5e-8)
    assert_allclose(found["expected"], 2.8)
    # Four attributes of 12 in 25 and a core of five: Holm cannot reach .05, whatever is seen.
    four = cw.over_representation({str(x): ((x, 5), (12, 25)) for x in (5, 4, 3, 2)})
    assert_allclose(four["smallest_p"], 0.0149, atol=5e-5)
    assert four["smallest_p_adjusted"].min() > 0.05
    assert four["p_adjusted"].to_list()[0] == pytest.approx(four["smallest_p_adjusted"][0])
    assert "The smallest p these counts can give" in four["sentence"][0]


@pytest.mark.parametrize(("correction", "method"), [("holm", "holm"), ("bh", "fdr_bh")])
def test_corrections_are_those_of_statsmodels(correction: str, method: str) -> None:
    family = {str(i): t for i, t in enumerate(TABLES)}
    found = cw.over_representation(family, correction=correction)
    theirs = multipletests(found["p_over"], method=method)[1]
    assert_allclose(found["p_adjusted"], theirs, rtol=1e-9)


def test_strata_are_convolved() -> None:
    tables = [((3, 5), (6, 12)), ((2, 3), (4, 9)), ((0, 1), (2, 4))]
    row = cw.over_representation({"x": tables}).row(0, named=True)
    ways = {0: 1}
    for (_, size), (k, n) in tables:
        ways = {
            total: sum(
                w * comb(size, total - s) * comb(n - size, k - total + s)
                for s, w in ways.items()
                if 0 <= total - s <= min(size, k)
            )
            for total in range(max(ways) + size + 1)
        }
    everything = sum(ways.values())
    over = sum(w for total, w in ways.items() if total >= 5) / everything
    assert row["p_over"] == pytest.approx(over, rel=1e-9)
    assert row["strata"] == 3
    assert row["with"] == 5
    assert row["expected"] == pytest.approx(5 * 6 / 12 + 3 * 4 / 9 + 1 * 2 / 4)


def test_what_cannot_be_tested_is_null() -> None:
    row = cw.over_representation({"none": ((0, 3), (0, 9))}).row(0, named=True)
    assert row["smallest_p"] == 1.0
    assert row["p_over"] is None
    assert row["odds_ratio"] is None
    assert row["p_adjusted"] is None
    unlimited = cw.over_representation({"all": ((4, 5), (4, 25))}).row(0, named=True)
    assert unlimited["odds_ratio"] == inf
    assert unlimited["odds_ratio_lower"] > 1
    assert unlimited["smallest_p"] == pytest.approx(4.0e-4, abs=5e-6)
    for counts in [{"x": ((4, 3), (4, 9))}, {"x": ((2, 3), (1, 9))}, {"x": 3}, [1]]:
        with pytest.raises(cw.InputError):
            cw.over_representation(counts)
    with pytest.raises(cw.InputError, match="over, under, both"):
        cw.over_representation({"x": ((1, 3), (2, 9))}, tail="up")


def labelled() -> cw.Network:
    """40 partners; 14 large, of them six among the first eight; one of unknown title."""
    size = ["large"] * 6 + ["small"] * 2 + ["large"] * 8 + ["small"] * 24
    title = ["executive"] * 7 + [None] + ["executive"] * 6 + ["staff"] * 26
    partners = {"partner_id": [f"p{i}" for i in range(40)], "size": size, "title": title}
    return cw.Network.from_ties([("p0", "p1")], partners=partners)


MEMBERS = [f"p{i}" for i in range(8)]


def test_composition_of_a_named_set() -> None:
    found = labelled().over_representation(
        MEMBERS,
        attributes=["size"],
        conjunctions=[{"size": "large", "title": "executive"}],
        view="backbone",
    )
    tests = found.filter(pl.col("statistic") == "members that have it")
    assert tests["label"].to_list()[0] == "size = large"
    row = tests.row(0, named=True)
    assert row["p"] == pytest.approx(0.0138901, abs=5e-8)
    assert (row["value"], row["expected"], row["n"]) == (6.0, pytest.approx(2.8), 40)
    # p7 is small, so it is not large and executive although its title is unknown.
    both = tests.row(-1, named=True)
    assert both["n"] == 40
    assert both["p"] == pytest.approx(stats.hypergeom(40, 12, 8).sf(5), rel=1e-9)


def test_small_counts_are_hidden_unless_the_backbone_looks() -> None:
    net = labelled()
    shared = net.over_representation(MEMBERS, attributes="size")
    # Two members are small: their count, and all that gives it away, is not shown.
    assert shared.filter(pl.col("statistic") == "members that have it")["value"].null_count() == 2
    assert shared["p"].null_count() == shared.height
    assert not any("6 of 8" in caveat for caveat in shared.about[0]["caveats"])
    with pytest.raises(cw.InputError, match="backbone"):
        net.over_representation(MEMBERS, attributes="size", view="public")
    with pytest.raises(cw.InputError):
        net.over_representation(["nobody"], attributes="size")


def test_strata_ask_whether_they_explain_it() -> None:
    net = labelled()
    found = net.over_representation(
        MEMBERS, conjunctions=[{"title": "executive"}], strata="size", view="backbone"
    )
    within = found.filter(pl.col("statistic").str.contains("within size")).row(0, named=True)
    # 12 of 14 large partners are executives, so that six of six in the set are no surprise.
    assert within["p"] > found.row(0, named=True)["p"]


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def numbers(found: pl.DataFrame, column: str = "value") -> dict[str, float]:
    return dict(zip(found["statistic"], found[column], strict=True))


def test_exclusivity_by_the_matrix(net: Trio) -> None:
    ids = list(net.ids)
    members = ids[: max(3, len(ids) // 4)]
    tied = net.ours.to_numpy() > 0
    inside = np.isin(np.arange(len(ids)), range(len(members)))
    values = numbers(net.ours.exclusivity(members, draws=0))
    s, n = len(members), len(ids)
    within = tied[np.ix_(inside, inside)].sum()
    across = tied[np.ix_(inside, ~inside)].sum() + tied[np.ix_(~inside, inside)].sum()
    assert values["internal_density"] == pytest.approx(within / (s * (s - 1)))
    assert values["boundary_density"] == pytest.approx(across / (2 * s * (n - s)))
    halves = 1 if net.ours.directed else 2
    e, i = across / halves, within / halves
    assert values["ei_index"] == pytest.approx((e - i) / (e + i))
    if net.ours.directed:
        both = tied & tied.T
        assert values["reciprocity_inside"] == pytest.approx(
            both[np.ix_(inside, inside)].sum() / within
        )


def test_exclusivity_p_is_exact_where_sets_are_few() -> None:
    ties = ["ab", "ac", "bc", "cd", "de", "df", "ef", "fg"]
    net = cw.Network.from_ties([(a, b) for a, b in ties], directed=False)
    found = net.exclusivity(["a", "b", "c"], strata=1)
    tied = net.to_numpy() > 0

    def difference(chosen: tuple[int, ...]) -> float:
        inside = np.isin(np.arange(7), chosen)
        across = tied[np.ix_(inside, ~inside)].sum() / (3 * 4)
        return tied[np.ix_(inside, inside)].sum() / 6 - across

    every = [difference(chosen) for chosen in combinations(range(7), 3)]
    p = np.mean(np.array(every) >= difference((0, 1, 2)) - 1e-12)
    assert numbers(found, "p_high")["density_difference"] == pytest.approx(p)
    assert found["smallest_p"][0] == pytest.approx(1 / 35)
    assert "The smallest p this test can give is 0.0286" in found.about[0]["caveats"][0]


def test_a_set_is_compared_with_sets_of_equal_degree() -> None:
    pairs = [(i, j) for i in range(10) for j in range(i + 1, 40) if j < 10 or (i + j) % 2 == 0]
    net = cw.Network.from_ties([(f"p{i}", f"p{j}") for i, j in pairs], directed=False)
    hubs = [f"p{i}" for i in range(5)]
    p = [numbers(net.exclusivity(hubs, strata=s, draws=999, seed=4), "p_high") for s in (1, 4)]
    assert p[0]["internal_density"] < 0.01
    assert p[1]["internal_density"] == 1.0  # any five hubs are as dense


def test_consensus_finds_what_is_found_again() -> None:
    clique = [(i, j) for i in range(5) for j in range(i + 1, 5)]
    path = [(i, i + 1) for i in range(4, 14)]
    ties = [(f"p{i}", f"p{j}") for i, j in clique + path]
    net = cw.Network.from_ties(ties, directed=False)
    found = net.consensus(completions=5, seed=1)
    assert found.size == 5
    assert found.members(view="backbone")["partner_id"].to_list() == [f"p{i}" for i in range(5)]
    rows = found.to_frame()
    assert rows["method"].unique(maintain_order=True).to_list() == [
        "core",
        "closed_core",
        "inner_core",
        "k_plex",
    ]
    assert rows["variation"].unique(maintain_order=True).to_list() == [
        "as_answered",
        "one_answer_less",
    ]
    pairs = found.together(view="backbone")
    first = pairs.filter((pl.col("source_id") == "p0") & (pl.col("target_id") == "p1"))
    assert first["score"][0] == 1.0
    for named in (found.members, found.scores, found.together):
        with pytest.raises(cw.InputError, match="backbone"):
            named()
    assert "partner_id" not in rows.columns


def test_consensus_names_nobody_that_refused() -> None:
    example = cw.example()
    partners = example.tables["partners"]
    refused = set(partners.filter(consent_named="no")["partner_id"])
    net = example.network("communication", wave="2025")
    found = net.consensus("core", completions=1, seed=1)
    scores = found.scores(view="backbone")["partner_id"]
    assert set(scores) == set(partners["partner_id"]) - refused
    members = found.members(view="backbone")["partner_id"]
    # The planted in-group is found, with the one of it that refused in its size alone.
    assert found.size > len(members) > 0
    together = found.together(view="backbone")
    assert len(together) > 0
    assert not refused & {*scores, *members, *together["source_id"], *together["target_id"]}


def test_consensus_over_cuts_and_completions() -> None:
    ties = [("a", "b", 3), ("b", "c", 3), ("c", "a", 3), ("a", "d", 1), ("d", "e", 1)]
    net = cw.Network.from_ties(
        pl.DataFrame(ties, schema=["source_id", "target_id", "value"], orient="row"),
        value="value",
        respondents=["a", "b", "c", "d"],
    )
    one, two = (
        net.consensus("inner_core", cut_offs=[1, 2], completions=10, seed=7) for _ in range(2)
    )
    assert one.to_frame().equals(two.to_frame())
    assert one.to_frame()["runs"].to_list() == [1, 4, 10] * 2
    assert one.coverage < 1
    with pytest.raises(cw.InputError, match="core"):
        net.consensus("cores")


def test_completions_keep_what_is_known() -> None:
    net = cw.example().network("communication", wave="2025")
    known = net.to_numpy(unknown=float("nan"))
    whole = [net.completed(seed=3, draw=k) for k in range(3)]
    for one in whole:
        filled = one.to_numpy(unknown=float("nan"))
        assert not np.isnan(filled).any()
        kept = ~np.isnan(known)
        assert (filled[kept] > 0).tolist() == (known[kept] > 0).tolist()
    assert len({one.n_ties for one in whole}) > 1
    assert net.completed(seed=3, draw=1).ties().equals(whole[1].ties())


@pytest.mark.parametrize("maker", MAKERS.values(), ids=list(MAKERS))
@pytest.mark.parametrize("directed", [True, False])
def test_odd_networks(maker: Callable[..., cw.Network], directed: bool) -> None:
    net = maker(directed=directed)
    members = net.partners()["partner_id"].to_list()[:2]
    for frame in (
        net.exclusivity(members, draws=19),
        net.consensus(completions=2).to_frame(),
        net.consensus(completions=2).scores(view="backbone"),
    ):
        assert not any(c.is_nan().any() for c in frame.select(pl.selectors.float()).iter_columns())
        check(frame, net)
    assert net.completed().coverage().pairs_none == 0
