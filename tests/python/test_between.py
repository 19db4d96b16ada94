"""Betweenness of ties, and betweenness from a sample of partners, against networkx and igraph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import commonweal as cw
import networkx as nx
import numpy as np
import polars as pl
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic, messy, trio
from test_degenerate import MAKERS, check

TIGHT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def of_ties(frame: pl.DataFrame, *, directed: bool) -> dict[tuple[str, str], float]:
    """Values by tie; an undirected tie by its ends in alphabetical order."""
    rows = frame.iter_rows()
    return {(a, b) if directed else (min(a, b), max(a, b)): value for a, b, value in rows}


def same_ties(ours: pl.DataFrame, net: Trio, theirs: dict[tuple[str, str], float]) -> None:
    mine = of_ties(ours, directed=net.ours.directed)
    yours = {t if net.ours.directed else (min(t), max(t)): v for t, v in theirs.items()}
    assert mine.keys() == yours.keys()
    assert_allclose([mine[tie] for tie in yours], list(yours.values()), **TIGHT)


def igraph_values(net: Trio, values: list[float]) -> dict[tuple[str, str], float]:
    pairs = net.ig.get_edgelist()
    return {(net.ids[a], net.ids[b]): v for (a, b), v in zip(pairs, values, strict=True)}


@pytest.mark.parametrize("normalized", [False, True])
def test_edge_betweenness_is_that_of_networkx_and_igraph(net: Trio, normalized: bool) -> None:
    ours = net.ours.edge_betweenness(normalized=normalized)
    assert ours.select("source_id", "target_id").rows() == [
        row[:2] for row in net.ours.ties().rows()
    ]
    same_ties(ours, net, nx.edge_betweenness_centrality(net.nx, normalized=normalized))
    if not normalized:  # igraph has no normalised form
        same_ties(ours, net, igraph_values(net, net.ig.edge_betweenness()))


def test_weighted_edge_betweenness_of_distances(outside: Path) -> None:
    # emon's frequencies count down, so they are lengths; whole numbers, so networkx is right too.
    emon = classic(outside, "emon_texas")
    ours = emon.ours.edge_betweenness(weighted=True, normalized=False)
    theirs = nx.edge_betweenness_centrality(emon.nx, normalized=False, weight="weight")
    same_ties(ours, emon, theirs)
    same_ties(ours, emon, igraph_values(emon, emon.ig.edge_betweenness(weights="weight")))


def test_trap_07_sums_of_one_over_value_do_not_break_ties(outside: Path) -> None:
    # Mr. Hi of the weighted karate club: 209, which networkx misses by half a pair because sums of
    # 1/w that are equal on paper differ in their last bits.
    karate = classic(outside, "karate")
    lengths = [1 / w for w in karate.ig.es["weight"]]
    ours = karate.ours.betweenness(weighted=True, normalized=False)["betweenness"]
    assert ours[0] == pytest.approx(209.0, abs=1e-9)
    nx.set_edge_attributes(
        karate.nx, {(a, b): 1 / w for a, b, w in karate.nx.edges(data="weight")}, "length"
    )
    theirs = nx.betweenness_centrality(karate.nx, normalized=False, weight="length")
    assert theirs["1"] == pytest.approx(208.5, abs=1e-9)
    # The same for ties: whole-number lengths (a common multiple over the value) have no last bits.
    whole = {
        (a, b): int(np.lcm.reduce(range(1, 8))) // int(w)
        for a, b, w in karate.nx.edges(data="weight")
    }
    nx.set_edge_attributes(karate.nx, whole, "whole")
    ties = karate.ours.edge_betweenness(weighted=True, normalized=False)
    same_ties(
        ties, karate, nx.edge_betweenness_centrality(karate.nx, normalized=False, weight="whole")
    )
    same_ties(ties, karate, igraph_values(karate, karate.ig.edge_betweenness(weights=lengths)))


def test_trap_24_normalisation_and_halving(outside: Path) -> None:
    # A path a - b - c. Undirected: one pair, of (n - 1)(n - 2)/2 = 1. Directed a -> b -> c: one
    # ordered pair, not halved, of (n - 1)(n - 2) = 2. Both ways: two ordered pairs of 2.
    def of(ties: list[tuple[str, str]], *, directed: bool) -> list[float]:
        network = cw.Network.from_ties(ties, directed=directed)
        return [
            network.betweenness(normalized=normalized)["betweenness"][1]
            for normalized in [False, True]
        ]

    one_way = [("a", "b"), ("b", "c")]
    assert of(one_way, directed=False) == [1.0, 1.0]
    assert of(one_way, directed=True) == [1.0, 0.5]
    assert of([*one_way, ("b", "a"), ("c", "b")], directed=True) == [2.0, 1.0]
    # A directed network with every tie returned has twice the undirected sums and the same shares.
    karate = classic(outside, "karate")
    both = trio(
        karate.ids, [*karate.nx.edges(), *((b, a) for a, b in karate.nx.edges())], directed=True
    )
    for normalized, factor in [(False, 2.0), (True, 1.0)]:
        pairs = karate.ours.betweenness(normalized=normalized)["betweenness"].to_numpy()
        arcs = both.ours.betweenness(normalized=normalized)["betweenness"].to_numpy()
        assert_allclose(arcs, factor * pairs, **TIGHT)
    assert "halved" in karate.ours.betweenness().about[0]["convention"]
    assert "not halved" in both.ours.betweenness().about[0]["convention"]


def test_everybody_sampled_is_exact(net: Trio) -> None:
    n = len(net.ids)
    for samples in [n, n + 5]:
        ours = net.ours.betweenness(samples=samples)
        exact = nx.betweenness_centrality(net.nx)
        assert_allclose(ours["betweenness"], net.nx_values(exact), **TIGHT)
        assert ours["standard_error"].to_list() == ours["error_bound"].to_list() == [0.0] * n


def test_samples_are_unbiased_and_their_errors_true(outside: Path) -> None:
    # networkit scales by one sample too few, Raphtory takes the first partners and does not scale;
    # both would fail here. 400 draws of 8 of 71 lawyers: the mean is within 4.5 of its own standard
    # errors of the exact value for every partner.
    lawyers = classic(outside, "lawyers")
    exact = lawyers.nx_values(nx.betweenness_centrality(lawyers.nx))
    draws = [lawyers.ours.betweenness(samples=8, seed=seed) for seed in range(400)]
    values = np.array([draw["betweenness"].to_numpy() for draw in draws])
    spread = values.std(axis=0, ddof=1)
    moving = spread > 1e-12
    z = (values.mean(axis=0) - exact)[moving] / (spread[moving] / 20)
    assert np.abs(z).max() < 4.5
    assert_allclose(values[:, ~moving].mean(axis=0), exact[~moving], atol=1e-12)
    # The claimed variance is the variance seen, within a fifth on average over partners.
    claimed = np.array([draw["standard_error"].to_numpy() ** 2 for draw in draws]).mean(axis=0)
    assert claimed.sum() == pytest.approx((spread**2).sum(), rel=0.2)
    bounds = np.array([draw["error_bound"].to_numpy() for draw in draws])
    missed = (np.abs(values - exact) > bounds + 1e-12).any(axis=1).mean()
    assert missed <= 0.05


def test_samples_repeat_with_their_seed_and_say_how(outside: Path) -> None:
    ours = classic(outside, "lawyers").ours
    one, again = (ours.betweenness(samples=8, seed=3) for _ in range(2))
    assert one.equals(again)
    assert not one.equals(ours.betweenness(samples=8, seed=4))
    assert [about["measure"] for about in one.about] == one.columns[1:]
    assert "estimated" in one.about[0]["convention"]
    assert any("seed 3" in caveat for caveat in one.about[0]["caveats"])
    with pytest.raises(cw.InputError, match="samples"):
        ours.betweenness(samples=1)
    with pytest.raises(cw.InputError, match="confidence"):
        ours.betweenness(samples=8, confidence=1.0)


def test_trees_are_exact_whatever_the_sample() -> None:
    ties = [("a", "b"), ("b", "c"), ("b", "d"), ("d", "e"), ("e", "f")]
    tree = cw.Network.from_ties(ties, directed=False)
    sampled = tree.betweenness(samples=2, seed=9)
    assert sampled["betweenness"].equals(tree.betweenness()["betweenness"])
    assert sampled["error_bound"].to_list() == [0.0] * 6


def test_messy_survey_silence_is_null(outside: Path) -> None:
    survey = messy(outside)
    ours = survey.betweenness(samples=5)
    known = survey.betweenness()
    assert ours["betweenness"].is_null().equals(known["betweenness"].is_null())
    assert ours["betweenness"].null_count() > 0
    ties = survey.edge_betweenness(weighted=True)
    assert ties.height == survey.n_ties
    assert ties["edge_betweenness"].is_between(0, 1).all()
    about = ties.about[0]
    assert about["coverage"] < 1
    assert any("unknown tie can raise or lower" in caveat for caveat in about["caveats"])


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network], directed: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    net = make(directed=directed)
    for normalized in [True, False]:
        ties = net.edge_betweenness(normalized=normalized)
        assert ties.height == net.n_ties
        assert not ties["edge_betweenness"].is_nan().any()
        check(net.betweenness(samples=2, normalized=normalized), net)
    for call in [net.edge_betweenness, lambda **o: net.betweenness(samples=3, **o)]:
        try:
            call(weighted=True)
        except cw.InputError as error:
            assert "value" in str(error)
    assert "panicked" not in capfd.readouterr().err
