"""Degree, coreness and components: traps, degenerate networks, and agreement at size."""

from __future__ import annotations

from pathlib import Path

import commonweal as cw
import igraph as ig
import networkx as nx
import numpy as np
import pytest
from commonweal._core import generate_partners
from numpy.testing import assert_array_equal
from oracles import classic, messy


def star(directed: bool) -> cw.Network:
    return cw.Network.from_ties([("hub", leaf) for leaf in "abcd"], directed=directed)


def test_trap_19_a_tie_named_by_both_is_one_partner() -> None:
    # sna's degree() doubles a symmetric matrix (8 at the centre of a star of five); networkx's
    # degree_centrality adds in and out, up to 2. Here the centre has four partners either way.
    both = [("hub", leaf) for leaf in "abcd"] + [(leaf, "hub") for leaf in "abcd"]
    net = cw.Network.from_ties(both)
    assert dict(net.degree().select("partner_id", "degree").iter_rows())["hub"] == 4
    assert dict(star(False).degree().select("partner_id", "degree").iter_rows())["hub"] == 4
    assert max(nx.degree_centrality(net.to_networkx()).values()) == 2.0
    for mode in ["in", "out"]:
        assert net.degree(mode=mode)["degree"].max() == 4


def test_trap_23_mutual_ties_count_once_unless_asked(outside: Path) -> None:
    # The managers' friendships: largest core 7 by in + out (networkx, igraph, sna), 5 by pairs
    # (UCINET).
    friendship = classic(outside, "friendship")
    assert max(nx.core_number(friendship.nx).values()) == 7
    assert friendship.ours.coreness(mutual="twice")["coreness"].max() == 7
    once = friendship.ours.coreness()
    assert once["coreness"].max() == 5
    assert "once" in once.about[0]["convention"]


@pytest.mark.parametrize("seed", [1, 2])
def test_coreness_and_components_of_many_partners_equal_igraph(seed: int) -> None:
    source, target = generate_partners(5000, 4.0, seed)
    n = 5000
    net = cw.Network.from_arrays(n, source, target)
    graph = ig.Graph(n=n, edges=list(zip(source.tolist(), target.tolist(), strict=True)))
    assert_array_equal(net.coreness()["coreness"], graph.coreness())
    theirs = graph.connected_components()
    assert net.components().value == len(theirs)
    # Both number components by their smallest member.
    assert_array_equal(net.component_membership()["component"], theirs.membership)


@pytest.mark.parametrize("density", [0.5, 1.0, 3.0])
def test_directed_components_and_cores_equal_igraph(density: float) -> None:
    rng = np.random.default_rng(4)
    n = 2000
    pairs = rng.integers(0, n, (int(density * n), 2))
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    net = cw.Network.from_arrays(n, pairs[:, 0], pairs[:, 1], directed=True)
    graph = ig.Graph(n=n, edges=pairs.tolist(), directed=True)
    for kind in ["weak", "strong"]:
        theirs = graph.connected_components(mode=kind).membership
        ours = net.component_membership(kind=kind)["component"].to_list()
        matched = set(zip(ours, theirs, strict=True))
        assert len(matched) == len(set(ours)) == len(set(theirs))
        assert net.components(kind=kind).value == len(set(theirs))
    for mode in ["in", "out"]:
        assert_array_equal(net.coreness(mode=mode)["coreness"], graph.coreness(mode=mode))
    assert_array_equal(net.coreness(mutual="twice")["coreness"], graph.coreness())
    simple = graph.as_undirected(mode="collapse")
    assert_array_equal(net.coreness(mutual="once")["coreness"], simple.coreness())


def test_components_of_a_survey_keep_their_bounds(outside: Path) -> None:
    # H did not answer and could tie itself to everyone else, whoever they are tied to.
    net = messy(outside)
    measure = net.components()
    assert measure.interval is not None
    low, high, _ = measure.interval
    assert low < measure.value == high
    assert measure.coverage is not None
    assert measure.coverage < 1


def test_everything_known_has_the_count_for_both_bounds() -> None:
    measure = cw.Network.from_ties([("a", "b"), ("c", "d")]).components()
    assert measure.interval is not None
    assert measure.interval[:2] == (2.0, 2.0)
