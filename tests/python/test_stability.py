"""How measures hold when answers are set aside, against scipy and by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import commonweal as cw
import numpy as np
import polars as pl
import pytest
from oracles import classic, messy
from scipy import stats
from test_degenerate import MAKERS

PARTNER = ["bias", "relative_bias", "pearson", "spearman", "kendall", "top_overlap"]


def statistics(found: cw.Stability, column: str = "p50") -> dict[str, float | None]:
    return dict(found.to_frame().select("statistic", column).iter_rows())


@pytest.mark.parametrize("what", ["answers", "partners"])
def test_one_draw_is_what_scipy_makes_of_it(outside: Path, what: str) -> None:
    # Betweenness of the managers' advice has no ties near the top: chance has no say in the order.
    net = classic(outside, "advice").ours
    old = net.betweenness()
    first = old.sort("betweenness", descending=True)["partner_id"].to_list()[:4]
    fewer = net.without_answers(first) if what == "answers" else net.without(first)
    both = old.join(fewer.betweenness(), on="partner_id").drop_nulls()
    x, y = both["betweenness"].to_numpy(), both["betweenness_right"].to_numpy()
    found = net.stability(
        "betweenness", drop=4 / 21, draws=3, how="central_first", what=what, seed=5
    )
    ours = statistics(found)
    assert ours["bias"] == pytest.approx((y - x).mean(), abs=1e-12)
    assert ours["relative_bias"] == pytest.approx((y - x).mean() / x.mean(), abs=1e-9)
    assert ours["pearson"] == pytest.approx(stats.pearsonr(x, y)[0], abs=1e-9)
    assert ours["spearman"] == pytest.approx(stats.spearmanr(x, y)[0], abs=1e-9)
    assert ours["kendall"] == pytest.approx(stats.kendalltau(x, y)[0], abs=1e-9)
    k = -(-len(x) // 10)
    top = [set(np.flatnonzero(v >= np.sort(v)[-k])) for v in (x, y)]
    assert ours["top_overlap"] == pytest.approx(len(top[0] & top[1]) / len(top[0] | top[1]))
    # No tie in the scores of the first four: every draw is the same.
    assert statistics(found, "sd")["bias"] == pytest.approx(0, abs=1e-12)
    assert found.to_frame()["dropped"].unique().to_list() == [4]


def test_rank_correlation_with_equal_scores_is_scipys(outside: Path) -> None:
    # Degrees are full of equal scores; the two highest of the karate club stand alone.
    net = classic(outside, "karate").ours
    first = net.degree().sort("degree", descending=True)["partner_id"].to_list()[:2]
    found = net.stability("degree", drop=2 / 34, draws=1, how="central_first", what="partners")
    both = net.degree().join(net.without(first).degree(), on="partner_id")
    x, y = both["degree"].to_numpy(), both["degree_right"].to_numpy()
    ours = statistics(found)
    assert len(x) == 32
    assert ours["kendall"] == pytest.approx(stats.kendalltau(x, y)[0], abs=1e-9)
    assert ours["spearman"] == pytest.approx(stats.spearmanr(x, y)[0], abs=1e-9)


def test_quantiles_are_numpys(outside: Path) -> None:
    # Density when one of two respondents is set aside has two values; the frame's band is theirs.
    net = cw.Network.from_ties(
        [("a", "b"), ("a", "c"), ("b", "a")],
        partners={"partner_id": ["a", "b", "c"]},
        respondents=["a", "b"],
    )
    found = net.stability("density", drop=0.5, draws=200, seed=2).to_frame()
    value = found.row(by_predicate=pl.col("statistic") == "value", named=True)
    assert (value["dropped"], value["draws"], value["defined"]) == (1, 200, 200)
    assert (value["p05"], value["p95"]) == (0.5, 1.0)
    # A mean of n values 1/2 and 1 tells how many were 1; the sd must be that of numpy.
    ones = round((value["mean"] - 0.5) * 2 * 200)
    values = np.repeat([0.5, 1.0], [200 - ones, ones])
    assert value["sd"] == pytest.approx(values.std(ddof=1), abs=1e-12)
    assert 70 < ones < 130  # a fair coin, far beyond five standard deviations


def test_same_seed_same_answer_and_shares_nest(outside: Path) -> None:
    net = messy(outside)
    one = net.stability("in_degree", drop=[0.1, 0.3], draws=20, seed=4).to_frame()
    two = net.stability("in_degree", drop=[0.1, 0.3], draws=20, seed=4).to_frame()
    assert one.equals(two)
    assert not one.equals(net.stability("in_degree", drop=[0.1, 0.3], draws=20, seed=5).to_frame())
    assert one["statistic"].to_list() == PARTNER * 2
    # Nine answered: a tenth of them is one, three tenths are three.
    assert one["dropped"].unique(maintain_order=True).to_list() == [1, 3]
    bias = one.filter(pl.col("statistic") == "bias")
    assert bias["mean"][1] < bias["mean"][0] < 0


def test_the_loss_of_central_partners_does_most_harm(outside: Path) -> None:
    # Smith & Moody (2013): bias is worst when those missing are central.
    net = classic(outside, "karate").ours
    options = {"drop": 0.2, "draws": 40, "what": "partners", "seed": 1}
    random = statistics(net.stability("mean_degree", **options))
    central = statistics(net.stability("mean_degree", how="central_first", **options))
    least = statistics(net.stability("mean_degree", how="peripheral_first", **options))
    assert central["bias"] < random["bias"] < least["bias"]


def test_what_it_says_of_itself(outside: Path) -> None:
    net = messy(outside)
    found = net.stability("betweenness", drop=0.3, draws=5, how="central_first")
    assert found.measure == "betweenness"
    assert found.seed == 0
    assert "answers set aside" in found.convention
    assert "central first" in found.convention
    assert any("missing already" in caveat for caveat in found.caveats)
    assert "Costenbader" in found.citation
    assert str(found).startswith("With 3 answers (30 %) set aside")
    assert "betweenness" in repr(found)
    pairs = net.symmetrise("either").stability("density", draws=2)
    assert any("no reporter" in caveat for caveat in pairs.caveats)


def test_wrong_options_are_told(outside: Path) -> None:
    net = messy(outside)
    with pytest.raises(cw.InputError, match='closest: "betweenness"'):
        net.stability("betweeness")
    with pytest.raises(cw.InputError, match="density"):
        net.stability("beauty")
    for drop in [0.0, 1.0, [0.2, 1.5], []]:
        with pytest.raises(cw.InputError, match="drop"):
            net.stability("degree", drop=drop)
    with pytest.raises(cw.InputError, match="draw"):
        net.stability("degree", draws=0)
    with pytest.raises(cw.InputError, match="central_first"):
        net.stability("degree", how="central")


MEASURES = ["degree", "in_degree", "out_closeness", "betweenness", "coreness", "density"]


@pytest.mark.parametrize("measure", [*MEASURES, "mean_degree", "components", "connectedness"])
@pytest.mark.parametrize("what", ["answers", "partners"])
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network], measure: str, what: str, directed: bool
) -> None:
    net = make(directed=directed)
    try:
        found = net.stability(measure, drop=[0.3, 0.6], draws=3, what=what)
    except cw.InputError as error:
        assert "not defined" in str(error)
        return
    frame = found.to_frame()
    assert not any(column.is_nan().any() for column in frame.select(pl.selectors.float()))
    assert (
        frame.filter(pl.col("defined") == 0)["mean"].null_count()
        == frame.filter(pl.col("defined") == 0).height
    )
    assert (frame["defined"] <= frame["draws"]).all()
