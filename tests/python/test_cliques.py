"""Cliques, k-plexes, n-cliques and k-cores, beside other tools and by exhaustive search."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import commonweal as cw
import networkx as nx
import numpy as np
import pytest
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS, check


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def sets(groups: cw.Subgroups) -> set[frozenset[str]]:
    frame = groups.to_frame().group_by("group").agg("partner_id")
    found = [frozenset(members) for members in frame["partner_id"].to_list()]
    assert len(found) == len(set(found)) == len(groups)
    return set(found)


def underlying(net: Trio) -> nx.Graph:
    return nx.Graph(net.nx)


@pytest.mark.parametrize("min_size", [1, 2, 3, 4])
def test_cliques_are_networkxs_and_igraphs(net: Trio, min_size: int) -> None:
    ours = sets(net.ours.cliques(min_size=min_size))
    theirs = {frozenset(c) for c in nx.find_cliques(underlying(net)) if len(c) >= min_size}
    assert ours == theirs
    graph = net.ig.as_undirected(mode="collapse", combine_edges=None)
    igraphs = graph.maximal_cliques(min=min_size)
    assert ours == {frozenset(net.ids[i] for i in c) for c in igraphs}


def test_trap_34_directed_cliques_by_either_or_by_mutual_ties(net: Trio) -> None:
    if not net.ours.directed:
        assert sets(net.ours.cliques()) == sets(net.ours.cliques(ties="mutual"))
        return
    # UCINET's weak ties, and sna's strong ones: networkx has neither on a DiGraph.
    mutual = net.nx.to_undirected(reciprocal=True)
    for ties, graph in [("either", underlying(net)), ("mutual", mutual)]:
        theirs = {frozenset(c) for c in nx.find_cliques(graph) if len(c) >= 3}
        assert sets(net.ours.cliques(ties=ties)) == theirs
    with pytest.raises(nx.NetworkXNotImplemented):
        list(nx.find_cliques(net.nx))


def test_the_order_is_by_size_and_then_by_partner(net: Trio) -> None:
    frame = net.ours.cliques(min_size=2).to_frame()
    place = {partner: i for i, partner in enumerate(net.ids)}
    groups = [
        [place[i] for i in members]
        for members in frame.group_by("group", maintain_order=True).agg("partner_id")["partner_id"]
    ]
    assert groups == sorted(groups, key=lambda g: (-len(g), g))
    assert all(g == sorted(g) for g in groups)


def test_memberships_and_shared_groups(net: Trio) -> None:
    groups = net.ours.cliques(min_size=2)
    found = sets(groups)
    expected = [sum(i in group for group in found) for i in net.ids]
    assert groups.memberships()["memberships"].to_list() == expected
    place = {partner: i for i, partner in enumerate(net.ids)}
    both = {}
    for group in found:
        for pair in combinations(sorted(group, key=place.__getitem__), 2):
            both[pair] = both.get(pair, 0) + 1
    assert {(a, b): k for a, b, k in groups.co_membership().rows()} == both


def test_number_and_size_as_measures(net: Trio) -> None:
    groups = net.ours.cliques(min_size=2)
    assert float(groups.number()) == len(groups)
    largest = max(len(c) for c in nx.find_cliques(underlying(net)))
    assert float(groups.largest()) == largest
    assert groups.number().kind == groups.largest().kind == "clique"
    none = net.ours.cliques(min_size=largest + 1)
    assert len(none) == 0
    assert none.largest().value is None
    assert "not defined" in str(none.largest())


def test_published_cliques_of_karate_and_campnet(outside: Path) -> None:
    # Zachary's club has 36 maximal cliques, 25 of three or more, the largest of five.
    karate = classic(outside, "karate").ours
    assert len(karate.cliques(min_size=1)) == 36
    assert len(karate.cliques()) == 25
    assert float(karate.cliques().largest()) == 5


def by_search(ids: list[str], min_size: int, holds: Callable[[tuple[str, ...]], bool]) -> Any:
    """Every maximal set with the property, by trying all."""
    good = [set(c) for k in range(min_size, len(ids) + 1) for c in combinations(ids, k) if holds(c)]
    return {frozenset(s) for s in good if not any(s < other for other in good)}


@pytest.mark.parametrize("k", [1, 2, 3])
def test_k_plexes_by_exhaustive_search(k: int) -> None:
    rng = np.random.default_rng(7)
    ids = [f"p{i}" for i in range(9)]
    for density in [0.2, 0.5, 0.8]:
        ties = [pair for pair in combinations(ids, 2) if rng.random() < density]
        net = cw.Network.from_ties(ties, partners={"partner_id": ids}, directed=False)
        tied = {frozenset(tie) for tie in ties}

        def plex(group: tuple[str, ...], tied: set[frozenset[str]] = tied) -> bool:
            has = [sum(frozenset((i, j)) in tied for j in group if j != i) for i in group]
            return all(count >= len(group) - k for count in has)

        for size in [1, 3, 2 * k]:
            # Sets below the smallest size can be maximal too; they are not listed.
            expected = {s for s in by_search(ids, 1, plex) if len(s) >= size}
            assert sets(net.k_plexes(k=k, min_size=size)) == expected


def test_one_plexes_and_one_cliques_are_cliques(net: Trio) -> None:
    cliques = sets(net.ours.cliques(min_size=3))
    assert sets(net.ours.k_plexes(k=1, min_size=3)) == cliques
    assert sets(net.ours.n_cliques(n=1)) == cliques


@pytest.mark.parametrize("n", [2, 3])
def test_n_cliques_are_cliques_of_the_power(net: Trio, n: int) -> None:
    if net.ours.n_ties > 500:
        pytest.skip("networkx takes long over dense powers")
    power = nx.Graph()
    power.add_nodes_from(net.ids)
    for i, distance in nx.all_pairs_shortest_path_length(underlying(net), cutoff=n):
        power.add_edges_from((i, j) for j in distance if i != j)
    theirs = {frozenset(c) for c in nx.find_cliques(power) if len(c) >= 3}
    assert sets(net.ours.n_cliques(n=n)) == theirs


@pytest.mark.parametrize("k", range(6))
def test_k_cores_are_networkxs(net: Trio, k: int) -> None:
    core = net.ours.k_core(k)
    theirs = nx.k_core(underlying(net), k)
    assert set(core.partners()["partner_id"]) == set(theirs)
    twice = net.ours.k_core(k, mutual="twice")
    assert set(twice.partners()["partner_id"]) == set(nx.k_core(net.nx, k))
    assert "-core" in core.notes[-1]


def test_the_messy_survey(outside: Path) -> None:
    net = messy(outside)
    graph = nx.Graph([(a, b) for a, b, _ in net.ties().rows()])
    groups = net.cliques()
    assert sets(groups) == {frozenset(c) for c in nx.find_cliques(graph) if len(c) >= 3}
    assert groups.number().coverage == pytest.approx(81 / 90)
    assert any("unknown" in caveat for caveat in groups.number().caveats)
    # Mutual ties: what H would have said is unknown, so no mutual tie of H is known.
    assert all("H" not in group for group in sets(net.cliques(min_size=2, ties="mutual")))


def test_wrong_options_are_told(outside: Path) -> None:
    net = classic(outside, "karate").ours
    with pytest.raises(cw.InputError, match="more than 5 were found"):
        net.cliques(limit=5)
    with pytest.raises(cw.InputError, match="one of either, mutual"):
        net.cliques(ties="strong")
    with pytest.raises(cw.InputError, match="whole number"):
        net.cliques(min_size=-1)
    with pytest.raises(cw.InputError, match="option k"):
        net.k_plexes(k=0)
    with pytest.raises(cw.InputError, match="option n"):
        net.n_cliques(n=0)


CALLS: dict[str, Callable[[cw.Network], Any]] = {
    "cliques": lambda n: [n.cliques(min_size=1), n.cliques(ties="mutual")],
    "k_plexes": lambda n: [n.k_plexes(), n.k_plexes(k=3, min_size=1)],
    "n_cliques": lambda n: [n.n_cliques(min_size=1), n.n_cliques(n=3)],
}


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_degenerate_networks_have_an_answer(
    call: Callable[[cw.Network], Any],
    make: Callable[..., cw.Network],
    directed: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    net = make(directed=directed)
    for groups in call(net):
        check([groups.number(), groups.largest(), groups.memberships()], net)
        assert groups.to_frame().height == groups.to_frame()["partner_id"].len()
        assert groups.co_membership().columns == ["source_id", "target_id", "groups"]
        assert repr(groups).startswith("<Subgroups")
    assert len(net.k_core(0)) == len(net)
    assert len(net.k_core(9)) == 0
    assert "panicked" not in capfd.readouterr().err
