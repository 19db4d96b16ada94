"""CUG tests, rich clubs, rewiring: exact distributions, networkx, every network of a small size."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb
from pathlib import Path

import commonweal as cw
import networkx as nx
import numpy as np
import pytest
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS, check

MEASURES = [
    *["density", "mean_degree", "reciprocity", "dyad_reciprocity", "transitivity"],
    *["weak_transitivity", "average_clustering", "triangles", "components", "strong_components"],
    *["connectedness", "fragmentation", "mean_distance", "diameter", "compactness"],
    *["degree_centralization", "in_degree_centralization", "out_degree_centralization"],
    *["closeness_centralization", "betweenness_centralization", "hierarchy", "efficiency"],
    "least_upper_boundedness",
]
CONDITIONS = ["size", "ties", "dyad_census"]


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def mutual_dyads(dyads: int, ties: int) -> np.ndarray:
    """Chance of 0, 1, 2 ... mutual dyads when `ties` arcs fall on the cells of `dyads` dyads."""
    ways = [
        comb(dyads, m) * comb(dyads - m, ties - 2 * m) * 2 ** (ties - 2 * m)
        for m in range(ties // 2 + 1)
    ]
    return np.array([way / comb(2 * dyads, ties) for way in ways])


@pytest.mark.parametrize("name", ["campnet", "advice", "friendship"])
def test_trap_42_reciprocity_given_the_ties_has_an_exact_p(outside: Path, name: str) -> None:
    net = classic(outside, name).ours
    n, ties = len(net), net.n_ties
    mutual = dict(net.dyad_census().rows())["mutual"]
    chances = mutual_dyads(n * (n - 1) // 2, ties)
    assert chances.sum() == pytest.approx(1)
    test = net.cug("reciprocity", condition="ties", draws=4999, seed=1)
    assert test.condition == "ties"
    assert "number of ties" in test.convention
    assert not test.exact
    assert test.test is not None
    mean = 2 * (chances * np.arange(len(chances))).sum() / ties
    assert test.test["mean"] == pytest.approx(mean, abs=5 * test.test["sd"] / np.sqrt(4999))
    for tail, exact in [
        ("p_high", chances[mutual:].sum()),
        ("p_low", chances[: mutual + 1].sum()),
    ]:
        error = 4 * np.sqrt(exact * (1 - exact) / 5000) + 1 / 5000
        assert abs(test.test[tail] - exact) < error
    assert str(test).startswith("The smallest p this test can give is 0.0002.")


def test_few_networks_are_all_looked_at() -> None:
    # Five partners, four ties: 210 networks. Transitivity of each by networkx.
    ties = [(0, 1), (1, 2), (0, 2), (2, 3)]
    pairs = list(combinations(range(5), 2))
    values = [nx.transitivity(nx.Graph(chosen)) for chosen in combinations(pairs, 4)]
    defined = [
        value
        for value, chosen in zip(values, combinations(pairs, 4), strict=True)
        if max(dict(nx.Graph(chosen).degree).values()) > 1
    ]
    assert len(defined) == 210  # five partners have no four ties without a path of two
    net = cw.Network.from_ties(
        [(f"p{i}", f"p{j}") for i, j in ties],
        partners={"partner_id": [f"p{i}" for i in range(5)]},
        directed=False,
    )
    observed = nx.transitivity(nx.Graph(ties))
    test = net.cug("transitivity", draws=999)
    assert test.exact
    assert test.smallest == pytest.approx(1 / 210)
    assert test.test is not None
    assert float(test) == pytest.approx(observed)
    assert test.test["p_high"] == pytest.approx(np.mean([v >= observed - 1e-12 for v in values]))
    assert test.test["p_low"] == pytest.approx(np.mean([v <= observed + 1e-12 for v in values]))
    # With fewer draws than networks it draws, and agrees within Monte Carlo error.
    drawn = net.cug("transitivity", draws=200, seed=4)
    assert not drawn.exact
    assert drawn.test is not None
    assert drawn.test["p_high"] == pytest.approx(test.test["p_high"], abs=0.12)


def test_the_condition_changes_the_answer(outside: Path) -> None:
    # Friends return friendship, so transitive triads are partly a matter of mutual dyads.
    net = classic(outside, "friendship").ours
    means = {c: net.cug("weak_transitivity", condition=c, draws=300).test for c in CONDITIONS}
    size, ties, census = (means[c] for c in CONDITIONS)
    assert size is not None
    assert ties is not None
    assert census is not None
    # A pair of arcs i -> j -> k is closed with the density of the null model.
    assert size["mean"] == pytest.approx(0.5, abs=0.01)
    assert ties["mean"] == pytest.approx(float(net.density()), abs=0.01)
    assert census["mean"] != ties["mean"]
    kept = net.cug("reciprocity", condition="dyad_census", draws=50).test
    assert kept is not None
    assert kept["sd"] == pytest.approx(0, abs=1e-12)


def test_names_are_checked() -> None:
    net = cw.Network.from_ties([("a", "b")])
    with pytest.raises(cw.InputError, match=r"closest: \"transitivity\""):
        net.cug("transitivty")
    with pytest.raises(cw.InputError, match=r"size, ties, dyad_census"):
        net.cug("density", condition="edges")
    with pytest.raises(cw.InputError, match="direction"):
        cw.Network.from_ties([("a", "b")], directed=False).cug("reciprocity")


def test_a_cug_test_keeps_what_is_unknown(outside: Path) -> None:
    net = messy(outside)
    test = net.cug("reciprocity", condition="ties", draws=200, seed=2)
    assert test.test is not None
    # H did not answer: reciprocity is of the 36 pairs of the others in every draw.
    assert test.measure.coverage == pytest.approx(36 / 45)
    assert any("unknown" in caveat for caveat in test.caveats)
    kept = net.cug("density", condition="ties", draws=50).test
    assert kept is not None
    assert (kept["sd"], kept["p_high"]) == (pytest.approx(0, abs=1e-12), 1)
    assert kept["mean"] == pytest.approx(float(net.density()))


def test_same_seed_same_test(outside: Path) -> None:
    net = classic(outside, "karate").ours
    same = [net.cug("transitivity", draws=50, seed=s).to_dict() for s in (1, 1, 2)]
    assert same[0] == same[1] != same[2]
    clubs = [net.rich_club(draws=50, seed=s) for s in (1, 1, 2)]
    assert clubs[0].equals(clubs[1])
    assert not clubs[0].equals(clubs[2])


def test_trap_35_rich_clubs_beside_their_null(net: Trio) -> None:
    ours = net.ours.rich_club(draws=99, seed=3)
    assert ours.columns == [
        "k", "n_partners", "ties", "known_pairs", "phi", "null_mean", "null_low", "null_high",
        "ratio", "p_high", "p_low", "p_family",
    ]  # fmt: skip
    if net.ours.directed:
        degree = dict(net.nx.in_degree)
        expected = {}
        for k in ours["k"]:
            club = net.nx.subgraph([i for i in degree if degree[i] > k])
            expected[k] = nx.density(club)
    else:
        plain = nx.Graph(net.nx)
        degree = dict(plain.degree)
        expected = nx.rich_club_coefficient(plain, normalized=False)
    members = {k: sum(d > k for d in degree.values()) for k in {0, *degree.values()}}
    assert dict(ours.select("k", "n_partners").rows()) == {
        k: size for k, size in members.items() if size >= 3
    }
    for row in ours.iter_rows(named=True):
        assert row["phi"] == pytest.approx(expected[row["k"]], abs=1e-12)
        assert row["null_low"] <= row["null_high"]
        assert row["p_high"] >= 1 / 100
        assert row["p_family"] is None or row["p_family"] >= row["p_high"] - 1e-12
    assert ours.about[0]["caveats"][0].startswith(("The smallest p", "Rewired networks"))


def test_the_null_of_a_rich_club_by_every_network() -> None:
    # Degrees 3, 3, 3, 2, 2, 2, 1: the share of all networks with them where the three are all tied.
    ties = {(0, 1), (0, 2), (1, 2), (0, 3), (1, 4), (2, 5), (3, 4), (5, 6)}
    pairs = list(combinations(range(7), 2))
    found = []
    for chosen in combinations(pairs, 8):
        degree = np.bincount(np.array(chosen).ravel(), minlength=7)
        if degree.tolist() == [3, 3, 3, 2, 2, 2, 1]:
            found.append(sum(j <= 2 for _, j in chosen) / 3)
    net = cw.Network.from_arrays(7, *np.array(sorted(ties)).T)
    top = net.rich_club(draws=5000, seed=1).row(-1, named=True)
    assert (top["k"], top["phi"]) == (2, 1.0)
    exact = np.mean(np.array(found) == 1)
    assert top["null_mean"] == pytest.approx(np.mean(found), abs=5 * np.std(found) / np.sqrt(5000))
    assert top["p_high"] == pytest.approx(exact, abs=4 * np.sqrt(exact / 5000) + 1 / 5000)


def test_clubs_of_a_directed_network_by_mode(outside: Path) -> None:
    advice = classic(outside, "advice")
    sums = {"in": advice.nx.in_degree, "out": advice.nx.out_degree, "all": advice.nx.degree}
    for mode, degrees in sums.items():
        found = advice.ours.rich_club(mode=mode, draws=0)
        assert found["p_high"].null_count() == found.height
        assert "compared with nothing" in found.about[0]["caveats"][0]
        for k, phi in found.select("k", "phi").rows():
            club = advice.nx.subgraph([i for i, d in degrees if d > k])
            assert phi == pytest.approx(nx.density(club), abs=1e-12)


def test_how_fast_rewiring_forgets(outside: Path) -> None:
    net = classic(outside, "karate").ours
    mixing = net.rewiring_mixing(chains=20, length=12, seed=1)
    assert mixing.columns == ["swaps_per_tie", "unmoved", "changed", "autocorrelation"]
    assert mixing["swaps_per_tie"].to_list() == list(range(13))
    # The share that stays must be what independent draws of `rewire` keep.
    own = set(net.ties().select("source_id", "target_id").rows())
    kept = [len(own & set(net.rewire(seed=8, draw=k).ties().rows())) / len(own) for k in range(60)]
    assert mixing["unmoved"][12] == pytest.approx(np.mean(kept), abs=0.04)
    assert mixing["unmoved"][0] == 1
    assert mixing["autocorrelation"][0] == pytest.approx(1)
    assert mixing["autocorrelation"][7:].null_count() == 6
    assert "no nearer to their beginning" in mixing.about[0]["caveats"][0]


CALLS: dict[str, Callable[[cw.Network], object]] = {
    **{
        f"cug {condition}": lambda n, c=condition: [  # type: ignore[misc]
            [t.measure, str(t), repr(t), t.to_dict()]
            for t in (n.cug(m, condition=c, draws=3) for m in ["density", "transitivity"])
        ]
        for condition in CONDITIONS
    },
    "rich club": lambda n: [n.rich_club(mode=m, draws=5) for m in ["in", "out", "all"]],
    "rich club alone": lambda n: n.rich_club(draws=0),
    "mixing": lambda n: n.rewiring_mixing(measure="density", chains=2, length=2),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network],
    call: Callable[[cw.Network], object],
    directed: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    net = make(directed=directed)
    answer = call(net)
    check(answer, net)
    assert "nan" not in repr(answer).lower()
    assert "panicked" not in capfd.readouterr().err


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_a_test(outside: Path, measure: str) -> None:
    net = classic(outside, "campnet").ours
    test = net.cug(measure, condition="dyad_census", draws=19)
    assert test.test is not None
    assert test.test["draws"] == 19
    assert test.smallest == 0.05
