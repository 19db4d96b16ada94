"""Classic networks: our measures equal those of networkx and igraph.

Where the tools disagree with one another the test's name or a comment says whose convention holds.
"""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from numpy.testing import assert_allclose
from oracles import CLASSICS, Trio, classic

DIRECTED = [name for name, (_, _, directed, _) in CLASSICS.items() if directed]
UNDIRECTED = [name for name in CLASSICS if name not in DIRECTED]
TIGHT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.fixture(params=DIRECTED)
def directed(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.fixture(params=UNDIRECTED)
def undirected(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


def test_partners_keep_the_order_of_their_table(net: Trio) -> None:
    assert net.ours.partners()["partner_id"].to_list() == net.ids
    assert net.ours.n_ties == net.nx.number_of_edges() == net.ig.ecount()


@pytest.mark.parametrize("mode", ["in", "out"])
def test_degree_in_and_out(directed: Trio, mode: str) -> None:
    ours = directed.ours.degree(mode=mode)["degree"].to_numpy()
    assert_allclose(ours, directed.ig.degree(mode=mode), rtol=0)
    theirs = {"in": directed.nx.in_degree, "out": directed.nx.out_degree}[mode]
    assert_allclose(ours, directed.nx_values(dict(theirs())), rtol=0)


def test_degree_all_counts_partners_as_ucinet_and_not_arcs_as_networkx(net: Trio) -> None:
    # In "all" a returned tie is one partner: the degree of the underlying graph. networkx and
    # igraph add in and out there, so that a pair that names each other counts twice.
    ours = net.ours.degree(mode="all")["degree"].to_numpy()
    underlying = net.ig.as_undirected(mode="collapse")
    assert_allclose(ours, underlying.degree(), rtol=0)
    assert_allclose(ours, net.nx_values(dict(nx.Graph(net.nx).degree())), rtol=0)


@pytest.mark.parametrize("normalized", [False, True])
def test_betweenness(net: Trio, normalized: bool) -> None:
    ours = net.ours.betweenness(normalized=normalized)["betweenness"].to_numpy()
    theirs = nx.betweenness_centrality(net.nx, normalized=normalized)
    assert_allclose(ours, net.nx_values(theirs), **TIGHT)
    if not normalized:  # igraph has no normalised form
        assert_allclose(ours, net.ig.betweenness(), **TIGHT)


def test_harmonic_closeness_in_is_networkx_and_out_is_igraph(net: Trio) -> None:
    # networkx sums incoming distances and does not divide; igraph divides by n - 1.
    incoming = net.ours.closeness(mode="in", normalized=False)
    assert_allclose(incoming[:, 1], net.nx_values(nx.harmonic_centrality(net.nx)), **TIGHT)
    for mode in ["in", "out"]:
        ours = net.ours.closeness(mode=mode)[:, 1]
        assert_allclose(ours, net.ig.harmonic_centrality(mode=mode), **TIGHT)


def test_direction_of_closeness_matters(directed: Trio) -> None:
    # Guards the test above: with the modes swapped it would fail on every directed network.
    out, into = (directed.ours.closeness(mode=mode)[:, 1].to_numpy() for mode in ["out", "in"])
    assert np.abs(out - into).max() > 0.01


def test_coreness_twice_is_networkx_and_igraph_on_directed_ties(net: Trio) -> None:
    ours = net.ours.coreness(mutual="twice")[:, 1].to_numpy()
    assert_allclose(ours, net.ig.coreness(mode="all"), rtol=0)
    assert_allclose(ours, net.nx_values(nx.core_number(net.nx)), rtol=0)


def test_coreness_once_is_that_of_the_underlying_graph(net: Trio) -> None:
    # UCINET's convention: the k-core of pairs, whatever the direction of their ties.
    theirs = nx.core_number(nx.Graph(net.nx.to_undirected()))
    assert_allclose(net.ours.coreness(mutual="once")[:, 1], net.nx_values(theirs), rtol=0)


@pytest.mark.parametrize("mode", ["in", "out"])
def test_coreness_by_in_and_out_ties(directed: Trio, mode: str) -> None:
    ours = directed.ours.coreness(mode=mode)[:, 1].to_numpy()
    assert_allclose(ours, directed.ig.coreness(mode=mode), rtol=0)


def test_coreness_by_hand_on_friendship(outside: Path) -> None:
    # Reference values of UCINET (5) and of igraph and sna (7) on the managers' friendships.
    ours = classic(outside, "friendship").ours
    assert ours.coreness(mutual="once")[:, 1].max() == 5
    assert ours.coreness(mutual="twice")[:, 1].max() == 7


def test_density(net: Trio) -> None:
    measure = net.ours.density()
    assert float(measure) == pytest.approx(nx.density(net.nx), abs=1e-12)
    assert float(measure) == pytest.approx(net.ig.density(), abs=1e-12)
    n = len(net.ids)
    assert measure.n == n * (n - 1) // (1 if net.ours.directed else 2)
    assert measure.coverage == 1.0


def test_reciprocity_of_arcs_and_of_dyads(directed: Trio) -> None:
    # "arc" is networkx's and igraph's default; "dyad" is igraph's "ratio".
    arc = float(directed.ours.reciprocity(kind="arc"))
    assert arc == pytest.approx(nx.overall_reciprocity(directed.nx), abs=1e-12)
    assert arc == pytest.approx(directed.ig.reciprocity(), abs=1e-12)
    dyad = float(directed.ours.reciprocity(kind="dyad"))
    assert dyad == pytest.approx(directed.ig.reciprocity(mode="ratio"), abs=1e-12)
    # sna's default, from igraph's dyad census: (mutual + null) / all.
    mutual, asymmetric, null = directed.ig.dyad_census()
    agreement = float(directed.ours.reciprocity(kind="agreement"))
    assert agreement == pytest.approx((mutual + null) / (mutual + asymmetric + null), abs=1e-12)


def test_published_reciprocity_of_advice(outside: Path) -> None:
    # Krackhardt's managers: 0.474 by arcs, 0.310 by dyads (UCINET), 0.524 by agreement (sna).
    ours = classic(outside, "advice").ours
    found = [float(ours.reciprocity(kind=kind)) for kind in ["arc", "dyad", "agreement"]]
    assert [round(value, 3) for value in found] == [0.474, 0.310, 0.524]


@pytest.mark.parametrize("kind", ["weak", "strong"])
def test_components(net: Trio, kind: str) -> None:
    theirs = net.ig.connected_components(mode=kind)
    assert net.ours.components(kind=kind).value == len(theirs)
    # The same partition, whatever the numbers of its parts.
    ours = net.ours.component_membership(kind=kind)["component"].to_list()
    pairs = set(zip(ours, theirs.membership, strict=True))
    assert len(pairs) == len(theirs) == len(set(ours))
    if net.ours.directed:
        peer = {"weak": nx.weakly_connected_components, "strong": nx.strongly_connected_components}
        assert len(list(peer[kind](net.nx))) == len(theirs)


def test_connectedness_has_two_definitions(directed: Trio) -> None:
    # Krackhardt (1994) ignores direction; "reachable" is the share of ordered pairs with a path.
    n = len(directed.ids)
    sizes = [len(part) for part in nx.weakly_connected_components(directed.nx)]
    weak = sum(size * (size - 1) for size in sizes) / (n * (n - 1))
    assert float(directed.ours.connectedness()) == pytest.approx(weak, abs=1e-12)
    reached = sum(len(nx.descendants(directed.nx, node)) for node in directed.nx)
    found = float(directed.ours.connectedness(kind="reachable"))
    assert found == pytest.approx(reached / (n * (n - 1)), abs=1e-12)


def test_degree_centralization_undirected_by_its_identity(undirected: Trio) -> None:
    # Freeman: sum of (largest - own) over (n - 1)(n - 2). (networkx has no centralization.)
    degrees = np.array(undirected.ig.degree())
    n = len(degrees)
    expected = (degrees.max() - degrees).sum() / ((n - 1) * (n - 2))
    assert float(undirected.ours.degree_centralization()) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("mode", ["in", "out"])
def test_degree_centralization_directed_by_freemans_denominator(directed: Trio, mode: str) -> None:
    # Freeman: (n - 1)^2, a star of in- or out-ties.
    degrees = np.array(directed.ig.degree(mode=mode))
    expected = (degrees.max() - degrees).sum() / (len(degrees) - 1) ** 2
    found = float(directed.ours.degree_centralization(mode=mode))
    assert found == pytest.approx(expected, abs=1e-12)


def test_weighted_karate_equals_igraph_and_not_networkx(outside: Path) -> None:
    # Values are strengths, so lengths are 1/w. Sums of 1/w differ in their last bit between
    # equally short paths: igraph and we compare with a tolerance (Mr. Hi: 209), networkx does not
    # (208.5).
    karate = classic(outside, "karate")
    lengths = [1 / w for w in karate.ig.es["weight"]]
    ours = karate.ours.betweenness(weighted=True, normalized=False)[:, 1].to_numpy()
    assert_allclose(ours, karate.ig.betweenness(weights=lengths), **TIGHT)
    assert ours[0] == pytest.approx(209.0, abs=1e-9)
    ours = karate.ours.closeness(weighted=True)[:, 1]
    assert_allclose(ours, karate.ig.harmonic_centrality(weights=lengths), **TIGHT)
    strength = karate.ours.degree(weighted=True)[:, 1]
    assert_allclose(strength, karate.ig.strength(weights="weight"), **TIGHT)


def test_weighted_emon_frequency_is_a_distance(outside: Path) -> None:
    # Whole numbers as lengths add up exactly, so that all three libraries must agree.
    emon = classic(outside, "emon_texas")
    ours = emon.ours.betweenness(weighted=True, normalized=False)[:, 1].to_numpy()
    assert_allclose(ours, emon.ig.betweenness(weights="weight"), **TIGHT)
    theirs = nx.betweenness_centrality(emon.nx, normalized=False, weight="weight")
    assert_allclose(ours, emon.nx_values(theirs), **TIGHT)
    ours = emon.ours.closeness(mode="in", weighted=True, normalized=False)[:, 1]
    theirs = nx.harmonic_centrality(emon.nx, distance="weight")
    assert_allclose(ours, emon.nx_values(theirs), **TIGHT)


def test_an_isolate_counts(outside: Path) -> None:
    # Padgett's Pucci married nobody. With Pucci Medici's normalised betweenness is 0.452, without
    # 0.522 (Wasserman & Faust 1994); an edge list alone cannot know.
    florentine = classic(outside, "florentine")
    scores = dict(florentine.ours.betweenness().iter_rows())
    assert round(scores["Medici"], 3) == 0.452
    assert scores["Pucci"] == 0.0
    bare = florentine.ours.without(["Pucci"]).betweenness()
    assert round(dict(bare.iter_rows())["Medici"], 3) == 0.522


def test_round_trip_through_networkx_and_igraph(net: Trio) -> None:
    back = net.ours.to_networkx()
    assert list(back) == net.ids
    assert back.is_directed() == net.ours.directed
    # Edges with their data; nodes carry is_backbone besides.
    bare = type(back)(back)
    for node in bare:
        bare.nodes[node].clear()
    assert nx.utils.graphs_equal(bare, net.nx)
    igraph = net.ours.to_igraph()
    assert igraph.vs["name"] == net.ids
    assert_allclose(igraph.betweenness(), net.ig.betweenness(), **TIGHT)
    if net.ours.valued:
        weights = zip(igraph.get_edgelist(), igraph.es["weight"], strict=True)
        names = {(net.ids[a], net.ids[b]): weight for (a, b), weight in weights}
        assert all(net.nx.edges[edge]["weight"] == weight for edge, weight in names.items())
