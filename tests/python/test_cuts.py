"""Cut points, bridges, blocks, removals and key players against networkx, igraph and search."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import commonweal as cw
import networkx as nx
import polars as pl
import pytest
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS, check


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def underlying(net: Trio) -> nx.Graph:
    """The network without directions."""
    return nx.Graph(net.nx.to_undirected())


def connected_pairs(graph: nx.Graph) -> int:
    return sum(len(part) * (len(part) - 1) // 2 for part in nx.connected_components(graph))


def test_cut_points(net: Trio) -> None:
    ours = net.ours.cut_points()
    found = set(ours.filter(pl.col("is_cut_point"))["partner_id"])
    assert found == set(nx.articulation_points(underlying(net)))
    points = net.ig.as_undirected(mode="collapse").articulation_points()
    assert found == {net.ids[v] for v in points}
    parts = nx.number_connected_components(underlying(net))
    for partner, pieces, _ in ours.iter_rows():
        rest = underlying(net)
        rest.remove_node(partner)
        assert pieces == nx.number_connected_components(rest) + 1 - parts


def test_bridges(net: Trio) -> None:
    graph = underlying(net)
    found = {frozenset(row[:2]): row[2] for row in net.ours.bridges().iter_rows()}
    assert found.keys() == {frozenset(edge) for edge in nx.bridges(graph)}
    undirected = net.ig.as_undirected(mode="collapse")
    theirs = [undirected.es[e].tuple for e in undirected.bridges()]
    assert found.keys() == {frozenset({net.ids[a], net.ids[b]}) for a, b in theirs}
    for edge, pairs in found.items():
        rest = graph.copy()
        rest.remove_edge(*edge)
        assert pairs == connected_pairs(graph) - connected_pairs(rest)


def test_blocks(net: Trio) -> None:
    ours = net.ours.biconnected()
    found = {frozenset(part["partner_id"]) for part in ours.partition_by("block")}
    theirs = list(nx.biconnected_components(underlying(net)))
    assert found == {frozenset(block) for block in theirs}
    assert ours["block"].n_unique() == len(theirs)
    blocks = net.ig.as_undirected(mode="collapse").biconnected_components()
    # igraph counts an isolate as a block of its own.
    assert found == {frozenset(net.ids[v] for v in block) for block in blocks if len(block) > 1}


def test_removal_impact_is_what_a_removal_shows(net: Trio) -> None:
    ours = net.ours.removal_impact(compactness=True)
    graph = underlying(net)
    parts, n = nx.number_connected_components(graph), len(net.ids)
    ways = dict(nx.all_pairs_shortest_path_length(net.nx))
    for row in ours.iter_rows(named=True):
        partner = row["partner_id"]
        rest = graph.copy()
        rest.remove_node(partner)
        assert row["components_gained"] == nx.number_connected_components(rest) - parts
        assert row["largest_component"] == max(map(len, nx.connected_components(rest)))
        pairs = (n - 1) * (n - 2) / 2
        own = len(nx.node_connected_component(graph, partner)) - 1
        lost = connected_pairs(graph) - own - connected_pairs(rest)
        assert row["pairs_disconnected"] == pytest.approx(lost / pairs, abs=1e-12)
        fragmentation = 1 - connected_pairs(rest) / pairs
        assert row["fragmentation"] == pytest.approx(fragmentation, abs=1e-12)
        held = net.nx.degree(partner) / net.nx.number_of_edges()
        assert row["ties_held"] == pytest.approx(held, abs=1e-12)
        without = net.nx.copy()
        without.remove_node(partner)
        before = sum(
            1 / d
            for s, to in ways.items()
            for t, d in to.items()
            if d > 0 and partner not in {s, t}
        )
        after = sum(
            1 / d
            for _, to in nx.all_pairs_shortest_path_length(without)
            for d in to.values()
            if d > 0
        )
        expected = (before - after) / (2 * pairs)
        assert row["compactness_lost"] == pytest.approx(expected, abs=1e-9)


def test_where_the_backbone_stands(outside: Path) -> None:
    # Medici as backbone of the marriages: the pairs it alone connects, by removal.
    florentine = classic(outside, "florentine")
    families = {
        "partner_id": florentine.ids,
        "is_backbone": [i == "Medici" for i in florentine.ids],
    }
    net = cw.Network.from_ties(list(florentine.nx.edges()), partners=families, directed=False)
    measure = net.backbone_impact()
    graph = florentine.nx
    impact = {}
    for family in graph:
        rest = graph.copy()
        rest.remove_node(family)
        own = len(nx.node_connected_component(graph, family)) - 1
        impact[family] = connected_pairs(graph) - own - connected_pairs(rest)
    assert measure.value == pytest.approx(impact["Medici"] / (15 * 14 / 2), abs=1e-12)
    more = sum(loss > impact["Medici"] for loss in impact.values())
    assert measure.reference.startswith(f"{more} of 15 other partners")
    assert "Medici" not in str(measure)
    assert florentine.ours.backbone_impact().value is None
    assert "no partner is marked" in str(florentine.ours.backbone_impact())


def fragmentation(graph: nx.Graph, gone: tuple[str, ...], *, distance: bool) -> float:
    """Borgatti 2006: take the set out, then divide by the remaining pairs."""
    rest = graph.copy()
    rest.remove_nodes_from(gone)
    n = len(rest)
    held = sum(
        (1 / d if distance else 1)
        for _, to in nx.all_pairs_shortest_path_length(rest)
        for d in to.values()
        if d > 0
    )
    return 1 - held / (n * (n - 1))


def reach(graph: nx.Graph, members: tuple[str, ...], *, steps: int | None) -> float:
    """Borgatti 2006: from the nearest member, members at distance 1, over n."""
    nearest: dict[str, int] = {}
    for member in members:
        for other, d in nx.single_source_shortest_path_length(graph, member).items():
            nearest[other] = min(nearest.get(other, len(graph)), max(d, 1))
    worth = (1 / d if steps is None else d <= steps for d in nearest.values())
    return sum(worth) / len(graph)


GOALS: dict[str, Callable[[nx.Graph, tuple[str, ...]], float]] = {
    "fragment": lambda g, s: fragmentation(nx.Graph(g.to_undirected()), s, distance=True),
    "disconnect": lambda g, s: fragmentation(nx.Graph(g.to_undirected()), s, distance=False),
    "reach": lambda g, s: reach(g, s, steps=None),
    "reach_within": lambda g, s: reach(g, s, steps=2),
}


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("name", ["florentine", "kite", "sampson", "campnet", "friendship"])
def test_key_players_by_exhaustive_search(outside: Path, name: str, goal: str) -> None:
    net = classic(outside, name)
    worth = {s: GOALS[goal](net.nx, s) for s in combinations(net.ids, 2)}
    best = max(worth.values())
    found = net.ours.key_players(k=2, goal=goal)
    assert found.exact
    assert found.tried == len(worth)
    assert found.value == pytest.approx(best, abs=1e-12)
    expected = sorted(s for s, value in worth.items() if value > best - 1e-9)
    assert sorted(tuple(s) for s in found.sets) == expected
    assert found.optima == len(expected)
    if goal in {"fragment", "disconnect"}:
        assert found.baseline == pytest.approx(GOALS[goal](net.nx, ()), abs=1e-12)


def test_published_key_players_of_karate(outside: Path) -> None:
    # Optima of two by exhaustive search: {1, 2} for DF, {1, 34} for DR.
    karate = classic(outside, "karate").ours
    assert karate.key_players(k=2, goal="fragment").sets == [["1", "2"]]
    assert karate.key_players(k=2, goal="reach").sets == [["1", "34"]]
    assert karate.key_players(k=2, goal="reach").to_frame().rows() == [(0, "1"), (0, "34")]


@pytest.mark.parametrize("goal", GOALS)
def test_greedy_key_players_are_labelled(outside: Path, goal: str) -> None:
    net = classic(outside, "lawyers")
    best = net.ours.key_players(k=3, goal=goal)
    greedy = net.ours.key_players(k=3, goal=goal, exact_limit=0, seed=1)
    assert (best.exact, greedy.exact) == (True, False)
    assert "not proven best" in greedy.convention
    assert "not proven best" in str(greedy)
    assert any("a better one may exist" in caveat for caveat in greedy.caveats)
    # What is said of a set is true of it, and it does not beat the best.
    for members in greedy.sets:
        assert GOALS[goal](net.nx, tuple(members)) == pytest.approx(greedy.value, abs=1e-12)
    assert greedy.value <= best.value + 1e-12
    again = net.ours.key_players(k=3, goal=goal, exact_limit=0, seed=1)
    assert again.to_dict() == greedy.to_dict()


def test_key_players_refuse_what_has_no_answer(outside: Path) -> None:
    kite = classic(outside, "kite").ours
    for wrong in [{"k": 0}, {"k": 9}, {"k": 11, "goal": "reach"}]:
        with pytest.raises(cw.InputError, match="option k"):
            kite.key_players(**wrong)
    with pytest.raises(cw.InputError, match='closest: "reach"'):
        kite.key_players(goal="reech")
    with pytest.raises(cw.InputError, match="steps"):
        kite.key_players(goal="reach_within", steps=0)


def test_messy_survey_says_what_is_unknown(outside: Path) -> None:
    survey = messy(outside)
    for frame in [survey.cut_points(), survey.bridges(), survey.removal_impact()]:
        for about in frame.about:
            assert about["coverage"] < 1
            assert any("nknown" in caveat for caveat in about["caveats"])
    check(survey.cut_points(), survey)
    check(survey.removal_impact(compactness=True), survey)
    found = survey.key_players(k=2)
    assert found.coverage == survey.density().coverage
    assert any("unknown ones" in caveat for caveat in found.caveats)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate(
    make: Callable[..., cw.Network], directed: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    net = make(directed=directed)
    check(net.cut_points(), net)
    check(net.removal_impact(), net)
    check(net.removal_impact(compactness=True), net)
    check(net.backbone_impact(), net)
    assert net.bridges().height <= net.n_ties
    assert net.biconnected().columns == ["block", "partner_id"]
    for goal in GOALS:
        try:
            found = net.key_players(goal=goal)
        except cw.InputError as error:
            assert len(net) < 3
            assert "option k" in str(error)
        else:
            assert 0 <= found.value <= 1
            assert found.to_frame().height == len(found.sets)
            assert repr(found).startswith("<KeyPlayers")
    assert "panicked" not in capfd.readouterr().err


def test_nobody_answered_is_unknown_and_not_zero() -> None:
    net = MAKERS["nobody answered"]()
    assert net.cut_points().drop("partner_id").null_count().row(0) == (4, 4)
    assert set(net.removal_impact().drop("partner_id").null_count().row(0)) == {4}
